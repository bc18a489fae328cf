"""How far the statements reach into a period: which are there, and what lies between them uncovered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil
from statistics import median

from pkm.answer import phrases
from pkm.answer.language import Language
from pkm.models import Coverage, Gap, Unread
from pkm.store.ledger import StatementRow

MAX_NAMED = 8
GRACE_DAYS = 10  # a bank sends a statement some days after its period


def cover(
    statements: Sequence[StatementRow],
    since: date | None,
    until: date | None,
    today: date,
    unread: Sequence[Unread] = (),
) -> Coverage:
    """The coverage of a period by the statements of each account.

    A gap lies between two statements of an account, or after its last one once the next is overdue by the account's
    own rhythm; the time before its first one is none, since the account may not have been there.
    """
    accounts: defaultdict[str, list[StatementRow]] = defaultdict(list)
    for each in statements:
        if each.since and each.until:
            accounts[each.account].append(each)
    end = min(until or today, today)
    seen = expected = 0
    gaps: list[Gap] = []
    for account, rows in accounts.items():
        length = median((each.until - each.since).days + 1 for each in rows if each.since and each.until)
        overlapping = sum(1 for each in rows if _overlaps(each, since, end))
        own = [
            gap for gap in _gaps(account, rows, today, length) if gap.until >= (since or gap.since) and gap.since <= end
        ]
        own = [Gap(account, max(gap.since, since or gap.since), min(gap.until, end)) for gap in own]
        seen += overlapping
        expected += overlapping + sum(ceil(((gap.until - gap.since).days + 1) / max(length, 1)) for gap in own)
        gaps += own
    return Coverage(seen, expected, tuple(gaps), tuple(unread))


def basis(
    statements: Sequence[StatementRow],
    times: Sequence[tuple[date | None, date | None]],
    today: date,
    language: Language,
) -> list[str]:
    """Which accounts' statements an answer rests on, and what days those that touch its times reach over."""
    spans: dict[str, tuple[date, date]] = {}
    for each in statements:
        touched = any(_overlaps(each, since, min(until or today, today)) for since, until in times)
        if each.since and each.until and touched:
            first, last = spans.get(each.account, (each.since, each.until))
            spans[each.account] = min(first, each.since), max(last, each.until)
    told = [
        phrases.say(
            "basis_account", language, account=f"…{account[-4:]}", since=phrases.day(first, language), until=phrases.day(last, language)
        )
        for account, (first, last) in list(spans.items())[:MAX_NAMED]
    ]  # fmt: skip
    told += ["…"] * (len(spans) > MAX_NAMED)
    return [phrases.say("basis", language, accounts=", ".join(told))] if told else []


def _overlaps(statement: StatementRow, since: date | None, until: date) -> bool:
    return (
        statement.since is not None
        and statement.until is not None
        and statement.since <= until
        and (since is None or statement.until >= since)
    )


def _gaps(account: str, rows: Sequence[StatementRow], today: date, length: float) -> list[Gap]:
    """What no statement of one account covers from its first day on."""
    gaps: list[Gap] = []
    covered: date | None = None
    for since, until in sorted((each.since, each.until) for each in rows if each.since and each.until):
        if covered is not None and since > covered + timedelta(days=1):
            gaps.append(Gap(account, covered + timedelta(days=1), since - timedelta(days=1)))
        covered = until if covered is None else max(covered, until)
    if covered is not None and (today - covered).days > length + GRACE_DAYS:
        gaps.append(Gap(account, covered + timedelta(days=1), today))
    return gaps
