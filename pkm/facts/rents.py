"""The parts of a rent: what it is without utilities, and the advances on them that are paid with it each time."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

_KINDS = (
    ("heating", r"heiz(?:ungs)?kosten|(?<!der )heizung(?!s)|heating(?: costs?| charges?)?|chauffage"),
    ("parking", r"stellplatz|tiefgarage|garage|parking"),
    ("utilities", r"nebenkosten|betriebskosten|service charges?|utilit(?:y|ies)|ancillary costs?|operating costs?|charges"),
)  # fmt: skip
_BESIDE = "|".join(form for _, form in _KINDS)
_EXTRA = re.compile(rf"(?<!\w)(?:{_BESIDE})[\w-]*", re.IGNORECASE)
_WITHOUT = re.compile(
    rf"(?<!\w)(?:hors|ohne|exkl\w*\.?|excl\w*\.?|without|before|net of)(?: [\w-]+)??\s+(?:{_BESIDE})[\w-]*",
    re.IGNORECASE,
)
_BASE = re.compile(
    r"(?<!\w)(?:(?:netto)?kaltmiet\w*|nettomiet\w*|grundmiet\w*|(?:basic|base|net) rent|loyer (?:\w+ )?(?:nu|de base)|loyer principal)(?!\w)",
    re.IGNORECASE,
)
_RENT = re.compile(rf"{_BASE.pattern}|(?<!\w)(?:\w*miete|\w*mietzins|rent|loyer)(?!\w)", re.IGNORECASE)
_INCLUDED = re.compile(
    r"(?<!\w)(?:davon|darin|hiervon|enthalten\w*|inkl\w*|einschließlich|inbegriffen|including|included|of which|thereof|dont|y compris|incluant|incluse?s?|comprise?s?)(?!\w)",
    re.IGNORECASE,
)
_NOT_AGREED = re.compile(
    r"(?<!\w)(?:kann|können|auf wunsch|optional|may|can|on request|peut|peuvent|en option|vorjahr\w*|last year|previous year|l['’]année précédente|m²|qm)(?!\w)",
    re.IGNORECASE,
)  # what might be paid, what was, or what a square metre costs
_ADVANCE = re.compile(
    r"(?<!\w)(?:[\w-]*(?:vorauszahlung|pauschale|abschlag)\w*|vorschuss|akonto|zuzüglich|zzgl|plus|in addition|advances?|on account|provisions?|forfait|acomptes?|en sus)(?!\w)",
    re.IGNORECASE,
)
_NAMED_AFTER = re.compile(
    rf"\s*(?:(?!(?:plus|zuzüglich|zzgl|und|and|et|hors|ohne|excluding)\b)[\w'’]+ ){{0,7}}{_EXTRA.pattern}",
    re.IGNORECASE,
)
SHORT = 80  # characters of a line in a table, which needs no other word for an advance


class Part(NamedTuple):
    """What an amount is to a rent: the rent without utilities, an extra beside it, or a part that is in it.

    Attributes:
        name: What an extra is for: heating, parking or other utilities.
    """

    kind: Literal["base", "extra", "included"]
    name: str = ""


def part_of(label: str, after: str, words: str) -> Part | None:
    """What an amount is, by the words before and behind it up to the next amount; ``None`` for what is no part of a rent.

    Args:
        words: The whole clause that holds it.
    """
    is_without = _RENT.search(label) is not None and _WITHOUT.search(label) is not None
    said = _WITHOUT.sub(" ", label) if is_without else label
    extras, rents = list(_EXTRA.finditer(said)), list(_RENT.finditer(said))
    if extras and (not rents or extras[-1].end() >= rents[-1].end()):
        named = extras[-1][0]
        if inside := _INCLUDED.search(said, 0, extras[0].start()):
            return None if _RENT.search(said, 0, inside.start()) else Part("included")
    elif rents:
        return Part("base") if (is_without or _BASE.fullmatch(rents[-1][0])) and not _NOT_AGREED.search(words) else None
    elif found := _NAMED_AFTER.match(after):
        named = found[0]
        if _INCLUDED.search(said):
            return Part("included")
    else:
        return None
    if _INCLUDED.search(after) or _NOT_AGREED.search(words) or not (len(words) < SHORT or _ADVANCE.search(words)):
        return Part("included")
    return Part("extra", next(name for name, form in _KINDS if re.search(form, named, re.IGNORECASE)))


def is_whole(label: str, whole: re.Pattern[str]) -> bool:
    """Whether words for a whole lead: "Gesamtmiete (Kaltmiete und Nebenkosten)", not "Nebenkosten inkl. Heizung"."""
    found, extra = whole.search(label), _EXTRA.search(label)
    return found is not None and (extra is None or found.start() <= extra.start())
