"""Processes that begin with the imports of ``pkm`` done: these take longer than most of what a command does.

That ``pkm`` starts by itself, too, is held by the tests of ``pkm serve``, of light commands, of bad files and by the soak.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from pkm import faults

# What commands import when they need it.
_MODULES = [
    "pkm.cli.commands", "pkm.answer", "pkm.backup", "pkm.eval", "pkm.report", "pkm.search.following", "pkm.embed.minilm",
    "pkm.cli.render", "ingest.check", "ingest.jobs", "ingest.pipeline", "ingest.reembed", "api.serve", "api.app", "uvicorn",
    "aiosql", "snowballstemmer", "rich.progress", "safetensors.torch", "tokenizers", "onnxruntime",
]  # fmt: skip
_forking = multiprocessing.get_context("forkserver")
_forking.set_forkserver_preload(_MODULES)


class Process:
    """A program under way, forked from a process that did nothing but import; used as a ``subprocess.Popen``.

    Args:
        main: The program: a function of a module.
        arguments: That it finds in ``sys.argv``, after its name.
        environment: All of it.
    """

    def __init__(self, main: Callable[[], object], arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        self.args = [main.__module__, *arguments]
        self._told = tempfile.TemporaryDirectory(prefix="pkm-told-")
        self._out, self._err = (Path(self._told.name) / each for each in ("out", "err"))
        self._process = _forking.Process(
            target=_become, args=(main, self.args, dict(environment), str(Path.cwd()), self._out, self._err)
        )
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def poll(self) -> int | None:
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it, and what it started in its session, at once."""
        with suppress(ProcessLookupError):  # it came to its end before
            os.killpg(self.pid, signal.SIGKILL)

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """What it said on stdout and stderr, once it has ended; raises ``subprocess.TimeoutExpired``."""
        self._process.join(timeout)
        if self.returncode is None:
            assert timeout is not None
            raise subprocess.TimeoutExpired(self.args, timeout)
        with self._told:
            return self._out.read_text(), self._err.read_text()


def _become(
    main: Callable[[], object], arguments: list[str], environment: dict[str, str], folder: str, out: Path, err: Path
) -> None:
    """Be what a shell would have started with these arguments, in a session of its own."""
    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for descriptor, path, flags in ((0, os.devnull, os.O_RDONLY), (1, out, os.O_WRONLY), (2, err, os.O_WRONLY)):
        os.dup2(os.open(path, flags | os.O_CREAT, 0o600), descriptor)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where a shell in the background has it ignored
    gc.freeze()  # what was imported stays: else it is looked through for garbage, which takes .2 s, a time in most commands
    sys.argv, tempfile.tempdir = arguments, None
    importlib.reload(faults)  # it reads the environment when it is imported
    try:
        main()
    finally:
        atexit._run_exitfuncs()


def run(main: Callable[[], object], arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """How a program ended; what it said is said here."""
    process = Process(main, arguments, environment)
    out, err = process.communicate()
    print(out, err)
    assert process.returncode is not None
    return process.returncode
