"""Address books: vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350). Each card is a document, named as its person is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ingest.parsers.content_lines import Component, Line, components
from ingest.parsers.encoding import encoding_of
from ingest.parsers.headings import as_title
from ingest.parsers.ical_words import MONTHS
from ingest.parsers.text import read_text
from pkm.models import Parsed, ParsedDocument, Problem

if TYPE_CHECKING:
    from ingest.parsers import Candidate

_BEGIN = re.compile(r"\s*BEGIN:VCARD\s", re.IGNORECASE)
_LABELS = {
    "TEL": "Phone", "EMAIL": "E-mail", "ADR": "Address", "ORG": "Organization", "TITLE": "Job title", "ROLE": "Role", "BDAY": "Birthday",
    "ANNIVERSARY": "Anniversary", "NICKNAME": "Nickname", "URL": "Website", "NOTE": "Note", "CATEGORIES": "Groups", "IMPP": "Chat",
    "RELATED": "Related", "X-ABRELATEDNAMES": "Related", "X-ABDATE": "Date", "X-SOCIALPROFILE": "Profile", "GENDER": "Gender",
    "X-ANNIVERSARY": "Anniversary", "X-SPOUSE": "Spouse", "LANG": "Language", "X-PHONETIC-LAST-NAME": "Phonetic name",
}  # fmt: skip
# What programs tell each other, and pictures.
_UNSHOWN = frozenset(
    ["VERSION", "PRODID", "UID", "REV", "PHOTO", "LOGO", "SOUND", "KEY", "SORT-STRING", "FN", "N", "KIND", "CLASS", "SOURCE", "MAILER", "TZ",
     "X-ABLABEL", "X-ABSHOWAS", "X-ABADR", "X-ABUID", "CLIENTPIDMAP", "X-IMAGEHASH", "X-IMAGETYPE", "PROFILE", "LABEL"]
)  # fmt: skip
_STRUCTURED = frozenset(["ADR", "ORG"])
_UNSAID_TYPES = frozenset(["internet", "pref", "voice", "uri", "text", "other", "x-internet"])
_APPLE_LABEL = re.compile(r"_\$!<(.*?)>!\$_")
_NO_YEAR = re.compile(r"(?:1604-|--)(\d\d)-?(\d\d)\b.*")
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T.*)?")


class VCard:
    """A file of address cards."""

    name = "vcard"
    version = "2"

    def identify(self, file: Candidate) -> bool:
        """Whether it begins as a card does."""
        encoding = encoding_of(file.head)
        return encoding is not None and _BEGIN.match(file.head[:200].decode(encoding, "replace")) is not None

    def parse(self, file: Candidate) -> Parsed:
        """A document for each card; one that says nothing is a problem with its number."""
        read = read_text(file)
        documents: list[ParsedDocument] = []
        problems = [Problem(file.shown, None, fault) for fault in read.faults]
        seen: Counter[str] = Counter()
        for number, card in enumerate(components(read.text, frozenset(("VCARD",))), start=1):
            name, labels = _name(card), {each.group: each.text for each in card.all("X-ABLABEL") if each.group}
            lines = [shown for line in card.lines if (shown := _shown(line, labels))]
            if not card.whole:
                problems.append(Problem(file.shown, f"card {number}", "the card has no end: the file was cut short"))
            if not name:
                problems.append(Problem(file.shown, f"card {number}", "the card names nobody"))
                continue
            title = as_title(name)
            seen[title] += 1
            again = f" ({seen[title]})" if seen[title] > 1 else ""
            documents.append(
                ParsedDocument(
                    text="\n".join([name, *lines]) + "\n", kind="other", title=title, mime="text/vcard",
                    locator=f"card {title}{again}", head=", ".join(["contact", *_said(card, "ORG", "NICKNAME")]),
                )
            )  # fmt: skip
        return Parsed(tuple(documents), tuple(problems))


def _name(card: Component) -> str:
    """Who the card is of: the name as it is shown, else its parts, else any other by which one is found."""
    if shown := " ".join(card.text("FN").split()):
        return shown
    if name := card.first("N"):
        family, given, middle, title, suffix = [*name.parts, "", "", "", "", ""][:5]
        if joined := " ".join(part for part in (title, given, middle, family, suffix) if part):
            return joined
    return next(iter(_said(card, "ORG", "NICKNAME", "EMAIL", "TEL")), "")


def _yearless(match: re.Match[str]) -> str:
    """A day of every year, as ``12 April``; Apple writes 1604 for no year."""
    month = int(match[1])
    return f"{int(match[2])} {MONTHS[month - 1]}" if 1 <= month <= 12 else match[0]


def _said(card: Component, *names: str) -> list[str]:
    return [value for name in names for each in card.all(name) if (value := _value(each))]


def _shown(line: Line, labels: Mapping[str, str]) -> str:
    """A property as a line: what it is, of which kind (work, home, a label of one's own), what it says."""
    if line.name in _UNSHOWN or not (value := _value(line)):
        return ""
    own = labels.get(line.group, "")
    types = [each.strip().lower() for each in line.parameters.get("TYPE", "").split(",")]
    said = [
        each
        for each in types
        if each and each not in _UNSAID_TYPES and not each.startswith(("quoted", "x-", "charset"))
    ]
    said += [_APPLE_LABEL.sub(r"\1", own)] if own else []
    label = _LABELS.get(line.name, line.name.removeprefix("X-").replace("-", " ").capitalize())
    kinds = f" ({', '.join(dict.fromkeys(said))})" if said else ""
    return f"{label}{kinds}: {value}"


def _value(line: Line) -> str:
    if line.name in _STRUCTURED:
        parts = line.parts
        if line.name == "ADR" and len(parts) >= 7:  # the post code stands before the town, as letters have it
            box, more, street, town, region, code, country = parts[:7]
            parts = [street, more, box, f"{code} {town}".strip(), region, country]
        return ", ".join(" ".join(part.split()) for part in parts if part)
    value = line.text
    if line.name == "BDAY" or "ANNIVERSARY" in line.name or line.name == "X-ABDATE":
        value = _DAY.sub(r"\1-\2-\3", _NO_YEAR.sub(_yearless, value))
    if line.name in {"TEL", "EMAIL"}:
        value = value.removeprefix("tel:").removeprefix("mailto:")
    if line.name == "CATEGORIES":
        value = ", ".join(
            each.strip() for each in value.split(",") if each.strip() not in ("myContacts", "* myContacts")
        )
    if line.parameters.get("ENCODING", "").lower() in {"b", "base64"} or value.startswith("data:"):
        return ""
    return "\n    ".join(each.strip() for each in value.splitlines() if each.strip())
