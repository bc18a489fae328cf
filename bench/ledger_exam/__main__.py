"""Run the exam: ``python -m bench.ledger_exam [--seeds 10] [--first 1] [--keep FOLDER] [--embedder minilm]``; JSON on stdout."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from bench.ledger_exam.judge import examine, total


def main() -> None:
    """Examine the seeds one after the other, then all together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="write the households' files here and leave them")
    parser.add_argument("--embedder", choices=("free", "minilm"), default="minilm")
    options = parser.parse_args()
    results = []
    for seed in range(options.first, options.first + options.seeds):
        with tempfile.TemporaryDirectory(prefix="pkm-exam-") as scratch:
            place = options.keep / str(seed) if options.keep else Path(scratch)
            result = examine(place, seed, options.embedder)
        print(json.dumps({"seed": seed, **result.to_json()}, ensure_ascii=False), file=sys.stderr, flush=True)
        results.append(result)
    print(json.dumps(total(results), indent=2))


if __name__ == "__main__":
    main()
