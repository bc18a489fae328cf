"""From the ledger to an answer: bookings chosen, added up, held against the statements that are there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pkm.answer import phrases, values
from pkm.answer.bookings import select
from pkm.answer.cite import Quote, inert, trimmed
from pkm.answer.compute import Computed, Line, add_up, find_unusual, last_complete_month
from pkm.answer.coverage import cover
from pkm.answer.draft import Draft, Part
from pkm.answer.evidence import Passage, read_documents
from pkm.answer.language import content, stem, words
from pkm.answer.plan import Plan
from pkm.answer.verify import narrow
from pkm.ledger.counterparty import normalise
from pkm.ledger.finding import Finding
from pkm.models import CollectionId, Coverage, Document, DocumentId, PersonId, Transaction
from pkm.store import files, ledger
from pkm.store.database import Database

ANNOUNCED_BEFORE_DAYS = 120
ANNOUNCED_AFTER_DAYS = 31

Search = Callable[[str], Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class Books:
    """What the database holds of the ledger, read in one transaction."""

    transactions: tuple[Transaction, ...]
    statements: tuple[ledger.StatementRow, ...]
    accounts: tuple[ledger.AccountRow, ...]


def reckon(
    plan: Plan, database: Database, person: PersonId, collection: CollectionId | None, search: Search
) -> Draft | None:
    """Answer from bookings; ``None`` where the ledger knows nothing of what is asked, and documents may."""
    with database.transaction(person) as connection:
        books = Books(
            tuple(ledger.transactions(connection, until=plan.today, collection=collection)),
            tuple(ledger.statements(connection, collection)),
            tuple(ledger.accounts(connection, collection)),
        )
        unread = files.unread(connection)
    if plan.kind == "unusual" and plan.since is None and plan.until is None:
        since, until = last_complete_month(plan.today)
        plan = replace(plan, since=since, until=until)
    coverage = cover(books.statements, plan.since, plan.until, plan.today, unread)
    if plan.kind == "unusual":
        computed = find_unusual(plan, books.transactions) if books.transactions else Computed((), (), ())
        known = bool(books.transactions)
    else:
        selection = select(plan, books.transactions, books.accounts)
        known = selection.known
        computed = add_up(plan, selection, topic_words(plan)) if known else Computed((), (), ())
    if not known:
        return None
    when = phrases.period(plan.since, plan.until, plan.language)
    if not coverage.statements and not any(each.rows for each in computed.lines):
        return Draft("abstained", (Part(phrases.say("not_covered", plan.language, period=when)),), (), coverage)
    warnings = _warnings(plan, coverage)
    with database.transaction(person) as connection:
        documents = read_documents(connection, [row.document_id for line in computed.lines for row in line.rows])
    items = [_item(each, documents, plan, search) for each in computed.lines]
    lead = [Part(each, (), "sentence" if n else "paragraph") for n, each in enumerate(computed.lead)]
    return Draft("partial" if warnings else "answered", (*lead, *items, *warnings), computed.figures, coverage)


def topic_words(plan: Plan) -> str:
    """The topic as the question writes it."""
    return " ".join(
        each for each in re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", plan.question) if set(content(each)) & set(plan.topic)
    )


def _warnings(plan: Plan, coverage: Coverage) -> list[Part]:
    """What makes the answer a partial one."""
    language = plan.language
    said = [
        phrases.say(
            "gap", language, account=f"…{each.account[-4:]}", period=phrases.period(each.since, each.until, language)
        )
        for each in coverage.gaps
    ]
    if plan.kind == "unusual" and plan.until is not None and plan.until >= plan.today:
        said.append(phrases.say("incomplete", language))
    return [Part(each) for each in said]


def _item(line: Line, documents: dict[DocumentId, Document], plan: Plan, search: Search) -> Part:
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
        title = inert(letter.document.title)
        text += "; " + phrases.say("announced", plan.language, title=f"“{title}”")
        quotes.append(letter)
    return Part(text, tuple(quotes), "item")


def announcement(finding: Finding, search: Search) -> Quote | None:
    """The letter or mail that announced a price: it names the firm and the new price, and is of about that time."""
    one = finding.transaction
    firm = {stem(each) for each in words(normalise(one.counterparty))}
    price = values.Values((), (frozenset({abs(one.amount)}),), ())
    for each in search(f"{one.counterparty} new price {abs(one.amount)}"):
        document = each.document
        if document.kind == "statement" or document.date is None:
            continue
        if not -ANNOUNCED_AFTER_DAYS <= (one.booked_on - document.date).days <= ANNOUNCED_BEFORE_DAYS:
            continue
        named = {stem(word) for word in words(f"{each.title}\n{each.head}\n{each.text}")}
        if firm <= named and not values.missing(price, values.read(each.text)):
            return narrow(f"{abs(one.amount)}", each)
    return None
