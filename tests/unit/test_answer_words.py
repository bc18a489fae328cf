"""What the ledger's answers are made of beside its queries: words, edits, sentences, times, coverage."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkm.answer import phrases
from pkm.answer.language import Language, content, is_listed, namings, narrower, siblings
from pkm.answer.phrases.ledger import LEDGER
from pkm.answer.planning.days import Period
from pkm.answer.planning.plan import read
from pkm.answer.reckoning.bank_fees import is_interest
from pkm.answer.reckoning.budget import before
from pkm.answer.reckoning.coverage import cover, rest_on
from pkm.answer.reckoning.misspelt import is_one_edit
from pkm.answer.reckoning.own_accounts import names_another
from pkm.answer.reckoning.spelling import is_spelt_out
from pkm.answer.reckoning.sums import table
from pkm.answer.reckoning.unusual import charged_after_the_end
from pkm.answer.reckoning.wealth import _read
from pkm.ledger.finding import Ended
from pkm.ledger.history import payee_of, remember
from pkm.ledger.recurring import has_price, price_changes
from pkm.ledger.words import stem, stems
from pkm.models import AccountId, DocumentId, Gap
from pkm.store.standing import Covered, Fault
from tests.unit.test_ledger_totals import booking

words = st.text(ascii_lowercase, min_size=2, max_size=12)


@given(words, st.data())
def test_any_one_edit_is_one(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from(ascii_lowercase))
    longer, shorter = word[:place] + letter + word[place:], word[:place] + word[place + 1 :]
    other = word[:place] + letter + word[place + 1 :]
    assert is_one_edit(word, longer)
    assert is_one_edit(shorter, word)
    assert is_one_edit(word, other) == (word != other)
    if place + 1 < len(word) and word[place] != word[place + 1]:
        assert is_one_edit(word, word[:place] + word[place + 1] + word[place] + word[place + 2 :])


@pytest.mark.parametrize("other", ["strom", "xtrxm", "strommm", "tsrmo", "str"])
def test_what_is_none_or_more_than_one_is_not(other: str) -> None:
    assert not is_one_edit("strom", other)


def test_the_stems_of_a_booking_are_its_words_once_each() -> None:
    assert stems("Stadtwerke Köln", "Strom Abschlag; STROM 2025") == ["stadtwerk", "koln", "strom", "abschlag", "2025"]


@given(st.sampled_from(["electricit", "food", "rent", "utiliti", "restaurant", "zzz"]), words)
def test_narrower_is_what_namings_say(asked: str, found: str) -> None:
    assert narrower(asked, asked)
    assert found not in namings(asked) or narrower(asked, found)
    assert siblings(asked).isdisjoint(namings(asked))


def test_siblings_are_told_apart_and_a_whole_has_none() -> None:
    assert stem("bakery") in siblings(stem("groceries"))
    assert stem("gas") in siblings(stem("strom"))
    assert not siblings(stem("food"))
    assert is_listed("mobilier")
    assert not is_listed("mobilis")


# ---------------------------------------------------------------- sentences


@pytest.mark.parametrize("name", LEDGER)
def test_each_sentence_takes_the_same_values_in_all_languages(name: str) -> None:
    from string import Formatter

    taken = [{field for _, field, _, _ in Formatter().parse(text) if field} for text in LEDGER[name]]
    assert taken[0] == taken[1] == taken[2]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("1 booking", "1,204 bookings")),
        ("de", ("1 Buchung", "1.204 Buchungen")),
        ("fr", ("1 opération", "1\u202f204 opérations")),
    ],
)
def test_one_is_not_many(language: Language, told: tuple[str, str]) -> None:
    assert (phrases.count("bookings", 1, language), phrases.count("bookings", 1204, language)) == told


@pytest.mark.parametrize(
    ("amount", "currency", "told"),
    [
        ("5.820", "EUR", "5.82 EUR"),
        ("5820.000", "JPY", "5,820 JPY"),
        ("3", "BHD", "3.000 BHD"),
        ("1.2345", "EUR", "1.2345 EUR"),
    ],
)
def test_an_amount_has_the_digits_of_its_currency(amount: str, currency: str, told: str) -> None:
    assert phrases.money(Decimal(amount), currency, "en") == told


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("in March 2025", "in 2025", "Q2 2025", "1 March 2025")),
        ("de", ("im März 2025", "im Jahr 2025", "Q2 2025", "1. März 2025")),
        ("fr", ("en mars 2025", "en 2025", "T2 2025", "1er mars 2025")),
    ],
)
def test_times_as_people_write_them(language: Language, told: tuple[str, ...]) -> None:
    march = phrases.period(date(2025, 3, 1), date(2025, 3, 31), language)
    year = phrases.period(date(2025, 1, 1), date(2025, 12, 31), language)
    assert (
        march,
        year,
        phrases.span(date(2025, 4, 1), "quarter", language),
        phrases.day(date(2025, 3, 1), language),
    ) == told


def test_a_table_is_markdown() -> None:
    assert table(["Shop", "Amount"], [["A", "1.00 EUR"]]) == "| Shop | Amount |\n| --- | ---: |\n| A | 1.00 EUR |"


# ---------------------------------------------------------------- times, prices, coverage


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (date(2025, 3, 1), date(2025, 3, 31), Period(date(2025, 2, 1), date(2025, 2, 28))),
        (date(2025, 1, 1), date(2025, 12, 31), Period(date(2024, 1, 1), date(2024, 12, 31))),
        (date(2025, 1, 1), date(2025, 3, 31), Period(date(2024, 10, 1), date(2024, 12, 31))),
        (date(2025, 3, 10), date(2025, 3, 16), Period(date(2025, 3, 3), date(2025, 3, 9))),
    ],
)
def test_the_time_before_a_time_is_of_its_kind(since: date, until: date, expected: Period) -> None:
    assert before(since, until) == expected


def test_a_price_changes_where_it_was_held_and_the_new_one_stays() -> None:
    def changes(*amounts: int) -> list[tuple[int, int]]:
        return [(each.before, each.after) for each in price_changes([Decimal(each) for each in amounts])]

    assert changes(9, 9, 9, 12, 12) == [(2, 3)]
    assert changes(9, 9, 12) == [(1, 2)]
    assert changes(9, 9, 30, 9, 9) == []  # one odd payment is no price
    assert changes(9, 8, 9, 8) == []
    assert has_price([Decimal(9), Decimal(9), Decimal(9), Decimal(12)])
    assert not has_price([Decimal(each) for each in (9, 8, 9, 7, 9)])


def test_the_days_after_the_last_statement_are_missing_once_the_next_is_overdue() -> None:
    spans = [Covered("X1", "EUR", date(2025, month, 1), date(2025, month, 28)) for month in (1, 2)]
    gap = Fault("X1", AccountId(1), "EUR", "gap", date(2025, 1, 29), date(2025, 1, 31), None, None, 1, None)
    early = cover(spans, [gap], None, date(2025, 3, 20), date(2025, 3, 20))
    assert early.gaps == (Gap("X1", date(2025, 1, 29), date(2025, 1, 31)),)
    late = cover(spans, [gap], date(2025, 2, 1), date(2025, 4, 30), date(2025, 5, 1))
    assert late.gaps == (Gap("X1", date(2025, 3, 1), date(2025, 4, 30)),)
    assert (late.statements, late.expected) == (1, 4)  # 61 days are three statements of 28


@pytest.mark.parametrize(
    ("first", "opening", "missing"),
    [(6, "12.50", [("01-01", "05-31")]), (6, "0", []), (6, None, []), (2, "12.50", [("01-01", "01-31")])],
)
def test_the_days_before_the_first_statement_are_missing_where_it_begins_with_money(
    first: int, opening: str | None, missing: list[tuple[str, str]]
) -> None:
    begins = opening and Decimal(opening)
    spans = [
        Covered("X1", "EUR", date(2025, month, 1), date(2025, month + 1, 1) - timedelta(days=1), None, begins if month == first else Decimal(1))
        for month in range(first, 12)
    ]  # fmt: skip
    end = date(2025, 11, 30)
    found = cover(spans, [], date(2025, 1, 1), end, end)
    assert [(f"{each.since:%m-%d}", f"{each.until:%m-%d}") for each in found.gaps] == missing
    assert cover(spans, [], date(2025, first, 1) - timedelta(days=20), end, end).gaps == ()  # less than a statement
    assert cover(spans, [], None, end, end).gaps == ()
    assert cover(spans, [], date(2024, 1, 1), date(2024, 12, 31), end).gaps == ()  # of which the records know nothing


def test_accounts_that_came_to_an_end_long_ago_are_named_once_and_briefly() -> None:
    """Their missing days stay in the coverage; one that was overdue for a while misses a statement."""
    spans = [Covered(name, "EUR", date(year, 1, 1), date(year, 12, 31)) for name, year in
             (("DE10101", 2018), ("DE10101", 2019), ("DE20202", 2020), ("DE30303", 2024))]  # fmt: skip
    times = [(date(year, 1, 1), date(year, 12, 31)) for year in (2025, 2026)]
    basis = rest_on(spans, [], times, date(2026, 11, 22), "en")
    assert len(basis.coverage.gaps) == 6
    assert basis.warnings == (
        "Statements of account …0303 are missing: in 2025, from 1 January 2026 to 22 November 2026.",
        "The statements of these accounts end long ago: …0101 (31 December 2019), …0202 (31 December 2020).",
    )


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.234,50", "1234.5"),
        ("1,234.50", "1234.5"),
        ("1'234.50", "1234.5"),
        ("1234", "1234"),
        ("60,00", "60"),
        ("1.234", "1234"),
        ("0,75", "0.75"),
    ],
)
def test_numbers_are_read_as_statements_write_them(written: str, value: str) -> None:
    assert _read(written) == Decimal(value)
    assert _read("0600") is None


@pytest.mark.parametrize(
    ("question", "told", "payee", "is_it"),
    [
        ("power ni 2025 total", ["power"], "power ni", True),  # "ni" is "nor" in French
        ("How much did we pay Power NI in 2025?", ["power"], "power ni", True),
        ("how much for power in 2025", ["power"], "power ni", False),
        ("how much for power and gas from ni", ["power", "gas"], "power ni", False),
        ("how much at the market", ["market"], "the market", False),  # any market is meant
    ],
)
def test_a_name_is_meant_whole_where_one_of_its_words_means_nothing(
    question: str, told: list[str], payee: str, is_it: bool
) -> None:
    assert is_spelt_out(told, payee, question) is is_it


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("Wie viele Buchungen gab es im Juni auf dem Tabor Konto?", True), ("How many payments left the Tabor account in June?", True),
        ("How much did we pay from the account at Tabor in June?", True), ("Combien de paiements sur mon compte Tabor en juin ?", True),
        ("How many payments left the Mount Tabor account in June?", True), ("Wie viele Buchungen auf dem Banca Tabor Konto im Juni?", True),
        ("Wie viele Buchungen gab es im Juni bei Tabor?", False), ("How much did we pay Tabor from the joint account in June?", False),
    ],
)  # fmt: skip
def test_an_account_by_a_name_that_none_has_is_another(question: str, other: bool) -> None:
    """Where the household has an account so called, the word is among those that name it, and no longer told."""
    plan = read(question, date(2026, 11, 20))
    assert names_another(plan, ("tabor",)) == other
    assert not names_another(plan, ())


def test_interest_is_neither_the_internet_nor_whatever_begins_like_it() -> None:
    interest = stem("interest")
    assert (narrower(interest, stem("internet")), narrower(interest, stem("intersport")), narrower(interest, interest)) == (
        False, False, True,
    )  # fmt: skip
    assert (is_interest(("interet",)), is_interest((interest, "bank")), is_interest(("bank",)), is_interest((interest, "loan"))) == (
        True, True, False, False,
    )  # fmt: skip


def test_what_was_charged_after_a_contracts_end_is_told_with_late_bills() -> None:
    end = Ended(date(2025, 12, 31), DocumentId(1), 0, 9)
    rows = [
        booking(amount, day, "Old Gym")
        for amount, day in (("-79", end.on), ("-79", date(2026, 1, 7)), ("-79", date(2026, 2, 9)))
    ]
    past = replace(remember(rows, end.on, date(2026, 2, 9)), ended={payee_of(rows[0]): end})
    ((said, figure),) = charged_after_the_end(rows, past, "en")
    assert (figure.value, figure.count, figure.rows) == (Decimal("-158"), 2, tuple(each.id for each in rows[1:]))
    assert said == "158.00 EUR was charged by Old Gym after the contract’s end on 31 December 2025 (2 bookings)."
    assert charged_after_the_end(rows[:1], past, "en") == []


def test_a_run_of_letters_without_end_is_one_word_and_no_compound() -> None:
    assert len(content("a" * 300_000)) == 1  # tried at each of its letters, it took minutes
    assert len(content("Handyvertrag")) == 2
