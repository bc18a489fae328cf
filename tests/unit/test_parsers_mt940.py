"""MT940 and MT942 as banks write them: every record accounted for, signs and days right, details in each style."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parsers import Candidate, parser_for
from ingest.parsers.mt940 import Mt940
from ingest.parsers.statement_title import title_of
from pkm.models import Parsed, ParsedStatement, ParsedTransaction
from tests.clock import linear_time

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "bank"


class _Bytes:
    """Bytes from memory where a parser reads a path."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def read_bytes(self) -> bytes:
        return self._data


def candidate(data: bytes, name: str = "umsatz.sta") -> Candidate:
    return Candidate(_Bytes(data), f"bank/{name}", name, len(data), data[:65_536])  # type: ignore[arg-type]


def read(text: str, encoding: str = "utf-8") -> Parsed:
    file = candidate(text.encode(encoding))
    assert Mt940().identify(file)
    return Mt940().parse(file)


def rows(parsed: Parsed) -> list[ParsedTransaction]:
    return [row for statement in parsed.documents[0].statements for row in statement.transactions]


def message(
    *fields: str, account: str = "10020030/1234567", number: str = "1/1", opening: str = "C240101EUR100,00"
) -> str:
    head = [":20:STARTUMS", f":25:{account}", f":28C:{number}", f":60F:{opening}"]
    return "\r\n".join([*head, *fields, "-", ""])


def one(line: str, *more: str) -> ParsedTransaction:
    parsed = read(message(f":61:{line}", *more))
    assert parsed.problems == ()
    (row,) = rows(parsed)
    return row


# ---------------------------------------------------------------- amounts and days


@pytest.mark.parametrize(
    ("line", "amount", "status", "correction"),
    [
        ("2401050105C12,50NTRFNONREF", "12.50", "booked", None),
        ("2401050105D12,50NTRFNONREF", "-12.50", "booked", None),
        ("2401050105CR12,50NTRFNONREF", "12.50", "booked", None),  # R: third letter of EUR
        ("2401050105DR12,50NTRFNONREF", "-12.50", "booked", None),
        ("2401050105RC12,50NTRFNONREF", "-12.50", "booked", "reversal"),
        ("2401050105RD12,50NTRFNONREF", "12.50", "booked", "reversal"),
        ("2401050105RCR12,50NTRFNONREF", "-12.50", "booked", "reversal"),
        ("2401050105RDR12,50NTRFNONREF", "12.50", "booked", "reversal"),
        ("2401050105EC12,50NTRFNONREF", "12.50", "pending", None),
        ("2401050105ED12,50NTRFNONREF", "-12.50", "pending", None),
        ("2401050105c12,50NTRFNONREF", "12.50", "booked", None),
        ("240105 0105 D 12,50 NTRFNONREF", "-12.50", "booked", None),
        ("240105    DD12,5NMSCNONREF//", "-12.5", "booked", None),
        ("2401050105C500NTRFNONREF", "500", "booked", None),
        ("2401050105C000000001213,28N044NONREF", "1213.28", "booked", None),
        ("2401050105C1.213,28NTRFNONREF", "1213.28", "booked", None),
        ("2401050105C1,213.28NTRFNONREF", "1213.28", "booked", None),
        ("2401050105C1.213.456,7NTRFNONREF", "1213456.7", "booked", None),
        ("2401050105CR\r\n30,00N062NONREF", "30.00", "booked", None),
    ],
)
def test_the_mark_decides_which_way_money_went(line, amount, status, correction):
    row = one(line)
    assert (row.amount, row.status, row.correction) == (Decimal(amount), status, correction)
    assert (row.type == "reversal") == (correction == "reversal")


@pytest.mark.parametrize(
    ("line", "booked_on", "value_on"),
    [
        ("2401020101C1,00NTRF", "2024-01-01", "2024-01-02"),
        ("2312311231C1,00NTRF", "2023-12-31", "2023-12-31"),
        ("2312310102C1,00NTRF", "2024-01-02", "2023-12-31"),
        ("2401021230C1,00NTRF", "2023-12-30", "2024-01-02"),
        ("240105C1,00NTRF", "2024-01-05", "2024-01-05"),
        ("1602300301C1,00NTRF", "2016-03-01", "2016-02-29"),  # a bank's month has 30 days
        ("2302280229C1,00NTRF", "2023-02-28", "2023-02-28"),
        ("2402290229C1,00NTRF", "2024-02-29", "2024-02-29"),
        ("9912310103C1,00NTRF", "2000-01-03", "1999-12-31"),
    ],
)
def test_the_entry_date_takes_its_year_from_the_value_date(line, booked_on, value_on):
    row = one(line)
    assert (row.booked_on, row.value_on) == (date.fromisoformat(booked_on), date.fromisoformat(value_on))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2413450105C1,00NTRF", "no such day"),
        ("2401051399C1,00NTRF", "no such day"),
        ("2401050105X1,00NTRF", "no mark or no amount"),
        ("2401050105C", "no mark or no amount"),
        ("hello", "no date"),
        ("2401050105C1.234NTRF", "amount cannot be read"),
        ("2401050105C1,2,3NTRF", "amount cannot be read"),
    ],
)
def test_a_bad_record_is_a_problem_of_that_record(line, reason):
    parsed = read(message(":61:2401020102C1,00NTRFNONREF", f":61:{line}", ":86:x", ":61:2401030103D2,00NTRFNONREF"))
    assert [row.amount for row in rows(parsed)] == [Decimal(1), Decimal(-2)]
    (problem,) = parsed.problems
    assert problem.locator == "record 2"
    assert reason in problem.reason


# ---------------------------------------------------------------- statements


def test_pages_of_one_statement_belong_together_and_add_up():
    text = (
        message(":61:2401050105C10,00NTRF", ":62M:C240105EUR110,00", number="7/1")
        + ":20:X\r\n:25:10020030/1234567\r\n:28C:7/2\r\n:60M:C240105EUR110,00\r\n:61:2401060106D30,00NTRF\r\n"
        + ":62F:C240106EUR80,00\r\n:64:C240106EUR80,00\r\n-\r\n"
        + message(":62F:C240101EUR100,00", number="8/1")
    )
    first, second = read(text).documents[0].statements
    assert (first.opening, first.closing) == (Decimal(100), Decimal(80))
    assert first.opening + sum(row.amount for row in first.transactions) == first.closing
    assert (first.since, first.until) == (date(2024, 1, 2), date(2024, 1, 6))
    assert (second.since, second.until) == (date(2024, 1, 1), date(2024, 1, 1))
    assert second.transactions == ()


@pytest.mark.parametrize(("booked", "since"), [("240102", date(2024, 1, 2)), ("240101", date(2024, 1, 1))])
def test_the_day_of_the_balance_before_is_covered_where_a_booking_is_of_it(booked: str, since: date) -> None:
    text = message(f":61:{booked}{booked[2:]}C10,00NTRF", ":62F:C240131EUR110,00")
    (statement,) = read(text).documents[0].statements
    assert (statement.since, statement.until) == (since, date(2024, 1, 31))


def test_balances_below_nothing_are_negative_and_may_lack_a_currency():
    text = message(":61:2401050105D10,00NTRF", ":62F:D240105110,00", opening="D240101EUR100,00")
    (statement,) = read(text).documents[0].statements
    assert (statement.opening, statement.closing, statement.currency) == (Decimal(-100), Decimal(-110), "EUR")


@pytest.mark.parametrize(
    ("stated", "account", "numbers", "institution"),
    [
        ("DE89370400440532013000", "DE89370400440532013000", (), None),
        ("DE89 3704 0044 0532 0130 00", "DE89370400440532013000", (), None),
        ("NL91ABNA0417164300EUR", "NL91ABNA0417164300", (), None),
        ("COBADEFF/DE89370400440532013000", "DE89370400440532013000", (), "COBADEFF"),
        ("37040044/532013000", "37040044/532013000", ("532013000", "DE89370400440532013000"), "37040044"),
        ("37040044/532013000EUR", "37040044/532013000", ("532013000", "DE89370400440532013000"), "37040044"),
        ("1291.99.348EUR", "1291.99.348", (), None),
    ],
)
def test_the_account_is_its_iban_or_stands_as_it_is(stated, account, numbers, institution):
    (statement,) = read(message(":61:2401050105C1,00NTRF", account=stated)).documents[0].statements
    assert (statement.account, statement.numbers, statement.institution) == (account, numbers, institution)


def test_without_a_currency_the_amounts_are_kept_and_a_problem_says_so():
    parsed = read(":61:1409010902DR000000000001,62NTRF0000549855700010//025498557/000001")
    assert [(row.amount, row.currency) for row in rows(parsed)] == [(Decimal("-1.62"), "XXX")]
    assert "currency" in parsed.problems[0].reason


def test_an_interim_report_holds_bookings_but_for_the_expected_ones():
    text = "\n".join([
        ":20:MT942", ":25:DE89370400440532013000", ":28C:1/1", ":34F:EUR0,", ":13D:2401091733+0100",
        ":61:2401090109C5,00NTRFNONREF", ":86:one", ":61:2401090109ED7,00NTRFNONREF", ":86:two", ":90D:1EUR7,00", ":90C:1EUR5,00", "-",
    ])  # fmt: skip
    parsed = read(text)
    (statement,) = parsed.documents[0].statements
    assert [(row.amount, row.status) for row in statement.transactions] == [
        (Decimal(5), "booked"),
        (Decimal(-7), "pending"),
    ]
    assert (statement.opening, statement.closing, statement.currency) == (None, None, "EUR")
    assert statement.until == date(2024, 1, 9)


def test_details_may_stand_before_their_records():
    parsed = read(
        message(
            ":86:first", ":61:2401050105C1,00NTRF", ":86:second", ":61:2401060106C2,00NTRF", ":62F:C240106EUR103,00"
        )
    )
    assert [(row.amount, row.description) for row in rows(parsed)] == [(Decimal(1), "first"), (Decimal(2), "second")]
    text = parsed.documents[0].text
    assert [text[row.char_start : row.char_end] for row in rows(parsed)] == [
        ":86:first\r\n:61:2401050105C1,00NTRF",
        ":86:second\r\n:61:2401060106C2,00NTRF",
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\r\r\n"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "-"),
        ("{1:F01BANKNL2AXXXX0000000000}{2:O940BANKNL2AXXXXN}{3:}{4:\n", "-}{5:{CHK:0}}"),
        ("ABNANL2A\n940\nABNANL2A\n", "-"),
        ("\x01{1:F01POFICHBEAXXX}{4:\n", "-}\x03"),
        ("0000 01INGBNL2AXXXX00001\n940 00\n", "-XXX"),
        ("ä4:\n", "-å"),
        (":940:\n", ""),
        ("\n\n", "-\n\n"),
    ],
)
def test_envelopes_and_line_ends_change_nothing(before, after, newline):
    body = message(":61:2401050105C1,50NTRFNONREF//B1", ":86:Coffee", ":62F:C240105EUR101,50").replace("\r\n", "\n")
    text = (before + body.removesuffix("-\n") + after).replace("\n", newline)
    parsed = read(text)
    assert [(row.amount, row.description, row.reference) for row in rows(parsed)] == [(Decimal("1.50"), "Coffee", "B1")]
    assert parsed.problems == ()
    assert parsed.documents[0].text == text


# ---------------------------------------------------------------- details


def test_german_subfields_and_sepa_words():
    row = one(
        "2401050105D49,90NDDTNONREF//B7",
        ":86:105?00SEPA-LASTSCHRIFT?109248?20EREF+E2E-4711?21MREF+M-1?22CRED+DE98ZZZ09999999999?23SVWZ+Stromrechnung Jan\r\n"
        "uar?24 2024?30COBADEFFXXX?31DE89370400440532013000?32Stadtwerke Musterhausen Gmb?33H?34992",
    )
    assert row.counterparty == "Stadtwerke Musterhausen GmbH"
    assert row.counterparty_account == "DE89370400440532013000"
    assert row.description == "Stromrechnung Januar 2024"
    assert (row.end_to_end, row.code, row.type, row.reference) == ("E2E-4711", "gvc:105", "sepa-lastschrift", "B7")


@pytest.mark.parametrize("mark", ["?", ">", "~", "<", "^"])
def test_other_marks_of_subfields(mark):
    details = ":86:020?00Przelew?20Czynsz?3010600076?31123?32Jan Nowak?38PL81060000760000777777777777".replace(
        "?", mark
    )
    row = one("2401050105D5,00NTRFNONREF", details)
    assert (row.counterparty, row.description, row.code) == ("Jan Nowak", "Czynsz", "gvc:020")
    assert row.counterparty_account == "PL81060000760000777777777777"


@pytest.mark.parametrize(
    ("details", "name", "account", "description", "end_to_end"),
    [
        (
            "/TRTP/SEPA OVERBOEKING/IBAN/NL91ABNA0417164300/BIC/ABNANL2A/NAME/Bakker BV/REMI/Factuur 12/EREF/E-1",
            "Bakker BV", "NL91ABNA0417164300", "Factuur 12", "E-1",
        ),
        (
            "/EREF/EV1//CNTP/NL91ABNA0417164300/ABNANL2A/Bakker BV/Delft///REMI/USTD//Factuur 12/",
            "Bakker BV", "NL91ABNA0417164300", "Factuur 12", "EV1",
        ),
        ("/BENM//NAME/JOHN DOE/REMI/Reference 201301234/ISDT/2013-01-02", "JOHN DOE", None, "Reference 201301234", None),
        (
            "FACTUUR 1, 2\nREK: NL91ABNA0417164300/NAAM: PICQER", "PICQER", "NL91ABNA0417164300",
            "FACTUUR 1, 2 REK: NL91ABNA0417164300/NAAM: PICQER", None,
        ),
        (
            "BEA   NR:XXX1234   21.05.11/12.54 DIRCKIII FIL2500 KATWIJK,PAS999", "DIRCKIII FIL2500 KATWIJK", None,
            "BEA NR:XXX1234 21.05.11/12.54 DIRCKIII FIL2500 KATWIJK,PAS999", None,
        ),
        ("just some words", "", None, "just some words", None),
    ],
)  # fmt: skip
def test_slashes_labels_and_plain_text(details, name, account, description, end_to_end):
    row = one("2401050105D5,00NTRFEREF", f":86:{details}")
    assert (row.counterparty, row.counterparty_account) == (name, account)
    assert (row.description, row.end_to_end) == (description, end_to_end)


def test_non_swift_lines():
    row = one(
        "2401050105D24,02S051NONREF",
        ":NS:01Beitrag\r\n02 2024\r\n15ACME Versicherung A\r\n16G\r\n17Lastschrift\r\n3310918001\r\n340000004279",
    )
    assert (row.counterparty, row.description) == ("ACME Versicherung AG", "Beitrag 2024")
    assert (row.counterparty_account, row.type) == ("10918001/0000004279", "lastschrift")


def test_the_other_sides_number_in_place_of_a_reference():
    row = one("2401050105D20,00NIOB0987654321", "j jansen", ":86:0987654321 j jansen", "", "rent")
    assert (row.counterparty, row.counterparty_account, row.description) == ("j jansen", "0987654321", "rent")
    legacy = one("240105D000000000044,95N0600733959555      T-MOBILE NETHERLANDS BV    ", ":86:Factuur 1", ":86:deel 2")
    assert (legacy.counterparty, legacy.counterparty_account) == ("T-MOBILE NETHERLANDS BV", "0733959555")
    assert legacy.description == "Factuur 1 deel 2"


def test_a_foreign_payment_keeps_both_amounts_rate_and_charges():
    row = one("2401050105D92,50NTRFNONREF//B1", "/OCMT/USD100,00//CHGS/EUR0,50//EXCH/1,087/", ":86:Books")
    assert (row.original_amount, row.original_currency, row.fee) == (Decimal("-100.00"), "USD", Decimal("-0.50"))
    assert row.rate is not None
    assert abs(row.rate - Decimal(1) / Decimal("1.087")) < Decimal(
        "1e-9"
    )  # stated the other way round: dollars for a euro


def test_references_are_a_bookings_own_or_none():
    parsed = read(message(
        ":61:2401020102D10,00NTRFNONREF//A1", ":61:2401020102D1,00NCHGNONREF//S", ":61:2401020102D2,00NTRFNONREF//S",
        ":61:2401030103RD10,00NTRFNONREF//A1", ":61:2401030103D3,00NTRFRENT-01", ":61:2401030103D4,00NTRFNONREF",
    ))  # fmt: skip
    assert [(row.reference, row.corrects, row.end_to_end) for row in rows(parsed)] == [
        ("A1", None, None), (None, None, None), (None, None, None), (None, "A1", None), (None, None, "RENT-01"), (None, None, None),
    ]  # fmt: skip


def test_a_time_of_day_that_was_wrapped_is_no_field():
    row = one("2401050105D6,00NTRFNONREF", ":86:106?20EREF+X?21SVWZ+GA 12-09-2014T16", ":20:37 Folgenr. 007")
    assert "16:20:37 Folgenr. 007" in row.description.replace(" :", ":")


# ---------------------------------------------------------------- whose file it is


@pytest.mark.parametrize(
    "text",
    [
        "# How MT940 works\n\n```\n:20:X\n:25:1\n:28C:1\n```\n",
        "Dear bank,\nplease find my statement:\n:20:X\n:25:1\n:28C:1\n:61:2401050105C1,00NTRF\n",
        "From: a@example.org\n\n:20:X\n:25:1\n",
        ":20:\n",
        "12:25:30 started\n12:28:00 done\n",
        "Date;Amount\n2024-01-05;1,00\n",
        "",
    ],
)
def test_other_files_are_left_to_others(text):
    assert not Mt940().identify(candidate(text.encode()))


def test_content_decides_and_never_the_ending():
    file = candidate(message(":61:2401050105C1,00NTRF").encode(), "photo.jpg")
    assert parser_for(file).name == "mt940"


# ---------------------------------------------------------------- hostile input


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "utf-16"])
def test_encodings(encoding):
    text = message(
        ":61:2401050105D1,00NTRF", ":86:820?20Gebühren für Übung?32Jürgen Groß", *[":61:2401060106C1,00NTRF"] * 3
    )
    parsed = read(text, encoding)
    assert rows(parsed)[0].counterparty == "Jürgen Groß"
    assert len(rows(parsed)) == 4


def test_a_file_cut_anywhere_loses_nothing_in_silence():
    text = message(
        ":61:2401050105D10,00NTRFNONREF//B1",
        ":86:166?00X?20one?32Anna",
        ":61:2401060106C20,00NTRF",
        ":62F:C240106EUR110,00",
    )
    for end in range(text.index(":61:"), len(text)):
        cut = text[:end]
        file = candidate(cut.encode())
        if not Mt940().identify(file):
            continue
        parsed = Mt940().parse(file)
        raw = len(re.findall("(?m)^:61:", cut))
        assert len(rows(parsed)) + sum("record" in (each.locator or "") for each in parsed.problems) == raw


def test_bytes_at_random_do_no_harm():
    data = (
        message(":61:2401050105D10,00NTRF", ":86:x").encode()
        + bytes(range(256)) * 4
        + b"\r\n:61:2401060106C1,00NTRF\r\n"
    )
    parsed = Mt940().parse(candidate(data))
    assert sum((row.amount for row in rows(parsed)), Decimal()) == Decimal(-9)


@pytest.mark.parametrize(
    "details", ["?20" * 200_000, "/NAME/" * 100_000, "BEA 21.05.11/12.54 " * 30_000, "A" * 500_000, "NAAM: " * 80_000]
)
def test_hostile_details_take_linear_time(details):
    with linear_time():
        read(message(":61:2401050105D10,00NTRF", f":86:166{details}", f":61:2401050105D10,00NTRF\r\n:86:{details}"))


def test_many_records_take_linear_time():
    records = [
        f":61:2401050105C{n},00NTRFNONREF//R{n}\r\n:86:166?00GUTSCHRIFT?20SVWZ+Zahlung {n}?32Name {n}"
        for n in range(1, 30_001)
    ]
    with linear_time():
        parsed = read(message(*records))
    assert sum(row.amount for row in rows(parsed)) == 30_000 * 30_001 // 2


WORDS = st.text(st.sampled_from("ABCDEFGHIJabcdefghij0123456789 ,.-äöüß"), max_size=60).map(
    lambda text: " ".join(text.split())
)
DAYS = st.dates(date(1975, 1, 1), date(2068, 12, 31))
ROWS = st.tuples(
    DAYS,
    st.integers(-30, 30),
    st.sampled_from(["C", "D", "RC", "RD", "EC", "ED"]),
    st.integers(0, 10**12),
    WORDS,
    WORDS,
)


@given(st.lists(ROWS, min_size=1, max_size=20), st.sampled_from(["\n", "\r\n"]))
def test_what_is_written_is_read(written, newline):
    fields = []
    for value_on, days, mark, cents, purpose, name in written:
        entry = value_on + timedelta(days=days)
        fields += [
            f":61:{value_on:%y%m%d}{entry:%m%d}{mark}{cents // 100},{cents % 100:02}NTRFNONREF",
            f":86:166?00X?20SVWZ+{purpose}?32{name}",
        ]
    found = rows(read(message(*fields).replace("\r\n", newline)))
    signs = {"C": 1, "RD": 1, "EC": 1, "D": -1, "RC": -1, "ED": -1}
    assert [(row.value_on, row.booked_on, row.amount, row.counterparty) for row in found] == [
        (value_on, value_on + timedelta(days=days), signs[mark] * Decimal(cents) / 100, name)
        for value_on, days, mark, cents, purpose, name in written
    ]


# ---------------------------------------------------------------- real files


def real_files() -> list[Path]:
    found = [*REAL.glob("mt940/**/*.sta"), *REAL.glob("mt940/**/*.txt"), *REAL.glob("jejik_mt940/**/document/*.txt")]
    return sorted(path for path in found if path.name != "SOURCE.txt")


def expected_amounts(text: str) -> list[Decimal]:
    """The amounts that mt-940's own suite expects; its YAML builds objects and is therefore read as text only."""
    _, _, transactions = text.partition("\ntransactions:")
    records = transactions.split("- !!python/object:mt940.models.Transaction\n")[1:]
    return [Decimal(re.search(r"decimal\.Decimal\n      - '([^']+)'", record)[1]) for record in records]  # type: ignore[index]


@pytest.mark.real
@pytest.mark.skipif(not REAL.exists(), reason="the real files are not part of this repository")
@pytest.mark.parametrize("path", real_files(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_real_files(path):
    data = path.read_bytes()
    raw = len(re.findall(rb"(?m)^:\r?\n?61:", data))
    file = Candidate.at(path)
    if not Mt940().identify(file):
        assert raw == 0
        return
    parsed = Mt940().parse(file)
    found = rows(parsed)
    assert len(found) == raw
    assert not [each for each in parsed.problems if "record" in (each.locator or "")]
    text = parsed.documents[0].text
    assert all(re.match(r":\s*61:", text[row.char_start : row.char_end]) for row in found)
    answer = path.with_suffix(".yml")
    if answer.exists():
        expected = Counter(expected_amounts(answer.read_text()))
        # mt-940 takes the reversal of a credit for money that comes in; the balances say otherwise
        reversed_ = Counter(-row.amount for row in found if row.correction and row.amount < 0)
        assert Counter(row.amount for row in found if not (row.correction and row.amount < 0)) + reversed_ == expected
        if reversed_:
            assert all(
                each.opening + sum(row.amount for row in each.transactions) == each.closing
                for each in parsed.documents[0].statements
                if any(row.correction for row in each.transactions)
            )


@pytest.mark.real
@pytest.mark.skipif(not REAL.exists(), reason="the real files are not part of this repository")
def test_mt940_the_library_reads_the_same_amounts():
    library = pytest.importorskip("mt940")
    compared = 0
    for path in real_files():
        file = Candidate.at(path)
        try:
            theirs = [each.data["amount"].amount for each in library.parse(str(path)) if each.data.get("amount")]
        except RuntimeError:
            continue  # it refuses a file for one line
        if not Mt940().identify(file) or b"RC" in path.read_bytes():
            continue
        assert Counter(row.amount for row in rows(Mt940().parse(file))) == Counter(theirs), path
        compared += 1
    assert compared > 40


def test_of_many_accounts_a_title_names_a_few():
    many = [ParsedStatement(f"DE{n:020}", None, None, "EUR", None, None, None, None, ()) for n in range(9)]
    assert title_of(many, "export").endswith(", DE00000000000000000002 and 6 more")
    assert title_of(many[:1], "export") == "Statement of DE00000000000000000000"
    assert title_of([], "export") == "export"
