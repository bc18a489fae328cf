"""What a chat client lays before a model beside its person's words, in the forms of Open WebUI's own templates.

It asks for a title, tags, queries and what might be said next after each message, as an order with the chat in it and the JSON
that is wanted; and it wraps a question into what it knows of attached files. The first are no questions to the records, the
second is none of its words.
"""

from __future__ import annotations

import json
import re

TITLE_CHARACTERS = 60
_FORM = re.compile(r'\{\s*"(\w+)"\s*:\s*(["\[])')
_ATTACHED = (("<attached_files>", "</attached_files>"), ("### Task:", "</context>"))


def reply(said: str) -> str | None:
    """The JSON that an order wants: of a title the chat's first question, of all else nothing; ``None`` for a question."""
    order, opened, chat = said.partition("<chat_history>")
    form = _FORM.search(order) if opened else None
    if form is None:
        return None
    name, opening = form.groups()
    asked = chat.partition("</chat_history>")[0].partition("\nASSISTANT:")[0].strip().removeprefix("USER:")
    title = _clipped(without_attachments(asked)[0]) if name == "title" else ""
    return json.dumps({name: [] if opening == "[" else title}, ensure_ascii=False)


def without_attachments(said: str) -> tuple[str, bool]:
    """A person's own words, and whether files were attached to them."""
    for opening, closing in _ATTACHED:
        before, opened, rest = said.partition(opening)
        _, closed, after = rest.rpartition(closing)
        if opened and closed:
            return f"{before.strip()} {after.strip()}".strip(), True
    return said.strip(), False


def _clipped(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TITLE_CHARACTERS else line[:TITLE_CHARACTERS].rsplit(" ", 1)[0] + " …"
