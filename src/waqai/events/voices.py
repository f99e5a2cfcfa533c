"""Whose words a report is, and what a claim of responsibility or a blame says of an event told with it or before."""

from __future__ import annotations

from waqai.events import sides
from waqai.events.draft import Draft, DraftActor
from waqai.events.reading import Reading, Sentence
from waqai.lexicon.index import Hit

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


def blame(reading: Reading, drafts: list[Draft]) -> None:
    """«اتهمت الوزارة التنظيم»، «رجحت مصادر وقوف التنظيم وراء الهجوم»: who is blamed is an inferred initiator, no stated one."""
    for draft in drafts:
        if draft.type == "accusation":
            accused = [a for a in draft.actors if a.role == "addressee" and a.actor]
            if len(accused) == 1:
                _infer(_claimed(drafts, draft), accused[0], draft.frame.i, draft.frame.j)
    found = [
        h
        for h in reading.of("context", 0, len(reading.tokens))
        if h.sense.id in ("blamed", "believed", "stands_behind")
    ]
    for sentence in reading.sentences() if found else ():
        for hit in (h for h in found if sentence.i <= h.i < sentence.j):
            after = hit.sense.id != "stands_behind"
            where = (
                range(hit.j, min(hit.j + 3, sentence.j))
                if after
                else range(hit.i - 1, max(hit.i - 6, sentence.i - 1), -1)
            )
            _hedged(reading, drafts, sentence, hit, where)


def _hedged(reading: Reading, drafts: list[Draft], sentence: Sentence, hit: Hit, where: range) -> None:
    if any(
        reading.events.cues[h.sense.id].category == "denial"
        for h in reading.of("cue", max(hit.i - 6, sentence.i), hit.i)
    ):
        return
    for k in where:
        m = reading.actor_at.get(k)
        if m is not None and m.actor and (m.force or not m.civil) and m.kind in ("name", "anaphoric"):
            here = [d for d in drafts if d.kind == "incident" and d.family == "violence" and d.factuality in TOLD]
            near = [d for d in here if d.frame.sentence.n == sentence.n]
            if not near and hit.sense.id != "believed":
                near = [d for d in here if 0 < sentence.n - d.frame.sentence.n <= 2]
            actor = DraftActor("initiator", m.actor, None, "inferred", m.i, m.j, m.skip)
            _infer(near[-1] if near else None, actor, hit.i, hit.j)
            return


def _infer(event: Draft | None, by: DraftActor, i: int, j: int) -> None:
    if event is None or any(a.actor and a.actor != "UNIDENT_ARMED" for a in event.initiators()):
        return
    event.actors = [a for a in event.actors if a.role != "initiator"]
    event.actors.append(DraftActor("initiator", by.actor, by.label, "inferred", by.i, by.j, by.skip))
    event.actors = sides.unique(event.actors)
    sides.set_status(event)
    event.why.append(("claims.blame", i, j))
