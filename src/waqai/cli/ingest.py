"""``waqai ingest``, ``watch`` and ``ledger recode``: into the ledger."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from waqai.cli.coding import check_date
from waqai.cli.lists import print_stream
from waqai.cli.options import LEDGER, opened, say
from waqai.cli.output import Format, chosen, console, rows_table

PACK = typer.Option(None, "--pack", help="A folder of lexicon files laid over the built-in pack.")
HOST = typer.Option(None, "--allow-host", help="A private host (name or name:port) that may be fetched; repeatable.")
FORM = typer.Option(None, "--format", help="table (a summary), json or jsonl (a row for every report).")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("ingest")(ingest)
    app.command("watch")(watch)


def ingest(
    paths: list[str] = typer.Argument(..., metavar="PATH|URL...", help="Files, folders, globs, addresses, or -."),
    published: str | None = typer.Option(None, "--published", help="The publication date (YYYY-MM-DD) of them all."),
    outlet: str | None = typer.Option(None, "--outlet", help="The outlet's name."),
    kind: str | None = typer.Option(None, "--as", help="Read as this kind instead of detecting it."),
    column: list[str] | None = typer.Option(None, "--column", help="Of a table: FIELD=COLUMN; repeatable."),
    date_format: str | None = typer.Option(None, "--date-format", help="How a table writes dates, such as %d/%m/%Y."),
    follow: bool = typer.Option(False, "--follow", help="Of a feed: read the articles behind its links."),
    any_language: bool = typer.Option(False, "--any-language", help="Take texts that do not look Arabic too."),
    allow_host: list[str] | None = HOST,
    form: Format | None = FORM,
    pack: list[Path] | None = PACK,
    ledger: str | None = LEDGER,
) -> None:
    """Code reports into the ledger. Safe to repeat and to break off: running it again does the rest."""
    from waqai.service import ingest as ingesting

    check_date(published)
    settings = ingesting.settings_of(allow_host or [], column or [], date_format, follow, any_language)
    with opened(ledger, create=True, packs=pack) as desk:
        found = ingesting.ingest(
            desk, paths, kind=kind, published=published, outlet=outlet, packs=pack or [], settings=settings, tell=_tell
        )
        _finish(_printed(found, chosen(form)))


def watch(
    feeds: Path = typer.Argument(..., metavar="FEEDS.toml", help="The feeds to poll."),
    once: bool = typer.Option(False, "--once", help="Poll each feed once and end."),
    state: Path | None = typer.Option(None, "--state", help="Where what was taken is kept (FEEDS.state)."),
    allow_host: list[str] | None = HOST,
    form: Format | None = FORM,
    pack: list[Path] | None = PACK,
    ledger: str | None = LEDGER,
) -> None:
    """Poll feeds into the ledger until Ctrl-C; no item is taken twice."""
    from waqai.service import ingest as ingesting

    settings = ingesting.settings_of(allow_host or [], [], None, False, False)
    how = chosen(form)
    with opened(ledger, create=True, packs=pack) as desk:
        found = ingesting.watched(desk, feeds, state=state, once=once, settings=settings)
        try:
            # an endless run is followed line by line: an array would never close
            counts = _printed(found, how if once or how is Format.table else Format.jsonl)
        except KeyboardInterrupt:
            return
        if once:
            _finish(counts)


def recode(form: Format | None = FORM, pack: list[Path] | None = PACK, ledger: str | None = LEDGER) -> None:
    """Code the ledger's own texts again where the lexicon has changed: a new run beside the old; decisions hold."""
    from waqai.service import ingest as ingesting

    with opened(ledger, packs=pack) as desk:
        _finish(_printed(ingesting.recode(desk, packs=pack or [], tell=_tell), chosen(form)))


def _printed(found: Iterator[Any], how: Format) -> Counter[str]:
    """Print what comes; failures are named on stderr. Counts by outcome."""
    counts: Counter[str] = Counter()
    if how is Format.table:
        for _ in _kept(found, counts):
            pass
        _clear()
        rows = [{"outcome": outcome, "reports": number} for outcome, number in sorted(counts.items())]
        if rows:
            console().print(rows_table(rows, ["outcome", "reports"]))
    else:
        print_stream(_kept(found, counts), how)
    return counts


def _kept(found: Iterator[Any], counts: Counter[str]) -> Iterator[Any]:
    for one in found:
        outcome = getattr(one, "outcome", "failed")
        counts[outcome] += 1
        if outcome == "failed":
            _clear()
            say(str(one))
        else:
            if sys.stdout.isatty():
                _clear()  # the row goes where the progress stands
            yield one


def _finish(counts: Counter[str]) -> None:
    _clear()
    failed, done = counts["failed"], sum(counts.values()) - counts["failed"]
    if failed:
        say(f"{done} reports taken in, {failed} failed")
        raise typer.Exit(1 if done else 2)


def _tell(progress: Any) -> None:
    """A line of progress, on a terminal only: elsewhere it would fill a log."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{progress.line()}")
        sys.stderr.flush()


def _clear() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
