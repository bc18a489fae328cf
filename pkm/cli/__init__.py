"""The ``pkm`` command: one module a group of commands, composed here."""

from pkm.cli.app import app, main

__all__ = ["app", "main"]
