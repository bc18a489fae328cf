"""Whether sentences can be an answer at all: what they have to state, and what makes a value that of something else."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from pkm.answer.language import GENERIC_STEMS, content, meanings, stems_of
from pkm.answer.planning.lookup import asks_of_bill, plain, says
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting import values
from pkm.answer.quoting.belonging import is_anothers as belongs_to_another
from pkm.answer.quoting.bill_lines import asks_of_part, is_line, is_whole
from pkm.answer.quoting.bill_lines import stated as stated_of_bill
from pkm.answer.quoting.coverage import stated, stems
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.frames import is_blank_to_sign, is_caption, is_greeting, is_heading, is_subject, tells_more
from pkm.answer.quoting.holds import ADDRESS, NAME, names_a_day, names_a_time
from pkm.answer.quoting.letterheads import is_anothers
from pkm.answer.quoting.opposites import is_opposite
from pkm.answer.quoting.rates import rates, speaks_of
from pkm.answer.quoting.reading import Reading
from pkm.answer.quoting.replies import replies
from pkm.answer.quoting.rules import rules, subject_of
from pkm.answer.quoting.runs import Run
from pkm.answer.quoting.standing_lines import is_item
from pkm.answer.quoting.wish import SETTINGS, SIDES, Wish, is_to_come
from pkm.ledger.words import stem

# Of what is asked of a document, by weight, a sentence and its heading must state as much: less where a value, a rule or a reason tells.
MIN_OWN_EXPECTED, MIN_OWN, MOST_OWN = 0.25, 0.4, 0.5
ADDRESS_LINE = 80  # characters of a letterhead's line
DATED_WORDS = 5  # of a line such as "Leipzig, den 3. Mai 2026"
HALF = 0.5  # of it, where a name is asked for: papers are full of names
NEWS_OF_REASON = 3  # words beside those of the question, where none says that it is a reason
_OF_COST = frozenset({"money", "size"})
_PAY = stems_of("pay paid payment zahlt bezahlt zahlen zahlung paie paye payé payer paiement")
_PRICE = meanings(stem("price")) | stems_of(
    "total gesamt summe fee charge rate eur usd gbp chf euro euros monthly yearly monatlich jährlich mensuel annuel"
)
_ISSUED = stems_of("issue issued invoiced rechnungsdatum ausgestellt émission émise")
_DATED = re.compile(
    r"(?:^|[\t ]{2}|(?<=\d) )\W*(?:\w*datum|date)\s*:|\bdate of (?!payment)\w+\s*:|\b(?:statement|service|invoice|billing|order|issue) date\s*:"
    r"|\bdate (?:de (?:facturation|service|livraison|naissance)|d['’](?:émission|achat))\s*:",
    re.IGNORECASE | re.MULTILINE,
)  # of the paper itself
_AS_AT = re.compile(
    r"(?<!\w)(?:(?:statement|report|summary|schedule|as) (?:to|as at|as of|at)|(?:auszug|mitteilung|stand|standmitteilung)(?: (?:per|zum|vom|am))?:?|(?:releve|etat|situation|arrete) (?:au|du)) \d"
)
_PAYABLE = re.compile(r"\b(?:due|pay\w*|within|zahl\w*|fällig\w*|binnen|innerhalb|échéance|régl\w+)\b", re.IGNORECASE)
_BILLED = r"buy|bought|purchase\w*|order\w*|pay|paid|due|invoice\w*|bills?|billed|receipt|issued|dated|rechnung\w*|\w*kauf\w*|bestellt\w*|bezahl\w*|fallig|ausgestellt|achet\w*|command\w*|pay(?:e|er|es)|factur\w*|emise?"
_PERFORMED = re.compile(
    r"(?i)\b(?:leistungs\w*|liefer\w*|einsatz|ausgeführt|reparatur|service date|date of service|work done|visit|delivered|intervention|prestation|livraison|réalisé\w*)\b"
)
_BILL = re.compile(r"(?i)\W*(?:invoice|bill|receipt|rechnung|quittung|facture|reçu)\b[\w .:/#°-]{0,40}")
_TOTAL = re.compile(
    r"(?mi)^\W*(?:grand total|total|gesamt(?:betrag|summe|kosten|preis)?|summe|rechnungsbetrag|endbetrag|net à payer|montant total)\b[^\n]*\d"
)
_OFFER = re.compile(r"(?<!\w)(?:quotation|quote|estimate|offer|angebot\w*|kostenvoranschlag|kostenplan|devis)(?!\w)")
LABEL = re.compile(r"\W*([^:\n]{3,80}):\s+\S")
_SPEAKER = re.compile(r"(?m)^[^:\n]{1,60}: ")


def may_answer(wish: Wish, passage: Passage, reading: Reading, run: Run) -> bool:
    """Whether the sentences can be an answer at all: a statement, about the topic, of what is expected."""
    if not _is_statement(wish, passage, reading, run):
        return False
    if (
        wish.is_done
        and _OF_COST.intersection(wish.plan.expected)
        and _is_offer(passage)
        and not _OFFER.search(plain(wish.plan.question))
    ):
        return False  # what something would cost is not what it did
    if passage.document.kind == "invoice" and ("money" in wish.plan.expected or wish.is_due):
        is_of_bill = _is_of_bill(wish, passage, run)
        if is_of_bill is not None:
            return is_of_bill
    return (
        not is_opposite(wish.plan.question, run.told)
        and _is_about(wish, passage, reading, run)
        and not belongs_to_another(wish.plan, passage, reading, run)
        and _tells(wish, passage, reading, run)
    )


def _is_statement(wish: Wish, passage: Passage, reading: Reading, run: Run) -> bool:
    """Whether they say something that the question does not, in the body of the paper, and hold all that is expected."""
    plan, start = wish.plan, passage.char_start
    if run.said.endswith(("?", ":")) or is_greeting(run.said) or is_blank_to_sign(run.said):  # a question answers none
        return False
    if wish.is_past and not names_a_time(run.told):  # "every Monday" does not say when it was
        return False
    if wish.outside_frames and reading.is_frame(run.left, run.said):
        return False
    if not plan.expected and all(map(_is_letterhead, run.sentences)):
        return False
    if "address" in plan.expected and is_anothers(
        passage.document.text, start + run.left, start + run.right, plan.topic
    ):
        return False
    if (run.held and not any(run.held)) or not _is_news(wish, passage, run):
        return False
    if is_subject(passage.document.text, reading.greeting_end, start + run.left, start + run.right):
        return False
    if (run.count > 1 and is_heading(run.last, plan.topic)) or is_caption(
        passage.text, run.left + len(run.said) - len(run.last), run.right
    ):
        return False
    return passage.document.kind != "message" or replies(wish, passage, reading, run.told.splitlines())


def _is_news(wish: Wish, passage: Passage, run: Run) -> bool:
    """Whether sentences say more than the question does, and than who says them in a chat: a rule alone does, where one is asked for."""
    told = _SPEAKER.sub("", run.told) if passage.document.kind == "message" else run.told
    if tells_more(told, wish.plan.topic):
        return True
    is_rule = wish.is_of_rule or bool(subject_of(wish.plan.question))
    return is_rule and run.said.endswith(".") and rules(run.told, wish.plan.question)


def _is_offer(passage: Passage) -> bool:
    return _OFFER.search(plain(f"{passage.title}\n{passage.head}")) is not None


def _is_letterhead(said: str) -> bool:
    """Whether a line only says whose paper it is, where and when it was written, or that it is a bill."""
    is_dated = bool(values.read(said).days) and len(said.split()) <= DATED_WORDS
    return len(said) <= ADDRESS_LINE and bool(is_dated or ADDRESS.search(said) or _BILL.fullmatch(said))


def _is_about(wish: Wish, passage: Passage, reading: Reading, run: Run) -> bool:
    """Whether they state enough of the topic, all of them of one thing."""
    plan, terms = wish.plan, run.terms | run.under | reading.columns
    is_row = bool({*content(run.said)[:1]} & {*plan.names})  # "Ruth 39", below "Shoe sizes"
    above = run.under if is_row or wish.must & run.terms else run.head  # "E24: the hose is blocked", below "Errors"
    if not (run.terms | above | (reading.titled if plan.expected else reading.columns)) & reading.heavy:
        return False
    verbs = {each for each, root in reading.done.items() if not root}
    if (terms | reading.titled).isdisjoint(reading.heavy - verbs or reading.heavy):
        return False
    if wish.is_terse and not reading.heavy <= terms | reading.titled | stated(plan.topic, _line(passage.text, run)):
        return False
    if not (_is_of_one(passage, reading) or reading.apart & run.beside <= terms | run.head):
        return False
    if reading.portion(terms) < (MIN_OWN_EXPECTED if plan.expected else MIN_OWN if reading.is_telling else MOST_OWN):
        return False
    if (
        passage.document.kind == "message"
        and not plan.expected
        and not reading.speakers <= stated(plan.names, run.said)
    ):
        return False
    if not wish.must <= run.terms | run.under | reading.titled or not wish.of_time <= run.terms | run.under:
        return False
    things = reading.heavy - reading.titled
    if not (
        run.under >= reading.labelled
        or any(reading.labelled <= one and ((one | run.under) & things or not things) for one in run.each)
    ):
        return False
    if _is_of_one(passage, reading):
        return True
    if not (
        run.is_of_one_thing(things - reading.done.keys()) and run.tells_of(things.difference(reading.done) or things)
    ):
        return False
    return run.count == 1 or not plan.expected or not _is_told_apart(plan, reading, run)


def _tells(wish: Wish, passage: Passage, reading: Reading, run: Run) -> bool:
    """Whether they tell what is asked for: why, who, by when, how many, and not another value beside it."""
    plan, start, terms = wish.plan, passage.char_start, run.terms | run.under | reading.columns
    by_name = reading.own.intersection(plan.asked).difference(plan.sought) <= terms | reading.titled
    if wish.is_of_reason and not (wish.is_reason(run.told) or _tells_why(plan, reading, run, terms)):
        return False
    if wish.is_of_name and (reading.portion(terms) <= HALF or not by_name):
        return False
    if plan.expected and not _is_of_pay(plan, reading, run):
        return False
    if plan.expected == ("who",) and not (reading.heavy & reading.done.keys()) <= terms | reading.titled:
        return False
    if plan.expected == ("who",) and _names_only_whom(plan, reading, run):
        return False
    if any(wish.is_of_next(said) and each for said, each in zip(run.sentences, run.each, strict=True)):
        return False
    if wish.is_over(run.told):
        return False
    if wish.is_of_actor(reading.own, terms) or wish.is_of_what_was_before(reading.own, terms):
        return False
    if (
        plan.expected == ("who",)
        and plan.sought
        and not (NAME.search(run.said) or {*plan.sought} & (terms | reading.titled))
    ):
        return False  # "Which doctor": somebody's first name beside it is no doctor's
    if ("money" in plan.expected or wish.is_of_quantity) and _is_line_of_another(passage, reading, run):
        return False
    if "money" in plan.expected and not speaks_of(rates(plan.question), f"{passage.title}\n{passage.text}"):
        return False
    if (wish.is_of_whole and run.count > 1) or wish.is_other_day(run.told) or wish.counts_from_it(run.told):
        return False
    if (wish.is_of_rule or "who" in plan.expected) and _is_half(wish, passage, reading, run):
        return False
    if wish.is_of_outcome and not reading.own.difference(reading.done) <= terms:
        return False
    if wish.is_of_deed and is_to_come(run.told):
        return False
    if plan.expected == ("where",) and start + run.left < reading.title_end and not ADDRESS.search(run.said):
        return False
    if plan.expected == ("date",) and not wish.is_sent and start + run.left < reading.greeting_end:
        return False  # the day of a letter, and of the paper on which it is
    if plan.expected == ("date",) and not wish.is_sent and _is_day_of_statement(run):
        return False
    if plan.expected == ("date",) and passage.document.kind == "invoice" and _is_of_bills_day(plan, reading, run):
        return False
    if (wish.is_of_occasion or wish.is_of_when_done(reading.own)) and _is_one_of_days(passage, reading, run):
        return False
    if wish.is_due and ((is_of_paper(run.told) and not _PAYABLE.search(run.told)) or not names_a_day(run.told)):
        return False
    if not wish.is_met(run.told) or not wish.is_counted(run.told, terms):
        return False
    if not plan.expected:
        return start + run.left >= reading.title_end
    return not is_item(run.said) or bool(run.terms & (reading.heavy - reading.titled or reading.heavy))


def _is_of_bill(wish: Wish, passage: Passage, run: Run) -> bool | None:
    """Whether what a bill states is what is asked for; ``None`` where its words have to tell.

    Asked what it comes to, or when it is due, it is its total, or its due day, where labels and arithmetic tell them. Another
    amount, or a day beside one, is that of what its line names.
    """
    plan, left, right = wish.plan, passage.char_start + run.left, passage.char_start + run.right
    stated_there = stated_of_bill(passage.document, "due" if wish.is_due else "total")
    if stated_there and (wish.is_due or asks_of_bill(plan.question)):
        return any(left < end <= right for _, end in stated_there)  # a day may be far behind the word "due"
    if any(left < end <= right for _, end in stated_there):
        return None
    parts = (*stated_of_bill(passage.document, "tax"), *stated_of_bill(passage.document, "net"))
    if not asks_of_part(plan.topic) and any(left < end <= right for _, end in parts):
        return False
    is_named = not wish.is_due and (bool(run.terms - GENERIC_STEMS) or is_whole(run.told, plan.topic))
    return False if is_line(run.said) and not is_named else None


def _is_of_one(passage: Passage, reading: Reading) -> bool:
    """Whether all that a paper says is on one thing: a chat's message, a mail whose subject names what is asked about."""
    kind = passage.document.kind
    return kind == "message" or (kind == "email" and bool(reading.titled & reading.heavy))


def _is_of_pay(plan: Plan, reading: Reading, run: Run) -> bool:
    """Whether sentences speak of pay, where it is asked when somebody is paid, and nothing else of him."""
    pay = _PAY.intersection(plan.topic)
    is_asked = bool(pay) and {"date", "time"}.issuperset(plan.expected) and reading.heavy <= {*plan.names}
    return not is_asked or not pay.isdisjoint(run.terms | run.under | reading.columns)


def _is_told_apart(plan: Plan, reading: Reading, run: Run) -> bool:
    """Whether the value stands in a sentence that says nothing of what is asked, beside one that says no more than half of it.

    So does a line of a list behind the name of another thing: "Library card: 4711" does not tell what "Passport: 30 June" does.
    """
    things = reading.own.difference(reading.done) or reading.own or reading.heavy - reading.titled
    beside = [
        said
        for said, holding, each in zip(run.sentences, run.telling, run.each, strict=True)
        if holding and not each & things
    ]
    if len(beside) < sum(run.telling) or not things or things & run.under:
        return False
    labels = [match[1] for each in beside if (match := LABEL.match(each))]
    if any(content(each) and not {*content(each)} <= GENERIC_STEMS | {*plan.topic} for each in labels):
        return len(labels) == len(beside)
    return reading.portion(run.terms | run.under) < HALF


def _is_line_of_another(passage: Passage, reading: Reading, run: Run) -> bool:
    """Whether each amount stands in a line that names another thing, below what names the one that is asked about.

    Where only the title of the paper does that, such a line is a part if the paper adds its lines up.
    """
    told = [(said, each) for said, each, holding in zip(run.sentences, run.each, run.telling, strict=True) if holding]
    adds_up = passage.document.kind != "invoice"  # whose labels tell
    return (
        bool(told)
        and all(
            is_line(said) and not each & reading.heavy and not _TOTAL.match(said) and _names_a_thing(said)
            for said, each in told
        )
        and not run.under & reading.heavy
        and (reading.titled.isdisjoint(reading.heavy) or (adds_up and _TOTAL.search(passage.document.text) is not None))
    )


def _is_one_of_days(passage: Passage, reading: Reading, run: Run) -> bool:
    """Whether a day has nothing but the paper's title to tell of what it is, and the paper names others."""
    if passage.document.kind in {"email", "message"}:
        return False
    own = {str(each) for each in values.read(run.said).days}
    elsewhere = (str(each) for each in values.read(passage.text).days)
    return not (run.terms | run.under | reading.columns) & reading.heavy and any(each not in own for each in elsewhere)


def _is_of_bills_day(plan: Plan, reading: Reading, run: Run) -> bool:
    """Whether each day in sentences of a bill is but the bill's, where it is not asked when something was bought or billed."""
    if says(plain(plan.question), _BILLED):
        return False
    told = zip(run.sentences, run.each, run.telling, strict=True)
    return not any(holding and (each & reading.heavy or _PERFORMED.search(said)) for said, each, holding in told)


def _names_only_whom(plan: Plan, reading: Reading, run: Run) -> bool:
    """Whether all names are but fuller ones of what the question names, of which it asks something: "Ford Fiesta", who insures it."""
    named = NAME.findall(run.said)
    return (
        bool(named) and bool(reading.heavy.difference(plan.names)) and all(stated(plan.names, each) for each in named)
    )


def _is_day_of_statement(run: Run) -> bool:
    """Whether each day is only that as at which the paper states anything: "Yearly statement to 5 April"."""
    told = [said for said, holding in zip(run.sentences, run.telling, strict=True) if holding]
    return bool(told) and all(_AS_AT.search(plain(each)) for each in told)


def _line(text: str, run: Run) -> str:
    """The whole line in which sentences stand; of several lines none but their own words."""
    if "\n" in run.said:
        return run.said
    end = text.find("\n", run.right)
    return text[text.rfind("\n", 0, run.left) + 1 : end if end >= 0 else len(text)]


def _names_a_thing(line: str) -> bool:
    return any(each.isalpha() for each in set(content(line)) - GENERIC_STEMS - _PRICE)


def _is_half(wish: Wish, passage: Passage, reading: Reading, run: Run) -> bool:
    """Whether the passage speaks elsewhere of a thing of which these sentences do not: "May the dog use the lift?".

    One that it speaks of nowhere may only say where the asker is: "at school". Who may do it need not be said again, unless the
    sentences say it of somebody else.
    """
    plan, actor = wish.plan, wish.actor & SIDES
    if SIDES.intersection(stems(run.told)) - frozenset().union(*map(meanings, actor)):
        actor = frozenset()
    first_lines = "\n".join(passage.head.split("\n")[:2])
    things = reading.own.difference(
        reading.done, plan.names, SETTINGS, actor, wish.follows(run.told), stated(tuple(reading.own), first_lines)
    )
    return bool((things - run.terms - run.under - run.head) & stated(tuple(things), passage.text, reading.done))


def _tells_why(plan: Plan, reading: Reading, run: Run, terms: AbstractSet[str]) -> bool:
    """Whether sentences that name no reason say all that is asked, its things in the question's own words, and more."""
    things = reading.own.difference(reading.done) or reading.own
    return reading.own <= terms and things <= run.literal and tells_more(run.told, plan.topic, NEWS_OF_REASON)


def is_of_paper(told: str) -> bool:
    """Whether it says on which day the paper itself was written."""
    return not _ISSUED.isdisjoint(stems(told)) or _DATED.search(told) is not None
