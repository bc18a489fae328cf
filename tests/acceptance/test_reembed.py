"""``pkm reembed`` as its user runs it: at the command line, and under a service that goes on answering."""

from __future__ import annotations

import time
from pathlib import Path

from tests.acceptance.test_cli import Shell, papers, shell
from tests.acceptance.test_service import serving
from tests.clock import until

__all__ = ["papers", "shell"]


def states(found: dict[str, object]) -> dict[str, tuple[bool, int, int]]:
    spaces = found["spaces"]
    assert isinstance(spaces, list)
    return {each["name"]: (each["active"], each["passages"], each["lacking"]) for each in spaces}


def test_a_home_goes_over_and_back(shell: Shell, papers: Path, tmp_path: Path) -> None:
    report = shell.json("ingest", papers, PKM_EMBEDDER="minilm")
    count = report["chunks"]
    over = shell.json("reembed", "--to", "minilm:int8")
    assert (over["space"], over["before"], over["embedded"]) == ("minilm:int8", "minilm", count)
    assert states(over) == {"minilm:int8": (True, count, 0), "minilm": (False, count, 0)}
    assert over["compared"]["agreement"] > 0.5
    # a setting that says with what the home began is no contradiction
    assert shell.json("status", PKM_EMBEDDER="minilm")["embedder"] == "minilm:int8"
    assert shell.json("search", "who may end the lease", PKM_EMBEDDER="minilm")["hits"][0]["path"].endswith("lease.md")
    late = tmp_path / "late"
    late.mkdir()
    (late / "late.txt").write_text("The gutter is cleaned in November.\n")
    shell.json("ingest", late)
    assert states(shell.json("reembed")) == {"minilm:int8": (True, count + 1, 0), "minilm": (False, count, 1)}
    back = shell.json("reembed", "--back")
    assert (back["space"], back["embedded"]) == ("minilm", 1)
    assert shell.json("search", "gutter in November")["hits"][0]["path"].endswith("late.txt")
    assert states(shell.json("reembed", "--drop", "minilm:int8")) == {"minilm": (True, count + 1, 0)}
    assert shell.json("check")["findings"] == []


def test_what_makes_no_sense_is_said_in_a_line(shell: Shell, papers: Path) -> None:
    shell.json("ingest", papers)
    for arguments, code, words in (
        (("--to", "minilm"), 2, "already"),
        (("--to", "minilm:int3"), 1, "no minilm:int3"),
        (("--to", "word2vec"), 1, "no embedder 'word2vec'"),
        (("--to", "http:some-model"), 1, "PKM_EMBEDDER_URL"),
        (("--back",), 1, "no other space before"),
        (("--drop", "minilm"), 2, "searched with"),
        (("--drop", "bge-m3"), 1, "no space bge-m3"),
        (("--abort",), 1, "about to go over to no other"),
        (("--to", "bge-m3", "--back"), 2, "at a time"),
        (("--to", "bge-m3", "--background", "--anyway"), 2, "--background takes"),
    ):
        out, err = shell.run("reembed", *arguments, code=code)
        assert out == ""
        assert words in err
        assert err.count("\n") == 1


def test_a_service_goes_over_in_the_background_and_goes_on_answering(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    for number in range(40):
        (folder / f"note{number}.txt").write_text(
            f"Note {number}: the boiler of house {number} is serviced in October.\n"
        )
    shell.json("ingest", folder)
    with serving(shell):
        assert shell.json("reembed", "--to", "minilm:int8", "--background")["spaces"][-1]["wanted"]

        def is_over() -> bool:
            assert len(shell.json("search", "boiler of house 7", "-k", "5")["hits"]) == 5
            time.sleep(0.5)  # the processors are the service's
            return states(shell.json("reembed")).get("minilm:int8", (False,))[0]

        until(is_over, "the home has gone over")
        shell.json("reembed", "--drop", "minilm")
        assert shell.json("search", "boiler of house 7", "-k", "5")["hits"][0]["path"].endswith("note7.txt")
        (folder / "gutter.txt").write_text("The gutter is cleaned in November.\n")
        assert shell.json("refresh")["indexed"] == 1
        assert shell.json("search", "gutter cleaned")["hits"][0]["path"].endswith("gutter.txt")
    assert shell.json("check")["findings"] == []
