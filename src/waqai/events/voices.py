"""Whose words a report is, and what a claim of responsibility says of an event told before it."""

from __future__ import annotations

from waqai.events import sides
from waqai.events.draft import Draft, DraftActor
from waqai.events.reading import Reading

LEAD = 40  # tokens in which a communiqué says who issues it
CLAIM_REACH = 5  # sentences between an event and its claim
TOLD = ("asserted", "alleged")


def issuer(reading: Reading) -> str | None:
    """The armed group or force whose communiqué a text is: «بيان صادر عن كتائب …», its «قواتنا» being its own."""
    for hit in reading.of("context", 0, min(LEAD, len(reading.tokens))):
        if hit.sense.id != "issued_by":
            continue
        for k in range(hit.j, min(hit.j + 4, len(reading.tokens))):
            actor = reading.actor_at.get(k)
            if actor is not None and actor.actor and actor.force:
                return str(actor.actor)
    return None


def claims(drafts: list[Draft]) -> None:
    """«تبنى التنظيم الهجوم»: who claims an event that no one else is told to have done is its stated initiator."""
    for claim in drafts:
        speakers = [a for a in claim.actors if a.role == "speaker" and a.actor and a.actor != "UNIDENT_ARMED"]
        if claim.type != "claim" or len(speakers) != 1:
            continue
        event = _claimed(drafts, claim)
        if event is None:
            continue
        by = speakers[0]
        event.actors = [a for a in event.actors if a.role != "initiator"]
        event.actors.append(DraftActor("initiator", by.actor, by.label, "stated", by.i, by.j, by.skip))
        event.actors = sides.unique(event.actors)
        sides.set_status(event)
        event.why.append(("claims.initiator", claim.frame.i, claim.frame.j))


def _claimed(drafts: list[Draft], claim: Draft) -> Draft | None:
    """The event that a claim is about: told in its sentence, else the last one before it that nobody is named for."""
    here = claim.frame.sentence
    violent = [d for d in drafts if d.kind == "incident" and d.family == "violence" and d.factuality in TOLD]
    open_ = [d for d in violent if not any(a.actor and a.actor != "UNIDENT_ARMED" for a in d.initiators())]
    same = [d for d in violent if any(f.sentence is here for f in d.frames)]
    if same:
        return next((d for d in reversed(same) if d in open_), None)
    before = [d for d in violent if 0 < here.n - d.frame.sentence.n <= CLAIM_REACH and not d.background]
    return before[-1] if before and before[-1] in open_ else None
