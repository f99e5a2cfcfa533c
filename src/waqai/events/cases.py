"""Counted cases with no event word of their own: «29 حادثة أمنية»، «33 انتهاكا»، «الجريمة الخامسة عشرة منذ بداية العام»."""

from __future__ import annotations

from typing import Any

from waqai.events import casualties, heads, setting, sides, tallies
from waqai.events.args import m_pro, prefix_prep, scan
from waqai.events.clauses import is_verb
from waqai.events.draft import Draft, DraftActor
from waqai.events.frames import Frame
from waqai.events.reading import Reading, Sentence
from waqai.events.state import State
from waqai.lexicon.index import Hit, Sense

CASE = "case."  # a context row «case.TYPE» names the nouns that count records of a type
ASIDE = frozenset({"accident", "sport", "traffic", "disease", "cyber", "economy"})
NEAR = 8  # tokens from a case noun to the actor whose the cases are
HELD = "held."  # a context row «held.TYPE»
HELD_NEAR = 10  # tokens between «لا يزال», those held and «محتجزين»
MANY_HELD = 20
INCIDENT = "incident."  # a context row «incident.TYPE»
INCIDENT_NEAR = 6
NTH_OF = frozenset({"violence", "body", "custody_death"})
PARTS_NEAR = 12  # tokens of a list of parts


def counted_cases(reading: Reading, sentence: Sentence, made: dict[int, Draft], state: State) -> None:
    """Add a tally for every number of cases that no event word of the sentence counts."""
    if any(h.sense.id in ASIDE for h in reading.of("context", sentence.i, sentence.j)):
        return
    for n in reading.numbers_in(sentence.i, sentence.j):
        hit = _case(reading, n)
        if hit is None or _told(made, n, hit):
            continue
        period = _period(reading, sentence, n)
        if _toll_of(reading, made, n, hit, period):
            continue
        kind = _of_incidents(reading, n, hit) if hit.sense.id == "cases" else None
        if kind is not None and (period is not None or _documented(reading, sentence, n)):
            hit = hit._replace(sense=hit.sense._replace(id=CASE + kind))
            _add(made, _draft(reading, sentence, hit, n, period))
            continue
        doer = _operations(reading, sentence, n, hit) if hit.sense.id == "cases" else None
        if hit.sense.id == "cases":
            if doer is not None and period is not None:
                hit = hit._replace(sense=hit.sense._replace(id=CASE + "attack"))
                _add(made, _draft(reading, sentence, hit, n, period, doer))
            continue
        if period is None and not _documented(reading, sentence, n):
            continue
        _add(made, _draft(reading, sentence, hit, n, period))
    _parts(reading, sentence, made)
    _counted_by_head(reading, sentence, made)
    _nth(reading, sentence, made, state)
    _still_held(reading, sentence, made)
    _nth_person(reading, sentence, made)


def _add(made: dict[int, Draft], draft: Draft | None) -> None:
    if draft is not None:
        made[max(made, default=0) + 200] = draft


def _of_incidents(reading: Reading, n: Any, hit: Any) -> str | None:
    """The type of «19 حادثة طالت العاملين …» by the words behind the noun, or None."""
    near = reading.of("context", hit.j, hit.j + INCIDENT_NEAR)
    return next((h.sense.id.removeprefix(INCIDENT) for h in near if h.sense.id.startswith(INCIDENT)), None)


def _operations(reading: Reading, sentence: Sentence, n: Any, hit: Any) -> DraftActor | None:
    """Who carried out counted operations: «المقاومة نفذت 54 عملية ضد مواقع …»; None where no armed actor did or nobody is hit."""
    against = reading.has("context", "against_word", hit.j, hit.j + 4)
    done = reading.of_row("cue", "link.light.doer", max(sentence.i, n.i - 8), n.i)
    if not done or not against or not reading.has("context", "op_noun", hit.i, hit.i + 1):
        return None
    for k in [*range(done[-1].j, n.i), *range(done[-1].i - 1, max(sentence.i - 1, done[-1].i - 8), -1)]:
        a = reading.actor_at.get(k)
        if a is not None:
            return DraftActor("initiator", a.actor, None, "stated", a.i, a.j, a.skip) if a.force or a.actor else None
    return None


def _parts(reading: Reading, sentence: Sentence, made: dict[int, Draft]) -> None:
    """«41 انتهاكا …، منها ست حالات قتل»: the parts of a number of cases are of its tally."""
    for whole in [d for d in made.values() if d.kind == "tally" and d.count is not None]:
        cues = reading.of_row("context", "of_them", whole.count.j, sentence.j)
        for key, d in list(made.items()):
            inside = bool(cues) and d is not whole and d.kind in ("incident", "tally") and cues[0].j <= d.frame.i
            first = min([d.frame.i, *[c.i for c in d.casualties], *([d.count.i] if d.count is not None else [])])
            if (
                inside
                and first - cues[0].j <= PARTS_NEAR
                and d.frame.trigger.harm is not None
                or inside
                and d.count is not None
            ):
                whole.casualties += [c for c in d.casualties if c.harm in ("killed", "injured")]
                del made[key]


def _counted_by_head(reading: Reading, sentence: Sentence, made: dict[int, Draft]) -> None:
    """«بلغ عدد الهجمات منذ مطلع العام 651»، «يرتفع إلى 9 عدد القواعد التي أقامتها …»."""
    for head in heads.heads(reading, sentence):
        n = heads.figure(reading, sentence, head) if head.id == "count_head" and head.noun is None else None
        if n is None or any(m.i <= n.i < m.j for m in reading.people_in(n.i - 3, n.j)):
            continue
        period = _period(reading, sentence, n)
        told = next((d for d in made.values() if d.frame.i == head.j and d.kind != "statement"), None)
        case = next((h for h in reading.of("context", head.j, head.j + 1) if h.sense.id.startswith(CASE)), None)
        tally = next((d for d in made.values() if d.kind == "tally" and d.count is None and d.frame.i > head.i), None)
        if tally is not None:
            tally.count = n
            tally.widen(min(n.i, head.i), n.j)
        elif told is not None and (period is not None or _reach_many(n)):
            told.kind, told.count, told.period = "tally", n, period
            told.date = told.date_basis = None
            told.widen(min(n.i, head.i), n.j)
        elif case is not None and period is not None:
            _add(made, _draft(reading, sentence, case, n, period))


def _reach_many(n: Any) -> bool:
    return (n.low or 0) >= tallies.COUNTED_UP


def _nth(reading: Reading, sentence: Sentence, made: dict[int, Draft], state: State) -> None:
    """«وهذه الجريمة الخامسة عشرة التي تسجل في المخيم منذ بداية العام»: as many of the event's kind as the ordinal says."""
    told = [*state.drafts[-4:], *made.values()]
    before = next((d for d in reversed(told) if d.kind == "incident" and d.family in NTH_OF), None)
    for n in reading.numbers_in(sentence.i, sentence.j):
        if (
            n.kind != "ordinal"
            or (n.low or 0) < tallies.MANY
            or not (
                reading.has("context", "this_is", n.i - 5, n.i)
                or reading.has("prep", "in", n.i - 1, n.i)
                or reading.has("context", "of_its_kind", n.j, n.j + 3)
            )
        ):
            continue
        noun = next((h for h in reading.of("context", n.i - 3, n.j + 1) if h.sense.id == "nth_noun"), None)
        period = tallies.period_in(reading, n.j, sentence.j)
        if noun is None or period is None or before is None or any(d.count is n for d in made.values()):
            continue
        hit = Hit(noun.i, noun.j, noun.skip, noun.pro, Sense("context", CASE + before.type, "word"))
        for key in [k for k, d in made.items() if d.frame.i < noun.j and noun.i < d.frame.j]:
            del made[key]
        if not _toll_of(reading, made, n, hit, period):
            _add(made, _draft(reading, sentence, hit, n, period))


def _toll_of(reading: Reading, made: dict[int, Draft], n: Any, hit: Any, period: Any) -> bool:
    """«أكثر من 1100 خرق أسفرت عن 84 قتيلا»: give the number of cases to the tally of their toll."""
    type_ = hit.sense.id.removeprefix(CASE)
    for d in made.values():
        if d.kind == "tally" and d.count is None and d.casualties and n.i < d.casualties[0].i:
            d.count = n
            d.period = period if period is not None else d.period
            d.type = type_ if type_ != "cases" and d.type == "attack" else d.type
            d.actors = d.actors if d.initiators() else d.actors + _doers(reading, hit)
            sides.set_status(d)
            d.widen(n.i, n.j)
            return True
    return False


def _case(reading: Reading, n: Any) -> Any:
    """The case noun that a number counts, longest first."""
    if n.kind not in ("count", "other") or (n.low or 0) < tallies.MANY or n.noun is None:
        return None
    found = [
        h for h in reading.of("context", n.noun, n.noun + 1) if h.sense.id.startswith(CASE) or h.sense.id == "cases"
    ]
    return max(found, key=lambda h: (h.j, h.sense.id.startswith(CASE)), default=None)


def _told(made: dict[int, Draft], n: Any, hit: Any) -> bool:
    return any(
        d.count is n or d.frame.i < hit.j and hit.i < d.frame.j or any(c.i <= n.i < c.j for c in d.casualties)
        or d.count is not None and d.count.i == n.i
        for d in made.values()
    )  # fmt: skip


def _period(reading: Reading, sentence: Sentence, n: Any) -> Any:
    found = [d for d in tallies.periods(reading, sentence.i, sentence.j) if tallies.long_period(d)]
    return min(found, key=lambda d: abs(d.i - n.i), default=None)


def _documented(reading: Reading, sentence: Sentence, n: Any) -> bool:
    """Whether a verb of counting governs the number: «سجلت اللجنة 173 خرقا»."""
    return any(h.sense.id == "tally.word" and is_verb(h.sense.form) for h in reading.of("cue", sentence.i, n.i))


def _draft(
    reading: Reading, sentence: Sentence, hit: Any, n: Any, period: Any, doer: DraftActor | None = None
) -> Draft | None:
    type_ = hit.sense.id.removeprefix(CASE)
    row = next((t for t in reading.events.triggers.values() if t.type == type_), None)
    if row is None:
        return None
    lo, hi = sentence.i, sentence.j
    frame = Frame(row, Hit(hit.i, hit.j, hit.skip, "", Sense("trigger", row.id, "noun.pl")), sentence, lo, hi)
    frame.why = [("tally.cases", hit.i, hit.j)]
    frame.right, frame.left = scan(reading, hit.j, hi, True), scan(reading, lo, n.i, True)
    draft = Draft(frame, "tally", type_, row.family, lo=min(n.i, hit.i), hi=hit.j, frames=[frame], why=list(frame.why))
    draft.count, draft.period = n, period
    if period is None:
        draft.period_basis = "inherited"
    else:
        draft.widen(period.i, period.j)
    setting.choose_place(reading, frame, draft)
    draft.actors = [doer] if doer is not None else _doers(reading, hit)
    sides.set_status(draft)
    return draft


def _doers(reading: Reading, hit: Any) -> list[DraftActor]:
    """Whose the cases are: «15 عملية لداعش»، «القواعد التي أقامتها إسرائيل»."""
    for k in range(hit.j, hit.j + NEAR):
        a = reading.actor_at.get(k)
        if a is None:
            continue
        own = prefix_prep(m_pro(reading, a)) == "for" or reading.has("prep", "for", k - 2, k)
        made_by = reading.has("clause", "relative", hit.j, k) and not own
        if own and a.force or made_by and (a.force or not a.civil) and a.actor:
            return [DraftActor("initiator", a.actor, None, "stated", a.i, a.j, a.skip)]
        return []
    return []


def _still_held(reading: Reading, sentence: Sentence, made: dict[int, Draft]) -> None:
    """«لا يزال 59 موظفا محتجزين لدى الحوثيين»: how many are held, as a tally."""
    still = next((h for h in reading.of("context", sentence.i, sentence.j) if h.sense.id == "still"), None)
    if still is None:
        return
    held = [
        h for h in reading.of("context", still.i, min(still.j + HELD_NEAR, sentence.j)) if h.sense.id.startswith(HELD)
    ]
    near = reading.people_in(max(sentence.i, still.i - HELD_NEAR), min(still.j + HELD_NEAR, sentence.j))
    m = next(
        (p for p in near if p.counted and (p.low or 0) >= MANY_HELD and p.unit == "person" and p.relation is None), None
    )
    if not held or m is None or any(c.i == m.i for d in made.values() for c in d.casualties):
        return
    of = next(
        (a for k in range(held[0].i, held[0].j + 4) if (a := reading.actor_at.get(k)) is not None and a.force), None
    )
    taken = held[0].sense.id == "held.abduction" or of is not None and str(of.category).startswith("NSAG")
    hit = Hit(
        held[0].i, held[0].j, held[0].skip, "", Sense("context", CASE + ("abduction" if taken else "arrest"), "word")
    )
    n = next((n for n in reading.numbers_in(m.i, m.j)), None)
    doer = DraftActor("initiator", of.actor, None, "stated", of.i, of.j, of.skip) if of is not None else None
    draft = _draft(reading, sentence, hit, n, _period(reading, sentence, n), doer) if n is not None else None
    if draft is not None:
        draft.count = None
        draft.casualties = [casualties.from_people(m, "abducted" if taken else "detained")]
        draft.widen(m.i, m.j)
        _add(made, draft)


def _nth_person(reading: Reading, sentence: Sentence, made: dict[int, Draft]) -> None:
    """«رابع لاجئ يقتل هذا الشهر»: one dead, and the fourth of a tally."""
    for n in reading.numbers_in(sentence.i, sentence.j):
        if n.kind != "ordinal" or (n.low or 0) < tallies.MANY:
            continue
        m = next((p for p in reading.people_in(n.i, n.j + 2) if p.head <= n.j + 1), None)
        verbs = [h for h in reading.of("trigger", n.j, n.j + 4) if is_verb(h.sense.form)]
        harm = next((x for h in verbs if (x := reading.events.triggers[h.sense.id].harm)), m.harm if m else None)
        period = tallies.period_in(reading, n.j, sentence.j)
        if m is None or harm is None or period is None:
            continue
        at = verbs[0] if verbs else Hit(m.i, m.j, m.skip, "", Sense("context", "", "word"))
        hit = Hit(at.i, at.j, at.skip, "", Sense("context", CASE + "attack", "word"))
        for key in [k for k, d in made.items() if not verbs and any(c.i == m.i for c in d.casualties)]:
            del made[key]  # «وهو عاشر قتيل»: told before
        draft = _draft(reading, sentence, hit, n, period)
        if draft is not None:
            draft.count = None
            entry = casualties.from_people(m, harm)
            entry.low = entry.high = n.low
            draft.casualties = [entry]
            _add(made, draft)
