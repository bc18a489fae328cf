"""By what an answer is divided, what an average is reckoned for, and how many are asked for."""

from __future__ import annotations

import re
from typing import Literal

from pkm.answer.planning import sayings
from pkm.answer.planning.anchors import COUNT, number
from pkm.answer.planning.days import Unit
from pkm.answer.planning.intent import QuestionKind, says
from pkm.answer.planning.period import fold_in_place
from pkm.answer.planning.wording import any_of

Group = Literal["day", "week", "month", "quarter", "year", "weekday", "category", "counterparty", "account", "person"]
Per = Literal["booking", "day", "week", "month", "year"]
Extreme = Literal["most", "least"]

SHOPS = r"(?:shops?|stores?|merchants?|counterpart(?:y|ies)|payees?|vendors?|compan(?:y|ies)|firms?|recipients?|suppliers?|sources?|payers?|employers?|restaurants?|supermarkets?|charit(?:y|ies)|organi[sz]ations?|associations?)"
LADEN = r"(?:quellen?|zahlern?|arbeitgebern?|handlern?|empfangern?|geschafte?n?|laden|firm(?:a|en)|gegenpartei\w*|anbietern?|lokal\w*|organisation(?:en)?|vereinen?)"
COMMERCE = r"(?:commercants?|commerces?|beneficiaires?|magasins?|marchands?|fournisseurs?|enseignes?|payeurs?|associations?|organismes?|organisations?)"
PLACES = r"(?:restaurants?|supermarkets?|pubs?|cafes?|bars?|bakery|bakeries|pharmacy|pharmacies|(?:petrol|gas|filling) stations?)"
ORTE = r"(?:restaurants?|supermarkt\w*|kneipen?|cafes?|bars?|backerei\w*|apotheken?|tankstellen?)"
LIEUX = r"(?:restaurants?|supermarches?|cafes?|bars?|boulangeries?|pharmacies?|stations?-service)"
_NAMED: tuple[tuple[Group, re.Pattern[str]], ...] = (
    ("weekday", any_of(r"""
        (?:by|per|each|every|which|what) (?:day of the week|weekday)|days of the week|weekdays
        (?:nach|pro|je|jede[nm]|welche[nmr]) wochentag(?:e|en)?|wochentage
        (?:par|chaque|quels?) jours? de (?:la )?semaine|jours de la semaine
    """)),
    ("person", any_of(r"""
        (?:per|by|each|every) person|each of us|who (?:of us |in the family )?(?:spends?|spent|paid|pays|earn\w*) (?:the |how )?(?:more|most|least|much)
        (?:pro|je|nach) (?:person(?:en)?|kopf)|wer (?:von uns )?(?!hat (?:uns|mir)\b)(?!.*\b(?:von uns|bekommen|erhalten|kassiert)\b).*\b(?:mehr|meisten|meiste|wie ?viel)|wer von uns .*\b(?:mehr|meisten|meiste|wie ?viel)|jede[rm]? (?:einzelne[rm]? )?von uns
        par personne|chacun(?:e)? d(?:e|'entre) nous|(?<!a )(?<!chez )(?<!ce )(?<!de )qui (?!nous a\b|m'a\b)(?:de nous |a |d'entre nous )?.*\b(?:le plus|combien)
    """)),
    ("account", any_of(r"""
        (?:by|per|each|every|all(?: (?:our|my))?) accounts?|of each account|account balances|accounts' balances
        (?:nach|pro|je|jedes) (?:konto|konten)|aller (?:unserer |meiner )?konten|alle (?:unsere |meine )?konten|kontostande
        (?:par|chaque) compte|tous (?:les|nos|mes) comptes
    """)),
    ("category", any_of(r"""
        (?:which|what|biggest|largest|smallest|main) (?:\w+ )?categor(?:y|ies)|(?:by|per|each|every|across|into) categor(?:y|ies)|what .*\bspen[dt] .*\bmoney on|what (?:did|does|has) (?:the|our|my) money (?:go|gone)|how (?:is|are|was|were) .* (?:distributed|split|divided|spread)(?!.*\b(?:by|over|per)\b)|category by category|categories|what .*\bpay (?:the )?most(?: for)?|what .*\b(?:spend|spent|spending) (?:the )?(?:most|least)(?: money)?(?: on)?(?! at)|what .*most .*\bon|where (?:does|did|do|is|has) .*\bmoney (?:go|gone|going)
        (?:nach|pro|je|auf) kategorien?|wie verteil\w+ sich(?!.*\b(?:nach|pro|je|uber)\b)|welche\w* kategorie|kategorien|(?:gross?te|kleinste)[nrs]? kategorie|wofur .*\b(?:meist|wenigst)\w*|wofur (?:haben|habe|hat|wurde) .*\bgeld .*ausgegeben|wofur .*\bgeld\b|wohin .*\bgeld
        par categories?|categories les plus|plus (?:petite?|grosse?|grande?|importante?)s? categories?|a quoi (?:est |a |ont |sert )?(?:passe|servi)?.*\bargent|comment se repartis\w*(?!.*\bpar\b)|quelles? categories?|ou (?:part|va|passe|est (?:passe|parti|alle)) .*\bargent|(?:sur|pour|dans) quoi .*\ble plus
    """)),
    ("counterparty", any_of(rf"""
        who (?:has |have )?(?:paid|pays|sent|gave|gives) (?:us|me) .*\b(?:most|least)|(?:at|in|from|to) each(?: one| of them)?(?=\W*$)|(?:bei|in|an) (?:welche[mnr]|jede[mnr])(?=\W*$)|(?:dans|chez|pour|a) chacune?(?=\W*$)|top (?:\w+ )?(?:der |des |de )?(?:{LADEN}|{COMMERCE})|(?:by|per|each|every) (?:{SHOPS}|{PLACES})(?! (?:visit|bill|meal|trip|purchase)s?\b)|{SHOPS} (?:by|for) {SHOPS}|(?:which|what|top|at which) (?:\w+ )?{SHOPS} .*\bmost|(?:which|what) {SHOPS} .*\bvisit|where .*\bmost (?:often|frequently)|top (?:\w+ )?{SHOPS}|(?:largest|biggest) (?:payees?|merchants?|counterpart(?:y|ies)|suppliers?|recipients?|vendors?)|whom? .*\bpay (?:the )?most|who (?:got|gets|received|receives) (?:the )?most|where (?:do|did|have) .*\b(?:shop|spend|spent|shopped) (?:the )?most|who .*most (?:of )?(?:our|my|the) money|(?:at|in)? ?(?:which|what) (?:\w+ )?{PLACES} .*\b(?:most|more|least)
        wer hat (?:uns|mir) .*\bam (?:meisten|wenigsten)|von wem .*\bam (?:meisten|wenigsten)|(?:nach|pro|je) (?:{LADEN}|{ORTE})|gross?te[nr]? {LADEN}|(?:in|bei) (?:welche\w* )(?:\w+ )?{LADEN}|(?:bei wem|an wen|wem) .*meist\w*|wo (?:haben|hab|habe|hatten) (?:wir|ich) (?!.*\bgeld\b).*\bam (?:meisten|wenigsten)\b.*|(?:(?:in|bei) )?welche\w* (?:\w+ )?{ORTE} .*(?:meist|wenigst)\w*|wo .*\bam (?:haufig|ofte?)sten|welche\w* {LADEN} .*\bam (?:haufig|ofte?)sten|wer (?:hat|bekam|bekommt) .*meist\w* .*(?:bekommen|geld|von uns)
        qui (?:nous a|m'a) .*\ble plus|(?:a|chez|vers|de) qui .*\ble plus|ou .*\ble plus (?:souvent|frequemment)|ou (?:avons|a|ai)-(?:nous|t-on|je) (?!.*\bargent\b)(?:le plus depens\w+|depens\w+ le plus)|qui .*\b(?:a|ont) (?:\w+ )?(?:recu|touche|encaisse|gagne)\w* .*\b(?:le plus|de nous|notre argent)|qui nous .*\b(?:coute|prend|facture)\w* le plus|(?:par|chaque) (?:{COMMERCE}|{LIEUX})|chez (?:qui|quels?|quelles?) .*\ble plus|chez quels? {COMMERCE}|quels? {COMMERCE} .*\bplus|plus (?:gros|grands?|importants?) {COMMERCE}|(?:(?:dans|a|chez|en) )?quel(?:le)?s? {LIEUX} .*\b(?:plus|moins)
    """)),
)  # fmt: skip
_UNIT_WORDS: tuple[tuple[Unit, str], ...] = (
    ("day", r"days?|daily|tag(?:en?|lich\w*)?|jours?|quotidien\w*"),
    ("week", r"weeks?|weekly|woche|wochen(?:t?lich\w*|weise)?|wochent?lich\w*|semaines?|hebdomadaires?"),
    ("quarter", r"quarters?|quarterly|quartal\w*|vierteljahr\w*|trimestres?|trimestriel\w*"),
    ("year", r"years?|yearly|annual(?:ly)?|jahr(?:en?|es|lich\w*|esweise|es(?:beitrag|gebuhr|rate|kosten|preis|pramie|ausgaben|einnahmen|verbrauch|einkommen))?|ans?|annees?|annuel\w*"),
    ("month", r"months?|monthly|monat(?:en?|s|lich\w*|sweise|sdurchschnitt\w*|s(?:beitrag|gebuhr|rate|kosten|preis|pramie|ausgaben|einnahmen|verbrauch|einkommen))?|mois|mensuel\w*|mensualites?"),
)  # fmt: skip
_UNIT = "|".join(form for _, form in _UNIT_WORDS)
_DIVIDES = re.compile(
    rf"(?<!\w)(?:by|nach|break\w* .{{0,20}}(?:by|per)|aufge\w+ nach)\s(?P<by>{_UNIT})(?!\w)"
    rf"|(?<!\w)(?P<again>{_UNIT}) (?:by|for|fur|um|par|after) (?P=again)(?!\w)|(?<!\w)(?P<weise>wochenweise|monatsweise|quartalsweise|jahresweise)"
    rf"|(?<!\w)(?P<ly>{_UNIT}) (?:\w+ )?(?:breakdown|totals?|sums?|overview|summary|summen?|ubersicht|aufstellung|totaux)(?!\w)"
)
MOST = any_of("most|highest|least|meist\\w*|wenigst\\w*|hochsten|le plus|le moins")
_WHICH = re.compile(
    r"(?<!\w)(?:who|whom|where|which|what|wer|wen|wem|wofur|wohin|woher|was|wo|welche[nmrs]?|qui|quoi|quel(?:le)?s?|ou)(?!\w)"
)
_HAS_MOST = any_of(
    "most|highest|dearest|priciest|costliest|largest|biggest|meist\\w*|haufigst\\w*|oftest\\w*|hochste\\w*|teuerste\\w*|gross?te\\w*|(?:le|la) plus"
)
LEAST = any_of(
    "least|lowest|cheapest|smallest|wenigst\\w*|niedrigste\\w*|billigste\\w*|gunstigste\\w*|kleinste\\w*|(?:le|la) moins|plus (?:bas|petite?|faible)"
)
_EXTREME = r"(?:high|low|larg|bigg|small|cheap|dear)est|most|least|(?:hochst|niedrigst|gross?t|kleinst|teuerst|billigst|gunstigst|meist|wenigst)e[nrms]?|plus|moins"
_RANKED_UNIT = re.compile(
    rf"(?<!\w)(?:cheapest|dearest|priciest|costliest|most expensive|least expensive|largest|biggest|highest|lowest|smallest|teuerste[nr]?|gunstigste[nr]?|billigste[nr]?)\s(?:(?!(?:a|the|of|in|each|every|per|this|last|next|that|for|to|im|am|in|der|des|pro|je|jede[nrsm]?|diese[nrsm]?|letzte[nrsm]?)\s)\w+\s){{0,2}}(?P<ranked>{_UNIT})(?!\w)"
    rf"|(?<!\w)(?P<mit>{_UNIT}) (?:mit (?:de[nmr]|unseren|meinen)|with (?:the|our)|avec (?:le|la|les)) (?:\w+ )?(?:{_EXTREME})(?!\w)"
    rf"|(?<!\w)(?P<cher>{_UNIT}) (?:le|la) (?:plus|moins) (?:chere?|couteu\w+|eleve\w*)"
    rf"|(?<!\w)(?:which|what|welche[rnms]?|quel(?:le)?)\s(?P<asked>{_UNIT})(?!\w)"
)
_PER = re.compile(
    rf"(?<!\w)(?:(?:(?:in )?(?:a|an|one|the|our) (?:typical|average|normal|usual|mean)|(?:in )?(?:ein|einem|einen|im) (?:typische[rnm]?|normale[rnm]?|durchschnittliche[rnm]?)|a|an|per|each|every|pro|je|im|jede[nrsm]?|am|par|chaque|tous les|sur une?|auf ein|aufs)[\s-](?P<unit>{_UNIT})"
    rf"|(?P<ly>monatsdurchschnitt\w*|(?:monats|jahres)(?:beitrag|gebuhr|rate|kosten|preis|pramie|ausgaben|einnahmen|verbrauch|einkommen)|mensualites?|daily|weekly|monthly|quarterly|yearly|annual(?:ly)?|(?:tag|wochent|monat|jahr)lich\w*|mensuel\w*|annuel\w*|hebdomadaires?|quotidien\w*))(?!\w)"
)
_SHOWS = any_of("show|list|break|chart|plot|zeig\\w*|liste|montre\\w*|affiche\\w*|stell\\w*|totals?|summen?")
_PER_BOOKING = any_of(r"""
    average (?:amount|size|value) of|(?:average|mean|typical) (?:(?:ticket|bill|payment|transaction|meal|debit|charge)|(?:\w+ ){0,2}(?:basket|order|purchase|visit|shop|fill(?:-?up)?)(?! (?:a|per|each|every)\b))|einkaufswert|warenkorb|bonhohe|(?:one|per|each|a single|a|an) (?:visit|purchase|booking|transaction|payment|time|trip|shop)|(?:visit|basket|purchase|transaction) (?:value|amount|size)
    (?:pro|je|ein|eine) (?:einkauf|besuch|buchung|zahlung|mal)
    (?:durchschnittlich|mittler)\w* (?:\w+ ){0,2}\w*(?:einkauf|zahlung|abbuchung|buchung|bestellung|rechnung|besuch|tankfullung)(?! (?:pro|je|im)\b)
    panier|(?:durchschnittlich|mittler)\w* (?:betrag|hohe|wert) (?:einer|eines|pro|je|der)|montant moyen (?:d'une?|des|par)|(?:achat|paiement|plein|repas|commande|retrait)s? moyens?|(?:moyenne|valeur moyenne) d(?:es|'un) (?:achat|paiement|plein|repas|commande|retrait)s?|par (?:achat|commande|plein|visite|passage|operation|paiement|fois)|une? (?:achat|visite|passage|paiement)
""")
_RANKED = r"largest|biggest|highest|most|smallest|lowest|cheapest|dearest|last|latest|first|top|gros?ste[nr]?|hochste[nr]?|teuerste[nr]?|kleinste[nr]?|niedrigste[nr]?|billigste[nr]?|letzte[nr]?|erste[nr]?|plus|derniere?s?|premiere?s?"
_EACH = any_of("each|every|per|je|pro|jede[rsnm]?|chaque|par")
_TOP = re.compile(
    rf"(?<!\w)(?:(?:top|last|first|latest|most recent|largest|biggest|highest|smallest|cheapest|letzten|ersten|gros?sten?|hochsten?|teuersten?|kleinsten?|billigsten?|derniere?s|premiere?s)\s(?P<after>{COUNT})(?!\w)"
    rf"|(?P<before>{COUNT})\s(?:\w+\s)?(?:les\s)?(?:{_RANKED})(?!\w)"
    rf"|(?:which|what|welche[nr]?|quels|quelles)\s(?P<which>\d{{1,2}}|two|three|four|five|ten|zwei|drei|vier|funf|zehn|deux|trois|quatre|cinq|dix)\s)"
)

# What is bounded is a booking.
ONE_BOOKING = any_of(r"""
    (?:payment|purchase|transaction|booking|debit|charge|order|bill|invoice|expense|item|withdrawal|visit|shop|trip|thing)s?|single|one|once|at once|each|every
    \w*(?:zahlung|buchung|rechnung|bestellung|abhebung|abbuchung|ausgabe)(?:en|n)?|\w*ein(?:kauf|kaufe|zeln\w*)|\w*(?:besuch|posten|betrag)\w*|auf einmal|jede[nrsm]?|einmal
    (?:paiement|achat|operation|prelevement|commande|facture|retrait|visite|ticket)s?|(?:une|des|les|quelles) depenses?|une (?:seule )?fois|chaque|d'un coup
""")

_ORDINALS = ("second deuxieme zweit", "third troisieme dritt", "fourth quatrieme viert", "fifth cinquieme funft")
_PLACE = re.compile(
    r"(?<!\w)(?:(?P<en>second|third|fourth|fifth|[2-5](?:nd|rd|th))[ -](?=most expensive|priciest|costliest|largest|biggest|highest|smallest|lowest|cheapest)"
    r"|(?P<de>zweit|dritt|viert|funft)[ -]?(?=(?:gross?t|hochst|teuerst|kleinst|niedrigst|billigst|gunstigst)e[nrsm]?)"
    r"|(?P<fr>deuxieme|seconde?|troisieme|quatrieme|cinquieme) (?=(?:plus|moins) (?:gros|grande?|chere?|eleve|petite?|importante?)))"
)


def group_of(text: str, kind: QuestionKind) -> Group | None:
    """What the answer is divided by."""
    named = next((group for group, pattern in _NAMED if says(text, pattern)), None)
    if named is not None or kind in {"lookup", "deadlines"}:
        return named
    if (kind in {"largest", "smallest"} or (kind in {"sum", "savings"} and says(text, MOST))) and (
        match := _RANKED_UNIT.search(text)
    ):
        return unit_of(match["ranked"] or match["mit"] or match["cher"] or match["asked"])
    if match := _DIVIDES.search(text):
        return unit_of(next(each for each in match.groups() if each))
    if kind == "sum" and (match := _PER.search(text)):
        return unit_of(match["unit"] or match["ly"])
    if (
        kind in {"cashflow", "compare", "balance", "count", "list"}
        and (match := _PER.search(text))
        and (kind != "list" or says(text, _SHOWS) or _WHICH.search(text) is None)
    ):
        return None if re.match(r"im (?:monat|jahr)", match.group()) else unit_of(match["unit"] or match["ly"])
    return None


def extreme_of(question: str) -> Extreme | None:
    """Whether it asks who, what or when has most, or least, and not for all of them."""
    text = fold_in_place(question)
    if _WHICH.search(text) is None and _RANKED_UNIT.search(text) is None:
        return None
    return "least" if says(text, LEAST) else "most" if says(text, _HAS_MOST) else None


def exceeding(text: str) -> Unit | None:
    """The unit of time of which those are asked for whose sums an amount bounds, and not bookings of such amounts."""
    match = sayings.IN_WHICH.search(text)
    return None if match is None or says(text, ONE_BOOKING) else unit_of(match["unit"])


def is_each(text: str) -> bool:
    """Whether each group is asked for ("the largest of each category"), and not which of them ("the largest category")."""
    return says(text, _EACH)


def per_of(text: str, kind: QuestionKind) -> Per | None:
    """What an average, a saving or the cost of what recurs is reckoned for."""
    if kind not in {"average", "median", "savings", "recurring", "price_changes"} or _DIVIDES.search(text):
        return None
    if match := _PER.search(text):
        unit = unit_of(match["unit"] or match["ly"])
        return None if unit == "quarter" else unit
    return "booking" if kind == "average" and says(text, _PER_BOOKING) else None


def top_of(text: str) -> int | None:
    """How many are asked for; "the largest" asks for as many as the answer likes to show."""
    match = _TOP.search(text)
    if match is None:
        return None
    told = match["after"] or match["before"] or match["which"]
    return None if told in {"a", "an", "ein", "eine", "einen", "einem", "einer", "un", "une", "one"} else number(told)


def place_of(text: str) -> int:
    """Which in order is asked for: "the second largest"."""
    match = _PLACE.search(text)
    if match is None:
        return 1
    told = match["en"] or match["de"] or match["fr"]
    return int(told[0]) if told[0].isdigit() else next(n for n, each in enumerate(_ORDINALS, 2) if told[:5] in each)


_WHOM = re.compile(
    r"(?<!\w)(?:by|per|each|every|nach|pro|je|par|chaque) (?:marchands?|charit(?:y|ies)|organi[sz]ations?|organisationen|vereine?n?|associations?|organismes?)(?!\w)"
)


def without_payees(text: str) -> str:
    """The text without whom it is divided by, where that is no shop: "donations per charity"."""
    for match in reversed(list(_WHOM.finditer(fold_in_place(text)))):
        text = text[: match.start()] + text[match.end() :]
    return text


def without_top(text: str) -> str:
    """The text without the words that say how many, or which in order, are asked for: "Five Guys" is a name, "the five largest" none."""
    for pattern in (_TOP, _PLACE):
        if match := pattern.search(fold_in_place(text)):
            text = text[: match.start()] + " " * len(match.group()) + text[match.end() :]
    return text


def unit_of(word: str) -> Unit:
    """The unit of time that a folded word names."""
    return next(unit for unit, form in _UNIT_WORDS if re.fullmatch(form, word))
