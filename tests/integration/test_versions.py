"""What becomes of a document when its file changes, grows, moves or has a copy; the database and the readers are real."""

from __future__ import annotations

import email.message
import shutil
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest

from ingest import jobs
from ingest.watch import Silent
from pkm import config
from pkm.config import Settings
from pkm.embed import open_embedder
from pkm.models import DocumentId, Hit, ParsedDocument
from pkm.search import Searcher
from pkm.services import make_home
from pkm.store import documents, judgements, people, versions
from pkm.store.database import Database
from tests import readers
from tests.clock import LONGEST_S
from tests.integration.conftest import OFX, serving
from tests.integration.test_ingest import Library

LETTERS = "The {word} of the lease is {what}, and nothing else was ever agreed between the two parties.\n"


@pytest.fixture
def library(database: Database, home: Settings) -> Library:
    make_home(home.home)
    return Library(database, home)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "papers"
    place.mkdir()
    (place / "lease.txt").write_text(LETTERS.format(word="rent", what="940 euros"))
    return place


def message(number: int, *, attached: str | None = None, known: bool = True, day: int = 2) -> bytes:
    """A message of a mailbox; without an id where it is not ``known`` by one."""
    made = email.message.EmailMessage()
    made["From"], made["To"], made["Subject"] = "anna@example.org", "ben@example.org", f"Meeting {number}"
    made["Date"] = f"Mon, {day:02d} Mar 2026 10:00:00 +0100"
    if known:
        made["Message-ID"] = f"<m{number}@example.org>"
    made.set_content(f"We meet in room {number} at noon.")
    if attached is not None:
        made.add_attachment(attached, filename="agenda.txt")
        made.set_boundary(f"part-of-{number}")
    return b"From anna@example.org Mon Mar  2 10:00:00 2026\n" + bytes(made) + b"\n"


def ids(library: Library, path: Path) -> list[DocumentId]:
    found = library.why(path)["document_ids"]
    assert isinstance(found, list)
    return found


def search(library: Library, query: str, as_of: date | None = None) -> list[Hit]:
    searcher = Searcher(library.database, library.embedder, library.settings.zone)
    return searcher.search(query, k=50, arm="sparse", as_of=as_of)


def texts(library: Library, valid: str = "valid_to is null") -> list[str]:
    with library.database.transaction() as connection:
        rows = connection.execute(f"select text from document where {valid} order by id").fetchall()  # type: ignore[call-overload]
        return [row.text for row in rows]


def age(library: Library, days: int) -> None:
    """Let all that was stored until now have been stored so many days earlier."""
    with library.database.transaction() as connection:
        connection.execute(
            "update document set valid_from = valid_from - make_interval(days => %s), valid_to = valid_to - make_interval(days => %s)",
            (days, days),
        )


# ---------------------------------------------------------------- a changed file


def test_documents_of_one_file_are_stored_however_long_they_are_together(library: Library, folder: Path) -> None:
    library.ingest(folder)
    with library.database.transaction() as connection:
        lease = documents.find(connection, ids(library, folder / "lease.txt")[0])
        numbers, rows = documents.numbers(connection), []
        for ordinal, letter in enumerate("abcd", start=1):
            read = ParsedDocument(letter * (documents.SENT // 2), "note", letter, "text/plain", None, None)
            above = rows[-1].id if rows else lease.id
            rows.append(
                documents.Row(next(numbers), lease.collection_id, lease.file_id, "0" * 64, read, ordinal, above)
            )
        documents.insert(connection, rows)
        found = [documents.find(connection, each.id) for each in rows]
    assert [(each.text, each.parent_id) for each in found] == [(each.parsed.text, each.parent) for each in rows]


def test_a_changed_file_leaves_its_earlier_version_in_history(library: Library, folder: Path) -> None:
    library.ingest(folder)
    [old] = ids(library, folder / "lease.txt")
    sha256 = _document(library, old).sha256
    (folder / "lease.txt").write_text(LETTERS.format(word="rent", what="980 euros"))
    report = library.refresh()
    [new] = ids(library, folder / "lease.txt")
    assert new != old
    assert report.documents == 1
    assert [hit.document_id for hit in search(library, "rent")] == [new]
    with library.database.transaction() as connection:
        first, second = versions.chain(connection, new)
        assert versions.chain(connection, old) == [first, second]
        corpus = connection.execute("select documents, chunks from corpus").fetchone()
    assert (first.id, second.id, second.valid_to) == (old, new, None)
    assert first.valid_to == second.valid_from
    assert corpus == (1, 1)
    kept = _document(library, old)
    assert "940 euros" in kept.text
    assert kept.sha256 == sha256 != _document(library, new).sha256
    assert library.faults() == []


def test_as_of_finds_what_held_at_the_end_of_that_day(library: Library, folder: Path) -> None:
    library.ingest(folder)
    [old] = ids(library, folder / "lease.txt")
    age(library, 10)
    (folder / "lease.txt").write_text(LETTERS.format(word="rent", what="980 euros"))
    library.refresh()
    [new] = ids(library, folder / "lease.txt")
    today = library.settings.now().date()
    assert [hit.document_id for hit in search(library, "rent", as_of=today)] == [new]
    [hit] = search(library, "rent", as_of=today - timedelta(days=1))
    assert (hit.document_id, hit.valid_to is not None) == (old, True)
    assert "940 euros" in hit.text
    with library.database.transaction() as connection:
        assert documents.find(connection, old).text[hit.char_start : hit.char_end] == hit.text
    # The first version is older than pkm's knowledge of it; a later one is not.
    assert [hit.document_id for hit in search(library, "rent", as_of=today - timedelta(days=400))] == [old]


def test_what_bears_a_later_date_is_not_found_as_of_an_earlier_day(library: Library, folder: Path) -> None:
    (folder / "box.mbox").write_bytes(message(1, day=2) + message(2, day=16))
    library.ingest(folder)
    found = {hit.date for hit in search(library, "meet noon", as_of=date(2026, 3, 10))}
    assert found == {date(2026, 3, 2)}
    assert {hit.date for hit in search(library, "meet noon", as_of=date(2026, 3, 16))} == {
        date(2026, 3, 2),
        date(2026, 3, 16),
    }


def test_unchanged_passages_keep_their_vectors_even_when_an_old_text_comes_back(library: Library, folder: Path) -> None:
    library.ingest(folder)
    before = library.embedder.embedded
    old = (folder / "lease.txt").read_text()
    (folder / "lease.txt").write_text("Something else altogether.")
    library.refresh()
    assert library.embedder.embedded == before + 1
    (folder / "lease.txt").write_text(old)
    library.refresh()
    assert library.embedder.embedded == before + 1
    assert texts(library) == [old]
    assert texts(library, "valid_to is not null") == [old, "Something else altogether."]
    assert library.faults() == []


def test_a_file_that_can_no_longer_be_read_keeps_its_history(library: Library, folder: Path) -> None:
    library.ingest(folder)
    (folder / "lease.txt").write_bytes(b"%PDF-1.7\nnothing\n")
    assert library.refresh().quarantined == 1
    assert search(library, "rent") == []
    assert len(texts(library, "valid_to is not null")) == 1
    (folder / "lease.txt").write_text(LETTERS.format(word="rent", what="980 euros"))
    library.refresh()
    with library.database.transaction() as connection:
        assert len(versions.chain(connection, ids(library, folder / "lease.txt")[0])) == 2
    (folder / "lease.txt").unlink()
    library.refresh()
    assert texts(library, "true") == []
    assert library.faults() == []


def test_the_same_bytes_read_by_a_better_parser_are_no_new_version(library: Library, folder: Path) -> None:
    library.ingest(folder)
    [old] = ids(library, folder / "lease.txt")
    age(library, 10)
    with library.database.transaction() as connection:
        before = documents.find(connection, old).valid_from
        connection.execute("update file set parser = 'text 0'")
        connection.execute("update document set digest = '\\x00', text = 'as it was misread: 940 euros'")
        for span in (judgements.Span(old, 19, 28), judgements.Span(old, 0, 17)):
            judgements.say(connection, library.owner, "What is the rent?", [span], useful=True, as_of=None)
    assert library.refresh().documents == 1
    [new] = ids(library, folder / "lease.txt")
    assert new != old
    assert texts(library, "true") == [(folder / "lease.txt").read_text()]
    with library.database.transaction() as connection:
        assert documents.find(connection, new).valid_from == before
        [kept] = judgements.listed(connection, library.owner)  # what was said of words that are still there
        assert (kept.document_id, kept.text) == (new, "940 euros")
        connection.execute("update file set parser = 'text 0'")
    library.refresh()
    assert ids(library, folder / "lease.txt") == [new]  # it is read the same: it stays


def test_a_statement_that_says_the_same_keeps_its_bookings_and_what_a_person_said_of_them(
    library: Library, folder: Path
) -> None:
    (folder / "january.ofx").write_text(OFX)
    library.ingest(folder)
    with library.database.transaction() as connection:
        before = connection.execute("select id, amount from transaction order by id").fetchall()
        connection.execute("update file set parser = 'ofx 0' where path like '%%ofx'")
    library.refresh()
    with library.database.transaction() as connection:
        assert connection.execute("select id, amount from transaction order by id").fetchall() == before
    (folder / "january.ofx").write_text(OFX.replace("-61.15", "-71.15"))
    library.refresh()
    with library.database.transaction() as connection:
        after = connection.execute("select amount from transaction order by id").fetchall()
        assert sorted(str(row.amount) for row in after) == ["-71.15", "-940.00", "2310.40"]
        assert connection.execute("select count(*) from ledger").fetchone()[0] == 3  # type: ignore[index]
    assert library.faults() == []


def test_forgetting_a_document_forgets_its_versions(library: Library, folder: Path) -> None:
    library.ingest(folder)
    (folder / "lease.txt").write_text(LETTERS.format(word="rent", what="980 euros"))
    library.refresh()
    [new] = ids(library, folder / "lease.txt")
    gone = jobs.forget_document(library.database, library.settings, new, library.owner)
    assert (gone["documents"], gone["chunks"]) == (2, 2)
    assert texts(library, "true") == []


def _document(library: Library, number: DocumentId) -> documents.Document:
    with library.database.transaction() as connection:
        return documents.find(connection, number)


# ---------------------------------------------------------------- a mailbox that grows


def test_a_mailbox_that_grew_keeps_its_messages_and_only_the_new_ones_are_read(library: Library, folder: Path) -> None:
    box = folder / "box.mbox"
    box.write_bytes(
        message(1, attached="Point one") + message(2) + message(3, known=False) + message(4, attached="x y")
    )
    library.ingest(folder)
    before, embedded = ids(library, box), library.embedder.embedded
    assert len(before) == 6
    box.write_bytes(box.read_bytes() + message(5, attached="Point five") + message(2) + message(6, known=False))
    report = library.refresh()
    after = ids(library, box)
    assert set(before) < set(after)
    # two messages and an attachment: the second message, again, is known
    assert (len(after), report.documents, library.embedder.embedded - embedded) == (10, 4, 3)
    assert "documents: 6;" not in str(library.why(box)["history"])
    assert "documents: 6'" in str(library.why(box)["history"])  # the last message, its attachment, and what is new
    assert texts(library, "valid_to is not null") == []
    _equals_fresh(library, folder)
    assert library.faults() == []


@pytest.mark.parametrize("cut", [20, 150, 330])
def test_a_message_that_was_incomplete_is_read_again_whole(library: Library, folder: Path, cut: int) -> None:
    box, whole = folder / "box.mbox", message(1) + message(2, attached="The whole agenda of the day.")
    box.write_bytes(whole[: len(message(1)) + cut])
    library.ingest(folder)
    box.write_bytes(whole + message(3))
    library.refresh()
    _equals_fresh(library, folder)
    assert library.faults() == []


def test_a_mailbox_that_was_rewritten_or_cut_is_read_whole(library: Library, folder: Path) -> None:
    box = folder / "box.mbox"
    box.write_bytes(message(1) + message(2) + message(3))
    library.ingest(folder)
    _, second, third = ids(library, box)
    box.write_bytes(message(2) + message(3) + message(4))
    library.refresh()
    assert ids(library, box)[:2] == [second, third]
    assert [("room 1 " in text) for text in texts(library, "valid_to is not null")] == [True]
    _equals_fresh(library, folder)
    box.write_bytes(message(2))
    library.refresh()
    assert ids(library, box) == [second]
    _equals_fresh(library, folder)
    assert library.faults() == []


def test_what_was_refused_of_a_mailbox_stays_known_when_it_grows(library: Library, folder: Path) -> None:
    box = folder / "box.mbox"
    unreadable = message(1, attached="\x01\x02").replace(b"agenda.txt", b"agenda.bin")
    box.write_bytes(unreadable + message(2) + unreadable.replace(b"m1@", b"m3@"))
    before = library.ingest(folder).problems
    assert [each.locator.partition(",")[0] for each in before if each.locator] == [
        "message <m1@example.org>",
        "message <m3@example.org>",
    ]
    box.write_bytes(box.read_bytes() + message(4))
    assert library.refresh().problems == before
    assert len(ids(library, box)) == 4


def _equals_fresh(library: Library, folder: Path) -> None:
    """What is visible is what parsing the files anew gives."""
    from ingest.parsers import Candidate, parse

    wanted = sorted(
        (str(path), each.locator or "", each.text)
        for path in folder.iterdir()
        for each in parse(Candidate.at(path)).documents
    )
    with library.database.transaction() as connection:
        rows = connection.execute(
            "select f.path, coalesce(d.locator, ''), d.text from document d join file f on f.id = d.file_id where d.valid_to is null"
        )
        assert sorted(tuple(row) for row in rows.fetchall()) == wanted


# ---------------------------------------------------------------- one content, several places


def test_a_file_that_moved_to_another_source_keeps_its_document(library: Library, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "archive"
    other.mkdir()
    (other / "note.txt").write_text("A note that stays.")
    library.ingest(folder, other)
    before, embedded = ids(library, folder / "lease.txt"), library.embedder.embedded
    for here, there in ((folder, other), (other, folder)):  # whichever source is looked at first
        shutil.copyfile(here / "lease.txt", there / "lease.txt")
        (here / "lease.txt").unlink()
        report = library.refresh()
        assert ids(library, there / "lease.txt") == before
        assert (report.deleted, report.documents) == (1, 0)
        assert library.why(here / "lease.txt")["state"] == "deleted"
    assert library.embedder.embedded == embedded
    assert library.faults() == []


def test_a_move_onto_another_file_keeps_both_histories(library: Library, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "archive"
    other.mkdir()
    (other / "lease.txt").write_text("An older draft of the lease.")
    library.ingest(folder, other)
    [draft], [lease] = ids(library, other / "lease.txt"), ids(library, folder / "lease.txt")
    (other / "lease.txt").write_bytes((folder / "lease.txt").read_bytes())
    (folder / "lease.txt").unlink()
    library.refresh()
    assert ids(library, other / "lease.txt") == [lease]
    with library.database.transaction() as connection:
        assert {each.id for each in versions.chain(connection, lease)} == {draft, lease}
    assert library.faults() == []


def test_a_lost_file_that_nothing_replaces_is_deleted_though_others_of_its_size_are_new(
    library: Library, folder: Path
) -> None:
    library.ingest(folder)
    text = (folder / "lease.txt").read_text()
    (folder / "lease.txt").unlink()
    (folder / "other.txt").write_text(text.replace("940", "950"))
    report = library.refresh()
    assert (report.deleted, report.indexed) == (1, 1)
    assert {hit.path for hit in search(library, "rent")} == {str(folder / "other.txt")}
    assert library.faults() == []


def test_a_hit_says_where_else_the_same_bytes_lie(library: Library, folder: Path) -> None:
    shutil.copy(folder / "lease.txt", folder / "copy.txt")
    library.ingest(folder)
    [hit] = search(library, "rent")
    assert {hit.path, *hit.also_at} == {str(folder / "lease.txt"), str(folder / "copy.txt")}
    Path(hit.path).unlink()
    library.refresh()
    [left] = search(library, "rent")
    assert (left.document_id, left.path, left.also_at) == (hit.document_id, hit.also_at[0], ())


# ---------------------------------------------------------------- over HTTP


def test_versions_over_http(database_url: str, tmp_path: Path) -> None:
    from reportlab.pdfgen import canvas

    def write(months: str) -> None:
        pdf = canvas.Canvas(str(folder / "lease.pdf"), invariant=1)
        pdf.drawString(72, 760, f"The tenant may end this lease with {months} months notice to the end of a quarter.")
        pdf.save()

    settings = config.load(
        {
            "PKM_HOME": str(tmp_path / "home"),
            "PKM_DATABASE_URL": database_url,
            "PKM_EMBEDDER": "minilm",
            "PKM_TIMEZONE": "UTC",
        }
    )
    folder = tmp_path / "papers"
    folder.mkdir()
    write("three")
    with Database.open(settings) as database:
        with database.transaction() as connection:
            owner = people.ensure_owner(connection)
            token = people.create_token(connection, owner, "all", timedelta(hours=1))[1]
        read = readers.read_here(settings, open_embedder(settings, None))
        jobs.ingest(database, settings, [folder], read, Silent(), person=owner)
        with database.transaction() as connection:
            connection.execute("update document set valid_from = valid_from - interval '10 days'")
        write("six")
        jobs.refresh(database, settings, read, Silent())
        shutil.copy(folder / "lease.pdf", folder / "copy.pdf")
        jobs.refresh(database, settings, read, Silent())
    yesterday = (settings.now().date() - timedelta(days=1)).isoformat()
    headers = {"Authorization": f"Bearer {token}"}
    with (
        serving(settings) as address,
        httpx.Client(base_url=address, headers=headers, timeout=LONGEST_S, trust_env=False) as client,
    ):
        [new] = client.post("/v1/search", json={"query": "tenant notice"}).json()["hits"]
        [old] = client.post("/v1/search", json={"query": "tenant notice", "as_of": yesterday}).json()["hits"]
        assert ("six" in new["text"], "three" in old["text"]) == (True, True)
        assert {new["path"], *new["also_at"]} == {str(folder / "lease.pdf"), str(folder / "copy.pdf")}
        shown = client.get(f"/v1/documents/{old['document_id']}").json()
        assert [each["id"] for each in shown["versions"]] == [old["document_id"], new["document_id"]]
        assert shown["valid_to"] == shown["versions"][0]["valid_to"] == shown["versions"][1]["valid_from"]
        text = client.get(f"/v1/documents/{old['document_id']}/text").text
        assert text[old["char_start"] : old["char_end"]] == old["text"]
        assert client.get(f"/v1/documents/{new['document_id']}/pages/1.png").status_code == 200
        lost = client.get(f"/v1/documents/{old['document_id']}/pages/1.png")
        assert (lost.status_code, "earlier version" in lost.json()["detail"]) == (404, True)
        answer = client.post("/v1/ask", json={"question": "When can I end the lease?", "as_of": yesterday}).json()
        assert {each["document_id"] for each in answer["citations"]} == {old["document_id"]}
        assert answer["citations"][0]["sha256"] == shown["sha256"]
