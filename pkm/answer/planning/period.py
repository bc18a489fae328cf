"""The times that a question speaks of, in English, German and French, as whole days on the owner's calendar.

A time is a name (``pkm.answer.planning.anchors``), a name with a side (``since``, ``until``, ``before``, ``after``), two names
(``between … and …``), names in a row (``May and June``), or the last or next n days, weeks, months or years.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from pkm.answer.language import FUNCTION, detect
from pkm.answer.planning.anchors import (
    NUMBER_WORDS,
    PLAIN_MONTHS,
    SEASONS,
    UNITS,
    Anchor,
    month_names,
    number,
    resolve,
    weekday_names,
)  # fmt: skip
from pkm.answer.planning.days import Period, Unit, ahead, day_first, day_of, moved, rolling, whole_year
from pkm.answer.planning.time_forms import CUES, IN, SINCE, form
from pkm.ledger.words import fold, words

__all__ = ["NUMBER_WORDS", "Mention", "Period", "find", "find_all", "fold_in_place", "month_names"]

_MEASURES = re.compile(
    r"(?:than|vs|versus|against|compared|gegenuber|gegen|contre|als|que|par rapport|since|seit|depuis|until|bis|jusqu)\b"
)
_RELATIVE = re.compile(r"\b(?:last|this|next|previous|letzte|diese|vorige|nachste|vergangene|cette?|ce|derniere?)")
_YEARLESS = re.compile(
    rf"\b(?:{'|'.join(sorted(month_names(), key=len, reverse=True))}|{'|'.join(SEASONS)}|[qths][1-4]|quart\w+|trimestre|half|halbjahr|semestre)\b"
)
_BESIDE = re.compile(
    rf"\s*(?:,|&|and|und|et|or|oder|ou|vs\.?|versus|against|to|gegen|gegenuber|contre|compared (?:to|with)|(?:im )?vergleich (?:zu[mr]?|mit)|par rapport (?:a|au))\s*(?:{'|'.join(sorted(month_names(), key=len, reverse=True))})\b"
)
_MIDDLE = re.compile(r"\b(?:mid|middle|mitte|milieu|mi)\b")
THIRD_DAYS = range(9, 12)  # of a month
MIDDLE_DAY = 15
FOUND = "\0"  # stands where a time was found, so that no other is found across it


@dataclass(frozen=True, slots=True)
class Mention:
    """A time and the part of the question, ``[start, end)``, that names it.

    Attributes:
        parts: The two times from which and to which it goes, or those that stand ``in_a_row``.
        base, back: For ``the previous month``: the time that it is before where no other is named, and the unit by which.
    """

    period: Period
    start: int
    end: int
    parts: tuple[Period, ...] = ()
    in_a_row: bool = False
    base: Period | None = None
    back: Unit | None = None


_DES = re.compile(r"(?<!\w)d[èÈ]s(?!\w)", re.IGNORECASE)  # as long as "ab " is; "des" may be an article
_SO_FAR = re.compile(
    r"(?<!\w)(?:so far|bisher|bislang|bis jetzt|until now|up to now|to date|jusqu'ici|jusqu'a present|jusqu'a maintenant)(?!\w)"
)


def find(question: str, today: date) -> Mention | None:
    """The time that a question names, seen from ``today``, a span before a day; ``None`` where it names none."""
    return next(_search(question, today), None)


def find_all(question: str, today: date) -> list[Mention]:
    """All times that a question names, in the order in which it names them."""
    found = sorted(_search(question, today), key=lambda each: each.start)
    for n, (one, other) in enumerate(pairwise(found), 1):
        if same := _of_other_year(fold_in_place(question), one, other) or _of_that_year(
            fold_in_place(question), one, other
        ):
            found[n] = same
    for one, other in pairwise(found):
        if dated := _dated(fold_in_place(question), one, other):
            found = [each for each in found if each not in {one, other}]
            return sorted([*found, dated], key=lambda each: each.start)
    return found


def _of_other_year(text: str, one: Mention, other: Mention) -> Mention | None:
    """A year behind a month, quarter or season of another, which is held against the same of it: "October 2026 vs 2025"."""
    name = text[one.start : one.end]
    year = re.fullmatch(rf"(?:(?:{IN}|to|with|and|und|et)\s+)*((?:19|20)\d\d)", text[other.start : other.end])
    beside = re.fullmatch(
        r"[\s,&+]*(?:\b(?:and|und|et|vs|versus|to|with|mit|zu|zum|im|vergleich|compar\w+|against|a|au|par|rapport)\b[\s.]*)*",
        text[one.end : other.start],
    )
    begun = one.period.since
    if not (year and beside and begun and _YEARLESS.search(name) and re.search(r"\d{4}", name)):
        return None
    return replace(other, period=moved(one.period, "year", int(year[1]) - begun.year))


def _of_that_year(text: str, one: Mention, other: Mention) -> Mention | None:
    """A begin or an end behind a year is of that year: "2025 up to August", "2025 ab März"."""
    year, begin, end = one.period, other.period.since, other.period.until
    stated = re.search(r"\d{4}", text[other.start : other.end]) or text[one.end : other.start].strip(" ,(")
    if stated or year.since is None or year != whole_year(year.since.year):
        return None
    if begin is None and end is not None:
        return replace(other, period=moved(other.period, "year", year.since.year - end.year))
    if begin and not other.parts and re.match(rf"(?:{SINCE}|from)\s", text[other.start : other.end]):
        begin = moved(Period(begin, None), "year", year.since.year - begin.year).since
        return replace(other, period=Period(begin, year.until))
    return None


def _dated(text: str, one: Mention, other: Mention) -> Mention | None:
    """A month, quarter or season beside a year that is told otherwise: "Q3 last year", "letztes Jahr im Mai"."""
    if not re.fullmatch(r"[\s,(]*", text[one.end : other.start]):
        return None
    for part, whole in ((one, other), (other, one)):
        name, year = text[part.start : part.end], text[whole.start : whole.end]
        since, until = whole.period.since, whole.period.until
        told = since and until and (since.month, since.day, until.month, until.day) == (1, 1, 12, 31)
        if not (told and since and until and part.period.since and since.year == until.year) or re.search(
            r"\d{4}", name
        ):
            continue
        if _MEASURES.match(year) or _MEASURES.match(name) or not _YEARLESS.search(name) or _RELATIVE.search(name):
            continue
        period = moved(part.period, "year", since.year - part.period.since.year)
        return Mention(period, one.start, other.end)
    return None


def _search(question: str, today: date) -> Iterator[Mention]:
    text = fold_in_place(_DES.sub("ab ", day_first(question)))
    now = _SO_FAR.search(text) is not None
    if detect(question) == "de":  # where it is the word for "here"
        text = re.sub(r"\bhier\b", "heir", text)
    for name, read in _READ:
        if name in CUES and not CUES[name].search(text):
            continue
        pattern = form(name)
        position = 0
        while match := pattern.search(text, position):
            mention = read(match, today)
            if mention is None:
                position = match.start() + 1 if read in {_between, _part} else match.end()
                continue
            text = text[: mention.start] + FOUND * (mention.end - mention.start) + text[mention.end :]
            position = mention.end
            yield replace(mention, period=_until_now(mention.period, today)) if now else mention


def _until_now(period: Period, today: date) -> Period:
    """``This year so far``."""
    ahead_of_it = period.until is not None and period.until > today and (period.since is None or period.since <= today)
    return Period(period.since, today) if ahead_of_it else period


def _end(text: str, today: date, year: int | None = None) -> Anchor | None:
    """One end of a time; the middle of a month, from which or up to which it goes, is its fifteenth day."""
    anchor = resolve(text, today, year)
    if anchor is None or not _MIDDLE.search(text):
        return anchor
    since, until = anchor.period.since, anchor.period.until
    is_of_month = since and until and (until - since).days + 1 in THIRD_DAYS
    return replace(anchor, period=day_of(since.replace(day=MIDDLE_DAY))) if since and is_of_month else anchor


def _between(match: re.Match[str], today: date) -> Mention | None:
    second = _end(match["second"], today)
    begin = match["first"]
    if begin.rstrip(".stndrhe").isdigit():  # "from 3 to 15 March"
        begin = re.sub(r"\d{1,2}", re.sub(r"\D", "", begin), match["second"], count=1)
        if not re.match(r"\d{1,2}(?!\d|[./-]\d|-)", match["second"]):
            return None
    first = _end(begin, today)
    if first is None or second is None:
        return None
    if first.yearless and not second.yearless and second.period.since:
        first = _end(begin, today, second.period.since.year) or first
    since, until = first.period.since, second.period.until
    if since and until and since > until and first.yearless:  # "between November and January"
        first = _end(begin, today, since.year - 1) or first
    if second.back:
        return None
    if first.period.since and until and first.period.since > until:
        return None
    return Mention(Period(first.period.since, until), *match.span(), parts=(first.period, second.period))


def _part(match: re.Match[str], today: date) -> Mention | None:
    """The first or last days, weeks or months of a time."""
    anchor = resolve(match["anchor"], today)
    if anchor is None or anchor.period.since is None or anchor.period.until is None:
        return None
    since, until = anchor.period.since, anchor.period.until
    count, unit = number(match["count"]), UNITS[match["unit"]]
    if match["begin"]:
        period = Period(since, min(until, ahead(count, unit, since).until or until))
    else:
        period = Period(max(since, rolling(count, unit, until).since or since), until)
    return Mention(period, *match.span())


def _adjoining(match: re.Match[str], today: date) -> Mention | None:
    """The days, weeks or months right before or after a time, or up to its end: "the twelve months to June"."""
    anchor = resolve(match["anchor"], today)
    if anchor is None or anchor.period.since is None or anchor.period.until is None:
        return None
    count, unit = number(match["count"] or "1"), UNITS[match["unit"]]
    after = anchor.period.until + timedelta(days=1)
    if match["before"] or match["upto"]:
        end = anchor.period.since if match["before"] else after
        return Mention(Period(moved(Period(end, None), unit, -count).since, end - timedelta(days=1)), *match.span())
    return Mention(ahead(count, unit, after), *match.span())


def _two_days(match: re.Match[str], today: date) -> Mention | None:
    """Both of "the 13th and 14th of October", where they adjoin."""
    second = resolve(match["second"], today)
    first = resolve(re.sub(r"^\d{1,2}", match["first"], match["second"]), today)
    if not (first and second and first.period.until and second.period.since):
        return None
    adjoin = first.period.until + timedelta(days=1) == second.period.since
    return _row([first, second], *match.span()) if adjoin else None


def _counted(match: re.Match[str], today: date) -> Mention:
    got = match.groupdict()
    if got["half"]:
        return Mention(rolling(6, "month", today), *match.span())
    if got["u5"]:
        return Mention(rolling(1, UNITS[got["u5"]], today), *match.span())
    for n in "1234":
        if got[f"n{n}"]:
            count = rolling if n in "12" else ahead
            return Mention(count(number(got[f"n{n}"]), UNITS[got[f"u{n}"]], today), *match.span())
    raise AssertionError(match.re.pattern)


def _sided(match: re.Match[str], today: date) -> Mention | None:
    if match["since"] == "des" and detect(match.string) == "de":
        return None  # an article, and no "dès"
    anchor = _end(match["anchor"], today)
    if anchor is None or anchor.period.since is None or anchor.period.until is None:
        return None
    since, until = anchor.period.since, anchor.period.until
    if match["since"]:
        period = Period(since, max(today, since))
    elif match["until"] or (match["before"] and anchor.ends):
        period = Period(None, until)
    elif match["before"]:
        period = Period(None, since - timedelta(days=1))
    else:
        period = Period(until + timedelta(days=1), None)
    return Mention(period, *match.span())


def _onward(match: re.Match[str], today: date) -> Mention | None:
    """A time and all since: "from April on"."""
    anchor = resolve(match["anchor"], today)
    since = anchor.period.since if anchor else None
    return Mention(Period(since, max(today, since)), *match.span()) if since else None


def _plain(match: re.Match[str], today: date) -> Mention | None:
    """One name, and those that follow it in a row; what does not adjoin stays a time of its own."""
    # The name of a month or season alone may be a verb ("may", "fall") or a person: it needs a preposition or a year.
    alone = match["anchor"]
    if alone in month_names() or alone in SEASONS or alone in weekday_names():
        beside = alone in month_names() and _BESIDE.match(match.string, match.end())
        headed = alone in month_names() and _is_heading(match.string[: match.start()], match.string[match.end() :])
        if not match["preposition"] and alone not in PLAIN_MONTHS and not beside and not headed:
            return None
    elif alone.startswith(("christmas", "easter")) and not match["preposition"] and not re.search(r"\d", alone):
        return None
    elif alone.startswith(("christmas", "weihnachten", "noel", "easter", "ostern", "paques")) and re.match(
        r"(?:for|fur|pour)\s", match["preposition"] or ""
    ):
        return None  # what was spent for it is not spent at it
    anchor = resolve(alone, today)
    if anchor is None or (anchor.period.since is None and anchor.period.until is None):
        return None
    rows, end = [(alone, anchor)], match.end()
    while CUES["more"].match(match.string, end) and (more := form("more").match(match.string, end)):
        following = resolve(more["anchor"], today)
        if following is not None and following.back and not rows[-1][1].back:
            following = replace(following, period=moved(rows[-1][1].period, following.back, -1), base=None, back=None)
        if following is None or following.back:
            break
        if re.fullmatch(r"(?:19|20)\d\d", more["anchor"]) and _YEARLESS.search(alone):
            break  # "October 2024 and 2025"
        within = rows[-1][1].period != following.period and rows[-1][1].period.holds(following.period)
        if within or (re.fullmatch(r"(?:19|20)\d\d", rows[-1][0]) and following.yearless):
            break  # "in 2025, from May"
        if not following.yearless and following.period.since:
            year = following.period.since.year
            rows = [(name, resolve(name, today, year) or one) if one.yearless else (name, one) for name, one in rows]
        rows.append((more["anchor"], following))
        end = more.end()
    return _row([one for _, one in rows], match.start(), end)


def _is_heading(before: str, after: str) -> bool:
    """Whether a question is but words and the month that ends it, as in "rent june"."""
    said = words(before)
    return bool(said) and FUNCTION.isdisjoint(said) and re.fullmatch(r"\W*", after) is not None


def _row(anchors: list[Anchor], start: int, end: int) -> Mention:
    """Times in a row as one, from the first day to the last; ``parts`` tells whether they adjoin."""
    parts = tuple(each.period for each in anchors)
    if len(parts) == 1:
        return Mention(parts[0], start, end, base=anchors[0].base, back=anchors[0].back)
    days = sorted(each for part in parts for each in (part.since, part.until) if each is not None)
    return Mention(Period(days[0], days[-1]), start, end, parts, in_a_row=True)


@lru_cache(maxsize=256)
def fold_in_place(text: str) -> str:
    """Folded without moving a character, so that spans hold; a letter that folds to several keeps its first."""
    text = text.replace("’", "'")
    return text.lower() if text.isascii() else "".join((fold(each) or each)[0] for each in text)


_READ: tuple[tuple[str, Callable[[re.Match[str], date], Mention | None]], ...] = (
    ("part", _part), ("partie", _part), ("adjoining", _adjoining), ("between", _between), ("days", _two_days), ("dashed", _between),
    ("counted", _counted), ("onward", _onward), ("sided", _sided),
    ("plain", _plain),
)  # fmt: skip
