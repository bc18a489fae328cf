"""What a question says and its plan does not hold: a figure that passes it over would answer another question.

Words of money and small words are no topic, so one that narrows or turns the question ("recurring", "else", "per week",
"before") would be lost where the plan has no place for it. Each kind of such words is listed here with what holds it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

from pkm.answer.language import content
from pkm.answer.planning import attached, grouping, narrowing, sayings, times
from pkm.answer.planning.anchors import NUMBER_WORDS
from pkm.answer.planning.days import UNITS, Period
from pkm.answer.planning.intent import says
from pkm.answer.planning.lookup import plain
from pkm.answer.planning.measures import are_told, measure_of
from pkm.answer.planning.narrowing import Words
from pkm.answer.planning.twofold import ASKS_TWICE, apart
from pkm.answer.planning.wording import BALANCE_NOUN, MORE_OR_LESS, any_of
from pkm.ledger import category

if TYPE_CHECKING:
    from pkm.answer.planning.plan import Plan
    from pkm.answer.planning.question import Question

_CARD = any_of(r"cards?|\w*karten?|cartes?|visa|master ?card|maestro|amex")
_RUNNING = any_of(r"""
    recurring|regular(?:ly)?|standing (?:orders?|costs|charges|payments|expenses|commitments)|fixed (?:costs|expenses|charges|outgoings)
    wiederkehrend\w*|regelmassig\w*|fixkosten|dauerauftrag\w*|laufende\w* (?:kosten|zahlungen|ausgaben)|feste\w* (?:kosten|ausgaben)
    recurrente?s?|reguliere?s?|(?:charges|depenses|frais) fixes|virements permanents
""")
_WEEKDAY = any_of(r"day of (?:the )?week|weekdays?|wochentag\w*|jours? de (?:la )?semaine")
_LEFT = any_of(
    r"bl(?:ei|ie)b\w*|geblieben|ubrig\w*|remain(?:s|ed|ing)?|left over|rest(?:e|ait|aient|era)-(?:t-)?il|est(?:-il)? reste"
)
_REFUND = any_of(r"(?<!before )(?<!without )(?<!with )refund")
_OF_WHAT_RUNS = frozenset({"recurring", "price_changes", "unusual", "deadlines", "contract", "invoice"})
_OF_AN_AVERAGE = frozenset({"average", "median", "unusual", "recurring", "price_changes", "savings"})
_AT_ONE_TIME = frozenset({"balance", "holdings"})
_OF_ONE_FIGURE = _AT_ONE_TIME | {"savings", "cashflow"}
_RANKED = frozenset({"largest", "smallest", "first", "last"})
_NAMING = _RANKED | _OF_WHAT_RUNS | {"list", "holdings"}  # what lists bookings, contracts or things by name
_COMPARING = _OF_WHAT_RUNS | {"compare", "cashflow", "savings"}
_OF_A_SHARE = frozenset({"share", "savings", "holdings", "price_changes", "contract"})
_NAMED = frozenset({"counterparty", "person"})
_DIVIDING = _NAMED | {"category", "account"}
SHORT = 2  # digits of a part of a number that no topic holds
_ADDED = frozenset({"sum", "count", "average", "median", "balance", "list"})
_FIGURES = (_ADDED | _RANKED | {"compare", "share"}) - {"balance"}

# "The cheapest supermarket" is so by what nobody knows, the largest payee by all that it got; "our dearest restaurant" is a meal.
_CHEAP = r"(?:cheapest|dearest|priciest|costliest|(?:most|least) expensive|(?:teuerst|billigst|gunstigst)e[nrsm]?|am (?:teuerst|billigst|gunstigst)en|(?:plus|moins) chere?s?)"
_LARGE = r"(?:largest|biggest|smallest|highest|lowest|(?:gross?t|hochst|kleinst|niedrigst)e[nrsm]?|plus (?:gros|grosse|petite?)s?)"
_PAYEE = rf"(?!restaurants?|cafes?|bars?|pubs?|lokale?|kneipen?)(?:{grouping.SHOPS}|{grouping.LADEN}|{grouping.COMMERCE}|{grouping.PLACES}|{grouping.ORTE}|{grouping.LIEUX}|\w*(?:anbieter|versorger|tarif|lieferant)|tariffs?|providers?|operateurs?|abos?|abonnements?|subscriptions?)(?! (?:bills?|visits?|purchases?|payments?|trips?|orders?|shops?|receipts?))"


def _ranked(rank: str) -> re.Pattern[str]:
    return any_of(rf"""
        {rank} (?:\w+ )?{_PAYEE}|{_PAYEE} (?:le|la|les) {rank}|(?:which|what|welche[rsnm]?|quel(?:le)?s?) (?:\w+ )?{_PAYEE} (?:is|are|ist|sind|est|sont) (?:the |le |la |der |die |das )?{rank}
        (?:which|what|welche[rsnm]?|quel(?:le)?s?) (?:\w+ )?{_PAYEE} .{{0,40}}{rank}(?! \w*(?:bill|visit|purchase|payment|trip|order|rechnung|besuch|einkauf|achat|note)\w*)
    """)


Holder = Callable[["Plan"], bool]

_NARROWING: tuple[tuple[tuple[re.Pattern[str], ...], Holder], ...] = (
    ((_CARD,), lambda plan: plan.on_card or plan.kind in _AT_ONE_TIME or any(each.isdigit() for each in plan.topic)),
    ((_WEEKDAY,), lambda plan: plan.group == "weekday"),
    ((_RUNNING,), lambda plan: plan.kind in _OF_WHAT_RUNS),
    ((sayings.AVERAGE,), lambda plan: plan.kind in _OF_AN_AVERAGE),
    ((sayings.MEDIAN,), lambda plan: plan.kind == "median"),
    ((sayings.AT_ONCE,), lambda plan: plan.kind in _NAMING or plan.has_bounds),
    ((_LEFT,), lambda plan: plan.kind in {"balance", "cashflow", "savings", "invoice", "deadlines"}),
    ((BALANCE_NOUN,), lambda plan: plan.kind in {"balance", "holdings", "cashflow", "savings", "unusual"}),
    ((sayings.LARGEST, sayings.SMALLEST), lambda plan: _ranks(plan) or (plan.kind == "compare" and plan.language == "fr")),
    ((_ranked(_CHEAP),), lambda _: False),
    ((_ranked(_LARGE),), lambda plan: plan.group is not None and plan.place == 1),
    ((sayings.REFUNDS,), lambda plan: plan.refunds or plan.transfers or plan.kind in _OF_WHAT_RUNS),
    ((_REFUND,), lambda plan: plan.refunds or plan.direction == "in" or plan.kind in _OF_WHAT_RUNS),
)  # fmt: skip


def _ranks(plan: Plan) -> bool:
    return plan.kind in _NAMING or plan.group is not None


def _is_per(plan: Plan) -> bool:
    return plan.group is not None or plan.per is not None or plan.kind in _OF_WHAT_RUNS | {"savings", "cashflow"}


_BY_LANGUAGE: tuple[tuple[Words, Holder], ...] = (
    (narrowing.TIME_OF_DAY, lambda _: False),
    (narrowing.WHEN, lambda plan: plan.kind in _NAMING),
    (narrowing.WHO, lambda plan: plan.kind in _NAMING or plan.group in _NAMED or plan.amount is not None),
    (narrowing.WHO_PAID, lambda plan: plan.group in _NAMED),
    (
        narrowing.WHERE,
        lambda plan: plan.kind in _NAMING or plan.group in {"counterparty", "category"} or plan.against is not None,
    ),
    (narrowing.WHY, lambda plan: plan.kind == "unusual"),
    (narrowing.HOW_OFTEN, lambda plan: plan.kind in {"count", "sum", "unusual"}),
    (narrowing.HOW_MANY, lambda plan: plan.kind in {"count", "sum"} | _OF_WHAT_RUNS | _AT_ONE_TIME),
    (narrowing.HOW_LONG, lambda plan: plan.kind in {"first", "last", "deadlines", "contract"}),
    (narrowing.WHICH_UNIT, lambda plan: plan.group in {*UNITS, "weekday"} or plan.kind in _NAMING),
    (narrowing.WHICH_ACCOUNT, lambda plan: plan.group in {"account", "person"} or plan.kind in _AT_ONE_TIME),
    (narrowing.WHICH_CATEGORY, lambda plan: plan.group == "category"),
    (narrowing.SHARE, lambda plan: plan.kind in _OF_A_SHARE | {"compare"}),
    (narrowing.MORE, lambda plan: plan.kind in _COMPARING or plan.group is not None),
    (narrowing.COMPARED, lambda plan: plan.kind in _COMPARING or plan.group is not None),
    (narrowing.SIZE, lambda plan: plan.kind in _COMPARING | _NAMING or plan.group is not None or plan.has_bounds),
    (narrowing.DEARER, lambda plan: plan.kind in _COMPARING or plan.group is not None or plan.has_bounds),
    (narrowing.MOST, lambda plan: _ranks(plan) or plan.kind == "compare"),
    (narrowing.CHANGE, lambda plan: plan.kind in _COMPARING | _AT_ONE_TIME or plan.group is not None),
    (
        narrowing.FIRST,
        lambda plan: plan.kind in _NAMING - {"list"} | _AT_ONE_TIME | {"compare"} or plan.top is not None,
    ),
    (narrowing.SECOND, lambda plan: plan.kind in _OF_WHAT_RUNS or plan.place > 1),
    (narrowing.OTHERS, lambda plan: plan.kind in {"recurring", "unusual", "contract", "savings"}),
    (
        narrowing.BOTH,
        lambda plan: bool(plan.either) or plan.against is not None or plan.kind in _OF_WHAT_RUNS | {"compare"},
    ),
    (narrowing.TWICE, lambda plan: plan.kind == "unusual"),
    (narrowing.DUE, lambda plan: plan.kind in _OF_WHAT_RUNS),
    (narrowing.FORGOTTEN, lambda plan: plan.kind in {"unusual", "list"}),
    (narrowing.OWNED, lambda _: False),
    (narrowing.CLAUSE, lambda plan: plan.kind in _OF_WHAT_RUNS | {"cashflow"}),
    (narrowing.STILL, lambda plan: plan.kind in _OF_WHAT_RUNS | _OF_ONE_FIGURE),
    (narrowing.BEGUN, lambda plan: plan.kind in _OF_WHAT_RUNS),
    (narrowing.AT_FIRST, lambda plan: plan.kind in {"first", "price_changes", "contract"}),
    (narrowing.STOPPED, lambda plan: plan.kind in _OF_WHAT_RUNS | {"first", "last"}),
    (narrowing.ENDED, lambda plan: plan.kind != "recurring"),
    (narrowing.PUT_IN, lambda plan: plan.kind != "holdings"),
    (narrowing.LEFT_ON, lambda plan: plan.kind == "balance"),
    (narrowing.LEFT, lambda plan: plan.kind in _OF_WHAT_RUNS | _OF_ONE_FIGURE),
    (narrowing.AROUND_A_TIME, lambda plan: plan.kind in _COMPARING | {"first", "last"}),
    (narrowing.BETWEEN, lambda plan: plan.transfers or plan.kind == "compare"),
    (narrowing.EACH_TIME, lambda _: False),
    (narrowing.BOUNDS, lambda plan: plan.has_bounds or plan.kind in _OF_WHAT_RUNS),
    (narrowing.TIME_TOLD, lambda _: False),
    (narrowing.UNIT, lambda plan: _is_per(plan) or plan.kind in {"first", "last"} | _AT_ONE_TIME),
    (narrowing.EACH, lambda plan: _is_per(plan) or plan.kind in _NAMING | _AT_ONE_TIME | {"average"}),
    (
        narrowing.EACH_UNIT,
        lambda plan: plan.kind not in _RANKED and (plan.group not in _DIVIDING or plan.per is not None),
    ),
    (narrowing.FOR_SOMEBODY, lambda _: False),
    (narrowing.PER_PERSON, lambda plan: plan.group == "person"),
    (narrowing.THAT, lambda plan: (bool(plan.topic) and plan.group is None) or plan.kind in _NAMING),
)

# Behind "who did we pay the most" and "in which month": each line of the table says it.
_HOW_MUCH_EACH = re.compile(
    r"(?:and|und|et|[,:]) (?:how much|wie ?viel|combien)(?: (?:was|is) (?:it|that)| (?:war|ist) (?:das|es)| (?:c'est|c'etait))?(?: in total| insgesamt| en tout| au total)?[^\w§]*$"
)
_NUMBER = re.compile(
    rf"(?<![\w.,&-])(?:\d+(?:[.,/:]\d+)*|{'|'.join(word for word, value in NUMBER_WORDS.items() if value > 1 and len(word) > 2)})(?![\w&-])"
)
_HOW_MUCH = re.compile(r"\W*(?:how much|wie ?viel|combien)(?!\w)")
_HOW_FAR = re.compile(r"(?<!\w)(?:how much|wie ?viel|combien)\s*$")  # "how much under 600 euros were they"
_EVER = any_of(
    r"ever|total|all|overall|altogether|everything|in full|insgesamt|gesamt\w*|je|jemals|alles|alle[rsn]?|en tout|au total|totale?s?|jamais|tout(?:es)?|tous"
)
_THE_TWO = any_of(r"(?:the |both |all )?(?:two|2|three|four|both) of us|wir (?:beide|zwei|drei|vier)|(?:uns|wir) (?:beiden|zwei)|(?:tous |toutes )?(?:les|nous) deux|in one go")  # fmt: skip


# What a landlord takes beside the rent has a price of its own, which is not that of all that recurs.
_CHARGES = re.compile(r"(?<!\w)(?:les|nos|mes|the|our|my) (?:service )?charges(?! (?:fixes|on|for)\b)(?!\w)")


def passes_over(plan: Plan, asked: Question) -> bool:
    """Whether the question says anything that the plan does not hold."""
    text = asked.said.text
    if any(not holds(plan) and any(each.search(text) for each in patterns) for patterns, holds in _NARROWING):
        return True
    marked = _marked(asked)
    if plan.group is not None and grouping.extreme_of(plan.question):
        marked = _HOW_MUCH_EACH.sub("", marked)
    return (
        any(not holds(plan) and _is_open(words[plan.language], marked, plan) for words, holds in _BY_LANGUAGE)
        or _is_habit(plan, asked, marked)
        or _asks_twice(plan, marked)
        or _has_lost_number(plan, marked)
        or _means_somebody(plan, marked)
        or (plan.kind in _FIGURES | {"recurring", "price_changes"} and attached.is_lost(plan, asked))
        or _is_of_now(plan)
        or _is_price_then(plan, marked)
        or (plan.group == "person" and _PER_HEAD.search(text) is not None)
        or any(_HOW_FAR.search(plain(asked.text[:start])) for start, _ in asked.amounts.spans if plan.has_bounds)
        or (plan.kind == "price_changes" and not plan.topic and _CHARGES.search(text) is not None)
        or (plan.off_card and (plan.on_card or plan.kind not in _FIGURES | {"cashflow"}))
        or (plan.gross and (plan.kind not in {"sum", "list", "average"} or plan.direction != "out" or plan.refunds))
        or _is_of_everything(plan, asked)
        or _stand_together(asked)
        or _compares_by_chance(plan, asked)
        or _adds_either(plan, asked)
        or (plan.kind != "deadlines" and times.is_lost(asked.times, Period(plan.since, plan.until), plan.versus))
    )


def _marked(asked: Question) -> str:
    """The folded text with a sign where times stood, without words that say how many are asked for."""
    text = asked.rest
    for each in reversed(asked.times):
        text = f"{text[: each.start]} {narrowing.TIME} {text[each.end :]}"
    return re.sub(r"\s+", " ", plain(_THE_TWO.sub(" ", grouping.without_top(text)))).strip()


def _is_open(pattern: re.Pattern[str], text: str, plan: Plan) -> bool:
    """Whether it stands there other than in a name that the topic holds ("New Yorker")."""
    return any(not _is_named(each.group(), plan) for each in pattern.finditer(text))


def _is_named(said: str, plan: Plan) -> bool:
    """Whether folded words are a name of the topic: the question writes them with capitals or figures."""
    told = content(said)
    written = re.findall(r"(?<=\s)[A-ZÀ-Þ0-9][\w'’&-]*", plan.question)
    return bool(told) and set(told) <= set(plan.topic) & {stem for each in written for stem in content(each)}


def _is_habit(plan: Plan, asked: Question, text: str) -> bool:
    """Whether a day of the week is meant again and again: in another time ("at the weekend, 2026"), or of what is done."""
    weekend = narrowing.WEEKEND[plan.language]
    named = [each for each in asked.times if weekend.search(plain(asked.text[each.start : each.end]))]
    return bool(named) and (len(asked.times) > 1 or narrowing.HABIT[plan.language].search(text) is not None)


def _is_of_now(plan: Plan) -> bool:
    """Whether an average or the sum of all times is asked of now."""
    return (
        (plan.kind == "average" or (plan.kind == "sum" and plan.direction == "out" and bool(plan.topic)))
        and plan.since is None
        and narrowing.NOW[plan.language].search(plain(plan.question)) is not None
    )


# How many sat at the table no booking tells.
_PER_HEAD = any_of(r"(?:per|pro|par|each) (?:person|kopf|personne) (?:at|in|bei|beim|im|chez|au|a) .*")
_PRICED = any_of("pay(?:ing|s)?|costs?|charg\\w+|zahl\\w*|bezahl\\w*|kost\\w*|pay(?:e|ons|ez)|paie\\w*|cout\\w*")


def _is_price_then(plan: Plan, text: str) -> bool:
    """Whether a price now is held against one then, of which sums of two times tell nothing."""
    compared = plan.kind == "compare" and plan.against is None and bool(plan.topic)
    return compared and says(text, _PRICED) and narrowing.NOW[plan.language].search(text) is not None


def _is_of_everything(plan: Plan, asked: Question) -> bool:
    """Whether all that was ever spent would be added up, and no word says so: what it is about was not understood."""
    if (
        plan.kind in {"first", "last"}
        and plan.direction != "in"
        and not plan.topic
        and not says(asked.said.text, sayings.ONE_MOVED, sayings.MOVED_NOUNS)
    ):
        return True  # "when did we last pay the bank credit" names something, in words of money
    narrowed = plan.topic or plan.either or plan.without or plan.has_bounds or plan.amount is not None or plan.weekdays
    of_all = (
        plan.kind in {"sum", "list"}
        and plan.group is None
        and not (narrowed or plan.on_card or plan.refunds or plan.transfers)
    )
    return of_all and not asked.times and plan.currency is None and not says(asked.said.text, _EVER)


def _stand_together(asked: Question) -> bool:
    """Whether a day and a time beside it are one day, which neither of them is: "heute vor einem Jahr"."""
    return any(
        one.period.since == one.period.until and not asked.text[one.end : other.start].strip() and times.is_lost([other], one.period)
        for one, other in pairwise(asked.times)
    )  # fmt: skip


_JOINED = re.compile(
    r"[,;:+&/-]|(?<!\w)(?:and|or|to|with|from|than|vs|versus|against|und|oder|zu[mr]?|mit|als|auf|gegen\w*|et|ou|que?|contre|face|par|pour|compar\w+|vergl\w+)(?!\w)|qu'"
)


def _compares_by_chance(plan: Plan, asked: Question) -> bool:
    """Whether two times are held against each other that nothing joins, and no word compares: one was not understood."""
    if plan.kind != "compare" or plan.against is not None or len(asked.times) != times.MOST or asked.held_against:
        return False
    one, other = asked.times
    joined = _JOINED.search(plain(asked.text[one.end : other.end])) is not None
    return not joined and not says(asked.said.text, sayings.COMPARE, sayings.ELLIPTIC, sayings.GREW)


def _adds_either(plan: Plan, asked: Question) -> bool:
    """Whether it asks in which of two times it was more, and both would be added up."""
    return plan.kind in _ADDED and plan.group is None and asked.said.alternative and says(asked.said.text, MORE_OR_LESS)


def _asks_twice(plan: Plan, text: str) -> bool:
    """Whether it holds two questions; how much and how often is one, and so are income and spending together."""
    halves = apart(plan.question)
    if halves and not are_told(plan, halves):
        return True
    figures = {measure_of(each) for each in halves or ()}
    if len(figures) > 1 and plan.group is None and None not in figures:  # of the same bookings
        return False
    twice = ASKS_TWICE.search(text) is not None and not (plan.group is not None and _HOW_MUCH_EACH.search(text))
    other = plan.kind in _ADDED or bool(plan.either) or (plan.kind in {"first", "last"} and _HOW_MUCH.match(text))
    return twice and bool(other) and not sayings.SUM_FIRST.search(text)


def _has_lost_number(plan: Plan, text: str) -> bool:
    """Whether a number is neither a time, an amount, a part of a name nor how many are asked for."""
    return plan.kind in _ADDED | _RANKED | {"compare", "cashflow", "savings", "share"} and any(
        not _is_of_topic(each.group(), plan) for each in _NUMBER.finditer(text)
    )


def _is_of_topic(number: str, plan: Plan) -> bool:
    """Whether the topic holds a number; of one in parts ("account 1291.99.348") it holds the longer ones alone."""
    parts = set(content(number))
    longer = {each for each in parts if len(each) > SHORT}
    return parts <= set(plan.topic) or (bool(longer) and longer <= set(plan.topic))


# A name that is somebody's: who did it, whose it is, of whom one goes on to speak; "at Alnavi for her" means another.
_SOMEBODYS = re.compile(
    r"\b(?:[dD]id|[dD]oes|[hH]as|[hH]at|[hH]atte|[gG]ab|[vV]on|[dD]e)\s([A-ZÀ-Þ][\w-]+)|\b([A-ZÀ-Þ][\w-]+?)(?:['’]s?\b|s\s+[A-ZÀ-Þ]|\s(?:a|paie|paye|zahlt|gibt|pays|spends)\b)"
    r"|\A\W*(?:[aA]nd|[bB]ut|[uU]nd|[aA]ber|[eE]t|[mM]ais)\s([A-ZÀ-Þ][\w-]+),"
)


def _means_somebody(plan: Plan, text: str) -> bool:
    """Whether somebody is meant ("she") whom the question does not name before."""
    said = narrowing.SOMEBODY[plan.language].search(text)
    if said is None:
        return False
    before = plan.question[: said.start()]
    names = [
        each
        for each in (name for pair in _SOMEBODYS.findall(before) for name in pair)
        if each and category.named(each) is None
    ]
    return not any(not set(content(each)).isdisjoint(plan.topic) for each in names)
