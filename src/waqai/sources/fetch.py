"""Fetching a page safely: public addresses only, every redirect checked again, size and time bounded."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
import zlib
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin

from waqai.sources.address import port_of, resolve, split_address
from waqai.sources.blob import Blob
from waqai.sources.dates import now_utc
from waqai.sources.items import BadSourceError, SourceSettings

CHUNK = 1 << 16
REDIRECTS = frozenset({301, 302, 303, 307, 308})
ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5"


@dataclass(frozen=True)
class Fetched:
    """An answer: ``status`` 200 with a body, or 304 without. ``etag`` and ``modified`` are for the next request."""

    url: str
    status: int
    body: bytes
    media_type: str | None
    etag: str | None = None
    modified: str | None = None
    retrieved: str | None = None

    def blob(self, name: str | None = None) -> Blob:
        """The body as something to read."""
        return Blob(
            name or self.url, data=self.body, url=self.url, media_type=self.media_type, retrieved=self.retrieved
        )


class HTTPSByAddress(http.client.HTTPSConnection):
    """A TLS connection to one checked IP address whose certificate is checked for the host's name."""

    def __init__(self, host: str, port: int, address: str, timeout: float) -> None:
        self.tls = ssl.create_default_context()
        super().__init__(host, port, timeout=timeout, context=self.tls)
        self.address = address

    def connect(self) -> None:
        """Connect to the address that was checked, not to a second look-up of the name."""
        plain = socket.create_connection((self.address, self.port), self.timeout)
        self.sock = self.tls.wrap_socket(plain, server_hostname=self.host)


class HTTPByAddress(http.client.HTTPConnection):
    """A plain connection to one checked IP address."""

    def __init__(self, host: str, port: int, address: str, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self.address = address

    def connect(self) -> None:
        """Connect to the address that was checked."""
        self.sock = socket.create_connection((self.address, self.port), self.timeout)


def fetch(url: str, settings: SourceSettings, etag: str | None = None, modified: str | None = None) -> Fetched:
    """Fetch one address. Statuses other than 200 and 304 are errors that name the address and the status."""
    deadline = time.monotonic() + settings.timeout
    address = url
    for _ in range(settings.max_redirects + 1):
        answer = request(address, settings, deadline, etag, modified)
        if isinstance(answer, Fetched):
            return answer
        if address.startswith("https:") and answer.startswith("http:"):
            raise BadSourceError(url, "refused", f"redirected from https to http ({answer})")
        address = answer
    raise BadSourceError(url, "fetch", f"more than {settings.max_redirects} redirects")


def request(
    url: str, settings: SourceSettings, deadline: float, etag: str | None, modified: str | None
) -> Fetched | str:
    """One request: the answer, or the address it redirects to."""
    parts = split_address(url)
    connection = open_connection(parts, resolve(url, settings)[0], remaining(url, deadline))
    headers = {
        "User-Agent": settings.user_agent,
        "Accept": ACCEPT,
        "Accept-Encoding": "gzip, identity",
        "Connection": "close",
    }
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": modified} if modified else {}
    watchdog = threading.Timer(remaining(url, deadline), cut_off, [connection])
    try:
        connection.connect()
        watchdog.start()
        connection.request("GET", target_of(parts), headers=headers)
        response = connection.getresponse()
        remaining(url, deadline)
        location = response.getheader("Location")
        if response.status in REDIRECTS and location:
            return urljoin(url, location)
        if response.status not in (200, 304):
            raise BadSourceError(url, "fetch", f"the server answered {response.status} {response.reason}")
        body = b"" if response.status == 304 else read_body(response, url, settings, deadline)
        return answer_of(response, url, body)
    except (OSError, http.client.HTTPException, zlib.error) as error:
        remaining(url, deadline)
        raise BadSourceError(url, "fetch", f"could not be fetched: {error or type(error).__name__}") from None
    finally:
        watchdog.cancel()
        connection.close()


def cut_off(connection: http.client.HTTPConnection) -> None:
    """End a connection at the time limit: a server that drips its headers would reset the socket's own timeout."""
    if connection.sock is not None:
        with contextlib.suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def open_connection(parts: SplitResult, address: str, timeout: float) -> http.client.HTTPConnection:
    """A connection to the checked address."""
    kind = HTTPSByAddress if parts.scheme == "https" else HTTPByAddress
    return kind(parts.hostname or "", port_of(parts), address, timeout)


def target_of(parts: SplitResult) -> str:
    """Path and query for the request line, non-ASCII escaped."""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return f"{path}?{quote(parts.query, safe='=&%:@/?!$()*+,;~-._')}" if parts.query else path


def remaining(url: str, deadline: float) -> float:
    """Seconds left; none left is an error."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise BadSourceError(url, "fetch", "took longer than the time limit")
    return left


def read_body(response: http.client.HTTPResponse, url: str, settings: SourceSettings, deadline: float) -> bytes:
    """The body, unpacked, bounded in time, in size and in what it unpacks to."""
    encoding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip", "deflate"):
        raise BadSourceError(url, "fetch", f"sent in an encoding that was not asked for ({encoding})")
    unpack = None if encoding == "identity" else zlib.decompressobj(zlib.MAX_WBITS | 32)
    parts, total, received = [], 0, 0
    while chunk := response.read1(CHUNK):
        remaining(url, deadline)
        received += len(chunk)
        piece = unpack.decompress(chunk, settings.max_fetch + 1 - total) if unpack else chunk
        total += len(piece)
        if total > settings.max_fetch or (unpack and unpack.unconsumed_tail):
            raise BadSourceError(url, "too_large", f"larger than the limit of {settings.max_fetch:,} bytes")
        parts.append(piece)
    remaining(url, deadline)
    expected = response.getheader("Content-Length")
    if expected and expected.isdigit() and received < int(expected):
        raise BadSourceError(url, "fetch", f"broken off after {received:,} of {int(expected):,} bytes")
    return b"".join(parts)


def answer_of(response: http.client.HTTPResponse, url: str, body: bytes) -> Fetched:
    """The answer with what the next polite request needs."""
    get = response.getheader
    return Fetched(url, response.status, body, get("Content-Type"), get("ETag"), get("Last-Modified"), now_utc())
