"""``waqai batch``: a corpus into Parquet."""

from __future__ import annotations

import dataclasses
import sys
from enum import StrEnum
from pathlib import Path
from typing import Any

import typer

from waqai.cli.options import say
from waqai.cli.output import print_json


class EngineName(StrEnum):
    """Where shards are coded."""

    local = "local"
    ray = "ray"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("batch")(batch)


def batch(
    source: str = typer.Argument(..., metavar="INPUT", help="A file, folder or pattern; each file is one shard."),
    output: Path = typer.Argument(..., metavar="OUTPUT", help="The folder of Parquet files to write."),
    engine: EngineName = typer.Option(EngineName.local, "--engine", help="This machine's cores, or a Ray cluster."),
    address: str | None = typer.Option(None, "--address", help="The Ray cluster's address."),
    workers: int | None = typer.Option(None, "--workers", min=1, help="Processes of the local engine (all cores)."),
    kind: str | None = typer.Option(None, "--as", help="Read as this kind instead of detecting it."),
    pack: list[Path] | None = typer.Option(
        None, "--pack", help="A folder of lexicon files laid over the built-in pack."
    ),
) -> None:
    """Code every file of INPUT into a Parquet file of OUTPUT; run again, it goes on where it was broken off."""
    from waqai.service import corpus

    summary = corpus.run(
        source, output, engine=engine.value, address=address, workers=workers, kind=kind, packs=pack or [], tell=_tell
    )
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    for line in [*summary.bad, *(f for f in summary.failures if f not in summary.bad)]:
        say(line)
    print_json({k: v for k, v in dataclasses.asdict(summary).items() if k != "failures"})
    if summary.exit_code:
        raise typer.Exit(2 if len(summary.bad) == summary.shards else 1)


def _tell(summary: Any, total: int) -> None:
    if sys.stderr.isatty():
        done = f"{summary.shards} of {total} files, {summary.reports:,} reports, {summary.failed:,} failed"
        sys.stderr.write(f"\r\033[K{done}")
        sys.stderr.flush()
