"""Facts out of papers: what invoices, receipts, contracts and letters state of money and time, by rules.

Pure: a text goes in, typed values come out, each with the span that states it. A fact that is not sure is none.
"""

from __future__ import annotations

from dataclasses import replace

from pkm.facts.contracts import read_contracts
from pkm.facts.deadlines import deadlines, over
from pkm.facts.fact import Deadline, Fact, FactKind, Paper, PaperKind
from pkm.facts.general import is_general
from pkm.facts.invoices import read_invoices

VERSION = 16  # a new one means: read every document again

__all__ = ["VERSION", "Deadline", "Fact", "FactKind", "Paper", "PaperKind", "deadlines", "over", "read"]


def read(paper: Paper) -> tuple[Fact, ...]:
    """All facts that a document states, by item and place.

    A letter may settle an account and announce a new price: two items. What it announces is not asked for yet. A guide's contracts and
    prices are nobody's.
    """
    agreed = list(read_contracts(paper))
    announced = {each.amount for each in agreed if each.kind == "price"}
    asked = list(read_invoices(paper))
    if (agreed or asked) and is_general(paper):
        return ()
    totals = {each.item: each.amount for each in asked if each.kind == "total"}
    kinds = {each.text for each in agreed if each.kind == "paper"}
    kept = [] if "contract" in kinds else [each for each in asked if totals.get(each.item) not in announced]
    return tuple(agreed) + tuple(replace(each, item=each.item + bool(agreed)) for each in kept)
