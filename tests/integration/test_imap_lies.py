"""Mail servers that break the rules: nothing is lost over it, and no other source waits."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ingest import jobs
from ingest.jobs import Ways
from ingest.sources import look
from pkm.config import Settings
from pkm.errors import Unreachable
from pkm.models import Source
from pkm.store import sources
from pkm.store.database import Database
from tests.integration.lying_imap import Mailbox
from tests.integration.test_imap import letter
from tests.integration.test_ingest import Library


class Owner(Library):
    """A home that a mailbox is added to."""

    def add(self, address: str, place: Path) -> Source:
        secret = place / "password"
        secret.touch(0o600)
        secret.write_text("secret")
        given = {"password_file": str(secret)}
        return jobs.add_source(self.database, self.settings, address, Ways(), mailbox=given, person=self.owner)

    def spooled(self) -> list[bytes]:
        return [each.read_bytes() for each in (self.settings.home / "mail").rglob("*.eml")]


@pytest.fixture
def owner(database: Database, home: Settings) -> Owner:
    return Owner(database, home)


def large(size: int) -> bytes:
    rng = random.Random(1)
    return letter("Photos", "\r\n".join(rng.randbytes(38).hex() for _ in range(size // 78)))


def test_a_server_that_hands_out_less_than_it_is_asked_for_cuts_no_message_short(owner: Owner, tmp_path: Path) -> None:
    message = large(6 << 20)
    with Mailbox({1: message}, most=1 << 20).served() as address:
        found = look(owner.database, owner.settings, owner.add(address, tmp_path))
    assert (found.new, found.problems) == (1, [])
    assert owner.spooled() == [message]


def test_a_message_that_is_larger_than_was_said_is_named_and_not_cut_short(owner: Owner, tmp_path: Path) -> None:
    with Mailbox({1: large(9 << 20), 2: letter("Small")}, states=5 << 20).served() as address:
        source = jobs.add_source(
            owner.database, owner.settings, address, Ways(), person=owner.owner,
            mailbox={"password_env": "HOME", "largest_mb": 8},
        )  # fmt: skip
        found = look(owner.database, owner.settings, source)
    assert [each.reason for each in found.problems] == ["the server lists this message and does not hand it out"]
    assert owner.spooled() == [letter("Small")]


@pytest.mark.parametrize("silent", ["EXISTS", "UIDVALIDITY"])
def test_a_server_that_leaves_out_what_it_must_say_fails_its_source_alone(
    owner: Owner, tmp_path: Path, silent: str
) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "wifi.md").write_text("The password of the guest network is bluebird.")
    mailbox = Mailbox({1: letter("Hello", "The kettle is descaled.")})
    with mailbox.served() as address:
        owner.add(address, tmp_path)
        owner.refresh()
        owner.ingest(papers)
        (papers / "wifi.md").write_text("The password of the guest network is kingfisher.")
        mailbox.silent = frozenset([silent])
        report = owner.refresh()
    assert len(report.problems) == 1
    assert (owner.found("kettle") != set(), owner.found("kingfisher")) == (True, {"wifi.md"})


def test_a_mailbox_that_is_empty_all_at_once_is_not_believed(owner: Owner, tmp_path: Path) -> None:
    mailbox = Mailbox({uid: letter(f"Slip {uid}", f"Ticket {uid} for the ferry.") for uid in range(1, 31)})
    with mailbox.served() as address:
        source = owner.add(address, tmp_path)
        owner.refresh()
        kept, mailbox.messages, mailbox.validity = mailbox.messages, {}, 2
        with pytest.raises(Unreachable, match="30 messages are gone"):
            look(owner.database, owner.settings, source)
        assert len(owner.spooled()) == 30
        mailbox.messages = {uid + 7: each for uid, each in kept.items()}
        report = owner.refresh()
        assert (report.new, report.deleted, len(owner.spooled())) == (0, 0, 30)
        mailbox.messages = {}
        with owner.database.transaction() as connection:  # as pkm refresh --accept-empty does
            sources.remember(connection, source.id, {})
        assert owner.refresh().deleted == 30
