"""Thumbs of Open WebUI: the file that it exports of all feedbacks (*Admin Settings → Evaluations*).

A feedback names a message of a chat and brings the chat along: ``snapshot.chat.chat.history.messages`` by id, each with its
``parentId`` (Open WebUI 0.12). The sources of an answer of pkm are links into documents, which say what it cites.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pkm.errors import UsageError
from pkm.models import DocumentId
from pkm.store.judgements import Span

_LINK = re.compile(r"/v1/documents/(\d{1,18})/view\?start=(\d{1,10})&end=(\d{1,10})")
_DECIDED = {"1": True, "-1": False}
_NO_LETTER = re.compile("[\0\ud800-\udfff]")  # PostgreSQL keeps none


@dataclass(frozen=True, slots=True)
class Thumb:
    """A question, whether its answer was of use, and what that cites."""

    question: str
    useful: bool
    spans: tuple[Span, ...]


def read(path: Path) -> tuple[list[Thumb], int]:
    """The thumbs of an export, and how many of its feedbacks rate no answer that cites what is here.

    Raises ``UsageError`` for a file that is no such export.
    """
    try:
        feedbacks = json.loads(path.read_bytes())
    except OSError as exc:
        raise UsageError(f"{path}: {exc.strerror}") from exc
    except (ValueError, RecursionError) as exc:
        raise UsageError(f"{path} is not JSON", "export it in Admin Settings, Evaluations, Feedbacks") from exc
    if not isinstance(feedbacks, list):
        raise UsageError(f"{path} is not a list of feedbacks", "export it in Admin Settings, Evaluations, Feedbacks")
    found = [_thumb(each) for each in feedbacks]
    return [each for each in found if each is not None], found.count(None)


def _thumb(feedback: Any) -> Thumb | None:
    useful = _DECIDED.get(str(_at(feedback, "data", "rating")))
    messages = _at(feedback, "snapshot", "chat", "chat", "history", "messages")
    answer = _at(messages, _at(feedback, "meta", "message_id"))
    question = _at(messages, _at(answer, "parentId"), "content")
    sources = _at(answer, "sources")
    if useful is None or not isinstance(question, str) or not isinstance(sources, Sequence):
        return None
    if not question.strip() or _NO_LETTER.search(question):
        return None
    links = dict.fromkeys(_LINK.findall(json.dumps(sources)))
    spans = [Span(DocumentId(int(number)), int(start), int(end)) for number, start, end in links]
    spans = [each for each in spans if each.char_start < each.char_end]
    return Thumb(question.strip(), useful, tuple(spans)) if spans else None


def _at(value: Any, *keys: Any) -> Any:
    """What lies at a path of keys; ``None`` where there is nothing."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) and isinstance(key, str) else None
    return value
