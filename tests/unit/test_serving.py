"""What the service's log says when it cannot start."""

from __future__ import annotations

import logging
import traceback

import pytest

from api.serve import shorten_fault
from pkm.errors import DatabaseError


def _logged(error: Exception) -> str:
    """What becomes of the record in which uvicorn says that the service could not start."""
    try:
        raise error
    except Exception:
        record = logging.LogRecord("uvicorn.error", logging.ERROR, "", 0, traceback.format_exc(), None, None)
    assert shorten_fault(record)
    return record.getMessage()


def test_a_fault_of_ours_is_one_line() -> None:
    assert (
        _logged(DatabaseError("the database cannot be reached: 100% gone"))
        == "the database cannot be reached: 100% gone"
    )


@pytest.mark.parametrize("error", [ValueError("a mistake"), KeyError("pkm.errors.")])
def test_a_mistake_keeps_its_traceback(error: Exception) -> None:
    assert "Traceback" in _logged(error)
