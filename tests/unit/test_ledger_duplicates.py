"""Which records state the same booking: told once, however often and in whatever order they are stated."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pkm.ledger.duplicates import Common, Record, Source, originals
from pkm.ledger.reservations import reservations

DAY = date(2025, 3, 3)
OFX, CSV, PDF = "application/x-ofx", "text/csv", "application/pdf"
_ids = itertools.count(1)


def source(form: str = OFX, first: int = -20, last: int = 20, **more: object) -> Source:
    number = next(_ids)
    return Source(number, form, DAY + timedelta(first), DAY + timedelta(last), f"file {number}", **more)  # type: ignore[arg-type]


def record(of: Source, day: int = 0, words: str = "coffee", reference: str | None = None, **more: object) -> Record:
    number = next(_ids)
    plain = Record(
        number, of, DAY + timedelta(day), None, Decimal("-2.50"), reference, words, words, None, 1, f"row {number}"
    )
    return plain._replace(**more)


def told(*records: Record) -> int:
    """How many bookings there are, whatever the order."""
    counts = set()
    for seed in range(6):
        shuffled = list(records)
        Random(seed).shuffle(shuffled)
        counts.add(len(records) - len(originals(shuffled)))
    (count,) = counts
    return count


def test_within_one_statement_equal_records_are_two() -> None:
    one = source()
    assert told(record(one), record(one)) == 2


def test_a_unique_reference_that_a_statement_repeats_is_one() -> None:
    one, table = source(), source(CSV)
    assert told(record(one, reference="F1"), record(one, reference="F1")) == 1
    assert (
        told(record(table, reference="rent"), record(table, reference="rent")) == 2
    )  # a payer's words, not the bank's id
    assert told(record(one, reference="0"), record(one, reference="0")) == 2  # a filler


def test_the_same_balance_after_the_same_amount_is_one() -> None:
    one = source(CSV)
    left = Decimal("97.50")
    assert told(record(one, balance=left), record(one, balance=left)) == 1
    assert told(record(one, balance=left), record(one, balance=left - Decimal("2.50"))) == 2


def test_of_equal_bookings_there_are_as_many_as_the_statement_with_the_most_has() -> None:
    one, two, three = source(CSV), source(CSV), source()
    assert told(*(record(each) for each in (one, one, two, two, two, three))) == 3


def test_other_words_of_one_layout_are_another_booking() -> None:
    assert told(record(source(CSV), words="bakery"), record(source(CSV), words="florist")) == 2
    assert told(record(source(CSV), words="bakery"), record(source(OFX), words="bkry 0815")) == 1


def test_formats_may_differ_by_days_but_not_by_many() -> None:
    def pair(days: int) -> tuple[Record, Record]:
        return record(source()), record(source(CSV), days)

    assert [told(*pair(days)) for days in (0, 1, 3, 4)] == [1, 1, 1, 2]
    assert told(record(source(CSV)), record(source(CSV), 1)) == 2


def test_the_value_day_of_one_may_be_the_booking_day_of_the_other() -> None:
    assert told(record(source()), record(source(CSV), 5, value_on=DAY)) == 1


def test_statements_that_follow_each_other_swallow_nothing() -> None:
    before, after = source(OFX, -30, 0), source(CSV, 1, 30)
    assert told(record(before), record(after, 1)) == 2


def test_a_balance_that_is_handed_on_keeps_a_shared_day_apart() -> None:
    left = Decimal(100)
    before, after = source(CSV, -30, 0, closing=left), source(CSV, 0, 30, opening=left)
    assert told(record(before), record(after)) == 2
    assert told(record(before), record(replace_opening(after, Decimal(99)))) == 1


def replace_opening(of: Source, opening: Decimal) -> Source:
    return replace(of, opening=opening)


def test_references_of_one_format_are_compared_and_of_two_are_not() -> None:
    assert told(record(source(), reference="A"), record(source(), reference="B")) == 2
    assert told(record(source(), reference="A"), record(source(CSV), reference="B")) == 1
    assert told(record(source(), reference="A"), record(source(CSV)), record(source(), reference="B")) == 2


def test_a_bank_that_numbers_anew_in_each_download_has_its_bookings_told_once() -> None:
    """As often as the download with the most has them; a day on which one ends and the next begins may have one of each."""

    def told_once(*records: Record) -> int:
        return len(records) - len(originals(records, lambda one, other: True))

    one, two, three = source(), source(), source()
    assert told_once(record(one, reference="A"), record(two, reference="B"), record(three, reference="C")) == 1
    coffees = record(one, reference="A"), record(one, reference="B"), record(two, reference="C")
    assert told_once(*coffees, record(two, reference="D"), record(three, reference="E")) == 2
    assert told_once(record(one, reference="A"), record(two, reference="B", words="bakery")) == 2
    ends, begins = source(OFX, -20, 0), source(OFX, 0, 20)
    assert told_once(record(ends, reference="A"), record(begins, reference="B")) == 2


def test_two_statements_show_whether_the_bank_numbers_anew() -> None:
    """No number in common, and all the same but what was booked late."""
    told_by = {
        Common(30, 33, 0, 30): True, Common(1, 1, 0, 1): True, Common(30, 30, 1, 30): False,
        Common(30, 30, 0, 20): False, Common(3, 30, 0, 3): False, Common(0, 0, 0, 0): False,
    }  # fmt: skip
    assert {common: common.is_renumbered for common in told_by} == told_by


def test_the_record_that_says_most_is_shown_and_print_comes_last() -> None:
    poor, rich, printed = record(source(CSV)), record(source(), filled=5), record(source(PDF), filled=9)
    assert originals([poor, rich, printed]) == {poor.id: rich.id, printed.id: rich.id}


def test_a_reservation_becomes_the_booking_with_its_reference_or_its_payee() -> None:
    early, late = source(last=1), source()
    hotel = record(early, words="hotel", reference="H", amount=Decimal(-80))
    coffee = record(early)
    final = record(late, 4, "hotel", "H", amount=Decimal("-95.50"))
    served, other = record(late, 2), record(late, 30)
    found = reservations([hotel, coffee], {each.id: [each] for each in (final, served, other)}, [early, late])
    assert (found.duplicates, found.lapsed) == ({hotel.id: final.id, coffee.id: served.id}, frozenset())


def test_a_statement_that_has_both_means_two() -> None:
    one = source()
    waiting, booked = record(one), record(one, 1)
    assert reservations([waiting], {booked.id: [booked]}, [one]).duplicates == {}


def test_a_reservation_lapses_only_when_statements_cover_the_time() -> None:
    waiting = record(source(last=1))
    later, far = source(first=-1, last=31), source(first=25, last=40)
    assert reservations([waiting], {}, [waiting.source, later]).lapsed == {waiting.id}
    assert reservations([waiting], {}, [waiting.source, far]).lapsed == frozenset()
    assert reservations([waiting], {}, [waiting.source]).lapsed == frozenset()


_library = st.lists(
    st.tuples(
        st.sampled_from([OFX, CSV, PDF]),
        st.lists(st.tuples(st.integers(0, 6), st.sampled_from(["a bakery", "the florist"])), min_size=1, max_size=4),
    ),
    min_size=1,
    max_size=4,
)


@given(_library, st.randoms(use_true_random=False))
def test_no_booking_is_lost_and_none_told_twice(
    library: list[tuple[str, list[tuple[int, str]]]], random: Random
) -> None:
    records = [record(of, day, words) for form, rows in library for of in [source(form, 0, 6)] for day, words in rows]
    found = originals(records)
    assert not set(found) & set(found.values())
    members: defaultdict[int, list[Record]] = defaultdict(list)
    for each in records:
        members[found.get(each.id, each.id)].append(each)
    for booking in members.values():
        assert max(Counter(each.source.id for each in booking).values()) == 1
    assert len(members) >= max(len(rows) for _, rows in library)
    random.shuffle(records)
    assert originals(records) == found


@given(_library)
def test_the_same_statements_again_add_nothing(library: list[tuple[str, list[tuple[int, str]]]]) -> None:
    def taken() -> list[Record]:
        return [record(of, day, words) for form, rows in library for of in [source(form, 0, 6)] for day, words in rows]

    once, twice = taken(), [*taken(), *taken()]
    assert len(twice) - len(originals(twice)) == len(once) - len(originals(once))


def test_a_hundred_thousand_equal_rows_are_told_once_without_comparing_each_with_each() -> None:
    one, two, three = source(CSV), source(CSV), source(CSV)
    many = [record(each) for each in (one, two) for _ in range(30_000)]
    found = originals([*many, record(two), record(three, words="bakery")])
    assert len(found) == 30_000


def test_of_two_tables_that_may_be_of_two_accounts_nothing_is_the_same() -> None:
    apart = {
        Common(50, 49, 0, 2): True,
        Common(50, 49, 0, 48): False,
        Common(9, 40, 2, 0): False,
        Common(7, 7, 0, 0): False,
    }
    assert {common: common.is_strange for common in apart} == apart
    one, other = source(CSV), source(CSV)
    mine, theirs = record(one), record(other)
    assert len(originals([mine, theirs])) == 1
    assert originals([mine, theirs], strange=lambda *_: True) == {}
    assert originals([mine, theirs._replace(words="x", payee="x")], strange=lambda *_: True) == {}
