"""Contracts, and letters that confirm, change or end one: parties, term, notice, renewal, what is paid how often."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from pkm.facts import codes
from pkm.facts.fact import Fact, Paper
from pkm.facts.invoices import find_customer_numbers
from pkm.facts.notice import AHEAD, BY, NOTICE, read_notices
from pkm.facts.own_notice import read_own_notice
from pkm.facts.parties import LEGAL_FORM, find_domain, find_issuer
from pkm.facts.prices import read_change, read_prices
from pkm.facts.prose import Prose
from pkm.facts.sides import read_sides
from pkm.facts.values import Day, find_durations, shift

MAX_CHARS = 200_000
_OFFER = re.compile(
    r"(?<!\w)(?:offers?|quote|quotation|proposal|draft|template|sample|angebote?|entwurf|muster|offre|devis|modèle|brouillon)(?!\w)",
    re.IGNORECASE,
)
_CONTRACT = re.compile(
    r"(?<!\w)(?:contract|agreement|terms of employment|lease|tenancy|policy|insurance|membership|subscription|(?:\w*vertrag\w*)|police|versicherung\w*|mitgliedschaft|abo(?:nnement)?|tarif|contrat|bail|assurance|adhésion)(?!\w)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?im)^(?:#+ )?(?P<title>(?![^\n]*[.;,]$)[^\n]{0,60}(?:contract|agreement|terms of employment|lease|policy|vertrag|vereinbarung|contrat|bail|police|versicherung|assurance|insurance|membership|mitgliedschaft|abonnement)[^\n]{0,60})$"
)
_START = re.compile(
    r"(?<!\w)(?:begins?|commences?|starts?|commencing|effective(?: date)?|(?:period of insurance|insurance period|versicherungszeitraum|période d['’]assurance)(?: from| vom| du)?|in force|start date|commencement|runs?|valid|concluded|beginnt|beginn|vertragsbeginn|mietbeginn|versicherungsbeginn|läuft|gilt|tritt|prend effet|débute|commence|date d['’]effet|date de début|à compter du)(?: (?:on|from|as of|with effect from|am|ab|zum|mit|ab dem|seit|le|du|à compter du|à partir du|in kraft am)){0,2}[\s:|]*$",
    re.IGNORECASE,
)
_TERM_FROM = re.compile(
    r"(?<!\w)(?:months?|years?|monate?n?|jahre?n?|mois|ans?|années?),? (?:from|as of|(?:starting|beginning|commencing)(?: on| from)?|ab|vom|seit|beginnend|à compter du|à partir du|dès le)(?: dem| am)?\s*$",
    re.IGNORECASE,
)  # "runs for 12 months from 1 March"
_END = re.compile(
    r"(?<!\w)(?:ends?|ended|expires?|expiry|until|terminates?|terminated|end date|(?:period of insurance|insurance period|versicherungszeitraum|période d['’]assurance)[^\n]{6,40}(?:to|bis|au|-|–)|expiration|(?:vertrags|versicherungs)?ablauf|endet(?:e)?|ende|vertragsende|läuft bis|bis|befristet bis|zum|per|prend(?:ra)? fin|se termine(?:ra)?|expire(?:ra)?|date de fin|jusqu['’]au)(?: (?:by mutual agreement|automatically|automatisch))?(?: (?:on|zum|am|le|mit ablauf des|einschließlich))?[\s:|]*$",
    re.IGNORECASE,
)
# Of a cancellation alone: "résiliation de votre abonnement au 31 janvier", "cancelled with effect from 1 May".
_AS_OF = re.compile(
    r"(?<!\w)(?:(?:avec effet )?au|pour le|(?:with effect from|effective(?: from| as of)?|as of)|mit wirkung (?:zum|vom|ab))(?: the| dem)?[\s:]*$",
    re.IGNORECASE,
)
_END_OF = re.compile(
    r"(?<!\w)(?:contract|agreement|lease|tenancy|term|policy|insurance|membership|subscription|\w*vertrag\w*|mietverhältnis|laufzeit|mitgliedschaft|versicherung\w*|contrat|bail|abonnement|it|er|sie|es|il|elle)(?!\w)",
    re.IGNORECASE,
)
_MINIMUM = re.compile(
    r"(?<!\w)(?:minimum (?:term|period|duration|contract)|initial term|fixed term|mindest(?:vertrags)?laufzeit|mindestmietzeit|mindestvertragsdauer|erstlaufzeit|erstmals|vertragslaufzeit|laufzeit|läuft(?: zunächst)?(?: für| über)?(?= \d)|abgeschlossen für|für die dauer von|conclue? pour|durée (?:minimale|minimum|initiale|d['’]engagement)|engagement(?: minimum)?|runs? for|concluded for|excluded before|cannot (?:end|be ended|be terminated) before|for the first time|first possible|earliest|frühestens|nicht vor|au plus tôt|pour la première fois)(?!\w)",
    re.IGNORECASE,
)
_RENEWAL = re.compile(
    r"(?<!\w)(?:renew(?:s|ed|al)?|extend(?:s|ed)?|prolong\w*|verlänger\w*|reconduit\w*|reconduction|renouvel\w*|goes on|continues|continued)(?!\w)",
    re.IGNORECASE,
)
_EACH_YEAR = re.compile(
    r"(?<!\w)(?:each year|every year|(?:a|another) (?:further )?year|(?:um|für) (?:jeweils )?ein weiteres jahr|(?:d['’]|pour )une (?:nouvelle |autre )?année(?: supplémentaire)?|(?:from )?year (?:to|by) year|annually|jedes jahr|jährlich|von jahr zu jahr|chaque année|d['’]année en année|tous les ans|annuellement)(?!\w)",
    re.IGNORECASE,
)
_INDEFINITE = re.compile(
    r"(?<!\w)(?:indefinite(?:ly)?|unlimited|unbestimmte[rn]?|unbefristet\w*|indéterminée)(?!\w)", re.IGNORECASE
)
_NO_RENEWAL = re.compile(
    r"(?i)(?:not|no|nicht|keine|ne|sans) (?:\w+ ){0,3}(?:renew|extend|verlänger|reconduit|renouvel|reconduction)"
)
_CANCELLED = re.compile(
    r"(?:(?:we |hereby )?(?:confirm|acknowledge)\w*|bestätigen|confirmons|accusons réception)[^.]{0,80}(?:cancellation|termination|kündigung|résiliation)|(?:cancellation|termination|kündigung|résiliation)[^.]{0,40}(?:confirm|received|bestätig|erhalten|confirm|reçue)"
    r"|(?:confirm\w*|bestätigen)[^.]{0,80}(?<!\w)(?:(?:is|was|has been|have been)(?: now| hereby)? (?:cancell?ed|terminated)|gekündigt (?:ist|wurde)|(?:est|a été) (?:bien )?résiliée?)(?!\w)",
    re.IGNORECASE,
)
_CANCELLED_BY_TITLE = re.compile(r"cancellation|termination|kündigung|résiliation", re.IGNORECASE)
_ENDS = re.compile(
    r"(?:confirm|acknowledge|bestätig)\w*[^.]{0,80}?(?<!\w)(?:ends?|will end|cancelled|terminated|endet|gekündigt|prend(?:ra)? fin|résiliée?)(?!\w)",
    re.IGNORECASE,
)
_REQUEST = re.compile(r"(?<!\w)(?:bitte|please|kindly|veuillez|merci de|prie de)(?!\w)", re.IGNORECASE)
_CONFIRMED = re.compile(
    r"(?<!\w)(?:(?:we|to) confirm|confirmation|bestätig\w*|confirmons|confirmé\w*)(?!\w)", re.IGNORECASE
)
_SALUTATION = re.compile(
    r"^\s*(?:dear|bonjour|hello|hallo|gr(?:ü|ue)(?:ß|ss) gott|gr(?:ü|ue)ezi|sehr geehrte\w*|guten tag|liebe[rs]?|madame|monsieur|chère?s?)\b",
    re.IGNORECASE | re.MULTILINE,
)
LETTER_HEAD = 1_000
_KNOWN_LENGTH = frozenset({"contract", "email", "other", "invoice", "note"})


def read_contracts(paper: Paper) -> Iterator[Fact]:
    """The facts of a contract, of a notice that changes a price, or of a confirmed cancellation; else none."""
    if (
        paper.kind not in _KNOWN_LENGTH
        or len(paper.text) > MAX_CHARS
        or _OFFER.search(paper.title if paper.header_end else f"{paper.title}\n{paper.text[:60]}")
    ):
        return
    prose = Prose(paper)
    is_letter = paper.kind != "note" or _SALUTATION.search(paper.text, 0, LETTER_HEAD) is not None
    if is_letter and (found := _cancellation(prose) or list(read_own_notice(paper, prose.layout, prose.calendar))):
        yield from found
    elif is_letter and paper.kind != "contract" and (found := list(read_change(prose.layout, prose.calendar))):
        yield from found
        yield from _identify(prose)
    elif paper.kind == "contract" or (paper.kind in {"other", "note"} and is_letter and _confirms_one(prose)):
        yield from _contract(prose)
    elif paper.kind == "email" and _confirms_one(prose) and _CONFIRMED.search(paper.text):
        found = list(_contract(prose))
        if {"start", "price"} <= {each.kind for each in found}:  # an advertisement begins on no day
            yield from found


def _confirms_one(prose: Prose) -> bool:
    """Whether a letter confirms a contract: it names one, and says how it ends or goes on."""
    words = prose.layout.text[prose.layout.start : prose.layout.end]
    return bool(
        _CONTRACT.search(words[:400]) and (_RENEWAL.search(words) or _MINIMUM.search(words) or NOTICE.search(words))
    )


def _cancellation(prose: Prose) -> list[Fact]:
    """The day on which a contract ends that was cancelled, as the other side confirms it."""
    match = _confirmed(prose, _CANCELLED)
    if match is None and _CANCELLED_BY_TITLE.search(prose.paper.title):
        match = _confirmed(prose, _ENDS)
    if match is None:
        return []
    ends = [
        each
        for each in prose.days
        if (_END.search(prose.before(each)) or _AS_OF.search(prose.before(each)))
        and each.char_start > match.start() - 200
    ]
    if len({each.day for each in ends}) != 1:
        return []
    return [
        Fact(0, "paper", "cancellation", *match.span()),
        Fact(0, "end", ends[0].day.isoformat(), ends[0].char_start, ends[0].char_end, day=ends[0].day),
        *_identify(prose),
    ]  # fmt: skip


def _confirmed(prose: Prose, form: re.Pattern[str]) -> re.Match[str] | None:
    """Where a letter confirms, and does not ask for it."""
    found = form.finditer(prose.flat, prose.layout.start, prose.layout.end)
    return next((each for each in found if not _REQUEST.search(prose.says(each.start()))), None)


def _contract(prose: Prose) -> Iterator[Fact]:
    """All that a contract states; nothing where it states neither term nor price, nor what it is and between whom."""
    start = prose.one_day("start", _START, lambda _: True) or prose.one_day(
        "start", _TERM_FROM, partial(_is_of_term, prose)
    )
    minimum = list(_minimum(prose, start))
    notice = list(read_notices(prose))
    renewal = list(_renewal(prose))
    end = [] if minimum else _end(prose, start)
    prices = list(read_prices(prose.layout))
    terms = [*start, *minimum, *notice, *renewal, *end, *prices]
    subject, parties = _subject(prose), list(read_sides(prose))
    is_named = subject is not None and prose.paper.kind == "contract" and len({each.text for each in parties}) > 1
    if not terms and not is_named:
        return
    span = subject.span("title") if subject else (terms[0].char_start, terms[0].char_end)
    yield Fact(0, "paper", "contract", *span)
    if subject:
        yield Fact(0, "subject", " ".join(subject["title"].split()), *span)
    yield from terms
    yield from parties
    yield from _identify(prose)


def _identify(prose: Prose) -> Iterator[Fact]:
    """Who wrote it and under which number."""
    if (issuer := find_issuer(prose.layout, prose.paper)) and issuer.char_start != _subject_start(prose):
        yield Fact(0, "issuer", " ".join(prose.layout.says(issuer).split()), issuer.char_start, issuer.char_end)
    if domain := find_domain(prose.layout, prose.paper):
        yield Fact(0, "domain", prose.layout.says(domain), domain.char_start, domain.char_end)
    for span, code in find_customer_numbers(prose.layout):
        yield Fact(0, "customer", code, span.char_start, span.char_end)
    words = prose.layout.text[prose.layout.start : prose.layout.end]
    for code, start, end in codes.find_ibans(words):
        yield Fact(0, "iban", code, prose.layout.start + start, prose.layout.start + end, checked=True)


def _subject(prose: Prose) -> re.Match[str] | None:
    """The line near the top that says what sort of contract it is."""
    lines = _SUBJECT.finditer(prose.layout.text, prose.layout.start, min(prose.layout.end, prose.layout.start + 600))
    return next((each for each in lines if not LEGAL_FORM.search(each["title"])), None)  # a firm may be called so


def _subject_start(prose: Prose) -> int | None:
    subject = _subject(prose)
    return subject.start("title") if subject else None


def _is_of_term(prose: Prose, day: Day) -> bool:
    """Whether its sentence says how long a contract runs at least."""
    return _MINIMUM.search(prose.says(day.char_start)) is not None


def _end(prose: Prose, start: list[Fact]) -> list[Fact]:
    after = start[0].day if start else None
    return prose.one_day(
        "end",
        _END,
        lambda each: (
            (after is None or (each.day > after))
            and bool(_END_OF.search(prose.says(each.char_start)))
            and not re.search(r"(?i)offer|angebot|offre|invoice|rechnung", prose.says(each.char_start))
        ),
    )


def _minimum(prose: Prose, start: list[Fact]) -> Iterator[Fact]:
    """The first day on which it may end: stated, or counted from its beginning."""
    stated = [
        each for each in prose.days
        if (_MINIMUM.search(prose.before(each)) and not any(form.search(prose.before(each)) for form in (BY, _START, _TERM_FROM)))
        or (re.search(r"(?i)(?:before|vor dem|avant le)\s*$", prose.before(each)) and re.search(r"(?i)excluded|cannot|not be|ausgeschlossen|nicht vor", prose.before(each)))
    ]  # fmt: skip
    if len({each.day for each in stated}) == 1:
        yield Fact(
            0, "minimum_end", stated[0].day.isoformat(), stated[0].char_start, stated[0].char_end, day=stated[0].day
        )
    for match in _MINIMUM.finditer(prose.flat, prose.layout.start, prose.layout.end):
        _begin, end = prose.sentence(match.start())
        spans = [
            each for each in find_durations(prose.flat, match.start(), min(end, match.end() + 40)) if each.unit in "MY"
        ]
        if spans and not NOTICE.search(prose.flat, match.end(), spans[0].char_start):
            yield Fact(0, "minimum_term", spans[0].iso, match.start(), spans[0].char_end)
            if not stated and start and start[0].day:
                day = shift(start[0].day, spans[0].iso) - timedelta(days=1)
                yield Fact(
                    0,
                    "minimum_end",
                    f"{spans[0].iso} from {start[0].day}",
                    match.start(),
                    spans[0].char_end,
                    day=day,
                )
            return


def _renewal(prose: Prose) -> Iterator[Fact]:
    """By how long it goes on where nobody gives notice, and when."""
    for match in _RENEWAL.finditer(prose.flat, prose.layout.start, prose.layout.end):
        begin, end = prose.sentence(match.start())
        if _NO_RENEWAL.search(prose.flat[begin:end]) or not re.search(
            r"(?i)unless|if (?:it is )?not|automatic|tacit|tacite|sofern|wenn|falls|automatisch|stillschweigend|jeweils|sauf|à défaut|sans|minimum|mindest", prose.flat[begin:end]
        ):  # fmt: skip
            continue
        if indefinite := _INDEFINITE.search(prose.flat, match.start(), end):
            yield Fact(0, "renewal", "indefinite", match.start(), indefinite.end())
            return
        spans = [
            each
            for each in find_durations(prose.flat, begin, end)
            if each.unit in "MY" and not AHEAD.match(prose.flat, each.char_end)
        ]
        if not spans and (yearly := _EACH_YEAR.search(prose.flat, begin, end)):
            yield Fact(0, "renewal", "P1Y", min(match.start(), yearly.start()), max(match.end(), yearly.end()))
            return
        near = min(
            spans,
            key=lambda each: min(abs(each.char_start - match.end()), abs(match.start() - each.char_end)),
            default=None,
        )
        if near and not NOTICE.search(prose.flat, near.char_end, min(near.char_end + 12, end)):
            days = [
                each
                for each in prose.days
                if match.start() <= each.char_start < match.end() + 60 and not BY.search(prose.before(each))
            ]
            yield Fact(
                0,
                "renewal",
                near.iso,
                min(match.start(), near.char_start),
                max(match.end(), near.char_end),
                day=days[0].day if len(days) == 1 else None,
            )
            return
