"""Documents that are asked for themselves, by kind, sender, subject and time: "Which letters do we have from the landlord?".

Who wrote or signed one is told by its name and its sender; what it is about, by all of its words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pkm.answer import phrases
from pkm.answer.language import content, stems_of
from pkm.answer.planning.lookup import plain
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting.cite import Quote, inert, trimmed
from pkm.answer.quoting.coverage import stated
from pkm.answer.quoting.draft import Draft, Part
from pkm.answer.quoting.evidence import Passage, read_documents
from pkm.models import CollectionId, Document, DocumentId, Kind
from pkm.store import documents
from pkm.store.database import Connection

if TYPE_CHECKING:
    from pkm.search import Conditions, Searcher

MOST = 20
SEARCHED = 60  # passages whose documents may be about it
LOOKED_AT = 5_000  # who is named in more documents is none that tells them apart
HEAD_CHARACTERS = 400  # of a document that say what it is
_LINE = re.compile(r"[^\n\w]{0,40}\w[^\n]{0,160}")

_PAPERS: tuple[Kind, ...] = ("contract", "invoice", "note", "other")
_KINDS: tuple[tuple[str, tuple[Kind, ...] | None], ...] = (
    ("mails", ("email",)), ("chats", ("message",)), ("letters", _PAPERS), ("notes", ("note",)), ("documents", None),
)  # fmt: skip
_ANYTHING = re.compile(r"anything|everything|alles|etwas|irgendwas|tout|quelque chose")
_NOUNS = {
    "mails": r"e-?mails?|mails?|courriels?",
    "chats": r"chats?|(?:chat |text )?messages|whatsapps?|chat-?verlaufe?|(?:chat-?)?nachrichten|conversations",
    "letters": r"letters?|briefe?|schreiben|lettres?|courriers?",
    "notes": r"notes?|notizen",
    "documents": rf"documents?|papers|paperwork|files|unterlagen|dokumente?|papiere|dateien|papiers|fichiers|{_ANYTHING.pattern}",
}
_NOUN = "|".join(f"(?P<{name}>{form})" for name, form in _NOUNS.items())
_POLITE = r"(?:please|pls|bitte|can you|could you|kannst du|konnen sie|peux-tu|pouvez-vous)"
_HEAD = (
    r"(?:list|show|give|find|search|look|get|fetch)(?: (?:me|us|for))?|what|which|(?P<many>how many|wie ?viele|combien de)|(?:are|is) there|(?:do|have) (?:i|we)(?: (?:have|got))?"
    r"|(?:zeige?n?|liste|such(?:en?)?|finde?n?|nenne?n?|gib)(?: (?:mir|uns|mal|bitte))*|welche[ns]?|was fur|gibt es|(?:habe|haben) (?:ich|wir)"
    r"|quel(?:le)?s?|(?:montre|liste|trouve|cherche|donne)(?:[rz]|-moi|-nous)*|(?:est-ce qu')?(?:il )?y a-t-il|(?:est-ce qu(?:e |'))?(?:ai-je|avons-nous|j'ai|on a|nous avons)"
)
_DETERMINER = r"(?: (?:an?|all|any|some|every|the|my|our|of|ein(?:en?)?|alle|meine?n?|unsere?n?|die|den|das|irgendwelche|noch|une?|tou(?:te)?s|les?|la|mes|mon|ma|nos|notre|des?))*"
_VERB = r"(?:do|does|did|is|are|was|were|has|had|can|must|should|ist|sind|war|waren|steht|stehen|sagt|sagen|hat|kann|muss|dit|disent|est|sont|ont|doit|faut)"
_LATEST = r"(?: (?P<latest>latest|last|newest|most recent|letzten?|letztes|neuesten?|neuestes|derniere?s?))?"
_HAVING = r"(?: (?:do|did|have|has|had|are|is|were|there|we|i|got|get|gotten|received?|kept|stored|wir|ich|haben|habe|hatten|gibt|es|liegen|bekommen|erhalten|ai-je|avons-nous|on a|a-t-on|j'ai|nous avons|recue?s?|y a-t-il|il y a))*"
_RELATION = r"(?P<of>from|by|sent by|with|mit|avec|vom|von|de la part d[eu]|d[eu]|des|d')|about|on|for|of|regarding|concerning|to|(?:that )?mention(?:ing|s)?|(?:that )?(?:speak|speaks|talk|talks|say|says)(?: anything| something)? (?:of|about)|erwahnen|enthalten|mentionnent|parlent d[eu]|zu[mr]?|uber|fur|wegen|betreffend|sur|concernant|a propos d[eu]|au sujet d[eu]|pour"
_SENT = r"send|sent|write|written|forward|forwarded|geschickt|geschrieben|gesendet|weitergeleitet|envoyee?s?|ecrite?s?|transmise?s?"
_FORM = re.compile(
    rf"\W*(?:{_POLITE} )*(?:(?:{_HEAD})(?: (?:an? )?(?:overview|list|copy|copies|uberblick|liste)(?: (?:of|uber))?)?{_DETERMINER}{_LATEST}(?P<before>(?: (?!{_VERB}\b)[\w-]+){{0,2}}?) |(?:(?:any|all|alle|tou(?:te)?s)(?: (?:my|our|the|meine|unsere|mes|nos|les))? )?)(?:{_NOUN})"
    rf"(?:(?P<ecrivain>(?: [\w'-]+){{1,3}}?) (?:m'a|nous a) (?:{_SENT})(?P<suite> .*)?| (?:did|has|have|hat|haben|a|ont)(?: (?:mir|uns))?(?P<writer>(?: [\w'-]+){{1,3}}?)(?: (?:a-t-(?:il|elle)))? (?:{_SENT})(?: (?:to )?(?:me|us|mir|uns))?(?P<tail> .*)?"
    rf"|{_HAVING}(?:\s?\b(?:{_RELATION})(?P<whom>[\s'].*)?|(?P<rest> .*))?)\W*"
)
_ABOUT = re.compile(
    r" (?:about|on|regarding|concerning|mentioning|uber|zu[mr]?|wegen|sur|concernant|au sujet d(?:e|u|es)|a propos d(?:e|u|es))(?= )"
)
# "Versicherungsunterlagen" are Unterlagen.
_COMPOUND = re.compile(r"\b(\w{4,}?)s?(unterlagen|dokumente?n?|papiere?n?)\b")
_NO_NAME = stems_of(
    "list show give find search look get fetch zeigen zeig zeige liste suche such suchen finde nenne gib montre trouve cherche donne latest last newest recent letzte letzten neueste neuesten dernier dernière"
    " overview copy copies überblick wegen betreffend regarding concerning concernant sujet propos mention mentioning mentions speak talk say erwähnen enthalten mentionnent parlent anything everything alles etwas irgendwas tout quelque chose received receive got erhalten bekommen reçu reçus reçues stored kept send sent write written forward forwarded geschickt geschrieben gesendet weitergeleitet envoyé envoyés envoyées écrit écrits écrites"
)


_HAPPENED = re.compile(
    r"\W*(?:what (?:has )?(?:happened|was (?:going on|happening))|was (?:ist|war)(?: .{1,40}?)? (?:passiert|geschehen|los)|que s'est-il passe|qu'est-ce qui s'est passe)(?!\w).*"
)
_HAPPENING = stems_of("happened happen happening going passiert geschehen los passé")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents are asked for.

    Attributes:
        things: What they are called: ``mails``, ``chats``, ``letters``, ``notes``, ``documents``.
        sender: Whom they are from, as it is said; empty where nobody is named.
        about: What they are about, likewise.
        latest: Whether the latest alone is asked for.
        counted: Whether it is asked how many there are.
    """

    things: str
    sender: str = ""
    about: str = ""
    latest: bool = False
    counted: bool = False

    @property
    def kinds(self) -> tuple[Kind, ...] | None:
        """Their kinds; ``None`` for any."""
        return dict(_KINDS)[self.things]


def asked_for(plan: Plan) -> Wanted | None:
    """The documents that a question asks for; ``None`` where it asks for something that they say."""
    if _HAPPENED.fullmatch(plain(plan.question)) and plan.since and {*plan.as_lookup().topic} <= _HAPPENING:
        return Wanted("documents")
    told = _COMPOUND.sub(r"\1 \2", plain(plan.question))
    form = _FORM.fullmatch(told) if plan.kind in {"lookup", "list", "count"} else None
    if form is None or plan.has_bounds or (form["many"] and form["before"]):
        return None  # "show me everything over 300 euros"
    if plan.kind != "lookup" and _ANYTHING.fullmatch(form["documents"] or ""):
        return None  # "show me everything from Rewe in May": bookings come first
    said = {*plan.as_lookup().topic}  # without the words of its time
    things = next(name for name in _NOUNS if form[name])
    beside = _NO_NAME | {*content(form[things])}
    split = {*content(" ".join(each[0] for each in _COMPOUND.finditer(plain(plan.question))))}
    sender, about = _told_apart(form)

    def kept(text: str) -> str:
        stems = ((each, {*content(each)} - beside) for each in re.findall(r"[\w'-]+", text))
        return " ".join(each for each, own in stems if own & said or (own and split))

    wanted = Wanted(things, kept(sender), kept(about), form["latest"] is not None, form["many"] is not None)
    if not said - beside - split <= {*content(wanted.sender), *content(wanted.about)}:
        return None  # more is said of them
    if form["rest"] and plan.since is None and plan.until is None:
        return None
    is_of_all = not (wanted.sender or wanted.about or form["whom"] or form["many"] or plan.since)
    return None if is_of_all and things == "documents" else wanted  # "show me everything"


def _told_apart(form: re.Match[str]) -> tuple[str, str]:
    """Whom they are from, and what they are about: "from the landlord about the heating", "did Anna send us on it", "insurance papers"."""
    whom = form["whom"] or ""
    sender = form["writer"] or form["ecrivain"] or (whom if form["of"] else "")
    behind = form["tail"] or form["suite"] or ""
    sender, _, about = _ABOUT.sub("\n", f"{sender}{behind}", count=1).partition("\n")
    return sender, f"{form['before'] or ''} {about} {'' if form['of'] else whom}"


def find_documents(
    connection: Connection, plan: Plan, collection: CollectionId | None, searcher: Searcher, within: Conditions
) -> Draft | None:
    """The documents that are asked for, the latest first, each with how it begins; ``None`` where none is, or none is there.

    Args:
        within: Whose documents may be searched, and in which collection.
    """
    wanted = asked_for(plan)
    if wanted is None:
        return None
    among, is_whole = _named(connection, plan, wanted, searcher, within)
    if among == [] or (wanted.counted and not is_whole):
        return None
    until = min(plan.until or date.max, plan.today) if plan.since or plan.until else None
    most = 1 if wanted.latest else MOST
    shown, every = documents.latest(
        connection,
        collection,
        most,
        documents=among,
        kinds=wanted.kinds,
        since=plan.since,
        until=until,
        as_of=within["as_of"],
    )
    if not shown:
        return None
    found = read_documents(connection, shown)
    items = [Part(_called(each, plan), (_beginning(each),), "item") for each in found.values()]
    if (more := every - len(shown)) > 0 and not wanted.latest:
        items.append(Part(phrases.say("and_others", plan.language, count=more), (), "item"))
    count = phrases.count(wanted.things, 1 if wanted.latest else every, plan.language)
    kept = "latest_kept" if wanted.latest else "documents_kept"
    lead = phrases.say(kept if is_whole else "documents_found", plan.language, bills=count)
    return Draft("answered", (Part(lead), *items))


def of_kind(plan: Plan, passages: Sequence[Passage]) -> list[Passage]:
    """The passages that may be quoted where documents of a kind are asked for: what a chat says of letters is none."""
    wanted = asked_for(plan)
    kinds = wanted.kinds if wanted else None
    return [each for each in passages if kinds is None or each.document.kind in kinds]


def _named(
    connection: Connection, plan: Plan, wanted: Wanted, searcher: Searcher, within: Conditions
) -> tuple[list[DocumentId] | None, bool]:
    """The documents that somebody wrote, or that are about something, and whether these are all: a search finds the nearest.

    About something are those that are called so, or else those that speak of it. ``None`` where nothing is named.
    """
    written: list[DocumentId] = []
    names = {*content(wanted.about)}
    if wanted.sender:
        written = searcher.written_by(wanted.sender, wanted.kinds, LOOKED_AT + 1, person=within["person"])
        if len(written) > LOOKED_AT or (wanted.latest and not written):
            return [], False
        if written and not names:
            return written, True
        names |= set() if written else {*content(wanted.sender)}
    if not names:
        return None, True
    kind = wanted.kinds[0] if wanted.kinds and len(wanted.kinds) == 1 else None
    narrower: Conditions = {
        **within, "kind": kind, "since": plan.since, "until": plan.until, "documents": written or None
    }  # fmt: skip
    words = wanted.about if written else f"{wanted.sender} {wanted.about}".strip()
    called, speaking = [], []
    hits = searcher.search(words, k=SEARCHED, **narrower)
    for each in read_documents(connection, [hit.document_id for hit in hits]).values():
        sender, path = each.meta.get("from", ""), re.sub(r"[_/.-]", " ", each.path)
        if stated(names, "\n".join((each.title, sender, path, each.text[:HEAD_CHARACTERS]))) == names:
            called.append(each.id)
        elif stated(names, each.text) == names:
            speaking.append(each.id)
    return called or speaking, False


def _called(each: Document, plan: Plan) -> str:
    """A document by title, sender, day and file."""
    sender = each.meta.get("from", "").partition("<")[0].strip(' "')
    file = each.path.rpartition("/")[2]
    return phrases.say(
        "document_of", plan.language, title=inert(each.title or file),
        issuer=phrases.say("paper_from", plan.language, issuer=inert(sender)) if sender else "",
        day=phrases.say("paper_on", plan.language, day=phrases.day(each.date, plan.language)) if each.date else "",
        file=f" ({inert(file)})" if file and file != each.title else "",
    )  # fmt: skip


def _beginning(each: Document) -> Quote:
    """Its first line below a mail's header."""
    line = _LINE.search(each.text, each.header_end) or _LINE.search(each.text)
    return trimmed(each, *(line.span() if line else (0, min(len(each.text), HEAD_CHARACTERS))))
