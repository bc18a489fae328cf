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

from pkm.answer import amounts, grouping, intent, lookup, period
from pkm.answer.days import MONTHS, current, moved
from pkm.answer.grouping import Group, Per
from pkm.answer.intent import Direction, Intent, QuestionKind, Rule, Said, Wanted
from pkm.answer.language import FUNCTION, Language, content, stem, words
from pkm.answer.lookup import Expected
from pkm.answer.period import Mention, Period
from pkm.answer.wording import (
    KIND_NOISE,
    NOISE,
    OWN_NOISE,
    TRANSFER_NOISE,
    WEAK_STEMS,
    any_of,
    language_of,
    mend,
    told_in,
    without_kind,
)  # fmt: skip
from pkm.json import to_json as plain_json

__all__ = [
    "Direction", "Expected", "Group", "Per", "Period", "Plan", "Question", "QuestionKind", "Rule", "Wanted", "plan_of", "read",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """How a question will be answered.

    Attributes:
        today: The day from which ``last month`` is reckoned.
        since, until: The time asked for, whole days, both included. A balance is that of ``until``; with ``since`` its course.
        topic: Stems of the words that say what it is about, in the order in which they stand.
        sought, asked, names, expected: Of a lookup, see ``pkm.answer.lookup.Lookup``.
        direction: Money out or in; ``None`` where the question does not say.
        rule: The one kind of unusual booking that is asked for.
        on_card: Whether only cards are meant.
        currency: ISO 4217, where the question names one.
        group: By what the answer is divided ("per category", "month by month").
        versus: The time that ``since`` to ``until`` is held against; the later of two times is the one asked for.
        min_amount, max_amount: Bounds of a booking's amount without its sign.
        amount: The very amount of the booking that is meant, without its sign.
        top: How many are asked for ("the five largest").
        per: What an average, or the cost of what recurs, is reckoned for.
        refunds: Whether it asks for what was given back.
        transfers: Whether it asks for what went between own accounts.
        bounds_excluded: Whether the bounds themselves are not meant ("over 100", as against "at least 100").
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
    sought: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    expected: tuple[Expected, ...] = ()
    direction: Direction | None = None
    rule: Rule | None = None
    on_card: bool = False
    currency: str | None = None
    group: Group | None = None
    versus: Period | None = None
    min_amount: Decimal | None = None
    max_amount: Decimal | None = None
    amount: Decimal | None = None
    top: int | None = None
    per: Per | None = None
    refunds: bool = False
    transfers: bool = False
    wanted: Wanted | None = None
    bounds_excluded: bool = False

    @property
    def is_about_money_moved(self) -> bool:
        """Whether the ledger answers."""
        return self.kind != "lookup"

    @property
    def is_terse(self) -> bool:
        """Whether it is but words and a time, as in "groceries May 2026": who types that wants bookings, where there are some."""
        return self.kind == "lookup" and FUNCTION.isdisjoint(words(Question(self.question, self.today).rest))

    def as_lookup(self) -> Plan:
        """The same question, put to documents."""
        asked = Question(self.question, self.today)
        documents = _put_to_documents(asked, self.language)
        in_time = {word for each in asked.times for word in content(asked.text[each.start : each.end])}
        topic = tuple(each for each in documents.topic if each not in in_time)
        return replace(documents, topic=topic, since=self.since, until=self.until)

    def as_ledger(self) -> Plan | None:
        """A lookup that documents did not answer, put to bookings: one of money, or of nothing in particular, at a time."""
        asked = Question(self.question, self.today)
        monthly = intent.says(asked.said.text, _MONTHLY)
        topic = _topic(asked, Intent("list"), self.language)
        if (
            not topic
            or self.expected not in {(), ("money",)}
            or not (asked.times or monthly)
            or intent.says(asked.said.text, _ACCORDING)
            or lookup.asks_back(asked.rest)
        ):
            return None
        return replace(
            _bounded(self, asked), kind="average" if monthly else "list", topic=topic,
            direction="out" if monthly else None, per="month" if monthly else None,
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """The plan in JSON's own types."""
        shown: dict[str, Any] = plain_json(self)
        return shown


_MONTHLY = any_of(
    r"average|(?:a|per|each|every) month|monthly|durchschnitt\w*|im schnitt|pro monat|monatlich|moyenne|par mois"
)
_ACCORDING = any_of("according to|laut|gemass|selon|d'apres")
_CARD = any_of(
    r"""
    \w+'s (?:credit )?card|(?:by|with|on|to) (?:the |my |our |a )?(?:credit )?cards?|credit cards?|card (?:payments?|purchases?|transactions?)
    (?:mit|auf) der (?:kredit)?karte|kreditkarten?|kartenzahlung(?:en)?|per karte
    par carte|cartes? (?:de credit|bancaires?)
    """
)
_PAYEE = re.compile(r"\b(?:at|to|by|from|bei|an|von|chez|à|d'actions|of) ([A-ZÀ-Þ][\w&.'’-]*)")
_CURRENT_BALANCE = re.compile(r"\b(?:current|opening|closing) balance", re.IGNORECASE)
# Words of money that are what was paid for: "on bank charges", "für Bestellungen".
_THINGS = re.compile(
    r"\b(?:on|for|in|für|pour|en)\s(?:(?:the|our|my|all|any|die|der|das|unsere|les|nos|bank|account)\s)*(charges|fees|orders|household|family|haushalt|transfers|Bestellungen|Haushalt|Gebühren|frais|commandes|credit|crédit)\b"
)
# Whatever stands after "at" is a name ("at total"), but for these.
_SHOPS = re.compile(
    r"\b(?:at|chez|bei)\s(?!(?:all|least|most|average|once|home|shops?|stores?|merchants?|which|what|welche\w*|quel\w*|geschäften|händlern|wem|qui)\b)([^\W\d_]+)",
    re.IGNORECASE,
)
_CURRENCY_NAMES = re.compile(r"\b(?:swiss francs?|francs? suisses?|us dollars?|livres? sterling)\b", re.IGNORECASE)
_DEPOSIT_INTO = re.compile(r"\bdeposits? (?:in)?to\b")
_AS_MEASURE = re.compile(
    r"(?:\bthan|\bversus|\bvs\.?|\bagainst|compared (?:to|with)|comparison (?:to|with)|gegenuber|verglichen mit|vergleich zu[mr]?|\bals|par rapport (?:a|au|aux)|\bqu[e']|comparee? (?:a|au))\s*(?:(?:in|im|to|with|the|den|dem|der|das|le|la|l'|en|au)\s*)*$"
)


class Question:
    """A question taken apart: its text put right, its times, its amounts, and the rest."""

    def __init__(self, question: str, today: date) -> None:
        self.question = question
        self.today = today
        self.text = mend(question)
        self.amounts = amounts.find(self.text)
        blanked = self.amounts.blank(self.text)
        self.times = period.find_all(blanked, today)
        self.rest = blanked
        for each in self.times:
            self.rest = self.rest[: each.start] + " " * (each.end - each.start) + self.rest[each.end :]
        text = re.sub(r"\s+", " ", lookup.plain(self.rest)).strip()
        told = sum(max(len(each.parts), 1) for each in self.times)
        has_amount = bool(self.amounts.spans)
        self.said = Said(text, told, self.held_against is not None, has_amount)

    @property
    def held_against(self) -> Mention | None:
        """The time that stands as a measure: "than last year", or one that is told by another ("the month before")."""
        folded = lookup.plain(self.text)
        measured = [
            each
            for each in self.times
            if each.back or _AS_MEASURE.search(folded[: each.start] + _preposition(folded, each))
        ]
        return measured[-1] if measured else None


def _preposition(text: str, mention: Mention) -> str:
    """The words of a mention before its name, which may hold the "than"."""
    found = re.match(
        r"(?:than|versus|vs\.?|against|compared (?:to|with)|gegenuber|als|que)\s", text[mention.start : mention.end]
    )
    return found.group() if found else ""


def read(question: str, today: date) -> Plan:
    """Understand a question as it is meant on ``today``."""
    asked = Question(question, today)
    wish = intent.read(asked.said)
    language = language_of(question)
    if wish.kind == "lookup":
        plan = _put_to_documents(asked, language)
        span = _span(asked.times)
        return replace(plan, since=span.since, until=span.until)
    return plan_of(asked, wish, language)


def plan_of(asked: Question, wish: Intent, language: Language) -> Plan:
    """The plan of a question to the ledger."""
    text = asked.said.text
    plan = Plan(
        question=asked.question,
        kind=wish.kind,
        language=language,
        today=asked.today,
        topic=_topic(asked, wish, language),
        direction=wish.direction,
        rule=wish.rule,
        on_card=intent.says(text, _CARD),
        group=grouping.group_of(text, wish.kind),
        top=grouping.top_of(text),
        per=grouping.per_of(text, wish.kind),
        refunds=wish.refunds,
        transfers=wish.transfers,
        wanted=wish.wanted,
    )
    if plan.kind in {"largest", "smallest"} and plan.group is not None:
        plan = replace(plan, kind="sum")  # "our cheapest month" ranks months, not bookings
    return _bounded(plan, asked)


def _bounded(plan: Plan, asked: Question) -> Plan:
    """The plan with the times and amounts that the question names."""
    plan = replace(
        plan, currency=amounts.currency_of(lookup.plain(asked.text)), min_amount=asked.amounts.least, max_amount=asked.amounts.most, amount=asked.amounts.exact,
        bounds_excluded=asked.amounts.excluded,
    )  # fmt: skip
    apart = _apart(asked.times)
    if plan.kind == "compare" or (apart and plan.kind in {"sum", "count", "average", "median", "list", "cashflow"}):
        later, earlier = _held(asked)
        kind = plan.kind if plan.kind in {"count", "average", "median", "cashflow"} or earlier is None else "compare"
        return replace(plan, kind=kind, since=later.since, until=later.until, versus=earlier)
    span = _span(asked.times)
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
            "since|seit|depuis|between|zwischen|entre|developed|development|entwickelt|evolue|from|by month|each month"
        ),
    )


def _apart(times: list[Mention]) -> bool:
    """Whether two times are named that do not adjoin."""
    rows = [each.parts for each in times if each.in_a_row]
    return any(_has_gap(parts) for parts in rows)


def _has_gap(parts: tuple[Period, ...]) -> bool:
    """Whether two times leave days between them."""
    if len(parts) != 2:
        return False
    first, second = sorted(parts, key=lambda each: each.since or date.min)
    overlaps = first.until is None or second.since is None or second.since <= first.until
    return not overlaps and not first.meets(second)


def _span(times: list[Mention]) -> Period:
    """One time of all that are named: "since March … until June" is from the one to the other."""
    if not times:
        return Period(None, None)
    span = times[0].period
    for each in times[1:]:
        if span.since is None and each.period.until is None and each.period.since:
            span = Period(each.period.since, span.until)
        elif each.period.since is None and each.period.until:
            span = Period(span.since, each.period.until)
        elif (
            span.since
            and each.period.since
            and span.until
            and each.period.until
            and span.since <= each.period.since
            and each.period.until <= span.until
        ):
            span = each.period  # "in 2025, in May"
    return span


def _held(asked: Question) -> tuple[Period, Period | None]:
    """The time that is asked for, and the one it is held against: the earlier, unless the question says which."""
    today, times = asked.today, asked.times
    measure = asked.held_against
    others = [each for each in times if each is not measure]
    if measure is not None:
        first = others[0].period if others else None
        if measure.back:
            base = first or measure.base
            return (base, moved(base, measure.back, -1)) if base else (measure.period, None)
        if first is None:
            unit = next((unit for unit in (*MONTHS, "week", "day") if _is_unit(measure.period, unit)), "year")
            return current(unit, today), measure.period  # type: ignore[arg-type]
        same = first == measure.period  # "this winter" and "last winter" before the winter has begun
        return first, moved(first, "year", -1) if same else measure.period
    told = [part for each in times for part in (each.parts or (each.period,))]
    ordered = sorted(told, key=lambda each: each.since or date.min)
    return (ordered[-1], ordered[0]) if len(ordered) > 1 else (ordered[0] if ordered else Period(None, None), None)


def _is_unit(span: Period, unit: str) -> bool:
    return span.since is not None and current(unit, span.since) == span  # type: ignore[arg-type]


def _topic(asked: Question, wish: Intent, language: Language) -> tuple[str, ...]:
    """What bookings must say: no noise, unless it is a name ("at Total"), no ``bill`` of a "phone bill"."""
    noise = (
        OWN_NOISE[language]
        | KIND_NOISE.get(wish.kind, frozenset())
        | (TRANSFER_NOISE if wish.transfers else frozenset())
    )
    text = without_kind(_CURRENCY_NAMES.sub(" ", _DEPOSIT_INTO.sub(" ", grouping.without_top(asked.rest))))
    if wish.kind == "balance":
        text = _CURRENT_BALANCE.sub(" ", text)
    named = frozenset(words(" ".join(_PAYEE.findall(text))))
    if language == "de":  # where every noun is written as a name
        named -= NOISE
    kept = named | frozenset(words(" ".join((*_THINGS.findall(text), *_SHOPS.findall(text)))))
    told = told_in(text, noise, kept)
    strong = [each for each in told if each not in WEAK_STEMS or each in map(stem, kept)]
    told = strong or told
    return tuple(each for each in told if wish.kind == "invoice" or not (each.isdigit() and len(each) < 3))


def _put_to_documents(asked: Question, language: Language) -> Plan:
    """The plan of a lookup."""
    found = lookup.read(asked.question)
    return Plan(
        asked.question, "lookup", language, asked.today, topic=found.topic, sought=found.sought, asked=found.asked,
        names=found.names, expected=found.expected,
    )  # fmt: skip
