"""Bookings that are no spending: transfers between own accounts, card settlements and refunds, both sides of each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pkm.ledger.counterparty import key_of
from pkm.models import Transaction, TransactionId

TRANSFER_DAYS = 5
UNHINTED_DAYS = 3
REFUND_DAYS = 90

_HINT = re.compile(
    r"\b(?:transfer\w*|xfer|settlement|standing order to own|own account|savings?|sparen|umbuchung|übertrag|uebertrag|"
    r"kreditkarten?(?:abrechnung|ausgleich)?|card (?:payment|bill|statement)|payment (?:received|thank you)|thank you|"
    r"abrechnung|ausgleich|virement|épargne|relevé (?:de )?carte|einzahlung|top.?up|aufladung)\b"
)
_SETTLEMENT = re.compile(
    r"\b(?:(?:credit )?card (?:settlement|bill)|kreditkarten(?:abrechnung|ausgleich|zahlung)|relevé (?:de )?carte)\b"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Money that left in ``out`` and came in ``back``: of equal amount and currency."""

    out: Transaction
    back: Transaction


def own_transfers(transactions: Iterable[Transaction]) -> frozenset[TransactionId]:
    """Both legs of all transfers between own accounts."""
    return _ids(transfer_pairs(transactions))


def refunds(transactions: Iterable[Transaction]) -> frozenset[TransactionId]:
    """Both legs of all payments that the same counterparty gave back in full."""
    return _ids(refund_pairs(transactions))


def transfer_pairs(transactions: Iterable[Transaction]) -> list[Pair]:
    """Opposite amounts of one currency on two accounts, at most five days apart.

    A word such as "transfer" or "settlement" on either side, or the other account's number, confirms a pair. Without
    one, an amount must match nothing else within three days and not be round: round amounts meet by chance.
    """
    every = list(transactions)
    pairs = _match(every, lambda one: (one.currency, abs(one.amount)), -TRANSFER_DAYS, TRANSFER_DAYS, _is_hinted)
    taken = _ids(pairs)
    rest = [each for each in every if each.id not in taken]
    likely = _match(
        rest, lambda one: (one.currency, abs(one.amount)), -UNHINTED_DAYS, UNHINTED_DAYS,
        lambda out, back: out.account != back.account and out.amount % 5 != 0,
    )  # fmt: skip
    days = defaultdict(list)
    for each in rest:
        days[each.currency, abs(each.amount)].append(each.booked_on.toordinal())
    return pairs + [pair for pair in likely if _is_alone(pair, days[pair.out.currency, -pair.out.amount])]


def refund_pairs(transactions: Iterable[Transaction]) -> list[Pair]:
    """A payment and a later credit of the same amount by the same counterparty, within ninety days."""
    return _match(
        transactions, lambda one: (one.currency, abs(one.amount), key_of(one)), 0, REFUND_DAYS,
        lambda out, back: out.account == back.account,
    )  # fmt: skip


def is_settlement(transaction: Transaction) -> bool:
    """Whether it pays a card's bill, whose purchases are spending themselves; its other side may be missing."""
    return bool(_SETTLEMENT.search(_text(transaction)))


def _match(
    transactions: Iterable[Transaction],
    group: Callable[[Transaction], tuple[object, ...]],
    first_day: int,
    last_day: int,
    fits: Callable[[Transaction, Transaction], bool],
) -> list[Pair]:
    """Pair each payment with the nearest credit of its group that lies in the window; each booking once."""
    groups: defaultdict[tuple[object, ...], list[Transaction]] = defaultdict(list)
    for each in transactions:
        if each.amount:
            groups[group(each)].append(each)
    pairs = []
    for members in groups.values():
        outs = sorted((each for each in members if each.amount < 0), key=_when)
        backs = sorted((each for each in members if each.amount > 0), key=_when)
        if outs and backs:
            pairs += _pair(outs, backs, first_day, last_day, fits)
    return sorted(pairs, key=lambda pair: _when(pair.out))


def _pair(
    outs: Sequence[Transaction],
    backs: Sequence[Transaction],
    first_day: int,
    last_day: int,
    fits: Callable[[Transaction, Transaction], bool],
) -> list[Pair]:
    """Pairs within a group of one amount, the nearest first."""
    days = [each.booked_on.toordinal() for each in backs]
    near: list[tuple[int, int, int]] = []  # days apart, index of out, index of back
    for o, out in enumerate(outs):
        day = out.booked_on.toordinal()
        for b in range(bisect_left(days, day + first_day), len(backs)):
            if days[b] > day + last_day:
                break
            if fits(out, backs[b]):
                near.append((abs(days[b] - day), o, b))
    pairs, used_outs, used_backs = [], set(), set()
    for _, o, b in sorted(near):
        if o not in used_outs and b not in used_backs:
            used_outs.add(o)
            used_backs.add(b)
            pairs.append(Pair(outs[o], backs[b]))
    return pairs


def _is_hinted(out: Transaction, back: Transaction) -> bool:
    """Whether the two sides' words say that money moved between own accounts."""
    if out.account == back.account:
        return False
    texts = _text(out), _text(back)
    numbers = ["".join(filter(str.isalnum, each.account)).casefold() for each in (back, out)]
    return any(_HINT.search(text) for text in texts) or any(
        len(number) >= 6 and number in text.replace(" ", "") for text, number in zip(texts, numbers, strict=True)
    )


def _is_alone(pair: Pair, days: Sequence[int]) -> bool:
    """Whether no third booking of that amount lies so near that it could be meant instead."""
    first = min(pair.out.booked_on, pair.back.booked_on).toordinal() - UNHINTED_DAYS
    last = max(pair.out.booked_on, pair.back.booked_on).toordinal() + UNHINTED_DAYS
    return sum(first <= day <= last for day in days) == 2


def _text(transaction: Transaction) -> str:
    return f"{transaction.counterparty} {transaction.description} {transaction.type or ''}".casefold()


def _when(transaction: Transaction) -> tuple[int, TransactionId]:
    return transaction.booked_on.toordinal(), transaction.id


def _ids(pairs: Iterable[Pair]) -> frozenset[TransactionId]:
    return frozenset(leg.id for pair in pairs for leg in (pair.out, pair.back))
