"""Text messages of telephones: "SMS Backup & Restore" (Android, XML) and iMessage (``chat.db`` of macOS, ``sms.db`` of iOS).

Sources: the backup's own schema description (synctech.com.au, "XML fields"); the tables ``message``, ``handle``, ``chat`` and
``chat_message_join`` of ``chat.db``, whose times count from 2001-01-01 UTC, in nanoseconds since macOS 10.13.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ingest.parsers.chat import Message, conversation, local
from ingest.parsers.text import MAX_BYTES
from pkm.errors import Refused
from pkm.models import Parsed, ParsedDocument, Problem

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ingest.parsers import Candidate

ME = "Me"
_BOX = {"sms": "type", "mms": "msg_box"}
_INBOX = "1"
_UNSENT = {"3": "(draft)", "4": "(not yet sent)", "5": "(not sent)", "6": "(not yet sent)"}
_FROM = "137"  # type of an address in an MMS: its sender (OMA-MMS-ENC, PduHeaders.FROM)
_BACKUP = re.compile(rb"<smses\b[^>]*(?:/>|>\s*(?:<!--.*?-->\s*)?<(?:[sm]ms\b|/smses))", re.DOTALL)
_END = re.compile(rb"</smses|<smses\b[^>]*/>")
_SURROGATES = re.compile(rb"&#(5[5-6]\d{3});&#(5[67]\d{3});")
_APPLE_EPOCH_S = 978_307_200
_NANOSECONDS_FROM = 10**11  # an Apple time above it counts nanoseconds
_MERGE = "copy the database while its program is closed, or merge them: sqlite3 FILE 'pragma wal_checkpoint(truncate)'"
_MESSAGES = """
select m.ROWID, m.date, m.is_from_me, m.text, m.attributedBody, h.id,
    coalesce(nullif(c.display_name, ''), c.chat_identifier, h.id, 'unknown'), m.cache_has_attachments
from message m
left join handle h on h.ROWID = m.handle_id
left join chat_message_join j on j.message_id = m.ROWID
left join chat c on c.ROWID = j.chat_id
order by m.date, m.ROWID
"""


class SmsBackup:
    """A backup of "SMS Backup & Restore": SMS and MMS, the pictures of the latter named but not read."""

    name = "sms-backup"
    version = "6"

    def identify(self, file: Candidate) -> bool:
        """Whether its first element is that of a backup."""
        return _BACKUP.search(file.head) is not None

    def parse(self, file: Candidate) -> Parsed:
        """Each correspondent's conversation, a document a month."""
        if b"<!DOCTYPE" in file.head:
            raise Refused(
                "it declares a document type, which no backup of messages does and by which harmful ones are made"
            )
        chats: dict[str, list[Message]] = {}
        for element in _elements(file):
            own = element.attrib
            name = _said(own.get("contact_name")) or _said(own.get("address")) or "unknown"
            box = own.get(_BOX[str(element.tag)], _INBOX)
            text = _said(own.get("body")) if element.tag == "sms" else _parts(element)
            if not text:
                continue
            in_group = "~" in own.get("address", "")
            text = f"{_UNSENT[box]} {text}" if box in _UNSENT else text
            author = ME if box != _INBOX else (_sender(element) if in_group else "") or name
            at = local(int(own.get("date", "0")) / 1000) if own.get("date", "").isdecimal() else None
            chats.setdefault(name, []).append(Message(at, author, text))
        read = _written(file, chats, "application/xml", "SMS")
        if _is_whole(file):
            return read
        cut = Problem(file.shown, "end of the file", "the backup was cut short there: what stood behind is missing")
        return replace(read, problems=(*read.problems, cut))


class Imessage:
    """Apple's database of messages; it is opened as a copy that nobody writes to."""

    name = "imessage"
    version = "3"

    def identify(self, file: Candidate) -> bool:
        """Whether it is an SQLite database with the name or the tables of one that holds messages."""
        named = file.name in ("chat.db", "sms.db", "3d0d7e5fb2ce288813306e4d4636395e047a3d28")
        return file.head.startswith(b"SQLite format 3\0") and (named or b"chat_message_join" in file.head)

    def parse(self, file: Candidate) -> Parsed:
        """Each conversation, a document a month."""
        chats: dict[str, list[Message]] = {}
        try:
            with closing(sqlite3.connect(f"file:{quote(str(file.path))}?mode=ro&immutable=1", uri=True)) as connection:
                for _, date, mine, text, body, handle, chat, attached in connection.execute(_MESSAGES):
                    words = (text or _typed(body)).replace("\ufffc", "").strip()
                    words = " ".join(part for part in ("(attachment)" if attached else "", words) if part)
                    if words:
                        message = Message(_apple_time(date), ME if mine else str(handle or "unknown"), words)
                        chats.setdefault(str(chat), []).append(message)
        except sqlite3.Error as exc:
            raise Refused(
                "it is a database of messages that cannot be read: it is broken, or of a kind unknown"
            ) from exc
        read = _written(file, chats, "application/vnd.sqlite3", "iMessage")
        log = file.path.with_name(file.path.name + "-wal")
        if not (log.is_file() and log.stat().st_size):
            return read
        ahead = Problem(
            file.shown, None, f"what stands in {log.name} beside it, mostly the newest messages, is not read: {_MERGE}"
        )
        return replace(read, problems=(*read.problems, ahead))


def _is_whole(file: Candidate) -> bool:
    with file.path.open("rb") as stream:
        stream.seek(max(0, file.size - 1000))
        return _END.search(stream.read()) is not None


def _written(file: Candidate, chats: dict[str, list[Message]], mime: str, app: str) -> Parsed:
    documents: list[ParsedDocument] = []
    for number, (name, messages) in enumerate(chats.items(), start=1):
        documents += conversation(name, messages, mime=mime, app=app, locator=f"chat {number}")
    problems = () if documents else (Problem(file.shown, None, "it is a backup without a message"),)
    return Parsed(tuple(documents), problems)


def _elements(file: Candidate) -> Iterator[_Element]:
    """The messages one after the other; emoji that the app wrote as two halves are put together where memory allows."""
    from lxml import etree

    source: Any = str(file.path)
    if file.size <= MAX_BYTES:
        source = BytesIO(_SURROGATES.sub(_joined, file.path.read_bytes()))
    try:
        for _, element in etree.iterparse(
            source, tag=("sms", "mms"), resolve_entities=False, no_network=True, huge_tree=True, recover=True
        ):
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as exc:
        raise Refused("it begins as a backup of messages and is no XML") from exc


def _joined(pair: re.Match[bytes]) -> bytes:
    high, low = int(pair[1]), int(pair[2])
    if not (0xD800 <= high < 0xDC00 <= low < 0xE000):
        return pair[0]
    return b"&#%d;" % (0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def _said(value: str | None) -> str:
    return "" if value in (None, "null", "(Unknown)") else str(value)


def _parts(mms: _Element) -> str:
    shown = []
    for part in mms.iter("part"):
        kind = part.get("ct", "")
        if kind == "text/plain":
            shown.append(_said(part.get("text")))
        elif kind != "application/smil":
            shown.append(f"({_said(part.get('name')) or kind})")
    return " ".join(part for part in shown if part)


def _sender(mms: _Element) -> str:
    return next((_said(each.get("address")) for each in mms.iter("addr") if each.get("type") == _FROM), "")


def _apple_time(date: Any) -> datetime | None:
    if not isinstance(date, int) or date <= 0:
        return None
    return local(_APPLE_EPOCH_S + (date / 1e9 if date > _NANOSECONDS_FROM else date))


def _typed(body: Any) -> str:
    """The string in an ``NSAttributedString`` archived as a typed stream: behind its class name, its length, then UTF-8.

    A length above 127 is announced by 0x81 (two bytes follow, little-endian) or 0x82 (four).
    """
    if not isinstance(body, bytes) or (at := body.find(b"NSString")) < 0:
        return ""
    start = body.find(b"+", at) + 1
    if not at < start < len(body):
        return ""
    width = {0x81: 2, 0x82: 4}.get(body[start], 0)
    length = int.from_bytes(body[start + 1 : start + 1 + width], "little") if width else body[start]
    start += 1 + width
    return body[start : start + length].decode("utf-8", "replace")
