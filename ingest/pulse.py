"""The sign of life of a reader that works through many pages, so that slow is not taken for stuck."""

from __future__ import annotations

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []


def listen(listener: Callable[[], None]) -> None:
    """Have ``listener`` called at each beat."""
    _listeners.append(listener)


def beat() -> None:
    """Say that a part of the work is done; costs nothing where nobody listens."""
    for listener in _listeners:
        listener()
