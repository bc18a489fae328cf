"""What people say of paying itself: what it costs now, who pays or earns, in all, and by card."""

from __future__ import annotations

from pkm.answer.planning.wording import any_of

PRICE_NOW = any_of(r"""
    (?:what|how much)(?: \w+)? (?:do|does|am|are|is) .{1,60}(?:pay|cost|charg)(?:e|s|ing)?
    (?:(?:what|how (?:much|high)) (?:is|are)|what's) (?:our|my|the) (?!.*\bdeposit).{1,40}|wie (?:hoch|teuer) (?:ist|sind) (?:(?:unser|mein)e?[nrms]?|die|der|das) (?!.*kaution).{1,40}|(?:de combien|quel(?:le)?) est (?:le montant de )?(?:notre|mon|ma) (?:facture|cotisation|prime|forfait|abonnement|loyer)
    how much (?:is|are) (?!.*\bdeposit)(?!(?:it|that|this|these|those|there|left|in|on|one|due|owed)\b)[\w&+'’-]+(?: [\w&+'’-]+){0,2}(?=\W*$)
    (?:was|wie ?viel)(?: \w+)? (?:kostet|kosten|zahlen|zahle|zahlt)
    combien (?:me |nous |on |je )?(?:coute|coutent|payons|paie|paye)|(?:on|je|nous) (?:paie|paye|payons) combien|(?:coute|coutent) combien
""")
PRICED = any_of(
    r"pay(?:ing|s)?|paid|costs?|charg(?:ed?|es|ing)|zahl(?:en?|te?n?)|\w*zahlt|kost(?:en|et|eten?)|pay(?:e|ons|ez|es)|paie\w*|cout(?:e|ent|ait)"
)
PAYS = any_of(r"pays?|paid|zahlt|zahlte|gezahlt|bezahlt|uberwiesen|verse|paye")
# Who pays a wage does not earn it: "how much salary did we pay the nanny".
WE_PAY = any_of(r"""
    (?:did|do|have|had) (?:we|i) .*(?:pay|paid|spen[dt])|(?:we|i) (?:\w+ )?(?:pay|paid|spen[dt])
    (?:haben|habe|hab) (?:wir|ich) .*(?:gezahlt|bezahlt|uberwiesen|ausgegeben)|(?:zahlen|zahle|bezahlen) (?:wir|ich)
    (?:avons-nous|ai-je|a-t-on|on a|nous avons|j'ai) .{0,20}(?:paye|verse|depense)|(?:payons|versons)-nous
""")
EARNS = any_of(
    r"(?:what|how much) (?:do|does) .{1,40} (?:earn|get paid)|(?:was|wie ?viel) verdien(?:e|t|en)|combien .{0,20}gagn(?:e|ent|ons)"
)
# "Netflix: how much a month now": what is paid each time, as "Netflix a month" asks.
NOW_EACH = any_of(
    r"(?:how much |wie ?viel |combien )(?=(?:a|per|each|every|pro|im|je|par) (?:day|week|month|quarter|year|tag|woche|monat|quartal|jahr|jour|semaine|mois|trimestre|an)\b)|(?<!jour )(?<!semaine )(?<!mois )(?<!annee )(?<!an )par(?= (?:jour|semaine|mois|trimestre|an)\b)|right now|now|currently|at the moment|derzeit|aktuell|momentan|zurzeit|jetzt|maintenant|actuellement|en ce moment"
)
IN_ALL = any_of(
    r"ever(?=\W*$)|in total|total|altogether|in all|all time|together|so far|insgesamt|bisher|gesamt\w*|in summe|in der summe|zusammen|au total|en tout"
)
CARD = any_of(
    r"""
    \w+'s (?:credit )?card|(?:by|with|on|to) (?:the |my |our |a |his |her |their )?(?:credit |debit |bank )?cards?|credit cards?|kreditkarten\w*|card (?:payments?|purchases?|transactions?|spending|spend|expenses|expenditure|debits|charges|bill)
    (?:on|with|by|via|from|charged? to|put to) (?:the|my|our) (?:\w+ )?(?:amex|american express|visa|master ?card)|(?:the|my|our) (?:amex|american express|visa|master ?card) card|(?:mit|auf|uber) (?:der|meiner|unserer|die|meine|unsere) (?:amex|visa|master ?card)|(?:avec|sur|par) (?:la |ma |notre )(?:amex|visa|master ?card)
    (?:mit|auf|per|von|uber) (?:\w+s |der |meiner |unserer |die |meine |unsere )?(?:kredit|bank|ec|giro|visa|mastercard|amex)?-?karten?|kreditkarten?|karten(?:zahlung(?:en)?|ausgaben?|umsatze?|einkaufe?|buchung(?:en)?)|per karte
    (?:par|avec|sur) (?:la |ma |notre |une )?carte|cartes? (?:de credit|bancaires?)
    """
)
