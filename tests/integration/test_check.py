"""What must never be is found, named, and made anew where it can be derived: each fault is made by hand in a real home."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest import check
from ingest.check import NotChecked
from ingest.watch import Silent
from pkm.backup.database import check_pages
from pkm.errors import DatabaseError
from pkm.store import settle
from pkm.store.checks import Finding
from pkm.store.database import Database
from tests.acceptance.test_cli import OFX
from tests.integration.test_forget import _mail
from tests.integration.test_ingest import Library, folder, library

__all__ = ["folder", "library"]


@pytest.fixture
def read(library: Library, folder: Path) -> Library:
    (folder / "bank.ofx").write_text(OFX)
    (folder / "mail.eml").write_bytes(_mail("the pump", "The pump was replaced.\n"))
    library.ingest(folder)
    assert library.faults() == []
    return library


def _found(library: Library, *, deep: bool = False) -> list[Finding]:
    return [
        each
        for each in check.check(library.database, library.settings, library.owner, deep=deep)
        if isinstance(each, Finding)
    ]


# what goes wrong, what is said of it, whether reading the file again puts it right
FAULTS = [
    ("delete from space_1.passage_vector where chunk_id = (select min(id) from chunk)", "has no vector", True),
    ("update space_1.passage_vector set document_id = document_id + 1 where chunk_id = (select min(id) from chunk)", "is filed otherwise than its passage", True),
    ("delete from space_1.passage_posting where chunk_id = (select min(id) from chunk)", "its postings are not those of its terms", True),
    ("update space_1.passage_posting set term = term + 1 where ctid = (select min(ctid) from space_1.passage_posting)", "its postings are not those of its terms", True),
    ("delete from space_1.document_posting where document_id = (select min(id) from document)", "its postings are not those of its terms", True),
    ("insert into space_1.passage_posting values (1, 999999, 1)", "belongs to no passage", False),
    ("insert into space_1.document_posting values (1, 999999, 1)", "belongs to no document", False),
    ("update space_1.document_words set weights = weights[2:] where document_id = (select min(id) from document)", "its terms and weights do not pair", True),
    ("update chunk set char_end = 99999 where id = (select min(id) from chunk)", "lies outside of its document's text", True),
    ("update chunk set ordinal = 7 where id = (select min(id) from chunk)", "lacks passages between its first and its last", True),
    ("update chunk set kind = 'invoice' where id = (select min(id) from chunk)", "is filed otherwise than its document", True),
    ("update transaction set char_end = 99999 where id = (select min(id) from transaction)", "its record lies outside of its document's text", True),
    ("update document set valid_to = valid_from - interval '1 day' where id = (select max(id) from document)", "ends before it begins to hold", False),
    ("update file set lease_owner = 5 where path like '%wifi.md'", "at work in nobody's hands: it is indexed", False),
    ("update file set sha256 = (select sha256 from file where path like '%lease.txt') where path like '%wifi.md'", "holds the bytes of another file a second time", True),
    ("insert into early_vector select f.id, 1, 1, '', '[1,2]', '{}', '{}' from file f where path like '%wifi.md'", "vectors are kept for it that it will not need: it is indexed", True),
    ("delete from document where file_id = (select id from file where path like '%wifi.md')", "indexed, but holds no document", True),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "said", "derivable"), FAULTS, ids=[each[1] for each in FAULTS])
def test_each_fault_is_found_and_made_anew(read: Library, fault: str, said: str, derivable: bool) -> None:
    before = read.found("tenant")
    with read.database.session() as connection:
        connection.execute(fault.encode())
    found = _found(read)
    assert said in {each.detail for each in found}
    assert derivable == any(each.file is not None for each in found if each.detail == said)
    if derivable:
        assert check.repair(read.database, read.settings, found)["read_again"] == 1
        read.read(read.database, None, Silent())
        assert _found(read) == []
        assert read.found("tenant") == before


def test_kept_originals_are_held_against_their_hash_both_ways(read: Library) -> None:
    (original,) = [each for each in (read.settings.home / "objects").rglob("*") if each.is_file()]
    stray = original.parent / ("0" * 64)
    stray.write_bytes(b"nobody's")
    assert _found(read) == []  # it may belong to what is just being stored
    os.utime(stray, (1, 1))
    original.write_bytes(b"other")
    details = {each.detail for each in _found(read)}
    assert details == {"its bytes are not those that were kept", "nothing uses it"}
    assert check.repair(read.database, read.settings, _found(read)) == {"read_again": 1, "deleted": 1}
    read.read(read.database, None, Silent())
    assert _found(read) == []
    assert original.read_text().strip() == "The pump was replaced."
    original.unlink()
    assert [each.detail for each in _found(read)] == ["it is missing"]


def test_a_file_that_rots_is_seen_by_a_deep_look_only(read: Library, folder: Path) -> None:
    status = (folder / "wifi.md").stat()
    (folder / "wifi.md").write_text((folder / "wifi.md").read_text().replace("bluebird", "bluebirb"))
    os.utime(folder / "wifi.md", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert _found(read) == []
    assert [each.detail for each in _found(read, deep=True)] == [
        "its bytes are not those that were read, though size and time are the same"
    ]
    (folder / "wifi.md").write_text("changed openly")
    assert _found(read, deep=True) == []


def test_what_could_not_be_checked_is_said(read: Library) -> None:
    left = [
        each.detail
        for each in check.check(read.database, read.settings, read.owner, deep=True)
        if isinstance(each, NotChecked)
    ]
    assert [each.partition(":")[0] for each in left] == ["the order of indexes", "the pages of the database's files"]


def test_a_server_that_went_away_is_no_damage() -> None:
    with pytest.raises(DatabaseError, match="cannot be reached"):
        check_pages(Database("postgresql://127.0.0.1:1/pkm"))


MT940 = """:20:1
:25:12345678/1020304050
:28C:1/1
:60F:C260101EUR100,00
:61:2601050105D10,00NMSCNONREF
:86:Bread
:62F:C260131EUR{closing},00
"""


def test_what_a_bank_added_up_wrongly_is_for_the_accounts_and_a_booking_that_was_lost_for_the_check(
    library: Library, folder: Path
) -> None:
    (folder / "january.sta").write_text(MT940.format(closing=95))
    library.ingest(folder)
    settle.ensure(library.database)
    assert _found(library) == []
    (folder / "january.sta").write_text(MT940.format(closing=90))
    library.ingest(folder)
    settle.ensure(library.database)
    with library.database.session() as connection:
        connection.execute("delete from transaction")
    [found] = _found(library)
    assert found.what == "statement"
    assert found.detail.endswith("january.sta miss the closing balance by 10.00")
    assert "pkm accounts" in found.hint
