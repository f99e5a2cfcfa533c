"""When a draft counts over a period: the tests that make a tally of it."""

from __future__ import annotations

from typing import Any

import msgspec

from waqai.events import setting, tallies
from waqai.events.draft import Draft, DraftCasualty
from waqai.events.frames import Frame
from waqai.events.reading import Reading
from waqai.events.state import State

CAMPAIGN = 50  # deaths that a campaign «caused»: its total, not one event's
CLASHES = frozenset({"armed_clash", "communal_clash", "protest", "riot"})
ROUND_UPS = frozenset({"arrest", "abduction", "release_exchange"})
FOLLOWS = 1000  # displaced, told behind a tally
UNDATED_FLOW = 10_000  # displaced since an event of no said day
FLOW_DAYS = 10  # a flow over so many days is a total
SINCE_DAYS = 3  # «منذ الخميس أخرج 8500»
THINGS_NEAR = 8  # tokens between a verb and the number of things it was done to
BEGUN_NEAR = 10
BEGAN_NEAR = 8
RUNNING_DAYS = 4  # a clash that has gone on for less is still one event


def period_tally(reading: Reading, draft: Draft) -> None:
    """«أسفرت منذ مطلع الشهر عن توقيف 46»، «قتل 18 خلال الشهرين الماضيين»: many over a period are a tally."""
    many = any((c.low or 0) >= tallies.MANY for c in draft.casualties)
    many = many or draft.count is not None and (draft.count.low or 0) >= tallies.MANY
    lo, hi = draft.frame.lo, draft.frame.hi
    if draft.type == "displacement":
        return
    if draft.frame.sentence.i <= draft.lo < lo and any("trigger" in reading.kinds[k] for k in range(draft.lo, lo)):
        lo = draft.lo  # «مقتل 31 مدنيا خلال شهر … بانفجار ألغام»
    clash = draft.type in CLASHES  # a plural that is one event
    plural = draft.frame.plural and not clash
    counting = draft.frame.harm_word or plural or draft.count is not None
    period = tallies.period_in(reading, lo, hi, counting)
    things = _things(reading, draft)
    many = many or things is not None
    if draft.kind == "incident" and tallies.number_of_those(reading, draft.frame):
        _those_who(reading, draft)
        return
    if draft.kind != "incident" or not many or draft.factuality not in ("asserted", "alleged"):
        return
    event = not draft.frame.harm_word and draft.count is None and not draft.frame.plural
    days = RUNNING_DAYS if (event and things is None) or clash else 1
    if draft.type in ROUND_UPS and not one_place(draft):
        days = 1  # «اعتقل 35 مواطنا من الضفة خلال 24 ساعة»
    if tallies.long_period(period, days) or (period is None or plural) and tallies.since(reading, lo, hi, plural):
        draft.kind, draft.period, draft.period_basis = "tally", period, "stated"
        if draft.count is None and things is not None:
            draft.count = things
        draft.date = draft.date_basis = None
        draft.why.append(("tally.period", draft.frame.i, draft.frame.j))


def _things(reading: Reading, draft: Draft) -> Any:
    """The number of things that were hit, fired or stopped: «هدم … 126 مبنى»، «أسقط 75 مسيرة»، «تعرضت 43 منشأة للقصف»; else None."""
    frame = draft.frame
    if frame.light is not None and frame.light.sense.id == "link.light.patient":
        return tallies.many_in(reading, frame.lo, frame.i)
    if frame.passive and draft.family in ("property", "violence") and not draft.targets():
        return tallies.many_in(reading, max(frame.sentence.i, frame.i - THINGS_NEAR), frame.i)  # «31 قرية اجتيحت منذ …»
    if frame.harm_word or draft.family not in ("property", "weapons", "violence"):
        return None
    hi = frame.hi if frame.verb and draft.family == "property" else min(frame.hi, frame.j + THINGS_NEAR)
    n = tallies.many_in(reading, frame.j, hi if frame.verb else frame.j + 2)
    people = [m for m in reading.people_in(n.i - 3, n.j) if m.i <= n.i < m.j and m.unit != "vehicle"] if n else []
    return n if not people else None


def one_place(draft: Draft) -> bool:
    """Whether a draft stands at one spot or settlement."""
    return draft.place is not None and draft.place.precision in ("point", "settlement", "near")


def exodus_tally(reading: Reading, draft: Draft, state: State) -> None:
    """Displacement is a flow: over some days it is one event, over weeks or with no day told and very large it is a total."""
    if draft.kind != "incident" or draft.type != "displacement" or draft.factuality not in ("asserted", "alleged"):
        return
    s = draft.frame.sentence
    moved = max([c.low or 0 for c in draft.casualties], default=0)
    period = next(iter(tallies.periods(reading, s.i, s.j, False)), None) or began(reading, s.i, s.j)
    dayless = draft.date is None or draft.date.grain != "day"
    short = period is not None and not _long_flow(period, moved)
    undated = period is None and moved >= FOLLOWS and tallies.since(reading, s.i, s.j)  # «منذ مطلع الصيف»
    if undated or moved >= tallies.MANY and period is not None and not short:
        draft.kind, draft.period, draft.period_basis = "tally", period, "stated"
    elif state.tally_before and draft.date is None and moved >= FOLLOWS and not short:
        draft.kind, draft.period, draft.period_basis = "tally", state.period, "inherited"
    elif moved >= tallies.EXODUS and dayless and not short:
        draft.kind, draft.period = "tally", period
    else:
        return
    draft.date = draft.date_basis = None
    draft.why.append(("tally.exodus", draft.frame.i, draft.frame.j))


def _long_flow(period: Any, moved: int) -> bool:
    if period.start is None or period.end is None:
        return moved >= UNDATED_FLOW
    days = (period.end - period.start).days
    return bool(days >= FLOW_DAYS and moved >= FOLLOWS or period.open_end and days >= SINCE_DAYS)


def fold_more(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Give a tally what its sentence adds to it: «هدم 126 مبنى …، ما أدى إلى تهجير 203»، «استشهاد 491 وإصابة 4900 واعتقال 8600»."""
    out: list[Draft] = []
    for d in drafts:
        before = next((o for o in reversed(out) if o.kind == "tally" and o.frame.i < d.frame.i), None)
        if before is not None and d.kind == before.kind and d.type == before.type and _counts_them(before, d):
            before.widen(d.lo, d.hi)
            continue
        if before is not None and (
            _made_homeless(reading, before, d) or _and_arrested(before, d) or _therein(reading, before, d)
        ):
            before.casualties += d.casualties
            before.widen(d.lo, d.hi)
            continue
        out.append(d)
    return out


def _counts_them(tally: Draft, d: Draft) -> bool:
    """Whether a second tally of a sentence counts the first's people again («عثر على 49 جثة مجهولة الهوية»)."""
    return d.count is not None and not d.casualties and any(c.low == d.count.low for c in tally.casualties)


def _made_homeless(reading: Reading, tally: Draft, d: Draft) -> bool:
    caused = tallies.cued(reading, "consequence", tally.frame.j, d.frame.i)
    return d.type == "displacement" and tally.family == "property" and caused


def _therein(reading: Reading, tally: Draft, d: Draft) -> bool:
    """«38 توغلا …، أوقف الجيش خلالها 27 شخصا أفرج عن 19 منهم»: of the counted events, or of those counted in them."""
    if tally.count is None or d.kind not in ("incident", "tally") or d.count is not None:
        return False
    at = max([d.frame.j, *[c.j for c in d.casualties]])
    back = reading.has("context", "therein", d.frame.j, at + 2) or reading.has("context", "of_those", d.frame.j, at + 2)
    joined = d.frame.hit.pro[:1] == "و" and bool(tally.casualties) and d.frame.i - tally.hi <= 1
    return back or joined and not d.own_place and d.date is None


def _and_arrested(tally: Draft, d: Draft) -> bool:
    """Whether a masdar joined by و goes on with a tally's tolls, with no place or day of its own."""
    joined = (
        not d.frame.verb and d.frame.hit.pro[:1] == "و" and d.frame.i - max(c.j for c in tally.casualties) <= 2
        if tally.casualties
        else False
    )
    counted = any((c.low or 0) >= tallies.MANY for c in d.casualties)
    return (
        joined
        and counted
        and d.kind != "statement"
        and d.type in ("arrest", "displacement", "abduction")
        and d.date is None
    )


def since_when(reading: Reading, draft: Draft) -> None:
    """The start of a tally with no resolved period: «الحرب التي اندلعت في 15 نيسان»، «منذ فتح الطريق في 27 كانون الثاني»."""
    if draft.kind != "tally":
        return
    p, s = draft.period, draft.frame.sentence
    bare = p is not None and p.why[0].startswith(tallies.BARE)  # «اندلع النزاع عام 2011»
    if p is None or p.start is None or bare:
        found = began(reading, s.i, s.j)
        if found is not None:
            draft.period, draft.period_basis = found, "stated"
            draft.widen(found.i, found.j)
    p, today = draft.period, reading.published
    if p is not None and p.end is not None and today is not None and (p.start is None or p.start <= today < p.end):
        draft.period = msgspec.structs.replace(p, end=today)  # «هذا العام»: what is counted is until now


def begun_tally(reading: Reading, draft: Draft) -> None:
    """«الاحتجاجات التي اندلعت في تشرين الأول … أسفرت عن مقتل 128»: what has gone on for days has a total."""
    told = draft.factuality in ("asserted", "alleged") and draft.kind == "incident"
    if not told or draft.frame.verb or not any((c.low or 0) >= tallies.COUNTED_UP for c in draft.casualties):
        return
    period = began(reading, draft.frame.j, min(draft.frame.j + BEGUN_NEAR, draft.frame.sentence.j))
    if period is None or not tallies.long_period(period, RUNNING_DAYS):
        return
    draft.kind, draft.period, draft.period_basis = "tally", period, "stated"
    draft.date = draft.date_basis = None
    draft.widen(period.i, period.j)
    draft.why.append(("tally.begun", draft.frame.i, draft.frame.j))


def began(reading: Reading, lo: int, hi: int) -> Any:
    """The period from a day that something is said to have begun on until publication, or None."""
    for d in reading.dates_in(lo, hi):
        bare = not d.period or d.why[0].startswith(tallies.BARE)
        if d.start is not None and bare and _began(reading, lo, d.i):
            return msgspec.structs.replace(d, end=reading.published, period=True, open_end=True)
    return None


def _began(reading: Reading, lo: int, at: int) -> bool:
    """Whether «منذ» or a verb of beginning stands before a day, in its clause."""
    for h in reading.of("context", max(lo, at - BEGAN_NEAR), at):
        if h.sense.id in ("began", "since") and not any(reading.tokens[k].text in "،؛:." for k in range(h.j, at)):
            return True
    return False


def _those_who(reading: Reading, draft: Draft) -> None:
    """«بلغ عدد من اعتقلهم الاحتلال خلال تموز 520»، «يرتفع إلى 9 عدد القواعد التي أقامتها»: a tally of what the verb tells."""
    s, frame = draft.frame.sentence, draft.frame
    draft.kind, draft.period = "tally", tallies.period_in(reading, s.i, s.j)
    draft.date = draft.date_basis = None
    after = [n for n in reading.numbers_in(frame.j, s.j) if n.kind in ("count", "other") and n.low]
    before = [n for n in reading.numbers_in(s.i, frame.i) if n.kind in ("count", "other") and n.low]
    number = next(iter(before[-1:] or after)) if before or after else None
    if number is None:
        return
    if frame.trigger.harm is None:
        draft.count = number
        draft.widen(number.i, number.j)
    elif not draft.casualties:
        draft.casualties.append(_counted_by(number, frame.trigger.harm))


def _counted_by(n: Any, harm: str) -> DraftCasualty:
    return DraftCasualty(harm, n.low, n.high, n.qualifier, "unspecified", "person", [], n.i, n.j, n.skip)


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


def nth(reading: Reading, frame: Frame) -> Any:
    """The ordinal that counts an event told before as one of its kind: «الاستهداف هو السابع من نوعه»; else None."""
    for n in reading.numbers_in(max(frame.sentence.i, frame.i - 3), min(frame.sentence.j, frame.j + 4)):
        ahead = n.j == frame.i and reading.has("context", "this_is", frame.sentence.i, frame.i)
        behind = frame.j <= n.i and reading.has("context", "of_its_kind", n.j, n.j + 2)
        if n.kind == "ordinal" and n.low and (ahead or behind):
            return n
    return None


def nth_tally(reading: Reading, frame: Frame, state: State) -> Draft | None:
    """«… السابع من نوعه منذ مطلع الشهر»: the tally that an ordinal gives, where it says over how long; else None."""
    n = nth(reading, frame)
    s = frame.sentence
    period = tallies.period_in(reading, frame.j, s.j)
    if n is None or period is None or (n.low or 0) < tallies.MANY:
        return None
    t = frame.trigger
    kin = [d for d in state.drafts[-4:] if d.family == t.family and d.kind == "incident"]
    type_ = kin[-1].type if kin and t.type == "attack" else t.type
    draft = Draft(frame, "tally", type_, t.family, lo=frame.i, hi=frame.j, frames=[frame], why=list(frame.why))
    draft.count, draft.period = n, period
    draft.widen(n.i, n.j)
    draft.widen(period.i, period.j)
    setting.choose_place(reading, frame, draft)
    draft.why.append(("tally.nth", n.i, n.j))
    return draft
