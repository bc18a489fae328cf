"""QIF with the oddities of Quicken, MS Money, GnuCash and banks, each file read against what was written into it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.bank_zoo import amounts, bookings, in_order, read, statements

BANK = "!Type:Bank\n"

# What a file is, its bytes, the amounts in it.
FILES: dict[str, tuple[str | bytes, str]] = {
    "a card": ("!Type:CCard\nD13/01/2024\nT-12.50\nPSHOP\n^\nD14/01/2024\nT7.00\nPREFUND\n^\n", "-12.5 7"),
    "Quicken's day of the 2000s": (BANK + "D1/ 5' 6\nT-3.00\n^\nD12/31' 5\nT4.00\n^\n", "-3 4"),
    "Quicken's day with blanks and an apostrophe": (BANK + "D 1/13'24\nT-3.00\n^\nD 2/ 3'24\nT4.00\n^\n", "-3 4"),
    "days with points": (BANK + "D13.01.24\nT-3,00\n^\nD14.01.2024\nT1.234,50\n^\n", "-3 1234.5"),
    "days with hyphens": (BANK + "D13-01-2024\nT-3.00\n^\n", "-3"),
    "days with a month's name": (BANK + "D13 Jan 2024\nT-3.00\n^\nD2-Feb-24\nT-4.00\n^\n", "-3 -4"),
    "ISO days": (BANK + "D2024-01-02\nT-3.00\n^\n", "-3"),
    "days of eight figures": (BANK + "D20240102\nT-3.00\n^\n", "-3"),
    "two kinds of amount": (BANK + "D2024-01-02\nU-1,234.50\nT-1,234.50\nN101\n^\nD2024-01-03\nU-5.00\n^\n", "-1234.5 -5"),
    "no last caret": (BANK + "D2024-01-02\nT-3.00\nPX\n", "-3"),
    "no line end at the end": (BANK + "D2024-01-02\nT-3.00\n^", "-3"),
    "blank lines between": (BANK + "\nD2024-01-02\n\nT-3.00\n^\n\n\nD2024-01-03\nT4.00\n^\n\n", "-3 4"),
    "carriage returns alone": ((BANK + "D2024-01-02\nT-3.00\n^\nD2024-01-03\nT4.00\n^\n").replace("\n", "\r"), "-3 4"),
    "a blank after the header": ("!Type:Bank \nD2024-01-02\nT-3.00\n^\n", "-3"),
    "header in small letters": ("!type:bank\nD2024-01-02\nT-3.00\n^\n", "-3"),
    "an asset, a liability, cash": (
        "!Type:Oth A\nD2024-01-02\nT-3.00\n^\n!Type:Oth L\nD2024-01-03\nT4.00\n^\n!Type:Cash\nD2024-01-04\nT5.00\n^\n", "-3 4 5",
    ),
    "parts of a booking": (
        BANK + "D2024-01-02\nT-10.00\nPSHOP\nLFood\nSFood\nEbread\n$-4.00\nSHome\n$-6.00\n^\nD2024-01-03\nT-1.00\n^\n", "-10 -1",
    ),
    "parts in per cent and of nothing": (BANK + "D2024-01-02\nT-10.00\nSFood\n%40\n$-4.00\nSHome\nE\n$-6.00\nSNone\n^\n", "-10"),
    "accounts, switched automatically": (
        "!Option:AutoSwitch\n!Account\nNGiro\nTBank\n^\nNCard\nTCCard\n^\n!Clear:AutoSwitch\n!Account\nNGiro\nTBank\n^\n!Type:Bank\n"
        "D2024-01-02\nT-3.00\n^\n!Account\nNCard\nTCCard\n^\n!Type:CCard\nD2024-01-03\nT-4.00\n^\n", "-3 -4",
    ),
    "lists that hold no bookings": (
        "!Type:Cat\nNFood\nDgroceries\nE\n^\nNSalary\nI\n^\n!Type:Class\nNHome\n^\n!Type:Memorized\nKP\nT-99.00\nPRent\n^\n"
        "!Type:Prices\n\"ACME\",12.5,\" 1/ 2'24\"\n^\n!Type:Security\nNAcme\nSACM\nTStock\n^\n!Type:Tag\nNX\n^\n" + BANK + "D2024-01-02\nT-3.00\n^\n",
        "-3",
    ),
    "purchases and sales": (
        "!Type:Invst\nD2024-01-02\nNBuy\nYAcme\nI10.00\nQ5\nT50.00\nO1.00\n^\nD2024-01-03\nNSell\nYAcme\nI11.00\nQ5\nT55.00\n^\n"
        "D2024-01-04\nNDiv\nYAcme\nT2.00\n^\nD2024-01-05\nNShrsIn\nYAcme\nQ3\n^\nD2024-01-06\nNXOut\nT7.00\nL[Giro]\n$7.00\n^\n",
        "-50 55 2 0 -7",
    ),
    "a bank's own header above": (BANK + "^\nD2024-01-02\nT-3.00\n^\n", "-3"),
    "cleared, address, memo, cheque": (
        BANK + "D2024-01-02\nT-3.00\nCX\nN1001\nPShop\nMmemo\nA1 Street\nATown\nLFood:Bread/Home\n^\n", "-3",
    ),
    "signs of currencies": (BANK + "D2024-01-02\nT-$3.00\n^\nD2024-01-03\nT$4.00\n^\n", "-3 4"),
    "a plus, brackets, a minus behind": (BANK + "D2024-01-02\nT+3.00\n^\nD2024-01-03\nT(4.00)\n^\nD2024-01-04\nT5.00-\n^\n", "3 -4 -5"),
    "Windows letters": ((BANK + "D2024-01-02\nT-3.00\nPCafé Müller\n^\n").encode("cp1252"), "-3"),
    "UTF-16": ((BANK + "D2024-01-02\nT-3.00\n^\n").encode("utf-16"), "-3"),
    "byte order mark": ("\ufeff" + BANK + "D2024-01-02\nT-3.00\n^\n", "-3"),
    "an amount of nothing and without a sign": (BANK + "D2024-01-02\nT0.00\n^\nD2024-01-03\nT.75\n^\nD2024-01-04\nT12\n^\n", "0 .75 12"),
    "a transfer and an opening balance": (
        BANK + "D2024-01-01\nT100.00\nPOpening Balance\nL[Giro]\n^\nD2024-01-02\nT-3.00\nL[Savings]\n^\n", "100 -3",
    ),
    "equal bookings": (BANK + "D2024-01-02\nT-3.00\nPX\n^\n" + "D2024-01-02\nT-3.00\nPX\n^\n", "-3 -3"),
    "letters that nobody knows": (BANK + "D2024-01-02\nT-3.00\nXI12\nX@9\nFT\nGabc\n^\n", "-3"),
    "small letters for fields' names": (BANK + "d2024-01-02\nt-3.00\npX\n^\n", "-3"),
    "days in order tell which is the month": (
        BANK + "".join(f"D{day}/2024\nT-{day[1]}.00\n^\n" for day in ("02/11", "03/11", "05/11", "01/12", "04/12", "06/12", "09/12")),
        "-2 -3 -5 -1 -4 -6 -9",
    ),
    "a type that nobody knows": ("!Type:Bank Account\nD2024-01-02\nT-3.00\n^\n", "-3"),
}  # fmt: skip


@pytest.mark.parametrize("what", FILES)
def test_a_file_gives_what_was_written_into_it(what: str, tmp_path: Path) -> None:
    data, expected = FILES[what]
    parsed = read(tmp_path, data, "quicken.qif")
    assert parsed.parser.startswith("qif")
    assert amounts(parsed) == in_order(expected)
    assert not [each for each in parsed.problems if "no currency" not in each.reason]


def test_what_has_no_currency_is_said_once(tmp_path: Path) -> None:
    data, _ = FILES["accounts, switched automatically"]
    parsed = read(tmp_path, data, "quicken.qif")
    assert {row.currency for row in bookings(parsed)} == {"XXX"}
    assert {each.account for each in statements(parsed)} == {"Giro", "Card"}
    assert ["no currency" in each.reason for each in parsed.problems] == [True]


def test_an_order_of_days_that_nothing_tells_names_the_records(tmp_path: Path) -> None:
    parsed = read(tmp_path, BANK + "D01/02/2024\nT-3.00\n^\nD03/03/2024\nT-4.00\n^\n", "quicken.qif")
    assert amounts(parsed) == ["-4.00"]
    assert [each.locator for each in parsed.problems if each.locator] == ["record 1"]


@pytest.mark.parametrize("record", ["D2024-13-01\nT1.00", "D2024-01-02", "D2024-01-02\nTfoo", "T1.00", "PX"])
def test_a_record_that_cannot_be_read_is_named_and_takes_no_other_with_it(record: str, tmp_path: Path) -> None:
    parsed = read(tmp_path, BANK + f"{record}\n^\nD2024-01-03\nT4.00\n^\n", "quicken.qif")
    assert amounts(parsed) == ["4.00"]
    assert [each.locator for each in parsed.problems if each.locator] == ["record 1"]
