"""Roles: which argument of a trigger did it and which suffered it.

Arabic leaves voice unwritten: «قتل عنصر من الحراسة شابا» is active, «قتل عنصر من الحراسة» is passive. Voice is decided
by what is there: a doer followed by a second bare noun phrase is active; one noun phrase alone suffers.
"""

from __future__ import annotations

from waqai.events.args import Arg, adjectival, agentive, bare, holds, m_pro, scan, with_coordinates
from waqai.events.clauses import is_verb
from waqai.events.frames import Frame
from waqai.events.reading import Reading

DOER_PREPS = frozenset({"doer", "done_by"})
MADE = frozenset(
    {"violence", "operation", "closure", "protest", "sexual", "property"}
)  # families whose events somebody makes
REPELS = frozenset({"armed_clash.repel", "armed_clash.repulse"})
AUTHORITIES = frozenset({"STATE_GOV", "CIVIL_AUTH"})
GOVERNED = frozenset({"custody", "closure", "aid_access"})  # what authorities do without being armed
NO_LONE_DOER = frozenset({"harm.injure", "territory_regained.expel"})  # «دحر المليشيا»: one alone suffers it
TARGET_PREPS = frozenset({"on", "against", "hit"})


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


def assign(reading: Reading, frame: Frame) -> Roles:
    """The roles of a frame's arguments."""
    roles = Roles()
    if frame.trigger.id in REPELS:
        _repelled(reading, frame, roles)
        return roles
    _marked(reading, frame, roles)
    if frame.trigger.frame in ("mutual", "agree"):
        _mutual(reading, frame, roles)
    elif frame.trigger.frame in ("flee", "launch", "gather", "move", "meet", "seize"):
        _subject_only(reading, frame, roles)
    elif frame.trigger.frame == "found":
        roles.why.append("roles.found")
    elif frame.trigger.frame in ("strike", "undergo", "blast", "release"):
        _voiced(reading, frame, roles)
    elif frame.trigger.frame == "closure":
        _closer(reading, frame, roles)
    _light(reading, frame, roles)
    _survivor(reading, frame, roles)
    _filmed(reading, frame, roles)
    _adjectives(reading, frame, roles)
    if not roles.doers:
        speaker = announced_by(reading, frame)
        if speaker is not None and speaker not in roles.targets:
            roles.doer([speaker], "roles.announced_by")
    return roles


def _repelled(reading: Reading, frame: Frame, roles: Roles) -> None:
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


def _marked(reading: Reading, frame: Frame, roles: Roles) -> None:
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


def near(arg: Arg, frame: Frame, reach: int = 7) -> bool:
    """Whether an argument stands within ``reach`` tokens after the trigger, with no comma between."""
    return arg.i - frame.j <= reach and arg.commas == 0


def _voiced(reading: Reading, frame: Frame, roles: Roles) -> None:
    owners = {b.j for b in frame.right if b.kind == "people" and b.prep}  # «قبضت على اثنين من متطوعي الغرفة»
    args = [a for a in bare(frame.right) if a.i not in owners or a.coord]
    first = args[0] if args and near(args[0], frame) else None
    subject = _subject_before(reading, frame)
    if frame.carrier:
        _carried(reading, frame, roles, args)
        return
    joined = first is not None and first.i == frame.j and m_pro(reading, first.m)[:1] == "و"
    if first and joined and frame.harm_word and frame.verb and not reading.of("trigger", first.j, first.j + 1):
        # «قُتل وزوجته في غارة»: both suffered it, the one before the verb and the one joined to him
        before = [subject] if subject and subject.kind == "people" else []
        roles.target([*before, *with_coordinates(frame.right, first)], "roles.joined_undergoers")
        return
    if first and frame.told and not frame.verb and "prep" in reading.kinds[frame.j - 1]:
        roles.target(with_coordinates(frame.right, first), "roles.object")  # «قضت على مجموعة …»
        if subject:
            roles.doer(with_coordinates(frame.left, subject), "roles.subject_before")
        return
    if (
        subject
        and frame.verb
        and not frame.passive
        and not (frame.harm_word and frame.trigger.harm == "killed" and not first)
    ):
        roles.doer(with_coordinates(frame.left, subject), "roles.subject_before")
        if first:
            roles.target(with_coordinates(frame.right, first), "roles.object")
        return
    if first is None:
        _for_doer(reading, frame, roles)
        return
    if first.i < frame.j and agentive(first) and frame.told:
        roles.doer(
            with_coordinates(frame.right, first), "roles.subject"
        )  # «أطلق مسلحون النار»: the phrase holds its doer
        return
    if frame.verb and reading.has("context", "drive", frame.i - 1, frame.i):
        roles.target(with_coordinates(frame.right, first), "roles.relative_object")  # «حملات استهدفت عناصر …»
        return
    group = with_coordinates(frame.right, first)
    rest = [a for a in args if a not in group]
    while rest and rest[0].kind == first.kind and rest[0].i - group[-1].j <= 2 and m_pro(reading, rest[0].m)[:1] == "و":
        group.append(rest.pop(0))  # «قتل نقيب شرطة ومجند»: what و joins is no object
    second = rest[0] if rest else None
    follows = second is not None and second.commas == 0
    object_for = next(
        (
            a
            for a in frame.right
            if a.prep == "for" and a.kind in ("people", "place", "actor") and a.i > first.i and a.commas == 0
        ),
        None,
    )
    noun_object = not frame.verb and object_for is not None and object_for.kind != "actor"
    acting = frame.verb and first.kind == "actor" and frame.trigger.id not in NO_LONE_DOER
    follows = follows or second is not None and any(a.kind == "date" for a in frame.right if first.i < a.i < second.i)
    marked = frame.verb and bool(roles.targets)  # «اعتدى عناصر من الشرطة بالضرب على بائع»
    marked = marked and first.i < min(a.i for a in roles.targets)
    if frame.verb and roles.targets and agentive(first) and first.i > min(a.i for a in roles.targets):
        return  # «قبض على رجلين متهمين بتمويل خلايا التنظيم»: no subject stands behind the object
    if frame.trigger.id == "attack_on_civilians.settlers" and frame.verb and _settlers(reading, first):
        roles.doer(group, "roles.subject")  # «هاجم نحو أربعين مستوطنا القرية»
    elif holds(reading, first):
        roles.target(group, "roles.position")
    elif (
        (agentive(first) or _governs(frame, first))
        and not frame.passive
        and (
            acting or follows or noun_object or marked or not frame.harm_word and _unnamed_object(reading, frame, group)
        )
    ):
        roles.doer(group, "roles.subject")
        if follows and second is not None:
            roles.target(with_coordinates(frame.right, second), "roles.object")
        elif object_for is not None:
            roles.target([object_for], "roles.object_for")
    elif frame.trigger.frame == "strike" and agentive(first) and first.kind == "actor" and not frame.passive:
        roles.doer(group, "roles.genitive_doer")
    else:
        roles.target(group, "roles.genitive_undergoer")
        _for_doer(reading, frame, roles)


def _governs(frame: Frame, arg: Arg) -> bool:
    """Whether a government holds, frees or closes («أوقفت السلطات التركية …»), or a state strikes («اغتالت إسرائيل قياديا»)."""
    if not frame.told or arg.kind != "actor" or arg.m.category not in AUTHORITIES:
        return False
    return frame.trigger.family in GOVERNED or arg.m.country_name and frame.trigger.family in ("violence", "operation")


def _whosever(reading: Reading, arg: Arg) -> bool:
    """Whether «السلطات»، «السلطات المحلية» names nobody: in a war it is whoever holds the place."""
    return any(h.sense.id == "generic_force" and h.j == arg.j for h in reading.of("context", arg.i, arg.j))


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
    _for_doer(reading, frame, roles)
    genitive = args[0] if args and args[0].i == frame.j else None
    if genitive and agentive(genitive) and genitive.kind == "actor" and len(args) > 1:
        roles.doer([genitive], "roles.genitive_doer")
        args = args[1:]
    for arg in args[:2]:
        if arg.kind in ("people", "actor") and arg.commas == 0:
            roles.target(with_coordinates(frame.right, arg), "roles.carried_object")
            break


def _for_doer(reading: Reading, frame: Frame, roles: Roles) -> None:
    """«غارة لطيران التحالف»، «هجوم لتنظيم الدولة»: the لـ of an indefinite event noun is who did it."""
    if frame.verb or frame.trigger.frame == "undergo":
        return
    for arg in frame.right:
        if arg.prep == "for" and agentive(arg) and near(arg, frame, 2) and not holds(reading, arg):
            roles.doer(with_coordinates(frame.right, arg), "roles.for_doer")
            return


def _closer(reading: Reading, frame: Frame, roles: Roles) -> None:
    """Who closed it: the subject of an active closing verb («أغلقت قوات …»), never the genitive of a masdar."""
    if not frame.verb or frame.passive:
        return
    subject = _subject_before(reading, frame)
    args = bare(frame.right)
    first = args[0] if args and args[0].i - frame.j <= 2 else None
    governs = first is not None and _governs(frame, first) and not _whosever(reading, first)
    if subject is None and first is not None and (agentive(first) or governs):
        subject = first if first.kind == "actor" or frame.trigger.family == "aid_access" else None
    if subject is not None:
        roles.doer([subject], "roles.subject")


def _subject_before(reading: Reading, frame: Frame) -> Arg | None:
    """The noun phrase straight before a finite verb (headlines; after أن): «قوات الاحتلال تعتقل …»."""
    if not frame.told or frame.hit.pro.strip("س"):
        return None
    for arg in reversed(frame.left):
        if arg.kind == "date" or arg.kind == "place":
            continue
        if arg.prep not in ("", "for") or not (agentive(arg) or _governs(frame, arg)):
            return None
        if arg.prep == "for" and arg.j == frame.i and not frame.hit.sense.form.endswith("mp"):
            return arg  # «العمليات الجوية للتحالف استهدفت …»: the subject's owner
        between = range(arg.j, frame.i)
        if any(reading.tokens[k].kind == "punct" for k in between) or len(between) > 6:
            return None
        return arg if arg.prep == "" else None
    return None


def _mutual(reading: Reading, frame: Frame, roles: Roles) -> None:
    """«اشتباكات بين أ وب»، «اشتبك أ مع ب»: two sides, the first named first."""
    near = [a for a in frame.right if a.i - frame.j <= 3 and a.commas == 0]
    sides = [
        a
        for a in [*frame.left[-1:], *near]
        if a.kind in ("actor", "people") and not adjectival(a) and a.prep in ("between", "with", "", "from")
    ]
    between = [a for a in frame.right if a.kind in ("actor", "people") and not adjectival(a) and a.prep == "between"]
    if not between and any(h.sense.id == "between" for h in reading.of("prep", frame.j - 1, frame.j)):
        between = [a for a in near if a.kind in ("actor", "people") and not adjectival(a)]  # «مواجهات بين …» in one
    if between:
        first = between[0]
        roles.doer([first], "roles.between")
        later = [
            a
            for a in frame.right
            if a.i > first.i
            and a.kind in ("actor", "people")
            and not adjectival(a)
            and a.prep in ("between", "with", "from", "")
        ]
        if later:
            roles.target(later[:1], "roles.between")
        return
    with_ = next(
        (a for a in frame.right if a.kind in ("actor", "people") and a.prep == "with" and not adjectival(a)), None
    )
    doer = next((a for a in sides if a is not with_ and agentive(a)), None)
    if doer and (with_ or frame.verb or frame.trigger.frame == "agree"):
        roles.doer([doer], "roles.subject")
    elif doer:
        roles.target([doer], "roles.one_side")  # «بعد معارك مع …»: one side alone did not begin it
    if with_:
        roles.target([with_], "roles.with")


def _subject_only(reading: Reading, frame: Frame, roles: Roles) -> None:
    """The one who moves, launches, gathers or takes: a bare or genitive noun phrase beside the trigger."""
    crowd = frame.trigger.frame in ("gather", "move", "flee")

    def fit(a: Arg) -> bool:
        if a.kind == "people" and a.m.unit == "vehicle":
            return False  # «دخلت 40 شاحنة»: lorries do nothing
        if crowd:
            return a.kind == "people" or frame.trigger.frame == "flee" and agentive(a)
        return agentive(a) or _governs(frame, a)

    governs = "prep" in reading.kinds[frame.j - 1]  # «سيطرت على مباني الإذاعة والأمن السياسي»: what follows is taken
    args = [a for a in bare(frame.right) if a.kind in ("actor", "people") and near(a, frame) and fit(a) and not governs]
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


def _light(reading: Reading, frame: Frame, roles: Roles) -> None:
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


def _survivor(reading: Reading, frame: Frame, roles: Roles) -> None:
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
    if (
        frame.verb
        or frame.hit.pro
        or frame.trigger.frame not in ("strike", "undergo", "seize")
        or frame.harm_word
        and frame.trigger.harm != "neutralised"
        and frame.trigger.id != "harm.eliminate"
    ):
        return None
    if frame.trigger.id in (
        "attack.hujum",
        "attack.majzara",
        "armed_clash.kamin",
        "air_drone_strike.ghara",
        "ied_mine.tafjir",
        "suicide_bomb.main",
        "territory_seized.fall",
        "territory_seized.fall_of",
        "territory_regained.expel",
    ):
        return None
    says = [
        h
        for h in reading.of("say", max(frame.sentence.i, frame.i - 14), frame.i)
        if h.sense.id == "say.assert" and h.sense.form.startswith(("perf", "impf"))
    ]
    if not says:
        return None
    say = says[-1]
    for k in range(say.j, frame.i):
        if (
            "trigger" in reading.kinds[k]
            and not reading.named[k]
            or any(h.sense.id == "complement" for h in reading.of("clause", k, k + 1))
        ):
            return None
    args = [
        a
        for a in frame.left
        if a.kind == "actor" and a.prep == "" and a.i >= say.i - 6 and agentive(a) and not adjectival(a)
    ]
    if not args or not args[0].m.force:
        return None
    return args[0] if frame.trigger.frame != "seize" or args[0].j == frame.i else None  # «أعلن الجيش سيطرته على …»


def _filmed(reading: Reading, frame: Frame, roles: Roles) -> None:
    """«بثت الكتائب مشاهد لاستهداف ناقلة»: who shows the film of its deed did it."""
    film = [h for h in reading.of("context", max(frame.i - 2, frame.lo), frame.i) if h.sense.id == "footage"]
    if roles.doers or not film or frame.verb:
        return
    args = [a for a in frame.left if a.kind == "actor" and a.prep == "" and agentive(a) and film[-1].i - a.j <= 3]
    if args and args[-1].m.category.startswith("NSAG"):
        roles.doer([args[-1]], "roles.filmed")


def _adjectives(reading: Reading, frame: Frame, roles: Roles) -> None:
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
