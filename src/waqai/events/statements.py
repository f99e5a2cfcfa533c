"""What a speaker's side adds: «قواتنا» is the speaker's own, «نا» verbs are the speaker's deeds."""

from __future__ import annotations

from waqai.events import sides
from waqai.events.draft import Draft, DraftActor
from waqai.events.reading import Reading


def resolve_sides(reading: Reading, draft: Draft, issuer: str | None, heard: str | None) -> None:
    """Give deixis actors, and first-person acts with no doer, the actor of the speaker who is cited.

    Where nobody is cited they are a communiqué's ``issuer``'s; «قواتنا» alone may be the speaker's ``heard`` last.
    """
    speaker = next((s for s in draft.sources if s.actor), None)
    side = speaker.actor if speaker is not None else issuer
    for actor in draft.actors:
        if actor.basis == "deixis" and actor.actor is None and not _enemy(reading, actor):
            actor.actor = side or heard
    spoken = speaker is not None and speaker.kind in ("speaker", "document")
    if draft.kind != "incident" or draft.initiators() or side is None or speaker is not None and not spoken:
        return
    at = _first_person(reading, draft)
    if at is not None and draft.factuality in ("asserted", "alleged"):
        draft.actors.append(DraftActor("initiator", side, None, "deixis", at, at + 1))
        draft.actors = sides.unique(draft.actors)
        sides.set_status(draft)
        draft.why.append(("roles.first_person", at, at + 1))


def _enemy(reading: Reading, actor: DraftActor) -> bool:
    """«العدو» is the speaker's enemy, not the speaker."""
    return reading.has("context", "enemy_word", actor.i, actor.j)


def _first_person(reading: Reading, draft: Draft) -> int | None:
    """A first-person verb that governs the trigger («قمنا بإحباط … واعتقال …»), or the trigger itself (مشّطنا)."""
    frame = draft.frame
    if frame.hit.sense.form.endswith(".1p"):
        return frame.i
    for k in range(frame.i - 1, max(frame.sentence.i, frame.i - 14) - 1, -1):
        if reading.tokens[k].text in ".؛:":
            return None
        if any(h.sense.form.endswith(".1p") for h in reading.hits[k]):
            return k
    return None
