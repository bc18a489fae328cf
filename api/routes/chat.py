"""The OpenAI-compatible face: whoever speaks to a chat model can speak to one's records, as the model ``pkm``.

The last user message is the question; what it leaves to those before it ("and in April?") is told by them, and the answer says
first how it was read. The answer's text is followed by its sources as links. In a stream, each source
also comes as an ``event`` of Open WebUI on an otherwise ordinary chunk, which other clients pass over. What a model writes is
not said before it is verified, for a chat takes nothing back; meanwhile comments keep the connection alive. What a client
asks on its own, a title say, is no question to the records (``api.chores``).
"""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import AsyncIterator, Sequence
from itertools import pairwise
from typing import Any, Literal

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, Field

from api import chores
from api.asking import Desk
from api.context import Asking
from api.markdown import escaped, formulas_inert, sources
from api.problems import documented, spoken
from api.routes.ask import EVENTS, STREAM_HEADERS
from pkm.answer import phrases
from pkm.answer.conversation import Exchange, Standalone
from pkm.answer.planning.wording import language_of
from pkm.errors import NotFound, UsageError
from pkm.models import Answer, Citation
from pkm.tagged import held

MODEL = "pkm"
MAX_QUESTION = 4000
ROLES = ["user", "assistant"]
PARAGRAPHS = re.compile(r"(?<=\n\n)")
router = APIRouter(prefix="/v1", tags=["OpenAI-compatible"])


class Part(BaseModel):
    """A part of a message; only text is read."""

    type: str
    text: str = ""


class Message(BaseModel):
    """One turn of the conversation."""

    role: str
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """All its words."""
        if isinstance(self.content, list):
            return "\n".join(each.text for each in self.content if each.type == "text")
        return self.content or ""

    @property
    def has_more(self) -> bool:
        """Whether something else came with its words, a picture say."""
        return isinstance(self.content, list) and any(each.type != "text" for each in self.content)


class ChatForm(BaseModel):
    """A request as OpenAI's clients send it; settings of sampling have no meaning here and are passed over."""

    model: str = Field(MODEL, examples=[MODEL])
    messages: list[Message] = Field(examples=[[{"role": "user", "content": "When can I end the lease?"}]])
    stream: bool = False


class ModelCard(BaseModel):
    """A model that can be asked for."""

    id: str
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = MODEL


class ModelList(BaseModel):
    """All models."""

    object: Literal["list"] = "list"
    data: list[ModelCard]


@router.get("/models")
async def models() -> ModelList:
    """The one model there is."""
    return ModelList(data=[ModelCard(id=MODEL)])


@router.post("/chat/completions", response_model=None, responses=documented(404) | EVENTS)
async def complete(form: ChatForm, desk: Asking) -> Response:
    """Answer the last user message from the records."""
    if form.model != MODEL:
        raise NotFound(f"there is no such model; the one here is {MODEL!r}")
    turns = [each for each in form.messages if each.role in ROLES]
    before, typed = _conversation(turns)
    frame = {"id": f"chatcmpl-{uuid.uuid4().hex}", "created": int(time.time()), "model": MODEL}
    if not form.stream and (chore := chores.reply(typed)) is not None:
        return _whole(frame, chore)
    said, has_files = chores.without_attachments(typed)
    if not said:
        raise UsageError("the last user message holds no question")
    if len(said) > MAX_QUESTION:
        raise UsageError(f"a question has at most {MAX_QUESTION} characters")
    has_files |= [each.has_more for each in turns if each.role == "user"][-1]
    if form.stream:
        return StreamingResponse(
            _stream(desk, before, said, has_files, frame), media_type="text/event-stream", headers=STREAM_HEADERS
        )
    asked = await desk.read_on(before, said)
    return _whole(frame, _text(asked, await desk.ask(asked.question), has_files))


def _whole(frame: dict[str, Any], text: str) -> JSONResponse:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    return JSONResponse(frame | {"object": "chat.completion", "choices": [choice]})


def _conversation(turns: Sequence[Message]) -> tuple[list[Exchange], str]:
    """The questions before the last user message, each with what was answered to it, and that message."""
    asked = [place for place, each in enumerate(turns) if each.role == "user"]
    if not asked:
        return [], ""
    answers = ("".join(each.text for each in turns[one + 1 : other]) for one, other in pairwise(asked))
    before = [
        Exchange(chores.without_attachments(turns[place].text)[0], answer)
        for place, answer in zip(asked, answers, strict=False)
    ]
    return [each for each in before if each.question], turns[asked[-1]].text.strip()


def _text(asked: Standalone, answer: Answer, has_files: bool) -> str:
    """The answer with its sources, behind how the question was read where it leaned on another, what was not read, and why no model wrote."""
    language = language_of(asked.question)
    notes = []
    if asked.is_restated:
        notes.append(phrases.say("question_read_as", language, question=escaped(asked.question)))
    if has_files:
        notes.append(phrases.say("attached_unread", language))
    if answer.degraded:
        notes.append(phrases.say("without_model", language, why=escaped(answer.degraded)))
    told = "".join(f"*{each}*\n\n" for each in notes)
    return told + formulas_inert(answer.answer) + sources(answer.citations)


async def _stream(
    desk: Desk, before: Sequence[Exchange], said: str, has_files: bool, frame: dict[str, Any]
) -> AsyncIterator[str]:
    def chunk(delta: dict[str, str], finish: str | None = None, **more: Any) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        body = frame | {"object": "chat.completion.chunk", "choices": [choice]} | more
        return f"data: {json.dumps(body, ensure_ascii=False)}\n\n"

    yield chunk({"role": "assistant", "content": ""})
    try:
        asked = await desk.read_on(before, said)
        async for event in desk.stream(asked.question):
            if event.event == "plan":
                yield chunk({"content": ""}, event=_status("Looking through the records", done=False))
            elif event.event == "token":
                yield ": writing\n\n"
            elif isinstance(event.data, Answer):
                for each in event.data.citations:
                    yield chunk({"content": ""}, event={"type": "source", "data": _source(each)})
                yield chunk({"content": ""}, event=_status("Done", done=True))
                for piece in PARAGRAPHS.split(_text(asked, event.data, has_files)):
                    yield chunk({"content": piece})
    except Exception as error:
        yield f"data: {json.dumps({'error': {'message': spoken(error).detail, 'type': 'server_error', 'code': None}})}\n\n"
        return
    yield chunk({}, "stop")
    yield "data: [DONE]\n\n"


def _status(description: str, done: bool) -> dict[str, Any]:
    """What Open WebUI shows while it waits."""
    return {"type": "status", "data": {"description": description, "done": done, "hidden": done}}


def _source(citation: Citation) -> dict[str, Any]:
    """A citation as Open WebUI shows it; its pages count from 0, its quotes are Markdown."""
    metadata: dict[str, Any] = {
        "source": citation.url, "name": f"[{citation.n}] {citation.title}",
        "external": True,  # else its list of sources shows the address for the name
    }  # fmt: skip
    if citation.page is not None:
        metadata["page"] = citation.page - 1
    return {
        "source": {"id": citation.url, "name": f"[{citation.n}] {citation.title}", "url": citation.url},
        "document": [escaped(held(citation.quote) or citation.quote)],
        "metadata": [metadata],
    }
