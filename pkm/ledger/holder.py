"""Whose an account is, as its statements name them: one person, or several who share it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

LONGEST = 120  # of a line that names holders
_TITLE = re.compile(
    r"(?<!\w)(?:herrn?|frau|eheleute|mrs?|ms|miss|messrs|mx|dr|prof|m|mm|mme|mlle|monsieur|madame|mademoiselle|messieurs)(?![\w'’-])\.?\s*",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\s*(?:\b(?:und|oder|and|or|et|ou)\b|\bu\b\.?|[&/+;])\s*", re.IGNORECASE)
_FAMILY = re.compile(r"\b(?:famil(?:ie|y|le)|eheleute|messrs|messieurs)\b", re.IGNORECASE)
_FIRM = re.compile(
    r"\b(?:gmbh|ag|kg|ohg|gbr|ug|e\. ?v|ltd|limited|plc|llp|llc|inc|corp|company|sarl|sas|sasu|sa|sci|eurl|snc|association|verein|stiftung|trust|foundation|bank|sons?|söhne|sohn|fils)\b",
    re.IGNORECASE,
)


def holder_of(text: str) -> str | None:
    """What stands behind a word such as *holder*, where it is a name."""
    name = " ".join(text.split()).strip(" ,;:")
    return name if len(name) <= LONGEST and re.search(r"[^\W\d_]{2}", name) and not re.search(r"\d", name) else None


def is_joint(holder: str) -> bool:
    """Whether it names several persons: "Anna und Ben Muster", "M. ou Mme Dupont", "Anna Muster, Ben Muster"."""
    if _FIRM.search(holder):
        return False
    return len(_parts(holder)) > 1 or _FAMILY.search(holder) is not None


@lru_cache(maxsize=4_096)
def person(holder: str) -> str:
    """The holder's name as it is usually written: "MUSTER, ANNA" and "Frau Anna Muster" are Anna Muster; several as they stand."""
    text = " ".join(holder.split())
    if not is_joint(text) and not _FIRM.search(text):
        before, _, after = (_untitled(each) for each in text.partition(","))
        capitals = re.match(r"(?:[^\W\d_a-zß-ÿ]{2,}[ -])+(?=[^\W\d_]+[a-zß-ÿ])", before)  # "DUPONT Jean"
        if capitals and not after:
            before, after = capitals[0].rstrip(" -"), before[capitals.end() :]
        text = f"{after} {before}".strip() if after else before
    return " ".join(_cased(each) for each in text.split())


def agreed(stated: Iterable[str]) -> str | None:
    """The holder on whom all statements of an account agree, however they write the name; ``None`` where they do not."""
    told = sorted(set(stated), key=lambda each: (len(each), each))
    if not told or any(is_joint(each) != is_joint(told[0]) for each in told):
        return None
    same = is_joint(told[0]) or len({frozenset(person(each).casefold().split()) for each in told}) == 1
    return person(told[-1]) if same else None


def given_names(holder: str) -> frozenset[str]:
    """What its one holder is called beside the family name; nothing where there are several, or it is a firm."""
    if is_joint(holder) or _FIRM.search(holder):
        return frozenset()
    told = person(holder).split()
    first = told[:-1] if len(told) > 1 else [] if _TITLE.match(holder) else told
    return frozenset(each for each in first if len(each.strip(".")) > 1 and len(told[-1].strip(".")) > 1)


def _parts(holder: str) -> list[str]:
    """What stands beside each other in it; a comma parts two whole names, and a family name from a given one."""
    parts = [each for each in _BESIDE.split(holder) if each.strip()]
    if (
        len(parts) == 1
        and (names := [_untitled(each) for each in holder.split(",")])
        and all(" " in each for each in names)
    ):
        return names
    return parts


def _untitled(name: str) -> str:
    return " ".join(_TITLE.sub(" ", name).split()).strip(" .")


def _cased(word: str) -> str:
    """A word of a name that is printed in capitals, written as others are."""
    if _BESIDE.fullmatch(word):
        return word.lower()
    shouted = len(word) > 1 and word.isupper()
    return re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word) if shouted else word
