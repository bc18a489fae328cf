"""Mailboxes over IMAP, against a real Dovecot: fetched, followed, never touched, whatever happens in between."""

from __future__ import annotations

import hashlib
import logging
import os
import random
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ingest import jobs
from ingest.check import find_faults
from ingest.jobs import Report
from ingest.sources import imap, look
from ingest.sources.imap_address import Address
from ingest.sources.imap_login import read_secret
from ingest.watch import Silent
from pkm.config import Settings
from pkm.errors import Unreachable, UsageError
from pkm.message_urls import folder_of
from pkm.models import Envelope, Hit, PersonId, Source
from pkm.search import Searcher
from pkm.store import files, people, sources
from pkm.store.database import Database
from tests import readers
from tests.free_embedder import FreeEmbedder
from tests.integration import reading
from tests.integration.dovecot import PASSWORD, PROGRAM, Dovecot, User
from tests.preloaded import run

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "email"
WITHOUT_CONDSTORE = "IMAP4rev1 SASL-IR LITERAL+ UIDPLUS MOVE SPECIAL-USE"


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    if PROGRAM is None:
        reason = "Dovecot is not installed (Debian: apt install dovecot-imapd)"
        if os.environ.get("CI") or os.geteuid() == 0:
            pytest.fail(reason)
        pytest.skip(reason)
    server = Dovecot()
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture
def running(dovecot: Dovecot) -> Iterator[Dovecot]:
    """The server for a test that ends it or changes what it can do."""
    yield dovecot
    dovecot.kill()
    dovecot.start()


_users = iter(range(1000))


@pytest.fixture
def anna(dovecot: Dovecot) -> User:
    return dovecot.add_user(f"anna{next(_users)}@example.org")


@dataclass
class Reader:
    """A home with one mailbox as its source."""

    database: Database
    settings: Settings
    user: User
    options: dict[str, Any]
    owner: PersonId
    source: Source
    embedder: FreeEmbedder

    def refresh(self) -> Report:
        return jobs.refresh(
            self.database, self.settings, readers.read_here(self.settings, self.embedder), Silent()
        )  # fmt: skip

    def look(self, watch: Callable[[int], None] = lambda _: None) -> Any:
        return look(self.database, self.settings, self.now(), watch=watch)

    def now(self) -> Source:
        with self.database.transaction() as connection:
            return sources.get(connection, self.source.id)

    def states(self) -> dict[str, str]:
        """State of each file by its path."""
        with self.database.transaction() as connection:
            rows = files.below(connection, Address.parse(self.user.location).folder_url("")[:-1])
        return {row.path: row.state for row in rows}

    def found(self, query: str) -> list[Hit]:
        return Searcher(self.database, self.embedder).search(query, k=20, arm="sparse")

    def where(self, query: str) -> list[str]:
        """The folders of the messages that are found."""
        return sorted({str(folder_of(hit.path)) for hit in self.found(query)})

    def spooled(self) -> list[Path]:
        return [each for each in (self.settings.home / "mail").rglob("*") if each.is_file()]


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    return _secret_file(tmp_path / "password", f"{PASSWORD}\n")


def _secret_file(place: Path, secret: str) -> Path:
    place.touch(0o600)
    place.write_text(secret)
    return place


@pytest.fixture
def reader(database: Database, home: Settings, anna: User, password_file: Path) -> Reader:
    return _reader(database, home, anna, password_file=str(password_file))


def _reader(database: Database, home: Settings, user: User, **given: Any) -> Reader:
    with database.transaction() as connection:
        owner = people.ensure_owner(connection)
    options = {"ca_file": str(user.server.ca), **given}
    source = jobs.add_source(database, home, user.location, jobs.Ways(), mailbox=options, person=owner)
    return Reader(database, home, user, options, owner, source, FreeEmbedder())


def letter_id(subject: str, body: str) -> str:
    return f"{hashlib.sha1((subject + body).encode()).hexdigest()}@example.org"


def letter(subject: str, body: str = "Nothing else.", sender: str = "Bo <bo@example.org>", **headers: str) -> bytes:
    lines = [f"From: {sender}", "To: anna@example.org", "Date: Tue, 3 Jun 2025 10:00:00 +0200", f"Subject: {subject}"]
    lines += [f"Message-ID: <{letter_id(subject, body)}>"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join([*lines, "", body]) + "\r\n").encode()


# ---------------------------------------------------------------- following


def test_mail_is_fetched_and_found_with_its_folder(reader: Reader) -> None:
    reader.user.deliver(letter("The boiler", "The valve drips since Whitsun."))
    reader.user.deliver(letter("Holiday", "The cabin at Lake Orta."), folder="Reisen/Süd & Ost ☀")
    reader.user.deliver(letter("You won", "Send your PIN to claim."), folder="Junk")
    report = reader.refresh()
    assert (report.scanned, report.new, report.indexed, report.problems) == (2, 2, 2, ())
    (hit,) = reader.found("valve Whitsun")
    assert (hit.title, str(hit.date), hit.mail) == (
        "The boiler",
        "2025-06-03",
        Envelope("Bo <bo@example.org>", "INBOX", letter_id("The boiler", "The valve drips since Whitsun.")),
    )
    assert reader.where("cabin") == ["Reisen/Süd & Ost ☀"]
    assert reader.found("claim PIN") == []
    for each in reader.spooled():
        assert each.stat().st_mode & 0o777 == 0o600
        assert each.parent.stat().st_mode & 0o777 == 0o700


def test_new_mail_alone_is_read(reader: Reader) -> None:
    reader.user.deliver(letter("One"), letter("Two"))
    reader.refresh()
    embedded = reader.embedder.embedded
    assert reader.refresh().unchanged == 2
    assert reader.embedder.embedded == embedded
    reader.user.deliver(letter("Three", "The gas meter stands at 4711."))
    report = reader.refresh()
    assert (report.scanned, report.new, report.unchanged, report.indexed) == (3, 1, 2, 1)
    assert [hit.title for hit in reader.found("gas meter")] == ["Three"]


def test_nothing_on_the_server_changes(reader: Reader) -> None:
    with reader.user.client() as client:
        client.append("INBOX", letter("Read"), flags=(rb"\Seen", rb"\Flagged"))
        client.append("INBOX", letter("Unread"))
        client.append("INBOX", letter("Large", "x" * 78 + "\r\n" + "y" * (5 << 20)))
    with reader.user.client() as client:  # \Recent is for who opens the folder first: that is over now
        client.select_folder("INBOX")
    before = reader.user.flags()
    reader.refresh()
    assert reader.user.flags() == before
    assert sorted(map(sorted, before.values())) == [[], [], [rb"\Flagged", rb"\Seen"]]


def test_an_expunged_message_is_gone(reader: Reader) -> None:
    reader.user.deliver(letter("Keep", "Quince jam."), letter("Drop", "Rhubarb cake."))
    reader.refresh()
    reader.user.expunge("Drop")
    report = reader.refresh()
    assert (report.scanned, report.deleted, report.unchanged) == (1, 1, 1)
    assert reader.found("rhubarb") == []
    assert [hit.title for hit in reader.found("quince")] == ["Keep"]
    assert len(reader.spooled()) == 1


@pytest.mark.parametrize("capability", ["", WITHOUT_CONDSTORE], ids=["condstore", "uid sets"])
def test_what_came_and_went_between_two_looks(running: Dovecot, reader: Reader, capability: str) -> None:
    running.kill()
    running.start(capability)
    reader.user.deliver(*(letter(f"Number {n}", f"Parcel {n} is at the gate.") for n in range(20)))
    reader.refresh()
    assert (reader.now().cursor["folders"]["INBOX"][2] is None) == bool(capability)
    reader.user.expunge("Number 7")
    reader.user.deliver(letter("Number 99", "Parcel 99 is at the gate."))
    with reader.user.client() as client:
        client.select_folder("INBOX")
        client.add_flags(client.search(["SUBJECT", "Number 3"]), [rb"\Seen"])
    report = reader.refresh()
    assert (report.scanned, report.new, report.deleted, report.unchanged) == (20, 1, 1, 19)
    assert {hit.title for hit in reader.found("parcel 99")} >= {"Number 99"}
    assert "Number 7" not in {hit.title for hit in reader.found("parcel 7")}
    assert reader.refresh().unchanged == 20


def test_a_moved_message_keeps_its_document(reader: Reader) -> None:
    reader.user.deliver(letter("Contract", "The notice period is six weeks."))
    reader.refresh()
    (before,) = reader.found("notice period")
    embedded = reader.embedder.embedded
    reader.user.move("Contract", "INBOX", "Archiv")
    report = reader.refresh()
    assert (report.scanned, report.new, report.deleted, report.unchanged) == (1, 0, 0, 1)
    (after,) = reader.found("notice period")
    assert (after.document_id, folder_of(after.path)) == (before.document_id, "Archiv")
    assert reader.embedder.embedded == embedded
    assert len(reader.spooled()) == 1


def test_a_message_that_moved_to_another_account_keeps_its_document(
    database: Database, home: Settings, dovecot: Dovecot, anna: User, password_file: Path
) -> None:
    message = letter("Warranty", "The boiler is under warranty until May 2031.")
    work = dovecot.add_user(f"work{next(_users)}@example.org")
    anna.deliver(message)
    other = _reader(database, home, work, password_file=str(password_file))
    reader = _reader(database, home, anna, password_file=str(password_file))
    reader.refresh()
    (before,) = reader.found("boiler 2031")
    embedded = reader.embedder.embedded
    anna.expunge("Warranty")
    work.deliver(message)
    reader.refresh()
    (after,) = reader.found("boiler 2031")
    assert (after.document_id, reader.embedder.embedded) == (before.document_id, embedded)
    assert after.path.startswith(Address.parse(work.location).folder_url("INBOX"))
    (kept,) = reader.spooled()
    assert str(other.source.id) in kept.parts
    assert list(find_faults(database, home, reader.owner)) == []


def test_numbered_anew_nothing_is_read_again(reader: Reader) -> None:
    reader.user.deliver(*(letter(f"Note {n}", f"Locker {n} is empty.") for n in range(5)))
    reader.refresh()
    before, embedded = reader.states(), reader.embedder.embedded
    documents = {hit.document_id for hit in reader.found("locker")}
    reader.user.number_anew()
    report = reader.refresh()
    assert (report.scanned, report.new, report.deleted, report.unchanged, report.documents) == (5, 0, 0, 5, 0)
    after = reader.states()
    assert set(after.values()) == {"indexed"}
    assert not before.keys() & after.keys()
    assert {hit.document_id for hit in reader.found("locker")} == documents
    assert reader.embedder.embedded == embedded


def test_the_same_message_in_two_folders_is_one_document(reader: Reader) -> None:
    message = letter("Invitation", "The party is on the roof.")
    reader.user.deliver(message)
    reader.user.deliver(message, folder="All Mail")
    report = reader.refresh()
    assert (report.indexed, report.duplicate, report.documents) == (1, 1, 1)
    assert len(reader.found("roof")) == 1
    assert len(reader.spooled()) == 1
    reader.user.expunge("Invitation", folder=str(reader.where("roof")[0]))
    reader.refresh()
    assert len(reader.found("roof")) == 1  # the other copy has it now
    assert len(reader.spooled()) == 1


# ---------------------------------------------------------------- what goes wrong


def test_a_server_killed_in_the_middle_loses_and_doubles_nothing(running: Dovecot, reader: Reader) -> None:
    rng = random.Random(7)
    bodies = {
        f"Report {n}": "\r\n".join(rng.choices(["where", "from", "> so", "", "café ☕"], k=300)) for n in range(350)
    }
    reader.user.deliver(*(letter(subject, body) for subject, body in bodies.items()))
    deaths: list[int] = []

    def kill(seen: int) -> None:
        if (seen >= 100 and not deaths) or (seen >= 250 and len(deaths) == 1):
            deaths.append(seen)
            running.kill()
            threading.Timer(1, running.start).start()

    found = reader.look(kill)
    assert len(deaths) == 2
    assert (found.scanned, found.new, found.deleted, found.problems) == (350, 350, 0, [])
    assert len(reader.states()) == 350
    wanted = {hashlib.sha256(letter(subject, body)).hexdigest() for subject, body in bodies.items()}
    kept = {each.name.removesuffix(".eml"): each for each in reader.spooled()}
    assert kept.keys() == wanted
    assert all(hashlib.sha256(each.read_bytes()).hexdigest() == digest for digest, each in kept.items())


def test_a_look_that_was_killed_goes_on_where_it_was(reader: Reader) -> None:
    reader.user.deliver(*(letter(f"Page {n}") for n in range(250)))

    class Killed(BaseException):
        pass

    def kill(seen: int) -> None:
        if seen >= 100:
            raise Killed

    with pytest.raises(Killed):
        reader.look(kill)
    assert len(reader.states()) == 100
    (reader.settings.home / "mail" / str(reader.source.id) / ".unfinished-x").write_bytes(b"half")
    found = reader.look()
    assert (found.scanned, found.new, found.unchanged) == (250, 150, 100)
    assert len(reader.states()) == 250
    assert len(reader.spooled()) == 250


@pytest.mark.parametrize("point", ["mail.spooled", "mail.seen:2", "mail.vanished"])
def test_a_death_at_each_commit_leaves_nothing_undone(reader: Reader, point: str) -> None:
    reader.user.deliver(*(letter(f"Page {n}") for n in range(110)))
    if point == "mail.vanished":
        reader.refresh()
        reader.user.expunge("Page 1")
        reader.user.deliver(*(letter(f"Page 1{n}") for n in range(11)))
    rest = {name: value for name, value in os.environ.items() if not name.startswith("PKM_")}
    own = {"PKM_HOME": str(reader.settings.home), "PKM_DATABASE_URL": str(reader.settings.database_url)}

    def refresh(fault: str) -> int:
        return run(reading.refresh, [], {**rest, **own, "PKM_FAULT": fault})

    assert refresh(point) == -signal.SIGKILL
    assert refresh("") == 0
    with reader.user.client() as client:
        client.select_folder("INBOX", readonly=True)
        wanted = sorted(
            hashlib.sha256(each[b"RFC822"]).hexdigest() for each in client.fetch(client.search(), ["RFC822"]).values()
        )
    with reader.database.transaction() as connection:
        rows = connection.execute(
            "select sha256 from file where state in ('indexed', 'duplicate') order by 1"
        ).fetchall()
    assert [row[0] for row in rows] == wanted
    assert set(reader.states().values()) == {"indexed"}
    assert sorted(each.stem for each in reader.spooled()) == wanted
    assert list(find_faults(reader.database, reader.settings, reader.owner)) == []


def test_a_wrong_password_fails_its_source_alone(
    database: Database, home: Settings, anna: User, tmp_path: Path, password_file: Path
) -> None:
    anna.deliver(letter("Hello", "The spare key is under the fern."))
    wrong = _secret_file(tmp_path / "wrong", "the words of a wrong secret")
    locked_out = _reader(database, home, anna.server.add_user("locked@example.org"), password_file=str(wrong))
    reader = _reader(database, home, anna, password_file=str(password_file))
    report = reader.refresh()
    assert [hit.title for hit in reader.found("spare key")] == ["Hello"]
    (problem,) = report.problems
    assert problem.path == locked_out.source.location
    assert "does not let locked@example.org in" in problem.reason
    failed = locked_out.now()
    assert failed.failure is not None
    assert failed.failed_since is not None
    assert "wrong secret" not in problem.reason + failed.failure
    wrong.write_text(PASSWORD)
    reader.refresh()
    assert locked_out.now().failure is None


def test_a_server_that_is_away_deletes_nothing(running: Dovecot, reader: Reader) -> None:
    reader.user.deliver(letter("Stay", "The recipe needs cardamom."))
    reader.refresh()
    running.kill()
    report = reader.refresh()
    assert "cannot be reached" in report.problems[0].reason
    assert [hit.title for hit in reader.found("cardamom")] == ["Stay"]


def test_an_unknown_certificate_is_refused(database: Database, home: Settings, anna: User, password_file: Path) -> None:
    reader = _reader(database, home, anna, password_file=str(password_file), ca_file=None)
    with pytest.raises(Unreachable, match="certificate"):
        reader.look()
    assert anna.name not in (anna.server.root / "log").read_text()


def test_a_folder_that_was_named_and_is_not_there(
    database: Database, home: Settings, anna: User, password_file: Path
) -> None:
    anna.deliver(letter("Hello"), folder="Work/2025")
    anna.deliver(letter("Other"), folder="Private")
    reader = _reader(database, home, anna, password_file=str(password_file), folders=["Werk"])
    assert "has no folder Werk" in reader.refresh().problems[0].reason
    reader = _reader(database, home, anna, password_file=str(password_file), folders=["Work/*"])
    assert reader.refresh().scanned == 1
    reader = _reader(
        database, home, anna, password_file=str(password_file), folders=["*"], exclude_folders=["Work/*", "INBOX"]
    )
    report = reader.refresh()
    assert (report.scanned, report.new, report.deleted) == (1, 1, 1)


def _lose_file(message: Path) -> None:
    message.unlink()
    message.symlink_to("/nonexistent/message")


def _close_file(message: Path) -> None:
    message.chmod(0)  # Dovecot breaks the connection over it


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (_lose_file, "the server lists this message and does not hand it out"),
        (_close_file, "the connection breaks whenever it is fetched"),
    ],
)
def test_a_message_that_is_not_handed_out_stops_no_other(
    reader: Reader, spoil: Callable[[Path], None], reason: str
) -> None:
    reader.user.deliver(*(letter(f"Slip {n}", f"Ticket {n} for the ferry.") for n in range(10)))
    spoil(min(reader.user.maildir.glob("*/*.*")))
    report = reader.refresh()
    assert (report.scanned, report.indexed) == (10, 9)
    assert [each.reason for each in report.problems] == [reason]
    assert len(reader.found("ferry")) == 9
    report = reader.refresh()
    assert (report.scanned, report.new, report.unchanged) == (10, 0, 10)


def test_large_messages(database: Database, home: Settings, anna: User, password_file: Path) -> None:
    rng = random.Random(1)
    large = letter("Photos", "\r\n".join(rng.randbytes(38).hex() for _ in range(30 << 20 >> 6)))
    assert len(large) > 30 << 20
    anna.deliver(large, letter("Small", "The attic light is broken."))
    reader = _reader(database, home, anna, password_file=str(password_file), largest_mb=20)
    found = reader.look()
    assert (found.scanned, found.new) == (2, 2)
    assert [each.reason for each in found.problems] == [
        "it is larger than 20 MB; --largest-mb of the source sets the limit"
    ]
    assert sorted(reader.states().values()) == ["pending", "quarantined"]
    _reader(database, home, anna, password_file=str(password_file), largest_mb=50)
    found = reader.look()
    assert (found.scanned, found.new, found.problems) == (2, 1, [])
    assert hashlib.sha256(large).hexdigest() in {each.stem for each in reader.spooled()}


def test_hostile_names_stay_names(reader: Reader) -> None:
    folders = [
        "../../etc", "a%2F%2e%2e;UIDVALIDITY=9", "/;UID=1", "x'; drop table file; --", "\u202egnp", 'quo"te\\d', "&AAA-", "INBOX ",
    ]  # fmt: skip
    made: list[str] = []
    with reader.user.client() as client:
        for each in folders:
            try:
                client.create_folder(each)
                client.append(each, letter(f"In {len(made)}", "The hostile name."))
                made.append(each)
            except client.Error:
                continue  # the server itself refuses such a name
    assert len(made) >= 4
    report = reader.refresh()
    assert (report.scanned, report.indexed, report.problems) == (len(made), len(made), ())
    assert reader.where("hostile name") == sorted(made)
    inside = (reader.settings.home / "mail" / str(reader.source.id)).resolve()
    assert all(each.resolve().is_relative_to(inside) for each in reader.spooled())


def test_a_forgotten_message_stays_forgotten(reader: Reader) -> None:
    reader.user.deliver(letter("Secret", "The diary speaks of Ludmila."), letter("Other", "The bins go out on Monday."))
    reader.refresh()
    (hit,) = reader.found("Ludmila")
    jobs.forget_path(reader.database, reader.settings, hit.path, reader.owner)
    assert len(reader.spooled()) == 1
    assert reader.refresh().new == 0
    reader.user.move("Secret", "INBOX", "Elsewhere")
    reader.refresh()
    assert reader.found("Ludmila") == []
    assert b"Ludmila" not in b"".join(each.read_bytes() for each in reader.spooled())


# ---------------------------------------------------------------- secrets and ways in


@pytest.mark.parametrize("kind", ["password", "token"])
def test_a_secret_that_others_may_use_is_refused(tmp_path: Path, kind: str) -> None:
    place = _secret_file(tmp_path / kind, "the words of a secret")
    read_secret({f"{kind}_file": str(place)})
    for mode in (0o640, 0o604, 0o620):
        place.chmod(mode)
        with pytest.raises(Unreachable, match=f"others than you may use .*, which holds the {kind}") as refused:
            read_secret({f"{kind}_file": str(place)})
        assert refused.value.hint == f"chmod 600 {place}"


def test_a_token_opens_the_mailbox(
    database: Database, home: Settings, anna: User, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    anna.deliver(letter("Hello", "The ladder is at Tove's."))
    monkeypatch.setenv("ANNAS_TOKEN", anna.token())
    reader = _reader(database, home, anna, token_env="ANNAS_TOKEN")
    assert reader.refresh().indexed == 1
    place = _secret_file(tmp_path / "token", anna.token(lives_s=-60))
    reader = _reader(database, home, anna, token_file=str(place))
    assert "does not let" in reader.refresh().problems[0].reason
    place.write_text(anna.token())  # another program renewed it
    assert reader.refresh().problems == ()


def test_the_secret_is_in_no_row_and_no_log(reader: Reader, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    reader.user.deliver(letter("Hello", "The word is periwinkle."))
    reader.refresh()
    with reader.database.transaction() as connection:
        kept = str(connection.execute("select * from source").fetchall())
    assert str(reader.source.options["password_file"]) in kept
    assert PASSWORD not in kept + caplog.text
    assert "periwinkle" not in caplog.text


def test_a_connection_that_begins_open_is_closed_to_others(
    database: Database, home: Settings, anna: User, password_file: Path
) -> None:
    anna.deliver(letter("Hello"))
    anna.begins_open = True
    reader = _reader(database, home, anna, password_file=str(password_file))
    assert reader.refresh().indexed == 1
    log = (anna.server.root / "log").read_text()
    (login,) = [line for line in log.splitlines() if "Login:" in line and anna.name in line and "PLAIN" in line][-1:]
    assert ", TLS" in login


@pytest.mark.parametrize(
    ("location", "given"),
    [
        ("imaps://anna:secret@mail.example.org", {"password_env": "X"}),
        ("imaps://mail.example.org", {"password_env": "X"}),
        ("https://anna@mail.example.org", {"password_env": "X"}),
        ("imaps://anna@mail.example.org:99999", {"password_env": "X"}),
        ("imaps://anna@mail.example.org/a%0d%0ab", {"password_env": "X"}),
        ("imaps://anna@mail.example.org", {}),
        ("imaps://anna@mail.example.org", {"password_env": "X", "token_env": "Y"}),
        ("imaps://anna@mail.example.org/INBOX", {"password_env": "X", "folders": ["Sent"]}),
        ("imaps://anna@mail.example.org", {"password_env": "X", "plain": True}),
    ],
)
def test_addresses_that_are_refused(location: str, given: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "x")
    with pytest.raises(UsageError) as refused:
        imap.options(location, **given)
    assert "secret" not in str(refused.value)


def test_watching_goes_forward(reader: Reader) -> None:
    reader.user.deliver(*(letter(f"Page {n}") for n in range(230)))
    seen: list[int] = []
    reader.look(seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 230


# ---------------------------------------------------------------- real messages


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here")
def test_real_messages_come_as_they_are(reader: Reader, tmp_path: Path) -> None:
    """Odd and hostile ones too: each ends as it does when it is read from a folder, byte by byte."""
    paths = [
        each for folder in ("mail_mikel", "james_mime4j_apache") for each in sorted((REAL / folder).rglob("*.eml"))
    ][::3]
    reader.user.deliver(*(each.read_bytes() for each in paths))
    report = reader.refresh()
    assert report.scanned == len(paths)
    assert set(reader.states().values()) <= {"indexed", "duplicate"}
    folder = tmp_path / "folder"
    folder.mkdir()
    with reader.user.client() as client:
        client.select_folder("INBOX", readonly=True)
        for uid, each in client.fetch(client.search(), ["RFC822"]).items():
            (folder / f"{uid}.eml").write_bytes(each[b"RFC822"])
    read = readers.read_here(reader.settings, reader.embedder)
    same = jobs.ingest(reader.database, reader.settings, [folder], read, Silent(), person=reader.owner)
    assert (same.duplicate, same.indexed, same.quarantined) == (len(paths), 0, 0)
