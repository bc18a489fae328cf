"""What comes back: recurring payments with what they cost a year, and how their prices changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from pkm.answer import phrases
from pkm.answer.planning import sayings
from pkm.answer.planning.intent import says
from pkm.answer.planning.lookup import plain
from pkm.answer.planning.sayings import SUBSCRIBED
from pkm.answer.planning.wording import any_of
from pkm.answer.quoting.cite import inert
from pkm.answer.reckoning.compute import SUM, TENTH, ZERO, Computed, Inquiry, Line, described, lines, reached, rounded
from pkm.answer.reckoning.extremes import cell
from pkm.answer.reckoning.sums import add_up, table
from pkm.ledger.recurring import PER_YEAR, Recurring, each_change, has_price, price_changes
from pkm.ledger.words import fold
from pkm.models import Figure, Role, TransactionId
from pkm.store import figures
from pkm.store.chosen import Filter

YEAR = timedelta(days=365)
LOOKED_BACK = timedelta(days=2 * 391)  # in which a yearly payment comes twice, even when it slips
MOST = 40
CITED = 12
HUNDRED = Decimal(100)
# What goes up alone is asked for, or what goes down; "did the price of gas change" asks for both.
_ROSE = any_of(r"""
    (?:more expensive|dearer|pricier|costlier)|(?:gone|went|go|going|goes|put(?:ting|s)?|come) .{0,30}?up|increas\w+|rais(?:e|ed|es|ing)|risen|rises?|rose|hik\w+|more .{0,60}than
    teurer|\w*erhoh\w*|angehoben|gestiegen|stiegen|aufgeschlagen|verteuert\w*|\w*steigerung(?:en)?|\w*anstieg|rauf\w*|hinauf\w*|hoher|mehr .{0,60}als
    augment\w+|plus chere?s?|hausses?|grimpe\w*|rencheri\w*|plus eleve\w*|monte\w*
""")
_FELL = any_of(r"""
    cheaper|(?:gone|went|go|going|come|came) .{0,30}?down|dropp?(?:ed|s)?|fallen|fell|falls?|decreas\w+|reduc\w+|lower(?:ed)?|less
    billiger|gunstiger|gesunken|sanken|gesenkt|verbilligt|gefallen|senkung\w*|preissenkung\w*|niedriger|weniger|runter\w*
    baiss\w+|moins chere?s?|diminu\w+|moins eleve\w*
""")
# Of these a contract is none that anybody calls a subscription.
_NO_SUBSCRIPTIONS = frozenset(
    ("rent", "electricity", "gas & heating", "water", "insurance", "taxes", "education", "mortgage & loans")
)
PARTS: dict[str | None, int] = {"month": 12, "week": 52, "day": 365}  # of a year


def going(inquiry: Inquiry, until: date) -> list[Recurring]:
    """The series that go on at the end of a time, the costliest of a year first."""
    chosen = one_way(inquiry, until - LOOKED_BACK, until)
    alive = figures.series(inquiry.connection, chosen, until)
    return sorted(alive, key=lambda each: (each.currency, -abs(each.per_year), each.counterparty, each.rows))


def one_way(inquiry: Inquiry, since: date | None, until: date | None) -> Filter:
    """Payments, unless it is income that is asked for."""
    incoming = inquiry.plan.direction == "in"
    roles: tuple[Role, ...] = ("income",) if incoming else ("spending",)
    return replace(inquiry.within(since, until), roles=roles)


def list_recurring(inquiry: Inquiry) -> Computed:
    """Each series with its rhythm, what it is now and what it comes to in a year; the sum a currency."""
    if inquiry.plan.against is not None:
        return _compare(inquiry)
    plan, language = inquiry.plan, inquiry.plan.language
    incoming = plan.direction == "in"
    sign = 1 if incoming else -1
    series = going(inquiry, reached(plan) or plan.today)
    if not series and inquiry.topic and plan.per is not None:
        ended = _ended(inquiry)
        return ended or add_up(
            replace(inquiry, plan=replace(plan, kind="average", direction="in" if incoming else "out"))
        )
    if not series:
        return Computed((phrases.say("no_recurring", language, topic=inquiry.about),), (), ())
    # one thing that is paid each month is told so, where nothing else is asked
    says_unit = sayings.UNIT_WORD.search(plain(plan.question)) is not None
    is_monthly = bool(plan.topic) and not says_unit and [each.period for each in series] == ["monthly"]
    per = plan.per or ("month" if is_monthly else None)
    by_currency: defaultdict[str, list[Recurring]] = defaultdict(list)
    for each in series:
        by_currency[each.currency].append(each)
    sums, lead = [], []
    for currency, own in by_currency.items():
        rows = tuple(row for each in own for row in each.rows)
        value = sum((each.per_year for each in own), ZERO)
        if per in PARTS:
            part = rounded(value / PARTS[per])
            sums.append(
                Figure(
                    f"per_{per}",
                    part,
                    currency,
                    len(rows),
                    rows,
                    f"per_year / {PARTS[per]}, rounded half up to cents",
                )
            )
        sums.append(
            Figure(
                "per_year",
                value,
                currency,
                len(rows),
                rows,
                "sum of what each series comes to in a year; each as below",
            )
        )
        sums.append(
            Figure("series", Decimal(len(own)), None, len(rows), rows, f"number of series in {currency} that go on")
        )
        told = phrases.count("incomes" if incoming else "series", len(own), language)
        name = "recurring_income" if incoming else "recurring"
        if per in PARTS:
            lead.append(
                phrases.say(
                    f"{name}_per", language, amount=phrases.money(sign * part, currency, language), series=told, topic=inquiry.about,
                    per=phrases.say(f"per_{per}", language),
                )
            )  # fmt: skip
        lead.append(
            phrases.say(
                name, language, amount=phrases.money(sign * value, currency, language), series=told, topic=inquiry.about
            )
        )
    made: list[Figure] = []
    body: list[list[str]] = []
    for n, each in enumerate(series[:MOST], 1):
        now = "the newest amount" if each.is_priced else "the median of the last three amounts"
        made.append(Figure(f"series {n}", each.amount, each.currency, len(each.rows), each.rows, now))
        made.append(
            Figure(
                f"series {n} per year",
                each.per_year,
                each.currency,
                len(each.rows),
                each.rows,
                f"series {n} * {PER_YEAR[each.period]} ({each.period})",
            )
        )
        money = (phrases.money(sign * value, each.currency, language) for value in (each.amount, each.per_year))
        body.append([cell(each.name), phrases.say(each.period, language), *money])
    head = [phrases.say(name, language) for name in ("by_counterparty", "rhythm_column", "now_column", "year_column")]
    newest = inquiry.bookings([each.rows[-1] for each in series[:CITED]])
    if inquiry.topic and not incoming:
        said, once = _once(inquiry, series, sums)
        lead, sums = [*lead, *said], [*sums, *once]
    return Computed(tuple(lead), lines(inquiry, newest), (*sums, *made), table(head, body))


def _once(inquiry: Inquiry, series: list[Recurring], sums: list[Figure]) -> tuple[list[str], list[Figure]]:
    """What was paid in a year beside the series, as a premium of which only one is known, and what all comes to with it."""
    plan, language = inquiry.plan, inquiry.plan.language
    until = reached(plan) or plan.today
    regular = {row for each in series for row in each.rows}
    said, made = [], []
    for each in figures.sums(inquiry.connection, one_way(inquiry, until - YEAR, until)):
        rows = tuple(row for row in each.ids if row not in regular)
        if not rows:
            continue
        value = sum((one.amount for one in inquiry.bookings(rows)), ZERO)
        yearly = sum((one.value for one in sums if one.name == "per_year" and one.currency == each.currency), ZERO)
        made += [
            Figure("paid_once", value, each.currency, len(rows), rows, f"{SUM}; of the last twelve months, in no series"),
            Figure("per_year_with_once", yearly + value, each.currency, len(rows), rows, "per_year + paid_once"),
        ]  # fmt: skip
        said.append(
            phrases.say(
                "paid_once", language, amount=phrases.money(-value, each.currency, language),
                bookings=phrases.count("bookings", len(rows), language), sum=phrases.money(-(yearly + value), each.currency, language),
            )
        )  # fmt: skip
    return said, made


def _ended(inquiry: Inquiry) -> Computed | None:
    """The last price of what is paid no more; ``None`` where no series had a price: what comes now and then has a mean."""
    plan, language = inquiry.plan, inquiry.plan.language
    chosen = one_way(inquiry, None, reached(plan) or plan.today)
    days = figures.reach(inquiry.connection, chosen)
    series = [each for each in figures.series(inquiry.connection, chosen, days[1]) if each.is_priced] if days else []
    if not series:
        return None
    made = [Figure("last_price", each.amount, each.currency, 1, each.rows[-1:], "the newest amount") for each in series]
    lead = tuple(
        phrases.say(
            "ended_series", language, who=inert(each.name), amount=phrases.money(abs(each.amount), each.currency, language),
            rhythm=phrases.say(each.period, language), day=phrases.day(each.until, language),
        )
        for each in series
    )  # fmt: skip
    return Computed(lead, lines(inquiry, inquiry.bookings([each.rows[-1] for each in series])), tuple(made))


def _compare(inquiry: Inquiry) -> Computed:
    """What one thing costs more than another, now, in a year or a part of it; nothing where either costs nothing regularly."""
    plan, language = inquiry.plan, inquiry.plan.language
    sides = [going(each, reached(plan) or plan.today) for each in (inquiry, inquiry.held)]
    currencies = {each.currency for side in sides for each in side}
    for side, about in zip(sides, (inquiry.about, inquiry.other), strict=True):
        if not side or len(currencies) > 1:
            return Computed((phrases.say("no_recurring", language, topic=about),), (), ())
    (currency,) = currencies
    per, part = plan.per or "year", PARTS.get(plan.per, 1)
    made = []
    for name, side in zip(("this", "other"), sides, strict=True):
        rows = tuple(row for each in side for row in each.rows)
        value = rounded(sum((each.per_year for each in side), ZERO) / part)
        made.append(
            Figure(name, value, currency, len(rows), rows, f"sum of what each series comes to in a year / {part}")
        )
    this, other = made
    change, rows = this.value - other.value, (*this.rows, *other.rows)
    difference = Figure("difference", change, currency, len(rows), rows, "this - other; both as below")
    name = "costs_same" if not change else "costs_more" if change < 0 else "costs_less"
    said = phrases.say(
        name, language, amount=phrases.money(abs(change), currency, language), per=phrases.say(f"per_{per}", language),
        topic=inquiry.about, when=inquiry.other.strip(), this=phrases.money(-this.value, currency, language),
        other=phrases.money(-other.value, currency, language),
    )  # fmt: skip
    newest = inquiry.bookings([each.rows[-1] for side in sides for each in side][:CITED])
    return Computed((said,), lines(inquiry, newest), (difference, *made))


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of price with the bookings around it."""

    name: str
    before: Decimal
    after: Decimal
    currency: str
    day: date
    rows: tuple[TransactionId, TransactionId]


def list_price_changes(inquiry: Inquiry) -> Computed:
    """Each change of a recurring price in the time: from what, to what, since when, by how much; the newest first."""
    plan, language = inquiry.plan, inquiry.plan.language
    sign = 1 if plan.direction == "in" else -1
    found = _changes(inquiry)
    if found is None and inquiry.topic:
        return Computed((), (), ())  # what has no price cannot be said to have kept it
    told = fold(plan.question)
    rose, fell = (says(told, each) and not says(told, other) for each, other in ((_ROSE, _FELL), (_FELL, _ROSE)))
    meant = [each for each in found or [] if not (rose or fell) or (abs(each.after) > abs(each.before)) == rose]
    if not inquiry.topic and SUBSCRIBED.search(told):
        newest = {each.id: each.category for each in inquiry.bookings(each.rows[1] for each in meant)}
        meant = [each for each in meant if newest.get(each.rows[1]) not in _NO_SUBSCRIPTIONS]
    changes = sorted(meant, key=lambda each: (each.day, each.rows), reverse=True)
    if not changes:
        name = "no_price_rise" if rose else "no_price_fall" if fell else "no_price_change"
        return Computed((phrases.say(name, language, topic=inquiry.about, period=inquiry.time),), (), ())
    made: list[Figure] = []
    listed: list[Line] = []
    around = {one.id: one for one in inquiry.bookings(row for each in changes[:MOST] for row in each.rows)}
    for n, each in enumerate(changes[:MOST], 1):
        difference = each.after - each.before
        percent = rounded(difference / each.before * HUNDRED, TENTH)
        name = f"change {n}"
        made += [
            Figure(name, difference, each.currency, 2, each.rows, "the amount since then - the amount before"),
            Figure(f"{name} before", each.before, each.currency, 1, each.rows[:1], "the booking's amount"),
            Figure(f"{name} after", each.after, each.currency, 1, each.rows[1:], "the booking's amount"),
            Figure(f"{name} percent", percent, None, 2, each.rows, f"{name} / {name} before * 100, rounded half up to tenths"),
        ]  # fmt: skip
        text = phrases.say(
            "price_change", language, who=inert(each.name), before=phrases.money(sign * each.before, each.currency, language),
            amount=phrases.money(sign * each.after, each.currency, language), day=phrases.day(each.day, language),
            difference=phrases.signed_money(sign * difference, each.currency, language), percent=phrases.signed(percent, language),
        )  # fmt: skip
        listed.append(Line(text, tuple(around[row] for row in each.rows if row in around)))
    told = phrases.count("changes", len(changes), language)
    rows = tuple(row for each in changes for row in each.rows)
    made.append(
        Figure(
            "changes", Decimal(len(changes)), None, len(rows), rows, f"number of changes; {described(inquiry.chosen)}"
        )
    )
    return Computed(
        (phrases.say("price_changes", language, changes=told, topic=inquiry.about, period=inquiry.time),),
        tuple(listed),
        tuple(made),
    )


def _changes(inquiry: Inquiry) -> list[_Change] | None:
    """The changes of all series that go on at the end of the time, as far back as it reaches; ``None`` where none has a price.

    What is asked for by name and comes once a year has each year's price, the others have one that holds.
    """
    plan = inquiry.plan
    until = reached(plan) or plan.today
    runs = [each for each in going(inquiry, until) if each.is_priced or (each.period == "yearly" and plan.topic)]
    series = {(each.counterparty, each.currency): each for each in runs}
    if plan.topic and len(series) < len(runs):
        return None  # of several prices of one payee, as rent and advances, its bookings do not say which changed
    names = tuple(sorted({payee for payee, _ in series}))
    if not names:
        return None
    whole = one_way(inquiry, None, until)
    # What a payee is called by names all its bookings; a category, or words of some of them, need not.
    some = any(each.categories for each in whole.terms) or set(names) <= {*(whole.payees or ())}
    whole = replace(whole, payees=names, terms=() if some else whole.terms)
    found: list[_Change] = []
    is_told = False
    for each in figures.charges(inquiry.connection, whole):
        own = series.get((each.payee, each.currency))
        yearly = own is not None and own.period == "yearly" and plan.topic
        if own is None or not (yearly or has_price(each.amounts)):
            continue
        is_told = True
        held = range(len(each.amounts)) if yearly else _held(each.amounts)
        amounts = [each.amounts[n] for n in held]
        for change in each_change(amounts) if yearly else price_changes(amounts):
            before, after = held[change.before], held[change.after]
            if plan.since is None or each.days[after] >= plan.since:
                found.append(
                    _Change(
                        own.name, each.amounts[before], each.amounts[after], each.currency, each.days[after],
                        (each.ids[before], each.ids[after]),
                    )
                )  # fmt: skip
    return found if is_told or not plan.topic else None


def _held(amounts: Sequence[Decimal]) -> list[int]:
    """Which payments are of a price, that comes again or is the newest: a bonus between two wages is none."""
    times = Counter(amounts)
    return [n for n, each in enumerate(amounts) if times[each] > 1 or n + 1 == len(amounts)]
