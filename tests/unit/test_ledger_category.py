"""The names of categories in three languages."""

from __future__ import annotations

import pytest

from pkm.ledger import category


@pytest.mark.parametrize("name", category.names())
def test_a_category_is_named_by_itself(name: str) -> None:
    assert category.named(name) == name
    assert category.named(name.upper()) == name


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("electricity", "electricity"), ("Strom", "electricity"), ("Stromkosten", "electricity"), ("électricité", "electricity"),
        ("electricite", "electricity"), ("frais d'électricité", "electricity"), ("electricity bills", "electricity"),
        ("eating out", "restaurants"), ("dining", "restaurants"), ("Essen gehen", "restaurants"), ("restos", "restaurants"),
        ("Lebensmittel", "groceries"), ("courses alimentaires", "groceries"), ("food shopping", "groceries"),
        ("Versicherungen", "insurance"), ("Versicherungsbeiträge", "insurance"), ("mutuelle", "insurance"),
        ("petrol", "fuel"), ("Benzinkosten", "fuel"), ("essence", "fuel"), ("gas stations", "fuel"),
        ("heating", "gas & heating"), ("Heizkosten", "gas & heating"), ("frais de chauffage", "gas & heating"),
        ("Handy", "internet & phone"), ("mobile phone", "internet & phone"), ("forfait", "internet & phone"),
        ("Gehalt", "salary"), ("wages", "salary"), ("salaires", "salary"), ("Kindergeld", "pension & benefits"),
        ("loyer", "rent"), ("Miete", "rent"), ("Mietkosten", "rent"), ("ÖPNV", "transport"), ("transports en commun", "transport"),
        ("gifts and donations", "gifts & donations"), ("Spenden", "gifts & donations"), ("bank fees", "fees & interest"),
        ("impôts", "taxes"), ("Steuern", "taxes"), ("ATM", "cash"), ("Barabhebungen", "cash"), ("Möbel", "household"),
        ("ETF", "savings & investments"), ("épargne", "savings & investments"), ("Tierarzt", "pets"), ("gym", "sport"),
        ("Streaming", "subscriptions"), ("Abos", "subscriptions"), ("Friseur", "personal care"), ("pharmacie", "health"),
    ],
)  # fmt: skip
def test_people_call_it_many_names(word: str, name: str) -> None:
    assert category.named(word) == name


@pytest.mark.parametrize("word", ["", "  ", "kosten", "bill", "lease", "Anna", "the", "last month", "&", "rechnung"])
def test_other_words_name_none(word: str) -> None:
    assert category.named(word) is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Groceries", "groceries"), ("Food:Groceries", "groceries"), ("Bars & Restaurants", "restaurants"), ("Food & Groceries", "groceries"),
        ("Auto: Benzin", "fuel"), ("Freizeit > Kino", "entertainment"), ("Transport & Car", None), ("General", None),
        ("Wohnen|Miete", "rent"), ("[Savings]", "savings & investments"), ("", None), ("Utilities:Gas", "gas & heating"), ("Gas", "fuel"), ("Auto:Gas", "fuel"),
        ("Shopping - Clothes", "clothing"), ("Income:Salary", "salary"), ("Leisure & Entertainment", "entertainment"),
    ],
)  # fmt: skip
def test_a_banks_own_column_is_understood_by_its_narrowest_part(words: str, name: str | None) -> None:
    assert category.of_words(words) == name


def test_no_word_means_two_categories() -> None:
    owners: dict[str, str] = {}
    for line in category._NAMES.replace("\n    ", " ").strip().splitlines():
        name, _, others = line.partition(":")
        for word in (name, *others.split(",")):
            folded = category._fold(word)
            assert owners.setdefault(folded, name) == name, word


def test_income_is_among_the_names() -> None:
    assert set(category.names()) >= category.INCOME
