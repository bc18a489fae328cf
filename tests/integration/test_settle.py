"""The ledger is settled: accounts recognised, each booking told once, pairs and roles, whatever the order of import."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from pkm.models import ParsedStatement
from pkm.store import accounts, figures, settle
from pkm.store.chosen import Filter
from pkm.store.database import Database
from tests.integration.books import DAY, Books, row, statement

OFX, CSV, PDF = "application/x-ofx", "text/csv", "application/pdf"
GIRO, SAVINGS, CARD = "DE89370400440532013000", "DE02120300000000202051", "XXXXXXXXXXXX1234"


@pytest.fixture
def books(database: Database) -> Books:
    return Books.open(database)


def later(days: int) -> date:
    return DAY + timedelta(days)


def amounts(books: Books) -> list[str]:
    return [str(amount) for (amount,) in books.read("amount")]


def test_an_empty_ledger_is_settled(database: Database) -> None:
    settle.settle(database)
    settle.ensure(database)
    with database.transaction() as connection:
        assert connection.execute("select count(*) from unsettled").fetchone()[0] == 0


def test_two_equal_coffees_on_a_day_stay_two_however_often_they_are_told(books: Books) -> None:
    coffees = statement(row("-2.50"), row("-2.50"))
    for form in (OFX, CSV, CSV, OFX):
        books.take(coffees, form=form)
        assert amounts(books) == ["-2.50", "-2.50"]


def test_overlapping_exports_add_only_what_is_new(books: Books) -> None:
    books.take(statement(row("-2.50", later(0)), row("-2.50", later(1)), row("-9", later(1))), form=CSV)
    books.take(statement(row("-2.50", later(1)), row("-2.50", later(1)), row("-7", later(2))), form=CSV)
    assert sorted(amounts(books)) == ["-2.50", "-2.50", "-2.50", "-7", "-9"]


def test_months_that_follow_each_other_swallow_nothing(books: Books) -> None:
    books.take(statement(row("-2.50", date(2025, 1, 31)), since=date(2025, 1, 1), until=date(2025, 1, 31)), form=OFX)
    books.take(statement(row("-2.50", date(2025, 2, 1)), since=date(2025, 2, 1), until=date(2025, 2, 28)), form=CSV)
    assert amounts(books) == ["-2.50", "-2.50"]


def test_another_format_adds_nothing_though_it_books_a_day_later(books: Books) -> None:
    period = {"since": later(-5), "until": later(20)}
    books.take(statement(row("-40", counterparty="REWE MARKT 0815", reference="A1"), **period), form=OFX)
    books.take(statement(row("-40", later(2), counterparty="Rewe Markt GmbH"), **period), form=CSV)
    assert len(books.read()) == 1


def test_a_batch_that_another_statement_tells_as_one_sum_counts_once(books: Books) -> None:
    period = {"since": later(-5), "until": later(20)}
    parts = [row(part, locator=f"record 3, part {n}") for n, part in enumerate(("-286", "-240", "-85.30"), 1)]
    told = ["-240", "-286", "-7", "-85.30"]
    books.take(statement(row("-611.30", later(1), "SAMMLER"), row("-7"), **period), form=CSV)
    batched = books.take(statement(*parts, row("-7"), **period), form=PDF)
    assert sorted(amounts(books)) == told
    with books.database.transaction() as connection:
        (account,) = accounts.listing(connection)
    assert account.books[0].contradictions == ()
    books.take(statement(row("-611.30", later(1), "SAMMLER", reference="S1"), row("-7"), **period), form=OFX)
    assert sorted(amounts(books)) == told
    books.take(statement(row("-611.30", later(-6), "OTHER"), since=later(-30), until=later(-6)), form=CSV)
    assert sorted(amounts(books)) == ["-240", "-286", "-611.30", "-7", "-85.30"]
    books.forget(batched)
    assert sorted(amounts(books)) == ["-611.30", "-611.30", "-7"]


def test_references_of_one_format_that_differ_are_two_bookings(books: Books) -> None:
    books.take(statement(row("-40", reference="A1")))
    books.take(statement(row("-40", reference="A2")))
    assert len(books.read()) == 2


def test_a_bank_that_gives_new_references_in_each_download_is_told_once(books: Books) -> None:
    days = [DAY + timedelta(n) for n in (0, 2, 2, 5, 9)]

    def download(prefix: str, count: int, first: int = 0) -> ParsedStatement:
        rows = [row("-2.50", day, "Cafe", reference=f"{prefix}{n}") for n, day in enumerate(days)][first:count]
        return statement(*rows, since=days[first], until=days[count - 1])

    books.take(download("A", 4))
    books.take(download("B", 5))
    assert len(books.read()) == 5
    third = books.take(download("C", 5, first=1))
    assert len(books.read()) == 5
    books.forget(third)
    assert len(books.read()) == 5


def test_when_the_better_record_goes_the_other_stands(books: Books) -> None:
    better = books.take(statement(row("-40", reference="A1", end_to_end="E1", code="mcc:5411")))
    books.take(statement(row("-40")), form=PDF)
    assert books.read("reference") == [("A1",)]
    books.forget(better)
    assert books.read("reference, amount") == [(None, Decimal(-40))]


def test_a_reservation_becomes_its_booking(books: Books) -> None:
    books.take(
        statement(row("-80", status="pending", reference="H1", counterparty="Hotel"), row("-12", status="pending"))
    )
    assert books.read("status, amount") == [("pending", Decimal(-12)), ("pending", Decimal(-80))]
    booked = books.take(statement(row("-95.50", later(4), reference="H1", counterparty="Hotel"), row("-12", later(2))))
    assert books.read("status, amount") == [("booked", Decimal("-12")), ("booked", Decimal("-95.50"))]
    books.forget(booked)
    assert books.read("status, amount") == [("pending", Decimal(-12)), ("pending", Decimal(-80))]


def test_a_reservation_stays_settled_when_something_else_comes(books: Books) -> None:
    books.take(statement(row("-12", status="pending")))
    books.take(statement(row("-12", later(2))))
    assert books.read("status") == [("booked",)]
    books.take(statement(row("-7", later(3))), form=PDF)
    assert sorted(amounts(books)) == ["-12", "-7"]


def test_a_reservation_that_was_never_booked_counts_no_more(books: Books) -> None:
    books.take(statement(row("-80", status="pending", counterparty="Hotel"), until=later(1)))
    assert len(books.read()) == 1
    books.take(statement(row("-5", later(40)), since=DAY, until=later(45)))
    assert amounts(books) == ["-5"]


def test_what_the_bank_replaces_or_deletes_counts_no_more(books: Books) -> None:
    books.take(statement(row("-10", reference="1"), row("-20", reference="2"), row("-30", reference="3")))
    fixed = books.take(
        statement(
            row("-11", later(1), reference="4", corrects="1", correction="replace"),
            row("-20", later(1), reference="5", corrects="2", correction="delete"),
        )
    )
    assert sorted(amounts(books)) == ["-11", "-30"]
    assert books.pairs() == [("correction", "-10", "-11"), ("correction", "-20", "-20")]
    books.forget(fixed)
    assert sorted(amounts(books)) == ["-10", "-20", "-30"]


def test_transfers_between_own_accounts_are_paired(books: Books) -> None:
    books.take(
        statement(row("-500", counterparty="Ada", counterparty_account=SAVINGS), row("-60", counterparty="Shop"))
    )
    assert ("-500", "Ada", "spending") in books.roles()
    books.take(statement(row("500", later(1), "Ada"), account=SAVINGS))
    assert books.roles() == [("-500", "Ada", "transfer"), ("-60", "Shop", "spending"), ("500", "Ada", "transfer")]
    assert books.pairs() == [("transfer", "-500", "500")]


def test_a_number_that_becomes_an_own_account_changes_what_was_paid_to_it(books: Books) -> None:
    books.take(statement(row("-500", counterparty="Ada", counterparty_account=SAVINGS)))
    assert books.roles() == [("-500", "Ada", "spending")]
    savings = books.take(statement(row("7", later(90), "Interest"), account=SAVINGS))
    assert books.roles() == [("-500", "Ada", "transfer"), ("7", "Interest", "income")]
    books.forget(savings)
    assert books.roles() == [("-500", "Ada", "spending")]


def test_a_card_is_settled_by_its_bill_though_its_payment_is_not_seen(books: Books) -> None:
    books.take(statement(row("-120.37", later(9), "Bank of Cards", "Kreditkarte 1234")))
    assert books.roles() == [("-120.37", "Bank of Cards", "spending")]
    books.take(
        statement(
            row("-120.37", DAY, "Shop"),
            account=CARD,
            account_kind="creditcard",
            until=later(2),
            closing=Decimal("-120.37"),
        )
    )
    assert books.roles() == [("-120.37", "Bank of Cards", "settlement"), ("-120.37", "Shop", "spending")]


def test_refunds_in_full_and_in_part(books: Books) -> None:
    books.take(statement(row("-59.99", DAY, "Shop"), row("59.99", later(9), "Shop"), row("-100", DAY, "Store")))
    books.take(statement(row("30", later(30), "Store", "Refund of one item"), row("30", later(31), "Grandma")))
    assert books.roles() == [
        ("-100", "Store", "spending"), ("-59.99", "Shop", "spending"), ("30", "Grandma", "income"),
        ("30", "Store", "refund"), ("59.99", "Shop", "refund"),
    ]  # fmt: skip
    assert books.pairs() == [("refund", "-100", "30"), ("refund", "-59.99", "59.99")]


def test_a_returned_direct_debit_is_a_reversal_of_both(books: Books) -> None:
    books.take(
        statement(
            row("-45", DAY, "Gym", end_to_end="E7"), row("45", later(4), "Gym", "Rücklastschrift", end_to_end="E7")
        )
    )
    assert [role for *_, role in books.roles()] == ["reversal", "reversal"]
    assert books.pairs() == [("reversal", "-45", "45")]


def test_an_exchange_of_currencies_is_a_transfer(books: Books) -> None:
    books.take(
        statement(row("-100", DAY, "", "Exchanged to USD"), account="WALLET"),
        statement(row("108.20", DAY, "", "Exchanged to USD", currency="USD"), account="WALLET", currency="USD"),
        form=CSV,
    )
    assert [role for *_, role in books.roles()] == ["transfer", "transfer"]
    assert books.pairs() == [("transfer", "-100", "108.20")]


def test_a_wallet_of_another_currency_that_was_filled_is_no_spending(books: Books) -> None:
    books.take(statement(row("-1200", DAY, "WISE US INC", currency="USD"), account="4471", currency="USD"))
    received = row("1045.20", later(1), "", "Received money from A Person")
    books.take(statement(received, row("-38.50", later(9), "Taberna"), account="7788"), form=CSV, folder="wise")
    assert [role for *_, role in books.roles()] == ["transfer", "spending", "transfer"]
    assert books.pairs() == [("transfer", "-1200", "1045.20")]
    books.take(
        statement(row("1040", later(2), "", "Received money from Works"), account="7788"), form=CSV, folder="wise"
    )
    assert books.pairs() == []  # it could be either
    assert sorted(role for *_, role in books.roles()) == ["income", "income", "spending", "spending"]


@pytest.mark.parametrize(
    ("sent", "roles"), [("Sent money to A Person", ["transfer"] * 2), ("Card payment", ["income", "spending"])]
)
def test_a_wallet_of_another_currency_that_was_emptied_is_no_spending(
    books: Books, sent: str, roles: list[str]
) -> None:
    books.take(statement(row("550.44", later(1), "Wise Europe SA"), account="4471"))
    paid = statement(row("-600", DAY, "", sent, currency="USD"), account="7788", currency="USD")
    books.take(paid, form=CSV, folder="wise")
    assert sorted(role for *_, role in books.roles()) == roles


@pytest.mark.parametrize(
    ("folder", "paid", "received"),
    [("wise", "-50", "3000"), ("bank", "-1200", "1045.20"), ("revolut", "-1200", "1045.20")],
)
def test_what_came_into_a_wallet_otherwise_is_income(books: Books, folder: str, paid: str, received: str) -> None:
    books.take(statement(row(paid, DAY, "WISE US INC", currency="USD"), account="4471", currency="USD"))
    books.take(
        statement(row(received, later(1), "", "Received money from Works"), account="7788"), form=CSV, folder=folder
    )
    assert sorted(role for *_, role in books.roles()) == ["income", "spending"]


def test_a_file_called_after_an_accounts_last_digits_is_that_account(books: Books) -> None:
    rows = [row(f"-{n}.50", later(n), f"Shop {n}") for n in range(1, 10)]
    books.take(statement(*rows, account="000000528124471"))
    books.take(statement(*rows, account="Chase4471"), form=CSV)
    assert len(books.read()) == 9
    books.take(
        statement(*(row(f"-{n}.75", later(n), f"Shop {n}") for n in range(1, 10)), account="Chase9920"), form=CSV
    )
    assert len(books.read()) == 18


def test_one_account_under_its_iban_and_its_number(books: Books) -> None:
    books.take(statement(row("-40", reference="A1"), account="0532013000", institution="37040044"))
    books.take(statement(row("-40"), account=GIRO), form=CSV)
    assert len(books.read()) == 1
    with books.database.transaction() as connection:
        found = connection.execute(
            "select a.number, r.number as root from account a join account r on r.id = a.merged_into"
        )
        assert list(map(tuple, found)) == [("0532013000", GIRO)]


def test_words_and_numbers_of_any_length_are_settled(books: Books) -> None:
    long = "".join(chr(0x4E00 + n * 7919 % 20000) for n in range(9000))
    told = statement(
        row("-40", DAY, long, reference=long, counterparty_account=long, end_to_end=long),
        account=long,
        numbers=(long[1:],),
    )
    for form in (OFX, CSV):
        books.take(told, form=form)
    assert amounts(books) == ["-40"]


def test_a_merged_payee_and_its_undoing(books: Books) -> None:
    books.take(statement(row("-40", counterparty="SWN Energie"), row("-30", counterparty="Stadtwerke Nord")))
    assert sorted(books.read("payee")) == [("stadtwerke nord",), ("swn energie",)]
    with books.database.transaction() as connection:
        connection.execute("insert into payee_alias values (%s, 'swn energie', 'stadtwerke nord')", (books.collection,))
    assert books.read("payee") == [("stadtwerke nord",), ("stadtwerke nord",)]
    books.take(statement(row("-20", counterparty="SWN Energie"), account=SAVINGS))
    assert books.read("payee") == [("stadtwerke nord",)] * 3
    with books.database.transaction() as connection:
        connection.execute("delete from payee_alias")
    assert books.read("payee") == [("stadtwerke nord",), ("swn energie",), ("swn energie",)]


def test_payees_are_told_again_by_new_rules_and_what_was_merged_stays_together(books: Books) -> None:
    books.take(
        statement(
            row("-40", counterparty="SWN Energie"),
            row("-30", counterparty="Stadtwerke Nord"),
            row("-9", counterparty="Oven"),
        )
    )
    assert len(books.read("payee")) == 3  # by the rules of today
    with books.database.transaction() as connection:  # as earlier rules told them, and a person merged two
        connection.execute("update transaction set payee = 'karte ' || payee")
        connection.execute(
            "insert into payee_alias values (%s, 'karte swn energie', 'karte stadtwerke nord')", (books.collection,)
        )
        connection.execute("update transaction set payee = 'karte stadtwerke nord' where amount < -9")
        connection.execute("delete from unsettled")
    assert sorted(set(books.read("payee"))) == [
        ("karte oven",),
        ("karte stadtwerke nord",),
    ]  # nothing says that rules are new
    with books.database.transaction() as connection:
        connection.execute("update payee_rules set version = 0")
    assert sorted(books.read("payee")) == [("karte stadtwerke nord",), ("karte stadtwerke nord",), ("oven",)]
    with books.database.transaction() as connection:
        connection.execute("delete from payee_alias")
    assert sorted(books.read("payee")) == [("oven",), ("stadtwerke nord",), ("swn energie",)]


def in_currency(currency: str, *rows: tuple[str, int], **more: Any) -> ParsedStatement:
    return statement(*(row(amount, later(day), currency=currency) for amount, day in rows), currency=currency, **more)


def test_a_statement_without_a_currency_counts_in_the_only_one_of_its_account(books: Books) -> None:
    unsaid = in_currency("XXX", ("-40", 0), ("-7", 1), opening=Decimal(100), closing=Decimal(53))
    books.take(unsaid, form=CSV)
    assert books.read("amount, currency") == [(Decimal(-40), "XXX"), (Decimal(-7), "XXX")]
    books.take(in_currency("USD", ("-40", 0), ("-9", 2)), form=OFX)
    dollars = [(Decimal(each), "USD") for each in ("-40", "-7", "-9")]
    assert books.read("amount, currency") == dollars
    with books.database.transaction() as connection:
        (account,) = accounts.listing(connection)
        (spent,) = figures.sums(connection, Filter(roles=("spending",)))
    (book,) = account.books
    assert (book.currency, book.reconciled, account.currency) == ("USD", True, "USD")
    assert [each.states_currency for each in book.statements] == [False, True]
    assert (spent.currency, spent.amount, spent.count) == ("USD", Decimal(-56), 3)
    euros = books.take(in_currency("EUR", ("-3", 3)), form=OFX)
    assert sorted(currency for _, currency in books.read("amount, currency")) == ["EUR", "USD", "USD", "XXX", "XXX"]
    books.forget(euros)
    assert books.read("amount, currency") == dollars


def test_a_statement_of_another_account_says_nothing_about_a_currency(books: Books) -> None:
    books.take(in_currency("XXX", ("-40", 0)), form=CSV)
    books.take(in_currency("USD", ("-9", 2), account=SAVINGS), form=OFX)
    assert books.read("amount, currency") == [(Decimal(-40), "XXX"), (Decimal(-9), "USD")]
    with books.database.transaction() as connection:
        accounts.merge(connection, *(accounts.find(connection, each) for each in (GIRO, SAVINGS)))
    assert books.read("amount, currency") == [(Decimal(-40), "USD"), (Decimal(-9), "USD")]
    with books.database.transaction() as connection:
        accounts.split(connection, accounts.find(connection, SAVINGS))
    assert books.read("amount, currency") == [(Decimal(-40), "XXX"), (Decimal(-9), "USD")]


@pytest.mark.parametrize("card_first", [True, False])
def test_a_card_that_states_no_currency_is_settled_in_that_of_its_bookings(books: Books, card_first: bool) -> None:
    dollars = {"account": CARD, "account_kind": "creditcard"}
    papers = [
        in_currency("XXX", ("-60", 0), ("-20", 1), closing=Decimal(-80), until=later(2), **dollars),
        in_currency("USD", ("-5", -40), since=later(-50), until=later(-30), **dollars),
        statement(row("-80", later(9), "Elan Card", currency="USD"), currency="USD"),
    ]
    for each in papers if card_first else reversed(papers):
        books.take(each, form=CSV)
        books.read()
    assert ("-80", "Elan Card", "settlement") in books.roles()
