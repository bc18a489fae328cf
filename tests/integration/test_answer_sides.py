"""Which side of the household's money a question means: earned, put away, charged to a card, paid by others, taken beside the rent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pkm.answer.planning.plan import read
from pkm.answer.planning.presumed import as_ledger
from pkm.answer.quoting.draft import Draft
from pkm.answer.reckon import from_bookings
from pkm.answer.reckoning.own_accounts import is_price
from pkm.store.database import Database
from tests.integration.seeded_ledger import (
    CARD,
    GIRO,
    TODAY,
    YEAR,
    Entry,
    Ledger,
    day,
    household,
    nothing_found,
    one,
    told,
)

SAVINGS = "DE44500105175407324931"


@pytest.fixture
def ledger(database: Database) -> Ledger:
    made = household(database)
    made.state(SAVINGS, *YEAR, kind="savings", label="Savings")
    made.book(
        [
            Entry(day(2, 1), "500.00", "Own giro", "From giro", role="transfer", account=SAVINGS),
            Entry(day(3, 30), "12.00", "Bank", "Interest", "fees & interest", "income", SAVINGS),
            Entry(day(3, 5), "250.00", "Family Office", "Child benefit", "pension & benefits", "income", GIRO),
            *(
                Entry(day(month, 4), amount, "Haus Treu", f"{what} {month}/2025", "rent", account=GIRO)
                for month in (1, 2, 3)
                for what, amount in (("Miete", "-900.00"), ("Betriebskosten", "-150.00"))
            ),
            Entry(day(1, 20), "-21.50", "UBER *EATS", "", "restaurants", account=CARD),
            Entry(day(2, 20), "-18.50", "UBER *EATS", "", "restaurants", account=CARD),
            Entry(day(2, 21), "-40.00", "Eat Well Diner", "", "restaurants", account=CARD),
        ]
    )
    return made


def answer(ledger: Ledger, question: str) -> Draft:
    """What bookings tell, of the question as people type it."""
    asked = read(question, TODAY)
    plans = [asked] if asked.is_about_money_moved else as_ledger(asked)
    drafts = (from_bookings(each, ledger.database, ledger.owner, None, nothing_found) for each in plans)
    draft = next((each for each in drafts if each is not None), None)
    assert draft is not None, question
    return draft


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How much did we earn in 2025?", "Of it: salary 4,000.00 EUR · pension & benefits 250.00 EUR"),
        ("Wie viel haben wir 2025 verdient?", "Davon: Gehalt 4.000,00 EUR"),
        ("Combien avons-nous gagné en 2025 ?", "Dont : Salaire 4\u202f000,00 EUR"),
    ],
)
def test_what_was_earned_is_all_that_came_in_and_tells_the_wages_apart(
    ledger: Ledger, question: str, said: str
) -> None:
    draft = answer(ledger, question)
    assert draft.figures[0].value == Decimal("4262.00")
    assert one(draft, "of it salary").value == Decimal("4000.00")
    assert said in draft.write()


def test_income_and_the_wage_of_one_employer_are_told_as_they_are(ledger: Ledger) -> None:
    for question, value in (
        ("What was our income in 2025?", "4262.00"),
        ("How much did we earn at Works in 2025?", "4000.00"),
    ):
        assert told(answer(ledger, question)) == {"received EUR": Decimal(value)}


@pytest.mark.parametrize(
    ("question", "name", "value"),
    [
        ("How much did we put into the savings account in 2025?", "transferred", "500.00"),
        ("Wie viel haben wir 2025 aufs Sparkonto eingezahlt?", "transferred", "500.00"),
        ("How much did we put on the credit card in February 2025?", "spent", "-78.70"),
        ("Combien avons-nous mis sur la carte de crédit en février 2025 ?", "spent", "-78.70"),
    ],
)
def test_what_is_put_into_an_account_came_from_another_and_what_is_put_on_a_card_was_bought(
    ledger: Ledger, question: str, name: str, value: str
) -> None:
    assert one(answer(ledger, question), name).value == Decimal(value)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Which month did we spend the most on electricity in 2025?", ("month 2025-01-01", None)),
        ("In which month from January to March 2025 did we spend the least on electricity?", ("month 2025-03-01", "-12.50")),
        ("Which shop did we visit most often in 2025?", ("counterparty haus treu", "6")),
        ("Wo haben wir 2025 am häufigsten eingekauft?", ("counterparty haus treu", "6")),
    ],
)  # fmt: skip
def test_which_has_most_or_least_comes_first_and_a_tie_has_none(
    ledger: Ledger, question: str, value: tuple[str, str | None]
) -> None:
    name, amount = value
    first = answer(ledger, question).figures[0]
    if amount is None:  # January and February cost the same
        assert not first.name.startswith("month ")
    else:
        assert (first.name, first.value) == (name, Decimal(amount))


@pytest.mark.parametrize(
    "question",
    ["How much did Works Ltd pay in 2025?", "Wie viel hat Works 2025 überwiesen?", "Combien Works a versé en 2025 ?"],
)
def test_what_somebody_paid_who_never_was_paid_came_in(ledger: Ledger, question: str) -> None:
    assert told(answer(ledger, question)) == {"received EUR": Decimal("4000.00")}


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Wie viel Miete haben wir 2025 gezahlt?", "-2700.00"),
        ("How much did we spend on rent in 2025?", "-2700.00"),
        ("How much did we pay Haus Treu in 2025?", "-3150.00"),
        ("How much did we spend on Betriebskosten in 2025?", "-450.00"),
    ],
)
def test_the_rent_is_without_the_charges_that_are_booked_by_themselves(
    ledger: Ledger, question: str, value: str
) -> None:
    assert answer(ledger, question).figures[0].value == Decimal(value)


def test_what_was_paid_by_a_wallet_is_told_by_its_account_where_no_other_tells_of_it(ledger: Ledger) -> None:
    ledger.state("paypal-1", *YEAR, label="PayPal")
    ledger.book(
        [
            Entry(day(5, 5), "-33.00", "Depop", account="paypal-1"),
            Entry(day(5, 4), "33.00", "Bank", role="transfer", account="paypal-1"),
        ]
    )
    assert told(answer(ledger, "How much did we pay with PayPal in 2025?")) == {"spent EUR": Decimal("-33.00")}


def test_a_name_that_begins_with_a_small_word_is_whole(ledger: Ledger) -> None:
    for question in ("How much did we spend on Uber Eats in 2025?", "Uber Eats 2025"):
        assert answer(ledger, question).figures[0].value == Decimal("-40.00")


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Combien la CPAM nous a remboursé en 2025 ?", "39.00"),
        ("How much did CPAM reimburse us in 2025?", "39.00"),
        ("Wie viel hat uns Works 2025 erstattet?", "80.00"),  # the rest of what it paid is the wage
    ],
)
def test_what_says_of_itself_that_it_is_paid_back_is_so_though_nothing_was_paid_before(
    ledger: Ledger, question: str, value: str
) -> None:
    ledger.book(
        [
            Entry(day(2, 6), "19.50", "CPAM Rhône", "Remboursement soins", role="income"),
            Entry(day(6, 6), "19.50", "CPAM Rhône", "Remboursement soins", role="income"),
            Entry(day(6, 7), "80.00", "Works Ltd", "Erstattung Reisekosten", role="income"),
        ]
    )
    assert answer(ledger, question).figures[0].value == Decimal(value)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("How much did we spend on water in 2025?", "-61.30"),
        ("Ausgaben für Wasser 2025", "-61.30"),
        ("dépenses restos en 2025", "-80.00"),
        ("dons aux Restos du Coeur en 2025", "-35.00"),
        ("How much did we spend at Waterstones in 2025?", "-38.62"),
        ("dépenses médecins en 2025", "-30.00"),
        ("How much did we spend at the Tierarztpraxis in 2025?", "-184.00"),
    ],
)
def test_a_name_in_which_the_word_of_another_trade_stands_is_not_meant_by_it(
    ledger: Ledger, question: str, value: str
) -> None:
    ledger.book(
        [
            Entry(day(3, 15), "-61.30", "Holding Werke", "Wasser Quartal"),
            Entry(day(3, 16), "-38.62", "Waterstones Leeds", "", "entertainment"),
            Entry(day(3, 17), "-35.00", "Restos du Coeur", "Don"),
            Entry(day(3, 18), "-184.00", "Tierarztpraxis Dr. Kern", "", "pets"),
            Entry(day(3, 19), "-15.00", "Ärzte ohne Grenzen", "", "gifts & donations"),
            Entry(day(3, 20), "-30.00", "Dr Lefevre Médecin", "", "health"),
        ]
    )
    assert answer(ledger, question).figures[0].value == Decimal(value)


def test_what_was_exchanged_within_an_account_did_not_come_to_it(ledger: Ledger) -> None:
    ledger.state("revolut-1", *YEAR, label="Revolut")
    ledger.state("revolut-1", *YEAR, label="Revolut", currency="GBP")
    sent, came, sold, bought = ledger.book(
        [
            Entry(day(4, 1), "-260.00", "Revolut", role="transfer", account=GIRO),
            Entry(day(4, 1), "260.00", "Top-up", role="transfer", account="revolut-1"),
            Entry(day(4, 2), "-100.00", "Exchanged to GBP", role="transfer", account="revolut-1"),
            Entry(day(4, 2), "86.00", "Exchanged to GBP", role="transfer", account="revolut-1", currency="GBP"),
        ]
    )
    with ledger.database.transaction() as connection:
        for out, back in ((sent, came), (sold, bought)):
            connection.execute(
                "insert into booking_pair (out_id, back_id, kind, collection_id, reason, found) values (%s, %s, 'transfer', %s, '', 'amount')",
                (out, back, ledger.collection),
            )
    found = answer(ledger, "How much was transferred to Revolut in 2025?")
    assert told(found) == {"transferred EUR": Decimal("-260.00")}


def test_of_somebodys_account_subscriptions_are_not_all_that_recurs_there(ledger: Ledger) -> None:
    ledger.state("monthly-1", date(2026, 1, 1), date(2026, 11, 15), label="Ruth")
    ledger.book(
        [
            Entry(day(month, 9, 2026), amount, who, "", category, account="monthly-1")
            for month in range(1, 12)
            for who, amount, category in (
                ("Netflix", "-13.99", "subscriptions"),
                ("Halifax", "-512.33", "mortgage & loans"),
            )
        ]
    )
    found = answer(ledger, "Which subscriptions does Ruth pay for?")
    assert one(found, "per_year").value == Decimal("-167.88")


@pytest.mark.parametrize(
    "question",
    [
        "les frais du compte de Ruth en 2025",
        "Gebühren auf Ruths Konto 2025",
        "fees on Ruth's account in 2025",
        "Combien de frais a-t-on payés à Ruth en 2025 ?",
    ],
)
def test_the_fees_of_somebodys_account_are_not_all_its_bookings(ledger: Ledger, question: str) -> None:
    ledger.state("ruth-1", *YEAR, label="Ruth")
    ledger.book(
        [
            Entry(day(1, 30), "-2.50", "Cotisation carte", "", "fees & interest", account="ruth-1"),
            Entry(day(2, 28), "-2.50", "Cotisation carte", "", "fees & interest", account="ruth-1"),
            Entry(day(2, 27), "2000.00", "Verlag", "Salaire", "salary", "income", "ruth-1"),
            Entry(day(2, 26), "-44.00", "Corner Market", "", "groceries", account="ruth-1"),
        ]
    )
    assert answer(ledger, question).figures[0].value == Decimal("-5.00")


def test_a_utility_that_supplies_two_things_is_told_apart_by_the_words_of_its_bookings(ledger: Ledger) -> None:
    ledger.book(
        [
            Entry(day(month, 6), amount, "Stadtwerke Auental", f"Teilbetrag {what}", "electricity", account=GIRO)
            for month in (1, 2, 3)
            for what, amount in (("Strom", "-61.00"), ("Fernwaerme", "-74.00"))
        ]
    )
    assert one(answer(ledger, "What did we pay Stadtwerke Auental for Strom in 2025?"), "spent").value == Decimal(
        "-183.00"
    )
    assert one(answer(ledger, "What did we pay Stadtwerke Auental in 2025?"), "spent").value == Decimal("-405.00")


def test_what_somebody_earns_is_no_price_of_an_account() -> None:
    asked = read("How much does Ben earn?", TODAY)
    assert asked.kind == "recurring"
    assert not is_price(asked, (), ())


def test_an_operator_is_paid_for_the_phone_though_no_booking_says_so(ledger: Ledger) -> None:
    ledger.book(
        [
            *(
                Entry(day(month, 8), "-18.50", "EE Limited", "", "internet & phone", account=GIRO)
                for month in (1, 2, 3)
            ),
            *(Entry(day(month, 9), "-20.00", "Kilo Mobile", "", "internet & phone", account=GIRO) for month in (1, 2)),
            *(
                Entry(day(month, 10), "-31.00", "Hill Broadband", "", "internet & phone", account=GIRO)
                for month in (1, 2)
            ),
        ]
    )
    draft = answer(ledger, "How much did we pay for phones in 2025?")
    assert one(draft, "spent").value == Decimal("-95.50")
