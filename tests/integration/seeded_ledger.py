"""A ledger written row by row, for tests that ask it: no file is read, and settling is left to what the test says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pkm.answer.plan import Plan
from pkm.ledger import counterparty
from pkm.ledger.words import stems
from pkm.models import CollectionId, PersonId, Role, TransactionId
from pkm.store import figures, people
from pkm.store.database import Connection, Database

TODAY = date(2026, 11, 20)


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
