"""What a chat client lays before the model ``pkm``, and the Markdown that it is given."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api import chores
from api.markdown import escaped, formulas_inert, sources
from pkm.answer.quoting.cite import inert
from pkm.models import Citation, DocumentId

_CHAT = "<chat_history>\nUSER: {said}\nASSISTANT: It ends in May. [1]\n</chat_history>"


@pytest.mark.parametrize(
    ("form", "said", "given"),
    [
        ('{ "title": "your concise title here" }\n- { "title": "Stock Trends" }', "When?", {"title": "When?"}),
        ('{ "title": "…" }', "word " * 20, {"title": "word " * 12 + "…"}),
        ('{ "title": "…" }', "<attached_files>\n<file/>\n</attached_files>\n\nWhen?", {"title": "When?"}),
        ('{ "follow_ups": ["Suggested next message 1"] }', "When?", {"follow_ups": []}),
        ('{ "tags": ["tag1", "tag2"] }', "When?", {"tags": []}),
        ('{\n  "queries": ["query1"]\n}', "When?", {"queries": []}),
        ('{ "text": "" }', "When?", {"text": ""}),
    ],
)
def test_an_order_of_the_client_is_given_what_it_wants(form: str, said: str, given: dict[str, Any]) -> None:
    assert json.loads(chores.reply(f"### Task:\nJSON format: {form}\n{_CHAT.format(said=said)}") or "") == given


@pytest.mark.parametrize(
    "said", ["When can I end the lease?", "### Task:\nWhat is my task?", '{ "title": "x" } what is it?']
)
def test_a_question_is_no_order(said: str) -> None:
    assert chores.reply(said) is None
    assert chores.without_attachments(said) == (said, False)


def test_a_question_is_told_from_what_it_is_wrapped_into() -> None:
    template = (
        '### Task:\nRespond to the user query …\n<context>\n<source id="1">words</source>\n</context>\n\nWhere is it?'
    )
    assert chores.without_attachments(template) == ("Where is it?", True)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("fees (as of May) and [sic]", r"fees \(as of May) and \[sic]"),
        ("![x](http://e.example)", r"\!\[x]\(http\://e.example)"),
        ("from $5.00 to $a b$", r"from \$5.00 to \$a b\$"),
    ],
)
def test_no_words_become_a_formula_a_link_or_an_image(text: str, written: str) -> None:
    assert escaped(text) == written


def test_the_answer_of_a_chat_holds_no_formula() -> None:
    told = formulas_inert(inert("[sic] $5 and $6, <b> ![x](http://e.example)") + " [1]")
    assert told == r"\[sic] \$5 and \$6, \<b\> !\[x]\(http://e.example) [1]"


def test_a_title_in_brackets_ends_no_link() -> None:
    cited = Citation(
        n=2, document_id=DocumentId(7), path="a.txt", title="Plan [old](http://e.example)", date=None, page=3, char_start=0,
        char_end=4, quote="gold", sha256="", url="http://h/v1", boxes=(),
    )  # fmt: skip
    assert sources([cited]) == (
        "\n\n**Sources**\n\n2. [Plan \\(old)\\(http\\://e.example)](http://h/v1), page 3: “gold”"
    )


def test_of_a_document_without_words_a_chat_shows_where_it_is() -> None:
    cited = Citation(
        n=1, document_id=DocumentId(7), path="todo.txt", title="todo", date=None, page=None, char_start=0, char_end=0,
        quote="", sha256="", url="http://h/v1", boxes=(),
    )  # fmt: skip
    assert sources([cited]).endswith("1. [todo](http://h/v1)")


def test_of_a_record_of_tags_a_chat_shows_what_they_hold() -> None:
    cited = Citation(
        n=1, document_id=DocumentId(7), path="a.ofx", title="Statement", date=None, page=None, char_start=0, char_end=9,
        quote="<STMTTRN>\n<TRNAMT>-24.99\n<NAME>Holm &amp; [Co]\n</STMTTRN>", sha256="", url="http://h/v1", boxes=(),
    )  # fmt: skip
    assert sources([cited]).endswith("1. [Statement](http://h/v1): -24.99 · Holm \\& \\[Co]")
