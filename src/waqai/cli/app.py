"""The command's frame: options for all, errors as one line and an exit code."""

from __future__ import annotations

import os
import sys

import typer

from waqai import __version__
from waqai.cli import batch, care, coding, ingest, ledger, lexicon, out, review, serve
from waqai.model import WaqaiError

DONE, SOME_FAILED, WRONG_USE = 0, 1, 2

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, help=__doc__
)


def _version(show: bool) -> None:
    if show:
        from waqai.service.coding import fingerprint

        typer.echo(f"waqai {__version__} lexicon {fingerprint()}")
        raise typer.Exit


@app.callback()
def _all(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and the lexicon's fingerprint."
    ),
) -> None:
    """Arabic news reports in; counted, placed, dated, attributed incident records out."""


for part in (coding, ingest, ledger, review, out, serve, batch, care, lexicon):
    part.register(app)


def main() -> None:
    """Run the command; a WaqaiError is one line on stderr and exit 2."""
    try:
        app()
    except WaqaiError as error:
        print(f"waqai: {error}", file=sys.stderr)
        raise SystemExit(WRONG_USE) from None
    except BrokenPipeError:
        # the reader of our output went away (head): no traceback, and no second error when Python closes stdout
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(SOME_FAILED) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
