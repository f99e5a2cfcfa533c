"""How likely a drafted incident is a true one: a small logistic regression over what the rules found of it.

The rules decide what happened; this only leaves out the incidents that look least like those which people confirmed:
a bare word of harm behind «قال» with nobody and nowhere, beside three others of its sentence. Weights are data.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from waqai.events.agree import dates_agree, places_agree, tolls_agree
from waqai.events.draft import Draft
from waqai.events.reading import Reading
from waqai.model import COUNTING_FACTUALITY
from waqai.text.morph import ARTICLE

SHORT = 80  # tokens: a report no longer than an alert is all news
LONG = 60  # tokens of a long sentence
NEAR = 2  # sentences
FULL = 6  # things that can be known of an incident: toll, place, day, doer, target, weapon


def likely(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """The drafts without the incidents under the threshold; one foiled, planned or denied counts nothing and stays."""
    table = reading.events.likelihood
    if table.threshold <= 0 or not applies(reading):
        return drafts
    whole = _document(reading, drafts)
    return [
        d
        for d in drafts
        if d.kind != "incident"
        or d.factuality not in COUNTING_FACTUALITY
        or _probability(reading, d, drafts, whole) >= table.threshold
    ]


def applies(reading: Reading) -> bool:
    """Whether a report is long enough to tell much in passing."""
    return len(reading.tokens) > SHORT


def _probability(reading: Reading, d: Draft, drafts: Sequence[Draft], whole: dict[str, float]) -> float:
    table = reading.events.likelihood
    total = table.bias + sum(table.weights.get(k, 0.0) * v for k, v in features(reading, d, drafts, whole).items())
    return 1 / (1 + math.exp(-total))


def features(
    reading: Reading, d: Draft, drafts: Sequence[Draft], whole: dict[str, float] | None = None
) -> dict[str, float]:
    """What the regression sees of an incident, by name; names that are absent are 0."""
    out = dict(_document(reading, drafts) if whole is None else whole)
    for group in (_word, _known, _sentence):
        out.update(dict.fromkeys(group(reading, d), 1.0))
    out.update(dict.fromkeys(_others(d, drafts), 1.0))
    s = d.frame.sentence
    size = max(s.j - s.i, 1)
    out["sentence.length"] = min(size, 100) / 50
    out["sentence.triggers"] = 5 * len({h.i for h in reading.of("trigger", s.i, s.j)}) / size
    facts = (d.casualties, d.own_place, d.date is not None, d.initiators(), d.targets(), d.weapon is not None)
    out["known.share"] = sum(map(bool, facts)) / FULL
    out["text.position"] = d.frame.i / max(len(reading.tokens), 1)
    return out


def _word(reading: Reading, d: Draft) -> Iterator[str]:
    """The trigger: its form and what carries it."""
    frame = d.frame
    form = frame.hit.sense.form
    bare = not frame.told and not (frame.light or frame.carrier or frame.carried)
    yield f"type.{d.type}"
    yield f"family.{d.family}"
    yield f"factuality.{d.factuality}"
    tests = {
        "word.verb": frame.verb, "word.imperfect": form.startswith("impf"), "word.passive": form.startswith("pass"),
        "word.definite": frame.definite, "word.plural": frame.plural, "word.carried": bool(frame.light or frame.carrier),
        "word.harm": frame.harm_word, "word.weak": frame.trigger.weak, "word.bare": bare,
        "word.bare_nothing": bare and not d.casualties and d.date is None,
        "word.verb_nothing": frame.verb and not (d.casualties or d.own_place or d.date is not None),
        "word.harm_no_toll": frame.harm_word and not d.casualties,
        "word.harm_no_place": frame.harm_word and not d.own_place,
        "word.definite_no_place": frame.definite and not d.own_place,
        "word.told_again": len(d.frames) > 1, "background": d.background,
    }  # fmt: skip
    yield from (name for name, holds in tests.items() if holds)


def _known(reading: Reading, d: Draft) -> Iterator[str]:
    """What is known of it."""
    counted = any(c.low for c in d.casualties)
    day = d.date is not None and d.date.grain == "day"
    tests = {
        "toll.counted": counted, "toll.vague": bool(d.casualties) and not counted,
        "place.own": d.own_place, "place.inherited": d.place is not None and not d.own_place, "place.none": d.place is None,
        "date.day": day, "date.coarse": d.date is not None and not day,
        "doer": bool(d.initiators()), "doer.id": any(a.actor for a in d.initiators()), "target": bool(d.targets()),
        "weapon": d.weapon is not None, "count": d.count is not None, "source": any(s.verb for s in d.sources),
    }  # fmt: skip
    yield from (name for name, holds in tests.items() if holds)
    if d.place is not None:
        yield f"precision.{getattr(d.place, 'precision', None)}"


def _sentence(reading: Reading, d: Draft) -> Iterator[str]:
    """The words around it."""
    frame, s = d.frame, d.frame.sentence
    before = reading.of("clause", max(s.i, frame.i - 2), frame.i)
    said = bool(reading.of("say", s.i, frame.i))
    beside = range(frame.j, min(frame.j + 4, s.j))
    tests = {
        "sentence.heading": s.heading, "sentence.first": s.n <= 1, "sentence.long": s.j - s.i > LONG,
        "sentence.one_trigger": len({h.i for h in reading.of("trigger", s.i, s.j)}) == 1,
        "sentence.asked": any(reading.tokens[k].text in "؟?!" for k in range(s.i, s.j)),
        "before.said": said, "before.said_harm": said and frame.harm_word,
        "before.relative": any(h.sense.id == "relative" for h in before),
        "before.that": any(h.sense.id == "complement" for h in before),
        "before.preposition": frame.i > s.i and "prep" in reading.kinds[frame.i - 1],
        "before.cause": reading.has("cue", "link.cause", max(s.i, frame.i - 2), frame.i),
        "before.start": frame.i - s.i <= NEAR, "before.joined": bool(frame.hit.pro.replace(ARTICLE, "")),
        "after.people": bool(reading.people_in(frame.j, beside.stop)),
        "after.actor": any(k in reading.actor_at for k in beside), "after.place": any(k in reading.place_at for k in beside),
        "text.late": frame.i * 2 > len(reading.tokens),
    }  # fmt: skip
    yield from (name for name, holds in tests.items() if holds)


def _others(d: Draft, drafts: Sequence[Draft]) -> Iterator[str]:
    """The other incidents of the report: whether one before it may be the same event."""
    at, n = d.frame.i, d.frame.sentence.n
    others = [o for o in drafts if o is not d and o.kind == "incident"]
    kin = [o for o in others if o.family == d.family]
    earlier = [o for o in kin if o.frame.i < at]
    twins = [o for o in earlier if _may_be_one(o, d)]
    tests = {
        "others.none": not others, "others.same_sentence": any(o.frame.sentence.n == n for o in others),
        "others.kin_none": not kin, "others.kin_before": bool(earlier), "others.type_before": any(o.type == d.type for o in earlier),
        "others.kin_near": any(n - o.frame.sentence.n <= 1 for o in earlier),
        "others.same_toll": any(_tolls(o) & _tolls(d) for o in others),
        "twin": bool(twins), "twin.type": any(o.type == d.type for o in twins), "twin.near": any(n - o.frame.sentence.n <= NEAR for o in twins),
        "twin.sentence": any(o.frame.sentence.n == n for o in twins), "twin.harm": bool(twins) and d.frame.harm_word,
        "twin.definite": bool(twins) and d.frame.definite, "twin.noun": bool(twins) and not d.frame.told,
        "twin.after": any(_may_be_one(d, o) for o in kin if o.frame.i > at),
    }  # fmt: skip
    yield from (name for name, holds in tests.items() if holds)


def _may_be_one(a: Draft, b: Draft) -> bool:
    return places_agree(a, b) and dates_agree(a, b) and tolls_agree(a, b, grow=True)


def _tolls(d: Draft) -> set[tuple[str, int]]:
    return {(c.harm, c.low) for c in d.casualties if c.low is not None and c.low > 1}


def _document(reading: Reading, drafts: Sequence[Draft]) -> dict[str, float]:
    """How much the report reads like news: the share of its incidents with a day, a place, a toll, and of its words that give values."""
    told = [d for d in drafts if d.kind == "incident"]
    count, size = max(len(told), 1), max(len(reading.tokens), 1)
    per = 20 / size
    return {
        "text.days": sum(d.date is not None and d.date.grain == "day" for d in told) / count,
        "text.places": sum(d.own_place for d in told) / count,
        "text.tolls": sum(any(c.low for c in d.casualties) for d in told) / count,
        "text.incidents": min(len(told), 20) / 10,
        "text.density": min(100 * len(told) / size, 2.0),
        "text.says": min(per * len(reading.of("say", 0, size)), 1.0),
        "text.numbers": min(per * len(reading.numbers), 1.0),
        "text.dates": min(per * len(reading.dates), 1.0),
        "text.place_names": min(per * len(reading.places), 1.0),
    }
