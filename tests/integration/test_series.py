"""What comes back is told as far as statements tell of it, whichever formats an account's bookings came in."""

from __future__ import annotations

from datetime import date

import pytest

from pkm.ledger.recurring import Recurring
from pkm.models import ParsedStatement
from pkm.store import figures, settle
from pkm.store.chosen import Filter
from pkm.store.database import Database
from tests.integration.books import Books, row, statement

IBAN, NUMBER, OTHER = "DE89370400440532013000", "0532013000", "DE02120300000000202051"
TODAY = date(2026, 11, 20)


@pytest.fixture
def books(database: Database) -> Books:
    return Books.open(database)


def rent(first: int, last: int, account: str, amount: str = "-900.00", who: str = "Petersen") -> ParsedStatement:
    """What a statement of the year 2026 says of these months, to the last day of the last."""
    rows = [row(amount, date(2026, month, 1), who) for month in range(first, last + 1)]
    return statement(*rows, account=account, since=date(2026, first, 1), until=date(2026, last, 28))


def series(books: Books) -> list[Recurring]:
    settle.ensure(books.database)
    with books.database.transaction() as connection:
        return figures.series(connection, Filter(books.collection, None, TODAY, roles=("spending",)), TODAY)


def test_a_rent_goes_on_where_its_newest_statement_is_not_there_yet(books: Books) -> None:
    books.take(rent(1, 10, IBAN))  # the next is overdue on 15 November, of which nothing tells
    assert [str(each.amount) for each in series(books)] == ["-900.00"]


def test_what_stopped_while_statements_went_on_has_ended(books: Books) -> None:
    last = row("-3.00", date(2026, 11, 18), "Bakery")
    books.take(rent(1, 9, IBAN), statement(last, account=IBAN, since=date(2026, 10, 1), until=TODAY))
    assert series(books) == []


@pytest.mark.parametrize(("months", "found"), [(9, 2), (5, 1)])
def test_an_account_of_which_nothing_tells_for_a_quarter_has_ended(books: Books, months: int, found: int) -> None:
    books.take(rent(1, 10, IBAN), rent(1, months, OTHER, "-20.00", "Gym"))
    assert len(series(books)) == found


def test_the_formats_of_one_account_are_one_series(books: Books) -> None:
    books.take(rent(1, 5, IBAN), form="application/xml")
    books.take(rent(6, 10, NUMBER), form="application/x-ofx")
    (found,) = series(books)
    assert (len(found.rows), found.since, found.until) == (10, date(2026, 1, 1), date(2026, 10, 1))
    with books.database.transaction() as connection:
        (told,) = figures.charges(connection, Filter(books.collection, None, TODAY, roles=("spending",)))
    assert len(told.ids) == 10
