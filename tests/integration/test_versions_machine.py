"""Whatever is done to a tree between two looks: what is visible is what the tree holds, and history lost nothing.

Hypothesis makes up the tree's life; two folders are two sources of one collection. The database, the look, the sandbox's
readers and the pipeline are real.
"""

from __future__ import annotations

import itertools
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from ingest.check import find_faults
from ingest.parsers import Candidate, parse
from ingest.pipeline import Pipeline
from ingest.sources import look
from pkm.config import Settings
from pkm.models import CollectionId, PersonId, Source
from pkm.services import make_home
from pkm.store import people, sources
from pkm.store.database import Database
from tests.free_embedder import FreeEmbedder
from tests.integration.test_versions import message

Text = tuple[str, str]  # where a document lies in its file, and what it says
NAMES = st.sampled_from([f"{folder}/{name}" for folder in "ab" for name in ("one", "two", "three")])
NUMBERS = st.integers(1, 5)


class World:
    """A database and a pipeline that all lives share; each has a collection and folders of its own."""

    def __init__(self, database: Database, home: Settings, place: Path) -> None:
        self.database, self.settings, self.place = database, home, place
        self.embedder = FreeEmbedder()
        self.pipeline = Pipeline(database, self.embedder, home, 2)
        self.lives = itertools.count()
        with database.transaction() as connection:
            self.owner: PersonId = people.ensure_owner(connection)


class Life(RuleBasedStateMachine):
    """A tree that is written, changed, appended to, renamed, copied, deleted, reverted, and looked at now and then."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.top = world.place / f"life-{next(world.lives)}"
        self.sources: list[Source] = []
        self.collection = CollectionId(0)
        self.seen: dict[Path, bytes] = {}  # the tree at the last look
        self.past: list[tuple[Path, bytes]] = []

    @initialize()
    def begin(self) -> None:
        with self.world.database.transaction() as connection:
            self.collection = people.ensure_collection(connection, self.top.name, self.world.owner).id
            for each in "ab":
                folder = self.top / each
                folder.mkdir(parents=True)
                self.sources.append(sources.register(connection, self.collection, "folder", str(folder), keep=True))

    def teardown(self) -> None:
        with self.world.database.transaction() as connection:
            for each in self.sources:
                sources.delete(connection, each.id)

    # ------------------------------------------------------------ what befalls the tree

    def _files(self) -> list[Path]:
        return sorted(each for each in self.top.glob("*/*") if each.is_file())

    def _pick(self, number: int) -> Path:
        files = self._files()
        return files[number % len(files)]

    @rule(name=NAMES, number=NUMBERS)
    def write(self, name: str, number: int) -> None:
        (self.top / name).write_text(f"Note {number} of {self.top.name} speaks of {'pears and ' * number}plums.\n")

    @rule(name=NAMES, numbers=st.lists(NUMBERS, min_size=1, max_size=3))
    def write_mailbox(self, name: str, numbers: list[int]) -> None:
        (self.top / name).write_bytes(b"".join(map(self._message, numbers)))

    @precondition(lambda self: self._files())
    @rule(which=NUMBERS, number=NUMBERS)
    def append(self, which: int, number: int) -> None:
        with self._pick(which).open("ab") as stream:
            stream.write(self._message(number))

    @precondition(lambda self: self._files())
    @rule(which=NUMBERS, size=st.integers(40, 400))
    def cut(self, which: int, size: int) -> None:
        file = self._pick(which)
        file.write_bytes(file.read_bytes()[:size])

    @precondition(lambda self: self._files())
    @rule(which=NUMBERS, name=NAMES)
    def rename(self, which: int, name: str) -> None:
        self._pick(which).rename(self.top / name)

    @precondition(lambda self: self._files())
    @rule(which=NUMBERS, name=NAMES)
    def copy(self, which: int, name: str) -> None:
        file = self._pick(which)
        if file != self.top / name:
            shutil.copyfile(file, self.top / name)

    @precondition(lambda self: self._files())
    @rule(which=NUMBERS)
    def delete(self, which: int) -> None:
        self._pick(which).unlink()

    @precondition(lambda self: self.past)
    @rule(which=NUMBERS)
    def revert(self, which: int) -> None:
        path, content = self.past[which % len(self.past)]
        path.write_bytes(content)

    def _message(self, number: int) -> bytes:
        attached = f"Agenda {number} of {self.top.name}" if number % 2 else None
        return message(number, attached=attached, known=number != 4)

    # ------------------------------------------------------------ a look, and what must be true after it

    @rule()
    def refresh(self) -> None:
        before = {
            path: self._documents(self.seen[path]) for path, state in self._states().items() if state == "indexed"
        }
        copies = {path for path, state in self._states().items() if state == "duplicate"}
        history = self._history()
        renamed = self._renamed()
        for each in self.sources:
            look(self.world.database, self.world.settings, each)
        self.world.pipeline.run([each.id for each in self.sources])
        tree = {path: path.read_bytes() for path in self._files()}
        self._check_visible(tree)
        self._check_history(tree, before, copies, history, renamed)
        self.past += [(path, content) for path, content in self.seen.items() if tree.get(path) != content]
        self.seen, self.inodes = tree, {path.stat().st_ino: path for path in tree}
        assert find_faults(self.world.database, self.world.settings, self.world.owner) == []

    def _check_visible(self, tree: dict[Path, bytes]) -> None:
        """Each content that is there is one document or mailbox, as parsing it anew gives it, at one of its places."""
        states = self._states()
        assert set(states) == set(tree)
        for content in set(tree.values()):
            places = [path for path in tree if tree[path] == content]
            assert sorted(states[path] for path in places) == ["duplicate"] * (len(places) - 1) + ["indexed"]
            [holder] = [path for path in places if states[path] == "indexed"]
            assert Counter(self._rows("d.valid_to is null").get(holder, [])) == Counter(self._documents(content))

    def _check_history(
        self, tree: dict[Path, bytes], before: dict[Path, list[Text]], copies: set[Path],
        history: dict[Path, list[Text]], renamed: dict[Path, Path],
    ) -> None:  # fmt: skip
        """What was overwritten is in history once, and what was there stays, but for what a deleted file took along."""
        states = self._states()
        stay = {path for path in copies if tree.get(renamed.get(path, path)) == self.seen[path]}
        lost = {
            self.seen[path] for path in before if renamed.get(path, path) not in tree and not self._heirs(path, stay)
        }
        taken = {
            path
            for path in tree
            if tree[path] in lost and path not in renamed.values() and tree[path] != self.seen.get(path)
        }
        wanted: Counter[Text] = Counter()
        for path, texts in history.items():
            now = renamed.get(path, path)
            if (
                now in tree
                or self._heirs(path, stay)
                or (path in before and self.seen[path] in {tree[each] for each in taken})
            ):
                wanted.update(texts)
        for path, texts in before.items():
            now = renamed.get(path, path)
            if now not in tree or tree[now] == self.seen[path] or self._heirs(path, stay):
                continue
            kept = Counter(self._documents(tree[now])) if states[now] == "indexed" and now not in taken else Counter()
            wanted.update(Counter(texts) - kept)
        assert Counter(each for texts in self._history().values() for each in texts) == wanted

    def _heirs(self, path: Path, stay: set[Path]) -> bool:
        """Whether an unchanged copy is left of what a file held."""
        return any(self.seen[each] == self.seen[path] for each in stay)

    def _renamed(self) -> dict[Path, Path]:
        """Files that have another name in the same folder, which is free, and the same bytes: they are known by their inode."""
        found = {}
        for path in self._files():
            old = getattr(self, "inodes", {}).get(path.stat().st_ino)
            if old is None or old == path or old.parent != path.parent or old.exists() or path in self.seen:
                continue
            if path.read_bytes() == self.seen[old]:
                found[old] = path
        return found

    def _documents(self, content: bytes) -> list[Text]:
        place = self.world.place / "alone"
        place.write_bytes(content)
        return [(each.locator or "", each.text) for each in parse(Candidate.at(place)).documents]

    def _states(self) -> dict[Path, str]:
        with self.world.database.transaction() as connection:
            rows = connection.execute(
                "select path, state::text as state from file where collection_id = %s and state <> 'deleted'",
                (self.collection,),
            )
            return {Path(row.path): row.state for row in rows}

    def _history(self) -> dict[Path, list[Text]]:
        return self._rows("d.valid_to is not null")

    def _rows(self, valid: str) -> dict[Path, list[Text]]:
        found: dict[Path, list[Text]] = {}
        with self.world.database.transaction() as connection:
            for row in connection.execute(
                "select f.path, coalesce(d.locator, '') as locator, d.text from document d join file f on f.id = d.file_id"  # type: ignore[call-overload]
                f" where d.collection_id = %s and {valid}",
                (self.collection,),
            ):
                found.setdefault(Path(row.path), []).append((row.locator, row.text))
        return found


@pytest.fixture
def world(database: Database, home: Settings, tmp_path: Path) -> Iterator[World]:
    make_home(home.home)
    made = World(database, home, tmp_path / "lives")
    made.place.mkdir()
    yield made
    made.pipeline.close()


@pytest.mark.timeout(600)
def test_a_tree_is_followed_whatever_becomes_of_it(world: World) -> None:
    run_state_machine_as_test(
        lambda: Life(world),
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
