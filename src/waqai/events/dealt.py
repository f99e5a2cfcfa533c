"""A toll dealt out over the events of a list: «مقتل تسعة، توزعوا كالتالي: – ثلاثة في كمين … – طفلان بانفجار لغم …».

The total is a tally; each item tells an event and the part of the toll that is its own, with no word of harm.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

from waqai.events import casualties, factuality, roles, sides
from waqai.events.args import CIVILIAN_CATEGORIES
from waqai.events.deaths import own_event
from waqai.events.discourse import is_item
from waqai.events.draft import Draft, DraftActor, DraftCasualty
from waqai.events.frames import Frame
from waqai.events.harm import KILLING
from waqai.events.reading import Reading, Sentence
from waqai.events.state import State
from waqai.events.totals import pseudo_frame

SHARED = frozenset({"killed", "injured", "killed_or_injured", "neutralised"})
TO_COLON = 30  # tokens between a total and the colon behind which it is dealt out
SEPARATORS = "،,؛"
NUMBERED = ("-", ".", ")", "–", ".-")


class Deal(NamedTuple):
    """A total that a list deals out: its harm, its number, the draft that tells it, its sentence's number and day."""

    harm: str
    low: int
    draft: Draft | None
    n: int
    day: Any


def split(reading: Reading) -> list[Sentence]:
    """The sentences of a document, the items of a total dealt out in one sentence read each as a sentence of its own."""
    out: list[Sentence] = []
    for s in reading.sentences():
        marks = [s.i, *_cuts(reading, s.i, s.j), s.j]
        out += [Sentence(s.n, a, b, s.heading) for a, b in pairwise(marks)]
    return out


def _cuts(reading: Reading, i: int, j: int) -> list[int]:
    """Where the items of a total dealt out in one sentence begin: «قتل ستة: ثلاثة في غارة على …، واثنان برصاص …»; else []."""
    colon = next((k for k in range(i, j) if reading.tokens[k].text == ":"), None)
    if colon is None or not _harm_before(reading, i, colon):
        return []
    starts = [k for k in range(colon + 1, j) if _begins(reading, k) and _opens(reading, k, colon)]
    if len(starts) < 2 or starts[0] != colon + 1:
        return []
    told = all(_tells(reading, a, b) for a, b in pairwise([*starts, j]))
    return starts if told else []


def _harm_before(reading: Reading, i: int, colon: int) -> bool:
    people = [m for m in reading.people_in(max(i, colon - TO_COLON), colon) if (m.low or 0) >= 2 and m.counted]
    harm = any(
        reading.events.triggers[h.sense.id].harm in SHARED
        for h in reading.of("trigger", max(i, colon - TO_COLON), colon)
    )
    return bool(people) and (harm or any(m.harm in SHARED for m in people))


def _begins(reading: Reading, k: int) -> bool:
    return (k in reading.people_at and reading.people_at[k].harm is None) or k in reading.number_at


def _opens(reading: Reading, k: int, colon: int) -> bool:
    if k == colon + 1 or reading.tokens[k - 1].text in SEPARATORS:
        return True
    m, n = reading.people_at.get(k), reading.number_at.get(k)
    joined = m is not None and m.counted and m.prefix or n is not None and n.proclitics
    return bool(joined) and str(joined).startswith("و")  # «أربعة بقصف على مارع وثلاثة بانفجار لغم»


def _tells(reading: Reading, i: int, j: int) -> bool:
    """Whether an item says how its people came to harm, and has no word of harm itself."""
    triggers = [reading.events.triggers[h.sense.id] for h in reading.of("trigger", i, j)]
    if any(t.id.startswith("harm.") and t.harm in SHARED for t in triggers):
        return False
    return bool(triggers) or bool(reading.of("weapon", i, j))


def opened(reading: Reading, sentence: Sentence, drafts: list[Draft]) -> Deal | None:
    """The total that a sentence ending in a colon is about to deal out; its parts are taken back to their items."""
    if reading.tokens[sentence.j - 1].text != ":":
        return None
    for draft in reversed(drafts):
        if draft.kind not in ("incident", "tally") or not _many(draft):
            continue
        for c in draft.casualties:
            if c.parent is None and c.unit == "person" and _total(c.harm, c.low, c.j, sentence):
                draft.casualties = [o for o in draft.casualties if o.i < sentence.j]
                c.stale = False
                day = draft.date if draft.date is not None and draft.date.grain == "day" else None
                return Deal(c.harm, c.low or 0, draft, sentence.n, day)
    return None if drafts else _untold(reading, sentence)


def _many(draft: Draft) -> bool:
    """Whether a draft tells a toll alone, or several events: «في غارتين: سبعة في …»."""
    form = draft.frame.hit.sense.form
    return draft.frame.harm_word or draft.count is not None or form.startswith(("noun.du", "noun.pl"))


def _total(harm: str | None, low: int | None, j: int, sentence: Sentence) -> bool:
    return harm in SHARED and (low or 0) >= 2 and 0 <= sentence.j - j <= TO_COLON


def _untold(reading: Reading, sentence: Sentence) -> Deal | None:
    """«أصيب خمسة أشخاص: ثلاثة بانفجار …»: hurt by nothing yet said, which is no event before its items."""
    for h in reading.of("trigger", sentence.i, sentence.j):
        harm = reading.events.triggers[h.sense.id].harm
        m = next((m for m in reading.people_in(h.j, h.j + 3) if m.counted and m.unit == "person"), None)
        if harm is not None and m is not None and _total(harm, m.low, m.j, sentence):
            return Deal(harm, m.low or 0, None, sentence.n, None)
    return None


def item(reading: Reading, sentence: Sentence, frames: list[Frame], made: dict[int, Draft], state: State) -> None:
    """Give the event of a list's item the people it opens with, under the harm of the total that is dealt out."""
    deal = state.deal
    if deal is None:
        return
    if sentence.n != deal.n and not _marked(reading, sentence):
        state.deal = None
        return
    entry = _entry(reading, sentence, deal)
    if entry is None or (entry.low or 0) > deal.low or _harmed(reading, sentence, frames, entry):
        return
    frame = pseudo_frame(reading, sentence, entry)
    if frame is None:
        return
    target = _event(reading, made, entry)
    if target is None:
        verdict = factuality.judge(reading, frame)
        target = own_event(reading, frame, roles.assign(reading, frame), [entry], verdict, state)
        if target is None:
            return
        made[len(frames) + len(made)] = target
    else:
        _give(target, entry)
    target.separate = True
    target.why.append(("casualties.dealt", entry.i, entry.j))
    if target.date is None and deal.day is not None and not target.background:
        target.date, target.date_basis = deal.day, "inherited"
    if deal.draft is not None:
        _count_up(deal.draft)


def _marked(reading: Reading, sentence: Sentence) -> int:
    """The tokens of the sign or the number that sets off a list's item («–», «1-»); else 0."""
    if is_item(reading, sentence):
        return 1
    first, after = reading.tokens[sentence.i], reading.tokens[min(sentence.i + 1, sentence.j - 1)]
    return 2 if first.text.isdigit() and after.text in NUMBERED else 0


def _entry(reading: Reading, sentence: Sentence, deal: Deal) -> DraftCasualty | None:
    """The people that an item opens with."""
    first = sentence.i + _marked(reading, sentence)
    m: Any = next((reading.people_at[k] for k in (first, first + 1) if k in reading.people_at), None)
    if m is not None:
        if m.harm is not None or (m.definite and not m.counted) or not m.low or m.unit != "person":
            return None
        return casualties.from_people(m, deal.harm)
    n = reading.number_at.get(first)
    if n is None or n.kind != "count" or not n.low:
        return None
    return DraftCasualty(deal.harm, n.low, n.high, n.qualifier, "unspecified", "person", [], n.i, n.j, n.skip)


def _harmed(reading: Reading, sentence: Sentence, frames: list[Frame], entry: DraftCasualty) -> bool:
    """«– رجل فارق الحياة»، «– شاب قضى تحت التعذيب»: the item says itself what befell them."""
    comma = next((k for k in range(entry.j, sentence.j) if reading.tokens[k].text in SEPARATORS), sentence.j)
    return any(
        f.i < comma and (f.trigger.harm or f.trigger.type in ("custody_death", "targeted_killing")) for f in frames
    )


def _event(reading: Reading, made: dict[int, Draft], entry: DraftCasualty) -> Draft | None:
    """The first event told behind the people, in their clause."""
    for draft in (made[n] for n in sorted(made)):
        aside = any(reading.tokens[k].text in "،؛" for k in range(entry.j, draft.frame.i))
        if draft.family in KILLING and draft.kind == "incident" and draft.frame.i >= entry.j and not aside:
            return draft
    return None


def _give(target: Draft, entry: DraftCasualty) -> None:
    target.casualties = [c for c in target.casualties if (c.i, c.j) != (entry.i, entry.j)]
    target.casualties = casualties.dedupe([*target.casualties, entry])
    target.widen(entry.i, entry.j)
    for a in entry.actors:
        target.actors.append(DraftActor("target", a, None, "stated", entry.i, entry.j, entry.skip))
    if entry.category in CIVILIAN_CATEGORIES and not entry.actors:
        target.actors.append(DraftActor("target", "CIV", None, "stated", entry.i, entry.j, entry.skip))
    target.actors = sides.unique(target.actors)
    sides.set_status(target)


def _count_up(total: Draft) -> None:
    """The total of a list of events is a tally."""
    if total.kind != "incident":
        return
    total.kind, total.period, total.period_basis = "tally", total.date, "stated"
    total.date = total.date_basis = None
    total.why.append(("tally.dealt", total.frame.i, total.frame.j))
