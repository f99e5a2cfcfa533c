"""Roles from the words around a trigger: its light verb, who survived, who announced or filmed the deed, an adjective."""

from __future__ import annotations

from waqai.events.args import Arg, adjectival, agentive, scan, with_coordinates
from waqai.events.clauses import is_verb
from waqai.events.frames import Frame
from waqai.events.reading import Reading
from waqai.events.roles_base import Roles
from waqai.lexicon.index import Hit

ANYBODYS = frozenset(
    {
        "attack.hujum",
        "attack.majzara",
        "armed_clash.kamin",
        "air_drone_strike.ghara",
        "ied_mine.tafjir",
        "suicide_bomb.main",
        "territory_seized.fall",
        "territory_seized.fall_of",
        "territory_regained.expel",
    }
)  # deeds that are told of others too: who announces one did not therefore do it


def light_subject(reading: Reading, frame: Frame, roles: Roles) -> None:
    """The subject of a light verb: «شن أ هجوما» did it, «تعرضت البلدة لقصف» suffered it."""
    if frame.light is None or frame.light.sense.id == "link.light.passive":
        return
    if frame.light.sense.id == "link.light.happen":
        _fell_into(reading, frame, roles)
        return
    light = frame.light
    # «نجحت قوات الأمن في قتل قيادي واعتقال ثلاثة»: the subject stands before the first of its objects
    told = next((h.i for h in reading.of("trigger", light.j, frame.i) if not reading.named[h.i]), frame.i)
    between = frame.left if told == frame.i else scan(reading, light.j, told, True)
    inner = [
        a for a in between if a.kind in ("actor", "people") and a.prep == "" and a.i >= light.j and not adjectival(a)
    ]
    purpose = not is_verb(light.sense.form) and light.pro.strip("وف") == "ل"  # «تحضيرات لخلايا داعش لتنفيذ هجمات»
    preps = ("", "for") if purpose else ("",)
    outer = [
        a
        for a in frame.left
        if a.kind in ("actor", "people") and a.prep in preps and a.j <= light.i and a.commas == 0 and not adjectival(a)
    ]
    subject = inner[0] if inner else (outer[-1] if outer and light.i - outer[-1].j <= 3 else None)
    if subject is None:
        return
    if light.sense.id == "link.light.doer" and frame.trigger.frame != "gather":
        if agentive(subject) or subject.kind == "actor":
            already = [d for d in roles.doers if d not in roles.targets]
            if already and roles.why and "roles.genitive_doer" in roles.why:
                roles.targets += already
                roles.doers = []
            roles.doer(with_coordinates(between if inner else frame.left, subject), "roles.light_subject")
    elif light.sense.id == "link.light.patient":
        roles.target(with_coordinates(between if inner else frame.left, subject), "roles.light_patient")


def _fell_into(reading: Reading, frame: Frame, roles: Roles) -> None:
    """«وقعت دورية للجيش في كمين»: what falls into an ambush suffers it."""
    into = any(h.sense.id == "in" for h in reading.of("prep", frame.i - 1, frame.i))
    fell = [a for a in frame.left if a.kind in ("actor", "people") and a.prep == "" and not adjectival(a)]
    if into and fell and frame.trigger.frame == "strike" and not roles.targets:
        roles.target(fell[-1:], "roles.fell_into")


def survivor(reading: Reading, frame: Frame, roles: Roles) -> None:
    """«نجا المحافظ من محاولة اغتيال»: who survived is who was meant."""
    if frame.verb or frame.trigger.family != "violence":
        return
    survived = [
        h for h in reading.of("cue", frame.lo, frame.i) if reading.events.cues[h.sense.id].category == "survived"
    ]
    if not survived:
        return
    named = [a for a in frame.left if a.kind == "people" and a.prep == "" and abs(a.i - survived[-1].j) <= 3]
    if named and not roles.targets:
        roles.target(named[-1:], "roles.survivor")


def announced_by(reading: Reading, frame: Frame) -> Arg | None:
    """«أعلن حزب الله قصف ثكنة …»، «أعلنت الشرطة اعتقال …»: the armed speaker whose announcement the deed itself is."""
    say = _announcement(reading, frame) if _announceable(frame) else None
    if say is None:
        return None
    args = [
        a
        for a in frame.left
        if a.kind == "actor" and a.prep == "" and a.i >= say.i - 6 and agentive(a) and not adjectival(a)
    ]
    if not args or not args[0].m.force:
        return None
    return args[0] if frame.trigger.frame != "seize" or args[0].j == frame.i else None  # «أعلن الجيش سيطرته على …»


def _announceable(frame: Frame) -> bool:
    """Whether a trigger is the noun of a deed that its doer announces; other nouns («الهجوم») are as often another's."""
    if frame.verb or frame.hit.pro or frame.trigger.frame not in ("strike", "undergo", "seize"):
        return False
    if frame.harm_word and frame.trigger.harm != "neutralised" and frame.trigger.id != "harm.eliminate":
        return False
    return frame.trigger.id not in ANYBODYS


def _announcement(reading: Reading, frame: Frame) -> Hit | None:
    """The verb of saying whose object is the deed: no other deed and no أن between."""
    says = [
        h
        for h in reading.of("say", max(frame.sentence.i, frame.i - 14), frame.i)
        if h.sense.id == "say.assert" and h.sense.form.startswith(("perf", "impf"))
    ]
    if not says:
        return None
    for k in range(says[-1].j, frame.i):
        other = "trigger" in reading.kinds[k] and not reading.named[k]
        if other or any(h.sense.id == "complement" for h in reading.of("clause", k, k + 1)):
            return None
    return says[-1]


def filmed(reading: Reading, frame: Frame, roles: Roles) -> None:
    """«بثت الكتائب مشاهد لاستهداف ناقلة»: who shows the film of its deed did it."""
    film = [h for h in reading.of("context", max(frame.i - 2, frame.lo), frame.i) if h.sense.id == "footage"]
    if roles.doers or not film or frame.verb:
        return
    args = [a for a in frame.left if a.kind == "actor" and a.prep == "" and agentive(a) and film[-1].i - a.j <= 3]
    if args and args[-1].m.category.startswith("NSAG"):
        roles.doer([args[-1]], "roles.filmed")


def adjectives(reading: Reading, frame: Frame, roles: Roles) -> None:
    """«غارة إسرائيلية»، «قصف مدفعي تركي»، «طائرة مسيرة أميركية»: the adjective names who did it."""
    if roles.doers or frame.trigger.frame not in ("strike", "blast", "undergo", "launch", "mutual"):
        return
    for arg in [*frame.right, *reversed(frame.left)]:
        if not adjectival(arg) or not arg.m.actor:
            continue
        head = arg.i - 1
        beside = (
            frame.j <= arg.i <= frame.j + 4
            and arg.commas == 0
            and arg.prep == ""
            and frame.trigger.frame != "mutual"
            and not frame.verb
        )
        on_weapon = any(
            h.sense.kind == "weapon" and h.j >= arg.i - 1
            for k in range(max(frame.lo, head - 2), arg.i)
            for h in reading.hits[k]
        )
        if beside or on_weapon:
            roles.doer([arg], "roles.adjective")
            return
