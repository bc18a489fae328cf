"""``pkm report``: what came in, what went out, what changed and what lies ahead, of a month or a year."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pkm.cli.answers import InCollection
from pkm.cli.app import AsJson, app, load_settings, open_database, print_json
from pkm.errors import UsageError

if TYPE_CHECKING:
    from pkm.answer.language import Language
    from pkm.models import DocumentId
    from pkm.report import Form

_FORMS: dict[str, Form] = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".pdf": "pdf"}

report = typer.Typer(
    help="A report of a month or a year.\n\nEvery figure names the bookings that it was computed from.",
    no_args_is_help=True,
)
app.add_typer(report, name="report", epilog="Examples: pkm report month   |   pkm report year 2025 -o 2025.html")

To = Annotated[
    Path | None, typer.Option("--to", "-o", help="Write it here; the name's ending (.md, .html, .pdf) is its form.")
]
Tongue = Annotated[str, typer.Option("--language", help="en, de or fr.")]


@report.command("month", epilog="Examples: pkm report month   |   pkm report month 2026-10 -o october.pdf")
def report_month(
    month: Annotated[str | None, typer.Argument(metavar="YYYY-MM", help="The month; the last whole month where none is given.")] = None,
    to: To = None, language: Tongue = "en", collection: InCollection = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Report on a month."""
    from pkm.report.compose import month_of

    _report(
        month_of, month, "pkm report month takes a month as YYYY-MM, such as 2026-10", to, language, collection, as_json
    )


@report.command("year", epilog="Example: pkm report year 2025 --language de -o 2025.html")
def report_year(
    year: Annotated[str | None, typer.Argument(metavar="YYYY", help="The year; the last whole year where none is given.")] = None,
    to: To = None, language: Tongue = "en", collection: InCollection = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Report on a year."""
    from pkm.report.compose import year_of

    _report(year_of, year, "pkm report year takes a year as YYYY, such as 2025", to, language, collection, as_json)


def _report(
    read: Callable[[str | None, date], tuple[date, date]], text: str | None, usage: str, to: Path | None, tongue: str,
    collection: str | None, as_json: bool,
) -> None:  # fmt: skip
    from api.links import Links
    from pkm.answer.quoting.cite import LOCAL_URL
    from pkm.presence import running_service
    from pkm.report import write
    from pkm.report.compose import compose
    from pkm.services import make_home
    from pkm.store import people

    settings = load_settings()
    languages: dict[str, Language] = {"en": "en", "de": "de", "fr": "fr"}
    if tongue not in languages:
        raise UsageError(f"there is no report in the language {tongue!r}", "take en, de or fr")
    if to is not None and to.suffix.lower() not in _FORMS:
        raise UsageError(f"{to} has no ending that names a form", "end it in .md, .html or .pdf")
    try:
        period = read(text, settings.now().date())
    except ValueError as exc:
        raise UsageError(f"{text} is none: {usage}") from exc
    with open_database(settings) as (database, person):
        with database.transaction(person) as connection:
            within = people.within(connection, collection)
        links = Links.of_home(make_home(settings.home))
        running = running_service(settings)
        base = (settings.public_url or (running[0] if running else LOCAL_URL)).rstrip("/")

        def address(document: DocumentId, char_start: int, char_end: int) -> str:
            return base + links.view(person, document, char_start, char_end)

        made = compose(database, person, period, settings.now().date(), languages[tongue], address, within)
    if to is not None:
        to.write_bytes(write(made, _FORMS[to.suffix.lower()], languages[tongue]))
    if as_json:
        print_json({"report": made, "written": None if to is None else str(to)})
    elif to is None:
        sys.stdout.write(write(made, "markdown", languages[tongue]).decode())
    else:
        print(f"written to {to}", file=sys.stderr)
