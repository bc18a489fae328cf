"""What the machine has to give."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_MEMORY_LIMIT = Path("/sys/fs/cgroup/memory.max")  # a container's (cgroup v2)


def machine_memory_mb() -> int:
    """The memory that programs may use here: the machine's, or less in a container that allows less."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with suppress(OSError, ValueError):  # no such group, or "max"
        memory = min(memory, int(_MEMORY_LIMIT.read_text()))
    return memory >> 20
