"""The day that a contract's own terms come to, said beside the words that state them: "notice by 30 November, or it renews"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from pkm.answer.language import means, stems_of
from pkm.answer.papers.ties import state_deadline
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting.cite import in_lines
from pkm.answer.quoting.coverage import stated, weigh
from pkm.answer.quoting.draft import Draft, Part
from pkm.answer.quoting.evidence import Passage, read_documents
from pkm.facts import Deadline
from pkm.models import CollectionId, Document, DocumentId
from pkm.store import links
from pkm.store.database import Connection

_ENDING = stems_of("cancel notice renew renewal verlängern verlängerung reconduction renouveler")
_END = stems_of("end expire")


def with_deadlines(
    connection: Connection, plan: Plan, draft: Draft, passages: Sequence[Passage], collection: CollectionId | None,
    contracts: Collection[DocumentId] = (),
) -> Draft:  # fmt: skip
    """A draft about the end of a contract, with the next deadline of each contract that it quotes.

    One that quotes nothing becomes an answer where a contract that was found is what is asked about, as ``contracts`` are.
    """
    if not any(is_ending(each) or (contracts and is_end(each)) for each in plan.topic):
        return draft
    abstains = draft.status == "abstained"
    asked = [each for each in passages if each.document.id in contracts] or _meant(plan, passages)
    papers = {each.document.id for each in (asked if abstains else draft.quotes)}
    if not papers:
        return draft
    ahead = [
        each
        for each in links.ends(connection, plan.today, collection)
        if each.of in papers and not (abstains and plan.expected == ("duration",) and each.notice_by is None)
    ]
    told = read_documents(connection, [each.document_id for each in ahead])
    parts = tuple(said(each, told[each.document_id], plan) for each in ahead if each.document_id in told)
    if not parts:
        return draft
    return replace(draft, status="answered", parts=parts) if abstains else replace(draft, parts=draft.parts + parts)


def is_ending(term: str) -> bool:
    """Whether a word of a question asks how a contract is ended."""
    return any(means(each, {term}) for each in _ENDING)


def is_end(term: str) -> bool:
    """Whether a word asks when something ends, which may be anything."""
    return any(means(each, {term}) for each in _END)


def _meant(plan: Plan, passages: Sequence[Passage]) -> list[Passage]:
    """Those that state all that is asked beside the end itself."""
    rest = {each for each, weight in weigh(plan.topic).items() if weight == 1 and not is_ending(each)}
    return [each for each in passages if rest and stated(rest, f"{each.title}\n{each.head}\n{each.text}") == rest]


def said(each: Deadline, paper: Document, plan: Plan) -> Part:
    """A deadline with the words that it rests on."""
    return Part(
        state_deadline(each, plan.language), tuple(dict.fromkeys(in_lines(paper, *span) for span in each.spans))
    )
