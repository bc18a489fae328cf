"""Papers in each country's language: invoices and what became of them, bills, receipts, a lease, letters, decoys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from bench.ledger_exam import abroad_print as printed
from bench.ledger_exam.abroad_homes import BROKEN_OFF, LETTERED
from bench.ledger_exam.abroad_phrases import PHRASES, Phrases
from bench.ledger_exam.abroad_plan import CENT, LAST, Home, Move, iban, workday


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper, the payments that it led to (none for what is open or foreign), the last day of notice if it states one."""

    path: str
    paid_by: tuple[Move, ...]
    kind: str = "invoice"
    notice: date | None = None


@dataclass(slots=True)
class Desk:
    """Where papers are written; the payments that only they explain join the household: before its statements are written."""

    home: Home
    folder: Path
    papers: list[Paper] = field(default_factory=list)

    @property
    def say(self) -> Phrases:
        """The words of the country."""
        return PHRASES[self.home.country]

    def keep(
        self, name: str, content: bytes, paid_by: Sequence[Move], kind: str = "invoice", notice: date | None = None
    ) -> None:
        """File it."""
        (self.folder / name).write_bytes(content)
        self.papers.append(Paper(f"papers/{name}", tuple(paid_by), kind, notice))

    def pay(self, issuer: str, day: date, amount: Decimal, number: str, account: str = "") -> Move:
        """Pay it by transfer, naming its number."""
        words = self.say.paying.format(number=number)
        return self.home.add(self.say.payer, workday(min(day, LAST)), -amount, issuer, words, other=account)

    def bill(
        self, issuer: str, number: str, issued: date, total: Decimal, account: str, note: Sequence[str] = ()
    ) -> list[str]:
        """The lines of an invoice that adds up."""
        net = (total / (1 + self.say.rate)).quantize(CENT)
        return self.say.invoice(issuer, number, issued, issued + timedelta(30), net, total, account, list(note))

    def account(self) -> str:
        """The issuer's, where invoices there name one."""
        country = {"british": ("GB", "BARC20", 12), "french": ("FR", "30003", 18), "swiss": ("CH", "00230", 12)}.get(
            self.home.country
        )
        return iban(self.home.rng, *country) if country else ""


def write(home: Home, folder: Path) -> list[Paper]:
    """Write all papers of the household."""
    folder.mkdir(parents=True, exist_ok=True)
    desk = Desk(home, folder)
    _single(desk)
    _special(desk)
    _monthly(desk)
    _receipts(desk)
    _contracts(desk)
    if home.country == "swiss":
        _own_invoices(desk)
    return desk.papers


def _single(desk: Desk) -> None:
    """Three paid invoices, the third attached to a mail; and one that is open."""
    rng = desk.home.rng
    for n, issuer in enumerate(desk.say.crafts):
        number, total, account = f"{rng.randrange(1000, 9999)}", desk.home.money(90, 700), desk.account()
        issued = date(2026, 1, 9) + timedelta(60 * n + rng.randrange(0, 50))
        lines = desk.bill(issuer, number, issued, total, account)
        if n == 3:
            desk.keep("open.pdf", printed.letter(desk.bill(issuer, number, date(2026, 10, 29), total, account)), ())
            continue
        paid = desk.pay(issuer, issued + timedelta(rng.randrange(3, 25)), total, number, account)
        content = printed.letter(lines)
        if n == 2:
            content = printed.mail(
                issuer, desk.say.subject.format(number=number), desk.say.cover, issued, f"{number}.pdf", content
            )
        desk.keep(f"bill-{n}.{'eml' if n == 2 else 'pdf'}", content, (paid,))


def _special(desk: Desk) -> None:
    """Paid twice by mistake, in two halves, two at once, with the discount taken."""
    say, account = desk.say, desk.account()
    issued = date(2026, 3, 2)
    both = [desk.pay(say.firms[0], issued + timedelta(n), Decimal("318.60"), "5521", account) for n in (9, 21)]
    desk.keep("twice.pdf", printed.letter(desk.bill(say.firms[0], "5521", issued, Decimal("318.60"), account)), both)
    issued, account = date(2026, 4, 20), desk.account()
    halves = [desk.pay(say.firms[1], issued + timedelta(n), Decimal("640.00"), "K-304", account) for n in (6, 36)]
    desk.keep(
        "halves.pdf", printed.letter(desk.bill(say.firms[1], "K-304", issued, Decimal("1280.00"), account)), halves
    )
    issued, account = date(2026, 6, 8), desk.account()
    one = desk.pay(say.firms[2], issued + timedelta(12), Decimal("231.35"), "G-71 G-72", account)
    for number, total in (("G-71", Decimal("146.20")), ("G-72", Decimal("85.15"))):
        desk.keep(f"pair-{number}.pdf", printed.letter(desk.bill(say.firms[2], number, issued, total, account)), (one,))
    issued, account, total = date(2026, 7, 6), desk.account(), Decimal("450.00")
    less = desk.pay(say.firms[3], issued + timedelta(7), Decimal("441.00"), "8810", account)
    desk.keep(
        "discount.pdf", printed.letter(desk.bill(say.firms[3], "8810", issued, total, account, say.discount)), (less,)
    )


def _monthly(desk: Desk) -> None:
    """A bill each month for the same amount: each belongs to its own month's charge."""
    charges = [each for each in desk.home.moves if each.payee == desk.say.phone and each.day >= date(2026, 4, 1)][:6]
    for each in charges:
        issued = each.day - timedelta(desk.home.rng.randrange(4, 9))
        lines = desk.bill(desk.say.phone, f"M{issued:%Y%m}", issued, -each.amount, "", desk.say.debited)
        desk.keep(f"phone-{issued:%Y-%m}.pdf", printed.letter(lines), (each,))


def _receipts(desk: Desk) -> None:
    """Two photographed receipts of what was paid by card."""
    shops = [
        each
        for each in desk.home.moves
        if each.payee == desk.say.shop and date(2026, 2, 1) < each.day < date(2026, 9, 1) and each.amount < -25
    ]
    for n, each in enumerate((shops[0], shops[-1])):
        desk.keep(
            f"receipt-{n}.png", printed.photo(desk.say.receipt(each.payee, each.day, -each.amount)), (each,), "receipt"
        )


def _contracts(desk: Desk) -> None:
    """A lease, an insurance that renews, a letter on a price, a confirmed cancellation; a promise that binds nobody."""
    say, moves = desk.say, desk.home.moves
    rents = [each for each in moves if each.payee == say.landlord and each.role == "spending"]
    desk.keep("lease.pdf", printed.letter(say.lease(say.landlord, -rents[0].amount)), rents, "contract")
    desk.keep("policy.pdf", printed.letter(say.policy), (), "contract", date(2026, 12, 31))
    plays = [each for each in moves if each.payee == say.stream]
    desk.keep(
        "price.pdf", printed.letter(say.price(say.stream, LETTERED, -plays[0].amount, -plays[-1].amount)), (), "letter"
    )
    desk.keep("cancelled.pdf", printed.letter(say.cancelled(say.gym, BROKEN_OFF)), (), "letter")
    desk.keep("offer.pdf", printed.letter(say.offer), (), "letter")


def _own_invoices(desk: Desk) -> None:
    """Invoices that she writes, and gets paid for; the last is open still."""
    account = desk.home.accounts["firma"].number
    for n, client in enumerate(("Kantonsspital Olten", "Seeblick Hotels AG", "Verlag Rotpunkt", "Stiftung Lindenhof")):
        number, total = f"2026-{14 + n}", desk.home.money(1800, 5200)
        issued = date(2026, 2, 4) + timedelta(n * 62)
        lines = desk.say.invoice(
            "Nina Caduff Gestaltung",
            number,
            issued,
            issued + timedelta(30),
            (total / (1 + desk.say.rate)).quantize(CENT),
            total,
            account,
            [f"Kunde: {client}"],
        )
        paid = (
            ()
            if n == 3
            else (
                desk.home.add(
                    "firma", workday(issued + timedelta(20 + n)), total, client, f"Rechnung {number}", role="income"
                ),
            )
        )
        desk.keep(f"own-{number}.pdf", printed.letter(lines), paid)
