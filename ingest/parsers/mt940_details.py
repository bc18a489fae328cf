"""What ``:86:`` says of a booking, in the styles that banks write it.

* German subfields, ``166?00GUTSCHRIFT?20…?32NAME`` (DFÜ agreement of the Deutsche Kreditwirtschaft, annex 3, "SWIFT-Formate"): 20-29
  and 60-63 purpose, 30 bank, 31 account, 32-33 name, 38 IBAN; other banks use ``>``, ``~``, ``<`` or ``^`` for the question mark.
  Inside the purpose stand SEPA words: ``EREF+…SVWZ+…``.
* Slashes, as Dutch banks write them: ``/TRTP/…/IBAN/…/NAME/…/REMI/…/EREF/…``, ``/CNTP/account/bank/name/city/``.
* Text with labels (``NAAM: …``), and plain text.
* ``:NS:``, lines of two digits and text: 01-14 purpose, 15-16 name, 17 kind, 33 bank and 34 account.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.parsers.money import is_currency
from ingest.parsers.mt940_line import read_decimal, reference
from pkm.errors import Refused
from pkm.ledger.iban import compact, find_ibans, is_iban

_SUBFIELDS = re.compile(r"\s*(?:(?P<code>\d{3})\s?(?P<mark>[?>~^<])|(?P<alone>\?))(?=\d\d)")
_WIDTH = 27  # of a subfield of the purpose: what fills it goes on in the next without a space
_LINE_WIDTH = 65  # of field 86; some banks count the tag as part of its first line
_FIRST_WIDTH = _LINE_WIDTH - len(":86:")

_SEPA_WORDS = (
    "EREF", "KREF", "MREF", "CRED", "DEBT", "COAM", "OAMT", "SVWZ", "ABWA", "ABWE", "PURP", "RTRN", "IBAN", "BIC", "MDAT",
    "DDAT", "BREF", "RREF", "ANAM", "SQTP", "MTLG", "OCMT", "CHGS",
    "EXCH",
)  # fmt: skip
_SEPA = re.compile(rf"(?<![A-Z0-9])(?P<word>{'|'.join(_SEPA_WORDS)})(?:\+|:[ ]?(?=\S))")
_SEPA_START = re.compile(rf"(?:{'|'.join(_SEPA_WORDS)})\+")
_SLASH_WORDS = (
    "ABWA", "ADDR", "BENM", "BIC", "CHGS", "CNTP", "CREF", "CSID", "EREF", "EXCH", "IBAN", "ID", "ISDT", "KREF", "MARF", "NAME",
    "OCMT", "ORDP", "PREF", "PURP", "REMI", "RTRN", "SVCL", "TRCD", "TRTP", "ULTB", "ULTC", "ULTD",
)  # fmt: skip
_SLASH = re.compile(rf"/(?P<word>{'|'.join(_SLASH_WORDS)})/")
_LABELS = {
    "NAAM": "name", "NAME": "name", "AUFTRAGGEBER": "name", "OD": "name", "DLA": "name", "BEGÜNSTIGTER": "name", "BENEFICIARY": "name",
    "IBAN": "account", "REK": "account", "Z RACH.": "account", "NA RACH.": "account", "KENMERK": "reference",
}  # fmt: skip
_LABEL = re.compile(rf"(?<![\w.])(?P<label>{'|'.join(map(re.escape, _LABELS))}|[A-ZÄÖÜ]{{3,20}}\.?):")
_VALUE_END = re.compile(r"\s{2,}|[;/]|$")
_CARD = re.compile(
    r"\s*(?:[BG]EA|eCom)\b,?.*?(?:\d\d\.\d\d\.\d\d/\d\d\.\d\d\s+|[Bb]etaalpas\s+)(?P<name>[^,]+?)\s*,\s*PAS\s*\d", re.S
)
_OLD_GIRO = re.compile(
    r"\s*(?:GIRO\s+(?P<giro>\d{3,10})|(?P<account>\d\d(?:\.\d\d){2}\.\d{3}))\s+(?P<name>\S.*?)(?:\s{2,}|$)", re.S
)
_SHORT = 400  # six lines of 65, all that field 86 may have
_MONEY = re.compile(r"(?P<currency>[A-Z]{3})\s*(?P<amount>\d[\d.,]*)")


@dataclass(slots=True)
class Details:
    """What was found; texts are empty where nothing was stated. ``exchange`` is the rate as stated, whichever way round."""

    code: str = ""
    kind: str = ""
    description: str = ""
    name: str = ""
    account: str = ""
    end_to_end: str = ""
    purpose: str = ""
    original: tuple[str, Decimal] | None = None
    charges: tuple[str, Decimal] | None = None
    exchange: Decimal | None = None


def read_details(text: str, non_swift: str = "", more: str = "") -> Details:
    """Read the texts of ``:86:`` and ``:NS:``, and the supplementary details of ``:61:``."""
    structured = _SUBFIELDS.match(text)
    if structured:
        mark = structured["mark"] or structured["alone"]
        details = _subfields(unwrap(text, mark), mark, structured["code"] or "000")
    elif len(_SLASH.findall(text)) >= 2 or re.match(r"\s*/(?:REMI|NAME|EREF|TRTP)/", text):
        details = _slashes(unwrap(text))
    elif text.strip():
        details = _plain(text)
    else:
        details = _non_swift(non_swift)
    if "/OCMT/" in more or "/CHGS/" in more or "/EXCH/" in more:
        _take_money(details, _slash_values(more))
    return details


def unwrap(text: str, mark: str = "") -> str:
    """Undo the wrapping: a line that fills the width goes on in the next, after a shorter one a space was cut off."""
    lines = text.split("\n")
    widest = max(map(len, lines))
    pieces = []
    for place, line in enumerate(lines):
        full = (
            len(line) >= _LINE_WIDTH
            or (bool(mark) and len(line) == widest)
            or (place == 0 and len(line) == _FIRST_WIDTH)
        )
        begins = place + 1 < len(lines) and bool(mark) and lines[place + 1].lstrip().startswith(mark)
        pieces.append(line if full or begins else line.rstrip() + " ")
    return "".join(pieces).strip()


def _subfields(text: str, mark: str, code: str) -> Details:
    """``166?00…?20…``; a number that stands twice is read twice."""
    fields: dict[int, list[str]] = {}
    for match in re.finditer(
        rf"{re.escape(mark)}(\d\d)([^{re.escape(mark)}]*(?:{re.escape(mark)}(?!\d\d)[^{re.escape(mark)}]*)*)", text
    ):
        fields.setdefault(int(match[1]), []).append(match[2])
    purpose = _join([part for number in (*range(20, 30), *range(60, 64)) for part in fields.get(number, [])])
    first = {number: " ".join("".join(parts).split()) for number, parts in fields.items()}
    values = _words(purpose)
    account = compact(first.get(38, "") or first.get(31, "") or values.get("IBAN", "").split(" ")[0])
    bank = compact(first.get(30, ""))
    if re.fullmatch(r"\d{1,10}", account) and re.fullmatch(r"\d{8}", bank):
        account = f"{bank}/{account}"
    if mark == ">" and re.fullmatch(r"\d{9,}", first.get(10, "")):
        account = first[10]  # Triodos: 10 is the other side's number, 31 one's own
    name = _join([*fields.get(32, []), *fields.get(33, [])])
    details = Details(
        code="" if code in ("000", "999") else f"gvc:{code}",
        kind=first.get(0, ""),
        description=values.get("SVWZ") or values[""] or values.get("MTLG") or first.get(0, ""),
        name=name or values.get("ABWA", "") or values.get("ABWE", ""),
        account=account if account.strip("0/") else "",
        end_to_end=reference(values.get("EREF", "")),
        purpose=values.get("PURP", "").split(" ")[0],
    )
    if values[""] and values.get("SVWZ") and values[""] not in details.description:
        details.description = f"{values['']} {details.description}"
    ultimate = values.get("ABWA") or values.get("ABWE")
    if ultimate and name and ultimate not in details.description:
        details.description = f"{details.description} ({ultimate})".strip()
    _take_money(details, values)
    return details


def _join(parts: Iterable[str]) -> str:
    """One text of subfields: a full one goes on without a space, unless a SEPA word begins."""
    pieces: list[str] = []
    for part in parts:
        pieces += ["" if pieces and len(pieces[-1]) >= _WIDTH and not _SEPA_START.match(part) else " ", part]
    return " ".join("".join(pieces).split())


def _sections(found: Sequence[re.Match[str]], text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Each match with the text from its end to the next one's start."""
    ends = [*(match.start() for match in found[1:]), len(text)]
    return ((match, text[match.end() : end]) for match, end in zip(found, ends, strict=False))


def _words(purpose: str) -> dict[str, str]:
    """SEPA words and what follows each; under the empty word the text before the first."""
    found = list(_SEPA.finditer(purpose))
    values = {"": purpose[: found[0].start()].strip() if found else purpose.strip()}
    for match, value in _sections(found, purpose):
        values.setdefault(match["word"], value.strip())
    return values


def _slash_values(text: str) -> dict[str, str]:
    found = list(_SLASH.finditer(text))
    values: dict[str, str] = {"": text[: found[0].start()].strip() if found else text}
    for match, value in _sections(found, text):
        if value.strip("/ "):
            value = value.strip()
            values.setdefault(match["word"], value.rstrip("/ ") if match["word"] != "CNTP" else value)
    return values


def _slashes(text: str) -> Details:
    values = _slash_values(text)
    party = [each.strip() for each in values.get("CNTP", "").split("/")] + [""] * 3
    remittance = re.sub(r"^(?:USTD|STRD)/+(?:CUR/)?", "", values.get("REMI", "")).strip("/ ")
    details = Details(
        kind=values.get("TRTP", ""),
        description=" ".join(remittance.split()) or values[""] or values.get("TRTP", ""),
        name=" ".join((values.get("NAME") or party[2]).split()),
        account=compact(values.get("IBAN") or party[0]),
        end_to_end=reference(values.get("EREF", "")),
        purpose=values.get("PURP", "").removeprefix("CD/").split("/")[0],
    )
    _take_money(details, values)
    return details


def _plain(text: str) -> Details:
    """Plain text is the description as it is; name and account where labels or known forms show them."""
    whole = unwrap(text.removeprefix("999"))  # the code that says that the text has no subfields
    details = Details(description=" ".join(whole.split()))
    for match, value in _sections(list(_LABEL.finditer(whole)), whole):
        value = value.lstrip()
        end = _VALUE_END.search(value)
        value = " ".join(value[: end.start() if end else None].split())
        match _LABELS.get(match["label"]):
            case "name":
                details.name = details.name or value
            case "account":
                details.account = details.account or compact(value.split(" ")[0] if not is_iban(value) else value)
            case "reference":
                details.end_to_end = details.end_to_end or reference(value)
    if card := _CARD.match(whole[:_SHORT]):
        details.name = details.name or " ".join(card["name"].split())
    elif giro := _OLD_GIRO.match(whole[:_SHORT]):
        details.name = details.name or " ".join(giro["name"].split())
        details.account = details.account or (giro["giro"] or giro["account"])
    if not details.account and len(ibans := find_ibans(whole)) == 1:
        details.account = ibans[0]
    return details


def _non_swift(text: str) -> Details:
    lines: dict[int, str] = {}
    for match in re.finditer(r"^(\d\d)([^\n]*)", text, re.M):
        lines.setdefault(int(match[1]), match[2].strip())
    account = lines.get(34, "").strip("0") and lines.get(34, "")
    bank = lines.get(33, "")
    kind = lines.get(17, "")
    return Details(
        kind=kind if not re.search(r"\d", kind) else "",
        description=" ".join(each for number in range(1, 15) if (each := lines.get(number))),
        name="".join(lines.get(number, "") for number in (15, 16)),
        account=f"{bank}/{account}" if bank and account else account,
    )


def _take_money(details: Details, values: dict[str, str]) -> None:
    """``OCMT`` the original amount, ``CHGS`` the charges, ``EXCH`` the rate (DFÜ agreement, field 61/9)."""
    details.original = details.original or _money(values.get("OCMT", ""))
    details.charges = details.charges or _money(values.get("CHGS", ""))
    if details.exchange is None and (rate := re.match(r"\d+[.,]\d+", values.get("EXCH", ""))):
        details.exchange = Decimal(rate[0].replace(",", "."))


def _money(text: str) -> tuple[str, Decimal] | None:
    match = _MONEY.match(text.strip().strip("/"))
    if not match or not is_currency(match["currency"]):
        return None
    try:
        return match["currency"], read_decimal(match["amount"].rstrip(".,"))
    except Refused:
        return None
