"""What lies inside of a file, an archive's member or a mail's attachment: where, in words that a person can follow."""

from __future__ import annotations

import re

# As ingestion numbers them (``ingest.parsers``): "file 3 (letters/lease.pdf)", "message <id>, attachment 1 (invoice.pdf)".
_MEMBER = re.compile(r"(?:^|, )(?:file|attachment) \d+ \((.*?)\)(?=, |$)", re.DOTALL)
WITHIN = "!/"


def place(path: str, locator: str | None) -> str:
    """A file's path, and below it the names on the way to a document inside: ``letters.zip!/2024/lease.pdf``."""
    return WITHIN.join((path, *_MEMBER.findall(locator or "")))
