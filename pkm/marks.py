"""What is found by one term however it is written: days, amounts, account numbers, numbers of papers.

``12.05.2024`` and ``May 12, 2024`` are the day 2024-05-12 (and in the month 2024-05), ``1 234,50`` is 1234.5, ``DE89 3704 …``
and ``RE-2024/17`` are written without what parts them. Where a day can be read in two ways it is found by both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pkm.facts.values import MONTH, MONTHS, Calendar

_DIGIT = re.compile(r"\d")
_MONTH_OF = re.compile(rf"\b({MONTH})\.?,?\s(\d{{4}})\b", re.IGNORECASE)
_UNCLEAR = re.compile(r"\d[/-]\d{1,2}[/-]\d")
_SPACED = re.compile(r"(?<![\w.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+[.,]\d{2}(?!\w)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -][A-Z0-9]{4}){2,7}(?:[ -][A-Z0-9]{1,3})?\b")
_LIKE_IBAN = re.compile(_IBAN.pattern, re.IGNORECASE | re.ASCII)  # not what only looks like its letters: İ, ſ, K
_NUMBER = re.compile(r"(?<![\w./-])(?=[\w./-]*\d)[A-Za-z0-9]{1,20}(?:[-/._][A-Za-z0-9]{1,20}){1,5}(?![\w/]|[-.]\w)")
_DAY = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}")
_AMOUNT = re.compile(r"(\d+(?:([.,’'])\d{3}(?:\2\d{3})*)?)(?:([.,])(\d+))?")
_LEAST = 5  # characters of a paper's number: shorter ones are fractions and ranges


def find(text: str) -> Iterator[str]:
    """The marks of a text in the form that all their writings share; those of a single word are the word's own."""
    if not _DIGIT.search(text):
        return
    days = {each.day for each in Calendar(True).find(text)}
    if _UNCLEAR.search(text):
        days |= {each.day for each in Calendar(False).find(text)}
    months = {f"{match[2]}-{MONTHS[match[1].casefold()]:02}" for match in _MONTH_OF.finditer(text)}
    yield from sorted({each.isoformat() for each in days} | {f"{each:%Y-%m}" for each in days} | months)
    for match in _SPACED.finditer(text):
        yield amount(re.sub(r"\s", "", match[0])) or ""
    for match in _IBAN.finditer(text):
        compact = re.sub(r"[ -]", "", match[0])
        if is_iban(compact):
            yield compact.casefold()
    for match in _NUMBER.finditer(text):
        compact = re.sub(r"[-/._]", "", match[0])
        if len(compact) >= _LEAST and not amount(match[0]) and not _DAY.fullmatch(match[0]):
            yield compact.casefold()


def doubtful_accounts(text: str) -> Iterator[str]:
    """What looks like an account number and is none as it is written: small letters, or a typing error in it."""
    for match in _LIKE_IBAN.finditer(text):
        compact = re.sub(r"[ -]", "", match[0])
        if not (match[0].isupper() and is_iban(compact)):
            yield compact.casefold()


def amount(word: str) -> str | None:
    """A number with separators as a plain one, ``1.234,50`` as ``1234.5``; ``None`` where it is none, as ``1.2.3``.

    Three digits after the only separator are thousands.
    """
    match = _AMOUNT.fullmatch(word)
    if match is None or (match[3] is not None and match[3] == match[2]):
        return None
    whole, thousands, part = match[1], match[2], match[4]
    if thousands:
        if len(re.split(r"\D", whole, maxsplit=1)[0]) > 3:
            return None
        whole = re.sub(r"\D", "", whole)
    part = (part or "").rstrip("0")
    return f"{whole}.{part}" if part else whole


def is_iban(compact: str) -> bool:
    """Whether its check digits are right (ISO 13616: modulo 97 with the first four characters last, letters from 10)."""
    turned = compact[4:] + compact[:4]
    return 15 <= len(compact) <= 34 and int("".join(str(int(each, 36)) for each in turned)) % 97 == 1
