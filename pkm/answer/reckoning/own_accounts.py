"""Which of the household's own accounts a question names: by number, label, name, holder or kind.

A holder whom a person has named counts wherever the name stands. One that only statements name may be called as a shop is:
the given name counts, and only where an account is spoken of as somebody's, or somebody is said to have spent.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pkm.answer.language import FUNCTION, content, is_listed, stems_of, vocabulary
from pkm.answer.planning.anchors import month_names
from pkm.answer.planning.plan import Plan
from pkm.answer.planning.question import GENITIVE, NAME, OF_HOLDER
from pkm.answer.planning.wording import any_of
from pkm.ledger import category
from pkm.ledger.holder import agreed, given_names, is_joint
from pkm.ledger.wallets import NAMES
from pkm.ledger.words import fold, stem, words
from pkm.models import AccountId
from pkm.store.figures import OwnAccount

MIN_END = 4
MIN_NUMBER = 6
_MASKED = re.compile(r"[*xX•]{4}")
# By what accounts are called in a question about a balance; their statements and folders say it in one of these words too.
_KINDS = {
    "saving": stems_of(
        "ersparnis ersparnisse économies savings saving saver sparkonto sparbuch spar tagesgeld tagesgeldkonto épargne livret svgs"
    ),
    "check": stems_of("checking current giro girokonto courant cacc"),
    "card": stems_of("card kreditkarte karte carte"),
    "purse": stems_of(
        "purse wallet geldbörse geldbeutel brieftasche bargeld bargeldkasse portemonnaie porte-monnaie espèces petty"
    ),
    "invest": stems_of("depot brokerage investment portfolio titres"),
    "joint": stems_of("joint shared gemeinsam gemeinsames gemeinsamen gemeinschaft gemeinschaftskonto commun partagé"),
    "household": stems_of("haushalt haushaltskonto familienkonto ménage foyer family famille familie").union(
        content("household")
    ),
}
# By what they are called in any question: "savings" alone may be what was put aside.
_NAMED = {
    "saving": any_of(
        r"savings? accounts?|savers?(?: account)?|sparkont\w+|sparbuch\w*|tagesgeld(?:kont\w+)?|comptes? (?:d')?epargne|livrets?(?: [a-z])?"
    ),
    "check": any_of(r"(?:checking|current|giro) ?accounts?|giro(?:kont\w+)?|comptes? courants?"),
    "invest": any_of(
        r"(?:brokerage|investment|securities) accounts?|(?:wertpapier|aktien)depots?|(?:ins?|im|vom|aufs?|das|unser|mein) depot|(?:le|notre|mon|du|au) depot(?: de titres)?|compte[- ]titres"
    ),
    "joint": any_of(
        r"(?:joint|shared) (?:\w+ )?accounts?|gemeinschaftskont\w+|gemeinsame[nms]? (?:\w*konto|konten)|comptes? (?:joints?|communs?|partages?)"
    ),
    "household": any_of(
        r"(?:household|family) (?:\w+ )?accounts?|(?:haushalts|familien)kont\w+|comptes? (?:\w+ )?(?:du |de la |de )(?:menage|foyer|famille)"
    ),
}

_SPENDER = re.compile(
    rf"\b(?:[dD]id|[dD]oes|[hH]as|[hH]at|hatte)\s{NAME}\b(?=.*\b(?:spen[dt]|pay|paid|buy|bought|earn(?:ed)?|make|made|receive[d]?|withdr[ae]wn?|take out|put|go|been|eat|visit|order|ausgegeben|ge?zahlt|bezahlt|gekauft|verdient|bekommen|erhalten|abgehoben|behoben)\b)"
    rf"|\b(?:[gG]ibt|[gG]ab|[zZ]ahlte?|[vV]erdiente?|[bB]ekommt|[bB]ekam)\s{NAME}\b|\b{NAME}\sa\s(?:dépensé|payé|acheté|gagné|reçu|touché|retiré)\b|\b{NAME}\sa-t-(?:il|elle)\s(?:dépensé|payé|acheté|gagné|reçu|touché|retiré)\b|\b{NAME}\s(?:gagne|dépense|touche)\b"
)
# "Ben's salary", "die Ausgaben von Ben", "le salaire de Ben": what came to somebody, or went.
_OF_SOMEBODY = re.compile(
    rf"\b([A-Za-zÀ-ÿ-]+)['’]s?\s(?:[a-z]+\s)?(?:salary|wages?|pay|paychecks?|paycheques?|income|earnings|bonus|pension|spending|expenses|purchases|rent|mortgage|insurance|premiums?|taxes|phone|[Gg]ehalt|[Ll]ohn|[Ee]inkommen|[Aa]usgaben|[A-Z]\w*(?:geld|remuneration))\b"
    rf"|\b(?:(?:[A-Z]\w*g|G)ehalts?|Gehälter|Lohn|Einkommen|Verdienst|Bezüge|Pension|Rente|Bonus|Ausgaben|Einnahmen|Einkäufe|Miete|Steuern?|Krankenkasse|[A-Z]\w*(?:geld|prämien?)|[A-Z]\w*remuneration)\s(?:von\s)?{NAME}"
    rf"|\b(?:salaires?|paie|revenus?|primes?(?: de fin d'année)?|pension|retraite|dépenses|achats|loyer|impôts|assurances?)\s(?:[a-z]+\s)?d[e'’]\s?{NAME}"
)
# "Restaurants de Ben", "Lebensmittel von Ben", "Ben's groceries".
_THINGS_OF = re.compile(
    rf"\b(?P<thing>[^\W\d_]+)\s(?:von|of|de|d['’])\s?(?P<who>{NAME})|\b(?P<whose>[A-ZÀ-Þ][^\W\d_]+?)(?:['’]s?)?\s(?P<what>[^\W\d_]+)"
)
_PAID_FROM = any_of("from|on|off|leave|leaves|via|vom|von|aufs?|uber|ab|sur|du|depuis")
# "Auf dem ZKB-Konto", "the Chase account", "mon compte BNP", "the account at Chase"; "account fees" and "mon compte est" name none.
_BANK = r"([A-ZÀ-Þ][\w&'’]+(?:[ -][A-ZÀ-Þ][\w&'’]+){0,2}?)"
_OF_BANK = re.compile(
    rf"\b(?:[Aa]uf|[Vv]om|[Vv]on|[Aa]m|[Ii]n|[Uu]ber|[Üü]ber|[Aa]ufs|[Ff]ür) (?:(?:dem|das|unserem|unser|meinem|mein) )?{_BANK}[- ][Kk]onto\b"
    rf"|\b(?:the|my|our|from|on|in|at) {_BANK} accounts?\b"
    rf"|\baccount (?:at|with) (?:the )?{_BANK}|\b[Kk]onto (?:bei|der|von)(?: der)? {_BANK}|\bcompte (?:(?:chez|à) (?:la |l['’])?)?{_BANK}"
)
_NO_BANKS = vocabulary(
    "bank banks bankings account accounts statement statements konto konten auszug auszüge kontoauszug kontoauszüge banque banques relevé relevés compte comptes "
    "export exports download downloads finance finances finanzen geld money argent documents dokumente papers data files csv ofx qif camt"
)
# "From the main account", "auf dem Lohnkonto", "du compte principal"; "the bank account" is any.
_CALLED = re.compile(
    r"\b(?:from|on|in|into|to|onto|off|of|via|with|at) (?:the|our|my) (?!bank\b|same\b|own\b)([a-z][\w-]*) (?:bank )?account\b(?! (?:fees?|charges?|statements?|holders?|numbers?|management|maintenance)\b)"
    r"|\b(?:vom|aufs|am|(?:von|auf|uber|in) (?:dem|das|unserem|unser|meinem|mein)) (?!bankkonto\b|konto\b)(\w{3,}konto)\b"
    r"|\b(?:du|depuis le|sur le|au|(?:de|sur|depuis) (?:notre|mon)) compte (?!bancaire\b)([a-z]{3,})\b"
)
_BOTH = any_of(
    "both (?:our |my |the |of our )?(?:accounts|cards)|(?:beiden|zwei) (?:konten|karten)|(?:les|nos|mes) deux (?:comptes|cartes)"
)
_DEBIT = any_of(
    "debit cards?|debitkarten?|giro-?(?:cards?|karten?)|ec-?karten?|bankkarten?|cartes? de debit|maestro\\w*"
)
_BRANDS = stems_of("amex american express visa mastercard master")  # by which a card is called
_BY_WALLET = re.compile(
    rf"\b(?:via|with|through|using|by|per|mit|uber|par|avec|on|sur) (?:(?:his|her|my|our|the|dem|meinem|seinem|ihrem|unserem|son|mon|notre|le) )?({NAMES})\b|\b({NAMES})[- ]?(?:purchases|payments|spending|orders|zahlungen|kaufe|einkaufe|ausgaben)\b"
    rf"|\b(?:achats|paiements|depenses) ({NAMES})\b"
)
_SINGLE = re.compile(
    r"\b(?:account|\w*(?<!gift)(?<!post)card|giro|\w*konto|sparbuch|\w*karte|compte|carte|livret)\b", re.IGNORECASE
)


def by_wallet(plan: Plan) -> set[str]:
    """The stem of the wallet by which it asks what was paid: "paid with PayPal", "PayPal purchases"."""
    found = _BY_WALLET.search(fold(plan.question))
    return {stem(name) for name in found.groups() if name} if found else set()


def accounts_named(
    plan: Plan, accounts: Sequence[OwnAccount], *, by_person: bool = True
) -> tuple[tuple[AccountId, ...] | None, set[str]]:
    """The parts of the accounts that the question names, and the words that do; ``None`` for all accounts.

    ``by_person``: also by who is said to have spent something, or been paid.
    """
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
    called = _called(plan, accounts, by_person=by_person)
    used |= set().union(*(called[key] for key in meant))
    if not meant and (most := max(map(len, called.values()), default=0)):
        meant = {key for key, terms in called.items() if len(terms) == most}
        used = set().union(*(called[key] for key in meant))
    if plan.on_card and (cards := {each.id for each in accounts if _is_card(each)}):
        brand = _BRANDS.intersection(plan.topic)
        own = {each.id for each in accounts if each.id in cards and not brand.isdisjoint(_named_so(each))} or cards
        if brand and len(own) == 1:
            used |= brand
            cards = own
        meant = meant & cards or cards
    return (tuple(each.part for each in accounts if each.id in meant), used) if meant else (None, set())


def _named_so(account: OwnAccount) -> set[str]:
    return {stem(word) for word in words(f"{_about(account)} {account.number}")}


def account_of(plan: Plan, told: tuple[str, ...], accounts: Sequence[OwnAccount]) -> tuple[AccountId, ...] | None:
    """The parts of the one account that all these words name, or of all that one person has; ``None`` where none or several do."""
    nameless = [each._replace(holder=None) for each in accounts]
    own = replace(plan, topic=told, question=" ".join(told), transfers=True, on_card=False)
    parts, used = accounts_named(own, nameless)
    named = [each for each in accounts if parts and each.part in parts]
    if len({each.id for each in named}) > 1:  # by its kind; one of them is called so
        named = [each for each in named if set(told) <= set(map(stem, words(_about(each))))]
    one = used.issuperset(told) and len({each.id for each in named}) == 1
    return tuple(each.part for each in named) if one else _of_person(set(told), accounts)


def _of_person(told: set[str], accounts: Sequence[OwnAccount]) -> tuple[AccountId, ...] | None:
    """The parts of all accounts of the one whom these words name."""
    own = [each for each in accounts if told and told <= _people_of(each, accounts)]
    return tuple(each.part for each in own) or None


def _people_of(account: OwnAccount, accounts: Sequence[OwnAccount]) -> set[str]:
    """The words by which whose account it is is told; none of one that several share."""
    if account.holder:
        return set(map(stem, words(account.holder)))
    stated = agreed(account.stated)
    return set() if is_joint(stated or "") else _given(stated) | _kept_for(account, accounts)


def _kinds_named(plan: Plan, accounts: Sequence[OwnAccount]) -> set[str]:
    """The kinds by which the question names an account; outside of balances those alone of which there is one account."""
    question = fold(plan.question)
    said = {kind for kind, pattern in _NAMED.items() if pattern.search(question)}
    if any(_KINDS["joint"] & set(map(stem, words(f"{each.label or ''} {each.name}"))) for each in accounts):
        said.discard("joint")  # a person has told which one it is
    if plan.kind in {"balance", "holdings"} or plan.transfers:
        shared = {each.id for each in accounts if _is_of("joint", each)}
        told = "joint" in said or _KINDS["joint"].issuperset(plan.topic)
        return set(_KINDS) - ({"joint"} if not told or len(shared) != 1 else set())
    return {kind for kind in said if len(_of_kind(kind, plan, accounts)) == 1}


def _of_kind(kind: str, plan: Plan, accounts: Sequence[OwnAccount]) -> set[AccountId]:
    """The accounts of a kind: where some are called by the very word that is said of one, those alone ("das Sparkonto" beside a livret)."""
    own = [each for each in accounts if _is_of(kind, each)]
    said = _KINDS[kind].intersection(plan.topic)
    called = {each.id for each in own if not said.isdisjoint(map(stem, words(_given_names(each))))}
    return called if called and _SINGLE.search(plan.question) else {each.id for each in own}


def without_cards(accounts: Sequence[OwnAccount], parts: Sequence[AccountId] | None) -> tuple[AccountId, ...]:
    """These parts, or all, but those of cards; nothing where no account is known to be a card's."""
    cards = {each.id for each in accounts if _is_card(each)}
    chosen = [each for each in accounts if parts is None or each.part in parts]
    return tuple(each.part for each in chosen if each.id not in cards) if cards else ()


def whose(accounts: Sequence[OwnAccount]) -> dict[AccountId, str | None]:
    """Who holds each part, as a person says or else its statements; by the name a person gives, where that is part of theirs."""
    said = {each.holder for each in accounts if each.holder}
    found: dict[AccountId, str | None] = {}
    for each in accounts:
        stated = agreed(each.stated)
        alike = [name for name in said if stated and not is_joint(stated) and set(words(name)) <= set(words(stated))]
        found[each.part] = each.holder or (alike[0] if len(alike) == 1 else stated)
    return found


def is_open(plan: Plan, accounts: Sequence[OwnAccount], parts: Sequence[AccountId] | None) -> bool:
    """Whether a holder whom statements alone name is asked of, and which of the accounts, or whose part of a joint one, is open."""
    stated = {each.id: agreed(each.stated) for each in accounts if not each.holder}
    asked = _stems(OF_HOLDER, plan) | somebody(plan)
    meant = {each.id for each in accounts if parts and each.part in parts}
    own = {id for id in meant if _given(stated.get(id)) & asked}
    if not own:
        return False
    people = {frozenset(words(stated[id] or "")) for id in own}
    one = _SINGLE.search(plan.question) is not None and len(meant) > 1
    return len(people) > 1 or one


def shared_with(plan: Plan, accounts: Sequence[OwnAccount], parts: Sequence[AccountId] | None) -> tuple[AccountId, ...]:
    """The parts of accounts of several, where it is asked of what somebody spent or was paid, and not of an account: it may be there, too."""
    if not parts or not somebody(plan) or _stems(OF_HOLDER, plan):
        return ()
    shared = {each.id for each in accounts if not each.holder and is_joint(agreed(each.stated) or "")}
    return tuple(each.part for each in accounts if each.id in shared and each.part not in parts)


def names_another(plan: Plan, told: Sequence[str]) -> bool:
    """Whether an account is spoken of by a name that none of the household's has: it is not what its word is in bookings."""
    banks = [name for found in _OF_BANK.findall(plan.question) for name in found if name]
    return any(stem(word) in told for bank in banks for word in words(bank))


def is_unknown(plan: Plan, parts: Sequence[AccountId] | None) -> bool:
    """Whether an account is spoken of by what it is for ("the main account", "vom Lohnkonto") and none is so called, or a debit card."""
    said = (name for found in _CALLED.finditer(fold(plan.question)) for name in found.groups() if name)
    if _BOTH.search(fold(plan.question)):
        return True
    debit = plan.on_card and _DEBIT.search(fold(plan.question)) is not None  # whose payments stand among all others
    told = {stem(name) for name in said if name not in FUNCTION and not name.isdigit()}
    return debit or (parts is None and bool(told.difference(*_KINDS.values())))


def is_price(plan: Plan, parts: Sequence[AccountId] | None, told: Sequence[str]) -> bool:
    """Whether it asks what an account itself costs, which is not what is paid from it."""
    text = fold(plan.question)
    return (
        plan.kind in {"recurring", "price_changes"}
        and plan.direction != "in"  # what its holder earns
        and parts is not None
        and not told
        and not _PAID_FROM.search(text)
    )


def _stems(form: re.Pattern[str], plan: Plan) -> set[str]:
    told = GENITIVE.sub(r"\2 von \1", plan.question)
    return {stem(word) for found in form.findall(told) for name in found for word in words(name)}


def _given(stated: str | None) -> set[str]:
    return {stem(word) for name in given_names(stated or "") for word in words(name)}


def _is_of(kind: str, account: OwnAccount) -> bool:
    if kind == "joint" and not account.holder and is_joint(agreed(account.stated) or ""):
        return True
    about = _about(account)
    if kind == "joint":  # the folder of both may hold one for each bank
        about = f"{about} {account.place or ''}"
    return kind in about.casefold() or not _KINDS[kind].isdisjoint(map(stem, words(about)))


def _about(account: OwnAccount) -> str:
    """What an account is called: its kind, names, folder and files."""
    return f"{account.kind or ''} {_given_names(account)}"


def _given_names(account: OwnAccount) -> str:
    """What people call an account, which its kind is not where it is a bank's one word for many; "Livret A" is a name."""
    kind = account.kind if account.kind and " " in account.kind else ""
    return f"{account.name} {account.label or ''} {account.folder or ''} {account.file or ''} {kind}"


def is_between(plan: Plan, accounts: Sequence[OwnAccount], used: set[str]) -> bool:
    """Whether two accounts, or people, are named, and neither by what both share."""
    called = [told & used for told in _called(plan, accounts).values() if told & used]
    of_kind = not used.isdisjoint(set().union(*_KINDS.values()))
    named = [] if of_kind and used in called else called  # "Ben's savings account" is one
    return any(one.isdisjoint(other) for one in named for other in named)


def is_purse(account: OwnAccount) -> bool:
    """Whether what is in it is cash: its kind, name or folder says so."""
    return (account.kind or "").casefold() == "cash" or _is_of("purse", account)


def _is_card(account: OwnAccount) -> bool:
    """Whether it is a card's: its statements say so, or its number is one whose middle is hidden."""
    return "card" in (account.kind or "").casefold() or _MASKED.search(account.root) is not None


def _kept_for(account: OwnAccount, accounts: Sequence[OwnAccount]) -> set[str]:
    """The words of the folders in which its statements lie, and not those of all accounts: where they are kept by person, a name."""
    if agreed(account.stated):
        return set()
    return _folders(account) - _folders(accounts[0]).intersection(*map(_folders, accounts))


def _folders(account: OwnAccount) -> set[str]:
    told = [word for each in re.split(r"[/\\]", account.place or "") for word in words(each)]
    return {stem(word) for word in told if len(word) > 2 and word not in _NO_BANKS}.difference(*_KINDS.values())


def somebody(plan: Plan) -> set[str]:
    """Who is said to have spent, or been paid, something, or of whose things of a category it is asked ("Ben's groceries")."""
    own = {
        stem(word)
        for found in _THINGS_OF.finditer(plan.question)
        if category.named(found["thing"] or found["what"])
        for word in words(found["who"] or found["whose"])
    }
    return _stems(_SPENDER, plan) | _stems(_OF_SOMEBODY, plan) | own


def with_names(question: str, accounts: Sequence[OwnAccount]) -> str:
    """The question with the names of the household's people and banks written with a capital, as the planner knows names."""
    names = people(accounts)
    if not names:
        return question
    return re.sub(
        r"(?<![\w'’-])[a-zß-ÿ]{3,}(?![\w-])",
        lambda each: (
            each[0].capitalize() if fold(each[0]) in names or fold(each[0]).removesuffix("s") in names else each[0]
        ),
        question,
    )


def people(accounts: Sequence[OwnAccount]) -> frozenset[str]:
    """The words by which persons of the household, and the folders of their accounts, are called; none that means something else."""
    names: set[str] = set()
    for each in accounts:
        kept = _kept_for(each, accounts)
        names.update(words(each.holder or ""), *map(words, given_names(agreed(each.stated) or "")))
        names.update(word for word in words(each.place or "") if stem(word) in kept)
    return frozenset(each for each in names if len(each) > 2 and each.isalpha() and not _means_more(each))


def _means_more(word: str) -> bool:
    return word in FUNCTION or is_listed(word) or word in month_names() or category.named(word) is not None


def _bank_of(account: OwnAccount, accounts: Sequence[OwnAccount]) -> set[str]:
    """The words of the folder in which the statements of this account alone lie: where they are kept by bank, its name."""
    if not account.folder or len({each.id for each in accounts if each.folder == account.folder}) > 1:
        return set()
    told = {stem(word) for word in words(account.folder) if len(word) > 2 and word not in _NO_BANKS}
    return told.difference(*_KINDS.values())


def _joined(plan: Plan, account: OwnAccount, accounts: Sequence[OwnAccount]) -> set[str]:
    """The words of the topic that its bank's folder writes as one: "Capital One" for ``capitalone``."""
    spoken = words(plan.question)
    runs = {"".join(spoken[n : n + 2]): spoken[n : n + 2] for n in range(len(spoken) - 1)}
    told = [runs[word] for word in words(account.folder or "") if word in runs and _bank_of(account, accounts)]
    return {each for run in told for word in run for each in content(word)}.intersection(plan.topic)


def _called(plan: Plan, accounts: Sequence[OwnAccount], *, by_person: bool = True) -> dict[AccountId, set[str]]:
    """The words of the topic that are each account's label, name, holder or kind."""
    kinds = {kind: _of_kind(kind, plan, accounts) for kind in _kinds_named(plan, accounts)}
    asked = _stems(OF_HOLDER, plan) | (somebody(plan) if by_person else set())
    called: defaultdict[AccountId, set[str]] = defaultdict(set)
    for each in accounts:
        told = words(f"{each.label or ''} {each.name} {each.holder or ''}")
        names = {stem(word) for word in told if not word.isdigit()}
        if plan.kind == "balance" or plan.transfers or _SINGLE.search(plan.question) or by_wallet(plan):
            names |= _bank_of(each, accounts) | _joined(plan, each, accounts)
        if not each.holder:
            names |= (_given(agreed(each.stated)) | _kept_for(each, accounts)) & asked
        called[each.id] |= names.union(*(_KINDS[kind] for kind, own in kinds.items() if each.id in own)) & set(
            plan.topic
        )
    return called
