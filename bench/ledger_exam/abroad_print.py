"""What is printed: statements and papers as PDF, a table as XLSX, receipts as photographs, mails with a paper attached."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from email.message import EmailMessage
from email.utils import format_datetime

from bench.ledger_exam.abroad_sheets import Extract, comma

LINES = 44  # bookings on a page


def british_paper(of: Extract) -> bytes:
    """Money out, money in and balance; the year only in the statement's period."""
    own = of.account
    head = ["Penmarch Building Society", "Your joint account statement", f"Sort code {own.bank[:2]}-{own.bank[2:4]}-{own.bank[4:]}   Account number {own.number}",
            f"Statement period {of.since:%d %B %Y} to {of.until:%d %B %Y}"]  # fmt: skip
    rows = [("", "Opening balance", "", "", f"{of.opening:,.2f}")]
    rows += [
        (f"{each.day:%d %b}", each.printed[:44], f"{-each.amount:,.2f}" if each.amount < 0 else "",
         f"{each.amount:,.2f}" if each.amount > 0 else "", f"{balance:,.2f}")
        for each, balance in of.running()
    ]  # fmt: skip
    rows.append(("", "Closing balance", "", "", f"{of.closing:,.2f}"))
    return _statement(head, ("Date", "Description", "Money out (£)", "Money in (£)", "Balance (£)"), rows)


def french_paper(of: Extract) -> bytes:
    """Débit and crédit between the old and the new balance."""
    own = of.account
    head = ["CREDIT ARMORIQUE", "RELEVÉ DE COMPTE", "IBAN " + " ".join(own.number[n : n + 4] for n in range(0, len(own.number), 4)),
            f"Période du {of.since:%d/%m/%Y} au {of.until:%d/%m/%Y}", "Montants en EUR"]  # fmt: skip

    def side(value: Decimal, is_credit: bool) -> str:
        return comma(abs(value)) if (value >= 0) == is_credit else ""

    rows = [("", f"ANCIEN SOLDE AU {of.since:%d/%m/%Y}", "", side(of.opening, False), side(of.opening, True))]
    rows += [
        (
            f"{each.day:%d.%m.%Y}",
            each.printed[:44],
            f"{each.day:%d.%m.%Y}",
            side(each.amount, False),
            side(each.amount, True),
        )
        for each in of.rows
    ]
    debits = -sum((each.amount for each in of.rows if each.amount < 0), Decimal(0))
    credits = sum((each.amount for each in of.rows if each.amount > 0), Decimal(0))
    rows.append(("", "TOTAL DES OPÉRATIONS", "", comma(debits), comma(credits)))
    rows.append(("", f"NOUVEAU SOLDE AU {of.until:%d/%m/%Y}", "", side(of.closing, False), side(of.closing, True)))
    return _statement(head, ("Date", "Nature des opérations", "Valeur", "Débit", "Crédit"), rows)


def _statement(head: Sequence[str], columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Pages of five columns, the last two or three to the right."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    page = Canvas(out, pagesize=A4, invariant=True)
    rights = (None, None, 400, 470, 545)
    for start in range(0, len(rows), LINES):
        page.setFont("Helvetica", 11)
        for n, line in enumerate(head):
            page.drawString(45, 805 - 15 * n, line)
        for n, row in enumerate((columns, *rows[start : start + LINES])):
            page.setFont("Helvetica-Bold" if n == 0 else "Helvetica", 8.5)
            for cell, left, right in zip(row, (45, 110, 0, 0, 0), rights, strict=True):
                if right is None:
                    page.drawString(left, 715 - 14 * n, cell)
                else:
                    page.drawRightString(right, 715 - 14 * n, cell)
        page.drawString(45, 40, f"Page {start // LINES + 1}")
        page.showPage()
    page.save()
    return out.getvalue()


def swiss_sheet(of: Extract) -> bytes:
    """XLSX: real days and numbers, a preamble, Belastung and Gutschrift apart."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    own = of.account
    for line in (["Kontobewegungen"], ["IBAN", own.number], ["Währung", own.currency], ["Zeitraum", f"{of.since:%d.%m.%Y} - {of.until:%d.%m.%Y}"], [],
                 ["Buchungsdatum", "Valuta", "Buchungstext", "Belastung", "Gutschrift", "Saldo"]):  # fmt: skip
        sheet.append(line)
    for each, balance in of.running():
        sheet.append([each.day, each.day, each.printed, float(-each.amount) if each.amount < 0 else None,
                      float(each.amount) if each.amount > 0 else None, float(balance)])  # fmt: skip
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def letter(lines: Sequence[str]) -> bytes:
    """A page of lines as PDF; two columns where a tab stands."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    page = Canvas(out, pagesize=A4, invariant=True)
    page.setFont("Helvetica", 10.5)
    for n, line in enumerate(lines):
        left, _, right = line.partition("\t")
        page.drawString(60, 790 - 16 * n, left)
        if right:
            page.drawRightString(530, 790 - 16 * n, right)
    page.save()
    return out.getvalue()


def photo(lines: Sequence[str]) -> bytes:
    """A till receipt, photographed: grey paper, a little turned."""
    from PIL import Image, ImageDraw, ImageFont

    face = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", 30)
    paper = Image.new("L", (760, 120 + 46 * len(lines)), 236)
    pen = ImageDraw.Draw(paper)
    for n, line in enumerate(lines):
        left, _, right = line.partition("\t")
        pen.text((50, 60 + 46 * n), left, font=face, fill=30)
        if right:
            pen.text((710 - pen.textlength(right, font=face), 60 + 46 * n), right, font=face, fill=30)
    turned = paper.rotate(0.8, expand=True, fillcolor=180)
    out = io.BytesIO()
    turned.save(out, "PNG")
    return out.getvalue()


def mail(sender: str, subject: str, body: Sequence[str], day: date, name: str, attached: bytes) -> bytes:
    """A message with a PDF attached."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        f"{sender} <billing@firm.example>",
        "home@family.example",
        subject,
    )
    message["Date"] = format_datetime(datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC))
    message["Message-ID"] = f"<{day:%Y%m%d}.{name}@firm.example>"
    message.set_content("\n".join(body) + "\n")
    message.add_attachment(attached, maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()
