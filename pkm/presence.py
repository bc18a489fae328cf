"""The service that runs on a home: it holds a lock while it lives, and leaves a note where the command line finds it."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

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
                    raise _taken(settings) from exc
                time.sleep(0.01)
        note = run / "service.json"
        with os.fdopen(os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
            json.dump({"url": url, "token": token, "pid": os.getpid()}, stream)
        try:
            yield
        finally:
            note.unlink(missing_ok=True)


def check_free(settings: Settings) -> None:
    """Raises ``ServiceError`` where a service runs on this home already."""
    if _is_held(settings):
        raise _taken(settings)


def running_service(settings: Settings) -> tuple[str, str] | None:
    """URL and token of the service that runs on this home, if one does."""
    note = _note(settings) if _is_held(settings) else None
    return (note["url"], note["token"]) if note else None


def _is_held(settings: Settings) -> bool:
    try:
        with locked(settings.home / "run" / "service.lock", fcntl.LOCK_SH | fcntl.LOCK_NB):
            return False
    except BlockingIOError:
        return True
    except OSError:
        return False


def _note(settings: Settings) -> dict[str, Any] | None:
    """What the service says of itself; nothing while it starts or ends."""
    try:
        found: dict[str, Any] = json.loads((settings.home / "run" / "service.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def _taken(settings: Settings) -> ServiceError:
    note = _note(settings)
    where = f": {note['url']}, process {note['pid']}" if note else ""
    return ServiceError(
        f"a pkm service already runs on this home{where}",
        f"use that one, or stop it first{': kill ' + str(note['pid']) if note else ''}; for another home set PKM_HOME",
    )
