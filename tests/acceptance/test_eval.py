"""The search measured, tuned and explained from the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.acceptance.test_cli import Shell, papers, shell

__all__ = ["papers", "shell"]  # fixtures

LEASE = {
    "question": "When can I terminate the lease?",
    "expect": [{"path": "lease.md", "text": "three months' notice"}],
}


def test_questions_are_measured_and_what_is_wrong_with_others_is_told(
    shell: Shell, papers: Path, tmp_path: Path
) -> None:
    _, err = shell.run("eval", code=2)
    assert "no answer was found useful yet" in err
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps(LEASE) + "\n")
    _, err = shell.run("eval", file, code=2)  # nothing was taken in
    shell.json("ingest", papers)
    first = shell.json("eval", file)
    assert (first["questions"], first["problems"], first["since"]) == (1, [], None)
    assert set(first["arms"]) == {"hybrid", "dense", "sparse"}
    assert first["arms"]["hybrid"]["recall@5"] == {"value": 1.0, "low": None, "high": None}
    with file.open("a") as stream:
        stream.write('{"question": "x"}\n{"question": "x", "expect": [{"path": "gone.pdf"}]}\n')
    second = shell.json("eval", file, code=3)
    assert [each["locator"] for each in second["problems"]] == ["line 2", "line 3"]
    assert second["since"]["arms"]["hybrid"]["mrr"]["value"] == 0
    out, _ = shell.run("eval", file, code=3)
    assert "line 2" in out
    assert "against" in out
    _, err = shell.run("eval", "tune", file, code=2)
    assert "30" in err
    assert shell.json("eval", "tune", "--reset") == {"reset": False}
    assert shell.run("eval", "export")[0] == ""
    _, err = shell.run("eval", tmp_path / "nowhere.jsonl", code=2)
    assert "nowhere.jsonl" in err


def test_a_question_tells_why(shell: Shell, papers: Path) -> None:
    shell.json("ingest", papers)
    told = shell.json(
        "why", "When can I terminate the lease?", "--expect", papers / "lease.md", "--expect", "a purple quagga"
    )
    assert [each["fate"] for each in told["expected"]] == ["found", "not ingested"]
    assert told["hits"][0]["hit"] == shell.json("search", "When can I terminate the lease?", "-k", 1)["hits"][0]
    out, _ = shell.run("why", "When can I terminate the lease?", "--expect", papers / "january.ofx", "--kind", "note")
    assert "filtered" in out
    assert "kind statement" not in out
    assert shell.json("why", papers / "lease.md")["state"] == "indexed"
    _, err = shell.run("why", "nothing-here", code=1)
    assert "pkm ingest" in err
