"""What the command line makes of what it is given, and what it prepares for a question before it is answered."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import typer

from pkm import config
from pkm.cli.answers import parse_amount, prepared_for, warmed_up


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


@pytest.mark.parametrize("text", ["", "ten", "nan", "-inf", "Infinity", "1,50"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="is not an amount"):
        parse_amount(text)


def test_an_amount_is_read_as_it_is_written() -> None:
    assert str(parse_amount("-12.50")) == "-12.50"
    assert parse_amount("+3") == Decimal(3)
