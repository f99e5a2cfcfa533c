"""Heads of a count: «عدد القتلى … إلى 27»، «حصيلة العدوان»، «خسائرها», and the number that they come to."""

from __future__ import annotations

from typing import Any, NamedTuple

from waqai.events.clauses import is_verb
from waqai.events.draft import DraftCasualty
from waqai.events.reading import Reading, Sentence
from waqai.text.morph import ARTICLE

REACH = 30  # tokens between a head and its number
NOUN_NEAR = 6  # tokens between a head and the noun that it counts
HEADS = ("count_head", "toll_head", "losses")
REACHED_NEAR = 7
REAPED_NEAR = 14
CAUSE_NEAR = 8
NUMBERS = ("count", "other", "population")
COUNTED_FAMILIES = frozenset({"violence", "protest"})
HELD = {"held.arrest": "detained", "held.abduction": "abducted"}
LOSERS = frozenset({"military", "fighter", "security", "forces", "peacekeeper", "commander"})


class Head(NamedTuple):
    """The word of a count at ``[i, j)``, and the people noun it counts, if it counts people.

    ``definite``: «العدد»، «الحصيلة» go on with a toll told before.
    """

    id: str
    i: int
    j: int
    noun: Any
    definite: bool
    skip: int


def heads(reading: Reading, sentence: Sentence) -> list[Head]:
    """The heads of a sentence, in order; «عدد من القتلى» is a vague number and none."""
    out: list[Head] = []
    found = [h for h in reading.of("context", sentence.i, sentence.j) if h.sense.id in HEADS]
    for h in sorted(found, key=lambda h: (h.i, -h.j)):
        if out and h.i < out[-1].j:
            continue
        if h.sense.id == "count_head" and _vague(reading, h.j):
            continue
        noun = next((m for m in reading.people_in(h.i, h.j + NOUN_NEAR) if m.head >= h.i and not m.counted), None)
        out.append(Head(h.sense.id, h.i, h.j, noun, h.pro.endswith(ARTICLE), h.skip))
    return out


def _vague(reading: Reading, k: int) -> bool:
    """Whether «من» and no relative clause follows: «عدد من القتلى», and not «عدد من استشهدوا»."""
    if not reading.has("prep", "from", k, k + 1):
        return False
    lost = reading.has("context", "lost", k + 1, k + 2)  # «عدد من فقدناهم»
    return not lost and not any(is_verb(h.sense.form) for h in reading.of("trigger", k + 1, k + 2))


def totals(reading: Reading, sentence: Sentence, taken: set[int]) -> list[DraftCasualty]:
    """Figures that say no harm themselves: «عدد القتلى … 27»، «عدد الصحفيين الذين قتلوا … إلى 26 صحفيا»، «أودت بحياة 70 ألفا»."""
    out: list[DraftCasualty] = []
    found = heads(reading, sentence)
    used: set[int] = set()
    for n in reading.numbers_in(sentence.i, sentence.j):
        if n.kind not in NUMBERS or n.i in taken or not (n.low or n.high):
            continue
        m = next((p for p in reading.people_in(n.i - 3, n.j) if p.i <= n.i < p.j), None)
        if m is not None and (
            m.harm in ("killed", "injured", "killed_or_injured", "missing") or m.relation is not None
        ):
            used |= {h.i for h in found if h.i < n.i}
            continue
        harm, category = _lives(reading, sentence, n, m)
        if harm is None:
            harm = _by_verb(reading, sentence, n) if m is None else None
            if harm is None and m is None and found:
                harm = _behind_noun(reading, n)
        if harm is None:
            head = next((h for h in found if h.i not in used and _comes_to(reading, sentence, h, n)), None)
            if head is None:
                continue
            harm, category = _harm(reading, head, n, m), _category(reading, head, n, m)
            used.add(head.i)
        if harm is not None:
            at = m if m is not None else n
            unit = m.unit if m is not None else "person"
            out.append(DraftCasualty(harm, n.low, n.high, n.qualifier, category, unit, _actors(m), at.i, at.j, at.skip))
    return out


def _actors(m: Any) -> list[str]:
    return list(m.actors) if m is not None else []


def _behind_noun(reading: Reading, n: Any) -> str | None:
    """«بلغ عدد القتلى 1800 والجرحى خمسة آلاف»: the harm of the definite noun right before a figure."""
    p = next((p for p in reading.people_in(n.i - 2, n.i) if p.j == n.i and p.definite and not p.counted), None)
    return str(p.harm) if p is not None and p.harm in ("killed", "injured", "missing") else None


def _by_verb(reading: Reading, sentence: Sentence, n: Any) -> str | None:
    """The harm of the verb before a figure with no noun: «قتل فيها عشرات الآلاف»، «قتلت الحرب الدائرة منذ … عشرات الآلاف»."""
    if n.noun is not None:
        return None
    for h in reading.of("trigger", max(sentence.i, n.i - REAPED_NEAR), n.i):
        harm = reading.events.triggers[h.sense.id].harm if h.sense.id.startswith("harm.") else None
        if harm not in ("killed", "injured") or not is_verb(h.sense.form):
            continue
        therein = n.i - h.j <= 1 and reading.has("context", "therein", h.j, n.i)
        if h.j == n.i or therein or reading.has("cue", "total.war", h.j, h.j + 1):
            return str(harm)
    return None


def _reaped(reading: Reading, sentence: Sentence, at: int) -> bool:
    """«حصدت هجمات المسلحين … مئات من عناصر الجيش»: the first figure behind a verb that takes lives."""
    found = reading.of_row("context", "reaped", max(sentence.i, at - REAPED_NEAR), at)
    if not found or any(p.counted for p in reading.people_in(found[-1].j, at)):
        return False
    return not any(is_verb(h.sense.form) for h in reading.of("trigger", found[-1].j, at))


def _lives(reading: Reading, sentence: Sentence, n: Any, m: Any) -> tuple[str | None, str]:
    """«أودت الحرب بحياة عشرات الآلاف»، «خسرت القوات 78 جنديا»: killed, by the words before the figure."""
    at = m.i if m is not None else n.i
    if reading.has("context", "lives", at - 2, at):
        return "killed", m.category if m is not None else "unspecified"
    lost = m is not None and m.category in LOSERS and reading.has("context", "lost", max(sentence.i, at - 8), at)
    taken = m is not None and m.harm is None and _reaped(reading, sentence, at)
    return ("killed", m.category) if m is not None and (lost or taken) else (None, "unspecified")


def _comes_to(reading: Reading, sentence: Sentence, head: Head, n: Any) -> bool:
    """Whether the number is what the head comes to: «… إلى 27»، «بلغ … 344»، «يرتفع إلى 41 عدد المدنيين»."""
    before = max(sentence.i, n.i - 1)
    if head.i >= n.j:
        rises = _to(reading, before) or reading.has("context", "reached", max(sentence.i, n.i - 2), n.i + 1)
        return head.i - n.j <= 1 and rises
    if n.i - head.j > REACH:
        return False
    if _to(reading, before):
        return True
    return reading.has("context", "reached", max(sentence.i, head.i - REACHED_NEAR), n.j)


def _to(reading: Reading, k: int) -> bool:
    return reading.has("prep", "to", k, k + 1)


def _harm(reading: Reading, head: Head, n: Any, m: Any) -> str | None:
    """The harm a figure tells: by its own noun, by the relative clause of what is counted, by the noun, by the head."""
    if m is not None and m.harm is not None:
        return str(m.harm)
    lo, hi = (head.j, n.i) if head.i < n.i else (head.j, head.j + NOUN_NEAR)
    for h in reading.of("trigger", lo, hi):
        harm = reading.events.triggers[h.sense.id].harm
        cases = reading.has("context", "cases", h.i - 1, h.i) and not is_verb(h.sense.form)  # «عدد حالات الاعتقال»
        if harm is not None and (cases or is_verb(h.sense.form) or h.sense.form.endswith("+p")):  # «الذين تم تحييدهم»
            return harm
    for p in reading.people_in(head.i, hi if head.i >= n.i else min(hi, head.j + NOUN_NEAR)):
        if p.harm is not None and not p.counted:
            return str(p.harm)  # «عدد القتلى»، «عدد عمال الإغاثة القتلى»
    held = [h.sense.id for h in reading.of("context", lo, min(hi, lo + NOUN_NEAR)) if h.sense.id in HELD]
    if held:
        return HELD[held[0]]  # «عدد الصحفيين المعتقلين»
    if reading.has("context", "displaced_noun", lo, min(hi, lo + NOUN_NEAR)):
        return "displaced"
    if head.id == "losses":
        return "killed" if m is None or m.category in LOSERS or m.category == "unspecified" else None
    return "killed" if head.id == "toll_head" and m is not None and m.unit == "person" else None


def _category(reading: Reading, head: Head, n: Any, m: Any) -> str:
    """Who is counted: by the figure's own noun, else by the nouns of the head («عدد الصحفيين»، «قتلى العناصر الإرهابية»)."""
    stop = n.i if head.i < n.i else head.j + NOUN_NEAR
    nouns = [m] if m is not None else []
    nouns += [p for p in reading.people_in(head.i, min(stop, head.j + NOUN_NEAR)) if not p.counted]
    named = (str(p.category) for p in nouns if p.category not in ("unspecified", "idp_refugee"))
    return next(named, "unspecified")


def protest_since(reading: Reading, period: Any) -> Any:
    """The trigger hit of the protests that a period runs from («منذ اندلاع الاحتجاجات»), or None."""
    if period is None:
        return None
    for h in reading.of("trigger", period.i, period.j + 1):
        definite = reading.tokens[h.i].key.startswith(ARTICLE) and not is_verb(h.sense.form)
        if definite and reading.events.triggers[h.sense.id].type == "protest":
            return h
    return None


def cause_noun(reading: Reading, sentence: Sentence, at: int) -> Any:
    """The trigger hit of the events that a figure ending at ``at`` is told for: «23 ضحية لأعمال القنص»، «نتيجة الألغام»; else None."""
    for h in reading.of("trigger", at, min(at + CAUSE_NEAR, sentence.j)):
        t = reading.events.triggers[h.sense.id]
        if (
            is_verb(h.sense.form)
            or t.id.startswith("harm.")
            or t.family not in COUNTED_FAMILIES
            or reading.in_date[h.i]
        ):
            continue
        caused = reading.has("cue", "link.cause", at, h.i) or h.i - at <= 2
        if caused and not any(reading.tokens[k].text in "؛." for k in range(at, h.i)):
            return h
    return None


def named_event(reading: Reading, sentence: Sentence, stop: int) -> Any:
    """The trigger hit of the events whose toll a head counts before ``stop``: «عدد قتلى الاحتجاجات»، «حصيلة الاشتباكات»; else None."""
    for head in heads(reading, sentence):
        for h in reading.of("trigger", head.i, max(stop, head.j + NOUN_NEAR)):
            t = reading.events.triggers[h.sense.id]
            noun = not is_verb(h.sense.form) and not t.id.startswith("harm.") and t.family in COUNTED_FAMILIES
            war = reading.has("cue", "total.war", h.i, h.i + 1)  # «عدد قتلى النزاع»
            if (
                noun
                and not war
                and not reading.in_date[h.i]
                and reading.tokens[h.i].key.lstrip("وب").startswith((ARTICLE, "لل"))
            ):
                return h
    return None


def figure(reading: Reading, sentence: Sentence, head: Head) -> Any:
    """The number that a head comes to, or None."""
    for n in reading.numbers_in(sentence.i, sentence.j):
        if n.kind in NUMBERS and n.low and _comes_to(reading, sentence, head, n):
            return n
    return None
