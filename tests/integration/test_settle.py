"""The ledger is settled: accounts recognised, each booking once, pairs and roles."""

from __future__ import annotations

from pkm.store import settle
from pkm.store.database import Database


def test_an_empty_ledger_is_settled(database: Database) -> None:
    settle.settle(database)
    settle.ensure(database)
