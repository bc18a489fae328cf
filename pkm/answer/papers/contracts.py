"""Which contract a question means: "the lease", "my phone contract", "der Mietvertrag", "le bail", "the notice period".

Such words mean one's own, and a home may keep the contracts of others beside it. One's own are those that bookings pay and
those that name a person of the home. What the question says beside the contract tells several apart, and one that is over
is not asked for. Those that nothing tells apart are all meant, and the answer asks which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import get_args

from pkm.answer import phrases
from pkm.answer.language import FUNCTION, GENERIC_STEMS, Language, content, is_listed, means, stems_of, vocabulary
from pkm.answer.papers.desk import Desk, told_of
from pkm.answer.papers.endings import is_end, is_ending, said
from pkm.answer.planning.lookup import asks_why, plain, says
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting.cite import Quote, inert
from pkm.answer.quoting.coverage import stated as said_in
from pkm.answer.quoting.draft import Draft, Part
from pkm.answer.quoting.evidence import Passage, read_documents
from pkm.answer.quoting.extract import Extract, choose
from pkm.answer.quoting.frames import in_section
from pkm.answer.quoting.opposites import is_opposite
from pkm.answer.quoting.reading import STALE
from pkm.answer.quoting.wish import SIDE
from pkm.facts import Deadline, FactKind, over
from pkm.facts import deadlines as ahead_of
from pkm.facts.roles import ROLES
from pkm.facts.terms import sentence_at
from pkm.facts.values import MONTHS
from pkm.ledger.stated import first
from pkm.ledger.words import WORD, fold, stem, words
from pkm.models import CollectionId, Coverage, Document, DocumentId
from pkm.store import documents, facts, links, people
from pkm.store.database import Connection
from pkm.store.links import Linked

Kinds = tuple[FactKind, ...]

MOST = 5  # as many are shown to who is asked which
MODIFIERS = 3  # words before a contract that say which: "my old mobile phone contract"

_NOUN = re.compile(
    r"lease|tenancy|contract|agreement|policy|insurance|membership|subscription"
    r"|\w*vertrag(?:e?s)?|mietverhaltnis(?:ses)?|\w*versicherung|\w*police|\w*mitgliedschaft|\w*abo(?:nnement)?s?"
    r"|bail|contrat|assurance|forfait|adhesion"
)
_THE = vocabulary(
    """the this my our der die das dem den des im vom zum mein meine meinem meinen meiner meines unser unsere unserem unseren
    unserer unseres le la l mon ma notre ce cet cette du au"""
)
_ANY = stems_of("contract agreement vertrag contrat")  # what every contract is
_POLICY = stems_of("policy police")  # what the contract of an insurance is called
_DEPOSIT = stems_of("deposit")
_OF_END: Kinds = ("end", "minimum_end", "minimum_term", "renewal", "notice_by", "notice")
_OF_NOTICE: Kinds = ("notice", "notice_by")
_ENDS = frozenset(_OF_END)
_OF_DEPOSIT: Kinds = ("deposit",)
_OF_START: Kinds = ("start",)
_OF_INSURER: Kinds = ("insurer", "issuer")  # a policy is the insurer's own letter
_HOME, POLICIES = stem("lease"), stem("insurance")
# Whoever moves into a flat says nothing of a lease, and the lease says when.
_MOVED_IN = re.compile(
    r"\b(?:mov(?:e|ed|ing) in|(?:liv(?:e|ed|ing)|been) here|eingezogen|einzug|wohne?n? (?:wir|ich) (?:schon )?hier|emménag\w+|habit(?:e|ons)[ -](?:nous |je )?(?:ici|là))\W*\Z",
    re.IGNORECASE,
)
# "Who is our landlord?", "Wie heißt der Arbeitgeber von Femi?", "Qui est notre bailleur ?"
_WHO_IS = (
    r"(?:who(?:'s| is| are| was)|wer (?:ist|sind|war)|wie heiss(?:t|en)|qui (?:est|sont)|comment s'appellent?|(?:what(?:'s| is)|wie (?:ist|lautet)|quel est)"
    r" (?:the |der |le )?(?:name|nom)(?: (?:of|von|de|du))?)"
)
# "Who is insured?" asks for no part: a policy covers more persons than who took it out.
_PARTS = {
    kind: re.compile(
        rf"(?<!\w){_WHO_IS}(?: [\w'-]+){{{int(kind == 'insured')},2}}? (?:l')?(?P<part>{fold(said)})(?!\w)"
    )
    for kind, said in ROLES.items()
}
_NOTICE = r"notice periods?|periods? of notice|how much notice|\w*kundigungsfrist(?:en)?|preavis|delai de conge"
# Whoever asks for the tenants' notice asks for that of a lease.
_OF_LEASE = stems_of(
    "tenant tenants landlord landlady lessor lessee mieter mieterin vermieter vermieterin locataire locataires bailleur bailleresse propriétaire"
)
_IDENTITY = frozenset({*_OF_END, *_OF_DEPOSIT, "start", "price"})
_CHANGE = re.compile(
    r"(?<![^\W_])(?:nachtrag|zusatzvereinbarung|anderungsvereinbarung|addendum|amendment|avenant|annexe?|anlage)(?![^\W_])"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """How a question speaks of a contract.

    Attributes:
        called: Stems that name it; none where it is "the contract".
        stated: Facts of which it must state one, where the question names none ("How long is the notice period?").
    """

    called: tuple[str, ...]
    stated: Kinds = ()


@dataclass(frozen=True, slots=True)
class Meant:
    """The contracts that a question may mean, and which documents therefore do not count.

    Attributes:
        plan: The question without the words that name the contract.
        kinds: The facts that it asks for, the nearest first; none where it asks for something else.
        deadlines: What comes next, by contract; ``letters`` are the papers that say so.
        others: The contracts of the home.
        are_own: Whether it is known that these are the owner's.
    """

    plan: Plan
    contracts: tuple[Linked, ...]
    kinds: Kinds
    deadlines: Mapping[DocumentId, Deadline]
    letters: Mapping[DocumentId, Document]
    others: frozenset[DocumentId]
    are_own: bool

    @property
    def shown(self) -> tuple[DocumentId, ...]:
        """Those that are looked into."""
        return tuple(each.document_id for each in self.contracts[:MOST])

    def counts(self, document: Document) -> bool:
        """Whether its words may answer beside those of these contracts: it is no other, or a change to one."""
        other = document.id in self.others or (self.are_own and document.kind == "contract")
        return not other or is_change(document.title)


def find(connection: Connection, plan: Plan, collection: CollectionId | None) -> Meant | None:
    """The contracts that a question means; ``None`` where it means none, or none that can be told from others'."""
    asked = read(plan)
    if asked is None:
        return None
    desk = Desk(plan, connection, collection)
    papers = desk.papers({"contract"})
    names = {each.document_id: desk.words_of(each) for each in papers}
    called = [each for each in papers if _is_called(each, names[each.document_id], asked, _sides(plan))]
    mine = own(desk, called)
    found = mine or (called if (asked.called or _part(plan)) and len(called) <= MOST else [])
    dated = facts.find(connection, collection, papers=links.DATED)
    if STALE.isdisjoint(plan.topic):
        gone = over(dated, plan.today)
        found = [each for each in found if (each.document_id, each.item) not in gone] or found
    rest = [each for each in _rest(plan) if each not in asked.called]
    told = {each.document_id: len(told_of(rest, names[each.document_id])) for each in found}
    most = max(told.values(), default=0)
    found = _once(each for each in found if told[each.document_id] == most)
    if not found or (rest and not most and not asked.called):
        return None
    if not most and (places := _names(plan, rest)):  # "the lease in Durham": one that says so, or none of them
        saying = documents.saying(connection, [each.document_id for each in found], places)
        found = [each for each in found if each.document_id in saying]
        if not found:
            return None
    if not most and (which := _which(plan)):  # "the garden lease": none that speaks of no garden
        texts = read_documents(connection, [each.document_id for each in found])
        found = [each for each in found if (paper := texts.get(each.document_id)) and said_in(which, paper.text)]
        if not found:
            return None
    deadlines = {each.of: each for each in reversed(ahead_of(dated, plan.today))}
    return Meant(
        plan=replace(plan, topic=tuple(each for each in plan.topic if each not in asked.called) or plan.topic),
        contracts=tuple(found),
        kinds=_kinds(plan),
        deadlines=deadlines,
        letters=read_documents(connection, [deadlines[each].document_id for each in deadlines.keys() & names]),
        others=frozenset(each.document_id for each in papers),
        are_own=bool(mine),
    )


# ---------------------------------------------------------------- what the question says


def read(plan: Plan) -> Asked | None:
    """How the question speaks of one contract; ``None`` where it does not, or speaks of two."""
    named = {_called(noun, beside) for noun, beside, _ in _phrases(plan.question)}
    if len(named) > 1:
        return None
    if named:
        return Asked(named.pop())
    if part := _part(plan):
        return Asked((POLICIES,), _OF_INSURER) if part[0] == "insurer" else Asked((), (part[0],))
    if _asks_of_start(plan):
        return Asked((_HOME,), _OF_START)
    if (
        any(map(is_ending, plan.topic))
        and {*plan.expected} <= {"date", "duration"}
        and not asks_why(plain(plan.question))
    ):
        return Asked(_rest(plan), _OF_END)
    if any(map(_is_deposit, plan.topic)) and {*plan.expected} <= {"money"}:
        return Asked(_rest(plan), _OF_DEPOSIT)
    return None


def phrase(question: str) -> tuple[int, int] | None:
    """Where a question names its one contract, with the article before it."""
    found = [span for _, _, span in _phrases(question)]
    return found[0] if len(found) == 1 else None


def _phrases(question: str) -> Iterable[tuple[str, list[str], tuple[int, int]]]:
    """Each contract behind an article or a possessive, the words that say which, and where it stands."""
    question = re.sub(r"\b([lL])['’]", r"\1 ", question)
    told, spans = words(question), [each.span() for each in WORD.finditer(question)]
    for place, word in enumerate(told):
        after = told[place + 1 : place + 3]
        if not _NOUN.fullmatch(word) or any(map(_NOUN.fullmatch, after[:1])):
            continue
        start = place
        while start and place - start < MODIFIERS and told[start - 1] not in FUNCTION:
            start -= 1
        if start and told[start - 1] in _THE:
            behind = 2 if len(after) == 2 and after[0] == "de" else 0  # "contrat de téléphone"
            span = spans[start - 1][0], spans[place + behind][1]
            yield word, told[start:place] + told[place + 2 : place + 1 + behind], span


def _called(noun: str, beside: Sequence[str]) -> tuple[str, ...]:
    """The stems that must name it: what the noun says itself ("lease"), else the words beside it ("phone contract")."""
    own = [each for each in content(noun) if each not in _ANY]
    if own:
        return (POLICIES if own[-1] in _POLICY else own[-1],)
    return tuple(each for each in content(" ".join(beside)) if each not in GENERIC_STEMS | STALE | _ANY)


def _sides(plan: Plan) -> list[str]:
    """Who is named as the other side: "with Ostwind"."""
    named = [fold(word) for each in SIDE.findall(plan.question) for word in each.split()]
    told = content(" ".join(each for each in named if each not in MONTHS and not is_listed(each)))
    return [each for each in told if each not in GENERIC_STEMS]


def _rest(plan: Plan) -> tuple[str, ...]:
    """What the question says beside the terms of a contract that it asks for."""
    terms = {each for each in plan.topic if is_ending(each) or is_end(each) or _is_deposit(each)}
    if part := _part(plan):
        terms |= {*content(part[1])}
    told = (_HOME if each in _OF_LEASE else each for each in plan.topic if each not in terms | GENERIC_STEMS)
    return tuple(dict.fromkeys(told))


def _names(plan: Plan, rest: Sequence[str]) -> list[str]:
    """The words of the question, as it writes them, that are names and nothing else that it asks."""
    named = {*plan.names} & {*rest}
    return [each for each in WORD.findall(plan.question) if each[:1].isupper() and named.intersection(content(each))]


def _which(plan: Plan) -> list[str]:
    """What the words before the contract tell of which it is, where they tell more than whose or when."""
    beside = [one for _, words_before, _ in _phrases(plan.question) for one in content(" ".join(words_before))]
    return [each for each in beside if each in plan.topic and each not in GENERIC_STEMS | STALE | _ANY | {*plan.names}]


def _kinds(plan: Plan) -> Kinds:
    ends = any(is_ending(each) or is_end(each) for each in plan.topic)
    of_end = _OF_NOTICE if says(plain(plan.question), _NOTICE) else _OF_END
    starts = not ends and _asks_of_start(plan)
    deposit = any(map(_is_deposit, plan.topic))
    if part := _part(plan):
        return _OF_INSURER if part[0] == "insurer" else (part[0],)
    return (*(of_end if ends else ()), *(_OF_DEPOSIT if deposit else ()), *(_OF_START if starts else ()))


def _asks_of_start(plan: Plan) -> bool:
    """Whether it asks since when one lives where one does."""
    return bool(plan.expected) and {*plan.expected} <= {"date", "duration"} and bool(_MOVED_IN.search(plan.question))


def _part(plan: Plan) -> tuple[FactKind, str] | None:
    """Whose name it asks for by the part that he has in a contract, and the word that says so: "Who is our landlord?"."""
    question = plain(plan.question)
    found = ((kind, match["part"]) for kind, form in _PARTS.items() if (match := form.search(question)))
    return next(found, None)


def _is_deposit(term: str) -> bool:
    return any(means(each, {term}) for each in _DEPOSIT)


# ---------------------------------------------------------------- which they are, and whose


def _is_called(each: Linked, name: str, asked: Asked, sides: Sequence[str]) -> bool:
    """Whether a contract, and no change to one, is called so and states what it must."""
    return (
        told_of(asked.called, name) == {*asked.called}
        and not is_change(each.title)
        and (not asked.stated or any(fact.kind in asked.stated for fact in each.facts))
        and (not sides or bool(told_of(sides, name)))
    )


def is_change(title: str) -> bool:
    """Whether a paper's title says that it changes a contract."""
    return _CHANGE.search(fold(title)) is not None


def own(desk: Desk, papers: Sequence[Linked]) -> list[Linked]:
    """Those that bookings pay, and those that name a person of the home, or to whom papers that were paid are written."""
    names = [*people.names(desk.connection, desk.collection), *facts.recipients(desk.connection, desk.collection)]
    naming = documents.naming(desk.connection, [each.document_id for each in papers], names)
    return [each for each in papers if each.state == "matched" or each.document_id in naming]


def _once(papers: Iterable[Linked]) -> list[Linked]:
    """Each contract once, also where the home keeps it twice: a scan beside the file."""
    found: dict[object, Linked] = {}
    for each in papers:
        stated = frozenset((one.kind, one.amount or one.day or one.text) for one in each.facts if one.kind in _IDENTITY)
        found.setdefault(stated if len(stated) > 1 else each.document_id, each)
    return list(found.values())


# ---------------------------------------------------------------- what they say


def quote(meant: Meant, passages: Sequence[Passage]) -> list[Extract]:
    """What the first of the contracts that says anything says, however the question calls it."""
    return next(filter(None, (_said_by(each, meant, passages) for each in meant.contracts[:MOST])), [])


def _said_by(paper: Linked, meant: Meant, passages: Sequence[Passage]) -> list[Extract]:
    """What a contract says; where terms are asked for that it states, no other words of it."""
    inside = [each for each in passages if each.document.id == paper.document_id]
    found = choose(meant.plan, inside)
    stated = [fact for kind in meant.kinds for fact in paper.facts if fact.kind == kind]
    if not inside or not stated:
        return found
    is_term = meant.kinds == _OF_START  # whoever asks since when he lives here has no word of the lease's
    if not is_term and any(
        fact.char_start < each.char_end and each.char_start < fact.char_end for each in found for fact in stated
    ):
        return found
    text = inside[0].document.text
    start, end = in_section(text, sentence_at(text, stated[0].char_start), stated[0].char_start)
    if is_opposite(meant.plan.question, text[start:end]):  # the tenant's notice, where the landlord's is asked for
        return found
    return [Extract(inside[0], start, end, score=1.0)]


def ask_which(meant: Meant, passages: Sequence[Passage], coverage: Coverage) -> Draft | None:
    """Say of each contract what it says, and ask which is meant; ``None`` where no more than one says anything."""
    speaking = [(each, told) for each in meant.contracts[:MOST] if (told := _said_by(each, meant, passages))]
    if len(speaking) < 2:
        return None
    language, titles = meant.plan.language, [titled(each) for each, _ in speaking]
    parts = [Part(phrases.say("which_contract", language))]
    for each, told in speaking:
        title = titled(each)
        title += f" ({PurePath(each.path).name})" if titles.count(title) > 1 else ""
        quotes = [Quote(one.passage.document, one.char_start, one.char_end) for one in told]
        parts += [Part(f"{inert(title)}: “{inert(one.text)}”", (one,), "item") for one in quotes]
        if not _ENDS.isdisjoint(meant.kinds) and (ahead := meant.deadlines.get(each.document_id)):
            letter = meant.letters[ahead.document_id]
            parts.append(replace(said(ahead, letter, meant.plan), form="sentence"))
    if (more := len(meant.contracts) - MOST) > 0:
        parts.append(Part(phrases.say("and_others", language, count=more), (), "item"))
    return Draft("partial", (*parts, Part(phrases.say("which_one", language))), (), coverage)


def asks_which(answer: str) -> bool:
    """Whether an answer, in any of its languages, asks which contract is meant."""
    return any(phrases.say("which_one", each) in answer for each in get_args(Language))


def titled(each: Linked) -> str:
    """What a contract calls itself, and who wrote it."""
    subject, issuer = first(each.facts, "subject"), first(each.facts, "issuer")
    return ", ".join(dict.fromkeys(one.text for one in (subject, issuer) if one)) or each.title or each.path
