"""Roles that a preposition says outright: من قبل، على يد؛ على، ضد؛ بين، مع؛ the لـ of what is repelled."""

from __future__ import annotations

from waqai.events.args import Arg, adjectival, agentive, bare, holds, with_coordinates
from waqai.events.frames import Frame
from waqai.events.reading import Reading
from waqai.events.roles_base import Roles, near

DOER_PREPS = frozenset({"doer", "done_by"})
SIDE_PREPS = frozenset({"between", "with", "from", ""})
TARGET_PREPS = frozenset({"on", "against", "hit"})
MADE = frozenset(
    {"violence", "operation", "closure", "protest", "sexual", "property"}
)  # families whose events somebody makes


def marked(reading: Reading, frame: Frame, roles: Roles) -> None:
    """Roles that a preposition says outright: من قبل، على يد؛ على، ضد؛ the لـ of a masdar."""
    for arg in frame.right:
        if arg.kind in ("people", "actor") and arg.prep in DOER_PREPS and not adjectival(arg):
            if _made_by(reading, frame, arg):
                roles.doer(with_coordinates(frame.right, arg), "roles.by")
        elif arg.kind == "actor" and arg.prep == "from" and reading.has("context", "source_of", arg.i - 1, arg.i):
            roles.doer([arg], "roles.source_of")  # «قصف مصدره قوات …»
        elif (
            arg.kind in ("people", "actor")
            and arg.prep in TARGET_PREPS
            and not adjectival(arg)
            and frame.trigger.frame != "closure"
        ):
            roles.target(with_coordinates(frame.right, arg), "roles.against")
        elif (
            arg.kind == "actor"
            and arg.prep == "b"
            and arg.m.force
            and frame.trigger.frame in ("strike", "undergo", "blast")
            and arg.m.core[0] > arg.m.i
        ):
            if holds(reading, arg) or not _is_weapon(reading, arg):
                roles.target([arg], "roles.hit_position")  # «الضربات بمواقع المعارضة»، «انفجرت عبوة بدورية روسية»
                continue
            roles.doer([arg], "roles.with_weapon_of")  # «بالمدفعية التركية»، «بطائرات إسرائيلية»
    _positions(reading, frame, roles)
    for arg in frame.left:
        if arg.kind in ("people", "actor") and arg.prep in DOER_PREPS and frame.verb:
            roles.doer(with_coordinates(frame.left, arg), "roles.by")


def _is_weapon(reading: Reading, arg: Arg) -> bool:
    """Whether the head of a force's mention is a weapon or aircraft of theirs («بالمدفعية التركية»)."""
    return any(h.sense.kind == "weapon" for k in range(arg.i, arg.m.core[0]) for h in reading.hits[k])


def _positions(reading: Reading, frame: Frame, roles: Roles) -> None:
    """«ضربة على تجمع لإرهابيي داعش»: the owner of what stands behind على is hit, though its own letter is لـ."""
    if frame.trigger.family != "violence" or frame.trigger.frame == "closure":
        return
    for arg in frame.right:
        if arg.kind not in ("actor", "people") or arg.prep not in ("for", "b") or not holds(reading, arg):
            continue
        hit = any(
            h.sense.kind == "prep" and h.sense.id in TARGET_PREPS
            for k in range(frame.j, arg.i)
            for h in reading.hits[k]
        )
        if hit or frame.verb:
            roles.target([arg], "roles.position_of")


def _made_by(reading: Reading, frame: Frame, arg: Arg) -> bool:
    """Whether who stands behind a doer's preposition did the event itself.

    «انسحبوا بعد إنذار أطلقته المقاومة»، «أسقطت صاروخا أطلقته الجماعة»: the relative clause is of another thing.
    """
    if arg.prep == "done_by":
        return frame.trigger.family in MADE
    if any(reading.of("say", frame.j, arg.i)):
        return False  # «تحرير المدينة كشف عن جرائم ارتكبت من جانب …»
    return frame.trigger.frame != "closure"


def repelled(reading: Reading, frame: Frame, roles: Roles) -> None:
    """«صد الجيش هجوما للمتمردين»: who repels was attacked; the attacker is the noun's لـ, adjective or relative clause."""
    attackers = [
        a
        for a in frame.right
        if a.kind in ("actor", "people") and (a.prep in (*DOER_PREPS, "for") or adjectival(a)) and agentive(a)
    ]
    if attackers:
        roles.doer(with_coordinates(frame.right, attackers[0]), "roles.repelled")
    args = [a for a in bare(frame.right) if a.kind in ("actor", "people") and a not in attackers and near(a, frame, 4)]
    left = [a for a in bare(frame.left) if a.kind in ("actor", "people") and agentive(a)]
    defenders = with_coordinates(frame.right, args[0]) if args else left[-1:]
    roles.target([a for a in defenders if agentive(a)], "roles.repeller")


def mutual(reading: Reading, frame: Frame, roles: Roles) -> None:
    """«اشتباكات بين أ وب»، «اشتبك أ مع ب»: two sides, the first named first."""
    parties = [a for a in frame.right if a.kind in ("actor", "people") and not adjectival(a)]
    beside = [a for a in parties if a.i - frame.j <= 3 and a.commas == 0]
    between = [a for a in parties if a.prep == "between"]
    if not between and any(h.sense.id == "between" for h in reading.of("prep", frame.j - 1, frame.j)):
        between = beside  # «مواجهات بين …» in one
    if between:
        _between(parties, between[0], roles)
        return
    left = [a for a in frame.left[-1:] if a.kind in ("actor", "people") and not adjectival(a)]
    with_ = next((a for a in parties if a.prep == "with"), None)
    sides = [a for a in [*left, *beside] if a.prep in SIDE_PREPS and a is not with_]
    doer = next((a for a in sides if agentive(a)), None)
    if doer and (with_ or frame.verb or frame.trigger.frame == "agree"):
        roles.doer([doer], "roles.subject")
    elif doer:
        roles.target([doer], "roles.one_side")  # «بعد معارك مع …»: one side alone did not begin it
    if with_:
        roles.target([with_], "roles.with")


def _between(parties: list[Arg], first: Arg, roles: Roles) -> None:
    """«بين أ وب»: the first is the one side, the next the other."""
    roles.doer([first], "roles.between")
    later = [a for a in parties if a.i > first.i and a.prep in SIDE_PREPS]
    if later:
        roles.target(later[:1], "roles.between")
