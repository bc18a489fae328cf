"""How a question says a time around its name: "since", "between … and …", "the last three months", as patterns."""

from __future__ import annotations

import re
from functools import cache

from pkm.answer.planning.anchors import COUNT, DERNIER, UNIT, anchor_pattern, unnamed

SINCE = r"since|starting(?: in| from)?|seit|ab|depuis|a partir d[eu']|des"
_UNTIL = r"until|till|up to|(?<!get )(?<!got )(?<!go )(?<!gone )(?<!went )through|by|as of|bis(?: zum)?|per|jusqu'?(?:a|en|au)?|d'ici(?: a| au)?"
_BEFORE = r"before|prior to|vor|avant"
_AFTER = r"after|nach|apres"
IN = r"in|on|at|during|for|of|from|im|am|fur|von|vom|wahrend|durant|pendant|zum|der|den|des|en|au|pour|du|de|le|than|vs\.?|versus|against|compared (?:to|with)|gegenuber|gegen|contre|als|auf"
_BETWEEN = r"between|zwischen|entre|from|von|vom|de|du"
_AND = r"and|und|et|to|until|till|through|bis zum|bis|au|a|jusqu'?a?|-|–"
_LIST = r"(?:\s*,\s*|\s*,?\s*(?:and|und|et|or|oder|ou|plus|sowie|&|\+)\s+)"
_ARTICLE = r"(?:the\s+|den\s+|dem\s+|der\s+|das\s+|die\s+|le\s+|la\s+|l')?"
_ONE = r"(?=(?:day|week|month|quarter|year|tag|woche|monat|quartal|jahr|jour|semaine|trimestre|annee)\s)"


@cache
def _forms() -> dict[str, str]:
    """The forms of a time as patterns, in the order in which they are looked for; the last is that of one more name in a row."""
    bare = unnamed(anchor_pattern())
    around = r"(?<![\w.,-])"
    during = r"(?:(?:in|over|during|within|for|im|in den|innerhalb|wahrend|au cours|pendant|dans|sur)\s+)?(?:the\s+|der\s+|die\s+|den\s+|des\s+|les\s+|ces\s+)?"
    return {
        "part": (
            rf"{around}(?:(?:in|during|within|over|in den|an den|wahrend)\s+)?{_ARTICLE}(?:(?P<begin>first|ersten?)|last|letzten?)\s+(?P<count>{COUNT})\s+(?P<unit>{UNIT})\s+"
            rf"(?:(?:of|in|im|des|vom|von|de)\s+|d')?{_ARTICLE}(?P<anchor>{bare})(?!\w)"
        ),
        "partie": rf"{around}(?:(?:au cours |pendant |durant )?(?:des|les)\s+|lors des\s+)?(?P<count>{COUNT})\s+(?:(?P<begin>premiere?s)|derniere?s)\s+(?P<unit>{UNIT})\s+(?:de\s+|d'|du\s+)(?:l')?(?P<anchor>{bare})(?!\w)",
        "adjoining": (
            rf"{around}(?:(?:in|over|during|within|for|innerhalb|wahrend|au cours|pendant|durant|dans|sur)\s+)?(?:(?:the|der|die|den|des|les|ces|l'|im|in)\s*)(?:(?P<count>{COUNT})\s+|{_ONE})(?P<unit>{UNIT})\s+"
            rf"(?:(?P<before>before|prior to|vor|avant)|(?P<upto>(?:up\s+)?to|until|till|through|ending(?: in| with| on)?|bis(?: zu[mr]?)?|jusqu'?(?:a|en|au)?)|after|following|nach|apres)\s*(?:(?<=')|(?<=\s))"
            rf"{_ARTICLE}(?P<anchor>{bare})(?!\w)"
        ),
        "between": rf"{around}(?:{_BETWEEN})\s+{_ARTICLE}(?P<first>{bare}|\d{{1,2}}(?:st|nd|rd|th|er|\.)?(?=\s))\s*(?:{_AND})\s*{_ARTICLE}(?P<second>{bare})(?!\w)",
        "onward": rf"{around}(?:from|von|vom)\s+{_ARTICLE}(?P<anchor>{bare})\s+(?:onwards?|on(?=\s*(?:[,.;:?!)]|$))|an(?=\s*(?:[,.;:?!)]|$)))(?!\w)",
        "days": rf"{around}(?:(?:{IN})\s+{_ARTICLE})?(?P<first>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s*(?:and|und|et|&)\s*{_ARTICLE}(?P<second>\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?[a-z]+\b\.?(?:,?\s+(?:19|20)\d\d)?)(?!\w)",
        "dashed": rf"{around}(?P<first>{bare})\s*(?:to|through|until|bis|au|a|-|–)\s*{_ARTICLE}(?P<second>{bare})(?!\w)",
        "counted": (
            rf"{around}{during}(?:(?:last|past|previous|letzten?|vergangenen?)\s+(?P<n1>{COUNT})\s+(?P<u1>{UNIT})"
            rf"|(?P<n2>{COUNT})\s+(?:{DERNIER}|letzten?|last)\s+(?P<u2>{UNIT})"
            rf"|(?P<half>(?:last|past|letzten?|vergangenen?)\s+(?:half\s+(?:a\s+)?year|halben\s+jahr(?:es)?|six\s+months)|letztes\s+halbjahr|dernier\s+semestre)"
            rf"|past\s+(?P<u5>{UNIT})"
            rf"|(?:next|coming|following|nachsten?|kommenden?)\s+(?P<n3>{COUNT})\s+(?P<u3>{UNIT})"
            rf"|(?P<n4>{COUNT})\s+(?:prochaine?s|nachsten?)\s+(?P<u4>{UNIT}))\b"
        ),
        "sided": (
            rf"{around}(?<!\bday )(?:(?P<since>{SINCE})|(?P<until>{_UNTIL})|(?P<before>{_BEFORE})|(?P<after>{_AFTER}))(?:(?<=')|\s+)"
            rf"(?:(?:{IN})\s+)?{_ARTICLE}(?P<anchor>{bare})(?!\w)"
        ),
        "plain": rf"{around}(?:(?P<preposition>d'|(?:{IN})\s+{_ARTICLE}))?(?P<anchor>{bare})(?!\w|-[^\W\d_])",
        "more": rf"{_LIST}(?:(?:{IN})\s+|d')?{_ARTICLE}(?P<anchor>{bare})(?!\w)",
    }  # fmt: skip


@cache
def form(name: str) -> re.Pattern[str]:
    """A form compiled, which takes a tenth of a second: only those that a question has a word of are."""
    return re.compile(_forms()[name])


# What must stand in a question for a form to be found in it.
CUES = {
    name: re.compile(words)
    for name, words in (
        ("part", r"(?<!\w)(?:first|ersten?|last|letzten?)\s"),
        ("partie", r"(?<!\w)(?:premiere?s|derniere?s)\s"),
        ("adjoining", rf"(?<!\w)(?:(?:the|der|die|den|des|les|ces|im|in)\s+|l')(?:(?:{COUNT})\s+)?(?:{UNIT})\s"),
        ("between", rf"(?s)(?<!\w)(?:{_BETWEEN})\s.*(?<!\w)(?:{_AND})(?!\w)"),
        ("onward", r"(?<!\w)(?:from|von|vom)\s.*\s(?:onwards?|on|an)(?!\w)"),
        ("days", r"\d(?:st|nd|rd|th|er|\.)?\s*(?:and|und|et|&)\s"),
        ("dashed", r"(?<!\w)(?:to|through|until|bis|au|a)(?!\w)|[-–]"),
        ("sided", rf"(?<!\w)(?:{SINCE}|{_UNTIL}|{_BEFORE}|{_AFTER})(?:(?<=')|\s)"),
        ("more", _LIST),
    )
}
