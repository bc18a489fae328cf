"""The pool of readers, seen from the process that trusts them with files and nothing else."""

from __future__ import annotations

import atexit
import errno
import fcntl
import os
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import msgspec

from ingest.sandbox.messages import ANSWERS, LENGTH, Answer, Failed, Job, Limits, Reading, Setup, encode, send
from pkm.errors import Refused
from pkm.models import CsvProfile, Resume, Space

SCRATCH = "pkm-sandbox-"
PIECE_BYTES = 1 << 16  # as much as a pipe holds
MOST_HELD = 2  # readers that wait for the next portion of a file
FEWER = 8  # so many times, of a file that did harm
NONSENSE = "the file made its reader answer nonsense"
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024
KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH")
OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
    "SCARF_NO_ANALYTICS": "true",
}


class Sandbox:
    """Reads files in up to ``workers`` processes, which it starts when needed, keeps, and renews.

    Args:
        workers: Processes at most, and so files at once.
        limits: For each of them.
        parse: ``module:callable`` that turns a ``Candidate`` into ``Parsed``.
        timezone: IANA name of the clock that files are read by; this process's own unless given.
        space: For which documents are prepared; without one they are only parsed.
    """

    def __init__(
        self,
        workers: int,
        limits: Limits | None = None,
        parse: str = "ingest.parsers:parse",
        timezone: str | None = None,
        space: Space | None = None,
    ) -> None:
        _sweep()
        self._setup = Setup(parse, limits or Limits(), os.getpid(), space)
        self._timezone = timezone
        self._threads_each = max(1, (os.cpu_count() or 1) // workers)
        self._scratch, self._scratch_lock = _claim_scratch()
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="sandbox")
        self._lock = threading.Lock()
        self._idle: list[_Reader] = []
        self._held: dict[bytes, _Reader] = {}  # by its path who has a file open, and reads its next portion
        self._readers: set[_Reader] = set()
        self._fewer: dict[bytes, int] = {}  # parts that are read at a time of files that did harm, by their paths
        self._closed = False
        atexit.register(self.close)  # also where somebody who presses Ctrl-C twice breaks off a first one

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def submit(
        self, path: Path, shown: str, name: str | None = None, profiles: Mapping[str, CsvProfile] | None = None,
        resume: Resume | None = None, *, grows: bool = False,
    ) -> Future[Reading]:  # fmt: skip
        """Read the file at ``path``, which its owner knows as ``shown``, tables of known layouts as ``profiles`` say.

        Where ``resume`` is given, the file only grew since it was read, or not all of it was; who can goes on from there. One that ``grows`` is a copy
        of what somebody adds to: its last part may be incomplete.

        The future fails with ``Refused`` where nothing of the file can be read, whatever it did to its reader, with
        ``OSError`` where the disk has no room for scratch files, and with ``CancelledError`` where the sandbox was closed
        first.
        """
        named = None if name is None else os.fsencode(name)
        job = Job(os.fsencode(path), os.fsencode(shown), named, dict(profiles or {}), resume, grows)
        return self._pool.submit(self._read, job)

    def place_of(self, name: str) -> Path:
        """Where a copy of a file may lie that is to be read; it does not outlive the sandbox."""
        return self._scratch / f"copy-{name}"

    def close(self) -> None:
        """Stop at once: no reader outlives this, files being read are cancelled, not refused."""
        with self._lock:
            self._closed = True
            readers = list(self._readers)
        for reader in readers:
            reader.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)
        for reader in readers:
            reader.bury()
        shutil.rmtree(self._scratch, ignore_errors=True)
        atexit.unregister(self.close)
        os.close(self._scratch_lock)

    def _read(self, job: Job) -> Reading:
        """Have a reader read it; what fails in a used one is tried once more in a fresh one, free of others' traces.

        Of a mailbox or an archive ever fewer parts are tried then, until the one that does the harm is found, and left out.
        """
        job = msgspec.structs.replace(job, parts=self._fewer.get(job.path))
        while True:
            reader = self._take(job.path)
            used = reader.files > 0
            try:
                answer = reader.read(job)
            except _Lost as loss:
                self._drop(reader)
                if self._closed:
                    raise CancelledError from None
                if used and loss.repeatable:
                    continue
                if not loss.passing and (fewer := self._narrowed(job, str(loss))):
                    job = fewer
                    continue
                raise Refused(str(loss), passing=loss.passing) from None
            spent = isinstance(answer, Failed) and answer.spent
            if spent or reader.is_worn():
                self._drop(reader)
            else:
                goes_on = not isinstance(answer, Failed) and answer.parsed.goes_on is not None
                self._give_back(reader, job.path if goes_on else None)
            if not isinstance(answer, Failed):
                if job.left_out or not answer.parsed.goes_on:
                    self._fewer.pop(job.path, None)
                return answer
            if answer.full:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._scratch))
            if spent and not used and (fewer := self._narrowed(job, answer.reason)):
                job = fewer
            elif not (spent and used):
                raise Refused(answer.reason, answer.locator, passing=answer.passing, wordless=answer.wordless)

    def _narrowed(self, job: Job, reason: str) -> Job | None:
        """To read fewer parts of a mailbox or an archive, or all but the next one where that alone failed for a reason."""
        from ingest.parsers import HEAD_BYTES, is_read_in_portions

        with suppress(OSError), Path(os.fsdecode(job.path)).open("rb") as stream:
            name = os.fsdecode(job.name or job.path)
            if job.left_out is None and is_read_in_portions(stream.read(HEAD_BYTES), name):
                parts = job.parts or self._setup.limits.portion_parts
                fewer = self._fewer[job.path] = max(1, parts // FEWER)
                return msgspec.structs.replace(job, parts=fewer, left_out=reason if parts == 1 else None)
        return None

    def _take(self, path: bytes) -> _Reader:
        """Who has this file open, an idle reader, or a new one."""
        with self._lock:
            if self._closed:
                raise CancelledError
            if path in self._held:
                return self._held.pop(path)
            if self._idle:
                return self._idle.pop()
            reader = _Reader(self._setup, self._scratch, self._threads_each, self._timezone)
            self._readers.add(reader)
            return reader

    def _give_back(self, reader: _Reader, path: bytes | None) -> None:
        """Keep a reader for what comes, or for the next portion of the file at a path; of those the longest kept goes where there are many."""
        with self._lock:
            if path is None:
                self._idle.append(reader)
                return
            self._held[path] = reader
            surplus = self._held.pop(next(iter(self._held))) if len(self._held) > MOST_HELD else None
        if surplus is not None:
            self._drop(surplus)

    def _drop(self, reader: _Reader) -> None:
        reader.kill()
        reader.bury()
        with self._lock:
            self._readers.discard(reader)


class _Lost(Exception):
    """A reader died or had to be killed.

    Args:
        repeatable: The file may not be to blame: a fresh reader is tried at once.
        passing: The machine may be to blame: it is worth another try later.
    """

    def __init__(self, reason: str, *, repeatable: bool, passing: bool = False) -> None:
        super().__init__(reason)
        self.repeatable, self.passing = repeatable, passing


class _Reader:
    """One process and the pipes to it."""

    def __init__(self, setup: Setup, scratch: Path, threads: int, timezone: str | None) -> None:
        self.files = 0
        self._limits, self._space = setup.limits, setup.space
        self._scratch = Path(tempfile.mkdtemp(dir=scratch))
        self._death = threading.Lock()
        self._peak_bytes = 0
        # A process's peak begins with that of the one it was forked from (getrusage(2), kept across execve).
        self._inherited_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "ingest.sandbox.reader"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd=self._scratch,
            env=_environment(self._scratch, threads, timezone),
            start_new_session=True,
        )
        self._jobs, self._answers = (pipe.fileno() for pipe in self._pipes())
        self._ready = select.poll()
        self._ready.register(self._answers, select.POLLIN)
        self._tell(encode(setup))

    def read(self, job: Job) -> Answer:
        """Wait for the answer; raises ``_Lost``."""
        self.files += 1
        self._tell(encode(job))
        try:
            answer = ANSWERS.decode(self._listen())
        except msgspec.DecodeError as error:
            raise _Lost(NONSENSE, repeatable=True) from error
        if isinstance(answer, Reading) and not answer.is_sound(self._space):
            raise _Lost(NONSENSE, repeatable=True)
        return answer

    def is_worn(self) -> bool:
        """Whether it has read enough files, or kept too much memory, to be replaced."""
        return self.files >= self._limits.files or _resident_bytes(self._process.pid) > self._limits.worn_bytes

    def kill(self) -> None:
        """End the process and all that it started."""
        with self._death, suppress(ProcessLookupError, PermissionError):
            if self._process.returncode is None:
                os.killpg(self._process.pid, signal.SIGKILL)

    def bury(self) -> None:
        """Wait for the end of what was killed and clear away what is left; a second time does nothing."""
        with self._death:
            if self._process.returncode is None:
                _, status, usage = os.wait4(self._process.pid, 0)
                self._process.returncode = os.waitstatus_to_exitcode(status)
                self._peak_bytes = usage.ru_maxrss * _RSS_UNIT
        for pipe in self._pipes():
            pipe.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _pipes(self) -> list[IO[bytes]]:
        """To the process and from it."""
        return [pipe for pipe in (self._process.stdin, self._process.stdout) if pipe]

    def _tell(self, body: bytes) -> None:
        # A reader that is gone shows when it is listened to.
        with suppress(OSError):
            send(self._jobs, body)

    def _listen(self) -> memoryview:
        """The body of the next frame that is more than a sign of life: small ones come whole with their length."""
        end = time.monotonic() + self._limits.total_s
        data, size = bytearray(), 0
        while not size or len(data) < LENGTH.size + size:
            data += self._receive(end)
            while not size and len(data) >= LENGTH.size:
                size = LENGTH.unpack_from(data)[0]
                if not size:
                    del data[: LENGTH.size]
            if size > self._limits.output_bytes:
                raise _Lost(self._limits.output_reason, repeatable=False)
        if len(data) > LENGTH.size + size:  # nobody asked it anything further
            raise _Lost(NONSENSE, repeatable=True)
        return memoryview(data)[LENGTH.size :]

    def _receive(self, end: float) -> bytes:
        """What comes next, within the time that a reader may be silent."""
        left = end - time.monotonic()
        if left <= 0 or not self._ready.poll(min(self._limits.silence_s, left) * 1000):
            waited = self._limits.silence_s if self._limits.silence_s < left else self._limits.total_s
            raise _Lost(f"reading it took longer than {waited:g} s", repeatable=False, passing=_is_overloaded())
        piece = os.read(self._answers, PIECE_BYTES)
        if not piece:
            raise self._explain_death()
        return piece

    def _explain_death(self) -> _Lost:
        """Why the pipe ended."""
        self.kill()
        self.bury()
        if self._process.returncode == -signal.SIGXCPU:
            return _Lost(f"reading it took more than {self._limits.cpu_s} s of processor time", repeatable=False)
        if self._peak_bytes > max(self._limits.memory_bytes / 2, self._inherited_bytes):
            killed = self._process.returncode == -signal.SIGKILL
            return _Lost(self._limits.memory_reason, repeatable=True, passing=killed)
        if self._process.returncode == -signal.SIGKILL:  # by the system, for want of memory, or by a person
            return _Lost("its reader was killed", repeatable=True, passing=True)
        return _Lost("the file made its reader crash", repeatable=True)


def _environment(scratch: Path, threads: int, timezone: str | None) -> dict[str, str]:
    """What a reader may know of this process's surroundings: no setting, address or token, but the clock of the house."""
    kept = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
    if timezone is not None:
        kept["TZ"] = timezone
    places = dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), str(scratch))
    # Each arena of malloc and each thread takes address space, of which there is a limit.
    sizes = {"OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
    return kept | places | sizes | OFFLINE | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _is_overloaded() -> bool:
    """Whether more wants to run on this machine than can, by far."""
    return os.getloadavg()[0] > 2 * (os.cpu_count() or 1)


def _resident_bytes(pid: int) -> int:
    """Memory that a process has resident (proc(5), statm); 0 where the system does not tell."""
    try:
        with open(f"/proc/{pid}/statm", "rb", buffering=0) as told:  # noqa: PTH123 - after every file: a path costs as much again
            pages = told.read().split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _claim_scratch() -> tuple[Path, int]:
    """A new folder for the readers' scratch files, and the open lock that shows that its owner lives."""
    scratch = Path(tempfile.mkdtemp(prefix=SCRATCH))
    unlocked = scratch / "unlocked"
    descriptor = os.open(unlocked, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    unlocked.rename(scratch / "lock")
    return scratch, descriptor


def _sweep() -> None:
    """Remove the scratch folders of sandboxes that were killed: nobody holds their lock, and they hold attachments."""
    for scratch in Path(tempfile.gettempdir()).glob(f"{SCRATCH}*"):
        with suppress(OSError):
            descriptor = os.open(scratch / "lock", os.O_RDWR | os.O_CLOEXEC)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(scratch, ignore_errors=True)
            finally:
                os.close(descriptor)
