"""What the command line prepares for a question before it is answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from pkm import config
from pkm.cli.answers import prepared_for, warmed_up


@pytest.mark.parametrize(
    ("question", "is_of_money"),
    [
        ("How much did I spend on groceries in May?", True),
        ("Was habe ich 2025 für Strom ausgegeben?", True),
        ("What did the landlord write about the boiler?", False),
        ("", False),
    ],
)
def test_only_a_question_to_documents_loads_the_embedding_library(
    question: str, is_of_money: bool, tmp_path: Path
) -> None:
    settings = config.load({"PKM_HOME": str(tmp_path), "PKM_TODAY": "2026-06-01", "PKM_TIMEZONE": "UTC"})
    assert isinstance(prepared_for(question, settings), warmed_up) is not is_of_money
