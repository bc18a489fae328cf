"""Hostile files are read in processes of their own, with limits; one that dies takes only its file along."""

from ingest.sandbox.messages import Limits, Reading
from ingest.sandbox.pool import Sandbox

__all__ = ["Limits", "Reading", "Sandbox"]
