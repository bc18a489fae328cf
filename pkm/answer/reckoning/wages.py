"""Of what was earned, the wages apart from what else came in: interest, benefits and tax refunds are paid for no work."""

from __future__ import annotations

from dataclasses import replace

from pkm.answer import phrases
from pkm.answer.planning.intent import QuestionKind, says
from pkm.answer.planning.lookup import plain
from pkm.answer.planning.wording import any_of
from pkm.answer.reckoning.compute import Computed, Inquiry, described, figure_of
from pkm.store import figures

WAGES = "salary"
_ADDED: frozenset[QuestionKind] = frozenset({"sum", "list"})
_EARNED = any_of(r"""
    earn(?:s|ed|ing)?|(?:did|does) .{1,30} make(?= (?:in|last|this|since|per|a|from)\b|\W*$)
    verdien\w*
    gagn(?:e|es|ee|ees|ons|ez|ent|er)
""")


def with_wages(inquiry: Inquiry, computed: Computed) -> Computed:
    """An answer of what was earned, with what each kind of income comes to where wages are not all of it."""
    plan, chosen = inquiry.plan, inquiry.chosen
    is_added = plan.kind in _ADDED and plan.group is None and plan.versus is None and plan.against is None
    if not is_added or chosen.roles != ("income",) or chosen.has_topic or not says(plain(plan.question), _EARNED):
        return computed
    kinds = [each for each in figures.sums(inquiry.connection, chosen, "category") if each.count]
    if len({each.key for each in kinds}) < 2 or WAGES not in {each.key for each in kinds}:
        return computed
    kinds.sort(key=lambda each: (each.currency, each.key != WAGES, -each.amount))
    made = [figure_of(f"of it {each.key}", each, f"category {each.key}; {described(chosen)}") for each in kinds]
    parts = [
        f"{phrases.category(each.key or '', plan.language)} {phrases.money(each.amount, each.currency, plan.language)}"
        for each in kinds
    ]
    told = phrases.say("of_income", plan.language, parts=" · ".join(parts))
    return replace(computed, lead=(computed.lead[0], told, *computed.lead[1:]), figures=(*computed.figures, *made))
