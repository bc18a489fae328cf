"""When an entry of a calendar is, in words: its times by the clock of the house, how it recurs, when it is due."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from ingest.parsers.chat import local
from ingest.parsers.content_lines import Component, Line

_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?")
_DURATION = re.compile(r"\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?")
_DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
_DAY_RULE = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "second last"}
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_UNITS = {
    "SECONDLY": "second",
    "MINUTELY": "minute",
    "HOURLY": "hour",
    "DAILY": "day",
    "WEEKLY": "week",
    "MONTHLY": "month",
    "YEARLY": "year",
}
_WORDED = frozenset(["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"])
_LISTED = 30  # days that a rule leaves out or adds
_YEARS = range(1000, 3000)  # others are nobody's


@dataclass(frozen=True, slots=True)
class _Moment:
    """A day, or a time by the clock of the house; ``own`` is that of its own zone where it differs, or is unknown here."""

    at: datetime
    is_day: bool = False
    own: str = ""


def day_of(entry: Component) -> date | None:
    """The day on which it begins, a task's on which it is due."""
    found = _moments(entry.first("DTSTART")) or _moments(entry.first("DUE"))
    return found[0].at.date() if found else None


def is_timed(entry: Component) -> bool:
    """Whether it is at an hour, not all day; a task is at any rate."""
    found = _moments(entry.first("DTSTART"))
    return entry.name == "VTODO" or bool(found and not found[0].is_day)


def times(entry: Component) -> str:
    """From when to when: ``2024-11-14 14:30–15:15``, ``2024-08-03 – 2024-08-17``; empty where it says none."""
    found = _moments(entry.first("DTSTART"))
    if not found:
        return ""
    start = found[0]
    ends = _moments(entry.first("DTEND"))
    end = ends[0].at if ends else start.at + (_duration(entry.text("DURATION")) or timedelta())
    if start.is_day:
        last = (end - timedelta(days=1)).date() if end > start.at else start.at.date()
        return f"{start.at.date()}" + (f" – {last}" if last > start.at.date() else "")
    shown = f"{start.at:%Y-%m-%d %H:%M}"
    if end > start.at:
        shown += f"–{end:%H:%M}" if end.date() == start.at.date() else f" – {end:%Y-%m-%d %H:%M}"
    return f"{shown} ({start.own})" if start.own else shown


def due(entry: Component) -> str:
    """The day or time by which a task is to be done."""
    found = _moments(entry.first("DUE"))
    return _shown(found[0]) if found else ""


def repeats(entry: Component) -> str:
    """The rules by which it recurs; what of a rule has no words is named as it stands."""
    said = [_rule(each.value) for each in entry.all("RRULE")]
    for label, name in (("also on", "RDATE"), ("not on", "EXDATE")):
        days = [_shown(each) for line in entry.all(name) for each in _moments(line)]
        more = f" and {len(days) - _LISTED} more" if len(days) > _LISTED else ""
        said += [f"{label} {', '.join(days[:_LISTED])}{more}"] if days else []
    return ", ".join(said)


def instead_of(entry: Component) -> str:
    """The time of what recurs whose place it takes this once."""
    found = _moments(entry.first("RECURRENCE-ID"))
    return _shown(found[0]) if found else ""


def _shown(moment: _Moment) -> str:
    return f"{moment.at.date()}" if moment.is_day else f"{moment.at:%Y-%m-%d %H:%M}"


def _rule(value: str) -> str:
    parts = dict(each.split("=", 1) for each in value.upper().strip().split(";") if "=" in each)
    unit = _UNITS.get(parts.get("FREQ", ""), "")
    every = parts.get("INTERVAL", "1")
    said = f"every {unit or value}" if every == "1" or not unit else f"every {every} {unit}s"
    days = [_weekday(each, parts.get("BYSETPOS", "")) for each in parts.get("BYDAY", "").split(",") if each]
    said += f" on {', '.join(days)}" if days else ""
    dates = [each for each in parts.get("BYMONTHDAY", "").split(",") if each]
    said += f" on {', '.join('the last day' if each == '-1' else f'day {each}' for each in dates)}" if dates else ""
    months = [
        MONTHS[int(each) - 1]
        for each in parts.get("BYMONTH", "").split(",")
        if each.isdecimal() and 1 <= int(each) <= 12
    ]
    said += f" in {', '.join(months)}" if months else ""
    rest = [f"{name}={each}" for name, each in parts.items() if name not in _WORDED]
    said += f" ({', '.join(rest)})" if rest else ""
    if until := _STAMP.match(parts.get("UNTIL", "")):
        last = _moment(until, "")
        said += f" until {last.at.date()}" if last else ""
    return said + (f", {parts['COUNT']} times" if parts.get("COUNT", "").isdecimal() else "")


def _weekday(rule: str, position: str) -> str:
    match = _DAY_RULE.fullmatch(rule.strip())
    if match is None:
        return rule
    number = match[1] or position
    ordinal = _ORDINALS.get(int(number), number) if re.fullmatch(r"[+-]?\d{1,2}", number) else number
    return f"{f'the {ordinal} ' if ordinal else ''}{_DAYS[match[2]]}"


def _moments(line: Line | None) -> list[_Moment]:
    """The times of a property; those that are none are left out."""
    if line is None:
        return []
    zone = line.parameters.get("TZID", "").strip()
    found = (_moment(match, zone) for match in _STAMP.finditer(line.value[:100_000]))
    return [each for each in found if each]


def _moment(match: re.Match[str], zone: str) -> _Moment | None:
    if int(match[1]) not in _YEARS:
        return None
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
        if match[4] is None:
            return _Moment(datetime.combine(day, time()), is_day=True)
        wall = datetime.combine(day, time(int(match[4]), int(match[5])))
    except ValueError:
        return None
    if match[7]:
        zone = "UTC"
    own = _zone(zone) if zone else None
    if own is None:  # the clock on the wall, wherever one is; or of a zone that only the calendar's program knows
        return _Moment(wall, own=zone)
    here = local(wall.replace(tzinfo=own).timestamp())
    if here is None or here == wall:
        return _Moment(wall)
    return _Moment(here, own="" if match[7] else f"{wall:%Y-%m-%d %H:%M} {own.key}")


@lru_cache(256)
def _zone(name: str) -> ZoneInfo | None:
    """A time zone by its name of the IANA, however a program prefixes it, or by that of Windows."""
    from babel.core import get_global

    known = get_global("windows_zone_mapping").get(name, name)
    parts = known.strip("/").split("/")
    for start in range(len(parts)):
        try:
            return ZoneInfo("/".join(parts[start:]))
        except (KeyError, ValueError, OSError):
            continue
    return None


def _duration(value: str) -> timedelta | None:
    match = _DURATION.fullmatch(value.strip())
    if match is None:
        return None
    weeks, days, hours, minutes, seconds = (int(each or 0) for each in match.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
