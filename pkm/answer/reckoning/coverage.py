"""What an answer over a time rests on: whose statements, which days none of them covers, and what is wrong with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil
from statistics import median

from pkm.answer import phrases
from pkm.answer.language import Language
from pkm.models import CollectionId, Coverage, Figure, Gap
from pkm.store import files, standing
from pkm.store.database import Connection
from pkm.store.standing import Covered, Fault

GRACE_DAYS = 10  # a bank sends a statement some days after its period
LONG_AGO_DAYS = 366  # an account without a statement since, and for two of its periods, has rather come to an end
MAX_NAMED = 8
MAX_TOLD = 3  # gaps of one account, faults of all: the rest is told by pkm accounts
Time = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Basis:
    """What an answer rests on: in numbers, in a sentence, what makes the answer a partial one, and by what figures."""

    coverage: Coverage
    sentences: tuple[str, ...]
    warnings: tuple[str, ...]
    figures: tuple[Figure, ...]


def rest_on(
    statements: Sequence[Covered], faults: Sequence[Fault], times: Sequence[Time], today: date, language: Language
) -> Basis:
    """What an answer rests on that looks at one or more times, open ones up to ``today``."""
    ends = [(since, min(until or today, today)) for since, until in times]
    found = [cover(statements, [each for each in faults if each.kind == "gap"], *time, today) for time in ends]
    coverage = Coverage(
        sum(each.statements for each in found), sum(each.expected for each in found),
        tuple(dict.fromkeys(gap for each in found for gap in each.gaps)),
    )  # fmt: skip
    warnings = missing(coverage.gaps, statements, today, language)
    wrong = [
        each for each in faults
        if each.kind != "gap" and any((since is None or each.until >= since) and each.since <= until for since, until in ends)
    ]  # fmt: skip
    warnings += [_fault(each, language) for each in wrong[:MAX_TOLD]]
    warnings += [phrases.say("more_faults", language)] * (len(wrong) > MAX_TOLD)
    made = tuple(figure for each in wrong[:MAX_TOLD] for figure in _figures(each))
    return Basis(coverage, tuple(_named(statements, ends, language)), tuple(warnings), made)


def coverage_of(
    connection: Connection, collection: CollectionId | None, since: date | None, until: date | None, today: date
) -> Coverage:
    """How far all statements of the ledger reach into a time, with the files that could not be read."""
    end = min(until or today, today)
    gaps = [each for each in standing.faults(connection, collection, since, end) if each.kind == "gap"]
    found = cover(standing.spans(connection, collection), gaps, since, end, today)
    return replace(found, unread=tuple(files.unread(connection)))


def cover(
    statements: Sequence[Covered], gaps: Sequence[Fault], since: date | None, until: date, today: date
) -> Coverage:
    """The coverage of a period by the statements of each account.

    A gap lies between two statements of an account, or after its last one once the next is overdue by the account's
    own rhythm, unless the account was closed. The time before its first one is a gap where that begins with money: the account
    was there already; else it may not have been. Less than a statement of the account's own length is none: exports begin with a booking.
    """
    seen = expected = 0
    found: list[Gap] = []
    for account, rows in _by_account(statements).items():
        length = median((each.until - each.since).days + 1 for each in rows)
        overlapping = sum(1 for each in rows if _overlaps(each, since, until))
        own = [Gap(account, each.since, each.until) for each in gaps if each.account == account]
        last = max(each.until for each in rows)
        closed_on = rows[0].closed_on
        is_closed = closed_on is not None and last <= closed_on  # else its statements go on
        overdue = closed_on if is_closed else today if (today - last).days > length + GRACE_DAYS else None
        if overdue and last < overdue:
            own.append(Gap(account, last + timedelta(days=1), overdue))
        first = min(each.since for each in rows)
        had_money = any(each.opening for each in rows if each.since == first)
        if since and overlapping and had_money and (first - since).days > max(length, GRACE_DAYS):
            own.append(Gap(account, since, first - timedelta(days=1)))
        own = [
            Gap(account, max(gap.since, since or gap.since), min(gap.until, until))
            for gap in own if gap.until >= (since or gap.since) and gap.since <= until
        ]  # fmt: skip
        seen += overlapping
        expected += overlapping + sum(ceil(((gap.until - gap.since).days + 1) / max(length, 1)) for gap in own)
        found += own
    return Coverage(seen, expected, tuple(dict.fromkeys(found)))


def _by_account(statements: Sequence[Covered]) -> dict[str, list[Covered]]:
    accounts: defaultdict[str, list[Covered]] = defaultdict(list)
    for each in statements:
        accounts[each.account].append(each)
    return accounts


def _named(statements: Sequence[Covered], times: Sequence[tuple[date | None, date]], language: Language) -> list[str]:
    """Which accounts' statements touch the times, and what days those reach over."""
    spans: dict[str, tuple[date, date]] = {}
    for each in statements:
        if any(_overlaps(each, since, until) for since, until in times):
            first, last = spans.get(each.account, (each.since, each.until))
            spans[each.account] = min(first, each.since), max(last, each.until)
    told = [
        phrases.say(
            "basis_account", language, account=short(account), since=phrases.day(first, language), until=phrases.day(last, language)
        )
        for account, (first, last) in list(spans.items())[:MAX_NAMED]
    ]  # fmt: skip
    told += ["…"] * (len(spans) > MAX_NAMED)
    return [phrases.say("basis", language, accounts=", ".join(told))] if told else []


def _overlaps(statement: Covered, since: date | None, until: date) -> bool:
    return statement.since <= until and (since is None or statement.until >= since)


def missing(gaps: Sequence[Gap], statements: Sequence[Covered], today: date, language: Language) -> list[str]:
    """Which statements are missing, in words; accounts that rather came to an end long ago are named once, together."""
    ended = _ended(statements, today)
    after = {each.account for each in gaps if each.account in ended and each.since > ended[each.account]}
    rest: defaultdict[str, list[str]] = defaultdict(list)
    for each in gaps:
        if each.account not in after or each.since <= ended[each.account]:
            rest[each.account].append(phrases.period(each.since, each.until, language))
    told = [
        phrases.say(
            "gap" if len(times) == 1 else "gaps",
            language,
            account=short(account),
            period=", ".join(times[:MAX_TOLD] + ["…"] * (len(times) > MAX_TOLD)),
        )
        for account, times in list(rest.items())[:MAX_NAMED]
    ]
    told += [phrases.say("more_gaps", language)] * (len(rest) > MAX_NAMED)
    if after:
        named = [f"{short(each)} ({phrases.day(ended[each], language)})" for each in sorted(after)]
        told.append(
            phrases.say("ended", language, accounts=", ".join(named[:MAX_NAMED] + ["…"] * (len(named) > MAX_NAMED)))
        )
    return told


def _ended(statements: Sequence[Covered], today: date) -> dict[str, date]:
    """Accounts whose last statement is long ago, with its last day; of those that were closed, their owner said so."""
    found = {}
    for account, rows in _by_account(statements).items():
        last, length = max(each.until for each in rows), median((each.until - each.since).days + 1 for each in rows)
        if rows[0].closed_on is None and (today - last).days > max(LONG_AGO_DAYS, 2 * length):
            found[account] = last
    return found


def _fault(fault: Fault, language: Language) -> str:
    """What is wrong, in words."""
    told = {
        name: phrases.money(abs(value) if fault.kind in {"difference", "break"} else value, fault.currency, language)
        for name, value in (("amount", fault.amount), ("other", fault.other_amount)) if value is not None
    }  # fmt: skip
    period = phrases.period(fault.since, fault.until, language)
    return phrases.say(f"fault_{fault.kind}", language, account=short(fault.account), period=period, **told)


def _figures(fault: Fault) -> list[Figure]:
    """The numbers of what is wrong."""
    one, other = f"statement {fault.statement_id}", f"statement {fault.other_id}"
    queries = {
        "difference": (f"opening + sum(amount) - closing of {one}", ""),
        "break": (f"opening of {other} - closing of {one}", ""),
        "balance": (f"the balance of {one} on {fault.since}", f"the balance of {other} on {fault.since}"),
        "booking": (f"the amount of a booking of {one} on {fault.since} that {other} has not", ""),
    }[fault.kind]
    values = (fault.amount, fault.other_amount)
    return [
        Figure(f"fault {fault.kind}", value, fault.currency, 0, (), query)
        for value, query in zip(values, queries, strict=True) if value is not None
    ]  # fmt: skip


def short(account: str) -> str:
    """An account's number by its end; what is no number, as it is."""
    return f"…{account[-4:]}" if account[-4:].isdecimal() else account
