"""What people say when they ask about money, in English, German and French, as patterns of folded text.

One line of a table is one language; ``any_of`` makes whole words of them.
"""

from __future__ import annotations

import re

from pkm.answer.planning.wording import any_of

# ---------------------------------------------------------------- money moved

MOVED_NOUNS = any_of(r"""
    expenses?|expenditures?|spendings?|outgoings|transactions?|bookings|payments|purchases|debits|withdrawals|incomes?|earnings|pay(?:check|cheque)s|direct debits?|standing orders?
    outflows?|inflows?|takings|deposits|orders|(?:any|which|all|show|what|how many) (?:\w+ )?charges
    \w*ausgaben?|buchungen|\w*zahlungen|uberweisungen|umsatze|abbuchungen|lastschriften|\w*einnahmen|einkaufe|\w*einkommens?|kaufe|umbuchungen|abhebungen|bestellungen
    depenses?|paiements|operations|achats|virements|prelevements|revenus?|retraits|commandes|payes|paies
""")
ONE_MOVED = any_of(r"""
    payment|purchase|transaction|booking|charge|debit|withdrawal|transfer|deposit(?= into)|visit|meal|fill-?up|time|salary|wages?|pay(?:check|cheque)
    \w*zahlung|\w*buchung|uberweisung|lastschrift|\w*einkauf|gehalt|lohn|\w*eingang|\w*besuch|tankfullung
    paiement|achat|operation|virement|prelevement|retrait|salaire|panier|plein|repas
""")
COSTS = any_of(r"""
    costs?|bills?|spending|price|income
    \w*kosten|\w*rechnung(?:en)?|einkommen|einkauf
    factures?|couts?|coutent|coute|panier|revenus?
""")
SPENT = any_of(r"""
    spen[dt]s?|paid|how much (?:was|were) (?:the|our|my) (?:\w+ ){1,2}(?:fee|fine|penalty|surcharge)s?(?=\W*$)|pay(?=.*\bdid\b)|hand(?:ed)? over|(?:did|has|have|had) .{1,60} tak(?:e|en) from (?:me|us)|did (?:i|we|he|she|they) (?:drop|leave|splurge|cough up|part with)|did .{1,60}? (?:pay|cost)|how much did (?!(?:i|we|he|she|they|you)\b).{1,60} (?:get|receive) (?:in total|in all|altogether|from (?:us|me))|(?:did|have|has) .{1,60}? charged?(?=.*\b(?:in total|in all|altogether)\b)|cost (?:me|us)
    were .{0,60}?charged|(?:was|were|been) (?:\w+ ){0,4}(?:charged|debited)|withdr[ae]wn?|(?:take|took|taken|taking) (?:\w+ )?out|pay (?:me|us)|donated|did (?:i|we|he|she|they) (?:first |last |most recently |recently )?(?:buy|blow|pay|order)
    burn(?:ed|t)? (?:on|through)|(?:get|got|go|gone|went) through|add up|shell\w* out|fork\w* out|splash\w* out|(?:did|have|has) .{1,30}(?:give|given|gave) to|start(?:ed)? paying|began paying|(?:how often|how many times) do (?:i|we) (?:pay|buy|go|eat|order|visit)
    since when .*\bpay(?:ing)?|how long have .*\bpaying|seit wann .*zahl\w*|depuis quand .*\bpa[iy]\w+
    (?:have|had) (?:i|we|he|she|they) (?:\w+ )?(?:bought|ordered)|(?:i|we) (?:last |first |ever )?(?:bought|ordered|purchased|blew)|(?:money )?went (?:to|on|into)|went (?:out|off)|goes? out|left (?:our|my|the|\w+'s) (?:\w+ ){0,2}accounts?
    abgehoben|ausgegeben|ausgeben|g[ae]b\w* .*\baus|draufgegangen|drauf gegangen|in den rachen geworfen|verbraten|verprasst|hingeblattert|\w*gezahlt|bezahlt|uberwiesen|gekostet|kostete|kosteten|abgebucht|eingekauft|gekauft|bestellt|gespendet|gelassen|hingelegt|wie ?viel .{0,60}gegeben|ging\w* .*\b(?:an|fur|ab|weg|raus|drauf)
    retire[se]?s?|depens\w+|pay(?:e|er|ee|es|ons|ez)s?|(?:a|ont|aura) cout\w+|debitee?s?|preleve(?:es?)?(?! correspond)|verse(?:es?)?|achete|commande(?! )|(?:avons-nous|ai-je|a-t-on|on a) (?:\w+ )?commande|ca fait combien|(?:a-t-on|avons-nous|ai-je|on a) (?:laisse|claque|lache)
""")
EARNED = any_of(r"""
    (?:have|has|had|did) (?:i|we|he|she|they) (?:\w+ )?(?:take|taken) in
    ^\W*(?:what|how much)(?: money)? (?:came|comes)(?= ?[,.?!]| altogether| all| in total|$)
    did .{1,40} (?:transfer|send|wire|give)(?: \w+)?(?: to)? (?:me|us)|pa(?:y|id) (?:me|us)|(?:paid|credited) (?:out )?to (?:me|us)|takings|(?:i|we|he|she|they) (?:\w+ )?(?:get|got|was|were|been) (?:\w+ )?paid|was (?:i|we) (?:\w+ )?paid|earn(?:ed)?|receiv\w+|(?:come|came|comes|coming) in|been refunded|incomes?|earnings|deposits
    (?:did|have) (?:i|we|he|she) (?:get|got)(?! back| through| charged| billed| invoiced)|salary .{0,20}(?:arrive\w*|come|came)|deposits? into|inflows?
    how much (?:money )?did .{1,30} make|what did .{1,30} make(?= in|$|\?)
    (?:what|how much)(?: money)? did (?!(?:i|we|he|she|they|you)\b).{1,50} (?:deposit|transfer|send|wire|credit)(?!.*\bto\b)|(?:came|come|flowed|landed|arrived|paid|went) (?:in|into|in to|on|onto) (?:our|my|the|\w+'s) (?:\w+ ){0,2}accounts?|(?:kam|kamen|flossen?|ist|sind|ging|gingen) .{0,40}auf (?:\w+ ){1,3}?\w*konto(?: (?:an|ein|rein|eingegangen|angekommen|geflossen))(?=\W*$)|(?:arrivee?s?|rentree?s?|entree?s?) sur .{1,30}compte|wages? (?:received|earned)
    (?:wie ?viel|was)(?: geld)? (?:hat|haben) (?!(?:ich|wir|man)\b)(?:(?! an | fur ).){1,50} (?:uberwiesen|eingezahlt|gutgeschrieben|\w*bezahlt|ausgezahlt)(?=\W*$)|(?:her|hin)?ein(?:gekommen|geflossen|kam|kamen|gegangen)|(?:rein|herein|zu)(?:gekommen|geflossen|gegangen)|dazugekommen
    (?:bring|brought|bringing|rake|raked|take|took) in|(?:wann|wie oft) (?:hat|haben) (?!(?:ich|wir|man)\b)(?:(?! an ).){2,50} (?:gezahlt|bezahlt|uberwiesen)(?=\W*$)
    (?:quand|combien de fois) (?!(?:avons|ai|a-t-on|on|nous)\b).{2,50} a-t-(?:il|elle) (?:vire|verse|paye)
    combien (?!(?:avons|ai|a-t-on|on|nous)\b).{1,50} a-t-(?:il|elle) (?:vire|verse|transfere|credite)(?! (?:a|au|chez)\b)
    einzahlung(?:en)?|verdien\w+|(?<!von )(?:uns|mir) .{0,40}(?:uberwiesen|geschickt|\w*gezahlt|\w*bezahlt|angewiesen|vergutet|gutgeschrieben)|erhalten|bekommen|eingenommen|\w*einnahmen|\w*einkommens?|kam\w* .*\b(?:rein|herein)|reingekommen|eingegangen|\w*eingang|(?:kam|ist) .*(?:gehalt|\blohn|\bsalar)|(?:gehalt|lohn|salar|geld) .{0,20}(?:kam|kamen)\b|(?:bekam|bekamen|erhielt|erhielten|kriegten?) (?:ich|wir)|(?:ich|wir) (?:bekam|bekamen|erhielt|erhielten|kriegten?)
    (?:ai-je|avons-nous|a-t-on|j'ai|on a|nous avons) (?:\w+ )?ete payee?s?
    (?:nous|m')\s?a(?:-t-il|-t-elle|-t-on)? (?:\w+ )?(?:verse|vire|paye)e?s?|gagne\w*|recue?s?|touche\w*|encaisse|revenus?|(?:salaire|argent) .{0,12}arrive
""")
ARRIVED = any_of(r"""
    (?:did|have|has|were|was) (?:we|i) (?:get |been |ever )?charged (?:a|an|any|for)\b
    ^\W*(?:did|has|have) .{1,40} charged? (?:me|us|my|our)|is there (?:a|any) (?:payment|charge|transfer|debit|booking)|(?:list|show) (?:me )?(?:every|each) (?:payment|booking|purchase|transaction|charge|transfer|debit)
    did .{1,40} (?:come in|arrive)|has .{1,40} (?:come in|arrived)
    (?:ist|sind|kam|kamen) .{1,40}(?:eingegangen|angekommen|gekommen)
    (?:est|sont)(?:-il|-elle)? .{0,12}arrivee?s?|a-t-(?:il|elle) ete verse
    wurden? .{1,40}(?:abgebucht|uberwiesen|bezahlt|gezahlt|eingezogen)
""")
PAYMENTS = any_of(r"""
    payments|(?:every|each) (?:payment|purchase|debit|charge)|purchases|debits|went out
    \w*zahlungen|einkaufe|\w*abbuchungen|lastschriften|abhebungen
    paiements|achats|prelevements|retraits
""")
FROM_SOMEBODY = any_of(
    r"from(?! (?:(?:the|our|my|\w+'s) )?(?:\w+ ){0,3}(?:accounts?|cards?)\b)|von(?! (?:unserem|meinem|der|dem) (?:\w+ )?\w*(?:konto|karte)\b)|vom(?! (?:\w+ )?\w*(?:konto|giro)\b)|de la part|received|incoming|came in|eingegangen\w*|eingehende\w*|erhalten\w*|recus?|entrants?|salary|gehalts\w*|salaires?"
)
FROM_US = any_of(
    r"tak(?:e|en) from (?:me|us)|(?:got|gets?|received?|receives) .{0,20}(?:from us|most|of our money)|how much did (?!(?:i|we|he|she|they)\b).{1,60} (?:get|receive)(?! back)(?!.*\b(?:salary|wages?|bonus|pension|royalties|from (?!us\b|me\b)))|combien (?!(?:ai|avons|avez|a-t-on|on|j'|nous|m')\b)(?!.*\b(?:avons-nous|ai-je|a-t-on|j'ai|nous avons|on a)\b).{1,60}(?:encaisse|touche|recu|percu)\w*(?: en| au|\W*$)|wie ?viel hat (?!(?:mir|uns)\b).{1,60}(?:kassiert|eingezogen)|wie ?viel (?:geld )?(?:hat|haben|bekam\w*) (?!(?:ich|wir)\b).{1,60}von uns|von uns (?:bekommen|erhalten)"
)
SOMEBODY_PAID = re.compile(r"^\W*(?:hat|has|did|a-t-(?:il|elle))\b(?! (?:i|we|ich|wir|man|on|my|our)\b)")
PAID_TO = any_of(r"""
    (?:payments?|transfers?|debits?|purchases) (?:were|was|have been) (?:\w+ )?made|(?:payments?|transfers?|debits?) (?:to|went to|went|did|do) .*|purchases?|(?:payments?|bookings?|transactions?) .{0,40}(?:did|have) (?:i|we) (?:make|made)|(?:i|we) made
    (?:\w*zahlung(?:en)?|uberweisung(?:en)?) (?:an|gingen|ging) .*|einkauf|einkaufe|abbuchung(?:en)?|lastschrift(?:en)?
    (?:paiements?|virements?) (?:a|au|aux) .*|achats?|prelevements?
""")
SPENDING = any_of(
    r"spen[dt]\w*|expen\w*|paid out(?! to (?:me|us))|outgoings|went (?:out|off)|ausgegeben|\w*ausgaben?|depens\w*|gingen .*ab"
)
VISITED = any_of(
    r"most (?:often|frequently)|visit(?:ed)? (?:the )?most|am (?:haufig|ofte?)sten|le plus (?:souvent|frequemment)|(?:visit|frequent)\w*(?:-t-on|-nous|-je)? le plus|(?:how many|number of|on how many) (?:\w+ )?(?:visits|times|trips|occasions)|anzahl (?:der )?\w*(?:besuche|einkaufe|abhebungen|abbuchungen|zahlungen)|nombre de (?:visites|fois|pleins|repas|sorties|passages)|(?:first|last) (?:ever )?visit|wie ?viele (?:\w+ )?\w*(?:besuche|einkaufe|abhebungen|behebungen|abbuchungen|tankstopps|tankfullungen)|combien de (?:visites|passages|retraits|sorties|repas|pleins)|(?:how many times|how often|wie (?:oft|haufig)|wie viele male|combien de fois)(?=.*\b(?:did|have|has|were|was|been|went"
    r"|haben|habe|hat|waren|war|avons|ai|suis|etais|sommes|etions|est|allons|va)\b)"
)
# "What were the 120 euros for?"
WHAT_FOR = any_of(r"""
    what (?:was|were|is|are) (?:the|that|those|this)|who(?:m)? did (?:i|we) pay|what (?:was|is) it for
    wofur (?:war|waren|ist|sind|gingen)|an wen ging\w*|was (?:war|waren) (?:das|die)
    a quoi correspond\w*|pour quoi|a qui
""")
# "How much on restaurants in 2025?"
HOW_MUCH_ON = re.compile(
    r"^\W*(?:how much|wie ?viel|combien)(?: \W+| money| cash| dough| geld| kohle| d'argent)? (?:on|at|for|to|for the|fur|bei|an|pour|chez)\b"
)
WITHDRAWN = any_of(r"""
    withdr[ae]w\w*|withdrawals?|(?:take|took|taken|taking|get|got) (?:\w+ )?(?:cash|money) out|(?:take|took|taken|taking) out .{0,20}(?:cash|money)|(?:cash|money) .{0,40}(?:take|taken|took) out
    (?:cash|bargeld) .{0,40}(?:behoben|bezogen|abgehoben|geholt)
    \w*abgehoben|abheben|\w*abhebung(?:en)?
    (?:bankomat|automat\w*|bancomat) .{0,20}(?:behoben|bezogen|geholt|gezogen)|\w*behebung(?:en)?|(?:bar)?geld (?:behoben|bezogen)
    retire[es]?|retraits?
""")
WHY = re.compile(r"^\W*(?:why|how come|warum|wieso|weshalb|pourquoi)\b")
ACCORDING = any_of("according to|laut|gemass|selon|d'apres")
STATES = any_of(r"""
    (?:does|do|did) .{1,60} (?:states?|say|name|mention|contain|offer|allow|provide|require)|(?:is|was|were|are) .{0,20}(?:stated|named|mentioned) in
    (?:agreed|specified|stipulated|laid down|provided for|fixed) (?:in|under|by) (?:the|our|my)|(?:given|shown|printed|stated)? ?on the (?:\w+ ){0,2}(?:bill|invoice|letter)
    auf der (?:\w+ )?\w*rechnung|(?:steht|stand) (?:in|im|auf dem)|nennt|erwahnt
    (?:dit|mentionne|indique|stipule)\b
""")
DUTY = any_of(r"""
    (?:must|should|will|would|can|could) (?:i|we|you|one|they) (?:have to )?(?:pay|spend|be charged)|(?:have|need) to (?:pay|spend)|to be paid
    under the (?:\w+ ){0,3}(?:contract|lease|agreement|policy)|if (?:the|i|we|it|he|she|they|you|my|our)|(?:wenn|falls) (?:ich|wir|die|der|das|man)|s(?:i |')(?:je|nous|on|il|le|la)
    muss|mussen|dois|devons|doit
""")

HOW_MUCH_MONEY = any_of(
    "how much|wie ?viel(?! (?:prozent|uhr))|combien(?! de)|how many (?:euros|pounds|dollars|francs)|totals?|gesamtsumme"
)
# Verbs of money that moved, in the past or of what it comes to: with a word for how much, bookings are asked.
MONEY_VERBS = any_of(r"""
    spent|paid|dropped|charged|billed|invoiced|debited|deducted|withdrawn|withdrew|collected|transferred|wired|remitted|disbursed|parted with|forked|shelled|laid out|coughed|poured|sunk|blown|blew|splashed|splurged|settled|swallowed|given|gave|handed|took|taken|sent|put|outlays?
    \w*gezahlt|bezahlt|\w*uberwiesen|entrichtet|beglichen|aufgewendet|aufgewandt|geblecht|berappt|gelohnt|gelassen|getragen|gesteckt|abgedruckt|verpulvert|verjubelt|verprasst|rausgehauen|hingelegt|abgebucht|eingezogen|abgezogen|belastet|berechnet|kassiert|verlangt|genommen|gekostet|verschlungen|gefressen|\w*gegangen|\w*geflossen|gewandert|gelandet|angefallen|zusammengekommen|ergeben|ergibt|ausgemacht|machen .{1,60} aus|betrugen|betrug
    depense\w*|paye\w*|verse\w*|vire\w*|regle\w*|debourse\w*|acquitte\w*|lache\w*|claque\w*|laisse\w*|mis|donne\w*|englouti\w*|flambe\w*|sortie?s?|decaisse\w*|preleve\w*|debite\w*|facture|pris|reclame\w*|parti\w*|passee?s?|file|consacree?s?|represente\w*
""")
MOVED_VERBS = any_of("getragen|gesteckt|gelassen|geblecht|verbraten|verjubelt|donne\\w*|mis|handed|given|poured|sunk")
MONEY = any_of(r"""
    money|cash|bank|accounts?|pays?|paying|payouts?|salary|wages?|spend\w*|bucks|budgets?|cards?
    geld|bargeld|bank|konto|konten|zahl\w*|bezahl\w*|gehalt|lohn|karte|budget
    argent|banque|comptes?|pay\w+|paie\w*|salaires?|carte|budget
""")

# ---------------------------------------------------------------- unusual, and by which rule

UNUSUAL = any_of(r"""
    unusual\w*|out of place|surpris\w+|outliers?|strange|odd|weird|suspicious|anomal\w+|abnormal\w*|out of the ordinary|stands? out|unexpected|fishy|wrong with|look(?:s)? (?:wrong|off|strange)
    ungewohnlich\w*|ausreisser|uberraschung\w*|uberraschend\w*|auffallig\w*|verdachtig\w*|unerwartet\w*|merkwurdig\w*|seltsam\w*|komisch\w*|stimmt .*\bnicht|nicht stimm\w*
    inhabituel\w*|insolites?|surpris\w+|surprenant\w*|anormal\w*|suspecte?s?|bizarres?|etranges?|anomalies?|sort\w* de l'ordinaire|hors du commun
""")
CHARGED = any_of(r"""
    charge[ds]?|debited|billed|booked|deducted|taken|paid|pay|payments?|subscriptions?
    verrechnet|in rechnung gestellt|abgezogen|eingezogen|abgebucht|belastet|berechnet|gebucht|abbuchung\w*|gezahlt|bezahlt|uberwiesen|abos?
    debite\w*|preleve\w*|facture\w*|abonnements?|frais|gebuhr\w*|fees?
""")

# ---------------------------------------------------------------- prices, what recurs

DEARER = any_of(r"""
    did .{1,40} (?:raise|increase|hike|put up)(?: (?:its|their|the|our))?(?: (?:price|prices|rate|rates|tuition|dues|premiums?|fees?|rent))?(?=\W*$| in\b)
    how much (?:more expensive|dearer|cheaper|pricier)
    (?:became|become|got|gotten|get|getting|is|are|were|was) (?:\w+ )?(?:more expensive|dearer|cheaper|pricier|costlier)|put .{0,30}(?:prices?|fees?|rates?) up|since when (?:does|has|is) .{2,40} (?:cost(?:ed)? more|been dearer|dearer)|when did (?!(?:i|we|he|she|they|you)\b).{2,40} (?:last )?change(?=\W*$| in\b)|wann (?:hat|haben) sich .{2,40} (?:geandert|verandert)(?=\W*$)|quand .{2,40} (?:a|ont)(?:-t-(?:il|elle)|-(?:ils|elles))? change(?=\W*$)|put up .{0,20}(?:prices?|fees?|rates?)|price (?:increases?|rises?|changes?|jumps?|hikes?)|went up|did .{1,60}go up|(?:has|have|is|are) .{0,60}(?:gone|going|went) up
    rais\w+ (?:its|their|the|our|my) (?:\w+ )?(?:payments?|instal+ments?|contributions?|subscriptions?)|rais\w+ (?:its|their|the|our|my) (?:price|prices|fee|fees|rent|rate|rates|premium)|(?:has|have|did) .{0,60}(?:increased?|risen|raised|dropped|fallen|rise)|(?:price|cost|fee|rent|premium)s? .{0,40}(?:changed|developed)|increased (?:its|their) prices?|more expensive (?:now|than before)|(?:pay|paying|cost|costs|costing|charg\w+) .{0,40}than before|(?:how much )?more .{0,60}than (?:before|previously|they used to|it used to)|(?:price|cost|fee|rate)s? (?:hikes?|jumps?)|hik\w+ (?:its|their|the) (?:prices?|fees?|rates?)|prices .{0,20}risen
    seit wann (?:kostet|kosten|ist|sind) .{2,40} (?:mehr|teurer)|(?:teurer|billiger|gunstiger) (?:geworden|als (?:vorher|fruher|zuvor|bisher|sonst|vor))|(?:kostet|kosten) .{0,40}mehr als (?:fruher|vorher|zuvor|bisher)|aufgeschlagen|verteuert|verbilligt|(?:um )?wie ?viel prozent (?:teurer|billiger|gunstiger) (?:ist|sind|wurden?) .{1,60}|(?:um )?wie ?viel (?:ist|sind|hat) .{1,60}(?:teurer|aufgeschlagen|gestiegen)|(?:ist|sind|wurde|wurden) .{0,40}(?:teurer|billiger|gunstiger)(?! als)|wurden? .{0,40}(?:teurer|billiger|erhoht|angehoben|gesenkt)|preiserhohung(?:en)?|preisanderung(?:en)?|preissteigerung(?:en)?|preisanstieg|preissprung|preise .{0,12}(?:erhoht|angehoben|gesenkt)|(?:ist|sind|hat|haben) .{1,60}(?:gestiegen|erhoht|angehoben|gesunken)|\w*preise? .{0,40}(?:entwickelt|verandert|geandert)|(?:entwickelt|verandert|geandert) .{0,20}\w*preise?
    (?:a|ont|est|sont)(?:-t-il|-t-elle|-ils|-elles)? (?:\w+ )?augmentee?s?|(?:hausses?|augmentations?) (?:de(?:s)? |du |d')?(?:prix|tarifs?)|(?:prix|tarifs?) .{0,40}chang\w+|devenue?s? plus chere?s?|depuis quand .{2,40} (?:coute|coutent)(?:-t-(?:il|elle))? plus(?: cher)?|prix .{0,12}(?:ont|a) monte|grimpe\w*|rencheri\w*|plus chere?s? qu'avant|(?:paie|paye|payons|coute)\w* .{0,40}plus (?:cher )?qu'avant|baisse de prix
""")
RECURRING = any_of(r"""
    (?:bills|payments|charges|costs|debits) (?:that )?(?:come|comes|coming|go|going) (?:in|out|off) regularly
    subscriptions|recurring|standing (?:orders?|costs|charges|payments|expenses|commitments)|(?:regular|ongoing|monthly|fixed) (?:commitments|outgoings)|fixed (?:costs|expenses|charges)|regular(?:ly)? (?:payments|bills|costs|expenses|outgoings|debits)|(?:come|comes|coming) back every|repeating payments|every month the same|subscribed to|memberships (?:do|are|have)|running costs|(?:payments|debits|charges|bookings) .{0,12}repeat\w*|what do (?:i|we) pay (?:every|each|per|a) (?:month|year)
    (?:goes|go|comes|come) (?:out|off) automatically|(?:geht|gehen) .{0,20}(?:automatisch|regelmassig|fest) (?:ab|weg|runter|raus)
    abos|dauerauftrag\w*|fixkosten|\w*abonn?ements|regelmassige\w* (?:zahlungen|kosten|ausgaben|abbuchungen|buchungen)|wiederkehrend\w*|(?:kommen|kommt) .*\bwieder|laufende\w* (?:kosten|zahlungen|ausgaben|verpflichtungen|posten|belastungen)|feste\w* (?:kosten|ausgaben)|laufenden kosten|(?:monatliche|jahrliche)\w* (?:abbuchungen|zahlungen|kosten) (?:haben|gehen|laufen)|mitgliedschaften
    abonn?ements|(?:charges|depenses|frais) fixes|(?:paiements|depenses|prelevements|virements) (?:recurrente?s?|reguliere?s?|permanents)|reviennent (?:chaque|tous)|virements permanents
""")
# Subscriptions alone, and not all that is paid again and again.
SUBSCRIBED = re.compile(
    r"^(?!.*\b(?:recurring|regular\w*|standing|fixed|contracts?|memberships?|bills|wiederkehrend\w*|regelmassig\w*|fix\w*|dauerauftr\w*|vertrage\w*|mitgliedschaft\w*|rechnungen|recurrent\w*|reguli\w+|fixes|contrats?|prelevements|automati\w+)\b)"
    r".*\b(?:subscriptions|abos|abonnements|abonnemente|subscribed to)\b"
)
NOT_RECURRING = any_of(r"""
    cancel\w*|terminat\w*|notice|ends?|expires?|renews?|due|how (?:do|can)
    kundig\w*|kundbar|frist\w*|endet|enden|fallig\w*|verlanger\w*
    resili\w*|preavis|echeance\w*|finit|finissent
""")

# ---------------------------------------------------------------- income, saving, comparing

INCOME_NOUN = any_of(r"incomes?|earnings|\w*einnahmen|\w*einkommen|\w*einkunfte|revenus?|recettes")
PART_OF = any_of(
    "per ?cent|percentage|share|proportion|fraction|prozent\\w*|anteil\\w*|pour ?cent|pourcentage|part|taux|rate|quote"
)
EARNING = any_of(r"earn(?:ed|ing)?|eingenommen|einnehmen|verdient|verdienen|gagn\w+|percu\w*|touche")
SPENDING_VERB = any_of(r"spen[dt]|ausgegeben|ausgeben|depens\w+")
SPENDING_NOUN = any_of(r"spending|expenses?|expenditures?|outgoings|\w*ausgaben|depenses")
CASHFLOW = any_of(r"""
    cash ?flows?|incomes? (?:and|against|versus|vs\.?|minus|less|compared (?:to|with)) (?:\w+ )?(?:spending|expenses|outgoings|expenditures?)|(?:spending|expenses|expenditure) (?:and|against|versus|vs\.?|compared (?:to|with)) (?:\w+ )?incomes?
    spen[dt]\w* more than .{0,40}(?:earn\w*|income|made|make|got|received)|(?:earn\w*|made|make) (?:more|less) than .{0,30}spen\w+|spen[dt]\w* less than .{0,30}earn\w*|(?:came|come|comes|coming|money|cash) in (?:and|minus|less|vs|versus|against|or) .{0,30}out|in and out(?:goings)? of|money in and (?:money )?out|surplus|deficits?|within (?:our|my|their) means
    more (?:money )?coming in than|left over|(?:income|salary|money|earnings|wages?) .{0,20}(?:is|was|were|do we have|did we have|had we|have we) left(?! (?:at|with|in|behind)\b)|left (?:of|from) (?:our|my|the) (?:income|salary|earnings|wages?)|in the (?:red|black)(?! folder)|make ends meet|(?:make|made|making) (?:a |any )?(?:profit|loss)|profit or loss|(?:do|did|had|have) (?:i|we) have (?:\w+ )?left|beyond (?:our|my|their) means
    ausgekommen|(?:gewinn|verlust) gemacht|uber (?:unsere|meine) verhaltnisse\w*|net (?:result|position)|resultat net
    \w*einnahmen (?:und|gegen(?:uber)?|minus|zu|versus|vs) (?:\w+ )?\w*ausgaben|\w*ausgaben (?:und|gegen(?:uber)?|zu|vs) (?:\w+ )?\w*einnahmen|mehr (?:geld )?ausgegeben als .{0,30}(?:eingenommen|verdient|reinkam|bekommen)|mehr (?:eingenommen|verdient) als .{0,20}ausgegeben|uberschuss|defizit
    im (?:plus|minus)|(?:rote|schwarze)n? zahlen|mehr aus(?:geben)? als .{0,20}(?:einnehm|verdien)\w*|ubrig ?(?:ge)?bl\w+|bl(?:ei|ie)b\w* .{0,30}ubrig|(?:rein|ein)- und (?:aus|raus)gegangen|(?:ist|sind|war|waren) (?:\w+ )?(?:uns|mir) (?:\w+ )*?geblieben|(?:bleibt|blieb) (?:uns|mir)|(?:was|wie ?viel) bl(?:ei|ie)bt? (?:\w+ ){0,2}vo[nm] (?:\w+ )?(?:\w*einkommen|\w*einnahmen|gehalt|geld|lohn)|que?'?(?:est-il)? reste de (?:nos|mes) (?:revenus?|salaires?)
    revenus? et (?:\w+ )?depenses?|depenses? et (?:\w+ )?revenus?|recettes et (?:\w+ )?depenses|depens\w+ plus (?:que|qu').{0,30}(?:gagn\w+|recu\w*|touch\w+)|excedent|(?:rest(?:e-t|ait|era-t)-il(?! (?:sur|au|dans)\b)|nous rest(?:e|ait)|il rest(?:e|ait)(?! combien .{0,12}(?:sur|au)\b))|dans le (?:vert|rouge)|(?:rentrees|entrees|recettes)(?: d'argent)? (?:et|moins|contre|vs|face aux?) (?:\w+ )?(?:sorties|depenses)|(?:nous|m') ?(?:est-il|est) reste|flux de tresorerie
""")
LEFT_OVER = any_of(r"left over|ubrig\w*|.*reste.*|surplus|uberschuss|excedent")
OF_MONEY = any_of("money|geld|argent|im monat|monats?|month|mois")
SAVINGS = any_of(r"""
    savings? (?:rates?|quota|ratio)|sparquoten?|taux d'epargne
    (?:share|percent|percentage|part|portion|fraction|how much) .{0,30}(?:income|salary|earnings|what (?:i|we) (?:earn\w*|made|make|got)) .{0,30}(?:save|saved|saving|put (?:by|aside|away)|set aside)
    (?:do|did|have|had|can|are|were|was) (?:i|we|they) .{0,20}(?:sav(?:e|ed|ing)(?! the (?!most|least|same|money|\w+ (?:month|year)))|put (?:by|aside|away)|set aside)(?! (?:by|with|if|on|through|the file|the document))|(?:save|saved) (?:each|every|per|a) (?:month|year)
    (?:prozent|anteil|teil|wie viel) .{0,30}(?:einkommen\w*|gehalt\w*) .{0,30}(?:spar\w+|gespart|zuruck\w+)|(?:konnten|konnte) (?:wir|ich) .{0,20}sparen|(?:gesparte\w*|epargnee?|saved) (?:anteil|teil|part|share) .{0,20}(?:einkommen\w*|revenus?|incomes?)|(?:prozent|anteil|teil) .{0,30}(?:einkommen\w*|\w*einnahmen|gehalt\w*|verdien\w+) .{0,30}(?:ubrig|bl(?:ei|ie)b\w*)|gespart|sparen (?:wir|ich)|spare ich|(?:zuruck|beiseite|auf die seite) ?gelegt|(?:legen|lege) (?:wir|ich) .*\b(?:zuruck|beiseite)
    (?:part|pourcentage|proportion) .{0,30}revenus? .{0,30}(?:epargn\w+|cote|economis\w+)|(?:avons|ai|a)(?:-nous|-je|-t-on)? (?:\w+ )?(?:economise|epargne|mis de cote)|(?:mettons|mets|met)(?:-nous|-on)? (?:\w+ )?de cote|(?:epargnons|economisons)-nous|epargne(?:-t-on)? par
""")
GREW = any_of(
    r"rise|rose|climb(?:ed)?|fell|fallen|steigen|stiegen|increased|decreased|grown|grew|risen|gestiegen|zugenommen|gesunken|augmentee?s?|diminuee?s?|baissee?s?"
)
ELLIPTIC = any_of(r"""
    (?:compared (?:to|with)|versus|vs\.?|against) (?:the )?(?:last|previous|one before|(?:year|month|week|quarter) before)(?: one)?\W*$
    (?:im vergleich (?:zu[mr]?|mit dem)|gegenuber|verglichen mit) (?:dem |der |den )?(?:letzten?|vorigen|vorherigen|davor)\W*$
    (?:par rapport|comparee?s?) (?:a|au|aux) (?:la |le |l')?(?:dernier|derniere|precedente?|d'avant)\W*$
    (?:more|less) .*than (?:last|before)\W*$
    (?:mehr|weniger) .*als (?:letzte[nrsm]?|vorher|davor|zuvor|sonst)\W*$
    (?:plus|moins) .*(?:qu'avant|que (?:le dernier|la derniere))\W*$
""")
COMPARE = any_of(r"""
    gegen|contre|face a
    compar\w+|versus|vs|against|than|relative to|chang\w+|differen\w+|develop\w+|more or less|how much (?:more|less)
    verglich\w*|vergleich\w*|gegenuber|differenz|als|verandert\w*|entwickelt|unterschied\w*
    par rapport|compar\w+|(?<!est-ce )que|qu'|evolu\w+|difference|differ\w*|ecarts?
""")

# ---------------------------------------------------------------- balances, holdings

BALANCE = any_of(r"""
    (?:account |bank |current |closing |opening |end )?balances?(?! (?:sheet|due|of the (?:invoice|bill|settlement|service|deposit)|payment|bike|bicycle))
    what(?:'s| is| was) (?:left )?(?:in|on) (?:the|my|our|\w+['’]s) .{0,30}(?:(?:account|savings)\w*|giro|\w*konto|livret|sparbuch)|what(?:'s| is| was) left (?:in|on) .{0,30}|(?:what|how much)(?: money)? (?:did|does) .{0,60}accounts? .{0,30}(?:hold|have)|(?:what|how much) (?:is|was|are|were) (?:our|my|the) savings(?: worth)?(?=\W*$)|(?:amount|level|size|height) of (?:our|my|the) (?:savings|.{0,20}accounts?)|how much (?:money |cash )?(?:is|was|were|do (?:i|we) (?:still )?have|did (?:i|we) have|have (?:i|we) got|is there|was there|(?:i|we) had)(?: left)? .{0,20}(?:in|on) .{0,30}(?:accounts?|paypal|wallet|bank|savings|revolut|wise|n26|giro|\w*konto|livret|sparbuch)
    how much money (?:do|did|have) (?:i|we) (?:still )?(?:have|got)|(?:what|where|how (?:high|much)) (?:did|does|do) .{1,40}(?:account|savings)\w* .{0,10}stand|how (?:big|high|large) (?:is|was|were|are) (?:our |my |the )?.{0,20}(?:accounts?|savings)(?=\W*$)|how much (?:did|does) (?:the |our |my )?(?:\w+ )?(?:accounts?|savings)(?: \w+){0,3} (?:have|hold)(?: (?:on|in) it)?(?=\W*$)
    \w*kontost[ae]nd\w*|saldo|salden|(?:wie ?viel|was) (?:geld )?(?:\w+ )*?(?:ist|war|liegt|lag|haben wir|habe ich|hatten wir|hatte ich|steht|stand|sind|waren)(?: \w+)* auf .*(?:konto|konten|girokonto|giro|tagesgeld\w*|sparkonto|sparbuch|livret|revolut|paypal)\w*
    (?:how much|what) (?:was|were|is|did|do|does|had) .{0,30}(?:sitting|parked|stashed|lying) .{0,20}(?:accounts?|savings|bank)|(?:how much|what) (?:did|does) (?:the |our |my )?.{1,30}accounts? (?:have|hold|contain)(?: in it)?|(?:state|standing|status) of (?:the |our |my )?.{0,30}accounts?
    (?:what|how much)(?: money)? (?:was|is|were) (?:\w+ ){0,2}(?:in|on) [a-z]{2}\d{2}\w{8,}|(?:was|wie ?viel) (?:\w+ ){0,2}(?:war|ist|lag|liegt|stand) (?:\w+ ){0,3}auf [a-z]{2}\d{2}\w{8,}|(?:combien|qu'y avait-il|il y avait combien) (?:\w+ |y avait-il )?sur (?:le compte )?[a-z]{2}\d{2}\w{8,}
    (?:was|wie ?viel)(?: geld)? (?:bleibt|blieb) .{0,20}auf .{0,30}\w*konto|que rest\w+-(?:t-)?il .{0,12}(?:sur|au) .{0,30}|how much (?:was|is) left (?:in|on) .{0,30}accounts?
    hohe (?:unserer|meiner|der) ersparnisse|ersparnisse|stand(?=\W*$| auf\b| (?:\w*konto|giro|sparbuch|tagesgeld)\b)|\w*konto stand|kontenstand\w*|guthaben(?: auf| am| des|\W*$)|(?:war|ist|liegt|lag) .{0,20}auf .{0,30}\w*(?:konto|sparbuch)|stand (?:des|der|vom|von) .{0,20}(?:\w*kontos?|tagesgelds?|sparbuchs?)|wie ?viel geld (?:haben|habe|hatten|hatte) (?:wir|ich)
    montant de (?:notre |mon |l'|nos )?(?:epargne|livret\w*|economies)|(?:etat|position|situation) (?:du|de notre|de mon|de) .{0,20}comptes?|combien y (?:a-t-il|avait-il|il a|il avait|il y a|il y avait|a|avait) (?:d'epargne|en epargne|sur .{0,30})|disposions-nous|solde[s]?(?! de tout compte)|(?:il )?(?:y (?:a|avait)|rest(?:e|ait)) combien .{0,12}(?:sur|au)|combien represente(?:nt)? (?:notre |mon |nos |l')?(?:epargne|livret|compte)\w*|combien (?:d'argent )?(?:y )?(?:on |nous |j')?(?:avons|avions|ai|avais|a|avait|reste|reste-t-il|a-t-il)(?:-nous|-je|-il|-t-il)? .{0,30}(?:sur|au) .{0,12}(?:compte|livret|pel|comptes|\w*konto)|combien d'argent (?:sur|au) .{0,12}(?:compte|livret|\w*konto)\w*|combien d'argent (?:avons-nous|ai-je|a-t-on)(?! .{0,30}(?:depens|pay|vers|gagn|recu))|reste-t-il .{0,12}(?:sur|au) .{0,12}(?:compte|livret)
""")
# What came to an account or left it is not what was on it.
CAME_OR_LEFT = any_of(r"""
    came|come|arrived|landed|received|credited|gone|left (?:the|our|my)
    \w*gegangen|\w*gekommen|\w*geflossen|eingelangt|gutgeschrieben|gelandet|abgebucht|uberwiesen|bekommen|erhalten
    (?:r?entre|arrive|sorti|parti|credite|debite|vire|verse|recu)e?s?
""")
ACCOUNT = any_of(r"(?:\w+ )?(?:accounts?|savings)|\w*konto|sparbuch|comptes?|livret|[a-z]{2}\d{2}\w{8,}")
PAPER_TOTALS = any_of(
    r"settlement|abrechnung|\w*kostenabrechnung|decompte|invoice|rechnung|facture|loan|darlehen|pret|lease|mietvertrag|bail"
)
# "What's in our investment account?" asks for what it holds, and not for its balance.
CONTENTS = re.compile(
    r"^\W*what(?:'s| is| was| do (?:i|we) have)? in (?:the|my|our) (?:investment|securities|brokerage|stock) (?:account|depot)"
)
HOLDINGS = any_of(r"""
    how many (?:units|shares|pieces)|(?:how much|what)(?:'s| is| are| was| were) (?:my|our) (?!house|home|flat|car\b|bike)[\w ]{2,30} worth|(?:worth|value) of (?:our|my) .{1,40}shares|wie ?viele (?:anteile|aktien|stuck)|combien (?:valent|vaut) (?:nos|mes|notre|mon) .{0,20}(?:titres|actions|parts|portefeuille)|combien de (?:parts|titres|actions)
    (?:our|my|in the) (?:investment |stock |securities )?portfolio(?! (?:course|manager|lesson))|what (?:do|did) (?:i|we) (?:currently )?(?:hold|own)(?=\W*$| in\b)|in (?:the|my|our) (?:investment|securities|brokerage|stock) (?:account|depot)|(?:the|my|our) (?:depot|brokerage(?: account)?|securities account)|(?:my|our|which|what|the) (?:securities|stocks|shares|bonds|funds|etfs?|investments|holdings)|(?:shares|units|stocks|pieces) (?:of|in) .{0,60}(?:hold|own|have|got)|how many (?:\w+ ){0,3}(?:shares|units)
    (?:aktien|wertpapiere|\w*anteile|fonds|etfs?|(?<!home )(?<!office )\w*depot\w*)|(?:unser\w*|mein\w*|das|im) portfolio
    (?:portefeuille|titres|placements)(?! de transport)|(?:actions|parts|obligations) .{0,40}(?:ai-je|avons-nous|detenons|possed\w+|detient)
""")
OWNED = any_of(r"""
    (?:my|our|nos|mes|unsere|meine)
    own|owned|hold|held|have|had|got|worth|portfolio|value|show|list|in
    habe|haben|hatten|besitze\w*|besitzen|halten|wert|(?<!home )(?<!office )depot\w*|im|zeig\w*|liste
    ai-je|avons-nous|avions-nous|avais-je|avons|valent|detenons|possedons|valeur|vaut|en|montre\w*
""")

# ---------------------------------------------------------------- refunds, transfers

REFUNDS = any_of(r"""
    (?<!to )(?<!will )(?<!can )(?<!must )refund(?=\W*$| (?:from|of|by|in|on|we|i|did|that|ever)\b| ?,)|did (?!(?:i|we|he|she|they|you)\b).{2,40} (?:pay|give|send) (?:\w+ ){0,2}back|refund(?:s|ed)(?! (?:taken|deducted|subtracted|netted|included))|did .{1,40}refund|(?:has|did|have|is) .{1,40}refund .{0,20}(?:arriv\w*|come|came|paid)|reimburse(?:d|ments?| (?:us|me))|(?:came|come|got|get|paid|sent|send|received|given|gave) (?:\w+ ){0,2}back|(?:did|have|had|has) (?:i|we|he|she|they|\w+) (?:send|sent|return|returned|give|given)(?: back)?(?=\W*$)|money back|chargebacks?|cashback
    erstattet|\w*erstattung(?:en)?|retouren?|retourniert|zuruck(?:geschickt|gesendet|gegeben|gebracht)|ruckzahlung(?:en)?|zuruck(?:bekommen|erhalten|gezahlt|uberwiesen|gekommen|erstattet|bezahlt)|k[oa]m(?:men|en|mt)? .{0,40}zuruck(?=\W*$)|gutschrift(?:en)?
    rembours\w+|avoirs|(?:avons-nous|a-t-on|ai-je|on a|nous avons|j'ai) (?:renvoye|retourne|rendu)\w*
""")
CAME_BACK = any_of(r"""
    (?:came|got|gave|give|sent|send|paid|pay) (?:\w+ ){0,2}back|(?:have|has|had|was|were|been) (?:\w+ ){0,3}refunded|did .{1,40} refund|refunded (?:me|us)
    (?:hat|haben|wurden?) .{0,60}(?:erstattet|zuruck\w+)|kamen .*zuruck
    (?:a|ont|avons|ete)\b.{0,40} rembourse\w*
""")
OWN = r"(?:savings?(?: account)?|joint account|checking(?: account)?|current account|own accounts?|other account|\w*sparkonto|tagesgeld\w*|gemeinschaftskonto|girokonto|sparbuch|livret\w*|compte (?:joint|epargne|courant)|epargne)"
# What was paid to a card's bank for what the card had bought: no purchase, and nothing that was given back.
_CARD = r"(?:(?:\w+ ){0,3}(?:credit cards?|cards?|visa|amex|american express|master ?card|\w*kreditkarten?|karte|cartes?(?: de credit)?))"
PAID_OFF = any_of(rf"""
    (?:pay|paid|paying|payed) (?:off|down)(?: on| for)? {_CARD}|(?:pay|paid|paying|payed) {_CARD} (?:bill )?(?:off|down)|(?:paid|sent|payments?|pay) (?:to|toward|towards) {_CARD}
    {_CARD} .{{0,40}}(?:ab(?:be|ge)zahlt|zuruck(?:ge|be)zahlt|ausgeglichen)|auf (?:die|unsere|meine) {_CARD} (?:uberwiesen|eingezahlt|gezahlt)
    rembours\w+ (?:sur |de |a )?(?:la |ma |notre )?{_CARD}|paiements? (?:sur|a|vers) (?:la |ma |notre )?{_CARD}
""")
TRANSFERS = any_of(rf"""
    {PAID_OFF.pattern}
    (?:transferred|transfer|moved|move|loaded) .{{0,30}}(?:to|into|onto) (?:the |our |my )?(?:revolut|wise|paypal|n26|monzo|starling|bunq|lydia)|(?:transfere|vire)\w* .{{0,30}}(?:sur|vers) (?:le |notre |mon )?(?:revolut|wise|paypal|n26|lydia)
    (?:what|which|list|show|all|any|our|my) (?:\w+ ){{0,2}}transfers(?! (?:to|from|fees?))|transfers? (?:between|among)|transfers? (?:to|into|onto) (?:the |our |my )?(?!(?:\w+ ){{0,2}}(?:credit )?cards?\b){OWN}|transfers? from .{{0,40}}to .{{0,20}}{OWN}|internal transfers?|(?:own|internal) transfers?
    (?:transfer(?:red)?|mov(?:e|ed)|put|paid|send|sent|pay|went|gone|flowed) .{{0,60}}(?:to|into|in|onto) (?:the |our |my )?{OWN}
    umbuchung(?:en)?|umgebucht|uberweisung(?:en)? (?:auf|aufs|an|auf das|auf unser|auf mein) (?:\w+ )?{OWN}|(?:ging\w*|wander\w*|gewandert|floss\w*|geflossen) .{{0,30}}(?:auf|aufs|auf das|auf unser|auf mein) {OWN}|zwischen (?:unseren|meinen|eigenen|den eigenen) konten|(?:auf|aufs|auf das|auf unser|auf mein)\s(?:\w+ )?{OWN} .{{0,20}}(?:uberwiesen|gezahlt|eingezahlt|umgebucht|gelegt|geschoben)
    virements? (?:de|du|depuis) .{{2,40}} (?:vers|sur)(?! \d)|virements internes?|entre (?:nos|mes) (?:propres )?comptes|(?:vire|verse|transfere|mis)\w* .{{0,40}}(?:sur|au|vers) (?:le |notre |mon |l')?{OWN}
""")

# ---------------------------------------------------------------- what is reckoned

MOST = any_of("most|largest|biggest|meist\\w*|hochstens|gross?te[nrs]?|(?:le|la) plus|au maximum")
AT_ONCE = any_of(
    "in one go|at once|in a single (?:payment|purchase)|auf einmal|auf einen schlag|en une (?:seule )?fois|d'un (?:seul )?coup"
)
LARGEST = any_of(r"""
    largest|biggest|highest|most expensive|dearest|costliest|top|(?:^\W*|the )most (?:i|we|i've|we've|i have|we have) (?:ever |have |had )?(?:paid|spent|dropped|blew|blown|shelled out|forked out|splashed out)|priciest|costs? (?:us |me )?(?:the )?most|heftiest|steepest|maximum|(?<!did )(?<!has )(?<!hat )(?<!von )(?<!de )max(?!')
    (?:heftig|dick|fettst|fette|happig|saftig)ste[nrsm]?|am teuersten|maximal\w*|grosste[nrsm]?|hochste[nrsm]?|teuerste[nrs]?|hochster
    (?:qui|ce qui) (?:nous |m')?(?:a|ont) (?:\w+ )?coute le plus(?: cher)?|plus (?:gros|grande?|chere?|eleve|important|lourde?|sale)\w*
""")
SMALLEST = any_of(r"""
    smallest|lowest|cheapest|least expensive|tiniest|minimum|(?:^\W*|the )least (?:i|we|i've|we've|i have|we have) (?:ever |have |had )?(?:paid|spent)
    kleinste[nrsm]?|niedrigste[nrsm]?|gunstigste[nrsm]?|billigste[nrsm]?|geringste[nrsm]?
    moindre|minimal\w*|plus (?:petite?|bas|basse|faible|modeste)s?|moins (?:chere?|elevee?|grosse?|grande?)s?
""")
AVERAGE = any_of(r"""
    averages?|averaged|typical|typically|usually|normally|(?<!i )(?<!you )mean|on average|avg
    \w*durchschnitt\w*|mittelwert|im mittel|(?:durch|\w+s)?schnitt|normalerweise|ublicherweise|typische[nrs]?|typischerweise|gewohnlich|mittlere[nrs]?
    en moyenne|moyen(?:ne)?s?|typiques?|d'habitude|habituellement
""")
# "The total of the three largest": what is picked is reckoned again.
OF_ALL = any_of(
    r"(?:totals?|sum|average|mean) of|(?:summe|gesamtsumme|durchschnitt) (?:der|aus)|(?:total|somme|moyenne) des|together|zusammen|ensemble|combined"
)
STAYED_WITHIN = re.compile(
    r"^\W*(?:did|have|has|had) (?:we|i|he|she|they) .*(?:spen[dt]|paid|pay)\b|^\W*(?:haben|habe|hat) (?:wir|ich|er|sie|man) .*(?:ausgegeben|bezahlt|gezahlt|gebraucht|gelassen)|^\W*(?:avons-nous|ai-je|a-t-on|est-ce qu\w+ (?:nous|on)) .*(?:depense|paye)"
)
EACH_TIME = any_of(
    "ever|once|in one go|at once|single|any|jemals|je|schon mal|schon einmal|einmal|auf einmal|deja|jamais|une fois|d'un coup"
)
# What is small or large no booking says.
SIZED = any_of(
    r"(?:small|smaller|little|tiny|minor|large|larger|big|bigger|huge|major) (?:\w+ )?(?:payments?|purchases?|amounts?|expenses?|transactions?|bills?|sums?|ones)|(?:kleine|kleinere|kleineren|kleinen|grosse|grossen|grossere|grosseren) (?:\w+ )?(?:zahlungen|einkaufe|betrage|ausgaben|buchungen|anschaffungen)|(?<!plus )(?:petite?s|grosse?s|gros) (?:achats|depenses|paiements|montants|operations)(?! (?:de|du|d'|en|le|ce)\b)"
)
MEDIAN = any_of(r"median\w*")
HABIT = any_of(r"""
    (?:do|does) \w+ .*\b(?:spend|pay|earn|receive)
    (?:geben|gebe|gibt) .*\baus|(?:zahlen|zahle|zahlt|verdienen|verdiene|verdient|lassen|lasse) (?:wir|ich|sie|er|\w+)
    (?:depensons|payons|gagnons)-nous|(?<!nous )(?<!-je )(?<!-on )(?<!avons )(?<!ai )(?<!a )(?<!ont )(?<!plus )(?<!moins )(?:depense|paie|paye|gagne)(?:-t-on|-je|s-tu)?
""")
UNIT_WORD = any_of("day|week|month|quarter|year|tag|woche|monat|quartal|jahr|jour|semaine|mois|trimestre|annee")
PER_UNIT = any_of(r"""
    (?:a|an|per|each|every) (?:day|week|month|quarter|year)|(?:yearly|annual|monthly) basis|daily|weekly|monthly|quarterly|yearly|annually|annual
    (?:pro|je|im|jede[nrs]?|am|aufs|auf das) (?:tag|woche|monat|quartal|jahr)|(?:monats|jahres)(?:beitrag|gebuhr|rate|kosten|preis|pramie)|(?:tag|wochent|monat|jahr|viertel ?jahr)lich\w*
    (?:par|chaque|sur une|sur un) (?:jour|semaine|mois|trimestre|an|annee)|mensualites?|mensuel\w*|annuel\w*|hebdomadaires?|quotidien\w*
""")
COUNT = any_of(r"""
    how many(?! (?:quid|bucks|euros?|pounds|dollars|francs)\b)|how (?:often|frequently)|(?:which|what|where) .*\b(?:most (?:often|frequently)|visit(?:ed)? (?:the )?most)|a quelle frequence|number of|count
    wie ?viele|wie (?:oft|haufig)|(?:wo|welche\w*|wem) .*\bam (?:haufig|ofte?)sten|anzahl|zahl der
    (?:chez|ou|dans|quels?|quelles?) .*\ble plus (?:souvent|frequemment)|(?:quels?|quelles?) .*\b(?:visit|frequent)\w*(?:-t-on|-nous|-je)? le plus|combien de (?:fois|visites|passages|sorties|restaurants|factures|pleins|repas|dons|paiements|depenses|achats|commandes|trajets|operations|virements|prelevements|retraits|transactions)|combien y (?:a-t-il|avait-il|a-t-il eu|a eu) (?:eu )?d(?:e |')\w+|combien d'(?:operations|achats)|nombre d(?:e|es|'\w+)|nombre
""")
OFTEN = any_of(r"""
    visits?|besuche|passages|visites
    how (?:often|frequently)|how many (?:times|visits|trips)|number of (?:times|visits)
    wie (?:oft|haufig|viele male)|wie ?viel mal
    (?:combien|nombre) de (?:fois|passages|visites)
""")
SUM = any_of(r"""
    how much|how many (?:quid|bucks|euros?|pounds|dollars|francs)|totals?|sum(?:med)?|add up|tally|^\W*(?:money|cash|amount) (?:spent|paid|received|earned)|altogether|amount (?:spent|paid)|what (?:did|have) .{1,40} (?:get paid|earn\w*|make)|what (?:were|are|was) (?:our|my) .{0,30}costs|what did .{1,60}? (?:pay|spend|cost|shell|fork|give)|what .{0,12}(?:spent|did .{1,40} cost)|what ha(?:ve|s|d) .{1,40} cost (?:us|me)|what (?:i|we) (?:\w+ )?(?:paid|spent)|what (?:was|were|has been|have been) (?:charged|debited) (?:to|on)|what (?:have|had) .{1,30}(?:spent|paid)
    wie ?viel|summen?|gesamt\w*|insgesamt|wie hoch (?:war|waren|ist|sind)|was (?:hat|haben|habe|hatten) .{1,80}(?:gekostet|verdient|eingenommen|gelassen|gezahlt|bezahlt|ausgegeben)|was kam|was ging(?:en)? .{0,40}(?:raus|weg|drauf)|was wurden? .{0,80}(?:bezahlt|gezahlt|ausgegeben)|was (?:wir|ich) .{0,60}(?:bezahlt|gezahlt|ausgegeben|uberwiesen) (?:haben|habe)
    combien|sommes?|total(?:e|es)?|totaux|qu'est-ce qu.{1,60}(?:depens|cout|vers|pay|regl)\w+|qu'(?:avons-nous|ai-je|a-t-on|on a) (?:paye|depense|regle)|quel (?:est|a ete) le montant
""")
DIVIDED = any_of(r"""
    (?:spending|expenses|income|outgoings|costs) (?:by|per)|break\w* .{0,40}(?:down|spending)|breakdown|(?:yearly|monthly|weekly|daily|quarterly|annual) (?:\w+ )?(?:totals?|sums?)|spen[dt]s? (?:the )?(?:most|more|least)|(?:paid?|pay|received|got|gets) (?:\w+ )?(?:the )?most(?! recent)|most (?:of (?:our|my|the) )?money|(?:split|divided|distributed|spread) .{0,20}(?:across|over|by|between|among)|(?:biggest|largest|main) (?:\w+ )?categor\w+|(?:day|week|month|quarter|year) by (?:day|week|month|quarter|year)|(?:spending|expenses|income|costs) .{0,60}by (?:day|week|month|quarter|year)|where does .*\bmoney go|what (?:did|does|has) (?:the|our|my) money (?:go|gone)|where did .*\bmoney go|top (?:\w+ )?(?:\w+ )?(?:\w*empfanger\w*|handler|geschafte?|laden|beneficiaires?|commercants?|commerces?|magasins?)|(?:smallest|least) (?:\w+ )?categor\w+|top \w+ (?:categor\w+|shops?|merchants?|stores?|payees?|counterpart\w+|spending)
    (?:jahr|monat|wochent|viertel ?jahr)lich\w* summen?|(?:ausgaben|einnahmen|kosten) (?:nach|pro|je|aufge\w+)|wofur .*\b(?:ausgegeben|geld)|(?:am meisten|am wenigsten|das meiste) .*(?:bekommen|erhalten|kassiert|aus|ausgegeben|ausgeben|gezahlt|bezahlt)|(?:zahlen|zahle|bezahlen|bekommt|kriegt|bekam) .*(?:am meisten|am wenigsten|das meiste)|(?:gross?te|kleinste)[nrs]? (?:\w+ )?kategorien?|schluss?el\w* .*\bauf(?=\W*$)|aufschluss?eln|verteil\w+|monat fur monat|(?:einkommen|kosten) nach|wohin .*\bgeld|mehr ausgegeben|(?:nach|pro|je) (?:monaten|jahren|quartalen|wochen|kategorien?|handlern) (?:aufge\w+|aufschlusseln|aufteilen|aufgliedern|unterteilt|gegliedert|sortiert)|(?:aufgeschlusselt|aufgeteilt) nach
    totaux (?:mensuels|annuels)|comment se repartis\w*|a quoi .*\bargent|depenses? (?:par(?! (?:carte|cheque|virement|prelevement)\b)|mois)|repartition|(?:plus|le plus) depens\w+|(?:verse|paye|donne|laisse|vire)\w*\b.{0,12}\ble plus|depens\w+\b.*le (?:plus|moins)|(?:payons|paie|paye)(?:-nous|-t-on|-je)?\b.{0,12}\ble plus|plus (?:petite?|grosse?|grande?)s? categories?|mois par mois|ou (?:part|va|passe|est (?:passe|parti|alle)) .*\bargent|ventilee?s? par|par (?:categorie|commercant|mois et)
""")
SUM_FIRST = re.compile(
    r"^\W*(?:how much|wie ?viel(?!e)|combien (?!de fois)).* (?:and|und|et) (?:how many|wie ?viele|combien)\b"
)
WHOLE = any_of(r"""
    spending|expenses|income|outgoings|costs?
    \w*ausgaben|\w*einnahmen|einkommen|\w*kosten
    depenses|revenus?|couts?
""")
SHOWN = any_of(r"""
    show|list|which|all|every|everything|find|any|what
    zeige?n?|liste\w*|welche[nrms]?|alle[rs]?
    montre\w*|liste|quel(?:le)?s?|tous|toutes
""")
PRICED = any_of(
    r"most expensive|priciest|costliest|dearest|cheapest|least expensive|teuerste[nrs]?|billigste[nrs]?|gunstigste[nrs]?|(?:plus|moins) chere?s?"
)
# "Cost of electricity in 2025": a heading and a time.
HEADING = re.compile(
    r"^\W*(?:total|all|gesamt\w*|total des)?\s?(?:costs?|kosten|couts?|total|gesamtsumme|summe)\b(?! of the (?:invoice|bill|order|offer))(?:(?!\b(?:is|are|does|did|ist|sind|est)\b).)*$"
)
COSTLY = any_of(
    r"(?:wie hoch|was) (?:sind|waren|ist|war) .{0,30}kosten|what (?:were|are|was) (?:our|my) .{0,30}costs?|quels (?:sont|ont ete) nos couts"
)
LIST = any_of(r"""
    list|show|which|what|when|all|every|everything|find|any|transactions|bookings|give me
    zeige?n?|welche[nrms]?|alle[rs]?|wann|liste\w*|was|gib|gab es|gibt es|umsatze|\w*zahlungen|buchungen
    montre\w*|quel(?:le)?s?|quand|tous|toutes|les|liste|qu'ai-je|qu'avons-nous|a quoi|des|^\W*que (?:m'a|nous a|m'ont|nous ont)
    ^\W*(?:did|have|has|had|was|were) (?:i|we|he|she|they|you|my|our|the)|^\W*(?:haben|hatten) wir|^\W*habe ich|^\W*(?:ist|wurden?|sind|kam)|^\W*(?:avons-nous|ai-je|a-t-on|est-ce que)
""")
COSTS_NOW = any_of(r"""
    (?:what|how much)(?:'s| is| are) .{1,40} (?:charging|billing|costing|(?:taking|getting|claiming)(?: from| off)?) (?:me|us)
    (?:costs?|price|fee|kosten|preis|beitrag|couts?|prix|tarif) (?:per|pro|par|im) (?:year|month|jahr|monat|an|mois)
    (?:what(?:'s| is)|how (?:much|high) is) (?:our|my) .{1,30}|(?:was|wie ?viel) (?:be)?zahl(?:e|en|t)? (?:ich|wir) .{1,60}|combien (?:je|on|nous) (?:paie|paye|payons) .{1,60}|how much (?:per|a|each|every) (?:year|month|week|quarter) (?:for|at|to) .{1,60}|wie hoch ist (?:unsere?|meine?) .{1,30}|quel(?:le)? est (?:notre|mon|ma) .{1,30}|(?:annual|yearly|monthly) (?:premium|price|fee|rate|cost) .{1,60}|(?:jahres|monats)pramie .{1,60}|prime (?:annuelle|mensuelle) .{1,60}
    (?:what|how much) (?:am|are) (?:i|we|he|she|they) (?:currently |now )?paying .{1,60}|(?:on|je|nous) (?:paie|paye|payons) combien .{1,60}|combien (?:paie|paye|payons)-(?:t-on|nous|je) .{1,60}
    ^\W*(?:our |my |the )?(?:yearly|annual|monthly) (?:costs?|price|fees?) (?:of|for|at)|^\W*(?:die |unsere )?(?:jahrliche|monatliche)n? kosten (?:von|fur|bei)|^\W*(?:jahres|monats)kosten|^\W*(?:le )?couts? (?:annuel|mensuel) d[eu']
    (?:what(?:'s| is)|how (?:much|high) is) (?:the|our|my) (?:yearly|annual|monthly) (?:fee|cost|price|rate|charge|bill|premium|payment)s? (?:of|for|at|from|with|to) .{1,60}
    (?:monats|jahres)(?:beitrag|gebuhr|rate|kosten|preis) .{1,60}|(?:quelle est |a combien est )?(?:la |notre )mensualite (?:de|chez|pour) .{1,60}
    (?:what|how much) (?:do|does) .{1,60} (?:cost|charge|bill|take|set (?:me|us) back)|how much (?:is|are) .{1,60}|(?:yearly|annual|monthly) (?:cost|price|fee)s? (?:of|for|at)
    (?:was|wie ?viel) (?:kostet|kosten|verlang\w+|berechne\w*|nimmt|nehmen) .{1,60}|(?:jahrliche|monatliche)\w* (?:kosten|gebuhr\w*) (?:von|fur|bei)
    combien .{0,60}(?:coute|coutent|revient|paie-t-on|paie|facture|demande|prend|preleve)(?:-t-(?:il|elle|on))? .{1,60}|cout (?:annuel|mensuel) d[eu']
""")
# "Did we spend more on groceries or restaurants?"
WHICH_OF_TWO = any_of(r"""
    (?:more|less|most|least|often|which) .*\bor\b|\bor\b .*\b(?:more|less|most|least|often)
    (?:mehr|weniger|meist\w*|ofter|oft|was|wer) .*\boder\b|\boder\b .*\b(?:mehr|weniger|ofter)
    (?:plus|moins|souvent) .*\bou\b|\bou\b .*\b(?:plus|moins|souvent)
""")
# "In which months did groceries go over 300 euros?": the times whose sums an amount bounds.
IN_WHICH = re.compile(
    r"(?<!\w)(?:which|what|welche[nmrs]?|quels?|quelles?)\s"
    r"(?P<unit>days?|weeks?|months?|quarters?|years?|tage?n?|wochen?|monate?n?|quartale?n?|jahre?n?|jours?|semaines?|mois|trimestres?|annees?)(?!\w)"
)
# "How much more is the gym a month than the phone?": what one costs more than another, now.
COSTS_MORE = any_of(r"""
    how much (?:more|less|dearer|cheaper|pricier|more expensive)(?: expensive)? (?:is|are|does|do) .{1,80} than|how much (?:more|less) (?:do|are) (?:i|we) pay(?:ing)? .{1,80} than|.{1,40} (?:costs?|is|are) how much (?:more|less|dearer|cheaper) .{0,40}than
    (?:um )?wie ?viel (?:mehr|weniger|teurer|billiger|gunstiger) (?:ist|sind|kostet|kosten|(?:be)?zahlen wir|(?:be)?zahle ich) .{1,80} als|(?:um )?wie ?viel (?:kostet|kosten|(?:be)?zahlen wir|(?:be)?zahle ich|ist|sind) .{1,60} (?:mehr|weniger|teurer|billiger|gunstiger) .{0,20}als
    combien (?:coute|coutent|paie|paye|payons)\S* .{0,60}(?:de plus|de moins|plus cher|moins cher) .{0,30}qu(?:e|')|(?:coute|coutent) combien (?:de plus|de moins) qu(?:e|')|de combien .{1,60} (?:plus|moins) chere?s? .{0,20}qu(?:e|')
""")
COSTED = any_of("cost|kosteten|kostete|coutaient|coutait|quel montant|welche[rn]? betrag")
OUR_COST = any_of(r"""
    (?:what|how much)(?:'s| is| are) .{1,40} (?:charging|billing|costing|(?:taking|getting|claiming)(?: from| off)?) (?:me|us)
    how much (?:is|are) (?!(?:the|our|my)\b).{1,40} (?:a|per|each|every) (?:month|year)|(?:was|wie ?viel) (?:kostet|kosten) (?!(?:der|die|das|unsere?|meine?)\b).{1,40} (?:monatlich|jahrlich|(?:im|pro) (?:monat|jahr))|combien (?:coute|coutent) (?!(?:le|la|les|notre|nos|mon|ma|mes)\b).{1,40} (?:mensuel\w*|annuel\w*|par (?:mois|an))
    (?:costs?|price|fee|kosten|preis|beitrag|couts?|prix|tarif) (?:per|pro|par|im) (?:year|month|jahr|monat|an|mois)
    (?:was|wie ?viel) (?:be)?zahl(?:e|en|t)? (?:ich|wir) .{1,60}|combien (?:je|on|nous) (?:paie|paye|payons)
    (?:what|how much) (?:am|are) (?:i|we|he|she|they) (?:currently |now )?paying|(?:on|je|nous) (?:paie|paye|payons) combien
    ^\W*(?:our |my |the )?(?:yearly|annual|monthly) costs? (?:of|for|at)|^\W*(?:die |unsere )?(?:jahrliche|monatliche)n? kosten (?:von|fur|bei)|^\W*(?:le )?couts? (?:annuel|mensuel) d[eu']
    costs? (?:me|us)|(?:charge|bill|take from)s? (?:me|us)|set (?:me|us) back
    kostet (?:mich|uns)|kosten (?:mich|uns)|verlang\w+|berechne[nt]
    (?:me|nous) (?:coute|coutent|revient|facture|demande|prend|preleve)
""")
LAST = any_of(r"""
    (?:the )?last time|most recent(?:ly)?|how recently|latest|(?:did|have|had|was|were|has) .{1,60} last|last (?:\w+ )?(?:instal+ments?|appointments?|visits?|orders?|meals?|fill-?ups?|expenses?|payments?|purchases?|transactions?|bookings?|charges?|salary|transfers?|debits?|withdrawals?|visits?)|(?:i|we) last (?:pay|paid|buy|bought)
    zuletzt|(?:das |zum )?letzte[sn]? mal|(?:kam|kamen|kommt) .{0,20}letzte|letzte[nrms]? (?:\w+ )?(?:rate|teilzahlung|abschlagszahlung)|letzte[nrms]? (?:\w+ )?(?:\w*zahlung(?:en)?|\w*ausgaben?|\w*buchung(?:en)?|uberweisung(?:en)?|gehalt|einkauf|einkaufe|abhebung|rechnung|lohn|bestellung(?:en)?|besuch|mahlzeit|termin|tankfullung)|neueste[nr]?
    (?:la )?derniere fois|(?<!moi )en dernier(?: lieu)?|derniere?s? (?:\w+ )?(?:acomptes?|mensualites?|echeances?|paiements?|achats?|depenses?|virements?|prelevements?|operations?|salaires?|retraits?|commandes?|repas|visites?|passages?|factures?|pleins?)
""")
FIRST = any_of(r"""
    (?:the )?(?:very )?first (?:time|thing)|(?:did|have|had|was|were|has) .{1,60} first(?= (?:pay|paid|buy|bought|charge|spend|debit))|first (?:\w+ )?(?:visits?|expenses?|payments?|purchases?|transactions?|bookings?|charges?|salary|transfers?|debits?)|since when (?:do|have|am|are|did) (?:i|we)|how long have (?:i|we) been|(?<!since i )(?<!since we )(?:start(?:ed)? paying|began paying)
    (?:das )?(?:aller)?erste[ns]? mal|zum ersten mal|erste[nrms]? (?:\w*zahlung|\w*ausgabe|\w*buchung|uberweisung|gehalt|lohn|\w*einkauf|besuch)|seit wann (?:sind wir|bin ich|zahl\w*|bezahl\w*|buch\w*|haben wir .*gezahlt|uberweis\w*)
    (?:la )?premiere fois|premiere?s? (?:paiements?|depenses?|achats?|virements?|prelevements?|salaires?|versements?)|depuis quand (?:sommes-nous|est-on|suis-je|pay\w+|paie\w*|est-ce qu\w* .*pay\w*)
""")
WENT = any_of(r"""
    (?:was|were|been|am|are) (?:i|we)|(?:i|we) (?:was|were|went|go|ate|visit\w*|have been)|(?:did|have) (?:i|we)
    ^\W*wann kam(?:en)?|(?:war|waren|sind|habe?n?) (?:ich|wir)|(?:ich|wir) (?:war|waren)
    (?:suis|sommes|etais|etions)-(?:je|nous)
""")
