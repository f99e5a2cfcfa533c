"""What a source yields: a report with its snapshot, or an error that names the item and the reason."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from waqai.model import PublishedBasis, Report, WaqaiError

Code = Literal[
    "missing", "empty", "binary", "encoding", "too_large", "not_arabic", "malformed", "no_text", "no_text_layer",
    "columns", "date", "unknown_kind", "needs_extra", "refused", "fetch", "robots", "unsafe_archive",
]  # fmt: skip


class BadSourceError(WaqaiError):
    """A source that cannot be read; ``code`` says which kind of reason, the message names the thing."""

    def __init__(self, source: str, code: Code, reason: str, language: str | None = None) -> None:
        super().__init__(f"{source}: {reason}")
        self.source, self.code, self.reason, self.language = source, code, reason, language


class SourceError(msgspec.Struct, frozen=True):
    """An item that was set aside. ``language`` is an ISO 639 code when that is why it was."""

    source: str
    code: Code
    reason: str
    language: str | None = None

    def __str__(self) -> str:
        """``source: reason``, for a message."""
        return f"{self.source}: {self.reason}"


class Snapshot(msgspec.Struct, frozen=True):
    """What a report was read from.

    ``sha256`` is of the raw bytes (for a row or message, of its stored text), ``retrieved`` an ISO time
    in UTC or None for a file, ``forwarded_from`` and ``edited`` are a message's, ``author`` a page's.
    """

    kind: str
    sha256: str
    media_type: str | None = None
    retrieved: str | None = None
    author: str | None = None
    forwarded_from: str | None = None
    edited: str | None = None
    raw: bytes | None = None


class Item(msgspec.Struct, frozen=True):
    """A report and its snapshot."""

    report: Report
    snapshot: Snapshot


@dataclass(frozen=True)
class SourceSettings:
    """Limits and habits of reading. Sizes are bytes, times are seconds.

    ``allow_hosts`` names hosts (``name`` or ``name:port``) that may be fetched although they resolve to
    private or loopback addresses. ``columns`` maps a field of a report to a column name of a table.
    ``date_format`` is a ``strptime`` pattern for table dates that are not ISO. ``keep_raw`` keeps the raw
    bytes of pages in the snapshot. ``any_language`` takes reports that are not Arabic as well.
    """

    max_text: int = 5_000_000
    max_file: int = 400_000_000
    max_fetch: int = 20_000_000
    max_ratio: int = 200
    timeout: float = 30.0
    max_redirects: int = 5
    min_interval: float = 1.0
    user_agent: str = "waqai/1 (incident records from Arabic news; respects robots.txt)"
    allow_hosts: frozenset[str] = frozenset()
    follow_links: bool = False
    columns: dict[str, str] = field(default_factory=dict)
    date_format: str | None = None
    keep_raw: bool = False
    any_language: bool = False


@dataclass(frozen=True)
class Given:
    """What the user said of a source on the command line; it wins over what the source says."""

    published: str | None = None
    outlet: str | None = None


def sha256(data: bytes) -> str:
    """The hexadecimal SHA-256 of ``data``."""
    return hashlib.sha256(data).hexdigest()


def make_item(
    text: str,
    source: str,
    given: Given,
    snapshot: Snapshot,
    *,
    title: str | None = None,
    outlet: str | None = None,
    published: str | None = None,
    basis: PublishedBasis | None = None,
    url: str | None = None,
) -> Item:
    """An item whose date and outlet are the user's where the user gave them."""
    if given.published:
        published, basis = given.published, "given"
    report = Report(
        text=text,
        source=source,
        title=title or None,
        outlet=given.outlet or outlet or None,
        published=published,
        published_basis=basis if published else None,
        url=url,
    )
    return Item(report, snapshot)
