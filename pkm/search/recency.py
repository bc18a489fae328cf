"""Newer passages first, where the question asks for that: "the latest invoice", "aktuell gültig", "le dernier relevé"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from pkm.facts.values import MONTH
from pkm.models import ChunkId

_LAST = r"(?:last|letzte\w*|derni[eè]re?s?)"
_TIMES = (
    r"(?:nights?|days?|weeks?|months?|quarters?|years?|tag\w*|nacht|nächte|woche\w*|monat\w*|quartal\w*|jahr\w*|nuits?|jours?|"
    r"semaines?|mois|trimestres?|années?|ans?)"
)
_TIME = re.compile(rf"\b(?:{_LAST}\s+(?:\w+\s+)?(?:{_TIMES}|{MONTH})|{_TIMES}\s+{_LAST})\b", re.IGNORECASE)
_NEWEST = re.compile(
    rf"\b(?:latest|newest|most recent|neueste\w*|jüngste\w*|aktuell\w*|actuel\w*|currently|{_LAST})\b", re.IGNORECASE
)


def is_asked(question: str) -> bool:
    """Whether the question asks for what is newest; "last month" does not."""
    return _NEWEST.search(_TIME.sub(" ", question)) is not None


def score(days: Mapping[ChunkId, date | None]) -> dict[ChunkId, float]:
    """By the order of their days, in (0, 1], the newest 1; passages without a day have none."""
    ordered = sorted({day for day in days.values() if day is not None})
    places = {day: place for place, day in enumerate(ordered, start=1)}
    return {chunk: places[day] / len(ordered) for chunk, day in days.items() if day is not None}
