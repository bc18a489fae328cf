"""What a question wants of the ledger, if anything: its kind, the money's direction, the rule, and what is tied to paper.

A question is about money moved when it says so in the past tense or by the noun (``spent``, ``payments``, ``Ausgaben``);
``How much is the deposit?`` is a question to documents. All patterns read folded text from which times and amounts are
taken out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pkm.answer.language import GENERIC_STEMS
from pkm.answer.planning import paper_sayings, sayings
from pkm.answer.planning.beyond import is_beyond
from pkm.answer.planning.wording import BALANCE_NOUN, KIND_NOISE, MORE_OR_LESS, any_of, told_in

QuestionKind = Literal[
    "lookup", "sum", "count", "average", "median", "largest", "smallest", "first", "last", "list", "unusual", "cashflow",
    "savings", "share", "compare", "recurring", "price_changes", "balance", "holdings", "invoice", "contract", "deadlines",
]  # fmt: skip
Direction = Literal["out", "in"]
Rule = Literal[
    "duplicate", "price_jump", "amount", "new_counterparty", "off_rhythm", "fee", "after_cancellation", "category"
]
Wanted = Literal["paper", "payment", "unpaid"]
Cut = Literal["share", "rest", "distinct", "part"]


@dataclass(frozen=True, slots=True)
class Said:
    """A question without its times and amounts.

    Attributes:
        times: How many times it names.
        held_against: Whether one of them stands as the other's measure ("than last year").
        has_amount: Whether it names an amount.
        alternative: Whether of two times either is asked for ("in July or in August").
        cut: Whether it asks for a share of what was spent or came in, for the rest of an income after some things, for
            distinct payees or days, or for a part of a sum; the words that say so are taken out too.
    """

    text: str
    times: int = 0
    held_against: bool = False
    has_amount: bool = False
    alternative: bool = False
    cut: Cut | None = None


@dataclass(frozen=True, slots=True)
class Intent:
    """What is wanted of the ledger; ``lookup`` where documents are asked."""

    kind: QuestionKind
    direction: Direction | None = None
    rule: Rule | None = None
    wanted: Wanted | None = None
    refunds: bool = False
    transfers: bool = False


_RULES: tuple[tuple[Rule, re.Pattern[str]], ...] = (
    ("after_cancellation", any_of(r"""
        after (?:\w+ ){0,3}(?:cancell?ed|cancell?ation|terminat\w+|quit)|despite .{0,20}cancell\w+|although .{0,20}cancell\w+
        (?:nach|trotz) (?:\w+ ){0,2}kundigung|obwohl .*gekundigt|nachdem .*gekundigt
        apres (?:\w+ |l'|d'|avoir ){0,3}resili\w+|malgre .{0,12}resiliation
    """)),
    ("duplicate", any_of(r"""
        twice(?! (?:a|per|every|each)\b)|double|doubled|duplicates?|doppelt\w*|zweimal(?! (?:im|pro|am)\b)|deux fois(?! par\b)|doublons?|en double
    """)),
    ("fee", any_of(r"""
        new (?:bank )?(?:fees?|charges|interest)|(?:unknown|unexpected|strange) (?:(?:bank )?fees?|bank charges|interest)|neue\w* (?:\w+ )?(?:\w*gebuhr(?:en)?|zinsen|entgelte?)
        nouveaux (?:frais|agios)
    """)),
    ("new_counterparty", any_of(r"""
        (?:never|not) (?:\w+ )?(?:paid|bought|dealt) (?:\w+ ){0,3}before|new (?:payees?|shops?|companies|merchants?|counterpart\w+|recipients?)|for the first time ever
        neue\w* (?:empfanger\w*|handler\w*|firm\w+)|noch nie (?:\w+ )?(?:bezahlt|gezahlt|uberwiesen)|unbekannte\w* (?:empfanger\w*|firm\w+|handler\w*)
        nouveaux (?:beneficiaires|commercants)|jamais paye\w* (?:avant|auparavant)|inconnue?s?
    """)),
    ("amount", any_of(r"""
        unusually (?:high|large|big|expensive)|(?:higher|larger|more) than (?:usual|normal)|abnormally (?:high|large)
        (?:ungewohnlich|auffallig|unerwartet) (?:hoch\w*|hohe\w*|teuer)|hoher als (?:sonst|ublich|normal)
        (?:anormalement|inhabituellement) elevee?s?|plus elevee?s? que d'habitude
    """)),
)  # fmt: skip


def says(text: str, *patterns: re.Pattern[str]) -> bool:
    """Whether any of the patterns stands in folded text."""
    return any(each.search(text) for each in patterns)


def read(said: Said) -> Intent:
    """What the question wants: the kinds that have words of their own first, what is reckoned of money moved after them."""
    return next(filter(None, (each(said) for each in _STEPS)), Intent("lookup"))


def is_open(said: Said) -> bool:
    """Whether a question that is none to the ledger by the rules speaks of payments or accounts, and names no document."""
    placed = _document(said) or says(said.text, sayings.DUTY, sayings.PAPER_TOTALS, paper_sayings.CONTRACT_WORD)
    return not placed and says(
        said.text, sayings.MOVED_NOUNS, sayings.ONE_MOVED, sayings.SPENT, sayings.EARNED, sayings.BALANCE, sayings.REFUNDS,
        sayings.RECURRING, sayings.MONEY,
    )  # fmt: skip


def is_sized(said: Said) -> bool:
    """Whether small or large bookings are meant, and no amount says what that is."""
    return says(said.text, sayings.SIZED) and not said.has_amount


def direction(text: str, kind: QuestionKind) -> Direction | None:
    """Where money goes, as far as the question says."""
    if says(text, sayings.FROM_US):
        return "out"
    if says(text, sayings.EARNED) and not says(text, sayings.SPENDING):
        return "in"
    if kind == "list" and says(text, sayings.SOMEBODY_PAID):
        return None
    reckoned = kind in {"sum", "average", "median", "largest", "smallest"} or (
        kind in {"count", "list"} and says(text, sayings.PAYMENTS) and not says(text, sayings.FROM_SOMEBODY)
    )
    return "out" if reckoned or says(text, sayings.SPENT, sayings.SPENDING, sayings.PAID_TO) else None


def is_moved(said: Said) -> bool:
    """Whether it speaks of money that moved."""
    text = said.text
    ranked = says(text, sayings.LARGEST, sayings.SMALLEST, sayings.LAST, sayings.FIRST)
    return (
        says(text, sayings.MOVED_NOUNS, sayings.SPENT, sayings.VISITED, sayings.DIVIDED)
        or (says(text, sayings.EARNED) and says(text, sayings.SUM, sayings.LIST))
        or (says(text, sayings.HOW_MUCH_MONEY) and says(text, sayings.MONEY_VERBS))
        or (said.has_amount and says(text, sayings.ONE_MOVED, sayings.WHAT_FOR, sayings.IN_WHICH))
        or (said.times > 0 and says(text, sayings.HOW_MUCH_ON, sayings.PRICED, sayings.COSTLY, sayings.HEADING))
        or (says(text, sayings.PRICED) and says(text, sayings.UNIT_WORD))
        or (ranked and says(text, sayings.ONE_MOVED, sayings.COSTS, sayings.EARNED))
        or (says(text, sayings.AVERAGE, sayings.MEDIAN) and says(text, sayings.COSTS, sayings.HABIT, sayings.ONE_MOVED))
        or (says(text, sayings.LAST, sayings.FIRST) and says(text, sayings.WENT))
        or (says(text, sayings.REFUNDS) and (said.times > 0 or said.has_amount or says(text, sayings.WENT, sayings.ONE_MOVED, sayings.CAME_BACK)))
    )  # fmt: skip


def _contract(said: Said) -> Intent | None:
    text = said.text
    agreed = (says(text, paper_sayings.CONTRACT_WORD) and says(text, paper_sayings.MATCHES)) or says(
        text, paper_sayings.RIGHT_PRICE
    )
    fits = says(text, paper_sayings.WHETHER) and says(text, paper_sayings.CHARGE_WORD) and agreed
    return Intent("contract") if fits and not says(text, paper_sayings.HOW_MUCH) else None


def _document(said: Said) -> Intent | None:
    """A document that is named as the source is asked."""
    return Intent("lookup") if says(said.text, sayings.ACCORDING, sayings.STATES, sayings.WHY) else None


def _cut(said: Said) -> Intent | None:
    """What is told by words that were taken out, and no other kind holds."""
    text = said.text
    if said.cut is None:
        return None
    done = said.times > 0 or says(
        text, sayings.SPENT, sayings.SPENDING, sayings.EARNED, sayings.WENT, sayings.MONEY_VERBS
    )
    if is_beyond(text) or is_sized(said) or says(text, sayings.DUTY) or (said.cut == "distinct" and not done):
        return Intent("lookup")
    if said.cut == "rest":
        return Intent("cashflow", "in")
    if said.cut == "part":
        return Intent("sum", "out") if said.times else Intent("lookup")
    return Intent("share" if said.cut == "share" else "count", direction(text, "sum"))


def _deadlines(said: Said) -> Intent | None:
    """What is due, but not when one thing is."""
    asked = says(said.text, paper_sayings.DEADLINES) and not says(
        said.text, paper_sayings.ONE_THING_WHEN, paper_sayings.LEFT_TO_PAY
    )
    return Intent("deadlines") if asked else None


def _invoice(said: Said) -> Intent | None:
    text = said.text
    if says(text, paper_sayings.PAID_WHEN):
        return Intent("invoice", wanted="payment")
    if says(text, paper_sayings.HOW_MUCH):
        return None
    if says(text, paper_sayings.UNPAID):
        return Intent("invoice", wanted="unpaid")
    of_amount = said.has_amount and says(text, paper_sayings.BELONGS_TO) and says(text, re.compile(paper_sayings.PAPER))
    if (
        of_amount
        or says(text, paper_sayings.BELONGS)
        or (says(text, paper_sayings.HAS_PAPER) and (said.has_amount or says(text, re.compile(paper_sayings.PAYMENT))))
    ):
        paper, payment = (
            re.search(rf"\b{paper_sayings.PAPER}\b", text),
            re.search(rf"\b{paper_sayings.PAYMENT}\b", text),
        )
        first_is_payment = paper and payment and payment.start() < paper.start() and "there" not in text
        return Intent("invoice", wanted="payment" if first_is_payment else "paper")
    return Intent("invoice", wanted="payment") if says(text, paper_sayings.PAID_PAPER) else None


def _unusual(said: Said) -> Intent | None:
    text = said.text
    rule = next((name for name, pattern in _RULES if says(text, pattern)), None)
    moved = is_moved(said) or (rule is not None and says(text, sayings.CHARGED))
    if rule is not None and moved and not says(text, sayings.DUTY):
        return Intent("unusual", "out", rule)  # "did we get charged twice" asks of expenses
    if not says(text, sayings.UNUSUAL):
        return None
    bare = not [each for each in told_in(text, KIND_NOISE["unusual"]) if each not in GENERIC_STEMS]
    return Intent("unusual", "out") if moved or (bare and said.times > 0) else Intent("lookup")


def _holdings(said: Said) -> Intent | None:
    text = said.text
    asked = says(text, sayings.HOLDINGS) and says(text, sayings.OWNED) and not says(text, sayings.SPENT)
    return Intent("holdings") if asked else None


def _compare(said: Said) -> Intent | None:
    """Two times, or one as a measure, and a word that compares; "more than we earned", "income against spending" compare no times."""
    text = said.text
    if is_beyond(text):
        return None
    grew = says(text, sayings.GREW) and says(text, sayings.MOVED_NOUNS)
    weighed = said.alternative and says(text, MORE_OR_LESS) and not says(text, sayings.HABIT)
    of_two = said.times > 1 and (grew or weighed or says(sayings.CASHFLOW.sub(" ", text), sayings.COMPARE))
    if not (said.held_against or of_two or (said.times == 1 and says(text, sayings.ELLIPTIC))):
        return None
    if _tells_both(text):
        return Intent("lookup")  # two figures of two times each
    spent = says(text, sayings.SPENDING)
    if says(text, sayings.EARNED) and not spent:
        return Intent("compare", "in")
    return Intent("compare", "out" if spent or says(text, sayings.SPENT) else None)


def _cashflow(said: Said) -> Intent | None:
    """Income against spending; what is "left over" may be cake, where neither money nor a time is named."""
    text = said.text
    sure = said.times > 0 or says(text, sayings.OF_MONEY) or not says(text, sayings.LEFT_OVER)
    if says(text, sayings.PART_OF):
        return None  # what is asked is a rate
    return Intent("cashflow") if _tells_both(text) or (says(text, sayings.CASHFLOW) and sure) else None


def _tells_both(text: str) -> bool:
    """Whether what came in and what was spent are both spoken of."""
    return says(text, sayings.INCOME_NOUN, sayings.EARNING) and says(text, sayings.SPENDING_NOUN, sayings.SPENDING_VERB)


def _savings(said: Said) -> Intent | None:
    return Intent("savings") if says(said.text, sayings.SAVINGS) and not says(said.text, sayings.TRANSFERS) else None


def _balance(said: Said) -> Intent | None:
    text = said.text
    if says(text, sayings.CAME_OR_LEFT) and not says(text, BALANCE_NOUN):
        return None
    asked = says(text, sayings.BALANCE) and not says(
        text, sayings.CONTENTS, sayings.PAPER_TOTALS, sayings.SPENT, sayings.MOVED_VERBS, sayings.TRANSFERS
    )
    return Intent("balance") if asked else None


def _price_changes(said: Said) -> Intent | None:
    text = said.text
    spent = says(text, paper_sayings.HOW_MUCH) and says(text, sayings.SPENT)
    spent = spent or says(text, sayings.SPENDING_NOUN, sayings.INCOME_NOUN)
    spent = spent or (says(text, sayings.COSTS_MORE) and says(text, sayings.PER_UNIT))
    asked = says(text, sayings.DEARER) and not spent and not says(text, sayings.DUTY) and not is_beyond(text)
    return Intent("price_changes") if asked else None


def _recurring(said: Said) -> Intent | None:
    spent = said.times > 0 and says(said.text, paper_sayings.HOW_MUCH, sayings.SUM, sayings.COSTED)
    if said.times > 0 and says(said.text, sayings.SUBSCRIBED):  # what it was then, and not what it is at today's prices
        spent = spent or says(said.text, sayings.SPENT, sayings.WHOLE, sayings.LARGEST, sayings.SMALLEST)
    asked = says(said.text, sayings.RECURRING) and not says(said.text, sayings.NOT_RECURRING) and not spent
    now = not said.times and says(said.text, sayings.COSTS_NOW) and says(said.text, sayings.PER_UNIT)
    now = now and not says(said.text, sayings.AVERAGE)
    if is_beyond(said.text):
        return None
    more = not said.times and says(said.text, sayings.COSTS_MORE) and says(said.text, sayings.PER_UNIT)
    return Intent("recurring", "out") if asked or more or (now and says(said.text, sayings.OUR_COST)) else None


def _reckoned(said: Said) -> Intent | None:
    """Sums and their like, of money moved."""
    text = said.text
    duty = says(text, sayings.DUTY) and not says(text, sayings.AVERAGE)
    moved = says(text, sayings.TRANSFERS, sayings.ARRIVED) or is_moved(said)
    return _figure(said) if moved and not duty else None


def presumed(said: Said) -> Intent | None:
    """What is asked of bookings, where it is presumed that they are asked. What is counted must be theirs, and not "rooms"."""
    wish = _compare(said) or _figure(said)
    counts = (
        wish is not None
        and wish.kind == "count"
        and not says(said.text, sayings.VISITED, sayings.MOVED_NOUNS, sayings.OFTEN)
    )
    return None if counts else wish


def _figure(said: Said) -> Intent | None:
    """The figure that is sought; none that would be another than the one that is asked for."""
    text = said.text
    if is_beyond(text) or is_sized(said):
        return None
    transfers = says(text, sayings.TRANSFERS)
    refunds = says(text, sayings.REFUNDS) and not says(text, sayings.PAID_OFF)
    forms: tuple[tuple[QuestionKind, Callable[[], bool]], ...] = (
        ("largest", lambda: says(text, sayings.AT_ONCE) and says(text, sayings.MOST)),
        ("median", lambda: says(text, sayings.MEDIAN)),
        ("average", lambda: says(text, sayings.AVERAGE) or (says(text, sayings.PER_UNIT) and says(text, sayings.HABIT))),
        ("sum", lambda: says(text, sayings.DIVIDED)),
        ("count", lambda: says(text, sayings.COUNT) and not says(text, sayings.SUM_FIRST)),
        ("last", lambda: says(text, sayings.LAST)),
        ("first", lambda: says(text, sayings.FIRST)),
        ("smallest", lambda: says(text, sayings.SMALLEST)),
        ("largest", lambda: says(text, sayings.LARGEST)),
        ("sum", lambda: says(text, sayings.SUM)),
        ("sum", lambda: says(text, sayings.PER_UNIT) and says(text, sayings.SPENDING, sayings.EARNED, sayings.SPENT)),
        ("sum", lambda: says(text, sayings.WHOLE) and not says(text, sayings.SHOWN)),
        ("list", lambda: says(text, sayings.LIST) or said.times > 0 or said.has_amount),
        ("list", lambda: says(text, sayings.WHICH_OF_TWO) and says(text, sayings.SPENT, sayings.SPENDING)),
    )  # fmt: skip
    kind = next((name for name, holds in forms if holds()), None)
    if kind is None:
        return None
    return Intent(kind, "in" if refunds else direction(text, kind), refunds=refunds, transfers=transfers)


_STEPS = (
    _contract, _document, _cut, _deadlines, _invoice, _compare, _cashflow, _savings, _unusual, _price_changes, _balance,
    _holdings, _recurring, _reckoned,
)  # fmt: skip
