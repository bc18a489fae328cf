"""The process that reads hostile files: ``python -m ingest.sandbox.reader``, one file after the other until stdin ends."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ingest import pulse
from ingest.sandbox.confine import confine, limit_cpu
from ingest.sandbox.messages import JOBS, SETUPS, Answer, Failed, Job, Limits, Reading, Setup, encode, receive, send
from pkm.errors import Refused
from pkm.models import Parsed, Space
from pkm.prepared import Prepared, prepare

T = TypeVar("T")

REASONS = {
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.ENOENT: "it vanished before it was read",
    errno.ENOTDIR: "it vanished before it was read",
    errno.ELOOP: "its links lead in a circle",
    errno.EIO: "the disk failed while it was read",
    errno.ENAMETOOLONG: "its name is too long",
    errno.ENOSPC: "there is no room to unpack it",
    errno.EFBIG: "it unpacks to too large a file",
}

PASSING = frozenset((errno.EACCES, errno.EPERM, errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.EAGAIN, errno.ENFILE))


def main() -> None:
    """Serve jobs; the pipes are moved out of reach of libraries that print or read."""
    jobs, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    first = receive(jobs)
    if first is None:
        return
    setup = SETUPS.decode(first)
    confine(setup.limits, setup.parent)
    module, _, name = setup.parse.partition(":")
    parse = getattr(import_module(module), name)
    pulse.listen(lambda: send(answers, b""))
    pulse.beat()
    while (body := receive(jobs)) is not None:
        send(answers, _answer(parse, JOBS.decode(body), setup))
        _empty(Path(tempfile.gettempdir()))


def _answer(parse: Callable[[Any], Parsed], job: Job, setup: Setup) -> bytes:
    """Read one file; whatever happens becomes an answer, which quotes nothing of the file."""
    limits = setup.limits
    limit_cpu(limits.cpu_s)
    answer: Answer
    try:
        parsed, parsed_at = _sound(_read(parse, job, limits)), time.time()
        body = encode(Reading(parsed, parsed_at, prepare_all(parsed, os.fsdecode(job.shown), setup.space)))
    except Refused as refusal:
        answer = Failed(str(refusal), refusal.locator, passing=refusal.passing, wordless=refusal.wordless)
    except MemoryError:
        answer = Failed(limits.memory_reason, spent=True)
    except RecursionError:
        answer = Failed("it is nested too deep to be read")
    except OSError as error:
        reason = REASONS.get(error.errno or 0) or f"it could not be read: {type(error).__name__}"
        answer = Failed(reason, full=error.errno == errno.ENOSPC, passing=error.errno in PASSING)
    except Exception as error:
        answer = Failed(f"it could not be read: {type(error).__name__}")
    else:
        if len(body) <= limits.output_bytes:
            return body
        answer = Failed(limits.output_reason)
    return encode(_sound(answer))


def _read(parse: Callable[[Any], Parsed], job: Job, limits: Limits) -> Parsed:
    """Parse a regular file that stays as it is meanwhile."""
    from ingest.parsers import Candidate
    from ingest.parsers.portion import Portion

    parts = job.parts or limits.portion_parts
    portion = Portion(max(1, limits.portion_bytes * parts // limits.portion_parts), parts, job.left_out)
    path = Path(os.fsdecode(job.path))
    before = _state(path)
    name = None if job.name is None else os.fsdecode(job.name)
    parsed = parse(Candidate.at(path, os.fsdecode(job.shown), name, job.profiles, job.resume, job.grows, portion))
    try:
        after = _state(path)
    except FileNotFoundError as error:
        raise Refused("it vanished while it was read") from error
    if before != after:
        raise Refused("it changed while it was read")
    return parsed


def _state(path: Path) -> tuple[int, int, int]:
    """Size, time of change and inode of a regular file; opening it waits for nobody, as a FIFO would make it."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        found = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    if not stat.S_ISREG(found.st_mode):
        raise Refused("it is no regular file")
    return found.st_size, found.st_mtime_ns, found.st_ino


def prepare_all(parsed: Parsed, path: str, space: Space | None) -> tuple[Prepared, ...]:
    """What is stored of each document beside its text; a fault of ours with this one file may pass with a later version."""
    if space is None:
        return ()
    from ingest import chunking

    found = []
    for each in parsed.documents:
        try:
            found.append(prepare(each, chunking.split(each, space), path, space))
        except (MemoryError, RecursionError):
            raise
        except Exception as error:
            raise Refused(f"it could not be prepared: {type(error).__name__}", passing=True) from error
        pulse.beat()
    return tuple(found)


def _sound(value: T) -> T:
    """The same, where a character that UTF-8 lacks is ``?`` and NUL, which PostgreSQL lacks, U+FFFD: every offset stays true."""
    try:
        encode(value)
        if not (isinstance(value, Parsed) and any("\0" in each for each in _strings(value))):
            return value
    except UnicodeEncodeError:
        pass
    return msgspec.convert(_clean(msgspec.to_builtins(value, builtin_types=(bytes,))), type(value))


def _strings(parsed: Parsed) -> Iterator[str]:
    """What of a file goes into the database as words."""
    for each in parsed.documents:
        yield from (each.text, each.title, each.head, each.locator or "", each.name or "", *each.meta.values())
        yield from (heading.title for heading in each.headings)
    yield from (f"{each.locator} {each.reason}" for each in parsed.problems)


def _clean(value: Any) -> Any:
    """Replace lone surrogates and NULs, one for one, however deep."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
    if isinstance(value, dict):
        return {_clean(key): _clean(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    return value


def _empty(folder: Path) -> None:
    """Remove what a parser left behind."""
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry, ignore_errors=True)
        else:
            Path(entry).unlink(missing_ok=True)


if __name__ == "__main__":
    main()
