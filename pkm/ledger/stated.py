"""From facts to what can be matched: the claims of invoices and receipts, the agreements of contracts and their letters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from pkm.facts import Fact, FactKind
from pkm.ledger.agreements import Agreement, Price
from pkm.ledger.claims import Claim, ClaimKind, Key, plain_code
from pkm.ledger.names import tokens

_CARD = re.compile(r"(\d{4})$")
_LINKED: dict[str, ClaimKind] = {"invoice": "invoice", "receipt": "receipt", "credit_note": "invoice"}
Items = Mapping[Key, Sequence[Fact]]


def by_item(facts: Iterable[Fact]) -> dict[Key, list[Fact]]:
    """Facts by document and item, in the order of both."""
    items: defaultdict[Key, list[Fact]] = defaultdict(list)
    for each in facts:
        items[each.document_id, each.item].append(each)
    return dict(sorted(items.items()))


def first(facts: Sequence[Fact], kind: FactKind) -> Fact | None:
    """The first fact of a kind."""
    return next((each for each in facts if each.kind == kind), None)


def agreed_of(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The price that a paper states, with what is paid beside it: they add up to what is paid each time."""
    price = first(facts, "price")
    beside = [each for each in facts if price and each.kind == "extra" and each.currency == price.currency]
    return (price, *beside) if price else ()


def asked_of(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """What a paper asks for: its total, or the price with what is paid beside it."""
    total = first(facts, "total")
    return (total,) if total else agreed_of(facts)


def sum_of(stated: Sequence[Fact]) -> Decimal | None:
    """What amounts come to; ``None`` where there are none."""
    amounts = [each.amount for each in stated if each.amount is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def claims_of(items: Items, titles: Mapping[int, str], days: Mapping[int, date | None]) -> list[Claim]:
    """What invoices, receipts and credit notes ask for; ``days`` stand in where a paper states none.

    Args:
        titles, days: Title and day of each document.
    """
    found = []
    for key, facts in items.items():
        paper, total, issued = first(facts, "paper"), first(facts, "total"), first(facts, "date")
        day = issued.day if issued else days.get(key[0])
        due = first(facts, "due") or first(facts, "direct_debit")
        if (
            paper is None
            or paper.text not in _LINKED
            or total is None
            or not total.amount
            or not (day or (due and due.day))
        ):
            continue
        reduced = first(facts, "discount")
        found.append(
            Claim(
                papers=(key,), kind=_LINKED[paper.text], amount=total.amount, currency=total.currency, issued=day,
                due=due.day if due else None, names=_texts(facts, "issuer", "domain"), hints=_hints(titles.get(key[0], "")),
                numbers=_codes(facts, "number", "reference"), customers=_codes(facts, "customer"), ibans=_codes(facts, "iban"),
                cards=frozenset(match[1] for each in facts if each.kind == "paid" and (match := _CARD.search(each.text))),
                parts=tuple((each.amount, each.day) for each in facts if each.kind == "instalment" and each.amount and each.day),
                discount=(reduced.amount, reduced.day) if reduced and reduced.amount else None,
                to=_texts(facts, "recipient"), is_collected=first(facts, "direct_debit") is not None,
            )
        )  # fmt: skip
    return found


def agreements_of(items: Items, titles: Mapping[int, str]) -> list[Agreement]:
    """Contracts with the prices that letters announced for them; a letter without its contract stands for itself."""
    contracts: list[Agreement] = []
    letters: list[Agreement] = []
    for key, facts in items.items():
        paper, price, amount = first(facts, "paper"), first(facts, "price"), sum_of(agreed := agreed_of(facts))
        if paper is None or price is None or not amount or paper.text not in {"contract", "price_change"}:
            continue
        begin, end = first(facts, "start"), first(facts, "end")
        parts = tuple(each.amount for each in agreed if each.amount is not None) if len(agreed) > 1 else ()
        prices = [Price(amount, price.day, key, parts)]
        before = first(facts, "old_price")
        if before and before.amount:
            prices.insert(0, Price(before.amount, None, key))
        made = Agreement(
            paper=key, currency=price.currency, rhythm=price.text, prices=tuple(prices), since=begin.day if begin and paper.text == "contract" else None,
            until=end.day if end else None, names=_texts(facts, "issuer", "party", "domain"), hints=_hints(titles.get(key[0], "")),
            customers=_codes(facts, "customer", "number"), ibans=_codes(facts, "iban"),
        )  # fmt: skip
        (contracts if paper.text == "contract" else letters).append(made)
    for letter in sorted(letters, key=lambda one: (one.prices[-1].since or date.min, one.paper)):
        own = [n for n, each in enumerate(contracts) if _is_about(letter, each)]
        if len(own) == 1:
            contracts[own[0]] = _changed(contracts[own[0]], letter)
        else:
            alone = replace(letter, since=(letter.prices[-1].since or date.min) - timedelta(days=400))
            contracts.append(alone if len(letter.prices) > 1 else replace(letter, since=letter.prices[-1].since))
    return contracts


def _is_about(letter: Agreement, contract: Agreement) -> bool:
    """Whether a letter changes a contract: its number, or its firm and a price that is not far from it."""
    if letter.customers and contract.customers:
        return bool(letter.customers & contract.customers)
    ours, theirs = ({tokens(name) for name in each.names} - {frozenset()} for each in (letter, contract))
    known = {amount for each in contract.prices for amount in (each.amount, *each.parts)}
    if len(letter.prices) > 1 and letter.prices[0].amount not in known:
        return False
    return any(one <= other or other <= one for one in ours for other in theirs) and letter.rhythm == contract.rhythm


def _changed(contract: Agreement, letter: Agreement) -> Agreement:
    *old, new = letter.prices
    new = contract.prices[-1].changed(new, old[0].amount if old else None)
    return replace(
        contract, prices=tuple(sorted((*contract.prices, new), key=lambda each: (each.since or date.min, each.paper)))
    )


def _texts(facts: Sequence[Fact], *kinds: FactKind) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.text for each in facts if each.kind in kinds))


def _hints(title: str) -> tuple[str, ...]:
    return (title,) if tokens(title) else ()


def _codes(facts: Sequence[Fact], *kinds: FactKind) -> frozenset[str]:
    return frozenset(plain_code(each.text) for each in facts if each.kind in kinds)
