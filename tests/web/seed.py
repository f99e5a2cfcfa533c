"""A ledger made from the authored stories, and a coder that knows their texts: what the desk is tested on."""

from __future__ import annotations

import time
from hashlib import sha256
from pathlib import Path

from waqai.ledger.engine import open_ledger
from waqai.ledger.store import ingest
from waqai.ledger.stories import StoryReport, coded_report, load_stories
from waqai.model import CodedReport, Report
from waqai.service import Desk

STORIES = Path(__file__).parents[2] / "corpus" / "stories"
AT = "2026-01-05T08:00:00+00:00"


def told() -> list[StoryReport]:
    """Every report of every story."""
    return [report for story in load_stories(STORIES) for report in story.reports]


def story_coder() -> dict[str, CodedReport]:
    """Text hash -> its hand-made coding."""
    return {sha256(t.report.text.encode()).hexdigest(): t.coded for t in told()}


def code(report: Report) -> CodedReport:
    """The hand-made coding of a known text; of another one, no record."""
    known = story_coder().get(sha256(report.text.encode()).hexdigest())
    return known or coded_report(report, [])


def make_desk(path: Path, empty: bool = False) -> Desk:
    """A desk over a new ledger at ``path``, with the stories in it."""
    ledger = open_ledger(path)
    if not empty:
        with ledger.begin() as conn:
            for each in told():
                ingest(conn, each.report, each.coded, "stories", AT)
    return Desk(ledger, coder=code, fingerprint="stories")


if __name__ == "__main__":
    import sys

    started = time.perf_counter()
    make_desk(Path(sys.argv[1])).close()
    print(f"{time.perf_counter() - started:.1f} s")
