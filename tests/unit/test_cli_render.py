"""What a terminal shows of a document's words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pkm.answer.cite import inert
from pkm.cli.render import _unescaped


@given(st.text(st.sampled_from(r"ab <>[]`\*&\n")))
def test_words_stand_as_in_their_document_where_no_markdown_is_rendered(text: str) -> None:
    assert _unescaped(inert(text)) == " ".join(text.split())


def test_a_code_of_a_control_character_stays_a_code() -> None:
    assert _unescaped(inert("red: &#27;[31m")) == "red: &#27;[31m"
