"""A home knows its embedder again: another model under the same name is told before anything of it is stored or found."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from ingest import jobs
from ingest.watch import Silent
from pkm import config
from pkm.config import Settings
from pkm.embed.minilm import MiniLM
from pkm.errors import ModelError, SpaceMismatch
from pkm.search import Searcher
from pkm.search.following import Following
from pkm.search.recognition import LEAST, find_stranger, likeness
from pkm.store import people
from pkm.store.database import Database
from tests import readers
from tests.integration.embedding_server import Served, serving

TURNED = np.linalg.qr(np.random.default_rng(3).normal(size=(384, 384)))[0]


@pytest.fixture(scope="module")
def minilm() -> MiniLM:
    return MiniLM()


def settings_of(home: Settings, served: Served) -> Settings:
    return config.load(
        {"PKM_HOME": str(home.home), "PKM_DATABASE_URL": str(home.database_url), "PKM_EMBEDDER": "http",
         "PKM_EMBEDDER_URL": served.url, "PKM_EMBEDDER_MODEL": "m"}
    )  # fmt: skip


def ingest(database: Database, settings: Settings, folder: Path) -> jobs.Report:
    with database.transaction() as connection:
        owner = people.ensure_owner(connection)
    read = readers.read_here(settings, Following(database, settings))
    return jobs.ingest(database, settings, [folder], read, Silent(), person=owner)


def test_a_server_that_serves_another_model_under_the_same_name_is_told(
    database: Database, home: Settings, tmp_path: Path, minilm: MiniLM
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "lease.txt").write_text("The tenant may end the lease with three months notice.\n")
    turned = False

    def vectors(texts: Sequence[str]) -> Sequence[Sequence[float]]:
        dense = minilm.passages(texts).dense
        return [list(map(float, row)) for row in (dense @ TURNED if turned else dense)]

    with serving(Served(vectors=vectors)) as served:
        settings = settings_of(home, served)
        assert ingest(database, settings, folder).indexed == 1
        assert find_stranger(Following(database, settings)) == []
        turned = True
        (folder / "wifi.txt").write_text("The password of the guest network is bluebird.\n")
        with pytest.raises(SpaceMismatch, match=r"other vectors .*cosine -?0\.\d\d\): it is another model") as caught:
            ingest(database, settings, folder)
        assert caught.value.hint
        with database.transaction() as connection:
            assert [row[0] for row in connection.execute("select state from file order by path")] == [
                "indexed",
                "pending",
            ]
            assert [row[0] for row in connection.execute("select count(*) from space_1.passage_vector")] == [1]
        searching = Following(database, settings)
        with pytest.raises(SpaceMismatch, match="another model"):
            Searcher(database, searching).search("when does the lease end?")
        [finding] = find_stranger(searching)
        assert (finding.what, finding.id) == ("embedder", "http:m")
        assert "another model" in finding.detail
        turned = False
        assert Searcher(database, searching).search("when does the lease end?")[0].path.endswith("lease.txt")
        assert ingest(database, settings, folder).indexed == 1
        served.failures = [401]
        with pytest.raises(ModelError):
            Searcher(database, searching).search("when does the lease end?")
        turned = True  # the server that comes back in the same process is looked at again
        with pytest.raises(SpaceMismatch, match="another model"):
            Searcher(database, searching).search("when does the lease end?")


def test_the_same_model_in_another_precision_is_known_again(
    database: Database, home: Settings, tmp_path: Path, minilm: MiniLM
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "lease.txt").write_text("The tenant may end the lease with three months notice.\n")
    coarse = False

    def vectors(texts: Sequence[str]) -> Sequence[Sequence[float]]:
        dense = minilm.passages(texts).dense
        given = np.round(dense * 127 / np.abs(dense).max()) if coarse else dense
        return [list(map(float, row)) for row in given]

    with serving(Served(vectors=vectors)) as served:
        settings = settings_of(home, served)
        ingest(database, settings, folder)
        coarse = True
        following = Following(database, settings)
        assert Searcher(database, following).search("lease")
        cosine = likeness(database, following)
        assert cosine is not None
        assert LEAST < cosine < 0.99999


def test_a_server_that_is_away_is_a_finding(database: Database, home: Settings, tmp_path: Path, minilm: MiniLM) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "lease.txt").write_text("The tenant may end the lease with three months notice.\n")
    with serving(Served(vectors=lambda texts: minilm.passages(texts).dense.tolist())) as served:
        settings = settings_of(home, served)
        ingest(database, settings, folder)
    [finding] = find_stranger(Following(database, settings))
    assert "does not answer" in finding.detail


def test_a_home_without_a_space_has_nothing_to_be_known_by(database: Database, minilm: MiniLM) -> None:
    assert likeness(database, minilm) is None
