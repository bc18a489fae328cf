"""Which expenses were unusual, judged by what the household did before each of them.

Transfers between own accounts, card settlements and refunds are no expenses. Each rule needs enough history, and where
there is not enough it stays silent: a false alarm costs more trust than a miss. Medians and median absolute deviations
(MAD) are used throughout, since a mean would be moved by the very outliers that are looked for.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import islice, pairwise, takewhile
from statistics import median, quantiles

from pkm.ledger.category import TRANSFER, UNCATEGORISED
from pkm.ledger.finding import Ended, Finding, Rule
from pkm.ledger.history import YEAR_DAYS, History, Payment, Payments, Year, fee_in, payee_of, remember, text_of
from pkm.ledger.recurring import PER_YEAR, rhythm
from pkm.ledger.transfers import is_settlement, own_transfers, refunds
from pkm.models import Transaction

HISTORY = 250  # the newest payments to a counterparty that one is judged by
TWIN_DAYS = 3
JUMP = Decimal("1.03")
LARGEST_JUMP = 2  # beyond it, it is another service rather than another price
LEAST_LEVEL = 3
FIXED_SHARE = 0.7  # of a counterparty's charges that have a price it asked three times: a subscription, not a shop
MODIFIED_Z = 3.5
FEW = 4  # the MAD of n amounts is itself unsure: the limit grows by this over n
LEAST_MAD = 0.1  # on the log scale: amounts within 10 % are never told apart
LEAST_RATIO = Decimal("1.5")
ALIKE = Decimal("0.9")  # what was paid twice before, nearly, is known
LARGE = 5
SHARE_OF_MONTH = Decimal("0.125")
MONTH_DAYS = Decimal("30.4")
SEASON_DAYS = 45
SETTLED_DAYS = 10  # a price that is charged this near is charged still
ARREARS_DAYS = 31  # the last bill of a contract may come a month after its end
FEE_DAYS = 100  # a quarter and some days, by which a quarterly fee has come once
LEAST_MONTHS = 8
SLIP_DAYS = 5  # what is due on the first may be paid so long before
LEAST_GAP_DAYS = 20  # the least that lies between two of a month's payments of a monthly bill
YEARLY = frozenset(["insurance", "taxes"])  # what may come once a year
UNGROUPED = frozenset(["", UNCATEGORISED, TRANSFER])

_CASH = re.compile(r"\b(?:atm|cash|bargeld\w*|geldautomat|retrait|dab)\b")


def unusual(
    transactions: Iterable[Transaction], since: date, until: date, ended: Mapping[str, Ended] | None = None
) -> list[Finding]:
    """Unusual expenses booked from ``since`` to ``until``, both included, among all transactions of a household.

    Their roles may be worked out already, or not yet.
    """
    every = [each for each in transactions if each.role in {"spending", "refund", "income", "other"}]
    is_settled = any(each.role != "other" for each in every)
    apart = refunds(every) if is_settled else own_transfers(every) | refunds(every)
    expenses = sorted(
        (
            each
            for each in every
            if each.amount < 0
            and each.role in {"spending", "other"}
            and each.id not in apart
            and not is_settlement(each)
        ),
        key=lambda each: (each.booked_on, each.id),
    )
    told = [each for each in expenses if since <= each.booked_on <= until]
    return judge(told, replace(remember(expenses, since, until), ended=ended or {}), since, until)


def judge(expenses: Iterable[Transaction], history: History, since: date, until: date) -> list[Finding]:
    """The unusual among a period's expenses: one finding each, the largest first; then categories' months."""
    told = list(expenses)
    found = [finding for case in _cases(told, history) if (finding := _judge(case))]
    found.sort(key=lambda each: (-each.size, each.transaction.amount, each.transaction.id))
    explained = {each.transaction.id for each in found}
    rest = [each for each in told if each.id not in explained]
    return found + [each for month in _whole_months(since, until) for each in _categories(rest, history, month)]


@dataclass
class _Case:
    """One expense and what came before it.

    Attributes:
        past: The newest earlier expenses with the same counterparty, oldest first; ``kin``: all of them, later ones too.
        year: All expenses of the year before the month in which it was booked; ``started``: the first of all.
        repeated: How many of ``kin`` are of an amount that was charged three times.
        account_started: The day of the account's first expense.
    """

    expense: Transaction
    past: Payments
    kin: Payments
    repeated: int
    year: Year
    started: date
    account_started: date
    ended: Ended | None

    @property
    def amount(self) -> Decimal:
        return -self.expense.amount

    @cached_property
    def levels(self) -> list[list[Payment]]:
        """The past charges by price, each oldest first; none where prices are not fixed, and none of cash."""
        if self.repeated < FIXED_SHARE * len(self.past):
            return []
        prices: defaultdict[Decimal, list[Payment]] = defaultdict(list)
        for each in self.past:
            prices[each.amount].append(each)
        levels = [level for level in prices.values() if len(level) >= LEAST_LEVEL]
        is_fixed = sum(map(len, levels)) >= FIXED_SHARE * len(self.past)
        return levels if is_fixed and not _CASH.search(text_of(self.expense)) else []

    def finding(
        self, rule: Rule, baseline: Decimal | None, rows: Sequence[Payment], since_days: int | None = None
    ) -> Finding:
        """State what was found, with its size."""
        size = (self.amount / baseline).quantize(Decimal("0.01"), ROUND_HALF_UP) if baseline else Decimal(1)
        return Finding((self.expense,), rule, size, baseline, tuple(each.id for each in rows), since_days)

    def days_before(self, other: Payment) -> int:
        """Days from the other booking to this one."""
        return (self.expense.booked_on - other.booked_on).days


def _cases(expenses: Iterable[Transaction], history: History) -> Iterator[_Case]:
    """Every expense with its history."""
    repeated: dict[tuple[str, str], int] = {}
    for each in expenses:
        key = payee_of(each), each.currency
        kin = history.payments[key]
        if key not in repeated:
            counts = Counter(kin.amounts)
            repeated[key] = sum(count for count in counts.values() if count >= LEAST_LEVEL)
        place = kin.before(each.booked_on, each.id)
        yield _Case(
            each, kin[max(0, place - HISTORY) : place], kin, repeated[key],
            history.years[each.currency, each.booked_on.replace(day=1)], history.started[each.currency],
            history.account_started.get((each.account, each.currency), each.booked_on), history.ended.get(key[0]),
        )  # fmt: skip


def _judge(case: _Case) -> Finding | None:
    """The finding of the most specific rule that applies."""
    rules = (_after_cancellation, _duplicate, _fee, _price_jump, _off_rhythm, _amount, _new_counterparty)
    return next((finding for rule in rules if (finding := rule(case))), None)


def _after_cancellation(case: _Case) -> Finding | None:
    """What the contract cost, charged more than a month after the day on which a letter says that it ended.

    A firm that was paid at other prices too has other contracts with the household: the letter may mean another one.
    """
    if case.ended is None or (days := (case.expense.booked_on - case.ended.on).days) <= ARREARS_DAYS:
        return None
    before = [each for each in case.past if each.booked_on <= case.ended.on][-LEAST_LEVEL:]
    if not before or any(each.amount != case.expense.amount for each in before):
        return None
    return replace(case.finding("after_cancellation", None, before, days), ended=case.ended)


def _duplicate(case: _Case) -> Finding | None:
    """The same counterparty, account and amount within three days, where that is no habit and no trifle.

    A habit is an amount that came twice within three days before. A trifle is less than three of four expenses, unless
    the charge keeps a rhythm in which it has no second place.
    """
    one = case.expense
    twins = takewhile(lambda each: case.days_before(each) <= TWIN_DAYS, reversed(case.past))
    if not any(each.amount == one.amount and each.account == one.account for each in twins) or _CASH.search(
        text_of(one)
    ):
        return None
    same = [each for each in case.past if each.amount == one.amount and each.account == one.account]
    earlier = [each.booked_on for each in same]
    if any((b - a).days <= TWIN_DAYS for a, b in pairwise(earlier)):
        return None
    is_trifle = len(case.year.amounts) < 20 or case.amount < case.year.twentieths[4]
    if is_trifle and not (len(earlier) >= 3 and rhythm(earlier)):
        return None
    return case.finding("duplicate", case.amount, same[-1:], case.days_before(same[-1]))


def _fee(case: _Case) -> Finding | None:
    """A fee or interest of a kind that the account never had in more than a quarter, after which many are charged."""
    kind = fee_in(case.expense)
    if not kind or (case.expense.booked_on - case.account_started).days < FEE_DAYS:
        return None
    return None if kind in case.past.fees else case.finding("fee", None, ())


def _price_jump(case: _Case) -> Finding | None:
    """More than 3 % above a price that was charged at least three times in rhythm, and that is no longer charged.

    None where as much was taken before between two charges of that price: a telephone's calls come on top of it now and then.
    """
    best: Finding | None = None
    for level in case.levels:
        price = -level[-1].amount
        kept = rhythm([each.booked_on for each in level])
        gap = case.days_before(level[-1])
        if not (price * JUMP < case.amount <= price * LARGEST_JUMP) or kept is None:
            continue
        if not 0.6 * kept.days <= gap <= 1.5 * kept.days or _is_charged_still(case, price):
            continue
        first, last = level[0].booked_on, level[-1].booked_on
        if any(-each.amount * JUMP >= case.amount and first < each.booked_on < last for each in case.past):
            continue
        finding = replace(case.finding("price_jump", price, level[-3:]), per_year=PER_YEAR[kept.period])
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
    known = -ALIKE * case.amount
    if len(list(islice((each for each in past.amounts if each <= known), 2))) == 2:
        return None
    amounts = [-each for each in past.amounts]
    usual = Decimal(median(amounts)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if case.amount < LEAST_RATIO * usual:
        return None
    high = quantiles(amounts, n=10, method="inclusive")[-1]
    season = [-each.amount for each in past if _is_season(case.days_before(each))]
    limit = MODIFIED_Z * (1 + FEW / len(past))
    is_outlier = _modified_z(case.amount, amounts) > limit and case.amount > LEAST_RATIO * high
    is_high_bill = case.amount > LEAST_RATIO * high and rhythm(past.days) is not None
    if (
        not (is_outlier or is_high_bill)
        or case.amount < LEAST_RATIO * max(season, default=usual)
        or (len(case.year.amounts) >= 20 and case.amount - usual < case.year.median)
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
    """Never paid before, above 95 % of the year's expenses, five times their median and an eighth of a usual month.

    It takes half a year of history.

    A premium or tax may be the first of a year that was seen: it takes a year of history to call it new.
    """
    told = YEAR_DAYS + SEASON_DAYS if case.expense.category in YEARLY else YEAR_DAYS // 2
    if case.past or len(case.year.amounts) < 30 or (case.expense.booked_on - case.started).days < told:
        return None
    days = min(YEAR_DAYS, (case.expense.booked_on - case.started).days)
    month = case.year.total * MONTH_DAYS / days
    if case.amount <= max(case.year.twentieths[-1], LARGE * case.year.median, SHARE_OF_MONTH * month):
        return None
    size = (case.amount / case.year.median).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Finding((case.expense,), "new_counterparty", size, case.year.median, case.year.ids)


def _categories(expenses: Sequence[Transaction], history: History, month: date) -> Iterator[Finding]:
    """Categories that cost far more in a month than in any of the year before, and than in that season before.

    Told of what no single finding explains; it takes a full year of at least eight months with expenses, and a rise
    above the level of three usual expenses.
    """
    groups: defaultdict[tuple[str, str], list[Transaction]] = defaultdict(list)
    for each in expenses:
        if each.booked_on.replace(day=1) == month:
            for share in each.by_category():
                if share.category not in UNGROUPED:
                    groups[share.category, share.currency].append(share)
    first = month.replace(year=month.year - 1)
    for (category, currency), every in sorted(groups.items()):
        paid: dict[tuple[str, Decimal], date] = {}
        for each in every:
            key = payee_of(each), each.amount
            paid[key] = min(each.booked_on, paid.get(key, each.booked_on))
        rows = [each for each in every if not _has_slipped(each, paid[payee_of(each), each.amount])]
        told = history.months.get((category, currency), {})
        year = [each for day, each in told.items() if first <= day < month]
        if len(year) < LEAST_MONTHS or min(told) > first:
            continue
        spent = -sum((each.amount for each in rows), Decimal(0))
        season = [each for day, each in told.items() if day < month and _is_season((month - day).days)]
        usual = Decimal(median(year)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        limit = LEAST_RATIO * max(usual, *season) if season else LEAST_RATIO * usual
        single = history.years[currency, month]
        if spent <= max(limit, max(year) * JUMP):
            continue
        if spent <= LEAST_RATIO * max(year) and _modified_z(spent, year) <= MODIFIED_Z * (1 + FEW / len(year)):
            continue
        if len(single.amounts) < 20 or spent - usual < 3 * single.median:
            continue
        rows.sort(key=lambda each: (each.amount, each.id))
        baseline = history.rows_of(category, currency, first, month - timedelta(days=1))
        size = (spent / usual).quantize(Decimal("0.01"), ROUND_HALF_UP)
        yield Finding(tuple(rows), "category", size, usual, tuple(baseline))


def _has_slipped(expense: Transaction, paid: date) -> bool:
    """Whether it is the neighbouring month's: in the last days of a month that has its own, ``paid`` weeks before."""
    following = (expense.booked_on.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (following - expense.booked_on).days <= SLIP_DAYS and (expense.booked_on - paid).days >= LEAST_GAP_DAYS


def _whole_months(since: date, until: date) -> Iterator[date]:
    """The first days of the calendar months that lie in the period from their first day to their last."""
    month = since if since.day == 1 else (since.replace(day=1) + timedelta(days=32)).replace(day=1)
    while (following := (month + timedelta(days=32)).replace(day=1)) <= until + timedelta(days=1):
        yield month
        month = following


def _is_charged_still(case: _Case, price: Decimal) -> bool:
    """Whether the old price is charged beside the new one: then these are two contracts."""
    return any(each.amount == -price and abs(case.days_before(each)) <= SETTLED_DAYS for each in case.kin)


def _is_season(days: int) -> bool:
    """Whether that many days ago it was the same season of an earlier year."""
    return days > YEAR_DAYS / 2 and abs((days + YEAR_DAYS / 2) % YEAR_DAYS - YEAR_DAYS / 2) <= SEASON_DAYS
