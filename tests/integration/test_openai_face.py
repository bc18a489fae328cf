"""The OpenAI-compatible face, spoken to by OpenAI's own client and as Open WebUI reads it."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import openai
import pytest

from tests.clock import LONGEST_S
from tests.fake_llm import closed_port
from tests.integration.conftest import Served, serving

QUESTION = "With how much notice can the tenant end the lease?"
NOTICE = "three months notice to the end of a quarter"
LINK = re.compile(r"\]\((http://127\.0\.0\.1:\d+/v1/documents/\d+/view\?[^)\s]+)\)")


@pytest.fixture
def sdk(served: Served) -> Iterator[openai.OpenAI]:
    """OpenAI's client."""
    with (
        httpx.Client(trust_env=False, timeout=LONGEST_S) as http,
        openai.OpenAI(base_url=f"{served.url}/v1", api_key=served.reader, http_client=http, max_retries=0) as client,
    ):
        yield client


def test_the_model_is_listed(sdk: openai.OpenAI) -> None:
    assert [each.id for each in sdk.models.list()] == ["pkm"]


def test_the_answer_is_followed_by_sources_that_open(sdk: openai.OpenAI) -> None:
    done = sdk.chat.completions.create(
        model="pkm",
        messages=[
            {"role": "system", "content": "You are terse."},
            {"role": "user", "content": "Hello"},
            {"role": "assistant", "content": "Hello!"},
            {"role": "user", "content": [{"type": "text", "text": QUESTION}]},
        ],
        temperature=0.3,
    )
    (choice,) = done.choices
    assert choice.finish_reason == "stop"
    text = choice.message.content
    assert text
    answer, sources = text.split("\n\n**Sources**\n\n")
    assert NOTICE in answer
    assert "[1]" in answer
    assert NOTICE in sources
    links = LINK.findall(sources)
    assert len(links) == len(sources.splitlines())
    assert all(httpx.get(link, trust_env=False, timeout=LONGEST_S).status_code == 200 for link in links)


def test_a_reply_to_which_contract_is_meant_goes_on_with_the_question(sdk: openai.OpenAI) -> None:
    def told(asked: str, before: str, *replies: str) -> str:
        turns: list[Any] = [{"role": "user", "content": asked}]
        for each in replies:
            turns += [{"role": "assistant", "content": before}, {"role": "user", "content": each}]
        return sdk.chat.completions.create(model="pkm", messages=turns).choices[0].message.content or ""

    asking = "Several contracts may be meant:\n\n- …\n\nWhich one do you mean? [1]\n\n**Sources**\n\n1. …"
    assert NOTICE in told(QUESTION, asking, "that one")
    assert NOTICE in told(QUESTION, asking, "the lease", "that one")
    assert NOTICE not in told(QUESTION, "Good morning.", "that one")


def test_a_message_that_goes_on_with_the_question_before_says_how_it_is_read(client: httpx.Client) -> None:
    turns = [
        {"role": "user", "content": "When does the lease end?"}, {"role": "assistant", "content": "…"},
        {"role": "user", "content": "and how can I terminate it?"},
    ]  # fmt: skip
    reply = client.post("/v1/chat/completions", json={"model": "pkm", "messages": turns}).json()
    said = reply["choices"][0]["message"]["content"]
    assert said.startswith("*Read as: how can I terminate it \\(the lease)?*\n\n")
    assert NOTICE in said


def test_what_a_client_asks_on_its_own_is_no_question_to_the_records(client: httpx.Client) -> None:
    order = (
        f'### Task:\nJSON format: {{ "title": "…" }}\n<chat_history>\nUSER: {QUESTION}\nASSISTANT: \n</chat_history>'
    )
    turns = [{"role": "user", "content": order}]
    reply = client.post("/v1/chat/completions", json={"model": "pkm", "messages": turns}).json()
    assert json.loads(reply["choices"][0]["message"]["content"]) == {"title": QUESTION}


@pytest.mark.parametrize(
    "content",
    [
        f'<attached_files>\n<file type="file" name="note.txt"/>\n</attached_files>\n\n{QUESTION}',
        [{"type": "text", "text": QUESTION}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,"}}],
    ],
    ids=["file", "picture"],
)
def test_a_question_with_files_attached_is_read_without_them_and_says_so(client: httpx.Client, content: Any) -> None:
    turns = [{"role": "user", "content": content}]
    reply = client.post("/v1/chat/completions", json={"model": "pkm", "messages": turns}).json()
    said = reply["choices"][0]["message"]["content"]
    assert said.startswith("*Attached files are not read here: pkm ingest takes them in.*\n\n")
    assert NOTICE in said


def test_where_the_model_is_away_a_chat_says_why_the_records_speak(served: Served) -> None:
    away = dataclasses.replace(served.settings, llm_base_url=closed_port())
    body = {"model": "pkm", "messages": [{"role": "user", "content": QUESTION}]}
    with serving(away) as url, dataclasses.replace(served, url=url).client() as client:
        said = client.post("/v1/chat/completions", json=body).json()["choices"][0]["message"]["content"]
    assert re.match(
        r"\*The records' own words, for no model's could be used: .*127\.0\.0\.1.*did not answer.*\*\n\n", said
    )
    assert NOTICE in said


def test_a_stream_says_the_same_to_a_client_that_knows_nothing_of_events(sdk: openai.OpenAI) -> None:
    messages: list[Any] = [{"role": "user", "content": QUESTION}]
    whole = sdk.chat.completions.create(model="pkm", messages=messages).choices[0].message.content
    pieces, finished = [], []
    for chunk in sdk.chat.completions.create(model="pkm", messages=messages, stream=True):
        pieces.append(chunk.choices[0].delta.content or "")
        finished.append(chunk.choices[0].finish_reason)
    without_signatures = [re.sub(r"[?&]t=[\w.-]+", "", text or "") for text in ("".join(pieces), whole)]
    assert without_signatures[0] == without_signatures[1]
    assert finished[-1] == "stop"
    assert set(finished[:-1]) == {None}


def test_a_stream_carries_sources_as_open_webui_shows_them(client: httpx.Client) -> None:
    body = {"model": "pkm", "messages": [{"role": "user", "content": QUESTION}], "stream": True}
    reply = client.post("/v1/chat/completions", json=body)
    lines = [line.removeprefix("data: ") for line in reply.text.split("\n\n") if line.startswith("data: ")]
    assert lines.pop() == "[DONE]"
    chunks = [json.loads(line) for line in lines]
    assert all(each["object"] == "chat.completion.chunk" and len(each["choices"]) == 1 for each in chunks)
    assert chunks[0]["choices"][0]["delta"]["role"] == "assistant"
    events = [each["event"] for each in chunks if "event" in each]
    assert [each["data"]["done"] for each in events if each["type"] == "status"] == [False, True]
    sources = [each["data"] for each in events if each["type"] == "source"]
    lease = next(each for each in sources if NOTICE in each["document"][0])
    assert lease["metadata"][0]["external"]
    assert lease["metadata"][0]["page"] == 0  # its first page; Open WebUI counts from 0
    assert httpx.get(lease["source"]["url"], trust_env=False, timeout=LONGEST_S).status_code == 200


def test_words_of_documents_take_no_effect_as_markdown(client: httpx.Client) -> None:
    body = {
        "model": "pkm",
        "messages": [{"role": "user", "content": "What are the garden club rules?"}],
        "stream": True,
    }
    reply = client.post("/v1/chat/completions", json=body)
    chunks = [json.loads(line[6:]) for line in reply.text.split("\n\n") if line.startswith("data: {")]
    quotes = [
        each["event"]["data"]["document"][0] for each in chunks if "document" in each.get("event", {}).get("data", {})
    ]
    said = "".join(each["choices"][0]["delta"].get("content", "") for each in chunks)
    assert any("Garden club rules" in quote for quote in quotes)
    for text in (*quotes, said):
        assert "![x](" not in text
        assert "<script>" not in text
        assert "[click](http" not in text


def test_a_request_without_a_question_is_refused(sdk: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match="no question"):
        sdk.chat.completions.create(model="pkm", messages=[{"role": "system", "content": "You are terse."}])
    with pytest.raises(openai.NotFoundError):
        sdk.chat.completions.create(model="gpt-4", messages=[{"role": "user", "content": "Hello"}])
    with pytest.raises(openai.AuthenticationError):
        sdk.with_options(api_key="pkm_wrong").models.list()
