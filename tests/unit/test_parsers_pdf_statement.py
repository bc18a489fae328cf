"""Statements on paper: every row of six layouts to the cent, misprints and misreadings named, other papers left alone."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image as Pillow

from ingest.parsers import Candidate
from ingest.parsers.image import Image
from ingest.parsers.pdf import Pdf
from ingest.parsers.pdf_statement import read_statement
from pkm.models import Parsed, ParsedDocument, ParsedStatement, ParsedTransaction, Problem
from tests.statement_pages import LAYOUTS, current, pictures, scan
from tests.statement_plan import IBAN, Entry, Plan, plan
from tests.statement_tables import TABLES
from tests.unit.other_papers import PAPERS, paper

OPENINGS = {"card": "-512.40"}
ACCOUNTS = {"giro": IBAN, "current": "12345678", "courant": "FR1420041010050500013M02606", "card": "4417", "direct": IBAN,
            "checking": "000009876543"}  # fmt: skip
CURRENCIES = {"giro": "EUR", "current": "GBP", "courant": "EUR", "card": "USD", "direct": "EUR", "checking": "USD"}


def planned(layout: str, seed: int = 1, count: int = 40) -> Plan:
    return plan(seed, LAYOUTS[layout][0], count, OPENINGS.get(layout, "1834.17"))


def printed(folder: Path, layout: str, what: Plan) -> Parsed:
    path = folder / f"{layout}.pdf"
    path.write_bytes(LAYOUTS[layout][1](what))
    return Pdf().parse(Candidate.at(path))


def only(parsed: Parsed) -> ParsedStatement:
    (found,) = parsed.documents[0].statements
    return found


@pytest.mark.parametrize("only_last_comes_in", [False, True])
def test_amounts_on_the_last_line_of_a_booking(tmp_path: Path, only_last_comes_in: bool) -> None:
    what = planned("current", 4)
    entries = [replace(each, words=each.words or ("ON THEIR BEHALF",)) for each in what.entries]
    if only_last_comes_in:  # and the day stands above it, once
        entries = [replace(each, amount=-abs(each.amount)) for each in entries[:9]]
        entries.append(replace(entries[-1], amount=Decimal("900.00")))
    what = replace(what, entries=tuple(entries))
    path = tmp_path / "current.pdf"
    path.write_bytes(current(what, amount_last=True))
    parsed = Pdf().parse(Candidate.at(path))
    assert parsed.problems == ()
    assert [
        (each.booked_on, each.amount, each.counterparty, each.description) for each in only(parsed).transactions
    ] == [(each.day, each.amount, each.party, " ".join(each.words)) for each in entries]


def in_print_order(layout: str, what: Plan) -> list[Entry]:
    """Cards and US accounts print credits first."""
    if layout in ("card", "checking"):
        return sorted(what.entries, key=lambda each: each.amount < 0)
    return list(what.entries)


def words_of(layout: str, entry: Entry) -> tuple[str | None, str, str]:
    below = " ".join(entry.words) or ("Mandat 88-1" if layout == "direct" else "")
    return entry.type.lower() or None, entry.party, below


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_row_is_read_as_it_was_written(tmp_path: Path, layout: str, seed: int) -> None:
    what = planned(layout, seed)
    parsed = printed(tmp_path, layout, what)
    found = only(parsed)
    assert len(parsed.documents[0].pages) >= 2
    assert parsed.problems == ()
    entries = in_print_order(layout, what)
    assert [(each.booked_on, each.amount) for each in found.transactions] == [
        (each.day, each.amount) for each in entries
    ]
    assert [(each.type, each.counterparty, each.description) for each in found.transactions] == [
        words_of(layout, each) for each in entries
    ]
    values = [None if layout in ("current", "checking") else each.value for each in entries]
    assert [each.value_on for each in found.transactions] == values
    assert {each.currency for each in found.transactions} == {CURRENCIES[layout]}
    assert (found.account, found.currency) == (ACCOUNTS[layout], CURRENCIES[layout])
    assert (found.opening, found.closing) == (what.opening, what.closing)
    assert parsed.documents[0].kind == "statement"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_row_quotes_its_lines(tmp_path: Path, layout: str) -> None:
    what = planned(layout)
    (document,) = printed(tmp_path, layout, what).documents
    pages = {page.number: page for page in document.pages}
    for row, entry in zip(document.statements[0].transactions, in_print_order(layout, what), strict=True):
        quote = document.text[row.char_start : row.char_end]
        cents = f"{abs(entry.amount):.2f}"
        assert "".join(filter(str.isdigit, cents)) in "".join(filter(str.isdigit, quote))
        assert entry.party in quote
        assert quote.count("\n") <= 2
        page, number = row.locator.split()[1::2]
        assert pages[int(page)].char_start <= row.char_start < row.char_end <= pages[int(page)].char_end
        assert int(number) >= 1


def test_a_card_and_its_kind_and_period(tmp_path: Path) -> None:
    found = only(printed(tmp_path, "card", planned("card")))
    assert (found.account_kind, found.since, found.until) == ("creditcard", date(2024, 1, 1), date(2024, 1, 31))
    assert found.institution == "First Prairie Bank"


def test_a_statement_names_the_accounts_holder(tmp_path: Path) -> None:
    assert only(printed(tmp_path, "courant", planned("courant"))).holder == "M. OU MME MERLE"


def test_a_british_account_is_known_with_its_sort_code_and_keeps_its_balances(tmp_path: Path) -> None:
    what = planned("current")
    found = only(printed(tmp_path, "current", what))
    assert found.numbers == ("401122/12345678",)
    balance = what.opening
    for row, entry in zip(found.transactions, what.entries, strict=True):
        balance += entry.amount
        assert row.balance in (None, balance)
    assert sum(row.balance is not None for row in found.transactions) == len({entry.day for entry in what.entries})


@pytest.mark.parametrize("name", ["withdrew", "debited.", "Gezahlt!"])
def test_a_column_whose_name_is_unknown_is_read_as_the_balances_say(tmp_path: Path, name: str) -> None:
    what = planned("current")
    (document,) = printed(tmp_path, "current", what).documents
    text = re.sub("(?i)paid out", name, document.text)
    assert text != document.text
    found, problems = read_statement(replace(document, text=text, statements=()), "saver.pdf")
    assert problems == []
    assert [row.amount for row in found.statements[0].transactions] == [entry.amount for entry in what.entries]


def test_both_balances_without_the_word_statement_are_a_problem_where_the_rows_cannot_be_told(tmp_path: Path) -> None:
    what = planned("current", count=4)
    (document,) = printed(tmp_path, "current", what).documents
    text = re.sub("(?i)statement", "overvieew", document.text)
    text = re.sub("(?i)(paid) (out|in)|balance$", lambda found: "x" * len(found[0]), text, flags=re.MULTILINE)
    text = text.replace("1,834.17", "1,034.17")
    found, problems = read_statement(replace(document, text=text, statements=(), kind="other"), "saver.pdf")
    assert found.statements == ()
    assert len(problems) == 1


def test_days_without_a_year_at_the_turn_of_the_year(tmp_path: Path) -> None:
    what = plan(4, "de", 30, since=date(2023, 12, 1))
    late = replace(what.entries[-1], day=date(2024, 1, 1), value=date(2024, 1, 2))
    what = replace(what, entries=(*what.entries, late), until=date(2024, 1, 2))
    found = only(printed(tmp_path, "giro", what))
    assert [each.booked_on for each in found.transactions] == [each.day for each in what.entries]
    assert (found.since, found.until) == (date(2023, 12, 1), date(2024, 1, 2))


def test_a_statement_without_bookings(tmp_path: Path) -> None:
    found = only(printed(tmp_path, "giro", planned("giro", count=0)))
    assert (found.transactions, found.opening, found.closing) == ((), Decimal("1834.17"), Decimal("1834.17"))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_many_pages_that_look_alike(tmp_path: Path, layout: str) -> None:
    what = planned(layout, 5, 600)
    parsed = printed(tmp_path, layout, what)
    assert parsed.problems == ()
    assert [(each.booked_on, each.amount) for each in only(parsed).transactions] == [
        (each.day, each.amount) for each in in_print_order(layout, what)
    ]


@pytest.mark.parametrize(
    ("words", "original", "rate"),
    [("USD 54,10 Kurs 1,0820", "-54.10", "0.9242144177"), ("54,10 USD zum Kurs 0,9242", "-54.10", "0.9242"), ("USD 54,10 Kurs 7,1", None, None)],
)  # fmt: skip
def test_a_foreign_payment_keeps_both_amounts_where_its_rate_agrees(
    tmp_path: Path, words: str, original: str | None, rate: str | None
) -> None:
    what = planned("giro", count=6)
    abroad = replace(what.entries[0], amount=Decimal("-50.00"), words=(words,))
    found = only(printed(tmp_path, "giro", replace(what, entries=(abroad, *what.entries[1:])))).transactions[0]
    assert found.amount == Decimal("-50.00")
    assert (found.original_amount, found.rate) == (
        Decimal(original) if original else None,
        Decimal(rate) if rate else None,
    )
    assert found.original_currency == ("USD" if original else None)


def test_the_other_sides_iban_is_not_the_accounts_own(tmp_path: Path) -> None:
    what = planned("current", count=6)
    paid = replace(what.entries[0], words=("IBAN GB29 NWBK 6016 1331 9268 19",))
    found = only(printed(tmp_path, "current", replace(what, entries=(paid, *what.entries[1:]))))
    assert found.account == "12345678"
    assert found.transactions[0].counterparty_account == "GB29NWBK60161331926819"


def test_two_statements_in_one_file(tmp_path: Path) -> None:
    first = planned("giro", count=12)
    second = replace(plan(9, "de", 12, since=date(2024, 2, 1)), opening=first.closing + 1)
    whole = pypdfium2.PdfDocument.new()
    for what in (first, second):
        with pypdfium2.PdfDocument(LAYOUTS["giro"][1](what)) as part:
            whole.import_pages(part)
    whole.save(tmp_path / "both.pdf")
    parsed = Pdf().parse(Candidate.at(tmp_path / "both.pdf"))
    assert parsed.problems == ()
    assert [
        (each.opening, each.closing, [row.amount for row in each.transactions])
        for each in parsed.documents[0].statements
    ] == [(what.opening, what.closing, [row.amount for row in what.entries]) for what in (first, second)]


# ---------------------------------------------------------------- what does not add up


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_statement_that_does_not_add_up_is_read_and_says_by_how_much(tmp_path: Path, layout: str) -> None:
    what = replace(planned(layout), misprint=Decimal("10.07"))
    parsed = printed(tmp_path, layout, what)
    found = only(parsed)
    assert [each.amount for each in found.transactions] == [each.amount for each in in_print_order(layout, what)]
    assert (found.opening, found.closing) == (what.opening, what.closing)
    assert any("10.07" in each.reason for each in parsed.problems)


def recognised(document: ParsedDocument, text: str) -> tuple[ParsedDocument, list[Problem]]:
    """The document as if it had been recognised in a picture, with a text of the same length."""
    assert len(text) == len(document.text)
    pages = tuple(replace(page, confidence=0.97) for page in document.pages)
    return read_statement(replace(document, text=text, pages=pages, statements=(), kind="other"), "scan.png")


def misread(document: ParsedDocument, row: ParsedTransaction, old: str, new: str) -> str:
    before, quote, after = (
        document.text[: row.char_start], document.text[row.char_start : row.char_end], document.text[row.char_end :]
    )  # fmt: skip
    assert old in quote
    return before + quote.replace(old, new, 1) + after


@pytest.mark.parametrize(("old", "new"), [("82,23", "8Z,23"), ("82,23", "82 23"), ("01.01.", "O1.O1.")])
def test_a_row_that_cannot_be_read_for_sure_is_a_problem_and_no_guess(tmp_path: Path, old: str, new: str) -> None:
    what = planned("giro")
    (document,) = printed(tmp_path, "giro", what).documents
    assert what.entries[1].amount == Decimal("-82.23")
    found, problems = recognised(document, misread(document, document.statements[0].transactions[1], old, new))
    rows = found.statements[0].transactions
    assert [row.amount for row in rows] == [each.amount for number, each in enumerate(what.entries) if number != 1]
    assert [each.locator for each in problems if each.locator] == ["page 1 row 2"]


def test_a_digit_that_was_misread_is_found_by_the_balance_beside_it(tmp_path: Path) -> None:
    what = planned("current")
    (document,) = printed(tmp_path, "current", what).documents
    alone = next(
        index for index, each in enumerate(what.entries) if sum(other.day == each.day for other in what.entries) == 1
    )
    amount = f"{abs(what.entries[alone].amount):,.2f}"
    wrong = amount[:-1] + str((int(amount[-1]) + 3) % 10)
    found, problems = recognised(document, misread(document, document.statements[0].transactions[alone], amount, wrong))
    rows = [row.amount for row in found.statements[0].transactions]
    assert rows == [each.amount for index, each in enumerate(what.entries) if index != alone]
    assert sum(1 for each in problems if each.locator) == 1


_SLIPS = {
    "0": "O8",
    "1": "l7",
    "2": "Z3",
    "3": "8",
    "5": "S6",
    "8": "B3",
    ",": ". ",
    ".": ", ",
    "4": "9",
    "6": "5",
    "7": "1",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_misread_amount_passes_in_silence(tmp_path: Path, layout: str) -> None:
    rng = random.Random(layout)
    what = planned(layout)
    (document,) = printed(tmp_path, layout, what).documents
    truth = sorted((each.day, each.amount) for each in what.entries)
    spans = [(row.char_start, row.char_end) for row in document.statements[0].transactions]
    for _ in range(25):
        text = list(document.text)
        start, end = rng.choice(spans)
        first, last = rng.choice(
            [each.span() for each in re.finditer(r"\d[\d ]*(?:[.,]\d{3})*[.,]\d\d(?![\d.])", document.text[start:end])]
        )
        at = rng.choice([index for index in range(start + first, start + last) if text[index] in _SLIPS])
        text[at] = rng.choice(_SLIPS[text[at]])
        found, problems = recognised(document, "".join(text))
        rows = [row for each in found.statements for row in each.transactions]
        assert problems or sorted((row.booked_on, row.amount) for row in rows) == truth


@pytest.mark.parametrize("name", LAYOUTS | TABLES)
def test_no_unreadable_day_passes_in_silence(tmp_path: Path, name: str) -> None:
    rng = random.Random(name)
    what = plan(2, (LAYOUTS | TABLES)[name][0], 25, "-512.40" if "card" in name else "1834.17")
    path = tmp_path / "statement.pdf"
    path.write_bytes((LAYOUTS | TABLES)[name][1](what))
    (document,) = Pdf().parse(Candidate.at(path)).documents
    truth = sorted((each.day, each.amount) for each in what.entries)
    for row in rng.sample(document.statements[0].transactions, 12):
        quote = document.text[row.char_start : row.char_end]
        days = list(re.finditer(r"\d+[./-]\d+(?:[./-]\d+)?|[A-Z][a-z]{2} \d+|\d+ [A-Z][a-z]{2}", quote))
        if not days:
            continue  # of the same day as the booking above
        text = list(document.text)
        text[row.char_start + rng.randrange(*days[0].span())] = rng.choice("x§O")
        found, problems = recognised(document, "".join(text))
        rows = [(each.booked_on, each.amount) for statement in found.statements for each in statement.transactions]
        assert problems or sorted(rows) == truth


def test_a_misread_day_that_breaks_the_order_is_a_problem(tmp_path: Path) -> None:
    what = planned("direct")
    (document,) = printed(tmp_path, "direct", what).documents
    days = [each.day for each in what.entries]
    inner = next(at for at in range(1, 39) if days[at].day > 9 and days[at - 1].month == days[at].month)
    row = document.statements[0].transactions[inner]
    day = f"{days[inner]:%d.%m.%Y}"
    found, problems = recognised(document, misread(document, row, day, f"0{day[1:]}"))
    assert [each.locator for each in problems if each.locator] == [row.locator]
    assert len(found.statements[0].transactions) == len(what.entries) - 1


# ---------------------------------------------------------------- through the eyes of the recogniser


@pytest.mark.parametrize(("layout", "count", "tilt"), [("giro", 26, 0.0), ("current", 30, 1.2), ("card", 30, -0.7)])
def test_scanned_pages_give_the_same_rows(tmp_path: Path, layout: str, count: int, tilt: float) -> None:
    what = planned(layout, 7, count)
    sheets = [
        sheet.rotate(tilt, Pillow.Resampling.BICUBIC, fillcolor=(255, 255, 255))
        for sheet in pictures(LAYOUTS[layout][1](what))
    ]
    parsed = Image().parse(Candidate.at(scan(tmp_path, "scan.tif", sheets)))
    found = only(parsed)
    assert parsed.problems == ()
    assert [(each.booked_on, each.amount) for each in found.transactions] == [
        (each.day, each.amount) for each in in_print_order(layout, what)
    ]
    assert (found.opening, found.closing, found.account) == (what.opening, what.closing, ACCOUNTS[layout])


# ---------------------------------------------------------------- what is no statement


@pytest.mark.parametrize("name", PAPERS)
def test_sums_of_other_papers_never_become_bookings(tmp_path: Path, name: str) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(paper(PAPERS[name]))
    parsed = Pdf().parse(Candidate.at(path))
    assert parsed.documents[0].statements == ()
    assert parsed.problems == ()


REAL = Path(__file__).parents[2].parent / "shared" / "data" / "pdf"


@pytest.mark.real
@pytest.mark.skipif(not REAL.exists(), reason="the real files are not here")
def test_no_real_paper_is_taken_for_a_statement() -> None:
    from pkm.errors import Refused

    looked_at = 0
    for path in sorted(REAL.rglob("*.pdf")):
        if path.stat().st_size > 400_000:
            continue
        try:
            parsed = Pdf().parse(Candidate.at(path))
        except Refused:
            continue
        assert all(each.statements == () for each in parsed.documents), path.name
        looked_at += 1
    assert looked_at > 10
