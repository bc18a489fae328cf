"""A sample household, invented from a seed: two years of a couple's files, and the answer key to them.

``build`` writes the files and returns the key. The key is the generator's own plan, so it can judge what pkm reads,
finds and adds up. Nobody in it exists.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from pkm.household.anomalies import keep_books
from pkm.household.broken import write_bad_files
from pkm.household.contracts import write_contracts
from pkm.household.correspondence import write_mail
from pkm.household.key import Account, Anomaly, BadFile, Fact, Key, Proof, Question, Row, Statement
from pkm.household.notes import write_notes
from pkm.household.papers import write_papers
from pkm.household.plan import draw
from pkm.household.questions import ask_sums, ask_unanswerable, ask_unusual, choose_demo
from pkm.household.statements import write_statements

__all__ = [
    "Account", "Anomaly", "BadFile", "Fact", "Key", "Proof", "Question", "Row", "Statement", "build",
]  # fmt: skip


def build(folder: Path, seed: int = 1, today: date | None = None, bad_files: bool = False) -> Key:
    """Write a household under ``folder`` and return its key.

    The same seed and day give the same bytes. ``today`` is the owner's calendar day, the machine's if not given: 24
    complete months lie before its month. An empty file and a broken download are always there; ``bad_files`` adds the
    encrypted, the garbled and the mislabelled.
    """
    plan = draw(seed, today or datetime.now().astimezone().date())
    finances = keep_books(plan)
    accounts, rows, statements = write_statements(folder, plan, finances)
    anomalies = tuple(
        Anomaly(each.rule, rows[each.booking.id], each.reason, rows[each.twin.id] if each.twin else None)
        for each in finances.planted
    )
    from_mail, hostile = write_mail(folder, plan, finances)
    stated = [row for statement in statements for row in statement.rows]
    questions = [
        *write_contracts(folder, plan),
        *from_mail,
        *write_papers(folder, plan, finances),
        *write_notes(folder, plan),
        *ask_sums(plan, stated),
        *ask_unusual(plan, anomalies),
        *ask_unanswerable(plan),
    ]
    return Key(
        seed=seed,
        today=plan.today,
        people=(plan.people[0].name, plan.people[1].name),
        accounts=accounts,
        statements=statements,
        anomalies=anomalies,
        questions=choose_demo(plan, questions),
        bad_files=write_bad_files(folder, plan, bad_files),
        hostile=hostile,
    )
