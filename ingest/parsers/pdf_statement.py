"""Bank statements on paper, as PDF or scan: their rows become bookings where columns and balances bear them out.

A reading is believed when the stated balances follow from its rows. What is clearly a statement and does not add up is
read by the names of its columns and marked with a problem; all else stays searchable text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import PurePath

from ingest.parsers.printed_account import (
    Account,
    Calendar,
    day_orders,
    find_account,
    find_currency,
    find_issue_day,
    find_period,
)
from ingest.parsers.printed_foreign import find_foreign
from ingest.parsers.printed_lines import Line, read_lines
from ingest.parsers.printed_proof import Reading, Section, read_best
from ingest.parsers.printed_rows import Entry, Point
from ingest.parsers.printed_table import NO_ROWS, Printed, find_table, look_at
from ingest.parsers.printed_words import KIND_OF_BOOKING, BalanceKind, balance_kind, is_card, is_likely, is_named
from pkm.ledger.iban import find_ibans
from pkm.models import ParsedDocument, ParsedStatement, ParsedTransaction, Problem

_NEIGHBOURS = 20  # days between two rows of which one may stand in another section
_END_TO_END = re.compile(
    r"(?:EREF[+:]\s?|End-?to-?End-?(?:Ref\w*|ID)?\.?:?\s|Réf(?:érence)? donneur d['’]ordre\s?:\s)(\S+)", re.IGNORECASE
)


def read_statement(document: ParsedDocument, shown: str) -> tuple[ParsedDocument, list[Problem]]:
    """The document with the statements that it prints, or as it was, and what of them could not be read.

    Args:
        shown: The file's path as its owner knows it.
    """
    if not is_likely(document.text):
        return document, []
    lines = read_lines(document)
    printed, _ = look_at(lines)
    reading = read_best(printed, find_table(printed) or NO_ROWS, is_card(document.text))
    if reading is None or not (reading.is_proven or _is_unambiguous(reading, document.text)):
        return document, _unread(printed, document, shown)
    writer = _Writer(document, shown, lines, reading)
    statements = tuple(each for section in reading.sections if (each := writer.statement(section)))
    if not statements:
        return document, _unread(printed, document, shown)
    until = max((each.until for each in statements if each.until), default=None)
    return replace(document, kind="statement", date=document.date or until, statements=statements), writer.problems


def _is_unambiguous(reading: Reading, text: str) -> bool:
    """Whether a statement that does not add up says by itself what its columns and signs are."""
    if not reading.is_named or not is_named(text):
        return False
    entries = [entry for section in reading.sections for entry in section.entries]
    roles = {entry.role for entry in entries}
    marked = any(entry.money and entry.money.sign for entry in entries)
    return len(entries) > 1 and (
        roles <= {"debit", "credit"} or marked or is_card(text) or all(e.section for e in entries)
    )


def _unread(printed: Sequence[Printed], document: ParsedDocument, shown: str) -> list[Problem]:
    """A problem where a paper calls itself a statement, or states both balances, and has rows."""
    paid = [bool(each.amounts) for each in printed]
    rows = max(
        sum(bool(each.days and each.amounts) for each in printed),
        min(sum(paid), sum(bool(each.days) for each in printed)),
    )
    balances = [kind for each in printed if each.amounts and (kind := _balance_of(each))]
    ends = [kind for kind in balances if kind != "stated"]
    if rows < 3 or not balances or not (is_named(document.text) or len(ends) > 1):
        return []
    reason = "this looks like a bank statement, but its bookings could not be told apart for sure; it can be searched as text"
    return [Problem(shown, document.locator, reason)]


def _balance_of(each: Printed) -> BalanceKind | None:
    """What balance a line states by its first words, those after its day."""
    end = each.days[0].end if each.days and not each.days[0].start else 0
    return balance_kind(" ".join(each.line.text[end:].split()[:3]))


class _Writer:
    """Turns a reading into statements; what cannot be said for sure goes to ``problems``."""

    def __init__(self, document: ParsedDocument, shown: str, lines: list[Line], reading: Reading) -> None:
        self.problems: list[Problem] = []
        self._document, self._shown, self._lines, self._reading = document, shown, lines, reading
        self._is_card = is_card(document.text)

    def statement(self, section: Section) -> ParsedStatement | None:
        """One statement; ``None`` where its days or its currency cannot be told."""
        lines = self._lines_of(section)
        account = find_account(lines, self._document.text, self._is_card)
        units = [entry.money.unit for entry in section.entries if entry.money]
        units += [event.money.unit for event in section.events if isinstance(event, Point)]
        currency = find_currency(lines, units, account, self._document.text)
        calendar = self._calendar(section, lines)
        if currency is None or calendar is None:
            what = "its currency is not stated" if currency is None else "the year of its days cannot be told"
            self._refuse(None, f"the bookings of this statement were not read: {what}")
            return None
        rows = self._rows(section, calendar, currency, account)
        self._judge(section, rows, currency)
        days = [row.booked_on for row in rows]
        since, until = self._period(section, calendar, days)
        return ParsedStatement(
            account=account.number or PurePath(self._shown).stem,
            institution=account.institution, account_kind=account.kind, currency=currency, since=since, until=until,
            opening=section.opening, closing=section.closing, transactions=tuple(rows), numbers=account.numbers,
            holder=account.holder,
        )  # fmt: skip

    def _lines_of(self, section: Section) -> list[Line]:
        """The lines around a statement's rows: from the end of the one before it on, all of them for the first."""
        sections = self._reading.sections
        at = next(index for index, each in enumerate(sections) if each is section)
        rows = {(line.page, line.number) for each in sections for entry in each.entries for line in entry.lines}
        around = [line for line in self._lines if (line.page, line.number) not in rows]
        before = [entry.lines[-1] for entry in sections[at - 1].entries] if at else []
        last = (before[-1].page, before[-1].number) if before else (0, 0)
        own = [line for line in around if (line.page, line.number) > last]
        return own if at == 0 or find_account(own, "", self._is_card).number else around

    def _calendar(self, section: Section, lines: list[Line]) -> Calendar | None:
        """The first order of day and month that gives every row a day of the period, in the order of print."""
        days = [day for entry in section.entries for day in (entry.day, entry.value) if day]
        points = [event.day for event in section.events if isinstance(event, Point) and event.day and event.day.year]
        orders = day_orders([*days, *points], self._document.text)
        for order in orders:
            since, until = find_period(lines, order)
            stated = [day for point in points if (day := point.on(order))]
            if since is None and len(stated) > 1:
                since, until = min(stated), max(stated)
            until = until or next(iter(stated), None) or find_issue_day(lines, order) or self._document.date
            calendar = Calendar(order, since, until)
            if all(calendar.date_of(day) for day in days) and (until or all(day.year for day in days)):
                return calendar
        order = orders[0]
        since, until = find_period(lines, order)
        return Calendar(order, since, until) if since and len(orders) == 1 else None

    def _period(self, section: Section, calendar: Calendar, days: list[date]) -> tuple[date | None, date | None]:
        """The stated period, else the days between the stated balances, else those of the rows."""
        since, until = find_period(self._lines_of(section), calendar.order)
        first, last = section.ends
        if since is None and first and first.day and (day := calendar.date_of(first.day)):
            since = day + timedelta(days=1)
        if until is None and last and last.day:
            until = calendar.date_of(last.day)
        return min([*days, *([since] if since else [])], default=None), max(
            [*days, *([until] if until else [])], default=None
        )

    def _judge(self, section: Section, rows: Sequence[ParsedTransaction], currency: str) -> None:
        """Say what the balances do not bear out of the rows that were read."""
        if section.opening is None or section.closing is None:
            if not section.is_proven:
                self._refuse(None, "opening and closing balance are not both stated: the bookings could not be checked")
            return
        moved, stated = sum((row.amount for row in rows), Decimal(0)), section.closing - section.opening
        if moved != stated:
            self._refuse(
                None,
                f"the bookings that were read add up to {moved} {currency}, opening and closing balance differ by {stated} "
                f"{currency}: {stated - moved} {currency} are missing or misread",
            )

    def _rows(self, section: Section, calendar: Calendar, currency: str, account: Account) -> list[ParsedTransaction]:
        rows = []
        days = [calendar.date_of(entry.day) if entry.day else None for entry in section.entries]
        for index, (entry, value) in enumerate(zip(section.entries, section.values, strict=True)):
            booked_on = None if entry.lines[0].is_recognised and _breaks_order(days, index) else days[index]
            if value is None:
                self._refuse(entry.locator, "the amount cannot be read for sure")
            elif booked_on is None:
                self._refuse(entry.locator, "the day cannot be read for sure")
            elif index in section.doubts and entry.lines[0].is_recognised:
                self._refuse(entry.locator, "amount and balance contradict each other: one of them was misread")
            else:
                if index in section.doubts:
                    self._refuse(
                        entry.locator, "the balance beside this booking does not follow from it; the booking was read"
                    )
                rows.append(self._row(entry, value, booked_on, section.balances[index], calendar, currency, account))
        for event in section.events:
            if isinstance(event, Entry) and event.money is None and not (section.is_proven and section.is_closed):
                self._refuse(event.locator, "a line with a day has no amount that could be read")
        return rows

    def _row(
        self, entry: Entry, value: Decimal, booked_on: date, balance: Decimal | None, calendar: Calendar, currency: str,
        account: Account,
    ) -> ParsedTransaction:  # fmt: skip
        kind, party, words = _part_words(entry.words)
        start, end = _span(entry.lines)
        own = {account.number, *account.numbers}
        other = next((iban for iban in find_ibans(" ".join(entry.words)) if iban not in own), None)
        end_to_end = _END_TO_END.search(" ".join(entry.words))
        return ParsedTransaction(
            booked_on=booked_on, amount=value, currency=currency, counterparty=party, description=words, locator=entry.locator,
            char_start=start, char_end=end, value_on=calendar.date_of(entry.value) if entry.value else None, type=kind,
            counterparty_account=other, end_to_end=end_to_end[1] if end_to_end else None, balance=balance,
            **find_foreign(" ".join(entry.words), value, currency),
        )  # fmt: skip

    def _refuse(self, locator: str | None, reason: str) -> None:
        self.problems.append(Problem(self._shown, locator or self._document.locator, reason))


def _breaks_order(days: Sequence[date | None], index: int) -> bool:
    """Whether a day lies outside its neighbours', which are in order: a figure of it was misread."""
    before, day, after = (days[at] if 0 <= at < len(days) else None for at in (index - 1, index, index + 1))
    known = [each for each in days if each]
    if before is None or day is None or after is None:
        return False
    if known[0] > known[-1]:
        before, after = after, before
    return before <= after and not before <= day <= after and (after - before).days <= _NEIGHBOURS


def _part_words(cells: Sequence[str]) -> tuple[str | None, str, str]:
    """The kind of a booking, the other side's name, and the rest; the name follows the kind or stands first."""
    first, *rest = cells or [""]
    match = KIND_OF_BOOKING.match(first)
    if not match or (match.end() < len(first) and first[match.end()].isalnum()):
        return None, first, " ".join(rest)
    kind, name = match[0].casefold(), first[match.end() :].strip(" :,-")
    if not name and rest:
        name, *rest = rest
    return kind, name, " ".join(rest)


def _span(lines: Iterable[Line]) -> tuple[int, int]:
    """From the first word to the last of lines that follow each other in the text, as they do but in odd files."""
    spans = sorted(line.span for line in lines)
    start, end = spans[0]
    for each in spans[1:]:
        if each[0] - end > 2:
            break
        end = max(end, each[1])
    return start, end
