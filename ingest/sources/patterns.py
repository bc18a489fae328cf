"""What a source leaves out: its owner's patterns, and what git leaves out of a repository. Both as in a ``.gitignore``.

Format: gitignore(5), read by ``pathspec``. Paths are bytes; patterns are matched against them as text.
"""

from __future__ import annotations

import os
import re
import stat as modes
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from pkm.errors import UsageError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

MAX_IGNORE_BYTES = 1 << 17  # each line is asked of each file, and a repository may come from anywhere
MAX_LINE_CHARS = 1000
HINT = "write them as in a .gitignore, such as '*.log'"


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
        self._idle = {each: compiled([each]) for each in (*include, *exclude) if not each.startswith("!")}

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._include or self._exclude)

    @property
    def idle(self) -> list[str]:
        """Those that matched nothing of all that was asked about so far."""
        return list(self._idle)

    def leave_out_file(self, path: bytes) -> bool:
        """Whether a file is left out."""
        below = os.fsdecode(path[self._start :])
        if self._include is not None and not self._match(self._include, below):
            return True
        return self._exclude is not None and self._match(self._exclude, below)

    def leave_out_folder(self, path: bytes) -> bool:
        """Whether a folder is left out with all that is in it."""
        return self._exclude is not None and self._match(self._exclude, os.fsdecode(path[self._start :]) + "/")

    def _match(self, spec: GitIgnoreSpec, below: str) -> bool:
        """Whether patterns together match a path; notes which of them did."""
        found: bool = spec.match_file(below)
        if found and self._idle:
            self._idle = {each: alone for each, alone in self._idle.items() if not alone.match_file(below)}
        return found


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
            lines = _read_lines(folder.rstrip(b"/") + b"/" + os.fsencode(name))
        except OSError:
            return self
        if all(not line.strip() or line.startswith("#") for line in lines):  # as git writes it for a new repository
            return self
        return Ignored(((len(folder.rstrip(b"/")) + 1, compiled(filter(_makes_sense, lines))), *self._layers))

    def leave_out(self, path: bytes, *, is_folder: bool) -> bool:
        """Whether git leaves it out."""
        for start, spec in self._layers:
            said = spec.check_file(os.fsdecode(path[start:]) + ("/" if is_folder else "")).include
            if said is not None:
                return bool(said)
        return False


def check(patterns: Sequence[str], *, including: bool = False) -> None:
    """Raise ``UsageError`` for a pattern that is malformed or can match nothing."""
    for each in patterns:
        rules = compiled([each]).patterns
        if not any(rule.include is not None for rule in rules):
            raise UsageError(f"the pattern {each!r} can match nothing", HINT)
        if each.lstrip("!").startswith(("./", "../")) or "/../" in each or "//" in each:
            raise UsageError(
                f"the pattern {each!r} can match nothing",
                "patterns are matched below the folder: drafts/, not ./drafts/",
            )
    if including and patterns and all(each.startswith("!") for each in patterns):
        raise UsageError(f"nothing would be taken: {' '.join(patterns)!r}", "begin with what is: --include '*'")


def compiled(patterns: Iterable[str]) -> GitIgnoreSpec:
    """Patterns, ready to match; raises ``UsageError`` for one that makes no sense."""
    from pathspec import GitIgnoreSpec

    patterns = list(patterns)
    try:
        return GitIgnoreSpec.from_lines(patterns, _pattern_type(), backend="simple")
    except (ValueError, re.error) as exc:
        raise UsageError(f"a pattern makes no sense: {' '.join(patterns)!r}", HINT) from exc


def _makes_sense(line: str) -> bool:
    """Whether a line of a repository's file can be matched; git passes by one that cannot, and so is one of monstrous length."""
    try:
        return len(line) <= MAX_LINE_CHARS and bool(compiled([line]))
    except UsageError:
        return False


def _read_lines(path: bytes) -> list[str]:
    """The lines of a small file; raises ``OSError`` for a link, and for what is no file, which might never end."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as stream:
        if not modes.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("not a file")
        data = stream.read(MAX_IGNORE_BYTES + 1)
    if len(data) > MAX_IGNORE_BYTES:
        data = data[: data.rfind(b"\n", 0, MAX_IGNORE_BYTES) + 1]  # half a line would leave out what git keeps
    return data.decode("utf-8", "surrogateescape").splitlines()


@cache
def _pattern_type() -> type[GitIgnoreSpecPattern]:
    """Git's patterns, matched in time that is bearable for any pattern and any name.

    What follows a ``*`` up to the next one is taken where it is found first, and not looked for further on: a later place never
    helps the rest to match. Without that a hostile ``*a*a*a*a*b`` tries every way to lay the stars, which is never done.
    """
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

    class Pattern(GitIgnoreSpecPattern):
        @classmethod
        def pattern_to_regex(cls, pattern):  # type: ignore[no-untyped-def]  # overloaded there
            regex, include = super().pattern_to_regex(pattern)
            if isinstance(regex, str):
                regex = _STARS.sub(_STAR, regex)
                regex = _STAR_AND_MORE.sub(r"(?>[^/]*?\1)", regex)
                regex = _FOLDERS_AND_MORE.sub(r"(?>(?:/.+?)??/\1(?=/))", regex)
            return regex, include

    return Pattern


# As pathspec writes a star, and "**" within a path.
_STAR, _FOLDERS = "[^/]*", "(?:/.+)?/"
_STARS = re.compile(rf"(?:{re.escape(_STAR)}){{2,}}")
_ATOM = r"(?:\\.|\[\^?\]?[^\]]*\]|[^/\\(\[])"
_STAR_AND_MORE = re.compile(rf"{re.escape(_STAR)}((?:(?!{re.escape(_STAR)}){_ATOM})+)(?={re.escape(_STAR)})", re.DOTALL)
_FOLDERS_AND_MORE = re.compile(
    rf"{re.escape(_FOLDERS)}((?:(?!{re.escape(_FOLDERS)}).)+?)(?={re.escape(_FOLDERS)})", re.DOTALL
)
