"""A ledger for tests: statements are written as parsers would give them, and read back as readers would."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from pkm.models import CollectionId, DocumentId, ParsedDocument, ParsedStatement, ParsedTransaction
from pkm.store import documents, files, ledger, people, settle, sources
from pkm.store.database import Database
from pkm.store.leased import Stat

DAY = date(2025, 3, 3)


def row(
    amount: str, day: date = DAY, counterparty: str = "Shop", description: str = "", **more: Any
) -> ParsedTransaction:
    """One record; its locator is given by its place in the statement where it has none."""
    place = {"locator": "", "char_start": 0, "char_end": 1, "currency": "EUR"}
    return ParsedTransaction(**place | {
        "booked_on": day, "amount": Decimal(amount), "counterparty": counterparty, "description": description,
    } | more)  # fmt: skip


def statement(*rows: ParsedTransaction, account: str = "DE89370400440532013000", **more: Any) -> ParsedStatement:
    """What a statement says; the balances and the period as they are given."""
    stated: dict[str, Any] = {
        "institution": None, "account_kind": None, "currency": "EUR", "since": None, "until": None, "opening": None, "closing": None,
    }  # fmt: skip
    placed = tuple(replace(each, locator=each.locator or f"row {n}") for n, each in enumerate(rows, 1))
    return ParsedStatement(account=account, transactions=placed, **stated | more)


@dataclass(frozen=True)
class Books:
    """A household's books in one collection."""

    database: Database
    collection: CollectionId

    @classmethod
    def open(cls, database: Database, name: str | None = None) -> Books:
        with database.transaction() as connection:
            owner = people.ensure_owner(connection)
            return cls(database, people.ensure_collection(connection, name, owner).id)

    def take(
        self, *statements: ParsedStatement, form: str = "application/x-ofx", text: str = "x", folder: str = ""
    ) -> DocumentId:
        """Store one document with these statements; its hash is that of what it says."""
        digest = hashlib.sha256(repr((form, statements)).encode()).hexdigest()
        with self.database.transaction() as connection:
            source = sources.register(connection, self.collection, "folder", f"/books/{self.collection}", keep=True)
            place = f"/books/{self.collection}/{folder}/{digest}-{connection.execute('select count(*) from file').fetchone()[0]}"
            files.see(connection, self.collection, source.id, [(place.encode(), Stat(1, 1, 1, 1))])
            file = connection.execute("select id from file where path = %s", (place,)).fetchone().id
            paper = ParsedDocument(text=text, kind="statement", title="Statement", mime=form, statements=statements)
            number = documents.insert_one(connection, self.collection, file, digest, paper, parent=None, ordinal=0)
            ledger.insert(connection, self.collection, number, statements, form)
        return number

    def forget(self, document: DocumentId) -> None:
        """Delete a document with all that it stated."""
        with self.database.transaction() as connection:
            documents.forget(connection, document)
            ledger.forget_accounts(connection)

    def read(self, columns: str = "booked_on, amount, counterparty") -> list[tuple[Any, ...]]:
        """The settled ledger in a lasting order."""
        settle.ensure(self.database)
        with self.database.transaction() as connection:
            return sorted(map(tuple, connection.execute(f"select {columns} from ledger")), key=repr)

    def roles(self) -> list[tuple[str, str, str]]:
        """Amount, counterparty and role of each booking."""
        return [(str(amount), name, role) for amount, name, role in self.read("amount, counterparty, role")]

    def pairs(self) -> list[tuple[str, str, str]]:
        """Kind and both amounts of each pair."""
        settle.ensure(self.database)
        with self.database.transaction() as connection:
            found = connection.execute(
                "select p.kind, o.amount as paid, b.amount as back from booking_pair p"
                " join transaction o on o.id = p.out_id join transaction b on b.id = p.back_id"
            )
            return sorted((kind, str(out), str(back)) for kind, out, back in found)

    def picture(self) -> list[tuple[Any, ...]]:
        """Everything that is worked out, by contents: accounts, bookings, pairs."""
        settle.ensure(self.database)
        with self.database.transaction() as connection:
            said = "t.booked_on, t.amount::text, t.currency, t.counterparty, t.description, coalesce(t.reference, ''), t.status"
            bookings = connection.execute(
                f"select root.number, t.role, t.payee, ({said})::text as said from ledger t join account root on root.id = t.own_account_id"
                f" where t.collection_id = {self.collection}"
            )
            pairs = connection.execute(
                f"select p.kind, p.reason, ({said})::text as one, ({said.replace('t.', 'b.')})::text as other from booking_pair p"
                " join transaction t on t.id = p.out_id join transaction b on b.id = p.back_id"
                f" where p.collection_id = {self.collection}"
            )
            accounts = connection.execute(
                "select a.number, a.kind, a.institution, a.merged_by, r.number as root from account a left join account r on r.id = a.merged_into"
                f" where a.collection_id = {self.collection}"
            )
            parts = connection.execute(
                f"select ({said})::text as said, p.position, p.amount::text as amount, p.name, p.category, p.category_from"
                " from booking_part p join ledger t on t.id = p.booking_id"
                f" where t.category = 'split' and p.collection_id = {self.collection}"
            )
            return [
                *sorted(map(tuple, bookings), key=repr),
                *sorted(map(tuple, parts), key=repr),
                *sorted(map(tuple, pairs), key=repr),
                *sorted(map(tuple, accounts), key=repr),
            ]


def taken(books: Books, papers: Iterable[tuple[ParsedStatement, str]]) -> list[DocumentId]:
    """Take several papers, one after the other."""
    return [books.take(each, form=form) for each, form in papers]
