"""The coder keeps its scores: floors under the open set and the set held apart, in ``floors.toml``.

Only figures of whole sets are read here, so that the set held apart stays unread.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from waqai import evaluate
from waqai.lexicon.load import load

HERE = Path(__file__).parent
REPORTS = HERE.parents[1] / "corpus" / "reports"
FLOORS = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))
SETS = {"open": "r*.json", "apart": "s*.json"}


@pytest.fixture(scope="session")
def scores() -> dict[str, dict[str, Any]]:
    """The figures of each set over all its reports, each report coded once."""
    lexicon = load()
    return {
        name: evaluate.as_json(evaluate.evaluate(sorted(REPORTS.glob(pattern)), lexicon))["all"]
        for name, pattern in SETS.items()
    }


def figure(scores: dict[str, Any], name: str) -> float:
    """A figure by its name in ``floors.toml``."""
    if name.endswith("_f1"):
        value = scores["detection"][name.removesuffix("_f1")]["f1"]
    else:
        value = scores["values"][name]["rate"]
    assert value is not None, f"nothing to measure {name} on"
    return float(value)


def summary(name: str, scores: dict[str, Any]) -> str:
    """All figures that have a bound, in a line, as they are now."""
    floors = {key: round(figure(scores, key), 3) for key in FLOORS[name]["floors"]}
    return f"{name}, {scores['reports']} reports: " + ", ".join(
        f"{key} {value}" for key, value in (floors | scores["harmful"]).items()
    )


@pytest.mark.parametrize("name", SETS)
def test_set_is_whole(name: str, scores: dict[str, dict[str, Any]]) -> None:
    assert scores[name]["reports"] >= FLOORS[name]["reports"]


@pytest.mark.parametrize(("name", "what"), [(n, w) for n in SETS for w in FLOORS[n]["floors"]])
def test_floor(name: str, what: str, scores: dict[str, dict[str, Any]]) -> None:
    floor = FLOORS[name]["floors"][what]
    now = figure(scores[name], what)
    assert now >= floor, f"{what} fell to {now:.3f}, under {floor} — {summary(name, scores[name])}"


@pytest.mark.parametrize(("name", "harm"), [(n, h) for n in SETS for h in evaluate.HARMFUL])
def test_ceiling_of_harmful_errors(name: str, harm: str, scores: dict[str, dict[str, Any]]) -> None:
    ceiling = FLOORS[name]["harmful"][harm]
    now = scores[name]["harmful"][harm]
    assert now <= ceiling, f"{harm} rose to {now}, over {ceiling} — {summary(name, scores[name])}"
