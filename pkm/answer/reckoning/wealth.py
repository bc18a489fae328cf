"""What is there: balances on a day, reckoned from what a statement states, and what investment accounts hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from pkm.answer import phrases
from pkm.answer.language import content
from pkm.answer.quoting.cite import Quote, inert, trimmed
from pkm.answer.quoting.evidence import read_documents
from pkm.answer.reckoning.compute import SUM, ZERO, Computed, Inquiry, Line, reached
from pkm.models import AccountId, Document, Figure, Rows
from pkm.store import figures
from pkm.store.chosen import ALL, Filter
from pkm.store.figures import HoldingRow, StatedBalance

_NUMBER = re.compile(r"\d[\d.,'’\u00a0\u202f]*")


def _parts(inquiry: Inquiry) -> dict[str, list[AccountId]]:
    """The parts of each account that is meant, by what it is called."""
    named = inquiry.meaning.chosen.accounts
    parts: defaultdict[str, list[AccountId]] = defaultdict(list)
    for each in inquiry.meaning.accounts:
        if named is None or each.part in named:
            parts[inquiry.account(each.part)].append(each.part)
    return dict(parts)


def tell_balance(inquiry: Inquiry) -> Computed:
    """Each account's balance at the end of the day, and the sum of each currency."""
    plan, language = inquiry.plan, inquiry.plan.language
    day = reached(plan) or plan.today
    listed: list[Line] = []
    single: list[Figure] = []
    parts_of: list[Figure] = []
    reach = [day]
    unknown: list[str] = []
    for name, parts in _parts(inquiry).items():
        stated = _nearest(figures.stated_balances(inquiry.connection, parts, day), day)
        if not stated:
            unknown.append(phrases.say("no_balance", language, account=inert(name)))
        for each in stated:
            reach = [*reach, each.day]
            (made, *more), line = _balance(inquiry, name, parts, each, day)
            single.append(made)
            parts_of += more
            listed.append(line)
    sums: list[Figure] = []
    lead: list[str] = []
    for currency in sorted({each.currency or "" for each in single}):
        own = [each for each in single if each.currency == currency]
        rows = tuple(row for each in own for row in each.rows)
        value = sum((each.value for each in own), ZERO)
        if len(own) > 1:
            sums.append(
                Figure("balance", value, currency, len(rows), rows, "sum of the accounts' balances; each as below")
            )
        accounts = ", ".join(inert(each.name.removeprefix("balance ")) for each in own)
        lead.append(
            phrases.say(
                "balance",
                language,
                amount=phrases.money(value, currency, language),
                day=phrases.day(day, language),
                accounts=accounts,
            )
        )
    times = ((min(reach), max(reach)),)
    made_all = (*sums, *single, *parts_of)
    return Computed(tuple(lead or unknown), tuple(listed), made_all, "", tuple(unknown if lead else ()), times)


def _nearest(stated: list[StatedBalance], day: date) -> list[StatedBalance]:
    """Of the parts of one account, by currency: the last balance up to the day, else the first after it."""
    best: dict[str, StatedBalance] = {}
    for each in sorted(stated, key=lambda one: (one.day > day, abs((one.day - day).days))):
        best.setdefault(each.currency, each)
    return list(best.values())


def _balance(
    inquiry: Inquiry, name: str, parts: list[AccountId], stated: StatedBalance, day: date
) -> tuple[list[Figure], Line]:
    """The stated balance and what was booked between its day and the day that is asked for."""
    language = inquiry.plan.language
    ahead = stated.day <= day
    first, last = (stated.day, day) if ahead else (day, stated.day)
    chosen = Filter(
        inquiry.meaning.chosen.collection,
        first + timedelta(days=1),
        last,
        roles=ALL,
        accounts=tuple(parts),
        currency=stated.currency,
    )
    moved = next(iter(figures.sums(inquiry.connection, chosen)), None) if first < last else None
    between = moved.amount if moved else ZERO
    value = stated.amount + between if ahead else stated.amount - between
    ids = moved.ids if moved else Rows()
    how = f"{stated.amount} stated for {stated.day} {'+' if ahead else '-'} {SUM}"
    text = phrases.say(
        "balance_of" if ids else "balance_stated", language, account=inert(name), amount=phrases.money(value, stated.currency, language),
        stated=phrases.money(stated.amount, stated.currency, language), day=phrases.day(stated.day, language),
        bookings=phrases.count("bookings", len(ids), language), moved=phrases.money(between, stated.currency, language),
    )  # fmt: skip
    documents = read_documents(inquiry.connection, [stated.document_id])
    quote = _stating(documents[stated.document_id], stated.amount) if stated.document_id in documents else None
    cited = inquiry.bookings(ids[-1:])
    made = [Figure(f"balance {name}", value, stated.currency, len(ids), ids, how)]
    made.append(
        Figure(f"stated {name}", stated.amount, stated.currency, 0, (), f"as a statement states it for {stated.day}")
    )
    if ids:
        made.append(
            Figure(
                f"moved {name}",
                between,
                stated.currency,
                len(ids),
                ids,
                f"{SUM}; booked from {chosen.since} to {chosen.until}",
            )
        )
    return made, Line(text, tuple(cited), None, (quote,) if quote else ())


def _stating(document: Document, amount: Decimal) -> Quote | None:
    """The line of a statement in which an amount stands, the last one; ``None`` where it is written in another way."""
    for found in reversed(list(_NUMBER.finditer(document.text))):
        if _read(found.group()) == abs(amount):
            start = document.text.rfind("\n", 0, found.start()) + 1
            end = document.text.find("\n", found.end())
            return trimmed(
                document,
                max(start, found.start() - 200),
                len(document.text) if end < 0 else min(end, found.end() + 200),
            )
    return None


def _read(number: str) -> Decimal | None:
    """A number as statements write it: what follows the last point or comma is its fraction, unless three digits do."""
    whole, _, fraction = re.sub(r"[\s'’]", "", number.rstrip(".,'’\u00a0\u202f")).replace(",", ".").rpartition(".")
    if not whole or len(fraction) == 3:
        whole, fraction = whole + fraction, ""
    digits = whole.replace(".", "")
    return Decimal(f"{digits}.{fraction or 0}") if digits == "0" or not digits.startswith("0") else None


def _meant(inquiry: Inquiry, rows: Sequence[HoldingRow]) -> Sequence[HoldingRow]:
    """The securities that the question names, by any of its words that one of them bears; all where it names none."""
    told = [set(content(f"{each.name or ''} {each.security}")) for each in rows]
    called = {
        word
        for each in inquiry.meaning.accounts
        for word in content(f"{each.label or ''} {each.name} {each.holder or ''}")
    }
    asked = [word for word in inquiry.plan.topic if word not in called]
    return [each for each, words in zip(rows, told, strict=True) if words.issuperset(asked)]


def list_holdings(inquiry: Inquiry) -> Computed:
    """What each account held by its last statement up to the day, and what it was worth by currency."""
    plan, language = inquiry.plan, inquiry.plan.language
    day = reached(plan) or plan.today
    parts = {part: name for name, own in _parts(inquiry).items() for part in own}
    rows = _meant(inquiry, figures.holdings(inquiry.connection, list(parts), day))
    documents = read_documents(inquiry.connection, [each.document_id for each in rows])
    listed, made, lead = [], [], []
    values: defaultdict[str, list[tuple[int, Decimal]]] = defaultdict(list)
    for each in rows:
        value = (
            each.value
            if each.value is not None
            else each.units * each.unit_price
            if each.unit_price is not None
            else None
        )
        told = {
            "account": inert(parts[each.account_id]), "security": inert(each.name or each.security),
            "units": phrases.number(each.units, language), "day": phrases.day(each.as_of, language),
        }  # fmt: skip
        quotes = (
            (trimmed(documents[each.document_id], each.char_start, each.char_end),)
            if each.document_id in documents
            else ()
        )
        made.append(
            Figure(f"units {each.security}", each.units, None, 0, (), f"units from holding where id = {each.id}")
        )
        if value is None:
            listed.append(Line(phrases.say("holding_unvalued", language, **told), (), None, quotes))
            continue
        values[each.currency].append((each.id, value))
        made.append(
            Figure(
                f"value {each.security}",
                value,
                each.currency,
                0,
                (),
                f"value, or units * unit_price, from holding where id = {each.id}",
            )
        )
        listed.append(
            Line(
                phrases.say("holding", language, amount=phrases.money(value, each.currency, language), **told),
                (),
                None,
                quotes,
            )
        )
    sums = []
    for currency, own in sorted(values.items()):
        total = sum((value for _, value in own), ZERO)
        ids = ", ".join(str(key) for key, _ in own)
        sums.append(
            Figure(
                "holdings",
                total,
                currency,
                0,
                (),
                f"sum of value, or units * unit_price, from holding where id in ({ids})",
            )
        )
        told_count = phrases.count("holdings", len(own), language)
        lead.append(
            phrases.say(
                "holdings",
                language,
                amount=phrases.money(total, currency, language),
                day=phrases.day(day, language),
                positions=told_count,
            )
        )
    if rows:
        made.append(Figure("positions", Decimal(len(rows)), None, 0, (), "count(*) of these rows of holding"))
    return Computed(tuple(lead), tuple(listed), (*sums, *made))
