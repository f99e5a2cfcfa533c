"""The coder as processes make it: the lexicon is loaded once in each, the pure function does the rest."""

from __future__ import annotations

import functools
import importlib
from pathlib import Path
from typing import Any

from waqai.batch.outcomes import BatchError, Coder, CoderFactory
from waqai.model import CodedReport, Report


def rules_coder(packs: tuple[str, ...] = ()) -> Coder:
    """The rules of the built-in lexicon, with a team's overlay packs laid over it."""
    try:
        pipeline: Any = importlib.import_module("waqai.pipeline")
        load: Any = importlib.import_module("waqai.lexicon.load")
    except ImportError as error:
        raise BatchError(f"the coder cannot be loaded: {error}") from None
    lexicon = load.load([Path(pack) for pack in packs])
    return functools.partial(run, pipeline.code, lexicon)


def run(code: Any, lexicon: Any, report: Report) -> CodedReport:
    """Code one report."""
    coded: CodedReport = code(report, lexicon)
    return coded


def default_factory(packs: tuple[str, ...] = ()) -> CoderFactory:
    """The factory that is sent to processes."""
    return functools.partial(rules_coder, packs)
