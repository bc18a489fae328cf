"""What came in beside what was earned, told by its category."""

from __future__ import annotations

from dataclasses import replace

from pkm.answer import phrases
from pkm.answer.reckoning.compute import Computed, Inquiry, described, figure_of
from pkm.answer.reckoning.incoming import WAGES, is_earned
from pkm.store import figures


def with_other_income(inquiry: Inquiry, computed: Computed) -> Computed:
    """An answer of what was earned, with what came in beside it."""
    plan, chosen = inquiry.plan, inquiry.chosen
    of_one = plan.kind in {"sum", "list"} and plan.group is None and plan.versus is None
    wages = [each for each in chosen.terms if each.categories == (WAGES,) and not each.words]
    if not (of_one and wages and is_earned(plan)):
        return computed
    every = replace(chosen, terms=tuple(each for each in chosen.terms if each not in wages))
    groups = figures.sums(inquiry.connection, every, "category")
    others = [each for each in groups if each.key != WAGES and each.count]
    made = [figure_of(f"other income {each.key}", each, f"category {each.key}; {described(every)}") for each in others]
    told = [
        phrases.say(
            "other_income", plan.language, category=phrases.category(each.key or "", plan.language),
            amount=phrases.money(each.amount, each.currency, plan.language),
        )
        for each in others
    ]  # fmt: skip
    return replace(computed, lead=(*computed.lead, *told), figures=(*computed.figures, *made))
