"""The type of an event from its trigger, its weapon and whom it hit."""

from __future__ import annotations

from typing import Any

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
SHOTS = ("targeted_killing.gunfire", "targeted_killing.shots", "targeted_killing.bullets")
HEAVY = frozenset({"artillery", "aircraft", "drone"})
PLACING = frozenset({"in", "near", "from", "to"})
OPEN_TYPES = frozenset({"attack", "shelling", "air_drone_strike", "ied_mine"})


def weapons(reading: Reading, frame: Frame) -> list[Hit]:
    """The weapon words of the frame's clause, what it disarms or seizes left out."""
    lo = frame.carrier.lo if frame.carrier else frame.lo
    if reading.has("clause", "relative", lo, lo + 1):
        lo = max(lo - 2, frame.sentence.i)  # «الانتحاري الذي نفذ تفجيرا»
    if frame.trigger.id == "attack.istihdaf" and frame.hit.pro.strip("وف") == "ل":
        lo = frame.j  # «مفخخة معدة لاستهداف الجيش»: the attack meant is of no means told
    return [h for h in reading.of("weapon", lo, frame.stop) if not reading.named[h.i] and not _victim(reading, h)] or [
        h
        for h in reading.of("weapon", frame.stop, min(frame.hi, frame.stop + 6))
        if not reading.named[h.i] and frame.harm_word
    ]


def _victim(reading: Reading, h: Hit) -> bool:
    """«قتل سبعة بينهم قناص»، «تدمير سيارة مفخخة»: among those hit, or destroyed, it is nobody's weapon."""
    among = reading.has("prep", "among", h.i - 1, h.i)
    return among or reading.has("context", "destroy_word", h.i - 2, h.i)


def refine(reading: Reading, frame: Frame, roles: Roles, draft: Draft) -> None:
    """Set ``weapon``, and the type it or the target decides."""
    if draft.kind == "incident" and draft.type in ("territory_regained", "territory_seized"):
        _by_doer(roles, draft, _others(frame, roles))
    if draft.kind != "incident" or draft.family not in ("violence", "weapons", "custody_death"):
        return
    found = weapons(reading, frame)
    named = [reading.events.weapons[h.sense.id].weapon for h in found]
    for h in found[:1]:
        draft.why.append((f"weapon.{h.sense.id}", h.i, h.j))
    if frame.weapon:
        named.append(frame.weapon)  # type: ignore[arg-type]
    named += flown_by(reading, frame, roles)
    weapon = min(named, key=lambda w: RANK.index(w or "other")) if named else frame.trigger.weapon
    if "suicide_vest" in named and ("drone" in named or "aircraft" in named):
        weapon = "drone" if "drone" in named else "aircraft"
    if frame.trigger.weapon and draft.type in ("grenade", "chemical", "suicide_bomb") and weapon not in ("drone",):
        weapon = frame.trigger.weapon
    draft.weapon = weapon
    if frame.trigger.id == "shelling.qasf" and weapon in (None, "small_arms"):
        draft.weapon = None
        return
    if (
        draft.type in OPEN_TYPES
        and weapon in BY_WEAPON
        or frame.trigger.id.startswith(SHOTS)
        and _fired(reading, frame)
    ):
        draft.type = BY_WEAPON.get(weapon or "", draft.type)
    if frame.trigger.id.startswith(SHOTS) and any(a.prep == "between" and a.kind == "actor" for a in frame.right):
        draft.type = "armed_clash"  # «إطلاق نار متقطع بين دورية ومسلحين»
    if draft.type == "armed_clash" or draft.family != "violence":
        return
    _by_target(reading, frame, roles, draft)


def flown_by(reading: Reading, frame: Frame, roles: Roles) -> list[Any]:
    """The aircraft that the doer's name is: «كثف طيران التحالف هجماته»، «دمرت طائرات التحالف منصات صواريخ»."""
    spans = [(d.i, d.j) for d in roles.doers if d.kind == "actor"]
    found = [h for i, j in spans for h in reading.of("weapon", i, j)]
    names = [reading.events.weapons[h.sense.id].weapon for h in found]
    return [w for w in names if w in ("aircraft", "drone") and frame.trigger.frame in ("strike", "undergo", "blast")]


def _fired(reading: Reading, frame: Frame) -> bool:
    """«أطلقت الدبابات النار على …»: what stands right after the verb fires, and it is no rifle."""
    found = reading.of("weapon", frame.j, min(frame.j + 2, frame.stop))
    return frame.verb and any(
        reading.events.weapons[h.sense.id].weapon in HEAVY and not h.pro.strip("وال") for h in found
    )


def _by_target(reading: Reading, frame: Frame, roles: Roles, draft: Draft) -> None:
    """Who was hit and by whom decide what an attack of open means, a shooting or a blade is."""
    if draft.type not in ("attack", "targeted_killing") or frame.trigger.id in (
        "targeted_killing.ightiyal",
        "attack.majzara",
    ):
        return
    unknown = any(d.kind == "actor" and d.m.kind in ("unknown", "generic") for d in roles.doers) or any(
        a.actor == "UNIDENT_ARMED" for a in draft.initiators()
    )
    known = bool(roles.doers) and not unknown
    armed = hits_forces(reading, frame, roles)
    if draft.weapon == "blade":
        draft.type = "attack_on_civilians"
    elif frame.trigger.id.startswith("attack.hujum") and draft.weapon in (None, "small_arms"):
        if armed and roles.doers:
            draft.type = "armed_clash"
        elif known and hits_civilians(roles):
            draft.type = "attack_on_civilians"
    elif draft.weapon == "small_arms" and (roles.doers and _at_post(reading, frame, roles) or _suffered(frame, roles)):
        draft.type = "armed_clash"  # «أطلق مسلحون النار على دوريتهم»
    elif draft.weapon == "small_arms" and not (frame.harm_word and not roles.doers):
        draft.type = "attack_on_civilians" if known and not armed else "targeted_killing"


def _suffered(frame: Frame, roles: Roles) -> bool:
    """«تعرضت دورية للجيش لإطلاق نار»: a force that came under fire."""
    light = frame.light
    patient = light is not None and light.sense.id == "link.light.patient"
    return patient and any(a.kind == "actor" and a.m.force and not a.m.civil for a in roles.targets)


def hits_forces(reading: Reading, frame: Frame, roles: Roles) -> bool:
    """Whether the target is armed: forces, soldiers, or a post of theirs."""
    for a in roles.targets:
        if (a.kind == "people" and a.m.category in ARMED_CATEGORIES) or (
            a.kind == "actor" and a.m.force and not a.m.civil
        ):
            return True
    return _at_post(reading, frame, roles)


def _at_post(reading: Reading, frame: Frame, roles: Roles) -> bool:
    """Whether a patrol, a post, a convoy is hit."""
    inside = {k for d in roles.doers for k in range(d.i, d.j)}
    return any(
        h.sense.id in MILITARY
        and h.i not in inside
        and not reading.in_place[h.i]
        and not _where(reading, h.i)
        and not reading.has("context", "settled_area", h.i, h.i + 1)
        for h in reading.of("object", frame.j, frame.stop)
    )


def _where(reading: Reading, k: int) -> bool:
    """«أطلق جنود النار على سيارة عند حاجز»: a post behind a preposition of place is where, not whom."""
    return any(h.sense.kind == "prep" and h.sense.id in PLACING and h.j == k for h in reading.hits[k - 1])


def hits_civilians(roles: Roles) -> bool:
    """Whether the target is people who are civilian by nature or by word."""
    return any(a.kind == "people" and a.m.category in CIVILIAN_CATEGORIES for a in roles.targets)


def _by_doer(roles: Roles, draft: Draft, others: list[str]) -> None:
    """Who takes a place decides: a state's forces and their allies regain it, an armed group seizes it, whatever the verb.

    An ally (المقاومة الشعبية، الحزام الأمني) that takes it from the state's own forces seizes it too.
    """
    categories = [(d.m.category or "") for d in roles.doers if d.kind == "actor"]
    ally = "NSAG_PROXY" in categories and not any(c.startswith("STATE") for c in others)
    if ally or any(c.startswith("STATE") for c in categories):
        draft.type = "territory_regained"
    elif any(c.startswith("NSAG") for c in categories):
        draft.type = "territory_seized"


def _others(frame: Frame, roles: Roles) -> list[str]:
    """The categories of the other actors of the clause."""
    return [a.m.category or "" for a in frame.right if a.kind == "actor" and a not in roles.doers]
