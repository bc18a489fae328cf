"""What a file states once for all its rows: account, currency and period above the header and in the file's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from ingest.parsers.csv_rows import Row
from ingest.parsers.csv_words import (
    ACCOUNT_LABEL,
    BALANCE_LABEL,
    BANK_LABEL,
    CARD_LABEL,
    CURRENCY_LABEL,
    HOLDER_LABEL,
    PERIOD_LABEL,
    PERIOD_LINE,
    is_iban,
    plain_words,
)
from ingest.parsers.day import is_day, is_month, month_names
from ingest.parsers.money import currency_code, is_amount, is_currency
from pkm.ledger.holder import holder_of
from pkm.ledger.iban import find_ribs, german_iban

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b")
_DAYS = re.compile(r"\b\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\b")
_BALANCE = re.compile(r"(\D+\d{1,2}[./-]\d{1,2}[./-]\d{2,4})\s+([-+−]?\s?\d[\d\s.,']*[.,]\d\d\s*(?:€|[A-Z]{3})?)")
_SORT_CODE = re.compile(r"\bsort ?code\b", re.IGNORECASE)  # 40-22-17 is no day
_CODED = re.compile(r"\d\d-\d\d-\d\d \d{7,8}|\d{6}-\d{8}")  # a sort code and an account number
_IRISH = "9"  # sort codes of Ireland and of Northern Ireland begin so
_NUMBER = re.compile(r"[*xX]*\d[\d \-/*xX.]{2,}\d|[*xX]+\d+")
_MASKED = re.compile(r"(?<!\w)(?:[*xX]{2,}[ -]?)+\d{3,6}$")
_BEFORE_NUMBER = re.compile(r"(?:[\s:#.-]|\b(?:carte|card|n[°or]|nr|num[ée]ro|number|nummer)\b\.?|n°)+$", re.IGNORECASE)
_DATES = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d(?:[-_.]?(?:0[1-9]|1[0-2])(?:[-_.]?[0-3]\d)?)?|[0-3]?\d[-_.][01]?\d[-_.](?:20)?\d\d)(?!\d)"
)
_BEFORE_YEAR = re.compile(r"[^\W\d_]{3,}(?=[\s_.-]*(?:19|20)\d\d(?!\d))")
_BEHIND_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d[\s_.-]*)([^\W\d_]{3,})")
# A quarter or a half beside its year: "2025_Q1", "T3 2025", "1S2024".
_PART_OF_YEAR = r"(?:[QTHS][1-4]|[1-4][QTHS])"
_QUARTER = re.compile(
    rf"(?<![^\W_]){_PART_OF_YEAR}(?=[\s_.-]*(?:19|20)\d\d(?!\d))|(?<=(?:19|20)\d\d)[\s_.-]*{_PART_OF_YEAR}(?![^\W_])",
    re.IGNORECASE,
)
_STAMPED = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)")
_CLOCK = re.compile(r"(?<=[\s_.-])[0-2]\d[-_.:]?[0-5]\d(?:[-_.:]?[0-5]\d)?(?=[\s_.-]|$)")
_NOISE = re.compile(
    r"\b(?:(?:csv|xlsx?|my)|(?:account |bank |card )?(?:statements?|exports?|exported|transactions?|activity|history|movements?|download)"
    r"|umsa?e?ä?tze|umsatz(?:anzeige|liste|übersicht)?|kontoauszug|kontoumsa?e?ä?tze|buchungen|relev[ée]|op[ée]rations|mouvements|extrato|extracto"
    r"|movimenti|movimientos|transacties|transactieoverzicht|transaktioner|transaksjoner|posteringer|historia|pohyby|tilitapahtumat"
    r"|from|to|von|bis|[a-z]{2} [a-z]{2}|de|(?-i:en|fr|it|es|nl|pt|pl))\b",
    re.IGNORECASE,
)  # fmt: skip
_CHANCE = re.compile(r"\b(?=\w*\d)(?=\w*[a-z])[0-9a-f]{6,}\b", re.IGNORECASE)
_NAMED_CURRENCY = re.compile(r"(?<![A-Za-z0-9])[A-Z]{3}(?![A-Za-z0-9])")
_ENGLISH = frozenset(("ALL", "TRY", "TOP", "CUP", "MOP", "PEN", "SOS", "BAM", "GEL", "CAP", "LAK"))
# In small letters at its end alone, where fewer words are spelled as one: "statement_2026-czk", "export_gbp_2025-06".
_LAST = re.compile(r"[-_. ]([a-z]{3})(?:[-_. (]*\d[-_. \d)]*)?$")
_WORDS = _ENGLISH | {"ANG", "ARS", "BOB", "COP", "DEM", "DOP", "KID", "MAD", "MUR", "PHP", "RON", "SIT", "STD"}


@dataclass(frozen=True, slots=True)
class Stated:
    """Of a whole file; ``None`` where it does not say.

    Attributes:
        days: All that stand above the header, as they are written.
        balances: Days, and the balance on each, as they are written.
        is_card: Whether the account is named as a credit card's.
        numbers: Other numbers of the account, such as one with the bank's code before it.
        holder: Whose it is.
        kind: What the bank calls it: "Livret A", "Flex Saver".
    """

    account: str | None = None
    currency: str | None = None
    period: tuple[str, str] | None = None
    days: tuple[str, ...] = ()
    balances: tuple[tuple[str, str], ...] = ()
    is_card: bool = False
    numbers: tuple[str, ...] = ()
    holder: str | None = None
    kind: str | None = None


def read_preamble(rows: Sequence[Row]) -> Stated:
    """Account and currency from lines such as ``Account;DE89…`` or ``Currency: EUR`` above the header."""
    account = iban = currency = period = bank = holder = kind = None
    balances: list[tuple[str, str]] = []
    is_card = False
    ribs = find_ribs("\n".join(" ".join(row.cells) for row in rows))
    above: list[str] = []
    for row in rows:
        filled = [part for cell in row.cells for part in parts_of(cell) if part]
        joined = " ".join(filled)
        for match in _IBAN.finditer(joined):
            found = match[0].replace(" ", "")
            if is_iban(found):
                iban = iban or found
        codes = {each for each in filled if len(each) == 3 and each.isupper() and is_currency(each)}
        if len(codes) == 1 and len(filled) > 1:
            currency = currency or next(iter(codes))
        if not filled:
            continue
        label = plain_words(filled[0])
        days = [] if _SORT_CODE.search(joined) else _DAYS.findall(joined)
        above += days
        if HOLDER_LABEL.search(label):
            holder = holder or holder_of(", ".join(filled[1:]))
            continue
        if BANK_LABEL.search(label) and len(filled) == 2:
            bank = bank or re.sub(r"[\s-]", "", filled[1])
        if len(days) == 2 and (PERIOD_LABEL.search(label) or PERIOD_LINE.search(plain_words(joined))):
            period = period or (days[0], days[1])
        amounts = [each for each in filled[1:] if is_amount(each)]
        if BALANCE_LABEL.search(label) and len(days) == len(amounts) == 1:
            balances.append((days[0], amounts[0]))
        if len(filled) >= 2:
            is_card = is_card or (account is None and CARD_LABEL.search(label) is not None)
            said = next((each for each in filled[1:] if _NUMBER.fullmatch(each)), filled[1])
            said = filled[1] if any(map(str.isdigit, filled[1])) else said  # "Card;Visa Gold;4532********7712"
            if masked := _MASKED.search(said):
                account = account or (said if _NUMBER.fullmatch(said) else masked[0])
                kind = kind or _called(said[: masked.start()])
            elif ACCOUNT_LABEL.search(label) and not is_amount(said.replace(" ", "x")):
                account = account or said.partition(" / ")[0]
            elif ACCOUNT_LABEL.search(label) and (number := _NUMBER.search(said)):
                account = account or number[0]
            if CURRENCY_LABEL.search(label):
                currency = currency or currency_code(filled[1])
        elif ACCOUNT_LABEL.search(label) and (number := _NUMBER.search(filled[0])):
            account = account or number[0].strip()
            kind = kind or _called(filled[0][: number.start()])
    own = iban or account or next(iter(ribs), None)
    coded = [f"{bank}/{account}", german_iban(bank, re.sub(r"\s", "", account))] if bank and account else []
    others = tuple(dict.fromkeys(each for each in (account, *ribs, *coded) if each and each != own)) if own else ()
    return Stated(own, currency, period, tuple(above), tuple(balances), is_card and iban is None, others, holder, kind)


def _called(before: str) -> str | None:
    """What an account is called, of what stands before its number: "Livret A carte n° "."""
    name = _BEFORE_NUMBER.sub("", before).strip()
    return name if len(name.split()) > 1 and re.search(r"[^\W\d_]{3}", name) else None


def parts_of(cell: str) -> list[str]:
    """What stands on both sides of a colon; a balance behind its day is a part of its own: "Solde au 31/01/2025 1 234,56 €"."""
    found: list[str] = []
    for part in re.split(r":(?!\d\d)", cell):
        balance = _BALANCE.fullmatch(part.strip())
        found += balance.groups() if balance else [part.strip()]
    return found


def account_of_name(name: str) -> str:
    """What a file's name says of its account: an IBAN, else its words without days, times and the word "export"; empty where nothing else is in it."""
    stem = PurePath(name).stem
    for match in re.finditer(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", stem):
        if is_iban(match[0]):
            return match[0]
    undated = _DATES.sub(" ", _without_months(_QUARTER.sub(" ", stem)))
    spaced = re.sub(r"[\s_.-]+", " ", _CLOCK.sub(" ", undated)).strip()
    bare = _CHANCE.sub(" ", _NOISE.sub(" ", re.sub(r"\(\d{1,2}\)", " ", spaced)))  # "export (1)" is a copy
    words = [each.strip("()") for each in bare.split()]
    code = (currency_of_name(name) or "").lower()
    words = [each for each in words if plain_words(each) not in month_names() and not _is_code(each) and each != code]
    named = [each for each in words if each and not re.fullmatch(r"\d{1,2}", each)]
    return "-".join(words) if named else ""


def _without_months(stem: str) -> str:
    """Leave out a month that stands beside its year ("June2025", "2025_jan")."""
    bare = _BEFORE_YEAR.sub(lambda month: " " if is_month(month[0]) else month[0], stem)
    return _BEHIND_YEAR.sub(lambda found: f"{found[1]} " if is_month(found[2]) else found[0], bare)


def last_day_of_name(name: str) -> date | None:
    """The latest day in a file's name that is written with the year first, as downloads are stamped."""
    days = []
    for year, month, day in _STAMPED.findall(PurePath(name).stem):
        with suppress(ValueError):
            days.append(date(int(year), int(month), int(day)))
    return max(days, default=None)


def _is_code(word: str) -> bool:
    return bool(_NAMED_CURRENCY.fullmatch(word)) and is_currency(word) and word not in _ENGLISH


def currency_of_name(name: str) -> str | None:
    """The currency that a file's name says (``…_EUR.csv``)."""
    stem = PurePath(name).stem
    found = {each for each in _NAMED_CURRENCY.findall(stem) if is_currency(each)} - _ENGLISH
    last = _LAST.search(stem)
    if not found and last and is_currency(code := last[1].upper()) and code not in _WORDS:
        return code
    return found.pop() if len(found) == 1 else None


def currency_of_number(account: str | None, sort_code: str) -> str | None:
    """The one currency of the country in which an account is held, by its IBAN or its sort code."""
    if sort_code or (account and _CODED.fullmatch(account)):
        return None if (sort_code or account or "").startswith(_IRISH) else "GBP"
    if not account or not is_iban(account):
        return None
    from babel.numbers import get_territory_currencies

    codes = get_territory_currencies(account[:2])
    return codes[0] if len(codes) == 1 else None


def is_date_line(row: Row) -> bool:
    """Whether a row has a day in it, as bookings have and headers have not."""
    return any(is_day(cell) for cell in row.cells if cell)
