"""``pkm links`` as its users call it: papers and bank records in, links, a person's word and deadlines out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from pkm.services import EmbeddedPostgres
from tests.acceptance.test_cli import Shell, taken_in

INVOICE = """Malerbetrieb Fröbe
Rechnung
Rechnungsnummer: R-7781
Datum: 03.03.2025

Netto 100,00 €
MwSt 19 % 19,00 €
Gesamtbetrag 119,00 €

Zahlbar bis 17.03.2025
"""
CONTRACT = """Sportpark Achterbahn GmbH

Mitgliedsvertrag

Vertragsbeginn: 01.01.2025
Monatsbeitrag: 29,90 €
Die Mindestlaufzeit beträgt 12 Monate. Der Vertrag verlängert sich um 12 Monate, wenn er nicht mit einer Kündigungsfrist von drei Monaten vor Ablauf gekündigt wird.
"""
CSV = """Date,Amount,Currency,Counterparty,Description
2025-03-05,-29.90,EUR,Sportpark Achterbahn,Beitrag
2025-03-10,-119.00,EUR,MALERBETRIEB FROEBE,R-7781
2025-03-11,-75.00,EUR,Corner Shack,Bread
"""


PAPERS = {"rechnung.txt": INVOICE, "mitgliedsvertrag.txt": CONTRACT, "march.csv": CSV}


@pytest.fixture(scope="module")
def begun(
    server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], AbstractContextManager[Shell]]]:
    with taken_in(server, tmp_path_factory.mktemp("links"), PAPERS, 3) as begin:
        yield begin


@pytest.fixture
def shell(begun: Callable[[], AbstractContextManager[Shell]]) -> Iterator[Shell]:
    with begun() as shell:
        yield shell


def test_links_are_listed_denied_and_confirmed(shell: Shell) -> None:
    (contract, invoice) = shell.json("links")["links"]
    assert (invoice["kind"], invoice["number"], invoice["issuer"], invoice["date"]) == (
        "invoice",
        "R-7781",
        "Malerbetrieb Fröbe",
        "2025-03-03",
    )
    assert (invoice["amount"], invoice["currency"], invoice["state"]) == ("119.00", "EUR", "matched")
    (payment,) = invoice["transactions"]
    assert set(payment) == {"id", "booked_on", "amount", "currency", "counterparty", "score", "reason", "said"}
    assert (payment["amount"], payment["booked_on"], payment["said"]) == ("-119.00", "2025-03-10", None)
    assert [each["amount"] for each in contract["transactions"]] == ["-29.90"]
    assert shell.json("links", "--state", "unmatched") == {"links": []}

    where = str(invoice["document_id"]), str(payment["id"])
    (denied,) = shell.json("links", "deny", *where)["links"]
    assert (denied["state"], denied["transactions"][0]["said"]) == ("unmatched", "no")
    assert len(shell.json("links", "--state", "unmatched", "--since", "2025-03-01")["links"]) == 1
    (confirmed,) = shell.json("links", "confirm", *where)["links"]
    assert (confirmed["state"], confirmed["transactions"][0]["said"]) == ("matched", "yes")
    shown, _ = shell.run("links")
    assert "confirmed" in shown


def test_contracts_and_their_deadlines(shell: Shell) -> None:
    shown = shell.json("links", "contracts")
    (contract,) = shown["contracts"]
    stated = {each["kind"]: each for each in contract["facts"]}
    assert (stated["notice"]["text"], stated["price"]["amount"]) == ("P3M/term", "29.90")
    words = CONTRACT[stated["price"]["char_start"] : stated["price"]["char_end"]]
    assert words == "29,90 €"
    printed, _ = shell.run("links", "contracts")
    assert "Mitgliedsvertrag" in printed
    assert "    notice: 3 months to the end of the term\n" in printed
    assert "    price: 29.90 EUR a month\n" in printed


def test_a_link_between_what_is_not_there_is_told_in_one_line(shell: Shell) -> None:
    _, complaint = shell.run("links", "confirm", "999", "1", code=1)
    assert "there is no booking" in complaint or "states no invoice" in complaint
