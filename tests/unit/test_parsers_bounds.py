"""Days and amounts that no bank books are problems of their records, in every format, and nothing else is lost by them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.parsers import Candidate, parse
from pkm.models import Parsed

NINES = "9" * 10_000


def read(folder: Path, name: str, text: str) -> Parsed:
    (folder / name).write_text(text, "utf-8")
    return parse(Candidate.at(folder / name))


def camt(day: str, amount: str) -> str:
    return f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>{day}</Dt></BookgDt></Ntry>'


CAMT = (
    '<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>1</Id>'
    f"<Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>{camt('0001-01-01', '1')}{camt('9999-12-31', '2')}"
    f"{camt('2026-01-14', '2.50')}</Stmt></BkToCstmrStmt></Document>"
)
FILES = {
    "days.csv": ("Date,Description,Amount,Currency\n9999-12-31,a,-1.00,EUR\n2026-01-13,b,-2.50,EUR\n2026-01-14,c,-1.50,EUR\n", 1),
    "days.qif": ("!Type:Bank\nD12/31/9999\nT-1.00\n^\nD01/16/2026\nT-2.50\n^\n", 1),
    "days.xml": (CAMT, 2),
    "amount.sta": (
        f":20:X\n:25:1/55\n:60F:C260101EUR{NINES},00\n:61:260110D{NINES},00NMSC\n:61:260110D2,50NMSC\n:62F:C260131EUR0,00\n-\n", 2,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_only_what_is_out_of_bounds_is_refused(name: str, tmp_path: Path) -> None:
    text, refused = FILES[name]
    parsed = read(tmp_path, name, text)
    statements = [each for document in parsed.documents for each in document.statements]
    rows = [row for each in statements for row in each.transactions]
    assert "-2.50" in {str(row.amount) for row in rows}
    assert all(row.booked_on.year == 2026 and abs(row.amount) < 3 for row in rows)
    told = [
        each
        for each in parsed.problems
        if ("no" in each.reason and "bank books" in each.reason) or "digits" in each.reason
    ]
    assert len(told) == refused
    for each in statements:
        assert all(day is None or day.year == 2026 for day in (each.since, each.until))
        assert each.opening is None


def test_days_that_were_made_unrecognisable_are_kept(tmp_path: Path) -> None:
    parsed = read(
        tmp_path, "a.csv", "Date,Description,Amount,Currency\n1111-11-11,a,-1.00,EUR\n1111-11-12,b,-2.50,EUR\n"
    )
    assert [row.booked_on.year for row in parsed.documents[0].statements[0].transactions] == [1111, 1111]
