"""What a question asks for, by rules: its kind, its time, its language, and which bookings it speaks of.

No model decides here, so the same question always gives the same plan, and the plan can be shown. A question is about
money moved when it says so in the past tense or by the noun (``spent``, ``payments``, ``Ausgaben``); ``How much is the
deposit?`` is a question to documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pkm.answer import period
from pkm.answer.language import FUNCTION, GENERIC_STEMS, Language, content, detect, fold, stems_of, words
from pkm.answer.period import Period
from pkm.json import to_json as plain_json

QuestionKind = Literal[
    "lookup", "sum", "count", "average", "median", "largest", "smallest", "first", "last", "list", "unusual", "cashflow",
    "savings", "compare", "recurring", "price_changes", "balance", "holdings", "invoice", "contract", "deadlines",
]  # fmt: skip
Direction = Literal["out", "in"]
Group = Literal["day", "week", "month", "quarter", "year", "category", "counterparty", "account", "person"]
Per = Literal["booking", "day", "week", "month", "year"]
Rule = Literal[
    "duplicate", "price_jump", "amount", "new_counterparty", "off_rhythm", "fee", "after_cancellation", "category"
]
Wanted = Literal["paper", "payment", "unpaid"]
Expected = Literal["date", "duration", "money", "number", "time", "who", "where", "contact", "phone"]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a question will be answered.

    Attributes:
        today: The day from which ``last month`` is reckoned.
        since, until: The time asked for, whole days, both included.
        topic: Stems of the words that say what it is about.
        sought: Those of them that only name the kind of answer (``which technician``), which need not stand beside it.
        asked: Those of them that say what is asked of the rest (``the order number of the casserole``).
        names: Those of them that the question writes as names.
        expected: What an answer must hold to be one; more than one where the question asks twice.
        direction: Money out or in; ``None`` where the question does not say.
        rule: The one kind of unusual booking that is asked for.
        on_card: Whether only cards are meant.
        currency: ISO 4217, where the question names one.
        group: By what the answer is divided ("per category", "month by month").
        versus: The time that ``since`` to ``until`` is held against; the later of two times is the one asked for.
        min_amount, max_amount: Bounds of a booking's amount without its sign.
        amount: The very amount of the booking that is meant, without its sign.
        top: How many are asked for ("the five largest").
        per: What an average, or the cost of what recurs, is reckoned for.
        refunds: Whether it asks for what was given back.
        transfers: Whether it asks for what went between own accounts.
        bounds_excluded: Whether the bounds themselves are not meant ("over 100", as against "at least 100").
        wanted: What is sought where paper and money are tied: the paper of a payment, the payment of a paper, or the
            papers that have none.
    """

    question: str
    kind: QuestionKind
    language: Language
    today: date
    since: date | None = None
    until: date | None = None
    topic: tuple[str, ...] = ()
    sought: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    expected: tuple[Expected, ...] = ()
    direction: Direction | None = None
    rule: Rule | None = None
    on_card: bool = False
    currency: str | None = None
    group: Group | None = None
    versus: Period | None = None
    min_amount: Decimal | None = None
    max_amount: Decimal | None = None
    amount: Decimal | None = None
    top: int | None = None
    per: Per | None = None
    refunds: bool = False
    transfers: bool = False
    wanted: Wanted | None = None
    bounds_excluded: bool = False

    @property
    def is_about_money_moved(self) -> bool:
        """Whether the ledger answers."""
        return self.kind != "lookup"

    @property
    def is_terse(self) -> bool:
        """Whether it is but words and a time, as in "groceries May 2026": who types that wants bookings, where there are some."""
        rest = _without(self.question, period.find(self.question, self.today))
        return self.kind == "lookup" and FUNCTION.isdisjoint(words(rest))

    def as_lookup(self) -> Plan:
        """The same question, put to documents."""
        mention = period.find(self.question, self.today)
        time = self.question[mention.start : mention.end] if mention else ""
        documents = _put_to_documents(self.question, self.language, self.today)
        topic = tuple(each for each in documents.topic if each not in content(time))
        return replace(documents, topic=topic, since=self.since, until=self.until)

    def as_ledger(self) -> Plan | None:
        """A lookup that documents did not answer, put to bookings: one of money, or of nothing in particular, at a time."""
        mention = period.find(self.question, self.today)
        rest = _without(self.question, mention)
        text = _plain(rest)
        monthly = _says(text, _AVERAGE)
        topic = _ledger_topic(rest)
        if (
            not topic
            or self.expected not in {(), ("money",)}
            or not (mention or monthly)
            or _says(text, _ACCORDING)
            or _BACK.search(rest)
        ):
            return None
        return replace(
            self, kind="average" if monthly else "list", topic=topic, direction="out" if monthly else None,
            since=mention.period.since if mention else None, until=mention.period.until if mention else None,
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """The plan in JSON's own types."""
        shown: dict[str, Any] = plain_json(self)
        return shown


_MONEY_NOUNS = (
    r"expenses?|expenditures?|spending|outgoings|transactions?|bookings|payments|purchases|debits|withdrawals|income|earnings"
    r"|ausgaben?|buchungen|zahlungen|uberweisungen|umsatze|abbuchungen|lastschriften|einnahmen|einkaufe"
    r"|depenses?|paiements|operations bancaires|achats|virements|prelevements|revenus"
)
_SPENT = (
    r"spen[dt]|paid|pay(?=.*\bdid\b)|did .{1,60}? (?:pay|cost)|(?:did|have|has) .{1,60}? charged?(?=.*\b(?:in total|in all|altogether)\b)|cost (?:me|us)|were .{0,60}?charged|withdr[ae]wn?|(?:take|took|taken|taking) (?:\w+ )?out|pay (?:me|us)"
    r"|abgehoben|retire[se]?|ausgegeben|ausgeben|gezahlt|bezahlt|uberwiesen|gekostet|abgebucht|depense[rsz]?|paye[ers]?s?|coute|debite"
)
_EARNED = r"pa(?:y|id) (?:me|us)|(?:i|we|he|she|they) (?:\w+ )?(?:get|got|was|were|been) paid|earn(?:ed)?|received?|came in|been refunded|income|earnings|verdient|erhalten|bekommen|eingenommen|einnahmen|gagne|recu|touche|encaisse|revenus"
_DEARER = r"more expensive|dearer|price (?:increases?|rises?)|went up|gone up|raised|teurer|gestiegen|plus chere?s?|augmente\w*"
_TWICE = r"twice|double|doubled|duplicates?|doppelt\w*|zweimal|deux fois|doublons?"
_CHARGED = r"charged?|debited|billed|abgebucht|belastet|berechnet|gebucht|debite\w*|preleve\w*|facture\w*|subscriptions?|abos?|abonnements?"
_VISITED = (
    r"(?:how many times|how often|wie oft|wie viele male|combien de fois)(?=.*\b(?:did|have|has|were|was|been|went"
    r"|haben|hat|waren|war|avons|ai|sommes|etions|est)\b)"
)
_UNUSUAL = (
    r"unusual\w*|strange|odd|suspicious|anomal\w+|abnormal\w*|out of the ordinary|stands? out|unexpected"
    r"|ungewohnlich\w*|auffallig\w*|verdachtig\w*|unerwartet\w*|inhabituel\w*|anormal\w*|suspecte?s?|bizarres?"
)
_LARGEST = r"largest|biggest|highest|most expensive|top|grosste[nrs]?|hochste[nrs]?|teuerste[nrs]?|plus (?:gros|grande?|chere?|eleve)\w*"
_AVERAGE = r"average|(?:a|per|each|every) month|monthly|durchschnitt\w*|im schnitt|pro monat|monatlich|moyenne|par mois"
_COUNT = r"how many|how often|number of|wie ?viele|wie oft|anzahl|combien de (?:fois|paiements|depenses|achats|operations)|nombre de"
_SUM = r"how much|total|sum|altogether|wie ?viel|summe|gesamt\w*|insgesamt|combien|somme|what did .{1,60}? (?:pay|spend|cost)"
_LIST = (
    r"list|show|which|what|when|all|zeige?|welche[nrs]?|alle|wann|liste\w*|montre\w*|quel(?:le)?s?|quand|tous|toutes"
    r"|^(?:did|have|has|had) (?:i|we|he|she|they|you)|^(?:haben|hatten) wir|^habe ich|^(?:avons-nous|ai-je|a-t-on|est-ce que)"
)
_ACCORDING = r"according to|laut|gemass|selon|d'apres"
_DUTY = r"(?:must|should|will|would) (?:i|we|you|one|they) (?:have to )?(?:pay|spend)|(?:have|need) to (?:pay|spend)|to be paid|muss|mussen|dois|devons|doit"

_EXPECTED: tuple[tuple[Expected, str], ...] = (
    ("duration", r"how long|notice period|how (?:many|much) (?:days|weeks|months|years|notice)|wie lange|kundigungsfrist|welche frist|combien de temps|quel preavis|duree"),
    ("money", r"how much (?:is|was|are|were|do|does|did|will|would|has|have|had|can|must|should|money|rent|deposit|salary|tax|interest|vat)\b|how much$|how much\?|what .{0,60}?\b(?:costs?|charge|pay|price|rent|fee|salary|deposit|refund|premium|payment|advance|amount|instalment)\b|wie ?viel(?! (?:prozent|tage|wochen|monate))|wie hoch|was kostet|combien(?! de)|quel .{0,20}(?:montant|prix|loyer|cout)"),
    ("phone", r"(?:tele)?phone numbers?|mobile numbers?|(?:telefon|handy|mobil|ruf)nummern?|numeros? de telephone"),
    ("time", r"what time|at what hour|um wie ?viel uhr|uhrzeit|a quelle heure"),
    ("date", r"when|until when|(?:what|which|earliest|latest|first|last) (?:possible )?(?:date|day)|by when|wann|bis wann|an welchem tag|welches datum|quand|quelle date|quel jour"),
    ("number", r"how (?:many|much|high)|(?:what|which) .{0,40}?(?:code|pin|number|iban|year|per ?cent|percentage)|wie ?viele|\w*nummer|combien de|quel .{0,20}numero|quel .{0,20}code"),
    ("contact", r"e-?mail address|web ?site|url"),
    ("where", r"where|wo|wohin|ou se|ou est|what .{0,12}address|welche adresse|quelle .{0,6}adresse"),
    ("who", r"who|whom|whose|wer|wem|wen|wessen|qui|what .{0,30}name of|(?:which|what) (?:person|company|firm|bank|shop|doctor|dentist|technician|engineer|lawyer|insurer|provider|supplier|neighbour|colleague)(?= (?:\w+s|do|did|will|would|can|are|i|we|you|they|that|for|at|of|from)\b|\?|$)|wie heisst|comment s'appelle"),
)  # fmt: skip

# "How much … in GBP": what people call the currencies that they are likely to hold.
_CURRENCIES = (
    ("EUR", r"euros?|eur|€"), ("USD", r"us dollars?|dollars?|usd|\$"), ("GBP", r"pounds?|gbp|pfund|livres sterling|£"),
    ("CHF", r"swiss francs?|chf|franken|francs suisses"),
)  # fmt: skip
_CARD = r"(?:by|with|on|to) (?:the |my |our |a )?(?:credit )?cards?|credit cards?|(?:mit|auf) der (?:kredit)?karte|kreditkarten?|par carte|cartes? (?:de credit|bancaires?)"

_QUANTITY = r"how (?:many|much)|wie ?viele?|combien"  # of a thing that must be spoken of

# "Which fault code did …": the words up to the verb say what kind of thing the answer is.
_SOUGHT = re.compile(
    r"(?<!\w)(?:which|what|how many|how much|welche[nrms]?|wie viele|quel(?:le)?s?) ((?:(?!(?:is|are|was|were|did|does|do|has|have|had|can|will|must"
    r"|ist|sind|war|hat|haben|est|sont|a|ont)\b)[\w-]+ ){1,3}?)(?=(?:is|are|was|were|did|does|do|has|have|had|can|will|must|ist|sind|war|hat|haben|est|sont|a|ont)\b)"
)
_ASKED = re.compile(
    r"(?<!\w)(?:(?:what|how \w+|when|where|who) (?:is|was|are|were)|(?:was|wie \w+|wann|wo|wer) (?:ist|war|sind)|(?:quel(?:le)?s?|quand|ou|qui) (?:est|sont))"
    r" (?:the |our |my |der |die |das |unsere? |meine? |le |la |l'|notre |mon |ma )?((?:[\w-]+ ){1,5}?)(?:of|for|from|at|on|in|to|according|that|von|vom|fur|des|der|im|bei|du|de|pour|chez)(?!\w)"
)
_NAME = re.compile(r"(?<=[\w,] )[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)*")
_PAYEE = re.compile(r"\b(?:at|to|by|from|bei|an|von|chez|à) ([A-ZÀ-Þ][\w&.'’-]*)")
_BACK = re.compile(
    r"\b(?:get|gets|got|getting|paid|given|receive|erhalten|bekommen|recevoir) (?:\w+ )?(?:back|zurück)\b|\bzurückbekommen\b|\brembours\w+",
    re.IGNORECASE,
)
_BILL = r"how much (?:is|was|does|did) (?:the |our )?(?:\w+ )?(?:invoice|bill)|wie hoch (?:ist|war) die (?:\w+)?rechnung|combien .{0,12}facture"
_TOTAL = re.compile(r"\b(?:in all|in total|comes? to|altogether|insgesamt|au total)\b", re.IGNORECASE)

# What a question about bookings says beside its topic, as stems.
_LEDGER_NOISE = stems_of(
    """oft far bisher bislang jusqu'ici allé allés allées spend spent spending expense expenses expenditure paid pay pays payment payments purchase purchases transaction transactions booking
    bookings total sum altogether together household family overall money average largest biggest highest expensive top
    list show count often times unusual strange odd suspicious anomaly anomalies abnormal unexpected ordinary stand stands
    happen happened earn earned receive received income earnings charge charged charges debit withdraw cost card credit account accounts bank since month monthly
    year week day last this ausgegeben ausgeben ausgaben ausgabe bezahlt gezahlt überwiesen gekostet abgebucht buchung buchungen zahlung
    zahlungen summe gesamt insgesamt durchschnitt durchschnittlich monat monatlich schnitt größte größten höchste teuerste anzahl ungewöhnlich ungewöhnliche
    ungewöhnlichen auffällig auffällige verdienst verdient erhalten bekommen eingenommen einnahmen konto konten karte kreditkarte umsatz umsätze
    dépense dépenses dépensé payé paiement paiements achat achats total somme moyenne nombre fois liste montre inhabituel inhabituelle
    inhabituelles anormal anormale anormales compte comptes carte crédit revenus reçu gagné touché opérations grosse grosses grande cher chère
    avons euro euros eur dollar dollars usd gbp pound pounds chf franken gmbh ag ltd inc se kg sarl sas anything kosten kostet coûte coûté become became recurring regular subscription increase raised dearer teurer twice double doubled duplicate withdraw withdrawn doppelt zweimal"""
)

_LEDGER_WEAK = stems_of(
    "bill bills invoice invoices rechnung rechnungen facture factures visit visited eat ate eaten buy bought shop gekauft gegessen mangé manger acheté"
)


def read(question: str, today: date) -> Plan:
    """Understand a question as it is meant on ``today``."""
    language = detect(question)
    mention = period.find(question, today)
    rest = _without(question, mention)
    text = _plain(rest)
    kind = _kind(text, has_period=mention is not None)
    since, until = (mention.period.since, mention.period.until) if mention else (None, None)
    if kind == "lookup":
        return replace(_put_to_documents(question, language, today), since=since, until=until)
    return Plan(
        question=question,
        kind=kind,
        language=language,
        today=today,
        since=since,
        until=until,
        topic=_ledger_topic(rest),
        direction=_direction(text, kind),
        rule=_rule(text) if kind == "unusual" else None,
        on_card=_says(text, _CARD),
        currency=next((code for code, form in _CURRENCIES if _says(text, form)), None),
    )


def _ledger_topic(text: str) -> tuple[str, ...]:
    """What bookings must say: no noise, unless it is a name ("at Total"), no ``bill`` of a "phone bill"."""
    told = [each for each in content(text) if each not in _LEDGER_NOISE and not (each.isdigit() and len(each) < 3)]
    strong = [each for each in told if each not in _LEDGER_WEAK]
    return tuple(strong or told or content(" ".join(_PAYEE.findall(text))))


def _put_to_documents(question: str, language: Language, today: date) -> Plan:
    """The plan of a lookup. The time that it names is a word like others to it: "the settlement of 2025"."""
    text = _plain(question)
    expected = _expected(text)
    worded = _BACK.sub(" refund ", _TOTAL.sub(" total ", question)) + (
        " total" if _says(text, _BILL) and "money" in expected else ""
    )
    topic, names = content(worded), content(" ".join(_NAME.findall(question)))
    kind_of_answer = content(" ".join(_SOUGHT.findall(text)))
    about = {each for each in topic if not each.isdigit()}.difference(kind_of_answer, names, GENERIC_STEMS)
    # "Which doctor has Ruth?": a name alone says too little
    sought = tuple(kind_of_answer) if about and not _says(text, _QUANTITY) else ()
    return Plan(
        question=question,
        kind="lookup",
        language=language,
        today=today,
        topic=tuple(topic),
        sought=sought,
        asked=tuple(content(" ".join(_ASKED.findall(text)))) or tuple(kind_of_answer),
        names=tuple(names),
        expected=expected,
    )


def _without(question: str, mention: period.Mention | None) -> str:
    """The question without the words that name its time."""
    return question if mention is None else question[: mention.start] + " " + question[mention.end :]


def _plain(text: str) -> str:
    return fold(text.replace("’", "'"))


def _says(text: str, form: str) -> bool:
    return re.search(rf"(?<!\w)(?:{form})(?!\w)", text) is not None


def _expected(text: str) -> tuple[Expected, ...]:
    """What is asked for; the words that ask for one thing do not ask for another too (``how much notice``)."""
    found: list[Expected] = []
    for name, form in _EXPECTED:
        text, count = re.subn(rf"(?<!\w)(?:{form})(?!\w)", " ", text)
        if count:
            found.append(name)
    return tuple(found)


def _rule(text: str) -> Rule | None:
    return "price_jump" if _says(text, _DEARER) else "duplicate" if _says(text, _TWICE) else None


def _kind(text: str, *, has_period: bool) -> QuestionKind:
    moved = (
        _says(text, f"{_MONEY_NOUNS}|{_SPENT}|{_VISITED}")
        or (_says(text, _EARNED) and _says(text, _SUM))
        or (_rule(text) is not None and _says(text, _CHARGED))
    )
    if _says(text, _ACCORDING):
        return "lookup"  # a document is asked
    if moved and _rule(text):
        return "unusual"
    if _says(text, _UNUSUAL):
        bare = not [each for each in content(text) if each not in _LEDGER_NOISE and each not in GENERIC_STEMS]
        return "unusual" if moved or (bare and has_period) else "lookup"
    if not moved or _says(text, _DUTY):
        return "lookup"
    forms: tuple[tuple[QuestionKind, str], ...] = (
        ("largest", _LARGEST), ("average", _AVERAGE), ("count", _COUNT), ("sum", _SUM), ("list", _LIST),
    )  # fmt: skip
    return next((name for name, form in forms if _says(text, form)), "list" if has_period else "lookup")


def _direction(text: str, kind: QuestionKind) -> Direction | None:
    if _says(text, _EARNED) and not _says(text, r"spen[dt]\w*|ausgegeben|depense"):
        return "in"
    return "out" if kind != "list" or _says(text, _SPENT + r"|spending|expen\w*|ausgaben|depenses?") else None
