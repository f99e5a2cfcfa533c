"""Background inside a clause: «كان قد …»، «بعد أربعة أيام من …»."""

from __future__ import annotations

from waqai.events.draft import Draft
from waqai.events.frames import Frame
from waqai.events.reading import Reading


def discourse_background(reading: Reading, frame: Frame) -> bool:
    """«كان قد …» in the frame's own clause tells it as history."""
    if told_as_past(reading, frame):
        return True
    was = [h for h in reading.of("context", max(frame.sentence.i, frame.i - 12), frame.i) if h.sense.id == "was"]
    if not was or was[-1].i < frame.lo - 6:
        return False
    already = reading.has("context", "already", was[-1].j, frame.i)
    opens = was[-1].i <= frame.sentence.i + 1 and frame.verb and frame.hit.sense.form.startswith(("perf", "pass"))
    return already or opens


def told_as_past(reading: Reading, frame: Frame) -> bool:
    """Whether an event noun only says what was before, so that the day of its sentence is another's."""
    return not frame.verb and (_after_days(reading, frame) or _on_trial(reading, frame) or _since_taken(reading, frame))


def _after_days(reading: Reading, frame: Frame) -> bool:
    """«بعد أربعة أيام من اعتداء …» tells the attack as the past."""
    after = [h for h in reading.of("cue", max(frame.sentence.i, frame.i - 6), frame.i) if h.sense.id == "link.cause"]
    lasting = any(
        n.kind == "duration" and frame.i - 6 <= n.i < frame.i for n in reading.numbers_in(frame.i - 6, frame.i)
    )
    lasting = lasting or any(
        d.kind == "duration" and frame.i - 6 <= d.i < frame.i for d in reading.dates_in(frame.i - 6, frame.i)
    )
    lasting = lasting or any(h.sense.id == "days" for h in reading.of("context", frame.i - 4, frame.i))
    return bool(after) and lasting


def _since_taken(reading: Reading, frame: Frame) -> bool:
    """«حطت أمس طائرة إغاثة بعد تحرير عدن»: a taking that only says since when; the day is the landing's."""
    before = reading.of("context", max(frame.sentence.i, frame.i - 2), frame.i)
    return frame.trigger.family == "territory" and any(h.sense.id == "afterwards" and h.j == frame.i for h in before)


def is_cause(reading: Reading, frame: Frame) -> bool:
    """Whether the harm is told as the reason of the event before it: «ردا على مقتل …»، «احتجاجا على مقتل …»."""
    if frame.verb:
        return False
    return any(
        h.sense.id == "response" and h.j >= frame.i - 1 for h in reading.of("context", frame.i - 4, frame.i)
    ) or any(h.sense.id == "link.cause" and h.j == frame.i for h in reading.of("cue", frame.i - 2, frame.i))


def _on_trial(reading: Reading, frame: Frame) -> bool:
    """Whether the event is what somebody is tried for («بدأت أمس محاكمة المتهمين في تفجير …»): the day told is the court's."""
    for hit in reading.of("context", max(frame.sentence.i, frame.i - 5), frame.i):
        if hit.sense.id == "on_trial" and not any(reading.tokens[k].text in "،؛." for k in range(hit.j, frame.i)):
            return True
    return False


LASTING_DAYS = 400  # an "event" of more than a year is a state of things
OLD_DAYS = 21  # so long before the report's newest event, an event is history


def _ahead(reading: Reading, d: Draft) -> bool:
    """Whether an event told as fact is dated wholly after publication; one day is left for time zones."""
    told = d.factuality in ("asserted", "alleged") and d.date.start is not None and reading.published is not None
    return bool(told and (d.date.start - reading.published).days > 1)


def age(reading: Reading, drafts: list[Draft]) -> None:
    """Mark what the text dates well before its news as background: «العام الماضي»، «في سبتمبر الماضي»."""
    days = [
        d.date.start
        for d in drafts
        if d.date is not None and d.date.start is not None and d.kind == "incident" and d.date.grain == "day"
    ]
    news = max(days, default=reading.published)
    for n, d in enumerate(drafts):
        if d.kind != "incident" or d.date is None:
            continue
        if _ahead(reading, d) and d.frame.verb and d.frame.hit.sense.form.startswith(("perf", "pass")):
            d.date = d.date_basis = None  # a perfect tells no future: the day is another clause's
            continue
        if _ahead(reading, d):
            d.factuality = "planned"  # «سيفرج عنهم في 21 نوفمبر المقبل»
            d.why.append(("date.ahead", d.date.i, d.date.j))
            continue
        if d.date.open_end and d.date.start and d.date.end and (d.date.end - d.date.start).days > LASTING_DAYS:
            d.background = True  # «يعتدون علينا منذ أكثر من 30 عاما»
            continue
        if n == 0:
            continue
        coarse = d.date.grain in ("month", "year") and d.date.past
        if (
            coarse
            and (news is None or d.date.end is None or d.date.end < news)
            or d.date.end is not None
            and news is not None
            and (news - d.date.end).days >= OLD_DAYS
        ):
            d.background = True
