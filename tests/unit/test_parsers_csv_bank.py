"""The generic CSV layout: what evidence decides, what is refused, and every row accounted for."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parsers import Candidate
from ingest.parsers.csv_bank import CsvBank, layout_of
from ingest.parsers.csv_rows import read_rows
from ingest.parsers.csv_words import is_iban
from ingest.parsers.running_balance import prove
from pkm.models import NO_CURRENCY, CsvProfile, Parsed, ParsedTransaction

IBAN = "DE89370400440532013000"
ENGLISH = "Date,Description,Amount,Currency\n"


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def read_bytes(self) -> bytes:
        return self._data


def candidate(text: str, encoding: str = "utf-8", name: str = "giro.csv") -> Candidate:
    data = text.encode(encoding)
    return Candidate(_Bytes(data), f"bank/{name}", name, len(data), data[:65_536])  # type: ignore[arg-type]


def read(text: str, encoding: str = "utf-8") -> Parsed:
    file = candidate(text, encoding)
    assert CsvBank().identify(file)
    return CsvBank().parse(file)


def bookings(parsed: Parsed) -> list[ParsedTransaction]:
    return [each for statement in parsed.documents[0].statements for each in statement.transactions]


def amounts(parsed: Parsed) -> list[str]:
    return [str(each.amount) for each in bookings(parsed)]


def test_an_english_export() -> None:
    text = (
        "Booking date,Value date,Payee,Purpose,Amount,Currency,Balance,Reference\r\n"
        '2024-01-03,2024-01-04,Bakery,"Rye, 1 kg\nand rolls",-4.50,EUR,95.50,A1\r\n'
        "2024-01-05,2024-01-05,Employer,Salary,2000.00,EUR,2095.50,A2\r\n"
    )
    parsed = read(text)
    (document,) = parsed.documents
    (statement,) = document.statements
    bakery, salary = statement.transactions
    assert parsed.problems == ()
    assert (document.text, document.kind) == (text, "statement")
    assert (statement.account, statement.currency) == ("giro", "EUR")
    assert (statement.since, statement.until) == (date(2024, 1, 3), date(2024, 1, 5))
    assert (statement.opening, statement.closing) == (Decimal("100.00"), Decimal("2095.50"))
    assert (bakery.booked_on, bakery.value_on) == (date(2024, 1, 3), date(2024, 1, 4))
    assert (bakery.amount, bakery.counterparty, bakery.description) == (
        Decimal("-4.50"), "Bakery", "Rye, 1 kg and rolls",
    )  # fmt: skip
    assert (bakery.reference, bakery.locator, salary.locator) == ("A1", "row 2", "row 4")
    assert text[salary.char_start : salary.char_end] == "2024-01-05,2024-01-05,Employer,Salary,2000.00,EUR,2095.50,A2"


def test_a_german_export_newest_first() -> None:
    text = (
        f'"Konto";"{IBAN}"\n"Zeitraum";"01.01.2024 - 31.01.2024"\n\n'
        "Buchungstag;Valuta;Auftraggeber/Empfänger;Verwendungszweck;Betrag (EUR);Saldo (EUR)\n"
        "31.01.24;31.01.24;Hausverwaltung;Miete Januar;-1.150,00;345,00\n"
        "02.01.24;02.01.24;Übertrag;Rücklage;-5;1.495,00\n"
    )
    parsed = read(text, "cp1252")
    (statement,) = parsed.documents[0].statements
    assert parsed.problems == ()
    assert (statement.account, statement.currency) == (IBAN, "EUR")
    assert (statement.since, statement.until) == (date(2024, 1, 1), date(2024, 1, 31))
    assert [(each.booked_on, each.amount) for each in statement.transactions] == [
        (date(2024, 1, 31), Decimal("-1150.00")), (date(2024, 1, 2), Decimal(-5)),
    ]  # fmt: skip
    assert (statement.opening, statement.closing) == (Decimal(1500), Decimal(345))


def test_a_french_export_with_debit_and_credit() -> None:
    text = (
        "Compte: 00012345\nDevise: EUR\nDate;Libellé;Débit;Crédit\n"
        "15/01/2024;Boulangerie;3,20;\n16/01/2024;Salaire;;1 800,00\n17/01/2024;Rien;;\n18/01/2024;Deux;1,00;2,00\n"
    )
    parsed = read(text)
    assert amounts(parsed) == ["-3.20", "1800.00"]
    assert parsed.documents[0].statements[0].account == "00012345"
    assert [each.locator for each in parsed.problems] == ["row 6", "row 7"]


def test_debits_that_are_written_negative_stay_so() -> None:
    assert amounts(read("Date,Memo,Debit,Credit,Currency\n2024-01-15,a,-3.20,,EUR\n2024-01-16,b,,5.00,EUR\n")) == [
        "-3.20", "5.00",
    ]  # fmt: skip


def test_a_side_column_gives_the_sign() -> None:
    text = "Datum\tText\tBetrag\tWährung\tSoll/Haben\n1.2.2024\ta\t3,20\tEUR\tS\n2.2.2024\tb\t5,00\tEUR\tH\n3.2.2024\tc\t1,00\tEUR\t?\n"
    parsed = read(text)
    assert amounts(parsed) == ["-3.20", "5.00"]
    assert [each.locator for each in parsed.problems] == ["row 4"]


def test_debits_that_are_written_positive_and_credits_negative_are_told_by_their_side() -> None:
    """A card's export writes what is owed: a purchase is positive, a payment is not. A sign that both sides have takes back."""
    card = "Datum,Text,Betrag,Währung,Debit/Kredit\n1.2.2024,a,3.20,CHF,Belastung\n22.2.2024,Zahlung,-3.20,CHF,Gutschrift\n"
    assert amounts(read(card)) == ["-3.20", "3.20"]
    taken_back = "Datum,Text,Betrag,Währung,Debit/Kredit\n1.2.2024,a,3.20,CHF,Belastung\n2.2.2024,b,5.00,CHF,Gutschrift\n2.2.2024,a,-3.20,CHF,Belastung\n"
    assert amounts(read(taken_back)) == ["-3.20", "5.00", "3.20"]


def test_a_row_whose_day_is_still_to_come_says_so() -> None:
    parsed = read(f"{ENGLISH}Pending,Coffee,-3.20,EUR\n2024-01-15,b,-1.00,EUR\n")
    assert [each.reason for each in parsed.problems] == ["it is pending and has no day yet"]


def test_a_card_number_that_all_rows_have_is_the_accounts() -> None:
    text = "Datum,Text,Händler,Kartennummer,Betrag,Währung\n1.2.2024,a,A,XXXX 3307,-3.20,CHF\n22.2.2024,b,B,XXXX 3307,-1.00,CHF\n"
    assert read(text).documents[0].statements[0].account.replace(" ", "") == "XXXX3307"


def test_a_cell_that_a_spreadsheet_is_told_to_show_as_it_stands_is_its_text() -> None:
    text = 'Konto:;="CH9300762011623852957"\n\nDatum;Text;Betrag in CHF\n31.1.2024;="007";-3.20\n'
    parsed = read(text)
    assert (parsed.documents[0].statements[0].account, bookings(parsed)[0].description) == (
        "CH9300762011623852957",
        "007",
    )


@pytest.mark.parametrize(
    ("first", "second", "meant"),
    [
        ("03/01/2024", "31/01/2024", date(2024, 1, 3)), ("03/01/2024", "01/31/2024", date(2024, 3, 1)),
        ("03.01.2024", "04.01.2024", date(2024, 1, 3)), ("2024-01-03", "2024-01-04", date(2024, 1, 3)),
        ("20240103", "20240104", date(2024, 1, 3)), ("3-1-24", "31-1-24", date(2024, 1, 3)),
        ("2024/01/03 10:15:00", "2024/01/04 09:00", date(2024, 1, 3)), ("01/01/2024", "02/02/2024", date(2024, 1, 1)),
        ("2024-01-03T10:15:00.000Z", "2024-01-04T09:00:00+01:00", date(2024, 1, 3)),
    ],
)  # fmt: skip
def test_the_order_of_days_is_decided_over_the_file(first: str, second: str, meant: date) -> None:
    parsed = read(f"{ENGLISH}{first},a,-1.00,EUR\n{second},b,-2.00,EUR\n")
    assert parsed.problems == ()
    assert bookings(parsed)[0].booked_on == meant


def test_an_open_order_of_days_is_asked_not_guessed() -> None:
    parsed = read(f"{ENGLISH}03/01/2024,a,-1.00,EUR\n04/01/2024,b,-2.00,EUR\n")
    assert bookings(parsed) == []
    (problem,) = parsed.problems
    assert problem.locator == "rows 2-3"
    assert "YYYY-MM-DD" in problem.reason
    assert "03/01/2024" in parsed.documents[0].text
    (alone,) = read(f"{ENGLISH}03/01/2024,a,-1.00,EUR\n").problems
    assert alone.locator == "row 2"
    assert alone.reason.startswith("1 booking was not read: ")


def test_a_day_of_the_other_order_is_a_problem_of_its_row() -> None:
    parsed = read(f"{ENGLISH}31/01/2024,a,-1.00,EUR\n30/01/2024,b,-1.00,EUR\n01/29/2024,c,-2.00,EUR\n")
    assert [each.locator for each in parsed.problems] == ["row 4"]


@pytest.mark.parametrize(
    ("first", "second", "meant"),
    [
        ("-1.234", "-1,50", "-1234"), ("-1.234", "-1.50", "-1.234"), ("-1,234", "-1.50", "-1234"),
        ("-1'234.50", "-2.00", "-1234.50"), ("-1.234.567,00", "-2,00", "-1234567.00"), ("(7.25)", "-2.00", "-7.25"),
        ("-7,25 €", "-2,00 €", "-7.25"), ("EUR -7.25", "EUR 2.00", "-7.25"), ("7.25-", "2.00", "-7.25"),
        ("-0,125", "-1,50", "-0.125"), ("-7", "-8", "-7"),
    ],
)  # fmt: skip
def test_the_decimal_sign_is_decided_over_the_file(first: str, second: str, meant: str) -> None:
    text = f"Date;Description;Amount;Currency\n2024-01-03;a;{first};EUR\n2024-01-04;b;{second};EUR\n"
    parsed = read(text)
    assert parsed.problems == ()
    assert bookings(parsed)[0].amount == Decimal(meant)


def test_an_open_decimal_sign_is_asked_not_guessed() -> None:
    parsed = read("Date;Description;Amount;Currency\n2024-01-03;a;-1.234;EUR\n2024-01-04;b;-2.500;EUR\n")
    assert bookings(parsed) == []
    assert [each.locator for each in parsed.problems] == ["rows 2-3"]


@pytest.mark.parametrize(
    "row",
    [
        "2024-01-03,a,,EUR", "2024-01-03,a,abc,EUR", "2024-02-30,a,-1.00,EUR", ",a,-1.00,EUR", "2024-01-03,a,-1.00,QQQ",
        "2024-01-03,a,-1.00,", "2024-01-03,Foo, Inc,-1.00,EUR", "2024-01-03,a,$1.00,EUR,,x", "2024-01-03,a,£1.00,EUR",
        "2024-01-31,Closing balance,95.00,EUR", "pending,a,-1.00,EUR", "2024-01-03", "1850-01-03,a,-1.00,EUR",
    ],
)  # fmt: skip
def test_a_bad_row_is_a_problem_and_its_neighbours_are_read(row: str) -> None:
    parsed = read(f"{ENGLISH}2024-01-01,a,-1.50,EUR\n{row}\n2024-01-04,b,-2.00,EUR\n")
    assert amounts(parsed) == ["-1.50", "-2.00"]
    assert [(each.path, each.locator) for each in parsed.problems] == [("bank/giro.csv", "row 3")]


def test_a_stray_quotation_mark_costs_one_row_at_most() -> None:
    parsed = read(f'{ENGLISH}2024-01-01,"open,-1.50,EUR\n2024-01-02,5" pipe,-2.00,EUR\n2024-01-03,"c",-3.00,EUR\n')
    assert amounts(parsed) == ["-1.50", "-2.00", "-3.00"]


def test_without_a_currency_amounts_are_kept_without_one_and_it_is_asked_for() -> None:
    parsed = read("Date,Description,Amount\n2024-01-13,a,-1.50\n")
    assert [(str(row.amount), row.currency) for row in bookings(parsed)] == [("-1.50", "XXX")]
    (problem,) = parsed.problems
    assert (problem.locator, "Currency;EUR" in problem.reason, "--currency" in problem.reason) == (None, True, True)


def test_a_currency_that_is_open_beside_something_else_is_asked_for_at_once() -> None:
    parsed = read("Date,Description,Amount\n01/02/2024,a,-1.50\n")
    assert bookings(parsed) == []
    (problem,) = parsed.problems
    assert "--date-order" in problem.reason
    assert "--currency" in problem.reason


def test_amounts_without_any_sign_are_asked_about() -> None:
    rows = "".join(f"2024-01-0{n},shop,{n}.50,EUR\n" for n in range(1, 6))
    parsed = read(ENGLISH + rows)
    assert bookings(parsed) == []
    assert [each.locator for each in parsed.problems] == ["rows 2-6"]


def test_the_running_balance_turns_amounts_that_are_stated_as_spending() -> None:
    text = (
        "Date,Description,Amount,Currency,Balance\n2024-01-01,a,10.00,EUR,90.00\n"
        "2024-01-02,b,5.00,EUR,85.00\n2024-01-03,c,-20.00,EUR,105.00\n"
    )
    parsed = read(text)
    assert amounts(parsed) == ["-10.00", "-5.00", "20.00"]
    assert parsed.documents[0].statements[0].opening == Decimal("100.00")


def test_the_running_balance_tells_signs_that_are_left_out() -> None:
    text = (
        "Date,Description,Amount,Currency,Balance\n2024-01-01,a,10.00,EUR,90.00\n"
        "2024-01-02,b,5.00,EUR,85.00\n2024-01-03,c,20.00,EUR,105.00\n2024-01-04,d,30.00,EUR,75.00\n"
    )
    parsed = read(text)
    assert amounts(parsed) == ["-5.00", "20.00", "-30.00"]
    assert [each.locator for each in parsed.problems] == ["row 2"]


def test_the_balance_of_the_export_in_all_rows_is_no_running_one() -> None:
    text = "".join(f"2026-06-1{n},Coffee,-{amount}.00,EUR,71.20\n" for n, amount in ((3, 4), (3, 4), (4, 9)))
    parsed = read("Date,Description,Amount,Currency,Balance\n" + text)
    assert not parsed.problems
    assert [each.balance for each in parsed.documents[0].statements[0].transactions] == [
        None
    ] * 3  # two coffees stay two


def test_a_row_that_is_missing_shows_in_the_balance() -> None:
    text = (
        "Date,Description,Amount,Currency,Balance\n2024-01-01,a,-10.00,EUR,90.00\n"
        "2024-01-02,b,-5.00,EUR,85.00\n2024-01-04,d,-30.00,EUR,45.00\n"
    )
    parsed = read(text)
    assert amounts(parsed) == ["-10.00", "-5.00", "-30.00"]
    assert [each.locator for each in parsed.problems] == ["row 4"]
    (statement,) = parsed.documents[0].statements
    assert (statement.opening, statement.closing) == (Decimal(100), Decimal(45))


@pytest.mark.parametrize(
    ("above", "closing"),
    [
        (["Téléchargement du;31/03/2025", "Solde au 31/03/2025;1 234,56;EUR"], Decimal("1234.56")),
        (["Kontostand vom 31.03.2025:;-1.234,56 EUR"], Decimal("-1234.56")),
        (["Solde au 31/03/2025;1234,56;EUR", "Du 01/03/2025;au 15/03/2025"], None),  # a period that ends before
        (["Solde au 02/04/2025;1234,56;EUR"], None),  # what moved in April is not in the file
        (["Solde au 13/03/2025;1234,56;EUR"], None),  # before the last booking
        (["Solde disponible au 31/03/2025;1234,56;EUR"], None),  # reservations are taken off it
        (["Solde;1234,56;EUR"], None),  # of which day?
        (["Solde au 31/03/2025;1.234.56;EUR"], None),
    ],
)
def test_a_balance_above_the_table_is_its_closing_one_where_the_days_agree(
    above: list[str], closing: Decimal | None
) -> None:
    table = "Date;Libellé;Débit;Crédit\n14/03/2025;CARTE BOULANGERIE;-5,20;\n02/03/2025;VIREMENT SALAIRE;;2000,00\n"
    stated = "\n".join(("Compte;FR1420041010050500013M02606", "Devise;EUR", *above))
    (statement,) = read(f"{stated}\n\n{table}").documents[0].statements
    assert (statement.opening, statement.closing) == (None, closing)
    days = (1, 15) if "Du 01/03/2025;au 15/03/2025" in above else (2, 14)
    assert (statement.since, statement.until) == tuple(date(2025, 3, each) for each in days)


_PERIOD = "Liste des opérations du compte entre le 01/03/2025 et le 31/03/2025"
_FRAMED = [
    ([_PERIOD, "Solde au 31/03/2025 : 3 094,80 €"], [], None, "3094.80"),
    ([_PERIOD, "Téléchargement du 05/04/2025", "Solde au 31/03/2025 3 094,80 €"], [], None, "3094.80"),
    ([_PERIOD, "Solde au 05/04/2025 : 3 094,80 €"], [], None, None),
    ([_PERIOD, "Solde au 28/02/2025 : 1 100,00 €", "Solde au 31/03/2025 : 3 094,80 €"], [], "1100.00", "3094.80"),
    (["Solde au 01/03/2025 : 1 100,00 €", "Solde au 31/03/2025 : 3 094,80 €"], [], "1100.00", "3094.80"),  # they add up
    (["Solde au 01/03/2025 : 1 000,00 €", "Solde au 31/03/2025 : 3 094,80 €"], [], None, "3094.80"),
    (
        [],
        ["28/02/2025;Solde au 28/02/2025;;1 100,00", "31/03/2025;Solde au 31/03/2025;;3 094,80"],
        "1100.00",
        "3094.80",
    ),
    ([], ["Solde au 31/03/2025 : 3 094,80 €;;;"], None, "3094.80"),
    ([], ["10/03/2025;Solde au 10/03/2025;;3 100,00"], None, None),
]


@pytest.mark.parametrize(("above", "rows", "opening", "closing"), _FRAMED)
def test_a_balance_of_a_day_is_the_one_before_or_behind_the_bookings_and_never_a_booking(
    above: list[str], rows: list[str], opening: str | None, closing: str | None
) -> None:
    table = [
        "Date;Libellé;Débit;Crédit",
        "14/03/2025;CARTE BOULANGERIE;5,20;",
        "02/03/2025;VIREMENT SALAIRE;;2000,00",
        *rows,
    ]
    (statement,) = read("\n".join([*above, *table]) + "\n").documents[0].statements
    assert len(statement.transactions) == 2
    assert (statement.opening, statement.closing) == tuple(each and Decimal(each) for each in (opening, closing))


def test_a_balance_above_a_table_with_balances_of_its_own_is_left() -> None:
    table = "Date;Libellé;Montant;Solde\n02/03/2025;A;2000,00;2100,00\n14/03/2025;B;-5,20;2094,80\n"
    (statement,) = read(f"Devise;EUR\nSolde au 31/03/2025;1234,56\n\n{table}").documents[0].statements
    assert (statement.opening, statement.closing) == (Decimal("100.00"), Decimal("2094.80"))


@pytest.mark.parametrize(
    ("closes", "closing"), [("31.03.2025", Decimal("-512.44")), ("30.03.2025", None), ("31.03.2025 +", None)]
)
def test_a_credit_card_is_named_above_its_table_with_what_is_owed_at_the_periods_end(
    closes: str, closing: Decimal | None
) -> None:
    owed = "1,00" if closes.endswith("+") else "-512,44"
    above = f"Bank;Kartenumsätze\nKarte;VISA Gold;4532********7712\nKarteninhaber;A Person\nZeitraum;01.03.2025 - 31.03.2025\nSaldo per {closes.strip(' +')};{owed} EUR\n\n"
    table = (
        "Belegdatum;Buchungsdatum;Umsatzbeschreibung;Soll (EUR);Haben (EUR)\n13.03.2025;14.03.2025;SHOP ULM DE;5,20;\n"
    )
    (statement,) = read(above + table).documents[0].statements
    assert (statement.account, statement.account_kind) == ("4532********7712", "creditcard")
    assert (statement.closing, statement.until) == (closing, date(2025, 3, 31))


def test_a_person_says_of_which_account_the_tables_of_a_folder_or_file_are(tmp_path: Path) -> None:
    files = [tmp_path / folder / name for folder in ("anna", "otto") for name in ("a.csv", "b.csv")]
    for each in files:
        each.parent.mkdir(exist_ok=True)
        each.write_text("Booking date,Payee,Amount EUR\n2025-01-03,Shop,-5.00\n")
    layout = layout_of(Candidate.at(files[0]))
    assert layout
    said = CsvProfile(account="Ours", accounts={str(tmp_path / "anna"): "Anna", str(files[1]): "Ben"})
    found = [CsvBank().parse(Candidate.at(each, profiles={layout.key: said})) for each in files]
    assert [each.documents[0].statements[0].account for each in found] == ["Anna", "Ben", "Ours", "Ours"]


def test_accounts_and_currencies_are_kept_apart() -> None:
    text = "Account,Date,Payee,Amount,Currency\nA,2024-01-01,x,-1.00,EUR\nB,2024-01-01,y,-2.00,EUR\nA,2024-01-02,z,-3.00,USD\n"
    found = read(text).documents[0].statements
    assert [(each.account, each.currency, len(each.transactions)) for each in found] == [
        ("A", "EUR", 1), ("B", "EUR", 1), ("A", "USD", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "account"),
    [
        ("card-4711_2024-01-01_2024-01-31.csv", "card-4711"), ("giro 31.01.2024.csv", "giro"), ("giro_202401.csv", "giro"),
        ("konto 20241234567.csv", "konto-20241234567"), ("giro-january.csv", "giro"), ("giro_EUR_export (1).csv", "giro"),
        ("account-statement_2024-01-01_2024-03-31_giro_e2f9ab12.csv", "giro"), (f"Umsaetze_{IBAN}_2024.01.31.csv", IBAN),
        ("giro_2024-chf.csv", "giro"), ("giro_chf_2024-01.csv", "giro"), ("giro php.csv", "giro-php"),
        ("June2025_8107.csv", "8107"), ("VenmoStatement_Jan_2025.csv", "VenmoStatement"), ("giro 2025-May.csv", "giro"), ("TransactionHistory_2023_Q4.csv", "TransactionHistory"), ("T3 2024 joint.csv", "joint"), ("Q7.csv", "Q7"), ("Mary 2025.csv", "Mary"),
    ],
)  # fmt: skip
def test_without_an_account_the_name_of_the_file_stands_for_it_but_not_its_days(name: str, account: str) -> None:
    parsed = CsvBank().parse(candidate(f"{ENGLISH}2024-01-03,a,-1.00,EUR\n", name=name))
    assert [each.account for each in parsed.documents[0].statements] == [account]


@pytest.mark.parametrize(
    ("name", "currency"),
    [
        ("giro_CHF.csv", "CHF"), ("giro_2024-chf.csv", "CHF"), ("giro-gbp_2024-01.csv", "GBP"), ("export usd (2).csv", "USD"), ("giro.chf.2024.csv", "CHF"),
        ("usd_or_gbp_giro.csv", NO_CURRENCY), ("show all.csv", NO_CURRENCY), ("giro-mad.csv", NO_CURRENCY), ("giro_EUR_USD.csv", NO_CURRENCY),
    ],
)  # fmt: skip
def test_a_currency_may_stand_in_the_name_of_the_file_alone(name: str, currency: str) -> None:
    parsed = CsvBank().parse(candidate("Date,Payee,Amount\n2024-01-03,a,-1.00\n2024-01-14,b,-2.00\n", name=name))
    assert {each.currency for each in bookings(parsed)} == {currency}


@pytest.mark.parametrize(
    ("memos", "expected"),
    [
        (("Split (1/2) Veg", "Split (2/2) Flowers"), [("-5.00", "Food -2.00 Veg, Gifts -3.00 Flowers")]),
        (("Split (2/2) Veg", "Split (1/2)"), [("-5.00", "Food -2.00 Veg, Gifts -3.00 ")]),
        (("Split (1/3) Veg", "Split (2/3) Flowers"), [("-2.00", ""), ("-3.00", "")]),  # one is missing
        (("Veg", "Flowers"), [("-2.00", ""), ("-3.00", "")]),
        (("Split (1/1) Veg", "Split (1/1) Flowers"), [("-2.00", ""), ("-3.00", "")]),
    ],
)
def test_rows_that_are_parts_of_one_booking_are_one(memos: tuple[str, str], expected: list[tuple[str, str]]) -> None:
    header = "Account,Date,Payee,Category,Memo,Outflow,Inflow\n"
    rows = [
        f"Purse,14.01.2024,Market,{name},{memo},€{n}.00,€0.00\n"
        for n, (name, memo) in enumerate(zip(("Food", "Gifts"), memos, strict=True), 2)
    ]
    parsed = read(header + "".join(rows))
    told = [
        (str(each.amount), ", ".join(f"{part.name} {part.amount} {part.memo}" for part in each.parts))
        for each in bookings(parsed)
    ]
    assert (told, parsed.problems) == (expected, ())


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        (
            [("Veg", "Expenses:Food", "30.00"), ("", "Expenses:Gifts", "20.00")],
            (None, None, "Food -30.00, Gifts -20.00", 0),
        ),
        ([("", "Expenses:Food", "50.00")], ("name:Food", None, "", 0)),
        ([("", "Assets:Savings", "50.00")], (None, "Assets:Savings", "", 0)),
        ([("Veg", "Expenses:Food", "30.00")], (None, None, "", 1)),  # which leaves 20.00 untold
    ],
)
def test_the_other_side_of_a_double_entry_says_what_it_was_for(
    below: list[tuple[str, str, str]], expected: tuple[str | None, str | None, str, int]
) -> None:
    text = "Date,Description,Commodity/Currency,Memo,Full Account Name,Amount Num.\n2024-01-14,Market,CURRENCY::EUR,,Assets:Checking,-50.00\n"
    text += (
        "".join(f",,,{memo},{account},{amount}\n" for memo, account, amount in below)
        + "2024-01-15,Other,CURRENCY::EUR,,Assets:Checking,-7.00\n"
    )
    parsed = read(text)
    row, other = bookings(parsed)
    told = ", ".join(f"{part.name} {part.amount}" for part in row.parts)
    assert (row.amount, other.amount) == (Decimal(-50), Decimal(-7))
    assert (
        row.code,
        row.counterparty_account,
        told,
        sum(each.locator is not None for each in parsed.problems),
    ) == expected


def test_pending_rows_are_marked_and_unknown_states_refused() -> None:
    text = (
        "Date,Payee,Amount,Currency,Status\n2024-01-01,x,-1.00,EUR,pending\n2024-01-02,y,-2.00,EUR,Booked\n"
        "2024-01-03,z,-3.00,EUR,REVERTED\n"
    )
    parsed = read(text)
    assert [each.status for each in bookings(parsed)] == ["pending", "booked"]
    assert [each.locator for each in parsed.problems] == ["row 4"]


@pytest.mark.parametrize(
    "text",
    [
        "", "Date,Description\n2024-01-01,a\n", "Name,Amount\nx,1.00\n", "Date,Description,Amount\n", "just words\n",
        "Date,Description,Amount\nMonday,walk,long\n", "date amount description\n1 2 3\n", "a,b,c\n1,2,3\n",
    ],
)  # fmt: skip
def test_what_is_not_surely_a_banks_export_is_left_to_others(text: str) -> None:
    assert not CsvBank().identify(candidate(text))


def test_identify_looks_at_whole_rows_of_a_long_file_only() -> None:
    text = ENGLISH + "".join(f"2024-01-{n % 28 + 1:02},row {n},-{n}.25,EUR\n" for n in range(5000))
    parsed = read(text)
    assert len(bookings(parsed)) == 5000


@pytest.mark.parametrize(
    ("above", "account", "numbers", "holder"),
    [
        ("Account holder,Ruth Amsel\nAccount,12345678\n", "12345678", (), "Ruth Amsel"),
        ('Kontoinhaber: Ruth und Martin Amsel\nKonto: 532013000\nBLZ: 37040044\n', "532013000", ("37040044/532013000", IBAN), "Ruth und Martin Amsel"),
        ("Titulaire du compte,M. ou Mme Merle\nRIB,20041 01005 0500013M026 06\n", "20041 01005 0500013M026 06", ("FR1420041010050500013M02606",), "M. ou Mme Merle"),
        ("Code banque,20041\nCode guichet,01005\nNuméro de compte,0500013M026\nClé RIB,06\n", "0500013M026", ("FR1420041010050500013M02606",), None),
        ("Code banque : 20041  Code guichet : 01005  Compte : 0500013M026  Clé : 06\n", "FR1420041010050500013M02606", (), None),
        ("Sort code,60-16-13\nAccount number,31926819\n", "31926819", ("601613/31926819",), None),
        ("Account type,Current\nAccount,12345678\n", "12345678", (), None),
    ],
)  # fmt: skip
def test_lines_above_the_header_tell_holder_and_numbers(
    above: str, account: str, numbers: tuple[str, ...], holder: str | None
) -> None:
    (found,) = read(f"{above}\n{ENGLISH}2024-01-13,Corner Market,-10.00,EUR\n").documents[0].statements
    assert (found.account, found.numbers, found.holder) == (account, numbers, holder)


@pytest.mark.parametrize(
    ("text", "good"), [(IBAN, True), ("GB82 WEST 1234 5698 7654 32", True), (IBAN[:-1] + "1", False)]
)
def test_an_iban_is_known_by_its_check_digits(text: str, good: bool) -> None:
    assert is_iban(text) is good


_cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@given(st.lists(st.lists(_cells, min_size=2, max_size=5), max_size=8), st.sampled_from(",;\t"))
def test_rows_are_those_of_the_standard_library(table: list[list[str]], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(table)
    text = out.getvalue()
    rows = list(read_rows(text, delimiter))
    assert [list(row.cells) for row in rows] == [
        stripped for row in table if any(stripped := [cell.strip() for cell in row])
    ]
    for row in rows:
        again = next(csv.reader(io.StringIO(text[row.char_start : row.char_end], newline=""), delimiter=delimiter))
        assert [cell.strip() for cell in again] == list(row.cells)


@given(st.text(st.sampled_from('a,;"\n\r\t '), max_size=60), st.sampled_from(",;\t"))
def test_no_character_of_any_text_falls_between_rows(text: str, delimiter: str) -> None:
    rows = list(read_rows(text, delimiter))
    outside = list(text)
    for row in rows:
        outside[row.char_start : row.char_end] = [""] * (row.char_end - row.char_start)
        assert row.line == 1 + text[: row.char_start].replace("\r\n", "\n").replace("\r", "\n").count("\n")
    assert not "".join(outside).strip(f'{delimiter} \t\r\n"')


_money = st.decimals(-100_000, 100_000, places=2)


@given(_money, st.lists(_money.filter(bool), min_size=3, max_size=12), st.booleans(), st.booleans())
def test_balances_prove_the_amounts_in_either_order(
    opening: Decimal, moves: list[Decimal], newest_first: bool, as_spending: bool
) -> None:
    lines, balance = [], opening
    for move in moves:
        balance += move
        lines.append((-move if as_spending else move, balance))
    closing = balance
    proof = prove(lines[::-1] if newest_first else lines)
    if proof.proven == len(moves) - 1 and not as_spending:
        assert not proof.doubts
        assert set(proof.signs) == {1}
    if len({abs(move) for move in moves}) == len(moves):
        assert not proof.doubts
        assert set(proof.signs) == {-1 if as_spending else 1}
        assert (proof.opening, proof.closing) == (opening, closing)


@given(
    st.lists(
        st.tuples(st.integers(0, 3000), st.decimals(-(10**7), 10**7, places=2), st.text("abcd ;,\"'\n", max_size=20)),
        min_size=1,
    ),
    st.sampled_from(";,\t"),
    st.booleans(),
)
def test_what_is_written_is_read(rows: list[tuple[int, Decimal, str]], delimiter: str, comma: bool) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(["Date", "Payee", "Amount", "Currency"])
    written = [(date(2020, 1, 1) + timedelta(days), amount, name) for days, amount, name in rows]
    for day, amount, name in written:
        shown = f"{amount:+,.2f}"
        writer.writerow(
            [f"{day:%d.%m.%Y}", name, shown.translate(str.maketrans(",.", ".,")) if comma else shown, "EUR"]
        )
    parsed = read(out.getvalue())
    assert parsed.problems == ()
    assert [(each.booked_on, each.amount, each.counterparty) for each in bookings(parsed)] == [
        (day, amount, " ".join(name.split())) for day, amount, name in written
    ]


_scraps = st.sampled_from(
    ["Date", "Amount", "Currency", "Payee", "Balance", "2024-01-31", "31/01/24", "-1,00", "1.000", "EUR", ";", ",", "\t", "\n", "\r",
     '"', "'", "€", "x", " ", "IBAN", "Debit", "Credit", "\ufeff", "(1)", "--"]
)  # fmt: skip


@given(st.lists(_scraps, max_size=40))
def test_any_scraps_are_left_alone_or_accounted_for(scraps: list[str]) -> None:
    file = candidate("Date;Payee;Amount;Currency\n2024-01-01;x;-1.00;EUR\n" + "".join(scraps))
    if CsvBank().identify(file):
        parsed = CsvBank().parse(file)
        assert bookings(parsed) or parsed.problems
        for each in bookings(parsed):
            assert parsed.documents[0].text[each.char_start : each.char_end].strip()


def test_names_that_say_nothing_make_one_account_of_a_layout() -> None:
    names = {
        statement.account
        for name in ("2024-01-31.csv", "2024-02-29.csv", "transactions (2).csv")
        for statement in CsvBank()
        .parse(candidate(f"{ENGLISH}2024-01-03,a,-1.00,EUR\n", name=name))
        .documents[0]
        .statements
    }
    other = CsvBank().parse(candidate("Day;Date;Memo;Amount (EUR)\n;2024-01-03;a;-1.00\n", name="2024-01-31.csv"))
    assert len(names) == 1
    assert {each.account for each in other.documents[0].statements}.isdisjoint(names)


def told(text: str, profile: CsvProfile) -> Parsed:
    file = candidate(text)
    layout = layout_of(file)
    assert layout is not None
    return CsvBank().parse(replace(file, profiles={layout.key: profile}))


def test_a_word_about_a_layout_that_the_rows_refute_is_asked_about_again() -> None:
    text = f"{ENGLISH}03/01/2024,a,-1.00,EUR\n03/31/2024,b,-2.00,EUR\n"
    assert bookings(told(text, CsvProfile(date_order="month-first")))[0].booked_on == date(2024, 3, 1)
    refuted = told(text, CsvProfile(date_order="day-first"))
    assert bookings(refuted) == []
    assert "--date-order month-first" in refuted.problems[0].reason
    refuted = told(f"{ENGLISH}2024-01-03,a,-1.25,EUR\n", CsvProfile(decimal=","))
    assert bookings(refuted) == []
    assert "--decimal ." in refuted.problems[0].reason


def test_a_profile_goes_by_the_header_not_by_the_files_name_or_delimiter() -> None:
    keys = {
        layout.key
        for text, name in (
            ("Date,Memo,Amount\n2024-01-03,a,-1\n", "a.csv"), ("Date;Memo;Amount\n2025-02-03;b;-2,50\n", "b.csv"),
            ("Account;1234\n\nDate;Memo;Amount\n2025-02-03;b;-2,50\n", "c.csv"),
        )
        if (layout := layout_of(candidate(text, name=name)))
    }  # fmt: skip
    other = layout_of(candidate("Date,Memo,Betrag\n2024-01-03,a,-1\n"))
    assert other is not None
    assert len(keys) == 1
    assert other.key not in keys


def test_a_balance_that_is_owed_turns_no_sign_that_columns_state() -> None:
    text = (
        "Date,Description,Debit,Credit,Balance,Currency\n2024-03-01,a,10.00,,10.00,EUR\n"
        "2024-03-02,b,5.00,,15.00,EUR\n2024-03-03,c,,15.00,0.00,EUR\n"
    )
    parsed = read(text)
    assert amounts(parsed) == ["-10.00", "-5.00", "15.00"]
    (statement,) = parsed.documents[0].statements
    assert (statement.opening, statement.closing) == (Decimal(0), Decimal(0))
    assert [each.balance for each in statement.transactions] == [Decimal(-10), Decimal(-15), Decimal(0)]


def test_amounts_that_bring_their_own_currency_need_no_other() -> None:
    parsed = read("Date,Description,Amount\n2024-03-01,a,-2.00 EUR\n2024-03-02,b,-3.00 USD\n")
    assert parsed.problems == ()
    assert {each.currency for each in bookings(parsed)} == {"EUR", "USD"}


def test_a_header_that_comes_again_and_a_total_are_named_and_two_coffees_stay_two() -> None:
    parsed = read(
        f"{ENGLISH}2024-03-01,Coffee,-2.00,EUR\n2024-03-01,Coffee,-2.00,EUR\n{ENGLISH}2024-03-02,TOTAL,-50.00,EUR\nTotal,,-54.00,\n"
    )
    assert amounts(parsed) == ["-2.00", "-2.00", "-50.00"]
    assert [each.locator for each in parsed.problems] == ["row 4", "row 6"]


@pytest.mark.parametrize("words", ["Net movement", "Totals for period", "Ihre Umsätze"])
def test_a_row_without_a_day_that_adds_the_others_up_leaves_the_balances_their_word(words: str) -> None:
    rows = "2024-03-03,Tea,-1.00,EUR,27.00\n2024-03-02,Pay,30.00,EUR,28.00\n2024-03-01,Coffee,-2.00,EUR,-2.00\n"
    for foot in ("27.00", "30.00", "-3.00", "-3.01"):
        parsed = read(f"Date,Description,Amount,Currency,Balance\n{rows},{words},{foot},EUR,\n")
        (statement,) = parsed.documents[0].statements
        is_sum = foot != "-3.01"
        assert (statement.opening, statement.closing) == (Decimal(0) if is_sum else None, Decimal("27.00"))
        assert ["sum" in each.reason for each in parsed.problems] == [is_sum]


def test_words_in_further_rows_belong_to_the_booking_above() -> None:
    text = f"{ENGLISH}2024-03-01,CARD PAYMENT,-2.00,EUR\n,Corner Shop,,\n2024-03-02,Tea,-1.00,EUR\n"
    parsed = read(text)
    first, second = bookings(parsed)
    assert (first.description, second.description) == ("CARD PAYMENT Corner Shop", "Tea")
    assert text[first.char_start : first.char_end] == "2024-03-01,CARD PAYMENT,-2.00,EUR\n,Corner Shop,,"
    assert parsed.problems == ()


def test_a_sort_code_above_the_table_is_no_day_and_an_apostrophe_no_part_of_a_number() -> None:
    above = "Bank,Saver\nSort code,20-11-43\nAccount number,55120398\n\n"
    (statement,) = (
        read(above + "Date,Details,Amount GBP\n2025-03-05,A,-5.00\n2025-05-04,B,6.00\n").documents[0].statements
    )
    assert [each.booked_on for each in statement.transactions] == [date(2025, 3, 5), date(2025, 5, 4)]
    assert (
        read(above + "Date,Details,Amount GBP\n05/03/2025,A,-5.00\n05/04/2025,B,6.00\n").documents[0].statements == ()
    )
    text = "Date,Description,Value GBP,Account Number\n13/03/2025,A,-5.00,'204518-73320194\n"
    assert read(text).documents[0].statements[0].account == "204518-73320194"


def test_a_day_above_the_header_tells_the_order_of_days_below() -> None:
    text = (
        f"Téléchargement du;13/11/2026\nCompte;{IBAN}\n\nDate;Libellé;Débit;Crédit\n"
        "06/11/2026;Loyer;-900,00;\n03/11/2026;Salaire;;2000,00\n"
    )
    parsed = read(text)
    assert [each.booked_on for each in bookings(parsed)] == [date(2026, 11, 6), date(2026, 11, 3)]
    assert parsed.problems == ()


def test_a_running_total_is_a_balance() -> None:
    text = "Posted,Particulars,Value (GBP),Running total (GBP)\n01 Feb 2026,Bakery,-4.50,95.50\n02 Feb 2026,Wages,100.00,195.50\n"
    (statement,) = read(text).documents[0].statements
    assert (statement.opening, statement.closing) == (Decimal("100.00"), Decimal("195.50"))


def test_a_table_whose_bank_thanks_for_the_payment_of_a_bill_is_a_cards() -> None:
    text = "Date,Description,Amount,Currency\n2026-02-13,Bakery,-4.50,GBP\n2026-02-14,{},80.00,GBP\n2026-02-15,Inn,-20.00,GBP\n"
    for said, kind in (
        ("Payment Thank You-Mobile", "creditcard"),
        ("Ihre Zahlung besten Dank", "creditcard"),
        ("Wages", None),
    ):
        (statement,) = read(text.format(said)).documents[0].statements
        assert statement.account_kind == kind


def test_a_table_that_states_spending_as_positive_is_a_cards() -> None:
    text = "Date,Description,Amount,Currency\n2026-02-01,Bakery,4.50,GBP\n2026-02-02,Payment received,-80.00,GBP\n2026-02-03,Inn,20.00,GBP\n"
    said = replace(candidate(text), profiles={layout_of(candidate(text)).key: CsvProfile(sign="debit-positive")})  # type: ignore[union-attr]
    (statement,) = CsvBank().parse(said).documents[0].statements
    assert (statement.account_kind, statement.transactions[0].amount) == ("creditcard", Decimal("-4.50"))


@pytest.mark.parametrize(
    ("name", "booked"), [("20180226_1.csv", date(2018, 2, 10)), ("2018-12-31.csv", None), ("20180101.csv", None)]
)
def test_no_booking_is_later_than_the_day_in_the_name_of_its_file(name: str, booked: date | None) -> None:
    """10/02/2018 is in February or in October: not in October of a file of February; of a file of December it may be either."""
    file = candidate(ENGLISH + "10/02/2018,a,-1.50,EUR\n", name=name)
    assert [each.booked_on for each in bookings(CsvBank().parse(file))] == ([booked] if booked else [])


def test_credits_that_are_all_negative_are_money_that_comes_in() -> None:
    header = "Date,Description,Debit,Credit,Currency\n"
    assert amounts(read(f"{header}2024-01-13,SHOP,3.50,,EUR\n2024-01-15,BILL,,-100.00,EUR\n")) == ["-3.50", "100.00"]
    mixed = f"{header}2024-01-13,SHOP,3.50,,EUR\n2024-01-15,BILL,,-100.00,EUR\n2024-01-16,BILL,,5.00,EUR\n"
    assert amounts(read(mixed)) == ["-3.50", "-100.00", "5.00"]


def test_the_card_that_a_column_says_bookings_were_made_by_is_the_account() -> None:
    text = (
        "Umsatz getätigt von;Belegdatum;Buchungsdatum;Buchungsbetrag;Buchungswährung;Transaktionsbeschreibung\n"
        '"4111 11XX XXXX 1234";20.02.24;21.02.24;-5,00;EUR;CAFE\n'
    )
    (statement,) = read(text).documents[0].statements
    assert statement.account == "4111 11XX XXXX 1234"


@pytest.mark.parametrize(
    ("header", "booked"),
    [("Date d'achat;Commerçant;Montant;Devise", date(2026, 11, 3)), ("Datum;Empfänger;Betrag;Währung", date(2026, 11, 3)),
     ("Date;Payee;Amount;Currency", None)],
)  # fmt: skip
def test_no_language_but_english_writes_the_month_first(header: str, booked: date | None) -> None:
    parsed = read(f"{header}\n03/11/2026;MONOPRIX;-58,69;EUR\n05/11/2026;BOULANGERIE;-4,20;EUR\n")
    assert [each.booked_on for each in bookings(parsed)][:1] == ([booked] if booked else [])
