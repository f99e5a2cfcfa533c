"""What a run gives: coded reports, failures with their names, and how far it has come."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from waqai.model import CodedReport, Report, WaqaiError
from waqai.sources import SourceError

Coder = Callable[[Report], CodedReport]
CoderFactory = Callable[[], Coder]
"""Makes the coder inside each process. It is sent to other processes: a module-level function, or a partial of one."""


class BatchError(WaqaiError):
    """A run that cannot be started or finished; the message names the input or output and the reason."""


class Coded(msgspec.Struct, frozen=True):
    """A report and its coded form as JSON bytes, as the process that coded it sent them."""

    report: Report
    data: bytes

    def coded(self) -> CodedReport:
        """The coded report, decoded."""
        return msgspec.json.decode(self.data, type=CodedReport)


class Failed(msgspec.Struct, frozen=True):
    """An item that gave no coded report, and why."""

    source: str
    reason: str
    code: str = "coder"

    def __str__(self) -> str:
        """``source: reason``."""
        return f"{self.source}: {self.reason}"


Outcome = Coded | Failed


@dataclass
class Progress:
    """How far a run is. ``total`` is None where the number of items cannot be known before."""

    total: int | None = None
    done: int = 0
    failed: int = 0
    started: float = field(default_factory=time.monotonic)

    def seconds(self) -> float:
        """Time since the start."""
        return time.monotonic() - self.started

    def rate(self) -> float:
        """Items a second so far."""
        return self.done / max(self.seconds(), 1e-6)

    def seconds_left(self) -> float | None:
        """Time left at this rate, None where the total or the rate is not known."""
        if self.total is None or not self.done:
            return None
        return max(0.0, (self.total - self.done) / self.rate())

    def line(self) -> str:
        """``1,200 of 5,000 reports, 3 failed, 310 a second, 0:12 left``."""
        of = f" of {self.total:,}" if self.total is not None else ""
        left = self.seconds_left()
        until = f", {int(left // 60)}:{int(left % 60):02} left" if left is not None else ""
        return f"{self.done:,}{of} reports, {self.failed:,} failed, {self.rate():,.0f} a second{until}"


def failed(error: SourceError) -> Failed:
    """A source's error as an outcome."""
    return Failed(error.source, error.reason, error.code)


def code_one(coder: Coder, item: Report | SourceError) -> bytes | Failed:
    """The coded report of one item as JSON; whatever the coder raises becomes a named failure."""
    if isinstance(item, SourceError):
        return failed(item)
    try:
        return msgspec.json.encode(coder(item))
    except Exception as error:  # one bad report must not end a batch
        return Failed(item.source, f"could not be coded: {type(error).__name__}: {error}")


def outcome(item: Report | SourceError, result: bytes | Failed) -> Outcome:
    """An item and what a process made of it."""
    if isinstance(result, Failed) or isinstance(item, SourceError):
        return result if isinstance(result, Failed) else Failed(str(item), "not a report")
    return Coded(item, result)
