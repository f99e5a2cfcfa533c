"""Into the ledger: read what people name, code it on all cores, commit in small batches."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
from sqlalchemy import Connection, select

from waqai.batch import parallel
from waqai.batch.coder import default_factory
from waqai.batch.outcomes import Coded, Failed, Outcome, Progress
from waqai.ledger import review, store
from waqai.ledger.schema import reports, runs
from waqai.model import Report, WaqaiError
from waqai.service import watching
from waqai.service.desk import Desk
from waqai.sources import Item, SourceError, SourceSettings, read_items, watch

__all__ = ["Failed", "Kept", "Progress", "SourceSettings", "expected", "ingest", "recode", "settings_of", "watched"]

BATCH = 32
FLUSH_SECONDS = 2.0

Tell = Callable[[Progress], None]


class Kept(msgspec.Struct, frozen=True):
    """A report in the ledger: ``added``, ``recoded``, ``sighted`` (known, met elsewhere), ``known`` or ``forgotten``.

    ``incidents`` are those it made or touched.
    """

    source: str
    report: str
    outcome: str
    records: int
    incidents: list[str]


def settings_of(
    hosts: Sequence[str], columns: Sequence[str], date_format: str | None, follow: bool, any_language: bool
) -> SourceSettings:
    """Reading habits from what a person typed; ``columns`` are ``field=column name`` pairs."""
    wrong = [pair for pair in columns if "=" not in pair]
    if wrong:
        raise WaqaiError(f"--column {wrong[0]}: needs FIELD=COLUMN, such as text=body")
    named = dict(pair.split("=", 1) for pair in columns)
    return SourceSettings(
        allow_hosts=frozenset(hosts), columns=named, date_format=date_format, follow_links=follow,
        any_language=any_language,
    )  # fmt: skip


def ingest(
    desk: Desk,
    paths: Sequence[str],
    *,
    kind: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    packs: Sequence[Path] = (),
    settings: SourceSettings | None = None,
    tell: Tell | None = None,
) -> Iterator[Kept | Failed]:
    """Put everything named into the ledger, in order; what fails is named in its place and the rest goes on.

    Each batch is one transaction, committed before its reports are given: a killed run is finished by running it
    again, nothing twice and nothing lost.
    """
    times: deque[str | None] = deque()
    items = _items(paths, kind, published, outlet, settings, times)
    yield from _code_and_put(desk, items, times, packs, Progress(expected(paths)), tell)


def recode(desk: Desk, *, packs: Sequence[Path] = (), tell: Tell | None = None) -> Iterator[Kept | Failed]:
    """Code again, from the texts that are kept, every report whose current run is by another lexicon.

    The new run stands beside the old one; decisions and judgements hold.
    """
    r = reports.c
    query = select(r.id).join(runs, runs.c.id == r.run_id).where(runs.c.fingerprint != desk.fingerprint)
    with desk.ledger.read() as conn:
        ids = list(conn.execute(query.order_by(r.seq)).scalars())
    times: deque[str | None] = deque(None for _ in ids)
    yield from _code_and_put(desk, _texts(desk, ids), times, packs, Progress(len(ids)), tell)


def _texts(desk: Desk, ids: Sequence[str]) -> Iterator[Report]:
    """Kept reports as they came in, one at a time: texts of a large ledger do not fit in memory."""
    columns = select(*(reports.c[name] for name in Report.__struct_fields__))
    for id_ in ids:
        with desk.ledger.read() as conn:
            row = conn.execute(columns.where(reports.c.id == id_)).first()
        if row is not None:
            yield Report(**row._mapping)


def _code_and_put(
    desk: Desk,
    items: Iterator[Report | SourceError],
    times: deque[str | None],
    packs: Sequence[Path],
    progress: Progress,
    tell: Tell | None,
) -> Iterator[Kept | Failed]:
    """Code on all cores and commit in small batches; ``times`` has the time each item was retrieved, None for now."""
    fingerprint = desk.fingerprint
    outcomes = parallel.code_many(items, default_factory(tuple(str(p) for p in packs)), progress=progress, tell=tell)
    held: list[tuple[Outcome, str]] = []
    last = time.monotonic()
    for one in outcomes:
        held.append((one, times.popleft() or review.now()))
        if len(held) >= BATCH or time.monotonic() - last > FLUSH_SECONDS:
            yield from _put(desk, held, fingerprint)
            held, last = [], time.monotonic()
    yield from _put(desk, held, fingerprint)


def watched(
    desk: Desk, feeds: Path, *, state: Path | None = None, once: bool = False, settings: SourceSettings | None = None
) -> Iterator[Kept | Failed]:
    """New items of the feeds of a FEEDS.toml, each in the ledger before the next is asked for, and noted for the desk."""
    yield from watching.noted(desk, _watched(desk, feeds, state=state, once=once, settings=settings))


def _watched(
    desk: Desk, feeds: Path, *, state: Path | None, once: bool, settings: SourceSettings | None
) -> Iterator[Kept | Failed]:
    for item in watch(feeds, settings=settings, state=state, once=once):
        if isinstance(item, SourceError):
            yield Failed(item.source, item.reason, item.code)
            continue
        data = msgspec.json.encode(desk.code(item.report))
        yield _keep_one(desk, Coded(item.report, data), desk.fingerprint, item.snapshot.retrieved or review.now())


def expected(paths: Sequence[str]) -> int | None:
    """How many reports some paths will give, where that can be told without reading them whole; else None."""
    total = 0
    for path in paths:
        found = _count(path)
        if found is None:
            return None
        total += found
    return total


def _count(path: str) -> int | None:
    place = Path(path)
    if place.is_dir():
        counts = [_count(str(p)) for p in place.rglob("*") if p.is_file() and not p.name.startswith(".")]
        return None if None in counts else sum(c for c in counts if c is not None)
    if not place.is_file():
        return None
    if place.suffix == ".jsonl":
        with place.open("rb") as stream:
            return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))
    return 1 if place.suffix in (".txt", ".html", ".htm", ".pdf") else None


def _items(
    paths: Sequence[str],
    kind: str | None,
    published: str | None,
    outlet: str | None,
    settings: SourceSettings | None,
    times: deque[str | None],
) -> Iterator[Report | SourceError]:
    """What the paths hold; the time each was retrieved goes into ``times``, one for every item, in order."""
    for path in paths:
        for item in read_items(path, kind=kind, published=published, outlet=outlet, settings=settings):
            times.append(item.snapshot.retrieved if isinstance(item, Item) else None)
            yield item.report if isinstance(item, Item) else item


def _put(desk: Desk, held: list[tuple[Outcome, str]], fingerprint: str) -> list[Kept | Failed]:
    """Commit a batch; where one report is refused, each goes alone, so that only that one is left out."""
    if not any(isinstance(one, Coded) for one, _ in held):
        return [one for one, _ in held if isinstance(one, Failed)]
    made: list[Kept | Failed] = []
    try:
        with desk.ledger.begin() as conn:
            for one, at in held:
                made.append(one if isinstance(one, Failed) else _ingest(conn, one, fingerprint, at))
    except WaqaiError:
        return [one if isinstance(one, Failed) else _keep_one(desk, one, fingerprint, at) for one, at in held]
    return made


def _keep_one(desk: Desk, one: Coded, fingerprint: str, at: str) -> Kept | Failed:
    try:
        with desk.ledger.begin() as conn:
            return _ingest(conn, one, fingerprint, at)
    except WaqaiError as error:
        return Failed(one.report.source, str(error), "ledger")


def _ingest(conn: Connection, one: Coded, fingerprint: str, at: str) -> Kept:
    coded = one.coded()
    done = store.ingest(conn, one.report, coded, fingerprint, at)
    return Kept(one.report.source, done.report_id, done.outcome, len(coded.records), done.incidents)
