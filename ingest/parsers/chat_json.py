"""Chats that are exported as JSON: Telegram Desktop, Instagram and Facebook, signal-export.

Shapes: Telegram's ``result.json`` (core.telegram.org, "Telegram Data Export"), of one chat or of all; Meta's ``message_1.json``,
whose UTF-8 is escaped byte by byte; ``data.json`` of signal-export, an object a line.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from ingest.parsers.chat import Message, conversation, local, moment, named
from ingest.parsers.text import read_bytes
from pkm.errors import Refused
from pkm.models import Parsed, ParsedDocument, Problem

if TYPE_CHECKING:
    from ingest.parsers import Candidate

_TELEGRAM = re.compile(rb'"messages"\s*:\s*\[\s*\{.*?"date(?:_unixtime)?"\s*:', re.DOTALL)
# Of all chats at once: what stands before them may be longer than the head.
_TELEGRAM_ALL = re.compile(
    rb'\A\s*\{\s*"about"\s*:\s*"(?:[^"\\]|\\.)*"\s*,\s*"(?:personal_information|profile_pictures|stories|contacts'
    rb'|frequent_contacts|sessions|other_data|chats|left_chats)"\s*:'
)
_EMPTY = re.compile(
    rb'\A\s*\{(?=[^\[{]*"type"\s*:\s*"(?:\w+_(?:chat|group|supergroup|channel)|saved_messages)").*"messages"\s*:\s*\[\s*\]\s*\}\s*\Z'
    rb'|\A\s*\{\s*"participants"\s*:\s*\[.*"messages"\s*:\s*\[\s*\]',
    re.DOTALL,
)
_META = re.compile(rb'"timestamp_ms"\s*:\s*\d')
_SENDER = b'"sender_name"'
_SIGNAL = re.compile(
    rb'\A\s*\{[^\n]*"date"\s*:[^\n]*"sender"\s*:[^\n]*"body"\s*:|\A\s*\{[^\n]*"sender"\s*:[^\n]*"body"\s*:'
)
# Telegram's messages of another kind, and where their words are.
_OTHER_KINDS = ("todo_list", "invoice_information", "game_title", "giveaway_information")
_WORDED = ("title", "question", "description", "text", "answers", "items")
_SAID = {"Telegram": "Telegram", "Meta": "Messenger", "Signal": "Signal"}


@dataclass(frozen=True, slots=True)
class _Chat:
    """A conversation of an export, its messages not yet read; ``named`` by the export or not at all."""

    name: str
    messages: list[Any]


class ChatJson:
    """A chat's export as data: documents are written out from it, a conversation's month each."""

    name = "chat-json"
    version = "5"

    def identify(self, file: Candidate) -> bool:
        """Whether its beginning has the fields of an export's messages."""
        return file.head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and _app(file) is not None

    def parse(self, file: Candidate) -> Parsed:
        """Each conversation, a document a month; a message that cannot be read is a problem with its place."""
        import msgspec

        app = _app(file) or ""
        data = read_bytes(file).removeprefix(b"\xef\xbb\xbf")
        try:
            if app == "Signal":
                held: Any = {"messages": msgspec.json.Decoder().decode_lines(data)}
            else:
                held = msgspec.json.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError) as exc:
            raise Refused("it begins as a chat's export and is no whole JSON: it was cut short") from exc
        read = {"Telegram": _telegram, "Meta": _meta, "Signal": _signal}[app]
        documents: list[ParsedDocument] = []
        problems: list[Problem] = []
        for number, chat in enumerate(_chats(held), start=1):
            messages = []
            for index, each in enumerate(chat.messages, start=1):
                message = _try(read, each)
                if message is None:
                    problems.append(Problem(file.shown, f"message {index}", "it is not as this export's messages are"))
                elif message.text:
                    messages.append(message)
            title = chat.name or _title(file, messages)
            documents += conversation(
                title, messages, mime="application/json", app=_SAID[app],
                locator=f"chat {number}",
            )  # fmt: skip
        if not documents:
            problems.insert(0, Problem(file.shown, None, "it is a chat's export without a message"))
        return Parsed(tuple(documents), tuple(problems))


def _app(file: Candidate) -> str | None:
    head = file.head
    if _META.search(head) and _SENDER in head:
        return "Meta"
    if _TELEGRAM.search(head):
        return "Telegram"
    if _TELEGRAM_ALL.match(head) and _holds(file, b'"messages"'):
        return "Telegram"
    if _EMPTY.match(head):
        return "Telegram"
    return "Signal" if _SIGNAL.match(head) else None


def _holds(file: Candidate, word: bytes) -> bool:
    with file.path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        return whole.find(word) >= 0


def _chats(held: Any) -> Iterator[_Chat]:
    """The conversations of an export, however they are nested."""
    if not isinstance(held, dict):
        return
    if isinstance(held.get("messages"), list):
        name = held.get("name") or held.get("title") or ""
        name = name or ("Saved Messages" if held.get("type") == "saved_messages" else "")
        yield _Chat(_unescaped(name) if isinstance(name, str) else "", held["messages"])
    for group in ("chats", "left_chats"):
        listed = held.get(group)
        for each in listed.get("list", ()) if isinstance(listed, dict) else ():
            yield from _chats(each)


def _try(read: Callable[[dict[str, Any]], Message | None], each: Any) -> Message | None:
    try:
        return read(each) if isinstance(each, dict) else None
    except (TypeError, ValueError, KeyError, AttributeError):
        return None


def _telegram(each: dict[str, Any]) -> Message | None:
    at = moment(each.get("date")) or (local(float(each["date_unixtime"])) if each.get("date_unixtime") else None)
    text = _flat(each.get("text", ""))
    if each.get("type") == "service":
        text = text or " ".join([str(each.get("action", "")).replace("_", " "), *_told(each.get("title"))])
        return Message(at, str(each.get("actor") or ""), f"({text})" if text else "")
    shown = [_media(each), text]
    if each.get("forwarded_from"):
        shown.insert(0, f"(forwarded from {each['forwarded_from']})")
    said = " ".join(part for part in shown if part)
    return Message(at, str(each.get("from") or ""), said or "(no words)")


def _media(each: dict[str, Any]) -> str:
    """What a message carries beside its words, in words."""
    if poll := each.get("poll"):
        return f"(poll) {poll['question']} " + " / ".join(str(answer["text"]) for answer in poll.get("answers", ()))
    if place := each.get("location_information"):
        return f"(place {place.get('latitude')}, {place.get('longitude')})"
    if contact := each.get("contact_information"):
        return "(contact) " + " ".join(str(part) for part in contact.values() if part)
    if "photo" in each:
        return "(photo)"
    for kind in _OTHER_KINDS:
        if kind in each:
            return " ".join([f"({kind.partition('_')[0]})", *_told(each[kind])])
    path = str(each.get("file") or "")
    is_there = not path.startswith("(File ")  # "(File not included. …)"
    name = each.get("file_name") or (PurePath(path).name if is_there else "")
    kind = str(each.get("media_type") or ("file" if path or name else "")).replace("_", " ")
    return f"({kind}: {name})" if name and kind else f"({kind})" if kind else ""


def _told(held: Any) -> list[str]:
    """The words in what a message carries, however it is nested."""
    if isinstance(held, str):
        return [held] if held.strip() else []
    if isinstance(held, list):
        return [word for each in held for word in _told(each)]
    return [word for key in _WORDED if key in held for word in _told(held[key])] if isinstance(held, dict) else []


def _flat(text: Any) -> str:
    """Telegram's text: a string, or strings and marked parts in turn; a link that is not shown follows its words."""
    if isinstance(text, str):
        return text
    parts = []
    for part in text:
        if isinstance(part, str):
            parts.append(part)
        else:
            shown = str(part.get("text", ""))
            parts.append(f"{shown} ({part['href']})" if part.get("href") else shown)
    return "".join(parts)


def _meta(each: dict[str, Any]) -> Message | None:
    kinds = [
        kind for kind in ("photos", "videos", "audio_files", "files", "gifs", "sticker", "share") if each.get(kind)
    ]
    link = each["share"].get("link", "") if isinstance(each.get("share"), dict) else ""
    shown = [*(f"({kind.replace('_', ' ')})" for kind in kinds), _unescaped(each.get("content") or ""), link]
    return Message(
        local(each["timestamp_ms"] / 1000), _unescaped(each["sender_name"]), " ".join(part for part in shown if part)
    )


def _signal(each: dict[str, Any]) -> Message | None:
    names = [str(part.get("name", "")) for part in each.get("attachments") or () if isinstance(part, dict)]
    shown = [each.get("body") or "", *(f"(file: {name})" for name in names)]
    return Message(moment(each.get("date")), str(each.get("sender") or ""), " ".join(part for part in shown if part))


def _unescaped(text: str) -> str:
    """Meta escapes each byte of UTF-8 as a character of its own."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _title(file: Candidate, messages: list[Message]) -> str:
    """A conversation without a name is called by who speaks, or by the folder that it lies in."""
    return named(each.author for each in messages) or PurePath(file.shown).parent.name or file.name
