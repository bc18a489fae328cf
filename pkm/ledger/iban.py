"""International bank account numbers: checked, found in text, and made of the numbers that German and French banks state.

Format and check digits: ISO 13616-1 with ISO 7064 MOD 97-10. National parts: SWIFT IBAN registry, DE and FR.
"""

from __future__ import annotations

import re
from functools import lru_cache
from string import ascii_uppercase

from pkm.facts import codes

_FORM = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_RIB = re.compile(r"(\d{5})(\d{5})([A-Z0-9]{11})(\d\d)")
_LABELLED_RIB = re.compile(
    r"(?:code )?banque\W{1,4}(\d{5})\s+(?:code )?(?:guichet|agence)\W{1,4}(\d{5})\s+(?:n\S{1,5} (?:de )?)?compte\W{1,4}([A-Z0-9]{11})\s+cl[eé](?: rib)?\W{1,4}(\d\d)\b",
    re.IGNORECASE,
)
_PRINTED_RIB = re.compile(r"\b(\d{5})[ \u00a0-]?(\d{5})[ \u00a0-]?([A-Z0-9]{11})[ \u00a0-]?(\d\d)\b")
_RIB_DIGITS = str.maketrans(ascii_uppercase, "12345678912345678923456789")


def compact(text: str) -> str:
    """A number in capitals and without the spaces that print groups it with."""
    return "".join(text.split()).upper()


@lru_cache(maxsize=65_536)
def is_iban(text: str) -> bool:
    """Whether form, length and check digits are an IBAN's."""
    number = compact(text)
    if not _FORM.fullmatch(number) or len(number) != codes.IBAN_LENGTHS.get(number[:2]):
        return False
    return _remainder(number[4:] + number[:4]) == 1


def find_ibans(text: str) -> list[str]:
    """All IBANs in a text, compact, in order; of a run that goes on with other words, the part that checks."""
    return [code for code, _, _ in codes.find_ibans(text)]


def german_iban(bank_code: str, account: str) -> str | None:
    """The IBAN of a Bankleitzahl of 8 digits and an account number of up to 10."""
    if not re.fullmatch(r"[1-8]\d{7}", bank_code) or not re.fullmatch(r"\d{1,10}", account):
        return None
    return _with_check("DE", bank_code + account.zfill(10))


def french_iban(bank: str, branch: str, account: str) -> str | None:
    """The IBAN of a French relevé d'identité bancaire: bank and branch of 5 digits, an account of 11 characters.

    The national key is computed: 97 - (89 bank + 15 branch + 3 account) mod 97, letters counting as on its form.
    """
    account = compact(account)
    if not (re.fullmatch(r"\d{5}", bank) and re.fullmatch(r"\d{5}", branch) and re.fullmatch(r"[A-Z0-9]{11}", account)):
        return None
    digits = int(account.translate(_RIB_DIGITS))
    key = 97 - (89 * int(bank) + 15 * int(branch) + 3 * digits) % 97
    return _with_check("FR", f"{bank}{branch}{account}{key:02}")


def find_ribs(text: str) -> list[str]:
    """The IBANs of all relevés d'identité bancaire in a text whose key holds, in order, each once."""
    found = (match for form in (_LABELLED_RIB, _PRINTED_RIB) for match in form.finditer(text))
    return list(dict.fromkeys(filter(None, (iban_of("".join(match.groups())) for match in found))))


@lru_cache(maxsize=65_536)
def iban_of(number: str) -> str | None:
    """The IBAN that another number stands for: a relevé d'identité bancaire whose key holds, a Bankleitzahl and account."""
    bank, slash, account = number.partition("/")
    if slash and (german := german_iban(compact(bank), compact(account))):
        return german
    if not (parts := _RIB.fullmatch(re.sub(r"[\s\-/.]", "", number).upper())):
        return None
    found = french_iban(*parts.groups()[:3])
    return found if found and found.endswith(parts[4]) else None


def _with_check(country: str, national: str) -> str:
    return f"{country}{98 - _remainder(f'{national}{country}00'):02}{national}"


def _remainder(text: str) -> int:
    """The number that a text stands for, letters counting 10 to 35, modulo 97."""
    return int("".join(str(int(char, 36)) for char in text)) % 97
