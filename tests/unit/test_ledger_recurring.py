"""Payments that come back are found with their period; shopping is not one of them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from pkm.ledger.recurring import Recurring, chance, period_of, recurring, rhythm
from pkm.models import Transaction
from tests.unit.test_ledger_totals import booking

START = date(2023, 1, 10)


def every(days: int, amount: str, times: int, name: str = "Gym", slips: tuple[int, ...] = (0,)) -> list[Transaction]:
    return [booking(amount, START + timedelta(days * n + slips[n % len(slips)]), name) for n in range(times)]


@pytest.mark.parametrize(
    ("days", "period"),
    [
        (7, "weekly"),
        (14, "biweekly"),
        (30, "monthly"),
        (61, "two-monthly"),
        (91, "quarterly"),
        (182, "half-yearly"),
        (365, "yearly"),
    ],
)
def test_each_period_is_known(days: int, period: str) -> None:
    rows = every(days, "-25.00", 5)
    (found,) = recurring(rows)
    assert (found.period, found.amount, found.counterparty) == (period, Decimal("-25.00"), "gym")
    assert found.rows == tuple(each.id for each in rows)
    assert (found.since, found.until) == (rows[0].booked_on, rows[-1].booked_on)


def test_days_may_slip_and_one_payment_may_be_missing() -> None:
    rows = every(30, "-25.00", 10, slips=(0, 2, -2, 3))
    assert [each.period for each in recurring(rows[:4] + rows[5:])] == ["monthly"]


def test_two_contracts_of_one_firm_are_two_series() -> None:
    rows = every(30, "-9.70", 12, "Insurer") + every(30, "-14.20", 12, "Insurer") + every(365, "-420.00", 2, "Insurer")
    found = recurring(rows)
    assert [(each.period, each.amount) for each in found] == [
        ("yearly", Decimal("-420.00")), ("monthly", Decimal("-14.20")), ("monthly", Decimal("-9.70")),
    ]  # fmt: skip


def test_a_price_change_does_not_break_a_series() -> None:
    rows = every(30, "-10.00", 6) + [booking("-13.00", START + timedelta(30 * n), "Gym") for n in range(6, 12)]
    (found,) = recurring(rows)
    assert (len(found.rows), found.amount, found.per_year) == (12, Decimal("-13.00"), Decimal("-156.00"))


def test_income_and_currencies_are_series_of_their_own() -> None:
    rows = every(30, "2000", 4, "Firm") + every(30, "-5", 4, "Firm")
    assert {each.amount for each in recurring(rows)} == {Decimal(2000), Decimal(-5)}


@pytest.mark.parametrize("seed", range(5))
def test_shopping_is_no_series(seed: int) -> None:
    random = Random(seed)
    rows = [
        booking(f"-{random.uniform(5, 90):.2f}", START + timedelta(day), "Market")
        for day in sorted(random.sample(range(700), 120))
    ]
    found: list[Recurring] = [each for each in recurring(rows) if len(each.rows) > 4]
    assert found == []


def test_no_rhythm_without_days() -> None:
    assert rhythm([]) is None
    assert rhythm([START, START + timedelta(30)]) is None


def test_two_equal_amounts_in_a_shop_a_year_apart_are_none_and_a_contract_of_the_shop_is() -> None:
    random = Random(3)
    visits = [booking(f"-{random.uniform(5, 90):.2f}", START + timedelta(4 * n), "Bazaar") for n in range(150)]
    chance = every(364, "-33.33", 2, "Bazaar")
    assert recurring(visits + chance) == []
    (found,) = [
        each for each in recurring(every(30, "-512.00", 12, "Bazaar") + visits + chance) if len(each.rows) < 100
    ]
    assert (found.period, found.amount) == ("monthly", Decimal("-512.00"))


def test_one_charge_long_after_a_subscription_ended_does_not_bring_it_back() -> None:
    paid = every(30, "-18.90", 20)
    late = booking("-18.90", paid[-1].booked_on + timedelta(122), "Gym")
    (ended,) = recurring([*paid, late])
    assert ended.until == paid[-1].booked_on
    assert not ended.goes_on(late.booked_on)
    (resumed,) = recurring([*paid, booking("-18.90", paid[-1].booked_on + timedelta(60), "Gym")])
    assert resumed.until == paid[-1].booked_on + timedelta(60)


@pytest.mark.parametrize("payments", [2, 3, 4, 6, 12])
@pytest.mark.parametrize("bound", [0.02, 0.1])
def test_days_at_random_keep_a_rhythm_no_oftener_than_chance_is_said_to(payments: int, bound: float) -> None:
    random, drawn, found = Random(payments), 10_000, 0
    for _ in range(drawn):
        mean = 2 ** random.uniform(2, 9.5)  # days, from less than weekly to more than yearly
        gaps = [round(random.expovariate(1 / mean)) for _ in range(payments - 1)]
        period = period_of(gaps)
        found += period is not None and chance(gaps, period) <= bound
    assert found <= bound * drawn


def test_chance_is_less_the_closer_a_rhythm_is_kept_and_the_longer() -> None:
    assert chance([365], "yearly") < chance([372], "yearly") < chance([389], "yearly")
    assert chance([30] * 5, "monthly") < chance([30] * 2, "monthly") < chance([26, 34], "monthly")
    assert chance([30, 31, 44, 30, 31], "monthly") > chance([30, 31, 60, 30, 31], "monthly")


@pytest.mark.parametrize("amounts", [(50, 80, 100, 150), (8, 10, 12, 15, 18, 21)])
def test_round_amounts_on_days_at_random_are_no_series(amounts: tuple[int, ...]) -> None:
    random, machines, taken = Random(5), 400, 0
    for _ in range(machines):
        rows = [
            booking(f"-{random.choice(amounts)}", START + timedelta(day), "Cash")
            for day in sorted(random.sample(range(780), random.randrange(4, 40)))
        ]
        taken += bool(recurring(rows))
    assert taken <= 0.02 * machines


@pytest.mark.parametrize("seed", range(20))
def test_an_insurance_that_was_paid_twice_is_yearly_whatever_weekday_it_falls_on(seed: int) -> None:
    random = Random(seed)
    due = START + timedelta(random.randrange(300))
    paid = [due.replace(year=year) + timedelta(random.randrange(4)) for year in (2023, 2024)]
    (same,) = recurring([booking("-312.40", day, "Insurer") for day in paid])
    (dearer,) = recurring(
        [booking(amount, day, "Insurer") for amount, day in zip(("-312.40", "-321.77"), paid, strict=True)]
    )
    assert (same.period, dearer.period, dearer.amount) == ("yearly", "yearly", Decimal("-321.77"))
