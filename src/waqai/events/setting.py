"""Where: the place of a frame, stated in its clause or taken from what stands around it in the sentence."""

from __future__ import annotations

from waqai.events.agree import holds
from waqai.events.args import Arg, scan
from waqai.events.clauses import finite_at, is_verb
from waqai.events.draft import Draft
from waqai.events.frames import Frame
from waqai.events.reading import Reading, Sentence

PLACE_PREPS = frozenset({"in", "b", "near", "on", "", "for", "hit", "between", "against", "about"})
STANDS = ("in", "b", "near")
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
MOVES = frozenset({"displacement", "territory_transferred"})
ARRIVES = frozenset({"aid_delivery", "visit"})
LABEL = 8  # tokens that a label before a colon may have
OPENING = 4  # tokens in which a sentence says where it is: «وفي نابلس، …»
FAR = 45  # tokens to a finer place of the same sentence


def places_of(reading: Reading, args: list[Arg]) -> list[Arg]:
    """Place arguments that are no part of a person's or an actor's name, and where something can happen."""
    return [
        a for a in args if a.kind == "place" and not _inside(reading, a) and not _elsewhere(reading, a, "whose_place")
    ]


def _inside(reading: Reading, arg: Arg) -> bool:
    return any(
        m.i <= arg.i and arg.j <= m.j and (m.i, m.j) != (arg.i, arg.j) for m in reading.people_in(arg.i - 20, arg.i + 1)
    )


def _elsewhere(reading: Reading, arg: Arg, how: str) -> bool:
    """Whether a place only tells whose, whence or by what road: «موالية لدمشق»، «عبر الحدود اليمنية»; or what lies beside it."""
    k = arg.i - 1
    if k >= 0 and "prep" in reading.kinds[k]:
        k -= 1
    return any(h.sense.id == how and h.j >= k + 1 for h in reading.of("context", max(k - 2, 0), arg.i + 1))


def _usable(reading: Reading, arg: Arg, type_: str) -> bool:
    hint = getattr(arg.m, "role", None)
    if arg.prep == "from" and (type_ in TAKEN_FROM or _part_of(reading, arg)):
        return True
    if hint in NOT_HERE or type_ in MOVES and _toward(reading, arg) or type_ == "displacement" and arg.prep == "on":
        return False
    return arg.prep in PLACE_PREPS


def _part_of(reading: Reading, arg: Arg) -> bool:
    """«أحياء واسعة من أم روابة»، «في عدة مناطق من الضفة»: parts of a place."""
    return any(h.j <= arg.i for h in reading.of("context", max(arg.i - 4, 0), arg.i) if h.sense.id == "parts")


def _toward(reading: Reading, arg: Arg) -> bool:
    """«نزحوا نحو المناقل»: where they go, not where it happened."""
    return reading.has("context", "toward", arg.i - 1, arg.i)


def choose_place(reading: Reading, frame: Frame, draft: Draft) -> None:
    """Set the draft's stated place, and its origin and destination."""
    right = places_of(reading, frame.right)
    if frame.trigger.frame == "gather":
        right = _of_crowd(reading, frame)
    good = _where_it_did(reading, frame) or _in_clause(reading, frame, draft, right) or _around(reading, frame, draft)
    _ends(reading, draft, right)
    good = good or _else_named(reading, frame, draft, right)
    good = good or _label(reading, frame.sentence)
    if good:
        _set(draft, [*_finer_later(reading, frame, good[0]), *good])


def _else_named(reading: Reading, frame: Frame, draft: Draft, right: list[Arg]) -> list[Arg]:
    """A place that stands where it would be none of another event: where help went, whose home was left, whence a way is barred."""
    homes = [a for a in frame.right if a.kind == "place"][:1]  # «حاصرت المياه سكان مدينة بانتيو»
    if draft.type in ("aid_delivery", "operation", "visit") or frame.trigger.harm == "returned":
        return [a for a in right if a.prep in ("to", "on")][:1]
    if draft.type == "displacement" and frame.trigger.harm == "displaced":
        return [a for a in homes if a.prep == ""]  # «نزحت غالبية سكان بلدة لاسعانود»
    if draft.family == "hazard":  # «تشكل الذخائر خطرا وتمنع الفرق من دخول رفح»
        homes = places_of(reading, scan(reading, frame.stop, frame.sentence.j))[:1] or homes
    if draft.kind == "access":  # «أعاد حاجز قافلة من مدخل الدلنج»، «منع بعثة من دخول بور»
        whence = [a for a in right if a.prep == "from" and getattr(a.m, "role", None) not in NOT_HERE][-1:]
        return whence or homes
    return []


def _set(draft: Draft, good: list[Arg]) -> None:
    draft.place = good[0].m
    draft.own_place = True
    draft.place_basis = "inherited" if getattr(good[0].m, "anaphoric", False) else "stated"
    draft.widen(good[0].i, good[0].j)
    for extra in good[1:]:
        if extra.coord:
            draft.other_places.append(("also", extra.m))


def _of_crowd(reading: Reading, frame: Frame) -> list[Arg]:
    """«خرج المئات من أهالي مدينة سرمدا»: those who gather are named by their place, which may be inside their phrase."""
    named = [a for a in frame.right if a.kind == "place"]
    people = [a for a in frame.right if a.kind == "people" and a.commas == 0]
    inside = [
        Arg("place", reading.place_at[k], "from", False, a.commas)
        for a in people
        for k in range(a.i, a.j)
        if k in reading.place_at
    ]
    return named or inside


def _in_clause(reading: Reading, frame: Frame, draft: Draft, right: list[Arg]) -> list[Arg]:
    """The places of the frame's own clause, the one to take first."""
    crowd = frame.trigger.frame == "gather"
    good = [
        a
        for a in right
        if (
            crowd
            or _usable(reading, a, draft.type)
            or a.prep == "to"
            and (draft.kind == "access" or draft.type in ARRIVES)
        )
        and a.commas <= 2
        and a.i - frame.j <= 30
    ]
    beside = [a for a in good if _elsewhere(reading, a, "beside_place")]  # «جبل صبر والمواقع المطلة على مثلث العند»
    left_from = [a for a in good if a.prep == "from"] if draft.type == "displacement" else []
    good = left_from[:1] or _preferred(reading, frame, [a for a in good if a not in beside] or beside)
    carried = frame.trigger.frame in ("mutual", "gather", "launch", "seize")
    if not good and (frame.light or frame.carrier or draft.kind == "access" or carried):
        bars = draft.kind == "access"  # «تعذر وصول الرعاة إلى تاورغاء بسبب الألغام»
        left = places_of(reading, frame.left)
        good = [a for a in left if _usable(reading, a, draft.type) or bars and a.prep == "to"][-1:]
    return good


def _around(reading: Reading, frame: Frame, draft: Draft) -> list[Arg]:
    """A place before the trigger, or after the next one where no other frame claims its own before it."""
    left = places_of(reading, frame.left)
    good = [a for a in left if _stands(a) and id(a.m) not in reading.spoken_for][-1:]
    return good or _rest_of_clause(reading, frame, draft)


def _ends(reading: Reading, draft: Draft, right: list[Arg]) -> None:
    """Where something came from and went to."""
    for arg in right:
        if arg.prep == "from" and draft.type in ("displacement", "air_drone_strike", "shelling", "operation"):
            draft.other_places.append(("origin", arg.m))
        elif (
            draft.type in MOVES
            and (_toward(reading, arg) or arg.prep == "on")
            or arg.prep == "to"
            and draft.type in ("displacement", "operation", "aid_delivery", "abduction", "visit")
        ):
            draft.other_places.append(("destination", arg.m))


def _subject(reading: Reading, arg: Arg) -> bool:
    """«وسجلت ديالى 11 خرقا»، «إن محافظة بغداد كانت الأكثر تضررا»: a place that is its sentence's subject."""
    k = arg.i - 1
    return k >= 0 and (finite_at(reading, k) or reading.has("clause", "complement", k, k + 1))


def _where_it_did(reading: Reading, frame: Frame) -> list[Arg]:
    """«أما في شبوة، التي احتدمت فيها المواجهات»: the relative's فيها is the place before it."""
    s = frame.sentence
    opens = reading.of_row("clause", "relative", max(s.i, frame.i - 4), frame.i)
    if not opens or not reading.has("context", "therein", opens[-1].j, min(frame.j + 2, s.j)):
        return []
    args = places_of(reading, scan(reading, max(s.i, opens[-1].i - 8), opens[-1].i))
    return [a for a in args if opens[-1].i - a.j <= 1][-1:]


def _stands(arg: Arg) -> bool:
    """Whether something is said to be at a place: «في حلب»، «جنوبي دير البلح»."""
    return arg.prep in STANDS or arg.m.precision == "near"


def _label(reading: Reading, s: Sentence) -> list[Arg]:
    """«محافظة الحسكة: …»، «- 10 تشرين الأول، سرمين: …»: the place that a label gives to its item."""
    for k in range(s.i, min(s.i + LABEL, s.j)):
        if reading.tokens[k].text == ":":
            return places_of(reading, scan(reading, s.i, k))[-1:]
    return []


def _opening(reading: Reading, s: Sentence) -> Arg | None:
    """«وفي الفاشر، …»: where a sentence says that it is."""
    args = [a for a in places_of(reading, scan(reading, s.i, min(s.i + OPENING, s.j))) if a.prep in ("in", "b")]
    return next((a for a in args if not a.m.anaphoric), None)


def _finer_later(reading: Reading, frame: Frame, chosen: Arg) -> list[Arg]:
    """«ألقت قيادة الأمن في محافظة حمص القبض على …، في قرية خربة التين»: a finer place further on in the same telling."""
    stop = min(frame.sentence.j, frame.j + FAR)
    if chosen.m.precision in ("settlement", "point") or chosen.m.anaphoric or frame.trigger.type in MOVES:
        return []
    later = scan(reading, max(frame.j, chosen.j), stop)
    for arg in places_of(reading, later):
        if _stands(arg) and within(arg, chosen) and getattr(arg.m, "role", None) not in NOT_HERE:
            between = reading.of("trigger", frame.j, arg.i)
            told = any(is_verb(h.sense.form) and h.pro[:1] in ("و", "ف") for h in between)
            return [] if told or reading.of("say", frame.j, arg.i) else [arg]
    return []


def _preferred(reading: Reading, frame: Frame, good: list[Arg]) -> list[Arg]:
    """The places of a frame, the one to take first: not what only says where an actor sits, the finest of a chain, a name before «المنطقة»."""
    if good and good[0].m.anaphoric:
        opening = _opening(reading, frame.sentence)
        if opening is not None and opening.j <= frame.i and opening.m.place is not good[0].m.place:
            return [opening, *good]  # «وفي الفاشر، قالت الفرقة إنها صدت هجوما على المدينة»
    if len(good) < 2:
        return good
    actors = {a.j for a in frame.right if a.kind == "actor"}
    first = good[0]
    out = list(good)
    seat = first.i in actors or first.i - 1 in actors  # «رفضت مفوضية … في بورتسودان إعلان المجاعة في الفاشر»
    later = [a for a in good[1:] if not a.coord]
    if seat and later:
        out = [*later, first]
    finer = next((a for a in out[1:] if not a.coord and not _instance(reading, a) and within(a, out[0])), None)
    if finer is not None:
        out = [finer, *[a for a in out if a is not finer]]
    if out[0].m.anaphoric:
        named = next((a for a in out[1:] if not a.m.anaphoric), None)
        if named is not None and out[0].m.place is None:
            out = [named, *[a for a in out if a is not named]]
    return out


def _instance(reading: Reading, arg: Arg) -> bool:
    """«أحياء الرمادي، وأهمها حي التأميم»: an instance of what was named."""
    return reading.has("context", "instance", max(arg.i - 2, 0), arg.i)


def within(inner: Arg, outer: Arg) -> bool:
    """Whether one place argument lies in another and is finer."""
    x, y = inner.m.place, outer.m.place
    if x is None:
        return y is not None and any(p.id == y.id for p in inner.m.parents)
    if y is None:
        return False
    if y.level == 4:
        province = y.kind == "city" and x.level == 4 and x.adm1 == y.adm1 and x.adm2 != y.adm2
        return province or holds(y, x)  # «قصفت فصائل في حلب مواقع في نبل»
    if x.level <= y.level:
        return False
    return bool(x.adm1 and x.adm1 == y.adm1 and y.level <= 2) or (y.level == 0 and x.country == y.country)


def _rest_of_clause(reading: Reading, frame: Frame, draft: Draft) -> list[Arg]:
    """A place after the next trigger of the same sentence, where no other frame claims its own before it."""
    later = [a for a in places_of(reading, scan(reading, frame.stop, frame.hi)) if _usable(reading, a, draft.type)]
    if later:
        return later[:1]
    s = frame.sentence
    before = [
        a for a in places_of(reading, scan(reading, s.i, frame.i))
        if getattr(a.m, "role", None) not in NOT_HERE and id(a.m) not in reading.spoken_for
    ]  # fmt: skip
    stands = [a for a in before if _stands(a)]
    if stands:
        return stands[-1:]
    rest = [
        a
        for a in places_of(reading, scan(reading, frame.hi, s.j))
        if _stands(a) and getattr(a.m, "role", None) not in NOT_HERE
    ]
    if (
        len(rest) != 1
        or any("trigger" in reading.kinds[k] for k in range(frame.hi, rest[0].i))
        or rest[0].i - frame.hi > 12
    ):
        return [a for a in before if a.prep == "" and _subject(reading, a)][-1:]
    return rest
