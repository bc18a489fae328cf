"""What is found by one term however it is written: days, amounts, account numbers, numbers of papers.

``12.05.2024`` and ``May 12, 2024`` are the day 2024-05-12 (and in the month 2024-05), ``1 234,50`` is 1234.5, ``DE89 3704 …``
and ``RE-2024/17`` are written without what parts them. Where a day can be read in two ways it is found by both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from pkm.facts.codes import GAP, find_ibans
from pkm.facts.values import MONTH, MONTHS, Calendar

_DIGIT = re.compile(r"\d")
_MONTH_OF = re.compile(rf"\b({MONTH})\.?,?\s(\d{{4}})\b", re.IGNORECASE)
_UNCLEAR = re.compile(r"\d[/-]\d{1,2}[/-]\d")
_SPACED = re.compile(r"(?<![\w.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+[.,]\d{2}(?!\w)")
_BEHIND_CURRENCY = re.compile(r"(?<!\w)[A-Z]{3}(\d+(?:[.,’']\d+)+)(?!\w)")
_LIKE_IBAN = re.compile(rf"\b[A-Za-z]{{2}}[0-9]{{2}}(?:{GAP}[A-Za-z0-9]{{4}}){{2,7}}(?:{GAP}[A-Za-z0-9]{{1,3}})?\b")
_SHORTEST_IBAN = 15  # characters
_NUMBER = re.compile(r"(?<![\w./-])(?=[\w./-]*\d)[A-Za-z0-9]{1,20}(?:[-/._][A-Za-z0-9]{1,20}){1,5}(?![\w/]|[-.]\w)")
_BROKEN = re.compile(r"(?<=\d[-/])\n(?=\d)")  # a line that ends within a number
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
    for match in _BEHIND_CURRENCY.finditer(text):
        if found := amount(match[1]):
            yield found
    for account, start, end in find_ibans(text):
        if end - start > len(account):
            yield account.casefold()
    for match in _NUMBER.finditer(_BROKEN.sub("", text)):
        compact = re.sub(r"[-/._]", "", match[0])
        if len(compact) >= _LEAST and not amount(match[0]) and not _DAY.fullmatch(match[0]):
            yield compact.casefold()


def accounts(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each account number that is written in groups, in whatever letters, with these groups."""
    for match in _LIKE_IBAN.finditer(text):
        if checked := next(filter(is_iban, _accounts(match[0].upper())), None):
            groups = re.split(r"[\s-]+", match[0])
            lengths = accumulate(map(len, groups))
            yield checked.casefold(), [each for each, end in zip(groups, lengths, strict=True) if end <= len(checked)]


def doubtful_accounts(text: str) -> Iterator[str]:
    """What looks like an account number and is none as it is written: small letters, or a typing error in it."""
    for match in _LIKE_IBAN.finditer(text):
        told = list(_accounts(match[0].upper()))
        checked = next(filter(is_iban, told), None)
        if checked is None or not match[0].isupper():
            yield from (each.casefold() for each in ([checked] if checked else told))


def _accounts(grouped: str) -> Iterator[str]:
    """What the groups may be together, the longest first: the last may be a word behind the number, as in ``… 3201 BIC``."""
    groups = re.split(r"[\s-]+", grouped)
    for count in range(len(groups), 0, -1):
        if len(found := "".join(groups[:count])) >= _SHORTEST_IBAN:
            yield found


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
    return _SHORTEST_IBAN <= len(compact) <= 34 and int("".join(str(int(each, 36)) for each in turned)) % 97 == 1
