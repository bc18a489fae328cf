"""Which document does the question name, and what does it ask of it?

"When can I end the phone contract with Ostwind?" holds two intents. Words that stand in a document's name (path, title,
sender, opening) choose the document; among its passages they mislead, because the ones that repeat the name win. So
they are spent on choosing: for the passages of named documents only the rest of the question counts.

A name is said in one go. For each document the question is cut into runs of words that stand in its name: a word of the
name adds what it tells documents apart, any other word takes that away, and the runs are the maximal scoring
subsequences (Ruzzo and Tompa 1999, "A Linear Time Algorithm for Finding All Maximal Scoring Subsequences"). What a run
adds up to is the evidence that it names the document, and all of its words are spent, "and" and "Inc." too; the same
words elsewhere in the question are not. Where a name has a capital, words without one name nothing else. A question's small words ("what", "muss", "quelle") name nothing, and a misspelt
word stands in its place for those that it may have meant.
bench/retrieval measures the effect.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from pkm import counting, lexical
from pkm.models import DocumentId
from pkm.search import particles, spelling, translation
from pkm.store import neighbours, vocabulary
from pkm.store.database import Connection
from pkm.store.filters import Filter

DOCUMENTS = 200  # as many documents keep a score of their own
NAMED_MOST = 20  # a question names a document, or a matter with its papers and mails; beyond that it describes a kind
NAMED_SHARE = 0.75  # of the best document's evidence that another must have to be named as well
# Where a name is said in small letters its words may have come together by chance: of the best document's score it must have
WHOLE_SHARE = 0.9
TEXT_SHARE = 0.6  # and so much of the best score by texts alone, since what is asked stands in its text too
QUOTED_MOST = 2  # documents that a word in quotation marks names: there it is a name, also where it is an ordinary word
SENTENCE_WORDS = 2  # of a name in small letters that a question must say which begins with a capital: "piano" alone is what it asks about
DISTINCT_SHARE = 0.25  # a word that stands in more of all documents than this begins no name
# In parts of what a word of a single document weighs:
EVIDENCE = 0.4  # that a name must have
STEP = 0.03  # what each word of a run costs: words that stand everywhere make none
STRANGE = 0.1  # what a word costs beyond that and its own weight where the name does not have it
RUN_SHARE = 0.3  # of all evidence that a run must have to be spent
CLAUSE_SHARE = 2 / 3  # of a clause's weight that must be spent for the rest of it to go along
FAINT = 0.02  # a word that weighs less asks for nothing

_QUOTED = re.compile('["“”„«»]([^"“”„«»]{1,80})["“”„«»]')
_GENITIVE = re.compile(r"['’]s\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[;:,.?!\n](?=\s|$)|[—–]")


class Run(NamedTuple):
    """Words of the question, from ``first`` to ``last``, that name a document, and their evidence."""

    first: int
    last: int
    evidence: float


class Word(NamedTuple):
    """A word of the question: where it stands, its terms, and what it tells documents apart (0: in none, or in all)."""

    start: int
    end: int
    terms: tuple[int, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Naming:
    """How a question splits.

    Attributes:
        scores: Of whole documents, best first.
        named: The documents that the question names; none where it names none.
        rest: The question without the words that name them.
        attainable: What a document that says all of the question often would score, where none is named: by chance words alone
            one is always the best. 0 where one is named.
    """

    scores: dict[DocumentId, float]
    named: list[DocumentId]
    rest: str
    attainable: float = 0.0


@dataclass(frozen=True, slots=True)
class _Terms:
    """What the terms of a question weigh.

    Attributes:
        languages: In which its words were read.
        meant: What a misspelt word may have meant.
        count: Of all documents.
        weights: What each own term tells documents apart.
        telling: The same of names, where a word in quotation marks may tell more.
        scored: With what each counts for a document's text, those that it means in other languages among them.
        distinct: Those that a name may begin with.
    """

    languages: lexical.Languages
    meant: Mapping[str, Sequence[str]]
    count: int
    weights: dict[int, float]
    telling: dict[int, float]
    scored: dict[int, float]
    distinct: set[int]


def split(connection: Connection, question: str, which: Filter) -> Naming:
    """Score whole documents by BM25 over their text and by the evidence that they are named; spend the words that name the best."""
    terms = _weigh(connection, question)
    found = neighbours.documents(connection, terms.scored, terms.telling, DOCUMENTS, which)
    words = _read(question, terms.languages, terms.telling, terms.meant)
    most = neighbours.idf(terms.count, 1)
    runs, by_name = _choose_runs(question, words, {each.document: each.named for each in found}, terms.distinct, most)
    evidence = {document: sum(each.evidence for each in its) for document, its in runs.items() if its}
    own = tell_apart(runs, words, {each.document: each.named for each in found})
    plain = {each.document: each.score - sum(terms.telling[term] for term in each.named) for each in found}
    scores = {document: score + evidence.get(document, 0.0) for document, score in plain.items()}
    scores = dict(sorted(scores.items(), key=lambda each: (-each[1], each[0])))
    most_evidence = max(evidence.values(), default=0.0)
    likely = {
        document: sum(each.evidence for each in own[document])
        for document in scores
        if evidence.get(document, -1.0) >= NAMED_SHARE * most_evidence
    }
    best = max(likely.values(), default=0.0)
    named = [document for document, each in likely.items() if each >= NAMED_SHARE * best]
    is_named = best >= EVIDENCE * most and len(named) <= NAMED_MOST and (by_name or _stand_out(named, scores, plain))
    if not is_named:
        unknown = neighbours.idf(terms.count, 0)
        asking = particles.places(question, [(each.start, each.end) for each in words])
        whole = sum(each.weight or unknown for place, each in enumerate(words) if place not in asking)
        return Naming(scores, [], question, (counting.K1 + 1) * whole)
    spent = {
        place
        for document in named
        for run in own[document]
        if run.evidence >= RUN_SHARE * best
        for place in range(run.first, run.last + 1)
    }
    for also in (_left_behind(question, words, spent), set[int]()):
        rest = without(question, words, spent | also)
        if any(terms.weights.get(term, 0.0) > FAINT for term in lexical.terms(rest, terms.languages)):
            return Naming(scores, named, rest)
    return Naming(scores, named, question)  # it asks for the document itself


def _weigh(connection: Connection, question: str) -> _Terms:
    """What the question's terms tell documents apart, counted over all of them."""
    languages = vocabulary.languages(connection)
    meant = spelling.look_up(connection, question, languages)
    mended = " ".join([question, *(other for others in meant.values() for other in others)])
    small = particles.terms(question, languages)
    said = lexical.terms(mended, languages)
    others = translation.kin(mended, small, languages)
    count, frequencies = neighbours.document_frequencies(connection, lexical.kin(mended, languages) | others)
    idf = {term: neighbours.idf(count, each.documents) for term, each in frequencies.items()}
    weights = {term: each for term, each in idf.items() if term in said and term not in small}
    distinct = {term for term in weights if frequencies[term].documents <= max(1, DISTINCT_SHARE * count)}
    telling = dict(weights)
    for term in lexical.terms(" ".join(_QUOTED.findall(question)), languages):
        if term in weights and 0 < frequencies[term].named <= QUOTED_MOST:
            distinct.add(term)
            telling[term] = neighbours.idf(count, frequencies[term].named)
    translated = {term: translation.SHARE * each for term, each in idf.items() if term in others}
    scored = translated | {term: said[term] * each for term, each in weights.items()}
    return _Terms(languages, meant, count, weights, telling, scored, distinct)


def _choose_runs(
    question: str, words: Sequence[Word], names: Mapping[DocumentId, frozenset[int]], distinct: set[int], most: float
) -> tuple[dict[DocumentId, list[Run]], bool]:
    """The runs that may name each document, and whether they are written as names are, with a capital.

    Where any are, the others name nothing; where none is, a question that begins with a capital has to say several words of a name.
    """
    runs = {document: find_runs(words, name, distinct, most) for document, name in names.items() if name & distinct}
    capital = _capitals(question, words)
    proper = {
        document: [each for each in its if capital & {*range(each.first, each.last + 1)}]
        for document, its in runs.items()
    }
    if any(proper.values()):
        return proper, True
    if question[0].isupper():
        runs = {
            document: its for document, its in runs.items() if _count(its, words, names[document]) >= SENTENCE_WORDS
        }
    return runs, False


def tell_apart(
    runs: Mapping[DocumentId, Sequence[Run]], words: Sequence[Word], names: Mapping[DocumentId, frozenset[int]]
) -> dict[DocumentId, list[Run]]:
    """The runs that name a document: what stands in the names of more than a question names says of which kind it is.

    So of "Sycamore Bank NDA: may Confidential Information be copied?" the first words name one, where every such agreement has the others too.
    """
    holders: dict[frozenset[int], int] = {}

    def holding(run: Run, name: frozenset[int]) -> int:
        said = frozenset(place for place in range(run.first, run.last + 1) if not name.isdisjoint(words[place].terms))
        if said not in holders:
            holders[said] = sum(
                all(not other.isdisjoint(words[place].terms) for place in said) for other in names.values()
            )
        return holders[said]

    return {
        document: [run for run in its if holding(run, names[document]) <= NAMED_MOST] for document, its in runs.items()
    }


def _count(runs: Iterable[Run], words: Sequence[Word], name: frozenset[int]) -> int:
    """How many words of a name are said."""
    return sum(
        not name.isdisjoint(word.terms) for run in runs for word in words[run.first : run.last + 1] if word.weight > 0
    )


def _stand_out(
    documents: Iterable[DocumentId], scores: Mapping[DocumentId, float], plain: Mapping[DocumentId, float]
) -> bool:
    """Whether one of them has about the best score, and by its text alone (``plain``) not much less than the best."""
    whole, text = WHOLE_SHARE * max(scores.values(), default=0.0), TEXT_SHARE * max(plain.values(), default=0.0)
    return any(scores[each] >= whole and plain[each] >= text for each in documents)


def _read(
    question: str, languages: lexical.Languages, weights: Mapping[int, float], meant: Mapping[str, Sequence[str]]
) -> list[Word]:
    """The words in order, each with its terms and with those that it may have meant."""
    words = []
    for start, end in lexical.words(question):
        spelt = (question[start:end], *meant.get(lexical.fold(question[start:end]), ()))
        terms = tuple(term for each in spelt for term in lexical.word_terms(each, languages))
        words.append(Word(start, end, terms, max((weights.get(term, 0.0) for term in terms), default=0.0)))
    return words


def find_runs(words: Sequence[Word], name: frozenset[int], distinct: set[int], most: float) -> list[Run]:
    """The runs of words that stand in a name, each with a word that tells documents apart; ``most`` is such a word's weight."""
    found: list[tuple[int, int, float, float]] = []  # first and last word, the sum before the one and with the other
    total = 0.0
    for place, word in enumerate(words):
        gain = (-word.weight - STRANGE * most if name.isdisjoint(word.terms) else word.weight) - STEP * most
        first, before, total = place, total, total + gain
        if gain <= 0:
            continue
        while True:
            lower = next((each for each in range(len(found) - 1, -1, -1) if found[each][2] < before), None)
            if lower is None or found[lower][3] >= total:
                break
            first, _, before, _ = found[lower]
            del found[lower:]
        found.append((first, place, before, total))
    runs = [Run(first, last, total - before) for first, last, before, total in found]
    own = name & distinct
    return [run for run in runs if any(not own.isdisjoint(word.terms) for word in words[run.first : run.last + 1])]


def _capitals(question: str, words: Sequence[Word]) -> set[int]:
    """The words that are written as names are; where a run has one, runs without any are none."""
    small = particles.places(question, [(each.start, each.end) for each in words])
    first = {
        place for place, each in enumerate(words) if question[each.start].isupper() or question[each.start].isdigit()
    }
    return first - small


def _left_behind(question: str, words: Sequence[Word], spent: set[int]) -> set[int]:
    """Words that only led up to a name: those of clauses of which nearly all weight is spent.

    What parts words of a name, as the comma of "Bidco, Inc.", ends no clause.
    """
    inside = {words[place].end for place in spent if place + 1 in spent}
    ends = [each.end() for each in _CLAUSE_END.finditer(question) if each.start() not in inside]
    left: set[int] = set()
    for _, group in groupby(range(len(words)), key=lambda place: bisect_right(ends, words[place].start)):
        clause = list(group)
        told = sum(words[place].weight for place in clause if place in spent)
        if told and told >= CLAUSE_SHARE * sum(words[place].weight for place in clause):
            left.update(clause)
    return left


def without(question: str, words: Sequence[Word], spent: Iterable[int]) -> str:
    """The question without some of its words, the signs around them, and the "'s" behind them."""
    gone, kept, end = set(spent), [], 0
    gone |= {each + 1 for each in gone if _GENITIVE.match(question, words[each].end)}
    for place, word in enumerate(words):
        if place not in gone:
            kept.append(" " if place - 1 in gone else question[end : word.start])
            kept.append(question[word.start : word.end])
        end = word.end
    kept.append(question[end:])
    return " ".join("".join(kept).split())
