"""``pkm report`` as its user runs it."""

from __future__ import annotations

from pathlib import Path

from tests.acceptance.test_cli import OFX, Shell


def test_a_report_is_printed_written_and_refused(tmp_path: Path, database_url: str) -> None:
    shell = Shell(tmp_path / "home", database_url)
    (tmp_path / "january.ofx").write_text(OFX)
    shell.run("ingest", tmp_path / "january.ofx")
    text, _ = shell.run("report", "month")  # today is the tenth of February
    assert text.startswith("# Month report 2026-01\n")
    assert "| Income | 2,100.00 EUR [[1]](#f1) |" in text
    assert "| Spending | -70.00 EUR [[2]](#f2) |" in text
    for name, start in (("a.pdf", b"%PDF"), ("a.html", b"<!doctype html>"), ("a.md", b"# Rapport")):
        out, err = shell.run("report", "year", "2026", "--language", "fr", "-o", tmp_path / name)
        assert (out, "written to" in err) == ("", True)
        assert (tmp_path / name).read_bytes().startswith(start)
    report = shell.json("report", "month", "2026-01")["report"]
    assert report["money"][0]["net"]["value"] == "2030.00"
    for wrong in (
        ["month", "2026-13"],
        ["year", "last"],
        ["month", "-o", tmp_path / "a.doc"],
        ["month", "--language", "it"],
    ):
        _, err = shell.run("report", *wrong, code=2)
        assert err.startswith("pkm: ")
