"""Frames: a trigger with the arguments its clause offers, each behind its preposition."""

from __future__ import annotations

from waqai.events.args import Arg, scan
from waqai.events.choice import NEAR, best
from waqai.events.clauses import boundaries, clause_of, finite_at, is_verb
from waqai.events.reading import Reading, Sentence
from waqai.lexicon.events import Trigger
from waqai.lexicon.index import Hit
from waqai.text.morph import ARTICLE

DAMMA = "\u064f"


class Frame:
    """A trigger in its clause. ``carrier`` is a verb that only carries an event noun (استهدفت غارة …)."""

    def __init__(self, trigger: Trigger, hit: Hit, sentence: Sentence, lo: int, hi: int) -> None:
        self.trigger = trigger
        self.i: int  # first token of the trigger
        self.j: int  # token after the trigger
        self.verb: bool  # whether the trigger is a finite verb
        self.hit = hit
        self.sentence = sentence
        self.lo = lo
        self.hi = hi
        self.stop = hi
        self.start = lo
        self.left: list[Arg] = []
        self.right: list[Arg] = []
        self.light: Hit | None = None
        self.carrier: Frame | None = None
        self.carried = False
        self.weapon: str | None = None
        self.vowelled = False  # a written damma makes the perfect passive («قُبض»، «اعتُقل»)
        self.told = self.verb  # a finite verb, alone or at the head of its phrase («سقطت قذيفة»)
        self.form = hit.sense.form  # of the verb at its head
        self.why: list[tuple[str, int, int]] = [(trigger.id, hit.i, hit.j)]

    @property
    def hit(self) -> Hit:
        """Where the trigger stands, and in what form; with it go ``i``, ``j`` and ``verb``, which are asked for most."""
        return self._hit

    @hit.setter
    def hit(self, hit: Hit) -> None:
        self._hit = hit
        self.i, self.j, self.verb = hit.i, hit.j, is_verb(hit.sense.form)

    @property
    def passive(self) -> bool:
        """Whether the trigger is written as a passive."""
        return self.hit.sense.form.startswith("pass") or self.vowelled

    @property
    def definite(self) -> bool:
        """Whether the trigger is a noun with the article or a pronoun."""
        return self.hit.pro.endswith(ARTICLE) or self.hit.sense.form.endswith("+p")

    @property
    def plural(self) -> bool:
        """Whether the trigger is a plural noun."""
        return self.hit.sense.form.startswith("noun.pl")

    @property
    def harm_word(self) -> bool:
        """Whether the trigger only tells harm (مقتل، أصيب)."""
        return self.trigger.id.startswith("harm.")

    def __repr__(self) -> str:
        return f"Frame({self.trigger.id}@{self.i})"


def find_frames(reading: Reading, sentence: Sentence) -> list[Frame]:
    """The frames of a sentence, in order, with their arguments."""
    marks = boundaries(reading, sentence)
    frames: list[Frame] = []
    after = sentence.i
    for k in reading.starts("trigger", sentence.i, sentence.j):
        if k >= after and not reading.in_date[k] and not _since_name(reading, k):
            after = k + 1
            lo, hi = clause_of(marks, k)
            named = (
                _inside_name(reading, k)
                and not _fell_into(reading, k)
                or _operation_name(reading, frames, k)
                or _counted_harm(reading, k)
            )
            chosen = None if named else best(reading, k, lo, hi)
            if chosen:
                # «قتل وأصيب ثلاثة»: a phrase may hold a word that would open a clause
                frames.append(Frame(chosen[0], chosen[1], sentence, lo, clause_of(marks, chosen[1].j - 1)[1]))
                _phrasal(reading, frames[-1])
                after = chosen[1].j
    frames = _carry(reading, frames)
    _bound(reading, frames)
    for frame in frames:
        frame.right = _right_args(reading, frame)
        frame.left = _left_args(reading, frame)
        frame.light = _light(reading, frame)
    return frames


def _since_name(reading: Reading, k: int) -> bool:
    """«منذ بدء معركة "الفتح الموعود"»: the event that a period runs from is none of its own."""
    before = next((d for d in reading.dates_in(k - 3, k) if d.j == k), None)
    if before is None or before.why[-1] != "dates.since_event.undated":
        return False
    return not reading.tokens[k - 1].key.startswith(ARTICLE)  # «منذ اندلاع الثورة قتل …»: its name has ended


def _phrasal(reading: Reading, frame: Frame) -> None:
    """Mark a phrase with a finite verb at its head («سيطرت على»، «سقطت قذيفة») as told, with that verb's form."""
    if frame.verb or frame.j - frame.i < 2:
        return
    heads = [h.sense.form for h in reading.hits[frame.i] if h.j == frame.i + 1 and is_verb(h.sense.form)]
    frame.told = frame.told or finite_at(reading, frame.i)
    if heads:
        frame.form = heads[0]


def _vowelled(reading: Reading, h: Hit) -> bool:
    """Whether a perfect verb is written with the damma of the passive: «قُبض على رجلين»، «اعتُقل ثلاثة»."""
    if not h.sense.form.startswith("perf.3"):
        return False
    text = reading.doc.span(h.i, h.i + 1).text
    return DAMMA in text[: len(text) - 2]


def _operation_name(reading: Reading, frames: list[Frame], k: int) -> bool:
    """Whether token ``k`` is in the quoted name of the operation just told («عملية "تعزيز الأمن"»)."""
    if not frames or frames[-1].trigger.family != "operation" or k - frames[-1].j > 7:
        return False
    at = reading.tokens[k].start
    return any(lo < at < hi and hi - lo <= 40 for lo, hi in reading.doc.quotes)


def _counted_harm(reading: Reading, k: int) -> bool:
    """«خمسة قتلى وتسعة جرحى»: the noun of those harmed is folded like «قتلي», the killing by me, and is none."""
    return k in reading.harm_nouns and any(h.sense.form.endswith("+p") for h in reading.of("trigger", k, k + 1))


def _inside_name(reading: Reading, k: int) -> bool:
    """Whether token ``k`` is inside an actor's or place's name (شهداء in «كتائب شهداء الأقصى»)."""
    return reading.named[k] or reading.in_place[k]


def _fell_into(reading: Reading, k: int) -> bool:
    """«تعرض رتل لكمين على طريق …»: an ambush suffered, though كمين also heads the names of checkpoints."""
    place = reading.place_at.get(k)
    if place is None or place.place is not None:
        return False
    kamin = any(h.sense.id == "armed_clash.kamin" and h.pro.strip("وف") == "ل" for h in reading.of("trigger", k, k + 1))
    return kamin and reading.has("cue", "link.light.patient", max(0, k - 8), k)


def _carry(reading: Reading, frames: list[Frame]) -> list[Frame]:
    """Fold verbs that only carry an event noun into it: «استهدفت غارة …», «هجوم استهدف …», «قتلت غارة …»."""
    kept: list[Frame] = []
    skip = False
    for n, frame in enumerate(frames):
        if skip:
            skip = False
            continue
        after = frames[n + 1] if n + 1 < len(frames) else None
        carries = frame.verb and frame.trigger.family == "violence" and after is not None
        if (
            carries
            and after is not None
            and not after.verb
            and not after.harm_word
            and after.trigger.family == "violence"
        ):
            between = range(frame.j, after.i)
            apart = any(
                reading.tokens[k].kind == "punct"
                or "prep" in reading.kinds[k]
                or reading.has("cue", "link.cause", k, k + 1)  # «سبعة جنود قتلوا خلال الاشتباكات»
                for k in between
            )
            if len(between) <= 1 and not apart and not after.hit.pro.replace(ARTICLE, "").strip("وف"):
                after.carrier = frame
                after.lo = min(after.lo, frame.lo)
                kept.append(after)
                skip = True
                continue
        before = kept[-1] if kept else None
        if before and (_beaten(frame, before) or _kept_from(reading, frame, before) or _dealt_with(frame, before)):
            kept[-1].hi = max(kept[-1].hi, frame.hi)
            continue
        if kept and _instrument(reading, frame, kept[-1]):
            kept[-1].hi = max(kept[-1].hi, frame.hi)
            kept[-1].weapon = frame.trigger.weapon
            kept[-1].why.append((frame.trigger.id, frame.i, frame.j))
            continue
        if frame.trigger.id == "attack.istihdaf" and frame.verb and kept:
            noun = kept[-1]
            same = (
                noun.sentence is frame.sentence
                and not noun.verb
                and not noun.harm_word
                and noun.trigger.family == "violence"
            )
            close = noun.lo <= frame.lo and frame.i - noun.j <= 8 and not frame.hit.pro and not noun.carrier
            if same and close and not any(reading.tokens[k].text in "؛." for k in range(noun.j, frame.i)):
                noun.carried = True
                noun.hi = max(noun.hi, frame.hi)
                continue
        kept.append(frame)
    return kept


def _beaten(frame: Frame, before: Frame) -> bool:
    """«اعتدى … بالضرب على بائع»: the verb's own noun behind بـ says how, and opens nothing."""
    same = frame.trigger.id == before.trigger.id and before.verb and before.lo == frame.lo
    return same and not frame.verb and frame.hit.pro.replace(ARTICLE, "").strip("وف") == "ب"


def _kept_from(reading: Reading, frame: Frame, before: Frame) -> bool:
    """«لم يُسمح لقافلة مساعدات بالدخول»، «تعذر إجلاء الجرحى»: what is kept from happening is told by the constraint."""
    if frame.verb or before.lo != frame.lo or frame.i - before.j > NEAR + 4:
        return False
    if before.trigger.type == "aid_delivery" and before.verb:
        return frame.trigger.type == "aid_delivery"  # «أوصلت قافلة إنسانية …»: one delivery
    if before.trigger.family != "aid_access" or before.sentence is not frame.sentence:
        return False
    if frame.trigger.family == "aid_access":
        return before.trigger.type == "aid_obstructed"  # «تعذر وصول القافلة بسبب رفض السلطات منح التصاريح»
    caused = reading.has("cue", "link.cause", before.j, frame.i)
    return frame.trigger.family in ("aid", "displacement") and not caused


def _dealt_with(frame: Frame, before: Frame) -> bool:
    """«إزالة 60 عبوة ناسفة»، «مرت مركبتهم على لغم أرضي»: the device is what the event before it is about."""
    if frame.trigger.id == "body_found.seen" and before.trigger.type == "body_found":
        return before.lo == frame.lo  # «العثور على ست جثث مجهولة الهوية»
    same = before.lo == frame.lo and frame.trigger.type == "ied_mine" and not frame.verb and frame.i - before.j <= 6
    return same and (before.trigger.type == "disrupted_weapons" or before.trigger.id == "ied_mine.run_over")


def _instrument(reading: Reading, frame: Frame, before: Frame) -> bool:
    """«استهدفت … القرية بعشرين قذيفة»: a weapon noun behind بـ is what the verb before it was done with."""
    if frame.verb or frame.harm_word or not frame.trigger.weapon or not _with(reading, frame):
        return False
    violent = before.trigger.family == "violence" and not before.harm_word and before.sentence is frame.sentence
    return violent and before.lo == frame.lo and before.trigger.frame in ("strike", "undergo")


def _with(reading: Reading, frame: Frame) -> bool:
    """Whether ب stands on a noun or on its number: «بغارة»، «بثلاث غارات»."""
    number = next((n for n in reading.numbers_in(frame.i - 2, frame.i) if n.j == frame.i), None)
    pro = frame.hit.pro if number is None else number.proclitics
    return pro.replace(ARTICLE, "").strip("وف") == "ب"


def _bound(reading: Reading, frames: list[Frame]) -> None:
    """A frame's arguments lie between the trigger before it and the one after it."""
    for n, frame in enumerate(frames):
        if n + 1 < len(frames):
            frame.stop = min(frame.hi, frames[n + 1].i)
        else:
            frame.stop = frame.hi
        frame.start = max(frame.lo, frames[n - 1].j) if n else frame.lo


def _right_args(reading: Reading, frame: Frame) -> list[Arg]:
    inside = [
        k
        for k in range(frame.i + 1, frame.j)
        if any(k in at and at[k].j > frame.j for at in (reading.people_at, reading.place_at))
        or k in reading.actor_at
        and reading.actor_at[k].j <= frame.j
    ]  # a phrase may hold its doer («أطلق مسلحون النار») or end on what follows («استعصاء داخل سجن حماة المركزي»)
    return scan(reading, inside[0] if inside else frame.j, frame.stop, _of_forces(frame))


def _of_forces(frame: Frame) -> bool:
    """Whether the trigger is something forces do rather than something people suffer."""
    return frame.trigger.harm is None


def _left_args(reading: Reading, frame: Frame) -> list[Arg]:
    start = frame.start
    if frame.carrier:
        start = frame.carrier.start
    return scan(reading, start, frame.i, _of_forces(frame))


def _light(reading: Reading, frame: Frame) -> Hit | None:
    """The light verb before an event noun (شنّ … غارات، تعرضت … لقصف), nearest first."""
    if frame.verb:
        return None
    for k in range(frame.i - 1, max(frame.lo, frame.i - 14) - 1, -1):
        for h in reading.hits[k]:
            carries = is_verb(h.sense.form) or h.sense.form.startswith("noun") or h.sense.id == "link.light.passive"
            if h.sense.kind == "cue" and h.sense.id.startswith("link.light") and carries:
                return h
    return None
