"""Whether two drafts tell one event, the second pointing back, going on, or telling the first again in a source's words."""

from __future__ import annotations

from waqai.events.agree import (
    GENERIC,
    SAME_FAMILY_TYPES,
    actors_agree,
    alike,
    dates_agree,
    one_country,
    one_extent,
    one_place,
    places_agree,
    repeats_toll,
    same_total,
    targets_agree,
    tolls_agree,
    totals,
)
from waqai.events.discourse import is_item, opens_separately
from waqai.events.draft import Draft
from waqai.events.frames import Frame
from waqai.events.reading import Reading
from waqai.text.morph import ARTICLE

TOLD = ("asserted", "alleged")
NEAR = 4  # sentences: further back, what a source says is of something else
MANY = 3  # dead: a figure so large is not told of two events of one province by chance
USED = 12  # tokens from «استخدموا» to the last weapon of its list
AFTER = 4  # tokens after a trigger in which «أخرى»، «ثانية» make it another event


class Tellings:
    """Compares the drafts of one report. ``turns`` are the sentences at which it goes to another matter or item."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.kept: list[Draft] = []  # the events told so far
        self.turns: set[int] = set()
        self.items: set[int] = set()
        for s in reading.sentences():
            if opens_separately(reading, s):
                self.turns.add(s.n)
            if is_item(reading, s):
                self.items.add(s.n)

    def same(self, a: Draft, b: Draft) -> bool:
        """Whether ``b``, told later, is the event of ``a``."""
        if a.kind != b.kind and not (b.kind == "incident" and a.kind == "tally" and _bare(b)):
            return False
        if a.kind == "statement":
            return a.type == b.type and a.frame.sentence is b.frame.sentence
        if a.kind == "tally":
            return (
                a.kind == b.kind and same_total(a, b) and a.type == b.type and (not b.own_place or places_agree(a, b))
            )
        if a.separate or b.separate or not self._as_real(a, b):
            return False
        if _means(self.reading, a, b):
            return True
        if a.family != b.family and not _drive(a, b):
            return False
        if not dates_agree(a, b) or not actors_agree(a, b):
            return False
        if a.kind == "access":
            where = places_agree(a, b) or _headline(a, b)
            return where and a.sector == b.sector and a.lifted == b.lifted and a.type == b.type
        return self._again(a, b) or self._retold(a, b)

    def _as_real(self, a: Draft, b: Draft) -> bool:
        if points_back(self.reading, b):
            return True
        real = a.factuality == b.factuality or a.factuality in TOLD and b.factuality in TOLD and self._reported(b)
        return real and a.background == b.background

    def _again(self, a: Draft, b: Draft) -> bool:
        """Whether ``b`` points back to ``a``, goes on with it, or says the same of the same place."""
        where = places_agree(a, b) or _headline(a, b)
        if not where or not _types_agree(self.reading, a, b):
            return False
        if points_back(self.reading, b):
            once_more = _renewed(self.reading, b.frame) and a.frame.sentence is not b.frame.sentence
            return tolls_agree(a, b, grow=True) and not once_more
        if a.frame.sentence is b.frame.sentence:
            return _in_one_sentence(self.reading, a, b)
        if self._turned(a, b, 1):
            return False
        if a.frame.sentence.heading:
            return tolls_agree(a, b, grow=True)
        if another(self.reading, b.frame):
            return False
        if _same_toll(a, b) or not besides(self.reading, b.frame) and (_detail(a, b) or _elaborates(a, b)):
            return True
        both = a.own_place and b.own_place and places_agree(a, b)
        return both and tolls_agree(a, b) and a.type == b.type and targets_agree(a, b) and self._toll_told(a, b)

    def _toll_told(self, a: Draft, b: Draft) -> bool:
        """Whether the dead that only ``b`` has can be of ``a``: told at once, or by a source."""
        return not _new_dead(a, b) or b.frame.sentence.n - a.frame.sentence.n <= 1 or self._reported(b)

    def _retold(self, a: Draft, b: Draft) -> bool:
        """Whether ``b`` tells a lead again: with its toll, or in the words of a source and with nothing that differs."""
        gap = b.frame.sentence.n - max(f.sentence.n for f in a.frames)
        toll = repeats_toll(a, b)
        if (
            not 0 < gap <= NEAR
            or b.count is not None
            and not toll
            or a.frame.sentence.heading
            or b.frame.sentence.heading
        ):
            return False
        if another(self.reading, b.frame) or besides(self.reading, b.frame):
            return False
        known = toll >= MANY and a.own_place and b.own_place and places_agree(a, b)
        if self._turned(a, b, NEAR) and not known:
            return False
        if not (alike(a, b) or _drive(a, b)) or not targets_agree(a, b) or not one_extent(a, b):
            return False
        where = a.place is None or b.place is None or not b.own_place or one_place(a.place, b.place)
        if toll:
            return where or toll >= MANY and one_country(a, b)
        close = a.type == b.type or a.type not in GENERIC and b.type not in GENERIC
        return (
            where
            and close
            and self._reported(b)
            and tolls_agree(a, b)
            and not _names_doer(a, b)
            and (_share(a, b) or self._alone(a))
        )

    def _alone(self, a: Draft) -> bool:
        """Whether the report has told of one event only, so that its sources speak of that."""
        return all(d is a or d.family != a.family or d.kind == "statement" for d in self.kept)

    def _reported(self, b: Draft) -> bool:
        """Whether a source tells ``b``: «وقال مصدر أمني إن مسلحين …»."""
        says = self.reading.of("say", b.frame.sentence.i, b.frame.i)
        return any(h.sense.form.startswith(("perf", "impf")) for h in says)

    def _turned(self, a: Draft, b: Draft, reach: int) -> bool:
        """Whether the text turns to another matter between two drafts, ``reach`` sentences back at most."""
        n = b.frame.sentence.n
        since = range(max(a.frame.sentence.n + 1, n - reach + 1), n + 1)
        return any(k in self.turns for k in since) or n in self.items and not a.frame.sentence.heading


def _headline(a: Draft, b: Draft) -> bool:
    """Whether ``a`` is the heading just above ``b``, which may name a wider place."""
    over = a.frame.sentence.heading and not b.frame.sentence.heading and a.type == b.type
    return over and b.frame.sentence.n - a.frame.sentence.n <= 2 and one_country(a, b)


def points_back(reading: Reading, d: Draft) -> bool:
    """Whether a draft's trigger only points back: «الهجوم»، «القصف ذاته»، «العملية»، «هجوم الأحد»."""
    frame = d.frame
    if frame.verb or d.count is not None or _some(reading, frame):
        return False
    if frame.definite or frame.harm_word and _of_the_incident(reading, frame):
        return True
    if reading.tokens[frame.i].key[frame.hit.skip :].startswith(ARTICLE):  # «السيارة المفخخة»
        return True
    after = frame.j < frame.sentence.j and reading.tokens[frame.j].key.startswith(ARTICLE)
    return after and (frame.j in reading.date_at or _known_thing(reading, frame))


def _some(reading: Reading, frame: Frame) -> bool:
    """«أحبطنا عددا من الهجمات»، «إحدى الغارات»: some, though their noun has the article."""
    near = reading.of("context", max(frame.sentence.i, frame.i - 3), frame.i)
    return any(h.sense.id == "some_of" and h.j == frame.i for h in near)


def _of_the_incident(reading: Reading, frame: Frame) -> bool:
    """«وأضاف أن الحادث أسفر عن استشهاد ضابط»: the dead are of what was told."""
    lo = max(frame.sentence.i, frame.i - AFTER)
    if not reading.has("cue", "link.consequence", lo, frame.i):
        return False
    return reading.has("context", "the_incident", max(frame.sentence.i, lo - 2), frame.i)


def _known_thing(reading: Reading, frame: Frame) -> bool:
    """«حرق المنزل»، «أسر الجندي»: what the article makes known was told of before; «اعتقال الصحفي فلان» names somebody new."""
    k = frame.j
    if k in reading.place_at or k in reading.actor_at or frame.harm_word:
        return False
    people = reading.people_at.get(k)
    return people.j - people.i == 1 if people is not None else "object" in reading.kinds[k]


def another(reading: Reading, frame: Frame) -> bool:
    """Whether the event is told as another: «غارة أخرى»، «هجوم مماثل»، «وفي شهادة ثانية قالت …»."""
    after = reading.of("context", frame.j, min(frame.j + AFTER, frame.sentence.j))
    if any(h.sense.id == "another" for h in after) or frame.definite and _some(reading, frame):
        return True
    if any(n.kind == "ordinal" and n.i == frame.j for n in reading.numbers_in(frame.j, frame.j + 1)):
        return True
    opening = reading.of("context", frame.sentence.i, min(frame.sentence.i + AFTER, frame.i))
    return any(h.sense.id == "another" for h in opening)


def besides(reading: Reading, frame: Frame) -> bool:
    """Whether «كما»، «أيضا» stand beside the trigger: one more thing is told."""
    near = reading.of("context", max(frame.sentence.i, frame.i - 2), min(frame.j + 2, frame.sentence.j))
    return any(h.sense.id == "besides" for h in near)


def _renewed(reading: Reading, frame: Frame) -> bool:
    """«وتجدد القصف على البلدة»; «منذ تجدد القتال» only says since when."""
    for h in reading.of("context", max(frame.i - 2, frame.sentence.i), frame.i):
        if h.sense.id == "renewed":
            since = reading.of("context", max(h.i - 1, 0), h.i)
            return not any(x.sense.id in ("since", "afterwards", "ever_since") for x in since)
    return False


def _share(a: Draft, b: Draft) -> bool:
    """Whether two drafts name one doer, target, place or day: a source that tells of something else shares none.

    A place alone does not give one event the dead of another: much is struck in one town.
    """
    who = {x.actor for x in a.actors if x.actor} & {x.actor for x in b.actors if x.actor}
    day = a.date is not None and b.date is not None and a.date.start is not None and a.date.start == b.date.start
    return bool(who) or day or a.own_place and b.own_place and not _new_dead(a, b)


def _new_dead(a: Draft, b: Draft) -> bool:
    """Whether only the second telling has dead."""
    return bool(totals(b).get("killed")) and not totals(a).get("killed")


def _drive(a: Draft, b: Draft) -> bool:
    """«قتل 12 في حملة أمنية. وقال المتحدث إن الحملة استهدفت بؤرا، ما أسفر عن مقتل سبعة وخمسة آخرين»."""
    return a.family == "operation" and b.family == "violence" and repeats_toll(a, b) >= MANY


def _means(reading: Reading, a: Draft, b: Draft) -> bool:
    """What ``a`` was done with or came to, in its sentence: «استخدموا فيه قذائف»، «ما أسفر عن مقتل جنديين وتدمير مدرعة»."""
    if a.frame.sentence is not b.frame.sentence or b.frame.verb or b.count is not None or a.family != "violence":
        return False
    lo, hi = a.frame.j, b.frame.i
    if b.family == "violence":
        used = reading.of("context", max(lo, hi - USED), hi)
        return bool(b.frame.trigger.weapon) and any(h.sense.id == "used" for h in used) and not b.initiators()
    came = reading.has("cue", "link.consequence", lo, hi)
    return b.type == "looting_destruction" and came and places_agree(a, b)


def _names_doer(a: Draft, b: Draft) -> bool:
    """Whether ``b`` names who did what ``a`` leaves open: then a side may be telling of a deed of its own."""
    return not a.initiators() and any(i.actor for i in b.initiators())


def _in_one_sentence(reading: Reading, a: Draft, b: Draft) -> bool:
    if b.count is not None or b.own_place and not places_agree(a, b) or _some(reading, b.frame):
        return False
    if b.frame.harm_word and b.frame.verb and _new_dead(a, b):
        return False  # the dead of a clause of its own were not bound to the event before it
    told = bool(a.casualties) and bool(b.casualties) and not tolls_agree(a, b)
    and_also = b.frame.hit.pro[:1] == "و" or reading.has("clause", "subordinate", b.frame.i - 1, b.frame.i)
    joined = b.frame.verb and and_also and bool(b.initiators() or b.targets()) and a.family in ("violence", "weapons")
    if b.type == a.type and b.frame.trigger.frame == "mutual" and not b.own_place:
        joined = False  # «تخوض معارك في …، ثم اشتبكوا مع الميليشيات»: one fight
    if a.family == "territory":
        held = a.type == b.type or not b.own_place or b.place.anaphoric  # «استعادوا المطار وأحكموا سيطرتهم على الحي»
        return not told and held and alike(a, b)
    return not told and not joined and (a.type == b.type or a.family == "violence" and "attack" in (a.type, b.type))


def _detail(a: Draft, b: Draft) -> bool:
    """Whether a later sentence only goes on with an event: same type, no place, day or toll of its own."""
    near = 0 < b.frame.sentence.n - a.frame.sentence.n <= 3
    bare = not b.own_place and not b.casualties and b.date is None and b.count is None
    return near and bare and a.type == b.type and a.kind == "incident"


def _elaborates(a: Draft, b: Draft) -> bool:
    """Whether the next sentence tells how: «قتل ستة في هجوم. وقال مسؤول إن مسلحين أطلقوا النار على الدورية»."""
    follows = b.frame.sentence.n - a.frame.sentence.n == 1
    own = b.own_place or b.date is not None or b.count is not None
    dead = [sum(c.low or 0 for c in d.casualties if c.parent is None) for d in (a, b)]
    how = a.type in GENERIC and not a.frame.harm_word and b.type in SAME_FAMILY_TYPES
    return follows and not own and how and dead[1] <= dead[0]


def _same_toll(a: Draft, b: Draft) -> bool:
    """Whether a bare death word repeats the toll of an event told before."""
    if not b.frame.harm_word or a.family != "violence":
        return False
    x = {(c.harm, c.low) for c in a.casualties if c.parent is None and (c.low or 0) > 1}
    y = {(c.harm, c.low) for c in b.casualties if c.parent is None and (c.low or 0) > 1}
    return bool(x & y)


def _bare(d: Draft) -> bool:
    return not d.casualties and not d.own_place and d.date is None


def _types_agree(reading: Reading, a: Draft, b: Draft) -> bool:
    if a.type == b.type:
        return True
    if a.family == "territory":
        return alike(a, b) and a.frame.sentence is b.frame.sentence
    if a.family != "violence":
        return False
    if b.frame.trigger.frame == "mutual" and a.type == "targeted_killing":
        return False  # «المواجهات» after a murder are the fight that followed it
    if points_back(reading, b):
        return a.type in SAME_FAMILY_TYPES and (
            b.type in GENERIC
            or a.weapon is None
            or a.weapon == b.weapon
            or b.frame.trigger.weapon is None
            or b.type == "ied_mine"
        )
    same_sentence = a.frame.sentence is b.frame.sentence
    return (
        b.type in GENERIC
        and (b.frame.harm_word or same_sentence)
        or a.type in GENERIC
        and (a.frame.sentence.heading or same_sentence or _elaborates(a, b))
    )
