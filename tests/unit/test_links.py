"""Signed links and quoted Markdown: what leaves the service for a browser or a chat."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.links import Links
from api.markdown import escaped, sources
from pkm.errors import Forbidden
from pkm.models import Citation, DocumentId, PersonId

PERSON, LETTER, OTHER = PersonId(3), DocumentId(41), DocumentId(42)


def test_a_link_opens_its_document_for_its_person() -> None:
    links = Links(b"k" * 32)
    query = parse_qs(urlsplit(links.view(PERSON, LETTER, 10, 25)).query)
    assert (query["start"], query["end"]) == (["10"], ["25"])
    assert links.check(query["t"][0], LETTER) == PERSON


def test_a_link_opens_nothing_else() -> None:
    token = Links(b"k" * 32).token(PERSON, LETTER)
    person, expires, signature = token.split(".")
    for forged in (
        f"4.{expires}.{signature}", f"{person}.{int(expires) + 1}.{signature}", f"{person}.{expires}.", "", "a.b.c", token + "A",
        f"{person}.{expires}.ä",
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            Links(b"k" * 32).check(forged, LETTER)
    with pytest.raises(Forbidden):
        Links(b"k" * 32).check(token, OTHER)
    with pytest.raises(Forbidden):
        Links(b"j" * 32).check(token, LETTER)


def test_a_link_ends() -> None:
    with pytest.raises(Forbidden, match="ended"):
        Links(b"k" * 32).check(Links(b"k" * 32, lifetime_s=-2).token(PERSON, LETTER), LETTER)


def test_a_home_keeps_its_key_to_itself(tmp_path: Path) -> None:
    token = Links.of_home(tmp_path).token(PERSON, LETTER)
    assert Links.of_home(tmp_path).check(token, LETTER) == PERSON
    (key,) = tmp_path.iterdir()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    key.unlink()
    with pytest.raises(Forbidden):
        Links.of_home(tmp_path).check(token, LETTER)


@given(st.text())
def test_no_mark_of_markdown_is_left_bare(text: str) -> None:
    bare = escaped(text).replace("\\\\", "")
    for mark in "`*_[<>!|~#":  # a bracket that nothing opened closes nothing
        assert bare.count(mark) == bare.count("\\" + mark)
    assert escaped(text).replace("\\", "") == text.replace("\\", "")


def test_a_source_is_one_line_whatever_it_quotes() -> None:
    citation = Citation(
        1, LETTER, "/a/letter.pdf", "Re: your\nlease](http://evil)", date(2024, 1, 2), 3, 0, 40,
        "ends\n\n# ![x](http://evil/leak) on 31 March", "ab", "http://here/view",
    )  # fmt: skip
    text = sources([citation])
    line = text.removeprefix("\n\n**Sources**\n\n")
    assert "\n" not in line
    assert line.startswith("1. [Re\\: your lease)\\(http\\://evil)](http://here/view), page 3: “ends ")
    assert "![" not in line
    assert sources([]) == ""
