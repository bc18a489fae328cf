"""The questions that bookings answer, those that nothing answers, and which six the demo asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pkm.household.days import month_end, shift_month, spoken, spoken_month
from pkm.household.key import DEMO_KINDS, Anomaly, Fact, Question, Row
from pkm.household.plan import Plan

LAST_MONTH_UNUSUAL = "Show me all expenses from last month that were unusual"


def ask_sums(plan: Plan, rows: Sequence[Row]) -> list[Question]:
    """Sums by counterparty, by purpose and by time."""
    rng, firm = plan.rng("sums"), {role: each.name for role, each in plan.firms.items()}
    last = plan.last_month
    full_year = last.year if last.month == 12 else last.year - 1
    year = date(full_year, 1, 1), date(full_year, 12, 31)
    since = shift_month(last, -rng.randint(4, 15))
    quarter = shift_month(last, -rng.randint(4, 9))
    three_months = quarter, month_end(shift_month(quarter, 2))
    whole = last, month_end(last)
    visited = [
        name for name in plan.restaurants if sum(each.counterparty == name and _within(each, *year) for each in rows) > 1
    ]  # fmt: skip
    shop, restaurant = rng.choice((firm["supermarket_1"], firm["supermarket_2"])), rng.choice(visited)
    span = f"from {spoken_month(quarter)} to {spoken_month(three_months[1])}"
    wanted: list[tuple[str, tuple[date, date], Callable[[Row], bool]]] = [
        (f"How much did we spend on electricity since {spoken_month(since)}?", (since, plan.today), lambda row: row.category == "electricity"),
        (f"How much did we pay to {shop} last month?", whole, lambda row: row.counterparty == shop),
        (f"How much did we spend on fuel {span}?", three_months, lambda row: row.category == "fuel"),
        (f"How much did we spend at {restaurant} in {full_year}?", year, lambda row: row.counterparty == restaurant),
        (f"How much did we spend on groceries in {spoken_month(quarter)}?", (quarter, month_end(quarter)), lambda row: row.category == "groceries"),
        (f"How much rent did we pay in {full_year}?", year, lambda row: row.category == "rent"),
        (f"How much did {firm['employer_1']} pay us in {full_year}?", year, lambda row: row.counterparty == firm["employer_1"]),
        ("How much cash did we withdraw last month?", whole, lambda row: row.category == "cash"),
        (f"What did we pay {firm['pharmacy']} {span}?", three_months, lambda row: row.counterparty == firm["pharmacy"]),
        (f"How much have we paid to {firm['phone']} since {spoken(since)}?", (since, plan.today), lambda row: row.counterparty == firm["phone"]),
    ]  # fmt: skip
    questions: list[Question] = []
    for text, (first, final), belongs in wanted:
        found = tuple(row for row in rows if _within(row, first, final) and belongs(row))
        total = sum((row.amount for row in found), Decimal(0))
        if found:
            plain = len(questions) < 3
            questions.append(Question("sum", text, (Fact.of(total),), rows=found, total=total, demo=plain))
    return questions


def _within(row: Row, first: date, final: date) -> bool:
    """Whether it was booked between the days, both included."""
    return first <= row.booked_on <= final


def ask_unusual(plan: Plan, anomalies: Sequence[Anomaly]) -> list[Question]:
    """What stood out: last month, in an earlier month, by rule."""
    last = [each for each in anomalies if each.row.booked_on >= plan.last_month]
    earlier = [each for each in anomalies if each.row.booked_on < plan.last_month]
    one = plan.rng("unusual").choice(earlier)
    month = one.row.booked_on.replace(day=1)
    doubled = next(each for each in earlier if each.rule == "duplicate")
    return [
        replace(_unusual(LAST_MONTH_UNUSUAL, last), demo=True),
        _unusual(f"Which expenses in {spoken_month(month)} were unusual?", [each for each in earlier if each.row.booked_on.replace(day=1) == month]),
        _unusual(f"Were we charged twice for anything in {spoken_month(doubled.row.booked_on)}?", [doubled]),
        _unusual("Which recurring payments became more expensive in the last two years?", [each for each in anomalies if each.rule == "price_jump"]),
    ]  # fmt: skip


def _unusual(text: str, anomalies: Sequence[Anomaly]) -> Question:
    """A question whose answer lists the anomalies, each with its amount."""
    facts = tuple(Fact.of(each.row.amount) for each in anomalies)
    return Question("unusual", text, facts, rows=tuple(each.row for each in anomalies), anomalies=tuple(anomalies))


def ask_unanswerable(plan: Plan) -> list[Question]:
    """Plausible questions that no document answers; some share words with documents that answer something else."""
    landlord, second = plan.lease.landlord.name, plan.people[1].first
    before = shift_month(plan.start, -plan.rng("before").randint(14, 40))
    return [
        Question("unanswerable", text, absent=absent, demo=number < 5)
        for number, (text, absent) in enumerate((
            ("When does my passport expire?", ("passport expire", "expiry", "passport is valid", "passport number")),
            (f"What is {second}'s blood type?", ("blood type", "blood group", "Blutgruppe")),
            ("What interest rate do we pay on our mortgage?", ("mortgage", "interest rate", "Zinssatz")),
            ("What is the combination of our safe?", ("combination", "our safe")),
            ("What is the licence plate of our car?", ("licence plate", "number plate", "Kennzeichen")),
            (f"When is {landlord}'s birthday?", (f"{landlord}'s birthday", "Geburtstag")),
            ("What is the notice period for our rented parking space?", ("parking space", "Stellplatz")),
            ("How much did the vet charge for the dog's vaccination?", ("veterinar", "Tierarzt", "the vet ")),
            (f"How much did we spend on electricity in {spoken_month(before)}?", (f"Electricity {spoken_month(before)}",)),
        ))
    ]  # fmt: skip


def choose_demo(plan: Plan, questions: Sequence[Question]) -> tuple[Question, ...]:
    """Of the questions that would do for the demo, keep one of each kind marked."""
    rng = plan.rng("demo")
    chosen = [rng.choice([each for each in questions if each.kind == kind and each.demo]) for kind in DEMO_KINDS]
    return tuple(replace(each, demo=any(each is one for one in chosen)) for each in questions)
