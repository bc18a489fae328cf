"""What other libraries read of the same files, and who is right."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from bench.bank_formats.outcome import Outcome

_READERS = Path(__file__).with_name("peer_readers.py")

Readings = dict[str, list[str] | None]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a file ended here and at each library.

    Attributes:
        ours: ``exact``, ``other`` (amounts that nothing expects, or fewer), or ``untold``: nothing says what is expected.
        peers: The same of each library that read anything.
        better: ``pkm``, ``peers`` or ``nobody``, by exactness; of untold files, by who has more records.
        records: How many amounts each has.
    """

    file: str
    ours: str
    peers: dict[str, str]
    better: str
    records: dict[str, int]
    differs: list[str]


def read_by_peers(environment: Path, paths: list[Path]) -> dict[Path, Readings]:
    """The amounts that each library reads of each file."""
    done = subprocess.run(
        [environment / "bin" / "python", "-I", _READERS],
        input="\n".join(map(str, paths)), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return {Path(path): readings for path, readings in json.loads(done.stdout).items()}


def compare(outcome: Outcome, readings: Readings) -> Comparison:
    """Who is right about a file. A library that finds nothing in it did not read it, unless there is nothing."""
    read = {name: amounts for name, amounts in readings.items() if amounts or (amounts == [] == outcome.expected)}
    truth = None if outcome.expected is None else _multiset(outcome.expected)
    found = {name: _multiset(amounts or []) for name, amounts in {"pkm": outcome.amounts, **read}.items()}
    ends = {name: "untold" if truth is None else "exact" if each == truth else "other" for name, each in found.items()}
    ours, peers = ends.pop("pkm"), ends
    most = max((found[name].total() for name in peers), default=0)
    if truth is None:
        better = "peers" if most > outcome.accounted else "pkm" if most < outcome.transactions else "nobody"
    elif (ours == "exact") == ("exact" in peers.values()):
        better = "nobody"
    else:
        better = "pkm" if ours == "exact" else "peers"
    differs = [name for name in peers if found[name] != found["pkm"]]
    return Comparison(outcome.file, ours, peers, better, {name: each.total() for name, each in found.items()}, differs)


def tally(comparisons: list[Comparison]) -> dict[str, object]:
    """How often who is right."""
    told = [each for each in comparisons if each.ours != "untold"]
    names = sorted({name for each in comparisons for name in each.peers})
    return {
        "files": len(comparisons),
        "told": len(told),
        "pkm exact": sum(each.ours == "exact" for each in told),
        "best peer exact": sum("exact" in each.peers.values() for each in told),
        "exact by peer": {name: sum(each.peers.get(name) == "exact" for each in told) for name in names},
        "better": Counter(each.better for each in comparisons),
        "a peer has more": [asdict(each) for each in comparisons if each.better == "peers"],
    }


def _multiset(amounts: list[str]) -> Counter[Decimal | str]:
    return Counter(map(_value, amounts))


def _value(amount: str) -> Decimal | str:
    """The amount as a number; libraries whose amounts are binary fractions are read to the hundredth of a cent."""
    try:
        return round(Decimal(amount), 4).normalize() + 0
    except InvalidOperation:
        return amount
