"""Inherited places: where an event is that does not say where it is."""

from __future__ import annotations

from waqai.events.draft import Draft


def inherit_places(drafts: list[Draft]) -> None:
    """Give a draft with no place the place of what it belongs to: its sentence, its paragraph, the lead."""
    seen: list[Draft] = []
    for draft in drafts:
        if draft.place is None and draft.kind in ("incident", "access", "tally"):
            near = _nearest_placed(seen, draft)
            if near is not None:
                draft.place = near.place
                draft.place_basis = "inherited"
        if draft.place is not None:
            seen.append(draft)


def _nearest_placed(seen: list[Draft], draft: Draft) -> Draft | None:
    for other in reversed(seen):
        gap = draft.frame.sentence.n - other.frame.sentence.n
        if (
            other.background != draft.background
            or other.kind == "statement"
            or other.factuality not in ("asserted", "alleged")
        ):
            continue
        if other.kind == "tally" and draft.kind != "tally":
            continue
        if gap <= 2:
            return other
    lead = next((o for o in seen if o.kind in ("incident", "access") and not o.background), None)
    return lead if lead is not None and draft.factuality == "asserted" and draft.casualties else None
