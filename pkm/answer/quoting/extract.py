"""The extractive answer: the sentences of the passages that carry an answer, word for word, or nothing.

A question has words that say what it is about (its topic) and expects something of a kind (a day, an amount, a name).
A candidate is one to three sentences that follow each other. It scores by how much of the topic it states itself or
stands under, whether it holds what is expected, and how near the search found it.

It abstains when the best passage, with all that names its document, states too little of the topic (``MIN_COVERAGE``), or
no candidate holds what is expected. The constants were set on the sample households of seeds 1 to 3 and checked on seeds 4
and 5: there 76 of 78 answers out of documents are right, and all 18 questions without an answer get none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache

from pkm.answer.language import GENERIC_STEMS, content, meanings, means, stems_of
from pkm.answer.planning.anchors import month_names
from pkm.answer.planning.lookup import KIND_WORDS, asks_nothing_of, plain, says
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting import sentences
from pkm.answer.quoting.bill_lines import is_part, is_whole
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.holds import holds, is_its_amount, names_a_time
from pkm.answer.quoting.letterheads import is_anothers
from pkm.answer.quoting.standing_lines import begins_item, is_item, title_end
from pkm.facts.codes import find_ibans
from pkm.ledger.words import stem, words

MIN_COVERAGE = 0.74
NEAR = 0.4  # of the topic: less, and a model is not even asked
GENERIC_WEIGHT = 0.3
GENERIC_COVERAGE = 0.15
IN_TITLE = 0.9
NAME_NEARBY = 0.95
IN_PASSAGE = 0.55
FARTHER = 0.4
EXPECTED_BONUS = 0.5
ASKED_BONUS = 0.25
DIRECT_BONUS = 0.15  # for an amount that is said to be the thing's: "the rent is EUR 900", and not "repairs up to EUR 75 of a rent"
LABEL_BONUS = 0.2
LABELLED = 0.5  # of a label's words, which are asked for
LITERAL_BONUS = 0.07  # for the question's own words: a translation may mean something beside it
RANK_BONUS = 0.12
STALE_COST = 0.3
QUOTED_COST = 0.5
FRAME_COST = 0.4
STATEMENT_COST = 0.15
LENGTH_COST = 0.05
VAGUE_COST = 0.2
PART_COST = (
    0.3  # for a part of an amount (a net sum, its tax), and for the day of a bill where it is asked when it is due
)
FRAMED = frozenset({(), ("number",), ("who",), ("where",), ("address",)})  # headers and signatures are full of those
MAX_PARAGRAPH = 420
MAX_SENTENCES = 3
HEADING_WORDS = 3
TABLE_HEAD_LINES = 12
TELLING_DIGITS = 4  # fewer stand in longer numbers by chance
CLOSE = 0.06

_HOW_MUCH = r"how much|wie ?viel|wie hoch|combien"
_DUE = re.compile(
    r"\b(?:due|by when|until when|fällig\w*|zahlbar|bis wann|échéance|exigible|avant quand)\b", re.IGNORECASE
)
_ISSUED = stems_of("issue issued invoiced rechnungsdatum ausgestellt émission émise")

_DATED = re.compile(r"\W*(?:datum|date)\s*:", re.IGNORECASE)  # of the paper itself

LEDGER_FORMATS = frozenset(
    (
        "application/x-ofx",
        "application/x-qif",
        "application/x-mt940",
        "application/x-camt+xml",
        "text/csv",
    )
)  # of a statement: their rows are bookings, no sentences
SEPARATED = frozenset({"text/csv", "text/tab-separated-values"})
_ACCOUNT = stems_of("iban bic kontonummer")
_IBAN_STEM = stem("iban")
STALE = stems_of(
    "former old previous expired archive archived superseded outdated ehemalige ehemaliger alte alter frühere früherer ancien ancienne"
)
_LABEL = re.compile(r"\W*([^:\n]{3,80}):\s+\S")
_PAST = re.compile(
    r"\bwhen\s+(?:was|were|did|had)\b|\bwann\s+(?:war|waren|wurden?|hat|haben|habe)\b|\bquand\s+(?:a|ai|as|ont|avons|était)\b",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"(?m)^(?:\\?\[\d[^\]\n]{5,30}\]\s?|\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?\s-\s)",
    re.IGNORECASE,
)
_LINES = r"(?:[^\n]*\S[^\n]*(?:\n|\Z))*"
_SIGNATURE = re.compile(rf"(?m)^-- ?\r?\n{_LINES}")
_CLOSING = re.compile(
    r"(?mi)^(?:(?:best|kind|kindest|warm|warmest|many) (?:regards|wishes)|regards|best|cheers|sincerely|yours|(?:many )?thanks|thank you"
    r"|(?:mit )?(?:freundlichen?|besten?|viele|liebe|herzliche) (?:grüßen?|grüssen?|gruß|gruss)|mfg|(?:bien )?cordialement|(?:bien )?à vous)"
    rf"[^\n.?]{{0,20}}[,.!]?[ \t]*\r?\n(?:\s*\n)?{_LINES}"
)
_NO_ANSWER = re.compile(  # "On 5 May Ruth wrote:", "Dear Ruth,"
    r"(?:wrote|schrieb|a écrit)\s?:\s*(?:\Z|\n|>)|\A(?:dear|hello|hi|sehr geehrte\w*|liebe[rs]?|hallo|guten tag|bonjour|chere?s?|chère?s?)\b[^.:;\n]{0,60}[,!]?\Z",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"(?m)^\s*>|(?:wrote|schrieb|a écrit)\s?:\s*$")
_SENT = re.compile(
    r"\b(?:wr(?:i|o)te|written|sen[dt]|mail\w*|e-?mail\w*|letter|repl\w+|answer\w*|receive\w*|schr(?:ei|ie)b\w*|geschrieben|geschickt|gesendet|brief|geantwortet|bekommen|erhalten|écri\w+|envoy\w+|courriel|lettre|reçu\w*)\b",
    re.IGNORECASE,
)
_ENUMERATION = re.compile(r"\s*(?:§\s*\d+[a-z]?[.)]?|(?:\d+(?:\.\d+)*|[a-zA-Z])[.)])\s")


@dataclass(frozen=True, slots=True)
class Extract:
    """Sentences that answer: ``passage.document.text[char_start:char_end]``, with their score (no unit)."""

    passage: Passage
    char_start: int
    char_end: int
    score: float


def choose(plan: Plan, passages: Sequence[Passage]) -> list[Extract]:
    """The best sentences, best first; empty where the passages do not carry an answer."""
    if not plan.topic or (not plan.expected and asks_nothing_of(plan.question, plan.topic, plan.names)):
        return []
    readings = (plan, replace(plan, expected=("size",))) if _asks_how_much(plan) else (plan,)
    every = (
        [each for rank, passage in enumerate(passages) for each in _candidates(one, passage, rank)] for one in readings
    )
    candidates = next(filter(None, every), [])
    if not candidates:
        return []
    best = max(candidates, key=lambda each: each.score)
    # Of what answers equally well, the newest holds: an appointment that was moved, a price that was raised.
    kind = best.passage.document.kind
    close = [each for each in candidates if each.score >= best.score - CLOSE and each.passage.document.kind == kind]
    newest = max(close, key=lambda each: (str(each.passage.document.date or ""), each.score))
    return [_whole_paragraph(newest)]


def _asks_how_much(plan: Plan) -> bool:
    """Whether it asks for a quantity, which need not be one of money: "How much does the cistern hold?"."""
    return plan.expected == ("money",) and says(plain(plan.question), _HOW_MUCH)


def is_near(plan: Plan, passages: Sequence[Passage]) -> bool:
    """Whether any passage states enough of the topic to be worth a model's time."""
    weights = weigh(plan.topic, plan.sought, GENERIC_COVERAGE)
    return bool(weights) and any(
        share(weights, stated(plan.topic, f"{each.title}\n{each.head}\n{each.text}")) >= NEAR for each in passages
    )


def weigh(topic: Sequence[str], light: Sequence[str] = (), generic: float = GENERIC_WEIGHT) -> dict[str, float]:
    """How much each word of the topic tells; a word that any record may hold tells little, a short number too."""
    return {
        each: generic if each in GENERIC_STEMS or each in light or (each.isdigit() and len(each) < 3) else 1.0
        for each in topic
    }


def stated(topic: Iterable[str], text: str) -> frozenset[str]:
    """The words of the topic that a text states, by themselves or by a synonym."""
    stems = _stems(text)
    return frozenset(each for each in topic if means(each, stems) or (each == _IBAN_STEM and any(find_ibans(text))))


def named(topic: Sequence[str], passage: Passage) -> frozenset[str]:
    """The words of the topic that name a document: in its title, a number within a longer one, and beside them its kind.

    A bill is named by who sends it too, in its first line.
    """
    title = "".join(passage.title.split())
    sender = passage.head.partition("\n")[0] if passage.document.kind == "invoice" else ""
    numbers = {each for each in topic if each.isdigit() and len(each) >= TELLING_DIGITS and each in title}
    own = stated(topic, f"{passage.title}\n{sender}") | numbers
    return own | stated(topic, passage.nouns) if own else own


def share(weights: dict[str, float], terms: AbstractSet[str]) -> float:
    """The share of the topic, by weight, that the terms are."""
    return sum(weights[each] for each in terms) / sum(weights.values())


def _candidates(plan: Plan, passage: Passage, rank: int) -> Iterator[Extract]:
    """Every run of up to ``MAX_SENTENCES`` sentences that holds something of what is expected, with its score."""
    text, base, reading = passage.text, passage.char_start, _read(plan, passage)
    if reading is None:
        return
    is_past = "date" in plan.expected and _PAST.search(plan.question) is not None
    is_due = "date" in plan.expected and _DUE.search(plan.question) is not None
    spans = sentences.split(text)
    own = [stated(plan.topic, text[left:right]) for left, right in spans]
    literal = [_stems(text[left:right]).intersection(plan.topic) for left, right in spans]
    for first in range(len(spans)):
        for last in range(first, min(first + MAX_SENTENCES, len(spans))):
            if first < last and (
                (plan.expected and begins_item(text, spans[last - 1], spans[last]))
                or _opens_section(text[spans[last][0] : spans[last][1]])
                or reading.is_signature(spans[last][0]) != reading.is_signature(spans[first][0])
            ):
                break
            left, right = spans[first][0], spans[last][1]
            said = text[left:right]
            if said.endswith("?"):  # a question answers none
                continue
            told = _STAMP.sub("", said)  # when a message was sent is not what it says
            held = [holds(each, told, plan.topic) for each in plan.expected]
            if is_past and not names_a_time(told):  # "every Monday" does not say when it was
                continue
            framed = reading.is_frame(left, said)
            if framed and (plan.expected in FRAMED or (plan.expected == ("date",) and not _SENT.search(plan.question))):
                continue
            if _NO_ANSWER.search(said):
                continue
            if "address" in plan.expected and is_anothers(passage.document.text, base + left, base + right, plan.topic):
                continue
            if (held and not any(held)) or not _tells_more(said, plan.topic):
                continue
            if first < last and _is_heading(text[spans[last][0] : right], plan.topic):
                continue
            terms = frozenset().union(*own[first : last + 1])
            if passage.document.kind == "message" and not _replies(plan, reading, told.splitlines()):
                continue
            if not (terms | (reading.titled if plan.expected else reading.columns)) & reading.heavy:
                continue
            if plan.expected and is_item(said) and not terms & (reading.heavy - reading.titled or reading.heavy):
                continue
            if not plan.expected and base + left < reading.title_end:
                continue
            score = sum(
                weight * (1 if each in terms else reading.nearby[each]) for each, weight in reading.weights.items()
            )
            score /= sum(reading.weights.values())
            score += EXPECTED_BONUS * (sum(held) / len(held) if held else 0)
            score += ASKED_BONUS * _portion(terms | reading.columns, plan.asked) + RANK_BONUS / (1 + rank)
            score += LITERAL_BONUS * _portion(frozenset().union(*literal[first : last + 1]), tuple(reading.heavy))
            score += LABEL_BONUS * (first == last and not plan.expected and _is_labelled(told, reading))
            direct = is_its_amount(told, reading.heavy) or is_whole(told, plan.topic)
            score += DIRECT_BONUS * ("money" in plan.expected and direct)
            score -= VAGUE_COST * ("date" in plan.expected and not names_a_time(said))
            score -= PART_COST * ("money" in plan.expected and is_part(told, plan.topic))
            of_paper = not _ISSUED.isdisjoint(_stems(told)) or _DATED.match(told) is not None
            score -= PART_COST * (is_due and of_paper)
            score -= reading.cost + LENGTH_COST * (last - first)
            score -= QUOTED_COST * _is_quoted(text, left, right) + FRAME_COST * framed
            yield Extract(passage, base + left, base + right, score)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One passage seen from the question.

    Attributes:
        heavy: The words of the topic that are neither generic nor numbers, nor names or months where there are others.
        nearby: What each word of the topic counts where the sentences do not say it themselves.
        columns: The words that the table's head states for every row.
        titled: Those, and the words of the topic that the title states.
        body_start: Where the passage's body begins: after a mail's header.
        signatures: Where mails are signed, from the dashes or the closing words to the next empty line.
        title_end: Where in the document the lines end that only say what it is.
    """

    weights: dict[str, float]
    heavy: frozenset[str]
    nearby: dict[str, float]
    columns: frozenset[str]
    titled: frozenset[str]
    table_head: str
    body_start: int
    signatures: tuple[sentences.Span, ...]
    title_end: int
    cost: float

    def is_frame(self, left: int, said: str) -> bool:
        """Whether it is a header, a signature or the head of a table."""
        return left < self.body_start or self.is_signature(left) or bool(self.table_head and self.table_head in said)

    def is_signature(self, place: int) -> bool:
        """Whether a place of the passage lies in a mail's signature."""
        return any(start <= place < end for start, end in self.signatures)


def _read(plan: Plan, passage: Passage) -> _Reading | None:
    """The passage's part in an answer; ``None`` where it states too little of the topic, or where bookings answer."""
    if (
        passage.document.mime in LEDGER_FORMATS
        and passage.document.kind == "statement"
        and not _ACCOUNT & set(plan.topic)
    ):
        return None
    head = table_head(passage)
    around, headed, columns = (
        stated(plan.topic, each) for each in (passage.text, f"{passage.head}\n{passage.month}", head)
    )
    titled = named(plan.topic, passage) | columns
    sender = passage.head.partition("\n")[0] if passage.document.kind == "email" else ""
    if stated(plan.names, sender):  # "What did Ruth write about the piano?": her mail on it
        columns = titled
    if plan.asked and not plan.expected and around.union(titled, headed).isdisjoint(plan.asked):
        return None
    if share(weigh(plan.topic, plan.sought, GENERIC_COVERAGE), around | titled | headed) < MIN_COVERAGE:
        return None
    weights = weigh(plan.topic)
    telling = frozenset(each for each, weight in weights.items() if weight == 1 and not each.isdigit())
    heavy = telling - KIND_WORDS or telling
    return _Reading(
        weights=weights,
        heavy=heavy.difference(plan.names, _months()) or heavy.difference(plan.names) or heavy or frozenset(plan.topic),
        nearby={each: _nearby(each, plan, around, titled, headed) for each in plan.topic},
        columns=columns,
        titled=titled,
        table_head=head,
        body_start=passage.document.header_end - passage.char_start,
        signatures=tuple(
            (each.start() - passage.char_start, each.end() - passage.char_start)
            for form in ((_SIGNATURE, _CLOSING) if passage.document.kind == "email" else (_SIGNATURE,))
            for each in form.finditer(passage.document.text, passage.document.header_end)
        ),
        title_end=title_end(passage.document),
        cost=_standing_cost(plan, passage),
    )


@cache
def _months() -> frozenset[str]:
    """The stems of the months' names: every letter is of some month."""
    return frozenset(stem(each) for each in month_names())


def _portion(terms: AbstractSet[str], asked: Sequence[str]) -> float:
    return sum(each in terms for each in asked) / len(asked) if asked else 0.0


def _nearby(
    term: str, plan: Plan, around: AbstractSet[str], titled: AbstractSet[str], farther: AbstractSet[str]
) -> float:
    """What a word counts that the sentences themselves do not say.

    The title's words hold for all that stands under it, and a name says whom it is about, not what is asked.
    """
    if term in titled:
        return IN_TITLE
    if term in plan.names and (term in around or term in farther):
        return NAME_NEARBY
    return IN_PASSAGE if term in around else FARTHER if term in farther else 0.0


def _is_labelled(said: str, reading: _Reading) -> bool:
    """Whether it is a line such as "Minimum term: 24 months", whose label says what was asked and little else."""
    label = _LABEL.match(said)
    own = stated(tuple(reading.weights), label[1]) if label else frozenset()
    if label is None or not own & reading.heavy or len(own) < min(2, len(reading.weights)):
        return False
    words_of = content(label[1])
    return sum(any(means(each, {word}) for each in own) for word in words_of) >= LABELLED * len(words_of)


def _is_quoted(text: str, left: int, right: int) -> bool:
    """Whether a mail repeats here what an older one said."""
    lines = text[text.rfind("\n", 0, left) + 1 : right]
    return _QUOTED.search(lines) is not None


def table_head(passage: Passage) -> str:
    """The names of the columns, where the document is a table: they hold for each of its rows."""
    if passage.document.kind in {"email", "message", "contract"}:
        return ""
    marks = (" | ", "\t", ";", ",") if passage.document.mime in SEPARATED else (" | ", "\t")  # prose has commas, too
    first_lines = passage.document.text[:1000].splitlines()[:TABLE_HEAD_LINES]
    return next((each for each in first_lines if any(each.count(mark) >= 2 for mark in marks)), "")


def _whole_paragraph(found: Extract) -> Extract:
    """The paragraph around short sentences: the other half of a clause may change what they mean."""
    passage = found.passage
    if passage.document.kind == "message":  # each is whole in itself
        return found
    base, text = passage.char_start, passage.text
    for start, end in sentences.paragraphs(text):
        if start <= found.char_start - base and found.char_end - base <= end and end - start <= MAX_PARAGRAPH:
            return replace(found, char_start=base + start, char_end=base + end)
    return found


def _standing_cost(plan: Plan, passage: Passage) -> float:
    """What speaks against a document: it is said to be out of date, or it is a bank statement and nobody asked for one."""
    title = _stems(passage.document.title + " " + passage.document.path.rpartition("/")[2])
    stale = not title.isdisjoint(STALE) and STALE.isdisjoint(plan.topic)
    return STALE_COST * stale + STATEMENT_COST * (passage.document.kind == "statement")


def _tells_more(said: str, topic: Sequence[str]) -> bool:
    """Whether the sentences say something that the question does not: a heading alone answers nothing."""
    said = _ENUMERATION.sub("", said, count=1) if _ENUMERATION.match(said) else said
    known = frozenset().union(*map(meanings, topic))
    news = set(content(said)).difference(known)
    return not said.startswith("#") and (len(news) >= 2 or (bool(news) and any(letter.isdigit() for letter in said)))


def _replies(plan: Plan, reading: _Reading, messages: Sequence[str]) -> bool:
    """Whether one of the messages says what is expected and what it is about, or is the next after one that says that."""
    if not plan.expected:
        return True
    about = [not reading.heavy.isdisjoint(stated(plan.topic, each)) for each in messages]
    return any(
        any(holds(kind, each, plan.topic) for kind in plan.expected) and any(about[max(0, n - 1) : n + 1])
        for n, each in enumerate(messages)
    )


def _opens_section(said: str) -> bool:
    """Whether it is the heading of a numbered section: ``9. Termination``, ``§ 3 Kaution.``."""
    match = _ENUMERATION.match(said)
    is_bare = match is not None and len(said[match.end() :].split()) <= HEADING_WORDS
    return (
        match is not None
        and len(said) < sentences.MIN_RUNNING_LINE
        and (said[-1].isalpha() or (is_bare and said[-1] == "."))
    )


def _is_heading(said: str, topic: Sequence[str]) -> bool:
    """Whether it only names what is asked about, and is no sentence."""
    return not said.endswith((".", "!", "?")) and not _tells_more(said, topic)


def _stems(text: str) -> set[str]:
    return {stem(each) for each in words(text)}


def missing(plan: Plan, passages: Sequence[Passage]) -> list[str]:
    """The words of the question that no passage states, as the question has them."""
    seen: set[str] = set()
    for each in passages:
        seen |= _stems(f"{each.title}\n{each.head}\n{each.text}")
    absent = {each for each, weight in weigh(plan.topic, plan.sought).items() if weight == 1 and not means(each, seen)}
    return [word for word in re.findall(r"[^\W_]+", plan.question) if absent.intersection(content(word))]
