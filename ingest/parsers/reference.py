"""Which references are a booking's own: what several share tells none of them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from pkm.models import ParsedTransaction


def tell_apart(transactions: Iterable[ParsedTransaction]) -> tuple[ParsedTransaction, ...]:
    """Keep as ``reference`` only what is one booking's own, and let a reversal name the booking that it takes back.

    Banks put one reference on a payment and its fee, and repeat a payment's on its reversal.
    """
    own = list(transactions)
    used = Counter(each.reference for each in own if each.reference and not each.correction)
    kept = []
    for each in own:
        stated = each.reference
        if stated and each.correction and used[stated] == 1:
            each = replace(each, reference=None, corrects=stated)
        elif stated and not each.correction and used[stated] > 1:
            each = replace(each, reference=None)
        kept.append(each)
    return tuple(kept)
