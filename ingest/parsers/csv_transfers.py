"""Exports that state each payment from both ends, source and target (Wise's history): as rows of the accounts that moved.

Such a row has no amount of its own account: ``Direction`` says which end is the owner's. OUT took source and fee, IN gave
the target, NEUTRAL did both, between two currencies of the owner's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.parsers.csv_columns import Role
from ingest.parsers.csv_layout import Layout
from ingest.parsers.csv_rows import Row
from ingest.parsers.csv_words import plain_words

_ENDS = (
    "source name",
    "source amount",
    "source currency",
    "target name",
    "target amount",
    "target currency",
    "direction",
)
_KEPT: tuple[Role, ...] = ("date", "value", "status", "reference", "category", "rate", "description")
_OWN: tuple[Role, ...] = (
    "amount", "currency", "fee", "counterparty", "original_amount", "original_currency",
)  # fmt: skip
_HEADER = ("Gross", "Currency", "Fee", "Counterparty", "Original amount", "Original currency")


def unfold(rows: Sequence[Row], layout: Layout) -> tuple[list[Row], Layout]:
    """The rows with six further columns that state the owner's end, a row of two ends as two; others as they are."""
    names = [plain_words(cell) for cell in layout.header]
    ends = [next((i for i, name in enumerate(names) if name.startswith(each)), None) for each in _ENDS]
    if None in ends:
        return list(rows), layout
    source_fee = next((i for i, name in enumerate(names) if name.startswith("source fee amount")), None)
    at = [each for each in ends if each is not None]
    found: list[Row] = []
    for row in rows:
        cells = [*row.cells, *[""] * (layout.width - len(row.cells))][: layout.width]
        payer, sent, sent_in, payee, got, got_in, direction = (cells[i] for i in at)
        fee = cells[source_fee] if source_fee is not None else ""
        out = (f"-{sent}" if sent else "", sent_in, fee, payee, got, got_in)
        back = (got, got_in, "", payer, sent, sent_in)
        sides = {"in": (back,), "neutral": (out, back)}.get(direction.casefold(), (out,))
        if any(row.cells[layout.width :]) or direction.casefold() not in ("in", "out", "neutral"):
            sides = (("",) * 6,)
        found += [replace(row, cells=(*cells, *side, *row.cells[layout.width :])) for side in sides]
    width = layout.width
    columns: dict[Role, tuple[int, ...]] = {role: each for role in _KEPT if (each := layout.columns.get(role))}
    columns |= {role: (width + i,) for i, role in enumerate(_OWN)}
    return found, replace(
        layout, columns=columns, width=width + len(_OWN), header=(*layout.header, *_HEADER),
        contents=(*layout.contents, "amounts", "currencies", "amounts", "words", "amounts", "currencies"),
    )  # fmt: skip
