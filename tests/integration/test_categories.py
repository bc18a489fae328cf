"""Bookings are filed by rule, code, counterparty and likeness, in whatever order they came, and again when rules change."""

from __future__ import annotations

import itertools
import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from pkm.embed.minilm import MiniLM
from pkm.errors import NotFound, UsageError
from pkm.ledger import counterparty
from pkm.ledger.category import INCOME
from pkm.models import CollectionId
from pkm.store import categories, people, rules, settle
from pkm.store.database import Database
from tests.free_embedder import FreeEmbedder

DAY = date(2024, 3, 1)
_numbers = itertools.count()


class Books:
    """Writes bookings into a collection's ledger, each into a statement's document of its own account."""

    def __init__(self, database: Database, collection: str | None = None) -> None:
        self.database = database
        with database.transaction() as connection:
            owner = people.ensure_owner(connection)
            self.collection: CollectionId = people.ensure_collection(connection, collection, owner).id
            source = connection.execute(
                "insert into source (collection_id, kind, location, registered) values (%s, 'upload', 'here', false) returning id",
                (self.collection,),
            ).fetchone()
            file = connection.execute(
                "insert into file (collection_id, source_id, path, size, mtime_ns, ctime_ns, inode) "
                "values (%s, %s, 'a.csv', 1, 1, 1, 1) returning id",
                (self.collection, source.id),
            ).fetchone()
        self.file = file.id

    def book(
        self, amount: str, name: str, words: str = "", *, code: str | None = None, kind: str | None = None,
        account: str = "DE1", role: str | None = None, currency: str = "EUR",
    ) -> int:  # fmt: skip
        """One booking; returns its id."""
        number = next(_numbers)
        value = Decimal(amount)
        with self.database.transaction() as connection:
            document = connection.execute(
                "insert into document (collection_id, file_id, ordinal, kind, title, head, mime, sha256, has_object, text) "
                "values (%s, %s, %s, 'statement', '', '', 'text/csv', '', false, '') returning id",
                (self.collection, self.file, number),
            ).fetchone()
            held = connection.execute(
                "insert into account (collection_id, number, name, currency) values (%s, %s, %s, %s) "
                "on conflict (collection_id, md5(number)) do update set name = excluded.name returning id",
                (self.collection, account, account, currency),
            ).fetchone()
            statement = connection.execute(
                "insert into statement (collection_id, document_id, account_id, ordinal, currency) "
                "values (%s, %s, %s, 0, %s) returning id",
                (self.collection, document.id, held.id, currency),
            ).fetchone()
            row = connection.execute(
                "insert into transaction (collection_id, document_id, statement_id, account_id, payee, booked_on, amount, "
                "currency, counterparty, description, type, status, code, locator, char_start, char_end, role) values "
                "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'booked', %s, 'row 1', 0, 0, %s) returning id",
                (
                    self.collection, document.id, statement.id, held.id, counterparty.of(name, words), DAY + timedelta(number % 300),
                    value, currency, name, words, kind, code, role or ("spending" if value < 0 else "income"),
                ),
            ).fetchone()  # fmt: skip
        return int(row.id)

    def file_all(self) -> None:
        """File everything, as settling does."""
        with self.database.transaction() as connection:
            settle.take(connection)
            connection.execute(
                "insert into touched_payee select distinct collection_id, payee from transaction on conflict do nothing"
            )
            categories.categorise(connection, settle.Touched(0, 0, 0))

    def filed(self) -> dict[int, tuple[str, str | None]]:
        """Each booking's category, and who says so."""
        with self.database.transaction() as connection:
            found = connection.execute("select id, category, category_from from transaction").fetchall()
        return {row.id: (row.category, row.category_from) for row in found}


@pytest.fixture
def books(database: Database) -> Books:
    return Books(database)


def test_the_owners_rule_comes_before_the_banks_code_and_that_before_what_words_tell(books: Books) -> None:
    ruled = books.book("-20", "Stadtwerke Ulm", "Strom", code="mcc:5812")
    coded = books.book("-20", "Rewe", code="mcc:5812")
    worded = books.book("-20", "Lidl")
    nothing = books.book("-20", "Anna Schmidt")
    with books.database.transaction() as connection:
        rules.add(connection, books.collection, "stadtwerke", "water")
    books.file_all()
    assert books.filed() == {
        ruled: ("water", "rule"), coded: ("restaurants", "code"), worded: ("groceries", "likeness"), nothing: ("uncategorised", None),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "kind", "amount", "expected"),
    [
        ("mcc:4511", None, "-300", "travel"),
        ("mcc:4900", None, "-300", "uncategorised"),
        ("purp:SALA", None, "2000", "salary"),
        ("purp:SALA", None, "-2000", "uncategorised"),
        ("gvc:153", None, "2000", "salary"),
        ("gvc:166", None, "2000", "uncategorised"),
        ("name:Eating out", None, "-9", "restaurants"),
        (None, "atm", "-50", "cash"),
        ("gvc:117", "fee", "-2", "fees & interest"),
    ],
)
def test_a_banks_own_code_decides(books: Books, code: str | None, kind: str | None, amount: str, expected: str) -> None:
    made = books.book(amount, "Zvxq", code=code, kind=kind)
    books.file_all()
    assert books.filed()[made] == (expected, None if expected == "uncategorised" else "code")


def test_a_column_that_lumps_several_categories_decides_where_nothing_tells_more(books: Books) -> None:
    pets, rides = books.book("-30", "Petco", code="name:Shopping"), books.book("-9", "Uber", code="name:Travel")
    unknown = books.book("-20", "Zvxq", code="name:Travel")
    books.file_all()
    filed = books.filed()
    assert (filed[pets], filed[rides]) == (("pets", "likeness"), ("transport", "likeness"))
    assert filed[unknown] == ("travel", "code")


def test_what_most_of_a_counterpartys_bookings_state_holds_for_the_others(books: Books) -> None:
    for code in ("mcc:5812", "mcc:5812", "mcc:5411"):
        books.book("-8", "Hansen", code=code)
    silent = books.book("-8", "HANSEN")
    refund = books.book("8", "Hansen")
    for code in ("mcc:5812", "mcc:5411"):
        books.book("-8", "Jensen", code=code)
    torn = books.book("-8", "Jensen")
    books.file_all()
    filed = books.filed()
    assert filed[silent] == filed[refund] == ("restaurants", "counterparty")
    assert filed[torn] == ("uncategorised", None)


def test_income_is_never_what_was_spent(books: Books) -> None:
    pay = books.book("2000", "Kessler Instruments", "Gehalt März", code="purp:SALA")
    lunch = books.book("-6", "Kessler Instruments", "Kantinenkarte")
    books.file_all()
    filed = books.filed()
    assert filed[pay][0] == "salary"
    assert filed[lunch][0] not in INCOME


def test_transfers_have_no_category_of_their_own(books: Books) -> None:
    moved = books.book("-500", "Rewe", role="transfer", code="mcc:5411")
    settled = books.book("-70", "Visa", role="settlement")
    books.file_all()
    assert books.filed() == {moved: ("transfer", None), settled: ("transfer", None)}


def test_a_trade_is_an_investment(books: Books) -> None:
    made = books.book("-500", "Zvxq", role="trade")
    books.file_all()
    assert books.filed()[made] == ("savings & investments", "code")


def test_a_rule_fits_whole_words_of_an_account_between_amounts(books: Books) -> None:
    fits = books.book("-50", "BAECKEREI Süß", account="DE22")
    others = [
        books.book("-50", "BAECKEREI Süß", account="DE33"),
        books.book("-5", "Bäckerei Süß", account="DE22"),
        books.book("-500", "Bäckerei Süß", account="DE22"),
        books.book("-50", "Bäckereibedarf Süß", account="DE22"),
    ]
    with books.database.transaction() as connection:
        rule, changed = rules.add(
            connection,
            books.collection,
            "süß Bäckerei",
            "catering",
            account="22",
            min_amount=Decimal(-100),
            max_amount=Decimal(-10),
        )
    filed = books.filed()
    assert (rule.number, rule.account, rule.category) == (1, "DE22", "catering")
    assert filed[fits] == ("catering", "rule")
    assert all(filed[each][1] != "rule" for each in others)
    # what most bookings of the counterparty are by rule, its others are by counterparty
    assert changed == sum(category != "uncategorised" for category, _ in filed.values())


def test_a_rule_of_an_account_holds_for_what_is_found_to_be_the_same_account(books: Books) -> None:
    own = books.book("-50", "Zvxq", account="DE22")
    other = books.book("-50", "Zvxq Two", account="DE33")
    with books.database.transaction() as connection:
        rules.add(connection, books.collection, "zvxq", "boats", account="DE22")
    assert books.filed() == {own: ("boats", "rule"), other: ("uncategorised", None)}
    with books.database.transaction() as connection:
        settle.take(connection)
        connection.execute(
            "update account set merged_into = (select id from account where number = 'DE33') where number = 'DE22'"
        )
        connection.execute("truncate touched_payee, touched_amount, touched_account")
        connection.execute("insert into touched_account select id from account")
        categories.categorise(connection, settle.Touched(0, 0, 2))
    assert books.filed() == {own: ("boats", "rule"), other: ("boats", "rule")}


def test_a_star_stands_for_letters(books: Books) -> None:
    fits = [books.book("-5", "Löwenapotheke"), books.book("-5", "Apotheke am Tor")]
    books.book("-5", "Hypotheken Bank")
    with books.database.transaction() as connection:
        rules.add(connection, books.collection, "*apotheke", "medicine cabinet")
        found = rules.fitting(connection, books.collection, "*apotheke")
    assert {each.id for each in found} == set(fits)
    assert {str(each.amount) for each in found} == {"-5.00"}  # with its cents, though the sheet wrote none
    assert all(books.filed()[each] == ("medicine cabinet", "rule") for each in fits)


def test_changing_the_rules_files_at_once_and_says_how_many_bookings_changed(books: Books) -> None:
    rent = books.book("-900", "Harbour Society", "for March")
    other = books.book("-20", "Harbour Café Lounge", "for March")
    with books.database.transaction() as connection:
        assert rules.add(connection, books.collection, "harbour", "Boats")[1] == 2
        assert rules.add(connection, books.collection, "harbour society", "rent")[1] == 0  # the first that fits decides
    assert books.filed() == {rent: ("boats", "rule"), other: ("boats", "rule")}
    with books.database.transaction() as connection:
        moved, changed = rules.move(connection, books.collection, 2, 1)
        assert (moved.category, changed) == ("rent", 1)
    assert books.filed()[rent] == ("rent", "rule")
    with books.database.transaction() as connection:
        gone, changed = rules.remove(connection, books.collection, 1)
        assert (gone.category, changed) == ("rent", 1)
        assert [each.category for each in rules.listed(connection, books.collection)] == ["boats"]
        assert rules.remove(connection, books.collection, 1)[1] == 2
    assert books.filed()[rent][1] != "rule"


def test_rules_that_make_no_sense_are_refused(books: Books) -> None:
    with books.database.transaction() as connection:
        for words, name in (("--", "rent"), ("", "rent"), ("x", " "), ("x", "transfer")):
            with pytest.raises(UsageError):
                rules.add(connection, books.collection, words, name)
        with pytest.raises(UsageError):
            rules.add(connection, books.collection, "x", "rent", min_amount=Decimal(5), max_amount=Decimal(1))
        for nobody in ("nobody's", "", " "):
            with pytest.raises(NotFound):
                rules.add(connection, books.collection, "x", "rent", account=nobody)
            with pytest.raises(NotFound):
                rules.fitting(connection, books.collection, "x", account=nobody)
        with pytest.raises(NotFound):
            rules.remove(connection, books.collection, 1)


@pytest.mark.parametrize("words", ["a(b", "c++", "[x]", "h&m", "e.on", "100%", "*", "\\d", "ﬀ", "x^2", "a|b", "€ 5"])
def test_any_words_make_a_rule_that_finds_them(books: Books, words: str) -> None:
    made = books.book("-5", f"Shop {words} here")
    with books.database.transaction() as connection:
        if words == "*":
            with pytest.raises(UsageError):
                rules.fitting(connection, books.collection, words)
        else:
            assert [each.id for each in rules.fitting(connection, books.collection, words)] == [made]


def test_the_order_of_import_does_not_matter(database: Database) -> None:
    rows = [
        ("-5", "Hansen", "lunch", "mcc:5812"), ("-6", "Hansen", "supper", None), ("7", "Hansen", "", None),
        ("-5", "Hansen", "", "mcc:5411"), ("-8", "Hansen", "", "mcc:5812"), ("-9", "Lidl", "", None), ("-9", "Lidl", "", "mcc:5912"),
        ("-900", "Anna Berg", "Miete Mai", None), ("-900", "Anna Berg", "Miete Juni", None), ("-10", "Anna Berg", "Kino", None),
        ("2000", "Werft", "Gehalt", None), ("-3", "Werft", "", None), ("-70", "Stadtwerke", "Abschlag", None),
    ]  # fmt: skip
    seen = []
    for seed in range(3):
        books = Books(database, f"order {seed}")
        with database.transaction() as connection:
            rules.add(connection, books.collection, "stadtwerke", "electricity")
        shuffled = random.Random(seed).sample(rows, len(rows))
        for place, row in enumerate(shuffled):
            books.book(*row[:3], code=row[3])
            if place % (seed + 2) == 0:
                books.file_all()
                categories.liken(database, FreeEmbedder())
        books.file_all()
        categories.liken(database, FreeEmbedder())
        with database.transaction() as connection:
            found = connection.execute(
                "select amount, payee, description, category, category_from from transaction where collection_id = %s",
                (books.collection,),
            ).fetchall()
        seen.append(sorted(map(tuple, found), key=str))
    assert seen[0] == seen[1] == seen[2]


def test_an_embedder_tells_what_no_word_tells_and_is_asked_once(books: Books) -> None:
    books.book("-12", "Downtown Veterinarian")
    books.book("-12", "Xqvw Zzt")
    books.file_all()
    assert {category for category, _ in books.filed().values()} == {"uncategorised"}
    embedder = MiniLM()
    assert categories.liken(books.database, embedder) == 1
    assert sorted(books.filed().values(), key=str) == [("pets", "likeness"), ("uncategorised", None)]
    counting = FreeEmbedder()
    counting.space = MiniLM.space
    assert categories.liken(books.database, counting) == 0
    assert counting.embedded == 0
    books.book("-13", "Downtown Veterinarian")
    books.file_all()  # without an embedder what one told stands
    assert sorted(books.filed().values(), key=str)[:2] == [("pets", "likeness")] * 2
    categories.liken(books.database, counting)
    assert counting.embedded == 0  # the payee's words have not changed


def test_what_is_forgotten_leaves_no_likeness(books: Books) -> None:
    books.book("-12", "Lidl")
    books.file_all()
    with books.database.transaction() as connection:
        connection.execute("delete from document")
        settle.take(connection)
        categories.categorise(connection, settle.Touched(0, 0, 0))
        assert connection.execute("select count(*) from payee_likeness").fetchone() == (0,)


def test_categories_are_counted(books: Books) -> None:
    books.book("-12", "Lidl")
    books.book("-12", "Lidl")
    books.file_all()
    with books.database.transaction() as connection:
        found = categories.counts(connection, books.collection)
    assert next(iter(found.items())) == ("groceries", 2)
    assert found["rent"] == 0
