from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.chunking import LONGEST, TAIL, TITLE, count_tokens, split
from pkm.models import Heading, Page, ParsedDocument, Space
from tests.clock import linear_time

SPACE = Space("minilm", "all-MiniLM-L6-v2", 384, "bm25", False, 256)


def document(text: str, **more: object) -> ParsedDocument:
    return ParsedDocument(text, "note", "A title", "text/plain", date(2024, 1, 1), **more)  # type: ignore[arg-type]


def quotes(given: ParsedDocument, space: Space = SPACE) -> list[str]:
    return [given.text[each.char_start : each.char_end] for each in split(given, space)]


@st.composite
def documents(draw: st.DrawFn) -> ParsedDocument:
    pieces = st.sampled_from(
        ["word", "Wort", "\n", "\n\n", " ", "  ", ". ", "! ", "\t", "|", "- ", "1.234,50", "漢字。", "가나다", "\u200b",
         "\u2028", "\x0c", "é", "x" * 70, "x" * 900, "12345 ", "; ", '."', "(a) ", "😀"]
    )  # fmt: skip
    text = "".join(draw(st.lists(pieces, max_size=200)))
    places = st.integers(0, len(text))
    headings = tuple(
        Heading(at, draw(st.integers(1, 4)), draw(st.sampled_from(["Term", "Fees " * 60, "§ 3"])))
        for at in sorted(draw(st.sets(places, max_size=5)))
    )
    starts = sorted({0, *draw(st.sets(places, max_size=4))})
    pages = tuple(
        Page(number, start, end, 595, 842)
        for number, (start, end) in enumerate(pairwise([*starts, len(text)]), start=1)
    )
    return document(text, headings=headings, pages=draw(st.sampled_from([(), pages])), header_end=draw(places))


@given(documents())
def test_every_character_is_in_exactly_one_passage_and_nothing_is_crossed(given: ParsedDocument) -> None:
    passages = split(given, SPACE)
    end = 0
    for each in passages:
        assert each.char_start >= end
        assert not given.text[end : each.char_start].strip()
        quote = given.text[each.char_start : each.char_end]
        assert quote
        assert quote == quote.strip()
        assert len(quote) <= LONGEST + TAIL
        assert count_tokens(quote) + count_tokens(each.context) <= SPACE.window_tokens - 2
        end = each.char_end
    assert not given.text[end:].strip()
    edges = {each.char_start for each in (*given.headings, *given.pages)}
    for each in passages:
        assert not any(each.char_start < edge < each.char_end for edge in edges)
        on = [page.number for page in given.pages if page.char_start <= each.char_start < page.char_end]
        assert each.page == (on[0] if on else None)


def test_passages_end_at_the_strongest_pause() -> None:
    first = "The tenant pays the rent on the first day of each month. " * 6
    second = "The landlord keeps the roof in order. " * 6
    assert quotes(document(f"{first.strip()}\n\n{second.strip()}")) == [first.strip(), second.strip()]


def test_sentences_are_not_torn() -> None:
    sentences = [f"Sentence number {number} says something of its own." for number in range(60)]
    for quote in quotes(document(" ".join(sentences))):
        assert quote.startswith("Sentence")
        assert quote.endswith("own.")


def test_a_number_before_its_noun_ends_no_sentence() -> None:
    sentence = "Die Wohnung im 2. Stock wird zum 1. April an 12. Stelle gestrichen, siehe Abschnitt 6. "
    for quote in quotes(document(sentence * 40)):
        assert quote.startswith("Die Wohnung")
        assert quote.endswith("6.")


def test_rows_are_not_torn() -> None:
    rows = [f"2024-03-{day:02}\tShop {day}\t-{day}.00\tEUR" for day in range(1, 31)]
    passages = quotes(document("date\tpayee\tamount\tcurrency\n" + "\n".join(rows)))
    assert len(passages) > 1
    assert [line for quote in passages for line in quote.split("\n")][1:] == rows


def test_headings_lead_to_a_passage_and_are_its_context() -> None:
    text = "Lease\nIntro.\nRent\nIt is 900.\nDeposit\nIt is 1800.\nEnd\nThree months."
    headings = (
        Heading(0, 1, "Lease"), Heading(text.index("Rent"), 2, "Rent"), Heading(text.index("Deposit"), 3, "Deposit"),
        Heading(text.index("End"), 2, "End"),
    )  # fmt: skip
    passages = split(document(text, headings=headings), SPACE)
    assert [each.heading for each in passages] == ["Lease", "Lease › Rent", "Lease › Rent › Deposit", "Lease › End"]
    assert [each.context for each in passages] == [each.heading for each in passages]
    assert text[passages[3].char_start : passages[3].char_end] == "End\nThree months."


def test_the_title_of_a_long_part_tells_none_of_its_passages_apart() -> None:
    sections = [f"Article {number}\n" + f"Clause of article {number}. " * 150 for number in range(1, 6)]
    text = "Supply Agreement\n" + "\n".join(sections) + "\nNotes\nNone."
    headings = (
        Heading(0, 1, "Supply Agreement"),
        *(Heading(text.index(f"Article {number}\n"), 2, f"Article {number}") for number in range(1, 6)),
        Heading(text.index("Notes"), 1, "Notes"),
    )
    first, *passages, last = split(document(text, headings=headings), SPACE)
    assert (first.heading, first.context) == ("Supply Agreement", "")
    assert {(each.heading, each.context) for each in passages} == {
        (f"Supply Agreement › Article {number}", f"Article {number}") for number in range(1, 6)
    }
    assert (last.heading, last.context) == ("Notes", "Notes")


def test_of_a_monstrous_heading_each_passage_keeps_a_part() -> None:
    """Kept whole with each passage below it, a heading of a megabyte would fill the disk."""
    text = "heading " * 2000
    passages = split(document(text, headings=(Heading(0, 1, text),)), SPACE)
    assert {each.heading for each in passages} == {text[:TITLE]}


def test_a_mails_header_opens_its_first_passage() -> None:
    header = "From: ann@example.org\nTo: bob@example.org\nSubject: The boiler\n\n"
    long = "It knocks all night and nobody can sleep. " * 8
    given = document(f"{header}It broke again.\n\n{long}", header_end=len(header))
    assert quotes(given)[0].startswith(f"{header}It broke again.")


def test_a_line_without_spaces_is_split_hard() -> None:
    passages = quotes(document("z" * 5_000))
    assert "".join(passages) == "z" * 5_000
    assert max(map(len, passages)) <= LONGEST + TAIL


@pytest.mark.parametrize("text", ["", " \n\t ", "\n\n\n"])
def test_nothing_gives_no_passage(text: str) -> None:
    assert split(document(text), SPACE) == []


def test_a_small_window_makes_small_passages() -> None:
    small = Space("http:x", "x", 3, "bm25", False, 32)
    given = document("Heizkostenabrechnung 2023: 1.234,50 EUR Nachzahlung. " * 40)
    assert all(count_tokens(quote) <= 30 for quote in quotes(given, small))


@pytest.mark.parametrize(
    "unit", [" ", "\t", "\t\n", " \n", "\t ", "| ", "; ", ".'", '." ', "(", "- ", "\n(", "1) ", "\r\n", "。"]
)
@pytest.mark.parametrize("end", ["", "end", "\nend"])
def test_a_text_of_pauses_costs_no_more_than_its_length(unit: str, end: str) -> None:
    text = unit * (400_000 // len(unit)) + end
    with linear_time():
        split(document(text), SPACE)
