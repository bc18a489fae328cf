"""A large file is embedded slice by slice: others come in between, a death costs one slice, and nothing is seen before all is there."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ingest import jobs, pipeline
from ingest.forgetting import forget_path
from ingest.sources import look
from ingest.watch import Silent
from pkm.errors import ServiceError
from pkm.models import Embeddings
from pkm.store import early, people, sources
from tests import readers
from tests.free_embedder import FreeEmbedder
from tests.integration.test_ingest import Library, folder, library

__all__ = ["folder", "library"]
SLICE, PASSAGES = 8, 40
BOOK = "\n\n".join(f"Chapter {number} tells of the orchard. " * 12 for number in range(50))


class Watched(FreeEmbedder):
    """Notes what it is given of papers, before it does it; somebody may do something meanwhile."""

    def __init__(self, before: Callable[[int], None] = lambda _: None) -> None:
        super().__init__()
        self.before, self.given = before, list[list[str]]()

    def passages(self, texts: Sequence[str]) -> Embeddings:
        if any("orchard" in text or "key" in text for text in texts):
            self.given.append(list(texts))
            self.before(len(self.given))
        return super().passages(texts)


@pytest.fixture
def book(library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book that waits to be read, of five slices and more."""
    monkeypatch.setattr(pipeline, "EMBED_TOGETHER", SLICE)
    monkeypatch.setattr(pipeline, "IDLE_S", 0.0)
    place = folder / "book.txt"
    place.write_text(BOOK)
    with library.database.transaction() as connection:
        owned = people.ensure_collection(connection, None, library.owner)
        source = sources.register(connection, owned.id, "file", str(place), keep=True)
    look(library.database, library.settings, source)
    return place


def _read(library: Library, embedder: FreeEmbedder) -> None:
    readers.read_here(library.settings, embedder)(library.database, None, Silent())


def _ahead(library: Library) -> int:
    with library.database.transaction() as connection:
        return early.count(connection)


@pytest.mark.parametrize("crashes", [0, 1])
def test_what_is_dropped_in_is_embedded_between_slices_and_nothing_is_seen_by_halves(
    library: Library, book: Path, crashes: int
) -> None:
    """Even where the book is read alone, because who read it before died."""
    with library.database.transaction() as connection:
        connection.execute("update file set crashes = %s", (crashes,))
    visible: set[object] = set()

    def before(call: int) -> None:
        visible.add((library.why(book)["state"], library.why(book)["chunks"]))
        if call == 2:
            key = io.BytesIO(b"The key lies here.")
            jobs.receive_upload(library.database, library.settings, "key.txt", key, None, library.owner)

    _read(library, embedder := Watched(before))
    assert visible == {("pending", 0)}
    [turn] = [number for number, texts in enumerate(embedder.given) if any("The key" in text for text in texts)]
    assert turn < len(embedder.given) - 1
    assert max(map(len, embedder.given)) <= SLICE + 1
    assert library.why(book)["chunks"] == PASSAGES == sum(map(len, embedder.given)) - 1
    assert _ahead(library) == 0
    assert library.faults() == []


def _stop_at(last: int) -> Callable[[int], None]:
    """The embedder is gone from a call on."""

    def before(call: int) -> None:
        if call >= last:
            raise ServiceError("it is gone")

    return before


def _begin(library: Library) -> int:
    """Embed three slices and no more; returns how many passages these are."""
    begun = Watched(_stop_at(4))
    with pytest.raises(ServiceError):
        _read(library, begun)
    assert _ahead(library) == 3 * SLICE
    assert library.faults() == []
    return 3 * SLICE


@pytest.mark.parametrize("most", [SLICE, 2 * PASSAGES])
def test_what_was_embedded_before_a_fault_is_not_embedded_again(
    library: Library, book: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Even where the next embedder is quicker, and would take the whole book at once."""
    done = _begin(library)
    assert library.why(book)["ahead"] == done
    monkeypatch.setattr(pipeline, "EMBED_TOGETHER", most)
    _read(library, again := Watched())
    assert sum(map(len, again.given)) == PASSAGES - done
    assert library.why(book)["chunks"] == PASSAGES
    assert _ahead(library) == 0
    assert library.faults() == []


@pytest.mark.parametrize("way", ["forgotten", "vanished", "changed"])
def test_no_vector_is_left_of_a_book_that_is_given_up(library: Library, book: Path, way: str) -> None:
    _begin(library)
    match way:
        case "forgotten":
            forget_path(library.database, library.settings, str(book), library.owner)
            assert _ahead(library) == 0
        case "vanished":
            book.unlink()
        case "changed":
            book.write_bytes(b"%PDF-1.7\nnothing\n")
    library.refresh()
    assert _ahead(library) == 0
    assert library.faults() == []


def test_a_book_that_is_forgotten_meanwhile_leaves_nothing(library: Library, book: Path) -> None:
    def before(call: int) -> None:
        if call == 3:
            forget_path(library.database, library.settings, str(book), library.owner)

    _read(library, embedder := Watched(before))
    assert sum(map(len, embedder.given)) < PASSAGES
    assert _ahead(library) == 0
    assert library.faults() == []
