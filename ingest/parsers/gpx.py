"""Tracks of walks and rides (GPX 1.0, 1.1): what they are called, where and when; their points are counted, not read out."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from ingest.parsers.chat import moment
from ingest.parsers.encoding import encoding_of
from ingest.parsers.kind import guess_language
from ingest.parsers.text import name_of
from ingest.parsers.xml_stream import stream
from pkm.errors import Refused
from pkm.models import Parsed, ParsedDocument, Problem

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ingest.parsers import Candidate

_START = re.compile(r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<gpx\b", re.DOTALL)


class Gpx:
    """A file of tracks, routes and places."""

    name = "gpx"
    version = "1"

    def identify(self, file: Candidate) -> bool:
        """Whether its first element is that of such a file."""
        encoding = encoding_of(file.head)
        return encoding is not None and _START.match(file.head.decode(encoding, "replace")) is not None

    def parse(self, file: Candidate) -> Parsed:
        """A line for each track, route and named place."""
        lines: list[str] = []
        problems: list[Problem] = []
        times: list[datetime] = []
        first: datetime | None = None
        points = 0
        for element in stream(
            file.path, file.head, ("{*}trkpt", "{*}rtept", "{*}wpt", "{*}trk", "{*}rte", "{*}metadata")
        ):
            if element is None:
                problems.append(
                    Problem(file.shown, "end of the file", "it breaks off there: what stood behind is missing")
                )
                break
            kind = str(element.tag).rpartition("}")[2]
            at = moment(_said(element, "time"))
            first = first or at
            if kind in {"trkpt", "rtept"}:
                points += 1
                times = [times[0], at] if at and times else [at] if at else times
                continue
            name = ": ".join(
                part for part in (_said(element, "name"), _said(element, "desc") or _said(element, "cmt")) if part
            )
            if kind == "wpt":
                place = f"{element.get('lat')}, {element.get('lon')}"
                lines.append(f"Place: {name} ({place})" if name else f"Place: {place}")
            elif kind == "metadata":
                lines += [name] if name else []
            else:
                lines.append(
                    ", ".join(
                        part
                        for part in (f"Track: {name or name_of(file)}", _from_to(times), f"{points} points")
                        if part
                    )
                )
                times, points = [], 0
        if not lines:
            raise Refused("it holds no track and no place")
        text = "\n".join(lines) + "\n"
        document = ParsedDocument(
            text=text, kind="other", title=name_of(file), mime="application/gpx+xml", date=first.date() if first else None,
            language=guess_language(text), head="track",
        )  # fmt: skip
        return Parsed((document,), tuple(problems))


def _said(element: _Element, name: str) -> str:
    return " ".join((element.findtext(f"{{*}}{name}") or "").split())


def _from_to(times: list[datetime]) -> str:
    """From when to when by the clock of the house."""
    if not times:
        return ""
    start, end = times[0], times[-1]
    if end == start:
        return f"{start:%Y-%m-%d %H:%M}"
    return f"{start:%Y-%m-%d %H:%M}" + (f"–{end:%H:%M}" if end.date() == start.date() else f" – {end:%Y-%m-%d %H:%M}")
