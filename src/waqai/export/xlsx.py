"""A workbook people can open: incidents with columns for review, access, tallies, sources, the codebook, and a
right-to-left sheet in Arabic. The same data give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from waqai.export.flat import Values, access_values, incident_values, source_values, tally_values
from waqai.export.optional import need
from waqai.export.output import FORMULA, dictionary, provenance_columns, write_beside, write_bytes
from waqai.export.rows import ExportData
from waqai.export.tables import access_types, actor_kinds, label, labels, type_name, types

EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
MAX_CELL = 32_767
FACTS = (
    "id", "date_start", "date_end", "date_grain", "reported", "type", "type_en", "place_id", "place_en", "adm1_en",
    "adm2_en", "country", "lat", "lon", "place_precision", "initiator", "initiator_en", "initiator_status", "target",
    "target_en", "killed_low", "killed_best", "killed_high", "injured_low", "injured_best", "injured_high",
    "attackers_killed", "weapon", "factuality", "grade", "denied_by", "claimed_by", "independent_sources", "reports",
    "state", "note_en",
)  # fmt: skip
REVIEW = (
    "decision",
    "new_type",
    "new_date_start",
    "new_date_end",
    "new_place_id",
    "new_killed",
    "new_injured",
    "review_note",
)
DECISIONS = ("accept", "reject")
# Folded away until wanted (the + above the columns), so that a row can be read on one screen.
FOLDED = frozenset({
    "date_grain", "reported", "type", "place_id", "lat", "lon", "place_precision", "initiator", "initiator_status",
    "target", "killed_low", "killed_high", "injured_low", "injured_high", "attackers_killed", "weapon", "claimed_by",
    "independent_sources",
})  # fmt: skip
ARABIC = tuple(labels()["headings"])
NOTES = frozenset({"note_en", "note_ar", "what"})
DATE_COLUMNS = frozenset(
    {"date_start", "date_end", "reported", "since", "until", "lifted", "period_start", "period_end", "published"}
)
WIDTHS = {"target_en": 24, "state": 15, "new_place_id": 16, "note_en": 70, "note_ar": 70, "id": 16, "url": 40, "type_en": 24, "place_en": 22, "initiator_en": 28, "review_note": 40,
          "what": 70, "row_id": 16, "report_id": 20, "type_ar": 24, "initiator_ar": 28, "target_ar": 24, "place_ar": 22}  # fmt: skip


class Book:
    """A workbook being written, with its formats."""

    def __init__(self, xlsxwriter: Any) -> None:
        self.stream = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self.stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self.book.set_properties({"title": "Waqai export", "created": EPOCH, "author": ""})
        head = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
        self.head = self.book.add_format({**head, "bg_color": "#1F3A4D", "font_color": "#FFFFFF"})
        self.review_head = self.book.add_format({**head, "bg_color": "#B45309", "font_color": "#FFFFFF"})
        self.plain = self.book.add_format({"valign": "top"})
        self.wrap = self.book.add_format({"valign": "top", "text_wrap": True})
        self.day = self.book.add_format({"valign": "top", "num_format": "yyyy-mm-dd", "align": "center"})
        self.review = self.book.add_format(
            {"valign": "top", "bg_color": "#FEF3C7", "border": 1, "border_color": "#FDE68A"}
        )

    def sheet(
        self, name: str, columns: Sequence[str], rows: list[Values], headings: Sequence[str] = (), rtl: bool = False
    ) -> Any:
        """A sheet with a frozen header row, a filter and rows of values."""
        sheet = self.book.add_worksheet(name)
        if rtl:
            sheet.right_to_left()
        for place, (column, heading) in enumerate(zip(columns, headings or columns, strict=True)):
            sheet.write_string(0, place, heading, self.review_head if column in REVIEW else self.head)
            folded = {"level": 1, "hidden": True} if column in FOLDED and "decision" in columns else {}
            sheet.set_column(place, place, WIDTHS.get(column, 12 if len(column) < 14 else 16), None, folded)
        for number, row in enumerate(rows, 1):
            longest = max((len(str(row[c])) / WIDTHS[c] for c in columns if c in NOTES and row.get(c)), default=1)
            sheet.set_row(number, 15 * (1 + int(longest)))
            for place, column in enumerate(columns):
                self.put(sheet, number, place, column, row.get(column))
        sheet.set_landscape()
        sheet.set_paper(8 if "decision" in columns else 9)  # A3 for the wide sheet, else A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)
        return sheet

    def put(self, sheet: Any, row: int, place: int, column: str, value: Any) -> None:
        """One cell by its kind of value; text is never run as a formula."""
        shape = self.wrap if column in NOTES else self.plain
        if column in REVIEW:
            sheet.write_blank(row, place, None, self.review)
        elif value is None:
            return
        elif isinstance(value, bool):
            sheet.write_boolean(row, place, value, shape)
        elif isinstance(value, int | float):
            sheet.write_number(row, place, value, shape)
        elif column in DATE_COLUMNS and len(value) == 10:
            sheet.write_datetime(row, place, datetime.combine(date.fromisoformat(value), datetime.min.time()), self.day)
        else:
            text = f"'{value}" if FORMULA.search(value) else value
            sheet.write_string(row, place, text[:MAX_CELL], shape)

    def close(self) -> bytes:
        """The finished workbook's bytes."""
        self.book.close()
        return self.stream.getvalue()


def write(data: ExportData, out: Path) -> list[Path]:
    """Write the workbook and what goes beside it."""
    return [write_bytes(out, workbook_bytes(data)), *write_beside("xlsx", data, out)]


def workbook_bytes(data: ExportData) -> bytes:
    """The workbook."""
    book = Book(need("xlsxwriter", "xlsx"))
    incidents = [incident_values(i) for i in data.incidents]
    main = book.sheet(label("sheets", "incidents", "en"), (*FACTS, *REVIEW), incidents)
    if incidents:
        validate(main, len(incidents))
    headings = [label("headings", column, "ar") for column in ARABIC]
    arabic = [{**values, "grade": label("grade", values["grade"], "ar")} for values in incidents]
    book.sheet(label("sheets", "incidents", "ar"), ARABIC, arabic, headings, rtl=True)
    for name, columns, rows in further_sheets(data):
        book.sheet(label("sheets", name, "en"), columns, rows)
    return book.close()


def validate(sheet: Any, rows: int) -> None:
    """Drop-down lists for the review columns."""
    first = len(FACTS)
    sheet.data_validation(1, first, rows, first, {"validate": "list", "source": list(DECISIONS)})
    listed = "=Codebook!$A$2:$A$" + str(1 + len(types()))
    sheet.data_validation(1, first + 1, rows, first + 1, {"validate": "list", "source": listed})
    for place in (first + 5, first + 6):
        rule = {"validate": "integer", "criteria": ">=", "value": 0, "error_message": "A number of people, 0 or more."}
        sheet.data_validation(1, place, rows, place, rule)


def further_sheets(data: ExportData) -> list[tuple[str, tuple[str, ...], list[Values]]]:
    """Access, tallies, sources and codebook: name, columns and rows of each."""
    sheets = dictionary()["xlsx_sheets"]
    held = [(i.id, i.sources) for i in data.incidents] + [(a.id, a.sources) for a in data.access]
    held += [(t.id, t.sources) for t in data.tallies]
    return [
        ("access", tuple(sheets["access"]), [access_values(a) for a in data.access]),
        ("tallies", tuple(sheets["tallies"]), [tally_values(t) for t in data.tallies]),
        ("sources", provenance_columns(data), [source_values(k, s) for k, ss in held for s in ss]),
        ("codebook", ("code", "name", "name_ar", "what"), codebook_rows()),
    ]


def codebook_rows() -> list[Values]:
    """Types first (the drop-down reads them), then access types, grades, actor kinds and the review columns."""
    rows: list[Values] = [
        {"code": t, "name": type_name(t, "en"), "name_ar": type_name(t, "ar"), "what": "incident type"} for t in types()
    ]
    rows += [
        {"code": t, "name": type_name(t, "en"), "name_ar": type_name(t, "ar"), "what": "access type"}
        for t in access_types()
    ]
    for group in ("grade", "category", "harm", "sector", "degree", "state"):
        rows += [{"code": k, "name": v[0], "name_ar": v[1], "what": group} for k, v in labels()[group].items()]
    rows += [{"code": k, "name": k, "what": "kind of actor"} for k in actor_kinds()]
    columns = dictionary()["xlsx"]["columns"]
    return rows + [{"code": c, "name": c, "what": columns[c]} for c in (*FACTS, *REVIEW)]
