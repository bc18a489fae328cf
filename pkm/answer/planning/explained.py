"""A time that says which days another one was: in brackets, behind a comma, or behind "that is"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pkm.answer.planning.days import Period, moved
from pkm.answer.planning.period import Mention

# "In the last week of October, that is 26 October to 1 November": what follows says which days were meant.
_THAT_IS = re.compile(
    r"\s*[,(–-]?\s*(?:that is(?: to say)?|i\.?e\.?|meaning|namely|also|d\.? ?h\.?|das hei(?:ss|ß)t|nämlich|sprich|c['’]est[- ]à[- ]dire|soit|à savoir),?\s*",
    re.IGNORECASE,
)


def told_once(text: str, times: Sequence[Mention]) -> list[Mention]:
    """The times, one that explains another moved into it: "last summer (June to August)", "in 2025, June to August"."""
    told: list[Mention] = []
    for each in times:
        before = told[-1] if told else None
        between = text[before.end : each.start] if before else ""
        bracketed = re.fullmatch(r"\s*\(\s*", between) and text[each.end :].lstrip().startswith(")")
        told_on = re.fullmatch(r"\s*[,:]\s*", between) and not re.search(r"\d{4}", text[each.start : each.end])
        if before and (bracketed or told_on or _THAT_IS.fullmatch(between)):
            shifted = (moved(each.period, "year", -n) for n in range(4))
            inside = next((span for span in shifted if before.period.holds(span)), None)
            is_explained = not (inside or told_on) and _overlap(before.period, each.period)
            if is_explained:  # "the last two years (2024 and 2025)"
                inside = each.period
            if inside and (is_explained or not bracketed):
                told[-1] = replace(each, period=inside, parts=(), start=before.start)
                continue
            each = replace(each, period=inside, parts=()) if inside else each
        told.append(each)
    return told


def _overlap(one: Period, other: Period) -> bool:
    """Whether two whole times have a day in common."""
    if one.since is None or one.until is None or other.since is None or other.until is None:
        return False
    return one.since <= other.until and other.since <= one.until
