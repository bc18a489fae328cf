"""What "it" stands for behind a question to papers: the thing that question was about ("und wie lange läuft er?", "until when?")."""

from __future__ import annotations

import re

from pkm.answer import verbs
from pkm.answer.language import GENERIC_STEMS, content
from pkm.answer.papers import contracts
from pkm.answer.planning.period import fold_in_place
from pkm.answer.planning.plan import Plan

MOST_WORDS = 3  # that such a message says of what "it" is
SHORT = 5  # words of one that only asks: "and at what time?"

_ENDS = re.compile(r"[\s?!.,;:]+$")
_LINK = r"^\W*(?:(?:ok|okay|also|alors|then|dann|and|but|und|aber|et|mais)\W+)*"
_ASKS = re.compile(
    rf"{_LINK}(?:(?:at|by|until|till|since|from|for|to|with|in|on|um|bis|ab|seit|von|fur|mit|an|zu|a|jusqu'a|depuis|avec|de|pour|avant) )*"
    r"(?:when|how|what|which|where|who|whom|why|can|may|must|does|do|did|is|are|am|was|were|wann|wie|wieviel|welche\w*|wo|wohin|wer|wem|wen|warum|kann|darf|muss|ist|sind|hat|gilt"
    r"|quand|combien|comment|quel\w*|ou|qui|pourquoi|puis-je|peut|doit|est-ce|est)\b"
)
_POINTS = re.compile(
    r"(?<!\w)(?:it|its|they|them|their|she|he|her|his|him|er|ihn|ihm|es|sie|ihnen|sein\w*|ihre?\w*|davon|dafur|darin|dazu|il|elle|ils|elles)(?!\w)"
)
# "Is it allowed to …", "gibt es …": nothing that was named before.
_NOTHING = re.compile(
    r"\bis it (?:allowed|possible|ok|okay|true|permitted|forbidden)\b|\b(?:gibt|geht|ist|wird|war) es (?:\w+ )?(?:erlaubt|moglich|verboten|ein\w*|noch|kein\w*)\b|\bgibt es\b"
    r"|\b(?:y a-t|faut|est|sont|peut|doit|a-t|est-ce qu)[-' ](?:il|elle|ils|elles)\b|\bSie\b"
)
_COUNTS = re.compile(r"(?<!\w)(?:how many|wie viele|combien d)(?!\w)")  # of what, the message says itself
_IN_BRACKETS = re.compile(r"\(([^()]+)\)\W*$")
_WORD = re.compile(r"[^\W_][\w'’-]*")


def with_thing(whole: str, before: Plan, said: str) -> str | None:
    """The message with the thing of the question before, in brackets; ``None`` where it leaves nothing to that.

    Args:
        whole: The question before, in full; ``before`` its plan.
    """
    folded = fold_in_place(said)
    if not _ASKS.match(folded) or "," in said or contracts.phrase(said) or len(content(said)) > MOST_WORDS:
        return None
    done = verbs.of_question(said)
    own = [each for each in content(said) if each not in GENERIC_STEMS and each not in done]
    points = _POINTS.search(folded) is not None and not _NOTHING.search(said) and not _NOTHING.search(folded)
    if not points and (own or before.is_about_money_moved or len(said.split()) > SHORT):
        return None
    named = contracts.phrase(whole)
    if before.is_about_money_moved and named is None:
        return None
    thing = (
        whole[slice(*named)]
        if named
        else _thing(whole, before, only_names=bool(own) or _COUNTS.search(folded) is not None)
    )
    return f"{_ENDS.sub('', said)} ({thing})?" if thing else None


def _thing(whole: str, plan: Plan, *, only_names: bool) -> str:
    """The words that say what a question is about, and not of what kind its answer is; of a message on another thing only the names."""
    bracketed = _IN_BRACKETS.search(whole)
    beside = GENERIC_STEMS | verbs.of_question(whole).keys()
    words = [each.group() for each in _WORD.finditer(bracketed[1] if bracketed else whole)]
    telling = [each for each in words if not beside.issuperset(content(each))]
    names = [each for each in telling if {*content(each)} & {*plan.names}]
    if only_names and names and len(names) < len(telling):
        return " ".join(names)
    if bracketed:
        return bracketed[1]
    return " ".join([each for each in telling if not {*plan.sought}.issuperset(content(each))] or telling)
