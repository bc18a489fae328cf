"""Somebody who asks all the time, and must never see half of a document; and who notes when what was killed is back."""

from __future__ import annotations

import random
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import httpx
import psycopg

from bench.soak.cast import Cast
from bench.soak.papers import mark_of
from pkm import config
from pkm.presence import running_service

ASK_S = 0.1
# Of what can be found at this moment: documents with a gap among their passages, passages without a vector or with too few
# postings, documents without words, indexed files without a document, copies of what is not there, two rows for one place.
HALVES = """
with shown as (select d.id from document d where d.valid_to is null),
passages as (select c.id, c.document_id, c.ordinal from chunk c join shown s on s.id = c.document_id)
select 'passages of document ' || document_id from passages group by document_id
having min(ordinal) <> 0 or max(ordinal) <> count(*) - 1
union all
select 'vector of passage ' || p.id from passages p left join {space}.passage_vector v on v.chunk_id = p.id where v.chunk_id is null
union all
select 'postings of passage ' || p.id from passages p join {space}.passage_vector v on v.chunk_id = p.id
where exists (
    select from unnest(v.terms) as each (term)
    where not exists (select from {space}.passage_posting t where t.term = each.term and t.chunk_id = p.id)
        and not exists (select from {space}.passage_block b where b.term = each.term and p.id between b.first_id and b.last_id)
)
union all
select 'words of document ' || s.id from shown s left join {space}.document_words w on w.document_id = s.id
where w.document_id is null and exists (select from passages p where p.document_id = s.id)
union all
select 'documents of file ' || f.id from file f
where f.state = 'indexed' and not exists (select from document d where d.file_id = f.id and d.valid_to is null)
union all
select 'documents of file ' || f.id || ', a copy' from file f
where f.state = 'duplicate' and not exists (select from document d where d.file_id = f.original_id and d.valid_to is null)
union all
select 'documents of file ' || f.id || ', which is ' || f.state from file f join document d on d.file_id = f.id and d.valid_to is null
where f.state in ('duplicate', 'deleted') or (f.state = 'quarantined' and f.next_try is null) -- else it keeps what was read of it
"""


@dataclass(slots=True)
class Witness:
    """What was seen."""

    cast: Cast
    tales: Callable[[], list[int]]
    searches: int = 0
    whole: int = 0
    unanswered: int = 0
    looks: int = 0
    halves: list[str] = field(default_factory=list)
    _ended: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        """Ask over HTTP, and look into the tables, until told to end."""
        self._threads = [threading.Thread(target=each, daemon=True) for each in (self._ask, self._look)]
        for each in self._threads:
            each.start()

    def end(self) -> None:
        """Ask no more."""
        self._ended.set()
        for each in self._threads:
            each.join(60)

    def look_once(self) -> None:
        """Look into the tables; raises where the database is away."""
        with psycopg.connect(self.cast.database_url, connect_timeout=5) as connection:
            row = connection.execute("select id from space where active").fetchone()
            if row is not None:
                found = connection.execute(HALVES.format(space=f"space_{row[0]}")).fetchmany(20)
                self.halves += [each[0] for each in found]
                self.looks += 1

    def _look(self) -> None:
        while not self._ended.wait(ASK_S * 5):
            with suppress(psycopg.Error):
                self.look_once()

    def _ask(self) -> None:
        chance, settings = random.Random(1), config.load({"PKM_HOME": str(self.cast.home)})
        with httpx.Client(timeout=10, trust_env=False) as client:
            while not self._ended.wait(ASK_S):
                tales, service = self.tales(), running_service(settings)
                if not tales or service is None:
                    continue
                number = chance.choice(tales)
                try:
                    answer = client.post(
                        f"{service[0]}/v1/search", headers={"Authorization": f"Bearer {service[1]}"},
                        json={"query": mark_of(number), "k": 200, "arm": "sparse"},
                    )  # fmt: skip
                except httpx.TransportError:
                    self.unanswered += 1
                    continue
                if answer.status_code == 200:
                    self.searches += 1
                    self._judge(number, answer.json()["hits"])
                else:
                    self.unanswered += 1

    def _judge(self, number: int, hits: list[dict[str, Any]]) -> None:
        """Each document is there from its first passage to its last, in one edition: also one whose word is but near to it."""
        by_document = defaultdict(list)
        for each in hits:
            by_document[each["document_id"]].append(each)
        for passages in by_document.values():
            passages.sort(key=lambda each: each["char_start"])
            text = " ".join(each["text"] for each in passages)
            editions = {word.strip(".") for word in text.split() if word.startswith("edition")}
            joined = all(b["char_start"] <= a["char_end"] + 4 for a, b in pairwise(passages))
            first, last = re.match(r"initium (\w+) ", text), re.search(r" finis (\w+) ", text)
            if first and last and first[1] == last[1] and joined and len(editions) == 1:
                self.whole += 1
            else:
                self.halves.append(f"search for tale {number}: {len(passages)} passages, editions {sorted(editions)}")


@dataclass(slots=True)
class Vigil:
    """How long it took until what was killed was there again."""

    cast: Cast
    recovered: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    _waiting: list[tuple[str, float, set[int]]] = field(default_factory=list)
    _workers: set[int] = field(default_factory=set)
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def begin(self) -> None:
        """Watch until told to end."""
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Watch no more."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(60)

    def note(self, kind: str, pid: int) -> None:
        """That process was killed just now."""
        self._waiting.append((kind, time.monotonic(), {pid, *self._workers}))

    def _watch(self) -> None:
        while not self._ended.wait(0.2):
            with suppress(psycopg.Error):
                self._workers |= self.cast.workers()
            for each in list(self._waiting):
                kind, since, dead = each
                if self._is_back(kind, dead):
                    self.recovered[kind].append(round(time.monotonic() - since, 2))
                    self._waiting.remove(each)

    def _is_back(self, kind: str, dead: set[int]) -> bool:
        try:
            match kind:
                case "worker":
                    return bool(self._workers - dead)
                case "postmaster" | "backend":
                    with psycopg.connect(self.cast.database_url, connect_timeout=5) as connection:
                        connection.execute("select 1")
                    return True
                case "api":
                    settings = config.load({"PKM_HOME": str(self.cast.home)})
                    service = running_service(settings)
                    return service is not None and httpx.get(f"{service[0]}/readyz", timeout=5).status_code == 200
                case _:
                    found = self.cast.find(kind)
                    return found is not None and found not in dead
        except (psycopg.Error, httpx.HTTPError, OSError):
            return False
