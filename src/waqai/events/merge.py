"""One event told again: its tellings made one draft."""

from __future__ import annotations

from waqai.events import casualties, sides
from waqai.events.agree import (
    GENERIC,
    SAME_FAMILY_TYPES,
    actors_agree,
    one_country,
    places_agree,
    same_total,
    tolls_agree,
)
from waqai.events.draft import Draft
from waqai.events.reading import Reading
from waqai.events.same import Tellings, points_back

HEAD = 12  # tokens that a headline in running text may have
DAYS = 2  # a fight or a siege of a building may last so long and be one event
PRECISIONS = ("country", "region", "governorate", "district", "near", "settlement", "point")


def merge(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """One draft for each event, however often the text tells it."""
    tellings = Tellings(reading)
    for draft in drafts[1:]:
        _total(reading, draft)
    once = _one_pass(tellings, drafts)
    return _one_pass(tellings, once) if len(once) < len(drafts) else once


def _total(reading: Reading, d: Draft) -> None:
    """«وخلفت الاشتباكات المستمرة منذ أسبوع 50 قتيلا»: the dead of days are no toll of the event that «الاشتباكات» points back to."""
    dead = sum(c.low or 0 for c in d.casualties if c.harm == "killed" and c.parent is None)
    if d.kind != "incident" or d.family != "violence" or dead < 2 or not points_back(reading, d):
        return
    s = d.frame.sentence
    spans = [p for p in reading.dates_in(max(d.frame.lo, s.i), s.j) if p.period]
    long = next((p for p in spans if p.start and p.end and (p.end - p.start).days > DAYS), None)
    if long is not None:
        d.kind, d.factuality, d.period, d.period_basis = "tally", "asserted", long, "stated"
        d.date = d.date_basis = None


def _one_pass(tellings: Tellings, drafts: list[Draft]) -> list[Draft]:
    """What two tellings add up to may show that a third is theirs too, so drafts are compared twice."""
    kept = tellings.kept = []
    for draft in drafts:
        twin = next((other for other in reversed(kept) if tellings.same(other, draft)), None)
        if twin is None:
            kept.append(draft)
        else:
            heading = twin.frame.sentence.heading and not draft.frame.sentence.heading
            _absorb(twin, draft, heading)
            if heading or _only_describes(twin, draft) or _heads(tellings, twin, draft):
                twin.frame, twin.lo, twin.hi = draft.frame, draft.lo, draft.hi
    return kept


def drop_headings(drafts: list[Draft]) -> list[Draft]:
    """A headline repeats the body: what a heading tells goes where the text tells an event of its family."""
    body = [d for d in drafts if not d.frame.sentence.heading]
    out = []
    for d in drafts:
        if d.frame.sentence.heading and d.kind == "tally" and any(b.kind == "tally" and same_total(d, b) for b in body):
            continue  # «112 هجوما في تموز», which the text gives again with its place and its source
        if not d.frame.sentence.heading or d.kind != "incident":
            out.append(d)
            continue
        twins = [b for b in body if b.kind == d.kind and b.family == d.family]
        same = next((b for b in twins if b.type == d.type and actors_agree(d, b) and places_agree(d, b)), None)
        if same is not None and not same.initiators() and not same.background:
            same.actors = sides.unique([*same.actors, *d.initiators()])
            sides.set_status(same)
        told = any(
            (b.type == d.type or d.type in GENERIC or b.type in GENERIC)
            and (places_agree(d, b) or one_country(d, b))
            and tolls_agree(d, b, grow=True)
            for b in twins
        )
        if not told and (not twins or d.casualties or d.date is not None):
            out.append(d)
    return out


def _absorb(a: Draft, b: Draft, heading: bool) -> None:
    """Take from a second telling what the first did not say; ``heading``: the first is a headline above the second."""
    if heading and b.casualties:
        a.casualties = b.casualties  # a headline may add up what the body tells apart
    else:
        a.casualties = casualties.merge_tolls(a.casualties, b.casualties, False)
    if not a.initiators():
        a.actors += b.initiators()
    have = {t.actor for t in a.targets()}
    a.actors += [t for t in b.targets() if t.actor not in have]
    a.actors = sides.unique(a.actors)
    sides.set_status(a)
    if b.own_place and (heading or not a.own_place or _finer(b, a)):
        a.place, a.place_basis, a.own_place = b.place, b.place_basis, True
    if a.date is None and b.date is not None:
        a.date, a.date_basis = b.date, b.date_basis
    if a.weapon is None:
        a.weapon = b.weapon
    if a.type in GENERIC and b.type in SAME_FAMILY_TYPES and not b.frame.harm_word:
        a.type = b.type
    if a.type == "ied_mine" and b.type == "suicide_bomb" and b.weapon == "suicide_vest":
        a.type = b.type  # «هجوم بسيارة مفخخة … اقتحم انتحاري بسيارة مفخخة حاجزا»
    a.frames += b.frames
    a.why += b.why
    for attribute in ("until", "exception", "degree", "hours", "sector", "name"):
        if getattr(a, attribute) is None:
            setattr(a, attribute, getattr(b, attribute))


def _heads(tellings: Tellings, a: Draft, b: Draft) -> bool:
    """Whether ``a`` is a short starred line above the sentence that tells it: «* قوات الأمن تقتل 6 متشددين»."""
    s = a.frame.sentence
    return s.n in tellings.items and s.j - s.i <= HEAD and 0 < b.frame.sentence.n - s.n <= 2


def _only_describes(a: Draft, b: Draft) -> bool:
    """«قصفت بلدات محاصرة … وتحاصر الفصائل بلدة الفوعة»: an access is recorded where a verb tells it, not at an adjective."""
    return a.kind == "access" and not a.frame.told and b.frame.verb


def _finer(b: Draft, a: Draft) -> bool:
    x, y = getattr(a.place, "precision", None), getattr(b.place, "precision", None)
    return x in PRECISIONS and y in PRECISIONS and PRECISIONS.index(y) > PRECISIONS.index(x)
