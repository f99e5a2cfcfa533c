"""Words that tell how an event told before went on, and turn its type or add nothing: «واقتادوهم إلى جهة مجهولة»."""

from __future__ import annotations

from waqai.events.draft import Draft
from waqai.events.frames import Frame
from waqai.events.reading import Reading
from waqai.events.refine import SHOTS
from waqai.events.roles import Roles
from waqai.events.state import State

TAKEN = {"detained": "abducted"}


def part_of_other(reading: Reading, frame: Frame, roles: Roles, draft: Draft, state: State) -> bool:
    """Whether a frame only goes on with an event of its sentence, or is a break-in told for what was done inside."""
    if frame.trigger.id == "abduction.taken" and _of_those_taken(frame):
        before = next((d for d in reversed(state.current) if d.family == "custody"), None)
        if before is not None and before.frame.trigger.id != "arrest.raid":
            if before.type != "arrest" and not before.initiators():
                return False
            vanish(before)
            before.widen(frame.i, frame.j)
            before.why.append((frame.trigger.id, frame.i, frame.j))
            return bool(before.initiators()) or not frame.verb
    if frame.trigger.id.startswith(SHOTS) and not draft.casualties:
        # «اندلعت مواجهات أطلق خلالها الجنود الرصاص»: part of the clashes
        return reading.has("context", "therein", frame.j, frame.j + 2) and bool(state.current)
    if frame.trigger.type == "arrest" and any(
        a.kind == "people" and a.m.unit == "vehicle" and a.i - frame.j <= 1 for a in frame.right
    ):
        return True  # «احتجاز عشرين شاحنة»: nobody is arrested
    return frame.trigger.id == "arrest.storm" and _gunmen(roles)


def _of_those_taken(frame: Frame) -> bool:
    """Whether a pronoun is all the object there is: «واقتادتهم»، «واقتيادهم»."""
    return frame.hit.sense.form.endswith(("+o", "+p"))


def vanish(draft: Draft) -> None:
    """An arrest after which nobody knows where the arrested are is an abduction, whoever did it."""
    draft.type = "abduction"
    for c in draft.casualties:
        c.harm = TAKEN.get(c.harm, c.harm)


def untold(reading: Reading, frame: Frame, draft: Draft) -> None:
    """«احتجز الحوثيون سبعة … ولا يعرف مكانهم»: told further on in the sentence."""
    if draft.type == "arrest" and frame.trigger.harm == "detained":
        after = (frame.j, frame.sentence.j)
        if any(reading.has("context", told, *after) for told in ("untold_place", "unknown_place", "as_hostages")):
            vanish(draft)


def _gunmen(roles: Roles) -> bool:
    """«اقتحم مسلحون مستودعا ونهبوه»: a break-in by gunmen is no operation; what they did inside is the event."""
    return any(d.kind == "people" or d.m.kind in ("unknown", "generic") for d in roles.doers)


def going_on(reading: Reading, frame: Frame) -> bool:
    """«تشهد المنطقة منذ 2017 هجمات»: what a place has seen for years is no one event."""
    light = frame.light
    if light is None or light.sense.id != "link.light.patient" or not light.sense.form.startswith("impf"):
        return False
    for h in reading.of("context", light.j, frame.i):
        if h.sense.id == "since" and h.j < len(reading.tokens):
            year = reading.tokens[h.j].text
            if year.isdigit() and len(year) == 4 or reading.has("context", "long_time", h.j, h.j + 1):
                return True
    return False
