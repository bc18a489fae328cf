"""Texts whose words follow Zipf's law, the terms that a model or BM25 weighs in them, and questions about them.

A passage has 66 words on average, about 50 distinct ones; of the pieces of words that a model like BGE-M3 weighs it has about 120
distinct ones, whose weights grow with rarity ("of" weighs .06 where "25" weighs .33). Its most frequent words are English's small
ones, all others are made up.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import product
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.synthetic_vectors import PASSAGES
from pkm import lexical
from pkm.counting import PASSAGE_WORDS, bm25_weights

LANGUAGE = "en"
SMALL = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "is",
    "that",
    "for",
    "it",
    "as",
    "was",
    "with",
    "be",
    "by",
    "on",
    "not",
    "he",
    "this",
    "are",
    "or",
    "his",
    "from",
    "at",
    "which",
    "but",
    "have",
    "an",
    "had",
    "they",
    "you",
]
Terms = tuple[NDArray[np.int32], NDArray[np.float32]]  # each once, with its weight


class Zipf(NamedTuple):
    """How words, or pieces of them, are drawn: how many there are, how many stand in a passage, how soon they get rare."""

    vocabulary: int
    drawn: int
    exponent: float

    @property
    def cumulated(self) -> NDArray[np.float64]:
        """The share of all that the first so many take."""
        shares = np.arange(1, self.vocabulary + 1) ** -self.exponent
        return np.cumsum(shares / shares.sum())


WORDS, PIECES = Zipf(1_000_000, 66, 1.1), Zipf(250_000, 190, 1.05)
TITLE_WORDS = 3
COMMON = 1_000  # words that anybody uses, and none in a title
_SYLLABLES = ["".join(each) for each in product("bdfgklmnprtvz", "aeiou")]


class Document(NamedTuple):
    """A title and the ranks of the words, and of the pieces of words, of each passage."""

    number: int
    title: str
    words: list[NDArray[np.int64]]
    pieces: list[NDArray[np.int64]]


class Question(NamedTuple):
    """What is asked, and the weights that a model gives to its pieces of words."""

    text: str
    pieces: dict[int, float]


class TextSource:
    """Seeded: the same numbers make the same documents."""

    def __init__(self, statistics: Literal["bm25", "learned"], seed: int) -> None:
        self._statistics, self._seed = statistics, seed
        self._word_shares, self._piece_shares = WORDS.cumulated, PIECES.cumulated

    @cached_property
    def vocabulary(self) -> list[str]:
        """All words, the most frequent first."""
        return SMALL + [_word(rank) for rank in range(WORDS.vocabulary - len(SMALL))]

    @cached_property
    def numbers(self) -> NDArray[np.int32]:
        """The term of each word."""
        return np.array([lexical.word_terms(each, (LANGUAGE,))[0] for each in self.vocabulary], dtype=np.int32)

    def document(self, number: int) -> Document:
        """The document of that number, of 20 passages."""
        chance = np.random.default_rng([self._seed, number])
        title = " ".join(
            self.vocabulary[each].title() for each in chance.integers(COMMON, WORDS.vocabulary, TITLE_WORDS)
        )
        return Document(
            number, title, _draw(chance, WORDS, self._word_shares), _draw(chance, PIECES, self._piece_shares)
        )

    def text(self, ranks: Sequence[int] | NDArray[np.int64]) -> str:
        """Words as they are read."""
        return " ".join([self.vocabulary[each] for each in ranks])

    def terms(self, document: Document, passage: int) -> Terms:
        """What the sparse arm knows of a passage."""
        if self._statistics == "bm25":
            return self.count(document.words[passage], PASSAGE_WORDS)
        pieces = np.unique(document.pieces[passage])
        return pieces.astype(np.int32), _weigh(np.random.default_rng([self._seed, document.number, passage]), pieces)

    def count(self, words: NDArray[np.int64], average: float) -> Terms:
        """The terms of these words as BM25 weighs them."""
        terms, counts = np.unique(self.numbers[words], return_counts=True)
        weights = bm25_weights(dict(zip(terms.tolist(), counts.tolist(), strict=True)), average)
        return terms, np.array(list(weights.values()), dtype=np.float32)

    def question(self, passage: int) -> Question:
        """Some words of a passage and some that anybody uses; one in three names its document first."""
        document = self.document(passage // PASSAGES)
        chance = np.random.default_rng([self._seed, passage, PASSAGES])
        asked = [
            np.concatenate([
                chance.choice(np.unique(own[passage % PASSAGES]), int(chance.integers(3, 8)), replace=False),
                np.searchsorted(shares, chance.random(int(chance.integers(3, 7))) * shares[COMMON]),
            ])
            for own, shares in ((document.words, self._word_shares), (document.pieces, self._piece_shares))
        ]  # fmt: skip
        words, pieces = chance.permutation(asked[0]), np.unique(asked[1])
        name = f"{document.title}: " if chance.random() < 1 / 3 else ""
        weights = _weigh(chance, pieces)
        return Question(
            f"{name}{self.text(words).capitalize()}?", dict(zip(pieces.tolist(), weights.tolist(), strict=True))
        )


def _draw(chance: np.random.Generator, law: Zipf, shares: NDArray[np.float64]) -> list[NDArray[np.int64]]:
    lengths = np.clip(chance.normal(law.drawn, law.drawn / 4, PASSAGES), 8, None).astype(int)
    return np.split(np.searchsorted(shares, chance.random(int(lengths.sum()))), np.cumsum(lengths)[:-1])


def _weigh(chance: np.random.Generator, pieces: NDArray[Any]) -> NDArray[np.float32]:
    rarity = np.log(pieces + 2) / np.log(PIECES.vocabulary)
    weights = 0.02 + 0.25 * rarity * chance.lognormal(0, 0.5, len(pieces))
    clipped: NDArray[np.float32] = weights.clip(0.005, 0.8).astype(np.float32)
    return clipped


def _word(rank: int) -> str:
    """A word of its own for each rank: at least two syllables."""
    rest, word = rank + len(_SYLLABLES), ""
    while rest:
        rest, last = divmod(rest, len(_SYLLABLES))
        word = _SYLLABLES[last] + word
    return word
