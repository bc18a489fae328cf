"""From the ledger and the papers to a report: what came in and went out, what changed, what comes back, what stands out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from pkm.answer import phrases
from pkm.answer.language import Language
from pkm.answer.papers.ties import state_deadline
from pkm.answer.reckoning.coverage import coverage_of, missing
from pkm.answer.reckoning.series import LOOKED_BACK
from pkm.answer.reckoning.unusual import explain
from pkm.ledger.finding import Finding
from pkm.ledger.recurring import PER_YEAR, Recurring
from pkm.ledger.unusual import judge
from pkm.models import CollectionId, DocumentId, Figure, PersonId, Transaction, TransactionId
from pkm.report.model import CategoryLine, DeadlineLine, FlowLine, Money, RecurringLine, Report, Source, UnusualLine
from pkm.report.words import say
from pkm.store import documents, figures, history, ledger, links, settle, standing
from pkm.store.chosen import Filter, Side
from pkm.store.database import Connection, Database
from pkm.store.links import Explanation
from pkm.store.sums import Sum

Address = Callable[[DocumentId, int, int], str]  # where a document opens at a range of its characters

TREND_MONTHS = 13
USUAL_MONTHS = 12
AHEAD_DAYS = 183
CENT, TENTH = Decimal("0.01"), Decimal("0.1")
SUM = "select sum(amount) from ledger where id = any(rows)"


def month_of(text: str | None, today: date) -> tuple[date, date]:
    """The month ``YYYY-MM``, or the last whole one before today; raises ``ValueError``."""
    first = date.fromisoformat(f"{text}-01") if text else (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    return first, _following(first) - timedelta(days=1)


def year_of(text: str | None, today: date) -> tuple[date, date]:
    """The year ``YYYY``, or the last whole one before today; raises ``ValueError``."""
    number = date.fromisoformat(f"{text}-01-01").year if text else today.year - 1
    return date(number, 1, 1), date(number, 12, 31)


def compose(
    database: Database, person: PersonId, period: tuple[date, date], today: date, language: Language, address: Address,
    collection: CollectionId | None = None,
) -> Report:  # fmt: skip
    """The report of a calendar month or year, as it is known today."""
    settle.ensure(database)
    with database.transaction(person) as connection:
        return _Composer(connection, period, today, language, address, collection).report()


class _Composer:
    def __init__(
        self, connection: Connection, period: tuple[date, date], today: date, language: Language, address: Address,
        collection: CollectionId | None,
    ) -> None:  # fmt: skip
        self._connection, self._language, self._collection = connection, language, collection
        self._address, self._today = address, today
        self._since, self._until = period
        self._is_year = (self._until - self._since).days > 31

    def report(self) -> Report:
        """All of it."""
        findings = self._unusual()
        money = self._money()
        explained = links.explaining(self._connection, [each.transaction.id for each in findings])
        unusual = tuple(
            self._finding(n, each, explained.get(each.transaction.id, ())) for n, each in enumerate(findings, 1)
        )
        hints = tuple(self._hint(n, each) for n, each in enumerate(findings, 1) if each.could_save > 0)
        coverage = coverage_of(self._connection, self._collection, self._since, self._until, self._today)
        when = str(self._since.year) if self._is_year else f"{self._since:%Y-%m}"
        report = Report(
            say("year" if self._is_year else "month", self._language, when=when), self._since, self._until, money, unusual,
            hints, self._deadlines(), coverage, (), {}, {},
        )  # fmt: skip
        rows = self._rows({row for figure in report.figures() for row in figure.rows})
        return replace(
            report,
            warnings=tuple(self._warnings(report)),
            rows=rows,
            sources={each.id: self._source(each) for each in rows.values()},
        )

    # ------------------------------------------------------------ money

    def _money(self) -> tuple[Money, ...]:
        """Each currency in which something moved."""
        income, spending = self._sums("in"), self._sums("out")
        found = sorted({each.currency for each in (*income, *spending)})
        categories, before = self._sums("out", "category"), self._before()
        trends = self._trends()
        series = self._recurring()
        told = []
        for currency in found:
            earned = _figure("income", _of(income, currency), currency, "bookings with the role income")
            spent = _figure(
                "spending", _of(spending, currency), currency, "bookings with the role spending, and refunds"
            )
            net = Figure(
                "net",
                earned.value + spent.value,
                currency,
                earned.count + spent.count,
                (*earned.rows, *spent.rows),
                SUM,
            )
            lines = [
                self._category(each, before.get((each.key or "", currency), ()))
                for each in categories
                if each.currency == currency
            ]
            own = tuple(self._series(each) for each in series if each.currency == currency)
            told.append(Money(
                currency, earned, spent, net, _savings_rate(earned, net),
                tuple(sorted(lines, key=lambda line: (line.spent.value, line.category))), trends.get(currency, ()), own,
                _per_year(own, currency),
            ))  # fmt: skip
        return tuple(told)

    def _sums(
        self,
        side: Side,
        grouping: figures.Grouping | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> list[Sum]:
        chosen = Filter(
            collection=self._collection, since=since or self._since, until=until or self._until, side=side,
            roles=("spending", "refund") if side == "out" else ("income",),
        )  # fmt: skip
        return figures.sums(self._connection, chosen, grouping)

    def _before(self) -> dict[tuple[str, str], Sequence[Sum | None]]:
        """Each category's sums in the periods before, by currency: twelve months, or the year; ``None`` where it had none."""
        first, periods = self._since, []
        for _ in range(1 if self._is_year else USUAL_MONTHS):
            last = first - timedelta(days=1)
            first = last.replace(month=1, day=1) if self._is_year else last.replace(day=1)
            periods.append(
                {(each.key or "", each.currency): each for each in self._sums("out", "category", first, last)}
            )
        known = [each for each in periods if each]
        return {key: [each.get(key) for each in known] for key in {key for each in known for key in each}}

    def _category(self, own: Sum, before: Sequence[Sum | None]) -> CategoryLine:
        """A category beside the median of the periods before."""
        name = own.key or ""
        spent = _figure(f"spending_{name}", [own], own.currency, f"spending and refunds of the category {name}")
        if not before:
            return CategoryLine(name, spent, None, None)
        value = Decimal(median(each.amount if each else Decimal(0) for each in before)).quantize(CENT, ROUND_HALF_UP)
        rows = tuple(row for each in before if each for row in each.ids)
        what = (
            "the sum of the year before" if self._is_year else f"median of the sums of the {len(before)} months before"
        )
        query = f"{what}, rounded half up to cents; category {name}"
        usual = Figure(f"usual_{name}", value, own.currency, len(rows), rows, query)
        change = Figure(
            f"change_{name}",
            spent.value - value,
            own.currency,
            spent.count,
            spent.rows,
            f"spending_{name} - usual_{name}",
        )
        return CategoryLine(name, spent, usual, change)

    def _trends(self) -> dict[str, tuple[FlowLine, ...]]:
        """Income and spending of each month up to the period's end: a year's own, or the year before a month too."""
        months = [self._until.replace(day=1)]
        while len(months) < (12 if self._is_year else TREND_MONTHS):
            months.append((months[-1] - timedelta(days=1)).replace(day=1))
        sides: tuple[tuple[str, Side], ...] = (("income", "in"), ("spending", "out"))
        flows: defaultdict[str, dict[tuple[str, str], Sum]] = defaultdict(dict)
        for name, side in sides:
            for each in self._sums(side, "month", months[-1], self._until):
                flows[each.currency][name, each.key or ""] = each

        known = self._covered_months()
        known |= {date.fromisoformat(month) for each in flows.values() for _, month in each}
        months = [each for each in months if each >= min(known, default=self._until)]

        def flow(currency: str, name: str, month: date) -> Figure:
            own = flows[currency].get((name, str(month)))
            return _figure(f"{name}_{month:%Y-%m}", [own] if own else [], currency, f"{name} booked in {month:%Y-%m}")

        return {
            currency: tuple(
                FlowLine(month, flow(currency, "income", month), flow(currency, "spending", month), month in known)
                for month in reversed(months)
            )
            for currency in list(flows)
        }

    def _covered_months(self) -> set[date]:
        """The first days of the months of which a statement covers a day."""
        found = set()
        for each in standing.spans(self._connection, self._collection):
            month = each.since.replace(day=1)
            while month <= each.until:
                found.add(month)
                month = _following(month)
        return found

    # ------------------------------------------------------------ what comes back

    def _recurring(self) -> list[Recurring]:
        """Expenses that came back and still did in the period."""
        chosen = Filter(self._collection, self._until - LOOKED_BACK, self._until, roles=("spending",))
        found = figures.series(self._connection, chosen, self._until)
        alive = [each for each in found if each.amount < 0]
        self._known = self._rows({row for each in alive for row in each.rows})
        return alive

    def _series(self, series: Recurring) -> RecurringLine:
        last = self._known[series.rows[-1]]
        times = PER_YEAR[series.period]
        rows = series.rows[-1:] if series.is_priced else series.rows[-3:]
        now = "the newest amount" if series.is_priced else "the median of the last three amounts"
        amount = Figure("recurring", series.amount, series.currency, len(rows), rows, now)
        per_year = Figure("per_year", series.per_year, series.currency, len(rows), rows, f"{times} times {now}")
        earlier = [self._known[row] for row in series.rows if self._known[row].booked_on < self._since]
        steady = len(earlier) >= 3 and len({each.amount for each in earlier[-3:]}) == 1
        before = None
        if steady and last.booked_on >= self._since and last.amount != earlier[-1].amount:
            rows = tuple(each.id for each in earlier[-3:])
            before = Figure(
                "price_before", earlier[-1].amount, last.currency, 3, rows, "the amount of each of the charges before"
            )
        return RecurringLine(series.name, series.period, amount, per_year, before)

    # ------------------------------------------------------------ what stands out

    def _unusual(self) -> list[Finding]:
        until = min(self._until, self._today)
        if until < self._since:
            return []
        return judge(*history.read(self._connection, self._since, until, self._collection), self._since, until)

    def _finding(self, n: int, finding: Finding, explained: Sequence[Explanation]) -> UnusualLine:
        one = finding.transaction
        ids = tuple(each.id for each in finding.transactions)
        figure = Figure(f"unusual_{n}", finding.amount, one.currency, len(ids), ids, f"rule {finding.rule}")
        told = [figure]
        if finding.baseline_value is not None:
            query = f"what the rule {finding.rule} holds it against"
            told.append(
                Figure(
                    f"unusual_{n}_baseline",
                    finding.baseline_value,
                    one.currency,
                    len(finding.rows),
                    finding.rows,
                    query,
                )
            )
        who = one.category if finding.rule == "category" else one.counterparty or one.description
        when = phrases.day(one.booked_on, self._language)
        amount = phrases.money(finding.amount, one.currency, self._language)
        where = who if finding.rule == "category" else f"{when} · {who}"
        letters = [(each.document_id, each.char_start, each.char_end) for each in explained]
        if finding.ended:
            letters.append((finding.ended.document_id, finding.ended.char_start, finding.ended.char_end))
        sources = tuple(self._paper(*each) for each in letters)
        return UnusualLine(f"{where} · {amount}: {explain(finding, self._language)}", tuple(told), sources)

    def _hint(self, n: int, finding: Finding) -> UnusualLine:
        one = finding.transaction
        ids = tuple(each.id for each in finding.transactions) + (finding.rows if finding.rule == "price_jump" else ())
        query = {"price_jump": f"(new price - price before) * {finding.per_year} a year"}.get(finding.rule, "-amount")
        figure = Figure(f"could_save_{n}", finding.could_save, one.currency, len(ids), ids, query)
        name = {"price_jump": "dearer", "fee": "avoid"}.get(finding.rule, "claim_back")
        amount = phrases.money(finding.could_save, one.currency, self._language)
        return UnusualLine(say(name, self._language, who=one.counterparty or one.description, amount=amount), (figure,))

    def _deadlines(self) -> tuple[DeadlineLine, ...]:
        """What must be done in the half year after the period, as far as that lies ahead."""
        start = max(self._today, self._since)
        end = max(self._until, self._today) + timedelta(days=AHEAD_DAYS)
        ahead = [each for each in links.deadlines(self._connection, start, self._collection) if each.day <= end]
        return tuple(
            DeadlineLine(
                each.day,
                state_deadline(each, self._language),
                self._paper(each.document_id, *(each.spans or ((0, 0),))[0]),
            )
            for each in ahead
        )

    # ------------------------------------------------------------ sources

    def _rows(self, ids: Iterable[TransactionId]) -> Mapping[TransactionId, Transaction]:
        wanted = sorted(ids)
        return {each.id: each for each in ledger.transactions(self._connection, ids=wanted)} if wanted else {}

    def _paper(self, document: DocumentId, char_start: int, char_end: int) -> Source:
        path = documents.find(self._connection, document).path
        return Source(document, path, "", char_start, char_end, self._address(document, char_start, char_end))

    def _source(self, row: Transaction) -> Source:
        url = self._address(row.document_id, row.char_start, row.char_end)
        return Source(row.document_id, row.path, row.locator, row.char_start, row.char_end, url)

    def _warnings(self, report: Report) -> Iterable[str]:
        if self._until >= self._today:
            yield say("open_period", self._language)
        spans = standing.spans(self._connection, self._collection)
        yield from missing(report.coverage.gaps, spans, self._today, self._language)
        if not report.money:
            yield say("none", self._language)


def _of(sums: Sequence[Sum], currency: str) -> list[Sum]:
    return [each for each in sums if each.currency == currency]


def _figure(name: str, sums: Sequence[Sum], currency: str, what: str) -> Figure:
    rows = tuple(row for each in sums for row in each.ids)
    return Figure(name, sum((each.amount for each in sums), Decimal(0)), currency, len(rows), rows, f"{SUM}; {what}")


def _savings_rate(income: Figure, net: Figure) -> Figure | None:
    """Of each 100 earned, what was not spent."""
    if income.value <= 0:
        return None
    rate = (net.value / income.value * 100).quantize(TENTH, ROUND_HALF_UP)
    return Figure("savings_rate", rate, None, net.count, net.rows, "net / income * 100, rounded half up to tenths")


def _per_year(lines: Sequence[RecurringLine], currency: str) -> Figure | None:
    if not lines:
        return None
    rows = tuple(row for each in lines for row in each.per_year.rows)
    value = sum((each.per_year.value for each in lines), Decimal(0))
    return Figure("recurring_per_year", value, currency, len(rows), rows, "the sum of what each series costs a year")


def _following(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
