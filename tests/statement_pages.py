"""Bank statements on paper, drawn from a plan: what is on them is known in advance, row by row."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.statement_plan import IBAN, Plan

Cell = tuple[float, str]
"""Where a text stands: its left edge in points; negative: minus its right edge."""


class Paper:
    """A4 sheets on which lines are set from top to bottom; ``head`` and ``foot`` are drawn on each."""

    def __init__(self, head: Callable[[Paper], None], foot: Callable[[Paper], None], size: float = 9) -> None:
        self._stream = io.BytesIO()
        self._canvas = Canvas(self._stream, pagesize=A4)
        self._head, self._foot, self._size = head, foot, size
        self.page, self._down = 1, 60.0
        self._start()

    def _start(self) -> None:
        self._canvas.setFont("Helvetica", self._size)
        self._down = 60.0
        self._head(self)

    def line(self, *cells: Cell, gap: float = 12) -> None:
        """Set one line and go down by ``gap`` points."""
        for x, text in cells:
            draw = self._canvas.drawRightString if x < 0 else self._canvas.drawString
            draw(abs(x), A4[1] - self._down, text)
        self._down += gap

    def skip(self, gap: float = 12) -> None:
        self._down += gap

    def is_full(self, lines: int = 3) -> bool:
        return bool(self._down + lines * 12 > A4[1] - 90)

    def turn(self) -> None:
        self._finish()
        self.page += 1
        self._start()

    def _finish(self) -> None:
        self._down = A4[1] - 50
        self._foot(self)
        self._canvas.showPage()

    def done(self) -> bytes:
        self._finish()
        self._canvas.save()
        return self._stream.getvalue()


def german(amount: Decimal) -> str:
    """``1.234,56``, without a sign."""
    return f"{abs(amount):,.2f}".translate(str.maketrans(",.", ".,"))


def french(amount: Decimal) -> str:
    return f"{abs(amount):,.2f}".translate(str.maketrans(",.", " ,"))


def english(amount: Decimal) -> str:
    return f"{abs(amount):,.2f}"


def giro(what: Plan) -> bytes:
    """A German giro account: S and H behind unsigned amounts, days without a year, sums carried from sheet to sheet."""

    def letter(amount: Decimal) -> str:
        return f"{german(amount)} {'S' if amount < 0 else 'H'}"

    def head(paper: Paper) -> None:
        paper.line((50, "Volksbank Musterstadt eG"), (400, f"Kontoauszug 1/{what.until:%Y}"))
        paper.line((50, "Kontoinhaber: Erika Mustermann"), (400, f"Blatt {paper.page}"))
        paper.line(
            (50, f"IBAN: {IBAN[:4]} {IBAN[4:8]} {IBAN[8:12]} {IBAN[12:16]} {IBAN[16:20]} {IBAN[20:]}"),
            (400, "EUR-Konto"),
        )
        paper.skip(20)
        paper.line((50, "Bu-Tag"), (95, "Wert"), (140, "Vorgang"), (-545, "Betrag"), gap=16)

    def foot(paper: Paper) -> None:
        paper.line(
            (50, "Bitte beachten Sie die Hinweise auf der Rückseite. Einlagen sind gesichert bis 100.000,00 EUR.")
        )

    paper = Paper(head, foot)
    balance = what.opening
    before = what.since - timedelta(days=1)
    paper.line((140, f"alter Kontostand vom {before:%d.%m.%Y}"), (-545, letter(balance)), gap=16)
    for each in what.entries:
        if paper.is_full(len(each.words) + 3):
            paper.skip(4)
            paper.line((140, f"Übertrag auf Blatt {paper.page + 1}"), (-545, letter(balance)))
            paper.turn()
            paper.line((140, f"Übertrag von Blatt {paper.page - 1}"), (-545, letter(balance)), gap=16)
        balance += each.amount
        paper.line(
            (50, f"{each.day:%d.%m.}"), (95, f"{each.value:%d.%m.}"), (140, each.type), (-545, letter(each.amount))
        )
        for words in (each.party, *each.words):
            paper.line((140, words))
    paper.skip(8)
    paper.line((140, f"neuer Kontostand vom {what.until:%d.%m.%Y}"), (-545, letter(what.closing)))
    return paper.done()


def current(what: Plan, balance_a_day: bool = True, amount_last: bool = False) -> bytes:
    """A British current account: a day is named once, paid out and paid in apart, the balance at the end of a day.

    ``amount_last``: amounts and balances stand on a booking's last line.
    """

    def head(paper: Paper) -> None:
        paper.line((50, "Northern & Provincial Bank plc"), (350, "Your Current Account Statement"))
        paper.line((50, "Mrs A Sample"), (350, f"{what.since:%d %B %Y} to {what.until:%d %B %Y}"))
        paper.line((350, "Sort code 40-11-22   Account number 12345678"))
        paper.skip(24)
        paper.line(
            (50, "Date"),
            (105, "Type"),
            (140, "Description"),
            (-390, "Paid out"),
            (-470, "Paid in"),
            (-550, "Balance"),
            gap=16,
        )

    def foot(paper: Paper) -> None:
        paper.line((50, f"Page {paper.page}. Balances are in £. Overdrawn balances are marked OD."))

    def shown(amount: Decimal) -> str:
        return english(amount) + (" OD" if amount < 0 else "")

    paper = Paper(head, foot)
    balance = what.opening
    paper.line((140, "BALANCE BROUGHT FORWARD"), (-550, shown(balance)))
    for day, entries in groupby(what.entries, key=lambda each: each.day):
        group = list(entries)
        for number, each in enumerate(group):
            is_first, is_last = number == 0, number == len(group) - 1
            if paper.is_full():
                paper.line((140, "BALANCE CARRIED FORWARD"), (-550, shown(balance)))
                paper.turn()
                paper.line((140, "BALANCE BROUGHT FORWARD"), (-550, shown(balance)))
                is_first = True
            balance += each.amount
            cells = [(50.0, f"{day:%d %b %y}")] if is_first else []
            cells += [(105.0, each.type), (140.0, each.party)]
            money = [(-390.0 if each.amount < 0 else -470.0, english(each.amount))]
            money += [(-550.0, shown(balance))] if is_last or not balance_a_day else []
            lines = [cells, *([(140.0, words)] for words in each.words)]
            lines[-1 if amount_last else 0] += money
            for line in lines:
                paper.line(*line)
    paper.line((140, "BALANCE CARRIED FORWARD"), (-550, shown(what.closing)))
    return paper.done()


def courant(what: Plan) -> bytes:
    """A French current account: débit and crédit apart, no balance beside the rows, thousands parted by spaces."""

    def side(amount: Decimal) -> Cell:
        return (-470.0 if amount < 0 else -545.0, french(amount))

    def head(paper: Paper) -> None:
        paper.line((50, "Banque Populaire du Midi"), (350, "RELEVÉ DE COMPTE"))
        paper.line(
            (50, "IBAN FR14 2004 1010 0505 0001 3M02 606"), (350, f"du {what.since:%d/%m/%Y} au {what.until:%d/%m/%Y}")
        )
        paper.line((50, "Compte courant en euros"), (350, f"Page {paper.page}"))
        paper.line((50, "Titulaire du compte : M. OU MME MERLE"), (350, "Agence de Nîmes"))
        paper.skip(20)
        paper.line((50, "Date"), (110, "Libellé"), (330, "Valeur"), (-470, "Débit"), (-545, "Crédit"), gap=16)

    def foot(paper: Paper) -> None:
        paper.line((50, "Banque Populaire du Midi, société anonyme au capital de 3 120 000,00 euros"))

    paper = Paper(head, foot)
    paper.line((110, f"Ancien solde au {what.since - timedelta(days=1):%d/%m/%Y}"), side(what.opening), gap=16)
    balance = what.opening
    for each in what.entries:
        if paper.is_full():
            paper.line((110, "À reporter"), side(balance))
            paper.turn()
            paper.line((110, "Report"), side(balance))
        balance += each.amount
        paper.line(
            (50, f"{each.day:%d/%m}"),
            (110, f"{each.type} {each.party}"),
            (330, f"{each.value:%d/%m}"),
            side(each.amount),
        )
        for words in each.words:
            paper.line((110, words))
    out = sum((each.amount for each in what.entries if each.amount < 0), Decimal(0))
    paper.skip(6)
    paper.line((110, "Total des mouvements"), (-470, french(out)), (-545, french(what.closing - what.opening - out)))
    paper.line((110, f"Nouveau solde au {what.until:%d/%m/%Y}"), side(what.closing))
    return paper.done()


def card(what: Plan) -> bytes:
    """A US credit card: purchases positive, credits negative, sections, a box of sums, months first and no year."""

    def money(amount: Decimal) -> str:
        return f"{'-' if amount < 0 else ''}${english(amount)}"

    def head(paper: Paper) -> None:
        paper.line((50, "First Prairie Bank Visa"), (350, "Credit Card Statement"))
        paper.line(
            (50, "Account ending in 4417"), (350, f"Billing period {what.since:%m/%d/%Y} - {what.until:%m/%d/%Y}")
        )
        paper.skip(14)

    def foot(paper: Paper) -> None:
        paper.line(
            (50, f"Page {paper.page}    Minimum payment warning: pay more than $25.00 each month. Austin, TX 78701")
        )

    paper = Paper(head, foot)
    credits = [each for each in what.entries if each.amount > 0]
    purchases = [each for each in what.entries if each.amount < 0]
    paper.line((50, "Previous balance"), (-300, money(-what.opening)))
    paper.line((50, "Payments and credits"), (-300, money(-sum((each.amount for each in credits), Decimal(0)))))
    paper.line((50, "Purchases"), (-300, money(-sum((each.amount for each in purchases), Decimal(0)))))
    paper.line((50, "New balance"), (-300, money(-what.closing)))
    paper.line((50, "Credit limit"), (-300, "$12,000.00"))
    paper.line((50, "Minimum payment due"), (-300, "$25.00"), gap=24)
    for title, entries in (("Payments and Credits", credits), ("Purchases", purchases)):
        paper.line((50, title), gap=14)
        paper.line((50, "Trans date"), (110, "Post date"), (170, "Description"), (-545, "Amount"), gap=14)
        for each in entries:
            if paper.is_full():
                paper.turn()
                paper.line((50, "Trans date"), (110, "Post date"), (170, "Description"), (-545, "Amount"), gap=14)
            paper.line(
                (50, f"{each.value:%m/%d}"), (110, f"{each.day:%m/%d}"), (170, each.party), (-545, money(-each.amount))
            )
        total = -sum((each.amount for each in entries), Decimal(0))
        paper.line((170, f"Total {title.lower()} for this period"), (-545, money(total)), gap=20)
    return paper.done()


def direct(what: Plan) -> bytes:
    """A German direct bank: signed amounts, the value date on the line below, sums in a box on the first sheet."""

    def money(amount: Decimal) -> str:
        return f"{'-' if amount < 0 else ''}{german(amount)}"

    def head(paper: Paper) -> None:
        paper.line((50, "Direktbank AG"), (380, "Girokonto Nummer 532013000"))
        if paper.page == 1:
            paper.line((50, "Kontoauszug Januar"), (380, f"IBAN {IBAN}"))
            paper.line((380, f"Datum: {what.until:%d.%m.%Y}"))
            paper.line((380, f"Alter Saldo: {money(what.opening)} Euro"))
            paper.line((380, f"Neuer Saldo: {money(what.closing)} Euro"))
        paper.skip(20)
        paper.line((50, "Buchung"), (120, "Buchung / Verwendungszweck"), (-545, "Betrag (EUR)"))
        paper.line((50, "Valuta"), gap=16)

    def foot(paper: Paper) -> None:
        paper.line((50, "Direktbank AG, Handelsregister HRB 7727, Vorstand: M. Muster"), (-545, f"Seite {paper.page}"))

    paper = Paper(head, foot)
    for each in what.entries:
        if paper.is_full(len(each.words) + 3):
            paper.turn()
        paper.line((50, f"{each.day:%d.%m.%Y}"), (120, f"{each.type} {each.party}"), (-545, money(each.amount)))
        paper.line((50, f"{each.value:%d.%m.%Y}"), (120, each.words[0] if each.words else "Mandat 88-1"), gap=16)
    paper.line((120, "Neuer Saldo"), (-545, money(what.closing)))
    return paper.done()


def checking(what: Plan) -> bytes:
    """A US checking account: deposits and withdrawals in sections of unsigned amounts, then the balances of each day."""

    def signed(amount: Decimal) -> str:
        return f"{'-' if amount < 0 else ''}${english(amount)}"

    def head(paper: Paper) -> None:
        paper.line((50, "First Prairie Bank, N.A."), (350, f"{what.since:%B %d, %Y} through {what.until:%B %d, %Y}"))
        paper.line((50, "PO Box 15284, Wilmington, DE 19850"), (350, "Account number: 000009876543"))
        paper.skip(14)

    def foot(paper: Paper) -> None:
        paper.line((50, f"Page {paper.page}. Member FDIC"))

    paper = Paper(head, foot)
    ins = [each for each in what.entries if each.amount > 0]
    outs = [each for each in what.entries if each.amount < 0]
    paper.line((50, "CHECKING SUMMARY"))
    paper.line((50, "Beginning Balance"), (-300, signed(what.opening)))
    paper.line((50, "Deposits and Additions"), (-300, english(sum((each.amount for each in ins), Decimal(0)))))
    paper.line((50, "Electronic Withdrawals"), (-300, f"-{english(sum((each.amount for each in outs), Decimal(0)))}"))
    paper.line((50, "Ending Balance"), (-300, signed(what.closing)), gap=24)
    for title, entries in (("DEPOSITS AND ADDITIONS", ins), ("ELECTRONIC WITHDRAWALS", outs)):
        paper.line((50, title), gap=14)
        paper.line((50, "DATE"), (110, "DESCRIPTION"), (-545, "AMOUNT"), gap=14)
        for number, each in enumerate(entries):
            if paper.is_full():
                paper.turn()
                paper.line((50, f"{title} (continued)"))
                paper.line((50, "DATE"), (110, "DESCRIPTION"), (-545, "AMOUNT"), gap=14)
            paper.line(
                (50, f"{each.day:%m/%d}"), (110, each.party), (-545, f"{'' if number else '$'}{english(each.amount)}")
            )
        total = sum((each.amount for each in entries), Decimal(0))
        paper.line((50, f"Total {title.title()}"), (-545, f"${english(total)}"), gap=20)
    if paper.is_full(12):
        paper.turn()
    paper.line((50, "DAILY ENDING BALANCE"), gap=14)
    paper.line((50, "DATE"), (-200, "AMOUNT"), gap=14)
    for day, balance in list(_balances(what))[-8:]:
        paper.line((50, f"{day:%m/%d}"), (-200, signed(balance)))
    return paper.done()


def _balances(what: Plan) -> Iterator[tuple[date, Decimal]]:
    balance = what.opening
    for day, entries in groupby(what.entries, key=lambda each: each.day):
        balance += sum((each.amount for each in entries), Decimal(0))
        yield day, balance


LAYOUTS: dict[str, tuple[str, Callable[[Plan], bytes]]] = {
    "giro": ("de", giro), "current": ("en", current), "courant": ("fr", courant), "card": ("us", card),
    "direct": ("de", direct), "checking": ("us", checking),
}  # fmt: skip


def pictures(pdf: bytes, dpi: int = 200) -> list[Image.Image]:
    """The pages as a scanner gives them."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return [document[index].render(scale=dpi / 72).to_pil().convert("RGB") for index in range(len(document))]


def scan(folder: Path, name: str, sheets: Sequence[Image.Image]) -> Path:
    """The pictures as one TIFF."""
    path = folder / name
    sheets[0].save(path, save_all=True, append_images=list(sheets[1:]), dpi=(200, 200))
    return path
