"""Bookmarks of browsers, as all of them export them (Netscape's bookmark file): folders are headings, a bookmark is a line."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from ingest.parsers.chat import local
from ingest.parsers.encoding import encoding_of
from ingest.parsers.text import name_of, read_text
from pkm.errors import Refused
from pkm.models import Heading, Parsed, ParsedDocument, Problem

if TYPE_CHECKING:
    from ingest.parsers import Candidate

_START = re.compile(r"\s*<!DOCTYPE NETSCAPE-Bookmark-file-1>", re.IGNORECASE)
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<attributes>[^<>]*)>(?P<text>[^<]*)")
_ADDRESS = re.compile(r'\bHREF="([^"]*)"', re.IGNORECASE)
_ADDED = re.compile(r'\bADD_DATE="(\d{9,10})', re.IGNORECASE)


class Bookmarks:
    """A browser's bookmarks: name, address and the day on which each was kept."""

    name = "bookmarks"
    version = "1"

    def identify(self, file: Candidate) -> bool:
        """Whether it begins as such files do."""
        encoding = encoding_of(file.head)
        return encoding is not None and _START.match(file.head[:500].decode(encoding, "replace")) is not None

    def parse(self, file: Candidate) -> Parsed:
        """All bookmarks as one document."""
        read = read_text(file)
        lines: list[str] = []
        headings: list[Heading] = []
        at = depth = count = 0
        for tag in _TAG.finditer(read.text):
            name, words = tag["name"].upper(), " ".join(html.unescape(tag["text"]).split())
            if name == "DL":
                depth = max(0, depth - 1) if tag["end"] else depth + 1
                continue
            if tag["end"]:
                continue
            if name == "H3" and words:
                headings.append(Heading(at, max(1, depth), words))
                line = f"{words}\n"
            elif name == "A" and (address := _ADDRESS.search(tag["attributes"])):
                added = _ADDED.search(tag["attributes"])
                day = local(int(added[1])) if added else None
                line = (
                    f"- {words or '(no name)'}: {html.unescape(address[1])}"
                    + (f" (kept {day.date()})" if day else "")
                    + "\n"
                )
                count += 1
            elif name == "DD" and words:
                line = f"  {words}\n"
            else:
                continue
            lines.append(line)
            at += len(line)
        if not count:
            raise Refused("it is a file of bookmarks without one")
        document = ParsedDocument(
            text="".join(lines), kind="other", title=name_of(file), mime="text/html", head="bookmarks", headings=tuple(headings),
            meta={"bookmarks": str(count)},
        )  # fmt: skip
        return Parsed((document,), tuple(Problem(file.shown, None, fault) for fault in read.faults))
