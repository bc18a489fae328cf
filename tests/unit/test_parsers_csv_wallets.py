"""Wallets in several currencies: fees, conversions, payments that did not happen, and what moved each balance."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.parsers import Candidate
from ingest.parsers.csv_bank import CsvBank
from pkm.models import Parsed, ParsedStatement

REVOLUT = """Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance
TOPUP,Current,2024-03-01 09:12:01,2024-03-01 09:12:05,Payment from A Person,500.00,0.00,EUR,COMPLETED,500.00
CARD_PAYMENT,Current,2024-03-02 19:44:10,2024-03-03 08:01:22,Corner Cafe,-12.40,0.00,EUR,COMPLETED,487.60
EXCHANGE,Current,2024-03-05 10:00:00,2024-03-05 10:00:00,Exchanged to USD,-100.00,0.50,EUR,COMPLETED,387.10
EXCHANGE,Current,2024-03-05 10:00:00,2024-03-05 10:00:00,Exchanged to USD,108.20,0.00,USD,COMPLETED,108.20
CARD_PAYMENT,Current,2024-03-06 12:00:00,2024-03-07 04:00:00,Diner,-20.00,0.20,USD,COMPLETED,88.00
CARD_PAYMENT,Current,2024-03-08 12:00:00,,Hotel,-80.00,0.00,USD,REVERTED,
ATM,Savings,2024-03-09 12:00:00,2024-03-09 12:00:00,Cash,-10.00,1.00,EUR,COMPLETED,89.00
CARD_PAYMENT,Current,2024-03-20 12:00:00,,Bookshop,-9.99,0.00,EUR,PENDING,
"""

PAYPAL = (
    '"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","From Email Address","To Email Address",'
    '"Transaction ID","Reference Txn ID","Balance","Balance Impact"\n'
    '"03/02/2024","10:01:00","PST","Ann Buyer","Website Payment","Completed","USD","100.00","-3.20","96.80","a@b.c","me@b.c","T1","","96.80","Credit"\n'
    '"14/02/2024","11:00:00","PST","Print House","General Authorization","Pending","EUR","-30.00","0.00","-30.00","me@b.c","p@b.c","T2","","0.00","Memo"\n'
    '"15/02/2024","11:30:00","PST","","General Currency Conversion","Completed","USD","-32.50","0.00","-32.50","me@b.c","","T3","T5","64.30","Debit"\n'
    '"15/02/2024","11:30:00","PST","","General Currency Conversion","Completed","EUR","30.00","0.00","30.00","","me@b.c","T4","T5","30.00","Credit"\n'
    '"15/02/2024","11:30:00","PST","Print House","Express Checkout Payment","Completed","EUR","-30.00","0.00","-30.00","me@b.c","p@b.c","T5","","0.00","Debit"\n'
    '"20/02/2024","09:00:00","PST","Shady Shop","Express Checkout Payment","Denied","EUR","-15.00","0.00","-15.00","me@b.c","s@b.c","T6","","0.00",""\n'
)

WISE = """"TransferWise ID",Date,Amount,Currency,Description,"Payment Reference","Running Balance","Exchange From","Exchange To","Exchange Rate","Payer Name","Payee Name","Payee Account Number",Merchant,"Card Last Four Digits","Card Holder Full Name","Total fees"
CARD-3,28-03-2024,-21.70,GBP,"Card transaction of 25.00 EUR issued by Boulangerie",,178.30,GBP,EUR,1.1600,,,,Boulangerie,4321,"A Person",0.15
TRANSFER-2,15-03-2024,-100.00,GBP,"Sent money to J Smith",rent,200.00,,,,,"J Smith",GB82WEST12345698765432,,,,0.40
TRANSFER-1,01-03-2024,300.00,GBP,"Received money from Example Works",salary,300.00,,,,"Example Works",,,,,,0.00
"""


def read(folder: Path, name: str, text: str) -> Parsed:
    path = folder / name
    path.write_text(text)
    file = Candidate.at(path)
    assert CsvBank().identify(file)
    return CsvBank().parse(file)


def by_currency(parsed: Parsed) -> dict[tuple[str, str], ParsedStatement]:
    return {(each.account, each.currency): each for each in parsed.documents[0].statements}


def reasons(parsed: Parsed) -> dict[str | None, str]:
    return {each.locator: each.reason for each in parsed.problems}


def test_the_language_of_an_export_is_no_name_of_its_account(tmp_path: Path) -> None:
    names = (
        "account-statement_2024-03-01_2024-03-31_en-gb_8ac1f0.csv",
        "account-statement_2024-03-01_2024-03-31_en_8ac1f0.csv",
    )
    one, other = ({account for account, _ in by_currency(read(tmp_path, each, REVOLUT))} for each in names)
    assert one == other


def test_a_balance_that_takes_the_fee_off_as_well(tmp_path: Path) -> None:
    parsed = read(tmp_path, "account-statement_2024-03-01_2024-03-31_en-gb_8ac1f0.csv", REVOLUT)
    found = by_currency(parsed)
    account = next(account for account, _ in found if "Savings" not in account)
    euro, dollar, savings = found[account, "EUR"], found[account, "USD"], found[f"{account} Savings", "EUR"]
    assert [(str(each.amount), each.status) for each in euro.transactions] == [
        ("500.00", "booked"), ("-12.40", "booked"), ("-100.50", "booked"),
    ]  # fmt: skip
    assert [str(each.amount) for each in dollar.transactions] == ["108.20", "-20.20"]
    assert [str(each.amount) for each in savings.transactions] == ["-11.00"]
    assert (euro.opening, euro.closing) == (Decimal(0), Decimal("387.10"))
    assert (dollar.opening, dollar.closing) == (Decimal(0), Decimal("88.00"))
    assert (savings.opening, savings.closing) == (Decimal("100.00"), Decimal("89.00"))
    assert [each.fee for each in euro.transactions] == [None, None, Decimal("-0.50")]
    exchange = euro.transactions[2]
    assert (exchange.original_amount, exchange.original_currency) == (Decimal("-108.20"), "USD")
    assert dollar.transactions[0].original_currency == "EUR"
    assert "was not carried out" in reasons(parsed)["row 7"]
    assert "no day yet" in reasons(parsed)["row 9"]
    assert len(parsed.problems) == 2


def test_net_of_fees_authorisations_and_conversions(tmp_path: Path) -> None:
    parsed = read(tmp_path, "Download.CSV", PAYPAL)
    found = {currency: each for (_, currency), each in by_currency(parsed).items()}
    assert [(each.booked_on, str(each.amount), each.fee) for each in found["USD"].transactions] == [
        (date(2024, 2, 3), "96.80", Decimal("-3.20")), (date(2024, 2, 15), "-32.50", None),
    ]  # fmt: skip
    assert [str(each.amount) for each in found["EUR"].transactions] == ["30.00", "-30.00"]
    assert (found["USD"].opening, found["USD"].closing) == (Decimal(0), Decimal("64.30"))
    assert (found["EUR"].opening, found["EUR"].closing) == (Decimal(0), Decimal("0.00"))
    assert [each.reference for each in found["EUR"].transactions] == ["T4", "T5"]
    assert found["USD"].transactions[1].original_amount == Decimal("-30.00")
    assert found["EUR"].transactions[0].original_amount == Decimal("32.50")
    assert set(reasons(parsed)) == {"row 3", "row 7"}
    assert "was not carried out" in reasons(parsed)["row 7"]


def test_a_german_wallets_balance_and_what_it_covers_in_each_currency(tmp_path: Path) -> None:
    text = (
        "Datum,Beschreibung,Währung,Brutto,Entgelt,Netto,Guthaben,Transaktionscode,Name,Zugehöriger Transaktionscode,Auswirkung auf Guthaben\n"
        '07.02.2025,Zahlung,EUR,"-10,99","0,00","-10,99","-10,99",T1,Tunes,,Soll\n'
        '07.02.2025,Bankgutschrift auf PayPal-Konto,EUR,"10,99","0,00","10,99","0,00",T2,,T1,Haben\n'
        '21.05.2025,Zahlung erhalten,USD,"25,00","-1,20","23,80","23,80",T3,Pix,,Haben\n'
        '16.12.2025,Zahlung,EUR,"-20,43","0,00","-20,43","-20,43",T4,Shop,,Soll\n'
    )
    found = {currency: each for (_, currency), each in by_currency(read(tmp_path, "Download.CSV", text)).items()}
    assert {(each.since, each.until) for each in found.values()} == {(date(2025, 2, 7), date(2025, 12, 16))}
    assert [each.closing for each in found.values()] == [Decimal("-20.43"), Decimal("23.80")]
    assert [each.reference for each in found["EUR"].transactions] == ["T1", "T2", "T4"]


def test_a_fee_that_the_balance_shows_to_be_in_the_amount(tmp_path: Path) -> None:
    parsed = read(tmp_path, "statement_12345_GBP_2024-03-01_2024-03-31.csv", WISE)
    (statement,) = parsed.documents[0].statements
    card, rent, salary = statement.transactions
    assert [str(each.amount) for each in statement.transactions] == ["-21.70", "-100.00", "300.00"]
    assert [each.fee for each in statement.transactions] == [Decimal("-0.15"), Decimal("-0.40"), None]
    assert (statement.opening, statement.closing) == (Decimal(0), Decimal("178.30"))
    assert (card.counterparty, rent.counterparty, salary.counterparty) == ("Boulangerie", "J Smith", "Example Works")
    assert rent.counterparty_account == "GB82WEST12345698765432"
    assert [each.reference for each in statement.transactions] == ["CARD-3", "TRANSFER-2", "TRANSFER-1"]
    assert parsed.problems == ()


def test_a_fee_that_nothing_proves_is_asked_about(tmp_path: Path) -> None:
    text = "Date,Description,Amount,Fee,Currency\n2024-03-14,Cash,-50.00,2.00,EUR\n2024-03-15,Cash,-20.00,2.00,EUR\n"
    parsed = read(tmp_path, "wallet.csv", text)
    assert parsed.documents[0].statements == ()
    (problem,) = parsed.problems
    assert "--fee included" in problem.reason


def test_a_payment_abroad_keeps_both_amounts_and_the_rate(tmp_path: Path) -> None:
    text = (
        '"Date";"Amount";"Original amount";"Original currency";"Exchange rate";"Description";"Category"\n'
        '"2024-03-14";"-9.58";"-10.00";"USD";"0.958";"Online store";"shopping"\n'
        '"2024-03-15";"-20.00";"";"";"";"Kiosk";"groceries"\n'
    )
    parsed = read(tmp_path, "card_CHF.csv", text)
    abroad, kiosk = parsed.documents[0].statements[0].transactions
    assert (abroad.amount, abroad.currency) == (Decimal("-9.58"), "CHF")
    assert (abroad.original_amount, abroad.original_currency, abroad.rate) == (
        Decimal("-10.00"),
        "USD",
        Decimal("0.958"),
    )
    assert (kiosk.original_amount, kiosk.rate, kiosk.code) == (None, None, "name:groceries")


HISTORY = """ID,Status,Direction,"Created on","Finished on","Source fee amount","Source fee currency","Target fee amount","Target fee currency","Source name","Source amount (after fees)","Source currency","Target name","Target amount (after fees)","Target currency","Exchange rate",Reference
TRANSFER-9,COMPLETED,OUT,"2024-03-21 10:00:00","2024-03-21 12:00:00",1.50,EUR,,,"A Person",98.50,EUR,"J Smith",84.00,GBP,0.8528,rent
TRANSFER-8,COMPLETED,IN,"2024-03-20 10:00:00","2024-03-20 12:00:00",0,EUR,,,"Example Works",300.00,EUR,"A Person",300.00,EUR,1.0,salary
BALANCE-7,COMPLETED,NEUTRAL,"2024-03-19 10:00:00","2024-03-19 10:00:00",0.60,EUR,,,"A Person",99.40,EUR,"A Person",108.00,USD,1.0865,
TRANSFER-6,CANCELLED,OUT,"2024-03-18 10:00:00",,0,EUR,,,"A Person",10.00,EUR,"Nobody",10.00,EUR,1.0,
"""


def test_a_history_of_transfers_between_a_source_and_a_target(tmp_path: Path) -> None:
    parsed = read(tmp_path, "transaction-history.csv", HISTORY)
    found = {currency: each for (_, currency), each in by_currency(parsed).items()}
    assert [(str(each.amount), each.counterparty, each.fee) for each in found["EUR"].transactions] == [
        ("-100.00", "J Smith", Decimal("-1.50")), ("300.00", "Example Works", None), ("-100.00", "A Person", Decimal("-0.60")),
    ]  # fmt: skip
    assert [(str(each.amount), each.original_currency) for each in found["USD"].transactions] == [("108.00", "EUR")]
    rent = found["EUR"].transactions[0]
    assert (rent.original_amount, rent.original_currency) == (Decimal("-84.00"), "GBP")
    assert rent.rate is not None  # stated as pounds for a euro; kept as euros for a pound
    assert abs(rent.rate * 84 - Decimal("98.50")) < Decimal("0.01")
    assert set(reasons(parsed)) == {"row 5"}


def test_a_row_under_beginning_balance_alone_opens_the_statement_and_asks_nothing(tmp_path: Path) -> None:
    path = tmp_path / "wallet_USD.csv"
    path.write_text(
        ",ID,Datetime,Type,Note,From,To,Amount (total),Amount (fee),Beginning Balance,Ending Balance,Year to Date Fees\n"
        ",,,,,,,,,$40.00,,\n"
        ",330500006,2025-01-25T14:20:11,Payment,lunch,Sam,Bob,- $16.11,,,,\n"
        ",330500007,2025-01-26T14:20:11,Payment,rent,Ann,Sam,+ $6.00,,,,\n"
        ",,,,,,,,,,$29.89,$0.00\n"
    )
    parsed = CsvBank().parse(Candidate.at(path))
    (statement,) = parsed.documents[0].statements
    assert (statement.opening, statement.closing) == (Decimal("40.00"), Decimal("29.89"))
    assert [each.amount for each in statement.transactions] == [Decimal("-16.11"), Decimal("6.00")]
    assert parsed.problems == ()


@pytest.mark.parametrize(
    ("count", "last", "amounts"),
    [
        (9, 250, ["250.00"] * 9),
        (9, -250, ["250.00"] * 7 + ["-250.00"]),  # then the first could be either
        (8, 250, ["250.00"] * 7),  # and so it could where few others say what they are
    ],
)
def test_an_account_that_only_receives_needs_no_signs(
    tmp_path: Path, count: int, last: int, amounts: list[str]
) -> None:
    lines = ["IBAN;DE02120300000000202051", "", "Buchungstag;Empfänger;Betrag;Saldo"]
    balance = 1000
    for month in range(1, count + 1):
        balance += last if month == count else 250
        lines.append(f"28.{month:02}.2025;Ruth;250,00;{balance},00")
    parsed = read(tmp_path, "savings_EUR.csv", "\n".join(lines) + "\n")
    (statement,) = parsed.documents[0].statements
    assert [str(each.amount) for each in statement.transactions] == amounts
    assert (statement.opening == Decimal("1000.00")) == (len(amounts) == 9) == (not parsed.problems)
