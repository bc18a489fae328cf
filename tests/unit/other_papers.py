"""Papers with days and amounts in columns that are no bank statement, though they use its words."""

from __future__ import annotations

from tests.statement_pages import Cell, Paper
from tests.statement_plan import IBAN

Lines = list[tuple[Cell, ...]]


def paper(lines: Lines) -> bytes:
    """The lines on A4, as many sheets as they take."""
    sheet = Paper(lambda _: None, lambda _: None)
    for cells in lines:
        if sheet.is_full():
            sheet.turn()
        sheet.line(*cells, gap=14)
    return sheet.done()


def _table(names: tuple[str, ...], rows: list[tuple[str, ...]]) -> Lines:
    """Days and words on the left, amounts on the right."""
    edges = (50.0, 120.0, -400.0, -470.0, -545.0)
    places = edges[:2] + edges[-(len(names) - 2) :]
    return [tuple(zip(places, cells, strict=True)) for cells in (names, *rows)]


DAYS = [f"{day:02}.01.2024" for day in range(2, 26, 3)]
ENGLISH = [f"{day:02}/01/2024" for day in range(2, 26, 3)]

PAPERS: dict[str, Lines] = {
    "invoice of hours": [
        ((50, "Studio Nord Ltd"),), ((50, "INVOICE"), (350, "Invoice number: 2024-118")), ((50, "Bill to: Mrs A Sample"), (350, "Invoice date: 31/01/2024")),
        *_table(("Date", "Description", "Hours", "Amount"), [(day, "Consulting on site", "8.00", "640.00") for day in ENGLISH]),
        ((120, "Subtotal"), (-545, "5,120.00")), ((120, "VAT 20%"), (-545, "1,024.00")), ((120, "Amount due"), (-545, "6,144.00")),
        ((50, "Payment terms: 30 days. Bank: Northern Bank, IBAN GB29 NWBK 6016 1331 9268 19, sort code 60-16-13"),),
        ((50, "Account number 31926819. Please quote the invoice number. Debit or credit card payments are accepted."),),
    ],
    "account with a supplier": [
        ((50, "Harbour Wholesale Ltd"),), ((50, "STATEMENT OF ACCOUNT"), (350, "Date: 31/01/2024")), ((50, "Customer number 8812"), (350, "Payment terms: 30 days")),
        ((120, "Opening balance"), (-545, "120.00")),
        *_table(("Date", "Invoice number", "Debit", "Credit", "Balance"),
                [("02/01/2024", "Invoice no 7710", "80.00", "", "200.00"), ("05/01/2024", "Payment received", "", "120.00", "80.00"),
                 ("09/01/2024", "Invoice no 7745", "45.50", "", "125.50"), ("23/01/2024", "Invoice no 7790", "10.00", "", "135.50")]),
        ((120, "Closing balance"), (-545, "135.50")), ((50, "Amount due by the due date on each invoice. VAT number GB 123 4567 89"),),
    ],
    "letter with a table": [
        ((50, "Hausverwaltung Süd GmbH"),), ((50, "Sehr geehrte Frau Mustermann,"),),
        ((50, "auf Ihrem Mieterkonto sind im Januar folgende Zahlungen eingegangen:"),),
        *_table(("Datum", "Vorgang", "Betrag"), [(day, "Miete und Nebenkosten", "640,00") for day in DAYS]),
        ((120, "Summe"), (-545, "5.120,00")), ((50, f"Bitte zahlen Sie künftig auf das Konto IBAN {IBAN}, BIC COBADEFFXXX."),),
        ((50, "Ihr Saldo beträgt damit 0,00 EUR. Mit freundlichen Grüßen"),),
    ],
    "payslip": [
        ((50, "ACME GmbH"), (350, "Gehaltsabrechnung Januar 2024")), ((50, "Personalnummer 118"), (350, "Steuerklasse 1")),
        *_table(("Datum", "Lohnart", "Betrag"), [("01.01.2024", "Grundgehalt", "3.200,00"), ("15.01.2024", "Überstunden", "180,00"),
                                                ("31.01.2024", "Lohnsteuer", "-512,10"), ("31.01.2024", "Sozialversicherung", "-690,00")]),
        ((120, "Gesamtbrutto"), (-545, "3.380,00")), ((120, "Auszahlungsbetrag"), (-545, "2.177,90")),
        ((50, f"Überweisung auf Ihr Girokonto IBAN {IBAN} BIC COBADEFFXXX, Kontoinhaber Erika Mustermann"),),
    ],
    "price list": [
        ((50, "Bank tariff: price list for current accounts, savings and credit cards"),), ((50, "Overdraft, debit and credit cards, value date, IBAN, BIC"),),
        *_table(("Valid from", "Service", "Amount"), [(day, "Paper bank statement, closing balance letter", "2.50") for day in ENGLISH]),
    ],
    "loan schedule": [
        ((50, "Loan agreement, annex: repayment schedule"),), ((50, f"Account number 12345678, IBAN {IBAN}, BIC COBADEFFXXX. Credit at 3 %."),),
        ((120, "Opening balance"), (-545, "1,000.00")),
        *_table(("Date", "Instalment", "Interest", "Payment", "Balance"),
                [(day, "monthly", "2.50", "100.00", f"{1000 - 100 * n:,.2f}") for n, day in enumerate(ENGLISH, start=1)]),
        ((120, "Closing balance"), (-545, "200.00")),
    ],
    "phone bill": [
        ((50, "Telefonica Beispiel AG"), (350, "Rechnungsnummer 8871 1182")), ((50, "Kundennummer 44 118"), (350, "Rechnungsdatum 31.01.2024")),
        *_table(("Datum", "Beschreibung", "Betrag"), [(day, "Auslandsverbindung", "1,29") for day in DAYS]),
        ((120, "Rechnungsbetrag"), (-545, "10,32")), ((50, "Der Betrag wird per Lastschrift von Ihrem Konto abgebucht, Gutschrift und Saldo siehe unten."),),
        ((50, f"Kontonummer 532013000, IBAN {IBAN}, BIC COBADEFFXXX, alter Saldo 0,00 EUR, neuer Saldo 10,32 EUR"),),
    ],
    "electricity account that adds up": [
        ((50, "Prairie Power & Light"), (350, "Account summary")), ((50, "Account number 5512-8"), (350, "Service address: 12 Elm St, Austin, TX 78701")),
        ((120, "Previous balance"), (-545, "$80.00")),
        *_table(("Date", "Description", "Amount"), [("01/05/2024", "Payment received, thank you", "-80.00"),
                                                    ("01/30/2024", "New charges, 640 kWh", "92.10")]),
        ((120, "New balance"), (-545, "$92.10")), ((50, "Amount due by 02/20/2024. Meter number 8841, previous reading 11020."),),
    ],
    "lettre": [
        ((50, "Madame, Monsieur,"),), ((50, "voici les versements reçus sur votre compte, facture n° 118, TVA comprise, net à payer 0,00 euros :"),),
        *_table(("Date", "Libellé", "Montant"), [(day.replace(".", "/"), "Cotisation mensuelle", "35,00") for day in DAYS]),
        ((50, "Solde : 0,00 euros. RIB et IBAN au dos. Carte bancaire acceptée."),),
    ],
}  # fmt: skip
