"""What the command line makes of what it is given."""

from __future__ import annotations

from decimal import Decimal

import pytest
import typer

from pkm.cli.answers import parse_amount


@pytest.mark.parametrize("text", ["", "ten", "nan", "-inf", "Infinity", "1,50"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="is not an amount"):
        parse_amount(text)


def test_an_amount_is_read_as_it_is_written() -> None:
    assert str(parse_amount("-12.50")) == "-12.50"
    assert parse_amount("+3") == Decimal(3)
