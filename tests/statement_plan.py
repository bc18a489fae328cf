"""What bank statements are to say: bookings of a month, drawn from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

IBAN = "DE89370400440532013000"


@dataclass(frozen=True, slots=True)
class Entry:
    """A booking as the bank knows it; ``type`` is its word for the kind, ``words`` follow on lines of their own."""

    day: date
    value: date
    amount: Decimal
    type: str
    party: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a statement is to say; ``misprint`` is by how much its closing balance is wrong."""

    since: date
    until: date
    opening: Decimal
    entries: tuple[Entry, ...]
    misprint: Decimal = Decimal(0)

    @property
    def closing(self) -> Decimal:
        return self.opening + sum((each.amount for each in self.entries), self.misprint)


PARTIES = {
    "de": ("REWE Markt GmbH", "Stadtwerke Musterstadt", "Bäckerei Öttinger", "Hausverwaltung Süd", "Deutsche Bahn AG", "ACME Lohn GmbH"),
    "en": ("Tesco Stores 3021", "British Gas", "TFL Travel Charge", "Amazon Mktplace", "Council Tax Leeds", "ACME Payroll Ltd"),
    "fr": ("Carrefour Lyon", "EDF clients particuliers", "Boulangerie Lefèvre", "SNCF Connect", "Orange SA", "Salaire ACME SARL"),
    "us": ("Whole Foods Mkt Austin TX", "Shell Oil 5744 Dallas TX", "Netflix.com CA", "Uber Trip SF CA", "Costco Whse 1042", "Home Depot 88"),
}  # fmt: skip
TYPES = {"de": ("Lastschrift", "Kartenzahlung", "Gutschrift"), "en": ("DD", "DEB", "BGC"),
         "fr": ("PRLV SEPA", "CARTE", "VIR SEPA"), "us": ("", "", "")}  # fmt: skip
WORDS = {"de": "Rechnung Nr. 4711 vom 03.01.2024", "en": "REF 12/34 88", "fr": "Réf. 2024 118", "us": ""}


def plan(seed: int, language: str, count: int = 40, opening: str = "1834.17", since: date = date(2024, 1, 1)) -> Plan:
    """Bookings of a month, in order; two are alike, one is large, some share their day."""
    rng = random.Random(seed)
    last = (since.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    entries = []
    for day in sorted(rng.randrange(0, (last - since).days - 1) for _ in range(count)):
        is_in = rng.random() < 0.2
        amount = Decimal(rng.randrange(100, 999_999 if rng.random() < 0.15 else 12_000)) / 100
        party = rng.choice(PARTIES[language][:5]) if not is_in else PARTIES[language][5]
        type_ = TYPES[language][2 if is_in else rng.randrange(2)]
        words = (WORDS[language],) if WORDS[language] and rng.random() < 0.5 else ()
        booked = since + timedelta(days=day)
        value = booked + timedelta(days=rng.randrange(2))
        entries.append(Entry(booked, value, amount if is_in else -amount, type_, party, words))
    if len(entries) > 3:
        entries[2] = replace(entries[1])
    return Plan(since, last, Decimal(opening), tuple(entries))
