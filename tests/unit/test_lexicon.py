"""Words that mean the same in three languages, and which of them a question looks for."""

from __future__ import annotations

import pytest

from pkm import lexical, lexicon
from pkm.ledger.words import fold
from pkm.search import particles, translation

LANGUAGES = (None, "de", "en", "fr")


@pytest.mark.parametrize("table", ["bookings", "papers", "forms"])
def test_a_line_holds_several_words_each_once(table: str) -> None:
    for line in lexicon.lines(table):
        said = line.split()
        assert len(said) == len({fold(each) for each in said}) > 1, line


@pytest.mark.parametrize(
    ("word", "other"),
    [("hedges", "hecke"), ("Hecke", "haie"), ("assurance", "versicherung"), ("notice", "kündigung"), ("gestohlen", "stahl")],
)  # fmt: skip
def test_a_word_is_known_in_any_of_its_forms(word: str, other: str) -> None:
    assert other in lexicon.otherwise(word)


def kin(question: str, languages: lexical.Languages) -> dict[int, frozenset[int]]:
    return translation.kin(question, particles.terms(question, languages), languages)


def test_a_question_looks_for_what_its_words_mean_in_other_languages() -> None:
    found = kin("How high may the hedge be?", LANGUAGES)
    assert set(lexical.word_terms("Hecke", ("de",))) <= found.keys()
    assert lexical.terms("How high may the hedge be?", LANGUAGES).keys().isdisjoint(found)
    assert not kin("May I?", LANGUAGES)  # no month


@pytest.mark.parametrize("languages", [(None,), (None, "en")])
def test_a_home_of_one_language_looks_for_no_other_words(languages: lexical.Languages) -> None:
    assert not kin("How high may the hedge be?", languages)
