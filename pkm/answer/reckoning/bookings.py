"""Which bookings a question speaks of: by its words, its direction, its accounts and amounts.

A word of the topic stands for an account of the household (its label, holder or number), for a category, or for words in
bookings: itself, a synonym, a compound, something that belongs to it. A booking is meant when every word of the topic
is met. A payee most of whose bookings are meant is meant whole: the electricity company's final bill may not say
"electricity". A word that no booking says is read as the one that is a letter away, and the answer says so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pkm.answer.language import content, is_known, is_listed, namings, narrower, siblings, stems_of
from pkm.answer.planning.plan import Plan
from pkm.answer.planning.weekdays import WEEKEND
from pkm.answer.planning.wording import speaks_of_money, without_kind
from pkm.answer.quoting.evidence import Passage
from pkm.answer.reckoning import bank_fees
from pkm.answer.reckoning.misspelt import MIN_TYPO, misspelt_as
from pkm.answer.reckoning.own_accounts import (
    account_of,
    accounts_named,
    is_between,
    is_open,
    is_price,
    names_another,
    without_cards,
)
from pkm.answer.reckoning.spelling import forms_of, is_called, is_spelt_out
from pkm.ledger import category
from pkm.ledger.words import fold, stem, words
from pkm.models import CollectionId, Role, Rows
from pkm.store import figures
from pkm.store.chosen import ALL, FLOW, Filter, Side, Term
from pkm.store.database import Connection
from pkm.store.figures import OwnAccount, PayeeWord

MOST = 0.5
MOVED: tuple[Role, ...] = ("transfer", "settlement")
NETTED = {"sum", "average", "compare", "cashflow", "savings", "share"}

_PAID_BACK = re.compile(r"\b(?:reimburs|\w*erstatt|rembours)")
_LEAVES = re.compile(r"\b(?:from|von|vom|depuis|du)\b")
_APPOSED = re.compile(r"\b(?:the|our|my|le|la|l['’]|au|du|notre|mon|ma)\s?((?:[a-zà-ÿ]+\s){1,3})([A-ZÀ-Þ][^\W\d_]+)")

Search = Callable[[str], Sequence[Passage]]

# What people call a whole category beside its name and the synonyms of the language.
_CATEGORY_WORDS = {
    name: stems_of(said)
    for name, said in {
        "groceries": "groceries grocery alimentation alimentaire lebensmitteleinkauf wocheneinkauf nahrungsmittel",
        "restaurants": "restaurant restaurants resto restos gastronomie gastro",
        "rent": "rent miete mietzahlung loyer wohnungsmiete hausmiete mietzins",
        "electricity": "electricity strom électricité elektrizität ökostrom",
        "internet & phone": "kommunikation communication communications telecom telecoms telecommunication telecommunications telekommunikation télécom télécoms télécommunications",
        "insurance": "insurance insurances versicherung versicherungen assurance assurances versicherungsprämie",
        "health": "health healthcare medical medicine gesundheit medizin medizinisch santé médical médicaux médicales", "clothing": "clothing clothes apparel kleidung bekleidung gewand klamotten vêtements habillement",
        "household": "household haushalt ménage", "electronics": "electronics elektronik électronique",
        "entertainment": "entertainment leisure unterhaltung freizeit loisirs loisir divertissement divertissements", "sport": "sport sports sportif sportives",
        "transport": "transport transportation transit verkehr öv öpnv mobilität transports",
        "fuel": "fuel petrol gasoline benzin sprit treibstoff kraftstoff carburant carburants essence",
        "education": "education bildung éducation", "pets": "pets haustiere animaux",
        "gifts & donations": "gifts donations geschenke spenden cadeaux dons", "travel": "travel travelling reisen reise voyages voyage",
        "cash": "cash bargeld espèces liquide atm atms geldautomat bankomat bancomat bankomatbehebung bankomatbehebungen dab geldausgabeautomat distributeur bargeldbezug bargeldbezüge bargeldbehebung bargeldbehebungen barbezug barabhebung",
        "pension & benefits": "pension pensions retraite benefit benefits allocations allocs",
        "personal care": "cosmetics kosmetik cosmétiques beauty", "fees & interest": "fees gebühren frais bankspesen bankgebühren kontogebühren kontospesen kontoführungsgebühren bankentgelte agios",
        "salary": "employer employers arbeitgeber arbeitgeberin employeur paycheck paychecks paycheque paycheques payslip payslips wage wages salary salaries pay lohn gehalt salär bezug bezüge monatslohn monatsgehalt salaire salaires paie paye traitement",
        "taxes": "tax taxes steuer steuern impôt impôts", "subscriptions": "subscription subscriptions abo abos abonnement abonnements",
    }.items()
}  # fmt: skip

# Who is called by what is paid for; where one payee alone is paid for it, that one is meant.
_PAID_FOR = {"rent": stems_of("landlord landlady vermieter vermieterin proprio propriétaire bailleur bailleresse")}


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
    """What its words mean but for what they are held against."""
    accounts = figures.own_accounts(connection, collection)
    if plan.route is not None and (moved := _between(plan, collection, accounts)):
        return Meaning(moved, tuple(accounts))
    parts, used = accounts_named(plan, accounts)
    told = [each for each in plan.topic if each not in used]
    if plan.on_card and parts is None:  # no account is known to be a card's
        return None
    if is_price(plan, parts, told) or names_another(plan, told) or not _PAPERS.isdisjoint(told):
        return None
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
    of_bank = _bank_fees(plan, connection, chosen, told) or _interest(plan, connection, chosen, told)
    whole = of_bank or _meant(plan, connection, chosen, told, search, misspelt)
    if len(things) > 1 and not (whole and _is_named(whole, told)):
        parts_of = [_meant(plan, connection, chosen, each, search, misspelt) for each in things]
        known = {name for part in parts_of if part for term in part.terms for name in term.categories}
        inside = [category.named(" ".join(_as_written(plan, word) for word in each)) in known for each in things]
        told_all = all(part or within for part, within in zip(parts_of, inside, strict=True))
        whole = _any_of([each for each in parts_of if each]) if told_all else None
    if whole and plan.without:
        parts_of = [_meant(plan, connection, chosen, each, search, misspelt) for each in plan.without]
        whole = _apart(plan, connection, whole, parts_of, accounts)
    if whole and plan.including:
        parts_of = [_meant(plan, connection, chosen, each, search, misspelt) for each in plan.including]
        whole = whole if _holds(plan, connection, whole, parts_of, accounts) else None
    if whole and plan.refunds and _is_reimbursed(plan, connection, whole):
        return None
    return Meaning(whole, tuple(accounts), tuple(misspelt.items())) if whole else None


def _is_reimbursed(plan: Plan, connection: Connection, chosen: Filter) -> bool:
    """Whether what was paid back may be income, as expenses are that an employer pays: "no booking" would be untrue."""
    then = replace(chosen, since=plan.since, until=plan.until or chosen.until)
    if not _PAID_BACK.search(fold(plan.question)) or figures.has_any(connection, then):
        return False
    return figures.has_any(connection, replace(then, side=None, roles=("income",)))


def _bank_fees(plan: Plan, connection: Connection, chosen: Filter, told: Sequence[str]) -> Filter | None:
    """What the bank itself took, where nothing else is asked for; interest that it paid is none of it."""
    asked = plan.direction != "in" and bank_fees.are_meant(plan.question, told)
    if not asked or bank_fees.CATEGORY not in figures.categories(connection, chosen.collection):
        return None
    roles: tuple[Role, ...] = ("refund",) if plan.refunds else ("spending", "refund")
    return _narrowed(
        connection, replace(chosen, side=None, roles=roles), [Term((), (bank_fees.CATEGORY,))], [[]], set()
    )


def _interest(plan: Plan, connection: Connection, chosen: Filter, told: Sequence[str]) -> Filter | None:
    """What the bank paid as interest: income that it, or its category, calls so."""
    if plan.direction != "in" or plan.refunds or not bank_fees.is_interest(told):
        return None
    rows = figures.words_like(connection, chosen.collection, frozenset(), bank_fees.INTEREST_FORMS)
    found = tuple(sorted({each.word for each in rows}))
    if not found or bank_fees.CATEGORY not in figures.categories(connection, chosen.collection):
        return None
    terms = (Term(found, ()), Term((), (bank_fees.CATEGORY,)))
    whole = replace(chosen, side=None, roles=("income",), terms=terms)
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


def _meant(
    plan: Plan, connection: Connection, chosen: Filter, told: Sequence[str], search: Search, misspelt: dict[str, str]
) -> Filter | None:
    """The bookings that all these words are about; ``None`` where the ledger does not know one of them."""
    collection = chosen.collection
    categories = figures.categories(connection, collection) if told else []
    if whole := _whole_category(told, categories):
        return _narrowed(connection, chosen, [Term((), whole)], [[]], set())
    terms: list[Term] = []
    found: list[list[PayeeWord]] = []
    apart: set[str] = set()
    for each in told:
        written = _as_written(plan, each)
        term, rows = _term(connection, collection, each, written, categories)
        if (compound := stem(fold(written))) != each and not is_known(compound):  # half of it
            whole_term, whole_rows = _term(connection, collection, compound, written, [])
            term = replace(term, words=tuple(sorted({*term.words, *whole_term.words})))
            rows = [*rows, *(row for row in whole_rows if row not in rows)]
        if not (term.words or term.categories):
            rows = _paid_for(connection, collection, each)
            misspelt.update((written, row.payee) for row in rows)
        if not (term.words or term.categories or rows):
            near = misspelt_as(
                connection,
                collection,
                each,
                written,
                [word for word in told if word != each],
                lambda word: [passage.text for passage in search(word)],
            )
            if near is not None:
                misspelt[written] = near
                term, rows = _term(connection, collection, near, near, categories)
            elif is_known(each) and each in (description := _description(plan, told)):
                rest = [other for other in told if other not in description]
                return _meant(plan, connection, chosen, rest, search, misspelt)
            else:
                return None
        terms.append(term)
        found.append(rows)
        apart |= siblings(each) if term.categories else set()
    payees = {row.payee: row.of for rows in found for row in rows}
    found = [
        rows or [PayeeWord(word, payee, of, of) for word in term.words if word.isdigit() for payee, of in payees.items() if word in words(payee)]
        for term, rows in zip(terms, found, strict=True)
    ]  # fmt: skip
    if not terms:
        return chosen
    meant = _narrowed(connection, chosen, terms, found, apart)
    called = tuple(each for each in sorted(payees) if is_spelt_out(told, each, plan.question)) or tuple(
        each for each in meant.payees or () if len(told) > 1 and is_called(told, each)
    )
    return replace(meant, payees=called, terms=()) if called else meant  # a whole name means its bearer


def _side(plan: Plan) -> tuple[Side | None, tuple[Role, ...]]:
    """What bookings must be: a role has its sign. Money that was given back lowers what was spent, and is no income."""
    if plan.transfers:
        arrives = plan.topic and not _LEAVES.search(fold(plan.question))
        return "in" if arrives else "out", MOVED
    if plan.refunds:
        return None, ("refund",)
    if plan.direction == "in":
        return None, ("income",)
    if plan.direction == "out":
        return None, ("spending", "refund") if plan.kind in NETTED and not plan.gross else ("spending",)
    if plan.kind in {"first", "last"}:  # what was given back is no purchase
        return None, tuple(each for each in FLOW if each != "refund")
    return None, FLOW


# ---------------------------------------------------------------- words and categories


def _whole_category(told: Sequence[str], categories: Sequence[str]) -> tuple[str, ...]:
    """The category that several words name together ("internet and phone")."""
    return tuple(each for each in categories if len(told) > 1 and _is_same(told, content(each)))


def _is_same(told: Sequence[str], name: Sequence[str]) -> bool:
    """Whether words and a name say the same, word by word, in any language and order."""
    return all(any(narrower(one, each) for each in name) for one in told) and all(
        any(narrower(one, each) for one in told) for each in name
    )


def _term(
    connection: Connection, collection: CollectionId | None, asked: str, written: str, categories: Sequence[str]
) -> tuple[Term, list[PayeeWord]]:
    """What a word may stand for, with the payees in whose bookings it stands."""
    forms = forms_of(written)
    spellings = tuple(dict.fromkeys((asked, *(stem(each) for each in forms[1:]))))
    names = frozenset(each for one in spellings for each in namings(one))
    compounds = [form for each in names if len(each) >= MIN_TYPO for form in (f"{_plain(each)}%", f"%{_plain(each)}")]
    rows = [
        each
        for each in figures.words_like(connection, collection, names, compounds)
        if any(narrower(one, each.word) for one in spellings)
    ]
    exact = [each for each in rows if each.word in spellings]
    named = [each for each in exact if not set(forms).isdisjoint(words(each.payee))]
    own = tuple(each for each in categories if _is_category(asked, each))
    if named and not own and not is_listed(fold(written)):
        rows = named  # who is called Mobilis is not meant by what else has that stem ("mobilier")
    elif exact and not is_known(asked):
        rows = exact
    said = {each.word for each in rows} | ({asked} if re.search(r"\d", asked) else set())
    return Term(tuple(sorted(said)), own), rows


def _paid_for(connection: Connection, collection: CollectionId | None, asked: str) -> list[PayeeWord]:
    """The one payee whom a word names by what is paid for: the landlord, whoever that is."""
    name = next((name for name, said in _PAID_FOR.items() if asked in said), None)
    if name is None:
        return []
    term = Term((), (name,))
    paid = figures.sums(connection, Filter(collection, roles=("spending",), terms=(term,)), "counterparty")
    payees = figures.mostly(connection, [each.key for each in paid if each.key], [term])
    return [PayeeWord(asked, payee, 1, 1) for payee in payees] if len(payees) == 1 else []


def _description(plan: Plan, told: Sequence[str]) -> set[str]:
    """The words that only say what a name is, as in "the kitchen studio Ahrens"."""
    found = _APPOSED.search(plan.question)
    if found is None or set(content(found[2])).isdisjoint(told):
        return set()
    kind = found[1].split()
    return set(content(found[1])) if all(content(each) for each in kind) and not speaks_of_money(found[1]) else set()


def _is_category(asked: str, category: str) -> bool:
    """Whether a word means all of a category: its own name, a synonym, or what it belongs to."""
    name = content(category)
    return asked in _CATEGORY_WORDS.get(category, ()) or (
        bool(name) and category != "uncategorised" and all(narrower(asked, each) for each in name)
    )


def _narrowed(
    connection: Connection, chosen: Filter, terms: Sequence[Term], found: Sequence[Sequence[PayeeWord]], apart: set[str]
) -> Filter:
    """Payees that are meant whole and, where other bookings may be meant too, the terms that those must meet.

    Payees whose own words name something ``apart`` are not meant by a category that holds both: bakeries, for groceries.
    """
    shares: defaultdict[str, list[list[float]]] = defaultdict(lambda: [[] for _ in terms])
    for n, rows in enumerate(found):
        for row in rows:
            shares[row.payee][n].append(row.bookings / row.of)
    whole: set[str] = set()
    unsure: list[str] = []
    others = False
    for payee, told in shares.items():
        if not all(told):
            continue
        if sum(max(each) for each in told) - (len(told) - 1) > MOST:  # at least so many of its bookings meet all
            whole.add(payee)
        elif min(sum(each) for each in told) > MOST:  # at most so many do
            unsure.append(payee)
        else:
            others = True
    if unsure:
        certain = figures.mostly(connection, unsure, terms)
        whole |= certain
        others = others or len(certain) < len(unsure)
    rows = figures.words_like(connection, chosen.collection, apart, ()) if apart else []
    never = {row.payee for row in rows if row.bookings > MOST * row.of} - whole
    chosen = replace(chosen, payees=tuple(sorted(whole)), never=tuple(sorted(never)))
    if others or any(term.words and not rows for term, rows in zip(terms, found, strict=True)):
        return replace(chosen, terms=tuple(terms))
    if not any(each.categories for each in terms):
        return chosen
    return replace(chosen, terms=tuple(terms) if len(terms) > 1 else (Term((), terms[0].categories),))


def _as_written(plan: Plan, term: str) -> str:
    told = re.findall(r"[^\W_]+", plan.question)
    return next((each for each in told if term in (*content(each), *content(without_kind(each)))), term)


def _plain(text: str) -> str:
    """Without what ``like`` reads as a pattern."""
    return re.sub(r"([%_\\])", r"\\\1", text)
