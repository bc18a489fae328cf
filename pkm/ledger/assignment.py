"""The assignment of claims to bookings that is worth most, each once (Kuhn 1955; potentials after Jonker and Volgenant 1987)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


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
