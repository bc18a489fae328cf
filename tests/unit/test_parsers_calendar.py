"""Calendars and address books: each entry is found with its day, each person with all that the card says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.parsers import Candidate, parse
from pkm.models import Parsed
from tests.clock import linear_time


@pytest.fixture(autouse=True)
def zurich(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Zurich")


def read(folder: Path, name: str, data: str) -> Parsed:
    path = folder / name
    path.write_bytes(data.replace("\n", "\r\n").encode())
    return parse(Candidate.at(path))


def calendar(*entries: str, head: str = "") -> str:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}" + "".join(entries) + "END:VCALENDAR\n"


def event(*lines: str, uid: str = "1@example.org") -> str:
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT", ""])


def first_line(folder: Path, *lines: str) -> str:
    return read(folder, "a.ics", calendar(event(*lines))).documents[0].text.splitlines()[0]


def test_an_event_says_what_when_where_and_with_whom(tmp_path: Path) -> None:
    text = calendar(
        event(
            "SUMMARY:Check-up at the dent\n ist\\, Dr. Wyss",
            "DTSTART;TZID=Europe/Zurich:20241114T143000",
            "DTEND;TZID=Europe/Zurich:20241114T151500",
            "LOCATION:Marktgasse 5\\nBern",
            'ATTENDEE;CN="Ortiz, Ben";PARTSTAT=DECLINED:mailto:ben@example.org',
            "DESCRIPTION:Bring the X-rays\\; thanks.",
            "BEGIN:VALARM\nDESCRIPTION:Reminder\nEND:VALARM",
        ),
        head="X-WR-CALNAME:Family\n",
    )
    (document,) = read(tmp_path, "export", text).documents
    assert document.title == "Check-up at the dentist, Dr. Wyss"
    assert document.text == (
        "Appointment: Check-up at the dentist, Dr. Wyss, 2024-11-14 14:30–15:15, Marktgasse 5 Bern\n"
        "With: Ortiz, Ben (ben@example.org): declined\n\nBring the X-rays; thanks.\n"
    )
    assert document.date == date(2024, 11, 14)
    assert document.locator == "event 1@example.org"
    assert "Family" in document.head


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["DTSTART:20240714T100000Z", "DURATION:PT1H30M"], "2024-07-14 12:00–13:30"),
        (["DTSTART:20240714T100000", "DTEND:20240715T020000"], "2024-07-14 10:00 – 2024-07-15 02:00"),
        (["DTSTART;VALUE=DATE:20240803", "DTEND;VALUE=DATE:20240818"], "2024-08-03 – 2024-08-17"),
        (["DTSTART;VALUE=DATE:20240803"], "2024-08-03"),
        (
            ["DTSTART;TZID=America/New_York:20241114T100000", "DTEND;TZID=America/New_York:20241114T110000"],
            "2024-11-14 16:00–17:00 (2024-11-14 10:00 America/New_York)",
        ),
        (["DTSTART;TZID=W. Europe Standard Time:20241114T100000"], "2024-11-14 10:00"),
        (["DTSTART;TZID=Our own zone:20241114T100000"], "2024-11-14 10:00 (Our own zone)"),
    ],
)
def test_times_are_those_of_the_house(tmp_path: Path, lines: list[str], said: str) -> None:
    assert first_line(tmp_path, "SUMMARY:Call", *lines).split(": ", 1)[1] == f"Call, {said}"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=YEARLY", "every year"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20250630T215959Z", "every 2 weeks on Tuesday, Thursday until 2025-06-30"),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=10", "every month on the last Friday, 10 times"),
        ("FREQ=MONTHLY;BYSETPOS=2;BYDAY=MO", "every month on the second Monday"),
        ("FREQ=MONTHLY;BYMONTHDAY=15,-1", "every month on day 15, the last day"),
        ("FREQ=YEARLY;BYMONTH=3;BYWEEKNO=9", "every year in March (BYWEEKNO=9)"),
        ("FREQ=SECONDLY;COUNT=999999999999", "every second, 999999999999 times"),
    ],
)  # fmt: skip
def test_what_recurs_is_one_document_that_says_how(tmp_path: Path, rule: str, said: str) -> None:
    assert first_line(tmp_path, "SUMMARY:Choir", "DTSTART:20240903T190000", f"RRULE:{rule}").endswith(said)


def test_what_is_moved_or_cancelled_says_so(tmp_path: Path) -> None:
    moved = event("SUMMARY:Choir", "DTSTART:20241112T200000", "RECURRENCE-ID:20241112T190000")
    usual = event("SUMMARY:Choir", "DTSTART:20240903T190000", "RRULE:FREQ=WEEKLY", "EXDATE:20241224T190000")
    off = event("SUMMARY:Party", "DTSTART:20241130T190000", "STATUS:CANCELLED", uid="2")
    documents = read(tmp_path, "a.ics", calendar(usual, moved, off)).documents
    assert [each.locator for each in documents] == [
        "event 1@example.org",
        "event 1@example.org, 20241112T190000",
        "event 2",
    ]
    assert "every week, not on 2024-12-24 19:00" in documents[0].text
    assert "instead of 2024-11-12 19:00" in documents[1].text
    assert documents[2].text.startswith("Appointment: Party (cancelled), ")


def test_tasks_are_told_by_their_day(tmp_path: Path) -> None:
    task = "BEGIN:VTODO\nUID:t\nSUMMARY:Tax return\nDUE;VALUE=DATE:20241130\nSTATUS:NEEDS-ACTION\nEND:VTODO\n"
    (document,) = read(tmp_path, "a.ics", calendar(task)).documents
    assert (document.text, document.date) == ("Task: Tax return (open), due 2024-11-30\n", date(2024, 11, 30))


def test_an_entry_that_cannot_be_read_is_named_and_the_others_are_there(tmp_path: Path) -> None:
    parsed = read(
        tmp_path,
        "a.ics",
        calendar(event("CLASS:PUBLIC"), event("SUMMARY:Dinner", uid="2"), "BEGIN:VEVENT\nSUMMARY:Cut\n"),
    )
    assert [each.title for each in parsed.documents] == ["Dinner", "Cut"]
    assert [each.locator for each in parsed.problems] == ["event 1", "event 3"]


def test_an_invitation_is_below_its_mail(tmp_path: Path) -> None:
    invitation = calendar(event("SUMMARY:Notary", "DTSTART:20241121T130000Z"), head="METHOD:REQUEST\n")
    mail = (
        "From: b@example.org\nTo: a@example.org\nSubject: Notary\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n"
        f"--b\nContent-Type: text/plain\n\nPlease come.\n--b\nContent-Type: text/calendar; method=REQUEST\n\n{invitation}--b--\n"
    )
    letter, entry = read(tmp_path, "a.eml", mail).documents
    assert (letter.kind, entry.parent) == ("email", 0)
    assert entry.text == "Appointment: Notary, 2024-11-21 14:00\n"


CARD = """BEGIN:VCARD
VERSION:3.0
FN:Dr. Ursula Wyss
N:Wyss;Ursula;;Dr.;
ORG:Zahnarztpraxis Wyss;Reception
item1.TEL;TYPE=WORK:+41 31 555 01 01
item1.X-ABLabel:_$!<Main>!$_
ADR;TYPE=WORK:;;Marktgasse 5;Bern;BE;3011;Switzerland
BDAY:19710509
NOTE:Parking behind the house\\, code 2580
X-SPOUSE:Marc
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD
 DBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL
END:VCARD
BEGIN:VCARD
VERSION:4.0
N:Leclerc;Simone;;;
TEL;VALUE=uri;TYPE="voice,home":tel:+33-1-55-01-02-03
BDAY:--0412
END:VCARD
BEGIN:VCARD
VERSION:2.1
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen M=C3=BCller
TEL;CELL:0171 5550 303
NOTE;ENCODING=QUOTED-PRINTABLE:Klempner=0D=0Aab 10 U=
hr
END:VCARD
"""


def test_a_card_is_a_document_named_by_its_person(tmp_path: Path) -> None:
    ursula, simone, jurgen = read(tmp_path, "contacts", CARD).documents
    assert ursula.text == (
        "Dr. Ursula Wyss\nOrganization: Zahnarztpraxis Wyss, Reception\nPhone (work, Main): +41 31 555 01 01\n"
        "Address (work): Marktgasse 5, 3011 Bern, BE, Switzerland\nBirthday: 1971-05-09\n"
        "Note: Parking behind the house, code 2580\nSpouse: Marc\n"
    )
    assert simone.text == "Simone Leclerc\nPhone (home): +33-1-55-01-02-03\nBirthday: 12 April\n"
    assert jurgen.text == "Jürgen Müller\nPhone (cell): 0171 5550 303\nNote: Klempner\n    ab 10 Uhr\n"
    assert [each.title for each in (ursula, simone, jurgen)] == ["Dr. Ursula Wyss", "Simone Leclerc", "Jürgen Müller"]


def test_people_of_one_name_are_two(tmp_path: Path) -> None:
    card = "BEGIN:VCARD\nFN:Anna\nTEL:{}\nEND:VCARD\n"
    parsed = read(tmp_path, "a.vcf", card.format(1) + card.format(2) + "BEGIN:VCARD\nREV:1\nEND:VCARD\n")
    assert [each.locator for each in parsed.documents] == ["card Anna", "card Anna (2)"]
    assert [each.reason for each in parsed.problems] == ["the card names nobody"]


@pytest.mark.parametrize(
    "hostile",
    [
        "BEGIN:VEVENT\n" * 30_000,
        "BEGIN:VEVENT\nSUMMARY:x" + "\n a" * 200_000 + "\nEND:VEVENT\n",
        "BEGIN:VEVENT\nSUMMARY:x\nX" + ';A="b' * 80_000 + ":1\nEND:VEVENT\n",
        "BEGIN:VEVENT\nSUMMARY:x\nDTSTART:20240101\nEXDATE:" + "20240101T101010Z," * 30_000 + "\nEND:VEVENT\n",
        "BEGIN:VEVENT\nSUMMARY:x\nDTSTART:29991231T000000\nDURATION:P99999D\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:10000101\nDTEND:10000101\nEND:VEVENT\n",
    ],
)
def test_no_calendar_takes_long_or_grows(tmp_path: Path, hostile: str) -> None:
    with linear_time():
        parsed = read(tmp_path, "a.ics", f"BEGIN:VCALENDAR\n{hostile}END:VCALENDAR\n")
    assert sum(len(each.text) for each in parsed.documents) < 1_000_000


def test_a_name_without_end_is_no_title_without_end_and_stays_in_the_text(tmp_path: Path) -> None:
    name = "A" * 300_000
    (event_,) = read(tmp_path, "a.ics", calendar(event(f"SUMMARY:{name}", uid=name))).documents
    (card,) = read(tmp_path, "a.vcf", f"BEGIN:VCARD\nVERSION:4.0\nFN:{name}\nEND:VCARD\n").documents
    for each in (event_, card):
        assert (len(each.title), len(each.locator or "") < 300, name in each.text) == (200, True, True)
