"""Watching feeds: poll each at its pace, back off when one fails, never take an item twice.

What was taken is kept in a small SQLite file. An item is marked as taken only when the consumer comes back for
the next one, so that a crash in between gives it again rather than losing it.
"""

from __future__ import annotations

import sqlite3
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from waqai.sources.address import split_address
from waqai.sources.feed import entry_item, entry_key, parse_feed
from waqai.sources.fetch import Fetched
from waqai.sources.items import BadSourceError, Given, Item, SourceError, SourceSettings
from waqai.sources.polite import Fetcher
from waqai.sources.reading import as_error, in_arabic

MAX_BACKOFF = 6 * 3600.0
TABLES = """
create table if not exists taken (feed text not null, item text not null, primary key (feed, item));
create table if not exists feed (url text primary key, etag text, modified text);
"""


@dataclass(frozen=True)
class Feed:
    """A line of FEEDS.toml: ``every`` is in minutes; ``follow`` reads the articles behind the links."""

    url: str
    outlet: str | None = None
    every: float = 15.0
    follow: bool = False


def load_feeds(path: Path) -> list[Feed]:
    """The feeds of a FEEDS.toml (``[[feed]]`` with ``url``, ``outlet``, ``every``, ``follow``)."""
    try:
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise BadSourceError(str(path), "missing", "no such file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSourceError(str(path), "malformed", f"not TOML: {error}") from None
    rows = table.get("feed")
    if not isinstance(rows, list) or not rows:
        raise BadSourceError(str(path), "malformed", "no [[feed]] in it")
    return [one_feed(row, path, number) for number, row in enumerate(rows, 1)]


def one_feed(row: Any, path: Path, number: int) -> Feed:
    """One feed, its values checked."""
    where = f"{path}, feed {number}"
    known = {"url", "outlet", "every", "follow"}
    if not isinstance(row, dict) or not isinstance(row.get("url"), str):
        raise BadSourceError(where, "malformed", "a feed needs a url")
    if unknown := set(row) - known:
        raise BadSourceError(
            where, "malformed", f"unknown key {', '.join(sorted(unknown))}; known are {', '.join(sorted(known))}"
        )
    every = row.get("every", 15)
    if not isinstance(every, int | float) or isinstance(every, bool) or every < 1:
        raise BadSourceError(where, "malformed", "every is a number of minutes, at least 1")
    split_address(row["url"])
    return Feed(row["url"], row.get("outlet"), float(every), bool(row.get("follow", False)))


class WatchState:
    """What was taken from each feed, in an SQLite file."""

    def __init__(self, path: Path | str) -> None:
        self.db = sqlite3.connect(path)
        self.db.executescript(TABLES)

    def is_taken(self, feed: str, item: str) -> bool:
        """Whether this item was taken before."""
        return self.db.execute("select 1 from taken where feed = ? and item = ?", (feed, item)).fetchone() is not None

    def take(self, feed: str, item: str) -> None:
        """Mark an item as taken, for good."""
        with self.db:
            self.db.execute("insert or ignore into taken values (?, ?)", (feed, item))

    def validators(self, feed: str) -> tuple[str | None, str | None]:
        """The ETag and Last-Modified of the last whole reading."""
        return self.db.execute("select etag, modified from feed where url = ?", (feed,)).fetchone() or (None, None)

    def remember(self, feed: str, answer: Fetched) -> None:
        """Keep the validators of a reading that was taken whole."""
        with self.db:
            self.db.execute("insert or replace into feed values (?, ?, ?)", (feed, answer.etag, answer.modified))

    def close(self) -> None:
        """Close the file."""
        self.db.close()


def poll(feed: Feed, state: WatchState, fetcher: Fetcher) -> Iterator[Item | SourceError]:
    """The new items of one feed. Failing to get the feed raises; a failing item is an error and is tried again."""
    settings = replace(fetcher.settings, follow_links=feed.follow)
    answer = fetcher.get(feed.url, *state.validators(feed.url))
    if answer.status == 304:
        return
    blob = answer.blob(feed.url)
    parsed = parse_feed(blob, settings)
    whole = True
    for number, entry in enumerate(parsed.entries, 1):
        key = entry_key(entry)
        if key and state.is_taken(feed.url, key):
            continue
        try:
            where = f"{feed.url}, item {number}"
            title = feed.outlet or parsed.feed.get("title")
            item = entry_item(entry, where, title, blob, Given(None, feed.outlet), settings, fetcher.page)
            yield in_arabic(item, settings)
        except BadSourceError as error:
            yield as_error(error)
            if error.code == "fetch":
                whole = False
                continue
        if key:
            state.take(feed.url, key)
    if whole:
        state.remember(feed.url, answer)


def watch(
    feeds: Path | str,
    *,
    settings: SourceSettings | None = None,
    state: Path | str | None = None,
    once: bool = False,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Item | SourceError]:
    """New items of the feeds of a FEEDS.toml, for as long as the consumer asks (one round with ``once``).

    ``state`` is the file of what was taken, by default beside FEEDS.toml. A feed that fails is an error item and is
    left alone for twice as long each time, up to six hours.
    """
    path = Path(feeds)
    listed = load_feeds(path)
    kept = WatchState(state or path.with_suffix(".state"))
    fetcher = Fetcher(settings or SourceSettings(), clock, sleep)
    due = {feed.url: clock() for feed in listed}
    failures = dict.fromkeys(due, 0)
    try:
        while True:
            for feed in listed:
                if due[feed.url] <= clock():
                    yield from one_poll(feed, kept, fetcher, failures)
                    due[feed.url] = clock() + min(
                        feed.every * 60 * 2 ** failures[feed.url], max(MAX_BACKOFF, feed.every * 60)
                    )
            if once:
                return
            sleep(max(0.0, min(due.values()) - clock()))
    finally:
        kept.close()


def one_poll(feed: Feed, state: WatchState, fetcher: Fetcher, failures: dict[str, int]) -> Iterator[Item | SourceError]:
    """Poll a feed and count its failures in a row."""
    try:
        yield from poll(feed, state, fetcher)
        failures[feed.url] = 0
    except BadSourceError as error:
        failures[feed.url] = min(failures[feed.url] + 1, 20)
        yield as_error(error)
