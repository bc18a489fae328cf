"""A small OpenAI-compatible server over real HTTP, which says what a test tells it to: public, for anybody's tests."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

TOO_LONG = "This model's maximum context length is 99 tokens. However, your prompt contains at least 100 input tokens."

Reply = Callable[[dict[str, Any]], str]


@dataclass
class FakeLlm:
    """Serves one model; ``reply`` makes the text from the request's body. It keeps what it was sent.

    Attributes:
        break_after: Characters after which the connection is cut in the midst of the answer.
        status: Another status than 200 for completions.
        most_characters: Longer prompts are refused, in vLLM's words.
        refuses: A field of requests that it does not take, as vLLM does ``chat_template_kwargs`` with Mistral's tokenizer.
        pause_s: Seconds of silence before each piece.
    """

    reply: Reply
    model: str = "fake"
    max_model_len: int | None = 8192
    break_after: int | None = None
    status: int = 200
    most_characters: int | None = None
    refuses: str | None = None
    pause_s: float = 0.0
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""

    def app(self) -> FastAPI:
        """The routes that a client of vLLM uses."""
        app = FastAPI()

        @app.get("/v1/models")
        def models() -> dict[str, Any]:
            return {
                "object": "list",
                "data": [{"id": self.model, "object": "model", "max_model_len": self.max_model_len}],
            }

        @app.post("/v1/chat/completions")
        async def complete(request: Request) -> Response:
            body = await request.json()
            self.requests.append(body)
            self.headers.append(dict(request.headers))
            if self.most_characters and len(str(body["messages"])) > self.most_characters:
                return JSONResponse({"error": {"message": TOO_LONG, "type": "BadRequestError", "code": 400}}, 400)
            if self.refuses in body:
                return JSONResponse({"error": {"message": "not supported", "type": "x", "code": 400}}, 400)
            if self.status != 200:
                return JSONResponse({"error": {"message": "no", "type": "x", "code": self.status}}, self.status)
            return StreamingResponse(self._pieces(self.reply(body)), media_type="text/event-stream")

        return app

    async def _pieces(self, text: str) -> AsyncIterator[str]:
        said = 0
        for start in range(0, len(text), 7):
            if self.pause_s:
                await asyncio.sleep(self.pause_s)
            if self.break_after is not None and said >= self.break_after:
                raise ConnectionError("cut by the test")
            yield _chunk(self.model, {"role": "assistant", "content": text[start : start + 7]})
            said += 7
        yield _chunk(self.model, {}, "stop")
        yield "data: [DONE]\n\n"


def _chunk(model: str, delta: dict[str, str], reason: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    body = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": model, "choices": [choice]}
    return f"data: {json.dumps(body)}\n\n"


@contextmanager
def serving(llm: FakeLlm) -> Iterator[FakeLlm]:
    """Serve it on a free port of this machine; ``llm.url`` says where."""
    listening = socket.create_server(("127.0.0.1", 0))
    llm.url = f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
    server = uvicorn.Server(uvicorn.Config(llm.app(), log_config=None, lifespan="off", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        while not server.started:
            thread.join(0.01)
        yield llm
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()


def closed_port() -> str:
    """The address of an endpoint that nobody serves."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
