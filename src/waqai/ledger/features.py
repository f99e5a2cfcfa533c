"""Are two records the same incident? Weighted features, each with its reason, summed to a probability.

The weights are log-odds, set by hand on the codebook's rule 16 and checked on the authored stories; docs/ledger.md
has the table. A pair that breaks a hard rule (types of no kinship, precise places far apart, days apart) scores
nothing and is never even suggested.
"""

from __future__ import annotations

import math

import msgspec
from rapidfuzz.fuzz import token_set_ratio

from waqai.ledger.families import kinship

BIAS = -2.6
SLOPE = 1.0
AUTOMATIC = 0.80
SUGGESTED = 0.30
CERTAIN = 0.9999  # 1.0 is kept for what a report says of its own records
MIN_WORDS = 6  # a shorter evidence says too little for its wording to count
EARTH_KM = 6371.0
PRECISE = frozenset({"point", "settlement", "near"})
CANDIDATE_KM = 5.0  # of two named places, by rule 16
NEAR_KM = 12.0  # where one of the two is only "near" its name
AROUND_KM = 60.0  # "south-west of" a town may be as far as this
NAME_LETTERS = 3  # a shorter place name is looked for as a whole word only
PROCLITICS = 2  # letters that may stand before a name in one word
SAME_NAME = {"district": 1.2, "governorate": 0.5, "region": 0.0, "country": 0.0}  # a town in an area of its name
KIN_WEAPONS = frozenset(
    frozenset(pair)
    for pair in (
        # A blast is a "device" in the first report, and what it was in the second.
        ("ied", "car_bomb"), ("ied", "motorcycle_bomb"), ("ied", "mine"), ("ied", "suicide_vest"),
        ("car_bomb", "suicide_vest"), ("mine", "uxo"), ("artillery", "rocket"), ("rocket", "missile"),
    )
)  # fmt: skip
NAMED_DEAD = frozenset({"commander", "official", "religious", "tribal", "journalist"})
SOFT = frozenset({"civilian", "child", "woman", "elderly"})
ARMED = frozenset({"fighter", "military", "security", "forces", "commander"})
NO_ONE = frozenset({"UNIDENT_ARMED", "CIV"})


class Sketch(msgspec.Struct, frozen=True, array_like=True):
    """What resolution compares of a record. Days are ordinals; ``killed`` and ``injured`` are (low, high)."""

    uid: str
    report: int
    type: str
    part: str
    start: int | None
    end: int | None
    dated: bool
    country: str | None
    adm1: str | None
    adm2: str | None
    adm3: str | None
    place: str | None
    lat: float | None
    lon: float | None
    precision: str | None
    initiators: list[str]
    targets: list[str]
    killed: tuple[int | None, int | None] | None
    injured: tuple[int | None, int | None] | None
    others: list[tuple[str, int | None]]  # other harms (detained, abducted …) and their low count
    categories: list[str]
    weapon: str | None
    name: str | None
    words: str  # the evidence, folded
    origin: str  # the original source's key
    named: str = ""  # the place's name, folded
    itemised: list[tuple[str, str, int]] = []  # (harm, category, low) of every count of persons
    candidates: list[str] = []  # other places that the name may mean


class Reason(msgspec.Struct, frozen=True):
    """One feature of a pair: its name, what was found, and the log-odds it adds."""

    feature: str
    found: str
    weight: float


class Score(msgspec.Struct, frozen=True):
    """How likely two records are one incident (0 to 1), and why."""

    p: float
    reasons: list[Reason]

    @property
    def automatic(self) -> bool:
        """Whether the pair is joined without a person."""
        return self.p >= AUTOMATIC


def score(a: Sketch, b: Sketch) -> Score | None:
    """Score a pair, or None when a hard rule says that they are two incidents."""
    reasons: list[Reason] = []
    for feature in (_type, _place, _date):
        reason = feature(a, b)
        if reason is None:
            return None
        reasons.append(reason)
    for optional in (_initiator, _target, _killed, _injured, _others, _items, _weapon, _victims, _name, _wording):
        reason = optional(a, b)
        if reason is not None:
            reasons.append(reason)
    logit = SLOPE * (BIAS + sum(reason.weight for reason in reasons))
    return Score(min(round(1 / (1 + math.exp(-logit)), 4), CERTAIN), reasons)


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres between two WGS 84 points in degrees.

    >>> round(distance_km(35.33, 40.14, 35.02, 40.45))
    45
    """
    p1, p2 = math.radians(lat1), math.radians(lat2)
    h = math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(h))


def _type(a: Sketch, b: Sketch) -> Reason | None:
    kin = kinship(a.type, b.type)
    if kin is None:
        return None
    return Reason("type", f"{kin}: {a.type}, {b.type}", {"same": 1.0, "generic": 0.5, "near": 0.3}[kin])


def _place(a: Sketch, b: Sketch) -> Reason | None:
    if a.named and a.named == b.named and a.place != b.place and (a.place in b.candidates or b.place in a.candidates):
        # Jericho and Idlib's Ariha are one word: which of the two a report means was a choice.
        return Reason("place", "one name that may mean either place", _either(a, b))
    for level in ("country", "adm1", "adm2"):
        one, two = getattr(a, level), getattr(b, level)
        if one and two and one != two and not (level == "adm2" and _close(a, b)):
            return None
    if a.country is None or b.country is None:
        return _unplaced(a, b)
    if a.precision in PRECISE and b.precision in PRECISE:
        return _precise(a, b)
    if a.place and a.place == b.place:
        known = {"district": 1.2, "governorate": 0.5}.get(a.precision or "", 0.0)
        return Reason("place", f"the same {a.precision}", known)
    if a.precision in PRECISE or b.precision in PRECISE:
        wide = _wider(a, b)
        found = {"district": 0.9, "governorate": 0.0}.get(wide, -0.6)
        if a.named and a.named == b.named:
            return Reason("place", f"one lies within the other ({wide}) of its name", SAME_NAME.get(wide, found))
        if _named(a, b):
            return Reason("place", f"one lies within the other ({wide}), which names it", 1.2)
        return Reason("place", f"one lies within the other ({wide or 'no place'})", found)
    overlap = 0.2 if a.adm2 and a.adm2 == b.adm2 else 0.0 if a.adm1 and a.adm1 == b.adm1 else -0.4
    return Reason("place", "areas that may overlap", overlap)


def _either(a: Sketch, b: Sketch) -> float:
    """A town and the district of its name are nearly one place; its governorate is wider; a homonym may be anywhere."""
    levels = ((getattr(a, level), getattr(b, level)) for level in ("country", "adm1", "adm2"))
    if any(one and two and one != two for one, two in levels):
        return 0.6
    return SAME_NAME.get(_wider(a, b), 1.2)


def _wider(a: Sketch, b: Sketch) -> str:
    """The precision of the two that is not that of a place on the ground, if there is one."""
    return (b.precision if a.precision in PRECISE else a.precision) or ""


def _unplaced(a: Sketch, b: Sketch) -> Reason:
    """One of the two tells no place: whether its words name the other's is all there is to go by."""
    if a.named and a.named == b.named:
        return Reason("place", "the same name, of one of them not on the map", 1.4)
    if _named(a, b):
        return Reason("place", "one tells no place, but its words name the other's", 1.4)
    return Reason("place", "no place is told", -1.0)


def _named(a: Sketch, b: Sketch) -> bool:
    """Whether the words of the record with the wider place (or none) name the place of the other."""
    return any(
        narrow.precision in PRECISE and bool(narrow.named) and _told_in(narrow.named, wide.words)
        for narrow, wide in ((a, b), (b, a))
    )


def _told_in(name: str, text: str) -> bool:
    first, *rest = name.split()
    words = text.split()
    return any(_is_name(word, first) and words[at + 1 : at + 1 + len(rest)] == rest for at, word in enumerate(words))


def _is_name(word: str, name: str) -> bool:
    if word == name:
        return True
    return len(name) >= NAME_LETTERS and word.endswith(name) and len(word) - len(name) <= PROCLITICS


def _precise(a: Sketch, b: Sketch) -> Reason | None:
    near = "near" in (a.precision, b.precision)
    if a.place and a.place == b.place:
        one_near = near and a.precision != b.precision
        return Reason(
            "place", "the same place, one of them only near" if one_near else "the same place", 1.9 if one_near else 2.3
        )
    km = _distance(a, b)
    if km is None:
        return Reason("place", "named differently, not on the map", -1.5)
    if km <= 1:
        return Reason("place", f"{km:.1f} km apart", 2.0)
    if km <= CANDIDATE_KM:
        return Reason("place", f"{km:.1f} km apart", 0.7 if near else 0.2)
    if near and km <= NEAR_KM:
        return Reason("place", f"{km:.1f} km apart, one of them only near", -1.2)
    if near and km <= AROUND_KM and a.adm1 and a.adm1 == b.adm1:
        return Reason("place", f"{km:.0f} km apart, one of them only near", -2.2)
    return None


def _distance(a: Sketch, b: Sketch) -> float | None:
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return distance_km(a.lat, a.lon, b.lat, b.lon)


def _close(a: Sketch, b: Sketch) -> bool:
    km = _distance(a, b)
    return km is not None and km <= AROUND_KM and "near" in (a.precision, b.precision)


def _date(a: Sketch, b: Sketch) -> Reason | None:
    if a.start is None or b.start is None:
        return None
    a_end, b_end = a.end or a.start, b.end or b.start
    gap = max(a.start - b_end, b.start - a_end, 0)
    if _told_before(a, b) or _told_before(b, a):
        return None
    if not (a.dated and b.dated):
        # An undated record stands on its day of publication: the event is that day or shortly before it.
        return Reason("date", f"{gap} days apart by publication", {0: 0.8, 1: 0.4}.get(gap, -0.4)) if gap <= 2 else None
    if gap > 1:
        return None
    if gap == 1:
        return Reason("date", "a day apart", -0.7)
    if a.start == b.start and a_end == b_end and a_end - a.start <= 1:
        return Reason("date", "the same day", 1.4)
    wide = max(a_end - a.start, b_end - b.start)
    return Reason("date", "one lies within the other's span", 0.5 if wide <= 7 else -0.3)


def _told_before(a: Sketch, b: Sketch) -> bool:
    """Whether ``a`` was published, without a day of its own, before the day of ``b``: it cannot tell of it."""
    return not a.dated and b.dated and a.start is not None and b.start is not None and a.start < b.start


def _parties(feature: str, a: list[str], b: list[str], same: float, other: float) -> Reason | None:
    one, two = set(a) - NO_ONE, set(b) - NO_ONE
    if one & two:
        return Reason(feature, "the same: " + ", ".join(sorted(one & two)), same)
    if one and two:
        return Reason(feature, f"{', '.join(sorted(one))} against {', '.join(sorted(two))}", other)
    return None


def _initiator(a: Sketch, b: Sketch) -> Reason | None:
    if a.type == b.type == "armed_clash" or {a.type, b.type} & {"communal_clash"}:
        # Who of two clashing sides began is told differently; both sides together are compared.
        return _parties("sides", a.initiators + a.targets, b.initiators + b.targets, 1.0, -2.0)
    if a.part != b.part:
        return None  # a denier may name another doer of what he denies
    return _parties("initiator", a.initiators, b.initiators, 0.8, -2.0)


def _target(a: Sketch, b: Sketch) -> Reason | None:
    if a.type == b.type == "armed_clash" or {a.type, b.type} & {"communal_clash"}:
        return None
    return _parties("target", a.targets, b.targets, 0.6, -1.2)


def _count(
    feature: str, a: tuple[int | None, int | None] | None, b: tuple[int | None, int | None] | None, scale: float
) -> Reason | None:
    if a is None or b is None or a[0] is None or b[0] is None:
        return None
    if a == b:
        weight = 0.2 if a[0] == 0 else 0.8 if a[0] == 1 else 1.2 if a[0] < 5 else 1.8
        return Reason(feature, f"both {a[0]}", weight * scale)
    if _overlap(a, b):
        return Reason(feature, f"{_shown(a)} and {_shown(b)} agree", 0.4 * scale)
    low, high = sorted((a[0], b[0]))
    if high - low <= 2 or high <= low * 1.5:
        return Reason(feature, f"{low} and {high}: near", (-0.3 if not low else 0.0 if low < 5 else 0.5) * scale)
    if high <= low * 3:
        return Reason(feature, f"{low} and {high}: may be a later toll", -0.5 * scale)
    return Reason(feature, f"{low} and {high}: far apart", -1.2 * scale)


def _overlap(a: tuple[int | None, int | None], b: tuple[int | None, int | None]) -> bool:
    top_a = a[1] if a[1] is not None else math.inf
    top_b = b[1] if b[1] is not None else math.inf
    return (a[0] or 0) <= top_b and (b[0] or 0) <= top_a


def _shown(count: tuple[int | None, int | None]) -> str:
    return f"{count[0]}–{'' if count[1] is None else count[1]}"


def _killed(a: Sketch, b: Sketch) -> Reason | None:
    if a.killed != b.killed and (_named_only(a) or _named_only(b)):
        return None  # one counts the man it names, the other those who died with him
    return _count("killed", a.killed, b.killed, 1.0)


def _injured(a: Sketch, b: Sketch) -> Reason | None:
    return _count("injured", a.injured, b.injured, 0.5)


def _others(a: Sketch, b: Sketch) -> Reason | None:
    theirs = dict(b.others)
    for harm, low in a.others:
        if low is not None and theirs.get(harm) is not None:
            return _count(harm, (low, low), (theirs[harm], theirs[harm]), 1.0)
    return None


def _named_only(a: Sketch) -> bool:
    killed = [(category, low) for harm, category, low in a.itemised if harm == "killed"]
    return bool(killed) and all(category in NAMED_DEAD and low == 1 for category, low in killed)


def _items(a: Sketch, b: Sketch) -> Reason | None:
    """The same counts of the same kinds of people ("a woman killed, three children hurt") are hardly chance."""
    one, two = set(a.itemised), set(b.itemised)
    shared = [item for item in one & two if item[1] != "unspecified" and item[2]]
    if len(shared) < 2:
        return None
    return Reason("counts", ", ".join(f"{n} {category} {harm}" for harm, category, n in sorted(shared)), 1.0)


def _weapon(a: Sketch, b: Sketch) -> Reason | None:
    if not a.weapon or not b.weapon or frozenset((a.weapon, b.weapon)) in KIN_WEAPONS:
        return None
    same = a.weapon == b.weapon
    return Reason("weapon", a.weapon if same else f"{a.weapon}, {b.weapon}", 0.4 if same else -0.8)


def _victims(a: Sketch, b: Sketch) -> Reason | None:
    one, two = _side(a.categories), _side(b.categories)
    if not one or not two:
        return None
    shared = set(a.categories) & set(b.categories) - {"unspecified"}
    if shared:
        return Reason("victims", ", ".join(sorted(shared)), 0.4)
    return None if one & two else Reason("victims", "civilians against armed", -1.2)


def _side(categories: list[str]) -> set[str]:
    found = {"soft" for c in categories if c in SOFT} | {"armed" for c in categories if c in ARMED}
    return found | {
        c for c in categories if c not in SOFT and c not in ARMED and c not in ("unspecified", "perpetrator")
    }


def _name(a: Sketch, b: Sketch) -> Reason | None:
    if not a.name or not b.name:
        return None
    return Reason("name", "the same name", 2.5) if a.name == b.name else Reason("name", "other names", -2.0)


def _wording(a: Sketch, b: Sketch) -> Reason | None:
    if min(len(a.words.split()), len(b.words.split())) < MIN_WORDS:
        return None
    ratio = token_set_ratio(a.words, b.words) / 100
    steps = ((0.9, 2.0), (0.75, 1.2), (0.6, 0.6), (0.45, 0.2), (0.25, 0.0), (0.0, -0.4))
    weight = next(weight for least, weight in steps if ratio >= least)
    return Reason("wording", f"{ratio:.0%} alike", weight) if weight else None
