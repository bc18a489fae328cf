"""Chats that are exported as pages: by Telegram Desktop (``messages.html``, …), imessage-exporter and DiscordChatExporter."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from ingest.parsers.chat import Message, clock, conversation, worded
from ingest.parsers.chat_blocks import read_time
from ingest.parsers.day import day_order
from ingest.parsers.text import read_bytes
from pkm.errors import Refused
from pkm.models import Parsed

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ingest.parsers import Candidate

_MARK = re.compile(rb'<div class="page_header[ "].*?<div class="message (?:default|service) clearfix', re.DOTALL)
_IMESSAGE = re.compile(
    rb'<div class="message">\s*<div class="(?:sent|received)\b[^>]*>\s*<p>\s*<span class="timestamp">', re.DOTALL
)
_DISCORD = re.compile(rb'class="?chatlog__message-(?:container|group)|class="?preamble__guild-icon-container')
_DISCORD_TIMES = ("timestamp", "short-timestamp", "system-notification-timestamp")
_DISCORD_SAID = (
    "content",
    "system-notification-content",
    "attachment-generic-name",
    "embed-title",
    "embed-description",
)
_STYLED_BYTES = 1 << 20
_DATE = re.compile(r"(\d{2})\.(\d{2})\.(\d{4}) (\d{2}):(\d{2})")


class ChatHtml:
    """A page of a chat."""

    name = "chat-html"
    version = "4"

    def identify(self, file: Candidate) -> bool:
        """Whether the page is built as one of the exporters builds its pages of messages."""
        return b"<html" in file.head[:400].lower() and bool(
            _MARK.search(file.head) or _IMESSAGE.search(file.head) or _is_discord(file)
        )

    def parse(self, file: Candidate) -> Parsed:
        """The page's conversation, a document a month."""
        from lxml import etree

        root = etree.fromstring(read_bytes(file), etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True))
        if root is None:
            raise Refused("the page shows no text")
        if _IMESSAGE.search(file.head):
            messages, title = _imessages(root), PurePath(file.name).stem
            return Parsed(tuple(conversation(title, messages, mime="text/html", app="iMessage", locator="chat")))
        if _is_discord(file):
            title = _words(root, ".//title") or PurePath(file.name).stem
            return Parsed(tuple(conversation(title, _discords(root), mime="text/html", app="Discord", locator="chat")))
        title = _words(root, './/div[contains(@class, "page_header")]//div[contains(@class, "text")]') or file.name
        messages = _messages(root)
        return Parsed(tuple(conversation(title, messages, mime="text/html", app="Telegram", locator="chat")))


def _messages(root: _Element) -> list[Message]:
    """The messages in order; one without a name is the one's before it ("joined")."""
    found: list[Message] = []
    author, at = "", None
    for each in root.iterfind(".//div[@id]"):
        kinds = (each.get("class") or "").split()
        if "message" not in kinds:
            continue
        if "service" in kinds:
            if words := _words(each, './/div[contains(@class, "body")]'):
                found.append(Message(at, "", f"({words})"))
            continue
        body = each.find('div[@class="body"]')
        if body is None:
            continue
        author = _words(body, './div[@class="from_name"]') or author
        stamp = body.find(".//div[@title]")
        if stamp is not None and (day := _DATE.search(stamp.get("title") or "")):
            at = clock(int(day[3]), int(day[2]), int(day[1]), int(day[4]), int(day[5]))
        parts = []
        if (forwarded := body.find('div[@class="forwarded body"]')) is not None:
            parts.append("(forwarded from " + _words(forwarded, './div[@class="from_name"]') + ")")
            body = forwarded
        for wrap in body.iterfind('./div[@class="media_wrap clearfix"]'):
            name = _words(wrap, './/div[contains(@class, "title")]')
            parts.append(f"({name or 'photo'})")
        parts.append(_words(body, './div[@class="text"]'))
        found.append(Message(at, author, " ".join(part for part in parts if part)))
    return found


def _imessages(root: _Element) -> list[Message]:
    """The messages in order. A reply is shown below what it answers, and again in its own place, where it is taken."""
    found: list[Message] = []
    for each in root.iterfind('.//div[@class="message"]'):
        if any("replies" in (above.get("class") or "") for above in each.iterancestors()):
            continue
        at = read_time(_words(each, './/span[@class="timestamp"]'))
        parts = [_words(part, ".") for part in each.iterfind('./div/div[@class="message_part"]')]
        if words := " ".join(part for part in parts if part):
            found.append(Message(at, _words(each, './/span[@class="sender"]'), words))
    return found


def _is_discord(file: Candidate) -> bool:
    """DiscordChatExporter's page begins with its style, which is longer than the head."""
    if b"chatlog__" not in file.head and b"preamble__" not in file.head:
        return False
    if _DISCORD.search(file.head):
        return True
    with file.path.open("rb") as stream:
        return _DISCORD.search(stream.read(_STYLED_BYTES)) is not None


def _discords(root: _Element) -> list[Message]:
    """The messages in order; of a group the first bears name and time. What a reply repeats of another's words is left out."""
    page = root.findall(".//div[@data-message-id]")
    stamps = [_stamps(each) for each in page]
    order = day_order(words.split(" ")[0] for each in stamps for words in each)
    found: list[Message] = []
    author, at = "", None
    for each, written in zip(page, stamps, strict=True):
        author = _words(each, f".//*[{_named('author')} or {_named('system-notification-author')}]") or author
        at = next((time for words in written if (time := worded(words, order))), at)
        said = [_words(each, f".//*[{_named(name)}]") for name in _DISCORD_SAID]
        said += [
            f"({str(shown.get('title')).partition(': ')[2]})"
            for shown in each.iterfind(".//*[@title]")
            if _is_file(shown)
        ]
        found.append(Message(at, author, " ".join(part for part in said if part) or "(no words)"))
    return found


def _stamps(message: _Element) -> list[str]:
    """The times that a message bears, the worded one first."""
    marks = f".//*[{' or '.join(map(_named, _DISCORD_TIMES))}]"
    found = message.xpath(marks)
    shown = found[0] if isinstance(found, list) and found else None
    return (
        [words for words in (str(shown.get("title") or ""), _words(shown, ".")) if words] if shown is not None else []
    )


def _named(name: str) -> str:
    """The XPath condition that an element is of one of DiscordChatExporter's classes."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' chatlog__{name} ')"


def _is_file(shown: _Element) -> bool:
    return str(shown.get("title")).startswith(("Image: ", "Video: ", "Audio: "))


def _words(element: _Element, path: str) -> str:
    """What the first element at a path says, line breaks kept."""
    nodes = element.xpath(path)
    if not isinstance(nodes, list) or not nodes:
        return ""
    lines: list[str] = [""]
    for piece in nodes[0].iter():
        if piece.tag == "br":
            lines.append("")
        else:
            lines[-1] += piece.text or ""
        if piece is not nodes[0]:
            lines[-1] += piece.tail or ""
    return "\n".join(" ".join(line.split()) for line in lines).strip()
