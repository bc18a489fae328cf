"""A period that is asked for: from a day to a day, either open, both included."""

from __future__ import annotations

from datetime import date

from pkm.errors import UsageError


def check(since: date | None, until: date | None) -> None:
    """Raises ``UsageError`` for a period that ends before it begins, in which nothing could ever lie."""
    if since is not None and until is not None and until < since:
        raise UsageError(f"the time asked for ends before it begins: {since} to {until}", "since is its first day")
