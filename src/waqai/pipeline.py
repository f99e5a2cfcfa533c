"""The coder: ``code(report, lexicon) -> CodedReport``, a pure function and the list of its stages."""

from __future__ import annotations

import datetime as dt
import hashlib
import re

from waqai.events import (
    access,
    attribution,
    dealt,
    discourse,
    disputed,
    history,
    inherit,
    likelihood,
    merge,
    outcome,
    pools,
    records,
    selection,
    statements,
    voices,
)
from waqai.events.build import sentence_drafts
from waqai.events.draft import Draft
from waqai.events.reading import Reading
from waqai.events.state import State
from waqai.lexicon.load import Lexicon
from waqai.match import actors, dates, numbers, people, people_speakers, places
from waqai.match.numbers_words import atoms
from waqai.model import SCHEMA, CodedReport, Problem, Report, ReportHead, Segment
from waqai.text.normalize import LETTER, normalize
from waqai.text.segment import segment
from waqai.text.tokens import Doc

MAX_CHARS = 300_000  # no report is a book: a longer text is a dump of many
MIN_ARABIC_SHARE = 0.4
_ARABIC = re.compile(f"[{LETTER}]+")
_LETTERS = re.compile(r"[^\W\d_]+")


def code(report: Report, lexicon: Lexicon) -> CodedReport:
    """The records of one report. Deterministic: no clock, network, randomness or file access."""
    share = _arabic_share(report.text)
    problems = _problems(report, share)
    if any(p.code in ("empty", "not_arabic", "too_long") for p in problems):
        return CodedReport(SCHEMA, _head(report, share), [], [], problems)
    doc = document(report.text, lexicon)
    reading = read(doc, lexicon, report)
    drafts = drafts_of(reading, report)
    return CodedReport(SCHEMA, _head(report, share), _segments(doc), records.make(reading, drafts), problems)


def document(text: str, lexicon: Lexicon) -> Doc:
    """The normalised, segmented, tokenised form of a text."""
    return segment(normalize(text, lexicon.is_word), lexicon.layout, lexicon.is_word)


def read(doc: Doc, lexicon: Lexicon, report: Report) -> Reading:
    """All value mentions of a document."""
    published = dt.date.fromisoformat(report.published) if report.published else None
    numerals = atoms(doc.tokens, lexicon.numbers)
    found_numbers = numbers.read(doc, lexicon.numbers, numerals)
    found_dates = dates.read(doc, lexicon.dates, published, numerals)
    scanned = actors.scan(doc, lexicon.actors)
    first = actors.find(doc, lexicon.actors, countries=(), date=published, outlet=report.outlet, scanned=scanned)
    blocked = {
        k for a in first if a.kind in ("name", "source") and not a.country_name for k in range(a.core[0], a.core[1])
    }
    found_places = places.find(doc, lexicon.places, country=None, blocked=blocked)
    countries = _countries(found_places)
    sure = any(len({p.country for p in m.candidates}) == 1 for m in found_places)
    if not sure and (own := _of_forces(first)):  # a brief that names no sure place: its forces say where
        found_places = places.find(doc, lexicon.places, country=own, blocked=blocked)
        countries = _countries(found_places)
    found_actors = first
    if countries:
        found_actors = actors.find(
            doc, lexicon.actors, countries=countries, date=published, outlet=report.outlet, scanned=scanned
        )
    found_people = pools.pool(doc, lexicon.events, people.read(doc, lexicon.people, found_numbers, found_actors))
    reading = Reading(
        doc, lexicon.events, found_numbers, found_dates, found_places, found_actors, found_people, published
    )
    reading.speaker_at = {s.i: s for s in people_speakers.speakers(doc, lexicon.people, found_actors)}
    return reading


OWN_FORCES = ("STATE_MIL", "STATE_SEC", "NSAG", "NSAG_PROXY")


def _of_forces(found: list[actors.ActorMention]) -> str | None:
    """The country most of whose own forces a text names: «كمين للحوثيين في البيضاء» is in Yemen."""
    tally: dict[str, int] = {}
    for m in found:
        if m.country and m.category in OWN_FORCES and m.kind == "name":
            tally[m.country] = tally.get(m.country, 0) + 1
    top = max(tally, key=lambda c: tally[c], default=None)
    return top if top is not None and tally[top] * 2 > sum(tally.values()) else None


def _countries(found: list[places.PlaceMention]) -> tuple[str, ...]:
    """The countries of the places named, most named first."""
    tally: dict[str, int] = {}
    for m in found:
        if m.country:
            tally[m.country] = tally.get(m.country, 0) + 1
    return tuple(sorted(tally, key=lambda c: -tally[c]))


def drafts_of(reading: Reading, report: Report) -> list[Draft]:
    """What a report tells, before it is made into records."""
    state = State()
    last = None
    issuer = voices.issuer(reading)
    outlet = attribution.outlet_source(reading, report.outlet, _source_line(reading))
    size = len(reading.tokens)
    checked = reading.has("context", "claim_heading", 0, size) and reading.has("context", "truth_heading", 0, size)
    for sentence in dealt.split(reading):
        state.background = discourse.is_background(reading, sentence)
        state.claimed = checked and discourse.claimed(reading, sentence, state.claimed)
        made = sentence_drafts(reading, sentence, state)
        cited, last = attribution.citations(reading, sentence, last)
        for draft in made:
            attribution.attribute(draft, cited, outlet)
            statements.resolve_sides(reading, draft, issuer, last.actor if last is not None else None)
        state.close(made)
    inherit.inherit_places(reading, state.drafts)
    inherit.inherit_days(reading, state.drafts)
    told = merge.merge(reading, [d for d in state.drafts if selection.keep(d) or selection.refers(d)])
    drafts = [d for d in told if selection.keep(d)]
    drafts = merge.drop_headings(drafts)
    voices.claims(drafts)
    voices.blame(reading, drafts)
    drafts = outcome.settle(reading, drafts)
    history.age(reading, drafts)
    disputed.dispute(reading, drafts)
    drafts = likelihood.likely(reading, drafts)
    discourse.link(drafts)
    access.ends(drafts)
    return drafts


def _source_line(reading: Reading) -> str | None:
    """The outlet that a source line names: «(المشهد)»."""
    for part in reversed(reading.doc.parts):
        if part.kind == "source_line":
            return reading.doc.char_span(part.start, part.end).text.strip("() .:")
    return None


def _segments(doc: Doc) -> list[Segment]:
    out = []
    for part in doc.parts:
        span = doc.char_span(part.start, part.end)
        out.append(Segment(part.kind, span.start, span.end))
    return out


def _head(report: Report, share: float) -> ReportHead:
    digest = hashlib.sha256(report.text.encode("utf-8", "surrogatepass")).hexdigest()
    basis = report.published_basis or ("given" if report.published else None)
    language = "ar" if share >= MIN_ARABIC_SHARE else None
    return ReportHead(
        digest,
        report.source,
        report.url,
        report.outlet,
        report.title,
        report.published,
        basis,
        language,
        len(report.text),
    )


def _arabic_share(text: str) -> float:
    sample = text[:20_000]
    letters = sum(map(len, _LETTERS.findall(sample)))
    return sum(map(len, _ARABIC.findall(sample))) / letters if letters else 0.0


def _problems(report: Report, share: float) -> list[Problem]:
    found = []
    if not report.text.strip():
        found.append(Problem("empty", "the report has no text"))
    elif not _LETTERS.search(report.text) or not _ARABIC.search(report.text):
        found.append(Problem("not_arabic", "the report has no Arabic letters"))
    elif share < MIN_ARABIC_SHARE:
        found.append(Problem("not_arabic", "less than two fifths of the letters are Arabic: set aside"))
    if len(report.text) > MAX_CHARS:
        found.append(Problem("too_long", f"{len(report.text):,} characters; a report has at most {MAX_CHARS:,}"))
    if report.published is None:
        found.append(
            Problem("no_publication_date", "relative dates stay unresolved: no publication date was given or found")
        )
    return found
