"""Bank files with oddities, written out by the tests that hold them, and read as ``ingest`` reads a file: by any parser."""

from __future__ import annotations

from pathlib import Path

from ingest.parsers import Candidate, parse
from pkm.models import Parsed, ParsedHolding, ParsedStatement, ParsedTransaction


def read(folder: Path, data: bytes | str, name: str) -> Parsed:
    """Parse a file of these bytes (text is UTF-8) under this name, whichever parser knows it."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return parse(Candidate.at(path))


def statements(parsed: Parsed) -> list[ParsedStatement]:
    return [statement for document in parsed.documents for statement in document.statements]


def bookings(parsed: Parsed) -> list[ParsedTransaction]:
    return [row for statement in statements(parsed) for row in statement.transactions]


def holdings(parsed: Parsed) -> list[ParsedHolding]:
    return [row for statement in statements(parsed) for row in statement.holdings]


def amounts(parsed: Parsed) -> list[str]:
    """Amounts in order of size, as ``-4.50``."""
    return [f"{amount:.2f}" for amount in sorted(row.amount for row in bookings(parsed))]


def in_order(told: str) -> list[str]:
    """What a test expects, ``"-4.50 12"``, as ``amounts`` gives it."""
    return [f"{each:.2f}" for each in sorted(map(float, told.split()))]
