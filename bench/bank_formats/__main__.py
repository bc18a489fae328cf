"""``python -m bench.bank_formats``: see the package."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import bench.bank_formats
from bench.bank_formats.outcome import BANK_FILES, files, judge
from bench.bank_formats.peers import compare, read_by_peers, tally


def report(folder: Path, environment: Path | None) -> dict[str, object]:
    """The outcome of each file and, by format, how many ended in which way; beside those of the peers, where there are any."""
    paths = files(folder)
    outcomes = [judge(path, folder) for path in paths]
    formats: dict[str, Counter[str]] = {}
    for each in outcomes:
        formats.setdefault(each.parser.split(" ")[0], Counter())[each.verdict] += 1
    summary: dict[str, object] = {"files": len(outcomes), **Counter(each.verdict for each in outcomes)}
    told: dict[str, object] = {"files": [asdict(each) for each in outcomes]}
    if environment is not None:
        readings = read_by_peers(environment, paths)
        comparisons = [compare(each, readings[path]) for path, each in zip(paths, outcomes, strict=True)]
        told["comparisons"] = [asdict(each) for each in comparisons]
        summary["peers"] = tally(comparisons)
    return {**told, "summary": {**summary, "formats": {name: dict(each) for name, each in sorted(formats.items())}}}


def main() -> None:
    parser = argparse.ArgumentParser(description=(bench.bank_formats.__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=BANK_FILES)
    parser.add_argument(
        "--peers", type=Path, metavar="ENVIRONMENT", help="a virtual environment with peers.txt installed"
    )
    chosen = parser.parse_args()
    if not chosen.folder.is_dir():
        print(json.dumps({"files": [], "summary": {"files": 0, "skipped": f"there is no folder {chosen.folder}"}}))
        return
    print(json.dumps(report(chosen.folder.resolve(), chosen.peers), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
