"""Weights of the helper that says how likely an incident is a true one: ``likelihood.toml``, trained by a tool, read as data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from waqai.lexicon.packs import decode_toml, pack_files


class Likelihood(msgspec.Struct, forbid_unknown_fields=True):
    """A logistic regression: an incident whose features weigh less than ``threshold`` is left out; 0 keeps all."""

    threshold: float = 0.0
    bias: float = 0.0
    weights: dict[str, float] = {}


def compile(packs: Sequence[Path]) -> Likelihood:
    """The weights of the last pack that has any."""
    found = Likelihood()
    for path in pack_files(packs, "likelihood.toml"):
        found = decode_toml(path, Likelihood)
    return found
