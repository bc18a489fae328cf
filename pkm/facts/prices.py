"""What is paid again and again: a contract's price, a deposit, and the letter that announces a new price."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from pkm.facts.fact import Fact, FactKind
from pkm.facts.layout import Layout
from pkm.facts.rents import Part, is_whole, part_of
from pkm.facts.terms import sentence_at
from pkm.facts.values import Calendar, Money, find_money

_RHYTHMS = (
    ("P1M", r"a month|per (?:calendar )?month|pcm|p\.c\.m\.|each month|every month|/ ?month|monthly|monatlich\w*|pro monat|im monat|je monat|mtl\.?|/ ?monat|par mois|mensuel\w*|/ ?mois|monats\w+|mensualité"),
    ("P3M", r"a quarter|per quarter|quarterly|vierteljährlich\w*|pro quartal|je quartal|par trimestre|trimestriel\w*"),
    ("P6M", r"half-yearly|every six months|halbjährlich\w*|semestriel\w*"),
    ("P1Y", r"a year|per year|yearly|annual(?:ly)?|per annum|jährlich\w*|pro jahr|im jahr|jahres(?:beitrag|prämie|gebühr)|p\. ?a\.|par an|annuel\w*"),
    ("P1W", r"a week|per week|weekly|wöchentlich\w*|pro woche|par semaine"),
)  # fmt: skip
RHYTHMS = tuple((name, re.compile(rf"(?<!\w)(?:{form})(?!\w)", re.IGNORECASE)) for name, form in _RHYTHMS)
_PRICE = re.compile(
    r"(?<!\w)(?:rent|price|fee|fees|premium|charge|costs?|subscription|contribution|payment|instalment|rate|tariff|plan|membership|gesamt\w*|\w*miete|\w*mietzins|preis\w*|\w*gebühr|\w*beitrag|\w*prämie|grundpreis|\w*kosten|kostet|entgelt|abschlag\w*|rate|tarif|loyer|prix|prime|cotisation|redevance|abonnement|mensualité|montant)(?!\w)",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"(?<!\w)(?:total (?:monthly )?rent|gross rent|(?:monthly )?total|in (?:all|total)|altogether|including (?:service|utilit)\w*|service charges included|heating included|all[- ]in|gesamtmiet\w*|warmmiet\w*|bruttomiet\w*|gesamtbetrag|insgesamt|inkl\w*|loyer charges comprises|charges comprises|total mensuel)(?!\w)",
    re.IGNORECASE,
)
_SUM_OF = re.compile(
    r"(?<!\w)(?:soit(?: (?:au total|un total de))?|au total|insgesamt|zusammen|(?:in|a) total(?: of)?|altogether)[\s:]*(?:EUR|CHF|GBP|USD|€|£|\$)?\s*$",
    re.IGNORECASE,
)
_NOT_PRICE = re.compile(
    r"(?<!\w)(?:up to|bis zu|jusqu['’]à|(?:not )?more than|less than|exceed\w*|at least|mindestens|höchstens|deductible|selbstbe\w+|franchise|fine|penalty|vertragsstrafe|pénalité|late|mahn\w*|verzug|reminder|setup|one-?off|einmalig\w*|unique|insured|versicherungssumme|each case|je fall|bonus|repairs?|reparatur\w*|kleinreparatur\w*|salary|gehalt|salaire)(?!\w)",
    re.IGNORECASE,
)
_DEPOSIT = re.compile(
    r"(?<!\w)(?:(?:security )?deposit|security(?= of)|kaution|mietsicherheit|mietkaution|dépôt de garantie|caution)(?!\w)",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"(?<!\w)(?:rises?|increas\w*|will (?:then )?(?:cost|be|amount)|changes?|new (?:monthly |annual |yearly )?(?:price|rent|fee|premium|rate|amount|advance payment|instalment|contribution)|goes up|adjust\w*|steigt|erhöh\w*|anpass\w*|angepasst|passen wir|wir passen|neue[rnms]?(?: monatliche[rnms]?)? (?:preis|miete|beitrag|gebühr|prämie|abschlag|betrag|gesamtmiete|monatsbeitrag|entgelt)|künftig|neu(?= (?:CHF|EUR|Fr\.|€|\d))|(?:statt|anstatt|anstelle von|instead of|rather than|au lieu de)(?= [^.;\n]{0,20}\d)|sinkt|senken|gesenkt|lowered|decreas\w*|reduced|baiss\w*|beträgt (?:dann|künftig|ab)|augment\w*|passe(?:ra)?|nouveau (?:prix|loyer|tarif|montant)|nouvelle (?:prime|cotisation|mensualité)|s['’]élèvera|sera (?:porté|de))(?!\w)",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"(?<!\w)(?:from|as of|as from|with effect from|effective(?: from)?|starting(?: on| from)?|beginning(?: on)?|since|on|ab(?: dem)?|zum|per|vom|mit wirkung (?:ab|vom|zum)(?: dem)?|à (?:partir|compter) du|dès le|au|le)\s*$",
    re.IGNORECASE,
)
_OLD = re.compile(
    r"(?<!\w)(?:from|instead of|previously|up to now|until now|before|currently|so far|was|old|statt|anstatt|von(?: bisher| derzeit| zurzeit| aktuell)?|bisher(?:ige[rnms]?)?|derzeit\w*|aktuell\w*|zuletzt|au lieu de|actuel\w*|précédent\w*|jusqu['’]ici|de)(?: (?:EUR|CHF|GBP|USD|€|£|\$))?[\s:|]*$",
    re.IGNORECASE,
)
_NEW = re.compile(r"(?<!\w)(?:to|auf|à|by then|künftig|neu|now|then)[\s:]*$", re.IGNORECASE)


class _Stated(NamedTuple):
    """An amount that is paid again and again; ``rank`` is 2 for a whole, 0 for a part."""

    rank: int
    money: Money
    rhythm: str | None
    extra: str = ""


def read_prices(layout: Layout) -> Iterator[Fact]:
    """The price of a contract with its rhythm, whole where it is stated, else with what is paid beside it; the deposit."""
    every = [
        each for each in find_money(layout.text, layout.start, layout.end)
        if each.amount > 0 and re.search(r"[^\d\s.,'’+-]", layout.text[each.char_start : each.char_end])
    ]  # without a currency it may be the number of a section  # fmt: skip
    flat = layout.text.replace("\n", " ")
    prices: list[_Stated] = []
    extras: list[_Stated] = []
    deposits = []
    for before, each, after in zip([None, *every], every, [*every[1:], None], strict=False):
        start, end = _clause(layout, each)
        words = flat[start:end]
        near = flat[max(start, each.char_start - 70) : each.char_start]
        if _DEPOSIT.search(near):
            deposits.append(each)
            continue
        label = flat[max(start, before.char_end if before else start) : each.char_start]
        part = part_of(label, flat[each.char_end : min(end, after.char_start if after else end)], words)
        if _NOT_PRICE.search(words) or part == Part("included"):
            continue
        if part and (_SUM_OF.search(near) or is_whole(label, _WHOLE)):
            part = None
        rhythm = _rhythm(words)
        if part and rhythm is None:  # the line above a table may tell it of all its lines
            rhythm = _rhythm(flat[slice(*sentence_at(layout.text, each.char_start, layout.start, layout.end))])
        if part and part.kind == "extra":
            extras.append(_Stated(0, each, rhythm, part.name))
            continue
        if part and rhythm is None:
            rhythm = "P1M"  # a rent without utilities is a month's where nothing else is said
        if rhythm is None or not (part or _PRICE.search(words) or _WHOLE.search(words)):
            continue
        rank = 0 if part else 2 if _WHOLE.search(words) or _SUM_OF.search(near) else 1
        prices.append(_Stated(rank, each, rhythm))
    yield from _choose(prices or [each for each in extras if each.rhythm], extras if prices else [])
    if len({each.amount for each in deposits}) == 1:
        money = deposits[0]
        yield _fact("deposit", money, layout.text[money.char_start : money.char_end])


def _choose(prices: list[_Stated], extras: list[_Stated]) -> Iterator[Fact]:
    """The whole price before its parts, checked where they add up to it; else the one part and the extras beside it.

    None where several are as good.
    """
    if not prices:
        return
    best = max(each.rank for each in prices)
    leading = {(each.money.amount, each.rhythm): each for each in reversed(prices) if each.rank == best}
    beside = sum((each.money.amount for each in extras), Decimal(0))
    lower = [each.money.amount for each in prices if each.rank < best]
    if len(leading) > 1:
        every = sum((amount for amount, _ in leading), beside)
        sums = [key for key in leading if 2 * key[0] in {every, every - beside}]
        if len(sums) != 1:
            return
        lower = [amount for amount, _ in leading if amount != sums[0][0]]
        leading = {sums[0]: leading[sums[0]]}
    ((amount, rhythm), stated) = next(iter(leading.items()))
    if best == 2 or any(each != amount for each in lower):
        parts = [*lower, *(each.money.amount for each in extras)]
        yield _fact("price", stated.money, rhythm, checked=len(parts) > 1 and sum(parts) == amount)
        return
    own = [each for each in extras if each.rhythm in {None, rhythm}]
    once = {(each.extra, each.money.amount): each for each in reversed(own)}  # a summary may repeat them
    paid = list(once.values())[::-1]
    if len({each.extra for each in paid}) < len(paid) or {each.money.currency for each in paid} > {
        stated.money.currency
    }:
        return
    yield _fact("price", stated.money, rhythm)
    for each in paid:
        yield _fact("extra", each.money, rhythm)


def _fact(kind: FactKind, money: Money, text: str | None, *, checked: bool = False) -> Fact:
    return Fact(0, kind, text or "", money.char_start, money.char_end, money.amount, money.currency, checked=checked)


def read_change(layout: Layout, calendar: Calendar) -> Iterator[Fact]:
    """A new price and the day from which it holds, in one sentence or the next; none where it is not sure."""
    found = {}
    whole: set[Decimal] = set()
    flat = layout.text.replace("\n", " ")  # as long as the text; phrases run across lines
    for match in _CHANGES.finditer(flat, layout.start, layout.end):
        start, end = sentence_at(layout.text, match.start(), layout.start, layout.end)
        amounts = [each for each in find_money(layout.text, start, end) if each.amount > 0]
        days = calendar.find(layout.text, start, end)
        if not days and amounts:  # "the following holds from …: … "
            days = calendar.find(layout.text, max(layout.start, start - 200), end)
        days = [each for each in days if _FROM.search(flat[max(layout.start, each.char_start - 30) : each.char_start])]
        words = flat[start:end]
        if (
            not amounts
            or len({each.day for each in days}) != 1
            or not (_PRICE.search(words) or _rhythm(words))
            or re.search(r"(?i)\b(?:if|falls|wenn|si)\b[^.]{0,30}\b(?:want|möchten|souhait)", words)
        ):
            continue
        old = [
            each
            for each in amounts
            if _OLD.search(flat[max(start, each.char_start - 30) : each.char_start])
            and not _NEW.search(flat[max(start, each.char_start - 12) : each.char_start])
        ]
        new = [each for each in amounts if each not in old]
        if len({each.amount for each in new}) == 1 and len({each.amount for each in old}) <= 1:
            found[new[0].amount] = (match, new[0], old, days[0], _rhythm(words) or "P1M")
            if _WHOLE.search(words):
                whole.add(new[0].amount)
    if len(whole) == 1:  # "Die neue Gesamtmiete beträgt …", beside the part that changes
        found = {amount: each for amount, each in found.items() if amount in whole}
    if len(found) != 1:
        return
    match, new_price, old, day, rhythm = next(iter(found.values()))
    yield Fact(0, "paper", "price_change", *match.span())
    yield Fact(
        0, "price", rhythm, new_price.char_start, new_price.char_end, new_price.amount, new_price.currency, day.day
    )
    yield Fact(0, "start", day.day.isoformat(), day.char_start, day.char_end, day=day.day)
    for each in old[:1]:
        yield Fact(0, "old_price", rhythm, each.char_start, each.char_end, each.amount, each.currency)


def _rhythm(words: str) -> str | None:
    """How often something is paid; ``None`` where it is not said, or twice."""
    found = {name for name, pattern in RHYTHMS if pattern.search(words)}
    return found.pop() if len(found) == 1 else None


def _clause(layout: Layout, money: Money) -> tuple[int, int]:
    """The line of a table, or the sentence of running text, that holds an amount."""
    index = layout.line_at(money.char_start)
    start, end = sentence_at(layout.text, money.char_start, layout.start, layout.end)
    if index is not None:
        line = layout.lines[index]
        label = layout.text[line.char_start : money.char_start]
        if (
            len(label) < 60
            and (
                re.search(r"[:|\t]|\s{3,}|\.{3}", label)
                or (label[:1].isupper() and line.char_end - line.char_start < 60)
            )
            and money.char_end >= line.char_end - 25
        ):
            return max(start, line.char_start), min(end, line.char_end) if end > line.char_start else line.char_end
    return start, end
