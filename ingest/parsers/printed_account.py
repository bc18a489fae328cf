"""Whose account a printed statement is of, over which days, and in which currency."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from ingest.parsers.day import DayOrder
from ingest.parsers.money import SYMBOLS, is_currency
from ingest.parsers.printed_lines import Line
from ingest.parsers.printed_tokens import Day, find_days
from ingest.parsers.printed_words import plain
from pkm.ledger.holder import holder_of
from pkm.ledger.iban import compact, find_ibans, find_ribs, german_iban

_HEAD_LINES = 60
_SLACK = timedelta(days=45)
_NUMBER = re.compile(
    r"(?:account (?:number|no|#)|acct(?: no)?|kontonummer|konto-?nr|konto nr|girokonto nummer|depotnummer|(?:numero|no|n°|n[o°]) de compte"
    r"|compte n[o°]|card number|kartennummer|(?:account|card) ending(?: in| with)?|numero de carte)\s*[.:]*\s*"
    r"([x*•.\d][\dx*•.\- /]{1,30}\d)"
)
_SORT_CODE = re.compile(r"(?:sort code|blz|bankleitzahl|routing (?:number|no))\s*[.:]*\s*(\d[\d\- ]{4,12}\d)")
_HOLDER = re.compile(
    r"(?i)\b(?:(?:account|card) ?(?:holder|owner)s?(?: name)?|(?:konto|karten|depot)inhaber(?:in|innen)?|titulaires?(?: du compte| de la carte)?)\s*[:.]*\s+(\S.*)"
)
_RANGE = re.compile(r"^\W*(?:to|through|thru|until|bis(?: zum)?|au|and|-|–|—)\W*$", re.IGNORECASE)
_DATED = re.compile(
    r"(?:statement|closing|auszugs?|erstellungs|abrechnungs|rechnungs)? ?-?(?:date|datum|arrete(?: au)?|erstellt am|edite le|issued|as of|stand)\W*$"
)
_BANK = re.compile(
    r"[^\W\d][\w&.'’\- ]*?\b\w*(?:bank|sparkasse|kasse|banque|credit union|building society|crédit \w+|caisse d['’]\w+|postbank|savings)\b"
    r"(?:[ ,]+(?:plc|ag|eg|n\.?a\.?|sa|se|inc|ltd|limited|gmbh))?\.?",
    re.IGNORECASE,
)
_KINDS = {
    "checking": re.compile(r"girokonto|kontokorrent|current account|checking|compte (?:courant|cheques?)"),
    "savings": re.compile(r"savings? account|sparkonto|tagesgeld|livret|compte (?:epargne|sur livret)"),
}
_DOLLARS = {
    "CAD": r"\bcad\b|canada|toronto|montreal|vancouver|interac", "AUD": r"\baud\b|australia|sydney|melbourne|\bbsb\b",
    "NZD": r"\bnzd\b|new zealand", "SGD": r"\bsgd\b|singapore", "HKD": r"\bhkd\b|hong kong",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Account:
    """An account as its statement names it; ``number`` is None where it states none."""

    number: str | None
    numbers: tuple[str, ...]
    institution: str | None
    kind: str | None
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days that a statement covers, by which days without a year get theirs."""

    order: DayOrder
    since: date | None
    until: date | None

    def date_of(self, day: Day) -> date | None:
        """The calendar day; ``None`` where there is none, or none near the statement's days."""
        if day.year and (found := day.on(self.order)) and self._is_near(found):
            return found
        end = self.until or self.since
        if end is None:
            return None
        tried = (day.on(self.order, year) for year in (end.year, end.year - 1, end.year + 1))
        return next((found for found in tried if found and self._is_near(found)), None)

    def _is_near(self, day: date) -> bool:
        low, high = self.since or self.until, self.until or self.since
        if low is None or high is None:
            return True
        return low - (_SLACK if self.since else timedelta(days=330)) <= day <= high + _SLACK


def find_account(lines: Sequence[Line], text: str, is_card: bool) -> Account:
    """The first IBAN of the head, else the number that is named as the account's."""
    head = "\n".join(line.text for line in lines[:_HEAD_LINES])
    words = plain(head)
    ibans = find_ibans(head)
    stated = [re.sub(r"[\s\-/]+$", "", match[1]) for match in _NUMBER.finditer(words)]
    numbers = [re.sub(r"[\s\-]", "", each) for each in stated if sum(map(str.isdigit, each)) >= 3]
    bank = re.sub(r"\D", "", match[1]) if (match := _SORT_CODE.search(words)) else ""
    if bank and numbers and not ibans:
        numbers += [f"{bank}/{numbers[0]}", *filter(None, [german_iban(bank, numbers[0])])]
    numbers += [] if ibans else find_ribs(head)
    # The IBAN on a card's statement is of the account that pays for it.
    known = list(dict.fromkeys(numbers or ibans[:1] if is_card else [*ibans[:1], *numbers]))
    institution = next((match[0].strip() for line in lines[:8] if (match := _BANK.search(line.text))), None)
    kind = (
        "creditcard"
        if is_card
        else next((name for name, pattern in _KINDS.items() if pattern.search(plain(text[:4_000]))), None)
    )
    holder = next((found for line in lines[:_HEAD_LINES] if (found := _holder(line.text))), None)
    return Account(compact(known[0]) if known else None, tuple(known[1:]), institution, kind, holder)


def _holder(line: str) -> str | None:
    """Whom a line names as the account's holder, up to the next column."""
    match = _HOLDER.search(line)
    return holder_of(re.split(r" {2,}", match[1])[0]) if match else None


def find_period(lines: Iterable[Line], order: DayOrder) -> tuple[date | None, date | None]:
    """The first two days that a word such as *to*, *bis* or *au* joins; one without a year takes the other's."""
    for line in lines:
        days = find_days(line)
        for first, second in pairwise(days):
            if not second.year or not _RANGE.match(plain(line.text[first.end : second.start])):
                continue
            until = second.on(order)
            since = first.on(order) if first.year else first.on(order, second.year)
            if until and since and since > until and not first.year:
                since = first.on(order, second.year - 1)
            if until and since and 0 <= (until - since).days <= 800:
                return since, until
    return None, None


def find_issue_day(lines: Iterable[Line], order: DayOrder) -> date | None:
    """The day that the statement calls its own."""
    for line in lines:
        for day in find_days(line):
            if day.year and _DATED.search(plain(line.text[max(0, day.start - 40) : day.start])):
                return day.on(order)
    return None


def day_orders(days: Sequence[Day], text: str) -> list[DayOrder]:
    """The orders in which a document's days can be read, the likelier first; one where a day above 12 tells."""
    figures = [day for day in days if not day.is_named]
    if any(day.first > 12 for day in figures):
        return ["day first"]
    if any(day.second > 12 for day in figures):
        return ["month first"]
    if not figures or not re.search(r"\b(?:routing|fdic|apr|checking|zip)\b|\b[A-Z]{2} \d{5}\b", text):
        return ["day first"] if not re.search(r"[$]\s?\d", text) else ["day first", "month first"]
    return ["month first"]


def find_currency(lines: Sequence[Line], units: Iterable[str], account: Account, text: str) -> str | None:
    """The currency that amounts carry, else the one that the head names, else the one of the IBAN's country."""
    written = Counter(unit for unit in units if unit)
    head = "\n".join(line.text for line in lines[:_HEAD_LINES])
    named = Counter(code for code in re.findall(r"\b[A-Z]{3}\b", head) if code in _COMMON)
    symbols = Counter(re.findall(r"[€£$]", text))
    found: list[tuple[str, int]] = [*written.most_common(1), *named.most_common(1), *symbols.most_common(1)]
    for unit, _ in found:
        if unit == "$":
            return next((code for code, words in _DOLLARS.items() if re.search(words, plain(text))), "USD")
        if unit in SYMBOLS:
            return SYMBOLS[unit]
        if is_currency(unit):
            return unit
    if re.search(r"\beuros?\b", plain(head)):
        return "EUR"
    return _BY_COUNTRY.get(account.number[:2]) if account.number and account.number[:2].isalpha() else None


_COMMON = frozenset(
    [
        "EUR",
        "USD",
        "GBP",
        "CHF",
        "CAD",
        "AUD",
        "SEK",
        "NOK",
        "DKK",
        "PLN",
        "CZK",
        "JPY",
        "NZD",
        "HUF",
        "RON",
        "TRY",
        "ZAR",
    ]
)
_BY_COUNTRY = dict.fromkeys(["DE", "FR", "AT", "BE", "NL", "LU", "IE", "ES", "IT", "PT", "FI"], "EUR") | {
    "GB": "GBP",
    "CH": "CHF",
}
