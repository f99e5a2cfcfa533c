"""``waqai export`` and ``brief``: out of the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from waqai.cli.options import BY, LEDGER, filtered, opened, person, say

if TYPE_CHECKING:
    from waqai.service import Filters


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("export")(filtered(export))
    app.command("brief")(filtered(brief))


def export(
    filters: Filters,
    profile: str = typer.Option(
        ..., "--profile", help="acled, ucdp, hxl, hapi, geojson, parquet, xlsx, jsonl or gold."
    ),
    out: Path = typer.Option(..., "--out", metavar="PATH", help="The file to write (of gold: a folder)."),
    internal: bool = typer.Option(False, "--internal", help="Keep names and exact places; written to the audit log."),
    by: str | None = BY,
    ledger: str | None = LEDGER,
) -> None:
    """Write a profile of what the filters let through, its dictionary and licence note beside it."""
    from waqai.service import out as leaving

    with opened(ledger) as desk:
        written = leaving.export(desk, profile, filters, out, internal=internal, by=person(by))
    for path in written:
        typer.echo(path)


def brief(
    filters: Filters,
    out: Path = typer.Option(..., "--out", metavar="FILE", help="An .html or .pdf file."),
    ledger: str | None = LEDGER,
) -> None:
    """Write a one-page situation brief in English and Arabic; without --from and --to, of the last thirty days."""
    from waqai.service import out as leaving

    with opened(ledger) as desk:
        path, start, end = leaving.brief(desk, filters, out)
    say(f"brief of {start} to {end}")
    typer.echo(path)
