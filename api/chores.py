"""What a chat client lays before a model beside its person's words, in the forms of Open WebUI's own templates.

It asks for a title, tags, queries and what might be said next after each message, as an order with the chat in it and the JSON
that is wanted; and it wraps a question into what it knows of attached files. The first are no questions to the records, the
second is none of its words.
"""

from __future__ import annotations

import json
import re

TITLE_CHARACTERS = 60
_CHAT = re.compile(r"<chat_history>\s*(?:USER:)?(.*?)(?:\nASSISTANT:|</chat_history>)", re.DOTALL)
_FORM = re.compile(r'\{\s*"(\w+)"\s*:\s*(["\[])')
_ATTACHED = re.compile(r"\s*(?:<attached_files>.*?</attached_files>|### Task:.*</context>)\s*", re.DOTALL)


def reply(said: str) -> str | None:
    """The JSON that an order wants: of a title the chat's first question, of all else nothing; ``None`` for a question."""
    chat = _CHAT.search(said)
    form = _FORM.search(said, 0, chat.start()) if chat else None
    if chat is None or form is None:
        return None
    name, opening = form.groups()
    title = _clipped(without_attachments(chat[1])[0]) if name == "title" else ""
    return json.dumps({name: [] if opening == "[" else title}, ensure_ascii=False)


def without_attachments(said: str) -> tuple[str, bool]:
    """A person's own words, and whether files were attached to them."""
    own, attached = _ATTACHED.subn("", said, count=1)
    return own.strip(), attached > 0


def _clipped(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TITLE_CHARACTERS else line[:TITLE_CHARACTERS].rsplit(" ", 1)[0] + " …"
