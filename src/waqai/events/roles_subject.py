"""Roles of triggers that nobody suffers: who closes, moves, launches, gathers or takes is the subject."""

from __future__ import annotations

from waqai.events.args import Arg, agentive, bare, with_coordinates
from waqai.events.frames import Frame
from waqai.events.reading import Reading
from waqai.events.roles_base import Roles, governs, near, subject_before


def subject_only(reading: Reading, frame: Frame, roles: Roles) -> None:
    """The one who moves, launches, gathers or takes: a bare or genitive noun phrase beside the trigger."""
    crowd = frame.trigger.frame in ("gather", "move", "flee")

    def fit(a: Arg) -> bool:
        if a.kind == "people" and a.m.unit == "vehicle":
            return False  # «دخلت 40 شاحنة»: lorries do nothing
        if crowd:
            return a.kind == "people" or frame.trigger.frame == "flee" and agentive(a)
        return agentive(a) or governs(frame, a)

    taken = "prep" in reading.kinds[frame.j - 1]  # «سيطرت على مباني الإذاعة والأمن السياسي»: what follows is taken
    args = [a for a in bare(frame.right) if a.kind in ("actor", "people") and near(a, frame) and fit(a) and not taken]
    left = [a for a in bare(frame.left) if a.kind in ("actor", "people") and fit(a)]
    if frame.told and left and not args:
        roles.doer(with_coordinates(frame.left, left[-1]), "roles.subject_before")
    elif args:
        roles.doer(with_coordinates(frame.right, args[0]), "roles.subject")
    else:
        for arg in frame.right:
            if arg.prep == "for" and fit(arg) and frame.trigger.frame != "gather" and near(arg, frame, 2):
                roles.doer(with_coordinates(frame.right, arg), "roles.for_doer")
                return


def closer(reading: Reading, frame: Frame, roles: Roles) -> None:
    """Who closed it: the subject of an active closing verb («أغلقت قوات …»), never the genitive of a masdar."""
    if not frame.verb or frame.passive:
        return
    subject = subject_before(reading, frame)
    args = bare(frame.right)
    first = args[0] if args and args[0].i - frame.j <= 2 else None
    rules = first is not None and governs(frame, first) and not _whosever(reading, first)
    if subject is None and first is not None and (agentive(first) or rules):
        subject = first if first.kind == "actor" or frame.trigger.family == "aid_access" else None
    if subject is not None:
        roles.doer([subject], "roles.subject")


def _whosever(reading: Reading, arg: Arg) -> bool:
    """Whether «السلطات»، «السلطات المحلية» names nobody: in a war it is whoever holds the place."""
    return any(h.sense.id == "generic_force" and h.j == arg.j for h in reading.of("context", arg.i, arg.j))
