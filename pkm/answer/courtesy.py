"""Messages that ask nothing of the records: thanks, greetings, and "what can you do?"."""

from __future__ import annotations

import re

from pkm.answer.language import Language
from pkm.answer.planning.period import fold_in_place

LONGEST = 60  # characters of such a message

_SAID: dict[Language, str] = {
    "en": r"thanks?|thank you|thx|cheers|very much|a lot|so much|great|perfect|ok|okay|cool|good|nice|hello|hi|hey|good (?:morning|evening|day)"
    r"|got it|i see|bye|super|help|what can (?:you|i) (?:do|ask)(?: here)?|who are you|what are you|how does this work|test|ping",
    "de": r"danke\w*|vielen dank|dank dir|sehr|schon|prima|gut|alles klar|hallo|moin|servus|guten (?:morgen|tag|abend)|tschuss"
    r"|hilfe|was kannst du|was kann ich (?:dich )?fragen|wer bist du|wie funktioniert das",
    "fr": r"merci|beaucoup|bien|parfait|d'accord|bonjour|bonsoir|salut|au revoir|aide|que (?:peux|sais)-tu faire|qui es-tu|comment ca marche",
}
_ALL = {each: re.compile(rf"\W*(?:(?:{said})(?!\w)\W*)+") for each, said in _SAID.items()}
_MIXED = re.compile(rf"\W*(?:(?:{'|'.join(_SAID.values())})(?!\w)\W*)+")


def language_of_courtesy(said: str) -> Language | None:
    """The language of a message that asks nothing; ``None`` where it may ask something."""
    if len(said) > LONGEST:
        return None
    folded = fold_in_place(said)
    if not _MIXED.fullmatch(folded):
        return None
    return next((language for language, words in _ALL.items() if words.fullmatch(folded)), "en")
