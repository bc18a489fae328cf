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
from functools import partial

from pkm.answer import verbs
from pkm.answer.language import GENERIC_STEMS, content, means
from pkm.answer.planning.lookup import (
    Expected,
    asks_before_change,
    asks_how_to_make,
    asks_nothing_of,
    asks_of_rule,
    names_nothing,
    plain,
    says,
)
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting import bearers, sentences
from pkm.answer.quoting.beside import COSTS
from pkm.answer.quoting.bill_lines import is_part, is_whole
from pkm.answer.quoting.changes import is_of_change
from pkm.answer.quoting.coverage import stated, stems
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.fitting import LABEL, is_of_paper, may_answer
from pkm.answer.quoting.frames import is_quoted, letter_begins, without_stamps
from pkm.answer.quoting.holds import holds, is_its_amount, is_its_number, names_a_time
from pkm.answer.quoting.insurances import is_another
from pkm.answer.quoting.reading import IN_TITLE, Reading, read
from pkm.answer.quoting.runs import MAX_SENTENCES, Run, runs_of
from pkm.answer.quoting.wish import Wish

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
MAX_PARAGRAPH = 420
CLOSE = 0.06
LETTERS = frozenset({"other", "note"})
LETTERHEAD_WORDS, SAME_HEAD = 6, 0.8  # words above two letters on one subject, and the share of them
MIN_ALIKE, ALIKE = 2, 0.7  # words, and the share of them, that alike papers share

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_OF_BEFORE = re.compile(
    r"(?<!\w)(?:was|were|did|had|before|previous\w*|former\w*|old|until|war|waren|hatte\w*|vorher\w*|fruher\w*|bisher\w*|alte[nrs]?|bis|etait|avant|ancien\w*|(?:19|20)\d\d)(?!\w)"
)
_LINKED = re.compile(r"\W*(?:and|und|et)(?!\w)")
_NEW = re.compile(r"(?<!\w)(?:new|neue[rsnm]?|neu|kunftig\w*|nouve(?:au|l|lle)s?|desormais)(?!\w)")
_HOW_MUCH = r"how much|wie ?viel|wie hoch|combien"
_EARNS = r"earns?|earned|salary|wages?|pension|tax(?:es)?|verdien\w*|gehalt|lohn|rente|steuern?|gagnent?|salaire|retraite|impots?|taxes?"
_CHARGE = (
    r"fees?|charges?|penalt(?:y|ies)|commission|\w*gebuhr(?:en)?|zuschlag|strafe|provision|frais|penalites?|majoration"
)


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
    if (
        names_nothing(plan.topic)
        or _goes_on_with_a_name(plan)
        or (not plan.expected and asks_nothing_of(plan.question, plan.topic, plan.names))
    ):
        return []
    otherwise: Expected | None = "size" if _asks_how_much(plan) else "percent" if _asks_for_charge(plan) else None
    readings = (plan, replace(plan, expected=(otherwise,))) if otherwise else (plan,)
    if asks_how_to_make(plan.question):  # who says in a chat that he makes it tells not how
        passages = [each for each in passages if each.document.kind != "message"]
    every = (
        [each for rank, passage in enumerate(passages) for each in _candidates(one, passage, rank)] for one in readings
    )
    candidates = _of_year(plan, next(filter(None, map(partial(_of_whom, plan, passages), every)), []))
    candidates = _of_very_thing(plan, _of_new(plan, _of_before(plan, candidates)))
    if not candidates:
        return []
    best = max(candidates, key=lambda each: each.score)
    # Of what answers equally well, the newest holds: an appointment that was moved, a price that was raised.
    kind, things = best.passage.document.kind, _things(plan, best)
    close = [
        each
        for each in candidates
        if (each.score >= best.score - CLOSE or _is_alike(plan, each, best) or _is_next_letter(plan, each, best))
        and each.passage.document.kind == kind
        and (kind != "contract" or _is_on_same(plan, each, best))
        and things <= _things(plan, each)
    ]
    newest = max(close, key=lambda each: (str(each.passage.document.date or ""), each.score))
    before = [replace(_with_context(plan, best), is_past=True)] if _is_next_letter(plan, newest, best) else []
    return [_with_context(plan, newest), *before]


def _goes_on_with_a_name(plan: Plan) -> bool:
    """Whether it only names somebody of whom what was asked before is asked too: "and Helen's?"."""
    return _LINKED.match(plain(plan.question)) is not None and not plan.expected and {*plan.topic} <= {*plan.names}


def _of_whom(plan: Plan, passages: Sequence[Passage], found: Sequence[Extract]) -> list[Extract]:
    """Those out of no paper that is somebody else's than those of whom it is asked."""
    asked = bearers.asked_of(plan.question, passages)

    def is_of_another(each: Extract) -> bool:
        told = each.passage.document.text[each.char_start : each.char_end]
        return bearers.is_of_another(plan.question, asked, each.passage, told)

    return [each for each in found if not is_of_another(each)]


def _of_year(plan: Plan, found: Sequence[Extract]) -> list[Extract]:
    """Those out of papers that are called by a year of the question, where there are any; else those of no other year's either."""
    asked = set(_YEAR.findall(plan.question))
    years = [set(_YEAR.findall(each.passage.title)) for each in found]
    if not asked or not any(each & asked for each in years):
        return list(found)
    return [each for each, own in zip(found, years, strict=True) if own & asked or not own]


def _of_new(plan: Plan, found: Sequence[Extract]) -> list[Extract]:
    """Those that call something new, where the new one is asked for and any does."""
    if not plan.expected or not _NEW.search(plain(plan.question)):
        return list(found)
    return [
        each for each in found if _NEW.search(plain(each.passage.document.text[each.char_start : each.char_end]))
    ] or [*found]


def _of_before(plan: Plan, found: Sequence[Extract]) -> list[Extract]:
    """Those that tell what held before a change, where that is asked for."""
    if not asks_before_change(plan.question):
        return list(found)
    return [
        each
        for each in found
        if not is_of_change(each.passage.document, each.passage.document.text[each.char_start : each.char_end])
    ]


def _of_very_thing(plan: Plan, found: Sequence[Extract]) -> list[Extract]:
    """Of a rule those that say the thing in the question's own word, where any does: of cats, and not of any animal."""
    things = {*plan.topic}.difference(GENERIC_STEMS, plan.names, verbs.of_question(plan.question))
    if plan.expected or not things or not asks_of_rule(plain(plan.question)):
        return list(found)
    saying = [each for each in found if things <= stems(each.passage.document.text[each.char_start : each.char_end])]
    return saying or [*found]


def _is_alike(plan: Plan, one: Extract, other: Extract) -> bool:
    """Whether two papers say the same but for its figures and names: this year's circular and that of the last."""
    told = [
        {
            each
            for each in content(without_stamps(found.passage.document.text[found.char_start : found.char_end]))
            if not each.isdigit()
        }
        for found in (one, other)
    ]
    shared = told[0] & told[1]
    return len(shared) >= MIN_ALIKE and len(shared) >= ALIKE * max(map(len, told)) and _is_on_same(plan, one, other)


def _is_next_letter(plan: Plan, one: Extract, before: Extract) -> bool:
    """Whether one is a later letter by the sender of another, to the same and on the same subject, where no other time is asked for."""
    letters = [each.passage.document for each in (one, before)]
    if not plan.expected or any(each.kind not in LETTERS for each in letters):
        return False
    if str(letters[0].date or "") <= str(letters[1].date or "9") or _OF_BEFORE.search(plain(plan.question)):
        return False
    above = [each.text[: letter_begins(each.text)] for each in letters]
    heads = [{each for each in content(head) if each.isalpha()} for head in above]
    shared = heads[0] & heads[1]
    return len(shared) >= LETTERHEAD_WORDS and len(shared) >= SAME_HEAD * max(map(len, heads))


def _things(plan: Plan, found: Extract) -> frozenset[str]:
    """What sentences and their paper's title state of the topic: newer ones that say less of it are on another thing."""
    text = found.passage.document.text[found.char_start : found.char_end]
    return stated(plan.topic, f"{found.passage.title}\n{text}") - GENERIC_STEMS


def _is_on_same(plan: Plan, one: Extract, other: Extract) -> bool:
    """Whether the titles of two contracts say the same of what they are: a newer one with somebody else, or another of the same person, replaces none."""
    titles = [{*content(each.passage.document.title)}.difference(plan.names, GENERIC_STEMS) for each in (one, other)]
    return one.passage.document.id == other.passage.document.id or not titles[0].isdisjoint(titles[1])


def _asks_how_much(plan: Plan) -> bool:
    """Whether it asks for a quantity, which need not be one of money: "How much does the cistern hold?"."""
    question = plain(plan.question)
    return plan.expected == ("money",) and says(question, _HOW_MUCH) and not says(question, f"{COSTS}|{_EARNS}")


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
    if wish.lettered and not all(each.search(plain(whole)) for each in wish.lettered):
        return
    for run in runs_of(plan, passage, reading):
        if may_answer(wish, passage, reading, run):
            yield Extract(
                passage,
                passage.char_start + run.left,
                passage.char_start + run.right,
                _score(wish, passage, reading, run, rank),
            )


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
    score -= PART_COST * (wish.is_due and is_of_paper(run.told))
    score -= CLOSE * (wish.is_of_reason and not wish.is_reason(run.told) and passage.document.kind != "message")
    score -= reading.cost + LENGTH_COST * (run.count - 1)
    score -= QUOTED_COST * (not passage.is_of_quotation and is_quoted(passage.text, run.left, run.right))
    return score - FRAME_COST * reading.is_frame(run.left, run.said)


def _portion(terms: AbstractSet[str], asked: Sequence[str]) -> float:
    return sum(each in terms for each in asked) / len(asked) if asked else 0.0


def _is_labelled(said: str, reading: Reading) -> bool:
    """Whether it is a line such as "Minimum term: 24 months", whose label says what was asked and little else."""
    label = LABEL.match(said)
    own = stated(tuple(reading.weights), label[1]) if label else frozenset()
    if label is None or not own & reading.heavy or len(own) < min(2, len(reading.weights)):
        return False
    words_of = content(label[1])
    asked = [any(means(each, {word}) for each in own) for word in words_of]
    return sum(asked) >= LABELLED * len(words_of) and asked[:1] != [False]  # "guest wifi password" is another one


def _with_context(plan: Plan, found: Extract) -> Extract:
    """The short paragraph around sentences, or those beside them that go on: the other half of a clause may change what they mean.

    The day from which something holds is no half of that until which it does.
    """
    passage = found.passage
    if passage.document.kind == "message":  # each is whole in itself
        return found
    base, text = passage.char_start, passage.text
    if listed := sentences.list_behind(text, found.char_start - base, found.char_end - base):
        return replace(found, char_end=base + listed)
    for start, end in sentences.paragraphs(text):
        if start <= found.char_start - base and found.char_end - base <= end and end - start <= MAX_PARAGRAPH:
            spans = [(start + one, start + other) for one, other in sentences.split(text[start:end])]
            if len(spans) > MAX_SENTENCES:
                start, end = sentences.going_on(text, spans, found.char_start - base, found.char_end - base)
            if Wish.of(plan).is_from(text[start:end], len(spans)):
                return found
            return replace(found, char_start=base + start, char_end=base + end)
    return found
