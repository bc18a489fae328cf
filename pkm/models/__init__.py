"""Every noun of pkm as a frozen dataclass, with the units and invariants that hold for it.

Offsets (``char_start``, ``char_end``) count Unicode characters of the document's text, as Python slices do, so
``document.text[char_start:char_end]`` is the quotation. Money is ``Decimal`` with an ISO 4217 code, negative when it
leaves the account. Instants are timezone-aware; days (``date``) are the owner's calendar days.
"""

from pkm.models.answers import Answer, Citation, Coverage, Gap, Unread
from pkm.models.found import Envelope, Hit, Scores
from pkm.models.ids import (
    ARMS,
    FILE_STATES,
    KINDS,
    LATE,
    NO_CURRENCY,
    AccountId,
    Arm,
    CategorySource,
    ChunkId,
    CollectionId,
    DocumentId,
    FileId,
    FileState,
    Kind,
    Late,
    PersonId,
    Role,
    SourceId,
    SourceKind,
    TransactionId,
)
from pkm.models.ledger import BookingPart, Figure, Rows, Total, Transaction
from pkm.models.parsed import (
    Attachment,
    CsvProfile,
    Heading,
    Page,
    Parsed,
    ParsedDocument,
    ParsedHolding,
    ParsedPart,
    ParsedStatement,
    ParsedTransaction,
    Problem,
    Resume,
    Trouble,
    Word,
)
from pkm.models.passages import Embeddings, Fusion, Passage, Space
from pkm.models.stored import Collection, Document, Person, Source

__all__ = [
    "ARMS", "FILE_STATES", "KINDS", "LATE", "NO_CURRENCY", "AccountId", "Answer", "Arm", "Attachment", "BookingPart",
    "CategorySource", "ChunkId", "Citation", "Collection", "CollectionId", "Coverage", "CsvProfile", "Document",
    "DocumentId", "Embeddings", "Envelope", "Figure", "FileId", "FileState", "Fusion", "Gap", "Heading", "Hit",
    "Kind", "Late", "Page", "Parsed", "ParsedDocument", "ParsedHolding", "ParsedPart", "ParsedStatement", "ParsedTransaction",
    "Passage", "Person", "PersonId", "Problem", "Resume", "Role", "Rows", "Scores", "Source", "SourceId",
    "SourceKind", "Space", "Total", "Transaction", "TransactionId", "Trouble", "Unread", "Word",
]  # fmt: skip
