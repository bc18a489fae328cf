"""OFX from brokers, and what OFX says beside day and amount: codes, other accounts, corrections, currencies, numbers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ingest.parsers.ofx import Ofx
from pkm.ledger.iban import find_ibans, french_iban, german_iban, is_iban
from pkm.models import ParsedStatement, ParsedTransaction
from tests.unit.test_parsers_ofx import ANSI, candidate, only, read, record, sgml, statement

SECURITIES = (
    "<SECLISTMSGSRSV1><SECLIST>"
    "<STOCKINFO><SECINFO><SECID><UNIQUEID>US0378331005<UNIQUEIDTYPE>ISIN</SECID><SECNAME>Orchard Inc<TICKER>ORCH</SECINFO></STOCKINFO>"
    "<MFINFO><SECINFO><SECID><UNIQUEID>77<UNIQUEIDTYPE>PRIVATE</SECID><SECNAME>World Fund<TICKER>WRLD</SECINFO></MFINFO>"
    "</SECLIST></SECLISTMSGSRSV1>"
)
ORCHARD = "<SECID><UNIQUEID>US0378331005<UNIQUEIDTYPE>ISIN</SECID>"
WORLD = "<SECID><UNIQUEID>77<UNIQUEIDTYPE>PRIVATE</SECID>"


def broker(trades: str = "", positions: str = "", more: str = "") -> str:
    return (
        f"{ANSI}<OFX><INVSTMTMSGSRSV1><INVSTMTTRNRS><INVSTMTRS><DTASOF>20240630<CURDEF>USD<INVACCTFROM><BROKERID>broker.example"
        f"<ACCTID>Z-9</INVACCTFROM><INVTRANLIST><DTSTART>20240401<DTEND>20240630{trades}</INVTRANLIST>"
        f"<INVPOSLIST>{positions}</INVPOSLIST>{more}</INVSTMTRS></INVSTMTTRNRS></INVSTMTMSGSRSV1>{SECURITIES}</OFX>"
    )


def trade(tag: str, inner: str, security: str = ORCHARD, wrap: str = "") -> str:
    start, end = (f"<{wrap}>", f"</{wrap}>") if wrap else ("", "")
    return (
        f"<{tag}>{start}<INVTRAN><FITID>T1<DTTRADE>20240415160000.000[-5:EST]<DTSETTLE>20240417<MEMO>as ordered</INVTRAN>"
        f"{security}{inner}<SUBACCTSEC>CASH<SUBACCTFUND>CASH{end}</{tag}>"
    )


def account(text: str) -> ParsedStatement:
    parsed = read(text)
    assert parsed.problems == ()
    (found,) = parsed.documents[0].statements
    return found


def traded(text: str) -> ParsedTransaction:
    (found,) = account(broker(text)).transactions
    return found


def test_a_purchase_with_its_costs() -> None:
    costs = "<COMMISSION>7.95<TAXES>0.05<FEES>1.00"
    found = traded(
        trade("BUYSTOCK", f"<UNITS>+00000010.00000<UNITPRICE>000000025.635000000{costs}<TOTAL>-265.35", wrap="INVBUY")
    )
    assert (found.type, found.amount, found.fee, found.currency) == (
        "buystock",
        Decimal("-265.35"),
        Decimal("-9.00"),
        "USD",
    )
    assert (found.security, found.units, found.unit_price) == ("US0378331005", Decimal(10), Decimal("25.635"))
    assert (found.counterparty, found.description, found.reference) == ("Orchard Inc", "as ordered", "T1")
    assert (found.booked_on, found.value_on, found.locator) == (date(2024, 4, 15), date(2024, 4, 17), "record 1")


@pytest.mark.parametrize(
    ("tag", "inner", "amount", "units"),
    [
        ("SELLMF", "<UNITS>-3.5<UNITPRICE>10<TOTAL>35.00", "35.00", "-3.5"),
        ("SELLMF", "<UNITS>3.5<UNITPRICE>10<TOTAL>35.00", "35.00", "-3.5"),
        ("BUYMF", "<UNITS>3.5<UNITPRICE>10<TOTAL>35.00", "-35.00", "3.5"),
        ("SELLDEBT", "<UNITS>-100<UNITPRICE>0<COMMISSION>5.00<TOTAL>-5.00", "-5.00", "-100"),
        ("BUYOPT", "<UNITS>1<UNITPRICE>2.5<TOTAL>-250.00<OPTBUYTYPE>BUYTOOPEN<SHPERCTRCT>100", "-250.00", "1"),
        ("INCOME", "<INCOMETYPE>DIV<TOTAL>12.40", "12.40", None),
        ("REINVEST", "<INCOMETYPE>DIV<TOTAL>-12.40<UNITS>1.24<UNITPRICE>10.00", "0", "1.24"),
        ("INVEXPENSE", "<TOTAL>-4.00", "-4.00", None),
        ("MARGININTEREST", "<TOTAL>-1.10", "-1.10", None),
        ("RETOFCAP", "<TOTAL>8.00", "8.00", None),
        ("JRNLFUND", "<SUBACCTTO>CASH<SUBACCTFROM>MARGIN<TOTAL>100.00", "0", None),
        ("JRNLSEC", "<SUBACCTTO>CASH<SUBACCTFROM>MARGIN<UNITS>5", "0", "5"),
        ("TRANSFER", "<UNITS>6.800992<TFERACTION>OUT<POSTYPE>LONG<UNITPRICE>29.21", "0", "-6.800992"),
        ("TRANSFER", "<UNITS>6.800992<TFERACTION>IN<POSTYPE>LONG", "0", "6.800992"),
        ("SPLIT", "<OLDUNITS>10<NEWUNITS>40<NUMERATOR>4<DENOMINATOR>1", "0", "30"),
        ("SPLIT", "<OLDUNITS>10.5<NEWUNITS>5<NUMERATOR>1<DENOMINATOR>2<FRACCASH>3.21", "3.21", "-5.5"),
        ("CLOSUREOPT", "<OPTACTION>EXPIRE<UNITS>-1<SHPERCTRCT>100", "0", "-1"),
    ],
)  # fmt: skip
def test_every_kind_of_trade_moves_the_cash_it_says(tag: str, inner: str, amount: str, units: str | None) -> None:
    found = traded(trade(tag, inner))
    assert (found.type, found.amount, found.units) == (tag.lower(), Decimal(amount), Decimal(units) if units else None)


def test_a_brokers_own_id_gives_way_to_the_ticker() -> None:
    found = traded(trade("BUYMF", "<UNITS>1<UNITPRICE>5<TOTAL>-5", WORLD))
    assert (found.security, found.counterparty) == ("WRLD", "World Fund")


@pytest.mark.parametrize("inner", ["<UNITS>1<UNITPRICE>5", "<UNITS>1<TOTAL>null", "<UNITS>one<TOTAL>-5"])
def test_a_trade_that_cannot_be_read_is_a_problem_of_its_own(inner: str) -> None:
    parsed = read(broker(trade("BUYMF", inner) + trade("INCOME", "<TOTAL>2.00")))
    assert [each.locator for each in parsed.problems] == ["record 1"]
    assert [each.amount for each in parsed.documents[0].statements[0].transactions] == [Decimal("2.00")]


def test_cash_bookings_stand_among_trades() -> None:
    cash = f"<INVBANKTRAN>{record('30.00')}<SUBACCTFUND>CASH</INVBANKTRAN>"
    found = account(broker(trade("INCOME", "<TOTAL>2.00") + cash))
    assert [(each.type, each.amount) for each in found.transactions] == [
        ("income", Decimal("2.00")),
        ("pos", Decimal("30.00")),
    ]


def test_positions_become_holdings() -> None:
    inner = "<HELDINACCT>CASH<POSTYPE>{kind}<UNITS>{units}<UNITPRICE>40.00<MKTVAL>{value}<DTPRICEASOF>20240628</INVPOS>"
    long = f"<POSSTOCK><INVPOS>{ORCHARD}{inner.format(kind='LONG', units='2.5', value='100.00')}</POSSTOCK>"
    short = f"<POSMF><INVPOS>{WORLD}{inner.format(kind='SHORT', units='1', value='40.00')}</POSMF>"
    text = broker(positions=long + short, more="<INVBAL><AVAILCASH>18.50<MARGINBALANCE>0<SHORTBALANCE>0</INVBAL>")
    found = account(text)
    assert [(each.security, each.name, each.units, each.value, each.locator) for each in found.holdings] == [
        ("US0378331005", "Orchard Inc", Decimal("2.5"), Decimal("100.00"), "position 1"),
        ("WRLD", "World Fund", Decimal(-1), Decimal("-40.00"), "position 2"),
    ]
    first = found.holdings[0]
    assert (first.unit_price, first.as_of, first.currency) == (Decimal(40), date(2024, 6, 28), "USD")
    assert text[first.char_start : first.char_end] == long
    assert (found.closing, found.account_kind, found.account) == (Decimal("18.50"), "investment", "Z-9")


def test_a_position_without_a_security_is_a_problem() -> None:
    parsed = read(broker(positions="<POSMF><INVPOS><UNITS>1</INVPOS></POSMF>"))
    assert [each.locator for each in parsed.problems] == ["position 1"]


def test_what_the_bank_says_beside_the_amount() -> None:
    to = "<BANKACCTTO><BANKID>1<ACCTID>DE89 3704 0044 0532 0130 00<ACCTTYPE>SAVINGS</BANKACCTTO>"
    found = only(read(sgml(record(more=f"<SIC>5411{to}<CORRECTFITID>F0<CORRECTACTION>REPLACE<ACCTBAL>77.10"))))
    assert (found.code, found.counterparty_account) == ("sic:5411", "DE89370400440532013000")
    assert (found.corrects, found.correction, found.balance) == ("F0", "replace", Decimal("77.10"))
    assert only(read(sgml(record(more="<CCACCTTO><ACCTID>4111</CCACCTTO>")))).counterparty_account == "4111"
    assert only(read(sgml(record(more="<CORRECTFITID>F0<CORRECTACTION>DELETE")))).correction == "delete"
    assert only(read(sgml(record(more="<SIC>0000")))).code is None


def test_a_converted_payment_keeps_both_amounts_and_one_that_was_not_converted_its_own() -> None:
    rate = "<CURRATE>0.92<CURSYM>USD"
    converted = only(read(sgml(record("-46.00", more=f"<ORIGCURRENCY>{rate}</ORIGCURRENCY>"))))
    assert (converted.amount, converted.currency) == (Decimal("-46.00"), "EUR")
    assert (converted.original_amount, converted.original_currency) == (Decimal("-50.00"), "USD")
    assert converted.rate == Decimal("0.92")
    kept = only(read(sgml(record("-46.00", more=f"<CURRENCY>{rate}</CURRENCY>"))))
    assert (kept.amount, kept.currency, kept.original_currency) == (Decimal("-46.00"), "USD", None)


@pytest.mark.parametrize(
    ("stated", "number", "others"),
    [
        ("<BANKID>37040044<ACCTID>532013000", "532013000", {"37040044/532013000", "DE89370400440532013000"}),
        ("<BANKID>X<ACCTID>DE89 3704 0044 0532 0130 00", "DE89370400440532013000", set()),
        ("<BANKID>20041<BRANCHID>01005<ACCTID>0500013M026", "0500013M026",
         {"20041/0500013M026", "FR1420041010050500013M02606"}),
        ("<BANKID>021000021<ACCTID>12345", "12345", {"021000021/12345"}),
        ("<BANKID>1<ACCTID>77<IBAN>DE89370400440532013000", "DE89370400440532013000", {"77"}),
    ],
)  # fmt: skip
def test_an_account_is_known_under_all_its_numbers(stated: str, number: str, others: set[str]) -> None:
    text = sgml(record()).replace("<BANKID>50010517<ACCTID>1001", stated)
    (found,) = read(text).documents[0].statements
    assert (found.account, set(found.numbers)) == (number, others)


def test_ibans_of_the_registrys_examples() -> None:
    examples = "DE89 3704 0044 0532 0130 00, FR14 2004 1010 0505 0001 3M02 606 and GB29NWBK60161331926819 paid"
    assert find_ibans(examples) == ["DE89370400440532013000", "FR1420041010050500013M02606", "GB29NWBK60161331926819"]
    assert not is_iban("DE88370400440532013000")
    assert german_iban("37040044", "532013000") == "DE89370400440532013000"
    assert french_iban("20041", "01005", "0500013M026") == "FR1420041010050500013M02606"
    assert german_iban("1234", "1") is None


def test_several_files_in_one() -> None:
    first = sgml(record()).replace("<BANKMSGSRSV1>", "<FI><ORG>One</FI><BANKMSGSRSV1>").replace("<BANKID>50010517", "")
    second = first.replace("<ORG>One", "<ORG>Two").replace("<ACCTID>1001", "<ACCTID>1002")
    parsed = read(f"{first}\r\n{second}")
    assert parsed.problems == ()
    assert [(each.account, each.institution, len(each.transactions)) for each in parsed.documents[0].statements] == [
        ("1001", "One", 1), ("1002", "Two", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "broken",
    [
        lambda text: text.replace("</STMTTRN>", "").replace("</BANKTRANLIST>", ""),
        lambda text: text.replace("</BANKTRANLIST>", "").replace("</STMTRS>", "").replace("</BANKACCTFROM>", ""),
        lambda text: text.lower(),
        lambda text: text.replace("<OFX", "<ofx:OFX").replace("</OFX", "</ofx:OFX"),
        lambda text: f"Content-Type: application/x-ofx\r\nContent-Length: 12\r\n\r\n{text}",
        lambda text: text.replace("\r\n", "\n").replace("<", "\n   <"),
        lambda text: text.replace("<TRNAMT>-12.50", "<TRNAMT>-12,50"),
    ],
)  # fmt: skip
def test_markup_that_banks_break(broken: object) -> None:
    text = broken(sgml(record(more="<CURRENCY><CURRATE>1.0<CURSYM>EUR"), record("-345.67")))  # type: ignore[operator]
    parsed = read(text)
    assert parsed.problems == ()
    (found,) = parsed.documents[0].statements
    assert [each.amount for each in found.transactions] == [Decimal("-12.50"), Decimal("-345.67")]
    assert (found.closing, found.account) == (Decimal("820.50"), "1001")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "cp1250", "iso8859-15"])
def test_names_in_any_code_page(codec: str) -> None:
    name = "Café Łódź" if codec not in ("iso8859-15",) else "Café œuvre €"
    charset = {"cp1250": "1250", "iso8859-15": "8859-15"}.get(codec, "NONE")
    text = sgml(record(name=name)).replace("CHARSET:1252", f"CHARSET:{charset}")
    file = candidate(text.encode(codec), "export.qfx")
    assert Ofx().identify(file)
    assert only(Ofx().parse(file)).counterparty == name


def test_a_loan_account() -> None:
    text = (
        f"{ANSI}<OFX><LOANSTMTRS><CURDEF>USD<LOANACCTFROM><LOANACCTID>L-1<LOANACCTTYPE>MORTGAGE</LOANACCTFROM><LOANTRANLIST>"
        "<LOANSTMTTRN><LOANTRNTYPE>PAYMENT<DTPOSTED>20240301<TRNAMT>-900.00<FITID>9</LOANSTMTTRN></LOANTRANLIST></LOANSTMTRS></OFX>"
    )
    found = account(text)
    assert (found.account, found.account_kind) == ("L-1", "mortgage")
    assert [(each.type, each.amount) for each in found.transactions] == [("payment", Decimal("-900.00"))]


def test_the_period_ends_with_the_balance_where_no_end_is_stated() -> None:
    text = statement(record()).replace("<DTEND>20240131", "")
    (found,) = read(f"{ANSI}<OFX>{text}</OFX>").documents[0].statements
    assert found.until == date(2024, 1, 31)
