"""Chats of services for teams and groups: Slack, Discord, Google Chat, Teams, Messenger: who wrote what, and when."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ingest.parsers import Candidate, parse
from pkm.errors import Refused
from pkm.models import Parsed


@pytest.fixture(autouse=True)
def zurich(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Zurich")


def read(path: Path, data: object) -> Parsed:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        data if isinstance(data, bytes) else (data if isinstance(data, str) else json.dumps(data)).encode()
    )
    return parse(Candidate.at(path))


USERS = [
    {"id": "U1", "name": "anna.k", "profile": {"real_name": "Anna Keller", "display_name": "anna"}},
    {"id": "U2", "name": "ben", "real_name": "Ben Ortiz", "profile": {"real_name": "", "display_name": ""}},
]
CHANNELS = [{"id": "C1", "name": "general", "members": ["U1", "U2"]}]
DIRECT = [{"id": "D1", "members": ["U1", "U2"]}]
DAY: list[dict[str, Any]] = [
    {"type": "message", "subtype": "channel_join", "ts": "1730700000.000100", "user": "U2", "text": "<@U2> has joined the channel"},
    {"type": "message", "ts": "1730707200.000200", "user": "U1", "text": "Boiler on Thursday, see <https://h.example.org|the offer> &amp; <#C1|general> <!here>"},
    {"type": "message", "ts": "1730707500.000300", "user": "U9", "user_profile": {"real_name": "Cleo"}, "text": "640 euros, <@U1>?"},
    {"type": "message", "ts": "1730708000.000400", "user": "U1", "text": "", "files": [{"name": "offer.pdf", "title": "Offer"}]},
    {"type": "message", "subtype": "bot_message", "ts": "1730709000.000500", "username": "CI", "text": "", "attachments": [{"fallback": "Build passed"}]},
]  # fmt: skip
SAID = (
    "[2024-11-04 07:00] Ben Ortiz: (@Ben Ortiz has joined the channel)\n"
    "[2024-11-04 09:00] Anna Keller: Boiler on Thursday, see the offer (https://h.example.org) & #general @here\n"
    "[2024-11-04 09:05] Cleo: 640 euros, @Anna Keller?\n"
    "[2024-11-04 09:13] Anna Keller: (Offer)\n"
    "[2024-11-04 09:30] CI: Build passed\n"
)


def slack(**files: object) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, held in {
            "channels.json": CHANNELS,
            "users.json": USERS,
            "dms.json": DIRECT,
            "integration_logs.json": [],
            **files,
        }.items():
            archive.writestr(name, held if isinstance(held, str) else json.dumps(held))
    return buffer.getvalue()


def test_slack_gives_each_conversation_with_the_names_of_its_people(tmp_path: Path) -> None:
    direct = [{"type": "message", "ts": "1730793600.000100", "user": "U2", "text": "The door code is 4471"}]
    parsed = read(
        tmp_path / "export.zip",
        slack(**{"general/2024-11-04.json": DAY, "D1/2024-11-05.json": direct, "notes.txt": "Lease"}),
    )
    general, d1, attached = parsed.documents
    assert (general.kind, general.title, general.text) == ("message", "#general, 2024-11", SAID)
    assert (d1.title, d1.text) == (
        "Anna Keller, Ben Ortiz, 2024-11",
        "[2024-11-05 09:00] Ben Ortiz: The door code is 4471\n",
    )
    assert (attached.name, attached.text) == ("notes.txt", "Lease")
    assert not parsed.problems


def test_a_day_of_slack_that_is_no_list_is_named(tmp_path: Path) -> None:
    parsed = read(
        tmp_path / "export.zip",
        slack(**{"general/2024-11-04.json": [*DAY, {"type": "message"}, 7], "general/2024-11-05.json": "[{"}),
    )
    assert parsed.documents[0].text == SAID
    assert [each.locator for each in parsed.problems] == [
        "general/2024-11-04.json, message 6", "general/2024-11-04.json, message 7", "general/2024-11-05.json, the day",
    ]  # fmt: skip


def test_a_day_of_slack_that_was_unpacked_knows_its_people(tmp_path: Path) -> None:
    for name, held in (("users.json", USERS), ("channels.json", CHANNELS)):
        (tmp_path / name).write_text(json.dumps(held))
    (document,) = read(tmp_path / "general" / "2024-11-04.json", DAY).documents
    assert (document.title, document.text) == ("#general, 2024-11", SAID)


def test_without_its_people_a_message_bears_the_id(tmp_path: Path) -> None:
    (document,) = read(tmp_path / "general" / "2024-11-04.json", DAY[1:2]).documents
    assert document.text.startswith("[2024-11-04 09:00] U1: Boiler")


def test_discord_as_data(tmp_path: Path) -> None:
    export = {
        "guild": {"id": "11", "name": "Hiking Club"}, "channel": {"id": "2", "name": "trips", "topic": None}, "messages": [
            {"type": "Default", "timestamp": "2024-10-12T17:03:11.123+00:00", "content": "Meet at 7:45", "author": {"name": "mirko88", "nickname": "Mirko"}},
            {"type": "Reply", "timestamp": "2024-10-12T17:05:00+00:00", "content": "ok", "author": {"name": "lena"}, "attachments": [{"fileName": "rope.jpg"}]},
            {"type": "GuildMemberJoin", "timestamp": "2024-10-12T17:06:00+00:00", "content": "Joined.", "author": {"name": "tom"}},
            {"type": "Default", "timestamp": "2024-10-12T17:07:00+00:00", "content": "", "author": {"name": "bot"},
             "embeds": [{"title": "Forecast", "description": "Sunny", "fields": [{"name": "Wind", "value": "weak"}]}]},
            "broken",
        ],
    }  # fmt: skip
    parsed = read(tmp_path / "trips.json", export)
    assert parsed.documents[0].title == "Hiking Club, trips, 2024-10"
    assert parsed.documents[0].text == (
        "[2024-10-12 19:03] Mirko: Meet at 7:45\n[2024-10-12 19:05] lena: ok (rope.jpg)\n[2024-10-12 19:06] tom: (Joined.)\n"
        "[2024-10-12 19:07] bot: Forecast – Sunny – Wind: weak\n"
    )
    assert [each.locator for each in parsed.problems] == ["message 5"]


def discord_page(*stamps: str) -> str:
    groups = "".join(
        f'<div class="chatlog__message-container " data-message-id="{n}"><div class="chatlog__reply"><div class="chatlog__reply-author">Else</div>'
        f'<div class="chatlog__reply-content">of another</div></div><div class="chatlog__header"><span class="chatlog__author" title="a">Anna</span>{stamp}</div>'
        f'<div class="chatlog__content chatlog__markdown"><span>Message {n}</span></div></div>'
        for n, stamp in enumerate(stamps)
    )
    later = (
        '<div class="chatlog__message-container" data-message-id="x"><div class="chatlog__short-timestamp">5:09 PM</div>'
        '<div class="chatlog__content">And more</div><img title="Image: rope.jpg (1 KB)"></div>'
    )
    style = "<style>" + ".chatlog__x{}" * 8_000 + "</style>"
    return f"<!DOCTYPE html>\n<html><head><title>Club - trips</title>{style}</head><body>{groups}{later}</body></html>"


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        (
            '<span class="chatlog__timestamp" title="Saturday, October 12, 2024 5:03 PM"><a>10/12/2024 5:03 PM</a></span>',
            "[2024-10-12 17:03] ",
        ),
        (
            '<span class="chatlog__timestamp" title="samedi 12 octobre 2024 17:03"><a>12/10/2024 17:03</a></span>',
            "[2024-10-12 17:03] ",
        ),
        ('<span class="chatlog__timestamp"><a>12-Oct-24 05:03 PM</a></span>', "[2024-10-12 17:03] "),
        ('<span class="chatlog__timestamp"><a>10/13/2024 5:03 PM</a></span>', "[2024-10-13 17:03] "),
        ('<span class="chatlog__timestamp"><a>10/12/2024 5:03 PM</a></span>', ""),  # two days could be meant
    ],
)
def test_discord_as_a_page(tmp_path: Path, stamp: str, expected: str) -> None:
    (document,) = read(tmp_path / "trips.html", discord_page(stamp)).documents
    assert document.text == f"{expected}Anna: Message 0\n{expected}Anna: And more (rope.jpg (1 KB))\n"
    assert document.title.startswith("Club - trips")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Tuesday, October 8, 2024 at 7:15:03\u202fAM UTC", "2024-10-08 09:15"),
        ("Dienstag, 8. Oktober 2024 um 07:15:03 UTC", "2024-10-08 09:15"),
        ("mardi 8 octobre 2024 à 07:15:03 UTC", "2024-10-08 09:15"),
    ],
)
def test_google_chat_in_the_languages_of_its_accounts(tmp_path: Path, written: str, expected: str) -> None:
    message = {"creator": {"name": "Rita", "email": "r@example.org"}, "created_date": written, "text": "The key is under the pot",
               "attached_files": [{"original_name": "pot.jpg"}]}  # fmt: skip
    (document,) = read(tmp_path / "DM abc" / "messages.json", {"messages": [message]}).documents
    assert document.text == f"[{expected}] Rita: (pot.jpg) The key is under the pot\n"
    assert document.title == "Rita, 2024-10"


def test_teams_and_skype(tmp_path: Path) -> None:
    messages = [
        {"displayName": "Karl", "originalarrivaltime": "2024-10-03T08:15:00.123Z", "messagetype": "RichText/Html", "content": "<p>12,500 CHF&nbsp;for <b>phase</b> 2</p><p>ok?</p>", "from": "8:k"},
        {"displayName": None, "originalarrivaltime": "2024-10-03T08:20:00Z", "messagetype": "Text", "content": "More than agreed", "from": "8:live:anna"},
        {"displayName": None, "originalarrivaltime": "2024-10-03T08:21:00Z", "messagetype": "ThreadActivity/AddMember", "content": "<addmember/>", "from": "19:x"},
    ]  # fmt: skip
    export = {
        "userId": "8:live:anna",
        "exportDate": "2024-11-01",
        "conversations": [{"id": "19:x", "displayName": "Seehaus", "MessageList": messages}],
    }
    (document,) = read(tmp_path / "messages.json", export).documents
    assert (
        document.text
        == "[2024-10-03 10:15] Karl: 12,500 CHF for phase 2 ok?\n[2024-10-03 10:20] Me: More than agreed\n"
    )
    assert document.title == "Seehaus, 2024-10"


def test_messenger_sealed(tmp_path: Path) -> None:
    messages = [
        {
            "senderName": "Zoë",
            "text": "The cake costs 48 euros",
            "timestamp": 1728000000000,
            "media": [],
            "type": "text",
        },
        {
            "senderName": "Anna",
            "text": "",
            "timestamp": 1728000100000,
            "media": [{"uri": "./media/cake.jpeg"}],
            "type": "media",
        },
    ]
    (document,) = read(
        tmp_path / "Zoe_12.json", {"participants": ["Zoë", "Anna"], "threadName": "Zoë_12", "messages": messages}
    ).documents
    assert document.text == "[2024-10-04 02:00] Zoë: The cake costs 48 euros\n[2024-10-04 02:01] Anna: (cake.jpeg)\n"
    assert document.title == "Zoë, 2024-10"


def test_an_export_that_is_cut_short_says_so(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cut short"):
        read(tmp_path / "a.json", '{"guild":{"id":"1"},"channel":{"name":"a"},"messages":[{"type":')
    with pytest.raises(Refused, match="cut short"):
        read(tmp_path / "b.json", '[{"type":"message","ts":"1730707200.000200","text":"a"},')
