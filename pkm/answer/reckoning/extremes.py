"""Which of several groups has most, or least: the month in which most was spent, the shop that was visited most often."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from pkm.answer import phrases
from pkm.answer.planning import grouping
from pkm.answer.planning.days import Unit, current, moved
from pkm.answer.planning.grouping import Extreme
from pkm.answer.planning.period import Period
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting.cite import inert
from pkm.answer.reckoning.compute import COUNT, Inquiry, described, figure_of, reached
from pkm.models import Figure, Rows
from pkm.store.sums import Sum

IN_TIME: tuple[Unit, ...] = ("day", "week", "month", "quarter", "year")


def extreme(inquiry: Inquiry, groups: Sequence[Sum]) -> tuple[list[Figure], list[str]]:
    """The group that was asked for, where one is: of the largest or smallest sum, or of the most bookings."""
    plan = inquiry.plan
    asked = grouping.extreme_of(plan.question)
    if asked is None or plan.of_groups or plan.distinct:
        return [], []
    if plan.kind == "count" and asked == "most":
        return _most_often(inquiry, groups)
    return _most_money(inquiry, groups, asked) if plan.kind == "sum" else ([], [])


def _most_often(inquiry: Inquiry, groups: Sequence[Sum]) -> tuple[list[Figure], list[str]]:
    """The group of the most bookings, in whatever currencies."""
    plan, counts = inquiry.plan, {each.key: 0 for each in groups}
    for each in groups:
        counts[each.key] += each.count
    ranked = sorted(counts.values(), reverse=True)
    if len(ranked) < 2 or ranked[0] == ranked[1]:
        return [], []  # there is none before all others
    best = [each for each in groups if counts[each.key] == ranked[0]]
    rows = Rows.of(each.ids for each in best)
    query = f"{COUNT}; {plan.group} {best[0].key}; {described(inquiry.chosen)}"
    made = Figure(f"{plan.group} {best[0].key}", Decimal(len(rows)), None, len(rows), rows, query)
    told = phrases.count("bookings", len(rows), plan.language)
    return [made], [phrases.say("most", plan.language, label=labels_of(inquiry, best[:1])[0], amount=told)]


def _most_money(inquiry: Inquiry, groups: Sequence[Sum], asked: Extreme) -> tuple[list[Figure], list[str]]:
    """The group of each currency that has most, or least, which is what was asked for; the table tells of all."""
    plan, made, lead = inquiry.plan, [], []
    sign = -1 if plan.direction == "out" else 1
    for currency in inquiry.in_order(each.currency for each in groups):
        told = [each for each in groups if each.currency == currency]
        own = sorted(told if asked == "most" else _whole_units(plan, told), key=lambda each: sign * each.amount)
        if asked == "most":
            own.reverse()
        if len(own) < 2 or own[0].amount == own[1].amount or sign * own[0].amount <= 0:
            continue  # there is none before all others
        best = own[0]
        label = labels_of(inquiry, [best])[0]
        made.append(
            figure_of(f"{plan.group} {best.key}", best, f"{plan.group} {best.key}; {described(inquiry.chosen)}")
        )
        amount = phrases.money(sign * best.amount, currency, plan.language)
        lead.append(phrases.say(asked, plan.language, label=label, amount=amount))
    return made, lead


def _whole_units(plan: Plan, groups: Sequence[Sum]) -> list[Sum]:
    """The weeks, months … all of whose days are told; none where one between them is missing: there nothing was spent."""
    unit = next((each for each in IN_TIME if each == plan.group), None)
    if unit is None:
        return []
    spans = {current(unit, date.fromisoformat(each.key)): each for each in groups if each.key}
    ordered = sorted(spans, key=lambda each: each.since or date.min)
    if any(moved(one, unit, 1) != other for one, other in pairwise(ordered)):
        return []
    told = Period(plan.since, reached(plan) or plan.today)
    return [spans[each] for each in ordered if told.holds(each)]


def labels_of(inquiry: Inquiry, parts: Sequence[Sum]) -> list[str]:
    """What each group is called: a time in words, a counterparty as its newest booking writes it."""
    group, language = inquiry.plan.group, inquiry.plan.language
    if group in IN_TIME:
        return [phrases.span(date.fromisoformat(each.key or ""), group, language) for each in parts]
    if group == "weekday":
        return [phrases.weekdays((int(each.key or ""),), language) for each in parts]
    if group == "counterparty":
        newest = inquiry.bookings([each.ids[-1] for each in parts])
        return [cell(each.counterparty or each.description) for each in newest]
    if group == "category":
        return [cell(phrases.category(each.key or "", language)) for each in parts]
    return [cell(each.key or "") for each in parts]


def cell(text: str) -> str:
    """Words that end no cell."""
    return inert(text).replace("|", "\\|")
