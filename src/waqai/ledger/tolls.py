"""Figures of many reports as one toll: what each source says now, what it said before, and the range between them.

Codebook rule 4. A source's later figure replaces its earlier one, up or down; one that a report itself calls a later
toll of the event replaces every figure before it. Otherwise figures of different sources stand side by side. ``best`` is the latest figure of the most direct source; of a range it is the lower end.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import msgspec

from waqai.ledger.copies import folded_words
from waqai.ledger.parts import Figure, Told, Toll
from waqai.ledger.rows import NOT_A_VICTIM, total
from waqai.model import Casualty, Harm

TOTAL = "total"
PHRASES = Path(__file__).with_name("phrases.toml")
# How near to the event the innermost source of a record stands; a party to the fight comes after neutral witnesses.
DIRECTNESS = {"speaker": 0, "document": 0, "observation": 0, "observatory": 1, "agency": 2, "outlet": 3}
PARTY_DIRECTNESS = 2


def tolls(told: list[Told], parties: set[str]) -> list[Toll]:
    """Every toll of an incident, by harm and category, totals first; ``parties`` are its actors."""
    replaced = {
        other.uid
        for t in told
        for link in t.record.links
        if link.rel == "updates"
        for other in told
        if other.report_seq == t.report_seq and other.record.id == link.to
    }
    rank = {t.uid: _directness(t, parties) for t in told}
    by_kind: dict[tuple[str, str], list[tuple[Told, Figure]]] = {}
    for t in sorted(told, key=_order):
        for figure in _figures(t):
            by_kind.setdefault((figure.harm, figure.category), []).append((t, figure))
    made = [_toll(harm, category, said, replaced, rank) for (harm, category), said in by_kind.items()]
    return sorted(made, key=lambda toll: (toll.harm, toll.category != TOTAL, toll.category))


def find(all_tolls: list[Toll], harm: str, category: str = TOTAL) -> Toll | None:
    """The toll of one harm and category, or None."""
    return next((t for t in all_tolls if t.harm == harm and t.category == category), None)


def by_category(casualties: Iterable[Casualty], harm: str) -> dict[str, tuple[int | None, int | None, str]]:
    """Persons per category of one harm: (low, high, qualifier); subsets are entries of their own category."""
    found: dict[str, list[Casualty]] = {}
    for entry in casualties:
        if entry.harm == harm and entry.unit == "person":
            found.setdefault(entry.category, []).append(entry)
    return {
        category: (
            _sum([e.low for e in entries]),
            None if any(e.high is None for e in entries) else _sum([e.high for e in entries]),
            entries[0].qualifier if len(entries) == 1 else "exact",
        )
        for category, entries in found.items()
    }


def _figures(told: Told) -> list[Figure]:
    harms: list[Harm] = list(dict.fromkeys(c.harm for c in told.record.casualties if c.unit == "person"))
    found = []
    for harm in harms:
        whole = total(told.record, harm)
        parts = by_category(told.record.casualties, harm)
        if whole is not None:
            kinds = {q for c, (_, _, q) in parts.items() if c != NOT_A_VICTIM}
            found.append(_figure(told, harm, TOTAL, whole[0], whole[1], kinds.pop() if len(kinds) == 1 else "exact"))
        found += [_figure(told, harm, category, *count) for category, count in parts.items()]
    return found


def _figure(told: Told, harm: str, category: str, low: int | None, high: int | None, qualifier: str) -> Figure:
    return Figure(
        harm=harm, category=category, low=low, high=high, qualifier=qualifier, who=told.origins[0],
        report=told.report_id, record=told.uid, said_on=told.published, standing="current",
    )  # fmt: skip


def _toll(harm: str, category: str, said: list[tuple[Told, Figure]], replaced: set[str], rank: dict[str, int]) -> Toll:
    revised = max((n for n, (t, f) in enumerate(said) if t.revises and f.low is not None), default=0)
    last = {t.origins[0]: t.uid for t, f in said[revised:] if t.uid not in replaced and f.low is not None}
    figures = [
        f if f.low is None or (n >= revised and last.get(t.origins[0]) == t.uid) else _superseded(f)
        for n, (t, f) in enumerate(said)
    ]
    current = [f for f in figures if f.standing == "current" and f.low is not None]
    if not current:
        return Toll(harm, category, None, None, None, True, figures)
    # ``said`` is in order of time, so the last of the most direct is its latest.
    nearest = min(rank[f.record] for f in current)
    best = [f for f in current if rank[f.record] == nearest][-1]
    lows = [f.low for f in current if f.low is not None]
    highs = [f.high if f.high is not None else f.low for f in current]
    open_ = any(f.high is None for f in current)
    return Toll(harm, category, min(lows), best.low, max(h for h in highs if h is not None), open_, figures)


def _superseded(figure: Figure) -> Figure:
    return msgspec.structs.replace(figure, standing="superseded")


def revises(evidence: str) -> bool:
    """Whether a record's words say that its toll is a later one of an event already told."""
    words = f" {' '.join(folded_words(evidence))} "
    return any(phrase in words for phrase in _revisions())


@lru_cache(maxsize=1)
def _revisions() -> tuple[str, ...]:
    data = tomllib.loads(PHRASES.read_text("utf-8"))
    return tuple(f" {' '.join(folded_words(phrase))} " for phrase in data["revised_toll"]["phrases"])


def _order(told: Told) -> tuple[str, int, int]:
    return (told.published or "", told.report_seq, told.record.trigger.start)


def _directness(told: Told, parties: set[str]) -> int:
    if not told.record.sources:
        return DIRECTNESS["outlet"]
    innermost = told.record.sources[0]
    if innermost.actor in parties:
        return PARTY_DIRECTNESS
    return DIRECTNESS[innermost.kind]


def _sum(values: list[int | None]) -> int | None:
    known = [v for v in values if v is not None]
    return sum(known) if known else None
