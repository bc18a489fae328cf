"""What is forgotten leaves the disk: a word that nobody else uses is looked for in every byte that pkm keeps."""

from __future__ import annotations

import asyncio
import email.message
import hashlib
import io
import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from ingest import forgetting as intake
from ingest import jobs
from ingest.watch import Silent
from ingest.worker import Clerk
from pkm import config, services
from pkm.errors import DatabaseError, NotFound
from pkm.models import DocumentId
from pkm.store import erasure, files, forgetting, judgements
from pkm.store.database import Database
from tests.acceptance.test_cli import OFX
from tests.clock import until
from tests.integration.test_ingest import Library

CANARY = "Quokkafjord"  # in no other text


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="forget-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def library(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """A home with an embedded server and a temporary folder of its own: they are searched byte by byte."""
    home = Path(tempfile.mkdtemp(dir=place))
    home.chmod(0o711)
    (home / "tmp").mkdir()
    (home / "tmp").chmod(0o1777)
    monkeypatch.setenv("TMPDIR", str(home / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    settings = config.load({"PKM_HOME": str(home / "home"), "PKM_TIMEZONE": "Europe/Berlin"})
    try:
        with Database.open(settings) as database:
            yield Library(database, settings, jobs.read_here)  # by processes that have that folder, too
    finally:
        services.stop_all()


@pytest.fixture
def papers(place: Path) -> Path:
    return Path(tempfile.mkdtemp(dir=place, prefix="papers-"))


def _hits(library: Library, *needles: bytes) -> list[str]:
    """Files of the home, and what pkm left in the temporary folder, that hold one of these runs of bytes, in any case."""
    with library.database.session() as connection:
        connection.execute("checkpoint")
    found = []
    wanted = [each.lower() for each in needles]
    for root in (library.settings.home, Path(tempfile.gettempdir())):
        for path in (each for each in root.rglob("*") if each.is_file()):
            data = path.read_bytes().lower() + os.fsencode(path).lower()
            found += [str(path) for each in wanted if each in data]
    return found


def _spellings(word: str) -> list[bytes]:
    return [word.encode(), word.encode("utf-16-le")]


def _erase(library: Library) -> erasure.Erased:
    with library.database.transaction() as connection:
        due = erasure.due(connection)
    assert due is not None
    return erasure.erase(library.database, due)


def _pdf(path: Path, line: str) -> None:
    from reportlab.pdfgen import canvas

    pdf = canvas.Canvas(str(path))
    pdf.drawString(72, 760, line)
    pdf.save()


def _mail(subject: str, attached: str) -> bytes:
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = "anna@example.org", "ben@example.org", subject
    message["Date"], message["Message-ID"] = "Mon, 02 Mar 2026 10:00:00 +0100", f"<{subject}@example.org>"
    message.set_content(f"About {subject}: the report is attached.")
    message.add_attachment(attached, filename="report.txt")
    return bytes(message)


def _words(count: int, seed: int) -> str:
    """Text that does not compress well, so that it lies in the database's files as it is."""
    random.seed(seed)
    return " ".join("".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=9)) for _ in range(count))


def _write_everything(papers: Path) -> None:
    for number in range(12):  # neighbours, whose pages they share
        (papers / f"neighbour-{number}.txt").write_text(_words(300, number))
    (papers / "note.txt").write_text(f"The {CANARY} is behind the boiler.\n")
    (papers / "long.txt").write_text(_words(3000, 77) + f" {CANARY} " + _words(3000, 78))
    (papers / "again.txt").write_text(f"{CANARY} says the same thing again. " * 4000)
    (papers / f"{CANARY}.md").write_text("# A name\n\nOnly the name is telling.\n")
    (papers / "mail.eml").write_bytes(_mail(f"the {CANARY}", f"The {CANARY} was replaced.\n"))
    (papers / "bank.ofx").write_text(OFX.replace("Stadtwerke", f"{CANARY} AG").replace("Bread", f"Bread {CANARY}"))
    (papers / "quicken.qif").write_text(
        f"!Type:Bank\nD2024-01-02\nT-5.00\nPShop\nSFood:{CANARY}\nE{CANARY} tea\n$-3.00\nSHome\n$-2.00\n^\n"
    )
    (papers / "table.csv").write_text(
        f"Date,Amount,Description\n2024-01-02,-5.00,{CANARY} coffee\n2024-99-99,-1.00,{CANARY}\n"
    )
    (papers / "broken.pdf").write_bytes(b"%PDF-1.7\n" + CANARY.encode())
    _pdf(papers / "letter.pdf", f"Dear {CANARY}, the rent is due.")


def test_nothing_of_what_is_forgotten_is_left_in_any_byte(library: Library, papers: Path) -> None:
    _write_everything(papers)
    library.ingest(papers)
    (papers / "note.txt").write_text(f"The {CANARY} moved to the attic: a second version.\n")
    library.refresh()
    upload = jobs.receive_upload(
        library.database, library.settings, f"{CANARY}.txt", io.BytesIO(f"An upload of the {CANARY}.".encode()), None, library.owner
    )  # fmt: skip
    library.read(library.database, None, Silent())
    with library.database.transaction() as connection:  # somebody asked of it, and said what was of use
        document = DocumentId(library.why(papers / "note.txt")["document_ids"][0])  # type: ignore[index]
        said = judgements.say(
            connection,
            library.owner,
            f"Where is the {CANARY}?",
            [judgements.Span(document, 0, 9)],
            useful=True,
            as_of=None,
        )
        assert len(said) == 1
    with library.database.session() as connection:  # as a busy server does by itself
        connection.execute("analyze")
    assert len(_hits(library, *_spellings(CANARY))) > 5
    jobs.forget_path(library.database, library.settings, str(papers), library.owner)
    jobs.forget_path(library.database, library.settings, upload.path, library.owner)
    assert library.found(CANARY) == set()
    assert _erase(library).left == ()
    assert _hits(library, *_spellings(CANARY)) == []
    assert library.faults() == []
    report = library.refresh()
    assert (report.new, report.changed, report.indexed) == (0, 0, 0)
    assert _hits(library, *_spellings(CANARY)) == []


@pytest.mark.parametrize("kind", ["external", "extended"])
def test_stored_aside_compressed_or_not_it_goes_byte_by_byte(library: Library, papers: Path, kind: str) -> None:
    """A compressed text cannot be searched for its words: the very bytes as they lay in the file are looked for."""
    with library.database.session() as connection:
        connection.execute(f"alter table document alter column text set storage {kind}".encode())
    (papers / "long.txt").write_text(f"{CANARY} " + _words(2000, 5) + " and so on" * 2000)
    (papers / "other.txt").write_text(_words(2000, 6))
    library.ingest(papers)
    with library.database.session() as connection:
        toast = connection.execute(
            "select reltoastrelid::regclass::text from pg_class where oid = 'document'::regclass"
        ).fetchone()
        assert toast is not None
        pieces = connection.execute(f"select chunk_data from {toast[0]}".encode()).fetchall()
        vector = connection.execute("select halfvec_send(dense) from space_1.passage_vector limit 1").fetchone()
    assert vector is not None
    other = [each for piece in pieces for each in [bytes(piece[0])[100:164]]]
    assert len(_hits(library, *other)) >= len(other)
    jobs.forget_path(library.database, library.settings, str(papers / "long.txt"), library.owner)
    _erase(library)
    with library.database.session() as connection:
        kept = {bytes(row[0])[100:164] for row in connection.execute(f"select chunk_data from {toast[0]}".encode())}
    gone = [each for each in other if each not in kept]
    assert len(gone) > 2
    assert _hits(library, *gone) == []
    assert library.found(_words(2000, 6).split()[0]) == {"other.txt"}


def test_a_reader_from_before_is_waited_for_and_named(
    library: Library, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasure, "READERS_WAIT_S", 0.3)
    (papers / "note.txt").write_text(f"The {CANARY} is behind the boiler.\n")
    library.ingest(papers)
    with psycopg.connect(library.database.url) as reader:
        reader.execute("set transaction isolation level repeatable read")
        reader.execute("select 1 from document").fetchall()
        jobs.forget_path(library.database, library.settings, str(papers), library.owner)
        with pytest.raises(DatabaseError, match="reading"):
            _erase(library)
    _erase(library)
    assert _hits(library, *_spellings(CANARY)) == []
    with library.database.transaction() as connection:
        assert erasure.due(connection) is None


def test_a_worker_erases_what_takes_long_in_the_owners_night(
    library: Library, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "AT_ONCE_S", 0)  # as of a home of some size
    (papers / "note.txt").write_text(f"The {CANARY} is behind the boiler.\n")
    library.ingest(papers)
    jobs.forget_path(library.database, library.settings, str(papers), library.owner)
    for hour, is_due in ((14, True), (3, False)):
        behind = (datetime.now(UTC).hour - hour + 12) % 24 - 12  # this moment's hour is that one so far to the west
        there = replace(library.settings, timezone=f"Etc/GMT{behind:+d}")
        assert there.now().hour == hour
        asyncio.run(Clerk(there, library.database, library.embedder).look())
        with library.database.transaction() as connection:
            assert (erasure.due(connection) is not None) is is_due
    assert _hits(library, *_spellings(CANARY)) == []


# ---------------------------------------------------------------- it stays so


def test_what_is_forgotten_stays_so_under_another_name_and_time(library: Library, papers: Path) -> None:
    (papers / "note.txt").write_text(f"The {CANARY} is behind the boiler.\n")
    library.ingest(papers)
    jobs.forget_path(library.database, library.settings, str(papers / "note.txt"), library.owner)
    os.utime(papers / "note.txt", (1, 1))
    assert library.refresh().indexed == 0
    shutil.copy(papers / "note.txt", papers / "copy.txt")
    (papers / "note.txt").rename(papers / "moved.txt")
    assert library.refresh().indexed == 0
    assert library.refresh().new == 0  # not even looked into again
    assert library.why(papers / "copy.txt")["state"] == "deleted"
    assert library.found(CANARY) == set()


def test_what_one_collection_forgot_others_keep_when_a_backup_comes_back(library: Library, papers: Path) -> None:
    (papers / "note.txt").write_text(f"The {CANARY} is behind the boiler.\n")
    (papers / "mail.eml").write_bytes(_mail("the pump", f"The {CANARY} was replaced.\n"))

    def take_in(collection: str | None) -> None:
        jobs.ingest(
            library.database, library.settings, [papers], library.read, Silent(), collection=collection, person=library.owner
        )  # fmt: skip

    def names() -> list[tuple[str, str]]:
        with library.database.transaction() as connection:
            return connection.execute(
                "select c.name, coalesce(d.name, d.title) from document d join collection c on c.id = d.collection_id order by 1, 2"
            ).fetchall()

    take_in(None)
    whole = names()
    for document in (
        library.why(papers / "note.txt")["document_ids"][0],
        library.why(papers / "mail.eml")["document_ids"][1],
    ):
        jobs.forget_document(library.database, library.settings, document, library.owner)
    own = names()
    take_in("family")
    both = names()
    assert (len(whole), len(own), len(both)) == (3, 1, 4)
    with library.database.transaction() as connection:
        ledger = forgetting.ledger(connection)
    assert intake.forget_known(library.database, library.settings, ledger)["documents"] == 0
    with library.database.transaction() as connection:  # as a backup has it that was made before
        connection.execute("delete from forgotten_content")
        connection.execute("delete from file where forgotten")
        connection.execute("update file set sha256 = null, size = -1 where path like '%mail.eml'")
    take_in(None)
    assert len(names()) == 6
    assert intake.forget_known(library.database, library.settings, ledger)["documents"] == 2
    assert names() == both
    content = hashlib.sha256((papers / "note.txt").read_bytes()).hexdigest()
    veiled = hashlib.sha256(b"another home's key" + content.encode()).hexdigest()
    another = forgetting.Ledger(b"another home's key", frozenset({f"77 {veiled}"}), frozenset())
    assert intake.forget_known(library.database, library.settings, another)["documents"] == 1


def test_who_names_a_forgotten_file_wants_it_again(library: Library, papers: Path) -> None:
    (papers / "note.txt").write_text(f"The {CANARY} is behind the boiler.\n")
    library.ingest(papers)
    jobs.forget_path(library.database, library.settings, str(papers / "note.txt"), library.owner)
    assert library.ingest(papers).indexed == 0
    assert library.ingest(papers / "note.txt").indexed == 1
    assert library.found(CANARY) == {"note.txt"}
    data = f"An upload of the {CANARY}.".encode()
    for _ in range(2):
        receipt = jobs.receive_upload(
            library.database, library.settings, "a.txt", io.BytesIO(data), None, library.owner
        )
        library.read(library.database, None, Silent())
        assert library.found("upload") == {"a.txt"}
        jobs.forget_path(library.database, library.settings, receipt.path, library.owner)
        assert library.found("upload") == set()


def test_a_forgotten_attachment_does_not_come_back_with_its_mail(library: Library, papers: Path) -> None:
    (papers / "mail.eml").write_bytes(_mail("the pump", f"The {CANARY} was replaced.\n"))
    library.ingest(papers)
    child: DocumentId = library.why(papers / "mail.eml")["document_ids"][1]  # type: ignore[index]
    assert jobs.forget_document(library.database, library.settings, child, library.owner)["objects"] == 1
    (papers / "mail.eml").write_bytes((papers / "mail.eml").read_bytes() + b"\n")
    assert library.refresh().indexed == 1
    assert library.found("pump") == {"mail.eml"}
    assert library.found(CANARY) == set()


def test_to_remove_a_source_forgets_nothing_for_good(library: Library, papers: Path) -> None:
    (papers / "note.txt").write_text(f"The {CANARY} is behind the boiler.\n")
    library.ingest(papers)
    with library.database.transaction() as connection:
        row = files.by_path(connection, str(papers / "note.txt"))[0]
    jobs.forget_path(library.database, library.settings, str(papers), library.owner, row.source_id)
    with library.database.transaction() as connection:
        assert not forgetting.is_forgotten(connection, row.collection_id, "0" * 64)
        connection.execute("delete from source where id = %s", (row.source_id,))
    assert library.ingest(papers).indexed == 1


def test_bytes_wait_while_a_backup_is_being_made(library: Library) -> None:
    receipt = jobs.receive_upload(
        library.database, library.settings, "a.txt", io.BytesIO(b"The spare key lies under a pot."), None, library.owner
    )
    library.read(library.database, None, Silent())
    with library.database.session() as backup:
        forgetting.hold_discards(backup)
        jobs.forget_path(library.database, library.settings, receipt.path, library.owner)
        assert Path(receipt.path).exists()
    until(lambda: library.refresh() and not Path(receipt.path).exists(), "the bytes are gone")
    with pytest.raises(NotFound):
        jobs.forget_path(library.database, library.settings, receipt.path, library.owner)
