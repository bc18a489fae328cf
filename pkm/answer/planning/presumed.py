"""What a question to documents may mean for bookings, where no document answered: "groceries in May", "how much is our internet?"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from pkm.answer.language import stems_of
from pkm.answer.planning import beyond, grouping, intent, lookup, narrowing, sayings, twofold
from pkm.answer.planning.days import UNITS
from pkm.answer.planning.intent import Intent, QuestionKind
from pkm.answer.planning.lookup import Expected
from pkm.answer.planning.measures import measure_of
from pkm.answer.planning.paying_sayings import IN_ALL, PRICE_NOW
from pkm.answer.planning.plan import Plan, goes_on, is_income, names_income, plan_of, read
from pkm.answer.planning.question import Question
from pkm.answer.planning.wording import any_of, speaks_of_money

_ANSWERS: dict[QuestionKind, tuple[tuple[Expected, ...], ...]] = {
    "last": (("date",), ("duration",)), "first": (("date",), ("duration",)), "count": (("number",), ("often",)), "average": (("number",),),
}  # fmt: skip
_TIMELESS = frozenset({"last", "first", "count", "largest", "smallest", "median"})
_IN_A_TIME = frozenset({"sum", "count", "average", "median", "largest", "smallest"})
_OF_NOW = frozenset({"balance", "holdings", "recurring"})
_MONTHLY = any_of(
    r"average|(?:a|per|each|every) month|monthly|durchschnitt\w*|im schnitt|pro monat|monatlich|moyenne|par mois"
)
_PROVIDER = any_of(  # one's own: the cheapest one there is is in no booking
    r"(?:our|my|unser\w*|mein\w*|notre|nos|mon|mes) (?!.*\b(?:cheapest|best|gunstigst\w+|best\w+|moins|meilleur)\b)(?:\w+ ){0,3}?"
    r"(?:providers?|suppliers?|\w*anbieter|\w*versorger|\w*lieferant|fournisseurs?|operateurs?)"
)
_PROVIDERS = stems_of(
    "provider providers supplier suppliers anbieter versorger lieferant fournisseur fournisseurs opérateur"
)
_EVERYTHING = any_of("everything|all|alles|tout")
_HOW_MUCH = any_of(
    r"how (?:much(?! of\b)|high|pricey|expensive)|wie (?:hoch|viel|teuer)|wieviel|combien d(?:e(?! (?:nos|notre|mes|mon|ma|ces|cet|cette|les?|la|l')\b)|'\w+)"
)
_ACCORDING = any_of("according to|laut|gemass|selon|d'apres")
# "How high was the bonus?" says of no money whether it came or went.
_CAME_TO = any_of(
    r"how (?:much|high|big|large) (?:was|were)|what (?:was|were)|wie hoch (?:war|waren)|(?:combien|quel(?:le)?s?) (?:etai\w+|a ete|ont ete)"
)

_ASKED = any_of(
    r"what|which|who|when|where|why|how|is|are|can|may|was|welche\w*|wer|wann|wo|warum|wie|ist|sind|kann|darf|que|quoi|quel(?:le)?s?|qui|quand|ou|pourquoi|comment|est|peut"
)
_CURRENT = any_of(
    r"current(?:ly)?|present(?:ly)?|now(?:adays)?|these days|aktuell\w*|jetzig\w*|derzeit\w*|momentan\w*|zur ?zeit|jetzt|im moment|actuel\w*|maintenant|en ce moment"
)

_SENT_TO = re.compile(r"(?<!\w)(?:an|to) (?:(?:den|die|das|the) )?[A-ZÀ-Þ]")  # "Twint an Nora" went to her


def _says_spent(text: str) -> bool:
    return intent.says(text, sayings.SPENT, sayings.SPENDING, sayings.PAID_TO, sayings.MONEY_VERBS, sayings.COSTS)


def as_ledger(plan: Plan) -> tuple[Plan, ...]:
    """A lookup that documents did not answer, put to bookings: what it may mean there, the likeliest first."""
    asked = Question(plan.question, plan.today)
    unit = intent.says(asked.said.text, sayings.PER_UNIT) or intent.says(lookup.plain(plan.question), _CURRENT)
    unit = unit and not asked.times
    running = _presumed(plan, asked, now=True) if unit and plan.is_terse else None  # "gym yearly"
    return tuple(filter(None, (running, _presumed(plan, asked))))


@dataclass(frozen=True, slots=True)
class Both:
    """Two questions in one.

    Attributes:
        stands: The second can be understood by itself.
        leans: Both are to papers, and the second is about what the first is about, whose words it has been given; one
            sentence may answer both.
    """

    first: Plan
    second: Plan
    stands: bool
    leans: bool = False


def read_apart(question: str, today: date) -> Both | None:
    """Both of two questions in one; ``None`` where they share a time."""
    both = twofold.apart(question)
    if both is None:
        return None
    timed = [Question(each, today).times for each in both]
    if timed[1] and not timed[0] and measure_of(both[0]) == measure_of(both[1]):
        both = _with_time(both[0], Question(both[1], today)), both[1]
        timed[0] = Question(both[0], today).times
    first, second = (_to_bookings(read(each, today)) for each in both)
    if first.is_about_money_moved and first.kind not in _OF_NOW and timed[1] and not timed[0] and first.since is None:
        return None
    of_money = first.is_about_money_moved and second.is_about_money_moved
    stands = twofold.stands(both[1], second.topic) and (bool(timed[0]) == bool(timed[1]) or not of_money)
    if stands or first.is_about_money_moved or second.is_about_money_moved:
        return Both(first, second, stands)
    about = tuple(each for each in first.topic if each not in {*first.asked, *first.sought, *second.topic})
    second = replace(second, topic=(*second.topic, *about), names=(*second.names, *first.names))
    return Both(first, second, stands, leans=True)


def _with_time(first: str, second: Question) -> str:
    """The first of two questions in the time that stands behind both, unless it asks of now, or of all times."""
    bare = first.rstrip(" ?!.,;")
    timed = f"{bare} {' '.join(second.text[each.start : each.end] for each in second.times)}?"
    return timed if read(first, second.today).kind in _IN_A_TIME and read(timed, second.today).since else first


def _to_bookings(plan: Plan) -> Plan:
    asks = plan.since is not None or (plan.is_terse and measure_of(plan.question) is not None)
    return next(iter(as_ledger(plan)), plan) if asks and not plan.is_about_money_moved else plan


# "Wie hoch ist der Abschlag ab Dezember?": what is paid each time from then on.
_FROM_ON = re.compile(
    r"(?:wie hoch (?:ist|sind|wird)|was kostet|how (?:much|high) (?:is|are|will)|what (?:is|are|will)|combien coute|quel (?:est|sera)) .{1,60}(?<!\w)(?:ab|from|as of|a partir d[eu])(?!\w)"
)


def in_all(plan: Plan) -> Plan | None:
    """The sum that a lookup asks for, if any: "Ben's rent in 2025 so far" is answered by no single price."""
    of_one = _FROM_ON.search(lookup.plain(plan.question)) is not None
    told = as_ledger(plan) if not plan.is_about_money_moved and not of_one else ()
    summed = (each for each in told if each.kind == "sum" or (each.kind == "list" and _is_in_all(each)))
    return next((replace(each, kind="sum") for each in summed), None)


def _is_in_all(plan: Plan) -> bool:
    return intent.says(lookup.plain(plan.question), IN_ALL)


_RENT = tuple(
    re.compile(rf"\W*(?:{form})\W*")
    for form in (
        r"(?:how (?:high|much) is|what(?:'s| is)) (?:our|my|the) (?:monthly )?rent(?: (?:a|per|each|every) month)?",
        r"wie (?:hoch|viel|teuer) (?:ist|betragt) (?:unsere|meine|die) (?:monatliche )?miete(?: (?:im|pro) monat)?",
        r"(?:combien est|combien coute|quel est|quel est le montant de|a combien s'eleve|de combien est) (?:notre|mon|le) loyer(?: mensuel)?(?: par mois)?",
    )
)


def asks_rent(plan: Plan) -> bool:
    """Whether it asks how high the rent is, and no more: "How high is our rent?", "Wie hoch ist unsere Miete?"."""
    told = lookup.plain(plan.question)
    return any(form.fullmatch(told) for form in _RENT)


def asks_price_now(plan: Plan) -> bool:
    """Whether it asks what is paid now: a contract tells what was paid when it was made."""
    asked = Question(plan.question, plan.today)
    return asks_rent(plan) or (
        intent.says(lookup.plain(asked.question), _CURRENT)
        and not asked.times
        and intent.says(asked.said.text, PRICE_NOW)
    )


def _presumed(asks: Plan, asked: Question, *, now: bool = False) -> Plan | None:
    """A question of money, or of nothing in particular at a time; ``now`` one of what a thing costs."""
    text = asked.said.text
    averaged = intent.says(text, _MONTHLY)
    rated = intent.says(text, sayings.COSTS_NOW) and intent.says(text, sayings.PER_UNIT)
    of_now = narrowing.NOW[asked.language].search(lookup.plain(asks.question)) is not None
    priced = rated or (intent.says(text, PRICE_NOW) and (of_now or not averaged))
    provided = asks.expected == ("who",) and intent.says(text, _PROVIDER)
    now = now or (not asked.times and (priced or provided))
    group = None if now else grouping.group_of(text, "sum")
    averaged = averaged and not now and (group is None or intent.says(text, sayings.AVERAGE) or not asked.times)
    wish = intent.presumed(asked.said) or Intent("list")
    if wish.kind == "list" and intent.says(text, sayings.COUNT):
        return None  # what is counted is none of theirs, and no sum
    if now:
        wish = Intent("recurring", "out")
    elif averaged or (group and wish.kind == "list"):
        wish = Intent("average" if averaged else "sum", wish.direction or ("in" if names_income(asked) else "out"))
    but_for = asked.left_out is not None and intent.says(text, _EVERYTHING)
    if but_for and wish.kind == "list" and not asked.said.has_amount:
        wish = Intent("sum", "out")
    on_a_day = len(asked.times) == 1 and asked.times[0].period.since == asked.times[0].period.until
    if (
        wish.kind in {"list", "sum"}
        and on_a_day
        and intent.says(text, sayings.ACCOUNT)
        and not intent.says(text, sayings.SPENT, sayings.EARNED, sayings.MOVED_NOUNS, sayings.MONEY_VERBS)
    ):
        wish = Intent("balance")
    told = intent.says(text, sayings.SUM) and (
        asks.is_terse or intent.says(text, sayings.MONEY_VERBS, sayings.SPENT, sayings.EARNED)
    )
    told = told or (intent.says(text, IN_ALL) and not intent.says(text, _ASKED))  # "donations to Unicef in all"
    if (
        beyond.is_beyond(text)
        or intent.is_sized(asked.said)
        or (
            not provided
            and asks.expected not in {(), ("money",), *_ANSWERS.get(wish.kind, ())}
            and not (asks.expected == ("number",) and intent.says(text, _HOW_MUCH))
        )
        or not (asked.times or averaged or now or group or wish.kind in _TIMELESS or told)
        or intent.says(text, _ACCORDING)
        or lookup.asks_back(asked.rest)
        or goes_on(asked)
    ):
        return None
    plan = plan_of(asked, wish)
    bounded = asked.amounts.least is not None or asked.amounts.most is not None
    of_all = (
        but_for
        or (plan.currency is not None and bool(asked.times) and intent.says(text, _HOW_MUCH))
        or (plan.group == "counterparty" and plan.top is not None)
        or (bounded and (intent.says(text, sayings.COSTS) or asked.left_out is not None))
        or (speaks_of_money(asked.rest) and (wish.kind != "list" or intent.says(text, sayings.MOVED_NOUNS)))
    )
    if not (plan.topic or plan.on_card or of_all) or plan.kind == "lookup":
        return None
    if (now or averaged) and plan.group not in {None, *UNITS}:
        return None  # a mean of each person's is another
    if provided:
        plan = replace(plan, topic=tuple(each for each in plan.topic if each not in _PROVIDERS))
    if now and is_income(asked, plan):
        plan = replace(plan, direction="in")
    if now:
        per = grouping.per_of(text, "recurring") or ("month" if asks_price_now(asks) else None)
        plan = replace(plan, group=None, per=per)
    elif averaged:
        plan = replace(plan, group=None, per=plan.per or "month")
    sent = plan.kind == "list" and _SENT_TO.search(asked.rest) is not None
    either_way = (plan.kind == "list" and not sent) or (
        plan.kind == "sum" and intent.says(text, _CAME_TO) and not _says_spent(text)
    )
    return replace(
        plan,
        direction=None if either_way and plan.topic else plan.direction or (None if plan.kind == "compare" else "out"),
    )
