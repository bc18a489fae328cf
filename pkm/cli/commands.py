"""Importing this module registers every command."""

from pkm.cli import (
    answers,
    backup,
    demo,
    eval,
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
    tokens,
    why,
)

__all__ = [
    "answers",
    "backup",
    "demo",
    "eval",
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
    "tokens",
    "why",
]
