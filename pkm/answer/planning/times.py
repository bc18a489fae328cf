"""What all the times of a question come to: one, several that lie apart, or one that is held against another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from pkm.answer.planning.days import UNITS, Unit, current, moved
from pkm.answer.planning.period import Mention, Period
from pkm.answer.planning.question import Question

MOST = 2  # that a plan holds


def apart(times: list[Mention]) -> list[Period]:
    """The times that are named, by their days, where days lie between them; none where all make up one."""
    told = named(times)
    closed = sorted(((each.since, each.until) for each in told if each.since and each.until), key=lambda each: each)
    if len(closed) < len(told):
        return []
    gaps = any(one[1] + timedelta(days=1) < other[0] for one, other in pairwise(closed))
    return [Period(*each) for each in closed] if gaps else []


def named(times: list[Mention]) -> list[Period]:
    """The times that are named, each by itself."""
    return [part for each in times for part in (each.parts if each.in_a_row else (each.period,))]


@dataclass(frozen=True, slots=True)
class Beside:
    """Units of time that follow each other, and the time from the first to the last."""

    unit: Unit
    span: Period


def side_by_side(times: list[Mention]) -> Beside | None:
    """Three or more months, quarters or years that follow each other, as in "2024 vs 2025 vs 2026"."""
    told = sorted(set(named(times)), key=lambda each: each.since or date.min)
    if (
        len(told) <= MOST
        or 1 < len(times) < len(told)
        or any(one.until is None or one.until + timedelta(days=1) != other.since for one, other in pairwise(told))
    ):
        return None
    unit = next((unit for unit in UNITS if all(is_unit(each, unit) for each in told)), None)
    return Beside(unit, Period(told[0].since, told[-1].until)) if unit else None


def span_of(times: list[Mention]) -> Period:
    """One time of all that are named: "since March … until June" is from the one to the other."""
    if not times:
        return Period(None, None)
    span = times[0].period
    for one in (each.period for each in times[1:]):
        if span.since is None and one.until is None:
            span = Period(one.since, span.until)
        elif one.since is None:
            span = Period(span.since, one.until)
        elif span.since and span.until and one.until and span.since <= one.since and one.until <= span.until:
            span = one  # "in 2025, in May"
    return span


def is_lost(times: list[Mention], *held: Period | None) -> bool:
    """Whether a time that is named is neither one of those that are ``held``, nor an end of one, within one or around one."""
    told = [part for each in times if not each.back for part in (each.parts or (each.period,))]
    return not all(any(each is not None and _carries(each, part) for each in held) for part in told)


def _carries(span: Period, part: Period) -> bool:
    ends = (part.since is None and part.until == span.until) or (part.until is None and part.since == span.since)
    return ends or span.holds(part) or part.holds(span)


def held(asked: Question) -> tuple[Period, Period | None]:
    """The time that is asked for, and the one it is held against: the earlier, unless the question says which."""
    today, times = asked.today, asked.times
    measure = asked.held_against
    others = [each for each in times if each is not measure]
    if measure is not None:
        first = others[0].period if others else None
        if measure.back:
            base = first or measure.base
            return (base, moved(base, measure.back, -1)) if base else (measure.period, None)
        if first is None:
            unit = next((unit for unit in UNITS if is_unit(measure.period, unit)), None)
            return (current(unit, today) if unit else measure.period), measure.period if unit else None
        same = first == measure.period  # "this winter" and "last winter" before the winter has begun
        if first.since and measure.period.since and is_unit(measure.period, "year"):
            years = measure.period.since.year - first.since.year
            alike = moved(first, "year", years) if years else first
            if years and not is_unit(first, "year") and measure.period.holds(alike):
                return first, alike  # "from May to October more than last year" is of the same months
        return first, moved(first, "year", -1) if same else measure.period
    told = [part for each in times for part in (each.parts or (each.period,))] if len(times) != MOST else named(times)
    ordered = sorted(told, key=lambda each: each.since or date.min)
    return (ordered[-1], ordered[0]) if len(ordered) > 1 else (ordered[0] if ordered else Period(None, None), None)


def is_unit(span: Period, unit: Unit) -> bool:
    """Whether it is one whole day, week, month, quarter or year."""
    return span.since is not None and current(unit, span.since) == span
