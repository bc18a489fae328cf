"""How a question is wrapped.

``plainly`` takes off what only asks ("could you tell me", "by the way", "please") and says idioms in plain words ("set us
back" is "cost us"), so that the patterns of ``sayings`` need not know them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pkm.answer.planning.idioms import IDIOMS
from pkm.answer.planning.idioms_of_paying import OF_PAYING
from pkm.answer.planning.period import fold_in_place
from pkm.answer.planning.short_forms import SHORT_FORMS

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
    for pattern, meant in (*SHORT_FORMS, *IDIOMS, *OF_PAYING):
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
