"""A mail as every mail format gives it, before it becomes a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from pkm.models import Heading


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file inside a letter; ``name`` is as the sender wrote it and not to be trusted."""

    name: str
    data: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of a letter that could not be read; ``part`` says which, ``None`` where it is the letter's own text."""

    part: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail, decoded.

    Attributes:
        sender, to, cc, sent, subject: Header values as a person reads them, one line each.
        sent_at: The moment in ``sent``, in the zone in which it is written; naive where none is.
        references: Message ids, oldest first, without their angle brackets.
        inline_images: Images that only decorate the text: counted, not read.
    """

    sender: str = ""
    to: str = ""
    cc: str = ""
    sent: str = ""
    subject: str = ""
    sent_at: datetime | None = None
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    body: str = ""
    headings: tuple[Heading, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    losses: tuple[Loss, ...] = ()
    inline_images: int = 0
    meta: dict[str, str] = field(default_factory=dict)
