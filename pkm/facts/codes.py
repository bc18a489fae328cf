"""Codes that carry their own check: IBAN, creditor reference, BIC."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Lengths by country (ISO 13616 registry): what is longer or shorter is no IBAN, whatever its check digits.
_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "CH": 21, "CR": 22,
    "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22,
    "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IS": 26, "IT": 27, "JO": 30,
    "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19,
    "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22,
    "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip
_IBAN = re.compile(r"(?<![\w])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}")
_REFERENCE = re.compile(r"(?<!\w)RF\d{2}(?: ?[A-Z0-9]){1,21}(?!\w)")
_BIC = re.compile(
    r"(?i:\b(?:bic|swift)(?:[ /-]?(?:code|bic|swift))*\b)[\s:|.]*(?P<code>[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)(?!\w)"
)

Found = tuple[str, int, int]


def find_ibans(text: str) -> Iterator[Found]:
    """IBANs whose check digits are right (ISO 13616, mod 97-10), without spaces, with their place."""
    for match in _IBAN.finditer(text):
        length = _LENGTHS.get(match.group()[:2], 0)
        end, count = match.start(), 0
        while end < match.end() and count < length:
            count += text[end] != " "
            end += 1
        code = text[match.start() : end].replace(" ", "")
        if len(code) == length and text[end : end + 1].isalnum() is False and is_mod_97(code):
            yield code, match.start(), end


def find_references(text: str) -> Iterator[Found]:
    """Creditor references whose check digits are right (ISO 11649), without spaces, with their place."""
    for match in _REFERENCE.finditer(text):
        words = match.group().split(" ")
        for count in range(len(words), 0, -1):  # a word behind it may look like a part of it
            shown = " ".join(words[:count])
            code = shown.replace(" ", "")
            if 5 <= len(code) <= 25 and is_mod_97(code):
                yield code, match.start(), match.start() + len(shown)
                break


def find_bics(text: str) -> Iterator[Found]:
    """BICs (ISO 9362) behind their label."""
    for match in _BIC.finditer(text):
        yield match["code"], match.start("code"), match.end("code")


def is_mod_97(code: str) -> bool:
    """Whether the two digits behind the letters check the rest (ISO 7064 mod 97-10)."""
    turned = code[4:] + code[:4]
    return int("".join(str(int(each, 36)) for each in turned)) % 97 == 1
