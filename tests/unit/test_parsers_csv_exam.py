"""An exam over the layouts of bank2ynab's table: every bank's columns, delimiter and dates, and the real files beside it.

The table names columns by meaning, not by header; headers are written here in the language of the bank's country.
"""

from __future__ import annotations

import configparser
import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.parsers import Candidate
from ingest.parsers.csv_bank import CsvBank, layout_of
from pkm.models import CsvProfile, Parsed, ParsedTransaction

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "bank" / "bank2ynab"
FILES = REAL / "test" / "test-data"
pytestmark = [pytest.mark.real, pytest.mark.skipif(not REAL.exists(), reason="the real files are not here")]

# Date, payee, memo, money out, money in, amount, balance, side (its words for out and in), category; decimal comma?
WORDS: dict[str, tuple[str, str, str, str, str, str, str, tuple[str, str, str], str, bool]] = {
    "en": ("Date", "Payee", "Memo", "Debit", "Credit", "Amount", "Balance", ("Debit/Credit", "D", "C"), "Category", False),
    "de": ("Buchungstag", "Empfänger", "Verwendungszweck", "Soll", "Haben", "Betrag", "Saldo", ("Soll/Haben", "S", "H"), "Kategorie", True),
    "nl": ("Datum", "Naam tegenpartij", "Omschrijving", "Af", "Bij", "Bedrag", "Saldo", ("Af Bij", "Af", "Bij"), "Categorie", True),
    "pt": ("Data", "Beneficiário", "Histórico", "Débito", "Crédito", "Valor", "Saldo", ("D/C", "D", "C"), "Categoria", True),
    "es": ("Fecha", "Beneficiario", "Concepto", "Cargo", "Abono", "Importe", "Saldo", ("Debe/Haber", "D", "H"), "Categoría", True),
    "it": ("Data contabile", "Beneficiario", "Causale", "Uscite", "Entrate", "Importo", "Saldo", ("Dare/Avere", "D", "A"), "Categoria", True),
    "cs": ("Datum zaúčtování", "Název protiúčtu", "Zpráva pro příjemce", "Výdaje", "Příjmy", "Částka", "Zůstatek", ("Znaménko", "-", "+"), "Kategorie", True),
    "sk": ("Dátum zaúčtovania", "Názov protiúčtu", "Popis", "Debet", "Kredit", "Suma", "Zostatok", ("Debet/Kredit", "Debet", "Kredit"), "Kategória", True),
    "da": ("Dato", "Modtager", "Tekst", "Ud", "Ind", "Beløb", "Saldo", ("Debet/Kredit", "D", "K"), "Kategori", True),
    "nb": ("Bokføringsdato", "Mottaker", "Forklaring", "Ut av konto", "Inn på konto", "Beløp", "Saldo", ("Debet/Kredit", "D", "K"), "Kategori", True),
    "sv": ("Bokföringsdag", "Mottagare", "Meddelande", "Uttag", "Insättning", "Belopp", "Saldo", ("Debet/Kredit", "D", "K"), "Kategori", True),
    "pl": ("Data księgowania", "Nadawca/Odbiorca", "Tytuł", "Obciążenia", "Uznania", "Kwota", "Saldo po operacji", ("Debet/Kredyt", "D", "K"), "Kategoria", True),
    "hu": ("Könyvelés dátuma", "Partner neve", "Közlemény", "Terhelés", "Jóváírás", "Összeg", "Egyenleg", ("Terhelés/Jóváírás", "T", "J"), "Kategória", True),
}  # fmt: skip
LANGUAGE = {
    "AT": "de", "DE": "de", "CH": "de", "BE": "nl", "NL": "nl", "BR": "pt", "CO": "es", "IT": "it", "CZ": "cs", "SK": "sk",
    "DK": "da", "NO": "nb", "SE": "sv", "PL": "pl", "HU": "hu",
}  # fmt: skip
PAYEES = (
    "Rosa Lopez",
    "Corner Shop",
    "Stadtwerke Nord",
    "ACME Ltd",
    "Kino Lux",
    "Bäckerei Öz",
    "Harbour Taxi",
    "Dr. Weiss",
)
MONEY = ("-12.34", "-1250.00", "2100.55", "-7.80", "-99.99", "15.00", "-3.21", "-640.10")
DAYS = (2, 3, 5, 14, 19, 23, 27, 28)


def sections() -> list[str]:
    conf = configparser.ConfigParser(interpolation=None)
    conf.read(REAL / "bank2ynab.conf", "utf-8")
    return conf.sections()


def bank(section: str) -> configparser.SectionProxy:
    conf = configparser.ConfigParser(interpolation=None)
    conf.read(REAL / "bank2ynab.conf", "utf-8")
    return conf[section]


def shown(amount: Decimal, comma: bool) -> str:
    text = f"{amount:,.2f}"
    return text.translate(str.maketrans(",.", ".,")) if comma else text


def write(section: str) -> tuple[str, list[tuple[date, Decimal, str]], bool]:
    """A file as this bank would write it, what is in it, and whether it has a header."""
    given = bank(section)
    names = [each.strip() for each in given["Input Columns"].split(",")]
    words = WORDS[LANGUAGE.get(section[:2], "en")]
    comma, form = words[9], given.get("Date Format", "").strip() or "%Y-%m-%d"
    delimiter = {"": ",", "\\t": "\t"}.get(
        given.get("Source CSV Delimiter", ","), given.get("Source CSV Delimiter", ",")
    )
    header_rows = given.getint("Header Rows")
    split = "Outflow" in names and "Inflow" in names
    twice = names.count("Inflow") == 2
    marks = (words[7][1], words[7][2]) if words[7][1] in ("S", "D", "Af", "-", "Debet") else ("D", "C")
    header = []
    for number, name in enumerate(names):
        meant = {
            "Date": words[0], "Payee": words[1], "Memo": words[2], "Outflow": words[3], "Amount": words[5],
            "Inflow": words[4] if split or (twice and number == names.index("Inflow")) else words[5],
            "Running Balance": words[6], "CDFlag": words[7][0], "Category": words[8],
        }.get(name, f"Xyz {number}")  # fmt: skip
        header.append(words[3] if twice and name == "Inflow" and number != names.index("Inflow") else meant)
    if header_rows == 0 and "Outflow" in names and "Inflow" not in names:
        pytest.skip("one unsigned column without a header: what it is can only be asked")
    balance, rows, expected = Decimal("5000"), [], []
    for payee, money, day in zip(PAYEES, MONEY, DAYS, strict=True):
        amount, when = Decimal(money), date(2024, 3, day)
        balance += amount
        cells = []
        for number, name in enumerate(names):
            first_inflow = name == "Inflow" and number == names.index("Inflow")
            if name == "Date":
                cells.append(when.strftime(form))
            elif name in ("Payee", "Memo"):
                cells.append(payee if name == "Payee" else f"for {payee}")
            elif name == "Outflow":
                cells.append(shown(-amount, comma) if amount < 0 else "")
            elif name == "Inflow" and twice:
                cells.append(shown(amount, comma) if (amount > 0) == first_inflow else "")
            elif name in ("Inflow", "Amount"):
                sized = abs(amount) if "CDFlag" in names else amount
                cells.append("" if split and amount < 0 else shown(sized, comma))
            elif name == "Running Balance":
                cells.append(shown(balance, comma))
            elif name == "CDFlag":
                cells.append(marks[amount > 0])
            else:
                cells.append("zz" if name == "Category" else "")
        if "Inflow" in names or "Amount" in names or amount < 0:
            rows.append(cells)
            expected.append((when, amount, payee if {"Payee", "Memo"} & set(names) else ""))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for number in range(header_rows - 1):
        writer.writerow([f"Some line {number}", "of words"])
    if header_rows:
        writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue(), expected, bool(header_rows)


def parse(folder: Path, text: str, **said: object) -> tuple[Parsed, Candidate]:
    path = folder / "extract.csv"
    path.write_bytes(text.encode())
    file = Candidate.at(path)
    layout = layout_of(file)
    assert layout is not None
    profile = replace(CsvProfile(currency="EUR"), **said)  # type: ignore[arg-type]
    return CsvBank().parse(replace(file, profiles={layout.key: profile})), file


def bookings(parsed: Parsed) -> list[ParsedTransaction]:
    return [each for statement in parsed.documents[0].statements for each in statement.transactions]


@pytest.mark.parametrize("section", sections() if REAL.exists() else [])
def test_a_banks_layout(section: str, tmp_path: Path) -> None:
    if bank(section).get("Date Format", "").strip() == "%d.%m" or "Date" not in bank(section)["Input Columns"]:
        pytest.skip("the table names no column of whole dates")
    text, expected, has_header = write(section)
    parsed, file = parse(tmp_path, text)
    assert CsvBank().identify(file)
    if not bookings(parsed) and not has_header:
        (table,) = json.loads(parsed.documents[0].meta["reading"])
        (question,) = table["open"]
        names = [each.strip() for each in bank(section)["Input Columns"].split(",")]
        out, inn = str(names.index("Outflow") + 1), str(names.index("Inflow") + 1)
        assert out in question["option"]
        assert inn in question["option"]
        parsed, _ = parse(tmp_path, text, columns={"debit": (out,), "credit": (inn,)})
    found = bookings(parsed)
    assert [(each.booked_on, each.amount) for each in found] == [(day, amount) for day, amount, _ in expected]
    for each, (_, _, payee) in zip(found, expected, strict=True):
        assert payee in f"{each.counterparty} {each.description}"
    assert parsed.problems == ()


# What a person reads in each file: amounts in order, and how many rows are no bookings but named.
EXPECTED = {
    "20171001-20171106.csv": ("-59.99", 0),
    "2018-04-14_10-52-13_bunq-transactieoverzicht.csv": ("-2.56 750.00 -18.90", 0),
    "20180226-1000594757-umsatz.CSV": ("-36.99", 0),
    "2019-03-02_11-50-46_bunq-statement.csv": ("-8.78 -7.08 8.78 -8.76 7.08 -7.07 -7.99", 0),
    "CSV_A_20180414_112204.csv": ("-337.49 50.00 -750.00", 0),
    "MS_JANE_SMITH_01-12-2019_14-12-2019.csv": (
        "-1183.23 -18.89 -23.00 -80.99 -1.50 -50.00 -10.00 -9.99 -8.20 1100.00",
        3,
    ),
    "MonzoDataExport_February2018_2018-02-26_174335.csv": ("-10", 0),
    "Movements_1234512345_201805271848.csv": ("-1.00", 0),
    "TH_20180101-20180523_page_1.csv": ("-111.11 -11.11 -11.11 -1111.11 -11.11 -111.11 -11.11 -111.11 -1111.11", 0),
    "TH_20180101-20180523_strana_1.csv": ("-111.11 -11.11 -11.11 -1111.11 -11.11 -111.11 -11.11 -111.11 -1111.11", 0),
    "TH_20180521-20180523.csv": ("-111.11", 0),
    "TransactionHistory_20180418043121.csv": ("-6.66 -6.66 -66.66 -6.66 -6.66 -66.66 -6.66 -6.66", 0),
    "Umsaetze_KtoNr538917600_EUR_02-03-2018_1503.CSV": ("-17.22", 0),
    "W80844_EBH_201945.202122.csv": ("-350 1290", 0),
    "export_BE11123456789012_20180304_1422.csv": ("-3.40", 0),
    "export_KBC-Mastercard Business Essential_20200204_1604.csv": ("-16.52 35.77 -16.52", 0),
    "kta_ei.dat": ("-89.30 -109.53 -686.64 -177.10 -983.59", 0),
    "umsatz-1234________1234-20180227.CSV": ("-5.00", 0),
}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_real_file_gives_its_bookings(name: str) -> None:
    parsed = CsvBank().parse(Candidate.at(FILES / name))
    amounts, refused = EXPECTED[name]
    wanted = [Decimal(each) for each in amounts.split()]
    assert [each.amount for each in bookings(parsed)][: len(wanted)] == wanted
    rows = {each.locator for each in bookings(parsed)}
    assert sum(1 for each in parsed.problems if each.locator and each.locator not in rows) == refused


# Files that leave something open, with the answer of a person who knows the account.
ANSWERED: dict[str, CsvProfile] = {
    "20180226_12345678.csv": CsvProfile(currency="GBP"),
    "dba33fceecd62c3c727893361e0ba4d3.P000000027355791.csv": CsvProfile(currency="SGD", columns={"debit": ("3",), "credit": ("4",)}),
    "statement_1.csv": CsvProfile(currency="GBP", sign="debit-positive"),
    "test_BOI_TransactionExport.csv": CsvProfile(currency="EUR"),
    "test_row_format_CD_flag.csv": CsvProfile(currency="EUR"),
    "test_row_format_default.csv": CsvProfile(currency="EUR", columns={"credit": ("4",), "debit": ("5",)}),
    "test_delimiter_tab.csv": CsvProfile(currency="EUR", columns={"credit": ("4",), "debit": ("5",)}),
}  # fmt: skip
# A line of words in all four; and in one, three rows where a currency stands in the place of the side.
NO_BOOKINGS = {
    "test_row_format_CD_flag.csv": -4, "test_row_format_default.csv": -1, "test_delimiter_tab.csv": -1,
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(ANSWERED))
def test_a_real_file_that_leaves_something_open_asks_and_is_read_once_it_is_told(name: str) -> None:
    file = Candidate.at(FILES / name)
    assert CsvBank().identify(file)
    asked = CsvBank().parse(file)
    assert {each.currency for each in bookings(asked)} <= {"XXX"}
    assert any("pkm accounts map" in each.reason for each in asked.problems)
    layout = layout_of(file)
    assert layout is not None
    parsed = CsvBank().parse(replace(file, profiles={layout.key: ANSWERED[name]}))
    with (FILES / name).open("rb") as stream:
        lines = sum(1 for line in stream if line.strip())
    rows = {each.locator for each in bookings(parsed)}
    assert len(rows) == NO_BOOKINGS.get(name, 0) + lines - (1 if layout.header else 0)
    assert len({each.locator for each in parsed.problems} - rows - {None}) == -NO_BOOKINGS.get(name, 0)


def test_files_of_one_table_in_two_layouts_say_the_same() -> None:
    """bank2ynab keeps one account in four layouts: signed, with a side, in two columns, and between tabs.

    In the second the last three rows lack their side.
    """
    told = []
    for name in (
        "test_row_format_neg_inflow.csv",
        "test_row_format_CD_flag.csv",
        "test_row_format_default.csv",
        "test_delimiter_tab.csv",
    ):
        file = Candidate.at(FILES / name)
        layout = layout_of(file)
        assert layout is not None
        profiles = {layout.key: ANSWERED[name]} if name in ANSWERED else {}
        parsed = CsvBank().parse(replace(file, profiles=profiles))
        told.append([(each.booked_on, each.amount) for each in bookings(parsed)])
    assert len(told[0]) == 73
    assert told[0] == told[2] == told[3]
    assert told[0][:70] == told[1]
