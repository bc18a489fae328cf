"""Every real bank file ends right: no record lost in silence, no crash, and the amounts that its own suite expects."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.bank_formats.outcome import BANK_FILES, Outcome, files, judge

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not BANK_FILES.is_dir(), reason="the real files are not part of this repository"),
]

# Tests of bank2ynab that leave open what a person alone can say: the side of two columns; a row of words; and of ofxparse: no days.
ASKED = frozenset(
    [
        "date_missing",
        "test_headers",
        "test_raiffeisen_01",
        "test_row_format_CD_flag",
        "test_row_format_default",
        "test_row_format_neg_inflow",
    ]
)


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return [judge(path, BANK_FILES) for path in files(BANK_FILES)]


def test_no_record_is_lost_in_silence_and_nothing_crashes(outcomes: list[Outcome]) -> None:
    assert len(outcomes) > 150
    assert sum(each.records or 0 for each in outcomes) > 1000
    assert [each for each in outcomes if each.verdict in ("silent loss", "crash")] == []


def test_amounts_are_those_that_are_expected(outcomes: list[Outcome]) -> None:
    known = [each for each in outcomes if each.expected is not None]
    assert len(known) > 70
    assert {Path(each.file).stem for each in known if each.verdict != "exact"} <= ASKED


def test_a_lost_record_is_told(tmp_path: Path) -> None:
    """The count is the bench's own: a record whose tag is out of the parsers' sight still counts."""
    path = tmp_path / "umsatz.sta"
    path.write_text(":20:1\n:25:1\n:60F:C240101EUR0,00\n:61:2401020102C3,00NTRFX\n:62F:C240101EUR3,00\n")
    outcome = judge(path, tmp_path)
    assert (outcome.records, outcome.accounted, outcome.amounts, outcome.verdict) == (1, 1, ["3.00"], "exact")
    other = tmp_path / "notes.txt"
    other.write_text("# About our bank\n\n:61:2401020102C3,00NTRFX\n")
    assert judge(other, tmp_path).verdict == "silent loss"
