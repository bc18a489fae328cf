"""Which files each household has: by month or year, overlapping, in two formats, one of them twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from bench.ledger_exam import abroad_print as printed
from bench.ledger_exam import abroad_sheets as sheets
from bench.ledger_exam.abroad_plan import FIRST, LAST, Home, months
from bench.ledger_exam.abroad_sheets import Extract


@dataclass(frozen=True, slots=True)
class Export:
    """Files of one account by month (1), by year (12), or of one stretch (0); ``name`` takes the last day."""

    account: str
    name: str
    write: Callable[[Extract], bytes]
    every: int = 1
    since: date = FIRST
    until: date = LAST


EXPORTS: dict[str, tuple[Export, ...]] = {
    "british": (
        Export("current", "Current account {:%Y-%m}.csv", sheets.british_current),
        Export("current", "current-{:%Y}.ofx", sheets.ofx2, 0, date(2025, 10, 15), date(2026, 4, 20)),
        Export("joint", "joint statement {:%Y %m}.pdf", printed.british_paper),
        Export("joint", "joint-export.csv", sheets.british_joint, 0, date(2026, 2, 1), date(2026, 6, 30)),
        Export("spend", "Fernbank_2026-06-11.csv", sheets.british_spend, 0, FIRST, date(2026, 6, 11)),
        Export("spend", "Fernbank_2026-11-13.csv", sheets.british_spend, 0, date(2026, 5, 1), LAST),
        Export("charge", "charge {:%Y-%m}.csv", sheets.british_charge),
        Export("isa", "isa.qif", sheets.qif, 0),
    ),
    "french": (
        Export("courant", "operations_{:%d%m%Y}.csv", sheets.french_courant),
        Export("courant", "courant.ofx", sheets.ofx1, 0, date(2025, 11, 10), date(2026, 5, 9)),
        Export("carte", "carte_{:%Y%m}.csv", sheets.french_carte),
        Export("joint", "releve_{:%Y_%m}.pdf", printed.french_paper),
        Export("joint", "joint.ofx", sheets.ofx1, 0, date(2026, 3, 1), date(2026, 8, 20)),
        Export("livret", "livret-{:%Y}.csv", sheets.french_livret, 12),
    ),
    "american": (
        Export("checking", "checking_{:%Y%m}.ofx", sheets.ofx1),
        Export("checking", "stmt.csv", sheets.american_checking, 0, date(2025, 12, 20), date(2026, 7, 10)),
        Export("discovery", "Discovery-{:%Y-%m}.csv", sheets.american_card),
        Export("visa", "visa_{:%Y%m}.qfx", sheets.ofx1),
        Export("paypal", "PayPal {:%Y}.csv", sheets.paypal, 12),
        Export("venmo", "venmo_statement_{:%Y-%m}.csv", sheets.venmo),
        Export("savings", "savings_{:%Y}.ofx", sheets.ofx1, 12),
    ),
    "swiss": (
        Export("firma", "camt053_{:%Y%m%d}.xml", sheets.camt),
        Export("firma", "firma-q.sta", sheets.mt940, 0, date(2026, 1, 1), date(2026, 5, 31)),
        Export("privat", "Kontobewegungen {:%Y}.xlsx", printed.swiss_sheet, 12),
        Export("privat", "privat.xml", sheets.camt, 0, date(2025, 11, 20), date(2026, 9, 15)),
        Export("wise-usd", "wise statement USD.csv", sheets.wise, 0),
        Export("wise-eur", "wise statement EUR.csv", sheets.wise, 0),
    ),
}
TWICE = {
    "british": "joint statement 2026 03.pdf",
    "french": "carte_202603.csv",
    "american": "checking_202603.ofx",
    "swiss": "camt053_20260331.xml",
}
LEFT_OUT = {
    "british": "charge 2025-05.csv",
    "french": "releve_2025_06.pdf",
    "american": "checking_202506.ofx",
    "swiss": "camt053_20250630.xml",
}
BROKEN = {
    "british": "joint statement 2025 09.pdf",
    "french": "releve_2025_09.pdf",
    "american": "stmt.csv",
    "swiss": "camt053_20250930.xml",
}

ANSWERS = {  # what the owner says where pkm asks: once for a layout
    "british": (("charge 2025-08.csv", "--sign", "debit-positive", "--currency", "GBP", "--date-order", "day-first"), ("isa.qif", "--currency", "GBP")),
    "french": (("livret-2025.csv", "--sign", "as-written"),),
    "american": (("Discovery-2025-02.csv", "--sign", "debit-positive", "--currency", "USD", "--date-order", "month-first"), ("venmo_statement_2025-02.csv", "--currency", "USD")),
    "swiss": (),
}  # fmt: skip


def write(home: Home, folder: Path) -> None:
    """All accounts' files."""
    for each in EXPORTS[home.country]:
        place = folder / each.account
        place.mkdir(parents=True, exist_ok=True)
        for since, until in _stretches(each):
            (place / each.name.format(until)).write_bytes(each.write(extract(home, each.account, since, until)))
    if home.country == "swiss":
        (folder / "revolut").mkdir()
        both = [extract(home, name, FIRST, LAST) for name in ("rev-chf", "rev-eur")]
        (folder / "revolut" / "revolut-account-statement.csv").write_bytes(sheets.revolut(both))
    again = find(folder, TWICE[home.country])
    (again.parent / f"copy of {again.name}").write_bytes(again.read_bytes())


def break_balance(home: Home, folder: Path) -> Path:
    """Write one statement again without its last booking, so that it no longer adds up; returns it."""
    path = find(folder, BROKEN[home.country])
    export = next(each for each in EXPORTS[home.country] if (folder / each.account / path.name) == path)
    for since, until in _stretches(export):
        if export.name.format(until) == path.name:
            whole = extract(home, export.account, since, until)
            path.write_bytes(export.write(replace(whole, rows=whole.rows[:-1], stated=whole.closing)))
    return path


def find(folder: Path, name: str) -> Path:
    """The file of that name."""
    return next(folder.rglob(name))


def extract(home: Home, account: str, since: date, until: date) -> Extract:
    """An account's moves between two days, both included."""
    rows = [each for each in home.of(account) if since <= each.day <= until]
    return Extract(home.accounts[account], rows, home.balance(account, since - timedelta(1)), since, until)


def _stretches(export: Export) -> Iterator[tuple[date, date]]:
    if not export.every:
        yield export.since, export.until
        return
    for year, month in months(export.since, export.until):
        if month == 1 or export.every == 1:
            ends = (
                date(year, 12, 31) if export.every == 12 else date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
            )
            yield date(year, month, 1), min(ends, export.until)
