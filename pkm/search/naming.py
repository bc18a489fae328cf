"""Which document does the question name, and what does it ask of it?

"When can I end the phone contract with Ostwind?" holds two intents. Words that stand in a document's name (path, title,
sender, opening) choose the document; among its passages they mislead, because the ones that repeat the name win. So
they are spent on choosing: for the passages of named documents only the rest of the question counts. Which words name
is left to the corpus: the fewer documents a word names, the more it says (bench/retrieval_cuad.py measures the effect).
"""

from __future__ import annotations

from dataclasses import dataclass

from pkm import lexical
from pkm.models import DocumentId
from pkm.store import neighbours
from pkm.store.database import Connection
from pkm.store.filters import Filter
from pkm.store.neighbours import NearDocument

DOCUMENTS = 200  # as many documents keep a score of their own
NAMED_MOST = 8  # a question names a few documents; beyond that it describes a kind
DISTINCT_SHARE = 0.25  # a word that names more of all documents than this tells none apart
NAMED_SHARE = 0.7  # of the best document's distinct words, in weight, that another must share to be named as well
SPENT_SHARE = 0.15  # of the question's weight that must be distinct words before any is spent


@dataclass(frozen=True, slots=True)
class Naming:
    """How a question splits.

    Attributes:
        scores: Of whole documents, best first.
        named: The documents that the question names; none where it names none.
        rest: The question without the words that name them.
    """

    scores: dict[DocumentId, float]
    named: list[DocumentId]
    rest: str


def split(connection: Connection, question: str, which: Filter) -> Naming:
    """Score whole documents by BM25 over their text and their names, and spend the words that name the best."""
    terms = lexical.terms(question)
    count, frequencies = neighbours.document_frequencies(connection, terms)
    weights = {term: terms[term] * neighbours.idf(count, each.documents) for term, each in frequencies.items()}
    name_weights = {
        term: terms[term] * neighbours.idf(count, each.named) for term, each in frequencies.items() if each.named
    }
    found = neighbours.documents(connection, weights, name_weights, DOCUMENTS, which)
    scores = {each.document: each.score for each in found}
    if not found:
        return Naming(scores, [], question)

    distinct = {term for term, each in frequencies.items() if each.named <= max(1, DISTINCT_SHARE * count)}

    def weigh(document: NearDocument) -> float:
        return sum(name_weights[term] for term in document.named & distinct)

    best = weigh(found[0])
    if not best or best < SPENT_SHARE * sum(weights.values()):
        return Naming(scores, [], question)
    named = [each for each in found[:NAMED_MOST] if weigh(each) >= NAMED_SHARE * best]
    rest = without(question, frozenset().union(*(each.named for each in named)))
    if not any(term in weights for term in lexical.terms(rest)):  # it asks for the document itself
        return Naming(scores, [], question)
    return Naming(scores, [each.document for each in named], rest)


def without(question: str, spent: frozenset[int]) -> str:
    """The question without the words that have a spent term."""
    kept: list[str] = []
    end = 0
    for start, stop in lexical.words(question):
        kept.append(question[end:start])
        if spent.isdisjoint(lexical.word_terms(question[start:stop])):
            kept.append(question[start:stop])
        end = stop
    kept.append(question[end:])
    return " ".join("".join(kept).split())
