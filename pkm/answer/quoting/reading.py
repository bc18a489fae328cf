"""A passage seen from the question: what each of the question's words counts in it, and where its frame is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from pkm.answer import verbs
from pkm.answer.language import FUNCTION, content, meanings, senses, stems_of
from pkm.answer.planning.lookup import KIND_WORDS
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting import sentences
from pkm.answer.quoting.bearers import bearers
from pkm.answer.quoting.coverage import cover, halve, is_telling, named, share, stated, stems, weigh
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.frames import letter_begins, signatures_of, subject_line, table_head
from pkm.answer.quoting.holds import NAME, TITLED_NAME
from pkm.answer.quoting.standing_lines import title_end
from pkm.answer.quoting.wish import SETTINGS, SIDES, months
from pkm.ledger.words import fold, stem

MIN_COVERAGE = 0.74
IN_TITLE = 0.9
NAME_NEARBY = 0.95
IN_PASSAGE = 0.55
FARTHER = 0.4
FIRST_LINES = 3
STALE_COST = 0.3
STATEMENT_COST = 0.15
# Of a statement: their rows are bookings, no sentences.
LEDGER_FORMATS = frozenset(
    ("application/x-ofx", "application/x-qif", "application/x-mt940", "application/x-camt+xml", "text/csv")
)
_ACCOUNT = stems_of("iban bic kontonummer")
_MEASURES = frozenset({"duration", "number", "percent", "size"})
# What a paper is called: the word names it, and says nothing of what is asked of it.
_PAPERS = stems_of(
    "policy agreement nda contract lease letter mail email invoice receipt bill notice minutes report offer quote note notes chat"
    " vertrag mietvertrag arbeitsvertrag police bescheid rechnung brief schreiben protokoll befund quittung angebot notiz"
    " bail contrat facture lettre avis courrier devis"
)
_SHORT_FORM = re.compile(r"(?<![\w-])(?!(?:EUR|USD|GBP|CHF|IBAN|BIC|AM|PM|OK)\b)[A-ZÄÖÜ]{2,5}(?![\w-])")
_LABELS = re.compile(r"(?m)^[ \t]*(?:[-*•–|]\s*)?([^\W\d_][^:|\t\n]{1,30}?)[ ]?(?::\s|[|\t]| {3,})")
STALE = stems_of(
    "former old previous expired archive archived superseded outdated ehemalige ehemaliger alte alter frühere früherer ancien ancienne"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One passage seen from the question.

    Attributes:
        heavy: The words of the topic that are neither generic nor numbers, nor names or months where there are others.
        nearby: What each word of the topic counts where the sentences do not say it themselves.
        columns: The words that the table's head states for every row.
        titled: Those, and the words of the topic that the title states.
        own: What is asked of the document: the heavy words that neither name it nor stand in its title.
        apart: The words of those that may tell apart the things of which the paper tells: it says them, and not above it.
        done: The verbs of the question, as `verbs.of_question` gives them; `is_telling` is `coverage.is_telling`.
        is_told_by_value: A value is asked for that is no measure.
        sought: The heavy words that name the kind of answer.
        speakers: The names that the question says and the title does not: in a chat, who says it or of whom it is said.
        labelled: The names that the question says and with which lines of the paper begin, as the rows of a table do: what
            another line says is of another.
        body_start: Where the passage's body begins: after a mail's header.
        signatures: Where mails are signed, from the dashes or the closing words to the next empty line.
        title_end: Where in the document the lines end that only say what it is, or to whom it is written;
            ``greeting_end``: where a letter greets whom it is written to, 0 where it does not.
    """

    weights: dict[str, float]
    heavy: frozenset[str]
    nearby: dict[str, float]
    columns: frozenset[str]
    titled: frozenset[str]
    own: frozenset[str]
    apart: frozenset[str]
    done: Mapping[str, str]
    is_telling: bool
    is_told_by_value: bool
    sought: frozenset[str]
    speakers: frozenset[str]
    labelled: frozenset[str]
    table_head: str
    body_start: int
    signatures: tuple[sentences.Span, ...]
    title_end: int
    greeting_end: int
    cost: float

    def is_frame(self, left: int, said: str) -> bool:
        """Whether it is a header, a signature or the head of a table."""
        return left < self.body_start or self.is_signature(left) or bool(self.table_head and self.table_head in said)

    def portion(self, terms: AbstractSet[str]) -> float:
        """The share of what is asked of the document that the terms are; 1 where nothing is asked but what is done.

        Where a value tells, a verb that is not said counts half. A measure may be that of anything else: "How long must it simmer?"
        """
        if self.is_told_by_value and terms & self.sought:  # "Which refund does the settlement state?": it is the refund
            return 1.0
        own = self.own if not self.is_told_by_value or self.own.difference(self.done) else frozenset()
        weights = {each: self.weights[each] for each in own}
        weights = halve(weights, self.done, terms) if self.is_telling else weights
        return share(weights, self.own & terms) if weights else 1.0

    def is_signature(self, place: int) -> bool:
        """Whether a place of the passage lies in a mail's signature."""
        return any(start <= place < end for start, end in self.signatures)


def read(plan: Plan, passage: Passage) -> Reading | None:
    """The passage's part in an answer; ``None`` where it states too little of the topic, or where bookings answer."""
    if (
        passage.document.mime in LEDGER_FORMATS
        and passage.document.kind == "statement"
        and not _ACCOUNT & set(plan.topic)
    ):
        return None
    head = table_head(passage)
    done = verbs.of_question(plan.question)
    around, headed, columns = (
        stated(plan.topic, each, done) for each in (passage.text, f"{passage.head}\n{passage.month}", head)
    )
    titled = named(plan.topic, passage) | columns
    sender = passage.head.partition("\n")[0] if passage.document.kind == "email" else ""
    if stated(plan.names, sender):  # "What did Ruth write about the piano?": her mail on it
        columns = titled
    if _lacks_short_form(plan.question, f"{passage.title}\n{passage.head}\n{passage.text}"):
        return None
    if plan.asked and not plan.expected and around.union(titled, headed).isdisjoint(plan.asked):
        return None
    words = [each for each in plan.topic if not each.isdigit()]
    if words and around.union(titled, headed).isdisjoint(words):  # a number alone may be of anything: the year of a day
        return None
    if cover(plan, around | titled | headed) < MIN_COVERAGE:
        return None
    weights = weigh(plan.topic)
    telling = frozenset(each for each, weight in weights.items() if weight == 1 and not each.isdigit())
    heavy = telling - KIND_WORDS or telling
    text = passage.document.text
    greeting_end = 0 if passage.document.kind == "message" else letter_begins(text)
    body = max(title_end(passage.document), greeting_end)
    above = text[:body] if passage.document.kind == "contract" else subject_line(text, greeting_end)
    subject = stated(plan.topic, above, done)  # what a contract is on stands above it, as what a letter is on does
    under = titled | subject if greeting_end else titled
    names = {*plan.names, *_titled_names(passage.document.text)}
    heavy = heavy.difference(names, months()) or heavy.difference(names) or heavy or frozenset(plan.topic)
    own = heavy.difference(plan.sought, titled, names, _names_in(passage.head), _PAPERS, subject)
    rows = telling.intersection(plan.names).difference(titled, _names_in(passage.head), _titled_names(text))
    above_body = stated(plan.topic, _above(text, max(body, passage.document.header_end)), done)
    return Reading(
        weights=weights,
        heavy=heavy,
        nearby={each: _nearby(each, plan, around, under, headed) for each in plan.topic},
        columns=columns,
        titled=titled,
        own=own,
        apart=own.union(rows)
        .intersection(around)
        .difference(above_body, done, bearers(passage.document), SETTINGS, SIDES),
        done=done,
        is_telling=is_telling(plan),
        sought=heavy.intersection(plan.sought),
        is_told_by_value=bool(plan.expected) and _MEASURES.isdisjoint(plan.expected),
        speakers=frozenset(plan.names).intersection(around) - titled,
        labelled=_labelled(plan.names, passage) - titled,
        table_head=head,
        body_start=passage.document.header_end - passage.char_start,
        signatures=signatures_of(passage),
        title_end=body,
        greeting_end=greeting_end,
        cost=_standing_cost(plan, passage),
    )


def _lacks_short_form(question: str, text: str) -> bool:
    """Whether a text says nowhere what a question writes in capitals, nor by another name: no "motor" is an MOT."""
    if question.isupper():
        return False
    told = stems(text)
    return not all(
        re.search(rf"(?i)(?<![^\W\d_]){each}(?![^\W\d_])", text) or not _otherwise(each).isdisjoint(told)
        for each in _SHORT_FORM.findall(question)
    )


@lru_cache(maxsize=256)
def _otherwise(short: str) -> frozenset[str]:
    """The stems of other names of a short form; none where it is several words."""
    own = stem(fold(short))
    return meanings(own) - {own} if senses(own) == 1 else frozenset()


def _labelled(names: Sequence[str], passage: Passage) -> frozenset[str]:
    """The names that stand as labels of lines below a paper's header; in a chat they say who speaks."""
    if not names or passage.document.kind == "message":
        return frozenset()
    return stated(names, "\n".join(_LABELS.findall(passage.document.text, passage.document.header_end)))


@lru_cache(maxsize=256)
def _names_in(head: str) -> frozenset[str]:
    """The stems of what looks like names of persons and firms above a paper."""
    found = (each for each in NAME.findall(head) if fold(each.partition(" ")[0]) not in FUNCTION)
    return frozenset(content(" ".join(found)))


@lru_cache(maxsize=256)
def _titled_names(text: str) -> frozenset[str]:
    """The stems of persons' names that a text writes behind a title: "Frau Ruth Ehlers"."""
    return frozenset(content(" ".join(TITLED_NAME.findall(text))))


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


def _above(text: str, body: int) -> str:
    """What stands above the body of a paper: its first lines where nothing sets them apart."""
    return text[:body] or "\n".join(text.lstrip().split("\n", FIRST_LINES)[:FIRST_LINES])


def _standing_cost(plan: Plan, passage: Passage) -> float:
    """What speaks against a document: it is said to be out of date, or it is a bank statement and nobody asked for one."""
    title = stems(passage.document.title + " " + passage.document.path.rpartition("/")[2])
    stale = not title.isdisjoint(STALE) and STALE.isdisjoint(plan.topic)
    return STALE_COST * stale + STATEMENT_COST * (passage.document.kind == "statement")
