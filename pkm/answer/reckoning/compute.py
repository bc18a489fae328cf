"""What a reckoned answer is made of: figures with the rows they come from, sentences, a table, lines that cite bookings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from pkm.answer import phrases
from pkm.answer.language import content
from pkm.answer.planning.plan import Plan
from pkm.answer.planning.wording import without_kind
from pkm.answer.quoting.cite import Quote, inert
from pkm.answer.reckoning.bookings import Meaning
from pkm.answer.reckoning.coverage import short
from pkm.ledger.finding import Finding
from pkm.ledger.words import stem, words
from pkm.models import AccountId, Figure, Transaction, TransactionId
from pkm.store import figures, ledger, parts
from pkm.store.chosen import Filter
from pkm.store.database import Connection
from pkm.store.sums import Sum

SHOWN = 12
TEN = 10
CENT = Decimal("0.01")
TENTH = Decimal("0.1")
ZERO = Decimal(0)
SUM = "select sum(amount) from ledger where id = any(rows)"
OF_PARTS = ", of a divided booking the parts that are meant and were not moved to another own account"
COUNT = "select count(*) from ledger where id = any(rows)"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an answer with what it cites: bookings, other quotes; ``finding`` says why a booking was unusual."""

    text: str
    rows: tuple[Transaction, ...] = ()
    finding: Finding | None = None
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Computed:
    """An answer without its citations: sentences, a Markdown table, a list; ``warnings`` make it a partial one.

    Attributes:
        times: What it rests on, where that is another time than the one that is asked for.
    """

    lead: tuple[str, ...]
    lines: tuple[Line, ...]
    figures: tuple[Figure, ...]
    table: str = ""
    warnings: tuple[str, ...] = ()
    times: tuple[tuple[date | None, date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question that bookings answer: what is asked, what its words mean here, and where the answer is read."""

    plan: Plan
    meaning: Meaning
    topic: str
    connection: Connection

    @property
    def chosen(self) -> Filter:
        """The bookings of the time that is asked for."""
        return self.within(self.plan.since, self.plan.until)

    @property
    def against(self) -> Filter:
        """The bookings that these are held against, of the same time."""
        return self.held.chosen

    @property
    def held(self) -> Inquiry:
        """The same of what is held against it."""
        return replace(self, meaning=replace(self.meaning, chosen=self.meaning.against or self.meaning.chosen))

    def within(self, since: date | None, until: date | None) -> Filter:
        """The bookings of another time; none of a day that is still to come."""
        return replace(self.meaning.chosen, since=since, until=min(until or self.plan.today, self.plan.today))

    def account(self, part: AccountId) -> str:
        """What an account is called."""
        found = next(each for each in self.meaning.accounts if each.part == part)
        return found.label or short(found.root)

    def sentence(self, name: str, amount: Decimal, currency: str, count: int, **more: object) -> str:
        """A fixed sentence about an amount, without its sign, its topic and its time."""
        language = self.plan.language
        return phrases.say(
            name, language, amount=phrases.money(amount, currency, language), topic=self.about,
            bookings=phrases.count("bookings", count, language), period=self.time, **more,
        )  # fmt: skip

    @property
    def about(self) -> str:
        """The topic, as a part of a sentence."""
        said = self.called(self.topic)
        left_out = told_of(self.plan, [stem for each in self.plan.without for stem in each])
        return said + (phrases.say("without", self.plan.language, words=inert(left_out)) if left_out else "")

    def called(self, words: str) -> str:
        """What something is called, as a part of a sentence."""
        return phrases.say("about", self.plan.language, words=inert(words)) if words else ""

    @property
    def other(self) -> str:
        """What the topic is held against, as a part of a sentence."""
        things = self.plan.against.things if self.plan.against else ()
        return self.called(told_of(self.plan, [stem for each in things for stem in each]))

    @property
    def time(self) -> str:
        """The time, as a part of a sentence."""
        said = phrases.period(self.plan.since, reached(self.plan), self.plan.language)
        if self.plan.off_card:
            said = phrases.say("off_card", self.plan.language, period=said)
        days = phrases.weekdays(self.plan.weekdays, self.plan.language)
        return phrases.say("only_days", self.plan.language, period=said, days=days) if days else said

    def currency(self) -> str:
        """In which currency nothing is nothing: the one that is asked for, else that of most statements."""
        if self.meaning.chosen.currency or self.plan.currency:
            return self.meaning.chosen.currency or self.plan.currency or ""
        return next(iter(figures.currencies(self.connection, self.meaning.chosen.collection)), "EUR")

    def in_order(self, currencies: Iterable[str]) -> list[str]:
        """These currencies, that of most statements first."""
        told = set(currencies)
        known = figures.currencies(self.connection, self.meaning.chosen.collection) if len(told) > 1 else ()
        return [each for each in known if each in told] + sorted(told.difference(known))

    def bookings(self, ids: Iterable[TransactionId], chosen: Filter | None = None) -> list[Transaction]:
        """The bookings in the order of their ids here, with what of them is meant: by another filter where one is given."""
        wanted = list(ids)
        rows = parts.narrowed(self.connection, chosen or self.chosen, ledger.transactions(self.connection, ids=wanted))
        found = {each.id: each for each in rows}
        return [found[each] for each in wanted if each in found]


def told_of(plan: Plan, stems: Sequence[str]) -> str:
    """The words of these stems as the question writes them."""
    told = re.findall(r"[^\W_]+(?:['’&-][^\W_]+)*", plan.question)
    return " ".join(
        each
        for each in told
        if not {*content(each), *content(without_kind(each)), *map(stem, words(each))}.isdisjoint(stems)
    )


def figure(name: str, value: Decimal, currency: str | None, rows: Sequence[Transaction], query: str) -> Figure:
    """A figure that these rows give."""
    return Figure(name, value, currency, len(rows), tuple(each.id for each in rows), query)


def figure_of(name: str, part: Sum, query: str) -> Figure:
    """The figure of a sum."""
    told = f"{SUM}{OF_PARTS if part.is_divided else ''}; {query}"
    return Figure(name, part.amount, part.currency, part.count, part.ids, told)


def describe(booking: Transaction, plan: Plan) -> str:
    """One booking on a line: day, counterparty, purpose, signed amount."""
    who = booking.counterparty or booking.description
    what = booking.purpose if booking.counterparty or booking.parts else ""
    amount = phrases.money(booking.amount, booking.currency, plan.language)
    if booking.part_of is not None:
        whole = phrases.money(booking.part_of, booking.currency, plan.language)
        amount = phrases.say("part_of", plan.language, amount=amount, whole=whole)
    return " · ".join(filter(None, (phrases.day(booking.booked_on, plan.language), inert(who), inert(what), amount)))


def lines(inquiry: Inquiry, bookings: Iterable[Transaction]) -> tuple[Line, ...]:
    """A line a booking."""
    return tuple(Line(describe(each, inquiry.plan), (each,)) for each in bookings)


def shown(inquiry: Inquiry, chosen: Filter, sums: Sequence[Sum]) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """All bookings where they are few, else the largest with the sentence that says so; by day."""
    ids = [each for part in sums for each in part.ids] if sum(part.count for part in sums) <= SHOWN else None
    found = inquiry.bookings(figures.top(inquiry.connection, chosen, "largest", TEN) if ids is None else ids, chosen)
    if "transfer" not in chosen.roles:
        found = [parts.unmoved(each) for each in found]
    found.sort(key=lambda each: (each.booked_on, each.id))
    said = (phrases.say("ten_largest", inquiry.plan.language),) if ids is None else ()
    return lines(inquiry, found), said


def headed(
    lead: Sequence[str], said: Sequence[str], listed: tuple[Line, ...], made: Sequence[Figure], table: str
) -> Computed:
    """The answer with what heads its list (``said``) right above it, below a table where there is one."""
    if table:
        return Computed(tuple(lead), listed, tuple(made), "\n\n".join((table, *said)))
    return Computed((*lead, *said), listed, tuple(made))


def reached(plan: Plan) -> date | None:
    """The time's end, or today where that lies ahead."""
    return None if plan.until is None else min(plan.until, plan.today)


def rounded(value: Decimal, step: Decimal = CENT) -> Decimal:
    """Half up, as every rounded figure says of itself."""
    return value.quantize(step, ROUND_HALF_UP)


def described(chosen: Filter) -> str:
    """Which rows, in words by which they could be chosen again."""
    parts = [
        f"rows: booked from {chosen.since or 'the first day'} to {chosen.until}",
        f"role {' or '.join(chosen.roles)}",
    ]
    parts += [f"day of the week {' or '.join(map(str, chosen.weekdays))} (Monday is 1)"] if chosen.weekdays else []
    parts += [f"money {chosen.side}"] if chosen.side else []
    if chosen.payees is not None:
        said = [f"{' and '.join(_told(each.words, each.categories) for each in chosen.terms)}"] if chosen.terms else []
        parts.append(
            " or ".join([f"payee {' or '.join(chosen.payees)}", *said] if chosen.payees else said or ["no payee"])
        )
    parts += [f"account {' or '.join(map(str, chosen.accounts))}"] if chosen.accounts is not None else []
    parts += [f"to account {' or '.join(map(str, chosen.into))}"] if chosen.into is not None else []
    bounds = ("more than", "less than") if chosen.bounds_excluded else ("at least", "at most")
    parts += [f"{bounds[0]} {chosen.lowest}"] if chosen.lowest is not None else []
    parts += [f"{bounds[1]} {chosen.highest}"] if chosen.highest is not None else []
    parts += [f"in {chosen.currency}"] if chosen.currency else []
    if chosen.without is not None:
        told = (
            [" and ".join(_told(each.words, each.categories) for each in chosen.without.terms)]
            if chosen.without.terms
            else []
        )
        parts.append("without " + " or ".join([*(f"payee {each}" for each in chosen.without.payees or ()), *told]))
    return "; ".join(parts)


def _told(words: Sequence[str], categories: Sequence[str]) -> str:
    told = [f"words of {' or '.join(words)}"] if words else []
    return "(" + " or ".join([*told, *(f"category {each}" for each in categories)]) + ")"
