"""What became of a bank file: its records accounted for, its amounts held against what they ought to be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from bench.bank_formats.expected import expected_amounts
from bench.bank_formats.records import count_records, raw_amounts
from ingest.parsers import Candidate, parse
from pkm.errors import Refused
from pkm.models import Parsed, ParsedTransaction

BANK_FILES = Path(__file__).parents[3] / "shared" / "data" / "bank"
_BESIDE = frozenset([".yml", ".json", ".conf", ".md", ".gitignore", ".php"])
_WORDS = ("LICEN", "SOURCE", "README", ".git")


@dataclass(slots=True)
class Outcome:
    """What became of a file; ``expected`` is ``None`` where nothing states the amounts, ``told_by`` says what does."""

    file: str
    parser: str = ""
    records: int | None = None
    accounted: int = 0
    transactions: int = 0
    holdings: int = 0
    problems: list[str] = field(default_factory=list)
    amounts: list[str] = field(default_factory=list)
    expected: list[str] | None = None
    told_by: str = "nothing"
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
    for told_by, amounts in (("suite", expected_amounts(path, rows)), ("bytes", raw_amounts(path))):
        if amounts is not None:
            outcome.expected, outcome.told_by = sorted(map(str, amounts)), told_by
            break
    outcome.verdict = _verdict(outcome, rows)
    return outcome


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
