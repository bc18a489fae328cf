"""Bookings that are no spending: transfers between own accounts, card settlements and refunds, both sides of each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from pkm.ledger.counterparty import key_of
from pkm.ledger.own import Own, OwnAccount, words_of
from pkm.ledger.wallets import RECEIVED_STEMS
from pkm.models import Transaction, TransactionId

TRANSFER_DAYS = 5
UNHINTED_DAYS = 3
SHARED_WORDS = 2
OFTEN = "the same amount goes this way again and again"
LEAST_OFTEN = 3
REFUND_DAYS = 90
PART_REFUND_DAYS = 120
REVERSAL_DAYS = 60  # a direct debit can be returned for eight weeks (SEPA Core Direct Debit Rulebook, 4.3.4)

_HINT = re.compile(
    r"\b(?:transfer\w*|xfer|trnsfr|tfr|settlement|standing order to own|own account|savings?|sparen|umbuchung|übertrag|uebertrag|"
    r"kreditkarten?(?:abrechnung|ausgleich)?|card (?:payment|bill|statement)|payment (?:received|thank you)|thank you|"
    r"abrechnung|ausgleich|virement|vir (?:permanent|interne)|compte joint|livret|joint account|household account|gemeinschaftskonto|haushaltskonto|[ée]pargne|relev[ée] (?:de )?carte|d[ée]bit diff[ée]r[ée]|einzahlung|top.?up|aufladung)\b"
)
# What a wallet calls the money that its owner's own bank sends it, or gets back.
_FUNDING = re.compile(
    r"\b(?:bankgutschrift auf (?:ihr )?\w+-?konto|(?:von nutzer eingeleitete|allgemeine) abbuchung|abbuchung auf (?:ihr )?bankkonto|"
    r"guthaben auf (?:ihr )?bankkonto|bank deposit to \w+ account|(?:general|user initiated) withdrawal|"
    r"(?:withdraw\w*|transfer(?:red)?) to (?:your )?bank(?: account)?|topped up (?:your )?account|"
    r"virement (?:bancaire )?(?:vers|depuis|sur) (?:le |votre )?compte (?:bancaire|paypal)|retrait (?:vers|sur) (?:votre )?compte bancaire)\b"
)
_WALLET = re.compile(
    r"\b(?:paypal|revolut|wise|transferwise|skrill|neteller|payoneer|venmo|klarna|lydia|twint|n26|bunq)\b"
)
_RECEIVED = re.compile(rf"\b(?:{RECEIVED_STEMS})")
_EVERY_PAYMENT = re.compile(
    r"\b(?:(?:sepa|bank|wire|credit|giro)[ -]?)+transfers?\b|\btransfers? (?:fee|charge)s?\b|\bvirements? (?:sepa|instantan[ée]s?)\b"
)
_SETTLEMENT = re.compile(
    r"\b(?:(?:credit )?card (?:settlement|bill)|kreditkarten(?:abrechnung|ausgleich|zahlung)|relev[ée] (?:de )?carte)\b"
)
_REVERSAL = re.compile(
    r"\b(?:rück(?:lastschrift|buchung|ruf)\w*|ruecklastschrift\w*|storno\w*|retoure lastschrift|lastschrift ?rückgabe|"
    r"revers(?:al|ed)|returned (?:direct debit|ach debit|payment|item|debit)|(?:ach|debit) return(?:ed)?|direct debit return\w*|chargeback|unpaid|rejet|impay[ée]|"
    r"annulation|contre.?passation)\b"
)
REFUND_STEMS = (
    "refund|erstatt|gutschrift|rembours|retour|retoure|storno|credit note|money back|rimborso|reembolso|avoir"
)
# What is settled up with a utility or landlord, who was paid in parts: it may be more than the last of them.
SETTLED_STEMS = r"guthaben(?!s?zins)|jahresabrechnung|endabrechnung|schlussrechnung|nebenkostenabrechnung|betriebskostenabrechnung|overpa(?:id|yment)|credit balance|trop[- ]?per[cç]u|r[ée]gularisation"
SETTLED_DAYS = 400
_SETTLED = re.compile(rf"\b(?:{SETTLED_STEMS})\w*\b")
_REFUND = re.compile(
    rf"(?<!twint[ -])\b(?:\w*(?:{REFUND_STEMS})\w*)\b"
)  # "TWINT Gutschrift von Nora" is any money that came
_NO_REFUND = re.compile(
    r"\b(?:salary|wages?|payroll|gehalt|lohn|bezüge|besoldung|salaire|paie|pension|rente|dividend\w*|interest|zinsen|"
    r"insurance|\w*versicherung\w*|assurance|krankenkasse|claim|schaden\w*)\b"
)
CARD_STEMS = "card|kart|carte|bancontact|contactless|point of sale"
# Who pays a card gives back what was bought with it.
_BY_CARD = re.compile(
    r"\b(?:(?:debit|credit|bank|visa) ?card|card (?:payment|purchase|refund)|(?:debit|bank|giro|kredit)?-?kart(?:e|en)(?:zahlung|umsatz)?|girocard|"
    r"carte (?:de |bancaire|visa)|(?:par|avec la) carte|bancontact|contactless|point of sale)\b"
)
_NAME = re.compile(r"[^\W\d_]{3,}")
_OF_ANY_PAYMENT = """
bank account konto compte auf sur vers your ihr votre payment payments zahlung paiement faster transfer sepa überweisung ueberweisung gutschrift
lastschrift virement credit debit card karte carte direct standing order ref reference the and und von from pour gmbh ltd monthly monat
mensuel one off recurring
"""
_OF_BANKS = frozenset(_OF_ANY_PAYMENT.split())


@dataclass(frozen=True, slots=True)
class Pair:
    """Money that left in ``out`` and came in ``back``, of one currency; ``reason`` says what tells that."""

    out: Transaction
    back: Transaction
    reason: str = ""


Fits = Callable[[Transaction, Transaction], str]
"""Why two sides belong together; empty: they do not."""


def own_transfers(transactions: Iterable[Transaction]) -> frozenset[TransactionId]:
    """Both legs of all transfers between own accounts."""
    return ids_of(transfer_pairs(transactions))


def refunds(transactions: Iterable[Transaction]) -> frozenset[TransactionId]:
    """Both legs of all payments that the same counterparty gave back in full."""
    return ids_of(refund_pairs(transactions))


def transfer_pairs(transactions: Iterable[Transaction], own: Own | None = None) -> list[Pair]:
    """Opposite amounts of one currency on two accounts, at most five days apart.

    The other account's number, the same end-to-end reference, or a word such as "transfer" or "settlement" on either
    side confirms a pair; the number of a stranger's account refutes it. Without any of them, an amount must match
    nothing else within three days and not be round (round amounts meet by chance), and both sides must share a name;
    a round one where both share two words, or one (of both sides, or of one and the other account's name), or one side
    names a wallet and the other received it as wallets do, and went the same way three times.
    """
    every = list(transactions)
    if own is None:
        own = Own.of(OwnAccount(each, (each,)) for each in {one.account for one in every})
    evidence = _Evidence(own)
    pairs = _match(every, lambda one: (one.currency, abs(one.amount)), -TRANSFER_DAYS, TRANSFER_DAYS, evidence.told)
    taken = ids_of(pairs)
    rest = [each for each in every if each.id not in taken]
    likely = _match(rest, lambda one: (one.currency, abs(one.amount)), -UNHINTED_DAYS, UNHINTED_DAYS, evidence.likely)
    if likely:
        same = defaultdict(list)
        for each in rest:
            same[each.currency, abs(each.amount)].append(each)
        for near in same.values():
            near.sort(key=_day)
        alone = [pair for pair in likely if _is_alone(pair, same[pair.out.currency, -pair.out.amount])]
        often = Counter(map(_way, alone))
        pairs += [pair for pair in alone if pair.reason != OFTEN]
        pairs += [pair for pair in likely if pair.reason == OFTEN and often[_way(pair)] >= LEAST_OFTEN]
    return pairs


def refund_pairs(transactions: Iterable[Transaction]) -> list[Pair]:
    """A payment and a later credit of the same amount by the same counterparty, within ninety days."""
    return _match(
        transactions, lambda one: (one.currency, abs(one.amount), one.payee or key_of(one)), 0, REFUND_DAYS,
        lambda out, back: "the same amount came back from the same counterparty" if _gives_back(out, back) else "",
    )  # fmt: skip


def reversal_pairs(transactions: Iterable[Transaction]) -> list[Pair]:
    """A booking and the one that takes it back: of the same amount and account, within sixty days.

    One of the two says that it is a reversal, or both carry the same end-to-end reference.
    """
    return _match(
        transactions, lambda one: (one.currency, abs(one.amount), one.account), -REVERSAL_DAYS, REVERSAL_DAYS, _reverses
    )


def part_refund(back: Transaction, outs: Iterable[Transaction]) -> Pair | None:
    """The payment of which a credit gives a part back: to the same counterparty within 120 days before.

    The credit says that it is a refund or came by card, or both carry the same end-to-end reference; of several payments it is the one
    with that reference, else the latest.
    """
    text = words_of(back)
    is_said = bool(_REFUND.search(text) or _BY_CARD.search(text)) and not _NO_REFUND.search(text)
    best = max(
        (
            (_same_end_to_end(out, back), out.booked_on, out.amount, out.id, out)
            for out in outs
            if (is_said or _same_end_to_end(out, back))
            and out.account == back.account
            and back.amount < -out.amount
            and 0 <= (back.booked_on - out.booked_on).days <= PART_REFUND_DAYS
        ),
        key=lambda found: found[:4],
        default=None,
    )
    return best and Pair(best[-1], back, "a part came back from the same counterparty")


def is_settled_up(back: Transaction, paid: Decimal) -> bool:
    """Whether a credit gives back what was paid too much, of ``paid`` in the year before, by its words."""
    text = words_of(back)
    return back.amount <= paid and _SETTLED.search(text) is not None and not _NO_REFUND.search(text)


def is_settlement(transaction: Transaction) -> bool:
    """Whether it pays a card's bill, whose purchases are spending themselves; its other side may be missing."""
    return bool(_SETTLEMENT.search(words_of(transaction)))


def is_funding(transaction: Transaction) -> bool:
    """Whether a wallet says that it was filled from its owner's bank, or emptied to it; that side may be missing."""
    return bool(_FUNDING.search(words_of(transaction)))


def ids_of(pairs: Iterable[Pair]) -> frozenset[TransactionId]:
    """Both sides of pairs."""
    return frozenset(leg.id for pair in pairs for leg in (pair.out, pair.back))


# ---------------------------------------------------------------- matching


def _match(
    transactions: Iterable[Transaction],
    group: Callable[[Transaction], tuple[object, ...]],
    first_day: int,
    last_day: int,
    fits: Fits,
) -> list[Pair]:
    """Pair each payment with the nearest credit of its group that lies in the window; each booking once."""
    groups: defaultdict[tuple[object, ...], list[Transaction]] = defaultdict(list)
    for each in transactions:
        if each.amount:
            groups[group(each)].append(each)
    pairs = []
    for members in groups.values():
        outs = sorted((each for each in members if each.amount < 0), key=_when)
        backs = sorted((each for each in members if each.amount > 0), key=_when)
        if outs and backs:
            pairs += _pair(outs, backs, first_day, last_day, fits)
    return sorted(pairs, key=lambda pair: _when(pair.out))


def _pair(
    outs: Sequence[Transaction], backs: Sequence[Transaction], first_day: int, last_day: int, fits: Fits
) -> list[Pair]:  # fmt: skip
    """Pairs within a group of one amount, the nearest first."""
    days = [each.booked_on.toordinal() for each in backs]
    near: list[tuple[int, int, int, str]] = []  # days apart, index of out, index of back, why
    for o, out in enumerate(outs):
        day = out.booked_on.toordinal()
        for b in range(bisect_left(days, day + first_day), len(backs)):
            if days[b] > day + last_day:
                break
            if reason := fits(out, backs[b]):
                near.append((abs(days[b] - day), o, b, reason))
    pairs, used_outs, used_backs = [], set(), set()
    for _, o, b, reason in sorted(near):
        if o not in used_outs and b not in used_backs:
            used_outs.add(o)
            used_backs.add(b)
            pairs.append(Pair(outs[o], backs[b], reason))
    return pairs


class _Evidence:
    """What tells that money moved between own accounts; what is said of each booking is looked at once."""

    def __init__(self, own: Own) -> None:
        self._own = own
        self._hinted: dict[int, bool] = {}

    def told(self, out: Transaction, back: Transaction) -> str:
        """What confirms it."""
        if out.account == back.account:
            return ""
        named = self._own.account_of(out.counterparty_account), self._own.account_of(back.counterparty_account)
        if named[0] == back.account or named[1] == out.account:
            return "it names the other account"
        if self._is_strange(out, back) or self._is_strange(back, out):
            return ""
        if _same_end_to_end(out, back):
            return "both carry the same end-to-end reference"
        if self._mentions(out, back) or self._mentions(back, out):
            return "it mentions the other account's number"
        if self._own.is_shown(out.account, words_of(back)) or self._own.is_shown(back.account, words_of(out)):
            return "it shows the last digits of the other account"
        if _funds(out, back) or _funds(back, out):
            return "a wallet was filled from the bank that names it, or emptied to it"
        return "its words say that it is a transfer" if self._is_hinted(out) or self._is_hinted(back) else ""

    def likely(self, out: Transaction, back: Transaction) -> str:
        """What makes it likely, if no other booking could be meant."""
        if out.account == back.account or self._is_strange(out, back) or self._is_strange(back, out):
            return ""
        shared = _names_of(out) & _names_of(back) - _OF_BANKS
        if len(shared) >= SHARED_WORDS:
            return "both are called the same"
        if out.amount % 5 == 0:
            named = self._names(out, back) or self._names(back, out) or _fills(out, back)
            return OFTEN if shared or named else ""
        names = [set(_NAME.findall(each.counterparty.casefold())) for each in (out, back)]
        return "no other booking of that amount is near" if names[0] & names[1] or not all(names) else ""

    def _is_strange(self, one: Transaction, other: Transaction) -> bool:
        """Whether one side states an account of which the other side's, being known by its IBAN, is none."""
        return (
            bool(one.counterparty_account)
            and other.account in self._own.named
            and self._own.account_of(one.counterparty_account) != other.account
        )

    def _mentions(self, one: Transaction, other: Transaction) -> bool:
        return self._own.is_mentioned(other.account, words_of(one))

    def _names(self, one: Transaction, other: Transaction) -> bool:
        """Whether one side says a word that the other side's account is called by, as its file may be: "CU shares"."""
        return not self._own.called.get(other.account, frozenset()).isdisjoint(_names_of(one) - _OF_BANKS)

    def _is_hinted(self, booking: Transaction) -> bool:
        if booking.id not in self._hinted:
            self._hinted[booking.id] = bool(_HINT.search(_EVERY_PAYMENT.sub(" ", words_of(booking))))
        return self._hinted[booking.id]


def _names_of(booking: Transaction) -> set[str]:
    return set(_NAME.findall(words_of(booking)))


def _funds(wallet: Transaction, bank: Transaction) -> bool:
    """Whether a wallet says that it was filled or emptied, and the other side names it, or any wallet."""
    return is_funding(wallet) and (
        bool(_names_of(wallet) & _names_of(bank) - _OF_BANKS) or _WALLET.search(words_of(bank)) is not None
    )


def _fills(out: Transaction, back: Transaction) -> bool:
    """Whether money left for a wallet, and what received it speaks as wallets do."""
    return _WALLET.search(words_of(out)) is not None and _RECEIVED.search(words_of(back)) is not None


def _gives_back(out: Transaction, back: Transaction) -> bool:
    return out.account == back.account and not _NO_REFUND.search(words_of(back))


def _reverses(out: Transaction, back: Transaction) -> str:
    later = max((out, back), key=_when)
    telling = [each for each in (out, back) if each.correction == "reversal" or _REVERSAL.search(words_of(each))]
    if not telling:
        return "both carry the same end-to-end reference" if _same_end_to_end(out, back) else ""
    if max(each.booked_on for each in telling) < later.booked_on:
        return ""  # what is charged again after that is not what was taken back
    if _same_end_to_end(out, back) or (out.reference and out.reference == back.reference):
        return "it takes back the booking with the same reference"
    earlier = min((out, back), key=_when)
    same = (earlier.payee or key_of(earlier)) == (later.payee or key_of(later))
    mine, others = (set(_NAME.findall(f"{each.counterparty} {each.description}".casefold())) for each in (out, back))
    names_it = len(mine & others) >= 2 or (bool(mine) and mine <= others)
    return "it takes back the booking of the same counterparty" if same or names_it else ""


def _same_end_to_end(one: Transaction, other: Transaction) -> bool:
    return bool(one.end_to_end) and one.end_to_end == other.end_to_end and one.end_to_end != "NOTPROVIDED"


def _is_alone(pair: Pair, same: Sequence[Transaction]) -> bool:
    """Whether no third booking of that amount lies so near that it could be meant instead, on an account that could be.

    What a wallet paid on is none: it lies on the account into which the money came.
    """
    first = min(pair.out.booked_on, pair.back.booked_on).toordinal() - UNHINTED_DAYS
    last = max(pair.out.booked_on, pair.back.booked_on).toordinal() + UNHINTED_DAYS
    near = (same[place] for place in range(bisect_left(same, first, key=_day), bisect_right(same, last, key=_day)))
    other = (each for each in near if each.account != (pair.back if each.amount < 0 else pair.out).account)
    return len(list(islice(other, 3))) == 2  # of thousands that are alike no more are looked at


def _way(pair: Pair) -> tuple[object, ...]:
    """From which payee's account to which other's, and how much."""
    out, back = pair.out, pair.back
    return out.account, out.payee or key_of(out), back.account, back.payee or key_of(back), out.currency, out.amount


def _day(booking: Transaction) -> int:
    return booking.booked_on.toordinal()


def _when(booking: Transaction) -> tuple[object, ...]:
    """Its day; of several of a day, by what they say, since ids depend on the order of import."""
    return (
        booking.booked_on.toordinal(),
        booking.account,
        booking.counterparty,
        booking.description,
        booking.reference or "",
        booking.id,
    )
