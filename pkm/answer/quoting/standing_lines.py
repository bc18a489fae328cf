"""Lines that stand for themselves: those above a paper that only say what it is, and the items of a list."""

from __future__ import annotations

import re

from pkm.answer.quoting.sentences import Span
from pkm.models import Document

_TITLE = re.compile(r"\s*(?:[^\n:]{3,80}[^\n:.!?;,\s][ \t]*\n\s*\n){1,2}")
_BILLS = re.compile(
    r"(?im)^[^\n]*(?::|\b(?:invoice|bill|receipt|\w*rechnung|quittung|gutschrift|facture|reçu|décompte|note d['’]honoraires)\b)"
)
_ITEM = re.compile(r"[-*•–·]\s")


def title_end(document: Document) -> int:
    """Where the lines end that stand alone above a document; of a bill its letterhead; 0 where there are none, or nothing else."""
    if document.kind in {"email", "message"}:
        return 0
    if document.kind == "invoice" and (bill := _BILLS.search(document.text)):
        return bill.start()
    match = _TITLE.match(document.text)
    return match.end() if match and document.text[match.end() :].strip() else 0


def is_item(said: str) -> bool:
    """Whether it is an item of a list."""
    return _ITEM.match(said) is not None


def begins_item(text: str, before: Span, said: Span) -> bool:
    """Whether another thing begins: an item of a list, behind another item or behind a whole sentence."""
    first = text[slice(*before)]
    return is_item(text[slice(*said)]) and (is_item(first) or first[-1] in ".!?;")
