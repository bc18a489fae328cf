"""Archives: what is inside is read, what would harm is not, and each file that is left out is named."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from ingest import parsers
from ingest.parsers import MAX_ARCHIVES, Candidate, archive_walk, parse
from ingest.parsers import archive as archives
from ingest.parsers.portion import Portion
from pkm.errors import Refused
from pkm.models import Parsed, Resume


def read(folder: Path, name: str, data: bytes) -> Parsed:
    path = folder / name
    path.write_bytes(data)
    return parse(Candidate.at(path))


def zipped(files: dict[str, bytes], level: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", level) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(files: dict[str, bytes], mode: str = "w") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


FILES = {"letters/lease.txt": b"The notice period is three months.", "notes/übrig.md": "# Rest\n\nBrot, Käse.".encode()}


@pytest.mark.parametrize("pack", [zipped, tarred, *(lambda f, m=m: tarred(f, m) for m in ("w:gz", "w:bz2", "w:xz"))])
def test_each_file_is_a_document_with_its_name_and_bytes(tmp_path: Path, pack: object) -> None:
    data = pack(FILES)  # type: ignore[operator]
    listing, *inside = read(tmp_path, "old.archive", data).documents
    assert listing.text == "letters/lease.txt\nnotes/übrig.md\n"
    assert [(each.name, each.original, each.parent) for each in inside] == [
        ("lease.txt", FILES["letters/lease.txt"], 0),
        ("übrig.md", FILES["notes/übrig.md"], 0),
    ]
    assert inside[0].text == "The notice period is three months."
    assert inside[1].locator == "file 2 (notes/übrig.md)"


@pytest.mark.parametrize(("pack", "suffix"), [(gzip.compress, "gz"), (bz2.compress, "bz2"), (lzma.compress, "xz")])
def test_a_single_packed_file(tmp_path: Path, pack: object, suffix: str) -> None:
    data = pack(b"The meter reads 4711 today.")  # type: ignore[operator]
    _, inside = read(tmp_path, f"meter.txt.{suffix}", data).documents
    assert (inside.name, inside.text) == ("meter.txt", "The meter reads 4711 today.")


def test_names_lead_nowhere_and_what_systems_add_is_left_aside(tmp_path: Path) -> None:
    files = {
        "../../etc/passwd.txt": b"out of the tree",
        "__MACOSX/._a.txt": b"junk",
        "a/\u202etxt.exe.txt": b"turned round",
    }
    parsed = read(tmp_path, "x.zip", zipped(files))
    assert not parsed.problems
    assert [each.name for each in parsed.documents[1:]] == ["passwd.txt", "\ufffdtxt.exe.txt"]
    assert parsed.documents[1].locator == "file 1 (etc/passwd.txt)"
    assert not (tmp_path.parent / "etc").exists()


def test_links_and_devices_in_a_tar_are_named_not_followed(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, kind in (
            ("link", tarfile.SYMTYPE),
            ("hard", tarfile.LNKTYPE),
            ("tty", tarfile.CHRTYPE),
            ("pipe", tarfile.FIFOTYPE),
        ):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
        entry = tarfile.TarInfo("note.txt")
        entry.size = 4
        archive.addfile(entry, io.BytesIO(b"mine"))
    parsed = read(tmp_path, "x.tar", buffer.getvalue())
    assert [each.text for each in parsed.documents[1:]] == ["mine"]
    assert [each.locator for each in parsed.problems] == [
        "file 1 (link)",
        "file 2 (hard)",
        "file 3 (tty)",
        "file 4 (pipe)",
    ]


@pytest.mark.parametrize("name", ["bomb.zip", "bomb.gz"])
def test_a_bomb_is_not_unpacked_and_its_neighbours_are_read(tmp_path: Path, name: str) -> None:
    zeros = bytes(64 << 20)
    if name.endswith("zip"):
        parsed = read(tmp_path, name, zipped({"zeros.txt": zeros, "note.txt": b"a neighbour"}))
        assert [each.text for each in parsed.documents[1:]] == ["a neighbour"]
    else:
        parsed = read(tmp_path, name, gzip.compress(zeros))
    assert "bomb" in parsed.problems[0].reason


def test_a_size_that_a_header_lies_about_is_not_believed(tmp_path: Path) -> None:
    data = bytearray(zipped({"zeros.txt": bytes(64 << 20), "note.txt": b"a neighbour"}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):  # uncompressed size (APPNOTE 4.3.7, 4.3.12)
        place = data.find(mark) + at
        data[place : place + 4] = struct.pack("<I", 100)
    parsed = read(tmp_path, "liar.zip", bytes(data))
    assert [each.text for each in parsed.documents[1:]] == ["a neighbour"]
    assert parsed.problems[0].locator == "file 1 (zeros.txt)"


def test_archives_in_archives_end(tmp_path: Path) -> None:
    data = zipped({"note.txt": b"at the bottom"})
    for _ in range(MAX_ARCHIVES - 1):
        data = zipped({"inner.zip": data})
    assert read(tmp_path, "deep.zip", data).documents[-1].text == "at the bottom"
    deeper = read(tmp_path, "deeper.zip", zipped({"inner.zip": data}))
    assert "packed in each other" in deeper.problems[0].reason


def test_all_that_is_inside_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_UNPACKED_BYTES", 1000)
    parsed = read(tmp_path, "big.zip", zipped({"a.txt": b"x" * 950, "b.txt": b"y" * 900, "c.txt": b"z" * 90}))
    listing, *inside = parsed.documents
    assert listing.text == "a.txt\nb.txt\nc.txt\n"
    assert [each.locator for each in inside] == ["file 3 (c.txt)", "file 2 (b.txt)"]  # the small ones first
    assert [each.locator for each in parsed.problems] == ["file 1 (a.txt)"]
    parsed = read(tmp_path, "big.tar", tarred({"a.txt": b"x" * 900, "b.txt": b"y" * 900, "c.txt": b"z" * 90}))
    assert [each.locator for each in parsed.problems] == ["file 2 (b.txt)"]


def test_damage_costs_only_what_is_damaged(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"first", "b.txt": b"second"}, zipfile.ZIP_STORED))
    data[data.find(b"first")] ^= 1
    parsed = read(tmp_path, "x.zip", bytes(data))
    assert [each.text for each in parsed.documents[1:]] == ["second"]
    assert [(each.locator, each.reason) for each in parsed.problems] == [("file 1 (a.txt)", "it is damaged")]


def test_an_archive_that_was_cut_short_says_so(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cut short"):
        read(tmp_path, "x.zip", zipped(FILES)[:-40])
    parsed = read(tmp_path, "x.tar", tarred({"a.txt": b"x" * 600, "b.txt": b"y" * 6000})[:3000])
    assert any("damaged" in each.reason or "cut short" in each.reason for each in parsed.problems)
    assert parsed.documents[1].text == "x" * 600


def test_locked_files_and_other_archives_say_what_to_do(tmp_path: Path) -> None:
    data = bytearray(zipped({"secret.txt": b"secret"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # general purpose bit 0: encrypted (APPNOTE 4.4.4)
        data[data.find(mark) + at] |= 1
    assert "password" in read(tmp_path, "locked.zip", bytes(data)).problems[0].reason
    with pytest.raises(Refused, match="7z archive"):
        read(tmp_path, "x.7z", b"7z\xbc\xaf\x27\x1c" + bytes(100))
    for name, data in (("none.zip", zipped({})), ("none.tar", tarred({})), ("none.tgz", gzip.compress(tarred({})))):
        with pytest.raises(Refused, match="empty"):
            read(tmp_path, name, bytes(data))


def test_an_archive_that_is_read_in_portions_is_no_bomb_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_UNPACKED_BYTES", 30_000)
    path = tmp_path / "x.zip"
    letters = {f"{number}.txt": bytes([65 + number]) * 29_000 for number in range(20)} | {"film.txt": bytes(31_000)}
    path.write_bytes(zipped(letters))
    found, resume = [], None
    while True:
        parsed = parse(Candidate.at(path, resume=resume, portion=Portion(50_000, 100)))
        found.append(parsed)
        if not (resume := parsed.goes_on):
            break
    read_files = [each for parsed in found for each in parsed.documents if each.parent is not None]
    assert 1 < len(found) == len({parsed.documents[0].locator for parsed in found})
    assert len(read_files) == path.stat().st_size * archives.MAX_OVERALL_RATIO // 29_000 < 20
    [problem] = [each for parsed in found for each in parsed.problems]
    assert f"{len(read_files)} files were read" in problem.reason
    path.write_bytes(zipped(letters, zipfile.ZIP_STORED))
    last = parse(
        Candidate.at(path, resume=Resume("archive 4", 0, 0, 19, unfinished=True), portion=Portion(50_000, 100))
    )
    assert [each.name for each in last.documents] == [None, "19.txt"]
    assert [(each.locator, "holds more" in each.reason) for each in last.problems] == [("file 21 (film.txt)", True)]


def test_a_fault_with_one_file_concerns_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Faulty:
        name, version = "faulty", "1"

        def identify(self, file: Candidate) -> bool:
            return file.name == "odd.txt"

        def parse(self, file: Candidate) -> Parsed:
            raise ZeroDivisionError(file.name)

    monkeypatch.setattr(parsers, "PARSERS", (Faulty(), *parsers.PARSERS))
    parsed = read(tmp_path, "x.zip", zipped({"odd.txt": b"odd", "even.txt": b"even"}))
    assert [each.text for each in parsed.documents[1:]] == ["even"]
    assert [(each.locator, each.reason) for each in parsed.problems] == [
        ("file 1 (odd.txt)", "it could not be read: ZeroDivisionError")
    ]


MAIL = "From ada@example.org Mon Mar  3 10:00:00 2025\nFrom: Ada <ada@example.org>\nSubject: {number}\nMessage-ID: <{number}@example.org>\n\n{text}\n\n"
MAILBOX = "".join(MAIL.format(number=each, text=f"Letter {each}. " * (each % 7 * 20)) for each in range(60)).encode()


def portions(path: Path, *, stays: bool = True) -> list[Parsed]:
    """An archive read in small portions, each by a process that may have it open from the one before."""
    found: list[Parsed] = []
    resume = None
    while resume is not None or not found:
        if not stays:
            archive_walk.Walk._open = None
        found.append(parse(Candidate.at(path, resume=resume, portion=Portion(10_000, 5))))
        resume = found[-1].goes_on
    return found


@pytest.mark.parametrize("kind", ["zip", "tar", "tgz", "gz", "bz2", "xz"])
def test_what_is_read_in_portions_is_unpacked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    files = {
        "a.txt": b"before",
        "all.mbox": MAILBOX,
        "b.txt": b"between",
        "film.txt": b"x" * 12_000,
        "z.txt": b"behind",
    }
    pack = {
        "zip": lambda: zipped(files), "tar": lambda: tarred(files), "tgz": lambda: gzip.compress(tarred(files)),
        "gz": lambda: gzip.compress(MAILBOX), "bz2": lambda: bz2.compress(MAILBOX), "xz": lambda: lzma.compress(MAILBOX),
    }  # fmt: skip
    path = tmp_path / (f"all.mbox.{kind}" if kind in {"gz", "bz2", "xz"} else f"x.{kind}")
    path.write_bytes(pack[kind]())
    opened = []
    members = archive_walk._members
    monkeypatch.setattr(archive_walk, "_members", lambda *asked: opened.append(1) or members(*asked))
    found = portions(path)
    assert len(found) > 4
    assert len(opened) == 1
    assert found == portions(path, stays=False)
    assert len(opened) == 1 + len(found)
    said = [each.text for parsed in found for each in parsed.documents if each.kind == "email"]
    assert len(said) == 60


def test_an_archive_that_changed_is_not_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(zipped({"all.mbox": MAILBOX}))
    first = parse(Candidate.at(path, portion=Portion(10_000, 5)))
    path.write_bytes(zipped({"all.mbox": MAILBOX.replace(b"Letter", b"Postal")}))
    second = parse(Candidate.at(path, resume=first.goes_on, portion=Portion(10_000, 5)))
    assert "Letter" in "".join(each.text for each in first.documents)
    assert "Letter" not in "".join(each.text for each in second.documents)
