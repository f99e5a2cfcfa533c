"""Harm words and the event they belong to: its cause after them, its event before them, or the sentence before."""

from __future__ import annotations

from waqai.events import casualties, days, factuality, roles, setting, sides, tallies
from waqai.events.args import CIVILIAN_CATEGORIES
from waqai.events.clauses import is_verb
from waqai.events.deaths import own_event
from waqai.events.draft import Draft, DraftActor, DraftCasualty
from waqai.events.frames import Frame
from waqai.events.history import is_cause, told_as_past
from waqai.events.reading import Reading
from waqai.events.state import State
from waqai.events.subjects import left_out

VIOLENT = frozenset(
    {
        "violence",
        "custody",
        "protest",
        "custody_death",
        "body",
        "operation",
        "property",
        "territory",
        "weapons",
        "displacement",
    }
)
HURT = frozenset({"injured", "killed_or_injured"})
UNREAL = ("planned", "hypothetical", "demanded")
KILLING = VIOLENT - {"displacement", "weapons", "territory"}


def bind_harm(reading: Reading, frames: list[Frame], n: int, made: dict[int, Draft], state: State) -> None:
    """Bind a harm word to its event, or make it an event of its own."""
    frame = frames[n]
    harm = frame.trigger.harm or "killed"
    verdict = factuality.judge(reading, frame)
    assigned = roles.assign(reading, frame)
    found = casualties.of_frame(reading, frame, assigned, harm)
    if verdict.value == "negated":
        _zero(reading, frames, n, made, state, harm, found)
        return
    if verdict.value in ("dropped", "demanded") or _accidental(reading, frame, made):
        return
    target = _event_of(reading, frames, n, made, state, bool(found), verdict.value)
    doers = left_out(reading, frame, list(made.values()), state)
    if target is not None:
        if frame.trigger.id == "harm.maimed" and any(c.harm in HURT for c in target.casualties):
            return  # «أصيب خمسة بينهم طفل بترت ساقه»: one of those counted
        _add_harm(reading, frame, assigned, target, found)
        _by(target, doers)
        return
    if not found and not _person_near(frame):
        return
    draft = own_event(reading, frame, assigned, found, verdict, state)
    if draft is not None:
        made[n] = draft
        _by(draft, doers)


def _by(draft: Draft, doers: list[DraftActor]) -> None:
    """Give an event with no doer the one a harm verb leaves out: «… فقتلوا ثلاثة»، «قال الجيش إنه قتل خمسة بضربة»."""
    if doers and not draft.initiators():
        draft.actors = sides.unique([*draft.actors, *doers])
        sides.set_status(draft)


def _accidental(reading: Reading, frame: Frame, made: dict[int, Draft]) -> bool:
    """Whether the sentence is of an accident, with no event of violence in it."""
    s = frame.sentence
    return reading.has("context", "accident", s.i, s.j) and not any(d.family in VIOLENT for d in made.values())


def _person_near(frame: Frame) -> bool:
    return any(a.kind in ("people", "actor") and a.commas == 0 and a.i - frame.j <= 4 for a in frame.right)


def _add_harm(reading: Reading, frame: Frame, assigned: roles.Roles, target: Draft, found: list[DraftCasualty]) -> None:
    if _died_of_wounds(reading, frame) and any(c.harm == "killed" for c in target.casualties):
        found = []  # «استشهاد الشاب … متأثرا بإصابته»: one of those counted already
    target.casualties = (
        casualties.merge_tolls(target.casualties, found, False)
        if target.frame.sentence is not frame.sentence
        else target.casualties + found
    )
    target.why.append((frame.trigger.id, frame.i, frame.j))
    if target.frame.sentence is frame.sentence:
        target.widen(frame.i, max([frame.j, *[c.j for c in found]]))
    if not target.initiators():
        for arg in assigned.doers:
            target.actors += sides.actor_of(reading, arg, "initiator")
    for c in found:
        for a in c.actors:
            target.actors.append(DraftActor("target", a, None, "stated", c.i, c.j, c.skip))
        if c.category in CIVILIAN_CATEGORIES and not c.actors and c.parent is None:
            target.actors.append(DraftActor("target", "CIV", None, "stated", c.i, c.j, c.skip))
    target.actors = sides.unique(target.actors)
    sides.set_status(target)
    if target.place is None or not target.own_place:
        setting.choose_place(reading, frame, target) if target.frame.sentence is frame.sentence else None
    if target.date is None and target.frame.sentence is frame.sentence and not told_as_past(reading, target.frame):
        days.choose_date(reading, frame, target)


def _died_of_wounds(reading: Reading, frame: Frame) -> bool:
    return reading.has("cue", "update.toll", frame.j, min(frame.j + 10, frame.sentence.j))


def _zero(
    reading: Reading,
    frames: list[Frame],
    n: int,
    made: dict[int, Draft],
    state: State,
    harm: str,
    found: list[DraftCasualty],
) -> None:
    """«دون إصابات»، «لم يسفر عن قتلى»: an explicit zero for the event before it."""
    frame = frames[n]
    target = _event_of(reading, frames, n, made, state, True, "asserted")
    if target is None or target.casualties and any(c.low for c in target.casualties):
        return
    target.casualties.append(
        DraftCasualty("killed_or_injured", 0, 0, "exact", "unspecified", "person", [], frame.i, frame.j, frame.hit.skip)
    )


def _event_of(
    reading: Reading, frames: list[Frame], n: int, made: dict[int, Draft], state: State, found: bool, verdict: str
) -> Draft | None:
    """The event a harm word belongs to: its cause after it, its event before it, or the sentence before."""
    frame = frames[n]
    after = _cause_after(reading, frames, n, made)
    if after is not None:
        return after
    before = _event_before(reading, frames, n, made)
    if before is not None:
        return before
    if reading.has("context", "therein", frame.j, frame.j + 2):
        return state.earlier_event(reading, frame)
    return state.continue_event(reading, frame, verdict)


def _cause_after(reading: Reading, frames: list[Frame], n: int, made: dict[int, Draft]) -> Draft | None:
    """«مقتل ثلاثة بقصف …»، «قتل اثنان جراء انفجار …»: the cause told after the harm."""
    frame = frames[n]
    for m in range(n + 1, len(frames)):
        other = frames[m]
        if other.harm_word:
            if other.hit.pro.startswith("و") and other.i - frame.j < 25:
                continue
            return None
        if m not in made or made[m].family not in KILLING or made[m].kind == "statement":
            continue
        if made[m].factuality in UNREAL:
            return None  # «… وأدى إلى استشهاد عنصرين، مشيرا إلى أنهم كانوا يخططون لاستهداف نقاط تفتيش»
        said = reading.has("clause", "complement", frame.j, other.i)  # «…، وإن شخصا قضى …»
        if made[m].family == "custody_death" and other.i - frame.j <= 14 and not said:
            return made[m]
        if other.verb and not other.carrier:
            return made[m] if other.carried or _when(reading, frame, other) else None
        if _when(reading, frame, other):
            return made[m]
        gap = range(frame.j, other.i)
        if tallies.since(reading, frame.j, other.i) and not other.hit.pro.strip("وف"):
            return None  # «20 محتجا قضوا منذ اندلاع الاحتجاجات عقب اغتيال …»
        if len(gap) > 30 or any(reading.tokens[k].text in "؛.:" for k in gap):
            return None
        start = other.carrier.i if other.carrier else other.i
        if made[m].family in ("operation", "custody") and _shot(reading, frame, start):
            return None
        if _causal(reading, other, start):
            return made[m]
        return None
    return None


def _when(reading: Reading, frame: Frame, other: Frame) -> bool:
    """«قتل شرطي وأصيب ثلاثة عندما أطلق مسلحان النار»: the clause of time right after the harm tells what did it."""
    if any(reading.tokens[k].text in "؛.:" for k in range(frame.j, other.i)):
        return False
    return any(h.sense.id == "when" and h.j >= other.i - 1 for h in reading.of("context", frame.j, other.i))


def _shot(reading: Reading, frame: Frame, stop: int) -> bool:
    """«استشهد شاب برصاص الاحتلال خلال اقتحام مخيم جنين»: the shooting killed him, the raid is when."""
    return reading.has("weapon", "small_arms", frame.j, stop)


def _causal(reading: Reading, other: Frame, start: int) -> bool:
    """Whether an event noun stands behind بـ، في، إثر، جراء …"""
    if other.hit.pro.strip("وف")[:1] in ("ب", "ل") and other.hit.pro:
        return True
    for k in range(max(other.sentence.i, start - 4), start):
        for h in reading.hits[k]:
            if h.sense.kind == "prep" and h.sense.id in ("in", "from", "doer", "done_by") and h.j >= start - 2:
                return True
            if h.sense.kind == "cue" and h.sense.id in ("link.cause",) and h.j >= start - 3:
                return True
    return False


def _event_before(reading: Reading, frames: list[Frame], n: int, made: dict[int, Draft]) -> Draft | None:
    """The event earlier in the sentence whose consequence this harm is."""
    frame = frames[n]
    for m in range(n - 1, -1, -1):
        other = frames[m]
        if m not in made or made[m].kind in ("statement", "access") or made[m].family not in VIOLENT:
            continue
        if _whose(reading, made[m], frame) or _separated(reading, other, frame, made[m]) or is_cause(reading, frame):
            return None
        return made[m]
    return None


def _whose(reading: Reading, target: Draft, frame: Frame) -> bool:
    """«…، وذلك غداة مجزرة السوق التي راح ضحيتها 13»: the toll is of the event that its relative clause describes."""
    relative = next((h for h in reading.of("clause", max(frame.i - 2, 0), frame.i) if h.sense.id == "relative"), None)
    if relative is None or target.frame.sentence is not frame.sentence:
        return False
    for h in reading.of("trigger", max(target.frame.j, relative.i - 3), relative.i):
        t = reading.events.triggers[h.sense.id]
        if t.family == "violence" and not t.id.startswith("harm.") and not is_verb(h.sense.form):
            return True
    return False


def _separated(reading: Reading, other: Frame, frame: Frame, draft: Draft) -> bool:
    """Whether the harm word tells of something else than the event before it: its own place, another day, «فيما قتل …»."""
    between = (other.j, frame.i)
    if any(reading.events.cues[h.sense.id].category in ("separate", "background") for h in reading.of("cue", *between)):
        return True
    joined = frame.verb and frame.hit.pro[:1] == "و" and frame.trigger.harm == "killed" and draft.type == "arrest"
    if (joined or draft.family in ("operation", "territory", "displacement", "weapons")) and not tallies.cued(
        reading, "consequence", *between
    ):
        return True
    if tallies.cued(reading, "consequence", *between) or "+p" in frame.hit.sense.form:
        return False
    own = [a for a in frame.right if a.kind == "place" and a.prep in ("in", "b", "near")]
    if own and draft.place is not None and own[0].m is not draft.place:
        subordinate = reading.has("clause", "subordinate", other.j, frame.i + 1)
        return subordinate or frame.verb
    return False
