"""What a terminal shows of a document's words."""

from __future__ import annotations

import io
import json
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkm.answer.quoting.cite import inert
from pkm.cli.accounts import _print_account
from pkm.cli.app import allow_any_letter, print_json
from pkm.cli.demo import _show
from pkm.cli.refused import SHOWN_PLACES, SHOWN_PROBLEMS, show_problems, show_refusals
from pkm.cli.render import _unescaped, show_answer, show_history, show_sources, show_status, show_transactions
from pkm.ledger.reconcile import Span
from pkm.models import AccountId, DocumentId, Transaction, TransactionId, Trouble
from pkm.store.accounts import Account, Book, Paper, Same
from pkm.store.refusals import Refusal


@given(st.text(st.sampled_from(r"ab <>[]`\*&\n")))
def test_words_stand_as_in_their_document_where_no_markdown_is_rendered(text: str) -> None:
    assert _unescaped(inert(text)) == " ".join(text.split())


def test_a_code_of_a_control_character_stays_a_code() -> None:
    assert _unescaped(inert("red: &#27;[31m")) == "red: &#27;[31m"


def test_citations_of_one_place_stand_below_it_once(capsys: pytest.CaptureFixture[str]) -> None:
    places = [(1, "giro.csv", None), (1, "giro.csv", None), (2, "lease.pdf", 3)]
    citations = [
        {
            "n": n,
            "document_id": document,
            "title": path[:5],
            "path": path,
            "page": page,
            "date": None,
            "quote": f"row {n}",
        }
        for n, (document, path, page) in enumerate(places, 1)
    ]
    show_answer({"answer": "Two rows and a page.", "citations": citations})
    assert capsys.readouterr().out.splitlines()[2:] == [
        "[1]–[2] giro. — giro.csv",
        "    [1] “row 1”",
        "    [2] “row 2”",
        "[3] lease — lease.pdf, page 3",
        "    “row 3”",
    ]


def test_the_demo_tells_where_a_paper_lies_in_its_household(capsys: pytest.CaptureFixture[str]) -> None:
    lease = "/tmp/pkm-demo-1/papers/home/lease.pdf"
    cited = {"n": 1, "document_id": 1, "title": "Lease", "path": lease, "place": lease, "page": 3, "date": None}
    answer = {"answer": "Three months. [1]", "citations": [cited | {"quote": "three months"}]}
    _show("How long is the notice?", answer, Path("/tmp/pkm-demo-1/papers"))
    assert "[1] Lease — home/lease.pdf, page 3" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("<STMTTRN>\n<TRNTYPE>DEBIT\n<DTPOSTED>20260105\n<TRNAMT>-24.99\n<NAME>Holm &amp; Co\n</STMTTRN>", "DEBIT · 20260105 · -24.99 · Holm & Co"),
        ('<Ntry><Amt Ccy="EUR">24.99</Amt><Nm>Holm</Nm></Ntry>', "24.99 · Holm"),
        ("05.01.2026;Holm;-24,99;EUR", "“05.01.2026;Holm;-24,99;EUR”"),
        ("a < b and c > d", "“a < b and c > d”"),
        ("<anna@example.org> wrote:", "“<anna@example.org> wrote:”"),
        ("", "(without words)"),
    ],
)  # fmt: skip
def test_of_a_record_of_tags_what_they_hold_is_shown(
    quote: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cited = {"n": 1, "document_id": 1, "title": "t", "path": "p", "page": None, "date": None, "quote": quote}
    show_answer({"answer": "One.", "citations": [cited]})
    assert capsys.readouterr().out.splitlines()[-1] == f"    {shown}"


def test_a_table_in_a_pipe_cuts_no_path(capsys: pytest.CaptureFixture[str]) -> None:
    place = "/home/anna/" + "a folder with a long name/" * 9 + "letters"
    source = {"id": 1, "location": place, "collection": "household", "files": 2, "scanned_at": None, "paused": False}
    ways = {"refreshed": True, "every": "4h", "watched": False, "include": ["*.pfd"], "unmatched": ["*.pfd"]}
    show_sources([source | ways | {"failure": "", "unwatched_because": ""}])
    shown = capsys.readouterr().out
    assert place in shown
    assert "1: nothing there matches --include '*.pfd'" in shown


def test_of_a_mailbox_the_first_documents_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    found = {
        "path": "/a.mbox",
        "state": "indexed",
        "reason": None,
        "chunks": 1200,
        "transactions": 0,
        "next_try": None,
        "ahead": 0,
        "history": [],
    }
    show_history(found | {"document_ids": [*range(1, 1201)]})
    show_history(found | {"document_ids": [7]})
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "documents [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, … 1,200 in all], 1,200 passages, 0 bookings"
    assert lines[3] == "documents [7], 1,200 passages, 0 bookings"
    show_history(found | {"document_ids": [7], "chunks": 0})
    assert capsys.readouterr().out.splitlines()[2] == "there are no words in it that could be found"


def test_the_same_advice_is_given_once_for_all_its_files(capsys: pytest.CaptureFixture[str]) -> None:
    at = datetime(2026, 3, 1, 12, 0, tzinfo=UTC).astimezone()
    troubles = [
        Trouble(f"/b/{n} a.csv", "row 2", f"no currency. Say it: pkm accounts map '/b/{n} a.csv'", "indexed")
        for n in (1, 2)
    ]
    show_problems(
        "indexed, with these problems", [*troubles, Trouble("/b/c.pdf", None, "/b/c.pdf is damaged", "indexed")]
    )
    assert capsys.readouterr().out.splitlines() == [
        "",
        "indexed, with these problems (3):",
        "  no currency. Say it: pkm accounts map FILE",
        "    /b/1 a.csv (row 2)",
        "    /b/2 a.csv (row 2)",
        "  /b/c.pdf: /b/c.pdf is damaged",
    ]
    show_problems("refused", [Trouble(f"/b/{n}", None, "it is empty", None) for n in range(SHOWN_PROBLEMS + 3)])
    shown = capsys.readouterr().out.splitlines()
    assert (len(shown), shown[-1]) == (SHOWN_PROBLEMS + 4, "  … and 3 more: pkm problems")
    refused = [Refusal(f"/b/{n}", None, "it is empty", at, None, 1, "c", "quarantined", ignored=False) for n in (1, 2)]
    show_refusals(refused)
    since = f"    since {at:%Y-%m-%d %H:%M}"
    assert capsys.readouterr().out.splitlines() == ["it is empty", "  /b/1", since, "  /b/2", since]
    many = [
        Refusal("/b/a.zip", f"file {n}", "it is a link", at, None, 1, "c", "indexed", ignored=False)
        for n in range(SHOWN_PLACES + 3)
    ]
    show_refusals([*many, *refused])
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "it is a link"
    assert sum("/b/a.zip (file" in line for line in shown) == SHOWN_PLACES
    assert shown[2 * SHOWN_PLACES + 1 :][:2] == [
        "  … and 3 more places in /b/a.zip: --json names them all",
        "it is empty",
    ]


def test_the_status_says_once_when_sources_were_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    at = datetime(2026, 3, 1, 12, 0, tzinfo=UTC).astimezone()
    source = {"location": "/papers", "scanned_at": at, "failure": None, "include": ["*.pfd"], "unmatched": ["*.pfd"]}
    source |= {"refreshed": True, "paused": False}
    status = {
        "files": {}, "ignored": 0, "documents": 0, "chunks": 0, "transactions": 0, "embedder": "minilm", "progress": {"waiting": 0}, "index": None,
        "work": [], "workers": [], "last_refresh": None, "next_refresh": at + timedelta(hours=4), "sources": [source],
    }  # fmt: skip
    show_status(status)
    last, due = (f"{each:%Y-%m-%d %H:%M}" for each in (at, at + timedelta(hours=4)))
    assert capsys.readouterr().out.splitlines()[-2:] == [
        f"sources: 1 (pkm sources), last looked at {last}, next {due}, once pkm serve or pkm worker runs",
        f"  /papers: last looked at {last}; nothing there matches --include '*.pfd'",
    ]
    show_status(status | {"sources": [source | {"paused": True}, source | {"refreshed": False}]})
    assert [line.split("; ")[1] for line in capsys.readouterr().out.splitlines()[-2:]] == [
        "paused",
        "looked at no more",
    ]
    show_status(status | {"progress": {"waiting": 2, "rate_per_min": 0.0, "eta_s": 0}})
    assert "waiting: 2 files: pkm refresh reads on" in capsys.readouterr().out.splitlines()
    show_status(status | {"sources": [], "next_refresh": None})
    assert capsys.readouterr().out.splitlines()[-1] == "sources: 0 (pkm sources), last looked at never, next never"


def test_a_terminal_that_lacks_letters_is_shown_the_others_and_json_loses_none(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, "ascii", write_through=True))
    allow_any_letter()
    print("für 5 €")
    print_json({"said": "für 5 €"})
    shown, whole = out.getvalue().splitlines()
    assert shown == b"f?r 5 ?"
    assert json.loads(whole) == {"said": "für 5 €"}


def test_bookings_can_be_read_on_a_narrow_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "xterm")
    booking = Transaction(
        TransactionId(1), "DE02120300000000202051", date(2026, 1, 5), None, Decimal("-1024.99"), "EUR", "Holm & Co",
        "Invoice 4711", "other", "booked", None, DocumentId(1), "bank.csv", "row 1",
    )  # fmt: skip
    show_transactions([booking], [])
    assert capsys.readouterr().out == "2026-01-05  -1,024.99 EUR  00202051\n  Holm & Co Invoice 4711\n"


def test_what_is_said_of_an_account_stands_indented_below_it(capsys: pytest.CaptureFixture[str]) -> None:
    first, last = date(2026, 1, 1), date(2026, 3, 31)
    paper = Paper(1, "bank/\x1bmarch.csv", first, last, None, Decimal(5), 3, None, False)
    book = Book("EUR", first, last, None, Decimal(5), last, (paper,), (Span(first, last, ()),), (), (), ())
    account = Account(
        AccountId(1), "4711", "Giro", None, None, None, None, "EUR", None, (Same("0815", "pkm"),), (), None, (book,)
    )
    _print_account(account, everything=True)
    assert capsys.readouterr().out.splitlines() == [
        "Giro (4711)",
        "  also: 0815 (recognised)",
        "  EUR: 1 statement, 2026-01-01 to 2026-03-31; states no balances to add up to; balance 5.00 on 2026-03-31",
        "    1 statement without a currency: EUR is the only one of the account",
        "    no statement covers 2026-01-01 to 2026-03-31",
        "    2026-01-01 to 2026-03-31: 3 bookings, bank/ march.csv",
    ]
