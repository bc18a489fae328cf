"""How people ask for another figure of the bookings that they just asked of, and how each is asked for in full."""

from __future__ import annotations

import re

# Another figure of the same bookings, and how it is asked for in full.
OTHERS: tuple[tuple[re.Pattern[str], tuple[str, str, str]], ...] = (
    (re.compile(r"(?:(?:and|und|et) )?(?:what|which|was|welche\w*|quel(?:le)?s?)?(?: (?:one|was|is|war|ist|etait|est|a ete))*(?: of (?:them|these|those))? ?(?:the |die |der |das |le |la )?(?:single )?(?:largest|biggest|highest|most expensive|gross?te\w?|hochste\w?|teuerste\w?|plus (?:gros|grosse|grand|grande|cher|chere|eleve|elevee))(?: (?:one|payment|booking|purchase|of (?:them|these|those)|davon|darunter|zahlung|buchung|achat|paiement|depense|d'entre eux|d'entre elles))*"),
     ("What was the largest payment", "Was war die größte Zahlung", "Quel était le plus gros paiement")),
    (re.compile(r"(?:(?:and|und|et) )?(?:what|which|was|welche\w*|quel(?:le)?s?)?(?: (?:one|was|is|war|ist|etait|est|a ete))*(?: of (?:them|these|those))? ?(?:the |die |der |das |le |la )?(?:single )?(?:smallest|lowest|cheapest|kleinste\w?|niedrigste\w?|billigste\w?|gunstigste\w?|plus (?:petite?|faible)|moins (?:cher|chere))(?: (?:one|payment|booking|purchase|of (?:them|these|those)|davon|darunter|zahlung|buchung|achat|paiement|depense|d'entre eux|d'entre elles))*"),
     ("What was the smallest payment", "Was war die kleinste Zahlung", "Quel était le plus petit paiement")),
    (re.compile(r"(?:(?:and|und|et) )?(?:how many (?:payments |bookings |times )?(?:(?:were|was) (?:there|they|those|that|it))?|how often(?: (?:was|were) (?:that|it|there))?|wie viele(?: (?:buchungen|zahlungen))?(?: (?:waren|sind) (?:es|das))?|wie oft(?: war das)?|combien (?:y en a(?:-t-il)?(?: eu)?|de (?:fois|paiements|operations))) ?"),
     ("How many payments were there", "Wie viele Zahlungen gab es", "Combien de paiements y a-t-il eu")),
    (re.compile(r"(?:please |bitte )?(?:(?:can you |could you )?(?:show|list)(?: me)? (?:them|these|those|it|(?:all )?(?:the |those |these )?(?:bookings|payments|transactions|rows|details))(?: all)?|which (?:ones|bookings|payments|transactions)?(?: (?:were|are|was|is) (?:they|those|these|that|it))?|what (?:were|are) (?:they|those|these)|zeig\w* (?:mir )?(?:sie|diese|die|alle)(?: (?:buchungen|zahlungen|umsatze))?(?: an)?|welche(?: (?:buchungen|zahlungen))? (?:waren|sind) (?:das|es)|montre[rz]?-?(?: ?les)?(?:[- ]moi)?(?: (?:les )?(?:operations|paiements))?|lesquel(?:le)?s(?: (?:etaient|sont)-(?:ce|ils|elles))?)(?: please| bitte)?"),
     ("Show me all payments", "Zeige mir alle Zahlungen", "Montre-moi tous les paiements")),
    (re.compile(r"(?:(?:and|und|et) )?(?:when was the last (?:one|time|payment|purchase|visit|instal?lment)|when (?:was (?:it|that) )?last|wann (?:war (?:es|das) )?(?:zuletzt|(?:das|zum) letzten? mal)|wann war die letzte (?:zahlung|rate|buchung)|quand (?:etait-ce )?(?:la derniere fois|pour la derniere fois)|quand (?:a ete|etait) (?:la derniere fois|le dernier (?:paiement|achat)))"),
     ("When was the last payment", "Wann war die letzte Zahlung", "Quand a eu lieu le dernier paiement")),
    (re.compile(r"(?:(?:and|und|et) )?(?:how much (?:(?:was|is) (?:that|it) )?|what (?:was|is) (?:that|it) |wie ?viel (?:(?:war|ist|sind) das )?|combien (?:est-ce |ca fait )?)?(?P<kept>(?:(?:each|every|per) (?:time|visit|purchase)|jedes mal|pro (?:mal|besuch|einkauf)|a chaque fois|par (?:fois|visite|achat))(?: (?:on average|im (?:schnitt|durchschnitt)|en moyenne))?|(?:(?<=that )|(?<=it ))(?:a|per|each|every) (?:day|week|month|year)|(?<=das )(?:pro|am|in der|im|je) (?:tag|woche|monat|jahr)|(?<=fait )par (?:jour|semaine|mois|an)|on average(?: (?:a|per|each) (?:day|week|month|year))?|(?:a|per) (?:day|week|month|year) on average|im (?:schnitt|durchschnitt)(?: (?:pro|am|in der|im|je) (?:tag|woche|monat|jahr))?|en moyenne(?: par (?:jour|semaine|mois|an))?)"),
     ("How much did we spend", "Wie viel haben wir ausgegeben", "Combien avons-nous dépensé")),
)  # fmt: skip
# The one behind the largest.
NEXT_PLACE = re.compile(
    r"(?:the |die |der |das |la |le )?(?:second|2nd|next|zweit\w*|nachst\w*|deuxieme|second[e]?)(?:[ -](?:largest|biggest|highest|(?:gross|hoch|teuer)\w*))?(?: (?:one|plus (?:gros|eleve|cher)\w*))?"
)
SECOND = (
    "What was the second largest payment",
    "Was war die zweitgrößte Zahlung",
    "Quelle était la deuxième plus grosse dépense",
)
