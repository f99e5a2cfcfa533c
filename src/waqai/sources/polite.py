"""Politeness: robots.txt kept, and a pause between two requests to one host."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlunsplit
from urllib.robotparser import RobotFileParser

from waqai.sources.address import split_address
from waqai.sources.blob import Blob
from waqai.sources.fetch import Fetched, fetch
from waqai.sources.items import BadSourceError, SourceSettings


class Fetcher:
    """Fetches for one run: remembers each host's robots.txt and the time of its last request."""

    def __init__(
        self,
        settings: SourceSettings,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.settings, self.clock, self.sleep = settings, clock, sleep
        self.robots: dict[str, RobotFileParser] = {}
        self.last: dict[str, float] = {}

    def get(self, url: str, etag: str | None = None, modified: str | None = None) -> Fetched:
        """Fetch an address that robots.txt allows, no sooner after the last than the host wants."""
        host = split_address(url).netloc
        rules = self.rules_of(url)
        if not rules.can_fetch(self.settings.user_agent, url):
            raise BadSourceError(url, "robots", "the site's robots.txt does not allow it")
        self.pause(host, max(self.settings.min_interval, float(rules.crawl_delay(self.settings.user_agent) or 0)))
        return fetch(url, self.settings, etag, modified)

    def page(self, url: str) -> Blob:
        """An article's page, for following a feed's link."""
        return self.get(url).blob(url)

    def rules_of(self, url: str) -> RobotFileParser:
        """The host's robots.txt: none there allows all; one that cannot be had allows nothing."""
        parts = split_address(url)
        if parts.netloc not in self.robots:
            self.robots[parts.netloc] = self.read_rules(urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", "")))
        return self.robots[parts.netloc]

    def read_rules(self, address: str) -> RobotFileParser:
        """Fetch and parse a robots.txt."""
        rules = RobotFileParser(address)
        try:
            body = fetch(address, self.settings).body
        except BadSourceError as error:
            if error.code == "refused":
                raise
            missing = "answered 4" in error.reason and "answered 429" not in error.reason
            rules.parse([] if missing else ["User-agent: *", "Disallow: /"])
            return rules
        rules.parse(body[:500_000].decode("utf-8", errors="replace").splitlines())
        return rules

    def pause(self, host: str, interval: float) -> None:
        """Wait until ``interval`` seconds have passed since the last request to ``host``."""
        wait = self.last.get(host, float("-inf")) + min(interval, 60.0) - self.clock()
        if wait > 0:
            self.sleep(wait)
        self.last[host] = self.clock()
