"""Reading and keeping: what a report is before and after its day of publication is known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from waqai.ledger.engine import open_ledger
from waqai.ledger.stories import build_record, coded_report
from waqai.model import CodedReport, Report
from waqai.service import Desk, Filters, Page, linked, reading

TEXT = "قُتل مدني أمس بقصف في ريف إدلب."


def code(report: Report) -> CodedReport:
    """A coder that resolves "yesterday" when it knows the day of publication."""
    day = "2024-03-01" if report.published == "2024-03-02" else None
    places = {"idlib": {"ar": "إدلب", "en": "Idlib", "country": "SY", "adm1": "SY07"}}
    spec = {"type": "shelling", "trigger": "قصف", "place": "idlib", "date": day, "casualties": ["killed 1 civilian"]}
    return coded_report(report, [build_record("r1", report.text, spec, places, "x")])


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(open_ledger(tmp_path / "ledger.db"), coder=code, fingerprint="f1")
    yield made
    made.close()


def test_a_day_of_publication_given_later_resolves_the_dates_and_keeps_both_runs(desk: Desk) -> None:
    kept = reading.keep(desk, Report(TEXT, "x"))
    assert [i.date_start for i in linked.incident_list(desk, Filters(), Page()).items] == [None]
    reading.set_published(desk, kept.report_id, "2024-03-02", "sara")
    assert [i.date_start for i in linked.incident_list(desk, Filters(), Page()).items] == ["2024-03-01"]
    view = reading.open_report(desk, kept.report_id)
    assert view.report.published == "2024-03-02" and [r.current for r in view.runs] == [False, True]
    with pytest.raises(reading.ReadingError, match="was published"):
        reading.set_published(desk, kept.report_id, "2024-03-03", "sara")


@pytest.mark.parametrize("day", ["", "yesterday", "2024-13-01"])
def test_a_day_that_is_none_changes_nothing(desk: Desk, day: str) -> None:
    kept = reading.keep(desk, Report(TEXT, "x"))
    with pytest.raises((reading.ReadingError, ValueError)):
        reading.set_published(desk, kept.report_id, day, "sara")
    assert reading.open_report(desk, kept.report_id).report.published is None


def test_an_empty_or_overlong_text_is_refused_with_the_reason() -> None:
    for text, why in ((" \n", "empty"), ("ا" * 200_001, "more than")):
        with pytest.raises(reading.ReadingError, match=why):
            reading.report_of(text, published=None, outlet=None, title=None, source="x")
