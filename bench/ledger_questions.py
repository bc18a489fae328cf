"""A million bookings over twenty years: how long does each kind of planned question take, beside a bare ``select sum``?

``python -m bench.ledger_questions [--bookings 1000000] [--times 20] [--home FOLDER]`` writes the ledger into a home of its own
(seeded, so that it is the same each time), asks each kind with other words and times, and prints p50 and p95 in ms as JSON:
until the answer is computed, and for ``written`` what it takes beyond that to write its figures out with all their rows.
``first`` is the first question of the process, which loads what answers.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter
from typing import Any

from pkm import config, services
from pkm.answer.planning import plan as planning
from pkm.answer.quoting.draft import Draft
from pkm.answer.reckon import from_bookings
from pkm.json import to_json
from pkm.ledger import counterparty
from pkm.ledger.words import stems
from pkm.models import CollectionId, PersonId
from pkm.store import figures, people, totals
from pkm.store.chosen import Filter
from pkm.store.database import Connection, Database

TODAY = date(2026, 11, 20)
YEARS = 20
FIRST = TODAY.replace(year=TODAY.year - YEARS)
SYLLABLES = ("ba", "den", "fir", "go", "hal", "kor", "lim", "mar", "nu", "pel", "ras", "sto", "tin", "ver", "wo", "zel")
TRADES = {
    "groceries": ("Markt", "Supermarket", "Kaufhaus", "Frische"), "restaurants": ("Bistro", "Osteria", "Gasthof", "Brasserie"),
    "fuel": ("Tankstelle", "Petrol", "Station"), "health": ("Apotheke", "Praxis", "Dentist"), "clothing": ("Mode", "Outfit"),
    "household": ("Baumarkt", "Garten", "Werkzeug"), "travel": ("Reisen", "Hotel", "Airline"),
}  # fmt: skip
SERIES = {
    "rent": ("Wohnbau", "Miete Rent", 900), "electricity": ("Energie", "Strom Electricity", 80), "insurance": ("Assekuranz", "Beitrag Insurance", 40),
    "internet & phone": ("Telecom", "Internet Mobile", 35), "subscriptions": ("Stream", "Abo Subscription", 12), "sport": ("Fitness", "Gym Beitrag", 30),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is paid, for what, and how much about."""

    name: str
    words: str
    category: str
    about: float


def main() -> None:
    """Load, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bookings", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--home", type=Path, help="a home that is kept: loaded once, asked again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pkm-bench-") as scratch:
        place = options.home or Path(scratch)
        place.mkdir(parents=True, exist_ok=True)
        place.chmod(0o711)
        settings = config.load(
            {"PKM_HOME": str(place / "home"), "PKM_TODAY": TODAY.isoformat(), "PKM_TIMEZONE": "Europe/Berlin"}
        )
        try:
            with Database.open(settings) as database:
                payees = draw_payees(Random(7))
                owner = load(database, payees, options.bookings)
                print(json.dumps(measure(database, owner, payees, options.times), indent=2))
        finally:
            services.stop_all()


def draw_payees(random: Random) -> list[Payee]:
    """Some thousand shops, of which few are visited often, and a hundred contracts."""
    made: list[Payee] = []
    for category, trades in TRADES.items():
        for _ in range(300):
            name = f"{_name(random)} {random.choice(trades)}"
            made.append(Payee(name, f"Kartenzahlung {random.choice(trades)}", category, random.uniform(8, 90)))
    random.shuffle(made)
    return made


def draw_series(random: Random) -> list[Payee]:
    """Contracts that are paid monthly."""
    return [
        Payee(f"{_name(random)} {trade}", words, category, about * random.uniform(0.6, 1.8))
        for category, (trade, words, about) in SERIES.items()
        for _ in range(12)
    ]


def _name(random: Random) -> str:
    return "".join(random.choice(SYLLABLES) for _ in range(3)).capitalize()


def rows(count: int, shops: list[Payee]) -> Iterator[tuple[date, Decimal, Payee, str, str, int]]:
    """Bookings by day: day, amount, payee, words, role and number of the account."""
    random = Random(11)
    series, employer = draw_series(random), Payee("Werft Nord GmbH", "Gehalt Salary", "salary", 3200)
    weights = [1 / (n + 3) for n in range(len(shops))]
    days = YEARS * 365 + 5
    fixed = len(series) * 12 * YEARS + 12 * YEARS
    chosen = iter(random.choices(shops, weights, k=count))
    per_day = (count - fixed) / days
    due = 0.0
    for n in range(days):
        day = FIRST + timedelta(n)
        due += per_day
        for _ in range(int(due)):
            one = next(chosen)
            amount = Decimal(random.lognormvariate(0, 0.6) * one.about).quantize(Decimal("0.01"))
            back = random.random() < 0.01
            yield (
                day,
                amount if back else -amount,
                one,
                f"{one.words} {random.randrange(10**9)}",
                "refund" if back else "spending",
                random.randrange(4),
            )
        due -= int(due)
        for m, each in enumerate(series):
            if day.day == 1 + m % 28:
                price = Decimal(each.about * 1.03 ** (n // 900)).quantize(Decimal("0.01"))
                yield day, -price, each, f"{each.words} {day:%B %Y}", "spending", 0
        if day.day == 27:
            yield day, Decimal(3200 + n // 10), employer, employer.words, "income", 0


def load(database: Database, shops: list[Payee], count: int) -> PersonId:
    """Write the ledger, as ingestion and settling leave it, unless it is there."""
    with database.transaction() as connection:
        owner = people.ensure_owner(connection)
        collection = people.ensure_collection(connection, "personal", owner).id
        if figures.has_any(connection, Filter()):
            return owner
        begun = perf_counter()
        _copy(connection, collection, shops, count)
        connection.execute("delete from unsettled")
        figures.count_words(connection, collection)
        totals.renew(connection)
    with database.session() as session:
        session.execute("vacuum analyze")
    print(f"loaded in {perf_counter() - begun:.0f} s", file=sys.stderr)
    return owner


def _copy(connection: Connection, collection: CollectionId, shops: list[Payee], count: int) -> None:
    source = _insert(
        connection,
        "insert into source (collection_id, kind, location, registered) values (%s, 'folder', '/bench', true) returning id",
        (collection,),
    )
    file = _insert(
        connection,
        "insert into file (collection_id, source_id, path, state, size, mtime_ns, ctime_ns, inode)"
        " values (%s, %s, '/bench/bank.csv', 'indexed', 1, 1, 1, 1) returning id",
        (collection, source),
    )
    document = _insert(
        connection,
        "insert into document (collection_id, file_id, ordinal, kind, title, head, mime, sha256, has_object, text)"
        " values (%s, %s, 0, 'statement', 'bank', '', 'text/csv', repeat('0', 64), false, repeat('x', 1000)) returning id",
        (collection, file),
    )
    accounts, statements = [], {}
    for number in range(4):
        account = _insert(
            connection,
            "insert into account (collection_id, number, name, kind, currency) values (%s, %s, %s, %s, 'EUR') returning id",
            (collection, f"DE{number:020}", f"Account {number}", "card" if number == 3 else "checking"),
        )
        accounts.append(account)
        for n, month in enumerate(_months()):
            statements[number, month] = _insert(
                connection,
                "insert into statement (collection_id, document_id, account_id, ordinal, currency, since, until)"
                " values (%s, %s, %s, %s, 'EUR', %s, (%s::date + interval '1 month')::date - 1) returning id",
                (collection, document, account, number * 10_000 + n, month, month),
            )
    columns = (
        "collection_id, document_id, statement_id, account_id, booked_on, amount, currency, counterparty, description, category,"
        " status, locator, char_start, char_end, payee, stems, role"
    )
    words: dict[str, list[str]] = {}
    with connection.cursor() as cursor, cursor.copy(f"copy transaction ({columns}) from stdin") as copy:
        for n, (day, amount, payee, text, role, account) in enumerate(rows(count, shops)):
            told = words.setdefault(f"{payee.name} {payee.words}", stems(payee.name, payee.words))
            copy.write_row((
                collection, document, statements[account, day.replace(day=1)], accounts[account], day, amount, "EUR", payee.name, text,
                payee.category, "booked", f"row {n}", n % 900, n % 900 + 50, counterparty.normalise(payee.name),
                [*told, text.rsplit(" ", 1)[1]], role,
            ))  # fmt: skip


def _insert(connection: Connection, statement: str, row: Sequence[Any]) -> int:
    """Returns its number."""
    ((number,),) = connection.execute(statement, row)
    return int(number)


def _months() -> list[date]:
    return [date(FIRST.year + n // 12, n % 12 + 1, 1) for n in range(FIRST.month - 1, YEARS * 12 + TODAY.month)]


def questions(random: Random, shops: list[Payee], times: int) -> Iterator[tuple[str, str]]:
    """Each kind, with other words and times each time."""
    forms = {
        "sum, all": "How much did we spend {when}?",
        "sum, category": "How much did we spend on {category} {when}?",
        "sum, counterparty": "How much did we pay to {shop} {when}?",
        "sum, income": "How much salary did we receive {when}?",
        "count": "How often did we pay {shop} {when}?",
        "average": "How much did we spend on {category} per month on average {when}?",
        "median": "What was the median amount we paid to {shop} {when}?",
        "median, all": "What was the median amount we spent {when}?",
        "group, week": "How much did we spend per week {when}?",
        "largest": "What was our largest expense {when}?",
        "smallest": "What was our smallest purchase at {shop} {when}?",
        "first": "When did we first pay {shop}?",
        "last": "When did we last pay {shop}?",
        "list": "Show all payments to {shop} {when}",
        "amount range": "How many expenses over 500 euros were there {when}?",
        "group, month": "How much did we spend per month on {category} {when}? Show it month by month",
        "group, category": "How much did we spend {when} by category?",
        "group, counterparty": "How much did we spend {when} by counterparty?",
        "cashflow": "Income against spending {when}: what was left over?",
        "savings": "What was our savings rate {when}?",
        "compare": "Compare our spending on {category} in {year} with {before}: what is the difference?",
        "recurring": "Which recurring payments do we have and what do they cost a year?",
        "price changes": "Which subscriptions became more expensive in the last two years?",
        "balance": "What was the balance of our accounts on 31 December {year}?",
        "unusual": "Show me all expenses from last month that were unusual.",
    }  # fmt: skip
    whens = (
        "last month", "in {month}", "in {year}", "since March {year}", "in Q2 {year}", "in the last 90 days",
        "between 3 March {before} and 17 April {year}", "in the last ten years", "in all",
    )  # fmt: skip
    for kind, form in forms.items():
        for n in range(times):
            year = random.randint(FIRST.year + 2, TODAY.year - 1)
            fields: dict[str, Any] = {
                "year": year, "before": year - 1, "month": f"{date(2000, random.randint(1, 12), 1):%B} {year}",
                "category": random.choice(("groceries", "electricity", "fuel", "restaurants", "rent", "insurance")),
                "shop": random.choice(shops[: 5 + n * 20]).name,
            }  # fmt: skip
            yield kind, form.format(when=whens[n % len(whens)].format(**fields), **fields)


def measure(database: Database, owner: PersonId, shops: list[Payee], times: int) -> dict[str, Any]:
    """Milliseconds a question by kind; ``planned`` says how it was understood, ``unanswered`` what bookings did not answer."""
    taken: dict[str, list[float]] = {}
    written: dict[str, list[float]] = {}
    planned: dict[str, str] = {}
    unanswered: list[str] = []
    _, question = next(questions(Random(3), shops, 1))
    begun = perf_counter()
    ask(database, owner, question)
    first = (perf_counter() - begun) * 1000
    for kind, question in questions(Random(3), shops, times):
        begun = perf_counter()
        plan, draft = ask(database, owner, question)
        computed = perf_counter()
        json.dumps(to_json(draft.figures if draft else ()))
        taken.setdefault(kind, []).append((computed - begun) * 1000)
        written.setdefault(kind, []).append((perf_counter() - computed) * 1000)
        planned[kind] = plan.kind
        if draft is None or draft.status == "abstained":
            unanswered.append(question)
    bare = []
    with database.transaction(owner) as connection:
        for _ in range(times):
            begun = perf_counter()
            connection.execute("select sum(amount) from transaction").fetchone()
            bare.append((perf_counter() - begun) * 1000)
    everything = sorted(each for own in taken.values() for each in own)
    return {
        "bookings": figures_count(database),
        "select sum": _spread(bare),
        "first": round(first, 1),
        "all": _spread(everything),
        "kinds": {
            kind: _spread(each) | {"written": _spread(written[kind])["p95"], "planned": planned[kind]}
            for kind, each in taken.items()
        },
        "unanswered": unanswered,
    }


def ask(database: Database, owner: PersonId, question: str) -> tuple[planning.Plan, Draft | None]:
    """How a question is understood, and what bookings answer."""
    plan = planning.read(question, TODAY)
    return plan, from_bookings(plan, database, owner, None, lambda _: []) if plan.is_about_money_moved else None


def figures_count(database: Database) -> int:
    """How many bookings there are."""
    with database.transaction() as connection:
        ((count,),) = connection.execute("select count(*) from transaction")
        return int(count)


def _spread(values: list[float]) -> dict[str, float]:
    cuts = quantiles(values, n=20, method="inclusive")
    return {"p50": round(cuts[9], 1), "p95": round(cuts[18], 1), "n": len(values)}


if __name__ == "__main__":
    main()
