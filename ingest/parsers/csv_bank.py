"""A bank's CSV export of any kind: one booking a row, below a header or without one.

What the file leaves open (order of day and month, decimal sign, sign of debits, currency) is decided by evidence over
the whole file, never by a guess: where there is none, the rows stay text and a problem asks what ``pkm accounts map``
then remembers for every file of the same layout.
"""

from __future__ import annotations

from contextlib import suppress

from ingest.parsers import Candidate
from ingest.parsers.csv_layout import Layout, bookings_of, find_layout, has_booking, samples_of
from ingest.parsers.csv_rows import read_rows
from ingest.parsers.csv_sections import read_sections
from ingest.parsers.csv_signs import Question
from ingest.parsers.csv_table import describe, read_table
from ingest.parsers.encoding import Decoded, decode, encoding_of
from ingest.parsers.statement_title import title_of
from pkm.errors import Refused
from pkm.models import Parsed, ParsedDocument, Problem

_EASTERN = "cp1250"


class CsvBank:
    """Reads the export of one or several accounts into one document."""

    name = "csv-bank"
    version = "16"

    def identify(self, file: Candidate) -> bool:
        """Whether columns are known as day and money, and at least one row has both."""
        layout = layout_of(file)
        if layout is None or not layout.is_bank:
            return False
        text = _head(file, _read_as(file)) or ""
        return any(has_booking(row, layout) for row in bookings_of(read_rows(text, layout.delimiter), layout))

    def parse(self, file: Candidate) -> Parsed:
        """Read every row below the header as a transaction or a problem."""
        data = file.path.read_bytes()
        decoded, layout = decode(data), layout_of(file)
        if decoded is not None and decoded.encoding == "cp1252" and _read_as(file) == _EASTERN:
            with suppress(UnicodeDecodeError):
                decoded = Decoded(data.decode(_EASTERN), _EASTERN)
        if decoded is None or layout is None:
            raise Refused("no header of a bank's export was found")
        rows = list(read_rows(decoded.text, layout.delimiter))
        table = read_sections(rows, layout.delimiter, file.profiles, file.name, file.shown) or read_table(
            bookings_of(rows, layout), layout, file.profiles, file.name, file.shown
        )
        document = ParsedDocument(
            decoded.text, "statement", title_of(table.statements, f"Statement of {file.name.rpartition('.')[0] or file.name}"), "text/csv",
            date=max((each.until for each in table.statements if each.until), default=None), statements=table.statements,
            meta={"encoding": decoded.encoding, **table.meta},
        )  # fmt: skip
        faults = tuple(Problem(file.shown, None, fault) for fault in decoded.faults)
        return Parsed((document,), (*faults, *table.problems))


def describe_plain(file: Candidate) -> dict[str, str]:
    """How a table that is no bank's is laid out, so that a person can say that it is one; nothing where it is no table."""
    layout = layout_of(file)
    if layout is None:
        return {}
    question = Question("nothing says that it is a bank's", "--column date=NAME --column amount=NAME")
    return describe([], layout, None, (question,))


def layout_of(file: Candidate) -> Layout | None:
    """How the file is laid out, by its first rows and what a person said of such files; ``None``: it is no table."""
    text = _head(file, _read_as(file))
    return find_layout(samples_of(text), file.profiles) if text else None


def _read_as(file: Candidate) -> str | None:
    """The codec of the file's beginning; of the two that share most letters the one in which the header has a meaning."""
    encoding = encoding_of(file.head)
    if encoding != "cp1252":
        return encoding
    found = {each: find_layout(samples_of(_head(file, each) or ""), {}) for each in (encoding, _EASTERN)}
    known = {each: len(layout.columns) if layout and layout.is_bank else 0 for each, layout in found.items()}
    return _EASTERN if known[_EASTERN] > known[encoding] else encoding


def _head(file: Candidate, encoding: str | None) -> str | None:
    """The whole lines of the file's beginning; ``None`` where it is no text."""
    if encoding is None:
        return None
    text = file.head.decode(encoding, "replace")
    return text[: text.rfind("\n") + 1] if file.size > len(file.head) else text
