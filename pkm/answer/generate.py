"""Words from a model: llama-index's ``OpenAILike`` against an OpenAI-compatible endpoint (vLLM), streamed.

Nothing is fetched on the side: no tokenizer (``tiktoken`` would download one), no proxy and no key from the environment.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

from pkm.config import Settings, mask_password
from pkm.errors import ModelError

if TYPE_CHECKING:
    import httpx
    from pydantic import BaseModel

Form = TypeVar("Form", bound="BaseModel")

CONNECT_TIMEOUT_S = 5.0
READ_TIMEOUT_S = 60.0
MAX_ANSWER_TOKENS = 700
MAX_THOUGHT_TOKENS = 4096  # before it answers, of a model that always thinks first: they count as written
_TOO_LONG = re.compile(r"context length|too long|input tokens|max_model_len", re.IGNORECASE)  # vLLM, llama.cpp, OpenAI
THINK = ("<think>", "</think>")
MAX_ANSWER_CHARACTERS = 20 * MAX_ANSWER_TOKENS
DEFAULT_CONTEXT_TOKENS = 4096
FILL_TIMEOUT_S = 8.0
MOST_FORM_CHARACTERS = 2000  # of JSON, beyond which it is no form that was filled in
# What the templates of models that can think ask for: Qwen and GLM, DeepSeek and Granite. Other templates do not read it.
_AT_ONCE = {"chat_template_kwargs": {"enable_thinking": False, "thinking": False}}
_THINKING_TEMPERATURE = (
    0.6  # the most likely word each time leads thoughts in circles (model cards of Qwen3 and DeepSeek-R1)
)


class PromptTooLong(ModelError):
    """The prompt has more tokens than the model reads; a shorter one may pass."""


class _Refused(ModelError):
    """The endpoint does not take a request that is made so."""


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Model:
    """A model that an endpoint serves; ``context_tokens`` holds prompt and answer together."""

    name: str
    context_tokens: int = DEFAULT_CONTEXT_TOKENS


def answer_tokens(context_tokens: int) -> int:
    """The most tokens that are written, thoughts included; the rest of the context is left to the prompt."""
    return min(MAX_ANSWER_TOKENS + MAX_THOUGHT_TOKENS, context_tokens // 4)


class Generator(Protocol):
    """Something that writes."""

    async def model(self) -> Model:
        """Which model writes; raises ``ModelError`` where it cannot be reached."""
        ...

    def stream(self, messages: Sequence[Message], schema: type[BaseModel] | None = None) -> AsyncIterator[str]:
        """Write the next turn, piece by piece; with a pydantic model as ``schema``, as JSON that fits it.

        Raises ``ModelError`` when the endpoint fails, also in the midst of it, ``PromptTooLong`` before it begins.
        """
        ...


def open_generator(settings: Settings) -> Generator | None:
    """The configured model, or ``None`` where answers are to be extractive. Opens no connection yet."""
    if settings.llm_base_url is None:
        return None
    return OpenAiCompatible(
        settings.llm_base_url, settings.llm_model, settings.llm_api_key,
        thinking=settings.llm_thinking, context_tokens=settings.llm_context_tokens,
    )  # fmt: skip


def fast(settings: Settings, generator: Generator) -> Generator:
    """The model that plans: the configured fast one behind the same endpoint, else the one that writes."""
    if settings.llm_base_url is None or settings.llm_fast_model is None:
        return generator
    return OpenAiCompatible(settings.llm_base_url, settings.llm_fast_model, settings.llm_api_key, FILL_TIMEOUT_S)


def load() -> None:
    """Import the client library: that takes seconds, once, and is no part of the time that a model is given."""
    import_module("llama_index.llms.openai_like")


async def fill_in(
    generator: Generator, messages: Sequence[Message], form: type[Form], timeout_s: float = FILL_TIMEOUT_S
) -> Form | None:
    """What the model writes into a form; ``None`` where it does not, in time (seconds) and as the form is."""
    from pydantic import ValidationError

    written = ""
    await asyncio.to_thread(load)
    try:
        async with asyncio.timeout(timeout_s):
            async for piece in generator.stream(messages, form):
                written += piece
                if len(written) > MOST_FORM_CHARACTERS:
                    return None
        return form.model_validate_json(said(written))
    except (ModelError, TimeoutError, ValidationError):
        return None


class OpenAiCompatible:
    """A model behind an OpenAI-compatible endpoint; without a name, the first one that the endpoint lists."""

    def __init__(
        self, base_url: str, name: str | None = None, api_key: str | None = None,
        read_timeout_s: float = READ_TIMEOUT_S, *, thinking: bool = False, context_tokens: int | None = None,
    ) -> None:  # fmt: skip
        self._base_url = base_url.rstrip("/")
        self._name = name
        self._api_key = api_key
        self._read_timeout_s = read_timeout_s
        self._temperature = _THINKING_TEMPERATURE if thinking else 0.0
        self._template: dict[str, Any] = {} if thinking else _AT_ONCE
        self._context_tokens = context_tokens
        self._model: Model | None = None

    async def model(self) -> Model:
        """Ask the endpoint once what it serves (``GET /models``; vLLM also says ``max_model_len``)."""
        if self._model is None:
            import httpx

            headers = {"Authorization": f"Bearer {self._api_key}"} if self._api_key else {}
            try:
                async with self._http() as http:
                    response = await http.get(f"{self._base_url}/models", headers=headers)
                    response.raise_for_status()
                    listed = [each for each in response.json()["data"] if self._name in {None, each["id"]}]
            except httpx.HTTPStatusError as exc:
                raise self._fault(f"it said {exc.response.status_code}") from exc
            except httpx.HTTPError as exc:
                raise self._fault(_reason(exc)) from exc
            except (ValueError, KeyError, TypeError) as exc:
                raise self._fault("it does not list its models") from exc
            if not listed:
                raise self._fault(f"it serves no model {self._name!r}" if self._name else "it serves no model")
            stated = listed[0].get("max_model_len")
            self._model = Model(str(listed[0]["id"]), self._context_tokens or int(stated or DEFAULT_CONTEXT_TOKENS))
        return self._model

    async def stream(self, messages: Sequence[Message], schema: type[BaseModel] | None = None) -> AsyncIterator[str]:
        """Stream the chat completion; JSON is held to ``schema`` by the server's guided decoding.

        Unless the model may think first, its template is asked not to have it think; a server that takes no word to its
        template (vLLM with Mistral's tokenizer) is asked without.
        """
        wanted = {"response_format": _response_format(schema)} if schema is not None else {}
        begun = False
        try:
            async for piece in self._write(messages, {**wanted, "extra_body": self._template}):
                begun = True
                yield piece
        except _Refused:
            if begun or not self._template:
                raise
            async for piece in self._write(messages, wanted):
                yield piece
            self._template = {}

    async def _write(self, messages: Sequence[Message], wanted: Mapping[str, Any]) -> AsyncIterator[str]:
        """One completion, piece by piece."""
        model = await self.model()
        import httpx
        from llama_index.core.llms import ChatMessage
        from openai import BadRequestError, OpenAIError

        turns = [ChatMessage(role=each.role, content=each.content) for each in messages]
        written = 0
        async with self._client(model) as llm:
            try:
                async for piece in without_thoughts(
                    each.delta or "" async for each in await llm.astream_chat(turns, **wanted)
                ):
                    yield piece
                    written += len(piece)
                    if written > MAX_ANSWER_CHARACTERS:
                        return
            except BadRequestError as exc:
                kind = PromptTooLong if _TOO_LONG.search(exc.message) else _Refused
                raise self._fault(_reason(exc), kind) from exc
            except (OpenAIError, httpx.HTTPError, ValueError) as exc:  # ValueError: a piece that is not JSON
                raise self._fault(_reason(exc)) from exc

    def _http(self) -> httpx.AsyncClient:
        import httpx

        return httpx.AsyncClient(
            timeout=httpx.Timeout(self._read_timeout_s, connect=CONNECT_TIMEOUT_S), trust_env=False
        )

    @asynccontextmanager
    async def _client(self, model: Model) -> AsyncIterator[Any]:
        """llama-index's client for one answer: an HTTP client lives no longer than its event loop."""
        from llama_index.llms.openai_like import OpenAILike
        from openai import AsyncOpenAI

        async with self._http() as http:
            client = AsyncOpenAI(
                base_url=self._base_url, api_key=self._api_key or "none", http_client=http, max_retries=0,
                timeout=http.timeout, organization="", project="",
            )  # fmt: skip
            client.organization = client.project = None  # neither from the environment nor sent
            yield OpenAILike(
                model=model.name,
                api_base=self._base_url,
                api_key=self._api_key or "none",
                context_window=model.context_tokens,
                is_chat_model=True,
                tokenizer=None,
                temperature=self._temperature,
                max_tokens=answer_tokens(model.context_tokens),
                max_retries=0,
                async_openai_client=client,
            )

    def _fault(self, reason: str, kind: type[ModelError] = ModelError) -> ModelError:
        return kind(
            f"the model endpoint {mask_password(self._base_url)} did not answer ({reason})",
            "is it running? see PKM_LLM_BASE_URL",
        )


async def without_thoughts(pieces: AsyncIterator[str]) -> AsyncIterator[str]:
    """The pieces without the ``<think>`` block with which some models begin."""
    begun, thinking = "", None
    async for piece in pieces:
        if thinking is False:
            yield piece
            continue
        begun += piece
        if thinking is None and len(begun.lstrip()) >= len(THINK[0]):
            thinking = begun.lstrip().startswith(THINK[0])
        if thinking and THINK[1] in begun:
            thinking, begun = False, begun.partition(THINK[1])[2].lstrip()
        if thinking is False and begun:
            yield begun
    if thinking is None and begun:
        yield begun


def said(written: str) -> str:
    """What was written after the thoughts, where a template began them in the prompt and only their end was written."""
    return written.rpartition(THINK[1])[2]


def _response_format(schema: type[BaseModel]) -> dict[str, Any]:
    """The schema as OpenAI's ``response_format`` (type ``json_schema``), which vLLM decodes by."""
    described = {"name": schema.__name__, "schema": schema.model_json_schema(), "strict": True}
    return {"type": "json_schema", "json_schema": described}


def _reason(exc: BaseException) -> str:
    """What happened, in words, without what was sent."""
    status = getattr(exc, "status_code", None)
    if status is not None:
        return f"it said {status}"
    name = type(exc).__name__
    if "Timeout" in name:
        return "no answer in time"
    if "Connect" in name or "Connection" in name:
        return "no connection"
    return f"the answer broke off: {name}"
