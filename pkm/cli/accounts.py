"""The group ``pkm accounts``."""

from __future__ import annotations

import typer

from pkm.cli.app import app

accounts = typer.Typer(help="Accounts: how their records are read.", no_args_is_help=True)
app.add_typer(accounts, name="accounts")
