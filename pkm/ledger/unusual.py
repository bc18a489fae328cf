"""Which expenses were unusual, judged by what the household did before each of them.

Transfers between own accounts, card settlements and refunds are no expenses. Each rule needs enough history, and where
there is not enough it stays silent: a false alarm costs more trust than a miss. Medians and median absolute deviations
(MAD) are used throughout, since a mean would be moved by the very outliers that are looked for.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from statistics import median, quantiles

from pkm.ledger.counterparty import key_of, normalise
from pkm.ledger.finding import Finding, Rule
from pkm.ledger.recurring import rhythm
from pkm.ledger.transfers import is_settlement, own_transfers, refunds
from pkm.models import Transaction

HISTORY = 500  # the newest payments to a counterparty that one is judged by
TWIN_DAYS = 3
JUMP = Decimal("1.03")
LARGEST_JUMP = 2  # beyond it, it is another service rather than another price
LEAST_LEVEL = 3
FIXED_SHARE = 0.7  # of a counterparty's charges that have a price it asked three times: a subscription, not a shop
MODIFIED_Z = 3.5
FEW = 4  # the MAD of n amounts is itself unsure: the limit grows by this over n
LEAST_MAD = 0.1  # on the log scale: amounts within 10 % are never told apart
LEAST_RATIO = Decimal("1.5")
LARGE = 5
YEAR_DAYS = 365
SEASON_DAYS = 45

_FEE = re.compile(
    r"\b(?:fees?|late charge|service charge|overdraft|overlimit|interest|gebühr(?:en)?|\w+gebühr(?:en)?|\w*entgelte?|"
    r"(?:soll|dispo|überziehungs|verzugs)zins(?:en)?|mahnkosten|frais|agios|intérêts)\b"
)
_FEE_TYPES = frozenset(["fee", "srvchg", "int"])
_CASH = re.compile(r"\b(?:atm|cash|bargeld\w*|geldautomat|retrait|dab)\b")


def unusual(transactions: Iterable[Transaction], since: date, until: date) -> list[Finding]:
    """Unusual expenses booked from ``since`` to ``until``, both included: one finding each, the largest first.

    Give all of the household's transactions, the older ones being what an expense is judged by.
    """
    every = list(transactions)
    apart = own_transfers(every) | refunds(every)
    spending: defaultdict[str, list[Transaction]] = defaultdict(list)
    for each in every:
        if each.amount < 0 and each.id not in apart and not is_settlement(each):
            spending[each.currency].append(each)
    found = [
        finding
        for expenses in spending.values()
        for case in _cases(sorted(expenses, key=lambda each: (each.booked_on, each.id)), since, until)
        if (finding := _judge(case))
    ]
    return sorted(found, key=lambda each: (-each.size, each.transaction.amount, each.transaction.id))


@dataclass
class _Case:
    """One expense and what came before it.

    Attributes:
        past: The newest earlier expenses with the same counterparty, oldest first; ``kin``: all of them, later ones too.
        year: All expenses of the year before the month in which it was booked; ``started``: the first of all.
        account_started: The day of the account's first expense.
    """

    expense: Transaction
    past: Sequence[Transaction]
    kin: Sequence[Transaction]
    year: _Year
    started: date
    account_started: date

    @property
    def amount(self) -> Decimal:
        return -self.expense.amount

    @cached_property
    def levels(self) -> list[list[Transaction]]:
        """The past charges by price, each oldest first; none where prices are not fixed, and none of cash."""
        prices: defaultdict[Decimal, list[Transaction]] = defaultdict(list)
        for each in self.past:
            prices[each.amount].append(each)
        levels = [level for level in prices.values() if len(level) >= LEAST_LEVEL]
        is_fixed = sum(map(len, levels)) >= FIXED_SHARE * len(self.past)
        return levels if is_fixed and not _CASH.search(_text(self.expense)) else []

    def finding(
        self, rule: Rule, baseline: Decimal | None, rows: Sequence[Transaction], since_days: int | None = None
    ) -> Finding:
        """State what was found, with its size."""
        size = (self.amount / baseline).quantize(Decimal("0.01")) if baseline else Decimal(1)
        return Finding(self.expense, rule, size, baseline, tuple(each.id for each in rows), since_days)

    def days_before(self, other: Transaction) -> int:
        """Days from the other booking to this one."""
        return (self.expense.booked_on - other.booked_on).days


@dataclass
class _Year:
    """All single expenses of a year."""

    expenses: Sequence[Transaction]

    @cached_property
    def amounts(self) -> list[Decimal]:
        return [-each.amount for each in self.expenses]

    @cached_property
    def median(self) -> Decimal:
        return Decimal(median(self.amounts)).quantize(Decimal("0.01"))

    @cached_property
    def twentieths(self) -> list[Decimal]:
        """The 5 %, 10 %, … 95 % quantiles."""
        return quantiles(self.amounts, n=20)


def _cases(expenses: Sequence[Transaction], since: date, until: date) -> Iterator[_Case]:
    """Every expense of the period with its history."""
    days = [each.booked_on for each in expenses]
    kin: defaultdict[str, list[Transaction]] = defaultdict(list)
    account_started: dict[str, date] = {}
    years: dict[date, _Year] = {}
    for each in expenses:
        kin[key_of(each)].append(each)
        account_started.setdefault(each.account, each.booked_on)
    places = {each.id: place for members in kin.values() for place, each in enumerate(members)}
    for each in expenses:
        if since <= each.booked_on <= until:
            month = each.booked_on.replace(day=1)
            if month not in years:
                first = bisect_left(days, month - timedelta(days=YEAR_DAYS))
                years[month] = _Year(expenses[first : bisect_left(days, month)])
            own = kin[key_of(each)]
            past = own[max(0, places[each.id] - HISTORY) : places[each.id]]
            yield _Case(each, past, own, years[month], days[0], account_started[each.account])


def _judge(case: _Case) -> Finding | None:
    """The finding of the most specific rule that applies."""
    rules = (_duplicate, _fee, _price_jump, _off_rhythm, _amount, _new_counterparty)
    return next((finding for rule in rules if (finding := rule(case))), None)


def _duplicate(case: _Case) -> Finding | None:
    """The same counterparty, account and amount within three days, where that is no habit and no trifle.

    A habit is an amount that came twice within three days before. A trifle is less than three of four expenses, unless
    the charge keeps a rhythm in which it has no second place.
    """
    same = [each for each in case.past if each.amount == case.expense.amount and each.account == case.expense.account]
    if not same or case.days_before(same[-1]) > TWIN_DAYS or _CASH.search(_text(case.expense)):
        return None
    earlier = [each.booked_on for each in same]
    if any((b - a).days <= TWIN_DAYS for a, b in pairwise(earlier)):
        return None
    is_trifle = len(case.year.expenses) < 20 or case.amount < case.year.twentieths[4]
    if is_trifle and not (len(earlier) >= 3 and rhythm(earlier)):
        return None
    return case.finding("duplicate", case.amount, same[-1:], case.days_before(same[-1]))


def _fee(case: _Case) -> Finding | None:
    """A fee or interest of a kind that the account never had in at least ninety days."""
    if not _is_fee(case.expense) or (case.expense.booked_on - case.account_started).days < 90:
        return None
    kind = normalise(case.expense.description)
    seen = any(_is_fee(each) and normalise(each.description) == kind for each in case.past)
    return None if seen else case.finding("fee", None, ())


def _price_jump(case: _Case) -> Finding | None:
    """More than 3 % above a price that was charged at least three times in rhythm, and that is no longer charged."""
    best: Finding | None = None
    for level in case.levels:
        price = -level[-1].amount
        kept = rhythm([each.booked_on for each in level])
        gap = case.days_before(level[-1])
        if not (price * JUMP < case.amount <= price * LARGEST_JUMP) or kept is None:
            continue
        if not 0.6 * kept.days <= gap <= 1.5 * kept.days or _is_charged_still(case, price):
            continue
        finding = case.finding("price_jump", price, level[-3:])
        if best is None or finding.size < best.size:
            best = finding
    return best


def _off_rhythm(case: _Case) -> Finding | None:
    """A price that kept its rhythm five times comes far too early, or again after it had stopped for four periods."""
    for level in case.levels:
        if len(level) < 5 or level[0].amount != case.expense.amount:
            continue
        kept, gap = rhythm([each.booked_on for each in level]), case.days_before(level[-1])
        if kept and kept.days > 20 and (TWIN_DAYS < gap < 0.55 * kept.days or gap > 4.5 * kept.days):
            return case.finding("off_rhythm", -level[-1].amount, level[-5:], gap)
    return None


def _amount(case: _Case) -> Finding | None:
    """Far above what the counterparty took before.

    The modified z-score 0.6745 (x - median) / MAD, flagged above 3.5 (Iglewicz & Hoaglin 1993, "How to Detect and
    Handle Outliers", section 3.3), on logarithms, as amounts are skewed; a bill whose seasons spread the MAD is flagged
    half above its highest tenth. Never what the same season of an earlier year explains. It takes a year of history,
    or twenty payments, to know a counterparty's seasons.
    """
    past = case.past
    if len(past) < 5 or (case.days_before(past[0]) < YEAR_DAYS - SEASON_DAYS and len(past) < 20):
        return None
    amounts = [-each.amount for each in past]
    usual = Decimal(median(amounts)).quantize(Decimal("0.01"))
    if case.amount < LEAST_RATIO * usual:
        return None
    high = quantiles(amounts, n=10, method="inclusive")[-1]
    season = [-each.amount for each in past if _is_season(case.days_before(each))]
    limit = MODIFIED_Z * (1 + FEW / len(past))
    is_outlier = _modified_z(case.amount, amounts) > limit and case.amount > LEAST_RATIO * high
    is_high_bill = case.amount > LEAST_RATIO * high and rhythm([each.booked_on for each in past]) is not None
    if (
        not (is_outlier or is_high_bill)
        or case.amount < LEAST_RATIO * max(season, default=usual)
        or (len(case.year.expenses) >= 20 and case.amount - usual < case.year.median)
    ):
        return None
    return case.finding("amount", usual, past)


def _modified_z(amount: Decimal, amounts: Sequence[Decimal]) -> float:
    """How far an amount lies from the median of others, on the log scale, in MADs scaled to standard deviations."""
    logs = [math.log(each) for each in amounts]
    middle = median(logs)
    mad = max(median(abs(each - middle) for each in logs), LEAST_MAD)
    return 0.6745 * (math.log(amount) - middle) / mad


def _new_counterparty(case: _Case) -> Finding | None:
    """Never paid before, above 95 % of the year's expenses and five times their median, after half a year of history."""
    if case.past or len(case.year.expenses) < 30 or (case.expense.booked_on - case.started).days < YEAR_DAYS // 2:
        return None
    if case.amount <= case.year.twentieths[-1] or case.amount <= LARGE * case.year.median:
        return None
    return case.finding("new_counterparty", case.year.median, case.year.expenses)


def _is_charged_still(case: _Case, price: Decimal) -> bool:
    """Whether the old price is charged beside the new one: then these are two contracts."""
    return any(each.amount == -price and abs(case.days_before(each)) <= 10 for each in case.kin)


def _is_season(days: int) -> bool:
    """Whether that many days ago it was the same season of an earlier year."""
    return days > YEAR_DAYS / 2 and abs((days + YEAR_DAYS / 2) % YEAR_DAYS - YEAR_DAYS / 2) <= SEASON_DAYS


def _is_fee(transaction: Transaction) -> bool:
    return transaction.type in _FEE_TYPES or bool(_FEE.search(_text(transaction)))


def _text(transaction: Transaction) -> str:
    return f"{transaction.counterparty} {transaction.description} {transaction.type or ''}".casefold()
