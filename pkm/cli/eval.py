"""``pkm eval``: how good the search is on questions whose answers are known, and what may be learned of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pkm.cli.app import (
    EXIT_REFUSED,
    AsJson,
    app,
    by_default,
    load_settings,
    open_database,
    open_home_embedder,
    plain,
    print_json,
)
from pkm.cli.progress import Line
from pkm.errors import NotFound, UsageError

if TYPE_CHECKING:
    from pkm.eval.asking import Ready
    from pkm.eval.bootstrap import Interval
    from pkm.eval.evaluation import Evaluation
    from pkm.eval.tune import Tuning
    from pkm.models import Fusion, PersonId, Problem
    from pkm.store.database import Database

SHOWN = 20
Questions = Annotated[
    Path | None,
    typer.Argument(
        metavar="FILE", help="Judged questions, one JSON object a line; the thumbs kept here unless told.",
        show_default=False,
    ),
]  # fmt: skip


eval_app = typer.Typer(
    cls=by_default("run"), help="Measure and tune the search with judged questions.\n\npkm eval [FILE] measures it.",
    epilog="Examples: pkm eval questions.jsonl   |   pkm eval tune questions.jsonl --dry-run   |   pkm eval export > mine.jsonl",
)  # fmt: skip
app.add_typer(eval_app, name="eval")


@eval_app.command("run", epilog="Examples: pkm eval questions.jsonl   |   pkm eval --json")
def run_evaluation(file: Questions = None, as_json: AsJson = False) -> None:
    """Measure recall, nDCG and MRR of each arm on judged questions, with 95 % intervals, against the last run."""
    from pkm.eval import evaluation
    from pkm.search import Searcher

    settings = load_settings()
    with open_database(settings) as (database, owner):
        ready, problems = _prepared(database, owner, file)
        searcher = Searcher(database, open_home_embedder(settings, database), settings.zone)
        found = evaluation.evaluate(database, searcher, ready, owner, Line())
    if as_json:
        print_json({**_fields(found), "problems": problems})
    else:
        _show(found)
        _show_problems(problems)
    if problems:
        raise typer.Exit(EXIT_REFUSED)


@eval_app.command("tune", epilog="Examples: pkm eval tune questions.jsonl --dry-run   |   pkm eval tune --reset")
def tune_weights(
    file: Questions = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be gained; change nothing.")] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Weigh as pkm does by itself again.")] = False,
    as_json: AsJson = False,
) -> None:
    """Learn how much meaning, words and whole documents count here; taken over only where held-out questions gain."""
    from pkm.eval import tune
    from pkm.search import Searcher
    from pkm.store import evaluations, spaces

    settings = load_settings()
    with open_database(settings) as (database, owner):
        with database.transaction(owner) as connection:
            number, space = spaces.in_use(connection)
            if reset:
                was = evaluations.reset_weights(connection, number)
        if reset:
            _tell_reset(was, as_json)
            return
        ready, problems = _prepared(database, owner, file)
        embedder = tune.Remembering(open_home_embedder(settings, database))
        learned = tune.tune(
            Searcher(database, embedder, settings.zone), ready, Line(), space=space
        )  # fmt: skip
        adopted = learned.helps and not dry_run
        if adopted:
            with database.transaction(owner) as connection:
                evaluations.set_weights(connection, number, learned.weights, tune.as_gain(learned))
    if as_json:
        print_json({**_fields(learned), "adopted": adopted, "space": space.name, "problems": problems})
    else:
        _show_tuning(learned, adopted)
        _show_problems(problems)
    if problems:
        raise typer.Exit(EXIT_REFUSED)


@eval_app.command("export", epilog="Example: pkm eval export > questions.jsonl")
def export_judgements(as_json: AsJson = False) -> None:
    """Print the thumbs kept here as judged questions, one JSON object a line."""
    import msgspec

    from pkm.eval import question, thumbs
    from pkm.store import judgements

    with open_database(load_settings()) as (database, owner), database.transaction(owner) as connection:
        found = thumbs.collect(judgements.listed(connection, owner))
    if as_json:
        print_json({"questions": msgspec.to_builtins(found.questions), "unanswered": found.unanswered})
        return
    for line in question.write(found.questions):
        print(line)
    if found.unanswered:
        typer.echo(f"left out: {found.unanswered} questions of which nothing was found useful", err=True)


@eval_app.command("import", epilog="Example: pkm eval import feedback-history-export.json")
def import_thumbs(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="What Open WebUI exports of all feedbacks.", show_default=False)
    ],
    as_json: AsJson = False,
) -> None:
    """Take in the thumbs that were given in Open WebUI to answers of pkm."""
    from pkm.eval import open_webui
    from pkm.store import judgements

    rated, others = open_webui.read(file)
    said = 0
    with open_database(load_settings()) as (database, owner):
        for each in rated:
            try:
                with database.transaction(owner) as connection:
                    judgements.say(connection, owner, each.question, each.spans, useful=each.useful, as_of=None)
                said += 1
            except NotFound:  # forgotten since, or another home's
                others += 1
    if as_json:
        print_json({"taken": said, "left_out": others})
    else:
        print(f"{said} rated answers taken in, {others} left out: they cite nothing that is here")


def _prepared(database: Database, owner: PersonId, file: Path | None) -> tuple[list[Ready], list[Problem]]:
    """The questions that can be measured, and what is wrong with others."""
    from pkm.eval import asking, question, thumbs
    from pkm.store import judgements

    if file is not None:
        questions, problems = question.read(file)
        where = str(file)
        if not questions and not problems:
            raise UsageError(f"{file} holds no question", "it has one JSON object a line (docs/evaluation.md)")
    else:
        with database.transaction(owner) as connection:
            given = thumbs.collect(judgements.listed(connection, owner)).questions
        questions, problems, where = list(enumerate(given, start=1)), [], "thumbs"
        if not questions:
            hint = "write a file of judged questions, or judge hits and answers with a thumb (docs/evaluation.md)"
            raise UsageError("no answer was found useful yet", hint)
    ready, others = asking.prepare(database, questions, owner, where)
    return ready, sorted([*problems, *others], key=lambda each: int((each.locator or "line 0").split()[1]))


# ---------------------------------------------------------------- what people see


def _fields(value: Any) -> dict[str, Any]:
    from pkm.json import to_json

    found: dict[str, Any] = to_json(value)
    return found


def _show(found: Evaluation) -> None:
    weighed = _weighed(found.weights, learned=found.learned, late="multi" in found.arms)
    print(f"{found.questions} judged questions in the space {found.space}; {weighed}")
    _table(found.arms, _mean)
    if found.since is not None:
        since = found.since
        print(
            f"\nagainst {since.at.astimezone():%Y-%m-%d %H:%M} ({since.space}), on the {since.questions} questions of both:"
        )
        _table(since.arms, _difference)
        print("* more than chance: the interval of the paired differences leaves 0 out")
    if found.unfound:
        print(
            f"\nnothing expected is among the first 50 hits of {len(found.unfound)}; pkm why QUESTION --expect … tells where it is lost:"
        )
        for each in found.unfound[:SHOWN]:
            print(f"  line {each.line}: {plain(each.question)}")
        if len(found.unfound) > SHOWN:
            print(f"  … and {len(found.unfound) - SHOWN} more: --json")


def _table(arms: Mapping[str, Mapping[str, Interval]], cell: Any) -> None:
    """A line an arm, a column a measure, as wide as its widest cell."""
    names = list(next(iter(arms.values())))
    rows = [["", *names], *([arm, *(cell(measures[name]) for name in names)] for arm, measures in arms.items())]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(each.ljust(width) for each, width in zip(row, widths, strict=True)).rstrip())


def _mean(each: Interval) -> str:
    return f"{each.value:.2f}" if each.low is None else f"{each.value:.2f} [{each.low:.2f} {each.high:.2f}]"


def _difference(each: Interval) -> str:
    if each.low is None or each.high is None:
        return f"{each.value:+.2f}"
    mark = "*" if each.low > 0 or each.high < 0 else ""
    return f"{each.value:+.2f} [{each.low:+.2f} {each.high:+.2f}]{mark}"


def _weighed(weights: Fusion, *, learned: bool, late: bool) -> str:
    said = f"meaning {weights.dense:g}, words {weights.sparse:g}, documents {weights.document:g}"
    tokens = f", late interaction {weights.late:g}" if late else ""
    return f"weights: {said}{tokens} ({'learned here' if learned else 'as pkm has them'})"


def _show_tuning(learned: Tuning, adopted: bool) -> None:
    print(f"{learned.questions} judged questions, {learned.measure} on those held out in five folds:")
    print(f"  as pkm weighs by itself   {learned.before:.3f}")
    print(f"  with learned weights      {learned.after:.3f}   gain {_difference(learned.gain)}")
    if learned.late is not None:
        print(f"  of that, token vectors    {_difference(learned.late)}")
    print(_weighed(learned.weights, learned=True, late=learned.late is not None))
    if adopted:
        print("every search weighs so from now on; pkm eval tune --reset undoes it")
    elif learned.helps:
        print("nothing was changed (--dry-run)")
    else:
        print("not taken over: on held-out questions the gain may be chance; nothing was changed")


def _tell_reset(was: bool, as_json: bool) -> None:
    if as_json:
        print_json({"reset": was})
    else:
        print("weighed as pkm does by itself again" if was else "no weights were learned here; nothing was changed")


def _show_problems(problems: Sequence[Problem]) -> None:
    if problems:
        print(f"\nnot measured ({len(problems)}):")
    for each in problems[:SHOWN]:
        print(f"  {plain(each.path)}, {each.locator}: {plain(each.reason)}")
    if len(problems) > SHOWN:
        print(f"  … and {len(problems) - SHOWN} more: --json")
