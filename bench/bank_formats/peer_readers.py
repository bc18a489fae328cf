"""What other libraries read of bank files: a JSON object of ``{path: {library: [amount, …] or null}}``.

Runs by itself in the environment of the peers (``peers.txt``), which has nothing of ours; paths come on stdin, one a line.
``null``: the library is not for this file, or refuses it. Each library is given ten seconds a file.
"""

from __future__ import annotations

import contextlib
import json
import logging
import signal
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

SECONDS = 10


def by_ofxparse(path: Path) -> list[object]:
    """Amounts of the bookings, and the totals of the trades."""
    from ofxparse import OfxParser

    with path.open("rb") as stream:
        accounts = OfxParser.parse(stream).accounts
    rows = [row for each in accounts for row in getattr(each.statement, "transactions", [])]
    amounts = [row.amount if hasattr(row, "amount") else getattr(row, "total", None) for row in rows]
    return [each for each in amounts if each is not None]


def by_mt940(path: Path) -> list[object]:
    """Amounts of the transactions."""
    import mt940

    with _copy(path, ".sta") as copy:
        return [row.data["amount"].amount for row in mt940.parse(str(copy)) if row.data.get("amount")]


def by_quiffen(path: Path) -> list[object]:
    """Amounts of bookings and investments, with whichever order of the day reads the file."""
    from quiffen import Qif

    with _copy(path, ".qif") as copy:
        try:
            qif = Qif.parse(copy, day_first=False)
        except Exception:  # whatever it raises for a day that is no month
            qif = Qif.parse(copy, day_first=True)
    rows = [row for each in qif.accounts.values() for kind in each.transactions.values() for row in kind]
    return [row.amount for row in rows if row.amount is not None]


def by_bankstatementparser(path: Path) -> list[object]:
    """Amounts, with the sign of their side where they have none; what the file holds is told, whatever its name."""
    from bankstatementparser import create_parser

    head = path.read_bytes()[:65536].lower()
    form = "camt" if b"bktocstmr" in head else "ofx" if b"<ofx>" in head else "mt940" if b":61:" in head else "csv"
    if form == "camt":  # the reports of a day and the notices of a payment are parsers of their own
        form = "camt052" if b"bktocstmracctrpt" in head else "camt054" if b"dbtcdtntfctn" in head else form
    with _copy(path, ".xml" if form.startswith("camt") else f".{form}") as copy:
        table = create_parser(str(copy), form).parse()
    if table.empty:
        return []
    columns = {name.casefold(): name for name in table.columns}
    amounts = list(table[columns["amount"]])
    sides = list(table[columns["drcr"]]) if "drcr" in columns else [""] * len(amounts)
    return [_signed(amount, str(side)) for amount, side in zip(amounts, sides, strict=True)]


@contextlib.contextmanager
def _copy(path: Path, suffix: str) -> Iterator[Path]:
    """The file in UTF-8 under a name that the library accepts: what it makes of the contents is the question."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"copy{suffix}"
        copy.write_bytes(text.encode("utf-8"))
        yield copy


def _signed(amount: object, side: str) -> str:
    return f"-{amount}" if side.upper().startswith("D") and not str(amount).startswith("-") else str(amount)


LIBRARIES: dict[str, Callable[[Path], list[object]]] = {
    "ofxparse": by_ofxparse,
    "mt-940": by_mt940,
    "quiffen": by_quiffen,
    "bankstatementparser": by_bankstatementparser,
}


def read(path: Path, library: Callable[[Path], list[object]]) -> list[str] | None:
    """What a library reads of a file; ``None`` where it raises anything, or takes too long."""
    signal.alarm(SECONDS)
    try:
        return sorted(str(each) for each in library(path))
    except Exception:  # whatever a library does with a file that it does not read
        return None
    finally:
        signal.alarm(0)


def _too_long(*_: object) -> None:
    raise TimeoutError


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, _too_long)
    paths = [Path(line) for line in sys.stdin.read().splitlines()]
    with contextlib.redirect_stdout(sys.stderr):
        found = {str(path): {name: read(path, each) for name, each in LIBRARIES.items()} for path in paths}
    print(json.dumps(found))
