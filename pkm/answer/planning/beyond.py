"""What no plan can hold: what is left out otherwise than by name, what did not happen, will or should be, another measure."""

from __future__ import annotations

import re

from pkm.answer.planning.anchors import NUMBER_WORDS
from pkm.answer.planning.wording import any_of

_LEFT_OUT = any_of(r"""
    (?:setting|leaving|putting|taking) .{1,30} (?:aside|out|away|off)|(?:leave|keep|strip|rule) .{1,30} out|bar(?= \w)|aside|without(?! borders\b)|except(?:ing)?(?: for)?|exclud(?:e|ed|es|ing)|excl|apart from|aside from|other than|save for|leaving out|leave out|minus|net of|besides|not (?:counting|including)|(?:any|every|no|all|every)(?:thing|one|body)? but|ignoring|disregarding
    ohne(?! grenzen\b)|ausser|abzuglich|ausgenommen|bis auf|mit ausnahme|abgesehen von|nicht mitgerechnet|ausschliesslich
    sans(?! frontieres\b)|hors|sauf|excepte\w*|hormis|a part|en dehors d\w*|mise?s? (?:\w+ )?a part|mis a part|a l'exception|autre chose que|en excluant|moins le|moins la|moins les
""")
_NOT = any_of(r"""
    (?:do|does|did|is|are|was|were|has|have|had|should|would|could)n'?t(?! (?:recogni[sz]e|know|remember))|not|never|nothing|nobody|none|since (?!when\b|(?:i|we) (?:first )?(?:start|began|signed|join))\w+
    nicht|nie|niemals|nichts|kein\w*|seit (?!wann\b|beginn\b|anfang\b|je\b|immer\b)\w+
    pas|jamais|rien|aucune?s?|depuis (?!quand\b|toujours\b|le debut\b|(?:\w+ )?comptes?\b)\w+
""")
_UNREAL = any_of(r"""
    (?:can|could|may|might) (?:i|we|he|she|they|one) (?:\w+ ){0,2}(?:spend|pay|buy)|(?:want(?:ed)?|wish(?:ed)?|like(?:d)?|plan(?:ned)?|hop(?:ed?|ing)|tr(?:y|ied|ying)|mean[ts]?|intend(?:ed)?) to (?:spend|pay|buy)
    (?:konn|durf|moch|woll)(?:en|ten|te|tet|test)?\b (?:wir|ich|man|sie|er) (?:\S+ ){0,8}?(?:ausgeben|zahlen|bezahlen|kaufen)|(?:kann|darf|will|mag) (?:ich|man|sie|er) (?:\S+ ){0,8}?(?:ausgeben|zahlen|bezahlen|kaufen)
    (?:pe(?:ut|ux)|puis|pouv\w+|veu[tx]|voul\w+|aimer\w+|souhait\w+)-(?:on|je|nous|tu|vous|il|elle) (?:\w+ )?(?:depenser|payer|acheter)
    will|would|shall|should|could have|might|ought|going to (?:pay|cost|spend|be|earn)|gonna|expect\w* to|supposed to|if (?!so\b|any\b|anything\b)\w+|forecast|predict\w*|estimate[sd]?|budget\w*|planned|afford|owe[sd]?
    (?:wird|werden|werde) (?:\w+ ){0,8}?(?:kosten|zahlen|bezahlen|ausgeben|verdienen|bekommen|sparen|haben|sein|erhalten)|wurde[nst]* (?:\w+ ){0,8}?(?:kosten|zahlen|bezahlen|ausgeben|verdienen|sparen|haben|sein)|sollte\w*|soll|sollen|hatte\w* (?:\w+ ){0,8}?(?:konnen|mussen|sollen|durfen)|wenn|falls|prognose\w*|voraussichtlich|schulde\w*
    (?:paier|payer|couter|depenser|ser|aur|recevr|gagner|toucher|faudr|devr|verser)(?:ai|as|a|ons|ez|ont|ais|ait|ions|iez|aient)(?:-\w+)*|si (?:on|nous|je|j'|l'on|le|la|les)|aurai\w*|prevoi\w*|doi[st]|devons
""")
# Days, months or shops are counted, and not bookings; an event stands for a time; a figure is a part of another.
_OTHER_MEASURE = any_of(r"""
    (?:first|last|\d+(?:st|nd|rd|th)) (?:day|week|weekend|\w+day)s? of (?:each|every|the|a) \w+|(?:erste[nr]?|letzte[nr]?) (?:tag|woche|\w+tag)e?n? (?:jede[rs]|im|des) \w+|(?:premiers?|derniers?) (?:jours?|\w+di) (?:de chaque|du) \w+
    (?:at|with) (?:an? )?(?:(?:big|small|large|good|\d+ ?(?:%|per ?cent)) )?discount(?! \w+ (?:store|shop)s?)|on (?:sale|special offer)|(?:mit|auf) (?:\d+ ?(?:%|prozent) )?rabatt|im (?:sonder)?(?:angebot|ausverkauf)|en (?:promo(?:tion)?|soldes)|au rabais|a prix reduit
    (?:how many|number of) (?:groceries|clothes|shoes|books|tickets|toys|gifts|presents)(?! (?:purchases?|trips?|payments?|bookings?|shops?|bills?|runs?|transactions?|orders?|visits?)\b)|wie ?viele (?:lebensmittel|kleider|klamotten|schuhe|bucher|tickets|geschenke)(?! ?(?:einkaufe?n?|zahlungen|buchungen|kaufe)\b)|combien d'(?:aliments|habits)|combien de (?:courses (?:avons-nous|ai-je|a-t-on) achete\w*|vetements|chaussures|livres|billets|cadeaux)
    how much time|(?:how many|wie ?viele|combien d[e']) ?(?:things|items|articles|products|goods|sachen|dinge|produkte|choses|trucs|produits)|how much .{1,40}(?:i|we|he|she|they) (?:ever )?used?
    (?:do|does|did|have|has) (?:(?:most|other|many|some|all) )?(?:people|folks|families|households|everyone|everybody|others|you|one|(?:an?|the|other) (?:\w+ )?(?:family|household|person|couple))(?: \w+)? (?:spen[dt]|pa(?:y|id)|buy|bought|earn(?:ed)?)
    (?:geben|gibt|zahlen|zahlt|haben|hat|gaben|zahlten) (?:die |viele |die meisten |andere )?(?:leute|menschen|andere|familien|haushalte|jeder|(?:eine?|andere) (?:\w+ )?(?:familie|haushalt|person|paar))
    depense(?:nt)? (?:une?|les) (?:\w+ )?(?:famille|foyer|menage|couple|personne)s?|tout le monde
    (?:^\W*|[,:] ?)online(?= ?[,:])|^\W*(?:is|was|ist|war|est-ce(?: que)?) (?:that|it|this|das|es|c'est)?.*\b(?:a lot|too much|normal|viel|zu viel|beaucoup|trop)\b.*
    (?:including|inclusive of|incl\.?|inklusive|inkl\.?|einschliesslich|mitsamt|y compris|incluant) (?!(?:in|on|at|for|im|am|bei|fur|en|chez|pour)\b)\w+|\w+ (?:included|inbegriffen|eingeschlossen|eingerechnet|mitgerechnet|mitgezahlt|comprise?s?|incluse?s?)
    \w+ and all(?=\W*$)|in advance|too (?:late|early|much|often)|overpa(?:id|y\w*)|unnecessar\w+|im voraus|zu (?:spat|fruh|viel|oft)|unnotig\w*|d'avance|(?:en|de) trop|inutile\w*
    (?:how many|number of) (?:people|persons|shops|stores|companies|firms|merchants|payees|supermarkets|accounts|banks|employers|providers)|wie ?viele (?:personen|leute|menschen|laden|geschafte\w*|firmen|handler\w*|konten|banken|anbieter)|(?:combien|nombre) de (?:personnes|gens|magasins|enseignes|commercants|comptes|banques|fournisseurs)
    how much of (?:our|my|the|that|this) (?!money|income|salary|earnings|wages?)\w+ .*\b(?:was|were|went|is|are|goes)\b|every (?:other|second|third) \w+|jede[nrs]? (?:zweite|dritte)[nrs]? \w+|un \w+ sur (?:deux|trois)
    (?:by|via|through|using) (?:an? )?(?:direct debit|standing order|(?:bank |wire )?transfer|wire|cheques?|checks?|apple pay|google pay|klarna|invoice|instal?lments?)s?|contactless|in instal?lments
    (?:per|mittels|durch) (?:sepa-?)?(?:lastschrift|uberweisung|dauerauftrag|bankeinzug|einzug|einzugsermachtigung|rechnung|twint|scheck|nachnahme|vorkasse)|kontaktlos|auf raten|auf rechnung
    par (?:virement|prelevement|cheque|lydia)s?(?: automatique)?|sans contact|en plusieurs fois
    (?:spent|spend|bought|buy|ordered|paid|shopping|purchases?|ausgegeben|bestellt|gekauft|bezahlt|einkaufe?|eingekauft|depense\w*|achete\w*) (?:\w+ ){0,2}?online|online (?:spent|spend\w*|bought|ordered|paid|orders|shopping|purchases?|ausgegeben|bestellt|gekauft|bezahlt|gezahlt|einkaufe?|eingekauft|gelassen)|en ligne|abroad|overseas|im ausland|a l'etranger
    (?:only|solely|exclusively|nur|lediglich|einzig|seulement|uniquement)(?!\W*$)
    (?:mon|tues|wednes|thurs|fri|satur|sun)days|werktags|(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|abend|nacht|morgen)s|an wochenenden|(?:le|les) (?:week-ends|lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|dimanches?)
    (?:electricity|power|water|gas|energy) (?:use|usage)|(?:did|have|had) (?:i|we) (?:ever )?(?:reimburse|refund|repay|pay back|lend|lent|loan)\w*
    (?:haben|habe) (?:wir|ich) (?:(?!bekommen|erhalten|zuruckbekommen).)*(?:erstattet|zuruckgezahlt|zuruckuberwiesen|geliehen|verliehen)(?! (?:bekommen|erhalten))
    (?:avons-nous|ai-je|(?<!nous )(?<!m')a-t-on) (?:(?!ete )\w+ )?(?:rembourse|prete)\w*
    how many (?:days|weeks|months|years) (?:since|in a row|did|have|has|were|was|do)|on how many (?:days|weeks|months)|in how many (?:weeks|months|years)|how many (?:different|distinct|other|more)|(?:different|distinct) \w+|per (?:person|head|capita|km|kilomet\w+|mile|litre|liter|unit|child|kwh)|(?:half|third|quarter|tenth) of (?:what|the|our|my|that)
    (?:an|in) wie ?vielen (?:tagen|wochen|monaten)|wie ?viele (?:verschiedene|unterschiedliche|tage|wochen|monate|kwh|liter|kilometer)|(?:die )?halfte|pro (?:kopf|nase|km|kilometer|liter|kwh)|ein (?:drittel|viertel) von
    (?:pendant )?combien de (?:jours|semaines|mois|litres|kilometres|kwh|personnes)|combien d'(?:annees|heures|enseignes)|differente?s?(?!-)|distincte?s?|par (?:tete|personne|km|kilometre|litre)|(?:la )?moitie|le (?:tiers|quart)
""")
# A time of which only a part was understood, as in "the first three Fridays of May".
_LOST_TIME = re.compile(
    rf"(?<!\w)(?:\d+|{'|'.join(each for each in NUMBER_WORDS if len(each) > 2 and NUMBER_WORDS[each] > 1)}|erste[nr]?|letzte[nr]?|premiere?s|derniere?s|first|last|(?:in|during|over|for) the|(?:in|wahrend) den|(?:dans|pendant) les) (?:\w+ )?(?:days|weeks|months|quarters|years|tagen?|wochen|monaten?|quartalen?|jahren?|jours|semaines|mois|trimestres|annees)(?!\w)"
    r"|(?<!\w)(?:last|letzte[nrsm]?) (?:day|tag|week|woche|month|monat|quarter|quartal|year|jahr) (?:of|des)(?!\w)"
    r"|(?<!\w)(?:the|am|le) (?:day|tag|jour|evening|abend|soir)(?: (?:before|after|vor|nach|avant|apres))?\W*$"
)
_BY_PERSON = any_of(r"(?:spend|spent|spending|expenses|paid|pay|cost|costs|ausgaben|ausgegeben|depens\w+|income|earned) (?:\w+ )?(?:per|by|pro|par) (?:person|kopf|personne)|(?:per|by|pro|par) (?:person|personne)\W*$")  # fmt: skip


def is_beyond(text: str) -> bool:
    """Whether folded text asks for a figure that no plan can hold: it would be answered with another one."""
    other = _OTHER_MEASURE.search(text) is not None and _BY_PERSON.search(text) is None
    return other or any(each.search(text) for each in (_LEFT_OUT, _NOT, _UNREAL, _LOST_TIME))


def is_unreal(text: str) -> bool:
    """Whether folded text speaks of what was not, or will or should be."""
    return any(each.search(text) for each in (_NOT, _UNREAL))
