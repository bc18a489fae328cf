"""What the words of a bank's table mean: of its headers, of the lines above them and of cells that say which way money went.

A header is broken down into concepts, each with its stems in English, German, French, Dutch, Spanish, Italian,
Portuguese, Swedish, Danish, Norwegian, Polish, Czech, Slovak, Hungarian and Finnish; ``csv_columns`` composes roles of
them. "Buchungsdatum" is BOOKING and DATE, "Tegenrekening" COUNTER and ACCOUNT, whichever bank writes it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from ingest.parsers.money import currency_code

# Stems are without accents and capitals; \b where a stem is a word or begins or ends one.
_STEMS: dict[str, str] = {
    "DATE": (
        r"dat(e|um|um\w{1,2}|o|a)\b|datum|\bdate|\bfecha|dag\b|tag\b|\bdzien|paiva|\bpvm\b|napja?\b|\bdia\b|\bden\b|giorno|\bjour\b"
        r"|time ?stamp|\bcreated\b|\bstarted\b|\bwhen\b"
    ),
    "BOOKING": (
        r"\bbook|buchung|boek|bokfor|bogfor|kirjau|compta|contab|ksiego|zauct|konyvel|\bpost(ed|ing)?\b|process|\bcompleted|finished|cleared"
        r"|settle|abschluss?dat|abrechnungsdat|verrekening|verwerking|registr|uitvoering|\bbokf"
    ),
    "TRANSACTION": (
        r"transa[kc]|purchase|kauf|beleg|operac|operat|operaz|verrichting|achat|umsatz|tranzakci|\bcreated|\bstarted|initiat|proveden"
        r"|execution|maksu|bewegung|movim|\bvorgang"
    ),
    "VALUE": r"\bvalu(e|ta|er)|wertstell|\bwert\b|valeur|\bvalor|valut|\brente|arvo|ertek|waluty",
    "AMOUNT": (
        r"amount|betrag|betrage|montant|bedrag|belop|belob|belo\b|importe|importo|kwota|castk|ciastk|\bsuma\b|osszeg|\bmaara|\bmonto|quantia"
        r"|\bumsatz\b|\bumsatz in|\bamt\b|\bbelop|iznos|znesek|\bsumma|\bmontante|\bvalor\b|\bobjem\b|\bbelob|\bmovement\b"
    ),
    "WEAK_AMOUNT": r"\bvalu(e|ta)\b|\bsum\b|\bmovimento\b|\bcost\b|\bprice\b|\bpreis\b|\btotal\b",
    "GROSS": r"\bgross\b|\bbrutto",
    "NET": r"\bnet\b|\bnetto",
    "DEBIT": (
        r"\bdebits?\b|debited|debet|\bdebe\b|\bsoll\b|withdraw|paid out|money out|outflow|out of account|ausgang|ausgabe|belast|lastschrift|depense|retrait|uitgav"
        r"|\buit\b|\baf\b|\buttag|\bud\b|\but\b|uscit|addebit|\bdare\b|\bcargos?\b|saida|\bdebitos?\b|wydat|obciaz|vydaj|\bodchozi"
        r"|terhel|kiadas|\botto|veloitu|\bspent\b|\bcharges?\b|udgift|utgift|\bgastos?\b|^out\b"
    ),
    "CREDIT": (
        r"\bcredits?\b|credited|\bkred[iy]t|\bhaben\b|deposit|paid in|money in|inflow|into account|eingang|einnahme|gutschrift|recette|\bdepot|inkomst|\bbij\b"
        r"|\binsattning|\bind\b|\binn\b|entrat[ae]|accredit|\bavere\b|\babonos?\b|\bhaber\b|\bentradas?|\bcreditos?\b|wplyw|uznan"
        r"|\bprijm|\bprichozi|jovair|bevetel|\bpano\b|hyvity|received|indtaegt|\bingresos?\b|^in\b|inntekt|creditdebet"
    ),
    "SIDE": (
        r"\bsens\b|^direction$|^(d c|c d|s h|h s|d k|k d|dr cr|cr dr)$|indicator|creditdebet|debetcredit|debetkredit|znamen|balance impact"
        r"|kennzeichen|^sign$|^signe$|vorzeichen|credit debit|debit credit|^auswirkung auf (?:das )?guthaben$"
    ),
    "BALANCE": r"balance|running total|solde progressif|saldo|solde|kontostand|zustatek|zostatok|egyenleg|\bsaldi\b|bilanc|\bstav\b|beholdning|disponibil|(?<!auf )\bguthaben",
    "CURRENCY": (
        r"currency|wahrung|waehrung|\bdevises?\b|\bccy\b|\bcurr\b|monnaie|\bmunt|valut|walut|\bmen[auy]\b|deviz|penznem|moneda|\bmoeda|\bdivisa"
        r"|valiut"
    ),
    "ORIGINAL": (
        r"\boriginal|\borigine\b|foreign|fremd|\blocal|oorspr|urspr|puvodn|povodn|vreemd|etrang|eredeti|alkuper|oprind|opprin|instructed|\bnative|merchant currency"
        r"|extranjer|estera|estrang"
    ),
    "COUNTER": (
        r"counter|payee|payer|partner|gegen|beguenst|begunst|empfang|empfaeng|zahlungs(pflicht|betei|partner)|auftraggeber|absender"
        r"|benefic|contrepart|\btiers\b|tegen|mottag|modtag|mottak|avsend|afsend|saaja|maksaja|recipient|sender|receiver|kontrahent|odbiorc"
        r"|nadawc|proti|prijemc|\bplatc|platitel|kedvezm|ordenante|destinat|merchant|commerc|handelaar|\bhandl|vendor|supplier|\bstore\b|\bshop\b"
        r"|betaler|remitter|\bdebitor|\bcreditor|originator|contraparte|controparte|\bodbiorca|^from$|^to$|\bbutik"
        r"|^to from$|^from to$|paid to"
    ),
    "PAYER": (
        r"payer|originator|auftraggeber|absender|avsend|afsend|sender|nadawc|ordenante|maksaja|remitter|zahlungspflicht|debtor|\bplatitel|^from|^source name"
    ),
    "PAYEE": (
        r"payee|beguenst|begunst|empfang|empfaeng|mottag|modtag|mottak|recipient|receiver|odbiorc|benefic|saaja|prijemc|destinat|^to|^target name"
        r"|kedvezm"
    ),
    "NAME": r"\bname|naam|\bnavn|\bnamn|\bnimi|\bnom\b|nombre|\bnome\b|nazw|nazev|nazov|\bnev\b|\bneve\b|inhaber|houder|holder|intestat|title of",
    "ACCOUNT": (
        r"account|\bkonto|konto\b|kontonummer|\bcomptes?\b|rekening|\bcuenta|\bconto\b|\bconta\b|rachun|\bucet|\buct[uo]\b|protiuct|szamla"
        r"|szamlasz|\btili|iban|\bacct|\bcard\b|kredietkaart|\bkarte|\bkort\b|kaart|\bkarta|\bkarty|\bcarte\b|tarjeta|\bcartao|numero carta"
    ),
    "IBAN": r"\biban\b",
    "CARD": r"card|getae?tigt von|karte|kort\b|kaart|\bkart[ay]|\bcarte\b|tarjeta|cartao|carta\b",
    "OWN": r"\bown\b|eigen|auftragskonto|auftraggeberkonto|^(account|konto|compte|rekening|cuenta|conto|conta|rachunek|ucet|tili|account id)$",
    "TEXT": (
        r"descr|purpose|verwendung|\btext|tekst|memo|detail|narrat|remittance|motif|libelle|communic|mededeling|omschrijving|message|betreff"
        r"|\bnotes?\b|notiz|beschreib|vorgang|\bopis|tytul|popis|zprav|sprav|poznamk|kozlemeny|megjegyz|reszlet|viesti|selite|concept|causale"
        r"|historico|lancamento|observ|forklaring|meddel|rubrik|particular|subject|comment|toelichting|\binfo|designation|\breferences?$"
        r"|transaktion$|(?<!\bde )(?<!\bla )transaction$|\bitem\b|\blabel\b|\bref ?\d|remarks?\b|buchungstext|\bwaar|\bpolozka"
    ),
    "REFERENCE": r"referen|\bref\b|\bid\b|\bnr\b|\bno\b|\bnum\w*|number|nummer|numer\b|identif|volgn|volgorde|viite|arkiv|archiv|cislo|\bcode\b|\bhash\b",
    "ID": (
        r"\bid\b|\bvolgn|volgorde|arkiv|archiv|\bhash\b|^(bank )?ref(eren\w*)?( (number|nummer|no|nr))?$|unique|transaktionsn|buchungsn"
        r"|numer operacji|numero d operation|numero de (la )?transaction|transactienummer|transaction (number|no|nr)|cislo (transakce|operace|operacie)|^transaktionscode$"
    ),
    "PAYMENT": r"payment|zahlungs|betaling|betalning|kunden|mandat|machtig|customer|client|glaubiger|creditor|incassant|\bvs\b|\bks\b|\bss\b|symbol",
    "E2E": r"end ?to ?end|\be2e\b|\beref\b",
    "TYPE": r"\btypes?\b|\btyp\b|typen|(?<!ka)art\b|soort|\btipo|druh\b|tipusa?|laji\b|\bkind\b|buchungstext|\bcode\b|betaalwijze",
    "STATUS": r"\bstatus|\bstate\b|statut|\betat\b|estado|\bstato\b|\bstav\b|\btila\b|\balla?pot",
    "FEE": r"(?<!after )\bfees?\b|gebuhr(?!ensch)|gebuehr(?!ensch)|entgelt|\bfrais|\bkosten|commission|kommission|spesen|poplat|oplata|prowizj|comision|avgift|gebyr|\bdij",
    "RATE": r"\brate\b|kurs\b|\bkoers|\bcours\b|\btaux\b|cambio|arfolyam|\bkurz\b|\bkurssi",
    "CATEGORY": r"categor|kategor|luokka|\bcategoria",
    "MCC": r"\bmcc\b(?! desc)|merchant category code|\bsic\b",
    "PRODUCT": r"^product$|^produkt$|^produit$|^producto$|^prodotto$|^pocket$|^wallet$|^space$",
    "IGNORE": (
        r"\bbic\b|swift|\bblz\b|bankleit|sort ?code|bank code|routing|bank (kod|cod)|address|adres|code pays|landcode|\bindiriz|e ?mail|phone|country|\bland\b"
        r"|city|\btown|post ?code|code postal|localit|woonplaats|\brue et num|\bstraat|zip|time ?zone|bankkod|\bkod bank|afstemt|\bemoji|receipt|(?<!notes and )\btags?\b|batch|laenderk|landerk|attachment"
        r"|terminal|clearingn|\bbank name|nazwa banku|bankname"
    ),
}  # fmt: skip
_CONCEPTS = {name: re.compile(stems) for name, stems in _STEMS.items()}
_UNIT = re.compile(r"\(\s*(\w+|[€£])\s*\)\s*$|\s(?:in |en )?([A-Z]{3}|euros?|Kč|zł|Ft|[€£])\s*$|^([A-Z]{3}) ?\$$")
_HUNDREDTHS = re.compile(r"\b(?:cents|minor ?units?)$")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "ð": "d", "þ": "th"})

LONGEST_HEADER, _LONGEST_SIDE = 90, 24  # characters

SIDES = {
    **dict.fromkeys(
        ("s", "d", "soll", "debit", "dr", "db", "dbit", "out", "-", "debet", "af", "uit", "ud", "ut", "outflow", "o", "dare", "debe", "cargo",
         "debito", "addebito", "debited", "debit transaction", "belastung", "obciazenie", "terheles", "kiadas", "utgift", "udgift",
         "withdrawal", "money out", "paid out", "expense", "ausgabe", "ausgang", "vydaj", "odchozi", "spent"), -1),
    **dict.fromkeys(
        ("h", "c", "k", "haben", "kredit", "credit", "cr", "crdt", "in", "+", "bij", "ind", "inn", "inflow", "i", "avere", "haber", "abono",
         "credito", "accredito", "credited", "credit transaction", "gutschrift", "uznanie", "jovairas", "bevetel", "inntekt", "indtaegt",
         "deposit", "money in", "paid in", "income", "einnahme", "eingang", "prijem", "prichozi", "received"), 1),
    "memo": 0, "neutral": 0,
}  # fmt: skip
"""Words in a cell, as ``plain_words`` gives them or a sign alone, that say which way money went; 0: it did not move."""

STATUS = frozenset(
    (
        "gebucht",
        "vorgemerkt",
        "umsatz gebucht",
        "umsatz vorgemerkt",
        "booked",
        "posted",
        "pending",
        "comptabilise",
        "en attente",
    )
)
"""What a cell says, as ``plain_words`` gives it, that tells of its booking only whether it came."""

ACCOUNT_LABEL = re.compile(
    r"^(own |eigenes |numero (de )?)?(account|\w*konto|compte|rekening|cuenta|conto|conta|rachunek|ucet|tili|iban|rib|card|karte|kort|carte"
    r"|livret(?: [ab]|jeune|de developpement durable)?|ldds?|pel|cel|kreditkarte|kontonummer|kartennummer|szamlaszam|kontonr|cislo uctu|numer rachunku)\b"
    r"(?!.*(holder|inhaber|houder|owner|type|art$|name|balance|saldo|solde|tenu))"
)
HOLDER_LABEL = re.compile(
    r"^(?:account |card ?|konto|depot|karten|rekening)?(?:holders?(?: name)?|owners?|inhaber(?:in|innen|s)?|houders?)(?: name)?$"
    r"|^(?:nom du )?titulaires?(?: du compte| de la carte)?$|^titular(?:es)?(?: de la cuenta)?$|^intestatari[oi](?: conto)?$|^cardholder(?: name)?$"
)
BANK_LABEL = re.compile(r"^(?:blz|bankleitzahl|bank code|sort ?code)$")
CARD_LABEL = re.compile(
    r"^(?:(?:credit |kredit)?(?:card|karte)|(?:credit )?card (?:number|no)|(?:kredit)?karten(?:nummer|nr)|carte(?: de credit)?|numero de carte)$"
)
PERIOD_LABEL = re.compile(
    r"^(period|zeitraum|periode|date range|statement period|periodo|okres|buchungszeitraum|von bis|period covered)\b"
)
PERIOD_LINE = re.compile(
    r"\b(?:entre le|du|between|from|vom|von|zwischen)(?: \d+)+ (?:et le|au|and|to|bis|und)(?: (?:le|dem|zum))?(?: \d+)+$"
)
"""A line whose two days are a period, whatever stands before: "Opérations du compte entre le 01/01/2025 et le 31/01/2025"."""
BALANCE_LABEL = re.compile(
    r"^(?:current |closing |account |book |ledger |aktueller |neuer )?(?:balance|kontostand|saldo|solde)(?: (?:du compte|comptable|actuel))?"
    r"(?: (?:as|of|on|at|vom|am|per|zum|au|del|al|op|\d+))+$"
)
"""A balance and its day, as one line above a table states them; what is only available is none."""
CURRENCY_LABEL = re.compile(_STEMS["CURRENCY"])


_NOT_ENGLISH = re.compile(
    r"buchung|betrag|wahrung|waehrung|\bdatum|umsatz|empfang|verwendung|libelle|montant|\bsolde\b|commerc|devise|achat|valeur|fecha|importe\b|concepto"
    r"|cargos?\b|abonos?\b|moneda|bedrag|rekening|omschrijving|naam\b|belop|belob|kwota|\bopis|castka|ciastka|osszeg|maara|importo|operazione"
    r"|descrizione|descricao|lancamento|tekst\b|forklaring"
)


def is_not_english(header: Iterable[str]) -> bool:
    """Whether two headers or more are words of another language: no other writes the month first (Unicode CLDR)."""
    return sum(bool(_NOT_ENGLISH.search(plain_words(cell))) for cell in header) > 1


def plain_words(text: str) -> str:
    """A header without accents, punctuation, unit and capitals."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


def split_header(header: str) -> tuple[str, str | None]:
    """A header such as ``Betrag (EUR)`` or ``Amount in EUR``, without its unit, and the unit's code."""
    match = _UNIT.search(header)
    code = currency_code(match[1] or match[2] or match[3]) if match else None
    return (header[: match.start()], code) if match and code else (header, None)


@lru_cache(4096)
def concepts_of(header: str) -> frozenset[str]:
    """The concepts that a header's words name; ``UNIT`` where it names a currency beside its meaning. A sentence names none."""
    if len(header) > LONGEST_HEADER:
        return frozenset()
    bare, unit = split_header(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header) if " " not in header else header)
    words = plain_words(bare)
    if _HUNDREDTHS.search(words):
        return frozenset({"IGNORE"})  # an amount that is a hundred times too large
    found = {name for name, stems in _CONCEPTS.items() if stems.search(words)}
    if unit and not words:  # "CAD$" over what was paid in it
        return frozenset({"AMOUNT", "UNIT"})
    return frozenset(found | ({"UNIT"} if unit else set()))


def side_of(cell: str) -> int | None:
    """-1 where a cell says that money went out, 1 where it came in, 0 where it says neither, ``None`` where it is no such word."""
    if len(cell) > _LONGEST_SIDE:
        return None
    return SIDES.get(cell.strip() if cell.strip() in ("+", "-") else plain_words(cell))


def is_iban(text: str) -> bool:
    """Whether it passes the check of ISO 13616 (modulo 97)."""
    bare = text.replace(" ", "")
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", bare):
        return False
    return int("".join(str(int(char, 36)) for char in bare[4:] + bare[:4])) % 97 == 1
