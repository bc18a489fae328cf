"""What calendars hold of a time is told whole: what begins then, what lasts until then, and what may come again."""

from __future__ import annotations

from datetime import date

import pytest

from tests.integration.test_answer import Home, kept

__all__ = ["kept"]

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//home//EN
BEGIN:VEVENT
UID:1
DTSTART:20261124T083000
DTEND:20261124T091500
SUMMARY:Dentist
LOCATION:Bahnhofstr. 3
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;VALUE=DATE:20261121
DTEND;VALUE=DATE:20261125
SUMMARY:Ben in Lyon
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTART:20261105T170000
RRULE:FREQ=WEEKLY;UNTIL=20261210T000000
SUMMARY:Piano
END:VEVENT
BEGIN:VEVENT
UID:4
DTSTART:20260301T100000
SUMMARY:Talk on 2026-11-24 – 2026-11-30, every one welcome
END:VEVENT
END:VCALENDAR
"""


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("What appointments do I have next week?", ["Ben in Lyon, 2026-11-21 – 2026-11-24", "Dentist, 2026-11-24 08:30–09:15, Bahnhofstr. 3", "Piano, 2026-11-05 17:00, every week until 2026-12-10"]),
        ("Welche Termine habe ich am 24. November?", ["Ben in Lyon, 2026-11-21 – 2026-11-24", "Dentist, 2026-11-24 08:30–09:15, Bahnhofstr. 3", "Piano, 2026-11-05 17:00, every week until 2026-12-10"]),
        ("What's on tomorrow?", ["Ben in Lyon, 2026-11-21 – 2026-11-24", "Piano, 2026-11-05 17:00, every week until 2026-12-10"]),
        ("What's coming up in January?", []),
    ],
)  # fmt: skip
def test_calendars_tell_what_they_hold_of_a_time(kept: Home, question: str, lines: list[str]) -> None:
    kept.keep(home__ics=CALENDAR)
    answer = kept.events(question, as_of=date(2026, 11, 20))[-1].data
    assert answer.status == ("answered" if lines else "abstained")
    assert [line[2 : line.rindex(" [")] for line in answer.answer.splitlines() if line.startswith("- ")] == lines
    assert len(answer.citations) == len(lines)


def test_a_home_without_a_calendar_is_searched(kept: Home) -> None:
    kept.keep(note__md="# Next week\n\nThe dentist comes on Tuesday.\n")
    answer = kept.events("What appointments do I have next week?", as_of=date(2026, 11, 20))[-1].data
    assert "calendar" not in answer.answer
