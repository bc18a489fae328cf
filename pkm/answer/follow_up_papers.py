"""What a message asks again of papers: of somebody else ("and Helen's?"), whether it is so ("are you sure?"), for the letter itself."""

from __future__ import annotations

import re

from pkm.answer.language import Language, detect
from pkm.answer.planning.period import fold_in_place
from pkm.answer.planning.plan import Plan
from pkm.facts.values import MONTHS
from pkm.ledger.words import fold

_LINK = r"^\W*(?:(?:ok|okay|also|alors|then|dann|and|but|und|aber|et|mais)\W+)*"
_SURE = re.compile(
    rf"{_LINK}(?:(?:are|r) you (?:really |quite |absolutely )?(?:sure|certain)(?: (?:about|of) (?:that|it))?|is (?:that|this) (?:really )?(?:right|true|correct|so)|really|bist du (?:dir )?(?:da )?sicher|sind sie (?:sich )?(?:da )?sicher|sicher"
    r"|wirklich|stimmt das(?: wirklich)?|(?:tu es|t'es|vous etes|es-tu|etes-vous) sure?s?|vraiment|c'est (?:vrai|sur|exact))\W*$"
)
_SHOW = re.compile(
    rf"{_LINK}(?:(?:please|bitte|can you|could you|kannst du|konnen sie|peux-tu|pouvez-vous) )*(?:show|open|zeige?n?|offnen?|montre[rz]?|ouvr(?:e|ez|ir))(?:-moi)?(?: (?:me|us|mir|uns))?"
    r" (?:that|the|this|den|die|das|diese[ns]?|le|la|l'|cette?) ?(?:letter|mail|e-?mail|paper|document|contract|policy|bill|invoice|note|brief|schreiben|dokument|vertrag|rechnung|police|bescheid|notiz|lettre|courrier|courriel|contrat|facture|papier)"
    r"(?: (?:itself|selbst|bitte|please|an|meme|svp))*\W*$"
)
_TITLE = re.compile(r"(?m)^[—–] (?P<title>[^\n]+?)(?:, [^,\n]{0,30}(?:19|20)\d\d)?$")
_SHOW_ME: dict[Language, str] = {"en": "Show me", "de": "Zeig mir", "fr": "Montre-moi"}
_OTHER = re.compile(
    rf"{_LINK}(?:(?:what|how) about |was ist mit |qu'en est-il d[eu] |et pour )?(?P<tie>(?:(?:on|for|of|with|from|by|at|bei|von|fur|mit|chez|de|d'|pour|avec|the|that|der|die|das|dem|den|celui|celle|le|la|l') ?)*)$"
)
_NAME = r"[A-ZÀ-Þ][^\W\d_]*(?:-[A-ZÀ-Þ]?[^\W\d_]+)*"
_NAMED = re.compile(rf"(?P<name>{_NAME}(?: {_NAME})?)(?P<whose>['’]s?)?(?: one)?[\s?!.]*$")
_VERB = r"(?<!\w)(?!(?:der|die|das|den|dem|des|ein\w*|unser\w*|mein\w*|im|am|zum|zur|vom|beim|ins|pro|in|an|auf|zu)\b)[a-zäöüß]+"
# Where a question names somebody or something by a name: "Anna's", "Annas Vertrag", "von Anna", "on the Kia", "does Anna".
_SLOTS: dict[Language, tuple[re.Pattern[str], ...]] = {
    "en": (
        re.compile(rf"(?<!\w)(?P<name>{_NAME}(?: {_NAME})?)(?P<whose>['’]s)(?!\w)"),
        re.compile(rf"(?:(?<=\w )|(?<=\())(?P<name>{_NAME}(?: {_NAME})?)(?P<whose>)(?!\w)"),
    ),
    "de": (
        re.compile(rf"{_VERB} (?P<name>[A-ZÀ-Þ][^\W\d_]+?)(?P<whose>s|['’])(?= [A-ZÀ-Þ])"),
        re.compile(rf"(?<=(?:von|bei|für|mit) )(?P<name>{_NAME})(?P<whose>)(?=\W*$)"),
        re.compile(rf"{_VERB} (?P<name>{_NAME})(?P<whose>)(?=\W*$)"),
    ),
    "fr": (
        re.compile(rf"(?:(?<=[\w'’] )|(?<=\())(?P<name>{_NAME}(?: {_NAME})?)(?P<whose>)(?!\w)"),
        re.compile(rf"(?<=[dD]['’])(?P<name>{_NAME})(?P<whose>)"),
    ),
}


def again(whole: str, said: str) -> str | None:
    """The question before, where a message only doubts what was answered to it."""
    return whole if _SURE.match(fold_in_place(said)) else None


def paper_shown(answer: str, said: str) -> str | None:
    """A question for the paper that was quoted first in an answer, where a message asks to see that."""
    if not _SHOW.match(fold_in_place(said)):
        return None
    title = _TITLE.search(answer)
    return f"{_SHOW_ME[detect(said)]} {title['title'].strip()}" if title else None


def quotes_paper(answer: str) -> bool:
    """Whether an answer quotes a paper, and says which."""
    return _TITLE.search(answer) is not None


def of_another(whole: str, before: Plan, said: str) -> str | None:
    """The question before with another name in place of its one: "and Helen's?", "und bei Jürg?", "and on the Kia?".

    Args:
        whole: The question before, in full; ``before`` its plan.
    """
    named = _NAMED.search(said.strip())
    if named is None or before.is_about_money_moved or _is_of_time(named["name"]):
        return None
    if not _OTHER.match(fold_in_place(said.strip()[: named.start()])):
        return None
    for form in _SLOTS[before.language]:
        slots = [each for each in form.finditer(whole) if not _is_of_time(each["name"] or "")]
        if len(slots) == 1:
            slot = slots[0]
            name = named["name"]
            return f"{whole[: slot.start('name')]}{name}{_whose(name, slot['whose'])}{whole[slot.end('whose') :]}"
    return None


def named_in(whole: str, plan: Plan) -> str:
    """The one name that a question of English or French says, where it asks more than that; empty where there is none."""
    if plan.language == "de" or {*plan.topic} <= {*plan.names}:
        return ""
    slots = [each for form in _SLOTS[plan.language] for each in form.finditer(whole)]
    found = dict.fromkeys(each["name"] for each in slots if not _is_of_time(each["name"]))
    return next(iter(found)) if len(found) == 1 else ""


def _whose(name: str, whose: str) -> str:
    """How a name says that something is its own: "s", where it does not end so."""
    return "'" if whose in {"s", "'", "’"} and name[-1:] in "sxzß" else whose.replace("'", "s", whose == "'")


def _is_of_time(name: str) -> bool:
    return any(fold(each) in MONTHS for each in name.split())
