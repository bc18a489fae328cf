"""Which of the household's own accounts a question names: by number, label, name, holder or kind."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from pkm.answer.language import stems_of
from pkm.answer.plan import Plan
from pkm.ledger.words import stem, words
from pkm.models import AccountId
from pkm.store.figures import OwnAccount

MIN_END = 4
MIN_NUMBER = 6
_MASKED = re.compile(r"[*xX•]{4}")
# By what accounts are called in a question about a balance.
_KINDS = {
    "saving": stems_of(
        "ersparnis ersparnisse économies savings saving sparkonto spar tagesgeld tagesgeldkonto épargne livret"
    ),
    "check": stems_of("checking current giro girokonto courant"),
    "card": stems_of("card kreditkarte karte carte"),
    "invest": stems_of("depot brokerage investment portfolio titres"),
}


def accounts_named(plan: Plan, accounts: Sequence[OwnAccount]) -> tuple[tuple[AccountId, ...] | None, set[str]]:
    """The parts of the accounts that the question names, and the words that do; ``None`` for all accounts."""
    said = "".join(filter(str.isalnum, plan.question)).upper()
    ends = [each for each in plan.topic if each.isdigit() and len(each) >= MIN_END]
    meant: set[AccountId] = set()
    used: set[str] = set()
    for each in accounts:
        for number in (each.number, *each.aliases):
            plain = "".join(filter(str.isalnum, number)).upper()
            if len(plain) >= MIN_NUMBER and plain in said:
                meant.add(each.id)
                used.update(term for term in plan.topic if term.upper() in plain)
            elif told := {end for end in ends if plain.endswith(end)}:
                meant.add(each.id)
                used |= told
    called: defaultdict[AccountId, set[str]] = defaultdict(set)
    for each in accounts:
        called[each.id] |= _called(plan, each)
    used |= set().union(*(called[key] for key in meant))
    if not meant and (most := max(map(len, called.values()), default=0)):
        meant = {key for key, terms in called.items() if len(terms) == most}
        used = set().union(*(called[key] for key in meant))
    if plan.on_card and (cards := {each.id for each in accounts if _is_card(each)}):
        meant = meant & cards or cards
    return (tuple(each.part for each in accounts if each.id in meant), used) if meant else (None, set())


def is_between(accounts: Sequence[OwnAccount], used: set[str]) -> bool:
    """Whether two people are named, and neither by what both share."""
    holders = {each.holder: used & {stem(word) for word in words(each.holder)} for each in accounts if each.holder}
    named = [told for told in holders.values() if told]
    return any(one.isdisjoint(other) for one in named for other in named)


def _is_card(account: OwnAccount) -> bool:
    """Whether it is a card's: its statements say so, or its number is one whose middle is hidden."""
    return "card" in (account.kind or "").casefold() or _MASKED.search(account.root) is not None


def _called(plan: Plan, account: OwnAccount) -> set[str]:
    """The words of the topic that are the account's label, name or holder; its kind too where balances are asked for."""
    told = {
        stem(each)
        for each in words(f"{account.label or ''} {account.name} {account.holder or ''}")
        if not each.isdigit()
    }
    called = told & set(plan.topic)
    if plan.kind in {"balance", "holdings"} or plan.transfers:
        about = f"{account.kind or ''} {account.name} {account.label or ''}".casefold()
        called |= {term for kind, said in _KINDS.items() if kind in about for term in plan.topic if term in said}
    return called
