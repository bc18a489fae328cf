"""Read a household with pkm as its owner would, ask it, and hold what it says against the plan."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.ledger_exam import owner as owners
from bench.ledger_exam import papers, plan, questions, statements
from bench.ledger_exam.papers import Paper
from bench.ledger_exam.plan import TODAY, Household
from bench.ledger_exam.truth import Question
from bench.ledger_exam.verdict import verdict_on
from ingest import jobs
from ingest.watch import Silent
from pkm import config, services
from pkm.answer import Answerer
from pkm.config import Settings
from pkm.embed import Embedder, open_embedder
from pkm.models import Answer, PersonId
from pkm.search import Searcher
from pkm.store import ledger, links, people, settle
from pkm.store.database import Database

SHOWN = 3  # figures


@dataclass
class Result:
    """Counts of one household; ``wrong`` says what was asked, expected and said."""

    bookings: Counter[str] = field(default_factory=Counter)
    money: Counter[str] = field(default_factory=Counter)
    kinds: dict[str, Counter[str]] = field(default_factory=dict)
    unusual: Counter[str] = field(default_factory=Counter)
    links: Counter[str] = field(default_factory=Counter)
    wrong: list[dict[str, Any]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "bookings": dict(self.bookings), "money": dict(self.money), "kinds": {kind: dict(each) for kind, each in self.kinds.items()}, "unusual": dict(self.unusual),
            "links": dict(self.links), "wrong": self.wrong,
        }  # fmt: skip


def examine(place: Path, seed: int, embedder_name: str) -> Result:
    """Build the household of that seed, read it into a home of its own, and judge."""
    place.mkdir(parents=True, exist_ok=True)
    place.chmod(0o711)
    house = plan.build(seed)
    written = papers.write(house, place / "files" / "papers")
    statements.write(house, place / "files")
    settings = config.load(
        {"PKM_HOME": str(place / "home"), "PKM_TIMEZONE": "Europe/Berlin", "PKM_TODAY": TODAY.isoformat()}
    )
    try:
        with Database.open(settings) as database:
            with database.transaction() as connection:
                owner = people.ensure_owner(connection)
            embedder = _embedder(settings, embedder_name)
            report = jobs.ingest(
                database, settings, [place / "files"], jobs.read_here(settings, embedder), Silent(), person=owner
            )
            owners.settle_in(house, database, owner)
            settle.ensure(database)
            answerer = Answerer(database, Searcher(database, embedder), settings, None)
            result = Result()
            result.bookings["problems"] = len(report.problems)
            result.wrong += [{"problem": f"{each.path} {each.locator}: {each.reason}"} for each in report.problems]
            _judge_bookings(house, database, owner, result)
            _judge_money(house, answerer, owner, result)
            _judge_unusual(house, answerer, database, owner, result)
            _judge_links(written, place / "files", database, owner, result)
            return result
    finally:
        services.stop_all()


def total(results: Sequence[Result]) -> dict[str, Any]:
    """Precision, recall and shares over all households."""
    money, bookings = _sum(each.money for each in results), _sum(each.bookings for each in results)
    unusual, linked = _sum(each.unusual for each in results), _sum(each.links for each in results)
    precision, recall = _rates(linked)
    asked = sum(money.values())
    return {
        "households": len(results),
        "transactions": dict(zip(("precision", "recall"), _rates(bookings), strict=True)),
        "money": {name: round(count / asked, 4) for name, count in sorted(money.items())} | {"asked": asked},
        "kinds": _by_kind(results),
        "unusual": dict(zip(("precision", "recall"), _rates(unusual), strict=True)),
        "links": {
            "precision": precision, "recall": recall,
            "f1": round(2 * precision * recall / (precision + recall), 4) if precision + recall else 0.0,
        },
    }  # fmt: skip


def _sum(counters: Any) -> Counter[str]:
    return sum(counters, Counter())


def _rates(counts: Counter[str]) -> tuple[float, float]:
    right, found, true = counts["right"], counts["found"], counts["true"]
    return round(right / found, 4) if found else 1.0, round(right / true, 4) if true else 1.0


def _embedder(settings: Settings, name: str) -> Embedder:
    if name == "minilm":
        return open_embedder(settings, None)
    from tests.free_embedder import FreeEmbedder

    return FreeEmbedder()


def _judge_bookings(house: Household, database: Database, owner: PersonId, result: Result) -> None:
    with database.transaction(owner) as connection:
        found = Counter(
            (each.booked_on, each.amount, each.currency, each.account[-4:]) for each in ledger.transactions(connection)
        )
    true = Counter(
        (each.day, each.amount, house.accounts[each.account].currency, house.accounts[each.account].number[-4:])
        for each in house.bookings
    )
    right = found & true
    result.bookings.update({"right": right.total(), "found": found.total(), "true": true.total()})
    result.wrong += [{"missing": list(map(str, each)), "n": n} for each, n in list((true - found).items())[:5]]
    result.wrong += [{"extra": list(map(str, each)), "n": n} for each, n in list((found - true).items())[:5]]


def _by_kind(results: Sequence[Result]) -> dict[str, dict[str, int]]:
    kinds = sorted({kind for each in results for kind in each.kinds})
    return {kind: dict(_sum(each.kinds.get(kind, Counter()) for each in results)) for kind in kinds}


def _judge_money(house: Household, answerer: Answerer, owner: PersonId, result: Result) -> None:
    for question in questions.ask(house):
        answer: Answer | None = None
        fault = ""
        try:
            answer = asyncio.run(answerer.ask(question.text, person=owner))
        except Exception as error:  # an exam goes on, and counts it
            fault = f"{type(error).__name__}: {error}"
        verdict = verdict_on(question, answer) if answer else "fault"
        result.money[verdict] += 1
        result.kinds.setdefault(question.kind, Counter())[verdict] += 1
        if verdict != "exact":
            result.wrong.append(_told(question, answer, verdict, fault))


def _told(question: Question, answer: Answer | None, verdict: str, fault: str) -> dict[str, Any]:
    """What was asked, expected and said."""
    figures = answer.figures[:SHOWN] if answer else ()
    expected = "nothing" if question.abstains else question.groups or question.value or question.says
    return {
        "asked": question.text, "expected": str(expected), "verdict": verdict,
        "said": [f"{each.name} {each.value} {each.currency} ({each.count})" for each in figures] or fault,
        "kind": answer.plan.get("kind") if answer else None,
    }  # fmt: skip


def _judge_unusual(house: Household, answerer: Answerer, database: Database, owner: PersonId, result: Result) -> None:
    for text, month in (
        ("Show me all expenses from last month that were unusual.", date(2026, 10, 1)),
        ("Welche Ausgaben im September 2026 waren ungewöhnlich?", date(2026, 9, 1)),
    ):
        answer = asyncio.run(answerer.ask(text, person=owner))
        told = {each.rows[0] for each in answer.figures if re.fullmatch(r"[a-z_]+_\d+", each.name)}
        with database.transaction(owner) as connection:
            rows = ledger.transactions(connection, ids=sorted(told)) if told else []
        found = Counter((each.booked_on, each.amount) for each in rows)
        true = Counter(
            (each.day, each.amount) for each in house.bookings
            if each.planted and (each.day.year, each.day.month) == (month.year, month.month)
        )  # fmt: skip
        result.unusual.update({"right": (found & true).total(), "found": found.total(), "true": true.total()})
        result.wrong += [{"not found unusual": list(map(str, each))} for each in true - found]
        result.wrong += [{"not unusual": list(map(str, each))} for each in found - true]


def _judge_links(written: Sequence[Paper], folder: Path, database: Database, owner: PersonId, result: Result) -> None:
    with database.transaction(owner) as connection:
        told = links.find(connection)
    found = {
        (each.path.removeprefix(f"{folder}/"), row.booked_on, row.amount)
        for each in told if each.state == "matched" for row in each.transactions if row.state == "matched"
    }  # fmt: skip
    true = {(paper.path, row.day, Decimal(row.amount)) for paper in written for row in paper.paid_by}
    result.links.update({"right": len(found & true), "found": len(found), "true": len(true)})
    result.wrong += [{"not linked": list(map(str, each))} for each in sorted(true - found)]
    result.wrong += [{"wrongly linked": list(map(str, each))} for each in sorted(found - true)]
