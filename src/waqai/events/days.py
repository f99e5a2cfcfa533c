"""When: the day of a frame, from its own clause, else from its sentence; the day of an announcement is not the event's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from waqai.events.clauses import is_verb
from waqai.events.draft import Draft
from waqai.events.frames import Frame
from waqai.events.history import can_be_its_day, told_as_past
from waqai.events.reading import Reading

COARSE = ("month", "year", "week", "period")
SAID = 9  # tokens from a verb of saying to its day
LABEL = 8  # tokens that a label before a colon may have
RECENT = 45  # days: «منذ» further back says how long a thing lasts, not when it began


def choose_date(reading: Reading, frame: Frame, draft: Draft) -> None:
    """Set the draft's date."""
    # «محاكمة المتهمين في تفجير …»، «بعد عامين على هجوم …»: the day is another's, unless it stands behind the event itself
    chosen = _beside(reading, frame) if told_as_past(reading, frame) else _chosen(reading, frame, draft)
    if chosen is None:
        return
    if chosen.kind == "part_of_day" and chosen.start is None:
        chosen = _said(reading, frame) or chosen
    draft.date = chosen
    draft.date_basis = chosen.basis


def _chosen(reading: Reading, frame: Frame, draft: Draft) -> Any:
    s = frame.sentence
    in_sentence = [d for d in reading.dates_in(s.i, s.j) if s.i <= d.i < s.j and not _until(reading, d)]
    stated = [d for d in in_sentence if can_be_its_day(reading, frame, d)]  # «اعتصموا أمس احتجاجا على اعتقال …»
    told = [d for d in stated if not _announced(reading, d, frame)]
    days = [d for d in told if not d.period and _a_day(d)]
    inside = [d for d in days if _in_clause(d, frame)]
    if inside:
        return _nearest(frame, inside + _since(reading, frame, draft, told))
    if draft.kind != "tally":
        span = _since(reading, frame, draft, told) + [d for d in told if _in_clause(d, frame) and _bounded(d)]
        if span:
            return _nearest(frame, span)
    coarse = [d for d in told if d.kind == "period" and d.grain in COARSE and not d.open_end]
    coarse = [] if draft.kind == "tally" else coarse
    own = [d for d in coarse if _in_clause(d, frame)]
    reached = [d for d in days if _reaches(reading, d, frame)]
    return _nearest(frame, own) or _nearest(frame, reached) or _nearest(frame, coarse)


def _beside(reading: Reading, frame: Frame) -> Any:
    """«عقب استيلاء … على المخيم يوم 13 أبريل»: a date in the event's own noun phrase."""
    stop = min(frame.stop, frame.hi)
    own = [d for d in reading.dates_in(frame.j, stop) if not d.open_end and d.start is not None]
    return own[0] if own and not _until(reading, own[0]) else None


def _a_day(date: Any) -> bool:
    return (
        date.kind in ("day", "part_of_day") or date.kind == "anchor" and date.start is not None and date.grain == "day"
    )


def _bounded(date: Any) -> bool:
    """«بين 13 و16 نيسان»، «من 10 إلى 14 تموز»: days from and to, within a month."""
    whole = date.start is not None and date.end is not None and not date.open_end
    return bool(whole and date.period and date.grain == "period" and (date.end - date.start).days <= 31)


def _nearest(frame: Frame, pool: Sequence[Any]) -> Any:
    """The date nearest to the trigger, one after it a little nearer."""
    return min(pool, key=lambda d: abs(d.i - frame.i) if d.i > frame.i else (frame.i - d.i) * 1.2, default=None)


def _in_clause(date: Any, frame: Frame) -> bool:
    return bool(frame.lo <= date.i < frame.hi)


def _since(reading: Reading, frame: Frame, draft: Draft, told: Sequence[Any]) -> list[Any]:
    """«تدور منذ مساء أمس اشتباكات»: when what goes on began, in the frame's own clause."""
    out = []
    for d in told:
        if not (_in_clause(d, frame) and d.period and d.open_end and d.start is not None and d.end is not None):
            continue
        if draft.kind == "access" or draft.kind != "tally" and (d.end - d.start).days <= RECENT:
            out.append(d)
    return out


def _until(reading: Reading, date: Any) -> bool:
    """«حتى صباح الاثنين»: when it ended; a term still ahead is what is threatened («… حتى نهاية الأسبوع»)."""
    if date.start is None or reading.published is None or date.start > reading.published:
        return False
    before = reading.hits[date.i - 1] if date.i else []
    return any(h.sense.kind == "prep" and h.sense.id == "to" for h in before)


def _reaches(reading: Reading, date: Any, frame: Frame) -> bool:
    """Whether a day of another clause is this frame's too: «اقتحمت أمس … واعتقلت»، not «تقصف …، بعد أن دحرت الأسبوع الماضي»."""
    s = frame.sentence
    if date.i < frame.i:
        lo, hi = date.j, frame.i
        if any(t.text == ":" for t in reading.tokens[date.j : min(s.i + LABEL, frame.i)]):
            return True  # «11 أكتوبر، ميناكا: عُلّقت الرحلات عقب سقوط قذيفتين»
        return not (not frame.verb and _aside(reading, lo, hi) and _owned(reading, s.i, frame.i))
    lo, hi = frame.j, date.i
    later = any(h.sense.id == "subordinate" and h.j - h.i > 1 for h in reading.of("clause", lo, hi))
    return not (later and _owned(reading, lo, date.j))


def _owned(reading: Reading, lo: int, hi: int) -> bool:
    """Whether a finite event verb, no word of harm, stands in tokens ``[lo, hi)``: the day is its own."""
    return any(is_verb(h.sense.form) and not h.sense.id.startswith("harm.") for h in reading.of("trigger", lo, hi))


def _aside(reading: Reading, lo: int, hi: int) -> bool:
    """Whether «احتجاجا على»، «ردا على»، «عقب» lead to the frame: what came before the event of that day."""
    return any(h.sense.id in ("response", "afterwards") and hi - h.j <= 3 for h in reading.of("context", lo, hi))


def _said(reading: Reading, frame: Frame) -> Any:
    """The day of the sentence's report, for an event that only tells the hour: «أفاد مصدر اليوم بأن مجهولين ألقوا فجرا …»."""
    s = frame.sentence
    days = [
        d for d in reading.dates_in(s.i, frame.i) if s.i <= d.i and d.kind == "day" and d.grain == "day" and d.start
    ]
    return days[-1] if days else None


def _said_behind(reading: Reading, date: Any, frame: Frame) -> bool:
    """«خطفت الجبهة ثمانية مقاتلين، بحسب ما ذكر المرصد الخميس»: the day is that of the report."""
    says = [h for h in reading.of("say", max(frame.j, date.i - SAID), date.i) if h.sense.form.startswith("perf")]
    if not says or not any(
        h.sense.id == "according" for h in reading.of("context", max(frame.j, says[-1].i - 3), says[-1].i)
    ):
        return False
    return not any("trigger" in reading.kinds[k] for k in range(says[-1].j, date.i))


def _when(reading: Reading, date: Any, frame: Frame) -> bool:
    """«يروي الجيران ما جرى ليل السبت، حين ألقت مروحية برميلين»: the clause of time tells what happened that night."""
    opens = reading.of_row("context", "when", max(date.j, frame.i - 3), frame.i)
    return bool(opens) and not any("trigger" in reading.kinds[k] for k in range(date.j, opens[-1].i))


def _announced(reading: Reading, date: Any, frame: Frame) -> bool:
    """Whether a date belongs to the reporting verb before the event: «أعلنت الوزارة، الأحد، مقتل …»."""
    if date.i >= frame.i:
        return _said_behind(reading, date, frame)
    if _when(reading, date, frame):
        return False
    says = [h for h in reading.of("say", frame.sentence.i, date.i) if h.sense.form.startswith(("perf", "impf"))]
    if not says:
        return False
    triggers_between = any("trigger" in reading.kinds[k] for k in range(says[-1].j, date.i))
    return not triggers_between
