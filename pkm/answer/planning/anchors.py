"""The names of times in English, German and French: ``March 2025``, ``Q2``, ``3. März``, ``last month``, ``l'été dernier``.

A month without a year is the latest one that has begun. Seasons are those of the weather services in the north: summer is
June to August; one that stands before another word (``winter tyres``) is no time. The end of a month is its last third,
the end of a year its last quarter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from pkm.answer.language import Language
from pkm.answer.planning.days import Part, Period, Unit, current, day_of, latest_season, months, moved, part_of, weekend
from pkm.ledger.words import fold

LANGUAGES: tuple[Language, ...] = ("en", "de", "fr")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A time that has a name.

    Attributes:
        period: Its days.
        yearless: Whether its year was taken from today.
        base, back: For ``the previous month``: the time that it is before where no other is named, and the unit by which.
        ends: Whether it is the end of a time.
    """

    period: Period
    yearless: bool = False
    base: Period | None = None
    back: Unit | None = None
    ends: bool = False


NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90,
    "ein": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "zwei": 2, "drei": 3, "vier": 4, "funf": 5, "sechs": 6,
    "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwolf": 12, "funfzehn": 15, "zwanzig": 20, "dreissig": 30, "dreisig": 30, "vierzig": 40, "funfzig": 50, "sechzig": 60,
    "neunzig": 90,
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
    "onze": 11, "douze": 12, "quinze": 15, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
}  # fmt: skip
_ORDINALS = {
    "first": 1, "1st": 1, "erste": 1, "ersten": 1, "erstes": 1, "premier": 1, "premiere": 1, "1er": 1, "1re": 1,
    "second": 2, "2nd": 2, "zweite": 2, "zweiten": 2, "zweites": 2, "deuxieme": 2, "second semestre": 2, "2e": 2,
    "third": 3, "3rd": 3, "dritte": 3, "dritten": 3, "drittes": 3, "troisieme": 3, "3e": 3,
    "fourth": 4, "4th": 4, "vierte": 4, "vierten": 4, "viertes": 4, "quatrieme": 4, "4e": 4,
}  # fmt: skip
_UNIT_FORMS: dict[Unit, str] = {
    "day": "day days tag tage tagen tages jour jours",
    "week": "week weeks woche wochen semaine semaines",
    "month": "month months monat monate monaten monats mois",
    "quarter": "quarter quarters quartal quartale quartals trimestre trimestres",
    "year": "year years jahr jahre jahren jahres an ans annee annees",
}
UNITS: dict[str, Unit] = {form: unit for unit, forms in _UNIT_FORMS.items() for form in forms.split()}
SEASONS = {
    "spring": 3, "fruhling": 3, "fruhjahr": 3, "printemps": 3, "summer": 6, "sommer": 6, "ete": 6,
    "autumn": 9, "fall": 9, "herbst": 9, "automne": 9, "winter": 12, "hiver": 12,
}  # fmt: skip
_FEASTS = {
    "christmas": "christmas", "xmas": "christmas", "weihnachten": "christmas", "noel": "christmas",
    "christmas eve": "christmas eve", "heiligabend": "christmas eve", "new year's eve": "eve", "silvester": "eve", "saint-sylvestre": "eve", "new year's day": "new year", "neujahr": "new year",
    "easter": "easter", "ostern": "easter", "paques": "easter",
}  # fmt: skip
_PARTS: dict[Part, str] = {
    "begin": "(?:beginning|start)(?= of)|early|anfang|beginn|debut",
    "middle": "middle(?= of)|mid|mitte|milieu|mi",
    "end": "end(?= of)|late|ende|fin",
}
_PART_GROUPS = frozenset(["edge", "compound", *_PARTS, *(f"{part}_of" for part in _PARTS)])  # in the pattern of a name
SATURDAY = 5
PLAIN_MONTHS = frozenset(
    [
        "january",
        "february",
        "july",
        "september",
        "october",
        "november",
        "december",
        "januar",
        "februar",
        "oktober",
        "dezember",
        "janvier",
        "fevrier",
        "juin",
        "juillet",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
    ]
)  # those that are neither a verb nor a person

LAST = r"last|previous|letzte[nmrs]?|vergangene[nmrs]?|vorige[nmrs]?"
_NEXT = r"next|coming|nachste[nmrs]?|kommende[nmrs]?"
_THIS = r"this|current|diese[nmrs]?|laufende[nmrs]?|aktuelle[nmrs]?|cette|cet|ce"
DERNIER = r"derniere?s?|passee?s?|precedente?s?"
_PROCHAIN = r"prochaine?s?"
UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
COUNT = r"\d{1,3}|" + "|".join(NUMBER_WORDS)
YEAR = r"(?:19|20)\d\d"
_OF = r"(?:of\s+|de\s+|d'|des\s+|du\s+)?"
_TOLD_YEAR = (
    rf"(?:the\s+)?(?:{LAST}|this)\s+year|(?:{LAST}|diese[sn])\s+jahre?s?|l'an(?:nee)?\s+(?:{DERNIER})|cette\s+annee"
)
_FOLLOWS = r"(?=\s*(?:[?.!,;(]|$)|\s+(?:we|i|did|have|has|was|were|on|and|und|et|bis|mehr|weniger|more|less|at|for|to|in|compared|vs|versus|than|haben|hat|hab|bei|fur|als|an|am|aus|vom|von|mit|ab|unsere?|unser|ausg\w+|bezahlt|gelassen|avons|a|au|chez|par|que|dans|pour|avec|nos|notre|our|from|with)\b)"


@cache
def month_names() -> dict[str, int]:
    """Every folded name and abbreviation of a month in the three languages, from the Unicode CLDR."""
    from babel.dates import get_month_names

    names: dict[str, int] = {"sept": 9, "janner": 1, "jaenner": 1, "feber": 2, "maerz": 3}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    names[fold(name).rstrip(".")] = number
    return names


@cache
def weekday_names() -> dict[str, int]:
    """Every folded name of a weekday in the three languages, Monday 0, from the Unicode CLDR."""
    from babel.dates import get_day_names

    return {fold(name): day for each in LANGUAGES for day, name in get_day_names("wide", "format", each).items()}


def alternatives(names: dict[str, int]) -> str:
    """A pattern of any of them, longest first."""
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


def unnamed(pattern: str) -> str:
    """A pattern without the names of its groups, so that it can stand in another more than once."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


@cache
def anchor_pattern() -> str:
    """Any name of a time, in folded text."""
    month, ordinal = alternatives(month_names()), alternatives(_ORDINALS)
    of_year = rf"(?:[\s/]+(?:of\s+(?:the\s+year\s+)?|des\s+jahres\s+|de\s+(?:l'annee\s+)?)?(?P<YEAR>{YEAR}))?"
    whole = [
        rf"(?P<iso>{YEAR}-\d\d-\d\d)(?!\d)",
        rf"(?P<dotted>\d{{1,2}}\.\s?\d{{1,2}}\.\s?(?:{YEAR}|\d\d(?!\d)))",
        rf"(?P<slashed>\d{{1,2}}/\d{{1,2}}/{YEAR})(?!\d)",
        rf"(?P<isomonth>{YEAR}-\d\d|(?<![\d/])\d\d?/{YEAR})(?![\d-])",
        rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+(?:of\s+)?(?P<m1>{month})\b\.?(?:,?\s+(?P<y1>{YEAR}))?",
        rf"(?P<m2>{month})\b\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<y2>{YEAR}))?",
        r"(?P<dm>\d{1,2}\.\d{1,2}\.)(?![\w.])",
        rf"(?:(?P<q_last>{LAST})\s+)?(?P<m3>{month})\b\.?(?:,?\s+{_OF}(?:(?P<y3>{YEAR})|(?P<m_year>{_TOLD_YEAR})))?(?:\s+(?P<q_dernier>{DERNIER}))?",
        rf"(?:q|t)(?P<q>[1-4])\b{of_year.replace('YEAR>', 'y4>', 1)}",
        rf"(?P<qo>{ordinal}|[1-4]\.)\s+(?:quarter|quartal|trimestre)s?{of_year.replace('YEAR>', 'y5>', 1)}",
        rf"(?P<hm>{ordinal}|[12]\.)\s+(?:half|halfte|moitie|quinzaine)\s+(?:of\s+|des\s+|de\s+|d')?(?P<m4>{month})\b\.?(?:\s+{_OF}(?P<y10>{YEAR}))?",
        rf"(?P<ho>{ordinal}|[12]\.)\s+(?:half|halfte|halbjahr|moitie|semestre)s?(?:\s+(?:of|des\s+jahres|de))?(?:\s+(?P<y6>{YEAR}))?",
        rf"[hs](?P<half>[12])\b{of_year.replace('YEAR>', 'y8>', 1)}",
        rf"(?:(?P<s_last>{LAST})\s+|(?:{_THIS})\s+)?(?P<season>{'|'.join(SEASONS)})(?:\s+{_OF}(?P<y7>{YEAR})(?:\s?[/-]\s?(?:{YEAR}|\d\d))?(?!\d)|\s+(?P<s_dernier>{DERNIER})|{_FOLLOWS})",
        rf"(?:(?:{LAST})\s+)?(?P<feast>{'|'.join(_FEASTS)})(?:\s+(?P<y9>{YEAR})|{_FOLLOWS})",
        r"(?:the\s+|im\s+|le\s+|la\s+)?(?P<same>vorjahres(?:monat|quartal|zeitraum)(?:e?s)?|(?:same|selben|gleichen|meme)\s+(?:month|quarter|period|time|monat|quartal|zeitraum|mois|trimestre|periode)"
        r"\s+(?:of\s+|in\s+|im\s+|de\s+)?(?:the\s+|l'|des\s+)?(?:last\s+year|previous\s+year|year\s+before|a\s+year\s+(?:ago|before|earlier)|vorjahr(?:es)?|letzten\s+jahre?s?|(?:an|annee)\s+(?:derniere?|passee?|precedente?)))",
        rf"(?:week\s+(?:of|from|beginning)|woche\s+(?:vom|ab)|semaine\s+du)\s+(?:the\s+)?(?P<week_of>\d{{1,2}}(?:st|nd|rd|th|er|\.)?\s+(?:{month})\b\.?(?:,?\s+{YEAR})?|{YEAR}-\d\d-\d\d|\d{{1,2}}\.\d{{1,2}}\.{YEAR})",
        rf"(?P<n_ago>{COUNT}|a|an)\s+(?P<u_ago>{UNIT})\s+ago\b",
        rf"(?:vor|il\s+y\s+a)\s+(?P<n_vor>{COUNT})\s+(?P<u_vor>{UNIT})\b",
        rf"(?P<twice>{UNIT})\s+before\s+last\b",
        rf"(?:vorletzte[nmrs]?|avant-derniere?)\s+(?P<zweit>{UNIT})\b",
        rf"(?P<before>{UNIT})\s+before\b",
        r"vor(?P<vor>jahr|monat|quartal|woche)(?:e?s)?\b",
        rf"(?:previous|vorherige[nmrs]?|vorangegangene[nmrs]?)\s+(?P<previous>{UNIT})\b",
        rf"(?:l[ae']?\s*)?(?P<precedent>{UNIT})\s+(?:d'avant|precedente?)\b",
        rf"(?:{LAST})\s+(?P<last>{UNIT})\b(?!\s+(?:of|des)\b)",
        rf"(?:l[ae']?\s*)?(?P<dernier>{UNIT})\s+(?:{DERNIER})\b",
        r"dernier\s+(?P<last_quarter>trimestre)\b",
        rf"(?:{_NEXT})\s+(?P<next>{UNIT})\b",
        rf"(?:l[ae']?\s*)?(?P<prochain>{UNIT})\s+(?:{_PROCHAIN})\b",
        rf"(?:{_THIS})\s+(?P<this>{UNIT})\b(?:-ci)?",
        rf"(?P<whole>l'annee|du mois|(?:of|in) the (?:month|year)|des (?:monats|jahres))(?!\s+(?:(?:{month})\b|\d|dern|pass|prec|proch|before|last|nach|vor))",
        r"(?P<ytd>year[\s-]to[\s-]date|ytd)",
        rf"(?:(?P<we_last>{LAST})|(?:{_THIS}))\s+(?:weekend|wochenende|week-end)|(?P<we>am\s+wochenende|at\s+the\s+weekend|ce\s+week-end)|(?P<we_dernier>(?:week-end|weekend)\s+(?:{DERNIER}))",
        rf"(?:(?P<wd_last>{LAST})\s+)?(?P<weekday>{alternatives(weekday_names())})(?:\s+(?P<wd_dernier>{DERNIER}))?",
        r"(?P<eve>(?:the\s+)?day\s+before\s+yesterday|vorgestern|avant-hier)",
        r"(?P<today>today|heute|aujourd'hui)",
        r"(?P<yesterday>yesterday|gestern|hier)",
        rf"(?:jahr(?:es)?\s+|year\s+|annee\s+|l'an\s+)?(?P<y>{YEAR})(?![\d.,]\d|-\d|\d)",
    ]
    edge = rf"(?P<edge>{LAST}|{DERNIER}|first|erste[nmrs]?|premiere?)\s+(?P<edge_unit>week|woche|semaine|day|tag|jour|month|monat|mois|quarter|quartal|trimestre)\s+(?:of|in|im|des|der|vom|de|d')\s*(?:the\s+)?"
    compound = r"(?P<compound>jahres|monats|quartals)(?:(?P<c_begin>beginn|anfang)|(?P<c_middle>mitte)|(?P<c_end>ende))"
    return (
        rf"(?:{compound}|(?:{edge}|{_part_pattern('')})?(?:{'|'.join(whole)})|{_part_pattern('_of')}(?P<inner>{UNIT}))"
    )


def _part_pattern(suffix: str) -> str:
    """What says that a part of a time is meant; names of groups end so."""
    part = "|".join(f"(?P<{name}{suffix}>{forms})" for name, forms in _PARTS.items())
    return rf"(?:the\s+|le\s+|la\s+)?(?:{part})(?:\s+|-)(?:(?:of|des|der|von|vom|de|du)\s+|d')?(?:the\s+|l[ae]\s+|l')?"


@cache
def _anchor() -> re.Pattern[str]:
    return re.compile(anchor_pattern())


def resolve(text: str, today: date, year: int | None = None) -> Anchor | None:
    """The days of a name, or ``None`` where it is no day of the calendar; ``year`` is that of one that states none."""
    match = _anchor().fullmatch(text.strip())
    if match is None:
        return None
    got = {name: value for name, value in match.groupdict().items() if value}
    try:
        return _part(got, today, year) if _PART_GROUPS & got.keys() else _whole(got, today, year)
    except (ValueError, OverflowError):
        return None


def _whole(got: dict[str, str], today: date, year: int | None) -> Anchor | None:
    """A time that is no part of another."""
    return _day(got, today, year) or _named(got, today, year) or _relative(got, today)


def _part(got: dict[str, str], today: date, year: int | None) -> Anchor | None:
    """The first or last week, day … of a time; its beginning, its middle or its end."""
    if "edge" in got:
        whole = _whole(got, today, year)
        if whole is None or whole.period.since is None or whole.period.until is None:
            return None
        begins = got["edge"].startswith(("first", "erste", "prem"))
        unit: Unit = UNITS[got["edge_unit"]]
        if unit != "week":
            return replace(whole, period=current(unit, whole.period.since if begins else whole.period.until))
        if begins:
            return replace(whole, period=Period(whole.period.since, whole.period.since + timedelta(days=6)))
        return replace(whole, period=Period(whole.period.until - timedelta(days=6), whole.period.until))
    if "compound" in got or "inner" in got:
        name = got["inner"] if "inner" in got else got["compound"].removesuffix("s")
        of: Anchor | None = Anchor(current(UNITS[name], today))
    else:
        of = _whole(got, today, year)
    part = next(part for part in _PARTS if {part, f"{part}_of", f"c_{part}"} & got.keys())
    return of and replace(of, period=part_of(of.period, part), ends=part == "end")


def _day(got: dict[str, str], today: date, year: int | None) -> Anchor | None:
    """A day by its date, or its week."""
    if "week_of" in got:
        anchor = resolve(got["week_of"], today, year)
        if anchor is None or anchor.period.since is None:
            return None
        return replace(anchor, period=current("week", anchor.period.since))
    if iso := got.get("iso"):
        return Anchor(day_of(date.fromisoformat(iso)))
    if dotted := got.get("dotted"):
        day, month, written = (int(each) for each in dotted.split("."))
        return Anchor(day_of(date(written + 2000 * (written < 100), month, day)))
    if slashed := got.get("slashed"):  # day first, as in Europe, unless the calendar forbids it
        day, month, written = map(int, slashed.split("/"))
        return Anchor(day_of(date(written, month, day) if month <= 12 else date(written, day, month)))
    if isomonth := got.get("isomonth"):
        left, right = map(int, re.split("[-/]", isomonth))
        return Anchor(months(left, right) if left > 12 else months(right, left))
    if bare := got.get("dm"):
        day, month = map(int, bare.strip(".").split("."))
        return _latest(day, month, None, today, year)
    for n in "12":
        if f"d{n}" in got:
            return _latest(int(got[f"d{n}"]), month_names()[got[f"m{n}"]], got.get(f"y{n}"), today, year)
    return None


def _latest(day: int, month: int, written: str | None, today: date, year: int | None) -> Anchor:
    """The day of its year; of the latest where none is stated."""
    if written or year:
        return Anchor(day_of(date(int(written or year or 0), month, day)), yearless=not written)
    found = date(today.year, month, day)
    return Anchor(day_of(found if found <= today else date(today.year - 1, month, day)), yearless=True)


def _named(got: dict[str, str], today: date, year: int | None) -> Anchor | None:
    """A month, quarter, half, season, feast or year by its name."""

    def begun(stated: str | None, first_month: int, *, over: bool = False) -> int:
        return int(stated or year or today.year - (first_month > today.month or (over and first_month == today.month)))

    if "m3" in got:
        month, stated = month_names()[got["m3"]], got.get("y3")
        if told := got.get("m_year"):
            stated = str(today.year - (re.match(r"this|diese|cette", told) is None))
        return Anchor(months(begun(stated, month, over="q_last" in got or "q_dernier" in got), month), not stated)
    if "q" in got or "qo" in got:
        first, stated = (int(got["q"]) if "q" in got else ordinal(got["qo"])) * 3 - 2, got.get("y4") or got.get("y5")
        return Anchor(months(begun(stated, first), first, 3), not stated)
    if "hm" in got:
        month, stated = month_names()[got["m4"]], got.get("y10")
        whole = months(begun(stated, month), month)
        middle = whole.since.replace(day=15) if whole.since else None
        days = (
            replace(whole, until=middle)
            if ordinal(got["hm"]) == 1
            else replace(whole, since=middle and middle.replace(day=16))
        )
        return Anchor(days, not stated)
    if "ho" in got or "half" in got:
        half, stated = int(got["half"]) if "half" in got else min(ordinal(got["ho"]), 2), got.get("y6") or got.get("y8")
        return Anchor(months(begun(stated, half * 6 - 5), half * 6 - 5, 6), not stated)
    if "season" in got:
        over, stated = "s_last" in got or "s_dernier" in got, got.get("y7")
        known = int(stated) if stated else year
        return Anchor(latest_season(SEASONS[got["season"]], known, today, over=over), not stated)
    if "feast" in got:
        stated = got.get("y9")
        days = _feast(_FEASTS[got["feast"]], begun(stated, 1))
        if not stated and not year and days.since and days.since > today:
            days = _feast(_FEASTS[got["feast"]], today.year - 1)
        return Anchor(days, not stated)
    return Anchor(months(int(got["y"]), 1, 12)) if "y" in got else None


def _feast(name: str, year: int) -> Period:
    """Christmas Eve to Boxing Day; Good Friday to Easter Monday."""
    if name == "christmas":
        return Period(date(year, 12, 24), date(year, 12, 26))
    if name in {"christmas eve", "eve", "new year"}:
        return day_of(
            date(year, 12, 24) if name == "christmas eve" else date(year, 12, 31) if name == "eve" else date(year, 1, 1)
        )
    sunday = _easter(year)
    return Period(sunday - timedelta(days=2), sunday + timedelta(days=1))


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (J. Meeus, Astronomical Algorithms, chapter 8)."""
    century, in_century = divmod(year, 100)
    leaps, odd_centuries = divmod(century, 4)
    moon = (19 * (year % 19) + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * odd_centuries + 2 * (in_century // 4) - moon - in_century % 4) % 7
    late = (year % 19 + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _relative(got: dict[str, str], today: date) -> Anchor | None:
    """A time by its distance from today."""
    if "same" in got:
        unit: Unit = "quarter" if re.search("quart|trim", got["same"]) else "month"
        return Anchor(moved(current(unit, today), "year", -1), base=current(unit, today), back="year")
    for name, step in (
        ("twice", -2), ("zweit", -2), ("last", -1), ("dernier", -1), ("last_quarter", -1), ("this", 0), ("next", 1), ("prochain", 1),
        ("u_ago", 0), ("u_vor", 0),
    ):  # fmt: skip
        if name in got:
            unit = UNITS[got[name]]
            step -= number(got.get("n_ago") or got.get("n_vor") or "0")
            return Anchor(moved(current(unit, today), unit, step))
    for name in ("before", "vor", "previous", "precedent"):
        if name in got:
            unit = UNITS[got[name]]
            return Anchor(moved(current(unit, today), unit, -1), base=current(unit, today), back=unit)
    if "whole" in got:
        return Anchor(current("year" if re.search("annee|year|jahr", got["whole"]) else "month", today))
    if "ytd" in got:
        return Anchor(Period(date(today.year, 1, 1), today))
    if "weekday" in got:
        back = (today.weekday() - weekday_names()[got["weekday"]]) % 7
        last = "wd_last" in got or "wd_dernier" in got
        return Anchor(day_of(today - timedelta(days=back or 7 * last)))
    if "eve" in got:
        return Anchor(day_of(today - timedelta(days=2)))
    if "today" in got or "yesterday" in got:
        return Anchor(day_of(today - timedelta(days="yesterday" in got)))
    over = "we_last" in got or "we_dernier" in got or ("we" in got and today.weekday() < SATURDAY)
    return Anchor(weekend(today, -over))


def number(text: str) -> int:
    """A number in figures or words."""
    return 1 if text in {"a", "an"} else int(text) if text.isdigit() else NUMBER_WORDS[text]


def ordinal(text: str) -> int:
    """``2.``, ``2nd`` or ``second``."""
    return int(text[0]) if text[0].isdigit() else _ORDINALS[text]
