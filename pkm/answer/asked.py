"""One question on its way to its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from time import perf_counter

from pkm.answer.papers.contracts import Meant
from pkm.answer.planning.plan import Plan
from pkm.answer.planning.presumed import Both
from pkm.answer.quoting.draft import Draft
from pkm.answer.quoting.evidence import Passage
from pkm.models import DocumentId, PersonId

EXTRACTIVE = "extractive"


@dataclass(slots=True)
class Asked:
    """One question on its way; ``given`` is what the model was shown, ``written`` what it made of it.

    ``placed`` is the rules' own plan where a model's stands in its place. ``timed``: it asks what was paid in a time and
    bookings do not know, so a document must be of that time to tell; ``figure`` is that plan. ``both``: two questions in one; ``half``
    the answer to one of them. ``meant``: the contracts that it speaks of.
    """

    plan: Plan
    as_of: date | None
    collection: str | None
    person: PersonId
    begun: float
    given: Sequence[Passage] = ()
    written: str = ""
    generator: str = EXTRACTIVE
    timed: bool = False
    figure: Plan | None = None
    placed: Plan | None = None
    both: Both | None = None
    half: Draft | None = None
    meant: Meant | None = None
    unsupported: tuple[str, ...] = ()
    degraded: str | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)

    @property
    def contracts(self) -> Sequence[DocumentId]:
        """The contracts that it speaks of."""
        return self.meant.shown if self.meant else ()

    def time(self, stage: str, begun: float) -> None:
        """Note how long a stage took, all its turns together."""
        self.timings_ms[stage] = round(self.timings_ms.get(stage, 0.0) + (perf_counter() - begun) * 1000, 1)
