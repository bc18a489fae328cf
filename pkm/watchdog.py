"""A watch over a service's event loop: a process that hangs for good ends itself, so that who runs it starts it again.

Work that takes hours is done in threads and in other processes, and the loop turns beside it. A machine that stood still
is no hang: what counts are looks in a row, not the time between them. Only who was stopped for longer than ``FROZEN_S`` ends
when it goes on, and is started again.
"""

from __future__ import annotations

import asyncio
import faulthandler
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

LOOK_S = 5.0
LOOKS = 36  # in a row: three minutes, longer than an embedded server may take to start while another process starts one
FROZEN_S = 600.0  # not one thread ran, as when a regular expression never ends
_EXIT_FAULT = 1


@contextmanager
def watched(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """End the process with exit code 1 where the loop does not turn any more while the block runs.

    Stderr then says so, and where each thread stood: functions and lines, no values. Leases and locks end with the process.
    """
    ended = threading.Event()
    thread = threading.Thread(target=_watch, args=(loop, ended), name="pkm-watchdog", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _watch(loop: asyncio.AbstractEventLoop, ended: threading.Event) -> None:
    turned = threading.Event()
    turned.set()
    missed = 0
    try:
        while True:
            # The interpreter's own alarm needs no turn of Python's lock, without which this thread cannot look.
            faulthandler.dump_traceback_later(FROZEN_S, exit=True, file=2)
            if ended.wait(LOOK_S):
                return
            missed = 0 if turned.is_set() else missed + 1
            if missed == LOOKS:
                _end()
            if not missed:
                turned.clear()
                with suppress(RuntimeError):  # it is closed
                    loop.call_soon_threadsafe(turned.set)
    finally:
        faulthandler.cancel_dump_traceback_later()


def _end() -> None:
    """Not by way of the log, whose lock a thread that hangs may hold."""
    os.write(2, f"pkm: it hangs (nothing went on for {LOOKS * LOOK_S:.0f} s) and ends, to be started again\n".encode())
    faulthandler.dump_traceback(file=2)
    os._exit(_EXIT_FAULT)
