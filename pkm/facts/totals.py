"""Which of a paper's amounts is what is to be paid: by its label and by what adds up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from pkm.facts.layout import Layout
from pkm.facts.values import Money, find_money

# From surest to least sure: what is left to be paid, the gross total, a total of some sort.
_DUE = r"""(?:total |net )?amount (?:now )?(?:due|payable|to pay)|balance due|(?:total|sum) (?:due|payable|to (?:be )?pa(?:y|id))|to be paid|please pay|zahl(?:ungs)?betrag
    |zu zahlen(?:der betrag)?|zu überweisen(?:der betrag)?|(?:noch )?offener betrag|fälliger betrag|net à payer|(?:montant |total |solde |reste )?(?:à|a) payer|nett total|total payable|montant dû"""
_GROSS = r"""grand total|invoice (?:total|amount)|total amount|total \(?incl[^\n\d|:]{0,30}|total sales \(?incl[^\n\d|:]{0,30}|total[^\n\d|:]{0,14}ttc|montant ttc|gross(?: total| amount)?|total gross|amount charged|order total
    |round(?:ed|d)? ?(?:off )?total|rour?nd[^\n\d|:]{0,8}total|total round(?:ed|ing)?|(?:gesamt|rechnungs|end|brutto)(?:betrag|summe|preis|rechnungsbetrag)|gesamt(?:betrag)? (?:brutto|inkl)[^\n\d|:]{0,20}|summe brutto|brutto|montant total|total général|total facture|total amt"""
_TOTAL = r"total|totals?|gesamt|summe|sum|betrag|montant|amount|bezahlt"
_LABELS = tuple(
    (weight, re.compile(rf"(?<![\w-])(?:{re.sub(chr(10) + ' *', '', words)})(?!\w)", re.IGNORECASE))
    for weight, words in ((5, _DUE), (4, _GROSS), (2, _TOTAL))
)
_NET = re.compile(
    r"(?<!\w)(?:sub-?\s?total|subttl|net(?:to)?(?: ?(?:amount|total|betrag|summe|value))?|nettobetrag|zwischensumme|sous-total|total ht|montant ht|h\.?t\.?|total (?:excl|excluding|before)[^\n\d|:]{0,30}|total sales \(?excl[^\n\d|:]{0,24}|excl[^\n\d|:]{0,24}|amount before tax)(?!\w)",
    re.IGNORECASE,
)
_TAX = re.compile(
    r"(?<!\w)(?:vat|value added tax|tax(?: ?amo?u?n?t)?|sales tax|gst|sst|mwst|mehrwertsteuer|ust|umsatzsteuer|steuer|tva|taxe|taxes)(?!\w)(?!\s?(?:invoice|id|no|nr|reg|number|#))",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"(?<!\w)(?:qty|quantity|items?|pcs|menge|anzahl|quantité|savings?|saved|ersparnis|discount|disc|rabatt|remise|rounding|round(?:ing)? adj\w*|cash|bar|gegeben|tendered?|change|rückgeld|wechselgeld|rendu|espèces|points?|deposit|balance brought|vorauszahlung|already paid|paid|visa|mastercard|card|karte|carte|advance payments?|abschläge?|guthaben|previous|prior|letzte|old balance|limit|versicherungssumme|up to|bis zu|per month|monthly|monatlich\w*|mensuel\w*|a month|rate|instalment|acompte)(?!\w)",
    re.IGNORECASE,
)
_CASH = re.compile(
    r"(?<!\w)(?:cash|bar|gegeben|espèces|tendered?|paid amount|visa|mastercard|maestro|girocard|debit|card|ec-?karte|kreditkarte|kartenzahlung|carte|cb)(?!\w)",
    re.IGNORECASE,
)
_CHANGE = re.compile(r"(?<!\w)(?:change|rückgeld|wechselgeld|rendu|monnaie)(?!\w)", re.IGNORECASE)
_ROUNDING = re.compile(r"(?<!\w)(?:rounding|round(?:ing)? ?adj\w*|rour? ?ding|rundung\w*|arrondi)(?!\w)", re.IGNORECASE)
_RATE = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s?%")
_CENT = Decimal("0.01")
MOST_TAXES = 8
_TOLERANCE = Decimal("0.02")


@dataclass(frozen=True, slots=True)
class Total:
    """What is to be paid, with the net amount and the taxes that make it up, as far as they are stated.

    ``was_paid``: a line of its own says that a card, or cash less the change, paid just that.
    """

    gross: Money
    checked: bool
    net: Money | None = None
    taxes: tuple[tuple[Money, str], ...] = ()
    was_paid: bool = False


@dataclass(frozen=True, slots=True)
class _Labelled:
    """An amount and what stands before it."""

    money: Money
    label: str
    weight: int


def decide(layout: Layout) -> Total | None:
    """The total of a paper; ``None`` where its labels and its arithmetic leave it open."""
    every = _label(layout)
    money = [each.money for each in every]
    nets = [each.money for each in every if _NET.search(each.label) and each.weight < 4]
    taxes = [(each.money, _rate(each, layout)) for each in every if _TAX.search(each.label) and each.weight < 4]
    borne_out = _gross_of(nets, taxes) | _paid(every) | _sum_of_items(every)
    candidates = [each for each in every if each.weight]
    adjustments = _adjustments(every)
    rounded = {each.money.amount + by for each in candidates for by in adjustments} & {each.amount for each in money}
    scores: dict[Decimal, float] = {}
    for each in candidates:
        value = each.money.amount
        score = (
            each.weight + 3 * (value in borne_out) + 2 * (value in rounded) + 0.5 * (each.money.currency is not None)
        )
        scores[value] = max(scores.get(value, 0), score)
    stated = {each.amount for each in money}
    summed = {each + by for each in _gross_of(nets, taxes) for by in (Decimal(0), *adjustments)}
    for value in (rounded & borne_out | summed & stated) - scores.keys():
        scores[value] = 6 if value in borne_out | rounded else 3  # its label is lost, but not its sum
    if not scores:
        return None
    best = max(scores.values())
    leading = [value for value, score in scores.items() if score == best]
    # Of several totals that are as sure, none is; where tax lies between them, the gross one is the larger.
    decided = leading[0] if len(leading) == 1 else _with_tax(leading, taxes)
    if decided is None or (best < 3 and len(scores) > 1 and decided != max(scores) and decided not in borne_out):
        return None
    was_paid = decided in _paid(every) and any(each.money.amount == decided for each in candidates)
    return replace(_complete(decided, every, nets, taxes, decided in borne_out), was_paid=was_paid)


def _complete(
    value: Decimal, every: Sequence[_Labelled], nets: Sequence[Money], taxes: Sequence[tuple[Money, str]], checked: bool
) -> Total:
    """The total with the net amount and the taxes that add up to it."""
    own = [each for each in every if each.money.amount == value]
    gross = max(own, key=lambda each: (each.weight, each.money.currency is not None, -each.money.char_start)).money
    for count in range(1, min(len(taxes), 4) + 1):
        for chosen in combinations(taxes[:MOST_TAXES], count):
            rest = value - sum((each.amount for each, _ in chosen), Decimal(0))
            net = next((each for each in nets if abs(each.amount - rest) < _TOLERANCE), None)
            if net is not None and any(each.amount for each, _ in chosen):
                return Total(gross, True, net, chosen)
    stated = tuple(each for each in taxes if each[1] and each[0].amount == _share(value, each[1]))
    return Total(gross, checked or bool(stated), None, stated[:1])


def _share(gross: Decimal, rate: str) -> Decimal:
    """The tax of that rate within a gross amount."""
    return (gross - gross / (1 + Decimal(rate) / 100)).quantize(_CENT, ROUND_HALF_UP)


def _label(layout: Layout) -> list[_Labelled]:
    """Every amount with the words before it on its line; on a line of its own, with the line above that has no amount."""
    found = []
    heads: list[str] = []
    for index, line in enumerate(layout.lines):
        amounts = find_money(layout.text, line.char_start, line.char_end)
        begin = line.char_start
        columns = layout.cells(line)
        for n, each in enumerate(amounts):
            label = layout.text[begin : each.char_start].strip()
            if not re.search(r"[^\W\d_]{2}", label) and n == 0 and index:
                above = layout.says(layout.lines[index - 1])
                label = above if not find_money(above) else label
            elif not re.search(r"[^\W\d_]{2}", label) and heads and len(heads) == len(columns):
                own = next(
                    (i for i, cell in enumerate(columns) if cell.char_start <= each.char_start < cell.char_end), 0
                )
                label = heads[own]
            elif n and not re.search(r"[^\W\d_]{2}", label):
                label = layout.text[line.char_start : amounts[0].char_start].strip()
            found.append(_Labelled(each, label, _weigh(label)))
            begin = each.char_end
        cells = [layout.says(cell) for cell in columns]
        heads = cells if len(cells) > 1 and not amounts else heads
    return found


def _weigh(label: str) -> int:
    """How sure the words before an amount say that it is the total; the last words count."""
    near = label[-60:]
    hits = [(match.end(), weight) for weight, pattern in _LABELS for match in pattern.finditer(near)]
    if not hits:
        return 0
    end, weight = max(hits, key=lambda each: (each[1], each[0]))
    if weight == 5:
        return 5
    worse = [match for pattern in (_NET, _OTHER) for match in pattern.finditer(near)]
    if weight == 4 and not any(match.start() >= end for match in worse):
        return 4
    if worse or any(match.start() <= end and weight < 4 for match in _TAX.finditer(near)):
        return 0
    return weight


def _rate(each: _Labelled, layout: Layout) -> str:
    """The rate of a tax line."""
    match = _RATE.search(each.label) or _RATE.search(layout.text, each.money.char_end, each.money.char_end + 12)
    return match[1].replace(",", ".") if match else ""


def _gross_of(nets: Sequence[Money], taxes: Sequence[tuple[Money, str]]) -> set[Decimal]:
    """What net amounts and the taxes on them come to."""
    found = set()
    for count in range(1, min(len(taxes), 3) + 1):
        for chosen in combinations(taxes[:MOST_TAXES], count):
            tax = sum((each.amount for each, _ in chosen), Decimal(0))
            found |= {each.amount + tax for each in nets if tax}
    return found


def _paid(every: Sequence[_Labelled]) -> set[Decimal]:
    """What was given less the change; what a card paid."""
    given = [each.money.amount for each in every if _CASH.search(each.label) and not _CHANGE.search(each.label)]
    change = [each.money.amount for each in every if _CHANGE.search(each.label)]
    return {a - b for a in given for b in change if a > b} | ({*given} if not change else set())


def _sum_of_items(every: Sequence[_Labelled]) -> set[Decimal]:
    """The sum of at least two amounts that stand above the first total."""
    first = next((n for n, each in enumerate(every) if each.weight or _NET.search(each.label)), 0)
    items = [each.money.amount for each in every[:first]]
    return {sum(items, Decimal(0))} if len(items) > 1 else set()


def _adjustments(every: Sequence[_Labelled]) -> set[Decimal]:
    """By how much the total was rounded."""
    return {
        sign * abs(each.money.amount)
        for each in every for sign in (1, -1)
        if _ROUNDING.search(each.label) and not re.search("total", each.label, re.IGNORECASE) and 0 < abs(each.money.amount) < 1
    }  # fmt: skip


def _with_tax(values: Sequence[Decimal], taxes: Sequence[tuple[Money, str]]) -> Decimal | None:
    """The larger of two totals between which a tax lies."""
    low, high = min(values), max(values)
    return high if any(high - low == each.amount for each, _ in taxes) else None
