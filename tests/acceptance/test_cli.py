"""The ``pkm`` command as its user runs it: exit codes, JSON on stdout and nothing else there, faults in one line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from pkm.cli import main
from pkm.services import EmbeddedPostgres
from pkm.store.database import Database
from tests.clock import LONGEST_S, until
from tests.conftest import cloned, named
from tests.preloaded import Process

OFX = """OFXHEADER:100
DATA:OFXSGML
VERSION:102
ENCODING:USASCII
CHARSET:1252

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR
<BANKACCTFROM><BANKID>1<ACCTID>777<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20260101<DTEND>20260131
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260105<TRNAMT>-61.10<FITID>1<NAME>Stadtwerke<MEMO>Electricity January</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260106<TRNAMT>-8.90<FITID>2<NAME>Corner Bakery<MEMO>Bread</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260128<TRNAMT>2100.00<FITID>3<NAME>Example Works<MEMO>Salary</STMTTRN>
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""


class Shell:
    """Runs ``pkm`` with a home of its own."""

    def __init__(self, home: Path, database_url: str) -> None:
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("PKM_")} | {
            "PKM_HOME": str(home), "PKM_DATABASE_URL": database_url, "PKM_TIMEZONE": "Europe/Berlin", "PKM_TODAY": "2026-02-10",
        }  # fmt: skip

    def start(self, *arguments: object, **more: str) -> Process:
        return Process(main, list(map(str, arguments)), self.environment | more)

    def run(self, *arguments: object, code: int = 0, **more: str) -> tuple[str, str]:
        process = self.start(*arguments, **more)
        out, err = process.communicate(timeout=LONGEST_S)
        assert process.returncode == code, (arguments, process.returncode, out, err)
        return out, err

    def json(self, *arguments: object, code: int = 0, **more: str) -> dict[str, Any]:
        parsed = json.loads(self.run(*arguments, "--json", code=code, **more)[0])
        assert isinstance(parsed, dict)
        return parsed


@pytest.fixture
def shell(tmp_path: Path, database_url: str) -> Shell:
    return Shell(tmp_path / "home", database_url)


@contextmanager
def taken_in(
    server: EmbeddedPostgres, place: Path, files: dict[str, str], bookings: int
) -> Iterator[Callable[[], AbstractContextManager[Shell]]]:
    """Ingest files once; each call gives a home in which that has just been done, while its block runs."""
    folder = place / "papers"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    with cloned(server) as template:
        assert Shell(place / "home", named(server, template)).json("ingest", folder)["transactions"] == bookings

        @contextmanager
        def begin() -> Iterator[Shell]:
            with cloned(server, template) as name:
                yield Shell(place / "home", named(server, name))

        yield begin


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "lease.md").write_text(
        "# Lease agreement\n\n## Termination\n\nThe tenant may terminate the lease with three months' notice to the end of a quarter.\n"
    )
    (folder / "january.ofx").write_text(OFX)
    return folder


def test_ingest_search_ask_and_sum(shell: Shell, papers: Path) -> None:
    assert "pkm ingest takes more in" in shell.run("ask", "When can I terminate the lease?")[0]
    report = shell.json("ingest", papers)
    assert {key: report[key] for key in ("scanned", "new", "indexed", "quarantined", "transactions", "problems")} == {
        "scanned": 2, "new": 2, "indexed": 2, "quarantined": 0, "transactions": 3, "problems": [],
    }  # fmt: skip
    hit = shell.json("search", "notice period of the lease", "-k", 1)["hits"][0]
    text = (papers / "lease.md").read_text()
    assert hit["path"] == str(papers / "lease.md")
    assert hit["text"] == text[hit["char_start"] : hit["char_end"]]
    answer = shell.json("ask", "When can I terminate the lease?")
    assert answer["status"] == "answered"
    assert "three months" in answer["answer"]
    cited = answer["citations"][0]
    assert cited["quote"] == text[cited["char_start"] : cited["char_end"]]
    spent = shell.json("ask", "How much did I spend on electricity in January 2026?")
    assert [figure["value"].lstrip("-") for figure in spent["figures"] if figure["currency"] == "EUR"][:1] == ["61.10"]
    assert shell.json("ask", "When does my passport expire?")["status"] == "abstained"
    shown = shell.run("ask", "When does my passport expire?")[0]
    assert "nearest passages (no answer" in shown
    assert str(papers / "lease.md") in shown
    for question in ("When can I terminate the lease?", "hello"):
        assert "passage" not in shell.run("ask", question)[0]
    found = shell.json("transactions", "--max", "-10")
    assert [each["amount"] for each in found["transactions"]] == ["-61.10"]
    assert found["totals"] == [{"currency": "EUR", "inflow": "0", "outflow": "-61.10", "net": "-61.10", "count": 1}]
    status = shell.json("status")
    assert (status["files"]["indexed"], status["documents"], status["transactions"], status["embedder"]) == (
        2,
        2,
        3,
        "minilm",
    )
    assert shell.json("check")["ok"]
    assert shell.json("why", papers / "lease.md")["state"] == "indexed"
    asked = shell.run("forget", papers, code=2)[1]
    assert "(2 files, 2 documents, " in asked
    assert ", 3 bookings)? [y/N]" in asked
    assert "say --yes" in asked
    assert shell.json("forget", papers / "lease.md", "--yes")["documents"] == 1
    assert shell.json("search", "notice period of the lease", "--kind", "note")["hits"] == []


def test_who_was_stopped_while_forgetting_is_told_how_to_go_on(shell: Shell, papers: Path) -> None:
    shell.json("ingest", papers, "--once")
    letter = papers / "lease.md"
    (number,) = shell.json("why", letter)["document_ids"]
    assert shell.json("forget", letter, "--yes", "--no-erase")["documents"] == 1  # as if stopped before that
    for target in (letter, number):
        assert "erased in the night, or now by: pkm forget --erase" in shell.run("forget", target, "--yes", code=1)[1]
    assert "erased from the database's files" in shell.run("forget", "--erase")[0]
    assert "--erase" not in shell.run("forget", letter, "--yes", code=1)[1]


def test_refused_input_is_exit_code_3_and_named(shell: Shell, papers: Path) -> None:
    (papers / "empty.pdf").touch()
    (papers / "february.ofx").write_text(OFX.replace("20260105", "someday").replace("202601", "202602"))
    report = shell.json("ingest", papers, code=3)
    assert [(Path(each["path"]).name, each["locator"], each["state"]) for each in report["problems"]] == [
        ("empty.pdf", None, "quarantined"),
        ("february.ofx", "record 1", "indexed"),
    ]
    refused, partly = shell.run("refresh", code=3)[0].split("indexed, with these problems (1):")
    assert "refused, with the reason (1):" in refused
    assert ("empty.pdf" in refused, "february.ofx" in partly) == (True, True)
    out, _ = shell.run("problems")
    assert "empty.pdf" in out
    assert "february.ofx" not in shell.run("problems", "retry", papers / "empty.pdf", code=3)[0]
    (papers / "link.txt").symlink_to("/etc/hostname")
    shell.run("refresh", code=3)
    (papers / "link.txt").unlink()
    shell.run("problems", "retry", papers / "link.txt")  # it was never opened: a look tells that it went
    assert "empty" in shell.json("why", papers / "empty.pdf")["reason"]
    assert "is a folder, of which pkm knows" in shell.run("why", papers, code=2)[1]


def test_a_killed_ingest_is_taken_up_where_it_was(shell: Shell, papers: Path, database_url: str) -> None:
    for number in range(40):
        (papers / f"note-{number}.txt").write_text(
            f"Note {number}. " + f"The answer of box {number} is {number * 7}. " * 8
        )
    with Database.at(database_url) as database:
        process = shell.start("ingest", papers)

        def is_under_way() -> bool:
            with database.transaction() as connection:
                return connection.execute("select from file where state = 'indexed' limit 1").fetchone() is not None

        until(is_under_way, "a file is indexed")
        process.kill()
        process.communicate()
    report = shell.json("ingest", papers)
    assert (report["scanned"], report["unchanged"], report["new"]) == (42, 42, 0)
    assert shell.json("status")["files"] == {
        "pending": 0,
        "indexed": 42,
        "duplicate": 0,
        "quarantined": 0,
        "deleted": 0,
    }
    assert shell.json("check")["ok"]


def test_two_ingests_at_once_read_each_file_once(shell: Shell, papers: Path) -> None:
    for number in range(20):
        (papers / f"note-{number}.txt").write_text(f"Note number {number} about subject {number}.")
    first, second = shell.start("ingest", papers, "--json"), shell.start("ingest", papers, "--json")
    for each in (first, second):
        out, err = each.communicate(timeout=LONGEST_S)
        assert each.returncode == 0, err
        assert json.loads(out)["scanned"] == 22
    status = shell.json("status")
    assert (status["files"]["indexed"], status["documents"]) == (22, 22)
    assert shell.json("check")["ok"]


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "told"),
    [
        (["ingest", "/no/such/folder"], {}, 1, "no such file"),
        (["status"], {"PKM_REFRESH_HOURS": "soon"}, 1, "PKM_REFRESH_HOURS"),
        (["status"], {"PKM_DATABASE_URL": "postgresql://127.0.0.1:1/none"}, 1, "cannot be reached"),
        (["why", "/no/such/file"], {}, 1, "pkm ingest"),
        (["search"], {}, 2, "QUERY"),
        (["search", "x", "--kind", "poem"], {}, 2, "poem"),
        (["transactions", "--since", "yesterday"], {}, 2, "YYYY-MM-DD"),
        (["nonsense"], {}, 2, "nonsense"),
        (["ingest", ""], {}, 2, "an empty path names nothing"),
        (["sources", "add", ""], {}, 2, "an empty path names nothing"),
        (["forget", "", "--yes"], {}, 2, "what is to be forgotten"),
        (["forget", "letter.txt"], {}, 1, "has not seen it"),
        (["search", "x", "--since", "2026-02-01", "--until", "2026-01-01"], {}, 2, "ends before it begins"),
        (["transactions", "--account", "4711"], {}, 1, "pkm accounts"),
        (["transactions", "--category", "grocery shop"], {}, 1, "pkm rules categories"),
        (["problems", "retry", "/no/such/file"], {}, 1, "pkm problems"),
        (["report", "year", "26"], {}, 2, "YYYY"),
        (["backup", "verify", "/no/such/folder"], {}, 1, "holds no backup"),
    ],
)
def test_faults_are_one_clear_line(
    shell: Shell, arguments: list[str], environment: dict[str, str], code: int, told: str
) -> None:
    out, err = shell.run(*arguments, code=code, **environment)
    assert out == ""
    assert told in err
    assert "Traceback" not in err
    if code == 1:
        assert len(err.strip().splitlines()) == 1


def test_config_masks_secrets(shell: Shell) -> None:
    shown = shell.json("config", PKM_LLM_API_KEY="hunter2")
    assert shown["PKM_LLM_API_KEY"] == {"value": "********", "origin": "environment"}
    assert shown["PKM_REFRESH_HOURS"]["value"] == 4
    assert "PKM_REFRESH_HOURS=4 " in shell.run("config")[0]


def test_a_token_is_shown_once(shell: Shell) -> None:
    made = shell.json("token", "create", "--scope", "read")
    assert set(made) == {"id", "token", "expires"}
    shell.run("token", "create", "--person", "nobody at all", code=1)
    shown = shell.run("token", "list")[0]
    assert made["token"] not in shown
    assert f"{made['id']}: owner, read, made 20" in shown
    assert "never used" in shown
    assert shell.json("token", "revoke", made["id"]) == {"revoked": [made["id"]]}
    assert shell.json("token") == {"tokens": []}
    assert f"no token {made['id']}" in shell.run("token", "revoke", made["id"], code=1)[1]


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["status"], ["transactions"], ["sources"], ["search", "lease", "--arm", "sparse"]],
)
def test_light_commands_load_nothing_heavy(shell: Shell, arguments: list[str]) -> None:
    program = (
        "import atexit, sys\n"
        "def tell():\n"
        "    heavy = {'torch', 'llama_index', 'unstructured', 'spacy', 'transformers', 'onnxruntime', 'cv2', 'FlagEmbedding'}\n"
        "    print('heavy:', sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
        "atexit.register(tell)\n"
        f"sys.argv = ['pkm', *{arguments!r}]\n"
        "from pkm.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=shell.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "heavy: []" in done.stderr
