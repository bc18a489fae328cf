"""From the ledger to an answer: bookings chosen, added up, held against the statements that are there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pkm.answer import phrases
from pkm.answer.planning.amounts import own_dollar
from pkm.answer.planning.intent import QuestionKind
from pkm.answer.planning.plan import Period, Plan
from pkm.answer.quoting.cite import inert, trimmed
from pkm.answer.quoting.draft import Draft, Part
from pkm.answer.quoting.evidence import read_documents
from pkm.answer.reckoning.begun import list_running
from pkm.answer.reckoning.bookings import Meaning, understand
from pkm.answer.reckoning.budget import compare, hold_against, share
from pkm.answer.reckoning.compute import Computed, Inquiry, Line, told_of
from pkm.answer.reckoning.coverage import Basis, rest_on
from pkm.answer.reckoning.incoming import MOVED
from pkm.answer.reckoning.picks import pick
from pkm.answer.reckoning.series import list_price_changes
from pkm.answer.reckoning.sums import add_up
from pkm.answer.reckoning.terms import Search
from pkm.answer.reckoning.unusual import find_unusual, with_time
from pkm.answer.reckoning.wages import with_wages
from pkm.answer.reckoning.wealth import list_holdings, tell_balance
from pkm.ledger.category import UNCATEGORISED
from pkm.models import CollectionId, Document, DocumentId, PersonId
from pkm.store import figures, files, settle, standing
from pkm.store.chosen import ALL, FLOW, Term
from pkm.store.database import Database

if TYPE_CHECKING:
    from pkm.store.database import Connection

SHOWN = 5  # payees who are left out
OF_ONE: set[QuestionKind] = {"list", "last", "first", "sum"}
OF_PARTS: set[QuestionKind] = {"largest", "smallest", "first", "last", "cashflow", "share", "compare"}
PAPERS = {"invoice", "contract", "deadlines"}
SLIGHT = Decimal("0.1")  # of a category, by which it may be short without a warning
ANSWERS: dict[QuestionKind, Callable[[Inquiry], Computed]] = {
    "sum": add_up, "count": add_up, "average": add_up, "median": add_up, "list": add_up,
    "largest": pick, "smallest": pick, "first": pick, "last": pick,
    "cashflow": hold_against, "savings": hold_against, "share": share, "compare": compare,
    "recurring": list_running, "price_changes": list_price_changes, "balance": tell_balance, "holdings": list_holdings,
}  # fmt: skip


def from_bookings(
    plan: Plan, database: Database, person: PersonId, collection: CollectionId | None, search: Search
) -> Draft | None:
    """Answer from bookings; ``None`` where the ledger knows nothing of what is asked, and documents may."""
    settle.ensure(database)
    if plan.currency is not None:
        with database.transaction(person) as connection:
            plan = replace(
                plan, currency=own_dollar(plan.question, plan.currency, figures.currencies(connection, collection))
            )
    if plan.kind in PAPERS:
        return _from_papers(plan, database, person, collection)
    plan = with_time(plan) if plan.kind == "unusual" else plan
    with database.transaction(person) as connection:
        collection = figures.one_collection(connection, collection)
        meaning = understand(plan, connection, collection, search)
        known = meaning is not None and _knows(plan, connection, meaning)
    if not known and plan.kind in OF_ONE and plan.direction != "in" and plan.topic:
        # was it paid? a bill of theirs may tell
        return _from_papers(replace(plan, kind="invoice", wanted="payment"), database, person, collection)
    if meaning is None or not known:
        return None
    plan = replace(plan, transfers=plan.transfers or meaning.chosen.roles == MOVED)
    if plan.direction == "out" and meaning.chosen.roles == ("income",):
        plan = replace(plan, direction="in")
    with database.transaction(person, snapshot=True) as connection:
        inquiry = Inquiry(plan, meaning, told_of(plan, plan.topic), connection)
        computed = find_unusual(inquiry, search) if plan.kind == "unusual" else ANSWERS[plan.kind](inquiry)
        computed = with_wages(inquiry, computed)
        if not computed.figures and (plan.kind == "holdings" or not computed.lead):
            return None
        basis = _basis(inquiry, computed)
        unknown = _uncovered(inquiry) if plan.versus else None
        lost = _one_sided(inquiry) if meaning.chosen.into else []
        added = ANSWERS.get(plan.kind) is add_up
        beside = _left_out(inquiry) if added else []
        short, slightly = _short(inquiry) if added or plan.kind in OF_PARTS else ([], [])
        unread = files.unread(connection)
        documents = read_documents(connection, [row.document_id for line in computed.lines for row in line.rows])
    coverage = replace(basis.coverage, unread=tuple(unread))
    if unknown is not None:
        period = phrases.period(unknown.since, unknown.until, plan.language)
        return Draft("abstained", (Part(phrases.say("not_covered", plan.language, period=period)),), (), coverage)
    if not coverage.statements and not any(each.rows for each in computed.figures):
        period = phrases.period(plan.since, plan.until, plan.language)
        return Draft("abstained", (Part(phrases.say("not_covered", plan.language, period=period)),), (), coverage)
    if plan.kind == "balance" and not computed.figures:  # of which no statement tells
        return Draft("abstained", (*_sentences(computed.lead), *_sentences(basis.sentences)), (), coverage)
    over = plan.kind != "unusual" or plan.until is None or plan.until < plan.today
    warnings = [
        *computed.warnings,
        *lost,
        *short,
        *basis.warnings,
        *([] if over else [phrases.say("incomplete", plan.language)]),
    ]
    said = [
        phrases.say("read_as", plan.language, asked=inert(asked), found=inert(found))
        for asked, found in meaning.misspelt
    ]
    of_days = plan.weekdays or plan.group == "weekday"
    notes = beside + slightly + ([phrases.say("by_booking", plan.language)] if of_days else [])
    parts = (
        *_sentences([*computed.lead, *said]),
        *([Part(computed.table)] if computed.table else []),
        *(_item(each, documents) for each in computed.lines),
        *_sentences([*warnings, *notes, *basis.sentences]),
    )
    return Draft("partial" if warnings else "answered", parts, (*computed.figures, *basis.figures), coverage)


def _from_papers(plan: Plan, database: Database, person: PersonId, collection: CollectionId | None) -> Draft | None:
    """Answer from what ties paper and money."""
    from pkm.answer.papers.ties import from_papers

    return from_papers(plan, database, person, collection)


def _knows(plan: Plan, connection: Connection, meaning: Meaning) -> bool:
    """Whether the ledger has anything of what is asked, at any time."""
    if plan.kind == "holdings":
        return bool(meaning.accounts)
    if meaning.against is not None and not figures.has_any(connection, meaning.against):
        return False
    if plan.kind == "recurring" and plan.direction == "in" and meaning.chosen.has_topic:
        return figures.has_any(connection, meaning.chosen)  # who was never paid by somebody earns nothing there
    if plan.kind in {"recurring", "price_changes"} and plan.direction == "out":
        return figures.has_any(connection, replace(meaning.chosen, side=None, roles=("spending",)))
    if plan.kind in {"balance", "cashflow", "savings", "unusual", "compare", "recurring", "price_changes"}:
        anything = replace(meaning.chosen, side=None, roles=ALL if plan.kind == "balance" else FLOW)
        return figures.has_any(connection, anything)
    return figures.has_any(connection, meaning.chosen)


def _left_out(inquiry: Inquiry) -> list[str]:
    """Who does not count though the bank or an owner's rule puts bookings there into the category: a bakery, for groceries."""
    chosen, language = inquiry.chosen, inquiry.plan.language
    categories = tuple(name for term in chosen.terms for name in term.categories)
    if not (chosen.never and categories):
        return []
    theirs = replace(chosen, payees=chosen.never, terms=(), never=())
    groups = figures.sums(inquiry.connection, theirs, "category")
    ids = [booking for each in groups if each.key in categories for booking in each.ids]
    sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    names: dict[tuple[str, str], str] = {}
    for row in inquiry.bookings(ids, theirs):
        sums[row.payee, row.currency] += row.amount
        names[row.payee, row.currency] = row.counterparty or row.description
    largest = sorted(sums, key=lambda each: -abs(sums[each]))
    who = [f"{inert(names[each])} ({phrases.money(abs(sums[each]), each[1], language)})" for each in largest[:SHOWN]]
    return [phrases.say("left_out", language, who=", ".join(who) + " …" * (len(largest) > SHOWN))] if who else []


def _short(inquiry: Inquiry) -> tuple[list[str], list[str]]:
    """What a category may be short of, as bookings of that time, direction and accounts have none: warnings, notes.

    Where these come to a tenth of what the category holds it is a warning, with their number and sums.
    """
    language, warnings, notes = inquiry.plan.language, list[str](), list[str]()
    for chosen in filter(None, (inquiry.chosen, inquiry.meaning.against)):
        told = {name for term in chosen.terms for name in term.categories}
        if not told or UNCATEGORISED in told:
            continue
        others = replace(
            chosen, payees=None, terms=(Term((), (UNCATEGORISED,)),), never=chosen.payees or (), without=None
        )
        if not figures.has_any(inquiry.connection, others):
            continue
        held = {each.currency: abs(each.amount) for each in figures.sums(inquiry.connection, chosen)}
        lacking = figures.sums(inquiry.connection, others)
        if any(abs(each.amount) >= held.get(each.currency, Decimal(0)) * SLIGHT for each in lacking):
            bookings = phrases.count("bookings", sum(each.count for each in lacking), language)
            sums = ", ".join(phrases.money(abs(each.amount), each.currency, language) for each in lacking)
            warnings.append(phrases.say("much_uncategorised", language, bookings=bookings, sums=sums))
        else:
            notes.append(phrases.say("uncategorised", language))
    return list(dict.fromkeys(warnings)), list(dict.fromkeys(notes))


def _one_sided(inquiry: Inquiry) -> list[str]:
    """That money left for an account of which no statement tells, where any did."""
    lost = figures.one_sided(inquiry.connection, replace(inquiry.chosen, into=None))
    return (
        [
            phrases.say(
                "one_sided", inquiry.plan.language, bookings=phrases.count("bookings", lost, inquiry.plan.language)
            )
        ]
        if lost
        else []
    )


def _sentences(said: Sequence[str]) -> list[Part]:
    return [Part(each, (), "sentence" if n else "paragraph") for n, each in enumerate(said)]


def _item(line: Line, documents: dict[DocumentId, Document]) -> Part:
    """A line of the list with what it cites."""
    quotes = [
        trimmed(documents[row.document_id], row.char_start, row.char_end)
        for row in line.rows
        if row.document_id in documents
    ] + list(line.quotes)
    return Part(line.text, tuple(quotes), "item")


def _uncovered(inquiry: Inquiry) -> Period | None:
    """The one of two times that are compared of which no statement tells; what was not known then is not nothing."""
    plan, chosen = inquiry.plan, inquiry.meaning.chosen
    spans = standing.spans(inquiry.connection, chosen.collection)
    for time in filter(None, (Period(plan.since, plan.until), plan.versus)):
        if not any(
            each.since <= (time.until or plan.today) and each.until >= (time.since or each.since) for each in spans
        ):
            return time
    return None


def _basis(inquiry: Inquiry, computed: Computed) -> Basis:
    """What statements there are of the time and the accounts that are meant, and how they stand."""
    plan, chosen, connection = inquiry.plan, inquiry.meaning.chosen, inquiry.connection
    held = inquiry.meaning.against or chosen
    of_all = chosen.accounts is None or held.accounts is None
    named = {*(chosen.accounts or ()), *(chosen.into or ()), *(held.accounts or ())}
    own = {each.root for each in inquiry.meaning.accounts if of_all or each.part in named}
    times = computed.times or ((plan.since, plan.until),)
    starts = [since for since, _ in times]
    first = None if None in starts else min(each for each in starts if each)
    return rest_on(
        [each for each in standing.spans(connection, chosen.collection) if each.account in own],
        [each for each in standing.faults(connection, chosen.collection, first, plan.today) if each.account in own],
        times, plan.today, plan.language,
    )  # fmt: skip
