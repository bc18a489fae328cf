"""Word boxes survive packing, and a quote finds its lines again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pkm.models import Word
from pkm.words import boxes, pack, unpack

LINE_1 = [Word(0, 4, 10, 10, 30, 20), Word(5, 9, 34, 11, 60, 20)]
LINE_2 = [Word(10, 13, 10, 24, 28, 34), Word(14, 20, 31, 24, 66, 34)]
PAGE = pack(LINE_1 + LINE_2)

hundredths = st.integers(-50_000, 5_000_000).map(lambda n: n / 100)


@given(st.lists(st.builds(Word, st.integers(0, 10**6), st.integers(0, 10**6), *[hundredths] * 4)))
def test_words_come_back_as_they_were(words: list[Word]) -> None:
    assert unpack(pack(words)) == words


def test_packing_is_small_and_repeatable() -> None:
    page = [
        Word(6 * n, 6 * n + 5, 50.0 + n % 10 * 40, n // 10 * 14.0, 85.0 + n % 10 * 40, n // 10 * 14.0 + 10)
        for n in range(500)
    ]
    assert pack(page) == pack(list(page))
    assert len(pack(page)) < 500 * 24 / 4


def test_a_page_without_words_takes_no_bytes() -> None:
    assert pack([]) == b""
    assert unpack(b"") == []
    assert boxes(b"", 0, 10) == ()


def test_a_quote_over_two_lines_has_two_boxes() -> None:
    assert boxes(PAGE, 5, 13) == ((34, 11, 60, 20), (10, 24, 28, 34))


def test_words_of_a_line_share_a_box() -> None:
    assert boxes(PAGE, 0, 9) == ((10, 10, 60, 20),)


def test_half_a_word_is_shown_whole_and_its_neighbours_not() -> None:
    assert boxes(PAGE, 15, 17) == ((31, 24, 66, 34),)
    assert boxes(PAGE, 4, 5) == ()
