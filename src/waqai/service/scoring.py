"""Scores as plain figures, and what changed between two runs."""

from __future__ import annotations

from typing import Any

from waqai import evaluate


def figures(judge: evaluate.Judge) -> dict[str, Any]:
    """All counts and rates, by group."""
    return evaluate.as_json(judge)


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, float | None, float | None]]:
    """Gains and losses between two runs' figures."""
    return evaluate.gains(before, after)


def resolution() -> dict[str, Any]:
    """Pairwise precision and recall of incident resolution on the authored stories."""
    from waqai.ledger import resolution_eval

    found: dict[str, Any] = resolution_eval.figures()
    return found
