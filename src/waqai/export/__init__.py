"""Exports: from the ledger to what people use.

``export`` writes one profile with its data dictionary, licence note and provenance beside it; ``read_review`` brings a
reviewed workbook back. What leaves has passed ``public`` (codebook rule 17) first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from waqai.export import acled, coded, geojson, hapi, hxl, parquet, ucdp, xlsx
from waqai.export.output import ExportError
from waqai.export.public import public
from waqai.export.reviewed import Review, ReviewDecision, ReviewProblem, read_review
from waqai.export.rows import ExportData, ordered
from waqai.model import CodedReport

ROW_PROFILES: dict[str, Callable[[ExportData, Path], list[Path]]] = {
    "acled": acled.write, "ucdp": ucdp.write, "hxl": hxl.write, "hapi": hapi.write, "geojson": geojson.write,
    "parquet": parquet.write, "xlsx": xlsx.write,
}  # fmt: skip
PROFILES = (*ROW_PROFILES, "jsonl", "gold")

__all__ = [
    "PROFILES", "ROW_PROFILES", "ExportData", "ExportError", "Review", "ReviewDecision",
    "ReviewProblem", "export", "export_gold", "export_jsonl", "read_review",
]  # fmt: skip


def export(profile: str, data: ExportData, out: Path) -> list[Path]:
    """Write the rows of a profile to ``out``; returns every file written, ``out`` first.

    ``data.internal`` lifts rule 17; whoever sets it logs that. Raises ExportError for a profile that is none, a
    missing library or a file that cannot be written.
    """
    if profile not in ROW_PROFILES:
        raise ExportError(f"no such profile {profile!r}; profiles of rows are {', '.join(ROW_PROFILES)}")
    return ROW_PROFILES[profile](ordered(public(data)), out)


def export_jsonl(reports: Iterable[CodedReport], out: Path, internal: bool = False) -> list[Path]:
    """Write coded reports, one a line."""
    return coded.write_jsonl(reports, out, internal)


def export_gold(golds: Iterable[tuple[str, dict[str, Any]]], out: Path, internal: bool = False) -> list[Path]:
    """Write reviewed reports, (text, gold) pairs as the ledger gives them, as gold files into the folder ``out``."""
    return coded.write_gold(golds, out, internal)
