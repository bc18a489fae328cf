"""Sums, counts, averages and medians, whole or divided: by time, category, counterparty, account or person.

Currencies are never added. Refunds lower what was spent, and the answer says by how much.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from pkm.answer import phrases
from pkm.answer.planning.days import current
from pkm.answer.planning.plan import Direction, Plan
from pkm.answer.reckoning.bookings import is_withdrawal
from pkm.answer.reckoning.compute import (
    COUNT,
    SHOWN,
    SUM,
    ZERO,
    Computed,
    Inquiry,
    described,
    figure_of,
    headed,
    reached,
    rounded,
    shown,
)  # fmt: skip
from pkm.answer.reckoning.extremes import IN_TIME, extreme, labels_of
from pkm.answer.reckoning.own_accounts import whose
from pkm.ledger.holder import is_joint
from pkm.models import AccountId, Figure, Role, Rows
from pkm.store import figures
from pkm.store.chosen import FLOW, Filter
from pkm.store.sums import Sum, merged

MOST_GROUPS = 60
OTHERS = "others"
WEEK = 7


def add_up(inquiry: Inquiry) -> Computed:
    """Answer a sum, count, average or median."""
    plan, chosen = inquiry.plan, inquiry.chosen
    divided = plan.group is not None and plan.kind in {"sum", "count", "list", "average"}
    groups = groups_of(inquiry) if divided else []
    if plan.group == "person" and groups and all(is_joint(each.key or "") for each in groups):
        return Computed((), (), ())  # whose part of it that was no statement tells
    parts = whole(groups) if divided else figures.sums(inquiry.connection, chosen)
    made: list[Figure] = []
    lead: list[str] = []
    if plan.distinct and parts:
        counted, told = _distinct(inquiry, groups)
        made.append(counted)
        lead.append(told)
    elif plan.of_groups:
        within = [_bounded(inquiry, groups, part.currency) for part in parts]
        made += [counted for counted, _ in within]
        lead += [told for _, told in within]
    elif plan.kind == "count" and len(parts) > 1:
        rows = Rows.of(part.ids for part in parts)
        made.append(Figure("bookings", Decimal(len(rows)), None, len(rows), rows, f"{COUNT}; {described(chosen)}"))
        lead.append(
            phrases.say("counted_all", plan.language, bookings=phrases.count("bookings", len(rows), plan.language))
        )
    order = inquiry.in_order(each.currency for each in parts)
    for part in sorted(parts, key=lambda each: order.index(each.currency)) or [nothing(inquiry)]:
        figures_here, sentences = _reckon(inquiry, part)
        made += figures_here
        lead += sentences
        if plan.direction is None and plan.kind in {"sum", "list"} and not divided:
            figures_here, sentences = _either_way(inquiry, part)
            made += figures_here
            lead += sentences
        if part.refund_ids and part.refunded != part.amount:
            back = Figure(
                "refunded",
                part.refunded,
                part.currency,
                len(part.refund_ids),
                part.refund_ids,
                f"{SUM}; refunds among: {described(chosen)}",
            )
            made.append(back)
            lead.append(
                phrases.say(
                    "refunded", plan.language, amount=phrases.money(part.refunded, part.currency, plan.language)
                )
            )
    if (plan.kind == "list" or plan.gross) and plan.direction == "out" and chosen.roles == ("spending",):
        figures_here, sentences = _beside(inquiry)
        made += figures_here
        lead += sentences
    of_all = not inquiry.topic if plan.direction else plan.kind == "count" and not chosen.has_topic
    if parts and of_all and not (plan.refunds or plan.transfers):
        lead.append(phrases.say("apart", plan.language))
    table = ""
    if groups:
        table, more = divide(inquiry, groups)
        first, best = extreme(inquiry, groups)
        made, lead = [*first, *made], [*best, *lead]
        made += more
    listed, said = shown(inquiry, chosen, parts)
    return headed(lead, said, listed, made, table)


def _beside(inquiry: Inquiry) -> tuple[list[Figure], list[str]]:
    """What came back of such payments, which a list of payments leaves out."""
    chosen = replace(inquiry.chosen, roles=("refund",))
    parts = figures.sums(inquiry.connection, chosen)
    made = [figure_of("refunded", each, described(chosen)) for each in parts]
    language = inquiry.plan.language
    return made, [
        phrases.say("refunded_beside", language, amount=phrases.money(each.amount, each.currency, language))
        for each in parts
    ]


def _distinct(inquiry: Inquiry, groups: Sequence[Sum]) -> tuple[Figure, str]:
    """How many payees, or days, weeks or months, the bookings are of, in whatever currency."""
    group, language = inquiry.plan.group, inquiry.plan.language
    rows = Rows.of(each.ids for each in groups)
    things = {"counterparty": "counterparties"}.get(group or "", f"{group}s")
    number = len({each.key for each in groups})
    query = f"select count(distinct {group}) from ledger where id = any(rows); {described(inquiry.chosen)}"
    told = phrases.count(things, number, language)
    said = phrases.say("distinct", language, things=told, topic=inquiry.about, period=inquiry.time)
    return Figure(things, Decimal(number), None, len(rows), rows, query), said


def _bounded(inquiry: Inquiry, groups: Sequence[Sum], currency: str) -> tuple[Figure, str]:
    """In how many units of the time, and in which, what was spent or came in lies within bounds; without bookings it is nothing."""
    plan, language = inquiry.plan, inquiry.plan.language
    sign = 1 if plan.direction == "in" else -1
    own = {each.key: each for each in groups if each.currency == currency}
    units = list(_units(inquiry))
    told = [each for each in units if _is_within(plan, sign * own[each].amount if each in own else ZERO)]
    rows = Rows.of(own[each].ids for each in told if each in own)
    bounds = phrases.bounds(plan.min_amount, plan.max_amount, currency, language, excluded=plan.bounds_excluded)
    labels = [phrases.span(date.fromisoformat(each), plan.group, language) for each in told]
    said = phrases.say(
        "of_groups", language, topic=inquiry.about, period=inquiry.time, bounds=bounds, some=len(told), all=len(units),
        which=f": {', '.join(labels)}" if told else "",
    )  # fmt: skip
    query = f"number of {plan.group}s whose sum is {bounds}; {described(inquiry.chosen)}"
    return Figure(f"{plan.group}s", Decimal(len(told)), None, len(rows), rows, query), said


def _is_within(plan: Plan, amount: Decimal) -> bool:
    """Whether a sum lies within the bounds of a plan."""
    if amount in {plan.min_amount, plan.max_amount}:
        return not plan.bounds_excluded
    return (plan.min_amount is None or amount > plan.min_amount) and (
        plan.max_amount is None or amount < plan.max_amount
    )


def _units(inquiry: Inquiry) -> Iterator[str]:
    """The first days of the units by which the time is divided, as far as there are bookings of anything."""
    unit = next(each for each in IN_TIME if each == inquiry.plan.group)
    first, last = _reach(inquiry, inquiry.chosen)
    while first <= last:
        span = current(unit, first)
        yield str(span.since)
        first = (span.until or last) + timedelta(days=1)


def nothing(inquiry: Inquiry) -> Sum:
    """The sum of no bookings."""
    return Sum(None, inquiry.currency(), 0, ZERO, Rows())


def _name(plan: Plan) -> str:
    if plan.transfers or plan.refunds:
        return "transferred" if plan.transfers else "refunds"
    return {"out": "spent", "in": "received", None: "moved"}[plan.direction]


def _reckon(inquiry: Inquiry, part: Sum) -> tuple[list[Figure], list[str]]:
    """The figures of one currency and the sentence that states them."""
    plan, query, name = inquiry.plan, described(inquiry.chosen), _name(inquiry.plan)
    whole = figure_of(name, part, query)
    sign = -1 if (part.amount < 0 if plan.transfers else plan.direction == "out") else 1
    if not part.count and plan.kind == "count":
        none = Figure("bookings", ZERO, None, 0, (), f"{COUNT}; {query}")
        return [none, whole], [inquiry.sentence("no_booking", ZERO, part.currency, 0)]
    if not part.count:
        return [whole], [inquiry.sentence("no_booking", ZERO, part.currency, 0)]
    if plan.kind == "count":
        counted = Figure("bookings", Decimal(part.count), None, part.count, part.ids, f"{COUNT}; {query}")
        return [counted, whole], [inquiry.sentence("counted", sign * part.amount, part.currency, part.count)]
    if plan.kind == "median":
        return _median(inquiry, part, sign)
    if plan.kind == "average":
        return _average(inquiry, part, whole, sign)
    if plan.divisor > 1:
        return _part(inquiry, part, whole, sign)
    said = "withdrawn" if name == "spent" and not plan.without and is_withdrawal(plan, plan.topic) else name
    return [whole], [inquiry.sentence(said, sign * part.amount, part.currency, part.count)]


def _either_way(inquiry: Inquiry, part: Sum) -> tuple[list[Figure], list[str]]:
    """What came in and what was spent, beside a sum of both of which the question named neither; nothing where all went one way."""
    if set(inquiry.chosen.roles) != set(FLOW):
        return [], []
    made: list[Figure] = []
    lead: list[str] = []
    roles: tuple[tuple[Direction, tuple[Role, ...]], ...] = (("in", ("income",)), ("out", ("spending", "refund")))
    for way, own in roles:
        chosen = replace(inquiry.chosen, roles=own, currency=part.currency)
        found = figures.sums(inquiry.connection, chosen)
        if not found:
            return [], []
        name, amount = _name(replace(inquiry.plan, direction=way)), abs(found[0].amount)
        made.append(figure_of(name, found[0], described(chosen)))
        lead.append(inquiry.sentence(name, amount, part.currency, found[0].count))
    return made, lead


def _part(inquiry: Inquiry, part: Sum, whole: Figure, sign: int) -> tuple[list[Figure], list[str]]:
    """Half of a sum, a third or a quarter."""
    plan = inquiry.plan
    value = rounded(part.amount / plan.divisor)
    query = f"{whole.name} / {plan.divisor}, rounded half up to cents; {described(inquiry.chosen)}"
    told = {
        "fraction": phrases.say(f"divided_by_{plan.divisor}", plan.language),
        "whole": phrases.money(sign * part.amount, part.currency, plan.language),
    }
    made = [Figure("part", value, part.currency, part.count, part.ids, query), whole]
    return made, [inquiry.sentence("part", sign * value, part.currency, part.count, **told)]


def _median(inquiry: Inquiry, part: Sum, sign: int) -> tuple[list[Figure], list[str]]:
    own = replace(inquiry.chosen, currency=part.currency)
    low, high = figures.middle(inquiry.connection, own, part.count)
    value = rounded((low + high) / 2) if low != high else low
    how = "the middle amount" if part.count % 2 else "the mean of the two middle amounts, rounded half up to cents"
    made = Figure("median", value, part.currency, part.count, part.ids, f"{how}; {described(inquiry.chosen)}")
    said = inquiry.sentence("median" if part.count % 2 else "median_of_two", sign * value, part.currency, part.count)
    return [made], [said]


def _average(inquiry: Inquiry, part: Sum, whole: Figure, sign: int) -> tuple[list[Figure], list[str]]:
    """A booking's average, or a time's: over the days, months or years of the time that any bookings reach.

    What was paid in less than a year, or week, is not made one: its sum is told.
    """
    per = inquiry.plan.per or "booking"
    if per == "booking":
        value, unit, units = rounded(part.amount / part.count), "count(*)", part.count
    else:
        first, last = _reach(inquiry, replace(inquiry.chosen, currency=part.currency))
        units = months(first, last) if per in {"month", "year"} else (last - first).days + 1
        times = {"month": 1, "year": 12, "week": WEEK, "day": 1}[per]
        if units < times:
            return [whole], [inquiry.sentence(whole.name, sign * part.amount, part.currency, part.count)]
        unit = {"month": "months", "year": "months * 12", "week": "days * 7", "day": "days"}[per]
        value = rounded(part.amount * times / units)
    query = f"sum(amount) / {unit}, rounded half up to cents; {described(inquiry.chosen)}"
    made = [Figure("average", value, part.currency, part.count, part.ids, query)]
    if per != "booking":
        counted = "months" if per in {"month", "year"} else "days"
        how = f"calendar {counted} of the time, as far as there are bookings of anything"
        made.append(Figure(counted, Decimal(units), None, part.count, part.ids, how))
        over = phrases.count(counted, units, inquiry.plan.language)
        return [*made, whole], [inquiry.sentence(f"average_{per}", sign * value, part.currency, part.count, over=over)]
    return [*made, whole], [inquiry.sentence("average_booking", sign * value, part.currency, part.count)]


def _reach(inquiry: Inquiry, chosen: Filter) -> tuple[date, date]:
    """The first and last day of the time, or else of the bookings; days before and after all records do not count."""
    span = figures.span(inquiry.connection, inquiry.meaning.chosen.collection)
    own = (
        span
        if inquiry.plan.since and reached(inquiry.plan)
        else figures.reach(inquiry.connection, replace(chosen, weekdays=None))
    )
    if span is None or own is None:
        raise ValueError("there is a sum of no bookings")
    first, last = inquiry.plan.since or own[0], reached(inquiry.plan) or own[1]
    return max(first, span[0]), min(last, span[1])


def months(first: date, last: date) -> int:
    """How many calendar months two days and those between them are of."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


# ---------------------------------------------------------------- divided


def divide(inquiry: Inquiry, parts: list[Sum]) -> tuple[str, list[Figure]]:
    """A table of groups, by time or the largest first, each a figure with its rows; the rest of many in one row."""
    plan = inquiry.plan
    rest: list[Sum] = []
    if plan.group in (*IN_TIME, "weekday"):
        keys = sorted({each.key or "" for each in parts})
        kept = set(keys[-MOST_GROUPS:])
        rest = [each for each in parts if (each.key or "") not in kept]
        parts = sorted(
            (each for each in parts if (each.key or "") in kept), key=lambda each: (each.key or "", each.currency)
        )
    else:
        most = plan.top or SHOWN
        parts.sort(key=lambda each: (each.currency, -_size(each, plan), each.key or ""))
        by_currency: defaultdict[str, list[Sum]] = defaultdict(list)
        for each in parts:
            by_currency[each.currency].append(each)
        parts = [each for own in by_currency.values() for each in own[:most]]
        rest = [each for own in by_currency.values() for each in own[most:]]
    labels = labels_of(inquiry, parts)
    sign = -1 if plan.direction == "out" else 1
    made = [
        figure_of(f"{plan.group} {each.key}", each, f"{plan.group} {each.key}; {described(inquiry.chosen)}")
        for each in parts
    ]
    rows = [(label, sign * each.amount, each) for label, each in zip(labels, parts, strict=True)]
    for each in join(rest, lambda _: OTHERS):
        made.append(figure_of(f"{plan.group}: {OTHERS}", each, f"all other groups; {described(inquiry.chosen)}"))
        rows.append(
            (phrases.say("earlier" if plan.group in IN_TIME else "others", plan.language), sign * each.amount, each)
        )
    head = [phrases.say(name, plan.language) for name in (f"by_{plan.group}", "amount_column", "count_column")]
    body = [
        [label, phrases.money(value, each.currency, plan.language), phrases.number(Decimal(each.count), plan.language)]
        for label, value, each in rows
    ]
    return table(head, body), made


def _size(group: Sum, plan: Plan) -> Decimal:
    """By what groups are ranked: their sum, or how many bookings they have where these are counted."""
    return Decimal(group.count) if plan.kind == "count" else abs(group.amount)


def groups_of(inquiry: Inquiry) -> list[Sum]:
    """The sums of all groups; parts of one account, accounts of one person, Mondays are one group."""
    group = inquiry.plan.group
    if group == "weekday":
        days = figures.sums(inquiry.connection, inquiry.chosen, "day")
        return join(days, lambda key: str(date.fromisoformat(key).isoweekday()))
    found = figures.sums(inquiry.connection, inquiry.chosen, "account" if group == "person" else group)
    if group == "person":
        holders = whose(inquiry.meaning.accounts)
        unknown = phrases.say("nobody", inquiry.plan.language)
        return join(found, lambda key: holders[AccountId(int(key))] or unknown)
    return join(found, lambda key: inquiry.account(AccountId(int(key)))) if group == "account" else found


def join(parts: Sequence[Sum], named: Callable[[str], str]) -> list[Sum]:
    """Sums of groups that bear one name, added up by currency."""
    groups: defaultdict[tuple[str, str], list[Sum]] = defaultdict(list)
    for each in parts:
        groups[named(each.key or ""), each.currency].append(each)
    return [merged(key, own) for (key, _), own in groups.items()]


def whole(groups: Sequence[Sum]) -> list[Sum]:
    """The sums of all groups together, by currency."""
    return [replace(each, key=None) for each in join(groups, lambda _: "")]


def table(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first are numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *body]
    return "\n".join("| " + " | ".join(each) + " |" for each in lines)
