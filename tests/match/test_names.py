"""Every name that war news uses is in the gazetteer or the registry: quarters, posts, camps, factions, short forms."""

from __future__ import annotations

from pathlib import Path

from waqai.lexicon.gazetteer import load_gazetteer, name_key
from waqai.match.actors import default_tables, find_actors

CORPUS = Path(__file__).parents[2] / "corpus" / "phrases" / "names.tsv"


def rows(kind: str) -> list[list[str]]:
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    return [c for c in (line.split("\t") for line in lines) if c[0] == kind]


def test_the_list_is_large_enough():
    assert len(rows("place")) >= 4000
    assert len(rows("actor")) >= 600


def test_each_place_is_in_its_unit():
    gazetteer = load_gazetteer()
    missing = [
        (unit, name)
        for _, country, unit, name in rows("place")
        if not any(p.country == country and p.adm1 == unit for p in gazetteer.named(name_key(name)))
    ]
    assert not missing


def test_each_actor_is_found_in_news_of_its_country():
    wrong = []
    for _, country, actor, name in rows("actor"):
        found = find_actors(f"وقال بيان إن {name} أعلنت ذلك", countries=[country])
        if not any(m.label == name and m.actor == actor for m in found):
            wrong.append((actor, name, [(m.label, m.actor) for m in found]))
    assert not wrong


def test_the_registry_is_large_enough_and_says_how_each_is_known():
    actors = default_tables().actors
    assert len(actors) >= 900
    assert all(a.how_known for a in actors.values())
