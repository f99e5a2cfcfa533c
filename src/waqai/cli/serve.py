"""``waqai serve``: the desk in a browser."""

from __future__ import annotations

import contextlib
import importlib
import os
import socket
from ipaddress import ip_address

import typer

from waqai.cli.options import LEDGER, location, opened, say
from waqai.model import WaqaiError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


def serve(
    host: str = typer.Option("127.0.0.1", "--host", help="The address to listen on."),
    port: int = typer.Option(8000, "--port", min=1, max=65535, help="The port."),
    team: bool = typer.Option(False, "--team", help="People sign in; needed for any address but loopback."),
    name: list[str] | None = typer.Option(None, "--name", help="A host name the desk is served under; repeatable."),
    ledger: str | None = LEDGER,
) -> None:
    """Serve the desk until Ctrl-C. Without --team it is for one person on this machine, without accounts."""
    if not team and not is_loopback(host):
        raise WaqaiError(f"--host {host}: other machines could reach the desk and nobody signs in; add --team")
    try:
        uvicorn = importlib.import_module("uvicorn")
        importlib.import_module("litestar")
    except ImportError:
        raise WaqaiError("the desk needs an extra: pip install 'waqai[web]'") from None
    with opened(ledger, create=True):
        pass  # a ledger that cannot be opened is an error of one line, not a server that fails to start
    # The application is made by the server from what the environment says: cli and web do not import each other.
    os.environ["WAQAI_LEDGER"] = location(ledger)
    os.environ["WAQAI_TEAM"] = "1" if team else "0"
    os.environ["WAQAI_HOSTS"] = ",".join(name or [])
    with listening(host, port) as door:
        say(f"the desk is at http://{f'[{host}]' if ':' in host else host}:{port} (Ctrl-C ends it)")
        config = uvicorn.Config(
            "waqai.web.app:from_environment", factory=True, log_level="warning", server_header=False
        )
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[door])


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; raises WaqaiError with the reason (in use, not this machine's)."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise WaqaiError(f"{host}:{port}: cannot be listened on: {error.strerror or error}") from None


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is reached from this machine alone.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
