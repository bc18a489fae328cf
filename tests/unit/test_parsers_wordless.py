"""What holds no words by its nature is told from what nobody could read."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ingest.parsers import parse, parser_for
from pkm.errors import Refused
from tests.unit.papers import candidate

MP3 = b"ID3\x03\x00\x00\x00\x00\x00\x21" + bytes(range(256)) * 8
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(range(256)) * 8
OGG = b"OggS\x00\x02" + bytes(22) + b"OpusHead" + bytes(range(256))
ELF = b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 8
NOISE = bytes(range(256)) * 8


def refused(folder: Path, name: str, data: bytes) -> Refused:
    with pytest.raises(Refused) as found:
        parser_for(candidate(folder, data, name))
    return found.value


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("song.mp3", MP3, "sound"),
        ("PTT-20260103-WA0001.opus", OGG, "sound"),
        ("clip.mp4", MP4, "film"),
        ("old.mp3", NOISE, "sound"),
        ("libpng.so", ELF, "program"),
        ("tool", ELF, "program"),
        ("font.woff2", b"wOF2\x00\x01\x00\x00" + NOISE, "typeface"),
    ],
)
def test_what_holds_no_words_is_said_to_hold_none(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    found = refused(tmp_path, name, data)
    assert found.wordless
    assert reason in str(found)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("contract.docx", ELF, "no format that pkm reads"),
        ("scan.pdf", MP4, "no format that pkm reads"),
        ("photo.jpg", MP3, "no format that pkm reads"),
        ("notes.bin", NOISE, "no format that pkm reads"),
        ("outlook.pst", b"!BDN" + NOISE, "Outlook's own store"),
        ("Contract.pdf", bytes(70_000), "nothing but zeros"),
        (".Contract.pdf.icloud", b"bplist00" + NOISE, "in iCloud only"),
        ("Lease.gdoc", b'{"url": "https://docs.google.com/open?id=x", "doc_id": "x"}', "only a link"),
        ("messages.db", b"SQLite format 3\x00" + NOISE, "a program's database"),
    ],
)
def test_what_may_hold_words_is_a_problem(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    found = refused(tmp_path, name, data)
    assert not found.wordless
    assert reason in str(found)


def test_in_an_archive_they_are_counted_and_are_no_problems(tmp_path: Path) -> None:
    place = tmp_path / "chat.zip"
    with zipfile.ZipFile(place, "w") as packed:
        packed.writestr("note.txt", "The spare key lies below the third pot.")
        packed.writestr("PTT-1.opus", OGG)
        packed.writestr("VID-1.mp4", MP4)
        packed.writestr("lost.dat", NOISE)
    parsed = parse(candidate(tmp_path, place.read_bytes(), "chat.zip"))
    assert parsed.wordless == 2
    assert [each.locator for each in parsed.problems] == ["file 4 (lost.dat)"]
