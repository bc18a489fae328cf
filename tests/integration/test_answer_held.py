"""What is held against something, told apart, of some days, or named by what it is for: figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pkm.answer.language import content
from pkm.answer.planning.against import Against
from pkm.answer.planning.intent import Direction
from pkm.answer.reckon import from_bookings
from pkm.store import ledger as bookings
from pkm.store.database import Database
from tests.integration.seeded_ledger import (
    CARD,
    GIRO,
    POUNDS,
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


@pytest.mark.parametrize(
    ("question", "topic", "value"),
    [
        ("from the giro account", "giro", "-172.50"),
        ("from our current account", "current", "-172.50"),
        ("vom Girokonto", "Girokonto", "-172.50"),
        ("du compte courant", "courant", "-172.50"),
        ("from the savings account", "savings", None),  # there is none
        ("from the giro account to the Holiday account", "giro holiday", None),  # whose bookings are meant is open
    ],
)
def test_an_account_is_named_by_a_kind_of_which_there_is_one(
    ledger: Ledger, question: str, topic: str, value: str | None
) -> None:
    with ledger.database.transaction() as connection:
        connection.execute("update account set label = 'Holiday' where number = %s", (CARD,))
        connection.execute("update account set kind = null where number = %s", (POUNDS,))
    asked = plan("sum", direction="out", currency="EUR", topic=tuple(content(topic)), question=question)
    draft = from_bookings(asked, ledger.database, ledger.owner, None, nothing_found)
    assert (draft and str(one(draft, "spent").value)) == value


def test_an_account_is_of_the_kind_that_its_folder_names_and_two_are_told_apart_by_nothing(ledger: Ledger) -> None:
    asked = plan("sum", direction="out", topic=("sparkonto",), question="vom Sparkonto")
    with ledger.database.transaction() as connection:
        connection.execute("update file set path = '/bank/Sparkonto/2025.csv'")
    assert from_bookings(asked, ledger.database, ledger.owner, None, nothing_found) is None
    with ledger.database.transaction() as connection:
        connection.execute(
            "delete from transaction where account_id <> (select id from account where number = %s)", (CARD,)
        )
        connection.execute(
            "delete from statement where account_id <> (select id from account where number = %s)", (CARD,)
        )
        connection.execute("delete from unsettled")
    draft = from_bookings(asked, ledger.database, ledger.owner, None, nothing_found)
    assert draft is not None
    assert one(draft, "spent").value == Decimal("-80.10")
    with ledger.database.transaction() as connection:  # kept by bank: the folder has its name
        connection.execute("update file set path = '/bank/Tabor/2025.csv'")
    asked = plan("sum", direction="out", topic=("tabor",), question="vom Tabor Konto")
    draft = from_bookings(asked, ledger.database, ledger.owner, None, nothing_found)
    assert draft is not None
    assert one(draft, "spent").value == Decimal("-80.10")


def test_a_sum_of_what_came_and_went_tells_either(ledger: Ledger) -> None:
    draft = from_bookings(
        plan("sum", currency="EUR", question="all"), ledger.database, ledger.owner, None, nothing_found
    )
    assert draft is not None
    came, went = one(draft, "received"), one(draft, "spent")
    assert (came.value > 0, went.value < 0, came.value + went.value) == (True, True, one(draft, "moved").value)


@pytest.mark.parametrize(
    ("asked", "topic"),
    [("ÖBB", ("obb",)), ("OeBB", ("oebb",)), ("Wiener Städtische", ("wien", "stadtisch")), ("Wiener Staedtische", ("wien", "staedtisch"))],
)  # fmt: skip
def test_a_payee_is_one_whether_or_not_its_bank_has_umlauts(ledger: Ledger, asked: str, topic: tuple[str, ...]) -> None:
    names = ["ÖBB", "OeBB", "Wiener Städtische", "Wiener Staedtische"]
    ledger.book([Entry(day(4, n), "-10", name, account=GIRO) for n, name in enumerate(names, 1)])
    draft = ask(ledger, "sum", topic=topic, question=asked, direction="out", since=YEAR[0], until=YEAR[1])
    assert (draft.figures[0].value, draft.figures[0].count) == (Decimal(-20), 2)


@pytest.mark.parametrize(
    ("group", "value", "said"),
    [("counterparty", 3, "3 different counterparties in 2025. "), ("day", 7, "7 days in 2025. "), ("month", 3, "3 months in 2025. ")],
)  # fmt: skip
def test_what_is_told_apart_is_counted_in_whatever_currency(ledger: Ledger, group: str, value: int, said: str) -> None:
    draft = ask(ledger, "count", direction="out", group=group, distinct=True, since=YEAR[0], until=YEAR[1])
    assert (draft.figures[0].value, draft.figures[0].count) == (Decimal(value), 7)
    assert draft.write().startswith(said)


def test_a_banks_fees_are_what_it_took_itself(ledger: Ledger) -> None:
    ledger.book([
        Entry(day(4, 1), "-7.90", "", "Account fee", "fees & interest", account=GIRO),
        Entry(day(4, 2), "-188", "Property managers", "Charges Q2", "rent", account=GIRO),
        Entry(day(4, 3), "71.36", "", "Interest", "fees & interest", "income", GIRO),
    ])  # fmt: skip
    for question in ("bank charges", "what charges did the bank take", "Bankgebühren", "frais bancaires"):
        topic = tuple(content(question)) if "did" not in question else ()
        for kind, direction in (("list", None), ("sum", "out")):
            draft = ask(ledger, kind, topic=topic, question=question, direction=direction, since=YEAR[0], until=YEAR[1])
            assert [each.value for each in draft.figures[:1]] == [Decimal("-7.90")], question
    for language, question in (("en", "interest"), ("fr", "intérêts"), ("de", "Zinsen")):
        topic = tuple(content(question))
        draft = ask(ledger, "list", topic=topic, question=question, language=language, since=YEAR[0], until=YEAR[1])
        assert [each.value for each in draft.figures[:1]] == [Decimal("71.36")], question


def test_what_is_paid_once_a_year_has_a_price_each_year(ledger: Ledger) -> None:
    ledger.book(
        [
            Entry(date(year, 10, 15), f"-{amount}", "Land tax", account=GIRO)
            for year, amount in ((2025, 412), (2026, 437))
        ]
    )
    draft = ask(ledger, "price_changes", topic=("land", "tax"), question="land tax")
    assert [each.value for each in draft.figures[:3]] == [-25, -412, -437]


def test_expenses_that_were_paid_back_are_not_said_to_be_none(ledger: Ledger) -> None:
    paid_back = Entry(day(4, 1), "100", "Works Ltd", "Travel costs", "uncategorised", "refund", GIRO)
    ledger.book([paid_back, replace(paid_back, day=date(2026, 4, 1), role="income")])
    asked = {"direction": "in", "refunds": True, "since": date(2026, 1, 1), "until": date(2026, 11, 15)}
    for topic, is_told in (("travel", False), ("grocer", True)):
        told = plan("list", **asked, topic=(topic,), question=f"{topic} reimbursed")
        assert (from_bookings(told, ledger.database, ledger.owner, None, nothing_found) is not None) is is_told
    ledger.book([Entry(date(2026, 5, 2), "512.77", "Tax Office", "Income tax 2025", "taxes", "income", GIRO)])
    tax = ask(ledger, "sum", **asked, topic=("tax",), question="tax refund")  # which belongs to no one payment
    assert one(tax, "refunds").value == Decimal("512.77")


def test_what_is_looked_at_for_the_unusual_is_never_more_than_what_is_asked(ledger: Ledger) -> None:
    asked = {"direction": "out", "since": YEAR[0], "until": YEAR[1]}
    shop = ask(ledger, "unusual", topic=("corn",), question="Corner", **asked)
    assert one(shop, "looked_at").value == 3
    assert shop.write().startswith("Nothing unusual for “Corner” in 2025")
    ledger.book(
        [Entry(date(2026, m, n), f"-{20 + n}", f"Shop {n}", account=GIRO) for m in (9, 10) for n in range(1, 29)]
    )
    ledger.book([Entry(date(2026, 11, 9), "-1500", "Sofa House", account=GIRO)])
    november = {"direction": "out", "since": date(2026, 11, 1), "until": date(2026, 11, 15)}
    assert "Sofa House" in ask(ledger, "unusual", rule="amount", **november).write()  # though never paid before
    unknown = plan("unusual", topic=("berlin",), question="Berlin", **asked)
    assert from_bookings(unknown, ledger.database, ledger.owner, None, nothing_found) is None


def test_days_of_the_week_narrow_and_divide(ledger: Ledger) -> None:
    mondays = ask(ledger, "sum", direction="out", currency="EUR", weekdays=(1,), since=YEAR[0], until=YEAR[1])
    assert (one(mondays, "spent").value, one(mondays, "spent").count) == (Decimal("-162.70"), 4)
    assert "in 2025, Monday only (4 bookings)" in mondays.write()
    each = ask(ledger, "sum", direction="out", currency="EUR", group="weekday", since=YEAR[0], until=YEAR[1])
    assert [line for line in each.write().splitlines() if line.startswith("|")][2:] == [
        "| Monday | 162.70 EUR | 4 |", "| Wednesday | -20.20 EUR | 1 |", "| Friday | 110.10 EUR | 2 |",
    ]  # fmt: skip


def test_a_bank_that_books_on_working_days_alone_does_not_tell_what_was_paid_at_weekends(ledger: Ledger) -> None:
    asked = plan("sum", direction="out", weekdays=(6, 7))
    assert from_bookings(asked, ledger.database, ledger.owner, None, nothing_found)
    with ledger.database.transaction() as connection:
        connection.execute("delete from transaction where extract(isodow from booked_on) in (6, 7)")
        connection.execute("delete from unsettled")
    assert from_bookings(asked, ledger.database, ledger.owner, None, nothing_found) is None


@pytest.mark.parametrize(
    ("kind", "topic", "against", "value", "said"),
    [
        # 172.50 of 252.60 spent, of 4000 earned; 80.10 of groceries net of the return
        ("share", "electricity", ((), "out"), "68.3", "68.3 % for “electricity” in 2025: 172.50 EUR of 252.60 EUR of spending (3 bookings)."),
        ("share", "electricity", (("salary",), "in"), "4.3", "172.50 EUR of 4,000.00 EUR of income for “salary”"),
        ("share", "salary", ((), "in"), "100.0", "4,000.00 EUR of 4,000.00 EUR of income"),
        ("cashflow", "salary", (("electricity",), "out"), "3827.50", "3,827.50 EUR left of 4,000.00 EUR for “salary” in 2025 after 172.50 EUR for “electricity” (5 bookings)."),
        ("cashflow", "", (("electricity", "groceries"), "out"), "3747.40", "after 252.60 EUR for “electricity groceries”"),
        ("compare", "electricity", (("groceries",), "out"), "-92.40", "92.40 EUR more for “electricity” in 2025 than for “groceries” (+115.4 %): 172.50 EUR against 80.10 EUR"),
        ("compare", "groceries", (("electricity",), "out"), "92.40", "92.40 EUR less for “groceries”"),
    ],
)  # fmt: skip
def test_one_thing_is_held_against_another(
    ledger: Ledger, kind: str, topic: str, against: tuple[tuple[str, ...], Direction], value: str, said: str
) -> None:
    things, side = against
    draft = ask(
        ledger, kind, topic=tuple(content(topic)), against=Against(tuple(tuple(content(each)) for each in things), side), currency="EUR",
        direction="in" if topic in {"salary", ""} else "out", since=YEAR[0], until=YEAR[1], question=" ".join((topic, *things)),
    )  # fmt: skip
    assert draft.figures[0].value == Decimal(value)
    assert said in draft.write()
    first, *sides = draft.figures[:3]
    assert set(first.rows) == {row for each in sides for row in each.rows}


@pytest.mark.parametrize(
    ("fields", "things"),
    [
        ({"kind": "share", "topic": ("electricit",), "question": "electricity Nowhere"}, ("nowher",)),
        ({"kind": "compare", "topic": ("electricit",), "question": "electricity Nowhere"}, ("nowher",)),
        # whether those groceries, too, are only what was paid by Ada is open
        ({"kind": "share", "topic": ("ada", "electricit"), "question": "Ada electricity"}, ()),
        ({"kind": "compare", "topic": ("ada", "electricit"), "question": "Ada electricity groceries"}, ("grocer",)),
        ({"kind": "compare", "topic": ("electricit",), "question": "electricity Ada"}, ("ada",)),
    ],
)
def test_what_is_open_or_unknown_is_held_against_nothing(
    ledger: Ledger, fields: dict[str, object], things: tuple[str, ...]
) -> None:
    with ledger.database.transaction() as connection:
        connection.execute("update account set holder = 'Ada' where number = %s", (GIRO,))
    asked = plan(**fields, direction="out", against=Against((things,) if things else (), "out"))  # type: ignore[arg-type]
    assert from_bookings(asked, ledger.database, ledger.owner, None, nothing_found) is None
    given = plan("share", topic=("ada",), question="Ada", direction="out", against=Against((), "in"))
    assert from_bookings(given, ledger.database, ledger.owner, None, nothing_found) is None  # to her, or by her?


@pytest.mark.parametrize(
    ("question", "topic", "value"),
    [
        ("from Ada's account", "ada", "-172.50"), ("von Adas Konto", "ada", "-172.50"), ("du compte d'Ada", "ada", "-172.50"),
        ("from the joint account", "joint", "-80.10"), ("vom Gemeinschaftskonto", "Gemeinschaftskonto", "-80.10"),
        ("du compte commun", "commun", "-80.10"),
        ("for Ada", "ada", None),  # somebody may be called so
        ("from Ferrar's account", "ferrar", None),  # both bear that name
        ("How much did Ada spend?", "ada", None),  # which part of the joint account that was is open
    ],
)  # fmt: skip
def test_a_holder_whom_statements_name_is_known_where_an_account_is_spoken_of(
    ledger: Ledger, question: str, topic: str, value: str | None
) -> None:
    _state_holders(ledger, {GIRO: "FERRAR, ADA", CARD: "Ada und Ben Ferrar", POUNDS: "Ben Ferrar"})
    asked = plan("sum", direction="out", currency="EUR", topic=tuple(content(topic)), question=question)
    draft = from_bookings(asked, ledger.database, ledger.owner, None, nothing_found)
    assert (draft and str(one(draft, "spent").value)) == value


def test_whose_money_was_spent_is_told_by_statements_where_no_person_has_said_it(ledger: Ledger) -> None:
    _state_holders(ledger, {GIRO: "FERRAR, ADA", CARD: "Ada und Ben Ferrar", POUNDS: "Ben Ferrar"})
    with ledger.database.transaction() as connection:
        connection.execute("update account set holder = 'Ben' where number = %s", (CARD,))
    divided = told(ask(ledger, "sum", direction="out", group="person"))
    assert {name: str(value) for name, value in divided.items() if name.startswith("person")} == {
        "person Ada Ferrar EUR": "-172.50", "person Ben EUR": "-80.10", "person Ben GBP": "-9.99",
    }  # fmt: skip
    asked = plan("sum", direction="out", group="person", topic=("holm",), question="Holm per person")
    with ledger.database.transaction() as connection:
        connection.execute("update account set holder = 'Ada u. Ben' where number = %s", (GIRO,))
    assert (
        from_bookings(asked, ledger.database, ledger.owner, None, nothing_found) is None
    )  # whose part it was is not told


def _state_holders(ledger: Ledger, holders: dict[str, str]) -> None:
    with ledger.database.transaction() as connection:
        rows = connection.execute("select s.ordinal, a.number from statement s join account a on a.id = s.account_id")
        stated = dict(rows.fetchall())
        named = [holders.get(stated.get(ordinal, "")) for ordinal in range(max(stated) + 1)]
        connection.execute("update document set meta = jsonb_build_object('holders', to_jsonb(%s::text[]))", (named,))


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("who got the most", "Most: Holm Energie, 172.50 EUR."),
        ("who got the least", "You spent 252.60 EUR"),  # who got nothing stands in no table
        ("by payee, most of it", "You spent 252.60 EUR"),
    ],
)
def test_what_has_most_stands_first_where_it_is_asked_for(ledger: Ledger, question: str, first: str) -> None:
    draft = ask(ledger, "sum", question=question, group="counterparty", direction="out", since=YEAR[0], until=YEAR[1])
    assert draft.write().startswith(first)
    assert one(draft, "spent").value == Decimal("-252.60")


@pytest.mark.parametrize(
    ("months", "first"),
    [
        ({1: "-30", 2: "-20", 3: "-25", 11: "-5"}, "You spent"),  # in April nothing was bought
        (
            dict.fromkeys(range(1, 11), "-30") | {2: "-20", 11: "-5"},
            "Least: February 2026, 20.00 EUR.",
        ),  # November is not over
    ],
)
def test_the_cheapest_month_is_whole_and_none_beside_it_is_empty(
    ledger: Ledger, months: dict[int, str], first: str
) -> None:
    ledger.book([Entry(day(month, 7, 2026), amount, "Film Club", account=GIRO) for month, amount in months.items()])
    asked = ask(
        ledger, "sum", question="cheapest month", group="month", direction="out", topic=("film",), since=YEAR[0]
    )
    assert asked.write().startswith(first)


def test_what_an_account_costs_is_not_what_is_paid_from_it(ledger: Ledger) -> None:
    with ledger.database.transaction() as connection:
        connection.execute("update account set kind = null where number = %s", (POUNDS,))
    ledger.book([Entry(day(month, 7, 2026), "-9.90", "Film Club", account=GIRO) for month in range(1, 12)])
    asked = plan("recurring", topic=("giro",), question="what does the giro account cost us per year", per="year")
    assert from_bookings(asked, ledger.database, ledger.owner, None, nothing_found) is None
    paid = replace(asked, question="which regular payments go out from the giro account per year")
    assert from_bookings(paid, ledger.database, ledger.owner, None, nothing_found) is not None


def test_what_came_back_is_not_taken_off_and_cards_are_left_out_where_the_question_says_so(ledger: Ledger) -> None:
    gross = ask(ledger, "sum", topic=("market",), direction="out", gross=True)
    assert one(gross, "spent").value == Decimal("-100.30")
    assert "Refunds of 20.20 EUR in this time are not taken off." in gross.write()
    apart = ask(ledger, "sum", direction="out", currency="EUR", off_card=True, since=YEAR[0], until=YEAR[1])
    assert one(apart, "spent").value == Decimal("-172.50")
    assert apart.write().startswith("You spent 172.50 EUR in 2025, not on cards")
    with ledger.database.transaction() as connection:
        connection.execute("update account set kind = 'checking' where number = %s", (CARD,))
    none = plan("sum", direction="out", currency="EUR", off_card=True)
    assert (
        from_bookings(none, ledger.database, ledger.owner, None, nothing_found) is None
    )  # which are cards is not known


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("in which month did we save the most", "Most was left over: February 2025, 1,899.80 EUR."),
        ("in welchem Monat haben wir am wenigsten gespart", "Am wenigsten übrig blieb: März 2025, -42,30 EUR."),
    ],
)
def test_the_month_in_which_most_was_saved_stands_first(ledger: Ledger, question: str, first: str) -> None:
    language = "de" if "welchem" in question else "en"
    draft = ask(ledger, "savings", question=question, language=language, group="month", since=YEAR[0], until=YEAR[1])
    assert draft.write().startswith(first)


def test_a_name_that_lacks_a_letter_is_read_as_the_one_beside_the_other_words_of_it(ledger: Ledger) -> None:
    ledger.book([Entry(day(5, 2), "-61.00", "Corner Potter", "Toys"), Entry(day(5, 3), "-9.00", "Potter Film", "Toys")])
    draft = ask(ledger, "sum", topic=("corn", "poter"), question="Corner Poter", direction="out")
    assert one(draft, "spent").value == Decimal("-61.00")
    alone = plan("sum", topic=("poter",), question="Poter", direction="out")
    assert from_bookings(alone, ledger.database, ledger.owner, None, nothing_found) is None


def test_what_is_left_of_an_income_at_no_time_is_told_by_the_month_too(ledger: Ledger) -> None:
    draft = ask(
        ledger, "cashflow", topic=("salar",), question="salary electricity", direction="in", currency="EUR", against=Against((("electricit",),), "out")
    )  # fmt: skip
    assert (one(draft, "net").value, one(draft, "months").value) == (Decimal("3827.50"), 3)  # January to March
    assert one(draft, "net_per_month").value == Decimal("1275.83")
    assert "On average 1,275.83 EUR a month (3 months)." in draft.write()


def test_there_is_no_share_of_nothing(ledger: Ledger) -> None:
    draft = ask(
        ledger, "share", topic=("electricit",), question="electricity", direction="out", against=Against((), "in"), since=day(3, 1), until=day(3, 31)
    )  # fmt: skip
    assert [each.name for each in draft.figures] == ["part", "whole"]
    assert draft.write().startswith("No share can be told for “electricity” in March 2025: 12.50 EUR")


def test_the_landlord_is_who_alone_is_paid_rent(ledger: Ledger) -> None:
    ledger.book(
        [
            Entry(day(1, 2), "-700.00", "Petersen", "January", "rent", account=GIRO),
            Entry(day(2, 2), "-700.00", "Petersen", "February", "rent", account=GIRO),
            Entry(day(2, 9), "-50.00", "Petersen", "Final bill of heating", "gas & heating", account=GIRO),
        ]
    )
    asked = {"topic": ("landlord",), "question": "the landlord", "direction": "out"}
    draft = ask(ledger, "sum", **asked)
    assert one(draft, "spent").value == Decimal("-1450.00")
    assert "No booking says “landlord”; it is read as “petersen”." in draft.write()
    ledger.book([Entry(day(3, 2), "-90.00", "Garage Ltd", "Garage", "rent", account=GIRO)])
    assert from_bookings(plan("sum", **asked), ledger.database, ledger.owner, None, nothing_found) is None


def test_what_went_from_one_account_to_another_is_told_by_the_other_side(ledger: Ledger) -> None:
    asked = plan(
        "sum",
        topic=("giro", "holida"),
        route=(("giro",), ("holida",)),
        direction="out",
        question="from giro to Holiday",
    )
    with ledger.database.transaction() as connection:
        connection.execute("update account set label = 'Holiday', holder = 'Ada' where number = %s", (CARD,))
        connection.execute("update account set kind = null where number = %s", (POUNDS,))
        connection.execute("update account set holder = 'Ruth' where number = %s", (GIRO,))
    assert from_bookings(asked, ledger.database, ledger.owner, None, nothing_found) is None  # nothing ever did
    back, _ = ledger.book(
        [Entry(day(2, 1), "500.00", "Own giro", "From giro", role="transfer", account=CARD), Entry(day(3, 4), "-1.00", "Own", role="transfer", account=GIRO)]
    )  # fmt: skip
    with ledger.database.transaction() as connection:
        connection.execute(
            "insert into booking_pair (kind, out_id, back_id, collection_id, reason, found)"
            " select 'transfer', id, %s, collection_id, '', 'amount' from transaction where amount = -500",
            (back,),
        )
        connection.execute("delete from unsettled")
    draft = from_bookings(asked, ledger.database, ledger.owner, None, nothing_found)
    assert draft is not None
    assert told(draft) == {"transferred EUR": Decimal("-500.00")}
    # the card's bill and the 1.00 went where no statement tells
    assert (draft.status, "Not counted: 2 bookings between own accounts" in draft.write()) == ("partial", True)
    last = from_bookings(replace(asked, kind="last"), ledger.database, ledger.owner, None, nothing_found)
    assert last is not None
    assert one(last, "last").value == Decimal("-500.00")
    of_people = replace(asked, topic=("ruth", "ada"), route=(("ruth",), ("ada",)), question="from Ruth to Ada")
    between = from_bookings(of_people, ledger.database, ledger.owner, None, nothing_found)
    assert between is not None
    assert told(between) == {"transferred EUR": Decimal("-500.00")}
    for other in (
        replace(asked, topic=("holida", "giro"), route=(("holida",), ("giro",))),  # the other way nothing went
        replace(asked, topic=("ruth", "emil"), route=(("ruth",), ("emil",)), question="from Ruth to Emil"),
        replace(asked, topic=("giro", "nowher"), route=(("giro",), ("nowher",)), question="from giro to Nowhere"),
        replace(asked, topic=("giro", "holida", "rent"), question="rent from giro to Holiday"),
    ):
        assert from_bookings(other, ledger.database, ledger.owner, None, nothing_found) is None


def test_a_part_of_a_sum_is_rounded_half_up(ledger: Ledger) -> None:
    asked = {
        "topic": ("electricit",),
        "question": "electricity",
        "direction": "out",
        "since": YEAR[0],
        "until": YEAR[1],
    }
    half, quarter = (ask(ledger, "sum", divisor=n, **asked) for n in (2, 4))
    assert told(half) == {"part EUR": Decimal("-86.25"), "spent EUR": Decimal("-172.50")}
    assert told(quarter)["part EUR"] == Decimal("-43.13")  # of 43.125
    assert half.write().startswith("86.25 EUR is half of 172.50 EUR for “electricity” in 2025 (3 bookings).")


def test_the_last_of_something_is_so_many_days_ago(ledger: Ledger) -> None:
    draft = ask(ledger, "last", topic=("grocer",), question="groceries", direction="out")
    assert (one(draft, "days").value, one(draft, "days").count) == (Decimal(615), 1)  # from 15 March 2025, in pounds
    assert "The latest was 615 days ago." in draft.write()
    before = ask(ledger, "last", topic=("grocer",), question="groceries", direction="out", until=day(12, 31))
    assert "days" not in told(before)


@pytest.mark.parametrize(
    ("bounds", "number", "said"),
    [
        ({"min_amount": Decimal(80), "bounds_excluded": True}, 0, "0 of 3 came to more than 80.00 EUR for “electricity” in 2025."),
        ({"min_amount": Decimal(80)}, 2, "2 of 3 came to at least 80.00 EUR for “electricity” in 2025: January 2025, February 2025."),
        ({"max_amount": Decimal(80), "bounds_excluded": True}, 1, "1 of 3 came to less than 80.00 EUR for “electricity” in 2025: March 2025."),
        ({"min_amount": Decimal(10), "max_amount": Decimal(20)}, 1, "came to at least 10.00 EUR and at most 20.00 EUR"),
    ],
)  # fmt: skip
def test_months_are_told_whose_sums_are_within_bounds(
    ledger: Ledger, bounds: dict[str, object], number: int, said: str
) -> None:
    draft = ask(
        ledger, "sum", topic=("electricit",), question="electricity", direction="out", group="month", of_groups=True, since=YEAR[0],
        until=YEAR[1], **bounds,
    )  # fmt: skip
    assert (draft.figures[0].name, draft.figures[0].value) == ("months", Decimal(number))
    assert said in draft.write()
    assert "| March 2025 | 12.50 EUR | 1 |" in draft.write()


def test_a_month_without_bookings_came_to_nothing(ledger: Ledger) -> None:
    asked = {"topic": ("salar",), "question": "salary", "direction": "in", "since": YEAR[0], "until": YEAR[1]}
    draft = ask(ledger, "sum", group="month", of_groups=True, max_amount=Decimal(100), currency="EUR", **asked)
    assert (draft.figures[0].value, draft.figures[0].rows) == (Decimal(1), ())
    assert "1 of 3 came to at most 100.00 EUR for “salary” in 2025: March 2025." in draft.write()


def test_what_one_thing_costs_more_than_another_is_told_of_what_both_cost_now(ledger: Ledger) -> None:
    months = [day(n % 12 + 1, 5, 2025 + n // 12) for n in range(10, 23)]
    for who, amount in (("Stream Co", "-12.00"), ("Gym Ltd", "-40.00"), ("Old Gym", "-30.00")):
        ended = months[:6] if who == "Old Gym" else months
        ledger.book([Entry(each, amount, who, "Monthly", account=GIRO) for each in ended])
    asked = {"topic": ("gym", "ltd"), "direction": "out", "per": "month"}
    draft = ask(ledger, "recurring", question="Gym Ltd Stream", against=Against((("stream",),), "out"), **asked)
    assert told(draft) == {
        "difference EUR": Decimal("-28.00"),
        "this EUR": Decimal("-40.00"),
        "other EUR": Decimal("-12.00"),
    }
    assert draft.write().startswith(
        "28.00 EUR more a month for “Gym Ltd” than for “Stream”: 40.00 EUR against 12.00 EUR"
    )
    ended = ask(ledger, "recurring", question="Gym Ltd Old", against=Against((("old",),), "out"), **asked)
    assert (ended.figures, ended.write().split(".")[0]) == (
        (),
        "No recurring payment for “Old” that is still being made was found",
    )


@pytest.mark.parametrize(
    ("topic", "thing", "value"),
    [
        ("", "electricity", "-252.60"),
        ("groceries", "Corner", "-80.10"),
        ("", "Nowhere", None),  # unknown
        ("", "Ada", None),  # whose accounts are meant is open
        ("groceries", "electricity", None),  # whether it should be added is open
    ],
)
def test_what_is_said_to_be_included_has_to_be(ledger: Ledger, topic: str, thing: str, value: str | None) -> None:
    with ledger.database.transaction() as connection:
        connection.execute("update account set holder = 'Ada' where number = %s", (GIRO,))
    asked = plan(
        "sum", direction="out", currency="EUR", since=YEAR[0], until=YEAR[1], topic=tuple(content(topic)), including=(tuple(content(thing)),),
        question=f"{topic}, including {thing}",
    )  # fmt: skip
    draft = from_bookings(asked, ledger.database, ledger.owner, None, nothing_found)
    assert (draft and str(one(draft, "spent").value)) == value


def test_a_booking_says_where_its_statement_lies_inside_of_an_archive_too(ledger: Ledger) -> None:
    with ledger.database.transaction() as connection:
        assert {each.place for each in bookings.transactions(connection)} == {"/x/bank.csv"}
        connection.execute("update document set locator = 'file 1 (2025/giro.csv)'")
        assert {each.place for each in bookings.transactions(connection)} == {"/x/bank.csv!/2025/giro.csv"}


def test_an_amount_without_a_currency_is_said_to_have_none(ledger: Ledger) -> None:
    with ledger.database.transaction() as connection:
        connection.execute("update transaction set currency = 'XXX' where currency = 'GBP'")
        connection.execute("delete from unsettled")
    for language, said in (
        ("en", "9.99 (no currency known)"),
        ("de", "9,99 (Währung unbekannt)"),
        ("fr", "9,99 (monnaie inconnue)"),
    ):
        draft = ask(ledger, "sum", direction="out", language=language, since=YEAR[0], until=YEAR[1])
        assert said in draft.write()
        assert "XXX" not in draft.write()
