"""Access constraints: what is closed, how far, until when, but for whom."""

from __future__ import annotations

from waqai.events import tallies
from waqai.events.choice import CLOSABLE
from waqai.events.clauses import COMMA
from waqai.events.draft import Draft, DraftCasualty
from waqai.events.frames import Frame
from waqai.events.reading import Reading
from waqai.lexicon.index import Hit

STATES = frozenset(
    {"closure.state", "closure.out_of_service"}
)  # «خرج المستشفى عن الخدمة»: what is closed stands before
OUTCOMES = ("movement_restriction", "aid_obstructed", "service_suspended")
COUNTS = frozenset({"aid_obstructed.count", "aid_obstructed.of_all"})
HELD = frozenset({"aid_obstructed.unreached", "aid_obstructed.verb", "aid_obstructed.held", "aid_obstructed.no_access"})


def closed_object(reading: Reading, frame: Frame) -> Hit | None:
    """The thing that is closed: the nearest after the trigger, else the nearest before it in its clause."""
    before = [h for h in reading.of("object", max(frame.lo, frame.i - 8), frame.i) if h.sense.id in CLOSABLE]
    if before and frame.trigger.id in STATES:
        return before[-1]
    stop = min(frame.hi, frame.j + (8 if frame.verb else 4))
    cause = next((h.i for h in reading.of("cue", frame.j, stop) if h.sense.id == "link.cause"), stop)
    found = [
        hit
        for hit in reading.of("object", frame.i, cause)
        if hit.sense.id in CLOSABLE and not any(reading.tokens[k].text == COMMA for k in range(frame.j, hit.i))
    ]
    if found and found[0].i == frame.j and frame.verb:  # «قطعت المياه الطريق»: the water is what cut it
        found = [h for h in found[1:2] if found[0].sense.id == "utilities" and h.sense.id == "road"] or found
    return found[0] if found else before[-1] if before else None


def _told_before(reading: Reading, frame: Frame) -> Hit | None:
    """«تضررت محطة المياه … وتوقفت عن العمل»: what the sentence told of before the clause that says it stopped."""
    if frame.trigger.id != "closure.stopped_work":
        return None
    found = [h for h in reading.of("object", frame.sentence.i, frame.i) if h.sense.id in CLOSABLE]
    return found[-1] if found else None


def fill(reading: Reading, frame: Frame, draft: Draft) -> bool:
    """Type, sector and the details of an access draft; False where nothing is found that could be closed."""
    if frame.trigger.id.startswith("closure."):
        thing = closed_object(reading, frame) or _told_before(reading, frame)
        if thing is None and frame.trigger.id not in ("closure.none", "closure.blackout"):
            return False
        draft.sector = "utilities" if frame.trigger.id == "closure.blackout" else None
        if thing is not None:
            row = reading.events.objects[thing.sense.id]
            draft.type = row.type
            draft.sector = row.sector
            draft.widen(thing.i, thing.j)
            _by_nature(reading, frame, draft, thing)
    if _outcome(reading, frame, draft) or not _mover_near(reading, frame) or not _counted(reading, frame, draft):
        return False
    _retype(reading, frame, draft)
    draft.lifted = frame.trigger.id.endswith(".lift")
    _details(reading, frame, draft)
    _stranded(reading, frame, draft)
    draft.humanitarian = draft.type.startswith("aid_") or bool(reading.has("object", "aid", frame.lo, frame.hi))
    return True


def _counted(reading: Reading, frame: Frame, draft: Draft) -> bool:
    """Whether a constraint stands by itself; a count of constraints («61 حادثة عرقلة للوصول») becomes a tally with its period."""
    if frame.trigger.id not in COUNTS:
        return True
    s = frame.sentence
    if frame.trigger.id == "aid_obstructed.count":
        count = tallies.event_count(reading, frame)
    else:
        count = next((n for n in reading.numbers_in(frame.j, frame.j + 5) if n.kind in ("count", "other")), None)
        if any(h.sense.id == frame.trigger.id for h in reading.of("trigger", s.i, frame.i)):
            return False  # «رفضت 11 وعرقلت أربعا»: one record, at the first
    many = count is not None and (count.low or 0) >= tallies.MANY
    period = tallies.period_in(reading, s.i, s.j)
    if frame.trigger.id == "aid_obstructed.count" and not many:
        return False
    draft.count = count
    if count is not None:
        draft.widen(count.i, count.j)
    if frame.trigger.id == "aid_obstructed.count" or many and tallies.long_period(period):
        draft.kind, draft.period = "tally", period
    return True


def _outcome(reading: Reading, frame: Frame, draft: Draft) -> bool:
    """«انهار جسر … فانقطع الطريق»، «تشكل الألغام خطرا وتمنع الفرق …»: what a hazard just told does, and no more."""
    if draft.actors or frame.hit.pro[:1] not in ("و", "ف"):
        return False
    if draft.type not in OUTCOMES and frame.trigger.id != "physical_obstacle.isolate":
        return False
    before = reading.of("trigger", frame.sentence.i, frame.i)
    return any(reading.events.triggers[h.sense.id].family == "hazard" and _hazard(reading, frame, h) for h in before)


def _hazard(reading: Reading, frame: Frame, hit: Hit) -> bool:
    """Whether a hazard's word before the frame tells one («انهار جسر»، «الألغام»), and no one's act stands between."""
    by = any(k in reading.actor_at for k in range(hit.j, frame.i))
    return not by and (hit.sense.id.startswith("explosive") or reading.has("object", "road", hit.i, frame.i))


def _mover_near(reading: Reading, frame: Frame) -> bool:
    """«ارتقوا قبل أيام ولم تتمكن الطواقم من الوصول إليهم»: who could not get there stands beside the words that say so."""
    if frame.trigger.id != "aid_obstructed.unreached":
        return True
    lo = max(frame.lo, frame.i - 3)
    movers = (("context", "aid_mover"), ("object", "relief_load"), ("context", "evacuee"))
    return any(reading.has(kind, id_, lo, frame.hi) for kind, id_ in movers)


def _by_nature(reading: Reading, frame: Frame, draft: Draft, thing: Hit) -> None:
    """«قطعت السيول الطريق»، «انقطع الطريق بسبب الثلوج»: a road that nature closes is an obstacle."""
    if thing.sense.id not in ("road", "crossing"):
        return
    by = reading.has("context", "natural_cause", frame.lo, frame.hi)
    water = reading.has("object", "utilities", frame.j, frame.j + 1) and thing.i > frame.j
    if frame.verb and water or by and not draft.actors:
        draft.type, draft.sector, draft.family = "physical_obstacle", None, "hazard"


def _retype(reading: Reading, frame: Frame, draft: Draft) -> None:
    """What keeps aid away decides: nature, mines or fighting; and aid stopped on a road is obstructed aid."""
    lo, hi = frame.lo, frame.hi
    if draft.type == "aid_obstructed" and frame.trigger.id in HELD and not draft.actors:
        if reading.has("context", "natural_cause", lo, hi):
            draft.type, draft.family = "physical_obstacle", "hazard"
        elif reading.has("context", "mines_word", lo, hi):
            draft.type, draft.family = "explosive_hazard", "hazard"
        elif reading.has("context", "hostile_cause", lo, hi):
            draft.type = "aid_suspended"
    elif draft.type == "aid_obstructed" and reading.has("context", "natural_cause", frame.j, frame.j + 1):
        draft.type, draft.family = "physical_obstacle", "hazard"  # «أعاقت الأمطار وصول الإمدادات»
    elif draft.type in ("aid_obstructed", "movement_restriction") and _mined(reading, frame):
        draft.type, draft.family = "explosive_hazard", "hazard"
    elif draft.type == "movement_restriction" and frame.trigger.id == "movement_restriction.prevent":
        if reading.has("context", "aid_mover", frame.j, hi) or reading.has("object", "relief_load", frame.j, hi):
            draft.type, draft.family = "aid_obstructed", "aid_access"
    elif draft.type == "movement_restriction" and frame.trigger.id == "closure.halt" and _aid_vehicle(reading, frame):
        draft.type, draft.family = "aid_obstructed", "aid_access"
    elif draft.type == "crossing_closed" and reading.has("context", "aid_flight", frame.i, hi):
        draft.type, draft.family, draft.sector = "aid_suspended", "aid_access", None


def _mined(reading: Reading, frame: Frame) -> bool:
    """«منعت حقول الألغام وصول المساعدات»: the mines are the verb's subject."""
    return frame.verb and reading.has("context", "mines_word", frame.j, frame.j + 2)


def _aid_vehicle(reading: Reading, frame: Frame) -> bool:
    """«أوقف مسلحون عند حاجز سيارة تابعة لمنظمة»."""
    vehicle = reading.has("context", "vehicle_stopped", frame.j, frame.hi)
    aid = reading.has("context", "aid_mover", frame.j, frame.hi) or reading.has(
        "object", "relief_load", frame.j, frame.hi
    )
    return vehicle and aid


def _stranded(reading: Reading, frame: Frame, draft: Draft) -> None:
    """«توقّف عشرات الحافلات … بسبب إغلاق المداخل»: who or what is held up."""
    s = frame.sentence
    for m in reading.people_in(s.i, s.j):
        if s.i <= m.i < s.j and (m.low or m.high) and reading.has("context", "stranded", m.i - 2, m.i):
            draft.casualties.append(
                DraftCasualty("stranded", m.low, m.high, m.qualifier, m.category, m.unit, [], m.i, m.j, m.skip)
            )
            draft.widen(m.i, m.j)
            return


def _details(reading: Reading, frame: Frame, draft: Draft) -> None:
    stop = min(frame.hi + 12, frame.sentence.j)
    for k in range(max(frame.lo, frame.i - 2), stop):
        if reading.tokens[k].text == COMMA and draft.degree and k > frame.j + 3:
            break
        for hit in reading.hits[k]:
            if hit.sense.kind == "degree" and draft.degree is None and k - frame.j <= 6:
                draft.degree = hit.sense.id
                draft.widen(hit.i, hit.j)
            elif hit.sense.kind == "until" and draft.until is None and _nearest(reading, frame, k):
                end = _until_end(reading, hit, frame.sentence.j)
                if end and hit.i >= frame.j:
                    draft.until = (hit.i, end, 0)
                    draft.widen(hit.i, end)
            elif hit.sense.kind == "exception" and draft.exception is None and _nearest(reading, frame, k):
                end = _phrase_end(reading, hit, frame.sentence.j)
                draft.exception = (hit.i, end, hit.skip)
                draft.widen(hit.i, end)
    draft.hours = _hours(reading, frame, stop)
    if draft.hours:
        draft.until = None  # «من السابعة مساء حتى السادسة صباحا»: every day, not until when
        draft.degree = draft.degree or "hours"


def _nearest(reading: Reading, frame: Frame, k: int) -> bool:
    """Whether no other trigger stands between the frame and token ``k``."""
    return not any(
        "trigger" in reading.kinds[n] and not reading.in_place[n] for n in range(frame.j, k) if _is_closure(reading, n)
    )


def _is_closure(reading: Reading, k: int) -> bool:
    return any(
        h.sense.kind == "trigger" and reading.events.triggers[h.sense.id].kind == "access" for h in reading.hits[k]
    )


def _phrase_end(reading: Reading, hit: Hit, limit: int) -> int:
    end = hit.j
    while (
        end < min(limit, hit.j + 6)
        and reading.tokens[end].kind == "word"
        and not reading.tokens[end].key.startswith("و")
    ):
        end += 1
    return end


def _until_end(reading: Reading, hit: Hit, limit: int) -> int:
    """The token after what an end is told by, 0 for none: «حتى إشعار آخر»، «حتى السادسة مساء»، «إلى حين تقييم الأضرار»."""
    if hit.sense.id == "until":
        return hit.j
    if hit.sense.id == "until.event":
        end = min(_phrase_end(reading, hit, limit), hit.j + 4)
        return next((k for k in range(hit.j + 1, end) if "prep" in reading.kinds[k]), end)
    date = reading.date_at.get(hit.j)
    clock = next((n for n in reading.numbers_in(hit.j, hit.j + 2) if n.kind == "clock"), None)
    end = max(date.j if date is not None else 0, clock.j if clock is not None else 0)
    if clock is not None and end < limit and reading.tokens[end].kind == "word" and "prep" not in reading.kinds[end]:
        end += 1  # «حتى السادسة مساء»
    return min(end, limit)


def _hours(reading: Reading, frame: Frame, stop: int) -> str | None:
    """«من السابعة مساء حتى السابعة صباحا», as the text says it."""
    clocks = [n for n in reading.numbers_in(frame.j, stop) if n.kind == "clock"]
    if len(clocks) < 2:
        return None
    last = clocks[1].j
    if last < stop and reading.tokens[last].kind == "word":
        last += 1
    return reading.doc.span(clocks[0].i, last, clocks[0].skip).text


def ends(drafts: list[Draft]) -> None:
    """Link a constraint that is lifted to the record that told of it before: the same kind, and no other place."""
    for n, d in enumerate(drafts):
        if not d.lifted or d.kind != "access":
            continue
        for o in reversed(drafts[:n]):
            same = o.kind == "access" and o.type == d.type and o.sector == d.sector and not o.lifted
            if same and (not o.own_place or not d.own_place or o.place.place is d.place.place):
                d.links.append(("ends", o))
                break
