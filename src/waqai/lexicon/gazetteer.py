"""The gazetteer: places with Arabic names, admin codes and points, looked up by folded name.

Rows stay plain lines until one is asked for; what is built is the index from names to row numbers. The object
is picklable, so a compiled lexicon cache can hold it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from waqai.lexicon.packs import BUILT_IN, LexiconError, decode_toml
from waqai.text.normalize import LETTER, fold, fold_clean

COLUMNS = (
    "id", "kind", "country", "adm1", "adm2", "adm3", "lat", "lon", "coord_source", "precision", "population",
    "parent", "needs_context", "name_en", "name_ar", "variants_ar",
)  # fmt: skip
FOLDER = "places"
_WORD = re.compile(f"[{LETTER}]+|[0-9A-Za-z]+")


class Place(msgspec.Struct, frozen=True):
    """A row of the gazetteer.

    ``adm1`` to ``adm3`` are P-codes (ISO 3166-2 where OCHA gives none); ``lat`` and ``lon`` are degrees WGS 84 and
    ``coord_source`` names where they are from (``parent:ID``: the point of the containing place, with its
    ``precision``). ``needs_context``: the name is also a common word.
    """

    id: str
    kind: str
    country: str
    adm1: str | None
    adm2: str | None
    adm3: str | None
    lat: float | None
    lon: float | None
    coord_source: str
    precision: str
    population: int
    parent: str | None
    needs_context: bool
    name_en: str
    name_ar: str
    variants: tuple[str, ...]

    @property
    def level(self) -> int:
        """0 for a country or region, 1 to 3 for admin units, 4 for what lies in them."""
        if self.kind in ("country", "region", "river", "sea"):
            return 0
        return int(self.kind[3]) if self.kind.startswith("adm") else 4


def decode(line: str) -> Place:
    """A line of a table as a place."""
    c = line.split("\t")
    return Place(
        c[0], c[1], c[2], c[3] or None, c[4] or None, c[5] or None, float(c[6]) if c[6] else None,
        float(c[7]) if c[7] else None, c[8], c[9], int(c[10] or 0), c[11] or None, c[12] == "1", c[13], c[14],
        tuple(v.rstrip("!") for v in c[15].split("|") if v),
    )  # fmt: skip


def name_key(name: str) -> str:
    """The look-up key of a name: folded words, single-spaced.

    >>> name_key("ديرِ الزّور") == name_key("دير  الزور")
    True
    """
    return " ".join(_WORD.findall(fold(name)))


class Gazetteer:
    """Places by name. Build with :func:`load_gazetteer`."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.names: dict[str, tuple[int, ...]] = {}
        self.weak: set[tuple[str, int]] = set()
        self.longest: dict[str, int] = {}
        self.openings: set[str] = set()  # first two words of names of several
        self.ids: dict[str, int] = {}
        self._memo: dict[int, Place] = {}

    def __getstate__(self) -> tuple[object, ...]:
        return self.lines, self.names, self.weak, self.longest, self.openings, self.ids

    def __setstate__(self, state: tuple[object, ...]) -> None:
        self.lines, self.names, self.weak, self.longest, self.openings, self.ids = state  # type: ignore[assignment]
        self._memo = {}

    def __len__(self) -> int:
        return len(self.ids)

    def place(self, row: int) -> Place:
        """The place of a row number."""
        found = self._memo.get(row)
        if found is None:
            found = self._memo[row] = decode(self.lines[row])
        return found

    def get(self, place_id: str | None) -> Place | None:
        """The place of an id."""
        row = self.ids.get(place_id) if place_id else None
        return None if row is None else self.place(row)

    def named(self, key: str) -> tuple[Place, ...]:
        """Every place of a folded name (see :func:`name_key`)."""
        return tuple(self.place(row) for row in self.names.get(key, ()))

    def named_like(self, place: Place) -> tuple[Place, ...]:
        """Places of the same Arabic name in the same first-level unit, the largest first."""
        same = [p for p in self.named(name_key(place.name_ar)) if p.adm1 == place.adm1]
        return tuple(sorted(same, key=lambda p: -p.population))

    def is_weak(self, key: str, place: Place) -> bool:
        """Whether this name of the place is also a common word and needs a head word or the place's parent."""
        return (key, self.ids[place.id]) in self.weak

    def chain(self, place: Place) -> list[Place]:
        """What contains the place, from the nearest up to its country."""
        out: list[Place] = []
        for code in (place.parent, place.adm3, place.adm2, place.adm1, place.country):
            found = self.get(code)
            if found is not None and found.id != place.id and found not in out:
                out.append(found)
        return out

    def within(self, inner: Place, outer: Place) -> bool:
        """Whether ``inner`` lies in ``outer`` by admin codes, parents or country."""
        if inner.id == outer.id:
            return True
        if outer.kind == "country":
            return inner.country == outer.country
        if outer.id in (inner.adm1, inner.adm2, inner.adm3, inner.parent):
            return True
        if outer.kind in ("region", "river"):
            return inner.country == outer.country and outer.adm1 in (None, inner.adm1)
        return self._shares_unit(inner, outer)

    def _shares_unit(self, inner: Place, outer: Place) -> bool:
        """A town's name also stands for the unit it is the seat of."""
        for code in (inner.adm3, inner.adm2, inner.adm1):
            unit = self.get(code)
            if unit is not None and unit.name_ar == outer.name_ar and outer.adm1 == inner.adm1:
                return True
        return False

    def search(self, name: str, country: str | None = None, limit: int = 20) -> list[Place]:
        """Places by Arabic or English name: exact first, then by beginning, then by likeness; larger first."""
        from waqai.lexicon.gazetteer_search import search

        return search(self, name, country, limit)

    def _add(self, line: str) -> None:
        """One line of a table; a later line of the same id replaces the earlier one."""
        place_id = line[: line.index("\t")]
        row = self.ids.get(place_id)
        if row is None:
            row = self.ids[place_id] = len(self.lines)
            self.lines.append(line)
        else:
            self.lines[row] = line

    def _index(self) -> None:
        names: dict[str, list[int]] = {}
        derived: list[tuple[str, int, bool]] = []
        ways = spellings()
        for row, line in enumerate(self.lines):
            *_, flag, _, name, variants = line.rsplit("\t", 4)
            for n, written in enumerate([name, *variants.split("|")] if variants else [name]):
                key = " ".join(_WORD.findall(fold_clean(written)))
                weak = written.endswith("!") or (flag == "1" and (n == 0 or " " not in key))
                self._name(names, key, row, weak)
                derived.extend((other, row, weak) for other in respelled(key, ways))
        for key, row, weak in derived:
            if key not in self.names and key not in names:
                self._name(names, key, row, weak)
        self.names = {key: tuple(rows) for key, rows in names.items()}

    def _name(self, names: dict[str, list[int]], key: str, row: int, weak: bool) -> None:
        if not key:
            return
        rows = names.setdefault(key, [])
        if row not in rows:
            rows.append(row)
            if weak:
                self.weak.add((key, row))
        first, _, rest = key.partition(" ")
        size = rest.count(" ") + 2 if rest else 1
        if rest:
            self.openings.add(f"{first} {rest.partition(' ')[0]}")
        if self.longest.get(first, 0) < size:
            self.longest[first] = size


class _Glued(msgspec.Struct, frozen=True):
    glued: str
    fathers: str


class Spellings(msgspec.Struct, frozen=True):
    """First words written apart from the second or glued to it, and the spellings of ابو."""

    glued: frozenset[str]
    fathers: frozenset[str]


@lru_cache(maxsize=1)
def spellings() -> Spellings:
    """What the words file says of how names are spelled."""
    file = decode_toml(BUILT_IN / FOLDER / "words.toml", _Glued)
    return Spellings(frozenset(map(fold, file.glued.split())), frozenset(map(fold, file.fathers.split())))


def respelled(key: str, ways: Spellings | None = None) -> Iterator[str]:
    """Spellings an editor may use for a name: first word glued to the second or apart, ابي for ابو.

    >>> list(respelled("تل تمر")), list(respelled("سرمدا"))
    (['تلتمر'], [])
    """
    ways = ways or spellings()
    first, _, rest = key.partition(" ")
    if rest:
        if first in ways.glued:
            yield first + rest
        if first in ways.fathers:
            yield from (f"{father} {rest}" for father in sorted(ways.fathers) if father != first)
            yield first + rest
        return
    for word in ways.glued:
        if first.startswith(word) and len(first) > len(word) + 2:
            yield f"{word} {first[len(word) :]}"


def tables(packs: Sequence[Path]) -> Iterator[Path]:
    """The gazetteer tables of the packs, in pack order."""
    for pack in packs:
        yield from sorted((pack / FOLDER).glob("*.tsv"))


def load_gazetteer(packs: Sequence[Path] = (BUILT_IN,)) -> Gazetteer:
    """The gazetteer of the packs; a later pack's row of the same id wins. Raises LexiconError for a bad table."""
    gazetteer = Gazetteer()
    for path in tables(packs):
        _read_table(gazetteer, path)
    gazetteer._index()
    return gazetteer


def _read_table(gazetteer: Gazetteer, path: Path) -> None:
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    if tuple(head.split("\t")) != COLUMNS:
        raise LexiconError(f"{path}: not a gazetteer table: its columns must be {' '.join(COLUMNS)}")
    for number, line in enumerate(lines, 2):
        if line.count("\t") != len(COLUMNS) - 1:
            raise LexiconError(f"{path}:{number}: {line.count(chr(9)) + 1} columns, not {len(COLUMNS)}")
        gazetteer._add(line)
