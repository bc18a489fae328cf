"""What each booking is to the household, and what belongs together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from pkm.ledger.own import Own, OwnAccount
from pkm.ledger.roles import conversions, role_of, tie, unseen_sides
from pkm.ledger.transfers import part_refund
from pkm.models import Role, Transaction
from tests.unit.test_ledger_totals import booking

DAY = date(2025, 3, 3)
GIRO, SAVINGS, CARD = "DE89370400440532013000", "DE02120300000000202051", "XXXXXXXXXXXX1234"
OWN = Own.of(
    [
        OwnAccount(GIRO, (GIRO,), "checking"),
        OwnAccount(SAVINGS, (SAVINGS,)),
        OwnAccount(CARD, (CARD, "4111111111111234"), "creditcard", (("EUR", Decimal("120.37"), DAY - timedelta(5)),)),
    ]
)


def made(amount: str, days: int = 0, words: str = "Ada", account: str = GIRO, **more: Any) -> Transaction:
    plain = booking(amount, DAY + timedelta(days), words, account=account, currency=more.pop("currency", "EUR"))
    return replace(plain, payee=words.casefold(), **more)


def tied(*bookings: Transaction) -> list[tuple[str, int, int]]:
    places = {each.id: n for n, each in enumerate(bookings)}
    found = tie(bookings, OWN)
    assert tie(bookings[::-1], OWN) == found
    return [(each.kind, places[each.out.id], places[each.back.id]) for each in found]


def test_the_other_accounts_number_proves_a_round_transfer() -> None:
    assert tied(made("-500", counterparty_account=SAVINGS), made("500", 1, account=SAVINGS)) == [("transfer", 0, 1)]


def test_a_strangers_number_refutes_a_transfer_whatever_the_words() -> None:
    out = made("-500", words="Transfer rent", counterparty_account="DE75512108001245126199")
    assert tied(out, made("500", 1, "Gift", SAVINGS)) == []


def test_the_same_end_to_end_reference_on_two_accounts_is_a_transfer_and_on_one_a_reversal() -> None:
    out = made("-500", words="Anna", end_to_end="E1")
    assert tied(out, made("500", 1, "Otto", SAVINGS, end_to_end="E1")) == [("transfer", 0, 1)]
    assert tied(out, made("500", 1, "Otto", end_to_end="E1")) == [("reversal", 0, 1)]
    never = made("-500", words="Anna", end_to_end="NOTPROVIDED")
    assert tied(never, made("500", 1, "Otto", SAVINGS, end_to_end="NOTPROVIDED")) == []


def test_every_payment_is_called_a_credit_transfer() -> None:
    assert tied(made("-500", words="SEPA credit transfer"), made("500", 0, "SEPA credit transfer", SAVINGS)) == []


def test_what_is_paid_into_a_card_settles_it() -> None:
    assert tied(made("-120.37", words="Card bill"), made("120.37", 1, "Payment", CARD)) == [("settlement", 0, 1)]


def test_what_says_that_it_takes_back_is_paired_with_what_it_takes_back() -> None:
    debit, returned = made("-45", words="Gym"), made("45", 4, "Gym", description="Rücklastschrift")
    assert tied(debit, returned) == [("reversal", 0, 1)]
    salary, back = made("2000", words="Works"), made("-2000", 2, "Works", correction="reversal")
    assert tied(back, salary) == [("reversal", 1, 0)]


def test_the_same_amount_back_from_the_same_payee_is_a_refund_but_no_salary_is() -> None:
    assert tied(made("-59.99", words="Shop"), made("59.99", 20, "Shop")) == [("refund", 0, 1)]
    assert tied(made("-59.99", words="Shop"), made("59.99", 20, "Shop", description="Gehalt Mai")) == []


def test_a_part_that_comes_back_needs_a_word_or_a_reference() -> None:
    paid = made("-100", words="Store")
    assert part_refund(made("30", 40, "Store", description="Refund"), [paid]) is not None
    assert part_refund(made("30", 40, "Store"), [paid]) is None
    assert (
        part_refund(made("30", 40, "Store", description="PAIEMENT PAR CARTE DE DEBIT 1781 STORE"), [paid]) is not None
    )
    assert part_refund(made("30", 40, "Store", description="Versicherung Erstattung"), [paid]) is None
    assert part_refund(made("30", 121, "Store", description="Refund"), [paid]) is None
    assert part_refund(made("30", -1, "Store", description="Refund"), [paid]) is None
    later = made("-80", 9, "Store")
    found = part_refund(made("30", 40, "Store", description="Refund"), [later, paid])
    assert found is not None
    assert found.out.id == later.id


def test_an_exchange_is_paired_by_its_amounts_before_its_order() -> None:
    out, other = (made(each, words="Exchanged to USD", account="W") for each in ("-100", "-50"))
    back = made(
        "108",
        words="Exchanged to USD",
        account="W",
        currency="USD",
        original_amount=Decimal(50),
        original_currency="EUR",
    )
    assert [(each.out.id, each.back.id) for each in conversions([out, back, other])] == [(other.id, back.id)]
    assert conversions([out, replace(back, booked_on=DAY + timedelta(1), original_amount=None)]) == []


@pytest.mark.parametrize(
    ("one", "role"),
    [
        (made("-5", words="Shop"), "spending"), (made("5", words="Works"), "income"), (made("0"), "other"),
        (made("-500", counterparty_account=SAVINGS), "transfer"), (made("-500", counterparty_account=GIRO), "spending"),
        (made("-500", counterparty_account="4111111111111234"), "settlement"),
        (made("-120.37", words="VISA bill"), "settlement"), (made("-120.38", words="VISA bill"), "spending"),
        (made("-120.37", words="Bakery"), "spending"), (made("20", words="Shop", account=CARD), "refund"),
        (made("20", words="Cashback", account=CARD), "income"), (made("20", words="Thank you", account=CARD), "settlement"),
        (made("-900", words="Fund", security="IE00B4L5Y983", type="buymf"), "trade"),
        (made("9", words="Fund", security="IE00B4L5Y983", type="income"), "income"),
        (made("-2", words="Fund", security="IE00B4L5Y983", type="invexpense"), "spending"),
        (made("0", words="Fund", security="IE00B4L5Y983", type="reinvest"), "trade"),
        (made("-500", words=f"Wire to {SAVINGS}"), "transfer"), (made("9", words=f"Zinsen {SAVINGS}"), "income"),
        (made("-500", words=f"Wire to {SAVINGS}", counterparty_account="DE75512108001245126199"), "spending"),
        (made("10.99", words="Bankgutschrift auf PayPal-Konto"), "transfer"), (made("-80", words="General Withdrawal"), "transfer"),
        (made("42", words="Shop", type="card_refund"), "refund"), (made("42", words="Shop", type="card_payment"), "income"),
        (made("-100", words="Currency conversion"), "transfer"), (made("-1", words="Currency conversion fee"), "spending"),
    ],
)  # fmt: skip
def test_a_booking_by_itself(one: Transaction, role: Role) -> None:
    assert role_of(one, (), OWN) == role


def test_a_standing_order_whose_other_side_no_statement_tells_of_is_what_the_others_are() -> None:
    every = [made("-500", 30 * n, "Savings plan") for n in range(4)]
    backs = [made("500", 30 * n, "Einzahlung", SAVINGS) for n in (0, 1, 3)]
    pairs = tie([*every, *backs], OWN)
    months = tuple((DAY + timedelta(30 * n - 5), DAY + timedelta(30 * n + 20)) for n in (0, 1, 3))
    assert unseen_sides(every, pairs, replace(OWN, told={SAVINGS: months})) == {every[2].id: "transfer"}
    seen = replace(OWN, told={SAVINGS: ((DAY, DAY + timedelta(100)),)})
    assert unseen_sides(every, pairs, seen) == {}
    assert unseen_sides([replace(each, payee="gift") for each in every], pairs, OWN) == {}
    assert unseen_sides(every, pairs[:1], replace(OWN, told={SAVINGS: months})) == {}


def test_what_was_spent_stays_spent_when_it_comes_back() -> None:
    assert role_of(made("-5"), [("refund", False)], OWN) == "spending"
    assert role_of(made("5"), [("refund", True)], OWN) == "refund"
    both = [("refund", True), ("refund", False)]  # two that state each other's reference
    assert role_of(made("5"), both, OWN) == role_of(made("5"), both[::-1], OWN) == "refund"
