"""By when something must be done, worked out of what contracts state: notice, renewal, end."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from pkm.facts.fact import Deadline, Fact, FactKind, PaperKind
from pkm.facts.values import last_notice, on_yearly, shift
from pkm.models import DocumentId

MAX_ROUNDS = 400


def deadlines(facts: Iterable[Fact], today: date) -> list[Deadline]:
    """All that lie ahead, the nearest first; a contract whose cancellation is confirmed only ends.

    Of one of which somebody gave notice, and nobody confirmed it, that is said. A term that renews is carried forward to the one whose last day of notice is not past. A contract without a term,
    which can be ended at any time, has none.
    """
    items = _by_item(facts)
    papers = {key: _first(own, "paper") for key, own in items.items()}
    cancelled, given = _letters(items, "cancellation"), _letters(items, "notice_given")
    found = []
    for key, own in items.items():
        paper = papers[key]
        if paper and paper.text == "contract" and (made := _of_contract(own, cancelled, given, today)):
            found.append(made)
        elif (
            paper
            and paper.text in {"cancellation", "notice_given"}
            and not any(_concerns(own, other) for other in items.values() if other is not own and _is_contract(other))
        ):
            is_confirmed = paper.text == "cancellation" or any(_concerns(own, other) for other in cancelled)
            if paper.text == "cancellation" or not is_confirmed:
                found += _ending(own, _subject(own), today)
    return sorted(found, key=lambda each: (each.day, each.document_id, each.item))


def over(facts: Iterable[Fact], today: date) -> set[tuple[DocumentId, int]]:
    """Documents and items of contracts that have ended: their day is past and nothing renews them, or a letter confirms it."""
    items = _by_item(facts)
    cancelled = _letters(items, "cancellation")
    return {key for key, own in items.items() if _is_contract(own) and _is_over(own, cancelled, today)}


def _is_over(own: Sequence[Fact], cancelled: Sequence[Sequence[Fact]], today: date) -> bool:
    letters = [_first(each, "end") for each in cancelled if _concerns(each, own)]
    stated = None if _first(own, "renewal") or _first(own, "minimum_end") else _first(own, "end")
    return any(day < today for day in map(_day, (*letters, stated)) if day)


def _by_item(facts: Iterable[Fact]) -> dict[tuple[DocumentId, int], list[Fact]]:
    items: defaultdict[tuple[DocumentId, int], list[Fact]] = defaultdict(list)
    for each in facts:
        items[each.document_id, each.item].append(each)
    return items


def _letters(items: Mapping[tuple[DocumentId, int], Sequence[Fact]], kind: PaperKind) -> list[Sequence[Fact]]:
    return [own for own in items.values() if (paper := _first(own, "paper")) and paper.text == kind]


def _of_contract(
    own: Sequence[Fact], cancelled: Sequence[Sequence[Fact]], given: Sequence[Sequence[Fact]], today: date
) -> Deadline | None:
    """The next deadline of a contract."""
    subject = _subject(own)
    for other in (*cancelled, *given):
        if _concerns(other, own):
            ending = next(iter(_ending(other, subject, today)), None)
            return replace(ending, contract=own[0].document_id) if ending else None
    term = _term(own, today)
    if term is None:
        return None
    term = _carried_forward(term, today)
    if (term.notice_by or term.ends_on or today) < today:
        return None
    what: Literal["renews", "may_end", "ends"] = (
        "ends" if term.notice_by is None else "renews" if term.renews else "may_end"
    )
    spans = tuple((each.char_start, each.char_end) for each in term.stated)
    return Deadline(
        own[0].document_id, own[0].item, what, subject, term.notice_by, term.ends_on, term.renews, spans
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Term:
    """A contract's term: its last day, the last day of notice before that, and what it renews by.

    Attributes:
        period: Of notice, or the day of every year until which it is given; empty where none is stated.
        stated: The facts that it comes from.
    """

    ends_on: date | None
    notice_by: date | None
    period: str
    renews: str
    stated: tuple[Fact, ...]


def _term(own: Sequence[Fact], today: date) -> _Term | None:
    """The first term of a contract, or that of today where only a day of every year is stated."""
    end, minimum, notice, by, renewal, start = (
        _first(own, kind) for kind in ("end", "minimum_end", "notice", "notice_by", "renewal", "start")
    )
    ends_on = _day(minimum) or (renewal.day - timedelta(days=1) if renewal and renewal.day else None) or _day(end)
    period, target = notice.text.split("/") if notice else ("", "")
    begun = _day(start)
    if ends_on is None and begun and renewal and renewal.text.startswith("P") and target == "term":
        ends_on = shift(begun, renewal.text) - timedelta(days=1)  # what renews by the year ends where its years end
    if ends_on is None and by is None:
        return None
    renews = renewal.text if renewal else ""
    if by and by.day is None:
        period = by.text  # a day of every year
        if ends_on is None or (last_notice(ends_on, period) < today and not renews.startswith("P")):
            ends_on, by = None, replace(by, day=_next(period, max(today, begun or today)))
    notice_by = _day(by) or (
        last_notice(ends_on, period) if ends_on and period and (renewal or minimum or by) else None
    )
    stated = (
        minimum or end or (start if begun and by is None else None),
        notice if by is None else None,
        by,
        renewal,
    )
    return _Term(ends_on, notice_by, period, renews, tuple(filter(None, stated)))


def _carried_forward(term: _Term, today: date) -> _Term:
    """The term in which today lies, of a contract that renews."""
    if not term.renews.startswith("P"):
        return term
    ends_on, notice_by = term.ends_on, term.notice_by
    for _ in range(MAX_ROUNDS):
        if (notice_by or ends_on or today) >= today:
            break
        ends_on = shift(ends_on + timedelta(days=1), term.renews) - timedelta(days=1) if ends_on else None
        if notice_by:
            notice_by = last_notice(ends_on, term.period) if ends_on and term.period else shift(notice_by, term.renews)
    return replace(term, ends_on=ends_on, notice_by=notice_by)


def _next(month_day: str, since: date) -> date:
    """The first such day of a year that is not before another."""
    day = on_yearly(month_day, since)
    return day if day >= since else on_yearly(month_day, since, 1)


def _ending(own: Sequence[Fact], subject: str, today: date) -> list[Deadline]:
    end, paper = _first(own, "end"), _first(own, "paper")
    if end is None or end.day is None or end.day < today:
        return []
    what: Literal["notice_given", "ends"] = "notice_given" if paper and paper.text == "notice_given" else "ends"
    return [Deadline(end.document_id, end.item, what, subject, None, end.day, "", ((end.char_start, end.char_end),))]


def _concerns(letter: Sequence[Fact], contract: Sequence[Fact]) -> bool:
    """Whether a letter is about a contract: the same number, or the same firm where either names none."""
    ours, theirs = (
        {_plain(each.text) for each in own if each.kind in {"customer", "number", "reference"}}
        for own in (letter, contract)
    )
    if ours and theirs:
        return bool(ours & theirs)
    firms = [
        {_plain(each.text) for each in own if each.kind in {"issuer", "party", "domain"}} for own in (letter, contract)
    ]
    return bool(firms[0] & firms[1])


def _is_contract(own: Sequence[Fact]) -> bool:
    return any(each.kind == "paper" and each.text == "contract" for each in own)


def _subject(own: Sequence[Fact]) -> str:
    """What it is about: its title, else the other side."""
    named = _first(own, "subject") or _first(own, "issuer") or _first(own, "party")
    return named.text if named else ""


def _plain(text: str) -> str:
    return re.sub(r"\W", "", text).casefold()


def _first(own: Sequence[Fact], kind: FactKind) -> Fact | None:
    return next((each for each in own if each.kind == kind), None)


def _day(fact: Fact | None) -> date | None:
    return fact.day if fact else None
