"""Counted dead and injured with no harm verb: an event's toll, or the total of a period or a war."""

from __future__ import annotations

from typing import Any

from waqai.events import casualties, factuality, heads, roles, setting, sides, tallies
from waqai.events.args import scan
from waqai.events.clauses import is_verb
from waqai.events.counting import retally
from waqai.events.deaths import own_event
from waqai.events.draft import Draft, DraftActor, DraftCasualty
from waqai.events.frames import Frame
from waqai.events.harm import KILLING
from waqai.events.reading import Reading, Sentence
from waqai.events.refine import BY_WEAPON
from waqai.events.state import State

FAR_BEYOND = 3  # times the dead of the event just told: what rises to so many is no toll of it
HURT_OR_KILLED = frozenset({"ied_mine", "attack_on_civilians"})
BY_HARM = {
    "displaced": ("displacement", "displacement"), "returned": ("displacement", "displacement"),
    "detained": ("arrest", "custody"), "abducted": ("abduction", "custody"), "released": ("release_exchange", "custody"),
}  # fmt: skip


def free_harm(reading: Reading, sentence: Sentence, frames: list[Frame], made: dict[int, Draft], state: State) -> None:
    """Counted dead and injured with no harm verb: «خلّف سبعة قتلى»، «والحصيلة 3 شهداء»."""
    if _harmless(reading, sentence, made):
        return
    taken = {(c.i, c.j) for d in [*made.values(), *state.drafts[-6:]] for c in d.casualties}
    covered = [(f.i, f.j) for f in frames]
    people = [
        m
        for m in casualties.free_harms(reading, sentence.i, sentence.j, taken)
        if not any(i <= m.head < j for i, j in covered)
    ]
    numbers = heads.totals(reading, sentence, {c[0] for c in taken})
    totals: list[DraftCasualty] = []
    for entry in sorted([casualties.from_people(m, m.harm) for m in people] + numbers, key=lambda c: c.i):
        verdict = _entry_verdict(reading, sentence, entry)
        if verdict == "negated" and reading.has("context", "rise", sentence.i, sentence.i + 1):
            verdict = "asserted"  # «ما يرفع عدد القتلى إلى …» denies nothing
        if _what_raised(reading, sentence, entry):
            continue
        if verdict in ("dropped", "demanded", "hypothetical"):
            continue
        if verdict == "negated" and _no_news(reading, sentence, entry):
            continue  # «ولم ترد أنباء عن ضحايا» is not a zero
        if verdict == "negated":
            entry.low = entry.high = 0
            entry.harm, entry.qualifier = "killed_or_injured", "exact"
        told = [f for n, f in enumerate(frames) if n in made]
        if verdict != "negated" and tallies.totalled(
            reading, sentence, entry, told, _owned(reading, sentence, entry, state)
        ):
            totals.append(entry)
        else:
            _bind_free(reading, sentence, frames, made, state, entry)
    for group in _by_period(reading, sentence, totals):
        _total(reading, sentence, frames, made, group)


def _what_raised(reading: Reading, sentence: Sentence, entry: DraftCasualty) -> bool:
    """«ارتفع عدد القتلى إلى ثمانية بعد انتشال جثتين»: the two are among the eight."""
    if not any(h.i < entry.i for h in heads.heads(reading, sentence)):
        return False
    for h in reading.of("context", max(sentence.i, entry.i - 8), entry.i):
        if h.sense.id == "raised_by" and not any(reading.tokens[k].text in "،؛" for k in range(h.j, entry.i)):
            return True
    return False


def _harmless(reading: Reading, sentence: Sentence, made: dict[int, Draft]) -> bool:
    """«1177 إصابة بالكوليرا»، «14 قتيلا في حوادث سير»: dead and ill of no violence."""
    aside = any(h.sense.id in ("accident", "disease") for h in reading.of("context", sentence.i, sentence.j))
    return aside and not any(d.family in KILLING for d in made.values())


def _owned(reading: Reading, sentence: Sentence, entry: DraftCasualty, state: State) -> bool:
    frame = pseudo_frame(reading, sentence, entry)
    owner = state.owner(reading, frame) if frame is not None else None
    return owner is not None and not _adds_up(reading, sentence, entry, owner)


def _adds_up(reading: Reading, sentence: Sentence, entry: DraftCasualty, owner: Draft) -> bool:
    """«قتل لاجئ … وبذلك يرتفع عدد قتلى المخيم إلى 22»: a total that the event told before only adds to."""
    found = heads.heads(reading, sentence)
    rises = reading.has("context", "rise", sentence.i, sentence.i + 3)
    if not rises or not found or found[0].definite or heads.named_event(reading, sentence, entry.i) is not None:
        return False
    dead = sum(c.low or 0 for c in owner.casualties if c.harm == "killed" and c.parent is None)
    return (entry.low or 0) >= max(tallies.COUNTED_UP, FAR_BEYOND * max(dead, 1))


def _no_news(reading: Reading, sentence: Sentence, entry: DraftCasualty) -> bool:
    return reading.has("cue", "neg.unknown", max(sentence.i, entry.i - 7), entry.i)


def _by_period(reading: Reading, sentence: Sentence, totals: list[DraftCasualty]) -> list[list[DraftCasualty]]:
    """Totals by the period they stand behind: the day's and the war's are two tallies."""
    starts = [d.i for d in reading.dates_in(sentence.i, sentence.j) if sentence.i <= d.i < sentence.j and d.period]
    groups: dict[int, list[DraftCasualty]] = {}
    for entry in totals:
        before = [n for n, i in enumerate(starts) if i < entry.i]
        after = [
            n
            for n, i in enumerate(starts)
            if i > entry.i and not any(entry.i < o.i < i for o in totals if o.harm == entry.harm)
        ]
        groups.setdefault(after[0] if after and len(starts) > 1 else (before[-1] if before else 0), []).append(entry)
    return list(groups.values())


def _period_of(reading: Reading, sentence: Sentence, totals: list[DraftCasualty]) -> Any:
    """The period of a group of totals: the nearest one before it, else after it."""
    periods = tallies.periods(reading, sentence.i, sentence.j)
    if not periods:
        return None
    return min(periods, key=lambda d: min(abs(d.i - totals[0].i), abs(d.i - totals[-1].j)))


def _total(
    reading: Reading, sentence: Sentence, frames: list[Frame], made: dict[int, Draft], totals: list[DraftCasualty]
) -> None:
    """One tally of the totals a sentence gives for one period."""
    frame = pseudo_frame(reading, sentence, totals[0])
    if frame is None:
        return
    type_, family = BY_HARM.get(totals[0].harm, ("attack", "violence"))
    why = [*frame.why, ("tally.total", frame.i, frame.j)]
    draft = Draft(frame, "tally", type_, family, lo=totals[0].i, hi=totals[-1].j, frames=[frame], why=why)
    if any(c.qualifier != "vague" for c in totals):
        totals = [
            c for c in totals if c.qualifier != "vague" or (c.low or 0) > tallies.MANY
        ]  # «ضحايا» beside a figure counts nobody
    _joined(reading, totals)
    _subsets(reading, totals)
    draft.casualties = totals
    if any(c.category == "detainee" and c.harm == "killed" for c in totals):
        draft.type, draft.family = "custody_death", "custody_death"
    elif totals[0].harm == "killed" and reading.has("context", "body_noun", totals[0].i, totals[0].j):
        draft.type, draft.family = "body_found", "body"
    _over_period(reading, sentence, draft)
    setting.choose_place(reading, frame, draft)
    _type_of(reading, sentence, frames, made, draft)
    if draft.frame is frame:
        _at_head(reading, sentence, draft)
    if draft.type in HURT_OR_KILLED:
        for c in totals:
            if c.harm == "killed" and reading.has("context", "victim_noun", c.i, c.j):
                c.harm = "killed_or_injured"  # «23 ضحية للألغام»: not all of them dead
    made[len(frames) + len(made) + 100] = draft


def _over_period(reading: Reading, sentence: Sentence, draft: Draft) -> None:
    """The period of a total, and into its evidence the period's words and those that say it is a total."""
    draft.period = _period_of(reading, sentence, draft.casualties)
    cues = reading.of("cue", sentence.i, draft.casualties[0].i)
    cue = next((h for h in cues if h.sense.id in ("tally.word", "update.toll")), None)
    if cue is not None:
        draft.widen(cue.i, cue.j)
    if draft.period is not None:
        draft.widen(draft.period.i, draft.period.j)
    else:
        draft.period_basis = "inherited"


def _type_of(reading: Reading, sentence: Sentence, frames: list[Frame], made: dict[int, Draft], draft: Draft) -> None:
    """The type of the events that a total counts, and no record of the noun that only names them («عدد قتلى الاحتجاجات»)."""
    if draft.type != "attack":
        return
    named = heads.named_event(reading, sentence, draft.casualties[0].i)
    named = named or heads.protest_since(reading, draft.period)
    named = named or heads.cause_noun(reading, sentence, max(c.j for c in draft.casualties if c.parent is None))
    if named is None:
        draft.type = _means(reading, sentence, draft)
        return
    frame = next((f for f in frames if f.i == named.i), None)
    t = frame.trigger if frame is not None else reading.events.triggers[named.sense.id]
    draft.type, draft.family = t.type, t.family
    draft.widen(named.i, named.j)
    for n, f in enumerate(frames):
        if n in made and f is frame and not casualties.counted(made[n].casualties):
            draft.frame, draft.frames = f, [f]
            if draft.type == "attack" and made[n].type in BY_WEAPON.values():
                draft.type = made[n].type
            del made[n]


def _at_head(reading: Reading, sentence: Sentence, draft: Draft) -> None:
    """Record a total at the words that are counted («عدد القتلى»، «خسائرها») rather than at its figure."""
    head = next((h for h in heads.heads(reading, sentence) if h.j <= draft.frame.i), None)
    if head is None:
        return
    for h in reading.of("trigger", head.j, draft.casualties[0].i):
        a = reading.actor_at.get(h.j) if h.sense.form.endswith("+o") else None
        if a is not None and a.actor:  # «عدد من قتلتهم قوات الاحتلال»
            draft.actors.append(DraftActor("initiator", a.actor, None, "stated", a.i, a.j, a.skip))
            sides.set_status(draft)
            break
    j = head.noun.j if head.noun is not None and head.noun.i <= head.j else head.j
    draft.frame.hit = draft.frame.hit._replace(i=head.i, j=j, skip=head.skip)
    draft.widen(head.i, j)


def _means(reading: Reading, sentence: Sentence, draft: Draft) -> str:
    """The type by the weapon that the sentence names, where it killed them all and not «معظمهم»."""
    first = draft.casualties[0]
    for h in reading.of("weapon", sentence.i, sentence.j):
        some = reading.of_row("context", "most", first.j, h.i)
        if some and not any(reading.tokens[k].text in "،," for k in range(some[-1].j, h.i)):
            continue  # «خسرت القوات 78 جنديا، معظمهم بعبوات»
        if not reading.named[h.i]:
            return BY_WEAPON.get(str(reading.events.weapons[h.sense.id].weapon), "attack")
    return "attack"


def _joined(reading: Reading, totals: list[DraftCasualty]) -> None:
    """Add those displaced, held or missing that و joins to the dead: «15 ألف قتيل وأكثر من 8 ملايين نازح»."""
    for m in reading.people_in(totals[-1].j, totals[-1].j + 12):
        if m.i - totals[-1].j > 1 or not m.counted or m.harm not in BY_HARM:
            return
        totals.append(casualties.from_people(m, m.harm))


def _subsets(reading: Reading, totals: list[DraftCasualty]) -> None:
    """Add the subsets (بينهم) and the parts (هم، يتوزعون على) of totals."""
    for total in list(totals):
        n = next((reading.people_index[id(m)] for m in reading.people_in(total.i, total.i + 1) if m.j == total.j), None)
        for m in reading.people_in(total.i, total.j + 200):
            if n is None or m.parent != n or not m.low:
                continue
            child = casualties.from_people(m, total.harm if m.relation == "subset" else m.harm or total.harm)
            if m.relation == "partition":
                total.stale = True
                at = max(k for k, c in enumerate(totals) if c is total or c.parent is total or c.i > total.i)
                totals.insert(at + 1, child)
                continue
            child.parent = total
            totals.append(child)
            if child.harm == "killed" and m.harm == "killed" and child.category == "unspecified":
                total.harm = "killed_or_injured"  # «73 ضحية، بينهم 21 قتيلا»


def _entry_verdict(reading: Reading, sentence: Sentence, entry: DraftCasualty) -> str:
    frame = pseudo_frame(reading, sentence, entry)
    return factuality.judge(reading, frame).value if frame else "asserted"


def pseudo_frame(reading: Reading, sentence: Sentence, entry: DraftCasualty) -> Frame | None:
    """A frame that stands on a counted harm noun."""
    from waqai.events.clauses import boundaries, clause_of
    from waqai.lexicon.index import Hit, Sense

    id_ = {"killed": "harm.kill", "injured": "harm.injure", "missing": "harm.missing"}.get(entry.harm, "harm.both")
    trigger = reading.events.triggers.get(id_)
    if trigger is None:
        return None
    lo, hi = clause_of(boundaries(reading, sentence), entry.i)
    frame = Frame(trigger, Hit(entry.i, entry.j, entry.skip, "", Sense("trigger", id_, "noun.sg")), sentence, lo, hi)
    frame.right = scan(reading, entry.j, hi)
    frame.left = scan(reading, lo, entry.i)
    return frame


def _bind_free(
    reading: Reading,
    sentence: Sentence,
    frames: list[Frame],
    made: dict[int, Draft],
    state: State,
    entry: DraftCasualty,
) -> None:
    """Give a counted group to the event of its sentence or of those before, else to one of its own."""
    frame = pseudo_frame(reading, sentence, entry)
    if frame is None or entry.harm not in casualties.TOLL_HARMS:
        return
    target = _nearest_violent(reading, made, entry)
    if target is not None:
        _add_to(reading, target, entry, state)
        return
    counted_up = bool(heads.heads(reading, sentence)) and not tallies.cued(reading, "total", sentence.i, sentence.j)
    before = state.continue_event(reading, frame, "asserted") or state.earlier_event(reading, frame)
    before = before or (state.owner(reading, frame) if counted_up else None)
    if before is not None and before.kind == "incident" and not tallies.cued(reading, "total", sentence.i, sentence.j):
        update = counted_up or tallies.cued(reading, "update", sentence.i, sentence.j)
        before.casualties = casualties.merge_tolls(before.casualties, [entry], update)
        return
    if counted_up and entry.i in {n.i for n in _figures(reading, sentence)}:
        return  # «عدد القتلى بلغ 31» of an event that is not found
    placed = any(a.kind == "place" for a in [*frame.left, *frame.right]) or sentence.n == 0
    if placed and entry.harm in ("killed", "injured", "killed_or_injured") and (entry.low or entry.high):
        draft = own_event(
            reading, frame, roles.assign(reading, frame), [entry], factuality.judge(reading, frame), state
        )
        if draft is not None:
            made[len(frames) + len(made)] = draft


def _add_to(reading: Reading, target: Draft, entry: DraftCasualty, state: State) -> None:
    """Add a counted group, its subsets and whose people they are to the event it belongs to."""
    target.casualties = casualties.add_told(target.casualties, entry)
    if entry in target.casualties:
        both = [entry]
        _subsets(reading, both)
        target.casualties += both[1:]
    target.widen(entry.i, entry.j)
    target.why.append((f"casualties.noun.{entry.harm}", entry.i, entry.j))
    for a in entry.actors:
        target.actors.append(DraftActor("target", a, None, "stated", entry.i, entry.j, entry.skip))
    target.actors = sides.unique(target.actors)
    retally(reading, target, state)


def _figures(reading: Reading, sentence: Sentence) -> list[Any]:
    """The numbers that the heads of a sentence come to."""
    return [n for n in (heads.figure(reading, sentence, h) for h in heads.heads(reading, sentence)) if n is not None]


def _nearest_violent(reading: Reading, made: dict[int, Draft], entry: DraftCasualty) -> Draft | None:
    drafts = [d for d in made.values() if d.family in KILLING and d.kind in ("incident", "tally")]
    before = [d for d in drafts if d.frame.i < entry.i]
    after = [d for d in drafts if d.frame.i > entry.i]
    if (
        after
        and (not before or after[0].lo - entry.j < entry.i - before[-1].frame.j)
        and after[0].frame.hit.pro.strip("وف")[:1] == "ب"
    ):
        return after[0]
    if before:
        return before[-1]
    return after[0] if after and not _told_apart(reading, entry, after[0]) else None


def _told_apart(reading: Reading, entry: DraftCasualty, target: Draft) -> bool:
    """«ارتفع عدد قتلى المفخخة إلى ثمانية، فيما انفجرت دراجة …»: a verb behind a comma tells something else than the total's."""
    s = target.frame.sentence
    if not any(h.i < entry.i for h in heads.heads(reading, s)):
        return False
    comma = next((k for k in range(entry.j, target.frame.i) if reading.tokens[k].text in "،؛"), None)
    if comma is None:
        return False
    return any(is_verb(h.sense.form) for h in reading.of("trigger", comma, target.frame.i + 1))
