"""From a model's answers to proposed records: every quote found in the text, every value read by our own readers.

A quote that is not in the text, word for word, takes its record with it. Numbers, places, dates and actors are what
the rules read at the quoted characters, never what the model made of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, cast, get_args

import msgspec

from waqai.lexicon.load import Lexicon
from waqai.match import actors, dates, numbers, people, places
from waqai.model import (
    ActorRef,
    Casualty,
    CodedReport,
    DateRef,
    Factuality,
    Harm,
    Kind,
    Period,
    PlaceRef,
    Problem,
    Record,
    Report,
    Span,
    Why,
)
from waqai.reader.client import Answer
from waqai.text.normalize import normalize
from waqai.text.segment import segment
from waqai.text.tokens import Doc

RULE = "reader.proposal"


class Proposed(msgspec.Struct, frozen=True):
    """What came of a model's answers: how many were kept, and why each of the others was not."""

    coded: CodedReport
    kept: int
    refused: list[str]


class Mentions:
    """The values that our own readers find in a text."""

    def __init__(self, report: Report, lexicon: Lexicon) -> None:
        self.doc: Doc = segment(normalize(report.text, lexicon.is_word), lexicon.layout, lexicon.is_word)
        published = dt.date.fromisoformat(report.published) if report.published else None
        counts = numbers.read(self.doc, lexicon.numbers)
        self.dates = dates.read(self.doc, lexicon.dates, published)
        self.places = places.find(self.doc, lexicon.places, country=None, blocked=set())
        countries = tuple(dict.fromkeys(m.country for m in self.places if m.country))
        self.actors = actors.find(self.doc, lexicon.actors, countries=countries, date=published, outlet=report.outlet)
        self.people = people.read(self.doc, lexicon.people, counts, self.actors)

    def at(self, mentions: Iterable[Any], quote: Span | None) -> tuple[Any, Span] | None:
        """The longest mention that overlaps a quote, with its characters."""
        if quote is None:
            return None
        found = [(m, self.doc.span(m.i, m.j, m.skip)) for m in mentions]
        inside = [(m, s) for m, s in found if s.start < quote.end and quote.start < s.end]
        return max(inside, key=lambda pair: min(pair[1].end, quote.end) - max(pair[1].start, quote.start), default=None)


def propose(report: Report, coded: CodedReport, answers: Sequence[Answer], lexicon: Lexicon) -> Proposed:
    """Add to a coded report what a model found beside the rules. Nothing that is there is changed."""
    mentions = Mentions(report, lexicon)
    records, refused = list(coded.records), []
    for answer in answers:
        made = _record(report.text, answer, mentions, lexicon, f"r{len(records) + 1}")
        if isinstance(made, str):
            refused.append(made)
        elif not any(_same(made, record) for record in records):
            records.append(made)
    kept = len(records) - len(coded.records)
    problems = list(coded.problems)
    if refused:
        problems.append(
            Problem("reader_refused", f"{len(refused)} of {len(answers)} proposals: {'; '.join(refused[:5])}")
        )
    return Proposed(msgspec.structs.replace(coded, records=records, problems=problems), kept, refused)


def _record(text: str, answer: Answer, mentions: Mentions, lexicon: Lexicon, id_: str) -> Record | str:
    """A proposal as a record, or why it is none."""
    wrong = _wrong_values(answer, lexicon)
    if wrong:
        return wrong
    evidence = _find(text, answer.evidence, 0, len(text))
    if evidence is None:
        return f"evidence not in the text: {answer.evidence[:60]!r}"
    trigger = _find(text, answer.trigger, evidence.start, evidence.end)
    if trigger is None:
        return f"trigger not in its evidence: {answer.trigger[:60]!r}"
    quotes: dict[str, Span | None] = {}
    for name in ("place", "date", "initiator", "target"):
        words = getattr(answer, name)
        quotes[name] = _quote(text, words, evidence)
        if words and quotes[name] is None:
            return f"{name} not in the text: {words[:60]!r}"
    counted = [(c.harm, _quote(text, c.quote, evidence)) for c in answer.casualties]
    if any(span is None for _, span in counted):
        return f"casualties not in the text: {answer.casualties[[s for _, s in counted].index(None)].quote[:60]!r}"
    return _made(answer, id_, trigger, evidence, quotes, counted, mentions)


def _made(
    answer: Answer, id_: str, trigger: Span, evidence: Span, quotes: dict[str, Span | None],
    counted: list[tuple[str, Span | None]], mentions: Mentions,
) -> Record:  # fmt: skip
    actors_ = [
        _actor(role, span, mentions)
        for role, span in (("initiator", quotes["initiator"]), ("target", quotes["target"]))
        if span
    ]
    tally = answer.kind == "tally"
    return Record(
        id=id_, kind=cast(Kind, answer.kind), type=answer.type, factuality=cast(Factuality, answer.factuality), background=False,
        counts=False, name=None, trigger=trigger, evidence=evidence, actors=actors_,
        initiator_status="stated" if quotes["initiator"] else "not_stated", place=_place(quotes["place"], mentions), other_places=[],
        date=DateRef(None, None, "day", "not_stated") if tally else _date(quotes["date"], mentions), event_count=None,
        period=_period(quotes["date"], mentions) if tally else None,
        casualties=[c for harm, span in counted if (c := _casualty(harm, span, mentions))], weapon=None, sector=None, degree=None,
        hours=None, until=None, exception=None, lifted=False, humanitarian=False, direction=None, judicial=False, sources=[], links=[],
        origin="reader", proposed=True, why=[Why(RULE, trigger)],
    )  # fmt: skip


def _wrong_values(answer: Answer, lexicon: Lexicon) -> str | None:
    file = lexicon.events.types.get(answer.type)
    kinds = {file.kind, "tally"} if file and file.kind == "incident" else {file.kind} if file else set()
    if answer.kind not in kinds:
        return f"{answer.type!r} is no type of kind {answer.kind!r}"
    if answer.factuality not in get_args(Factuality):
        return f"{answer.factuality!r} is no factuality"
    return next((f"{c.harm!r} is no harm" for c in answer.casualties if c.harm not in get_args(Harm)), None)


def _find(text: str, words: str, start: int, end: int) -> Span | None:
    at = text.find(words, start, end) if words.strip() else -1
    return Span(at, at + len(words), words) if at >= 0 else None


def _quote(text: str, words: str | None, evidence: Span) -> Span | None:
    """Where a quote stands: in the evidence if it is there, else the first time in the text."""
    if not words:
        return None
    return _find(text, words, evidence.start, evidence.end) or _find(text, words, 0, len(text))


def _same(one: Record, other: Record) -> bool:
    """Whether the rules have it: the same kind at the same words."""
    return one.kind == other.kind and one.trigger.start < other.trigger.end and other.trigger.start < one.trigger.end


def _place(quote: Span | None, mentions: Mentions) -> PlaceRef | None:
    found = mentions.at(mentions.places, quote)
    if found is None:
        return None
    ref: PlaceRef = found[0].ref("stated")
    return ref


def _date(quote: Span | None, mentions: Mentions) -> DateRef:
    found = mentions.at(mentions.dates, quote)
    if found is None:
        return DateRef(None, None, "day", "not_stated")
    date, span = found
    return DateRef(_iso(date.start), _iso(date.end or date.start), date.grain, date.basis, span)


def _period(quote: Span | None, mentions: Mentions) -> Period:
    found = mentions.at(mentions.dates, quote)
    if found is None:
        return Period(None, None, "inherited")
    return Period(_iso(found[0].start), _iso(found[0].end), "stated", found[1])


def _actor(role: str, quote: Span, mentions: Mentions) -> ActorRef:
    found = mentions.at(mentions.actors, quote)
    actor, candidates = (found[0].actor, list(found[0].candidates)) if found else (None, [])
    return ActorRef(cast(Any, role), actor, quote.text, "stated", candidates, quote)


def _casualty(harm: str, quote: Span | None, mentions: Mentions) -> Casualty | None:
    """People counted at a quote by our own reader; words that count nobody give no entry."""
    found = mentions.at((m for m in mentions.people if m.counted), quote)
    if found is None:
        return None
    group, span = found
    return Casualty(
        cast(Harm, harm),
        group.low,
        group.high,
        group.qualifier,
        group.category,
        group.unit,
        list(group.actors),
        None,
        span,
    )


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
