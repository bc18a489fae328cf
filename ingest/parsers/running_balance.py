"""What a running balance proves of the amounts beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

Line = tuple[Decimal | None, Decimal | None]
"""A row's amount, ``None`` where it could not be read, and the balance after it, ``None`` where none is stated."""
WRITTEN = 8  # so many amounts without a sign that balances prove as written, and none otherwise: money came in only


@dataclass(frozen=True, slots=True)
class Proof:
    """What the balances say, in the order of the file.

    Attributes:
        signs: What each amount is to be multiplied with; 0 where neither amount nor balance tells the sign.
        opening, closing: Before the first and after the last booking; ``None`` where balances are of no use.
        doubts: Indices of rows whose balance does not follow from the rows before.
        proven: How many balances follow from the ones before.
        opposite: Whether the opposite signs are proven as well as these, or in their place.
    """

    signs: tuple[int, ...]
    opening: Decimal | None
    closing: Decimal | None
    doubts: tuple[int, ...]
    proven: int
    opposite: bool = False


def prove(lines: Sequence[Line], unsigned: bool = False, order: Literal[-1, 0, 1] = 0) -> Proof:
    """Try the file oldest first and newest first, with its own signs and with the opposite ones.

    ``order`` is 1 where the days say that it is oldest first, -1 newest first, 0 where they say neither.

    The file's own signs hold unless balances refute all of them and prove all the opposite ones, as in exports that
    state spending as positive. With ``unsigned`` amounts each balance tells the sign of its row; where all tell that they
    stand as they are written, so does the first.
    """
    own = _best(lines, order, lambda each: _walk(each, 1))
    if unsigned:
        is_written = order != 0 and own.proven >= WRITTEN and not own.doubts
        return own if is_written else _tell_all(lines, order)
    opposite = _best(lines, order, lambda each: _walk(each, -1))
    either = opposite.proven > 0 and not opposite.doubts
    if not own.doubts:
        return replace(own, opposite=either)
    if own.proven == 0 and opposite.proven > 1 and either:
        return opposite
    return replace(own, opposite=either) if own.proven else Proof(own.signs, None, None, own.doubts, 0, either)


def _tell_all(lines: Sequence[Line], order: int) -> Proof:
    """The signs that balances tell; ``opposite`` where both directions tell them, and not the same."""
    told = _best(lines, order, _tell_signs)
    if order == 0:
        one, other = _tell_signs(lines), _turn(_tell_signs(lines[::-1]))
        if one.proven == other.proven and one.signs != other.signs:
            return replace(told, opposite=True)
    return told


def _best(lines: Sequence[Line], order: int, walk: Callable[[Sequence[Line]], Proof]) -> Proof:
    """The better of both directions, or the one that the days leave."""
    tried = [walk(lines)] if order >= 0 else []
    return max([*tried, *([_turn(walk(lines[::-1]))] if order <= 0 else [])], key=_merit)


def _merit(proof: Proof) -> int:
    return proof.proven - len(proof.doubts)


def _turn(proof: Proof) -> Proof:
    """The proof of a reversed file, in the file's order."""
    last = len(proof.signs) - 1
    return Proof(
        proof.signs[::-1], proof.opening, proof.closing, tuple(last - i for i in reversed(proof.doubts)), proof.proven
    )


def _walk(lines: Sequence[Line], sign: int) -> Proof:
    """Add up from balance to balance; a row that could not be read leaves the next balance unjudged."""
    opening: Decimal | None = None
    before: Decimal | None = None
    moved, known, proven = Decimal(0), True, 0
    doubts: list[int] = []
    for index, (amount, balance) in enumerate(lines):
        moved, known = moved + sign * (amount or 0), known and amount is not None
        if balance is None:
            continue
        if before is None:
            opening = balance - moved if known else None
        elif known and before + moved == balance:
            proven += 1
        elif known:
            doubts.append(index)
        before, moved, known = balance, Decimal(0), True
    closing = before + moved if before is not None and known else None
    return Proof((sign,) * len(lines), opening, closing, tuple(doubts), proven)


def _tell_signs(lines: Sequence[Line]) -> Proof:
    """Take each row's sign from the step of the balance; the first row's step is not stated, so its sign is not."""
    signs: list[int] = []
    doubts: list[int] = []
    before: Decimal | None = None
    for index, (amount, balance) in enumerate(lines):
        step = balance - before if balance is not None and before is not None else None
        told = 1 if step == amount else -1 if step is not None and amount is not None and step == -amount else 0
        signs.append(told)
        if index and told == 0:
            doubts.append(index)
        before = balance
    return Proof(tuple(signs), None, before, tuple(doubts), len(signs) - 1 - len(doubts))
