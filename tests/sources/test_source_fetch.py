"""Fetching: private addresses refused, redirects checked again, size and time bounded."""

from __future__ import annotations

import gzip
import socket
import threading
import time

import pytest
import source_files
from source_files import Site

from waqai.model import Report
from waqai.sources import BadSourceError, SourceError, SourceSettings, read
from waqai.sources.address import is_public, resolve
from waqai.sources.fetch import fetch
from waqai.sources.polite import Fetcher

PAGE = (source_files.DATA / "page.html").read_bytes()


def settings_for(site: Site, **more: object) -> SourceSettings:
    options: dict[str, object] = {"allow_hosts": frozenset({site.host}), "min_interval": 0.0, "timeout": 5.0}
    return SourceSettings(**(options | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "fe80::1%eth0",
    ],
)  # fmt: skip
def test_private_addresses(address: str) -> None:
    assert not is_public(address)


def test_public_addresses() -> None:
    assert is_public("93.184.216.34") and is_public("2606:2800:220:1:248:1893:25c8:1946")


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://x/", "gopher://x/", "http://", "http://u:p@h/", "http://h:99999/", "http://[::1/"],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(BadSourceError) as error:
        fetch(url, SourceSettings())
    assert error.value.code == "refused"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]"]
)
def test_loopback_is_refused_however_it_is_written(host: str, site: Site) -> None:
    (error,) = read(f"http://{host}:{site.port}/page")
    assert isinstance(error, SourceError) and error.code in ("refused", "fetch")
    assert site.requests == []


def test_allowed_by_name_only(site: Site) -> None:
    site.routes["/page"] = (200, {"Content-Type": "text/html"}, PAGE)
    (report,) = read(site.url("/page"), settings=settings_for(site))
    assert isinstance(report, Report) and report.url == site.url("/page")
    wrong = SourceSettings(allow_hosts=frozenset({"127.0.0.1:1"}))
    (error,) = read(site.url("/page"), settings=wrong)
    assert isinstance(error, SourceError) and error.code == "refused"


def test_a_host_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answer)
    with pytest.raises(BadSourceError, match=r"10\.0\.0\.1"):
        resolve("http://news.example/", SourceSettings())


@pytest.mark.parametrize(
    "target", ["http://localhost:{port}/secret", "http://169.254.169.254/latest", "file:///etc/passwd"]
)
def test_redirects_are_checked_again(site: Site, target: str) -> None:
    site.routes["/go"] = (302, {"Location": target.format(port=site.port)}, b"")
    with pytest.raises(BadSourceError) as error:
        fetch(site.url("/go"), settings_for(site))
    assert error.value.code == "refused"
    assert "/secret" not in site.paths()


def test_redirects_are_followed_and_bounded(site: Site) -> None:
    site.routes["/a"] = (301, {"Location": "/b"}, b"")
    site.routes["/b"] = (200, {}, b"ok")
    site.routes["/loop"] = (302, {"Location": "/loop"}, b"")
    assert fetch(site.url("/a"), settings_for(site)).url == site.url("/b")
    with pytest.raises(BadSourceError, match="redirects"):
        fetch(site.url("/loop"), settings_for(site))


def test_size_is_bounded(site: Site) -> None:
    site.routes["/big"] = (200, {}, bytes(200_000))
    site.routes["/bomb"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(50_000_000)))
    for path in ("/big", "/bomb"):
        with pytest.raises(BadSourceError, match="limit"):
            fetch(site.url(path), settings_for(site, max_fetch=100_000))


def test_broken_answers_are_clear_errors(site: Site) -> None:
    site.routes["/cut"] = (200, {"Content-Length": "5000", "Connection": "close"}, b"abc")
    site.routes["/bad-gzip"] = (200, {"Content-Encoding": "gzip"}, b"not gzip")
    site.routes["/odd"] = (200, {"Content-Encoding": "br"}, b"x")
    site.routes["/500"] = (500, {}, b"x")
    for path in ("/bad-gzip", "/odd", "/500", "/none", "/cut"):
        with pytest.raises(BadSourceError) as error:
            fetch(site.url(path), settings_for(site, timeout=2.0))
        assert error.value.code == "fetch" and site.url(path) in str(error.value)


@pytest.mark.parametrize("opening", [b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: "])
def test_a_slow_server_is_given_up(opening: bytes) -> None:
    server = socket.create_server(("127.0.0.1", 0))
    port = server.getsockname()[1]
    done = threading.Event()

    def drip() -> None:
        client, _ = server.accept()
        client.recv(1000)
        client.sendall(opening)
        while not done.is_set():
            try:
                client.sendall(b"x")
            except OSError:
                break
            time.sleep(0.1)
        client.close()

    threading.Thread(target=drip, daemon=True).start()
    settings = SourceSettings(allow_hosts=frozenset({"127.0.0.1"}), timeout=1.0)
    with pytest.raises(BadSourceError, match="time limit"):
        fetch(f"http://127.0.0.1:{port}/", settings)
    done.set()
    server.close()


def test_the_pause_between_requests_follows_robots(site: Site) -> None:
    site.routes["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 7\n")
    site.routes["/a"] = (200, {}, b"ok")
    naps: list[float] = []
    fetcher = Fetcher(settings_for(site, min_interval=2.0), clock=lambda: 100.0, sleep=naps.append)
    fetcher.get(site.url("/a"))
    fetcher.get(site.url("/a"))
    assert naps == [7.0]
    assert site.paths().count("/robots.txt") == 1


def test_robots_that_cannot_be_had_allow_nothing(site: Site) -> None:
    site.routes["/robots.txt"] = (503, {}, b"")
    with pytest.raises(BadSourceError) as error:
        Fetcher(settings_for(site)).get(site.url("/a"))
    assert error.value.code == "robots"
