"""Search of the gazetteer for people: exact names, then beginnings, then what is spelled alike."""

from __future__ import annotations

import re

from rapidfuzz import fuzz, process

from waqai.lexicon.gazetteer import Gazetteer, Place, name_key

LIKENESS = 82.0
MIN_PREFIX = 3
_ARABIC = re.compile("[\u0621-\u064a]")


def search(gazetteer: Gazetteer, name: str, country: str | None, limit: int) -> list[Place]:
    """Places by Arabic or English name, best first; ``country`` is an ISO code. Ids and P-codes are found too.

    >>> from waqai.lexicon.gazetteer import load_gazetteer
    >>> [p.adm1 for p in search(load_gazetteer(), "SY08", None, 1)]
    ['SY08']
    """
    direct = gazetteer.get(name.strip())
    if direct is not None:
        return [direct]
    found = _arabic(gazetteer, name, limit) if _ARABIC.search(name) else _english(gazetteer, name)
    scored: dict[str, tuple[float, Place]] = {}
    for score, place in found:
        if country is None or place.country == country.upper():
            old = scored.get(place.id)
            if old is None or score > old[0]:
                scored[place.id] = (score, place)
    ranked = sorted(scored.values(), key=lambda s: (-s[0], -s[1].population, s[1].level, s[1].id))
    return [place for _, place in ranked[:limit]]


def _arabic(gazetteer: Gazetteer, name: str, limit: int) -> list[tuple[float, Place]]:
    key = name_key(name)
    found = [(100.0, p) for p in gazetteer.named(key)]
    if len(key) >= MIN_PREFIX:
        found += [(95.0, p) for k in gazetteer.names if k.startswith(key) and k != key for p in gazetteer.named(k)]
    if len(found) < limit:
        for match, score, _ in process.extract(
            key, gazetteer.names.keys(), scorer=fuzz.ratio, limit=limit, score_cutoff=LIKENESS
        ):
            found += [(min(94.0, score), p) for p in gazetteer.named(match)]
    return found


def _english(gazetteer: Gazetteer, name: str) -> list[tuple[float, Place]]:
    wanted = name.strip().casefold()
    found = []
    for row, line in enumerate(gazetteer.lines):
        english = line.rsplit("\t", 3)[1].casefold()
        if english == wanted:
            found.append((100.0, gazetteer.place(row)))
        elif len(wanted) >= MIN_PREFIX and wanted in english:
            found.append((95.0 if english.startswith(wanted) else 90.0, gazetteer.place(row)))
    return found or _english_alike(gazetteer, wanted)


def _english_alike(gazetteer: Gazetteer, wanted: str) -> list[tuple[float, Place]]:
    names = {row: line.rsplit("\t", 3)[1].casefold() for row, line in enumerate(gazetteer.lines)}
    matches = process.extract(wanted, names, scorer=fuzz.ratio, limit=40, score_cutoff=LIKENESS)
    return [(score, gazetteer.place(row)) for _, score, row in matches]
