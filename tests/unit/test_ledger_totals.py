"""Sums are exact, and a currency at a time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from pkm.ledger.totals import total
from pkm.models import DocumentId, Total, Transaction, TransactionId

_ids = count(1)


def booking(
    amount: str | Decimal,
    day: date = date(2024, 1, 15),
    counterparty: str = "Shop",
    description: str = "",
    account: str = "giro",
    currency: str = "EUR",
    type: str | None = None,
) -> Transaction:
    """A transaction as the ledger holds it; ids rise with each call."""
    number = next(_ids)
    return Transaction(
        TransactionId(number), account, day, None, Decimal(amount), currency, counterparty, description, "", "booked",
        None, DocumentId(1), "bank/giro.csv", f"row {number}", type=type,
    )  # fmt: skip


def test_nothing_has_no_total() -> None:
    assert total([]) == []


def test_currencies_are_never_added_together() -> None:
    rows = [booking("-1.10"), booking("2.20"), booking("-5", currency="CHF"), booking("-0.05")]
    assert total(rows) == [
        Total("CHF", Decimal(0), Decimal(-5), Decimal(-5), 1),
        Total("EUR", Decimal("2.20"), Decimal("-1.15"), Decimal("1.05"), 3),
    ]


@given(st.lists(st.tuples(st.sampled_from(["EUR", "USD", "JPY"]), st.decimals(-(10**20), 10**20, places=6))))
def test_sums_are_those_of_whole_fractions(rows: list[tuple[str, Decimal]]) -> None:
    totals = total(booking(amount, currency=currency) for currency, amount in rows)
    assert [each.currency for each in totals] == sorted({currency for currency, _ in rows})
    for each in totals:
        amounts = [Fraction(amount) for currency, amount in rows if currency == each.currency]
        assert Fraction(each.inflow) == sum(amount for amount in amounts if amount > 0)
        assert Fraction(each.outflow) == sum(amount for amount in amounts if amount < 0)
        assert Fraction(each.net) == sum(amounts)
        assert each.count == len(amounts)
