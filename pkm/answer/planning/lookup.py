"""What a question asks of documents: its words, what only names the kind of answer, and what an answer must hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pkm.answer.language import GENERIC_STEMS, content, detect
from pkm.ledger.words import fold

Expected = Literal[
    "date",
    "duration",
    "percent",
    "money",
    "number",
    "time",
    "who",
    "where",
    "address",
    "size",
    "contact",
    "phone",
    "often",
]


@dataclass(frozen=True, slots=True)
class Lookup:
    """The words of a question to documents, as stems.

    Attributes:
        topic: Those that say what it is about.
        sought: Those that only name the kind of answer (``which technician``), which need not stand beside it.
        asked: Those that say what is asked of the rest (``the order number of the casserole``).
        names: Those that the question writes as names.
        expected: What an answer must hold to be one; more than one where the question asks twice.
    """

    topic: tuple[str, ...]
    sought: tuple[str, ...]
    asked: tuple[str, ...]
    names: tuple[str, ...]
    expected: tuple[Expected, ...]


# Who does so has a part in an agreement, and no name.
_BEARS = r"pays|bears|zahlt|bezahlt|tragt|ubernimmt|paie|paye|prend en charge|supporte"
# Whose number is one to call.
_SERVICE = r"(?:customer (?:service|care|support)|hotline|help ?line|help ?desk|emergency (?:service|line|number)|kundenservice|kundendienst\w*|kundenbetreuung|notdienst\w*|stordienst\w*|service clients?|assistance|sav|standard|urgences)"
_EXPECTED: tuple[tuple[Expected, str], ...] = (
    ("duration", r"how long|(?:notice|waiting|grace|trial|probation(?:ary)?|cooling[- ]off) period|wartezeit|probezeit|karenzzeit|periode d'essai|delai de carence|how (?:many|much) (?:days|weeks|months|years|notice)|wie lange|kundigungsfrist|welche frist|combien de temps|quel preavis|duree|\w*laufzeit|vertragsdauer"),
    ("percent", r"(?:what|which|how (?:high|much)) .{0,30}?(?:interest rates?|rates? of interest|percentage|apr|per ?cent)|wie ?viel prozent|(?:wie (?:hoch|viel)|welche[rn]?) .{0,30}?\w*(?:zinssatz|zinssatze|steuersatz|prozentsatz)|(?:quel|a combien) .{0,25}?taux|quel pourcentage"),
    ("size", r"how many (?:square|cubic) (?:met(?:re|er)s?|feet)|wie ?viele? (?:quadrat|kubik)meter|combien de metres (?:carres|cubes)|(?:what|which) temperature|(?:welche|wie hoch ist die) temperatur|quelle temperature|how (?:much|many) (?!money\b)(?:\w+ ){1,3}?(?:did|do|does|have|has) .{1,40}?\b(?:used?|consumed?|burn(?:ed|t)?)|wie ?viele? (?!geld\b).{1,60}?\bverbrauch\w*|combien d(?:e |')(?!argent\b).{1,60}?\bconsomm\w+"),
    ("money", r"how much (?:\w+ ){0,2}(?:pension|allowance|wages?|benefits?|bonus|tax|rent) (?:is|was|do|does|did|will|must|have|has)\b|combien d(?:e |')(?!temps\b).{1,60}?\b(?:pay|cout|depens|vers)(?:e|es|ee|er|ons|ez)\b|how much (?:is|was|are|were|do|does|did|will|would|has|have|had|can|must|should|money|rent|deposit|salary|tax|interest|vat)\b|how much of (?:the|our|my) .{1,40}? (?:do|does|did|will|must) (?:i|we|she|he|they) (?:pay|get|have to pay)|how much$|how much\?|what(?:'s)? (?!happens? |if |did .{1,40}\b(?:say|write|tell|mention|think|promise)\b).{0,60}?\b(?:costs?|charges?|come to|pay|price|rent|fees?|dues|salary|deposit|refund|premium|excess|deductible|payment|advance|amount|instalment|(?:tax|pension)(?! (?:account|reference|number|no|code|id|band|year|office|class|return|bill|form|plan|fund|scheme|provider|age|advis\w+)\b))\b|what(?:'s| is| was) (?:our|my|the) (?:\w+ ){0,3}bill(?=\W*$| for\b| from\b)|(?:grand )?total(?= (?:on|of|in|at|for|from|due|amount|price)\b| ?\?|$)|wie ?viel(?! (?:prozent|tage|wochen|monate|uhr))|wie hoch|was kostet|was (?:hat|haben|hatten?) .{1,60}?gekostet|what (?:does|do|did) .{1,60}? earn|was verdien(?:e|t|en)|que gagnent?|combien(?! d(?:e |'))|quel(?:le)? .{0,20}(?:montant|prix|loyer|cout|total|salaire|remuneration|retraite|pension|franchise|cotisation|prime)(?! (?:complementaire|est-ce)\b)|^\W*(?:the |le |der )?(?:amount|montant|\w*betrag) (?:of|on|de|du|des|der|von|vom|for|pour)\b|^\W*(?:the |le |der |die )?(?:price|costs?|prix|cout|tarif|preis|kosten) (?:of|on|de|du|des|d'|der|von|vom|fur|for|pour)(?!\w).*|^\W*(?!(?:who|what|which|how|when|is|are|do|does|did|can|may|must|wer|was|wie|wann|welche\w*|ist|sind|muss|darf|kann|tragt|qui|quand|quel\w*|comment|est|peut|doit)\b)(?:[\w-]+ ){1,3}(?:price|costs?|preis|kosten|prix|tarif)\W*$|^\W*(?:price|costs?|preis|kosten|prix|tarif)(?: [\w-]+){1,2}\W*$"),
    ("phone", rf"{_SERVICE} numbers?|numbers? (?:of|for) (?:the |our |your )?(?:\w+ )?{_SERVICE}|(?:nummer|durchwahl) (?:der|des|vom|von|fur) (?:den |die )?(?:\w+ )?{_SERVICE}\w*|(?:service|hotline|kundendienst|notdienst|notruf)nummern?|numeros? (?:du|de la|de l'|des|d') ?{_SERVICE}|(?:tele)?phone numbers?|mobile numbers?|(?:telefon|handy|mobil|ruf)nummern?|numeros? de telephone|(?:what|which) numbers? .{0,20}?\b(?:call|ring|dial)|numbers? to (?:call|ring|dial)|welche nummer .{0,40}?\b(?:anrufen|rufe)|quel numero .{0,30}?\bappel\w+"),
    ("time", r"what time|at what hour|um wie ?viel uhr|uhrzeit|a quelle heure"),
    ("often", r"how often|how many times|wie oft|wie haufig|combien de fois|a quelle frequence|tous les combien"),
    ("date", r"how old|wie alt|quel age|when|until when|(?:what|which|earliest|latest|first|last) (?:possible )?(?:date|day)s?|by when|wann|bis wann|an welche[mn] tag(?:en)?|welches datum|quand|quelles? dates?|quels? jours?|^\W*(?:the |our |my )?(?!(?:who|what|which|how|where|is|are|do|does|did|can|may|must|wer|was|wie|wo|welche\w*|ist|sind|qui|ou|quel\w*|comment|est)\b)(?:[\w-]+ ){1,3}(?:end|expiry|ende|ablauf)(?: date)?\W*$|^\W*(?:end|expiry|ende|ablauf|fin) (?:of (?:the |our |my )?|des |der |vom |unsere[sr] |du |de la |de l')?[\w-]+\W*$"),
    ("number", r"how (?:many|much|high)|(?:what|which) .{0,40}?(?:(?<!dress )code|pin|number|iban|year|per ?cent|percentage)|wie ?viele|\w*nummer|wie (?:lautet|ist|war) (?:der|die|das|unsere?|meine?) (?:neue |aktuelle |alte )?\w*-?(?:code|pin|puk|iban)|combien de|combien d'\w+|quel .{0,20}numero|^\W*numero (?:de|du|des|d')|quel .{0,20}code"),
    ("contact", r"e-?mail address|web ?site|url|(?:e-?)?mail[- ]?adresse|web-?seite|internetseite|homepage|adresse (?:e-?mail|mail|courriel|electronique)|site (?:web|internet)"),
    ("address", r"(?:what|which|what's) .{0,20}address|(?:postal |home )address|wie (?:ist|lautet) .{0,12}(?:adresse|anschrift)|welche (?:adresse|anschrift)|quelle .{0,6}adresse"),
    ("size", r"how (?:big|large)(?= (?:is|are|was|were)\b)|wie gross(?= (?:ist|sind|war)\b)|quelle (?:taille|surface|superficie)"),
    ("where", r"where|wo|wohin|^ou|ou se|ou est"),
    ("who", rf"who(?! (?:may|must|can(?! (?:i|we)\b)|should|has to|is (?:allowed|entitled)|{_BEARS})\b)|whom|whose|wer(?! (?:darf|muss|kann|soll|{_BEARS})\b)|wem|wen|wessen|qui(?! (?:peut|doit|{_BEARS})\b)|what .{0,30}name of|(?:which|what) (?:person|company|firm|bank|shop|doctor|dentist|technician|engineer|lawyer|insurer|provider|supplier|neighbour|colleague)(?= (?:\w+s|do|did|will|would|can|are|i|we|you|they|that|for|at|of|from)\b|\?|$)|wie heisst|comment s'appelle|what (?:is|are|was|were) .{1,40}? called"),
)  # fmt: skip

# What is named by its kind alone, and need not be spoken of where it stands.
_KIND_NAMES: dict[Expected, str] = {
    "address": "address addresses adresse adressen anschrift", "size": "big large size groß taille surface superficie temperature temperatur température metres meters quadratmeter mètres carrés square",
}  # fmt: skip
_QUANTITY = r"how (?:many|much)|wie ?viele?|combien"  # of a thing that must be spoken of


# What is asked for, and of nothing: "On which day?".
_OF_NOTHING = frozenset(
    content(
        "day date time hour weekday week month year number amount sum name person place thing "
        "tag datum uhrzeit stunde wochentag woche monat jahr nummer betrag summe name person ort sache "
        "jour date heure semaine mois année numéro montant somme nom personne lieu chose"
    )
)
KIND_WORDS = frozenset(each for said in _KIND_NAMES.values() for each in content(said))

# "Which fault code did …": the words up to the verb say what kind of thing the answer is.
_SOUGHT = re.compile(
    r"(?<!\w)(?:which|what|how many|how much|welche[nrms]?|wie viele|quel(?:le)?s?) ((?:(?!(?:is|are|was|were|did|does|do|has|have|had|can|will|must|may|should"
    r"|ist|sind|war|hat|haben|darf|durfen|kann|konnen|muss|mussen|soll|sollen|gilt|est|sont|a|ont|peut|doit)\b)[\w-]+ ){1,3}?)(?=(?:is|are|was|were|did|does|do|has|have|had|can|will|must|may|should"
    r"|ist|sind|war|hat|haben|darf|durfen|kann|konnen|muss|mussen|soll|sollen|gilt|est|sont|a|ont|peut|doit)\b)"
)
_ASKED = re.compile(
    r"(?<!\w)(?:(?:what|how \w+|when|where|who) (?:is|was|are|were)|(?:was|wie \w+|wann|wo|wer) (?:ist|war|sind)|(?:quel(?:le)?s?|quand|ou|qui) (?:est|sont))"
    r" (?:the |our |my |der |die |das |unsere? |meine? |le |la |l'|notre |mon |ma )?((?:[\w-]+ ){1,5}?)(?:of|for|from|at|on|in|to|according|that|von|vom|fur|des|der|im|bei|du|de|pour|chez)(?!\w)"
)
_CAPITALS = r"[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)*"
_NAME = re.compile(rf"(?:(?<=[\w,] )|(?<=\()){_CAPITALS}")
# German writes all nouns so: names are those behind a title or a preposition without an article, and several words in a row.
_GERMAN_NAME = re.compile(
    rf"(?<=[\w,] )(?:(?:(?:(?i:herrn?|frau|familie|firma|eheleuten?|dr\.?|prof\.?|von|vom|mit|bei|an|für|laut)) )+{_CAPITALS}|[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)+)"
)
_BACK = re.compile(
    r"\b(?:get|gets|got|getting|paid|given|receive|erhalten|bekommen|recevoir) (?:\w+ )?(?:back|zurück)\b|\bzurückbekommen\b|\brembours\w+|\b(?:bekomm\w+|krieg\w+|erhalten|erhältst)\b(?=[^?]{1,80}\b(?:zurück|wieder)\b)",
    re.IGNORECASE,
)
# "Is it insured when I help friends?": the time of a condition is not asked for.
_SUBORDINATE = re.compile(
    r"^(\W*(?:is|are|was|were|am|do|does|did|can|may|must|will|would|should|has|have|est-ce|peut|doit|suis|sommes|sont)\b(?!.*\b(?:tell|say|know|remember|dire|savoir)\b)[^?]*?[\w)])"
    r",? (?:when|where|quand)(?= (?:i|we|you|he|she|it|they|one|the|my|our|a|an|je|j'|nous|on|il|elle|le|la|les|un|une)\b)"
)
# "What was the meter reading when we moved in?": so is a time that only tells which one is meant.
_MEANWHILE = re.compile(
    r"^(\W*(?:what|which|how|who|where|quel(?:le)?s?|combien|comment|qui)\b[^?]*?(?<! and)(?<! or)(?<! et)(?<! ou) )(?:when|quand)(?= (?:i|we|you|he|she|it|they|the|my|our|his|her|their|a|an|je|j'|nous|on|il|elle|ils|elles|le|la|les|mes|nos|un|une)\b)"
)
_BILL = r"how much (?:is|was|does|did) (?:the |our )?(?:[\w'-]+ ){0,3}(?:invoice|bill|receipt)|(?<!net )(?<!vat )(?<!tax )(?:amount|total) of (?:the |our )?(?:[\w'-]+ ){0,3}(?:invoice|bill|receipt)|wie hoch (?:ist|war) (?:die (?:\w+)?(?:rechnung|quittung)|der (?:\w+)?(?:bon|beleg|kassenzettel))|(?:betrag|hohe) (?:der (?:\w+)?(?:rechnung|quittung)|des (?:\w+)?(?:bons|belegs|kassenzettels))|combien .{0,12}(?:facture|ticket de caisse|(?:le|du) recu(?!\w))|montant .{0,12}(?:facture|ticket de caisse|du recu(?!\w))"
# "Show me the lease": a document itself is asked for, by a verb that says nothing of it.
_SHOW = re.compile(
    r"^\W*(?:(?:please|pls|bitte|can you|could you|would you|kannst du|konnen sie|peux-tu|pouvez-vous|mir|me|uns|nous) )*"
    r"(?:show|open|fetch|display|bring up|pull up|find|zeige?n?|offnen?|finden?|suchen?|montre[rz]?|ouvr(?:e|ez|ir)|trouve[rz]?)(?:-moi|-nous|(?= ))(?! out)"
)
# "How do I make rye bread?", "What was decided at the meeting?": the recipe, the minutes are the answer.
_RECIPE = re.compile(
    r"^\W*(?:how (?:do|can|should) (?:i|we|you) (?:make|cook|bake|prepare)|how to (?:make|cook|bake|prepare)|(?:(?:what is|what's) the )?recipe (?:for|of)"
    r"|wie (?:mache|koche|backe|macht|kocht|backt) (?:ich|man|wir)?|(?:(?:was|wie) ist das |das )?rezept (?:fur|von)"
    r"|comment (?:faire|preparer|cuisiner)|recette (?:de|du|des|pour))\b"
)
_MINUTES = re.compile(
    r"^\W*(?:what (?:was|were|did (?:we|they)) (?:decided?|discuss(?:ed)?|agreed?) (?:at|in|on|during)|minutes of"
    r"|was (?:wurde|haben wir) (?:auf|bei|in|an|am|im) (?=.*\b(?:beschlossen|besprochen|entschieden|vereinbart)\b)|protokoll (?:der|des|vom|von)"
    r"|qu'est-ce qui a ete (?:decide|discute) (?:a|lors|pendant))\b"
)
_MAY = (  # "may I", "is Ruth allowed to", "do we have to"
    r"may (?!\d)\w+|(?:can|must|need) (?:i|we|one|you|they|he|she|the|our|my|his|her|an?|any)|(?:is|are|am) .{1,60}?\b(?:allowed|permitted|forbidden|compulsory|mandatory|required)"
    r"|(?:do|does) .{1,30}? (?:have|need) to|does .{1,60}? (?:let|allow|permit|forbid)|darf|durfen|durft|durfte|muss(?:en)? (?:ich|wir|man|er|sie|\w+)|ist .{1,60}\b(?:erlaubt|gestattet|verboten|pflicht|zulassig)"
    r"|^\W*(?:can|could|must|should|kann|konnen|soll|sollen|sollte) (?!(?:you|du|sie mir|ihr mir)\b)\w+|est-ce que .{1,40} (?:peut|peuvent|doit|doivent)"
    rf"|(?:who|wer|qui) (?:may|must|can|should|darf|muss|kann|soll|peut|doit|{_BEARS})"
    r"|(?:peu(?:ven)?t|doi(?:ven)?t)-(?:on|ils?|elles?)|(?:puis|dois)-je|(?:pouvons|devons)-nous|faut-il|(?:a-t-on|ai-je|avons-nous) le droit|est-il (?:permis|interdit|obligatoire)"
)
_BEFORE_CHANGE = re.compile(
    r"(?<!\w)(?:before|prior to|vor|avant) (?:(?:the|my|our|his|her|last|dem|der|den|letzten|la|le|les|son|sa|mon|ma|notre|derniere?|pay|rent|price) |l')*"
    r"(?:\w*(?:increase|rise|raise|change|amendment|review|supplement|erhohung|anpassung|anderung|nachtrag)|avenant|augmentation|hausse|revision|changement)(?!\w)"
)
_OTHER_QUESTION = r"when|until|what|which|how|where|why|wann|was|welche[nrms]?|wie|wo|warum|quand|combien|quel(?:le)?s?|comment|pourquoi"
_WHAT_TO_DO = re.compile(
    r"^\W*(?:what|was) (?=(?:must|should|muss|mussen|soll|sollen|sollten?|do (?:i|we|you|they) (?:have|need) to|does .{1,30}? (?:have|need) to)(?!\w))(?!.*\b(?:pay|zahlen|bezahlen|cost|kosten)\b)"
)
_ON_OCCASION = re.compile(r",? (?:when|wenn|quand) .*")
_WHY = r"why|warum|wieso|weshalb|pourquoi|aus welchem grund|for what reason"
_RESOLVED = "beschlossen|besprochen|entschieden|vereinbart"
_DETAIL = r"\w*numbers?|\w*nummern?|numeros?|address(?:es)?|\w*adressen?|dates?|datum|days?|amounts?|\w*betrage?|montants?|prices?|\w*preise?|prix|totals?|codes?|ibans?|names?|noms?|passwords?|\w*passwort"
_TELL = (  # what somebody said, or what is known of him, whatever that is
    r"about|knows?|says?|said|tells?|told|wr(?:i|o)tes?|written|e?-?mails?|letters?|messages?|news|heard?|uber|von|weiss?t?|wissen|sag(?:t|te|ten|en)|gesagt"
    r"|schr(?:ei|ie)b\w*|geschrieben|briefe?|nachricht(?:en)?|sur|sait|savons|dit|ecri\w+|courriels?|lettres?|nouvelles"
)
_AT_HOME = re.compile(r"\b(?:zu|nach) hause\b|\bà la maison\b", re.IGNORECASE)  # where one lives, and no house
_GET_OUT = re.compile(r"\bget(?:ting)? out of\b|\b(?:raus|heraus)(?:zu)?komm\w*", re.IGNORECASE)  # of a contract
_COMES_TO = re.compile(
    r"\bs['’]\s?(?:élèv|elev)\w+|\bbel(?:äu|au)ft sich\b|\bamounts? to\b", re.IGNORECASE
)  # which says nothing of it
_HAND_BACK = re.compile(r"\b(?:give|hand|send|bring)s? (?:\w+ )?back\b", re.IGNORECASE)
_RAISE = re.compile(
    r"\b(?:pay|salary) ris(?:e|es)\b|\b(?:get|gets|got|given|have|had|receive[ds]?) an? (?:pay )?(?:raise|rise)\b",
    re.IGNORECASE,
)
_LOUD = re.compile(
    r"\blaut(?=\W*$| (?:sein|ist|sind|war|werden|wird|feiern|musizieren)\b)", re.IGNORECASE
)  # else "according to"
_IN_GROUP = re.compile(  # of a chat
    r"\b(?:in|to|on) (?:the|our|my) (?:group(?: chat)?)(?= |\W*$)|\bin (?:der|unserer|meiner) gruppe(?= |\W*$)|\bdans (?:le|notre|mon) groupe(?= |\W*$)",
    re.IGNORECASE,
)
_AGE = re.compile(r"\bhow old\b|\bwie alt\b|\bquel âge\b|\bquel age\b", re.IGNORECASE)
_LEFT_OVER = re.compile(r"\b(?:have|has|is|are|got) left\b", re.IGNORECASE)  # no "left the house", and none to the left
_READING = re.compile(r"\bmeter readings?\b", re.IGNORECASE)
_TOTAL = re.compile(r"\b(?:in all|in total|comes? to|altogether|insgesamt|au total)\b", re.IGNORECASE)


def read(question: str) -> Lookup:
    """Understand a question as one to documents; the time that it names is a word like others to them."""
    text = plain(question)
    expected = () if asks_of_rule(text) else _expected(text)
    worded = _TOTAL.sub(" total ", _AT_HOME.sub(" home ", _GET_OUT.sub(" cancel ", question)))
    worded = _COMES_TO.sub(" ", worded)
    worded = _HAND_BACK.sub(" return ", worded)
    worded = _LOUD.sub(" Lärm ", _IN_GROUP.sub(" ", worded))
    worded = _LEFT_OVER.sub(" remaining ", worded)
    worded = _READING.sub(" meter ", _RAISE.sub(" salary raise ", _AGE.sub(" ", worded)))
    worded = _BACK.sub(" refund ", worded) + (" total" if says(text, _BILL) and "money" in expected else "")
    show = _SHOW.match(text) or _RECIPE.match(text) or _MINUTES.match(text)
    verbs = [*content(show.group()), *content(" ".join(re.findall(_RESOLVED, text)))] if show else []
    change = _BEFORE_CHANGE.search(text)  # which need not be spoken of where it is told what held before
    verbs += content(change.group()) if change else []
    topic = [each for each in content(worded) if each not in verbs]
    names = content(" ".join((_GERMAN_NAME if detect(question) == "de" else _NAME).findall(question)))
    kind_of_answer = content(" ".join(_SOUGHT.findall(text)))
    about = {each for each in topic if not each.isdigit()}.difference(kind_of_answer, names, GENERIC_STEMS)
    # "Which doctor has Ruth?": a name alone says too little
    sought = tuple(kind_of_answer) if about and not says(text, _QUANTITY) else ()
    named_by_kind = {each for kind in expected for each in content(_KIND_NAMES.get(kind, ""))}
    sought += tuple(each for each in topic if each in named_by_kind and each not in sought)
    asked = tuple(content(" ".join(_ASKED.findall(text)))) or tuple(kind_of_answer)
    return Lookup(tuple(topic), sought, asked, tuple(names), expected)


def asks_to_see(question: str) -> bool:
    """Whether it asks for a document itself, and not for something that one says."""
    text = plain(question)
    return (
        asks_how_to_make(question)
        or _MINUTES.match(text) is not None
        or (_SHOW.match(text) is not None and not says(text, _DETAIL))
    )


def asks_how_to_make(question: str) -> bool:
    """Whether it asks how something is made, as a recipe says."""
    return _RECIPE.match(plain(question)) is not None


def asks_nothing_of(question: str, topic: Sequence[str], names: Sequence[str]) -> bool:
    """Whether it says whom it is about, and not what is asked: "What do I give Ruth?" is not answered by what Ruth said."""
    text = plain(question)
    only_names = len(text.split()) <= len(names) + 1
    return set(topic) <= set(names) and not (only_names or says(text, _TELL) or _SHOW.match(text))


def names_nothing(topic: Sequence[str]) -> bool:
    """Whether a question says only what kind of thing it asks for, if that."""
    return _OF_NOTHING.issuperset(topic)


def asks_of_rule(text: str) -> bool:
    """Whether a folded question asks if something may or must be done, by whom, and not when or how."""
    if _WHAT_TO_DO.match(text):
        text = _ON_OCCASION.sub("", _WHAT_TO_DO.sub(" ", text))
    return says(text, _MAY) and not says(text, _OTHER_QUESTION) and not text.startswith("ou ")


def asks_why(text: str) -> bool:
    """Whether a folded question asks for a reason."""
    return says(text, _WHY)


def asks_before_change(question: str) -> bool:
    """Whether it asks what held before a change: "before the increase", "vor dem Nachtrag"."""
    return _BEFORE_CHANGE.search(plain(question)) is not None


def asks_of_bill(question: str) -> bool:
    """Whether it asks what a bill comes to."""
    return says(plain(question), _BILL)


def asks_back(text: str) -> bool:
    """Whether it asks for what is got back."""
    return _BACK.search(text) is not None


def plain(text: str) -> str:
    """Folded, with straight apostrophes."""
    return fold(text.replace("’", "'"))


def says(text: str, form: str) -> bool:
    """Whether the pattern stands in folded text as whole words."""
    return re.search(rf"(?<!\w)(?:{form})(?!\w)", text) is not None


def _expected(text: str) -> tuple[Expected, ...]:
    """What is asked for; the words that ask for one thing do not ask for another too (``how much notice``)."""
    found: list[Expected] = []
    text = _MEANWHILE.sub(r"\1 ", _SUBORDINATE.sub(r"\1 ", text))
    for name, form in _EXPECTED:
        text, count = re.subn(rf"(?<!\w)(?:{form})(?!\w)", " ", text)
        if count:
            found.append(name)
    return tuple(found)
