"""What a parser gives of a file: its documents and bookings, and what of it was refused."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from pkm.models.ids import FileState, Kind


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was refused: where it is and why, in words for the person who owns it."""

    path: str
    locator: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Trouble(Problem):
    """A problem beside what became of its file, where it is of one: an ``indexed`` one is there in spite of it."""

    state: FileState | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that starts at ``char_start`` of the text; ``level`` 1 is the outermost; what it heads may have a day."""

    char_start: int
    level: int
    title: str
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A range of the text that came from one page.

    Attributes:
        number: Counts from 1.
        width, height: In points (1/72 inch); for a photo, in pixels.
        words: ``pkm.words.pack()`` of the page's words, empty where a format has no boxes.
        confidence: Mean OCR confidence in [0, 1], ``None`` where the text was not recognised but read.
        rotation: Degrees clockwise by which the scan was turned upright before it was read, skew included.
    """

    number: int
    char_start: int
    char_end: int
    width: float
    height: float
    words: bytes = b""
    confidence: float | None = None
    rotation: float = 0.0


@dataclass(frozen=True, slots=True)
class Word:
    """One word and its box on the page: origin top left, in the page's units."""

    char_start: int
    char_end: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class ParsedPart:
    """A part of one booking, with a category of its own, as its statement divides it.

    Attributes:
        amount: Signed as the booking's; the parts of a booking sum to it.
        name: What the statement says that it was for: a category, or the account that it was moved to; empty: nothing.
        code: The category as ``ParsedTransaction.code`` has it.
        account: The household's own account that it was moved to.
        char_start, char_end: Its lines in the document's text; those of the whole booking where it has none.
    """

    amount: Decimal
    name: str
    memo: str
    char_start: int
    char_end: int
    code: str | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedTransaction:
    """One booking as a statement states it.

    Attributes:
        locator: Where it stands in the file, such as ``row 17``.
        reference: The bank's own id of the booking (OFX ``FITID``), unique within the account.
        type: The bank's own word for its kind (OFX ``TRNTYPE``), lower case.
        char_start, char_end: The record in the document's text.
        code: The bank's own code of what it was for, with its scheme: ``mcc:5411``, ``purp:SALA``, ``gvc:166``, ``sic:…``,
            ``bank:PMNT.RCDT.ESCT``; ``name:Groceries`` where the bank uses words.
        counterparty_account: The other side's IBAN or number.
        end_to_end: The payer's own reference (SEPA EndToEndId).
        original_amount, original_currency: What a foreign payment was in its own currency, signed as ``amount``.
        rate: Units of ``currency`` for one of ``original_currency``, as stated.
        fee: What of ``amount`` was the fee, signed; ``amount`` is what moved the balance, fee included.
        balance: The account's balance after it, as stated.
        corrects: The ``reference`` of the booking that this one takes back, replaces or deletes.
        security, units, unit_price: A trade's ISIN, CUSIP or ticker, how many (negative: sold) and at what price; its
            ``type`` is the kind of trade, ``amount`` the cash that it moved (0 where none).
        parts: What it is divided into by category; empty where it is of one.
    """

    booked_on: date
    amount: Decimal
    currency: str
    counterparty: str
    description: str
    locator: str
    char_start: int
    char_end: int
    value_on: date | None = None
    reference: str | None = None
    type: str | None = None
    status: Literal["booked", "pending"] = "booked"
    code: str | None = None
    counterparty_account: str | None = None
    end_to_end: str | None = None
    original_amount: Decimal | None = None
    original_currency: str | None = None
    rate: Decimal | None = None
    fee: Decimal | None = None
    balance: Decimal | None = None
    corrects: str | None = None
    correction: Literal["reversal", "replace", "delete"] | None = None
    security: str | None = None
    units: Decimal | None = None
    unit_price: Decimal | None = None
    parts: tuple[ParsedPart, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedHolding:
    """What an investment account held of one security on a day; ``security`` is its ISIN, CUSIP or ticker."""

    security: str
    name: str
    units: Decimal
    currency: str
    locator: str
    char_start: int
    char_end: int
    unit_price: Decimal | None = None
    value: Decimal | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class ParsedStatement:
    """What one statement says of one account over one period.

    Attributes:
        account: The best number that it states (IBAN before the bank's own); what names the file where it states none.
        numbers: Other numbers under which it knows the same account.
        holder: Whose it is, as it says; several where it names them in one line.
    """

    account: str
    institution: str | None
    account_kind: str | None
    currency: str
    since: date | None
    until: date | None
    opening: Decimal | None
    closing: Decimal | None
    transactions: tuple[ParsedTransaction, ...]
    numbers: tuple[str, ...] = ()
    holdings: tuple[ParsedHolding, ...] = ()
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class CsvProfile:
    """How a person said that tables of one layout are to be read; what is ``None`` is left to evidence.

    Attributes:
        columns: Role to the names, or numbers from 1, of its columns.
        sign: What an amount without a side means: ``as-written``, or ``debit-positive`` where spending is positive.
        fee: Whether amounts have the fee in them (``included``) or it comes on top (``extra``).
        accounts: The account of one file, or of those in a folder, by its path: instead of ``account``.
    """

    date_order: Literal["day-first", "month-first", "year-first"] | None = None
    decimal: Literal[",", "."] | None = None
    currency: str | None = None
    account: str | None = None
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sign: Literal["as-written", "debit-positive"] | None = None
    fee: Literal["included", "extra"] | None = None
    accounts: dict[str, str] = field(default_factory=dict)

    def at(self, path: str) -> CsvProfile:
        """What was said of the table in a file: what was said of itself goes before what was of its folder."""
        account = next((self.accounts[each] for each in (path, path.rpartition("/")[0]) if each in self.accounts), None)
        return self if account is None else replace(self, account=account)


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """One text, ready to be stored: what is stored is what is cited.

    Attributes:
        text: The whole text. For a plain-text file it is the file, decoded and otherwise unchanged.
        locator: Where the document lies inside its file (``message <id>``, ``attachment 2``); ``None``: it is the file.
        parent: Index of the document that it is attached to, in ``Parsed.documents``; parents come first.
        name: File name of an attachment; ``None`` for the file itself.
        original: The attachment's bytes, kept so that its citations can be opened; ``None`` for the file itself.
        date: The day the document speaks of (sent, signed, issued), as far as it says so.
        head: What names the document beside its title, e.g. sender and recipients; given to search, never quoted.
        header_end: The text before it is a header (mail headers): searchable, cited, but not part of a passage's body.
        quoted: Ranges of the text, in order, that repeat others' words (a mail's reply): kept and cited, but no
            passages while the home holds those (``ingest.quotations``).
    """

    text: str
    kind: Kind
    title: str
    mime: str
    date: date | None = None
    language: str | None = None
    locator: str | None = None
    parent: int | None = None
    name: str | None = None
    original: bytes | None = None
    head: str = ""
    header_end: int = 0
    pages: tuple[Page, ...] = ()
    headings: tuple[Heading, ...] = ()
    statements: tuple[ParsedStatement, ...] = ()
    meta: dict[str, str] = field(default_factory=dict)
    quoted: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a document (a mail's attachment), not yet parsed; ``parent`` indexes ``Parsed.documents``."""

    name: str
    data: bytes
    parent: int
    locator: str


@dataclass(frozen=True, slots=True)
class Resume:
    """Where to go on in a file that only grew since it was read, or that is read portion by portion.

    Attributes:
        parser: Who read it, in which version.
        size: How large it was, in bytes.
        start: Where its last part began, which may have been incomplete, or the next one begins; in bytes of the file, of an
            archive in bytes of the file inside that is next.
        parts: How many parts come before that.
        last: Locator of the last part, if that could be read.
        seen: Locators of the parts before it, when reading goes on.
        unfinished: What begins there was not read yet.
        since: Ordinal of the first document of a reading that is not finished; those before it are of an earlier reading.
        changed: Whether the file's bytes are others than those of that earlier reading.
        done, total: How many bytes of how many were read, packed or not; 0 of 0 where nobody knows.
    """

    parser: str
    size: int
    start: int
    parts: int
    last: str | None = None
    seen: tuple[str, ...] = ()
    unfinished: bool = False
    since: int = 0
    changed: bool = False
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Parsed:
    """All that one file holds. A file without any document states why in ``problems``.

    Parsers leave attachments to ``ingest.parsers.parse``, which turns them into documents with a parent.

    Attributes:
        resume: Where reading can go on when the file has grown, or goes on because this is a portion of it.
        appended: Only what begins at the ``Candidate``'s ``resume`` was read; what comes before it stays.
        wordless: How many of its parts hold nothing to be read, as sound and films do.
    """

    documents: tuple[ParsedDocument, ...]
    problems: tuple[Problem, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    parser: str = ""
    resume: Resume | None = None
    appended: bool = False
    wordless: int = 0

    @property
    def goes_on(self) -> Resume | None:
        """Where the next portion of the file begins, unless this was the last one."""
        return self.resume if self.resume is not None and self.resume.unfinished else None
