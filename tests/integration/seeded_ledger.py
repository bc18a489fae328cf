"""A ledger written row by row, for tests that ask it: no file is read, and settling is left to what the test says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pkm.answer.planning.plan import Plan
from pkm.answer.quoting.draft import Draft
from pkm.answer.quoting.evidence import Passage
from pkm.answer.reckon import from_bookings
from pkm.ledger import counterparty
from pkm.ledger.words import stems
from pkm.models import CollectionId, Figure, PersonId, Role, TransactionId
from pkm.store import figures, people
from pkm.store.database import Connection, Database

TODAY = date(2026, 11, 20)
GIRO, CARD, POUNDS = "DE02100100100006820101", "DE88500700100175526303", "GB33BUKB20201555555555"
YEAR = (date(2025, 1, 1), date(2025, 12, 31))


@dataclass(frozen=True)
class Entry:
    """A booking as a test writes it down."""

    day: date
    amount: str
    who: str = "Market"
    words: str = ""
    category: str = "uncategorised"
    role: Role = "spending"
    account: str = "DE02100100100006820101"
    currency: str = "EUR"
    status: str = "booked"


@dataclass
class Ledger:
    """A collection whose bookings a test writes."""

    database: Database
    owner: PersonId
    collection: CollectionId
    document: int
    lines: int = 0

    @classmethod
    def begin(cls, database: Database) -> Ledger:
        """An empty one with a document of a thousand short lines for its bookings to stand in."""
        with database.transaction() as connection:
            owner = people.ensure_owner(connection)
            collection = people.ensure_collection(connection, "personal", owner).id
            source = _id(
                connection,
                "insert into source (collection_id, kind, location, registered) values (%s, 'folder', '/x', true) returning id",
                collection,
            )
            file = _id(
                connection,
                "insert into file (collection_id, source_id, path, state, size, mtime_ns, ctime_ns, inode)"
                " values (%s, %s, '/x/bank.csv', 'indexed', 1, 1, 1, 1) returning id",
                collection, source,
            )  # fmt: skip
            text = "".join(f"line {n:04}\n" for n in range(1000))
            document = _id(
                connection,
                "insert into document (collection_id, file_id, ordinal, kind, title, head, mime, sha256, has_object, text)"
                " values (%s, %s, 0, 'statement', 'bank', '', 'text/csv', repeat('0', 64), false, %s) returning id",
                collection, file, text,
            )  # fmt: skip
        return cls(database, owner, collection, document)

    def state(
        self, account: str, since: date, until: date, opening: str | None = None, closing: str | None = None,
        kind: str | None = None, label: str | None = None, holder: str | None = None, currency: str = "EUR",
    ) -> int:  # fmt: skip
        """Add a statement of an account."""
        with self.database.transaction() as connection:
            own = _id(
                connection,
                "insert into account (collection_id, number, name, kind, label, holder, currency) values (%s, %s, %s, %s, %s, %s, %s)"
                " on conflict (collection_id, md5(number)) do update set name = excluded.name returning id",
                self.collection, account, account, kind, label, holder, currency,
            )  # fmt: skip
            self.lines += 1
            statement = _id(
                connection,
                "insert into statement (collection_id, document_id, account_id, ordinal, currency, since, until, opening, closing)"
                " values (%s, %s, %s, %s, %s, %s, %s, %s, %s) returning id",
                self.collection, self.document, own, self.lines, currency, since, until, opening and Decimal(opening),
                closing and Decimal(closing),
            )  # fmt: skip
            connection.execute("delete from unsettled")
        return statement

    def book(self, entries: Sequence[Entry]) -> list[TransactionId]:
        """Add bookings, as settling would leave them, each citing a line of its own."""
        ids = []
        with self.database.transaction() as connection:
            for each in entries:
                row = connection.execute(
                    "select s.id, s.account_id from statement s join account a on a.id = s.account_id"
                    " where a.number = %s order by (%s between s.since and s.until) desc limit 1",
                    (each.account, each.day),
                ).fetchone()
                assert row, f"state account {each.account} first"
                place = 10 * (len(ids) % 1000)
                ids.append(
                    TransactionId(
                        _id(
                            connection,
                            "insert into transaction (collection_id, document_id, statement_id, account_id, booked_on, amount, currency,"
                            " counterparty, description, category, status, locator, char_start, char_end, payee, stems, role)"
                            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) returning id",
                            self.collection,
                            self.document,
                            row[0],
                            row[1],
                            each.day,
                            Decimal(each.amount),
                            each.currency,
                            each.who,
                            each.words,
                            each.category,
                            each.status,
                            "row",
                            place,
                            place + 9,
                            counterparty.of(each.who, each.words),
                            stems(each.who, each.words),
                            each.role,
                        )
                    )
                )
            connection.execute("delete from unsettled")
            figures.count_words(connection, self.collection)
        return ids


def _id(connection: Connection, query: str, *values: object) -> int:
    row = connection.execute(query, values).fetchone()
    assert row
    return int(row[0])


def plan(kind: str, **fields: object) -> Plan:
    """A typed plan, as the planner would give it; the question names the topic where there is one."""
    fields.setdefault("question", " ".join(fields.get("topic", ())))  # type: ignore[arg-type]
    return Plan(kind=kind, language=fields.pop("language", "en"), today=TODAY, **fields)  # type: ignore[arg-type]


def day(month: int, number: int, year: int = 2025) -> date:
    return date(year, month, number)


def nothing_found(_: str) -> Sequence[Passage]:
    return []


def ask(ledger: Ledger, kind: str, **fields: object) -> Draft:
    draft = from_bookings(plan(kind, **fields), ledger.database, ledger.owner, None, nothing_found)
    assert draft is not None
    return draft


def told(draft: Draft) -> dict[str, Decimal]:
    """The figures by name and currency."""
    return {f"{each.name} {each.currency or ''}".strip(): each.value for each in draft.figures}


def one(draft: Draft, name: str) -> Figure:
    return next(each for each in draft.figures if each.name == name)


def household(database: Database) -> Ledger:
    """Electricity, groceries with a return, a salary, transfers, a card and pounds, of the first months of 2025."""
    made = Ledger.begin(database)
    for account, currency in ((GIRO, "EUR"), (CARD, "EUR"), (POUNDS, "GBP")):
        made.state(account, *YEAR, kind="card" if account == CARD else "checking", currency=currency)
        made.state(account, date(2026, 1, 1), date(2026, 11, 15), currency=currency)
    made.book(
        [
            Entry(day(1, 3), "-80.00", "Holm Energie", "Electricity January", "electricity", account=GIRO),
            Entry(day(2, 3), "-80.00", "Holm Energie", "Electricity February", "electricity", account=GIRO),
            Entry(day(3, 3), "-12.50", "Holm Energie", "Final bill", "electricity", account=GIRO),
            Entry(day(1, 10), "-30.10", "Corner Market", "Groceries", "groceries", account=CARD),
            Entry(day(2, 10), "-20.20", "Corner Market", "Groceries", "groceries", account=CARD),
            Entry(day(3, 10), "-50.00", "Corner Market", "Groceries", "groceries", account=CARD),
            Entry(day(3, 12), "20.20", "Corner Market", "Return", "groceries", "refund", CARD),
            Entry(day(1, 31), "2000.00", "Works Ltd", "Salary", "salary", "income", GIRO),
            Entry(day(2, 28), "2000.00", "Works Ltd", "Salary", "salary", "income", GIRO),
            Entry(day(2, 1), "-500.00", "Own savings", "To savings", "uncategorised", "transfer", GIRO),
            Entry(day(3, 1), "-80.40", "Card bill", "Settlement", "uncategorised", "settlement", GIRO),
            Entry(day(3, 15), "-9.99", "Pound Shop", "Snacks", "groceries", account=POUNDS, currency="GBP"),
            Entry(day(4, 1), "-7.00", "Later Ltd", "waiting", account=GIRO, status="pending"),
        ]
    )
    return made
