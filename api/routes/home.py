"""The page at ``/``: one file that asks and shows answers; it holds nobody's words and loads nothing from elsewhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.access import content_security, inline_hash

PAGE = Path(__file__).parents[1] / "static" / "index.html"
router = APIRouter()


@router.get("/", response_class=HTMLResponse, include_in_schema=False)
def home() -> HTMLResponse:
    """Ask in a browser."""
    html, headers = _page()
    return HTMLResponse(html, headers=headers)


@cache
def _page() -> tuple[str, dict[str, str]]:
    html = PAGE.read_text(encoding="utf-8")
    csp = content_security(script_src=_hash_of("script", html), style_src=_hash_of("style", html), connect_src="'self'")
    return html, csp


def _hash_of(tag: str, html: str) -> str:
    return inline_hash(html.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0])
