"""How a question is wrapped.

``plainly`` takes off what only asks ("could you tell me", "by the way", "please") and says idioms in plain words ("set us
back" is "cost us"), so that the patterns of ``sayings`` need not know them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pkm.answer.planning.anchors import month_names, weekday_names
from pkm.answer.planning.idioms import IDIOMS
from pkm.answer.planning.period import fold_in_place

_INTERROGATIVE = r"how|what|when|which|where|whom?|wie ?viele?|wie|was|wann|welche\w*|wer|wen|wem|wo(?:fur|hin|von|ran)?|(?:a |de )?combien|qu'|qu[ei]|quand|quels?|quelles?|ou|(?:in|at|on|bei|an|auf|in|a|chez|depuis|seit|since) (?:which|what|when|wann|welche\w*|wem|quand|qui|quels?|quelles?)"
_TO_TELL = r"tell|know|say|remind|remember|find out|work out|figure out|calculate|add up|wonder(?:ing)?|see|look up|check|curious|interested|interests?\s(?:me|us)|sag(?:en?|t|st)?|verrat\w*|wiss(?:en)?|weisst|ausrechnen|berechne\w*|rechne\w*|nachsehen|nachschauen|schau\w*|interessier\w*|neugierig|erinner\w*|dire|dis|dites|savoir|sais|savez|indiquer|indique[rz]?|calculer?|calculez|rappele[rz]?|rappelle|precise[rz]?|demande|verifie[rz]?|curieux|interesse"
_ASIDE = r"me|us|mir|uns|mich|moi|nous|please|pls|bitte|mal|kurz|doch|exactly|genau|gern\w*|in|out|up|nach|aus|exactement|s'il (?:te|vous) plait|svp|stp"
_WISH = r"i|i'd|i'm|we|we'd|you|can|could|would|will|might|may|like|love|want|wanted|wanna|need|wish|to|just|please|kindly|let|let's|me|us|help|be|am|was|were|is|it|possible|able|know|do|did|happen|try|trying|ich|wir|du|sie|ihr|man|es|mir|uns|mich|kann|kannst|konnen|konnt|konnte|konntest|konntet|konnten|wurde|wurdest|wurden|mochte|mochten|wollen|wollte|wusste|wussten|hatte|gern|gerne|mal|bitte|kurz|lass|lasst|zu|einmal|eben|je|j'|nous|on|tu|vous|te|il|peux|peut|pouvez|pourrais|pourriez|pourrait|voudrais|voudrions|aimerais|aimerions|veux|veut|faut|besoin|est-ce|que|qu'on|de|d'|m'|ai|as|aurais|aurait|auriez|serait|bien|amabilite|gentillesse|obligeance|bonte"
# "Could you tell me how much …": a wish to know; what stands before it ("in May, …") is a part of the question.
# No two of these words may be read from the same letters, and they are bounded: who repeats one has to be answered too.
_PREAMBLE = re.compile(
    rf"(?<![\w'’-])(?:(?:{_WISH})(?:-(?:vous|tu|moi|nous|il|toi))?[\s,!.]+|[jmtld]['’]){{0,20}}(?:{_TO_TELL})(?:[\s,]+(?:{_ASIDE}))*[\s,:-]+(?=(?:ce\s)?(?:{_INTERROGATIVE})(?!\w)|(?:whether|if|ob|si)\s)"
)
_WHETHER = re.compile(r"^(?:whether|if|ob|si)\s+")
_THAT_WHICH = re.compile(r"^ce (?=qu)")
_GREETING = re.compile(
    r"^\W*(?:(?:sorry(?: to (?:bother|ask|trouble)(?: you)?)?(?:,? but)?|entschuldigung|tschuldigung|excuse me|excusez-moi|hi|hiya|hello|hey|hallo|moin|servus|guten (?:tag|morgen|abend)|bonjour|salut|bonsoir|(?:so|also|ok|okay|well|now|alors|bon|dis|sag mal|und|and|et|by the way|ubrigens|au fait)(?! (?:far|viel|much|many)\b))[\s,!.:–-]+)+"
)
_THANKS = re.compile(
    r"(?<![\s,.–-])[\s,.–-]+(?:please|pls|plz|bitte|danke\w*|thanks|thank you|cheers|thx|s'il (?:te|vous) plait|svp|stp|merci|if you (?:can|could|please)|overall|all told|alles in allem|tout compris)\W*$"
)
# The bank's own records are where every figure comes from; "Spesen egal" is said to be left aside.
_SOURCE = re.compile(
    r"(?<![\s,])[\s,]+(?:(?:going|judging|measured) by|according to|based on|laut|gemass|nach|selon|d'apres|au vu de) (?:(?:the|our|my|unseren?|meinen?|den|dem|nos|mes|les|ses) )?(?:actual )?(?:payments|bank (?:records|statements?)|statements?|bookings|transactions|zahlungen|buchungen|konto(?:auszug\w*|bewegungen)|umsatzen|paiements|releves(?: bancaires| de compte)?)(?=\W*$|,)"
)
_NO_MATTER = re.compile(
    r"(?<!\w)[\w'’-]+ (?:egal|doesn't matter|does not matter)(?!\w)\s*[,:–-]*\s*|(?:regardless of|never mind|no matter|peu importe|unabhangig von|egal welche[rs]?|egal) (?:the |le |la |les |der |die |das )?[\w'’-]+,?"
)
# "And the month before?", "what about groceries?": what it asks of them was said before.
_GOES_ON = re.compile(
    r"^\W*(?:and|but|und|aber|et|mais|what about|how about|und was ist mit|was ist mit|et pour|qu'en est-il d\w*)(?!\w)"
)
# "Darling wants to know what …".
_ASKED_BY = re.compile(
    r"^\W*(?:my |our |meine? |mon |ma )?\w+ (?:wants? to know|keeps? asking(?: me)?|would like to know|will wissen|mochte wissen|veut savoir|voudrait savoir)[\s,:]+"
)
_WRAPS = (_GREETING, _ASKED_BY, _PREAMBLE, _GREETING, _WHETHER, _THANKS, _SOURCE)

_A_TIME = r"(?:of\s)?(?:(?:19|20)\d\d|year|month|quarter|week|last|this|previous|summer|winter|spring|autumn)"
_PASSED = r"(?: (?:is|was|has) it(?: been)?| (?:have|has) (?:passed|gone by|elapsed))?"
# What comes in, lies there or is no money at all: nothing of it was spent.
_NOT_SPENT = r"(?:.{0,12}\b)?(?:money|balance|incomes?|salar(?:y|ies)|wages?|pay|pension|earnings|savings?|interest|refunds?|returns|deposits|bonus|temperature|transfers?|dividends?|overdraft|kontost[ae]nd\w*|saldo|einkommen|einnahmen|gehalt|lohn|rente|ersparnisse?|zinsen|erstattung\w*|gutschrift\w*|umbuchung\w*|temperatur\w*|dividenden?|solde|revenus?|salaires?|epargne|interets|remboursements?|virements?|dividendes?)\b"
# An idiom, and what is meant by it. Spans of the folded question are replaced, so that names keep their letters.
_IDIOMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<!\w)(?:{said})(?!\w)"), meant)
    for said, meant in (
        (r"prime de fin d'annee", "prime"),
        # what is paid still is told with its price, what is paid no more with its last
        (r"^\W*(?:do|does|are|is) (?:we|i|anyone|anybody) still pay(?:ing)?(?: for| to)? ([^,;]{2,40}?)(?=\W*$)", r"what does \1 cost us a month"),
        (r"^\W*(?:zahlen|bezahlen|zahle|bezahle) (?:wir|ich) (?:denn |eigentlich )?(?:immer )?noch (?:fur |an )?([^,;]{2,40}?)(?=\W*$)", r"was kostet uns \1 im Monat"),
        (r"^\W*(?:est-ce qu'on |on |est-ce que nous |nous )?(?:paie|paye|payons)(?:-t-on|-nous)? (?:encore|toujours) ([^,;]{2,40}?)(?=\W*$)", r"combien nous coûte \1 par mois"),
        (r"^\W*lauft ([^,;]{2,40}?) (?:eigentlich |denn )?(?:immer )?noch(?=\W*$)", r"was kostet uns \1 im Monat"),
        (r"(?:um )?wie ?viel (teurer|billiger|gunstiger) (?:ist|sind|wurde|wurden) ([^,;]{2,40}?) geworden", r"ist \2 \1 geworden"),
        (r"^\W*(?:all |any )?refunds (?:from|by) ([^,;]{2,40}?)(?=\W*$)", r"what refunds did we get from \1"),
        (r"(?<!average )(?:per|each|every) (visit|purchase|trip)(?! on average)", r"on average per \1"),
        (r"(?<!schnitt )(?<!durchschnitt )(?:pro|je|bei jedem) (besuch|einkauf)", r"im Schnitt pro \1"),
        (r"(?<!moyenne )par (visite|achat|passage)(?! en moyenne)", r"en moyenne par \1"),
        # payments are listed with their days
        (r"(how much (?:did|have) (?:we|i) (?:pay|paid|spend|spent) [^,;]{2,60}?),? and when(?=\W*$)", r"\1"),
        (r"(wie ?viel (?:haben wir|habe ich) [^,;]{2,60}?),? und wann(?=\W*$)", r"\1"),
        (r"(combien (?:avons-nous|a-t-on|on a) [^,;]{2,60}?),? et quand(?=\W*$)", r"\1"),
        (r"qu'(a|ont) coute(?=\W)", r"combien \1 coûté"),
        (r"(quand|combien) est-ce qu(?:e |')(on|nous|j'ai|je)", r"\1 \2"),
        (r"(have|has|did) (i|we|you|anyone|anybody|somebody) (?:already |ever )?(paid|pay) ([^,;]{2,60}?) (?:yet|already)(?=\W*$)", r"\1 \2 \3 \4"),
        # the payment of a paper tells its day
        (r"^\W*(was|were|has|have|is|are) (.{2,60}? (?:invoice|bill)s?) (?:been )?paid,? (?:and )?(?:if so,? )?when(?=\W*$)", r"was \2 paid"),
        (r"^\W*(wurde|ist|war) (.{2,60}?rechnung.{0,40}?) (?:schon |bereits )?bezahlt(?: worden)?,? (?:und |und wenn ja,? )?wann(?=\W*$)", r"\1 \2 bezahlt"),
        (r"(how many|number of) ([^\W\d_]+) (?:runs|hauls)(?! \w)", r"\1 \2 purchases"),
        (r"(how many|number of) ([^\W\d_]+) (?:runs|hauls)(?= (?:over|above|under|below|in|at|of|were|did)\b)", r"\1 \2 purchases"),
        (r"when did (.{2,40}?) (?:start|begin) (?:charging|billing|debiting|taking money from)(?: us| me)?", r"when did we first pay \1"),
        (r"since when (?:does|do|is|has) (.{2,40}?) (?:charg(?:e|ed|ing)|bill(?:ed|ing)?|debit(?:ed|ing)?)(?: us| me)?", r"since when do we pay \1"),
        (r"(?:did|have) (?:we|i) ever (?:buy|bought|order|ordered|spen[dt]|pay|paid|shop|shopped)(?: for)?(?: anything| something| money)?(?= (?:at|to|from|with)\b)", "list our payments"),
        (r"(?:haben|hab|habe) (?:wir|ich) (?:jemals|je|schon mal|schon einmal) (?:etwas |was )?(bei|an) ([^?]{2,40}?) (?:gekauft|bestellt|bezahlt|ausgegeben|gezahlt)", r"liste unsere Zahlungen \1 \2"),
        (r"(?:a-t-on|avons-nous|est-ce qu'on a|on a) (?:deja|jamais) (?:achete|commande|paye|depense)(?: quelque chose| de l'argent)?(?= (?:chez|a)\b)", "liste nos paiements"),
        (r"([^:?]{2,40}): (?:die )?letzten? (zwei|drei|vier|funf|zehn|\d{1,2}) (?:kaufe|einkaufe|zahlungen|buchungen)", r"letzten \2 Zahlungen an \1"),
        (r"([^:?]{2,40}): (?:the )?last (two|three|four|five|ten|\d{1,2}) (?:purchases|payments|bookings)", r"last \2 payments to \1"),
        (r"(?:was ist |wie hoch ist )?(?:der |unser |mein )?depotwert", "wie viel ist das Depot wert"),
        (r"how much interest (?:did|does|has|have) (.{2,40}?) (?:bring|earn|earned|yield|yielded|make|made|give|given)(?: us| me)?(?=\W*$| \d| in\b| last\b| this\b| since\b| so far)", r"how much interest did we receive on \1"),
        (r"wie ?viele? zinsen (?:brachte|bringt|ergab|hat|haben) (.{2,40}?)(?: (?:ein|gebracht|eingebracht|abgeworfen|ergeben))?(?=\W*$| \d| im\b| in\b| letzte| seit\b| bisher)", r"wie viel Zinsen bekamen wir auf \1"),
        (r"combien d'interets (.{2,40}?) (?:a-t-(?:il|elle)|ont-(?:ils|elles)) (?:rapporte|produit|donne)s?", r"combien d'intérêts avons-nous reçus sur \1"),
        (r"(erste[nr]?|zweite[nr]?|1\.|2\.) jahreshalfte", r"\1 Halbjahr"),
        (r"(last|first|latest|most recent) (?:trip|outing) to(?= \w)", r"\1 visit to"),
        # an average, asked of what was named before
        (r"(?<=\d, )(?:what's|what is|how much is) (?:that|it) (?:a|per|each) (day|week|month)", r"on average per \1"),
        (r"(?<=\d, )(?:was|wie ?viel) (?:ist|macht|sind) das (?:pro|in der|im|am|je) (tag|woche|monat)", r"im Schnitt pro \1"),
        (r"(?<=\d, )(?:ca|cela) (?:fait|represente) combien par (jour|semaine|mois)", r"en moyenne par \1"),
        (r"[:,] ?quelle somme(?: totale| en tout)?(?=\W*$)", "en tout"),  # a sum that is named behind a heading
        # the whole of a time, and times by their names in Austria and Switzerland
        (r"(?:(?:in|for|during|im|en) )?(?:the |l')?(?:calendar year|kalenderjahr|annee civile) (?=(?:19|20)\d\d)", "in "),
        (r"auf(?:s| das| ein) (jahr) (?:um)?gerechnet", r"im \1"),
        (r"\${2,}", "money"),
        (r"(what|how|where|who|when) ?s(?= (?:the|our|my|in|on|left)\b)", r"\1 is"),
        (r"(how much|what) (?:a|per|each|every) (day|week|month|year) (is|are|was|were|does|do|did) ([^?,;]{2,40})", r"\1 \3 \4 a \2"),
        (r"ca (?:faisait|a fait) combien", "ça fait combien"),
        (r",? ?(?:on|nous) (?:en )?(?:est|sommes|etions|etait) a combien", " combien"),
        (rf"(?:(?:du|le|au|pour le|pendant le|dans le) )?mois (?:de |d')({'|'.join(month_names())})", r"en \1"),
        (rf"(?:(?:in|of|for|during) )?(?:the )?month of ({'|'.join(month_names())})", r"in \1"),
        (r",? ?(?:oder )?(?:(?:tausche?|irre) ich mich|bilde? ich mir das (?:nur )?ein)|,? or am i (?:wrong|imagining (?:it|things))|,? ou (?:est-ce que )?je me trompe", ""),
        (rf"((?:{'|'.join(month_names())})(?: \d{{4}})?) (?:inclus|compris|inclusive|included|einschliesslich)(?! (?:the|der|le|la|les)\b)", r"\1"),
        (r"(zweit|dritt|viert|funft)-?((?:gross?t|hochst|teuerst|kleinst|niedrigst|billigst|gunstigst)e[nrsm]?)", r"\1 \2"),
        (rf"(?:{'|'.join(weekday_names())})(?:,? (?:den|the|le))?,?(?= (?:\d{{1,2}}(?:st|nd|rd|th|er)?\.? (?:of )?(?:{'|'.join(month_names())})\b|\d{{1,2}}\.\d{{1,2}}\.))", ""),
        # what a contract costs is what is saved without it
        (r"(?:(?:if|when) )?(?:we|i) (?:cancel(?:l?ed)?|quit|dropped|drop|stopped|stop|got rid of|get rid of) (.{2,40}?),? (?:how much|what) (?:would|will|could|can) (?:we|i) save (?:in |per |a |each |every )?(year|month)", r"what does \1 cost us a \2"),
        (r"(?:how much|what) (?:would|will|could|can) (?:we|i) save (?:in |per |a |each |every )?(year|month) if (?:we|i) (?:cancel(?:l?ed)?|quit|dropped|drop|stopped|stop|got rid of) (.{2,40}?)(?=\W*$)", r"what does \2 cost us a \1"),
        (r"(?:was|wie ?viel) (?:wurden|konnten|sparen) (?:wir|ich) (?:(?:im|pro|jeden) )?(jahr|monat) (?:sparen,? )?,?wenn (?:wir|ich) (.{2,40}?) (?:kundigen|kundigten|kundige)", r"was kostet uns \2 im \1"),
        (r"(?:(?:wenn|falls) )?(?:wir|ich) (.{2,40}?) (?:kundigen|kundige),? (?:was|wie ?viel) (?:sparen|spare|wurden|konnten) (?:wir|ich) (?:(?:im|pro|jeden) )?(jahr|monat)(?: sparen)?", r"was kostet uns \1 im \2"),
        (r"(?:si )?(?:on|je|nous) (?:resilie|resilions|resiliait|annule|arrete) (.{2,40}?),? (?:(?:on|je|nous) (?:economise|economisons|economiserait|economiserions) combien|combien (?:economise|economiserait)(?:-t-on|-je|-nous)|combien (?:on|je|nous) (?:economise|economiserait)) par (an|mois)", r"combien nous coûte \1 par \2"),
        (r"(?:a )?peu pres", "environ"),
        # what is left out, said as a condition
        (r"(?:leave|leaving|keep|keeping|take|taking|set|setting|put|putting|strip) (?:the |our |my )?(?!cash|money)([^\W\d_]+) (?:out|aside|off)(?: of (?:it|this|that))?(?=\W*$|[,:;.?!]| (?:and|what|how))", r"without \1"),
        (r"(?:lass|lasst|lassen wir|rechne|rechnen wir|nimm|zieh|klammer) (?:mal |bitte )?(?:die |den |das |unsere |meine )?([^\W\d_]+) (?:mal |bitte )?(?:weg|raus|heraus|aus|ab|beiseite|aussen vor)(?=\W*$|[,:;.?!]| (?:und|was|wie))", r"ohne \1"),
        (r"(?:(?:laisse|laissez|laissons|mets|mettez|mettons) (?:le |la |les |l')?([^\W\d_]+) (?:de cote|a part)|(?:enleve|enlevez|enlevons|retire|retirez|retirons|exclus|excluez|ote|otez) (?:le |la |les |l')([^\W\d_]+))(?=\W*$|\s*[,:;.?!]| (?:et|combien))", r"sans \1\2"),
        (r"(?:if|when) (?:you|we|i) (?:leave out|ignore|exclude|don't count|take out)", "without"),
        (r"(?:wenn|falls) (?:man|wir|ich|du) (.{2,30}?) (?:weglasst|weglassen|weglasse|rauslasst|rauslassen|ausklammert|ausklammern|abzieht|nicht mitzahlt)", r"ohne \1"),
        (r"si (?:on|l'on|je|nous) (?:enleve|exclut|exclus|retire|ne compte pas|met de cote)", "sans"),
        # sums are less what was given back, and transfers are none of them
        (r"(?:not counting|without|excluding|leaving out|ignoring|ohne|sans(?: compter)?)(?: the| any| die| les)? (?:(?:internal|own) )?(?:transfers|umbuchungen|virements(?: internes)?),?(?! (?:from|to|zu|von|a|vers|de|du)\b)", ""),
        (r"netto-?(gehalt|lohn|einkommen|verdienst)", r"\1"),
        (r"wie ?viel ?mal(?:e)?", "wie oft"),
        (r"^\W*(?:il|elle|ils|elles) (?:etai(?:t|ent)|est|sont) de combien", "de combien était"),
        (r"plus (petit|gros) ticket", r"plus \1 achat"),
        (r"since (?:we|i)(?:'ve| have) been (?:with|at) (?:them|there)", "in total"),
        (r"(?:or not|oder nicht|ou (?:pas|non))(?=\W*$)", ""),
        (r"by (?:how many per ?cent|what percentage)", "by how much"),
        (r"um wie ?viele? prozent", "um wie viel"),
        (r"de (?:combien de pour ?cent|quel pourcentage)(?= (?:a|ont|est|sont|les?|la|nos|notre)\b)", "de combien"),
        (r"(?:i mean|i'm talking about|ich meine|je parle de|je veux dire)(?= (?:the |das |l')?(?:(?:jahr|year|annee) )?(?:19|20)\d\d)", ""),
        (r"heuer|im heurigen jahr", "dieses Jahr"),
        (r"(?<!payments )(?<!bookings )(?<!purchases )(?<!expenses )(?<!transactions )(?<!bills )(?<!amounts )(?<!thing )over (20[12]\d)(?=\W*$|,)", r"in \1"),
        (r"der (?:ganze )?spass?(?= (?:im|in|bei|mit)\b)", ""),
        (r"(what|how much|was|wie ?viel|combien) (?:exactly|precisely|genau|exactement)", r"\1"),
        (r"^\W*(?:everything|all) (?:that )?(we|i)(?=.*\bminus\b)", r"how much \1"),
        (r"(put|set|putting|setting) aside(?= (?:into|to|onto|in (?:the|our|my|a))\b)", r"\1"),
        (r"(?:(?:if|when) )?(?:you|we|i) (?:take|subtract|deduct) (?:the |our |my )?(\w+) (?:off|from) (?:the |our |my )?(salary|wages?|income)", r"\2 after \1"),
        (r"(?:pull|pulled|pulling) out", "take out"),
        (r"(?:get|got|take|took|taken|draw|drew|drawn) out (?:of|from|at) (?:the|an|a) (?:cash ?(?:machine|point|dispenser)s?|atms?|hole in the wall)", "withdraw cash"),
        (r"how many (?:different |distinct )?(?:places|spots|eateries) (did|have) (we|i) (?:eat|eaten|dine|dined)(?: out)?(?: (?:at|in)(?!\w))?", r"how many different restaurants \1 \2 visit"),
        (r"calendar(?= years?| months?)|kalender-?(jahr|monat)", r"\1"),
        (r"(annee|mois) civile?", r"\1"),
        (rf"(?:over|during|in|across|within) the (?:(?:whole|entire) )?(?:course|span|entirety|length|rest) of|throughout|(?:for |over |in |during )?(?:all of|the (?:whole|entire|full|complete) of|the (?:whole|entire|full|complete))(?= {_A_TIME})", "in"),
        (r"(?:im|ins) (?:laufe|verlauf) (?:des jahres|von|vom)|(?:uber|auf|in)? ?(?:das|den|dem|die|der) (?:ganze[nrsm]?|gesamte[nrsm]?|komplette[nrsm]?|volle[nrsm]?)(?= (?:jahr|monat|quartal|woche))|(?:ubers|furs|im|ins|aufs) (?:ganze[nrsm]?|gesamte[nrsm]?|komplette[nrsm]?|volle[nrsm]?)(?= (?:jahr|monat|quartal))|ubers(?= jahr)", "im"),
        (r"(?:ganz|gesamt)(?= (?:19|20)\d\d)", ""),
        (r"(?:sur|pour|pendant|durant|dans|au (?:cours|fil|long)(?: de)?|tout au long(?: de)?) (?:l'ensemble d[eu]s?|toute?s?|l'integralite d[eu]|d[eu])?(?= (?:l'annee|le mois|l'an|la semaine|cette annee|ce mois|(?:19|20)\d\d))", "en"),
        (r"toute?(?= (?:l'annee|cette annee|(?:19|20)\d\d))|(?:sur|durant|pendant|courant|(?:tout )?au (?:cours|fil|long) de)(?= (?:l'annee |l'an )?(?:19|20)\d\d)", "en"),
        (r"a ce jour|jusqu'a (?:aujourd'hui|maintenant|present)|until today|till now|up till now|as of today|bis heute|bis dato", "so far"),
        (r"what(?:'s| is| was| were) the damage(?= (?:at|for|on|in|from)\b)", "how much did we spend"),
        (r"set(?:s|ting)? (us|me|ruth|him|her|them) back", r"cost \1"),
        (r"(us|me) a coute(?= (?:combien|cher))", r"\1 a coûté"),
        (r"what (?:did|does|has) (?:the|our|my) (?:(?:credit|bank|debit) )?card (?:c[oa]me|add(?:ed)?(?: up)?|amount(?:ed)?) to", "how much did we spend with the card"),
        (r"(?:the )?number of (?:fuel|petrol|gas) stops", "how often did we buy fuel"),
        (r"(um wie ?viel (?:ist|sind) .{1,40}?) (?:rauf|hoch|hinauf|herauf|nach oben ?)gegangen", r"\1 gestiegen"),
        (r"how (?:many times|often) did (more|less) than (\d[\d.,]*(?: ?(?:€|euros?|quid|pounds|£))?) (?:leave|go out of) (?:our|my|the) accounts?(?: (?:in one go|at once))?", r"how many payments of \1 than \2 did we make"),
        (r"quand (avons-nous|ai-je|a-t-on) decouvert (.{2,40}?),? (?:pour )?la premiere fois", r"quand \1 payé \2 la première fois"),
        (rf"^\W*((?:{'|'.join(month_names())})(?: \d{{4}})?) (?:pay|wages?|paycheck|salary)(?=\W*$)", r"how much salary did we receive in \1"),
        (r"^\W*(?:is|are) ([^?]{2,30}?) (?:really )?costing (?:us|me) that much ?\? what(?:'s| is) it (?:per|a) (year|month)(?=\W*$)", r"what does \1 cost us a \2"),
        (r"^\W*(?:notiz an mich|note to (?:self|me|myself)|note pour moi|memo)\s*[:,–-]+", ""),
        (r"(?:nachschauen|nachsehen|heraussuchen|look(?: it)? up|verifier|a verifier)(?=\W*$)", ""),
        (r"(miet|strom|gas|tank|einkaufs|gehalts)summe", r"Summe \1"),
        # whether there was any, and how much
        (rf"^\W*(?:(?:were|was|are) there |did (?:we|i) (?:have|get|pay) )?any (?!{_NOT_SPENT})([^?]{{2,40}}?) ?\? ?(?:and |so |if so,? )?how much(?: (?:was|were|is) (?:it|that|they))?(?=\W*$)", r"how much did we spend on \1"),
        (rf"^\W*gab es (?!{_NOT_SPENT})([^?]{{2,40}}?) ?\? ?(?:und )?wie ?viel(?: (?:war|waren|ist) (?:das|es|sie))?(?=\W*$)", r"wie viel haben wir ausgegeben für \1"),
        (rf"^\W*(?:(?:est-ce qu'il y a|y a-t-il|il y a|avons-nous|a-t-on) eu )?(?:des|du|de la) (?!{_NOT_SPENT})([^?]{{2,40}}?) ?\? ?(?:et )?combien(?=\W*$)", r"combien avons-nous dépensé pour \1"),
        # in which month a thing cost most
        (rf"(?:in )?(?:which|what) (month|quarter|year|week) (?:was|were|is) (?:the |our |my )?(?!{_NOT_SPENT})((?:\w+ ){{0,2}}?\w+) (?:the )?(?:highest|(?:most |)(?:expensive|costly)|dearest|priciest)(?! \w+ (?:bill|payment|invoice))", r"in which \1 did we spend the most on \2"),
        (rf"(?:in )?(?:which|what) (month|quarter|year|week) (?:was|were|is) (?:the |our |my )?(?!{_NOT_SPENT})((?:\w+ ){{0,2}}?\w+) (?:the )?(?:lowest|cheapest|least expensive)", r"in which \1 did we spend the least on \2"),
        (rf"in welche[mnr] (monat|quartal|jahr|woche) (?:war|waren|ist) (?:die |der |das |unsere? |unser )?(?!{_NOT_SPENT})((?:\w+ ){{0,2}}?\w+) am (?:hochsten|teuersten)", r"in welchem \1 haben wir am meisten für \2 ausgegeben"),
        (rf"(?:en |pendant )?quel (mois|trimestre) (?:la |le |l'|les |notre )?(?!{_NOT_SPENT})(\w+) (?:a|ont)-(?:t-)?(?:il|elle|ils|elles) ete (?:la |le |les )?plus (?:chere?|elevee?|haute?)s?", r"quel \1 avons-nous dépensé le plus pour \2"),
        # a heading that is a month
        (rf"^\W*((?:{'|'.join(month_names())})(?: \d{{4}})?),?(?= (?:minus|without|excluding|less|ohne|abzuglich|minus|sans|hors|moins) )", r"in \1"),
        # a week that is told again by its days
        (r"(?:in|during|over|from|an|wahrend|pendant|durant)? ?(?:der |den |dem |the |la |le )?(?:letzte|erste|zweite|dritte|vierte|last|first|second|third|fourth|derniere|premiere)[nrsm]? (?:\w*(?:woche|week|semaine)|(?:week|semaine) (?:of |in |d'|de |du )\w+), (?:also|so|i\.?e\.?|that is|meaning|d\.? ?h\.?|das heisst|c'est-a-dire|soit|donc)(?= (?:vom |from |du )?(?:the )?\d)", ""),
        (r"([^\W\d_]+) and all(?=\W*$)", r"including \1"),
        (r"(wie ?viel|was) (?:ist|sind) (.{0,30}?)(?:auf|uber) ((?:\w+ ){1,2}?\w*karte) gelaufen", r"\1 wurde \2mit \3 bezahlt"),
        # what an account held on a day
        (r"^\W*(?:the |our |my )?((?:\w+ ){1,2}?account)[,:]? (?:what|how much)(?: money)? did (we|i) have(?: (?:in|on) (?:it|there))?(?= (?:at|on|by) )", r"how much did \2 have in the \1"),
        (r"^\W*how much(?: money)?(?= (?:in|on) (?:the|our|my) (?:\w+ ){1,2}account (?:on (?:the )?\d|at the end|as of \d))", "how much was"),
        (r"^\W*wie ?viel(?: geld)?(?= auf (?:dem|unserem|meinem) (?:\w+ )?\w*konto (?:am \d|zum \d|ende |am ende ))", "wie viel war"),
        (r"^\W*combien(?: d'argent)?(?= sur (?:le|notre|mon) (?:compte|livret)(?: \w+){0,2} (?:au \d|le \d|fin |a la fin ))", "combien y avait-il"),
        # one purchase of its kind
        (r"(priciest|dearest|cheapest|biggest|largest|smallest|costliest|most expensive|average|how many) (supermarket|grocery|groceries|food|(?-i:[A-Z])[\w'&-]+) (?:trip|run|haul)(s?)", r"\1 \2 purchase\3"),
        (r"thing (?:that )?(we|i)(?:'ve| have)? (?:ever )?(?:got|gotten|bought)(?= (?:at|from|in) )", r"purchase \1 ever made"),
        (r"(totals?|amounts?|sums?|money) that(?= (?:came|went|we|i|was|were|has|have)\b)", r"\1"),
        (r",? ?what(?:'s| is| was) the (?:total )?spend(?:ing)?(?=\W*$)", " how much did we spend"),
        (r"(nous|m') ?(?:a|ont) rapporte", r"\1 a versé"),
        # both are told of a booking
        (r"^\W*(?:le |la |notre |mon |ma )?derniere? (?:repas|visite|achat|passage|plein) ((?:chez|a|au|aux) [^,;:?]{2,40}?) ?[,;:] ?(?:quand et (?:pour )?combien|combien et quand)(?=\W*$)", r"quand avons-nous payé la dernière fois \1"),
        (r"^\W*(?:the |our |my )?last (?:meal|visit|purchase|dinner|lunch|order) ((?:at|from) [^,;:?]{2,40}?) ?[,;:] ?(?:when and (?:for )?how much|how much and when)(?=\W*$)", r"when did we last pay \1"),
        (r"^\W*(?:der |die |das |unser |mein )?letzte[rs]? (?:essen|besuch|einkauf|bestellung) ((?:bei|im|in der) [^,;:?]{2,40}?) ?[,;:] ?(?:wann und (?:fur )?wie ?viel|wie ?viel und wann)(?=\W*$)", r"wann haben wir zuletzt \1 bezahlt"),
        (r"(did|do|have|has|had) (.{1,30}?) (?:c[oa]me|add(?:ed)?|amount(?:ed)?) to(?=\W*$| in\b| last\b| this\b| over\b| during\b| so far| altogether| overall| total)", r"\1 \2 cost in total"),
        (r"ca (nous|m'|me) ?a coute combien", r"combien ça \1 a coûté"),
        (r"ca (?:nous |me )?revient a combien|ca (?:nous |me )?(?:coute|fait) combien(?= (?:par|a l'|l'))", "combien ça nous coûte"),
        (r"(?:how much is (?:that|it)|was macht das|was sind das|was ist das)(?= (?:a|per|each|every|im|pro|je)\b)", "how much does it cost"),
        (r"a combien (?:s'eleve|se monte)(?:nt)?(?= (?:notre|nos|mon|ma|mes) (?:loyer|primes?|abonnements?|cotisations?|forfaits?|mensualites?))", "combien coûte"),
        (r"a combien (?:se sont elevee?s?|s'est elevee?|s'eleve(?:nt)?|s'eleva(?:it|ient)|se montent?|se montait)", "combien représente"),
        (r"a combien (?:nous |me )?revienn?e?n?t", "combien nous coûte"),
        (r"(did|do|does|has|have) (.{1,30}?) run (us|me)", r"\1 \2 cost \3"),
        (r"in rechnung (?:gestellt|stellt)", "berechnet"),
        (r"(jahres|monats|quartals)(ende|anfang|beginn|mitte) ((?:19|20)\d\d)", r"\2 \3"),
        (r"(fin|debut) d'annee ((?:19|20)\d\d)", r"\1 \2"),
        (r"year[ -]end ((?:19|20)\d\d)", r"end of \1"),
        (r"how many (?:days|weeks|months|years) ago", "how long ago"),
        (r"(?:,? ?(?:and|und|et))? (?:if so|if yes|wenn ja|falls ja|si oui),?(?= (?:how|wie|combien))", ","),
        (r"how long have (we|i) been paying", r"since when have \1 been paying"),
        (r"(?:wie lange|wie lang) (zahle?n?|bezahle?n?) (wir|ich) (?:schon|bereits)?", r"seit wann \1 \2"),
        (r"depuis combien de temps", "depuis quand"),
        # slips of the hand in short words
        (r"how (?:mcuh|muhc|mutch|mcu|muc|moch)", "how much"),
        (r"wi(?:e ?veil|e ?vil| ?viel| ?veil)", "wie viel"),
        (r"com?bein|conbien|combin|cobien", "combien"),
        # a time that is told again by its first day
        (r"(?:since|seit|depuis) (?:(?:the|our|my|dem|der|den|unserem|unserer|unseren|meinem|meiner|le|la|les|nos|notre|mon|ma) )?\w+, (?:so|i\.?e\.?|that is|meaning|also|das heisst|d\.? ?h\.?|donc|c'est-a-dire|soit)(?= (?:since|seit|depuis) )", ""),
        (r"(?:from|between|in|since|von|zwischen|seit|entre|depuis) [^,;?!]{3,40}, (?:i\.?e\.?|that is|d\.? ?h\.?|das heisst|c'est-a-dire|soit)(?= (?:from |vom |du )?\d)", ""),
        (rf"(?:for|in|during) the (?:spring|summer|autumn|winter|first|second|third|fourth) quarter,(?= (?:{'|'.join(month_names())}) )", ""),
        (r"(?:leaving out|excluding|not counting|without|except(?: for)?|apart from) this (year|month)", r"until the end of last \1"),
        (r"(?:ohne|ausser) (?:diese[ns]|das laufende|den laufenden) (jahr|monat)", r"bis Ende letzten \1"),
        (r"(?:sans (?:compter )?|hors )cette annee", "jusqu'à la fin de l'année dernière"),
        # what is small or large is left out
        (r"(?:ignoring|disregarding|excluding|leaving out|leave out|not counting|without)(?: (?:anything|everything|all|any|those|purchases|payments|amounts|bills|things))? (?:under|below|less than|smaller than)(?= \W?\d)", "of at least"),
        (r"(?:\w+ )?unter (\d+(?:[.,]\d+)?(?: ?(?:€|euro|eur|franken|chf))?) nicht (?:mitgezahlt|mitgerechnet|eingerechnet|gezahlt)", r"ab \1"),
        (r"(?:sans compter|hors|en ignorant|sans)(?: (?:ce qui est|tout ce qui est|les achats|les paiements|les montants|les depenses))? (?:de )?(?:moins de|inferieure?s? a|en dessous de)(?= \W?\d)", "d'au moins"),
        # what is spelt out by its parts
        (r"on food(.{0,30}?), (?:so|i\.?e\.?|that is|meaning) (\w+) (?:plus|and|\+)", r"\1 on \2 and"),
        (r"(?:la )?nourriture(.{0,30}?) ?:(?= \w+ (?:\+|plus|et) )", r"\1 :"),
        (r"fur(?:s)? (?:das )?essen(.{0,30}?), also (\w+) (?:\+|plus|und)", r"\1 für \2 und"),
        # a share of a time is one of what was spent in it
        (rf"((?:what|which) (?:percentage|share|part|proportion)|how many per ?cent) of(?= (?:{'|'.join(month_names())}|(?:19|20)\d\d|last (?:month|year))(?! ?'s\b)(?!\w))", r"\1 of our spending in"),
        (rf"(?:ca |cela )?represente(?:nt)? (quel pourcentage|quelle part)(?= d(?:e |')(?:{'|'.join(month_names())}|(?:19|20)\d\d)(?!\w))", r"représente \1 de nos dépenses"),
        (rf"(wie ?viel prozent|welcher (?:anteil|prozentsatz)) (?:vom|von|des)(?= (?:{'|'.join(month_names())}|(?:19|20)\d\d)(?!\w))", r"\1 der Ausgaben im"),
        (r"how good (?:were|are|was|have) (?:we|i)(?: been)? at saving", "what was our savings rate"),
        (r"it(?:'s| has) been (?:ages|a while|forever|so long|a long time) since (?:we (?:last )?(?:went to|paid|visited) )?(.{2,40}?), when(?: exactly)?(?: was (?:it|that))?(?=\W*$)", r"when did we last pay \1"),
        # once and again is counted
        (r"(?:did|have|has) (we|i|he|she|they) (?!not\b)(.{2,60}?) (?:more than once|more than one time|several times|repeatedly)", r"how often did \1 \2"),
        (r"(waren|sind|haben|habe|war|bin) (wir|ich) (.{0,60}?)(?:mehr als einmal|ofter als einmal|mehrmals|mehrfach)", r"wie oft \1 \2 \3"),
        (r"(?:est-ce qu(?:'on|e nous|e je) )?(?:on )?(est|sommes|a|avons|ai) (.{0,40}?)(?:plus d'une fois|plusieurs fois)", r"combien de fois on \1 \2"),
        # both are told of the last one
        (r",? ?(?:and )?when (?:exactly )?(?:was|is) (?:it|that)(?: and (?:what|how much) did it cost(?: us| me)?)?(?=\W*$)", ", when"),
        (r",? wann (?:genau )?war (?:der|die|das)(?: und (?:was|wie ?viel) hat (?:er|sie|es) gekostet)?(?=\W*$)", ", wann"),
        (r"how (?:pricey|expensive|dear) (?:was|were)(?= (?:the |our )?\w+ (?:in|on|during|last|this)\b)", "how much did we spend on"),
        (r"(?:tout )?(?:ce|qu'est-ce) qui (?:est|a ete) (?:sorti|parti|debite|preleve)(?= (?:du|de|des|sur)\b)", "dépenses"),
        (r"cash out of (?:the|an|a) (?:machine|wall|atm)", "cash withdrawn"),
        # whose halves are equal
        (r"(?:(?:if|when) )?(?:[\w']+ ){1,5}?split (.{2,40}?) (?:50/50|50-50|fifty[- ]fifty|in half|down the middle),? (?:what(?:'s| is| was)|how much (?:is|was)) (?:each|everyone|each one|my|one)(?:'s)? (?:share|half|part)", r"how much is half of \1"),
        (r"(?:wenn )?(?:\w+ ){1,5}?(?:die|den|das) (\w+) (?:halbe[- ]halbe|fifty[- ]fifty|50/50|durch zwei) (?:teilen|machen),? (?:was|wie ?viel) (?:zahlt|ist|macht) (?:jeder|das)(?: (?:fur jeden|pro person|von uns))?", r"wie viel ist die Hälfte der \1"),
        (rf"({'|'.join(month_names())})(miete|gehalt|lohn|ausgaben|einkaufe|einnahmen)", r"\2 im \1"),
        (r"(?:(?:were|was|are|is) there )?(?:any|a|all(?: the)?|the) (month|week|quarter|year|day)s? ((?:(?:in|of|during|since|this|last) .{2,30}?)?) ?(?:where|when|in which|on which)", r"in which \1s \2"),
        (r"gab es ((?:.{2,30}? )?)(?:einen? |irgendeinen? )?(monat|woche|quartal|jahr|tag)e?n?((?: .{2,30}?)?),? (?:in|an) (?:dem|denen|der)", r"in welchen \2en \1\3"),
        (r"(?:die|alle) (monat|woche|quartal|jahr|tag)en?((?: .{2,30}?)?),? (?:in|an) denen", r"in welchen \1en \2"),
        (r"(?:(?:y a-t-il|est-ce qu'il y a|y a)(?: eu)? )?(?:un|une|des|les) (mois|semaine|trimestre|annee|jour)s?((?: .{2,30}?)?) (?:ou|dans lesquel(?:le)?s|pendant lesquel(?:le)?s)(?= (?:on|nous|je|j'|les?|la|l'|notre|nos)\b)", r"quels \1 \2"),
        # how many days have passed since the last of something: the answer with its day tells that too
        (rf"how (?:long|many days){_PASSED} since (?:the|our|my) (?:last|latest|most recent) time(?: that)? (we|i)", r"when did \1 last"),
        (rf"how (?:long|many days){_PASSED} since (?:the|our|my) (?:last|latest|most recent)", "when was the last time we went for"),
        (rf"how (?:long|many days){_PASSED} since (we|i|he|she|they)(?: last|(?= (?:paid|bought|spent|ordered|visited|ate|withdrew)\b))", r"when did \1 last"),
        (rf"how (?:long|many days){_PASSED} since(?= [^,;?!.]{{2,40}} last (?!\w+ing\b)\w)", "when did"),
        (r"wie (?:lange?|viele tage) (?:ist|sind|liegt) (?:seit )?(?:der|die|das|dem|unsere[mr]?|meine[mr]?) letzte[nrms]? (.{2,40}?) (?:schon |jetzt )?(?:her|zuruck|vergangen)", r"wann war das letzte mal \1"),
        (r"wie viele tage (?:(?:ist|sind) es )?(?:her )?seit (?:der|dem|unsere[mr]|meine[mr]) letzten", "wann war das letzte mal"),
        (r"wie (?:lange?|viele tage) (?:ist|sind) (?:es )?(?:schon |jetzt )?(?:her|vergangen)?,? ?(?:dass|seit|seitdem) (wir|ich) (?:zuletzt|(?:zum|das) letzte[n]? mal)", r"wann haben \1 zuletzt"),
        (r"(?:(?:ca|cela) fait |il y a )?combien de (?:jours|temps) (?:se sont ecoules |sont passes |ont passe )?depuis (?:le|la|notre|mon|ma) derniere?(?= (?!fois\b))", "quand sommes-nous allés la dernière fois :"),
        (r"(?:(?:ca|cela) fait|il y a|depuis) combien de (?:jours|temps) qu(?:'on|e nous|e je) (?:n'|ne )?(?:a|ai|avons)(?: pas| plus)?", "quand a-t-on la dernière fois"),
        (r"vor wie ?vielen (?:tagen|wochen|monaten|jahren)|wie lange ist es her,? (?:dass|seit)", "wann"),
        (r"(?:a quand remonte(?:nt)?|de quand date) (?:notre|nos|ma|mon|la|le)? ?derniere? (?:visite|passage|achat|repas)", "quand sommes-nous allés la dernière fois"),
        (r"gesamt(einkommen|einkunfte|verdienst|einnahmen|ausgaben|kosten)", r"\1 insgesamt"),
        (r"worst(?= (?:\w+ )?(?:day|week|month|quarter|year|for)\b)", "most expensive"),
        (r"schlimmste([nrs]?)(?= (?:tag|woche|monat|quartal|jahr)\b)", r"teuerste\1"),
        (r"le pire (jour|mois|trimestre)", r"le \1 le plus cher"),
        (r"payed", "paid"),
        (r"restaurant (?:bills?|tabs?|checks?)", "restaurant payments"),
        (r"(?:in )?(?:the |la |der |die )?(?:week|semaine|woche) (?:of|from|du|vom)(?= (?:the )?\d{1,2}[a-z.]* (?:to|until|au|bis|-) )", "from"),
        (r"(by|per|into) (?:types?|kinds?|headings?|areas?|purposes?|buckets?)(?! of)", r"\1 category"),
        (r"(nach|pro|je) (?:rubrik(?:en)?|bereich(?:en)?|sparten?|posten|art(?:en)?|themen?|themenbereich(?:en)?|ausgaben?arten?|verwendungszweck)", r"\1 Kategorie"),
        (r"par (?:postes?|rubriques?|types?|natures?|themes?)(?: de depenses?)?", "par catégorie"),
        (r"(?:plus gros(?:ses)?|principaux|premiers) (?:postes?|rubriques?)(?: de (?:depenses?|couts?))?", "catégories les plus chères"),
        (r"(?:ausgaben|kosten)kategorien?", "Ausgaben nach Kategorien"),
        (r"(jour|semaine|mois|trimestre|annee) apres (?:jour|semaine|mois|trimestre|annee)", r"\1 par \1"),
        (r"(mois|trimestre|jour|an|annee) le plus (?:depensier|couteux|onereux)", r"\1 le plus cher"),
        (r"ticket moyen", "panier moyen"),
        (r"(?:food|supermarket) shop(?:ping|s)?", "groceries"),
        (r"einzel(ausgaben?|zahlung(?:en)?|kauf|buchung(?:en)?|posten)", r"\1"),
        (r"c'est combien(?= (?:par|a l'|l'))", "combien ça nous coûte"),
        (r"que(?= (?:payons|depensons|versons)-nous\b| (?:paie|depense|verse)-t-on\b)", "combien"),
        (r"(was|wie ?viel)(?: geld)? (?:ging|lief|ist|geht|lauft) ((?:\w+ ){0,3}?)(?:uber|via)(?= (?:(?:die|unsere?|meine?) )?(?:\w*karte\b|\w+-karte\b|visa\b|mastercard\b|amex\b))", r"\1 haben wir \2bezahlt mit"),
        (r"(?:in )?(?:the )?(?:calendar year (\d{4})|(\d{4}) calendar year)", r"in \1\2"),
        (r"depuis quand (?:paie|paye)-t-on", "depuis quand payons-nous"),
        (r"(^\W*on|combien on|qu'on|je) (?:paie|paye)", r"\1 payons"),
        (r"zahl(?= (?:ich|i|ma)\b)", "zahle"),
        (r"quel budget(?: pour)?", "combien pour"),
        (r"work(?:s|ed)? out (?:at|to)", "cost"),
        (r"(?:up )?to and including", "to"),
        (r"bis (?:und mit|und inklusive|einschliesslich|inklusive|inkl\.?)", "bis"),
        (rf"(erste[nr]?|zweite[nr]?|1\.|2\.) ({'|'.join(month_names())})halfte", r"\1 Hälfte \2"),
        (r"did (?!(?:i|we|he|she|they) )(.{2,40}?) deposit(?=\W*$| in\b| last\b| this\b| on\b| since\b| into\b)", r"did \1 pay us"),
        (r"(?:over|down|through|across) (?:all )?(?:the|these) years|of all time|since forever|from the (?:very )?(?:start|beginning)|uber (?:all )?die jahre(?: hinweg)?|seit (?:jeher|eh und je)|von anfang an|depuis toujours|depuis le (?:tout )?debut(?! d[eu']| d')|au fil des (?:ans|annees)", "in total"),
        (r"(war|waren|gehen|gingen|ging) (ich|wir) (.{0,30}?)essen(?=\W*$)", r"\1 \2 \3 in Restaurants"),
        (r"fill-ups?", "fuel purchase"),
        (r"(?:one|an?|each|every|per|our) (?:shopping )?trips? to the (supermarket|shops?|grocer'?s?)", r"one visit to the \1"),
        (r"(this|last|next|previous|per|an?|each|every) yrs?", r"\1 year"),
        (r"(this|last|next|previous|per|an?|each|every) mn?ths?", r"\1 month"),
        (r"(gab|war|ging)'?s", r"\1 es"),
        (r"(was|wie viel) hats", r"\1 hat es"),
        (r"wie ?viele (euro|pfund|franken|dollar)", r"wie viel \1"),
        (r"(?:over|across|through) (?:the )?(summer|winter|spring|autumn)", r"in \1"),
        (r"uber den (sommer|winter|herbst)", r"im \1"),
        (r"(what|how much)(?: money)? (?:came|comes|has come) in from (?:my |our |the )?(?:work|jobs?)", "how much salary came in"),
        (r"cash (?:(?:got|taken|drawn) )?out (?:of|from|at) (?:the|a) (?:machine|bank)s?", "cash withdrawn"),
        (r"(?:christmas|xmas) bonus|prime de noel", "Weihnachtsgeld"),
        (r"([^\W\d_]{3,}?)s?((?:nach|ruck)zahlung(?:en)?)", r"\2 \1"),
        (r"((?:per ?cent\w*|share|proportion) of (?:our|my|the) (?:income|salary|earnings|wages?) (?:did|do|could) (?:we|i)) keep", r"\1 save"),
        (r"(?:benzin|sprit|tank)geld", "Benzin"),
        (r"^\W*(?:le |notre |mon |quel )?budget(?: de| d'| pour(?: le| la| les)?)?(?= )", "dépenses"),
        (r"sorties? d'argent", "dépenses"),
        (r"(?:rentrees?|entrees?) d'argent", "revenus"),
        (r"per annum|p\. ?a\.?", "per year"),
        (r"zahlungsempfanger(n?)", r"Empfänger\1"),
        (r"in den (?:einzelnen|jeweiligen) (monat|tag|woche|quartal|jahr)e?n", r"pro \1"),
        (r"(?:in|for) (?:the individual|each of the|every one of the) (month|week|quarter|year)s", r"each \1"),
        (r"derzeit|gegenwartig|momentan|zur ?zeit|currently|presently|at the moment|at present|actuellement|en ce moment", ""),
        (r"(hiver|winter|season|saison) ((?:19|20)\d\d)\s?[/–-]\s?(?:19|20)?\d\d", r"\1 \2"),
        (r"uber (?:das|unser|mein|ein) (\w*konto)", r"vom \1"),
        (r"(?:over )?all[- ]time|gesamte[rn]? (?:zeitraum|zeit)|toutes (?:les )?periodes(?: confondues)?", "total"),
        (r"(?:take|took|taken|taking|bring|brought) home", "earn"),
        (r"einkunfte", "Einnahmen"),
        (r"rentrees(?= (?:totales|nettes|de|en)\b)", "revenus"),
        (r"monats(?:werte|zahlen|betrage|summen|ubersicht)", "pro Monat"),
        (r"face (?:a|au|aux)", "contre"),
        (r"combien de courses", "combien pour les courses"),
        (r"(?:one|a|eine|une) (?:line|row|zeile|ligne) (?:per|for each|pro|je|par)", "per"),
        (r"au-dessus de (?:nos|mes) moyens", "plus dépensé que gagné"),
        (r"tout ce qui (?:est|a ete)", "tout"),
        # a meal that is paid for at a restaurant
        (r"(?:(?:meals?|dinners?|lunch(?:es)?|food) (?:out|eaten out)|(?:eat|eats|eating|eaten|ate|din(?:e|ed|ing)) out)", "restaurants"),
        (r"(?:fur(?:s)? |beim |zum )?(?:essengehen|essen ?gehen|auswarts ?essen)|(?:auswarts|im lokal) gegessen|essen gegangen", "Restaurants"),
        (r"(?:(?:sorties|repas|diners?|dejeuners?) (?:(?:au|aux|de|en) )?(?:restaurants?|restos?)|(?:mange\w*|diner?|dejeuner) (?:dehors|a l'exterieur))", "visites de restaurants"),
        # fuel is what a car is filled with
        (r"(?:fill(?:ed|ing)? up|refuel(?:l?ed|l?ing)?|tank(?:ed)? up)(?: (?:the|our|my) car)?", "buy fuel"),
        (r"(?:for )?filling up(?: (?:the|our|my) car)?", "fuel"),
        (r"(?:ge|ver)tankt", "Benzin bezahlt"),
        (r"tank(?:rechnung|fullung|zahlung|kosten|ausgabe|stopp|vorgang|vorgange)(?:en|n|s)?", "Benzin Zahlungen"),
        (r"sprit(?=kosten|preis|rechnung|ausgaben)", "Benzin"),
        (r"tanks? of (?:petrol|gas|fuel|diesel)", "fuel purchases"),
        (r"d'un plein(?: d'essence)?", "d'un achat d'essence"),
        (r"de plein(s?)(?: d'essence)?(?= (?:en|de|du|avons|ai|a-t|depuis|cette|cet|ce|le|l'|au|fait|combien)\b|,|\W*$)", r"d'achat\1 d'essence"),
        (r"(?:le |un |les |des |du )?plein(s?)(?: d'essence)?(?= (?:en|de|du|avons|ai|a-t|depuis|cette|cet|ce|le|l'|au|fait|combien)\b|,|\W*$)", r"achat\1 d'essence"),
        (r"renten?(?= |\W*$)", "Pension"),  # whose stem is that of "rent"
        (r"(?:allocations?|prestations?|allocs?) (?:familiales?|de la caf)|allocs?|child benefits?|family allowances?|(?:familien|kinder)beihilfe|(?:kinder|familien)zulagen?", "Kindergeld"),
        (r"gas (?:(?:for|in) (?:the|our|my) (?:car|cars|van|truck)|money|stations?|purchases?)", "fuel"),
        (r"voll ?tanken|tankfullungen", "Benzin"),
        # an instalment is a payment
        (r"(letzte[nr]?|erste[nr]?) (?:kredit|monats)?rate(?= (?:vo[nm]|an|fur|des|der|zum)\b)", r"\1 Zahlung"),
        (r"(last|first) instal?lment(?= (?:to|for|of|on)\b)", r"\1 payment"),
        (r"(derniere|premiere) (?:mensualite|echeance)(?= (?:a|de|du|d'|pour)\b)", r"\1 paiement"),
        # who gave is who paid
        (r"who (?:sent|wired|gave|transferred)(?= (?:me|us) (?:the |those |that )?\W?\d)", "who paid"),
        (r"(wer hat (?:mir|uns) (?:die |den |das )?\W?\d[\d.,' ]*\S*) (?:geschickt|gesendet|gegeben|uberwiesen)", r"\1 gezahlt"),
        (r"qui (m'|nous )a (?:envoye|donne|vire|verse)", r"qui \1a payé"),
        (r"(combien )(m'|nous )a (?:donne|envoye|file|transmis)", r"\1\2a versé"),
        (r"getwintet|gepaypalt|geschickt", "bezahlt"),
        (r"(?:les |des |un |le |nos |mes )pleins?(?: d'essence| de carburant)?", "achats d'essence"),
        (r"liegen (?:ge)?lassen", "gelassen"),
        (r"^\W*(?:ist|war) (die|der|das|unsere?|meine?) ([\w-]+) (?:(?:schon|bereits|eigentlich|nun) )*bezahlt(?=\W*$)", r"wurde \1 \2 bezahlt"),
        (r"(?:that |which )?(?:nobody|no one) (?:has |ever )?paid(?! (?:me|us)\b)", "not paid"),
        (r"(?:net|take-home) (salary|pay|wages?)(?! back)", r"\1"),
        (r"(salaire|paie|paye) nete?", r"\1"),
        (r"netto(lohn|gehalt|salar)", r"\1"),
        (r"^\W*(?!.*\b(?:did|do|does|have|has|we|i|he|she|they|you|can|could|to)\b)(.{2,40}?) spend(?= so far\b| to date\b|\W*$)", r"\1 spending"),
        (r"(?<!bis )(?<!jusqu'a )(?<!until )(?<!till )(?<!up to )(?<!by )(?<!right )(?:now|jetzt|maintenant)(?=\W*$)", ""),
        (r"^\W*(?:what|how much) did (?!(?:i|we|he|she|they|you)\b)(.{2,40}?) (?:charge|bill|invoice|debit|deduct)(?: (?:me|us))?(?= (?:in|on|during|last|this|since|between|from|over)\b|\W*$)", r"how much did we pay \1"),
        (r"^\W*was (hat|haben) (?!(?:ich|wir|man|mich|uns)\b)(.{2,60}?) ((?:ab|ein)?(?:berechnet|abgebucht|eingezogen|verlangt|kassiert))(?=\W*$)", r"wie viel \1 \2 \3"),
        (r"^\W*qu'est-ce que? (?!(?:je|j'|nous|on)\b)(.{2,40}?) (?:nous |m')?a (preleve|facture|debite|encaisse)(?!\w)", r"combien \1 a \2"),
        # "is there a payment"
        (r"^\W*(?:is|was) there an? (payment|booking|transaction|debit|purchase|withdrawal)(?!s)", r"are there any \1s"),
        (r"(gibt|gab) es eine (zahlung|abbuchung|buchung|uberweisung|lastschrift)(?!en)", r"\1 es \2en"),
        (r"y a-t-il (?:eu )?une? (paiement|achat|prelevement|retrait|operation|virement)(?!s)", r"y a-t-il des \1s"),
        # times and offices
        (r"(in|during) the months? of(?= \w)", r"\1"),
        (r"in den monaten(?= \w)", "im"),
        (r"(?:pendant|durant|dans|aux?)(?: les)? mois d(?:e |')(?=\w+ (?:et|a)\b)", "en "),
        (r"up to and including", "until"),
        (r"bis (?:einschlies+lich|und mit|inklusive)", "bis"),
        (r"(?:le |du |au )fisc", "impôts"),
        (r"(order|basket|purchase|transaction) (?:value|size|amount)s?", r"\1"),
        (r"(avg|average|mean|median|typical|total|monthly|weekly|yearly) spend(?=\W*$| (?:per|at|on|in|by|for|a)\b)", r"\1 spending"),
        # fees
        (r"(?:fees|charges) (?:of|from|by|at) (?:the|our|my) banks?", "fees"),
        (r"(what|which|how much in) fees (?:did|have|has) (?:the|our|my) banks? (?:charged?|billed?|taken|take)(?: (?:us|me))?", "how much did we pay in fees"),
        (r"gebuhren (?:der|von der|bei der|unserer|meiner) bank(?:en)?", "Gebühren"),
        (r"frais (?:de|pris par|preleves par) (?:la|ma|notre) banque", "frais"),
        (r"(?:bank|banking|account) (?:charges|fees|costs)|service charges", "fees"),
        (r"frais (?:bancaires?|de (?:compte|banque|tenue de compte|gestion))|commissions bancaires", "frais"),
        (r"bank(?:spesen|gebuhren|entgelte?)|konto(?:spesen|gebuhren)", "Gebühren"),
        (r"kontofuhrungs(?:gebuhr(?:en)?|entgelte?|kosten|spesen)", "Kontoführung"),
        # cash
        (r"how much (?:hard[- ]earned )?(?:cash|dough|dosh|moolah)(?= (?:did|have|has) (?:i|we|he|she|they) (?!(?:withdr|take|took|taken|get|got)))", "how much"),
        (r"cash ?(?:machines?|points?|dispensers?)|hole in the wall", "cash"),
        (r"(?:in )?bar (abgehoben|behoben|bezogen)", r"Bargeld \1"),
        (r"am (?:geld)?automaten? (?:gezogen|geholt|abgehoben)", "Bargeld abgehoben"),
        (r"bares|bargeldabhebung(?:en)?", "Bargeld Abhebungen"),
        (r"(?:argent |du )liquide|especes", "espèces"),
        # what money does
        (r"(?:has|have|had) (?:gone|flowed|been going) (to|on|into|towards)", r"went \1"),
        (r"(?:has|have|had) (.{1,30}?) (?:gone|been going) (up|down)", r"has \1 gone \2"),
        (r"(?:qu'est-ce qui est|combien est) parti", "combien est versé"),
        (r"(?:combien )est-il rentre|combien (?:d'argent )?est(?:-il)? (?:rentre|entre)", "combien avons-nous reçu"),
        (r"(?:lief|liefen|ging|gingen) (.{0,40}?)uber (?:die|meine|unsere|deren) (\w*karte)", r"wurde \1bezahlt mit der \2"),
        (r"geht (bei uns )?(.{0,60}?) (?:weg|drauf|raus)(?=\W*$)", r"geben wir \2 aus"),
        (r"monats(?:schnitt|mittel)", "Monat im Schnitt"),
        (r"jahres(?:schnitt|mittel)", "Jahr im Schnitt"),
        (r"in an (?:average|typical|usual|normal) (month|week|day|year)", r"on average per \1"),
        (r"(?:once |after )?(?:all (?:the |our )?)?(?:bills|expenses) (?:are |were |have been )?(?:paid|covered)|(?:once|after) everything (?:is |was |has been |had been )?paid(?: for)?|after (?:all )?(?:our |the |paying )?(?:expenses|bills|everything|spending)|une fois tout paye|tout paye|nach (?:abzug )?allen? (?:ausgaben|kosten)|wenn alles bezahlt (?:ist|war)", "minus expenses"),
    )
)  # fmt: skip

# "Only" before a thing, an amount or a time, which a plan holds; before a verb it says something else.
_BEFORE_A_THING = "on|for|at|by|with|from|fur|bei|mit|auf|an|von|vom|pour|chez|avec|sur"
_ONLY = re.compile(
    rf"(?P<lead>^\W*|\s*[,;:(]\s*(?:(?:but|and|aber|und|mais|et)\s+)?|(?<!\w)(?:but|aber|mais)\s+|(?<!\w)(?P<before>{_BEFORE_A_THING})\s+)?"
    r"(?<!\w)(?:only|solely|exclusively|nur|lediglich|ausschliesslich|seulement|uniquement)(?: counting| what| was| ce qui(?: est)?)?(?: the (?:ones|bills|payments)| die(?:jenigen)?| les)?"
    rf"(?P<next>(?= (?:{_BEFORE_A_THING}|over|above|under|uber|unter)\b))?(?= \w)"
)


def plainly(text: str) -> str:
    """The question without its wrapping, its idioms in plain words."""
    for pattern in _WRAPS:
        if match := pattern.search(fold_in_place(text)):
            text = text[: match.start()] + " " + text[match.end() :] if match.start() else text[match.end() :]
    if match := _THAT_WHICH.match(fold_in_place(text)):
        text = "qu'est-" + text[match.start() :]
    text = _replaced(text, _NO_MATTER, " ")
    only = _ONLY.search(fold_in_place(text))
    joins = only is not None and re.search(r"\b(?:and|und|et|or|oder|ou)\s*$", fold_in_place(text[: only.start()]))
    if only and not joins and (only["lead"] is not None or only["next"] is not None):
        kept = text[slice(*only.span("before"))] if only["before"] else ""
        text = f"{text[: only.start()]} {kept}{text[only.end() :]}"
    for pattern, meant in (*IDIOMS, *_IDIOMS):
        text = _replaced(text, pattern, meant)
    return text


def goes_on(text: str) -> bool:
    """Whether a question only names another time or thing, and what is asked of it was said before."""
    folded = fold_in_place(text)
    begun = _GOES_ON.match(folded)
    rest = folded[begun.end() :] if begun else ""
    return begun is not None and re.search(rf"(?<!\w)(?:{_INTERROGATIVE})(?!\w)", rest) is None


def _replaced(text: str, pattern: re.Pattern[str], meant: str) -> str:
    """The text with what the pattern finds in its folded form said otherwise; groups keep their letters."""
    for match in reversed(list(pattern.finditer(fold_in_place(text)))):
        groups = [text[slice(*match.span(n))] if match.start(n) >= 0 else "" for n in range(1, pattern.groups + 1)]
        text = text[: match.start()] + _filled(meant, groups) + text[match.end() :]
    return text


def _filled(meant: str, groups: Sequence[str]) -> str:
    return re.sub(r"\\(\d)", lambda each: groups[int(each[1]) - 1], meant)
