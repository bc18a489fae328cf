"""llama-index's metadata filters as conditions that pkm's search applies itself; what it cannot is an error.

A filter on nodes becomes a predicate in SQL's path language (ISO/IEC 19075-6), which PostgreSQL tests on a node's metadata.
It holds for values as they are: 1 is no "1", a list no member of itself, and only ``!=``, ``nin``, ``is_empty`` and ``not`` hold
where there is no value, as in llama-index's own ``build_metadata_filter_fn``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from llama_index.core.vector_stores.types import FilterCondition, FilterOperator, MetadataFilter, MetadataFilters

from pkm.errors import UsageError
from pkm.models import KINDS
from pkm.store.nodes import ALL

NEVER = "(1 == 2)"
PLACES = ("collection", "source", "path", "language")  # conditions of ``Searcher.search`` that are words


def to_path(filters: MetadataFilters | None, also: Mapping[str, Iterable[str] | None] | None = None) -> str:
    """The predicate of a filter, and of keys that must have one of the values given; no values are no condition.

    Raises:
        UsageError: An operator does not go with its value, or is unknown.
    """
    parts = [] if filters is None else [_tree(filters)]
    parts += [
        _any(_equals(f"$.{_quote(key)}", one) for one in values) for key, values in (also or {}).items() if values
    ]
    return " && ".join(parts) or ALL


def to_arguments(filters: MetadataFilters | None) -> dict[str, Any]:
    """The keyword arguments of ``Searcher.search`` that say the same: of ``kind``, ``date`` and ``PLACES``, all together.

    Raises:
        UsageError: The filter asks for more than that.
    """
    arguments: dict[str, Any] = {}
    if filters is None:
        return arguments
    if filters.condition not in (FilterCondition.AND, None) and len(filters.filters) > 1:
        raise UsageError(f"conditions on documents are joined by 'and', not by {filters.condition.value!r}")
    if filters.condition == FilterCondition.NOT:
        raise UsageError("a condition on documents cannot be negated")
    for each in filters.filters:
        found = to_arguments(each) if isinstance(each, MetadataFilters) else _argument(each)
        if twice := arguments.keys() & found.keys():
            raise UsageError(
                f"there are two conditions on {min(twice)!r}", "one each; a date may have a first and a last day"
            )
        arguments |= found
    return arguments


def _argument(one: MetadataFilter) -> dict[str, Any]:
    match one.key, one.operator:
        case "kind", FilterOperator.EQ if one.value in KINDS:
            return {"kind": one.value}
        case key, FilterOperator.EQ if key in PLACES and isinstance(one.value, str | int):
            return {key: str(one.value)}
        case "date", FilterOperator.EQ:
            return {"since": _day(one.value), "until": _day(one.value)}
        case "date", FilterOperator.GTE:
            return {"since": _day(one.value)}
        case "date", FilterOperator.GT:
            return {"since": _day(one.value, 1)}
        case "date", FilterOperator.LTE:
            return {"until": _day(one.value)}
        case "date", FilterOperator.LT:
            return {"until": _day(one.value, -1)}
    raise UsageError(
        f"pkm cannot filter by {one.key!r} {one.operator.value} {one.value!r}",
        f"it can by kind == (one of {', '.join(KINDS)}), {', '.join(PLACES)} == and date ==, >=, >, <=, <",
    )


def _day(value: object, later: int = 0) -> date:
    """That day, or so many days later."""
    try:
        return date.fromisoformat(str(value)) + timedelta(days=later)
    except OverflowError as exc:
        raise UsageError(f"there is no day beyond {value}") from exc
    except ValueError as exc:
        raise UsageError(f"{value!r} is no day", "write it as 2026-01-31") from exc


def _tree(filters: MetadataFilters) -> str:
    parts = [_tree(each) if isinstance(each, MetadataFilters) else _predicate(each) for each in filters.filters]
    match filters.condition or FilterCondition.AND:
        case FilterCondition.AND:
            return f"({' && '.join(parts)})" if parts else ALL
        case FilterCondition.OR:
            return _any(parts) if parts else ALL
        case FilterCondition.NOT:
            return _not(_any(parts)) if parts else ALL
    raise UsageError(f"there is no condition {filters.condition!r}")


def _predicate(one: MetadataFilter) -> str:
    at, value = f"$.{_quote(one.key)}", one.value
    match one.operator:
        case FilterOperator.EQ:
            return _equals(at, _single(one))
        case FilterOperator.NE:
            return _not(_equals(at, _single(one)))
        case FilterOperator.GT | FilterOperator.GTE | FilterOperator.LT | FilterOperator.LTE:
            return f"({at} {one.operator.value} {_literal(_single(one))} && {_no_list(at)})"
        case FilterOperator.IN:
            return _any(_equals(at, each) for each in _several(one))
        case FilterOperator.NIN:
            return _not(_any(_equals(at, each) for each in _several(one)))
        case FilterOperator.CONTAINS:
            return f'({at}[*] == {_literal(_single(one))} && {at}.type() == "array")'
        case FilterOperator.ANY:
            return _any(f"{at}[*] == {_literal(each)}" for each in _several(one))
        case FilterOperator.ALL:
            return " && ".join([ALL, *(f"({at}[*] == {_literal(each)})" for each in _several(one))])
        case FilterOperator.TEXT_MATCH | FilterOperator.TEXT_MATCH_INSENSITIVE if isinstance(value, str):
            flags = "q" if one.operator == FilterOperator.TEXT_MATCH else "iq"
            return f'({at} like_regex {_literal(value)} flag "{flags}" && {_no_list(at)})'
        case FilterOperator.IS_EMPTY:
            return f'(!(exists({at})) || {_equals(at, None)} || {_equals(at, "")} || ({at}.type() == "array" && {at}.size() == 0))'
    raise UsageError(f"pkm cannot filter by {one.key!r} {one.operator.value} {value!r}")


def _equals(at: str, value: object) -> str:
    return f"({at} == {_literal(value)} && {_no_list(at)})"


def _no_list(at: str) -> str:
    """Lax paths look into lists by themselves."""
    return f'{at}.type() != "array"'


def _not(predicate: str) -> str:
    """Values of two types that are compared give neither true nor false."""
    return f"(!({predicate}) || ({predicate}) is unknown)"


def _any(predicates: Iterable[str]) -> str:
    return f"({' || '.join(predicates) or NEVER})"


def _single(one: MetadataFilter) -> object:
    if isinstance(one.value, list):
        raise UsageError(f"{one.operator.value} takes one value, not a list", "in, nin, any and all take lists")
    return one.value


def _several(one: MetadataFilter) -> list[Any]:
    if not isinstance(one.value, list):
        raise UsageError(f"{one.operator.value} takes a list of values")
    return one.value


def _literal(value: object) -> str:
    try:
        return json.dumps(value, allow_nan=False)
    except ValueError as exc:
        raise UsageError(f"pkm cannot compare with {value!r}", "it is no number that JSON has") from exc


_quote: Callable[[str], str] = json.dumps
