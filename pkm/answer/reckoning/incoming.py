"""Money that came to an account: what others paid, and what was put there from another account of one's own, neither spent nor earned."""

from __future__ import annotations

from collections.abc import Sequence
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
from pkm.store.figures import OwnAccount

MOVED: tuple[Role, ...] = ("transfer", "settlement")
_OF_BOOKINGS: frozenset[QuestionKind] = frozenset(
    {"sum", "list", "average", "count", "last", "first", "largest", "smallest", "median"}
)
_THEY_PAID = any_of(r"""
    (?:did|do|does|has|have) (?!(?:we|i|you)\b).{1,50} (?:pay|paid|sen[dt]|transfer(?:red)?)|paid (?:us|me)|(?!(?:we|i)\b)\w+ paid
    (?:hat|haben) (?!(?:wir|ich|man)\b).{1,50} (?:gezahlt|bezahlt|uberwiesen|ausgezahlt)
    (?!(?:on|nous|je|j'ai|avons)\b)\S+ (?:nous |m')?(?:a|ont)(?:-t-(?:il|elle|ils|elles))? (?:verse|paye|vire|regle)\w*
""")
_PUT = any_of("into|onto|to|aufs?|sur|vers")
_PUT_INTO = any_of(r"""
    (?:put|paid|pay|contribut\w+|invest\w*|deposit\w*|moved?|add(?:ed)?|saved?) .{0,40}(?:into|onto|(?<!up )(?:to|in)) (?:the|our|my|his|her|\w+'s)(?! (?:end|beginning|start|last|first)\b)|(?:contributions?|deposits|payments) (?:to|into)
    (?:ins?|in das|in unser|in mein|aufs?|auf das|auf unser|auf mein) .{0,40}(?:ein(?:be)?zahlt|eingezahlt|gezahlt|gesteckt|gelegt|angelegt|investiert|uberwiesen)|einzahlung(?:en)? (?:ins?|aufs?|in das|auf das)
    (?:verse|mis|place|investi|vire|depose)\w* .{0,40}(?:sur|dans|vers|au)|(?:versements?|virements?) (?:sur|dans|vers|au)
""")
# What is put on a card is bought with it.
_CHARGED = any_of("put|puts|putting|add(?:ed)?|gelegt|gesetzt|mis|mise?s|mettre|mettons")


def is_paid_to_us(plan: Plan, connection: Connection, paid: Filter) -> bool:
    """Whether somebody else is said to have paid, who never was paid: "combien la ville a versé", "did the HSE pay"."""
    ever = replace(paid, since=None)
    if plan.direction != "out" or plan.refunds or plan.transfers or not paid.has_topic:
        return False
    if not says(plain(plan.question), _THEY_PAID) or figures.has_any(connection, replace(ever, roles=("spending",))):
        return False
    return figures.has_any(connection, replace(ever, side=None, roles=("income",)))


def put_there(plan: Plan, connection: Connection, accounts: Filter) -> Filter | None:
    """What came to accounts from others of the household, where it asks what was put there; ``None`` where that is not told apart."""
    if plan.kind not in _OF_BOOKINGS or plan.refunds or plan.transfers:
        return accounts
    if plan.on_card and says(fold(plan.question), _CHARGED):
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


def from_others(connection: Connection, moved: Filter, accounts: Sequence[OwnAccount]) -> Filter:
    """What came to accounts from others: told by where it left, where currencies were exchanged within them, which brought nothing."""
    own = moved.accounts or ()
    if not figures.has_any(connection, replace(moved, side="out", into=own)):
        return moved
    others = tuple(each.part for each in accounts if each.part not in own)
    return replace(moved, side="out", accounts=others, into=own)
