"""The assignment of claims to bookings that is worth most, each once (Kuhn 1955; potentials after Jonker and Volgenant 1987)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence


def assign(worth: Mapping[tuple[int, int], float], rows: int, columns: int) -> dict[int, int]:
    """For each row the column that is its, so that the sum of worths is greatest; a pair without worth is never made.

    Deterministic; of assignments that are worth the same, the one that takes the earlier columns. O(n³).
    """
    size = max(rows, columns)
    top = max(worth.values(), default=0.0)
    cost = [[top - worth.get((i, j), 0.0) for j in range(size)] for i in range(size)]
    return {i: j for i, j in enumerate(_cheapest(cost)) if (i, j) in worth}


def _cheapest(cost: Sequence[Sequence[float]]) -> list[int]:
    """The column of each row in the cheapest perfect assignment of a square matrix, by shortest augmenting paths."""
    size = len(cost)
    u, v = [0.0] * (size + 1), [0.0] * (size + 1)
    owner = [0] * (size + 1)  # row of each column, from 1; 0: none
    for row in range(1, size + 1):
        owner[0], column = row, 0
        least = [float("inf")] * (size + 1)
        way, used = [0] * (size + 1), [False] * (size + 1)
        while owner[column]:
            used[column] = True
            here, delta, following = owner[column], float("inf"), 0
            for j in range(1, size + 1):
                if used[j]:
                    continue
                reduced = cost[here - 1][j - 1] - u[here] - v[j]
                if reduced < least[j]:
                    least[j], way[j] = reduced, column
                if least[j] < delta:
                    delta, following = least[j], j
            for j in range(size + 1):
                if used[j]:
                    u[owner[j]] += delta
                    v[j] -= delta
                else:
                    least[j] -= delta
            column = following
        while column:
            owner[column] = owner[way[column]]
            column = way[column]
    found = [0] * size
    for column in range(1, size + 1):
        found[owner[column] - 1] = column - 1
    return found


def sides(pairs: Iterable[tuple[int, int]]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """For each left side its right ones, and the other way round."""
    by_left: defaultdict[int, list[int]] = defaultdict(list)
    by_right: defaultdict[int, list[int]] = defaultdict(list)
    for i, row in pairs:
        by_left[i].append(row)
        by_right[row].append(i)
    return by_left, by_right


def best(worths: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """The assignment that is worth most, group by group."""
    chosen: dict[int, int] = {}
    for component in _components(worths):
        left, right = sorted({i for i, _ in component}), sorted({row for _, row in component})
        at, of = {each: n for n, each in enumerate(left)}, {each: n for n, each in enumerate(right)}
        worth = {(at[i], of[row]): worths[i, row] for i, row in component}
        chosen |= {left[a]: right[b] for a, b in assign(worth, len(left), len(right)).items()}
    return chosen


def _components(pairs: Iterable[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """The pairs in groups that share no claim and no booking."""
    by_left, by_right = sides(pairs)
    seen: set[int] = set()
    groups = []
    for start in sorted(by_left):
        if start in seen:
            continue
        group, waiting = [], [start]
        seen.add(start)
        while waiting:
            i = waiting.pop()
            for row in by_left[i]:
                group.append((i, row))
                fresh = [each for each in by_right[row] if each not in seen]
                seen.update(fresh)
                waiting += fresh
        groups.append(sorted(group))
    return groups
