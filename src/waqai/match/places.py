"""Places in a text: chains, countryside, roads, nearness, second mentions; one name many places decided or listed.

``find`` reads a document, ``find_places`` a plain text. One mention stands for one stated place, the most specific
of its chain; what it lies in is kept as ``parents``.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

import msgspec

from waqai.lexicon.gazetteer import Place
from waqai.lexicon.place_words import PlaceTables, PlaceWords, default_tables
from waqai.match.places_anaphora import Choice
from waqai.match.places_link import Linker
from waqai.match.places_raw import Raw
from waqai.match.places_scan import Scanner
from waqai.match.places_settle import Settler
from waqai.model import PlaceRef, Precision, Span
from waqai.text.normalize import normalize
from waqai.text.tokens import Doc, Token

PlaceRole = Literal["origin", "destination", "home", "road", "near"]
CUE_WINDOW = 4
POINT_KINDS = frozenset(
    {"camp", "prison", "crossing", "dam", "oilfield", "base", "airport", "hospital", "neighbourhood"}
)


class PlaceMention(msgspec.Struct, frozen=True):
    """A stated place: tokens ``[i, j)`` without the first ``skip`` letters; ``span`` is its characters.

    ``place`` is the chosen row, None where the gazetteer lacks the name (its ``parents`` still tell where it is);
    ``candidates`` are all rows that bear the name, likeliest first. ``precision`` is the record's. ``prep`` is the
    preposition before it, ``head`` the class of its head word. ``anaphoric``: a definite noun (المدينة) stands for a
    place named before. ``role`` hints that it may not be where something happened. ``other`` is a road's other end.
    """

    i: int
    j: int
    skip: int
    span: Span
    name: str
    place: Place | None
    candidates: tuple[Place, ...]
    precision: Precision
    kind: str
    prep: str
    head: str | None
    parents: tuple[Place, ...]
    anaphoric: bool
    role: PlaceRole | None
    other: Place | None
    why: tuple[str, ...]

    @property
    def where(self) -> Place | None:
        """The chosen place, or what an unknown one lies in."""
        return self.place or (self.parents[0] if self.parents else None)

    @property
    def country(self) -> str | None:
        """ISO code of the country."""
        return (self.where.country or None) if self.where else None

    @property
    def adm1(self) -> str | None:
        """P-code of the first-level unit, the same for every kind of place."""
        return self.where.adm1 if self.where else None

    def ref(self, basis: Literal["stated", "inherited"] = "stated") -> PlaceRef:
        """The mention as a record's place."""
        place, where = self.place, self.where
        return PlaceRef(
            place.id if place else None,
            place.name_ar if place else self.name,
            place.name_en if place else None,
            self.country,
            where.adm1 if where else None,
            where.adm2 if where else None,
            where.adm3 if where else None,
            where.lat if where else None,
            where.lon if where else None,
            self.precision,
            "inherited" if self.anaphoric else basis,
            [p.id for p in self.candidates[1:6]],
            self.span,
        )


def find(
    doc: Doc, tables: PlaceTables, *, country: str | None = None, blocked: Collection[int] = ()
) -> list[PlaceMention]:
    """Every place of a document, in order, none overlapping.

    ``country`` is where the outlet reports from, if known: it weighs like a hint. ``blocked`` are token indices inside
    names of actors, which are no places.
    """
    tokens, words = doc.tokens, tables.words
    raws = list(Scanner(doc, tables, blocked).raws())
    kept = Linker(tokens, tables.gazetteer, words).join(raws)
    choices = Settler(tokens, tables.gazetteer, words, country).settle(kept)
    return [_mention(doc, choice, words) for choice in choices]


def find_places(text: str, *, country: str | None = None, tables: PlaceTables | None = None) -> list[PlaceMention]:
    """The places of a plain text, by the packaged gazetteer. See :func:`find`.

    >>> [m.place.adm1 for m in find_places("انفجار في بلدة الشجرة بريف درعا الغربي") if m.place]
    ['SY12']
    """
    return find(Doc(normalize(text), [], []), tables or default_tables(), country=country)


def _mention(doc: Doc, choice: Choice, words: PlaceWords) -> PlaceMention:
    raw, tokens = choice.raw, doc.tokens
    other = None
    if raw.other is not None:
        fits = [p for p in raw.other.rows if choice.place is None or p.country == choice.place.country]
        other = max(fits or raw.other.rows, key=lambda p: p.population)
    return PlaceMention(
        raw.i,
        raw.j,
        raw.skip,
        doc.span(raw.i, raw.j, raw.skip),
        doc.clean.text[
            tokens[raw.name_i].start + (raw.skip if raw.name_i == raw.i else 0) : tokens[raw.name_j - 1].end
        ],
        choice.place,
        choice.candidates,
        precision(raw, choice),
        choice.place.kind if choice.place else (raw.head.id if raw.head else ""),
        _prep(raw, tokens, words),
        raw.head.id if raw.head else None,
        choice.parents,
        choice.anaphoric,
        _role(raw, tokens, words),
        other,
        tuple(dict.fromkeys([*raw.why, *choice.why])),
    )


def precision(raw: Raw, choice: Choice) -> Precision:
    """How closely the words place it: the row's own precision, coarser for nearness, roads and countryside."""
    place = choice.place
    if place is None:
        return _unknown_precision(raw, choice)
    if place.kind == "country":
        return "region" if raw.direction or raw.near else "country"
    if place.kind in ("region", "river", "sea"):
        return "region"
    if place.kind == "adm1":
        return "governorate"
    if place.kind in ("adm2", "adm3"):
        return "district"
    if raw.near or raw.road or place.kind == "road" or (raw.direction and not raw.part):
        return "near"
    if raw.head is not None and raw.head.id == "countryside":
        return "near"
    if (
        place.kind in POINT_KINDS
        and place.precision in ("settlement", "point")
        and not place.coord_source.startswith("parent:")
    ):
        return "point"
    return "settlement" if place.precision == "point" else place.precision  # type: ignore[return-value]


def _unknown_precision(raw: Raw, choice: Choice) -> Precision:
    if not choice.parents:
        return "settlement"
    kind = choice.parents[0].kind
    if kind in ("city", "town", "village", "camp", "neighbourhood"):
        return "settlement"
    return {"adm1": "governorate", "country": "country", "region": "region"}.get(kind, "district")  # type: ignore[return-value]


def _prep(raw: Raw, tokens: list[Token], words: PlaceWords) -> str:
    if raw.prep[-1:] in ("ب", "ل", "ك"):
        return raw.prep[-1]
    before = tokens[raw.i - 1].key if raw.i else ""
    return before if before in words.prepositions else ""


def _role(raw: Raw, tokens: list[Token], words: PlaceWords) -> PlaceRole | None:
    """Home, origin, destination, road or nearness, by the words just before."""
    prep = _prep(raw, tokens, words)
    window = [t.key.lstrip("و") if len(t.key) > 4 else t.key for t in tokens[max(0, raw.i - CUE_WINDOW) : raw.i]]
    close = set(window[-2:])
    if close & words.home and (prep in ("", "ل") or prep in words.from_words):
        return "home"
    if prep in words.from_words and set(window) & words.origin:
        return "origin"
    if prep in words.towards and set(window) & words.destination:
        return "destination"
    if raw.road:
        return "road"
    return "near" if raw.near or raw.direction else None
