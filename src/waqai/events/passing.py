"""What a sentence tells in passing: a raid with its arrests is one incident, and an event that only says when is none."""

from __future__ import annotations

from waqai.events import sides
from waqai.events.draft import Draft
from waqai.events.frames import Frame
from waqai.events.reading import Reading

AIM = 14  # tokens between the shooting down and the aim of what was shot down


def one_raid(drafts: list[Draft]) -> list[Draft]:
    """A raid and its arrests in one sentence are one incident, recorded at the arrest."""
    out = list(drafts)
    raids = [
        d
        for d in drafts
        if d.frame.trigger.id in ("arrest.raid", "arrest.storm") and d.factuality in ("asserted", "alleged")
    ]
    arrests = [d for d in drafts if d.type == "arrest" and d not in raids and d.factuality in ("asserted", "alleged")]
    for n, raid in enumerate(raids):
        target = next((a for a in arrests if a.frame.i > raid.frame.i), None) or (raids[0] if n else None)
        if target is None or target is raid or not _same_doers(raid, target) or _elsewhere(raid, target):
            continue
        target.actors = sides.unique([*target.actors, *raid.actors])
        sides.set_status(target)
        if not target.own_place and raid.place is not None:
            target.place, target.place_basis, target.own_place = raid.place, raid.place_basis, raid.own_place
        if target.date is None:
            target.date, target.date_basis = raid.date, raid.date_basis
        target.casualties = (
            raid.casualties + target.casualties
            if target.frame.i > raid.frame.i
            else target.casualties + raid.casualties
        )
        target.widen(raid.lo, raid.hi)
        target.why += raid.why
        out.remove(raid)
    return out


def shot_down(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """«أسقط الجيش مسيرة انتحارية كانت تستهدف المدينة»: what was brought down struck nothing; one event, at what it was sent to."""
    out = list(drafts)
    for down in drafts:
        frame = down.frame
        if down.type != "disrupted_weapons" or down.kind != "incident":
            continue
        meant = next((d for d in out if d.frame.i > frame.i and _sent_to(reading, down, d)), None)
        if meant is not None:
            if down.place is None:
                down.place, down.place_basis, down.own_place = meant.place, meant.place_basis, meant.own_place
            if meant.factuality in ("asserted", "alleged"):
                out.remove(meant)  # «كانت معدة لاستهداف الجيش» is told as a plan, and counts nothing
        elif not _aimed(reading, frame):
            continue
        if down.factuality == "planned" and all(
            k >= frame.j for w, k, _ in down.why if w.startswith(("planned.", "plan."))
        ):
            down.factuality = "asserted"
            down.why = [w for w in down.why if not w[0].startswith(("planned.", "plan."))]
    return out


def _sent_to(reading: Reading, down: Draft, d: Draft) -> bool:
    """Whether an event is what the weapon brought down before it was on its way to do."""
    frame = down.frame
    if d.kind != "incident" or d.family != "violence" or d.casualties or d.frame.sentence is not frame.sentence:
        return False
    between = range(frame.j, d.frame.i)
    joined = d.frame.hit.pro[:1] in ("و", "ف") or any(reading.tokens[k].text in "؛.:" for k in between)
    return not joined and _aimed(reading, frame, d.frame.i) and d.frame.i - frame.j <= AIM


def _aimed(reading: Reading, frame: Frame, stop: int | None = None) -> bool:
    """Whether words of being on the way or of trying stand behind the weapon: «كانت تستهدف»، «حاولت»، «في طريقها»."""
    hi = min(frame.sentence.j, frame.j + AIM + 1 if stop is None else stop + 1)
    return reading.has("context", "on_its_way", frame.j, hi)


def adjuncts(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Take out what only says when or within what another incident of the sentence happened: «خلال عملية أمنية»، «بعد اقتحامها»."""
    incidents = [d for d in drafts if d.kind in ("incident", "access") and d.factuality in ("asserted", "alleged")]
    if len(incidents) < 2:
        return drafts
    out = []
    for d in drafts:
        frame = d.frame
        governed = not frame.told and frame.light is None and not d.casualties and _temporal(reading, frame)
        if d in incidents and d.kind == "incident" and _in_passing(reading, d):
            continue
        if (
            d in incidents
            and d.kind == "incident"
            and governed
            and (frame.definite or d.family == "operation")
            and d.count is None
        ):
            for other in incidents:
                other.caused = other.caused or d.family == "operation" and other.kind == "access"
            continue
        out.append(d)
    return out


def _in_passing(reading: Reading, d: Draft) -> bool:
    """Whether a verb in a relative or temporal clause («التي أطلقت …»، «قبل أن يقتادوهم») adds nothing to count."""
    frame = d.frame
    if not frame.verb or d.casualties or d.own_place or d.count is not None or frame.i <= frame.sentence.i:
        return False
    before = reading.of("clause", max(frame.i - 2, frame.sentence.i), frame.i)
    return any(
        h.sense.id == "relative" and h.j == frame.i or h.sense.id == "subordinate" and h.j == frame.i and h.j - h.i > 1
        for h in before
    )


def _temporal(reading: Reading, frame: Frame) -> bool:
    """Whether an event noun stands behind خلال، بعد، ضمن، في إطار …"""
    k = frame.i
    if any(h.sense.id == "link.cause" and h.j == k for h in reading.of("cue", max(k - 3, frame.sentence.i), k)):
        return True
    return any(h.sense.id == "within" and h.j == k for h in reading.of("context", max(k - 3, frame.sentence.i), k))


def _same_doers(a: Draft, b: Draft) -> bool:
    x, y = {i.actor for i in a.initiators()}, {i.actor for i in b.initiators()}
    return not x or not y or bool(x & y)


def _elsewhere(a: Draft, b: Draft) -> bool:
    return a.own_place and b.own_place and a.place is not b.place and a.place.place is not b.place.place
