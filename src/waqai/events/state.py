"""What a sentence needs to know of those before it."""

from __future__ import annotations

from typing import Any

from waqai.events.args import Arg, scan
from waqai.events.discourse import is_item
from waqai.events.draft import Draft
from waqai.events.frames import Frame
from waqai.events.reading import Reading, Sentence
from waqai.text.morph import ARTICLE

CONTINUED = frozenset({"violence", "protest"})
NEAR_START = 3  # tokens: later in its sentence, a toll with no event word tells of something else


class State:
    """The drafts so far, and what the last sentence leaves open."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.last: list[Draft] = []
        self.current: list[Draft] = []  # of the sentence being read
        self.tally_before = False
        self.period: Any = None
        self.background = False
        self.claimed = False
        self.deal: Any = None  # the total that a list is dealing out (``dealt.Deal``)
        self.violent_before = False
        self.sentence_gap = 0
        self.sentence: Sentence | None = None  # the one before

    def close(self, drafts: list[Draft]) -> None:
        """Take in the drafts of a sentence that is done."""
        self.drafts += drafts
        if drafts:
            # «…، ليرتفع عدد القتلى إلى 43»: the second piece of one sentence hides nothing that the first told
            same = bool(self.last) and self.last[-1].frame.sentence.n == drafts[0].frame.sentence.n
            self.last = self.last + drafts if same else drafts
            self.sentence_gap = 0
        else:
            self.sentence_gap += 1
        tally = next((d for d in drafts if d.kind == "tally"), None)
        self.tally_before = tally is not None
        self.period = tally.period if tally is not None else None
        self.violent_before = self.violent_before or any(
            d.family == "violence" and d.kind == "incident" for d in drafts
        )

    def continue_event(self, reading: Reading, frame: Frame, verdict: str) -> Draft | None:
        """The event of the sentence before that a bare harm word goes on with: «وأصيب خمسة آخرون بجروح»."""
        if _elsewise(reading, frame) or tallied(reading, frame) or is_item(reading, frame.sentence):
            return None
        told = ("asserted", "alleged")
        last = [
            d
            for d in self.last
            if d.family in CONTINUED and d.kind == "incident" and d.factuality in told and not d.frame.sentence.heading
        ]
        if not last or self.sentence_gap > 1 or verdict not in ("asserted", "alleged"):
            return None
        s = frame.sentence
        if s is last[-1].frame.sentence or frame.i - s.i > NEAR_START and not _definite_event(reading, s.i, frame.i):
            return None
        if any(
            reading.events.cues[h.sense.id].category in ("separate", "background")
            for h in reading.of("cue", s.i, frame.i)
        ):
            return None
        before = last[-1] if len(last) > 1 and not last[0].frame.sentence.heading else last[0]
        places = _where(frame)
        if places and before.place is not None and not _same_place(places[0].m, before.place):
            return None
        if any(
            d
            for d in reading.dates_in(s.i, s.j)
            if s.i <= d.i < s.j and not d.period and before.date is not None and d.start != before.date.start
        ):
            return None
        if reading.of("weapon", frame.lo, frame.hi) and before.weapon is None:
            return None
        return None if _opens_elsewhere(reading, frame, before) else before

    def earlier_event(self, reading: Reading, frame: Frame) -> Draft | None:
        """The last violent event told, for a toll that has no event, place or day of its own."""
        return None if tallied(reading, frame) else self.owner(reading, frame)

    def owner(self, reading: Reading, frame: Frame) -> Draft | None:
        """The violent event told shortly before that a toll may be of, whatever words count it up."""
        if _elsewise(reading, frame):
            return None
        for draft in reversed(self.drafts[-5:]):
            if (
                draft.family in CONTINUED
                and draft.kind == "incident"
                and draft.factuality in ("asserted", "alleged")
                and not draft.background
                and not draft.frame.sentence.heading
            ):
                break
        else:
            return None
        if frame.sentence.n - draft.frame.sentence.n > 2:
            return None
        places = _where(frame)
        if places and draft.place is not None and not _same_place(places[0].m, draft.place):
            return None
        return None if _opens_elsewhere(reading, frame, draft) else draft


def _where(frame: Frame) -> list[Arg]:
    """The places a harm word stands in: «في حلب»، «قرب تدمر»."""
    around = [a for a in [*frame.left, *frame.right] if a.kind == "place"]
    return [a for a in around if a.prep in ("in", "b", "near") or a.m.precision == "near"]


def _opens_elsewhere(reading: Reading, frame: Frame, draft: Draft) -> bool:
    """Whether the sentence of a toll opens at another place («وفي الرمادي، … انجلت عن 24 قتيلا»): it is no earlier event's."""
    s = frame.sentence
    if draft.place is None or draft.frame.sentence is s:
        return False
    told = [a for a in scan(reading, s.i, frame.i) if a.kind == "place" and a.prep in ("in", "b", "near")]
    named = [a for a in told if a.m.place is not None and not a.m.anaphoric]
    return bool(named) and not any(_same_place(a.m, draft.place) for a in named)


def _elsewise(reading: Reading, frame: Frame) -> bool:
    """Whether the sentence tells of an accident or a crime of its own."""
    s = frame.sentence
    return reading.has("context", "accident", s.i, s.j) or reading.has("context", "crime", s.i, s.j)


def tallied(reading: Reading, frame: Frame) -> bool:
    """Whether the sentence counts up («وبذلك بلغ عدد …»، «… منذ بداية العام»)."""
    if reading.has("context", "since", frame.lo, frame.hi):
        return True
    return any(
        reading.events.cues[h.sense.id].category == "tally" for h in reading.of("cue", frame.sentence.i, frame.i + 1)
    )


def _definite_event(reading: Reading, lo: int, hi: int) -> bool:
    """Whether «القصف»، «الهجوم» stand between: the toll is that event's."""
    return any(h.pro.endswith(ARTICLE) for h in reading.of("trigger", lo, hi))


def _same_place(a: Any, b: Any) -> bool:
    return a.place is not None and b.place is not None and (a.place is b.place or related(a.place, b.place))


def related(a: Any, b: Any) -> bool:
    """Whether one place row lies inside the other by its admin codes, or they are one."""
    if a.id == b.id:
        return True
    for x, y in ((a, b), (b, a)):
        if x.kind == "country" and x.country == y.country:
            return True
        if x.kind in ("adm1", "region") and x.adm1 and x.adm1 == y.adm1:
            return True
        if x.kind == "adm2" and x.adm2 and x.adm2 == y.adm2:
            return True
        if x.parent and x.parent == y.id:
            return True
    return False
