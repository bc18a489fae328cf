"""A report as Markdown: each figure links to the list of the bookings that it was computed from."""

from __future__ import annotations

from collections.abc import Iterator

from pkm.answer import phrases
from pkm.answer.language import Language
from pkm.answer.quoting.cite import inert
from pkm.models import Figure
from pkm.report.model import Money, Report, UnusualLine
from pkm.report.writer import Writer


def write(report: Report, language: Language) -> str:
    """The whole report."""
    return "\n".join(_Markdown(report, language).lines()).strip() + "\n"


class _Markdown(Writer):
    def lines(self) -> Iterator[str]:
        report = self.report
        yield f"# {report.title}"
        yield ""
        for warning in report.warnings:
            yield f"> {warning}"
            yield ""
        for money in report.money:
            yield from self._money(money)
        yield from self._list("unusual", report.unusual)
        yield from self._list("hints", report.hints)
        if report.deadlines:
            yield from self._heading("deadlines")
            for each in report.deadlines:
                yield f"- **{phrases.day(each.day, self.language)}** {inert(each.text)} ([{inert(each.source.path)}]({each.source.url}))"
            yield ""
        yield from self._rows()

    def _money(self, money: Money) -> Iterator[str]:
        yield f"## {money.currency}"
        yield ""
        yield f"| {self.say('flow')} | {money.currency} |"
        yield "|---|---:|"
        for name, figure in self.flow(money):
            yield f"| {name} | {self._amount(figure)} |"
        yield ""
        if len(money.trend) > 1:
            yield f"| {self.say('trend')} | {self.say('income')} | {self.say('spending')} |"
            yield "|---|---:|---:|"
            for flow in money.trend:
                told = (self._amount(each) if flow.is_known else "–" for each in (flow.income, flow.spending))
                yield f"| {flow.month:%Y-%m} | {' | '.join(told)} |"
            yield ""
        if money.categories:
            yield f"| {self.say('category')} | {self.say('spent')} | {self.say('usual')} | {self.say('change')} |"
            yield "|---|---:|---:|---:|"
            for line in money.categories:
                cells = (self._amount(each) if each else "–" for each in (line.spent, line.usual, line.change))
                yield f"| {inert(self.category(line))} | {' | '.join(cells)} |"
            yield ""
        if money.recurring and money.recurring_per_year is not None:
            yield f"### {self.say('recurring')}: {self._amount(money.recurring_per_year)} {self.say('per_year')}"
            yield ""
            yield f"| {self.say('payee')} | {self.say('rhythm')} | {self.say('amount')} | {self.say('in_a_year')} | {self.say('before')} |"
            yield "|---|---|---:|---:|---:|"
            for each in money.recurring:
                before = self._amount(each.before) if each.before else "–"
                yield f"| {inert(each.name)} | {self.say(each.period)} | {self._amount(each.amount)} | {self._amount(each.per_year)} | {before} |"
            yield ""

    def _list(self, name: str, lines: tuple[UnusualLine, ...]) -> Iterator[str]:
        if not lines:
            return
        yield from self._heading(name)
        for line in lines:
            marks = "".join(self._mark(each) for each in line.figures)
            papers = ", ".join(f"[{inert(each.path)}]({each.url})" for each in line.sources)
            yield f"- {line.text} {marks}" + (f" — {papers}" if papers else "")
        yield ""

    def _rows(self) -> Iterator[str]:
        """Each figure with the numbers of its bookings, then each booking with the place where it stands."""
        if not self.numbers:
            return
        yield from self._heading("figures")
        for figure, number in self.numbers.items():
            stretches = ", ".join(
                f"[{first}](#b{first})" + (f"–[{last}](#b{last})" if last > first else "")
                for first, last in self.stretches(figure)
            )
            yield f'- <a id="f{number}"></a>**{number}** {self.value(figure)} = {inert(figure.query)}: {stretches or "–"}'
        yield ""
        yield from self._heading("bookings")
        for number, row, source in self.bookings():
            told = " · ".join(map(inert, self.told(row)))
            yield f'- <a id="b{number}"></a>{number} · {told} · [{inert(source.path)}, {inert(source.locator)}]({source.url})'
        yield ""

    def _heading(self, name: str) -> Iterator[str]:
        yield f"## {self.say(name)}"
        yield ""

    def _mark(self, figure: Figure) -> str:
        number = self.numbers[figure]
        return f"[[{number}]](#f{number})"

    def _amount(self, figure: Figure) -> str:
        return f"{self.value(figure)} {self._mark(figure)}"
