"""What a careless world puts in front of ``pkm``: each ends in one line that says what is wrong, and nothing is lost."""

from __future__ import annotations

import base64
import email.message
import gzip
import hashlib
import http.server
import io
import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import tarfile
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import psycopg
import pytest

from bench.soak.embedding import embeddings
from ingest import chunking, jobs, settlement
from ingest.check import find_faults
from ingest.sandbox import Limits, Sandbox
from ingest.watch import Silent
from pkm.config import Settings
from pkm.errors import DatabaseError
from pkm.store import files, people, queue
from pkm.store.database import Database, _check_versions
from tests.acceptance.test_cli import OFX, Shell
from tests.clock import LONGEST_S, linear_time, until
from tests.free_embedder import FreeEmbedder

WORDPROCESSING = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ENTITIES = (
    "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)) + "]>"
)
GIB = 1 << 30


@pytest.fixture(scope="module")
def embedder_url() -> Iterator[str]:
    """What is embedded here is much and matters to no test."""
    with embeddings() as url:
        yield url


@pytest.fixture
def shell(tmp_path: Path, database_url: str, embedder_url: str) -> Shell:
    shell = Shell(tmp_path / "home", database_url)
    shell.environment |= {"PKM_EMBEDDER": "http", "PKM_EMBEDDER_URL": embedder_url}
    return shell


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "papers"
    place.mkdir()
    (place / "a-neighbour.txt").write_text("The neighbour in the left house is called Mrs Okafor.\n")
    (place / "z-neighbour.md").write_text("# Parrot\n\nThe parrot of the right house is called Emil.\n")
    return place


# ---------------------------------------------------------------- things that look like files


def _pdf(**encryption: Any) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    paper = io.BytesIO()
    canvas = Canvas(paper, pageCompression=0, **encryption)
    for page in range(4):
        for line in range(20):
            canvas.drawString(72, 760 - 20 * line, f"The boiler was serviced on day {line} of month {page}.")
        canvas.showPage()
    canvas.save()
    return paper.getvalue()


def _zip(parts: dict[str, bytes | str]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in parts.items():
            opened.writestr(name, data)
    return archive.getvalue()


def _docx(body: str = "<w:p><w:r><w:t>The policy has number 4711.</w:t></w:r></w:p>", prologue: str = "") -> bytes:
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return _zip(
        {
            "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="a" Type="{office}" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'{prologue}<w:document xmlns:w="{WORDPROCESSING}"><w:body>{body}</w:body></w:document>',
        }
    )


def _locked_docx() -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile

    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(_docx())).encrypt("password", locked)
    return locked.getvalue()


def _locked_pdf() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    return _pdf(encrypt=StandardEncryption("password", "owner"))


def _odt(content: str) -> bytes:
    return _zip({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def _jpg() -> bytes:
    from tests.unit.papers import picture

    photo = io.BytesIO()
    picture().save(photo, "JPEG")
    return photo.getvalue()


def _png(width: int, height: int) -> bytes:
    """A white picture of one bit a pixel (PNG specification, 5 and 11.2)."""
    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * (width // 8)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def _pdf_of_filters(depth: int, megabytes: int) -> bytes:
    """A page whose content is blanks, packed ``depth`` times."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(megabytes)) + packer.flush()
    for _ in range(depth - 1):
        data = zlib.compress(data, 9)
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Length %d/Filter[%s]>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\n%%%%EOF"
        % (len(data), b"/FlateDecode " * depth, data)
    )


def _liar() -> bytes:
    """An archive whose part says that it has 1,000 bytes and unpacks to a quarter of a gigabyte."""
    bomb = bytearray(_zip({"word/document.xml": bytes(256 << 20)}))
    entry = bomb.rindex(b"PK\x01\x02")
    bomb[entry + 24 : entry + 28] = bomb[22:26] = struct.pack("<I", 1000)
    return bytes(bomb)


def _mail(attachment: bytes = b"") -> bytes:
    packed = base64.encodebytes(attachment).decode()
    return (
        "From: anna@example.org\nTo: ben@example.org\nSubject: The key\nDate: Mon, 02 Mar 2026 10:00:00 +0100\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: text/plain\n\nThe key lies under the mat.\n--B\n"
        "Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n" + packed + "--B--\n"
    ).encode()


def _nested_mail(depth: int) -> bytes:
    inner = "Content-Type: text/plain\n\nThe innermost words.\n"
    for n in range(depth):
        inner = f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n{inner}\n--b{n}--\n"
    return f"From: anna@example.org\nSubject: Deep\nMIME-Version: 1.0\n{inner}".encode()


def _mail_of_parts(count: int) -> bytes:
    part = "--B\nContent-Type: text/plain\n\nOne of many.\n"
    head = "From: a@example.org\nSubject: Parts\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n"
    return (head + part * count + "--B--\n").encode()


def _mail_in_itself() -> bytes:
    """A part whose boundary is the one of the part around it (RFC 2046, 5.1.2 forbids it)."""
    inner = "Content-Type: multipart/mixed; boundary=B\n\n--B\n"
    return f"From: a@example.org\nSubject: Circle\nMIME-Version: 1.0\n{inner * 200}\nThe snake bites its tail.\n--B--\n".encode()


def _matryoshka(depth: int) -> bytes:
    data = _zip({"doll.txt": "The innermost doll."})
    for _ in range(depth):
        data = _zip({f"doll{n}.zip": data for n in range(3)})
    return data


def _tar_of_links() -> bytes:
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as opened:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE):
            entry = tarfile.TarInfo(f"entry{kind.decode()}")
            entry.type, entry.linkname = kind, "../../../../etc/passwd"
            opened.addfile(entry)
    return archive.getvalue()


def _pdf_in_a_circle() -> bytes:
    """A page tree that is its own child (ISO 32000-2, 7.7.3)."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2/Parent 2 0 R>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3>>\n%%EOF"
    )


def _calling_home(address: str) -> dict[str, bytes]:
    """Files that ask whoever opens them to fetch something, each by another way."""
    image = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    linked = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId9" Type="{image}" Target="{address}/word.png" TargetMode="External"/></Relationships>'
    )
    with zipfile.ZipFile(io.BytesIO(_docx())) as plain:
        parts: dict[str, bytes | str] = {name: plain.read(name) for name in plain.namelist()}
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{address}/entity"><!ENTITY % p SYSTEM "{address}/parameter"> %p;]>'
    return {
        "page.html": f'<html><head><link rel=stylesheet href="{address}/a.css"><script src="{address}/a.js"></script></head>'
        f'<body><img src="{address}/a.png"><iframe src="{address}/b"></iframe>The tortoise hides.</body></html>'.encode(),
        "note.md": f"# Tortoise\n\n![shell]({address}/shell.png)\n".encode(),
        "linked.docx": _zip({**parts, "word/_rels/document.xml.rels": linked}),
        "mail.eml": (
            "From: a@example.org\nSubject: Far away\nMIME-Version: 1.0\nContent-Type: message/external-body; access-type=URL;"
            f' URL="{address}/body"\n\nContent-Type: text/plain\n\n'
        ).encode(),
        "drawing.svg": f'{entity}<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}/b.png"/><text>&e;Tortoise</text></svg>'.encode(),
        "bank.ofx": OFX.replace("<OFX>", f"{entity}<OFX>").replace("Bread", "&e;").encode(),
        "form.pdf": _pdf().replace(
            b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /URI /URI (%s/open) >>" % address.encode()
        ),
        "book.rtf": rb"{\rtf1 {\field{\*\fldinst INCLUDEPICTURE "
        + f'"{address}/rtf.png"'.encode()
        + rb" }} The tortoise.}",
    }


def _half(data: bytes) -> bytes:
    return data[: len(data) // 2]


READ = None
"""Whole or in part, without a complaint."""

FILES: dict[str, tuple[Callable[[], bytes], str | None]] = {
    **{f"empty.{ending}": (bytes, "is empty") for ending in ("pdf", "docx", "csv", "eml", "ofx", "jpg")},
    "empty.txt": (bytes, READ),
    "page-of-a-login.pdf": (
        lambda: b"<html><body><p>Sign in to see your bill.</p></body></html>",
        "does not begin as one",
    ),
    "cut.pdf": (lambda: _half(_pdf()), "cut off: what is there was read"),
    "cut-early.pdf": (lambda: _pdf()[:300], "damaged"),
    "cut.docx": (lambda: _docx()[:-100], "cut short"),
    "cut.zip": (lambda: _half(_docx()), "damaged or cut short"),
    "bomb.zip": (
        lambda: _zip({"zeros.txt": bytes(64 << 20), "note.txt": "The goldfish is called Nemo."}),
        "as a bomb does",
    ),
    "bomb.txt.gz": (lambda: gzip.compress(bytes(64 << 20)), "as a bomb does"),
    "matryoshka.zip": (lambda: _matryoshka(5), "packed in each other"),
    "traversal.zip": (
        lambda: _zip({"../../../tmp/pkm-was-here.txt": "Out of the tree.", "/etc/x.txt": "Rooted."}),
        READ,
    ),
    "links.tar": (_tar_of_links, "it is a link, a pipe or a device"),
    "cut.tar.gz": (lambda: _half(gzip.compress(os.urandom(4096), 0)), "damaged"),
    "cut.jpg": (lambda: _half(_jpg()), "cut off: what is there was read"),
    "cut-early.jpg": (lambda: _jpg()[:300], "damaged"),
    "cut.eml": (lambda: _half(_mail(_pdf())), "the end is missing|cut off"),
    "cut.ofx": (OFX[: OFX.index("<FITID>3")].encode, "ends in the middle|ends before"),
    "locked.pdf": (_locked_pdf, "protected by a password"),
    "locked.docx": (_locked_docx, "protected by a password"),
    "picture.pdf": (lambda: _png(64, 64), "no text could be recognised in the image"),
    "paper.txt": (_pdf, READ),
    "page.doc": (lambda: b"<html><body><p>The hamster is called Kurt.</p></body></html>", READ),
    "program.docx": (lambda: b"\x7fELF" + bytes(range(256)) * 40, "no format that pkm reads"),
    "noise.pdf": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40, "damaged"),
    "noise.ofx": (lambda: bytes(range(256)) * 40, "no format that pkm reads"),
    "bomb.docx": (lambda: _zip({"word/document.xml": bytes(64 << 20)}), "unpacks to more than 200 times its size"),
    "liar.docx": (_liar, "damaged|memory"),
    "many.docx": (lambda: _zip({f"word/{n}": b"" for n in range(20_001)}), "more than 20000 parts"),
    "bomb.png": (lambda: _png(40_000, 40_000), "million pixels"),
    "filters.pdf": (lambda: _pdf_of_filters(2, 100), "no text"),
    "filter-chain.pdf": (lambda: _pdf_of_filters(300, 1), "no text"),
    "entities.docx": (lambda: _docx("<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>", ENTITIES), "XML entities"),
    "entities.odt": (lambda: _odt(f"{ENTITIES}<a>&a11;</a>"), "XML entities"),
    "entities.ofx": (lambda: OFX.replace("<OFX>", f"{ENTITIES}<OFX>").replace("Bread", "&a11;").encode(), READ),
    "entities.html": (f"{ENTITIES}<html><body>The cat &a11; sat.</body></html>".encode, READ),
    "deep.eml": (lambda: _nested_mail(500), "nested more than"),
    "deep.html": (lambda: b"<div>" * 100_000 + b"Words in the deep." + b"</div>" * 100_000, READ),
    "lines.html": (lambda: b"Line<br>" * 30_000, READ),
    "spaces.txt": (lambda: b" " * (4 << 20) + b"\n" + b"\t" * (4 << 20) + b"An oasis of words.", READ),
    "brackets.json": (lambda: b"[" * 30_000, READ),
    "headers.eml": (lambda: b"X-A: b\n" * 5_000 + b"Subject: Many\nFrom: a@example.org\n\nBody.", READ),
    "parts.eml": (lambda: _mail_of_parts(2_000), READ),
    "boundary.eml": (_mail_in_itself, READ),
    "froms.mbox": (lambda: b"From a@example.org Mon Mar 02 10:00:00 2026\nSubject: x\n\n" * 300, READ),
    "circle.pdf": (_pdf_in_a_circle, "damaged|no text|no page"),
    "cells.csv": (lambda: b"a,b\n" + b'=HYPERLINK("http://127.0.0.1/","x"),"' + b"x" * 50_000 + b'"\n', READ),
    "deep.xml": (lambda: b"<a>" * 10_000, READ),
    "deep.rtf": (lambda: rb"{\rtf1 " + b"{" * 100_000 + b"Words." + b"}" * 100_001, READ),
    "deep.docx": (lambda: _docx("<w:tbl><w:tr><w:tc>" * 2_000 + "</w:tc></w:tr></w:tbl>" * 2_000), "damaged"),
}

NAMES = (
    b"caf\xe9.txt", "invoice_\u202etxt.exe.txt".encode(), b"new\nline.txt", b"\x1b[2Jclear.txt", b"-rf", b"[red]x.txt",
    b"'; drop table file; --.txt", b"%s {0}.txt", b"n" * 251 + b".txt", "\u200b.txt".encode(),
)  # fmt: skip


def _write(folder: Path, name: bytes, data: bytes) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(data)


def test_each_bad_file_is_named_with_its_reason_and_its_neighbours_are_read(
    shell: Shell, folder: Path, tmp_path: Path
) -> None:
    for name, (make, _) in FILES.items():
        (folder / name).write_bytes(make())
    for number, raw in enumerate(NAMES):
        _write(folder, raw, f"The {number}th odd name holds an ordinary sentence.".encode())
    with (folder / "huge.txt").open("wb") as sparse:
        sparse.write(b"The beginning of a huge file.\n")
        sparse.truncate(6 * GIB)
    with (folder / "large.txt").open("wb") as sparse:
        sparse.write(b"The beginning of a large file.\n" * 4_000)
        sparse.truncate(GIB // 2)
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop").symlink_to("loop")
    (folder / "round").symlink_to(folder)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(os.path.relpath(folder / "socket"))
    reasons = {name: told for name, (_, told) in FILES.items() if told} | {
        "huge.txt": "larger than 4 GiB", "large.txt": "too large", "pipe.txt": "pipe", "socket": "pipe", "loop": "circle",
    }  # fmt: skip
    if os.geteuid():
        (folder / "closed.txt").write_text("closed")
        (folder / "closed.txt").chmod(0)
        reasons["closed.txt"] = "permission denied"
    else:
        os.mknod(folder / "device.txt", 0o20666, os.makedev(1, 5))
        reasons["device.txt"] = "device"

    with (tmp_path / "out").open("w+") as out, (tmp_path / "err").open("w+") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "pkm.cli", "ingest", str(folder), "--json"],
            env=shell.environment,
            stdout=out,
            stderr=err,
        )
        _, status, usage = os.wait4(process.pid, 0)  # of it and of all that it started
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 3, (tmp_path / "err").read_text()
    report = json.loads((tmp_path / "out").read_text())
    assert usage.ru_maxrss * 1024 < Limits().memory_bytes

    problems: dict[str, list[str]] = {}
    for each in report["problems"]:
        problems.setdefault(Path(each["path"]).name, []).append(each["reason"])
    assert set(problems) == set(reasons)
    unclear = {name: problems[name] for name, told in reasons.items() if not re.search(told, "; ".join(problems[name]))}
    assert unclear == {}
    part = "was read|end is missing|ends in the|nested more|as a bomb does|packed in each other|a link, a pipe|begin as one"
    pieces_read = {name for name, told in reasons.items() if re.search(part, told)} | {"cut.tar.gz"}
    refused = set(reasons) - pieces_read
    assert report["indexed"] == len(FILES) + len(NAMES) + 2 - len(refused & set(FILES))
    counts = shell.json("status")["files"]
    assert (counts["pending"], counts["indexed"], counts["quarantined"]) == (0, report["indexed"], len(refused))
    hits = shell.json(
        "search", "Okafor, Emil, Kurt, the boiler, and what the 7th odd name holds", "-k", 100, "--arm", "sparse"
    )
    found = "\n".join(each["text"] for each in hits["hits"])
    for words in ("Mrs Okafor", "called Emil", "called Kurt", "boiler was serviced", "The 7th odd name holds"):
        assert words in found
    shown, _ = shell.run("problems")
    assert all(each.isprintable() for each in shown.replace("\n", ""))
    assert shell.json("check")["ok"]
    again = shell.json("ingest", folder, code=3)
    assert (again["new"], again["changed"], again["indexed"], again["quarantined"]) == (0, 0, 0, 0)


def test_nothing_calls_home(shell: Shell, folder: Path) -> None:
    called: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def handle(self) -> None:
            called.append(self.client_address[0])

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        files = _calling_home(f"http://127.0.0.1:{server.server_port}")
        for name, data in files.items():
            (folder / name).write_bytes(data)
        report = shell.json("ingest", folder, code=3)
        server.shutdown()
    assert called == []
    told = {Path(each["path"]).name for each in report["problems"]}
    assert report["indexed"] + report["quarantined"] == len(files) + 2
    assert told <= {"mail.eml", "bank.ofx", "drawing.svg"}
    assert shell.json("search", "tortoise", "--arm", "sparse")["hits"]


@pytest.mark.parametrize(
    ("content", "documents", "passages"),
    [
        (b"some words of a line that never ends, " * (12 * 1024 * 1024 // 38), 1, 12 * 1024 * 1024 // 2_000),
        (b"name,colour,weight\n" + b"".join(b"thing %d,blue,%d\n" % (n, n) for n in range(100_000)), 1, 500),
    ],
    ids=["a line of 12 MB", "100,000 rows"],
)
def test_large_texts_are_read_whole_in_bounded_time(
    tmp_path: Path, content: bytes, documents: int, passages: int
) -> None:
    path = tmp_path / ("rows.csv" if content.startswith(b"name") else "line.txt")
    path.write_bytes(content)
    with Sandbox(1, Limits(cpu_s=60)) as sandbox:
        parsed = sandbox.submit(path, path.name).result().parsed
    assert len(parsed.documents) == documents
    assert parsed.documents[0].text.encode() == content
    with linear_time():
        split = chunking.split(parsed.documents[0], FreeEmbedder.space)
    assert len(split) > passages


# ---------------------------------------------------------------- files that do not hold still


@contextmanager
def _meanwhile(disturb: Callable[[], None]) -> Iterator[None]:
    """Call ``disturb`` again and again in a thread while the block runs."""
    stopped = threading.Event()

    def go_on() -> None:
        while not stopped.wait(0.002):
            disturb()

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def test_files_that_change_or_vanish_while_they_are_read(
    database: Database, home: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settlement, "REST_S", 0.1)  # and twice as long with each further try
    with database.transaction() as connection:
        owner = people.ensure_owner(connection)
    read = jobs.read_here(home, FreeEmbedder())
    log, numbers = folder / "growing.log", iter(range(1_000_000))
    log.write_text("The log begins.\n")
    for number in range(40):
        (folder / f"fleeting-{number}.txt").write_text(f"Fleeting words of file {number}.\n" * 500)
    fleeting = sorted(folder.glob("fleeting-*"))

    def disturb() -> None:
        with log.open("a") as stream:
            stream.write(f"Entry {next(numbers)} of a log that never rests.\n")
        if fleeting and next(numbers) % 8 == 0:
            fleeting.pop().unlink()

    with _meanwhile(disturb):
        report = jobs.ingest(database, home, [folder], read, Silent(), person=owner)
    while fleeting:
        fleeting.pop().unlink()
    assert {Path(each.path).name for each in report.problems} <= {"growing.log"}
    assert all("being written" in each.reason for each in report.problems)
    final = jobs.refresh(database, home, read, Silent())
    assert final.problems == ()
    with database.transaction() as connection:
        counts = files.status_counts(connection)
        row = connection.execute(
            "select d.text from document d join file f on f.id = d.file_id where f.path = %s and d.valid_to is null",
            (str(log),),
        ).fetchone()
    assert (counts["pending"], counts["indexed"], counts["deleted"], counts["quarantined"]) == (0, 3, 40, 0)
    assert row is not None
    assert row[0] == log.read_text()
    assert find_faults(database, home, owner) == []


def test_ctrl_c_loses_nothing(shell: Shell, folder: Path) -> None:
    for number in range(60):
        (folder / f"note-{number}.txt").write_text(f"The code of box {number} is {number * 7}. " * 5)
    with Database.at(shell.environment["PKM_DATABASE_URL"]) as database:

        def is_under_way() -> bool:
            with database.transaction() as connection:
                return queue.count_pending(connection) > 0

        with database.transaction() as held:
            held.execute("lock table document in share mode")  # until it was interrupted, nothing is finished
            process = shell.start("ingest", folder)
            until(is_under_way, "files wait")
            process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=LONGEST_S)
    assert process.returncode == 130
    assert out == ""
    assert err == "pkm: interrupted; what was finished is kept, run it again to go on\n"
    shell.run("ingest", folder)
    assert shell.json("status")["files"]["indexed"] == 62


# ---------------------------------------------------------------- a world that is not as it should be


def _fault(shell: Shell, *arguments: object, **environment: str) -> str:
    """The one line of a command that fails."""
    out, err = shell.run(*arguments, code=1, **environment)
    assert out == ""
    assert err.startswith("pkm: ")
    assert err.count("\n") == 1
    return err


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PKM_REFRESH_HOURS", "-1", "PKM_REFRESH_HOURS"),
        ("PKM_TIMEZONE", "Mars/Olympus", "PKM_TIMEZONE"),
        ("PKM_TODAY", "tomorrow", "PKM_TODAY"),
        ("PKM_EMBEDDER", "word2vec", "PKM_EMBEDDER"),
        ("PKM_ALLOW_REMOTE", "perhaps", "PKM_ALLOW_REMOTE"),
        ("PKM_DATABASE_URL", "mysql://somewhere/else", "PKM_DATABASE_URL"),
        ("PKM_HOME", "/proc/pkm", "PKM_HOME"),
    ],
)
def test_a_wrong_setting_is_named(shell: Shell, name: str, value: str, told: str) -> None:
    environment = {name: value} | ({"PKM_DATABASE_URL": ""} if name == "PKM_HOME" else {})
    assert told in _fault(shell, "status", **environment)


def test_a_model_outside_of_the_house_is_refused(shell: Shell) -> None:
    assert "PKM_ALLOW_REMOTE" in _fault(shell, "ask", "What is it?", PKM_LLM_BASE_URL="https://8.8.8.8/v1")


class _Server:
    """What a PostgreSQL of that age would answer to the two questions asked of it."""

    def __init__(self, version: int, available: str | None, installed: str | None) -> None:
        self.info = type("Info", (), {"server_version": version})
        self._rows = {"pg_available_extensions": available, "pg_extension": installed}

    def execute(self, query: str) -> Any:
        found = next(value for table, value in self._rows.items() if f"from {table} " in query)
        return type("Cursor", (), {"fetchone": lambda _: None if found is None else (found,)})()


@pytest.mark.parametrize(
    ("server", "told", "hint"),
    [
        (_Server(150_006, "0.8.4", None), "PostgreSQL 15 is too old: pkm needs 16", "PKM_DATABASE_URL"),
        (_Server(170_002, None, None), "no pgvector", "install pgvector"),
        (_Server(170_002, "0.7.0", None), "pgvector 0.7.0 is too old", "install a newer"),
        (_Server(170_002, "0.8.4", "0.6.2"), "pgvector 0.6.2 is too old", "alter extension vector update"),
    ],
)
def test_a_database_that_is_too_old_is_refused(server: _Server, told: str, hint: str) -> None:
    with pytest.raises(DatabaseError, match=told) as refusal:
        _check_versions(cast("psycopg.Connection[Any]", server))
    assert hint in refusal.value.hint


def test_a_database_of_a_newer_pkm_is_left_alone(shell: Shell) -> None:
    with psycopg.connect(shell.environment["PKM_DATABASE_URL"], autocommit=True) as connection:
        connection.execute(
            "insert into _yoyo_migration (migration_hash, migration_id, applied_at_utc) values ('f', '9999_future', now())"
        )
    assert "upgrade pkm" in _fault(shell, "status")


def test_a_port_in_use_is_named(shell: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"port {port} is in use — stop what uses it, or choose another with --port" in _fault(
            shell, "serve", "--port", port
        )


def test_debug_shows_the_traceback(shell: Shell) -> None:
    _, err = shell.run("--debug", "why", "/no/such/file", code=1)
    assert "Traceback" in err


def test_a_model_that_is_away_leaves_the_quoting_answer(shell: Shell, folder: Path) -> None:
    (folder / "lease.md").write_text("# Lease\n\nThe tenant may terminate the lease with three months' notice.\n")
    shell.run("ingest", folder)
    answer = shell.json("ask", "When can I terminate the lease?", PKM_LLM_BASE_URL="http://127.0.0.1:1/v1")
    assert (answer["status"], answer["generator"]) == ("answered", "extractive")
    assert "three months" in answer["answer"]
    assert "127.0.0.1:1" in answer["degraded"]


@contextmanager
def _small_disk(megabytes: int) -> Iterator[Path]:
    """A disk of that size, where this user may mount one."""
    place = Path("/tmp") / f"pkm-disk-{os.getpid()}-{time.monotonic_ns()}"
    place.mkdir(mode=0o755)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    try:
        if mounted.returncode:
            pytest.skip("this user may not mount a disk")
        yield place
    finally:
        if not mounted.returncode:
            subprocess.run(["umount", "--lazy", str(place)], check=True)
        place.rmdir()


def test_a_full_disk_is_told_and_costs_nothing(shell: Shell, folder: Path) -> None:
    for number in range(10):
        words = (
            hashlib.sha512(f"{number} {n}".encode()).hexdigest() for n in range(150)
        )  # much to store, little to embed
        (folder / f"note-{number}.txt").write_text(" ".join(words))
    with _small_disk(160) as disk:
        shell.environment |= {"PKM_HOME": str(disk / "home"), "PKM_DATABASE_URL": ""}
        shell.run("status")
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        (disk / "ballast").write_bytes(bytes(free - (1 << 20)))
        told = f"pkm: the disk that holds {disk}/home is full — free some space and run it again; nothing was lost\n"
        assert _fault(shell, "ingest", folder) == told
        assert _fault(shell, "ingest", folder) == told
        (disk / "ballast").unlink()
        subprocess.run(["mount", "-o", "remount,size=400m", str(disk)], check=True)
        shell.run("ingest", folder)
        status = shell.json("status")
        assert (status["files"]["indexed"], status["files"]["pending"], status["documents"]) == (12, 0, 12)
        assert shell.json("check")["ok"]


def test_a_full_scratch_disk_condemns_no_file(shell: Shell, folder: Path) -> None:
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = "anna@example.org", "ben@example.org", "Photos"
    message.set_content("The photos of the terrace are attached.")
    message.add_attachment("The terrace faces south. " * 60_000, filename="terrace.txt")
    (folder / "photos.eml").write_bytes(bytes(message))
    with _small_disk(1) as disk:
        assert "No space left on device" in _fault(shell, "ingest", folder, TMPDIR=str(disk))
    assert shell.json("ingest", folder)["problems"] == []
    assert shell.json("status")["files"]["indexed"] == 3
