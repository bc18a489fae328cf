"""Importing this module registers every command."""

from pkm.cli import answers, demo, housekeeping, intake, report, serving

__all__ = ["answers", "demo", "housekeeping", "intake", "report", "serving"]
