"""Codes that carry their own check: IBAN, creditor reference, BIC."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Lengths by country (ISO 13616 registry): what is longer or shorter is no IBAN, whatever its check digits.
IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27, "BR": 29, "BY": 28,
    "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
    "FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HN": 28, "HR": 21, "HU": 28,
    "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20,
    "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28,
    "NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24,
    "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26,
    "UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
}  # fmt: skip
GAP = r"(?:-|\s{1,2})"  # between the groups of a code: papers break lines there, and keep groups together with other spaces
# Looked ahead, since behind one the next may follow.
_IBAN = re.compile(rf"(?<!\w)(?=(?P<run>[A-Z]{{2}}[0-9]{{2}}(?:{GAP}?[A-Z0-9]){{11,30}}))")
_REFERENCE = re.compile(r"(?<!\w)RF[0-9]{2}(?:\s?[A-Z0-9]){1,21}(?!\w)")
_BIC = re.compile(
    r"(?i:\b(?:bic|swift)(?:[ /-]?(?:code|bic|swift))*\b)[\s:|.]*(?P<code>[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)(?!\w)"
)

Found = tuple[str, int, int]


def find_ibans(text: str) -> Iterator[Found]:
    """IBANs whose check digits are right (ISO 13616, mod 97-10), without what parts their groups, with their place."""
    end = 0
    for match in _IBAN.finditer(text):
        places = [place for place, sign in enumerate(match["run"], match.start()) if sign.isalnum()]
        length = IBAN_LENGTHS.get(match["run"][:2], 0)
        if match.start() < end or not 0 < length <= len(places):
            continue
        after = places[length - 1] + 1
        code = "".join(text[place] for place in places[:length])
        if not text[after : after + 1].isalnum() and is_mod_97(code):
            yield code, match.start(), (end := after)


def find_references(text: str) -> Iterator[Found]:
    """Creditor references whose check digits are right (ISO 11649), without spaces, with their place."""
    for match in _REFERENCE.finditer(text):
        words = list(re.finditer(r"\S+", match.group()))
        for count in range(len(words), 0, -1):  # a word behind it may look like a part of it
            code = "".join(each.group() for each in words[:count])
            if 5 <= len(code) <= 25 and is_mod_97(code):
                yield code, match.start(), match.start() + words[count - 1].end()
                break


def find_bics(text: str) -> Iterator[Found]:
    """BICs (ISO 9362) behind their label."""
    for match in _BIC.finditer(text):
        yield match["code"], match.start("code"), match.end("code")


def is_mod_97(code: str) -> bool:
    """Whether the two digits behind the letters check the rest (ISO 7064 mod 97-10)."""
    turned = code[4:] + code[:4]
    return int("".join(str(int(each, 36)) for each in turned)) % 97 == 1
