"""Roles: which argument of a trigger did it and which suffered it; the order in which the rules are asked.

Each kind of rule has its module: ``roles_marked`` (prepositions), ``roles_voice`` (the order of noun phrases),
``roles_subject`` (the one who moves, closes or takes) and ``roles_around`` (words around the trigger).
"""

from __future__ import annotations

from waqai.events.frames import Frame
from waqai.events.reading import Reading
from waqai.events.roles_around import adjectives, announced_by, filmed, light_subject, survivor
from waqai.events.roles_base import Roles
from waqai.events.roles_marked import marked, mutual, repelled
from waqai.events.roles_subject import closer, subject_only
from waqai.events.roles_voice import voiced

__all__ = ["Roles", "assign"]

REPELS = frozenset({"armed_clash.repel", "armed_clash.repulse"})


def assign(reading: Reading, frame: Frame) -> Roles:
    """The roles of a frame's arguments."""
    roles = Roles()
    if frame.trigger.id in REPELS:
        repelled(reading, frame, roles)
        return roles
    marked(reading, frame, roles)
    if frame.trigger.frame in ("mutual", "agree"):
        mutual(reading, frame, roles)
    elif frame.trigger.frame in ("flee", "launch", "gather", "move", "meet", "seize"):
        subject_only(reading, frame, roles)
    elif frame.trigger.frame == "found":
        roles.why.append("roles.found")
    elif frame.trigger.frame in ("strike", "undergo", "blast", "release"):
        voiced(reading, frame, roles)
    elif frame.trigger.frame == "closure":
        closer(reading, frame, roles)
    light_subject(reading, frame, roles)
    survivor(reading, frame, roles)
    filmed(reading, frame, roles)
    adjectives(reading, frame, roles)
    if not roles.doers:
        speaker = announced_by(reading, frame)
        if speaker is not None and speaker not in roles.targets:
            roles.doer([speaker], "roles.announced_by")
    return roles
