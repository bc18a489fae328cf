"""CAMT with the oddities of banks and of test suites, each file read against what was written into it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.bank_zoo import amounts, bookings, in_order, read, statements

IBAN = "DE89370400440532013000"
ACCOUNT = f"<Acct><Id><IBAN>{IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>"


def entry(amount: str, side: str = "CRDT", more: str = "", status: str = "<Sts>BOOK</Sts>", days: str = "") -> str:
    days = days or "<BookgDt><Dt>2024-01-02</Dt></BookgDt><ValDt><Dt>2024-01-03</Dt></ValDt>"
    return f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>{status}{days}{more}</Ntry>'


def part(amount: str = "", more: str = "", side: str = "") -> str:
    stated = f'<Amt Ccy="EUR">{amount}</Amt>' if amount else ""
    stated += f"<CdtDbtInd>{side}</CdtDbtInd>" if side else ""
    return f"<TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs>{stated}{more}</TxDtls>"


def balance(kind: str, amount: str, side: str = "CRDT", day: str = "2024-01-01") -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
        f"<Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def message(*entries: str, kind: str = "053", version: str = "02", header: str = ACCOUNT) -> str:
    outer, inner = {
        "052": ("BkToCstmrAcctRpt", "Rpt"), "053": ("BkToCstmrStmt", "Stmt"), "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    }[kind]  # fmt: skip
    return (
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version}"><{outer}><GrpHdr><MsgId>M</MsgId>'
        f"<CreDtTm>2024-01-05T10:00:00</CreDtTm></GrpHdr><{inner}><Id>S1</Id><CreDtTm>2024-01-05T10:00:00</CreDtTm>{header}"
        f"{''.join(entries)}</{inner}></{outer}></Document>"
    )


def prefixed(text: str) -> str:
    return text.replace("</", "\0").replace("<", "<ns2:").replace("\0", "</ns2:").replace("xmlns=", "xmlns:ns2=")


XML = '<?xml version="1.0" encoding="{}"?>\n'
TWO = message(entry("3.00"), entry("4.00", "DBIT"))
BATCH = '<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>{}</NtryDtls>'  # fmt: skip
FOREIGN = '<AmtDtls><InstdAmt><Amt Ccy="USD">11.00</Amt></InstdAmt><TxAmt><Amt Ccy="EUR">{}</Amt></TxAmt></AmtDtls>'
RETURN = "<RtrInf><OrgnlBkTxCd><Prtry><Cd>NTRF</Cd></Prtry></OrgnlBkTxCd><Rsn><Cd>AC04</Cd></Rsn></RtrInf>"

# What a file is, its bytes, the amounts in it.
FILES: dict[str, tuple[str | bytes, str]] = {
    **{
        f"camt.{kind} version {version}": (XML.format("UTF-8") + message(entry("3.10"), kind=kind, version=f"{version:02}"), "3.1")
        for kind in ("052", "053", "054")
        for version in (1, 2, 4, 8, 13)
    },
    "a prefix before every name": (XML.format("UTF-8") + prefixed(TWO), "3 -4"),
    "UTF-16": ((XML.format("UTF-16") + TWO).encode("utf-16"), "3 -4"),
    "UTF-16, big end first": (b"\xfe\xff" + (XML.format("UTF-16") + TWO).encode("utf-16-be"), "3 -4"),
    "latin-1": ((XML.format("ISO-8859-1") + message(entry("3.00", more="<AddtlNtryInf>Überweisung</AddtlNtryInf>"))).encode("latin-1"), "3"),
    "byte order mark and blank lines above": ("\ufeff\n\n" + XML.format("UTF-8") + TWO, "3 -4"),
    "no declaration": (TWO, "3 -4"),
    "an envelope with a business header": (
        f'<Envelope><AppHdr xmlns="urn:iso:std:iso:20022:tech:xsd:head.001.001.01"><BizMsgIdr>1</BizMsgIdr></AppHdr>{TWO}</Envelope>',
        "3 -4",
    ),
    "two documents one after the other": (XML.format("UTF-8") + TWO + "\n" + XML.format("UTF-8") + TWO, "3 -4 3 -4"),
    "new lines inside the root's tag": (TWO.replace("<Document ", '<Document\n  xsi:schemaLocation="a b"\n  '), "3 -4"),
    "a batch with its parts": (message(entry("10.00", more=BATCH.format(part("4.00") + part("6.00")))), "4 6"),
    "parts in blocks of their own": (
        message(entry("10.00", more=f"<NtryDtls>{part('4.00')}</NtryDtls><NtryDtls>{part('6.00')}</NtryDtls>")), "4 6",
    ),
    "a batch that states only how many": (message(entry("10.00", "DBIT", more=BATCH.format(""))), "-10"),
    "parts of version 2, in another currency as well": (
        message(entry("20.00", "DBIT", more=BATCH.format(part(more=FOREIGN.format("12.00")) + part(more=FOREIGN.format("8.00"))))),
        "-12 -8",
    ),
    "a part that goes the other way": (
        message(entry("2.00", more=BATCH.format(part("5.00", side="CRDT") + part("3.00", side="DBIT")))), "5 -3",
    ),
    "one part of a foreign amount": (message(entry("9.50", "DBIT", more=f"<NtryDtls>{part(more=FOREIGN.format('9.50'))}</NtryDtls>")), "-9.5"),
    "charges beside": (
        message(entry("9.50", "DBIT", more='<Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">1.50</TtlChrgsAndTaxAmt></Chrgs>')), "-9.5",
    ),
    "a return": (message(entry("9.50", more=f"<NtryDtls>{part('9.50', RETURN)}</NtryDtls>")), "9.5"),
    "a reversal": (message(entry("9.50", more="<RvslInd>true</RvslInd>")), "9.5"),
    "expected and for information": (
        message(entry("1", status="<Sts>PDNG</Sts>"), entry("2", status="<Sts><Cd>INFO</Cd></Sts>"), entry("3", status="")), "1 2 3",
    ),
    "days with times and zones": (
        message(entry("1", days="<BookgDt><DtTm>2024-01-02T23:59:59.999+01:00</DtTm></BookgDt>"),
                entry("2", days="<ValDt><Dt>2024-01-02Z</Dt></ValDt>")), "1 2",
    ),
    "five decimals, leading zeros, a plus": (message(entry("000012.34567"), entry("+1.1"), entry(".5")), "12.34567 1.1 .5"),
    "no currency at the amount": (message(entry("5").replace(' Ccy="EUR"', "")), "5"),
    "amount and side with blanks around": (message(entry("\n  5.00\n ", "\n CRDT ")), "5"),
    "nothing but balances": (message(balance("OPBD", "5.00"), balance("CLBD", "5.00", day="2024-01-31")), ""),
    "details that are empty": (message(entry("5.00", more="<NtryDtls/>"), entry("6", more="<NtryDtls></NtryDtls>")), "5 6"),
    "equal bookings": (message(*[entry("2.50", "DBIT")] * 3), "-2.5 -2.5 -2.5"),
    "text with marks of its own": (
        message(entry("5", more="<AddtlNtryInf>A &lt;Ntry&gt; B &amp; C</AddtlNtryInf>"),
                entry("6", more="<AddtlNtryInf><![CDATA[<Ntry>]]> x</AddtlNtryInf>")), "5 6",
    ),
    "a record inside a comment": (message(entry("5"), f"<!-- {entry('7')} -->"), "5"),
    "an amount of nothing": (message(entry("0.00")), "0"),
    "an account outside Europe": (message(entry("5"), header="<Acct><Id><Othr><Id>123-456</Id></Othr></Id></Acct>"), "5"),
    "no account": (message(entry("5"), header=""), "5"),
    "indented": (TWO.replace("><", ">\r\n\t<"), "3 -4"),
    "an instruction in the middle": (TWO.replace("<Stmt>", "<?style none?><Stmt>"), "3 -4"),
}  # fmt: skip


@pytest.mark.parametrize("what", FILES)
def test_a_file_gives_what_was_written_into_it(what: str, tmp_path: Path) -> None:
    data, expected = FILES[what]
    parsed = read(tmp_path, data, "camt.xml")
    assert parsed.parser.startswith("camt")
    assert amounts(parsed) == in_order(expected)
    assert parsed.problems == ()


def test_balances_of_several_kinds_and_accounts(tmp_path: Path) -> None:
    first = message(balance("PRCD", "1.00"), balance("CLBD", "4.00"), balance("CLAV", "9.00"), entry("3.00"))
    second = "<Stmt><Id>S2</Id><Acct><Id><Othr><Id>77</Id></Othr></Id><Ccy>CHF</Ccy></Acct></Stmt></BkToCstmrStmt>"
    parsed = read(tmp_path, first.replace("</BkToCstmrStmt>", second), "camt.xml")
    told = [
        (each.account, each.currency, each.opening, each.closing, len(each.transactions)) for each in statements(parsed)
    ]
    assert told == [(IBAN, "EUR", 1, 4, 1), ("77", "CHF", None, None, 0)]


@pytest.mark.parametrize("amount", ["", "12,50", "twelve", "1.2.3", "1 000.00", "NaN", "1e3"])
def test_an_amount_that_cannot_be_read_is_named_and_takes_no_other_with_it(amount: str, tmp_path: Path) -> None:
    parsed = read(tmp_path, message(entry(amount), entry("4.00")), "camt.xml")
    assert amounts(parsed) == ["4.00"]
    assert [each.locator for each in parsed.problems] == ["record 1"]


def test_parts_without_an_amount_leave_the_batch_whole_and_say_so(tmp_path: Path) -> None:
    parsed = read(tmp_path, message(entry("10.00", more=BATCH.format(part() + part()))), "camt.xml")
    assert amounts(parsed) == ["10.00"]
    assert [each.locator for each in parsed.problems] == ["record 1"]


def test_a_direction_of_old_and_new_status_is_pending(tmp_path: Path) -> None:
    parsed = read(tmp_path, FILES["expected and for information"][0], "camt.xml")
    assert [row.status for row in bookings(parsed)] == ["pending", "pending", "booked"]
