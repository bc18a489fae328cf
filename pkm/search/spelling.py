"""Words of a question that nobody wrote, read as those that are an error or two away."""

from __future__ import annotations

from pkm import lexical, marks
from pkm.counting import is_telling
from pkm.lexical import Languages
from pkm.store import vocabulary
from pkm.store.database import Connection

MOST = 3  # words that one may have meant
LOOKED_UP = (
    50  # unknown words of a text, its first: what has more is no misspelt question but another language, or noise
)


def mend(connection: Connection, text: str, languages: Languages) -> str:
    """The text, followed by the words that its unknown ones may have meant; itself where all are known."""
    found = [other for meant in look_up(connection, text, languages).values() for other in meant]
    return " ".join([text, *dict.fromkeys(found)]) if found else text


def look_up(connection: Connection, text: str, languages: Languages) -> dict[str, list[str]]:
    """Each folded word of the text that nobody wrote, with those that it may have meant.

    So too what looks like an account number in several words, and is in one word what somebody wrote, or nearly.
    """
    spelt: dict[str, set[int]] = {}
    for word, stem in lexical.spelt(lexical.read(text), languages):
        spelt.setdefault(word, set()).add(lexical.number(stem))
    accounts = {word: {lexical.number(word)} for word in marks.doubtful_accounts(text)}
    spelt |= accounts
    known = vocabulary.known(connection, {term for terms in spelt.values() for term in terms})
    unknown = [word for word, terms in spelt.items() if is_telling(word) and known.isdisjoint(terms)][:LOOKED_UP]
    meant = {word: near for word in unknown if (near := _nearest(connection, word))}
    return meant | {word: [word] for word, terms in accounts.items() if not known.isdisjoint(terms)}


def _nearest(connection: Connection, word: str) -> list[str]:
    """The nearest words, if they are near enough."""
    most = 2 if len(word) >= vocabulary.LONG and not word.isdigit() else 1
    letters = frozenset(word)
    by_errors: dict[int, set[str]] = {}
    for other in vocabulary.like(connection, word, most):
        if len(letters.symmetric_difference(other)) > 2 * most:  # each error changes two letters at most
            continue
        errors = count_errors(word, other, most)
        if 0 < errors <= most:
            by_errors.setdefault(errors, set()).add(other)
    return sorted(by_errors[min(by_errors)])[:MOST] if by_errors else []


def count_errors(one: str, other: str, most: int) -> int:
    """How many letters are missing, too many, other, or swapped with their neighbour; more than ``most`` where it is more.

    The restricted edit distance of Damerau (1964, "A technique for computer detection and correction of spelling errors").
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    for _ in range(2):  # what both begin with, and then what both end with, holds none
        shared = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
        if shared is None:
            return abs(len(one) - len(other))
        one, other = one[shared:][::-1], other[shared:][::-1]
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, counterpart in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != counterpart))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == counterpart:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
