"""A report as one HTML page that needs nothing else: small charts as SVG, figures that open their bookings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape

from pkm.answer import phrases
from pkm.answer.language import Language
from pkm.models import Figure, Transaction
from pkm.report.model import FlowLine, Money, Report, Source, UnusualLine
from pkm.report.writer import INCOME_COLOUR, SPENDING_COLOUR, Writer

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
table{border-collapse:collapse;width:100%;margin:1rem 0}td,th{padding:.3rem .6rem;border-bottom:1px solid #d8dde3;text-align:left}
.n{text-align:right;font-variant-numeric:tabular-nums}a{color:#0b57a4;text-decoration:none}a:hover{text-decoration:underline}
blockquote{border-left:4px solid #c77700;margin:1rem 0;padding:.2rem 1rem;background:#fff7e8}
p{margin:.3rem 0}svg{max-width:100%;height:auto}
p:target{background:#eef5fd}@media print{a{color:inherit}}
body{overflow-wrap:anywhere}table{overflow-wrap:normal}@media (max-width:40rem){table{display:block;overflow-x:auto}}
@media (prefers-color-scheme:dark){body{background:#14171a;color:#e4e7ea}td,th{border-color:#333a41}a{color:#7db8f0}
blockquote{background:#2b2416}p:target{background:#1c2733}}
"""
_WIDTH, _HEIGHT, _BAR, _GAP = 640, 160, 18, 4


def write(report: Report, language: Language) -> str:
    """The whole page."""
    writer = _Html(report, language)
    body = "\n".join(writer.parts())
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{escape(report.title)}</title>'
        f'<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
        f"<style>{_STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


class _Html(Writer):
    def parts(self) -> Iterator[str]:
        report = self.report
        yield f"<h1>{escape(report.title)}</h1>"
        yield from (f"<blockquote>{escape(each)}</blockquote>" for each in report.warnings)
        for money in report.money:
            yield from self._money(money)
        yield from self._list("unusual", report.unusual)
        yield from self._list("hints", report.hints)
        if report.deadlines:
            items = "".join(
                f"<li><b>{escape(phrases.day(each.day, self.language))}</b> {escape(each.text)} "
                f'(<a href="{escape(each.source.url)}">{escape(each.source.path)}</a>)</li>'
                for each in report.deadlines
            )
            yield f"<h2>{self._word('deadlines')}</h2><ul>{items}</ul>"
        if not self.numbers:
            return
        yield f"<h2>{self._word('figures')}</h2>"
        yield from (self._origin(figure, number) for figure, number in self.numbers.items())
        yield f"<h2>{self._word('bookings')}</h2>"
        yield from (self._booking(*each) for each in self.bookings())

    def _money(self, money: Money) -> Iterator[str]:
        yield f"<h2>{escape(money.currency)}</h2>"
        flow = [[escape(name), self._link(figure)] for name, figure in self.flow(money)]
        yield _table([self._word("flow"), escape(money.currency)], flow)
        if len(money.trend) > 1:
            legend = " / ".join(f'<span style="color:{colour}">{escape(name)}</span>' for name, colour in self.sides())
            yield f"<h3>{self._word('trend')}: {legend}</h3>" + self._chart(money.trend)
        if money.categories:
            yield _table(
                [self._word(each) for each in ("category", "spent", "usual", "change")],
                [
                    [
                        escape(self.category(line)),
                        *(self._link(each) if each else "–" for each in (line.spent, line.usual, line.change)),
                    ]
                    for line in money.categories
                ],
            )
            yield self._bars(money)
        if money.recurring and money.recurring_per_year is not None:
            yield f"<h3>{self._word('recurring')}: {self._link(money.recurring_per_year)} {self._word('per_year')}</h3>"
            yield _table(
                [self._word(each) for each in ("payee", "rhythm", "amount", "in_a_year", "before")],
                [
                    [
                        escape(each.name), self._word(each.period), self._link(each.amount), self._link(each.per_year),
                        self._link(each.before) if each.before else "–",
                    ]
                    for each in money.recurring
                ],
            )  # fmt: skip

    def _chart(self, trend: Sequence[FlowLine]) -> str:
        """Income beside spending, a pair of bars a month; each bar links to its figure."""
        most = max((max(each.income.value, -each.spending.value) for each in trend), default=Decimal(0)) or Decimal(1)
        step = _WIDTH / len(trend)
        bars = []
        for n, each in enumerate(trend):
            pair = ((each.income, INCOME_COLOUR), (each.spending, SPENDING_COLOUR)) if each.is_known else ()
            for side, (figure, colour) in enumerate(pair):
                height = float(abs(figure.value) / most) * (_HEIGHT - 30)
                x = n * step + side * (step / 2 - _GAP) + _GAP
                bars.append(
                    f'<a href="#f{self.numbers[figure]}"><rect x="{x:.1f}" y="{_HEIGHT - 20 - height:.1f}" '
                    f'width="{step / 2 - _GAP:.1f}" height="{height:.1f}" fill="{colour}"><title>{escape(self.value(figure))}'
                    "</title></rect></a>"
                )
            label = f'<text x="{n * step + step / 2:.1f}" y="{_HEIGHT - 5}" font-size="10" text-anchor="middle" fill="currentColor">'
            bars.append(f"{label}{each.month:%m/%y}</text>")
        legend = f"{self._word('income')} / {self._word('spending')}"
        return f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(legend)}">{"".join(bars)}</svg>'

    def _bars(self, money: Money) -> str:
        """Spending by category, the largest above."""
        lines = [each for each in money.categories if each.spent.value < 0]
        most = max((-each.spent.value for each in lines), default=Decimal(1))
        bars = []
        for n, each in enumerate(lines):
            y, length = n * (_BAR + _GAP), float(-each.spent.value / most) * (_WIDTH - 220)
            bars.append(
                f'<text x="0" y="{y + 13}" font-size="12" fill="currentColor">{escape(self.category(each)[:28])}</text>'
                f'<a href="#f{self.numbers[each.spent]}"><rect x="200" y="{y}" width="{length:.1f}" height="{_BAR}" fill="{SPENDING_COLOUR}">'
                f"<title>{escape(self.value(each.spent))}</title></rect></a>"
            )
        height = len(lines) * (_BAR + _GAP)
        return f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(self._word("category"))}">{"".join(bars)}</svg>'

    def _list(self, name: str, lines: Sequence[UnusualLine]) -> Iterator[str]:
        if not lines:
            return
        items = []
        for line in lines:
            marks = "".join(f' <a href="#f{self.numbers[each]}">[{self.numbers[each]}]</a>' for each in line.figures)
            papers = ", ".join(f'<a href="{escape(each.url)}">{escape(each.path)}</a>' for each in line.sources)
            items.append(f"<li>{escape(line.text)}{marks}{' — ' + papers if papers else ''}</li>")
        yield f"<h2>{self._word(name)}</h2><ul>{''.join(items)}</ul>"

    def _origin(self, figure: Figure, number: int) -> str:
        """What a figure was computed from."""
        stretches = ", ".join(
            f'<a href="#b{first}">{first}</a>' + (f'–<a href="#b{last}">{last}</a>' if last > first else "")
            for first, last in self.stretches(figure)
        )
        return f'<p id="f{number}"><b>{number}</b> {escape(self.value(figure))} = {escape(figure.query)}: {stretches or "–"}</p>'

    def _booking(self, number: int, row: Transaction, at: Source) -> str:
        told = escape(" · ".join(self.told(row)))
        return f'<p id="b{number}">{number} · {told} · <a href="{escape(at.url)}">{escape(at.path)}, {escape(at.locator)}</a></p>'

    def _link(self, figure: Figure) -> str:
        return f'<a href="#f{self.numbers[figure]}">{escape(self.value(figure))}</a>'

    def _word(self, name: str) -> str:
        return escape(self.say(name))


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of cells that are HTML already; all but the first column stand right where the head says there are two or more."""
    names = "".join(f"<th{_aligned(n, head)}>{each}</th>" for n, each in enumerate(head))
    body = "".join(
        "<tr>" + "".join(f"<td{_aligned(n, head)}>{cell}</td>" for n, cell in enumerate(row)) + "</tr>" for row in rows
    )
    return f"<table>{f'<thead><tr>{names}</tr></thead>' if head else ''}<tbody>{body}</tbody></table>"


def _aligned(column: int, head: Sequence[str]) -> str:
    return ' class="n"' if head and column > 0 else ""
