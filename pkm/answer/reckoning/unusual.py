"""What was unusual, in words: each finding with its rule, the figure it was held against, and the letter that explains it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from pkm.answer import phrases
from pkm.answer.language import Language
from pkm.answer.planning.plan import Plan, Rule
from pkm.answer.quoting import values
from pkm.answer.quoting.cite import Quote, in_lines, inert
from pkm.answer.quoting.evidence import Passage, read_documents
from pkm.answer.reckoning.compute import SHOWN, Computed, Inquiry, Line, describe, reached
from pkm.answer.verify import narrow
from pkm.ledger.counterparty import normalise
from pkm.ledger.finding import Finding
from pkm.ledger.history import History, payee_of
from pkm.ledger.unusual import judge
from pkm.ledger.words import stem, words
from pkm.models import Document, DocumentId, Figure, Transaction, TransactionId
from pkm.store import figures, history, links
from pkm.store.links import Explanation

ANNOUNCED_BEFORE_DAYS = 120
ANNOUNCED_AFTER_DAYS = 31
_BASIS = {
    "duplicate": "-amount of the earlier charge",
    "price_jump": "-amount of the charges before",
    "off_rhythm": "-amount of the charges before",
    "amount": "median(-amount), rounded half up to cents",
    "new_counterparty": "median(-amount), rounded half up to cents",
    "category": "median of -sum(amount) of the months of the year before, rounded half up to cents",
}
LEAST_HISTORY_DAYS = 183  # below it only doubles and price jumps can be told

Search = Callable[[str], Sequence[Passage]]


def with_time(plan: Plan) -> Plan:
    """The plan, looking at the last complete month where the question names neither a time nor what is odd."""
    if plan.since is not None or plan.until is not None or plan.rule is not None:
        return plan
    end = plan.today.replace(day=1) - timedelta(days=1)
    return replace(plan, since=end.replace(day=1), until=end)


def find_unusual(inquiry: Inquiry, search: Search) -> Computed:
    """The unusual among the bookings that are meant, judged by all that came before them; then what could be saved."""
    plan, connection = inquiry.plan, inquiry.connection
    first = figures.span(connection, inquiry.chosen.collection)
    since: date = plan.since or (first[0] if first else plan.today)
    until: date = reached(plan) or plan.today
    meant = figures.top(connection, inquiry.within(since, until), "first", None)
    expenses, past = history.read(connection, since, until, inquiry.chosen.collection)
    wanted = set(meant)
    if plan.rule == "after_cancellation" and not any(
        payee_of(each) in past.ended for each in expenses if each.id in wanted
    ):
        return Computed((), (), ())  # no letter confirms an end, so nothing can be said of what came after it
    found = [
        each
        for each in judge(expenses, past, since, until)
        if wanted.issuperset(one.id for one in each.transactions) and _is_asked(plan.rule, each.rule)
    ]
    rows = {
        each.id: each
        for each in inquiry.bookings(
            {one.id for each in found for one in each.transactions} | {row for each in found for row in each.rows[-1:]}
        )
    }
    found = [
        replace(each, transactions=tuple(_told_whole(rows[one.id], one) for one in each.transactions)) for each in found
    ]
    looked = Figure(
        "looked_at", Decimal(len(meant)), None, len(meant), tuple(meant),
        f"count(*) of expenses booked from {since} to {until}",
    )  # fmt: skip
    made = [looked, *(one for n, each in enumerate(found, 1) for one in _figures(n, each))]
    lead = [
        phrases.say(
            "unusual" if found else "nothing_unusual",
            plan.language,
            topic=inquiry.about,
            period=replace(inquiry, plan=replace(plan, since=since, until=until)).time,
            count=len(meant),
        )
    ]
    charged = (
        charged_after_the_end([each for each in expenses if each.id in wanted], past, plan.language)
        if plan.rule == "after_cancellation"
        else []
    )
    if charged:
        lead = [said for said, _ in charged] + (lead if found else [])
        made += [figure for _, figure in charged]
    if past.started and all((since - each).days < LEAST_HISTORY_DAYS for each in past.started.values()):
        start = phrases.day(min(past.started.values()), plan.language)
        lead.append(phrases.say("short_history", plan.language, day=start))
    explained = links.explaining(connection, [each.transaction.id for each in found])
    documents = read_documents(
        connection,
        [each.document_id for told in explained.values() for each in told]
        + [each.ended.document_id for each in found if each.ended],
    )
    lines = []
    for each in found:
        letters = _letters(each, explained.get(each.transaction.id, ()), documents, search)
        told = [f"{_called(each, plan)}: {explain(each, plan.language)}"]
        told += [phrases.say("explained", plan.language, title=inert(one.document.title)) for one in letters]
        lines.append(Line("; ".join(told), _cited(each, rows), each, letters))
    hints, saved = save(found, plan.language)
    return Computed(tuple(lead), (*lines, *(Line(each) for each in hints)), (*made, *saved))


def _told_whole(booking: Transaction, judged: Transaction) -> Transaction:
    """The booking with all that is known of it, and as much of it as was judged."""
    return replace(booking, category=judged.category, amount=judged.amount, part_of=judged.part_of)


def _is_asked(asked: Rule | None, found: Rule) -> bool:
    """Whether a finding is of the rule that is asked for; unusually high are single bookings, new payees' too, and a category's month."""
    return asked in {None, found} or (asked == "amount" and found in {"new_counterparty", "category"})


def charged_after_the_end(
    expenses: Sequence[Transaction], past: History, language: Language
) -> list[tuple[str, Figure]]:
    """What a firm charged after the day on which its contract ended, late bills among it: a sentence and its figure each."""
    told = []
    after = [each for each in expenses if (end := past.ended.get(payee_of(each))) and each.booked_on > end.on]
    for payee, currency in sorted({(payee_of(each), each.currency) for each in after}):
        own = [each for each in after if (payee_of(each), each.currency) == (payee, currency)]
        day, rows, value = (
            past.ended[payee].on,
            tuple(each.id for each in own),
            sum((each.amount for each in own), Decimal(0)),
        )
        figure = Figure("after_end", value, currency, len(rows), rows, f"sum(amount) of what was booked after {day}")
        said = phrases.say(
            "after_end", language, amount=phrases.money(-value, currency, language), who=inert(own[0].counterparty or payee),
            day=phrases.day(day, language), bookings=phrases.count("bookings", len(rows), language),
        )  # fmt: skip
        told.append((said, figure))
    return told


def save(found: Sequence[Finding], language: Language) -> tuple[list[str], list[Figure]]:
    """What could be had back or saved in a year, by currency: a sentence and the figure in it."""
    told, made = [], []
    for currency in sorted({each.transaction.currency for each in found if each.could_save > 0}):
        own = [each for each in found if each.could_save > 0 and each.transaction.currency == currency]
        value = sum((each.could_save for each in own), Decimal(0))
        rows = tuple(
            dict.fromkeys(row for each in own for row in (*(one.id for one in each.transactions), *each.rows[-1:]))
        )
        query = "what was charged twice, late or as a fee, and price rises times the charges of a year"
        made.append(Figure("could_save", value, currency, len(rows), rows, query))
        told.append(phrases.say("could_save", language, amount=phrases.money(value, currency, language)))
    return told, made


def _called(finding: Finding, plan: Plan) -> str:
    """The booking on a line; a category with its month."""
    if finding.rule != "category":
        return describe(finding.transaction, plan)
    first = finding.transaction
    amount = phrases.money(finding.amount, first.currency, plan.language)
    return f"{inert(phrases.category(first.category, plan.language))} · {amount}"


def _letters(
    finding: Finding, explained: Sequence[Explanation], documents: Mapping[DocumentId, Document], search: Search
) -> tuple[Quote, ...]:
    """What explains it: the paper that is linked to it, the letter that ended the contract or announced the price."""
    told = [
        in_lines(documents[each.document_id], each.char_start, each.char_end)
        for each in explained
        if each.document_id in documents
    ]
    if finding.ended and finding.ended.document_id in documents:
        told.append(in_lines(documents[finding.ended.document_id], finding.ended.char_start, finding.ended.char_end))
    if not told and finding.rule == "price_jump" and (letter := announcement(finding, search)):
        told.append(letter)
    return tuple(told)


def explain(finding: Finding, language: Language) -> str:
    """The rule in words, with its numbers."""
    baseline, days = finding.baseline_value, finding.since_days
    money = "" if baseline is None else phrases.money(baseline, finding.transaction.currency, language)
    before = phrases.say(
        {None: "same_day", 0: "same_day", 1: "day_before"}.get(days, "days_before"), language, days=days
    )
    size = phrases.number(finding.size, language)
    return phrases.say(finding.rule, language, baseline=money, size=size, before=before, days=days)


def announcement(finding: Finding, search: Search) -> Quote | None:
    """The letter or mail that announced a price: it names the firm and the new price, and is of about that time."""
    one = finding.transaction
    firm = {stem(each) for each in words(normalise(one.counterparty))}
    price = values.read(f"{abs(one.amount)}")
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


def _cited(finding: Finding, rows: Mapping[TransactionId, Transaction]) -> tuple[Transaction, ...]:
    """The bookings and, where one was held against a charge like it, the last of those."""
    if finding.rule not in {"duplicate", "off_rhythm", "price_jump", "after_cancellation"}:
        return finding.transactions[:SHOWN]
    return (*finding.transactions, *(rows[each] for each in finding.rows[-1:] if each in rows))


def _figures(n: int, finding: Finding) -> list[Figure]:
    """The amount, what it is compared with, and their ratio or distance in days."""
    own, currency, name = (
        tuple(each.id for each in finding.transactions), finding.transaction.currency, f"{finding.rule}_{n}",
    )  # fmt: skip
    made = [
        Figure(name, finding.amount, currency, len(own), own, "sum(amount)" if len(own) > 1 else "the booking's amount")
    ]
    if finding.baseline_value is not None:
        query = _BASIS[finding.rule]
        made.append(
            Figure(f"{name}_baseline", finding.baseline_value, currency, len(finding.rows), finding.rows, query)
        )
        ratio = f"-amount / {name}_baseline, rounded half up to hundredths"
        made.append(Figure(f"{name}_size", finding.size, None, len(own), own, ratio))
    if finding.since_days is not None:
        days = Decimal(finding.since_days)
        rows = (*finding.rows[-1:], *own)
        what = "since the contract's end" if finding.ended else "between the two bookings"
        made.append(Figure(f"{name}_days", days, None, len(rows), rows, f"days {what}"))
    return made
