"""How a name may be spelt: banks that have no umlauts write ``Küche`` as ``Kueche``, and people either."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pkm.answer.language import FUNCTION, content
from pkm.ledger.words import fold, words

_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
# With these a firm's name may begin, as no thing that is asked for does: Uber Eats, Just Eat, Total Énergies.
_COLOURING = frozenset(
    ["uber", "just", "total", "free", "quick", "simply", "only", "super", "one", "all", "every", "more", "first"]
)
_DIGRAPH = re.compile(r"([aou])e(?=[b-df-hj-np-tv-z])")


def forms_of(written: str) -> tuple[str, ...]:
    """The folded word, and as banks write it, who have no umlauts: ``Küche`` is ``Kueche``, and the other way round."""
    spelt = "".join(_UMLAUTS.get(each, each) for each in written.casefold())
    plain = _DIGRAPH.sub(lambda match: match[1], spelt)
    return tuple(dict.fromkeys((fold(written), *(fold(each) for each in (spelt, plain)))))


def is_called(told: Sequence[str], payee: str) -> bool:
    """Whether all words stand in a payee's name, umlauts written either way."""
    asked, name = ({_DIGRAPH.sub(r"\1", each) for each in some} for some in (told, content(payee)))
    return asked <= name


def is_spelt_out(told: Sequence[str], payee: str, question: str) -> bool:
    """Whether a question has a whole name of which only ``told`` carries meaning, as "Power NI" does: "ni" is French for "nor"."""
    name, asked = words(payee), f" {' '.join(words(question))} "
    if len(name) < 2 or not set(told) <= set(content(payee)):
        return False
    if name[0] not in FUNCTION and not FUNCTION.isdisjoint(name) and f" {' '.join(name)} " in asked:
        return True
    coloured = name[0] in _COLOURING and not re.search("[äöü]", question, re.IGNORECASE)
    return coloured and set(told) == set(content(name[1])) and f" {name[0]} {name[1]} " in asked
