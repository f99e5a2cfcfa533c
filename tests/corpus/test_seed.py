"""The article of the brief, where it is at hand: every record that each careful coder gives, and no harmful error."""

from __future__ import annotations

from pathlib import Path

import pytest

from waqai import evaluate
from waqai.lexicon.load import load

GOLD = Path(__file__).resolve().parents[3] / "shared" / "seed" / "gold.json"


@pytest.mark.skipif(not GOLD.exists(), reason="the brief's article is not beside this checkout")
def test_every_must_record_of_the_brief() -> None:
    scores = evaluate.as_json(evaluate.evaluate([GOLD], load()))["all"]
    assert not any(scores["harmful"].values()), scores["harmful"]
    for kind in ("incident", "access", "tally"):
        recall = scores["detection"][kind]["recall"]
        assert recall["rate"] == 1, f"{kind}: {recall}"
