"""``waqai ledger``, ``forget`` and ``doctor``: keeping things well."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from waqai.cli.ingest import recode
from waqai.cli.options import BY, LEDGER, location, opened, person, say
from waqai.cli.output import Format, chosen, console, print_json, rows_table
from waqai.model import WaqaiError

FORM = typer.Option(None, "--format", help="table or json.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        no_args_is_help=True, help="Care for a ledger: backup, restore, check, migrate, rebuild, recode."
    )
    group.command("backup")(backup)
    group.command("restore")(restore)
    group.command("check")(check)
    group.command("migrate")(migrate)
    group.command("rebuild")(rebuild)
    group.command("recode")(recode)
    app.add_typer(group, name="ledger")
    app.command("forget")(forget)
    app.command("doctor")(doctor)


def backup(file: Path = typer.Argument(..., metavar="FILE", help="A new file."), ledger: str | None = LEDGER) -> None:
    """Write a whole copy of the ledger to a new SQLite file, while it stays in use."""
    from waqai.service import care

    with opened(ledger) as desk:
        care.backup(desk, file)
    typer.echo(file)


def restore(file: Path = typer.Argument(..., metavar="FILE", help="A backup."), ledger: str | None = LEDGER) -> None:
    """Make a ledger from a backup; refused where --ledger holds reports already."""
    from waqai.service import care

    care.restore(file, location(ledger))
    say(f"restored from {file}")


def check(form: Format | None = FORM, ledger: str | None = LEDGER) -> None:
    """Look for damage; exit 1 where there is any."""
    from waqai.service import care

    with opened(ledger) as desk:
        problems = care.check(desk)
    if chosen(form) is Format.table:
        rows = [{"check": p.check, "message": p.message} for p in problems]
        console().print(rows_table(rows, ["check", "message"]) if rows else "no damage found")
    else:
        print_json(problems)
    if problems:
        raise typer.Exit(1)


def migrate(ledger: str | None = LEDGER) -> None:
    """Bring an older ledger to this version's schema; make a backup before."""
    from waqai.service import care

    before, after = care.migrate(location(ledger))
    say(f"schema {after}: nothing to do" if before == after else f"schema {before or 'none'} → {after}")


def rebuild(ledger: str | None = LEDGER) -> None:
    """Work out incidents, tolls, counters and the search index again from what was reported and decided."""
    from waqai.service import care

    with opened(ledger) as desk:
        say(f"{care.rebuild(desk)} incidents")


def forget(
    report: str = typer.Argument(..., metavar="REPORT", help="The report, 8 characters of its id or more."),
    reason: str = typer.Option("on request", "--reason", help="Why; kept, without the text."),
    yes: bool = typer.Option(False, "--yes", help="Do not ask."),
    by: str | None = BY,
    ledger: str | None = LEDGER,
) -> None:
    """Take a report out for good: its text, records and decisions go, its hash stays so that it is not taken in again."""
    from waqai.service import care, reading

    with opened(ledger) as desk:
        head = reading.open_report(desk, report).report
        if not yes:
            if not sys.stdin.isatty():
                raise WaqaiError("forget: cannot be undone; say so with --yes")
            typer.confirm(f"Forget {head.title or head.source} for good?", abort=True, err=True)
        print_json(care.forget(desk, head.id, person(by), reason))


def doctor(form: Format | None = FORM, ledger: str | None = LEDGER) -> None:
    """What is installed and usable here: extras, browser, lexicon, cache, ledger. Exit 1 where the core is not well."""
    from waqai.service import doctor as looking

    found = looking.look(location(ledger))
    if chosen(form) is Format.table:
        rows = [{"part": f.part, "state": f.state, "detail": f.detail} for f in found]
        console().print(rows_table(rows, ["part", "state", "detail"]))
    else:
        print_json(found)
    if any(f.state == "broken" for f in found):
        raise typer.Exit(1)
