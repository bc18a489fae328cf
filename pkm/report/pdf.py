"""A report as PDF: the figures link to the bookings at its end, the bookings to their sources."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

from pkm.answer import phrases
from pkm.answer.language import Language
from pkm.models import Figure, Transaction
from pkm.report.model import Money, Report, Source, UnusualLine
from pkm.report.writer import Writer

_FONT = "Vera"  # comes with reportlab and holds more than the standard fonts' Latin-1


def write(report: Report, language: Language) -> bytes:
    """The whole file."""
    import reportlab
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import SimpleDocTemplate

    fonts = Path(reportlab.__file__).parent / "fonts"
    for name in (_FONT, f"{_FONT}Bd"):
        pdfmetrics.registerFont(TTFont(name, str(fonts / f"{name}.ttf")))
    pdfmetrics.registerFontFamily(_FONT, normal=_FONT, bold=f"{_FONT}Bd")
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=18 * mm, rightMargin=18 * mm, topMargin=16 * mm, bottomMargin=16 * mm,
        title=report.title, author="pkm", invariant=1,
    )  # fmt: skip
    document.build(list(_Pdf(report, language).flowables()))
    return out.getvalue()


class _Pdf(Writer):
    def __init__(self, report: Report, language: Language) -> None:
        from reportlab.lib.styles import ParagraphStyle

        super().__init__(report, language)
        self._text = ParagraphStyle("text", fontName=_FONT, fontSize=9, leading=12)
        self._small = ParagraphStyle("small", parent=self._text, fontSize=7, leading=9)
        self._right = ParagraphStyle("right", parent=self._text, alignment=2)
        self._head = ParagraphStyle(
            "head", fontName=f"{_FONT}Bd", fontSize=12, leading=16, spaceBefore=10, spaceAfter=4
        )
        self._title = ParagraphStyle("title", parent=self._head, fontSize=16, leading=20)

    def flowables(self) -> Iterator[Any]:
        report = self.report
        yield self._paragraph(escape(report.title), self._title)
        yield from (self._paragraph(escape(each)) for each in report.warnings)
        for money in report.money:
            yield from self._money(money)
        yield from self._list("unusual", report.unusual)
        yield from self._list("hints", report.hints)
        if report.deadlines:
            yield self._paragraph(self._word("deadlines"), self._head)
            for each in report.deadlines:
                day = escape(phrases.day(each.day, self.language))
                yield self._paragraph(
                    f"{day}: {escape(each.text)} (<link href={_quoted(each.source.url)}>{escape(each.source.path)}</link>)"
                )
        if not self.numbers:
            return
        yield self._paragraph(self._word("figures"), self._head)
        yield from (self._origin(figure, number) for figure, number in self.numbers.items())
        yield self._paragraph(self._word("bookings"), self._head)
        yield from (self._booking(*each) for each in self.bookings())

    def _money(self, money: Money) -> Iterator[Any]:
        yield self._paragraph(escape(money.currency), self._head)
        yield self._table([[escape(name), self._link(figure)] for name, figure in self.flow(money)])
        if len(money.trend) > 1:
            legend = " / ".join(f'<font color="{colour}">{escape(name)}</font>' for name, colour in self.sides())
            yield self._paragraph(f"{self._word('trend')}: {legend}", self._head)
            yield self._chart(money)
        if money.categories:
            rows = [
                [escape(self.category(line)), *(self._link(each) if each else "–" for each in (line.spent, line.usual, line.change))]
                for line in money.categories
            ]  # fmt: skip
            yield self._table(rows, head=("category", "spent", "usual", "change"))
        if money.recurring and money.recurring_per_year is not None:
            yield self._paragraph(
                f"{self._word('recurring')}: {self._link(money.recurring_per_year)} {self._word('per_year')}",
                self._head,
            )
            rows = [
                [
                    escape(each.name), self._word(each.period), self._link(each.amount), self._link(each.per_year),
                    self._link(each.before) if each.before else "–",
                ]
                for each in money.recurring
            ]  # fmt: skip
            yield self._table(rows, head=("payee", "rhythm", "amount", "in_a_year", "before"))

    def _chart(self, money: Money) -> Any:
        from reportlab.graphics.charts.barcharts import VerticalBarChart
        from reportlab.graphics.shapes import Drawing
        from reportlab.lib.colors import HexColor

        chart = VerticalBarChart()
        chart.x, chart.y, chart.width, chart.height = 50, 20, 420, 90
        known = [(each.income.value, -each.spending.value) if each.is_known else (None, None) for each in money.trend]
        chart.data = [[None if each is None else float(each) for each in side] for side in zip(*known, strict=True)]
        chart.categoryAxis.categoryNames = [f"{each.month:%m/%y}" for each in money.trend]
        chart.categoryAxis.labels.fontSize = chart.valueAxis.labels.fontSize = 6
        chart.valueAxis.valueMin = min(0.0, *(each for side in chart.data for each in side if each is not None))
        for side, (_, colour) in enumerate(self.sides()):
            chart.bars[side].fillColor = HexColor(colour)
            chart.bars[side].strokeColor = None
        drawing = Drawing(480, 120)
        drawing.add(chart)
        return drawing

    def _list(self, name: str, lines: Sequence[UnusualLine]) -> Iterator[Any]:
        if not lines:
            return
        yield self._paragraph(self._word(name), self._head)
        for line in lines:
            marks = "".join(f' <a href="#f{self.numbers[each]}">[{self.numbers[each]}]</a>' for each in line.figures)
            papers = ", ".join(f"<link href={_quoted(each.url)}>{escape(each.path)}</link>" for each in line.sources)
            yield self._paragraph(f"• {escape(line.text)}{marks}{' — ' + papers if papers else ''}")

    def _origin(self, figure: Figure, number: int) -> Any:
        stretches = ", ".join(
            f'<a href="#b{first}">{first}</a>' + (f'–<a href="#b{last}">{last}</a>' if last > first else "")
            for first, last in self.stretches(figure)
        )
        told = f"{escape(self.value(figure))} = {escape(figure.query)}: {stretches or '–'}"
        return self._paragraph(f'<a name="f{number}"/>{number} · {told}', self._small)

    def _booking(self, number: int, row: Transaction, at: Source) -> Any:
        link = f"<link href={_quoted(at.url)}>{escape(at.path)}, {escape(at.locator)}</link>"
        told = escape(" · ".join(self.told(row)))
        return self._paragraph(f'<a name="b{number}"/>{number} · {told} · {link}', self._small)

    def _table(self, rows: Sequence[Sequence[str]], head: Sequence[str] = ()) -> Any:
        """A table; its head, if it has one, stands at the top of each page."""
        from reportlab.lib.colors import HexColor
        from reportlab.platypus import Table

        lines = [[f"<b>{self._word(each)}</b>" for each in head]] * bool(head) + [list(each) for each in rows]
        cells = [[self._paragraph(cell, self._right if n else None) for n, cell in enumerate(line)] for line in lines]
        table = Table(cells, hAlign="LEFT", repeatRows=int(bool(head)))
        table.setStyle(
            [("LINEBELOW", (0, 0), (-1, -1), 0.25, HexColor("#d8dde3")), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        )
        return table

    def _paragraph(self, text: str, style: Any = None) -> Any:
        from reportlab.platypus import Paragraph

        return Paragraph(text, style or self._text)

    def _link(self, figure: Figure) -> str:
        return f'<a href="#f{self.numbers[figure]}">{escape(self.value(figure))}</a>'

    def _word(self, name: str) -> str:
        return escape(self.say(name))


def _quoted(url: str) -> str:
    return f'"{escape(url, quote=True)}"'
