"""All contracts of a kind: "What insurance do we have?", "Which contracts do I have?", "Welche Verträge haben wir?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pkm.answer import phrases
from pkm.answer.language import GENERIC_STEMS, content, stems_of
from pkm.answer.papers.contracts import POLICIES, is_change, own, titled
from pkm.answer.papers.desk import Desk, told_of
from pkm.answer.planning.lookup import plain
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting.cite import inert
from pkm.answer.quoting.draft import Draft, Part
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.reading import STALE
from pkm.ledger.stated import first
from pkm.models import CollectionId
from pkm.store import links
from pkm.store.database import Connection

MOST = 20

_NOUNS = (
    r"(?:contracts|leases|agreements|policies|insurances?|memberships|subscriptions|loans|\w*vertrage|\w*versicherungen|\w*policen|\w*mitgliedschaften"
    r"|\w*abo(?:nnement)?s|kredite|contrats|baux|assurances|forfaits|polices|adhesions)"
)
_WHAT = rf"(?P<what>(?:[\w-]+ ){{0,3}}?{_NOUNS}(?: (?:policies|contracts|cover|d'assurance|de [\w-]+|[\w-]+s))?)"
_NOW = r"(?: (?:currently|still|now|actually|at the moment|right now|in (?:force|place)|derzeit|aktuell|gerade|alles|noch|zurzeit|eigentlich|abgeschlossen|laufen|en ce moment|actuellement))*"
_FORMS = tuple(
    re.compile(rf"\W*(?:{form})\W*")
    for form in (
        rf"(?:what|which)(?: (?:kinds?|sorts?|types?) of)? {_WHAT} (?:do|have) (?:we|i){_NOW}(?: (?:have|got|hold|pay for))?{_NOW}",
        rf"(?:what|which)(?: (?:kinds?|sorts?|types?) of)? {_WHAT} (?:(?:are|am) (?:we|i){_NOW} (?:paying for|signed up (?:for|to)|subscribed to|tied to)|are there){_NOW}",
        rf"(?:(?:please )?(?:list|name|show|give|tell)(?: (?:me|us))?|what are)(?: all)?(?: of)? (?:our|my|the) {_WHAT}",
        rf"(?:welche|was fur) {_WHAT} (?:(?:haben|habe|hab|besitzen|besitze|bezahlen|bezahle) (?:wir|ich)|(?:gibt es|bestehen|laufen){_NOW}(?: (?:fur|auf|bei) (?:uns|mich|mir))?){_NOW}",
        rf"(?:zeige?n?|liste|nenne?n?)(?: (?:mir|uns|bitte|mal|alle))* (?:unsere|meine|alle) {_WHAT}(?: (?:auf|an))?",
        rf"quel(?:le)?s(?: sortes? d[e'] ?| types? d[e'] ?)? {_WHAT} (?:avons-nous|ai-je|a-t-on|nous avons|j'ai|on a|est-ce que (?:nous avons|j'ai|on a)|y a-t-il){_NOW}",
        rf"(?:liste[rz]?|montre[rz]?|donne[rz]?|enumere[rz]?)(?:-(?:moi|nous))?(?: tou(?:te)?s)? (?:nos|mes|les) {_WHAT}",
    )
)
# How one is insured is asked without the noun: "How are we insured?", "Wie sind wir versichert?".
_INSURED = re.compile(
    r"\W*(?:how (?:are|am) (?:we|i) insured|what (?:do|have) (?:we|i) (?:have |got )?insured|against what are we insured|what are we insured (?:against|for)"
    r"|(?:wie|wogegen|gegen was) (?:sind|bin) (?:wir|ich) (?:alles |eigentlich |derzeit )?versichert|was (?:haben|habe) (?:wir|ich) (?:alles )?versichert"
    r"|(?:comment|contre quoi) (?:sommes-nous|suis-je|est-on) assuree?s?)\W*"
)
_ANY = stems_of("contract agreement vertrag contrat policy police cover")


def kind_asked_for(question: str) -> tuple[str, ...] | None:
    """The stems that name the kind of which all contracts are asked for, none for every kind; ``None`` for another question."""
    told = plain(question)
    if _INSURED.fullmatch(told):
        return (POLICIES,)
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
    gone = links.over(connection, plan.today, collection)
    papers = [
        each for each in desk.papers({"contract"})
        if (each.document_id, each.item) not in gone and not is_change(each.title) and told_of(kind, desk.words_of(each)) == {*kind}
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


def may_tell(plan: Plan, passages: Sequence[Passage]) -> list[Passage]:
    """The passages that may be quoted: where all contracts of a kind are asked for, those of papers that are called so.

    A licence that speaks of liability, a note that mentions an insurance and a program that keeps subscriptions list none.
    """
    kind = kind_asked_for(plan.question)
    if kind is None:
        return [*passages]
    return [each for each in passages if each.document.kind != "code" and _is_called(kind, each.title)]


def _is_called(kind: tuple[str, ...], title: str) -> bool:
    told = told_of(kind or _ANY, title)
    return told == {*kind} if kind else bool(told)
