"""The model's endpoint over real HTTP: what is sent, what comes back, and every way in which it fails."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Sequence

import pytest
from pydantic import BaseModel

from pkm.answer.generate import Message, Model, OpenAiCompatible
from pkm.errors import ModelError
from tests.fake_llm import FakeLlm, closed_port, serving

ASK = (Message("system", "Be brief."), Message("user", "Who are you?"))


async def write(
    generator: OpenAiCompatible, messages: Sequence[Message] = ASK, schema: type | None = None
) -> list[str]:
    return [piece async for piece in generator.stream(messages, schema)]


def test_it_streams_the_words_as_they_come() -> None:
    with serving(FakeLlm(lambda body: f"I heard: {body['messages'][1]['content']} — äöü 漢字")) as llm:
        pieces = asyncio.run(write(OpenAiCompatible(llm.url)))
    assert "".join(pieces) == "I heard: Who are you? — äöü 漢字"
    assert len(pieces) > 3
    assert [each["role"] for each in llm.requests[0]["messages"]] == ["system", "user"]
    assert llm.requests[0]["stream"] is True


def test_the_first_model_listed_is_used_and_its_context_known() -> None:
    with serving(FakeLlm(lambda _: "x", model="house-7b", max_model_len=2048)) as llm:
        generator = OpenAiCompatible(llm.url)
        assert asyncio.run(generator.model()) == Model("house-7b", 2048)
        asyncio.run(write(generator))
    assert llm.requests[0]["model"] == "house-7b"
    assert llm.requests[0]["max_tokens"] <= 512


def test_how_much_a_model_reads_may_be_set_where_its_endpoint_does_not_say() -> None:
    with serving(FakeLlm(lambda _: "x", max_model_len=None)) as llm:
        assert asyncio.run(OpenAiCompatible(llm.url).model()).context_tokens == 4096
        assert asyncio.run(OpenAiCompatible(llm.url, context_tokens=32768).model()).context_tokens == 32768


def test_a_model_that_can_think_is_asked_not_to_unless_the_owner_wants_it() -> None:
    with serving(FakeLlm(lambda _: "x", max_model_len=32768)) as llm:
        asyncio.run(write(OpenAiCompatible(llm.url)))
        asyncio.run(write(OpenAiCompatible(llm.url, thinking=True)))
    at_once, thinking = llm.requests
    assert at_once["chat_template_kwargs"]["enable_thinking"] is False
    assert "chat_template_kwargs" not in thinking
    assert at_once["temperature"] == 0 < thinking["temperature"]
    assert at_once["max_tokens"] > 4096, "one that always thinks has room for its thoughts and the answer"


def test_an_endpoint_that_takes_no_word_to_its_template_is_asked_without() -> None:
    with serving(FakeLlm(lambda _: "here", refuses="chat_template_kwargs")) as llm:
        generator = OpenAiCompatible(llm.url)
        assert ["".join(asyncio.run(write(generator))) for _ in range(2)] == ["here", "here"]
    assert ["chat_template_kwargs" in each for each in llm.requests] == [True, False, False]


def test_a_generator_serves_one_event_loop_after_another() -> None:
    with serving(FakeLlm(lambda _: "again")) as llm:
        generator = OpenAiCompatible(llm.url)
        assert [("".join(asyncio.run(write(generator)))) for _ in range(3)] == ["again"] * 3


def test_a_schema_is_sent_as_the_form_of_the_answer() -> None:
    class Verdict(BaseModel):
        good: bool

    with serving(FakeLlm(lambda body: json.dumps({"good": "json_schema" in str(body.get("response_format"))}))) as llm:
        text = "".join(asyncio.run(write(OpenAiCompatible(llm.url), schema=Verdict)))
    assert Verdict.model_validate_json(text).good
    sent = llm.requests[0]["response_format"]["json_schema"]
    assert sent["schema"]["properties"]["good"]["type"] == "boolean"


def test_what_a_model_thinks_is_not_what_it_says() -> None:
    with serving(FakeLlm(lambda _: "<think>The lease says [1] five.</think>\n\nFive months [1].")) as llm:
        assert "".join(asyncio.run(write(OpenAiCompatible(llm.url)))) == "Five months [1]."


def test_neither_key_nor_proxy_nor_address_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody")
    monkeypatch.setenv("OPENAI_API_BASE", "http://127.0.0.1:9")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-somebody")
    with serving(FakeLlm(lambda _: "here")) as llm:
        assert "".join(asyncio.run(write(OpenAiCompatible(llm.url)))) == "here"
    assert "somebody" not in str(llm.headers)


def test_an_endpoint_that_is_down_is_named_without_its_password() -> None:
    url = closed_port().replace("http://", "http://me:secret@")
    with pytest.raises(ModelError, match="did not answer") as caught:
        asyncio.run(write(OpenAiCompatible(url, "any")))
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("status", [401, 404, 429, 500])
def test_a_refusal_says_its_status(status: int) -> None:
    with serving(FakeLlm(lambda _: "x", status=status)) as llm, pytest.raises(ModelError, match=str(status)):
        asyncio.run(write(OpenAiCompatible(llm.url)))


def test_an_answer_that_breaks_off_is_a_fault() -> None:
    with serving(FakeLlm(lambda _: "one two three four five", break_after=7)) as llm, pytest.raises(ModelError):
        asyncio.run(write(OpenAiCompatible(llm.url)))


def test_silence_ends_in_a_fault() -> None:
    with serving(FakeLlm(lambda _: "late", pause_s=3600)) as llm, pytest.raises(ModelError, match="in time"):
        asyncio.run(write(OpenAiCompatible(llm.url, read_timeout_s=0.3)))


def test_a_model_that_is_not_served_is_named() -> None:
    with serving(FakeLlm(lambda _: "x")) as llm, pytest.raises(ModelError, match="'other'"):
        asyncio.run(write(OpenAiCompatible(llm.url, "other")))


def test_the_package_loads_no_model_library() -> None:
    heavy = "('torch', 'llama_index', 'openai', 'transformers', 'spacy', 'unstructured', 'dateparser')"
    code = f"import sys, pkm.answer; print([each for each in {heavy} if each in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
