"""Arrays of numbers on their way to PostgreSQL and back."""

from __future__ import annotations

import numpy as np
import pytest

from pkm.store import arrays
from pkm.store.database import Database


@pytest.mark.parametrize("numbers", [[], [0], [7, -1, 2**62, -(2**62), 1320]])
def test_whole_numbers_come_back_as_they_were(database: Database, numbers: list[int]) -> None:
    given = np.array(numbers, dtype=np.int64)
    with database.transaction() as connection:
        [row] = arrays.rows(connection, "select %(given)s as given", given=given)
        [found] = arrays.rows(
            connection, "select count(*) as among from generate_series(1, 9) n where n = any(%(given)s)", given=given
        )
    assert row.given.tolist() == numbers
    assert found.among == len({*numbers} & {*range(1, 10)})
