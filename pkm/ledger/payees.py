"""Which payees may be meant by a name, found without comparing each with each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pkm.ledger.names import CUT, Names, tokens


class Payees:
    """All payees of a ledger, by their words."""

    def __init__(self, payees: Iterable[str]) -> None:
        self.names = Names(every := sorted(set(payees)))
        self._by_word: defaultdict[str, list[str]] = defaultdict(list)
        for each in every:
            for word in tokens(each):
                self._by_word[word].append(each)
        self._vocabulary = "\n" + "\n".join(sorted(self._by_word)) + "\n"

    def like(self, name: str, least: float) -> set[str]:
        """The payees that are at least so much like a name."""
        near = {payee for word in tokens(name) for other in self._words_like(word) for payee in self._by_word[other]}
        return {each for each in near if self.names.similarity(name, each, each) >= least}

    def _words_like(self, word: str) -> Iterator[str]:
        """The word itself, those it begins or is begun by, and those that hold it."""
        if word in self._by_word:
            yield word
        if len(word) < CUT:
            return
        for piece in (word, word[:CUT]):
            place = self._vocabulary.find(piece)
            while place >= 0:
                start, end = self._vocabulary.rfind("\n", 0, place) + 1, self._vocabulary.find("\n", place)
                yield self._vocabulary[start:end]
                place = self._vocabulary.find(piece, end)
        for length in range(
            CUT, len(word)
        ):  # words that this one holds at its beginning, or, in a web address, anywhere
            for start in range(len(word) - length + 1):
                if word[start : start + length] in self._by_word:
                    yield word[start : start + length]
