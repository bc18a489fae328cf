"""How and until when a paper is to be paid: due days, discounts, instalments, direct debit, what is paid already."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from pkm.facts.fact import Fact
from pkm.facts.layout import Layout
from pkm.facts.values import Calendar, Day, Duration, find_durations, find_money, shift

_DUE = re.compile(
    r"""(?<!\w)(?:(?:payment |amount )?due(?: date| on| by)?|date due|pay(?:able|ment)? (?:is )?(?:by|before|until|no later than)|please pay (?:\w+ ){0,6}by|to be paid (?:by|on|before)|fällig(?:keit(?:sdatum)?| am| zum| bis)?|zahlungsziel|zahlungsfrist|zahlbar (?:bis|am)(?: zum)?|zahlung bis"""
    r"""|(?:bis|spätestens)(?: spätestens)? (?:zum|am)|(?:date d['’])?échéance|date limite(?: de paiement)?|payable (?:avant|au plus tard) le|(?:à payer|à régler|règlement|paiement)(?: au plus tard| avant)? le|avant le)(?!\w)""",
    re.IGNORECASE,
)
_FALLS_DUE = re.compile(
    r"(?:[ \t]*|\s(?=(?-i:[a-zà-þ])))(?:\w+ ){0,2}(?:fällig|zahlbar|due|payable|à (?:payer|régler))(?!\w)",
    re.IGNORECASE,
)
_PAY = re.compile(
    r"(?<!\w)(?:pa(?:y|id|yable|yment)|due|transfer|settle|remit|zahl\w*|überweis\w*|fällig\w*|begleich\w*|gutschrift|eingeh\w*|pay\w+|paiement\w*|régl\w+|règl\w+|vir\w+|échéance)(?!\w)",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"(?<!\w)(?:within|in|net|binnen|innerhalb(?: von)?|zahlungsziel:?|sous|dans(?: un délai de| les)?|à)\s(?:the next )?(?=\w)",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(
    r"(?<!\w)(?:due (?:up)?on receipt|payable immediately|sofort (?:zahlbar|fällig|ohne abzug)|zahlbar sofort|(?:payable )?à réception)(?!\w)",
    re.IGNORECASE,
)
_DISCOUNT = re.compile(
    r"(?P<rate>\d(?:[.,]\d)?)\s?%\s*(?:skonto|(?:cash |early payment )?discount|(?:d['’])?escompte)|(?:skonto|discount|escompte)(?: von| of| de)?\s*:?\s*(?P<rate2>\d(?:[.,]\d)?)\s?%",
    re.IGNORECASE,
)
_INSTALMENT = re.compile(
    r"(?<!\w)(?:\d\.? ?(?:st|nd|rd|th)? ?(?:instal?lment|rate|teilbetrag|abschlag|échéance|acompte|versement)|(?:first|second|third|fourth|last|final|erste|zweite|dritte|vierte|letzte|première|deuxième|troisième|dernière) (?:instal?lment|rate|échéance)|(?:instal?lment|rate|teilzahlung|teilbetrag|échéance|versement)s? (?:no\.? |nr\.? |n° ?)?\d)(?!\w)",
    re.IGNORECASE,
)
PAID = re.compile(
    r"(?<!\w)(?:already paid|amount paid|date paid|paid in full|paid (?:by|with|via)(?! the)|paid on (?=\d)|(?:has been|was|were) (?:paid|charged)|charged to your(?: [\w-]+){1,3}(?: ending in \d{4})?|payment received|(?:we )?received your payment|you paid|bereits (?:bezahlt|beglichen)|bezahlt (?:am|mit|per)|betrag (?:dankend )?erhalten|dankend erhalten|zahlung erhalten|wurde (?:bezahlt|belastet|beglichen)|payée? (?:par|le|avec)|réglée? (?:par|le)|acquittée?|paiement reçu)(?!\w)",
    re.IGNORECASE,
)
DEBIT = re.compile(
    r"(?<!\w)(?:(?:by|via|per) direct debit|direct debit|(?:will be|is|are) (?:debited|collected)|we (?:will|shall) (?:debit|collect)|per (?:sepa-)?lastschrift|lastschrift\w*|(?:buchen|ziehen) (?:wir )?[^.\n]{0,60}(?:ab|ein)(?=[\s.])|(?:wird|werden)(?: \S+){0,8} (?:abgebucht|eingezogen)|abgebucht|eingezogen|prélev(?:é|ée|és|ement)\w*)(?!\w)",
    re.IGNORECASE,
)
MAX_TERM_DAYS = 120
LONGEST_SENTENCE = 700


def read_terms(
    layout: Layout, calendar: Calendar, item: int, issued: date | None, total: Decimal | None, currency: str | None
) -> Iterator[Fact]:
    """All terms of payment that the paper states."""
    reduced = []
    for match in _DISCOUNT.finditer(layout.text, layout.start, layout.end):
        fact, until = _discount(layout, calendar, item, match, issued, total, currency)
        reduced.append(until)
        yield fact
    parts = list(_instalments(layout, calendar, item, total, currency))
    yield from parts
    due = [] if parts else list(_due(layout, calendar, item, issued))
    due = [each for each in due if not any(start < each.char_end and each.char_start < end for start, end in reduced)]
    debit = DEBIT.search(layout.text, layout.start, layout.end)
    if debit:
        start, end = _around(layout, debit.start())
        near = calendar.find(layout.text, max(start, debit.start() - 50), min(end, debit.end() + 50))
        days = {each.day for each in near if issued is None or 0 <= (each.day - issued).days <= MAX_TERM_DAYS}
        yield Fact(item, "direct_debit", debit.group(), *debit.span(), day=days.pop() if len(days) == 1 else None)
    paid = PAID.search(layout.text, layout.start, layout.end)
    if paid:
        yield Fact(item, "paid", paid.group(), *paid.span())
    if len({each.day for each in due}) == 1:  # two that contradict each other are none
        yield due[0]


def _due(layout: Layout, calendar: Calendar, item: int, issued: date | None) -> Iterator[Fact]:
    """Days that stand behind a label; days counted from the day of issue."""
    for match in _DUE.finditer(layout.text, layout.start, layout.end):
        is_weak = match.group().casefold().split()[0] in {"bis", "spätestens", "avant"}
        if is_weak and not _PAY.search(layout.text, *_around(layout, match.start())):
            continue
        spot = layout.beside(match)
        if spot:
            days = calendar.find(layout.text, spot.char_start, min(spot.char_start + 50, layout.end))
            if days and (issued is None or -1 <= (days[0].day - issued).days <= 400):
                yield Fact(item, "due", days[0].day.isoformat(), match.start(), days[0].char_end, day=days[0].day)
    for each in calendar.find(layout.text, layout.start, layout.end):
        falls = _FALLS_DUE.match(layout.text, each.char_end, layout.end)
        if falls:
            yield Fact(item, "due", each.day.isoformat(), each.char_start, falls.end(), day=each.day)
    if issued is None:
        return
    for match in _WITHIN.finditer(layout.text, layout.start, layout.end):
        start, end = _around(layout, match.start())
        if not _PAY.search(layout.text, start, end):
            continue
        span = next(
            (
                each
                for each in find_durations(layout.text, match.start(), min(end, match.end() + 25))
                if each.char_start <= match.end() + 4
            ),
            None,
        )
        if (
            span
            and span.unit in "DWM"
            and (day := shift(issued, span.iso))
            and (day - issued).days <= MAX_TERM_DAYS
            and not _is_objection(layout.text[start:end])
        ):
            yield Fact(item, "due", span.iso, match.start(), span.char_end, day=day)
    at_once = _AT_ONCE.search(layout.text, layout.start, layout.end)
    if at_once:
        yield Fact(item, "due", "P0D", *at_once.span(), day=issued)


def is_due_day(text: str, day: Day) -> bool:
    """Whether a day is said to be the one on which something falls due."""
    before, after = text[max(0, day.char_start - 30) : day.char_start], text[day.char_end : day.char_end + 18]
    label = _DUE.search(before)
    return (label is not None and "\n" not in before[label.end() :]) or _FALLS_DUE.match(after) is not None


def _is_objection(sentence: str) -> bool:
    """Whether the time is one to object or to send goods back."""
    return (
        re.search(
            r"(?i)(?:object|widerspr|einspruch|return|rückgabe|reklam|contest|rétract|cancel|kündig|refund|erstatt|rembours)",
            sentence,
        )
        is not None
    )


def _discount(
    layout: Layout,
    calendar: Calendar,
    item: int,
    match: re.Match[str],
    issued: date | None,
    total: Decimal | None,
    currency: str | None,
) -> tuple[Fact, tuple[int, int]]:
    """What may be deducted, and where until when is stated; the amount is computed where the total is known."""
    rate = (match["rate"] or match["rate2"]).replace(",", ".")
    sentence = _around(layout, match.start())
    spans = [each for each in find_durations(layout.text, *sentence) if each.unit in "DW"]
    times: list[Day | Duration] = [*calendar.find(layout.text, *sentence), *spans]
    near = min(times, key=lambda each: max(each.char_start - match.end(), match.start() - each.char_end), default=None)
    day = near.day if isinstance(near, Day) else shift(issued, near.iso) if near and issued else None
    amount = None if total is None else (total * (1 - Decimal(rate) / 100)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    place = (near.char_start, near.char_end) if near else match.span()
    return Fact(item, "discount", rate, *match.span(), amount, currency, day), place


def _instalments(
    layout: Layout, calendar: Calendar, item: int, total: Decimal | None, currency: str | None
) -> Iterator[Fact]:
    """Lines with a part of the total and its day; at least two, and they must add up."""
    found = []
    for line in layout.lines:
        if _INSTALMENT.search(layout.text, line.char_start, line.char_end):
            days = calendar.find(layout.text, line.char_start, line.char_end)
            amounts = find_money(layout.text, line.char_start, line.char_end)
            if len(days) == 1 and len(amounts) == 1:
                found.append((line, days[0], amounts[0]))
    if len(found) < 2 or total is None or sum(each.amount for _, _, each in found) != total:
        return
    for line, day, money in found:
        yield Fact(
            item,
            "instalment",
            layout.says(line),
            line.char_start,
            line.char_end,
            money.amount,
            money.currency or currency,
            day.day,
            checked=True,
        )


def _around(layout: Layout, position: int) -> tuple[int, int]:
    """The sentence around a place, across the ends of lines but not of paragraphs."""
    return sentence_at(layout.text, position, layout.start, layout.end)


_STOP = re.compile(
    r"\n[ \t]*\n|\n(?=[ \t]*(?:§|#{1,6} |(?:Art(?:icle|ikel)?\.?|Section|Clause|Ziffer) ?\d))|(?<=[^\d\s.][.!?])\s+(?=[A-ZÀ-Þ„\"(])|(?<=\d[.!?])\s+(?=[A-ZÀ-Þ][a-zà-þ]+ )(?!(?:Jan|Feb|Mär|Mar|Apr|Mai|May|Jun|Jul|Aug|Sep|Okt|Oct|Nov|Dez|Dec))"
)


def sentence_at(text: str, position: int, start: int = 0, end: int | None = None) -> tuple[int, int]:
    """Where the sentence that holds a position begins and ends; of one without an end, what is near."""
    first, last = _sentences(text)
    index = bisect_right(last, position) - 1
    begin = last[index] if index >= 0 else 0
    until = first[index + 1] if index + 1 < len(first) else len(text)
    until = max(until, position)  # it may lie between two sentences
    end = len(text) if end is None else end
    return max(begin, start, position - LONGEST_SENTENCE), min(until, end, position + LONGEST_SENTENCE)


@lru_cache(maxsize=4)
def _sentences(text: str) -> tuple[list[int], list[int]]:
    """Where each gap between two sentences begins and ends."""
    stops = [match.span() for match in _STOP.finditer(text)]
    return [begin for begin, _ in stops], [end for _, end in stops]
