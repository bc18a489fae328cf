"""A tree is taken in and changes, while everything that takes part is killed; then all is held against an undisturbed home."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.soak import judge
from bench.soak.cast import Cast, kill
from bench.soak.compare import differences
from bench.soak.disk import filled, small_disk
from bench.soak.embedding import embeddings
from bench.soak.papers import Owner
from bench.soak.witness import Vigil, Witness
from pkm.services import EmbeddedPostgres

# How often each is killed, of a hundred.
VICTIMS = {"cli": 20, "worker": 26, "api": 14, "postmaster": 10, "backend": 10, "redis": 10, "reader": 10}
FULL_S = 4.0
REFRESH_HOURS = "0.004"  # a quarter of a minute


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of it.

    Args:
        kills: SIGKILLs.
        files: That there are in the end, about.
        seed: Of the files, the changes, and who is killed after what pause.
        pause_s: Between two kills, on average.
        flushes, restarts, full: How often Redis is emptied, the database shut down, the disk filled.
        hurry: Do not wait for the next minute's look and for another try: ask for a refresh, and put the clock forward.
        patience_s: For all to be done when the last process was killed.
    """

    kills: int = 300
    files: int = 5000
    seed: int = 7
    pause_s: float = 2.0
    flushes: int = 10
    restarts: int = 5
    full: int = 3
    hurry: bool = False
    patience_s: float = 1800.0

    def disasters(self) -> dict[int, list[str]]:
        """What happens beside which kill: spread over all of it."""
        found: dict[int, list[str]] = {}
        for kind, count in (("flush", self.flushes), ("restart", self.restarts), ("full", self.full)):
            for each in range(count):
                found.setdefault(int((each + 0.5) * self.kills / count), []).append(kind)
        return found


def soak(plan: Plan, place: Path | None = None) -> dict[str, Any]:
    """Do all of it; what is returned tells what was done and what was found. ``ok`` where nothing is amiss."""
    folder = Path(tempfile.mkdtemp(prefix="pkm-soak-", dir=place or "/var/tmp"))
    folder.chmod(0o711)
    logs = folder / "logs"
    logs.mkdir()
    done = False
    try:
        with small_disk(folder / "disk") as no_disk, embeddings() as embedder_url:
            environment = {name: value for name, value in os.environ.items() if not name.startswith(("PKM_", "PG"))} | {
                "PKM_HOME": str(folder / "disk" / "home"), "PKM_EMBEDDER": "http", "PKM_EMBEDDER_URL": embedder_url,
                "PKM_TIMEZONE": "Europe/Berlin", "PKM_REFRESH_HOURS": REFRESH_HOURS, "PYTHONUNBUFFERED": "1",
            }  # fmt: skip
            report = _soak(plan, folder, environment, logs, no_disk)
            if not report["ok"]:
                shutil.copytree(folder / "disk" / "home" / "postgres" / "data", folder / "kept")
        done = bool(report["ok"])
        return report
    finally:
        if done:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            sys.stderr.write(f"what the processes said, and the database, is kept in {folder}\n")


def _soak(plan: Plan, folder: Path, environment: dict[str, str], logs: Path, no_disk: str) -> dict[str, Any]:
    tree, home = folder / "tree", Path(environment["PKM_HOME"])
    begun = time.monotonic()
    owner = Owner(tree, plan.files, plan.seed)
    chance = random.Random(plan.seed)
    cast = Cast(home, tree, environment, logs, random.Random(plan.seed + 1))
    witness, vigil = Witness(cast, owner.tales), Vigil(cast)
    try:
        witness.begin()
        vigil.begin()
        killed = _kill_and_change(plan, cast, owner, vigil, chance, skipped={"full"} if no_disk else set())
        cast.command.end()
        last = time.time()
        under_fire_s = time.monotonic() - begun

        def hurry() -> None:
            judge.put_clock_forward(cast.database_url)
            _pkm(environment, "refresh")

        quiet = judge.wait_until_done(cast.database_url, plan.patience_s, last, hurry if plan.hurry else lambda: None)
        vigil.end()
        witness.look_once()
        witness.end()
    finally:
        cast.end()
    checked = _pkm(environment, "check", "--deep", "--json")
    calm = environment | {"PKM_HOME": str(folder / "calm")}
    _pkm(calm, "ingest", str(tree), "--json")
    with _database(home) as disturbed, _database(folder / "calm") as undisturbed:
        found = judge.lost_and_doubled(disturbed.url, tree)
        expected = judge.lost_and_doubled(undisturbed.url, tree)
        unequal = differences(judge.present(undisturbed.url), judge.present(disturbed.url), shown=20)
        unequal.sort(key=lambda line: not line[2:].startswith(("file ", "document ")))
    refused = [each for each in found["refused"] if each not in expected["refused"]]
    amiss = {
        "lost": found["lost"], "left over": found["left over"], "twice": found["twice"], "refused for good": refused,
        "half visible": sorted(set(witness.halves)), "unequal": unequal, "still open": quiet["left"],
        "check": [] if checked.returncode == 0 else [checked.stdout[-2000:], checked.stderr[-2000:]],
    }  # fmt: skip
    return {
        "ok": not any(amiss.values()),
        "files": plan.files,
        "files_in_the_end": sum(len(names) for _, _, names in os.walk(tree)),
        "seed": plan.seed,
        "kills": sum(each["what"] in VICTIMS for each in killed),
        "killed": dict(Counter(each["what"] for each in killed)),
        "not_done": no_disk,
        "under_fire_s": round(under_fire_s, 1),
        "recovered_s": quiet["seconds"],
        "back_after_s": {kind: _spread(each) for kind, each in sorted(vigil.recovered.items())},
        "reader": {
            "searches": witness.searches, "whole_documents": witness.whole, "unanswered": witness.unanswered,
            "looks_into_the_tables": witness.looks,
        },
        "exits_of_the_command_line": cast.command.exits,
        "tracebacks": cast.faults(),
        **{name: {"count": len(each), "first": list(each)[:20] if isinstance(each, list) else each} for name, each in amiss.items()},
        "when": killed,
    }  # fmt: skip


def _kill_and_change(
    plan: Plan, cast: Cast, owner: Owner, vigil: Vigil, chance: random.Random, skipped: set[str]
) -> list[dict[str, Any]]:
    """Kill at random moments, while the owner goes on with their files; returns what was done when."""
    begun, killed, disasters = time.monotonic(), list[dict[str, Any]](), plan.disasters()
    count, ended, failure = 0, threading.Event(), list[BaseException]()

    def go_on() -> None:
        try:
            while not ended.wait(0.05):
                owner.do_until(min(1.0, count / plan.kills))
        except BaseException as exc:
            failure.append(exc)

    def note(what: str, pid: int | None = None) -> None:
        killed.append({"at_s": round(time.monotonic() - begun, 2), "what": what, "pid": pid})

    while not cast.has_begun():
        if time.monotonic() - begun > plan.patience_s:
            raise RuntimeError("no command came to the point of noting what it is to take in")
        time.sleep(0.1)
    hands = threading.Thread(target=go_on, daemon=True)
    hands.start()
    while count < plan.kills:
        time.sleep(chance.uniform(0, 2 * plan.pause_s))
        for what in disasters.pop(count, []):
            if what in skipped:
                continue
            note(what)
            _strike(what, cast)
        kind = chance.choices(list(VICTIMS), list(VICTIMS.values()))[0]
        pid = cast.find(kind)
        if pid is not None and kill(pid):
            count += 1
            note(kind, pid)
            vigil.note(kind, pid)
    ended.set()
    hands.join()
    if failure:
        raise failure[0]
    owner.do_until(1.0)
    return killed


def _strike(what: str, cast: Cast) -> None:
    """A disaster that kills nobody by itself."""
    match what:
        case "flush":
            deadline = time.monotonic() + 60
            while not cast.flush_redis() and time.monotonic() < deadline:
                time.sleep(0.1)
        case "restart":
            deadline = time.monotonic() + 60
            while (pid := cast.postmaster()) is None and time.monotonic() < deadline:
                time.sleep(0.1)
            if pid is not None:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGINT)  # fast shutdown
        case "full":
            with filled(cast.home.parent):
                time.sleep(FULL_S)


def _pkm(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pkm.cli", *words], env=environment, capture_output=True, text=True, check=False,
        start_new_session=True,
    )  # fmt: skip


class _database:
    """The database of a home, while the block runs."""

    def __init__(self, home: Path) -> None:
        self._server = EmbeddedPostgres(home)

    def __enter__(self) -> EmbeddedPostgres:
        self._server.start()
        return self._server

    def __exit__(self, *_: object) -> None:
        self._server.stop()


def _spread(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {"times": len(ordered), "median": ordered[len(ordered) // 2], "longest": ordered[-1]}
