"""Inherited places: where an event is that does not say where it is."""

from __future__ import annotations

from waqai.events.discourse import opens_separately
from waqai.events.draft import Draft
from waqai.events.reading import Reading

NEAR = 2  # sentences back in which what happened shares the place
PLACED = ("incident", "access", "tally")


def inherit_places(reading: Reading, drafts: list[Draft]) -> None:
    """Give a draft with no place the place of what it belongs to: its sentence, its paragraph, the lead."""
    turns = _turns(reading)
    for n, draft in enumerate(drafts):
        if draft.place is not None or draft.kind not in PLACED:
            continue
        near = _in_sentence(drafts, n) or _before(drafts[:n], draft, turns)
        if near is not None:
            draft.place = near.place
            draft.place_basis = "inherited"


def _turns(reading: Reading) -> set[int]:
    """The sentences that turn to another matter, or begin another item of a list."""
    return {s.n for s in reading.sentences() if opens_separately(reading, s)}


def _in_sentence(drafts: list[Draft], n: int) -> Draft | None:
    """What the same sentence tells with a place: the nearest before, else the next after."""
    draft = drafts[n]
    mates = [d for d in drafts if d.frame.sentence is draft.frame.sentence and d.own_place and _shares(d, draft)]
    before = [d for d in mates if d.frame.i < draft.frame.i]
    return before[-1] if before else (mates[0] if mates else None)


def _shares(other: Draft, draft: Draft) -> bool:
    real = other.factuality in ("asserted", "alleged") and other.background == draft.background
    return real and other.kind != "statement" and (other.kind != "tally" or draft.kind == "tally")


def _before(seen: list[Draft], draft: Draft, turns: set[int]) -> Draft | None:
    n = draft.frame.sentence.n
    placed = [d for d in seen if d.place is not None]
    for other in reversed(placed):
        if not _shares(other, draft):
            continue
        gap = n - other.frame.sentence.n
        if gap <= NEAR:
            turned = any(k in turns for k in range(other.frame.sentence.n + 1, n + 1))
            return None if turned else other
    lead = next((o for o in placed if o.kind in ("incident", "access") and not o.background), None)
    return lead if lead is not None and draft.factuality == "asserted" and draft.casualties else None


def inherit_days(reading: Reading, drafts: list[Draft]) -> None:
    """«بدأ الجيش حملة اليوم. واعتقل خلالها أربعة»: what happened during another event has its day."""
    for n, draft in enumerate(drafts):
        if draft.date is not None or draft.kind not in ("incident", "access") or n == 0:
            continue
        frame, before = draft.frame, drafts[n - 1]
        during = reading.has(
            "context", "during_it", max(frame.sentence.i, frame.i - 2), min(frame.j + 3, frame.sentence.j)
        )
        close = frame.sentence.n - before.frame.sentence.n <= 1 and before.background == draft.background
        if during and close and before.date is not None and before.kind in ("incident", "access"):
            draft.date, draft.date_basis = before.date, "inherited"
