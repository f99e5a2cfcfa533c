"""``waqai code``, ``explain`` and ``eval``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec
import typer

from waqai.cli.output import Format, chosen, console, print_json, print_line, record_table
from waqai.model import WaqaiError

PACK = typer.Option(None, "--pack", help="A folder of lexicon files laid over the built-in pack.")
PUBLISHED = typer.Option(None, "--published", help="The publication date (YYYY-MM-DD).")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("code")(code)
    app.command("explain")(explain)
    app.command("eval")(evaluate)


def check_date(published: str | None) -> None:
    """Refuse what is no ISO date."""
    import datetime as dt

    if published is not None:
        try:
            dt.date.fromisoformat(published)
        except ValueError:
            raise WaqaiError(f"--published {published}: not a date such as 2023-08-28") from None


def code(
    paths: list[str] = typer.Argument(..., metavar="PATH...", help="Files, folders, globs, or - for standard input."),
    published: str | None = PUBLISHED,
    outlet: str | None = typer.Option(None, "--outlet", help="The outlet's name."),
    kind: str | None = typer.Option(None, "--as", help="Read as this kind instead of detecting it."),
    form: Format | None = typer.Option(None, "--format", help="table, json or jsonl."),
    pack: list[Path] | None = PACK,
    second_reader: str | None = typer.Option(
        None, "--second-reader", metavar="MODEL", help="A model that may propose further records."
    ),
    base_url: str | None = typer.Option(
        None, "--base-url", metavar="URL", help="The model's OpenAI-compatible address."
    ),
) -> None:
    """Code reports: Arabic text in, its records out."""
    from waqai.service import coding

    check_date(published)
    how = chosen(form)
    outcomes = coding.code_all(paths, kind=kind, published=published, outlet=outlet, packs=pack or [])
    unread: list[str] = []
    if second_reader or base_url:
        outcomes = _second(outcomes, second_reader, base_url, pack or [], unread)
    many = (
        len(paths) > 1
        or Path(paths[0]).is_dir()
        or paths[0].endswith((".jsonl", ".csv", ".xlsx", ".parquet"))
        or any(c in paths[0] for c in "*?[")
    )
    done, failed = _print_all(outcomes, how, many)
    if failed and not done:
        raise typer.Exit(2)
    if failed or unread:
        raise typer.Exit(1)


def _second(outcomes: Any, model: str | None, base_url: str | None, packs: list[Path], unread: list[str]) -> Any:
    """The outcomes with a model's proposals; what the model could not read is said on stderr and kept in ``unread``."""
    from waqai.service import second
    from waqai.settings import settings

    def failed(message: str) -> None:
        unread.append(message)
        print(f"waqai: {message}", file=sys.stderr)

    where = second.endpoint(model, base_url, settings().reader_key)
    return second.second(outcomes, where, packs, failed) if where else outcomes


def _print_all(outcomes: Any, how: Format, many: bool) -> tuple[int, int]:
    """Print each outcome as it comes; failures are named on stderr. How many were done, how many failed."""
    done = failed = 0
    if how is Format.json and many:
        sys.stdout.write("[")
    for one in outcomes:
        data = getattr(one, "data", None)
        if data is None:
            failed += 1
            print(f"waqai: {one}", file=sys.stderr)
            continue
        _print_one(one, data, how, many, done)
        done += 1
    if how is Format.json and many:
        sys.stdout.write("]\n")
    sys.stdout.flush()
    if failed and done:
        print(f"waqai: {done} reports coded, {failed} failed", file=sys.stderr)
    return done, failed


def _print_one(one: Any, data: bytes, how: Format, many: bool, done: int) -> None:
    if how is Format.jsonl:
        print_line(data)
    elif how is Format.json:
        if not many:
            print_json(msgspec.Raw(data))
            return
        sys.stdout.write(",\n" if done else "")
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    else:
        coded = one.coded()
        out = console()
        out.print(
            f"[bold]{coded.report.title or coded.report.source}[/bold]  {coded.report.published or 'undated'}",
            highlight=False,
        )
        out.print(record_table(coded))
        for problem in coded.problems:
            out.print(f"[yellow]{problem.code}[/yellow]: {problem.message}", highlight=False)


def explain(
    path: str = typer.Argument(..., help="A report."),
    record: str | None = typer.Argument(None, help="One record's id (r3)."),
    published: str | None = PUBLISHED,
    form: Format | None = typer.Option(None, "--format", help="table (a drawn tree) or json."),
    pack: list[Path] | None = PACK,
) -> None:
    """Draw the rules that made each record, with the text marked."""
    from waqai import explain as explaining
    from waqai.service import coding

    check_date(published)
    report = coding.one_report(path, published)
    coded = coding.code_text(report, pack or [])
    chosen_records = [r for r in coded.records if record in (None, r.id)]
    if record is not None and not chosen_records:
        raise WaqaiError(f"{path}: no record {record}; it has {', '.join(r.id for r in coded.records) or 'none'}")
    if form in (Format.json, Format.jsonl):
        print_json([explaining.as_json(r) for r in chosen_records])
    else:
        explaining.draw(console(), report.text, coded, record)


def evaluate(
    gold: list[Path] = typer.Argument(None, metavar="GOLD...", help="Gold files or folders of them."),
    against: Path | None = typer.Option(None, "--against", help="An earlier run's --json, to show gains and losses."),
    resolution: bool = typer.Option(False, "--resolution", help="Score how the ledger resolves the authored stories."),
    readers: str | None = typer.Option(
        None,
        "--readers",
        metavar="NAMES",
        help="Score the value readers on their phrases: all, or numbers,dates,places,actors,people.",
    ),
    as_json: bool = typer.Option(False, "--json", help="Print all counts as JSON."),
    details: bool = typer.Option(False, "--details", help="List every difference."),
    only: str = typer.Option(
        "all", "--group", help="The group whose figures are shown: all, register:X, phenomenon:N, or every."
    ),
    pack: list[Path] | None = PACK,
) -> None:
    """Score the coder against gold: harmful errors first."""
    from waqai.cli import scores
    from waqai.service import coding

    if resolution:
        scores.print_resolution(pack or [], as_json, details)
        return
    if readers:
        scores.print_readers(readers, pack or [], as_json, details)
        return
    if not gold:
        raise WaqaiError("eval: name gold files or folders")
    judge = coding.score(gold, pack or [])
    if not judge.groups:
        raise WaqaiError(f"{', '.join(str(g) for g in gold)}: no gold file in it")
    scores.print_scores(judge, only, as_json, details, against)
