"""What one payee takes for several things by bookings of their own: rent and charges, power and heating."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pkm.answer.language import stems_of
from pkm.store import figures
from pkm.store.chosen import Filter, Term
from pkm.store.database import Connection
from pkm.store.figures import PayeeWord

# What a landlord may take beside the rent, or a utility beside one of what it supplies, by bookings of their own.
_BESIDE = {
    "rent": stems_of(
        "betriebskosten nebenkosten heizkosten charges provision parking garage stellplatz tiefgarage parkplatz utilities"
    ),
    "electricity": stems_of(
        "gas gaz erdgas wärme waerme fernwärme fernwaerme heizung heating chauffage wasser abwasser water eau internet"
    ),
    "gas & heating": stems_of("strom ökostrom electricity électricité wasser abwasser water eau internet"),
    "water": stems_of(
        "strom ökostrom electricity électricité gas gaz erdgas wärme waerme fernwärme fernwaerme heizung heating chauffage"
    ),
}


def alone(connection: Connection, meant: Filter, terms: Sequence[Term], n: int, found: Sequence[PayeeWord]) -> Filter:
    """The rent without the charges, or the power without the heating, that one payee takes by bookings of their own.

    The words of both tell them apart; ``n`` is the term's place, ``found`` what payees say of it.
    """
    term = terms[n]
    if len(term.categories) != 1 or term.categories[0] not in _BESIDE:
        return meant
    beside = figures.words_like(connection, meant.collection, _BESIDE[term.categories[0]], ())
    charged = {row.payee: row.bookings / row.of for row in beside}
    apart = {row.payee for row in found if row.bookings / row.of + charged.get(row.payee, 1.0) <= 1}
    if not apart:
        return meant
    told = Term(term.words, ())
    if len(terms) > 1:
        others = set(meant.payees or ()) - apart
        return replace(meant, payees=tuple(sorted(others)), terms=(*terms[:n], told, *terms[n + 1 :]))
    paid = figures.sums(connection, Filter(meant.collection, terms=(Term((), term.categories),)), "counterparty")
    others = {*(meant.payees or ()), *(each.key for each in paid if each.key)} - apart
    return replace(meant, payees=tuple(sorted(others)), terms=(told,))
