"""Typed plans over a ledger of known rows: each kind of question, with figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pkm.answer.language import content
from pkm.answer.planning.against import Against
from pkm.answer.planning.days import Period
from pkm.answer.planning.intent import QuestionKind
from pkm.answer.quoting.draft import Draft
from pkm.answer.reckon import from_bookings
from pkm.store import standing
from pkm.store.database import Database
from pkm.store.touched import Touched
from tests.integration.seeded_ledger import (
    CARD,
    GIRO,
    YEAR,
    Entry,
    Ledger,
    ask,
    day,
    household,
    nothing_found,
    one,
    plan,
    told,
)


@pytest.fixture
def ledger(database: Database) -> Ledger:
    return household(database)


def test_what_was_spent_is_net_of_refunds_without_transfers_and_by_currency(ledger: Ledger) -> None:
    draft = ask(ledger, "sum", direction="out", since=YEAR[0], until=YEAR[1])
    # 80 + 80 + 12.50 + 30.10 + 20.20 + 50 - 20.20; the pound shop apart; transfer, settlement and pending left out
    assert told(draft) == {
        "spent EUR": Decimal("-252.60"),
        "refunded EUR": Decimal("20.20"),
        "spent GBP": Decimal("-9.99"),
    }
    text = draft.write()
    assert text.startswith("You spent 252.60 EUR in 2025 (7 bookings).")
    assert "Refunds of 20.20 EUR" in text
    assert "You spent 9.99 GBP in 2025 (1 booking)." in text
    assert "262.59" not in text
    assert "…0101 (1 January 2025 to 31 December 2025)" in text


@pytest.mark.parametrize(
    ("fields", "value", "rows"),
    [
        # all but 172.50 of electricity
        ({"without": (("electricit",),), "question": "without electricity"}, "-80.10", 4),
        ({"without": (("electricit",), ("grocer",)), "question": "without electricity and groceries"}, "0", 0),
        ({"topic": ("electricit",), "without": (("final",),), "question": "electricity without the final bill"}, "-160.00", 2),
        ({"topic": ("grocer",), "without": (("return",),), "question": "groceries without the return"}, "-100.30", 3),
    ],
)  # fmt: skip
def test_what_is_left_out_is_taken_off_with_its_rows(
    ledger: Ledger, fields: dict[str, object], value: str, rows: int
) -> None:
    found = ask(ledger, "sum", direction="out", currency="EUR", since=YEAR[0], until=YEAR[1], **fields)
    assert (one(found, "spent").value, one(found, "spent").count) == (Decimal(value), rows)
    assert len(one(found, "spent").rows) == rows


def test_what_is_left_out_is_taken_off_to_the_last_digit(ledger: Ledger) -> None:
    huge = "-1234567890123456789012345678.91"
    ledger.book([Entry(day(4, 2), huge, "Holm Energie", "Electricity April", "electricity", account=GIRO)])
    left = ask(
        ledger, "sum", direction="out", currency="EUR", since=YEAR[0], until=YEAR[1], without=(("electricit",),),
        question="without electricity",
    )  # fmt: skip
    assert one(left, "spent").value == Decimal("-80.10")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How much did we withdraw in cash?", "You withdrew 60.00 EUR in cash"),
        ("How much went on cash?", "You spent 60.00 EUR for “cash”"),
    ],
)
def test_cash_that_was_drawn_is_said_to_be_withdrawn(ledger: Ledger, question: str, said: str) -> None:
    ledger.book([Entry(day(4, 2), "-60.00", "ATM High Street", "Cash withdrawal", "cash", account=GIRO)])
    assert ask(ledger, "sum", direction="out", topic=("cash",), question=question).write().startswith(said)


@pytest.mark.parametrize(
    "fields",
    [
        {"topic": ("electricit",), "without": (("salar",),), "question": "electricity without the salary"},
        {"without": (("nowher",),), "question": "without Nowhere"},
    ],
)
def test_what_cannot_be_left_out_is_not_ignored(ledger: Ledger, fields: dict[str, object]) -> None:
    asked = plan("sum", direction="out", **fields)
    assert from_bookings(asked, ledger.database, ledger.owner, None, nothing_found) is None


def test_the_largest_is_none_of_what_is_left_out(ledger: Ledger) -> None:
    draft = ask(
        ledger, "largest", direction="out", currency="EUR", without=(("electricit",),), question="without electricity"
    )
    assert one(draft, "largest").value == Decimal("-50.00")


def test_the_second_largest_is_the_one_after_the_largest(ledger: Ledger) -> None:
    draft = ask(ledger, "largest", direction="out", currency="EUR", place=3)
    assert one(draft, "largest").value == Decimal("-50.00")  # after 80 and 80
    assert draft.write().startswith("Number 3 of the largest")


def test_categories_are_called_as_the_question_speaks(ledger: Ledger) -> None:
    draft = ask(ledger, "sum", direction="out", currency="EUR", group="category", language="fr")
    assert "| Électricité | 172,50 EUR | 3 |" in draft.write()
    assert one(draft, "category electricity").value == Decimal("-172.50")


def test_a_payee_most_of_whose_bookings_are_meant_is_meant_whole(ledger: Ledger) -> None:
    draft = ask(ledger, "sum", topic=("electricit",), question="electricity", direction="out")
    assert (one(draft, "spent").value, one(draft, "spent").count) == (Decimal("-172.50"), 3)


def test_a_word_that_tells_bookings_of_a_payee_apart_means_those_that_say_it(ledger: Ledger) -> None:
    said = ["Citycard", "Landticket", "Landticket", "Landticket"]
    ledger.book([Entry(day(4 + n, 2), "-49.00", "Tram Co", each, account=GIRO) for n, each in enumerate(said)])
    draft = ask(ledger, "first", direction="out", topic=("landticket",), question="Landticket")
    assert "was on 2 May 2025" in draft.write()
    assert one(ask(ledger, "sum", direction="out", topic=("tram",), question="Tram"), "spent").count == 4


def test_a_town_is_meant_wherever_it_stands(ledger: Ledger) -> None:
    ledger.book(
        [
            Entry(day(5, 2), "-9.00", "Crown Bar Belfast", "", account=GIRO),
            Entry(day(5, 3), "-8.00", "Corner Market", "Corner Market Belfast", account=CARD),
        ]
    )
    asked = ask(ledger, "sum", direction="out", topic=("belfast",), question="in Belfast")
    assert one(asked, "spent").value == Decimal("-17.00")


def test_a_name_with_the_stem_of_a_synonym_is_another_word(ledger: Ledger) -> None:
    ledger.book(
        [
            Entry(day(5, 2), "-300.00", "Mobilis Versicherung", "Motorfahrzeug", "insurance", account=GIRO),
            Entry(day(6, 2), "-90.00", "Mobilis Versicherung", "Hausrat", "insurance", account=GIRO),
        ]
    )
    asked = ask(ledger, "sum", direction="out", topic=("hausrat", "versicher"), question="Hausratversicherung")
    assert one(asked, "spent").value == Decimal("-90.00")  # "mobilier" is French for it


@pytest.mark.parametrize(
    ("fields", "value", "count"),
    [
        ({"min_amount": Decimal(50)}, "-210.00", 3),
        ({"min_amount": Decimal(50), "bounds_excluded": True}, "-160.00", 2),
        ({"max_amount": Decimal("20.20"), "since": day(2, 1), "until": day(2, 28)}, "-20.20", 1),
        ({"amount": Decimal("30.10")}, "-30.10", 1),
        ({"on_card": True}, "-80.10", 4),
        ({"topic": ("market",), "since": day(3, 1), "until": day(3, 31)}, "-29.80", 2),
    ],
)
def test_amounts_cards_and_words_narrow(ledger: Ledger, fields: dict[str, object], value: str, count: int) -> None:
    draft = ask(ledger, "sum", direction="out", currency="EUR", **fields)
    assert (one(draft, "spent").value, one(draft, "spent").count) == (Decimal(value), count)


def test_a_count_an_average_and_both_kinds_of_median(ledger: Ledger) -> None:
    about = {"direction": "out", "topic": ("market",), "question": "market", "since": YEAR[0], "until": YEAR[1]}
    assert one(ask(ledger, "count", **about), "bookings").value == 3  # refunds are no visits
    assert "3 bookings for “market” in 2025" in ask(ledger, "count", **about).write()
    average = ask(ledger, "average", **about)
    assert one(average, "average").value == Decimal(
        "-33.43"
    )  # (30.10 + 20.20 + 50) / 3; what was given back is no purchase
    odd = ask(ledger, "median", **about)
    assert (one(odd, "median").value, "the middle amount" in odd.write()) == (Decimal("-30.10"), True)
    even = ask(ledger, "median", **(about | {"until": day(2, 28)}))
    assert one(even, "median").value == Decimal("-25.15")
    assert "the mean of the two middle amounts" in even.write()


def test_an_average_over_time_counts_the_months_that_bookings_reach(ledger: Ledger) -> None:
    draft = ask(
        ledger,
        "average",
        direction="out",
        topic=("electricit",),
        question="electricity",
        per="month",
        since=YEAR[0],
        until=YEAR[1],
    )
    assert told(draft)["months"] == 3  # the last counted booking of anything is in March
    assert one(draft, "average").value == Decimal("-57.50")


@pytest.mark.parametrize(
    ("kind", "value", "when"),
    [
        ("largest", "-80.00", "3 January 2025"),
        ("smallest", "-12.50", "3 March 2025"),
        ("first", "-80.00", "3 January 2025"),
        ("last", "-12.50", "3 March 2025"),
    ],
)
def test_single_bookings(ledger: Ledger, kind: str, value: str, when: str) -> None:
    draft = ask(ledger, kind, direction="out", topic=("holm",), question="Holm")
    assert one(draft, kind).value == Decimal(value)
    assert when in draft.write().split("\n")[0]


def test_the_last_time_at_a_shop_is_no_return_to_it(ledger: Ledger) -> None:
    draft = ask(ledger, "last", topic=("market",), question="market")
    assert one(draft, "last").value == Decimal("-50.00")


def test_a_list_of_payments_says_what_came_back(ledger: Ledger) -> None:
    about = {"direction": "out", "topic": ("market",), "question": "market", "since": YEAR[0], "until": YEAR[1]}
    draft = ask(ledger, "list", **about)
    assert told(draft) == {"spent EUR": Decimal("-100.30"), "refunded EUR": Decimal("20.20")}
    assert "Refunds of 20.20 EUR in this time are not taken off." in draft.write()
    assert "Refunds" not in ask(ledger, "list", **(about | {"until": day(2, 28)})).write()


def test_a_table_by_month_and_by_counterparty(ledger: Ledger) -> None:
    months = ask(ledger, "sum", direction="out", group="month", currency="EUR", since=YEAR[0], until=YEAR[1])
    rows = [line for line in months.write().splitlines() if line.startswith("|")]
    assert rows == [
        "| Month | Amount | Bookings |", "| --- | ---: | ---: |", "| January 2025 | 110.10 EUR | 2 |",
        "| February 2025 | 100.20 EUR | 2 |", "| March 2025 | 42.30 EUR | 3 |",
    ]  # fmt: skip
    shops = ask(
        ledger, "sum", direction="out", group="counterparty", top=1, currency="EUR", since=YEAR[0], until=YEAR[1]
    )
    rows = [line for line in shops.write().splitlines() if line.startswith("|")]
    assert rows[2:] == ["| Holm Energie | 172.50 EUR | 3 |", "| All others | 80.10 EUR | 4 |"]
    assert len(shops.quotes) == 7  # all bookings are cited


def test_a_table_by_person_joins_the_accounts_of_each(ledger: Ledger) -> None:
    with ledger.database.transaction() as connection:
        connection.execute("update account set holder = 'Ada' where number in (%s, %s)", (GIRO, CARD))
    draft = ask(ledger, "sum", direction="out", group="person", since=YEAR[0], until=YEAR[1])
    rows = [line for line in draft.write().splitlines() if line.startswith("|")]
    assert rows[2:] == ["| Ada | 252.60 EUR | 7 |", "| (nobody named) | 9.99 GBP | 1 |"]


def test_income_against_spending_and_the_savings_rate(ledger: Ledger) -> None:
    flow = ask(ledger, "cashflow", currency="EUR", since=YEAR[0], until=YEAR[1])
    assert told(flow) == {
        "net EUR": Decimal("3747.40"),
        "income EUR": Decimal(4000),
        "spending EUR": Decimal("-252.60"),
    }
    rate = ask(ledger, "savings", currency="EUR", since=YEAR[0], until=YEAR[1])
    assert rate.figures[0].value == Decimal("93.7")  # 3747.40 / 4000 = 93.685 %
    assert rate.write().startswith("93.7 % is the savings rate in 2025")


def test_one_time_against_another(ledger: Ledger) -> None:
    draft = ask(
        ledger,
        "compare",
        direction="out",
        currency="EUR",
        since=day(2, 1),
        until=day(2, 28),
        versus=Period(day(1, 1), day(1, 31)),
    )
    assert told(draft)["difference EUR"] == Decimal("9.90")  # -100.20 - -110.10
    assert told(draft)["percent"] == Decimal("-9.0")
    assert draft.write().startswith(
        "9.90 EUR less in February 2025 than in January 2025 (-9 %): 100.20 EUR against 110.10 EUR"
    )
    before = Period(day(2, 1, 2024), day(2, 28, 2024))
    unknown = ask(ledger, "compare", direction="out", since=day(2, 1), until=day(2, 28), versus=before)
    assert (unknown.status, unknown.figures) == ("abstained", ())  # what no statement tells is not nothing
    assert "February 2024" in unknown.write()


def test_what_no_booking_says_is_left_to_documents(ledger: Ledger) -> None:
    def asked(**fields: object) -> Draft | None:
        return from_bookings(plan("sum", **fields), ledger.database, ledger.owner, None, nothing_found)

    assert asked(direction="out", topic=("plumb",), question="plumber") is None
    assert asked(direction="in", topic=("electricit",), question="electricity") is None
    ended = plan("unusual", direction="out", rule="after_cancellation", topic=("holm",), question="Holm")
    assert from_bookings(ended, ledger.database, ledger.owner, None, nothing_found) is None  # no letter tells an end


def test_a_misspelt_word_is_read_as_the_nearest_and_that_is_said(ledger: Ledger) -> None:
    draft = ask(ledger, "sum", direction="out", topic=("energj",), question="Energje")
    assert one(draft, "spent").value == Decimal("-172.50")
    assert "No booking says “Energje”; it is read as “energi”." in draft.write()


def test_a_compound_of_known_words_is_found_where_bookings_have_it_whole(ledger: Ledger) -> None:
    ledger.book([Entry(day(5, 2), "-120.00", "Fahrschule Blitz", "Rate 1", account=GIRO)])
    draft = ask(ledger, "sum", direction="out", topic=("fahr", "schul"), question="Fahrschule", language="de")
    assert one(draft, "spent").value == Decimal("-120.00")


def test_a_compound_with_a_word_of_money_is_found_where_bookings_have_it_whole(ledger: Ledger) -> None:
    ledger.book([Entry(day(5, 2), "-14.90", "", "Mahngebühr Entgelt", account=GIRO)])
    draft = ask(ledger, "sum", direction="out", topic=("mahn",), question="Mahngebühren dieses Jahr?", language="de")
    assert one(draft, "spent").value == Decimal("-14.90")
    assert "für „Mahngebühren“" in draft.write()


def test_a_category_counts_beside_words_and_its_siblings_do_not(ledger: Ledger) -> None:
    ledger.book(
        [
            Entry(day(5, 1), "-4.00", "Kornhaus", "Kartenzahlung", "groceries", account=CARD),
            Entry(day(5, 2), "-3.00", "Oven & Sons", "Bakery", "groceries", account=CARD),
        ]
    )
    may = {"since": day(5, 1), "until": day(5, 31), "direction": "out"}
    groceries = ask(ledger, "sum", topic=("grocer",), question="groceries", **may)
    assert one(groceries, "spent").value == Decimal("-4.00")
    assert "something else and not counted: Oven & Sons (3.00 EUR)." in groceries.write()
    food = ask(ledger, "sum", topic=("food",), question="food", **may)
    assert one(food, "spent").value == Decimal("-7.00")
    assert "not counted: Oven" not in food.write()
    assert "no category" not in food.write()
    ledger.book([Entry(day(5, 3), "-0.60", "Unknown & Co", "x")])
    slightly = ask(ledger, "sum", topic=("food",), question="food", **may)
    assert "Bookings that have no category are not counted" in slightly.write()
    assert slightly.status == food.status


@pytest.mark.parametrize("kind", ["sum", "average", "median", "count", "largest", "share"])
def test_a_category_that_may_be_far_from_all_is_partial_and_says_by_how_much(
    ledger: Ledger, kind: QuestionKind
) -> None:
    ledger.book([Entry(day(5, 1), "-4.00", "Kornhaus", "Kartenzahlung", "groceries", account=CARD)])
    may = {"since": day(5, 1), "until": day(5, 31), "direction": "out", "topic": ("grocer",), "question": "groceries"}
    against = {"against": Against((), "out")} if kind == "share" else {}
    before = ask(ledger, kind, **may, **against)
    assert "may not be all" not in before.write()
    ledger.book([Entry(day(5, 3), "-9.00", "Unknown & Co", "x")])
    found = ask(ledger, kind, **may, **against)
    assert found.status == "partial"
    assert "Not counted: 1 booking of that time and kind that have no category (9.00 EUR)" in found.write()


def test_what_is_put_into_an_account_is_what_came_there_from_others(ledger: Ledger) -> None:
    with ledger.database.transaction() as connection:
        connection.execute("update account set label = 'Holiday' where number = %s", (CARD,))
    asked = {
        "topic": tuple(content("holiday")),
        "direction": "in",
        "question": "How much went into the Holiday account?",
    }
    ledger.book([Entry(day(5, 2), "80.40", "Card bill", "Settlement", role="settlement", account=CARD)])
    assert told(ask(ledger, "sum", **asked)) == {"transferred EUR": Decimal("80.40")}
    ledger.book([Entry(day(5, 4), "3.00", "Bank", "Interest", role="income", account=CARD)])
    assert (
        from_bookings(plan("sum", **asked), ledger.database, ledger.owner, None, nothing_found) is None
    )  # which is open


def test_transfers_and_refunds_where_they_are_asked_for(ledger: Ledger) -> None:
    moved = ask(ledger, "sum", transfers=True, direction="out")
    assert told(moved) == {"transferred EUR": Decimal("-580.40")}
    assert all("not counted" not in each.text for each in moved.parts)
    assert told(ask(ledger, "sum", refunds=True, direction="in")) == {"refunds EUR": Decimal("20.20")}


# ---------------------------------------------------------------- what comes back


def test_what_was_paid_once_is_no_yearly_or_weekly_average(ledger: Ledger) -> None:
    ledger.book([Entry(date(2026, 1, 24), "-335.00", "Redevance AG", "Radio", account=GIRO)])
    asked = {"topic": ("redevanc",), "question": "Redevance", "direction": "out"}
    for per in ("year", "week"):
        draft = ask(ledger, "average", per=per, **asked)
        assert told(draft) == {"spent EUR": Decimal("-335.00")}
        assert draft.write().startswith("You spent 335.00 EUR")
    assert told(ask(ledger, "recurring", per="year", **asked)) == {"spent EUR": Decimal("-335.00")}


def test_what_is_new_of_recurring_payments_began_in_the_time_and_not_with_the_records(ledger: Ledger) -> None:
    months = [date(2025 + n // 12, n % 12 + 1, 5) for n in range(23)]  # up to 5 November 2026
    ledger.book([Entry(each, "-12.00", "Stream Co", "Abo", account=GIRO) for each in months])
    ledger.book([Entry(each, "-8.00", "Stream Two", "Abo", account=GIRO) for each in months[15:]])
    ledger.book([Entry(date(2026, 9, 9), "-44.00", "Stream Git", "Abo", account=GIRO)])
    asked = {"topic": ("stream",), "question": "Which Stream is new?"}
    draft = ask(ledger, "recurring", since=date(2026, 1, 1), until=date(2026, 12, 31), **asked)
    assert told(draft) == {"series": 1, "begun 1 EUR": Decimal("-8.00"), "first 1 EUR": Decimal("-44.00")}
    assert "Stream Two: 8.00 EUR monthly since 5 April 2026" in draft.write()
    assert "Stream Git: first paid on 9 September 2026, 44.00 EUR" in draft.write()
    assert told(ask(ledger, "recurring", since=date(2026, 8, 1), until=date(2026, 8, 31), **asked)) == {"series": 0}
    assert told(ask(ledger, "recurring", since=date(2025, 1, 1), until=date(2025, 12, 31), **asked)) == {"series": 0}


def test_recurring_payments_cost_so_much_a_year_while_they_go_on(ledger: Ledger) -> None:
    months = [date(2025 + n // 12, n % 12 + 1, 5) for n in range(10, 23)]  # up to 5 November 2026
    ledger.book(
        [
            Entry(each, "-12.00" if each < date(2026, 6, 1) else "-15.00", "Stream Co", "Abo", account=GIRO)
            for each in months
        ]
    )
    ledger.book([Entry(each, "-40.00", "Old Gym", "Gym", account=GIRO) for each in months[:6]])  # ended in April
    ledger.book(
        [Entry(date(2026, 10, n), f"-{n}.10", "Snack Bar", "Snack", account=GIRO) for n in (2, 3, 9, 10, 17, 30)]
    )
    draft = ask(ledger, "recurring")
    assert told(draft) == {
        "per_year EUR": Decimal("-180.00"),
        "series": Decimal(1),
        "series 1 EUR": Decimal("-15.00"),
        "series 1 per year EUR": Decimal("-180.00"),
    }
    assert one(draft, "series 1").count == 13
    assert "| Stream Co | monthly | 15.00 EUR | 180.00 EUR |" in draft.write()
    of_one = ask(ledger, "recurring", direction="out", topic=("stream",), question="How much is Stream?")
    assert of_one.figures[0].name == "per_month"
    assert of_one.figures[0].value == Decimal("-15.00")
    assert of_one.write().startswith("15.00 EUR a month")
    over = ask(ledger, "recurring", direction="out", topic=("gym",), question="Gym", per="month")
    assert told(over) == {"last_price EUR": Decimal("-40.00")}
    assert over.write().startswith("Old Gym: 40.00 EUR (monthly), last on 5 April 2026; no such payment goes on.")
    ledger.book([Entry(date(2026, 9, 9), "-99.00", "Stream Shop", "Box", account=GIRO)])
    both = told(ask(ledger, "recurring", topic=("stream",), question="Stream"))
    assert both["paid_once EUR"] == Decimal("-99.00")
    assert both["per_year_with_once EUR"] == Decimal("-279.00")
    changes = ask(ledger, "price_changes")
    assert [each.value for each in changes.figures[:4]] == [
        Decimal("-3.00"),
        Decimal("-12.00"),
        Decimal("-15.00"),
        Decimal("25.0"),
    ]
    assert "Stream Co: from 12.00 EUR to 15.00 EUR since 5 June 2026 (+3.00 EUR, +25 %)" in changes.write()
    dearer = ask(ledger, "price_changes", question="which subscriptions got more expensive")
    assert [each.value for each in dearer.figures] == [each.value for each in changes.figures]
    cheaper = ask(ledger, "price_changes", question="which subscriptions got cheaper")
    assert cheaper.write().startswith("No price of a recurring payment went down")
    wages = [Entry(each, "2000" if each.year < 2026 else "2100", "Mill", "Wage", role="income") for each in months]
    ledger.book([*wages, replace(wages[1], amount="900", day=date(2025, 12, 20), words="Bonus")])
    raised = ask(ledger, "price_changes", direction="in", topic=("mill",), question="Mill")
    assert "Mill: from 2,000.00 EUR to 2,100.00 EUR since 5 January 2026" in raised.write()
    asked = plan("recurring", direction="in", topic=("gym",), question="What does Gym earn?")
    assert (
        from_bookings(asked, ledger.database, ledger.owner, None, nothing_found) is None
    )  # who is paid there is not paid by us
    unpriced = plan("price_changes", topic=("snack",), question="Snack")  # what has no price did not keep it
    assert from_bookings(unpriced, ledger.database, ledger.owner, None, nothing_found) is None


# ---------------------------------------------------------------- balances, and what an answer rests on


def test_a_balance_starts_from_what_a_statement_states(database: Database) -> None:
    ledger = Ledger.begin(database)
    ledger.state(GIRO, day(1, 1), day(1, 31), "100.00", "60.00")
    ledger.state(GIRO, day(2, 1), day(2, 28))
    ledger.book(
        [
            Entry(day(1, 9), "-40.00", account=GIRO),
            Entry(day(2, 9), "-5.50", account=GIRO),
            Entry(day(2, 20), "1.00", role="transfer", account=GIRO),
        ]
    )
    for when, value in ((day(1, 31), "60.00"), (day(2, 10), "54.50"), (day(2, 28), "55.50"), (day(1, 5), "100.00")):
        draft = ask(ledger, "balance", since=when, until=when)
        assert draft.figures[0].value == Decimal(value), when
        assert draft.write().startswith(f"{value} EUR at the end of")


def test_a_balance_over_days_that_no_statement_covers_is_partial(database: Database) -> None:
    ledger = Ledger.begin(database)
    ledger.state(GIRO, day(1, 1), day(1, 31), "100.00", "60.00")
    ledger.state(GIRO, day(3, 1), day(3, 31))
    ledger.book([Entry(day(1, 9), "-40.00", account=GIRO), Entry(day(3, 9), "-5.00", account=GIRO)])
    with database.transaction() as connection:
        standing.review_statements(connection, Touched(1, 1, 1))
    assert ask(ledger, "balance", since=day(3, 10), until=day(3, 10)).status == "partial"
    known = ask(ledger, "balance", since=day(1, 31), until=day(1, 31))
    assert (known.status, known.figures[0].value) == ("answered", Decimal("60.00"))


def test_gaps_and_what_does_not_add_up_are_said(database: Database) -> None:
    ledger = Ledger.begin(database)
    ledger.state(GIRO, day(1, 1), day(1, 31), "100.00", "60.00")
    ledger.state(GIRO, day(3, 1), day(3, 31), "50.00", "10.00")
    ledger.book([Entry(day(1, 9), "-39.00", account=GIRO), Entry(day(3, 9), "-40.00", account=GIRO)])
    with database.transaction() as connection:
        standing.review_statements(connection, Touched(1, 1, 1))
    whole = ask(ledger, "sum", direction="out", since=day(1, 1), until=day(3, 31))
    assert whole.status == "partial"
    assert [(each.since, each.until) for each in whole.coverage.gaps] == [(day(2, 1), day(2, 28))]
    assert (whole.coverage.statements, whole.coverage.expected) == (2, 3)
    assert "A statement of account …0101 is missing: in February 2025." in whole.write()
    assert "its bookings miss its closing balance by 1.00 EUR" in whole.write()
    assert one(whole, "fault difference").value == Decimal("1.00")
    assert ask(ledger, "sum", direction="out", since=day(3, 1), until=day(3, 31)).status == "answered"
    before = ask(ledger, "sum", direction="out", since=date(2024, 1, 1), until=date(2024, 1, 31))
    assert (before.status, before.figures) == ("abstained", ())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Sie haben im Jahr 2025 252,60 EUR ausgegeben (7 Buchungen)."),
        ("fr", "Vous avez dépensé 252,60 EUR en 2025 (7 opérations)."),
    ],
)
def test_answers_in_german_and_french(ledger: Ledger, language: str, said: str) -> None:
    draft = ask(ledger, "sum", direction="out", currency="EUR", since=YEAR[0], until=YEAR[1], language=language)
    assert draft.write().startswith(said)


def test_a_shop_is_meant_by_its_name_and_not_by_the_cash_machine_in_it(ledger: Ledger) -> None:
    ledger.book([
        Entry(day(4, 2), "-31.00", "AMZN MKTP UK*2LCXHBD", account=GIRO),
        Entry(day(4, 3), "-32.00", "AMZN MKTP UK*3LCXHBE", account=GIRO),
        Entry(day(4, 4), "-13.10", "AMAZON.CO.UK*2FNRFHF", account=GIRO),
        Entry(day(4, 5), "-40.00", "SAINSBURYS S/MKTS 5375", account=GIRO),
        Entry(day(4, 6), "-50.00", "CASH WITHDRAWAL LINK", "SAINSBURYS ATM", "cash", account=GIRO),
    ])  # fmt: skip
    for name, spent in (("Amazon", "-76.10"), ("Sainsbury's", "-40.00")):
        draft = ask(ledger, "sum", direction="out", topic=tuple(content(name)), question=name)
        assert one(draft, "spent").value == Decimal(spent), name


def test_a_shop_is_meant_by_its_name_where_its_own_bookings_say_it_otherwise_and_anothers_do(ledger: Ledger) -> None:
    ledger.book([
        Entry(day(4, 2), "-31.00", "AMZN MKTP US*2LCXHBD AMZN.COM/BILL WA", account=GIRO),
        Entry(day(4, 5), "-14.00", "AMAZON PRIME*AB12 AMZN.COM/BILL WA", account=GIRO),
    ])  # fmt: skip
    for name, spent in (("Amazon", "-45.00"), ("Amazon Prime", "-14.00")):
        draft = ask(ledger, "sum", direction="out", topic=tuple(content(name)), question=name)
        assert one(draft, "spent").value == Decimal(spent), name


def test_a_chain_is_not_its_namesake_of_another_trade(ledger: Ledger) -> None:
    ledger.book([
        Entry(day(4, 2), "-31.00", "HOFER 4411 GRAZ", account=GIRO), Entry(day(4, 3), "-14.90", "HoT Hofer Telekom", account=GIRO),
    ])  # fmt: skip
    for name, spent in (("Hofer", "-31.00"), ("HoT Hofer Telekom", "-14.90")):
        draft = ask(ledger, "sum", direction="out", topic=tuple(content(name)), question=name)
        assert one(draft, "spent").value == Decimal(spent), name


def test_one_of_two_things_that_no_booking_ever_met_is_no_nothing(ledger: Ledger) -> None:
    ledger.book([Entry(day(4, 2), "-21.00", "DM", "", "personal care"), Entry(day(4, 3), "-16.00", "BIPA")])
    both = plan(
        "sum", direction="out", either=(("cosmetic", "dm"), ("cosmetic", "bipa")), topic=("cosmetic", "dm", "bipa")
    )
    assert from_bookings(both, ledger.database, ledger.owner, None, nothing_found) is None


def test_gas_where_dollars_are_paid_may_be_fuel(ledger: Ledger) -> None:
    entries = [
        Entry(day(4, 2), "-41.00", "SHELL", "", "fuel"),
        Entry(day(4, 3), "-60.00", "COLUMBIA GAS", "", "gas & heating"),
    ]
    ledger.book([replace(each, currency="USD") for each in entries])
    with ledger.database.transaction() as connection:
        connection.execute("update statement set currency = 'USD'")
        connection.execute("update transaction set currency = 'USD'")
    asked = plan("sum", direction="out", topic=("gas",), question="How much did we spend on gas?")
    assert from_bookings(asked, ledger.database, ledger.owner, None, nothing_found) is None
    bill = ask(ledger, "sum", direction="out", topic=("gas",), question="What did the gas bill come to?")
    assert one(bill, "spent").value == Decimal("-60.00")


def test_a_name_written_as_one_word_or_as_two_is_the_same(ledger: Ledger) -> None:
    ledger.book([Entry(day(4, 2), "-34.50", "PURE GYM LTD", account=GIRO)])
    ledger.book([Entry(day(4, 3), "-12.00", "FUNKWERK", account=GIRO)])
    for name, spent in (("PureGym", "-34.50"), ("Funk Werk", "-12.00")):
        draft = ask(ledger, "sum", direction="out", topic=tuple(content(name)), question=f"What did we pay {name}?")
        assert one(draft, "spent").value == Decimal(spent), name


def test_the_currency_of_most_statements_comes_first(ledger: Ledger) -> None:
    draft = ask(ledger, "sum", direction="out")
    assert next(each.currency for each in draft.figures if each.name == "spent") == "EUR"
    nothing = ask(
        ledger, "sum", direction="out", topic=("electricit",), since=day(7, 1), until=day(7, 2), question="electricity"
    )
    assert [each.currency for each in nothing.figures] == ["EUR"]


def test_a_card_is_called_by_its_brand(ledger: Ledger) -> None:
    whole = ask(ledger, "sum", direction="out", on_card=True)
    named = ask(ledger, "sum", direction="out", on_card=True, topic=("amex",), question="on the Amex")
    assert told(named) == told(whole)
