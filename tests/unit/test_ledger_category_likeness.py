"""What words and likeness tell is right where they tell something; the rest stays uncategorised."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pkm.embed.minilm import MiniLM
from pkm.errors import UsageError
from pkm.ledger import category, counterparty, likeness, prototypes
from pkm.ledger.rule import pattern_of
from tests.merchants import SEEN, UNSEEN, Merchant


def _told(each: Merchant) -> str | None:
    key = counterparty.of(each.printed, each.description)
    return prototypes.told(key, likeness.words_of([each.description]), each.incoming)


def _judge(merchants: Sequence[Merchant], told: Sequence[str | None]) -> tuple[float, float]:
    """Precision where a category is told, and the share of those that have one for which the right one is told."""
    given = [(each, name) for each, name in zip(merchants, told, strict=True) if name is not None]
    right = sum(each.category == name for each, name in given)
    return right / len(given), right / sum(each.category is not None for each in merchants)


@pytest.mark.parametrize("merchants", [SEEN, UNSEEN], ids=["seen", "unseen"])
def test_words_that_tell_are_right(merchants: tuple[Merchant, ...]) -> None:
    precision, coverage = _judge(merchants, [_told(each) for each in merchants])
    assert precision >= 0.97
    assert coverage >= 0.9


@pytest.fixture(scope="module")
def embedder() -> MiniLM:
    return MiniLM()


@pytest.mark.parametrize("merchants", [SEEN, UNSEEN], ids=["seen", "unseen"])
def test_an_embedding_alone_tells_little_but_that_is_right(embedder: MiniLM, merchants: tuple[Merchant, ...]) -> None:
    phrases, names = prototypes.examples()
    texts = [
        f"{counterparty.of(each.printed, each.description)} {each.description if each.printed else ''}".strip()
        for each in merchants
    ]
    found = likeness.nearest(embedder.passages(phrases).dense, names, embedder.passages(texts).dense)
    precision, coverage = _judge(merchants, [name for name, _ in found])
    assert precision >= 0.9
    assert coverage >= 0.05


@pytest.mark.parametrize(
    "name",
    ["Anna Schmidt", "M. Dupont", "Otto Müller", "Douglas Adams", "Zurich Tourism Board", "Peter Orange", "Xqvw"],
)
def test_names_of_persons_and_of_nobody_tell_nothing(name: str) -> None:
    assert prototypes.told(counterparty.normalise(name), "", incoming=False) is None


@pytest.mark.parametrize(
    ("payee", "words", "name"),
    [
        ("anna schmidt", "miete", "rent"), ("lidl", "miete", "rent"), ("q8 bruxelles", "", "fuel"), ("sncb international", "", "transport"), ("tesco petrol", "", "fuel"), ("uber eats", "", "restaurants"),
        ("uber", "", "transport"), ("loewenapotheke", "", "health"), ("hotel restaurant krone", "", None), ("rent a car", "", "travel"),
        ("preisen gmbh", "", None), ("stadtwerke ulm", "strom abschlag", "electricity"), ("stadtwerke ulm", "wasser", None),
    ],
)  # fmt: skip
def test_a_purpose_tells_before_a_business_and_that_before_a_chain(payee: str, words: str, name: str | None) -> None:
    assert prototypes.told(payee, words, incoming=False) == name


def test_what_is_paid_is_no_income() -> None:
    assert prototypes.told("example works", "salary", incoming=True) == "salary"
    assert prototypes.told("example works", "salary", incoming=False) is None


def test_words_of_most_descriptions_count() -> None:
    assert likeness.words_of(["Rent January", "Rent February 2024", "Rent, March"]) == "rent"
    assert likeness.words_of(["Gift", "Rent", "Loan"]) == ""
    assert likeness.words_of([]) == ""
    assert likeness.words_of(["Rent of the flat", "Yearly settlement"], [20, 1]) == "rent of the flat"


def test_what_is_paid_again_and_again_is_told_by_what_it_is_for() -> None:
    assert prototypes.told("kaifu house", "mitgliedsbeitrag fitness", False) == "sport"
    assert prototypes.told("kaifu house", "mitgliedsbeitrag", False) == "subscriptions"


def test_every_line_of_the_tables_is_a_category() -> None:
    for table, separator in (
        (prototypes._PURPOSES, ","), (prototypes._BUSINESSES, ","), (prototypes._CHAINS, ","), (prototypes._EXAMPLES, "|"),
    ):  # fmt: skip
        lines = prototypes._lines(table, separator)
        assert {name for name, _ in lines} <= set(category.names())
        assert all(words for _, words in lines)
    chains = {
        spelling
        for _, words in prototypes._lines(prototypes._CHAINS, ",")
        for word in words
        for spelling in prototypes._spellings(word)
    }
    assert prototypes._alone() <= chains


def test_merchants_are_many_and_of_many_categories() -> None:
    assert len({each.printed for each in (*SEEN, *UNSEEN) if each.printed}) >= 200
    named = {each.category for each in (*SEEN, *UNSEEN)} - {None}
    assert named <= set(category.names())
    assert len(named) >= 30


@pytest.mark.parametrize("words", ["", "  ", "...", "* *", "&"])
def test_a_rule_needs_a_word(words: str) -> None:
    with pytest.raises(UsageError):
        pattern_of(words)


def test_a_rules_anchor_stands_in_what_it_fits() -> None:
    assert pattern_of("Stadtwerke Ulm").anchor == "stadtwerke"
    assert pattern_of("*apotheke").anchor == "apotheke"
    assert pattern_of("Süß").anchor == "s"
    assert pattern_of("ÄÖ").anchor == ""
