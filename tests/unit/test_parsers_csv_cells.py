"""Days and amounts one by one, in all the ways in which banks write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ingest.parsers.csv_words import concepts_of, side_of
from ingest.parsers.day import day_order, order_of_sorted, read_day
from ingest.parsers.money import currency_code, decimal_sign, read_amount, split_unit
from pkm.errors import Refused

TWELFTH = date(2019, 12, 12)


@pytest.mark.parametrize(
    "text",
    [
        "2019-12-12", "12.12.2019", "12/12/19", "12-Dec-2019", "20191212", "Dec 12, 2019", "December 12th, 2019", "12 Dec 19",
        "12. Dezember 2019", "12 décembre 2019", "12 déc. 2019", "12 december 2019", "12 de diciembre de 2019", "12 dic 2019",
        "12 dicembre 2019", "12 de dezembro de 2019", "12 grudnia 2019", "12. prosince 2019", "2019. december 12.",
        "12 joulukuuta 2019", "12. desember 2019", "2019-12-12T10:15:00.000Z", "2019-12-12 10:15:00 +0100", "12-12-2019 / 10:15",
        "20191212101500", "12.12.2019 10:15", "2019.12.12.", "2019. 12. 12.", "Thu 12 Dec 2019", "Do, 12.12.2019", "2019-Dec-12",
        "12/12/2019, 10:15 PM",
    ],
)  # fmt: skip
def test_a_day(text: str) -> None:
    assert read_day(text, "day first") == TWELFTH


@pytest.mark.parametrize(
    "text", ["", "Pending", "31.02.2024", "12 Foo 2019", "2019-13-01", "12345", "1.234,56", "0012-01-01", "78780712"]
)
def test_no_day(text: str) -> None:
    with pytest.raises(Refused):
        read_day(text, "day first")


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("1.234,56-", "-1234.56", ""), ("(12,00)", "-12.00", ""), ("EUR 12,00", "12.00", "EUR"), ("−12", "-12", ""),
        ("-12,00 €", "-12.00", "€"), ("-€12,00", "-12.00", "€"), ("€ -12,00", "-12.00", "€"), ("(€12,00)", "-12.00", "€"),
        ("1'234,50", "1234.50", ""), ("12 345,00 kr", "12345.00", "kr"), ("12,00 CR", "12.00", ""), ("12,00DR", "-12.00", ""),
        ("12,00 S", "-12.00", ""), ("12,00 H", "12.00", ""), ("+ 12,00", "12.00", ""), ("12,00+", "12.00", ""),
        ("-7,5 zł", "-7.5", "zł"), ("12\u00a0345,00", "12345.00", ""), ("CHF-12,00", "-12.00", "CHF"), ("12,00 EUR-", "-12.00", "EUR"),
    ],
)  # fmt: skip
def test_an_amount_with_a_comma(text: str, amount: str, unit: str) -> None:
    number, found = split_unit(text)
    assert (read_amount(number, ","), found) == (Decimal(amount), unit)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,23,456.78", "123456.78"), ("12,34,56,789", "123456789"), ("£1,183.23", "1183.23"), ("+ £1,100.00", "1100.00"),
        ("- $10.00", "-10.00"), ("($10.00)", "-10.00"), ("US$ 7", "7"), (".5", "0.5"),
    ],
)  # fmt: skip
def test_an_amount_with_a_point(text: str, amount: str) -> None:
    assert read_amount(split_unit(text)[0], ".") == Decimal(amount)


@pytest.mark.parametrize(
    "text", ["", "-", "1,2,3.4", "12,00 CR DR", "--5", "5-5", "abc", "1.2.3", "(5", "-5 DR", "12:30"]
)
def test_no_amount(text: str) -> None:
    with pytest.raises(Refused):
        read_amount(split_unit(text)[0], ".")


def test_what_decides_is_what_has_no_other_reading() -> None:
    assert decimal_sign(["1,234", "2,345"]) is None
    assert decimal_sign(["1,23,456"]) == "."
    assert day_order(["01/02/2024", "03/04/2024"]) is None
    assert day_order(["01/02/2024", "13/04/2024"]) == "day first"


def test_many_days_in_a_row_have_one_order_in_which_they_rise() -> None:
    rising = ["05/01/2024", "07/01/2024", "02/02/2024", "04/03/2024", "01/04/2024", "09/05/2024", "03/06/2024"]
    assert order_of_sorted(rising) == "day first"
    assert order_of_sorted([f"{day[3:5]}/{day[:2]}/{day[6:]}" for day in rising]) == "month first"
    assert order_of_sorted(rising[:3]) is None  # too few: as well by chance
    assert order_of_sorted([f"{day:02}/03/2024" for day in range(1, 12)]) is None  # in order both ways


@pytest.mark.parametrize(
    ("word", "code"), [("€", "EUR"), ("zł", "PLN"), ("Kč", "CZK"), ("eur", "EUR"), ("$", None), ("kr", None)]
)
def test_a_currency_is_one_for_sure_or_none(word: str, code: str | None) -> None:
    assert currency_code(word) == code


@pytest.mark.parametrize(
    ("words", "side"),
    [("Af", -1), ("Bij", 1), ("S", -1), ("H", 1), ("DBIT", -1), ("+", 1), ("Memo", 0), ("Bakery", None)],
)
def test_a_side(words: str, side: int | None) -> None:
    assert side_of(words) == side


@pytest.mark.parametrize(
    ("header", "meant"),
    [
        ("Buchungsdatum", {"BOOKING", "DATE"}), ("Tegenrekening", {"COUNTER", "ACCOUNT"}), ("Částka CZK", {"AMOUNT", "UNIT"}),
        ("Saldo po operacji", {"BALANCE"}), ("Kirjauspäivä", {"BOOKING", "DATE"}), ("Original currency", {"ORIGINAL", "CURRENCY"}),
        ("dateOp", {"DATE"}), ("Bevétel/Kiadás", {"CREDIT", "DEBIT"}),
    ],
)  # fmt: skip
def test_a_header_means_what_its_words_mean(header: str, meant: set[str]) -> None:
    assert meant <= concepts_of(header)
