"""QIF: accounts, parts, investments, days in any order that the file proves, and every record accounted for."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parsers import Candidate, parser_for
from ingest.parsers.qif import Qif
from pkm.models import CsvProfile, Parsed, ParsedTransaction, Problem
from tests.clock import linear_time

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "bank" / "quiffen" / "tests" / "test_files"


class _Bytes:
    """Bytes from memory where a parser reads a path."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def read_bytes(self) -> bytes:
        return self._data


def candidate(data: bytes, name: str = "quicken.qif") -> Candidate:
    return Candidate(_Bytes(data), f"bank/{name}", name, len(data), data[:65_536])  # type: ignore[arg-type]


def read(text: str, encoding: str = "utf-8") -> Parsed:
    file = candidate(text.encode(encoding))
    assert Qif().identify(file)
    return Qif().parse(file)


def rows(parsed: Parsed) -> list[ParsedTransaction]:
    return [row for statement in parsed.documents[0].statements for row in statement.transactions]


def faults(parsed: Parsed) -> list[Problem]:
    """All problems but that the format has no currency."""
    return [each for each in parsed.problems if "no currency" not in each.reason]


def bank(*records: str, header: str = "!Type:Bank") -> str:
    return f"{header}\n" + "".join(f"{record}\n^\n" for record in records)


def record(day: str = "2024-01-05", amount: str = "-12.50", *more: str) -> str:
    return "\n".join([f"D{day}", f"T{amount}", *more])


# ---------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["1/31'24", "2/ 1'24"], ["2024-01-31", "2024-02-01"]),
        (["12/31/99", "1/ 1' 0", "1/ 2' 4"], ["1999-12-31", "2000-01-01", "2004-01-02"]),
        (["31/12/2023", "01/02/2024"], ["2023-12-31", "2024-02-01"]),
        (["2/10'2020", "2/14'2020"], ["2020-02-10", "2020-02-14"]),
        (["31.12.2023", "01.02.2024"], ["2023-12-31", "2024-02-01"]),
        (["01.02.2024"], ["2024-02-01"]),
        (["2024-02-01"], ["2024-02-01"]),
        (["01-31-2024", "02-01-2024"], ["2024-01-31", "2024-02-01"]),
        (["1/ 1'00"], ["2000-01-01"]),
        (["5/5/05", "6/6/06"], ["2005-05-05", "2006-06-06"]),
        (["13/ 1'24", "2/ 1'24"], ["2024-01-13", "2024-01-02"]),
    ],
)
def test_styles_of_days(written, expected):
    parsed = read(bank(*(record(day) for day in written)))
    assert faults(parsed) == []
    assert [row.booked_on.isoformat() for row in rows(parsed)] == expected


def test_an_order_that_nothing_decides_is_asked_for_and_not_guessed():
    parsed = read(bank(record("1/2'24"), record("3/3'24"), record("4/5/2024")))
    assert [row.booked_on for row in rows(parsed)] == [date(2024, 3, 3)]
    assert [problem.locator for problem in faults(parsed)] == ["record 1", "record 3"]
    assert all("either order" in problem.reason for problem in faults(parsed))


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("D2024-02-31\nT1", "no such day"), ("Dsoon\nT1", "cannot be read"), ("T1", "date is missing"), ("D2024-01-05", "amount is missing"),
        ("D2024-01-05\nTlots", "amount cannot be read"), ("D2024-01-05\nT1.2.3", "amount cannot be read"),
    ],
)  # fmt: skip
def test_a_bad_record_is_a_problem_of_that_record(bad, reason):
    parsed = read(bank(record(amount="1.25"), bad, record(amount="2.50")))
    assert [row.amount for row in rows(parsed)] == [Decimal("1.25"), Decimal("2.50")]
    (problem,) = faults(parsed)
    assert problem.locator == "record 2"
    assert reason in problem.reason


# ---------------------------------------------------------------- bookings


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("-1,234.56", "-1234.56"),
        ("1.234,56", "1234.56"),
        ("67.50", "67.5"),
        ("-184.8", "-184.8"),
        ("1 234,56", "1234.56"),
        ("10", "10"),
    ],
)
def test_amounts_of_either_style(written, expected):
    assert [row.amount for row in rows(read(bank(record(amount=written))))] == [Decimal(expected)]


def test_amounts_that_could_be_thousands_are_not_guessed():
    parsed = read(bank(record(amount="1,234"), record(amount="5,678")))
    assert rows(parsed) == []
    assert len(faults(parsed)) == 2
    assert "decimal comma" in faults(parsed)[0].reason


def test_payee_memo_category_and_number():
    (row,) = rows(
        read(bank(record("2024-01-05", "-25.00", "CX", "N123", "PWalmart", "Mweekly", "LFood:Groceries/Home")))
    )
    assert (row.counterparty, row.description, row.code) == ("Walmart", "weekly", "name:Food:Groceries")
    assert (row.type, row.end_to_end, row.currency) == ("check", "123", "XXX")
    (other,) = rows(read(bank(record("2024-01-05", "$-25.00", "NATM", "L[Savings]"))))
    assert (other.type, other.code, other.counterparty_account) == ("atm", None, "Savings")


def test_parts_stay_one_booking():
    parts = ["L--Split--", "SRent", "EJanuary", "$-900.00", "D1/10'2020", "S[Savings]", "$-100.00"]
    parsed = read(bank(record("2024-01-05", "-1,000.00", *parts)))
    (row,) = rows(parsed)
    assert (row.amount, row.description, row.counterparty_account) == (Decimal(-1000), "", None)
    assert [(each.amount, each.name, each.memo, each.code, each.account) for each in row.parts] == [
        (Decimal(-900), "Rent", "January", "name:Rent", None), (Decimal(-100), "[Savings]", "", None, "Savings"),
    ]  # fmt: skip
    assert [parsed.documents[0].text[each.char_start : each.char_end] for each in row.parts] == [
        "SRent\nEJanuary\n$-900.00", "S[Savings]\n$-100.00",
    ]  # fmt: skip
    (bare,) = rows(read(bank("D2024-01-05\nSRent\n$-900.00\nSFees\n$-1.50")))
    assert bare.amount == Decimal("-901.50")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["SFood", "$-60.00", "SHome", "$-40.00"], ["Food -60.00", "Home -40.00"]),
        (["SFood", "$-60.00", "SHome", "$-30.00"], ["Food -60.00", "Home -30.00", " -10.00"]),
        (["SFood", "$-60.00", "SHome"], ["Food -60.00", "Home -40.00"]),
        (["SFood", "%60", "SHome", "%40%"], ["Food -60.00", "Home -40.00"]),
        (["SFood", "%33.333", "SHome", "$-60.00"], ["Food -33.33", "Home -60.00", " -6.67"]),
        (["SFood", "$60.00", "SHome", "$40.00"], ["Food -60.00", "Home -40.00"]),
        (["SFood", "$-120.00", "SCoupon", "$20.00"], ["Food -120.00", "Coupon 20.00"]),
        (["SFood", "$-100.00", "SHome"], ["Food -100.00"]),
        (["SFood", "SHome"], []),
        (["SFood", "$-50.00"], ["Food -50.00", " -50.00"]),
        (["LFood", "SFood", "$-100.00"], []),
        ([], []),
    ],
)
def test_parts_sum_to_their_booking(lines, expected):
    (row,) = rows(read(bank(record("2024-01-05", "-100.00", *lines))))
    assert [f"{each.name} {each.amount:.2f}" for each in row.parts] == expected
    assert sum(each.amount for each in row.parts) == (row.amount if row.parts else 0)


def test_an_opening_balance_is_named_as_such():
    (row,) = rows(read(bank(record("2024-01-05", "100.00", "POpening Balance", "L[Checking]"))))
    assert (row.amount, row.type) == (Decimal(100), "opening balance")


def test_several_accounts_a_file():
    text = (
        "!Option:AutoSwitch\n!Account\nNChecking\nTBank\n^\nNVisa\nTCCard\n^\n!Clear:AutoSwitch\n"
        "!Type:Cat\nNFood\nDall we eat\nE\n^\n"
        "!Account\nNChecking\nTBank\n$50.00\n/1/31'24\n^\n" + bank(record("1/15'24", "1.00"), record("1/16'24", "2.00"))
        + "!Account\nNVisa\nTCCard\n^\n" + bank(record("1/17'24", "-3.00"), header="!Type:CCard")
        + "!Account\nNChecking\n^\n" + bank(record("1/18'24", "4.00"))
    )  # fmt: skip
    checking, visa = read(text).documents[0].statements
    assert (checking.account, checking.account_kind, checking.closing, checking.until) == (
        "Checking",
        "bank",
        Decimal(50),
        date(2024, 1, 31),
    )
    assert [row.amount for row in checking.transactions] == [Decimal(1), Decimal(2), Decimal(4)]
    assert (visa.account, visa.account_kind) == ("Visa", "creditcard")
    assert [row.locator for row in (*checking.transactions, *visa.transactions)] == [
        "record 1",
        "record 2",
        "record 4",
        "record 3",
    ]


def test_without_an_account_the_file_names_it():
    (statement,) = read(bank(record())).documents[0].statements
    assert statement.account == "quicken"


# ---------------------------------------------------------------- investments


@pytest.mark.parametrize(
    ("action", "amount", "units"),
    [
        ("Buy", "-1510.00", "10"), ("BuyX", "-1510.00", "10"), ("Sell", "1510.00", "-10"), ("SellX", "1510.00", "-10"),
        ("ShrsIn", "0", "10"), ("ShrsOut", "0", "-10"), ("ReinvDiv", "0", "10"), ("StkSplit", "0", None), ("Buy     ", "-1510.00", "10"),
        ("Div", "1510.00", "10"), ("MiscExp", "-1510.00", "10"), ("XOut", "-1510.00", "10"), ("XIn", "1510.00", "10"), ("CvrShrt", "-1510.00", "10"),
    ],
)  # fmt: skip
def test_the_action_decides_which_way_cash_and_units_went(action, amount, units):
    text = "!Type:Security\nNAcme Inc\nSACME\nTStock\n^\n!Account\nNBroker\nTInvst\n^\n" + bank(
        f"D2024-01-05\nN{action}\nYAcme Inc\nI150.00\nQ10\nT1,510.00\nO10.00\nMfirst\nL[Checking]", header="!Type:Invst"
    )
    (row,) = rows(read(text))
    assert (row.amount, row.units) == (Decimal(amount), Decimal(units) if units else None)
    assert (row.security, row.unit_price, row.fee) == ("ACME", Decimal(150), Decimal(-10))
    assert (row.type, row.counterparty_account, row.description) == (action.strip().lower(), "Checking", "first")


# ---------------------------------------------------------------- whose file it is, hostile input


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello\n!Type:Bank\nD1",
        "!important note\n",
        "#!/bin/sh\necho\n",
        "Date,Amount\n1,2\n",
        "# Notes\n\n- !Type:Bank",
    ],
)
def test_other_files_are_left_to_others(text):
    assert not Qif().identify(candidate(text.encode()))


@pytest.mark.parametrize("before", ["", "\ufeff", "\n\n", "# exported\n\n", "^\n"])
def test_content_decides_and_never_the_ending(before):
    data = (before + bank(record())).encode()
    assert parser_for(candidate(data, "notes.txt")).name == "qif"
    assert len(rows(Qif().parse(candidate(data)))) == 1


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("end", ["^", "^^"])
def test_line_ends_and_offsets(newline, end):
    text = (
        bank(record("2024-01-05", "1.00", "PÉclair"), record("2024-01-06", "2.00"))
        .replace("^", end)
        .replace("\n", newline)
    )
    parsed = read(text)
    assert parsed.documents[0].text == text
    assert [text[row.char_start : row.char_end].split(newline)[0] for row in rows(parsed)] == [
        "D2024-01-05",
        "D2024-01-06",
    ]
    assert faults(parsed) == []


def test_a_file_cut_anywhere_loses_nothing_in_silence():
    text = bank(record("2024-01-05", "10.00", "PAnna"), record("2024-01-06", "-20.00", "PBert", "MRent"))
    for end in range(len("!Type:Bank\n"), len(text)):
        cut = text[:end]
        parsed = read(cut)
        raw = sum(bool(chunk.strip()) for chunk in cut.removeprefix("!Type:Bank\n").split("^"))
        assert len(rows(parsed)) + len(faults(parsed)) == raw
        assert {row.amount for row in rows(parsed)} <= {Decimal(10), Decimal(-20)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
def test_encodings(encoding):
    parsed = read(bank(record("2024-01-05", "1.00", "PBäckerei Größe", "MFrühstück mit Brötchen")), encoding)
    assert rows(parsed)[0].counterparty == "Bäckerei Größe"


@pytest.mark.parametrize(
    "junk",
    [
        "^" * 500_000,
        "!" * 500_000,
        "S\n" * 200_000,
        "M x\n" * 200_000,
        "D" * 500_000,
        " " * 500_000,
        "!Type:Bank\n" * 50_000,
    ],
)
def test_hostile_lines_take_linear_time(junk):
    with linear_time():
        read(bank(record("2024-01-05", "1.00"), junk, record("2024-01-05", "2.00")))


def test_many_records_take_linear_time():
    with linear_time():
        found = rows(read(bank(*(record("2024-01-05", f"{n}.25", f"PName {n}") for n in range(30_000)))))
    assert sum(row.amount for row in found) == sum(range(30_000)) + Decimal(7_500)


WORDS = st.text(st.sampled_from("ABCabc0123 ,.-'äöüß:/"), max_size=30).map(lambda text: " ".join(text.split()))
STYLES = {"month first": "{0.month}/{0.day:2}'{0:%y}", "day first": "{0:%d.%m.%Y}", "year first": "{0:%Y-%m-%d}"}


@given(
    st.lists(
        st.tuples(st.dates(date(2000, 1, 1), date(2069, 12, 31)), st.integers(-(10**12), 10**12), WORDS),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from(sorted(STYLES)),
)
def test_what_is_written_is_read(written, style):
    written = [(date(2024, 12, 31), 5, "proof of the order"), *written]
    text = bank(*(
        f"D{STYLES[style].format(day)}\nT{'-' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02}\nP{payee}"
        for day, cents, payee in written
    ))  # fmt: skip
    found = rows(read(text))
    assert [(row.booked_on, row.amount, row.counterparty) for row in found] == [
        (day, Decimal(cents) / 100, payee) for day, cents, payee in written
    ]


# ---------------------------------------------------------------- real files


@pytest.mark.real
@pytest.mark.skipif(not REAL.exists(), reason="the real files are not part of this repository")
@pytest.mark.parametrize("path", sorted(REAL.glob("*.*")), ids=lambda path: path.stem)
def test_real_files(path):
    text = path.read_text()
    if not Qif().identify(Candidate.at(path)):
        assert not re.search("^!", text, re.M)
        return
    parsed = Qif().parse(Candidate.at(path))
    assert faults(parsed) == []
    booked = ""
    for section in re.split("(?m)^(?=!)", text):
        if re.match("!Type:(Bank|Cash|CCard|Oth [AL]|Invst)", section):
            booked += section.partition("\n")[2]
    stated = [
        each for chunk in re.split(r"(?m)^\^", booked) if chunk.strip() for each in [re.search(r"(?m)^[T$](.*)", chunk)]
    ]
    found = rows(parsed)
    assert [abs(row.amount) for row in found] == [abs(Decimal(each[1])) if each else 0 for each in stated]
    assert [row.amount for row in found if row.units is None] == [
        Decimal(each[1]) if each else 0 for each, row in zip(stated, found, strict=True) if row.units is None
    ]


def test_a_person_may_say_the_currency_of_an_account_once() -> None:
    text = "!Account\nNISA 4471\nTBank\n^\n!Type:Bank\nD13/01/2026\nT150.00\nPStanding order\n^\n"
    asked = read(text)
    (layout,) = [each["layout"] for each in json.loads(asked.documents[0].meta["reading"])]
    assert "--currency" in asked.problems[-1].reason
    later = candidate(text.replace("13/01", "13/02").encode())
    told = Qif().parse(replace(later, profiles={layout: CsvProfile(currency="GBP")}))
    (statement,) = told.documents[0].statements
    assert (told.problems, statement.currency, statement.transactions[0].currency) == ((), "GBP", "GBP")


def test_files_of_several_months_are_of_one_account() -> None:
    text = bank(record()).encode()
    for name, account in (("joint 2024-03.qif", "joint"), ("joint 2024-09.qif", "joint"), ("2024-03.qif", "2024-03")):
        (statement,) = Qif().parse(candidate(text, name)).documents[0].statements
        assert statement.account == account
