"""A home of many letters, contracts and invoices: how long does a question take that papers answer, beside the search alone?

``python -m bench.paper_questions [--papers 2000 20000] [--times 3] [--home FOLDER]`` writes that many papers (a third each of invoices,
contracts and mails, seeded), reads them with an embedder that costs nothing, asks each kind of question of other firms, and prints
JSON: p50 and worst in ms of each kind, of the search for the same question alone, and by what power of the number of papers
each grows. A home that is kept is used again.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from ingest import jobs
from ingest.pipeline import Pipeline
from ingest.watch import Silent
from pkm import config, services
from pkm.answer import Answerer
from pkm.search import Searcher
from pkm.store import people
from pkm.store.database import Database
from tests.free_embedder import FreeEmbedder

TODAY = date(2026, 11, 20)
FIRST_NAMES = ("Anna", "Bruno", "Clara", "David", "Eva", "Felix", "Greta", "Hugo", "Ida", "Jonas")
LAST_NAMES = ("Albers", "Brandt", "Conrad", "Dietz", "Ebert", "Falk", "Graf", "Hahn", "Imhof", "Jung")
MARKS = (
    "Nordlicht",
    "Alpen",
    "Blau",
    "Helios",
    "Kastanie",
    "Merkur",
    "Sonnen",
    "Wald",
    "Stern",
    "Hafen",
    "Linden",
    "Falken",
)
TRADES = (
    "Energie",
    "Versicherung",
    "Telekom",
    "Immobilien",
    "Werkstatt",
    "Apotheke",
    "Verlag",
    "Reisen",
    "Bank",
    "Sport",
)
THINGS = (
    "boiler",
    "bicycle",
    "roof",
    "garden",
    "kitchen",
    "heating",
    "window",
    "camera",
    "piano",
    "fence",
    "phone",
    "parcel",
)
QUESTIONS = {
    "notice": "When can I cancel the contract with {firm}?",
    "end": "When does the contract with {firm} end?",
    "contracts": "Which contracts do I have?",
    "invoices": "Which invoices do I have from {firm}?",
    "paid": "Was the invoice from {firm} paid?",
    "unpaid": "Which invoices are unpaid?",
    "ahead": "What must be done next month?",
    "letter": "What did {person} write about the {thing}?",
    "phone": "What is the phone number of {firm}?",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, nargs="+", default=[2_000, 20_000])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--home", type=Path)
    asked = parser.parse_args()
    sizes = []
    for papers in asked.papers:
        with tempfile.TemporaryDirectory(prefix="pkm-papers-") as scratch:
            Path(scratch).chmod(0o711)
            sizes.append({"papers": papers} | measure((asked.home or Path(scratch)) / str(papers), papers, asked.times))
    report: dict[str, Any] = {"times": asked.times, "sizes": sizes}
    if len(sizes) > 1:
        report["grows_as_N_to_the"] = grow(sizes[0], sizes[-1])
    json.dump(report, sys.stdout, indent=2)


def measure(place: Path, papers: int, times: int) -> dict[str, Any]:
    """Read so many papers, unless that is done, and ask."""
    settings = config.load({"PKM_HOME": str(place / "home"), "PKM_TIMEZONE": "UTC", "PKM_TODAY": TODAY.isoformat()})
    try:
        with Database.open(settings) as database:
            with database.transaction() as connection:
                owner = people.ensure_owner(connection)
            if not (place / "files").exists():
                write(place / "files", papers)

            def read(database: Database, wanted: Any, watcher: Any) -> None:
                with Pipeline(database, FreeEmbedder(), settings) as pipeline:
                    pipeline.run(wanted, watcher)

            jobs.ingest(database, settings, [place / "files"], read, Silent(), person=owner)
            searcher = Searcher(database, FreeEmbedder(), settings.zone)
            answerer = Answerer(database, searcher, settings, None)
            asyncio.run(answerer.ask("Where is the piano?", person=owner))  # loads what answers
            report: dict[str, Any] = {}
            random = Random(5)
            for kind, form in QUESTIONS.items():
                questions = [
                    form.format(firm=firm(random), person=person(random), thing=random.choice(THINGS))
                    for _ in range(times)
                ]
                answered = [timed(lambda one=each: asyncio.run(answerer.ask(one, person=owner))) for each in questions]
                found = [timed(lambda one=each: searcher.search(one, person=owner)) for each in questions]
                report[kind] = {"p50_ms": median(answered), "worst_ms": max(answered), "search_p50_ms": median(found)}
            return report
    finally:
        services.stop_all()


def timed(work: Any) -> float:
    """How many ms it takes."""
    begun = perf_counter()
    work()
    return round((perf_counter() - begun) * 1000, 1)


def grow(small: dict[str, Any], large: dict[str, Any]) -> dict[str, float]:
    """By what power of the number of papers each kind grows."""
    many = math.log(large["papers"] / small["papers"])
    return {kind: round(math.log(large[kind]["p50_ms"] / small[kind]["p50_ms"]) / many, 2) for kind in QUESTIONS}


def write(folder: Path, papers: int) -> None:
    """So many papers, a thousand to a folder."""
    random = Random(7)
    for number in range(papers):
        place = folder / str(number // 1000)
        place.mkdir(parents=True, exist_ok=True)
        day = TODAY - timedelta(days=random.randrange(3650))
        ending, make = ((".txt", invoice), (".txt", contract), (".eml", mail))[number % 3]
        (place / f"{number}{ending}").write_text(make(random, number, day))


def invoice(random: Random, number: int, day: date) -> str:
    total = f"{random.randrange(1000, 90_000) / 100:.2f} EUR"
    return (
        f"{firm(random)} GmbH\nHafenstraße {number % 90 + 1}\n20457 Hamburg\nTel. 040 {number:07}\n\nInvoice\n\nInvoice number: R-{number}\nInvoice date: {day:%d.%m.%Y}\n\n"
        f"{random.choice(THINGS)} {total}\nTotal: {total}\nDue date: {day + timedelta(days=14):%d.%m.%Y}\n"
    )


def contract(random: Random, number: int, day: date) -> str:
    return (
        f"{firm(random)} GmbH\n\nService agreement no. C-{number}\n\nThis agreement is made between {firm(random)} GmbH and {person(random)} (the parties).\n\n"
        f"The agreement begins on {day:%d %B %Y}. The monthly price is EUR {number % 80 + 5}.00. The term of the agreement is {random.choice((12, 24))} months. "
        f"Either party may terminate it with {random.choice((1, 2, 3))} months' notice to the end of the term.\n"
    )


def mail(random: Random, number: int, day: date) -> str:
    thing, by = random.choice(THINGS), person(random)
    address = f"{by.lower().replace(' ', '.')}@example.org"
    return (
        f"From: {by} <{address}>\nTo: Miriam Sonnleitner <miriam@example.org>\nDate: {day:%a, %d %b %Y} 10:00:00 +0000\nMessage-ID: <{number}@example.org>\n"
        f"Subject: {thing} {number}\n\nHello Miriam,\n\nthe {thing} needs a repair before {day + timedelta(days=30)}. Shall we look at it together?\n\n{by}\n"
    )


def firm(random: Random) -> str:
    return f"{random.choice(MARKS)} {random.choice(TRADES)}"


def person(random: Random) -> str:
    return f"{random.choice(FIRST_NAMES)} {random.choice(LAST_NAMES)}"


if __name__ == "__main__":
    main()
