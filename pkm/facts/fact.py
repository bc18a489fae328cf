"""What a paper states of money and time: one typed value and the very words that state it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pkm.models import DocumentId, Kind, Page

FactKind = Literal[
    "paper", "issuer", "domain", "recipient", "number", "customer", "reference", "date", "total", "net", "tax", "iban", "bic",
    "due", "discount", "instalment", "period", "paid", "direct_debit", "party", "subject", "start", "end", "minimum_end",
    "minimum_term", "notice", "notice_by", "renewal", "price", "extra", "old_price", "deposit",
    "landlord", "tenant", "insurer", "insured", "employer", "employee", "lender", "borrower",
]  # fmt: skip
NO_DOCUMENT = DocumentId(0)
PaperKind = Literal["invoice", "receipt", "credit_note", "contract", "price_change", "cancellation", "notice_given"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as it is searched for facts.

    Attributes:
        date: The day it speaks of, as far as that is known.
        header_end: The text before it is a mail's header.
    """

    text: str
    kind: Kind
    title: str = ""
    date: date | None = None
    language: str | None = None
    header_end: int = 0
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One value that a document states; ``text[char_start:char_end]`` of the document are the words that do.

    Facts of one ``item`` (an invoice, a contract) belong together. What ``text`` holds depends on the kind:

    * ``paper``: the ``PaperKind`` of the item.
    * ``issuer``, ``domain``, ``recipient``, ``party``, ``subject``, and whoever has a part in a contract (``landlord``): the name; ``number``, ``customer``, ``reference``,
      ``iban``, ``bic``: the code, the last three without spaces.
    * ``tax``: its rate in per cent, as far as it is stated; ``discount``: the same, ``amount`` is what is then to be paid
      and ``day`` until when.
    * ``period``: the days billed as an ISO 8601 interval (``2026-01-01/2026-03-31``).
    * ``notice``: how long and to the end of what: ``P3M/month``, ``P14D/any``, ``P3M/term`` (ISO 8601 duration).
    * ``notice_by``: the last day on which notice is in time, or that of every year (``--11-30``) without a ``day``.
    * ``minimum_term``, ``renewal``: a duration, or ``indefinite``.
    * ``price``, ``old_price``: what is paid how often (``P1M``); ``day``: from when it holds; ``extra``: what is paid with the price and
      is not in it, as an advance on utilities.
    * else: the value as it is written.

    Attributes:
        checked: A check sum, or figures that add up, bear it out.
    """

    item: int
    kind: FactKind
    text: str
    char_start: int
    char_end: int
    amount: Decimal | None = None
    currency: str | None = None
    day: date | None = None
    checked: bool = False
    document_id: DocumentId = NO_DOCUMENT


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something must be done, and what happens otherwise.

    Attributes:
        what: ``renews`` (notice by then or it goes on), ``may_end`` (the first day on which it can end), ``ends``,
            ``notice_given`` (somebody gave notice to that day, and no confirmation was found), ``payment`` (an invoice falls due).
        notice_by: The last day on which notice, or the money, is in time; ``None`` where none is needed.
        renews_for: A duration, or ``indefinite``; empty where it does not renew.
        spans: ``(char_start, char_end)`` of the words that it rests on.
        contract: The contract that it is of, where another paper, ``document_id``, says so.
    """

    document_id: DocumentId
    item: int
    what: Literal["renews", "may_end", "ends", "notice_given", "payment"]
    subject: str
    notice_by: date | None
    ends_on: date | None
    renews_for: str
    spans: tuple[tuple[int, int], ...]
    amount: Decimal | None = None
    currency: str | None = None
    contract: DocumentId | None = None

    @property
    def of(self) -> DocumentId:
        """The paper whose deadline it is."""
        return self.contract or self.document_id

    @property
    def day(self) -> date:
        """The day on which it comes up."""
        day = self.notice_by or self.ends_on
        assert day is not None  # noqa: S101 - one of the two is always there
        return day
