"""``corpus/known-failures.toml``: sentences the coder still reads wrongly, and those it has been mended for."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from waqai import evaluate
from waqai.lexicon.load import Lexicon, load
from waqai.model import Report
from waqai.pipeline import code

FILE = tomllib.loads((Path(__file__).parents[2] / "corpus" / "known-failures.toml").read_text("utf-8"))
FAILING: list[dict[str, Any]] = FILE.get("failing", [])
MENDED: list[dict[str, Any]] = FILE.get("mended", [])
PUBLISHED = "2016-03-05"
VALUES = ("kind", "type", "factuality", "background", "killed", "initiator")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def read(case: dict[str, Any], lexicon: Lexicon) -> list[dict[str, Any]]:
    """The records of a sentence but statements, each with the values a case can name."""
    report = Report(text=case["text"], source=case["id"], published=case.get("published", PUBLISHED))
    records = msgspec.to_builtins(code(report, lexicon))["records"]
    return [
        {
            **{name: r[name] for name in ("kind", "type", "factuality", "background", "counts")},
            "killed": evaluate.killed(r)[0],
            "initiator": sorted(evaluate.ids(r, "initiator")),
        }
        for r in records
        if r["kind"] != "statement"
    ]


def check(case: dict[str, Any], lexicon: Lexicon) -> None:
    """Fails unless the sentence gives what it should."""
    given, expected = read(case, lexicon), case["expected"]
    told = f"{case['id']}: expected {expected}, given {given}"
    if "counting" in expected:
        assert sum(r["counts"] for r in given) == expected["counting"], told
    values = {name: expected[name] for name in VALUES if name in expected}
    if values:
        assert any(all(r[name] == value for name, value in values.items()) for r in given), told


def test_cases_are_well_formed() -> None:
    cases = FAILING + MENDED
    names = [case["id"] for case in cases]
    assert len(set(names)) == len(names)
    for case in cases:
        assert case["phenomenon"] and case["text"], case["id"]
        assert case["expected"] and set(case["expected"]) <= {"counting", *VALUES}, case["id"]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case, id=case["id"], marks=pytest.mark.xfail(strict=True, raises=AssertionError, reason=case["phenomenon"])
        )
        for case in FAILING
    ],
)
def test_known_failure(case: dict[str, Any], lexicon: Lexicon) -> None:
    """A sentence that is read rightly turns this red: move it to ``[[mended]]``."""
    check(case, lexicon)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in MENDED])
def test_mended(case: dict[str, Any], lexicon: Lexicon) -> None:
    check(case, lexicon)
