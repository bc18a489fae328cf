"""What a question sets apart that no thing or payee names: cards ("but not on the credit card"), what came back ("before refunds").

The words are cut out of the question, as the plan holds what they say.
"""

from __future__ import annotations

from dataclasses import dataclass

from pkm.answer.planning.period import fold_in_place
from pkm.answer.planning.wording import any_of

# An account is meant; what is paid "by card" may be paid from a bank account.
_OFF_CARD = any_of(r"""
    ,? ?(?:but )?(?:not|nothing|excluding|except) (?:(?:what (?:was|is|went) )?on )?(?:the|our|my) (?:credit ?)?cards?(?! (?:fees?|reader|holder|payments?|number)\b)
    ,? ?(?:aber |und )?nicht (?:auf |uber )?(?:der|die|unserer?|meiner?) (?:kredit)?karten?
    ,? ?(?:mais )?pas (?:sur )?(?:la|notre|ma|les) cartes?(?: de credit)?(?! (?:de|d'|postale)\b)
""")
_GROSS = any_of(r"""
    ,? ?\(?(?:before|without (?:deducting|subtracting|taking off)|not (?:deducting|subtracting)) (?:any |the )?(?:refunds|returns)\)?(?=\W*$|,)
    ,? ?\(?(?:vor|ohne) (?:dem )?abzug (?:von |der |aller )?(?:erstattungen|ruckerstattungen|retouren|rucksendungen|gutschriften)\)?(?=\W*$|,)|,? ?vor (?:erstattungen|ruckerstattungen|retouren)(?=\W*$|,)
    ,? ?\(?(?:avant|sans deduire|sans retrancher) (?:les )?(?:remboursements|retours)\)?(?=\W*$|,)
""")
_NET = any_of(r"""
    ,? ?\(?(?:after|net of|less|minus|deducting) (?:the |any |all )?(?:refunds?|returns)\)?(?=\W*$|,| in\b)|net(?= (?:spend(?:ing)?|spent)\b)|,? ?(?:the |any |all )?(?:refunds|returns) (?:already )?(?:taken off|deducted|subtracted)(?=\W*$)
    ,? ?\(?(?:nach|abzuglich|minus)(?: abzug)?(?: (?:der|von|aller))? (?:retouren|rucksendungen|ruckgaben|erstattungen|ruckerstattungen|gutschriften)\)?(?=\W*$|,| (?:ge|be|aus)\w+(?:\W*$))|,? ?(?:(?:die|alle) )?(?:erstattungen|ruckerstattungen|retouren|rucksendungen|gutschriften) (?:sind )?(?:schon |bereits )?(?:abgezogen|abgerechnet|eingerechnet)(?=\W*$)
    ,? ?\(?(?:apres|moins|deduction faite des) (?:les |des )?(?:remboursements|retours)\)?(?=\W*$|,)|,? ?(?:les )?(?:remboursements|retours) (?:deja )?(?:deduits|compris)(?=\W*$)
""")


@dataclass(frozen=True, slots=True)
class Exceptions:
    """What is set apart, and the parts of the question, ``[start, end)``, that say so; ``net``: what came back is to be taken off."""

    off_card: bool
    gross: bool
    net: bool
    spans: tuple[tuple[int, int], ...]


def find(text: str) -> Exceptions:
    """What a question sets apart, if anything."""
    folded = fold_in_place(text)
    off_card, gross = _OFF_CARD.search(folded), _GROSS.search(folded)
    net = [] if gross else list(_NET.finditer(folded))
    spans = tuple(each.span() for each in (off_card, gross, *net) if each)
    return Exceptions(off_card is not None, gross is not None, bool(net), spans)
