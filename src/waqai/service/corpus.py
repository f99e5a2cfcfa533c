"""A corpus: every file of a folder coded into Parquet, here or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from waqai import batch
from waqai.batch import Engine, Summary
from waqai.lexicon.load import load

__all__ = ["Engine", "Summary", "run"]


def run(
    source: str,
    output: Path,
    *,
    engine: Engine = "local",
    address: str | None = None,
    workers: int | None = None,
    kind: str | None = None,
    packs: Sequence[Path] = (),
    tell: Callable[[Summary, int], None] | None = None,
) -> Summary:
    """Code every file of ``source`` into ``output``; what is there already, of the same input and lexicon, is kept.

    The lexicon is compiled once here, so that processes find it in the cache.
    """
    fingerprint = load(packs).fingerprint
    return batch.batch(
        source, output, batch.default_factory(tuple(str(p) for p in packs)), engine=engine, address=address,
        workers=workers, kind=kind, fingerprint=fingerprint, tell=tell,
    )  # fmt: skip
