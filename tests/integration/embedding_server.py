"""An embedding server that speaks as TEI, vLLM or any other does, with a real model behind it, and fails as it is told."""

import base64
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

import numpy as np

Dialect = Literal["tei", "vllm", "openai"]
Task = Literal["embed", "token_classify", "token_embed"]


@dataclass
class Served:
    """What is served, and what was asked.

    Attributes:
        vectors: Of texts; letter counts, unless given.
        count: Tokens of a text, special ones counted.
        window: Tokens that are read of a text; longer ones are refused, or cut where ``cuts``.
        failures: Answered with, one after the other, before anything else.
        reply: Answered with, instead of vectors.
        encoding: Said of what is answered.
        drip_s: Pause after every byte.
        dies_after: Requests for vectors; the connection of the next one breaks, and nobody listens any more.
        task: What vLLM serves: a vector a text, or a number or a vector for each of its tokens.
        tokens: Of a text, as ids and as they are written.
        numbers: For texts, or their tokens' ids, where there are several a text; of TEI, by the number of a term.
    """

    dialect: Dialect = "openai"
    vectors: Callable[[Sequence[str]], Sequence[Sequence[float]]] = lambda texts: [letters(each) for each in texts]
    count: Callable[[str], int] = lambda text: len(text.split()) + 2
    window: int = 512
    cuts: bool = False
    texts: int = 32
    failures: list[int] = field(default_factory=list)
    reply: Any = None
    encoding: str = ""
    pause_s: float = 0.0
    drip_s: float = 0.0
    dies_after: int | None = None
    task: Task = "embed"
    tokens: Callable[[str], tuple[list[int], list[str]]] = lambda text: ([0], [text])
    numbers: Callable[[Sequence[Any]], Sequence[Any]] = lambda given: [[1.0] for _ in given]
    url: str = ""
    asked: list[list[str]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    together: int = 0
    most_together: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


def letters(text: str) -> list[float]:
    """A vector that tells texts apart."""
    return [float(len(text)) + 1, float(text.count("a")), 2.0]


@contextmanager
def serving(served: Served) -> Iterator[Served]:
    """Serve on a free port of this machine until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path == "/info" and served.dialect == "tei":
                self.answer(
                    {"model_id": "served", "max_input_length": served.window, "max_client_batch_size": served.texts}
                )
            elif self.path == "/v1/models" and served.dialect != "tei":
                longest = {"max_model_len": served.window + 2} if served.dialect == "vllm" else {}
                self.answer({"data": [{"id": "served", **longest}]})
            else:
                self.answer({"error": "no such path"}, 404)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with served.lock:
                served.together += 1
                served.most_together = max(served.most_together, served.together)
            try:
                self.say(body)
            finally:
                with served.lock:
                    served.together -= 1

        def say(self, body: dict[str, Any]) -> None:
            tei = served.dialect == "tei"
            if self.path == "/tokenize" and tei:
                self.answer([[{"id": 1}] * served.count(each) for each in body["inputs"]])
            elif self.path == "/tokenize" and served.dialect == "vllm":
                ids, written = served.tokens(body["prompt"])
                count = served.count(body["prompt"])
                told = {"tokens": ids, "token_strs": written if body.get("return_token_strs") else None}
                self.answer({"count": count, "max_model_len": served.window + 2, **told})
            elif self.path == "/pooling" and served.dialect == "vllm":
                self.pool(body["input"], body["task"])
            elif self.path == "/embed_sparse" and tei:
                rows = served.numbers(body["inputs"])
                self.answer([[{"index": term, "value": value} for term, value in row.items()] for row in rows])
            elif self.path == ("/embed" if tei else "/v1/embeddings"):
                self.embed(body["inputs" if tei else "input"])
            else:
                self.answer({"error": "no such path"}, 404)

        def pool(self, given: list[Any], task: str) -> None:
            if task != served.task:
                self.answer({"error": {"message": f"Try --pooler-config.task {task}", "type": "BadRequestError"}}, 400)
                return
            rows = [np.asarray(each, dtype="<f4") for each in served.numbers(given)]
            data = [{"index": n, "data": base64.b64encode(each.tobytes()).decode()} for n, each in enumerate(rows)]
            read = sum(len(each) + 1 for each in rows)
            self.answer(served.reply or {"data": data[::-1], "usage": {"prompt_tokens": read}})

        def embed(self, texts: list[str]) -> None:
            with served.lock:
                served.asked.append(texts)
                served.keys.append(self.headers["Authorization"])
                failure = served.failures.pop(0) if served.failures else None
                dies = served.dies_after is not None and len(served.asked) > served.dies_after
            time.sleep(served.pause_s)
            if dies:
                threading.Thread(target=server.shutdown).start()
                server.socket.close()
                self.connection.shutdown(socket.SHUT_RDWR)
            elif failure is not None:
                self.answer({"error": "as told"}, failure)
            elif served.reply is not None:
                self.answer(served.reply)
            elif served.dialect == "tei" and len(texts) > served.texts:
                self.answer({"error": f"batch size {len(texts)}", "error_type": "Validation"}, 422)
            elif not served.cuts and any(served.count(each) > served.window for each in texts):
                self.answer({"error": "too many tokens", "error_type": "Validation"}, 413)
            else:
                rows = [list(each) for each in served.vectors(texts)]
                data = [{"index": n, "embedding": each} for n, each in enumerate(rows)]
                self.answer(rows if served.dialect == "tei" else {"data": data[::-1]})

        def answer(self, value: Any, status: int = 200) -> None:
            data = value if isinstance(value, bytes) else json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            if served.encoding:
                self.send_header("Content-Encoding", served.encoding)
            self.end_headers()
            if not served.drip_s:
                self.wfile.write(data)
            else:
                for each in data:
                    self.wfile.write(bytes([each]))
                    time.sleep(served.drip_s)

        def log_message(self, *_: Any) -> None:
            pass

        def handle(self) -> None:
            try:
                super().handle()
            except (OSError, ValueError):
                self.close_connection = True

    class Listener(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            pass

    server = Listener(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    served.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
