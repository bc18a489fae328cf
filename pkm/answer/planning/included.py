"""What a question says to be among what it asks for: "in October, including rent", "Weihnachtsgeld inklusive", "loyer compris".

The words are cut out of the question. The answer holds where that is indeed a part of what is asked, which bookings tell; where
it is none, or unknown, nobody knows whether it should be added.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pkm.answer.planning.leaving_out import listed
from pkm.answer.planning.period import fold_in_place

_BEFORE = re.compile(
    r",?\s*(?<!\w)(?:(?:so|also|and|und|et)\s)?(?:including|inclusive of|incl\.?|inklusive|inkl\.?|einschliesslich|mitsamt|y compris|incluant|with(?=\s[^,.?!]{1,40}\sincluded(?!\w)))\s+"
)
_AFTER = re.compile(
    r"\s*(?:included|(?:mit )?(?:inbegriffen|eingeschlossen|eingerechnet|mitgerechnet|mitgezahlt)|inklusive|comprise?s?|incluse?s?)(?=\s*(?:$|[?.!,;)]))"
)
_ENDS = re.compile(
    r"(?:\s*included)?(?=\s*(?:$|[?.!,;)])|\s+(?:ausgegeben|bezahlt|gezahlt|gekostet|bekommen|verdient|depense|paye|coute|did|have|has|do)(?!\w))"
)


@dataclass(frozen=True, slots=True)
class Included:
    """Things, each as stems, and the part of the question, ``[start, end)``, that says them to be among it."""

    things: tuple[tuple[str, ...], ...]
    start: int
    end: int


def find(text: str) -> Included | None:
    """What a question without its times and amounts says to be included; ``None`` where it says nothing, or nobody knows what."""
    folded = fold_in_place(text)
    for before in _BEFORE.finditer(folded):
        things, end = listed(text, folded, before.end())
        if things and (over := _ENDS.match(folded, end)):
            return Included(things, before.start(), over.end())
    for comma in re.finditer(r",\s*", folded):
        things, end = listed(text, folded, comma.end())
        if things and (said := _AFTER.match(folded, end)):
            return Included(things, comma.start(), said.end())
    return None
