"""Background inside a clause: «كان قد …»، «بعد أربعة أيام من …»، «الحوثيين الذين سيطروا على …»."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from waqai.events import opinion
from waqai.events.clauses import finite_at, is_verb
from waqai.events.draft import Draft
from waqai.events.frames import Frame
from waqai.events.reading import Reading
from waqai.text.morph import ARTICLE

PHRASE = 8  # tokens that the phrase of an event noun may have
OPENING = 12  # tokens between «كان» at the head of a sentence and its «قد»


def discourse_background(reading: Reading, frame: Frame, before: Sequence[Draft]) -> bool:
    """Whether the frame's own clause tells it as history; ``before`` is what the text told already."""
    if told_as_past(reading, frame) or _then(reading, frame) or _long_ago(reading, frame):
        return True
    if _who_once(reading, frame, before) or _known_one(reading, frame, before):
        return True
    if _of_the_dead(reading, frame) or _lasting(reading, frame) or _old_footage(reading, frame):
        return True
    said = opinion.judged(reading, frame)
    if said is not None and said.sense.form.startswith("perf"):
        return True  # «عملية تحرير المدينة كشفت حجم الدمار»
    return _had(reading, frame) >= 0 or _was_told(reading, frame)


def _was_told(reading: Reading, frame: Frame) -> bool:
    """«وكانت الجماعة قصفت …», «وكانت إسرائيل اغتالت فلانا في غارة»: «كان» at the head of a sentence and a perfect after it."""
    s = frame.sentence
    was = reading.of_row("context", "was", s.i, min(s.i + 2, frame.i))
    if not was or _turned(reading, frame):
        return False
    last = frame.i + 1 if frame.told else frame.i
    perfect = next((k for k in range(was[0].j, min(was[0].j + OPENING, last)) if _perfect(reading, k)), -1)
    if perfect < 0:
        return False
    return not any(
        h.sense.id in ("relative", "complement", "subordinate") for h in reading.of("clause", was[0].j, perfect)
    ) and frame.lo <= perfect + (0 if frame.told else OPENING)


def _perfect(reading: Reading, k: int) -> bool:
    """Whether token ``k`` can be a perfect of the lexicon, and no noun or imperfect."""
    forms = [h.sense.form for h in reading.hits[k] if h.sense.kind in ("trigger", "cue")]
    return any(f.startswith(("perf", "pass")) for f in forms) and not any(f.startswith("noun") for f in forms)


def _turned(reading: Reading, frame: Frame) -> bool:
    """«…، وأغلقت …»: a verb after a comma turns to something else."""
    return frame.verb and frame.hit.pro[:1] == "و" and reading.tokens[frame.i - 1].kind == "punct"


def _had(reading: Reading, frame: Frame) -> int:
    """The «كان» of a «كان … قد» that governs the frame, or -1: in its clause, or opening its sentence with all that follows."""
    s = frame.sentence
    was = reading.of_row("context", "was", max(s.i, frame.i - 12), frame.i)
    if was and was[-1].i >= frame.lo - 6 and reading.has("context", "already", was[-1].j, frame.i):
        return was[-1].i
    first = reading.of_row("context", "was", s.i, min(s.i + 2, frame.i))
    had = first and reading.has("context", "already", first[0].j, min(first[0].j + OPENING, s.j))
    return first[0].i if had and not _turned(reading, frame) else -1


def can_be_its_day(reading: Reading, frame: Frame, date: Any) -> bool:
    """Whether a date of the sentence can be the frame's."""
    old = reading.published is not None and date.end is not None and (reading.published - date.end).days > OLD_DAYS
    if date.i < frame.i:
        return bool(date.i >= _own_days_from(reading, frame)) and not _own_past(reading, frame)
    was = reading.of_row("context", "was", frame.j, date.i)
    if any(reading.has("context", "already", h.j, h.j + 2) for h in was):
        return False  # «عادت مئة أسرة كانت قد غادرتها في مايو»
    apart = date.i >= frame.hi and any(h.i >= frame.hi for h in reading.of("trigger", frame.j, date.i))
    return not (old and apart)  # «ألقت القبض على ثالث، تبين أنه شارك في هجمات آذار»


def _own_past(reading: Reading, frame: Frame) -> bool:
    """«أقر أمس القانون عقب احتجاجات في المدينة العام الماضي»: a noun with a month or year of its own takes no other's day."""
    if frame.told or frame.light is not None:
        return False
    for d in reading.dates_in(frame.j, min(frame.j + PHRASE, frame.sentence.j)):
        if d.past and d.grain in ("month", "year") and not d.open_end:
            return not any(reading.tokens[k].kind == "punct" or finite_at(reading, k) for k in range(frame.j, d.i))
    return False


def _own_days_from(reading: Reading, frame: Frame) -> int:
    """The token from which a day can be the frame's own: a reason, a relative clause and «كان قد» do not share the day before them."""
    if for_that(reading, frame):
        return frame.i
    opens = _relative(reading, frame)
    return max(opens, _had(reading, frame), frame.sentence.i)


def told_as_past(reading: Reading, frame: Frame) -> bool:
    """Whether an event noun only says what was before, so that the day of its sentence is another's."""
    return not frame.verb and (
        _after_days(reading, frame)
        or _on_trial(reading, frame)
        or _since_taken(reading, frame)
        or _since(reading, frame)
    )


def _dayless(reading: Reading, lo: int, hi: int) -> bool:
    """Whether no day stands in ``[lo, hi)``: what is told with its day is news, however it is told."""
    return not any(d.grain == "day" and not d.period for d in reading.dates_in(lo, hi))


def _since(reading: Reading, frame: Frame) -> bool:
    """«ومنذ الهجمات التي شنها التنظيم الصيف الماضي …»: only says since when something is so."""
    at = frame.i
    while at - 1 > frame.sentence.i and reading.has("context", "onset", at - 1, at):
        at -= 1
    since = any(h.sense.id == "ever_since" and h.j == at for h in reading.of("context", at - 1, at))
    return since and _dayless(reading, frame.j, frame.hi)


def _then(reading: Reading, frame: Frame) -> bool:
    """«وقتل حينها عشرة»: the time of something told before."""
    return reading.has("context", "then", frame.lo, frame.hi)


def _lasting(reading: Reading, frame: Frame) -> bool:
    """«يسري منذ نوفمبر الماضي وقف لإطلاق النار»: a present that began long ago is a state of things."""
    verbs = [frame.hit] if frame.told else [frame.light, *reading.of("trigger", frame.lo, frame.i)]
    present = any(v is not None and v.sense.form.startswith("impf") for v in verbs)
    if frame.trigger.kind != "incident" or not present or reading.published is None:
        return False
    periods = [d for d in reading.dates_in(frame.lo, frame.hi) if d.period and d.open_end]
    return any(d.start is not None and (reading.published - d.start).days > LASTING_DAYS for d in periods)


def _long_ago(reading: Reading, frame: Frame) -> bool:
    """«شهد معظم أعمال الشغب في الصيف الماضي»; not «أعنف هجوم منذ الصيف الماضي»."""
    if not _dayless(reading, frame.i, frame.hi):
        return False
    ago = reading.of_row("context", "long_ago", frame.lo, frame.hi)
    return any(not reading.has("context", "ever_since", h.i - 1, h.i) for h in ago)


def _relative(reading: Reading, frame: Frame) -> int:
    """The relative pronoun whose verb is the frame's («الذين سيطروا على …», «الذي شهد أعمال شغب»), or -1."""
    verb = frame.light if frame.light is not None and is_verb(frame.light.sense.form) else frame.hit
    told = frame.told or verb is frame.light
    if not told or verb.sense.form.startswith(("impf", "jus")) or verb.i <= frame.sentence.i:
        return -1
    opens = reading.of_row("clause", "relative", max(verb.i - 2, frame.sentence.i), verb.i)
    if not opens or any(finite_at(reading, k) for k in range(opens[-1].j, verb.i)):
        return -1
    return opens[-1].i


def _who_once(reading: Reading, frame: Frame, before: Sequence[Draft]) -> bool:
    """«الحوثيين الذين سيطروا على صنعاء»: a relative clause says who or where somebody is, unless the text told it as news."""
    opens = _relative(reading, frame)
    if opens < 0 or "trigger" in reading.kinds[opens - 1]:
        return False
    if not _dayless(reading, opens, frame.hi) or reading.numbers_in(frame.j, frame.hi):
        return False
    return frame.trigger.family == "territory" or not any(d.family == frame.trigger.family for d in before)


def _of_the_dead(reading: Reading, frame: Frame) -> bool:
    """«شيع الآلاف جثامين ثلاثة شبان قتلوا …», «ناجيات أفرج عنهن»: a verb that says who they are, in a clause with no pronoun."""
    if not frame.verb or frame.hit.pro or not frame.hit.sense.form.startswith(("perf", "pass")):
        return False
    if frame.harm_word or frame.trigger.harm == "killed":
        near = reading.of_row("context", "bodies", max(frame.i - 8, frame.sentence.i), frame.i)
        return bool(near) and not any(reading.tokens[k].kind == "punct" for k in range(near[-1].j, frame.i))
    k = frame.i - 1
    about = k >= frame.sentence.i and reading.has("context", "about_them", frame.j, frame.j + 1)
    if not about or reading.tokens[k].kind != "word" or reading.kinds[k] & {"say", "clause", "trigger"}:
        return False
    bare = not reading.tokens[k].key.startswith(ARTICLE) and not reading.numbers_in(frame.i - 3, frame.i)
    return bare and _dayless(reading, frame.i, frame.hi)


def _old_footage(reading: Reading, frame: Frame) -> bool:
    """«تبين أن التسجيل منشور منذ عام 2014، وأنه يوثق إعدام …»: what an old recording shows."""
    s = frame.sentence
    if not reading.has("context", "footage_old", s.i, s.j) or frame.told:
        return False
    return reading.has("context", "footage", s.i, frame.i)


def _known_one(reading: Reading, frame: Frame, before: Sequence[Draft]) -> bool:
    """«تظاهروا تنديدا بالهجوم الذي وقع في سروج»: a definite event that only gives the reason, and no day of its own."""
    definite = frame.definite or reading.tokens[frame.i].key.startswith(ARTICLE)  # «الهجوم الانتحاري» is one phrase
    if frame.told or not definite or any(d.family == frame.trigger.family for d in before):
        return False
    k = next((h.j for h in reading.of("clause", frame.j, frame.j + 2) if h.sense.id == "relative"), -1)
    if k < 0 or not reading.has("context", "happened", k, k + 1):
        return False
    return is_cause(reading, frame) and _dayless(reading, frame.j, frame.hi)


def for_that(reading: Reading, frame: Frame) -> bool:
    """«احتجاجا على اعتقال …»: the reason of what is told, so that a day before it is the other's."""
    return not frame.verb and any(
        h.sense.id == "response" and h.j >= frame.i - 1 for h in reading.of("context", frame.i - 4, frame.i)
    )


def _after_days(reading: Reading, frame: Frame) -> bool:
    """«بعد أربعة أيام من اعتداء …» tells the attack as the past."""
    after = reading.has("context", "afterwards", max(frame.sentence.i, frame.i - 6), frame.i)  # «خلال» lasts, too
    lasting = any(
        n.kind == "duration" and frame.i - 6 <= n.i < frame.i for n in reading.numbers_in(frame.i - 6, frame.i)
    )
    lasting = lasting or any(
        d.kind == "duration" and frame.i - 6 <= d.i < frame.i for d in reading.dates_in(frame.i - 6, frame.i)
    )
    lasting = lasting or reading.has("context", "days", frame.i - 4, frame.i)
    return after and lasting


def _since_taken(reading: Reading, frame: Frame) -> bool:
    """«حطت أمس طائرة إغاثة بعد تحرير عدن»: a taking that only says since when; the day is the landing's."""
    before = reading.of("context", max(frame.sentence.i, frame.i - 2), frame.i)
    dayless = _dayless(reading, frame.j, frame.hi)
    return (
        frame.trigger.family == "territory"
        and dayless
        and any(h.sense.id == "afterwards" and h.j == frame.i for h in before)
    )


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


LASTING_DAYS = 120  # an "event" of more than a season is a state of things
YEARS_BACK = 200  # days before publication
OLD_DAYS = 21  # so long before the report's newest event, an event is history


def _ahead(reading: Reading, d: Draft) -> bool:
    """Whether an event told as fact is dated wholly after publication; one day is left for time zones."""
    told = d.factuality in ("asserted", "alleged") and d.date.start is not None and reading.published is not None
    return bool(told and (d.date.start - reading.published).days > 1)


def _years_back(reading: Reading, d: Draft) -> bool:
    """Whether even the first event of a text is dated long before its publication: «وفي عام 2014 سيطر …»."""
    end = d.date.end
    return bool(reading.published and end and (reading.published - end).days > YEARS_BACK)


def _past_cause(reading: Reading, d: Draft) -> bool:
    """«قانون أقر عقب سلسلة احتجاجات في المدينة العام الماضي»: even as the only event of a text."""
    at = d.frame.i
    while at - 1 > d.frame.sentence.i and any(
        h.sense.id in ("onset", "who") for h in reading.of("context", at - 1, at)
    ):
        at -= 1  # «عقب سلسلة من الاحتجاجات»
    before = reading.of("context", at - 2, at)
    return not d.frame.told and d.date.past and any(h.sense.id == "afterwards" and h.j == at for h in before)


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
        if n == 0 and not _years_back(reading, d) and not _past_cause(reading, d):
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
