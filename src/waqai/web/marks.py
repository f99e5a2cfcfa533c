"""A report's text cut into pieces at every span its records stand on, so that a page can mark them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import msgspec

from waqai.model import CodedReport, Record, Segment, Span


class Piece(msgspec.Struct, frozen=True):
    """Characters that carry the same marks.

    ``trigger`` is the record whose trigger they are (``first`` where it begins), ``evidence`` the records whose
    sentence they are in, the shortest first; ``fields`` are ``record.field`` of the values that stand on them.
    """

    start: int
    text: str
    segment: str
    trigger: Record | None
    first: bool
    evidence: list[Record]
    fields: list[str]


def spans(record: Record) -> Iterator[tuple[str, Span]]:
    """Every value of a record that has a place in the text, as (field, span)."""
    single = {
        "place": record.place, "date": record.date, "event_count": record.event_count, "period": record.period,
    }  # fmt: skip
    for name, value in single.items():
        if value is not None and value.span is not None:
            yield name, value.span
    for name, values in (("actors", record.actors), ("casualties", record.casualties), ("sources", record.sources),
                         ("other_places", record.other_places)):  # fmt: skip
        for item in values:
            if item.span is not None:
                yield name, item.span
    for name, span in (("until", record.until), ("exception", record.exception)):
        if span is not None:
            yield name, span


def pieces(text: str, coded: CodedReport) -> list[Piece]:
    """The whole text in order; joined, the pieces are the text again."""
    fields = [(f"{r.id}.{name}", span) for r in coded.records for name, span in spans(r)]
    cuts = {0, len(text)}
    for span in [*(r.trigger for r in coded.records), *(r.evidence for r in coded.records), *(s for _, s in fields)]:
        cuts |= {span.start, span.end}
    cuts |= {edge for s in coded.segments for edge in (s.start, s.end)}
    edges = sorted(c for c in cuts if 0 <= c <= len(text))
    return [_piece(text, start, end, coded, fields) for start, end in itertools.pairwise(edges) if end > start]


def _piece(text: str, start: int, end: int, coded: CodedReport, fields: list[tuple[str, Span]]) -> Piece:
    def holds(span: Span | Segment) -> bool:
        return span.start <= start and end <= span.end

    triggers = [r for r in coded.records if holds(r.trigger)]
    trigger = min(triggers, key=lambda r: r.trigger.end - r.trigger.start) if triggers else None
    evidence = sorted((r for r in coded.records if holds(r.evidence)), key=lambda r: r.evidence.end - r.evidence.start)
    segment = next((s.kind for s in coded.segments if holds(s)), "sentence")
    return Piece(
        start, text[start:end], segment, trigger, trigger is not None and trigger.trigger.start == start, evidence,
        [name for name, span in fields if holds(span)],
    )  # fmt: skip
