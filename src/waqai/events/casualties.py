"""Casualties: harm × count × category × actor, bound to the trigger that tells the harm.

Subsets (بينهم) are never added to the total, partitions (هم) replace it, a pool (بين قتيل وجريح) stays a pool, and the
attacker's death is kept apart.
"""

from __future__ import annotations

from typing import Any

from waqai.events.args import ARMED_CATEGORIES, Arg, bare, m_pro, scan, with_coordinates
from waqai.events.draft import DraftCasualty
from waqai.events.frames import Frame
from waqai.events.reading import Reading
from waqai.events.roles import Roles

OF_ONE = frozenset({"harm.felled", "harm.maimed", "targeted_killing.felled"})  # told of whoever stands before
TOLL_HARMS = frozenset({"killed", "injured", "killed_or_injured", "missing"})


def from_people(m: Any, harm: str) -> DraftCasualty:
    """The casualty entry of a people mention under a harm."""
    return DraftCasualty(harm, m.low, m.high, m.qualifier, m.category, m.unit, list(m.actors), m.i, m.j, m.skip)


def _countable(m: Any) -> bool:
    """Whether a people mention counts anyone: «القتلى» and «المعتقلين» only refer."""
    unbounded = m.low is None and m.high is None
    if m.unit == "vehicle" or unbounded and (m.qualifier != "vague" or m.definite and not m.counted):
        return False  # «عدد من الجنود»، «جنود» are a toll of no known number, «المدنيين» none
    if m.definite and not m.counted and m.harm is not None:
        return False  # «الشهيد»، «الجثة»: somebody told of before
    return m.counted or not (m.definite and m.qualifier == "vague" and m.number == "pl")


def victims(reading: Reading, frame: Frame, roles: Roles) -> list[Arg]:
    """The people a harm trigger is about."""
    if frame.trigger.frame == "found":
        on = [a for a in frame.right if a.kind == "people" and (a.prep == "on" or a.m.harm == "killed")]
        return with_coordinates(frame.right, on[0]) if on else []
    if frame.trigger.frame == "release":
        freed = [a for a in frame.right if a.kind == "people" and a.prep in ("about", "")]  # «أفرجت عن ستة جنود»
        if freed:
            return with_coordinates(frame.right, freed[0])
    if frame.trigger.frame == "move":
        moved = [a for a in roles.doers if a.kind == "people"]
        if moved:
            return moved
    people = [a for a in roles.targets if a.kind == "people"]
    if people:
        return people
    after = [a for a in bare(frame.right) if a.kind == "people" and a not in roles.doers and a.commas == 0]
    if after:
        return with_coordinates(frame.right, after[0])
    if frame.hit.sense.form.endswith("+p") and not frame.verb:
        before = [a for a in bare(_since_met(reading, frame)) if a.kind == "people"]  # «لقي 17 عنصرا … مصرعهم»
        if before:
            return with_coordinates(frame.left if before[0] in frame.left else before, before[0])
    if frame.trigger.id in OF_ONE:
        before = [a for a in bare(frame.left) if a.kind == "people" and a not in roles.doers and a.commas == 0]
        return before[-1:]  # «سقط الشاب صريعا»، «فقد الطفل ساقه»
    if frame.told and not frame.hit.pro.strip("س"):
        before = [a for a in bare(frame.left) if a.kind == "people" and a not in roles.doers]
        if before and frame.i - before[-1].j <= 4:
            return [before[-1]]
    return []


def _since_met(reading: Reading, frame: Frame) -> list[Arg]:
    """«لقي أحد العاملين في توزيع المساعدات حتفه»: whoever stands after the verb, another event's word between or not."""
    met = [h for h in reading.of("context", max(frame.sentence.i, frame.i - 16), frame.i) if h.sense.id == "met"]
    return scan(reading, met[-1].j, frame.i) if met and not frame.left else frame.left


def of_frame(reading: Reading, frame: Frame, roles: Roles, harm: str) -> list[DraftCasualty]:
    """The casualties a trigger with ``harm`` tells itself."""
    out: list[DraftCasualty] = []
    used: set[int] = set()
    group = [a for a in victims(reading, frame, roles) if _fits_harm(a.m, harm)]
    group += [a for a in _along(reading, frame) if group and a not in group and _fits_harm(a.m, harm)]
    for arg in group:
        if _countable(arg.m):
            out.append(from_people(arg.m, _harm_told(arg.m, harm)))
            if "people.bare_number" in arg.m.why and frame.form.startswith("perf.3mp"):
                out[-1].category, out[-1].actors = "unspecified", []  # «هاجم مسلحون فندقا وقتلوا عشرة»: no gunmen
            used.add(id(arg.m))
    if not out and frame.trigger.frame in ("move", "flee") and frame.verb:
        out += _bare_number(reading, frame, harm)
    if not out:
        before = _subject_before(reading, frame)
        if before is not None:
            out.append(from_people(before, harm))
            used.add(id(before))
    if not out:
        goes_on = _goes_on(reading, frame)
        if goes_on is not None:
            out.append(from_people(goes_on, harm))
            used.add(id(goes_on))
    alone = group and group[0].i == frame.j
    if alone and harm == "killed" and frame.verb and m_pro(reading, group[0].m)[:1] == "و":
        out.append(_one(frame))  # «قتل وزوجته في غارة»: he and she
    if not out and harm in ("killed", "injured", "detained") and frame.verb:
        out += (harm != "detained" and _implicit(frame)) or _gunmen(reading, frame, roles, harm)
    _related(reading, frame, out, used, harm)
    return out


def _goes_on(reading: Reading, frame: Frame) -> Any:
    """«داس مزارع على لغم فقتل»، «انفجر لغم بمزارع ففقد ساقه»: the one told of before, whom the verb leaves out."""
    at, k = frame.hit, frame.j
    led = reading.tokens[k - 1].key if frame.trigger.id == "harm.maimed" else None
    key = reading.tokens[at.i].key
    if led is not None:
        joined, feminine = led.endswith(("ه", "ها")), led.endswith("ها")
    else:
        met = at.j - at.i > 1 and reading.has("context", "met", at.i, at.i + 1)  # «فلقي حتفه»
        lone = at.j - at.i == 1 and not key.endswith(("وا", "ه", "ها", "م", "ن", "ي"))  # «فقتله»، «فيقتلون» are others
        joined = frame.harm_word and at.pro == "ف" and (lone or met)
        feminine = key.removesuffix("ا").endswith("ت")
    size = 2 if led is None and key.endswith("ا") else 1  # «فقتلا»
    after = reading.tokens[k] if k < frame.sentence.j else None
    ends = after is None or after.kind == "punct" or "prep" in reading.kinds[k] or led is not None
    ends = ends or after is not None and after.key.startswith("ب")  # «فأصيب بجروح»
    if not joined or not ends:
        return None
    people = [m for m in reading.people_in(frame.sentence.i, frame.i) if m.unit == "person" and m.relation is None]
    if not people or people[-1].harm is not None or (people[-1].gender == "f") != feminine:
        return None
    if size > 1 and people[-1].category in ARMED_CATEGORIES:
        return None  # two gunmen may have killed as well
    return people[-1] if (people[-1].low, people[-1].high) == (size, size) else None


def _harm_told(m: Any, harm: str) -> str:
    """The harm of a group: a pool stays a pool under «سقط»، «قتل»."""
    if m.harm == "killed_or_injured":
        return "killed_or_injured"
    return m.harm if harm == "killed_or_injured" and m.harm else harm


def _along(reading: Reading, frame: Frame) -> list[Arg]:
    """«قضى العقيد …، ومعه ثلاثة من مرافقيه»: those told as having been with the victim."""
    if not frame.harm_word:
        return []
    told = [a for a in frame.right if a.kind == "people"]
    # «قتل القيادي مع اثنين من حراسه»
    return [a for a in told if reading.has("context", "along", a.i - 1, a.i) or a.prep == "with" and a.m.counted]


def _bare_number(reading: Reading, frame: Frame, harm: str) -> list[DraftCasualty]:
    """«نزح ما يزيد على 35 ألفا»: a figure with no noun, right behind its verb."""
    for n in reading.numbers_in(frame.j, frame.j + 2):
        if n.kind in ("count", "population") and n.noun is None and (n.low or 0) > 2:
            return [DraftCasualty(harm, n.low, n.high, n.qualifier, "unspecified", "person", [], n.i, n.j, n.skip)]
    return []


def _subject_before(reading: Reading, frame: Frame) -> Any:
    """The counted subject of a plural verb behind its subsets («98 مدنيا، بينهم 17 طفلا، قتلوا …») or of a fixed phrase («71 مقاتلا لقوا حتفهم»)."""
    form, k = frame.hit.sense.form, frame.i
    plural = frame.verb and form.endswith(("mp", "fp")) and frame.hit.pro == ""
    forced = (
        frame.trigger.type == "displacement"
        and not frame.verb
        and (reading.has("prep", "to", k - 1, k) or reading.has("prep", "on", k - 1, k))
    )
    if not plural and not forced and (form != "word" or frame.trigger.harm is None):
        return None
    people = [m for m in reading.people_in(frame.sentence.i, k) if m.counted and m.harm is None]
    while people and people[-1].relation == "subset":
        people.pop()
    if not people or people[-1].relation is not None or (people[-1].low or 0) < 2:
        return None
    if forced:  # «اضطر 1.5 مليون شخص إلى النزوح»
        return people[-1] if k - people[-1].j <= 1 else None
    m = people[-1]
    aside = [p for p in reading.people_in(m.i + 1, k) if p.relation == "subset"]
    end = aside[-1].j if aside else m.j
    return m if k - end <= 1 else None


def _fits_harm(m: Any, harm: str) -> bool:
    """«سقوط قتلى» names its own harm; under another harm word it is somebody else's."""
    if m.harm is None or harm == "killed_or_injured":
        return True
    return (
        m.harm == harm
        or (m.harm == "killed" and harm in ("killed",))
        or m.harm in ("detained", "displaced", "abducted")
    )


def _gunmen(reading: Reading, frame: Frame, roles: Roles, harm: str) -> list[DraftCasualty]:
    """«قتل الجيش مسلحا»: a lone gunman is read as an actor, and is one of the dead all the same."""
    for arg in roles.targets:
        if arg.kind != "actor" or arg.m.kind not in ("generic", "unknown"):
            continue
        for id_, number in (("one_gunman", 1), ("two_gunmen", 2)):
            if reading.has("context", id_, arg.i, arg.i + 1):
                m = arg.m
                return [DraftCasualty(harm, number, number, "exact", "fighter", "person", [], m.i, m.j, m.skip)]
    return []


def _one(frame: Frame) -> DraftCasualty:
    """One victim whom a verb's left-out subject stands for."""
    harm = frame.trigger.harm or "killed"
    at = frame.hit
    return DraftCasualty(harm, 1, 1, "exact", "unspecified", "person", [], at.i, at.j, at.skip, implicit=True)


def _implicit(frame: Frame) -> list[DraftCasualty]:
    """A singular verb with an attached object counts one (قتلته، أصابته)."""
    form = frame.hit.sense.form
    if not form.endswith("+o"):
        return []
    return [
        DraftCasualty(
            frame.trigger.harm or "killed",
            1,
            1,
            "exact",
            "unspecified",
            "person",
            [],
            frame.i,
            frame.j,
            frame.hit.skip,
            implicit=True,
        )
    ]


def _related(reading: Reading, frame: Frame, out: list[DraftCasualty], used: set[int], harm: str) -> None:
    """Subsets and partitions told after the total, which may stand behind a comma or a bracket."""
    entries = {n: c for c in out for n in [_index_of(reading, c)] if n is not None}
    if not entries:
        return
    index = reading.people_index
    for m in reading.people_in(min(c.i for c in out), max(c.j for c in out) + 200):
        if m.parent is None or id(m) in used or m.parent not in entries or not _countable(m):
            continue
        if _other_harm(reading, entries[m.parent].j, m.i, harm):
            continue  # «مقتل 120 طفلا وإصابة 900 منهم»
        child = from_people(m, m.harm or harm)
        if m.relation == "subset":
            child.parent = entries[m.parent]
            out.append(child)
        else:
            _partition(entries[m.parent], child, out)
        entries[index[id(m)]] = child


def _other_harm(reading: Reading, lo: int, hi: int, harm: str) -> bool:
    """Whether a word of another harm stands between a total and what would be its part."""
    found = (reading.events.triggers[h.sense.id].harm for h in reading.of("trigger", lo, hi))
    return any(other is not None and other != harm for other in found)


def _index_of(reading: Reading, c: DraftCasualty) -> int | None:
    return next((reading.people_index[id(m)] for m in reading.people_in(c.i, c.i + 1) if m.j == c.j), None)


def _partition(total: DraftCasualty, part: DraftCasualty, out: list[DraftCasualty]) -> None:
    """A partition's parts stand in place of the total; the first part takes it out."""
    if total in out and not total.stale:
        total.stale = True
    out.append(part)


def settle(casualties: list[DraftCasualty]) -> list[DraftCasualty]:
    """The entries to keep: totals whose parts sum to them go, a part of a total that does not sum becomes a subset."""
    out = list(casualties)
    for total in [c for c in casualties if c.stale]:
        at = casualties.index(total)
        told = [c for c in casualties[at + 1 :] if c.parent is None and not c.stale]
        if told and sum(c.low or 0 for c in told) == total.low:
            out.remove(total)  # «640 ضحية، يتوزعون بين 229 قتيلا و411 مصابا»
            continue
        parts = [c for c in told if c.harm == total.harm]
        known = sum(p.low or 0 for p in parts)
        if parts and total.low is not None and known == total.low:
            out.remove(total)
        else:
            total.stale = False
            for p in parts:
                p.parent = total
    return dedupe(out)


def dedupe(casualties: list[DraftCasualty]) -> list[DraftCasualty]:
    """One entry for one group told twice; «مدني وشقيقه» are two."""
    out: list[DraftCasualty] = []
    for c in casualties:
        twin = next(
            (o for o in out if (o.harm, o.low, o.high, o.unit) == (c.harm, c.low, c.high, c.unit)
             and o.parent is c.parent and (o.category == c.category or "unspecified" in (o.category, c.category))
             and not (0 <= c.i - o.j <= 2 and c.skip)),
            None,
        )  # fmt: skip
        if twin is None:
            out.append(c)
        elif twin.category == "unspecified" and c.category != "unspecified":
            twin.category = c.category
            twin.actors = twin.actors or c.actors
    return [c for c in out if c.parent is None or c.parent in out]


def merge_tolls(old: list[DraftCasualty], new: list[DraftCasualty], update: bool) -> list[DraftCasualty]:
    """The tolls of two tellings of one event: the later total of a harm replaces the earlier, details are kept."""
    out = list(old)
    for c in new:
        if c.parent is not None:
            if c.parent in out and not any(
                o.category == c.category and o.parent is not None and o.harm == c.harm for o in out
            ):
                out.append(c)
            continue
        same = [o for o in out if o.harm == c.harm and o.parent is None and o.unit == c.unit]
        match = next((o for o in same if o.low == c.low and o.high == c.high), None)
        if match is not None:
            if match.category == "unspecified":
                match.category = c.category
            for child in new:
                if child.parent is c:
                    child.parent = match
            continue
        total = sum(o.low or 0 for o in same)
        if not same:
            out.append(c)
        elif len(same) > 1 and total == (c.low or 0):
            continue
        elif update or (len(same) == 1 and (c.low or 0) > (same[0].low or 0) and not c.implicit and _wider(same[0], c)):
            out = [o for o in out if o not in same and o.parent not in same] + [c]
        elif (
            len(same) == 1
            and _wider(c, same[0])
            and (c.low or 0) < (same[0].low or 0)
            and c.category != "unspecified"
            and c.category != same[0].category
        ):
            c.parent = same[0]
            out.append(c)
    return dedupe(out)


def add_told(casualties: list[DraftCasualty], entry: DraftCasualty) -> list[DraftCasualty]:
    """Add a counted harm noun of the same sentence: joined to the entry before it, it adds; alone, the larger total stands."""
    same = [c for c in casualties if c.harm == entry.harm and c.parent is None and c.unit == entry.unit]
    joined = any(0 <= entry.i - c.j <= 1 for c in casualties)
    if not same or joined and entry.category != "unspecified":
        return [*casualties, entry]
    if entry.qualifier in ("vague", "dual_or_plural"):
        return casualties
    total = sum(c.low or 0 for c in same)
    if (entry.low or 0) > total:
        gone = {id(c) for c in same}
        return [c for c in casualties if id(c) not in gone and (c.parent is None or id(c.parent) not in gone)] + [entry]
    return casualties


def _wider(a: DraftCasualty, b: DraftCasualty) -> bool:
    """Whether ``b`` can be the same group counted again (its category holds ``a``'s)."""
    return (
        a.category == b.category or b.category in ("unspecified", "civilian", "forces") or a.category == "unspecified"
    )


def counted(casualties: list[DraftCasualty]) -> bool:
    """Whether any entry is a stated number: «ضحايا» counts nobody."""
    return any(c.qualifier not in ("vague", "dual_or_plural") for c in casualties)


def _totalled_noun(reading: Reading, m: Any) -> bool:
    """«عدد قتلى الاحتجاجات»: the noun is what is counted, and counts nobody itself."""
    return not m.counted and any(
        h.sense.id == "tally.word" and h.i < m.head < h.j for h in reading.of("cue", max(m.i - 2, 0), m.i + 1)
    )


def free_harms(reading: Reading, lo: int, hi: int, taken: set[tuple[int, int]]) -> list[Any]:
    """People mentions of ``[lo, hi)`` whose noun itself tells harm (سبعة قتلى، عشرات الجرحى) and that nobody has taken."""
    return [
        m for m in reading.people_in(lo, hi)
        if m.harm in TOLL_HARMS and (m.i, m.j) not in taken and _countable(m) and not _totalled_noun(reading, m) and m.relation is None and not m_pro(reading, m).startswith("ك")
    ]  # fmt: skip
