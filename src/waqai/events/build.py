"""From the frames of one sentence to drafts: events first, then the harm words that belong to them."""

from __future__ import annotations


from typing import Any

from waqai.events import access, casualties, factuality, roles, setting, tallies
from waqai.events.clauses import is_verb
from waqai.events.draft import Draft, DraftActor, DraftCasualty
from waqai.events.frames import Frame, find_frames
from waqai.events.reading import Reading, Sentence
from waqai.events.refine import refine
from waqai.events.state import State

VIOLENT = frozenset({"violence", "custody", "protest", "custody_death", "body", "operation", "property", "territory", "weapons", "displacement"})
KILLING = VIOLENT - {"displacement", "weapons", "territory"}
CAMPAIGN = 50  # deaths that a campaign «caused»: its total, not one event's
RUNNING_DAYS = 4  # a clash that has gone on for less is still one event


def sentence_drafts(reading: Reading, sentence: Sentence, state: State) -> list[Draft]:
    """The drafts of a sentence; harm words also add to drafts of the sentence before (through ``state``)."""
    frames = find_frames(reading, sentence)
    made: dict[int, Draft] = {}
    state.current = []
    for n, frame in enumerate(frames):
        if not frame.harm_word:
            draft = event_draft(reading, frame, state)
            if draft is not None:
                made[n] = draft
                state.current.append(draft)
                _go_on(frames, n, made, state)
    for n, frame in enumerate(frames):
        if frame.harm_word:
            _harm(reading, frames, n, made, state)
    _free_harm(reading, sentence, frames, made, state)
    drafts = _adjuncts(reading, _one_raid([made[n] for n in sorted(made)]))
    for draft in drafts:
        _finish(reading, draft, state)
    return drafts


def _go_on(frames: list[Frame], n: int, made: dict[int, Draft], state: State) -> None:
    """A verb whose subject is left out goes on with that of the verb before: «اقتحمت قوات … واعتقلت ثلاثة»."""
    draft, frame = made[n], frames[n]
    if draft.initiators() or draft.kind == "statement" or not frame.verb or frame.trigger.frame in ("move", "gather", "mutual"):
        return
    earlier = [made[m] for m in range(n - 1, -1, -1) if m in made and frames[m].verb]
    if not earlier and frame.i - frame.sentence.i <= 1 and state.sentence_gap == 0:
        earlier = [d for d in reversed(state.last) if d.frame.verb]
    for other in earlier[:2]:
        if other.initiators() and roles.drop_subject(frame, other.frame):
            draft.actors += [DraftActor("initiator", a.actor, a.label, "inherited", a.i, a.j, a.skip) for a in other.initiators()]
            draft.actors = roles.unique(draft.actors)
            roles.set_status(draft)
            draft.why.append(("roles.same_subject", frame.i, frame.j))
            return


def _one_raid(drafts: list[Draft]) -> list[Draft]:
    """A raid and its arrests in one sentence are one incident, recorded at the arrest."""
    out = list(drafts)
    raids = [d for d in drafts if d.frame.trigger.id in ("arrest.raid", "arrest.storm") and d.factuality in ("asserted", "alleged")]
    arrests = [d for d in drafts if d.type == "arrest" and d not in raids and d.factuality in ("asserted", "alleged")]
    for n, raid in enumerate(raids):
        target = next((a for a in arrests if a.frame.i > raid.frame.i), None) or (raids[0] if n else None)
        if target is None or target is raid or not _same_doers(raid, target) or _elsewhere(raid, target):
            continue
        target.actors = roles.unique([*target.actors, *raid.actors])
        roles.set_status(target)
        if not target.own_place and raid.place is not None:
            target.place, target.place_basis, target.own_place = raid.place, raid.place_basis, raid.own_place
        if target.date is None:
            target.date, target.date_basis = raid.date, raid.date_basis
        target.casualties = raid.casualties + target.casualties if target.frame.i > raid.frame.i else target.casualties + raid.casualties
        target.widen(raid.lo, raid.hi)
        target.why += raid.why
        out.remove(raid)
    return out


def _adjuncts(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Take out what only says when or within what another incident of the sentence happened: «خلال عملية أمنية»، «بعد اقتحامها»."""
    incidents = [d for d in drafts if d.kind in ("incident", "access") and d.factuality in ("asserted", "alleged")]
    if len(incidents) < 2:
        return drafts
    out = []
    for d in drafts:
        frame = d.frame
        governed = not frame.verb and frame.light is None and not d.casualties and _temporal(reading, frame)
        if d in incidents and d.kind == "incident" and _in_passing(reading, d):
            continue
        if d in incidents and d.kind == "incident" and governed and (frame.definite or d.family == "operation") and d.count is None:
            for other in incidents:
                other.caused = other.caused or d.family == "operation" and other.kind == "access"
            continue
        out.append(d)
    return out


def _in_passing(reading: Reading, d: Draft) -> bool:
    """Whether a verb in a relative or temporal clause («التي أطلقت …»، «قبل أن يقتادوهم») adds nothing to count."""
    frame = d.frame
    if not frame.verb or d.casualties or d.own_place or d.count is not None or frame.i <= frame.sentence.i:
        return False
    before = reading.of("clause", max(frame.i - 2, frame.sentence.i), frame.i)
    return any(h.sense.id == "relative" and h.j == frame.i or h.sense.id == "subordinate" and h.j == frame.i and h.j - h.i > 1 for h in before)


def _temporal(reading: Reading, frame: Frame) -> bool:
    """Whether an event noun stands behind خلال، بعد، ضمن، في إطار …"""
    k = frame.i
    if any(h.sense.id == "link.cause" and h.j == k for h in reading.of("cue", max(k - 3, frame.sentence.i), k)):
        return True
    return any(h.sense.id == "within" and h.j == k for h in reading.of("context", max(k - 3, frame.sentence.i), k))


def _same_doers(a: Draft, b: Draft) -> bool:
    x, y = {i.actor for i in a.initiators()}, {i.actor for i in b.initiators()}
    return not x or not y or bool(x & y)


def _elsewhere(a: Draft, b: Draft) -> bool:
    return a.own_place and b.own_place and a.place is not b.place and a.place.place is not b.place.place


def event_draft(reading: Reading, frame: Frame, state: State) -> Draft | None:
    """The draft of an event, access or statement frame, or None where its cues say there is none."""
    verdict = factuality.judge(reading, frame)
    t = frame.trigger
    if _nth_of_its_kind(reading, frame) or _predicate(reading, frame):
        return None
    if verdict.value in ("dropped", "negated", "demanded") and t.kind != "statement":
        return None
    draft = Draft(frame, t.kind, t.type, t.family, lo=frame.i, hi=frame.j, frames=[frame], why=list(frame.why))
    if frame.carrier:
        draft.widen(frame.carrier.i, frame.carrier.j)
    if t.kind == "statement":
        if verdict.value == "negated":
            return None
        roles.fill_statement(reading, frame, draft)
        return draft
    draft.factuality = verdict.value  # type: ignore[assignment]
    draft.why += [(h.sense.id, h.i, h.j) for h in verdict.cues]
    assigned = roles.fill(reading, frame, draft)
    if t.kind == "access":
        if not access.fill(reading, frame, draft):
            return None
        draft.lifted = tallies.cued(reading, "lifting", max(frame.lo, frame.i - 4), frame.i)
    else:
        draft.judicial = t.type == "execution" and tallies.cued(reading, "judicial", frame.sentence.i, frame.sentence.j)
    refine(reading, frame, assigned, draft)
    if t.family == "operation":
        draft.name = _called(reading, frame)
    if t.harm and t.harm != "killed" or t.harm == "killed" and not _survived(reading, frame):
        draft.casualties += casualties.of_frame(reading, frame, assigned, t.harm)
    elif frame.carrier and frame.carrier.harm_word and frame.carrier.trigger.harm:
        # «قتلت غارة … خمسة مدنيين»
        draft.casualties += casualties.of_frame(reading, frame, assigned, frame.carrier.trigger.harm)
    setting.choose_place(reading, frame, draft)
    if draft.place is not None and draft.factuality not in ("asserted", "alleged"):
        reading.spoken_for.add(id(draft.place))
    if draft.factuality in ("foiled", "planned", "generic") and not draft.initiators():
        _same_initiators(draft, [d for d in [*state.drafts[-4:], *state.current] if d.factuality not in ("asserted", "alleged") or d.kind == "tally"])
    setting.choose_date(reading, frame, draft)
    _widen_args(frame, draft)
    _count(reading, frame, draft, state)
    return draft


def _predicate(reading: Reading, frame: Frame) -> bool:
    """«الحملة هي عملية استباقية»: says what the campaign told before is."""
    return frame.trigger.family == "operation" and not frame.verb and reading.has("context", "this_is", frame.i - 2, frame.i)


def _nth_of_its_kind(reading: Reading, frame: Frame) -> bool:
    """«وهذا ثاني تفجير من نوعه»: counts the event just told among others."""
    ordinal = any(n.kind == "ordinal" and n.j == frame.i for n in reading.numbers_in(frame.i - 3, frame.i))
    return ordinal and reading.has("context", "this_is", frame.sentence.i, frame.i)


def _called(reading: Reading, frame: Frame) -> str | None:
    """The name of an operation: the quoted words soon after it («حملة … باسم عملية "تعزيز الأمن"»)."""
    start = reading.tokens[frame.j - 1].end
    last = reading.tokens[min(frame.j + 5, frame.sentence.j - 1)].end
    for lo, hi in reading.doc.quotes:
        if start <= lo < last and hi - lo <= 40:
            return reading.doc.char_span(lo, hi).text.strip('"«»“” ')
    return None


def _survived(reading: Reading, frame: Frame) -> bool:
    return tallies.cued(reading, "survived", frame.sentence.i, frame.i) or reading.has("context", "attempt", frame.lo, frame.j)


def _widen_args(frame: Frame, draft: Draft) -> None:
    for arg in frame.right:
        if arg.commas == 0 or arg.kind == "date":
            draft.widen(arg.i, arg.j)
    if frame.light:
        draft.widen(frame.light.i, frame.light.j)
        for arg in frame.left:
            if arg.i >= frame.light.i:
                draft.widen(arg.i, arg.j)


def _count(reading: Reading, frame: Frame, draft: Draft, state: State) -> None:
    """The stated number of events, and whether it makes a tally."""
    if draft.kind != "incident":
        return
    if frame.verb:
        draft.count = tallies.times(reading, frame)
        _period_tally(reading, draft)
        return
    count = tallies.event_count(reading, frame)
    yes, period, basis = tallies.is_tally(reading, frame, count, tallies.many_people(draft.casualties), state.tally_before)
    draft.count = count
    if yes:
        draft.kind = "tally"
        if basis == "inherited" and not draft.initiators():
            _same_initiators(draft, state.last)
        draft.period = period if period is not None else state.period
        draft.period_basis = basis
        draft.date = None
        draft.date_basis = None
    if count is not None:
        draft.widen(count.i, count.j)


def _same_initiators(draft: Draft, before: list[Draft]) -> None:
    """A draft that goes on with what was told before takes its initiators, as inherited."""
    source = next((d for d in reversed(before) if d.initiators() and d.family == draft.family), None)
    if source is not None:
        draft.actors += [DraftActor("initiator", a.actor, a.label, "inherited", a.i, a.j, a.skip) for a in source.initiators()]
        draft.actors = roles.unique(draft.actors)
        roles.set_status(draft)


def _period_tally(reading: Reading, draft: Draft) -> None:
    """«أسفرت منذ مطلع الشهر عن توقيف 46»، «قتل 18 خلال الشهرين الماضيين»: many over a period are a tally."""
    many = any((c.low or 0) >= tallies.MANY for c in draft.casualties)
    many = many or draft.count is not None and (draft.count.low or 0) >= tallies.MANY
    lo, hi = draft.frame.lo, draft.frame.hi
    if draft.type == "displacement":
        lo, hi = draft.frame.sentence.i, draft.frame.sentence.j
    if draft.frame.sentence.i <= draft.lo < lo and any("trigger" in reading.kinds[k] for k in range(draft.lo, lo)):
        lo = draft.lo  # «مقتل 31 مدنيا خلال شهر … بانفجار ألغام»
    counting = draft.frame.harm_word or draft.frame.plural or draft.count is not None
    period = tallies.period_in(reading, lo, hi, counting)
    many = many or draft.frame.verb and draft.family == "property" and tallies.counted_after(reading, draft.frame)
    many = many or draft.frame.light is not None and draft.frame.light.sense.id == "link.light.patient" and tallies.counted_before(reading, draft.frame)
    if draft.kind == "incident" and tallies.number_of_those(reading, draft.frame):
        _those_who(reading, draft)
        return
    if draft.kind != "incident" or not many or draft.factuality not in ("asserted", "alleged"):
        return
    event = not draft.frame.harm_word and draft.count is None and not draft.frame.plural
    days = RUNNING_DAYS if event or draft.type == "armed_clash" else 1
    if tallies.long_period(period, days) or (period is None or draft.frame.plural) and tallies.since(reading, lo, hi, draft.frame.plural):
        draft.kind, draft.period, draft.period_basis = "tally", period, "stated"
        draft.date = draft.date_basis = None
        draft.why.append(("tally.period", draft.frame.i, draft.frame.j))


def _those_who(reading: Reading, draft: Draft) -> None:
    """«بلغ عدد من اعتقلهم الاحتلال خلال تموز 520»: a tally of what the verb tells."""
    s = draft.frame.sentence
    draft.kind, draft.period = "tally", tallies.period_in(reading, s.i, s.j)
    draft.date = draft.date_basis = None
    number = next((n for n in reading.numbers_in(draft.frame.j, s.j) if n.kind in ("count", "other") and n.low), None)
    if number is not None and not draft.casualties:
        harm = draft.frame.trigger.harm or "killed"
        draft.casualties.append(
            DraftCasualty(harm, number.low, number.high, number.qualifier, "unspecified", "person", [], number.i, number.j, number.skip)
        )


def _harm(reading: Reading, frames: list[Frame], n: int, made: dict[int, Draft], state: State) -> None:
    """Bind a harm word to its event, or make it an event of its own."""
    frame = frames[n]
    harm = frame.trigger.harm or "killed"
    verdict = factuality.judge(reading, frame)
    assigned = roles.assign(reading, frame)
    found = casualties.of_frame(reading, frame, assigned, harm)
    if verdict.value == "negated":
        _zero(reading, frames, n, made, state, harm, found)
        return
    if verdict.value in ("dropped", "demanded") or _accidental(reading, frame, made):
        return
    target = _event_of(reading, frames, n, made, state, bool(found), verdict.value)
    if target is not None:
        _add_harm(reading, frame, assigned, target, found)
        return
    if not found and not _person_near(frame):
        return
    draft = _own_event(reading, frame, assigned, found, verdict, state)
    if draft is not None:
        made[n] = draft


def _accidental(reading: Reading, frame: Frame, made: dict[int, Draft]) -> bool:
    """Whether the sentence is of an accident, with no event of violence in it."""
    s = frame.sentence
    return reading.has("context", "accident", s.i, s.j) and not any(d.family in VIOLENT for d in made.values())


def _person_near(frame: Frame) -> bool:
    return any(a.kind in ("people", "actor") and a.commas == 0 and a.i - frame.j <= 4 for a in frame.right)


def _add_harm(reading: Reading, frame: Frame, assigned: roles.Roles, target: Draft, found: list[DraftCasualty]) -> None:
    if target.casualties and _died_of_wounds(reading, frame):
        found = []  # «استشهاد الشاب … متأثرا بإصابته»: one of those counted already
    target.casualties = casualties.merge_tolls(target.casualties, found, False) if target.frame.sentence is not frame.sentence else target.casualties + found
    target.why.append((frame.trigger.id, frame.i, frame.j))
    if target.frame.sentence is frame.sentence:
        target.widen(frame.i, max([frame.j, *[c.j for c in found]]))
    if not target.initiators():
        for arg in assigned.doers:
            target.actors += roles.actor_of(reading, arg, "initiator")
    for c in found:
        for a in c.actors:
            target.actors.append(roles.DraftActor("target", a, None, "stated", c.i, c.j, c.skip))
        if c.category in roles.CIVILIAN_CATEGORIES and not c.actors and c.parent is None:
            target.actors.append(roles.DraftActor("target", "CIV", None, "stated", c.i, c.j, c.skip))
    target.actors = roles.unique(target.actors)
    roles.set_status(target)
    if target.place is None or not target.own_place:
        setting.choose_place(reading, frame, target) if target.frame.sentence is frame.sentence else None
    if target.date is None and target.frame.sentence is frame.sentence:
        setting.choose_date(reading, frame, target)


def _died_of_wounds(reading: Reading, frame: Frame) -> bool:
    return any(h.sense.id == "update.toll" for h in reading.of("cue", frame.j, min(frame.j + 10, frame.sentence.j)))


def _zero(
    reading: Reading, frames: list[Frame], n: int, made: dict[int, Draft], state: State, harm: str, found: list[DraftCasualty]
) -> None:
    """«دون إصابات»، «لم يسفر عن قتلى»: an explicit zero for the event before it."""
    frame = frames[n]
    target = _event_of(reading, frames, n, made, state, True, "asserted")
    if target is None or target.casualties and any(c.low for c in target.casualties):
        return
    target.casualties.append(DraftCasualty("killed_or_injured", 0, 0, "exact", "unspecified", "person", [], frame.i, frame.j, frame.hit.skip))


def _event_of(
    reading: Reading, frames: list[Frame], n: int, made: dict[int, Draft], state: State, found: bool, verdict: str
) -> Draft | None:
    """The event a harm word belongs to: its cause after it, its event before it, or the sentence before."""
    frame = frames[n]
    after = _cause_after(reading, frames, n, made)
    if after is not None:
        return after
    before = _event_before(reading, frames, n, made)
    if before is not None:
        return before
    if reading.has("context", "therein", frame.j, frame.j + 2):
        return state.earlier_event(reading, frame)
    return state.continue_event(reading, frame, verdict)


def _cause_after(reading: Reading, frames: list[Frame], n: int, made: dict[int, Draft]) -> Draft | None:
    """«مقتل ثلاثة بقصف …»، «قتل اثنان جراء انفجار …»: the cause told after the harm."""
    frame = frames[n]
    for m in range(n + 1, len(frames)):
        other = frames[m]
        if other.harm_word:
            if other.hit.pro.startswith("و") and other.i - frame.j < 25:
                continue
            return None
        if m not in made or made[m].family not in KILLING or made[m].kind == "statement":
            continue
        if made[m].family == "custody_death" and other.i - frame.j <= 14:
            return made[m]
        if other.verb and not other.carrier:
            return made[m] if other.carried else None
        gap = range(frame.j, other.i)
        if len(gap) > 30 or any(reading.tokens[k].text in "؛.:" for k in gap):
            return None
        start = other.carrier.i if other.carrier else other.i
        if _causal(reading, other, start):
            return made[m]
        return None
    return None


def _causal(reading: Reading, other: Frame, start: int) -> bool:
    """Whether an event noun stands behind بـ، في، إثر، جراء …"""
    if other.hit.pro.strip("وف")[:1] in ("ب", "ل") and other.hit.pro:
        return True
    for k in range(max(other.sentence.i, start - 4), start):
        for h in reading.hits[k]:
            if h.sense.kind == "prep" and h.sense.id in ("in", "from", "doer") and h.j >= start - 2:
                return True
            if h.sense.kind == "cue" and h.sense.id in ("link.cause",) and h.j >= start - 3:
                return True
    return False


def _event_before(reading: Reading, frames: list[Frame], n: int, made: dict[int, Draft]) -> Draft | None:
    """The event earlier in the sentence whose consequence this harm is."""
    frame = frames[n]
    for m in range(n - 1, -1, -1):
        other = frames[m]
        if m not in made or made[m].kind in ("statement", "access") or made[m].family not in VIOLENT:
            continue
        if _separated(reading, other, frame, made[m]) or _is_cause(reading, frame):
            return None
        return made[m]
    return None


def _is_cause(reading: Reading, frame: Frame) -> bool:
    """Whether the harm is told as the reason of the event before it: «ردا على مقتل …»، «احتجاجا على مقتل …»."""
    if frame.verb:
        return False
    return any(h.sense.id == "response" and h.j >= frame.i - 1 for h in reading.of("context", frame.i - 4, frame.i)) or any(
        h.sense.id == "link.cause" and h.j == frame.i for h in reading.of("cue", frame.i - 2, frame.i)
    )


def _separated(reading: Reading, other: Frame, frame: Frame, draft: Draft) -> bool:
    """Whether the harm word tells of something else than the event before it: its own place, another day, «فيما قتل …»."""
    between = (other.j, frame.i)
    if any(reading.events.cues[h.sense.id].category in ("separate", "background") for h in reading.of("cue", *between)):
        return True
    if draft.family in ("operation", "territory", "displacement", "weapons") and not tallies.cued(reading, "consequence", *between):
        return True
    if tallies.cued(reading, "consequence", *between) or "+p" in frame.hit.sense.form:
        return False
    own = [a for a in frame.right if a.kind == "place" and a.prep in ("in", "b", "near")]
    if own and draft.place is not None and own[0].m is not draft.place:
        subordinate = any(h.sense.id == "subordinate" for h in reading.of("clause", other.j, frame.i + 1))
        return subordinate or frame.verb
    return False


def _own_event(
    reading: Reading, frame: Frame, assigned: roles.Roles, found: list[DraftCasualty], verdict: factuality.Verdict, state: State
) -> Draft | None:
    """A harm word with no event word: an attack of means unknown, unless it is an accident, a crime or a natural death."""
    s = frame.sentence
    if reading.has("context", "accident", s.i, s.j) or (reading.has("context", "crime", s.i, s.j) and not assigned.doers):
        return None
    draft = Draft(frame, "incident", "attack", "violence", lo=frame.i, hi=frame.j, frames=[frame], why=list(frame.why))
    draft.factuality = verdict.value  # type: ignore[assignment]
    draft.why += [(h.sense.id, h.i, h.j) for h in verdict.cues]
    draft.casualties = found
    draft.actors = []
    if not frame.verb and _is_cause(reading, frame):
        draft.separate = draft.background = True
    roles.write(reading, assigned, draft, frame)
    refine(reading, frame, assigned, draft)
    if not _violent_death(reading, frame, draft, state):
        return None
    setting.choose_place(reading, frame, draft)
    setting.choose_date(reading, frame, draft)
    _widen_args(frame, draft)
    yes, period, basis = tallies.is_tally(reading, frame, None, tallies.many_people(found), state.tally_before)
    if not yes and _campaign_total(reading, frame, found):
        yes, period, basis = True, tallies.period_in(reading, frame.sentence.i, frame.sentence.j), "stated"
    if yes:
        draft.kind, draft.type = "tally", "attack"
        draft.period, draft.period_basis = period, basis
        draft.date = draft.date_basis = None
    return draft


def _campaign_total(reading: Reading, frame: Frame, found: list[DraftCasualty]) -> bool:
    """«وكانت الحملة … تسببت بمقتل 162 مدنيا»: what a campaign caused in all."""
    s = frame.sentence
    many = any((c.low or 0) >= CAMPAIGN for c in found)
    within = any(h.sense.id == "campaign" and reading.has("context", "within", h.i - 1, h.i) for h in reading.of("context", s.i, s.j))
    return many and (within or reading.has("context", "campaign", s.i, frame.i) and tallies.cued(reading, "consequence", s.i, frame.i))


def _violent_death(reading: Reading, frame: Frame, draft: Draft, state: State) -> bool:
    """Whether a bare harm word is violence: «قتل» says so, «توفي» and «أصيب» need a weapon, a doer or a war around them."""
    natural = reading.has("context", "natural_death", frame.i, frame.j)
    if draft.weapon or draft.initiators() or draft.kind == "tally":
        return True
    if frame.trigger.harm == "injured":
        return False
    if any(c.category in roles.ARMED_CATEGORIES for c in draft.casualties) and not natural:
        return True
    if natural:
        return reading.has("context", "wounds", frame.sentence.i, frame.sentence.j)
    return True


def _free_harm(reading: Reading, sentence: Sentence, frames: list[Frame], made: dict[int, Draft], state: State) -> None:
    """Counted dead and injured with no harm verb: «خلّف سبعة قتلى»، «والحصيلة 3 شهداء»."""
    taken = {(c.i, c.j) for d in [*made.values(), *state.drafts[-6:]] for c in d.casualties}
    covered = [(f.i, f.j) for f in frames]
    people = [m for m in casualties.free_harms(reading, sentence.i, sentence.j, taken) if not any(i <= m.head < j for i, j in covered)]
    numbers = tallies.toll_numbers(reading, sentence, {c[0] for c in taken})
    totals: list[DraftCasualty] = []
    for entry in sorted([casualties.from_people(m, m.harm) for m in people] + numbers, key=lambda c: c.i):
        verdict = _entry_verdict(reading, sentence, entry)
        if verdict in ("dropped", "demanded", "hypothetical"):
            continue
        if verdict == "negated" and _no_news(reading, sentence, entry):
            continue  # «ولم ترد أنباء عن ضحايا» is not a zero
        if verdict == "negated":
            entry.low = entry.high = 0
            entry.harm, entry.qualifier = "killed_or_injured", "exact"
        if verdict != "negated" and tallies.totalled(reading, sentence, entry, [f for n, f in enumerate(frames) if n in made]):
            totals.append(entry)
        else:
            _bind_free(reading, sentence, frames, made, state, entry)
    for group in _by_period(reading, sentence, totals):
        _total(reading, sentence, frames, made, group)


def _no_news(reading: Reading, sentence: Sentence, entry: DraftCasualty) -> bool:
    return any(h.sense.id == "neg.unknown" for h in reading.of("cue", max(sentence.i, entry.i - 7), entry.i))


def _by_period(reading: Reading, sentence: Sentence, totals: list[DraftCasualty]) -> list[list[DraftCasualty]]:
    """Totals by the period they stand behind: the day's and the war's are two tallies."""
    starts = [d.i for d in reading.dates_in(sentence.i, sentence.j) if sentence.i <= d.i < sentence.j and d.period]
    groups: dict[int, list[DraftCasualty]] = {}
    for entry in totals:
        before = [n for n, i in enumerate(starts) if i < entry.i]
        after = [n for n, i in enumerate(starts) if i > entry.i and not any(entry.i < o.i < i for o in totals if o.harm == entry.harm)]
        groups.setdefault(after[0] if after and len(starts) > 1 else (before[-1] if before else 0), []).append(entry)
    return list(groups.values())


def _period_of(reading: Reading, sentence: Sentence, totals: list[DraftCasualty]) -> Any:
    """The period of a group of totals: the nearest one before it, else after it."""
    periods = [d for d in reading.dates_in(sentence.i, sentence.j) if sentence.i <= d.i < sentence.j and d.period]
    if not periods:
        return None
    return min(periods, key=lambda d: min(abs(d.i - totals[0].i), abs(d.i - totals[-1].j)))


def _total(reading: Reading, sentence: Sentence, frames: list[Frame], made: dict[int, Draft], totals: list[DraftCasualty]) -> None:
    """One tally of the totals a sentence gives for one period."""
    frame = pseudo_frame(reading, sentence, totals[0])
    if frame is None:
        return
    draft = Draft(frame, "tally", "attack", "violence", lo=totals[0].i, hi=totals[-1].j, frames=[frame], why=[*frame.why, ("tally.total", frame.i, frame.j)])
    if any(c.qualifier != "vague" for c in totals):
        totals = [c for c in totals if c.qualifier != "vague" or (c.low or 0) > tallies.MANY]  # «ضحايا» beside a figure counts nobody
    _subsets(reading, totals)
    draft.casualties = totals
    draft.period = _period_of(reading, sentence, totals)
    cue = next(iter(h for h in reading.of("cue", sentence.i, totals[0].i) if h.sense.id in ("tally.word", "update.toll")), None)
    if cue is not None:
        draft.widen(cue.i, cue.j)
    if draft.period is not None:
        draft.widen(draft.period.i, draft.period.j)
    else:
        draft.period_basis = "inherited"
    setting.choose_place(reading, frame, draft)
    for n, f in enumerate(frames):
        # «عدد قتلى الاحتجاجات … 344»: the definite noun only names what the total is of
        if n in made and f.definite and not f.verb and not made[n].casualties and draft.lo <= f.i < draft.hi:
            if draft.frame is frame:
                draft.frame, draft.type, draft.family = f, made[n].type, made[n].family
            del made[n]
    made[len(frames) + len(made) + 100] = draft


def _subsets(reading: Reading, totals: list[DraftCasualty]) -> None:
    """Add the subsets (بينهم) of totals."""
    for total in list(totals):
        n = next((reading.people_index[id(m)] for m in reading.people_in(total.i, total.i + 1) if m.j == total.j), None)
        for m in reading.people_in(total.i, total.j + 200):
            if n is not None and m.parent == n and m.relation == "subset" and m.low:
                child = casualties.from_people(m, total.harm)
                child.parent = total
                totals.append(child)


def _entry_verdict(reading: Reading, sentence: Sentence, entry: DraftCasualty) -> str:
    frame = pseudo_frame(reading, sentence, entry)
    return factuality.judge(reading, frame).value if frame else "asserted"


def pseudo_frame(reading: Reading, sentence: Sentence, entry: DraftCasualty) -> Frame | None:
    """A frame that stands on a counted harm noun."""
    from waqai.events.clauses import boundaries, clause_of
    from waqai.events.frames import scan
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
    reading: Reading, sentence: Sentence, frames: list[Frame], made: dict[int, Draft], state: State, entry: DraftCasualty
) -> None:
    target = _nearest_violent(made, entry)
    frame = pseudo_frame(reading, sentence, entry)
    if target is not None and frame is not None:
        target.casualties = casualties.add_told(target.casualties, entry)
        target.widen(entry.i, entry.j)
        target.why.append((f"casualties.noun.{entry.harm}", entry.i, entry.j))
        for a in entry.actors:
            target.actors.append(roles.DraftActor("target", a, None, "stated", entry.i, entry.j, entry.skip))
        target.actors = roles.unique(target.actors)
        _retally(reading, target, state)
        return
    if frame is None:
        return
    before = state.continue_event(reading, frame, "asserted") or state.earlier_event(reading, frame)
    if before is not None and before.kind == "incident" and not tallies.cued(reading, "total", sentence.i, sentence.j):
        update = tallies.cued(reading, "update", sentence.i, sentence.j)
        before.casualties = casualties.merge_tolls(before.casualties, [entry], update)
        return
    placed = any(a.kind == "place" for a in [*frame.left, *frame.right]) or sentence.n == 0
    if placed and entry.harm in ("killed", "injured", "killed_or_injured") and (entry.low or entry.high):
        draft = _own_event(reading, frame, roles.assign(reading, frame), [entry], factuality.judge(reading, frame), state)
        if draft is not None:
            made[len(frames) + len(made)] = draft


def _retally(reading: Reading, draft: Draft, state: State) -> None:
    """A draft whose toll came late may be a tally after all."""
    if draft.kind != "incident":
        return
    yes, period, basis = tallies.is_tally(reading, draft.frame, draft.count, tallies.many_people(draft.casualties), state.tally_before)
    if yes:
        draft.kind, draft.period, draft.period_basis = "tally", period, basis
        draft.date = draft.date_basis = None


def _nearest_violent(made: dict[int, Draft], entry: DraftCasualty) -> Draft | None:
    drafts = [d for d in made.values() if d.family in KILLING and d.kind in ("incident", "tally")]
    before = [d for d in drafts if d.frame.i < entry.i]
    after = [d for d in drafts if d.frame.i > entry.i]
    if after and (not before or after[0].lo - entry.j < entry.i - before[-1].frame.j) and after[0].frame.hit.pro.strip("وف")[:1] == "ب":
        return after[0]
    return before[-1] if before else (after[0] if after else None)


def _finish(reading: Reading, draft: Draft, state: State) -> None:
    if state.claimed and draft.factuality in ("asserted", "alleged") and draft.kind != "statement":
        draft.factuality = "denied"
        draft.why.append(("factcheck.claim", draft.frame.i, draft.frame.j))
    _period_tally(reading, draft)
    dead = sum(c.low or 0 for c in draft.casualties if c.harm == "killed" and c.parent is None)
    dayless = draft.date is None or draft.date.grain != "day"
    if state.tally_before and draft.type == "displacement" and draft.date is None and any((c.low or 0) >= 1000 for c in draft.casualties):
        draft.kind, draft.period, draft.period_basis = "tally", state.period, "inherited"
    moved = sum(c.low or 0 for c in draft.casualties if c.harm in ("displaced", "returned"))
    if draft.kind == "incident" and (dead >= tallies.BEYOND or dead >= tallies.WAR and dayless or moved >= tallies.EXODUS and dayless):
        draft.kind, draft.period = "tally", tallies.period_in(reading, draft.frame.sentence.i, draft.frame.sentence.j)
        draft.date = draft.date_basis = None
    draft.casualties = casualties.settle(draft.casualties)
    draft.background = draft.background or state.background or discourse_background(reading, draft.frame)
    if draft.frame.light is not None and is_verb(draft.frame.light.sense.form):
        draft.why.append((draft.frame.light.sense.id, draft.frame.light.i, draft.frame.light.j))


def discourse_background(reading: Reading, frame: Frame) -> bool:
    """«كان قد …» in the frame's own clause tells it as history."""
    if _days_after(reading, frame):
        return True
    was = [h for h in reading.of("context", max(frame.sentence.i, frame.i - 12), frame.i) if h.sense.id == "was"]
    if not was or was[-1].i < frame.lo - 6:
        return False
    already = reading.has("context", "already", was[-1].j, frame.i)
    opens = was[-1].i <= frame.sentence.i + 1 and frame.verb and frame.hit.sense.form.startswith(("perf", "pass"))
    return already or opens


def _days_after(reading: Reading, frame: Frame) -> bool:
    """«بعد أربعة أيام من اعتداء …» tells the attack as the past."""
    if frame.verb:
        return False
    after = [h for h in reading.of("cue", max(frame.sentence.i, frame.i - 6), frame.i) if h.sense.id == "link.cause"]
    lasting = any(n.kind == "duration" and frame.i - 6 <= n.i < frame.i for n in reading.numbers_in(frame.i - 6, frame.i))
    lasting = lasting or any(d.kind == "duration" and frame.i - 6 <= d.i < frame.i for d in reading.dates_in(frame.i - 6, frame.i))
    return bool(after) and lasting


def any_counted(draft: Draft) -> bool:
    """Whether any casualty of the draft has a number."""
    return any(c.low for c in draft.casualties)


def evidence_tokens(reading: Reading, draft: Draft) -> tuple[int, int]:
    """The evidence as tokens, inside the trigger's sentence."""
    s = draft.frame.sentence
    return max(draft.lo, s.i), min(max(draft.hi, draft.frame.j), s.j)


