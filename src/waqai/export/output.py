"""Writing an export's files: whole or not at all, the same bytes for the same data, its side files beside it."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import re
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from waqai.export.rows import ExportData, Source
from waqai.export.tables import text_of
from waqai.model import WaqaiError

Row = dict[str, Any]
FORMULA = re.compile(r"^[=+@\t\r]|^-(?!\d)")
PROVENANCE = (
    "row_id",
    "report_id",
    "outlet",
    "url",
    "published",
    "retrieved",
    "record",
    "offsets",
    "title",
    "speaker",
    "quote",
)


class ExportError(WaqaiError):
    """An export that cannot be written; the message names the file or the profile and the reason."""


def write_bytes(path: Path, data: bytes) -> Path:
    """Write a file whole: a reader never sees half of it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise
    except OSError as error:
        raise ExportError(f"{path}: cannot be written: {error.strerror or error}") from None
    return path


def csv_bytes(columns: Sequence[str], rows: Iterable[Row], extra_rows: Sequence[Sequence[str]] = ()) -> bytes:
    """A CSV file in UTF-8, ``\\n`` line ends; ``extra_rows`` stand between the header and the rows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(extra_rows)
    for row in rows:
        writer.writerow([cell(row.get(column)) for column in columns])
    return text.getvalue().encode("utf-8")


def cell(value: Any) -> str:
    """A value as a cell: nothing for None; a text that a spreadsheet would run as a formula is disarmed."""
    if value is None:
        return ""
    if isinstance(value, float):
        return number(value)
    text = str(value)
    return f"'{text}" if isinstance(value, str) and FORMULA.search(text) else text


def number(value: float) -> str:
    """A coordinate or other decimal, at most six places and no trailing zeros."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def sibling(out: Path, ending: str) -> Path:
    """A file beside ``out`` that bears its name: ``events.csv`` and ``_sources.csv`` give ``events_sources.csv``."""
    return out.with_name(f"{out.name.removesuffix(out.suffix)}{ending}")


def source_rows(data: ExportData) -> list[Row]:
    """Every source of every row: the provenance that goes beside an export."""
    held: list[tuple[str, list[Source]]] = [(i.id, i.sources) for i in data.incidents]
    held += [(a.id, a.sources) for a in data.access]
    held += [(t.id, t.sources) for t in data.tallies]
    return [source_row(row_id, source) for row_id, sources in held for source in sources]


def source_row(row_id: str, source: Source) -> Row:
    """One source as cells; the words of the report are there in internal exports only."""
    offsets = " ".join(f"{start}-{end}" for start, end in source.spans)
    return {
        "row_id": row_id, "report_id": source.report, "outlet": source.outlet, "url": source.url,
        "published": source.published, "retrieved": source.retrieved, "record": source.record, "offsets": offsets,
        "title": source.title, "speaker": source.speaker, "quote": source.quote,
    }  # fmt: skip


def provenance_columns(data: ExportData) -> tuple[str, ...]:
    """The provenance columns; those for the report's own words only in internal exports."""
    return PROVENANCE if data.internal else PROVENANCE[:-3]


@cache
def dictionary() -> dict[str, Any]:
    """What each column of each profile means (``data/export/dictionary.toml``)."""
    return tomllib.loads(text_of("dictionary.toml"))


def dictionary_bytes(profile: str, data: ExportData) -> bytes:
    """The data dictionary of a profile, with the licence and attribution note, as Markdown."""
    entry = dictionary()[profile]
    lines = [
        f"# {entry['title']}",
        "",
        entry["about"].strip(),
        "",
        "## Columns",
        "",
        "| column | what it holds |",
        "|---|---|",
    ]
    lines += [f"| {column} | {meaning} |" for column, meaning in entry["columns"].items()]
    if entry.get("provenance", True):
        lines += ["", "## Provenance file (`_sources.csv`)", "", "| column | what it holds |", "|---|---|"]
        meanings = dictionary()["provenance"]["columns"]
        lines += [f"| {column} | {meanings[column]} |" for column in provenance_columns(data)]
    return ("\n".join(lines) + "\n").encode("utf-8")


def licence_bytes(profile: str, data: ExportData) -> bytes:
    """The licence and attribution note of an export: who is to be named, and what the file is not."""
    common = dictionary()["licence"]
    outlets = sorted({s.outlet for i in data.incidents for s in i.sources if s.outlet})
    outlets += sorted({s.outlet for a in data.access for s in a.sources if s.outlet} - set(outlets))
    parts = [common["text"].strip(), dictionary()[profile].get("licence", "").strip()]
    if data.internal:
        parts.append(common["internal"].strip())
    parts.append("Sources read: " + (", ".join(outlets) if outlets else "none named") + ".")
    return ("# Licence and attribution\n\n" + "\n\n".join(part for part in parts if part) + "\n").encode("utf-8")


def write_beside(profile: str, data: ExportData, out: Path) -> list[Path]:
    """The data dictionary, the licence note and (where the profile has no place for it) the provenance file."""
    written = [
        write_bytes(sibling(out, "_dictionary.md"), dictionary_bytes(profile, data)),
        write_bytes(sibling(out, "_licence.md"), licence_bytes(profile, data)),
    ]
    if dictionary()[profile].get("provenance", True):
        table = csv_bytes(provenance_columns(data), source_rows(data))
        written.append(write_bytes(sibling(out, "_sources.csv"), table))
    return written


def write_left_out(rows: list[Row], out: Path) -> list[Path]:
    """The rows that a profile's rules leave out, each with the reason, so that nothing is lost unseen."""
    return [write_bytes(sibling(out, "_left_out.csv"), csv_bytes(("row_id", "type", "reason"), rows))] if rows else []
