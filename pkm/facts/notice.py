"""How long before its end a contract is to be cancelled, or by which day: a fixed one, or that of every year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from pkm.facts.fact import Fact
from pkm.facts.prose import Prose
from pkm.facts.values import find_durations, find_yearly

NOTICE = re.compile(
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
AHEAD = re.compile(
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
_PROBATION = re.compile(r"(?<!\w)(?:probation\w*|trial period|probezeit|période d['’]essai)(?!\w)", re.IGNORECASE)
_AFTERWARDS = re.compile(
    r"(?<!\w)(?:after\w*|thereafter|then|nach|danach|anschließend|ensuite|après|à l['’]issue)(?!\w)", re.IGNORECASE
)
BY = re.compile(
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


def read_notices(prose: Prose) -> Iterator[Fact]:
    """How long before the end notice must be given; two different ones leave it open."""
    found: dict[str, Fact] = {}
    by_law = _STATUTORY.search(prose.flat, prose.layout.start, prose.layout.end)
    if by_law:
        found["P3M/month"] = Fact(0, "notice", "P3M/month", *by_law.span())
    for duration in find_durations(prose.flat, prose.layout.start, prose.layout.end):
        if by_law and by_law.start() <= duration.char_start < by_law.end():  # "of a month" is no period
            continue
        begin, end = prose.sentence(duration.char_start)
        before = prose.flat[max(begin, duration.char_start - 70) : duration.char_start]
        after = prose.flat[duration.char_end : min(end, duration.char_end + 40)]
        named = _NOTICE_OF.search(before) or _NOTICE_AFTER.match(after)
        words = prose.flat[begin:end]
        if _PROBATION.search(words) and not _AFTERWARDS.search(words):
            continue
        if not (named or AHEAD.match(after)) or not _ENDING.search(words) or _FOR_CAUSE.search(words):
            continue
        if _AFTER_TERM.search(words[: duration.char_start - begin]) and found:
            continue
        target = next((name for name, form in TARGETS if form.search(words)), "any")
        start = duration.char_start - (len(before) - named.start() if named and named.re is _NOTICE_OF else 0)
        said = f"{duration.iso}/{target}"
        found.setdefault(said, Fact(0, "notice", said, start, duration.char_end))
    if len(found) == 1:
        yield from found.values()
    yield from _last_days(prose)


def _last_days(prose: Prose) -> Iterator[Fact]:
    found = {}
    for each in prose.days:
        by = BY.search(prose.before(each))
        words = prose.says(each.char_start)
        if (
            by
            and NOTICE.search(words)
            and not re.search(
                r"(?i)excluded|cannot|ausgeschlossen|ends? before", prose.before(each)[: by.start()][-40:]
            )
        ):
            before = _BEFORE.match(by["word"])
            found[each.day - timedelta(days=1 if before else 0)] = each
    if len(found) == 1:
        day, each = next(iter(found.items()))
        yield Fact(0, "notice_by", day.isoformat(), each.char_start, each.char_end, day=day)
    elif not found:
        yield from _yearly_last_days(prose)


def _yearly_last_days(prose: Prose) -> Iterator[Fact]:
    """The day of every year by which notice must be given: "unless cancelled by 30 November"."""
    found = {}
    for each in find_yearly(prose.flat, prose.layout.start, prose.layout.end):
        before, words = prose.before(each), prose.says(each.char_start)
        by = BY.search(before)
        if not (by or _LAST_DAY.search(before)) or not NOTICE.search(words):
            continue
        if not (_FOR_CAUSE.search(words) or _PAYS.search(words)):
            found[each.day - timedelta(days=1 if by and _BEFORE.match(by["word"]) else 0)] = each
    if len(found) == 1:
        day, each = next(iter(found.items()))
        yield Fact(0, "notice_by", f"--{day:%m-%d}", each.char_start, each.char_end)
