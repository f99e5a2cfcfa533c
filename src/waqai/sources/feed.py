"""RSS and Atom: an item a report; its article is followed when asked, politely."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from waqai.sources.blob import Blob, need
from waqai.sources.dates import iso_day
from waqai.sources.decode import decode
from waqai.sources.html import fragment_text, page_item
from waqai.sources.items import BadSourceError, Given, Item, Snapshot, SourceError, SourceSettings, make_item, sha256

ENTITY = re.compile(r"<!ENTITY|<!DOCTYPE[^>]*\[", re.I)
XML_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)", re.I)

Follow = Callable[[str], Blob]


def refuse_entities(text: str, name: str) -> None:
    """A feed has no need of its own entities or DTD: they are how XML is made to blow up or to read files."""
    if ENTITY.search(text):
        raise BadSourceError(name, "malformed", "the XML declares entities of its own: refused as hostile")


def parse_feed(blob: Blob, settings: SourceSettings) -> Any:
    """The parsed feed; malformed XML with no item at all is an error."""
    feedparser = need("feedparser", blob.name, "sources", "feeds")
    data = blob.read(settings.max_fetch)
    declared = XML_ENCODING.search(data[:512])
    text = decode(data, blob.name, declared.group(1).decode("ascii") if declared else None)
    refuse_entities(text, blob.name)
    without = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)  # the declaration's encoding no longer holds
    try:
        parsed = feedparser.parse(
            without.encode("utf-8"), response_headers={"content-type": "application/xml; charset=utf-8"}
        )
    except RecursionError:
        raise BadSourceError(blob.name, "malformed", "XML nested too deep") from None
    if not parsed.entries and (parsed.bozo or not parsed.version):
        reason = str(parsed.get("bozo_exception", "no RSS or Atom found"))
        raise BadSourceError(blob.name, "malformed", f"not a feed that can be read: {reason}")
    return parsed


def read_feed(
    blob: Blob, given: Given, settings: SourceSettings, follow: Follow | None = None
) -> Iterator[Item | SourceError]:
    """The items of a feed, in its order. ``follow`` fetches an article's page when settings ask for it."""
    parsed = parse_feed(blob, settings)
    outlet = parsed.feed.get("title")
    for number, entry in enumerate(parsed.entries, 1):
        where = f"{blob.name}, item {number}"
        try:
            yield entry_item(entry, where, outlet, blob, given, settings, follow)
        except BadSourceError as error:
            yield SourceError(error.source, error.code, error.reason, error.language)
    if (
        parsed.bozo
        and isinstance(parsed.get("bozo_exception"), Exception)
        and "encoding" not in str(parsed.bozo_exception)
    ):
        reason = f"the feed is damaged after item {len(parsed.entries)}: {parsed.bozo_exception}"
        yield SourceError(blob.name, "malformed", reason)


def entry_key(entry: Any) -> str:
    """What tells an item from all others of its feed: its id, else its link, else its title."""
    return str(entry.get("id") or entry.get("link") or entry.get("title") or "")


def entry_date(entry: Any) -> str | None:
    """The day the feed states for an item, in the feed's own time zone."""
    return iso_day(entry.get("published")) or iso_day(entry.get("updated")) or iso_day(entry.get("created"))


def entry_item(
    entry: Any,
    where: str,
    outlet: str | None,
    blob: Blob,
    given: Given,
    settings: SourceSettings,
    follow: Follow | None,
) -> Item:
    """One item: its article when followed, else the text the feed carries."""
    link, day = entry.get("link"), entry_date(entry)
    mine = Given(given.published, given.outlet or outlet)
    if follow and settings.follow_links and link:
        page = follow(link)
        return page_item(page.read(settings.max_fetch), page, mine, settings, feed_date=day, kind="feed")
    content = entry.get("content") or []
    markup = content[0].get("value", "") if content else entry.get("summary", "")
    text = fragment_text(markup, where)
    if not text:
        raise BadSourceError(where, "no_text", "the item carries no text; follow its link to read the article")
    snapshot = Snapshot(
        "feed", sha256(text.encode("utf-8", "replace")), "application/xml", blob.retrieved, author=entry.get("author")
    )
    title = fragment_text(entry.get("title", ""), where)
    source = link or entry_key(entry) or where
    return make_item(text, source, mine, snapshot, title=title, published=day, basis="feed", url=link)
