"""Access constraints: what is closed, how far, until when, but for whom."""

from __future__ import annotations

from waqai.events.clauses import COMMA
from waqai.events.draft import Draft, DraftCasualty
from waqai.events.frames import CLOSABLE, Frame
from waqai.events.reading import Reading
from waqai.lexicon.index import Hit


def closed_object(reading: Reading, frame: Frame) -> Hit | None:
    """The thing that is closed: the nearest after the trigger, else the nearest before it in its clause."""
    stop = min(frame.hi, frame.j + (8 if frame.verb else 4))
    for hit in reading.of("object", frame.i, stop):
        if hit.sense.id in CLOSABLE and not any(reading.tokens[k].text == COMMA for k in range(frame.j, hit.i)):
            return hit
    before = [h for h in reading.of("object", max(frame.lo, frame.i - 8), frame.i) if h.sense.id in CLOSABLE]
    return before[-1] if before else None


def fill(reading: Reading, frame: Frame, draft: Draft) -> bool:
    """Type, sector and the details of an access draft; False where nothing is found that could be closed."""
    if frame.trigger.id.startswith("closure."):
        thing = closed_object(reading, frame)
        if thing is None and "object:closable" in frame.trigger.needs:
            return False
        if thing is not None:
            row = reading.events.objects[thing.sense.id]
            draft.type = row.type
            draft.sector = row.sector
            draft.widen(thing.i, thing.j)
    _details(reading, frame, draft)
    _stranded(reading, frame, draft)
    draft.humanitarian = draft.type.startswith("aid_") or bool(reading.has("object", "aid", frame.lo, frame.hi))
    return True


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
    for k in range(frame.j, stop):
        if reading.tokens[k].text == COMMA and draft.degree and k > frame.j + 3:
            break
        for hit in reading.hits[k]:
            if hit.sense.kind == "degree" and draft.degree is None and k - frame.j <= 6:
                draft.degree = hit.sense.id
                draft.widen(hit.i, hit.j)
            elif hit.sense.kind == "until" and draft.until is None and _nearest(reading, frame, k):
                draft.until = (hit.i, hit.j, 0)
                draft.widen(hit.i, hit.j)
            elif hit.sense.kind == "exception" and draft.exception is None and _nearest(reading, frame, k):
                end = _phrase_end(reading, hit, frame.sentence.j)
                draft.exception = (hit.i, end, hit.skip)
                draft.widen(hit.i, end)
    draft.hours = _hours(reading, frame, stop)
    if draft.hours and draft.degree is None:
        draft.degree = "hours"


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


def _hours(reading: Reading, frame: Frame, stop: int) -> str | None:
    """«من السابعة مساء حتى السابعة صباحا», as the text says it."""
    clocks = [n for n in reading.numbers_in(frame.j, stop) if n.kind == "clock"]
    if len(clocks) < 2:
        return None
    last = clocks[1].j
    if last < stop and reading.tokens[last].kind == "word":
        last += 1
    return reading.doc.span(clocks[0].i, last, clocks[0].skip).text
