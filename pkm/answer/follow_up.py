"""What a message makes of the question before it, by rules: each reading is taken only where the planner reads it as it is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from pkm.answer import phrases
from pkm.answer.follow_up_papers import again, named_in, of_another
from pkm.answer.follow_up_things import with_thing
from pkm.answer.follow_up_words import ASKS, NEXT_PLACE, OTHERS, SECOND, SINCE_WHEN, THAT_THING
from pkm.answer.language import GENERIC_STEMS, Language, content
from pkm.answer.papers import contracts
from pkm.answer.planning import grouping, intent, sayings
from pkm.answer.planning.days import UNITS, moved
from pkm.answer.planning.intent import Intent
from pkm.answer.planning.paying_sayings import CARD
from pkm.answer.planning.period import Mention, fold_in_place
from pkm.answer.planning.plan import Period, Plan, read
from pkm.answer.planning.presumed import Both
from pkm.answer.planning.question import Question, topic_of
from pkm.answer.planning.times import is_unit

LONGEST = 120  # characters of a message that goes on with another

_ENDS = re.compile(r"[\s?!.,;:]+$")
_LEAD = re.compile(
    r"^\W*(?:(?:ok|okay|also|alors|and|but|und|aber|et|mais|then|dann)\W+)*"
    r"(?:(?P<lead>what about|how about|what of|(?:the )?same(?: thing| again)?(?: but)?(?= (?:for|in|at|on|by|with|without))"
    r"|was ist mit|wie (?:ist|war|ware|sieht|sah) (?:es|das) (?:denn )?(?:aus )?(?:mit|(?=(?:bei|im|in|fur|an)\b))|(?:das ?selbe|das gleiche|dito)(?: nochmal)?(?= (?:fur|im|in|bei|mit|ohne))"
    r"|qu'en est-il d[eu'](?:s|(?= ))?|(?:la )?meme chose(?= (?:pour|en|chez|avec|sans|au))|idem)\s*)?"
)
_LINKED = re.compile(r"^\W*(?:(?:ok|okay|also|alors|then|dann)\W+)*(?:and|but|und|aber|et|mais)(?!\w)")
_WITHOUT = re.compile(
    r"\b(?:without|excluding|except(?:ing)?(?: for)?|leaving out|not counting|minus|less|but not|ohne|ausser|abzuglich|nicht|sans(?: compter)?|hors|sauf|excepte)\s+(?:(?:in|im|the|den|dem|die|das|le|la|en)\s+)*$"
)
_LAST = re.compile(r"(?: (?:then|instead|please|pls|dann|denn|stattdessen|bitte|aus|alors|svp|plutot))+$")
_FIRST = re.compile(r"^(?:only|just|nur|seulement|uniquement) ")
# "And how much for restaurants?": the figure was named before.
_HOW_MUCH = re.compile(
    r"^(?:how much(?: (?:was|is) it)?|wie ?viel(?: (?:war|ist|sind) (?:es|das))?|combien(?: (?:est-ce|c'est|etait-ce))?)(?= (?:for|in|at|on|by|with|fur|im|in|bei|an|mit|pour|en|chez|avec|au)\b)\s"
)
_BEFORE_A_THING = re.compile(
    r"(?:\b(?:on|for|at|to|from|by|with|in|of|into|fur|bei|beim|an|von|vom|mit|zu[mr]?|pour|chez|a|en|de|du|des|aux?|avec|the|our|my|der|die|das|den|dem|unser\w*|meine?\w?|le|la|les|nos|notre|mes|mon|ma)\s+|\b[dl]['’])+$"
)
_PREPOSITION = re.compile(
    r"^(?:on|for|at|to|from|by|with|in|of|fur|bei|beim|an|von|vom|mit|pour|chez|en|de|du|des|aux?|avec|d')\b"
)
_NO_TIE = re.compile(
    r"(?:\W|\b(?:and|or|und|oder|et|ou|the|our|my|der|die|das|den|dem|le|la|les|nos|of|de|du|des|d|l|for|at|fur|bei|chez|pour)\b)*"
)
# "And the month before?", "und im Jahr davor?", "et celui d'avant ?"; the unit may be left out.
_ONE_BACK = re.compile(
    r"(?:(?:in|im|the|der|das|die|am|le|la|l')\s?)*(?:(?P<unit>day|week|month|quarter|year|tag|woche|monat|quartal|jahr|jour|semaine|mois|trimestre|annee|an) )?"
    r"(?:before(?: that)?|prior|davor|zuvor|vorher|d'avant|precedente?)|(?:the )?(?:one|previous one) before(?: that)?|(?:celui|celle) d'avant"
)
_SUBJECT = re.compile(r"\b(?:did|does|do|has|have|hat|haben|a|ont)\s$")
_LANGUAGES: tuple[Language, ...] = ("en", "de", "fr")


def gone_on(whole: str, said: str, today: date, plan: Plan | None = None) -> str | None:
    """The question that a message makes of the one before it; ``None`` where it makes none, or stands alone.

    Args:
        plan: What the one before was taken for, where that is no question to bookings by its words alone.
    """
    if len(said) > LONGEST or len(whole) > 10 * LONGEST or _leaves_out_a_time(said, today):
        return None
    return next(_readings(_Before(whole, today, plan), said), None)


def complete(both: Both, today: date) -> Both:
    """Two questions in one, the second of bookings with what it leaves to the first: "and how much on fuel?"."""
    if not both.first.is_about_money_moved or (both.stands and both.second.is_about_money_moved):
        return both
    linked = f"{('and', 'und', 'et')[_LANGUAGES.index(both.first.language)]} {both.second.question}"
    whole = gone_on(both.first.question, linked, today, both.first)
    second = read(whole, today) if whole else both.second
    return replace(both, second=second, stands=True) if whole and second.is_about_money_moved else both


def _leaves_out_a_time(said: str, today: date) -> bool:
    """Whether a time is not to count ("without December"), which no plan holds: it is not the one that is asked for."""
    asked = Question(said, today)
    return any(_WITHOUT.search(fold_in_place(asked.text[: each.start])) for each in asked.times)


class _Before:
    """The question before, and where in it things and times stand."""

    def __init__(self, whole: str, today: date, plan: Plan | None = None) -> None:
        self.today = today
        self.plan = plan or read(whole, today)
        self.asked = Question(whole, today)
        self.text = _ENDS.sub("", self.asked.text)
        self.end = self.asked.text[len(self.text) :].rstrip()
        self.times = [each for each in self.asked.times if each.end <= len(self.text)]
        self.things = self._things()

    @property
    def about(self) -> str:
        """The thing that it is about, with the preposition before it: "on groceries"."""
        return self.text[slice(*self.things)] if self.things else ""

    @property
    def when(self) -> str:
        """Its time, with the preposition before it: "in March"."""
        return " ".join(self.text[each.start : each.end] for each in self.times)

    @property
    def is_subject(self) -> bool:
        """Whether the thing is who did it: "how much did Anna spend"."""
        return self.things is not None and _SUBJECT.search(fold_in_place(self.text[: self.things[0]])) is not None

    @property
    def bounds(self) -> str:
        """What else bounds its bookings: "over 100 euros", "without rent"."""
        asked = self.asked
        cut = (asked.left_out, asked.included, asked.weekdays)
        spans = sorted((*asked.amounts.spans, *((each.start, each.end) for each in cut if each)))
        return " ".join(self.text[start:end] for start, end in spans)

    def with_parts(self, parts: Sequence[tuple[tuple[int, int] | None, str]]) -> str:
        """The question with other words in some places; what has no place stands at its end."""
        text = self.text
        for (start, end), new in sorted(((at, new) for at, new in parts if at), reverse=True):
            text = f"{text[:start]} {new} {text[end:]}" if new else f"{text[:start]} {text[end:]}"
        text = " ".join(" ".join((text, *(new for at, new in parts if at is None))).split())
        return re.sub(r"\( | \)", lambda each: each.group().strip(), text) + self.end

    def _things(self) -> tuple[int, int] | None:
        """Where its topic stands, as one run of words behind their prepositions."""
        account = sayings.ACCOUNT if self.plan.kind == "balance" else None
        found = [
            match.span()
            for match in re.finditer(r"[^\W_]+(?:['’&-][^\W_]+)*", self.asked.rest)
            if not set(content(match.group())).isdisjoint(self.plan.topic)
            or (account and account.fullmatch(fold_in_place(match.group())))
        ]
        folded = fold_in_place(self.text)
        if not found or any(not _NO_TIE.fullmatch(folded[one[1] : other[0]]) for one, other in pairwise(found)):
            return None
        before = _BEFORE_A_THING.search(folded[: found[0][0]])
        return (before.start() if before else found[0][0]), found[-1][1]


def _readings(before: _Before, said: str) -> Iterator[str]:
    """What the message may mean, the likeliest first; each is read by the planner as it is meant."""
    folded = fold_in_place(said)
    lead = _LEAD.match(folded)
    start = lead.end() if lead else 0
    linked = _LINKED.match(folded) is not None or bool(lead and lead["lead"])
    bare = _bare(said[start:])
    if before.plan.is_about_money_moved:
        if other := _other_figure(before, bare) or _second(before, bare):
            yield other
        if changed := _changed(before, bare, linked):
            yield changed
        if placed := _with_thing(before, bare):
            yield placed
        if linked and (added := _added(before, bare)):
            yield added
    elif linked and (swapped := of_another(before.text + before.end, before.plan, said) or _of_papers(before, bare)):
        yield swapped
    if doubted := again(before.text + before.end, said):
        yield doubted
    if meant := with_thing(before.text + before.end, before.plan, said):
        yield meant


def _bare(text: str) -> str:
    """Without what only ends or begins a message."""
    text = _ENDS.sub("", text).strip()
    for pattern in (_LAST, _FIRST, _HOW_MUCH):
        if match := pattern.search(fold_in_place(text)):
            text = text[: match.start()] + text[match.end() :]
    return text


# ---------------------------------------------------------------- money


def _changed(before: _Before, bare: str, linked: bool) -> str | None:
    """The question before with another time, thing, bound or division; without "and" only what names no thing."""
    now = _dated(bare, before.today)
    if not bare or now.said.cut or (content(now.rest) and intent.read(now.said).kind != "lookup"):
        return None
    meant = before.plan
    parts: list[tuple[tuple[int, int] | None, str]] = []
    if now.times or _ONE_BACK.fullmatch(fold_in_place(bare)):
        time = _time(before, now)
        if time is None:
            return None
        text, span = time
        meant = replace(meant, since=None if meant.kind in {"balance", "holdings"} else span.since, until=span.until)
        spots = [(each.start, each.end) for each in before.times]
        parts.append((spots[0] if spots else None, text))
        parts += [(each, "") for each in spots[1:]]
    if now.amounts.spans:
        parts += [(each, "") for each in before.asked.amounts.spans]
        parts.append((None, now.text[now.amounts.spans[0][0] : now.amounts.spans[-1][1]]))
        meant = replace(meant, min_amount=now.amounts.least, max_amount=now.amounts.most, amount=now.amounts.exact)
    if now.left_out:
        parts.append((None, now.text[now.left_out.start : now.left_out.end]))
        meant = replace(meant, without=(*meant.without, *now.left_out.things))
    if now.weekdays:
        parts.append((None, now.text[now.weekdays.start : now.weekdays.end]))
        meant = replace(meant, weekdays=now.weekdays.days)
    rest = " ".join(now.rest.split())
    group = grouping.group_of(now.said.text, "sum")
    topic = topic_of(now, Intent(before.plan.kind, before.plan.direction)) if content(now.rest) else ()
    if not topic and before.is_subject and rest[:1].isupper():
        topic = tuple(content(rest))  # "and Ben?"
    if group is not None:
        parts.append((None, rest))
        meant = replace(meant, kind="sum" if meant.kind == "list" else meant.kind, group=group)
        topic = ()
    elif intent.says(now.said.text, sayings.ACCOUNT, CARD) and not intent.says(before.asked.said.text, sayings.ACCOUNT):
        if not linked:
            return None
        parts.append((None, rest))
        meant = replace(meant, topic=(*meant.topic, *topic), on_card=meant.on_card or intent.says(now.said.text, CARD))
    elif topic:
        asks_anew = ASKS.match(fold_in_place(bare)) is not None  # "and who is the landlord"
        if not linked or asks_anew or (before.plan.topic and before.things is None):
            return None
        beside = (
            before.is_subject and _PREPOSITION.match(fold_in_place(rest)) is not None
        )  # "… did Anna spend", "on clothes"
        parts.append((None, rest) if beside else (before.things, _as_thing(before, rest)))
        meant = replace(meant, topic=(*meant.topic, *topic) if beside else topic, either=())
    elif rest and not now.times and not parts:
        return None
    return _as_meant(before.with_parts(parts), meant, before.today) if parts else None


def _as_thing(before: _Before, rest: str) -> str:
    """The new thing behind a preposition: its own, else the one that stood before the other, else a common one."""
    if _PREPOSITION.match(fold_in_place(rest)):
        return rest
    stood = _PREPOSITION.match(fold_in_place(before.about))
    if before.things is None:
        return f"{('on', 'für', 'pour')[_LANGUAGES.index(before.plan.language)]} {rest}"
    return f"{before.about[: stood.end()]} {rest}" if stood else rest


def _time(before: _Before, now: Question) -> tuple[str, Period] | None:
    """The time that a message names, in words and as days: that of the year that was spoken of, or told from that time."""
    if one_back := _ONE_BACK.fullmatch(" ".join(fold_in_place(now.text).split())):
        return _earlier(before, one_back["unit"])
    if len(now.times) != 1:
        return None
    mention = now.times[0]
    text, span = now.text[mention.start : mention.end], mention.period
    said = before.times[0] if len(before.times) == 1 else None
    if said is None:
        return text, span
    return _in_its_year(text, span, said, before) or (text, span)


def _earlier(before: _Before, unit: str | None) -> tuple[str, Period] | None:
    """The time before the one that was asked for, by a unit, or by its own."""
    said = before.times[0].period if len(before.times) == 1 else None
    by = grouping.unit_of(unit) if unit else next((each for each in UNITS if said and is_unit(said, each)), None)
    if said is None or said.since is None or said.until is None or by is None:
        return None
    earlier = moved(said, by, -1)
    return phrases.period(earlier.since, earlier.until, before.plan.language), earlier


def _in_its_year(text: str, span: Period, said: Mention, before: _Before) -> tuple[str, Period] | None:
    """A month without a year is of the year that the question before names."""
    years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", before.text[said.start : said.end]))
    if len(years) != 1 or re.search(r"\d{4}", text) or span.since is None:
        return None
    year = years.pop()
    dated = Question(f"{text} {year}", before.today).times
    if len(dated) != 1 or dated[0].end < len(text) + len(year):
        return None
    since = dated[0].period.since
    return (f"{text} {year}", dated[0].period) if since and str(since.year) == year else None


def _other_figure(before: _Before, bare: str) -> str | None:
    """Another figure of the same bookings: "and the largest?", "how many were there?", "show me them"."""
    folded = fold_in_place(bare)
    for pattern, asked in OTHERS:
        match = pattern.fullmatch(folded)
        if match is None or (before.plan.topic and before.things is None) or not (before.about or before.when):
            continue
        kept = bare[slice(*match.span("kept"))] if "kept" in match.re.groupindex else ""
        when = "" if asked is SINCE_WHEN else before.when
        whole = " ".join((asked[_LANGUAGES.index(before.plan.language)], kept, before.about, when, before.bounds))
        plan = read(whole, before.today)
        meant = replace(before.plan, kind=plan.kind, group=plan.group, direction=plan.direction)
        meant = meant if when else replace(meant, since=None, until=None)
        if before.plan.direction == "in" or plan.kind == "lookup":
            return None
        return _as_meant(f"{' '.join(whole.split())}?", meant, before.today)
    return None


def _second(before: _Before, bare: str) -> str | None:
    """The one behind the largest: "and the second biggest?"."""
    plan, said = before.plan, re.sub(r"^(?:and|und|et) ", "", fold_in_place(bare))
    if plan.kind != "largest" or plan.place != 1 or plan.top is not None or NEXT_PLACE.fullmatch(said) is None:
        return None
    if (plan.topic and before.things is None) or not (before.about or before.when):
        return None
    asked = SECOND[_LANGUAGES.index(plan.language)]
    whole = f"{' '.join(f'{asked} {before.about} {before.when} {before.bounds}'.split())}?"
    return _as_meant(whole, plan, before.today)


def _added(before: _Before, bare: str) -> str | None:
    """A question of its own that lacks the time of the one before: "and what did we earn?"."""
    there = THAT_THING.search(fold_in_place(bare))
    if not before.when or Question(bare, before.today).times or (before.things and there and there["there"]):
        return None
    whole = f"{bare} {before.when}?"
    plan = read(whole, before.today)
    spans = [(each.since, each.until, each.versus) for each in (plan, before.plan)]
    is_own = plan.is_about_money_moved and plan.kind not in {"deadlines", "invoice"}
    return whole if is_own and spans[0] == spans[1] else None


def _with_thing(before: _Before, bare: str) -> str | None:
    """A question of its own whose "there" or "it" is the thing of the one before: "and how much did we spend there?"."""
    match = THAT_THING.search(fold_in_place(bare))
    if match is None or before.things is None:
        return None
    name = _PREPOSITION.sub("", fold_in_place(before.about), count=1)
    name = before.about[len(before.about) - len(name) :].strip()
    at = ("at", "bei", "chez")[_LANGUAGES.index(before.plan.language)]
    thing = f"{at} {name}" if match["there"] else name
    when = "" if Question(bare, before.today).times else before.when
    whole = " ".join(f"{bare[: match.start()]} {thing} {bare[match.end() :]} {when}".split())
    plan = read(f"{whole}?", before.today)
    meant = replace(before.plan, since=plan.since, until=plan.until) if not when else before.plan
    is_same = (plan.topic, plan.since, plan.until) == (meant.topic, meant.since, meant.until)
    return f"{whole}?" if plan.is_about_money_moved and is_same else None


def _as_meant(whole: str, meant: Plan, today: date) -> str | None:
    """The question, where the planner reads it as it is meant."""
    read_as = read(whole, today)
    return whole if _key(read_as) == _key(meant) else None


def _key(plan: Plan) -> tuple[object, ...]:
    """What makes two questions the same: all but their words."""
    return (
        plan.kind, plan.since, plan.until, plan.versus, frozenset(plan.topic), frozenset(plan.without), plan.including,
        plan.against, plan.rule, plan.on_card, plan.group, plan.weekdays, plan.min_amount, plan.max_amount, plan.amount,
        plan.distinct, plan.divisor, plan.transfers, plan.refunds, plan.direction if plan.kind != "list" else None,
    )  # fmt: skip


# ---------------------------------------------------------------- papers


def _of_papers(before: _Before, bare: str) -> str | None:
    """What is asked of papers with another contract, thing or time, or another thing asked of the same contract."""
    now = _dated(bare, before.today)
    if now.times and not content(now.rest):
        time = _time(before, now) if before.times or before.plan.is_terse else None
        spots = [(each.start, each.end) for each in before.times]
        return before.with_parts([(spots[0] if spots else None, time[0])]) if time else None
    named = contracts.phrase(before.text)
    if not content(bare) or now.times or intent.read(now.said).kind != "lookup":
        return None
    if named is not None:
        other = contracts.phrase(bare)
        return before.with_parts([(named, bare[slice(*other)])]) if other else f"{bare} ({before.text[slice(*named)]})?"
    is_thing = not ASKS.match(fold_in_place(bare))
    if (
        is_thing
        and not GENERIC_STEMS.issuperset(content(bare))
        and (whose := named_in(before.text, before.plan))
        and not read(bare, before.today).names
    ):
        return f"{bare} ({whose})?"
    return (
        before.with_parts([(before.things, bare)])
        if is_thing and before.things and len(before.plan.topic) == 1
        else None
    )


def _dated(bare: str, today: date) -> Question:
    """The message taken apart; a month alone, which may be a name elsewhere, is one here."""
    now = Question(bare, today)
    if now.times or len(bare.split()) != 1:
        return now
    dated = Question(f"in {bare}", today)
    return dated if dated.times else now
