"""A model's reading of a question that the rules cannot place: it fills the same plan, and our own rules read its words.

It chooses kind, group and direction from lists; all else it may only copy from the question. What is not a part of the
question is dropped, what the rules had decided stands, and where the model fails there is no plan of its.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, get_args

from pydantic import BaseModel

from pkm.answer.generate import FILL_TIMEOUT_S, Message, fill_in
from pkm.answer.planning import amounts, period
from pkm.answer.planning.grouping import Group
from pkm.answer.planning.intent import Direction, Intent, is_open
from pkm.answer.planning.intent import direction as read_direction
from pkm.answer.planning.plan import Period, Plan, plan_of
from pkm.answer.planning.question import Question
from pkm.answer.planning.wording import told_in

if TYPE_CHECKING:
    from pkm.answer.generate import Generator

# Kinds that tie paper to money are left to the rules: a mistake there would look like an answer.
ModelKind = Literal[
    "lookup", "sum", "count", "average", "median", "largest", "smallest", "first", "last", "list", "unusual", "cashflow",
    "savings", "compare", "recurring", "price_changes", "balance", "holdings",
]  # fmt: skip
_INSTRUCTIONS = f"""You sort questions that a household asks about its own records.
Answer with one JSON object. "kind" is what is asked of the bank bookings: {", ".join(get_args(ModelKind))}.
"lookup" is for whatever letters, contracts and other documents answer, and whenever you are not sure.
"group" is by what the answer is divided, "direction" is where the money goes: "out", "in" or null.
"period" is the time that is asked for, "versus" another that it is compared with, "topic" the shop, person, account or kind of goods, "amounts" the amounts:
each copied letter by letter from the question, or empty."""


class Filled(BaseModel):
    """What a model may say of a question."""

    kind: ModelKind
    group: Group | None = None
    direction: Direction | None = None
    period: str = ""
    versus: str = ""
    topic: str = ""
    amounts: str = ""


async def fill(question: str, plan: Plan, generator: Generator, *, timeout_s: float = FILL_TIMEOUT_S) -> Plan | None:
    """The plan of a question that speaks of money and that the rules could not place; ``None``: it stays as it is."""
    asked = Question(question, plan.today)
    if plan.kind != "lookup" or not is_open(asked.said):
        return None
    messages = (Message("system", _INSTRUCTIONS), Message("user", question))
    filled = await fill_in(generator, messages, Filled, timeout_s)
    if filled is None or filled.kind == "lookup":
        return None
    return _checked(filled, asked, plan)


def _checked(filled: Filled, asked: Question, plan: Plan) -> Plan | None:
    """The model's choice where the rules made none, its words as our rules read them."""
    text = asked.said.text
    told = read_direction(text, "list")  # where the question says it, and not only its kind
    ours = plan_of(asked, Intent(filled.kind, told or filled.direction or read_direction(text, filled.kind)))
    ours = replace(ours, group=ours.group or filled.group)
    if ours.since is None and ours.until is None and (mention := period.find(_own(filled.period, asked), plan.today)):
        ours = replace(ours, since=mention.period.since, until=mention.period.until)
    if ours.kind == "compare" and ours.versus is None:
        mention = period.find(_own(filled.versus, asked), plan.today)
        if mention is None or mention.period == Period(ours.since, ours.until):
            return None
        ours = replace(ours, versus=mention.period)
    if (ours.min_amount, ours.max_amount, ours.amount) == (None, None, None):
        said = amounts.find(_own(filled.amounts, asked))
        ours = replace(
            ours, min_amount=said.least, max_amount=said.most, amount=said.exact, bounds_excluded=said.excluded
        )
    # Without the words that say of what, a sum would be one of everything: where the model names none, ours stand.
    topic = [each for each in told_in(_own(filled.topic, asked)) if each in ours.topic]
    return replace(ours, topic=tuple(topic) or ours.topic)


def _own(words: str, asked: Question) -> str:
    """The words, where they are a part of the question; else none."""
    plain = words.strip()
    return plain if plain and plain.casefold() in asked.text.casefold() + "\n" + asked.question.casefold() else ""
