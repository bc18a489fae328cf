import subprocess
import sys
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkm import lexical


def meet(left: str, right: str) -> bool:
    """Whether two words share a term."""
    return bool(lexical.terms(left).keys() & lexical.terms(right).keys())


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Rent", "RENT"), ("licence", "licences"), ("parties", "party"), ("fees", "fee"), ("Straße", "STRASSE"),
        ("résumé", "resume"), ("1,234.50", "1234.50"), ("1.234,50", "1'234.50"), ("naïve", "NAI\u0308VE"),
        ("InnerscopeHearing", "hearing"), ("invoice2024", "2024"), ("ﬁnance", "finance"), ("snake_case", "case"),
    ],
)  # fmt: skip
def test_forms_of_a_word_meet(left: str, right: str) -> None:
    assert meet(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [("bus", "bu"), ("class", "clas"), ("rent", "tenant"), ("12", "123"), ("Straße", "Strafe")],
)
def test_other_words_do_not(left: str, right: str) -> None:
    assert not meet(left, right)


def test_terms_are_counted() -> None:
    assert sorted(lexical.terms("Rent, rent and RENT: the rents.").values()) == [1, 1, 4]


def test_a_term_is_the_crc_of_its_word_as_a_signed_number() -> None:
    assert lexical.terms("tenant") == {int.from_bytes(zlib.crc32(b"tenant").to_bytes(4, "big"), "big", signed=True): 1}


def test_terms_are_the_same_in_another_process() -> None:
    text = "Müller pays 1,234.50 for cameraRepair"
    other = subprocess.run(
        [sys.executable, "-c", f"from pkm import lexical; print(lexical.terms({text!r}))"],
        capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"},
    )  # fmt: skip
    assert other.stdout.strip() == str(lexical.terms(text))


@given(st.text(max_size=300))
def test_any_text_gives_terms_that_postgres_holds(text: str) -> None:
    counts = lexical.terms(text)
    assert all(-(2**31) <= term < 2**31 and count > 0 for term, count in counts.items())
    assert bool(counts) == bool(lexical.words(text))


@given(st.text(max_size=200))
def test_words_are_ranges_of_the_text_in_order(text: str) -> None:
    end = 0
    for start, stop in lexical.words(text):
        assert end <= start < stop
        assert not any(each.isalnum() for each in text[end:start])
        end = stop
    assert not any(each.isalnum() for each in text[end:])
