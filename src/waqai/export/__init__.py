"""Exports: from the ledger to what people use.

``export`` writes one profile with its data dictionary, licence note and provenance beside it; ``read_review`` brings a
reviewed workbook back. What leaves has passed ``public`` (codebook rule 17) first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

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
REPORT_PROFILES: dict[str, Callable[[Iterable[CodedReport], Path, bool], list[Path]]] = {
    "jsonl": coded.write_jsonl,
    "gold": coded.write_gold,
}
PROFILES = (*ROW_PROFILES, *REPORT_PROFILES)

__all__ = [
    "PROFILES", "REPORT_PROFILES", "ROW_PROFILES", "ExportData", "ExportError", "Review", "ReviewDecision",
    "ReviewProblem", "export", "export_reports", "read_review",
]  # fmt: skip


def export(profile: str, data: ExportData, out: Path) -> list[Path]:
    """Write the rows of a profile to ``out``; returns every file written, ``out`` first.

    ``data.internal`` lifts rule 17; whoever sets it logs that. Raises ExportError for a profile that is none, a
    missing library or a file that cannot be written.
    """
    if profile not in ROW_PROFILES:
        raise ExportError(f"no such profile {profile!r}; profiles of rows are {', '.join(ROW_PROFILES)}")
    return ROW_PROFILES[profile](ordered(public(data)), out)


def export_reports(profile: str, reports: Iterable[CodedReport], out: Path, internal: bool = False) -> list[Path]:
    """Write the coded reports of a profile (``jsonl`` a file, ``gold`` a folder)."""
    if profile not in REPORT_PROFILES:
        raise ExportError(f"no such profile {profile!r}; profiles of reports are {', '.join(REPORT_PROFILES)}")
    return REPORT_PROFILES[profile](reports, out, internal)
