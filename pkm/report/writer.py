"""What every form of a report needs: its figures numbered, its numbers and words in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from pkm.answer import phrases
from pkm.answer.language import Language
from pkm.models import Figure, Transaction, TransactionId
from pkm.report.model import CategoryLine, Money, Report, Source
from pkm.report.words import say

INCOME_COLOUR, SPENDING_COLOUR = "#3a8f5c", "#b9513f"  # of the bars


class Writer:
    """Writes one report; each form extends it."""

    def __init__(self, report: Report, language: Language) -> None:
        self.report, self.language = report, language
        self.numbers = {figure: n for n, figure in enumerate(report.figures(), 1)}

    def say(self, name: str) -> str:
        """A fixed word."""
        return say(name, self.language)

    def value(self, figure: Figure) -> str:
        """A figure's value: money in its currency, else a plain number."""
        if figure.currency is not None:
            return phrases.money(figure.value, figure.currency, self.language)
        unit = " %" if figure.name == "savings_rate" else ""
        return phrases.number(figure.value, self.language) + unit

    def flow(self, money: Money) -> Iterator[tuple[str, Figure]]:
        """Income, spending, what is left, and the savings rate where there is one, by their words."""
        figures = (money.income, money.spending, money.net, money.savings_rate)
        for name, figure in zip(("income", "spending", "net", "savings_rate"), figures, strict=True):
            if figure is not None:
                yield self.say(name), figure

    def sides(self) -> Iterator[tuple[str, str]]:
        """Income and spending: their words, and the colours of their bars."""
        yield self.say("income"), INCOME_COLOUR
        yield self.say("spending"), SPENDING_COLOUR

    def category(self, line: CategoryLine) -> str:
        """A category's name."""
        return phrases.category(line.category, self.language)

    @cached_property
    def register(self) -> dict[TransactionId, int]:
        """The bookings' numbers from 1: those of a category stand together, so that a figure's are few stretches."""
        told = sorted(self.report.rows.values(), key=lambda each: (each.role, each.category, each.booked_on, each.id))
        return {each.id: n for n, each in enumerate(told, 1)}

    def stretches(self, figure: Figure) -> list[tuple[int, int]]:
        """The numbers of a figure's bookings, as first and last of each unbroken stretch."""
        found: list[tuple[int, int]] = []
        for number in sorted(self.register[each] for each in set(figure.rows) if each in self.register):
            if found and number == found[-1][1] + 1:
                found[-1] = (found[-1][0], number)
            else:
                found.append((number, number))
        return found

    def bookings(self) -> Iterator[tuple[int, Transaction, Source]]:
        """All bookings by number, and where each stands."""
        for each, number in self.register.items():
            yield number, self.report.rows[each], self.report.sources[each]

    def told(self, row: Transaction) -> tuple[str, str, str]:
        """A booking's day, counterparty and amount."""
        amount = phrases.money(row.amount, row.currency, self.language)
        return phrases.day(row.booked_on, self.language), row.counterparty or row.description, amount
