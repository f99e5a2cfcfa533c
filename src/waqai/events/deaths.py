"""Harm words with no event word: an attack of unknown means, unless an accident, a crime or a natural death."""

from __future__ import annotations

from typing import Any

from waqai.events import days, factuality, heads, roles, setting, sides, tallies
from waqai.events.args import ARMED_CATEGORIES
from waqai.events.counting import campaign_total
from waqai.events.draft import Draft, DraftCasualty
from waqai.events.event import widen_args
from waqai.events.frames import Frame
from waqai.events.history import is_cause
from waqai.events.reading import Reading
from waqai.events.refine import refine
from waqai.events.state import State, tallied


def own_event(
    reading: Reading,
    frame: Frame,
    assigned: roles.Roles,
    found: list[DraftCasualty],
    verdict: factuality.Verdict,
    state: State,
) -> Draft | None:
    """A harm word with no event word: an attack of means unknown, unless it is an accident, a crime or a natural death."""
    if _told_otherwise(reading, frame, assigned, found) or _told_before(reading, frame, found):
        return None
    draft = Draft(frame, "incident", "attack", "violence", lo=frame.i, hi=frame.j, frames=[frame], why=list(frame.why))
    draft.factuality = verdict.value  # type: ignore[assignment]
    draft.why += [(h.sense.id, h.i, h.j) for h in verdict.cues]
    draft.casualties = found
    draft.actors = []
    if not frame.verb and is_cause(reading, frame):
        draft.separate = draft.background = True
    sides.write(reading, assigned, draft, frame)
    refine(reading, frame, assigned, draft)
    many = tallies.many_people(found) or tallies.few_over(reading, frame, found)
    yes, period, basis = tallies.is_tally(reading, frame, None, many, state.tally_before)
    counted = yes and any(
        c.category in ARMED_CATEGORIES | {"civilian"} for c in found
    )  # «71 مقاتلا لقوا حتفهم خلال 24 ساعة»
    if not counted and not _violent_death(reading, frame, draft, state):
        return None
    setting.choose_place(reading, frame, draft)
    days.choose_date(reading, frame, draft)
    widen_args(frame, draft)
    if not yes and campaign_total(reading, frame, found):
        yes, period, basis = True, tallies.period_in(reading, frame.sentence.i, frame.sentence.j), "stated"
    if yes:
        _made_tally(reading, frame, draft, period, basis)
    return draft


def _told_otherwise(reading: Reading, frame: Frame, assigned: roles.Roles, found: list[DraftCasualty]) -> bool:
    """Whether the harm is an accident's, a crime's or a boast's, and no event of a war."""
    s = frame.sentence
    if reading.has("context", "accident", s.i, s.j) or (
        reading.has("context", "crime", s.i, s.j) and not assigned.doers
    ):
        return True
    if frame.trigger.id == "harm.liquidate" and not any(c.low for c in found):
        return True  # «وتصفية العديد من المسلحين»: boasts count nobody
    return _own_crime(reading, frame, assigned)


def _told_before(reading: Reading, frame: Frame, found: list[DraftCasualty]) -> bool:
    """Whether a harm word only goes back to the dead of a total, of what was told before, or of a funeral."""
    s = frame.sentence
    if tallies.number_of_those(reading, frame) and heads.heads(reading, s):
        return True  # «يرتفع عدد من قتلتهم القوات إلى 175»: its figure is the head's
    relative = reading.has("clause", "relative", frame.i - 1, frame.i)
    if not found and relative and tallied(reading, frame):
        return True  # «بهذا يرتفع عدد الصحفيين الذين قتلوا إلى 200»
    if frame.hit.pro[-1:] == "ب" and frame.i <= s.i + 1 and heads.heads(reading, s):
        return True  # «وبمقتل الموظف يرتفع عدد …»: told before
    # «شيع الأهالي جثمان الشهيد …»: a funeral, not a death told
    return not frame.verb and reading.has("context", "funeral", max(s.i, frame.i - 4), frame.i)


def _made_tally(reading: Reading, frame: Frame, draft: Draft, period: Any, basis: str) -> None:
    """Make a draft the tally of a period: of protests, of mines, or of attacks of means unknown."""
    named = heads.protest_since(reading, period)
    by_means = "ied_mine" if _by_mines(reading, frame) else "attack"
    draft.kind, draft.type = "tally", "protest" if named is not None else by_means
    draft.period, draft.period_basis = period, basis
    draft.date = draft.date_basis = None


def _by_mines(reading: Reading, frame: Frame) -> bool:
    """Whether mines are told as what killed or hurt them all, in the words before or right behind: not «…، معظمهم بعبوات»."""
    for h in reading.of("weapon", frame.lo, frame.hi):
        aside = any(reading.tokens[k].text in "،," for k in range(frame.j, h.i))
        if h.sense.id in ("mine", "uxo", "ied") and not aside and not reading.named[h.i]:
            return True
    return False


def _own_crime(reading: Reading, frame: Frame, assigned: roles.Roles) -> bool:
    """«أقدم فلان على قتل جاره»: a man's crime, not a force's deed."""
    light = frame.light
    if light is None or assigned.doers or not reading.has("context", "dared", light.i, light.j):
        return False
    return not any(h.sense.id in ("conflict_party", "fighter_word") for h in reading.of("context", light.j, frame.i))


def _violent_death(reading: Reading, frame: Frame, draft: Draft, state: State) -> bool:
    """Whether a bare harm word is violence: «قتل» says so, «توفي» and «أصيب» need a weapon, a doer or a war around them."""
    natural = reading.has("context", "natural_death", frame.i, frame.j)
    if draft.weapon or draft.initiators() or draft.kind == "tally":
        return True
    if frame.trigger.harm == "injured":
        return False
    if any(c.category in ARMED_CATEGORIES for c in draft.casualties) and not natural:
        return True
    if natural:
        return reading.has("context", "wounds", frame.sentence.i, frame.sentence.j)
    return True
