"""Slack's export: a ZIP of a folder a conversation, in it a JSON file a day; ``users.json`` says who is who.

Shape: Slack's help, "How to read Slack data exports". A day's file that was unpacked is read by itself: of its people it knows
those whose profile its messages carry, and those in the ``users.json`` that lies beside its folder.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING, Any

from ingest.parsers.archive import MAX_UNPACKED_BYTES
from ingest.parsers.chat import Message, conversation, local
from ingest.parsers.package import ZIP_MAGIC, members_of
from ingest.parsers.text import read_bytes
from pkm.errors import Refused
from pkm.models import Attachment, Parsed, ParsedDocument, Problem

if TYPE_CHECKING:
    from ingest.parsers import Candidate

_PEOPLE = ("users.json", "org_users.json")
_LISTS = ("channels.json", "groups.json", "dms.json", "mpims.json")
_OWN = frozenset(
    (
        *_PEOPLE,
        *_LISTS,
        "integration_logs.json",
        "canvases.json",
        "lists.json",
        "file_conversations.json",
        "content_flags.json",
    )
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d\.json")
_DAY_FILE = re.compile(rb'\A\s*\[\s*\{(?=.*?"ts"\s*:\s*"\d{9,11}\.\d{6}")(?=.*?"type"\s*:\s*"message")', re.DOTALL)
_MARK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_MAX_NAMES_BYTES = 64 << 20


class ChatSlack:
    """The export as it comes, packed; asked before other archives."""

    name = "chat-slack"
    version = "1"

    def identify(self, file: Candidate) -> bool:
        """Whether it is a ZIP of people, of conversations, and of days in folders."""
        if not file.head.startswith(ZIP_MAGIC):
            return False
        members = members_of(file.path)
        if members.isdisjoint(_PEOPLE) or members.isdisjoint(_LISTS):
            return False
        return any(_DAY.fullmatch(PurePosixPath(each).name) for each in members)

    def parse(self, file: Candidate) -> Parsed:
        """Each conversation, a document a month; what else lies in the export is attached, what cannot be read a problem."""
        documents: list[ParsedDocument] = []
        problems: list[Problem] = []
        attachments: list[Attachment] = []
        try:
            with zipfile.ZipFile(file.path) as archive:
                entries = [each for each in archive.infolist() if not each.is_dir()]
                if sum(each.file_size for each in entries) > MAX_UNPACKED_BYTES:
                    raise Refused(
                        f"the export holds more than {MAX_UNPACKED_BYTES >> 20} MB: unpack it into a folder that pkm looks at"
                    )
                people = _people(_decoded(archive.read(each)) for each in entries if each.filename in _PEOPLE)
                titles = _titles([_decoded(archive.read(each)) for each in entries if each.filename in _LISTS], people)
                chats: dict[str, list[Message]] = {}
                for number, each in enumerate(entries, start=1):
                    place = PurePosixPath(each.filename)
                    if place.name in _OWN and len(place.parts) == 1:
                        continue
                    data = archive.read(each)
                    if not _DAY.fullmatch(place.name):
                        if data:
                            attachments.append(Attachment(place.name, data, 0, f"file {number} ({place})"))
                        continue
                    told, faults = _messages(_decoded(data), people)
                    chats.setdefault(place.parent.name, []).extend(told)
                    problems += [Problem(file.shown, f"{place}, {where}", why) for where, why in faults]
        except (zipfile.BadZipFile, EOFError, ValueError, OSError, NotImplementedError, RuntimeError) as exc:
            raise Refused("it begins as Slack's export and cannot be unpacked: it is damaged or cut short") from exc
        for folder, messages in chats.items():
            title = titles.get(folder, folder)
            documents += conversation(title, messages, mime="application/json", app="Slack", locator=f"chat {folder}")
        if not documents:
            problems.insert(0, Problem(file.shown, None, "it is a chat's export without a message"))
            attachments = []
        return Parsed(tuple(documents), tuple(problems), tuple(attachments))


class ChatSlackDay:
    """A day of a conversation, out of an export that was unpacked."""

    name = "chat-slack-day"
    version = "1"

    def identify(self, file: Candidate) -> bool:
        """Whether it is a list of messages with Slack's time stamps."""
        return _DAY_FILE.match(file.head) is not None

    def parse(self, file: Candidate) -> Parsed:
        """The day's messages as one document, named by the folder that it lies in."""
        folder = PurePath(file.shown).parent.name or PurePath(file.name).stem
        people = _people(_beside(file.path, name) for name in _PEOPLE)
        titles = _titles([_beside(file.path, name) for name in _LISTS], people)
        held = _decoded(read_bytes(file))
        if held is None:
            raise Refused("it begins as a chat's export and is no whole JSON: it was cut short")
        messages, faults = _messages(held, people)
        problems = [Problem(file.shown, where, why) for where, why in faults]
        documents = tuple(
            conversation(titles.get(folder, folder), messages, mime="application/json", app="Slack", locator="chat")
        )
        if not documents:
            problems.insert(0, Problem(file.shown, None, "it is a chat's export without a message"))
        return Parsed(documents, tuple(problems))


def _beside(path: Path, name: str) -> Any:
    """What the export says of people or conversations, one folder up; nothing where that is not there."""
    place = path.parent.parent / name
    try:
        return _decoded(place.read_bytes()) if place.stat().st_size <= _MAX_NAMES_BYTES else None
    except OSError:
        return None


def _decoded(data: bytes) -> Any:
    import msgspec

    try:
        return msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _people(lists: Iterator[Any]) -> dict[str, str]:
    """Ids to the names by which people are shown."""
    return {
        str(each["id"]): _shown_name(each)
        for listed in lists
        for each in (listed if isinstance(listed, list) else ())
        if isinstance(each, dict) and "id" in each
    }


def _shown_name(user: Mapping[str, Any]) -> str:
    own = user.get("profile")
    profile: Mapping[str, Any] = own if isinstance(own, dict) else user
    names = (profile.get("real_name"), user.get("real_name"), profile.get("display_name"), user.get("name"))
    return next((str(each) for each in names if each), str(user.get("id", "")))


def _titles(lists: list[Any], people: Mapping[str, str]) -> dict[str, str]:
    """Folders to what their conversations are called: a channel by its name, a direct message by its people."""
    found: dict[str, str] = {}
    for each in (each for listed in lists if isinstance(listed, list) for each in listed if isinstance(each, dict)):
        name = str(each.get("name") or "")
        members = [people.get(str(one), str(one)) for one in each.get("members") or ()]
        if name and not name.startswith("mpdm-"):
            found[name] = f"#{name}"
        else:
            found[name or str(each.get("id", ""))] = ", ".join(members)
    return found


def _messages(held: Any, people: Mapping[str, str]) -> tuple[list[Message], list[tuple[str, str]]]:
    """The messages of a day, and of those that cannot be read which and why."""
    if not isinstance(held, list):
        return [], [("the day", "it is no list of messages: it was cut short")]
    found: list[Message] = []
    faults: list[tuple[str, str]] = []
    for number, each in enumerate(held, start=1):
        try:
            message = _message(each, people)
        except (TypeError, ValueError, KeyError, AttributeError):
            faults.append((f"message {number}", "it is not as this export's messages are"))
            continue
        if message.text:
            found.append(message)
    return found, faults


def _message(each: dict[str, Any], people: Mapping[str, str]) -> Message:
    own = each.get("user_profile")
    known = people.get(str(each.get("user", "")), "") or (_shown_name(own) if isinstance(own, dict) else "")
    author = known or str(each.get("username") or each.get("user") or each.get("bot_id") or "")
    parts = [_plain(str(each.get("text") or ""), people)]
    if not parts[0]:
        parts += [
            _plain(str(one.get("text") or one.get("fallback") or ""), people) for one in each.get("attachments") or ()
        ]
    parts += [
        f"({one.get('title') or one.get('name') or 'file'})" for one in each.get("files") or () if isinstance(one, dict)
    ]
    text = " ".join(part for part in parts if part)
    subtype = str(each.get("subtype") or "")
    if text and subtype.startswith(("channel_", "group_")):  # somebody came, went or changed what the channel is about
        text = f"({text})"
    return Message(local(float(each["ts"])), author, text)


def _plain(text: str, people: Mapping[str, str]) -> str:
    """Slack's text without its marks: people and channels by name, links behind their words."""

    def named(match: re.Match[str]) -> str:
        target, label = match[1], match[2]
        if target.startswith(("@", "#")):
            return target[:1] + (label or people.get(target[1:], target[1:]))
        if target.startswith("!"):
            return label or f"@{target[1:].partition('^')[0]}"
        return f"{label} ({target})" if label and label != target and label not in target else target

    return html.unescape(_MARK.sub(named, text))
