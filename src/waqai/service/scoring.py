"""Scores as plain figures, and what changed between two runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from waqai import evaluate


def figures(judge: evaluate.Judge) -> dict[str, Any]:
    """All counts and rates, by group."""
    return evaluate.as_json(judge)


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, float | None, float | None]]:
    """Gains and losses between two runs' figures."""
    return evaluate.gains(before, after)


def resolution(packs: Sequence[Path] = ()) -> dict[str, Any]:
    """Pairwise precision and recall of incident resolution on the authored stories: from their ``records`` as a person
    coded them, and from their ``texts`` as the coder reads them.
    """
    from waqai.ledger import resolution_eval
    from waqai.lexicon.load import load
    from waqai.pipeline import code

    lexicon = load(packs)
    return {
        "records": resolution_eval.figures(),
        "texts": resolution_eval.figures(coder=lambda report: code(report, lexicon)),
    }
