"""Which bookings pay which papers: one for one, several papers at once, one paper in parts.

Pure and independent of the order of what it is given. First every amount that is exact is assigned, so that all
assignments together are worth most; then sums of several papers and parts of one are looked for among what is left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from statistics import median
from typing import Literal

from pkm.ledger.assignment import best, sides
from pkm.ledger.claims import LIKELY, SURE, Claim, Fit, Key, evidence, fit, likeness, merge, moved, plain_code
from pkm.ledger.names import Names, tokens
from pkm.models import Transaction, TransactionId

MATCHED, MARGIN, FLOOR = 0.8, 0.05, 0.4
ALONE = 0.1  # what it adds that nothing else fits, on either side
MOST_SUMMED, MOST_CANDIDATES = 6, 12
PARTS_WITHIN = timedelta(days=120)
TWICE_WITHIN = timedelta(days=14)
USUAL_DISCOUNTS = (1, 2, 3, 4, 5)
DISCOUNT_WITHIN = timedelta(days=21)
RHYTHMIC, LAG_SLIP = 3, 5  # so many equal invoices show when they are paid, give or take so many days
CENT = Decimal("0.01")
State = Literal["matched", "doubtful"]


@dataclass(frozen=True, slots=True)
class Link:
    """A paper's item and a booking that belong together."""

    paper: Key
    kind: Literal["invoice", "receipt", "contract"]
    transaction: TransactionId
    state: State
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Node:
    """An amount to be assigned: a claim's whole, one of its instalments, or what is left after its discount."""

    claim: int
    amount: Decimal
    label: str = ""
    due: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """A claim and a booking, with how sure."""

    claim: int
    row: int
    score: float
    reasons: tuple[str, ...]
    state: State


def match(
    claims: Iterable[Claim], rows: Iterable[Transaction], denied: frozenset[tuple[Key, TransactionId]] = frozenset(),
    names: Names | None = None, holders: Collection[frozenset[str]] = (),
) -> list[Link]:  # fmt: skip
    """All links between papers and bookings.

    Args:
        denied: Pairs of which a person said that they do not belong together.
        names: How telling each word of a name is; judged by the bookings themselves if not given.
        holders: The words of each name in which the household's accounts are held.
    """
    every = merge(each for each in claims if each.issued or each.due)
    ledger = sorted(
        (each for each in rows if each.status == "booked" and each.amount), key=lambda one: (one.booked_on, one.id)
    )
    own = {plain_code(each.account) for each in ledger}
    every = [each.owed_to(own, holders) for each in every]
    matcher = _Matcher(every, ledger, denied, names or Names(each.counterparty or each.description for each in ledger))
    found = matcher.run()
    links = [
        Link(paper, every[each.claim].kind, ledger[each.row].id, each.state, round(each.score, 4), "; ".join(each.reasons))
        for each in found for paper in every[each.claim].papers
    ]  # fmt: skip
    return sorted(links, key=lambda one: (one.paper, one.transaction))


class _Matcher:
    def __init__(
        self,
        claims: Sequence[Claim],
        rows: Sequence[Transaction],
        denied: frozenset[tuple[Key, TransactionId]],
        names: Names,
    ) -> None:
        self._claims, self._rows = claims, rows
        self._denied = denied
        self._names = names
        self._by_amount: defaultdict[Decimal, list[int]] = defaultdict(list)
        for n, each in enumerate(rows):
            for amount in {abs(each.amount), abs(each.original_amount or each.amount)}:
                self._by_amount[amount].append(n)
        self._found: list[_Found] = []

    def run(self) -> list[_Found]:
        """Each kind of match in turn, the surest first; what one takes the next ones leave."""
        self._assign()
        self._sum_up()
        self._split_up()
        self._deduct()
        self._repeat()
        return self._found

    # ------------------------------------------------------------ amounts that are exact

    def _assign(self) -> None:
        nodes = [node for n, each in enumerate(self._claims) for node in _nodes(n, each)]
        fits = {(i, row): got for i, node in enumerate(nodes) for row, got in self._candidates(node)}
        fits = self._with_lags(nodes, fits)
        chosen = _consistent(nodes, best({pair: each.score for pair, each in fits.items()}))
        taken_rows, done = set(chosen.values()), {nodes[i].claim for i in chosen}
        by_node, by_row = sides(fits)
        for i, row in sorted(chosen.items()):
            node, got = nodes[i], fits[i, row]
            # Who names the paper's own number has no rival that does not; another that does pays it a second time.
            rivals = [fits[i, other].score for other in by_node[i] if other not in taken_rows and not got.referenced]
            rivals += [
                fits[other, row].score for other in by_row[row]
                if nodes[other].claim not in done and fits[other, row].referenced >= got.referenced
            ]  # fmt: skip
            alone = len(by_node[i]) == len(by_row[row]) == 1
            score = min(got.score + (ALONE if alone and got.score >= 0.5 else 0), max(got.score, 0.95))
            reasons = ("amount" if not node.label else node.label, *got.reasons)
            close = max(rivals, default=0.0) > got.score - MARGIN
            if close:
                reasons = (*reasons, "another fits as well")
            state: State = "matched" if score >= MATCHED and not close else "doubtful"
            self._found.append(_Found(node.claim, row, score, reasons, state))

    def _with_lags(self, nodes: Sequence[_Node], fits: Mapping[tuple[int, int], Fit]) -> dict[tuple[int, int], Fit]:
        """The fits, less sure where a firm's equal invoices are mostly paid after so many days, and this one is not.

        A month that was never charged must not move all later payments by one.
        """
        groups: defaultdict[tuple[Decimal, frozenset[frozenset[str]]], list[int]] = defaultdict(list)
        for i, node in enumerate(nodes):
            if not node.label:
                groups[node.amount, frozenset(tokens(each) for each in self._claims[node.claim].names)].append(i)
        changed = dict(fits)
        for members in map(set, groups.values()):
            own = [key for key in fits if key[0] in members] if len(members) >= RHYTHMIC else []
            usual = self._usual_lag(nodes, own, fits)
            if usual is None:
                continue
            for i, row in own:
                got, off = fits[i, row], abs(self._lag(nodes[i], row) - usual) - LAG_SLIP
                if off > 0 and not got.referenced:
                    reasons = (*got.reasons, f"{off + LAG_SLIP:.0f} days off the usual day")
                    changed[i, row] = replace(got, score=max(0.0, got.score - 0.015 * off), reasons=reasons)
        return {key: got for key, got in changed.items() if got.score >= FLOOR}

    def _usual_lag(
        self, nodes: Sequence[_Node], pairs: Sequence[tuple[int, int]], fits: Mapping[tuple[int, int], Fit]
    ) -> float | None:
        """After how many days a firm's equal invoices are mostly paid: as those that are named show, else the nearest payments."""
        named = [self._lag(nodes[i], row) for i, row in pairs if fits[i, row].referenced]
        nearest: dict[int, int] = {}
        for i, row in pairs:
            lag = self._lag(nodes[i], row)
            if lag >= 0:
                nearest[i] = min(lag, nearest.get(i, lag))
        lags = named if len(named) >= RHYTHMIC else list(nearest.values())
        return median(lags) if len(lags) >= RHYTHMIC else None

    def _lag(self, node: _Node, row: int) -> int:
        """How many days after the paper the booking is."""
        return (self._rows[row].booked_on - self._claims[node.claim].day).days

    def _candidates(self, node: _Node) -> Iterator[tuple[int, Fit]]:
        claim = self._claims[node.claim]
        if node.due is not None:
            claim = replace(claim, issued=node.due - timedelta(days=10), due=node.due)
        for row in self._by_amount.get(abs(node.amount), ()):
            got = fit(claim, self._rows[row], self._names, node.amount, node.until)
            if got and got.score >= FLOOR and not self._is_denied(node.claim, row):
                yield row, got

    # ------------------------------------------------------------ sums and parts

    def _sum_up(self) -> None:
        """One payment of several papers of a firm."""
        open_claims = self._open_claims()
        for row in self._open_rows():
            near = self._related(row, open_claims)
            paid = -self._rows[row].amount
            for chosen in _subsets(near, paid, {n: self._claims[n].amount for n in near}):
                got = [self._evidence(n, row) for n in chosen]
                state: State = "matched" if min(each.score for each in got) >= MATCHED else "doubtful"
                for n, each in zip(chosen, got, strict=True):
                    reasons = (f"together with {len(chosen) - 1} more it comes to the amount", *each.reasons)
                    self._found.append(_Found(n, row, each.score - 0.03, reasons, state))
                open_claims = [n for n in open_claims if n not in chosen]
                break

    def _split_up(self) -> None:
        """One paper that was paid in parts."""
        open_rows = self._open_rows()
        for n in self._open_claims():
            claim = self._claims[n]
            if claim.amount <= 0 or claim.kind != "invoice":
                continue
            first, last = claim.window
            near = [
                row for row in open_rows
                if first <= self._rows[row].booked_on <= last + PARTS_WITHIN and self._is_part(n, row)
            ]  # fmt: skip
            worth = {row: moved(self._rows[row], claim.currency) or Decimal(0) for row in near}
            for chosen in _subsets(near, claim.amount, worth):
                for part, row in enumerate(chosen, 1):
                    got = self._evidence(n, row)
                    reasons = (f"part {part} of {len(chosen)}, together the amount", *got.reasons)
                    self._found.append(_Found(n, row, max(got.score - 0.03, MATCHED), reasons, "matched"))
                open_rows = [row for row in open_rows if row not in chosen]
                break

    def _is_part(self, n: int, row: int) -> bool:
        """Whether a booking may be a part of a claim: it is smaller, and reference or name say that it is the firm's."""
        claim = self._claims[n]
        paid = moved(self._rows[row], claim.currency)
        if paid is None or not 0 < paid < claim.amount or self._is_denied(n, row):
            return False
        return likeness(claim, self._rows[row], self._names) >= SURE or self._evidence(n, row).referenced

    def _deduct(self) -> None:
        """A payment that is short by a usual discount, or another amount under the paper's own number: a person decides."""
        open_rows = self._open_rows()
        for n in self._open_claims():
            claim = self._claims[n]
            first, last = claim.window
            for row in open_rows:
                one = self._rows[row]
                paid = moved(one, claim.currency)
                if (
                    paid is None
                    or not first <= one.booked_on <= last + PARTS_WITHIN
                    or paid * claim.amount <= 0
                    or self._is_denied(n, row)
                ):
                    continue
                rate = next(
                    (
                        each
                        for each in USUAL_DISCOUNTS
                        if paid == (claim.amount * (100 - each) / 100).quantize(CENT, ROUND_HALF_UP)
                    ),
                    None,
                )
                got = evidence(claim, one, self._names)
                in_time = one.booked_on <= (claim.issued or first) + DISCOUNT_WITHIN
                if (
                    rate
                    and claim.kind == "invoice"
                    and in_time
                    and (got.referenced or likeness(claim, one, self._names) >= SURE)
                ):
                    self._found.append(
                        _Found(n, row, 0.75, (f"{rate} % less than the amount", *got.reasons), "doubtful")
                    )
                elif got.referenced:
                    self._found.append(_Found(n, row, 0.6, ("another amount", *got.reasons), "doubtful"))
                else:
                    continue
                open_rows = [each for each in open_rows if each != row]
                break

    def _repeat(self) -> None:
        """A second payment of the same paper."""
        first_paid = {each.claim: each.row for each in self._found if each.state == "matched"}
        open_rows = set(self._open_rows())
        for n, earlier in sorted(first_paid.items()):
            claim = self._claims[n]
            for row in sorted(open_rows.intersection(self._by_amount.get(abs(claim.amount), ()))):
                got = fit(claim, self._rows[row], self._names)
                apart = abs(self._rows[row].booked_on - self._rows[earlier].booked_on)
                if got is None or self._is_denied(n, row):
                    continue
                if got.referenced:
                    self._found.append(
                        _Found(n, row, got.score - 0.05, ("paid a second time", *got.reasons), "matched")
                    )
                elif (
                    claim.kind == "invoice"
                    and apart <= TWICE_WITHIN
                    and likeness(claim, self._rows[row], self._names) >= SURE
                ):
                    self._found.append(_Found(n, row, 0.6, ("perhaps paid a second time", *got.reasons), "doubtful"))
                else:
                    continue
                open_rows.discard(row)

    # ------------------------------------------------------------ what is left

    def _open_claims(self) -> list[int]:
        done = {each.claim for each in self._found}
        return [n for n in range(len(self._claims)) if n not in done]

    def _open_rows(self) -> list[int]:
        taken = {each.row for each in self._found}
        return [n for n in range(len(self._rows)) if n not in taken]

    def _related(self, row: int, claims: Sequence[int]) -> list[int]:
        """The claims of the firm that a booking pays, open on its day."""
        one = self._rows[row]
        return [
            n for n in claims
            if self._claims[n].kind == "invoice" and self._claims[n].window[0] <= one.booked_on <= self._claims[n].window[1]
            and self._claims[n].currency in {None, one.currency} and not self._is_denied(n, row)
            and (likeness(self._claims[n], one, self._names) >= LIKELY or evidence(self._claims[n], one, self._names).score >= MATCHED)
        ]  # fmt: skip

    def _evidence(self, n: int, row: int) -> Fit:
        return evidence(self._claims[n], self._rows[row], self._names)

    def _is_denied(self, n: int, row: int) -> bool:
        return any((paper, self._rows[row].id) in self._denied for paper in self._claims[n].papers)


def _nodes(n: int, claim: Claim) -> Iterator[_Node]:
    yield _Node(n, claim.amount)
    for number, (amount, day) in enumerate(claim.parts, 1):
        yield _Node(n, amount, f"instalment {number} of {len(claim.parts)}", day)
    if claim.discount is not None:
        amount, until = claim.discount
        yield _Node(n, amount, "amount less the discount", None, until and until + timedelta(days=3))


def _consistent(nodes: Sequence[_Node], chosen: dict[int, int]) -> dict[int, int]:
    """Either the whole, or its instalments, or the discounted amount: the first of a claim that was assigned."""
    kinds: dict[int, str] = {}
    for i in sorted(chosen):
        kinds.setdefault(nodes[i].claim, nodes[i].label[:10])
    return {i: row for i, row in chosen.items() if nodes[i].label[:10] == kinds[nodes[i].claim]}


def _subsets(candidates: Sequence[int], total: Decimal, worth: Mapping[int, Decimal]) -> Iterator[tuple[int, ...]]:
    """The one way in which two to six of the candidates add up to a total; none where there are several ways."""
    near = list(candidates[:MOST_CANDIDATES])
    for size in range(2, min(len(near), MOST_SUMMED) + 1):
        ways = [chosen for chosen in combinations(near, size) if sum((worth[n] for n in chosen), Decimal(0)) == total]
        if len(ways) == 1:
            yield ways[0]
        if ways:
            return
