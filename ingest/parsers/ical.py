"""Calendars (iCalendar, RFC 5545): each event, task or journal entry is a document with its day.

Times are told by the clock of the house, and by the event's own where that differs. What recurs is one document that says
how: nothing is expanded, however often a rule may repeat. ``ical_words`` says when.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.parsers.content_lines import Component, Line, components
from ingest.parsers.encoding import encoding_of
from ingest.parsers.headings import as_title
from ingest.parsers.ical_words import day_of, due, instead_of, is_timed, repeats, times
from ingest.parsers.kind import guess_language
from ingest.parsers.text import read_text
from pkm.models import Parsed, ParsedDocument, Problem

if TYPE_CHECKING:
    from ingest.parsers import Candidate

_BEGIN = re.compile(r"\s*BEGIN:VCALENDAR\s", re.IGNORECASE)
_ENTRIES = {"VEVENT": "event", "VTODO": "task", "VJOURNAL": "entry"}
_LABELS = {"event": "Appointment", "task": "Task", "entry": "Journal"}
_STATES = {
    "CANCELLED": "cancelled", "TENTATIVE": "tentative", "COMPLETED": "done", "IN-PROCESS": "begun", "NEEDS-ACTION": "open", "DRAFT": "draft",
}  # fmt: skip
_NAMED = 20  # of many guests


class ICalendar:
    """A calendar, or an invitation out of a mail."""

    name = "icalendar"
    version = "2"

    def identify(self, file: Candidate) -> bool:
        """Whether it begins as a calendar does."""
        encoding = encoding_of(file.head)
        return encoding is not None and _BEGIN.match(file.head[:200].decode(encoding, "replace")) is not None

    def parse(self, file: Candidate) -> Parsed:
        """A document for each entry; what says neither what nor when is a problem with its number."""
        read = read_text(file)
        problems = [Problem(file.shown, None, fault) for fault in read.faults]
        found = list(components(read.text, frozenset((*_ENTRIES, "VCALENDAR"))))
        calendar = next((each for each in reversed(found) if each.name == "VCALENDAR"), Component("VCALENDAR"))
        entries = [each for each in found if each.name in _ENTRIES]
        seen: Counter[str] = Counter()
        documents: list[ParsedDocument] = []
        for number, entry in enumerate(entries, start=1):
            word = _ENTRIES[entry.name]
            if not entry.whole:
                problems.append(Problem(file.shown, f"{word} {number}", "it has no end: the file was cut short"))
            if not (entry.text("SUMMARY") or entry.text("DESCRIPTION") or times(entry)):
                problems.append(Problem(file.shown, f"{word} {number}", "it says neither what nor when"))
                continue
            document = _written(entry, calendar, word, number)
            seen[str(document.locator)] += 1
            again = seen[str(document.locator)]
            documents.append(document if again == 1 else replace(document, locator=f"{document.locator} ({again})"))
        if not entries:
            problems.append(Problem(file.shown, None, "it is a calendar without an entry"))
        return Parsed(tuple(documents), tuple(problems))


def _written(entry: Component, calendar: Component, word: str, number: int) -> ParsedDocument:
    title = " ".join(entry.text("SUMMARY").split()) or f"({word})"
    state = (
        "cancelled" if calendar.text("METHOD").upper() == "CANCEL" else _STATES.get(entry.text("STATUS").upper(), "")
    )
    guests = [_person(each) for each in entry.all("ATTENDEE")]
    more = len(guests) - _NAMED
    organizer = entry.first("ORGANIZER")
    moved = instead_of(entry)
    by = due(entry)
    # What is asked for together stands in one line: what, when, where.
    said = (
        times(entry), f"due {by}" if by else "", repeats(entry), f"instead of {moved}" if moved else "",
        " ".join(entry.text("LOCATION").split()),
    )  # fmt: skip
    told = ", ".join(each for each in said if each)
    first = f"{_LABELS[word] if is_timed(entry) else 'Calendar'}: {title}" + (f" ({state})" if state else "")
    lines = (
        first + (f", {told}" if told else ""),
        f"Organizer: {_person(organizer)}" if organizer else "",
        f"With: {', '.join(guests[:_NAMED])}{f' and {more} more' if more > 0 else ''}" if guests else "",
        f"Link: {entry.text('URL')}" if entry.text("URL") else "",
    )
    remarks = "\n".join(each.text for each in (*entry.all("DESCRIPTION"), *entry.all("COMMENT")) if each.text)
    text = "\n".join(filter(None, lines)) + "\n" + (f"\n{remarks}\n" if remarks else "")
    name = " ".join((calendar.text("X-WR-CALNAME") or calendar.text("NAME")).split())
    day = day_of(entry)
    instead = entry.first("RECURRENCE-ID")
    return ParsedDocument(
        text=text, kind="other", title=as_title(title), mime="text/calendar", date=day, language=guess_language(text),
        locator=f"{word} {as_title(entry.text('UID')) or number}" + (f", {instead.value}" if instead else ""),
        head=", ".join(part for part in ("calendar " + word, name, day.isoformat() if day else "") if part),
    )  # fmt: skip


def _person(line: Line) -> str:
    address = re.sub(r"\Amailto:", "", line.value.strip(), flags=re.IGNORECASE)
    name = line.parameters.get("CN", "").strip()
    said = line.parameters.get("PARTSTAT", "").upper()
    told = name if name and name != address else address
    told += f" ({address})" if name and name != address and "@" in address else ""
    return f"{told}: declined" if said == "DECLINED" else told
