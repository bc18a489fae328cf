"""The time that a question speaks of, in English, German and French, as whole days on the owner's calendar.

Grammar: an anchor is a day, month, season, quarter, half or year, by name (``March 2025``, ``Q2``, ``3. März``) or relative
to today (``last month``, ``vor zwei Jahren``, ``l'été dernier``); a period is an anchor, an anchor with a side
(``since``, ``until``, ``before``, ``after``), two anchors (``between … and …``), or the last n days, weeks, months or
years up to today. A month without a year is the latest one that has begun. Seasons are those of the weather services in the
north: summer is June to August; one that stands before another word (``winter tyres``) is no time.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from pkm.answer.language import Language, fold

LANGUAGES: tuple[Language, ...] = ("en", "de", "fr")


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, both ends included; ``None`` is open."""

    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Mention:
    """A period and the part of the question, ``[start, end)``, that names it."""

    period: Period
    start: int
    end: int


NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
    "ein": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "zwei": 2, "drei": 3, "vier": 4, "funf": 5, "sechs": 6,
    "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwolf": 12,
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
    "onze": 11, "douze": 12,
}  # fmt: skip

_UNITS = {
    "day": "day", "days": "day", "tag": "day", "tage": "day", "tagen": "day", "jour": "day", "jours": "day",
    "week": "week", "weeks": "week", "woche": "week", "wochen": "week", "semaine": "week", "semaines": "week",
    "month": "month", "months": "month", "monat": "month", "monate": "month", "monaten": "month", "monats": "month",
    "mois": "month",
    "quarter": "quarter", "quarters": "quarter", "quartal": "quarter", "quartale": "quarter", "quartals": "quarter",
    "trimestre": "quarter", "trimestres": "quarter",
    "year": "year", "years": "year", "jahr": "year", "jahre": "year", "jahren": "year", "jahres": "year",
    "an": "year", "ans": "year", "annee": "year", "annees": "year",
}  # fmt: skip
_ORDINALS = {
    "first": 1, "1st": 1, "erste": 1, "ersten": 1, "premier": 1, "premiere": 1, "1er": 1, "1re": 1,
    "second": 2, "2nd": 2, "zweite": 2, "zweiten": 2, "deuxieme": 2, "2e": 2,
    "third": 3, "3rd": 3, "dritte": 3, "dritten": 3, "troisieme": 3, "3e": 3,
    "fourth": 4, "4th": 4, "vierte": 4, "vierten": 4, "quatrieme": 4, "4e": 4,
}  # fmt: skip

_SEASONS = {
    "spring": 3, "fruhling": 3, "fruhjahr": 3, "printemps": 3, "summer": 6, "sommer": 6, "ete": 6,
    "autumn": 9, "fall": 9, "herbst": 9, "automne": 9, "winter": 12, "hiver": 12,
}  # fmt: skip

_LAST = r"last|previous|letzte[nmrs]?|vergangene[nmrs]?|vorige[nmrs]?"
_THIS = r"this|current|diese[nmrs]?|laufende[nmrs]?|aktuelle[nmrs]?|cette|cet|ce"
_DERNIER = r"derniere?s?|passee?s?|precedente?s?"
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_COUNT = r"\d{1,3}|" + "|".join(NUMBER_WORDS)
_SINCE = r"since|starting(?: in| from)?|as of|seit|ab|depuis|a partir d[eu']|des"
_UNTIL = r"until|till|up to|through|bis(?: zum| ende)?|jusqu'?(?:a|en|au)?"
_BEFORE = r"before|prior to|vor|avant"
_AFTER = r"after|nach|apres"
_IN = r"in|on|during|for|of|from|by|im|am|fur|von|vom|wahrend|en|au|pour|du|de|le"
_BETWEEN = r"between|zwischen|entre|from|von|vom|de|du"
_AND = r"and|und|et|to|until|till|through|bis|bis zum|a|au|jusqu'?a?|-|–"


@cache
def month_names() -> dict[str, int]:
    """Every folded name and abbreviation of a month in the three languages, from the Unicode CLDR."""
    from babel.dates import get_month_names

    names: dict[str, int] = {"sept": 9}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    names[fold(name).rstrip(".")] = number
    return names


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Anchors, then the forms of a period."""
    month = "|".join(sorted(map(re.escape, month_names()), key=len, reverse=True))
    season = "|".join(_SEASONS)
    ordinal = "|".join(sorted(_ORDINALS, key=len, reverse=True))
    year = r"(?:19|20)\d\d"
    forms = [
        rf"(?P<iso>{year}-\d\d-\d\d)(?!\d)",
        rf"(?P<dotted>\d{{1,2}}\.\d{{1,2}}\.{year})",
        rf"(?P<slashed>\d{{1,2}}/\d{{1,2}}/{year})(?!\d)",
        rf"(?P<isomonth>{year}-\d\d|(?<![\d/])\d\d?/{year})(?![\d-])",
        rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+(?:of\s+)?(?P<m1>{month})\b\.?(?:,?\s+(?P<y1>{year}))?",
        rf"(?P<m2>{month})\b\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<y2>{year}))?",
        rf"(?:(?P<q_last>{_LAST})\s+)?(?P<m3>{month})\b\.?(?:\s+(?:of\s+|de\s+)?(?P<y3>{year}))?(?:\s+(?P<q_dernier>{_DERNIER}))?",
        rf"(?:q|t)(?P<q>[1-4])\b(?:[\s/]+(?:of\s+|de\s+)?(?P<y4>{year}))?",
        rf"(?P<qo>{ordinal}|[1-4]\.)\s+(?:quarter|quartal|trimestre)(?:\s+(?:of\s+|des\s+jahres\s+|de\s+)?(?P<y5>{year}))?",
        rf"(?P<ho>{ordinal})\s+(?:half|halfte|halbjahr|moitie|semestre)(?:\s+(?:of|des\s+jahres|de))?(?:\s+(?P<y6>{year}))?",
        rf"(?:(?P<s_last>{_LAST})\s+|(?:{_THIS})\s+)?(?P<season>{season})(?:\s+(?:of\s+|de\s+)?(?P<y7>{year})|\s+(?P<s_dernier>{_DERNIER})|(?=\s*(?:[?.!,;]|$)))",
        rf"(?P<n_ago>{_COUNT})\s+(?P<u_ago>{_UNIT})\s+ago\b",
        rf"(?:vor|il\s+y\s+a)\s+(?P<n_vor>{_COUNT})\s+(?P<u_vor>{_UNIT})\b",
        rf"h(?P<half>[12])\b(?:[\s/]+(?:of\s+|de\s+)?(?P<y8>{year}))?",
        rf"(?:the\s+)?(?:beginning|start|anfang|beginn|debut)\s+(?:of|des|de|der|du)\s*(?:the\s+|this\s+|dieses\s+|l'|cette\s+)?(?P<begun>{_UNIT})\b",
        rf"(?:{_LAST})\s+(?P<last>{_UNIT})\b",
        rf"(?:l[ae']?\s*)?(?P<dernier>{_UNIT})\s+(?:{_DERNIER})\b",
        rf"(?:{_THIS})\s+(?P<this>{_UNIT})\b",
        r"(?P<today>today|heute|aujourd'hui)",
        r"(?P<yesterday>yesterday|gestern|hier)",
        rf"(?:jahr(?:es)?\s+|year\s+|annee\s+|l'an\s+)?(?P<y>{year})(?![\d.,]\d|-\d|\d)",
    ]
    anchor = "(?:" + "|".join(forms) + ")"
    bare = re.sub(r"\(\?P<\w+>", "(?:", anchor)
    article = r"(?:the\s+|den\s+|dem\s+|der\s+|das\s+|die\s+|le\s+|la\s+|l')?"
    around = r"(?<![\w.,-])"
    return tuple(
        re.compile(each)
        for each in (
            anchor,
            rf"{around}(?:{_BETWEEN})\s+{article}(?P<first>{bare})\s*(?:{_AND})\s*{article}(?P<second>{bare})\b",
            rf"{around}(?:(?P<since>{_SINCE})|(?P<until>{_UNTIL})|(?P<before>{_BEFORE})|(?P<after>{_AFTER}))\s*"
            rf"(?:{_IN}\b)?\s*{article}(?P<anchor>{bare})(?!\w)",
            rf"{around}(?:(?:in|over|during|within|im|in den|wahrend|au cours|pendant)\s+)?(?:the\s+|der\s+|die\s+|den\s+|des\s+|les\s+|ces\s+)?"
            rf"(?:(?:last|past|previous|letzten?|vergangenen?)\s+(?P<n1>{_COUNT})\s+(?P<u1>{_UNIT})"
            rf"|(?P<n2>{_COUNT})\s+(?:derniere?s|passee?s)\s+(?P<u2>{_UNIT}))\b",
            rf"{around}(?:(?P<preposition>{_IN})\s+{article})?(?P<anchor>{bare})(?!\w)",
        )
    )


def find(question: str, today: date) -> Mention | None:
    """The period that a question names, seen from ``today``; ``None`` where it names none."""
    text = _fold_in_place(question)
    _, between, sided, rolling, plain = _patterns()
    if match := between.search(text):
        first, second = _resolve(match["first"], today), _resolve(match["second"], today)
        if first and second:
            if first.since and second.until and first.since > second.until:  # "between November and January"
                first = Period(_shift(first.since, -12), first.until)
            return Mention(Period(first.since, second.until), *match.span())
    if match := rolling.search(text):
        return Mention(
            _rolling(_number(match["n1"] or match["n2"]), _UNITS[match["u1"] or match["u2"]], today), *match.span()
        )
    for match in sided.finditer(text):
        anchor = _resolve(match["anchor"], today)
        if anchor is None or anchor.since is None or anchor.until is None:
            continue
        if match["since"]:
            period = Period(anchor.since, max(today, anchor.until))
        elif match["until"]:
            period = Period(None, anchor.until)
        elif match["before"]:
            period = Period(None, anchor.since - timedelta(days=1))
        else:
            period = Period(anchor.until + timedelta(days=1), None)
        return Mention(period, *match.span())
    for match in plain.finditer(text):
        # The name of a month or season alone may be a verb ("may", "fall") or a person: it needs a preposition or a year.
        if (match["anchor"] in month_names() or match["anchor"] in _SEASONS) and not match["preposition"]:
            continue
        if anchor := _resolve(match["anchor"], today):
            return Mention(anchor, *match.span())
    return None


def _fold_in_place(text: str) -> str:
    """Folded without moving a character, so that spans hold; a letter that folds to several keeps its first."""
    return "".join((fold(each) or each)[0] for each in text.replace("’", "'"))


def _resolve(text: str, today: date) -> Period | None:
    """The days of one anchor, or ``None`` where it is no day of the calendar."""
    match = _patterns()[0].fullmatch(text.strip())
    if match is None:
        return None
    got = {name: value for name, value in match.groupdict().items() if value}
    names = month_names()
    try:
        if iso := got.get("iso"):
            return _days(date.fromisoformat(iso))
        if dotted := got.get("dotted"):
            day, month, year = map(int, dotted.split("."))
            return _days(date(year, month, day))
        if slashed := got.get("slashed"):  # day first, as in Europe, unless the calendar forbids it
            day, month, year = map(int, slashed.split("/"))
            return _days(date(year, month, day) if month <= 12 else date(year, day, month))
        if isomonth := got.get("isomonth"):
            left, right = map(int, re.split("[-/]", isomonth))
            return _month(left, right) if left > 12 else _month(right, left)
        for n in "12":
            if f"d{n}" in got:
                month, day = names[got[f"m{n}"]], int(got[f"d{n}"])
                year = int(got.get(f"y{n}") or today.year)
                found = date(year, month, day)
                return _days(found if f"y{n}" in got or found <= today else date(year - 1, month, day))
    except ValueError:
        return None
    if "m3" in got:
        month = names[got["m3"]]
        if "y3" in got:
            return _month(int(got["y3"]), month)
        begun = month <= today.month and not ((got.get("q_last") or got.get("q_dernier")) and month == today.month)
        return _month(today.year if begun else today.year - 1, month)
    if "q" in got or "qo" in got:
        quarter = int(got["q"]) if "q" in got else _ordinal(got["qo"])
        year = _year_of(got.get("y4") or got.get("y5"), quarter * 3 - 2, today)
        return Period(date(year, quarter * 3 - 2, 1), _month_end(year, quarter * 3))
    if "ho" in got or "half" in got:
        half = int(got["half"]) if "half" in got else min(_ordinal(got["ho"]), 2)
        year = _year_of(got.get("y6") or got.get("y8"), half * 6 - 5, today)
        return Period(date(year, half * 6 - 5, 1), _month_end(year, half * 6))
    if season := got.get("season"):
        return _season(_SEASONS[season], got.get("y7"), today, over=bool(got.get("s_last") or got.get("s_dernier")))
    if unit := got.get("u_ago") or got.get("u_vor"):
        return _calendar(_UNITS[unit], today, -_number(got.get("n_ago") or got["n_vor"]))
    if unit := got.get("last") or got.get("dernier"):
        return _calendar(_UNITS[unit], today, -1)
    if unit := got.get("this") or got.get("begun"):
        return _calendar(_UNITS[unit], today, 0)
    if "today" in got or "yesterday" in got:
        return _days(today - timedelta(days="yesterday" in got))
    year = int(got["y"])
    return Period(date(year, 1, 1), date(year, 12, 31))


def _season(first_month: int, year: str | None, today: date, *, over: bool) -> Period:
    """Three months from ``first_month``: of the year, or the latest that has begun or, if so asked, is over."""
    begin = date(int(year) if year else today.year, first_month, 1)
    while not year and (_shift(begin, 3 if over else 0) > today):
        begin = _shift(begin, -12)
    last = _shift(begin, 2)
    return Period(begin, _month_end(last.year, last.month))


def _number(text: str) -> int:
    return int(text) if text.isdigit() else NUMBER_WORDS[text]


def _ordinal(text: str) -> int:
    return int(text[0]) if text[0].isdigit() else _ORDINALS[text]


def _year_of(year: str | None, first_month: int, today: date) -> int:
    return int(year) if year else today.year - (first_month > today.month)


def _days(day: date) -> Period:
    return Period(day, day)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _month(year: int, month: int) -> Period:
    return Period(date(year, month, 1), _month_end(year, month)) if 1 <= month <= 12 else Period(None, None)


def _shift(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _calendar(unit: str, today: date, step: int) -> Period:
    """The calendar unit that holds today, or the one ``step`` units on."""
    match unit:
        case "day":
            return _days(today + timedelta(days=step))
        case "week":
            monday = today + timedelta(days=7 * step - today.weekday())
            return Period(monday, monday + timedelta(days=6))
        case "month":
            first = _shift(today.replace(day=1), step)
            return Period(first, _month_end(first.year, first.month))
        case "quarter":
            first = _shift(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3 * step)
            last = _shift(first, 2)
            return Period(first, _month_end(last.year, last.month))
        case _:
            return Period(date(today.year + step, 1, 1), date(today.year + step, 12, 31))


def _rolling(count: int, unit: str, today: date) -> Period:
    """The last ``count`` units that end today, today included."""
    if unit in {"day", "week"}:
        return Period(today - timedelta(days=count * (7 if unit == "week" else 1) - 1), today)
    months = count * {"month": 1, "quarter": 3, "year": 12}[unit]
    return Period(_shift(today, -months) + timedelta(days=1), today)
