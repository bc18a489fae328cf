"""A part of a sum: "half of the rent in May, how much is that?", "ein Drittel der Miete", "c'est combien, la moitié du loyer ?".

The words that name the part, and those that ask for it, are cut out of the question, so that what remains names the sum
alone. Where more than a name and a time remains ("half of what was ordered"), the question stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pkm.answer.planning.period import fold_in_place
from pkm.answer.planning.wording import any_of

_PARTS = (
    r"half|(?:die )?(?:halfte|halbe)|(?:la )?moitie",
    r"(?:a|one) third|(?:ein|das) drittel|(?:un|le) tiers",
    r"(?:a|one) quarter|(?:ein|das) viertel|(?:un|le) quart",
)
_DETERMINER = r"(?:\s(?:of|der|des|vom|von|d[eu]s?))?(?:\s(?:the|our|my|unsere[nrms]?|die|das|dem|den|meine[nrms]?|la|le|les|notre|nos|mon|ma)|\s?[dl]'|(?=\s))"
_PART = "|".join(f"(?P<by_{n}>{form})" for n, form in enumerate(_PARTS, 2))
_THAT = r"(?:\s(?:that|it|this|das|es|dann))?"
_ASKS = (
    rf"(?:(?:how much|what)(?:'s|\s(?:is|was|are|were|would be|makes?)){_THAT}|(?:wie ?viel|was)\s(?:ist|sind|war|waren|ware|macht|ergibt|betragt){_THAT}"
    r"|(?:c'est|ca fait|cela fait|c'etait)\scombien|combien\s(?:fait|font|represente|est|etait|ca fait)|a combien s'eleve)"
)
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"^\W*(?P<asks>{_ASKS})[\s,:]{{1,3}}(?P<part>{_PART}){_DETERMINER}\s?(?P<thing>[^,;:?!]{{3,100}}?)\W*$",
        rf"^\W*(?P<part>{_PART}){_DETERMINER}\s?(?P<thing>[^,;:?!]{{3,100}}?)\s*[,;:–-]?\s*(?P<asks>{_ASKS})\W*$",
    )
)
# What turns the sum into another, or divides it once more.
_VERB = any_of(r"""
    spen[dt]\w*|paid|pay|pays|cost|costs|went|goes|go|was|were|is|are|did|do|does|has|have|had|left|per|each|every|a (?:day|week|month|quarter|year)|and|or|minus|plus
    ausge\w+|\w*zahl\w*|kostet\w*|ging\w*|war|waren|ist|sind|hat|haben|habe|bl(?:ei|ie)b\w*|pro|je|jede\w*|im (?:monat|jahr)|und|oder|weniger
    depens\w+|pay\w*|cout\w*|est|sont|etait|a|ont|avons|reste|par|chaque|et|ou|moins
""")


@dataclass(frozen=True, slots=True)
class Fraction:
    """By what a sum is divided, and the spans to cut out."""

    divisor: int
    spans: tuple[tuple[int, int], ...]


def find(text: str) -> Fraction | None:
    """The part of one sum that a question without its times and amounts asks for; ``None`` where it asks for none."""
    folded = fold_in_place(text)
    for form in _FORMS:
        match = form.search(folded)
        if match and not _VERB.search(match["thing"]):
            divisor = next(n for n in range(2, 2 + len(_PARTS)) if match[f"by_{n}"])
            return Fraction(divisor, (match.span("asks"), match.span("part")))
    return None
