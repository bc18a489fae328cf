"""A question taken apart: its text put right, its times, its amounts, and what is left to say what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import groupby, pairwise

from pkm.answer.language import FUNCTION, FUNCTION_WORDS, Language, content, stems_of, vocabulary
from pkm.answer.planning import (
    amounts,
    asking,
    distinct,
    exceptions,
    fraction,
    grouping,
    included,
    intent,
    leaving_out,
    lookup,
    period,
    remainders,
    sayings,
    shares,
    weekdays,
)
from pkm.answer.planning.anchors import month_names
from pkm.answer.planning.explained import told_once
from pkm.answer.planning.intent import Cut, Intent, Said
from pkm.answer.planning.period import Mention, fold_in_place
from pkm.answer.planning.wording import (
    KIND_NOISE,
    LEDGER,
    NOISE,
    OWN_NOISE,
    REFUND_NOISE,
    TRANSFER_NOISE,
    WEAK_STEMS,
    any_of,
    firms_in,
    language_of,
    mend,
    told_in,
    without_kind,
)  # fmt: skip
from pkm.ledger.words import fold, stem, words

_PAYEE = re.compile(
    r"\b(?:at|to|by|from|bei|an|von|chez|à|d'actions|of|(?:comptes?|cartes?|livret) (?:\w+ )?de) ([A-ZÀ-Þ][\w&.'’-]*)"
)
# "At JET and Shell": what is joined to a name is one too, also where it is spelled as a word of money.
_NAMES = re.compile(r"\b(?:at|to|from|with|bei|beim|an|von|chez|à|avec)\s([A-ZÀ-Þ][^?!.;:]*)")
_ONE_MORE = re.compile(
    r"(?:,|&|\+|\b(?:and|or|und|oder|et|ou|sowie))\s(?:(?:at|to|from|bei|an|von|chez|à)\s)?([A-ZÀ-Þ][\w&'’-]*)"
)
# Who did it: a name there is one, also where it is spelled as another word ("Ben", "Can", "Kurz").
_DOER = re.compile(
    r"\b(?:[dD]id|[dD]oes|[hH]as|[hH]at|[hH]atte)\s([A-ZÀ-Þ][a-zß-ÿ'’-]+)\b|\b([A-ZÀ-Þ][a-zß-ÿ'’-]+)\s(?:a-t-(?:il|elle)|a (?:dépens|pay|reç|gagn|retir|vers|achet)\w+)\b"
)
# Whose account: "Ben's account", "Bens Konto", "la carte de Ben".
NAME = r"([A-ZÀ-Þ][^\W\d_]+(?:-[A-ZÀ-Þ][^\W\d_]+)?)"
_ACCOUNT = r"(?:[Aa]ccounts?|[Cc]ards?|(?:[A-Za-z]+-?)?[Kk]ont(?:o|en|os)|(?:[A-Za-z]+-?)?[Kk]arten?|[Cc]omptes?|[Cc]artes?|[Ll]ivrets?)"
OF_HOLDER = re.compile(
    rf"\b{NAME}['’]s?\s(?:[a-z]+\s){{0,2}}?{_ACCOUNT}\b|\b{NAME}s\s(?:[A-Za-z]+-?)?(?:[Kk]onto|[Kk]onten|[Kk]arten?)\b|\b{_ACCOUNT}\s(?:[a-z]+\s)?(?:von|of|de|d['’])\s?{NAME}"
)
# A name that is spelled as small words: "Uber" (über), "bei About You", "at Made".
_SMALL_NAME = re.compile(
    r"(?<=[^\s?!.:])\s(?:([^\W\d_]+)\s)?([A-ZÀ-Þ][a-zß-ÿ]+(?:\s[A-ZÀ-Þ][a-zß-ÿ]+)*)(?![\w'’-]|\s[A-ZÀ-Þ])"
)
_WHERE = vocabulary("at from to with by on bei beim an von mit chez à avec")
_NO_NAMES = vocabulary(
    "welche jede diese alle unsere meine deine eine kein what who which that let has does thi "
    "der die das dem den le la les ma mon mes we our i you they he she it my the this that wir ich sie er es ihr man unser on nous je il elle tu vous y que qui quand combien comment"
)
# "Bens Gehalt" is that of Ben.
GENITIVE = re.compile(
    r"\b([A-ZÀ-Þ][a-zß-ÿ]+[a-rt-yß-ÿ])s ((?:[a-zß-ÿ]+e[nrs]? )?(?:\w*[Gg]ehalt|Gehälter|Lohn|Einkommen|Bezüge|Pension|Rente|Bonus|Ausgaben|Einnahmen|Einkäufe|[A-Z]\w*geld|[A-Z]\w*remuneration))\b"
)
_TITLE = re.compile(r"\b[dD]o(?:cteur|ctor|ktor)\s(?=[A-ZÀ-Þ][a-zß-ÿ])")  # statements shorten it
# "Kirchenbeitrags-Zahlung" is one word.
_HYPHENED = re.compile(
    r"(?<=[^\W\d_]{3})-(?=(?:Zahlung|Rechnung|Kosten|Ausgaben|Abbuchung|Buchung|Beitrag|Beiträge|Gebühr|Einkauf|Einkäufe|Eingang|Prämie)\w*\b)",
    re.IGNORECASE,
)
_CURRENT_BALANCE = re.compile(r"\b(?:current|opening|closing) balance", re.IGNORECASE)
# Words of money that are what was paid for: "on bank charges", "für Bestellungen".
_THINGS = re.compile(
    r"\b(?:on|for|in|into|towards?|für|fürs|pour|en|dans)\s(?:(?:the|our|my|all|any|die|der|das|den|dem|unsere|unseren|les|le|la|nos|notre|bank|account)\s)*(subscriptions|shopping|Abos|Abonnements|abonnements|charges|fees|orders|household|family|haushalt|transfers|Bestellungen|Haushalt|Gebühren|frais|commandes|credit(?! cards?)|crédit)\b"
)
# Words of who the household is that name an account of it.
_OF_ACCOUNT = re.compile(
    r"\b(household|family)\s(?:\w+\s)?accounts?\b|\bcomptes?\s(?:\w+\s)?(?:du|de la|de)\s(ménage|foyer|famille)\b",
    re.IGNORECASE,
)
# Words of money that stand beside another thing, and are a thing of their own: "fees and interest", "groceries and subscriptions".
_NOUNS = "subscriptions|abos|abonnements|fees|gebühren|frais"
_ONE_OF_TWO = re.compile(
    rf"\b({_NOUNS})\s*(?:,|&|\+|\b(?:and|und|et)\b)\s*\w|(?:,|&|\+|\b(?:and|und|et)\b)\s*(?:(?:the|our|die|unsere|les|nos|bank)\s)?({_NOUNS})\b",
    re.IGNORECASE,
)
# Whatever stands after "at" is a name ("at total"), but for these.
_SHOPS = re.compile(
    r"\b(?:at|chez|bei)\s(?!(?:all|least|most|average|once|home|shops?|stores?|merchants?|which|what|welche\w*|quel\w*|geschäften|händlern|wem|qui)\b)([^\W\d_]+)",
    re.IGNORECASE,
)
# "Studio 54", "3 Mobile": a number that is part of a name.
_NUMBERED = re.compile(r"\b([A-ZÀ-Þ][\w'’-]*)\s(\d{1,2})\b|\b(\d{1,2})\s([A-ZÀ-Þ][\w'’-]*)")
# What stands between two things of which either is meant; words that do not part what belongs to one of them.
_OR = re.compile(
    r"[-+]?\s*(?:,|\+|\b(?:and|und|et|or|oder|ou|sowie|plus|as well as|ainsi que)\b)\s*(?:(?:at|to|for|on|by|from|of|with|bei|beim|an|für|fuer|von|vom|mit|chez|à|aux?|pour|en|de|du|des|the|my|our|der|die|das|den|dem|le|la|les|zum|zur)\s+|d'|l')*",
    re.IGNORECASE,
)
# "Groceries, at Alnavi": the second says where, unless the first does.
_PLACED = re.compile(
    r"\s*,\s*(?P<where>at|from|with|bei|beim|von|vom|mit|chez|avec)\s+(?:the |dem |der |la |le )?", re.IGNORECASE
)
_EITHER = re.compile(r"\b(?:or|oder|ou)\b", re.IGNORECASE)
MOST_WORDS = 4  # of what only says that something is odd
CASH = stems_of("cash bargeld liquide espèces atm geldautomat distributeur")
_PAID = stems_of("bills purchases visits")  # of which the largest is a payment; the largest invoice may be a paper
_BILLS = stems_of("bills invoices rechnungen factures purchases visits")
_TICKETS = stems_of("ticket tickets fahrkarte fahrkarten billet billets")
_SIZES = stems_of(
    "small smaller little tiny minor large larger big bigger major klein kleine kleinere große größere petit petite petits petites gros grosse grosses"
)
# Names of currencies, and what else names nobody who was paid.
_NO_TOPIC = re.compile(
    r"\b(?:swiss francs?|francs? suisses?|francs?|(?:us|american|canadian|australian) dollars?|dollars? (?:us|américains?|canadiens?|australiens?)|(?:amerikanische|kanadische|australische)[nr]? dollars?|livres? sterling|shopping trips?|the two of us|wir beide|tous les deux)\b",
    re.IGNORECASE,
)
# Written in groups of four, some of which look like years.
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?\b")
# "What did they add up to in 2025?" names no end of a time, "à l'année" no year.
_AMOUNT_TO = re.compile(
    r"\b(add(?:s|ed)? up|amount(?:s|ed)?|c[ao]mes?(?= to (?:in|on|for|during|over)\b)) to(?= (?:in|on|for|during|over|last|this)\b)",
    re.IGNORECASE,
)
# A shop of that name: what is bought there is not asked for by how it was bought.
_NAMED_ONLINE = re.compile(r"([A-ZÀ-Þ][\w&.'’-]*) Online\b")
_SHORT_YEAR = re.compile(
    r"(?<![\w'’])['’](\d\d)(?![\w'’])|(?<=\b(?:Q[1-4]|H[12]|T[1-4]) )(2\d)\b|(?<=halbjahr )(2\d)\b|(?<=quartal )(2\d)\b|(?<=mestre )(2\d)\b|(?<=quarter )(2\d)\b",
    re.IGNORECASE,
)
# "2025 Q1", "2026 erstes Halbjahr"
_YEAR_FIRST = re.compile(
    r"\b((?:19|20)\d\d) (Q[1-4]|T[1-4]|H[12]|(?:first|second) half|[1-4]\. (?:quartal|halbjahr)|(?:erstes|zweites|1\.|2\.) halbjahr|(?:erstes|zweites|drittes|viertes) quartal|(?:premier|second|1er) semestre|(?:premier|deuxième|troisième|quatrième|1er|[234]e) trimestre)(?! ?(?:of|de|des|du)? ?(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
# "Letztes Quartal 2025", where that year is over.
_LAST_QUARTER = re.compile(
    r"\b(?:letzte[nsm]?|last|dernier) (?:quartal|quarter|trimestre) (?=((?:19|20)\d\d)\b)", re.IGNORECASE
)
# "Im Mai 26", which is no day of it.
_ARTICLE = re.compile(r"\b[dl]es\s+\Z", re.IGNORECASE)
_IN_MONTH = re.compile(r"\b((?:im|en|in) ([^\W\d_]+)) (2\d)\b(?![.,:]\d)", re.IGNORECASE)
_MONTH_YEAR = re.compile(r"\b([^\W\d_]{3,}) (2\d)\b(?![.,:]\d|\.? [^\W\d_]+ \d{4}\b)")
_A_YEAR = re.compile(r"(?<!rapport )\bà l['’]année\b(?! (?:derni|pass|préc|prec|d'avant|\d))")
# The four figures that end a card's number are no year.
_NUMBER_OF = re.compile(
    r"\b((?:(?:card|account|konto|karte|carte|compte|kreditkarte)(?: (?:no\.?|nr\.?|number|nummer|n°))?|(?:ending|ends|endet|endung|endend|terminant|finissant)(?: (?:in|with|auf|mit|par))?) ?[….*x]*)((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_WHOSE = re.compile(r"(?:['’]s?|\b[A-ZÀ-Þ]\w+s)\s\Z")  # "Ruths Konto 2025" is of that year
_DEPOSIT_INTO = re.compile(r"\bdeposits? (?:in)?to\b")
_AS_MEASURE = re.compile(
    r"(?:\bthan|\bversus|\bvs\.?|\bagainst|compared (?:to|with)|comparison (?:to|with)|gegenuber|gegen|contre|verglichen mit|vergleich zu[mr]?|\bals|par rapport (?:a|au|aux)|\bqu[e']|comparee? (?:a|au))\s*(?:(?:in|im|to|with|the|den|dem|der|das|le|la|l'|en|au)\s*)*$"
)
# "Spent at Jet in the previous year" is of that year; "more than …" and "the change from …" hold it against this one.
_IN_ITSELF = re.compile(r"(?:in|im|during|the|en|dans|pendant|au cours d\w*|le|la|les)\b|l['’]")
_WEIGHS = any_of(r"""
    compar\w+|versus|vs|against|than|to|more|less|fewer|higher|lower|dearer|cheaper|up|down|chang\w+|differ\w*|develop\w+|increase\w*|decrease\w*|rise|rose|risen|fell|grew|grown
    vergl\w+|gegen\w*|als|zu[mr]?|mehr|weniger|hoher\w*|niedriger\w*|teurer|billiger|gunstiger|verander\w+|entwickel\w+|unterschied\w*|differenz|gestiegen|gesunken|zugenommen
    plus|moins|evolu\w+|differ\w+|ecarts?|augment\w+|baiss\w+|hausse\w*|contre|rapport
""")


class Question:
    """A question taken apart: its text put right, its times, its amounts, and the rest."""

    def __init__(self, question: str, today: date) -> None:
        self.question = question
        self.today = today
        self.language: Language = language_of(question)
        question = _SHORT_YEAR.sub(lambda match: f"20{match[match.lastindex or 0]}", " ".join(question.split()))
        if self.language != "en":  # "März 26" is no day of it, as "March 26" is
            question = _MONTH_YEAR.sub(
                lambda match: f"{match[1]} 20{match[2]}" if fold(match[1]) in month_names() else match[0], question
            )
        question = _TITLE.sub("Dr ", question)
        if self.language == "de":
            question = _HYPHENED.sub("", question)
        question = _LAST_QUARTER.sub(lambda match: "Q4 " if int(match[1]) < today.year else match[0], question)
        question = GENITIVE.sub(r"\2 von \1", question)
        question = _YEAR_FIRST.sub(lambda match: f"{match[2]} {match[1]}", question)
        question = _IN_MONTH.sub(
            lambda match: f"{match[1]} 20{match[3]}" if fold(match[2]) in month_names() else match[0], question
        )
        plain = _AMOUNT_TO.sub(r"\1", asking.plainly(_A_YEAR.sub("par an", mend(question))))
        self.text = _IBAN.sub(lambda match: re.sub(r"\s", "", match.group()), plain)
        self.amounts = amounts.find(self.text)
        blanked = self.amounts.blank(self.text)
        blanked = _NUMBER_OF.sub(
            lambda match: match[0] if _WHOSE.search(match.string[: match.start()]) else match[1] + "x" * len(match[2]),
            blanked,
        )
        self.weekdays = weekdays.find(blanked, self.language, lambda rest: bool(period.find_all(rest, today)))
        if self.weekdays:
            article = _ARTICLE.search(blanked, 0, self.weekdays.start)  # "des" before what is cut out would be "dès"
            blanked = _cut(blanked, ((article.start() if article else self.weekdays.start, self.weekdays.end),))
        self.times = told_once(blanked, period.find_all(blanked, today))
        self.rest = _cut(blanked, [(each.start, each.end) for each in self.times])
        self.exceptions = exceptions.find(self.rest)
        self.rest = _cut(self.rest, self.exceptions.spans)
        self.remainder = remainders.find(self.rest)
        self.rest = _cut(self.rest, self.remainder.spans if self.remainder else ())
        self.left_out = leaving_out.find(self.rest)
        self.rest = _cut(self.rest, ((self.left_out.start, self.left_out.end),) if self.left_out else ())
        self.included = included.find(self.rest)
        self.rest = _cut(self.rest, ((self.included.start, self.included.end),) if self.included else ())
        self.share = shares.find(self.rest)
        self.rest = _cut(self.rest, self.share.spans if self.share else ())
        self.distinct = distinct.find(self.rest)
        self.rest = _cut(self.rest, self.distinct.spans if self.distinct else ())
        self.fraction = fraction.find(self.rest)
        self.rest = _cut(self.rest, self.fraction.spans if self.fraction else ())
        text = re.sub(r"\s+", " ", lookup.plain(_NAMED_ONLINE.sub(r"\1", self.rest))).strip()
        told = sum(max(len(each.parts), 1) for each in self.times)
        has_amount = bool(self.amounts.spans)
        cuts: tuple[tuple[Cut, object], ...] = (
            ("share", self.share), ("rest", self.remainder), ("distinct", self.distinct), ("part", self.fraction),
        )  # fmt: skip
        cut = next((name for name, found in cuts if found), None)
        self.said = Said(text, told, self.held_against is not None, has_amount, self._is_alternative(), cut)

    def _is_alternative(self) -> bool:
        """Whether two times stand beside each other of which either is asked for."""
        rows = [self.text[each.start : each.end] for each in self.times if each.in_a_row]
        beside = [self.text[one.end : other.start] for one, other in pairwise(self.times)]
        return any(_EITHER.search(each) for each in (*rows, *beside))

    @property
    def held_against(self) -> Mention | None:
        """The time that stands as a measure: "than last year", or one that is told by another ("the month before")."""
        folded = lookup.plain(self.text)
        alone = len(self.times) == 1 and not intent.says(folded, _WEIGHS)
        measured = [
            each
            for each in self.times
            if (each.back and not (alone and _IN_ITSELF.match(folded[each.start : each.end])))
            or _AS_MEASURE.search(folded[: each.start] + _preposition(folded, each))
        ]
        return measured[-1] if measured else None


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with blanks for these parts of it."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _preposition(text: str, mention: Mention) -> str:
    """The words of a mention before its name, which may hold the "than"."""
    found = re.match(
        r"(?:than|versus|vs\.?|against|compared (?:to|with)|gegenuber|gegen|contre|als|que)\s",
        text[mention.start : mention.end],
    )
    return found.group() if found else ""


def topic_of(asked: Question, wish: Intent) -> tuple[str, ...]:
    """What bookings must say: no noise, unless it is a name ("at Total"), no ``bill`` of a "phone bill"."""
    noise = (
        OWN_NOISE[asked.language]
        | KIND_NOISE.get(wish.kind, frozenset())
        | (TRANSFER_NOISE if wish.transfers else frozenset())
        | (REFUND_NOISE if wish.refunds else frozenset())
    )
    text = without_kind(
        _NO_TOPIC.sub(
            " ",
            _DEPOSIT_INTO.sub(" ", grouping.without_payees(grouping.without_top(amounts.without_currency(asked.rest)))),
        )
    )
    if wish.kind == "balance":
        text = _CURRENT_BALANCE.sub(" ", text)
    if wish.kind == "unusual":
        text = _cut(
            text,
            [
                each.span()
                for each in sayings.UNUSUAL.finditer(fold_in_place(text))
                if len(each.group().split()) <= MOST_WORDS
            ],
        )
    named = frozenset(words(" ".join(_PAYEE.findall(text))))
    if asked.language == "de":  # where every noun is written as a name
        named -= NOISE | noise
    named |= firms_in(text)
    joined = words(" ".join(name for each in _NAMES.findall(text) for name in _ONE_MORE.findall(each)))
    named |= {each for each in joined if each not in noise and (asked.language != "de" or each not in LEDGER["de"])}
    holders = words(" ".join(word for pair in OF_HOLDER.findall(asked.question) for word in pair))
    doers = frozenset(words(" ".join(word for pair in _DOER.findall(text) for word in pair)))
    doers |= {each for each in holders if each not in FUNCTION}
    doers -= month_names().keys() | _NO_NAMES
    named |= doers
    beside = frozenset(words(" ".join(word for pair in _ONE_OF_TWO.findall(text) for word in pair)))
    of_account = (word for pair in _OF_ACCOUNT.findall(text) for word in pair)
    kept = (
        named
        | frozenset(words(" ".join((*_THINGS.findall(text), *_SHOPS.findall(text), *of_account))))
        | beside - noise
    )
    told = told_in(text, noise, kept)
    small = [*sorted(doers & FUNCTION), *_small_names(text, asked.language)]
    told += [each for each in dict.fromkeys(map(stem, small)) if each not in told]
    told = told or [stem(each) for each in _foreign_names(text, asked.language)]
    if intent.says(lookup.plain(asked.rest), sayings.WITHDRAWN) and CASH.isdisjoint(told):
        told = [*told, stem("cash")]
    bounded = asked.amounts.least or asked.amounts.most
    if bounded is not None:
        told = [each for each in told if each not in _SIZES]  # how small is told by the amount
    if wish.kind != "count":  # of which a payment may buy several
        told = [each for each in told if each not in _TICKETS] or told
    strong = [each for each in told if each not in WEAK_STEMS or each in map(stem, kept)]
    bills = _BILLS if bounded else _PAID if wish.kind in {"largest", "smallest"} else frozenset()
    if not strong and bills.issuperset(told):
        told = []  # "bills over 200 euros" and "our biggest bills" are payments
    told = strong or told
    if wish.kind == "recurring" and not told and intent.says(asked.said.text, sayings.SUBSCRIBED):
        return (stem("subscription"),)
    numbers = _numbers_of_names(text, told)
    return tuple(
        each for each in told if wish.kind == "invoice" or not (each.isdigit() and len(each) < 3) or each in numbers
    )


def _small_names(text: str, language: Language) -> list[str]:
    """The words of names that are spelled as small words: of another language, its accents left out, or behind a word that says where."""
    own = {*map(fold, FUNCTION_WORDS[language])}
    small = FUNCTION.difference(() if language == "de" else own, *FUNCTION_WORDS.values())
    form = r"(?<=\w )[A-Z][a-z]+" if language == "de" else r"[^\W\d_]+"
    found = [each for each in map(str.casefold, re.findall(form, text)) if each in small]
    for before, name in _SMALL_NAME.findall(" ".join(text.split())):
        is_foreign = not FUNCTION_WORDS[language].issuperset(name.casefold().split())
        if FUNCTION.issuperset(words(name)) and (is_foreign or (before in _WHERE and language != "de")):
            found += words(name)
    return found


def _foreign_names(text: str, language: Language) -> list[str]:
    """The small words of another language that name somebody here: two of them, or one behind a word that says where."""
    own = {*map(fold, FUNCTION_WORDS[language])}
    before = ""
    for is_foreign, run in groupby(words(text), key=lambda each: each in FUNCTION and each not in own):
        told = list(run)
        if is_foreign and (len(told) > 1 or before in _WHERE):
            return told
        before = told[-1]
    return []


def _numbers_of_names(text: str, told: Sequence[str]) -> set[str]:
    """The small numbers that stand beside a name that is told."""
    beside = ((one or other, before or after) for one, before, after, other in _NUMBERED.findall(text))
    return {number for name, number in beside if not set(content(name)).isdisjoint(told)}


def either_of(asked: Question, topic: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The topic as things of which each is meant ("groceries and restaurants"), each with the words common to all.

    Nothing where it is one thing, or where more than one row of things stands in the question.
    """
    runs: list[list[list[str]]] = []
    start = end = 0
    for match in re.finditer(r"[^\W_]+(?:['’&-][^\W_]+)*", asked.rest):
        stems = [each for each in dict.fromkeys((*content(match[0]), *map(stem, words(match[0])))) if each in topic]
        if not stems:
            continue
        between = asked.rest[end : match.start()]
        if runs and not between.strip():
            runs[-1][-1] += stems
        elif runs and _OR.fullmatch(between) and not _says_where(asked.rest[:start], between):
            runs[-1].append(stems)
        else:
            runs.append([stems])
            start = match.start()
        end = match.end()
    rows = [each for each in runs if len(each) > 1]
    if len(rows) != 1:
        return ()
    common = [word for each in runs if len(each) == 1 for word in each[0]]
    return tuple(tuple(dict.fromkeys((*common, *each))) for each in rows[0])


def _says_where(before: str, between: str) -> bool:
    """Whether what follows narrows what stands before it, and is no other thing beside it."""
    placed = _PLACED.fullmatch(between)
    return placed is not None and not re.search(rf"\b{placed['where']}\s+(?:\w+\s+)?$", before, re.IGNORECASE)
