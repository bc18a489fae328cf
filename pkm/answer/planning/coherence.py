"""Whether the parts of a plan go together: what is left out, held against something, bounded or of some days, of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pkm.answer.planning import sayings, times
from pkm.answer.planning.days import UNITS, Period
from pkm.answer.planning.intent import says

if TYPE_CHECKING:
    from pkm.answer.planning.plan import Plan
    from pkm.answer.planning.question import Question

_RANKED = frozenset({"largest", "smallest", "last", "first"})
_OF_ALL = frozenset({"sum", "count", "average", "median", "compare"})  # which are of no three largest alone
_ADDED = frozenset({"sum", "count", "average", "list"})
_LESS = _RANKED | {"sum", "count", "average", "list", "compare"}
_ON_DAYS = _RANKED | _OF_ALL | {"list", "share", "unusual"}
_ON_ANY_DAY = _RANKED | {"count"}


def is_coherent(plan: Plan, asked: Question) -> bool:
    """Whether one figure can hold all that the plan says."""
    mistaken = (
        _is_of_some(plan, asked)
        or _is_within_itself(plan)
        or _is_of_days(plan, asked)
        or _is_bounded_whole(plan)
        or _is_part_of_many(plan)
        or _adds_to_other(plan)
        or _is_mean_of_things(plan)
        or _is_usual_saving(plan, asked)
        or _is_rate_of_times(plan)
        or _is_held_against_itself(plan, asked)
        or (plan.kind == "balance" and plan.group in {*UNITS, "weekday"})  # of each of which there is another
    )
    return not mistaken and (_leaves_out(plan) and _is_held_once(plan) and _is_on_days(plan, asked))


def _is_mean_of_things(plan: Plan) -> bool:
    """Whether an average is of two things, as of groceries and restaurants, and not said to be that of a month or a visit."""
    return plan.kind in {"average", "median"} and bool(plan.either) and plan.per is None


def _is_usual_saving(plan: Plan, asked: Question) -> bool:
    """Whether what is put aside in a usual month is asked, where a rate of the whole time would be told."""
    return plan.kind == "savings" and plan.per is not None and says(asked.said.text, sayings.AVERAGE)


def _is_rate_of_times(plan: Plan) -> bool:
    """Whether what was paid a month is asked of two longer times: their sums are held against each other, and no rates."""
    if plan.kind != "compare" or plan.against or plan.since is None or plan.group not in UNITS:
        return False
    spans = (Period(plan.since, plan.until), plan.versus)
    return not all(
        each is not None and times.is_unit(each, unit) for unit in UNITS if unit == plan.group for each in spans
    )


def _is_held_against_itself(plan: Plan, asked: Question) -> bool:
    """Whether a time is to be held against another that is neither said nor, as with whole months or years, the one that runs."""
    measure = asked.held_against
    return (
        plan.kind == "compare"
        and plan.against is None
        and measure is not None
        and plan.versus is None
        and not measure.back
    )


def _is_bounded_whole(plan: Plan) -> bool:
    """Whether an amount may bound what is told apart: a day on which more than 100 was spent may have no payment of so much."""
    return plan.distinct and (plan.has_bounds or plan.amount is not None)


def _adds_to_other(plan: Plan) -> bool:
    """Whether something is said to be among what is no sum of payments, or income, of one time."""
    added = plan.kind in _ADDED and not (plan.against or plan.versus or plan.transfers or plan.refunds or plan.without)
    return bool(plan.including) and not added


def _is_part_of_many(plan: Plan) -> bool:
    """Whether a part is asked for of more than one sum, or of none that has a time and a name."""
    one = plan.kind == "sum" and not (plan.group or plan.against or plan.top or plan.without)
    return plan.divisor > 1 and not (one and plan.topic and plan.since is not None)


def _is_of_some(plan: Plan, asked: Question) -> bool:
    """Whether those that are picked are reckoned again: "the average of the five largest"."""
    if plan.top is None or plan.group is not None:
        return False
    return plan.kind in _OF_ALL | {"list"} or (plan.kind in _RANKED and says(asked.said.text, sayings.OF_ALL))


def _is_of_days(plan: Plan, asked: Question) -> bool:
    """Whether what there is on a day is asked of several."""
    return plan.kind in {"balance", "holdings"} and plan.since is None and bool(times.apart(asked.times))


def _leaves_out(plan: Plan) -> bool:
    """Whether what is left out can be, if anything is."""
    if not plan.without:
        return True
    timed = plan.since is not None or plan.kind != "average"
    return timed and plan.kind in _LESS and not (plan.transfers or plan.refunds)


def _is_held_once(plan: Plan) -> bool:
    """Whether what is held against something else is named, and is neither divided nor held against another time as well."""
    if plan.against is None:
        return True
    of_all = plan.kind == "share" and plan.against.direction != plan.direction
    named = plan.kind == "cashflow" or (plan.group is None and (of_all or bool(plan.topic)))
    narrowed = plan.refunds or plan.transfers or plan.has_bounds or plan.amount is not None
    return named and plan.versus is None and not narrowed


def _is_on_days(plan: Plan, asked: Question) -> bool:
    """Whether what is asked can be told of some days of the week; of any one of them it is no sum."""
    if asked.weekdays is None:
        return True
    return plan.kind in (_ON_ANY_DAY if asked.weekdays.is_any else _ON_DAYS) and plan.per != "day"


def _is_within_itself(plan: Plan) -> bool:
    """Whether a time would be held against a part of itself: one of the two was not understood."""
    other = plan.versus
    if other is None or not (other.since and other.until and plan.since and plan.until):
        return False
    return other.since <= plan.until and plan.since <= other.until
