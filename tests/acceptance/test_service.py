"""``pkm serve`` on a home: the command line uses it, its worker reads what waits, and it leaves nothing behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from pkm import config
from pkm.presence import running_service
from pkm.services import EmbeddedPostgres
from tests.acceptance.test_cli import Shell


@pytest.fixture
def place() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="pkm-service-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def shell(place: Path) -> Shell:
    """A home with embedded servers of its own."""
    shell = Shell(place / "home", "")
    del shell.environment["PKM_DATABASE_URL"]
    return shell


@pytest.fixture
def served(shell: Shell) -> Iterator[tuple[str, str]]:
    process = shell.start("serve", "--port", "0")
    try:
        settings = config.load({"PKM_HOME": shell.environment["PKM_HOME"]})
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            found = running_service(settings)
            if found is not None:
                try:
                    if httpx.get(found[0] + "/readyz", timeout=5).status_code == 200:
                        break
                except httpx.HTTPError:
                    pass
            assert process.poll() is None, process.communicate()
            time.sleep(0.2)
        else:
            pytest.fail("the service did not become ready")
        yield found
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def test_the_command_line_uses_the_service(shell: Shell, served: tuple[str, str], place: Path) -> None:
    papers = place / "papers"
    papers.mkdir()
    (papers / "note.md").write_text("# Boiler\n\nThe boiler is serviced by Mrs Lindqvist every October.\n")
    (papers / "empty.txt").touch()
    report = shell.json("ingest", papers, code=3)
    assert (report["indexed"], report["quarantined"], report["documents"]) == (1, 1, 1)
    program = (
        "import atexit, sys\n"
        "atexit.register(lambda: print('torch' in sys.modules, file=sys.stderr))\n"
        "sys.argv = ['pkm', 'search', 'who services the boiler', '--json']\n"
        "from pkm.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=shell.environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stderr.strip() == "False"
    assert json.loads(done.stdout)["hits"][0]["text"].endswith("Mrs Lindqvist every October.")
    answer = shell.json("ask", "Who services the boiler?")
    assert "Lindqvist" in answer["answer"]
    assert answer["citations"][0]["path"] == str(papers / "note.md")
    assert "already runs" in shell.run("serve", "--port", "0", code=1)[1]


def test_a_service_that_is_killed_leaves_nothing_that_the_next_command_does_not_clear(
    shell: Shell, place: Path
) -> None:
    process = shell.start("serve", "--port", "0")
    home = Path(shell.environment["PKM_HOME"])
    deadline = time.monotonic() + 90
    while running_service(config.load({"PKM_HOME": str(home)})) is None and time.monotonic() < deadline:
        time.sleep(0.2)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert shell.json("status")["documents"] == 0
    deadline = time.monotonic() + 30
    server = EmbeddedPostgres(home)
    while server._answers() and time.monotonic() < deadline:
        time.sleep(0.5)
    assert not server._answers()


def test_a_port_in_use_is_one_clear_line(shell: Shell) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        _, err = shell.run("serve", "--port", taken.getsockname()[1], code=1)
    assert "port" in err
    assert len(err.strip().splitlines()) == 1
