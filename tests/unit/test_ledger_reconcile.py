"""Whether what statements say adds up, and what an account held on a day."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from decimal import Decimal

from pkm.ledger.balance import Row, Stated
from pkm.ledger.reconcile import review
from pkm.models import DocumentId, TransactionId

DAY = date(2025, 1, 1)
_ids = itertools.count(1)


def day(number: int) -> date:
    return DAY + timedelta(number)


def stated(first: int, last: int, opening: str | None, closing: str | None, moved: str = "0", **more: object) -> Stated:
    plain: dict[str, object] = {
        "id": next(_ids), "account": "A", "currency": "EUR", "since": day(first), "until": day(last),
        "opening": opening and Decimal(opening), "closing": closing and Decimal(closing), "moved": Decimal(moved), "count": 1,
        "first_booked": day(first + 1), "last_booked": day(last - 1), "document_id": DocumentId(1), "path": "a.ofx",
    }  # fmt: skip
    return Stated(**plain | more)  # type: ignore[arg-type]


def row(statement: Stated, number: int, amount: str, original: int | None = None, balance: str | None = None) -> Row:
    id = next(_ids)
    return Row(
        TransactionId(id),
        statement.id,
        day(number),
        Decimal(amount),
        TransactionId(original or id),
        balance and Decimal(balance),
    )  # type: ignore[arg-type]


def test_each_statement_says_by_how_much_it_does_not_add_up() -> None:
    (found,) = review([stated(0, 30, "100", "70", "-30"), stated(31, 58, "70", "50", "-19.99")], ())
    assert [each.difference for each in found.statements] == [Decimal(0), Decimal("0.01")]
    assert found.is_reconciled is False
    assert (found.balance, found.balance_on) == (Decimal(50), day(58))


def test_without_balances_nothing_is_claimed() -> None:
    (found,) = review([stated(0, 30, None, None)], ())
    assert (found.is_reconciled, found.balance) == (None, None)


def test_a_gap_is_none_where_the_balances_meet() -> None:
    def gaps(opening: str | None) -> list[tuple[date, date]]:
        (found,) = review([stated(0, 30, "100", "70", "-30"), stated(60, 90, opening, None)], ())
        return [(each.since, each.until) for each in found.gaps]

    assert gaps("70") == []
    assert gaps("60") == gaps(None) == [(day(31), day(59))]


def test_days_between_bookings_are_no_gap_where_no_period_is_stated() -> None:
    january = stated(2, 27, None, None, first_booked=day(2), last_booked=day(27))
    february = stated(34, 55, None, None, first_booked=day(34), last_booked=day(55))
    april = stated(95, 110, None, None, first_booked=day(95), last_booked=day(110))
    (found,) = review([april, january, february], ())
    assert [(each.since, each.until) for each in found.gaps] == [(date(2025, 3, 1), date(2025, 3, 31))]


def test_what_moved_unseen_between_two_statements_is_told() -> None:
    (found,) = review([stated(0, 30, "100", "70", "-30"), stated(31, 58, "65", "65")], ())
    assert [each.missing for each in found.breaks] == [Decimal(-5)]
    assert found.is_reconciled is False


def test_currencies_are_reviewed_apart() -> None:
    found = review([stated(0, 30, "100", "70", "-30"), stated(0, 30, "5", "6", "1", currency="USD")], ())
    assert [(each.currency, each.is_reconciled, each.overlaps) for each in found] == [
        ("EUR", True, ()),
        ("USD", True, ()),
    ]


def test_statements_that_agree_on_shared_days_contradict_nothing() -> None:
    one, other = stated(0, 30, "100", "70", "-30"), stated(10, 40, "100", "60", "-40")
    shared = row(one, 15, "-30")
    (found,) = review([one, other], [shared, row(other, 15, "-30", shared.id), row(other, 35, "-10")])
    assert [(each.since, each.until) for each in found.overlaps] == [(day(10), day(30))]
    assert found.contradictions == ()


def test_a_report_of_what_is_pending_contradicts_no_booking() -> None:
    whole, report = stated(0, 30, "100", "70", "-30"), stated(0, 30, None, None, count=0)
    (found,) = review([whole, report], [row(whole, 15, "-30")])
    assert found.contradictions == ()
    nothing = stated(0, 30, None, "70", count=0)
    (found,) = review([whole, nothing], [row(whole, 15, "-30")])
    assert [each.value for each in found.contradictions if each.kind == "booking"] == [Decimal(-30)]


def test_a_booking_and_a_balance_that_only_one_has_are_both_shown() -> None:
    one, other = stated(0, 30, "100", "70", "-30"), stated(0, 30, "100", "60", "-40")
    first, second = row(one, 15, "-30"), row(other, 16, "-40")
    (found,) = review([one, other], [first, second])
    assert [(each.kind, each.value, each.other_value, each.row) for each in found.contradictions] == [
        ("balance", Decimal(70), Decimal(60), None), ("booking", Decimal(-30), None, first.id),
        ("booking", Decimal(-40), None, second.id),
    ]  # fmt: skip


def test_running_balances_anchor_whatever_the_order_within_a_day() -> None:
    table = stated(0, 30, None, None)
    rows = [row(table, 5, "-10", balance="80"), row(table, 5, "-20", balance="60"), row(table, 5, "-5", balance="55")]
    for order in itertools.permutations(rows):
        (found,) = review([table], (), {(table.account, table.currency): order})
        assert (found.balance, found.balance_on) == (Decimal(55), day(5))


def test_a_closing_follows_from_the_one_before_where_no_opening_is_stated() -> None:
    months = [stated(30 * n, 30 * n + 29, None, str(100 - 10 * n), "-10") for n in range(4)]
    (found,) = review(months, ())
    assert (found.is_reconciled, found.breaks) == (True, ())
    lost = [*months[:3], stated(90, 119, None, "75", "-10")]
    (found,) = review(lost, ())
    assert found.is_reconciled is False
    assert [(each.before, each.missing) for each in found.breaks] == [(lost[3].id, Decimal(5))]


def test_balances_of_another_day_are_no_breaks() -> None:
    (found,) = review([stated(30 * n, 30 * n + 29, None, "500", "-10") for n in range(4)], ())
    assert (found.is_reconciled, found.breaks) == (None, ())


def test_what_two_statements_tell_of_the_day_on_which_they_meet_is_no_break() -> None:
    one, other = stated(0, 30, "100", "70", "-30"), stated(30, 60, "95", "60", "-35")
    rows = [row(one, 30, "-25"), row(other, 30, "-25"), row(other, 40, "-10")]
    told = [rows[0], rows[1]._replace(original_id=rows[0].id), rows[2]]
    assert review([one, other], told)[0].breaks == ()
    assert [each.missing for each in review([one, other], rows)[0].breaks] == [Decimal(25)]
