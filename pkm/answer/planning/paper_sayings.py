"""What people say when they ask which paper belongs to which money, what is due, and whether what is charged was agreed."""

from __future__ import annotations

import re

from pkm.answer.planning.wording import any_of

PAPER = r"(?:invoices?|bills?|receipts?|\w*rechnung(?:en)?|belege?|quittung(?:en)?|factures?|recus?|justificatifs?)"
PAYMENT = r"(?:payments?|charges?|debits?|purchases?|transactions?|bookings?|\w*zahlung(?:en)?|\w*buchung(?:en)?|uberweisung(?:en)?|einkauf|paiements?|prelevements?|virements?|achats?|operations?)"
UNPAID = any_of(rf"""
    ^\W*(?:is |do (?:we|i) have |have (?:we|i) )?(?:there |got )?anything (?:still |else )?(?:unpaid|outstanding|overdue|unsettled)|^\W*(?:ist |haben wir )?(?:noch )?(?:irgend)?(?:et)?was (?:noch )?(?:offen|unbezahlt)
    (?:do|does) (?:i|we) (?:still |currently )?owe (?:\w+ )?(?:money|anyone|anybody|someone|somebody|any \w+)|(?:what|who|whom|how much) do (?:i|we) (?:still )?owe|(?:noch )?offene\w* posten|(?:noch|offen\w*) .{{0,20}}{PAPER} .{{0,20}}zu (?:bezahlen|zahlen|begleichen|uberweisen)|schulden (?:wir|ich) (?:noch )?(?:jemand\w*|wem|geld|etwas)
    {PAPER} .{{0,30}}(?:waiting|due|left|remain\w*) (?:for payment|to be (?:paid|settled)|to (?:pay|settle))|(?:reste-t-il|y a-t-il|avons-nous|a-t-on) .{{0,30}}{PAPER} .{{0,20}}a (?:payer|regler)|devons-nous .{{0,20}}(?:argent|quelqu'un|quelque chose)
    {PAPER} .{{0,40}}(?:still|yet|left) .{{0,12}}(?:to pay|to be paid)|{PAPER} .{{0,30}}noch .{{0,20}}(?:bezahl\w*|zahlen|uberweisen)(?: muss| mussen)|{PAPER} (?:muss|mussen|habe|haben) .{{0,12}}noch .{{0,12}}(?:zahlen|bezahlen|begleichen|uberweisen)|{PAPER} .{{0,30}}rest\w*.{{0,12}} a (?:payer|regler)
    (?:unpaid|open|outstanding|overdue|unsettled) {PAPER}|{PAPER} .{{0,30}}(?:unpaid|open|outstanding|overdue|unsettled|not (?:yet )?(?:been )?(?:paid|settled)|(?:haven't|hasn't|aren't|weren't|have not|are not|were not) (?:\w+ ){{0,2}}(?:paid|settled)|n'ont pas (?:\w+ )?ete (?:payees?|reglees?)|have (?:we|i) not (?:yet )?paid)
    (?:offene|unbezahlte|uberfallige|ausstehende)\w* {PAPER}|{PAPER} .{{0,30}}(?:offen|unbezahlt|uberfallig|ausstehend|nicht (?:\w+ )?bezahlt|nicht (?:\w+ )?beglichen|niemand (?:\w+ )?bezahlt)
    {PAPER} .{{0,20}}(?:impayee?s?|non (?:payee?s?|reglee?s?)|en attente|en retard|pas (?:encore )?(?:ete )?(?:payee?s?|reglee?s?)|personne n'a (?:encore )?(?:payee?s?|reglee?s?))
""")
LEFT_TO_PAY = any_of(rf"{PAPER} .{{0,30}}rest\w*.{{0,12}} a (?:payer|regler)")
PAID_PAPER = re.compile(
    rf"^\W*(?:(?:was|were|is|are|has|have|had|did|ist|sind|wurden?|haben|habe|hat|est-ce que|avons-nous|ai-je|a-t-on)\b.*{PAPER}.*\b(?:paid|pay|settled|settle|bezahlt|gezahlt|uberwiesen|beglichen|payee?s?|reglee?s?)(?!\w)"
    rf"|(?:have|has|did|had)\b.*\b(?:paid|pay|settled|settle)\b.*{PAPER}|(?:avons-nous|ai-je|a-t-on)\b.*\b(?:paye|regle)\b.*{PAPER}|(?:la|les|cette|notre|ma|nos)\b.*{PAPER}.*(?:a|ont|est|sont)(?:-t)?-(?:elle|elles|ils)\b.*(?:payee?s?|reglee?s?))"
)
BELONGS = any_of(rf"""
    {PAPER} .{{0,40}}(?:belong\w*|go(?:es)? with|match\w*|correspond\w*|for|to|is behind|fits?)\b.{{0,30}}{PAYMENT}|{PAYMENT} .{{0,40}}(?:belong\w*|go(?:es)? with|match\w*|correspond\w*|settle[ds]?|paid|covers?)\b.{{0,30}}{PAPER}
    (?:which|what|welche\w*|quelles?) {PAPER} .{{0,80}}{PAYMENT}.{{0,60}}(?:belongs?|match\w*|gehor\w*|passt)
    {PAYMENT} .{{0,60}}(?:is|was) there (?:an?|any) {PAPER}
    {PAPER} .{{0,40}}(?:gehor\w*|passt|passen|zu|zur|zum|fur)\b.{{0,30}}{PAYMENT}|{PAYMENT} .{{0,40}}(?:gehor\w*|passt|passen)\b.{{0,30}}{PAPER}
    {PAPER} .{{0,30}}(?:correspond\w*|pour|va avec)\b.{{0,30}}{PAYMENT}|{PAYMENT} .{{0,30}}(?:correspond\w*)\b.{{0,30}}{PAPER}
    {PAPER} .{{0,30}}l'achat
""")
BELONGS_TO = any_of(r"""
    belongs?|goes with|match\w*|correspond\w*|(?:was|were|is) .{0,40}for
    gehor\w*|passt|passen
    correspond\w*|pour (?:quelle|la|une)
""")
HAS_PAPER = re.compile(
    rf"^\W*(?:is there|are there|do (?:we|i) have|have (?:we|i)(?: got)?|where is|find|gibt es|haben wir|habe ich|existiert|y a-t-il|avons-nous|ai-je|existe-t-il)\b.{{0,30}}{PAPER}"
)
HOW_MUCH = any_of(
    "how much|wie ?viel|combien|how high|wie hoch|how many|how often|wie oft|when|wann|quand|average|durchschnitt\\w*|largest|biggest"
)
CONTRACT_WORD = any_of(r"""
    contracts?|lease|agreements?|agreed|tariff|terms|rental agreement|offer
    \w*vertrag\w*|vereinbar\w*|tarif|abgemacht
    contrat|bail|convenue?s?|prevue?s?|accord
""")
MATCHES = any_of(r"""
    match(?:es)?|agree[sd]?|corresponds?|in line with|(?:die|der|das) aus (?:dem|unserem|der)|celui d[ue]|celle d[ue]|the one (?:in|from)|same as|as stated|(?:more|less|other|higher|lower|too much) .{0,40}than|what was agreed|what the \w+ says|right(?:ly)?|correct(?:ly)?|(?:is|are) .{0,40}what|(?:that|which|what)? ?(?:the|our) (?:\w+ )?(?:lease|contract|agreement) (?:says|states|provides|sets|stipulates|calls for)|(?:set|laid down|written|fixed) (?:out )?in the
    stimmt|stimmen|entspricht|entsprechen|ubereinstimm\w*|uberein|mehr .{0,30}als|vereinbart\w*|passt|wie .*vereinbart|richtig|steht|stehen|festgelegt\w*|geregelt\w*|festgeschrieben\w*
    correspond\w*|conforme\w*|fixee?s? (?:par|dans)|prevue?s?|convenue?s?|meme que|plus que
""")
WHETHER = re.compile(
    r"^\W*(?:does|do|did|is|are|was|were|has|have|whether|check (?:if|whether)|stimmt|stimmen|entspricht|entsprechen|zahlen|zahle|a-t-on|avons-nous|ai-je|bucht|buchen|wird|wurden?|ist|sind|hat|haben|passt|ob"
    r"|est-ce que|payons-nous|est|sont)\b|\b(?:correspond|est|sont|paye|payons|preleve)(?:-t)?-(?:il|elle|ils|elles|nous|on)\b"
)
CHARGE_WORD = any_of(r"""
    charg\w+|pay|paid|paying|pays|payments?|debit\w*|billed|rent|tuition|fees?|dues|premiums?|instalments?|cost
    abgebucht\w*|abbuchung\w*|bucht|zahl\w+|bezahl\w+|miete|abschlag|preis|berechnet
    preleve\w*|pay\w+|loyer|facture\w*|prelevement\w*
""")
CONTRACTS = r"(?:contracts|subscriptions|policies|insurances|agreements|memberships|vertrage|abos|versicherungen|mitgliedschaften|abonnements|contrats|assurances)"
DEADLINES = any_of(rf"""
    (?:which|what|any|our|my|all|list|show|do any|are there)\b.{{0,20}}{CONTRACTS} .{{0,40}}(?:cancel\w*|terminat\w*|renew\w*|end|ends|ending|expir\w*|run out|due)
    {CONTRACTS} (?:that )?(?:i|we) (?:can|could|must|should|have to|need to) .{{0,20}}(?:cancel|terminate)
    what (?:do|must|should) (?:i|we) (?:need to |have to )?(?:cancel|terminate)|(?:which|any|are any|our) .{{0,20}}(?:contracts|subscriptions) .{{0,20}}renewal|(?:notice periods|cancellation periods) .{{0,20}}(?:end|expire|run)
    (?:which|what|any|upcoming|next|coming) (?:\w+ )?(?:deadlines?|due dates?|cancellation dates?|notice dates?)|deadlines .{{0,20}}(?:coming|ahead|soon|next)|upcoming (?:\w+ )?(?:payments|bills|invoices|deadlines|dates|renewals|cancellation\w*)
    (?:what|which|any|is anything|anything|something|are any|do any)(?:'s| is| are)?\b(?: \w+){{0,2}} (?:is |are |be |fall |coming )?due|due (?:soon|next)
    (?:welche\w*|alle|unsere|meine|gibt es|zeig\w*)\b.{{0,20}}{CONTRACTS} .{{0,40}}(?:kundig\w*|kundbar|verlanger\w*|laufen .*\b(?:aus|ab)|enden|auslaufen|ablaufen)
    welche (?:\w+ )?(?:\w*fristen|termine zur kundigung)|\w*fristen .{{0,20}}(?:stehen|kommen|laufen|an)|was (?:ist|wird|steht) .{{0,20}}fallig|(?:welche|alle|gibt es) {PAPER} .{{0,20}}fallig|demnachst fallig
    (?:quels|quelles|nos|mes|tous les|liste)\b.{{0,20}}{CONTRACTS} .{{0,40}}(?:resili\w*|renouvel\w*|expir\w*|finiss\w*|echeance)
    (?:quelles|nos|prochaines|les) (?:\w+ )?echeances|qu'est-ce qui (?:est|sera|arrive) .{{0,12}}(?:a payer|du|echeance)|(?:quelles?|les) factures .{{0,20}}(?:echeance|a payer|dues)
""")
ONE_THING_WHEN = re.compile(r"^\W*(?:when|by when|until when|wann|bis wann|quand|jusqu'a quand|before which)\b")
RIGHT_PRICE = any_of(r"""
    (?:right|correct|agreed) (?:rent|price|amount|fee|rate)
    (?:richtige\w*|korrekte\w*) (?:miete|betrag|preis|abschlag)
    (?:bon|juste) (?:loyer|prix|montant)
""")
PAID_WHEN = re.compile(
    rf"^\W*(?:when (?:was|were|did|have)|wann (?:wurde|wurden|haben|hat)|quand (?:a|avons|est-ce))\b.*{PAPER}.*\b(?:paid|pay|settled|bezahlt|gezahlt|uberwiesen|beglichen|payee?s?|reglee?s?)(?!\w)"
)
