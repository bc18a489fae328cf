"""Commands that ask: ``search``, ``ask``, ``transactions``."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pkm import period
from pkm.cli.app import NO_TEXT, AsJson, app, load_settings, open_database, open_home_embedder, print_json
from pkm.cli.live import Growing
from pkm.cli.service import find_service
from pkm.models import Arm, Kind
from pkm.store.paths import shown_path

if TYPE_CHECKING:
    from pkm.config import Settings
    from pkm.models import Answer, PersonId
    from pkm.store.database import Database


def parse_day(text: str) -> date:
    """A day given on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as exc:
        raise typer.BadParameter(f"{text!r} is not a day; write YYYY-MM-DD") from exc


def parse_amount(text: str) -> Decimal:
    """An amount given on the command line."""
    with suppress(InvalidOperation):
        if (amount := Decimal(text)).is_finite():
            return amount
    raise typer.BadParameter(f"{text!r} is not an amount; write -12.50")


def parse_words(text: str) -> str:
    """Words given on the command line, whose every byte was a letter of the terminal's encoding."""
    try:
        text.encode()
    except UnicodeEncodeError as exc:
        raise typer.BadParameter(NO_TEXT) from exc
    return text


def parse_place(text: str) -> str:
    """A file or folder as pkm shows it: where it leads to, if it is there."""
    return shown_path(os.fsencode(os.path.realpath(text)))[0] if os.path.lexists(text) else text


Since = Annotated[date | None, typer.Option("--since", parser=parse_day, metavar="DAY", help="From this day on.")]
Until = Annotated[date | None, typer.Option("--until", parser=parse_day, metavar="DAY", help="Up to this day.")]
InCollection = Annotated[str | None, typer.Option("--collection", "-c", help="Only in this collection.")]
FromSource = Annotated[
    str | None, typer.Option("--source", metavar="ID|LOCATION", help="Only from this source (pkm sources).")
]
AtPath = Annotated[
    str | None,
    typer.Option("--path", parser=parse_place, metavar="PATH", help="Only this file, or what lies in this folder."),
]
InLanguage = Annotated[
    str | None, typer.Option("--language", metavar="CODE", help="Only what is written in it: en, de, fr, …")
]

SeenBy = Annotated[str | None, typer.Option("--person", metavar="PERSON", help="Only what that person may see.")]


@app.command(
    epilog='Examples: pkm search "notice period lease"   |   pkm search Stromrechnung --kind invoice --since 2025-01-01 -k 5 --json'
)
def search(
    query: Annotated[
        str, typer.Argument(parser=parse_words, metavar="QUERY", help="Words or a question.", show_default=False)
    ],
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many hits.")] = 10,
    kind: Annotated[Kind | None, typer.Option("--kind", help="Only this kind of document.")] = None,
    since: Since = None,
    until: Until = None,
    collection: InCollection = None,
    source: FromSource = None,
    path: AtPath = None,
    language: InLanguage = None,
    person: SeenBy = None,
    arm: Annotated[Arm, typer.Option("--arm", help="By meaning, by words, or both.")] = "hybrid",
    as_of: Annotated[
        date | None,
        typer.Option(
            "--as-of", parser=parse_day, metavar="DAY", help="What held at the end of that day, not what holds now."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find passages."""
    period.check(since, until)
    settings = load_settings()
    asked: Any = {
        "k": k, "kind": kind, "since": since, "until": until, "collection": collection, "source": source, "path": path,
        "language": language, "arm": arm, "as_of": as_of,
    }  # fmt: skip
    from pkm.json import to_json

    service = find_service(settings)
    if service is not None:
        found = service.post("/v1/search", to_json(asked) | {"query": query, "person": person})
    else:
        from pkm.search import Searcher

        with open_database(settings) as (database, owner):
            searcher = Searcher(database, open_home_embedder(settings, database), settings.zone)
            found = to_json({"hits": searcher.search(query, person=owner, audience=person, **asked)})
    if as_json:
        print_json(found)
        return
    from pkm.cli.render import show_hits

    show_hits(found["hits"])


@app.command(
    epilog='Examples: pkm ask "When can I cancel the lease?"   |   pkm ask "How much did we spend on electricity this year?" --json'
)
def ask(
    question: Annotated[
        str,
        typer.Argument(parser=parse_words, metavar="QUESTION", help="A question in plain words.", show_default=False),
    ],
    as_of: Annotated[
        date | None, typer.Option("--as-of", parser=parse_day, metavar="DAY", help="Answer as if today were this day.")
    ] = None,
    no_llm: Annotated[bool, typer.Option("--no-llm", help="Quote and compute only; ask no language model.")] = False,
    collection: InCollection = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question with quotations and computed figures."""
    from pkm.json import to_json

    settings = load_settings()
    service = find_service(settings)
    with Growing() as growing:
        if service is not None:
            day = as_of and as_of.isoformat()
            body = {"question": question, "as_of": day, "collection": collection, "no_llm": no_llm or None}
            answer = service.follow("/v1/ask", body, growing.tell)
        else:
            with open_database(settings) as (database, owner):
                given = answer_here(settings, database, owner, question, as_of, collection, no_llm, tell=growing.tell)
                answer = to_json(given)
    if as_json:
        print_json({key: value for key, value in answer.items() if value is not None or key != "degraded"})
        return
    from pkm.cli.render import show_answer, show_nearest

    show_answer(answer)
    if answer["status"] == "abstained" and answer["plan"]["kind"] == "lookup" and answer["timings_ms"]["retrieve"]:
        show_nearest(to_json(growing.hits))


def answer_here(
    settings: Settings, database: Database, person: PersonId, question: str, as_of: date | None = None,
    collection: str | None = None, no_llm: bool = False, tell: Callable[[str, Any], None] = lambda *_: None,
) -> Answer:  # fmt: skip
    """Answer in this process; ``tell`` is told each event on the way."""
    from pkm.answer import Answerer
    from pkm.answer.generate import open_generator
    from pkm.search import Searcher

    searcher = Searcher(database, open_home_embedder(settings, database), settings.zone)
    answerer = Answerer(database, searcher, settings, None if no_llm else open_generator(settings))

    async def follow() -> Answer:
        last: Any = None
        async for each in answerer.stream(question, as_of=as_of, collection=collection, person=person):
            tell(each.event, each.data)
            last = each.data
        answer: Answer = last  # the last event is always "done"
        return answer

    return asyncio.run(follow())


@app.command(
    epilog="Examples: pkm transactions --since 2025-01-01 --counterparty rent   |   pkm transactions --max -500 --json"
)
def transactions(
    since: Since = None,
    until: Until = None,
    account: Annotated[
        str | None, typer.Option("--account", help="An account's number, the end of it, or its name.")
    ] = None,
    counterparty: Annotated[
        str | None, typer.Option("--counterparty", help="Words in the counterparty or the description.")
    ] = None,
    category: Annotated[str | None, typer.Option("--category", help="Only this category.")] = None,
    min_amount: Annotated[
        Decimal | None,
        typer.Option("--min", parser=parse_amount, metavar="AMOUNT", help="At least; money out is negative."),
    ] = None,
    max_amount: Annotated[
        Decimal | None, typer.Option("--max", parser=parse_amount, metavar="AMOUNT", help="At most.")
    ] = None,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print CSV; texts that look like formulas are defused.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List bookings and what they add up to, per currency."""
    if as_csv and as_json:
        raise typer.BadParameter("choose one of --csv and --json")
    period.check(since, until)
    from pkm.ledger import totals
    from pkm.store import ledger, settle

    with open_database(load_settings()) as (database, owner):
        settle.ensure(database)
        with database.transaction(owner) as connection:
            found = ledger.listed(
                connection, since=since, until=until, account=account, counterparty=counterparty, category=category,
                min_amount=min_amount, max_amount=max_amount,
            )  # fmt: skip
    if as_csv:
        from pkm.cli.export import write_bookings

        write_bookings(found, sys.stdout)
        return
    result: dict[str, Any] = {"transactions": found, "totals": totals.total(found)}
    if as_json:
        print_json(result)
        return
    from pkm.cli.render import show_transactions

    show_transactions(found, result["totals"])
