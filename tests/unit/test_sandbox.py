"""A hostile file harms nothing but itself: each test has a reader that does what such files do."""

from __future__ import annotations

import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import CancelledError
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ingest import chunking
from ingest.sandbox import Limits, Sandbox
from ingest.sandbox.pool import MOST_HELD
from pkm.errors import Refused
from pkm.models import Page, Parsed, Problem
from pkm.prepared import prepare
from tests.clock import LONGEST_S, is_running, until
from tests.free_embedder import FreeEmbedder

PARSER = "tests.unit.sandbox_parsers:parse"
SMALL = Limits(
    memory_bytes=1 << 30,
    scratch_bytes=8 << 20,
    output_bytes=4 << 20,
    files=50,
    worn_bytes=1 << 29,
)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(2, SMALL, PARSER) as opened:
        yield opened


@pytest.fixture
def one() -> Iterator[Sandbox]:
    """A single reader, so that one file follows another in it."""
    with Sandbox(1, SMALL, PARSER) as opened:
        yield opened


def order(folder: Path, what: str) -> Path:
    path = folder / f"{what.split()[0]}-{time.monotonic_ns()}.txt"
    path.write_text(what)
    return path


def ask(sandbox: Sandbox, folder: Path, what: str) -> Parsed:
    return sandbox.submit(order(folder, what), "shown.txt").result(LONGEST_S).parsed


def text_of(parsed: Parsed) -> str:
    return parsed.documents[0].text


def reason_for(sandbox: Sandbox, folder: Path, what: str) -> str:
    with pytest.raises(Refused) as refusal:
        ask(sandbox, folder, what)
    return str(refusal.value)


def patiently(sandbox: Sandbox, folder: Path, what: str) -> Parsed:
    """Ask within a limit of seconds; a machine that stands still looks like a file that is stuck, and is asked again."""

    def asked() -> Parsed | None:
        try:
            return ask(sandbox, folder, what)
        except Refused as refused:
            if "took longer" not in str(refused):
                raise
            return None

    parsed = until(asked, "it is read in time")
    assert parsed is not None
    return parsed


def test_all_that_a_parser_gives_arrives_as_it_was(sandbox: Sandbox, tmp_path: Path) -> None:
    parsed = ask(sandbox, tmp_path, "everything")
    document = parsed.documents[0]
    booking = document.statements[0].transactions[0]
    assert (booking.booked_on, booking.amount, booking.counterparty) == (date(2024, 2, 29), Decimal("-12.30"), "Bäcker")
    assert str(booking.amount) == "-12.30"
    assert document.pages == (Page(1, 0, 4, 595.5, 842.0, b"\x00\xff words", 0.5, -2.25),)
    assert parsed.problems == (Problem("shown.txt", "row 2", "no date"),)


def test_the_real_parsers_read_in_the_sandbox_and_what_they_read_is_prepared_there(tmp_path: Path) -> None:
    text = "Invoice No. 4711\nWeaver Heating Ltd\n\nThe boiler was serviced.\nTotal amount due: 120.00 EUR\n"
    (tmp_path / "letter.txt").write_text(text)
    with Sandbox(1, space=FreeEmbedder.space) as sandbox:
        reading = sandbox.submit(tmp_path / "letter.txt", "/post/letter.txt").result(LONGEST_S)
    [document], [prepared] = reading.parsed.documents, reading.prepared
    assert document.text == text
    passages = chunking.split(document, FreeEmbedder.space)
    assert prepared == prepare(document, passages, "/post/letter.txt", FreeEmbedder.space)
    assert [each.text for each in prepared.facts if each.kind == "number"] == ["4711"]


def test_a_text_that_cannot_be_prepared_is_refused_until_later(tmp_path: Path) -> None:
    with Sandbox(1, SMALL, PARSER, space=FreeEmbedder.space) as sandbox:
        with pytest.raises(Refused, match="could not be prepared: ValueError") as refusal:
            ask(sandbox, tmp_path, "unquote")
        assert refusal.value.passing
        assert text_of(ask(sandbox, tmp_path, "say on")) == "on"


@pytest.mark.parametrize("what", ["fewer", "when", "weights", "counts"])
def test_a_file_that_took_its_reader_over_is_refused_and_stops_nobody(tmp_path: Path, what: str) -> None:
    with Sandbox(1, SMALL, PARSER, space=FreeEmbedder.space) as sandbox:
        assert "nonsense" in reason_for(sandbox, tmp_path, f"forge {what}")
        assert text_of(ask(sandbox, tmp_path, "say on")) == "on"


def test_a_refusal_keeps_its_reason_and_place(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="the page is blank") as refusal:
        ask(sandbox, tmp_path, "refuse")
    assert refusal.value.locator == "page 7"


def test_an_exception_is_named_without_the_words_of_the_file(sandbox: Sandbox, tmp_path: Path) -> None:
    assert reason_for(sandbox, tmp_path, "raise") == "it could not be read: LookupError"
    assert "nested too deep" in reason_for(sandbox, tmp_path, "recurse")


@pytest.mark.parametrize("end", ["die", "exit"])
def test_a_crash_is_the_files_own(one: Sandbox, tmp_path: Path, end: str) -> None:
    first = ask(one, tmp_path, "who")
    assert "crash" in reason_for(one, tmp_path, end)
    assert text_of(ask(one, tmp_path, "who")) != text_of(first)


def test_a_crash_loses_no_neighbour(sandbox: Sandbox, tmp_path: Path) -> None:
    orders = ["die" if n % 3 == 0 else f"say {n}" for n in range(12)]
    futures = [sandbox.submit(order(tmp_path, each), each) for each in orders]
    for n, future in enumerate(futures):
        if n % 3 == 0:
            with pytest.raises(Refused, match="crash"):
                future.result(LONGEST_S)
        else:
            assert text_of(future.result(LONGEST_S).parsed) == str(n)


def test_memory_has_an_end(sandbox: Sandbox, tmp_path: Path) -> None:
    assert reason_for(sandbox, tmp_path, "swell") == "reading it needs more than 1 GB of memory"


def test_a_file_is_not_refused_for_what_earlier_ones_left(tmp_path: Path) -> None:
    with Sandbox(1, Limits(memory_bytes=1 << 30, worn_bytes=1 << 40), PARSER) as sandbox:
        pids = {text_of(ask(sandbox, tmp_path, "hoard 400")) for _ in range(4)}
    assert len(pids) > 1


def test_a_swollen_reader_is_replaced(one: Sandbox, tmp_path: Path) -> None:
    pid = text_of(ask(one, tmp_path, "hoard 600"))
    assert not Path(f"/proc/{pid}").exists()
    assert text_of(ask(one, tmp_path, "who")).split()[0] != pid


def test_a_reader_reads_many_files_and_is_then_replaced(tmp_path: Path) -> None:
    with Sandbox(1, Limits(files=3), PARSER) as sandbox:
        readers = [text_of(ask(sandbox, tmp_path, "who")).split()[0] for _ in range(7)]
    assert readers[0] == readers[2] != readers[3] == readers[5] != readers[6]


def test_a_hang_ends(tmp_path: Path) -> None:
    with Sandbox(1, Limits(silence_s=3), PARSER) as sandbox:
        assert reason_for(sandbox, tmp_path, "hang") == "reading it took longer than 3 s"
        assert text_of(patiently(sandbox, tmp_path, "say on")) == "on"


def test_slow_is_not_stuck_while_it_shows_life(tmp_path: Path) -> None:
    with Sandbox(1, Limits(silence_s=3), PARSER) as sandbox:
        assert text_of(patiently(sandbox, tmp_path, "plod 4.5")) == "arrived"


def test_life_alone_is_not_enough(tmp_path: Path) -> None:
    with Sandbox(1, Limits(total_s=1), PARSER) as sandbox:
        assert reason_for(sandbox, tmp_path, "spin") == "reading it took longer than 1 s"


def test_processor_time_has_an_end(tmp_path: Path) -> None:
    with Sandbox(1, Limits(cpu_s=1), PARSER) as sandbox:
        assert reason_for(sandbox, tmp_path, "burn") == "reading it took more than 1 s of processor time"


def test_output_has_an_end(sandbox: Sandbox, tmp_path: Path) -> None:
    assert len(text_of(ask(sandbox, tmp_path, f"gush {3 << 20}"))) == 3 << 20
    assert reason_for(sandbox, tmp_path, f"gush {5 << 20}") == "it holds more than 4 MB of text and attachments"


def test_scratch_files_have_an_end(sandbox: Sandbox, tmp_path: Path) -> None:
    assert reason_for(sandbox, tmp_path, "dump") == "it unpacks to too large a file"


def test_scratch_is_clean_for_the_next_file(one: Sandbox, tmp_path: Path) -> None:
    assert [text_of(ask(one, tmp_path, "litter")) for _ in range(2)] == ["0", "0"]


def test_printing_does_not_disturb_the_answer(sandbox: Sandbox, tmp_path: Path) -> None:
    assert text_of(ask(sandbox, tmp_path, "print")) == "''"


def test_characters_that_utf8_lacks_keep_their_place(sandbox: Sandbox, tmp_path: Path) -> None:
    assert text_of(ask(sandbox, tmp_path, "surrogate")) == "a?b"


def test_characters_that_the_database_lacks_keep_their_place(sandbox: Sandbox, tmp_path: Path) -> None:
    parsed = ask(sandbox, tmp_path, "nul")
    assert text_of(parsed) == "a\ufffdb"
    assert (parsed.documents[0].title, parsed.documents[0].meta) == ("t\ufffd", {"k": "\ufffd"})


def test_no_reader_calls_out(sandbox: Sandbox, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert reason_for(sandbox, tmp_path, f"call {port}") == "it could not be read: PermissionError"
        assert not select.select([server], [], [], 0.2)[0]


def test_no_secret_reaches_a_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PKM_LLM_API_KEY", "hunter2")
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:hunter2@h/d")
    with Sandbox(1, SMALL, PARSER) as sandbox:
        environment = text_of(ask(sandbox, tmp_path, "environment"))
    assert "hunter2" not in environment
    assert "PKM_" not in environment


def test_files_that_are_none_are_refused(sandbox: Sandbox, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    reasons = {}
    for name in ("fifo", "loop", "absent", "."):
        with pytest.raises(Refused) as refusal:
            sandbox.submit(tmp_path / name, name).result(LONGEST_S)
        reasons[name] = str(refusal.value)
    assert reasons == {
        "fifo": "it is no regular file",
        "loop": "its links lead in a circle",
        "absent": "it vanished before it was read",
        ".": "it is no regular file",
    }


def test_a_file_that_changes_or_vanishes_meanwhile_is_refused(sandbox: Sandbox, tmp_path: Path) -> None:
    assert reason_for(sandbox, tmp_path, "touch") == "it changed while it was read"
    assert reason_for(sandbox, tmp_path, "vanish") == "it vanished while it was read"


def test_a_name_that_is_not_utf8_is_read(sandbox: Sandbox, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text("everything")
    parsed = sandbox.submit(path, str(path.name)).result(LONGEST_S).parsed
    assert parsed.problems[0].path == "caf?.txt"


def test_closing_cancels_and_leaves_nothing(tmp_path: Path) -> None:
    sandbox = Sandbox(1, SMALL, PARSER)
    pid = int(text_of(ask(sandbox, tmp_path, "who")).split()[0])
    running, waiting = (sandbox.submit(order(tmp_path, what), what) for what in ("hang", "say late"))
    until(running.running, "a file that hangs is being read")
    sandbox.close()
    for future in (running, waiting):
        with pytest.raises(CancelledError):  # neither was waited for, nor refused for hanging
            future.result(timeout=0)
    assert not Path(f"/proc/{pid}").exists()


def test_readers_die_with_their_parent_and_their_scratch_is_swept(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from ingest.sandbox import Sandbox\n"
        f"s = Sandbox(1, parse={PARSER!r})\n"
        "print(s.submit(Path(sys.argv[1]), 'x').result().parsed.documents[0].text, flush=True)\n"
        "s.submit(Path(sys.argv[2]), 'x'); time.sleep(600)\n"
    )
    environment = os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", script, str(order(tmp_path, "who")), str(order(tmp_path, "hang"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout
        reader = int(parent.stdout.readline().split()[0])
        parent.send_signal(signal.SIGKILL)
    until(lambda: not is_running(reader), "the reader dies with its parent")
    assert list(tmp_path.glob("pkm-sandbox-*"))
    _sweep_in(tmp_path)
    assert not list(tmp_path.glob("pkm-sandbox-*"))


def test_who_ends_at_once_closes_it_first(tmp_path: Path) -> None:
    """So it is where Ctrl-C breaks off what a first one had begun to close."""
    script = (
        "import sys; from pathlib import Path; from ingest.sandbox import Sandbox; from pkm.cli.app import _end_at_once\n"
        f"s = Sandbox(1, parse={PARSER!r})\n"
        "print(s.submit(Path(sys.argv[1]), 'x').result().parsed.documents[0].text, flush=True)\n"
        "s.submit(Path(sys.argv[2]), 'x'); _end_at_once(130)\n"
    )
    environment = os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", script, str(order(tmp_path, "who")), str(order(tmp_path, "hang"))]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (130, "")
    assert not is_running(int(done.stdout.split()[0]))
    assert not list(tmp_path.glob("pkm-sandbox-*"))


def _sweep_in(folder: Path) -> None:
    """Open and close a sandbox whose scratch lies there."""
    before = tempfile.tempdir
    tempfile.tempdir = str(folder)
    try:
        Sandbox(1, SMALL, PARSER).close()
    finally:
        tempfile.tempdir = before


def test_what_kills_its_reader_within_a_mailbox_or_an_archive_is_left_out_alone(tmp_path: Path) -> None:
    said = {number: f"Words {number}." for number in range(70)} | {30: "You die of this.", 61: "You swell of this."}
    letters = [
        f"From a@b.c Mon Jun  6 10:00:00 2005\nFrom: a@b.c\nMessage-ID: <{number}@x>\n\n{text}\n\n"
        for number, text in said.items()
    ]
    (tmp_path / "x.mbox").write_text("".join(letters))
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for number, text in said.items():
            archive.writestr(f"{number}.txt", text)
    parse = "tests.unit.sandbox_parsers:parse_or_die"
    with Sandbox(1, Limits(portion_parts=40), parse=parse) as sandbox:
        for name in ("x.mbox", "x.zip"):
            found, resume = [], None
            while not found or resume is not None:
                parsed = sandbox.submit(tmp_path / name, name, resume=resume).result().parsed
                found.append(parsed)
                resume = parsed.goes_on
            text = "".join(each.text for parsed in found for each in parsed.documents)
            assert [number for number, words in said.items() if words not in text] == [30, 61]
            assert [each.locator for parsed in found for each in parsed.problems] == (
                ["message 31", "message 62"] if name == "x.mbox" else ["file 31 (30.txt)", "file 62 (61.txt)"]
            )


def test_who_read_a_portion_reads_the_next_one_whatever_comes_between(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for number in range(6):
            archive.writestr(f"{number}.txt", f"note {number}")
    (tmp_path / "other.txt").write_text("another file")
    with Sandbox(1, Limits(portion_parts=2)) as sandbox:
        resume, holders, texts = None, set(), []
        while resume is not None or not texts:
            parsed = sandbox.submit(tmp_path / "x.zip", "x.zip", resume=resume).result().parsed
            texts += [each.text for each in parsed.documents if each.parent is not None]
            if resume := parsed.goes_on:
                holders |= set(sandbox._held.values())
            sandbox.submit(tmp_path / "other.txt", "other.txt").result()
        assert texts == [f"note {number}" for number in range(6)]
        assert len(holders) == 1
        assert not sandbox._held
        for number in range(4):  # of those that are not gone on with few stay
            shutil.copy(tmp_path / "x.zip", tmp_path / f"{number}.zip")
            sandbox.submit(tmp_path / f"{number}.zip", f"{number}.zip").result()
        assert len(sandbox._held) == MOST_HELD
        assert len(sandbox._readers) == MOST_HELD + len(sandbox._idle)
