"""Kill everything, again and again, while files are taken in and change: ``make soak`` or ``python -m bench.soak --kills 50``.

Prints one JSON object: what was killed when, how long it took until it was back, and what was lost, doubled, seen by halves
or not equal to what a home holds that nobody disturbed. Exits with 1 where there is any of it.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import fields
from pathlib import Path

from bench.soak.plan import Plan, soak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for each in fields(Plan):
        kind = type(each.default)
        name = f"--{each.name.removesuffix('_s')}"
        if kind is bool:
            parser.add_argument(name, action="store_true", dest=each.name)
        else:
            parser.add_argument(name, type=kind, default=each.default, dest=each.name)
    parser.add_argument("--place", type=Path, default=Path("/var/tmp"), help="on which disk")
    wanted = vars(parser.parse_args())
    place = wanted.pop("place")
    report = soak(Plan(**wanted), place)
    print(json.dumps(report, indent=1, ensure_ascii=False))
    sys.exit(not report["ok"])


if __name__ == "__main__":
    main()
