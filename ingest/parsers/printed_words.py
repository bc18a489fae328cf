"""The words by which bank statements in English, German and French say what they are and what stands where."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal

_TITLE_CHARS = 400
_TITLE_WORDS = 5

Role = Literal["day", "value", "text", "amount", "debit", "credit", "balance"]
BalanceKind = Literal["opening", "closing", "stated", "carried"]


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(alternatives)})(?![^\W_])")


_NOUN = _words(
    "bank statement", "account statement", "statement of account", "statement of your account", "current account statement",
    "checking (?:account )?statement", "credit card statement", "card statement", "monthly statement", "savings statement",
    "checking summary", "transaction history",
    "konto-?auszug", "konto-?auszuege", "depot-?auszug", "kreditkarten-?abrechnung", "umsatzuebersicht", "kontouebersicht",
    "releve (?:de|du|des) comptes?", "releve bancaire", "releve (?:de|des) operations", "extrait de compte", "releve de carte",
)  # fmt: skip
_TRADE = {
    name: _words(*words)
    for name, words in {
        "number": ("iban", "account (?:number|no)", "sort code", "routing number", "kontonummer", "konto-nr", "konto nr", "blz",
                   "bankleitzahl", "numero de compte", "no de compte", "account ending in", "card number", "kartennummer",
                   "girokonto nummer", "rib"),
        "code": ("bic", "swift", "swift-bic"),
        "opening": ("opening balance", "beginning balance", "previous balance", "balance brought forward", "start(?:ing)? balance",
                    "alter (?:konto)?saldo", "alter kontostand", "anfangssaldo", "saldovortrag", "ancien solde", "solde initial",
                    "solde precedent", "solde anterieur"),
        "closing": ("closing balance", "ending balance", "new balance", "balance carried forward", "neuer (?:konto)?saldo",
                    "neuer kontostand", "endsaldo", "nouveau solde", "solde final"),
        "stated": ("kontostand", "saldo", "solde", "balance"),
        "columns": ("paid (?:in|out)", "money (?:in|out)", "withdrawals?", "deposits?", "debits?", "credits?", "soll", "haben",
                    "belastung", "gutschrift", "lastschrift"),
        "value": ("value date", "valuta", "wertstellung", "wert", "valeur", "date de valeur", "buchungstag", "bu-tag", "buchung"),
        "account": ("current account", "checking", "savings", "overdraft", "girokonto", "kontoinhaber", "kontokorrent", "dispo",
                    "compte courant", "compte cheques?", "titulaire", "decouvert", "member fdic", "livret", "sparkonto"),
        "card": ("credit limit", "minimum payment", "purchases", "credit card", "kreditkarte", "verfuegungsrahmen", "payment due date",
                 "carte bancaire", "mastercard", "visa", "cash advances?"),
    }.items()
}  # fmt: skip
_OTHER_PAPER = _words(
    "invoice (?:no|number|date)", "tax invoice", "bill to", "ship to", "unit price", "qty", "quantity", "subtotal", "amount due",
    "vat (?:no|number|reg)", "purchase order", "rechnungsnummer", "rechnung nr", "rechnungsdatum", "rechnungsbetrag", "kundennummer",
    "einzelpreis", "menge", "zwischensumme", "mwst", "umsatzsteuer", "ust-idnr", "leistungszeitraum", "facture n[o°]?",
    "date de facture", "montant ht", "total ttc", "prix unitaire", "quantite", "tva", "net a payer", "gross pay", "net pay",
    "payslip", "pay slip", "pay period", "employee", "national insurance", "bruttolohn", "nettolohn", "gehaltsabrechnung",
    "lohnabrechnung", "steuerklasse", "gesamtbrutto", "personalnummer", "bulletin de (?:paie|salaire)", "salaire brut",
    "cotisations?", "price list", "preisliste", "tarifs", "quotation", "quote no", "angebot", "devis", "lease", "tenant",
    "mietvertrag", "vermieter", "charges", "due date", "payment terms", "itinerary", "booking reference", "receipt", "loan agreement", "amorti[sz]ation", "repayment schedule", "instal?lments?",
    "kwh", "meter (?:reading|number)", "previous reading", "zaehler(?:stand|nummer)", "compteur", "new charges", "service address",
    "policy (?:no|number)", "premium", "patient", "tuition", "rent due", "mieterkonto", "nebenkosten", "darlehensvertrag", "tilgungsplan", "tilgung", "tableau d['’]amortissement", "echeancier",
)  # fmt: skip
_OTHER_NOUN = _words(
    "invoice", "receipt", "payslip", "pay slip", "price list", "quotation", "loan agreement", "repayment schedule", "lease", "contract",
    "agreement", "rechnung", "quittung", "gehaltsabrechnung", "lohnabrechnung", "verdienstabrechnung", "preisliste", "preisverzeichnis",
    "angebot", r"\w*vertrag", "tilgungsplan", "mahnung", "bescheid", "facture", "bulletin de (?:paie|salaire)", "devis", "contrat", "bail",
    "tableau d['’]amortissement", "echeancier",
)  # fmt: skip
_HEADERS: Mapping[Role, re.Pattern[str]] = {
    "value": _words("value date", "valuta", "wertstellung(?:stag)?", "wert", "date (?:de )?valeur", "valeur", "val"),
    "debit": _words("paid out", "money out", "payments? out", "withdrawals?", "(?:money )?withdrawn", "debits?(?: amount)?", "debited", "soll", "belastung(?:en)?",
                    "lastschrift(?:en)?", "ausgang", "abgang", "ausgaben", "sortie", "retraits?", "depenses?", "subtractions", "zu ihren lasten", "out"),
    "credit": _words("paid in", "money in", "payments? in", "deposits?", "(?:money )?deposited", "credits?(?: amount)?", "credited", "haben", "gutschrift(?:en)?",
                     "eingang", "zugang", "einnahmen", "entree", "versements?", "recettes?", "receipts", "additions", "zu ihren gunsten", "in"),
    "balance": _words("(?:running |account |ledger )?balance", "saldo", "kontostand", "solde"),
    "amount": _words("amount", "betrag", "umsatz", "montant", "sum"),
    "day": _words("(?:trans(?:action)?|trn|tran|booking|posting|posted|post|entry) ?(?:date|day)", "date(?: d['’]?operation)?", "datum",
                  "buchung(?:stag|sdatum|sdat)?", "bu-?tag", "tag", "beleg(?:datum)?", "jour", "day"),
    "text": _words("(?:transaction )?descriptions?", "details?", "particulars", "transactions?", "payee", "merchant", "reference", "vorgang",
                   "verwendungszweck", "buchungstext", "erlae?uterung(?:en)?", "beschreibung", "umsatzinformation", "empfae?nger",
                   "auftraggeber", "libelle", "nature(?: de l['’]operation)?", "operations?", "designation", "intitule", "type",
                   "payment type(?: and details)?", "text"),
}  # fmt: skip
_BALANCES: Mapping[BalanceKind, re.Pattern[str]] = {
    "carried": _words("(?:balance )?(?:brought|carried) (?:forward|over|down)", "ue?bertrag", "saldovortrag", "a reporter", "report",
                      "reporte", "zwischensaldo", "b/f", "c/f"),
    "opening": _words("opening balance", "beginning balance", "previous (?:statement )?balance", "start(?:ing)? balance",
                      "balance at start", "old balance", "last statement balance", "alter (?:konto)?saldo", "alter kontostand", "anfangssaldo",
                      "anfangsbestand", "ancien solde", "solde initial", "solde precedent", "solde anterieur", "solde de depart"),
    "closing": _words("closing balance", "ending balance", "new (?:statement )?balance", "end balance", "final balance",
                      "balance at end", "neuer (?:konto)?saldo", "neuer kontostand", "endsaldo", "endbestand", "schlusssaldo",
                      "abschlusssaldo", "nouveau solde", "solde final", "solde de fin"),
    "stated": _words("kontostand(?: (?:am|per|vom))?", "saldo(?: (?:am|per|vom))?", "(?:your )?balance(?: (?:on|as of|at))?",
                     "solde(?: (?:crediteur|debiteur))?(?: (?:au|le|en))?"),
}  # fmt: skip
_SUM = _words(
    "totals?", "sub-?totals?", "summe", "gesamt", "zwischensumme", "totaux", "sous-total", "sum of", "umsatzsumme", "total des mouvements",
    "minimum payment", "available", "verfuegbar", "credit limit", "limit",
)  # fmt: skip
_SECTIONS: tuple[tuple[int | None, re.Pattern[str]], ...] = (
    (None, _words("daily (?:ending |ledger |account )?balances?", "balance summary", "interest (?:charge )?calculation", "tageskontostaende",
                  "year-to-date", "rewards summary", "(?:payment|fee) schedule", "scheduled payments", "upcoming payments",
                  "vorgemerkte umsaetze", "operations a venir", "pending transactions")),
    (1, _words("payments (?:and|&) (?:other )?credits", "deposits(?: (?:and|&) (?:other )?(?:additions|credits))?", "other credits", "payments received",
               "credits", "refunds", "money in", "gutschriften", "zahlungseingaenge", "eingaenge", "credits recus", "additions")),
    (-1, _words("(?:(?:electronic|other|cash|atm(?: (?:and|&) debit card)?) )?withdrawals?(?: (?:and|&) (?:other )?(?:subtractions|debits))?",
                "purchases(?: (?:and|&) adjustments)?", "(?:service |bank |other )?fees(?: charged)?", "checks(?: paid)?", "cheques paid",
                "other (?:debits|subtractions)", "subtractions", "interest charged", "cash advances?", "debits", "payments out",
                "money out", "lastschriften", "auszahlungen", "belastungen", "ausgaenge", "charges")),
)  # fmt: skip
KIND_OF_BOOKING = re.compile(
    r"(?:sepa[- ])?(?:basis|firmen|folge|erst|einmal)?-?lastschrift(?:einzug)?|(?:sepa[- ])?(?:echtzeit)?-?(?:dauerauftrag|überweisung|gutschrift)"
    r"|kartenzahlung|kartenverfügung|girocard|bargeldauszahlung|auszahlung|einzahlung|lohn[, /-]*gehalt|gehalt/rente|entgelt(?:abschluss)?|abschluss"
    r"|direct debit|standing order|card payment|faster payment|bank giro credit|cash withdrawal|bill payment|online payment|contactless"
    r"|dd|so|deb|bgc|bp|cpt|dep|fpi|fpo|tfr|pos|atm|chq|vis|obp|cr|dr|\)\)\)"
    r"|prlv(?: sepa)?|prelevement(?: sepa)?|prélèvement(?: sepa)?|vir(?:ement)?(?: (?:sepa|inst(?:antane)?|recu|reçu|emis|émis))*|carte|cb|paiement (?:par )?carte"
    r"|retrait(?: dab)?|cheque|chèque|remise(?: de)? ch[eè]ques?|frais|cotisation",
    re.IGNORECASE,
)
"""What a bank calls the kind of a booking, where it stands before the other side's name."""


def plain(text: str) -> str:
    """Small letters without accents, umlauts written out, as the words here are."""
    text = text.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def is_likely(text: str) -> bool:
    """Whether a text may be a bank's statement: what bank papers say outweighs what other papers say."""
    words = plain(f"{text[:8_000]}\n{text[-2_000:]}" if len(text) > 10_000 else text)
    if _OTHER_NOUN.search(words[:_TITLE_CHARS]) and not _NOUN.search(words[:_TITLE_CHARS]):
        return False
    named = _NOUN.search(words) is not None
    trade = sum(pattern.search(words) is not None for pattern in _TRADE.values())
    around = "\n".join(
        line for line in words.splitlines() if not re.match(r"\s*\d", line)
    )  # rows name all kinds of trades
    other = len({match[0] for match in _OTHER_PAPER.finditer(around)})
    return trade >= (1 if named else 4) and trade + 2 * named > 1.5 * other


def is_named(text: str) -> bool:
    """Whether the head of a paper calls it a statement."""
    return _NOUN.search(plain(text[:1_500])) is not None


def is_card(text: str) -> bool:
    """Whether it is a credit card's statement."""
    words = plain(text[:6_000])
    strong = _words("credit card", "kreditkarten?-?(?:abrechnung|umsaetze)", "minimum payment", "credit limit", "releve de carte",
                    "carte bancaire a debit differe").search(words)  # fmt: skip
    return strong is not None


def headers(text: str) -> list[tuple[Role, int, int]]:
    """The column names in a line: role, start and end in the text; a longer name goes before one inside it."""
    words = _same_length(text)
    found = [
        (role, match.start(), match.end()) for role, pattern in _HEADERS.items() for match in pattern.finditer(words)
    ]
    found.sort(key=lambda each: (each[1], -each[2]))
    kept: list[tuple[Role, int, int]] = []
    for each in found:
        if not kept or each[1] >= kept[-1][2]:
            kept.append(each)
    return kept


def balance_kind(text: str) -> BalanceKind | None:
    """What balance a line states, by its words."""
    words = plain(text)
    return next((kind for kind in ("opening", "closing", "carried", "stated") if _BALANCES[kind].search(words)), None)


def is_sum(text: str) -> bool:
    """Whether a line adds others up, or states a limit."""
    return _SUM.search(plain(text)) is not None


def section(text: str) -> tuple[bool, int | None]:
    """Whether a line opens a section, and the sign of the amounts in it; no sign: none of them is a booking."""
    words = re.sub(r"\s*[(-]?\s*\(?(?:continued|suite|fortsetzung)\)?|[:.]+$", "", plain(text)).strip()
    for sign, pattern in _SECTIONS:
        match = pattern.match(words)
        if match and (match.end() >= len(words) - 2 or (sign is None and len(words.split()) <= _TITLE_WORDS)):
            return True, sign
    return False, None


def _same_length(text: str) -> str:
    """Plain letters, one for one: accents go, umlauts are written with the vowel alone."""
    return "".join((unicodedata.normalize("NFD", char.casefold()) or char)[0] for char in text)
