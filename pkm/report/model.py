"""What a report says, before it is written as Markdown, HTML or PDF: every number is a figure with its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pkm.models import Coverage, DocumentId, Figure, Transaction, TransactionId


@dataclass(frozen=True, slots=True)
class Source:
    """The words that a line rests on, and an address that opens them."""

    document_id: DocumentId
    path: str
    locator: str
    char_start: int
    char_end: int
    url: str


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """A category's spending beside what is usual for it: the median of the periods before, and the difference."""

    category: str
    spent: Figure
    usual: Figure | None
    change: Figure | None


@dataclass(frozen=True, slots=True)
class FlowLine:
    """Income and spending of one month of the trend, by its first day; not known where no statement covers a day of it."""

    month: date
    income: Figure
    spending: Figure
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class RecurringLine:
    """A payment that comes back: what it costs now and in a year; ``before`` where its price changed in the period."""

    name: str
    period: str
    amount: Figure
    per_year: Figure
    before: Figure | None = None


@dataclass(frozen=True, slots=True)
class UnusualLine:
    """An unusual expense, the rule that found it in words, and the paper that explains it."""

    text: str
    figures: tuple[Figure, ...]
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """A day by which something must be done, and the words that say so."""

    day: date
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Money:
    """All that happened in one currency; ``savings_rate`` in percent, ``None`` without income."""

    currency: str
    income: Figure
    spending: Figure
    net: Figure
    savings_rate: Figure | None
    categories: tuple[CategoryLine, ...]
    trend: tuple[FlowLine, ...]
    recurring: tuple[RecurringLine, ...]
    recurring_per_year: Figure | None

    def figures(self) -> Iterator[Figure]:
        """All of them, in the order in which they are told."""
        yield from filter(None, (self.income, self.spending, self.net, self.savings_rate))
        for line in self.categories:
            yield from filter(None, (line.spent, line.usual, line.change))
        for flow in filter(lambda each: each.is_known, self.trend):
            yield from (flow.income, flow.spending)
        for each in self.recurring:
            yield from filter(None, (each.amount, each.per_year, each.before))
        if self.recurring_per_year is not None:
            yield self.recurring_per_year


@dataclass(frozen=True, slots=True)
class Report:
    """A month or a year. ``warnings`` say what it does not know; ``rows`` holds the bookings that figures rest on."""

    title: str
    since: date
    until: date
    money: tuple[Money, ...]
    unusual: tuple[UnusualLine, ...]
    hints: tuple[UnusualLine, ...]
    deadlines: tuple[DeadlineLine, ...]
    coverage: Coverage
    warnings: tuple[str, ...]
    rows: Mapping[TransactionId, Transaction] = field(hash=False)
    sources: Mapping[TransactionId, Source] = field(hash=False)

    def figures(self) -> list[Figure]:
        """All figures in the order in which they are told, each once."""
        told = [each for money in self.money for each in money.figures()]
        told += [each for line in (*self.unusual, *self.hints) for each in line.figures]
        return list(dict.fromkeys(told))
