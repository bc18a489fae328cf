"""Chats of services for teams and groups, exported as JSON: Discord, Google Chat, Microsoft Teams and Skype, Messenger's sealed chats.

Shapes: DiscordChatExporter's JSON, a file a channel; Google Takeout's ``messages.json``, a folder a conversation; ``messages.json``
of Microsoft's export of Teams (free) and Skype, all conversations in one; Messenger's download of end-to-end encrypted chats, a
file each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from ingest.parsers.chat import Message, conversation, local, moment, named, worded
from ingest.parsers.text import read_bytes
from pkm.errors import Refused
from pkm.models import Parsed, ParsedDocument, Problem

if TYPE_CHECKING:
    from ingest.parsers import Candidate

Read = Callable[[dict[str, Any]], Message | None]
_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\b[^<>]*>", re.IGNORECASE)
_TOLD_KINDS = ("Text", "RichText")  # Teams and Skype: of these the content is what was said


@dataclass(frozen=True, slots=True)
class _Service:
    """How one service's export is told by its beginning, which conversations it holds, and how a message is read."""

    name: str
    mark: re.Pattern[bytes]
    chats: Callable[[dict[str, Any], Candidate], Iterator[tuple[str, list[Any]]]]
    read: Read


class ChatServices:
    """A chat's export as data: documents are written out from it, a conversation's month each."""

    name = "chat-services"
    version = "1"

    def identify(self, file: Candidate) -> bool:
        """Whether its beginning has the fields of a service's export."""
        return file.head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and _service(file) is not None

    def parse(self, file: Candidate) -> Parsed:
        """Each conversation, a document a month; a message that cannot be read is a problem with its place."""
        import msgspec

        service = _service(file)
        try:
            held = msgspec.json.decode(read_bytes(file).removeprefix(b"\xef\xbb\xbf"))
        except (msgspec.DecodeError, UnicodeDecodeError) as exc:
            raise Refused("it begins as a chat's export and is no whole JSON: it was cut short") from exc
        if service is None or not isinstance(held, dict):
            raise Refused("it begins as a chat's export and is none")
        documents: list[ParsedDocument] = []
        problems: list[Problem] = []
        for number, (title, listed) in enumerate(service.chats(held, file), start=1):
            messages = []
            for index, each in enumerate(listed, start=1):
                message = _try(service.read, each)
                if message is None:
                    problems.append(Problem(file.shown, f"message {index}", "it is not as this export's messages are"))
                elif message.text:
                    messages.append(message)
            title = title or named(each.author for each in messages) or file.name
            documents += conversation(
                title, messages, mime="application/json", app=service.name, locator=f"chat {number}"
            )
        if not documents:
            problems.insert(0, Problem(file.shown, None, "it is a chat's export without a message"))
        return Parsed(tuple(documents), tuple(problems))


def _service(file: Candidate) -> _Service | None:
    return next((each for each in _SERVICES if each.mark.search(file.head)), None)


def _try(read: Read, each: Any) -> Message | None:
    try:
        return read(each) if isinstance(each, dict) else None
    except (TypeError, ValueError, KeyError, AttributeError):
        return None


# ---------------------------------------------------------------- Discord


def _discord_chats(held: dict[str, Any], _: Candidate) -> Iterator[tuple[str, list[Any]]]:
    guild, channel = held.get("guild") or {}, held.get("channel") or {}
    server = "" if str(guild.get("id", "0")) == "0" else str(guild.get("name") or "")
    yield ", ".join(each for each in (server, str(channel.get("name") or "")) if each), held.get("messages") or []


def _discord(each: dict[str, Any]) -> Message:
    author = each.get("author") or {}
    parts = [str(each.get("content") or "")]
    parts += [f"({part.get('fileName') or 'file'})" for part in each.get("attachments") or ()]
    parts += [f"(sticker: {part.get('name')})" for part in each.get("stickers") or ()]
    for embed in each.get("embeds") or ():
        fields = [f"{part.get('name')}: {part.get('value')}" for part in embed.get("fields") or ()]
        parts.append(" – ".join(str(part) for part in (embed.get("title"), embed.get("description"), *fields) if part))
    text = " ".join(part for part in parts if part)
    if each.get("type") not in ("Default", "Reply", None):
        text = f"({text})" if text else ""
    return Message(moment(each.get("timestamp")), str(author.get("nickname") or author.get("name") or ""), text)


# ---------------------------------------------------------------- Google Chat


def _google_chats(held: dict[str, Any], file: Candidate) -> Iterator[tuple[str, list[Any]]]:
    folder = PurePath(file.shown).parent.name
    # "DM XYZ" and "Space XYZ" name nobody.
    yield "" if re.match(r"(?:DM|Space) ", folder) or not folder else folder, held["messages"]


def _google(each: dict[str, Any]) -> Message:
    creator = each.get("creator") or {}
    files = [f"({part.get('original_name') or 'file'})" for part in each.get("attached_files") or ()]
    text = " ".join(part for part in (*files, str(each.get("text") or "")) if part)
    author = str(creator.get("name") or creator.get("email") or "")
    return Message(worded(str(each.get("created_date") or "")), author, text)


# ---------------------------------------------------------------- Microsoft Teams and Skype


def _microsoft_chats(held: dict[str, Any], _: Candidate) -> Iterator[tuple[str, list[Any]]]:
    me = str(held.get("userId") or "")
    for chat in held.get("conversations") or ():
        if not isinstance(chat, dict):
            continue
        topic = str((chat.get("threadProperties") or {}).get("topic") or chat.get("displayName") or "")
        listed = chat.get("MessageList") or []
        yield topic, [{**each, "mine": each.get("from") == me} if isinstance(each, dict) else each for each in listed]


def _microsoft(each: dict[str, Any]) -> Message:
    from html import unescape

    author = str(
        each.get("displayName") or ("Me" if each["mine"] else each.get("from") or "").partition(":")[2] or "Me"
    )
    content, kind = str(each.get("content") or ""), str(each.get("messagetype") or "")
    said = " ".join(unescape(_TAG.sub("", _BREAK.sub(" ", content))).split())
    if not kind.startswith(_TOLD_KINDS):
        said = (
            f"({kind.rpartition('/')[2]})" if kind.startswith("Event") else ""
        )  # a call; the rest is the program's own
    return Message(moment(each.get("originalarrivaltime")), author, said)


# ---------------------------------------------------------------- Messenger, end-to-end encrypted


def _sealed_chats(held: dict[str, Any], _: Candidate) -> Iterator[tuple[str, list[Any]]]:
    yield re.sub(r"_\d+\Z", "", str(held.get("threadName") or "")), held["messages"]


def _sealed(each: dict[str, Any]) -> Message:
    media = [f"({PurePath(str(part.get('uri') or 'file')).name})" for part in each.get("media") or ()]
    text = " ".join(part for part in (*media, str(each.get("text") or "")) if part)
    return Message(local(each["timestamp"] / 1000), str(each["senderName"]), text)


_SERVICES = (
    _Service("Discord", re.compile(rb'\A\s*\{\s*"guild"\s*:\s*\{.*?"channel"\s*:\s*\{', re.DOTALL), _discord_chats, _discord),
    _Service(
        "Google Chat", re.compile(rb'\A\s*\{\s*"messages"\s*:\s*\[\s*\{(?=.*?"creator"\s*:)(?=.*?"created_date"\s*:)', re.DOTALL),
        _google_chats, _google,
    ),
    _Service(
        "Teams", re.compile(rb'\A\s*\{\s*"userId"\s*:\s*"8:[^"]*"\s*,\s*"exportDate"\s*:.*?"conversations"\s*:', re.DOTALL),
        _microsoft_chats, _microsoft,
    ),
    _Service(
        "Messenger",
        re.compile(rb'\A\s*\{(?=.*?"threadName"\s*:|.*?"participants"\s*:\s*\[\s*")(?=.*?"senderName"\s*:)(?=.*?"timestamp"\s*:\s*\d)', re.DOTALL),
        _sealed_chats, _sealed,
    ),
)  # fmt: skip
