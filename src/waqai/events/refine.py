"""The type of an event from its trigger, its weapon and whom it hit."""

from __future__ import annotations

from waqai.events.args import ARMED_CATEGORIES, CIVILIAN_CATEGORIES
from waqai.events.draft import Draft
from waqai.events.frames import Frame
from waqai.events.reading import Reading
from waqai.events.roles import Roles
from waqai.lexicon.index import Hit

BY_WEAPON = {
    "aircraft": "air_drone_strike", "drone": "air_drone_strike", "artillery": "shelling", "rocket": "shelling", "missile": "shelling",
    "ied": "ied_mine", "car_bomb": "ied_mine", "motorcycle_bomb": "ied_mine", "mine": "ied_mine", "uxo": "ied_mine",
    "suicide_vest": "suicide_bomb", "grenade": "grenade", "chemical": "chemical",
}  # fmt: skip
RANK = [
    "chemical",
    "suicide_vest",
    "drone",
    "aircraft",
    "car_bomb",
    "motorcycle_bomb",
    "mine",
    "uxo",
    "ied",
    "grenade",
    "missile",
    "rocket",
    "artillery",
    "blade",
    "small_arms",
    "other",
]
MILITARY = frozenset({"military_post", "post", "troops", "convoy", "position"})
OPEN_TYPES = frozenset({"attack", "shelling", "air_drone_strike", "ied_mine"})


def weapons(reading: Reading, frame: Frame) -> list[Hit]:
    """The weapon words of the frame's clause, what it disarms or seizes left out."""
    lo = frame.carrier.lo if frame.carrier else frame.lo
    return [h for h in reading.of("weapon", lo, frame.stop) if not reading.named[h.i]] or [
        h
        for h in reading.of("weapon", frame.stop, min(frame.hi, frame.stop + 6))
        if not reading.named[h.i] and frame.harm_word
    ]


def refine(reading: Reading, frame: Frame, roles: Roles, draft: Draft) -> None:
    """Set ``weapon``, and the type it or the target decides."""
    if draft.kind == "incident" and draft.type in ("territory_regained", "territory_seized"):
        _by_doer(roles, draft)
    if draft.kind != "incident" or draft.family not in ("violence", "weapons", "custody_death"):
        return
    found = weapons(reading, frame)
    named = [reading.events.weapons[h.sense.id].weapon for h in found]
    for h in found[:1]:
        draft.why.append((f"weapon.{h.sense.id}", h.i, h.j))
    if frame.weapon:
        named.append(frame.weapon)  # type: ignore[arg-type]
    weapon = min(named, key=lambda w: RANK.index(w or "other")) if named else frame.trigger.weapon
    if "suicide_vest" in named and ("drone" in named or "aircraft" in named):
        weapon = "drone" if "drone" in named else "aircraft"
    if frame.trigger.weapon and draft.type in ("grenade", "chemical", "suicide_bomb") and weapon not in ("drone",):
        weapon = frame.trigger.weapon
    draft.weapon = weapon
    if frame.trigger.id == "shelling.qasf" and weapon in (None, "small_arms"):
        draft.weapon = None
        return
    if draft.type in OPEN_TYPES and weapon in BY_WEAPON:
        draft.type = BY_WEAPON[weapon]
    if draft.type == "armed_clash" or draft.family != "violence":
        return
    _by_target(reading, frame, roles, draft)


def _by_target(reading: Reading, frame: Frame, roles: Roles, draft: Draft) -> None:
    """Who was hit and by whom decide what an attack of open means, a shooting or a blade is."""
    if draft.type not in ("attack", "targeted_killing") or frame.trigger.id in (
        "targeted_killing.ightiyal",
        "attack.majzara",
    ):
        return
    unknown = any(d.kind == "actor" and d.m.kind in ("unknown", "generic") for d in roles.doers)
    known = bool(roles.doers) and not unknown
    armed = hits_forces(reading, frame, roles)
    if draft.weapon == "blade":
        draft.type = "attack_on_civilians"
    elif frame.trigger.id.startswith("attack.hujum") and draft.weapon in (None, "small_arms"):
        if armed and roles.doers:
            draft.type = "armed_clash"
        elif known and hits_civilians(roles):
            draft.type = "attack_on_civilians"
    elif draft.weapon == "small_arms":
        draft.type = "attack_on_civilians" if known and not armed else "targeted_killing"


def hits_forces(reading: Reading, frame: Frame, roles: Roles) -> bool:
    """Whether the target is armed: forces, soldiers, or a post of theirs."""
    for a in roles.targets:
        if (a.kind == "people" and a.m.category in ARMED_CATEGORIES) or (
            a.kind == "actor" and a.m.force and not a.m.civil
        ):
            return True
    return any(h.sense.id in MILITARY for h in reading.of("object", frame.j, frame.stop))


def hits_civilians(roles: Roles) -> bool:
    """Whether the target is people who are civilian by nature or by word."""
    return any(a.kind == "people" and a.m.category in CIVILIAN_CATEGORIES for a in roles.targets)


def _by_doer(roles: Roles, draft: Draft) -> None:
    """Who takes a place decides: a state's forces regain it, an armed group seizes it, whatever the verb."""
    categories = [(d.m.category or "") for d in roles.doers if d.kind == "actor"]
    if any(c.startswith("STATE") for c in categories):
        draft.type = "territory_regained"
    elif any(c.startswith("NSAG") for c in categories):
        draft.type = "territory_seized"
