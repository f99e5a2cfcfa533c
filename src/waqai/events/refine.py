"""The type of an event from its trigger, its weapon and whom it hit."""

from __future__ import annotations

from waqai.events.draft import Draft
from waqai.events.frames import Frame
from waqai.events.reading import Reading
from waqai.events.roles import ARMED_CATEGORIES, Roles
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
    """Shooting and blades: who was hit and by whom decide."""
    if draft.type not in ("attack", "targeted_killing") or frame.trigger.id in (
        "targeted_killing.ightiyal",
        "attack.majzara",
    ):
        return
    armed = any(
        (a.kind == "people" and a.m.category in ARMED_CATEGORIES) or (a.kind == "actor" and a.m.force and not a.m.civil)
        for a in roles.targets
    )
    unknown = any(d.kind == "actor" and d.m.kind in ("unknown", "generic") for d in roles.doers)
    known = bool(roles.doers) and not unknown
    if draft.weapon == "blade":
        draft.type = "attack_on_civilians"
    elif draft.weapon == "small_arms":
        if known and not armed:
            draft.type = "attack_on_civilians"
        elif frame.trigger.id in ("attack.hujum", "attack.istihdaf") and armed:
            draft.type = "armed_clash" if known else "attack"
        elif frame.harm_word or frame.trigger.family == "violence":
            draft.type = "targeted_killing"
