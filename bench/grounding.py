"""How often is a false sentence of a model taken, and a true one refused? Neither needs a model: what is said is made here.

``python -m bench.grounding [--seeds 3]`` reads sample households, finds the passages for each question that papers answer, and
says of each value that stands in them, in the question's own words, that it is the answer: true of the one that answers,
false of the others of its kind. Prints how many of each were taken, as one JSON object; a check that only looks for the value
in the passage would take all.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from ingest import jobs
from ingest.watch import Silent
from pkm import config, household, services
from pkm.answer import verify
from pkm.answer.planning import plan as planning
from pkm.answer.quoting import values
from pkm.answer.quoting.evidence import Passage, gather
from pkm.embed import open_embedder
from pkm.household.key import Fact, Key
from pkm.search import Searcher
from pkm.store import people
from pkm.store.database import Database

TODAY = date(2026, 11, 20)
READ = 6  # passages, the best first
_ASKS = re.compile(r"^\W*(?:(?:how (?:much|many|long|high)|what|when|which|who|where)(?:'s| is| are| was| does| did| do)?|until when|can)\b\s*", re.IGNORECASE)  # fmt: skip
_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d|\d{1,2}\.? [A-Z]\w{2,8} \d{4}|[A-Z]\w{2,8} \d{1,2}, \d{4}")
_AMOUNT = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,]\d{3})*[.,]\d\d(?![\d.,])")


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--embedder", default="minilm")
    options = parser.parse_args()
    counted: Counter[str] = Counter()
    for seed in range(1, options.seeds + 1):
        with tempfile.TemporaryDirectory(prefix="pkm-bench-") as folder:
            counted += examine(Path(folder), seed, options.embedder)
    taken = {name: round(counted[f"{name} taken"] / max(1, counted[name]), 3) for name in ("true", "false")}
    print(json.dumps({"seeds": options.seeds, "claims": dict(counted), "taken": taken}, indent=2))


def examine(place: Path, seed: int, embedder_name: str) -> Counter[str]:
    """What became of the claims of one household."""
    place.chmod(0o711)
    key = household.build(place / "files", seed=seed, today=TODAY)
    settings = config.load(
        {"PKM_HOME": str(place / "home"), "PKM_TODAY": TODAY.isoformat(), "PKM_EMBEDDER": embedder_name}
    )
    counted: Counter[str] = Counter()
    try:
        with Database.open(settings) as database:
            embedder = open_embedder(settings, None)
            with database.transaction() as connection:
                owner = people.ensure_owner(connection)
            jobs.ingest(
                database, settings, [place / "files"], jobs.read_here(settings, embedder), Silent(), person=owner
            )
            searcher = Searcher(database, embedder)
            for question, fact in asked_of_papers(key):
                plan = planning.read(question, TODAY).as_lookup()
                passages = gather(question, searcher, database, owner)[:READ]
                for name, said in claims(question, fact, passages):
                    taken = bool(verify.check(said, plan, passages).claims)
                    counted += Counter({name: 1, f"{name} taken": taken})
    finally:
        services.stop_all()
    return counted


def asked_of_papers(key: Key) -> Iterator[tuple[str, Fact]]:
    """Each question that papers answer by one day or one amount."""
    for each in key.questions:
        told = [fact for fact in each.facts if fact.kind in {"date", "amount"}]
        if each.proofs and not each.rows and len(told) == 1:
            yield each.text, told[0]


def claims(question: str, fact: Fact, passages: Sequence[Passage]) -> Iterator[tuple[str, str]]:
    """What is true, once, and what is false, of every other value of that kind; each with the number of its passage."""
    thing = _ASKS.sub("", question).rstrip("? ")
    is_told = False
    for n, passage in enumerate(passages, start=1):
        found = dict.fromkeys((_DAY if fact.kind == "date" else _AMOUNT).findall(passage.text))
        for value in found:
            is_true = any(not values.missing(values.read(form), values.read(value)) for form in fact.forms)
            if is_true and is_told:
                continue
            is_told = is_told or is_true
            yield "true" if is_true else "false", f"{thing}: {value} [{n}]."


if __name__ == "__main__":
    main()
