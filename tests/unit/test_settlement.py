"""Which files are stored together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.settlement import TOGETHER, batches
from ingest.work import Work
from pkm.models import CollectionId, FileId, Passage, SourceId
from pkm.prepared import NewChunk
from pkm.store.leased import Leased, Stat

STAT = Stat(1, 1, 1, 1)
CONTENTS = st.sampled_from([f"{n:064}" for n in range(6)])


def work(number: int, passages: int, sha256: str, before: str | None) -> Work:
    file = Leased(FileId(number), CollectionId(1), SourceId(1), f"/{number}", b"/", STAT, 1, 0, before, None)
    return Work(file, STAT, sha256, chunks=[[NewChunk(Passage(0, 1, None, "", ""), "x", {}, b"")] * passages])


WORKS = st.lists(st.tuples(st.integers(0, 2 * TOGETHER), CONTENTS, st.none() | CONTENTS), max_size=40).map(
    lambda drawn: [work(number, *each) for number, each in enumerate(drawn)]
)


@given(WORKS)
def test_each_file_is_in_one_batch_in_its_turn(works: list[Work]) -> None:
    assert [each for batch in batches(works) for each in batch] == works


@given(WORKS)
def test_a_batch_is_small_or_one_file(works: list[Work]) -> None:
    for batch in batches(works):
        assert len(batch) == 1 or sum(each.count() for each in batch) <= TOGETHER


@given(WORKS)
def test_who_holds_or_held_the_same_bytes_comes_after_the_other(works: list[Work]) -> None:
    for batch in batches(works):
        contents = [{each.sha256, each.file.sha256} - {None} for each in batch]
        assert sum(map(len, contents)) == len(set().union(*contents))


def test_small_files_are_stored_together() -> None:
    works = [work(number, 1, f"{number:064}", None) for number in range(100)]
    assert [len(batch) for batch in batches(works)] == [100]
