"""The sample household: its files agree with its key, read here without any of pkm's own readers."""

from __future__ import annotations

import csv
import email
import hashlib
import io
import json
import mailbox
import re
import zipfile
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from email.message import EmailMessage
from email.policy import default
from functools import cache
from html import unescape
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pkm.household import Fact, Key, build
from pkm.household.anomalies import keep_books
from pkm.household.days import bank_day, month_end, shift_month
from pkm.household.key import DEMO_KINDS
from pkm.household.plan import cents, draw, iban
from pkm.household.statements import write_statements

TODAY = date(2026, 3, 18)
SEEDS = (1, 2)


@pytest.fixture(scope="module", params=SEEDS)
def household(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Key]:
    folder = tmp_path_factory.mktemp(f"household-{request.param}")
    return folder, build(folder, request.param, TODAY, bad_files=True)


# ---------------------------------------------------------------- independent readers


def squeeze(text: str) -> str:
    return " ".join(text.split())


def pdf_pages(data: bytes) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        pages = []
        for page in document:
            text = page.get_textpage()
            pages.append(squeeze(text.get_text_range()))
            text.close()
            page.close()
        return pages
    finally:
        document.close()


def docx_text(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    paragraphs = root.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p")
    return "\n".join("".join(each.itertext()) for each in paragraphs)


def xlsx_text(path: Path) -> str:
    import openpyxl

    sheet = openpyxl.load_workbook(path).active
    return "\n".join(" ".join(str(cell) for cell in row) for row in sheet.iter_rows(values_only=True))


def rtf_text(data: bytes) -> str:
    decoded = re.sub(r"\\u(\d+)\?", lambda found: chr(int(found[1])), data.decode("ascii"))
    return decoded.replace("\\par", "")


def mail_text(message: EmailMessage) -> str:
    texts = [str(message["From"]), str(message["Subject"])]
    for part in message.walk():
        name, kind = part.get_filename() or "", part.get_content_type()
        if kind == "text/html":
            texts.append(unescape(re.sub(r"<[^>]+>", " ", part.get_content())))
        elif kind.startswith("text/"):
            texts.append(part.get_content())
        elif name.endswith(".pdf"):
            texts += pdf_pages(part.get_payload(decode=True))
        elif name.endswith(".docx"):
            texts.append(docx_text(part.get_payload(decode=True)))
    return "\n".join(texts)


@cache
def mails(folder: Path) -> dict[str, EmailMessage]:
    box = mailbox.mbox(
        folder / "mail/archive.mbox", factory=lambda f: email.message_from_binary_file(f, policy=default)
    )
    try:
        found = {each["Message-ID"]: each for each in box}
    finally:
        box.close()
    for path in (folder / "mail").glob("*.eml"):
        each = email.message_from_bytes(path.read_bytes(), policy=default)
        found[each["Message-ID"]] = each
    return found


def read(folder: Path, path: str, locator: str | None) -> str:
    """The text at a proof's place."""
    place = folder / path
    if path.startswith("mail/"):
        assert locator is not None
        return mail_text(mails(folder)[locator.removeprefix("message ")])
    if path.endswith(".pdf"):
        assert locator is not None
        return pdf_pages(place.read_bytes())[int(locator.removeprefix("page ")) - 1]
    if path.endswith(".docx"):
        return docx_text(place.read_bytes())
    if path.endswith(".xlsx"):
        return xlsx_text(place)
    if path.endswith(".rtf"):
        return rtf_text(place.read_bytes())
    return unescape(place.read_text("utf-8"))


# ---------------------------------------------------------------- the same, and different


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_same_seed_and_day_give_the_same_bytes(household: tuple[Path, Key], tmp_path: Path) -> None:
    folder, key = household
    again = build(tmp_path, key.seed, TODAY, bad_files=True)
    assert again == key
    assert hashes(tmp_path) == hashes(folder)


def test_another_seed_gives_other_people_banks_amounts_and_words(tmp_path: Path) -> None:
    one, two = (build(tmp_path / str(seed), seed, TODAY) for seed in (11, 12))
    assert set(one.people).isdisjoint(two.people)
    assert [each.outcome for each in one.bad_files] == ["quarantined"] * 2, "few are damaged unless more are asked for"
    assert {each.institution for each in one.accounts}.isdisjoint(each.institution for each in two.accounts)
    shared = Counter(each.amount for each in one.rows) & Counter(each.amount for each in two.rows)
    assert shared.total() < len(one.rows) / 2
    same = {path for path, value in hashes(tmp_path / "11").items() if hashes(tmp_path / "12").get(path) == value}
    assert same <= {
        "notes/plants.txt",
        "notes/recipes/lentil-soup.md",
        "downloads/IMG_2291.jpg",
        "downloads/manual.pdf",
    }
    assert [each.row.booked_on for each in one.anomalies] != [each.row.booked_on for each in two.anomalies]


@pytest.mark.parametrize("today", [date(2025, 1, 1), date(2024, 2, 29), date(2026, 12, 31)])
def test_any_day_can_be_today(today: date, tmp_path: Path) -> None:
    key = build(tmp_path, 5, today)
    last = shift_month(today.replace(day=1), -1)
    assert min(each.since for each in key.statements) == shift_month(last, -23)
    assert max(each.booked_on for each in key.rows) < today
    assert sum(each.row.booked_on.replace(day=1) == last for each in key.anomalies) >= 3


# ---------------------------------------------------------------- money


def german(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def test_statements_add_up_and_cover_every_day(household: tuple[Path, Key]) -> None:
    _, key = household
    for account in key.accounts:
        own = [each for each in key.statements if each.account == account.id]
        assert own[0].since == date(2024, 3, 1)
        assert own[-1].until == TODAY - timedelta(days=1)
        for before, after in pairwise(own):
            assert after.since == before.until + timedelta(days=1)
            assert after.opening == before.closing
        for each in own:
            assert each.opening + sum(row.amount for row in each.rows) == each.closing
            assert all(each.since <= row.booked_on <= each.until for row in each.rows)


def test_ofx_files_state_what_the_key_says(household: tuple[Path, Key]) -> None:
    folder, key = household
    read_any = set()
    for statement in key.statements:
        if not statement.path.endswith((".ofx", ".qfx")):
            continue
        text = (folder / statement.path).read_bytes().decode("cp1252" if statement.path.endswith(".ofx") else "utf-8")
        if statement.path.endswith(".qfx"):
            ElementTree.fromstring(text.encode())
        amounts = [Decimal(each) for each in re.findall(r"<TRNAMT>([-\d.]+)", text)]
        days = re.findall(r"<DTPOSTED>(\d{8})", text)
        assert amounts == [row.amount for row in statement.rows]
        assert days == [f"{row.booked_on:%Y%m%d}" for row in statement.rows]
        assert re.findall(r"<FITID>(\d+)", text) == [row.reference for row in statement.rows]
        assert Decimal(re.findall(r"<BALAMT>([-\d.]+)", text)[0]) == statement.closing
        assert f"<ACCTID>{statement.account}" in text
        assert all(len(unescape(name)) <= 32 for name in re.findall(r"<NAME>([^<\r\n]+)", text))
        read_any.add(statement.path[-3:])
    assert read_any == {"ofx", "qfx"}


def test_csv_files_state_what_the_key_says(household: tuple[Path, Key]) -> None:
    folder, key = household
    for statement in key.statements:
        if not statement.path.endswith(".csv"):
            continue
        text = (folder / statement.path).read_bytes().decode("utf-8-sig")
        lines = text.splitlines()
        for row in statement.rows:
            number = int(row.locator.removeprefix("row "))
            assert lines[number - 1] == row.text
        if not text.startswith("Date,"):
            assert statement.account in text
            cells = [each for each in csv.reader(lines, delimiter=";") if len(each) == 7][1:]
            if statement.rows and statement.rows[0].locator != "row 6":
                cells.reverse()
            balance = statement.opening
            for cell, row in zip(cells, statement.rows, strict=True):
                balance += german(cell[4])
                assert german(cell[6]) == balance
                assert cell[0] == f"{row.booked_on:%d.%m.%Y}"
        else:
            cells = list(csv.DictReader(lines))
            assert sum(Decimal(each["Amount"]) for each in cells) == statement.closing - statement.opening
            assert {each["Reference"] for each in cells} == {row.reference for row in statement.rows}


def test_both_formats_of_a_card_are_drawn(tmp_path: Path) -> None:
    endings = set()
    for seed in range(1, 9):
        plan = draw(seed, TODAY)
        *_, statements = write_statements(tmp_path / str(seed), plan, keep_books(plan))
        endings |= {each.path[-3:] for each in statements if "/card-" in each.path}
    assert endings == {"csv", "ofx"}


def test_references_are_unique_and_rows_are_found_by_their_text(household: tuple[Path, Key]) -> None:
    folder, key = household
    for account in key.accounts:
        references = [row.reference for row in key.rows if row.account == account.id and row.reference]
        assert len(references) == len(set(references))
    for statement in key.statements:
        text = (folder / statement.path).read_bytes().decode("cp1252" if statement.path.endswith(".ofx") else "utf-8")
        assert all(text.count(row.text) == 1 for row in statement.rows)


def test_own_transfers_and_card_settlements_have_two_legs(household: tuple[Path, Key]) -> None:
    _, key = household
    for category, lag in (("transfer", 4), ("card settlement", 0)):
        legs = [row for row in key.rows if row.category == category]
        out, into = ([row for row in legs if (row.amount < 0) == sign] for sign in (True, False))
        assert len(out) >= 24
        for leg in into:
            twin = next(
                row for row in out
                if row.amount == -leg.amount and 0 <= (leg.booked_on - row.booked_on).days <= lag
            )  # fmt: skip
            assert twin.account != leg.account
            out.remove(twin)
        assert all((TODAY - each.booked_on).days <= lag for each in out), "only a transfer under way has one leg"


def test_a_household_earns_pays_and_slips(household: tuple[Path, Key]) -> None:
    _, key = household
    rent = Counter(row.booked_on.replace(day=1) for row in key.rows if row.category == "rent")
    months = [shift_month(date(2024, 3, 1), n) for n in range(24)]
    assert any(rent[month] == 0 for month in months)
    assert any(rent[month] == 2 for month in months)
    assert sum(rent.values()) == 24
    assert sum("13th salary" in row.description for row in key.rows) == 2
    assert sum(row.description.startswith("Refund of") for row in key.rows) == 4
    assert sum("Car insurance, yearly" in row.description for row in key.rows) == 2
    heating = {row.booked_on.month: -row.amount for row in key.rows if row.category == "heating"}
    assert heating[1] > 2 * heating[7] or any(each.row.category == "heating" for each in key.anomalies)


# ---------------------------------------------------------------- anomalies


def test_every_rule_is_planted_and_three_last_month(household: tuple[Path, Key]) -> None:
    _, key = household
    assert {each.rule for each in key.anomalies} == {"duplicate", "price_jump", "new_counterparty", "amount", "fee"}
    last = [each for each in key.anomalies if date(2026, 2, 1) <= each.row.booked_on <= date(2026, 2, 28)]
    assert len(last) >= 3


def test_each_anomaly_is_what_its_rule_says(household: tuple[Path, Key]) -> None:
    _, key = household
    for each in key.anomalies:
        row = each.row
        before = [
            other for other in key.rows
            if other.counterparty == row.counterparty and other.booked_on < row.booked_on and other.category == row.category
        ]  # fmt: skip
        if each.rule == "duplicate":
            assert each.twin in before
            assert each.twin.amount == row.amount
            assert each.twin.account == row.account
            assert each.twin.reference != row.reference or not row.reference
        elif each.rule == "price_jump":
            assert {other.amount for other in before} == {max(other.amount for other in before)}
            assert row.amount < before[0].amount * Decimal("1.1")
        elif each.rule == "new_counterparty":
            assert not before
            assert row.amount <= -480
        elif each.rule == "amount":
            assert row.amount < 1.8 * float(min(other.amount for other in before))
        else:
            assert not [
                other for other in key.rows if other.category == "fee" and other.account == row.account and other != row
            ]


def test_nothing_else_looks_planted(household: tuple[Path, Key]) -> None:
    _, key = household
    planted = {id(each.row) for each in key.anomalies}
    bought: dict[tuple[str, Decimal], date] = {}
    seen: set[str] = set()
    for row in sorted(key.rows, key=lambda row: row.booked_on):
        outgoing = row.amount < 0 and row.category not in {"transfer", "card settlement", "rent", "cash"}
        same = bought.get((row.counterparty, row.amount))
        if outgoing and id(row) not in planted:
            assert same is None or (row.booked_on - same).days > 6
            assert row.counterparty in seen or row.amount > -480 or row.booked_on < date(2024, 9, 1)
            assert row.category != "fee"
        bought[row.counterparty, row.amount] = row.booked_on
        seen.add(row.counterparty)


# ---------------------------------------------------------------- questions and proofs


def test_the_demo_asks_one_of_each_kind(household: tuple[Path, Key]) -> None:
    _, key = household
    assert tuple(each.kind for each in key.demo) == DEMO_KINDS
    assert sum(each.demo for each in key.questions) == 6
    assert len(key.questions) >= 26
    assert len({each.text for each in key.questions}) == len(key.questions)
    kinds = Counter(each.kind for each in key.questions)
    assert kinds["unanswerable"] >= 5
    assert kinds["sum"] >= 8


def test_the_words_that_prove_an_answer_stand_where_the_key_says(household: tuple[Path, Key]) -> None:
    folder, key = household
    proved = 0
    for question in key.questions:
        for proof in question.proofs:
            if proof.path.startswith("scans/"):
                continue
            text = squeeze(read(folder, proof.path, proof.locator))
            assert squeeze(proof.words) in text, question.text
            proved += 1
    assert proved >= 25
    assert squeeze(key.hostile.words) in squeeze(read(folder, key.hostile.path, key.hostile.locator))


def test_the_words_that_prove_an_answer_hold_its_facts(household: tuple[Path, Key]) -> None:
    _, key = household
    for question in key.questions:
        if question.proofs:
            told = question.proofs[0].words
            assert [fact for fact in question.facts if not fact.stated_in(told)] == [], question.text


def test_sums_are_the_sum_of_their_rows(household: tuple[Path, Key]) -> None:
    _, key = household
    known = set(key.rows)
    for question in key.questions:
        if question.kind == "sum":
            assert question.rows
            assert set(question.rows) <= known
            assert sum((row.amount for row in question.rows), Decimal(0)) == question.total
            assert question.facts == (Fact("amount", f"{abs(question.total):.2f}"),)
        if question.kind == "unusual":
            assert question.anomalies
            assert all(each in key.anomalies for each in question.anomalies)
    last = next(each for each in key.demo if each.kind == "unusual")
    assert {each.row for each in last.anomalies} == {
        each.row for each in key.anomalies if each.row.booked_on.replace(day=1) == date(2026, 2, 1)
    }


def test_no_document_answers_the_unanswerable(household: tuple[Path, Key]) -> None:
    folder, key = household
    damaged = {each.path for each in key.bad_files}
    texts = [mail_text(each) for each in mails(folder).values()]
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in damaged and path.suffix in {".md", ".txt", ".html", ".csv", ".qfx"}:
            texts.append(path.read_text("utf-8-sig"))
        elif path.suffix == ".ofx":
            texts.append(path.read_text("cp1252"))
        elif path.suffix == ".pdf" and name not in damaged:
            texts += pdf_pages(path.read_bytes())
        elif path.suffix == ".docx" and name not in damaged:
            texts.append(docx_text(path.read_bytes()))
        elif path.suffix == ".rtf":
            texts.append(rtf_text(path.read_bytes()))
    everything = squeeze(" ".join(texts)).casefold()
    assert "dishwasher" in everything
    unanswerable = [each for each in key.questions if each.kind == "unanswerable"]
    assert all(each.absent and not each.facts for each in unanswerable)
    for question in unanswerable:
        assert [words for words in question.absent if words.casefold() in everything] == [], question.text


# ---------------------------------------------------------------- mail, scans, damaged files


def test_the_archive_is_a_real_mailbox(household: tuple[Path, Key]) -> None:
    folder, _ = household
    found = mails(folder)
    assert len(found) >= 42
    assert sum(each["In-Reply-To"] in found for each in found.values()) >= 15
    assert any(line.startswith("> >") for each in found.values() for line in mail_text(each).splitlines())
    names = {part.get_filename() for each in found.values() for part in each.iter_attachments()}
    assert {Path(name).suffix for name in names} == {".pdf", ".csv", ".docx"}
    kinds = {each.get_content_type() for each in found.values()}
    assert {"text/plain", "text/html", "multipart/alternative", "multipart/mixed"} <= kinds
    assert b"=?utf-8?" in (folder / "mail/archive.mbox").read_bytes()
    assert all(not each.defects for message in found.values() for each in message.walk())
    assert all(each["Date"].datetime.date() < TODAY for each in found.values())


def test_scans_are_pictures_without_text(household: tuple[Path, Key]) -> None:
    from PIL import Image

    folder, key = household
    assert pdf_pages((folder / "scans/phone-contract.pdf").read_bytes()) == ["", ""]
    with Image.open(folder / "scans/IMG_service_charges.jpg") as picture:
        assert picture.size == (1654, 2339)
        assert picture.convert("L").getextrema()[0] < 90
    assert sum(each.kind == "scan_figure" for each in key.questions) >= 3


def test_damaged_files_are_damaged(household: tuple[Path, Key]) -> None:
    import pypdfium2

    folder, key = household
    assert len(key.bad_files) == 5
    for each in key.bad_files:
        data = (folder / each.path).read_bytes()
        if each.outcome == "indexed":
            assert data.startswith(b"\x89PNG")
        elif each.path.endswith(".pdf"):
            with pytest.raises(pypdfium2.PdfiumError):
                pypdfium2.PdfDocument(data)
        else:
            assert not zipfile.is_zipfile(folder / each.path)


def test_the_household_is_small_and_keeps_its_key_outside(household: tuple[Path, Key]) -> None:
    folder, key = household
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) <= 250
    assert sum(path.stat().st_size for path in files) < 8 << 20
    assert not list(folder.rglob("*key*"))
    told = json.loads(key.to_json())
    assert told["today"] == TODAY.isoformat()
    assert len(told["questions"]) == len(key.questions)
    assert all(isinstance(row["amount"], str) for each in told["statements"] for row in each["rows"])


# ---------------------------------------------------------------- small parts


@pytest.mark.parametrize(
    ("value", "answer", "stated"),
    [
        (date(2027, 6, 30), "It ends on June 30, 2027.", True),
        (date(2027, 6, 30), "Es endet am 30.06.2027.", True),
        (date(2027, 6, 3), "It ends on 30 June 2027.", False),
        (Decimal("-1234.5"), "In all € 1.234,50 [1].", True),
        (Decimal("1234.50"), "EUR 1,234.50", True),
        (Decimal("234.50"), "EUR 1,234.50", False),
        (Decimal("12.50"), "12.505", False),
        (Decimal("2920.00"), "a deposit of EUR 2,920", True),
        ("three months", "Three\nmonths' notice", True),
        ("8365#", "the code is 8365#.", True),
        ("30", "in 2030", False),
    ],
)
def test_a_fact_is_recognised_in_the_forms_that_people_write(
    value: date | Decimal | str, answer: str, stated: bool
) -> None:
    assert Fact.of(value).stated_in(answer) is stated


def test_days() -> None:
    assert shift_month(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert shift_month(date(2024, 1, 15), -13) == date(2022, 12, 15)
    assert month_end(date(2023, 2, 7)) == date(2023, 2, 28)
    assert [bank_day(date(2026, 3, day)) for day in (20, 21, 22, 23)] == [
        date(2026, 3, day) for day in (20, 23, 23, 23)
    ]


def test_money_keeps_its_two_places() -> None:
    assert [str(cents(value)) for value in (83.5, 0.004, 7, 12.345678)] == ["83.50", "0.00", "7.00", "12.35"]


@pytest.mark.parametrize("today", [date(2024, 3, 1), date(2025, 7, 31), date(2026, 1, 15)])
def test_every_seed_plants_what_can_be_found(today: date) -> None:
    last = shift_month(today.replace(day=1), -1)
    for seed in range(200, 215):
        plan = draw(seed, today)
        finances = keep_books(plan)
        recent = [each for each in finances.planted if each.booking.booked_on.replace(day=1) == last]
        assert len({each.rule for each in recent}) == len(recent) >= 3
        for each in finances.planted:
            own = [
                other for other in finances.bookings
                if (other.counterparty, other.category) == (each.booking.counterparty, each.booking.category)
                and other.booked_on < each.booking.booked_on
            ]  # fmt: skip
            assert each.booking in finances.bookings
            assert bool(own) is (each.rule not in {"new_counterparty", "fee"})
            if each.rule == "amount":
                assert each.booking.amount < 1.7 * float(min(other.amount for other in own))


def test_ibans_have_right_check_digits() -> None:
    from random import Random

    for seed in range(50):
        number = iban(Random(seed))
        moved = number[4:] + "1314" + number[2:4]
        assert len(number) == 22
        assert int(moved) % 97 == 1
