"""Short ways to make coded reports for ledger tests."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from waqai.ledger.store import Ingested, ingest
from waqai.ledger.stories import build_record, coded_report
from waqai.model import CodedReport, Report

STORIES = Path(__file__).parents[2] / "corpus" / "stories"
PLACES = tomllib.loads((STORIES / "places.toml").read_text("utf-8"))
AT = "2023-09-01T08:00:00+00:00"


def make(text: str, *specs: dict[str, Any], outlet: str = "وكالة أولى", published: str | None = "2023-02-11",
         source: str | None = None) -> tuple[Report, CodedReport]:  # fmt: skip
    """A report and its coding from short specs (see ``waqai.ledger.stories``)."""
    report = Report(
        text=text, source=source or f"{outlet}/{abs(hash(text))}", outlet=outlet, published=published,
        published_basis="given" if published else None,
    )  # fmt: skip
    records = [build_record(f"r{n}", text, spec, PLACES, outlet) for n, spec in enumerate(specs, 1)]
    return report, coded_report(report, records)


def put(conn: Connection, text: str, *specs: dict[str, Any], fingerprint: str = "lexicon-1", **more: Any) -> Ingested:
    """Make a report and ingest it."""
    return ingest(conn, *make(text, *specs, **more), fingerprint, AT)
