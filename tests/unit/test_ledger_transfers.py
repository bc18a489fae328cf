"""Both legs of own transfers, settlements and refunds are known; what only looks like one is not."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkm.ledger.own import Own, OwnAccount
from pkm.ledger.transfers import (
    is_settled_up,
    is_settlement,
    own_transfers,
    part_refund,
    refunds,
    reversal_pairs,
    transfer_pairs,
)
from pkm.models import Transaction
from tests.unit.test_ledger_totals import booking

DAY = date(2024, 3, 1)


def legs(out: str, back: str, days: int = 1, amount: str = "500.00", **other: str) -> tuple[Transaction, Transaction]:
    """A payment from giro and a credit on savings some days later."""
    return (
        booking(f"-{amount}", DAY, "Me", out),
        booking(amount, DAY + timedelta(days), "Me", back, **{"account": "savings"} | other),
    )


@pytest.mark.parametrize(
    ("out", "back"),
    [
        ("Transfer to savings", ""), ("", "Umbuchung"), ("Card settlement May", "Payment received, thank you"),
        ("Kreditkartenabrechnung", "Ausgleich"), ("Virement interne", ""), ("Débit différé carte", "Paiement relevé, merci"), ("to account savings", ""),
    ],
)  # fmt: skip
def test_words_on_either_side_confirm_a_transfer(out: str, back: str) -> None:
    pair = legs(out, back)
    assert own_transfers(pair) == {pair[0].id, pair[1].id}


def test_the_banks_own_type_confirms_a_transfer() -> None:
    pair = (booking("-80.00", DAY, "Me", type="xfer"), booking("80.00", DAY, "Me", account="savings"))
    assert own_transfers(pair) == {pair[0].id, pair[1].id}


def test_the_last_digits_behind_a_mask_name_the_other_account() -> None:
    own = Own.of([OwnAccount("528124471", ("528124471",)), OwnAccount("savings", ("36079914408",))])
    out = booking("-400.00", DAY, "ONLINE PMT", account="528124471")
    back = booking("400.00", DAY + timedelta(1), "Deposit from CHASE BANK XXXXXXX4471", account="savings")
    assert [pair.reason for pair in transfer_pairs([out, back], own)] == [
        "it shows the last digits of the other account"
    ]
    other = booking("400.00", DAY + timedelta(1), "Deposit from CHASE BANK XXXXXXX4472", account="savings")
    assert transfer_pairs([out, other], own) == []


@pytest.mark.parametrize(
    "pair",
    [
        legs("Transfer", "", days=6), legs("Transfer", "", currency="USD"), legs("Transfer", "", account="giro"),
        (booking("-500.00", DAY, "Me", "Transfer"), booking("499.00", DAY, "Me", account="savings")),
        legs("Plumber", "Gift", amount="500.00"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_no_transfer(pair: tuple[Transaction, Transaction]) -> None:
    assert own_transfers(pair) == frozenset()


def test_without_words_an_odd_amount_must_be_alone() -> None:
    pair = legs("x", "y", amount="311.37")
    assert own_transfers(pair) == {pair[0].id, pair[1].id}
    third = booking("-311.37", DAY, "Shop")
    assert own_transfers([*pair, third]) == frozenset()


def test_a_round_amount_is_a_transfer_where_both_sides_are_called_the_same() -> None:
    out = booking("-900.00", DAY, "G HARPER & K OSEI", "JOINT BILLS STANDING ORDER")
    named = booking("900.00", DAY, "HARPER G", "JOINT BILLS", account="bills")
    other = booking("900.00", DAY, "Harper Ltd", "STANDING ORDER", account="bills")
    assert own_transfers([out, named]) == {out.id, named.id}
    assert own_transfers([out, other]) == frozenset()
    assert own_transfers([out, named, booking("-900.00", DAY, "Shop")]) == frozenset()


def test_a_round_amount_that_goes_the_same_way_again_and_again_is_a_transfer() -> None:
    days = [DAY + timedelta(31 * n) for n in range(3)]
    outs = [booking("-850.00", day, "Harper & Osei joint") for day in days]
    backs = [booking("850.00", day, "KOFI OSEI", "POT FOR BILLS", account="bills") for day in days]
    assert own_transfers([*outs, *backs]) == {each.id for each in (*outs, *backs)}
    assert own_transfers([*outs[:2], *backs[:2]]) == frozenset()
    wages = [booking("850.00", day, "Works Ltd", "Wages", account="bills") for day in days]
    assert own_transfers([*outs, *wages]) == frozenset()


def test_what_names_the_other_account_and_goes_the_same_way_again_and_again_is_a_transfer() -> None:
    own = Own.of([OwnAccount("giro", ("giro",)), OwnAccount("union", ("shares-CU-20881",))])
    days = [DAY + timedelta(31 * n) for n in range(4)]
    outs = [booking("-60.00", day, "ST CANICES CU SHARES", account="giro") for day in days]
    backs = [booking("60.00", day + timedelta(1), "LODGEMENT", account="union") for day in days]
    dentist = booking("-60.00", days[3] + timedelta(2), "Dentist", account="giro")  # the like may be meant nowhere else
    assert {one.id for pair in transfer_pairs([*outs, *backs, dentist], own) for one in (pair.out, pair.back)} == {
        each.id for each in (*outs, *backs)
    }
    assert transfer_pairs([*outs[:2], *backs[:2]], own) == []


def test_what_a_wallet_paid_does_not_hide_the_money_that_filled_it() -> None:
    paid = booking("-10.99", DAY, "Tunes", account="wallet")
    filled = booking("10.99", DAY, "", "Deposit", account="wallet")
    debit = booking("-10.99", DAY + timedelta(2), "Purse Europe", "Tunes, your purchase")
    assert own_transfers([paid, filled, debit]) == {filled.id, debit.id}


def test_a_wallet_that_says_it_was_filled_is_filled_by_the_bank_that_names_it() -> None:
    filled = booking("25.00", DAY, "", "Bankgutschrift auf PayPal-Konto", account="wallet")
    debit = booking("-25.00", DAY + timedelta(2), "PayPal Europe S.a.r.l.", "Tunes")
    shop = booking("-25.00", DAY, "Bank Street Books")
    assert own_transfers([filled, debit, shop]) == {filled.id, debit.id}


def test_a_wallet_that_received_the_same_again_and_again_was_filled() -> None:
    days = [DAY + timedelta(days=30 * n) for n in range(3)]
    out = [booking("-350.00", each, "", "WISE PAYMENTS LTD", account="bank") for each in days]
    back = [booking("350.00", each, "", "Received money from JANE DOE", account="wallet") for each in days]
    assert own_transfers([*out, *back]) == {each.id for each in (*out, *back)}
    assert not own_transfers([*out[:2], *back[:2]])


def test_a_wallet_that_shortens_its_name_is_filled_by_the_bank_that_names_it() -> None:
    filled = booking("1150.00", DAY, "", "Bank Deposit to PP Account", account="wallet")
    debit = booking("-1150.00", DAY + timedelta(5), "PAYPAL PAYMENT 103272217", "Direct debit")
    rent = booking("-1150.00", DAY, "Landlord")
    assert own_transfers([filled, debit, rent]) == {filled.id, debit.id}


def test_the_nearest_credit_is_the_other_leg() -> None:
    out = booking("-500.00", DAY, "Me", "Transfer")
    late = booking("500.00", DAY + timedelta(4), "Me", account="savings")
    soon = booking("500.00", DAY + timedelta(1), "Me", account="savings")
    assert own_transfers([out, late, soon]) == {out.id, soon.id}


def test_a_refund_is_a_later_credit_of_the_same_counterparty() -> None:
    bought = booking("-59.99", DAY, "Shop GmbH")
    returned = booking("59.99", DAY + timedelta(20), "SHOP")
    assert refunds([bought, returned]) == {bought.id, returned.id}
    assert refunds([bought, booking("59.99", DAY - timedelta(1), "Shop")]) == frozenset()
    assert refunds([bought, booking("59.99", DAY + timedelta(91), "Shop")]) == frozenset()
    assert refunds([bought, booking("59.99", DAY + timedelta(2), "Other")]) == frozenset()


def test_what_a_utility_gives_back_at_the_end_of_a_year_is_more_than_one_instalment() -> None:
    back = booking("118.22", DAY, "Stadtwerke", "Guthaben Jahresabrechnung Strom")
    assert is_settled_up(back, Decimal("732.00"))
    assert not is_settled_up(back, Decimal("61.00"))
    assert not is_settled_up(booking("118.22", DAY, "Bank", "Guthabenzinsen"), Decimal("732.00"))
    assert not is_settled_up(booking("118.22", DAY, "Nora", "danke!"), Decimal("732.00"))


def test_what_a_friend_sends_by_twint_is_no_refund() -> None:
    sent = booking("-45.20", DAY, "Nora Imhof", "TWINT Zahlung an Nora Imhof")
    for words, is_back in (("TWINT Gutschrift von Nora Imhof", False), ("Gutschrift", True)):
        pair = part_refund(booking("31.00", DAY + timedelta(4), "Nora Imhof", words), [sent])
        assert (pair is not None) == is_back


def test_a_settlement_is_known_without_its_other_side() -> None:
    assert is_settlement(booking("-300", description="Card settlement March"))
    assert not is_settlement(booking("-300", description="Invoice settlement"))


_books = st.lists(
    st.tuples(
        st.sampled_from(["-10.01", "10.01", "-20", "20"]), st.integers(0, 12), st.sampled_from("AB"),
        st.sampled_from(["Transfer", "x"]), st.sampled_from(["EUR", "USD"]),
    ),
    max_size=14,
)  # fmt: skip


@given(_books, st.randoms(use_true_random=False))
def test_pairs_hold_whatever_the_order(books: list[tuple[str, int, str, str, str]], random) -> None:  # type: ignore[no-untyped-def]
    rows = [booking(a, DAY + timedelta(d), "Me", words, account, currency) for a, d, account, words, currency in books]
    pairs = transfer_pairs(rows)
    ids = [leg.id for pair in pairs for leg in (pair.out, pair.back)]
    assert len(ids) == len(set(ids))
    for pair in pairs:
        assert pair.out.amount + pair.back.amount == Decimal(0)
        assert (pair.out.currency, pair.out.amount < 0) == (pair.back.currency, True)
        assert pair.out.account != pair.back.account
        assert abs((pair.out.booked_on - pair.back.booked_on).days) <= 5
    random.shuffle(rows)
    assert own_transfers(rows) == frozenset(ids)


@pytest.mark.parametrize(
    "words", ["VIR PERMANENT COMPTE JOINT", "VERSEMENT LIVRET A", "Gemeinschaftskonto", "Joint account"]
)
def test_the_name_of_an_own_sort_of_account_tells_a_transfer(words: str) -> None:
    out, back = legs(words, "")
    assert own_transfers([out, back]) == {out.id, back.id}


def test_a_debit_that_the_bank_returned_is_no_refund() -> None:
    out = booking("-72.15", date(2026, 2, 12), "City Utilities", "ACH DEBIT CITY UTILITIES")
    back = booking("72.15", date(2026, 2, 17), "City Utilities", "ACH DEBIT RETURNED CITY UTILITIES")
    assert [(each.out.id, each.back.id) for each in reversal_pairs([out, back])] == [(out.id, back.id)]


def test_a_returned_debit_says_all_the_words_of_the_one_that_it_takes_back() -> None:
    out = booking("-74.00", date(2025, 11, 10), "POWER NI 8814402917")
    back = booking("74.00", date(2025, 11, 12), "UNPAID DIRECT DEBIT POWER NI 8814402917")
    assert [(each.out.id, each.back.id) for each in reversal_pairs([out, back])] == [(out.id, back.id)]
    assert reversal_pairs([booking("-74.00", date(2025, 11, 10), "Water Board"), back]) == []


def test_what_is_charged_again_is_not_what_was_returned() -> None:
    out = booking("-21.13", date(2026, 2, 26), "SIMplex", "Mobilfunk 02/2026")
    back = booking("21.13", date(2026, 3, 3), "SIMplex", "Rücklastschrift Mobilfunk 02/2026")
    again = booking("-21.13", date(2026, 3, 6), "SIMplex", "Mobilfunk 02/2026 erneut")  # nearer to it
    assert [(each.out.id, each.back.id) for each in reversal_pairs([again, back, out])] == [(out.id, back.id)]
    assert reversal_pairs([again, back]) == []


def test_capitals_without_accents_say_the_same() -> None:
    assert is_settlement(booking("-900", description="RELEVE CARTE DIFFERE"))
    assert is_settlement(booking("-900", description="Relevé de carte"))
