"""What invoices and receipts state by themselves: all of them that are asked for, or one's amount, day and number.

What was read of them is checked (``pkm.facts``), and a scan's issuer, its kind and its total seldom stand in one sentence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal

from pkm.answer import phrases
from pkm.answer.language import content, stems_of
from pkm.answer.papers.desk import PAYABLE, Desk, capital
from pkm.answer.planning.lookup import Expected, plain
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting.coverage import stated
from pkm.answer.quoting.draft import Draft, Part
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.holds import holds
from pkm.facts import PaperKind
from pkm.ledger.claims import plain_code
from pkm.ledger.stated import first
from pkm.ledger.words import fold
from pkm.models import CollectionId, Figure
from pkm.store.database import Connection
from pkm.store.links import Linked

MOST = 20
NAMED = 1_000  # documents that a figure names
MOST_BOUGHT = 3  # bills that have what was bought: of more, none is meant

_PLURAL = r"(?:invoices|bills|receipts|rechnungen|belege|quittungen|kassenbons|kassenzettel|factures|recus|tickets de caisse|justificatifs)"
_OURS = r"(?: (?:my|our|the|meiner?|meinen|unsere[rn]?|der|die|mes|nos|les))?"
_LIST = re.compile(
    rf"\W*(?:(?:(?:please )?(?:list|show|give|find|zeige?n?|liste|nenne?n?|liste[rz]?|montre[rz]?|donne[rz]?)(?:[- ](?:me|us|mir|uns|moi|nous|bitte|mal))*|what|which|welche|quel(?:le)?s|how many|wie ?viele?|combien de"
    rf"|(?:what(?:'s| is| was| are) )?(?:the )?(?:total|sum)(?: amount)? (?:of|on)|(?:wie hoch (?:ist|war) )?(?:die )?(?:gesamt)?summe|(?:quel est )?(?:le )?total (?:de|sur))"
    rf"(?: (?:all|alle[rn]?|tou(?:te)?s))?(?: of)?{_OURS} (?:[\w-]+ )?|(?:(?:all|alle|tou(?:te)?s) )?(?:(?:my|our|meine|unsere|mes|nos|les) )?){_PLURAL}(?!\w)"
)
_OF_WHOM = re.compile(r"(?<!\w)(?:from|of|by|at|for|von|vom|bei|beim|fur|zu[mr]?|de|du|des|d'|chez|pour)(?!\w).*")
_OF_PAPERS = {"lookup", "list"}  # what they come to, or how many there were, bookings know better
_KINDS: dict[str, AbstractSet[PaperKind]] = {
    "receipts": {"receipt"},
    "invoices": {"invoice", "credit_note"},
    "bills": PAYABLE,
}
_RECEIPTS = stems_of("receipt receipts beleg belege quittung kassenbon kassenzettel bon reçu reçus ticket justificatif")
_INVOICES = stems_of("invoice invoices rechnung rechnungen facture factures")
_BILLS = _RECEIPTS | _INVOICES | stems_of("bill bills")
_BOUGHT = stems_of("buy bought purchase shop shopped kaufen gekauft kaufte einkauf eingekauft acheter acheté achat")
# What the question asks of a bill, or says of having it, is no name of one.
_NO_NAME = (
    _BILLS
    | _BOUGHT
    | stems_of(
        "total amount sum come number date day betrag gesamt summe gesamtsumme gesamtbetrag nummer datum montant numéro list show give find get got received receive sent send issued issue"
        " zeigen zeig zeige liste nenne erhalten bekommen bekam ausgestellt montrer montre donner donne reçu émise caisse"
    )
)
_LINE = re.compile(r"\S[^\n]{0,400}")
_COST = stems_of("cost costs high kosten gekostet kostete hoch coûter coûté coûtait élevé")
_STATED: dict[Expected, Callable[[Linked], object]] = {
    "money": lambda each: each.amount, "date": lambda each: each.date, "number": lambda each: each.number,
    "where": lambda each: each.issuer,
}  # fmt: skip


def list_bills(connection: Connection, plan: Plan, collection: CollectionId | None) -> Draft | None:
    """Each invoice or receipt of the time and the firm that are asked for, how many they are, and what they come to.

    ``None`` where another question is asked, or none is meant.
    """
    told = plain(plan.question)
    form = _LIST.match(told) if plan.kind in _OF_PAPERS else None
    if form is None:
        return None
    desk = _desk(connection, plan, collection)
    named = _OF_WHOM.search(told, form.end())
    said = {*content(form[0])}
    if not set(desk.plan.topic) <= said | {*content(named[0] if named else "")}:
        return None  # more is said of them than whose they are
    things = "receipts" if said & _RECEIPTS else "invoices" if said & _INVOICES else "bills"
    papers = _once(_of_its_time(desk, _KINDS[things]))
    if not papers and desk.plan.topic:  # what a firm calls its paper is seldom remembered
        things, papers = "bills", _once(_of_its_time(desk, PAYABLE))
    if not papers:
        return None
    counted = _figure("count", Decimal(len(papers)), None, papers, f"count(*) of the {things}")
    sums = _sums(papers)
    amounts = ", ".join(phrases.money(each.value, each.currency or "", plan.language) for each in sums)
    lead = desk.say(
        "bills_kept", bills=phrases.count(things, len(papers), plan.language), in_all=desk.say("bills_in_all", amount=amounts) if sums else ""
    )  # fmt: skip
    if not sums:
        lead = f"{lead} {desk.say('bills_not_added')}"
    return _told(desk, papers, lead, [counted, *sums])


def tell_bill(connection: Connection, plan: Plan, collection: CollectionId | None) -> Draft | None:
    """What the bills state of which the amount, day or number is asked; ``None`` where none is named, or one does not state it."""
    wanted = [_STATED[each] for each in plan.expected if each in _STATED]
    if plan.kind != "lookup" or not wanted or (_BILLS | _BOUGHT).isdisjoint(plan.topic):
        return None
    if set(plan.topic) <= _NO_NAME | _COST:
        return None
    desk = _desk(connection, plan, collection, _NO_NAME | _COST)
    papers = desk.named(PAYABLE)
    return _told(desk, papers) if papers and all(of(each) for each in papers for of in wanted) else None


def tell_purchase(
    connection: Connection, plan: Plan, collection: CollectionId | None, passages: Sequence[Passage]
) -> Draft | None:
    """Where or when something was bought, as the bills among the passages say that have it in a line; ``None`` where none has."""
    things = {each for each in plan.topic if each not in _BOUGHT}
    wanted = [_STATED[each] for each in plan.expected if each in {"where", "date"}]
    if plan.kind != "lookup" or not wanted or len(wanted) < len(plan.expected) or len(things) == len(plan.topic):
        return None
    found = dict.fromkeys(each.document.id for each in passages)
    desk = Desk(plan, connection, collection, list(found))
    parts = []
    for each in reversed(desk.papers(PAYABLE)):
        lines = _LINE.finditer(desk.text(each.document_id))
        bought = (one for one in lines if holds("money", one[0]))  # and not what was repaired
        line = next((one for one in bought if things and stated(things, one[0]) == things), None)
        if line and all(of(each) for of in wanted):
            quotes = (desk.span(each.document_id, *line.span()), *desk.quotes(each))
            parts.append(Part(capital(desk.called(each)), tuple(dict.fromkeys(quotes)), "item"))
    return desk.draft(parts) if 0 < len(parts) <= MOST_BOUGHT else None


def _desk(
    connection: Connection, plan: Plan, collection: CollectionId | None, beside: AbstractSet[str] = _NO_NAME
) -> Desk:
    """Where the bills are looked for that the question's words but these, its time and amount mean."""
    own = plan.as_lookup()  # without the words of its time
    return Desk(replace(own, topic=tuple(each for each in own.topic if each not in beside)), connection, collection)


def _of_its_time(desk: Desk, kinds: AbstractSet[PaperKind]) -> list[Linked]:
    """Those that are meant, without such as may be of another time."""
    timed = desk.plan.since or desk.plan.until
    return [each for each in desk.named(kinds) if each.date or not timed]


def _once(papers: Sequence[Linked]) -> list[Linked]:
    """Each bill once, by its issuer and number: a scan beside the PDF, or a reminder, asks for nothing more."""
    found: dict[object, Linked] = {}
    for each in papers:
        number = first(each.facts, "number")
        own = (each.kind == "credit_note", fold(each.issuer or ""), plain_code(number.text)) if number else None
        found.setdefault(own or (each.document_id, each.item), each)
    return list(found.values())


def _sums(papers: Sequence[Linked]) -> list[Figure]:
    """What they come to, by currency; nothing where one states no amount or no currency, or gives money back."""
    sums: defaultdict[str, list[Linked]] = defaultdict(list)
    for each in papers:
        if each.amount is None or each.currency is None or each.kind == "credit_note":
            return []
        sums[each.currency].append(each)
    return [
        _figure("sum", sum((each.amount or Decimal(0) for each in own), Decimal(0)), currency, own, "sum of the totals")
        for currency, own in sorted(sums.items())
    ]


def _figure(name: str, value: Decimal, currency: str | None, papers: Sequence[Linked], query: str) -> Figure:
    shown = [str(each.document_id) for each in papers[:NAMED]]
    documents = ", ".join(shown + ["…"] * (len(papers) > NAMED))
    return Figure(name, value, currency, len(papers), (), f"{query} of documents {documents}")


def _told(desk: Desk, papers: Sequence[Linked], lead: str = "", figures: Sequence[Figure] = ()) -> Draft:
    items = [desk.listed(each) for each in papers[: -MOST - 1 : -1]]
    if (more := len(papers) - MOST) > 0:
        items.append(Part(desk.say("and_others", count=more), (), "item"))
    return desk.draft([Part(lead), *items] if lead else items, figures)
