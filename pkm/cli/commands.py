"""Importing this module registers every command."""

from pkm.cli import (
    answers,
    backup,
    demo,
    housekeeping,
    intake,
    links,
    mapping,
    problems,
    reembed,
    report,
    rules,
    serving,
    sources,
)

__all__ = [
    "answers",
    "backup",
    "demo",
    "housekeeping",
    "intake",
    "links",
    "mapping",
    "problems",
    "reembed",
    "report",
    "rules",
    "serving",
    "sources",
]
