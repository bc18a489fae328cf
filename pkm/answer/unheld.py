"""What a question says and its plan does not hold: a figure that passes it over would answer another question.

Words of money are no topic, so one that narrows ("recurring", "by card") would be lost where the plan has no place for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from pkm.answer import sayings
from pkm.answer.wording import any_of

if TYPE_CHECKING:
    from pkm.answer.plan import Plan

_CARD = any_of(r"cards?|\w*karten?|cartes?|visa|master ?card|maestro|amex")
_RUNNING = any_of(r"""
    recurring|regular(?:ly)?|standing (?:orders?|costs|charges|payments|expenses|commitments)|fixed (?:costs|expenses|charges|outgoings)
    wiederkehrend\w*|regelmassig\w*|fixkosten|dauerauftrag\w*|laufende\w* (?:kosten|zahlungen|ausgaben)|feste\w* (?:kosten|ausgaben)
    recurrente?s?|reguliere?s?|(?:charges|depenses|frais) fixes|virements permanents
""")
_BALANCE = any_of(
    r"(?<!new )balances?(?! (?:bike|bicycle|board|due|payment|sheet))|\w*kontost[ae]nd\w*|saldo|salden|soldes?(?! de tout compte)"
)
_LEFT = any_of(
    r"bl(?:ei|ie)b\w*|geblieben|ubrig\w*|remain(?:s|ed|ing)?|left over|rest(?:e|ait|aient|era)-(?:t-)?il|est(?:-il)? reste"
)
_OF_WHAT_RUNS = frozenset({"recurring", "price_changes", "unusual", "deadlines", "contract", "invoice"})
_OF_AN_AVERAGE = frozenset({"average", "median", "unusual", "recurring", "price_changes", "savings"})
_AT_ONE_TIME = frozenset({"balance", "holdings"})
_OF_ONE_FIGURE = _AT_ONE_TIME | {"savings", "cashflow"}

_NARROWING: tuple[tuple[tuple[re.Pattern[str], ...], Callable[[Plan], bool]], ...] = (
    ((_CARD,), lambda plan: plan.on_card or plan.kind in _AT_ONE_TIME or any(each.isdigit() for each in plan.topic)),
    ((_RUNNING,), lambda plan: plan.kind in _OF_WHAT_RUNS),
    ((sayings.AVERAGE,), lambda plan: plan.kind in _OF_AN_AVERAGE),
    ((sayings.MEDIAN,), lambda plan: plan.kind == "median"),
    ((_LEFT,), lambda plan: plan.kind in {"balance", "cashflow", "savings", "invoice", "deadlines"}),
    ((_BALANCE,), lambda plan: plan.kind in {"balance", "holdings", "cashflow", "savings", "unusual"}),
    ((sayings.LARGEST, sayings.SMALLEST), lambda plan: plan.kind not in _OF_ONE_FIGURE),
)  # fmt: skip


def passes_over(plan: Plan, text: str) -> bool:
    """Whether folded text says anything of this kind that the plan does not hold."""
    return any(
        not holds(plan) and any(each.search(text) for each in patterns) for patterns, holds in _NARROWING
    )  # fmt: skip
