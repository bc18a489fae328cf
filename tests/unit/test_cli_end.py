"""How a command ends that is told to stop, or that nobody listens to."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.clock import LONGEST_S

BUSY = """
import atexit, os, signal, threading
from concurrent.futures import ThreadPoolExecutor
from pkm.cli.app import app, main

@app.command("busy")
def busy() -> None:
    \"\"\"One thread embeds a large document, and hears of nothing.\"\"\"
    atexit.register(print, "servers are let go")
    ThreadPoolExecutor(1).submit(threading.Event().wait)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # who starts it in the background has it ignored
    os.kill(os.getpid(), signal.{signal})
    threading.Event().wait()

main()
"""


@pytest.mark.parametrize(("signal", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_command_that_is_told_to_stop_waits_for_no_thread(signal: str, code: int) -> None:
    done = run_python(BUSY.replace("{signal}", signal), "busy")
    assert (done.returncode, done.stdout) == (code, "servers are let go\n"), done.stderr


LOADING = """
import sys

class Interrupting:
    def find_spec(self, name, *_):
        if name == "{module}":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupting())
from pkm.cli import main
main()
"""


@pytest.mark.parametrize("module", ["typer", "pkm.cli.commands"])
def test_ctrl_c_while_it_is_loading_shows_no_traceback(module: str) -> None:
    done = run_python(LOADING.replace("{module}", module), "--version")
    assert (done.returncode, done.stdout) == (130, "")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("redirection", "arguments", "code", "said"),
    [
        (
            ">/dev/full",
            "--version",
            1,
            "pkm: No space left on device — free some space and try again; nothing was lost\n",
        ),
        (">/dev/full", "serch", 2, "Did you mean"),
        (">&-", "--version", 0, ""),
        (">&- 2>&-", "--version", 0, ""),
        ("<&-", "--version", 0, ""),
        ("2>&-", "serch", 2, ""),
    ],
)
def test_output_that_goes_nowhere(redirection: str, arguments: str, code: int, said: str) -> None:
    shell = ["sh", "-c", f'exec "$@" {redirection}', "sh"]
    done = run_python("from pkm.cli import main; main()", arguments, before=shell)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert len(done.stderr.splitlines()) <= 4, "its usage at most"
    assert done.stdout == ("" if ">&-" in redirection or code else f"pkm {version('pkm')}\n")


FAILING = """
from pkm.cli.app import app, main

@app.command("fail")
def fail(words: str) -> None:
    \"\"\"Words reach the database.\"\"\"
    words.encode()

main()
"""


@pytest.mark.parametrize("arguments", [["search", b"K\xf6ln"], ["ask", b"K\xf6ln?"], ["fail", b"K\xf6ln"]])
def test_what_is_no_text_is_wrong_usage_and_no_fault(arguments: list[str | bytes]) -> None:
    done = run_python(FAILING, *map(os.fsdecode, arguments))
    assert (done.returncode, done.stdout) == (2, "")
    assert "no text in the encoding of this terminal" in " ".join(done.stderr.split())


def run_python(program: str, *arguments: str, before: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*before, sys.executable, "-c", program, *arguments],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=LONGEST_S, check=False,
    )  # fmt: skip
