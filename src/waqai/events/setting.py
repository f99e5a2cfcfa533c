"""Where: the place of a frame, stated in its clause or taken from what stands around it in the sentence."""

from __future__ import annotations

from waqai.events.args import Arg, scan
from waqai.events.draft import Draft
from waqai.events.frames import Frame
from waqai.events.reading import Reading

PLACE_PREPS = frozenset({"in", "b", "near", "on", "", "for", "hit", "between", "against", "about"})
TAKEN_FROM = frozenset(
    {
        "arrest",
        "abduction",
        "territory_transferred",
        "displacement",
        "release_exchange",
        "detention_incident",
        "body_found",
    }
)
NOT_HERE = frozenset({"home", "origin", "destination"})


def places_of(reading: Reading, args: list[Arg]) -> list[Arg]:
    """Place arguments that are no part of a person's or an actor's name."""
    return [a for a in args if a.kind == "place" and not _inside(reading, a)]


def _inside(reading: Reading, arg: Arg) -> bool:
    return any(
        m.i <= arg.i and arg.j <= m.j and (m.i, m.j) != (arg.i, arg.j) for m in reading.people_in(arg.i - 20, arg.i + 1)
    )


def _usable(arg: Arg, type_: str) -> bool:
    hint = getattr(arg.m, "role", None)
    if type_ in TAKEN_FROM and arg.prep == "from":
        return True
    if hint in NOT_HERE or type_ == "displacement" and arg.prep == "on":
        return False  # «نزحت … باتجاه مأرب»: where to
    return arg.prep in PLACE_PREPS


def choose_place(reading: Reading, frame: Frame, draft: Draft) -> None:
    """Set the draft's stated place, and its origin and destination."""
    right = places_of(reading, frame.right)
    left = places_of(reading, frame.left)
    crowd = frame.trigger.frame == "gather"
    if crowd:
        right = [a for a in frame.right if a.kind == "place"]  # «خرج المئات من أهالي مدينة سرمدا»
    good = [
        a
        for a in right
        if (crowd or _usable(a, draft.type) or draft.kind == "access" and a.prep == "to")
        and a.commas <= 2
        and a.i - frame.j <= 30
    ]
    left_from = [a for a in good if a.prep == "from"] if draft.type == "displacement" else []
    good = left_from[:1] or _preferred(frame, good)  # «من صرواح … استقر أكثر من نصفها في مخيم السويداء»
    if not good and (
        frame.light
        or frame.carrier
        or draft.kind == "access"
        or frame.trigger.frame in ("mutual", "gather", "launch", "seize")
    ):
        bars = draft.kind == "access"  # «تعذر وصول الرعاة إلى تاورغاء بسبب الألغام»
        good = [a for a in left if _usable(a, draft.type) or bars and a.prep == "to"][-1:]
    if not good:
        good = [a for a in left if a.prep in ("in", "b", "near") and id(a.m) not in reading.spoken_for][
            -1:
        ] or _rest_of_clause(reading, frame, draft)
    for arg in right:
        if arg.prep == "from" and draft.type in ("displacement", "air_drone_strike", "shelling", "operation"):
            draft.other_places.append(("origin", arg.m))
        elif (
            arg.prep == "on"
            and draft.type == "displacement"
            or arg.prep == "to"
            and draft.type in ("displacement", "operation", "aid_delivery", "abduction", "visit")
        ):
            draft.other_places.append(("destination", arg.m))
    if not good and (draft.type in ("aid_delivery", "operation", "visit") or frame.trigger.harm == "returned"):
        good = [a for a in right if a.prep in ("to", "on")][:1]
    homes = [a for a in frame.right if a.kind == "place"][:1]  # «حاصرت المياه سكان مدينة بانتيو»
    if not good and draft.type == "displacement" and draft.frame.trigger.harm == "displaced":
        good = [a for a in homes if a.prep == ""]  # «نزحت غالبية سكان بلدة لاسعانود»
    if not good and draft.family == "hazard":  # «تشكل الذخائر خطرا وتمنع الفرق من دخول رفح»
        good = places_of(reading, scan(reading, frame.stop, frame.sentence.j))[:1]
    if not good and draft.kind == "access":  # «أعاد حاجز قافلة من مدخل الدلنج»، «منع بعثة من دخول بور»
        good = [a for a in right if a.prep == "from" and getattr(a.m, "role", None) not in NOT_HERE][-1:]
        good = good or homes
    if good:
        draft.place = good[0].m
        draft.own_place = True
        draft.place_basis = "inherited" if getattr(good[0].m, "anaphoric", False) else "stated"
        draft.widen(good[0].i, good[0].j)
        for extra in good[1:]:
            if extra.coord:
                draft.other_places.append(("also", extra.m))


def _preferred(frame: Frame, good: list[Arg]) -> list[Arg]:
    """The places of a frame, the one to take first: not what only says where an actor sits, the finest of a chain, a name before «المنطقة»."""
    if len(good) < 2:
        return good
    actors = {a.j for a in frame.right if a.kind == "actor"}
    first = good[0]
    out = list(good)
    seat = first.i in actors or first.i - 1 in actors  # «رفضت مفوضية … في بورتسودان إعلان المجاعة في الفاشر»
    later = [a for a in good[1:] if not a.coord]
    if seat and later:
        out = [*later, first]
    finer = next((a for a in out[1:] if _within(a, out[0])), None)
    if finer is not None:
        out = [finer, *[a for a in out if a is not finer]]
    if out[0].m.anaphoric:
        named = next((a for a in out[1:] if not a.m.anaphoric), None)
        if named is not None and out[0].m.place is None:
            out = [named, *[a for a in out if a is not named]]
    return out


def _within(inner: Arg, outer: Arg) -> bool:
    """Whether one place argument lies in another and is finer."""
    x, y = inner.m.place, outer.m.place
    if x is None:
        return y is not None and any(p.id == y.id for p in inner.m.parents)
    if y is None or x.level <= y.level:
        return False
    return bool(x.adm1 and x.adm1 == y.adm1 and y.level <= 2) or (y.level == 0 and x.country == y.country)


def _rest_of_clause(reading: Reading, frame: Frame, draft: Draft) -> list[Arg]:
    """A place after the next trigger of the same sentence, where no other frame claims its own before it."""

    later = [a for a in places_of(reading, scan(reading, frame.stop, frame.hi)) if _usable(a, draft.type)]
    if later:
        return later[:1]
    s = frame.sentence
    before = [
        a for a in places_of(reading, scan(reading, s.i, frame.i))
        if a.prep in ("in", "b", "near") and getattr(a.m, "role", None) not in NOT_HERE and id(a.m) not in reading.spoken_for
    ]  # fmt: skip
    if before:
        return before[-1:]
    rest = [
        a
        for a in places_of(reading, scan(reading, frame.hi, s.j))
        if a.prep in ("in", "b", "near") and getattr(a.m, "role", None) not in NOT_HERE
    ]
    if (
        len(rest) != 1
        or any("trigger" in reading.kinds[k] for k in range(frame.hi, rest[0].i))
        or rest[0].i - frame.hi > 12
    ):
        return []
    return rest
