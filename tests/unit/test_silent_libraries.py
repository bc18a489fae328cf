"""What the libraries that pkm leans on do unasked: nothing is kept for a report, so nothing is sent."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

EMBED = """
from pkm import config
from pkm.embed import open_named
open_named(config.load({"PKM_HOME": "/nowhere"}), "minilm:int8").passages(["a passage"])
"""
RECOGNISE = """
import numpy
from ingest.parsers.ocr import read
read(numpy.full((200, 400, 3), 255, numpy.uint8))
"""


@pytest.mark.parametrize("program", [EMBED, RECOGNISE], ids=["embedding", "recognition"])
def test_onnx_runtime_notes_no_use_of_it(tmp_path: Path, program: str) -> None:
    """It would keep a number for the machine, a database of events and a session of its reports, and send them."""
    home, scratch = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    scratch.mkdir()
    kept = {
        name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG") if name in os.environ
    }  # it is silent in CI
    subprocess.run(
        [sys.executable, "-c", program], env=kept | {"HOME": str(home), "TMPDIR": str(scratch)}, check=True, timeout=600
    )
    assert set(tmp_path.rglob("*")) == {home, scratch}
