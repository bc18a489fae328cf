"""How many records the bytes of a bank file hold, and of which amounts: by tags and lines, by nothing that the parsers use."""

from __future__ import annotations

import csv
import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from pathlib import Path

_OFX_RECORD = re.compile(rb"<(?:STMTTRNP?|LOANSTMTTRN|INVTRAN|INVPOS)\s*>", re.I)  # each trade has one INVTRAN
_MT940_RECORD = re.compile(rb"(?m)^[ \t]*:[ \t]*(?:\r?\n)?61[ \t]*:")
_CAMT_RECORD = re.compile(r"<(?:\w+:)?Ntry[\s>]")
_OFX_AMOUNT = re.compile(rb"<(?:TRNAMT|TOTAL)>\s*([^<\r\n]*)", re.I)
_OFX_TRADE = re.compile(rb"<INVTRAN\s*>", re.I)
_MT940_AMOUNT = re.compile(rb"(?m)^:61:\d{6}(?:\d{4})?(R?[CD])[A-Z]?(\d+,\d*)")
_QIF_BOOKINGS = re.compile(r"!\s*type\s*:(?!\s*(?:cat|class|memorized|security|prices|tag|budget))", re.I)
_DAY_CELL = re.compile(r"\d{1,4}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{2,4}\b.{0,20}|(?:19|20)\d{6}(?:\d{6})?")
_MONEY_CELL = re.compile(r"[-+(]?\s*(?:[A-Z€£$]{1,3}\s*)?-?\d[\d.,' ]*[-+)]?\s*(?:[A-Za-z€£$]{1,3})?")


def count_records(path: Path) -> int | None:
    """How many records the bytes of a file hold; ``None`` where they are no text."""
    data = path.read_bytes()
    text = decode(data)
    if text is None:
        return None
    if re.search(rb"<OFX>|OFXHEADER", data, re.I):
        return len(_OFX_RECORD.findall(data))
    if re.search(r"<(?:\w+:)?BkToCstmr", text):
        return len(_CAMT_RECORD.findall(re.sub(r"<!--.*?-->", "", text, flags=re.S)))
    if _MT940_RECORD.search(data) or re.search(rb"(?m)^:(?:2[058]|6[02])[A-Z]?:", data):
        return len(_MT940_RECORD.findall(data))
    if re.match(r"\s*(?:\^\s*)?!(?:type|account|option|clear)", text, re.I):
        return _count_qif(text)
    return _count_rows(text)


def raw_amounts(path: Path) -> list[Decimal] | None:
    """The amounts behind the tags of OFX bookings and in MT940's fields 61; ``None`` where not every record plainly has one."""
    data = path.read_bytes()
    if re.search(rb"<OFX>", data, re.I):
        if _OFX_TRADE.search(data):
            return None  # a trade's units and costs say what it moved
        texts = [each.decode("latin-1").strip() for each in _OFX_AMOUNT.findall(data)]
    elif _MT940_RECORD.search(data):
        fields = [(side.decode(), amount.decode()) for side, amount in _MT940_AMOUNT.findall(data)]
        texts = [("" if side in ("C", "RD") else "-") + amount.replace(",", ".") for side, amount in fields]
    else:
        return None
    try:
        amounts = [Decimal(each) for each in texts]
    except InvalidOperation:
        return None
    return amounts if len(amounts) == count_records(path) else None


def decode(data: bytes) -> str | None:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    return None if b"\0" in data else data.decode("utf-8-sig", "replace")


def _count_qif(text: str) -> int:
    """Groups of lines that end with ``^``, below a header of bookings."""
    count, listed, filled = 0, True, False
    for line in (*text.splitlines(), "^"):
        line = line.strip()
        if line.startswith("!"):
            count, filled = count + (filled and not listed), False
            listed = not _QIF_BOOKINGS.match(line)
        elif line.startswith("^"):
            count, filled = count + (filled and not listed), False
        else:
            filled |= bool(line)
    return count


def _count_rows(text: str) -> int:
    """Rows of a table that hold a day and money, and as many cells as most of its rows."""
    delimiter = max(",;\t|", key=text.count)
    rows = [[cell.strip() for cell in row] for row in csv.reader(text.splitlines(), delimiter=delimiter) if row]
    widest = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    return sum(
        len(row) >= max(widest, 3)
        and any(_DAY_CELL.fullmatch(cell) for cell in row)
        and any(_MONEY_CELL.fullmatch(cell) and not _DAY_CELL.fullmatch(cell) for cell in row)
        for row in rows
    )
