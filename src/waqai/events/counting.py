"""When a draft counts over a period: the tests that make a tally of it."""

from __future__ import annotations

from waqai.events import tallies
from waqai.events.draft import Draft, DraftCasualty
from waqai.events.frames import Frame
from waqai.events.reading import Reading
from waqai.events.state import State

CAMPAIGN = 50  # deaths that a campaign «caused»: its total, not one event's
RUNNING_DAYS = 4  # a clash that has gone on for less is still one event


def period_tally(reading: Reading, draft: Draft) -> None:
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
    many = (
        many
        or draft.frame.light is not None
        and draft.frame.light.sense.id == "link.light.patient"
        and tallies.counted_before(reading, draft.frame)
    )
    if draft.kind == "incident" and tallies.number_of_those(reading, draft.frame):
        _those_who(reading, draft)
        return
    if draft.kind != "incident" or not many or draft.factuality not in ("asserted", "alleged"):
        return
    event = not draft.frame.harm_word and draft.count is None and not draft.frame.plural
    days = RUNNING_DAYS if event or draft.type == "armed_clash" else 1
    if (
        tallies.long_period(period, days)
        or (period is None or draft.frame.plural)
        and tallies.since(reading, lo, hi, draft.frame.plural)
    ):
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
            DraftCasualty(
                harm,
                number.low,
                number.high,
                number.qualifier,
                "unspecified",
                "person",
                [],
                number.i,
                number.j,
                number.skip,
            )
        )


def campaign_total(reading: Reading, frame: Frame, found: list[DraftCasualty]) -> bool:
    """«وكانت الحملة … تسببت بمقتل 162 مدنيا»: what a campaign caused in all."""
    s = frame.sentence
    many = any((c.low or 0) >= CAMPAIGN for c in found)
    within = any(
        h.sense.id == "campaign" and reading.has("context", "within", h.i - 1, h.i)
        for h in reading.of("context", s.i, s.j)
    )
    return many and (
        within
        or reading.has("context", "campaign", s.i, frame.i)
        and tallies.cued(reading, "consequence", s.i, frame.i)
    )


def retally(reading: Reading, draft: Draft, state: State) -> None:
    """A draft whose toll came late may be a tally after all."""
    if draft.kind != "incident":
        return
    yes, period, basis = tallies.is_tally(
        reading, draft.frame, draft.count, tallies.many_people(draft.casualties), state.tally_before
    )
    if yes:
        draft.kind, draft.period, draft.period_basis = "tally", period, basis
        draft.date = draft.date_basis = None
