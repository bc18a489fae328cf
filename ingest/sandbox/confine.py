"""What a reader's process gives up before it opens the first file; each step that the system has.

It may still read what its user may read: the sandbox guards against hostile *contents*, which make a library crash,
hang, swell or call out, not against a hostile program.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

from ingest.sandbox.messages import Limits

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
NICENESS = 5
NETWORK_EVENTS = frozenset(
    ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg")
)


def confine(limits: Limits, parent: int) -> None:
    """Confine this process; ends it where ``parent`` has died already."""
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.scratch_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        # macOS refuses some; a hard limit below ours is stricter than we ask.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))
    with suppress(OSError):
        os.nice(NICENESS)
    sys.addaudithook(_refuse_network)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        _leave_network(libc)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        # After the namespaces: a change of credentials clears it.
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


def limit_cpu(seconds: int) -> None:
    """Allow so much processor time from now on; the kernel's count runs over the whole life of the process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    with suppress(ValueError, OSError):
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + 1 + seconds, hard))


def _leave_network(libc: ctypes.CDLL) -> None:
    """Enter a network of one's own, without any interface, where the kernel lets us."""
    if libc.unshare(CLONE_NEWNET) == 0 or os.geteuid() == 0:
        # Root without the right to do so would lose, in a user namespace, its right to read others' files.
        return
    user, group = os.geteuid(), os.getegid()
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0:
        with suppress(OSError):
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
            Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _refuse_network(event: str, _: tuple[object, ...]) -> None:
    """Stop Python code that calls out, where the kernel does not."""
    if event in NETWORK_EVENTS:
        raise PermissionError("there is no network in the sandbox")
