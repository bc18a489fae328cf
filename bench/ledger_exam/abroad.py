"""Households of other countries: ``python -m bench.ledger_exam.abroad [--seeds 3] [--only british] [--keep FOLDER]``; JSON on stdout.

A British family, a French couple, an American and a Swiss freelancer, each drawn from a seed (``abroad_homes``), exported by
banks of their country (``abroad_exports``), followed by papers in its language (``abroad_papers``), and judged (``abroad_judge``).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from bench.ledger_exam.abroad_homes import COUNTRIES
from bench.ledger_exam.abroad_judge import examine, rates


def main() -> None:
    """Examine each country's seeds; what is wrong goes to stderr."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--only", choices=tuple(COUNTRIES), action="append")
    parser.add_argument("--keep", type=Path, help="write the households' files here and leave them")
    options = parser.parse_args()
    found: dict[str, dict[str, dict[str, float]]] = {}
    for country in options.only or COUNTRIES:
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for seed in range(options.first, options.first + options.seeds):
            with tempfile.TemporaryDirectory(prefix="pkm-abroad-") as scratch:
                place = options.keep / country / str(seed) if options.keep else Path(scratch)
                marks = examine(place, country, seed)
            for topic, counted in marks.counts.items():
                counts[topic].update(counted)
            for line in marks.wrong:
                print(f"{country} {seed}: {line}", file=sys.stderr, flush=True)
        found[country] = {topic: rates(counted) for topic, counted in counts.items()}
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
