"""Contracts, and letters that confirm, change or end one: parties, term, notice, renewal, what is paid how often."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

from pkm.facts import codes
from pkm.facts.fact import Fact, FactKind, Paper
from pkm.facts.invoices import find_customer_numbers
from pkm.facts.layout import Layout
from pkm.facts.own_notice import read_own_notice
from pkm.facts.parties import LEGAL_FORM, find_domain, find_issuer
from pkm.facts.prices import read_change, read_prices
from pkm.facts.roles import INITIALS, find_roles
from pkm.facts.terms import sentence_at
from pkm.facts.values import Calendar, Day, find_currencies, find_durations, find_yearly, shift

MAX_CHARS = 200_000
_OFFER = re.compile(
    r"(?<!\w)(?:offers?|quote|quotation|proposal|draft|template|sample|angebote?|entwurf|muster|offre|devis|modèle|brouillon)(?!\w)",
    re.IGNORECASE,
)
_CONTRACT = re.compile(
    r"(?<!\w)(?:contract|agreement|lease|tenancy|policy|insurance|membership|subscription|(?:\w*vertrag\w*)|police|versicherung\w*|mitgliedschaft|abo(?:nnement)?|tarif|contrat|bail|assurance|adhésion)(?!\w)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?im)^(?:#+ )?(?P<title>(?![^\n]*[.;,]$)[^\n]{0,60}(?:contract|agreement|lease|policy|vertrag|vereinbarung|contrat|bail|police|versicherung|assurance|insurance|membership|mitgliedschaft|abonnement)[^\n]{0,60})$"
)
_NEXT_LABEL = re.compile(r" {2,}|\t| (?=[^\W\d_]{3,}:)")
_ROLE = (
    r"(?:\s*\([^)]{0,120}\)|,[^;()]{0,80}?| (?:als|as|en tant que|en qualité de|ci-après|nachfolgend)\b[^;()]{0,60}?)"
)
_TITLED = r"(?:(?:the|der|die|den|dem|la|le|les|träger(?:in|verein)?|eltern|eheleuten?|parents|époux|herrn?|frau|firma|mr\.?|mrs\.?|ms\.?|mme|madame|monsieur|m\.) )*"
_PARTY = re.compile(
    rf"(?im)(?:(?:^|[.;] |\|)[ \t]*|\t *)(?:the )?(?:landlord|lessor|tenants?|lessees?|provider|customer|insurer|insured|policyholder|employer|employee|lender|borrower|vermieter(?:in)?|mieter(?:in)?|anbieter|kunde|kundin|versicherer|versicherungsnehmer(?:in)?|arbeitgeber|arbeitnehmer(?:in)?|auftraggeber|auftragnehmer|bailleur|locataire|prestataire|client|assureur|assurée?|employeur|salarié)[ \t]*:[ \t]*{_TITLED}(?P<name>{INITIALS}(?:[^\n.;|(]|(?<=\b[A-ZÀ-Þ])\.(?= [A-ZÀ-Þ])){{3,80}})"
)
_BETWEEN = re.compile(
    rf"(?<!\w)(?i:(?:between|zwischen|entre)(?: les soussignés?)?) ?:? ?(?i:{_TITLED})(?P<one>{INITIALS}[A-ZÀ-Þ][^,;()\n]{{2,60}}?)"
    rf"{_ROLE}{{0,3}},? (?:and|und|et) (?i:{_TITLED})(?P<other>{INITIALS}[A-ZÀ-Þ](?:[^,;.()\n]|(?<=\b[A-ZÀ-Þ])\.(?= [A-ZÀ-Þ])){{2,60}}?)"
    r"(?=\s*(?:[,;(]|(?<!\b[A-ZÀ-Þ])\.)| (?:als|as|en tant que|en qualité|wird|ci-après|nachfolgend|über|regarding|concerning|concernant)\b|$)"
)
_LETS = re.compile(
    r"(?<![^\s.])(?P<name>[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ&][\w'’-]*){0,4}) (?:lets|rents out|vermietet|loue)(?!\w)"
)
# An owner's agent, who takes the rent and writes the letters.
_AGENT = re.compile(
    rf"(?<!\w)(?i:représentée?s? par|gérée? par|vertreten durch|verwaltet (?:durch|von)|represented by|managed by) (?i:{_TITLED})"
    r"(?P<name>[A-ZÀ-Þ][^,;.()\n]{2,60}?)(?=\s*[,;.()\n])"
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
_NOTICE = re.compile(
    r"(?<!\w)(?:notice|cancel\w*|unless (?:it is )?terminated|kündig\w*|gekündigt|préavis|résili\w*|dénonc\w*)(?!\w)",
    re.IGNORECASE,
)
_TARGETS = (
    ("term", r"(?:end|expiry|expiration|ende|ablauf|fin|terme) (?:of |de |des |der |du )?(?:the |la |le )?(?:\w+ )?(?:minimum |initial |current |contract |jeweiligen |vereinbarten )*(?:term|period of the contract|contract|(?:mindest)?(?:vertrags)?laufzeit|mindestvertragslaufzeit|vertrags(?:ende|jahres)?|versicherungsjahre?s|policy year|insurance year|contract year|contrat|période|l['’]année d['’]assurance|engagement)|zum (?:laufzeit|vertrags)ende|before (?:it|the (?:contract|policy|term|renewal)) (?:ends|expires|renews)|vor ablauf|avant (?:l['’]échéance|la fin|le terme|l['’]expiration)|before (?:the )?(?:end|expiry|renewal)|à l['’]échéance"),
    ("quarter", r"end of (?:a|the|each|any) (?:calendar )?quarter|(?:quartalsende|ende (?:eines|des) (?:kalender)?(?:viertel|quartal)\w*)|fin (?:d['’]un |du )trimestre"),
    ("half-year", r"end of (?:a|the) (?:calendar )?half[- ]year|halbjahresende|ende (?:eines|des) (?:kalender)?halbjahr\w*|fin (?:d['’]un |du )semestre"),
    ("year", r"end of (?:a|the|each|any) (?:calendar )?year|(?:zum )?jahresende|ende (?:eines|des) (?:kalender)?jahr\w*|fin (?:d['’]une |de l['’])année"),
    ("month", r"end of (?:a|the|each|any) (?:calendar )?month|monatsende|ende (?:eines|des|jedes) (?:kalender)?monats|fin (?:d['’]un |du |de chaque )mois"),
)  # fmt: skip
TARGETS = tuple((name, re.compile(form, re.IGNORECASE)) for name, form in _TARGETS)
_NOTICE_OF = re.compile(
    r"(?:notice(?: period)?|period (?:of|for) (?:notice|cancellation)|cancellation period|kündigungsfrist|kündigung|frist|préavis|délai de préavis)(?: for both (?:sides|parties)| für beide seiten)?"
    r"(?:[\s:|]|of|is|shall be|at least|not less than|no less than|von|beträgt|mindestens|est|de|d['’]|minimum)*$",
    re.IGNORECASE,
)
_NOTICE_AFTER = re.compile(
    r"[\s,]*(?:prior |advance |previous |written |in writing |-)*(?:notice|kündigungsfrist(?!\s*:)|frist\b|de préavis)",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"[\s,]*(?:before|prior to|in advance|ahead|vor|vorher|im voraus|avant|à l['’]avance|zum|to the end)(?!\w)",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"(?<!\w)(?:terminat\w*|cancel\w*|notice period|period of notice|give notice|notice(?=:)|end (?:the|this)|quit|renew\w*|\w*kündig\w*|verlänger\w*|résili\w*|dénonc\w*|préavis|reconduit\w*|congé)(?!\w)",
    re.IGNORECASE,
)
_FOR_CAUSE = re.compile(
    r"(?<!\w)(?:breach\w*|cures?|default\w*|disputes?|fails?|failure|withdraw\w*|widerruf\w*|rétract\w*|good cause|wichtig\w* grund|arrears|verzug|following|after (?:receipt|such|the date|expiration|termination|any)|refund\w*|deposit|survive\w*|price (?:rise|increase)\w*|preiserhöhung\w*)(?!\w)",
    re.IGNORECASE,
)
# As the law has it for flats (§ 573c BGB): given by the third working day, it counts as if it were given the month before.
_STATUTORY = re.compile(
    r"(?:dritten|3\.) werktag (?:eines|des|jedes) (?:kalender)?monats[^.;]{0,60}?(?:ablauf|ende) des übernächsten (?:kalender)?monats"
    r"|third (?:working|business) day of (?:a|any|the) (?:calendar )?month[^.;]{0,60}?end of the (?:next (?:calendar )?month but one|(?:calendar )?month after next)",
    re.IGNORECASE,
)
_AFTER_TERM = re.compile(
    r"after the (?:minimum|initial) term|nach (?:ablauf )?der (?:mindest|erst)|thereafter|danach|après|par la suite",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?<!\w)(?P<word>no later than|at the latest by|by|before|until|spätestens(?: bis(?: zum)?| am| zum)?|bis (?:spätestens )?(?:zum)?|vor dem|avant le|au plus tard le|jusqu['’]au)[\s:]*$",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?i)^(?:before|vor dem|avant le)$")
_LAST_DAY = re.compile(
    r"(?<!\w)(?:deadline|cut-off(?: date)?|last (?:day|date)|(?:kündigungs)?(?:stichtag|termin)|letzter tag|date limite|dernier jour)(?: (?:for|of|to|für|der|zur|de|pour)(?: (?:the|die|la))? [\w’']+){0,2}"
    r"(?:[\s:|]|is|ist|jeweils|est|the|der|le)*$",
    re.IGNORECASE,
)
_PAYS = re.compile(r"(?<!\w)(?:pay\w*|paid|\w*zahl\w*|beglichen|pai[eé]\w*)(?!\w)", re.IGNORECASE)
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
    reader = _Reader(paper)
    is_letter = paper.kind != "note" or _SALUTATION.search(paper.text, 0, LETTER_HEAD) is not None
    if is_letter and (found := reader.cancellation() or list(read_own_notice(paper, reader.layout, reader.calendar))):
        yield from found
    elif is_letter and paper.kind != "contract" and (found := list(read_change(reader.layout, reader.calendar))):
        yield from found
        yield from reader.identify()
    elif paper.kind == "contract" or (paper.kind in {"other", "note"} and is_letter and reader.confirms_one()):
        yield from reader.contract()
    elif paper.kind == "email" and reader.confirms_one() and _CONFIRMED.search(paper.text):
        found = list(reader.contract())
        if {"start", "price"} <= {each.kind for each in found}:  # an advertisement begins on no day
            yield from found


class _Reader:
    """Reads one document, sentence by sentence."""

    def __init__(self, paper: Paper) -> None:
        end = len(paper.text)
        quoted = re.compile(r"^(?:>|On .{5,120} wrote:|Am .{5,120} schrieb|Le .{5,120} a écrit)", re.MULTILINE).search(
            paper.text, paper.header_end
        )
        self._paper = paper
        self.layout = Layout(paper.text, paper.header_end, quoted.start() if quoted and paper.kind == "email" else end)
        self._flat = re.sub(r"[\n\u00a0]", " ", paper.text)  # as long as the text; phrases run across lines
        self.calendar = Calendar.of(paper.text, paper.language, find_currencies(paper.text))
        self._days = self.calendar.find(paper.text, self.layout.start, self.layout.end)

    def confirms_one(self) -> bool:
        """Whether a letter confirms a contract: it names one, and says how it ends or goes on."""
        words = self.layout.text[self.layout.start : self.layout.end]
        return bool(
            _CONTRACT.search(words[:400])
            and (_RENEWAL.search(words) or _MINIMUM.search(words) or _NOTICE.search(words))
        )

    def cancellation(self) -> list[Fact]:
        """The day on which a contract ends that was cancelled, as the other side confirms it."""
        match = self._confirmed(_CANCELLED)
        if match is None and _CANCELLED_BY_TITLE.search(self._paper.title):
            match = self._confirmed(_ENDS)
        if match is None:
            return []
        ends = [
            each
            for each in self._days
            if (_END.search(self._before(each)) or _AS_OF.search(self._before(each)))
            and each.char_start > match.start() - 200
        ]
        if len({each.day for each in ends}) != 1:
            return []
        return [
            Fact(0, "paper", "cancellation", *match.span()),
            Fact(0, "end", ends[0].day.isoformat(), ends[0].char_start, ends[0].char_end, day=ends[0].day),
            *self.identify(),
        ]  # fmt: skip

    def _confirmed(self, form: re.Pattern[str]) -> re.Match[str] | None:
        """Where a letter confirms, and does not ask for it."""
        found = form.finditer(self._flat, self.layout.start, self.layout.end)
        return next((each for each in found if not _REQUEST.search(self._says(each.start()))), None)

    def contract(self) -> Iterator[Fact]:
        """All that a contract states; nothing where it states neither term nor price, nor what it is and between whom."""
        start = self._one("start", _START, lambda _: True) or self._one("start", _TERM_FROM, self._is_of_term)
        minimum = list(self._minimum(start))
        notice = list(self._notices())
        renewal = list(self._renewal())
        end = [] if minimum else self._end(start)
        prices = list(read_prices(self.layout))
        terms = [*start, *minimum, *notice, *renewal, *end, *prices]
        subject, parties = self._subject(), list(self._parties())
        is_named = subject is not None and self._paper.kind == "contract" and len({each.text for each in parties}) > 1
        if not terms and not is_named:
            return
        span = subject.span("title") if subject else (terms[0].char_start, terms[0].char_end)
        yield Fact(0, "paper", "contract", *span)
        if subject:
            yield Fact(0, "subject", " ".join(subject["title"].split()), *span)
        yield from terms
        yield from parties
        yield from self.identify()

    def identify(self) -> Iterator[Fact]:
        """Who wrote it and under which number."""
        if (issuer := find_issuer(self.layout, self._paper)) and issuer.char_start != self._subject_start():
            yield Fact(0, "issuer", " ".join(self.layout.says(issuer).split()), issuer.char_start, issuer.char_end)
        if domain := find_domain(self.layout, self._paper):
            yield Fact(0, "domain", self.layout.says(domain), domain.char_start, domain.char_end)
        for span, code in find_customer_numbers(self.layout):
            yield Fact(0, "customer", code, span.char_start, span.char_end)
        words = self.layout.text[self.layout.start : self.layout.end]
        for code, start, end in codes.find_ibans(words):
            yield Fact(0, "iban", code, self.layout.start + start, self.layout.start + end, checked=True)

    # ------------------------------------------------------------ parts

    def _subject(self) -> re.Match[str] | None:
        """The line near the top that says what sort of contract it is."""
        lines = _SUBJECT.finditer(self.layout.text, self.layout.start, min(self.layout.end, self.layout.start + 600))
        return next((each for each in lines if not LEGAL_FORM.search(each["title"])), None)  # a firm may be called so

    def _subject_start(self) -> int | None:
        subject = self._subject()
        return subject.start("title") if subject else None

    def _before(self, day: Day) -> str:
        """What stands before a day in its line or sentence."""
        start, _ = self._sentence(day.char_start)
        return self._flat[max(start, day.char_start - 90) : day.char_start]

    def _sentence(self, position: int) -> tuple[int, int]:
        return sentence_at(self.layout.text, position, self.layout.start, self.layout.end)

    def _says(self, position: int) -> str:
        return self._flat[slice(*self._sentence(position))]

    def _one(self, kind: FactKind, label: re.Pattern[str], fits: Callable[[Day], bool]) -> list[Fact]:
        """The one day that stands behind a label; none where there are several."""
        found = [each for each in self._days if fits(each) and label.search(self._before(each))]
        if len({each.day for each in found}) != 1:
            return []
        return [Fact(0, kind, found[0].day.isoformat(), found[0].char_start, found[0].char_end, day=found[0].day)]

    def _is_of_term(self, day: Day) -> bool:
        """Whether its sentence says how long a contract runs at least."""
        return _MINIMUM.search(self._says(day.char_start)) is not None

    def _end(self, start: list[Fact]) -> list[Fact]:
        after = start[0].day if start else None
        return self._one(
            "end",
            _END,
            lambda each: (
                (after is None or (each.day > after))
                and bool(_END_OF.search(self._says(each.char_start)))
                and not re.search(r"(?i)offer|angebot|offre|invoice|rechnung", self._says(each.char_start))
            ),
        )

    def _minimum(self, start: list[Fact]) -> Iterator[Fact]:
        """The first day on which it may end: stated, or counted from its beginning."""
        stated = [
            each for each in self._days
            if (_MINIMUM.search(self._before(each)) and not any(form.search(self._before(each)) for form in (_BY, _START, _TERM_FROM)))
            or (re.search(r"(?i)(?:before|vor dem|avant le)\s*$", self._before(each)) and re.search(r"(?i)excluded|cannot|not be|ausgeschlossen|nicht vor", self._before(each)))
        ]  # fmt: skip
        if len({each.day for each in stated}) == 1:
            yield Fact(
                0, "minimum_end", stated[0].day.isoformat(), stated[0].char_start, stated[0].char_end, day=stated[0].day
            )
        for match in _MINIMUM.finditer(self._flat, self.layout.start, self.layout.end):
            _begin, end = self._sentence(match.start())
            spans = [
                each
                for each in find_durations(self._flat, match.start(), min(end, match.end() + 40))
                if each.unit in "MY"
            ]
            if spans and not _NOTICE.search(self._flat, match.end(), spans[0].char_start):
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

    def _notices(self) -> Iterator[Fact]:
        """How long before the end notice must be given; two different ones leave it open."""
        found: dict[str, Fact] = {}
        by_law = _STATUTORY.search(self._flat, self.layout.start, self.layout.end)
        if by_law:
            found["P3M/month"] = Fact(0, "notice", "P3M/month", *by_law.span())
        for duration in find_durations(self._flat, self.layout.start, self.layout.end):
            if by_law and by_law.start() <= duration.char_start < by_law.end():  # "of a month" is no period
                continue
            begin, end = self._sentence(duration.char_start)
            before = self._flat[max(begin, duration.char_start - 70) : duration.char_start]
            after = self._flat[duration.char_end : min(end, duration.char_end + 40)]
            named = _NOTICE_OF.search(before) or _NOTICE_AFTER.match(after)
            words = self._flat[begin:end]
            if not (named or _AHEAD.match(after)) or not _ENDING.search(words) or _FOR_CAUSE.search(words):
                continue
            if _AFTER_TERM.search(words[: duration.char_start - begin]) and found:
                continue
            target = next((name for name, form in TARGETS if form.search(words)), "any")
            start = duration.char_start - (len(before) - named.start() if named and named.re is _NOTICE_OF else 0)
            said = f"{duration.iso}/{target}"
            found.setdefault(said, Fact(0, "notice", said, start, duration.char_end))
        if len(found) == 1:
            yield from found.values()
        yield from self._last_days()

    def _last_days(self) -> Iterator[Fact]:
        found = {}
        for each in self._days:
            by = _BY.search(self._before(each))
            words = self._says(each.char_start)
            if (
                by
                and _NOTICE.search(words)
                and not re.search(
                    r"(?i)excluded|cannot|ausgeschlossen|ends? before", self._before(each)[: by.start()][-40:]
                )
            ):
                before = _BEFORE.match(by["word"])
                found[each.day - timedelta(days=1 if before else 0)] = each
        if len(found) == 1:
            day, each = next(iter(found.items()))
            yield Fact(0, "notice_by", day.isoformat(), each.char_start, each.char_end, day=day)
        elif not found:
            yield from self._yearly_last_days()

    def _yearly_last_days(self) -> Iterator[Fact]:
        """The day of every year by which notice must be given: "unless cancelled by 30 November"."""
        found = {}
        for each in find_yearly(self._flat, self.layout.start, self.layout.end):
            before, words = self._before(each), self._says(each.char_start)
            by = _BY.search(before)
            if not (by or _LAST_DAY.search(before)) or not _NOTICE.search(words):
                continue
            if not (_FOR_CAUSE.search(words) or _PAYS.search(words)):
                found[each.day - timedelta(days=1 if by and _BEFORE.match(by["word"]) else 0)] = each
        if len(found) == 1:
            day, each = next(iter(found.items()))
            yield Fact(0, "notice_by", f"--{day:%m-%d}", each.char_start, each.char_end)

    def _renewal(self) -> Iterator[Fact]:
        """By how long it goes on where nobody gives notice, and when."""
        for match in _RENEWAL.finditer(self._flat, self.layout.start, self.layout.end):
            begin, end = self._sentence(match.start())
            if _NO_RENEWAL.search(self._flat[begin:end]) or not re.search(
                r"(?i)unless|if (?:it is )?not|automatic|tacit|tacite|sofern|wenn|falls|automatisch|stillschweigend|jeweils|sauf|à défaut|sans|minimum|mindest", self._flat[begin:end]
            ):  # fmt: skip
                continue
            if indefinite := _INDEFINITE.search(self._flat, match.start(), end):
                yield Fact(0, "renewal", "indefinite", match.start(), indefinite.end())
                return
            spans = [
                each
                for each in find_durations(self._flat, begin, end)
                if each.unit in "MY" and not _AHEAD.match(self._flat, each.char_end)
            ]
            if not spans and (yearly := _EACH_YEAR.search(self._flat, begin, end)):
                yield Fact(0, "renewal", "P1Y", min(match.start(), yearly.start()), max(match.end(), yearly.end()))
                return
            near = min(
                spans,
                key=lambda each: min(abs(each.char_start - match.end()), abs(match.start() - each.char_end)),
                default=None,
            )
            if near and not _NOTICE.search(self._flat, near.char_end, min(near.char_end + 12, end)):
                days = [
                    each
                    for each in self._days
                    if match.start() <= each.char_start < match.end() + 60 and not _BY.search(self._before(each))
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

    def _parties(self) -> Iterator[Fact]:
        for kind, span in find_roles(self.layout.text, self.layout.start, self.layout.end):
            yield Fact(0, kind, " ".join(self.layout.says(span).split()), span.char_start, span.char_end)
        if between := _BETWEEN.search(self._flat, self.layout.start, min(self.layout.end, self.layout.start + 1500)):
            for name in ("one", "other"):
                yield Fact(0, "party", between[name].strip(), *between.span(name))
        for match in _AGENT.finditer(
            self.layout.text, self.layout.start, min(self.layout.end, self.layout.start + 1500)
        ):
            yield Fact(0, "party", match["name"], *match.span("name"))
        for match in _LETS.finditer(self._flat, self.layout.start, min(self.layout.end, self.layout.start + 1500)):
            yield Fact(0, "party", match["name"], *match.span("name"))
        for match in _PARTY.finditer(self.layout.text, self.layout.start, self.layout.end):
            name = _NEXT_LABEL.split(match["name"].split(",")[0])[0].strip()
            yield Fact(0, "party", name, match.start("name"), match.start("name") + len(name))
