"""Sides: the draft's actors from the roles of a frame, whom a person stands for, and whose forces a name means."""

from __future__ import annotations

from typing import Any

from waqai.events.args import CIVILIAN_CATEGORIES, Arg, bare
from waqai.events.draft import Draft, DraftActor
from waqai.events.frames import Frame
from waqai.events.reading import Reading
from waqai.events.roles import Roles, assign
from waqai.events.roles_base import near

DIVIDED = frozenset({"SY", "LB", "YE", "LY", "PS"})  # where «القوى الأمنية» may be anybody's


def actor_of(reading: Reading, arg: Arg, role: str) -> list[DraftActor]:
    """The draft actors of one argument; a person counts for the forces he belongs to, a civilian for ``CIV``."""
    m: Any = arg.m
    if arg.kind == "actor":
        unknown = m.kind == "unknown" or role == "initiator" and _gunmen(reading, m)
        if _generic_force(reading, m):
            return [DraftActor(role, None, None, "stated", m.i, m.j, m.skip, [m.actor, *m.candidates])]
        basis = "deixis" if m.kind == "deixis" else ("inherited" if m.kind == "anaphoric" else "stated")
        return [
            DraftActor(
                role, "UNIDENT_ARMED" if unknown else m.actor, None, basis, m.i, m.j, m.skip, list(m.candidates or [])
            )
        ]
    if arg.kind != "people":
        return []
    same = None if m.actors else _same_words(reading, m)
    if same is not None:
        return actor_of(reading, Arg("actor", same, arg.prep, False, 0), role)
    if m.actors:
        return [DraftActor(role, a, None, "stated", m.i, m.j, m.skip) for a in m.actors]
    civil = m.category in CIVILIAN_CATEGORIES and role in ("target", "initiator", "affected")
    return [DraftActor(role, "CIV" if civil else None, None, "stated", m.i, m.j, m.skip)]


def _gunmen(reading: Reading, m: Any) -> bool:
    """«مسلحون»، «ملثمان» with nothing that says whose: unknown gunmen, though the word مجهولون is not there."""
    if m.kind != "generic" or not any(
        h.sense.id == "gunmen" and not h.pro.endswith("ال") for h in reading.of("context", m.i, m.i + 1)
    ):
        return False
    after = reading.hits[m.j] if m.j < len(reading.tokens) else []
    return not any(h.sense.kind == "prep" and h.sense.id in ("from", "belonging") for h in after)


def _same_words(reading: Reading, m: Any) -> Any:
    """The actor that a people mention also is («مسلحون مجهولون»، «مستوطنين»), or None."""
    for k in range(m.i, m.j):
        a = reading.actor_at.get(k)
        if a is not None and a.j <= m.j and (a.kind == "unknown" or a.actor and a.i <= m.i + 1):
            return a
    return None


def _generic_force(reading: Reading, m: Any) -> bool:
    """Whether a mention names no one's forces in a country that has several: «القوى الأمنية»، «القوات»."""
    if not m.actor or m.country not in DIVIDED or m.kind not in ("name", "anaphoric"):
        return False
    return any(h.sense.id == "generic_force" and h.j == m.j for h in reading.of("context", m.i, m.i + 1))


def fill(reading: Reading, frame: Frame, draft: Draft) -> Roles:
    """Assign roles and write them into the draft."""
    roles = assign(reading, frame)
    write(reading, roles, draft, frame)
    return roles


def write(reading: Reading, roles: Roles, draft: Draft, frame: Frame) -> None:
    """Write assigned roles into a draft."""
    moved = draft.type == "displacement"
    for arg in roles.doers:
        if not moved:
            draft.actors += actor_of(reading, arg, "initiator")
        elif arg.kind == "people":
            draft.actors += actor_of(reading, arg, "affected")
    both = frame.trigger.frame in ("mutual", "agree")
    for arg in roles.targets:
        if arg.kind == "actor" or (arg.kind == "people" and (arg.m.actors or arg.m.category in CIVILIAN_CATEGORIES)):
            # the sides of a clash are told as equals: neither began it
            draft.actors += actor_of(reading, arg, "initiator" if both and roles.doers else "target")
    for rule in roles.why:
        draft.why.append((rule, frame.i, frame.j))
    if frame.trigger.frame == "meet" and not draft.actors:
        _delegation(reading, frame, draft)
    if not draft.targets():
        _inferred_side(reading, roles, draft, frame)
    if draft.family == "protest":
        _unorganised(draft)
    draft.actors = unique(draft.actors)
    set_status(draft)


def _unorganised(draft: Draft) -> None:
    """Those who march or riot are kept by their label: «محتجون» are no organised actor."""
    for a in draft.initiators():
        if a.actor in ("CIV", "UNIDENT_ARMED"):
            a.actor = None


def _inferred_side(reading: Reading, roles: Roles, draft: Draft, frame: Frame) -> None:
    """«اعتقال 5 من الإرهابيين» after talk of one armed group: the fighters are inferred to be its."""
    fighters = [a for a in roles.targets if a.kind == "people" and a.m.category == "fighter" and not a.m.actors]
    if not fighters:
        return
    doers = {d.actor for d in draft.initiators()} | {s.actor for s in reading.speaker_at.values()}
    named = {
        a.actor
        for a in reading.actors
        if frame.sentence.i <= a.i < frame.i and a.force and a.actor and (a.category or "").startswith("NSAG")
    } - doers
    if len(named) == 1:
        m = fighters[0].m
        draft.actors.append(DraftActor("target", named.pop(), None, "inferred", m.i, m.j, m.skip))


def _delegation(reading: Reading, frame: Frame, draft: Draft) -> None:
    """A visitor with no registry id is kept by his label («الوفد الأميركي»)."""
    for hit in reading.of("context", frame.j, min(frame.hi, frame.j + 3)):
        if hit.sense.id == "official_word":
            end = hit.j
            while (
                end < frame.hi
                and end < hit.j + 2
                and reading.tokens[end].kind == "word"
                and reading.tokens[end].key[:1] not in "لبو"
            ):
                end += 1
            draft.actors.append(DraftActor("initiator", None, None, "stated", hit.i, end, hit.skip))
            draft.widen(hit.i, end)
            return


def fill_statement(reading: Reading, frame: Frame, draft: Draft) -> None:
    """The speaker and the addressee of a statement."""
    if draft.type == "accusation" and frame.verb and _accused(reading, frame, draft):
        return
    subject = next((a for a in bare(frame.right) if a.kind in ("actor", "people") and near(a, frame, 5)), None)
    carried = frame.light is not None and frame.light.sense.id == "link.light.doer"
    if carried:
        inner = [
            a
            for a in frame.left
            if a.kind in ("actor", "people") and a.prep == "" and frame.light and a.i >= frame.light.j
        ]
        if inner:
            draft.actors += actor_of(reading, inner[0], "speaker")
            if subject is not None:
                draft.actors += actor_of(reading, subject, "addressee")
            draft.widen(inner[0].i, frame.j)
            return
    if subject is None:
        left = [a for a in bare(frame.left) if a.kind in ("actor", "people")]
        subject = left[-1] if left and frame.i - left[-1].j <= 6 else None
    if subject is not None:
        draft.actors += actor_of(reading, subject, "speaker")
        draft.widen(subject.i, subject.j)
        later = [a for a in bare(frame.right) if a.kind == "actor" and a.i > subject.j]
        if later and draft.type in ("appeal", "threat", "accusation"):
            draft.actors += actor_of(reading, later[0], "addressee")


def _accused(reading: Reading, frame: Frame, draft: Draft) -> bool:
    """«اتهم الائتلاف قسد»، «حملت الوزارة إسرائيل المسؤولية»: the second noun phrase is blamed, or the only one if it is not the first word."""
    args = [a for a in bare(frame.right) if a.kind in ("actor", "people") and a.commas == 0 and a.i - frame.j <= 8]
    left = [a for a in bare(frame.left) if a.kind == "actor" and frame.i - a.j <= 3]
    named = [a for a in args if a.kind == "actor"]
    if not named or len(args) == 1 and not left and args[0].i == frame.j:
        return False
    blamed = named[-1] if len(args) > 1 else named[0]
    speaker = next((a for a in (*left[-1:], *args) if a is not blamed), None)
    if speaker is not None:
        draft.actors += actor_of(reading, speaker, "speaker")
    draft.actors += actor_of(reading, blamed, "addressee")
    draft.widen(blamed.i, blamed.j)
    return True


def unique(actors: list[DraftActor]) -> list[DraftActor]:
    """Each role and actor once; nobody is both who did it and whom it hit."""
    seen: set[tuple[str, str | None, int]] = set()
    out: list[DraftActor] = []
    for a in actors:
        key = (a.role, a.actor, a.i if a.actor is None else -1)
        if key not in seen:
            seen.add(key)
            out.append(a)
    doers = {a.actor for a in out if a.role == "initiator" and a.actor}
    return [a for a in out if not (a.role == "target" and a.actor in doers)]


def set_status(draft: Draft) -> None:
    """``initiator_status`` from the initiators there are."""
    doers = draft.initiators()
    if not doers:
        draft.initiator_status = "not_stated"
    elif all(a.actor == "UNIDENT_ARMED" for a in doers):
        draft.initiator_status = "unknown"
    elif all(a.basis == "inferred" for a in doers):
        draft.initiator_status = "inferred"
    else:
        draft.initiator_status = "stated"


def person(form: str) -> str:
    """The person, gender and number of a verb form: ``3fs`` of ``perf.3fs+o``."""
    return form.partition(".")[2].removesuffix("+o")


def drop_subject(frame: Frame, earlier: Frame) -> bool:
    """Whether a verb goes on with the subject of an earlier verb: conjoined, of the same person, with no doer of its own."""
    if not frame.verb or frame.passive or frame.hit.pro[:1] not in ("و", "ف", "") or not earlier.verb:
        return False
    return person(frame.hit.sense.form) == person(earlier.hit.sense.form)
