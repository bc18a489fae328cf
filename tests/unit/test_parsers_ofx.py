"""OFX as banks send it: both dialects, broken headers, bad records, and every record accounted for."""

from __future__ import annotations

import re
import warnings
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parsers import Candidate
from ingest.parsers.ofx import Ofx
from pkm.models import Parsed, ParsedHolding, ParsedTransaction
from tests.clock import linear_time

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "bank" / "ofxparse"
HEADER = (
    "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:{encoding}\r\nCHARSET:{charset}\r\n"
    "COMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n"
)
ANSI = HEADER.format(encoding="USASCII", charset="1252")


def candidate(data: bytes, name: str = "export.ofx") -> Candidate:
    """A candidate whose bytes come from memory, as ``path.read_bytes`` is all that a parser may use."""
    return Candidate(_Bytes(data), f"bank/{name}", name, len(data), data[:65_536])  # type: ignore[arg-type]


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def read_bytes(self) -> bytes:
        return self._data


def read(text: str, encoding: str = "utf-8") -> Parsed:
    file = candidate(text.encode(encoding))
    assert Ofx().identify(file)
    return Ofx().parse(file)


def statement(records: str, currency: str = "EUR", account: str = "1001") -> str:
    return (
        f"<STMTRS><CURDEF>{currency}<BANKACCTFROM><BANKID>50010517<ACCTID>{account}<ACCTTYPE>CHECKING</BANKACCTFROM>"
        f"<BANKTRANLIST><DTSTART>20240101<DTEND>20240131{records}</BANKTRANLIST>"
        "<LEDGERBAL><BALAMT>820.50<DTASOF>20240131</LEDGERBAL></STMTRS>"
    )


def sgml(*records: str, currency: str = "EUR") -> str:
    return (
        f"{ANSI}<OFX><BANKMSGSRSV1><STMTTRNRS>{statement(''.join(records), currency)}</STMTTRNRS></BANKMSGSRSV1></OFX>"
    )


def record(amount: str = "-12.50", day: str = "20240115", name: str = "Bakery", more: str = "") -> str:
    return f"<STMTTRN><TRNTYPE>POS<DTPOSTED>{day}<TRNAMT>{amount}<FITID>F1<NAME>{name}{more}</STMTTRN>\n"


def only(parsed: Parsed) -> ParsedTransaction:
    assert parsed.problems == ()
    (transaction,) = parsed.documents[0].statements[0].transactions
    return transaction


def test_a_record_becomes_a_transaction_with_its_words() -> None:
    parsed = read(sgml(record(more="<MEMO>Rye bread<DTAVAIL>20240116")))
    (document,) = parsed.documents
    (found,) = document.statements
    transaction = only(parsed)
    assert (found.account, found.institution, found.account_kind) == ("1001", "50010517", "checking")
    assert (found.since, found.until) == (date(2024, 1, 1), date(2024, 1, 31))
    assert (found.opening, found.closing) == (None, Decimal("820.50"))
    assert (transaction.booked_on, transaction.value_on) == (date(2024, 1, 15), date(2024, 1, 16))
    assert (transaction.amount, transaction.currency) == (Decimal("-12.50"), "EUR")
    assert (transaction.counterparty, transaction.description) == ("Bakery", "Rye bread")
    assert (transaction.reference, transaction.type, transaction.locator) == ("F1", "pos", "record 1")
    quote = document.text[transaction.char_start : transaction.char_end]
    assert quote.startswith("<STMTTRN>")
    assert quote.endswith("</STMTTRN>")
    assert document.kind == "statement"


def test_the_text_is_the_file() -> None:
    text = sgml(record(name="Boulangerie é"))
    assert read(text, "cp1252").documents[0].text == text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("-12,50", "-12.50"), ("+12.50", "12.50"), ("1.234,56", "1234.56"), ("-1,234.56", "-1234.56"),
        ("1 234,56", "1234.56"), ("-1'234.50", "-1234.50"), ("12.5", "12.5"), ("-00000000001500.0000", "-1500"),
        (".99", "0.99"), ("1.234", "1.234"), ("−7.00", "-7.00"), ("12.50-", "-12.50"), ("1,234,567", "1234567"),
    ],
)  # fmt: skip
def test_amounts_as_banks_write_them(written: str, meant: str) -> None:
    assert only(read(sgml(record(amount=written)))).amount == Decimal(meant)


@pytest.mark.parametrize("written", ["null", "$120", "1e3", "NaN", "Infinity", "--5", "1.2.3,4,5", "(5", "1,23.4"])
def test_what_is_no_amount_is_a_problem_of_its_record_only(written: str) -> None:
    parsed = read(sgml(record(), record(amount=written), record(amount="-3.00")))
    assert [each.amount for each in parsed.documents[0].statements[0].transactions] == [
        Decimal("-12.50"),
        Decimal("-3.00"),
    ]
    assert [(each.path, each.locator) for each in parsed.problems] == [("bank/export.ofx", "record 2")]


def test_a_thousands_comma_is_told_by_the_other_amounts_or_not_at_all() -> None:
    told = read(sgml(record(amount="-1,234"), record(amount="-5.25"))).documents[0].statements[0].transactions
    assert [each.amount for each in told] == [Decimal(-1234), Decimal("-5.25")]
    untold = read(sgml(record(amount="-1,234")))
    assert untold.documents[0].statements[0].transactions == ()
    assert [each.locator for each in untold.problems] == ["record 1"]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("20240115", date(2024, 1, 15)),
        ("20240115233000", date(2024, 1, 15)),
        ("20240115233000.000[-5:EST]", date(2024, 1, 15)),
        ("20240115003000[+5.30:IST]", date(2024, 1, 15)),
        ("2024-01-15", date(2024, 1, 15)),
        ("2024-01-15T10:00:00", date(2024, 1, 15)),
        ("20240115000000", date(2024, 1, 15)),
        ("15.01.2024", date(2024, 1, 15)),
        ("01/15/2024", date(2024, 1, 15)),
    ],
)
def test_a_day_is_the_day_in_the_zone_that_the_bank_states(written: str, day: date) -> None:
    assert only(read(sgml(record(day=written)))).booked_on == day


@pytest.mark.parametrize("written", ["20240231", "00000000", "", "05/06/2024", "201120000000"])
def test_what_is_no_day_is_a_problem(written: str) -> None:
    parsed = read(sgml(record(day=written), record()))
    assert [each.locator for each in parsed.problems] == ["record 1"]
    assert len(parsed.documents[0].statements[0].transactions) == 1


def test_a_value_date_that_cannot_be_one_is_left_out() -> None:
    assert only(read(sgml(record(more="<DTAVAIL>19700101")))).value_on is None


def test_the_currency_of_a_record_goes_before_the_statements() -> None:
    converted = record(more="<CURRENCY><CURRATE>1.1<CURSYM>USD</CURRENCY>")
    original = record(more="<ORIGCURRENCY><CURRATE>1.1<CURSYM>USD</ORIGCURRENCY>")
    found = read(sgml(converted, original)).documents[0].statements[0].transactions
    assert [each.currency for each in found] == ["USD", "EUR"]


def test_without_a_known_currency_records_are_kept_and_it_is_said_once() -> None:
    parsed = read(sgml(record(), record("-3.00"), currency="QQQ"))
    found = parsed.documents[0].statements[0].transactions
    assert [(each.amount, each.currency) for each in found] == [(Decimal("-12.50"), "XXX"), (Decimal("-3.00"), "XXX")]
    assert [each.locator for each in parsed.problems] == ["account 1001"]


@pytest.mark.parametrize(
    ("encoding", "charset", "codec", "name"),
    [
        ("USASCII", "1252", "cp1252", "Café Übel – €"), ("USASCII", "1251", "cp1251", "Продукты"),
        ("UTF-8", "NONE", "utf-8", "Żabka"), ("USASCII", "1252", "utf-8", "Café Übel"),
        ("USASCII", "ISO-8859-1", "latin-1", "Crème"), ("nonsense", "9999", "cp1252", "Größe"),
    ],
)  # fmt: skip
def test_charsets_declared_rightly_and_wrongly(encoding: str, charset: str, codec: str, name: str) -> None:
    text = sgml(record(name=name)).replace(ANSI, HEADER.format(encoding=encoding, charset=charset))
    assert only(read(text, codec)).counterparty == name


@pytest.mark.parametrize(
    "header",
    [
        "", "\r\n\r\n", "OFXHEADER:100 DATA:OFXSGML VERSION:102 SECURITY:NONE CHARSET: 1252 ", "\ufeff",
        '<?xml version="1.0"?>\n<?OFX OFXHEADER="200" VERSION="211"?>\n', "<!-- made by a bank -->",
        "OFXHEADER:100\r\r\nDATA:OFXSGML\r\r\n",
    ],
)  # fmt: skip
def test_headers_may_be_broken(header: str) -> None:
    assert only(read(sgml(record()).replace(ANSI, header))).amount == Decimal("-12.50")


@pytest.mark.parametrize(
    "text",
    ["From: a@b.c\nSubject: see below\n\nmy export is <OFX><STMTTRN>", "# Notes\n\n`<OFX>` is a tag", "", "<html>"],
)
def test_what_only_speaks_of_ofx_is_not_ofx(text: str) -> None:
    assert not Ofx().identify(candidate(text.encode()))


def test_entities_are_decoded_once_and_nothing_expands() -> None:
    bomb = '<!DOCTYPE OFX [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    text = sgml(record(name="M&amp;S &#233; AT&T &amp;lt; &b;")).replace("<OFX>", f"{bomb}<OFX>")
    assert only(read(text)).counterparty == "M&S é AT&T &lt; &b;"


def test_cdata_and_comments() -> None:
    hidden = "<!-- no: <STMTTRN><TRNAMT>1 -->"
    text = sgml(record(name="<![CDATA[A <B> & C]]>"), hidden, record(name="D"))
    parsed = read(text)
    assert parsed.problems == ()
    assert [each.counterparty for each in parsed.documents[0].statements[0].transactions] == ["A <B> & C", "D"]


def test_empty_and_unclosed_tags() -> None:
    bare = "<STMTTRN>\n<TRNTYPE>\n<DTPOSTED>20240115\n<TRNAMT>-1.00\n<FITID></FITID>\n<NAME>\n<MEMO>Fee\n"
    found = read(sgml(bare, bare)).documents[0].statements[0].transactions
    assert [(each.amount, each.reference, each.type, each.counterparty, each.description) for each in found] == [
        (Decimal("-1.00"), None, None, "", "Fee")
    ] * 2


def test_several_statements_and_empty_ones() -> None:
    text = (
        f"{ANSI}<OFX>{statement(record())}{statement('', account='1002')}{statement(record('5'), 'USD', '1003')}</OFX>"
    )
    parsed = read(text)
    assert parsed.problems == ()
    found = parsed.documents[0].statements
    assert [(each.account, each.currency, len(each.transactions)) for each in found] == [
        ("1001", "EUR", 1), ("1002", "EUR", 0), ("1003", "USD", 1),
    ]  # fmt: skip
    assert found[2].transactions[0].locator == "record 2"


def test_a_payees_account_is_not_the_statements() -> None:
    more = "<BANKACCTTO><BANKID>1<ACCTID>999<ACCTTYPE>SAVINGS</BANKACCTTO>"
    text = f"{ANSI}<OFX><CCSTMTRS><CURDEF>EUR<BANKTRANLIST>{record(more=more)}</BANKTRANLIST></CCSTMTRS></OFX>"
    (found,) = read(text).documents[0].statements
    assert (found.account, found.account_kind) == ("export", "creditcard")


def test_a_name_that_was_cut_goes_on_in_the_memo() -> None:
    whole = [
        "Paiement facture - AccèsD VIDEOTRON LTEE",
        "PURCHASE AUTHORIZED ON 07/12 TRADER JOE S",
        "Paiement préautorisé DESJARDINS ASSURANCES",
    ]
    cut = [
        f"<STMTTRN><DTPOSTED>20240105<TRNAMT>-1.00<NAME>{each[:32].strip()}<MEMO>{each[32:].strip()}</STMTTRN>"
        for each in whole
    ]
    short = "<STMTTRN><DTPOSTED>20240105<TRNAMT>-1.00<NAME>Bakery</STMTTRN>"
    assert [
        each.counterparty for each in read(sgml(*cut, short), "cp1252").documents[0].statements[0].transactions
    ] == [*whole, "Bakery"]
    memo = "<STMTTRN><DTPOSTED>20240105<TRNAMT>-1.00<NAME>Bakery<MEMO>card 1234</STMTTRN>"
    assert (
        read(sgml(*cut, memo), "cp1252").documents[0].statements[0].transactions[0].description == "RON LTEE"
    )  # memos are words of their own there


def test_pending_records_are_marked() -> None:
    pending = "<STMTTRNP><TRNTYPE>POS<DTTRAN>20240120<TRNAMT>-4.00<NAME>Kiosk</STMTTRNP>"
    transaction = only(read(sgml(pending)))
    assert (transaction.status, transaction.booked_on) == ("pending", date(2024, 1, 20))


@pytest.mark.parametrize("cut", range(20, 400, 17))
def test_a_truncated_file_is_never_read_in_silence(cut: int) -> None:
    whole = sgml(record(), record("-345.67"))
    parsed = read(whole[: len(ANSI) + cut])
    amounts = [each.amount for each in parsed.documents[0].statements[0].transactions] if cut > 150 else []
    assert parsed.problems
    assert set(amounts) <= {Decimal("-12.50"), Decimal("-345.67")}


def test_a_record_whose_tag_is_broken_is_counted() -> None:
    parsed = read(sgml(record(), "<STMTTRN <TRNAMT>-5.00"))
    assert any("2 records begin" in each.reason for each in parsed.problems)


def test_hostile_openers_take_linear_time() -> None:
    with linear_time():
        read(sgml(record(), "<!--" * 200_000 + "<![CDATA[" * 200_000 + "&" * 200_000 + "<A " * 200_000))


_names = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40)


@given(
    st.lists(
        st.tuples(
            st.dates(date(1970, 1, 1), date(2099, 12, 31)),
            st.decimals(-(10**9), 10**9, places=2),
            _names.map(lambda name: " ".join(name.split())).filter(bool),
        )
    ),
    st.booleans(),
)
def test_what_is_written_is_read(rows: list[tuple[date, Decimal, str]], xml: bool) -> None:
    def tag(name: str, value: str) -> str:
        return f"<{name}>{escape(value)}" + (f"</{name}>" if xml else "\n")

    body = "".join(
        f"<STMTTRN>{tag('DTPOSTED', f'{day:%Y%m%d}')}{tag('TRNAMT', str(amount))}{tag('NAME', name)}</STMTTRN>"
        for day, amount, name in rows
    )
    parsed = read(sgml(body).replace(ANSI, HEADER.format(encoding="UTF-8", charset="NONE")))
    (document,) = parsed.documents
    found = document.statements[0].transactions
    assert parsed.problems == ()
    assert [(each.booked_on, each.amount, each.counterparty) for each in found] == rows
    assert all(document.text[each.char_start :].startswith("<STMTTRN>") for each in found)


_scraps = st.sampled_from(
    ["<STMTTRN>", "</STMTTRN>", "<STMTRS>", "</STMTRS>", "<DTPOSTED>20240101", "<TRNAMT>-1,00", "<TRNAMT>1.000", "<CURDEF>EUR",
     "<CURRENCY>", "</CURRENCY>", "<", ">", "&#0;", "<!--", "-->", "<![CDATA[", "]]>", "\0", "é", " ", "<NAME>x", "<BUYMF>"]
)  # fmt: skip


@given(st.lists(_scraps, max_size=40))
def test_any_scraps_are_accounted_for(scraps: list[str]) -> None:
    parsed = Ofx().parse(candidate(f"{ANSI}<OFX>{''.join(scraps)}".encode("cp1252")))
    text = parsed.documents[0].text
    found = [each for statement in parsed.documents[0].statements for each in statement.transactions]
    refused = [each for each in parsed.problems if (each.locator or "").startswith("record ")]
    shown = re.sub("<!--.*?-->", "", text, flags=re.S)
    hidden = any("could be told apart" in each.reason for each in parsed.problems)
    assert len(found) + len(refused) == shown.count("<STMTTRN>") + shown.count("<BUYMF>") or hidden
    assert all(text[each.char_start :].startswith(("<STMTTRN>", "<BUYMF>")) for each in found)


def _real_files() -> list[Path]:
    return sorted(REAL.rglob("*.ofx"))


_RAW = re.compile(
    r"<(STMTTRN|(?:BUY|SELL)(?:DEBT|MF|OPT|OTHER|STOCK)|INCOME|REINVEST|TRANSFER|POS(?:DEBT|MF|OPT|OTHER|STOCK))>"
)


@pytest.mark.real
@pytest.mark.skipif(not REAL.exists(), reason="the real files are not here")
def test_every_real_record_is_a_row_or_a_problem() -> None:
    for path in _real_files():
        file = Candidate.at(path)
        assert Ofx().identify(file), path.name
        parsed = Ofx().parse(file)
        raw = len(_RAW.findall(path.read_text("cp1252")))
        refused = [each for each in parsed.problems if (each.locator or "").startswith(("record ", "position "))]
        statements = parsed.documents[0].statements
        rows: list[ParsedTransaction | ParsedHolding] = [row for each in statements for row in each.transactions]
        rows += [row for each in statements for row in each.holdings]
        assert len(rows) + len(refused) == raw, path.name
        for row in rows:
            quote = parsed.documents[0].text[row.char_start : row.char_end]
            name = _RAW.match(quote)
            assert name, path.name
            assert quote.endswith(f"</{name[1]}>"), path.name


@pytest.mark.real
@pytest.mark.skipif(not REAL.exists(), reason="the real files are not here")
def test_ofxparse_reads_the_same_where_it_reads() -> None:
    from ofxparse import OfxParser
    from ofxparse.ofxparse import Transaction as BankTransaction

    compared = traded = held = 0
    for path in _real_files():
        with warnings.catch_warnings(), path.open("rb") as stream:
            warnings.simplefilter("ignore")  # ofxparse calls BeautifulSoup by a deprecated name
            try:
                other = OfxParser.parse(stream)
            except Exception:  # its refusals are many: four of these files
                continue
        statements = [account.statement for account in other.accounts if account.statement]
        ours = Ofx().parse(Candidate.at(path)).documents[0].statements
        booked = [each for statement in ours for each in statement.transactions if each.unit_price is None]
        assert [
            (each.amount, each.counterparty, each.description, each.reference)
            for each in booked
            if each.type not in _CASH_TRADES
        ] == [
            (each.amount, *(" ".join(word.split()) for word in (each.payee, each.memo, each.id)))
            for statement in statements
            for each in statement.transactions
            if isinstance(each, BankTransaction)
        ], path.name
        trades = [each for statement in ours for each in statement.transactions if each.security]
        theirs = [each for statement in statements for each in statement.transactions if not hasattr(each, "amount")]
        assert sorted(
            (
                each.reference,
                each.type,
                each.amount,
                each.units or 0,
                each.unit_price or 0,
                -(each.fee or 0),
                each.security,
            )
            for each in trades
        ) == sorted(
            (each.id, each.type, each.total, each.units, each.unit_price, each.commission + each.fees, each.security)
            for each in theirs
        ), path.name
        holdings = [each for statement in ours for each in statement.holdings]
        positions = [each for statement in statements for each in getattr(statement, "positions", [])]
        assert [(each.units, each.unit_price, each.value) for each in holdings] == [
            (each.units, each.unit_price, each.market_value) for each in positions
        ], path.name
        compared, traded, held = compared + len(booked), traded + len(trades), held + len(holdings)
    assert (compared, traded, held) >= (18, 24, 20)


_CASH_TRADES = frozenset(("income", "transfer", "invexpense", "margininterest", "retofcap"))


@pytest.mark.parametrize(
    ("days", "booked"),
    [
        ("<DTUSER>20240107<DTAVAIL>20240109", date(2024, 1, 7)),
        ("<DTPOSTED>20240231<DTAVAIL>20240109", date(2024, 1, 9)),
        ("<DTPOSTED>20240231", None),
        ("", None),
    ],
)
def test_a_booking_without_a_booking_date_has_the_day_that_its_record_states(days: str, booked: date | None) -> None:
    whole = "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20240105<TRNAMT>-9.90<FITID>1<NAME>Gym</STMTTRN>"
    parsed = read(sgml(whole, f"<STMTTRN><TRNTYPE>DEBIT{days}<TRNAMT>-80.00<FITID>2<NAME>Shop</STMTTRN>"))
    rows = parsed.documents[0].statements[0].transactions
    assert [(row.booked_on, row.amount) for row in rows[1:]] == ([(booked, Decimal("-80.00"))] if booked else [])
    (problem,) = parsed.problems
    assert problem.locator == "record 2"
    assert ("it is booked on the day of" in problem.reason) == bool(booked)
