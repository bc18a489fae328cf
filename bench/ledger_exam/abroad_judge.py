"""Read a household from abroad as its owner would, and hold what pkm makes of it against what is true."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.ledger_exam import abroad_exports, abroad_papers
from bench.ledger_exam.abroad_homes import COUNTRIES
from bench.ledger_exam.abroad_papers import Paper
from bench.ledger_exam.abroad_plan import FIRST, OCTOBER, SEPTEMBER, TODAY, Home, months
from ingest import jobs
from ingest.watch import Silent
from pkm import config, services
from pkm.embed import open_embedder
from pkm.ledger.unusual import judge as judge_unusual
from pkm.models import PersonId, Transaction
from pkm.store import accounts, figures, history, ledger, links, people, settle
from pkm.store.database import Connection, Database

SHOWN = 8  # of each sort of mistake
STATED = {
    "british": ("current", "joint"),
    "french": ("courant", "joint"),
    "american": ("checking", "savings"),
    "swiss": ("firma", "privat"),
}


@dataclass
class Marks:
    """Counts by topic (``right``, ``found``, ``true``), and what was wrong."""

    counts: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    wrong: list[str] = field(default_factory=list)

    def hold(self, topic: str, found: Counter[Any], true: Counter[Any]) -> None:
        """Count what agrees, and note what does not."""
        self.counts[topic].update(right=(found & true).total(), found=found.total(), true=true.total())
        for what, left in (("missing", true - found), ("extra", found - true)):
            told = sorted(left.items(), key=str)
            self.wrong += [f"{topic} {what}: {_plain(each)}" + (f" x{n}" if n > 1 else "") for each, n in told[:SHOWN]]
            if len(told) > SHOWN:
                self.wrong.append(f"{topic} {what}: and {len(told) - SHOWN} more")

    def check(self, topic: str, is_right: bool, said: str) -> None:
        """Count one thing that is right or not."""
        self.counts[topic].update(right=int(is_right), found=1, true=1)
        if not is_right:
            self.wrong.append(f"{topic}: {said}")


def examine(place: Path, country: str, seed: int) -> Marks:
    """Build the household, read it into a home of its own, judge; then take a month away and break a balance, and judge that."""
    place.mkdir(parents=True, exist_ok=True)
    place.chmod(0o711)
    home = COUNTRIES[country](seed)
    files = place / "files"
    shutil.rmtree(files, ignore_errors=True)
    written = abroad_papers.write(home, files / "papers")
    abroad_exports.write(home, files)
    settings = config.load({"PKM_HOME": str(place / "home"), "PKM_TIMEZONE": home.zone, "PKM_TODAY": TODAY.isoformat()})
    marks = Marks()
    try:
        with Database.open(settings) as database:
            with database.transaction() as connection:
                owner = people.ensure_owner(connection)
            reader = jobs.read_here(settings, open_embedder(settings, None))
            report = jobs.ingest(database, settings, [files], reader, Silent(), person=owner)
            settle.ensure(database)
            marks.hold(
                "asked",
                Counter(f"{Path(each.path).name} {each.locator}: {each.reason}" for each in report.problems),
                Counter(),
            )
    finally:
        services.stop_all()
    for name, *said in abroad_exports.ANSWERS[country]:
        _answer(settings, abroad_exports.find(files, name), said)
    try:
        with Database.open(settings) as database:
            settle.ensure(database)
            with database.transaction(owner) as connection:
                names = _judge_accounts(home, connection, marks)
                _judge_moves(home, connection, names, marks)
                _judge_statements(home, connection, names, marks)
                _judge_unusual(home, connection, marks)
                _judge_links(written, files, connection, marks)
                _judge_deadlines(written, files, connection, marks)
            _judge_faults(home, files, database, settings, owner, reader, marks)
    finally:
        services.stop_all()
    return marks


def rates(counts: Counter[str]) -> dict[str, float]:
    """Precision, recall and F1."""
    precision = counts["right"] / counts["found"] if counts["found"] else 1.0
    recall = counts["right"] / counts["true"] if counts["true"] else 1.0
    both = precision + recall
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / both, 4) if both else 0.0,
    }


def _answer(settings: config.Settings, file: Path, said: Sequence[str]) -> None:
    """Answer what pkm asked of a layout, as its owner does."""
    command = [sys.executable, "-m", "pkm.cli", "accounts", "map", str(file), *said]
    subprocess.run(
        command,
        check=False,
        env=os.environ | {"PKM_HOME": str(settings.home), "PKM_TODAY": TODAY.isoformat()},
        stdout=subprocess.DEVNULL,
    )


def _wallet(home: Home, name: str) -> str:
    return home.accounts[name].wallet or name


def _judge_accounts(home: Home, connection: Connection, marks: Marks) -> dict[str, str]:
    """One account each; returns by pkm's name for an account what it is, as most of its bookings show."""
    days: defaultdict[tuple[date, Decimal, str], set[str]] = defaultdict(set)
    for each in home.moves:
        days[each.day, each.amount, home.accounts[each.account].currency].add(_wallet(home, each.account))
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in ledger.transactions(connection):
        votes[row.account].update(days[row.booked_on, row.amount, row.currency])
    names = {
        name: min(count.most_common(), key=lambda each: (-each[1], each[0]))[0]
        for name, count in votes.items()
        if count
    }
    listed = accounts.listing(connection)
    marks.hold(
        "accounts",
        Counter(names.get(each.number, f"? {each.number}") for each in listed),
        Counter({_wallet(home, each) for each in home.accounts}),
    )
    return names


def _judge_moves(home: Home, connection: Connection, names: dict[str, str], marks: Marks) -> None:
    """Each booking once, with its role; balances at the ends of months."""
    rows = ledger.transactions(connection)
    booked = [each for each in rows if each.status == "booked"]

    def of(row: Transaction) -> tuple[Any, ...]:
        return names.get(row.account, row.account), row.booked_on, row.amount, row.currency

    true = [
        (_wallet(home, each.account), each.day, each.amount, home.accounts[each.account].currency)
        for each in home.moves
    ]
    marks.hold("transactions", Counter(map(of, booked)), Counter(true))
    marks.hold("pending", Counter(of(each) for each in rows if each.status != "booked"), Counter())
    told = Counter((*of(each), each.role) for each in booked)
    marks.hold("roles", told, Counter((*key, each.role) for key, each in zip(true, home.moves, strict=True)))
    abroad = Counter((abs(each.original_amount), each.original_currency, each.amount) for each in booked
                     if each.original_amount is not None and each.original_currency != each.currency and each.role == "spending")  # fmt: skip
    marks.hold(
        "originals",
        abroad,
        Counter((each.original[0], each.original[1], each.amount) for each in home.moves if each.original),
    )


def _judge_statements(home: Home, connection: Connection, names: dict[str, str], marks: Marks) -> None:
    """Statements that state balances add up, and no day is missing; the balance on each month's end is the true one."""
    listed = {names.get(each.number, each.number): each for each in accounts.listing(connection)}
    for name in STATED[home.country]:
        found = listed.get(name)
        books = found.books if found else ()
        marks.check(
            "reconciled",
            bool(books) and all(each.reconciled for each in books),
            f"{name} {[(b.currency, b.reconciled, b.breaks[:2], b.contradictions[:2]) for b in books]}",
        )
        gaps = [(each.since, each.until) for book in books for each in book.gaps]
        marks.check("no gaps", not gaps, f"{name} {gaps}")
        if not found:
            continue
        parts = [each.part for each in figures.own_accounts(connection, None) if each.root == found.number]
        rows = [
            each
            for each in ledger.transactions(connection)
            if names.get(each.account) == name and each.status == "booked"
        ]
        for year, month in months(FIRST, date(2026, 10, 31)):
            end = date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
            before = [each for each in figures.stated_balances(connection, parts, end) if each.day <= end]
            if before:
                near = max(before, key=lambda each: each.day)
                said = near.amount + sum((each.amount for each in rows if near.day < each.booked_on <= end), Decimal(0))
                marks.hold("balances", Counter([(name, end, said)]), Counter([(name, end, home.balance(name, end))]))


def _judge_unusual(home: Home, connection: Connection, marks: Marks) -> None:
    """What was planted in September and October is found, by its rule, and little else."""
    for month in (SEPTEMBER, OCTOBER):
        until = date(month.year, month.month + 1, 1) - timedelta(1)
        expenses, past = history.read(connection, month, until, None)
        found: Counter[Any] = Counter()
        true: Counter[Any] = Counter(
            (each.planted, each.day, each.amount) for each in home.moves if each.planted and month <= each.day <= until
        )
        if month in home.season:
            true["category", month, None] += 1
        for each in judge_unusual(expenses, past, month, until):
            row = each.transaction
            is_season = (
                each.rule == "category"
                and month in home.season
                and any(name in f"{row.counterparty} {row.description}" for name in home.season[month])
            )
            if each.rule == "price_jump":
                marks.check(
                    "explained", bool(links.explaining(connection, [row.id])), f"{row.counterparty} {row.booked_on}"
                )
            found[(each.rule, month, None) if is_season else (each.rule, row.booked_on, row.amount)] += 1
        marks.hold("unusual", found, true)


def _judge_links(written: Sequence[Paper], folder: Path, connection: Connection, marks: Marks) -> None:
    """Every paper with what pays it, and no other."""
    for topic, kinds in (("links", {"invoice", "receipt"}), ("contracts", {"contract"})):
        found = {
            (path, row.booked_on, row.amount)
            for each in links.find(connection)
            for row in each.transactions
            if row.state == "matched" and (path := _paper(each.path, folder, written, kinds))
        }
        true = {(paper.path, row.day, row.amount) for paper in written if paper.kind in kinds for row in paper.paid_by}
        marks.hold(topic, Counter(found), Counter(true))


def _paper(path: str, folder: Path, written: Iterable[Paper], kinds: set[str]) -> str:
    """The paper that a document, or what was attached to it, is; empty where it is none of these kinds."""
    return next((each.path for each in written if each.kind in kinds and path.startswith(f"{folder}/{each.path}")), "")


def _judge_deadlines(written: Sequence[Paper], folder: Path, connection: Connection, marks: Marks) -> None:
    """The last day of notice of each contract that has one."""
    documents = {each.document_id: each.path for each in links.contracts(connection, TODAY)}
    found = {(_paper(documents.get(each.document_id, ""), folder, written, {"contract"}), each.notice_by)
             for each in links.deadlines(connection, TODAY) if each.what == "renews"}  # fmt: skip
    marks.hold("deadlines", Counter(found), Counter({(each.path, each.notice) for each in written if each.notice}))


def _judge_faults(
    home: Home, files: Path, database: Database, settings: config.Settings, owner: PersonId, reader: jobs.Reader,
    marks: Marks,
) -> None:  # fmt: skip
    """Without one month's file a gap is told; a statement that lacks a booking is told not to add up."""
    gone = abroad_exports.find(files, abroad_exports.LEFT_OUT[home.country])
    gone.unlink()
    broken = abroad_exports.break_balance(home, files)
    os.utime(broken, (time.time() + 5, time.time() + 5))
    report = jobs.refresh(database, settings, reader, Silent())
    settle.ensure(database)
    with database.transaction(owner) as connection:
        books = [book for each in accounts.listing(connection) for book in each.books]
    middle = date(2025, 5 if home.country == "british" else 6, 15)
    gaps = [(each.since, each.until) for book in books for each in book.gaps]
    marks.check("gap told", any(since <= middle <= until for since, until in gaps), f"{gone.name}: {gaps}")
    said = [str(each.path) for book in books for each in book.statements if each.difference] + [
        each.path for each in report.problems
    ]
    marks.check("break told", str(broken) in said, f"{broken.name}: {said}")


def _plain(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
