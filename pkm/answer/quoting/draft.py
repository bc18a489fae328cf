"""An answer before its citations have numbers: sentences, each with the quotes that prove it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Literal

from pkm.answer import phrases
from pkm.answer.language import GENERIC_STEMS, Language, content, keywords, narrower
from pkm.answer.planning import sayings
from pkm.answer.planning.lookup import asks_of_rule, plain
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting import sentences
from pkm.answer.quoting.cite import Quote, inert, marker
from pkm.answer.quoting.coverage import missing, stated, stems
from pkm.answer.quoting.evidence import HEAD_CHARACTERS, Passage
from pkm.answer.quoting.extract import Extract
from pkm.answer.quoting.frames import table_head
from pkm.answer.quoting.holds import holds
from pkm.answer.quoting.rules import subject_of
from pkm.answer.verify import Verified
from pkm.facts.prices import RHYTHMS
from pkm.ledger import category
from pkm.ledger.words import fold, words
from pkm.models import Coverage, Figure, Unread

MAX_NAMED = 5
_MEASURED = frozenset({"duration", "money", "percent", "phone", "contact", "address"})
_RHYTHM_DAYS = {"P1W": 7, "P1M": 31, "P3M": 92, "P6M": 184, "P1Y": 366}


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence or a line of a list; a paragraph of its own unless it goes on with the one before."""

    text: str
    quotes: tuple[Quote, ...] = ()
    form: Literal["paragraph", "sentence", "item"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Draft:
    """What will be said."""

    status: Literal["answered", "partial", "abstained"]
    parts: tuple[Part, ...]
    figures: tuple[Figure, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)

    @property
    def quotes(self) -> list[Quote]:
        """All quotes in the order of their first mention, each once: the n-th has the number n."""
        return list(dict.fromkeys(chain.from_iterable(each.quotes for each in self.parts)))

    def write(self) -> str:
        """The Markdown, with markers."""
        numbers = {quote: n for n, quote in enumerate(self.quotes, 1)}
        return "".join(_written(self.parts, numbers)).strip()


def _written(parts: Sequence[Part], numbers: dict[Quote, int]) -> Iterator[str]:
    before = {"paragraph": "\n\n", "sentence": " ", "item": "\n- "}
    previous = ""
    for each in parts:
        yield "\n" if each.form == "item" and previous != "item" else ""
        markers = marker(dict.fromkeys(numbers[quote] for quote in each.quotes))
        yield before[each.form] + each.text + (f" {markers}" if markers else "")
        previous = each.form


def joined(first: Draft, second: Draft) -> Draft:
    """The answers to two questions as one, which is partial where either is."""
    for one, other in ((first, second), (second, first)):
        if (
            one.quotes
            and not one.figures
            and all(any(each.is_within(own) for own in other.quotes) for each in one.quotes)
        ):
            return other  # one sentence answers both
    status: Literal["answered", "partial"] = "answered" if first.status == second.status == "answered" else "partial"
    unread = tuple(dict.fromkeys((*first.coverage.unread, *second.coverage.unread)))
    last = max((n for n, each in enumerate(first.parts) if each.form == "item"), default=0)
    told = tuple(each for n, each in enumerate(first.parts) if n <= last or each not in second.parts)
    more = second.parts
    if all(each in told for each in more if each.form == "item"):  # the same bookings are shown once
        more = tuple(each for each in more if each not in told)
    figures = tuple(dict.fromkeys((*first.figures, *second.figures)))
    return Draft(status, (*told, *more), figures, replace(first.coverage, unread=unread))


def one_of_two(draft: Draft, other: Plan) -> Draft:
    """The answer to one of two questions, which says that the other is left."""
    question = phrases.say("quoted", other.language, words=inert(other.question))
    said = phrases.say("other_question", other.language, question=question)
    return replace(draft, status="partial", parts=(*draft.parts, Part(said)))


def quoting(plan: Plan, extracts: Sequence[Extract], coverage: Coverage) -> Draft:
    """Say what the records say, word for word, and from when."""
    parts: list[Part] = []
    for each in extracts:
        document = each.passage.document
        quote = Quote(document, each.char_start, each.char_end)
        title = inert(document.title or document.path)
        said = _row(each) or phrases.say("quoted", plan.language, words=inert(quote.text))
        said = phrases.say("said_before", plan.language, said=said) if each.is_past else said
        parts.append(Part(said, (quote,)))
        parts.append(Part(f"— {title}, {phrases.day(document.date, plan.language)}" if document.date else f"— {title}"))
    return Draft("answered", tuple(parts), (), coverage)


def _row(extract: Extract) -> str | None:
    """A row of a table as its columns name its cells; ``None`` where it is none, or does not fit the head."""
    passage = extract.passage
    row = passage.document.text[extract.char_start : extract.char_end]
    if "\n" in row:
        return None
    if head := table_head(passage):
        separator = max(("|", "\t", ";", ","), key=head.count)
        names, cells = ([each.strip().strip('"') for each in line.split(separator)] for line in (head, row))
        said = list(zip(names, cells, strict=True)) if len(names) == len(cells) else []
    else:
        span = extract.char_start - passage.char_start, extract.char_end - passage.char_start
        said = sentences.labelled(sentences.head_above(passage.text, span), row)
    shown = [f"{inert(name)}: {inert(cell)}" if name else inert(cell) for name, cell in said if cell]
    return " · ".join(shown) or None


def claiming(plan: Plan, verified: Verified, changed: Mapping[Quote, Extract], coverage: Coverage) -> Draft:
    """Say what the model said, as far as it was borne out, behind what its sources said otherwise later."""
    claims: list[Part] = []
    for said, quotes in verified.claims:
        told = inert(said)
        if not changed.keys().isdisjoint(quotes):
            told = phrases.say("said_before", plan.language, said=told)
        claims.append(Part(told, quotes, "sentence" if claims else "paragraph"))
    news = quoting(plan, list(dict.fromkeys(changed.values())), coverage).parts
    return Draft("answered", (*news, *claims), (), coverage)


def abstaining(plan: Plan, passages: Sequence[Passage], coverage: Coverage, general: Sequence[Extract] = ()) -> Draft:
    """Say that there is no answer, what was looked for, which texts tell only what holds in ``general``, and what could not be read."""
    language = plan.language
    said = phrases.say("nothing", language)
    absent = missing(plan, passages)
    told = absent or keywords(plan.question).split()
    if general:
        titles = [each.passage.document.title or each.passage.document.path for each in general]
        said += " " + phrases.say("only_general", language, titles=_listed(titles, language))
    elif told:
        said += " " + phrases.say(
            "not_mentioned" if absent else "not_together", language, words=_listed(told, language)
        )
    return Draft("abstained", (Part(said), *_unread(plan, coverage.unread)), (), coverage)


def inviting(language: Language) -> Draft:
    """Say what can be asked, where nothing was."""
    return Draft("abstained", (Part(phrases.say("inviting", language)),))


def still_reading(draft: Draft, waiting: int, language: Language) -> Draft:
    """Say that files wait to be read, which could tell more, or another figure."""
    return replace(
        draft,
        status="partial" if draft.status == "answered" else draft.status,
        parts=(*draft.parts, Part(phrases.say("waiting", language))),
        coverage=replace(draft.coverage, waiting=waiting),
    )


def _unread(plan: Plan, unread: Sequence[Unread]) -> list[Part]:
    """Say which files could not be read; nothing where there are none."""
    names = [each.path.rpartition("/")[2] for each in unread]
    return [Part(named("unread", plan.language, names))] if names else []


def named(phrase: str, language: Language, names: Collection[str]) -> str:
    """A phrase with the first of some names of files."""
    shown = [f"`{each.replace('`', '')}`" for each in islice(names, MAX_NAMED)]
    return phrases.say(phrase, language, paths=", ".join([*shown, *["…"] * (len(names) > MAX_NAMED)]))


def _listed(words: Sequence[str], language: Language) -> str:
    return ", ".join(phrases.say("quoted", language, words=inert(each)) for each in dict.fromkeys(words))


def tells(plan: Plan, draft: Draft) -> bool:
    """Whether what is quoted holds each thing that a question expects, and says any of its own words where that may be of anything."""
    told = "\n".join(each.text for each in draft.quotes)
    said = content(plan.question)  # and not what the other question is about
    if not all(holds(each, told, said) for each in plan.expected):
        return False
    own = [each for each in said if each not in GENERIC_STEMS]
    return (bool(plan.expected) and _MEASURED.issuperset(plan.expected)) or not own or bool(stated(own, told))


def passes_money_over(plan: Plan, draft: Draft) -> bool:
    """Whether a heading names something that is paid for, or earned, and nothing that is quoted states it: "late fees", "salary".

    A whole question may name a paper so, as that is called or begins: "Does the car insurance give us another car?". Who pays for
    something under an agreement, and what may be done, is told in words of its own.
    """
    said = (
        each
        for word in words(plan.question)
        if category.named(word)
        for each in content(word)
        if each not in GENERIC_STEMS
    )
    papers = [] if plan.is_terse else [each.document for each in draft.quotes]
    named = [f"{each.title}\n{each.path}\n{each.text[: max(each.header_end, HEAD_CHARACTERS)]}" for each in papers]
    told = stems("\n".join((*(each.text for each in draft.quotes), *named)))
    unsaid = any(not any(narrower(each, word) for word in told) for each in said)
    is_of_rule = asks_of_rule(plain(plan.question)) or bool(subject_of(plan.question))
    return unsaid and not (plan.expected or draft.figures or is_of_rule)


def tells_another(asked: Plan, draft: Draft) -> bool:
    """Whether all that is quoted tells another figure than the one that bookings did not: a month's price is no year's sum.

    No single amount is an average, unless it is called so.
    """
    said = [fold(each.text) for each in draft.quotes]
    if draft.figures or not said:
        return False
    if asked.kind in {"average", "median"}:
        return not any(sayings.AVERAGE.search(each) or sayings.MEDIAN.search(each) for each in said)
    if asked.kind != "sum" or asked.since is None or asked.until is None:
        return False
    days = (asked.until - asked.since).days
    shorter = [form for name, form in RHYTHMS if days > _RHYTHM_DAYS[name]]
    return all(any(form.search(each.text) for form in shorter) for each in draft.quotes)
