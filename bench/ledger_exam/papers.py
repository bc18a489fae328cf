"""Invoices, a lease and letters for some of the bookings, with decoys: which paper belongs to which payment is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from bench.ledger_exam import life
from bench.ledger_exam.plan import CRAFTS, LAST, Booking, Household, iban, workday


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper and the payments that it led to; none for an open or a foreign one."""

    path: str
    paid_by: tuple[Booking, ...]


def write(house: Household, folder: Path) -> list[Paper]:
    """Write the papers; the payments that only they explain are added to the household first: call it before statements."""
    rng = Random(house.seed * 13 + 5)
    folder.mkdir(parents=True, exist_ok=True)
    papers: list[Paper] = []
    for n, craft in enumerate(CRAFTS):
        number, amount = f"R-{rng.randrange(1000, 9999)}", Decimal(rng.uniform(90, 900)).quantize(Decimal("0.01"))
        issued = date(2026, 1, 10) + timedelta(rng.randrange(0, 240))
        account = iban(rng, "50010517")
        path = f"papers/rechnung-{n}.txt"
        paid = workday(issued + timedelta(rng.randrange(4, 20)))
        payment = _pay(house, craft, paid, amount, rng.choice((f"Rechnung {number}", f"RE {number} Danke")), account)
        _invoice(folder.parent / path, rng, craft, number, issued, amount, account)
        papers.append(Paper(path, (payment,)))
    # one never paid, one paid in two parts, two paid at once
    _invoice(
        folder / "offen.txt",
        rng,
        "Dachdecker Voss",
        "V-88",
        date(2026, 10, 28),
        Decimal("1312.40"),
        iban(rng, "50010517"),
    )
    papers.append(Paper("papers/offen.txt", ()))
    account = iban(rng, "50010517")
    parts = [
        _pay(house, "Kuechenstudio Ahrens", day, Decimal("740.00"), f"Rechnung K-41 Rate {n}", account)
        for n, day in ((1, date(2026, 5, 6)), (2, date(2026, 6, 5)))
    ]
    _invoice(folder / "raten.txt", rng, "Kuechenstudio Ahrens", "K-41", date(2026, 4, 29), Decimal("1480.00"), account)
    papers.append(Paper("papers/raten.txt", tuple(parts)))
    account = iban(rng, "50010517")
    both = _pay(house, "Gaertnerei Moos", date(2026, 7, 20), Decimal("203.50"), "Rechnungen G-7 und G-8", account)
    for number, amount in (("G-7", Decimal("120.00")), ("G-8", Decimal("83.50"))):
        name = f"gaertner-{number}.txt"
        _invoice(folder / name, rng, "Gaertnerei Moos", number, date(2026, 7, 9), amount, account)
        papers.append(Paper(f"papers/{name}", (both,)))
    papers += _monthly_bills(house, folder, rng)
    papers += [_lease(house, folder), _cancellation(folder)]
    return papers


def _lease(house: Household, folder: Path) -> Paper:
    """The lease in force: it is tied to every rent that was charged as agreed."""
    landlord = house.names["landlord"]
    rents = [each for each in house.bookings if each.payee == landlord]
    rent = -max(each.amount for each in rents)
    (folder / "mietvertrag.txt").write_text(
        f"""RESIDENTIAL LEASE

between {landlord}, Hafenstraße 9, 26121 Oldenburg (landlord) and Ruth Amsel and Martin Amsel (tenants).

1. The lease begins on 1 September 2022 and runs for an indefinite time.
2. The monthly rent is EUR {rent:,.2f}, service charges included. It is due on the third working day of each month, by transfer
to the landlord's account {rents[0].iban}.
3. The tenants may terminate the lease with three months' notice to the end of a calendar month.

Oldenburg, 12 August 2022
""",
        "utf-8",
    )
    return Paper("papers/mietvertrag.txt", tuple(each for each in rents if -each.amount == rent))


def _cancellation(folder: Path) -> Paper:
    """The publisher confirms that the magazine ends; what was charged later is tied to no paper."""
    (folder / "kuendigung.txt").write_text(
        f"""{life.MAGAZINE}
Hafenstraße 9, 26121 Oldenburg

Oldenburg, 12. Mai 2026

Kündigungsbestätigung

Sehr geehrte Frau Amsel,

hiermit bestätigen wir die Kündigung Ihres Abonnements zum {life.ENDED:%d.%m.%Y}.

Mit freundlichen Grüßen
{life.MAGAZINE}
""",
        "utf-8",
    )
    return Paper("papers/kuendigung.txt", ())


def _pay(house: Household, payee: str, day: date, amount: Decimal, purpose: str, account: str) -> Booking:
    booking = Booking(
        "giro", min(day, LAST), -amount, payee, purpose, "spending", "household", account,
        f"{house.seed:02d}P{len(house.bookings):07d}",
    )  # fmt: skip
    house.bookings.append(booking)
    return booking


def _monthly_bills(house: Household, folder: Path, rng: Random) -> list[Paper]:
    """An internet bill of the same amount each month: each belongs to its own month's payment."""
    papers = []
    name = house.names["net"]
    bills = [each for each in house.bookings if each.payee == name and each.kind == "spending"][-6:]
    for each in bills:
        issued = each.day - timedelta(rng.randrange(3, 8))
        path = f"papers/internet-{issued:%Y-%m}.txt"
        _invoice(
            folder.parent / path, rng, name, f"N{issued:%Y%m}-{rng.randrange(99)}", issued, -each.amount, each.iban
        )
        papers.append(Paper(path, (each,)))
    return papers


def _invoice(path: Path, rng: Random, issuer: str, number: str, issued: date, total: Decimal, account: str) -> None:
    rate = Decimal("1.19")
    net = (total / rate).quantize(Decimal("0.01"))
    due = issued + timedelta(14)
    body = rng.choice((_german_invoice, _english_invoice))
    path.write_text("\n".join(body(issuer, number, issued, due, net, total, account)) + "\n", "utf-8")


def _comma(value: Decimal) -> str:
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))


def _german_invoice(
    issuer: str, number: str, issued: date, due: date, net: Decimal, total: Decimal, account: str
) -> Sequence[str]:
    return (
        issuer, "Hafenstraße 9, 26121 Oldenburg", "", "RECHNUNG", f"Rechnungsnummer: {number}",
        f"Rechnungsdatum: {issued:%d.%m.%Y}", "", "Sehr geehrte Damen und Herren,", "für unsere Leistungen berechnen wir:", "",
        f"Nettobetrag            {_comma(net)} EUR", f"zzgl. 19 % USt         {_comma(total - net)} EUR",
        f"Gesamtbetrag           {_comma(total)} EUR", "", f"Zahlbar bis {due:%d.%m.%Y} ohne Abzug auf das Konto",
        f"IBAN {' '.join(account[n : n + 4] for n in range(0, len(account), 4))}", "", "Mit freundlichen Grüßen", issuer,
    )  # fmt: skip


def _english_invoice(
    issuer: str, number: str, issued: date, due: date, net: Decimal, total: Decimal, account: str
) -> Sequence[str]:
    return (
        issuer, "", "INVOICE", f"Invoice no. {number}", f"Date of issue: {issued:%d %B %Y}", "",
        f"Subtotal: EUR {net:,.2f}", f"VAT 19%: EUR {total - net:,.2f}", f"Total due: EUR {total:,.2f}", "",
        f"Please pay by {due:%d %B %Y} to IBAN {account}.", "Thank you for your business.",
    )  # fmt: skip
