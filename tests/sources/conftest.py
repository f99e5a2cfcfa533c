"""A web server on the loopback for the fetching tests."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from source_files import Site


@pytest.fixture
def site() -> Iterator[Site]:
    """A site on 127.0.0.1."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {key.lower(): value for key, value in self.headers.items()}
            here.requests.append((self.path, headers))
            route = here.routes.get(self.path, (404, {}, b"no"))
            status, head, body = route(headers) if callable(route) else route
            self.send_response(status)
            for key, value in head.items():
                self.send_header(key, value)
            if "Content-Length" not in head and status not in (304,):
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield here
    server.shutdown()
    server.server_close()
