"""Which accounts are one: an account is recognised by its numbers, however a format writes them.

IBAN: ISO 13616. Where a country's bank code and account number stand in it: SWIFT, "IBAN Registry", BBAN structure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import combinations

from pkm.ledger.iban import iban_of, is_iban

# Country: (bank and branch code, account number) as slices of the BBAN, national check digits left out.
_LAYOUTS: dict[str, tuple[slice, slice]] = {
    "AT": (slice(0, 5), slice(5, 16)), "BE": (slice(0, 3), slice(3, 12)), "CH": (slice(0, 5), slice(5, 17)),
    "CZ": (slice(0, 4), slice(4, 20)), "DE": (slice(0, 8), slice(8, 18)), "DK": (slice(0, 4), slice(4, 14)),
    "ES": (slice(0, 8), slice(10, 20)), "FI": (slice(0, 3), slice(3, 14)), "FR": (slice(0, 10), slice(10, 21)),
    "GB": (slice(4, 10), slice(10, 18)), "IE": (slice(4, 10), slice(10, 18)), "IT": (slice(1, 11), slice(11, 23)),
    "LI": (slice(0, 5), slice(5, 17)), "LU": (slice(0, 3), slice(3, 16)), "NL": (slice(0, 4), slice(4, 14)),
    "NO": (slice(0, 4), slice(4, 11)), "PL": (slice(0, 8), slice(8, 24)), "PT": (slice(0, 8), slice(8, 19)),
    "SE": (slice(0, 3), slice(3, 20)),
}  # fmt: skip
_CODED = re.compile(r"(\d\d-?\d\d-?\d\d)[ /](\d{7,8})")  # a sort code and an account number
_MASK = re.compile(r"[X*•…#]|\.{2,}")  # one point only separates: UBS writes 0243 3684546.40
_CARD_WORD = re.compile(r"^(?:CREDIT)?(?:CARD|KARTE|CARTE|VISA|MASTERCARD|AMEX)[\W_]*(?=\d{4}\b)")
_ENDING = re.compile(r"(\d{4})|-\d(\d{4})")  # a card's last digits alone; American Express exports five behind a dash
_UNNAMED = re.compile(r"ACCOUNT-[0-9A-F]{6}", re.IGNORECASE)
LEAST_DIGITS = 5  # a shorter number says too little to be looked for inside an IBAN
LONGEST = 64  # nothing longer is a number
TAIL = 4
CARD = "creditcard"


@dataclass(frozen=True, slots=True)
class Known:
    """What statements say of one account, and what persons said of it.

    Attributes:
        numbers: Every number under which it is known, the first one its own.
        institution: The bank's code or name, as stated.
        kind: ``checking``, ``creditcard`` and the like; ``None`` where nothing says it.
        same_as: A person said: it is that account.
        apart: A person said: it is no other account.
        twins: Accounts whose statements tell the very same bookings in another format.
    """

    id: int
    numbers: tuple[str, ...]
    institution: str | None = None
    kind: str | None = None
    currencies: frozenset[str] = frozenset()
    same_as: int | None = None
    apart: bool = False
    twins: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was found.

    Attributes:
        merged: Account to the one that it belongs to, and who says so (``pkm``, ``person``).
        could_be: Pairs that look alike, where more than one would fit: a person has to say.
    """

    merged: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    could_be: tuple[tuple[int, ...], ...] = ()


def recognise(accounts: Iterable[Known]) -> Recognised:
    """Which of one collection's accounts are the same; depends on nothing but the accounts, not on their order or ids.

    A person's word stands above all. Equal numbers are one account unless two banks have it, and so is one that its file
    alone names with the one account that tells the same bookings. Likeness (an IBAN and the bank's own number in it, a
    masked number and one with the same last digits) counts where all that are alike are alike to each other, or to the
    one IBAN among them; where a number could be either of two, neither is taken.
    """
    every = {each.id: replace(each, numbers=_told(each.numbers)) for each in accounts}
    groups = _Groups(every)
    for each in every.values():
        if each.same_as in every:
            groups.unite(each.id, each.same_as)
    by_person = groups.copy()
    free = [each for each in every.values() if not each.apart]
    for holders in _holders(free, lambda each: {normalise(number) for number in each.numbers if _is_whole(number)}):
        for one, other in combinations(holders, 2):
            if all(_agree(one, each) == _agree(other, each) for each in holders):
                groups.unite(one.id, other.id)
    for one, twins in [(each, {groups.of(twin) for twin in each.twins & every.keys()}) for each in free]:
        if len(twins) == 1 and all(not every[id].apart and _agree(one, every[id]) for id in one.twins & every.keys()):
            groups.unite(one.id, *twins)
    alike = {
        frozenset((groups.of(one.id), groups.of(other.id)))
        for holders in _holders(free, _traits)
        for one, other in combinations(holders, 2)
        if groups.of(one.id) != groups.of(other.id) and is_alike(one, other)
    }
    doubtful = set()
    for component in _components(alike):
        edges = {edge for edge in alike if edge <= component}
        if len(edges) == len(component) * (len(component) - 1) // 2 or _are_parts(component, edges, groups, every):
            for id in component:
                groups.unite(id, min(component))
        else:
            doubtful |= edges
    roots = {
        id: min(members, key=lambda id: (every[id].same_as in every, *_rank(every[id])))
        for members in groups.members()
        for id in members
    }
    merged = {
        id: (root, "person" if every[id].same_as in every or by_person.of(id) == by_person.of(root) else "pkm")
        for id, root in roots.items()
        if id != root
    }
    could_be = (sorted((roots[id] for id in edge), key=lambda id: _rank(every[id])) for edge in doubtful)
    return Recognised(merged, tuple(sorted(map(tuple, could_be), key=lambda pair: [_rank(every[id]) for id in pair])))


def is_alike(one: Known, other: Known) -> bool:
    """Whether two accounts whose numbers differ may be the same: one's number is the other's, written in part."""
    if not _agree(one, other) or not _share_currency(one, other):
        return False
    return any(
        _within(a, b, other) or _within(b, a, one) or _same_tail(a, b, one, other) or _same_tail(b, a, other, one)
        for a in one.numbers
        for b in other.numbers
    )


@lru_cache(maxsize=65_536)
def normalise(number: str) -> str:
    """A number in the one form in which it is compared: upper case, no separators, no leading zeros."""
    plain = re.sub(r"[\s\-/._]", "", number).upper() if _is_whole(number) else "".join(number.split()).upper()
    return plain.lstrip("0") or plain


def is_unnamed(number: str) -> bool:
    """Whether pkm made it up of a table's layout, as neither the table nor its file's name says whose it is."""
    return _UNNAMED.fullmatch(number) is not None


def is_nameless(number: str) -> bool:
    """Whether it says nothing that another format could say too, as the name of a file does."""
    return is_unnamed(number) or not re.search(r"\d{4}", normalise(number))


def ending_of(number: str) -> str:
    """The last digits, where a number is these or a file is called after them ("4408", "Chase4471"); empty otherwise."""
    found = re.fullmatch(r"[^\W\d_]*(\d{4,5})", normalise(number))
    return found[1] if found else ""


def own_keys(number: str) -> set[str]:
    """Forms under which another bank may name this account as the other side of a payment."""
    if len(number) > LONGEST:
        return set()
    plain = normalise(number)
    keys = {plain} if len(plain) >= LEAST_DIGITS else set()
    if told := iban_of(number):
        return keys | own_keys(told)
    if is_iban(plain):
        bank, account = _parts(plain)
        keys |= {normalise(bank + account), bank.lstrip("0") + account.lstrip("0")}
        if len(account.lstrip("0")) >= LEAST_DIGITS + 2:
            keys.add(account.lstrip("0"))
    elif "/" in number:
        bank, _, account = number.partition("/")
        keys.add(normalise(bank) + normalise(account))
    return keys


# ---------------------------------------------------------------- one number and another


def _are_parts(component: set[int], edges: set[frozenset[int]], groups: _Groups, every: Mapping[int, Known]) -> bool:
    """Whether one IBAN is alike to all others, and none of those contradicts another."""
    members = {id: [each for key, each in every.items() if groups.of(key) == id] for id in component}
    ibans = [id for id, own in members.items() if any(is_iban(number) for each in own for number in each.numbers)]
    rest = [each for id in component.difference(ibans) for each in members[id]]
    return (
        len(ibans) == 1
        and edges >= {frozenset((ibans[0], id)) for id in component.difference(ibans)}
        and all(_agree(one, other) and _share_currency(one, other) for one, other in combinations(rest, 2))
    )


def _told(numbers: Sequence[str]) -> tuple[str, ...]:
    """The numbers, and the IBANs that they stand for."""
    return tuple(dict.fromkeys((*numbers, *filter(None, map(iban_of, numbers)))))


def _within(whole: str, number: str, holder: Known) -> bool:
    """Whether ``number``, one of ``holder``'s, is the bank's own number inside of an IBAN, or beside a sort code."""
    coded = _CODED.fullmatch(whole)
    if not (is_iban(whole) or coded) or is_iban(number) or not _is_whole(number):
        return False
    bank, account = (re.sub(r"\D", "", coded[1]), coded[2]) if coded else _parts(normalise(whole))
    bban = bank + account if coded else normalise(whole)[4:]
    code, _, own = number.rpartition("/") if "/" in number else (holder.institution or "", "", number)
    own = normalise(own)
    if not own.isalnum() or len(own) < LEAST_DIGITS:
        return False
    code = re.sub(r"[\s\-]", "", code)
    if code.isdigit() and len(code) >= TAIL and not bank.endswith(code) and not bank.startswith(code):
        return False
    is_named = code.isdigit() and len(code) >= TAIL
    return own in {account.lstrip("0"), bban.lstrip("0"), normalise(bank + account)} or (
        is_named and bban.endswith(own) and len(own) >= LEAST_DIGITS + 2
    )


def _same_tail(masked: str, number: str, one: Known, other: Known) -> bool:
    """Whether a masked number shows the first and last digits of another one, both of them cards or of one bank."""
    head, tail = _shown(masked)
    if tail is None:
        return False
    other_head, other_tail = _shown(number)
    if other_tail is None:
        digits = normalise(number)
        if not digits.isdigit() and not is_iban(number):
            return False
        other_head, other_tail = digits, digits[-TAIL:]
    if tail[-TAIL:] != other_tail[-TAIL:] or not (head.startswith(other_head) or other_head.startswith(head)):
        return False
    if _is_card(one) or _is_card(other):
        return True
    return bool(one.institution) and _same_words(one.institution or "", other.institution or "")


def _shown(number: str) -> tuple[str, str | None]:
    """The first digits that a mask lets through, and the last; ``None`` where nothing is masked."""
    text = _CARD_WORD.sub("****", "".join(number.split()).upper())
    if ending := _ENDING.fullmatch(text):
        return "", ending[1] or ending[2]
    if not _MASK.search(text) or is_iban(text):
        return "", None
    tail = re.search(r"\d{4,}$", text)
    head = re.match(r"\d*", text)
    return (head[0] if head else ""), (tail[0] if tail else None)


def _is_card(account: Known) -> bool:
    """Whether it is a card's: by its kind, or by a number that is written as cards' are (ISO/IEC 7812: 6 digits of issuer)."""
    return account.kind == CARD or any(map(is_card_number, account.numbers))


def is_card_number(number: str) -> bool:
    """Whether it is written as cards' numbers are: named so, or as long as one and all masked but its ends."""
    head, tail = _shown(number)
    long = len("".join(number.split())) in range(13, 20)
    return bool(_CARD_WORD.match(number.upper())) or (long and (len(head) >= TAIL or (tail is not None and not head)))


def _is_whole(number: str) -> bool:
    """Whether it is a number by itself, no mask."""
    return _shown(number)[1] is None


def _parts(iban: str) -> tuple[str, str]:
    """Bank code and account number of an IBAN; the whole BBAN as account where the country's layout is not known."""
    bank, account = _LAYOUTS.get(iban[:2], (slice(0, 0), slice(0, None)))
    return iban[4:][bank], iban[4:][account]


def _agree(one: Known, other: Known) -> bool:
    """Whether nothing that is stated of both accounts contradicts: bank code, IBAN, kind."""
    if one.kind and other.kind and (one.kind == CARD) != (other.kind == CARD):
        return False
    ibans, others = ({normalise(number) for number in each.numbers if is_iban(number)} for each in (one, other))
    if ibans and others and ibans.isdisjoint(others):
        return False
    codes = [each.institution for each in (one, other) if each.institution and each.institution.isdigit()]
    return len(codes) < 2 or codes[0] == codes[1]


def _share_currency(one: Known, other: Known) -> bool:
    return not (one.currencies and other.currencies) or not one.currencies.isdisjoint(other.currencies)


def _same_words(one: str, other: str) -> bool:
    return " ".join(re.findall(r"\w+", one.casefold())) == " ".join(re.findall(r"\w+", other.casefold()))


# ---------------------------------------------------------------- groups


def _traits(account: Known) -> set[str]:
    """What two accounts that are alike have in common: the last digits of a number in some form."""
    traits = set()
    for number in account.numbers:
        forms = [normalise(number.rpartition("/")[2]), *(_parts(normalise(number)) if is_iban(number) else ())]
        tail = _shown(number)[1]
        forms += [normalise(number)[4:]] if is_iban(number) else []
        traits |= {each[-TAIL:] for each in [*forms, tail or ""] if len(each) >= TAIL}
    return traits


def _holders(accounts: Sequence[Known], keys: Callable[[Known], set[str]]) -> Iterable[list[Known]]:
    """The accounts that have a key in common, for each key."""
    holders: defaultdict[str, list[Known]] = defaultdict(list)
    for each in accounts:
        for key in keys(each):
            holders[key].append(each)
    return holders.values()


def _components(edges: Iterable[frozenset[int]]) -> list[set[int]]:
    """Sets of ids that hang together."""
    found: list[set[int]] = []
    for edge in edges:
        joined = set(edge).union(*(each for each in found if each & edge))
        found = [each for each in found if not each & joined] + [joined]
    return found


def _rank(account: Known) -> tuple[object, ...]:
    """Which of several names is shown: an IBAN before a whole number before a masked one, the longer, the first."""
    number = account.numbers[0]
    return not is_iban(number), not _is_whole(number), -len(number), number


class _Groups:
    """Accounts that are one (union-find)."""

    def __init__(self, ids: Iterable[int]) -> None:
        self._group = {id: {id} for id in ids}

    def of(self, id: int) -> int:
        """What stands for the group that the account is in."""
        return min(self._group[id])

    def unite(self, one: int, other: int) -> None:
        """Make two groups one."""
        if self._group[one] is not self._group[other]:
            joined = self._group[one] | self._group[other]
            for id in joined:
                self._group[id] = joined

    def members(self) -> list[set[int]]:
        """All groups."""
        return list({id(each): each for each in self._group.values()}.values())

    def copy(self) -> _Groups:
        """The groups as they are now."""
        twin = _Groups(())
        shared = {id(each): set(each) for each in self._group.values()}
        twin._group = {key: shared[id(each)] for key, each in self._group.items()}
        return twin
