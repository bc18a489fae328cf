"""A paper as sentences, and the days that stand in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from pkm.facts.fact import Fact, FactKind, Paper
from pkm.facts.layout import Layout
from pkm.facts.terms import sentence_at
from pkm.facts.values import Calendar, Day, find_currencies

LABEL_CHARS = 90  # before a day, in which its label stands
_QUOTED = re.compile(r"^(?:>|On .{5,120} wrote:|Am .{5,120} schrieb|Le .{5,120} a écrit)", re.MULTILINE)


class Prose:
    """The body of a paper: of a mail without its header and the older mail that it quotes."""

    def __init__(self, paper: Paper) -> None:
        quoted = _QUOTED.search(paper.text, paper.header_end) if paper.kind == "email" else None
        self.paper = paper
        self.layout = Layout(paper.text, paper.header_end, quoted.start() if quoted else len(paper.text))
        self.flat = re.sub(r"[\n\u00a0]", " ", paper.text)  # as long as the text; phrases run across lines
        self.calendar = Calendar.of(paper.text, paper.language, find_currencies(paper.text))

    @cached_property
    def days(self) -> list[Day]:
        """All days that it names."""
        return self.calendar.find(self.layout.text, self.layout.start, self.layout.end)

    def before(self, day: Day) -> str:
        """What stands before a day in its line or sentence."""
        start, _ = self.sentence(day.char_start)
        return self.flat[max(start, day.char_start - LABEL_CHARS) : day.char_start]

    def sentence(self, position: int) -> tuple[int, int]:
        """Where the sentence that holds a position begins and ends."""
        return sentence_at(self.layout.text, position, self.layout.start, self.layout.end)

    def says(self, position: int) -> str:
        """The sentence that holds a position."""
        return self.flat[slice(*self.sentence(position))]

    def one_day(self, kind: FactKind, label: re.Pattern[str], fits: Callable[[Day], bool]) -> list[Fact]:
        """The one day that stands behind a label; none where there are several."""
        found = [each for each in self.days if fits(each) and label.search(self.before(each))]
        if len({each.day for each in found}) != 1:
            return []
        return [Fact(0, kind, found[0].day.isoformat(), found[0].char_start, found[0].char_end, day=found[0].day)]
