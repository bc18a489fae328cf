"""Notes as programs that keep them export them: Google Keep's JSON, and what all have in common."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from ingest.parsers.chat import local
from ingest.parsers.headings import as_title
from ingest.parsers.kind import guess_language
from ingest.parsers.text import name_of, read_bytes
from pkm.errors import Refused
from pkm.models import Heading, Parsed, ParsedDocument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.parsers import Candidate

_KEEP = re.compile(
    rb'\A\s*\{(?=.*?"isTrashed"\s*:\s*(?:true|false))(?=.*?"userEditedTimestampUsec"\s*:\s*\d)(?=.*?"is(?:Pinned|Archived)"\s*:)',
    re.DOTALL,
)


class Keep:
    """A note of Google Keep, as Takeout gives it: a JSON file a note."""

    name = "keep"
    version = "1"

    def identify(self, file: Candidate) -> bool:
        """Whether its beginning has the fields of a note."""
        return _KEEP.match(file.head) is not None

    def parse(self, file: Candidate) -> Parsed:
        """The note as one document: its title, its words or its list, whom it is shared with, what it is labelled."""
        import msgspec

        try:
            held = msgspec.json.decode(read_bytes(file))
            body = _listed(held.get("listContent") or ()) or str(held.get("textContent") or "")
            links = [
                f"{one.get('title') or ''} {one.get('url') or ''}".strip() for one in held.get("annotations") or ()
            ]
            labels = [str(one.get("name") or "") for one in held.get("labels") or ()]
            sharees = [str(one.get("email") or "") for one in held.get("sharees") or () if not one.get("isOwner")]
            usec = held.get("createdTimestampUsec") or held["userEditedTimestampUsec"]
            at = local(usec / 1e6)
        except (msgspec.DecodeError, UnicodeDecodeError) as exc:
            raise Refused("it begins as a note of Google Keep and is no whole JSON: it was cut short") from exc
        except (AttributeError, TypeError, KeyError) as exc:
            raise Refused("it begins as a note of Google Keep and is not built as one") from exc
        title = str(held.get("title") or "").strip()
        if not (title or body.strip() or links):
            raise Refused("the note has no words: what it shows are pictures, which lie beside it")
        said = (
            ("Labels", ", ".join(filter(None, labels))),
            ("Shared with", ", ".join(filter(None, sharees))),
            ("Links", ", ".join(links)),
        )
        state = "deleted (in Keep's bin)" if held.get("isTrashed") else ""
        return Parsed(
            (note(title, body, (*said, ("State", state)), at, fallback=name_of(file), mime="application/json"),)
        )


def note(
    title: str, body: str, said: Sequence[tuple[str, str]], at: datetime | None, *, fallback: str, mime: str,
    headings: Sequence[Heading] = (), locator: str | None = None,
) -> ParsedDocument:  # fmt: skip
    """A note as a document: its title, which heads its passages, what is said of it, then its words.

    Args:
        said: What is said of it beside its words, as label and value; empty values are left out.
        headings: In the body, from its first character.
        fallback: What a note without a title is called.
    """
    whole, title = " ".join(title.split()), as_title(title)
    top = "".join(f"{line}\n" for line in (whole, *(f"{label}: {value}" for label, value in said if value)) if line)
    top += "\n" if top and body else ""
    text = f"{top}{body.strip()}\n".replace("\0", "\ufffd")
    lead = len(top) - (len(body) - len(body.lstrip()))
    inner = tuple(Heading(lead + each.char_start, each.level + 1, each.title) for each in headings)
    day: date | None = at.date() if at else None
    return ParsedDocument(
        text=text, kind="note", title=title or fallback, mime=mime, date=day, language=guess_language(text), locator=locator,
        head="" if title == fallback or locator else fallback if title else "", headings=((Heading(0, 1, title),) if title else ()) + inner,
    )  # fmt: skip


def _listed(items: Sequence[Any]) -> str:
    """A list with its boxes, as Markdown writes them."""
    return "\n".join(f"- [{'x' if one.get('isChecked') else ' '}] {one.get('text') or ''}" for one in items)
