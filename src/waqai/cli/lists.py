"""How lists are printed: a table, an array, a line a row, or CSV."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

import msgspec
from rich.table import Table
from rich.text import Text

from waqai.cli.options import say
from waqai.cli.output import Format, chosen, console, print_json, print_line

WHOLE = frozenset({"id", "record", "incident", "date", "published", "since", "lifted", "a", "b", "batch"})


class ListFormat(StrEnum):
    """How to print a list: ``table`` is the default on a terminal, ``json`` (an array) elsewhere."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


def chosen_list(given: ListFormat | None) -> ListFormat:
    """The format given, or the default of where we print to."""
    return given or ListFormat(chosen(None).value)


def print_listing(kind: str, listing: Any, form: ListFormat | None) -> None:
    """Rows of one of the ledger's lists; what was left off is said on stderr."""
    from waqai.service import lists

    how = chosen_list(form)
    if how is ListFormat.csv:
        sys.stdout.buffer.write(lists.as_csv(kind, listing.rows))
        sys.stdout.flush()
    elif how is ListFormat.table:
        console().print(list_table([lists.flat(kind, row) for row in listing.rows], lists.COLUMNS[kind]))
    else:
        print_rows(listing.rows, how)
    if len(listing.rows) < listing.total:
        more = "" if listing.exact else "at least "
        say(
            f"{len(listing.rows)} of {more}{listing.total} {kind} shown; --limit and --offset give others, --limit 0 all"
        )


def print_rows(rows: list[Any], how: ListFormat | Format) -> None:
    """Rows as an array, or one a line."""
    if how.value == "jsonl":
        for row in rows:
            print_line(msgspec.json.encode(row))
    else:
        print_json(rows)


def print_stream(rows: Iterable[Any], how: Format) -> None:
    """Rows as they come: an array or a line each."""
    first = True
    for row in rows:
        data = msgspec.json.encode(row)
        if how is Format.jsonl:
            print_line(data)
        else:
            sys.stdout.buffer.write((b"[" if first else b",\n") + data)
            sys.stdout.flush()
        first = False
    if how is Format.json:
        sys.stdout.buffer.write(b"[]\n" if first else b"]\n")
        sys.stdout.flush()


def list_table(rows: list[dict[str, Any]], columns: Iterable[str]) -> Table:
    """Rows as a table: columns that are empty throughout are left out, and ids are never broken over two lines."""
    shown = [c for c in columns if any(row.get(c) not in (None, "") for row in rows)]
    table = Table(header_style="bold")
    for column in shown:
        table.add_column(column.replace("_", " "), overflow="fold", no_wrap=column in WHOLE)
    for row in rows:
        table.add_row(*[Text(_cell(column, row.get(column))) for column in shown])
    return table


def _cell(column: str, value: Any) -> str:
    """A value as a table shows it; of a report's long id as much as ``show`` needs."""
    if value is None:
        return ""
    text = str(value)
    return text[:16] if column in ("id", "report") and len(text) == 64 else text
