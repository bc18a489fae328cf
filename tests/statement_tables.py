"""Statements as programs print them: one table whose cells wrap, set by reportlab's own table maker."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from tests.statement_pages import english, french, german
from tests.statement_plan import IBAN, Entry, Plan

Money = Callable[[Decimal], str]
LONG = "with words enough that they wrap to a second and a third line of the cell for sure"


def signed(money: Money, unit: str = "") -> Money:
    return lambda amount: f"{'-' if amount < 0 else ''}{unit}{money(amount)}"


def _balances(what: Plan) -> Iterator[tuple[Entry, Decimal]]:
    balance = what.opening
    for each in what.entries:
        balance += each.amount
        yield each, balance


def _words(text: str) -> Paragraph:
    return Paragraph(text, getSampleStyleSheet()["Normal"])


def _paper(
    title: str, above: Sequence[str], rows: Sequence[Sequence[Any]], below: Sequence[str] = (), **style: Any
) -> bytes:
    """A title, lines, a table with amounts from column ``right`` on flush right, and lines."""
    stream = io.BytesIO()
    commands = [("FONTSIZE", (0, 0), (-1, -1), 8), ("ALIGN", (style.get("right", 2), 0), (-1, -1), "RIGHT")]
    commands += [("VALIGN", (0, 0), (-1, -1), style["valign"])] if "valign" in style else []
    table = Table(rows, colWidths=style.get("widths"), repeatRows=1, style=TableStyle(commands))
    flow = [Paragraph(title, getSampleStyleSheet()["Title"]), *map(_words, above), table, *map(_words, below)]
    SimpleDocTemplate(stream, pagesize=A4).build(flow)
    return stream.getvalue()


def _sides(money: Money, amount: Decimal) -> tuple[str, str]:
    return (money(amount), "") if amount < 0 else ("", money(amount))


def export(what: Plan) -> bytes:
    money = signed(english)
    return _paper(
        "Account Statement", [f"Account: {IBAN}", f"Period: {what.since} to {what.until}", f"Opening balance: EUR {money(what.opening)}"],
        [["Date", "Description", "Amount", "Balance"], *([str(e.day), e.party, money(e.amount), money(b)] for e, b in _balances(what))],
        [f"Closing balance: EUR {money(what.closing)}"], widths=[80, 220, 80, 80],
    )  # fmt: skip


def newest_first(what: Plan) -> bytes:
    money = signed(english)
    rows = [[f"{e.day:%d/%m/%Y}", e.party, money(e.amount), money(b)] for e, b in _balances(what)]
    return _paper(
        "Bank statement", ["Your current account transactions, sort code 40-11-22, account number 12345678"],
        [["Date", "Details", "Amount (GBP)", "Balance (GBP)"], *reversed(rows)], widths=[80, 220, 80, 80],
    )  # fmt: skip


def releve(what: Plan) -> bytes:
    money = signed(french)
    rows = [
        [f"{e.day:%d.%m.%Y}", f"{e.value:%d.%m.%Y}", e.party, *_sides(french, e.amount), money(b)]
        for e, b in _balances(what)
    ]
    return _paper(
        "Relevé de compte",
        ["Titulaire : Mme Dupont", "IBAN : FR14 2004 1010 0505 0001 3M02 606", f"Période du {what.since:%d.%m.%Y} au {what.until:%d.%m.%Y}",
         f"Solde initial : {money(what.opening)} EUR"],
        [["Date", "Date valeur", "Libellé", "Débit (EUR)", "Crédit (EUR)", "Solde (EUR)"], *rows],
        [f"Solde final : {money(what.closing)} EUR"], right=3,
    )  # fmt: skip


def wrapped(what: Plan, valign: str = "BOTTOM") -> bytes:
    money = signed(german)
    rows = [
        [f"{e.day:%d.%m.%Y}", _words(f"{e.party} {LONG}"), *_sides(german, e.amount), money(b)]
        for e, b in _balances(what)
    ]
    rows = [["", "Anfangssaldo", "", "", money(what.opening)], *rows, ["", "Endsaldo", "", "", money(what.closing)]]
    return _paper(
        "Kontoauszug Nr. 1/2024", ["Sparkasse Musterstadt", f"IBAN {IBAN}, Währung EUR"],
        [["Datum", "Verwendungszweck", "Soll", "Haben", "Saldo"], *rows], widths=[60, 220, 60, 60, 70], valign=valign,
    )  # fmt: skip


def swiss(what: Plan) -> bytes:
    def money(amount: Decimal) -> str:
        return english(amount).replace(",", "'")

    saldo = signed(money)
    rows = [
        [f"{e.day:%d.%m.%y}", e.party, *_sides(money, e.amount), f"{e.value:%d.%m.%y}", saldo(b)]
        for e, b in _balances(what)
    ]
    rows = [
        ["", "Saldovortrag", "", "", "", saldo(what.opening)],
        *rows,
        ["", "Schlusssaldo", "", "", "", saldo(what.closing)],
    ]
    return _paper(
        "Kontoauszug", ["Zürcher Bank AG", "IBAN CH93 0076 2011 6238 5295 7, Konto in CHF", f"{what.since:%d.%m.%Y} - {what.until:%d.%m.%Y}"],
        [["Datum", "Text", "Belastung", "Gutschrift", "Valuta", "Saldo"], *rows],
    )  # fmt: skip


def marked(what: Plan) -> bytes:
    def money(amount: Decimal) -> str:
        return f"{english(amount)} {'DR' if amount < 0 else 'CR'}"

    rows = [
        [f"{e.day:%d-%m-%Y}", f"{e.value:%d-%m-%Y}", e.party, *_sides(english, e.amount), money(b)]
        for e, b in _balances(what)
    ]
    rows = [
        ["", "", "Opening Balance", "", "", money(what.opening)],
        *rows,
        ["", "", "Closing Balance", "", "", money(what.closing)],
    ]
    return _paper(
        "Statement of Account", ["State Bank", "Account No. 00112233445, savings", f"From {what.since:%d-%m-%Y} to {what.until:%d-%m-%Y}, currency GBP"],
        [["Txn Date", "Value Date", "Particulars", "Debit", "Credit", "Balance"], *rows], right=3,
    )  # fmt: skip


def app(what: Plan) -> bytes:
    """Three lines a booking, the day behind the name, balances at the end."""
    money = signed(german)
    rows = []
    for e in what.entries:
        rows += [
            [e.party, f"{e.day:%d.%m.%Y}", f"{money(e.amount)}€"],
            ["Mastercard • Einkauf"],
            [f"Wertstellung {e.value:%d.%m.%Y}"],
        ]
    return _paper(
        "Kontoauszug Nr. 01/2024", [f"{what.since:%d.%m.%Y} bis {what.until:%d.%m.%Y}", f"IBAN: {IBAN} BIC: NTSBDEB1"],
        [["Beschreibung", "Verbuchungsdatum", "Betrag"], *rows],
        [f"Dein alter Kontostand {money(what.opening)}€", f"Dein neuer Kontostand {money(what.closing)}€"], widths=[260, 100, 100],
    )  # fmt: skip


def wallet(what: Plan) -> bytes:
    def pounds(amount: Decimal) -> str:
        return f"£{english(amount)}"

    balance = signed(english, "£")
    rows = [
        [f"{e.day:%b} {e.day.day}, {e.day.year}", e.party, *_sides(pounds, e.amount), balance(b)]
        for e, b in _balances(what)
    ]
    return _paper(
        "GBP Statement", [f"Account statement from {what.since:%d %B %Y} to {what.until:%d %B %Y}", "IBAN GB29 NWBK 6016 1331 9268 19 BIC NWBKGB2L"],
        [["Date", "Description", "Money out", "Money in", "Balance"], *rows],
    )  # fmt: skip


def card_with_marks(what: Plan) -> bytes:
    rows = [[f"{e.day:%b %d}", e.party, english(e.amount) + (" CR" if e.amount > 0 else "")] for e in what.entries]
    return _paper(
        "Credit Card Statement",
        ["Card number: XXXX XXXX XXXX 4417", f"Statement period {what.since:%b %d, %Y} - {what.until:%b %d, %Y}",
         f"Previous balance {signed(english, '$')(-what.opening)}", f"New balance {signed(english, '$')(-what.closing)}", "Credit limit $5,000.00"],
        [["Date", "Description", "Amount"], *rows], widths=[80, 280, 80],
    )  # fmt: skip


def two_days_in_one(what: Plan) -> bytes:
    """Booking and value day in one cell, signs behind the amounts, balances by their day."""

    def money(amount: Decimal) -> str:
        return f"{german(amount)}{'-' if amount < 0 else '+'}"

    rows = [[f"{e.day:%d.%m.}/{e.value:%d.%m.}", e.party, money(e.amount)] for e in what.entries]
    before = what.since - timedelta(days=1)
    return _paper(
        "Kontoauszug Januar 2024", [f"IBAN {IBAN}", f"Kontostand am {before:%d.%m.%Y}: {money(what.opening)} EUR"],
        [["Buchung/Wert", "Vorgang", "Betrag"], *rows], [f"Kontostand am {what.until:%d.%m.%Y}: {money(what.closing)} EUR"],
        widths=[80, 280, 80],
    )  # fmt: skip


TABLES: dict[str, tuple[str, Callable[[Plan], bytes]]] = {
    "export": ("en", export), "newest first": ("en", newest_first), "relevé": ("fr", releve), "wrapped": ("de", wrapped),
    "wrapped, middle": ("de", lambda what: wrapped(what, "MIDDLE")), "wrapped, top": ("de", lambda what: wrapped(what, "TOP")),
    "swiss": ("de", swiss), "marked": ("en", marked), "app": ("de", app), "wallet": ("en", wallet),
    "card with marks": ("us", card_with_marks), "two days in one": ("de", two_days_in_one),
}  # fmt: skip
