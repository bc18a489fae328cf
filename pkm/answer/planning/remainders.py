"""What is left of an income after some things: "what's left of the salary after rent", "Einkommen minus Miete und Strom".

The income and what is taken off are cut out of the question. Where it is not sure that nothing but the named things is taken
off ("our income after the rent increase", "salary after tax"), the question stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pkm.answer.language import content
from pkm.answer.planning.leaving_out import listed
from pkm.answer.planning.period import fold_in_place
from pkm.answer.planning.shares import GROSS, INCOME, REMAINS, WAGE
from pkm.answer.planning.wording import any_of, told_in

_OF = r"(?:(?:of|from|vom|von|aus|d[eu]|des|d')\s*+)?(?:(?:the|our|my|all|der|dem|den|unsere[mnr]?|meine[mnr]?|nos|mes|notre|mon|les|le|la)\s++|l')*+"
_INCOME = re.compile(rf"(?<!\w){_OF}(?:(?P<wage>{WAGE})|(?P<income>{INCOME}))(?!\w)")
_AFTER = re.compile(
    r"(?<!\w)(?:(?P<minus>minus|less|net of|abzuglich|weniger|moins)|after(?: (?:paying|deducting|subtracting|taking off))?(?: for)?|once|nach(?: abzug)?(?: von)?|wenn|apres(?: avoir paye| deduction d[eu]s?| paiement d[eu]s?)?|une fois)\s+"
)
_PAID = re.compile(
    r"\s*(?:(?:(?:is|are|was|were|has been|have been)\s)?(?:paid(?: for)?|deducted|taken off|covered)|(?:bezahlt|abgezogen|weg)(?: (?:ist|sind|war|waren))?|(?:(?:est|sont)\s)?(?:paye|regle|deduit)e?s?)(?!\w)"
)
_ENDS = re.compile(
    r"\s*(?:$|[?.!,;:)]|(?:left|remain\w*|over|ubrig\w*|bl(?:ei|ie)b\w*|rest\w+|do|did|have|had|is|are|was|were|von|vom|of|from|d[eu]s?|per|each|every|pro|jeden|im|par|chaque)(?!\w))"
)
_TAXED = any_of(
    r"tax(?:es|ation)?|\w*steuern?|impots?|deductions?|abgaben|expenses|everything|bills|ausgaben|kosten|depenses|allem|tout"
)


@dataclass(frozen=True, slots=True)
class Remainder:
    """Stems that narrow the income (none: all that came in), the things that are taken off, and the spans to cut out."""

    income: tuple[str, ...]
    things: tuple[tuple[str, ...], ...]
    spans: tuple[tuple[int, int], ...]


def find(text: str) -> Remainder | None:
    """What a question without its times and amounts asks to take off an income; ``None`` where it asks for no such thing."""
    folded = fold_in_place(text)
    incomes = list(_INCOME.finditer(folded))
    if len(incomes) > 1 or GROSS.search(folded):
        return None
    for after in _AFTER.finditer(folded):
        things, end = listed(text, folded, after.end())
        if not things or _TAXED.search(folded, after.end(), end):
            continue
        if paid := _PAID.match(folded, end):
            end = paid.end()
        adjoins = bool(incomes) and not folded[incomes[0].end() : after.start()].strip(" ,")
        if not (adjoins or REMAINS.search(folded[: after.start()] + folded[end:])) or not _ENDS.match(folded, end):
            continue
        if not incomes and after["minus"]:
            continue  # what it is taken off is not named
        income = incomes[0] if incomes else None
        told = (told_in(text[slice(*income.span("wage"))]) or content("salary")) if income and income["wage"] else ()
        spans = (*(each.span() for each in incomes), (after.start(), end))
        return Remainder(tuple(told), things, spans)
    return None
