"""Ingestion under fire, held against an undisturbed run."""
