"""Days of the week on which something is done again and again: "at weekends", "on Saturdays", "unter der Woche", "le samedi".

They are no time but narrow one. "At the weekend", "du samedi" is the last one, unless another time is named or a habit is
asked for; "on a Saturday" is any one, of which the last, the largest or a number can be asked, and no sum.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from pkm.answer.language import Language
from pkm.answer.planning.anchors import weekday_names
from pkm.answer.planning.narrowing import HABIT
from pkm.answer.planning.period import fold_in_place

WEEKEND = (6, 7)
WORKING = (1, 2, 3, 4, 5)
_WEEKENDS = r"weekend(?= (?:spend(?:ing)?|expenses|purchases|outgoings)\b)|(?:an |at |on |over |uber |during )?(?:the |den |all )?(?:weekends|wochenenden)(?: only| nur)?|(?:pendant |durant )?(?:les (?:week-?ends|fins de semaine)|le week-?end(?! (?:dern|pass|prec|du|de|d')))"
_WORKDAYS = r"(?:(?:on |an )(?:weekdays|working days|wochentagen|arbeitstagen)|(?<!by )(?<!per )(?<!across )(?<!the )weekdays|wochentags)(?: only| nur)?(?:,? \(?(?:mo|mon)\w*[ -]+(?:to |bis )?fr\w*\)?)?|(?:pendant )?les jours (?:de (?:la )?semaine|ouvr(?:es|ables))|(?:during the week|unter der woche|en semaine)(?:,? \(?(?:mo|mon|lu)\w*[ -]+(?:to |bis |a |au )?(?:fr|ve)\w*\)?)?"
# "Excluding weekends" are the days between, "außer sonntags" all others.
_EXCEPT = r"(?:not|without|excluding|except(?:ing)?(?: for)?|leaving out|apart from|other than|ohne|auss?er|nicht|hors|sauf|sans|excepte|hormis)(?: (?:counting|including|on|at|over|for|those|the|shopping|die|das|den|einkaufe|an|am|les|le|ceux|du|des))*"
_NO_WEEKENDS = (
    rf"(?:{_EXCEPT} (?:weekends?|wochenenden?|week-?ends?)(?=\s*(?:$|[^\w\s])| (?:in|im|en|au|last|this|ausg\w+|\w*[gz]ahlt|gekauft)\b)"
    r"|(?:weekends?|wochenenden?|week-?ends?) (?:exclus|excluded|excepted|ausgenommen|exceptes|non compris))"
)
_THE_WEEKEND = r"(?:(?:at|on|over) the weekend|am wochenende)(?! (?:of|from|vom|von|des|der))"
_COUNTED = re.compile(
    r"(?:(?<!\d)\d{1,2}\.?|first|last|next|past|every|each|other|two|three|four|five|ersten?|letzten?|jede[nrs]?|zweiten?|zwei|drei|vier|premiers?|derniers?|deux|trois|quatre|chaque|tous)\s(?:\w+\s)?$"
)
_A_WEEKEND = r"(?:on|at) a weekend|an einem wochenende|un week-?end"


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Days, Monday is 1, and the part of the question, ``[start, end)``, that names them; ``is_any``: any one of them is meant."""

    days: tuple[int, ...]
    start: int
    end: int
    is_any: bool = False


def find(text: str, language: Language, names_time: Callable[[str], bool]) -> Weekdays | None:
    """The days of the week that narrow a question; ``names_time`` says whether what is left of it names a time."""
    folded = fold_in_place(text)
    for pattern, days, is_any in _forms():
        match = pattern.search(folded)
        if match and not _COUNTED.search(folded[: match.start()]):
            return _told(folded, match, days or _named(match.group()), is_any)
    names = "|".join(weekday_names())
    match = re.search(
        rf"(?<!\w)(?:{_THE_WEEKEND}|du (?:{names})(?! (?:\d|dern|pass|prec|au (?:{names}))))(?!\w)", folded
    )
    if match is None or _COUNTED.search(folded[: match.start()]):
        return None
    rest = text[: match.start()] + " " * len(match.group()) + text[match.end() :]
    habitual = HABIT[language].search(folded) is not None
    return _told(folded, match, _named(match.group()) or WEEKEND) if habitual or names_time(rest) else None


_LEFT_OUT = re.compile(rf"(?<!\w){_EXCEPT} $")


def _told(folded: str, match: re.Match[str], days: tuple[int, ...], is_any: bool = False) -> Weekdays:
    """The days that a phrase names, or all others where it leaves them out."""
    without = _LEFT_OUT.search(folded[: match.start()])
    if without is None:
        return Weekdays(days, *match.span(), is_any)
    return Weekdays(tuple(each for each in (*WORKING, *WEEKEND) if each not in days), without.start(), match.end())


@cache
def _forms() -> tuple[tuple[re.Pattern[str], tuple[int, ...], bool], ...]:
    """How days are named, the days (none: those that the words name), and whether any one is meant."""
    name = "|".join(weekday_names())
    english, german, french = (
        rf"(?:{name})s",
        rf"(?:(?:{name})s|(?:an )?(?:den )?(?:{name})en)",
        rf"(?:(?:le|les) (?:{name})s?(?! (?:\d|dern|pass|prec)))",
    )
    rows = rf"(?:(?:on )?{english}|an (?:den )?(?:{name})en)(?:(?:,| and| et| und| or|, and)? ?(?:on )?{german})*|{french}(?:(?:,| et| ou) ?{french})*"
    told: tuple[tuple[str, tuple[int, ...], bool], ...] = (
        (_NO_WEEKENDS, WORKING, False), (_WORKDAYS, WORKING, False), (_WEEKENDS, WEEKEND, False), (rf"(?:{rows})(?: only| nur| uniquement| seulement)?", (), False), (_A_WEEKEND, WEEKEND, True),
        (rf"(?:on an?|an einem|un) (?:{name})", (), True),
    )  # fmt: skip
    return tuple((re.compile(rf"(?<!\w)(?:{form})(?!\w)"), days, is_any) for form, days, is_any in told)


def _named(text: str) -> tuple[int, ...]:
    """The days that folded words name."""
    names = weekday_names()
    found = {
        names[each] + 1
        for word in re.findall(r"[a-z]+", text)
        for each in (word, word.removesuffix("s"), word.removesuffix("en"))
        if each in names
    }
    return tuple(sorted(found))
