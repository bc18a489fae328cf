"""Embedders that go wrong in the midst of ingestion: their files are named, the others are there, nothing is half stored."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ingest import jobs
from ingest.check import find_faults
from ingest.watch import Silent
from pkm.config import Settings
from pkm.embed.minilm import MiniLM
from pkm.errors import ModelError
from pkm.models import Embeddings
from pkm.search import Searcher
from pkm.store import files, people
from pkm.store.database import Database
from tests import readers

Spoil = Callable[[Sequence[str], Embeddings], Embeddings]


class Spoilt(MiniLM):
    """MiniLM, with something done to what it gives."""

    def __init__(self, spoil: Spoil) -> None:
        super().__init__()
        self.spoil = spoil

    def passages(self, texts: Sequence[str]) -> Embeddings:
        return self.spoil(texts, super().passages(texts))


def at(word: str, vector: float) -> Spoil:
    """Another vector for texts with a word."""

    def spoil(texts: Sequence[str], given: Embeddings) -> Embeddings:
        dense = given.dense.copy()
        dense[[word in text for text in texts]] = vector
        return replace(given, dense=dense)

    return spoil


def fails(texts: Sequence[str], given: Embeddings) -> Embeddings:
    """No vectors at all for a batch with the word."""
    if any("poison" in text for text in texts):
        raise RuntimeError("a private sentence")
    return given


def loses(texts: Sequence[str], given: Embeddings) -> Embeddings:
    """One vector too few for a batch with the word."""
    return replace(given, dense=given.dense[1:]) if any("poison" in text for text in texts) else given


def shortens(texts: Sequence[str], given: Embeddings) -> Embeddings:
    """Vectors of another length for a batch with the word."""
    return replace(given, dense=given.dense[:, :7]) if any("poison" in text for text in texts) else given


def begin(database: Database, home: Settings, folder: Path, spoil: Spoil) -> jobs.Report:
    folder.mkdir()
    (folder / "lease.txt").write_text("The tenant may end the lease with three months notice.\n")
    (folder / "bad.txt").write_text("A first paragraph that is all right.\n\n" * 40 + "And here is the poison.\n")
    (folder / "wifi.txt").write_text("The password of the guest network is bluebird.\n")
    with database.transaction() as connection:
        owner = people.ensure_owner(connection)
    return jobs.ingest(database, home, [folder], readers.read_here(home, Spoilt(spoil)), Silent(), person=owner)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (at("poison", np.nan), "no number"),
        (at("poison", np.inf), "no number"),
        (at("poison", 0.0), "zeros"),
        (at("poison", 1e-12), "zeros"),
        (at("poison", 1e6), "no number"),
        (fails, "could not be embedded: RuntimeError"),
        (loses, r"gave vectors of shape \(\d+, 384\)"),
        (shortens, r"gave vectors of shape \(\d+, 7\)"),
    ],
)
def test_one_file_that_cannot_be_embedded_takes_no_other_along(
    database: Database, home: Settings, tmp_path: Path, spoil: Spoil, words: str
) -> None:
    folder = tmp_path / "papers"
    report = begin(database, home, folder, spoil)
    assert (report.indexed, report.quarantined) == (2, 1)
    [problem] = report.problems
    assert problem.path == str(folder / "bad.txt")
    assert "private" not in problem.reason
    with database.transaction() as connection:
        explained = files.explain(connection, str(folder / "bad.txt"))
        [held] = connection.execute(
            "select count(*) from chunk c join document d on d.id = c.document_id join file f on f.id = d.file_id"
            " where f.path = %s",
            (str(folder / "bad.txt"),),
        )
    assert held[0] == 0
    assert explained is not None
    assert explained["state"] == "quarantined"
    assert re.search(words, problem.reason)
    searcher = Searcher(database, MiniLM())
    assert {Path(hit.path).name for hit in searcher.search("password of the network")} == {"lease.txt", "wifi.txt"}
    with database.transaction() as connection:
        owner = people.ensure_owner(connection)
    assert list(find_faults(database, home, owner)) == []


@pytest.mark.parametrize("vector", [np.nan, 0.0])
def test_a_model_that_gives_nothing_usable_at_all_stops_the_run_and_blames_no_file(
    database: Database, home: Settings, tmp_path: Path, vector: float
) -> None:
    folder = tmp_path / "papers"
    with pytest.raises(ModelError, match="zeros or no numbers"):
        begin(database, home, folder, at("", vector))
    with database.transaction() as connection:
        assert list(connection.execute("select distinct state from file")) == [("pending",)]
        assert list(connection.execute("select from chunk")) == []
    with database.transaction() as connection:
        owner = people.ensure_owner(connection)
    report = jobs.refresh(database, home, readers.read_here(home, MiniLM()), Silent())
    assert (report.indexed, report.problems) == (3, ())
    assert list(find_faults(database, home, owner)) == []


@pytest.mark.parametrize("spoil", [fails, at("poison", np.nan)])
def test_a_quotation_that_cannot_be_embedded_takes_no_mail_along(
    database: Database, home: Settings, tmp_path: Path, spoil: Spoil
) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    for number, word in enumerate(("poison", "trailer")):
        head = f"From: ben@example.org\nMessage-ID: <{number}@boat>\nIn-Reply-To: <gone{number}@boat>\nSubject: Re: boat\n\n"
        said = f"Too dear, number {number}.\n\nOn 4 May 2025, Ann wrote:\n> It comes with the {word}.\n"
        (folder / f"{word}.eml").write_text(head + said)
    with database.transaction() as connection:
        owner = people.ensure_owner(connection)
    report = jobs.ingest(database, home, [folder], readers.read_here(home, Spoilt(spoil)), Silent(), person=owner)
    assert report.quarantined == 0
    texts = {hit.text for hit in Searcher(database, MiniLM()).search("what does it come with")}
    assert sum("Too dear" in each for each in texts) == 2
    assert any("trailer" in each for each in texts)
    assert not any("comes with the poison" in each for each in texts)
    with database.transaction() as connection:
        assert not list(connection.execute("select from quotation_due"))
