"""What invoices and receipts state by themselves: all that are asked for and what they come to, or one's amount, day and number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pkm.answer.papers.bills import list_bills, tell_bill, tell_purchase
from pkm.answer.papers.issuers import tell_issuer
from pkm.answer.planning import plan as planning
from pkm.answer.quoting.draft import Draft
from pkm.answer.quoting.evidence import Passage, read_documents
from pkm.models import Hit, Scores
from tests.integration.test_answer import Home, kept
from tests.integration.test_links import INVOICE, OTHER, Desk, desk

__all__ = ["desk", "kept"]
TODAY = date(2025, 6, 1)
RECEIPT = "D.I.Y. Halle GmbH\nKassenbon\nDatum: 04.05.2025\nSumme 12,50 €\nBar 20,00 €\nRückgeld 7,50 €\n"
FOREIGN = RECEIPT.replace("D.I.Y. Halle GmbH", "Kiosk Amsel").replace("04.05.", "06.05.").replace("€", "CHF")


@pytest.fixture
def drawer(desk: Desk) -> Desk:
    for text in (INVOICE, OTHER, RECEIPT):
        desk.file(text)
    return desk


def listed(drawer: Desk, question: str) -> Draft | None:
    with drawer.database.transaction() as connection:
        plan = planning.read(question, TODAY)
        plan = plan.as_lookup() if plan.kind in {"sum", "count"} else plan  # of which bookings knew nothing
        return list_bills(connection, plan, drawer.collection)


def stated(drawer: Desk, question: str) -> Draft | None:
    with drawer.database.transaction() as connection:
        return tell_bill(connection, planning.read(question, TODAY).as_lookup(), drawer.collection)


@pytest.mark.parametrize(
    ("question", "count", "amount", "lead"),
    [
        ("Which invoices do I have?", 2, "357.00", "2 invoices, 357.00 EUR in all"),
        ("How many receipts do we have?", 1, "12.50", "1 receipt, 12.50 EUR in all"),
        ("Show me all my bills", 3, "369.50", "3 invoices and receipts"),
        ("Zeig mir alle Belege von DIY", 1, "12.50", "1 Beleg"),
        ("Rechnungen von Malerbetrieb Fröbe", 2, "357.00", "2 Rechnungen, zusammen 357,00 EUR"),
        ("invoices from the DIY shop in Altona", None, "", ""),
        ("Which invoices did we pay in March 2025?", None, "", ""),
        ("Find the invoices of Halle", 1, "12.50", "1 invoice or receipt"),
        ("Gesamtsumme aller Rechnungen vom März 2025?", 2, "357.00", "2 Rechnungen"),
        ("Welche Belege habe ich vom April 2025?", None, "", ""),
        ("Quelles factures ai-je reçues en mars 2025 ?", 2, "357.00", "2 factures, 357,00 EUR en tout"),
        ("Which bills are the highest?", None, "", ""),
        ("Which bills did we pay late?", None, "", ""),
        ("Which invoices are still unpaid?", None, "", ""),
    ],
)
def test_bills_are_listed_and_added_up(drawer: Desk, question: str, count: int | None, amount: str, lead: str) -> None:
    draft = listed(drawer, question)
    if count is None:
        assert draft is None
        return
    assert draft is not None
    assert lead in draft.write()
    assert [each.value for each in draft.figures] == [count, Decimal(amount)]
    assert len(draft.write().splitlines()) == 2 + count  # a line each, below the lead


def test_amounts_are_added_by_currency_and_only_where_all_state_one(drawer: Desk) -> None:
    drawer.file(FOREIGN)
    draft = listed(drawer, "Which receipts do I have?")
    assert draft is not None
    assert {each.currency: each.value for each in draft.figures[1:]} == {
        "CHF": Decimal("12.50"),
        "EUR": Decimal("12.50"),
    }
    drawer.file(FOREIGN.replace(" CHF", "").replace("Amsel", "Drossel"))
    draft = listed(drawer, "Which receipts do I have?")
    assert draft is not None
    assert [(each.name, each.value) for each in draft.figures] == [("count", Decimal(3))]
    assert "They are not added up" in draft.write()


def test_a_bill_that_is_kept_twice_is_added_up_once(drawer: Desk) -> None:
    drawer.file(INVOICE.replace("Netto", "Nettobetrag"))  # as a scan of the same reads
    drawer.file(INVOICE.replace("Datum: 03.03.2025", "Datum: 28.03.2025\nZahlungserinnerung"))
    draft = listed(drawer, "Which invoices do I have?")
    assert draft is not None
    assert [each.value for each in draft.figures] == [2, Decimal("357.00")]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How much was the receipt from DIY Halle?", "Receipt from D.I.Y. Halle GmbH of 4 May 2025: “12,50 €”"),
        ("Wann war der Einkauf bei DIY Halle?", "Beleg von D.I.Y. Halle GmbH vom 4. Mai 2025"),
        ("What is the invoice number of Malerbetrieb Fröbe?", "R-7781"),
        ("Combien coûtait la facture R-7802 ?", "« 238,00 € »"),
        ("What is the number of the receipt from DIY Halle?", None),  # it has none
        ("How much was the receipt from Kiosk Amsel?", None),
        ("How much was the receipt?", None),
        ("How much is the fee of Malerbetrieb Fröbe?", None),
    ],
)
def test_a_bill_that_is_named_tells_what_it_states(drawer: Desk, question: str, said: str | None) -> None:
    draft = stated(drawer, question)
    assert (draft is None) is (said is None)
    assert draft is None or (said or "") in draft.write()


HEAD = """D.I.Y. Halle GmbH
(HRB 4711)
Am Rain 4
06108 Halle
Tel. 0345 220 30-0
USt-ID: DE123456789
info@diy-halle.example

Frau Nora Beispiel
Seeweg 9
79100 Freiburg
Tel. 0761 99 88 77

Rechnung
Rechnungsnummer: 2025-118
Datum: 03.05.2025
Gesamtbetrag 19,00 €
"""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Where did I buy the washing machine?", "Invoice 2025-118 from D.I.Y. Halle GmbH of 3 May 2025"),
        ("Wann haben wir die Waschmaschine gekauft?", "Rechnung 2025-118 von D.I.Y. Halle GmbH vom 3. Mai 2025"),
        ("Où avons-nous acheté la machine à laver ?", "Facture 2025-118 de D.I.Y. Halle GmbH"),
        ("Where did I buy the piano?", None),
        ("What did the washing machine cost?", None),  # its line says so
        ("Who bought the washing machine?", None),
    ],
)
def test_where_and_when_something_was_bought_the_bill_says_that_has_it(
    desk: Desk, question: str, said: str | None
) -> None:
    number = desk.file(HEAD.replace("Gesamtbetrag", "1 Waschmaschine WM-28   19,00\nGesamtbetrag"))
    desk.file(INVOICE)
    with desk.database.transaction() as connection:
        (document,) = read_documents(connection, [number]).values()
        hit = Hit(1, 1.0, number, document.path, document.title, document.kind, None, None, 0, 9, "", Scores())
        found = Passage(hit, document, 0, len(document.text))
        draft = tell_purchase(connection, planning.read(question, TODAY).as_lookup(), desk.collection, [found])
    assert (draft is None) is (said is None)
    if draft and said:
        assert said in draft.write()
        assert draft.quotes[0].text == "1 Waschmaschine WM-28   19,00"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What is the phone number of DIY Halle?", "Tel. 0345 220 30-0"),
        ("Wo ist DIY Halle?", "Am Rain 4 06108 Halle"),
        ("What's the address of D.I.Y. Halle?", "Am Rain 4 06108 Halle"),
        ("Welche E-Mail-Adresse hat DIY Halle?", "info@diy-halle.example"),
        ("What is the phone number of Malerbetrieb Fröbe?", None),  # its paper states none
        ("What is Nora's phone number?", None),  # who wrote no paper
        ("What is the phone number?", None),
    ],
)
def test_whoever_wrote_a_bill_is_found_as_its_letterhead_says(desk: Desk, question: str, said: str | None) -> None:
    desk.file(HEAD)
    desk.file(INVOICE)
    with desk.database.transaction() as connection:
        draft = tell_issuer(connection, planning.read(question, TODAY), desk.collection)
    assert (draft is None) is (said is None)
    assert draft is None or draft.write().startswith((f"“{said}”", f"„{said}“"))
    assert draft is None or [quote.text for quote in draft.quotes]


def test_where_a_firm_is_its_letterhead_says_and_no_line_of_its_bill(kept: Home) -> None:
    kept.keep(bill__txt=HEAD.replace("Gesamtbetrag", "1 DIY Halle PAPER 100 S8   19,00\nGesamtbetrag"))
    answer = kept.ask("Where is DIY Halle?")
    assert answer.answer.startswith("“Am Rain 4 06108 Halle”")
