"""What is worth a record: an event told with somebody, somewhere or a toll, not a word in passing."""

from __future__ import annotations

from waqai.events.clauses import is_verb
from waqai.events.draft import Draft


def keep(draft: Draft) -> bool:
    """Whether a draft says enough to be a record: a bare «الهجمات» with nobody, nowhere and no toll is none."""
    if draft.kind == "statement":
        return True
    if draft.kind == "access":
        # «وأغلقوا الشوارع»، «وأوقفت المنظمة عملها في البلدة»: where is told before
        return draft.place is not None or bool(draft.actors) or _shut(draft)
    if draft.kind == "tally":
        return bool(draft.casualties) or draft.count is not None
    return _enough(draft)


def refers(draft: Draft) -> bool:
    """Whether a draft that says too little alone gives a toll for one told before («القصف أسفر عن مقتل ثلاثة»)."""
    noun = not draft.frame.told and draft.frame.definite and not draft.frame.harm_word
    many = draft.frame.plural and draft.frame.trigger.frame != "mutual"  # «خلال أسبوع من الغارات» counts up
    return draft.kind == "incident" and noun and not many and any(c.low for c in draft.casualties)


def _shut(d: Draft) -> bool:
    """Whether a finite verb shuts a thing named, or an agency suspends its work."""
    id_ = d.frame.trigger.id
    if d.type in ("curfew", "siege"):
        light = d.frame.light is not None and is_verb(d.frame.light.sense.form)
        return light and not d.frame.definite  # «فُرض حظر تجوال ليلي اعتبارا من …»
    if id_.startswith(("aid_obstructed.", "aid_interference.")):
        return id_ not in NEED_PLACE or id_ == "aid_obstructed.main" and d.frame.verb
    return id_.startswith("aid_suspended") or id_ in STATES or d.frame.told and id_.startswith("closure.")


STATES = frozenset({"closure.state", "closure.out_of_service", "closure.none"})  # «والمدارس معلقة»
# Words too plain to tell a constraint with nowhere and nobody: «رفض المزارعون بيع القمح».
NEED_PLACE = frozenset(
    {
        "aid_obstructed.main",
        "aid_obstructed.verb",
        "aid_interference.seize",
        "aid_interference.main",
        "aid_interference.impose",
    }
)


def anchored(d: Draft) -> bool:
    """Whether something tells a noun as an event: a toll, a count, a verb that carries it, a day, a speaker, or its opening a sentence.

    «اغتيال الحريري والتوغل في العراق» in an essay has none of these.
    """
    frame = d.frame
    if frame.told or d.factuality not in ("asserted", "alleged") or d.casualties or d.count is not None:
        return True
    if d.frame.trigger.harm and (d.targets() or d.own_place) and d.type in ("targeted_killing", "release_exchange"):
        return True
    if frame.light or frame.carrier or frame.carried or any(w[0] == "roles.survivor" for w in d.why):
        return True
    if any(s.verb for s in d.sources):  # «قال الرئيس إن استهداف رجال الأمن استهداف للوطن» tells of no attack
        return d.own_place or d.date is not None or bool(d.initiators()) or d.weapon is not None
    if d.date is not None and (d.date.grain == "day" or d.date.basis in ("relative", "weekday")):
        return True
    if d.own_place and (d.initiators() or d.targets()):
        return True
    return frame.i - frame.sentence.i <= 3 or frame.sentence.heading or len(d.frames) > 1


def _enough(d: Draft) -> bool:
    if not anchored(d):
        return False
    told = (
        bool(d.casualties)
        or bool(d.initiators())
        or bool(d.targets())
        or (d.family == "weapons" and d.weapon is not None)
    )
    told = (
        told or d.type == "displacement" and any(r == "destination" for r, _ in d.other_places)
    )  # «نزح جل السكان نحو المناقل»
    noun = not d.frame.told and not (d.frame.harm_word and d.casualties)
    if d.frame.trigger.weak:
        return told and d.own_place
    if d.factuality == "foiled":
        return True
    if d.factuality in ("planned", "hypothetical", "generic"):
        return told or d.own_place
    if noun and d.frame.definite:
        return d.own_place and (told or d.frame.light is not None)
    if noun and d.frame.plural and d.count is None:
        return d.own_place or bool(d.casualties) or len(d.initiators()) + len(d.targets()) > 1
    return told or d.own_place or (d.date is not None and d.place is not None)
