"""A worker that hangs, as a real process: it ends itself, and one that is busy or stood still does not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.serve import environment
from pkm.config import Settings
from pkm.services import EmbeddedRedis
from pkm.store import workers
from pkm.store.database import Database
from tests.clock import LONGEST_S, until

PATIENCE_S = 5
# A worker whose main thread, that of its loop, does something else at SIGUSR1.
WORKER = """
import re, signal, threading, time
import arq.worker, watchfiles  # the loop does not turn while they are loaded
from ingest import worker
from pkm import watchdog

watchdog.LOOK_S, watchdog.LOOKS, watchdog.FROZEN_S = 0.05, 100, {frozen_s}

def wait_for_ever(*_):
    time.sleep(3600)

def match_for_ever(*_):
    re.match("(a+)+$", "a" * 64 + "b")

def be_busy(*_):
    def work():
        while True:
            sum(range(10_000))
    for _ in range(3):
        threading.Thread(target=work, daemon=True).start()

signal.signal(signal.SIGUSR1, {at_signal})
worker.main()
"""


@contextmanager
def worker(home: Settings, log: Path, at_signal: str, frozen_s: float = 600) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that waits for work, and for the signal."""
    program = WORKER.format(at_signal=at_signal, frozen_s=frozen_s)
    environ = environment(home) | {"PKM_EMBEDDER": "minilm"}
    redis = EmbeddedRedis(home.home)
    redis.start()  # nor while it starts
    with log.open("wb") as stream:
        process = subprocess.Popen([sys.executable, "-c", program], env=environ, stdout=stream, stderr=stream)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        redis.stop()


def lives(database: Database, process: subprocess.Popen[bytes]) -> bool:
    with database.transaction() as connection:
        return any(each["pid"] == process.pid for each in workers.alive(connection))


@pytest.mark.parametrize(
    ("at_signal", "frozen_s", "said"),
    [
        ("wait_for_ever", 600, "pkm: it hangs (nothing went on for 5 s) and ends, to be started again"),
        ("match_for_ever", 5, "Timeout (0:00:05)!"),  # no other thread runs: the interpreter's own alarm
    ],
)
def test_a_worker_that_hangs_for_good_ends_and_says_where(
    home: Settings, database: Database, tmp_path: Path, at_signal: str, frozen_s: float, said: str
) -> None:
    log = tmp_path / "worker.log"
    with worker(home, log, at_signal, frozen_s) as process:
        until(lambda: lives(database, process), "the worker lives")
        process.send_signal(signal.SIGUSR1)
        assert process.wait(LONGEST_S) == 1
    lines = log.read_text().splitlines()
    assert said in lines
    assert any(at_signal in each for each in lines)  # the functions of each thread
    until(lambda: not lives(database, process), "nobody takes it for alive")


def test_a_worker_that_is_busy_or_stood_still_goes_on(home: Settings, database: Database, tmp_path: Path) -> None:
    log = tmp_path / "worker.log"
    with worker(home, log, "be_busy") as process:
        until(lambda: lives(database, process), "the worker lives")
        process.send_signal(signal.SIGUSR1)
        be_busy(process, PATIENCE_S + 1)
        process.send_signal(signal.SIGSTOP)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(PATIENCE_S + 1)
        process.send_signal(signal.SIGCONT)
        be_busy(process, 1)
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(LONGEST_S) == 0
    assert "hangs" not in log.read_text()


def be_busy(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait until it has used so much more time of a processor, or ended."""
    end = ticks(process) + seconds * os.sysconf("SC_CLK_TCK")
    until(lambda: process.poll() is not None or ticks(process) > end, "it is busy")


def ticks(process: subprocess.Popen[bytes]) -> int:
    """Processor time that it used so far (proc(5): the fourteenth and fifteenth field)."""
    used = Path(f"/proc/{process.pid}/stat").read_text().rpartition(") ")[2].split()[11:13]
    return sum(map(int, used))
