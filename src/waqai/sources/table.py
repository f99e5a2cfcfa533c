"""Tables: CSV, Parquet and XLSX, a report a row, by column names that can be mapped."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from waqai.sources.archive import checked_members, open_zip
from waqai.sources.blob import Blob, need
from waqai.sources.decode import encoding_of
from waqai.sources.items import BadSourceError, Given, Item, SourceError, SourceSettings
from waqai.sources.text import from_row

HEAD = 1 << 16
DELIMITERS = (";", "\t", ",", "|")


@cache
def default_columns() -> dict[str, list[str]]:
    """The names each field is looked for under (``data/sources/columns.toml``)."""
    return tomllib.loads(resources.files("waqai").joinpath("data/sources/columns.toml").read_text("utf-8"))


def fold(name: object) -> str:
    """A column name for comparing: no case, spaces, underscores or BOM."""
    return "".join(str(name).lower().replace("\ufeff", "").replace("_", "").split())


def find_columns(header: list[Any], name: str, mapping: Mapping[str, str]) -> dict[str, int]:
    """The position of each field's column; no text column, or a mapped one that is missing, is an error."""
    folded = [fold(cell) for cell in header]
    found: dict[str, int] = {}
    for field, names in default_columns().items():
        wanted = [mapping[field]] if field in mapping else names
        position = next((folded.index(fold(n)) for n in wanted if fold(n) in folded), None)
        if position is not None:
            found[field] = position
        elif field in mapping:
            raise BadSourceError(name, "columns", f"no column {mapping[field]!r}; it has {', '.join(map(str, header))}")
    if "text" not in found:
        reason = (
            f"no text column among {', '.join(map(str, header)) or 'none'}; name it with a column mapping (text=NAME)"
        )
        raise BadSourceError(name, "columns", reason)
    return found


def rows_to_items(
    rows: Iterable[list[Any]],
    first: int,
    columns: dict[str, int],
    kind: str,
    name: str,
    given: Given,
    settings: SourceSettings,
) -> Iterator[Item | SourceError]:
    """The reports of rows; ``first`` is the number people see beside the first row."""
    for number, cells in enumerate(rows, first):
        if not any(cell not in (None, "") for cell in cells):
            continue
        where = f"{name}, row {number}"
        row = {field: cells[position] for field, position in columns.items() if position < len(cells)}
        text = row.get("text")
        if not isinstance(text, str) or not text.strip():
            yield SourceError(where, "empty", "the text is empty")
        elif len(text) > settings.max_text:
            yield SourceError(where, "too_large", f"longer than the limit of {settings.max_text:,} characters")
        else:
            yield from_row(row, where, kind, given, settings)


def read_csv(blob: Blob, given: Given, settings: SourceSettings) -> Iterator[Item | SourceError]:
    """A CSV file in any of the recognised encodings, read as a stream; the delimiter is told by the header line."""
    csv.field_size_limit(settings.max_text * 4)
    with blob.open() as stream:
        head = stream.read(HEAD)
        if not head.strip():
            raise BadSourceError(blob.name, "empty", "the file is empty")
        encoding = encoding_of(head, blob.name)
        stream.seek(0)
        lines = csv.reader(
            io.TextIOWrapper(stream, encoding, newline=""), delimiter=delimiter_of(head, encoding), strict=True
        )
        try:
            columns = find_columns(next(lines), blob.name, settings.columns)
            yield from rows_to_items(lines, 2, columns, "csv", blob.name, given, settings)
        except UnicodeDecodeError:
            yield SourceError(f"{blob.name}, line {lines.line_num + 1}", "encoding", f"bytes that are not {encoding}")
        except csv.Error as error:
            yield SourceError(f"{blob.name}, line {lines.line_num}", "malformed", f"a damaged table: {error}")


def delimiter_of(head: bytes, encoding: str) -> str:
    """The delimiter that divides the header line most."""
    lines = head.decode(encoding, errors="ignore").splitlines()
    header = lines[0] if lines else ""
    return max(DELIMITERS, key=header.count) if any(map(header.count, DELIMITERS)) else ","


def read_parquet(blob: Blob, given: Given, settings: SourceSettings) -> Iterator[Item | SourceError]:
    """A Parquet file, a batch of rows in memory at a time."""
    parquet = need("pyarrow.parquet", blob.name, "export", "Parquet")
    arrow = need("pyarrow", blob.name, "export", "Parquet")
    with blob.open() as stream:
        try:
            table = parquet.ParquetFile(stream)
            header = list(table.schema_arrow.names)
            columns = find_columns(header, blob.name, settings.columns)
            wanted = [header[position] for position in columns.values()]
            number = 1
            for batch in table.iter_batches(batch_size=256, columns=wanted):
                rows = [[row.get(name) for name in wanted] for row in batch.to_pylist()]
                mine = {field: place for place, field in enumerate(columns)}
                yield from rows_to_items(rows, number, mine, "parquet", blob.name, given, settings)
                number += len(rows)
        except (arrow.ArrowException, OSError) as error:
            raise BadSourceError(blob.name, "malformed", f"not a Parquet file that can be read: {error}") from None


def read_xlsx(blob: Blob, given: Given, settings: SourceSettings) -> Iterator[Item | SourceError]:
    """The rows of a workbook's first sheet, under its header row."""
    openpyxl = need("openpyxl", blob.name, "sources", "XLSX")
    with blob.open() as stream:
        with open_zip(stream, blob.name) as package:
            checked_members(package, blob.name, settings)
        try:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        except Exception as error:  # openpyxl raises KeyError, ValueError, ParseError and more on damaged files
            raise BadSourceError(blob.name, "malformed", f"not a workbook that can be read: {error}") from None
        try:
            rows = book.worksheets[0].iter_rows(values_only=True) if book.worksheets else iter(())
            header = list(next(iter(rows), ()))
            columns = find_columns(["" if cell is None else cell for cell in header], blob.name, settings.columns)
            yield from rows_to_items(map(list, rows), 2, columns, "xlsx", blob.name, given, settings)
        except BadSourceError:
            raise
        except Exception as error:  # a sheet is parsed as it is read, and fails in as many ways
            yield SourceError(blob.name, "malformed", f"a damaged sheet: {error}")
        finally:
            book.close()
