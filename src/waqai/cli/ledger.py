"""``waqai reports``, ``incidents``, ``tallies``, ``access``, ``claims``, ``show``, ``stats``: what a ledger holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from waqai.cli.lists import ListFormat, print_listing
from waqai.cli.options import LEDGER, filtered, opened
from waqai.cli.output import Format, chosen, console, print_json, rows_table
from waqai.model import WaqaiError

if TYPE_CHECKING:
    from waqai.service import Filters

FORM = typer.Option(None, "--format", help="table, json, jsonl or csv.")
ONE = typer.Option(None, "--format", help="table or json.")
LIMIT = typer.Option(100, "--limit", min=0, help="Rows to show; 0 for all.")
OFFSET = typer.Option(0, "--offset", min=0, help="Rows to pass over.")


SORT = typer.Option("date", "--sort", help="date, deaths, grade, sources or updated: the greatest or newest first.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for name, command in (("reports", reports), ("incidents", incidents), ("tallies", tallies), ("claims", claims)):
        app.command(name)(filtered(command))
    app.command("access")(filtered(access))
    app.command("show")(show)
    app.command("stats")(stats)


def reports(
    filters: Filters,
    limit: int = LIMIT,
    offset: int = OFFSET,
    form: ListFormat | None = FORM,
    ledger: str | None = LEDGER,
) -> None:
    """Reports, newest first."""
    _list("reports", filters, limit, offset, form, ledger)


def incidents(
    filters: Filters,
    sort: str = SORT,
    limit: int = LIMIT,
    offset: int = OFFSET,
    form: ListFormat | None = FORM,
    ledger: str | None = LEDGER,
) -> None:
    """Incidents, newest first or in another order."""
    _list("incidents", filters, limit, offset, form, ledger, sort=sort)


def tallies(
    filters: Filters,
    limit: int = LIMIT,
    offset: int = OFFSET,
    form: ListFormat | None = FORM,
    ledger: str | None = LEDGER,
) -> None:
    """Counts over a period that reports give, each beside what the ledger holds."""
    _list("tallies", filters, limit, offset, form, ledger)


def claims(
    filters: Filters,
    limit: int = LIMIT,
    offset: int = OFFSET,
    form: ListFormat | None = FORM,
    ledger: str | None = LEDGER,
) -> None:
    """Claims, denials, accusations and other statements, with the incident each is about."""
    _list("claims", filters, limit, offset, form, ledger)


def access(
    filters: Filters,
    on: str | None = typer.Option(None, "--on", help="Only what is in force on this day (YYYY-MM-DD) at --place."),
    limit: int = LIMIT,
    offset: int = OFFSET,
    form: ListFormat | None = FORM,
    ledger: str | None = LEDGER,
) -> None:
    """Access constraints: since when, until when, lifted when."""
    from waqai.service import Filters

    if on and filters != Filters(place=filters.place):
        raise WaqaiError("--on goes with --place only")
    _list("access", filters, limit, offset, form, ledger, on)


def show(
    id_: str = typer.Argument(..., metavar="ID", help="An incident, report (8 characters), record or constraint."),
    form: Format | None = ONE,
    ledger: str | None = LEDGER,
) -> None:
    """One thing, whole: figures, sources, members and reasons of an incident; text and records of a report."""
    from waqai.service import lists

    with opened(ledger) as desk:
        found = lists.show(desk, id_)
    if chosen(form) is Format.table:
        from waqai.cli import shown

        shown.draw(console(), found)
    else:
        print_json(found)


def stats(form: Format | None = ONE, ledger: str | None = LEDGER) -> None:
    """Counts over the whole ledger."""
    from waqai.service import catalogue

    with opened(ledger) as desk:
        found = catalogue.stats(desk)
    if chosen(form) is not Format.table:
        print_json(found)
        return
    rows = []
    for name in found.__struct_fields__:
        value = getattr(found, name)
        text = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else value
        rows.append({"what": name.replace("_", " "), "value": text})
    console().print(rows_table(rows, ["what", "value"]))


def _list(
    kind: str,
    filters: Filters,
    limit: int,
    offset: int,
    form: ListFormat | None,
    ledger: str | None,
    on: str | None = None,
    sort: str = "date",
) -> None:
    from waqai.service import lists

    with opened(ledger) as desk:
        listing = lists.listed(desk, kind, filters, limit, offset, on, sort)
    print_listing(kind, listing, form)
