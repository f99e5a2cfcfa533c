"""A model on loopback that answers what a test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Stub:
    """``url`` is its base address, ``asked`` the requests it got."""

    def __init__(self, url: str, asked: list[dict[str, Any]]) -> None:
        self.url, self.asked = url, asked


@contextmanager
def stub_model(content: str, *, status: int = 200, schemas: bool = True) -> Iterator[Stub]:
    """Serve ``content`` as the answer to every completion; without ``schemas`` a request with one is a bad request."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(body | {"path": self.path, "key": self.headers["Authorization"]})
            refused = not schemas and "response_format" in body
            message = {"role": "assistant", "content": content}
            answer: dict[str, Any] = {
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                "id": "x",
                "object": "chat.completion",
                "created": 0,
                "model": "m",
            }
            data = json.dumps({"error": {"message": "no schemas"}} if refused or status != 200 else answer).encode()
            self.send_response(400 if refused else status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Stub(f"http://127.0.0.1:{server.server_port}/v1", asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
