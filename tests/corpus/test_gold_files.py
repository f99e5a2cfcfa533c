"""The gold files are sound, and the set held apart has not changed."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "corpus" / "reports"
GOLD = sorted(REPORTS.glob("*.json"))
SUMS = REPORTS / "APART.sha256"


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_gold", ROOT / "tools" / "check_gold.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


check_gold = _tool()


def test_there_is_gold() -> None:
    assert len(GOLD) > 200


@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.stem)
def test_gold_file_is_sound(path: Path) -> None:
    assert list(check_gold.problems(path)) == []


def _record(gold: dict[str, Any]) -> dict[str, Any]:
    first: dict[str, Any] = gold["records"][0]
    return first


def _move(gold: dict[str, Any]) -> None:
    _record(gold)["trigger"]["start"] += 1


def _beyond(gold: dict[str, Any]) -> None:
    _record(gold)["evidence"]["end"] = 10**6


BREAKS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "span moved": (_move, "not what is quoted"),
    "span beyond": (_beyond, "is not in a text"),
    "length": (lambda g: g.update(chars=1), "chars is 1"),
    "another text": (lambda g: g.update(file="other.txt"), "not the text beside it"),
    "set": (lambda g: g.update(set="train"), "set cannot be"),
    "published": (lambda g: g.update(published="17/05/2024"), "no day"),
    "key missing": (lambda g: _record(g).pop("must"), "must is missing"),
    "kind": (lambda g: _record(g).update(kind="event"), "kind cannot be"),
    "type": (lambda g: _record(g).update(type="battle"), "no type"),
    "factuality": (lambda g: _record(g).update(factuality="true"), "factuality cannot be"),
    "counts": (lambda g: _record(g).update(counts=False), "counts must be true"),
    "adm1": (lambda g: _record(g)["place"].update(adm1="SY99"), "no area"),
    "adm1 of another country": (lambda g: _record(g)["place"].update(adm1="YE15"), "is not in SY"),
    "country": (lambda g: _record(g)["place"].update(country="Syria"), "no ISO 3166"),
    "date": (lambda g: _record(g)["date"].update(start="2024-02-30"), "no day"),
    "date order": (lambda g: _record(g)["date"].update(end="2024-05-16"), "ends before"),
    "actor": (lambda g: _record(g)["actors"][0].update(actor="NOBODY"), "no actor"),
    "role": (lambda g: _record(g)["actors"][0].update(role="doer"), "role cannot be"),
    "count": (lambda g: _record(g)["casualties"][0].update(low=9), "low is over high"),
    "subset": (lambda g: _record(g)["casualties"][0].update(subset_of=0), "no other entry"),
    "id": (lambda g: _record(g).update(id="e2"), "one id"),
    "link": (lambda g: _record(g).update(links=[{"rel": "same_as", "to": "z"}]), "no other record"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_broken_copy_is_found(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change, reason = BREAKS[name]
    for suffix in (".json", ".txt"):
        (tmp_path / f"r001{suffix}").write_bytes((REPORTS / f"r001{suffix}").read_bytes())
    assert check_gold.main([str(tmp_path)]) == 0
    gold = json.loads((tmp_path / "r001.json").read_text("utf-8"))
    change(gold)
    (tmp_path / "r001.json").write_text(json.dumps(gold), "utf-8")
    capsys.readouterr()
    assert check_gold.main([str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert reason in said and "r001.json" in said


def test_unreadable_files_are_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "r001.json").write_text("{", "utf-8")
    (tmp_path / "r002.json").write_bytes((REPORTS / "r002.json").read_bytes())
    (tmp_path / "r003.json").write_text("[]", "utf-8")
    assert check_gold.main([str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "r001.json: file: not readable as JSON" in said and "r002.json: head: no readable text" in said
    assert "r003.json: head: not an object" in said
    assert check_gold.main([str(tmp_path / "nothing")]) == 1


def test_the_set_held_apart_has_not_changed() -> None:
    """A test set that is mended towards the coder tells nothing.

    Where an error in it must be put right, renew the sums (``cd corpus/reports && sha256sum s*.json s*.txt |
    LC_ALL=C sort -k2 > APART.sha256``) and say what changed, and why, in ``docs/quality.md``.
    """
    kept = dict(reversed(line.split("  ")) for line in SUMS.read_text("utf-8").splitlines())
    now = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in REPORTS.iterdir()
        if path.name.startswith("s") and path.suffix in (".json", ".txt")
    }
    changed = sorted(name for name in kept.keys() | now.keys() if kept.get(name) != now.get(name))
    assert changed == [], f"held apart and changed: {changed}; renew the sums and say why in docs/quality.md"
