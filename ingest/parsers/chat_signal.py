"""Signal's messages as other programs write them down: sigtop (JSON or text, a file a conversation) and signal-cli (JSON lines).

Signal itself exports nothing; times are Unix times in milliseconds. Shapes: sigtop(1), "export-messages"; signal-cli's
"JSON-RPC" messages, as ``receive`` prints them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from ingest.parsers.chat import Message, conversation, exchanges, local, named
from ingest.parsers.encoding import encoding_of
from ingest.parsers.kind import guess_language
from ingest.parsers.text import read_bytes, read_text
from pkm.errors import Refused
from pkm.models import Parsed, ParsedDocument, Problem

if TYPE_CHECKING:
    from ingest.parsers import Candidate

ME = "Me"
_SIGTOP = re.compile(rb'\A\s*\[\s*\{(?=.*?"conversationId"\s*:)(?=.*?"sent_at"\s*:\s*\d)', re.DOTALL)
_SIGNAL_CLI = re.compile(rb'\A\s*\{\s*(?:"account"\s*:\s*"[^"]*"\s*,\s*)?"envelope"\s*:\s*\{\s*"source')
_TEXT = re.compile(r"\AConversation: [^\n]+\n\nFrom: ")
_STAMP = re.compile(
    r"^From: (?P<author>[^\n]{1,200})\n(?:[A-Z][a-z]+: [^\n]*\n)*?Sent: (?P<sent>[^\n]+)\n", re.MULTILINE
)


class ChatSignal:
    """Messages of Signal as data: documents are written out from it, a conversation's month each."""

    name = "chat-signal"
    version = "3"

    def identify(self, file: Candidate) -> bool:
        """Whether its beginning has the fields of sigtop's or signal-cli's messages."""
        return bool(_SIGTOP.match(file.head) or _SIGNAL_CLI.match(file.head))

    def parse(self, file: Candidate) -> Parsed:
        """Each conversation, a document a month."""
        import msgspec

        chats: dict[str, list[Message]] = {}
        try:
            if _SIGTOP.match(file.head):
                told = _sigtop(msgspec.json.decode(read_bytes(file)), PurePath(file.name).stem)
            else:
                told = _signal_cli(msgspec.json.Decoder().decode_lines(read_bytes(file)))
            for chat, message in told:
                chats.setdefault(chat, []).append(message)
        except (msgspec.DecodeError, UnicodeDecodeError) as exc:
            raise Refused("it begins as a chat's export and is no whole JSON: it was cut short") from exc
        documents: list[ParsedDocument] = []
        for number, (chat, messages) in enumerate(chats.items(), start=1):
            documents += conversation(chat, messages, mime="application/json", app="Signal", locator=f"chat {number}")
        problems = () if documents else (Problem(file.shown, None, "it is a chat's export without a message"),)
        return Parsed(tuple(documents), problems)


class ChatSignalText:
    """A conversation that sigtop wrote as text; the document is the file."""

    name = "chat-signal-text"
    version = "2"

    def identify(self, file: Candidate) -> bool:
        """Whether it begins with the conversation's name and a message's sender."""
        encoding = encoding_of(file.head)
        return encoding is not None and _TEXT.match(file.head.decode(encoding, "replace")) is not None

    def parse(self, file: Candidate) -> Parsed:
        """The file as one document whose exchanges have their days."""
        read = read_text(file)
        stamps = list(_STAMP.finditer(read.text))
        times = [_time(each["sent"]) for each in stamps]
        document = ParsedDocument(
            text=read.text, kind="message", title=read.text.split("\n", 1)[0].removeprefix("Conversation: "),
            mime="text/plain", date=next((each.date() for each in reversed(times) if each), None),
            language=guess_language(read.text), head="Signal, " + named(each["author"] for each in stamps),
            headings=exchanges((each.start(), at) for each, at in zip(stamps, times, strict=True)),
            meta={"encoding": read.encoding, "app": "Signal", "messages": str(len(stamps))},
        )  # fmt: skip
        return Parsed((document,), tuple(Problem(file.shown, None, fault) for fault in read.faults))


def _sigtop(held: Any, chat: str) -> Iterator[tuple[str, Message]]:
    """The messages of one conversation. The file is called after it, which of two is the other's name."""
    for each in held if isinstance(held, list) else ():
        if not isinstance(each, dict):
            continue
        source = str(each.get("source") or "")
        author = ME if each.get("type") == "outgoing" else chat if source in chat else source
        if text := _said(each.get("body"), each.get("attachments"), "fileName"):
            yield chat, Message(_at(each.get("sent_at")), author, text)


def _signal_cli(held: list[Any]) -> Iterator[tuple[str, Message]]:
    """Messages of all conversations: of a group under its name, of a person under the name or number."""
    envelopes = [each["envelope"] for each in held if isinstance(each, dict) and isinstance(each.get("envelope"), dict)]
    names = {
        each.get("source"): each["sourceName"] for each in envelopes if each.get("source") and each.get("sourceName")
    }
    for envelope in envelopes:
        sent = (envelope.get("syncMessage") or {}).get("sentMessage")
        data = sent or envelope.get("dataMessage") or envelope.get("editMessage")
        if isinstance(data, dict):  # what was changed afterwards is a message of its own
            data = {**data, **((data.get("editMessage") or data).get("dataMessage") or {})}
        if not isinstance(data, dict):
            continue  # a receipt, or somebody who types
        author = ME if sent else str(envelope.get("sourceName") or envelope.get("source") or "")
        group, other = data.get("groupInfo") or {}, data.get("destination") if sent else author
        chat = str(group.get("groupName") or group.get("groupId") or names.get(other) or other or "Signal")
        if text := _said(data.get("message"), data.get("attachments"), "filename"):
            yield chat, Message(_at(data.get("timestamp")), author, text)


def _said(text: Any, attached: Any, name: str) -> str:
    names = [str(each.get(name) or "file") for each in attached or () if isinstance(each, dict)]
    return " ".join([*([str(text)] if text else []), *(f"({each})" for each in names)])


def _at(milliseconds: Any) -> datetime | None:
    return local(milliseconds / 1000) if isinstance(milliseconds, int) else None


def _time(words: str) -> datetime | None:
    try:
        return local(parsedate_to_datetime(words).timestamp())
    except (ValueError, OverflowError):
        return None
