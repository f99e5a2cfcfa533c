"""The workbook: reopened with openpyxl, reviewed, brought back; what does not match is refused by row and column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sample_rows

from waqai.export import ExportError, Review, export, read_review
from waqai.export.public import public
from waqai.export.rows import ExportIncident

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")


def known() -> dict[str, ExportIncident]:
    return {i.id: i for i in public(sample_rows.data()).incidents}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return export("xlsx", sample_rows.data(), tmp_path / "out.xlsx")[0]


def fill(path: Path, changes: dict[tuple[str, str], Any]) -> Review:
    """Write cells by (incident id, column) as a reviewer would, and read the workbook back."""
    book = openpyxl.load_workbook(path)
    sheet = book["Incidents"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    rows = {sheet.cell(n, columns["id"]).value: n for n in range(2, sheet.max_row + 1)}
    for (incident, column), value in changes.items():
        sheet.cell(rows[incident], columns[column]).value = value
    book.save(path)
    return read_review(path, known())


def test_the_workbook_opens_with_its_sheets(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Incidents", "الحوادث", "Access", "Tallies", "Sources", "Codebook"]
    assert book["الحوادث"].sheet_view.rightToLeft and not book["Incidents"].sheet_view.rightToLeft
    assert book["Incidents"].max_row == 1 + len(sample_rows.INCIDENTS)
    assert book["Incidents"].freeze_panes == "B2"
    assert book["Incidents"]["B2"].is_date
    assert not [c for row in book["Incidents"].iter_rows() for c in row if c.data_type == "f"]


def test_an_untouched_workbook_decides_nothing(path: Path) -> None:
    assert read_review(path, known()) == Review([], [])
    assert fill(path, {}) == Review([], [])  # saved again by another program


def test_decisions_come_back(path: Path) -> None:
    review = fill(
        path,
        {
            ("i01", "decision"): "accept", ("i01", "new_killed"): 5, ("i01", "review_note"): "الحصيلة النهائية",
            ("i02", "decision"): "Reject", ("i08", "new_date_start"): "2023-08-19", ("i09", "new_place_id"): "sy-tell-abiad",
            ("i0c", "new_type"): "arrest",
        },
    )  # fmt: skip
    assert review.problems == []
    found = {(d.incident, d.action, d.field, d.old, d.new) for d in review.decisions}
    assert found == {
        ("i01", "correct", "killed", 4, 5), ("i01", "accept", None, None, None), ("i02", "reject", None, None, None),
        ("i08", "correct", "date_start", None, "2023-08-19"), ("i09", "correct", "place_id", None, "sy-tell-abiad"),
        ("i0c", "correct", "type", "abduction", "arrest"),
    }  # fmt: skip
    assert {d.note for d in review.decisions if d.incident == "i01"} == {"الحصيلة النهائية"}


@pytest.mark.parametrize(
    ("cell", "value", "word"),
    [
        (("i01", "decision"), "maybe", "accept, reject"),
        (("i01", "new_type"), "bombing", "codebook"),
        (("i01", "new_date_start"), "27/08/2023", "2023-08-28"),
        (("i01", "new_date_end"), "2023-08-01", "before"),
        (("i01", "new_killed"), -1, "people"),
        (("i01", "new_killed"), "five", "people"),
        (("i01", "new_injured"), 2.5, "people"),
        (("i01", "killed_best"), 9, "ledger has 4"),
        (("i01", "type"), "ied_mine", "shelling"),
        (("i01", "id"), "i99", "i99"),
        (("i01", "id"), "i02", "already"),
        (("i01", "id"), None, "no incident"),
    ],
)
def test_what_does_not_match_is_refused(path: Path, cell: tuple[str, str], value: Any, word: str) -> None:
    review = fill(path, {cell: value})
    assert review.problems, review
    text = "; ".join(map(str, review.problems))
    assert word in text and "row " in text and "column" in text


def test_a_ledger_that_moved_on_refuses_the_row(path: Path) -> None:
    now = known()
    now["i02"] = now["i01"].__class__(
        **{f: getattr(now["i02"], f) for f in now["i02"].__struct_fields__} | {"grade": "fair"}
    )
    (problem,) = read_review(path, now).problems
    assert problem.column == "grade" and "'fair'" in problem.reason


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"plain text"])
def test_what_is_no_workbook(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    with pytest.raises(ExportError, match=r"x\.xlsx"):
        read_review(path, {})
    with pytest.raises(ExportError, match="no such file"):
        read_review(tmp_path / "none.xlsx", {})


def test_a_workbook_of_something_else(tmp_path: Path, path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(ExportError, match="Incidents"):
        read_review(tmp_path / "other.xlsx", {})
    changed = openpyxl.load_workbook(path)
    changed["Incidents"].delete_cols(3)
    changed.save(path)
    (problem,) = read_review(path, known()).problems
    assert problem.column == "date_end" and problem.row == 1
