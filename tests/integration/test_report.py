"""Reports of a household that was read from its files, held against the plan that printed them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import psycopg
import pytest

from bench.ledger_exam import papers, plan, statements
from bench.ledger_exam.plan import Household
from ingest import jobs
from ingest.watch import Silent
from pkm import config
from pkm.ledger.unusual import judge, unusual
from pkm.models import PersonId, Transaction
from pkm.report import html, markdown, pdf
from pkm.report.compose import compose, month_of, year_of
from pkm.report.model import Report
from pkm.services import EmbeddedPostgres
from pkm.store import history, ledger, people, settle
from pkm.store.database import Database
from tests import readers
from tests.free_embedder import FreeEmbedder

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


def address(document: int, char_start: int, char_end: int) -> str:
    return f"http://pkm/{document}?start={char_start}&end={char_end}"


@dataclass(frozen=True)
class Home:
    house: Household
    database: Database
    owner: PersonId

    def report(self, period: tuple[date, date]) -> Report:
        return compose(self.database, self.owner, period, plan.TODAY, "en", address)

    def rows(self, report: Report) -> dict[int, Transaction]:
        return dict(report.rows)


@pytest.fixture(scope="module")
def home(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    place = tmp_path_factory.mktemp("report")
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("create database report template template")
    settings = config.load({
        "PKM_HOME": str(place / "home"), "PKM_DATABASE_URL": f"{server.url.rpartition(' ')[0]} dbname=report",
        "PKM_TIMEZONE": "Europe/Berlin", "PKM_TODAY": plan.TODAY.isoformat(),
    })  # fmt: skip
    house = plan.build(3)
    papers.write(house, place / "files" / "papers")
    statements.write(house, place / "files")
    with Database.open(settings) as database:
        with database.transaction() as connection:
            owner = people.ensure_owner(connection)
        reader = readers.read_here(settings, FreeEmbedder())
        jobs.ingest(database, settings, [place / "files"], reader, Silent(), person=owner)
        settle.ensure(database)
        yield Home(house, database, owner)
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("drop database report with (force)")


def planned(house: Household, kinds: set[str], since: date, until: date, currency: str = "EUR") -> Decimal:
    return sum(
        (
            each.amount for each in house.bookings
            if each.kind in kinds and since <= each.day <= until and house.accounts[each.account].currency == currency
        ),
        Decimal(0),
    )  # fmt: skip


@pytest.mark.parametrize("period", [OCTOBER, (date(2025, 1, 1), date(2025, 12, 31))])
def test_what_came_in_and_went_out_is_what_was_planned(home: Home, period: tuple[date, date]) -> None:
    report = home.report(period)
    assert [each.currency for each in report.money] == ["EUR", "GBP"]
    for money in report.money:
        assert money.income.value == planned(home.house, {"income"}, *period, money.currency)
        assert money.spending.value == planned(home.house, {"spending", "refund"}, *period, money.currency)
        assert sum(each.spent.value for each in money.categories) == money.spending.value
        assert money.trend[-1].month == period[1].replace(day=1)
        assert money.net.value == money.income.value + money.spending.value


def test_months_of_which_no_statement_tells_are_no_months_of_nothing(home: Home) -> None:
    report = home.report((date(2024, 11, 1), date(2024, 11, 30)))
    months = [date(2024, 9, 1), date(2024, 10, 1), date(2024, 11, 1)]
    assert [[each.month for each in money.trend] for money in report.money] == [months, months]
    apart = replace(report.money[0].trend[1], is_known=False)
    money = replace(report.money[0], trend=(report.money[0].trend[0], apart, report.money[0].trend[2]))
    told = markdown.write(replace(report, money=(money,)), "en")
    assert "| 2024-10 | – | – |" in told
    assert apart.income not in replace(report, money=(money,)).figures()


def test_figures_are_recomputed_from_their_rows(home: Home) -> None:
    report = home.report(OCTOBER)
    summed = [each for each in report.figures() if each.query.startswith("select sum(amount)")]
    assert len(summed) > 20
    for figure in report.figures():
        assert set(figure.rows) <= report.rows.keys()
        assert figure.count == len(figure.rows)
    for figure in summed:
        assert sum((report.rows[each].amount for each in figure.rows), Decimal(0)) == figure.value


def test_a_category_is_held_against_its_median_month(home: Home) -> None:
    report = home.report(OCTOBER)
    (line,) = [each for each in report.money[0].categories if each.category == "rent"]
    assert line.usual is not None
    assert line.change is not None
    rent = next(each.amount for each in home.house.bookings if each.category == "rent")
    assert (line.spent.value, line.usual.value, line.change.value) == (rent, rent, 0)


def test_what_comes_back_is_told_with_its_cost_and_its_rise(home: Home) -> None:
    report = home.report(OCTOBER)
    lines = {each.name: each for each in report.money[0].recurring}
    stream = lines[home.house.names["stream"]]
    dearer = next(each.amount for each in home.house.bookings if each.planted == "price_jump")
    before = next(each.amount for each in home.house.bookings if each.payee == home.house.names["stream"])
    assert stream.before is not None
    assert (stream.amount.value, stream.before.value, stream.per_year.value) == (dearer, before, dearer * 12)
    insurer = lines[home.house.names["insurer"]]
    assert insurer.period == "yearly"
    hints = {each.figures[0].value for each in report.hints}
    assert (before - dearer) * 12 in hints


def test_the_unusual_is_told_as_it_was_planted(home: Home) -> None:
    told = {each.figures[0].value for each in home.report(OCTOBER).unusual}
    planted = {each.amount for each in home.house.bookings if each.planted and each.day.month == 10}
    assert told == planted


def test_the_history_that_queries_give_judges_as_the_whole_ledger_does(home: Home) -> None:
    with home.database.transaction(home.owner) as connection:
        every = ledger.transactions(connection)
        for since, until in (OCTOBER, (date(2026, 9, 1), date(2026, 9, 30)), (date(2026, 1, 1), date(2026, 10, 31))):
            expenses, past = history.read(connection, since, until)
            judged = judge(expenses, past, since, until)
            assert [(each.rule, each.transaction.id, each.size, each.rows) for each in judged] == [
                (each.rule, each.transaction.id, each.size, each.rows)
                for each in unusual(every, since, until, past.ended)
            ]
            assert judged


class _Page(HTMLParser):
    """Collects anchors and links; fails where a tag closes that was not open."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.ids |= {named["id"]} if named.get("id") else set()
        self.links |= {named["href"]} if named.get("href") else set()
        if tag not in {"meta", "rect"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != "rect":
            assert self.open.pop() == tag


def test_each_form_opens_each_figure_and_each_booking(home: Home) -> None:
    report = home.report(OCTOBER)
    text = markdown.write(report, "de")
    anchors, links = set(re.findall(r'<a id="(\w+)">', text)), set(re.findall(r"\]\(#(\w+)\)", text))
    assert links <= anchors
    assert len(anchors) == len(report.figures()) + len(report.rows)
    assert all(each.url in text for each in report.sources.values())

    page = _Page()
    page.feed(html.write(report, "fr"))
    assert page.open == []
    assert {each[1:] for each in page.links if each.startswith("#")} <= page.ids
    assert all(each.url in page.links for each in report.sources.values())

    import pypdfium2

    document = pypdfium2.PdfDocument(pdf.write(report, "en"))
    first = document[0].get_textpage().get_text_bounded()
    document.close()
    assert f"{report.money[0].income.value:,.2f} EUR" in first
    assert "The months before: Income / Spending" in first


def test_categories_are_called_in_the_language_of_the_report(home: Home) -> None:
    report = home.report(OCTOBER)
    assert "| Miete |" in markdown.write(report, "de")
    assert "<td>Loyer</td>" in html.write(report, "fr")


def test_nothing_in_a_report_becomes_markup(home: Home) -> None:
    report = home.report(OCTOBER)
    row = next(iter(report.rows.values()))
    evil = '<script>alert(1)</script>[x](javascript:1) <a href="http://a">'
    from dataclasses import replace

    bad = replace(report, rows={**report.rows, row.id: replace(row, counterparty=evil)})
    assert "<script>alert" not in html.write(bad, "en")
    assert "<script>alert" not in markdown.write(bad, "en")
    assert "[x](javascript" not in markdown.write(bad, "en")
    assert pdf.write(bad, "en").startswith(b"%PDF")


def test_periods_are_read_and_what_is_none_is_refused() -> None:
    today = date(2026, 3, 5)
    assert month_of(None, today) == (date(2026, 2, 1), date(2026, 2, 28))
    assert month_of("2024-02", today) == (date(2024, 2, 1), date(2024, 2, 29))
    assert year_of(None, today) == (date(2025, 1, 1), date(2025, 12, 31))
    for bad in ("2024-13", "Mai", ""):
        if bad:
            with pytest.raises(ValueError):
                month_of(bad, today)


def test_a_month_without_records_says_so(home: Home) -> None:
    report = home.report((date(2019, 1, 1), date(2019, 1, 31)))
    assert report.money == ()
    assert "No bookings." in report.warnings

    assert markdown.write(report, "en").startswith("# Month report 2019-01")
    assert pdf.write(report, "en").startswith(b"%PDF")
