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
_SPAN = re.compile(r"(?P<first>\d{4}-\d\d-\d\d)(?: \d\d:\d\d)?(?: – (?P<last>\d{4}-\d\d-\d\d))?")
_UNTIL = re.compile(r", every .*? until (\d{4}-\d\d-\d\d)")


def tell_agenda(connection: Connection, plan: Plan, collection: CollectionId | None) -> Draft | None:
    """The entries of the time that is asked for, and what recurs; ``None`` where another question is asked, or there is no calendar."""
    time = asked_time(plan)
    if time is None or not documents.has_calendar(connection, collection):
        return None
    since, until = time
    entries = documents.in_calendar(connection, collection, since, until)
    own = sorted((_day(said), number, said) for number, said in entries if _is_in(said, since, until))
    recurring = [(number, said) for number, said in entries if _recurs(said, since)]
    period = phrases.period(since, until, plan.language)
    if not own and not recurring:
        return Draft("abstained", (Part(phrases.say("agenda_none", plan.language, period=period)),))
    parts = [Part(phrases.say("agenda" if own else "agenda_none", plan.language, period=period))]
    parts += _items(connection, [(number, said) for _, number, said in own[:MOST]])
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


def _day(line: str) -> str:
    """When it begins, as it sorts."""
    match = _SPAN.search(line)
    return line[match.start() :] if match else ""


def _is_in(line: str, since: date, until: date) -> bool:
    match = _SPAN.search(line)
    if match is None:
        return False
    return match["first"] <= until.isoformat() and (match["last"] or match["first"]) >= since.isoformat()


def _recurs(line: str, since: date) -> bool:
    """Whether it began before and may come again in the time: its rule is told, and not worked out."""
    last = _UNTIL.search(line)
    begun = _SPAN.search(line)
    return (
        ", every " in line
        and (begun is None or begun["first"] < since.isoformat())
        and not (last and last[1] < since.isoformat())
    )
