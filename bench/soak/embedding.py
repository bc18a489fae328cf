"""A server of embeddings that cost nothing, for processes that are told to use one (``PKM_EMBEDDER=http``)."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.free_embedder import FreeEmbedder

_EMBEDDER = FreeEmbedder()


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Say which models there are."""
        self._send({"data": [{"id": _EMBEDDER.space.model}]})

    def do_POST(self) -> None:
        """Embed."""
        wanted = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        dense = _EMBEDDER.passages(wanted["input"]).dense
        self._send({"data": [{"index": place, "embedding": row.tolist()} for place, row in enumerate(dense)]})

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def _send(self, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who asked was killed: nobody waits for the answer."""


@contextmanager
def embeddings() -> Iterator[str]:
    """The address of the server while the block runs."""
    server = _Server(("127.0.0.1", 0), _Answering)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
