"""How people go on with what they just asked: for another figure of the same bookings, and by words that stand for a thing."""

from __future__ import annotations

import re

# Of all times, whatever time was asked of before.
SINCE_WHEN = ("When was the first payment", "Wann war die erste Zahlung", "Quand a eu lieu le premier paiement")
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
    (re.compile(r"(?:(?:and|und|et) )?(?:when was the last (?:one|time|payment|purchase|visit|instal?lment)|when (?:was (?:it|that) )?last|wann (?:war (?:es|das) )?(?:zuletzt|(?:das|zum) letzten? mal)|wann war die letzte (?:zahlung|rate|buchung)|quand (?:c'etait |etait-ce )?(?:la derniere fois|pour la derniere fois|en dernier)|wann zum letzten mal|quand (?:a ete|etait) (?:la derniere fois|le dernier (?:paiement|achat)))"),
     ("When was the last payment", "Wann war die letzte Zahlung", "Quand a eu lieu le dernier paiement")),
    (re.compile(r"(?:(?:and|und|et) )?(?:since when(?: (?:do|have|did|are) (?:we|i) (?:pay|paid|been paying|paying)(?: (?:it|that|them|for it|for them))?)?|when was the first (?:one|time|payment|purchase|visit)|seit wann(?: (?:zahlen|bezahlen|zahle|bezahle) (?:wir|ich)(?: (?:das|es|sie|ihn|dafur))?)?|wann (?:war (?:es|das) )?(?:zum ersten mal|das erste mal)|depuis quand(?: (?:on|nous|je) (?:la |le |les |l')?(?:paie|paye|payons)| (?:la |le |les )?pa[iy]\w+-(?:nous|t-on|je))?|quand (?:etait-ce )?(?:la|pour la) premiere fois)"),
     SINCE_WHEN),
    (re.compile(r"(?:(?:and|und|et) )?(?:how much |what |wie ?viel |combien )?(?:(?:was|is|did) (?:that|it|we) )?(?:(?:spend|pay|cost|haben wir|war das|ist das|ca fait|c'est) )?(?:in total|altogether|in all|overall|insgesamt|in summe|zusammen|au total|en tout)(?: (?:ausgegeben|gezahlt|bezahlt))?"),
     ("How much did we spend", "Wie viel haben wir ausgegeben", "Combien avons-nous dépensé")),
    (re.compile(
        r"(?:(?:and|und|et) )?(?:(?:how much|what|wie ?viel|was|combien|quelle)(?: |$))?(?:(?:was|is|did|does|do|has|war|ist|sind|haben|hat|est|etait|ca|cela|est-ce|c'est) (?:(?:that|it|we|i|wir|ich|das|es|que ca|qu'on)(?: |$))?)?(?:(?:spend|spent|pay|paid|cost|fait|depense|paye|the|our|der|die|das|la|notre) )*"
        r"(?P<kept>(?:(?:on average )?(?:each|every|per) (?:time|visit|purchase|payment|shop|trip)|jedes mal|pro (?:mal|besuch|einkauf|zahlung)|a chaque fois|par (?:fois|visite|achat|passage|paiement))(?: (?:on average|im (?:schnitt|durchschnitt)|en moyenne))?"
        r"|(?:(?<=that )|(?<=it ))(?:a|per|each|every) (?:day|week|month|year)|(?:(?<=das )|(?<=es )|(?<=wir ))(?:pro|am|in der|im|je) (?:tag|woche|monat|jahr)|(?<=fait )par (?:jour|semaine|mois|an)"
        r"|(?:(?:on|im|in|en) )?(?:the )?(?:average|schnitt|durchschnitt|moyenne)(?: (?:(?:a|per|pro|am|in der|im|je|par) (?:day|week|month|year|visit|purchase|payment|time|tag|woche|monat|jahr|besuch|einkauf|mal|zahlung|jour|semaine|mois|an|fois|visite|achat|passage)))?|(?:a|per) (?:day|week|month|year) on average|(?:monthly|weekly|yearly) average|monatsdurchschnitt|moyenne mensuelle)"
        r"(?: (?:ausgegeben|gezahlt|bezahlt|gekostet|spend|spent|cost|payment|purchase|visit))?"),
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
PRONOUN = re.compile(
    r"(?<!\w)(?:it|its|this|that|they|them|there|er|ihn|ihm|sie|es|sein\w*|ihr\w*|dafur|davon|darin|il|elle|le|la|l'(?=\w)|son|sa|ses|y|en)(?!\w)"
)
# What may stand for what was paid for, or for who was paid.
THAT_THING = re.compile(
    r"(?<!\w)(?:(?P<there>there|da|dort|y)|it|that|them|they|these|those|es|das|dafur|davon|ihn|ihnen|ca|cela|les|eux)(?!\w)"
)
ASKS = re.compile(
    r"^\W*(?:when|how (?:long|much|can|do)|what|where|who|until when|can|does|is|am|wann|wie|was|wo|wer|kann|ist|bis wann|quand|combien|comment|puis-je|est-ce)\b"
)
