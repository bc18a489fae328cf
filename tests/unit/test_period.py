"""Times as people name them, beyond those of ``test_plan``: to come, in a row, parts of a time, and what is no time."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkm.answer.planning import period
from pkm.answer.planning.days import Period, moved, part_of
from pkm.answer.planning.period import find, find_all

TODAY = date(2026, 11, 20)  # a Friday


def days(since: str, until: str) -> Period:
    return Period(date.fromisoformat(since) if since else None, date.fromisoformat(until) if until else None)


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("next month", "2026-12-01", "2026-12-31"),
        ("nächste Woche", "2026-11-23", "2026-11-29"),
        ("le mois prochain", "2026-12-01", "2026-12-31"),
        ("in the next 90 days", "2026-11-20", "2027-02-17"),
        ("in den nächsten drei Monaten", "2026-11-20", "2027-02-19"),
        ("im vorletzten Monat", "2026-09-01", "2026-09-30"),
        ("the year before last", "2024-01-01", "2024-12-31"),
        ("voriges Jahr", "2025-01-01", "2025-12-31"),
        ("in the three months before July 2026", "2026-04-01", "2026-06-30"),
        ("in the two weeks before Christmas 2025", "2025-12-10", "2025-12-23"),
        ("the three months after July 2025", "2025-08-01", "2025-10-31"),
        ("in den drei Monaten vor Juli 2026", "2026-04-01", "2026-06-30"),
        ("in den zwei Wochen nach Ostern 2026", "2026-04-07", "2026-04-20"),
        ("pendant les trois mois avant juillet 2026", "2026-04-01", "2026-06-30"),
        ("letztes Quartal", "2026-07-01", "2026-09-30"),
        ("seit Jahresbeginn", "2026-01-01", "2026-11-20"),
        ("from April 2026 on", "2026-04-01", "2026-11-20"),
        ("from 2026 onwards", "2026-01-01", "2026-11-20"),
        ("vom 1. Mai 2026 an", "2026-05-01", "2026-11-20"),
        ("from April 2026 on groceries", "2026-04-01", "2026-04-30"),
        ("bis Jahresende", "", "2026-12-31"),
        ("year to date", "2026-01-01", "2026-11-20"),
        ("so far this year", "2026-01-01", "2026-11-20"),
        ("Anfang 2025", "2025-01-01", "2025-03-31"),
        ("Mitte März 2025", "2025-03-11", "2025-03-20"),
        ("Ende März 2025", "2025-03-21", "2025-03-31"),
        ("at the end of last year", "2025-10-01", "2025-12-31"),
        ("until the end of 2025", "", "2025-12-31"),
        ("before the end of the year", "", "2026-12-31"),
        ("as of 31 March", "", "2026-03-31"),
        ("last Friday", "2026-11-13", "2026-11-13"),
        ("on Monday", "2026-11-16", "2026-11-16"),
        ("vendredi dernier", "2026-11-13", "2026-11-13"),
        ("am Mittwoch", "2026-11-18", "2026-11-18"),
        ("last weekend", "2026-11-14", "2026-11-15"),
        ("am Wochenende", "2026-11-14", "2026-11-15"),
        ("this weekend", "2026-11-21", "2026-11-22"),
        ("vorgestern", "2026-11-18", "2026-11-18"),
        ("the first week of March 2025", "2025-03-01", "2025-03-07"),
        ("in the week of 2 March 2026", "2026-03-02", "2026-03-08"),
        ("at Christmas 2025", "2025-12-24", "2025-12-26"),
        ("since Christmas", "2025-12-24", "2026-11-20"),
        ("over Easter 2026", "2026-04-03", "2026-04-06"),
        ("on New Year's Eve 2025", "2025-12-31", "2025-12-31"),
        ("in May and June", "2026-05-01", "2026-06-30"),
        ("im Mai, Juni und Juli 2025", "2025-05-01", "2025-07-31"),
        ("in 2024 and 2025", "2024-01-01", "2025-12-31"),
        ("from 3 to 15 March 2025", "2025-03-03", "2025-03-15"),
        ("vom 3. bis 15. März 2025", "2025-03-03", "2025-03-15"),
        ("January–March 2025", "2025-01-01", "2025-03-31"),
        ("Mai bis Juli 2025", "2025-05-01", "2025-07-31"),
        ("from March to May 2024", "2024-03-01", "2024-05-31"),
        ("am 12.10.", "2026-10-12", "2026-10-12"),
        ("am 24.12.", "2025-12-24", "2025-12-24"),
        ("03.05.25", "2025-05-03", "2025-05-03"),
        ("in 2024-05", "2024-05-01", "2024-05-31"),
        ("12/2024", "2024-12-01", "2024-12-31"),
        ("S1 2025", "2025-01-01", "2025-06-30"),
        ("au deuxième trimestre", "2026-04-01", "2026-06-30"),
        ("in the past year", "2025-11-21", "2026-11-20"),
        ("im letzten halben Jahr", "2026-05-21", "2026-11-20"),
        ("les achats de l'année", "2026-01-01", "2026-12-31"),
        ("Oktober mit", "2026-10-01", "2026-10-31"),
        ("SAQ dès mars 2026", "2026-03-01", "2026-11-20"),
        ("die Kosten des März 2026", "2026-03-01", "2026-03-31"),
    ],
)
def test_a_time_is_whole_days(question: str, since: str, until: str) -> None:
    mention = find(question, TODAY)
    assert mention is not None
    assert mention.period == days(since, until)


@pytest.mark.parametrize(
    "question",
    [
        "Wer wohnt hier?",
        "the Sunday roast",
        "Christmas presents",
        "a Mars bar",
        "in der Mai-Ausgabe",
        "invoice 2025-17",
        "30.2.2025",
        "the middle drawer",
        "How many times",
        "room 2025b",
    ],
)
def test_what_names_no_time_has_none(question: str) -> None:
    assert find(question, TODAY) is None


@pytest.mark.parametrize(
    "question",
    [
        "3 days after 5 May 2026",
        "in den drei Tagen vor dem Umzug",
        "les deux semaines avant le mariage",
    ],
)
def test_days_around_what_is_no_time_are_none(question: str) -> None:
    assert [each for each in find_all(question, TODAY) if each.period.since and each.period.until] == []


def test_two_times_stay_two() -> None:
    october, september = find_all("October compared with September", TODAY)
    assert october.period == days("2026-10-01", "2026-10-31")
    assert september.period == days("2026-09-01", "2026-09-30")
    (row,) = find_all("in May and in July 2025", TODAY)
    assert row.in_a_row
    assert row.parts == (days("2025-05-01", "2025-05-31"), days("2025-07-01", "2025-07-31"))


def test_the_month_before_knows_what_it_can_be_before() -> None:
    (before,) = find_all("compared with the previous month", TODAY)
    assert (before.back, before.base) == ("month", days("2026-11-01", "2026-11-30"))
    (same,) = find_all("than in the same month last year", TODAY)
    assert same.period == days("2025-11-01", "2025-11-30")


@given(st.text(max_size=60), st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_any_text_can_be_asked_for_its_times(text: str, today: date) -> None:
    for each in find_all(text, today):
        assert 0 <= each.start < each.end <= len(text)


@given(st.integers(1, 60), st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_the_last_n_days_are_n_and_end_today(count: int, today: date) -> None:
    mention = find(f"in the last {count} days", today)
    assert mention is not None
    since, until = mention.period.since, mention.period.until
    assert since is not None
    assert (until, (today - since).days + 1) == (today, count)


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(-40, 40))
def test_a_whole_month_moves_to_a_whole_month(day: date, count: int) -> None:
    first = day.replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    later = moved(Period(first, last), "month", count)
    assert later.since is not None
    assert later.until is not None
    assert later.since.day == 1
    assert (later.until + timedelta(days=1)).day == 1
    assert (later.since.year * 12 + later.since.month) - (first.year * 12 + first.month) == count


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(2, 400))
def test_the_parts_of_a_time_make_it_up(since: date, length: int) -> None:
    whole = Period(since.replace(day=1), since.replace(day=1) + timedelta(days=length))
    parts = [part_of(whole, part) for part in ("begin", "middle", "end")]
    if length < 200:
        assert parts[0].since == whole.since
        assert [each.since for each in parts[1:]] == [each.until and each.until + timedelta(1) for each in parts[:-1]]
        assert parts[2].until == whole.until


def test_a_form_that_is_passed_by_for_want_of_its_words_would_not_have_been_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = [
        line.partition(" => ")[0]
        for line in Path(__file__).with_name("asked.txt").read_text("utf-8").splitlines()
        if " => " in line
    ]
    found = [find_all(each, TODAY) for each in asked]
    monkeypatch.setattr(period, "CUES", {name: re.compile("") for name in period.CUES})
    assert [find_all(each, TODAY) for each in asked] == found
    assert sum(map(bool, found)) > len(asked) // 3


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("March to May 2026", "2026-03-01", "2026-05-31"),
        ("du 1er au 10 octobre 2026", "2026-10-01", "2026-10-10"),
        ("im Jänner 2026", "2026-01-01", "2026-01-31"),
        ("im Feber 2026", "2026-02-01", "2026-02-28"),
        ("der letzten dreißig Tage", "2026-10-22", "2026-11-20"),
        ("im September und Oktober 2026", "2026-09-01", "2026-10-31"),
        ("September plus October 2026", "2026-09-01", "2026-10-31"),
    ],
)
def test_times_of_other_places_and_in_a_row(question: str, since: str, until: str) -> None:
    (found,) = find_all(question, TODAY)
    assert found.period == days(since, until)
