"""An account is recognised by its numbers, however a format writes them; where two would fit, neither is taken."""

from __future__ import annotations

import itertools
from itertools import permutations

import pytest

from pkm.ledger.iban import find_ribs, german_iban, iban_of, is_iban
from pkm.ledger.identity import Known, is_card_number, normalise, own_keys, recognise

GERMAN, FRENCH = "DE89370400440532013000", "FR1420041010050500013M02606"
_ids = itertools.count(1)


def known(*numbers: str, **more: object) -> Known:
    return Known(next(_ids), numbers, **more)  # type: ignore[arg-type]


def merged(*accounts: Known) -> set[tuple[str, str]]:
    """Number and the number that it belongs to; the same in whatever order the accounts come."""
    numbers = {each.id: each.numbers[0] for each in accounts}
    found = [
        {(numbers[id], numbers[root]) for id, (root, _) in recognise(order).merged.items()}
        for order in permutations(accounts)
    ]
    assert all(each == found[0] for each in found)
    return found[0]


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        (GERMAN, True), (FRENCH, True), ("GB29 NWBK 6016 1331 9268 19", True), ("DE88370400440532013000", False),
        ("0532013000", False), ("XXXXXXXXXXXX1234", False),
    ],
)  # fmt: skip
def test_an_iban_is_known_by_its_check_digits(number: str, is_one: bool) -> None:
    assert is_iban(number) is is_one


def test_separators_and_leading_zeros_tell_nothing() -> None:
    assert normalise("00 532-013.000") == normalise("532013000")
    assert merged(known("0532013000"), known("532013000")) == {("532013000", "0532013000")}


@pytest.mark.parametrize(
    ("other", "institution"),
    [("0532013000", None), ("532013000", "37040044"), ("37040044/0532013000", None), ("370400440532013000", None)],
)
def test_a_banks_own_number_is_found_in_the_iban(other: str, institution: str | None) -> None:
    assert merged(known(GERMAN), known(other, institution=institution)) == {(other, GERMAN)}


@pytest.mark.parametrize(
    ("numbers", "whole"),
    [
        (("20041 01005 0500013M026 06", "0500013M026", FRENCH), FRENCH),
        (("20041/01005/0500013M026/06", "0500013M026"), "20041/01005/0500013M026/06"),
        (
            ("20041010050500013M026", "0500013M026", FRENCH),
            FRENCH,
        ),  # without its key: a part of the IBAN, as the other is
        (("37040044/0532013000", "532013000", GERMAN), GERMAN),
        (("37040044/0532013000", "532013000"), "37040044/0532013000"),
        (("60-16-13 31926819", "31926819", "GB29NWBK60161331926819"), "GB29NWBK60161331926819"),
        (("601613/31926819", "31926819"), "601613/31926819"),
    ],
)
def test_a_number_with_its_banks_code_the_number_alone_and_the_iban_are_one(
    numbers: tuple[str, ...], whole: str
) -> None:
    assert merged(*map(known, numbers)) == {(each, whole) for each in numbers if each != whole}


@pytest.mark.parametrize(
    "numbers",
    [
        ("20041 01005 0500013M026 07", "0500013M026"),  # its key does not hold
        ("20041 01005 0500013M026 06", "0500013M027"),
        ("60-16-13 31926819", "31926818"), ("37040044/0532013000", "50010517/0532013000"),
        ("0532013000", GERMAN, german_iban("50010517", "532013000")),  # of either bank
    ],
)  # fmt: skip
def test_a_number_that_does_not_check_or_fits_two_banks_is_not_joined(numbers: tuple[str, ...]) -> None:
    assert merged(*map(known, numbers)) == set()


def test_parts_of_an_iban_that_contradict_each_other_are_not_joined() -> None:
    one, other = known("0532013000", institution="37040044"), known("370400440532013000", institution="50010517")
    assert (other.numbers[0], GERMAN) not in merged(known(GERMAN), one, other)


def test_a_releve_d_identite_bancaire_is_found_by_its_key() -> None:
    text = "Code banque 20041 Code guichet 01005\nN° de compte 0500013M026 Clé RIB 06\nRéf. 20041 01005 0500013M026 07"
    assert find_ribs(text) == [FRENCH]
    assert iban_of("20041 01005 0500013M026 06") == FRENCH
    assert (iban_of("20041 01005 0500013M026 07"), iban_of("0500013M026"), iban_of("4711/0815")) == (None, None, None)


def test_a_french_account_number_with_letters_is_found_in_the_iban() -> None:
    assert merged(known(FRENCH), known("0500013M026")) == {("0500013M026", FRENCH)}


@pytest.mark.parametrize(
    "other",
    [
        known("0532013000", institution="10010010"), known("3000"), known("2013000"), known("0532013001"),
        known("0532013000", kind="creditcard"), known("0532013000", currencies=frozenset({"USD"})),
        known("0532013000", apart=True),
    ],
)  # fmt: skip
def test_what_contradicts_or_says_too_little_is_another_account(other: Known) -> None:
    assert merged(known(GERMAN, kind="checking", currencies=frozenset({"EUR"})), other) == set()


@pytest.mark.parametrize(
    "other", ["XXXXXXXXXXXX1234", "4111********1234", "…1234", "card-1234", "1234", "XXXX-XXXX-XXXX-1234"]
)
def test_a_card_is_known_by_its_last_digits(other: str) -> None:
    whole = known("4111111111111234", kind="creditcard")
    assert merged(whole, known(other)) == {(other, "4111111111111234")}


def test_cards_of_other_first_digits_are_others() -> None:
    assert merged(known("5222********1234"), known("4111111111111234", kind="creditcard")) == set()


def test_a_masked_bank_account_needs_the_same_bank() -> None:
    whole = known("000123451234", institution="First Bank", kind="checking")
    assert merged(whole, known("XXXXXXXX1234", kind="checking")) == set()
    assert merged(whole, known("XXXXXXXX1234", institution="FIRST BANK", kind="checking")) != set()


def test_what_could_be_either_of_two_is_neither() -> None:
    one, other, mask = (known(each, kind="creditcard") for each in ("4111111111111234", "5222222222221234", "XXXX1234"))
    found = recognise([mask, other, one])
    assert found.merged == {}
    assert {frozenset(pair) for pair in found.could_be} == {
        frozenset({mask.id, one.id}),
        frozenset({mask.id, other.id}),
    }


def test_a_number_that_two_banks_have_makes_their_accounts_no_one() -> None:
    first = known("37040044/0532013000", "0532013000", institution="37040044")
    again = known("37040044/532013000", "532013000", institution="37040044")
    other = known("50010517/0532013000", "0532013000", institution="50010517")
    alone = known("532013000")
    assert merged(first, again, other, alone) == {("37040044/532013000", "37040044/0532013000")}
    assert len(recognise([first, again, other, alone]).could_be) == 2
    assert merged(known(GERMAN, "532013000"), known(german_iban("50010517", "532013000") or "", "532013000")) == set()


def test_a_person_stands_above_what_is_found() -> None:
    iban, number = known(GERMAN), known("0532013000")
    wallet = known("WALLET", same_as=number.id)
    found = recognise([iban, number, wallet])
    assert found.merged == {number.id: (iban.id, "pkm"), wallet.id: (iban.id, "person")}


def test_another_bank_may_name_an_account_in_several_forms() -> None:
    assert {"532013000", GERMAN, "37040044532013000"} <= own_keys(GERMAN)
    assert own_keys("1234") == set()


def test_a_number_masked_but_for_its_end_is_a_cards_if_it_is_as_long() -> None:
    assert is_card_number("XXXX XXXX XXXX 4711")
    assert is_card_number("4111********1234")
    assert not is_card_number("XXXX4711")
    assert not is_card_number("0532013000")


def test_a_point_masks_no_number() -> None:
    assert not is_card_number("0243 3684546.40")  # as UBS writes an account's number
    assert is_card_number("4395...........7718")


def test_a_card_is_known_by_the_five_digits_that_its_bank_exports() -> None:
    whole, ending = known("374290000081005", kind="creditcard"), known("-81005", kind="creditcard")
    assert merged(whole, ending) == {("-81005", "374290000081005")}


def test_what_only_its_file_names_is_the_one_account_that_tells_the_same() -> None:
    iban, other = known(GERMAN), known(FRENCH)
    assert merged(iban, other, known("joint", twins=frozenset({iban.id}))) == {("joint", GERMAN)}
    assert merged(iban, other, known("joint", twins=frozenset({iban.id, other.id}))) == set()
    assert merged(iban, known("joint", twins=frozenset({iban.id}), apart=True)) == set()
