"""Judged questions: what was asked, and what a good search finds for it. One JSON object a line (docs/evaluation.md)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import msgspec

from pkm.errors import UsageError
from pkm.models import Kind, Problem

Words = Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]


class Expectation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A passage, page or document that ought to be found: all that is said of it must hold.

    Attributes:
        path: A file's path, or the end of one.
        document: A document's number, in whatever version.
        page: Counts from 1.
        text: Words of the passage; how they are spaced, and their case, do not matter.
        grade: How much it says, against the others.
    """

    path: Words | None = None
    document: Annotated[int, msgspec.Meta(ge=1, le=2**62)] | None = None
    page: Annotated[int, msgspec.Meta(ge=1)] | None = None
    text: Words | None = None
    grade: Annotated[int, msgspec.Meta(ge=1, le=10)] = 1

    def __post_init__(self) -> None:
        if self.path is None and self.document is None and not (self.text or "").strip():
            raise ValueError("an expectation names a path, a document or a text")
        _require_storable(self.path, self.text)


class Judged(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A question, what it ought to find, and the conditions under which it was asked."""

    question: Words
    expect: Annotated[tuple[Expectation, ...], msgspec.Meta(min_length=1)]
    collection: str | None = None
    person: str | None = None
    kind: Kind | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    as_of: datetime.date | None = None

    def __post_init__(self) -> None:
        if not self.question.strip():
            raise ValueError("the question is empty")
        if self.since and self.until and self.until < self.since:
            raise ValueError("its time ends before it begins")
        if self.as_of == datetime.date.max:
            raise ValueError("no day is after that of as_of")
        _require_storable(self.question, self.collection, self.person)

    def conditions(self) -> dict[str, Any]:
        """Those that a search takes by name."""
        return {name: getattr(self, name) for name in ("collection", "kind", "since", "until", "as_of")}


def _require_storable(*words: str | None) -> None:
    if any("\0" in each for each in words if each is not None):
        raise ValueError("NUL characters are no words")


def read(path: Path) -> tuple[list[tuple[int, Judged]], list[Problem]]:
    """The judged questions of a file with their line numbers, and what is wrong with other lines.

    Raises ``UsageError`` where the file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return parse(stream, str(path))
    except OSError as exc:
        raise UsageError(f"{path}: {exc.strerror}", "it is a file of judged questions, one JSON object a line") from exc


def parse(lines: Iterable[bytes], path: str) -> tuple[list[tuple[int, Judged]], list[Problem]]:
    """The same of lines; ``path`` is where problems say they are."""
    decoder = msgspec.json.Decoder(Judged)
    questions: list[tuple[int, Judged]] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        content = line.removeprefix(b"\xef\xbb\xbf").strip()
        if not content:
            continue
        try:
            questions.append((number, decoder.decode(content)))
        except (msgspec.DecodeError, UnicodeDecodeError) as exc:
            problems.append(Problem(path, f"line {number}", _reason(exc)))
    return questions, problems


def _reason(exc: msgspec.DecodeError | UnicodeDecodeError) -> str:
    """What is wrong with a line, without its words."""
    if isinstance(exc, UnicodeDecodeError):
        return "it is not UTF-8"
    if isinstance(exc, msgspec.ValidationError):
        return str(exc).replace("`$.", "`").replace(" - at `$`", "")
    return f"it is not JSON: {exc}"


def write(questions: Iterable[Judged]) -> Iterable[str]:
    """Each as a line, without its end."""
    for each in questions:
        yield msgspec.json.encode(each).decode()
