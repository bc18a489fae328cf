"""The command ``demo``: a sample household in a temporary home, ingested and asked."""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from pkm.cli.app import AsJson, app, load_settings, open_database, open_home_embedder, print_json
from pkm.cli.progress import Bar

DEMO_DAY = date(2026, 11, 20)


@app.command(epilog="Examples: pkm demo   |   pkm demo --seed 7 --keep")
def demo(
    seed: Annotated[int, typer.Option("--seed", help="Another seed is another household.")] = 1,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the household and its home, to look at and ask further.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Build a sample household, read it and ask it six questions."""
    from ingest import jobs
    from pkm import household
    from pkm.cli.answers import answer_here
    from pkm.json import to_json

    place = Path(tempfile.mkdtemp(prefix="pkm-demo-"))
    place.chmod(0o711)  # as root, PostgreSQL runs as another account and must pass through
    settings = replace(
        load_settings(),
        home=place / "home",
        database_url=None,
        redis_url=None,
        embedder="minilm",
        today=DEMO_DAY,
        timezone="Europe/Berlin",
    )
    papers = place / "papers"
    try:
        _say(f"building a household of seed {seed} in {papers}")
        key = household.build(papers, seed=seed, today=DEMO_DAY)
        answers: list[dict[str, Any]] = []
        with open_database(settings) as (database, owner):
            _say("taking it in: bank files, letters, scans, mail, notes")
            with Bar() as bar:
                read = jobs.read_here(settings, open_home_embedder(settings, database))
                report = jobs.ingest(database, settings, [papers], read, bar, person=owner)
            if not as_json:
                from pkm.cli.refused import show_report

                show_report(report)
            for question in key.demo:
                answer = to_json(answer_here(settings, database, owner, question.text))
                answers.append({"question": question.text, "answer": answer})
                if not as_json:
                    _show(question.text, answer, papers)
        if as_json:
            print_json({"report": report, "answers": answers})
        else:
            _say_what_next(place if keep else None)
    finally:
        if not keep:
            shutil.rmtree(place, ignore_errors=True)


def _show(question: str, answer: dict[str, Any], papers: Path) -> None:
    from rich.console import Console
    from rich.rule import Rule
    from rich.text import Text

    from pkm.cli.render import show_answer

    console = Console(highlight=False)
    console.print()
    console.print(Rule(style="dim"))
    console.print(Text(f"? {question}", style="bold"))
    for each in answer["citations"]:
        each["place"] = each["place"].removeprefix(f"{papers}/")
    show_answer(answer)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _say_what_next(place: Path | None) -> None:
    command = shutil.which("pkm") or f"{Path(sys.prefix)}/bin/pkm"
    print("\nNow with your own files:")
    print(f"  {command} ingest ~/Documents/letters ~/Downloads/bank")
    print(f'  {command} ask "When can I cancel the lease?"')
    print(f"  {command} serve          # API, Open WebUI, and a fresh look every 4 hours")
    if place is not None:
        print(
            f"\nThis household is kept: PKM_HOME={place / 'home'} PKM_TODAY={DEMO_DAY} {command} ask …   (rm -r {place} deletes it)"
        )
