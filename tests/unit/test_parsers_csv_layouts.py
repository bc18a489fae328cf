"""Whatever layout bookings are written in, what is read of them is them, or a question: never other bookings."""

from __future__ import annotations

import csv
import io
import tempfile
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.parsers import Candidate, parser_for
from ingest.parsers.csv_bank import CsvBank, layout_of
from ingest.parsers.csv_rows import Row
from ingest.parsers.csv_stated import read_preamble
from ingest.parsers.running_balance import WRITTEN
from pkm.models import CsvProfile, Parsed, ParsedTransaction

HEADERS = {
    "en": ("Booking date", "Payee", "Amount", "Debit", "Credit", "D/C", "Balance", "Currency"),
    "de": ("Buchungstag", "Empfänger", "Betrag", "Soll", "Haben", "Soll/Haben", "Saldo", "Währung"),
    "fr": ("Date comptable", "Bénéficiaire", "Montant", "Débit", "Crédit", "Sens", "Solde", "Devise"),
    "nl": ("Boekdatum", "Naam tegenpartij", "Bedrag", "Af", "Bij", "Af Bij", "Saldo na transactie", "Munt"),
    "it": ("Data contabile", "Beneficiario", "Importo", "Dare", "Avere", "Dare/Avere", "Saldo", "Divisa"),
    "es": ("Fecha", "Beneficiario", "Importe", "Cargo", "Abono", "Debe/Haber", "Saldo", "Moneda"),
    "sv": ("Bokföringsdag", "Mottagare", "Belopp", "Uttag", "Insättning", "Debet/Kredit", "Saldo", "Valuta"),
    "pl": ("Data księgowania", "Odbiorca", "Kwota", "Obciążenia", "Uznania", "Debet/Kredyt", "Saldo", "Waluta"),
    "fi": ("Kirjauspäivä", "Saaja", "Määrä", "Otto", "Pano", "Debet/Kredit", "Saldo", "Valuutta"),
}
DAYS = {
    "iso": lambda day: day.isoformat(),
    "points": lambda day: f"{day:%d.%m.%Y}",
    "slashes": lambda day: f"{day:%d/%m/%Y}",
    "american": lambda day: f"{day:%m/%d/%y}",
    "compact": lambda day: f"{day:%Y%m%d}",
    "named": lambda day: f"{day:%d-%b-%Y}",
    "time": lambda day: f"{day:%Y-%m-%d} 13:05:22",
}
MONEY = (
    "signed",
    "trailing",
    "brackets",
    "side",
    "split",
    "balance",
    "unsigned balance",
    "spending balance",
    "unsigned",
)


@dataclass(frozen=True)
class Way:
    """One way of writing bookings."""

    language: str
    day: str
    money: str
    comma: bool
    thousands: bool
    delimiter: str
    newest_first: bool
    has_header: bool
    preamble: bool


def figure(amount: Decimal, way: Way) -> str:
    text = f"{amount:,.2f}" if way.thousands else f"{amount:.2f}"
    return text.translate(str.maketrans(",.", ".,")) if way.comma else text


def write(rows: list[tuple[date, Decimal, str]], way: Way) -> tuple[str, dict[str, tuple[date, Decimal, str]]]:
    """The file, and by locator what is in it."""
    day_, payee_, amount_, debit_, credit_, side_, balance_, currency_ = HEADERS[way.language]
    money = {"side": [amount_, side_], "split": [debit_, credit_]}.get(way.money, [amount_])
    header = [day_, payee_, *money, *([balance_] if "balance" in way.money else []), currency_]
    balance, lines = Decimal("1000.00"), []
    for day, amount, payee in rows:
        balance += amount
        cells = {
            "signed": [figure(amount, way)],
            "trailing": [figure(abs(amount), way) + ("-" if amount < 0 else "")],
            "brackets": [f"({figure(-amount, way)})" if amount < 0 else figure(amount, way)],
            "side": [figure(abs(amount), way), "D" if amount < 0 else "C"],
            "split": [figure(-amount, way), ""] if amount < 0 else ["", figure(amount, way)],
            "balance": [figure(amount, way), figure(balance, way)],
            "unsigned balance": [figure(abs(amount), way), figure(balance, way)],
            "spending balance": [figure(-amount, way), figure(balance, way)],
            "unsigned": [figure(abs(amount), way)],
        }[way.money]
        lines.append([DAYS[way.day](day), payee, *cells, "EUR"])
    stated = list(rows)
    if way.newest_first:
        lines, stated = lines[::-1], stated[::-1]
    head = [["Account", "12345678"], ["Export of everything"]] if way.preamble else []
    head += [header] if way.has_header else []
    out = io.StringIO()
    csv.writer(out, delimiter=way.delimiter, lineterminator="\n").writerows([*head, *lines])
    return out.getvalue(), {f"row {number}": each for number, each in enumerate(stated, len(head) + 1)}


def read(text: str, profile: CsvProfile | None = None) -> Parsed:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "giro.csv"
        path.write_text(text)
        file = Candidate.at(path)
        if profile and (layout := layout_of(file)):
            file = replace(file, profiles={layout.key: profile})
        return parser_for(file).parse(file)


def bookings(parsed: Parsed) -> list[ParsedTransaction]:
    return [each for statement in parsed.documents[0].statements for each in statement.transactions]


_ways = st.builds(
    Way, st.sampled_from(sorted(HEADERS)), st.sampled_from(sorted(DAYS)), st.sampled_from(MONEY), st.booleans(), st.booleans(),
    st.sampled_from(";\t|,"), st.booleans(), st.booleans(), st.booleans(),
)  # fmt: skip
_rows = st.lists(
    st.tuples(
        st.integers(0, 12),
        st.decimals(-(10**6), 10**6, places=2).filter(bool),
        st.sampled_from(("Corner Shop", "Bäckerei Öz", "Lease, March", "ACME; Ltd", "In Out", "Total Fitness", "J. de Vries")),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


@settings(max_examples=400)
@given(_rows, st.integers(0, 360), _ways)
def test_what_is_read_is_what_was_written_or_is_asked_about(
    steps: list[tuple[int, Decimal, str]], first: int, way: Way
) -> None:
    day, rows = date(2024, 1, 1) + timedelta(first), []
    for step, amount, payee in steps:
        day += timedelta(step)
        rows.append((day, amount, payee))
    if way.money == "spending balance" and (len(rows) < 2 or len({day for day, _, _ in rows}) < 2):
        return  # nothing in such a file shows that its signs are the other way round
    received = [amount > 0 for _, amount, _ in rows]
    if way.money == "unsigned balance" and not received[0] and all(received[1:]) and len(rows) > WRITTEN:
        return  # one that paid once, at first, and then only received, is taken for one that only receives
    if way.language != "en" and way.has_header and way.day == "american":
        return  # no bank writes so: headers in another language say that the day comes first
    text, written = write(rows, way)
    parsed = read(text)
    found = {each.locator: each for each in bookings(parsed)}
    for locator, each in found.items():
        assert (each.booked_on, each.amount, each.currency) == (*written[locator][:2], "EUR")
        assert written[locator][2] in (each.counterparty, each.description)
    if parsed.documents[0].kind != "statement":
        assert not way.has_header
    elif not found:
        assert "pkm accounts map" in " ".join(each.reason for each in parsed.problems)
    else:
        assert written.keys() <= found.keys() | {each.locator for each in parsed.problems}
    if (
        way.has_header
        and way.day in ("iso", "points", "compact", "time")
        and way.money in ("signed", "trailing", "brackets", "split")
    ):
        negative = any(amount < 0 for _, amount, _ in rows)
        if (negative or way.money == "split") and len(rows) > 1:
            assert written.keys() == found.keys()


@pytest.mark.parametrize("money", ["signed", "trailing", "brackets", "side", "split", "balance", "unsigned balance"])
@pytest.mark.parametrize("language", sorted(HEADERS))
def test_each_way_is_read_whole(language: str, money: str) -> None:
    rows = [
        (date(2024, 3, 1), Decimal("1500.00"), "Werk AG"), (date(2024, 3, 14), Decimal("-3.20"), "Corner Shop"),
        (date(2024, 3, 29), Decimal("-1250.75"), "Lease, March"), (date(2024, 4, 2), Decimal("8.00"), "J. de Vries"),
    ]  # fmt: skip
    way = Way(language, "slashes", money, language != "en", True, ";", False, True, True)
    text, written = write(rows, way)
    parsed = read(text)
    told = {each.locator: (each.booked_on, each.amount) for each in bookings(parsed)}
    sure = {locator: each[:2] for locator, each in written.items()}
    if money == "unsigned balance":  # the first row's sign is told by no balance before it
        first = next(iter(sure))
        del sure[first]
        assert [each.locator for each in parsed.problems] == [first]
    else:
        assert parsed.problems == ()
    assert told == sure
    assert {each.account for each in parsed.documents[0].statements} == {"12345678"}


@pytest.mark.parametrize(
    "text",
    [
        "Date,Sensor,Value\n2024-01-03,roof,7.25\n2024-01-04,roof,8.50\n",
        "date,project,hours\n2024-01-03,garden,7.50\n2024-01-04,roof,8.25\n",
        "Name,Birthday,City\nAnn,1990-01-03,Oslo\nBob,1991-04-05,Rome\n",
        "id,title,price\n1,Lamp,19.99\n2,Chair,49.00\n",
        "Date,From,To,Km\n2024-01-03,Rome,Oslo,2401.5\n2024-01-04,Oslo,Rome,2399.5\n",
        "Datum;Temperatur;Bemerkung\n03.01.2024;7,25;kalt\n04.01.2024;8,50;warm\n",
        "time,lat,lon\n2024-01-03T10:00:00,52.52,13.40\n2024-01-03T10:01:00,52.53,13.41\n",
    ],
)  # fmt: skip
def test_a_table_that_is_no_banks_stays_a_table(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_text(text)
        assert not CsvBank().identify(Candidate.at(path))
        assert read(text).documents[0].statements == ()


@pytest.mark.parametrize(
    ("above", "account", "kind"),
    [
        (("Account Name:", "Flexible Saver ****48120"), "****48120", "Flexible Saver"),
        (("Livret A carte n° 01234567890",), "01234567890", "Livret A"),
        (("Compte de Dépôt carte n° 01234567891",), "01234567891", "Compte de Dépôt"),
        (("Account number:", "12345678"), "12345678", None),
    ],
)
def test_what_a_bank_calls_an_account_stands_before_its_number(
    above: tuple[str, ...], account: str, kind: str | None
) -> None:
    stated = read_preamble([Row(1, 0, 1, above)])
    assert (stated.account, stated.kind) == (account, kind)
