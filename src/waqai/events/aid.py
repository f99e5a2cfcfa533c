"""Aid: who gives what is delivered, and the violence against those who bring it, told beside the incident it is."""

from __future__ import annotations

from waqai.events import sides
from waqai.events.args import Arg
from waqai.events.draft import Draft, DraftActor
from waqai.events.frames import Frame
from waqai.events.reading import Reading
from waqai.text.morph import ARTICLE

AID_ACTORS = frozenset({"UN", "INGO", "NGO_LOCAL", "OTHER_AID"})
GIVEN_BY = frozenset({"", "for", "from", "by", "doer", "done_by"})
NEAR = 12  # tokens from a delivery to who sent it
HARMS = frozenset({"killed", "injured", "killed_or_injured", "abducted", "detained", "missing"})
FAMILIES = frozenset({"violence", "custody", "property", "weapons", "operation", "sexual"})
HARMLESS = frozenset({"disrupted_weapons", "release_exchange", "armed_clash"})
OWNER_NEAR = 5  # tokens from a store or a car to whose it is


def givers(reading: Reading, frame: Frame, draft: Draft) -> None:
    """Set who delivers: «وزع الهلال الأحمر …»، «قافلة لبرنامج الأغذية»، «أطنان من الأغذية أرسلها البرنامج»."""
    if draft.type != "aid_delivery" or draft.initiators():
        return
    found = [a for a in [*frame.right, *reversed(frame.left)] if _gives(reading, frame, a)]
    for arg in found[:1]:
        draft.actors += sides.actor_of(reading, arg, "initiator")
        draft.why.append(("aid.giver", arg.i, arg.j))
    draft.actors = sides.unique(draft.actors)
    sides.set_status(draft)


def _gives(reading: Reading, frame: Frame, arg: Arg) -> bool:
    if arg.kind != "actor" or not arg.m.actor or arg.commas or abs(arg.i - frame.j) > NEAR:
        return False
    sent = reading.has("context", "sent_by", arg.i - 2, arg.i)
    subject = frame.verb and arg.i == frame.j and arg.prep == ""
    return sent or subject or arg.m.category in AID_ACTORS and arg.prep in GIVEN_BY


def violence_beside(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """The access records of incidents that hit aid workers, their cars, stores or offices."""
    out: list[Draft] = []
    for d in drafts:
        if d.kind != "incident" or d.family not in FAMILIES or d.type in HARMLESS or d.judicial:
            continue
        if d.background or d.factuality not in ("asserted", "alleged"):
            continue
        if _workers(d) or _owned(reading, d):
            out.append(_beside(d))
    return out


def _workers(d: Draft) -> bool:
    # «وفاة خمسة بينهم عامل إغاثة»: it was not he who was hit
    return any(c.category == "aid_worker" and c.harm in HARMS and c.parent is None for c in d.casualties)


def _owned(reading: Reading, d: Draft) -> bool:
    """Whether what was hit is an aid agency's: «نهب مستودع تابع لبرنامج الأغذية»، «استهدفت غارة قافلة مساعدات»."""
    frame = d.frame
    hi = min(frame.hi, frame.j + NEAR)
    if reading.has("context", "crowd_waits", frame.lo, hi):
        return False  # «أُطلقت النار على حشود كانت تنتظر قافلة»: the crowd was hit
    lo = frame.lo if d.type == "looting_destruction" or frame.light is not None else frame.i
    for h in reading.of("context", lo, hi):
        if reading.has("prep", "near", h.i - 1, h.i) or h.pro.replace(ARTICLE, "").strip("وف") == "ب":
            continue
        if h.sense.id == "aid_asset" or h.sense.id == "asset_word" and _agency(reading, h.j, hi):
            d.widen(h.i, h.j)
            return True
    return False


def _agency(reading: Reading, j: int, hi: int) -> bool:
    """Whether an aid agency is named soon after a store, a car, an office."""
    near = range(j, min(j + OWNER_NEAR, hi))
    if any(k in reading.actor_at and reading.actor_at[k].category in AID_ACTORS for k in near):
        return True
    return reading.has("context", "aid_owner", j, min(j + OWNER_NEAR, hi))


def _beside(d: Draft) -> Draft:
    out = Draft(d.frame, "access", "aid_violence", "aid_access", d.factuality, d.background, lo=d.lo, hi=d.hi)
    out.actors = [
        DraftActor(a.role, a.actor, a.label, a.basis, a.i, a.j, a.skip, list(a.candidates))
        for a in d.initiators()
        if a.basis != "inherited"
    ]
    sides.set_status(out)
    out.place, out.place_basis, out.own_place = d.place, d.place_basis, d.own_place
    out.date, out.date_basis = d.date, d.date_basis
    out.humanitarian, out.frames = True, [d.frame]
    out.why = [*d.why, ("aid_violence.beside", d.frame.i, d.frame.j)]
    out.links = [("caused_by", d)]
    return out
