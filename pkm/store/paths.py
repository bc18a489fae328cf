"""Paths as people see and say them: names of files are bytes, and not all are UTF-8."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from pkm.errors import UsageError

_BACKSLASHES = re.compile(r"\\+(?=x[89a-f][0-9a-f]|[\udc80-\udcff])")


def shown_path(path: bytes) -> tuple[str, bytes | None]:
    r"""A path as people see it, and its bytes where those are not that in UTF-8.

    A byte that is no UTF-8 is written ``\xe9``. Backslashes before such a byte, or before what only looks like one, are
    doubled: two names are never shown alike.
    """
    text = _BACKSLASHES.sub(r"\g<0>\g<0>", path.decode("utf-8", "surrogateescape"))
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return text, (None if text.encode() == path else path)


def ways(path: str) -> list[str]:
    """What a person may mean by a path, as paths are kept: a name on the disk, where that leads to, or a path as pkm shows it.

    Raises:
        UsageError: It is empty. The system takes that for the current folder, and a script's unset variable means none.
    """
    if not path:
        raise UsageError("an empty path names nothing", "for this folder write .")
    named = Path(path).absolute()
    itself = str(
        Path(os.path.realpath(named.parent), named.name)
    )  # a link, not what it leads to, may have been refused
    on_disk = [shown_path(os.fsencode(each))[0] for each in (path, itself, os.path.realpath(path))]
    as_shown = [] if any("\ud800" <= each <= "\udfff" for each in path) else [path]
    return list(dict.fromkeys([*on_disk, *as_shown]))


def lies_in(path: str, places: Iterable[str]) -> bool:
    """Whether a path is one of these places, or lies below one; all as they are kept."""
    return any(path == each or path.startswith(each.rstrip("/") + "/") for each in places)
