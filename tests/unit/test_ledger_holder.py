"""Whose an account is: a name as banks write it, one person or several."""

from __future__ import annotations

import pytest

from pkm.ledger.holder import agreed, given_names, holder_of, is_joint, person


@pytest.mark.parametrize(
    ("stated", "name", "given"),
    [
        ("Ruth Amsel", "Ruth Amsel", "Ruth"), ("AMSEL, RUTH", "Ruth Amsel", "Ruth"), ("AMSEL Ruth", "Ruth Amsel", "Ruth"),
        ("Frau Dr. Ruth Amsel", "Ruth Amsel", "Ruth"), ("M. Jean-Paul Merle", "Jean-Paul Merle", "Jean-Paul"),
        ("Mme Merle", "Merle", ""), ("R Amsel", "R Amsel", ""), ("Amsel & Sohn GmbH", "Amsel & Sohn GmbH", ""),
    ],
)  # fmt: skip
def test_one_holder_is_called_by_the_given_name(stated: str, name: str, given: str) -> None:
    assert (person(stated), given_names(stated), is_joint(stated)) == (name, frozenset(given.split()), False)


@pytest.mark.parametrize(
    "stated",
    [
        "Ruth und Martin Amsel", "Ruth Amsel, Martin Amsel", "M. OU MME MERLE", "Mr R & Mrs M Amsel", "Eheleute Amsel",
        "Marie Merle et Paul Martin", "Ruth Amsel / Martin Amsel",
    ],
)  # fmt: skip
def test_several_holders_share_it_and_none_gives_it_a_name(stated: str) -> None:
    assert (is_joint(stated), given_names(stated)) == (True, frozenset())


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        (["AMSEL, RUTH", "Ruth Amsel"], "Ruth Amsel"), (["Ruth und Martin Amsel", "Amsel, R. & M."], "Ruth und Martin Amsel"),
        (["Ruth Amsel", "Martin Amsel"], None), (["Ruth Amsel", "Ruth und Martin Amsel"], None), ([], None),
    ],
)  # fmt: skip
def test_statements_have_to_agree(stated: list[str], name: str | None) -> None:
    assert agreed(stated) == name


def test_what_has_digits_or_no_letters_is_no_name() -> None:
    assert [holder_of(each) for each in (" Ruth  Amsel:", "DE89 3704", "-", "", "x" * 200)] == [
        "Ruth Amsel",
        None,
        None,
        None,
        None,
    ]


@pytest.mark.parametrize("letters", ["A" * 119 + "!", "AB-" * 39 + "!", "A B " * 29, "ÄÖ " * 39 + "ß"])
def test_a_name_that_never_ends_is_read_at_once(letters: str) -> None:
    assert person(letters)  # a pattern that tried every way to part it would not come back
