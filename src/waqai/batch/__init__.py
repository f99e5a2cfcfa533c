"""A corpus: the same pure coder over many reports, on this machine's cores or on a cluster.

``code_many`` codes a stream in order (for ``waqai code`` and ``waqai ingest``); ``batch`` codes shards into Parquet files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from waqai.batch.cluster import run_ray
from waqai.batch.coder import default_factory
from waqai.batch.local import run_local
from waqai.batch.outcomes import BatchError, Coded, Coder, CoderFactory, Failed, Outcome, Progress
from waqai.batch.parallel import code_many, cores
from waqai.batch.shards import Job, ShardResult, plan, read_rows
from waqai.sources import SourceSettings

Engine = Literal["local", "ray"]

__all__ = [
    "BatchError", "Coded", "Coder", "CoderFactory", "Engine", "Failed", "Outcome", "Progress", "ShardResult", "Summary",
    "batch", "code_many", "cores", "default_factory", "read_rows",
]  # fmt: skip


@dataclass
class Summary:
    """What a batch came to. ``bad`` are the shards set aside, with their reasons."""

    shards: int = 0
    skipped: int = 0
    reports: int = 0
    failed: int = 0
    bad: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def add(self, result: ShardResult) -> None:
        """Count one shard."""
        self.shards += 1
        self.skipped += result.skipped
        self.reports += result.reports
        self.failed += result.failed
        self.failures += result.failures
        if result.bad:
            self.bad.append(result.bad)

    @property
    def exit_code(self) -> int:
        """0 all done, 1 some failed."""
        return 1 if self.bad or self.failed else 0


def batch(
    source: Path | str,
    output: Path,
    factory: CoderFactory,
    *,
    engine: Engine = "local",
    address: str | None = None,
    workers: int | None = None,
    kind: str | None = None,
    settings: SourceSettings | None = None,
    fingerprint: str = "",
    tell: Callable[[Summary, int], None] | None = None,
) -> Summary:
    """Code every shard of ``source`` into a Parquet file in ``output``.

    A shard whose file is there, of the same input and ``fingerprint`` (the lexicon's), is skipped: a run that was
    broken off goes on where it was. ``tell`` is called after each shard with the summary and the number of shards.
    """
    shards = plan(source, output, kind, fingerprint)
    job = Job(factory, kind, settings)
    summary = Summary()
    results = run_ray(shards, job, address) if engine == "ray" else run_local(shards, job, workers or cores())
    for result in results:
        summary.add(result)
        if tell:
            tell(summary, len(shards))
    return summary
