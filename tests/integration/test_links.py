"""Papers are linked to the bookings that pay them, whatever comes first, and what persons say stands."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from decimal import Decimal

import pytest

from pkm.answer.papers.rents import tell_rent
from pkm.answer.papers.ties import from_papers
from pkm.answer.planning import plan as planning
from pkm.answer.quoting.draft import Draft
from pkm.errors import NotFound, UsageError
from pkm.facts import Paper
from pkm.models import DocumentId, ParsedDocument, PersonId, TransactionId
from pkm.prepared import prepare
from pkm.store import documents, facts, files, links, settle, sources
from pkm.store.database import Database
from pkm.store.documents import New
from pkm.store.leased import Stat
from tests import paper_trail
from tests.free_embedder import FreeEmbedder
from tests.integration.books import Books, row, statement

INVOICE = """Malerbetrieb Fröbe
Rechnungsnummer: R-7781
Datum: 03.03.2025

Netto 100,00 €
MwSt 19 % 19,00 €
Gesamtbetrag 119,00 €

Zahlbar bis 17.03.2025
"""
NOTICE = """Sportpark Achterbahn GmbH

Sehr geehrte Frau Beispiel,

ab dem 01.05.2025 erhöht sich Ihr Monatsbeitrag von 29,90 € auf 34,90 €.
"""
CONTRACT = """Sportpark Achterbahn GmbH

Mitgliedsvertrag

Vertragsbeginn: 01.01.2025
Monatsbeitrag: 29,90 €
Die Mindestlaufzeit beträgt 12 Monate. Der Vertrag verlängert sich um 12 Monate, wenn er nicht mit einer Frist von drei Monaten vor Ablauf gekündigt wird.
"""


class Desk(Books):
    """Books with papers."""

    def file(
        self, text: str, kind: str = "invoice", title: str = "scan", day: date | None = None, header_end: int = 0
    ) -> DocumentId:
        """Store a paper with its facts, as ingestion does."""
        digest = hashlib.sha256(text.encode()).hexdigest()
        parsed = ParsedDocument(
            text=text, kind=kind, title=title, mime="text/plain", date=day, language="de", header_end=header_end
        )  # type: ignore[arg-type]
        with self.database.transaction() as connection:
            source = sources.register(connection, self.collection, "folder", "/books", keep=True)
            place = f"/books/{digest}-{connection.execute('select count(*) from file').fetchone()[0]}"
            files.see(connection, self.collection, source.id, [(place.encode(), Stat(1, 1, 1, 1))])
            file = connection.execute("select id from file where path = %s", (place,)).fetchone().id
            number = documents.insert_one(connection, self.collection, file, digest, parsed, parent=None, ordinal=0)
            prepared = prepare(parsed, [], place, FreeEmbedder.space)
            facts.insert(connection, [New(self.collection, number, parsed, prepared, [])])
        return number

    def links(self, **more: object) -> list[links.Linked]:
        settle.ensure(self.database)
        with self.database.transaction() as connection:
            return links.find(connection, self.collection, **more)  # type: ignore[arg-type]

    def said(self, document: DocumentId, transaction: TransactionId, said: links.Said) -> None:
        with self.database.transaction() as connection:
            links.say(connection, document, transaction, said)


@pytest.fixture
def desk(database: Database) -> Desk:
    books = Books.open(database)
    return Desk(books.database, books.collection)


def paid(
    amount: str, day: date, name: str = "MALERBETRIEB FROEBE", text: str = "", account: str = "DE89370400440532013000"
):  # type: ignore[no-untyped-def]
    return statement(row(amount, day, name, text), account=account)


def test_a_paper_waits_for_its_booking_and_a_booking_for_its_paper(desk: Desk) -> None:
    desk.file(INVOICE)
    assert [each.state for each in desk.links()] == ["unmatched"]
    bank = desk.take(paid("-119.00", date(2025, 3, 10)))
    (linked,) = desk.links()
    assert (linked.state, linked.number, linked.amount, linked.currency) == (
        "matched",
        "R-7781",
        Decimal("119.00"),
        "EUR",
    )
    assert [str(each.amount) for each in linked.transactions] == ["-119.00"]
    desk.forget(bank)
    assert [each.state for each in desk.links()] == ["unmatched"]
    desk.forget(linked.document_id)
    assert desk.links() == []


def test_each_fact_cites_its_very_words(desk: Desk) -> None:
    number = desk.file(INVOICE)
    with desk.database.transaction() as connection:
        told = {
            each.kind: INVOICE[each.char_start : each.char_end] for each in facts.find(connection, documents=[number])
        }
    assert (told["total"], told["number"], told["date"], told["issuer"]) == (
        "119,00 €",
        "R-7781",
        "03.03.2025",
        "Malerbetrieb Fröbe",
    )
    assert told["due"].endswith("17.03.2025")


def test_a_persons_word_stands_above_the_rules(desk: Desk) -> None:
    paper = desk.file(INVOICE)
    desk.take(
        paid("-119.00", date(2025, 3, 10)),
        paid("-118.00", date(2025, 3, 11), "Somebody Else", account="DE02120300000000202051"),
    )
    (linked,) = desk.links()
    right = linked.transactions[0].id
    with desk.database.transaction() as connection:
        other = connection.execute("select id from transaction where amount = -118").fetchone().id
    desk.said(paper, right, "no")
    (linked,) = desk.links()
    assert linked.state == "unmatched"
    assert [(each.id, each.said) for each in linked.transactions] == [(right, "no")]
    desk.said(paper, other, "yes")
    (linked,) = desk.links()
    assert linked.state == "matched"
    assert {(each.id, each.said) for each in linked.transactions} == {(right, "no"), (other, "yes")}


def test_what_a_person_says_must_make_sense(desk: Desk) -> None:
    paper = desk.file(INVOICE)
    note = desk.file("Nothing of money here.", "note")
    desk.take(paid("-119.00", date(2025, 3, 10)))
    booking = desk.links()[0].transactions[0].id
    for document, transaction in ((paper, TransactionId(10**9)), (note, booking)):
        with pytest.raises(NotFound):
            desk.said(document, transaction, "yes")
    both = desk.file("x")
    with desk.database.transaction() as connection:
        connection.execute(
            "insert into fact (collection_id, document_id, item, kind, text, char_start, char_end)"
            " select %s, %s, n, 'paper', 'invoice', 0, 1 from generate_series(0, 1) n", (desk.collection, both),
        )  # fmt: skip
    with pytest.raises(UsageError):
        desk.said(both, booking, "yes")


def test_a_contract_its_price_notice_and_its_payments(desk: Desk) -> None:
    contract, notice = (
        desk.file(CONTRACT, "contract", "Mitgliedsvertrag"),
        desk.file(NOTICE, "other", "Beitrag", date(2025, 4, 2)),
    )
    months = [
        paid("-29.90" if month < 5 else "-34.90", date(2025, month, 4), "SPORTPARK ACHTERBAHN") for month in range(1, 8)
    ]
    desk.take(statement(*(each.transactions[0] for each in months)))
    by_paper = {each.document_id: each for each in desk.links()}
    assert [each.booked_on.month for each in by_paper[contract].transactions] == [1, 2, 3, 4, 5, 6, 7]
    assert [each.booked_on.month for each in by_paper[notice].transactions] == [5, 6, 7]
    may = by_paper[notice].transactions[0].id
    with desk.database.transaction() as connection:
        told = links.explaining(connection, [may])[may]
        ahead = links.deadlines(connection, date(2025, 6, 1))
        agreed = links.contracts(connection, date(2025, 6, 1))
    assert [(each.document_id, NOTICE[each.char_start : each.char_end]) for each in told] == [(notice, "34,90 €")]
    assert [(each.document_id, each.what, each.notice_by, each.ends_on, each.renews_for) for each in ahead] == [
        (contract, "renews", date(2025, 9, 30), date(2025, 12, 31), "P12M")
    ]  # fmt: skip
    assert [(each.document_id, each.deadline) for each in agreed] == [(contract, ahead[0])]


def test_an_unpaid_invoice_is_a_deadline_until_it_is_paid(desk: Desk) -> None:
    desk.file(INVOICE)
    desk.links()
    with desk.database.transaction() as connection:
        (open_invoice,) = links.deadlines(connection, date(2025, 3, 5))
        assert links.deadlines(connection, date(2025, 3, 18)) == []
    assert (open_invoice.what, open_invoice.notice_by, open_invoice.amount) == (
        "payment",
        date(2025, 3, 17),
        Decimal("119.00"),
    )
    desk.take(paid("-119.00", date(2025, 3, 6)))
    desk.links()
    with desk.database.transaction() as connection:
        assert links.deadlines(connection, date(2025, 3, 7)) == []


def test_documents_of_an_older_home_are_read_when_links_are_made(desk: Desk) -> None:
    desk.file(INVOICE)
    with desk.database.transaction() as connection:
        connection.execute("delete from fact")
        connection.execute("delete from fact_reading")
    desk.take(paid("-119.00", date(2025, 3, 10)))
    assert [each.state for each in desk.links()] == ["matched"]


def test_a_generated_paper_trail_ends_as_the_matcher_alone_would_link_it(desk: Desk) -> None:
    trail = paper_trail.build(4)
    papers = {
        number: desk.file(each.text, each.kind, each.title, each.date, each.header_end)
        for number, each in trail.papers.items()
    }
    booked = [
        row(
            str(each.amount), each.booked_on, each.counterparty, each.description, reference=f"R{each.id}", currency=each.currency,
            counterparty_account=each.counterparty_account, original_amount=each.original_amount, original_currency=each.original_currency,
        )
        for each in trail.rows
    ]  # fmt: skip
    desk.take(statement(*booked))
    with desk.database.transaction() as connection:
        numbers = dict(
            map(tuple, connection.execute("select substr(reference, 2)::bigint as made, id from transaction"))
        )
    right = {(papers[paper], numbers[made]) for paper, made in trail.links}
    open_to_doubt = {(papers[paper], numbers[made]) for paper, made in trail.open}
    found = {
        (each.document_id, one.id) for each in desk.links() for one in each.transactions if one.state == "matched"
    } - open_to_doubt
    hits = len(found & right)
    assert 2 * hits / (len(found) + len(right)) >= 0.95


def test_settling_again_changes_nothing(desk: Desk) -> None:
    desk.file(INVOICE)
    desk.take(paid("-119.00", date(2025, 3, 10)))
    before = desk.links()
    with desk.database.transaction() as connection:
        connection.execute("insert into unsettled (collection_id) values (%s)", (desk.collection,))
        touched = connection.execute("select ctid::text as place, xmin::text as writer from document_link").fetchall()
    assert desk.links() == before
    with desk.database.transaction() as connection:
        assert (
            connection.execute("select ctid::text as place, xmin::text as writer from document_link").fetchall()
            == touched
        )


def test_pages_with_other_numbers_are_other_invoices() -> None:
    from pkm.facts import read
    from pkm.models import Page

    first, second = (
        INVOICE,
        INVOICE.replace("R-7781", "R-7790")
        .replace("100,00", "50,00")
        .replace("19,00", "9,50", 1)
        .replace("119,00", "59,50")
        .replace("119,00", "59,50"),
    )
    text = first + second
    pages = (Page(1, 0, len(first), 595, 842), Page(2, len(first), len(text), 595, 842))
    found = read(Paper(text, "invoice", language="de", pages=pages))
    assert next((each.item, each.amount) for each in found if each.kind == "total") == (0, Decimal("119.00"))
    assert [each.text for each in found if each.kind == "number"] == ["R-7781", "R-7790"]


# ---------------------------------------------------------------- answers

OTHER = (
    INVOICE.replace("R-7781", "R-7802")
    .replace("100,00", "200,00")
    .replace("119,00", "238,00")
    .replace(" 19,00", " 38,00")
    .replace("03.03.", "20.03.")
    .replace("17.03.", "03.04.")
)
TODAY = date(2025, 6, 1)


def told(desk: Desk, question: str, today: date = TODAY) -> Draft:
    settle.ensure(desk.database)
    draft = from_papers(planning.read(question, today), desk.database, PersonId(0), desk.collection)
    assert draft is not None, question
    return draft


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Which invoice belongs to the payment of 119.00?", "belongs the invoice R-7781 from Malerbetrieb Fröbe"),
        ("Welche Rechnung gehört zur Zahlung von 119,00 €?", "gehört: Rechnung R-7781"),
        ("Quelle facture correspond au paiement de 119,00 € ?", "correspond : facture R-7781"),
        ("Was the invoice R-7781 paid?", "was paid: (10 March 2025"),
        ("Ist die Rechnung R-7781 schon bezahlt?", "ist bezahlt: (10. März 2025"),
        ("Was the invoice R-7802 paid?", "No booking pays the invoice R-7802"),
        ("Which invoices are still unpaid?", "R-7802"),
        ("Welche Rechnungen sind noch offen?", "R-7802"),
    ],
)
def test_questions_about_invoices(desk: Desk, question: str, said: str) -> None:
    desk.file(INVOICE)
    desk.file(OTHER)
    desk.take(paid("-119.00", date(2025, 3, 10)))
    draft = told(desk, question)
    assert said in draft.write()
    assert any("Gesamtbetrag" in quote.text for quote in draft.quotes)
    assert ("R-7802" in draft.write()) is ("7802" in said)


def test_a_payment_without_a_paper_is_said_to_have_none(desk: Desk) -> None:
    desk.file(INVOICE)
    desk.take(paid("-55.00", date(2025, 3, 10), "Somebody"))
    assert "No invoice or receipt" in told(desk, "Which invoice belongs to the payment of 55.00?").write()


def test_charges_are_held_against_the_price_that_held_then(desk: Desk) -> None:
    desk.file(CONTRACT, "contract", "Mitgliedsvertrag")
    desk.file(NOTICE, "other", "Beitrag", date(2025, 4, 2))
    amounts = ["-29.90", "-29.90", "-31.90", "-29.90", "-34.90"]
    desk.take(
        statement(*(row(each, date(2025, month, 4), "SPORTPARK ACHTERBAHN") for month, each in enumerate(amounts, 1)))
    )
    draft = told(desk, "Was the Sportpark Achterbahn charged as agreed in the contract?")
    assert "2.00 EUR more than agreed (29.90 EUR)" in draft.write()
    figures = {each.name: each for each in draft.figures}
    assert (
        figures["difference_1"].value,
        figures["charged_1"].value if "charged_1" in figures else figures["charged_2"].value,
    ) == (Decimal("2.00"), 5)
    assert next(each.value for each in draft.figures if each.name.startswith("agreeing")) == 4
    assert {"Monatsbeitrag: 29,90 €"} <= {quote.text for quote in draft.quotes}


def test_a_lease_that_states_no_whole_is_held_against_what_its_parts_come_to(desk: Desk) -> None:
    desk.file(
        "Petersen GmbH\n\nMietvertrag\n\nMietbeginn: 01.01.2025\nKaltmiete monatlich: 980,00 €\nNebenkosten-Vorauszahlung: 220,00 €\n",
        "contract",
        "Mietvertrag",
    )
    desk.take(paid("-1200.00", date(2025, 3, 3), "PETERSEN GMBH"))
    draft = told(desk, "Does the rent that was charged match the contract?")
    assert "Together that is 1,200.00 EUR (980.00 EUR + 220.00 EUR)." in draft.write()
    assert next(each.value for each in draft.figures if each.name.startswith("agreeing")) == 1
    with desk.database.transaction() as connection:
        rents = [
            tell_rent(connection, planning.read(each, TODAY), desk.collection)
            for each in ("How high is our rent?", "Wie hoch ist unsere Miete?", "Combien est notre loyer ?")
        ]
        assert tell_rent(connection, planning.read("How high is our rent in arrears?", TODAY), desk.collection) is None
    assert all(each and re.search(r"1[.,\s]200[.,]00 EUR", each.write()) for each in rents)
    assert {"Kaltmiete monatlich: 980,00 €", "Nebenkosten-Vorauszahlung: 220,00 €"} <= {
        quote.text for quote in draft.quotes
    }


def test_questions_about_deadlines(desk: Desk) -> None:
    desk.file(CONTRACT, "contract", "Mitgliedsvertrag")
    desk.take(paid("-29.90", date(2025, 5, 4), "SPORTPARK ACHTERBAHN"))
    for question, said in (
        ("What deadlines are coming up?", "Mitgliedsvertrag: notice by 30 September 2025, or it renews by 12 months"),
        ("Welche Fristen stehen an?", "kündigen bis 30. September 2025, sonst verlängert es sich um 12 Monate"),
    ):
        draft = told(desk, question)
        assert said in draft.write()
        assert any("verlängert" in quote.text for quote in draft.quotes)
    assert told(desk, "What is due next week?").status == "abstained"


def test_a_paper_that_older_rules_read_is_read_again_though_nothing_else_came(desk: Desk) -> None:
    desk.file(INVOICE)
    desk.take(paid("-119.00", date(2025, 3, 10)))
    desk.links()
    with desk.database.transaction() as connection:
        connection.execute("update fact_reading set version = version - 1")
        connection.execute("update fact set text = 'unread' where kind = 'number'")
        connection.execute("delete from unsettled")
        facts.note_unread(connection)
    (linked,) = desk.links()
    assert (linked.state, linked.number) == ("matched", "R-7781")
    settle.settle(desk.database)
    with desk.database.transaction() as connection:
        facts.note_unread(connection)
        assert connection.execute("select count(*) from unsettled").fetchone()[0] == 0
