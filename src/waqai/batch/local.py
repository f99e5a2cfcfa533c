"""Shards on this machine: a process a core, each coding one shard at a time."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from waqai.batch.orphans import end_with_parent
from waqai.batch.outcomes import Coder
from waqai.batch.shards import Job, Shard, ShardResult, code_shard, set_aside

_job: Job | None = None
_coder: Coder | None = None


def run_local(shards: list[Shard], job: Job, workers: int) -> Iterator[ShardResult]:
    """The results of all shards as they come."""
    if workers == 1 or len(shards) == 1:
        coder = job.factory()
        yield from (code_shard(shard, job, coder) for shard in shards)
        return
    waiting = {shard.name: shard for shard in shards}
    try:
        for result in in_pool(shards, job, min(workers, len(shards))):
            waiting.pop(result.name)
            yield result
    except BrokenProcessPool:
        for shard in list(waiting.values()):  # a process died: each shard alone, so that one is to blame
            yield alone(shard, job)


def in_pool(shards: list[Shard], job: Job, workers: int) -> Iterator[ShardResult]:
    """Results from a pool of processes; on leaving, shards not begun are dropped and those in work end."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=start_process, initargs=(job,))
    try:
        futures = [pool.submit(in_process, shard) for shard in shards]
        for future in as_completed(futures):
            yield future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def alone(shard: Shard, job: Job) -> ShardResult:
    """One shard in a process of its own; a shard that kills it is set aside."""
    try:
        return next(in_pool([shard], job, 1))
    except BrokenProcessPool:
        reason = "the process that read it died"
        set_aside(shard, reason)
        return ShardResult(shard.name, bad=f"{shard.path}: {reason}")


def start_process(job: Job) -> None:
    """In a new process: leave Ctrl-C to the parent, and make the coder."""
    global _job, _coder
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    _job, _coder = job, job.factory()


def in_process(shard: Shard) -> ShardResult:
    """In a process: code one shard."""
    assert _job is not None
    return code_shard(shard, _job, _coder)
