"""Importing this module registers every command."""

from pkm.cli import answers, backup, demo, housekeeping, intake, links, mapping, report, rules, serving

__all__ = ["answers", "backup", "demo", "housekeeping", "intake", "links", "mapping", "report", "rules", "serving"]
