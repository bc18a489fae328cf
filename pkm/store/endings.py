"""Contracts that a letter says are over, by the counterparty that they were with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from pkm.facts import Fact
from pkm.ledger.finding import Ended
from pkm.ledger.names import Names, is_named_by
from pkm.ledger.stated import first
from pkm.models import CollectionId, DocumentId
from pkm.store import facts
from pkm.store.database import Connection

ALIKE = 0.8  # of the weight of a firm's name, before a payee is taken for it


def ended(connection: Connection, payees: Collection[str], collection: CollectionId | None = None) -> dict[str, Ended]:
    """For each payee the confirmed end of its contract, the latest where letters state several; none where it has none."""
    items: defaultdict[tuple[DocumentId, int], list[Fact]] = defaultdict(list)
    for each in facts.find(
        connection, collection, kinds=["paper", "end", "issuer", "party", "domain"], papers=["cancellation"]
    ):
        items[each.document_id, each.item].append(each)
    names = Names(payees)
    found: dict[str, Ended] = {}
    for own in items.values():
        paper, end, firm = first(own, "paper"), first(own, "end"), first(own, "issuer") or first(own, "party")
        domain = first(own, "domain")
        if paper is None or paper.text != "cancellation" or end is None or end.day is None:
            continue
        for payee in payees:
            is_with = firm is not None and names.similarity(firm.text, payee) >= ALIKE
            is_with = is_with or (domain is not None and is_named_by(domain.text, payee))
            if is_with and (payee not in found or found[payee].on < end.day):
                found[payee] = Ended(end.day, end.document_id, end.char_start, end.char_end)
    return found
