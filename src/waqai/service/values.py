"""Values for a correction: read from a piece of the text a person selected, or chosen by name."""

from __future__ import annotations

from typing import Any

import msgspec

from waqai.ledger.filters import LedgerError
from waqai.model import Span
from waqai.service import names

FIELDS = (
    "type", "factuality", "date", "place", "actors", "casualties", "weapon", "sector", "degree", "lifted", "event_count",
    "period", "background", "initiator_status",
)  # fmt: skip


class Guess(msgspec.Struct, frozen=True):
    """What a selected text can mean, each as the record's field takes it; None or [] where it means nothing of it."""

    date: dict[str, Any] | None
    place: dict[str, Any] | None
    places: list[dict[str, Any]]
    number: tuple[int | None, int | None, str] | None
    actor: str | None
    actors: list[str]


def guess(text: str, start: int, end: int, published: str | None) -> Guess:
    """Read the characters ``start`` to ``end`` of a report's text as a date, a place, a number and an actor."""
    from waqai.match.actors import find_actors
    from waqai.match.dates import read_dates
    from waqai.match.numbers import read_numbers
    from waqai.match.places import find_places

    if not 0 <= start < end <= len(text):
        raise LedgerError(f"selection {start}–{end}: not in this text")
    part = text[start:end]
    span = Span(start, end, part)
    dates, found = read_dates(part, published), find_places(part)
    numbers, actors = read_numbers(part), find_actors(part)
    named = [a for a in actors if a.actor]
    candidates = [p for m in found for p in m.candidates[:8]]
    return Guess(
        date=_date(dates[0], span) if dates else None,
        place=_ref(msgspec.structs.replace(found[0].ref(), span=span)) if found else None,
        places=[place_value(p, span) for p in candidates],
        number=(numbers[0].low, numbers[0].high, numbers[0].qualifier) if numbers else None,
        actor=named[0].actor if named else None,
        actors=[c for a in actors for c in ([a.actor] if a.actor else a.candidates)],
    )


def search_places(name: str, limit: int = 12) -> list[dict[str, Any]]:
    """Gazetteer places by name, as a record's place takes them."""
    from waqai.lexicon.place_words import default_tables

    found = default_tables().gazetteer.search(name, None, limit) if name.strip() else []
    return [place_value(p, None) for p in found]


def search_actors(name: str, limit: int = 12) -> list[tuple[str, str, str]]:
    """(id, Arabic, English) of registry actors whose id or name holds the words."""
    wanted = name.strip().lower()
    hits = [
        (key, *pair)
        for key, pair in names.actors().items()
        if wanted in key.lower() or any(wanted in n.lower() for n in pair)
    ]
    return sorted(hits, key=lambda hit: (hit[0].lower() != wanted, len(hit[1]), hit[0]))[:limit]


def place_value(place: Any, span: Span | None) -> dict[str, Any]:
    """A gazetteer row as a record's place."""
    return {
        "id": place.id, "name_ar": place.name_ar, "name_en": place.name_en, "country": place.country, "adm1": place.adm1,
        "adm2": place.adm2, "adm3": place.adm3, "lat": place.lat, "lon": place.lon, "precision": place.precision,
        "basis": "stated", "candidates": [], "span": msgspec.to_builtins(span) if span else None,
    }  # fmt: skip


def _date(read: Any, span: Span) -> dict[str, Any]:
    day = {"start": read.start.isoformat() if read.start else None, "end": read.end.isoformat() if read.end else None}
    return {**day, "grain": read.grain, "basis": read.basis, "span": msgspec.to_builtins(span)}


def _ref(place: Any) -> dict[str, Any]:
    built: dict[str, Any] = msgspec.to_builtins(place)
    return built
