"""Documents and questions on which nothing was tuned: invented confidentiality agreements, privacy policies, mergers, leases, letters, mails and chats.

Papers of one kind share their clauses and differ in parties, figures and what is agreed, as such papers do. Questions
name their document in full, by one party, by half a name, misspelt, by sender and day, or not at all.
"""

from __future__ import annotations

from pathlib import Path

from bench.retrieval.strangers import chats, deals, letters, mails, ndas, policies
from bench.retrieval.strangers.papers import Asked

ROOMS = (ndas, policies, deals, letters, mails, chats)
NAMES = tuple(each.__name__.rpartition(".")[2] for each in ROOMS)


def build(folder: Path) -> list[Asked]:
    """Write all documents below a folder and give the questions."""
    asked = []
    for room in ROOMS:
        papers, questions = room.write()
        for each in papers:
            path = folder / each.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(each.text, encoding="utf-8")
        asked += questions
    return asked
