"""What came to somebody or into an account, as the question calls it: earned, or put there.

Who earns is paid for work: wages alone, where any are known. Interest, benefits and tax refunds are income, and are told beside
them. What is put into an account of one's own is neither spent nor earned: it came there from another.
"""

from __future__ import annotations

from dataclasses import replace

from pkm.answer.planning.intent import QuestionKind, says
from pkm.answer.planning.lookup import plain
from pkm.answer.planning.plan import Plan
from pkm.answer.planning.wording import any_of
from pkm.ledger.words import fold
from pkm.models import Role
from pkm.store import figures
from pkm.store.chosen import Filter
from pkm.store.database import Connection

MOVED: tuple[Role, ...] = ("transfer", "settlement")
WAGES = "salary"
_OF_BOOKINGS: frozenset[QuestionKind] = frozenset(
    {"sum", "list", "average", "count", "last", "first", "largest", "smallest", "median"}
)
_EARNED = any_of(r"""
    earn(?:s|ed|ing)?|(?:did|does) .{1,30} make(?= (?:in|last|this|since|per|a|from)\b|\W*$)
    verdien\w*
    gagn(?:e|es|ee|ees|ons|ez|ent|er)
""")
_PUT = any_of("into|onto|to|aufs?|sur|vers")
_PUT_INTO = any_of(r"""
    (?:put|paid|pay|contribut\w+|invest\w*|deposit\w*|moved?|add(?:ed)?|saved?) .{0,40}(?:into|onto|(?<!up )(?:to|in)) (?:the|our|my|his|her|\w+'s)(?! (?:end|beginning|start|last|first)\b)|(?:contributions?|deposits|payments) (?:to|into)
    (?:ins?|in das|in unser|in mein|aufs?|auf das|auf unser|auf mein) .{0,40}(?:ein(?:be)?zahlt|eingezahlt|gezahlt|gesteckt|gelegt|angelegt|investiert|uberwiesen)|einzahlung(?:en)? (?:ins?|aufs?|in das|auf das)
    (?:verse|mis|place|investi|vire|depose)\w* .{0,40}(?:sur|dans|vers|au)|(?:versements?|virements?) (?:sur|dans|vers|au)
""")


def is_earned(plan: Plan) -> bool:
    """Whether it asks what was earned, and no more of it than by whom."""
    asked = plan.direction == "in" and plan.against is None and not (plan.refunds or plan.transfers)
    return asked and plan.kind in _OF_BOOKINGS | {"compare"} and says(plain(plan.question), _EARNED)


def of_wages(connection: Connection, income: Filter) -> Filter:
    """The wages of this income, or all of it where none is known to be wages."""
    wages = income.of_category(WAGES)
    return wages if figures.has_any(connection, wages) else income


def put_there(plan: Plan, connection: Connection, accounts: Filter) -> Filter | None:
    """What came to accounts from others of the household, where it asks what was put there; ``None`` where that is not told apart."""
    if plan.kind not in _OF_BOOKINGS or plan.refunds or plan.transfers:
        return accounts
    said = _PUT if plan.direction == "in" else _PUT_INTO
    if not says(fold(plan.question), said):
        return accounts
    moved = replace(accounts, side="in", roles=MOVED, since=plan.since, until=plan.until or accounts.until)
    if plan.direction != "in":
        return replace(moved, since=accounts.since, until=accounts.until)
    if not figures.has_any(connection, moved):
        return accounts
    earned = figures.has_any(connection, replace(accounts, since=moved.since, until=moved.until))
    return None if earned else replace(moved, since=accounts.since, until=accounts.until)
