"""What the words of a topic stand for in this ledger: a category, words in bookings, payees.

A word stands for itself, a synonym, a compound, something that belongs to it. A booking is meant when every word of the
topic is met. A payee most of whose bookings are meant is meant whole: the electricity company's final bill may not say
"electricity". A word that no booking says is read as the one that is a letter away, and the answer says so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import cache

from pkm.answer.language import content, is_known, is_listed, listed_words, namings, narrower, siblings, stems_of
from pkm.answer.planning.plan import Plan
from pkm.answer.planning.wording import speaks_of_money, without_kind
from pkm.answer.quoting.evidence import Passage
from pkm.answer.reckoning.apart import alone
from pkm.answer.reckoning.misspelt import MIN_TYPO, misspelt_as
from pkm.answer.reckoning.spelling import forms_of, is_called, is_spelt_out
from pkm.ledger import category, counterparty, prototypes
from pkm.ledger.names import run_together
from pkm.ledger.places import TOWNS
from pkm.ledger.prototypes import is_chain
from pkm.ledger.words import fold, stem, words
from pkm.models import CollectionId
from pkm.store import figures
from pkm.store.chosen import Filter, Term
from pkm.store.database import Connection
from pkm.store.figures import PayeeWord

LEAST_JOINED, MIN_PART = 6, 3  # letters of a name that is written as one word, and of its first
MOST = 0.5  # of a payee's bookings: then the payee is meant whole

_APPOSED = re.compile(r"\b(?:the|our|my|le|la|l['’]|au|du|notre|mon|ma)\s?((?:[a-zà-ÿ]+\s){1,4})([A-ZÀ-Þ][^\W\d_]+)")

_LINKING = frozenset({"of", "de", "du", "d"})  # "la salle de sport Basic-Fit"

Search = Callable[[str], Sequence[Passage]]

# What people call a whole category beside its name and the synonyms of the language.
_CATEGORY_WORDS = {
    name: stems_of(said)
    for name, said in {
        "groceries": "groceries grocery alimentation alimentaire lebensmitteleinkauf wocheneinkauf nahrungsmittel",
        "restaurants": "restaurant restaurants resto restos gastronomie gastro",
        "rent": "rent miete mietzahlung loyer wohnungsmiete hausmiete mietzins",
        "electricity": "electricity electric strom électricité elektrizität ökostrom",
        "internet & phone": "kommunikation communication communications telecom telecoms telecommunication telecommunications telekommunikation télécom télécoms télécommunications",
        "insurance": "insurance insurances versicherung versicherungen assurance assurances versicherungsprämie",
        "health": "health healthcare medical medicine gesundheit medizin medizinisch santé médical médicaux médicales", "clothing": "clothing clothes apparel kleidung bekleidung gewand klamotten vêtements habillement",
        "household": "household haushalt ménage", "children": "children kids kinder enfants", "electronics": "electronics elektronik électronique",
        "entertainment": "entertainment leisure unterhaltung freizeit loisirs loisir divertissement divertissements", "sport": "sport sports sportif sportives",
        "transport": "transport transportation transit verkehr öv öpnv mobilität transports",
        "fuel": "fuel petrol gasoline benzin sprit treibstoff kraftstoff carburant carburants essence",
        "education": "education bildung éducation", "pets": "pets haustiere animaux",
        "gifts & donations": "gifts donations geschenke spenden cadeaux dons charity charities", "travel": "travel travelling reisen reise voyages voyage",
        "cash": "cash bargeld espèces liquide atm atms geldautomat bankomat bancomat bankomatbehebung bankomatbehebungen bankomatabhebung bankomatabhebungen dab guichet guichets geldausgabeautomat distributeur bargeldbezug bargeldbezüge bargeldbehebung bargeldbehebungen barbezug barabhebung",
        "pension & benefits": "pension pensions retraite benefit benefits allocations allocs",
        "personal care": "cosmetics kosmetik cosmétiques beauty", "fees & interest": "fees gebühren frais bankspesen bankgebühren kontogebühren kontospesen kontoführungsgebühren bankentgelte agios",
        "salary": "employer employers arbeitgeber arbeitgeberin employeur paycheck paychecks paycheque paycheques payslip payslips wage wages salary salaries pay lohn gehalt salär bezug bezüge monatslohn monatsgehalt salaire salaires paie paye traitement",
        "taxes": "tax taxes steuer steuern impôt impôts", "subscriptions": "subscription subscriptions abo abos abonnement abonnements",
    }.items()
}  # fmt: skip

_GAS = stems_of("gas")
_OF_UTILITY = re.compile(
    r"\bnatural gas\b|\bgas (?:bills?|company|utilit\w+|heating|and|&)\b|\bheating\b", re.IGNORECASE
)

# Who is called by what is paid for; where one payee alone is paid for it, that one is meant.
_PAID_FOR = {
    "rent": stems_of("landlord landlady vermieter vermieterin proprio propriétaire bailleur bailleresse"),
    "mortgage & loans": stems_of("mortgage mortgages hypothek hypotheken hypothèque hypothèques hypothécaire"),
    "children": stems_of("daycare nursery preschool kita kindergarten krippe kinderkrippe crèche garderie"),
}


def bookings_of(
    plan: Plan, connection: Connection, chosen: Filter, told: Sequence[str], search: Search, misspelt: dict[str, str]
) -> Filter | None:
    """The bookings that all these words are about; ``None`` where the ledger does not know one of them."""
    collection = chosen.collection
    categories = figures.categories(connection, collection) if told else []
    if whole := _whole_category(told, categories):
        return narrowed(connection, chosen, [Term((), whole)], [[]], set())
    if (
        told
        and set(told) == _GAS
        and {"fuel", "gas & heating"} <= set(categories)
        and _may_be_fuel(plan, connection, collection)
    ):
        return None
    terms: list[Term] = []
    found: list[list[PayeeWord]] = []
    apart: set[str] = set()
    for each in told:
        written = as_written(plan, each)
        beside = [other for other in told if other != each]
        term, rows = _term(connection, collection, each, written, categories, beside)
        if (compound := stem(fold(written))) != each and not is_known(compound):  # half of it
            whole_term, whole_rows = _term(connection, collection, compound, written, [])
            term = replace(term, words=tuple(sorted({*term.words, *whole_term.words})))
            rows = [*rows, *(row for row in whole_rows if row not in rows)]
        if not (term.words or term.categories):
            rows = _paid_for(connection, collection, each)
            misspelt.update((written, row.payee) for row in rows)
        if not (term.words or term.categories or rows):
            rows = _run_together(connection, collection, each, fold(written))
        if not (term.words or term.categories or rows):
            if called_so := _known_as(plan, connection, chosen, told):
                return called_so
            near = misspelt_as(
                connection,
                collection,
                each,
                written,
                beside,
                lambda word: [passage.text for passage in search(word)],
            )
            if near is not None:
                misspelt[written] = near
                term, rows = _term(connection, collection, near, near, categories)
            elif is_known(each) and each in (description := _description(plan, told)):
                rest = [other for other in told if other not in description]
                return bookings_of(plan, connection, chosen, rest, search, misspelt)
            else:
                return None
        terms.append(term)
        found.append(rows)
        apart |= siblings(each) if term.categories else set()
    payees = {row.payee: row.of for rows in found for row in rows}
    if payees and (known := _known_as(plan, connection, chosen, told)):  # none of whose bookings says its name: AMZN
        unsaid = [each for each in known.payees or () if each not in payees]
        found = [
            [*rows, *(PayeeWord(each, payee, 1, 1) for payee in unsaid)] for each, rows in zip(told, found, strict=True)
        ]
        payees |= dict.fromkeys(unsaid, 1)
    found = [
        rows or [PayeeWord(word, payee, of, of) for word in term.words if word.isdigit() for payee, of in payees.items() if word in words(payee)]
        for term, rows in zip(terms, found, strict=True)
    ]  # fmt: skip
    if not terms:
        return chosen
    meant = narrowed(connection, chosen, terms, found, apart)
    for n in range(len(terms)):
        meant = alone(connection, meant, terms, n, found[n])
    if others := _namesakes(told, payees):
        meant = replace(
            meant,
            payees=tuple(each for each in meant.payees or () if each not in others),
            never=(*meant.never, *sorted(others)),
        )
    called = tuple(each for each in sorted(payees) if is_spelt_out(told, each, plan.question)) or tuple(
        each for each in meant.payees or () if len(told) > 1 and is_called(told, each)
    )
    return replace(meant, payees=called, terms=()) if called else meant  # a whole name means its bearer


def _may_be_fuel(plan: Plan, connection: Connection, collection: CollectionId | None) -> bool:
    """Whether "gas" may be what cars burn, as it is where dollars are paid; a "gas bill" is the utility's."""
    spoken = plan.language == "en" and _OF_UTILITY.search(plan.question) is None
    return spoken and (figures.currencies(connection, collection) or [""])[0] in {"USD", "CAD"}


def _namesakes(told: Sequence[str], payees: Collection[str]) -> set[str]:
    """Firms of another trade in whose name a chain's stands, where that chain is a payee itself: HoT Hofer Telekom, for Hofer."""
    own = next((each for each in payees if len(told) == 1 and content(each) == list(told) and is_chain(each)), None)
    if own is None:
        return set()
    trade = prototypes.told(own, "", False)
    return {
        each for each in payees if own in each.split()[1:] and prototypes.told(each, "", False) not in {None, trade}
    }


def _known_as(plan: Plan, connection: Connection, chosen: Filter, told: Sequence[str]) -> Filter | None:
    """The payee whom all words name, where its bookings have another name: who is merged, or is known by several ("Deutsche Bahn")."""
    spoken = re.findall(r"[^\W_]+(?:[&'’.-][^\W_]+)*", plan.question)
    asked = [n for n, each in enumerate(spoken) if not set(content(each)).isdisjoint(told)]
    if not asked or {stem for n in asked for stem in content(spoken[n])} != set(told):
        return None
    name = counterparty.normalise(" ".join(spoken[asked[0] : asked[-1] + 1]))
    payees = figures.payees_called(connection, chosen.collection, [name, name.replace(" ", "")])
    return replace(chosen, payees=tuple(payees), terms=()) if payees else None


def _whole_category(told: Sequence[str], categories: Sequence[str]) -> tuple[str, ...]:
    """The category that several words name together ("internet and phone")."""
    return tuple(each for each in categories if len(told) > 1 and _is_same(told, content(each)))


def _is_same(told: Sequence[str], name: Sequence[str]) -> bool:
    """Whether words and a name say the same, word by word, in any language and order."""
    return all(any(narrower(one, each) for each in name) for one in told) and all(
        any(narrower(one, each) for one in told) for each in name
    )


def _term(
    connection: Connection,
    collection: CollectionId | None,
    asked: str,
    written: str,
    categories: Sequence[str],
    beside: Sequence[str] = (),
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
        if each.word in spellings or each.word not in names or not _shares_stem(each)
        if not _is_of_another_trade(asked, each, beside)
    ]
    exact = [each for each in rows if each.word in spellings]
    named = [each for each in exact if not set(forms).isdisjoint(words(each.payee))]
    own = tuple(each for each in categories if _is_category(asked, each))
    if named and not own and not is_listed(fold(written)) and written.casefold() not in TOWNS:
        rows = named  # who is called Mobilis is not meant by what else has that stem ("mobilier")
    elif exact and not is_known(asked):
        rows = exact
    said = {each.word for each in rows} | ({asked} if re.search(r"\d", asked) else set())
    return Term(tuple(sorted(said)), own), rows


def _is_of_another_trade(asked: str, row: PayeeWord, beside: Sequence[str]) -> bool:
    """Whether a word for what one trade sells is but a part of another's name: "Waterstones", for water, "Restos du Coeur", for restaurants."""
    meant = {name for each in namings(asked) if (name := _trade_of(each))}
    meant |= {name for name, said in _CATEGORY_WORDS.items() if asked in said}
    if not meant:
        return False
    if any(stem(each) == row.word and _is_of_another(each, asked, meant) for each in row.payee.split()):
        return True
    told = prototypes.fold(row.payee)
    runs = (" ".join(told[start:end]) for start in range(len(told)) for end in range(start + 1, len(told) + 1))
    chains = [each for each in runs if row.word in map(stem, each.split()) and each != row.word and is_chain(each)]
    chain = max(chains, key=len, default="")
    named = not set(beside).isdisjoint(content(chain))  # "Restos du Coeur" is asked for
    return bool(chain) and not named and prototypes.told(chain, "", False) not in {None, *meant}


def _is_of_another(word: str, asked: str, meant: set[str]) -> bool:
    """Whether a compound ends with what is asked for and tells another trade: a "Tierarztpraxis", for doctors."""
    names = namings(asked)
    ends = stem(word) not in names and any(stem(word).endswith(each) for each in names if len(each) >= MIN_PART)
    return ends and prototypes.told(word, "", False) not in {None, *meant}


@cache
def _trade_of(word_stem: str) -> str | None:
    """The category that a word by itself tells, by its stem."""
    return next((name for word in listed_words() if stem(word) == word_stem if (name := category.named(word))), None)


def _shares_stem(row: PayeeWord) -> bool:
    """Whether a synonym's stem is but that of a name: "Mobilis", for "mobilier"."""
    own = [word for word in words(row.payee) if stem(word) == row.word]
    meant = _listed().get(row.word, ())
    return bool(own and meant) and not any(
        one.startswith(each) or each.startswith(one) for one in own for each in meant
    )


@cache
def _listed() -> dict[str, list[str]]:
    """The words with synonyms, by their stems."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in listed_words():
        found[stem(word)].append(word)
    return found


def _paid_for(connection: Connection, collection: CollectionId | None, asked: str) -> list[PayeeWord]:
    """The one payee whom a word names by what is paid for: the landlord, whoever that is."""
    name = next((name for name, said in _PAID_FOR.items() if asked in said), None)
    if name is None:
        return []
    term = Term((), (name,))
    paid = figures.sums(connection, Filter(collection, roles=("spending",), terms=(term,)), "counterparty")
    payees = figures.mostly(connection, [each.key for each in paid if each.key], [term])
    return [PayeeWord(asked, payee, 1, 1) for payee in payees] if len(payees) == 1 else []


def _run_together(connection: Connection, collection: CollectionId | None, asked: str, written: str) -> list[PayeeWord]:
    """The payees whose name is written as one word: "PureGym", for Pure Gym."""
    if len(written) < LEAST_JOINED or not written.isalpha():
        return []
    begun = {stem(written[:end]) for end in range(MIN_PART, len(written))}
    rows = figures.words_like(connection, collection, begun, ())
    return [PayeeWord(asked, row.payee, row.of, row.of) for row in rows if written in run_together(row.payee)]


def _description(plan: Plan, told: Sequence[str]) -> set[str]:
    """The words that only say what a name is, as in "the kitchen studio Ahrens"."""
    found = _APPOSED.search(plan.question)
    if found is None or set(content(found[2])).isdisjoint(told):
        return set()
    kind = [each for each in found[1].split() if each not in _LINKING]
    return set(content(found[1])) if all(content(each) for each in kind) and not speaks_of_money(found[1]) else set()


def _is_category(asked: str, category: str) -> bool:
    """Whether a word means all of a category: its own name, a synonym, or what it belongs to."""
    name = content(category)
    return asked in _CATEGORY_WORDS.get(category, ()) or (
        bool(name) and category != "uncategorised" and all(narrower(asked, each) for each in name)
    )


def narrowed(
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
    drawn: set[str] = set()
    unsure: list[str] = []
    others = False
    for payee, told in shares.items():
        if not all(told):
            continue
        if _draws_cash(payee) and not any(each.categories for each in terms):
            drawn.add(payee)  # at the machine of a shop, which is nothing spent there
        elif all(any(row.payee == payee and row.word in content(payee) for row in rows) for rows in found):
            whole.add(payee)  # by its name, whatever some of its bookings call it: AMZN
        elif any(_is_one_of_many(payee, term, rows) for term, rows in zip(terms, found, strict=True)):
            others = True
        elif sum(max(each) for each in told) - (len(told) - 1) > MOST:  # at least so many of its bookings meet all
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
    if whole:
        never |= drawn
    elif drawn:
        others = True
    chosen = replace(chosen, payees=tuple(sorted(whole)), never=tuple(sorted(never)))
    if others or any(term.words and not rows for term, rows in zip(terms, found, strict=True)):
        return replace(chosen, terms=tuple(terms))
    if not any(each.categories for each in terms):
        return chosen
    return replace(chosen, terms=tuple(terms) if len(terms) > 1 else (Term((), terms[0].categories),))


def _draws_cash(payee: str) -> bool:
    return not _CATEGORY_WORDS["cash"].isdisjoint(content(payee))


def _is_one_of_many(payee: str, term: Term, found: Sequence[PayeeWord]) -> bool:
    """Whether a word that is no category's tells some of a payee's bookings from its others: a policy, a tariff, an order."""
    own = [row for row in found if row.payee == payee]
    named = any(row.word in content(payee) for row in own)
    return bool(own) and not (term.categories or named) and max(row.bookings / row.of for row in own) < 1


def as_written(plan: Plan, term: str) -> str:
    """A word of the topic as the question has it."""
    told = re.findall(r"[^\W_]+", plan.question)
    return next((each for each in told if term in (*content(each), *content(without_kind(each)))), term)


def _plain(text: str) -> str:
    """Without what ``like`` reads as a pattern."""
    return re.sub(r"([%_\\])", r"\\\1", text)
