"""A notice by which somebody ends a contract himself: to which day, and with whom. Nothing is over until the other side confirms it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pkm.facts.fact import Fact, Paper
from pkm.facts.invoices import find_customer_numbers
from pkm.facts.layout import Layout
from pkm.facts.parties import find_addressee
from pkm.facts.terms import sentence_at
from pkm.facts.values import Calendar

_GIVES = re.compile(
    r"(?<!\w)(?:hereby (?:give (?:you )?(?:\w+ ){0,3}notice|cancel|terminate|resign)"
    r"|I (?:am writing to |would like to |want to |wish to |now )?(?:give (?:you )?(?:\w+ ){0,3}notice|cancel|terminate)"
    r"|hiermit kündige(?:n wir)?|kündige (?:ich|hiermit)|ich kündige|kündigen wir hiermit|wir kündigen hiermit"
    r"|je (?:vous )?(?:résilie|dénonce|donne congé|mets fin)|nous résilions|par la présente[^.]{0,60}(?:résili|congé))(?!\w)",
    re.IGNORECASE,
)
_TO = re.compile(
    r"(?<!\w)(?:zum|per|mit wirkung (?:zum|vom|ab)|(?:with effect (?:from|on)|effective(?: from| on)?|as (?:of|from)|to end on|ending|ends on|on|by)"
    r"|(?:à compter du|à effet (?:du|au)|à partir du|avec effet au|au|pour le|le))\s*$",
    re.IGNORECASE,
)
# Said by the other side, of something else, or not yet.
_NOT = re.compile(
    r"(?<!\w)(?:if|unless|before i|falls|wenn|bevor|sofern|si|nicht|not|ihre?n? vertrag|ihnen|your contract|votre contrat)(?!\w)",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<![\w-])(?=[\w-]*\d)[A-Z\d]{2,}(?:-[A-Z\d]+)*(?![\w-])")
LEAST_CODE = 6  # characters of what is taken for a number in a subject line


def read_own_notice(paper: Paper, layout: Layout, calendar: Calendar) -> Iterator[Fact]:
    """The facts of a notice that states the day to which it cancels; else none."""
    flat = layout.text.replace("\n", " ")
    for match in _GIVES.finditer(flat, layout.start, layout.end):
        start, end = sentence_at(layout.text, match.start(), layout.start, layout.end)
        days = [
            each for each in calendar.find(layout.text, match.end(), end)
            if _TO.search(flat[max(start, each.char_start - 30) : each.char_start])
        ]  # fmt: skip
        if len({each.day for each in days}) != 1 or _NOT.search(flat[start:end]):
            continue
        [day, *_] = days
        yield Fact(0, "paper", "notice_given", *match.span())
        yield Fact(0, "end", day.day.isoformat(), day.char_start, day.char_end, day=day.day)
        yield from _with(paper, layout)
        return


def _with(paper: Paper, layout: Layout) -> Iterator[Fact]:
    """With whom the contract is, and its number: labelled, or in the line that says what the letter is about."""
    if name := find_addressee(layout, paper):
        said = layout.says(name)
        yield Fact(0, "party", " ".join(said.split()), name.char_start, name.char_end)
    labelled = find_customer_numbers(layout)
    for span, code in labelled:
        yield Fact(0, "customer", code, span.char_start, span.char_end)
    if not labelled and paper.title:
        at = paper.text.find(paper.title)
        for each in _CODE.finditer(paper.title) if at >= 0 else ():
            if len(each.group()) >= LEAST_CODE:
                yield Fact(0, "customer", each.group(), at + each.start(), at + each.end())
