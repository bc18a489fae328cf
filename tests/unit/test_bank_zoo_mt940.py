"""MT940 and MT942 with the oddities of banks and of the tools between, each read against what was written into it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.bank_zoo import amounts, bookings, in_order, read, statements

# What a file is, its text, the amounts in it.
FILES: dict[str, tuple[str, str]] = {
    "dutch, envelope of three lines and no entry date": (
        "ABNANL2A\n940\nABNANL2A\n:20:ABN AMRO BANK NV\n:25:500950253\n:28:13601/1\n:60F:C240501EUR100,00\n"
        ":61:240502D9,N192NONREF\n:86:GIRO   123456 GEMEENTE WATER\nREK NR 12\n"
        ":61:2405020502C20,5N196NONREF\n:86:54.51.10.999 HR KLAAS\n:62F:C240502EUR111,5\n-\n",
        "-9 20.5",
    ),
    "two messages in one envelope line each": (
        "{1:F01INGBNL2ABXXX0000000000}{2:I940INGBNL2AXXXN}{4:\r\n:20:P240101000000001\r\n:25:NL69INGB0123456789EUR\r\n"
        ":28C:00000\r\n:60F:C240101EUR10,00\r\n:61:2401010101D1,56NTRFEREF//00000000001005\r\n/TRCD/00100/\r\n"
        ":86:/EREF/EV12341REP1231456T1234//CNTP/NL32INGB0000012345/INGBNL2A/ING BANK\r\n NV INZAKE WEB///REMI/USTD//EV10001REP100\r\n"
        "0000T1000/\r\n:62F:C240101EUR8,44\r\n:64:C240101EUR8,44\r\n:65:C240102EUR8,44\r\n:86:/SUM/1/0/1,56/0,00/\r\n-}"
        "{1:F01INGBNL2ABXXX0000000000}{2:I940INGBNL2AXXXN}{4:\r\n:20:P2\r\n:25:NL69INGB0123456789EUR\r\n:28C:00001\r\n"
        ":60F:C240102EUR8,44\r\n:61:2401020102C1,00NTRFNONREF\r\n:86:X\r\n:62F:C240102EUR9,44\r\n-}{5:}\r\n",
        "-1.56 1",
    ),
    "third letter of the currency behind the mark": (
        ":20:1\n:25:123456789\n:28C:1\n:60F:C240101USD0,00\n:61:2401020102CD5,00NTRFA\n:61:2401020102DD2,00NTRFB\n"
        ":61:2401020102RCD1,00NTRFC\n:62F:C240102USD2,00\n-\n",
        "5 -2 -1",
    ),
    "koruna and zloty behind the mark": (
        ":20:1\n:25:0300/123\n:28C:1\n:60F:C240101CZK100,00\n:61:2401020102DK40,00NMSC000000//5\n:61:2401020102CK7,NMSC\n"
        ":62F:C240102CZK67,00\n-\n:20:2\n:25:PL61109010140000071219812874\n:28C:1\n:60F:C240101PLN0,00\n"
        ":61:2401020102CN44,00S034NONREF//B\n:86:034~00UZNANIE~20TYTUL~32JAN\n:62F:C240102PLN44,00\n-\n",
        "-40 7 44",
    ),
    "amount without digits before the comma": (
        ":20:1\n:25:123\n:28C:1\n:60F:C240101EUR1,00\n:61:2401020102D,50NTRFNONREF\n:62F:C240102EUR,50\n-\n",
        "-0.5",
    ),
    "zeros fill the amount": (
        ":20:940S240102\n:25:1234.56.789 EUR\n:28:0\n:60F:C240101EUR000000000100,00\n"
        ":61:240102D000000000050,25N101NONREF\n:86:BETAALAUTOMAAT\n:86:DEVENTER\n:62F:C240102EUR000000000049,75\n",
        "-50.25",
    ),
    "swiss, S and F for N": (
        ":20:1\n:25:CH9300762011623852957\n:28C:1/1\n:60F:C240101CHF10,00\n:61:2401020102CF34,45FTRFNONREF//1\n"
        ":61:2401020102C5,00SGEM123\n:61:2401020102D2,05FMSCX\nSPESEN\n:62F:C240102CHF47,40\n-\n",
        "34.45 5 -2.05",
    ),
    "no type at all behind the amount": (
        ":20:1\n:25:123\n:28C:1\n:60F:C240101EUR0,00\n:61:2401020102C12,00\n:86:GUTSCHRIFT\n:61:2401020102D2,00\n:62F:C240102EUR10,00\n",
        "12 -2",
    ),
    "type in lower case": (
        ":20:1\n:25:123\n:28C:1\n:60F:C240101EUR0,00\n:61:2401020102C12,00ntrfnonref\n:62F:C240102EUR12,00\n",
        "12",
    ),
    "carriage returns alone": (
        ":20:1\r:25:123\r:28C:1\r:60F:C240101EUR0,00\r:61:2401020102C3,00NTRFNONREF\r:86:X\r:62F:C240102EUR3,00\r-\r",
        "3",
    ),
    "two line ends after each line": (
        ":20:1\r\n\r\n:25:123\r\n\r\n:28C:1\r\n\r\n:60F:C240101EUR0,00\r\n\r\n:61:2401020102C3,00NTRFNONREF\r\n\r\n:86:X\r\n\r\n"
        ":61:2401020102D1,00NTRFNONREF\r\n\r\n:62F:C240102EUR2,00\r\n\r\n-\r\n",
        "3 -1",
    ),
    "carriage return twice": (
        ":20:1\r\r\n:25:123\r\r\n:28C:1\r\r\n:60F:C240101EUR0,00\r\r\n:61:2401020102C3,00NTRFNONREF\r\r\n:86:X\r\r\n:62F:C240102EUR3,00\r\r\n",
        "3",
    ),
    "byte order mark": (
        "\ufeff:20:1\n:25:123\n:28C:1\n:60F:C240101EUR0,00\n:61:2401020102C3,00NTRFNONREF\n:62F:C240102EUR3,00\n",
        "3",
    ),
    "blanks before each tag": (
        "  :20:1\n  :25:123\n  :28C:1\n  :60F:C240101EUR0,00\n  :61:2401020102C3,00NTRFNONREF\n  :86:X\n  :62F:C240102EUR3,00\n",
        "3",
    ),
    "pages of one statement": (
        ":20:1\n:25:123\n:28C:5/1\n:60F:C240101EUR0,00\n:61:2401020102C3,00NTRFNONREF\n:62M:C240102EUR3,00\n-\n"
        ":20:1\n:25:123\n:28C:5/2\n:60M:C240102EUR3,00\n:61:2401020102C4,00NTRFNONREF\n:62F:C240102EUR7,00\n-\n",
        "3 4",
    ),
    "header once, statements without reference": (
        ":20:1\n:25:123\n:28C:1\n:60F:C240101EUR0,00\n:61:2401020102C3,00NTRFNONREF\n:62F:C240102EUR3,00\n"
        ":28C:2\n:60F:C240102EUR3,00\n:61:2401030103D1,00NTRFNONREF\n:62F:C240103EUR2,00\n",
        "3 -1",
    ),
    "reversal marks and equal bookings": (
        ":20:1\n:25:123\n:28C:1\n:60F:D240101EUR5,00\n:61:2401020102D2,00NTRFNONREF\n:61:2401020102D2,00NTRFNONREF\n"
        ":61:2401020102RD2,00NTRFNONREF\n:62F:D240102EUR7,00\n",
        "-2 -2 2",
    ),
    "colons begin lines of the text": (
        ":20:1\n:25:123\n:28C:1\n:60F:C240101EUR0,00\n:61:2401020102C3,00NTRFNONREF\n:86:INVOICE\n:REF 77\n:1:2\n"
        ":61:2401020102C4,00NTRFNONREF\n:62F:C240102EUR7,00\n",
        "3 4",
    ),
    "a dash alone inside the text": (
        ":20:1\n:25:123\n:28C:1\n:60F:C240101EUR0,00\n:61:2401020102C3,00NTRFNONREF\n:86:ITEM\n-\n-10,00 REBATE\n"
        ":61:2401020102C4,00NTRFNONREF\n:86:Y\n:62F:C240102EUR7,00\n-\n",
        "3 4",
    ),
    "interim report with expected entries": (
        ":20:1\n:25:123\n:28C:1/1\n:34F:EURD0,\n:34F:EURC0,\n:13D:2401021200+0100\n:61:2401020102C3,00NTRFNONREF\n:86:X\n"
        ":61:2401020102ED4,00NTRFNONREF\n:90D:1EUR4,00\n:90C:1EUR3,00\n-\n",
        "3 -4",
    ),
    "interim report of an old make, without signs": (
        ":20:1\n:25:123\n:28C:1\n:34F:PLN0,00\n:13:2401021200\n:61:240102C3,00NTRFNONREF\n:90D:0PLN0,\n:90C:1PLN3,\n",
        "3",
    ),
    "a day that does not exist and one that a bank's month of 30 has": (
        ":20:1\n:25:123\n:28C:1\n:60F:C240101EUR0,00\n:61:2302300230C3,00NTRFNONREF\n:62F:C240102EUR3,00\n",
        "3",
    ),
    "points for thousands": (
        ":20:1\n:25:123\n:28C:1\n:60F:C240101EUR0,00\n:61:2401020102C1.234,50NTRFNONREF\n:61:2401020102D1'000,50NTRFNONREF\n"
        ":62F:C240102EUR234,00\n",
        "1234.5 -1000.5",
    ),
    "a point for the comma": (
        ":20:1\n:25:123\n:28C:1\n:60F:C240101EUR0.00\n:61:2401020102C1234.50NTRFNONREF\n:62F:C240102EUR1234.50\n",
        "1234.5",
    ),
    "details above their records": (
        ":20:1\n:25:123\n:28C:1\n:60F:C240101EUR0,00\n:86:FIRST\n:61:2401020102C3,00NTRFNONREF\n:86:SECOND\n"
        ":61:2401020102C4,00NTRFNONREF\n:62F:C240102EUR7,00\n",
        "3 4",
    ),
    "no header but records": (":61:2401020102C3,00NTRFNONREF\n:86:X\n:61:2401020102D4,00NTRFNONREF\n:86:Y\n", "3 -4"),
    "only balances": (":20:1\n:25:123\n:28C:1\n:60F:C240101EUR5,00\n:62F:C240131EUR5,00\n-\n", ""),
    "text before the first field, in small letters": (
        "Kontoauszug Girokonto\n:20:1\n:25:123\n:28C:1\n:60F:C240101EUR0,00\n:61:2401020102C3,00NTRFNONREF\n:62F:C240102EUR3,00\n",
        "3",
    ),
    "account servicer's file header": (
        ":940:\n:20:940A240102\n:25:NL50RABO0300065264 EUR\n:28C:24001\n:60F:C240101EUR000000000473,17\n"
        ":61:240102C000000000500,00N654NONREF\nNL91ABNA0417164300\n:86:/ORDP//NAME/J.P./REMI/HUUR/ISDT/2024-01-02\n"
        ":62F:C240102EUR000000000973,17\n",
        "500",
    ),
    "tags in small letters": (
        ":20:1\n:25:123\n:28c:1\n:60f:C240101EUR0,00\n:61:2401020102C3,00NTRFNONREF\n:62f:C240102EUR3,00\n",
        "3",
    ),
    "value date with blanks around": (
        ":20:1\n:25:123\n:28C:1\n:60F:C 240101 EUR 0,00\n:61: 240102 0102 C 3,00 NTRF NONREF\n:62F:C 240102 EUR 3,00\n",
        "3",
    ),
    "century of the records": (
        ":20:1\n:25:123\n:28C:1\n:60F:C991230EUR0,00\n:61:9912310103C3,00NTRFNONREF\n:62F:C000103EUR3,00\n",
        "3",
    ),
    "record numbers of other fields beside": (
        ":20:1\n:21:NONREF\n:25:123\n:28C:1\n:60F:C240101EUR0,00\n:61:2401020102C3,00NTRFNONREF\n:86:805?00ABSCHLUSS?100602?20ZINSEN ?:61: IM TEXT\n"
        ":62F:C240102EUR3,00\n",
        "3",
    ),
    "lines parted as FinTS parts them": (
        "@@:20:STARTUMSE@@:25:10020030/1234567@@:28C:1@@:60F:C240101EUR0,00@@:61:2401020102CR3,00N051NONREF@@:86:166?00GUTSCHRIFT"
        "?20SVWZ+MIETE?32JAN@@:61:2401020102DR1,00N051NONREF@@:86:105?00LASTSCHRIFT@@:62F:C240102EUR2,00@@-",
        "3 -1",
    ),
    "envelope with the sender's own reference": (
        "{1:F01BANKDEFFXXXX0000000000}{2:O9401200240102BANKDEFFXXXX00000000002401021200N}{3:{108:ref-abc}}{4:\n:20:1\n:25:123\n:28C:1\n"
        ":60F:C240101EUR0,00\n:61:2401020102C3,00NTRFNONREF\n:62F:C240102EUR3,00\n-}",
        "3",
    ),
    "yen without decimals": (
        ":20:1\n:25:123\n:28C:1\n:60F:C240101JPY0,\n:61:2401020102CY30000,NTRFNONREF\n:62F:C240102JPY30000,\n",
        "30000",
    ),
    "three decimals": (
        ":20:1\n:25:123\n:28C:1\n:60F:C240101BHD0,000\n:61:2401020102C30,125NTRFNONREF\n:61:2401020102D0,125NTRFNONREF\n:62F:C240102BHD30,000\n",
        "30.125 -0.125",
    ),
}


@pytest.mark.parametrize("what", FILES)
def test_a_file_gives_what_was_written_into_it(what: str, tmp_path: Path) -> None:
    text, expected = FILES[what]
    parsed = read(tmp_path, text, "umsatz.sta")
    assert parsed.parser.startswith("mt940")
    assert amounts(parsed) == in_order(expected)
    assert not [each for each in parsed.problems if "no currency" not in each.reason]
    for each in statements(parsed):
        assert (each.opening is None) == (":60" not in text)
        if each.opening is not None and each.closing is not None:
            assert each.opening + sum(row.amount for row in each.transactions) == each.closing


def test_a_missing_currency_is_said_once_a_statement(tmp_path: Path) -> None:
    text = FILES["no header but records"][0]
    parsed = read(tmp_path, f":20:1\n:25:1\n{text}:20:2\n:25:2\n{text}", "umsatz.sta")
    assert {row.currency for row in bookings(parsed)} == {"XXX"}
    assert len(bookings(parsed)) == 4
    assert [each.locator for each in parsed.problems] == ["statement of 1", "statement of 2"]


@pytest.mark.parametrize(
    "line", ["2401320102C3,00NTRFX", "24010201C3,00NTRFX", "2401020102X3,00NTRFX", "2401020102C NTRFX", "2401020102C1.234.NTRFX", "20240102C3,00NTRFX", "", "2401020102D-3,00NTRFX"]
)  # fmt: skip
def test_a_record_that_cannot_be_read_is_named_and_takes_no_other_with_it(line: str, tmp_path: Path) -> None:
    text = f":20:1\n:25:123\n:28C:1\n:60F:C240101EUR0,00\n:61:{line}\n:86:BAD\n:61:2401020102C4,00NTRFNONREF\n:86:GOOD\n:62F:C240102EUR7,00\n"
    parsed = read(tmp_path, text, "umsatz.sta")
    assert amounts(parsed) == ["4.00"]
    assert [each.locator for each in parsed.problems] == ["record 1"]


@pytest.mark.parametrize("name", ["umsatz.sta", "export.OFX", "quicken.qif"])
def test_a_bank_files_name_without_a_bank_files_beginning_is_said(name: str, tmp_path: Path) -> None:
    parsed = read(tmp_path, "# Not a statement\n\n:61:2401020102C4,00NTRFX\n", name)
    assert parsed.parser.startswith("text")
    assert ["without bookings" in each.reason for each in parsed.problems] == [True]
    assert read(tmp_path, "# Not a statement\n", "notes.txt").problems == ()
