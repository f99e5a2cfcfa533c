"""The draft of an event, access or statement frame."""

from __future__ import annotations

from waqai.events import access, aid, casualties, days, factuality, opinion, setting, sides, tallies
from waqai.events.counting import nth, nth_tally, period_tally
from waqai.events.draft import Draft, DraftActor
from waqai.events.frames import Frame
from waqai.events.reading import Reading
from waqai.events.refine import refine
from waqai.events.roles import Roles
from waqai.events.state import State
from waqai.events.turned import going_on, part_of_other, untold

DIRECTIONS = {"displaced": "out", "returned": "return"}


def event_draft(reading: Reading, frame: Frame, state: State) -> Draft | None:
    """The draft of an event, access or statement frame, or None where its cues say there is none."""
    verdict = factuality.judge(reading, frame)
    t = frame.trigger
    if _predicate(reading, frame):
        return None
    if _nth_of_its_kind(reading, frame):
        return nth_tally(reading, frame, state)
    if _no_event(frame, verdict, state):
        return None
    draft = Draft(frame, t.kind, t.type, t.family, lo=frame.i, hi=frame.j, frames=[frame], why=list(frame.why))
    if frame.carrier:
        draft.widen(frame.carrier.i, frame.carrier.j)
    if t.kind == "statement":
        sides.fill_statement(reading, frame, draft)
        return draft
    _judged(reading, frame, verdict, draft)
    assigned = sides.fill(reading, frame, draft)
    aid.givers(reading, frame, draft)
    if not _kind_fields(reading, frame, draft):
        return None
    _typed(reading, frame, assigned, draft)
    _tolls(reading, frame, assigned, draft)
    if part_of_other(reading, frame, assigned, draft, state):
        return None
    untold(reading, frame, draft)
    _placed(reading, frame, draft)
    _unfulfilled(draft, state)
    days.choose_date(reading, frame, draft)
    widen_args(frame, draft)
    _count(reading, frame, draft, state)
    return draft


def _no_event(frame: Frame, verdict: factuality.Verdict, state: State) -> bool:
    """Whether the cues say that nothing happened, or nothing but what was told before."""
    t = frame.trigger
    if verdict.value == "negated" or verdict.value in ("dropped", "demanded") and t.kind != "statement":
        return True
    # «قال إن قتل المصلين جريمة», of the bombing told before
    return verdict.remark and any(d.family == t.family and d.kind == "incident" for d in state.drafts)


def _judged(reading: Reading, frame: Frame, verdict: factuality.Verdict, draft: Draft) -> None:
    """Write the factuality and its cues into a draft."""
    draft.factuality = verdict.value  # type: ignore[assignment]
    if draft.factuality == "asserted" and going_on(reading, frame):
        draft.factuality = "generic"
    draft.why += [(h.sense.id, h.i, h.j) for h in verdict.cues]


def _kind_fields(reading: Reading, frame: Frame, draft: Draft) -> bool:
    """Fill what only an access record or only an incident has; False where nothing is opened or closed."""
    t = frame.trigger
    if t.kind == "access":
        if not access.fill(reading, frame, draft):
            return False
        draft.lifted = draft.lifted or tallies.cued(reading, "lifting", max(frame.lo, frame.i - 4), frame.i)
        return True
    draft.judicial = t.type == "execution" and tallies.cued(reading, "judicial", frame.sentence.i, frame.sentence.j)
    draft.direction = DIRECTIONS.get(t.harm or "") if t.type == "displacement" else None
    return True


def _typed(reading: Reading, frame: Frame, assigned: Roles, draft: Draft) -> None:
    """The type that its weapon, targets and setting make of a draft, and an operation's name."""
    refine(reading, frame, assigned, draft)
    if opinion.set_out(reading, frame):
        draft.type = draft.family = "operation"
    if draft.family == "operation":
        draft.name = _called(reading, frame)


def _tolls(reading: Reading, frame: Frame, assigned: Roles, draft: Draft) -> None:
    """Add the casualties that the trigger, or the verb that carries its noun, counts."""
    harm = frame.trigger.harm
    if harm and (harm != "killed" or not _survived(reading, frame)):
        draft.casualties += casualties.of_frame(reading, frame, assigned, harm)
    elif frame.carrier and frame.carrier.harm_word and frame.carrier.trigger.harm:
        # «قتلت غارة … خمسة مدنيين»
        draft.casualties += casualties.of_frame(reading, frame, assigned, frame.carrier.trigger.harm)


def _placed(reading: Reading, frame: Frame, draft: Draft) -> None:
    """The place; that of what did not happen is spoken for."""
    setting.choose_place(reading, frame, draft)
    if frame.trigger.frame in ("agree", "gather") and frame.told:
        _at_home(frame, draft)
    if draft.place is not None and draft.factuality not in ("asserted", "alleged"):
        reading.spoken_for.add(id(draft.place))


def _unfulfilled(draft: Draft, state: State) -> None:
    """What is foiled, planned or generic and names nobody is by those of the like told shortly before."""
    if draft.factuality not in ("foiled", "planned", "generic") or draft.initiators():
        return
    shortly = [*state.drafts[-4:], *state.current]
    told = ("asserted", "alleged")
    _same_initiators(draft, [d for d in shortly if d.factuality not in told or d.kind == "tally"])


def _at_home(frame: Frame, draft: Draft) -> None:
    """«توصل أعيان الزاوية إلى اتفاق»، «تظاهر أهالي نابلس»: where they live is where they meet."""
    home = next((a.m for a in frame.right if a.kind == "place" and a.prep == "" and a.commas == 0), None)
    if draft.place is None and home is not None:
        draft.place, draft.place_basis = home, "stated"
    if draft.place is not None and draft.place_basis == "stated":
        draft.own_place = True


def _predicate(reading: Reading, frame: Frame) -> bool:
    """«الحملة هي عملية استباقية»: says what the campaign told before is."""
    return (
        frame.trigger.family == "operation"
        and not frame.verb
        and reading.has("context", "this_is", frame.i - 2, frame.i)
    )


def _nth_of_its_kind(reading: Reading, frame: Frame) -> bool:
    """«وهذا ثاني تفجير من نوعه»، «الاستهداف هو السابع من نوعه»: counts the event just told among others."""
    ordinal = any(n.kind == "ordinal" and n.j == frame.i for n in reading.numbers_in(frame.i - 3, frame.i))
    if ordinal and reading.has("context", "this_is", frame.sentence.i, frame.i):
        return True
    return nth(reading, frame) is not None


def _called(reading: Reading, frame: Frame) -> str | None:
    """The name of an operation: the quoted words soon after it («حملة … باسم عملية "تعزيز الأمن"»)."""
    start = reading.tokens[frame.j - 1].end
    last = reading.tokens[min(frame.j + 5, frame.sentence.j - 1)].end
    for lo, hi in reading.doc.quotes:
        if start <= lo < last and hi - lo <= 40:
            return reading.doc.char_span(lo, hi).text.strip('"«»“” ')
    return None


def _survived(reading: Reading, frame: Frame) -> bool:
    return tallies.cued(reading, "survived", frame.sentence.i, frame.i) or reading.has(
        "context", "attempt", frame.lo, frame.j
    )


def widen_args(frame: Frame, draft: Draft) -> None:
    """Take a frame's arguments and its light verb into the draft's evidence."""
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
        draft.count = tallies.times(reading, frame) or tallies.counted_noun(reading, frame)
        period_tally(reading, draft)
        return
    count = tallies.event_count(reading, frame)
    if count is not None and tallies.cued(reading, "survived", frame.lo, frame.i):
        return  # «نجا من أربع محاولات اغتيال»: one man's past
    yes, period, basis = tallies.is_tally(
        reading, frame, count, tallies.many_people(draft.casualties), state.tally_before
    )
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
        draft.actors += [
            DraftActor("initiator", a.actor, a.label, "inherited", a.i, a.j, a.skip) for a in source.initiators()
        ]
        draft.actors = sides.unique(draft.actors)
        sides.set_status(draft)
