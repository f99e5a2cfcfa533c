"""Tallies: counts over a period or a war, which are never events and never added to them."""

from __future__ import annotations

from typing import Any

from waqai.events import heads
from waqai.events.clauses import is_verb
from waqai.events.draft import DraftCasualty
from waqai.events.frames import Frame
from waqai.events.reading import Reading, Sentence
from waqai.match.dates import DateMention

MANY = 3  # a stated count of events from which a period makes a tally
COUNTED_UP = 10  # «أحصت اللجان 61 شهيدا» with no event word: a day's total
WAR = 250  # deaths that no day is told for: a war's total, whatever the word
EXODUS = 100_000  # displaced with no day told
HEADED = 50  # «ارتفع عدد القتلى إلى 142» where nothing before is told: a total
DOCUMENTED_NEAR = 10
FEW_DAYS = 5  # a period long enough to count two over it
WAR_NEAR = 12  # tokens between a war and the figure that is told of it
HELD = 1000  # arrests or releases with no day told
BEYOND = 1500  # deaths beyond any one event


def event_count(reading: Reading, frame: Frame) -> Any:
    """The number that counts the trigger's noun (89 هجومًا), or None."""
    for n in reading.numbers_in(frame.i - 12, frame.j):
        counted = (n.noun == frame.i or n.j == frame.i) and frame.hit.pro[:1] != "و"  # «إصابة 4900 واعتقال»
        if n.kind == "count" and counted and frame.i - n.i <= 8:
            return n
    often = times(reading, frame)
    if often is not None:
        return often
    for n in reading.numbers_in(frame.lo, frame.hi):
        if n.kind not in ("count", "other"):
            continue
        noun = reading.of_row("context", "cases", n.i, frame.i)
        if noun and frame.i - n.i <= 6 and frame.i - noun[-1].j <= 1:
            return n  # «32 حالة اغتصاب»، «25 بلاغا عن حوادث عنف»
    return None


def counted_noun(reading: Reading, frame: Frame) -> Any:
    """The number that counts a word which is written as a verb too («38 توغلا»), or None."""
    return next((n for n in reading.numbers_in(frame.i - 8, frame.i) if n.noun == frame.i and n.kind == "count"), None)


def times(reading: Reading, frame: Frame) -> Any:
    """The number of times an event is told («قصف … 412 مرة»), or None."""
    for n in reading.numbers_in(frame.lo, frame.hi):
        if n.kind in ("count", "other") and reading.has("context", "times", n.j - 1, n.j + 1):
            return n
    return None


EDGES = frozenset({"dates.edge.early", "dates.edge.mid", "dates.edge.late"})  # «أواخر 2022»: when one event was
BARE = ("dates.month", "dates.unit", "dates.year")  # «في سبتمبر الماضي»: when one event was, unless something counts


def periods(reading: Reading, lo: int, hi: int, counting: bool = True) -> list[Any]:
    """The periods that tokens ``[lo, hi)`` may count over. Without ``counting`` a bare month or year is only a date."""
    counting = counting or cued(reading, "tally", lo, hi)
    found: list[Any] = []
    dates = [d for d in reading.dates_in(lo, hi) if not _elsewise(reading, d) and not _of_saying(reading, d, lo, hi)]
    for d in dates:
        edge = any(w in EDGES for w in d.why) and not d.open_end
        bare = d.why[:1] != () and d.why[0].startswith(BARE)
        if d.period and not edge and (counting or not bare):
            found.append(d)
        elif d.kind == "duration" and (d.grain in ("week", "month", "year") or _over_time(reading, d)):
            found.append(d)  # «خلال أسبوعين»، «على مدى ثلاثة أشهر»
    found += _in_weeks(reading, lo, hi)
    if cued(reading, "tally", lo, hi):
        # «ووثق المرصد خلال شهر سبتمبر مقتل 31»
        found += [d for d in dates if d.grain in ("week", "month", "year", "period") and d.start != d.end]
    return found


def period_in(reading: Reading, lo: int, hi: int, counting: bool = True) -> Any:
    """The first period that the tokens ``[lo, hi)`` count over, or None."""
    return next(iter(periods(reading, lo, hi, counting)), None)


def _in_weeks(reading: Reading, lo: int, hi: int) -> list[Any]:
    """«في ثلاثة أسابيع»، «في شهرين»: over how long, with no words of since or during."""
    out = []
    for h in reading.of_row("context", "weeks_up", lo, hi):
        n = next((x for x in reading.numbers_in(h.i - 2, h.i + 1) if x.kind == "duration"), None)
        at = n.i if n is not None else h.i
        if h.pro or reading.in_date[h.i] or not reading.has("prep", "in", at - 1, at):
            continue
        out.append(
            DateMention(
                at, h.j, at, 0, None, reading.published, "period", "relative", "duration", True, False, True, 0,
                ("tally.in_weeks",),
            )
        )  # fmt: skip
    return out


def _over_time(reading: Reading, d: Any) -> bool:
    return reading.has("context", "over_time", d.i - 1, d.i + 1) and reading.has("context", "long_unit", d.i, d.j)


def few_over(reading: Reading, frame: Frame, found: list[DraftCasualty]) -> bool:
    """«مقتل صحفيين اثنين منذ بداية العام»: two are a count where a known and long period says so."""
    for d in periods(reading, frame.lo, frame.hi, False):
        known = d.start is not None and d.end is not None and (d.end - d.start).days >= FEW_DAYS
        if known and d.why[0].startswith(("dates.since", "dates.within")):
            return any(c.low == MANY - 1 for c in found)
    return False


def _of_saying(reading: Reading, d: Any, lo: int, hi: int) -> bool:
    """«وفق ما أعلن الدفاع المدني خلال الساعات الماضية»: when it was said, behind all that is told."""
    says = [h for h in reading.of("say", max(lo, d.i - 6), d.i) if h.sense.form.startswith("perf")]
    if not says or reading.of("trigger", says[-1].j, hi) or any(n.kind == "count" for n in reading.numbers_in(d.j, hi)):
        return False
    return bool(reading.of("trigger", lo, says[-1].i))


def _elsewise(reading: Reading, d: Any) -> bool:
    """Whether a period says since when nothing like it was seen, or how long a state has lasted: it counts nothing."""
    near = reading.of("context", max(0, d.i - 6), d.i)
    if any(h.sense.id == "record" and not h.pro.strip("ال") for h in near):
        return True
    for h in near:
        if h.sense.id == "standing" and h.j == d.i and not any(m.counted for m in reading.people_in(h.i - 3, h.j)):
            return True  # «ناشط معتقل منذ 2018», and not «أفرجت عن 320 معتقلا منذ بداية العام»
    unnumbered = "dates.last_units.unnumbered" in getattr(d, "why", ())
    return (
        unnumbered
        and reading.has("context", "hour_word", d.i, d.j)
        and not reading.has("context", "past_hours", d.i, d.j)
    )


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
    if has_toll and total and war and (frame.harm_word or frame.plural and not _own_date(reading, frame)):
        return True, period, "stated"
    if (
        counted
        and _documented(reading, frame, count)
        and (not _own_date(reading, frame) or _last_of_them(reading, frame))
    ):
        return True, period, "stated" if period is not None else "inherited"
    if counted and previous_tally and not _own_date(reading, frame):
        return True, None, "inherited"
    return False, None, "stated"


def _documented(reading: Reading, frame: Frame, count: Any) -> bool:
    """«وثق التقرير ثلاث مجازر»: a verb of counting governs the number, and a report or many make it a count."""
    s = frame.sentence
    verbs = [h for h in reading.of("cue", s.i, count.i) if h.sense.id == "tally.word" and is_verb(h.sense.form)]
    if not verbs or count.i - verbs[-1].j > DOCUMENTED_NEAR:
        return False
    return (count.low or 0) >= COUNTED_UP or reading.has("context", "report_noun", verbs[-1].j, count.i)


def _last_of_them(reading: Reading, frame: Frame) -> bool:
    """«ثلاث مجازر، آخرها في 24 نيسان»: the day is the last one's."""
    return reading.has("context", "last_of", frame.j, frame.sentence.j)


def totalled(
    reading: Reading, sentence: Sentence, entry: DraftCasualty, events: list[Frame], owned: bool = False
) -> bool:
    """Whether a counted harm is a total over a period or a war rather than the toll of an event of the sentence.

    ``owned``: an event told shortly before may have this toll.
    """
    period = period_near(reading, sentence, entry)
    found = heads.heads(reading, sentence)
    counts = reading.of_row("cue", "tally.word", sentence.i, sentence.j)
    war = [
        h
        for h in reading.of("cue", sentence.i, sentence.j)
        if h.sense.id == "total.war" and _of_war(reading, found, h, entry)
    ]
    words = len([x for x in (counts or found, war) if x])
    marks = [h.i for h in [*counts, *war]] + ([period.i] if period is not None else [])
    low = entry.low or 0
    documented = any(is_verb(h.sense.form) for h in counts)
    goes_on = all(h.definite for h in found)  # «العدد بلغ»: of what was told before
    rises = reading.has("context", "rise", sentence.i, sentence.i + 3)
    if found and not (goes_on or events or owned) and (rises and low >= COUNTED_UP or low >= HEADED):
        return True
    if found and rises and not goes_on and entry.harm not in ("killed", "injured") and low >= MANY:
        return True  # «ليرتفع عدد الصحفيين المعتقلين إلى سبعة»
    if documented and not found and not events and not (owned and not _cases(reading, sentence)) and low >= COUNTED_UP:
        return True
    vague = period is not None and period.start is None  # «4 إصابات منذ بدء الاقتحام»
    if period is not None and not events and low >= (COUNTED_UP if vague else MANY):
        return True
    if low < MANY or not marks or not (period is not None and words or words == 2):
        return low >= WAR and not events
    last = max([m for m in marks if m < entry.i], default=None)
    if last is None:
        return not any(f.i < entry.i for f in events)
    return not any(last < f.i < entry.i and not f.plural and not f.definite for f in events)


def _of_war(reading: Reading, found: list[heads.Head], war: Any, entry: DraftCasualty) -> bool:
    """Whether the war is what a figure is of: named behind the head of the count, or shortly before the figure."""
    if reading.in_place[war.i] or reading.named[war.i]:
        return False  # «مستشفى الثورة»
    return (
        any(0 <= war.i - h.j <= WAR_NEAR for h in found)
        or 0 <= entry.i - war.j <= WAR_NEAR
        or 0 <= war.i - entry.j <= WAR_NEAR
    )


def _cases(reading: Reading, sentence: Sentence) -> bool:
    """Whether the sentence counts events: «أكثر من 1100 خرق»."""
    return any(
        n.noun is not None and reading.has("context", "cases", n.noun, n.noun + 1) and (n.low or 0) >= MANY
        for n in reading.numbers_in(sentence.i, sentence.j)
    )


def period_near(reading: Reading, sentence: Sentence, entry: DraftCasualty) -> Any:
    """The long period a figure is told for: before it, or behind it with no other event between («في ظل نزوح … خلال يومين»)."""
    for d in periods(reading, sentence.i, sentence.j):
        others = [h for h in reading.of("trigger", entry.j, d.i) if not is_verb(h.sense.form)]
        if any(m.counted and m.relation is None for h in others[:1] for m in reading.people_in(h.j, d.i)):
            continue
        if long_period(d):
            return d
    return None


def _same_clause(period: Any, frame: Frame) -> bool:
    return bool(frame.lo - 12 <= period.i < frame.hi + 6) and long_period(period)


def _own_date(reading: Reading, frame: Frame) -> bool:
    return any(
        not d.period and frame.sentence.i <= d.i < frame.sentence.j
        for d in reading.dates_in(frame.sentence.i, frame.sentence.j)
    )


def many_in(reading: Reading, lo: int, hi: int) -> Any:
    """A number of many things in ``[lo, hi)``, or None."""
    return next((n for n in reading.numbers_in(lo, hi) if n.kind == "count" and (n.low or 0) >= MANY), None)


def number_of_those(reading: Reading, frame: Frame) -> bool:
    """Whether the verb only tells whom or what a number counts: «عدد من اعتقلهم»، «عدد القواعد التي أقامتها»."""
    if not frame.verb:
        return False
    if any(h.sense.id == "those_who" and h.j == frame.i for h in reading.of("context", frame.i - 2, frame.i)):
        return True
    relative = any(h.sense.id == "relative" and h.j == frame.i for h in reading.of("clause", frame.i - 1, frame.i))
    one = any(h.sense.form.startswith("noun.sg") for h in reading.of("trigger", frame.i - 2, frame.i - 1))
    if one:
        return False  # «عدد قتلى القصف الذي ضرب سوق السمك»: one event, told by its verb
    return relative and reading.has("context", "count_head", max(frame.sentence.i, frame.i - 6), frame.i)


def since(reading: Reading, lo: int, hi: int, today: bool = False) -> bool:
    """Whether «منذ …» stands in ``[lo, hi)``, today's own hours left out unless ``today``."""
    for h in reading.of("context", lo, hi):
        if h.sense.id == "since" and not _elsewise(reading, h):
            if today:
                return True
            day = next((d for d in reading.dates_in(h.i - 8, h.j + 1) if d.i <= h.i < d.j or d.i == h.j), None)
            if day is None or day.start is None or day.end is None or day.start != day.end:
                return True
    return False
