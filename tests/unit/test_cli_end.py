"""How a command ends that is told to stop."""

from __future__ import annotations

import subprocess
import sys
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
    done = subprocess.run(
        [sys.executable, "-c", BUSY.replace("{signal}", signal), "busy"],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=LONGEST_S, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (code, "servers are let go\n"), done.stderr
