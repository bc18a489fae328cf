"""Small words and words of money that narrow or turn a question, by language, for ``unheld``; all patterns read folded text.

A word may mean something else in another language (``wo``, ``on``, ``plus``), so each row is told by the question's own.
"""

from __future__ import annotations

import re

from pkm.answer.language import Language
from pkm.answer.planning.wording import any_of

Words = dict[Language, re.Pattern[str]]

TIME = "§"  # stands where a time was understood
_BEGAN = r" (?:i|we) (?:first )?(?:start|began|sign|join)"
_OF_A_TIME = rf"(?! (?:(?:of|in|de|du|des|der|dem|den|the|la|le|les) |[dl]' ?)?{TIME})"


def _words(en: str, de: str, fr: str) -> Words:
    return {"en": any_of(en), "de": any_of(de), "fr": any_of(fr)}


# ---------------------------------------------------------------- the form of what is asked for

WHEN = _words(rf"when(?! {TIME})", "(?<!seit )wann", "(?<!depuis )quand")
TIME_OF_DAY = _words(
    "what time|what hour|which hour",
    "(?:um )?wie ?viel uhr|(?:um|zu) welche[rn]? (?:uhr)?zeit|welche[rn]? (?:uhr)?zeit",
    "quelle heure",
)
WHO = _words("whom?|whose", "wer|wen|wem|wessen", r"^\W*(?:a |chez |pour |par |de )?qui")
WHO_PAID = _words(
    r"^\W*who (?:of us |in the family |has |else )?(?:paid|pays?|spen[dt]s?|bought|buys?|ordered|earn(?:s|ed)?)(?! (?:me|us))",
    r"^\W*wer (?:hat|von) (?!.*\b(?:uns|mir) ).*(?:gezahlt|bezahlt|ausgegeben|gekauft|verdient)",
    r"^\W*qui a (?!.*\bnous )(?:paye|depense|achete|gagne)\w*",
)
WHERE = _words("where(?! (?:does|did|do|is|has) .*money)", "wo|wohin|woher", r"^\W*(?:d')?ou")
WHY = _words("why|how come", "warum|wieso|weshalb", "pourquoi")
HOW_OFTEN = _words(
    "how (?:often|frequently|many (?:times|visits|trips))", "wie (?:oft|haufig)|wie ?viele? ?male?|wievielmal",
    "combien de (?:fois|visites|passages)|a quelle frequence",
)  # fmt: skip
HOW_MANY = _words(
    "how many(?! (?:quid|bucks|euros?|pounds|dollars|francs)\\b)|number of", "wie ?viele|anzahl", "nombre d(?:e|es|')"
)
HOW_LONG = _words("how (?:long|old|far|soon)(?! ago)", "wie (?:lange?|alt|weit|bald)", "combien de temps")
WHICH_UNIT = _words(
    "(?:which|what) (?:days?|weeks?|months?|quarters?|years?)", r"welche\w* (?:tage?n?|wochen?|monate?n?|quartale?n?|jahre?n?)",
    "quel(?:le)?s? (?:jours?|semaines?|mois|trimestres?|annees?)",
)  # fmt: skip
WHICH_ACCOUNT = _words(
    r"(?:which|what) (?:\w+ )?(?:accounts?|cards?|person)", r"welche\w* (?:\w+ )?(?:konto|konten|karten?|person)",
    "quel(?:le)?s? (?:comptes?|cartes?|personnes?)",
)  # fmt: skip
WHICH_CATEGORY = _words(r"(?:which|what) (?:\w+ )?categor\w+", r"welche\w* kategorien?", "quelles? categories?")
SHARE = _words(
    r"per ?cent\w*|%|share|proportion|fraction|ratio", r"prozent\w*|%|anteile?[ns]?|quote",
    r"pour ?cent\w*|%|proportion|(?:^\W*|la |quelle |en )part",
)  # fmt: skip

# ---------------------------------------------------------------- one thing held against another

MORE = _words(
    "more|less|fewer|than", "mehr|weniger",
    r"(?<!le )(?<!la )(?<!les )(?:plus|moins) (?:\w+ ){0,3}qu[e']\w*|de (?:plus|moins)(?! de\b)",
)  # fmt: skip
COMPARED = _words(
    r"compar\w+|versus|vs|against|difference", r"vergl\w+|gegen(?:uber)?|unterschied\w*|differenz",
    r"compar\w+|contre|ecart|difference|par rapport",
)  # fmt: skip
SIZE = _words(
    "higher|lower|cheaper|dearer|pricier|costlier|greater|bigger|smaller|larger|(?<!how )(?<!that )(?:expensive|pricey|hefty|high|low|small|big|large|tiny|cheap|little|huge)",
    "(?<!wie )(?:hohe?|teure?|teuer|billige?|kleine?|grosse?|gunstige?|geringe?|niedrige?)[nrsm]?(?! (?:der|des|unser|mein|von))|hoher|niedriger|billiger|gunstiger|teurer|grosser|kleiner",
    "(?<!le )(?<!la )(?<!les )(?:plus|moins) (?:chere?s?|elevee?s?|gros|grosses?)(?! (?:achat|depense|paiement|montant|ticket|prelevement)s?)",
)
MOST = _words("most|least(?! expensive)", r"(?:am )?(?:meist|wenigst)e\w*", "(?:le|la|les) (?:plus|moins)")
# "Rogers dearer since June": a list of its payments does not say; in French it ranks ("les achats les plus chers").
DEARER = _words("dearer|cheaper|pricier|costlier|(?<!the )more expensive", "teurer|billiger|gunstiger", "rencheri\\w*")
CHANGE = _words(
    r"(?:gone|went|going|go|goes) (?:up|down)|increas\w+|decreas\w+|rais\w+|rises?|rose|risen|grow\w*|grew|fell|fallen|chang(?:ed?|es|ing)|trends?|develop\w*|evolv\w*",
    r"gestiegen|steig\w*|gesunken|erhoht\w*|entwickel\w*|verander\w*|geandert|zugenommen|abgenommen|gewachsen",
    r"augment\w*|baisse\w*|evolu\w*|hausses?|diminu\w*",
)

# ---------------------------------------------------------------- which of several

FIRST = _words("first|last|latest", "erste[nrsm]?|letzte[nrsm]?|zuletzt", "premiere?s?|derniere?s?")
SECOND = _words(
    "second(?:ly)?|third|fourth|fifth|[2-9](?:nd|rd|th)|next|penultimate", r"zweit\w+|dritt\w+|viert\w+|funft\w+|vorletzte\w*|nachste\w*",
    "deuxiemes?|seconde?s?|troisiemes?|quatriemes?|avant-derniere?s?|prochaine?s?",
)  # fmt: skip
OTHERS = _words(
    r"others?|another|else|instead|no|nor|neither|few|(?<!at )once|thrice|half|enough|too|several|same|on credit|yours|such|further|gross|(?:in|at|from) (?:one|a single) \w+(?=\W*$| §)",
    r"ander\w*|sonst\w*|hochstens(?! auf einmal\b)|weder|kaum|wenige|einige\w*|dreimal|mehrmals|halb\w*|genug|statt|fast|beinahe|zusatzlich|weitere\w*|gleiche\w*|selbe\w*|solche\w*|auf (?:kredit|pump)",
    r"autres?|aucun\w*|peu de|quelques|(?<!en )(?:une|trois) (?:seule )?fois(?! (?:tout|toute|que|les|le|la|nos)\b)|demi\w*|assez|trop|plutot|sinon|ailleurs|presque|supplementaires?|memes?|a credit|peut-etre|au (?:plus|moins)",
)
# "The rent, both flats": of which two no booking says; "both X and Y" are told.
BOTH = _words(
    r"both (?!of (?:us|them)\b)(?:of )?(?:the |our |my )?\w+s(?=\W*$| §)", r"beide[nrs]? (?:\w+e|\w+[ns])(?=\W*$| §| zusammen\b)",
    r"les deux \w+s(?=\W*$| §| ensemble\b)",
)  # fmt: skip
TWICE = _words("twice|doubled?|tripled?", r"zweimal|doppelt\w*|dreifach\w*", "deux fois|(?:le )?(?:double|triple)")
DUE = _words(
    r"to be (?:paid|settled|refunded)|(?:do|that) (?:i|we) (?:still )?(?:need|have) (?:to|for)",
    "(?:muss|mussen) (?:ich|wir)",
    "(?:a|reste a|restent a) (?:payer|regler)|devons",
)
FORGOTTEN = _words(
    r"(?:do|did|does)n'?t (?:recogni[sz]e|know|remember)",
    "nicht (?:erkenne\\w*|kenne\\w*)",
    "(?:reconna\\w+|connai\\w+) pas",
)
# "By myself", "the rent, was it mine": whose part of it that is no booking says.
OWNED = _words(
    r"my(?:self)|ourselves|(?:my|our|your) own(?! (?:accounts?|money|savings|card))|mine|ours|theirs|(?:my|our|his|her|their) (?:own )?(?:share|part|half)",
    r"(?:war(?:en)?|ist|sind) (?:\w+ )?(?:meine?[rsn]?|unsere?[rsn]?)(?=\W*$)|(?:mein|unser|sein|ihr) anteil|eigene[nrsm]?(?! konten)|selber|selbst",
    r"(?:le|la|les) (?:miens?|miennes?|notres?|siens?|siennes?)|(?<!de )(?:ma|notre|sa) part|propres?(?! comptes)",
)
# A clause of its own says when, why or on what terms: "als wir weg waren", "when we were away".
CLAUSE = _words(
    r"(?<!^)(?:when|while|whilst|whenever|because|although|though|unless|where) (?:i|we|he|she|it|they|you|the|our|my|there)",
    r"(?<!^)(?:als|wahrend|weil|obwohl|solange|sobald|nachdem|bevor|da|damit|wo) (?:wir|ich|er|sie|es|man|die|der|das|unsere?|meine?)(?= (?:\S+ ){0,6}\w+(?:en|te|t|ar)\W*$)",
    r"(?<!^)(?:quand|lorsqu\w*|parce qu\w*|puisqu\w*|bien qu\w*|alors qu\w*|pendant qu\w*) ?(?:'|on|nous|je|ils?|elles?|(?:le|la|les|nos|mes) \w+ (?:sont|etai\w+|ont|avai\w+))",
)
STILL = _words("still|yet|any ?more", "noch", "encore|toujours")
# What recurs and began in the time that is asked of.
BEGUN = _words(
    "new(?:ly)?|start(?:ed)?(?! paying)|began|begun|(?:subscriptions?|contracts?) .{0,25}(?:take|took|taken) out", "neue?[nrsm]?|angefangen|begonnen|abgeschlossen|(?:da|hin)zugekommen",
    r"nouve(?:au|aux|l|lle|lles)|commence\w*|souscrit\w*|(?:abonnements?|contrats?) .{0,25}pris",
)  # fmt: skip
STOPPED = _words("stopp(?:ed|ing)", r"aufgehort|aufhor\w*", r"arrete\w*")
ENDED = _words(
    "ended|stopped|cancell?ed", "beendet|aufgehort|gekundigt|weggefallen", r"arrete\w*|termine\w*|resilie\w*"
)
# What was put into securities is not what they are worth.
PUT_IN = _words(
    r"put|paid|deposited|contribut\w+|transferred|invested(?= .*\b(?:in|since|this|last)\b)",
    r"gesteckt|eingezahlt|einbezahlt|gezahlt|uberwiesen|angespart|investiert", r"mis|vers(?:e|ons|ez)\w*|transfere\w*",
)  # fmt: skip
LEFT_ON = _words(
    r"left .{0,12}(?:in|on) .{0,30}(?:accounts?|savings)", r"auf .{0,30}konto .{0,20}(?:ubrig\w*|geblieben|bl(?:ei|ie)b\w*)",
    r"rest\w+ .{0,25}sur .{0,15}(?:compte|livret)\w*",
)  # fmt: skip
HABIT = _words(
    r"(?:do|does) (?:i|we|he|she|they)",
    "(?:geben|gebe|zahlen|zahle|gehen|gehe) (?:wir|ich)",
    r"(?:depense|paie|paye|va)(?:-t-on|-je)?|(?:depensons|payons|allons)(?:-nous)?",
)
WEEKEND = _words(
    "weekends?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?", "wochenenden?|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|sonnabends?",
    "week-?ends?|(?:lun|mar|mercre|jeu|vendre|same)dis?|dimanches?",
)  # fmt: skip
LEFT = _words("left(?! (?:(?:the|our|my|on|for|at|from|in)\\b|\\w+'s ))", "ubrig\\w*", "reste")

# ---------------------------------------------------------------- a time that was not understood

AROUND_A_TIME = _words(
    rf"before|after|afterwards?|until|till|during{_OF_A_TIME}|while|whilst|since(?! when|{_BEGAN})|ago|previous(?:ly)?|earlier|later|lately|(?<!most )recently|soon",
    rf"vor(?! allem)|bis|wahrend{_OF_A_TIME}|seitdem|seit(?! wann)|bevor|nachdem|neulich|kurzlich|jungst|letztens|bald|vorher|nachher|zuvor|spater|fruher|damals|danach",
    rf"avant|apres|jusqu\w*|pendant{_OF_A_TIME}|durant{_OF_A_TIME}|depuis(?! (?:quand|toujours|(?:\w+ )?comptes?\b))|lors|recemment|dernierement|bientot|auparavant|ensuite|plus (?:tard|tot)",
)
# "Every October", "around the 10th of October".
EACH_TIME = _words(
    f"(?:each|every|around|round) (?:the )?{TIME}",
    f"(?:jede[nrsm]?|rund um|um den) {TIME}",
    f"(?:chaque|tous les|autour de|vers) (?:le )?{TIME}",
)
BETWEEN = _words("between|among", "zwischen", "entre")
BOUNDS = _words("above|below|under", r"unter(?! (?:dem )?strich)", r"sous|en dessous|au-dessus")
UNIT = _words(
    rf"days?|weeks?|months?{_OF_A_TIME}|quarters?{_OF_A_TIME}|years?{_OF_A_TIME}|daily|weekly|monthly|quarterly|yearly|annual(?:ly)?",
    rf"tage?n?|wochen?|monate?[ns]?{_OF_A_TIME}|quartale?[ns]?{_OF_A_TIME}|jahre?[ns]?{_OF_A_TIME}|(?:tag|wochent|monat|jahr)lich\w*",
    rf"jours?|journees?|semaines?|mois{_OF_A_TIME}|trimestres?{_OF_A_TIME}|annees?{_OF_A_TIME}|mensuel\w*|annuel\w*|hebdomadaires?",
)
# "In the month with the highest bill": which time that is, another question tells.
TIME_TOLD = _words(
    rf"(?:in|of|for|during|on) (?:the|that) (?:days?|weeks?|months?|quarters?|years?) (?:of(?! (?:the )?week)|with|when|where|in which|on which|that){_OF_A_TIME}|{TIME} (?:with (?:the|our)|where|in which|of the (?:most|least|highest|lowest|largest|biggest|smallest|dearest|cheapest))",
    rf"(?:(?:in|an) (?:dem|der|den)|im|am) (?:tage?n?|wochen?|monate?n?|quartale?n?|jahre?n?)(?:,? (?:mit|wo|in (?:dem|der|denen)|an (?:dem|denen))|, als){_OF_A_TIME}",
    r"(?<!quel est )(?<!quel etait )(?<!quelle est )(?<!quelle etait )(?:le|la|les|l['’]|du|au) ?(?:jours?|semaines?|mois|trimestres?|annees?) (?:ou|quand|avec|pendant l\w+quel\w*)",
)
NOW = _words(
    "now(?:adays)?|currently|presently|these days|at (?:the moment|present)",
    "jetzt|zur ?zeit|derzeit|gegenwartig|momentan|aktuell|gerade|heutzutage|im moment",
    "maintenant|actuellement|en ce moment|aujourd'hui|de nos jours",
)
AT_FIRST = _words(
    f"at (?:the (?:very )?(?:start|beginning|outset)|first){_OF_A_TIME}|originally|initially|to begin with",
    f"(?:ganz )?(?:am|zu) (?:anfang|beginn){_OF_A_TIME}|anfangs|ursprunglich|anfanglich",
    f"au (?:tout )?(?:debut|depart){_OF_A_TIME}|a l'origine|initialement",
)
EACH = _words("per|each|every", "pro|je|jeweils|jede[nrsm]?", "chaque|chacune?")

# A second division: "the largest of each month", "which restaurant, month by month".
EACH_UNIT = _words(
    "(?:per|by|each|every) (?:day|week|month|quarter|year)",
    "(?:pro|je|nach|jede[nrsm]?) (?:tag|woche|monat|quartal|jahr)e?[ns]?",
    "(?:par|chaque) (?:jour|semaine|mois|trimestre|an|annee)",
)

# ---------------------------------------------------------------- what only a question before this one could tell

SOMEBODY = _words(
    "he|she|him|his|hers?|himself|herself|themselves|their|(?:do|did|have|had) they (?:ever )?(?:spen[dt]|buy|bought|earn(?:ed)?|ea?te?n?)",
    "(?:hat|haben|gibt|gab|hatte) (?:er|sie)|seine?[nrms]?|ihm|(?:von|auf|mit|bei) (?:ihr(?:e[nrm]?)?|ihm|ihnen)",
    "(?<!-)elles?|(?:combien|que|fois|quoi) (?:avait|a|ont|avaient)-(?:t-)?(?:ils?|elles?)|lui|eux|(?:de|sur|depuis) (?:son|sa|ses|leurs?)",
)
THAT = _words(
    "that|those|these|them|they|(?<!were )(?<!was )(?<!are )(?<!is )(?<!have )(?<!has )there",
    "davon|dafur|dort|dabei|darin|denen",
    "la-bas|ceux|celles?|celui",
)
# "At Alnavi for her"; behind a pause ("our contracts: what do we pay for them?") what was named is meant.
FOR_SOMEBODY = _words(
    r"^[^:;,–—-]*(?<!\w)(?:for|with|without) (?:them|her|him)",
    r"^[^:;,–—-]*(?<!\w)(?:fur|mit|ohne) (?:sie|ihn|ihm|ihr|ihnen)(?=\W*$| (?:ausgegeben|bezahlt|gezahlt))",
    r"^[^:;,–—-]*(?<!\w)(?:pour|avec|sans) (?:elles?|lui|eux)",
)
PER_PERSON = _words(
    "(?:per|each) (?:person|head|capita|child|adult)",
    "(?:pro|je) (?:person|kopf|nase|kind)",
    "par (?:personne|tete|enfant|adulte)",
)
