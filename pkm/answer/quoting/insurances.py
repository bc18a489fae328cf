"""Which insurance a question names: what covers the household tells nothing of the liability."""

from __future__ import annotations

import re

from pkm.answer.language import stems_of
from pkm.answer.planning.lookup import plain
from pkm.answer.quoting.coverage import stems
from pkm.answer.quoting.evidence import Passage
from pkm.ledger.words import stem

_SORTS = tuple(
    stems_of(each)
    for each in (
        "car auto motor vehicle kfz voiture automobile moto",
        "home household homeowner homeowners renters contents building hausrat haushalt wohngebäude gebäude habitation logement",
        "liability haftpflicht privathaftpflicht responsabilité",
        "health medical kranken krankheit santé maladie mutuelle",
        "dental zahn dentaire",
        "life leben risikoleben vie décès",
        "travel reise reiserücktritt voyage",
        "legal rechtsschutz juridique",
        "disability berufsunfähigkeit invalidité",
        "pet hunde tier animaux",
    )
)
_INSURER = stems_of("mutuelle")  # as firms of all sorts call themselves
_NAMED = re.compile(
    r"(?<!\w)(?P<en>\w+) (?:insurances?|policy|cover)(?!\w)|(?<!\w)(?P<de>\w+?)s?(?:versicherung|police)(?!\w)|(?<!\w)assurances? (?:de |d'|pour )?(?:la |l'|le )?(?P<fr>\w+)|(?<!\w)(?P<mutual>mutuelle)(?!\w)|(?<![\w-])(?P<alone>(?:privat)?haftpflicht|hausrat|rechtsschutz)(?![\w-])"
)


def is_another(question: str, passage: Passage) -> bool:
    """Whether a paper's title, or what stands first in it, names another sort of insurance than the question does."""
    asked = [stem(match[match.lastgroup or 0]) for match in _NAMED.finditer(plain(question))]
    sorts = [sort for sort in _SORTS if not sort.isdisjoint(asked)]
    first_lines = passage.head[: passage.document.header_end or None].strip().splitlines()[:2]
    named = stems("\n".join((passage.title, *first_lines)))
    told = [sort for sort in _SORTS if not sort.isdisjoint(named - _INSURER)] or [
        sort for sort in _SORTS if not sort.isdisjoint(named)
    ]
    return bool(sorts and told) and not any(each in told for each in sorts)
