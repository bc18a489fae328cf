"""What the ledger tells: bookings and their sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, overload

from pkm.models.ids import CategorySource, DocumentId, Role, TransactionId

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class BookingPart:
    """A part of one booking that counts by a category of its own; ``name`` is what its statement calls that."""

    amount: Decimal
    category: str
    name: str
    memo: str
    char_start: int
    char_end: int
    category_from: CategorySource | None = None


@dataclass(frozen=True, slots=True)
class Transaction:
    """One booking of the ledger. Money out is negative.

    Attributes:
        parts: What it is divided into by category, where its statement does that and nobody says what the whole is; they
            sum to ``amount``.
        part_of: What the whole booking comes to, where ``amount`` and ``parts`` are only those of it that are meant.
        place: As of a hit: where its statement lies, inside of an archive too; empty where that was not looked up.
    """

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
    parts: tuple[BookingPart, ...] = ()
    part_of: Decimal | None = None
    place: str = ""

    @property
    def purpose(self) -> str:
        """What it says that it was for, in the words of its statement: those of the whole and of its parts."""
        told = (f"{each.name} ({each.memo})" if each.memo else each.name for each in self.parts)
        return "; ".join(filter(None, (self.description, *told)))

    def by_category(self) -> Iterator[Transaction]:
        """Itself; where it is divided, one for each category of its parts with what they come to."""
        if not self.parts:
            yield self
        for name in dict.fromkeys(each.category for each in self.parts):
            amount = sum((each.amount for each in self.parts if each.category == name), Decimal(0))
            yield replace(self, category=name, amount=amount, part_of=self.amount, parts=())


@dataclass(frozen=True, slots=True)
class Total:
    """Sums over transactions of one currency; ``inflow`` ≥ 0, ``outflow`` ≤ 0, ``net`` their sum."""

    currency: str
    inflow: Decimal
    outflow: Decimal
    net: Decimal
    count: int


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
    def from_ids(cls, ids: Iterable[TransactionId]) -> Rows:
        """Of ids in any order."""
        return cls(b"".join(each.to_bytes(8) for each in ids))

    @classmethod
    def of(cls, parts: Iterable[Rows]) -> Rows:
        """The ids of all of them."""
        return cls(*(piece for each in parts for piece in each._pieces))

    def __and__(self, other: Rows) -> Rows:
        """The ids that are in both; each stands once in either."""
        import numpy as np

        return Rows(np.intersect1d(self._numbers(), other._numbers(), assume_unique=True).astype(">i8").tobytes())

    def __sub__(self, other: Rows) -> Rows:
        """The ids that are not among those; each stands once in either."""
        import numpy as np

        return Rows(np.setdiff1d(self._numbers(), other._numbers(), assume_unique=True).astype(">i8").tobytes())

    def once(self) -> Rows:
        """Each id once."""
        import numpy as np

        return Rows(np.unique(self._numbers()).astype(">i8").tobytes())

    def _numbers(self) -> NDArray[np.int64]:
        import numpy as np

        return np.frombuffer(b"".join(self._pieces), ">i8").astype(np.int64)

    def _read(self) -> tuple[TransactionId, ...]:
        if self._ids is None:
            numbers = self._numbers()
            numbers.sort()
            self._ids = tuple(numbers.tolist())
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
