"""A document as a page for people: its text, escaped, with the cited words marked. It loads nothing from anywhere."""

from __future__ import annotations

from html import escape

from api.access import inline_hash
from pkm import members
from pkm.models import Document

WINDOW_CHARACTERS = 200_000  # a browser shows this much at once without stalling
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff }
a { color: inherit }
header { overflow-wrap: anywhere }
header p { color: #666; margin: .2rem 0 }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 15px/1.55 ui-serif, Georgia, serif }
mark { background: #ffe066; padding: .1em 0; scroll-margin: 30vh }
figure { margin: 0 }
img { max-width: 100%; border: 1px solid #ccc }
@media (min-width: 75rem) {
  body:has(figure) { max-width: 100rem }
  main:has(figure) { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem; align-items: start }
  figure { position: sticky; top: 1rem }
  figure img { max-height: calc(100vh - 2rem) }
}
.cut { color: #666; font-style: italic }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #1b1b1b } mark { background: #7a6200; color: #fff } }
"""
STYLE_HASH = inline_hash(_STYLE)


def render(document: Document, start: int | None, end: int | None, picture: str | None) -> str:
    """The page; ``start`` and ``end`` are the cited words, ``picture`` the address of their page's image."""
    text = document.text
    first = min(start or 0, len(text))
    last = min(max(end or first, first), len(text))
    low = max(0, first - WINDOW_CHARACTERS // 2)
    high = min(len(text), max(last, low + WINDOW_CHARACTERS))
    quote = f'<mark id="quote">{escape(text[first:last])}</mark>' if last > first else ""
    held = document.valid_to and f"an earlier version: it held until {document.valid_to:%Y-%m-%d}"
    about = " · ".join(
        each
        for each in (
            members.place(document.path, document.locator),
            document.locator,
            document.date and document.date.isoformat(),
            held,
        )
        if each
    )
    leads = '<p><a href="#page">the page as it looks</a></p>' if picture else ""
    figure = (
        f'<figure id="page"><img src="{escape(picture)}" alt="The page with the cited words"></figure>'
        if picture
        else ""
    )
    return f"""<!doctype html>
<html lang="{escape(document.language or "")}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><title>{escape(document.title)}</title>
<style>{_STYLE}</style></head>
<body><header><h1>{escape(document.title)}</h1><p>{escape(about)}</p>{leads}</header>
<main><pre>{_cut(low)}{escape(text[low:first])}{quote}{escape(text[last:high])}{_cut(len(text) - high)}</pre>{figure}</main>
</body></html>
"""


def _cut(characters: int) -> str:
    return f'<span class="cut">\n… {characters:,} more characters …\n</span>' if characters else ""
