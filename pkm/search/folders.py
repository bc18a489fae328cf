"""In which folder or collection a question looks: "from the folder Insurance", "in my tax folder", "im Ordner Steuer"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from pkm import lexical
from pkm.search import particles

Place = Literal["folder", "collection"]

_FOLDER = r"(?:sub)?folders?|director(?:y|ies)|(?:unter)?ordners?|verzeichnis(?:ses)?|dossiers?|répertoires?"
NOUN = re.compile(rf"\b(?:{_FOLDER}|\w+ordners?)\b", re.IGNORECASE)
_CALLED = r"(?:\s+(?:called|named|namens|mit\s+dem\s+namen|appelée?|nommée?))?"
_WORD = r"[\w&’'.-]*\w"
_QUOTED = r"[\"“”„«‘]\s*(?P<quoted>[^\"“”„«»’]{1,80}?)\s*[\"“”»’]"
_BEHIND = rf"{_CALLED}\s+(?:{_QUOTED}|(?P<behind>{_WORD}(?:\s+{_WORD}){{0,3}}))"
_BEFORE = rf"(?P<before>\b{_WORD}(?:\s+{_WORD}){{0,2}})"
_FORMS: tuple[tuple[Place, str], ...] = (
    ("collection", rf"\b(?:collections?|sammlung(?:en)?){_BEHIND}"),
    ("folder", rf"\b(?:{_FOLDER}|sources?|quellen?){_BEHIND}"),
    ("folder", rf"{_QUOTED}\s+(?:{_FOLDER})\b"),
    ("folder", rf"(?={_BEFORE}[\s-]+(?:{_FOLDER})\b)"),
    ("folder", r"\b(?P<before>[^\W\d_]{3,}?)s?ordners?\b"),
    ("collection", rf"{_QUOTED}\s+collection\b"),
    ("collection", rf"(?={_BEFORE}\s+collection\b)"),
)
_PATTERNS = tuple((place, re.compile(pattern, re.IGNORECASE)) for place, pattern in _FORMS)


class Said(NamedTuple):
    """Words that may be the name of a folder or collection."""

    place: Place
    name: str

    def holds(self, path: str) -> bool:
        """Whether a file lies in a folder in whose name these words stand."""
        wanted = {*lexical.wording(self.name)}
        return self.place == "folder" and any(wanted <= {*lexical.wording(each)} for each in path.split("/")[:-1])


def said(question: str) -> Iterator[Said]:
    """What a question may call by name, the longer before the shorter; whether there is one of that name, the home decides."""
    for place, pattern in _PATTERNS:
        for match in pattern.finditer(question):
            groups = match.groupdict()
            if quoted := groups.get("quoted"):
                yield Said(place, quoted)
                continue
            parts = (groups.get("behind") or groups.get("before") or "").split()
            names = (parts[:count] for count in range(len(parts), 0, -1))
            if groups.get("before"):
                names = (parts[-count:] for count in range(len(parts), 0, -1))
            yield from (Said(place, " ".join(each)) for each in names if not _is_small(" ".join(each)))


def _is_small(name: str) -> bool:
    """Whether it begins or ends with a small word: "the folder in which" names none."""
    spans = lexical.words(name)
    return not spans or bool({0, len(spans) - 1} & particles.places(name.lower(), spans))
