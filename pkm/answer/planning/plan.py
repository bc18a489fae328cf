"""What a question asks for, by rules: its kind, its time, its language, and which bookings it speaks of.

No model decides here, so the same question always gives the same plan, and the plan can be shown. ``intent`` tells the
kind, ``period`` and ``amounts`` the bounds, ``grouping`` the division; what is left is what it is about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from pkm.answer.language import FUNCTION, Language, content, vocabulary
from pkm.answer.planning import (
    against,
    amounts,
    asking,
    beyond,
    grouping,
    intent,
    lookup,
    narrowing,
    route,
    sayings,
    times,
)
from pkm.answer.planning.against import Against
from pkm.answer.planning.coherence import is_coherent
from pkm.answer.planning.days import UNITS, current, moved
from pkm.answer.planning.grouping import Group, Per
from pkm.answer.planning.intent import Direction, Intent, QuestionKind, Rule, Wanted
from pkm.answer.planning.lookup import Expected
from pkm.answer.planning.paying_sayings import CARD, EARNS, IN_ALL, NOW_EACH, PAYS, PRICE_NOW, PRICED, WE_PAY
from pkm.answer.planning.period import Period, fold_in_place
from pkm.answer.planning.question import Question
from pkm.answer.planning.route import Route
from pkm.answer.planning.unheld import passes_over
from pkm.answer.planning.wording import any_of, speaks_of_money, without_kind
from pkm.json import to_json as plain_json
from pkm.ledger import category
from pkm.ledger.words import fold, words

__all__ = [
    "CARD", "IN_ALL", "PRICE_NOW", "Direction", "Expected", "Group", "Per", "Period", "Plan", "QuestionKind", "Rule", "Wanted", "goes_on", "is_income", "plan_of",
    "read",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """How a question will be answered.

    Attributes:
        today: The day from which ``last month`` is reckoned.
        since, until: The time asked for, whole days, both included. A balance is that of ``until``; with ``since`` its course.
        topic: Stems of the words that say what it is about, in the order in which they stand.
        either: The topic as things of which each is meant ("groceries and restaurants"); empty where it is one thing.
        without: Things that are left out, each as the stems of its words ("without rent and insurance").
        including: Things that are said to be among it ("including rent"), each as the stems of its words.
        against: What the topic is held against: the whole of a share, the other of two things, what is taken off an income.
        sought, asked, names, expected: Of a lookup, see ``pkm.answer.planning.lookup.Lookup``.
        direction: Money out or in; ``None`` where the question does not say.
        rule: The one kind of unusual booking that is asked for.
        on_card: Whether only cards are meant.
        off_card: Whether all accounts but cards are meant ("not on the card").
        gross: Whether what was given back is not taken off ("before refunds").
        currency: ISO 4217, where the question names one.
        group: By what the answer is divided ("per category", "month by month").
        versus: The time that ``since`` to ``until`` is held against; the later of two times is the one asked for.
        weekdays: The days of the week that are meant, Monday is 1; empty for all.
        min_amount, max_amount: Bounds of a booking's amount without its sign.
        amount: The very amount of the booking that is meant, without its sign.
        top: How many are asked for ("the five largest").
        distinct: Whether the groups are counted, and not the bookings ("in how many shops").
        place: Which in order is asked for: 2 of "the second largest".
        divisor: By what a sum is divided: 2 of "half of the rent".
        per: What an average, or the cost of what recurs, is reckoned for.
        refunds: Whether it asks for what was given back.
        transfers: Whether it asks for what went between own accounts.
        route: The words that say from which account money went, and to which, where both may be own accounts.
        bounds_excluded: Whether the bounds themselves are not meant ("over 100", as against "at least 100").
        of_groups: Whether the bounds are those of a group's sum and not of a booking ("months over 300 euros").
        wanted: What is sought where paper and money are tied: the paper of a payment, the payment of a paper, or the
            papers that have none.
    """

    question: str
    kind: QuestionKind
    language: Language
    today: date
    since: date | None = None
    until: date | None = None
    topic: tuple[str, ...] = ()
    either: tuple[tuple[str, ...], ...] = ()
    without: tuple[tuple[str, ...], ...] = ()
    including: tuple[tuple[str, ...], ...] = ()
    against: Against | None = None
    sought: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    expected: tuple[Expected, ...] = ()
    direction: Direction | None = None
    rule: Rule | None = None
    on_card: bool = False
    off_card: bool = False
    gross: bool = False
    currency: str | None = None
    group: Group | None = None
    distinct: bool = False
    versus: Period | None = None
    weekdays: tuple[int, ...] = ()
    min_amount: Decimal | None = None
    max_amount: Decimal | None = None
    amount: Decimal | None = None
    top: int | None = None
    place: int = 1
    divisor: int = 1
    per: Per | None = None
    refunds: bool = False
    transfers: bool = False
    route: Route | None = None
    wanted: Wanted | None = None
    bounds_excluded: bool = False
    of_groups: bool = False

    @property
    def is_about_money_moved(self) -> bool:
        """Whether the ledger answers."""
        return self.kind != "lookup"

    @property
    def has_bounds(self) -> bool:
        """Whether bookings of some amounts only are meant."""
        return self.min_amount is not None or self.max_amount is not None

    @property
    def is_beyond(self) -> bool:
        """Whether it asks for a figure that no plan holds, such as one without the rent."""
        return beyond.is_beyond(Question(self.question, self.today).said.text)

    @property
    def is_of_price(self) -> bool:
        """Whether it asks what was or is paid, which no single line of a statement tells."""
        said = Question(self.question, self.today).said.text
        return "money" in self.expected or intent.says(said, PRICED, sayings.HOW_MUCH_MONEY)

    @property
    def is_terse(self) -> bool:
        """Whether it is but words and a time, as in "groceries May 2026" and "how much rent in May": who types that wants bookings, where there are some."""
        said = amounts.without_currency(Question(self.question, self.today).rest)
        if asks := _HOW_MUCH_OF.match(fold_in_place(said)):
            said = said[asks.end() :]
        for aside in (IN_ALL, NOW_EACH):
            for found in reversed(list(aside.finditer(fold_in_place(said)))):
                said = said[: found.start()] + said[found.end() :]
        grammar = FUNCTION - _LINKING - ({"uber"} if _UBER.match(self.question) else set())
        return self.kind == "lookup" and grammar.isdisjoint(words(said))

    def as_lookup(self) -> Plan:
        """The same question, put to documents."""
        asked = Question(self.question, self.today)
        documents = _put_to_documents(asked)
        in_time = {word for each in asked.times for word in content(asked.text[each.start : each.end])}
        topic = tuple(each for each in documents.topic if each not in in_time)
        return replace(documents, topic=topic, since=self.since, until=self.until)

    def to_json(self) -> dict[str, Any]:
        """The plan in JSON's own types."""
        shown: dict[str, Any] = plain_json(self)
        return shown


# Small words of a heading ("Rent to Wincasa, 2025 total"): none of them asks, and none says who does.
_LINKING = vocabulary(
    "to for from at in of on by per with and the our my an fur bei beim von vom im am auf aufs zu zum zur mit und der die das den dem des unsere unser meine mein "
    "pro je pour chez a au aux de du des d en dans avec et le la les l notre nos mon ma mes"
)
_UBER = re.compile(r"\W*uber(?!\w| +\d)", re.IGNORECASE)  # the firm, where no "über" begins a question
_HOW_MUCH_OF = re.compile(r"\W*(?:how much|wie ?viel|combien d(?:e |['’]))(?!\w*\s*(?:fois|mal|times)\b)")
_RANKED = frozenset({"largest", "smallest", "last", "first"})
_ADDED = frozenset({"sum", "count", "average", "median", "list", "cashflow"})
_OF_INCOME = _RANKED | _ADDED - {"cashflow"} | {"compare", "share", "price_changes"}
_OF_ALL = frozenset({"cashflow", "savings", "balance"})
_ROUTED = _RANKED | _ADDED - {"cashflow"}
_OF_NO_SUM = (
    any_of(r"than|als|que|qu'\w+"), sayings.LARGEST, sayings.SMALLEST, sayings.LAST, sayings.FIRST, sayings.AVERAGE, sayings.MEDIAN,
    sayings.COUNT,
)  # fmt: skip


def read(question: str, today: date) -> Plan:
    """Understand a question as it is meant on ``today``."""
    asked = Question(question, today)
    wish = Intent("lookup") if goes_on(asked) else intent.read(asked.said)
    if wish.kind == "lookup":
        span = times.span_of(asked.times)
        return replace(_put_to_documents(asked), since=span.since, until=span.until)
    return plan_of(asked, wish)


def plan_of(asked: Question, wish: Intent) -> Plan:
    """The plan of a question to the ledger; one of documents where it names more times than a plan can hold."""
    beside = times.side_by_side(asked.times) if wish.kind == "compare" else None
    if beside and not intent.says(asked.said.text, *_OF_NO_SUM):
        wish = replace(wish, kind="sum")  # more than two are told one by one
    elif len(asked.times) > times.MOST or (
        len(times.named(asked.times)) > times.MOST and (wish.kind == "compare" or times.apart(asked.times))
    ):
        return _put_to_documents(asked)
    text = asked.said.text
    held = None if wish.kind in _OF_ALL and beyond.is_unreal(text) else against.held(asked, wish)
    if held is None:
        return _put_to_documents(asked)
    wish = held.wish
    if held.either and grouping.group_of(text, wish.kind) is None and against.asks_which(asked):
        return _put_to_documents(asked)  # the sum of both is no answer to which of them
    plan = Plan(
        question=asked.question,
        kind=wish.kind,
        language=asked.language,
        today=asked.today,
        topic=held.topic,
        either=held.either,
        without=asked.left_out.things if asked.left_out else (),
        including=asked.included.things if asked.included else (),
        against=held.against,
        direction=wish.direction,
        rule=wish.rule,
        on_card=intent.says(text, CARD, sayings.PAID_OFF) or (asked.share is not None and asked.share.on_card),
        off_card=asked.exceptions.off_card,
        gross=asked.exceptions.gross,
        group=_group(asked, wish) or (beside and wish.kind == "sum" and beside.unit) or None,
        distinct=asked.distinct is not None,
        weekdays=asked.weekdays.days if asked.weekdays else (),
        top=grouping.top_of(text),
        place=grouping.place_of(text) if wish.kind in {"largest", "smallest"} else 1,
        divisor=asked.fraction.divisor if asked.fraction else 1,
        per=grouping.per_of(text, wish.kind),
        refunds=wish.refunds,
        transfers=wish.transfers,
        route=route.find(asked.rest, held.topic) if wish.kind in _ROUTED else None,
        wanted=wish.wanted,
    )
    if plan.kind == "count" and plan.group == "counterparty" and plan.direction is None:
        plan = replace(plan, direction="out")  # where one buys most often
    if plan.kind == "list" and plan.group is not None:
        plan = replace(plan, kind="sum")  # what is divided is added up
    if asked.exceptions.net:
        if plan.kind not in {"sum", "list", "average", "compare"} or plan.direction == "in" or plan.refunds:
            return _put_to_documents(asked)
        plan = replace(plan, kind="sum" if plan.kind == "list" else plan.kind, direction="out")
    income = is_income(asked, plan) or (plan.kind == "price_changes" and names_income(asked)) or _is_wage_paid(asked)
    if plan.kind in _OF_INCOME and not plan.refunds and income:
        plan = replace(plan, direction="in")
    if plan.kind in {"largest", "smallest"} and plan.group is not None and not grouping.is_each(text):
        plan = replace(plan, kind="sum")  # "our cheapest month" ranks months, not bookings
    plan = _bounded(plan, asked)
    if beside and plan.kind == "sum":
        plan = replace(plan, since=beside.span.since, until=beside.span.until)
    unit = grouping.exceeding(text)
    if unit and plan.kind in {"sum", "list"} and plan.has_bounds:
        if plan.currency is None and _may_be_year(plan.min_amount or plan.max_amount):
            return _put_to_documents(asked)
        plan = replace(plan, kind="sum", group=unit, of_groups=True, direction=plan.direction or "out")
    elif _is_limit(plan, text):
        kind: QuestionKind = "average" if plan.per in UNITS else "sum"
        plan = replace(plan, kind=kind, min_amount=None, max_amount=None, bounds_excluded=False)
    if plan.weekdays and plan.kind in {"sum", "list"} and not asked.times and plan.group is None and _is_habit(asked):
        plan = replace(plan, kind="average", per="week")  # what is spent at weekends is spent at each of them
    if (
        plan.kind in {"sum", "list"}
        and plan.direction == "in"
        and plan.topic
        and not asked.times
        and _is_what_it_is(asked, plan)
    ):
        plan = replace(plan, kind="recurring", group=None)  # "wie hoch ist mein Gehalt"
    return plan if is_coherent(plan, asked) and not passes_over(plan, asked) else _put_to_documents(asked)


def is_income(asked: Question, plan: Plan) -> bool:
    """Whether all that it is about is income by its name: a wage, a pension."""
    told = [
        each
        for each in re.findall(r"[^\W\d_]+", without_kind(asked.rest))
        if not set(content(each)).isdisjoint(plan.topic)
    ]
    return bool(told) and all(category.named(each) in category.INCOME for each in told)


def names_income(asked: Question) -> bool:
    """Whether a word is the name of an income."""
    return any(category.named(each) in category.INCOME for each in re.findall(r"[^\W\d_]+", asked.rest))


def _is_wage_paid(asked: Question) -> bool:
    """Whether it asks what somebody else paid as a wage: "how much salary did Holm pay"."""
    text = asked.said.text
    said = re.findall(r"[^\W\d_]+", asked.rest)
    named = any(category.named(each) == "salary" and not PAYS.fullmatch(fold(each)) for each in said)
    return named and intent.says(text, PAYS) and not intent.says(text, WE_PAY)


def _is_what_it_is(asked: Question, plan: Plan) -> bool:
    """Whether it asks what an income is now, and not what it came to."""
    text = asked.said.text
    now = intent.says(text, PRICE_NOW) and is_income(asked, plan)
    return (now or intent.says(text, EARNS)) and not intent.says(text, IN_ALL)


def _group(asked: Question, wish: Intent) -> Group | None:
    if asked.distinct is not None:
        return asked.distinct.unit or "counterparty"
    return None if intent.says(asked.said.text, sayings.AT_ONCE) else grouping.group_of(asked.said.text, wish.kind)


def _is_limit(plan: Plan, text: str) -> bool:
    """Whether an amount bounds all that was spent, as in "did we spend less than 500 euros on groceries", and not a booking."""
    of_all = plan.kind in {"sum", "list"} and intent.says(text, sayings.STAYED_WITHIN)
    of_a_time = plan.kind == "average" and plan.per in UNITS and not intent.says(text, grouping.ONE_BOOKING)
    return plan.has_bounds and (of_all or of_a_time) and not intent.says(text, sayings.EACH_TIME)


def _may_be_year(amount: Decimal | None) -> bool:
    """Whether a bare number is as likely a year: "which year cost more than 2025"."""
    return amount is not None and amount in range(1900, 2101)


def goes_on(asked: Question) -> bool:
    """Whether it can only be understood after another question."""
    return asking.goes_on(asked.question) and not speaks_of_money(asked.rest)


def _is_habit(asked: Question) -> bool:
    return narrowing.HABIT[asked.language].search(asked.said.text) is not None


def _bounded(plan: Plan, asked: Question) -> Plan:
    """The plan with the times and amounts that the question names."""
    plan = replace(
        plan, currency=amounts.currency_of(lookup.plain(asked.text)), min_amount=asked.amounts.least, max_amount=asked.amounts.most, amount=asked.amounts.exact,
        bounds_excluded=asked.amounts.excluded,
    )  # fmt: skip
    if (plan.kind == "compare" and plan.against is None) or (plan.kind in _ADDED and times.apart(asked.times)):
        later, earlier = times.held(asked)
        unit = next((unit for unit in UNITS if times.is_unit(later, unit)), None)
        if earlier is None and unit and intent.says(asked.said.text, sayings.ELLIPTIC):
            earlier = moved(later, unit, -1)  # "this year compared with last"
        kind = "compare" if plan.kind in {"sum", "list"} and earlier is not None else plan.kind
        return replace(plan, kind=kind, since=later.since, until=later.until, versus=earlier)
    span = times.span_of(asked.times)
    if plan.kind in {"balance", "holdings"} and not _is_course(asked):
        span = Period(None, span.until)
    if plan.kind == "deadlines" and span.until and span.until < asked.today and not re.search(r"\d{4}", asked.text):
        span = moved(span, "year", 1)  # what is due in December lies ahead
    if plan.kind == "cashflow" and span.since and span.until and asked.times and (span.until - span.since).days < 15:
        span = current("month", span.until)
    return replace(plan, since=span.since, until=span.until)


def _is_course(asked: Question) -> bool:
    """Whether a balance is asked over a time and not on a day."""
    return intent.says(
        lookup.plain(asked.text),
        any_of(
            "since|seit|depuis|between|zwischen|entre|develop|developed|development|entwickelt|evolue|from|by month|each month"
        ),
    )


def _put_to_documents(asked: Question) -> Plan:
    """The plan of a lookup."""
    found = lookup.read(asked.question)
    return Plan(
        asked.question, "lookup", asked.language, asked.today, topic=found.topic, sought=found.sought, asked=found.asked,
        names=found.names, expected=found.expected,
    )  # fmt: skip
