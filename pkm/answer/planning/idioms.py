"""Idioms of ranks, of two things beside each other, of accounts and of times, and what is meant by each."""

from __future__ import annotations

import re

from pkm.answer.planning.anchors import COUNT, month_names

_MONTH = "|".join(sorted(month_names(), key=len, reverse=True))
_SPENT = r"spend|spent|pay|paid|leave|drop|put"
_AT = r"at|to|on|for|with"
_BEI = r"bei|beim|an|für|fur"
_CHEZ = r"chez|a|au|aux|en|pour"

# Spans of the folded question are replaced, so that names keep their letters.
IDIOMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<!\w)(?:{said})(?!\w)"), meant)
    for said, meant in (
        # slips of the hand
        (r"hwo (much|many|often)", r"how \1"),
        (r"wie vile", "wie viel"),
        (r"(combien .{0,20}?avons[- ]nous) (payer|depenser)", r"\1 dépensé"),
        (r"shell(?:ed|ing)? out", "spent"),
        # who or what is ranked
        (r"eats?(?: up)? (most|the most)", r"takes \1"),
        (r"top (\w+) (?:places?|spots?)(?: (?:where )?(?:i|we) (?:spend|spent|shop|shopped|buy|bought)(?: (?:our |my |the )?(?:most )?(?:money|most))?(?: at| in)?)?", r"top \1 merchants"),
        (r"(what|which) (months?|weeks?|quarters?|years?) (did) (i|we) spend (?:the )?least(?: (?:money|of our money))?", r"in which \2 did \4 spend the least"),
        (r"qu'(?:avons-nous|ai-je|a-t-on|on a) (?:paye|achete|depense) de (plus|moins) cher", r"quelle a été notre dépense la \1 chère"),
        (r"ce qu'(?:on a|nous avons|j'ai) paye de (plus|moins) cher", r"la dépense la \1 chère"),
        # two things in one time, and each of them
        (rf"(how much (?:(?:money )?(?:did|have) (?:i|we) (?:{_SPENT}) )?(?:(?:{_AT}) )?(?!.*\b(?:earn|income|came)\b)[^,;?]{{2,60}}?),? and how much(?= (?:{_AT}) )", r"\1 compared with"),
        (rf"((?:wie ?viel |was )?(?:(?:haben|habe) (?:wir|ich) )?[^,;?]{{0,40}}?(?:{_BEI}) [^,;?]{{2,60}}?),? und (?:wie ?viel|was)(?= (?:{_BEI}) )", r"\1 verglichen mit"),
        (rf"(combien [^,;?]{{0,40}}?(?:{_CHEZ}) [^,;?]{{2,60}}?),? et combien(?= (?:{_CHEZ}) )", r"\1 contre"),
        (r"combien (?:est|a) (?:entre|rentre) et combien (?:est|a) (?:sorti|parti)|combien est(?:-il)? (?:r?entre|rentre)(?: d'argent)? et (?:est(?:-il)? )?sorti", "revenus et dépenses"),
        # what went to somebody
        (r"(le|la|les|notre) (?:menage|foyer) (?:a-t-il|a-t-on|a)(?= (?:\w+ )?(?:depense|paye|gagne|recu|touche|epargne))", "avons-nous"),
        (r"(did|has|does) (?:the|our) (?:household|family)(?= (?:spend|spent|pay|paid|earn|save|saved)\b)", r"\1 we"),
        (r"(hat|gab) (?:der|unser) haushalt", r"haben wir"),
        (r"quand ([^,;?]{2,30}?) a-t-(?:il|elle) recu de l'argent(?: de (?:nous|notre part))?(?= (?:pour )?la derniere fois)", r"quand avons-nous payé \1"),
        (r"(did|does|has) ((?!we\b|i\b|he\b|she\b|they\b|you\b)[^\W\d_]+) (?:get|got) paid", r"how much \1 \2 earn"),
        (r"(?:net|take-home) (?:pay|salary|wages?)|pay ?cheques?|take-home", "salary"),
        (r"(?:mobile|cell|cellular) ?phones?", "phone"),
        (r"telephones? (?:portables?|mobiles?|cellulaires?)|cellulaires?", "téléphone"),
        (r"jusqu'ici", "so far"),
        (r"^\W*(?:(?:are|were|have) (?:there|we had) )?(?:any )?(late|overdraft|reminder|returned|foreign|atm) (?:\w+ )?fees?(?=\W*$| (?:in|last|this|since)\b)", r"how much was the \1 fee"),
        (r"(smallest|biggest|largest|cheapest|most expensive|average|median) (?!coffee|pet|charity|book|gift|shoe|bike|barber|corner|body|online|farm)([\w'&]+) shop(?=\W*$| (?:of|in|last|this|ever)\b)", r"\1 \2 purchase"),
        # what a thing costs now
        (r"^\W*(?:(?:what is|what's|whats) )?(?:the )?(?:current|monthly|present) (?:price|cost) (?:of|for) (?!our|my|the)(.{2,40}?)(?: now)?(?=\W*$)", r"how much does \1 cost per month"),
        (r"^\W*(?!what|the|our|my)([^,;:?]{2,40}?)(?:'s)? (?:current|monthly|present) price(?: now)?(?=\W*$)", r"how much does \1 cost per month"),
        (r"^\W*(?!how|what|do|does)([^,;:?]{2,40}?) (?:per|a|each) month (?:now|at present|currently)(?=\W*$)", r"how much does \1 cost per month"),
        (r"^\W*how much (?:a|per|each) month (?:is|are) (.{2,40}?)(?=\W*$)", r"how much does \1 cost per month"),
        (r"^\W*(?:(?:der )?(?:aktuelle|monatliche)r? preis|(?:der )?monatspreis) (?:von|fur|bei) (.{2,40}?)(?=\W*$)", r"wie viel kostet \1 im Monat"),
        (r"^\W*(?:(?:quel est )?(?:le )?prix (?:actuel|mensuel) (?:de |d'|du )(?:la |l')?)(.{2,40}?)(?=\W*$)", r"combien coûte \1 par mois"),
        (r"^\W*([^,;:?]{2,40}?)\s?[:,]? (?:le )?prix (?:actuel|mensuel|par mois)(?=\W*$)", r"combien coûte \1 par mois"),
        # in short
        (r"avg\.?", "average"),
        (r"nb\.?(?= (?:de |d'))", "nombre"),
        (r"at the mo", "now"),
        (r"the (\d[\d.,]*) (payment|charge|debit|transfer|booking|transaction)", r"the \2 of \1"),
        # how it is told
        (r"(montant|achat|paiement|depense) jamais (paye|fait|effectue|depense)e?s?", r"\1 \2"),
        (r"(?:je veux voir|ich will sehen|i want to see),? (ce que|was|wie ?viel|how much|what)", r"\1"),
        (r"^\W*zahle? (die|alle|unsere|meine) (einkaufe|zahlungen|buchungen|besuche)", r"Anzahl \2"),
        (r"^\W*(?:compte[rz]?) (?:les|nos|mes|tous les) (paiements|achats|operations|visites)", r"nombre de \1"),
        (r"^\W*teile? (die|unsere|meine) (.{2,60}?) (nach (?:monaten|kategorien|handlern|geschaften|quartalen)) auf(?=\W*$)", r"\2 \3"),
        (r"(zahlungen?|buchungen?|betrag|payments?|paiements?) (?:von|of|de) (?:genau|exactly|exactement)", r"\1 von"),
        (r"(?:which|what) of our subscriptions (?:is|costs?) (?:the )?(?:most expensive|priciest|dearest|most)|what(?:'s| is) our (?:priciest|dearest|most expensive) subscription", "what do our subscriptions cost us"),
        (r"(?:welches|was ist) (?:unser(?:e[sm])? )?(?:abo|abonnement) (?:ist das teuerste|ist am teuersten|kostet am meisten)|unser teuerstes abo(?:nnement)?", "was kosten uns unsere Abos"),
        (r"(?:quel est )?(?:notre |l')?abonnement le plus (?:cher|couteux|onereux)", "combien nous coûtent nos abonnements"),
        # rises and falls of a whole time, held against the one before
        (r"^\W*(?:did|have|has) (our|the|my) (.{2,40}?(?:costs?|spending|expenses)) (?:fall|fallen|rise|risen|increased?|decreased?|drop|dropped|go up|go down|gone up|gone down)(?= (?:in|this|last) )", r"compare \1 \2 with the previous year"),
        (r"how much of (?:our|my|the) (?:money|cash) (?:ended up|landed|has ended up|has gone|went|goes) (?:with|at|in|into|to|on)", "how much did we spend at"),
        (r"what (?:did|does|do) (?:a|an|one|each) (?:trip|visit|shop|run) (to|at) (.{2,40}?) (?:cost|set us back)(?: us| me)?(?: on average)?", r"what was the average purchase at \2"),
        (r"on average,? what was the average", "what was the average"),
        (r"(welche|alle|unsere) (zahlungen|kosten|ausgaben|abbuchungen|buchungen) (?:kommen|kommt|gehen|fallen|laufen) (?:immer wieder |jeden monat )?regelmass?ig(?: wieder)?(?: an| ab| raus| weg)?", r"\1 regelmäßige \2"),
        # whether more than so much was spent
        (r"is it (?:true|right|correct) that (i|we) (?:have )?(spent|paid)(?! (?:more|less) (?:\w+ ){0,4}than (?:last|in))", r"did \1 spend"),
        (r"stimmt es,? dass (wir|ich) (.{3,80}?) (ausgegeben|bezahlt|gezahlt) (?:haben|habe|hatten)", r"haben \1 \2 \3"),
        # verbs that only say that a payment was made
        (r"(paiements?|achats?|depenses|operations|virements)( (?:de plus de|de moins de|superieure?s? a|au-dessus de) \S+(?: \S+)?)? (?:avons-nous|a-t-on|ai-je|on a) (?:faits?|faites?|effectuee?s?|realisee?s?)", r"\1\2"),
        (r"(zahlungen|einkaufe|buchungen) haben (?:wir|ich) (.{0,60}?)(?:geleistet|getatigt|gemacht|vorgenommen)(?=\W*$)", r"\1 \2"),
        (r"was brauchen (wir|ich)(?= .{0,30}(?:im schnitt|pro|durchschnittlich|im mittel|monatlich))(.{3,80}?)(?=\W*$)", r"was geben \1 \2 aus"),
        # compounds
        (r"gesamt(miete|strom|gehalt|lohn|pramie|tankkosten|stromkosten|mietkosten)n?", r"\1 gesamt"),
        # what an account held
        (r"(?:what|how much)(?: money)? (was|is) (?:there )?(in|on) (the|our|my) (.{2,30}?(?:saver|pot|fund|piggy bank))(?= (?:on|at|in|as of|\W*$))", r"what \1 in \3 \4 account"),
        (rf"how much(?: money)? (is|was)(?: there)? in (?!(?:total|all|it|this|that|there|here|my|our|the|each|which|{_MONTH})\b|\d)(\w+(?: \w+)?)(?=\W*$| (?:on|at|as of) )", r"how much \1 in our \2 account"),
        (r"combien (?:d'argent )?(y a-t-il|y avait-il|il y a|il y avait) (?:dans|chez)", r"combien \1 sur"),
        (r"(wie ?viel (?:geld )?(?:hatte|hat)) ([^\W\d_]+)(.{0,40}?)auf dem konto", r"wie viel war\3 auf dem Konto von \2"),
        (r"(wie ?viel (?:geld )?(?:war|ist|lag|liegt|hatten wir|haben wir) .{0,40}?)am ((?:spar|giro|haushalts)?konto)", r"\1auf dem \2"),
        (r"combien (?:est-ce qu'|d'argent )?(il y a|il y avait)(?: d'argent)?(?= (?:sur|au)\b)", r"combien y \1"),
        # how it is said of the whole, and of what was put into an account
        (r"(?:bis jetzt|bis dato)(?=\W*$| (?:gezahlt|bezahlt|ausgegeben|gekostet|bekommen|verdient)\b)", "bisher"),
        (r"(?:(?:up )?(?:to|till|until) now)(?=\W*$)", "so far"),
        (r"jusqu'a (?:present|maintenant)(?=\W*$)", "au total"),
        (r"since (?:i|we) (?:first )?(?:started|began|signed up|joined)(?: (?:paying|donating|giving|going))?(?=\W*$)", "in total"),
        (r"(?:au|en) final(?:e)?|finalement", ""),
        (r"(?:draw|drew|drawn)(?= (?:out )?(?:cash|money))", "withdraw"),
        (r"(cash (?:(?:did|have|has) )?(?:i|we|\w+) )(?:draw|drew|drawn)(?! (?:up|on|the)\b)", r"\1withdraw"),
        (r"topp(?:ed|ing) up (?:to|on|onto|into)", "transferred to"),
        # all bookings of some amounts
        (r"(show|list|find|give)(?: me)? (?:everything|anything)(?: (?:we|i) (?:spent|paid))?(?= (?:between|over|above|under|below|from|more than|less than)\b)", r"\1 all payments"),
        (r"(zeig|zeige|liste|such)(?: mir| uns)? alles(?= (?:zwischen|uber|unter|ab|von)\b)", r"\1 alle Zahlungen"),
        (r"(montre|liste|affiche)(?:-moi|-nous|z)? tout(?: ce qui est)?(?= (?:entre|au-dessus|en dessous|au-dela|superieur)\b)", r"\1 tous les paiements"),
        # whom something was given, each with how much
        (r"who(?:m)? (did|have) (i|we) (?:donated?|give|given|pay|paid)(?: money)?(?: to)?,? and how much(?: each)?", r"how much \1 \2 donate by payee"),
        (r"an wen (haben|habe) (wir|ich)(.{0,30}?) (gespendet),? und wie ?viel", r"wie viel \1 \2\3 \4 nach Empfängern"),
        # bills that were had were paid
        (r"((?:how many|number of) .{2,40}? (?:bills|invoices)) (did|have) (i|we) (?:have|had|get|got|receive|received)", r"\1 \2 \3 paid"),
        (r"((?:wie ?viele|anzahl) \w*rechnungen) (?:hatten|haben|bekamen) (wir|ich)(.{0,40}?)(?: gehabt| bekommen| erhalten)?(?=\W*$)", r"\1 haben \2\3 bezahlt"),
        (r"(combien de factures .{2,40}?)(?:a-t-on|avons-nous|on a|nous avons) (?:eue?s?|recue?s?)", r"\1 avons-nous payées"),
        (r"(combien d'interets) ([^,;]{2,30}?) (?:nous )?(?:a|ont) (?:rapporte|produit|donne)s?", r"\1 avons-nous reçus sur \2"),
        (r"wie ?viele? zinsen (?:gab es|gabs|hat es gegeben)(?: (?:auf|am|fur|beim)(?: dem)?)?", "wie viel Zinsen bekamen wir auf"),
        (r"since when (?:has|have|is|are|does|do) ([^,;?]{2,40}?) (?:been|costs?|at) ((?:[€$£] ?)?\d[\d.,]*\d)", r"since when do we pay \2 for \1"),
        (r"seit wann (?:kostet|kosten|ist|sind) ([^,;?]{2,40}?)(?: bei| auf)? (\d[\d.,]*\d)(?: ?(?:euro|€|franken))?(?=\W*$)", r"seit wann zahlen wir \2 an \1"),
        (r"(?:a partir de|depuis) quand ([^,;?]{2,40}?) (?:est passee?s? a|est a|coute(?:-t-(?:il|elle))?|a coute) (\d[\d.,]*\d)", r"depuis quand payons-nous \2 à \1"),
        (r"salles? de (?:gym|fitness|musculation)", "salle de sport"),
        (r"(in wie ?vielen (?:verschiedenen |unterschiedlichen )?)lokalen", r"\1Restaurants"),
        (r"(?:on est alles?|nous sommes alles?|je suis allee?|on va) (combien de fois)", r"\1 sommes-nous allés"),
        # parts of a month in one word
        (rf"(ersten?|zweiten?|dritten?|vierten?|letzten?) ({_MONTH})woche", r"\1 Woche im \2"),
        (rf"(ersten?|zweiten?) ({_MONTH})halfte", r"\1 Hälfte \2"),
        (rf"(ersten|letzten) ({COUNT}) ({_MONTH})tagen?", r"\1 \2 Tagen im \3"),
    )
)  # fmt: skip
