"""Every bank file of a folder, and what became of each of its records: JSON, one object a file and a summary.

    python -m bench.bank_formats [FOLDER]

Records are counted by tags and lines of the raw bytes, by nothing that the parsers use, and amounts are held against the
expected results that lie beside the files of mt-940 (``.yml``), genkgo/camt (``.json``) and bank2ynab (its table of layouts),
and against ofxparse and mt-940 where they are installed. A file is

* ``exact``: all its records are accounted for, and its amounts are those that are expected;
* ``lossless``: all its records are accounted for, and nothing says what is expected;
* ``asked``: its rows are among those that are expected, and problems name each of the others: what it leaves open, or why;
* ``refused``: it was refused as a whole, with the reason;
* ``wrong``, ``silent loss`` or ``crash``: never.
"""

from __future__ import annotations

import argparse
import configparser
import csv
import json
import logging
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from ingest.parsers import Candidate, parse
from pkm.errors import Refused
from pkm.models import Parsed, ParsedTransaction

BANK_FILES = Path(__file__).parents[2] / "shared" / "data" / "bank"
_BESIDE = frozenset([".yml", ".json", ".conf", ".md", ".gitignore", ".php"])
_WORDS = ("LICEN", "SOURCE", "README", ".git")

_OFX_RECORD = re.compile(rb"<(?:STMTTRNP?|LOANSTMTTRN|INVTRAN|INVPOS)\s*>", re.I)  # each trade has one INVTRAN
_MT940_RECORD = re.compile(rb"(?m)^[ \t]*:[ \t]*(?:\r?\n)?61[ \t]*:")
_CAMT_RECORD = re.compile(r"<(?:\w+:)?Ntry[\s>]")
_QIF_BOOKINGS = re.compile(r"!\s*type\s*:(?!\s*(?:cat|class|memorized|security|prices|tag|budget))", re.I)
_DAY_CELL = re.compile(r"\d{1,4}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{2,4}\b.{0,20}|(?:19|20)\d{6}(?:\d{6})?")
_MONEY_CELL = re.compile(r"[-+(]?\s*(?:[A-Z€£$]{1,3}\s*)?-?\d[\d.,' ]*[-+)]?\s*(?:[A-Za-z€£$]{1,3})?")


@dataclass(slots=True)
class Outcome:
    """What became of a file; amounts are ``None`` where nothing states them."""

    file: str
    parser: str = ""
    records: int | None = None
    accounted: int = 0
    transactions: int = 0
    holdings: int = 0
    problems: list[str] = field(default_factory=list)
    amounts: list[str] = field(default_factory=list)
    expected: list[str] | None = None
    library: list[str] | None = None
    verdict: str = "lossless"


def files(folder: Path) -> list[Path]:
    """The bank files below a folder, without expected results, licences and the like."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix.lower() not in _BESIDE)
    return sorted(path for path in found if not path.name.upper().startswith(_WORDS))


def judge(path: Path, folder: Path) -> Outcome:
    """Read a file and account for its records."""
    outcome = Outcome(str(path.relative_to(folder)), records=count_records(path))
    try:
        parsed = parse(Candidate.at(path))
    except Refused as refusal:
        outcome.parser, outcome.problems = "refused", [str(refusal)]
        outcome.verdict = "refused"
        return outcome
    except Exception as fault:  # a crash is what is looked for
        outcome.verdict, outcome.problems = "crash", [type(fault).__name__]
        return outcome
    rows = [row for each in parsed.documents for own in each.statements for row in own.transactions]
    holdings = [row for each in parsed.documents for own in each.statements for row in own.holdings]
    outcome.parser, outcome.transactions, outcome.holdings = parsed.parser, len(rows), len(holdings)
    outcome.problems = [f"{each.locator or 'file'}: {each.reason}" for each in parsed.problems]
    outcome.accounted = _accounted(parsed, rows, [each.locator for each in holdings])
    outcome.amounts = sorted(map(str, (row.amount for row in rows)))
    outcome.expected = _told(expected_amounts(path, rows))
    outcome.library = _told(library_amounts(path, parsed.parser))
    outcome.verdict = _verdict(outcome, rows)
    return outcome


def _told(amounts: list[Decimal] | None) -> list[str] | None:
    return None if amounts is None else sorted(map(str, amounts))


def _verdict(outcome: Outcome, rows: list[ParsedTransaction]) -> str:
    if outcome.records is not None and outcome.accounted < outcome.records:
        return "silent loss"
    if outcome.expected is None:
        return "lossless"
    expected, found = Counter(map(Decimal, outcome.expected)), Counter(row.amount for row in rows)
    if found == expected:
        return "exact"
    refused = outcome.accounted - len(rows) > 0 and not found - expected
    return "asked" if refused else "wrong"


def _accounted(parsed: Parsed, rows: list[ParsedTransaction], held: Iterable[str]) -> int:
    """How many records have become a row or a problem: places are told by their first words, ranges by their length."""
    places = {row.locator.partition(",")[0] for row in rows} | {each.partition(",")[0] for each in held}
    spans = 0
    for each in parsed.problems:
        locator = (each.locator or "").partition(",")[0]
        if several := re.match(r"rows (\d+)-(\d+)", locator):
            spans += int(several[2]) - int(several[1]) + 1
        elif re.match(r"(?:record|position|row|line) \d+", locator):
            places.add(locator)
        elif short := re.match(r"(\d+) records begin in the file, (\d+) could be told apart", each.reason):
            spans += int(short[1]) - int(short[2])
    return len(places) + spans


# ---------------------------------------------------------------- records, counted apart from the parsers


def count_records(path: Path) -> int | None:
    """How many records the bytes of a file hold; ``None`` where they are no text."""
    data = path.read_bytes()
    text = _decode(data)
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


def _decode(data: bytes) -> str | None:
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


# ---------------------------------------------------------------- what others say


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
    text = _decode(path.read_bytes()) or ""
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


def library_amounts(path: Path, parser: str) -> list[Decimal] | None:
    """What ofxparse or mt-940 read of the same file; ``None`` where none is installed or it refuses the file."""
    reader: dict[str, Callable[[Path], list[Decimal]]] = {"ofx": _by_ofxparse, "mt940": _by_mt940}
    try:
        logging.getLogger("mt940").setLevel(logging.CRITICAL)  # it logs the lines that it does not know
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return reader[parser.split(maxsplit=1)[0]](path) if parser.split(maxsplit=1)[0] in reader else None
    except Exception:  # whatever a library does with a file that it does not read
        return None


def _by_ofxparse(path: Path) -> list[Decimal]:
    from ofxparse import OfxParser

    with path.open("rb") as stream:
        accounts = OfxParser.parse(stream).accounts
    return [
        Decimal(str(row.amount))
        for account in accounts
        for row in getattr(account.statement, "transactions", [])
        if getattr(row, "amount", None) is not None
    ]


def _by_mt940(path: Path) -> list[Decimal]:
    import mt940

    return [row.data["amount"].amount for row in mt940.parse(str(path)) if row.data.get("amount")]


def report(folder: Path) -> dict[str, object]:
    """The outcome of each file and, by format, how many ended in which way."""
    outcomes = [judge(path, folder) for path in files(folder)]
    summary: dict[str, Counter[str]] = {}
    for each in outcomes:
        summary.setdefault(each.parser.split(" ")[0], Counter())[each.verdict] += 1
        if each.library is not None and each.parser.startswith(("ofx", "mt940")):
            same = Counter(each.library) == Counter(each.amounts)
            summary[each.parser.split(" ")[0]]["same as the library" if same else "other than the library"] += 1
    return {
        "files": [asdict(each) for each in outcomes],
        "summary": {
            "files": len(outcomes),
            **Counter(each.verdict for each in outcomes),
            "formats": {name: dict(counts) for name, counts in sorted(summary.items())},
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=BANK_FILES)
    folder = parser.parse_args().folder
    if not folder.is_dir():
        print(json.dumps({"files": [], "summary": {"files": 0, "skipped": f"there is no folder {folder}"}}))
        return
    print(json.dumps(report(folder), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
