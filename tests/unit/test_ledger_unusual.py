"""What is planted is found, what is ordinary is not, on a household that this file makes itself."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pkm.ledger.finding import Finding
from pkm.ledger.unusual import unusual
from pkm.models import Transaction
from tests.unit.test_ledger_totals import booking

FIRST, MONTHS = date(2023, 1, 1), 24
SINCE, UNTIL = date(2024, 12, 1), date(2024, 12, 31)


def month(n: int, day: int) -> date:
    """A day of the n-th month."""
    return date(FIRST.year + n // 12, n % 12 + 1, day)


@cache
def household(seed: int) -> list[Transaction]:
    """Two ordinary years: all that must not be flagged is in it."""
    random = Random(seed)
    rows: list[Transaction] = []
    paid: set[tuple[str, str]] = set()

    def book(day: date, amount: float, name: str, words: str = "", account: str = "giro") -> None:
        rows.append(booking(f"{amount:.2f}", day, name, words, account))

    def buy(n: int, name: str, times: float, middle: float, spread: float, account: str = "giro") -> None:
        for _ in range(int(times) + (random.random() < times % 1)):
            amount = -middle * math.exp(random.gauss(0, spread))
            while (name, f"{amount:.2f}") in paid:  # else chance would make true duplicates
                amount -= 0.01
            paid.add((name, f"{amount:.2f}"))
            book(month(n, random.randint(1, 28)), amount, name, "", account)

    slipped = random.randint(4, 20)
    for n in range(MONTHS):
        book(month(n, 27), 3100 * (1.02 if n >= 12 else 1), "Employer AG", "Salary")
        if n % 12 == 11:
            book(month(n, 24), 3100, "Employer AG", "13th salary")
        book(
            month(n, 30 if n != 1 and n % 12 != 1 else 28) if n != slipped else month(n + 1, 2),
            -980,
            "Landlord",
            "Rent",
        )
        winter = (1 + math.cos(2 * math.pi * (n % 12) / 12)) / 2
        book(month(n, random.randint(4, 9)), -(45 + 130 * winter) * random.uniform(0.93, 1.07), "Gas Works", f"Gas {n}")
        book(month(n, 12), -random.uniform(60, 68), "City Power", "Electricity")
        for name, price in (("Stream", 12.99), ("Tunes", 9.99), ("Gym", 35)):
            book(month(n, 5), -price, name, "Subscription", "card")
        if n % 12 == 3:
            book(month(n, 15), -612.40 * (1.04 if n > 12 else 1), "Insurer", "Car insurance, yearly")
        if n % 3 == 1:
            book(month(n, 20), -55.08, "Broadcast", "Quarterly")
        book(month(n, 3), -400, "Me", "Transfer to savings")
        book(month(n, 4), 400, "Me", "Transfer from giro", "savings")
        owed = round(random.uniform(200, 700), 2)
        book(month(n, 10), -owed, "Card Bank", "Card settlement")
        book(month(n, 10), owed, "Card Bank", "Payment received", "card")
        if n == 23:
            book(month(n, 6), -1490, "Sofa House", "Order 4711", "card")
            book(month(n, 19), 1490, "Sofa House", "Refund of order 4711", "card")
        for day in random.sample(range(1, 29), 9):
            for _ in range(random.choice((1, 1, 2))):
                book(month(n, day), -3.4, "Coffee Corner", "", "card")
        buy(n, "Market", 6, 48, 0.45)
        buy(n, "Corner Market", 4, 21, 0.4)
        buy(n, "Fuel", 2.2, 61, 0.15)
        buy(n, "Pharmacy", 1.3, 14, 0.5)
        buy(n, "Online Shop", 1.6, 37, 0.5, "card")
        buy(n, random.choice(("Trattoria", "Curry House", "Bistro", "Noodles", "Tapas")), 3, 38, 0.35, "card")
        if random.random() < 0.4:
            book(month(n, random.randint(1, 28)), -random.uniform(9, 70), f"Small Shop {chr(97 + n)}", "", "card")
        book(month(n, 16), -random.choice((50, 80, 100)), "ATM Station", "Cash withdrawal")
    return rows


def rules(rows: Iterable[Transaction], since: date = SINCE, until: date = UNTIL) -> list[tuple[str, str]]:
    return [(each.rule, each.transaction.counterparty) for each in unusual(rows, since, until)]


def test_the_last_months_of_ordinary_households_have_hardly_a_false_alarm() -> None:
    alarms = [(seed, alarm) for seed in range(60) for alarm in rules(household(seed))]
    assert len(alarms) <= 1, alarms


def test_the_years_of_ordinary_households_have_hardly_a_false_alarm() -> None:
    alarms = [alarm for seed in range(30) for alarm in rules(household(seed), date(2024, 1, 1), UNTIL)]
    assert len(alarms) <= 8, alarms
    assert {rule for rule, _ in alarms} <= {"amount"}  # three standard deviations do happen


def planted(random: Random) -> list[tuple[str, list[Transaction]]]:
    """One of each kind, in the last month."""
    day = month(23, random.randint(5, 25))
    meal = month(23, random.randint(5, 20))
    price = f"-{random.uniform(45, 60):.2f}"
    return [
        ("new_counterparty", [booking(f"-{random.uniform(500, 2500):.2f}", day, "Piano House", "Order 1", "card")]),
        ("amount", [booking(f"-{random.uniform(320, 600):.2f}", day, "Corner Market")]),
        ("amount", [booking(f"-{random.uniform(140, 220):.2f}", month(23, 28), "City Power", "Electricity, corrected")]),
        ("fee", [booking("-8.50", day, "My Bank", "Overdraft interest")]),
        ("fee", [booking("-2.10", day, "My Bank", "Kontoführung", type="fee")]),
        ("fee", [booking("-12.50", day, "", "Commissions d'intervention")]),
        ("fee", [booking("-5.00", day, "UNPAID ITEM CHARGE")]),
        ("duplicate", [booking(price, meal, "Bistro", account="card"), booking(price, meal + timedelta(1), "Bistro", account="card")]),
        ("duplicate", [booking("-35.00", month(23, 6), "Gym", "Subscription", "card")]),
        ("off_rhythm", [booking("-9.99", month(23, 18), "Tunes", "Subscription", "card")]),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_what_is_planted_is_found_by_its_rule_and_nothing_else_is(seed: int) -> None:
    ordinary = unusual(household(seed), SINCE, UNTIL)
    for rule, extra in planted(Random(seed)):
        found = [each for each in unusual([*household(seed), *extra], SINCE, UNTIL) if each not in ordinary]
        assert [(each.rule, each.transaction.id) for each in found] == [(rule, extra[-1].id)], rule


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(("name", "rise"), [("Stream", "1.10"), ("Tunes", "1.30"), ("Gym", "1.04")])
def test_a_price_jump_is_flagged_once(seed: int, name: str, rise: str) -> None:
    rows = [
        replace(each, amount=(each.amount * Decimal(rise)).quantize(Decimal("0.01")))
        if each.counterparty == name and each.booked_on >= date(2024, 11, 1)
        else each
        for each in household(seed)
    ]
    (found,) = [each for each in unusual(rows, date(2024, 11, 1), UNTIL) if each.transaction.counterparty == name]
    assert (found.rule, found.transaction.booked_on, len(found.rows)) == ("price_jump", date(2024, 11, 5), 3)
    before = [each.amount for each in rows if each.counterparty == name and each.booked_on < date(2024, 11, 1)]
    assert found.baseline_value == -before[-1]


def test_a_lower_price_is_not_flagged() -> None:
    rows = [
        replace(each, amount=Decimal("-7.99")) if each.counterparty == "Tunes" and each.booked_on >= SINCE else each
        for each in household(1)
    ]
    assert rules(rows) == []


def test_a_charge_after_it_had_stopped_is_off_its_rhythm() -> None:
    rows = [each for each in household(1) if each.counterparty != "Gym" or each.booked_on < date(2024, 6, 1)]
    back = booking("-35.00", date(2024, 12, 5), "Gym", "Subscription", "card")
    (found,) = unusual([*rows, back], SINCE, UNTIL)
    assert (found.rule, found.since_days) == ("off_rhythm", (date(2024, 12, 5) - date(2024, 5, 5)).days)


def test_a_second_contract_beside_the_first_is_no_price_jump() -> None:
    second = booking("-12.49", date(2024, 12, 5), "Tunes", "Second plan", "card")
    assert rules([*household(3), second]) == []


def test_a_new_payee_is_large_for_what_a_month_costs() -> None:
    rows = household(3)
    moved = {"Me", "Card Bank", "Sofa House"}
    spent = (
        -sum(
            (
                each.amount
                for each in rows
                if each.booked_on.year == 2024 and each.amount < 0 and each.counterparty not in moved
            ),
            Decimal(0),
        )
        / 12
    )
    small, large = (
        booking(f"-{spent * share:.2f}", date(2024, 12, 9), "Piano House")
        for share in (Decimal("0.11"), Decimal("0.14"))
    )
    assert [rules([*rows, each]) for each in (small, large)] == [[], [("new_counterparty", "Piano House")]]


def test_the_first_premium_that_was_seen_may_be_a_years() -> None:
    premium = booking("-900", date(2024, 12, 9), "Car Cover")
    insured = replace(premium, category="insurance")
    later = [each for each in household(3) if each.booked_on >= date(2024, 1, 1)]
    assert [rules([*household(3), each]) for each in (premium, insured)] == [[("new_counterparty", "Car Cover")]] * 2
    assert [rules([*later, each]) for each in (premium, insured)] == [[("new_counterparty", "Car Cover")], []]


def test_the_same_fee_again_is_not_new() -> None:
    fees = [booking("-4.90", month(n, 28), "My Bank", "Account fee", type="fee") for n in range(5, 24)]
    assert rules([*household(3), *fees]) == []
    assert ("fee", "My Bank") in rules([*household(3), fees[-1]])


def test_without_history_nothing_is_judged() -> None:
    young = [each for each in household(4) if each.booked_on >= date(2024, 11, 1)]
    extra = [booking("-1900", date(2024, 12, 9), "Piano House"), booking("-600", date(2024, 12, 9), "Market")]
    assert rules([*young, *extra]) == []


def test_currencies_are_judged_apart() -> None:
    yen = [booking("-4800", month(n, 12), "Kissaten", currency="JPY") for n in range(24)]
    assert rules([*household(5), *yen]) == []


def test_the_numbers_of_a_finding_can_be_computed_again() -> None:
    rows = [
        *household(6),
        booking("-900.00", date(2024, 12, 12), "Piano House"),
        booking("-420.00", date(2024, 12, 13), "Corner Market"),
    ]
    by_id = {each.id: -each.amount for each in rows}
    found = unusual(rows, SINCE, UNTIL)
    assert {each.rule for each in found} == {"new_counterparty", "amount"}
    for each in found:
        baseline = sorted(by_id[row] for row in each.rows)
        middle = (baseline[(len(baseline) - 1) // 2] + baseline[len(baseline) // 2]) / 2
        assert each.baseline_value is not None
        assert abs(each.baseline_value - middle) <= Decimal("0.005")
        assert abs(each.size - by_id[each.transaction.id] / each.baseline_value) <= Decimal("0.005")
    assert [each.size for each in found] == sorted((each.size for each in found), reverse=True)


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_one_finding_an_expense_whatever_the_order(seed: int, random) -> None:  # type: ignore[no-untyped-def]
    rows = [*household(seed), *(row for _, extra in planted(Random(seed)) for row in extra)]
    found: list[Finding] = unusual(rows, SINCE, UNTIL)
    assert len({each.transaction.id for each in found}) == len(found)
    assert all(each.transaction.amount < 0 and SINCE <= each.transaction.booked_on <= UNTIL for each in found)
    random.shuffle(rows)
    assert unusual(rows, SINCE, UNTIL) == found


@given(
    st.lists(
        st.tuples(
            st.integers(0, 800), st.decimals(-(10**6), 10**6, places=2), st.sampled_from(["A", "B", "", "Fee 1"]),
            st.sampled_from(["EUR", "USD"]), st.sampled_from(["", "transfer", "interest"]),
        ),
        max_size=60,
    )
)  # fmt: skip
def test_any_ledger_can_be_judged(books: list[tuple[int, Decimal, str, str, str]]) -> None:
    rows = [booking(a, FIRST + timedelta(d), name, words, currency=currency) for d, a, name, currency, words in books]
    for each in unusual(rows, FIRST, FIRST + timedelta(900)):
        assert each.transaction.amount < 0
        assert each.size > 0


def test_a_month_in_which_two_rents_fall_is_no_unusual_month_of_its_category() -> None:
    rents = [booking("-1200", month(n, 2), "Landlord", "Rent") for n in range(23)]
    early = booking("-1200", date(2024, 11, 29), "Landlord", "Rent")
    small = [booking(f"-{30 + n % 7}", month(n, 3 + k), "Market", "") for n in range(24) for k in range(8)]
    rows = [
        replace(each, category="rent" if each.counterparty == "Landlord" else "") for each in (*rents, early, *small)
    ]
    assert unusual(rows, date(2024, 11, 1), date(2024, 11, 30)) == []
    twice = [replace(each, booked_on=date(2024, 11, 13)) if each is early else each for each in (*rents, early, *small)]
    twice = [replace(each, category="rent" if each.counterparty == "Landlord" else "") for each in twice]
    assert unusual(twice, date(2024, 11, 1), date(2024, 11, 30)) != []


def test_calls_that_come_on_top_of_a_price_now_and_then_are_no_new_price() -> None:
    others = [each for each in household(0) if each.booked_on < UNTIL]

    def found(last: str) -> list[str]:
        paid = ["-64.90"] * 7 + ["-69.62"] + ["-64.90"] * 15 + [last]
        rows = [booking(each, month(n, 15), "Telephone Company") for n, each in enumerate(paid)]
        return [rule for rule, name in rules([*others, *rows]) if name == "Telephone Company"]

    assert (found("-69.43"), found("-75.90")) == ([], ["price_jump"])
