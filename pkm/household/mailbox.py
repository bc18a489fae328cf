"""Messages and threads, and how they are laid down: an mbox archive and single ``.eml`` files, RFC 5322 and MIME."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from email.generator import BytesGenerator
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime
from html import escape
from typing import Literal

from pkm.household.days import spoken
from pkm.household.plan import Firm, Person, Plan, ascii_name

ZONE = timezone(timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who writes or is written to."""

    name: str
    address: str
    signature: str = ""

    @classmethod
    def person(cls, person: Person) -> Party:
        """A private person, who signs with the first name."""
        return cls(person.name, person.address, f"{person.first}")

    @classmethod
    def firm(cls, firm: Firm, desk: str = "service") -> Party:
        """A firm's desk, with the signature that firms have."""
        return cls(firm.name, f"{desk}@{firm.domain}", f"{firm.contact}\n{firm.name}\n{desk}@{firm.domain}")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An attached file."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """One message. ``text`` is its own words, ``body`` all that it shows: signature and quoted message too."""

    id: str
    sender: Party
    to: Party
    subject: str
    sent: datetime
    text: str
    shape: Literal["plain", "alternative", "html"] = "plain"
    enclosures: tuple[Enclosure, ...] = ()
    answers: Mail | None = None

    @property
    def body(self) -> str:
        """What a reader sees, the answered message quoted below."""
        parts = [self.text]
        if self.sender.signature:
            parts.append(f"-- \n{self.sender.signature}")
        if self.answers:
            before = self.answers
            quoted = "\n".join(f"> {line}".rstrip() for line in before.body.splitlines())
            parts.append(
                f"On {spoken(before.sent.date())} at {before.sent:%H:%M}, {before.sender.name} wrote:\n{quoted}"
            )
        return "\n\n".join(parts) + "\n"


@dataclass(frozen=True, slots=True)
class Turn:
    """A message of a thread: ``>`` sent or ``<`` received, ``days`` after the one before."""

    way: Literal["<", ">"]
    days: int
    text: str
    shape: Literal["plain", "alternative", "html"] = "plain"
    enclosures: tuple[Enclosure, ...] = ()


class Post:
    """The messages while they are written."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.mails: list[Mail] = []
        self._rng = plan.rng("post")

    def write(self, subject: str, start: date, inside: Party, outside: Party, turns: Sequence[Turn]) -> list[Mail]:
        """Write a thread between one of the couple and somebody else; each message answers the one before."""
        thread: list[Mail] = []
        day = start
        for turn in turns:
            day += timedelta(days=turn.days)
            sender, to = (inside, outside) if turn.way == ">" else (outside, inside)
            clock = time(self._rng.randint(7, 20), self._rng.randint(0, 59), self._rng.randint(0, 59))
            number = len(self.mails) + 1
            mail = Mail(
                id=f"<{day:%Y%m%d}.{number}.{self._rng.randrange(10**8)}@{sender.address.split('@')[1]}>",
                sender=sender,
                to=to,
                subject=subject if not thread else f"Re: {subject}",
                sent=datetime.combine(day, clock, ZONE),
                text=fill(turn.text),
                shape=turn.shape,
                enclosures=turn.enclosures,
                answers=thread[-1] if thread else None,
            )
            thread.append(mail)
            self.mails.append(mail)
        return thread


def fill(text: str) -> str:
    """Paragraphs broken at 72 columns, as mail programs send them; lines that start with ``|`` stay as they are."""
    paragraphs = []
    for part in text.strip().split("\n\n"):
        lines = [line.strip() for line in part.splitlines()]
        kept = all(line.startswith("|") for line in lines)
        paragraphs.append("\n".join(line[1:].strip() for line in lines) if kept else textwrap.fill(" ".join(lines), 72))
    return "\n\n".join(paragraphs)


def mbox(mails: Sequence[Mail]) -> bytes:
    """An mbox archive (RFC 4155, lines that start with ``From `` quoted), oldest first."""
    stream = io.BytesIO()
    for number, mail in enumerate(sorted(mails, key=lambda each: each.sent)):
        envelope = f"From {mail.sender.address} {mail.sent.ctime()}\n"
        stream.write(envelope.encode("ascii") + message(mail, number) + b"\n")
    return stream.getvalue()


def message(mail: Mail, number: int) -> bytes:
    """One message as bytes; ``number`` varies how its text is encoded."""
    made = EmailMessage(policy=default)
    made["From"] = _address(mail.sender)
    made["To"] = _address(mail.to)
    made["Subject"] = mail.subject
    made["Date"] = format_datetime(mail.sent)
    made["Message-ID"] = mail.id
    if mail.answers:
        made["In-Reply-To"] = mail.answers.id
        made["References"] = mail.answers.id
    if mail.shape == "html":
        made.set_content(_html(mail), subtype="html", charset="utf-8", cte="quoted-printable")
    else:
        charset = "iso-8859-1" if number % 3 == 0 and _fits_latin1(mail.body) else "utf-8"
        made.set_content(mail.body, charset=charset, cte=("quoted-printable", "8bit", "base64")[number % 3])
        if mail.shape == "alternative":
            made.add_alternative(_html(mail), subtype="html", charset="utf-8", cte="quoted-printable")
    for each in mail.enclosures:
        main, sub = each.mime.split("/")
        made.add_attachment(each.data, maintype=main, subtype=sub, filename=each.name)
    for depth, part in enumerate(made.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{ascii_name(mail.id)}_{depth}")
    stream = io.BytesIO()
    BytesGenerator(stream, mangle_from_=True, policy=default).flatten(made)
    return stream.getvalue()


def _address(party: Party) -> Address:
    """A header address; names with umlauts are encoded by the header (RFC 2047)."""
    user, domain = party.address.split("@")
    return Address(party.name, user, domain)


def _fits_latin1(text: str) -> bool:
    """Whether ISO 8859-1 has all its letters."""
    return all(ord(each) < 256 for each in text)


def _html(mail: Mail) -> str:
    """The same words as HTML, as newsletters and portals send them."""
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in mail.body.split("\n\n"))
    style = "<style>p { color: #222 }</style>"
    pixel = '<img src="cid:none" width="1" height="1" alt="">'
    return f"<html><head>{style}</head><body><div>{paragraphs}</div>{pixel}</body></html>\n"
