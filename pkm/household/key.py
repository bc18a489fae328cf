"""The answer key: what was planted in the household, what may be asked of it, and the words that prove the answer.

It states the generator's own plan and nothing that pkm has read, so it can judge pkm. Paths are relative to the
household's folder, POSIX style. ``words`` of a proof stand in the document literally, apart from white space, which a
PDF or a mail may break differently.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pkm.household.days import MONTHS, spoken, spoken_german

Rule = Literal["duplicate", "price_jump", "new_counterparty", "amount", "fee"]
QuestionKind = Literal[
    "contract_deadline", "email_detail", "scan_figure", "sum", "unusual", "unanswerable", "lookup"
]  # fmt: skip
Value = date | Decimal | str
DEMO_KINDS: tuple[QuestionKind, ...] = (
    "contract_deadline", "email_detail", "scan_figure", "sum", "unusual", "unanswerable",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Account:
    """One account; ``id`` is what its statements call it: OFX ``ACCTID``, the IBAN, or the digits in a card CSV's name."""

    id: str
    name: str
    institution: str
    kind: Literal["checking", "creditcard"]
    holder: str
    currency: str


@dataclass(frozen=True, slots=True)
class Row:
    """One booking as a statement states it. ``text`` stands in the file literally and only there.

    ``locator`` is ``row 17`` (the line of a CSV file, from 1) or ``FITID …``; ``counterparty`` and ``description``
    are what the household's plan calls them, the statement may print them in capitals or cut.
    """

    account: str
    booked_on: date
    value_on: date
    amount: Decimal
    currency: str
    counterparty: str
    description: str
    category: str
    reference: str
    path: str
    locator: str
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement file: ``opening`` plus the sum of its rows is ``closing``."""

    account: str
    path: str
    since: date
    until: date
    opening: Decimal
    closing: Decimal
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Anomaly:
    """A booking that was planted to be found by ``rule``; ``twin`` is the original of a duplicate."""

    rule: Rule
    row: Row
    reason: str
    twin: Row | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a right answer must say. ``value``: ISO date, plain decimal, or words."""

    kind: Literal["date", "amount", "text"]
    value: str

    @classmethod
    def of(cls, value: Value) -> Fact:
        """Choose the kind by the value's type."""
        if isinstance(value, date):
            return cls("date", value.isoformat())
        if isinstance(value, Decimal):
            return cls("amount", f"{abs(value):.2f}")
        return cls("text", value)

    @property
    def forms(self) -> tuple[str, ...]:
        """The ways in which people write the value."""
        if self.kind == "date":
            day = date.fromisoformat(self.value)
            month = MONTHS[day.month - 1]
            return (
                self.value, spoken(day), f"{day:%d} {month} {day.year}", f"{month} {day.day}, {day.year}",
                f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}", f"{day:%d/%m/%Y}",
                spoken_german(day),
            )  # fmt: skip
        if self.kind == "amount":
            plain = Decimal(self.value)
            grouped = f"{plain:,.2f}"
            german = grouped.translate(str.maketrans(",.", ".,"))
            whole = (f"{plain:.0f}", f"{plain:,.0f}") if plain == plain.to_integral_value() else ()
            return (self.value, grouped, german, self.value.replace(".", ","), *whole)
        return (self.value,)

    def stated_in(self, answer: str) -> bool:
        """Whether the answer says it in one of its forms, not merely as a part of a longer number or word."""
        told = " ".join(answer.split()).casefold()
        return any(
            re.search(rf"(?<!\w)(?<!\d[.,]){re.escape(form.casefold())}(?!\w)(?![.,]\d)", told) for form in self.forms
        )


@dataclass(frozen=True, slots=True)
class Proof:
    """The words that prove an answer; ``locator`` is ``page 2``, ``message <id>`` or ``None`` for the whole file."""

    path: str
    words: str
    locator: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what is true.

    Attributes:
        facts: All must be in the answer. Empty: there is no answer, say so.
        proofs: The documents that prove it; empty for sums, whose ``rows`` prove them.
        rows, total: What a sum adds up; ``total`` is signed as in the bank (money out is negative).
        anomalies: What is to be listed, and nothing else.
        absent: For a question without an answer, words that no document of the household holds.
        demo: One of the six that the demo asks.
    """

    kind: QuestionKind
    text: str
    facts: tuple[Fact, ...] = ()
    proofs: tuple[Proof, ...] = ()
    rows: tuple[Row, ...] = ()
    total: Decimal | None = None
    anomalies: tuple[Anomaly, ...] = ()
    absent: tuple[str, ...] = ()
    demo: bool = False


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file that is damaged on purpose, the state in which it must end, and why."""

    path: str
    outcome: Literal["quarantined", "indexed"]
    reason: str


@dataclass(frozen=True, slots=True)
class Key:
    """All that is known of one household."""

    seed: int
    today: date
    people: tuple[str, str]
    accounts: tuple[Account, ...]
    statements: tuple[Statement, ...]
    anomalies: tuple[Anomaly, ...]
    questions: tuple[Question, ...]
    bad_files: tuple[BadFile, ...]
    hostile: Proof

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every booking of every statement."""
        return tuple(row for statement in self.statements for row in statement.rows)

    @property
    def demo(self) -> tuple[Question, ...]:
        """The demo's six questions, one of each kind, in order."""
        chosen = {each.kind: each for each in self.questions if each.demo}
        return tuple(chosen[kind] for kind in DEMO_KINDS)

    def to_json(self) -> str:
        """The key as JSON: dates ISO, money as decimal strings, facts with their accepted forms."""
        return json.dumps(_plain(self), ensure_ascii=False, indent=1)


def _plain(value: Any) -> Any:
    """JSON's own types for a value of the key."""
    if isinstance(value, Fact):
        return {"kind": value.kind, "value": value.value, "forms": list(value.forms)}
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
