"""Shards on a Ray cluster: a task a shard, each writing its own file whole.

The task reads its shard and replaces its output in one step, so that a task run again after a node is lost writes the
same file again: nothing is lost, nothing is there twice. Ray's own Parquet reader is not used: a node lost while it
reads fails the job.
"""

from __future__ import annotations

import functools
import importlib
import os
import pickle
from collections.abc import Iterator
from typing import Any

from waqai.batch.outcomes import BatchError, Coder, CoderFactory
from waqai.batch.shards import Job, Shard, ShardResult, code_shard


def run_ray(shards: list[Shard], job: Job, address: str | None) -> Iterator[ShardResult]:
    """The results of all shards as they come, from the cluster at ``address`` (this machine's cores without one).

    Input and output must be on storage that every node sees under the same path.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        ray: Any = importlib.import_module("ray")
        data: Any = importlib.import_module("ray.data")
    except ImportError:
        raise BatchError("the ray engine needs an extra: pip install 'waqai[cluster]'") from None
    if not ray.is_initialized():
        connect(ray, address)
    rows = [{"name": s.name, "path": s.path, "out": s.out, "version": s.version} for s in shards]
    task = functools.partial(code_rows, job=job)
    done = data.from_items(rows, override_num_blocks=len(rows)).map_batches(task, batch_size=1, zero_copy_batch=False)
    for row in done.iter_rows():
        yield as_result(row)


def connect(ray: Any, address: str | None) -> None:
    """Join a cluster, or start one here."""
    try:
        ray.init(address=address, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise BatchError(f"no Ray cluster at {address}: {error}") from None


@functools.lru_cache(maxsize=2)
def kept_coder(factory: bytes) -> Coder:
    """One coder for each worker process and factory: the lexicon is not loaded again for every shard.

    The key is the pickled factory, because each task gets a new copy of it.
    """
    make: CoderFactory = pickle.loads(factory)
    return make()


def code_rows(batch: dict[str, Any], job: Job) -> dict[str, list[Any]]:
    """In a task: code the shards of a batch (one) and give their results as columns."""
    names = ("name", "path", "out", "version")
    shards = [Shard(*map(str, values)) for values in zip(*(batch[name] for name in names), strict=True)]
    results = [code_shard(shard, job, kept_coder(pickle.dumps(job.factory))) for shard in shards]
    return {
        "name": [r.name for r in results], "reports": [r.reports for r in results],
        "failed": [r.failed for r in results], "skipped": [r.skipped for r in results],
        "bad": [r.bad or "" for r in results], "failures": ["\n".join(r.failures) for r in results],
    }  # fmt: skip


def as_result(row: dict[str, Any]) -> ShardResult:
    """A row of the data set as a shard's result."""
    lines = [line for line in str(row["failures"]).split("\n") if line]
    return ShardResult(
        row["name"], int(row["reports"]), int(row["failed"]), bool(row["skipped"]), row["bad"] or None, lines
    )
