"""Coding on all cores: processes fed in small batches, results in the order of the input, bounded memory.

At most a few batches a process are in flight, so the input is read no faster than it is coded. Processes ignore
Ctrl-C: the parent stops reading, lets the batches in flight end and raises KeyboardInterrupt. A process that dies
takes no report with it but the one that killed it, which is named.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from waqai.batch.orphans import end_with_parent
from waqai.batch.outcomes import Coder, CoderFactory, Failed, Outcome, Progress, code_one, outcome
from waqai.model import Report
from waqai.sources import SourceError

Item = Report | SourceError
Batch = list[Item]
Results = list[bytes | Failed]
BATCH_ITEMS = 16
BATCH_CHARS = 200_000
IN_FLIGHT = 3  # batches for each process
ALONE_BELOW = 48  # fewer items than this are coded here: starting processes would take longer
TELL_EVERY = 0.5  # seconds

_coder: Coder | None = None


def cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def code_many(
    items: Iterable[Item],
    factory: CoderFactory,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    tell: Callable[[Progress], None] | None = None,
) -> Iterator[Outcome]:
    """The outcome of every item, in order. ``tell`` is called with the progress about twice a second and at the end."""
    progress = progress or Progress()
    told = time.monotonic()
    for one in outcomes(batches(items), factory, workers or cores()):
        progress.done += 1
        progress.failed += isinstance(one, Failed)
        yield one
        if tell and time.monotonic() - told > TELL_EVERY:
            told = time.monotonic()
            tell(progress)
    if tell:
        tell(progress)


def batches(items: Iterable[Item]) -> Iterator[Batch]:
    """Items in batches bounded by number and by characters."""
    batch: Batch = []
    chars = 0
    for item in items:
        batch.append(item)
        chars += len(item.text) if isinstance(item, Report) else 0
        if len(batch) >= BATCH_ITEMS or chars >= BATCH_CHARS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def outcomes(source: Iterator[Batch], factory: CoderFactory, workers: int) -> Iterator[Outcome]:
    """A few items are coded in this process, more in many."""
    first: list[Batch] = []
    for batch in source:
        first.append(batch)
        if sum(map(len, first)) >= ALONE_BELOW and workers > 1:
            yield from in_processes(first, source, factory, workers)
            return
        if workers == 1:
            break
    coder = factory()
    for batch in [*first, *source] if workers > 1 else chain(first, source):
        yield from (outcome(item, code_one(coder, item)) for item in batch)


def chain(first: list[Batch], rest: Iterator[Batch]) -> Iterator[Batch]:
    """The batches already read, then the others as they are wanted."""
    yield from first
    yield from rest


def in_processes(first: list[Batch], rest: Iterator[Batch], factory: CoderFactory, workers: int) -> Iterator[Outcome]:
    """Keep every process busy and give results in order."""
    source = chain(first, rest)
    pool = start_pool(factory, workers)
    flight: deque[tuple[Batch, Future[Results]]] = deque()
    try:
        while True:
            while len(flight) < workers * IN_FLIGHT and (batch := next(source, None)) is not None:
                flight.append((batch, submit(pool, batch)))
            if not flight:
                return
            batch, future = flight[0]
            try:
                results = future.result()
            except BrokenProcessPool:
                stuck = [held for held, _ in flight]
                flight.clear()
                pool.shutdown(wait=True, cancel_futures=True)
                yield from one_by_one(stuck, factory)
                pool = start_pool(factory, workers)
                continue
            flight.popleft()
            yield from (outcome(item, result) for item, result in zip(batch, results, strict=True))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def submit(pool: ProcessPoolExecutor, batch: Batch) -> Future[Results]:
    """Hand a batch to the pool; a pool that is broken already gives a future that says so."""
    try:
        return pool.submit(code_batch, batch)
    except BrokenProcessPool as error:
        future: Future[Results] = Future()
        future.set_exception(error)
        return future


def one_by_one(stuck: list[Batch], factory: CoderFactory) -> Iterator[Outcome]:
    """Code what was in flight when a process died, each report alone, so that only the one to blame is lost."""
    pool = start_pool(factory, 1)
    try:
        for item in (item for batch in stuck for item in batch):
            try:
                result = pool.submit(code_batch, [item]).result()[0]
            except BrokenProcessPool:
                result = Failed(item.source, "could not be coded: the process that read it died")
                pool.shutdown(wait=True, cancel_futures=True)
                pool = start_pool(factory, 1)
            yield outcome(item, result)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def start_pool(factory: CoderFactory, workers: int) -> ProcessPoolExecutor:
    """Fresh processes, each with its own coder."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=start_process, initargs=(factory,))


def start_process(factory: CoderFactory) -> None:
    """In a new process: leave Ctrl-C to the parent, and make the coder."""
    global _coder
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    _coder = factory()


def code_batch(batch: Batch) -> Results:
    """In a process: code a batch."""
    assert _coder is not None
    return [code_one(_coder, item) for item in batch]
