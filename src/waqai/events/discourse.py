"""Discourse: one event told again, background, inherited places, and how records hang together."""

from __future__ import annotations

from waqai.events import casualties, sides
from waqai.events.draft import Draft
from waqai.events.reading import Reading, Sentence
from waqai.events.state import related

GENERIC = frozenset({"attack"})
SAME_FAMILY_TYPES = {
    "air_drone_strike",
    "shelling",
    "ied_mine",
    "suicide_bomb",
    "attack",
    "targeted_killing",
    "attack_on_civilians",
    "armed_clash",
    "grenade",
    "chemical",
}


def is_background(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence is told as history: يذكر أن، وكان … قد، في وقت سابق من العام."""
    for hit in reading.of("cue", sentence.i, min(sentence.i + 6, sentence.j)):
        if reading.events.cues[hit.sense.id].category == "background":
            return True
    return False


def claimed(reading: Reading, sentence: Sentence, before: bool) -> bool:
    """Whether a sentence stands under a fact-check's «الادعاء» heading, which «الحقيقة» ends."""
    opens = [
        h.sense.id
        for h in reading.of("context", sentence.i, min(sentence.i + 3, sentence.j))
        if h.sense.id in ("claim_heading", "truth_heading")
    ]
    short = (
        sentence.heading
        or sentence.j - sentence.i <= 5
        or any(t.text == ":" for t in reading.tokens[sentence.i : sentence.i + 4])
    )
    if opens and short:
        return opens[0] == "claim_heading"
    return before


def opens_separately(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence says that it turns to another matter."""
    return any(
        reading.events.cues[h.sense.id].category == "separate"
        for h in reading.of("cue", sentence.i, min(sentence.i + 4, sentence.j))
    )


def merge(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """One draft for each event, however often the text tells it."""
    kept: list[Draft] = []
    for draft in drafts:
        twin = _twin(reading, kept, draft)
        if twin is None:
            kept.append(draft)
        else:
            _absorb(twin, draft)
            if twin.frame.sentence.heading and not draft.frame.sentence.heading:
                _move(twin, draft)
    return kept


def _twin(reading: Reading, kept: list[Draft], draft: Draft) -> Draft | None:
    """The earlier draft that tells the same event, nearest first."""
    for other in reversed(kept):
        if _same(reading, other, draft):
            return other
    return None


def _same(reading: Reading, a: Draft, b: Draft) -> bool:
    if a.kind != b.kind and not (b.kind == "incident" and a.kind == "tally" and _bare(b)):
        return False
    if a.kind == "statement":
        return a.type == b.type and a.frame.sentence is b.frame.sentence
    if a.kind == "tally":
        return a.kind == b.kind and _same_total(a, b) and a.type == b.type and (not b.own_place or _places_agree(a, b))
    if a.separate or b.separate:
        return False
    if a.family != b.family or a.factuality != b.factuality and not _reference(b):
        return False
    headline = (
        a.frame.sentence.heading
        and not b.frame.sentence.heading
        and a.kind == b.kind
        and a.type == b.type
        and b.frame.sentence.n - a.frame.sentence.n <= 2
    )
    if (
        not _types_agree(a, b)
        or not (_places_agree(a, b) or headline and _one_country(a, b))
        or not _dates_agree(a, b)
        or not _actors_agree(a, b)
    ):
        return False
    if a.kind == "access":
        return a.sector == b.sector and a.lifted == b.lifted and a.type == b.type
    if a.background != b.background and not _reference(b):
        return False
    if _reference(b):
        return _tolls_agree(a, b, grow=True)
    if a.frame.sentence is b.frame.sentence:
        if b.count is not None or b.own_place and not _places_agree(a, b):
            return False
        told = bool(a.casualties) and bool(b.casualties) and not _tolls_agree(a, b)
        and_also = b.frame.hit.pro[:1] == "و" or reading.has("clause", "subordinate", b.frame.i - 1, b.frame.i)
        joined = (
            b.frame.verb and and_also and bool(b.initiators() or b.targets()) and a.family in ("violence", "weapons")
        )
        return not told and not joined and (a.type == b.type or a.family == "violence" and "attack" in (a.type, b.type))
    if opens_separately(reading, b.frame.sentence):
        return False
    if a.frame.sentence.heading:
        return _tolls_agree(a, b, grow=True)
    if _detail(a, b) or _same_toll(a, b) or _elaborates(a, b):
        return True
    both = a.own_place and b.own_place and _places_agree(a, b)
    return (
        both
        and _tolls_agree(a, b)
        and (bool(a.casualties) == bool(b.casualties) or a.type == b.type)
        and a.type == b.type
        and _target_agree(a, b)
    )


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


def drop_headings(drafts: list[Draft]) -> list[Draft]:
    """A headline repeats the body: what a heading tells goes where the text tells an event of its family."""
    body = [d for d in drafts if not d.frame.sentence.heading]
    out = []
    for d in drafts:
        if not d.frame.sentence.heading or d.kind != "incident":
            out.append(d)
            continue
        twins = [b for b in body if b.kind == d.kind and b.family == d.family]
        same = next((b for b in twins if b.type == d.type and _actors_agree(d, b) and _one_country(d, b)), None)
        if same is not None and not same.initiators() and not same.background:
            same.actors = sides.unique([*same.actors, *d.initiators()])
            sides.set_status(same)
        told = any(
            _types_agree(d, b) and (_places_agree(d, b) or _one_country(d, b)) and _tolls_agree(d, b, grow=True)
            for b in twins
        )
        if not told and (not twins or d.casualties or d.date is not None):
            out.append(d)
    return out


def _same_total(a: Draft, b: Draft) -> bool:
    """Whether two tallies give one figure: of events, or of one harm."""
    if a.count is not None and b.count is not None:
        return bool(a.count.low == b.count.low)
    return bool({(c.harm, c.low) for c in a.casualties} & {(c.harm, c.low) for c in b.casualties})


def _target_agree(a: Draft, b: Draft) -> bool:
    x, y = {t.actor for t in a.targets()}, {t.actor for t in b.targets()}
    return not x or not y or bool(x & y)


def _bare(d: Draft) -> bool:
    return not d.casualties and not d.own_place and d.date is None


def _reference(d: Draft) -> bool:
    """Whether a draft's trigger only points back: «الهجوم»، «القصف ذاته»، «العملية»."""
    return d.frame.definite and not d.frame.verb and d.count is None


def _types_agree(a: Draft, b: Draft) -> bool:
    if a.type == b.type:
        return True
    if a.family != "violence":
        return False
    if _reference(b):
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


def _places_agree(a: Draft, b: Draft) -> bool:
    if a.place is None or b.place is None or not b.own_place or not a.own_place:
        return True
    if a.place is b.place:
        return True
    x, y = a.place.place, b.place.place
    if x is None or y is None:
        return bool(x is None and y is None and (a.place.i, a.place.j) == (b.place.i, b.place.j))
    return related(x, y)


def _one_country(a: Draft, b: Draft) -> bool:
    """Whether two places can be a headline's wide name and the body's: one of them unknown, or in one first-level unit."""
    x, y = a.place.where if a.place else None, b.place.where if b.place else None
    return x is None or y is None or bool(x.adm1 and x.adm1 == y.adm1)


def _dates_agree(a: Draft, b: Draft) -> bool:
    if a.date is None or b.date is None or a.date.start is None or b.date.start is None:
        return True
    return bool(a.date.start <= b.date.end and b.date.start <= a.date.end)


def _actors_agree(a: Draft, b: Draft) -> bool:
    if (
        len(b.initiators()) > 1
        and a.initiators()
        and not {i.actor for i in a.initiators()} & {i.actor for i in b.initiators() if i.actor}
    ):
        return False
    x = {i.actor for i in a.initiators() if i.actor}
    y = {i.actor for i in b.initiators() if i.actor}
    return not x or not y or bool(x & y)


def _tolls_agree(a: Draft, b: Draft, grow: bool = False) -> bool:
    for c in b.casualties:
        same = [o for o in a.casualties if o.harm == c.harm and o.parent is None and o.unit == c.unit]
        if c.parent is not None or not same:
            continue
        total = sum(o.low or 0 for o in same)
        if any(o.low == c.low for o in same) or total == c.low or grow:
            continue
        return False
    return True


def _absorb(a: Draft, b: Draft) -> None:
    """Take from a second telling what the first did not say."""
    if a.frame.sentence.heading and not b.frame.sentence.heading and b.casualties:
        a.casualties = b.casualties  # a headline may add up what the body tells apart
    else:
        a.casualties = casualties.merge_tolls(a.casualties, b.casualties, False)
    if not a.initiators():
        a.actors += b.initiators()
    have = {t.actor for t in a.targets()}
    a.actors += [t for t in b.targets() if t.actor not in have]
    a.actors = sides.unique(a.actors)
    sides.set_status(a)
    if b.own_place and (not a.own_place or _finer(b, a)):
        a.place, a.place_basis, a.own_place = b.place, b.place_basis, True
    if a.date is None and b.date is not None:
        a.date, a.date_basis = b.date, b.date_basis
    if a.weapon is None:
        a.weapon = b.weapon
    if a.type in GENERIC and b.type in SAME_FAMILY_TYPES and not b.frame.harm_word:
        a.type = b.type
    a.frames += b.frames
    a.why += b.why
    for attribute in ("until", "exception", "degree", "hours", "sector", "name"):
        if getattr(a, attribute) is None:
            setattr(a, attribute, getattr(b, attribute))


def _finer(b: Draft, a: Draft) -> bool:
    order = ["country", "region", "governorate", "district", "near", "settlement", "point"]
    x, y = getattr(a.place, "precision", None), getattr(b.place, "precision", None)
    return x in order and y in order and order.index(y) > order.index(x)


def _move(a: Draft, b: Draft) -> None:
    """Record an event at its telling in running text rather than in a heading."""
    a.frame, a.lo, a.hi = b.frame, b.lo, b.hi


def inherit_places(drafts: list[Draft]) -> None:
    """Give a draft with no place the place of what it belongs to: its sentence, its paragraph, the lead."""
    seen: list[Draft] = []
    for draft in drafts:
        if draft.place is None and draft.kind in ("incident", "access", "tally"):
            near = _nearest_placed(seen, draft)
            if near is not None:
                draft.place = near.place
                draft.place_basis = "inherited"
        if draft.place is not None:
            seen.append(draft)


def _nearest_placed(seen: list[Draft], draft: Draft) -> Draft | None:
    for other in reversed(seen):
        gap = draft.frame.sentence.n - other.frame.sentence.n
        if (
            other.background != draft.background
            or other.kind == "statement"
            or other.factuality not in ("asserted", "alleged")
        ):
            continue
        if other.kind == "tally" and draft.kind != "tally":
            continue
        if gap <= 2:
            return other
    lead = next((o for o in seen if o.kind in ("incident", "access") and not o.background), None)
    return lead if lead is not None and draft.factuality == "asserted" and draft.casualties else None


def link(drafts: list[Draft]) -> None:
    """Links between records of one report: parts of an operation, a denial and what it denies, causes."""
    operation = next(
        (d for d in drafts if d.type == "operation" and d.factuality == "asserted" and not d.background), None
    )
    for draft in drafts:
        if draft.type == "denial":
            denied = [
                d for d in drafts if d.factuality == "denied" and abs(d.frame.sentence.n - draft.frame.sentence.n) <= 1
            ]
            draft.links += [("denies", d) for d in denied[:1]]
        if operation is not None and draft.caused:
            draft.links.append(("caused_by", operation))
        if operation is None or draft is operation or draft.frame.i < operation.frame.i:
            continue
        if draft.type == "arrest" and draft.place is operation.place and draft.factuality == "asserted":
            draft.links.append(("part_of", operation))
