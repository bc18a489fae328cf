"""Calendar days as a household reckons with them: months, month ends, bank days, written dates."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def shift_month(day: date, months: int) -> date:
    """The same day ``months`` later, or the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def bank_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


def spoken(day: date) -> str:
    """English, as in ``30 June 2027``; independent of the locale."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def spoken_month(day: date) -> str:
    """English, as in ``June 2027``."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def spoken_german(day: date) -> str:
    """German, as in ``30. Juni 2027``."""
    return f"{day.day}. {MONATE[day.month - 1]} {day.year}"


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONATE = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip
