from __future__ import annotations

from datetime import date
from itertools import cycle, islice

import pytest

from ingest import chunking
from pkm import dialogue
from pkm.counting import name_of
from pkm.models import Heading, Kind, ParsedDocument, Space
from pkm.prepared import chunks_of, manner, prepare
from tests.clock import linear_time

SPACE = Space("minilm", "all-MiniLM-L6-v2", 384, "bm25", False, 256)


def embedded(document: ParsedDocument) -> list[str]:
    prepared = prepare(document, chunking.split(document, SPACE), "/papers/x", SPACE)
    return [each.embedded for each in chunks_of(document, prepared, SPACE)]


@pytest.mark.parametrize(
    "line",
    [
        "04/02/2023, 09:08 - Marisol: let me check",
        "[10.02.23, 13:30:00] Marisol: let me check",
        "12/31/19, 11:59 PM - Marisol: let me check",
        "[5/3/24, 3:15:02\u202fPM] Marisol: let me check",
        "\u200e[31/12/2019, 23:59:00] Marisol: let me check",
        "[2019-12-31 23:59] Marisol: let me check",
        "31.12.19, 23:59 - Marisol: let me check",
        "2020年5月3日 下午3:15 - Marisol: let me check",
    ],
)
def test_a_message_is_read_without_its_stamp(line: str) -> None:
    assert dialogue.unstamped(f"{line}\n{line}") == "Marisol: let me check\nMarisol: let me check"


@pytest.mark.parametrize(
    "text",
    ["Marisol: at 12.05.2024 18:02 sharp", "12.05.2024 18:02 is the time", "2024-01-01: rent - paid", "3 - 2 = 1", ""],
)
def test_days_and_times_that_are_said_stay(text: str) -> None:
    assert dialogue.unstamped(text) == text


def test_to_look_for_stamps_costs_no_more_than_the_text_is_long() -> None:
    for unit in ("1:", "[1 1:11 \n", "2024-01-01 ", "a\n"):
        with linear_time():
            dialogue.unstamped(unit * 200_000)


TURNS = "\n".join(islice(cycle(["Nadia: see you at six", "Owen: ok", "and bring the tent", "Owen: which one?"]), 24))


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (f"Call of Monday\n\n{TURNS}", ("Owen", "Nadia")),
        ("Nadia: alone\n" * 9, None),
        ("The tent is broken. Nadia: she knows.\nIt was lent.\n" * 9, None),
        ("Nadia: one line of many\nOwen: yes\n" + "The minutes go on without anybody.\n" * 20, None),
        ("", None),
    ],
)
def test_a_dialogue_is_told_by_its_turns(text: str, speakers: tuple[str, ...] | None) -> None:
    found = dialogue.find(text)
    assert (found and found.speakers) == speakers


def test_a_chat_is_named_by_who_takes_part_and_not_by_how_it_begins() -> None:
    text = "01/02/2023, 09:00 - Nadia: my shoulder hurts\n" * 40
    chat = ParsedDocument(text, "message", "Sunday hikers", "text/plain", head="Nadia, Owen")
    assert "shoulder" not in name_of(chat, "/chats/x.txt")
    assert "Nadia" in name_of(chat, "/chats/x.txt")


def test_a_transcript_is_named_by_what_stands_before_it_and_who_speaks() -> None:
    said = name_of(ParsedDocument(f"Board, 3 May\n\n{TURNS * 40}", "note", "Board, 3 May", "text/plain"), "/x.txt")
    assert "Nadia" in said
    assert "Board" in said
    assert "tent" not in said


def test_of_a_chat_the_model_reads_who_says_what() -> None:
    line = "01/02/2023, 09:00 - Nadia: my shoulder hurts"
    chat = ParsedDocument(
        line, "message", "Nadia", "text/plain", headings=(Heading(0, 1, "2023-02-01", date(2023, 2, 1)),)
    )
    assert embedded(chat) == ["Nadia: my shoulder hurts"]


@pytest.mark.parametrize(
    ("header", "read"),
    [
        ("From: Anna Berg <anna@post.example>\nTo: me <me@home.example>\nDate: Mon, 6 May 2024\nSubject: The tent\n\n", "Anna Berg: The tent\n"),
        ("From: anna@post.example\n\n", "anna@post.example\n"),
        ("Date: Mon, 6 May 2024\n\n", ""),
    ],
)  # fmt: skip
def test_of_a_mail_the_model_reads_sender_subject_and_words(header: str, read: str) -> None:
    body = "Two of the poles are broken."
    mail = ParsedDocument(header + body, "email", "The tent", "message/rfc822", header_end=len(header))
    assert embedded(mail) == [read + body]


def test_lines_that_say_who_speaks_are_not_torn() -> None:
    text = "\n".join(f"{name}: we shall see. Or not: who knows" for name in islice(cycle(("Nadia", "Owen")), 60))
    for each in chunking.split(ParsedDocument(text, "note", "", "text/plain"), SPACE):
        assert text[each.char_start : each.char_end].startswith(("Nadia: ", "Owen: "))


@pytest.mark.parametrize(("kind", "text", "anew"), [("email", "x", True), ("message", "x", True), ("note", TURNS, True), ("note", "x", False)])  # fmt: skip
def test_only_what_somebody_says_is_made_anew_where_an_earlier_pkm_stored_it(kind: Kind, text: str, anew: bool) -> None:
    assert bool(manner(ParsedDocument(text, kind, "", "text/plain"))) == anew
