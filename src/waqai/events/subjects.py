"""Left-out subjects: who does what a verb tells when no noun phrase beside it does.

Arabic drops a subject it has named: «اقتحمت قوات … القرية ونهبت المتاجر»، «قال الجيش إنه قتل …». A plural verb never
stands before its own subject, so «واعتقلوا سبعة» always goes back to somebody.
"""

from __future__ import annotations

from waqai.events import sides
from waqai.events.args import Arg, adjectival, agentive, scan
from waqai.events.clauses import finite_at, is_verb
from waqai.events.draft import Draft, DraftActor
from waqai.events.frames import Frame
from waqai.events.reading import Reading
from waqai.events.refine import MILITARY
from waqai.events.roles_base import AUTHORITIES
from waqai.events.state import State

LED = frozenset({"strike", "undergo", "launch", "seize", "closure", "release", "blast", "flee", "move"})
FEMININE = ("ه", "ات", "اء")  # endings of a folded key that make a noun feminine
PLURAL = ("ون", "ين", "و")
LIGHT_GAP = 4  # tokens between a light verb and its noun: «شن أكثر من عشرين غارة»
BACK = 30  # tokens: further back a sentence has had other subjects


def resume(reading: Reading, draft: Draft, made: list[Draft], state: State) -> None:
    """Give a verb with no subject of its own the one that the text leaves out, as an inherited initiator."""
    if draft.initiators() or draft.kind == "statement" or draft.frame.harm_word:
        return
    found = left_out(reading, draft.frame, made, state)
    if found:
        draft.actors = sides.unique([*draft.actors, *found])
        sides.set_status(draft)
        draft.why.append(("roles.same_subject", draft.frame.i, draft.frame.j))


def left_out(reading: Reading, frame: Frame, made: list[Draft], state: State) -> list[DraftActor]:
    """Who the left-out subject of a frame's verb is, as inherited initiators; none where it has one or nothing tells."""
    if frame.trigger.frame not in LED or frame.trigger.family == "displacement":
        return []
    if not frame.verb and not is_verb(frame.form):
        return _of_light(reading, frame, made, state)
    if frame.passive:
        return []
    if frame.harm_word and not _active_harm(reading, frame):
        return []
    spoken = _of_speaker(reading, frame)
    if spoken or _overt(reading, frame):
        return spoken
    if frame.trigger.frame in ("closure", "release") and sides.person(frame.form)[1:] != "mp":
        return []  # «أغلقت»، «أفرجت» are as often passive or another's
    return _same_verb(frame, made) or _before(reading, frame, made, state)


def _of_light(reading: Reading, frame: Frame, made: list[Draft], state: State) -> list[DraftActor]:
    """«استهدف التحالف معسكرا. كما شن أكثر من عشرين غارة»: the verb that carries the noun leaves its subject out."""
    light = frame.light
    if light is None or light.sense.id != "link.light.doer" or not is_verb(light.sense.form) or frame.harm_word:
        return []
    if frame.trigger.family not in ("violence", "operation"):
        return []
    if light.sense.form.startswith("pass") or frame.i - light.j > LIGHT_GAP:
        return []
    if any(k in reading.people_at or k in reading.actor_at for k in range(light.j, frame.i)):
        return []
    carried = Frame(frame.trigger, light, frame.sentence, frame.lo, frame.hi)
    carried.stop = frame.i
    return _of_speaker(reading, carried) or _same_verb(carried, made) or _before(reading, carried, made, state)


def _active_harm(reading: Reading, frame: Frame) -> bool:
    """Whether «قتل» and «أصاب» are active though unvowelled: the people after them cannot be their subject."""
    people = next(
        (reading.people_at[k] for k in range(frame.j, min(frame.j + 2, frame.stop)) if k in reading.people_at), None
    )
    if people is None or reading.has("clause", "relative", frame.i - 1, frame.i):
        return False
    person = sides.person(frame.form)
    named = reading.tokens[frame.i - 1].key.endswith(("ه", "ها")) and reading.has(
        "clause", "complement", frame.i - 1, frame.i
    )
    return person[1:] == "mp" or person == "1p" or person == "3fs" and people.gender == "m" or named


def _overt(reading: Reading, frame: Frame) -> bool:
    """Whether what follows the verb can be its own subject, so that nothing is left out."""
    person = sides.person(frame.form)
    if person[1:] == "mp" or person.startswith("1"):
        return False
    k = frame.j
    if k >= frame.stop or "prep" in reading.kinds[k]:
        return False
    if k in reading.place_at:
        return frame.trigger.family == "closure"  # «علّقت جامعة طرابلس الدراسة»
    if frame.form.endswith("+o") or any(
        h.sense.id in ("unit_again", "prep_pronoun") for h in reading.of("context", k, k + 1)
    ):
        return False
    people = reading.people_at.get(k)
    if people is not None:
        return people.gender == ("f" if person == "3fs" else "m") and frame.hit.pro[:1] not in ("و", "ف")
    joined = frame.hit.pro[:1] in ("و", "ف") or _opened(reading, frame) or k - frame.sentence.i <= 2
    return not (_object(reading, frame, k) and joined)


def _object(reading: Reading, frame: Frame, k: int) -> bool:
    """Whether token ``k`` is a thing that the verb does something to: «ونهبت متاجر», not «وأغلقت محال», «ونشرت قوة»."""
    if frame.trigger.family == "weapons":
        return bool(reading.kinds[k] & {"weapon", "object"}) or k in reading.number_at
    things = frame.trigger.frame in ("strike", "undergo", "seize")
    return things and any(h.sense.kind == "object" and h.sense.id not in MILITARY for h in reading.hits[k])


def _opened(reading: Reading, frame: Frame) -> bool:
    """Whether «ثم»، «حيث»، «كما» or a comma stands before the verb."""
    k = frame.i - 1
    return any(h.sense.id == "subordinate" for h in reading.hits[k]) or reading.tokens[k].text in ("،", ",")


def _inherited(draft: Draft) -> list[DraftActor]:
    return [DraftActor("initiator", a.actor, a.label, "inherited", a.i, a.j, a.skip) for a in draft.initiators()]


def _same_verb(frame: Frame, made: list[Draft]) -> list[DraftActor]:
    """The subject of a verb of the same person before it: «اقتحمت قوات … واعتقلت ثلاثة»."""
    for other in reversed(made[-3:]):
        if other.frame.sentence is not frame.sentence or not other.initiators():
            continue
        light = other.frame.light
        carrier = light.sense.form if light is not None and is_verb(light.sense.form) else other.frame.form
        if is_verb(carrier) and sides.person(carrier) == sides.person(frame.form):
            return _inherited(other)
    return []


def _of_speaker(reading: Reading, frame: Frame) -> list[DraftActor]:
    """«قال الجيش إنه قتل خمسة»: the pronoun on إن is the speaker, and so who did it."""
    k = frame.i - 1
    while k > frame.sentence.i and reading.has("context", "already", k, k + 1):
        k -= 1
    named = any(h.sense.id == "complement" for h in reading.hits[k]) and reading.tokens[k].key.endswith(
        ("ه", "ها", "هم")
    )
    if not named or frame.trigger.id == "harm.injure":
        return []
    args = [a for a in scan(reading, frame.sentence.i, k, True) if _acts(frame, a) and a.prep in ("", "for")]
    return _as_actors(reading, args[-1]) if args else []


def _before(reading: Reading, frame: Frame, made: list[Draft], state: State) -> list[DraftActor]:
    """The last noun phrase that a verb before has for its subject, in this sentence or, for its first verb, the one before."""
    person = sides.person(frame.form)
    joined = frame.hit.pro[:1] in ("و", "ف") or _opened(reading, frame)
    if frame.i - frame.sentence.i > 2:
        if not joined:
            return []
        lo = max(frame.sentence.i, frame.i - BACK)
        arg = _subject(reading, frame, lo, frame.i, person, made)
        return _as_actors(reading, arg) if arg is not None else []
    before = state.sentence
    if before is None or before.heading or frame.sentence.n - before.n != 1 or _subject_word(reading, frame):
        return []
    last = state.last if state.sentence_gap == 0 else []
    for other in reversed(last[-2:]):
        if other.initiators() and other.frame.told and sides.person(other.frame.form) == person:
            return _inherited(other)
    arg = _subject(reading, frame, before.i, before.j, person, last)
    return _as_actors(reading, arg) if arg is not None else []


def _subject_word(reading: Reading, frame: Frame) -> bool:
    return frame.hit.pro[:1] not in ("و", "ف", "")


def _subject(reading: Reading, frame: Frame, lo: int, hi: int, person: str, made: list[Draft]) -> Arg | None:
    hit = {(a.i, a.j) for d in made for a in d.targets()}
    args = [
        a
        for a in scan(reading, lo, hi, True)
        if a.prep == "" and not a.coord and _acts(frame, a) and (a.i, a.j) not in hit and _leads(reading, a, lo)
    ]
    args = [a for a in args if _agrees(reading, a, person)]
    names = {a.m.actor for a in args if a.kind == "actor"}
    return args[-1] if args and len(names) <= 1 else None


def _leads(reading: Reading, arg: Arg, lo: int) -> bool:
    """Whether a noun phrase stands where a subject does: first, after a verb, or after أن."""
    k = arg.i - 1
    if k < lo:
        return True
    return finite_at(reading, k) or "clause" in reading.kinds[k] or reading.tokens[k].kind == "punct"


def _acts(frame: Frame, arg: Arg) -> bool:
    if arg.kind not in ("actor", "people") or adjectival(arg):
        return False
    governs = arg.kind == "actor" and arg.m.category in AUTHORITIES and frame.trigger.family in ("custody", "closure")
    return agentive(arg) or governs


def _agrees(reading: Reading, arg: Arg, person: str) -> bool:
    """Whether a verb of ``person`` can have ``arg`` as its subject; a broken plural takes both genders."""
    key = reading.tokens[arg.i].key[arg.m.skip :].removeprefix("ال")
    feminine, plural = key.endswith(FEMININE), key.endswith(PLURAL)
    if person[1:] == "mp":
        return plural or feminine or arg.kind == "people" and arg.m.number == "pl" or arg.kind == "actor"
    if person == "3fs":
        return feminine or not plural and reading.has("context", "broken_plural", arg.i, arg.i + 1)
    return person == "3ms" and not feminine and not plural


def _as_actors(reading: Reading, arg: Arg) -> list[DraftActor]:
    found = sides.actor_of(reading, arg, "initiator")
    return [DraftActor(a.role, a.actor, a.label, "inherited", a.i, a.j, a.skip, a.candidates) for a in found]


def two_sides(reading: Reading, draft: Draft, state: State) -> None:
    """«مواجهات بين الطرفين»: the two sides of the fighting told before, or the only two forces its sentences name."""
    frame = draft.frame
    if frame.trigger.frame != "mutual" or draft.initiators():
        return
    if not reading.has("context", "two_sides", frame.j, min(frame.j + 6, frame.sentence.j)):
        return
    found = _told_sides(state) or _named_sides(reading, frame, state)
    if found:
        draft.actors = sides.unique([*found, *draft.targets()])
        sides.set_status(draft)
        draft.why.append(("roles.two_sides", frame.i, frame.j))


def _told_sides(state: State) -> list[DraftActor]:
    for other in reversed([*state.drafts[-4:], *state.current]):
        told = [
            a for a in (*other.initiators(), *other.targets()) if a.actor and a.actor not in ("CIV", "UNIDENT_ARMED")
        ]
        if len({a.actor for a in told}) == 2 and other.family in ("violence", "territory"):
            return [DraftActor("initiator", a.actor, a.label, "inherited", a.i, a.j, a.skip) for a in told]
    return []


def _named_sides(reading: Reading, frame: Frame, state: State) -> list[DraftActor]:
    lo = state.sentence.i if state.sentence is not None else frame.sentence.i
    named = {a.actor: a for a in reading.actors if lo <= a.i < frame.i and a.actor and a.force and not a.civil}
    if len(named) != 2:
        return []
    return [DraftActor("initiator", a.actor, None, "inherited", a.i, a.j, a.skip) for a in named.values()]
