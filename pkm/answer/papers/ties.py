"""Answers that tie paper and money: whose invoice a payment is, what is unpaid, was it charged as agreed, which deadlines come.

Amounts of papers are quoted; what is computed from bookings is a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal

from pkm.answer import phrases
from pkm.answer.language import Language
from pkm.answer.papers.desk import PAYABLE, Desk, capital
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting.cite import inert
from pkm.answer.quoting.draft import Draft, Part
from pkm.answer.reckoning.compute import describe, figure
from pkm.facts import Deadline, PaperKind
from pkm.ledger.agreements import Agreement
from pkm.ledger.words import fold
from pkm.models import CollectionId, Figure, PersonId, Transaction
from pkm.store import linking, links
from pkm.store.database import Database
from pkm.store.links import Linked

SHOWN = 12
MOST = 5
LISTED = 20
CONTRACTS, BILLS = frozenset({"renews", "may_end", "ends", "notice_given"}), frozenset({"payment"})
_OF_CONTRACTS = re.compile(
    r"contract|cancel|renew|notice|lease|vertr(?:a|ä)g|kundig|kündig|verlanger|verlänger|contrat|resili|résili|preavis|préavis|reconduc|bail"
)
_OF_BILLS = re.compile(r"\bbills?\b|invoice|\bpay|rechnung|zahlen|bezahl|facture|payer|regler|régler")
_PRICED: frozenset[PaperKind] = frozenset({"contract", "price_change"})
_PRICES = frozenset({"price", "extra", "old_price"})


def from_papers(plan: Plan, database: Database, person: PersonId, collection: CollectionId | None) -> Draft | None:
    """Answer a question of kind ``invoice``, ``contract`` or ``deadlines``; ``None`` where no paper or booking is meant."""
    with database.transaction(person) as connection:
        desk = Desk(plan, connection, collection)
        if plan.kind == "deadlines":
            return _deadlines(desk)
        if plan.kind == "contract":
            return _contract(desk)
        return {"unpaid": _unpaid, "payment": _payment}.get(plan.wanted or "paper", _paper)(desk)


# ---------------------------------------------------------------- invoices and receipts


def _paper(desk: Desk) -> Draft | None:
    """The papers of the payments that the question means."""
    payable = desk.papers(PAYABLE)
    linked = {one.id for each in payable for one in each.transactions if one.said != "no"}
    meant = [each for each in desk.meant_bookings() if desk.plan.amount is not None or each.id in linked][-MOST:]
    if not meant:
        return None
    parts: list[Part] = []
    for booking in meant:
        pairs = [
            (each, one) for each in payable for one in each.transactions if one.id == booking.id and one.said != "no"
        ]
        shown = desk.shown(booking)
        if not pairs:
            parts.append(Part(desk.say("no_paper", booking=shown), (desk.row(booking),)))
        for each, one in pairs:
            name = "belongs" if one.state == "matched" or one.said == "yes" else "belongs_perhaps"
            text = desk.say(name, booking=shown, paper=desk.called(each), reason=one.reason)
            parts.append(Part(text, (*desk.quotes(each), desk.row(booking))))
    return desk.draft(parts, [desk.figure(f"payment_{n}", each) for n, each in enumerate(meant, 1)])


def _payment(desk: Desk) -> Draft | None:
    """Whether, and by which bookings, the papers were paid that the question names."""
    meant = desk.named(PAYABLE)[-MOST:]
    if not meant:
        return None
    parts: list[Part] = []
    figures: list[Figure] = []
    is_open = False
    for each in meant:
        counted = [one for one in each.transactions if one.said != "no"]
        sure = [one for one in counted if one.state == "matched" or one.said == "yes"]
        rows = [desk.booking(one) for one in sure or counted]
        done = "is_refunded" if each.kind == "credit_note" else "is_paid"
        name = done if sure else "is_perhaps_paid" if counted else "not_paid"
        is_open |= not sure
        text = desk.say(
            name, paper=desk.called(each), bookings="; ".join(map(desk.shown, rows)), due=desk.due(each),
            reason=counted[0].reason if counted else "",
        )  # fmt: skip
        parts.append(Part(capital(text), (*desk.quotes(each), *map(desk.row, rows))))
        figures += [desk.figure(f"payment_{len(figures) + n}", row) for n, row in enumerate(rows, 1)]
    return desk.draft(parts, figures, of_all=is_open)


def _unpaid(desk: Desk) -> Draft | None:
    """The invoices that no booking pays, and those that are doubtful."""
    invoices = [each for each in desk.named({"invoice"}) if not any(one.kind == "paid" for one in each.facts)]
    if not invoices:
        return None
    waiting = [each for each in invoices if each.state != "matched"]
    if not waiting:
        last = invoices[-1]
        return desk.draft([Part(desk.say("all_paid", paper=desk.called(last)), desk.quotes(last))], of_all=True)
    parts = [Part(desk.say("unpaid"))]
    figures: list[Figure] = []
    if (more := len(waiting) - LISTED) > 0:
        parts.append(Part(desk.say("and_earlier", count=more), (), "item"))
    for each in waiting[-LISTED:]:
        counted = [one for one in each.transactions if one.said != "no"]
        if counted:
            row = desk.booking(counted[0])
            text = desk.say("perhaps_paid", paper=desk.called(each), due=desk.due(each), reason=counted[0].reason)
            parts.append(Part(capital(text), (*desk.quotes(each), desk.row(row)), "item"))
            figures.append(desk.figure(f"payment_{len(figures) + 1}", row))
        else:
            parts.append(desk.listed(each))
    return desk.draft(parts, figures, of_all=True)


# ---------------------------------------------------------------- contracts


def _contract(desk: Desk) -> Draft | None:
    """Each charge of the contracts that are meant, held against the price that their papers state for that day."""
    named = desk.named({"contract"}) or desk.named({"price_change"})
    meant = [each for each in named if each.transactions] or named  # what ended long ago is not asked for
    _, agreements = linking.stated(desk.connection, desk.collection)
    by_paper = {each.paper: each for each in agreements}
    parts: list[Part] = []
    figures: list[Figure] = []
    for paper in meant:
        agreement = by_paper.get((paper.document_id, paper.item))
        if agreement is not None:
            made, own = _held_against(desk, paper, agreement, len(figures))
            parts += made
            figures += own
    return desk.draft(parts, figures, of_all=True) if parts else None


def _nearest(prices: Sequence[Decimal], paid: Decimal) -> Decimal:
    return min(prices, key=lambda each: abs(paid - each))


def _held_against(desk: Desk, paper: Linked, agreement: Agreement, count: int) -> tuple[list[Part], list[Figure]]:
    plan, language = desk.plan, desk.plan.language
    until = min(plan.until or plan.today, plan.today)
    rows = [
        desk.booking(one)
        for one in paper.transactions
        if one.said != "no" and (plan.since or one.booked_on) <= one.booked_on <= until
    ]
    parts = list(terms(desk, agreement))
    period = phrases.period(plan.since or (rows[0].booked_on if rows else None), until, language)
    if not rows:
        return [*parts, Part(desk.say("nothing_charged", period=period), (), "sentence")], []
    agreeing: list[Transaction] = []
    items: list[Part] = []
    figures: list[Figure] = []
    for row in rows:
        price = _nearest([each.amount for each in agreement.held_about(row.booked_on)], -row.amount)
        off = -row.amount - price
        if off == 0:
            agreeing.append(row)
            continue
        name = f"difference_{count + len(figures) + 1}"
        figures.append(
            figure(name, abs(off), row.currency, [row], f"abs(amount) of the booking against the stated {price}")
        )
        text = desk.say(
            "charged_more" if off > 0 else "charged_less", booking=describe(row, plan),
            difference=phrases.money(abs(off), row.currency, language), agreed=phrases.money(price, row.currency, language),
        )  # fmt: skip
        items.append(Part(text, (desk.row(row),), "item"))
    figures.append(
        figure(f"charged_{count + 1}", Decimal(len(rows)), None, rows, "count(*) of the bookings of this contract")
    )
    figures.append(
        figure(f"agreeing_{count + 1}", Decimal(len(agreeing)), None, agreeing, "count(*) of those at the stated price")
    )
    lead = desk.say(
        "partly_as_agreed" if items else "charged_as_agreed", agreeing=len(agreeing),
        bookings=phrases.count("bookings", len(rows), language), period=period,
    )  # fmt: skip
    return [*parts, Part(capital(lead), tuple(map(desk.row, agreeing[-SHOWN:])), "sentence"), *items], figures


def terms(desk: Desk, agreement: Agreement) -> Iterable[Part]:
    """What the contract and each later letter state, and what the parts of a price come to."""
    for n, price in enumerate(agreement.prices):
        paper = next((each for each in desk.papers(_PRICED) if (each.document_id, each.item) == price.paper), None)
        stated = [each for each in paper.facts if each.kind in _PRICES] if paper else []
        whole = [each for each in stated if each.amount == price.amount][:1]
        said = whole or [each for each in stated if each.kind in {"price", "extra"} and each.amount in price.parts]
        if paper is None or not said:
            continue
        text = desk.say(
            "agreed_since" if price.since else "agreed", title=inert(paper.title),
            amount=desk.say("and_amount").join(desk.words(paper.document_id, each) for each in said),
            rhythm=desk.say(f"rhythm_{agreement.rhythm}"), day=phrases.day(price.since, desk.plan.language) if price.since else "",
        )  # fmt: skip
        if not whole:
            total = phrases.money(price.amount, agreement.currency or "", desk.plan.language)
            parts = " + ".join(
                phrases.money(each, agreement.currency or "", desk.plan.language) for each in price.parts
            )
            text = f"{text} {desk.say('agreed_together', parts=parts, total=total)}"
        quotes = dict.fromkeys(desk.quote(paper.document_id, each.char_start, each.char_end) for each in said)
        yield Part(text, tuple(quotes), "sentence" if n else "paragraph")


# ---------------------------------------------------------------- deadlines


def _deadlines(desk: Desk) -> Draft:
    """What comes in the time that is asked for, the nearest first."""
    plan = desk.plan
    kinds = _wanted_deadlines(plan)
    ahead = [each for each in links.deadlines(desk.connection, plan.today, desk.collection) if each.what in kinds]
    ahead = [
        each for each in ahead
        if (plan.since is None or each.day >= plan.since) and (plan.until is None or each.day <= plan.until) and desk.is_about(each.subject)
    ]  # fmt: skip
    if not ahead:
        period = phrases.period(max(plan.since or plan.today, plan.today), plan.until, plan.language)
        return Draft("abstained", (Part(desk.say("no_deadlines", period=period)),), (), desk.basis().coverage)
    items = [
        Part(state_deadline(each, plan.language), tuple(dict.fromkeys(desk.quote(each.document_id, *span) for span in each.spans)), "item")
        for each in ahead
    ]  # fmt: skip
    return desk.draft([Part(desk.say("deadlines")), *items])


def state_deadline(each: Deadline, language: Language) -> str:
    """A deadline in words."""
    notice_by, ends_on = (phrases.day(day, language) if day else "" for day in (each.notice_by, each.ends_on))
    name = {
        ("renews", True): "renews_indefinite", ("may_end", False): "may_end_by"
    }.get((each.what, each.renews_for == "indefinite" if each.what == "renews" else each.ends_on is not None), each.what)  # fmt: skip
    return phrases.say(
        name, language, subject=inert(each.subject), notice_by=notice_by, ends_on=ends_on,
        length=_length(each.renews_for, language),
    )  # fmt: skip


def _wanted_deadlines(plan: Plan) -> frozenset[str]:
    """Which deadlines: of contracts, of invoices, or both, as the question says."""
    said = fold(plan.question)
    of_contracts, of_bills = _OF_CONTRACTS.search(said) is not None, _OF_BILLS.search(said) is not None
    if of_contracts == of_bills:
        return CONTRACTS | BILLS
    return CONTRACTS if of_contracts else BILLS


def _length(duration: str, language: Language) -> str:
    """A duration in words, as in ``12 months``; nothing for none."""
    if not re.fullmatch(r"P\d+[DWMY]", duration):
        return ""
    from babel.dates import format_timedelta

    unit, days = {"D": ("day", 1.0), "W": ("week", 7.0), "M": ("month", 30.0), "Y": ("year", 365.0)}[duration[-1]]
    value = timedelta(days=int(duration[1:-1]) * days)
    return str(format_timedelta(value, granularity=unit, threshold=1000, locale=language))
