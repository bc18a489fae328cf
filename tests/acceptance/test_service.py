"""``pkm serve`` on a home: the command line uses it, its worker reads what waits, and it leaves nothing behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from pkm import config
from pkm.presence import running_service
from pkm.services import EmbeddedPostgres
from tests.acceptance.test_cli import OFX, Shell
from tests.clock import LONGEST_S, until
from tests.conftest import memory


@pytest.fixture
def place() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="pkm-service-", dir=memory()))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def shell(place: Path) -> Shell:
    """A home with embedded servers of its own."""
    shell = Shell(place / "home", "")
    del shell.environment["PKM_DATABASE_URL"]
    return shell


@contextmanager
def serving(shell: Shell) -> Iterator[None]:
    """``pkm serve`` on the home, once it answers."""
    process = shell.start("serve", "--port", "0")
    settings = config.load({"PKM_HOME": shell.environment["PKM_HOME"]})

    def is_ready() -> bool:
        assert process.poll() is None, process.communicate()
        found = running_service(settings)
        try:
            return found is not None and httpx.get(f"{found[0]}/readyz", trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False

    try:
        until(is_ready, "the service is ready")
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=LONGEST_S)


@pytest.fixture
def served(shell: Shell) -> Iterator[None]:
    with serving(shell):
        yield


@pytest.mark.usefixtures("served")
def test_the_command_line_uses_the_service(shell: Shell, place: Path) -> None:
    papers = place / "papers"
    papers.mkdir()
    (papers / "note.md").write_text("# Boiler\n\nThe boiler is serviced by Mrs Lindqvist every October.\n")
    (papers / "empty.pdf").touch()
    (papers / "january.ofx").write_text(OFX)
    report = shell.json("ingest", papers, code=3)
    assert (report["indexed"], report["quarantined"], report["documents"]) == (2, 1, 2)
    program = (
        "import atexit, sys\n"
        "atexit.register(lambda: print('torch' in sys.modules, file=sys.stderr))\n"
        "sys.argv = ['pkm', 'search', 'who services the boiler', '--json']\n"
        "from pkm.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=shell.environment, capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() == "False"
    assert json.loads(done.stdout)["hits"][0]["text"].endswith("Mrs Lindqvist every October.")
    answer = shell.json("ask", "Who services the boiler?")
    assert "Lindqvist" in answer["answer"]
    assert answer["citations"][0]["path"] == str(papers / "note.md")
    for wrong in (("ask", " "), ("search", ""), ("ask", "why? " * 1000)):
        assert shell.run(*wrong, code=2)[1].startswith("pkm: ")
    assert "there is no collection 'away'" in shell.run("ask", "Who?", "--collection", "away", code=1)[1]
    running = running_service(config.load({"PKM_HOME": shell.environment["PKM_HOME"]}))
    assert running is not None
    assert f"{running[0]}/v1/documents/" in shell.run("report", "month", "2026-01")[0]
    for port in ("0", running[0].rpartition(":")[2]):
        err = shell.run("serve", "--port", port, code=1)[1]
        assert f"already runs on this home: {running[0]}, process " in err
        assert "stop it first: kill " in err


def test_a_service_that_is_killed_leaves_nothing_that_the_next_command_does_not_clear(
    shell: Shell, place: Path
) -> None:
    process = shell.start("serve", "--port", "0")
    home = Path(shell.environment["PKM_HOME"])
    until(lambda: running_service(config.load({"PKM_HOME": str(home)})), "it serves")
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert shell.json("status")["documents"] == 0
    server = EmbeddedPostgres(home)
    until(lambda: not server._answers(), "no server is left")


def test_a_port_in_use_is_one_clear_line(shell: Shell) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        _, err = shell.run("serve", "--port", taken.getsockname()[1], code=1)
    assert "port" in err
    assert len(err.strip().splitlines()) == 1
