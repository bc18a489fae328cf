"""What tests ask of the clock, so that they hold on a machine that is slow or stands still for a minute.

What happens is waited for, however long it takes: a wait ends as soon as it has happened. What must not take long is measured
in processor time, which a machine that stands still does not spend.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

LONGEST_S = 300.0
_LOOK_S = 0.05
_LINEAR_S = 60.0


def until(holds: Callable[[], T], what: str) -> T:
    """The first true value; fails where it does not come."""
    end = time.monotonic() + LONGEST_S
    while not (value := holds()):
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(_LOOK_S)
    return value


async def until_it(holds: Callable[[], T], what: str) -> T:
    """The same where others go on meanwhile: ``holds`` is asked in a thread."""
    return await asyncio.to_thread(until, holds, what)


@contextmanager
def linear_time() -> Iterator[None]:
    """For a block of about a second, which would take many minutes if its time grew with the square of its input."""
    begun = time.process_time()
    yield
    assert time.process_time() - begun < _LINEAR_S


def is_running(pid: int) -> bool:
    """Whether there is such a process, and it has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
