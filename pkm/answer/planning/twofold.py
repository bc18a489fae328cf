"""Two questions in one sentence: "How much was rent last month, and when is it due?"."""

from __future__ import annotations

import re

from pkm.answer.planning.period import fold_in_place

_ASKS = r"(?:how (?:much|many|often|long|high)|what|which|when|who|where|wie ?viele?|wie (?:oft|hoch|lange)|was|welche\w*|wann|wer|combien|quand|quel(?:le)?s?)"
ASKS_TWICE = re.compile(
    rf"(?<!\w){_ASKS}(?!\w).*(?:[,;?!.]|(?<!\w)(?:and|but|or|und|aber|oder|et|mais|ou)(?!\w)|[?]) ?(?:\w+ ){{0,2}}?{_ASKS}(?!\w)"
)
_JOINED = re.compile(
    rf"\s*(?:[,;?!.]\s*(?:(?:and|but|und|aber|et|mais)\s+)?|\s(?:and|but|und|aber|et|mais)\s+)(?=(?:\w+ ){{0,2}}?{_ASKS}(?!\w))"
)
LEAST_WORDS = 3  # "how much, and when" asks both of one thing


def apart(question: str) -> tuple[str, str] | None:
    """Both questions of a sentence; ``None`` where it is one, or more, or where a part is no question by itself."""
    joints = list(_JOINED.finditer(fold_in_place(question)))
    if len(joints) != 1:
        return None
    first, second = question[: joints[0].start()], question[joints[0].end() :]
    if re.search(rf"(?<!\w){_ASKS}(?!\w)", fold_in_place(first)) is None:
        return None  # "fuel in 2025, what is that a week" is one
    return (first, second) if min(len(first.split()), len(second.split())) >= LEAST_WORDS else None
