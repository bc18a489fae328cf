"""What calendars hold of a time: "What appointments do I have next week?", "Was steht morgen an?", "Ai-je quelque chose demain ?".

What recurs is told with its rule and not expanded. A day or month without a year is the next one where what is to come is asked for.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from pkm.answer import phrases
from pkm.answer.language import stems_of
from pkm.answer.planning.lookup import plain
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting.cite import inert, trimmed
from pkm.answer.quoting.draft import Draft, Part
from pkm.answer.quoting.evidence import read_documents
from pkm.models import CollectionId, DocumentId
from pkm.store import documents
from pkm.store.database import Connection

MOST = 30
AHEAD_DAYS = 30  # where no time is told

_THINGS = r"(?:appointments?|meetings?|events?|plans|termine?|verabredungen|rendez-vous|reunions?|evenements?)"
_MINE = r"(?:my |our |the |all |any |meine |unsere |alle |mes |nos |les |tous |des |un |einen? )*"
_CALENDAR = r"(?:calendar|diary|agenda|schedule|kalender|terminkalender)"
_HAVE = r"(?:(?:do|did|have|had) (?:i|we)(?: have| got)?|(?:are|is|were) there|(?:habe|haben|hatte|hatten) (?:ich|wir)|gibt es|stehen|sind|(?:ai-je|avons-nous|a-t-on|y a-t-il|avais-je)|(?:j'ai|nous avons|on a))"
_SET = rf"(?: (?:on|planned|scheduled|booked|coming up|happening|(?:in|on) (?:my|our|the) {_CALENDAR}|geplant|vor|an|los|im {_CALENDAR}|prevue?s?|de prevu|au programme|dans (?:l'|mon |notre ){_CALENDAR}))*"
_FORM = re.compile(
    rf"\W*(?:(?:what|which|welche|was fur|quels?|quelles?|how many|wie ?viele|combien de) {_THINGS} {_HAVE}"
    rf"|(?:what(?:'s| is| was)|what {_HAVE}|qu'est-ce (?:que|qu'|qui) ?(?:j'ai|nous avons|on a|est)?)(?= (?:on|planned|scheduled|coming up|happening|in (?:my|our|the) {_CALENDAR}|de prevu|prevu|au programme|dans (?:l'|mon |notre ){_CALENDAR})\b)"
    rf"|was (?:steht|stand|ist|habe ich|haben wir|liegt)(?=.* (?:an|vor|los|geplant|im {_CALENDAR})\W*$)"
    rf"|{_HAVE} (?:anything|something|etwas|was|irgendwas|quelque chose|{_MINE}{_THINGS})"
    rf"|(?:(?:show|list|give|zeige?n?|liste|montre[rz]?)(?:[- ](?:me|us|mir|uns|moi|nous))? )?{_MINE}(?:upcoming |next |kommenden? |nachsten? |prochains? )?(?:{_THINGS}|{_CALENDAR})"
    rf"|(?:am|are) (?:i|we) (?:free|busy)|(?:bin|sind) (?:ich|wir)(?=.* frei\W*$)|(?:suis-je|sommes-nous) libres?){_SET}(?P<rest> .*)?\W*"
)
_PAST = re.compile(
    r"(?<!\w)(?:did|had|(?<=what )was|were|yesterday|last|hatte|hatten|war|waren|stand|gestern|letzten?|vorige\w*|avais|avions|avait|hier|derniere?s?|passee?s?)(?!\w)"
)
_DAYS_AHEAD = (
    (re.compile(r"(?<!\w)(?:day after tomorrow|ubermorgen|apres-demain)(?!\w)"), 2),
    (re.compile(r"(?<!\w)(?:tomorrow|morgen|demain)(?!\w)"), 1),
)
_SAID = stems_of(
    "appointment appointments meeting meetings event events plan plans planned scheduled booked coming come upcoming happening next free busy anything something show list give calendar diary agenda schedule"
    " tomorrow day after termin termine verabredung verabredungen geplant kommend kommende nächste frei etwas irgendwas was zeig zeige liste kalender terminkalender morgen übermorgen steht ansteht"
    " rendez vous rendez-vous réunion réunions évènement événements prévu prévus prévue programme libre libres quelque chose montre prochain prochains demain après-demain après"
)
_LINE = re.compile(r"(?:Appointment|Calendar|Task|Journal): (?P<said>.*)")
_DAY = r"\d{4}-\d\d-\d\d"
_SPAN = re.compile(rf"{_DAY}(?: \d\d:\d\d)? – (?P<last>{_DAY})")
_RULE = re.compile(
    rf"{_DAY}(?: \d\d:\d\d)?(?:–\d\d:\d\d| – {_DAY}(?: \d\d:\d\d)?)?(?: \([^)]*\))?(?:, due [^,]*)?, every (?:[^,]*? until (?P<until>{_DAY}))?"
)


def tell_agenda(connection: Connection, plan: Plan, collection: CollectionId | None) -> Draft | None:
    """The entries of the time that is asked for, and what recurs; ``None`` where another question is asked, or there is no calendar."""
    time = asked_time(plan)
    if time is None or not documents.has_calendar(connection, collection):
        return None
    since, until = time
    entries = documents.in_calendar(connection, collection, since, until)
    told = [(number, begins, line, _when(line, begins)) for number, begins, line in entries]
    in_it = [
        (when, number, line)
        for number, begins, line, when in told
        if begins >= since or _last(when) >= since.isoformat()
    ]
    own = [(number, line) for _, number, line in sorted(in_it)]
    recurring = [(number, line) for number, begins, line, when in told if begins < since and _recurs(when, since)]
    period = phrases.period(since, until, plan.language)
    if not own and not recurring:
        return Draft("abstained", (Part(phrases.say("agenda_none", plan.language, period=period)),))
    parts = [Part(phrases.say("agenda" if own else "agenda_none", plan.language, period=period))]
    parts += _items(connection, own[:MOST])
    if (more := len(own) - MOST) > 0:
        parts.append(Part(phrases.say("and_others", plan.language, count=more), (), "item"))
    if recurring:
        parts.append(Part(phrases.say("agenda_recurs", plan.language)))
        parts += _items(connection, recurring[:MOST])
    return Draft("answered", tuple(parts))


def asked_time(plan: Plan) -> tuple[date, date] | None:
    """The time of which entries of calendars are asked for; ``None`` where it asks for something else."""
    told = plain(plan.question)
    form = _FORM.fullmatch(told) if plan.kind in {"lookup", "list", "count"} else None
    if form is None or not {*plan.as_lookup().topic} <= _SAID:
        return None  # more is said of them
    for words, days in _DAYS_AHEAD:
        if words.search(told):
            day = plan.today + timedelta(days=days)
            return day, day
    if plan.since is None or plan.until is None:
        return None if form["rest"] else (plan.today, plan.today + timedelta(days=AHEAD_DAYS))
    since, until = plan.since, plan.until
    if until >= plan.today or _PAST.search(told) or re.search(r"(?:19|20)\d\d", told):
        return since, until
    if (plan.today - since).days <= 7 and since == until:
        return since + timedelta(days=7), until + timedelta(days=7)  # "on Thursday"
    return _next_year(since), _next_year(until)


def _next_year(day: date) -> date:
    return day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else date(day.year + 1, 2, 28)


def _items(connection: Connection, entries: list[tuple[DocumentId, str]]) -> list[Part]:
    found = read_documents(connection, [number for number, _ in entries])
    return [
        Part(inert(_said(said)), (trimmed(found[number], 0, len(said)),), "item")
        for number, said in entries
        if number in found
    ]


def _said(line: str) -> str:
    match = _LINE.match(line)
    return match["said"] if match else line


def _when(line: str, begins: date) -> str:
    """What an entry's first line says of its times: what stands before, such as a day in its title, is none."""
    return line[max(0, line.rfind(f", {begins}")) :].removeprefix(", ")


def _last(when: str) -> str:
    """The last day of what lasts for several; empty for others."""
    match = _SPAN.match(when)
    return match["last"] if match else ""


def _recurs(when: str, since: date) -> bool:
    """Whether it may come again in the time: its rule is told, and not worked out."""
    rule = _RULE.match(when)
    return rule is not None and not (rule["until"] and rule["until"] < since.isoformat())
