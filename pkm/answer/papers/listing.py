"""All contracts of a kind: "What insurance do we have?", "Which contracts do I have?", "Welche Verträge haben wir?"."""

from __future__ import annotations

import re

from pkm.answer import phrases
from pkm.answer.language import GENERIC_STEMS, content, stems_of
from pkm.answer.papers.contracts import POLICIES, is_change, own, titled
from pkm.answer.papers.desk import Desk, told_of
from pkm.answer.planning.lookup import plain
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting.cite import inert
from pkm.answer.quoting.draft import Draft, Part
from pkm.answer.quoting.reading import STALE
from pkm.facts import over
from pkm.ledger.stated import first
from pkm.models import CollectionId
from pkm.store.database import Connection

MOST = 20

_NOUNS = (
    r"(?:contracts|leases|agreements|policies|insurances?|memberships|subscriptions|loans|\w*vertrage|\w*versicherungen|\w*policen|\w*mitgliedschaften"
    r"|\w*abo(?:nnement)?s|kredite|contrats|baux|assurances|forfaits|polices|adhesions)"
)
_WHAT = rf"(?P<what>(?:[\w-]+ ){{0,3}}?{_NOUNS}(?: (?:policies|contracts|cover|d'assurance|de [\w-]+|[\w-]+s))?)"
_FORMS = tuple(
    re.compile(rf"\W*(?:{form})\W*")
    for form in (
        rf"(?:what|which)(?: (?:kinds?|sorts?|types?) of)? {_WHAT} (?:do|have) (?:we|i)(?: (?:currently|still|now|actually))?(?: (?:have|got|hold))?(?: (?:at the moment|right now|in (?:force|place)))?",
        rf"(?:(?:please )?(?:list|name|show|give|tell)(?: (?:me|us))?|what are)(?: all)?(?: of)? (?:our|my|the) {_WHAT}",
        rf"(?:welche|was fur) {_WHAT} (?:haben|habe|hab|besitzen|besitze) (?:wir|ich)(?: (?:derzeit|aktuell|gerade|alles|noch|zurzeit|eigentlich|abgeschlossen|laufen))*",
        rf"(?:zeige?n?|liste|nenne?n?)(?: (?:mir|uns|bitte|mal|alle))* (?:unsere|meine|alle) {_WHAT}(?: (?:auf|an))?",
        rf"quel(?:le)?s {_WHAT} (?:avons-nous|ai-je|a-t-on|nous avons|j'ai|est-ce que (?:nous avons|j'ai|on a))",
        rf"(?:liste[rz]?|montre[rz]?|donne[rz]?|enumere[rz]?)(?:-(?:moi|nous))?(?: tou(?:te)?s)? (?:nos|mes|les) {_WHAT}",
    )
)
_ANY = stems_of("contract agreement vertrag contrat policy police cover")


def kind_asked_for(question: str) -> tuple[str, ...] | None:
    """The stems that name the kind of which all contracts are asked for, none for every kind; ``None`` for another question."""
    told = plain(question)
    match = next((found for form in _FORMS if (found := form.fullmatch(told))), None)
    if match is None:
        return None
    named = content(match["what"])
    of_insurance = not stems_of("policy police").isdisjoint(named) and POLICIES not in named
    return (
        *(each for each in named if each not in _ANY | GENERIC_STEMS | STALE),
        *([POLICIES] if of_insurance else []),
    )


def list_contracts(connection: Connection, plan: Plan, collection: CollectionId | None) -> Draft | None:
    """Each contract of the kind that is asked for and not known to be over, with the words that say what it is.

    The owner's own come first. ``None`` where another question is asked, or none is called so. What is paid again and again
    ("which subscriptions do we have") bookings know better.
    """
    kind = kind_asked_for(plan.question) if plan.kind != "recurring" else None
    if kind is None:
        return None
    desk = Desk(plan, connection, collection)
    gone = over((fact for each in desk.papers for fact in each.facts), plan.today)
    papers = [
        each for each in desk.papers
        if each.kind == "contract" and (each.document_id, each.item) not in gone and not is_change(each.title) and told_of(kind, desk.words_of(each)) == {*kind}
    ]  # fmt: skip
    if not papers:
        return None
    mine = own(desk, papers)
    parts = [Part(phrases.say("contracts_kept", plan.language))]
    for each in sorted(papers, key=lambda one: one not in mine)[:MOST]:
        said = first(each.facts, "subject") or first(each.facts, "paper")
        quotes = (desk.quote(each.document_id, said.char_start, said.char_end),) if said else ()
        parts.append(Part(inert(titled(each)), quotes, "item"))
    if (more := len(papers) - MOST) > 0:
        parts.append(Part(phrases.say("and_others", plan.language, count=more), (), "item"))
    return Draft("answered", tuple(parts))
