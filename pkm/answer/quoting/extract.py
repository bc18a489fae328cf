"""The extractive answer: the sentences of the passages that carry an answer, word for word, or nothing.

A question has words that say what it is about (its topic) and expects something of a kind (a day, an amount, a name).
A candidate is one to three sentences that follow each other. It scores by how much of the topic it states itself or
stands under, whether it holds what is expected, and how near the search found it.

It abstains when the best passage, with all that names its document, states too little of the topic (`reading.MIN_COVERAGE`), or
no candidate holds what is expected. The constants were set on the sample households of seeds 1 to 3 and checked on seeds 4
and 5: there 76 of 78 answers out of documents are right, and all 18 questions without an answer get none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from pkm.answer.language import GENERIC_STEMS, content, means, stems_of
from pkm.answer.planning.lookup import Expected, asks_nothing_of, asks_of_bill, plain, says
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting import sentences
from pkm.answer.quoting.bill_lines import asks_of_part, is_line, is_part, is_whole
from pkm.answer.quoting.bill_lines import stated as stated_of_bill
from pkm.answer.quoting.coverage import stated, stems
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.frames import (
    is_blank_to_sign,
    is_caption,
    is_greeting,
    is_heading,
    is_quoted,
    tells_more,
)
from pkm.answer.quoting.holds import ADDRESS, holds, is_its_amount, is_its_number, names_a_day, names_a_time
from pkm.answer.quoting.insurances import is_another
from pkm.answer.quoting.letterheads import is_anothers
from pkm.answer.quoting.reading import IN_TITLE, Reading, read
from pkm.answer.quoting.runs import MAX_SENTENCES, Run, runs_of
from pkm.answer.quoting.standing_lines import is_item
from pkm.answer.quoting.wish import SETTINGS, Wish, is_to_come

EXPECTED_BONUS = 0.5
ASKED_BONUS = 0.25
WHOM_BONUS = 0.1  # for who is named, where it is asked who must do something
DIRECT_BONUS = 0.15  # for an amount that is said to be the thing's: "the rent is EUR 900", and not "repairs up to EUR 75 of a rent"
LABEL_BONUS = 0.2
LABELLED = 0.5  # of a label's words, which are asked for
LITERAL_BONUS = 0.07  # for the question's own words: a translation may mean something beside it
RANK_BONUS = 0.12
QUOTED_COST = 0.5
FRAME_COST = 0.4
LENGTH_COST = 0.05
VAGUE_COST = 0.2
# For a part of an amount (a net sum, its tax), for the day from which something holds where its last is asked for, and for the day of a bill where it is asked when it is due.
PART_COST = 0.3
# Of what is asked of a document, by weight, a sentence and its heading must state as much: less where a value, a rule or a reason tells.
MIN_OWN_EXPECTED, MIN_OWN, MOST_OWN = 0.25, 0.4, 0.5
HALF = 0.5  # of it, where a name is asked for: papers are full of names
MAX_PARAGRAPH = 420
CLOSE = 0.06

_OF_TIME = frozenset({("date",), ("time",), ("time", "date"), ("duration",)})
NEWS_OF_REASON = 3  # words beside those of the question, where none says that it is a reason
_HOW_MUCH = r"how much|wie ?viel|wie hoch|combien"
_CHARGE = (
    r"fees?|charges?|penalt(?:y|ies)|commission|\w*gebuhr(?:en)?|zuschlag|strafe|provision|frais|penalites?|majoration"
)
_PAY = stems_of("pay paid payment zahlt bezahlt zahlen zahlung paie paye payé payer paiement")
_ISSUED = stems_of("issue issued invoiced rechnungsdatum ausgestellt émission émise")
_DATED = re.compile(
    r"(?:^|[\t ]{2}|(?<=\d) )\W*(?:\w*datum|date)\s*:|\bdate of (?!payment)\w+\s*:|\b(?:statement|service|invoice|billing|order|issue) date\s*:"
    r"|\bdate (?:de (?:facturation|service|livraison|naissance)|d['’](?:émission|achat))\s*:",
    re.IGNORECASE | re.MULTILINE,
)  # of the paper itself
_PAYABLE = re.compile(r"\b(?:due|pay\w*|within|zahl\w*|fällig\w*|binnen|innerhalb|échéance|régl\w+)\b", re.IGNORECASE)
_LABEL = re.compile(r"\W*([^:\n]{3,80}):\s+\S")


@dataclass(frozen=True, slots=True)
class Extract:
    """Sentences that answer: ``passage.document.text[char_start:char_end]``, with their score (no unit).

    ``is_past``: the same exchange said otherwise later (``pkm.answer.quoting.later``).
    """

    passage: Passage
    char_start: int
    char_end: int
    score: float
    is_past: bool = False


def choose(plan: Plan, passages: Sequence[Passage]) -> list[Extract]:
    """The best sentences, best first; empty where the passages do not carry an answer."""
    if not plan.topic or (not plan.expected and asks_nothing_of(plan.question, plan.topic, plan.names)):
        return []
    otherwise: Expected | None = "size" if _asks_how_much(plan) else "percent" if _asks_for_charge(plan) else None
    readings = (plan, replace(plan, expected=(otherwise,))) if otherwise else (plan,)
    every = (
        [each for rank, passage in enumerate(passages) for each in _candidates(one, passage, rank)] for one in readings
    )
    candidates = next(filter(None, every), [])
    if not candidates:
        return []
    best = max(candidates, key=lambda each: each.score)
    # Of what answers equally well, the newest holds: an appointment that was moved, a price that was raised.
    kind = best.passage.document.kind
    close = [
        each for each in candidates
        if each.score >= best.score - CLOSE and each.passage.document.kind == kind and (kind != "contract" or _is_on_same(each, best))
    ]  # fmt: skip
    newest = max(close, key=lambda each: (str(each.passage.document.date or ""), each.score))
    return [_with_context(plan, newest)]


def _is_on_same(one: Extract, other: Extract) -> bool:
    """Whether the titles of two contracts say the same of what they are: a newer one with somebody else replaces none."""
    titles = [set(content(each.passage.document.title)) for each in (one, other)]
    return one.passage.document.id == other.passage.document.id or not titles[0].isdisjoint(titles[1])


def _asks_how_much(plan: Plan) -> bool:
    """Whether it asks for a quantity, which need not be one of money: "How much does the cistern hold?"."""
    return plan.expected == ("money",) and says(plain(plan.question), _HOW_MUCH)


def _asks_for_charge(plan: Plan) -> bool:
    """Whether it asks for a charge, which need not be an amount: "What is the late fee?"."""
    return plan.expected == ("money",) and says(plain(plan.question), _CHARGE)


def _candidates(plan: Plan, passage: Passage, rank: int) -> Iterator[Extract]:
    """Every run of up to ``runs.MAX_SENTENCES`` sentences that holds something of what is expected, with its score."""
    reading = read(plan, passage)
    if reading is None:
        return
    wish = Wish.of(plan)
    whole = f"{passage.title}\n{passage.document.path}\n{passage.document.text}"
    if any(not stated(each, whole) for each in wish.sides) or is_another(
        plan.question, passage
    ):  # a contract with, or of, another
        return
    for run in runs_of(plan, passage, reading):
        if _answers(wish, passage, reading, run):
            yield Extract(
                passage,
                passage.char_start + run.left,
                passage.char_start + run.right,
                _score(wish, passage, reading, run, rank),
            )


def _answers(wish: Wish, passage: Passage, reading: Reading, run: Run) -> bool:
    """Whether the sentences can be an answer at all: they say something of what is expected, of the topic, in the body."""
    plan, start = wish.plan, passage.char_start
    if run.said.endswith("?") or is_greeting(run.said) or is_blank_to_sign(run.said):  # a question answers none
        return False
    if wish.is_past and not names_a_time(run.told):  # "every Monday" does not say when it was
        return False
    if wish.outside_frames and reading.is_frame(run.left, run.said):
        return False
    if "address" in plan.expected and is_anothers(
        passage.document.text, start + run.left, start + run.right, plan.topic
    ):
        return False
    if (run.held and not any(run.held)) or not tells_more(run.said, plan.topic):
        return False
    if (run.count > 1 and is_heading(run.last, plan.topic)) or is_caption(
        passage.text, run.left + len(run.said) - len(run.last), run.right
    ):
        return False
    if passage.document.kind == "message" and not _replies(wish, reading, run.told.splitlines()):
        return False
    if passage.document.kind == "invoice" and ("money" in plan.expected or wish.is_due):
        is_of_bill = _is_of_bill(wish, passage, run)
        if is_of_bill is not None:
            return is_of_bill
    above = run.under if wish.must & run.terms else run.head  # "E24: the hose is blocked", below "Errors"
    if not (run.terms | above | (reading.titled if plan.expected else reading.columns)) & reading.heavy:
        return False
    terms = run.terms | run.under | reading.columns
    if reading.portion(terms) < (MIN_OWN_EXPECTED if plan.expected else MIN_OWN if reading.is_telling else MOST_OWN):
        return False
    if (
        passage.document.kind == "message"
        and not plan.expected
        and not reading.speakers <= stated(plan.names, run.said)
    ):
        return False
    if wish.is_of_reason and not (wish.is_reason(run.told) or _tells_why(plan, reading, run, terms)):
        return False
    if wish.is_of_name and (
        reading.portion(terms) <= HALF
        or not reading.own.intersection(plan.asked).difference(plan.sought) <= terms | reading.titled
    ):
        return False
    if plan.expected and not _is_of_pay(plan, reading, run):
        return False
    if plan.expected == ("who",) and not (reading.heavy & reading.done.keys()) <= terms | reading.titled:
        return False
    if (wish.is_of_whole and run.count > 1) or wish.is_other_day(run.told):
        return False
    if (wish.is_of_rule or "who" in plan.expected) and _is_half(plan, passage, reading, run):
        return False
    if run.count > 1 and plan.expected and not _is_of_one(passage, reading) and _is_told_apart(plan, reading, run):
        return False
    if wish.is_of_outcome and not reading.own.difference(reading.done) <= terms:
        return False
    if wish.is_of_deed and is_to_come(run.told):
        return False
    if not wish.must <= run.terms | run.under | reading.titled or not wish.of_time <= run.terms | run.under:
        return False
    things = reading.heavy - reading.titled
    if not (
        run.under >= reading.labelled
        or any(reading.labelled <= one and ((one | run.under) & things or not things) for one in run.each)
    ):
        return False
    if not _is_of_one(passage, reading) and not (
        run.is_of_one_thing(things - reading.done.keys()) and run.tells_of(things.difference(reading.done) or things)
    ):
        return False
    if plan.expected == ("where",) and start + run.left < reading.title_end and not ADDRESS.search(run.said):
        return False
    if plan.expected == ("date",) and not wish.is_sent and start + run.left < reading.greeting_end:
        return False  # the day of a letter, and of the paper on which it is
    if wish.is_due and ((_is_of_paper(run.told) and not _PAYABLE.search(run.told)) or not names_a_day(run.told)):
        return False
    if (
        plan.expected == ("number",)
        and not reading.heavy.intersection(plan.asked).difference(plan.sought) <= terms | reading.titled
    ):
        return False
    if plan.expected == ("number",) and not _is_of_thing(plan, passage, reading, terms):
        return False
    if not wish.is_met(run.told) or not wish.is_counted(run.told, terms):
        return False
    if not plan.expected:
        return start + run.left >= reading.title_end
    return not is_item(run.said) or bool(run.terms & (reading.heavy - reading.titled or reading.heavy))


def _is_of_thing(plan: Plan, passage: Passage, reading: Reading, terms: AbstractSet[str]) -> bool:
    """Whether a number is that of the thing that is asked about: its paper is on that, or what states it does; an order or a bill lists its things apart."""
    things = reading.heavy.difference(plan.asked, plan.sought, plan.names, reading.done)
    if passage.document.kind in {"invoice", "email", "message"} or not plan.asked:
        return True
    return things <= terms | reading.titled | stated(tuple(things), passage.head, reading.done)


def _is_of_pay(plan: Plan, reading: Reading, run: Run) -> bool:
    """Whether sentences speak of pay, where it is asked when somebody is paid, and nothing else of him."""
    pay = _PAY.intersection(plan.topic)
    is_asked = bool(pay) and {"date", "time"}.issuperset(plan.expected) and reading.heavy <= {*plan.names}
    return not is_asked or not pay.isdisjoint(run.terms | run.under | reading.columns)


def _is_told_apart(plan: Plan, reading: Reading, run: Run) -> bool:
    """Whether the value stands in a sentence that says nothing of what is asked, beside one that says no more than half of it.

    So does a line of a list behind the name of another thing: "Library card: 4711" does not tell what "Passport: 30 June" does.
    """
    things = reading.own.difference(reading.done) or reading.own
    beside = [
        said
        for said, holding, each in zip(run.sentences, run.telling, run.each, strict=True)
        if holding and not each & things
    ]
    if len(beside) < sum(run.telling) or not things or things & run.under:
        return False
    labels = [match[1] for each in beside if (match := _LABEL.match(each))]
    if any(content(each) and not {*content(each)} <= GENERIC_STEMS | {*plan.topic} for each in labels):
        return len(labels) == len(beside)
    return reading.portion(run.terms | run.under) < HALF


def _is_half(plan: Plan, passage: Passage, reading: Reading, run: Run) -> bool:
    """Whether the passage speaks elsewhere of a thing of which these sentences do not: "May the dog use the lift?".

    One that it speaks of nowhere may only say where the asker is: "at school".
    """
    first_lines = "\n".join(passage.head.split("\n")[:2])
    things = reading.own.difference(reading.done, plan.names, SETTINGS, stated(tuple(reading.own), first_lines))
    return bool((things - run.terms - run.under - run.head) & stated(tuple(things), passage.text, reading.done))


def _is_of_bill(wish: Wish, passage: Passage, run: Run) -> bool | None:
    """Whether what a bill states is what is asked for; ``None`` where its words have to tell.

    Asked what it comes to, or when it is due, it is its total, or its due day, where labels and arithmetic tell them. Another
    amount, or a day beside one, is that of what its line names.
    """
    plan, left, right = wish.plan, passage.char_start + run.left, passage.char_start + run.right
    stated_there = stated_of_bill(passage.document, "due" if wish.is_due else "total")
    if stated_there and (wish.is_due or asks_of_bill(plan.question)):
        return any(left < end <= right for _, end in stated_there)  # a day may be far behind the word "due"
    if any(left < end <= right for _, end in stated_there):
        return None
    parts = (*stated_of_bill(passage.document, "tax"), *stated_of_bill(passage.document, "net"))
    if not asks_of_part(plan.topic) and any(left < end <= right for _, end in parts):
        return False
    is_named = not wish.is_due and (bool(run.terms - GENERIC_STEMS) or is_whole(run.told, plan.topic))
    return False if is_line(run.said) and not is_named else None


def _is_of_one(passage: Passage, reading: Reading) -> bool:
    """Whether all that a paper says is on one thing: a chat's message, a mail whose subject names what is asked about."""
    kind = passage.document.kind
    return kind == "message" or (kind == "email" and bool(reading.titled & reading.heavy))


def _score(wish: Wish, passage: Passage, reading: Reading, run: Run, rank: int) -> float:
    """How well the sentences answer (no unit): the share of the topic that they state, and what speaks for and against."""
    plan = wish.plan
    of_money, of_a_day = "money" in plan.expected, "date" in plan.expected
    direct = is_its_amount(run.told, reading.heavy) or is_whole(run.told, plan.topic)
    below = frozenset() if passage.document.kind == "message" else run.under
    counts = {each: max(reading.nearby[each], IN_TITLE * (each in below)) for each in reading.weights}
    score = sum(weight * (1 if each in run.terms else counts[each]) for each, weight in reading.weights.items())
    score /= sum(reading.weights.values())
    score += EXPECTED_BONUS * (sum(run.held) / len(run.held) if run.held else 0)
    score += ASKED_BONUS * _portion(run.terms | reading.columns, plan.asked) + RANK_BONUS / (1 + rank)
    score += LITERAL_BONUS * _portion(run.literal, tuple(reading.heavy))
    score += LABEL_BONUS * (run.count == 1 and not plan.expected and _is_labelled(run.told, reading))
    score += DIRECT_BONUS * (of_money and direct)
    score += DIRECT_BONUS * (plan.expected == ("number",) and is_its_number(run.told, frozenset(plan.asked)))
    score += WHOM_BONUS * (wish.is_of_whom and wish.is_of_rule and holds("who", run.told, plan.topic))
    score -= VAGUE_COST * (of_a_day and not names_a_time(run.said))
    score -= PART_COST * (of_money and is_part(run.told, plan.topic))
    score -= PART_COST * wish.is_from(run.told, run.count)
    score -= PART_COST * (wish.is_due and _is_of_paper(run.told))
    score -= CLOSE * (wish.is_of_reason and not wish.is_reason(run.told) and passage.document.kind != "message")
    score -= reading.cost + LENGTH_COST * (run.count - 1)
    score -= QUOTED_COST * (not passage.is_of_quotation and is_quoted(passage.text, run.left, run.right))
    return score - FRAME_COST * reading.is_frame(run.left, run.said)


def _tells_why(plan: Plan, reading: Reading, run: Run, terms: AbstractSet[str]) -> bool:
    """Whether sentences that name no reason say all that is asked, its things in the question's own words, and more."""
    things = reading.own.difference(reading.done) or reading.own
    return reading.own <= terms and things <= run.literal and tells_more(run.told, plan.topic, NEWS_OF_REASON)


def _is_of_paper(told: str) -> bool:
    """Whether it says on which day the paper itself was written."""
    return not _ISSUED.isdisjoint(stems(told)) or _DATED.search(told) is not None


def _portion(terms: AbstractSet[str], asked: Sequence[str]) -> float:
    return sum(each in terms for each in asked) / len(asked) if asked else 0.0


def _is_labelled(said: str, reading: Reading) -> bool:
    """Whether it is a line such as "Minimum term: 24 months", whose label says what was asked and little else."""
    label = _LABEL.match(said)
    own = stated(tuple(reading.weights), label[1]) if label else frozenset()
    if label is None or not own & reading.heavy or len(own) < min(2, len(reading.weights)):
        return False
    words_of = content(label[1])
    return sum(any(means(each, {word}) for each in own) for word in words_of) >= LABELLED * len(words_of)


def _with_context(plan: Plan, found: Extract) -> Extract:
    """The short paragraph around sentences, or those beside them that go on: the other half of a clause may change what they mean.

    The day from which something holds is no half of that until which it does.
    """
    passage = found.passage
    if passage.document.kind == "message":  # each is whole in itself
        return found
    base, text = passage.char_start, passage.text
    for start, end in sentences.paragraphs(text):
        if start <= found.char_start - base and found.char_end - base <= end and end - start <= MAX_PARAGRAPH:
            spans = [(start + one, start + other) for one, other in sentences.split(text[start:end])]
            if len(spans) > MAX_SENTENCES:
                start, end = sentences.going_on(text, spans, found.char_start - base, found.char_end - base)
            if Wish.of(plan).is_from(text[start:end], len(spans)):
                return found
            return replace(found, char_start=base + start, char_end=base + end)
    return found


def _replies(wish: Wish, reading: Reading, messages: Sequence[str]) -> bool:
    """Whether one of the messages says what is expected and what it is about, or is the next after one that says that.

    What may or must be done is said in the message that speaks of the thing: the next one may speak of anything.
    """
    plan = wish.plan
    of_names = reading.heavy <= {*plan.names} and plan.expected in _OF_TIME
    asked = {*plan.topic}.difference(plan.names, plan.sought) if of_names else set()
    if asked and asked.isdisjoint(stated(plan.topic, "\n".join(messages), reading.done)):
        return False  # what somebody does at some time tells not when he is paid
    said = [reading.heavy & stated(plan.topic, each, reading.done) for each in messages]
    if wish.is_of_rule:
        whole = frozenset().union(*said)
        return any(told == whole and wish.is_met(each) for told, each in zip(said, messages, strict=True))
    about = [bool(each) for each in said]
    return not plan.expected or any(
        any(holds(kind, each, plan.topic) for kind in plan.expected) and any(about[max(0, n - 1) : n + 1])
        for n, each in enumerate(messages)
    )
