"""Importing this module registers every command."""

from pkm.cli import answers, demo, housekeeping, intake, links, mapping, report, rules, serving

__all__ = ["answers", "demo", "housekeeping", "intake", "links", "mapping", "report", "rules", "serving"]
