"""A file that never rests: what is copied of it is whole, however it is written."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest import snapshot
from pkm.errors import Refused

PAUSE_S = 0.03  # longer than a file must lie still


@contextmanager
def _writing(write: Callable[[int], None]) -> Iterator[None]:
    """Somebody writes again and again meanwhile; has begun when this is entered."""
    ended, begun = threading.Event(), threading.Event()

    def run() -> None:
        for number in range(1 << 20):
            write(number)
            begun.set()
            if ended.wait(PAUSE_S if number % 2 else 0):
                return

    thread = threading.Thread(target=run)
    thread.start()
    begun.wait()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "REST_S", 0.3)


def _take(place: Path) -> tuple[str, snapshot.Snapshot]:
    found = snapshot.take(os.fsencode(place), place.with_name("copy"))
    return found.path.read_text(), found


def test_of_a_file_that_is_written_anew_again_and_again_a_whole_state_is_copied(tmp_path: Path) -> None:
    place = tmp_path / "state.json"

    def write(number: int) -> None:
        if number % 2 == 0:
            place.write_text("BEGIN half\n")  # the other half comes at once
        else:
            with place.open("a") as stream:
                stream.write("the other END\n")

    with _writing(write):
        text, found = _take(place)
    assert (text, found.grows) == ("BEGIN half\nthe other END\n", False)


def test_a_machine_that_stood_still_for_a_while_does_not_make_a_half_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who writes stood still, too: no look saw a change, though as much time passed as a file rests."""
    place = tmp_path / "state.json"
    place.write_text("")
    sleep, slept = time.sleep, 0

    def stall(seconds: float) -> None:
        nonlocal slept
        slept += 1
        sleep(snapshot.REST_S if slept == 1 else seconds)
        if slept == 2:
            place.write_text("BEGIN the whole END\n")

    monkeypatch.setattr(snapshot.time, "sleep", stall)
    text, _ = _take(place)
    assert text == "BEGIN the whole END\n"


def test_of_a_file_that_another_one_takes_the_place_of_a_whole_state_is_copied(tmp_path: Path) -> None:
    place = tmp_path / "state.json"

    def write(number: int) -> None:
        (tmp_path / "new").write_text(f"state {number:9}\n")
        (tmp_path / "new").replace(place)

    with _writing(write):
        text, found = _take(place)
    assert (text[:6], len(text), found.grows) == ("state ", 16, False)


def test_a_file_that_is_added_to_is_copied_to_its_last_line(tmp_path: Path) -> None:
    place = tmp_path / "app.log"

    def write(number: int) -> None:
        with place.open("a") as stream:
            stream.write(f"line {number}" if number % 2 == 0 else " ends\n")

    with _writing(write):
        text, found = _take(place)
    assert found.grows
    assert text.endswith(" ends\n")
    assert place.read_text().startswith(text)


def test_of_a_file_that_never_lies_still_nothing_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "STILL_S", 10 * PAUSE_S)
    place = tmp_path / "state.json"
    with _writing(lambda number: place.write_text(f"{number}"[:1]) and None), pytest.raises(Refused) as refused:
        _take(place)
    assert (str(refused.value), refused.value.passing) == (snapshot.WRITTEN, True)


def test_a_file_that_rests_is_copied_as_it_is(tmp_path: Path) -> None:
    place = tmp_path / "note.txt"
    place.write_text("A note without an end of its line")
    text, found = _take(place)
    assert (text, found.grows) == (place.read_text(), False)
