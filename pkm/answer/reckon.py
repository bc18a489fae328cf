"""From the ledger to an answer: bookings chosen, added up, held against the statements that are there."""

from __future__ import annotations

import re

from pkm.answer import phrases
from pkm.answer.bookings import select
from pkm.answer.cite import inert, trimmed
from pkm.answer.compute import Computed, Line, add_up
from pkm.answer.coverage import cover
from pkm.answer.draft import Draft, Part
from pkm.answer.evidence import read_documents
from pkm.answer.language import content
from pkm.answer.plan import Plan
from pkm.answer.unusual import Search, announcement, find_unusual, with_time
from pkm.models import CollectionId, Coverage, Document, DocumentId, PersonId
from pkm.store import files, ledger
from pkm.store.database import Database


def from_bookings(
    plan: Plan, database: Database, person: PersonId, collection: CollectionId | None, search: Search
) -> Draft | None:
    """Answer from bookings; ``None`` where the ledger knows nothing of what is asked, and documents may."""
    with database.transaction(person) as connection:
        bookings = ledger.transactions(connection, until=plan.today, collection=collection)
        statements = ledger.statements(connection, collection)
        accounts = ledger.accounts(connection, collection)
        unread = files.unread(connection)
    plan = with_time(plan) if plan.kind == "unusual" else plan
    selection = select(plan, bookings, accounts)
    if not selection.known:
        return None
    coverage = cover(statements, plan.since, plan.until, plan.today, unread)
    if not coverage.statements and not selection.rows:
        period = phrases.period(plan.since, plan.until, plan.language)
        return Draft("abstained", (Part(phrases.say("not_covered", plan.language, period=period)),), (), coverage)
    computed = (
        find_unusual(plan, bookings, selection) if plan.kind == "unusual" else add_up(plan, selection, _topic(plan))
    )
    with database.transaction(person) as connection:
        documents = read_documents(connection, [row.document_id for line in computed.lines for row in line.rows])
    warnings = _warnings(plan, coverage)
    parts = (*_lead(computed), *(_item(each, documents, plan, search) for each in computed.lines), *warnings)
    return Draft("partial" if warnings else "answered", parts, computed.figures, coverage)


def _topic(plan: Plan) -> str:
    """The topic as the question writes it."""
    told = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", plan.question)
    return " ".join(each for each in told if not set(content(each)).isdisjoint(plan.topic))


def _lead(computed: Computed) -> list[Part]:
    return [Part(each, (), "sentence" if n else "paragraph") for n, each in enumerate(computed.lead)]


def _item(line: Line, documents: dict[DocumentId, Document], plan: Plan, search: Search) -> Part:
    """A line of the list, with the letter that announced what it finds."""
    quotes = [
        trimmed(documents[row.document_id], row.char_start, row.char_end)
        for row in line.rows
        if row.document_id in documents
    ]
    text = line.text
    if (
        line.finding is not None
        and line.finding.rule == "price_jump"
        and (letter := announcement(line.finding, search))
    ):
        text += "; " + phrases.say("announced", plan.language, title=f"“{inert(letter.document.title)}”")
        quotes.append(letter)
    return Part(text, tuple(quotes), "item")


def _warnings(plan: Plan, coverage: Coverage) -> list[Part]:
    """What makes the answer a partial one."""
    said = [
        phrases.say(
            "gap",
            plan.language,
            account=f"…{each.account[-4:]}",
            period=phrases.period(each.since, each.until, plan.language),
        )
        for each in coverage.gaps
    ]
    if plan.kind == "unusual" and plan.until is not None and plan.until >= plan.today:
        said.append(phrases.say("incomplete", plan.language))
    return [Part(each) for each in said]
