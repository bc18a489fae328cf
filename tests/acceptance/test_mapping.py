"""A CSV that could be read two ways: it is asked about, a person says how, and every file of its layout is answered from."""

from __future__ import annotations

import csv
import json
import shlex
from pathlib import Path

from tests.acceptance.test_cli import Shell, shell

__all__ = ["shell"]

HEAD = "Date,Description,Amount\n"
MARCH = HEAD + "03/01/2024,Corner Bakery,-4.50\n04/02/2024,Stadtwerke electricity,-61.10\n"
APRIL = HEAD + "05/03/2024,Stadtwerke electricity,-59.90\n"


def amounts(shell: Shell) -> list[tuple[str, str, str]]:
    return [
        (each["booked_on"], each["amount"], each["currency"]) for each in shell.json("transactions")["transactions"]
    ]


def test_what_is_open_is_asked_once_and_answered_for_all_files_of_the_layout(shell: Shell, tmp_path: Path) -> None:
    bank = tmp_path / "my bank"
    bank.mkdir()
    (bank / "one.csv").write_text(MARCH)
    (bank / "two.csv").write_text(APRIL)
    (bank / "other.csv").write_text("Date;Memo;Betrag EUR\n2024-03-31;Kino;-9,00\n")
    report = shell.json("ingest", bank, code=3)
    assert amounts(shell) == [("2024-03-31", "-9.00", "EUR")]
    asked = {Path(each["path"]).name: each["reason"] for each in report["problems"]}
    assert asked.keys() == {"one.csv", "two.csv"}
    command = asked["one.csv"].partition("pkm ")[2].partition(" (")[0]
    words = shlex.split(command)
    assert words == [
        "accounts", "map", str(bank / "one.csv"), "--date-order", "day-first", "--currency", "EUR",
    ]  # fmt: skip

    shown = shell.json("accounts", "map", bank / "one.csv", code=3)
    assert {each["option"] for each in shown["tables"][0]["open"]} == {
        "--date-order day-first|month-first",
        "--currency EUR",
    }
    assert (shown["stored"], shown["read_again"], amounts(shell)) == (False, 0, [("2024-03-31", "-9.00", "EUR")])

    told = shell.json(*words)
    assert (told["stored"], told["read_again"], told["tables"][0]["open"]) == (True, 2, [])
    assert [(each["booked_on"], each["amount"]) for each in told["first"]] == [
        ("2024-01-03", "-4.50"),
        ("2024-02-04", "-61.10"),
    ]
    assert amounts(shell) == [
        ("2024-01-03", "-4.50", "EUR"), ("2024-02-04", "-61.10", "EUR"), ("2024-03-05", "-59.90", "EUR"),
        ("2024-03-31", "-9.00", "EUR"),
    ]  # fmt: skip
    assert shell.json("problems")["problems"] == []

    (bank / "three.csv").write_text(HEAD + "06/04/2024,Stadtwerke electricity,-60.00\n")
    assert shell.json("refresh")["problems"] == []
    number = shell.json("accounts")["accounts"][0]["number"]
    assert shell.json("accounts", "close", number, "--on", "2024-12-31")["closed_on"] == "2024-12-31"
    assert "closed on 2024-12-31" in shell.run("accounts")[0]
    assert shell.json("accounts", "reopen", number)["closed_on"] is None
    answer = shell.json("ask", "How much did I spend on electricity in 2024?")
    assert answer["status"] in ("answered", "partial")
    assert "-181.00" in json.dumps(answer["figures"]) or "181.00" in answer["answer"]


def test_a_column_that_is_not_there_is_wrong_usage_and_changes_nothing(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text(MARCH)
    _, err = shell.run("accounts", "map", tmp_path / "one.csv", "--column", "amount=Betrag", code=2)
    assert "Betrag" in err
    assert "Description" in err
    _, err = shell.run("accounts", "map", tmp_path / "one.csv", "--column", "total=Amount", code=2)
    assert "counterparty_account" in err


def test_a_table_that_is_no_banks_becomes_one_by_its_owners_word(shell: Shell, tmp_path: Path) -> None:
    table = tmp_path / "till.csv"
    table.write_text("when;what;how much\n2024-01-03;rolls;-4,50\n2024-01-31;milk;-1,20\n")
    assert shell.json("ingest", table)["transactions"] == 0
    told = shell.json(
        "accounts", "map", table, "--column", "date=when", "--column", "description=what", "--column", "amount=3",
        "--currency", "CHF", "--account", "Till",
    )  # fmt: skip
    assert told["accounts"] == ["Till"]
    assert amounts(shell) == [("2024-01-03", "-4.50", "CHF"), ("2024-01-31", "-1.20", "CHF")]
    assert shell.json("accounts", "map", table, "--forget", code=3)["transactions"] == 0
    assert amounts(shell) == []


def test_bookings_leave_as_a_table_without_formulas(shell: Shell, tmp_path: Path) -> None:
    bank = tmp_path / "giro.csv"
    bank.write_text("Date,Payee,Amount,Currency\n2024-03-31,=1+1,-9.00,EUR\n2024-04-01,Kino,5.00,EUR\n")
    assert shell.json("ingest", bank)["transactions"] == 2
    out, _ = shell.run("transactions", "--csv")
    rows = list(csv.DictReader(out.splitlines()))
    assert [(each["amount"], each["counterparty"]) for each in rows] == [("-9.00", "'=1+1"), ("5.00", "Kino")]
    shell.run("transactions", "--csv", "--json", code=2)
