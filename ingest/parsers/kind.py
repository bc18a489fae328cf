"""What a document is, when it speaks and in which language: cheap rules over its name and words.

The rules are for English, German and French papers and say nothing when unsure: a wrong date or kind misleads a filter,
a missing one does not. They are deterministic and read only the beginning of the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from pkm.models import Kind

CODE_SUFFIXES = frozenset(
    [
        ".py",
        ".pyi",
        ".ipynb",
        ".js",
        ".mjs",
        ".ts",
        ".tsx",
        ".jsx",
        ".c",
        ".h",
        ".cc",
        ".cpp",
        ".hpp",
        ".cs",
        ".go",
        ".rs",
        ".java",
        ".kt",
        ".swift",
        ".rb",
        ".php",
        ".pl",
        ".lua",
        ".r",
        ".jl",
        ".scala",
        ".sh",
        ".bash",
        ".zsh",
        ".fish",
        ".ps1",
        ".bat",
        ".sql",
        ".css",
        ".scss",
        ".toml",
        ".ini",
        ".cfg",
        ".yml",
        ".yaml",
        ".mk",
        ".cmake",
        ".tf",
        ".vue",
        ".diff",
        ".patch",
    ]
)
NOTE_SUFFIXES = frozenset((".txt", ".md", ".markdown", ".text", ""))
# Whoever makes such a file may mean it to be empty; of others, as of a PDF, the content was lost.
BLANK_SUFFIXES = (NOTE_SUFFIXES | CODE_SUFFIXES | {".log"}) - {".ipynb"}

_KIND_CHARS = 8_000
_TITLE_CHARS = 400
_DATE_CHARS = 1_500
_LANGUAGE_CHARS = 20_000


@dataclass(frozen=True, slots=True)
class _Rule:
    """A kind's name in a file name or title counts two, each different word of its trade one; three decide."""

    kind: Kind
    noun: re.Pattern[str]
    words: re.Pattern[str]


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE)


_RULES = (
    _Rule(
        "statement",
        _any("account statement", "bank statement", "statement of account", r"konto-?auszug", r"konto-?auszüge",
             "relevé (?:de|du) compte", "relevé bancaire", "card statement", "kreditkarten-?abrechnung"),
        _any("opening balance", "closing balance", "balance brought forward", "anfangssaldo", "endsaldo",
             r"alter (?:konto)?saldo", r"neuer (?:konto)?saldo", "buchungstag", "wertstellung", "value date", "iban", "bic",
             "sort code", "ancien solde", "nouveau solde", "solde (?:initial|final)", "statement period"),
    ),
    _Rule(
        "invoice",
        _any("invoice", "tax invoice", "receipt", "rechnung", "quittung", "kassenbon", "kassenbeleg", "facture", "reçu",
             "note d['’]honoraires", "honorarnote"),
        _any(r"invoice (?:no|number|date|to)", r"bill to", "amount due", "balance due", "due date", "subtotal", "sub-total",
             "payment terms", r"vat", r"gst", "total", "change", "qty", "unit price", "cash",
             r"rechnungs-?(?:nummer|nr|datum|betrag)", "zahlbar", "mwst", "ust-?id(?:nr)?", "umsatzsteuer",
             "gesamtbetrag", "nettobetrag", "leistungszeitraum", r"facture n[°o]?", "total ttc", "montant ht", "tva",
             "échéance", "net à payer", "ust", "zahlungsziel", r"kunden-?(?:nummer|nr)", "zu zahlender betrag",
             r"n° (?:de )?client", "à payer",
             "payable"),
    ),
    _Rule(
        "contract",
        _any("agreement", "contract", "lease", "addendum", "terms and conditions", "terms of service",
             r"\w*vertrag(?:es|s)?", r"\w*vereinbarung", "agb", "contrat", "bail", "avenant", "convention",
             "insurance policy", "(?:certificate|schedule) of (?:insurance|cover)", "(?:insurance|policy) schedule", "versicherungsschein", "police d['’]assurance"),
        _any("hereinafter", "hereby", "herein", "whereas", r"part(?:y|ies)", "this (?:agreement|contract|lease)",
             "effective date", "governing law", "in witness whereof", "terminat(?:e|ion)", "notice period", "minimum term",
             "landlord", "tenant", "less(?:or|ee)", "licens(?:or|ee)", "indemnif(?:y|ication)", "shall", "subscriber",
             r"vertrags(?:partner|parteien|gegenstand|laufzeit|beginn)", "nachfolgend", "mieter(?:in)?", "vermieter(?:in)?",
             "kündigungsfrist", "kündigung", "mindestlaufzeit", "laufzeit", "arbeit(?:nehmer|geber)(?:in)?",
             "auftrag(?:nehmer|geber)", r"§ \d+", "ci-après", "les parties", "bailleur", "locataire", "préavis",
             "soussignée?s?", "durée du (?:contrat|bail)", "résiliation", "months?['’]s? notice", "policy ?holder",
             "policy (?:no|number)", "borrower", "lender", "die parteien", "gerichtsstand", "vertragsstrafe",
             r"darlehens(?:geber|nehmer)(?:in)?", "sum insured", "(?:annual|yearly|monthly) premium", "period of insurance", r"versicherungsnehmer(?:in)?", "versicherte person",
             "versicherungssumme", r"selbst(?:beteiligung|behalt)", "(?:jahres|monats)beitrag", r"versicherungs(?:nummer|beginn)", "souscripteur",
             "prime annuelle", "cotisation annuelle", r"(?:ver)?pächter(?:in)?"),
    ),
)  # fmt: skip

_SALUTATION = re.compile(
    r"^[^\S\n]*(?:dear\s|sehr geehrte|liebe[rs]?\s|hallo\s|guten tag|madame|monsieur|chère?s?\s)",
    re.IGNORECASE | re.MULTILINE,
)
_CHAT_LINE = re.compile(
    r"^\u200e?\[?\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?\]?(?: -)? [^:\n]{1,60}: "
)


def guess_kind(name: str, text: str) -> Kind:
    """The kind of a document from its file name and text; ``note`` for plain notes, else ``other``.

    A letter about a contract names it in its first lines too: a salutation therefore takes that noun's weight away.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in CODE_SUFFIXES:
        return "code"
    beginning = unicodedata.normalize("NFC", text[:_KIND_CHARS])
    lines = [line for line in beginning.splitlines() if line.strip()][:12]
    if len(lines) >= 2 and 2 * sum(_CHAT_LINE.match(line) is not None for line in lines) >= len(lines):
        return "message"
    label = re.sub(r"[_\-.+]+", " ", re.sub(r"(?<=[a-zäöüéè])(?=[A-ZÄÖÜ])", " ", PurePath(name).stem))
    title = f"{unicodedata.normalize('NFC', label)}\n{beginning[:_TITLE_CHARS]}"
    letter = _SALUTATION.search(beginning) is not None
    scores: list[tuple[int, Kind]] = []
    for rule in _RULES:
        named = 2 if rule.noun.search(title) and not (letter and rule.kind == "contract") else 0
        distinct = {match.group().casefold() for match in rule.words.finditer(beginning)}
        scores.append((named + len(distinct), rule.kind))
    score, kind = max(scores, key=lambda each: each[0])
    if score >= (5 if letter and kind == "contract" else 3):
        return kind
    return "note" if suffix in NOTE_SUFFIXES else "other"


# ---------------------------------------------------------------- dates

_MONTH_NAMES = (
    "january jan januar jänner janvier janv",
    "february feb februar février févr fév fevrier",
    "march mar märz mrz mars maerz",
    "april apr avril avr",
    "may mai",
    "june jun juni juin",
    "july jul juli juillet juil",
    "august aug août aout",
    "september sept sep septembre",
    "october oct oktober okt octobre",
    "november nov novembre",
    "december dec dezember dez décembre déc decembre",
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_GAP = r"[\s.,/-]{1,3}"
_DATE = re.compile(
    rf"""(?<![\d.,/-])(?:
        (?P<y1>\d{{4}})-(?P<m1>\d{{2}})-(?P<d1>\d{{2}})(?!\d)
      | (?P<d2>\d{{1,2}})(?:\s?(?:st|nd|rd|th|er)\b)?(?:\s+day)?(?:\s+of)?{_GAP}(?P<n2>{_MONTH})\b\.?,?[\s/-]{{1,3}}(?P<y2>\d{{4}})(?!\d)
      | (?P<n3>\b(?:{_MONTH})\b)\.?[\s-]{{1,2}}(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?[\s-]{{1,3}}(?P<y3>\d{{4}})(?!\d)
      | (?P<d4>\d{{1,2}})\.\s?(?P<m4>\d{{1,2}})\.\s?(?P<y4>\d{{4}}|\d{{2}})(?![\d.])
      | (?P<a5>\d{{1,2}})(?P<sep>[/-])(?P<b5>\d{{1,2}})(?P=sep)(?P<y5>\d{{4}})(?!\d)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_YEAR = re.compile(r"\d{4}|\d\.\s?\d{1,2}\.\s?\d{2}")  # without one there is no date, which is told sooner
_OTHER_DAY = re.compile(
    r"(?:due|payable by|pay by|born|birth|expir\w*|valid (?:until|to|thru)|until|fällig\w*|zahlbar bis|bis(?: zum)?|geb\w*|gültig bis"
    r"|échéance|avant le|né[e]? le|jusqu['’]au)\b[^\n]{0,18}$",
    re.IGNORECASE,
)
_OWN_DAY = re.compile(
    r"(?:dated?(?: as of)?|date of issue|as of|on this|made (?:on|this)|effective|issued(?: on)?|datum|den|vom|am|le|fait à|date)\b[^\n\d]{0,18}$",
    re.IGNORECASE,
)


def guess_date(text: str) -> date | None:
    """The day that the head of a letter, invoice or contract states; ``None`` where it states none for certain.

    A date that follows a word such as *dated*, *vom* or *le* goes before others, one that follows *due* or *born* is
    left out. ``03/04/2025`` could be two days and is neither; written with dots it is day, month, year.
    """
    head = unicodedata.normalize("NFC", text[:_DATE_CHARS])
    if not _YEAR.search(head):
        return None
    first: date | None = None
    for match in _DATE.finditer(head):
        before = head[max(0, match.start() - 40) : match.start()]
        day = _day_of(match)
        if day is None or _OTHER_DAY.search(before):
            continue
        if _OWN_DAY.search(before):
            return day
        first = first or day
    return first


def _day_of(match: re.Match[str]) -> date | None:
    """The calendar day of a match of ``_DATE``, ``None`` where there is no such day or it may be two."""
    part = match.groupdict()
    if part["y1"]:
        year, month, day = int(part["y1"]), int(part["m1"]), int(part["d1"])
    elif part["y2"]:
        year, month, day = int(part["y2"]), _MONTHS[part["n2"].casefold()], int(part["d2"])
    elif part["y3"]:
        year, month, day = int(part["y3"]), _MONTHS[part["n3"].casefold()], int(part["d3"])
    elif part["y4"]:
        year, month, day = int(part["y4"]), int(part["m4"]), int(part["d4"])
        year += 0 if len(part["y4"]) == 4 else (1900 if year >= 70 else 2000)
    else:
        year, day, month = int(part["y5"]), int(part["a5"]), int(part["b5"])
        if month > 12:
            day, month = month, day
        elif day <= 12 and day != month:
            return None
    try:
        return date(year, month, day) if 1900 <= year <= 2100 else None
    except ValueError:
        return None


# ---------------------------------------------------------------- language

_STOP_WORDS = {
    "en": "the and of to in is that for it with as was be by on are this you not at from or have which will your we",
    "de": "der die das und ist nicht ein eine zu den von mit sich auf für im dem des auch es wird bei wir sie oder ich",
    "fr": "le la les et des est une du que pour dans qui sur pas par au vous avec ce nous sont aux cette votre ou en",
    "es": "el la los las y de que es una para con por del se no su lo más como pero sus al está este le",
    "it": "il la che e di un una per non sono con del della è si le dei alla nel più questo anche gli da",
    "nl": "de het een en van is dat niet op te voor met zijn aan er ook bij naar deze wordt door uit maar ik je",
    "pt": "o a os as que e não um uma para com do da em no na se por mais dos das ao é seu pelo",
}
_LANGUAGES_OF: dict[str, list[str]] = {}
for _language, _words in _STOP_WORDS.items():
    for _word in _words.split():
        _LANGUAGES_OF.setdefault(_word, []).append(_language)


def guess_language(text: str) -> str | None:
    """ISO 639-1 code of the language most of whose stop words occur; ``None`` when short or unsure.

    Unsure: fewer than 4 stop words, less than 8 % of the words, or less than 1.3 times the next language's.
    """
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text[:_LANGUAGE_CHARS]).casefold())
    counts: Counter[str] = Counter()
    for word, times in Counter(words).items():
        for language in _LANGUAGES_OF.get(word, ()):
            counts[language] += times
    ranked = counts.most_common(2)
    if not ranked:
        return None
    language, best = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0
    return language if best >= 4 and best >= 0.08 * len(words) and best >= 1.3 * second else None
