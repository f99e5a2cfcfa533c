"""From the frames of one sentence to drafts: events first, then the harm words and the counts that belong to them."""

from __future__ import annotations

from waqai.events import aid, casualties, dealt, tallies
from waqai.events.cases import counted_cases
from waqai.events.clauses import is_verb
from waqai.events.counting import begun_tally, exodus_tally, fold_more, one_place, period_tally, since_when
from waqai.events.draft import Draft
from waqai.events.event import event_draft
from waqai.events.frames import find_frames
from waqai.events.harm import bind_harm
from waqai.events.history import discourse_background
from waqai.events.passing import adjuncts, one_raid, shot_down
from waqai.events.reading import Reading, Sentence
from waqai.events.state import State
from waqai.events.subjects import resume, two_sides
from waqai.events.totals import free_harm


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
                _another_day(reading, draft)
                state.current.append(draft)
                resume(reading, draft, list(made.values())[:-1], state)
                two_sides(reading, draft, state)
    for n, frame in enumerate(frames):
        if frame.harm_word:
            bind_harm(reading, frames, n, made, state)
    dealt.item(reading, sentence, frames, made, state)
    free_harm(reading, sentence, frames, made, state)
    state.deal = dealt.opened(reading, sentence, list(made.values())) or state.deal
    counted_cases(reading, sentence, made, state)
    drafts = adjuncts(reading, shot_down(reading, one_raid([made[n] for n in sorted(made)])))
    for draft in drafts:
        _finish(reading, draft, state)
    state.sentence = sentence
    drafts = fold_more(reading, drafts)
    return [*drafts, *aid.violence_beside(reading, drafts)]


def _another_day(reading: Reading, draft: Draft) -> None:
    """«استهدفت طائرات أطراف المدينة الخميس …، وذلك غداة مجزرة السوق»: what an event is dated by was on a day of its own."""
    i = draft.frame.i
    if not any(h.j == i for h in reading.of_row("context", "day_after", max(i - 4, 0), i)):
        return
    draft.separate = True
    if draft.date is not None and draft.date.i < i:
        draft.date = draft.date_basis = None


def _finish(reading: Reading, draft: Draft, state: State) -> None:
    if state.claimed and draft.factuality in ("asserted", "alleged") and draft.kind != "statement":
        draft.factuality = "denied"
        draft.why.append(("factcheck.claim", draft.frame.i, draft.frame.j))
    period_tally(reading, draft)
    dead = sum(c.low or 0 for c in draft.casualties if c.harm in ("killed", "neutralised") and c.parent is None)
    dayless = draft.date is None or draft.date.grain != "day"
    exodus_tally(reading, draft, state)
    begun_tally(reading, draft)
    held = max([c.low or 0 for c in draft.casualties if c.harm in ("detained", "released", "abducted")], default=0)
    told = draft.factuality in ("asserted", "alleged")
    one = not (draft.frame.harm_word or draft.frame.plural or draft.frame.verb) and one_place(draft)
    dayless = dayless and not one  # «مجزرة في بلدة داريا في آب»: large, and one event
    if (
        draft.kind == "incident"
        and told
        and (dead >= tallies.BEYOND or (dead >= tallies.WAR or held >= tallies.HELD) and dayless)
    ):
        draft.kind, draft.period = "tally", tallies.period_in(reading, draft.frame.sentence.i, draft.frame.sentence.j)
        draft.date = draft.date_basis = None
    since_when(reading, draft)
    draft.casualties = casualties.settle(draft.casualties)
    if draft.factuality not in ("planned", "hypothetical"):  # «وكانت تركيا هددت بشن عملية»: the plan is no history
        told = state.background and not _goes_on(draft)
        history = told or discourse_background(reading, draft.frame, state.drafts)
        draft.background = draft.background or history
    if draft.frame.light is not None and is_verb(draft.frame.light.sense.form):
        draft.why.append((draft.frame.light.sense.id, draft.frame.light.i, draft.frame.light.j))


def _goes_on(draft: Draft) -> bool:
    """«يذكر أن القوات تفرض حصارا …»: what is told in the present still holds."""
    light = draft.frame.light
    carried = light is not None and light.sense.form.startswith("impf")
    return draft.kind == "access" and (carried or draft.frame.hit.sense.form.startswith("impf"))


def any_counted(draft: Draft) -> bool:
    """Whether any casualty of the draft has a number."""
    return any(c.low for c in draft.casualties)


def evidence_tokens(reading: Reading, draft: Draft) -> tuple[int, int]:
    """The evidence as tokens, inside the trigger's sentence."""
    s = draft.frame.sentence
    return max(draft.lo, s.i), min(max(draft.hi, draft.frame.j), s.j)
