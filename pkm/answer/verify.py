"""Holds what a model wrote against what it was given: a sentence that its passages do not bear out goes.

A sentence stays if it names passages by valid markers, every number, day and code in it stands in them, said of what the
sentence says it is of (``pkm.answer.attribution``) and no other more so (``pkm.answer.rivals``), and most of its words do. In
another language than the passage's, words cannot be compared: then a number, a code or a name must agree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pkm.answer import verbs
from pkm.answer.attribution import OF_VALUES, is_attributed, is_denied, reverses, things
from pkm.answer.language import GENERIC_STEMS, content, detect, means, stems_of
from pkm.answer.planning.lookup import KIND_WORDS
from pkm.answer.planning.plan import Plan
from pkm.answer.prompt import NOT_FOUND
from pkm.answer.quoting import sentences, values
from pkm.answer.quoting.cite import Quote, trimmed
from pkm.answer.quoting.coverage import stated
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.wish import months
from pkm.answer.rivals import is_empty, is_of_sort
from pkm.ledger.words import stem, words

MIN_SUPPORT = 0.6
_DENIAL = stems_of(
    "no nein non prohibit prohibits prohibited forbid forbids forbidden verboten verbietet untersagt interdit interdits interdite interdites"
)
MARKER = re.compile(r"\s*\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]")


@dataclass(frozen=True, slots=True)
class Verified:
    """Sentences that stay, each with the quotes that prove it, and those that went."""

    claims: tuple[tuple[str, tuple[Quote, ...]], ...]
    unsupported: tuple[str, ...]
    not_found: bool


def check(written: str, plan: Plan, passages: Sequence[Passage]) -> Verified:
    """Check a model's text against the passages, numbered from 1, that it was given."""
    if NOT_FOUND in written:
        return Verified((), (), not_found=True)
    kept: list[tuple[str, tuple[Quote, ...]]] = []
    gone: list[str] = []
    for said, numbers in _claims(written):
        cited = [passages[n - 1] for n in numbers if 0 < n <= len(passages)]
        proving = [each for each in cited if _bears_out(said, plan, [each], passages)]
        if proving:
            kept.append((said, tuple(narrow(said, each) for each in proving)))
        elif len(cited) > 1 and _bears_out(said, plan, cited, passages):
            kept.append((said, tuple(narrow(said, each) for each in cited)))
        else:
            gone.append(said)
    return Verified(tuple(kept), tuple(gone), not_found=False)


def _claims(written: str) -> list[tuple[str, list[int]]]:
    """Sentences without their markers, and the numbers that those name; markers may stand after the full stop."""
    # "... notice. [1] Then ..." and "... notice [1]. Then ..." are the same to the reader.
    moved = re.sub(r"([.!?])((?:\s*\[\d[\d\s,;]*\])+)", r"\2\1", written)
    claims = []
    for start, end in sentences.split(moved):
        sentence = moved[start:end]
        numbers = [int(n) for group in MARKER.findall(sentence) for n in re.findall(r"\d+", group)]
        bare = re.sub(r"^\s*(?:[-*•]|#+)\s+", "", MARKER.sub("", sentence)).strip()
        if re.search(r"\w", bare):
            claims.append((bare, list(dict.fromkeys(numbers))))
    return claims


def _bears_out(said: str, plan: Plan, cited: Sequence[Passage], given: Sequence[Passage]) -> bool:
    source = "\n".join(map(_whole, cited))
    claimed = values.read(said)
    stating = values.joined(
        values.read(f"{each.document.date or ''}\n{_whole(each)}", each.document.date) for each in cited
    )
    if values.missing(claimed, stating, source) or _is_of_another(said, plan, cited, given):
        return False
    asked = set(plan.topic)
    own = [each for each in content(said) if not each.isdigit() and each not in asked | OF_VALUES | _DENIAL]
    found = {each for each in own if means(each, asked)} | stated(own, source, verbs.of_question(said))
    own = [each for each in own if each in found or each not in months()]  # the source may write it in figures
    if detect(said) != _language(cited):
        return bool(not is_empty(claimed) or found) and is_attributed(said, cited, plan)
    if own and len(found) < MIN_SUPPORT * len(own):
        return False
    if reverses(said, cited) or not is_attributed(said, cited, plan):
        return False
    return bool(own) or not is_empty(claimed) or is_denied(said, cited)


def _whole(passage: Passage) -> str:
    return f"{passage.title}\n{passage.head}\n{passage.text}"


def _is_of_another(said: str, plan: Plan, cited: Sequence[Passage], given: Sequence[Passage]) -> bool:
    """Whether the cited documents speak of half at most of what was asked and is claimed, and another one of that and the rest, with such values."""
    named = things(said) & set(plan.topic) - set(verbs.of_question(plan.question)) - GENERIC_STEMS - KIND_WORDS
    own = {each.document.id for each in cited}
    here = stated(named, "\n".join(_whole(each) for each in given if each.document.id in own))
    claimed = [*values.read(said).each()]
    for other in (each for each in given if each.document.id not in own):
        there = stated(named, _whole(other))
        stating = [*values.read(other.text).each()] if here < there and len(there) >= max(2, 2 * len(here)) else []
        if any(is_of_sort(each, value) for each in claimed for value in stating):
            return True
    return False


def _language(passages: Sequence[Passage]) -> str:
    stated = passages[0].document.language
    return stated if stated in {"en", "de", "fr"} else detect(passages[0].text)


def narrow(said: str, passage: Passage) -> Quote:
    """The sentence of the passage that states most of a claim: its values first, then its words."""
    claimed, asked = values.read(said), content(said)
    text = passage.text

    def agreement(span: sentences.Span) -> tuple[int, int, int]:
        part = text[span[0] : span[1]]
        stems = {stem(each) for each in words(part)}
        absent = len(values.missing(claimed, values.read(part), part))
        return -absent, sum(means(each, stems) for each in asked), -len(part)

    start, end = max(sentences.split(text) or [(0, len(text))], key=agreement)
    return trimmed(passage.document, passage.char_start + start, passage.char_start + end)
