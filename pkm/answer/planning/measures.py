"""Which figure a question asks for, and where it asks for two: "total and average at Migros", "how often, and how much per visit?"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from pkm.answer.planning import sayings
from pkm.answer.planning.period import fold_in_place

if TYPE_CHECKING:
    from pkm.answer.planning.plan import Plan

Measure = Literal["sum", "count", "average", "median", "largest", "smallest", "first", "last", "price"]

_UNIT = r"(?:day|week|month|quarter|year|tag|woche|monat|quartal|jahr|jour|semaine|mois|trimestre|an)"
_BOOKING = r"(?:visit|time|purchase|payment|transaction|shop|trip|order|besuch|mal|einkauf|zahlung|buchung|bestellung|visite|fois|achat|paiement|operation|passage|commande)"
_PER = rf"(?: (?:per|a|each|every|pro|im|je|am|par) (?:{_UNIT}|{_BOOKING}))"
# The first that stands in a question is the figure it asks for; each is said as a noun, before one, or by what it asks.
_SAID: tuple[tuple[Measure, str], ...] = (
    ("average", rf"(?:(?:the|our|monthly|weekly|yearly|in|on|en|im|der|den|la) )?(?:monthly |weekly |yearly )?(?:average|mean|\w*durchschnitt(?:lich\w*)?|schnitt|mittelwert|moyennes?(?: mensuelle| annuelle)?){_PER}?|(?:how much |wie ?viel |combien )?(?:per|each|pro|je|jede[nsr]?|par|a chaque|chaque) {_BOOKING}"),
    ("median", r"median\w*"),
    ("count", r"how (?:often|frequently)|how many(?: (?:times|visits|payments|purchases|transactions|bookings|orders))?|number of \w+|count|wie (?:oft|haufig)|wie ?viele(?: (?:male|besuche|zahlungen|buchungen|einkaufe|bestellungen))?|anzahl(?: der \w+)?|combien de (?:fois|visites|paiements|achats|operations|passages|commandes)|nombre(?: d(?:e |'|es )\w+)?"),
    ("last", r"(?:the )?last(?= time|\W*$| (?:and|or|&) | (?:payment|purchase|visit|order|bill|one)\b)|latest|most recent|zuletzt|(?:das )?letzte[nrsm]?(?= mal\b| (?:und|oder) | (?:\w*zahlung|\w*buchung|einkauf|besuch|rechnung|bestellung)\b|\W*$)|(?:la |pour la )?derniere?(?= fois| (?:et|ou) | (?:paiement|achat|visite|facture|commande|prelevement)|\W*$)"),
    ("first", r"first(?= time|\W*$| (?:and|or|&) | (?:payment|purchase|visit|order|bill|one)\b)|since when|how long have|seit wann|depuis quand|(?:das )?erste[nrsm]?(?= mal\b| (?:und|oder) | (?:\w*zahlung|\w*buchung|einkauf|besuch|rechnung|bestellung)\b|\W*$)|premiere?(?= fois| (?:et|ou) | (?:paiement|achat|visite|facture|commande|prelevement)|\W*$)"),
    ("smallest", r"smallest|lowest|cheapest|least expensive|minimum|kleinste[nrsm]?|niedrigste[nrsm]?|billigste[nrsm]?|gunstigste[nrsm]?|plus (?:petite?|bas|basse|faible)s?|moins chere?s?"),
    ("largest", r"largest|biggest|highest|most expensive|dearest|priciest|maximum|gross?te[nrsm]?|hochste[nrsm]?|teuerste[nrsm]?|plus (?:gros|grosse|grande?|elevee?|chere?)s?"),
    ("price", r"(?:what|how (?:much|high)) (?:is|are) (?:our|my|the)|(?:what|how much) do (?:we|i) (?:currently )?pay|what (?:does|do) .{1,40} cost|wie (?:hoch|teuer) (?:ist|sind)|was kostet|was zahlen wir|combien (?:coute|paie|payons)|quel est (?:le|notre|mon)"),
    ("sum", r"how much|in total|totals?|sums?|altogether|in all|wie ?viel|(?:gesamt)?summen?|insgesamt|gesamt|combien|au total|en tout|sommes?|montant total|(?:pour |de )?quel montant|welche[rnm]? betrag|what amount|what did .{1,30} (?:cost|spend|pay)|was (?:haben|habe|hat) .{1,60}(?:gekostet|ausgegeben|gezahlt|bezahlt)|(?:total )?spen(?:t|ding)"),
)  # fmt: skip
_FORMS = tuple((name, re.compile(rf"(?<!\w)(?:{form})(?!\w)")) for name, form in _SAID)
_ANY = "|".join(form for name, form in _SAID if name != "price")
AND = r"(?:\s*[/&+]\s*|,?\s+(?:and|und|et|sowie|plus|as well as|ainsi que|or|oder|ou)\s+)"
_BESIDE = re.compile(
    rf"(?<!\w)(?P<one>{_ANY})(?P<and>{AND}(?:(?:the|our|der|die|das|den|le|la|les) )?)(?P<other>{_ANY})(?!\w)"
)
# Behind the question: "…, in total and on average", "… and the monthly average".
TAIL = re.compile(
    rf"{AND}(?=(?:(?:the|what|what was the|der|die|das|le|la) )?(?:{_ANY})(?: (?:payment|purchase|visit|one|zahlung|einkauf|besuch|mal|paiement|achat|fois))?{_PER}?\W*$)"
)
# "How much was it", "wann war das": of the one booking that was named.
_OF_IT = re.compile(
    r"\W*(?:how much|when|where|what|wie ?viel|wie (?:hoch|teuer)|wann|wo|was|combien|quand|ou|de combien|quel montant)(?: did| has| have| hat| haben)?"
    r"(?: (?:was|were|is|war|waren|ist|etait|est|a ete|kostete|cost))?(?:[ -](?:it|that|this|they|es|das|der|die|sie|er|c'etait|c'est|ce|il|elle|ca))?(?: (?:cost|be|for|gekostet|coute|was|were|war|etait))?\W*"
)  # fmt: skip
# What the answer of a kind tells beside its own figure.
_TELLS: dict[str, frozenset[Measure]] = {
    "sum": frozenset({"sum", "count"}), "count": frozenset({"count", "sum"}), "average": frozenset({"average", "count"}),
    "median": frozenset({"median"}), "largest": frozenset({"largest"}), "smallest": frozenset({"smallest"}),
    "first": frozenset({"first"}), "last": frozenset({"last"}), "balance": frozenset(),
}  # fmt: skip


def measure_of(half: str) -> Measure | None:
    """The figure that one of two questions asks for; ``None`` where it only asks more of the booking named before."""
    folded = fold_in_place(half)
    if _OF_IT.fullmatch(folded):
        return None
    return next((name for name, form in _FORMS if form.search(folded)), None)


def beside(question: str) -> tuple[str, str] | None:
    """The question with one of two figures that stand beside each other, and with the other: "first and last payment"."""
    found = _BESIDE.search(fold_in_place(question))
    if found is None or measure_of(found["one"]) == measure_of(found["other"]):
        return None
    return (
        question[: found.end("one")] + question[found.end() :],
        question[: found.start()] + question[found.start("other") :],
    )


def are_told(plan: Plan, halves: tuple[str, str]) -> bool:
    """Whether the answer to one plan tells what both of two questions ask for."""
    told = _TELLS.get(plan.kind)
    if told is None or plan.group is not None:
        return True
    if len({sayings.REFUNDS.search(fold_in_place(each)) is None for each in halves}) > 1:
        return False  # what was paid and what came back
    measures = [measure_of(each) for each in halves]
    return all(each is None or each in told for each in measures)
