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

from ingest.worker import QUEUE, _answer_bell, ring_bell
from pkm import config, services
from tests.clock import until, until_it


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


@pytest.mark.filterwarnings("ignore:Call to deprecated close:DeprecationWarning")  # arq's
def test_a_ring_whose_worker_was_killed_is_put_away_without_a_traceback(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    import redis
    from arq.constants import retry_key_prefix

    settings = config.load({"PKM_HOME": str(tmp_path / "home")})
    try:
        with redis.Redis.from_url(services.redis_url(settings)) as client:
            (rung, *_) = until(lambda: ring_bell(settings) or client.zrange(QUEUE, 0, -1), "a ring")
            client.set(retry_key_prefix + rung.decode(), 1)  # one worker has begun it

            async def answer() -> None:
                answering = asyncio.create_task(_answer_bell(settings, lambda: None))
                await until_it(lambda: client.zcard(QUEUE) == 0, "the ring is put away")
                answering.cancel()
                await asyncio.wait([answering])

            asyncio.run(answer())
    finally:
        services.stop_all()
    assert any("retries" in each.getMessage() for each in caplog.records)
    assert not [each.getMessage() for each in caplog.records if each.exc_info]
