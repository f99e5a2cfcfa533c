"""Talk of events that tells none: a judgement, a law, who does such things, what somebody ought to do."""

from __future__ import annotations

from waqai.events.clauses import finite_at, is_verb
from waqai.events.frames import Frame
from waqai.events.reading import Reading
from waqai.lexicon.index import Hit

PREDICATE_NEAR = 12  # tokens from an event noun to what is said of it
YEARS = 1950
STATE_DAYS = 120  # attacks that go on for longer are a state of things
OWED_NEAR = 7  # tokens from «على» to the أن of what somebody ought to do
JUDGED = frozenset({"violence", "custody", "territory", "protest", "operation"})


def judged(reading: Reading, frame: Frame) -> Hit | None:
    """The word that passes judgement on an event noun: «هجمات الحزب تجعل …», «يعد استهداف …», «قتل الأسرى جريمة»."""
    if (
        frame.trigger.family not in JUDGED
        or frame.told
        or frame.light
        or frame.carrier
        or frame.carried
        or frame.harm_word
        and frame.plural
    ):
        return None
    before = _verb_before(reading, frame)
    if before is not None:
        return before if not _measured(reading, frame, frame.i, frame.hi) else None
    if not _subject(reading, frame):
        return None
    found = _predicate(reading, frame)
    return found if found is not None and not _measured(reading, frame, frame.i, found.i) else None


def _verb_before(reading: Reading, frame: Frame) -> Hit | None:
    """A judging verb straight before its subject: «تهدد هجمات الجماعة …»."""
    if frame.hit.pro.strip("وف"):
        return None
    for h in reading.of("context", frame.i - 1, frame.i):
        if h.sense.id == "judges" and is_verb(h.sense.form) and not h.sense.form.endswith("+o"):
            return h
    return None


def _subject(reading: Reading, frame: Frame) -> bool:
    """Whether the noun opens its sentence, or stands behind إنّ or أنّ: nothing before it can tell it."""
    at = frame.i
    if reading.has("context", "campaign", at - 1, at):
        at -= 1
    if at <= frame.sentence.i:
        return not frame.sentence.heading
    if frame.hit.pro == "و" and at == frame.i:
        return True
    return any(h.sense.id == "complement" and h.j == at for h in reading.of("clause", at - 1, at))


def _predicate(reading: Reading, frame: Frame) -> Hit | None:
    """The judging verb or noun that is said of the event, with no other verb or relative clause before it."""
    for k in range(frame.j, min(frame.j + PREDICATE_NEAR, frame.sentence.j)):
        token = reading.tokens[k]
        if token.text in "؛:.!؟" or "clause" in reading.kinds[k] or "consequence" in _categories(reading, k):
            return None
        for h in reading.of("context", k, k + 1):
            if h.sense.id == "judges" and is_verb(h.sense.form) or h.sense.id == "judgement":
                return h
        if finite_at(reading, k):
            return None
    return None


def _categories(reading: Reading, k: int) -> set[str]:
    return {reading.events.cues[h.sense.id].category for h in reading.of("cue", k, k + 1)}


def _measured(reading: Reading, frame: Frame, lo: int, hi: int) -> bool:
    """Whether a day or a number stands with the noun: «قصف السوق أمس يمثل …» tells it."""
    if any(d.grain == "day" for d in reading.dates_in(lo, hi)):
        return True
    return bool(reading.numbers_in(lo, hi))


def who_does(reading: Reading, frame: Frame) -> Hit | None:
    """«هم من يقتل …», «كل من يهاجم …»: مَن before a verb says who does such things."""
    k = frame.i - 1
    if frame.i <= frame.sentence.i or frame.hit.pro or not any(is_verb(h.sense.form) for h in reading.hits[frame.i]):
        return None
    if not reading.has("context", "who", k, k + 1):
        return None
    pointed = reading.has("context", "pronoun_who", k - 1, k)
    return frame.hit if frame.hit.sense.form.startswith("impf") or pointed else None  # «هم من قصف …» looks a masdar


def owed(reading: Reading, frame: Frame) -> bool:
    """«على الجيش أن يقصف …»: what somebody ought to do; «أكد على أن …» is none."""
    if not frame.hit.sense.form.startswith("impf") or frame.i - 1 <= frame.sentence.i:
        return False
    that = reading.of_row("clause", "complement", frame.i - 1, frame.i)
    if not that:
        return False
    for k in range(frame.i - 3, max(frame.i - OWED_NEAR, frame.sentence.i - 1), -1):
        if reading.tokens[k].text in "،؛:." or finite_at(reading, k):
            return False
        if any(h.sense.id == "on" and h.j == k + 1 for h in reading.of("prep", k, k + 1)):
            return not finite_at(reading, k - 1) and (k == frame.sentence.i or "say" not in reading.kinds[k - 1])
    return False


def over_years(reading: Reading, frame: Frame) -> bool:
    """«تشهد المنطقة منذ 2017 هجمات»: what goes on for years is no event."""
    carried = frame.light is not None and frame.light.sense.form.startswith("impf")
    if not frame.plural or not carried or reading.published is None:
        return False
    for h in reading.of("context", frame.lo, frame.i):
        years = reading.numbers_in(h.j, h.j + 1) if h.sense.id == "ever_since" else ()
        if any(YEARS <= (n.low or 0) < reading.published.year for n in years):
            return True  # «منذ 2017», which is read as a number
    periods = [d for d in reading.dates_in(frame.lo, frame.hi) if d.period and d.open_end]
    return any(d.start is not None and (reading.published - d.start).days > STATE_DAYS for d in periods)


def set_out(reading: Reading, frame: Frame) -> bool:
    """«بدأت المرحلة الأولى من عملية تحرير الفلوجة»: a campaign named for its aim, which is not reached yet."""
    if frame.verb or frame.trigger.type != "territory_regained":
        return False
    named = reading.has("context", "campaign", frame.i - 1, frame.i)
    return named and reading.has("context", "set_out", max(frame.sentence.i, frame.i - 9), frame.i - 1)
