"""Records: drafts made into the frozen contract, with ids, spans and the rules that made them."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from waqai.events.build import evidence_tokens
from waqai.events.draft import Draft, DraftActor, DraftCasualty, DraftSource
from waqai.events.reading import Reading
from waqai.model import (
    COUNTING_FACTUALITY,
    COUNTING_KINDS,
    ActorRef,
    Casualty,
    DateRef,
    Link,
    OtherPlace,
    Period,
    PlaceRef,
    Quantity,
    Record,
    SourceRef,
    Span,
    Why,
)  # fmt: skip


def make(reading: Reading, drafts: list[Draft]) -> list[Record]:
    """The records of a document, in text order."""
    ordered = sorted(drafts, key=lambda d: (d.frame.i, d.frame.j))
    for n, draft in enumerate(ordered, 1):
        draft.id = f"r{n}"
    return [_record(reading, d) for d in ordered]


def _record(reading: Reading, d: Draft) -> Record:
    trigger = reading.doc.span(d.frame.i, d.frame.j, d.frame.hit.skip)
    return Record(
        id=d.id, kind=d.kind, type=d.type, factuality=d.factuality, background=d.background,
        counts=d.kind in COUNTING_KINDS and d.factuality in COUNTING_FACTUALITY,
        name=d.name, trigger=trigger, evidence=_evidence(reading, d, trigger),
        actors=[_actor(reading, a) for a in d.actors], initiator_status=cast(Any, d.initiator_status),
        place=_place(reading, d), other_places=_others(d), date=_date(reading, d), event_count=_count(reading, d), period=_period(reading, d),
        casualties=_casualties(reading, d), weapon=cast(Any, d.weapon), sector=cast(Any, d.sector), degree=cast(Any, d.degree), hours=d.hours,
        until=_tokens(reading, d.until), exception=_tokens(reading, d.exception), lifted=d.lifted, humanitarian=d.humanitarian,
        direction=cast(Any, d.direction), judicial=d.judicial, sources=[_source(reading, s) for s in d.sources],
        links=[Link(cast(Any, rel), to.id) for rel, to in d.links if to.id], origin="rules", proposed=False,
        why=_why(reading, d),
    )  # fmt: skip


def span_of(reading: Reading, m: Any) -> Span:
    """The characters of any mention."""
    return reading.doc.span(m.i, m.j, m.skip)


def _tokens(reading: Reading, at: tuple[int, int, int] | None) -> Span | None:
    return reading.doc.span(*at) if at else None


def _evidence(reading: Reading, d: Draft, trigger: Span) -> Span:
    lo, hi = evidence_tokens(reading, d)
    skip = 0
    first = reading.tokens[lo]
    if lo == d.frame.i:
        skip = d.frame.hit.skip
    elif (
        first.kind == "word"
        and len(first.key) > 3
        and any(h.pro[:1] == first.key[0] and h.pro[:1] in ("و", "ف") for h in reading.hits[lo])
    ):
        skip = 1
    while hi - 1 > lo and reading.tokens[hi - 1].kind == "punct":
        hi -= 1
    span = reading.doc.span(lo, hi, skip)
    if span.start > trigger.start or span.end < trigger.end:
        lo_c, hi_c = min(span.start, trigger.start), max(span.end, trigger.end)
        span = Span(lo_c, hi_c, reading.doc.raw[lo_c:hi_c])
    return span


def _actor(reading: Reading, a: DraftActor) -> ActorRef:
    span = reading.doc.span(a.i, a.j, a.skip)
    return ActorRef(cast(Any, a.role), a.actor, a.label or span.text, cast(Any, a.basis), list(a.candidates), span)


def place_ref(m: Any, basis: str) -> PlaceRef:
    """A place mention as the contract has it."""
    ref: PlaceRef = m.ref(basis)
    return ref


def _place(reading: Reading, d: Draft) -> PlaceRef | None:
    return place_ref(d.place, d.place_basis) if d.place is not None else None


def _others(d: Draft) -> list[OtherPlace]:
    out = []
    for role, m in d.other_places:
        ref = place_ref(m, "stated")
        fields = {f: getattr(ref, f) for f in ref.__struct_fields__}
        out.append(OtherPlace(role=cast(Any, role), **fields))
    return out


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _date(reading: Reading, d: Draft) -> DateRef:
    m = d.date
    if m is None:
        return DateRef(None, None, "day", "not_stated", None)
    basis = d.date_basis if d.date_basis in ("explicit", "relative", "weekday", "inherited") else m.basis
    if m.period and m.open_end:
        return DateRef(_iso(m.start), _iso(m.end), "period", cast(Any, basis), span_of(reading, m))
    return DateRef(_iso(m.start), _iso(m.end or m.start), m.grain, cast(Any, basis), span_of(reading, m))


def _count(reading: Reading, d: Draft) -> Quantity | None:
    n = d.count
    if n is None:
        return None
    return Quantity(n.low, n.high, n.qualifier, reading.doc.span(n.i, max(n.j, d.frame.j), n.skip))


def _period(reading: Reading, d: Draft) -> Period | None:
    if d.kind != "tally":
        return None
    m = d.period
    if m is None:
        return Period(None, None, "inherited", None)
    return Period(_iso(m.start), _iso(m.end), cast(Any, d.period_basis), span_of(reading, m))


def _casualties(reading: Reading, d: Draft) -> list[Casualty]:
    entries = [c for c in d.casualties if c.low is not None or c.high is not None or c.qualifier == "vague"]
    index = {id(c): n for n, c in enumerate(entries)}
    return [_casualty(reading, c, index) for c in entries]


def _casualty(reading: Reading, c: DraftCasualty, index: dict[int, int]) -> Casualty:
    parent = index.get(id(c.parent)) if c.parent is not None else None
    return Casualty(
        harm=cast(Any, c.harm), low=c.low, high=c.high, qualifier=cast(Any, c.qualifier), category=cast(Any, c.category),
        unit=cast(Any, c.unit), actors=list(c.actors), subset_of=parent, span=reading.doc.span(c.i, c.j, c.skip),
    )  # fmt: skip


def _source(reading: Reading, s: DraftSource) -> SourceRef:
    return SourceRef(cast(Any, s.kind), s.name, s.role, s.actor, s.verb, cast(Any, s.stance), _tokens(reading, s.span))


def _why(reading: Reading, d: Draft) -> list[Why]:
    seen: set[tuple[str, int]] = set()
    out = []
    for rule, i, j in d.why:
        if (rule, i) not in seen:
            seen.add((rule, i))
            out.append(Why(rule, reading.doc.span(i, j)))
    return out
