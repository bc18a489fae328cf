"""Banks' own codes mean what their standards say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkm.ledger import category, codes
from pkm.ledger.codes import category_of


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("mcc:5411", "groceries"), ("mcc:5462", "groceries"), ("mcc:5812", "restaurants"), ("mcc:5814", "restaurants"),
        ("mcc:3000", "travel"), ("mcc:3350", "travel"), ("mcc:3999", "travel"), ("mcc:4511", "travel"), ("mcc:7011", "travel"),
        ("mcc:4111", "transport"), ("mcc:4121", "transport"), ("mcc:5541", "fuel"), ("mcc:5542", "fuel"), ("mcc:5552", "fuel"),
        ("mcc:5912", "health"), ("mcc:8021", "health"), ("mcc:6300", "insurance"), ("mcc:6011", "cash"), ("mcc:4814", "internet & phone"),
        ("mcc:4899", "subscriptions"), ("mcc:9311", "taxes"), ("mcc:8398", "gifts & donations"), ("mcc:0742", "pets"), ("mcc:742", "pets"),
        ("mcc:7230", "personal care"), ("mcc:5651", "clothing"), ("mcc:5732", "electronics"), ("mcc:7832", "entertainment"),
        ("mcc:8220", "education"), ("mcc:8351", "children"), ("mcc:5712", "household"), ("mcc:7523", "car"), ("mcc:6513", "rent"),
        ("sic:5411", "groceries"), ("SIC:5812", "restaurants"),
        ("purp:SALA", "salary"), ("purp:rent", "rent"), ("purp:ELEC", "electricity"), ("purp:GASB", "gas & heating"), ("purp:WTER", "water"),
        ("purp:PHON", "internet & phone"), ("purp:INSU", "insurance"), ("purp:TAXS", "taxes"), ("purp:PENS", "pension & benefits"),
        ("purp:CHAR", "gifts & donations"), ("ctgy:SALA", "salary"),
        ("gvc:153", "salary"), ("gvc:053", "salary"), ("gvc:156", "pension & benefits"), ("gvc:119", "gifts & donations"),
        ("gvc:083", "cash"), ("gvc:808", "fees & interest"), ("gvc:814", "fees & interest"), ("gvc:302", "savings & investments"),
        ("gvc:603", "mortgage & loans"), ("bank:PMNT.RCDT.SALA", "salary"), ("bank:PMNT/CCRD/CWDL", "cash"), ("bank:ACMT.MDOP.CHRG", "fees & interest"),
        ("type:atm", "cash"), ("type:SRVCHG", "fees & interest"), ("type:Entgeltabschluss", "fees & interest"), ("type:lohn/gehalt", "salary"),
        ("type:bargeldauszahlung", "cash"), ("type:div", "savings & investments"), ("name:Eating out", "restaurants"),
    ],
)  # fmt: skip
def test_a_code_states_a_category(code: str, name: str) -> None:
    assert category_of(code) == name


@pytest.mark.parametrize(
    "code",
    [
        "mcc:4900", "mcc:6012", "mcc:4829", "mcc:1", "mcc:54110", "mcc:٥٤١١", "mcc:", "purp:ENRG", "purp:UBIL", "purp:OTHR", "gvc:166",
        "gvc:116", "gvc:105", "gvc:9999", "bank:PMNT.RCDT.ESCT", "bank:", "type:debit", "name:General", "5411", "", ":", "what:5411",
    ],
)  # fmt: skip
def test_a_code_of_many_uses_or_none_states_nothing(code: str) -> None:
    assert category_of(code) is None


@given(st.text(max_size=20))
def test_any_text_is_no_fault(text: str) -> None:
    for scheme in ("mcc", "sic", "purp", "gvc", "bank", "type", "name", ""):
        found = category_of(f"{scheme}:{text}")
        assert found is None or found in category.names()


def test_no_code_stands_in_two_lines_and_every_line_is_a_category() -> None:
    for table in (codes._MCC, codes._GVC):
        seen: set[int] = set()
        for line in table.strip().splitlines():
            name, _, ranges = line.partition(":")
            assert name in category.names()
            for each in ranges.split():
                first, _, last = each.partition("-")
                span = set(range(int(first), int(last or first) + 1))
                assert not span & seen, each
                seen |= span
    for table in (codes._PURPOSE, codes._SUBFAMILY, codes._TYPE):
        words = [
            (name, word.strip())
            for name, _, rest in (line.partition(":") for line in table.strip().splitlines())
            for word in (rest.split(",") if "," in rest else rest.split())
        ]
        assert len({word for _, word in words}) == len(words)
        assert {name for name, _ in words} <= set(category.names())
