"""A reviewed workbook brought back as decisions.

Reviewers write in the review columns only. A row whose other cells no longer say what the ledger says, an id the
ledger does not hold, or a value that is none is refused with its row and column named; nothing is guessed.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import msgspec

from waqai.export.flat import Values, incident_values
from waqai.export.optional import need
from waqai.export.output import ExportError
from waqai.export.rows import ExportIncident
from waqai.export.tables import label, types
from waqai.export.xlsx import DECISIONS, FACTS, REVIEW

Field = Literal["type", "date_start", "date_end", "place_id", "killed", "injured"]
CORRECTIONS: dict[str, Field] = {
    "new_type": "type", "new_date_start": "date_start", "new_date_end": "date_end", "new_place_id": "place_id",
    "new_killed": "killed", "new_injured": "injured",
}  # fmt: skip
MAX_ROWS = 1_000_000
MAX_UNPACKED = 500_000_000
# Worked out from the values, so that better wording between export and import is no disagreement.
NOT_COMPARED = frozenset({"note_en", "type_en", "place_en", "adm1_en", "adm2_en", "initiator_en", "target_en", "state"})


class ReviewDecision(msgspec.Struct, frozen=True):
    """One decision of a reviewer on one incident; ``row`` is the sheet's row number.

    ``correct`` gives ``field`` the value ``new`` (ISO day, type id, place id or a number of people) for ``old``.
    """

    incident: str
    action: Literal["accept", "reject", "correct"]
    row: int
    field: Field | None = None
    old: str | int | None = None
    new: str | int | None = None
    note: str | None = None


class ReviewProblem(msgspec.Struct, frozen=True):
    """Why a cell of the workbook was refused."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        """``row 5, column new_type: ...``."""
        return f"row {self.row}, column {self.column}: {self.reason}"


class Review(msgspec.Struct, frozen=True):
    """What a workbook says: its decisions, and what was refused. With any problem nothing should be applied."""

    decisions: list[ReviewDecision]
    problems: list[ReviewProblem]


def read_review(path: Path, known: Mapping[str, ExportIncident]) -> Review:
    """The decisions of a reviewed workbook against the incidents as they are now (from the same kind of export)."""
    rows = sheet_rows(path)
    header = [str(cell) if cell is not None else "" for cell in rows[0]] if rows else []
    missing = [column for column in (*FACTS, *REVIEW) if column not in header]
    if missing:
        return Review([], [ReviewProblem(1, column, "the column is missing") for column in missing])
    decisions: list[ReviewDecision] = []
    problems: list[ReviewProblem] = []
    seen: dict[str, int] = {}
    for number, cells in enumerate(rows[1:], 2):
        values = dict(zip(header, cells, strict=False))
        if all(values.get(column) in (None, "") for column in (*FACTS, *REVIEW)):
            continue
        refused = refuse_row(number, values, known, seen)
        problems += refused
        if not refused:
            made, wrong = decisions_of(number, values, known[str(values["id"])])
            decisions += made
            problems += wrong
    return Review(decisions, problems)


def sheet_rows(path: Path) -> list[tuple[Any, ...]]:
    """The rows of the incident sheet."""
    openpyxl = need("openpyxl", str(path), "sources")
    try:
        with zipfile.ZipFile(path) as package:
            if sum(member.file_size for member in package.infolist()) > MAX_UNPACKED:
                raise ExportError(f"{path}: unpacks to more than {MAX_UNPACKED:,} bytes: refused")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except FileNotFoundError:
        raise ExportError(f"{path}: no such file") from None
    except ExportError:
        raise
    except Exception as error:  # openpyxl raises many unrelated classes on damaged files
        raise ExportError(f"{path}: not a workbook that can be read: {error}") from None
    name = label("sheets", "incidents", "en")
    try:
        if name not in book.sheetnames:
            raise ExportError(f"{path}: no sheet {name!r}: not a workbook of this export")
        return [row for _, row in zip(range(MAX_ROWS), book[name].iter_rows(values_only=True), strict=False)]
    finally:
        book.close()


def refuse_row(
    number: int, values: Values, known: Mapping[str, ExportIncident], seen: dict[str, int]
) -> list[ReviewProblem]:
    """What does not match: an unknown or repeated id, or a fact that was changed or has changed."""
    key = values.get("id")
    if not isinstance(key, str) or key not in known:
        return [ReviewProblem(number, "id", f"no incident {key!r} in the ledger")]
    if key in seen:
        return [ReviewProblem(number, "id", f"{key} is in row {seen[key]} already")]
    seen[key] = number
    now = incident_values(known[key])
    return [
        ReviewProblem(number, column, f"says {plain(values.get(column))!r} where the ledger has {plain(now[column])!r}")
        for column in FACTS
        if column not in NOT_COMPARED and not same(values.get(column), now[column])
    ]


def plain(value: Any) -> Any:
    """A cell's value as the export has it: days as ISO, whole numbers as integers, blanks as None."""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        return value.removeprefix("'") or None
    return value


def same(one: Any, other: Any) -> bool:
    """Whether a cell still says what the ledger says."""
    one, other = plain(one), plain(other)
    if isinstance(one, float) or isinstance(other, float):
        return one is not None and other is not None and abs(float(one) - float(other)) < 1e-6
    return bool(one == other) or (one is not None and other is not None and str(one) == str(other))


def decisions_of(
    number: int, values: Values, incident: ExportIncident
) -> tuple[list[ReviewDecision], list[ReviewProblem]]:
    """The decisions of one row."""
    note = plain(values.get("review_note"))
    note = str(note) if note is not None else None
    made: list[ReviewDecision] = []
    problems: list[ReviewProblem] = []
    for column, field in CORRECTIONS.items():
        given = plain(values.get(column))
        if given is None:
            continue
        new, reason = checked(field, given)
        if reason:
            problems.append(ReviewProblem(number, column, reason))
        elif (old := held(incident, field)) != new:
            made.append(ReviewDecision(incident.id, "correct", number, field, old, new, note))
    verdict = plain(values.get("decision"))
    if verdict is not None and str(verdict).strip().lower() not in DECISIONS:
        problems.append(ReviewProblem(number, "decision", f"{verdict!r} is not one of {', '.join(DECISIONS)}"))
    elif verdict is not None:
        action: Literal["accept", "reject"] = "accept" if str(verdict).strip().lower() == "accept" else "reject"
        if action == "reject" and made:
            problems.append(ReviewProblem(number, "decision", "a rejected incident cannot be corrected as well"))
        made.append(ReviewDecision(incident.id, action, number, note=note))
    return made, problems + order_problem(number, incident, made)


def checked(field: Field, given: Any) -> tuple[str | int | None, str | None]:
    """The value of a correction, or why it is none."""
    if field in ("killed", "injured"):
        whole = isinstance(given, int) and not isinstance(given, bool)
        return (given, None) if whole and given >= 0 else (None, f"{given!r} is not a number of people")
    text = str(given).strip()
    if field == "type":
        return (text, None) if text in types() else (None, f"{text!r} is not an incident type of the codebook")
    if field == "place_id":
        return text, None
    try:
        return date.fromisoformat(text).isoformat(), None
    except ValueError:
        return None, f"{text!r} is not a date of the form 2023-08-28"


def held(incident: ExportIncident, field: Field) -> str | int | None:
    """What the ledger has now."""
    if field == "type":
        return incident.type
    if field == "place_id":
        return incident.place.id if incident.place else None
    if field in ("date_start", "date_end"):
        return incident.date_start if field == "date_start" else incident.date_end
    return (incident.killed if field == "killed" else incident.injured).best


def order_problem(number: int, incident: ExportIncident, made: list[ReviewDecision]) -> list[ReviewProblem]:
    """An end before its start is refused."""
    new = {d.field: d.new for d in made}
    start = new.get("date_start", incident.date_start)
    end = new.get("date_end", incident.date_end if "date_start" not in new else None)
    if isinstance(start, str) and isinstance(end, str) and end < start:
        return [ReviewProblem(number, "new_date_end", f"{end} is before {start}")]
    return []
