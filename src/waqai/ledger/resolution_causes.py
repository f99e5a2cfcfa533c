"""Why two records of one incident stayed apart when the coder read the texts: the coder's reading, or the scoring?

A pair is taken apart like an experiment: fields of both records are put back to the gold's, as few as bring the pair
together as surely as the gold's own records come together. Those are the cause. Where the gold's own records would
not come together either, it is the scoring.
"""

from __future__ import annotations

from itertools import combinations

import msgspec

from waqai.ledger.features import AUTOMATIC, SUGGESTED, Sketch, score
from waqai.ledger.rows import part, sketch
from waqai.model import CodedReport, Record

# cause -> the fields of a record that it puts right, in the order they are tried
FIELDS: dict[str, tuple[str, ...]] = {
    "place": ("place",),
    "date": ("date", "background"),
    "type": ("type", "weapon"),
    "factuality": ("factuality", "counts", "background"),
    "casualties": ("casualties",),
    "actors": ("actors",),
    "evidence": ("evidence",),
}


class Reading(msgspec.Struct, frozen=True):
    """A record as the gold has it and as the coder gave it (None: it gave none), and the reports they stand in."""

    gold: Record
    gold_report: CodedReport
    coded: Record | None
    coded_report: CodedReport


def cause(one: Reading, two: Reading) -> str:
    """Why a true pair is not joined: ``record missed``; the fields that the coder has otherwise than the gold, such as
    ``place + date``; ``company`` (the pair fits, but one of the two was joined with something else first); or
    ``scoring``, which is the ledger's own.
    """
    if one.coded is None or two.coded is None:
        return "record missed"
    wanted = min(_likeness(_as_gold(one), _as_gold(two)), AUTOMATIC)
    if wanted < SUGGESTED:
        return "scoring"
    if _likeness(_mended(one, ()), _mended(two, ())) >= wanted:
        return "company" if wanted == AUTOMATIC else "scoring"
    for size in range(1, len(FIELDS) + 1):
        for names in combinations(FIELDS, size):
            fields = tuple(field for name in names for field in FIELDS[name])
            if _likeness(_mended(one, fields), _mended(two, fields)) >= wanted:
                return " + ".join(names)
    return "scoring"


def _as_gold(reading: Reading) -> Sketch:
    return _sketch(reading.gold, reading.gold_report)


def _mended(reading: Reading, fields: tuple[str, ...]) -> Sketch:
    """The coder's record with these fields as the gold has them."""
    assert reading.coded is not None
    right = {field: getattr(reading.gold, field) for field in fields}
    return _sketch(msgspec.structs.replace(reading.coded, **right), reading.coded_report)


def _sketch(record: Record, coded: CodedReport) -> Sketch:
    return sketch(record, coded.report, 0, coded.report.id + record.id, part(record, rejected=False))


def _likeness(one: Sketch, two: Sketch) -> float:
    if one.part != "member" or two.part != "member":
        return 0.0
    found = score(one, two)
    return found.p if found else 0.0
