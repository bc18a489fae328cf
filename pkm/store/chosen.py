"""Which bookings a figure is made of."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args

from pkm.models import AccountId, CollectionId, Role

Side = Literal["out", "in"]
ALL: tuple[Role, ...] = get_args(Role)
FLOW: tuple[Role, ...] = ("spending", "income", "refund", "other")  # what is not moved between own accounts


@dataclass(frozen=True, slots=True)
class Term:
    """What one word of a question may stand for: any of these stems in a booking's words, any of these categories."""

    words: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """Which bookings are meant, of those that count (told once, booked, not void). What is ``None`` does not narrow.

    Attributes:
        since, until: Booking dates, both inclusive.
        side: Money out, with the refunds of it where ``roles`` holds them, or money in.
        payees: These are meant whole.
        terms: Beside those payees' bookings, those that meet each of these.
        never: Payees who are not meant by their category alone.
        weekdays: Days of the week, Monday is 1.
        accounts: The ids of all parts of the accounts that are meant.
        into: The ids of all parts of own accounts into which the money went, as the other side of a transfer tells.
        without: What is left out of these: its payees, terms and payees never meant.
        lowest, highest: Of the amount without its sign, both inclusive unless ``bounds_excluded``.
    """

    collection: CollectionId | None = None
    since: date | None = None
    until: date | None = None
    weekdays: tuple[int, ...] | None = None
    side: Side | None = None
    roles: tuple[Role, ...] = FLOW
    payees: tuple[str, ...] | None = None
    terms: tuple[Term, ...] = ()
    never: tuple[str, ...] = ()
    accounts: tuple[AccountId, ...] | None = None
    into: tuple[AccountId, ...] | None = None
    lowest: Decimal | None = None
    highest: Decimal | None = None
    bounds_excluded: bool = False
    currency: str | None = None
    without: Filter | None = None

    @property
    def has_topic(self) -> bool:
        """Whether it is narrowed by what bookings are for."""
        return self.payees is not None or bool(self.terms)

    @property
    def is_of_categories(self) -> bool:
        """Whether the bookings of some categories are meant whole, whatever else is."""
        return len(self.terms) == 1 and bool(self.terms[0].categories) and not self.never

    def arguments(self) -> dict[str, Any]:
        """As the queries take them: the first term is found by index, the others are looked at in what it finds.

        What is divided is told with all else, and not ``apart``.
        """
        first = self.terms[0] if self.terms else Term()
        return {
            "collection": self.collection, "since": self.since, "until": self.until, "side": self.side,
            "roles": list(self.roles), "payees": None if self.payees is None or (self.terms and not self.payees) else list(self.payees),
            "categories": list(first.categories) or None, "never": list(self.never) or None, "words": list(first.words) or None, "among": None,
            "terms": json.dumps([asdict(each) for each in self.terms]) if len(self.terms) > 1 else None,
            "accounts": None if self.accounts is None else list(self.accounts),
            "into": None if self.into is None else list(self.into),
            "lowest": self.lowest, "highest": self.highest, "excluded": self.bounds_excluded, "currency": self.currency,
            "weekdays": None if self.weekdays is None else list(self.weekdays), "apart": False,
        }  # fmt: skip

    def of_category(self, name: str) -> Filter:
        """Those of one category among them."""
        return replace(self, terms=(*self.terms, Term((), (name,))))

    def parted(self) -> tuple[Filter, Filter]:
        """What is meant before anything is left out, and what is left out, of the same time, accounts and amounts."""
        other = self.without or Filter()
        return replace(self, without=None), replace(
            self, without=None, payees=other.payees, terms=other.terms, never=other.never
        )
