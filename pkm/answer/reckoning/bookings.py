"""Which bookings a question speaks of: by its words, its direction, its accounts and amounts.

A word of the topic stands for an account of the household (its label, holder or number), or for a category or words in
bookings (`pkm.answer.reckoning.terms`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pkm.answer.language import stems_of
from pkm.answer.planning.intent import says
from pkm.answer.planning.lookup import plain
from pkm.answer.planning.plan import Plan
from pkm.answer.planning.question import CASH
from pkm.answer.planning.sayings import EARNING, PAID_OFF, SUBSCRIBED, WITHDRAWN
from pkm.answer.planning.weekdays import WEEKEND
from pkm.answer.reckoning import bank_fees
from pkm.answer.reckoning.given_back import came_back, is_reimbursed
from pkm.answer.reckoning.incoming import MOVED, from_others, is_paid_to_us, put_there
from pkm.answer.reckoning.own_accounts import (
    account_of,
    accounts_named,
    by_wallet,
    is_between,
    is_open,
    is_price,
    is_purse,
    is_unknown,
    names_another,
    shared_with,
    somebody,
    without_cards,
)
from pkm.answer.reckoning.spelling import is_called
from pkm.answer.reckoning.terms import Search, as_written, bookings_of, narrowed
from pkm.ledger import category
from pkm.ledger.words import fold, stem, words
from pkm.models import AccountId, CollectionId, Role, Rows
from pkm.store import figures
from pkm.store.chosen import ALL, FLOW, Filter, Side, Term
from pkm.store.database import Connection
from pkm.store.figures import OwnAccount

NETTED = {"sum", "average", "compare", "cashflow", "savings", "share"}

_LEAVES = re.compile(r"\b(?:from|von|vom|depuis|du)\b")

# What a payment may have, and no booking is: "with the receipts" does not mean who is called "Belegloser Auftrag".
_PAPERS = stems_of(
    "receipt receipts beleg belege quittung quittungen kassenzettel kassenbon kassenbons justificatif justificatifs"
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a question's words stand for in this ledger.

    Attributes:
        chosen: The bookings, at any time up to the day of the question.
        accounts: Those of the household.
        misspelt: Words that no booking says, each with the one, or the payee, that it was read as.
        against: The bookings that these are held against.
    """

    chosen: Filter
    accounts: tuple[OwnAccount, ...]
    misspelt: tuple[tuple[str, str], ...] = ()
    against: Filter | None = None


def understand(plan: Plan, connection: Connection, collection: CollectionId | None, search: Search) -> Meaning | None:
    """What the question means; ``None`` where the ledger knows a word of it neither by account, category nor booking."""
    if plan.against is None:
        return _understand(plan, connection, collection, search)
    one = replace(plan, against=None, without=(), kind="sum" if plan.kind == "cashflow" else plan.kind)
    words_of = tuple(dict.fromkeys(word for each in plan.against.things for word in each))
    either = plan.against.things if len(plan.against.things) > 1 else ()
    other = replace(one, topic=words_of, either=either, direction=plan.against.direction)
    parts = [_understand(each, connection, collection, search) for each in (one, other)]
    if not all(parts):
        return None
    meant, held = (each for each in parts if each)
    narrowed = (meant.chosen.accounts is None) == (held.chosen.accounts is None) or not meant.chosen.has_topic
    alike = meant.chosen.has_topic == held.chosen.has_topic
    given = (
        plan.against.direction == "in"
        and plan.direction == "out"
        and meant.chosen.accounts
        and not meant.chosen.has_topic
    )
    if not narrowed or given or (plan.kind in {"compare", "recurring"} and not alike):
        return None  # whose accounts or what kind of goods are meant by the other is open
    return replace(meant, misspelt=(*meant.misspelt, *held.misspelt), against=held.chosen)


def _understand(plan: Plan, connection: Connection, collection: CollectionId | None, search: Search) -> Meaning | None:
    """What its words mean but for what they are held against.

    Who is said to have been paid is meant by the accounts of that person, else by what bookings of others say: a wage may come
    into an account of several.
    """
    meant = _meant(plan, connection, collection, search)
    if meant and is_paid_to_us(plan, connection, meant.chosen):
        return _meant(replace(plan, direction="in"), connection, collection, search)
    if not somebody(plan) or (meant and figures.has_any(connection, meant.chosen)):
        return meant
    return _meant(plan, connection, collection, search, by_person=False) or meant


def _meant(
    plan: Plan, connection: Connection, collection: CollectionId | None, search: Search, *, by_person: bool = True
) -> Meaning | None:
    accounts = figures.own_accounts(connection, collection)
    if plan.route is not None and (moved := _between(plan, collection, accounts)):
        return Meaning(moved, tuple(accounts))
    parts, used = accounts_named(plan, accounts, by_person=by_person)
    told = [each for each in plan.topic if each not in used]
    if plan.kind == "recurring" and parts is not None and not told and says(plain(plan.question), SUBSCRIBED):
        told = [stem("subscription")]
    if parts is not None and _is_paid_elsewhere(plan, connection, collection, accounts, parts, used):
        return None
    if plan.on_card and parts is None:  # no account is known to be a card's
        return None
    if (
        is_unknown(plan, parts)
        or is_price(plan, parts, told)
        or names_another(plan, told)
        or not _PAPERS.isdisjoint(told)
    ):
        return None
    if plan.direction != "in" and bank_fees.are_said(plan.question) and not bank_fees.are_meant(plan.question, told):
        return None  # of which bank no account tells: all that names it would be added up
    if plan.off_card:
        parts = without_cards(accounts, parts)
        if not parts:
            return None
    if plan.currency not in {None, *figures.currencies(connection, collection)}:
        return None  # what was paid in dollars is not told in euros
    if is_open(plan, accounts, parts):
        return None
    if parts is not None and (plan.transfers or not plan.either) and is_between(plan, accounts, used):
        return None  # "how much did Martin pay Ruth" is asked of neither's accounts alone
    if plan.kind in {"balance", "cashflow", "savings"} and told:  # there is none of anything but accounts
        return None
    if plan.kind == "holdings":  # the rest names securities
        told = []
    chosen = Filter(
        collection, None, plan.today, plan.weekdays or None, *_side(plan), accounts=parts, currency=plan.currency,
        **_bounds(plan),
    )  # fmt: skip
    of_days = plan.weekdays or plan.group == "weekday"
    if of_days and not figures.has_any(connection, Filter(collection, weekdays=WEEKEND, roles=ALL, accounts=parts)):
        return None  # a bank that books on working days alone does not tell when something was paid
    things = _things(plan, told, used)
    if things is None or not {word for each in things for word in each}.issuperset(told):
        return None
    misspelt: dict[str, str] = {}
    of_account = parts is not None and not told and plan.direction != "in" and bank_fees.are_named(plan.question)
    fees = _bank_fees(plan, connection, chosen, [stem("fees")] if of_account else told)
    if of_account and plan.kind not in {"balance", "holdings"} and not fees:
        return None  # all that was paid from it would be told
    of_bank = fees or _interest(plan, connection, chosen, told) or _withdrawn(plan, connection, chosen, told, accounts)
    whole = of_bank or bookings_of(plan, connection, chosen, told, search, misspelt)
    if len(things) > 1 and not (whole and _is_named(whole, told)):
        parts_of = [bookings_of(plan, connection, chosen, each, search, misspelt) for each in things]
        known = {name for part in parts_of if part for term in part.terms for name in term.categories}
        inside = [category.named(" ".join(as_written(plan, word) for word in each)) in known for each in things]
        told_all = all(
            within or (part and figures.has_any(connection, replace(part, until=None)))
            for part, within in zip(parts_of, inside, strict=True)
        )  # of what no booking ever met the sum would be that of the others
        whole = _any_of([each for each in parts_of if each]) if told_all else None
    if whole and plan.without:
        parts_of = [bookings_of(plan, connection, chosen, each, search, misspelt) for each in plan.without]
        whole = _apart(plan, connection, whole, parts_of, accounts)
    if whole and plan.including:
        parts_of = [bookings_of(plan, connection, chosen, each, search, misspelt) for each in plan.including]
        whole = whole if _holds(plan, connection, whole, parts_of, accounts) else None
    if whole and plan.refunds:
        whole = came_back(plan, connection, chosen, whole, told, search)
    shared = shared_with(plan, accounts, parts)
    if whole and shared:
        both = replace(whole, accounts=shared, since=plan.since, until=plan.until or whole.until)
        if plan.direction == "in" and says(plain(plan.question), EARNING) and not whole.has_topic:
            both = both.of_category("salary")  # a child's benefit is earned by nobody
        whole = None if figures.has_any(connection, both) else whole  # whose part of it that was no statement tells
    if whole and plan.refunds and is_reimbursed(plan, connection, whole):
        return None
    if whole and parts and not told:
        whole = put_there(plan, connection, whole)
    if whole and parts and not told and plan.kind in {"recurring", "average"} and plan.since is None:
        wage = whole.of_category("salary")  # "what does Ben earn": not what friends gave back
        earned = plan.direction == "in" and somebody(plan) and says(plain(plan.question), EARNING)
        whole = wage if earned and figures.has_any(connection, wage) else whole
    if whole and parts and whole.side == "in" and whole.roles == MOVED:
        whole = from_others(connection, whole, accounts)
    return Meaning(whole, tuple(accounts), tuple(misspelt.items())) if whole else None


def _is_paid_elsewhere(
    plan: Plan, connection: Connection, collection: CollectionId | None, accounts: Sequence[OwnAccount],
    parts: Sequence[AccountId], used: set[str],
) -> bool:  # fmt: skip
    """Whether what was paid by a wallet stands in other accounts, too, whose payments to it no statement of it explains."""
    wallet = by_wallet(plan) & used
    others = tuple(each.part for each in accounts if each.part not in parts)
    paid = Filter(collection, None, plan.today, roles=("spending",), accounts=others, terms=(Term(tuple(wallet), ()),))
    return bool(wallet and others) and figures.has_any(connection, paid)


def _bank_fees(plan: Plan, connection: Connection, chosen: Filter, told: Sequence[str]) -> Filter | None:
    """What the bank itself took, where nothing else is asked for; interest that it paid is none of it."""
    asked = plan.direction != "in" and bank_fees.are_meant(plan.question, told)
    if not asked or bank_fees.CATEGORY not in figures.categories(connection, chosen.collection):
        return None
    roles: tuple[Role, ...] = ("refund",) if plan.refunds else ("spending", "refund")
    return narrowed(connection, replace(chosen, side=None, roles=roles), [Term((), (bank_fees.CATEGORY,))], [[]], set())


def is_withdrawal(plan: Plan, told: Sequence[str]) -> bool:
    """Whether it asks for the cash that was drawn, which is not yet spent."""
    return bool(told) and CASH.issuperset(told) and says(plain(plan.question), WITHDRAWN) and plan.direction != "in"


def _withdrawn(
    plan: Plan, connection: Connection, chosen: Filter, told: Sequence[str], accounts: Sequence[OwnAccount]
) -> Filter | None:
    """What was drawn into a purse of which there are records, so that it is no spending: what is paid from it is."""
    asked = is_withdrawal(plan, told)
    purses = tuple(each.part for each in accounts if is_purse(each)) if asked else ()
    drawn = replace(chosen, side="out", roles=MOVED, into=purses)
    spent = (
        bookings_of(plan, connection, replace(chosen, roles=("spending",)), told, lambda _: [], {}) if purses else None
    )
    known = spent is not None and figures.has_any(connection, spent)
    return None if not purses or known or not figures.has_any(connection, drawn) else drawn


def _interest(plan: Plan, connection: Connection, chosen: Filter, told: Sequence[str]) -> Filter | None:
    """What the bank paid as interest: income that it, or its category, calls so."""
    if plan.direction == "out" or plan.refunds or not bank_fees.is_interest(told):
        return None
    rows = figures.words_like(connection, chosen.collection, frozenset(), bank_fees.INTEREST_FORMS)
    found = tuple(sorted({each.word for each in rows}))
    if not found:
        return None
    terms = (Term(found, ()), Term((), (bank_fees.CATEGORY, category.UNCATEGORISED)))
    whole = (
        replace(chosen, terms=terms)
        if plan.direction is None
        else replace(chosen, side=None, roles=("income",), terms=terms)
    )
    return whole if figures.has_any(connection, whole) else None


def _holds(
    plan: Plan, connection: Connection, whole: Filter, parts: Sequence[Filter | None], accounts: Sequence[OwnAccount]
) -> bool:
    """Whether these parts are indeed of what is meant; an account or its holder is none."""
    if any(not _own_words(accounts).isdisjoint(each) for each in plan.including):
        return False
    return all(
        each and (_have_common(connection, whole, each) if whole.has_topic else figures.has_any(connection, each))
        for each in parts
    )


def _own_words(accounts: Sequence[OwnAccount]) -> set[str]:
    """The stems by which accounts are called."""
    return {
        stem(each)
        for account in accounts
        for each in words(f"{account.label or ''} {account.name} {account.holder or ''}")
    }


def _between(plan: Plan, collection: CollectionId | None, accounts: Sequence[OwnAccount]) -> Filter | None:
    """What went from one own account to another; ``None`` where either is none, or more than their names is asked."""
    sides = [account_of(plan, each, accounts) for each in plan.route or ()]
    if not all(sides) or not {word for each in plan.route or () for word in each}.issuperset(plan.topic):
        return None
    whence, whither = (each for each in sides if each)
    if not set(whence).isdisjoint(whither) or plan.either or plan.without:
        return None
    return Filter(
        collection, None, plan.today, plan.weekdays or None, "out", MOVED, accounts=whence, into=whither,
        currency=plan.currency, **_bounds(plan),
    )  # fmt: skip


def _bounds(plan: Plan) -> dict[str, Any]:
    """Of a booking's amount, as a filter takes them."""
    if plan.of_groups:
        return {}
    return {
        "lowest": plan.amount or plan.min_amount, "highest": plan.amount or plan.max_amount,
        "bounds_excluded": plan.bounds_excluded and plan.amount is None,
    }  # fmt: skip


def _apart(
    plan: Plan, connection: Connection, whole: Filter, parts: Sequence[Filter | None], accounts: Sequence[OwnAccount]
) -> Filter | None:
    """What is meant without these parts; ``None`` where one is unknown, is none of it, or is an account or its holder."""
    if any(not _own_words(accounts).isdisjoint(each) for each in plan.without) or not all(parts):
        return None
    known = [each for each in parts if each]
    if whole.has_topic and not all(_have_common(connection, whole, each) for each in known):
        return None  # "electricity without VAT" is no sum less what the tax office took
    apart = _any_of(known)
    return replace(whole, without=apart) if apart else None


def _have_common(connection: Connection, one: Filter, other: Filter) -> bool:
    """Whether any booking is meant by both."""
    told = Rows.of(each.ids for each in figures.sums(connection, other))
    return any(each.ids & told for each in figures.sums(connection, one))


def _things(plan: Plan, told: list[str], used: set[str]) -> list[list[str]] | None:
    """The things of which each is meant; ``None`` where they are told of different people, so that whose is which is open."""
    if not plan.either:
        return [told]
    own = [set(each).difference(*(set(other) for other in plan.either if other is not each)) for each in plan.either]
    of_people = [bool(each & used) for each in own]
    if any(of_people):
        return [told] if all(of_people) and all(each <= used for each in own) else None
    return [[each for each in thing if each in told] for thing in plan.either]


def _is_named(chosen: Filter, told: Sequence[str]) -> bool:
    """Whether all words are one payee's name, or one category's ("internet and phone")."""
    if len(chosen.terms) == 1 and not chosen.terms[0].words and not chosen.payees:
        return True
    return any(is_called(told, each) for each in chosen.payees or ())


def _any_of(parts: Sequence[Filter]) -> Filter | None:
    """What any of these filters finds, where one filter can say so."""
    if any(len(each.terms) > 1 for each in parts):
        return None
    payees = {payee for each in parts for payee in each.payees or ()}
    told = [term for each in parts for term in each.terms]
    words_of = {word for term in told for word in term.words}
    categories = {category for term in told for category in term.categories}
    return replace(
        parts[0], payees=tuple(sorted(payees)), terms=(Term(tuple(sorted(words_of)), tuple(sorted(categories))),) if told else (),
        never=tuple(sorted({payee for each in parts for payee in each.never} - payees)),
    )  # fmt: skip


def _side(plan: Plan) -> tuple[Side | None, tuple[Role, ...]]:
    """What bookings must be: a role has its sign. Money that was given back lowers what was spent, and is no income."""
    if plan.transfers:
        text = fold(plan.question)
        arrives = (plan.topic and not _LEAVES.search(text)) or PAID_OFF.search(text)
        return "in" if arrives else "out", MOVED
    if plan.refunds:
        return None, ("refund",)
    if plan.direction == "in":
        return None, ("income",)
    if plan.direction == "out":
        of_each = plan.kind == "average" and plan.per in {None, "booking"}  # what was given back is no purchase
        return None, ("spending", "refund") if plan.kind in NETTED and not (plan.gross or of_each) else ("spending",)
    if plan.kind in {"first", "last"}:  # what was given back is no purchase
        return None, tuple(each for each in FLOW if each != "refund")
    return None, FLOW
