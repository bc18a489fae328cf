"""Ringing the worker's bell."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
import threading
from pathlib import Path
from typing import Any, NoReturn

import pytest

from ingest.worker import ring_bell
from pkm import config


def test_who_is_told_to_stop_while_the_bell_is_rung_ends_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stopped = threading.Event()

    def stop(*_: Any) -> NoReturn:
        stopped.set()
        sys.exit(143)

    async def create_pool(*_: Any, **__: Any) -> NoReturn:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)
        while not stopped.is_set():
            await asyncio.sleep(0)
        raise OSError

    monkeypatch.setattr("arq.create_pool", create_pool)
    before = signal.signal(signal.SIGTERM, stop)
    try:
        with pytest.raises(SystemExit):
            ring_bell(config.load({"PKM_HOME": str(tmp_path), "PKM_REDIS_URL": "redis://127.0.0.1:1"}))
    finally:
        signal.signal(signal.SIGTERM, before)
    gc.collect()
    assert not [each.message for each in caplog.records if each.name == "asyncio"]
