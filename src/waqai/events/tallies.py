"""Tallies: counts over a period or a war, which are never events and never added to them."""

from __future__ import annotations

from typing import Any

from waqai.events.draft import DraftCasualty
from waqai.events.frames import Frame
from waqai.events.reading import Reading, Sentence

MANY = 3  # a stated count of events from which a period makes a tally
COUNTED_UP = 10  # «أحصت اللجان 61 شهيدا» with no event word: a day's total
WAR = 250  # deaths that no day is told for: a war's total, whatever the word
EXODUS = 50_000  # displaced with no day told
BEYOND = 1500  # deaths beyond any one event


def event_count(reading: Reading, frame: Frame) -> Any:
    """The number that counts the trigger's noun (89 هجومًا), or None."""
    for n in reading.numbers_in(frame.i - 12, frame.j):
        if n.kind == "count" and (n.noun == frame.i or n.j == frame.i) and frame.i - n.i <= 8:
            return n
    often = times(reading, frame)
    if often is not None:
        return often
    for n in reading.numbers_in(frame.lo, frame.hi):
        if n.kind not in ("count", "other"):
            continue
        if n.i < frame.i and frame.i - n.i <= 6 and reading.has("context", "cases", n.i, frame.i):
            return n  # «32 حالة اغتصاب»، «25 بلاغا عن حوادث عنف»
    return None


def times(reading: Reading, frame: Frame) -> Any:
    """The number of times an event is told («قصف … 412 مرة»), or None."""
    for n in reading.numbers_in(frame.lo, frame.hi):
        if n.kind in ("count", "other") and reading.has("context", "times", n.j - 1, n.j + 1):
            return n
    return None


BARE = ("dates.month", "dates.unit", "dates.year")  # «في سبتمبر الماضي»: when one event was, unless something counts


def period_in(reading: Reading, lo: int, hi: int, counting: bool = True) -> Any:
    """A period that the tokens ``[lo, hi)`` count over, or None. Without ``counting`` a bare month or year is only a date."""
    counting = counting or cued(reading, "tally", lo, hi)
    for d in reading.dates_in(lo, hi):
        edge = any(w.startswith("dates.edge") for w in d.why) and not d.open_end
        bare = d.why[:1] != () and d.why[0].startswith(BARE)
        if d.period and not edge and (counting or not bare):
            return d
        if d.kind == "duration" and d.grain in ("week", "month", "year"):
            return d  # «خلال أسبوعين»
    if cued(reading, "tally", lo, hi):
        for d in reading.dates_in(lo, hi):  # «ووثق المرصد خلال شهر سبتمبر مقتل 31»
            if d.grain in ("week", "month", "year", "period") and d.start != d.end:
                return d
    return None


def long_period(period: Any, days: int = 1) -> bool:
    """Whether a period is at least ``days`` days long (an unresolved one is)."""
    if period is None:
        return False
    if period.start is not None and period.end is not None:
        return bool((period.end - period.start).days >= days)
    return True


def cued(reading: Reading, category: str, lo: int, hi: int) -> bool:
    """Whether a cue of a category begins in ``[lo, hi)``."""
    return any(reading.events.cues[h.sense.id].category == category for h in reading.of("cue", lo, hi))


def many_people(casualties: list[DraftCasualty]) -> bool:
    """Whether a toll is of many people: one man killed this month is no tally."""
    return any((c.low or 0) >= MANY for c in casualties)


def is_tally(reading: Reading, frame: Frame, count: Any, has_toll: bool, previous_tally: bool) -> tuple[bool, Any, str]:
    """Whether a frame counts over a period: ``(yes, period, basis)``."""
    s = frame.sentence
    period = period_in(reading, frame.lo, frame.hi) or period_in(reading, s.i, s.j)
    counted = count is not None and (count.low or 0) >= MANY
    total = cued(reading, "tally", s.i, s.j)
    war = cued(reading, "total", s.i, s.j)
    if period is not None and counted and long_period(period):
        return True, period, "stated"
    if period is not None and has_toll and frame.harm_word and (total or war or _same_clause(period, frame)):
        return True, period, "stated"
    if has_toll and total and war and (frame.harm_word or frame.plural):
        return True, period, "stated"
    if counted and previous_tally and not _own_date(reading, frame):
        return True, None, "inherited"
    return False, None, "stated"


def totalled(reading: Reading, sentence: Sentence, entry: DraftCasualty, events: list[Frame]) -> bool:
    """Whether a counted harm is a total over a period or a war rather than the toll of an event of the sentence."""
    period = period_in(reading, sentence.i, sentence.j)
    cues = [h for h in reading.of("cue", sentence.i, sentence.j) if h.sense.id in ("tally.word", "total.war")]
    words = {h.sense.id for h in cues}
    marks = [h.i for h in cues] + ([period.i] if period is not None and long_period(period) else [])
    if "tally.word" in words and not events and (entry.low or 0) >= COUNTED_UP:
        return True
    if not marks or not (period is not None and long_period(period) and words or len(words) == 2):
        return bool((entry.low or 0) >= WAR and not events)
    last = max([m for m in marks if m < entry.i], default=None)
    if last is None:
        last = min(marks)
        return not any(f.i < entry.i for f in events)
    return not any(last < f.i < entry.i and not f.plural and not f.definite for f in events)


def _same_clause(period: Any, frame: Frame) -> bool:
    return bool(frame.lo - 12 <= period.i < frame.hi + 6) and long_period(period)


def _own_date(reading: Reading, frame: Frame) -> bool:
    return any(
        not d.period and frame.sentence.i <= d.i < frame.sentence.j
        for d in reading.dates_in(frame.sentence.i, frame.sentence.j)
    )


def toll_numbers(reading: Reading, sentence: Sentence, taken: set[int]) -> list[DraftCasualty]:
    """Numbers that stand apart from the noun they count: «ارتفع عدد القتلى إلى 27»، «بلغت حصيلة الشهداء 45,000»."""
    out: list[DraftCasualty] = []
    if not cued(reading, "tally", sentence.i, sentence.j) and not cued(reading, "total", sentence.i, sentence.j):
        return out
    for n in reading.numbers_in(sentence.i, sentence.j):
        if n.kind not in ("count", "other", "population") or n.i in taken:
            continue
        if any(m.i <= n.i < m.j for m in reading.people_in(n.i - 40, n.i + 1)):
            continue
        if reading.has("context", "lives", n.i - 2, n.i) and n.low:
            # «أودت الحرب بحياة عشرات الآلاف»
            out.append(
                DraftCasualty("killed", n.low, n.high, n.qualifier, "unspecified", "person", [], n.i, n.j, n.skip)
            )
            continue
        noun = _toll_noun(reading, sentence, n.i)
        if noun is not None and (n.low or n.high):
            category = noun.category if noun.category else "unspecified"
            out.append(
                DraftCasualty(
                    noun.harm or "killed",
                    n.low,
                    n.high,
                    n.qualifier,
                    category,
                    "person",
                    list(noun.actors),
                    n.i,
                    n.j,
                    n.skip,
                )
            )
    return out


def _toll_noun(reading: Reading, sentence: Sentence, at: int) -> Any:
    """The harm noun (القتلى، الشهداء، الجرحى) a stand-alone number counts: the nearest before it that counts nobody itself."""
    best = None
    for m in reading.people_in(sentence.i, at):
        near = sentence.i <= m.i < at and at - m.j <= 16
        if near and m.harm is not None and not m.counted and (m.low is None or m.qualifier == "vague"):
            best = m
    return best


def counted_after(reading: Reading, frame: Frame) -> bool:
    """Whether the verb's clause counts many of what it did («هدم … 126 مبنى»)."""
    return any(n.kind == "count" and (n.low or 0) >= MANY for n in reading.numbers_in(frame.j, frame.hi))


def counted_before(reading: Reading, frame: Frame) -> bool:
    """Whether what the event hit is many («تعرضت 43 منشأة طبية للقصف خلال تموز»)."""
    return any(n.kind == "count" and (n.low or 0) >= MANY for n in reading.numbers_in(frame.lo, frame.i))


def number_of_those(reading: Reading, frame: Frame) -> bool:
    """Whether the verb only tells whom a number counts: «عدد من اعتقلهم»."""
    if not frame.verb:
        return False
    return any(h.sense.id == "those_who" and h.j == frame.i for h in reading.of("context", frame.i - 2, frame.i))


def since(reading: Reading, lo: int, hi: int, today: bool = False) -> bool:
    """Whether «منذ …» stands in ``[lo, hi)``, today's own hours left out unless ``today``."""
    for h in reading.of("context", lo, hi):
        if h.sense.id == "since":
            if today:
                return True
            day = next((d for d in reading.dates_in(h.i - 8, h.j + 1) if d.i <= h.i < d.j or d.i == h.j), None)
            if day is None or day.start is None or day.end is None or day.start != day.end:
                return True
    return False
