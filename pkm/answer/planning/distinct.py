"""What is counted other than bookings: in how many shops, with how many different restaurants, on how many days.

The words that say so are cut out of the question, so that what remains says of which bookings. Only what bookings tell apart
is counted: kinds of places stay the topic ("different restaurants"), anything else ("different subscriptions") is not counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pkm.answer.planning.days import Unit
from pkm.answer.planning.grouping import ORTE, PLACES, unit_of
from pkm.answer.planning.period import fold_in_place

_HOW_MANY = r"(?:how many|(?:the )?number of|wie ?vielen?|(?:die )?anzahl (?:der|an|von)?|(?:le )?nombre d(?:e\s|')|combien d(?:e\s|'))\s*"
_IN = r"(?:(?:in|at|on|to|from|with|during|bei|an|von|mit|dans|chez|a|pendant|en)\s)?"
_DIFFERENT = r"(?:different|distinct|separate|unique|verschiedenen?|unterschiedlichen?|differente?s|distincte?s)"
_PAYEE = r"(?:payees|counterparties|recipients|empfangern?|gegenseiten|beneficiaires|contreparties)"
_SHOP = r"(?:shops|stores|merchants|vendors|companies|businesses|geschaften?|laden|handlern?|firmen|commercants|magasins|enseignes|marchands)"
_PLACE = rf"(?:{PLACES}|{ORTE}|boulangeries|supermarches|stations?-service)"
_UNIT = r"(?:days|weeks|months|tagen|wochen|monaten|jours|semaines|mois)"
_FORMS = tuple(
    re.compile(rf"(?<!\w){form}(?!\w)")
    for form in (
        rf"(?P<cut>{_IN}{_HOW_MANY}(?:{_DIFFERENT}\s)?(?:{_PAYEE}|(?P<shop>{_SHOP}))(?:\s{_DIFFERENT})?)",
        rf"(?P<cut>{_IN}{_HOW_MANY}{_DIFFERENT})\s{_PLACE}",
        rf"(?P<cut>{_IN}{_HOW_MANY}){_PLACE}(?P<more>\s{_DIFFERENT})",
        rf"(?P<cut>(?:on|in|an|pendant)\s{_HOW_MANY}(?:{_DIFFERENT}\s)?(?P<unit>{_UNIT}))",
    )
)


@dataclass(frozen=True, slots=True)
class Distinct:
    """What is told apart and counted (payees, or a unit of time), and the spans to cut out.

    Attributes:
        of_shops: Whether shops are meant, which bookings do not tell from landlords and insurers unless a topic does.
    """

    unit: Unit | None
    of_shops: bool
    spans: tuple[tuple[int, int], ...]


def find(text: str) -> Distinct | None:
    """What a question without its times and amounts counts other than bookings; ``None`` where it counts nothing else."""
    folded = fold_in_place(text)
    for form in _FORMS:
        if match := form.search(folded):
            got = match.groupdict()
            spans = [match.span(name) for name in ("cut", "more") if got.get(name)]
            unit = unit_of(got["unit"]) if got.get("unit") else None
            return Distinct(unit, bool(got.get("shop")), tuple(spans))
    return None
