"""Factuality: what the cues around a trigger say of its event (the ConText idea: category, direction, scope, end).

A cue governs to the right up to its reach and no further than the clause it belongs to; a comma with a new
finite verb, or a verb that affirms, ends it.
"""

from __future__ import annotations

from typing import Any

from waqai.events import opinion
from waqai.events.clauses import is_verb
from waqai.events.frames import Frame
from waqai.events.reading import Reading
from waqai.lexicon.events import CueRow
from waqai.lexicon.index import Hit
from waqai.model import Factuality
from waqai.text.morph import ARTICLE

PRIORITY: tuple[Factuality, ...] = ("denied", "foiled", "planned", "hypothetical", "generic", "alleged")
BY_CATEGORY: dict[str, Factuality | str] = {
    "negation": "negated", "denial": "denied", "hedge": "alleged", "planned": "planned", "foiled": "foiled",
    "hypothetical": "hypothetical", "purpose": "hypothetical", "generic": "generic", "exercise": "dropped",
    "anniversary": "dropped", "demand": "demanded", "future": "planned", "rumour": "alleged",
    "attempt": "planned",
}  # fmt: skip
PURPOSEFUL = frozenset({"violence", "territory", "custody", "operation", "agreement"})
TRIED = frozenset(
    {"territory", "custody", "agreement"}
)  # an attempted attack is an attack; an attempted seizure is none
POSTS = frozenset({"military_post", "position"})
FOILABLE = frozenset({"violence", "territory", "custody"})
APPROVED = frozenset({"violence", "custody", "operation"})  # «وافقت على الهدنة» makes one


class Verdict:
    """What the cues say of one frame: a factuality or ``dropped``/``demanded``/``negated``, and by which cue."""

    __slots__ = ("cues", "remark", "value")

    def __init__(self) -> None:
        self.value: str = "asserted"
        self.remark = False  # generic because it only judges: an event told before may be meant
        self.cues: list[Hit] = []

    def take(self, value: str, hit: Hit) -> None:
        """Let a stronger value replace a weaker one."""
        order = [
            "asserted",
            "alleged",
            "generic",
            "hypothetical",
            "demanded",
            "planned",
            "foiled",
            "negated",
            "denied",
            "dropped",
        ]
        if order.index(value) > order.index(self.value):
            self.value = value
            self.cues.append(hit)


def _reaches(reading: Reading, cue: Hit, row: CueRow, frame: Frame) -> bool:
    """Whether a cue to the left governs the frame: near enough, and nothing in between ends its scope."""
    start = frame.carrier.i if frame.carrier else frame.i
    if cue.j > start or start - cue.j > row.reach:
        return False
    k = cue.j - 1
    while k + 1 < start:
        k += 1
        token = reading.tokens[k]
        if token.text in ("،", ","):
            aside = _aside_end(reading, k, start)
            if aside:
                k = aside
                continue
        if token.text in "؛.!؟":
            return False
        if token.text in ("،", ",") and row.reach < 20 and not _list_continues(reading, k, start):
            return False
        if row.category == "negation" and row.reach <= 3 and token.kind == "word" and start - cue.j > 1:
            return False
        if _ends_scope(reading, k, row):
            return False
    return True


def _aside_end(reading: Reading, comma: int, start: int) -> int:
    """The closing comma of an aside («، بحسب مصدر،»، «، ليل أمس،») that opens at ``comma``, or 0."""
    if comma + 1 in reading.date_at:
        end = reading.date_at[comma + 1].j
        return end if end < start and reading.tokens[end].text in ("،", ",") else 0
    if any(
        h.sense.kind == "say" and reading.events.says[h.sense.id].kind == "preposition" for h in reading.hits[comma + 1]
    ):
        for k in range(comma + 2, min(start, comma + 10)):
            if reading.tokens[k].text in ("،", ","):
                return k
    return 0


def _list_continues(reading: Reading, comma: int, start: int) -> bool:
    """Whether what follows a comma is still the cue's object list («لمنع هجمات، واعتقال …» is not)."""
    return start == comma + 1


def _ends_scope(reading: Reading, k: int, row: CueRow) -> bool:
    """A conjoined finite verb (not subordinated), or a result, ends a cue's scope."""
    for h in reading.hits[k]:
        if h.sense.kind == "cue" and h.sense.id == "link.consequence":
            return True
        if (
            h.sense.kind == "cue"
            and h.sense.id == "link.cause"
            and row.category in ("demand", "planned", "purpose", "negation", "hypothetical")
        ):
            return True  # «دعت مواطنيها إلى عدم السفر بعد هجوم …»
        if h.sense.kind in ("trigger", "say", "cue") and is_verb(h.sense.form) and h.pro[:1] in ("و", "ف"):
            return row.reach < 20 or h.sense.kind == "say"
    if any(h.sense.id == "same_time" for h in reading.hits[k]):
        return False  # «نافية في الوقت نفسه ما تردد عن …»
    return any(
        h.sense.kind == "clause" and h.sense.id == "subordinate" for h in reading.hits[k]
    ) and row.category not in ("background", "separate")


def judge(reading: Reading, frame: Frame) -> Verdict:
    """The verdict of all cues around a frame."""
    verdict = Verdict()
    sentence = frame.sentence
    lo = max(sentence.i, frame.i - 30)
    for hit in reading.of("cue", lo, frame.i):
        row = reading.events.cues[hit.sense.id]
        value = BY_CATEGORY.get(row.category)
        if value is None or row.direction == "left" or not _reaches(reading, hit, row, frame):
            continue
        if _pseudo(reading, hit, row, frame):
            continue
        if value == "foiled" and (
            frame.trigger.family not in FOILABLE or frame.trigger.type in ("arrest", "release_exchange")
        ):
            continue  # «إحباط هجمات واعتقال خمسة»: the arrest was made
        if value == "foiled" and _repelled(reading, frame):
            continue
        if value in ("planned", "hypothetical") and _stands(frame):
            continue
        tried = frame.trigger.family in TRIED and not frame.verb or _tried_to(reading, frame, hit)
        if row.category == "attempt" and not tried:
            continue
        verdict.take(str(value), hit)
    _purpose(reading, frame, verdict)
    _negated_carrier(reading, frame, verdict)
    _after(reading, frame, verdict)
    _future_prefix(frame, verdict)
    _denied_predicate(reading, frame, verdict)
    _plotted(reading, frame, verdict)
    _unverified(reading, frame, verdict)
    if frame.trigger.id == "harm.neutralise" and _endless(reading, frame):
        verdict.take("planned", frame.hit)
    _remarked(reading, frame, verdict)
    _told_after_all(reading, frame, verdict)
    return verdict


def _remarked(reading: Reading, frame: Frame, verdict: Verdict) -> None:
    """What a text says of such events, and tells none."""
    said = opinion.judged(reading, frame)
    if said is not None and not said.sense.form.startswith("perf"):
        verdict.take("generic", said)
        verdict.remark = True
    if opinion.over_years(reading, frame):
        verdict.take("generic", frame.hit)
    who = opinion.who_does(reading, frame)
    if who is not None:
        verdict.take("generic", who)
    if opinion.owed(reading, frame):
        verdict.take("demanded", frame.hit)


def _unverified(reading: Reading, frame: Frame, verdict: Verdict) -> None:
    """«تقارير عن هجوم …، ولم يتسن لنا تأكيدها»; «نفت أنباء عن …، لكن سكانا قالوا إن القوات أقامت …»."""
    s = frame.sentence
    reported = reading.has("context", "reports_of", s.i, frame.i)
    for h in reading.of("context", frame.j, s.j):
        if h.sense.id == "unverified" and reported:
            verdict.take("alleged", h)
    turn = reading.of_row("context", "but_said", s.i, frame.i)
    if turn and reading.of("say", turn[-1].j, frame.i) and reading.has("cue", "deny.verb", s.i, turn[-1].i):
        verdict.take("alleged", turn[-1])


def _endless(reading: Reading, frame: Frame) -> bool:
    """«القضاء على تنظيم داعش»: a whole group is put an end to in aims only; «القضاء على خمسة مسلحين» is told."""
    if frame.told:
        return False
    after = [a.m for a in frame.right if a.commas == 0 and a.i <= frame.j + 1]
    return not any(getattr(m, "counted", False) or getattr(m, "named", None) for m in after)


def _plotted(reading: Reading, frame: Frame, verdict: Verdict) -> None:
    """«مؤامرات كانت تستهدف مساجد»: what a plot was aimed at was not hit."""
    if not frame.verb or not frame.hit.sense.form.startswith("impf"):
        return
    was = reading.has("context", "was", frame.i - 1, frame.i) or reading.has("clause", "relative", frame.i - 1, frame.i)
    if was and reading.has("context", "plot", max(frame.sentence.i, frame.i - 12), frame.i):
        verdict.take("foiled", frame.hit)


def _told_after_all(reading: Reading, frame: Frame, verdict: Verdict) -> None:
    """«لو كان … لفرح بهذه المظاهرات التي خرجت»; «كرر أمس قصفه المتكرر»: what is told as done stays told."""
    if verdict.value == "hypothetical" and frame.definite and not frame.verb:
        done = reading.has("clause", "relative", frame.j, frame.j + 1)
        if done and any(h.sense.form.startswith("perf") for h in reading.hits[min(frame.j + 1, frame.sentence.j - 1)]):
            verdict.value = "asserted"
    if (
        verdict.value == "generic"
        and not verdict.remark
        and all(h.sense.id in ("generic.habit", "generic.adjective") for h in verdict.cues)
    ):
        days = [d for d in reading.dates_in(frame.lo, frame.hi) if d.grain == "day" and not d.period]
        if any(not _overlaps(d, h) for d in days for h in verdict.cues):
            verdict.value = "asserted"


def _overlaps(date: Any, hit: Hit) -> bool:
    """Whether a cue's own words were read as a day («كل يوم جمعة»)."""
    return bool(date.i < hit.j + 1 and hit.i < date.j)


def _stands(frame: Frame) -> bool:
    """«سعيا إلى كسر الحصار المفروض على المدينة»: a closure known by its article is there, whatever is planned of it."""
    return frame.trigger.kind == "access" and frame.definite and not frame.told and frame.light is None


def _repelled(reading: Reading, frame: Frame) -> bool:
    """«أحبطت القوات محاولة تسلل»، «أفشلت هجوما للحوثيين على مواقعها»: beaten back where it was made, not before."""
    if frame.trigger.id == "armed_clash.kamin":
        return True
    if reading.has("cue", "planned.adjective", frame.j, frame.j + 4):
        return False  # «هجوما كان يستهدف …»
    return any(h.sense.id in POSTS for h in reading.of("object", frame.j, min(frame.stop, frame.j + 6)))


def _tried_to(reading: Reading, frame: Frame, cue: Hit) -> bool:
    """«محاولة عناصر التنظيم شن هجوم»: an attack that was still to be launched, where «محاولة اقتحام» was one."""
    bare = not frame.hit.pro and frame.hit.sense.form == "noun.sg" and not frame.light
    if frame.trigger.type == "ied_mine" and bare and frame.i - cue.j <= 3:
        return not any("prep" in reading.kinds[k] for k in range(cue.j, frame.i))  # «تحاول تفجير أبراج الكهرباء»
    return (
        frame.light is not None
        and frame.light.sense.id == "link.light.doer"
        and not frame.light.pro
        and _masdar(frame.light)
    )


def _masdar(hit: Hit) -> bool:
    """Whether a light word can be its masdar: «شن» is written as its perfect."""
    return hit.sense.form.startswith(("noun", "perf.3ms"))


def _purpose(reading: Reading, frame: Frame, verdict: Verdict) -> None:
    """لـ + masdar after a noun phrase («أرسل تعزيزات لاقتحام المدينة») is a purpose; after a verb that takes لـ it is its object."""
    if frame.verb or frame.harm_word or frame.carrier or frame.i <= frame.sentence.i + 1:
        return
    if frame.light is not None and frame.light.sense.form == "noun.sg" and frame.light.pro == "ل":
        verdict.take("planned", frame.light)  # «اجتمعوا لشن هجوم»
    if reading.has("context", "used", max(frame.i - 4, frame.sentence.i), frame.i):
        return  # «موقع استخدمه المسلحون لقصف …»
    if reading.has("context", "repulse_word", frame.lo, frame.i):
        return  # «تصدت الفصائل لمحاولة تسلل»
    pro = frame.hit.pro.strip("وف")
    if (
        not pro.startswith("ل")
        or frame.hit.sense.form.startswith("noun.pl")
        or (frame.trigger.family not in PURPOSEFUL and frame.trigger.type != "siege")
    ):
        return
    if reading.has("context", "footage", frame.i - 1, frame.i):
        return  # «بثت الكتائب مشاهد لاستهداف ناقلة»: the film shows it done
    k = frame.i - 1
    takes = any(is_verb(h.sense.form) or h.sense.id in ("link.cause", "link.consequence") for h in reading.hits[k])
    light = frame.light is not None and frame.light.sense.id == "link.light.patient"
    if not takes and not light and reading.tokens[k].kind == "word" and "trigger" not in reading.kinds[k]:
        verdict.take("planned", frame.hit)


def _negated_carrier(reading: Reading, frame: Frame, verdict: Verdict) -> None:
    """«لم يتعرض لأي هجوم»، «لم يسفر … عن إصابات»: the verb that carries the event is negated."""
    if frame.verb:
        return
    for neg in reading.of("cue", frame.lo, frame.i):
        if neg.sense.id != "neg.particle" or neg.j >= frame.i:
            continue
        carriers = [
            h
            for h in reading.hits[neg.j]
            if h.sense.kind == "cue" and h.sense.id.startswith(("link.light", "link.consequence", "tally"))
        ]
        subject = frame.i == neg.j + 1 and all(h.sense.id == "link.consequence" for h in carriers)
        if subject:
            continue  # «لم تسفر الغارة عن قتلى»: the strike was made
        caused = reading.has("cue", "link.cause", neg.j, frame.i)
        if caused and frame.trigger.family == "hazard":
            continue  # «لم تتمكن العائلات من العودة بسبب كثرة الألغام»: the mines are there
        if carriers and not any(reading.tokens[k].text in "،؛." for k in range(neg.j, frame.i)):
            verdict.take("negated", neg)


def _after(reading: Reading, frame: Frame, verdict: Verdict) -> None:
    """Cues that stand after what they qualify: هجمات محتملة، هجوم كان مخططا له."""
    for hit in reading.of("cue", frame.j, min(frame.hi + 4, frame.j + 14, frame.sentence.j)):
        row = reading.events.cues[hit.sense.id]
        value = BY_CATEGORY.get(row.category)
        if row.direction == "right" or value is None:
            continue
        if hit.i - frame.j <= row.reach and not any(reading.tokens[k].text in "،؛." for k in range(frame.j, hit.i)):
            if row.category == "exercise" and row.direction == "both":
                continue
            if hit.sense.id == "if.condition" and frame.hit.sense.form.startswith(("perf", "pass")):
                continue
            verdict.take(str(value), hit)


def _future_prefix(frame: Frame, verdict: Verdict) -> None:
    """سـ on the trigger itself or on the verb that carries it: «ستطلق قريبا هجوما»."""
    carriers = (frame.light, frame.carrier.hit if frame.carrier else None)
    carried = any(h is not None and is_verb(h.sense.form) and "س" in h.pro for h in carriers)
    if carried or "س" in frame.hit.pro:
        verdict.take("planned", frame.hit)


def _denied_predicate(reading: Reading, frame: Frame, verdict: Verdict) -> None:
    """«ما تم تداوله بشأن هروب … أكد أنّ هذه المعلومات غير صحيحة»: a rumour refuted later in its sentence."""
    s = frame.sentence
    rumoured = [h for h in reading.of("cue", s.i, frame.i) if reading.events.cues[h.sense.id].category == "rumour"]
    rumoured += reading.of_row("context", "claim_of", s.i, frame.i)
    said = ("refutation", "denial") if rumoured else ("refutation",)
    refuted = [
        h
        for h in reading.of("cue", frame.j, s.j)
        if reading.events.cues[h.sense.id].category in said and (rumoured or h.sense.id != "deny.label")
    ]
    if refuted and (rumoured or refuted[0].i - frame.j <= 12):
        verdict.take("denied", refuted[0])


def _pseudo(reading: Reading, hit: Hit, row: CueRow, frame: Frame) -> bool:
    """What looks like a cue and is none: لا يزال، ليس فقط، نفى مسؤوليته، لم ينف، حذر بعد أن."""
    if row.id == "plan.approve":
        owned = any("ب" in h.pro.replace(ARTICLE, "") for h in reading.of("trigger", hit.j, frame.j))
        law = reading.has("cue", "generic.law", hit.i - 1, hit.i)  # «لا أحد يقر قتل …»
        return frame.trigger.family not in APPROVED or owned or law or frame.verb
    if row.id == "hedge.accuse":
        carried = frame.light is not None and "ب" in frame.light.pro
        return not carried and "ب" not in frame.hit.pro.replace(ARTICLE, "")
    if row.id == "plan.warned":
        return frame.trigger.family not in FOILABLE
    if row.id == "ask.why":
        return not frame.hit.sense.form.startswith("impf")
    if row.category == "denial":
        if reading.has("cue", "neg.particle", hit.i - 1, hit.i) or reading.has("cue", "neg.without", hit.i - 1, hit.i):
            return True
        if reading.has("context", "responsibility", hit.j, frame.i):
            return True
    if row.category == "negation":
        if "clause" in reading.kinds[hit.j - 1]:
            return True
        nothing = frame.sentence.heading and hit.j == frame.i  # «لا هروب من سجن …» as a heading
        return not (frame.verb or nothing or hit.sense.id in ("neg.without", "neg.unknown", "neg.verb"))
    if row.category in ("planned", "future", "purpose") and frame.verb and frame.hit.sense.form.startswith("perf"):
        # a purpose or plan cannot govern a perfect: «كان يعد لعملية وقصفت الطائرات …»
        return True
    return bool(row.category == "demand" and frame.verb and frame.hit.sense.form.startswith("perf"))
