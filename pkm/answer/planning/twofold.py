"""Two questions in one sentence: "How much was rent last month, and when is it due?"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pkm.answer.language import stems_of
from pkm.answer.planning import measures
from pkm.answer.planning.period import fold_in_place

_ASKS = r"(?:how (?:much|many|often|long|high|big|large|old|far)|what|which|when|who|where|wie ?viele?|wie (?:oft|hoch|lang|lange|gross?|alt|weit|teuer|heiss?(?:t|en))|was|welche\w*|wann|wer|combien|quand|quel(?:le)?s?)"
ASKS_TWICE = re.compile(
    rf"(?<!\w){_ASKS}(?!\w).*(?:[,;?!.]|(?<!\w)(?:and|but|or|und|aber|oder|et|mais|ou)(?!\w)|[?]) ?(?:\w+ ){{0,2}}?{_ASKS}(?!\w)"
)
_JOINED = re.compile(
    rf"\s*(?:[,;?!.]\s*(?:(?:and|but|und|aber|et|mais)\s+)?|\s(?:and|but|und|aber|et|mais)\s+)(?=(?:\w+ ){{0,2}}?{_ASKS}(?!\w))"
)
# Points at what was said before: "when is it due", "wann endet er", "quand se termine-t-il".
_BACK = re.compile(
    r"(?<!\w)(?:its?|this(?! (?:day|week|month|quarter|year|spring|summer|autumn|winter)\b)|that|these|those|he|she|him|her|his|they|them|their|there|one|er|sie|es|ihn|ihm|ihnen|ihr\w*|sein\w*|dies\w*|das(?=\W*$)|dafur|davon|darin|damit|dabei|dort"
    r"|ils?|elles?|lui|leurs?|ca|cela|celui\w*|celle\w*|(?:son|sa|ses|y|en)(?= \w))(?!\w)"
)
# "When I lose my key, who pays for the lock?" is one question.
_CLAUSE = re.compile(
    r"\W*(?:when|where|what|wherever|whenever) (?:i|we|you|he|she|they|it|one|the|our|my|your|a|an|there)(?!\w)"
    r"|\W*(?:quand|lorsque?|ou) (?:j'|(?:je|on|nous|vous|tu|ils?|elles?)(?!\w))"
)
# What each of many things has: "the notice period" is that of the thing before.
_OF_A_THING = stems_of(
    "high notice period deadline deposit price fee charge amount cost number term date day end start beginning renewal address phone contact name conditions penalty interest total balance due expire valid duration contract agreement limit excess "
    "hoch kündigungsfrist frist kaution preis gebühr betrag kosten nummer laufzeit datum tag ende beginn verlängerung adresse telefon name bedingungen strafe zinsen fällig gültig dauer vertrag grenze selbstbehalt "
    "élevé élevée préavis délai échéance caution prix montant coût numéro durée date jour fin début renouvellement adresse téléphone nom conditions pénalité intérêts contrat plafond franchise"
)
LEAST_WORDS = 3  # "how much, and when" asks both of one thing
# "On which day", "zu welchem Preis", "combien de nuits": what is asked for, and of nothing; "how much at Rewe" is of something.
_BARE = re.compile(
    r"\W*(?:(?:and|but|und|aber|et|mais) )?(?:(?:on|in|at|by|for|from|to|of|with|until|till|since|during|under|an|am|im|um|zu|bis|ab|seit|fur|von|mit|bei|unter|nach|a|en|de|pour|depuis|avec|chez|sur|dans|sous|jusqu'a) )?"
    r"(?:which|what|how (?:many|much)|wie ?viele?|welche[nmrs]?|quel(?:le)?s?|combien de)"
    r"(?: (?!(?:is|are|was|were|does|do|did|has|have|had|can|may|will|must|should|ist|sind|war|waren|hat|haben|kann|darf|muss|soll|wird|est|sont|etait|a|ont|peut|doit"
    r"|at|in|on|for|from|bei|fur|im|von|chez|pour|en|de|dans)(?!\w))[\w-]+){1,2}\W*"
)


def apart(question: str) -> tuple[str, str] | None:
    """Both questions of a sentence; ``None`` where it is one, or more, or where a part is no question by itself."""
    if both := measures.beside(question):
        return both
    joints = list(_JOINED.finditer(fold_in_place(question)))
    if not joints and (tail := measures.TAIL.search(fold_in_place(question))):
        return question[: tail.start()], question[tail.end() :]
    if len(joints) != 1:
        return None
    first, second = question[: joints[0].start()], question[joints[0].end() :]
    asks = measures.measure_of(first) or re.search(rf"(?<!\w){_ASKS}(?!\w)", fold_in_place(first))
    if not asks or _CLAUSE.match(fold_in_place(first)):
        return None  # "fuel in 2025, what is that a week" is one
    if _BARE.fullmatch(fold_in_place(first)) and _BACK.search(fold_in_place(second)) is None:
        return None  # "on which day and at what time does she come" is one
    least = LEAST_WORDS if measures.measure_of(second) is None else 1
    return (first, second) if len(first.split()) >= LEAST_WORDS and len(second.split()) >= least else None


def stands(question: str, topic: Iterable[str]) -> bool:
    """Whether the second of two questions says by itself what it is about: no pronoun, and more than what many things have."""
    said = fold_in_place(question)
    return _BACK.search(said) is None and _BARE.fullmatch(said) is None and not _OF_A_THING.issuperset(topic)
