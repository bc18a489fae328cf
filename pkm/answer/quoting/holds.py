"""Whether a text holds what a question expects: a day, an amount, a name, a place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from pkm.answer.language import FUNCTION, content, detect, means, stems_of
from pkm.answer.planning.lookup import Expected
from pkm.answer.quoting import values
from pkm.facts.values import MONTH
from pkm.ledger.words import fold, stem, words

REACH = 80  # characters before a copula and an amount, in which the thing stands whose amount it is
BESIDE = 3  # words, where there is no copula: "the deposit, 900 euros"

_NUMERAL = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|twenty|thirty|sixty|ninety|eine[mnr]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf"
    "|vierzehn|fünfzehn|zwanzig|dreißig|sechzig|neunzig|une?|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|soixante"
)
_MONEY = re.compile(
    r"(?:€|\$|£|\b(?:eur|usd|gbp|chf|euros?|dollars?|pounds?)\b)\s?\d|(?<!\d)\d[\d.,' ]{0,20}\s?(?:€|\$|£|(?:eur|usd|gbp|chf|euros?|dollars?|pounds?|quid|bucks)\b)"
    r"|(?<![\d.,])(?:\d{1,3}(?:[.,'’]\d{3})+|\d+)[.,]\d\d(?![\d.,])(?!\s?(?:%|°|[kmcd]?[mlg]\b|[kmg]?wh?\b|[kmgt]b\b|bar\b|ha\b|[µm]?g/|m[²³23]|uhr\b|[ap]\.?m\b))"
    rf"|\b(?:{_NUMERAL})\s(?:euros?|dollars?|pounds?|quid|months['’]?\srent|\w*mieten|mois\sde\sloyer)\b",
    re.IGNORECASE,
)
_COPULA = re.compile(
    r"(?:\b(?:is|are|was|were|be|costs?|to|totals|of|beträgt|betragen|betrug|ist|sind|war|kostet|kosten|von|est|était|à|coûte|coûtent|de)|:)\W*$",
    re.IGNORECASE,
)  # right before an amount: "the rent is", "amounts to", "Kaution:"
_CLAUSE = re.compile(r"[.;!?\n](?:\s|$)")
_DURATION = re.compile(
    r"\b(?:\d+-?|ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf)(?:stündig|tägig|wöchig|monatig|jährig)\w*"
    rf"|\b(?:\d+|{_NUMERAL})\)?[\s-]+"
    r"(?:(?:full|calendar|working|volle|ganze)\s+)?(?:mins?\b|hrs?\b|std\b|h\s\d\d?\s?min\b|minute|hour|day|night|week|month|quarter|year|stunde|tag|nacht|nächte|woche|monat|jahr|heure|jour|nuit|semaine|mois|an|année)[a-z]*\b",
    re.IGNORECASE,
)  # fmt: skip
_PERCENT = re.compile(r"\d\s?(?:%|percent\b|per cent\b|prozent\b|pour ?cent\b)", re.IGNORECASE)
_DOTTED = r"(?:[01]?\d|2[0-3])\.[0-5]\d(?![\d.,]*\d|\s?(?:€|£|\$|%|eur|chf|gbp|usd|[a-zµ]+/|[km]?[mlg]\b))"
# An hour as it is written with a dot: "at 10.40", "9.00 to 16.00".
_HOURS = rf"(?<![\w.,£€$]){_DOTTED}(?=\s?(?:to|bis|until|till|à|-|–|—)\s?{_DOTTED})|(?:(?<=\.\d\d to )|(?<=\.\d\d bis )|(?<=\.\d\d à )|(?<=\.\d\d[–—-])|(?<=\.\d\d [–—-] )){_DOTTED}"
_HOUR = rf"(?<![\w.,£€$])(?:(?<=at )|(?<=um )|(?<=ab )|(?<=from )|(?<=until )|(?<=bis )|(?<=à )){_DOTTED}|{_HOURS}"
_CLOCK = re.compile(
    rf"\b\d{{1,2}}[:h][0-5]\d\b|\b\d{{1,2}}(?:\.[0-5]\d)?\s?(?:a\.?m|p\.?m|uhr|h)\b|{_HOUR}", re.IGNORECASE
)
_OPEN = re.compile(_HOURS, re.IGNORECASE)  # "9.00 to 16.00", which is no sum
_PAID = re.compile(
    r"\b(?:pays?|paid|costs?|charged|wants?|owes?|sold|bought|zahlt|zahlte|bezahlt|kostet|kostete|verlangt|coûte|payé|vendu)\s"
    r"(?:[^\W\d_]+\s){0,7}?(?!(?:19|20)\d\d\b)\d[\d.,]*(?=[,.;!?]?(?:\s(?:for|and|each|per|für|und|pro|pour|et)\b|\s?$|\n|,\s))",
    re.IGNORECASE,
)  # an amount whose currency everybody knows
_WEEKDAYS = (
    "mondays? tuesdays? wednesdays? thursdays? fridays? saturdays? sundays? montags? dienstags? mittwochs? donnerstags?"
    " freitags? samstags? sonntags? lundis? mardis? mercredis? jeudis? vendredis? samedis? dimanches?"
).replace(" ", "|")
_WEEKDAY = re.compile(rf"\b(?:{_WEEKDAYS})\b", re.IGNORECASE)
_SPANS = (
    "day week month quarter year spring summer autumn winter january february march april may june july august september"
    " october november december tag woche monat quartal jahr januar februar märz mai juni juli oktober dezember jour semaine"
    " mois an trimestre"
).replace(" ", "|")
_ORDINAL = (
    r"(?:\d+\.|first|second|third|fourth|fifth|ersten|zweiten|dritten|vierten|fünften|premier|deuxième|troisième)"
    r"\s(?:day|week|month|year|tag|woche|monat|jahr|halbjahr|jour|mois)\b"
)
_RECURRENT = re.compile(
    rf"\b{_ORDINAL}|\b(?:{_WEEKDAYS})\b|\b(?:dritten|third|troisième|\d+\.)\s(?:werktag|working\sday|business\sday|jour\souvrable)|\b(?:every|each|jede[nrsm]?|chaque)\s+(?:\w+\s+)?(?:{_SPANS})\b"
    r"|\b(?:daily|weekly|monthly|quarterly|yearly|annually|täglich|wöchentlich|monatlich|jährlich)\b",
    re.IGNORECASE,
)
_FREQUENCY = re.compile(
    rf"\b(?:(?:{_NUMERAL}|\d+)\s?(?:times?|x|mal|fois)|once|twice|thrice|einmal|zweimal|dreimal|viermal|fünfmal|sechsmal|\w+mals|every|each|jede[nrsm]?|alle(?=\s(?:\d|\w+\s)?\w*(?:tage|wochen|monate|jahre|stunden))|tous les|toutes les|chaque|une fois"
    rf"|\w*(?:daily|weekly|monthly|quarterly|yearly|annual(?:ly)?|nightly|hourly|täglich|wöchentlich|monatlich|jährlich|stündlich)\w*|(?:quotidien|hebdomadaire|mensuel|trimestriel|annuel)\w*"
    rf"|(?:{_WEEKDAYS})(?<=s)|on (?:{_WEEKDAYS})|par (?:jour|semaine|mois|an)|(?:a|per) (?:day|week|month|year)|(?:am|pro) tag|(?:pro|in der) woche|im (?:monat|jahr))\b",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"\b(?:every|each|jede[nrsm]?|chaque)\s+(?:\w+\s+)?(?:day|week|month|quarter|year|tag|woche|monat|quartal|jahr|jour|semaine|mois|trimestre|an)\b",
    re.IGNORECASE,
)
_THING = re.compile(
    r"(?:(?:the|our|my|her|his|den|der|dem|die|das|ein\w*|unser\w*|mein\w*|le|la|les|l['’]|un|une|notre|mon|ma)\s*)?([^\W\d_]+)",
    re.IGNORECASE,
)
_HOW_OFTEN = re.compile(
    r"\b(?:daily|weekly|monthly|quarterly|yearly|annual(?:ly)?|täglich|wöchentlich|monatlich|vierteljährlich|jährlich)\w*",
    re.IGNORECASE,
)
NAME = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herrn?|Frau|M|Mme|Mlle)\.? [A-ZÀ-Þ][\w'’-]+|\b[A-ZÀ-Þ][a-zß-ÿ'’-]+(?: [A-ZÀ-Þ][\w'’-]+)+"
)
# Where somebody goes, and no person: "in das Schullandheim Spohns Haus", "nach Bad Ems".
_INTO = re.compile(
    r"\b(?:ins|(?:in|auf) (?:das|die|den)|nach|into (?:the )?|dans (?:le |la |l['’]|les )?)\s*(?:[A-ZÀ-Þ][\w-]+ ){0,2}(?!(?:Herrn?|Frau|Dr|Prof|Mr|Mrs|Ms|Mme|M)\b)[A-ZÀ-Þ][\w'’-]+"
)
# The day of a law is that of nothing else.
_OF_LAW = re.compile(
    r"\b(?:loi|décret|ordonnance|arrêté|gesetz\w*|\w*verordnung|richtlinie|\w* act|directive|regulation)(?: n° ?[\w-]+)? (?:du|vom|of) (?:\d[\d./-]+|\d{1,2}(?:er|st|nd|rd|th|\.)? [^\W\d]+ \d{4})",
    re.IGNORECASE,
)
_CURRENCY = re.compile(r"\b(?:EUR|USD|GBP|CHF)\b")
TITLED_NAME = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herrn?|Frau|Mme|Mlle|Mademoiselle|Madame|Monsieur)\.? ((?:[A-ZÀ-Þ][\w'’-]+ ?){1,3})"
)
# Whom to turn to, which says not who does anything.
_REQUEST = re.compile(
    r"\b(?:please|kindly|bitte|veuillez|merci de) (?:\w+ ){0,3}?(?:tell|inform|write|call|contact|ask|let|notify|e-?mail|melden|sagen|schreiben|rufen|informieren|wenden|prévenir|avertir|contacter|appeler|écrire)\b[^.!?\n]*"
    r"|\b(?:complaints?|complain|beschwerden?|beschweren|plaintes?|réclamations?)\b[^.!?\n]*",
    re.IGNORECASE,
)
_TURNED_TO = stems_of(
    "contact call phone write tell inform ask notify turn kontakt kontaktieren ansprechpartner ansprechpartnerin anrufen melden schreiben wenden contacter appeler écrire prévenir complain complaint complaints beschwerde beschwerden beschweren plainte réclamation"
)
_FIRST_NAME = re.compile(
    rf"(?<=[a-zß-ÿ] )(?<!\bdu )(?<!\bdes )(?<!\bau )(?<!\bla )(?<!\ble )(?<!\brue )(?<!\bthe )(?!(?i:{MONTH}|{_WEEKDAYS})\b)[A-ZÀ-Þ][a-zß-ÿ]{{2,}}\b"
)  # where nouns are small; "rue du Moulin" and "the Zoo" are nobody
ADDRESS = re.compile(  # a street with its number, before a town or by its kind; a postcode with its town
    r"\b[A-ZÀ-Þ][\w.ß'’-]* \d{1,4}\s?[a-z]?,?\s+(?:[A-Z]{1,2}-)?\d{4,5}\s?[A-ZÀ-Þ]|(?<![\w-])(?:[A-Z]{1,2}-)?\d{5}\s?[A-ZÀ-Þ][a-zß-ÿ]+"
    r"|\b\d{1,4}(?: bis| ter)?,? (?:rue|avenue|av\.|bd|boulevard|place|chemin|impasse|allée|route|quai) "
    r"|\b\d{1,5}[a-z]? (?:[A-Z][\w'’-]+ ){1,3}(?:Street|St|Road|Rd|Lane|Avenue|Ave|Drive|Way|Close|Court|Place|Square|Gardens|Terrace)\b"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"
)
_SIZE = re.compile(
    r"\d[\d.,]*\s?(?:m²|m2|m³|m3|cbm|cubic met(?:re|er)s|kubikmeter\w*|mètres? cubes?|qm|sqm|sq\.? ?(?:m|ft)|square (?:met(?:re|er)s|feet)|quadratmeter\w*|mètres? carrés?|ha|hectares?|acres?|[ckm]?m|[km]?g(?:/d?l)?|l|mmhg|bar|°c|lit(?:re|er)s?|[kmgt]b|kwh?)(?!\w)",
    re.IGNORECASE,
)
# What stands behind "in", "at" and "on" and is a time, an amount or a manner.
_NO_PLACE = (
    r"(?:the |den |der |dem |die |einem? |un |une |la |le |les |l['’])?(?:\d|(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|case|fall|cas\b|total|all\b|addition|advance|writing|time|voraus|rahmen|kürze|folge|weise|schnitt|délai|avance\b|plus\b"
    r"|form\b|cash|bar\b|end\b|ende\b|fin\b|beginning|anfang|begin|rate|frist|least|most|once|bedarf|verlust|krankheit|auftrag|interesse|namen"
    r"|(?:\w+ ){0,2}(?:days?|weeks?|months?|years?|hours?|tage?n?|wochen?|monate?n?|jahre?n?|stunden?|jours?|semaines?|mois|ans?|heures?)\b)"
)
_PLACE = re.compile(
    rf"\b(?!(?:{MONTH})\b)"  # no "June 22"
    r"(?-i:[A-ZÀ-Þ][\wß-]+ (?!0|(?:19|20)\d\d\b)\d{1,4}[a-z]?\b)(?!\s?(?:[€$£%°]|(?:h|uhr|min|euros?|pounds?|dollars?|hours?|days?|weeks?|months?|years?|stunden?|tagen?|wochen?|monaten?|jahren?|heures?|jours?|semaines?|mois|ans)\b))"
    r"|(?<!\d\s)\b(?!(?:19|20)\d\d\b)\d{4,5}\b(?!\s\d)"  # a postcode, and no part of a telephone number
    rf"|\b(?:in|at|on|under|behind|next to|near|im|am|unter|hinter|neben|beim?|vor|zwischen|à|dans|sous|derrière|devant|chez)\s(?!{_NO_PLACE})"
    r"|\b(?:left|right|above|below|inside|outside|on top|opposite)(?: of)? (?:the|my|our)\s|\b(?:links|rechts|oberhalb|unterhalb|gegenüber) (?:von|vom|neben|der|des|dem)\s|à (?:gauche|droite) d|au-dessus d|en face d"
    r"|\b(?:an|auf|zu) (?:den|der|dem|die|das|einer|einem)\s|\bwith (?:the |my |our )?[A-ZÀ-Þ]",
    re.IGNORECASE,
)
_ENUMERATED = re.compile(r"(?m)^\s*(?:§\s*\d+[a-z]?|\d{1,2}(?:\.\d{1,2})*[.)])\s")  # the number of a clause
_NUMBER_BEHIND = re.compile(r"[^\w.;!?\n]{1,4}(?:(?:is|ist|lautet|est|no|nr|n°)\b[.:]?\s?)?[^\W\d_]{0,4}[\w/-]*\d")
_PHONE = re.compile(r"(?<![\w.,/-])(?<![A-Z]{2}\s)(?:\+|00?)?\d[\d /()-]{5,}\d(?![\w.,/-]\w)")
# The number of a customer or a contract is none to call.
_CODED = re.compile(
    r"(?:(?:customer|client|contract|policy|order|invoice|reference|account|member\w*|kunden|vertrags|versicherungs|versicherungsschein|bestell|auftrags|rechnungs|mitglieds|konto|steuer)[ -]?(?:no\b\.?|number|nr\b\.?|nummer|id\b)"
    r"|(?:num[ée]ro|n°) (?:de |du |d['’])?(?:client|contrat|police|commande|facture|compte|dossier|adhérente?|sécurité sociale))\W{0,5}[\d /()-]+",
    re.IGNORECASE,
)
_SUMS = stems_of(
    "amount sum deposit loan credit debt bonus premium price budget mortgage fund betrag summe kaution darlehen kredit schuld bonus prämie beitrag preis budget hypothek montant somme caution prêt crédit dette prime prix"
)  # whose size is one of money
# Of which the size is an area: a tariff "Flat 20 GB" tells that of no flat.
_DWELLINGS = stems_of(
    "flat apartment house home room bedroom garden terrace cellar wohnung haus zimmer garten terrasse keller appartement logement maison chambre jardin cave"
)
_AREA = re.compile(
    r"\d\s?(?:m²|m2|qm|sqm|sq\.? ?(?:m|ft)|square (?:met(?:re|er)s|feet)|quadratmeter\w*|m(?:ètres?)? carrés?|ha|hectares?|acres?)(?!\w)",
    re.IGNORECASE,
)
_HEAT = stems_of("temperature temperatur température")
_DEGREES = re.compile(r"\d\s?(?:°|degrees?\b|grad\b|degrés?\b)", re.IGNORECASE)
_CONTACT = re.compile(r"@|https?://|www\.", re.IGNORECASE)


def holds(expected: Expected, text: str, topic: Sequence[str] = ()) -> bool:
    """Whether a text holds something of the expected kind; a name that the question itself says is no answer."""
    match expected:
        case "date":  # "with three months' notice" and "every Monday" say when, too
            text = _OF_LAW.sub(" ", text)
            return names_a_time(text) or any(each.search(text) for each in (_DURATION, _RECURRENT))
        case "duration":
            return _DURATION.search(text) is not None
        case "often":
            return _FREQUENCY.search(text) is not None
        case "percent":
            return _PERCENT.search(text) is not None
        case "money":
            text = _OPEN.sub(" ", text)
            return _MONEY.search(text) is not None or _PAID.search(text) is not None
        case "time":
            return _CLOCK.search(text) is not None
        case "number":
            counted = _ENUMERATED.sub("", text)
            return re.search(r"\d", counted) is not None or bool(values.read(counted).numbers)
        case "phone":
            return any(not values.read(each).days for each in _PHONE.findall(_CODED.sub(" ", text)))
        case "contact":
            return _CONTACT.search(text) is not None
        case "address":
            return ADDRESS.search(text) is not None
        case "size":
            if not _DWELLINGS.isdisjoint(topic):
                return _AREA.search(text) is not None
            if not _HEAT.isdisjoint(topic):
                return _DEGREES.search(text) is not None
            return _SIZE.search(text) is not None or (not _SUMS.isdisjoint(topic) and _MONEY.search(text) is not None)
        case "where":
            return any(not _names(topic, text, each.end()) for each in _PLACE.finditer(text))
        case "who":
            text = _INTO.sub(" ", text)
            text = text if _TURNED_TO.intersection(topic) else _REQUEST.sub(" ", text)
            named = NAME.findall(text) or (_FIRST_NAME.findall(text) if detect(text) != "de" else [])
            return any(
                not set(content(each)).issubset(topic)
                and fold(each.partition(" ")[0]) not in FUNCTION
                and not _CURRENCY.search(each)
                for each in named
            )


def _names(topic: Sequence[str], text: str, place: int) -> bool:
    """Whether what is asked about itself stands at a place: "at the recital" does not say where that is."""
    following = _THING.match(text, place)
    return following is not None and stem(fold(following[1])) in topic


def names_a_day(text: str) -> bool:
    """Whether it names a day, or one that can be reckoned: "within 14 days", "on the 5th of each month"; not only how often."""
    return holds("date", _HOW_OFTEN.sub(" ", text))


def names_a_time(text: str) -> bool:
    """Whether it names a day or an hour."""
    return bool(values.read(text).days) or _CLOCK.search(text) is not None


def names_an_occasion(text: str) -> bool:
    """Whether it names a day, an hour or a day of the week, and not only how often or how long."""
    return names_a_time(text) or _RECURRENT.search(_HOW_OFTEN.sub(" ", _EACH.sub(" ", text))) is not None


def weekdays(text: str) -> frozenset[str]:
    """The stems of the days of the week that a text names."""
    return frozenset(stem(fold(each)) for each in _WEEKDAY.findall(text))


def is_its_number(said: str, asked: AbstractSet[str]) -> bool:
    """Whether a number, or a code with digits, stands right behind what it is said to be: "Serial number: NH620-2311"."""
    told = [(each.end(), stem(fold(each.group()))) for each in re.finditer(r"[^\W\d_]+", said)]
    return any(_NUMBER_BEHIND.match(said, end) for end, own in told if any(means(each, {own}) for each in asked))


def is_its_amount(said: str, things: AbstractSet[str]) -> bool:
    """Whether an amount is said to be that of one of these things."""
    for match in _MONEY.finditer(said):
        before = _CLAUSE.split(said[max(0, match.start() - REACH) : match.start()])[-1]
        told = words(before)
        stems = {stem(each) for each in (told if _COPULA.search(before) else told[-BESIDE:])}
        if any(means(each, stems) for each in things):
            return True
    return False
