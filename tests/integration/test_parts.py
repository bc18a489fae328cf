"""Bookings that their statement divides: asked in every way, told by others, ruled, read again and forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import sql
from ingest.parsers import Candidate
from ingest.parsers.qif import Qif
from pkm.answer.reckon import from_bookings
from pkm.models import DocumentId, Figure, ParsedDocument, ParsedPart, ParsedStatement, PersonId, Role
from pkm.store import checks, figures, history, ledger, people, rules, settle
from pkm.store.chosen import FLOW, Filter, Term
from pkm.store.database import Database
from pkm.store.versions import digest
from tests.integration.books import Books, row, statement
from tests.integration.seeded_ledger import nothing_found, plan

YEAR = {"since": date(2024, 1, 1), "until": date(2024, 12, 31)}
CHECKING = """!Account
NChecking
TBank
^
!Type:Bank
D3/15'2024
T-100.00
PCostco Wholesale
MBig shop
L--Split--
SFood:Groceries
Eweekly wine
$-50.00
SClothing
Eshoes for Ben
$-30.00
S[Savings]
$-20.00
^
D3/16'2024
T-40.00
PRewe
LFood:Groceries
^
D4/20'2024
T-25.00
PCostco Wholesale
L--Split--
SFood:Groceries
$-20.00
^
D4/25'2024
T2,000.00
PAcme Corp
SSalary
$2,600.00
STax:Fed
$-600.00
^
"""
SAVINGS = "!Account\nNSavings\nTBank\n^\n!Type:Bank\nD3/15'2024\nT20.00\nPPiggy\nL[Checking]\n^\n"


def read(text: str, place: Path) -> Sequence[ParsedStatement]:
    """The statements of a QIF file, in euros."""
    file = place / "quicken.qif"
    file.write_text(text)
    parsed = Qif().parse(Candidate(file, str(file), file.name, len(text), text.encode()))
    return [
        replace(each, currency="EUR", transactions=tuple(replace(one, currency="EUR") for one in each.transactions))
        for each in parsed.documents[0].statements
    ]


@pytest.fixture
def books(database: Database, tmp_path: Path) -> Books:
    books = Books.open(database)
    books.take(*read(CHECKING, tmp_path), text=CHECKING)
    books.take(*read(SAVINGS, tmp_path), text=SAVINGS)
    return books


def ask(books: Books, kind: str, **fields: object) -> tuple[str, dict[str, Figure]]:
    """What is answered, and its figures by name."""
    with books.database.transaction() as connection:
        owner: PersonId = people.ensure_owner(connection)
    draft = from_bookings(plan(kind, **(YEAR | fields)), books.database, owner, None, nothing_found)
    assert draft is not None
    return draft.write(), {each.name: each for each in draft.figures}


ASKED: tuple[tuple[str, str, str, int, dict[str, object]], ...] = (
    ("sum", "spent", "-110.00", 3, {"topic": ("grocer",)}),
    ("count", "bookings", "3", 3, {"topic": ("grocer",)}),
    ("average", "average", "-36.67", 3, {"topic": ("grocer",)}),
    ("median", "median", "-40.00", 3, {"topic": ("grocer",)}),
    ("largest", "largest", "-50.00", 1, {"topic": ("grocer",)}),
    ("smallest", "smallest", "-20.00", 1, {"topic": ("grocer",)}),
    ("last", "last", "-20.00", 1, {"topic": ("grocer",)}),
    ("sum", "spent", "-50.00", 1, {"topic": ("grocer",), "min_amount": Decimal(45)}),
    ("sum", "spent", "-50.00", 1, {"topic": ("wine",)}),  # a word of one part
    ("sum", "spent", "-30.00", 1, {"topic": ("shoe",)}),
    ("sum", "spent", "-80.00", 1, {"topic": ("wine", "shoe"), "either": (("wine",), ("shoe",))}),
    ("sum", "spent", "-140.00", 3, {"topic": ("grocer", "cloth"), "either": (("grocer",), ("cloth",))}),
    ("sum", "spent", "-70.00", 2, {"topic": ("costco", "grocer")}),
    ("sum", "spent", "-105.00", 2, {"topic": ("costco",)}),  # what went to the savings is not spent
    ("sum", "spent", "-145.00", 3, {}),
    ("largest", "largest", "-100.00", 1, {}),
    ("sum", "spent", "-35.00", 2, {"without": (("grocer",),), "question": "without groceries"}),
    ("largest", "largest", "-30.00", 1, {"without": (("grocer",),), "question": "without groceries"}),
    ("sum", "spent", "-600.00", 1, {"topic": ("tax",)}),
    ("sum", "received", "2600.00", 1, {"topic": ("salar",), "direction": "in"}),
    ("sum", "received", "2000.00", 1, {"direction": "in"}),
    ("savings", "savings_rate", "92.8", 4, {}),
    ("sum", "category groceries", "-110.00", 3, {"group": "category"}),
    ("sum", "category uncategorised", "-5.00", 1, {"group": "category"}),
    ("sum", "spent", "-145.00", 3, {"group": "category"}),
    ("sum", "month 2024-03-01", "-90.00", 2, {"group": "month", "topic": ("grocer",)}),
    ("sum", "month 2024-03-01", "-120.00", 2, {"group": "month"}),
    ("largest", "category clothing", "-30.00", 1, {"group": "category"}),)  # fmt: skip


def test_every_kind_of_question_tells_parts_for_their_whole(books: Books) -> None:
    for kind, name, value, count, fields in ASKED:
        _, told = ask(books, kind, **({"direction": "out"} | fields))
        assert (told[name].value, told[name].count) == (Decimal(value), count), (kind, fields)
        assert len(told[name].rows) == len(set(told[name].rows)) == count, (kind, fields)


def test_a_part_is_shown_as_such_and_cites_the_line_of_its_whole(books: Books) -> None:
    text, told = ask(books, "sum", direction="out", topic=("cloth",))
    assert "Costco Wholesale · Big shop; Clothing (shoes for Ben) · -30.00 EUR (part of -100.00 EUR)" in text
    assert ", of a divided booking the parts that are meant" in told["spent"].query
    with books.database.transaction() as connection:
        (one,) = ledger.transactions(connection, ids=told["spent"].rows)
        assert CHECKING[one.char_start : one.char_end].startswith("D3/15'2024\nT-100.00\nPCostco")
        assert [CHECKING[each.char_start : each.char_end].split("\n")[0] for each in one.parts] == [
            "SFood:Groceries", "SClothing", "S[Savings]",
        ]  # fmt: skip
        assert (one.category, one.category_from, one.amount, one.part_of) == ("split", "code", Decimal(-100), None)
        (share,) = ledger.transactions(connection, category="clothing")
        assert (share.amount, share.part_of, [each.name for each in share.parts]) == (
            Decimal(-30),
            Decimal(-100),
            ["Clothing"],
        )
        assert ledger.transactions(connection, category="clothing", max_amount=Decimal(-50)) == []
        assert len(ledger.transactions(connection, counterparty="shoes")) == 1
        spent = {
            (row.category, row.month): row.spent
            for row in sql.queries.history.months(connection, collection=None, **YEAR)
        }
        assert spent["groceries", date(2024, 3, 1)] == 90
        assert ("split", date(2024, 3, 1)) not in spent
        months = history.read(connection, YEAR["since"], YEAR["until"])[1].months
        assert months["groceries", "EUR"] == {date(2024, 3, 1): 90, date(2024, 4, 1): 20}


def test_a_rule_that_fits_the_whole_wins_and_one_that_fits_a_part_is_of_that(books: Books) -> None:
    def sums(name: str, *roles: Role) -> tuple[Decimal, int]:
        with books.database.transaction() as connection:
            chosen = Filter(roles=roles or FLOW, terms=(Term((), (name,)),))
            return next(((each.amount, each.count) for each in figures.sums(connection, chosen)), (Decimal(0), 0))

    settle.ensure(books.database)
    with books.database.transaction() as connection:
        assert rules.add(connection, books.collection, "shoes", "sport")[1] == 1
        assert [each.amount for each in rules.fitting(connection, books.collection, "shoes")] == [Decimal(-30)]
    assert (sums("sport"), sums("clothing")) == ((Decimal(-30), 1), (Decimal(0), 0))
    with books.database.transaction() as connection:
        rules.add(connection, books.collection, "costco", "household")
    assert (sums("household"), sums("sport"), sums("groceries")) == (
        (Decimal(-125), 2),
        (Decimal(0), 0),
        (Decimal(-40), 1),
    )
    with books.database.transaction() as connection:
        rules.remove(connection, books.collection, 2)
        rules.remove(connection, books.collection, 1)
    assert (sums("household"), sums("clothing"), sums("groceries")) == (
        (Decimal(0), 0),
        (Decimal(-30), 1),
        (Decimal(-110), 3),
    )


def test_a_document_without_parts_is_known_again_from_before_there_were_any() -> None:
    paper = ParsedDocument("text", "statement", "Bank", "text/csv", statements=(statement(row("-12.50")),))
    divided = statement(row("-12.50", parts=(ParsedPart(Decimal("-12.50"), "Food", "", 0, 1),)))
    known = "58766c7f52098dd53376c46abecb2537d8e8659b62c37bf6171ee625a848a97d"
    assert digest(paper, None).hex() == known
    assert digest(replace(paper, statements=(divided,)), None).hex() != known


@pytest.mark.parametrize("first", ["bank", "quicken"])
def test_parts_count_whichever_statement_tells_the_booking(database: Database, tmp_path: Path, first: str) -> None:
    """In any order, read twice, and while they are there."""
    books = Books.open(database)
    other = statement(row("-100", date(2024, 3, 15), "COSTCO WHOLESALE", reference="F1"), account="Checking")
    taken: dict[str, list[DocumentId]] = {"bank": [], "quicken": []}
    for each in (first, "quicken", "bank", "quicken"):
        told = [other] if each == "bank" else read(CHECKING, tmp_path)
        taken[each].append(books.take(*told, form=each, text=CHECKING))
    books.take(*read(SAVINGS, tmp_path))
    assert ask(books, "sum", direction="out", topic=("grocer",))[1]["spent"].value == Decimal(-110)
    assert ask(books, "sum", direction="out")[1]["spent"].value == Decimal(-145)
    with database.transaction() as connection:
        assert list(checks.rows(connection, "parts")) == []
    for each in taken["quicken"]:
        books.forget(each)
    settle.ensure(database)
    with database.transaction() as connection:
        assert connection.execute("select count(*) from booking_part").fetchone() == (0,)
        assert {each.category for each in ledger.transactions(connection)}.isdisjoint({"split"})


def test_parts_of_a_reservation_that_came_to_another_amount_count_for_nothing(database: Database) -> None:
    books = Books.open(database)
    parts = tuple(ParsedPart(Decimal(each), "Travel", "", 0, 1, "name:Travel") for each in ("-50", "-30"))
    books.take(statement(row("-80", status="pending", reference="H1", counterparty="Hotel", parts=parts)))
    books.take(statement(row("-95.50", reference="H1", counterparty="Hotel")))
    assert books.read("status, amount") == [("booked", Decimal("-95.50"))]
    with database.transaction() as connection:
        groups = figures.sums(connection, Filter(books.collection, roles=FLOW), "category")
    assert sum(each.amount for each in groups) == Decimal("-95.50")
