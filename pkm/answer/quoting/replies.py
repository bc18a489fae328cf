"""Whether messages of a chat answer: what is asked for is said of the thing, and of the person, in the message or the one before it."""

from __future__ import annotations

from collections.abc import Sequence

from pkm.answer.language import GENERIC_STEMS, content, stems_of
from pkm.answer.quoting.coverage import stated
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.frames import speakers_of
from pkm.answer.quoting.holds import holds
from pkm.answer.quoting.reading import Reading
from pkm.answer.quoting.wish import Wish

_OF_TIME = frozenset({("date",), ("time",), ("time", "date"), ("duration",)})
_ASSENT = stems_of("yes yeah ok okay again great thanks exactly ja genau nochmal super danke oui encore merci")


def replies(wish: Wish, passage: Passage, reading: Reading, messages: Sequence[str]) -> bool:
    """Whether one of the messages says what is expected and what it is about, or is the next after one that says that.

    What may or must be done is said in the message that speaks of the thing: the next one may speak of anything.
    """
    plan = wish.plan
    of_names = reading.heavy <= {*plan.names} and plan.expected in _OF_TIME
    asked = {*plan.topic}.difference(plan.names, plan.sought) if of_names else set()
    if asked and asked.isdisjoint(stated(plan.topic, "\n".join(messages), reading.done)):
        return False  # what somebody does at some time tells not when he is paid
    said = [reading.heavy & stated(plan.topic, each, reading.done) for each in messages]
    if wish.is_of_rule:
        whole = frozenset().union(*said)
        return any(told == whole and wish.is_met(each) for told, each in zip(said, messages, strict=True))
    about = [bool(each) for each in said]
    words = [each.partition(": ")[2] or each for each in messages]
    speakers = stated(plan.topic, speakers_of(passage.text)) - reading.titled
    for n in range(1, len(messages)):  # who asks back goes on with what the message before was about
        about[n] = about[n] or (about[n - 1] and _only_asks_back(messages[n]))
    return not plan.expected or any(
        any(holds(kind, each, plan.topic) for kind in plan.expected)
        and any(about[max(0, n - 1) : n + 1])
        and speakers <= stated(speakers, f"{words[n - 1] if n else ''}\n{each}")  # who asks back is not told of
        for n, each in enumerate(messages)
    )


def _only_asks_back(message: str) -> bool:
    """Whether a message asks, and speaks of nothing: "which dates again?"."""
    said = message.partition(": ")[2] or message
    return said.rstrip().endswith("?") and _ASSENT.union(GENERIC_STEMS).issuperset(content(said))
