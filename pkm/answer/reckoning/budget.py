"""Income held against spending, and one time held against another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, localcontext

from pkm.answer import phrases
from pkm.answer.planning import grouping
from pkm.answer.planning.intent import Direction, says
from pkm.answer.planning.period import Period
from pkm.answer.reckoning.compute import (
    SUM,
    TENTH,
    ZERO,
    Computed,
    Inquiry,
    described,
    figure_of,
    headed,
    reached,
    rounded,
    shown,
)
from pkm.answer.reckoning.extremes import IN_TIME, cell
from pkm.answer.reckoning.sums import MOST_GROUPS, months, nothing, table, whole
from pkm.ledger.words import fold
from pkm.models import Figure, Role, Rows
from pkm.store import figures
from pkm.store.chosen import Filter
from pkm.store.figures import Grouping
from pkm.store.sums import Sum, merged

SPENDING: tuple[Role, ...] = ("spending", "refund")
INCOME: tuple[Role, ...] = ("income",)
DRIVERS = 5
HUNDRED = Decimal(100)


def hold_against(inquiry: Inquiry) -> Computed:
    """Answer what came in, what went out and what was left, or the share of income that was saved."""
    plan, language = inquiry.plan, inquiry.plan.language
    income_of = replace(inquiry.chosen, roles=INCOME)
    spending_of = replace(inquiry.against, roles=SPENDING)
    if plan.against:
        income = {each.currency: each for each in figures.sums(inquiry.connection, income_of)}
        spending = {each.currency: each for each in figures.sums(inquiry.connection, spending_of)}
    else:
        roles = figures.sums(inquiry.connection, replace(inquiry.chosen, roles=(*INCOME, *SPENDING)), "role")
        income = {each.currency: each for each in roles if each.key in INCOME}
        spending = {each.currency: each for each in whole([each for each in roles if each.key in SPENDING])}
    made: list[Figure] = []
    lead: list[str] = []
    for currency in inquiry.in_order(income.keys() | spending.keys()) or [inquiry.currency()]:
        empty = replace(nothing(inquiry), currency=currency)
        came, went = income.get(currency, empty), spending.get(currency, empty)
        both = merged(None, [came, went])
        net = Figure(
            "net",
            both.amount,
            currency,
            both.count,
            both.ids,
            f"{SUM}; income and spending; {described(inquiry.chosen)}",
        )
        sides = [figure_of("income", came, described(income_of)), figure_of("spending", went, described(spending_of))]
        told = {
            "income": phrases.money(came.amount, currency, language),
            "spending": phrases.money(-went.amount, currency, language),
        }
        if plan.kind == "savings":
            rate = _rate(came, went)
            if rate is None:
                lead.append(inquiry.sentence("no_income", ZERO, currency, 0, unit=currency, **told))
                made += sides
                continue
            query = "(income + spending) / income * 100, rounded half up to tenths; both as below"
            made += [Figure("savings_rate", rate, None, both.count, both.ids, query), *sides, net]
            lead.append(
                inquiry.sentence(
                    "savings_rate", both.amount, currency, both.count, rate=phrases.number(rate, language), **told
                )
            )
        else:
            made += [net, *sides]
            name = "cashflow" if both.amount >= 0 else "deficit"
            if plan.against:
                name = "rest" if both.amount >= 0 else "no_rest"
            lead.append(inquiry.sentence(name, abs(both.amount), currency, both.count, other=inquiry.other, **told))
            if plan.against and plan.since is None and plan.until is None and both.count:
                more, monthly = _a_month(
                    inquiry, both, [replace(each, currency=currency) for each in (income_of, spending_of)]
                )
                made += more
                lead.append(monthly)
    lead.append(phrases.say("apart", language))
    text = ""
    if plan.group in IN_TIME and made:
        text, more = _month_by_month(inquiry, income_of, spending_of)
        if plan.kind == "savings" and says(fold(plan.question), grouping.MOST):
            ranked, first = _ranked(inquiry, more)
            made, lead = [*ranked, *made], [*first, *lead]
        made += more
    if plan.against:
        listed = (
            *shown(inquiry, income_of, list(income.values()))[0],
            *shown(inquiry, spending_of, list(spending.values()))[0],
        )
        return headed(lead, (), listed, made, text)
    listed, said = shown(
        inquiry, replace(inquiry.chosen, roles=(*SPENDING, *INCOME)), [*income.values(), *spending.values()]
    )
    return headed(lead, said, listed, made, text)


def _a_month(inquiry: Inquiry, both: Sum, sides: Sequence[Filter]) -> tuple[list[Figure], str]:
    """What is left in a month on average, from the first booking of either side to the last."""
    language = inquiry.plan.language
    days = [day for each in sides for day in figures.reach(inquiry.connection, each) or ()]
    units = months(min(days), max(days))
    value = rounded(both.amount / units)
    made = [
        Figure("net_per_month", value, both.currency, both.count, both.ids, "net / months, rounded half up to cents"),
        Figure("months", Decimal(units), None, both.count, both.ids, "calendar months from the first of these bookings to the last"),
    ]  # fmt: skip
    over = phrases.count("months", units, language)
    return made, phrases.say("rest_a_month", language, amount=phrases.money(value, both.currency, language), over=over)


def _rate(came: Sum, went: Sum) -> Decimal | None:
    """What is left of income, in per cent."""
    return _percent(came.amount + went.amount, came.amount) if came.amount > 0 else None


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    """A part of a whole, rounded half up to tenths."""
    with localcontext() as context:
        context.prec = 60
        return rounded(part / whole * HUNDRED, TENTH)


# ---------------------------------------------------------------- a part of a whole


def share(inquiry: Inquiry) -> Computed:
    """Answer which part of what was spent or came in something makes up, in per cent."""
    plan, language = inquiry.plan, inquiry.plan.language
    side = plan.against.direction if plan.against else plan.direction
    parts = {each.currency: each for each in figures.sums(inquiry.connection, inquiry.chosen)}
    wholes = {each.currency: each for each in figures.sums(inquiry.connection, inquiry.against)}
    made: list[Figure] = []
    lead: list[str] = []
    for currency in inquiry.in_order(parts.keys() or wholes.keys()) or [inquiry.currency()]:
        empty = replace(nothing(inquiry), currency=currency)
        part, all_of_it = parts.get(currency, empty), wholes.get(currency, empty)
        gone, moved = _moved(part, plan.direction), _moved(all_of_it, side)
        is_part = side != plan.direction or not part.ids - all_of_it.ids
        rate = _percent(gone, moved) if is_part and gone >= 0 and moved > 0 else None
        sides = [
            figure_of("part", part, described(inquiry.chosen)),
            figure_of("whole", all_of_it, described(inquiry.against)),
        ]
        told = {
            "whole": phrases.money(moved, currency, language), "side": phrases.say(f"share_{side}", language), "other": inquiry.other,
        }  # fmt: skip
        if rate is not None:
            rows = part.ids + (all_of_it.ids - part.ids)
            query = "part / whole * 100 without signs, rounded half up to tenths; both as below"
            made.append(Figure("share", rate, None, len(rows), rows, query))
            told["rate"] = phrases.number(rate, language)
        made += sides
        name = "no_share" if rate is None else "share"
        lead.append(inquiry.sentence(name, gone, currency, part.count, **told))
    listed, said = shown(inquiry, inquiry.chosen, list(parts.values()))
    return headed(lead, said, listed, made, "")


def _moved(part: Sum, direction: Direction | None) -> Decimal:
    """What went out, or came in, without its sign; less than nothing where more came back."""
    return part.amount if direction == "in" else -part.amount


def _month_by_month(inquiry: Inquiry, income_of: Filter, spending_of: Filter) -> tuple[str, list[Figure]]:
    """Income, spending and what was left in each group of the time."""
    language, group = inquiry.plan.language, inquiry.plan.group
    cells: defaultdict[tuple[str, str], dict[str, Sum]] = defaultdict(dict)
    for name, chosen in (("income", income_of), ("spending", spending_of)):
        for each in figures.sums(inquiry.connection, chosen, group):  # type: ignore[arg-type]
            cells[each.key or "", each.currency][name] = each
    made: list[Figure] = []
    body: list[list[str]] = []
    for key, currency in sorted(cells)[-MOST_GROUPS:]:
        sums = cells[key, currency]
        both = merged(key, list(sums.values()))
        row = [phrases.span(date.fromisoformat(key), group, language)]
        for name, part, sign in (
            ("income", sums.get("income"), 1),
            ("spending", sums.get("spending"), -1),
            ("net", both, 1),
        ):
            row.append(phrases.money(sign * part.amount, currency, language) if part else "–")
            if part:
                made.append(figure_of(f"{name} {key}", part, f"{group} {key}"))
        body.append(row)
    head = [phrases.say(name, language) for name in (f"by_{group}", "income_column", "spending_column", "net_column")]
    return table(head, body), made


def _ranked(inquiry: Inquiry, parts: Sequence[Figure]) -> tuple[list[Figure], list[str]]:
    """In which group of the time most was left, or least, in each currency."""
    language, is_least = inquiry.plan.language, says(fold(inquiry.plan.question), grouping.LEAST)
    made, lead = [], []
    nets = [each for each in parts if each.name.startswith("net ")]
    for currency in sorted({each.currency or "" for each in parts if each.name.startswith("income ")}):
        own = [each for each in nets if each.currency == currency]
        best = (min if is_least else max)(own, key=lambda each: each.value)
        unit = phrases.span(date.fromisoformat(best.name.removeprefix("net ")), inquiry.plan.group, language)
        name = "least_saved" if is_least else "most_saved"
        lead.append(phrases.say(name, language, unit=unit, amount=phrases.money(best.value, currency, language)))
        made.append(best)
    return made, lead


# ---------------------------------------------------------------- one time against another


def compare(inquiry: Inquiry) -> Computed:
    """Both sums, their difference and what made it."""
    plan, language = inquiry.plan, inquiry.plan.language
    other = Period(plan.since, plan.until) if plan.against else plan.versus or before(plan.since, reached(plan))
    if other is None:
        return hold_against(inquiry)
    if plan.direction is None:
        inquiry = replace(
            inquiry,
            plan=replace(plan, direction="out"),
            meaning=replace(
                inquiry.meaning, chosen=replace(inquiry.meaning.chosen, roles=SPENDING), against=inquiry.meaning.against and replace(inquiry.meaning.against, roles=SPENDING)
            ),
        )  # fmt: skip
    now = inquiry.chosen
    then = inquiry.against if plan.against else inquiry.within(other.since, other.until)
    when = inquiry.other.strip() if plan.against else phrases.period(other.since, other.until, language)
    grouping: Grouping = "counterparty" if inquiry.topic else "category"
    groups_now = figures.sums(inquiry.connection, now, grouping)
    groups_then = figures.sums(inquiry.connection, then, grouping)
    later = {each.currency: each for each in whole(groups_now)}
    earlier = {each.currency: each for each in whole(groups_then)}
    sign = 1 if plan.direction == "in" else -1
    made: list[Figure] = []
    lead: list[str] = []
    for currency in inquiry.in_order(later.keys() | earlier.keys()) or [inquiry.currency()]:
        empty = replace(nothing(inquiry), currency=currency)
        one, two = later.get(currency, empty), earlier.get(currency, empty)
        change = one.amount - two.amount
        rows = one.ids + two.ids
        made += [
            Figure("difference", change, currency, len(rows), rows, "sum(amount) of this - sum(amount) of the other; both as below"),
            figure_of("this" if plan.against else "this_time", one, described(now)),
            figure_of("other" if plan.against else "other_time", two, described(then)),
        ]  # fmt: skip
        told = ""
        if two.amount:
            percent = rounded(change / two.amount * HUNDRED, TENTH)
            made.append(
                Figure(
                    "percent",
                    percent,
                    None,
                    len(rows),
                    rows,
                    f"difference / {made[-1].name} * 100, rounded half up to tenths",
                )
            )
            told = phrases.say("percent", language, percent=phrases.signed(percent, language))
        name = "same" if not change else "more" if sign * change > 0 else "less"
        lead.append(
            inquiry.sentence(
                name, abs(change), currency, len(rows), percent=told, this=phrases.money(sign * one.amount, currency, language),
                other=phrases.money(sign * two.amount, currency, language), when=when,
            )
        )  # fmt: skip
    text, drivers = _drivers(inquiry, grouping, groups_now, groups_then, sign)
    listed = (*shown(inquiry, now, list(later.values()))[0], *shown(inquiry, then, list(earlier.values()))[0])
    unfinished = (plan.until or plan.today) >= plan.today and plan.against is None
    warnings = (phrases.say("incomplete", language),) if unfinished else ()
    times = ((now.since, now.until), (then.since, then.until))
    return Computed(tuple(lead), listed, (*made, *drivers), text, warnings, times)


def before(since: date | None, until: date | None) -> Period | None:
    """The time of the same kind before a time: the month before a month, the year before a year, else as many days."""
    if since is None or until is None:
        return None
    end = since - timedelta(days=1)
    if since.day == 1 and (until + timedelta(days=1)).day == 1:
        months = (until.year - since.year) * 12 + until.month - since.month + 1
        first = since.year * 12 + since.month - 1 - months
        return Period(date(first // 12, first % 12 + 1, 1), end)
    return Period(end - (until - since), end)


def _drivers(
    inquiry: Inquiry, grouping: Grouping, now: list[Sum], then: list[Sum], sign: int
) -> tuple[str, list[Figure]]:
    """What changed most: categories, or counterparties where the question has a topic."""
    language = inquiry.plan.language
    pairs: defaultdict[tuple[str, str], list[Sum]] = defaultdict(list)
    changes: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for factor, sums in ((1, now), (-1, then)):
        for each in sums:
            pairs[each.key or "", each.currency].append(each)
            changes[each.key or "", each.currency] += factor * each.amount
    largest = sorted((key for key in changes if changes[key]), key=lambda key: (-abs(changes[key]), key))[:DRIVERS]
    if len(pairs) < 2 or not largest:
        return "", []
    made, body = [], []
    for key, currency in largest:
        rows = Rows.of(each.ids for each in pairs[key, currency])
        change = changes[key, currency]
        made.append(
            Figure(f"difference {key}", change, currency, len(rows), rows, f"as difference, of {grouping} {key}")
        )
        label = phrases.category(key, language) if grouping == "category" else key
        if grouping == "counterparty" and (named := inquiry.bookings(rows[-1:])):
            label = named[0].counterparty or named[0].description
        body.append([cell(label), phrases.signed_money(sign * change, currency, language)])
    return table([phrases.say(f"by_{grouping}", language), phrases.say("difference_column", language)], body), made
