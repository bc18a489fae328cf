from __future__ import annotations

from datetime import date

import pytest

from pkm import lexical
from pkm.models import ChunkId, DocumentId
from pkm.search import folders, particles, recency
from pkm.search.naming import NAMED_MOST, Word, find_runs, tell_apart, without

MOST = 3.0


def read(question: str, weights: dict[str, float]) -> list[Word]:
    found = []
    for start, end in lexical.words(question):
        word = question[start:end]
        found.append(Word(start, end, lexical.word_terms(word), weights.get(word.lower(), 0.0)))
    return found


def terms(words: str) -> frozenset[int]:
    return frozenset(lexical.terms(words))


def runs(question: str, name: str, weights: dict[str, float]) -> list[str]:
    words = read(question, weights)
    distinct = {term for word in words if word.weight >= 1 for term in word.terms}
    found = find_runs(words, terms(name), distinct, MOST)
    return [question[words[each.first].start : words[each.last].end] for each in found]


WEIGHTS = {
    "ostwind": 3.0,
    "telecom": 2.0,
    "meridian": 3.0,
    "notice": 0.1,
    "period": 0.2,
    "contract": 0.1,
    "refund": 2.5,
}


@pytest.mark.parametrize(
    ("question", "name", "expected"),
    [
        ("the notice period with Ostwind Telecom please", "Ostwind Telecom contract", ["Ostwind Telecom"]),
        ("Ostwind and Telecom", "Ostwind Telecom", ["Ostwind and Telecom"]),  # "and" is bridged
        ("Ostwind refund Telecom", "Ostwind Telecom", ["Ostwind", "Telecom"]),  # a word that says much parts them
        ("notice period of the contract", "notice period contract", []),  # no word of it tells documents apart
        ("Ostwind Telecom contract", "Ostwind Telecom contract", ["Ostwind Telecom contract"]),
        ("Ostwind Telecom", "Meridian", []),
        ("", "Meridian", []),
    ],
)
def test_a_name_is_the_heaviest_run_of_its_words(question: str, name: str, expected: list[str]) -> None:
    assert runs(question, name, WEIGHTS) == expected


def test_a_run_weighs_what_its_words_tell_apart_less_what_each_costs() -> None:
    [run] = find_runs(read("Ostwind and Telecom", WEIGHTS), terms("Ostwind Telecom"), set(terms("ostwind")), MOST)
    assert (run.first, run.last) == (0, 2)
    assert run.evidence == pytest.approx(3.0 + 2.0 - 3 * 0.03 * MOST - 0.1 * MOST)


def test_words_that_stand_in_many_names_say_of_which_kind_a_document_is() -> None:
    question = "Ostwind refund: may Confidential Information be copied"
    weights = WEIGHTS | {"confidential": 1.0, "information": 1.0}
    words = read(question, weights)
    names = {DocumentId(number): terms("Confidential Information") for number in range(NAMED_MOST + 1)}
    names[DocumentId(0)] |= terms("Ostwind")
    distinct = set(terms("Ostwind Confidential Information"))
    found = {document: find_runs(words, name, distinct, MOST) for document, name in names.items()}
    own = tell_apart(found, words, names)
    assert [question[words[each.first].start : words[each.last].end] for each in own[DocumentId(0)]] == ["Ostwind"]
    assert not any(own[DocumentId(number)] for number in range(1, NAMED_MOST + 1))
    del names[DocumentId(NAMED_MOST)], found[DocumentId(NAMED_MOST)]
    assert tell_apart(found, words, names) == found


def test_what_is_left_of_a_question_reads_as_one() -> None:
    question = "Consider the lease between A & B; when does it end?"
    words = read(question, {})
    assert without(question, words, range(6)) == "when does it end?"
    assert without(question, words, []) == question


@pytest.mark.parametrize("question", ["the latest bill", "die neueste Rechnung", "aktueller Vertrag", "le dernier relevé",
                                      "the last letter from the bank", "letzte Mahnung", "most recent statement"])  # fmt: skip
def test_the_newest_is_asked_for(question: str) -> None:
    assert recency.is_asked(question)


@pytest.mark.parametrize("question", ["last month", "letzten Monat", "le mois dernier", "la dernière semaine", "last three years",
                                      "late fee", "at last year's end", "in the last few weeks"])  # fmt: skip
def test_a_time_is_no_wish_for_the_newest(question: str) -> None:
    assert not recency.is_asked(question)


def test_newer_is_more_and_no_day_is_nothing() -> None:
    days = {ChunkId(1): date(2020, 1, 1), ChunkId(2): None, ChunkId(3): date(2024, 1, 1), ChunkId(4): date(2020, 1, 1)}
    assert recency.score(days) == {1: 0.5, 3: 1.0, 4: 0.5}


@pytest.mark.parametrize(
    ("question", "small"),
    [
        ("What does the lease with Oelmann ask for?", {"What", "does", "the", "with", "for"}),
        ("Wann muss ich die Miete zahlen?", {"Wann", "muss", "ich", "die"}),
        ("Können Sie mir sagen, wer die Brosche bekommt?", {"Können", "Sie", "mir", "wer", "die"}),
        ("À quelle heure part le car pour la neige ?", {"À", "quelle", "le", "car", "pour", "la"}),
        ("Did they die?", {"Did", "they"}),  # "die" is small in German only
        ("What do The Who charge in May?", {"What", "do", "in"}),  # a capital within a clause may be a name
        ("Lakemont: may it be sold?", {"may", "it", "be"}),
        ("How much may I take to Bergen now?", {"How", "much", "may", "I", "to", "now"}),  # "I" is no name
        ("chordbook cookies", set()),
        ("", set()),
    ],
)
def test_small_words_are_those_of_the_questions_language(question: str, small: set[str]) -> None:
    spans = lexical.words(question)
    assert {question[slice(*spans[place])] for place in particles.places(question, spans)} == small


def test_a_question_of_small_words_alone_keeps_them() -> None:
    assert particles.terms("Who are you?", ("en",)) == frozenset()
    assert particles.terms("Who are you, Oelmann?", ("en",)) == terms("who are you")


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What is in the folder Old Letters about tea?", ["Old Letters about tea", "Old Letters", "Old"]),
        ('What does the "Old Letters" folder say?', ["Old Letters"]),
        ("Was steht im Steuerordner?", ["Steuer"]),
        ("Which folder is it in?", []),
    ],
)  # fmt: skip
def test_what_may_name_a_folder_the_longer_first(question: str, names: list[str]) -> None:
    found = [each.name for each in folders.said(question)]
    assert [each for each in names if each in found] == names
    assert bool(found) == bool(names)


def test_a_file_lies_in_the_folder_that_is_named_however_it_is_written() -> None:
    said = next(folders.said('the folder "old letters"'))
    assert said.holds("/home/me/Old Letters 2019/a/tea.txt")
    assert not said.holds("/home/me/letters/old letters.txt")
