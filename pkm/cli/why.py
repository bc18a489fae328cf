"""``pkm why``: what became of a file, or what a question finds and where something expected was lost."""

from __future__ import annotations

import os
import re
import shlex
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pkm import period
from pkm.cli.answers import AtPath, FromSource, InCollection, InLanguage, SeenBy, Since, Until, parse_day
from pkm.cli.app import AsJson, app, counted, load_settings, open_database, open_home_embedder, plain, print_json
from pkm.cli.service import find_service
from pkm.errors import NotFound, UsageError
from pkm.models import Kind, PersonId

if TYPE_CHECKING:
    from pkm.config import Settings
    from pkm.store.database import Database

_FILE = re.compile(r"(?:~|\.{0,2}[/\\]|\w:\\).*|.*\.\w{1,5}")  # a root or an ending


@app.command(epilog='Examples: pkm why ./scans/letter.jpg   |   pkm why "When can I end the lease?" --expect lease.pdf')
def why(
    subject: Annotated[
        str,
        typer.Argument(
            metavar="PATH|QUESTION",
            help="A file, as it lies on disk or as pkm shows it; or a question.",
            show_default=False,
        ),
    ],
    expect: Annotated[
        list[str] | None,
        typer.Option("--expect", help="What the question ought to find: a path, a document's number, or words."),
    ] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="Of a question: how many hits.")] = 10,
    kind: Annotated[Kind | None, typer.Option("--kind", help="Only this kind of document.")] = None,
    since: Since = None,
    until: Until = None,
    collection: InCollection = None,
    source: FromSource = None,
    path: AtPath = None,
    language: InLanguage = None,
    person: SeenBy = None,
    as_of: Annotated[
        date | None, typer.Option("--as-of", parser=parse_day, metavar="DAY", help="What held at the end of that day.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """What became of a file, or why a question finds what it finds."""
    period.check(since, until)
    settings = load_settings()
    with open_database(settings) as (database, owner):
        history = None if expect else _history(database, owner, subject)
        if history is None:
            asked = {
                "question": subject, "k": k, "kind": kind, "since": since, "until": until, "collection": collection,
                "source": source, "path": path, "language": language, "person": person, "as_of": as_of,
            }  # fmt: skip
            told = _explain(settings, database, owner, asked, expect or [])
    if as_json:
        print_json(history or told)
    elif history is not None:
        from pkm.cli.render import show_history

        show_history(history)
    else:
        _show(told)


def _history(database: Database, owner: PersonId, subject: str) -> dict[str, Any] | None:
    """What became of a file; ``None`` for what is no path. Raises ``NotFound`` for one that pkm has not seen."""
    from pkm.store import files
    from pkm.store.paths import ways

    with database.transaction(owner) as connection:
        found = next(filter(None, (files.explain(connection, each) for each in ways(subject))), None)
        was_file = found is not None and found["state"] != "deleted"  # a folder that would not open was one as well
        is_folder = not was_file and os.path.isdir(subject)  # noqa: PTH112 - a question may be longer than a name may be
        inside = len(files.below(connection, os.path.realpath(subject))) if is_folder else 0
    if inside:
        hint = "ask of one of them; what was refused: pkm problems"
        raise UsageError(f"{subject} is a folder, of which pkm knows {counted(inside, 'file')}", hint)
    if found is None and (os.path.lexists(subject) or len(subject.split()) < 2 or _FILE.fullmatch(subject)):
        hint = f"take it in with: pkm ingest {shlex.quote(subject)}; a question has several words and ends with ?"
        raise NotFound(f"{subject}: pkm has not seen it", hint)
    return found


def _explain(
    settings: Settings, database: Database, owner: PersonId, asked: dict[str, Any], expect: list[str]
) -> dict[str, Any]:
    """What a question finds, told by the running service or here."""
    import msgspec

    from pkm.json import to_json

    expected = [_expectation(database, owner, each) for each in expect]
    service = find_service(settings)
    if service is not None:
        body = to_json(asked) | {"expect": [msgspec.to_builtins(each) for each in expected]}
        found: dict[str, Any] = service.post("/v1/why", body)
        return found
    from pkm.eval import lost
    from pkm.search import Searcher

    question, seen_by, conditions = asked.pop("question"), asked.pop("person"), asked
    searcher = Searcher(database, open_home_embedder(settings, database), settings.zone)
    told = lost.explain(database, searcher, question, expected, person=owner, audience=seen_by, **conditions)
    return lost.as_json(told)


def _expectation(database: Database, owner: PersonId, said: str) -> Any:
    """A document's number, a path if there is such a file or it looks like one, and words otherwise."""
    from pkm.eval.question import Expectation
    from pkm.store import files
    from pkm.store.paths import ways

    if not said.strip():
        raise typer.BadParameter("--expect takes a path, a document's number, or words")
    if said.isdecimal() and not os.path.lexists(said):
        return Expectation(document=int(said))
    with database.transaction(owner) as connection:
        for path in ways(said):
            if files.by_path(connection, path):
                return Expectation(path=path)
    return Expectation(path=said) if _FILE.fullmatch(said) else Expectation(text=said)


# ---------------------------------------------------------------- what people see


def _show(told: dict[str, Any]) -> None:
    print(
        f"searched in the space {told['space']}; weights " + ", ".join(f"{k} {v:g}" for k, v in told["weights"].items())
    )
    for name, value in told["conditions"].items():
        print(f"asked for: {name.replace('_', ' ')} {value}")
    for each in told["implied"]:
        fate = "" if each["kept"] else "taken back: nothing would have been left"
        count = "" if each["documents"] is None else counted(each["documents"], "document")
        noted = f" ({', '.join(filter(None, (count, fate)))})" if count or fate else ""
        print(f"implied by “{plain(each['words'])}”: {plain(each['condition'])}{noted}")
    for each in told["named"]:
        print(f"named: {plain(each['title'])}, {plain(each['path'])}  [{each['document_id']}]")
    if told["named"]:
        print(f"  by the words: {', '.join(told['spent'])}; looked for in it: {told['rest']}")
    folded = f", {told['folded']} of them folded into one that says the same" if told["folded"] else ""
    print(f"candidates: {told['candidates']}{folded}\n")
    for shown in told["hits"]:
        hit = shown["hit"]
        page = f", page {hit['page']}" if hit["page"] else ""
        print(
            f"{hit['rank']:>3}. {hit['score']:.3f}  {plain(hit['title'])}, {plain(hit['place'])}{page}  [{hit['document_id']}]"
        )
        print(f"     {_scores(shown)}")
        print(f"     {_cut(plain(hit['text']))}")
    if not told["hits"]:
        print("nothing was found")
    for each in told["expected"]:
        print(f"\nexpected {_named(each['expect'])}: {each['fate']} — {plain(each['reason'])}")


def _scores(shown: dict[str, Any]) -> str:
    """Each arm's score, and the rank that it gave."""
    said = []
    for arm in ("dense", "sparse", "late"):
        score, rank = shown["hit"]["scores"].get(arm), shown["ranks"].get(arm)
        if score is not None:
            said.append(f"{arm} {score:.3f}" + (f" (rank {rank})" if rank else ""))
    document = shown["document_score"]
    return "  ".join([*said, *([] if document is None else [f"document {document:.2f}"])])


def _named(expect: dict[str, Any]) -> str:
    return ", ".join(f"{name} {_cut(plain(str(value)), 60)}" for name, value in expect.items())


def _cut(text: str, most: int = 100) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
