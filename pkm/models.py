"""Every noun of pkm as a frozen dataclass, with the units and invariants that hold for it.

Offsets (``char_start``, ``char_end``) count Unicode characters of the document's text, as Python slices do, so
``document.text[char_start:char_end]`` is the quotation. Money is ``Decimal`` with an ISO 4217 code, negative when it
leaves the account. Instants are timezone-aware; days (``date``) are the owner's calendar days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NewType, get_args, overload

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PersonId = NewType("PersonId", int)
CollectionId = NewType("CollectionId", int)
SourceId = NewType("SourceId", int)
FileId = NewType("FileId", int)
DocumentId = NewType("DocumentId", int)
ChunkId = NewType("ChunkId", int)
AccountId = NewType("AccountId", int)
TransactionId = NewType("TransactionId", int)

NO_CURRENCY = "XXX"  # ISO 4217: no currency is involved

FileState = Literal["pending", "indexed", "duplicate", "quarantined", "deleted"]
Kind = Literal["statement", "contract", "email", "message", "invoice", "note", "code", "other"]
Arm = Literal["hybrid", "dense", "sparse"]
Late = Literal["full", "stored", "reencode"]

Role = Literal["spending", "income", "refund", "transfer", "settlement", "reversal", "trade", "other"]
CategorySource = Literal["rule", "code", "counterparty", "likeness"]

SourceKind = Literal["folder", "file", "upload", "imap"]
FILE_STATES: tuple[FileState, ...] = get_args(FileState)
KINDS: tuple[Kind, ...] = get_args(Kind)
ARMS: tuple[Arm, ...] = get_args(Arm)
LATE: tuple[str, ...] = ("off", *get_args(Late))


# ---------------------------------------------------------------- what was refused


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was refused: where it is and why, in words for the person who owns it."""

    path: str
    locator: str | None
    reason: str


# ---------------------------------------------------------------- what a parser gives


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


@dataclass(frozen=True, slots=True)
class CsvProfile:
    """How a person said that tables of one layout are to be read; what is ``None`` is left to evidence.

    Attributes:
        columns: Role to the names, or numbers from 1, of its columns.
        sign: What an amount without a side means: ``as-written``, or ``debit-positive`` where spending is positive.
        fee: Whether amounts have the fee in them (``included``) or it comes on top (``extra``).
    """

    date_order: Literal["day-first", "month-first", "year-first"] | None = None
    decimal: Literal[",", "."] | None = None
    currency: str | None = None
    account: str | None = None
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sign: Literal["as-written", "debit-positive"] | None = None
    fee: Literal["included", "extra"] | None = None


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
        quoted: Ranges of the text, in order, that repeat others' words (a mail's reply): kept and cited, but no passages.
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
    """Where to go on in a file that only grew since it was read.

    Attributes:
        parser: Who read it, in which version.
        size: How much of it was read, in bytes.
        start: Where its last part began, which may have been incomplete; in bytes.
        parts: How many parts come before that.
        last: Locator of the last part, if that could be read.
        seen: Locators of the parts before it, when reading goes on.
    """

    parser: str
    size: int
    start: int
    parts: int
    last: str | None = None
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """All that one file holds. A file without any document states why in ``problems``.

    Parsers leave attachments to ``ingest.parsers.parse``, which turns them into documents with a parent.

    Attributes:
        resume: Where reading can go on when the file has grown.
        appended: Only what begins at the ``Candidate``'s ``resume`` was read; what comes before it stays.
    """

    documents: tuple[ParsedDocument, ...]
    problems: tuple[Problem, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    parser: str = ""
    resume: Resume | None = None
    appended: bool = False


# ---------------------------------------------------------------- passages and vectors


@dataclass(frozen=True, slots=True)
class Passage:
    """A range of a document's text, as it is searched and quoted.

    Attributes:
        heading: The path of headings above it, outermost first, joined with `` › ``.
        context: The headings above it, as far as they fit: embedded before the passage, never quoted.
        date: The day of what the nearest heading heads, or the document's.
    """

    char_start: int
    char_end: int
    page: int | None
    heading: str
    context: str
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Space:
    """An embedding model and what it gives.

    Attributes:
        name: ``minilm``, ``bge-m3`` or ``http:<model>``; one space is active in a home.
        model: Folder, hub name or server model, as it was given.
        dimensions: Length of a dense vector.
        sparse: ``learned`` where the model weighs tokens itself, ``bm25`` where pkm counts words.
        multi: Whether it gives a vector a token, for late interaction.
        window_tokens: What the model reads of one text; the rest would be cut, so passages stay below it.
        late: Where those of passages come from, if it gives them: kept whole or in few bytes (``pkm.store.multivector``), or
            made again of the texts of the best candidates, for which a GPU is needed.
    """

    name: str
    model: str
    dimensions: int
    sparse: Literal["bm25", "learned"]
    multi: bool
    window_tokens: int
    late: Late = "full"


@dataclass(frozen=True, slots=True)
class Fusion:
    """How much each part counts in a passage's score; all are ≥ 0 and count against one another.

    Attributes:
        dense, sparse, late: Of the passage itself; an arm that the space does not have is left out.
        document: Of the document as a whole, beside 1 for the passage.
        recency: Of how new the passage is among those found, where the question asks for what is newest.
    """

    dense: float = 0.65
    sparse: float = 0.35
    late: float = 0.65
    document: float = 1.0
    recency: float = 0.1


@dataclass(frozen=True, slots=True)
class Embeddings:
    """Vectors of n texts.

    Attributes:
        dense: Shape (n, dimensions), float32, each row of unit length.
        sparse: Per text, token id to weight (> 0); ``None`` where the space counts words.
        multi: Per text, shape (tokens, dimensions), float32, rows of unit length; ``None`` where not given.
    """

    dense: NDArray[np.float32]
    sparse: list[dict[int, float]] | None = None
    multi: list[NDArray[np.float32]] | None = None


# ---------------------------------------------------------------- what is stored


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose records pkm keeps; every transaction runs in a person's name."""

    id: PersonId
    name: str


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents that belong together, with an owner and an audience."""

    id: CollectionId
    name: str
    owner: PersonId


@dataclass(frozen=True, slots=True)
class Source:
    """A place that is looked at again: a folder, a file, the upload point or a mailbox.

    Attributes:
        location: Its path or address as people see it.
        place: Its path in the bytes of its name.
        every: How often it is looked at, if not as often as all others.
        include: Patterns as in a ``.gitignore``, below the location: only what one of them matches; all if empty.
        exclude: Patterns of what is left out.
        options: What its kind needs to know; never a secret, only where it is found.
        cursor: What its kind left behind at the last look to go on from.
        failure: Why the last look failed; ``failed_since`` when it first did.
    """

    id: SourceId
    collection_id: CollectionId
    kind: SourceKind
    location: str
    place: bytes
    registered: bool
    created_at: datetime
    scanned_at: datetime | None
    paused: bool = False
    every: timedelta | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    cursor: Mapping[str, Any] = field(default_factory=dict)
    failure: str | None = None
    failed_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One stored text with what names it; where ``valid_to`` is set, an earlier version that held until then."""

    id: DocumentId
    collection_id: CollectionId
    file_id: FileId
    parent_id: DocumentId | None
    path: str
    locator: str | None
    name: str | None
    kind: Kind
    title: str
    date: date | None
    language: str | None
    mime: str
    sha256: str
    text: str
    header_end: int
    meta: dict[str, str] = field(hash=False)
    valid_from: datetime | None = None
    valid_to: datetime | None = None


# ---------------------------------------------------------------- what goes out


@dataclass(frozen=True, slots=True)
class Scores:
    """A hit's score in each arm; ``None`` where the arm did not see it."""

    dense: float | None = None
    sparse: float | None = None
    late: float | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is told of a mail beside its subject and day.

    Attributes:
        folder: Where it lies on the server; ``None`` where it came from elsewhere.
        thread: Message id of the first mail of its thread.
    """

    sender: str
    folder: str | None
    thread: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found.

    Attributes:
        rank: Counts from 1.
        score: Orders hits and has no unit.
        also_at: Where the same lies beside ``path``: copies of the file, and files with the same words in a passage.
        valid_to: Until when the document held, where it is an earlier version.
        mail: Who sent it and where it lies, where the document is a mail.
    """

    rank: int
    score: float
    document_id: DocumentId
    path: str
    title: str
    kind: Kind
    date: date | None
    page: int | None
    char_start: int
    char_end: int
    text: str
    scores: Scores
    also_at: tuple[str, ...] = ()
    valid_to: datetime | None = None
    mail: Envelope | None = None


@dataclass(frozen=True, slots=True)
class Transaction:
    """One booking of the ledger. Money out is negative."""

    id: TransactionId
    account: str
    booked_on: date
    value_on: date | None
    amount: Decimal
    currency: str
    counterparty: str
    description: str
    category: str
    status: str
    reference: str | None
    document_id: DocumentId
    path: str
    locator: str
    char_start: int = 0
    char_end: int = 0
    type: str | None = None
    payee: str = ""
    role: Role = "other"
    category_from: CategorySource | None = None
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


@dataclass(frozen=True, slots=True)
class Total:
    """Sums over transactions of one currency; ``inflow`` ≥ 0, ``outflow`` ≤ 0, ``net`` their sum."""

    currency: str
    inflow: Decimal
    outflow: Decimal
    net: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class Citation:
    """A claim's source at the very words: ``document.text[char_start:char_end] == quote``.

    ``boxes`` are (x0, y0, x1, y1) on the page, one a line, empty where a format has none. ``sha256`` is the
    original's, so that a reader can tell whether the file is still the one that was cited. ``mail`` as in a hit.
    """

    n: int
    document_id: DocumentId
    path: str
    title: str
    date: date | None
    page: int | None
    char_start: int
    char_end: int
    quote: str
    sha256: str
    url: str
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    mail: Envelope | None = None


class Rows(Sequence[TransactionId]):
    """Ids in ascending order, kept as PostgreSQL sends them: a million are numbers, and in one piece, only once somebody reads them."""

    __slots__ = ("_ids", "_pieces")

    def __init__(self, *pieces: bytes) -> None:
        """Of ids in any order, eight bytes each, the highest byte first."""
        self._pieces = pieces
        self._ids: tuple[TransactionId, ...] | None = None

    def __len__(self) -> int:
        return sum(map(len, self._pieces)) // 8

    def __iter__(self) -> Iterator[TransactionId]:
        return iter(self._read())

    @overload
    def __getitem__(self, place: int) -> TransactionId: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[TransactionId, ...]: ...
    def __getitem__(self, place: int | slice) -> TransactionId | tuple[TransactionId, ...]:
        return self._read()[place]

    def __add__(self, other: Rows) -> Rows:
        return Rows(*self._pieces, *other._pieces)

    def __eq__(self, other: object) -> bool:
        return self._read() == tuple(other) if isinstance(other, Rows | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._read())

    def __repr__(self) -> str:
        return f"Rows of {len(self)} ids"

    @classmethod
    def of(cls, parts: Iterable[Rows]) -> Rows:
        """The ids of all of them."""
        return cls(*(piece for each in parts for piece in each._pieces))

    def _read(self) -> tuple[TransactionId, ...]:
        if self._ids is None:
            import numpy as np

            self._ids = tuple(np.sort(np.frombuffer(b"".join(self._pieces), ">i8").astype("i8")).tolist())
        return self._ids


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that was computed: recompute it from its ``rows``; ``query`` says how."""

    name: str
    value: Decimal
    currency: str | None
    count: int
    rows: Sequence[TransactionId]
    query: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A period of an account that no statement covers."""

    account: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could have mattered and could not be read."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an answer rests on: statements seen and expected, periods missing, files unread."""

    statements: int = 0
    expected: int = 0
    gaps: tuple[Gap, ...] = ()
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What ``ask`` says: Markdown with markers ``[n]`` into ``citations``; all numbers quoted or in ``figures``."""

    status: Literal["answered", "partial", "abstained"]
    answer: str
    citations: tuple[Citation, ...]
    figures: tuple[Figure, ...]
    coverage: Coverage
    plan: dict[str, Any]
    generator: str
    unsupported: tuple[str, ...]
    timings_ms: dict[str, float]
    degraded: str | None = None
