"""Roles by voice: who acts and who suffers, from the order of the bare noun phrases around a trigger.

Arabic leaves voice unwritten: «قتل عنصر من الحراسة شابا» is active, «قتل عنصر من الحراسة» is passive. Voice is decided
by what is there: a doer followed by a second bare noun phrase is active; one noun phrase alone suffers.
"""

from __future__ import annotations

from typing import NamedTuple

from waqai.events.args import Arg, agentive, bare, holds, m_pro, with_coordinates
from waqai.events.frames import Frame
from waqai.events.reading import Reading
from waqai.events.roles_base import Roles, for_doer, governs, near, subject_before

NO_LONE_DOER = frozenset({"harm.injure", "territory_regained.expel"})  # «دحر المليشيا»: one alone suffers it


class _Order(NamedTuple):
    """The bare noun phrases behind a trigger: the first with what و joins to it, the second where it can be an object."""

    group: list[Arg]
    second: Arg | None
    owner: Arg | None  # the first phrase behind لـ after them: «قصف الجيش لمواقع …»


def voiced(reading: Reading, frame: Frame, roles: Roles) -> None:
    """Who did it and who suffered it, where a trigger can take both."""
    owners = {b.j for b in frame.right if b.kind == "people" and b.prep}  # «قبضت على اثنين من متطوعي الغرفة»
    args = [a for a in bare(frame.right) if a.i not in owners or a.coord]
    first = args[0] if args and near(args[0], frame) else None
    if frame.carrier:
        _carried(reading, frame, roles, args)
    elif _before(reading, frame, roles, first):
        return
    elif first is None:
        for_doer(reading, frame, roles)
    elif not _fixed(reading, frame, roles, first):
        _ordered(reading, frame, roles, _order(reading, frame, args, first))


def _before(reading: Reading, frame: Frame, roles: Roles, first: Arg | None) -> bool:
    """Whether the noun phrase before the trigger settled who suffered it or did it."""
    subject = subject_before(reading, frame)
    if first and _joined(reading, frame, first):
        # «قُتل وزوجته في غارة»: both suffered it, the one before the verb and the one joined to him
        before = [subject] if subject and subject.kind == "people" else []
        roles.target([*before, *with_coordinates(frame.right, first)], "roles.joined_undergoers")
        return True
    if first and frame.told and not frame.verb and "prep" in reading.kinds[frame.j - 1]:
        roles.target(with_coordinates(frame.right, first), "roles.object")  # «قضت على مجموعة …»
        if subject:
            roles.doer(with_coordinates(frame.left, subject), "roles.subject_before")
        return True
    if subject and first and _resumed(frame, first):
        # «ضابط اغتاله مسلحون»، «مقاتل قنصته قوات النظام»: the pronoun is the one before, the doer stands behind
        roles.doer(with_coordinates(frame.right, first), "roles.subject")
        roles.target([subject], "roles.object_before")
        return True
    died = frame.harm_word and frame.trigger.harm == "killed" and not first
    if not subject or not frame.verb or frame.passive or died:
        return False
    roles.doer(with_coordinates(frame.left, subject), "roles.subject_before")
    if first:
        roles.target(with_coordinates(frame.right, first), "roles.object")
    return True


def _resumed(frame: Frame, first: Arg) -> bool:
    """Whether a singular verb with an object pronoun has its subject straight behind it."""
    form = frame.hit.sense.form
    return frame.verb and form.endswith("+o") and "mp" not in form and first.i == frame.j and agentive(first)


def _joined(reading: Reading, frame: Frame, first: Arg) -> bool:
    """Whether و joins the phrase straight behind a verb of harm to one before it."""
    joined = first.i == frame.j and m_pro(reading, first.m)[:1] == "و"
    return joined and frame.harm_word and frame.verb and not reading.of("trigger", first.j, first.j + 1)


def _fixed(reading: Reading, frame: Frame, roles: Roles, first: Arg) -> bool:
    """Whether the role of the first noun phrase is fixed, whatever stands behind it."""
    if first.i < frame.j and agentive(first) and frame.told:
        # «أطلق مسلحون النار»: the phrase holds its doer
        roles.doer(with_coordinates(frame.right, first), "roles.subject")
        return True
    if frame.verb and reading.has("context", "drive", frame.i - 1, frame.i):
        roles.target(with_coordinates(frame.right, first), "roles.relative_object")  # «حملات استهدفت عناصر …»
        return True
    # «قبض على رجلين متهمين بتمويل خلايا التنظيم»: no subject stands behind the object
    return frame.verb and bool(roles.targets) and agentive(first) and first.i > min(a.i for a in roles.targets)


def _order(reading: Reading, frame: Frame, args: list[Arg], first: Arg) -> _Order:
    """The order of the bare noun phrases from ``first`` on."""
    group = with_coordinates(frame.right, first)
    rest = [a for a in args if a not in group]
    while rest and rest[0].kind == first.kind and rest[0].i - group[-1].j <= 2 and m_pro(reading, rest[0].m)[:1] == "و":
        group.append(rest.pop(0))  # «قتل نقيب شرطة ومجند»: what و joins is no object
    second = rest[0] if rest else None
    if second and second.commas and not any(a.kind == "date" for a in frame.right if first.i < a.i < second.i):
        second = None
    behind = [a for a in frame.right if a.prep == "for" and a.i > first.i and a.commas == 0]
    owner = next((a for a in behind if a.kind in ("people", "place", "actor")), None)
    return _Order(group, second, owner)


def _ordered(reading: Reading, frame: Frame, roles: Roles, order: _Order) -> None:
    """Who did it and who suffered it, by the order of the noun phrases behind the trigger."""
    first = order.group[0]
    if frame.trigger.id == "attack_on_civilians.settlers" and frame.verb and _settlers(reading, first):
        roles.doer(order.group, "roles.subject")  # «هاجم نحو أربعين مستوطنا القرية»
    elif holds(reading, first):
        roles.target(order.group, "roles.position")
    elif (agentive(first) or governs(frame, first)) and not frame.passive and _active(reading, frame, roles, order):
        roles.doer(order.group, "roles.subject")
        if order.second is not None:
            roles.target(with_coordinates(frame.right, order.second), "roles.object")
        elif order.owner is not None:
            roles.target([order.owner], "roles.object_for")
    elif frame.trigger.frame == "strike" and agentive(first) and first.kind == "actor" and not frame.passive:
        roles.doer(order.group, "roles.genitive_doer")
    else:
        roles.target(order.group, "roles.genitive_undergoer")
        for_doer(reading, frame, roles)


def _active(reading: Reading, frame: Frame, roles: Roles, order: _Order) -> bool:
    """Whether something shows that the first noun phrase acts: an object, a marked target, a force as a verb's subject."""
    first = order.group[0]
    if order.second is not None:
        return True
    if frame.verb:
        if first.kind == "actor" and frame.trigger.id not in NO_LONE_DOER:
            return True
        if roles.targets and first.i < min(a.i for a in roles.targets):
            return True  # «اعتدى عناصر من الشرطة بالضرب على بائع»
    elif order.owner is not None and order.owner.kind != "actor":
        return True
    return not frame.harm_word and _unnamed_object(reading, frame, order.group)


def _settlers(reading: Reading, arg: Arg) -> bool:
    return reading.has("context", "settlers", arg.i, arg.j)


def _unnamed_object(reading: Reading, frame: Frame, group: list[Arg]) -> bool:
    """Whether a thing nobody counts is the object: «استهدفت الطائرات موقعا»، «داهمت قوة منازل»."""
    end = group[-1].j
    for k in range(end, min(frame.stop, end + 6)):
        token = reading.tokens[k]
        if token.kind == "punct" or ("prep" in reading.kinds[k] and not _skippable(reading, k)):
            return False
        if any(h.sense.kind == "object" and not h.pro.strip("وال") for h in reading.hits[k]):
            return True
    return False


def _skippable(reading: Reading, k: int) -> bool:
    return k in reading.place_at or k in reading.date_at


def _carried(reading: Reading, frame: Frame, roles: Roles, args: list[Arg]) -> None:
    """«استهدفت غارة لطيران … سيارة»: the noun's own لـ is the doer, a bare noun phrase is what it hit."""
    for_doer(reading, frame, roles)
    genitive = args[0] if args and args[0].i == frame.j else None
    if genitive and agentive(genitive) and genitive.kind == "actor" and len(args) > 1:
        roles.doer([genitive], "roles.genitive_doer")
        args = args[1:]
    for arg in args[:2]:
        if arg.kind in ("people", "actor") and arg.commas == 0:
            roles.target(with_coordinates(frame.right, arg), "roles.carried_object")
            break
