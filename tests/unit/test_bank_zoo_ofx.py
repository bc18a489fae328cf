"""OFX and QFX with the oddities of banks and of test suites, each file read against what was written into it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.bank_zoo import amounts, bookings, holdings, in_order, read, statements

HEADER = (
    "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\nCOMPRESSION:NONE\nOLDFILEUID:NONE\n"
    "NEWFILEUID:NONE\n\n"
)
XML = '<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>\n'
SIGN_ON = (
    "<SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>20240131120000[-5:EST]<LANGUAGE>ENG"
    "<FI><ORG>Bank<FID>1</FI></SONRS></SIGNONMSGSRSV1>"
)


def record(amount: str, day: str = "20240105", more: str = "<FITID>1<NAME>SHOP") -> str:
    return f"<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>{day}<TRNAMT>{amount}{more}</STMTTRN>"


def account(*records: str, number: str = "123", currency: str = "<CURDEF>USD", balance: str = "") -> str:
    return (
        f"<STMTTRNRS><TRNUID>0<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS>{currency}<BANKACCTFROM><BANKID>1<ACCTID>{number}"
        f"<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>20240101<DTEND>20240131{''.join(records)}</BANKTRANLIST>"
        f"{balance}</STMTRS></STMTTRNRS>"
    )


def body(*accounts: str) -> str:
    return f"<OFX>{SIGN_ON}<BANKMSGSRSV1>{''.join(accounts)}</BANKMSGSRSV1></OFX>"


def card(*records: str) -> str:
    return (
        "<OFX><CREDITCARDMSGSRSV1><CCSTMTTRNRS><TRNUID>0<CCSTMTRS><CURDEF>USD<CCACCTFROM><ACCTID>4111</CCACCTFROM><BANKTRANLIST>"
        f"{''.join(records)}</BANKTRANLIST><LEDGERBAL><BALAMT>-5.00<DTASOF>20240131</LEDGERBAL></CCSTMTRS></CCSTMTTRNRS>"
        "</CREDITCARDMSGSRSV1></OFX>"
    )


def lines(text: str, end: str = "\n") -> str:
    return text.replace("<", end + "<").lstrip()


def closed(text: str) -> str:
    """The same with each value's closing tag, as XML has them."""
    import re

    return re.sub(r"<(\w+)>([^<\n]+)", r"<\1>\2</\1>", text)


def invested(*records: str, positions: str = "", securities: str = "") -> str:
    return (
        "<OFX><INVSTMTMSGSRSV1><INVSTMTTRNRS><TRNUID>1<INVSTMTRS><DTASOF>20240131<CURDEF>USD<INVACCTFROM><BROKERID>b.com<ACCTID>77"
        f"</INVACCTFROM><INVTRANLIST><DTSTART>20240101<DTEND>20240131{''.join(records)}</INVTRANLIST>"
        f"<INVPOSLIST>{positions}</INVPOSLIST><INVBAL><AVAILCASH>9.00<MARGINBALANCE>0<SHORTBALANCE>0</INVBAL></INVSTMTRS></INVSTMTTRNRS>"
        f"</INVSTMTMSGSRSV1><SECLISTMSGSRSV1><SECLIST>{securities}</SECLIST></SECLISTMSGSRSV1></OFX>"
    )


SECURITY = "<SECID><UNIQUEID>037833100<UNIQUEIDTYPE>CUSIP</SECID>"
TRADE = f"<INVTRAN><FITID>9<DTTRADE>20240110</INVTRAN>{SECURITY}"
BOUGHT = f"<BUYSTOCK><INVBUY>{TRADE}<UNITS>2<UNITPRICE>10.00<COMMISSION>1.00<TOTAL>-21.00<SUBACCTSEC>CASH<SUBACCTFUND>CASH</INVBUY><BUYTYPE>BUY</BUYSTOCK>"
SOLD = f"<SELLMF><INVSELL>{TRADE}<UNITS>-1<UNITPRICE>12.00<TOTAL>12.00<SUBACCTSEC>CASH<SUBACCTFUND>CASH</INVSELL><SELLTYPE>SELL</SELLMF>"
PAID = f"<INCOME>{TRADE}<INCOMETYPE>DIV<TOTAL>0.50<SUBACCTSEC>CASH<SUBACCTFUND>CASH</INCOME>"
CASH = f"<INVBANKTRAN>{record('100.00')}<SUBACCTFUND>CASH</INVBANKTRAN>"
HELD = f"<POSSTOCK><INVPOS>{SECURITY}<HELDINACCT>CASH<POSTYPE>LONG<UNITS>1<UNITPRICE>12<MKTVAL>12<DTPRICEASOF>20240131</INVPOS></POSSTOCK>"
NAMED = f"<STOCKINFO><SECINFO>{SECURITY}<SECNAME>Apple<TICKER>AAPL</SECINFO></STOCKINFO>"
TWO = body(account(record("-3.00"), record("4.00", more="<FITID>2<NAME>PAY")))

# What a file is, its bytes, the amounts in it.
FILES: dict[str, tuple[str | bytes, str]] = {
    "SGML, a tag a line": (HEADER + lines(TWO), "-3 4"),
    "SGML on one line": (HEADER + TWO, "-3 4"),
    "XML": (XML + closed(TWO), "-3 4"),
    "XML without a declaration of OFX": (closed(TWO), "-3 4"),
    "no header at all": (lines(TWO), "-3 4"),
    "header on one line": (" ".join(HEADER.split()) + "\n" + TWO, "-3 4"),
    "header without line ends": ("".join(HEADER.split()) + TWO, "-3 4"),
    "header with blanks": (HEADER.replace(":", ": ").replace("\n", " \r\n") + TWO, "-3 4"),
    "a new file's name with blanks": (HEADER.replace("NEWFILEUID:NONE", "NEWFILEUID: 2024 01 31 12:00") + TWO, "-3 4"),
    "blank lines above": ("\n\n  \n" + HEADER + TWO, "-3 4"),
    "byte order mark": ("\ufeff" + HEADER + TWO, "-3 4"),
    "UTF-16": ((HEADER.replace("USASCII", "UNICODE") + TWO).encode("utf-16"), "-3 4"),
    "Windows letters under USASCII": ((HEADER + TWO.replace("SHOP", "CAFÉ – MÜLLER")).encode("cp1252"), "-3 4"),
    "carriage returns alone": ((HEADER + lines(TWO)).replace("\n", "\r"), "-3 4"),
    "tabs before each tag": (HEADER + lines(TWO, "\r\n\t\t"), "-3 4"),
    "small letters": (HEADER + TWO.lower(), "-3 4"),
    "attributes at tags": (XML + closed(TWO).replace("<OFX>", '<OFX xmlns="http://ofx.net/types/2003/04" x="1">'), "-3 4"),
    "a prefix before every name": (closed(TWO).replace("</", "\0").replace("<", "<ofx:").replace("\0", "</ofx:"), "-3 4"),
    "no number of its own": (HEADER + body(account(record("-3.00", more="<NAME>A"), record("-3.00", more="<NAME>A"))), "-3 -3"),
    "one number for two bookings": (HEADER + body(account(record("-3.00"), record("-5.00"))), "-3 -5"),
    "cheque numbers, memo, payee": (
        HEADER + body(account(record("-3.00", more="<FITID>1<CHECKNUM>1001<REFNUM>7<PAYEE><NAME>Bob<CITY>X</PAYEE><MEMO>m"))), "-3",
    ),
    "empty values": (HEADER + body(account(record("-3.00", more="<FITID>1<CHECKNUM><NAME><MEMO>"))), "-3"),
    "empty values that are closed": (XML + closed(body(account(record("-3.00")))).replace("<NAME>SHOP</NAME>", "<NAME></NAME><MEMO/>"), "-3"),
    "a bare ampersand and entities": (HEADER + body(account(record("-3.00", more="<FITID>1<NAME>AT&T &amp; H&#38;M &lt;x&gt; &nbsp;"))), "-3"),
    "several accounts": (HEADER + body(account(record("-3.00")), account(record("4.00"), number="456")), "-3 4"),
    "several lists a statement": (
        HEADER + TWO.replace("</BANKTRANLIST>", "</BANKTRANLIST><BANKTRANLISTP><DTASOF>20240131<STMTTRNP><TRNTYPE>DEBIT<DTTRAN>20240131<TRNAMT>-6.00<NAME>Y</STMTTRNP></BANKTRANLISTP>"),
        "-3 4 -6",
    ),
    "two documents one after the other": (HEADER + TWO + "\n" + HEADER + TWO, "-3 4 -3 -4".replace("-4", "4")),
    "a card": (HEADER + card(record("-3.00"), record("20.00")), "-3 20"),
    "days with zones": (
        HEADER + body(account(record("1", "20240105000000"), record("2", "20240105235959.999[-8:PST]"), record("3", "20240105120000[+5.30:IST]"),
                              record("4", "20240105[0:GMT]"), record("5", "20240105120000.000[-5]"), record("6", "202401051200"))), "1 2 3 4 5 6",
    ),
    "a decimal comma": (HEADER + body(account(record("-3,50"), record("1.234,50"))), "-3.5 1234.5"),
    "thousands": (HEADER + body(account(record("-1,234.50"), record("2,000.00"))), "-1234.5 2000"),
    "a plus, blanks, a bare point": (HEADER + body(account(record("+3.50"), record(" -4.00 "), record("-.75"), record("5."))), "3.5 -4 -.75 5"),
    "only balances": (HEADER + body(account(balance="<LEDGERBAL><BALAMT>5.00<DTASOF>20240131</LEDGERBAL>")), ""),
    "no list at all": (HEADER + body(account()).replace("<BANKTRANLIST><DTSTART>20240101<DTEND>20240131</BANKTRANLIST>", ""), ""),
    "the list's end is missing": (HEADER + TWO.replace("</BANKTRANLIST>", ""), "-3 4"),
    "ends of bookings are missing": (HEADER + TWO.replace("</STMTTRN>", ""), "-3 4"),
    "ends of all are missing": (HEADER + TWO[: TWO.index("</BANKTRANLIST>")], "-3 4"),
    "purchases, sales, dividends, cash": (HEADER + invested(BOUGHT, SOLD, PAID, CASH, positions=HELD, securities=NAMED), "-21 12 .5 100"),
    "purchases as XML": (XML + closed(invested(BOUGHT, SOLD, PAID, CASH, positions=HELD, securities=NAMED)), "-21 12 .5 100"),
    "a security that no list names": (HEADER + invested(BOUGHT), "-21"),
    "another currency beside": (
        HEADER + body(account(record("-3.00", more="<FITID>1<NAME>X<ORIGCURRENCY><CURRATE>1.1<CURSYM>EUR</ORIGCURRENCY>"),
                              record("-4.00", more="<FITID>2<CURRENCY><CURRATE>0.9<CURSYM>EUR</CURRENCY>"))), "-3 -4",
    ),
    "a correction": (HEADER + body(account(record("-3.00"), record("-4.00", more="<FITID>2<CORRECTFITID>1<CORRECTACTION>REPLACE"))), "-3 -4"),
    "mail's headers above": ("Content-Type: application/x-ofx\r\nContent-Disposition: attachment\r\n\r\n" + HEADER + TWO, "-3 4"),
    "a comment": (XML + closed(TWO).replace("<BANKTRANLIST>", f"<BANKTRANLIST><!-- {record('9')} -->"), "-3 4"),
    "a list below the message set": (HEADER + f"<OFX><BANKTRANLIST>{record('-3.00')}</BANKTRANLIST></OFX>".replace("<BANK", "<STMTRS><CURDEF>USD<BANK", 1), "-3"),
    "no currency": (HEADER + body(account(record("-3.00"), currency="")), "-3"),
    "a currency that is none": (HEADER + body(account(record("-3.00"), currency="<CURDEF>XYZ")), "-3"),
    "a loan": (
        HEADER + "<OFX><LOANMSGSRSV1><LOANSTMTTRNRS><LOANSTMTRS><CURDEF>USD<LOANACCTFROM><LOANACCTID>9<LOANACCTTYPE>MORTGAGE</LOANACCTFROM>"
        "<LOANTRANLIST><LOANSTMTTRN><LOANTRNTYPE>PAYMENT<FITID>1<DTPOSTED>20240105<TRNAMT>-700.00</LOANSTMTTRN></LOANTRANLIST>"
        "</LOANSTMTRS></LOANSTMTTRNRS></LOANMSGSRSV1></OFX>", "-700",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", FILES)
def test_a_file_gives_what_was_written_into_it(what: str, tmp_path: Path) -> None:
    data, expected = FILES[what]
    parsed = read(tmp_path, data, "export.ofx")
    assert parsed.parser.startswith("ofx")
    assert amounts(parsed) == in_order(expected)
    said = "ends before its closing" if what == "ends of all are missing" else "currency"
    assert not [each for each in parsed.problems if said not in each.reason]


@pytest.mark.parametrize("what", ["no currency", "a currency that is none"])
def test_without_a_currency_bookings_are_kept_and_it_is_said_once(what: str, tmp_path: Path) -> None:
    text = HEADER + body(account(record("-3.00"), record("-4.00"), currency="<CURDEF>XYZ" if "none" in what else ""))
    parsed = read(tmp_path, text, "export.ofx")
    assert {row.currency for row in bookings(parsed)} == {"XXX"}
    assert len(bookings(parsed)) == 2
    assert ["currency" in each.reason for each in parsed.problems] == [True]


def test_positions_and_their_names(tmp_path: Path) -> None:
    parsed = read(tmp_path, FILES["purchases, sales, dividends, cash"][0], "export.ofx")
    assert [(each.name, str(each.units), str(each.value)) for each in holdings(parsed)] == [("Apple", "1", "12")]
    assert [(each.account, str(each.closing)) for each in statements(parsed)] == [("77", "9.00")]


@pytest.mark.parametrize("status", ["<CODE>15500<SEVERITY>ERROR<MESSAGE>Invalid", "<CODE>2000<SEVERITY>ERROR"])
def test_an_error_alone_is_a_problem(status: str, tmp_path: Path) -> None:
    text = f"{HEADER}<OFX><SIGNONMSGSRSV1><SONRS><STATUS>{status}</STATUS></SONRS></SIGNONMSGSRSV1></OFX>"
    parsed = read(tmp_path, text, "export.ofx")
    assert bookings(parsed) == []
    assert any("error code" in each.reason for each in parsed.problems)


@pytest.mark.parametrize(
    "bad", [record("abc"), record("", more="<NAME>X"), record("1", "20241301"), record("1", ""), record("1.2.3")]
)
def test_a_record_that_cannot_be_read_is_named_and_takes_no_other_with_it(bad: str, tmp_path: Path) -> None:
    parsed = read(tmp_path, HEADER + body(account(bad, record("4.00"))), "export.ofx")
    assert amounts(parsed) == ["4.00"]
    assert [each.locator for each in parsed.problems] == ["record 1"]


def test_a_trade_of_a_kind_that_nobody_knows_is_counted(tmp_path: Path) -> None:
    other = BOUGHT.replace("BUYSTOCK", "BUYCOIN")
    parsed = read(tmp_path, HEADER + invested(BOUGHT, other), "export.ofx")
    assert amounts(parsed) == ["-21.00"]
    assert [each.reason for each in parsed.problems] == ["2 records begin in the file, 1 could be told apart"]
