"""CAMT.052, 053 and 054 of any version: every entry accounted for, batches taken apart where they add up, nothing expanded."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parsers import Candidate, parser_for
from ingest.parsers.camt import Camt
from pkm.errors import Refused
from pkm.models import Parsed, ParsedTransaction
from tests.clock import linear_time

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "bank" / "genkgo_camt" / "test" / "data"
ROOTS = {
    "052": ("BkToCstmrAcctRpt", "Rpt"),
    "053": ("BkToCstmrStmt", "Stmt"),
    "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
}
HEADER = (
    "<CreDtTm>2024-01-31T20:00:00+01:00</CreDtTm><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Tp><Cd>CACC</Cd></Tp>"
    "<Ccy>EUR</Ccy><Svcr><FinInstnId><BICFI>COBADEFFXXX</BICFI></FinInstnId></Svcr></Acct>"
)
BALANCES = "".join(
    f'<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{mark}</CdtDbtInd>'
    f"<Dt><Dt>{day}</Dt></Dt></Bal>"
    for kind, amount, mark, day in [
        ("PRCD", "100.00", "CRDT", "2024-01-01"),
        ("CLAV", "999.00", "CRDT", "2024-01-31"),
        ("CLBD", "20.00", "DBIT", "2024-01-31"),
    ]
)


class _Bytes:
    """Bytes from memory where a parser reads a path."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def read_bytes(self) -> bytes:
        return self._data


def candidate(data: bytes, name: str = "camt.xml") -> Candidate:
    return Candidate(_Bytes(data), f"bank/{name}", name, len(data), data[:65_536])  # type: ignore[arg-type]


def read(text: str, encoding: str = "utf-8") -> Parsed:
    file = candidate(text.encode(encoding))
    assert Camt().identify(file)
    return Camt().parse(file)


def rows(parsed: Parsed) -> list[ParsedTransaction]:
    return [row for statement in parsed.documents[0].statements for row in statement.transactions]


def document(*entries: str, kind: str = "053", version: str = "08", before: str = HEADER + BALANCES) -> str:
    root, statement = ROOTS[kind]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version}">'
        f"<{root}><{statement}>{before}{''.join(entries)}</{statement}></{root}></Document>\n"
    )


def entry(
    amount: str = "12.50",
    mark: str = "DBIT",
    *,
    day: str = "<BookgDt><Dt>2024-01-05</Dt></BookgDt><ValDt><Dt>2024-01-06</Dt></ValDt>",
    status: str = "<Sts><Cd>BOOK</Cd></Sts>",
    more: str = "",
    details: str = "",
    currency: str = "EUR",
) -> str:
    inner = f"<NtryDtls>{details}</NtryDtls>" if details else ""
    return f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{mark}</CdtDbtInd>{status}{day}{more}{inner}</Ntry>'


def details(amount: str = "", more: str = "", mark: str = "") -> str:
    stated = f'<Amt Ccy="EUR">{amount}</Amt>' if amount else ""
    return f"<TxDtls>{stated}{f'<CdtDbtInd>{mark}</CdtDbtInd>' if mark else ''}{more}</TxDtls>"


PARTIES = (
    "<RltdPties><Dbtr><Pty><Nm>Anna Payer</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>NL91 ABNA 0417 1643 00</IBAN></Id></DbtrAcct>"
    "<Cdtr><Pty><Nm>Carl Payee</Nm></Pty></Cdtr><CdtrAcct><Id><Othr><Id>4711</Id></Othr></Id></CdtrAcct></RltdPties>"
)


# ---------------------------------------------------------------- entries


@pytest.mark.parametrize("kind", sorted(ROOTS))
@pytest.mark.parametrize("version", ["01", "02", "04", "08", "13"])
def test_every_kind_and_version(kind, version):
    parsed = read(document(entry(), entry("3", "CRDT"), kind=kind, version=version))
    assert [(row.amount, row.booked_on, row.value_on) for row in rows(parsed)] == [
        (Decimal("-12.50"), date(2024, 1, 5), date(2024, 1, 6)),
        (Decimal(3), date(2024, 1, 5), date(2024, 1, 6)),
    ]
    assert parsed.problems == ()
    assert parsed.documents[0].title == "Statement of DE89370400440532013000"


def test_nothing_is_not_negative():
    (row,) = rows(read(document(entry("0.00"))))
    assert str(row.amount) == "0.00"


def test_a_statement_states_account_balances_and_period():
    (statement,) = read(document(entry("120.00"))).documents[0].statements
    assert (statement.account, statement.currency) == ("DE89370400440532013000", "EUR")
    assert (statement.institution, statement.account_kind) == ("COBADEFFXXX", "cacc")
    assert (statement.opening, statement.closing) == (Decimal(100), Decimal(-20))
    assert statement.opening + sum(row.amount for row in statement.transactions) == statement.closing
    assert (statement.since, statement.until) == (date(2024, 1, 1), date(2024, 1, 31))


def test_a_statement_names_the_accounts_holder():
    header = HEADER.replace("<Acct>", "<Acct><Ownr><Nm>Ruth und\n Martin Amsel</Nm></Ownr>")
    (statement,) = read(document(entry("120.00"), before=header)).documents[0].statements
    assert (statement.account, statement.holder) == ("DE89370400440532013000", "Ruth und Martin Amsel")


def test_a_notification_has_no_balance_and_its_day_serves_entries_without_one():
    parsed = read(document(entry(day=""), kind="054", before=HEADER))
    (statement,) = parsed.documents[0].statements
    assert (statement.opening, statement.closing) == (None, None)
    assert statement.transactions[0].booked_on == date(2024, 1, 31)


def test_an_account_by_other_numbers_and_interim_balances():
    header = "<Acct><Id><Othr><Id>4711</Id></Othr></Id></Acct>" + "".join(
        f'<Bal><Tp><CdOrPrtry><Cd>ITBD</Cd></CdOrPrtry></Tp><Amt Ccy="CHF">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        "<Dt><DtTm>2024-01-05T10:00:00</DtTm></Dt></Bal>"
        for amount in ("10", "7.5")
    )
    (statement,) = read(document(entry("2.50", currency="CHF"), kind="052", before=header)).documents[0].statements
    assert (statement.account, statement.currency) == ("4711", "CHF")
    assert (statement.opening, statement.closing) == (Decimal(10), Decimal("7.5"))


def test_several_statements_a_file():
    text = document(entry("1")).replace("</Stmt>", f"</Stmt><Stmt>{HEADER}{entry('2')}{entry('3')}</Stmt>")
    parsed = read(text)
    assert [[row.amount for row in each.transactions] for each in parsed.documents[0].statements] == [
        [Decimal(-1)],
        [Decimal(-2), Decimal(-3)],
    ]
    assert [row.locator for row in rows(parsed)] == ["record 1", "record 2", "record 3"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("<Sts>BOOK</Sts>", "booked"), ("<Sts>PDNG</Sts>", "pending"), ("<Sts>INFO</Sts>", "pending"),
        ("<Sts><Cd>BOOK</Cd></Sts>", "booked"), ("<Sts><Cd>PDNG</Cd></Sts>", "pending"), ("<Sts><Cd>FUTR</Cd></Sts>", "pending"),
        ("", "booked"),
    ],
)  # fmt: skip
def test_status_of_old_and_new_versions(status, expected):
    assert rows(read(document(entry(status=status), kind="052")))[0].status == expected


def test_the_other_side_is_the_payer_of_what_comes_in_and_the_payee_of_what_goes_out():
    found = rows(
        read(document(entry(mark="CRDT", details=details(more=PARTIES)), entry(details=details(more=PARTIES))))
    )
    assert [(row.counterparty, row.counterparty_account) for row in found] == [
        ("Anna Payer", "NL91ABNA0417164300"),
        ("Carl Payee", "4711"),
    ]
    old = PARTIES.replace("<Pty>", "").replace("</Pty>", "")
    assert (
        rows(read(document(entry(mark="CRDT", details=details(more=old)), version="02")))[0].counterparty
        == "Anna Payer"
    )


def test_a_reversal_keeps_the_roles_and_names_what_it_takes_back():
    reference = "<AcctSvcrRef>B-1</AcctSvcrRef>"
    found = rows(read(document(
        entry("9", "CRDT", more=reference, details=details(more=PARTIES)),
        entry("9", "DBIT", more="<RvslInd>true</RvslInd>" + reference, details=details(more=PARTIES)),
    )))  # fmt: skip
    assert [(row.amount, row.counterparty, row.reference, row.corrects, row.correction, row.type) for row in found] == [
        (Decimal(9), "Anna Payer", "B-1", None, None, None),
        (Decimal(-9), "Anna Payer", None, "B-1", "reversal", "reversal"),
    ]


def test_references_remittance_and_codes():
    more = (
        "<Refs><EndToEndId>E-1</EndToEndId></Refs><RmtInf><Ustrd>Invoice 12</Ustrd><Ustrd>from May</Ustrd><Strd><CdtrRefInf>"
        "<Ref>RF18</Ref></CdtrRefInf></Strd></RmtInf>"
    )
    domain = "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>"
    german = "<BkTxCd><Prtry><Cd>NTRF+166+9310+997</Cd><Issr>DK</Issr></Prtry></BkTxCd>"
    found = rows(read(document(
        entry(more=domain + "<AddtlNtryInf>SEPA-Lastschrift</AddtlNtryInf>", details=details(more=more)),
        entry(more=german, details=details(more="<Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>")),
        entry(more=domain, details=details(more="<Purp><Cd>SALA</Cd></Purp>")),
        entry(more="<BkTxCd><Prtry><Cd>544</Cd></Prtry></BkTxCd>"),
    )))  # fmt: skip
    assert (found[0].description, found[0].end_to_end, found[0].type) == (
        "Invoice 12 from May RF18",
        "E-1",
        "sepa-lastschrift",
    )
    assert found[1].end_to_end is None
    assert [row.code for row in found] == ["bank:PMNT.RCDT.ESCT", "gvc:166", "purp:SALA", "bank:544"]


def test_a_foreign_payment_keeps_both_amounts_rate_and_charges():
    more = (
        '<AmtDtls><InstdAmt><Amt Ccy="USD">100.00</Amt></InstdAmt><TxAmt><Amt Ccy="EUR">92.00</Amt><CcyXchg><SrcCcy>USD</SrcCcy>'
        '<TrgtCcy>EUR</TrgtCcy><XchgRate>0.92</XchgRate></CcyXchg></TxAmt></AmtDtls><Chrgs><Rcrd><Amt Ccy="EUR">1.50</Amt>'
        '<CdtDbtInd>DBIT</CdtDbtInd><ChrgInclInd>true</ChrgInclInd></Rcrd><Rcrd><Amt Ccy="EUR">9</Amt><ChrgInclInd>false</ChrgInclInd>'
        "</Rcrd></Chrgs>"
    )
    (row,) = rows(read(document(entry("93.50", details=details(more=more)))))
    assert (row.amount, row.original_amount, row.original_currency) == (Decimal("-93.50"), Decimal("-100.00"), "USD")
    assert (row.rate, row.fee) == (Decimal("0.92"), Decimal("-1.50"))


# ---------------------------------------------------------------- batches


def test_a_batch_that_adds_up_becomes_its_payments():
    text = document(entry("30.00", "CRDT", more="<AcctSvcrRef>B-9</AcctSvcrRef>",
                          details=details("10.00", PARTIES) + details("25.00") + details("5.00", mark="DBIT")))  # fmt: skip
    parsed = read(text)
    found = rows(parsed)
    assert [(row.amount, row.locator, row.reference) for row in found] == [
        (Decimal(10), "record 1, part 1", "B-9/1"),
        (Decimal(25), "record 1, part 2", "B-9/2"),
        (Decimal(-5), "record 1, part 3", "B-9/3"),
    ]
    assert parsed.problems == ()
    assert found[0].counterparty == "Anna Payer"
    assert all(parsed.documents[0].text[row.char_start : row.char_end].startswith("<TxDtls>") for row in found)
    assert parsed.documents[0].text[found[1].char_start : found[1].char_end] == details("25.00")


def test_amounts_of_version_2_and_directions_that_banks_state_wrongly():
    old = "".join(
        f'<TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">{each}</Amt></TxAmt></AmtDtls></TxDtls>' for each in ("1", "2")
    )
    wrong = details("1", mark="CRDT") + details("2", mark="CRDT")
    found = rows(read(document(entry("3", details=old), entry("3", details=wrong), version="02")))
    assert [row.amount for row in found] == [Decimal(-1), Decimal(-2)] * 2


@pytest.mark.parametrize("parts", [details("10.00") + details("25.00"), details("10.00") + details(), details() * 3])
def test_a_batch_that_does_not_add_up_stays_one_booking_and_says_so(parts):
    parsed = read(document(entry("30.00", details=parts), entry("1")))
    assert [row.amount for row in rows(parsed)] == [Decimal(-30), Decimal(-1)]
    (problem,) = parsed.problems
    assert problem.locator == "record 1"
    assert "batch" in problem.reason


# ---------------------------------------------------------------- bad records


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (entry(day="<BookgDt><Dt>2024-02-31</Dt></BookgDt>"), "booking date"),
        (entry(day="<ValDt><Dt>soon</Dt></ValDt>"), "booking date"),
        (entry("12,50"), "amount cannot be read"),
        (entry(""), "amount is missing"),
        (entry("1e999"), "amount cannot be read"),
        (entry(currency="EURO"), "currency"),
        (entry(mark="BOTH"), "credit or a debit"),
    ],
)
def test_a_bad_record_is_a_problem_of_that_record(bad, reason):
    parsed = read(document(entry("1"), bad, entry("2")))
    assert [row.amount for row in rows(parsed)] == [Decimal(-1), Decimal(-2)]
    (problem,) = parsed.problems
    assert problem.locator == "record 2"
    assert reason in problem.reason


def test_a_file_cut_anywhere_loses_nothing_in_silence():
    text = document(entry("1"), entry("2", details=details(more=PARTIES)))
    for end in range(text.index("<Ntry>"), text.index("</Stmt>")):
        cut = text[:end]
        parsed = read(cut)
        raw = len(re.findall("<Ntry>", cut))
        assert len(rows(parsed)) + sum("record" in (each.locator or "") for each in parsed.problems) == raw
        assert any("ends before" in each.reason for each in parsed.problems)


def test_what_a_parser_would_refuse_is_read():
    text = document(
        entry("1", details=details(more="<RmtInf><Ustrd>H&M <![CDATA[a < b]]> &amp; &#233;</Ustrd></RmtInf>"))
    )
    text = text.replace("<Ntry>", "<!-- <Ntry> -->\n<n:Ntry >").replace("</Ntry>", "</n:Ntry>")
    parsed = read(text)
    (row,) = rows(parsed)
    assert row.description == "H&M a < b & é"
    assert parsed.problems == ()


# ---------------------------------------------------------------- hostile input


def test_entities_are_neither_declared_nor_expanded():
    bomb = (
        '<!DOCTYPE lolz [<!ENTITY a "ha">'
        + "".join(f'<!ENTITY {x} "{f"&{y};" * 10}">' for x, y in zip("bcdefghij", "abcdefghi", strict=True))
        + "]>"
    )
    outside = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    for declaration in (bomb, outside):
        text = document(entry(more="<AddtlNtryInf>&j;&e;</AddtlNtryInf>")).replace(
            "<Document", declaration + "<Document"
        )
        with pytest.raises(Refused, match="document type"):
            read(text)


def test_nesting_without_end_is_refused():
    with pytest.raises(Refused, match="nested"):
        read(document("<a>" * 100_000))


@pytest.mark.parametrize(
    "junk", ["<a " * 300_000, "<a b='" * 200_000, "</x>" * 300_000, "<!--" * 300_000, "&" * 500_000, "<Ntry>" * 50]
)
def test_hostile_markup_takes_linear_time(junk):
    with linear_time():
        read(document(entry("1"), junk))


def test_many_records_take_linear_time():
    one = entry("1.00", details=details(more=PARTIES + "<RmtInf><Ustrd>rent</Ustrd></RmtInf>"))
    with linear_time():
        assert sum(row.amount for row in rows(read(document(one * 25_000)))) == -25_000


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("latin-1", "ISO-8859-1"), ("utf-16", "UTF-16"), ("cp1252", "UTF-8")],
)
def test_encodings(encoding, declared):
    note = "<AddtlNtryInf>Gebühr für größere Übung</AddtlNtryInf>"
    text = document(entry(more=note)).replace("UTF-8", declared)
    parsed = read(text, encoding)
    assert rows(parsed)[0].description == "Gebühr für größere Übung"
    assert parsed.documents[0].text == text


@pytest.mark.parametrize(
    "text",
    [
        "<html><body>BkToCstmrStmt</body></html>",
        "<Document><CstmrCdtTrfInitn/></Document>",
        "# <BkToCstmrStmt>\n",
        '{"a": "<BkToCstmrStmt>"}',
        "<OFX></OFX>",
        "",
    ],
)
def test_other_files_are_left_to_others(text):
    assert not Camt().identify(candidate(text.encode()))


def test_content_decides_and_never_the_ending():
    assert parser_for(candidate(document(entry()).encode(), "statement.txt")).name == "camt"


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=30
).map(lambda text: " ".join(text.split()))


@given(
    st.lists(
        st.tuples(st.dates(date(1950, 1, 1)), st.integers(0, 10**14), st.sampled_from(["CRDT", "DBIT"]), WORDS),
        min_size=1,
        max_size=20,
    )
)
def test_what_is_written_is_read(written):
    text = document(*(
        entry(f"{cents // 100}.{cents % 100:02}", mark, day=f"<BookgDt><Dt>{day}</Dt></BookgDt>",
              details=details(more=f"<RmtInf><Ustrd>{escape(words)}</Ustrd></RmtInf>"))
        for day, cents, mark, words in written
    ))  # fmt: skip
    found = rows(read(text))
    assert [(row.booked_on, row.amount, row.description) for row in found] == [
        (day, Decimal(cents) / 100 * (1 if mark == "CRDT" else -1), words) for day, cents, mark, words in written
    ]
    assert all(re.fullmatch("<Ntry>.*</Ntry>", text[row.char_start : row.char_end], re.S) for row in found)


# ---------------------------------------------------------------- real files


def expected_amounts(answer: dict[str, Any]) -> list[tuple[Decimal, str]]:
    return [
        (Decimal(each["getAmount"]["getAmount"]), each["getAmount"]["getCurrency"]["getCode"])
        for each in answer["getEntries"]
    ]


@pytest.mark.real
@pytest.mark.skipif(not REAL.exists(), reason="the real files are not part of this repository")
@pytest.mark.parametrize("path", sorted(REAL.glob("*.xml")), ids=lambda path: path.stem)
def test_real_files(path):
    from babel.numbers import get_currency_precision
    from lxml import etree

    file = Candidate.at(path)
    assert Camt().identify(file)
    parsed = Camt().parse(file)
    found = [(row.amount, row.currency) for row in rows(parsed)]
    # lxml reads the same entries
    tree = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True))
    theirs = [
        (
            Decimal(each.findtext("{*}Amt")) * (1 if each.findtext("{*}CdtDbtInd") == "CRDT" else -1),
            each.find("{*}Amt").get("Ccy"),
        )
        for each in tree.iterfind(".//{*}Ntry")
    ]
    assert Counter(found) == Counter(theirs)
    answer = path.with_suffix(".json")
    if answer.exists():
        minor = [(row[0].scaleb(get_currency_precision(row[1])).quantize(Decimal(1)), row[1]) for row in found]
        expected = expected_amounts(json.loads(answer.read_text()))
        # over several statements that suite keeps the entries of the last one only
        several = len(parsed.documents[0].statements) > 1
        assert not Counter(expected) - Counter(minor) if several else Counter(minor) == Counter(expected)
