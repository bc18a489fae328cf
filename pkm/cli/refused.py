"""What an ingest did, and what was refused, as people see it: the same advice once, with all files that it is for."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from rich.table import Table
from rich.text import Text

from pkm.cli.app import counted, plain
from pkm.cli.render import minute, open_console
from pkm.models import Problem

if TYPE_CHECKING:
    from ingest.jobs import Report
    from pkm.store.refusals import Refusal

SHOWN_PROBLEMS = 20
SHOWN_PLACES = 5  # of one file that has the same problem many times over
_Refused = TypeVar("_Refused", Problem, "Refusal")


def show_report(report: Report) -> None:
    """A summary of an ingest, then what was refused, by name and reason."""
    table = Table(title=None, box=None, show_header=False, pad_edge=False)
    table.add_column(justify="right")
    table.add_column()
    for count, words in (
        (report.scanned, "files seen"), (report.new, "new"), (report.changed, "changed"), (report.unchanged, "unchanged"),
        (report.deleted, "gone"), (report.indexed, "indexed"), (report.duplicate, "the same as another"),
        (report.quarantined - report.ignored, "refused"), (report.ignored, "ignored: pkm problems --ignored"), (report.documents, "documents"), (report.chunks, "passages"),
        (report.transactions, "bookings"), (report.told_again, "records more of the same bookings"),
    ):  # fmt: skip
        if count or words in {"files seen", "indexed"}:
            table.add_row(f"{count:,}", words)
    console = open_console()
    console.print(table)
    console.print(f"in {report.elapsed_s:.1f} s")
    show_problems("refused, with the reason", [each for each in report.problems if each.state != "indexed"])
    show_problems("indexed, with these problems", [each for each in report.problems if each.state == "indexed"])


def show_problems(heading: str, problems: Sequence[Problem]) -> None:
    """What was refused, by name and reason; the first ones only."""
    console = open_console()
    if problems:
        console.print(f"\n{heading} ({len(problems)}):")
    left = SHOWN_PROBLEMS
    for reason, alike in _by_reason(problems):
        if len(alike) == 1 and left:
            console.print(Text(f"  {_spot(alike[0])}: {reason}"))
        elif left:
            console.print(Text(f"  {reason}"))
            for each in alike[:left]:
                console.print(Text(f"    {_spot(each)}"))
        left = max(0, left - len(alike))
    if len(problems) > SHOWN_PROBLEMS:
        console.print(f"  … and {len(problems) - SHOWN_PROBLEMS} more: pkm problems")


def show_refusals(refusals: Sequence[Refusal]) -> None:
    """What was refused: where, why, since when, and when it is tried again."""
    console = open_console()
    if not refusals:
        console.print("nothing is refused")
    for reason, alike in _by_reason(refusals):
        if len(alike) > 1:
            console.print(Text(reason))
        shown: Counter[str] = Counter()
        for each in alike:
            shown[each.path] += 1
            if shown[each.path] > SHOWN_PLACES:
                continue
            if len(alike) == 1:
                console.print(Text(f"{_spot(each)}: {reason}"))
            else:
                console.print(Text(f"  {_spot(each)}"))
            again = f", tried again {minute(each.next_try)}" if each.next_try else ""
            again += "; the file is indexed all the same" if each.state == "indexed" else ""
            console.print(Text(f"{'  ' if len(alike) == 1 else '    '}since {minute(each.since)}{again}", style="dim"))
        for path, places in shown.items():
            if places > SHOWN_PLACES:
                more = counted(places - SHOWN_PLACES, "more place")
                console.print(Text(f"  … and {more} in {plain(path)}: --json names them all"))


def _by_reason(problems: Sequence[_Refused]) -> list[tuple[str, list[_Refused]]]:
    """Those of one reason together, which says ``FILE`` where each named its own; in the order of the first of each."""
    found: dict[str, list[_Refused]] = {}
    for each in problems:
        reason = each.reason.replace(shlex.quote(each.path), "FILE").replace(each.path, "FILE")
        found.setdefault(reason, []).append(each)
    return [(plain(reason if len(alike) > 1 else alike[0].reason), alike) for reason, alike in found.items()]


def _spot(problem: Problem | Refusal) -> str:
    """The file, and where in it."""
    return plain(problem.path) + (f" ({plain(problem.locator)})" if problem.locator else "")
