"""From which account of one's own to which money was moved: "from the giro account to savings", "vom Giro aufs Sparkonto".

Only the ledger knows which words are accounts of the household: where those of either side are none, the question is read
as if it had named no route ("from the giro account to the landlord").
"""

from __future__ import annotations

import re

from pkm.answer.language import content
from pkm.answer.planning.period import fold_in_place

Route = tuple[tuple[str, ...], tuple[str, ...]]

_NAME = r"[^\W_][\w'&-]*(?:\s+[^\W_][\w'&-]*){0,3}?"
_THE = r"(?:(?:the|our|my|das|dem|den|der|die|unsere?[nmrs]?|meine?[nmrs]?|le|la|les|notre|mon|ma)\s+|l')?"
_FROM = rf"(?:(?:out of|from|vom|von|aus|depuis|du|de)\s+{_THE}|(?:de|depuis) l')"
_INTO = rf"(?:(?:over\s+)?(?:to|into|onto|aufs?|zum|zur|ins?|nach|vers|sur|au|a)\s+{_THE}|(?:vers|sur|a) l')"
_ENDS = r"(?=\s*(?:$|[?.!,;:)])|\s{2}|\s(?:in|im|en|for|during|since|between|altogether|total|insgesamt|au total|did|have|has|was|haben|habe|avons|ai|each|per|pro|jeden|par|geschoben|umgebucht|\w*gezahlt|uberwiesen|gegangen|geflossen|gewandert|transferiert|verschoben|gelegt)(?!\w))"
# Of what could be moved no booking tells.
_MAY = re.compile(
    r"(?<!\w)(?:can|could|may|might|must|should|shall|kann|konnte\w*|konnen|darf|durfen|soll\w*|muss\w*|peu[xt]|puis|pouvons|pourr\w+|dois|doit|faut)(?!\w)"
)
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?<!\w){_FROM}(?P<whence>{_NAME})\s+{_INTO}(?P<whither>{_NAME}){_ENDS}",
        rf"(?<!\w){_INTO}(?P<whither>{_NAME})\s+{_FROM}(?P<whence>{_NAME}){_ENDS}",
    )
)


def find(text: str, topic: tuple[str, ...]) -> Route | None:
    """The words of the topic that say from where, and those that say to where; ``None`` where none of it is left for either."""
    folded = fold_in_place(text)
    if _MAY.search(folded):
        return None
    for form in _FORMS:
        for match in form.finditer(folded):
            sides = tuple(
                tuple(each for each in content(text[slice(*match.span(name))]) if each in topic)
                for name in ("whence", "whither")
            )
            if all(sides):
                return sides[0], sides[1]
    return None
