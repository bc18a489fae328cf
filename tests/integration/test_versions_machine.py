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
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from ingest.check import find_faults
from ingest.parsers import Candidate, parse
from ingest.pipeline import Pipeline
from ingest.sources import look
from pkm.config import Settings
from pkm.models import CollectionId, PersonId, Source
from pkm.services import make_home
from pkm.store import people, sources
from pkm.store.database import Database
from tests import readers
from tests.free_embedder import FreeEmbedder
from tests.integration.test_versions import message

Text = tuple[str, str]  # where a document lies in its file, and what it says
NAMES = st.sampled_from([f"{folder}/{name}" for folder in "ab" for name in ("one", "two", "three")])
NUMBERS = st.integers(1, 5)
EVENTS = ("_write", "_write_mailbox", "_append", "_cut", "_rename", "_copy", "_delete", "_revert")


class World:
    """A database and a pipeline that all lives share; each has a collection and folders of its own."""

    def __init__(self, database: Database, home: Settings, place: Path) -> None:
        self.database, self.settings, self.place = database, home, place
        self.embedder = FreeEmbedder()
        self.pipeline = Pipeline(database, self.embedder, home, sandbox=readers.shared(home, self.embedder.space))
        self.lives = itertools.count()
        self.read: dict[bytes, list[Text]] = {}
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
        self.marks: dict[Path, tuple[int, int]] = {}
        self.past: list[tuple[Path, bytes]] = []

    @initialize()
    def begin(self) -> None:
        with self.world.database.transaction() as connection:
            self.collection = people.ensure_collection(connection, self.top.name, self.world.owner).id
            for each in "ab":
                folder = self.top / each
                folder.mkdir(parents=True)
                self.sources.append(sources.register(connection, self.collection, "folder", str(folder), keep=True))
                self._write(folder, folder / "one", ord(each) - ord("a") + 1)
                self._write_mailbox(folder, folder / "two", ord(each) - ord("a") + 1)

    def teardown(self) -> None:
        with self.world.database.transaction() as connection:
            for each in self.sources:
                sources.delete(connection, each.id)

    # ------------------------------------------------------------ what befalls the tree

    def _files(self) -> list[Path]:
        return sorted(each for each in self.top.glob("*/*") if each.is_file())

    def _write(self, file: Path, name: Path, number: int) -> None:
        name.write_text(f"Note {number} of {self.top.name} speaks of {'pears and ' * number}plums.\n")

    def _write_mailbox(self, file: Path, name: Path, number: int) -> None:
        name.write_bytes(b"".join(self._message(each) for each in (number, number % 3 + 1)))

    def _append(self, file: Path, name: Path, number: int) -> None:
        with file.open("ab") as stream:
            stream.write(self._message(number))

    def _cut(self, file: Path, name: Path, number: int) -> None:
        file.write_bytes(file.read_bytes()[: 80 * number])

    def _rename(self, file: Path, name: Path, number: int) -> None:
        file.rename(name)

    def _copy(self, file: Path, name: Path, number: int) -> None:
        if file != name:
            shutil.copyfile(file, name)

    def _delete(self, file: Path, name: Path, number: int) -> None:
        file.unlink()

    def _revert(self, file: Path, name: Path, number: int) -> None:
        if self.past:
            path, content = self.past[number % len(self.past)]
            path.write_bytes(content)

    @rule(events=st.lists(st.tuples(st.sampled_from(EVENTS), NUMBERS, NAMES, NUMBERS), min_size=1, max_size=5))
    def live(self, events: list[tuple[str, int, str, int]]) -> None:
        """Some things happen, then somebody looks."""
        for event, which, name, number in events:
            files = self._files()
            if files or event.startswith("_write"):
                getattr(self, event)(files[which % len(files)] if files else self.top, self.top / name, number)
        self.refresh()

    def _message(self, number: int) -> bytes:
        attached = f"Agenda {number} of {self.top.name}" if number % 2 else None
        return message(number, attached=attached, known=number != 4)

    # ------------------------------------------------------------ a look, and what must be true after it

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
        self.seen = tree
        self.marks = {path: _mark(path) for path in tree}
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
        stay = {path for path in copies if self._is_untouched(path, renamed.get(path, path))}
        lost = {
            self.seen[path] for path in before if renamed.get(path, path) not in tree and not self._heirs(path, stay)
        }
        untouched = {renamed.get(path, path) for path in self.seen if self._is_untouched(path, renamed.get(path, path))}
        taken = {path for path in tree if tree[path] in lost and path not in untouched}
        # Overwritten, and put down elsewhere at the same time: it moved there, or is history here, whichever was seen first.
        put_down = {content for path, content in tree.items() if path not in untouched}
        either = Counter(
            each for path, texts in before.items() if self.seen[path] in put_down and renamed.get(path, path) in tree
            and tree[renamed.get(path, path)] != self.seen[path] for each in texts
        )  # fmt: skip
        wanted: Counter[Text] = Counter()
        for path, texts in history.items():
            now = renamed.get(path, path)
            passed_on = self._heirs(path, stay) or self.seen[path] in {tree[each] for each in taken}
            if now in tree or (path in before and passed_on):
                wanted.update(texts)
        for path, texts in before.items():
            now = renamed.get(path, path)
            if now not in tree or tree[now] == self.seen[path] or self._heirs(path, stay):
                continue
            kept = Counter(self._documents(tree[now])) if states[now] == "indexed" and now not in taken else Counter()
            wanted.update(Counter(texts) - kept)
        found = Counter(each for texts in self._history().values() for each in texts)
        raced = {self.seen[path] for path in copies - stay if renamed.get(path, path) in tree}
        if any(self.seen[path] in raced for path in before if renamed.get(path, path) not in tree):
            # A copy that changed while the file went that held for both: whether it had inherited depends on which was seen first.
            assert not found - Counter(each for texts in (*history.values(), *before.values()) for each in texts)
        else:
            assert not wanted - either - found
            assert not found - wanted - either

    def _heirs(self, path: Path, stay: set[Path]) -> bool:
        """Whether an unchanged copy is left of what a file held."""
        return any(self.seen[each] == self.seen[path] for each in stay)

    def _is_untouched(self, old: Path, now: Path) -> bool:
        """Whether a file was not written since the last look, not even with the same bytes."""
        return now.exists() and _mark(now) == self.marks[old]

    def _renamed(self) -> dict[Path, Path]:
        """Files that have another name in the same folder, which is free, and the same bytes: they are known by their inode."""
        known = {mark: path for path, mark in self.marks.items()}
        found = {}
        for path in self._files():
            old = known.get(_mark(path))
            if old is not None and old.parent == path.parent and path not in self.seen and not old.exists():
                found[old] = path
        return found

    def _documents(self, content: bytes) -> list[Text]:
        if content not in self.world.read:
            place = self.world.place / "alone"
            place.write_bytes(content)
            documents = parse(Candidate.at(place)).documents
            self.world.read[content] = [(each.locator or "", each.text) for each in documents]
        return self.world.read[content]

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


def _mark(path: Path) -> tuple[int, int]:
    """By which a file is known again under another name."""
    found = path.stat()
    return found.st_ino, found.st_mtime_ns


@pytest.fixture
def world(database: Database, home: Settings, tmp_path: Path) -> Iterator[World]:
    make_home(home.home)
    made = World(database, home, tmp_path / "lives")
    made.place.mkdir()
    yield made
    made.pipeline.close()


def test_a_tree_is_followed_whatever_becomes_of_it(world: World, long: bool) -> None:
    run_state_machine_as_test(
        lambda: Life(world),
        settings=settings(
            max_examples=60 if long else 9,
            stateful_step_count=25,
            suppress_health_check=list(HealthCheck),
            derandomize=not long,
        ),
    )
