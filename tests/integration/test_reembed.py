"""Going over to another embedder while the home is in use: nothing is lost, mixed or half there, whatever happens meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import psycopg
import pytest

from bench.soak.compare import Snapshot, differences, snapshot
from ingest import jobs, reembed
from ingest.check import find_faults
from ingest.watch import Silent
from pkm import config, faults
from pkm.config import Settings
from pkm.embed import Embedder, open_named
from pkm.errors import ModelError, NotFound, PkmError, SpaceChanged, SpaceMismatch, UsageError
from pkm.eval.bootstrap import Interval
from pkm.eval.comparison import Comparison, Verdict
from pkm.models import Embeddings, PersonId, Space
from pkm.search import Searcher
from pkm.search.following import Following
from pkm.services import EmbeddedPostgres
from pkm.store import judgements, people, shadows, spaces, vectors
from pkm.store.database import Database
from tests import readers
from tests.conftest import clone
from tests.free_embedder import FreeEmbedder, OtherEmbedder
from tests.integration import reembedding
from tests.preloaded import run

ROOT = Path(__file__).parents[2]
MAKER = ROOT.parent / "shared" / "real" / "tiny_bge_m3.py"
MAIL = """From: anna@example.org
To: ben@example.org
Subject: The pump
Date: Mon, 02 Mar 2026 10:00:00 +0100
Message-ID: <pump@example.org>

The pump is broken again, I have called the plumber.

On Sun, 1 Mar 2026, Ben wrote:
> Does the heating work?
> The cellar is cold.
"""
LEASE = """# Lease

The flat in Lindenstrasse is let from May.

## Notice

Either side may give notice three months before the end of a quarter. 通知は書面で行う。

## Rent

The rent is 900 EUR and is due on the third of each month.
"""


HANDBOOK = "# Handbook\n\n" + "\n\n".join(
    f"## Chapter {number}\n\n" + f"Rule {number} holds in the boathouse. " * 100 for number in range(4)
)


class House:
    """A home whose files were taken in with ``FreeEmbedder``."""

    def __init__(self, database: Database, settings: Settings, folder: Path) -> None:
        self.database, self.settings, self.folder = database, settings, folder
        with database.transaction() as connection:
            self.owner: PersonId = people.ensure_owner(connection)
        folder.mkdir(exist_ok=True)

    def write(self) -> None:
        for number in range(30):
            (self.folder / f"note{number}.txt").write_text(
                f"Note {number} tells of tulip number {number} in bed {number}.\n" * 3
            )
        (self.folder / "pump.eml").write_text(MAIL)
        (self.folder / "lease.md").write_text(LEASE)
        (self.folder / "handbook.md").write_text(HANDBOOK)
        (self.folder / "empty.csv").write_text("a,b\n")

    def ingest(self, embedder: Embedder | None = None) -> None:
        read = readers.read_here(self.settings, embedder or FreeEmbedder())
        jobs.ingest(self.database, self.settings, [self.folder], read, Silent(), person=self.owner)

    def go_over(self, to: Embedder | None = None, before: Embedder | None = None, **options: bool) -> reembed.Outcome:
        return reembed.go_over(self.database, to or OtherEmbedder(), lambda: before or FreeEmbedder(), **options)

    def active(self) -> str:
        with self.database.transaction() as connection:
            found = spaces.active(connection)
        assert found is not None
        return found[1].name

    def found(self, embedder: Embedder, query: str) -> set[str]:
        return {Path(hit.path).name for hit in Searcher(self.database, embedder).search(query, k=50)}

    def faults(self) -> list[object]:
        return list(find_faults(self.database, self.settings, self.owner))

    def count(self, what: str) -> int:
        with self.database.transaction() as connection:
            row = connection.execute(f"select count(*) from {what}").fetchone()
        assert row is not None
        return int(row[0])


@pytest.fixture
def house(database: Database, home: Settings, tmp_path: Path) -> House:
    house = House(database, home, tmp_path / "papers")
    house.write()
    house.ingest()
    return house


class Interrupting(OtherEmbedder):
    """Does something else the first time that it is given passages, in the midst of the work."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        super().__init__()
        self.meanwhile: Callable[[], object] | None = meanwhile

    def passages(self, texts: Sequence[str]) -> Embeddings:
        if self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            meanwhile()
        return super().passages(texts)


def test_the_space_is_what_the_other_embedder_would_have_made_of_the_files(
    house: House, server: EmbeddedPostgres, database_url: str, tmp_path: Path
) -> None:
    name = "reembed_direct"
    with psycopg.connect(server.url, autocommit=True) as connection:
        clone(connection, name)
    try:
        url = f"{server.url.rpartition(' ')[0]} dbname={name}"
        with Database.at(url) as database:
            House(database, house.settings, house.folder).ingest(OtherEmbedder())
        direct = {k.partition(".")[2]: rows for k, rows in snapshot(url).items() if k.startswith("space_1.")}
        outcome = house.go_over()
        gone_over = {
            k.partition(".")[2]: rows for k, rows in snapshot(database_url).items() if k.startswith("space_2.")
        }
    finally:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute(f"drop database {name} with (force)")
    assert any(direct.values())
    assert gone_over == direct
    assert (outcome.space, outcome.before, house.active()) == ("other", "free", "other")
    assert house.faults() == []


def test_who_is_in_a_space_stays_in_it_and_the_next_search_is_in_the_new_one(house: House) -> None:
    made = {"free": FreeEmbedder(), "other": OtherEmbedder()}
    opened: list[str] = []

    def open_one(_: Settings, space: Space | None) -> Embedder:
        assert space is not None
        opened.append(space.name)
        return made[space.name]

    following = Following(house.database, house.settings, open_one)
    begun = following.now()
    house.go_over()
    assert "note7.txt" in house.found(begun, "tulip number 7")  # a search that began before
    assert following.latest().space == made["other"].space
    assert "note7.txt" in house.found(following, "tulip number 7")
    shadows.drop(house.database, "free")
    with pytest.raises(SpaceChanged, match="searched with other"):
        house.found(begun, "tulip number 7")
    assert opened == ["free", "other"]


def test_one_that_follows_goes_on_where_its_space_was_dropped(house: House) -> None:
    following = Following(
        house.database,
        house.settings,
        lambda _, space: OtherEmbedder() if space and space.name == "other" else FreeEmbedder(),
    )
    assert following.now().space.name == "free"
    house.go_over()
    shadows.drop(house.database, "free")
    assert "note7.txt" in house.found(following, "tulip number 7")
    assert following.now().space.name == "other"


def test_a_setting_of_another_embedder_counts_no_more_once_the_home_went_over(house: House) -> None:
    seen: list[str | None] = []

    def open_one(settings: Settings, space: Space | None) -> Embedder:
        seen.append(settings.embedder)
        return FreeEmbedder() if space and space.name == "free" else OtherEmbedder()

    configured = replace(house.settings, embedder="minilm")
    Following(house.database, configured, open_one).now()
    house.go_over()
    Following(house.database, configured, open_one).now()
    assert seen == ["minilm", None]


def test_files_that_come_change_and_go_meanwhile_are_right_in_both_spaces(house: House) -> None:
    def meanwhile() -> None:
        (house.folder / "new.txt").write_text("The new gardener comes on Monday.\n")
        (house.folder / "note1.txt").write_text("Note 1 says something else now: the hedge.\n")
        (house.folder / "note2.txt").unlink()
        house.ingest()
        jobs.forget_path(house.database, house.settings, str(house.folder / "note3.txt"), house.owner)
        assert {"new.txt"} <= house.found(FreeEmbedder(), "new gardener")
        assert house.faults() == []

    house.go_over(Interrupting(meanwhile))
    assert house.active() == "other"
    assert house.faults() == []
    assert "new.txt" in house.found(OtherEmbedder(), "new gardener")
    assert "note1.txt" in house.found(OtherEmbedder(), "hedge")
    assert not {"note2.txt", "note3.txt"} & house.found(OtherEmbedder(), "tulip number")
    assert house.count("space_1.passage_vector") == house.count("space_2.passage_vector") == house.count("chunk")


def test_forgetting_takes_from_a_kept_space_and_what_it_lacks_is_made_on_the_way_back(house: House) -> None:
    house.go_over()
    (house.folder / "late.txt").write_text("The late letter speaks of the attic.\n")
    house.ingest(OtherEmbedder())
    jobs.forget_path(house.database, house.settings, str(house.folder / "note4.txt"), house.owner)
    assert house.faults() == []
    assert house.count("space_1.passage_vector") == house.count("chunk") - 1
    with house.database.transaction() as connection:
        previous = shadows.previous(connection)
    assert previous is not None
    assert previous.space.name == "free"
    back = FreeEmbedder()
    outcome = house.go_over(back, OtherEmbedder())
    assert (house.active(), outcome.embedded) == ("free", 1)
    assert "late.txt" in house.found(FreeEmbedder(), "late letter attic")
    assert house.faults() == []


def test_who_reads_files_with_the_old_embedder_stores_nothing_after_the_switch(house: House) -> None:
    """The switch comes between the embedding of a file and its storing."""

    class Late(FreeEmbedder):
        def passages(self, texts: Sequence[str]) -> Embeddings:
            given = super().passages(texts)
            if any("orchard" in each for each in texts) and house.active() == "free":
                house.go_over()
            return given

    (house.folder / "orchard.txt").write_text("The orchard is pruned in February.\n")
    with pytest.raises(SpaceChanged):
        house.ingest(Late())
    assert house.count("file where state = 'pending' and lease_owner is not null") == 0
    late = Late()
    following = Following(
        house.database, house.settings, lambda _, space: late if space and space.name == "free" else OtherEmbedder()
    )
    house.ingest(following)
    assert "orchard.txt" in house.found(OtherEmbedder(), "orchard pruned February")
    assert house.faults() == []


def test_two_at_once(house: House) -> None:
    told: list[str] = []

    def meanwhile() -> None:
        for to in (OtherEmbedder(), FreeEmbedder()):
            with pytest.raises(PkmError) as refused:
                house.go_over(to)
            told.append(str(refused.value))

    house.go_over(Interrupting(meanwhile))
    assert told == ["another process fills a space just now"] * 2
    assert house.active() == "other"


def test_a_home_goes_over_to_one_space_at_a_time(house: House) -> None:
    class Third(OtherEmbedder):
        space = Space("third", "letters", 48, "bm25", False, 256)

    with house.database.transaction() as connection:
        shadows.want(connection, OtherEmbedder.space)
    with pytest.raises(UsageError, match="about to go over to other"):
        house.go_over(Third())
    with pytest.raises(UsageError, match="about to go over"):
        shadows.drop(house.database, "other")
    with house.database.transaction() as connection:
        assert shadows.give_up(connection) is not None
    shadows.drop(house.database, "other")
    house.go_over(Third())
    assert house.active() == "third"


def test_what_is_given_up_in_the_midst_of_it_ends(house: House) -> None:
    def meanwhile() -> None:
        with house.database.transaction() as connection:
            shadows.give_up(connection)
        shadows.drop(house.database, "other")

    with pytest.raises(reembed.Abandoned):
        house.go_over(Interrupting(meanwhile))
    assert house.active() == "free"
    assert house.count("space") == 1
    assert house.faults() == []


def test_an_embedder_that_fails_leaves_all_as_it_was_and_it_goes_on_later(house: House) -> None:
    def fail() -> None:
        raise ModelError("the embedding server does not answer")

    with pytest.raises(ModelError):
        house.go_over(Interrupting(fail))
    with house.database.transaction() as connection:
        wanted = shadows.wanted(connection)
    assert wanted is not None
    assert wanted.failure == "the embedding server does not answer"
    assert (house.active(), house.faults()) == ("free", [])
    house.go_over()
    assert house.active() == "other"


class Turned(OtherEmbedder):
    """Another model under the same name."""

    def passages(self, texts: Sequence[str]) -> Embeddings:
        given = super().passages(texts)
        return replace(given, dense=np.roll(given.dense, 7, axis=1))


def test_a_space_that_is_half_filled_is_not_filled_on_with_another_model(house: House) -> None:
    class Failing(OtherEmbedder):
        def passages(self, texts: Sequence[str]) -> Embeddings:
            if self.embedded > 3:
                raise ModelError("the embedding server does not answer")
            return super().passages(texts)

    with pytest.raises(ModelError):
        house.go_over(Failing())
    with pytest.raises(SpaceMismatch, match="another model"):
        house.go_over(Turned())
    assert house.active() == "free"
    house.go_over()
    assert house.active() == "other"


@pytest.mark.parametrize(("of_what", "said"), [("tulip number 7", r"note7\.txt"), ("", "zeros or no numbers")])
def test_vectors_that_are_none_are_told_and_not_stored(house: House, of_what: str, said: str) -> None:
    class Spoilt(OtherEmbedder):
        def passages(self, texts: Sequence[str]) -> Embeddings:
            given = super().passages(texts)
            given.dense[[of_what in each for each in texts]] = np.nan
            return given

    with pytest.raises(ModelError, match=said):
        house.go_over(Spoilt())
    assert (house.active(), house.faults()) == ("free", [])


class Deaf(OtherEmbedder):
    """Gives each text a vector that has nothing to do with it."""

    def __init__(self) -> None:
        super().__init__()
        self.given = 0

    def passages(self, texts: Sequence[str]) -> Embeddings:
        self.given += len(texts)
        return super().passages([str(hash((self.given, each)) ** 3) for each in range(len(texts))])


def test_a_space_that_finds_less_is_gone_over_to_only_where_that_is_wanted(house: House) -> None:
    with pytest.raises(PkmError, match="the home stays as it is"):
        house.go_over(Deaf())
    assert house.active() == "free"
    assert reembed.waiting(house.database) is None  # not by itself
    outcome = house.go_over(Deaf(), anyway=True)
    assert outcome.compared is not None
    assert outcome.compared.is_worse
    assert house.active() == "other"


def test_questions_that_were_judged_are_asked_in_both_spaces(house: House) -> None:
    with house.database.transaction(house.owner) as connection:
        for hit in Searcher(house.database, FreeEmbedder()).search("tulip bed", k=12):
            span = judgements.Span(hit.document_id, hit.char_start, hit.char_end)
            asked = hit.text.partition(".")[0]
            judgements.say(connection, house.owner, asked, [span], useful=True, as_of=None)
    outcome = house.go_over()
    assert outcome.compared is not None
    judged = outcome.compared.judged
    assert judged is not None
    assert judged.questions == 12
    assert 0 < judged.before <= 1
    assert 0 < judged.now <= 1
    with house.database.transaction() as connection:
        stored = shadows.find(connection, "other").compared
    assert stored is not None
    assert stored["judged"]["questions"] == 12


@pytest.mark.parametrize(
    ("found", "gain", "worse"),
    [(0.9, (-0.02, 0.02), False), (0.7, (-0.02, 0.02), True), (0.9, (-0.2, -0.1), True), (0.81, None, False)],
)
def test_what_counts_as_finding_less(found: float, gain: tuple[float, float] | None, worse: bool) -> None:
    verdict = None if gain is None else Verdict(20, 0.5, 0.4, Interval(sum(gain) / 2, *gain))
    assert Comparison(100, 0.8, 0.9, found, verdict).is_worse is worse


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BGE-M3 of random weights, tiny."""
    folder = tmp_path_factory.mktemp("bge-m3")
    subprocess.run([sys.executable, str(MAKER), str(folder)], check=True, capture_output=True)
    return folder


@pytest.mark.real
@pytest.mark.skipif(not MAKER.exists(), reason="the maker of the tiny checkpoint is not here")
def test_a_home_goes_over_to_learned_weights_and_token_vectors(house: House, checkpoint: Path) -> None:
    settings = replace(house.settings, bge_m3_path=str(checkpoint))
    embedder = open_named(settings, "bge-m3:stored")
    house.go_over(embedder, anyway=True)  # weights at random find nothing
    assert house.active() == "bge-m3:stored"
    assert house.count("space_2.passage_vector where multi is not null") == house.count("chunk")
    following = Following(house.database, replace(settings, embedder="minilm"))
    assert following.space == embedder.space
    hits = Searcher(house.database, following).search("tulip number 7", k=5)
    assert len(hits) == 5
    assert house.faults() == []
    house.go_over(FreeEmbedder(), anyway=True)  # words are counted again
    assert "note7.txt" in house.found(FreeEmbedder(), "tulip number 7")


def test_an_empty_home_goes_over_at_once(database: Database, home: Settings, tmp_path: Path) -> None:
    house = House(database, home, tmp_path / "papers")
    outcome = house.go_over()
    assert (outcome.before, outcome.passages, house.active()) == (None, 0, "other")


def test_what_is_not_there_or_in_use_is_not_dropped(house: House) -> None:
    with pytest.raises(NotFound):
        shadows.drop(house.database, "other")
    with pytest.raises(UsageError, match="searched with"):
        shadows.drop(house.database, "free")
    with pytest.raises(UsageError, match="already"):
        house.go_over(FreeEmbedder())


def test_a_connection_reads_vectors_of_one_length_after_those_of_another(house: House) -> None:
    house.write()
    house.ingest()
    house.go_over()
    with house.database.transaction() as connection:
        free, other = sorted(each.id for each in shadows.held(connection))
        for space in (*[free] * 6, other):  # psycopg prepares what is run more than five times
            assert vectors.reuse(connection, space, [b"of none"]) == {}


def test_searches_go_on_while_the_home_goes_over(house: House) -> None:
    following = Following(
        house.database,
        house.settings,
        lambda _, space: OtherEmbedder() if space and space.name == "other" else FreeEmbedder(),
    )
    missed: list[str] = []
    asked, ended = 0, threading.Event()

    def ask() -> None:
        nonlocal asked
        while not ended.is_set():
            asked += 1
            if "note7.txt" not in house.found(following, "tulip number 7"):
                missed.append("a search found less")

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        for _ in range(3):
            house.go_over()
            shadows.drop(house.database, "free")
            house.go_over(FreeEmbedder(), OtherEmbedder())
            shadows.drop(house.database, "other")
    finally:
        ended.set()
        asking.join()
    assert asked > 20
    assert missed == []


# ---------------------------------------------------------------- killed


def _run(settings: Settings, fault: str = "") -> int:
    rest = {name: value for name, value in os.environ.items() if not name.startswith("PKM_")}
    assert settings.database_url
    own = {"PKM_HOME": str(settings.home), "PKM_DATABASE_URL": settings.database_url, "PKM_FAULT": fault}
    return run(reembedding.main, [], rest | own)


@pytest.fixture(scope="module")
def before(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Snapshot]]:
    """The folder of a home that has not gone over yet (database ``reembed_before``), and what an undisturbed process makes of it."""
    folder = tmp_path_factory.mktemp("reembed")
    settings, never = _settings(server, folder, "reembed_before"), _settings(server, folder, "reembed_never")
    with psycopg.connect(server.url, autocommit=True) as connection:
        clone(connection, "reembed_before")
        with Database.open(settings) as database:
            house = House(database, settings, folder / "papers")
            house.write()
            house.ingest()
        clone(connection, "reembed_never", "reembed_before")
        assert _run(never) == 0
        yield folder, snapshot(str(never.database_url))
        for name in ("reembed_before", "reembed_never"):
            connection.execute(f"drop database {name} with (force)")


def _settings(server: EmbeddedPostgres, folder: Path, name: str) -> Settings:
    url = f"{server.url.rpartition(' ')[0]} dbname={name}"
    return config.load({"PKM_HOME": str(folder / "home"), "PKM_DATABASE_URL": url, "PKM_TIMEZONE": "Europe/Berlin"})


POINTS = sorted(each for each in faults.POINTS if each.startswith(("reembed.", "space.")))


@pytest.mark.parametrize("point", [*POINTS, "reembed.words:3", "reembed.stored:3", "reembed.embedded:4"])
def test_it_goes_on_from_wherever_it_was_killed(
    server: EmbeddedPostgres, before: tuple[Path, Snapshot], point: str
) -> None:
    folder, expected = before
    name = "reembed_" + point.replace(".", "_").replace(":", "_")
    settings = _settings(server, folder, name)
    with psycopg.connect(server.url, autocommit=True) as connection:
        clone(connection, name, "reembed_before")
        try:
            assert _run(settings, point) == -signal.SIGKILL
            with Database.open(settings) as database:
                house = House(database, settings, folder / "papers")
                assert house.faults() == []
                embedder = OtherEmbedder() if house.active() == "other" else FreeEmbedder()
                assert "note7.txt" in house.found(embedder, "tulip number 7")
            assert _run(settings) == 0
            found = differences(expected, snapshot(str(settings.database_url)))
            assert not found, "\n".join(found)
            with Database.open(settings) as database:
                assert House(database, settings, folder / "papers").faults() == []
        finally:
            connection.execute(f"drop database {name} with (force)")
