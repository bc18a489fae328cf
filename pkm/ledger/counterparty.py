"""One name for the many ways in which banks print the same counterparty."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pkm.ledger.places import COUNTRIES, LANDS, LONGEST_TOWN, STATES, TOWNS
from pkm.ledger.prototypes import fold, is_chain
from pkm.models import Transaction

VERSION = 8  # a new one means: tell the payees of all bookings again
LONGEST_KEY = 120  # characters: more would be a description, and no entry of an index

_MONTH = (
    r"(?:jan|feb|mar|apr|mai|may|jun|jul|aug|sep|sept|oct|okt|nov|dec|dez|janvier|fév|fev|mars|avr|avril|juin|juil|août|aout|"
    r"januar|january|februar|february|february|février|fevrier|märz|maerz|march|april|juni|june|juli|july|juillet|august|"
    r"september|septembre|oktober|october|octobre|november|novembre|dezember|december|décembre|decembre)"
)
_STATE = rf"(?:\s(?:{'|'.join(sorted(STATES))})$)?"
_PROCESSOR = re.compile(
    r"^(?:paypal|pp|sq|sumup|zettle|izettle|stripe|tst|klarna|mollie|adyen|gpay|google|apple|sp|py|wpy|fsp|dd|lsp?|nyx)\s*[*_]+\s*(?=\w)"
)
# What a bank says of the way of payment, before the name. Words that are also a name count only with what follows them.
_WAY = re.compile(
    r"""^(?:
        (?:sepa[\s-]*)?(?:basis|erst|folge|einmal|firmen|dauer)?-?lastschrift(?:\sch-dd)?(?:\s+(?:von|an))?
      | (?:sepa[\s-]*)?(?:online|echtzeit|dauerauftrags)?-?(?:überweisung|ueberweisung|gutschrift|dauerauftrag)(?:\s+(?:an|von))?
      | (?:kartenzahlung|kartenumsatz|debitkartenumsatz|girocard|bezahlung)(?:\s+(?:mit|karte|girocard|debit|visa|mastercard|maestro|bei))*
      | (?:debit\s|credit\s|visa\s)?card\s(?:payment|purchase|transaction)(?:\s(?:to|at))?
      | (?:pos|eftpos|visa|mastercard|maestro|debit\scard|credit\scard|contactless|apple\spay|google\spay)
        (?:\s(?:payment|purchase|debit|credit|wdl|merchandise))*(?:\s(?:to|at))?
      | (?:checkcard|purchase\sauthorized\son|recurring\spayment(?:\sto)?|ach\s(?:debit|credit)|zelle(?:\s(?:payment|transfer))?\s(?:to|from)|(?:online|bill|faster)\spayments?\s(?:to|from))
      | vd[abcp] | \*mobi | \*inet | d/d | direct\sdebit(?:\spayment)?(?:\sto)? | standing\sorder(?:\sto)?
      | (?:paiement|achat)\s(?:par|avec\s(?:la|votre))\scarte(?:\s(?:de\s)?(?:débit|debit|crédit|credit|banque|bancaire|visa|mastercard))*(?:\s(?:n[°o]?|numero|numéro))?(?:\s[\dx]{4})*
      | betaling\smet\s(?:de\s)?(?:bank|debet|krediet)?kaart(?:\s(?:nr|nummer))?\.?(?:\s[\dx]{4})*
      | (?:(?:facture|paiement|achat)\s(?:par\s)?carte|(?:paiement\s(?:par\s)?|achat\s)?cb)(?:\s(?:bancaire|du))*
      | paiement\s(?:de\s)?facture(?:\s-\saccèsd)? | paiement\spréautorisé | achat\sinterac | virement\sinterac\s(?:à|de)
      | paiement(?:\spsc|\sinternet|\sbancontact)? | (?:betaling\s)?(?:bancontact|payconiq) | (?:prlv|prélèvement|prelevement)(?:\s(?:sepa|europeen|européen|de))*
      | (?:vir|virement)(?:\s(?:en\seuros|sepa|inst|instantané|permanent|recu|reçu|emis|émis|en\s(?:votre\s)?faveur(?:\sde)?|de|pour))* | sepa(?:\scredit\stransfer)?
      | (?:einkauf|bargeldbezug)(?:\s\w+)?(?:\s(?:debit|visa|mastercard|maestro|card|karte|debitkarte|kreditkarte))+(?:\snr\.?\s[x*]{2,}\s?\d{4})?
      | (?:twint\s)?(?:kauf|achat|acquisto)/(?:dienstleistung|online-?shopping|service|shopping\sen\sligne|servizio)
        (?:\s(?:vom|du|del)\s[\d.]+)?(?:\s(?:(?:debit|kredit)?karten?|carte(?:\sde\sdébit)?|carta(?:\sdi\sdebito)?)(?:\s(?:nr|no|n)[.°]?)?(?:\s[x*]{2,}\s?\d{4})?)?
      | twint[\s-](?:zahlung|belastung|gutschrift|einkauf|kauf|überweisung|paiement|achat|versement|virement|débit|crédit)(?:\s(?:an|von|bei|à|de))?
      | (?:kauf|achat|acquisto)\s(?:vom|du|del)\s[\d.]+\s(?:karten?|carte|carta)(?:\s(?:nr|no|n)[.°]?)?(?:\s[x*]{2,}\s?\d{4})?
      | giro\spost[eo]? | (?:auftrag\s|ordre\s|ordine\s)?e-?finance | ordre\spermanent | débit\sdirect
      | (?:zahlung|belastung|gutschrift|einkauf|kauf|paiement|achat|débit|crédit)\s(?:(?:via|mit|par|avec)\s)?twint
      | danke,?\sihr
    )[\s:;*,./-]+(?=\w)""",
    re.VERBOSE,
)
_CARD = re.compile(r"^(?:card|carte)[ :;*-]+(?=[\dx*])")
_CARD_OF_WAY = re.compile(r"^[x*]+\d{4}\s+(?=\w)")
_DAY_OF_WAY = re.compile(r"^(?:\d{4}|\d{6}|\d\d[/-]\d\d(?:[/-]\d\d)?)\s+(?=[^\W\d])")
_TAGGED = re.compile(
    r"\b(?:eref|kref|mref|cred|debt|coam|oamt|abwa|abwe|bref|rref|iban|bic|purp)\+\S*"
)  # of MT940's :86:
# A party that a Swiss statement labels in its one column of text, and what it was told of the payment.
_LABELLED = re.compile(
    r"^.*?\b(?:auftraggeber(?:in)?|(?:zahlungs)?empfänger(?:in)?|begünstigte[rn]?|donneur d'ordre|bénéficiaire|destinataire|ordinante|beneficiario):\s*(?=\w\w)"
)
_TOLD = re.compile(
    r"(?<=\w\w)\s+(?:mitteilung(?:en)?|verwendungszweck|zahlungszweck|communications?|motif(?: du paiement)?|comunicazion[ei]):.*$"
)
_PURPOSE = re.compile(r"^.*\bsvwz\+\s*(?=\S)")
_BOUGHT = re.compile(
    r"\b(?:ihr einkauf bei|your purchase (?:at|from)|votre achat (?:chez|auprès de)|einkauf bei)\s+(?P<shop>[^,]{2,})",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"\b(?:https?://)?(?:www\.)?(?:[a-z0-9-]+\.)??(?P<site>[a-z0-9-]{2,})\.(?:com|net|org|gov\.uk|de|fr|at|ch|eu|io|co\.uk|uk|lu|be|nl|ie|tv|app)"
    rf"\b(?![.\w])(?:/\S*)?{_STATE}"
)
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d{2,4}\)?(?:[ .-]\d{2,4}){2,4}(?!\w)" + _STATE)
_WHEN = re.compile(
    rf"\b\d{{4}}-\d\d-\d\d(?:t\d\d:\d\d(?::\d\d)?)?|\b\d{{1,2}}[./]\d{{1,2}}[./](?:\d{{2,4}})?(?!\d)|\b\d\d?/\d{{4}}\b|\b\d\d?:\d\d(?::\d\d)?\b"
    rf"|(?<=\w)\s+on\s\d\d/\d\d(?!\d)|(?<=\w)\s+(?:on|vom|am|du|le)?\s*\d{{1,2}}\s?{_MONTH}\b\.?(?:\s?\d{{2,4}})?$|\b(?:mon|tue|wed|thu|fri|sat|sun)\s\d{{1,2}}[ap]m\b|\bkfn \d+ vj \d+"
)
_INVOICE = re.compile(
    r"(?<=\w)[\s,;:-]+(?:rechnungs?|rechnungsnummer|invoice|facture|rg|bestellung|order|kundennummer|kundennr|vertragsnummer|ref|reference|mandate|mandat)"
    r"[\s.:#-]*(?:nr|no|n°|nummer|number)?[\s.:#-]*(?=[\w/-]*\d)[\w/.-]+(?:\s(?:vom|dated|du|of))?\s*$"
)
# What an Austrian bank prints of a booking in one column: its kind and number, the bank and account or the machine, who was paid.
_NUMBERED = re.compile(r"^[^|]*\b[a-z]{2}/\d{6,}\|(?=.*\w\w)")
_NOT_WHO = re.compile(
    r"(?:pos|atm|automat)\s+.*|(?:[a-z]{6}[a-z0-9]{2}(?:[a-z0-9]{3})?\s+)?[a-z]{2}\d{2}[a-z0-9]{11,30}|[\W\d]*"
)
# What it was paid for, or how, behind the name: banks that print one column of text put it there, others elsewhere.
_WHAT_FOR = re.compile(
    r"""(?<=\w\w)\s+(?:
        (?:paiement|achat)\s(?:par\s|avec\s(?:la\s)?|à\sla\s)?carte | (?:zahlung|einkauf)\s(?:mit\s)?debitkarte | kartenzahlung | debit\scard\spayment
      | (?:prlv|prélèvement|prelevement|vir(?:ement)?)\ssepa | sepa-?lastschrift | lastschrift | direct\sdebit | standing\sorder
      | (?:dd|ddr)(?=\s[a-z-]*\d) | (?:ref|inv)(?=\s[\w-]*\d)
      | miete | mietzins | kaltmiete | warmmiete | rechnung | (?:jahres|monats)?(?:prämie|praemie|beitrag|rechnung|abschlag) | mitgliedsbeitrag
      | abo | monatsabo | gehalt | lohn | bonus | leasingrate | loyer | facture | abonnement | cotisation | salaire | rent(?!\sa\b) | salary | subscription
    )\b.*$""",
    re.VERBOSE,
)
# What a card's bank tells of a payment in another currency, behind the name.
_ABROAD = re.compile(r"(?<=\w\w)\s+foreign\sspend\samount:.*$")
# That it came back says what the booking is, not who paid it.
_BACK = r"(?:(?:rück|rueck)?erstattung|gutschrift|retoure|refund|remboursement|rembt|avoir)"
_CAME_BACK = re.compile(
    rf"^{_BACK}(?:\s(?:von|from|de|of))?[\s:,-]+(?=\w\w)|(?<=\w\w)[\s:,-]+{_BACK}(?:\s(?=[\w/-]*\d)[\w/-]+|\sof\s\w+)?$"
)
_BANKS_CODE = re.compile(
    r"(?<=\w\w)\s+(?:ddr|bgc|sto|bbp)(?:\s(?:salary|loan|mortgage))?$"
)  # of British banks, behind the name
_MASKED = re.compile(
    r"(?:\b(?:carte|card|karte(?:n-?(?:nr|nummer))?)\.?\s+)?(?:\d{4}\s?)?[x*•.]{2,}\s?\d{2,}|\bcarte\s\d{4}x+\b"
)
_BRANCH = re.compile(
    r"\s+(?:(?:(?:nr|no|fil|filiale|store|branch|terminal)\.?\s*)?#?\s?\d{3,}|(?:fil|filiale|store|branch|terminal)\b\.?\s*#?\d+)(?!\w)"
)
_PAID_BY = frozenset((
    "karte", "kartenzahlung", "girocard", "card", "carte", "visa", "mastercard", "maestro", "debit", "credit", "ec", "cb",
))  # fmt: skip
_FOUNDED = re.compile(r"1[89]\d\d|20[0-2]\d")
_CARD_BEHIND = re.compile(r"(?<=\w\w)\s+cd\s\d{4}$")  # which of a British bank's cards paid
_STORE = re.compile(r"(?<=\w)\s+f\d{4,}\b.*$")  # a restaurant's number in the United States
_NUMBER = re.compile(r"(?<=\w)\s+(?:(?:nr|no)\.?\s*)?#\s?\d+\b")
_STREET = re.compile(r"\w+(?:str|straße|strasse|weg|platz|allee|damm|gasse|ring)")
_BOOKING = re.compile(r"(?<=\w)[\s*]+(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{6,}$")  # letters and digits, no word
_STARS = re.compile(r"\*{2,}")
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
_THANKS = re.compile(r"\b(?:sagt danke|dankt|says thanks|vous remercie)\b")
_LEGAL_FORM = re.compile(
    r"(?<=\w)\s+(?:gmbh|mbh|ag|se|kg|kgaa|ohg|ug|gbr|eg|e ?v|e ?k|ltd|limited|plc|inc|llc|llp|corp|s ?a|s ?a ?r ?l|s ?a ?s|b ?v|n ?v|"
    r"s ?r ?l|s ?p ?a|s ?c ?a|eurl|oy|ab|as|et cie)$|(?<=\w)\s+niederlassung\b.*$|(?<=\w)\s+&? ?co$"
)
_MARKS = re.compile(r"[^\w&+']+|_+")
_PERIOD = re.compile(rf"(?<=\w)\W+(?:{_MONTH}(?:\W+\d{{2,4}})?|(?:\d\d?[./-])?\d{{4}})$")

_LETTERS = re.compile(r"(?<=(?<![^\W_])[^\W\d_])\+(?=[^\W\d_](?![^\W_]))")  # H+M, where a bank's letters have no "&"

# Names that one firm goes by; no word of a value leads on to another.
_KNOWN = {
    "amazon": """amzn, amzn mktp, amzn mktp de, amzn mktp us, amzn mktp uk, amzn mktp fr, amzn mktplace, amazon mktplace, amazon mktpl, amazon mktp, amazon mktplace pmts,
        amazon marketplace, amazon eu, amazon payments europe, amazon payments, amzn digital, amazon de, amazon eu niederlassung, amazon retail, amznmktplace, amznmktplace amazon, amzn mktplace amazon, amazon com""",
    "amazon prime": "amzn prime, amznprime, amzn prime de, amznprime de, amazon prime de, amazon prime fr, amazon prime uk, amzn prime uk, amazon prime membership",
    "apple services": "apple com bill, itunes com bill, apple com bill one",
    "paypal": "paypal europe, pay pal, paypal inst xfer",
    "mcdonald's": "mcdonalds, mc donald's, mc donalds, mcdonald s",
    "sainsbury's": "sainsburys, sainsburys s mkts, sainsbury's s mkts",
    "tesco": "tesco stores, tesco store, tesco express, tesco extra, tesco metro",
    "walmart": "wal mart, wm supercenter, wal mart supercenter",
    "whole foods": "wholefds, wholefds mkt, whole foods market",
    "dm": "dm drogerie markt, dm drogeriemarkt, dm fil, dm drogerie",
    "ebay": "ebay com, ebay marketplaces",
    "lidl": "lidl dienstleistung, lidl vertriebs, lidl stiftung",
    "deutsche bahn": "bahn, db vertrieb, db fernverkehr, db regio, db bahn, db ag",
    "telekom": "telekom deutschland, deutsche telekom",
    "netto": "netto marken discount",
    "rewe": "rewe markt",
    "penny": "penny markt",
    "geldautomat": "ga, ga nr",
    "uber eats": "uber eats pending",
    "uber": "uber trip, uber trip pending",
}  # fmt: skip
_SAME = {alias.strip(): name for name, aliases in _KNOWN.items() for alias in aliases.split(",")}
_APPLE = re.compile(r"\b(apple|itunes)\.com/bill\b")
_EBAY = re.compile(r"^ebay\s?o\*.*$")
_AMAZON = re.compile(r"^(am(?:azon|zn)[a-z. ]*?)(?:\.(?:com\.[a-z]{2}|co\.[a-z]{2}|com|[a-z]{2}))?\*.*$")
_NO_NAME = frozenset({"paypal"})


@lru_cache(maxsize=65_536)
def normalise(name: str) -> str:
    """The key under which a counterparty's bookings belong together.

    Leaves out what a terminal adds (card words, branch number and the town behind it, times, masked cards), the
    payment processor before a star, the ending of a web address, and the legal form; a name is never left empty.
    """
    key = _PURPOSE.sub("", _plain(name))[: LONGEST_KEY * 2]
    while (shorter := _strip(key)) != key:
        key = shorter
    if len(key) > LONGEST_KEY:
        return normalise(key[:LONGEST_KEY])
    return key


def key_of(transaction: Transaction) -> str:
    """The key of a booking's counterparty; of its description where the bank names none."""
    return of(transaction.counterparty, transaction.description)


def of(name: str, description: str) -> str:
    """The key of the counterparty that a booking names; of its description where it names none.

    A processor names the shop in the description. A description goes without the month that it is for.
    """
    key = normalise(name)
    if key in _NO_NAME and (bought := _BOUGHT.search(description)):
        return normalise(bought["shop"])
    return key or normalise(_PERIOD.sub("", _CARD_BEHIND.sub("", _plain(description))))


def by_name(name: str) -> str | None:
    """The key that a name alone gives; ``None`` where a booking's description may tell another."""
    key = normalise(name)
    return key if key and key not in _NO_NAME else None


def _plain(name: str) -> str:
    plain = " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).split())
    return _LETTERS.sub("&", plain) if "+" in plain else plain


def _who(key: str) -> str:
    """Who was paid, of the parts that a bank numbers; the town stands behind two strokes."""
    told = [each.strip() for each in _NUMBERED.sub("", key).split("|")]
    return next((each for each in told if not _NOT_WHO.fullmatch(each)), key).partition("\\")[0]


def _strip(key: str) -> str:
    """Take one layer off; what has none comes back as it is."""
    key = _who(key) if "|" in key and _NUMBERED.match(key) else key
    stripped = _TAGGED.sub(" ", key).strip() if "+" in key else key
    if "*" in stripped or "/" in stripped:
        stripped = _EBAY.sub("ebay", stripped)
        stripped = _AMAZON.sub(r"\1", _APPLE.sub(r"\1 com bill", stripped))
        stripped = _PROCESSOR.sub("", stripped)
    if (named := _CARD.sub("", _WAY.sub("", stripped))) != stripped:
        stripped = _DAY_OF_WAY.sub("", _CARD_OF_WAY.sub("", named))
    if ":" in stripped:
        stripped = _TOLD.sub("", _LABELLED.sub("", _ABROAD.sub("", stripped)))
    stripped = _WHAT_FOR.sub("", _CAME_BACK.sub("", _BANKS_CODE.sub("", stripped)))
    if "//" in stripped and re.match(r"[^/]*\w{3}[^/]*//", stripped) and ":" not in stripped[:8]:
        stripped = stripped.split("//")[0]
    if "." in stripped:
        stripped = _SITE.sub(_name_of_site, stripped)
    if _DIGIT.search(stripped):
        for noise in (_CARD_BEHIND, _PHONE, _WHEN, _MASKED, _INVOICE, _STORE):
            stripped = noise.sub(" ", stripped)
        stripped = _BOOKING.sub("", _NUMBER.sub(" ", _without_branch(stripped)))
    stripped = _THANKS.sub(" ", _STARS.sub(" ", stripped))
    stripped = _LEGAL_FORM.sub("", " ".join(_MARKS.sub(" ", stripped).split()))
    stripped = _without_place(stripped)
    stripped = _same(stripped)
    return stripped if re.search(r"\w", stripped) else " ".join(_MARKS.sub(" ", key).split()) or key


def _same(key: str) -> str:
    """The name that the firm goes by; an alias of several words may have more behind it ("db vertrieb gmbh frankfurt")."""
    spoken = key.split()
    begun = (" ".join(spoken[:n]) for n in range(min(4, len(spoken)), 1, -1))
    return _SAME.get(key) or next((_SAME[each] for each in begun if each in _SAME), key)


def _without_branch(key: str) -> str:
    """Leave out a branch's number and what stands behind it, where a name of two letters stands before it."""
    for match in _BRANCH.finditer(key):
        before = key[: match.start()]
        if len(_LETTER.findall(before)) > 1 and not _is_founded(key, match):
            return before
    return key


def _is_founded(key: str, branch: re.Match[str]) -> bool:
    """Whether a number is the year of a club's or firm's name ("TSV 1860 Sportverein"): a word that is no town follows it."""
    words = _MARKS.sub(" ", key[branch.end() :]).split()
    if not _FOUNDED.fullmatch(branch.group().strip()) or not words or not words[0].isalpha():
        return False
    placed = any(" ".join(words[:n]) in TOWNS or " ".join(words[:n]) in LANDS for n in range(1, LONGEST_TOWN + 1))
    return (
        not placed
        and words[0] not in STATES | COUNTRIES | _PAID_BY
        and not is_chain(" ".join(fold(key[: branch.start()])))
    )


def _name_of_site(match: re.Match[str]) -> str:
    """A web address' own name; nothing where the words before it say it already."""
    site = match["site"]
    return "" if site in re.findall(r"[^\W_]+", match.string[: match.start()]) else site


def _without_place(key: str) -> str:
    """Leave out the town behind a chain's name, and any that is listed with its state or country.

    Elsewhere a town is part of the name: the Stadtwerke of two towns are two. A street behind the town goes with it.
    """
    words = key.split()
    if len(words) > 2 and _STREET.fullmatch(words[-1]) and is_chain(" ".join(fold(words[0]))) and words[1] in TOWNS:
        words = words[:2]
    is_placed = len(words) > 2 and words[-1] in STATES | COUNTRIES
    body = words[:-1] if is_placed else words
    for length in range(min(LONGEST_TOWN, len(body) - 1), 0, -1):
        rest, place = body[:-length], " ".join(body[-length:])
        if place in TOWNS or place in LANDS:
            name = _LEGAL_FORM.sub("", _BOOKING.sub("", " ".join(rest)))  # "Spotify P3F2A91C Stockholm"
            if is_placed or is_chain(" ".join(fold(name))):
                return " ".join(rest)
            break
    return key
