"""Reports of a month or a year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response

from api.access import content_security
from api.context import Asking
from api.problems import documented
from pkm.answer.language import Language
from pkm.errors import UsageError
from pkm.json import to_json
from pkm.report import Form, write
from pkm.report.compose import compose, month_of, year_of
from pkm.store import people

_MIMES: dict[Form, str] = {
    "markdown": "text/markdown; charset=utf-8", "html": "text/html; charset=utf-8", "pdf": "application/pdf"
}  # fmt: skip
_WRITTEN: dict[int | str, dict[str, Any]] = {200: {"content": {each.partition(";")[0]: {} for each in _MIMES.values()}}}
AsForm = Annotated[Literal["json", "markdown", "html", "pdf"], Query(alias="format")]
router = APIRouter(prefix="/v1/reports", tags=["ledger"], responses=documented(404) | _WRITTEN)


@router.get("/month/{month}", response_model=None)
def month_report(
    desk: Asking, month: Annotated[str, Path(pattern=r"^\d{4}-\d\d$")], language: Language = "en", form: AsForm = "json",
    collection: str | None = None,
) -> Response | dict[str, Any]:  # fmt: skip
    """Income, spending, what changed, what comes back, what is unusual and what lies ahead, of a month (``YYYY-MM``)."""
    return _report(desk, month_of, month, language, form, collection)


@router.get("/year/{year}", response_model=None)
def year_report(
    desk: Asking, year: Annotated[str, Path(pattern=r"^\d{4}$")], language: Language = "en", form: AsForm = "json",
    collection: str | None = None,
) -> Response | dict[str, Any]:  # fmt: skip
    """The same of a year (``YYYY``), held against the year before."""
    return _report(desk, year_of, year, language, form, collection)


def _report(
    desk: Asking, read: Callable[[str | None, date], tuple[date, date]], text: str, language: Language, form: str,
    collection: str | None,
) -> Response | dict[str, Any]:  # fmt: skip
    service, today = desk.service, desk.service.settings.now().date()
    try:
        period = read(text, today)
    except ValueError as exc:
        raise UsageError(f"{text} is no month or year of the calendar") from exc
    with service.database.transaction(desk.person) as connection:
        within = people.within(connection, collection)
    made = compose(service.database, desk.person, period, today, language, desk.address, within)
    if form not in _MIMES:
        found: dict[str, Any] = {"report": to_json(made)}
        return found
    kind: Form = form
    headers = content_security(style_src="'unsafe-inline'") if form == "html" else {}
    return Response(write(made, kind, language), media_type=_MIMES[kind], headers=headers)
