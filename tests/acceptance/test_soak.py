"""A short form of ``make soak``: fourteen processes killed at random while files are taken in and change."""

from __future__ import annotations

import json

from bench.soak.plan import VICTIMS, Plan, soak


def test_what_is_killed_loses_doubles_and_shows_by_halves_nothing() -> None:
    report = soak(
        Plan(kills=14, files=100, seed=11, pause_s=0.8, flushes=2, restarts=1, full=1, hurry=True, patience_s=600)
    )
    assert report["ok"], json.dumps({name: each for name, each in report.items() if name != "when"}, indent=1)
    assert sum(report["killed"].get(each, 0) for each in VICTIMS) == report["kills"] == 14
    assert report["reader"]["whole_documents"] > 0
    assert report["reader"]["looks_into_the_tables"] > 0
    assert not report["tracebacks"]
