"""The share of a whole: "what share of our spending went on rent", "wie viel Prozent des Gehalts", "quelle part des revenus".

The words that name the whole and those that ask for a share are cut out of the question, so that what remains names the
part alone. A share whose whole is not named by what was spent or came in ("of the total") is none, and the question stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pkm.answer.planning import sayings
from pkm.answer.planning.intent import Direction
from pkm.answer.planning.period import fold_in_place
from pkm.answer.planning.wording import any_of, told_in

_KIND = r"(?:(?:net|monthly|annual|yearly|total|overall|combined|household|family|take-home)\s++)*+"
_OWN = r"(?:(?:netto|monats|jahres|gesamt|haushalts|familien)-?)*+"
WAGE = rf"{_KIND}(?:salar(?:y|ies)|wages?|pay(?:cheque|check)s?)|(?<='s )pay(?! for)|{_OWN}(?:geh(?:alt|alte?s?|alter|altern)|gehalts|lohn|lohne?s|lohne)|salaires?(?: nets?)?|paie"
INCOME = rf"{_KIND}(?:incomes?|earnings)|{_OWN}(?:einkommens?|einkunften?|einnahmen|verdienste?s?)|revenus?(?: (?:nets?|totaux|mensuels?|annuels?))?"
_SPENDING = rf"{_KIND}(?:spendings?|expenses|expenditures?|outgoings)|(?:(?P<compound>[^\W\d_]{{3,}}?)s?)?ausgaben|depenses(?: (?:totales|globales|mensuelles|annuelles))?"
_DETERMINERS = r"(?:\s|'s\b|l'|(?:all|the|our|my|that|which|whole|entire|den|dem|der|die|das|aller|allen|unsere[nmrs]?|meine[nmrs]?|ganzen?|gesamten?|monatlichen?|toute?s?|tous|les|le|la|nos|notre|mes|mon|ma)\s)*+"
_WHOLE = re.compile(
    rf"(?<!\w)(?:(?='s\s)|d'|(?:of|from|der|des|aller|unserer|unseres|meiner|meines|eurer|von|vom|an|am|in|im|beim|de|du|des|dans|sur)(?!\w))\s*{_DETERMINERS}"
    rf"(?:(?P<thing>[^\W\d_][\w-]+(?:'s)?)\s+(?=\w+\W))??(?:(?P<wage>{WAGE})|(?P<income>{INCOME})|(?P<spending>{_SPENDING})"
    r"(?:\s(?:de|en|pour)\s(?:les?\s|la\s|l')?(?P<of>[^\W\d_]+)|\sd'(?P<d>[^\W\d_]+))?)(?!\w)"
    r"|(?<!\w)(?:of|von) (?:dem,? |(?:all )?the money |all |everything )?(?:that |what |was )?(?:we|i|wir|ich) (?:(?P<spent>spen[dt]|ausgeben|ausgebe)|(?P<earned>earn(?:ed)?|make|made|verdienen|verdiene))(?!\w)"
    r"|(?<!\w)de (?:tout )?ce (?:que |qu'|que l')(?:je |nous |on )(?:(?P<depense>depens\w+)|(?P<gagne>gagn\w+))(?!\w)"
)
_SHARE = re.compile(
    r"(?:(?<!\w)(?:as an? |in |als |en )?(?:per ?cent(?:age|ages)?|share|proportion|fraction|prozent(?:satz|ualer|ual)?|pour ?cent(?:age|ages)?|(?<!\sa )(?<!de la )(?<!nimmt )part)|(?<!leg)(?<!w)anteil(?:e|s|ig|smassig)?|\s?%)(?!\w)"
)
_HOW_MUCH = re.compile(r"(?<!\w)(?:how much|what part|wie ?viel|combien|welche[rn]? teil|quelle partie)\W*$")
_SOME = re.compile(r"de\s+(?:salaire|revenu|depense|paie)")  # "combien de salaire" asks for all of it
REMAINS = any_of(r"left|remain\w*|ubrig\w*|bl(?:ei|ie)b\w*|rest(?:e|ent|ait|aient|era)(?:-t)?(?:-il)?|il reste")
_CARD = any_of(r"cards?|(?:kredit)?karten\w*|carte")
GROSS = any_of(r"gross|brutto\w*|bruts?|before tax(?:es)?")  # which no booking tells


@dataclass(frozen=True, slots=True)
class Share:
    """The whole of which a share is asked: where its money goes, stems of what narrows it, and the spans to cut out.

    ``on_card``: it is what was paid by card.
    """

    direction: Direction
    whole: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    on_card: bool = False


def find(text: str) -> Share | None:
    """The share that a question without its times and amounts asks for; ``None`` where it asks for none, or its whole is not sure."""
    folded = fold_in_place(text)
    wholes = list(_WHOLE.finditer(folded))
    if len(wholes) != 1 or sayings.SAVINGS.search(folded) or GROSS.search(folded):
        return None
    whole = wholes[0]
    shares = list(_SHARE.finditer(folded))
    of_it = _HOW_MUCH.search(folded[: whole.start()]) and not _SOME.match(whole.group())
    if not shares and (not of_it or REMAINS.search(folded)):
        return None
    got = whole.groupdict()
    spends = got["spending"] or got["spent"] or got["depense"]
    told = [*_stems(text, whole, "thing", "of", "d"), *_stems(text, whole, "compound")]
    if got["wage"]:
        told += told_in(text[slice(*whole.span("wage"))])
    spans = (whole.span(), *(each.span() for each in shares))
    on_card = _CARD.search(whole.group()) is not None
    return Share("out" if spends else "in", tuple(dict.fromkeys(told)), spans, on_card)


def _stems(text: str, match: re.Match[str], *names: str) -> list[str]:
    return [each for name in names if match[name] for each in told_in(text[slice(*match.span(name))])]
