"""What every rule of roles uses: the roles found so far, who can have one, and the subject or owner beside a trigger."""

from __future__ import annotations

from waqai.events.args import Arg, agentive, holds, with_coordinates
from waqai.events.frames import Frame
from waqai.events.reading import Reading

AUTHORITIES = frozenset({"STATE_GOV", "CIVIL_AUTH"})
GOVERNED = frozenset({"custody", "closure", "aid_access"})  # what authorities do without being armed


class Roles:
    """The arguments of a frame by role."""

    def __init__(self) -> None:
        self.doers: list[Arg] = []
        self.targets: list[Arg] = []
        self.hit_places: list[Arg] = []
        self.why: list[str] = []

    def doer(self, args: list[Arg], why: str) -> None:
        """Take ``args`` as those who did it, if nobody is yet."""
        if not self.doers:
            self.doers = args
            self.why.append(why)

    def target(self, args: list[Arg], why: str) -> None:
        """Take ``args`` as those who suffered it."""
        self.targets += [a for a in args if a not in self.targets and a not in self.doers]
        self.why.append(why)


def near(arg: Arg, frame: Frame, reach: int = 7) -> bool:
    """Whether an argument stands within ``reach`` tokens after the trigger, with no comma between."""
    return arg.i - frame.j <= reach and arg.commas == 0


def governs(frame: Frame, arg: Arg) -> bool:
    """Whether a government holds, frees or closes («أوقفت السلطات التركية …»), or a state strikes («اغتالت إسرائيل قياديا»)."""
    if not frame.told or arg.kind != "actor" or arg.m.category not in AUTHORITIES:
        return False
    return frame.trigger.family in GOVERNED or arg.m.country_name and frame.trigger.family in ("violence", "operation")


def subject_before(reading: Reading, frame: Frame) -> Arg | None:
    """The noun phrase straight before a finite verb (headlines; after أن): «قوات الاحتلال تعتقل …»."""
    if not frame.told or frame.hit.pro.strip("س"):
        return None
    for arg in reversed(frame.left):
        if arg.kind == "date" or arg.kind == "place":
            continue
        if arg.prep not in ("", "for") or not (agentive(arg) or governs(frame, arg)):
            return None
        if arg.prep == "for" and arg.j == frame.i and not frame.hit.sense.form.endswith("mp"):
            return arg  # «العمليات الجوية للتحالف استهدفت …»: the subject's owner
        between = range(arg.j, frame.i)
        if any(reading.tokens[k].kind == "punct" for k in between) or len(between) > 6:
            return None
        return arg if arg.prep == "" else None
    return None


def for_doer(reading: Reading, frame: Frame, roles: Roles) -> None:
    """«غارة لطيران التحالف»، «هجوم لتنظيم الدولة»: the لـ of an indefinite event noun is who did it."""
    if frame.verb or frame.trigger.frame == "undergo":
        return
    for arg in frame.right:
        if arg.prep == "for" and agentive(arg) and near(arg, frame, 2) and not holds(reading, arg):
            roles.doer(with_coordinates(frame.right, arg), "roles.for_doer")
            return
