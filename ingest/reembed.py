"""Going over to another embedder while the home is in use: fill a space beside the active one, compare, go over.

Everything that is stored says how far it is: a passage that the new space lacks is to be embedded, whenever that is. So
the work goes on from any point at which it was stopped, and files that are read meanwhile need no attention: they are
embedded for the active space, and the new one lacks them. What goes, goes from every space by its references.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from dataclasses import asdict, dataclass

from ingest import chunking
from pkm.config import Settings
from pkm.embed import Embedder, open_named
from pkm.embed.windows import require_usable, unusable
from pkm.errors import Contended, ModelError, PkmError
from pkm.eval.comparison import Comparison, compare
from pkm.faults import reach
from pkm.models import Space
from pkm.search.recognition import Recognised
from pkm.store import expected, filling, hnsw, shadows, spaces, vectors
from pkm.store.database import Connection, Database
from pkm.store.filling import Lacking
from pkm.store.shadows import Held

ROWS = 512  # read at once
DOCUMENTS = 64  # whose words are written at once
FEWEST_TOKENS, MOST_TOKENS = 2_000, 256_000  # of a batch: what is lost when a process is killed
BATCH_S = 2.0  # a batch shall take about as long
LAST = 64  # passages that may be embedded while who stores files waits
BESIDE_READING = 0.1  # share of the time that is embedded while files are read
AGAIN_S = 1.0

Watch = Callable[[str, int, int], None]
Before = Callable[[], Embedder]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What going over came to: what ``pkm reembed --to`` prints."""

    space: str
    before: str | None
    passages: int
    embedded: int
    compared: Comparison | None
    elapsed_s: float


class Abandoned(PkmError):
    """The home is not to go over to that space any more."""


def go_over(
    database: Database, embedder: Embedder, before: Before, *, share: float = 1.0, anyway: bool = False,
    watch: Watch = lambda *_: None, stopping: threading.Event | None = None,
) -> Outcome:  # fmt: skip
    """Fill the embedder's space, compare it with the active one, and go over to it.

    Args:
        before: Opens the embedder of the active space, for the comparison.
        share: Of the time that is embedded; the rest is left to others. While files are read it is a tenth.
        anyway: Go over even where the new space finds clearly less.
        stopping: Is set to make it end early.

    Raises:
        PkmError: Another process is at it, the embedder fails, or the new space finds less. What was done stays.
        CancelledError: ``stopping`` was set.
    """
    begun = time.monotonic()
    space = embedder.space  # a server may be asked for it
    with shadows.filling_alone(database) as alone:
        if not alone:
            raise PkmError("another process fills a space just now", "see how far it is: pkm reembed --status")
        with database.transaction() as connection:
            active = spaces.active(connection)
            number = shadows.want(connection, space)
        reach("reembed.wanted")
        known = Recognised(database, embedder)  # what was filled before must be of the same model
        filler = _Filler(database, known, number, share, watch, stopping or threading.Event())
        compared = None
        try:
            if active is not None:
                filler.fill()
                compared = _compare(database, filler, before, anyway=anyway)
                while not filler.go_over():
                    filler.fill()
        except (Abandoned, CancelledError):
            raise
        except Exception as exc:
            with database.transaction() as connection:
                shadows.note_failure(connection, number, f"{exc}" if isinstance(exc, PkmError) else type(exc).__name__)
            raise
    return Outcome(
        space.name, active[1].name if active else None, filler.total, filler.embedded, compared,
        round(time.monotonic() - begun, 3),
    )  # fmt: skip


def _compare(database: Database, filler: _Filler, before: Before, *, anyway: bool) -> Comparison | None:
    """Index the new space, and hold it against the active one."""
    hnsw.ensure(database, filler.number, filler.embedder.space)
    reach("reembed.indexed")
    filler.watch("comparing", 0, 0)
    compared = compare(database, _answering(before), filler.embedder, filler.check)
    if compared is None:
        return None
    with database.transaction() as connection:
        shadows.note_comparison(connection, filler.number, asdict(compared))
    reach("reembed.compared")
    if compared.is_worse and not anyway:
        judged = (
            f" and {compared.judged.now:.2f} against {compared.judged.before:.2f} nDCG@10" if compared.judged else ""
        )
        raise PkmError(
            f"{filler.space.name} finds {compared.found:.0%} of {compared.questions} passages by their own words, the space"
            f" before {compared.found_before:.0%}{judged}: the home stays as it is",
            f"to go over all the same: pkm reembed --to {filler.space.name} --anyway; to leave it: pkm reembed --abort",
        )
    return compared


def _answering(before: Before) -> Embedder | None:
    """The old embedder, where it still answers; that it does not may be why the home goes over to another."""
    try:
        old = before()
        old.query("pkm")
    except PkmError:
        return None
    return old


class _Filler:
    """Fills one space, batch by batch."""

    def __init__(
        self, database: Database, embedder: Embedder, number: int, share: float, watch: Watch, stopping: threading.Event
    ) -> None:
        self._database, self.embedder, self.number = database, embedder, number
        self.space: Space = embedder.space
        self.watch, self._stopping, self._share = watch, stopping, share
        self._tokens = FEWEST_TOKENS
        self.embedded = self.total = self._done = 0

    def check(self) -> None:
        """Raise ``CancelledError`` where somebody wants it to end."""
        if self._stopping.is_set():
            raise CancelledError

    def fill(self) -> None:
        """Until the space lacks nothing, looked at from first to last."""
        while self._fill_words() + self._fill_passages():
            self.check()

    def go_over(self) -> bool:
        """Go over in one transaction; false where there is more to be embedded than who stores files should wait for."""
        try:
            with self._database.transaction() as connection:
                shadows.fence(connection)
                self._require_wanted(connection)
                documents = filling.lacking_documents(connection, self.number, 0, LAST)
                lacking = self._lacking(connection, 0, LAST)
                if max(len(documents), len(lacking)) == LAST:
                    return False
                filling.add_documents(connection, self.number, documents)
                self._store(connection, lacking, self._embed(connection, lacking))
                shadows.go_over(connection, self.number)
                reach("reembed.written")
        except Contended:  # a large file is being stored
            self._rest(AGAIN_S)
            return False
        reach("reembed.switched")
        return True

    def _fill_words(self) -> int:
        """The words of documents; returns how many lacked theirs."""
        count = after = 0
        while True:
            self.check()
            with self._database.transaction(durable=False) as connection:
                self._require_wanted(connection)
                found = filling.lacking_documents(connection, self.number, after, DOCUMENTS)
                filling.add_documents(connection, self.number, found)
            if not found:
                return count
            reach("reembed.words")
            count, after = count + len(found), found[-1]

    def _fill_passages(self) -> int:
        """Passages, batch by batch; returns how many it lacked."""
        with self._database.transaction() as connection:
            self._done, self.total, _ = shadows.size(connection, self.number)
        count = after = 0
        while True:
            self.watch("embedding", self._done, self.total)
            begun = time.monotonic()
            with self._database.transaction(durable=False) as connection:
                batch = self._batch(self._lacking(connection, after, ROWS))
                known = vectors.reuse(connection, self.number, [each.chunk.hash for each in batch])
            if not batch:
                return count
            known |= self._embed_new(batch, known)
            reach("reembed.embedded")
            try:
                with self._database.transaction(durable=False) as connection:
                    self._require_wanted(connection)
                    self._store(connection, batch, known)
            except Contended:
                self._rest(AGAIN_S)
                continue
            reach("reembed.stored")
            count, after = count + len(batch), batch[-1].place.chunk
            took = time.monotonic() - begun
            self._tokens = round(
                min(MOST_TOKENS, max(FEWEST_TOKENS, self._tokens * min(2.0, BATCH_S / max(took, 1e-3))))
            )
            self._rest(took)

    def _lacking(self, connection: Connection, after: int, most: int) -> list[Lacking]:
        return filling.lacking_passages(connection, self.number, self.space, after, most)

    def _batch(self, lacking: Sequence[Lacking]) -> list[Lacking]:
        """As many of the first as have so many tokens, at least one."""
        left = self._tokens
        for count, each in enumerate(lacking):
            left -= chunking.count_tokens(each.chunk.embedded)
            if left < 0 and count:
                return list(lacking[:count])
        return list(lacking)

    def _embed(self, connection: Connection, lacking: Sequence[Lacking]) -> dict[bytes, vectors.Stored]:
        known = vectors.reuse(connection, self.number, [each.chunk.hash for each in lacking])
        return known | self._embed_new(lacking, known)

    def _embed_new(self, lacking: Sequence[Lacking], known: dict[bytes, vectors.Stored]) -> dict[bytes, vectors.Stored]:
        """The vectors of those passages whose words have none yet; equal ones are embedded once."""
        fresh = list({each.chunk.hash: each.chunk for each in lacking if each.chunk.hash not in known}.values())
        if not fresh:
            return {}
        given = self.embedder.passages([each.embedded for each in fresh])
        if lost := unusable(given, self.space, len(fresh)):
            raise self._refusal(next(each for each in lacking if each.chunk.hash == fresh[lost[0]].hash))
        self.embedded += len(fresh)
        return vectors.pack(given, fresh, self.space.late)

    def _refusal(self, lacking: Lacking) -> ModelError:
        """Of a passage that the model takes no vector from, or of a model that gives none at all."""
        require_usable(self.embedder.query("pkm"), self.space, 1)
        document = lacking.place.document
        with self._database.transaction() as connection:
            path, _ = expected.places(connection, [document])[document]
        return ModelError(
            f"{self.space.name} gives a vector of zeros, or one that is no number, for a passage of {path}",
            "the home stays as it is; another model may take it, or the file can be forgotten",
        )

    def _store(self, connection: Connection, lacking: Sequence[Lacking], known: dict[bytes, vectors.Stored]) -> None:
        stored = [known[each.chunk.hash] for each in lacking]
        self._done += filling.add_passages(connection, self.number, lacking, stored)

    def _require_wanted(self, connection: Connection) -> None:
        """Keep the space wanted until the transaction ends."""
        if not shadows.hold_wanted(connection, self.number):
            raise Abandoned(f"the home is not to go over to {self.space.name} any more")

    def _rest(self, worked_s: float) -> None:
        """Leave the machine to others, and most of it to who reads files."""
        with self._database.transaction() as connection:
            share = min(self._share, BESIDE_READING) if filling.is_reading(connection) else self._share
        self._stopping.wait(worked_s * (1 / share - 1))
        self.check()


def waiting(database: Database) -> Held | None:
    """The space that the home is to go over to, where no process is at it and it was not found to find less."""
    with database.transaction() as connection:
        wanted = shadows.wanted(connection)
        if wanted is None or shadows.is_filled(connection) or (wanted.failure and wanted.compared):
            return None
        return wanted


def go_on(database: Database, settings: Settings, before: Before, stopping: threading.Event) -> Outcome | None:
    """Go on where going over was left, or left to the background; does nothing where it was not.

    Raises what ``go_over`` raises.
    """
    wanted = waiting(database)
    if wanted is None:
        return None
    embedder = open_named(settings, wanted.space.name, wanted.space)
    return go_over(database, embedder, before, share=settings.reembed_share, stopping=stopping)
