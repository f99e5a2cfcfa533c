"""Which trigger a word is: what its clause must hold, what it must not, and whether a word of two readings is verb or masdar."""

from __future__ import annotations

from waqai.events.clauses import is_verb
from waqai.events.reading import Reading
from waqai.lexicon.events import Trigger
from waqai.lexicon.index import Hit
from waqai.text.morph import ARTICLE

SHADDA = "\u0651"
LEAD = 40  # tokens before a trigger in which its sentence may have said of what (``before:``)
STOPS = ".!؟•"
NEAR = 8  # tokens to the right in which a trigger must find what it needs


def _held_by_force(reading: Reading, lo: int, hi: int, j: int) -> bool:
    """«أوقف الأمن العام ثلاثة من …»: a force and somebody counted after the verb."""
    force = any(k in reading.actor_at and reading.actor_at[k].force for k in range(lo, min(hi, j + NEAR)))
    found = [reading.people_at[k] for k in range(j, min(hi, j + NEAR)) if k in reading.people_at]
    return force and any(m.counted and m.unit == "person" for m in found)


def _class_near(reading: Reading, need: str, lo: int, hi: int, i: int, j: int) -> bool:
    """Whether a needed or forbidden class stands in the clause ``[lo, hi)`` around the trigger ``[i, j)``."""
    kind, _, id_ = need.partition(":")
    if kind == "people":
        return any(k in reading.people_at for k in range(j, min(hi, j + NEAR)))
    if kind == "held":
        return _held_by_force(reading, lo, hi, j)
    if kind == "actor":
        return any(k in reading.actor_at for k in range(j, min(hi, j + NEAR)))
    if kind == "place":
        return any(k in reading.place_at for k in range(lo, min(hi, len(reading.tokens))))
    if kind == "number":
        return any(n.kind == "count" for n in reading.numbers_in(lo, hi))
    if kind == "before":
        return reading.has("context", id_, _opening(reading, i), i)
    if kind == "sentence":
        end = next(
            (k for k in range(j, min(j + LEAD, len(reading.tokens))) if reading.tokens[k].text in STOPS), j + LEAD
        )
        return reading.has("context", id_, _opening(reading, i), end)
    if kind == "object":
        start, end = max(lo, i - 5), min(hi, j + 14)
        if id_ == "closable":
            return any(h.sense.id in CLOSABLE for h in reading.of("object", start, end))
        return reading.has("object", id_, start, end)
    if kind == "weapon":
        # «وما لبثت الطائرات أن أغارت»: the weapon may stand before the complement's أن
        return any(not i <= h.i < j for h in reading.of_row("weapon", id_, max(min(lo, i - 6), 0), hi))
    return reading.has("context", id_, lo, hi)


def _opening(reading: Reading, i: int) -> int:
    """The first token of the sentence of token ``i``, or the one ``LEAD`` tokens before it."""
    lo = max(0, i - LEAD)
    return next((k + 1 for k in range(i - 1, lo, -1) if reading.tokens[k].text in STOPS), lo)


CLOSABLE = frozenset(
    {
        "road",
        "crossing",
        "market",
        "education",
        "health",
        "administration",
        "transport",
        "utilities",
        "communications",
        "fuel",
    }
)


def _crosses(reading: Reading, h: Hit, lo: int) -> bool:
    """«عبر 1900 لاجئ الحدود»: people right behind a verb at the head of its clause; «عبر 20 شاحنة» is a way, «عبر عن» is said."""
    m = reading.people_at.get(h.j)
    if m is None or m.unit == "vehicle" or h.i - lo > 2:
        return False
    return bool(m.j >= len(reading.tokens) or reading.tokens[m.j].key != "عن")


def _allowed(reading: Reading, t: Trigger, h: Hit, lo: int, hi: int) -> bool:
    tokens = reading.tokens
    if t.next_not and h.j < len(tokens) and tokens[h.j].key in t.next_not:
        return False
    if t.previous_not and h.i > 0 and tokens[h.i - 1].key in t.previous_not and not _managed(reading, h, lo):
        return False
    if t.type == "territory_seized" and "ل" in h.pro.replace(ARTICLE, "") and not is_verb(h.sense.form):
        return False  # «الخاضعة لسيطرة …» is a state, not an event
    if t.type == "territory_regained" and _aim(reading, h, lo):
        return False
    if t.id == "ied_mine.tafjir" and reading.has("context", "destroy_word", h.i - 2, h.i):
        return False  # «تدمير سيارة مفخخة بقصف»: destroyed, not exploded
    if t.type == "aid_delivery" and not is_verb(h.sense.form) and "ل" in h.pro.replace(ARTICLE, ""):
        return False  # «موقع لتوزيع المساعدات»: what it is for
    if t.id == "displacement.crossed" and not _crosses(reading, h, lo):
        return False
    if t.family == "protest" and _is_drone(reading, h, lo, hi):
        return False
    if t.id == "harm.both" and any(p.j == h.i for p in reading.people_in(h.i - 6, h.i)):
        return False  # «إن شرطيا قتل وأصيب ثلاثة»: two tolls, not one pool
    for asked in (t.needs, t.also):
        if asked and not any(_class_near(reading, n, lo, hi, h.i, h.j) for n in asked):
            return False
    return not any(_forbidden(reading, n, lo, hi, h) for n in t.unless)


def _forbidden(reading: Reading, need: str, lo: int, hi: int, h: Hit) -> bool:
    """Whether a forbidden class stands in the clause, outside the names of places («صور باهر» is no picture)."""
    kind, _, id_ = need.partition(":")
    if kind != "context":
        return _class_near(reading, need, lo, hi, h.i, h.j)
    return any(
        not (reading.in_place[x.i] and x.i not in reading.place_at) for x in reading.of_row("context", id_, lo, hi)
    )


def _managed(reading: Reading, h: Hit, lo: int) -> bool:
    """«تمكنت القوات من السيطرة على …»: done, where «مناطق من سيطرة …» is a state."""
    return "from" in {x.sense.id for x in reading.hits[h.i - 1]} and reading.has(
        "context", "managed", max(lo, h.i - 9), h.i
    )


def _aim(reading: Reading, h: Hit, lo: int) -> bool:
    """«بدأت القوات المرحلة الأولى من عملية تحرير المدينة»: the campaign that begins is named for its aim."""
    return reading.has("context", "campaign_noun", h.i - 1, h.i) and reading.has("context", "launch_word", lo, h.i)


def _is_drone(reading: Reading, h: Hit, lo: int, hi: int) -> bool:
    """مسيرة is a march, مسيّرة a drone: the shadda tells, else whether the clause strikes something."""
    if not any(x.sense.kind == "weapon" and x.sense.id == "drone" for x in reading.hits[h.i]):
        return False
    if SHADDA in reading.doc.span(h.i, h.i + 1).text:
        return True
    strikes = (x for x in reading.of("trigger", lo, hi) if x.i != h.i)
    return any(reading.events.triggers[x.sense.id].family == "violence" for x in strikes)


def best(reading: Reading, k: int, lo: int, hi: int) -> tuple[Trigger, Hit] | None:
    """The trigger that token ``k`` is, longest first, then the one that asks for the most."""
    found = []
    for h in reading.hits[k]:
        if h.sense.kind == "trigger":
            t = reading.events.triggers[h.sense.id]
            if h.sense.form.startswith("jus") and not reading.has("cue", "neg.particle", k - 1, k):
                continue  # only لم and لا shorten a verb: «تستعد» is not «تستعيد»
            person = reading.people_at.get(k)
            if person is not None and person.head == k and person.skip != h.skip:
                continue  # «والدهما» is their father, not و + الدهم
            if h.sense.form.endswith(("+p", "+o")) and reading.tokens[h.j - 1].text.endswith("ة"):
                continue  # «ضربة» folds like «ضربه»
            if _allowed(reading, t, h, lo, hi):
                found.append((h.j - h.i, bool(t.needs), not t.weak, t, h))
    if not found:
        return None
    best = max(found, key=lambda f: f[:3])
    return best[3], _as_noun(reading, best[4], k)


GOVERNS = ("link.", "plan.", "demand.", "attempt.", "prevent.", "foil.", "fear.", "deny.verb")  # «سيواصل قصف …»


def _as_noun(reading: Reading, h: Hit, k: int) -> Hit:
    """Where a word is both a verb and a masdar (قتل، قصف), the reading its surroundings ask for."""
    twins = [
        x
        for x in reading.hits[k]
        if x.sense.id == h.sense.id and x.sense.kind == "trigger" and (x.i, x.j) == (h.i, h.j)
    ]
    noun = next((x for x in twins if not is_verb(x.sense.form)), None)
    verb = next((x for x in twins if is_verb(x.sense.form)), None)
    if noun is None or verb is None:
        return h
    if noun.pro.strip("وف"):
        return noun
    before = reading.hits[k - 1] if k else []
    governed = any(x.sense.kind in ("prep", "trigger") or x.sense.id.startswith(GOVERNS) for x in before if x.j == k)
    return noun if governed or _takes_noun(reading, k) else verb


def _takes_noun(reading: Reading, k: int) -> bool:
    """Whether a noun must stand at ``k``: behind إنّ («قال إن قصف المدن …»، not «بعد أن قصف»), or as a verb's subject."""
    if any(x.sense.id == "judges" and is_verb(x.sense.form) for x in reading.of("context", k - 1, k)):
        return True
    if not reading.has("context", "bare_that", k - 1, k):
        return False
    longer = any(x.j == k and x.i < k - 1 for kind in ("clause", "cue", "context") for x in reading.of(kind, k - 3, k))
    return not longer and "prep" not in reading.kinds[k - 2]
