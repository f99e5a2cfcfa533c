"""What two tellings of one event may not say apart: its type, place, day, doer and toll."""

from __future__ import annotations

import math
from typing import Any

from waqai.events.draft import Draft
from waqai.events.state import related

GENERIC = frozenset({"attack"})
SAME_FAMILY_TYPES = frozenset(
    {
        "air_drone_strike",
        "shelling",
        "ied_mine",
        "suicide_bomb",
        "attack",
        "targeted_killing",
        "attack_on_civilians",
        "armed_clash",
        "grenade",
        "chemical",
    }
)
ALIKE = (
    frozenset({"ied_mine", "suicide_bomb"}),
    frozenset({"armed_clash", "targeted_killing", "attack_on_civilians"}),
    frozenset({"territory_regained", "territory_seized"}),
    frozenset({"arrest", "abduction"}),
)
TOWNS = frozenset({"city", "town", "village"})
SITES = frozenset(
    {"neighbourhood", "site", "airport", "hospital", "mosque", "market", "street", "building", "university"}
)
ACROSS = 12.0  # km from a town's point to what may lie in it
FEW = 3  # dead: under this a count may leave out whom the first told of
KM = 111.2  # of a degree of latitude


def alike(a: Draft, b: Draft) -> bool:
    """Whether one event may be told under both types: as an attack and as what it was done with, as bomb and bomber."""
    if a.type == b.type:
        return True
    if a.family == b.family == "violence" and (a.type in GENERIC or b.type in GENERIC):
        return a.type in SAME_FAMILY_TYPES and b.type in SAME_FAMILY_TYPES
    return any(a.type in group and b.type in group for group in ALIKE)


def same_total(a: Draft, b: Draft) -> bool:
    """Whether two tallies give one figure: of events, or of one harm."""
    if a.count is not None and b.count is not None:
        return bool(a.count.low == b.count.low)
    return bool({(c.harm, c.low) for c in a.casualties} & {(c.harm, c.low) for c in b.casualties})


def one_extent(a: Draft, b: Draft) -> bool:
    """Whether both take one place: most of a province and the quarters of its seat are two takings."""
    x, y = a.place.place if a.place else None, b.place.place if b.place else None
    return a.family != "territory" or x is None or y is None or (x.level < 4) == (y.level < 4)


def targets_agree(a: Draft, b: Draft) -> bool:
    """Whether the targets can be one."""
    x, y = {t.actor for t in a.targets()}, {t.actor for t in b.targets()}
    return not x or not y or bool(x & y)


def places_agree(a: Draft, b: Draft) -> bool:
    """Whether two drafts can be in one place: one of them says none, or one place lies in the other."""
    if a.place is None or b.place is None or not b.own_place or not a.own_place:
        return True
    return one_place(a.place, b.place)


def one_place(a: Any, b: Any) -> bool:
    """Whether two place mentions can be of one event: the same, or one in the other."""
    if a is b:
        return True
    x, y = a.place, b.place
    if x is not None and y is not None:
        return related(x, y) or holds(x, y) or holds(y, x) or _part_of_country(x, y) or _part_of_country(y, x)
    if x is None and y is None:
        return (a.i, a.j) == (b.i, b.j) or _one_name(a.name, b.name)
    known, unknown = (x, b) if y is None else (y, a)
    if _part_of_country(known, unknown.where):
        return True
    inside = any(known.id == p.id or known.level < p.level and related(known, p) for p in unknown.parents)
    site = known.kind == "city" and unknown.kind in SITES and unknown.adm1 == known.adm1 and bool(known.adm1)
    return inside or site  # «كابل» and «بوابة المطار»


def _part_of_country(region: Any, place: Any) -> bool:
    """«جنوب اليمن» is no unit, and may hold any place of the country."""
    return place is not None and region.kind == "region" and not region.adm1 and region.country == place.country


def _one_name(a: str, b: str) -> bool:
    """«مسجد الإمام الصادق» and «مسجد الصادق»: one name holds the words of the other, at least one of them no head word."""
    x, y = a.split(), b.split()
    return bool(x and y) and x[-1] == y[-1] and (set(x) <= set(y) or set(y) <= set(x))


def holds(town: Any, site: Any) -> bool:
    """Whether a quarter or a building can lie in a town: «صنعاء» and «حي الجراف»."""
    if town.kind not in TOWNS or site.level < 4 or site.kind in TOWNS or town.country != site.country:
        return False
    if site.parent == town.id:
        return True
    if None in (town.lat, town.lon, site.lat, site.lon) or town.adm1 != site.adm1:
        return False
    north = (town.lat - site.lat) * KM
    east = (town.lon - site.lon) * KM * math.cos(math.radians(town.lat))
    return math.hypot(north, east) <= ACROSS


def one_country(a: Draft, b: Draft) -> bool:
    """Whether two places can be a headline's wide name and the body's: one of them unknown, or in one first-level unit."""
    x, y = a.place.where if a.place else None, b.place.where if b.place else None
    return x is None or y is None or bool(x.adm1 and x.adm1 == y.adm1)


def dates_agree(a: Draft, b: Draft) -> bool:
    """Whether the days can be one."""
    if a.date is None or b.date is None or a.date.start is None or b.date.start is None:
        return True
    return bool(a.date.start <= b.date.end and b.date.start <= a.date.end)


def actors_agree(a: Draft, b: Draft) -> bool:
    """Whether the initiators can be the same."""
    if (
        len(b.initiators()) > 1
        and a.initiators()
        and not {i.actor for i in a.initiators()} & {i.actor for i in b.initiators() if i.actor}
    ):
        return False
    x = {i.actor for i in a.initiators() if i.actor}
    y = {i.actor for i in b.initiators() if i.actor}
    return not x or not y or bool(x & y)


def totals(d: Draft) -> dict[str, list[int]]:
    """The counts of each harm to people, subsets left out."""
    out: dict[str, list[int]] = {}
    for c in d.casualties:
        if c.parent is None and c.unit == "person" and c.low is not None:
            out.setdefault(c.harm, []).append(c.low)
    return out


def tolls_agree(a: Draft, b: Draft, grow: bool = False) -> bool:
    """Whether the second toll repeats the first or tells more of it; ``grow``: a later total may be larger."""
    for c in b.casualties:
        same = [o for o in a.casualties if o.harm == c.harm and o.parent is None and o.unit == c.unit]
        if c.parent is not None or not same:
            continue
        total = sum(o.low or 0 for o in same)
        if any(o.low == c.low for o in same) or total == c.low:
            continue
        others = len(same) > 1 or c.category not in (
            "unspecified",
            same[0].category,
        )  # «قتل سبعة منهم … واستشهد ثلاثة من رفاقنا»
        if grow and (c.harm != "killed" or (c.low or 0) > total or total < FEW or others):
            continue
        if sum(totals(b).get(c.harm, [])) == total:
            continue  # «قتل ستة … ثلاثة مدنيين وثلاثة من رجال الشرطة قتلوا»
        return False
    return True


def repeats_toll(a: Draft, b: Draft) -> int:
    """The toll of more than one person that both tell, by one figure or by parts that make it up; 0 where they tell none.

    The dead decide: who was wounded is counted again and again.
    """
    x, y = totals(a), totals(b)
    harm = next(
        (h for h in ("killed", "abducted", "detained", "injured", "killed_or_injured") if x.get(h) and y.get(h)), ""
    )
    one, two = sum(x.get(harm, [])), sum(y.get(harm, []))
    return one if one == two and one > 1 else 0
