"""The service that runs on a home: it holds a lock while it lives, and leaves a note where the command line finds it."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from pkm.config import Settings
from pkm.errors import ServiceError
from pkm.services import locked, make_home


@contextmanager
def announce(settings: Settings, url: str, token: str) -> Iterator[None]:
    """Be the service of this home while the block runs, so that the CLI finds it; one service a home."""
    run = make_home(settings.home)
    with ExitStack() as held:
        for attempt in range(20):  # somebody who just asks whether a service runs holds the lock for a moment
            try:
                held.enter_context(locked(run / "service.lock", fcntl.LOCK_EX | fcntl.LOCK_NB))
                break
            except BlockingIOError as exc:
                if attempt == 19:
                    message, hint = "a pkm service already runs on this home", "stop it first, or set another PKM_HOME"
                    raise ServiceError(message, hint) from exc
                time.sleep(0.01)
        note = run / "service.json"
        with os.fdopen(os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
            json.dump({"url": url, "token": token, "pid": os.getpid()}, stream)
        try:
            yield
        finally:
            note.unlink(missing_ok=True)


def running_service(settings: Settings) -> tuple[str, str] | None:
    """URL and token of the service that runs on this home, if one does."""
    run = settings.home / "run"
    try:
        with locked(run / "service.lock", fcntl.LOCK_SH | fcntl.LOCK_NB):
            return None
    except BlockingIOError:
        pass
    except OSError:
        return None
    try:
        note = json.loads((run / "service.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return note["url"], note["token"]
