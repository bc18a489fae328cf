"""Accounts as a person sees and changes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pkm.answer.reckoning.coverage import coverage_of
from pkm.errors import NotFound, UsageError
from pkm.store import accounts, ledger, settle
from pkm.store.accounts import Account
from pkm.store.database import Database
from tests.integration.books import Books, row, statement

GIRO, SAVINGS = "DE89370400440532013000", "DE02120300000000202051"


@pytest.fixture
def books(database: Database) -> Books:
    return Books.open(database)


def listed(books: Books) -> dict[str, Account]:
    settle.ensure(books.database)
    with books.database.transaction() as connection:
        return {each.number: each for each in accounts.listing(connection)}


def say(books: Books, what: str, *said: str) -> None:
    settle.ensure(books.database)
    with books.database.transaction() as connection:
        words = {"name": 1, "assign": 1}.get(what, len(said))
        ids = [accounts.find(connection, each) for each in said[:words]]
        getattr(accounts, what)(connection, *ids, *said[words:])


def month(number: int, opening: str, closing: str, *amounts: str, account: str = GIRO) -> object:
    first = date(2025, number, 1)
    last = date(2025, number, 28)
    rows = [row(each, date(2025, number, 5 + n)) for n, each in enumerate(amounts)]
    return statement(
        *rows, account=account, since=first, until=last, opening=Decimal(opening), closing=Decimal(closing)
    )


def test_what_adds_up_is_reconciled_and_what_does_not_says_by_how_much(books: Books) -> None:
    books.take(month(1, "100.00", "70.00", "-30.00"), form="text/csv")
    (book,) = listed(books)[GIRO].books
    assert (book.reconciled, book.balance, book.balance_on) == (True, Decimal("70.00"), date(2025, 1, 28))
    books.take(month(2, "70.00", "60.00", "-9.99"), form="text/csv")
    (book,) = listed(books)[GIRO].books
    assert book.reconciled is False
    assert [each.difference for each in book.statements] == [Decimal("0.00"), Decimal("0.01")]
    assert book.gaps == ()  # from 28 January to 1 February nothing moved: the balances meet


def test_gaps_breaks_and_currencies_are_told(books: Books) -> None:
    books.take(month(1, "100.00", "70.00", "-30.00"))
    books.take(month(3, "20.00", "10.00", "-10.00"))
    books.take(statement(row("5", date(2025, 1, 9), currency="USD"), currency="USD"))
    euros, dollars = listed(books)[GIRO].books
    assert [(each.since, each.until) for each in euros.gaps] == [(date(2025, 1, 29), date(2025, 2, 28))]
    assert (dollars.currency, dollars.reconciled, dollars.balance) == ("USD", None, None)


def test_a_person_names_assigns_merges_and_splits_and_takes_it_back(books: Books) -> None:
    books.take(month(1, "100.00", "70.00", "-30.00"))
    books.take(month(2, "70.00", "60.00", "-10.00", account="OLD-77001"))
    say(books, "name", "3000", "Joint account")
    say(books, "assign", "joint account", "Ruth")
    say(books, "merge", GIRO, "OLD-77001")
    (found,) = listed(books).values()
    assert (found.number, found.name, found.holder) == (GIRO, "Joint account", "Ruth")
    assert [(each.number, each.by) for each in found.numbers] == [("OLD-77001", "person")]
    assert len(found.books[0].statements) == 2
    with pytest.raises(UsageError):
        say(books, "merge", GIRO, "OLD-77001")
    say(books, "split", "OLD-77001")
    assert set(listed(books)) == {GIRO, "OLD-77001"}
    with pytest.raises(UsageError):
        say(books, "split", "OLD-77001")
    say(books, "merge", GIRO, "OLD-77001")
    assert set(listed(books)) == {GIRO}
    say(books, "split", GIRO)
    say(books, "name", GIRO, "")
    say(books, "assign", GIRO, "")
    assert (listed(books)[GIRO].name, listed(books)[GIRO].holder) == (GIRO, None)


def test_an_account_is_whose_its_statements_say_until_a_person_says_otherwise(books: Books) -> None:
    books.take(
        statement(row("-1", date(2025, 1, 6)), account="OTHER-1"),
        statement(row("5", date(2025, 1, 9)), holder="AMSEL, RUTH"),
    )
    books.take(statement(row("6", date(2025, 2, 9)), holder="Ruth Amsel"))
    assert {each.number: each.holder for each in listed(books).values()} == {GIRO: "Ruth Amsel", "OTHER-1": None}
    say(books, "assign", GIRO, "Martin")
    assert listed(books)[GIRO].holder == "Martin"
    say(books, "assign", GIRO, "")
    assert listed(books)[GIRO].holder == "Ruth Amsel"
    books.take(statement(row("7", date(2025, 3, 9)), holder="Ruth und Martin Amsel"))
    assert listed(books)[GIRO].holder is None  # its statements disagree


def test_a_closed_account_misses_no_later_statement(books: Books) -> None:
    today = date(2025, 12, 1)

    def missing(since: date) -> list[tuple[date, date]]:
        with books.database.transaction() as connection:
            found = coverage_of(connection, None, since, today, today).gaps
        return [(each.since, each.until) for each in found]

    books.take(month(1, "100.00", "70.00", "-30.00"))
    books.take(month(3, "70.00", "60.00", "-10.00"))
    assert missing(date(2025, 10, 1)) == [(date(2025, 10, 1), today)]
    say(books, "close", "3000")
    assert listed(books)[GIRO].closed_on == date(2025, 3, 28)
    assert missing(date(2025, 10, 1)) == []
    with books.database.transaction() as connection:
        accounts.close(connection, accounts.find(connection, GIRO), date(2025, 10, 31))
    assert missing(date(2025, 10, 1)) == [(date(2025, 10, 1), date(2025, 10, 31))]
    assert missing(date(2025, 11, 1)) == []
    with pytest.raises(UsageError, match="go on to 2025-03-28"), books.database.transaction() as connection:
        accounts.close(connection, accounts.find(connection, GIRO), date(2025, 3, 27))
    say(books, "reopen", GIRO)
    assert (listed(books)[GIRO].closed_on, missing(date(2025, 11, 1))) == (None, [(date(2025, 11, 1), today)])
    say(books, "close", GIRO)
    books.take(month(4, "60.00", "50.00", "-10.00"))  # it was not
    assert (listed(books)[GIRO].closed_on, missing(date(2025, 11, 1))) == (None, [(date(2025, 11, 1), today)])
    books.take(statement(account="OLD-77001"))
    with pytest.raises(UsageError, match="how far it reaches"):
        say(books, "close", "OLD-77001")


def test_a_persons_split_stands_above_what_pkm_recognises(books: Books) -> None:
    books.take(statement(row("-1"), account="0532013000", institution="37040044"))
    books.take(statement(row("-2")))
    assert [(each.number, each.by) for each in listed(books)[GIRO].numbers] == [("0532013000", "pkm")]
    say(books, "split", "0532013000")
    books.take(statement(row("-3")))
    assert set(listed(books)) == {GIRO, "0532013000"}


def test_what_could_be_either_of_two_is_neither(books: Books) -> None:
    for number in ("4111XXXXXXXX1234", "5222XXXXXXXX1234", "XXXXXXXXXXXX1234"):
        books.take(statement(row("-1"), account=number, account_kind="creditcard"))
    found = listed(books)
    assert set(found["XXXXXXXXXXXX1234"].could_be) == {"4111XXXXXXXX1234", "5222XXXXXXXX1234"}
    assert found["4111XXXXXXXX1234"].could_be == ("XXXXXXXXXXXX1234",)


def test_two_statements_that_contradict_each_other_are_both_shown(books: Books) -> None:
    period = {"since": date(2025, 1, 1), "until": date(2025, 1, 31)}
    books.take(statement(row("-30", date(2025, 1, 9), reference="1"), **period, closing=Decimal(70)))
    books.take(statement(row("-40", date(2025, 1, 9), reference="2"), **period, closing=Decimal(60)))
    (book,) = listed(books)[GIRO].books
    told = {(each.kind, each.value, each.other_value) for each in book.contradictions}
    assert told == {
        ("balance", Decimal(70), Decimal(60)),
        ("booking", Decimal(-30), None),
        ("booking", Decimal(-40), None),
    }
    assert book.reconciled is False
    assert len(books.read()) == 2


@pytest.mark.parametrize(("account", "count"), [("ACCOUNT-4F863C", 20), (GIRO, 19)])
def test_two_files_without_a_number_that_tell_other_bookings_of_the_same_days_share_none(
    books: Books, account: str, count: int
) -> None:
    days = [date(2025, 1, 3 + n) for n in range(9)]
    for amounts in (range(10, 19), range(30, 39)):
        rows = [row(f"-{amount}.00", day) for amount, day in zip(amounts, days, strict=True)]
        books.take(statement(*rows, row("-12.99", date(2025, 1, 5)), account=account), form="text/csv")
    (book,) = listed(books)[account].books
    assert len(book.contradictions) >= 14
    with books.database.transaction() as connection:
        assert len(ledger.transactions(connection)) == count


def test_an_account_that_is_not_there_is_said_so(books: Books) -> None:
    books.take(statement(row("-1"), account="10001234"), statement(row("-1"), account="20001234"))
    settle.ensure(books.database)
    with books.database.transaction() as connection:
        with pytest.raises(NotFound):
            accounts.find(connection, "999")
        with pytest.raises(UsageError):
            accounts.find(connection, "1234")


def test_an_export_without_a_number_is_the_account_that_tells_the_same_bookings(books: Books) -> None:
    def told(*amounts: str, **more: object) -> object:
        return statement(*(row(each, date(2025, 1, 2 + n)) for n, each in enumerate(amounts)), **more)

    various = [f"-{n}.50" for n in range(1, 9)]
    alike = ["-25.00"] * 8
    books.take(told(*various), told(*alike, account=SAVINGS))
    for name, amounts in (("joint", various), ("lena", alike), ("paul", [*various[:7], "-9.99"])):
        rows = [replace(row(each, date(2025, 1, 2 + n)), currency="XXX") for n, each in enumerate(amounts)]
        books.take(statement(*rows, account=name, currency="XXX"), form="application/x-qif")
    found = listed(books)
    assert {number: len(each.numbers) for number, each in found.items()} == {GIRO: 1, SAVINGS: 0, "LENA": 0, "PAUL": 0}
    assert sum(each.count for book in found[GIRO].books for each in book.statements) == 16
