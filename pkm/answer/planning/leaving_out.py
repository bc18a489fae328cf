"""What a question leaves out: "without the rent", "außer Miete und Strom", "hors loyer", "anywhere but at Alnavi".

The things that are left out are cut out of the question, so that what remains is what is asked; a phrase whose end is
not sure stays, and the question is beyond all plans (``pkm.answer.planning.asking``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pkm.answer.language import FUNCTION
from pkm.answer.planning.period import fold_in_place
from pkm.answer.planning.wording import NOISE, told_in
from pkm.ledger.words import words

_BUT_FOR = re.compile(
    r"(?<!\w)(?:(?:(?:at|in) (?:places|shops|stores) )?(?:other than|apart from|aside from|except(?:ing)?(?: for)?|excluding|excl\.?|without(?: counting)?|not (?:counting|including)|leaving out|leave out|besides|ignoring|disregarding|minus|(?<=everything )but|(?<=all )but)"
    r"|ohne|minus|abzuglich|aus+er(?: bei| fur)?|abgesehen von|ausgenommen|mit ausnahme (?:von|der|des)|(?:aber )?nicht (?:bei|fur)"
    r"|(?:ailleurs que|autre(?:s)? que)|sans(?: compter| prendre en compte)?|hors|hormis|sauf|a part|mis a part|en dehors d[eu]|excepte|moins(?= (?:le|la|les|l'|notre|mon)\b))"
    r"\s+(?!(?:grenzen|borders|frontieres)(?!\w))"  # which are of a name: "Reporter ohne Grenzen"
)
_NOT_COUNTED = re.compile(
    r"\s*(?:(?:mal )?nicht (?:mitgerechnet|mitgezahlt|eingerechnet|eingeschlossen)|(?:zahlt|zahlen) nicht|ausgenommen|not (?:counted|included)|excluded|exclue?s?|non comprise?s?)(?!\w)"
)
_ARTICLE = r"(?:(?:the|our|my|any|for|on|at|to|der|die|das|den|dem|unsere[nr]?|meine[nr]?|fur|bei|beim|an|le|la|les|du|des|de|notre|nos|mon|ma|chez|pour|a|au|aux)\s+|[ld]['’])*"
_THING = re.compile(rf"{_ARTICLE}(?P<thing>[^\W\d_][\w&'’-]*(?:\.(?=\w))?)")
_FURTHER = re.compile(r" [A-ZÀ-Þ][\w&'’-]*")
_AND = re.compile(
    r"\s*(?:,|&|\+|(?:and|und|et|or|oder|ou|nor|ni|noch)(?!\w))\s*(?:(?:minus|without|ohne|sans|moins|hors)\s+)?"
)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Things, each as stems, and the part of the question, ``[start, end)``, that leaves them out."""

    things: tuple[tuple[str, ...], ...]
    start: int
    end: int


def find(text: str) -> LeftOut | None:
    """What a question without its times and amounts leaves out; ``None`` where it leaves out nothing, or nobody knows what."""
    folded = fold_in_place(text)
    found = _BUT_FOR.search(folded)
    if found is None:
        return _not_counted(text, folded)
    things, end = listed(text, folded, found.end())
    return LeftOut(things, found.start(), end) if things and _is_over(folded[end:]) else None


def listed(text: str, folded: str, start: int) -> tuple[tuple[tuple[str, ...], ...], int]:
    """The things that are named from here on, one after the other, and where they end; none where the first word is none."""
    things: list[tuple[str, ...]] = []
    end = start
    while name := _name(text, folded, start):
        things.append(name[0])
        end = name[1]
        more = _AND.match(folded, end)
        if more is None:
            break
        start = more.end()
    return tuple(things), end


def _not_counted(text: str, folded: str) -> LeftOut | None:
    """What follows a comma and is said not to count: "restaurants in 2026, Zum Anker not included"."""
    for comma in re.finditer(r",\s*", folded):
        name = _name(text, folded, comma.end())
        said = _NOT_COUNTED.match(folded, name[1]) if name else None
        if name and said:
            return LeftOut((name[0],), comma.start(), said.end())
    return None


def _name(text: str, folded: str, start: int) -> tuple[tuple[str, ...], int] | None:
    """The stems of a thing and where it ends: a word that tells something, and the words of a name after it."""
    match = _THING.match(folded, start)
    if match is None:
        return None
    end = match.end()
    while text[match.start("thing")].isupper() and (further := _FURTHER.match(text, end)):
        end = further.end()
    told = tuple(told_in(text[match.start("thing") : end]))
    return (told, end) if told else None


def _is_over(rest: str) -> bool:
    """Whether nothing that may belong to the thing follows: a pause, a time, or a word of money."""
    following = re.match(r" ?([^\W\d_][\w'’-]*)", rest)
    return following is None or all(each in NOISE | FUNCTION for each in words(following[1]))
