"""Chat exports: who wrote what, when, and where it stands."""

from __future__ import annotations

import json
import sqlite3
import time
from datetime import date
from pathlib import Path

import pytest

from ingest import chunking
from ingest.parsers import Candidate, parse
from ingest.sandbox import Sandbox
from pkm.errors import Refused
from pkm.models import Parsed, ParsedDocument, Space

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "chat" / "chat_miner" / "test"
SPACE = Space("minilm", "minilm", 384, "bm25", multi=False, window_tokens=256)


def read(folder: Path, name: str, data: str | bytes) -> Parsed:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return parse(Candidate.at(path))


def days(document: ParsedDocument) -> list[str]:
    return [each.title for each in document.headings]


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="needs ../shared/data")
@pytest.mark.parametrize("app", ["whatsapp", "signal", "telegram", "instagram"])
def test_every_message_that_another_reader_finds_is_there_on_its_day(app: str) -> None:
    expected = json.loads((REAL / app / "target.json").read_text())
    for path in (REAL / app).glob("test*"):
        parsed = parse(Candidate.at(path))
        assert {each.kind for each in parsed.documents} == {"message"}
        for each in expected:
            words = " ".join(each["message"].split())
            words = words.replace("Link: https", "Link:https")  # that reader parts what the export does not
            held = [d for d in parsed.documents if words in " ".join(d.text.split())]
            assert held, path
            told = {day for d in held for day in days(d)}
            assert each["timestamp"][:10] in told
            assert all(each["author"] in d.text for d in held)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("31.12.19, 23:59 - Anna: Hallo\n1.1.20, 10:01 - Ben: Frohes Neues", ["2019-12-31", "2020-01-01"]),
        ("[31/12/2019, 23:59:00] Anna: Hi\n[02/01/2020, 09:00:00] Ben: Hi", ["2019-12-31", "2020-01-02"]),
        ("1/31/20, 9:05 PM - Anna: Hi\n2/1/20, 9:05 AM - Ben: Hi", ["2020-01-31", "2020-02-01"]),
        ("2020-01-31, 21:05 - Anna: Hi\n2020-02-01, 21:05 - Ben: Hi", ["2020-01-31", "2020-02-01"]),
        ("31-12-19 23:59 - Anna: Hoi\n01-01-20 12:01 - Ben: Hoi", ["2019-12-31", "2020-01-01"]),
        ("20. 1. 31. 21:05 - Anna: Szia\n20. 2. 1. 21:05 - Ben: Szia", ["2020-01-31", "2020-02-01"]),
        ("2020/1/31 下午9:05 - Anna: 你好\n2020/2/1 上午9:05 - Ben: 你好", ["2020-01-31", "2020-02-01"]),
        ("٣١/١٢/٢٠١٩، ٢٣:٥٩ - Anna: مرحبا\n٠١/٠١/٢٠٢٠، ١٢:٠١ - Ben: مرحبا", ["2019-12-31", "2020-01-01"]),
        ("31/12/19 à 23:59 - Anna: Salut\n01/01/20 à 12:01 - Ben: Salut", ["2019-12-31", "2020-01-01"]),
        ("٣١\u200f/١\u200f/٢٠٢٤، ٩:٠٥\u202fم - Anna: مرحبا\n١\u200f/٢\u200f/٢٠٢٤، ١٢:٠٥\u202fص - Ben: x", ["2024-01-31", "2024-02-01"]),
        ("\u200f[٣١\u200f/١\u200f/٢٠٢٤، ٩:٠٥:١٢\u202fم] Anna: x\n[١\u200f/٢\u200f/٢٠٢٤، ٩:٠٥:١٢\u202fص] Ben: x", ["2024-01-31", "2024-02-01"]),
        ("۲۰۲۴/۱/۳۱،\u200f ۲۱:۰۵ - Anna: سلام\n۲۰۲۴/۲/۱،\u200f ۲۱:۰۵ - Ben: x", ["2024-01-31", "2024-02-01"]),
        ("\u200e[1/31/24, 9:05:12\u202fPM] Anna: \u200eimage omitted\n[2/1/24, 9:05:12\u202fAM] ~\u202fBen: Hi", ["2024-01-31", "2024-02-01"]),
        ("31/01/24, 9:05\u202fpm - Anna: Hi\n01/02/24, 9:05\u202fam - Ben: Hi", ["2024-01-31", "2024-02-01"]),
        ("31/1/24, 9:05 p.\xa0m. - Anna: Hola\n1/2/24, 9:05 a.\xa0m. - Ben: Hola", ["2024-01-31", "2024-02-01"]),
        ("31.1.2024 klo 21.05 - Anna: Moi\n1.2.2024 klo 9.05 - Ben: Moi", ["2024-01-31", "2024-02-01"]),
        ("2024-01-31 21 h 05 - Anna: Allô\n2024-02-01 9 h 05 - Ben: Allô", ["2024-01-31", "2024-02-01"]),
        ("31.01.24 г., 21:05 - Anna: Здрасти\n1.02.24 г., 9:05 - Ben: x", ["2024-01-31", "2024-02-01"]),
        ("2024년 1월 31일 오후 9:05 - Anna: 안녕\n2024년 2월 1일 오전 9:05 - Ben: 안녕", ["2024-01-31", "2024-02-01"]),
        ("05.03.24, 21:05 - Anna: Hallo\n09.03.24, 21:05 - Ben: Hallo", ["2024-03-05", "2024-03-09"]),
        ("[24.12.2019, 21:05:10] Anna: Hallo\n[05.01.2020, 21:05:10] Ben: Hallo", ["2019-12-24", "2020-01-05"]),
        ("[31-01-2024 21:05:10] Anna: Hoi\n[01-02-2024 09:05:10] Ben: Hoi", ["2024-01-31", "2024-02-01"]),
        ("31.01.24 г., 21:05 ч. - Anna: x\n1.02.24 г., 9:05 ч. - Ben: x", ["2024-01-31", "2024-02-01"]),
        ("31/1/24, 9:05 μ.μ. - Anna: Γεια\n1/2/24, 9:05 π.μ. - Ben: x", ["2024-01-31", "2024-02-01"]),
        ("2024-01-31 9:05 em - Anna: Hej\n2024-02-01 9:05 fm - Ben: x", ["2024-01-31", "2024-02-01"]),
        ("31/01/2024, 9:05 CH - Anna: Chào\n01/02/2024, 9:05 SA - Ben: x", ["2024-01-31", "2024-02-01"]),
        # No number says which is the day; that the messages follow each other does.
        ("03/04/2020, 10:00 - A: x\n03/05/2020, 10:00 - B: y\n04/01/2020, 10:00 - A: z", ["2020-03-04", "2020-03-05", "2020-04-01"]),
    ],
)  # fmt: skip
def test_days_are_read_as_the_telephone_wrote_them(tmp_path: Path, lines: str, expected: list[str]) -> None:
    parsed = read(tmp_path, "chat.txt", lines)
    assert not parsed.problems
    assert days(parsed.documents[0]) == expected


def test_a_day_that_could_be_two_is_read_as_the_region_does_and_said_so(tmp_path: Path) -> None:
    padded = read(tmp_path, "a.txt", "03/04/2020, 10:00 - A: x\n03/04/2020, 10:01 - B: y")
    american = read(tmp_path, "b.txt", "3/4/20, 10:00 AM - A: x\n3/4/20, 10:01 AM - B: y")
    assert (days(padded.documents[0]), days(american.documents[0])) == (["2020-04-03"], ["2020-03-04"])
    for parsed in (padded, american):
        assert "two ways" in parsed.problems[0].reason


def test_twelve_oclock_is_noon_only_after_noon(tmp_path: Path) -> None:
    for am, pm in (("AM", "PM"), ("π.μ.", "μ.μ."), ("fm", "em"), ("SA", "CH"), ("ÖÖ", "ÖS"), ("ق.ظ.", "ب.ظ.")):
        lines = f"1/31/20, 12:05 {am} - A: night\n1/31/20, 12:05 {pm} - B: noon\n"
        parsed = read(tmp_path, "chat.txt", lines)
        assert [each.char_start for each in parsed.documents[0].headings] == [0, lines.index(f"1/31/20, 12:05 {pm}")]


def test_what_the_app_tells_of_a_name_with_a_colon_is_nobodys_message(tmp_path: Path) -> None:
    told = "14.03.24, 10:00 - Anna hat die Gruppe „Haus: Plan“ erstellt\n"
    document = read(tmp_path, "x.txt", told + '14.03.24, 10:01 - Max "Maxi" M: Hallo\n').documents[0]
    assert (document.head, document.meta["messages"]) == ('Max "Maxi" M', "1")


def test_marks_of_direction_without_end_are_read_in_linear_time(tmp_path: Path) -> None:
    begun = time.process_time()
    read(tmp_path, "chat.txt", "1.1.20, 10:01 - Ben: x\n" + "\u202e" * 100_000)
    assert time.process_time() - begun < 3


def test_the_document_is_the_file_and_passages_have_the_day_of_their_exchange(tmp_path: Path) -> None:
    text = (
        "31.12.19, 20:00 - Anna: Wann kommt der Klempner?\n31.12.19, 20:01 - Ben: Am Montag,\num neun.\n"
        "05.03.20, 08:00 - Anna: Der Zählerstand ist 4711\n"
    )
    document = read(tmp_path, "WhatsApp-Chat mit Ben.txt", text).documents[0]
    assert (document.text, document.title, document.kind) == (text, "Ben", "message")
    passages = chunking.split(document, SPACE)
    assert [(text[each.char_start : each.char_end][:14], each.date) for each in passages] == [
        ("31.12.19, 20:0", date(2019, 12, 31)),
        ("05.03.20, 08:0", date(2020, 3, 5)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[2024-01-01 10:00:00] production.ERROR: it broke\n[2024-01-01 10:00:01] production.INFO: again\n",
        "2024-01-01 10:00:00 INFO worker: started\n2024-01-01 10:00:01 INFO worker: done\n",
        "01.02.2024 10:00 Zahnarzt: Kontrolle\n",
    ],
)
def test_logs_and_calendars_are_no_chats(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, "x.txt", text).parser.startswith("text ")


def test_a_group_is_the_chats_name_and_nobody_who_writes_in_it(tmp_path: Path) -> None:
    told = "[14.03.24, 10:00:00] Hike: \u200eMessages are encrypted.\n\u200e[14.03.24, 10:00:01] Hike: \u200eAnna added you\n"
    said = "[14.03.24, 10:01:00] Anna: When?\n\u200e[14.03.24, 10:02:00] Ben: \u200eimage omitted\n"
    document = read(tmp_path, "_chat.txt", told + said).documents[0]
    assert (document.title, document.head) == ("Hike", "Anna, Ben")
    document = read(tmp_path, "_chat.txt", told + said + "[14.03.24, 10:03:00] Hike: At nine.\n").documents[0]
    assert document.title == "Hike, Anna, Ben"  # a person's name after all
    assert read(tmp_path, "_chat.txt", told).documents[0].title == "Hike"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sms.xml", '<?xml version="1.0" ?>\n<smses count="0" backup_set="1" />\n'),
        ("sms.xml", '<smses count="0">\n</smses>'),
        ("result.json", '{\n "name": "Anna",\n "type": "personal_chat",\n "id": 1,\n "messages": []\n}'),
        ("message_1.json", '{"participants": [{"name": "Anna"}], "messages": [], "title": "Anna"}'),
    ],
)
def test_an_export_without_a_message_says_so(tmp_path: Path, name: str, text: str) -> None:
    parsed = read(tmp_path, name, text)
    assert (parsed.documents, len(parsed.problems)) == ((), 1)
    assert parsed.problems[0].reason.endswith("without a message")


def test_telegram_tells_forwarded_and_wordless_messages_and_names_what_it_cannot_read(tmp_path: Path) -> None:
    held = {
        "name": "Haus",
        "messages": [
            {"id": 1, "type": "message", "date": "2024-03-01T10:00:00", "date_unixtime": "1709283600", "from": "Anna",
             "text": ["Der Link: ", {"type": "text_link", "text": "hier", "href": "https://example.org/plan"}]},
            {"id": 2, "type": "message", "date": "2024-03-01T10:01:00", "from": "Ben", "photo": "photos/1.jpg", "text": ""},
            {"id": 2, "type": "message", "date": "2024-03-01T10:01:00", "from": "Ben", "text": "",
             "file": "(File not included. Change data exporting settings to download.)", "media_type": "voice_message"},
            {"id": 3, "type": "message", "date": "2024-03-01T10:02:00", "from": "Ben", "forwarded_from": "Cem", "text": "Ja"},
            {"id": 4, "type": "message", "date": "2024-03-01T10:03:00", "from": "Ben", "text": "",
             "todo_list": {"title": "Umzug", "answers": [{"text": "Kisten"}, {"text": "Kaution"}]}},
            {"id": 4, "type": "message", "date": "2024-03-01T10:04:00", "from": "Ben", "text": "", "a_new_kind": {"x": 1}},
            {"id": 4, "type": "service", "date": "2024-04-02T10:00:00", "actor": "Anna", "action": "pin_message", "text": ""},
            {"id": 4, "type": "service", "date": "2024-04-02T10:01:00", "actor": "Anna", "action": "edit_group_title", "title": "Hof"},
            "not a message",
        ],
    }  # fmt: skip
    parsed = read(tmp_path, "result.json", json.dumps(held))
    march, april = parsed.documents
    assert march.text.splitlines() == [
        "[2024-03-01 10:00] Anna: Der Link: hier (https://example.org/plan)",
        "[2024-03-01 10:01] Ben: (photo)",
        "[2024-03-01 10:01] Ben: (voice message)",
        "[2024-03-01 10:02] Ben: (forwarded from Cem) Ja",
        "[2024-03-01 10:03] Ben: (todo) Umzug Kisten Kaution",
        "[2024-03-01 10:04] Ben: (no words)",
    ]
    assert (march.title, march.date) == ("Haus, 2024-03", date(2024, 3, 1))
    assert april.text.splitlines() == [
        "[2024-04-02 10:00] Anna: (pin message)",
        "[2024-04-02 10:01] Anna: (edit group title Hof)",
    ]
    assert [(each.locator, each.reason) for each in parsed.problems] == [
        ("message 9", "it is not as this export's messages are")
    ]


def test_nobody_puts_words_into_anothers_mouth(tmp_path: Path) -> None:
    """A line break in a message or in a name must not begin what looks like somebody else's message."""
    forged = "Hi\n[2024-03-01 10:01] Me: I owe you 500 EUR\nand so on"
    held = {
        "type": "personal_chat",
        "messages": [{"date": "2024-03-01T10:00:00", "from": "Ben\n[2024-03-01 10:01] Me", "text": forged}],
    }
    (document,) = read(tmp_path, "result.json", json.dumps(held)).documents
    assert document.text.splitlines() == [
        "[2024-03-01 10:00] Ben [2024-03-01 10:01] Me: Hi",
        "    [2024-03-01 10:01] Me: I owe you 500 EUR",
        "and so on",
    ]


def test_telegrams_export_of_all_chats_is_told_by_its_beginning(tmp_path: Path) -> None:
    people = [{"first_name": f"Name {number}", "phone_number": "0049 170 0000000"} for number in range(1500)]
    chat = {
        "name": "Anna",
        "type": "personal_chat",
        "messages": [{"date": "2024-03-01T10:00:00", "from": "Anna", "text": "Hi"}],
    }
    held = {"about": 'Here is "all".', "contacts": {"list": people}, "chats": {"list": [chat]}}
    parsed = read(tmp_path, "result.json", json.dumps(held))
    assert [each.text for each in parsed.documents] == ["[2024-03-01 10:00] Anna: Hi\n"]
    del held["chats"]
    assert read(tmp_path, "contacts.json", json.dumps(held)).parser.startswith("text ")


def test_an_export_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cut short"):
        read(tmp_path, "result.json", '{"messages": [{"type": "message", "date_unixtime": "1544006350", "from": "A"')


def test_meta_escapes_each_byte(tmp_path: Path) -> None:
    held = {
        "title": "Jürgen".encode().decode("latin-1"),
        "messages": [
            {"sender_name": "Jürgen".encode().decode("latin-1"), "timestamp_ms": 1709283600000,
             "content": "Grüße 🎉".encode().decode("latin-1")},
        ],
    }  # fmt: skip
    document = read(tmp_path, "message_1.json", json.dumps(held)).documents[0]
    assert (document.title, document.text) == ("Jürgen, 2024-03", "[2024-03-01 09:00] Jürgen: Grüße 🎉\n")


def test_times_are_those_of_the_house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    held = {"messages": [{"sender_name": "A", "timestamp_ms": 1709335800000, "content": "late"}]}
    assert read(tmp_path, "m.json", json.dumps(held)).documents[0].text == "[2024-03-02 00:30] A: late\n"


def test_signal_objects_a_line(tmp_path: Path) -> None:
    lines = [
        {"date": "2024-03-01T10:00:00", "sender": "Anna", "body": "Hi", "attachments": []},
        {"date": "2024-03-01T10:01:00", "sender": "Me", "body": "", "attachments": [{"name": "plan.pdf"}]},
    ]
    document = read(tmp_path, "data.json", "\n".join(map(json.dumps, lines))).documents[0]
    assert document.text == "[2024-03-01 10:00] Anna: Hi\n[2024-03-01 10:01] Me: (file: plan.pdf)\n"


def test_telegrams_pages(tmp_path: Path) -> None:
    page = """<!DOCTYPE html><html><head></head><body><div class="page_wrap"><div class="page_header">
    <div class="content"><div class="text bold">Haus</div></div></div><div class="page_body chat_page"><div class="history">
    <div class="message service" id="message-1"><div class="body details">1 March 2024</div></div>
    <div class="message default clearfix" id="message1"><div class="body">
      <div class="pull_right date details" title="01.03.2024 10:00:00 UTC+01:00">10:00</div>
      <div class="from_name">Anna</div><div class="text">Der Zähler<br>steht auf <strong>4711</strong></div></div></div>
    <div class="message default clearfix joined" id="message2"><div class="body">
      <div class="pull_right date details" title="01.03.2024 10:01:00 UTC+01:00">10:01</div>
      <div class="text">und läuft</div></div></div>
    </div></div></div></body></html>"""
    document = read(tmp_path, "messages.html", page).documents[0]
    assert "[2024-03-01 10:00] Anna: Der Zähler\nsteht auf 4711\n[2024-03-01 10:01] Anna: und läuft\n" in document.text
    assert document.title == "Haus, 2024-03"


def test_a_backup_of_text_messages(tmp_path: Path) -> None:
    backup = """<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
    <smses count="3"><sms protocol="0" address="+491701" date="1709283600000" type="1" body="Bin da &#55357;&#56842;" contact_name="Anna"/>
    <sms address="+491701" date="1709283660000" type="2" body="Gut &amp; sch&#246;n" contact_name="Anna"/>
    <mms date="1709283720000" msg_box="1" address="+491701" contact_name="Anna"><parts>
      <part ct="application/smil" text="x"/><part ct="text/plain" text="Schau"/><part ct="image/jpeg" name="haus.jpg"/></parts>
      <addrs><addr address="+491701" type="137"/></addrs></mms></smses>"""
    whole = read(tmp_path, "sms-20240301.xml", backup)
    lines = whole.documents[0].text.splitlines()
    assert lines == [
        "[2024-03-01 09:00] Anna: Bin da 😊",
        "[2024-03-01 09:01] Me: Gut & schön",
        "[2024-03-01 09:02] Anna: Schau (haus.jpg)",
    ]
    cut = read(tmp_path, "sms-cut.xml", backup[: backup.index("<mms")])
    assert cut.documents[0].text.splitlines() == lines[:2]
    assert (whole.problems, [each.locator for each in cut.problems]) == ((), ["end of the file"])


def test_a_text_message_that_never_left_the_telephone_is_ones_own(tmp_path: Path) -> None:
    backup = "<smses>" + "".join(
        f'<sms address="+491701" date="170928360{box}000" type="{box}" body="box {box}" contact_name="Anna"/>'
        for box in range(1, 7)
    )
    document = read(tmp_path, "sms.xml", backup + "</smses>").documents[0]
    assert [line.partition("] ")[2] for line in document.text.splitlines()] == [
        "Anna: box 1", "Me: box 2", "Me: (draft) box 3", "Me: (not yet sent) box 4", "Me: (not sent) box 5", "Me: (not yet sent) box 6",
    ]  # fmt: skip


def test_a_backup_of_text_messages_that_declares_entities_says_so(tmp_path: Path) -> None:
    backup = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>
    <smses count="1"><sms address="+491701" date="1709283600000" type="1" body="&e;"/></smses>"""
    with pytest.raises(Refused, match="document type"):
        read(tmp_path, "sms.xml", backup)


def test_apples_database(tmp_path: Path) -> None:
    archived = (
        b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\x00\x84\x84\x08NSObject\x00"
        b"\x85\x92\x84\x84\x84\x08NSString\x01\x94\x84\x01+" + bytes([len("Über morgen".encode())]) + "Über morgen".encode() + b"\x86"
    )  # fmt: skip
    path = tmp_path / "chat.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "create table handle (id text);"
            "create table chat (display_name text, chat_identifier text);"
            "create table message (date integer, is_from_me integer, text text, attributedBody blob, handle_id integer,"
            " cache_has_attachments integer);"
            "create table chat_message_join (chat_id integer, message_id integer);"
            "insert into handle values ('+49170');"
            "insert into chat values ('', '+49170');"
        )
        seconds = 1709283600 - 978307200
        connection.execute("insert into message values (?, 0, 'Hi', null, 1, 0)", (seconds * 10**9,))
        connection.execute("insert into message values (?, 1, null, ?, 1, 0)", (seconds * 10**9 + 60 * 10**9, archived))
        connection.execute("insert into chat_message_join values (1, 1), (1, 2)")
    connection.close()
    parsed = parse(Candidate.at(path))
    assert parsed.documents[0].text == "[2024-03-01 09:00] +49170: Hi\n[2024-03-01 09:01] Me: Über morgen\n"
    assert not parsed.problems
    log = tmp_path / "chat.db-wal"  # of a copy that was made while messages came
    log.write_bytes(b"\x37\x7f\x06\x82" + bytes(28))
    (problem,) = parse(Candidate.at(path)).problems
    assert "chat.db-wal beside it" in problem.reason
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(Refused, match="database of messages"):
        parse(Candidate.at(path))


def test_imessages_written_as_text(tmp_path: Path) -> None:
    text = "May 17, 2022  5:29:42 PM (Read by you after 1 hour)\nAnna\nHallo\n\nMay 18, 2022 12:01:00 AM\nMe\nJa\n\n"
    document = read(tmp_path, "Anna.txt", text).documents[0]
    assert (document.text, document.title, days(document)) == (text, "Anna", ["2022-05-17", "2022-05-18"])


def test_imessages_written_as_pages(tmp_path: Path) -> None:
    def message(kind: str, at: str, who: str, words: str) -> str:
        return (
            f'<div class="message">\n<div class="{kind}">\n<p><span class="timestamp"><a href="sms://x">{at}</a> (Read by you)</span>'
            f'<span class="sender">{who}</span></p>\n<hr><div class="message_part"><span class="bubble">{words}</span></div></div></div>'
        )

    answer = message("sent iMessage", "Feb 01, 2024 12:06:12 AM", "Me", "At the station")
    page = (
        '<html><head><meta charset="UTF-8"><style>' + "body {}" * 900 + "</style></head><body>"
        + message("received", "Jan 31, 2024  9:05:12 PM", "Anna", "Where shall we meet?").removesuffix("</div></div>")
        + f'<div class="replies">{answer}</div></div></div>' + answer + "</body></html>"
    )  # fmt: skip
    assert [each.text for each in read(tmp_path, "Anna.html", page).documents] == [
        "[2024-01-31 21:05] Anna: Where shall we meet?\n", "[2024-02-01 00:06] Me: At the station\n"
    ]  # fmt: skip


SENT = 1709283600000


def test_signal_as_sigtop_writes_it(tmp_path: Path) -> None:
    held = [
        {"conversationId": "c", "type": "incoming", "body": "Hallo", "sent_at": SENT, "source": "+491701"},
        {"conversationId": "c", "type": "outgoing", "body": "", "sent_at": SENT + 60000, "attachments": [{"fileName": "haus.jpg"}]},
        {"conversationId": "c", "type": "keychange", "body": None, "sent_at": SENT},
    ]  # fmt: skip
    [document] = read(tmp_path, "Anna (+491701).json", json.dumps(held)).documents
    assert document.text == "[2024-03-01 09:00] Anna (+491701): Hallo\n[2024-03-01 09:01] Me: (haus.jpg)\n"
    assert document.title == "Anna (+491701), 2024-03"
    text = (
        "Conversation: Anna (+491701)\n\nFrom: Anna (+491701)\nType: incoming\nSent: Fri, 1 Mar 2024 10:00:00 +0100\n"
        "Received: Fri, 1 Mar 2024 10:00:02 +0100\n\nHallo\n\nFrom: You\nType: outgoing\nSent: Sat, 2 Mar 2024 10:00:00 +0100\n\nJa\n"
    )
    [document] = read(tmp_path, "anna.txt", text).documents
    assert (document.text, document.kind, document.title) == (text, "message", "Anna (+491701)")
    assert days(document) == ["2024-03-01", "2024-03-02"]


def test_signal_as_signal_cli_prints_it(tmp_path: Path) -> None:
    def line(envelope: dict[str, object]) -> str:
        return json.dumps({"envelope": {"source": "+491701", "sourceName": "Anna", **envelope}, "account": "+490"})

    own = {"source": "+490", "sourceName": "Ben"}
    lines = [
        line({"dataMessage": {"timestamp": SENT, "message": "Hallo"}}),
        line({"receiptMessage": {"when": SENT}}),
        line({**own, "syncMessage": {"sentMessage": {"destination": "+491701", "timestamp": SENT + 60000, "message": "Ja"}}}),
        line({"editMessage": {"targetSentTimestamp": SENT, "dataMessage": {"timestamp": SENT + 120000, "message": "Hallo!"}}}),
        line({**own, "syncMessage": {"sentMessage": {"destination": "+491701", "timestamp": SENT + 180000, "editMessage": {
            "targetSentTimestamp": SENT, "dataMessage": {"timestamp": SENT + 180000, "message": "Jaja"}}}}}),
        line({"dataMessage": {"timestamp": SENT, "message": "An alle", "groupInfo": {"groupId": "x=", "groupName": "Haus"}}}),
    ]  # fmt: skip
    parsed = read(tmp_path, "signal.json", "\n".join(lines))
    assert {each.title: each.text for each in parsed.documents} == {
        "Anna, 2024-03": "[2024-03-01 09:00] Anna: Hallo\n[2024-03-01 09:01] Me: Ja\n[2024-03-01 09:02] Anna: Hallo!\n[2024-03-01 09:03] Me: Jaja\n",
        "Haus, 2024-03": "[2024-03-01 09:00] Anna: An alle\n",
    }
    with pytest.raises(Refused, match="cut short"):
        read(tmp_path, "cut.json", "\n".join(lines)[:-9])


def test_messages_without_a_time_make_a_document_without_a_day(tmp_path: Path) -> None:
    held = {"messages": [{"sender_name": "A", "timestamp_ms": 99999999999999999, "content": "when?"}]}
    document = read(tmp_path, "m.json", json.dumps(held)).documents[0]
    assert (document.text, document.date, document.title) == ("A: when?\n", None, "A")


def test_the_sandbox_reads_by_the_clock_of_the_house(tmp_path: Path) -> None:
    path = tmp_path / "m.json"
    path.write_text(json.dumps({"messages": [{"sender_name": "A", "timestamp_ms": 1709335800000, "content": "late"}]}))
    with Sandbox(1, timezone="Asia/Tokyo") as sandbox:
        assert sandbox.submit(path, str(path)).result().parsed.documents[0].text == "[2024-03-02 08:30] A: late\n"
