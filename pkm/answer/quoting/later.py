"""What a mail or a chat said later: an appointment that was moved, a price that was corrected, a key that hangs elsewhere now.

The words that a question finds best are often those of the first mail; the one that changes it only says "let's move it to
Thursday". What an exchange said later and what it said before are both told, the later first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from pkm.answer import verbs
from pkm.answer.language import GENERIC_STEMS, content
from pkm.answer.planning.lookup import asks_of_rule, plain
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting import letters, sentences, values
from pkm.answer.quoting.cite import Quote
from pkm.answer.quoting.coverage import stated
from pkm.answer.quoting.evidence import Passage, answering
from pkm.answer.quoting.extract import MAX_PARAGRAPH, Extract
from pkm.answer.quoting.frames import asks_back, is_greeting, is_quoted, messages, signatures_of, without_stamps
from pkm.answer.quoting.holds import holds, weekdays
from pkm.answer.quoting.moved import moving
from pkm.answer.quoting.rules import rules
from pkm.models import Document, DocumentId
from pkm.store.database import Connection

EXCHANGED = frozenset({"email", "message"})  # kinds of documents that others change
FAR = 200_000  # characters of a chat that are looked through
NEXT = 3  # messages in which a change needs not say what it changes
BRIEF = 4  # sentences of a mail, between greeting and closing, that can only be on what it answers
ALIKE = 2  # words that a mail shares with the one that it changes, where it does not say what it is about

_MOVED = re.compile(
    r"(?<!\w)(?:mov(?:e|es|ed|ing)|chang(?:e|es|ed|ing)|correct(?:s|ed|ion)|mistake|mistaken|wrong|instead|reschedul\w+|postpon\w+|put off|push(?:ed)? back|brought forward"
    r"|delayed|no longer|any ?more|cancel\w*|call(?:ed|ing)? off|rather than|make it|(?:went|gone|goes|going) (?:up|down)|raised|lowered|reduced|increased"
    r"|tak(?:e|es|ing) over(?: from)?|took over|(?:will )?replac(?:e|es|ed|ing)|fill(?:s|ing)? in for|new (?:\w+ )?(?:date|day|time|price|address|place|location|room|number|code|password)"
    r"|\w*versch(?:ob|ieb)\w*|\w*verleg\w+|vorgezogen|(?:ge|ver)?ander(?:n|t|te|ten|ung|ungen)|korrigier\w+|korrektur\w*|fehler|irrtum\w*|vertan|statt|stattdessen|doch (?:erst|nicht|lieber|schon)|erst (?:am|um|im|ab)"
    r"|neue[rsnm]? (?:\w+ )?(?:termin|datum|uhrzeit|preis|adresse|raum|nummer|code|passwort)|abgesagt|absag\w+|entfall\w*|entfiel|fallt aus|nicht mehr|sondern|ubernimmt|ubernehmen|ubernommen|vertritt|einspring\w*|springt ein|ersetzt|gestiegen|steigt|erhoht|gesenkt|gesunken"
    r"|report(?:e|ee|es|ees|er|ons|ez)|deca(?:le|lee|les|ler|lons|lez)|depla(?:ce|cee|ces|cer|cons|cez)|avance(?:e|es|r)?|chang(?:er|eons|ez|ement|ements)|modifi\w+|corrig\w+|erreur|plutot|finalement|au lieu|annul\w+|remis a"
    r"|nouve(?:au|l|lle)s? (?:date|jour|heure|prix|adresse|lieu|salle|numero|code|mot)|repren(?:d|ds|nent|dra)|remplac(?:e|ent|era|er)|augment\w+|baiss\w+)(?!\w)"
)
_NOW = re.compile(
    r"(?<!\w)(?:now|actually|after all|sorry|oops|update[ds]?|from \w+ on|as of|starting|jetzt|nun|ab sofort|ab \w+|sorry|neuerdings|maintenant|desormais|dorenavant|a partir d\w+|pardon|desolee?)(?!\w)"
)
_AGREED = re.compile(
    r"(?<!\w)(?:fine|perfect|works|confirm\w*|agreed|ok|okay|suits|passt|bestatig\w*|einverstanden|geht klar|d'accord|parfait|convient|entendu|note|notee)(?!\w)"
)
_TAG = re.compile(r",\s*(?:[\w'’-]+\s){0,3}[\w'’-]+\s?\?\Z")  # "it is on the 24th now, can you go?"
_ASKS = re.compile(
    r"\W*(?:can|could|shall|should|would|will|may|is|are|do|does|did|how|what|when|who|where|why|kann|konn\w+|soll\w*|woll\w*|wurde\w*|darf|durf\w*|ist|sind|hat|habt|wie|was|wann|wer|wo|warum"
    r"|est-ce|peux|peut|pouvons|pouvez|veux|veut|voulez|on|as|avez|comment|quand|qui|quoi|ou|pourquoi)(?!\w)"
)
_OF_SOMEBODY = re.compile(
    r"(?i:\W*(?:and |und |et )?(?:what (?:happened|became|about)|how(?: is|'s)|where(?: is|'s)|was (?:ist|wurde)(?: aus| mit)?|wie geht es|wo ist|que devient|qu'est devenue?|et|ou est))\b[^?]*?\b[A-ZÀ-Þ][a-zß-ÿ]+\s*\?"
)
_IN_WORDS = frozenset({"who", "where", "address", "contact"})  # what is told by words
_ANSWERS = re.compile(r"\A(?:\s*(?:re|aw|antw|fwd?|wg|tr|ré)\s*:)+", re.IGNORECASE)
_ORDER = re.compile(r"(?<!\w)[a-z]{0,4}[-/ ]?\d[\w/-]*\d(?!\w)")
MIN_DIGITS = 4  # of the number of an order
_OF_MONTH = re.compile(r", \d{4}-\d\d$")


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence of a mail, or a message: where it lies, and what it says without its stamp.

    Attributes:
        beside: What its mail is about: its subject.
        is_near: Whether it is one of the next messages; of a mail, whether it is of the same thread.
        is_brief: Whether it is of a short answer to that very mail, or by the same sender in its thread; ``is_moving`` if that says that anything changed.
    """

    passage: Passage
    left: int
    right: int
    told: str
    beside: str
    is_near: bool
    is_brief: bool = False
    is_moving: bool = False


def with_later(
    connection: Connection, plan: Plan, found: Sequence[Extract], passages: Sequence[Passage], as_of: date | None = None
) -> list[Extract]:
    """What was found, behind what a mail or chat said of it later, or a letter on the contract, the last first."""
    told = list(found)
    while told:
        after = [*answering(connection, told[0].passage, as_of), *passages]
        news = later(plan, told[0], after) or letters.changing(plan, told[0], after) or moving(plan, told[0], after)
        if news is None:
            break
        told = [news, *(replace(each, is_past=True) for each in told)]
    return told


def changed(
    connection: Connection, plan: Plan, quotes: Sequence[Quote], passages: Sequence[Passage], as_of: date | None = None
) -> dict[Quote, Extract]:
    """The quotes of which something later said otherwise, each with what that said last, where no other quote tells it."""
    found: dict[Quote, Extract] = {}
    for quote in quotes:
        for passage in passages:
            if passage.document.id == quote.document.id and passage.char_start <= quote.char_start < passage.char_end:
                own = Extract(passage, quote.char_start, quote.char_end, 0)
                news = with_later(connection, plan, [own], passages, as_of)[0]
                if news is not own and not any(_overlaps(news, each) for each in quotes):
                    found[quote] = news
                break
    return found


def _overlaps(told: Extract, quote: Quote) -> bool:
    is_one = told.passage.document.id == quote.document.id
    return is_one and quote.char_start < told.char_end and told.char_start < quote.char_end


def later(plan: Plan, found: Extract, passages: Sequence[Passage]) -> Extract | None:
    """The last words of the same exchange that change what was found; ``None`` where nothing did, or in other papers.

    They say that something changed, hold what is expected, and are about the same: they name the thing, or they share words
    with what they change, or stand right behind it. A question changes nothing.
    """
    document = found.passage.document
    of_rule = not plan.expected and asks_of_rule(plain(plan.question))
    if document.kind not in EXCHANGED or not (plan.expected or of_rule):
        return None
    own = without_stamps(document.text[found.char_start : found.char_end])
    things = _things(plan, own, found.passage)
    is_chat = document.kind == "message"
    changes: list[tuple[float, int, int, _Said]] = []
    for each in _messages_after(found, passages) if is_chat else _sentences_after(found, passages):
        told = rules(each.told, plan.question) if of_rule else _holds_any(plan, each.told)
        if _asks(each.told) or not told:
            continue
        shared = len(_telling(each.told) & _telling(own))
        if _changes(each, things, shared, is_chat) and _is_news(plan, each.told, own):
            changes.append((_when(each.passage.document), 0 if not is_chat else each.left, shared, each))
    if not changes:
        return None
    last = max(changes, key=lambda each: each[:3])[3]
    if is_chat:
        return Extract(last.passage, last.left, last.right, found.score)
    start, end = next(
        (last.passage.char_start + start, last.passage.char_start + end)
        for start, end in sentences.paragraphs(last.passage.text)
        if start <= last.left - last.passage.char_start < end
    )
    short = end - start <= MAX_PARAGRAPH  # what it answers may stand before it: "Could Ana come on Mondays?"
    return Extract(last.passage, start if short else last.left, end if short else last.right, found.score)


def _changes(said: _Said, things: AbstractSet[str], shared: int, is_chat: bool) -> bool:
    """Whether a sentence changes what is told of these things."""
    folded = plain(said.told)
    moves = _MOVED.search(folded) is not None or (not is_chat and _MOVED.search(plain(said.beside)) is not None)
    names = bool(things) and things <= stated(things, said.told)
    titled = names or (said.is_near and bool(things) and things <= stated(things, f"{said.told}\n{said.beside}"))
    if is_chat:
        now = _NOW.search(folded) is not None and (names or (said.is_near and bool(stated(things, said.told))))
        return (moves and (names or said.is_near)) or now
    if not said.is_near:
        return names and moves
    agrees = moves or any(form.search(folded) for form in (_NOW, _AGREED))
    names_any = bool(stated(things, said.told))
    return (titled and agrees) or (moves and (names_any or shared >= ALIKE)) or (said.is_brief and said.is_moving)


def _asks(told: str) -> bool:
    """Whether it is a question: what stands before "can you go?" may be told."""
    said = told.rstrip()
    return said.endswith("?") and (_ASKS.match(plain(said)) is not None or _TAG.search(said) is None)


def _asks_of_somebody(message: str) -> bool:
    """Whether a message asks what becomes of a person: the next one is on that."""
    words = message.partition(": ")[2] or message
    return words.rstrip().endswith("?") and _OF_SOMEBODY.match(words) is not None


def _things(plan: Plan, own: str, passage: Passage) -> frozenset[str]:
    """What the question is about, as far as the words that were found say it, or else the title: no names, where there is more.

    Of several sentences the one tells that holds what is expected, where it says any of it.
    """
    done = verbs.of_question(plan.question)
    each = [own[start:end] for start, end in sentences.split(own)]
    telling = [one for one in each if _holds_any(plan, one)]
    every = [
        frozenset(stated(plan.topic, one, done)) - GENERIC_STEMS - done.keys() for one in (*telling, own, passage.title)
    ]
    others = [told.difference(plan.names) for told in every]
    titled = stated(plan.topic, passage.title, done)
    every = [*(told - titled for told in others), *others, *every]
    return next(filter(None, every), frozenset())


def _telling(said: str) -> frozenset[str]:
    return frozenset(each for each in content(said) if not each.isdigit() and each not in GENERIC_STEMS)


def _holds_any(plan: Plan, told: str) -> bool:
    stated_there = values.read(told)
    codes = [each for each in stated_there.codes if ":" not in each]
    counts = bool(stated_there.numbers or codes)  # the number of a day, an hour is no code
    return any(holds(kind, told, plan.topic) and (kind != "number" or counts) for kind in plan.expected)


def _is_news(plan: Plan, told: str, own: str) -> bool:
    """Whether it states a day, a number, an hour that is not stated there; where no such thing is asked for, any word."""
    if values.missing(values.read(told), values.read(own), own):
        return True
    if _IN_WORDS.issuperset(plan.expected):
        return not _telling(told) <= _telling(own)
    return bool(weekdays(told) - weekdays(own))


def _when(document: Document) -> float:
    """When a mail was written, or the last message of a chat, in seconds since 1970; 0 where nothing tells."""
    if written := document.meta.get("date"):
        return datetime.fromisoformat(written).timestamp()
    return datetime.combine(document.date, time(), UTC).timestamp() if document.date else 0.0


def _messages_after(found: Extract, passages: Iterable[Passage]) -> Iterator[_Said]:
    """The messages behind what was found, of the same chat, and those of its later months that the search found."""
    document, passage = found.passage.document, found.passage
    end = min(len(document.text), found.char_end + FAR)
    whole = replace(passage, char_start=0, char_end=len(document.text))
    before = ""
    for n, (left, right) in enumerate(messages(document.text, found.char_end, end)):
        told = without_stamps(document.text[left:right])
        yield _Said(whole, left, right, told, "", n < NEXT and not _asks_of_somebody(before))
        before = told
    for other in passages:
        if other.document.id != document.id and _is_same_chat(other.document, document):
            text = other.document.text
            for left, right in messages(text, other.char_start, other.char_end):
                yield _Said(other, left, right, without_stamps(text[left:right]), "", is_near=False)


def _is_same_chat(one: Document, before: Document) -> bool:
    """Whether a document is of a later month of a chat."""
    titles = {_OF_MONTH.sub("", each.title) for each in (one, before)}
    is_after = _when(one) > _when(before)
    return one.kind == "message" and is_after and one.path == before.path and len(titles) == 1


def _thread_of(before: Document, mails: Iterable[Document]) -> frozenset[DocumentId]:
    """Those of the mails, the first one first, that are of a mail's thread, or answer one that is.

    So are those of the same sender whose subject names the same order, or is the same where they name no mail that they answer.
    """
    numbers = {each for each in (before.meta.get("thread"), before.meta.get("message_id")) if each}
    found = set()
    for each in mails:
        is_one = each.meta.get("from") == before.meta.get("from") and _is_on_same(each, before)
        if is_one or not numbers.isdisjoint((each.meta.get("thread"), each.meta.get("in_reply_to"))):
            found.add(each.id)
            numbers.update(filter(None, (each.meta.get("message_id"),)))
    return frozenset(found)


def _orders(mail: Document) -> frozenset[str]:
    """The numbers of orders and bookings that a mail's subject names."""
    found = _ORDER.findall(mail.title.casefold())
    return frozenset(each for each in found if sum(map(str.isdigit, each)) >= MIN_DIGITS)


def _is_on_same(mail: Document, before: Document) -> bool:
    """Whether the subjects of two mails name the same order or booking, or are the same but for what an answer puts before them."""
    subjects = [_ANSWERS.sub("", each.title).strip().casefold() for each in (mail, before)]
    codes = [_orders(each) for each in (mail, before)]
    is_same = bool(subjects[0]) and subjects[0] == subjects[1] and not mail.meta.get("in_reply_to")
    return is_same or not codes[0].isdisjoint(codes[1])


def _sentences_after(found: Extract, passages: Iterable[Passage]) -> Iterator[_Said]:
    """The sentences of later mails of the thread, and of the same sender, without what they repeat and how they are signed."""
    before = found.passage.document
    mails = {each.document.id: each.document for each in passages if each.document.kind == "email"}
    near = _thread_of(before, sorted(mails.values(), key=_when))
    seen = set()
    for passage in passages:
        mail = passage.document
        if mail.kind != "email" or mail.id in seen or _when(mail) <= _when(before):
            continue
        is_near = mail.id in near
        if not is_near and (
            mail.meta.get("from", "") != before.meta.get("from") or (_orders(mail) and _orders(before))
        ):
            continue  # of another sender, or on another order
        seen.add(mail.id)
        end = int(mail.meta.get("quoted_from", len(mail.text)))
        whole = replace(passage, char_start=mail.header_end, char_end=len(mail.text))
        signed = signatures_of(whole)
        spans = sentences.split(mail.text[mail.header_end : end])
        spans = [each for each in spans if not any(one <= each[0] < other for one, other in signed)]
        answers = mail.meta.get("in_reply_to")
        own = [(each, told) for each in spans if not is_greeting(told := whole.text[slice(*each)])]
        goes_on = is_near and mail.meta.get("from") == before.meta.get("from")
        is_brief = answers is not None and (answers == before.meta.get("message_id") or goes_on) and len(own) <= BRIEF
        is_moving = any(_MOVED.search(plain(told)) for _, told in own)
        for (start, stop), told in own:
            if not asks_back(told) and not is_quoted(whole.text, start, stop):
                left, right = mail.header_end + start, mail.header_end + stop
                yield _Said(whole, left, right, told, mail.title, is_near, is_brief, is_moving)
