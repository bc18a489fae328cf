"""What a source leaves out: its owner's patterns, and what git leaves out of a repository. Both as in a ``.gitignore``.

Format: gitignore(5), read by ``pathspec``. Paths are bytes; patterns are matched against them as text.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pkm.errors import UsageError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

MAX_IGNORE_BYTES = 1 << 20


class Patterns:
    """The owner's patterns of a source, below its location.

    Args:
        place: The source's location.
        include: Only files that one of these matches; all if there are none.
        exclude: Files and folders that one of these matches are left out.
    """

    def __init__(self, place: bytes, include: Sequence[str], exclude: Sequence[str]) -> None:
        self._start = len(place.rstrip(b"/")) + 1
        self._include = compiled(include) if include else None
        self._exclude = compiled(exclude) if exclude else None

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._include or self._exclude)

    def leave_out_file(self, path: bytes) -> bool:
        """Whether a file is left out."""
        below = os.fsdecode(path[self._start :])
        if self._include is not None and not self._include.match_file(below):
            return True
        return self._exclude is not None and self._exclude.match_file(below)

    def leave_out_folder(self, path: bytes) -> bool:
        """Whether a folder is left out with all that is in it."""
        return self._exclude is not None and self._exclude.match_file(os.fsdecode(path[self._start :]) + "/")


class Ignored:
    """What a repository's ``.git/info/exclude`` and its ``.gitignore`` files down to a folder leave out; the deepest word wins."""

    def __init__(self, layers: tuple[tuple[int, GitIgnoreSpec], ...] = ()) -> None:
        self._layers = layers

    def __bool__(self) -> bool:
        """Whether there are any patterns."""
        return bool(self._layers)

    def below(self, folder: bytes, name: str = ".gitignore") -> Ignored:
        """The same with what such a file says of a folder further down; one that cannot be read says nothing."""
        try:
            with Path(os.fsdecode(folder), name).open("rb") as stream:
                lines = stream.read(MAX_IGNORE_BYTES).decode("utf-8", "surrogateescape").splitlines()
            if all(not line.strip() or line.startswith("#") for line in lines):  # as git writes it for a new repository
                return self
            return Ignored(((len(folder.rstrip(b"/")) + 1, compiled(lines)), *self._layers))
        except (OSError, UsageError):
            return self

    def leave_out(self, path: bytes, *, is_folder: bool) -> bool:
        """Whether git leaves it out."""
        for start, spec in self._layers:
            said = spec.check_file(os.fsdecode(path[start:]) + ("/" if is_folder else "")).include
            if said is not None:
                return bool(said)
        return False


def compiled(patterns: Sequence[str]) -> GitIgnoreSpec:
    """Patterns, ready to match; raises ``UsageError`` for one that makes no sense."""
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(patterns)
    except ValueError as exc:
        raise UsageError(
            f"a pattern makes no sense: {' '.join(patterns)!r}", "write them as in a .gitignore, such as '*.log'"
        ) from exc
