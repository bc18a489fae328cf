"""Devices that embed side by side, a process each: one that dies takes no other along, and the next use starts it again.

A GPU's fault spoils whatever process drove it, so none is driven by the process that asks. The processor is: it has no
such faults, and one process less starts sooner.
"""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from queue import PriorityQueue
from typing import Protocol

from pkm.embed.m3 import M3, Encoded, Window
from pkm.embed.windows import processors
from pkm.errors import ModelError

TRIES = 2  # of a batch whose process died: perhaps others are to blame, perhaps the batch is
REST_S = 30.0  # of a device that cannot be started, while others work
LAST_WORDS_S = 5.0  # in which a process that hung up ends by itself, and says how
QUESTION, PASSAGES, CLOSING = range(3)  # which batches go first


@dataclass(order=True, slots=True)
class _Job:
    """A batch on its way; the first fields say when its turn is."""

    urgency: int
    number: int
    windows: Sequence[Window] = field(compare=False, default=())
    multi: bool = field(compare=False, default=False)
    deaths: int = field(compare=False, default=0)
    future: Future[Encoded] = field(compare=False, default_factory=Future)


class Crew:
    """Devices with the same model, which they load when they are first needed. Safe to share between threads.

    Args:
        devices: As torch names them; one twice means two processes on it.
        variant: How they compute (``M3``).
    """

    def __init__(self, folder: Path, devices: Sequence[str], variant: str = "") -> None:
        self._devices: list[_Device] = [_Process(folder, each, variant) for each in devices]
        if list(devices) == ["cpu"]:
            self._devices = [_Here(folder, variant)] * processors()
        self._jobs: PriorityQueue[_Job] = PriorityQueue()
        self._numbers = itertools.count()
        self._resting: set[_Device] = set()
        self._closing = threading.Event()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()

    def encode(self, batches: Sequence[Sequence[Window]], *, multi: bool, urgent: bool = False) -> list[Encoded]:
        """Embed batches on whichever devices are free; urgent ones go before all that wait.

        Raises:
            ModelError: Where a batch cannot be embedded; batches of other calls go on.
        """
        self._start()
        urgency = QUESTION if urgent else PASSAGES
        jobs = [_Job(urgency, next(self._numbers), each, multi) for each in batches]
        for job in jobs:
            self._jobs.put(job)
        try:
            return [job.future.result() for job in jobs]
        finally:
            for job in jobs:
                job.future.cancel()

    def close(self) -> None:
        """End all processes, at once; who waits gets a ``ModelError``."""
        self._closing.set()
        for each in self._devices:
            each.close()
        for _ in self._threads:
            self._jobs.put(_Job(CLOSING, next(self._numbers)))
        for thread in self._threads:
            thread.join()
        while not self._jobs.empty():
            job = self._jobs.get()
            if job.future.set_running_or_notify_cancel():
                job.future.set_exception(ModelError("the embedder was closed"))

    def _start(self) -> None:
        with self._lock:
            if self._closing.is_set():
                raise ModelError("the embedder was closed")
            if not self._threads:
                self._threads = [
                    threading.Thread(target=self._serve, args=(each,), daemon=True) for each in self._devices
                ]
                for thread in self._threads:
                    thread.start()

    def _serve(self, device: _Device) -> None:
        """Embed batches on one device until the crew is closed."""
        while not self._closing.is_set():
            job = self._jobs.get()
            if job.future.cancelled() or job.urgency == CLOSING:
                continue
            try:
                encoded = device.encode(job.windows, multi=job.multi)
            except _Lost as loss:
                self._give_back(job, loss, device)
            except Exception as exc:
                self._resting.discard(device)
                _fail(
                    job, exc if isinstance(exc, ModelError) else ModelError(f"the model failed ({type(exc).__name__})")
                )
            else:
                self._resting.discard(device)
                if job.future.set_running_or_notify_cancel():
                    job.future.set_result(encoded)

    def _give_back(self, job: _Job, loss: _Lost, device: _Device) -> None:
        """Let another process try what one died of; a device that cannot be started leaves the work to the others."""
        job.deaths += not loss.at_start
        if loss.at_start:
            self._resting.add(device)
        if self._closing.is_set() or job.deaths >= TRIES or len(self._resting) == len(self._devices):
            _fail(job, loss.error)
        else:
            self._jobs.put(job)
            if loss.at_start:
                self._closing.wait(REST_S)


def _fail(job: _Job, error: ModelError) -> None:
    if job.future.set_running_or_notify_cancel():
        job.future.set_exception(error)


class _Lost(Exception):
    """The process of a device is gone.

    Args:
        at_start: Before it could embed anything.
    """

    def __init__(self, error: ModelError, *, at_start: bool) -> None:
        super().__init__(str(error))
        self.error, self.at_start = error, at_start


class _Device(Protocol):
    """Something that embeds batches, one after the other."""

    def encode(self, windows: Sequence[Window], *, multi: bool) -> Encoded: ...

    def close(self) -> None: ...


class _Here:
    """The processor, driven by this process: as many batches at once as there are cores."""

    def __init__(self, folder: Path, variant: str) -> None:
        self._folder, self._variant = folder, variant
        self._model: M3 | None = None
        self._loading = threading.Lock()

    def encode(self, windows: Sequence[Window], *, multi: bool) -> Encoded:
        with self._loading:
            model = self._model = self._model or M3(self._folder, "cpu", self._variant)
        return model.encode(windows, multi=multi)

    def close(self) -> None:
        self._model = None


class _Process:
    """A device, driven by a process that ends when this one does."""

    def __init__(self, folder: Path, device: str, variant: str = "") -> None:
        self._folder, self._name, self._variant = folder, device, variant
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None
        self._closed = False

    def encode(self, windows: Sequence[Window], *, multi: bool) -> Encoded:
        if self._pipe is None:
            self._load()
        answer = self._ask((windows, multi), "died over its texts")
        if isinstance(answer, ModelError):
            raise answer
        if isinstance(answer, Encoded):
            return answer
        self._end()
        raise _Lost(self._fault(f"failed over its texts ({answer})"), at_start=False)

    def close(self) -> None:
        self._closed = True
        self._end()

    def _load(self) -> None:
        """Start the process and wait until it has loaded the model."""
        ours, theirs = socket.socketpair()
        with self._lock, theirs:
            if not self._closed:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-m", "pkm.embed.device", str(theirs.fileno()), str(self._folder), self._name, self._variant],
                    pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                    env={**os.environ, "TOKENIZERS_PARALLELISM": "false"}, start_new_session=True,
                )  # fmt: skip
            self._pipe = Connection(ours.detach())
        if isinstance(fault := self._ask(None, "could not be started"), ModelError):
            self._end()
            raise _Lost(fault, at_start=True)

    def _ask(self, question: object, what: str) -> object:
        """What the process answers to a question, or to nothing."""
        pipe = self._pipe
        try:
            if pipe is None:
                raise EOFError
            if question is not None:
                pipe.send(question)
            return pipe.recv()
        except (EOFError, OSError) as exc:
            status = self._end(LAST_WORDS_S)
            how = f"signal {-status}" if status < 0 else f"status {status}"
            raise _Lost(self._fault(f"{what} ({how})"), at_start=question is None) from exc

    def _fault(self, what: str) -> ModelError:
        return ModelError(f"the process that embeds on {self._name} {what}", "it is started again at the next use")

    def _end(self, patience_s: float = 0.0) -> int:
        """Make sure that the process is gone; returns how it ended.

        Args:
            patience_s: How long it may take to end by itself.
        """
        with self._lock:
            process, pipe, self._process, self._pipe = self._process, self._pipe, None, None
        if pipe is not None:
            pipe.close()
        if process is None:
            return 0
        with suppress(subprocess.TimeoutExpired):
            return process.wait(patience_s)
        process.kill()
        return process.wait()
