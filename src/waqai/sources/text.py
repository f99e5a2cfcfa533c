"""Plain text, one report a file; and JSON Lines, one report a line. The core install reads both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from waqai.sources.blob import Blob
from waqai.sources.dates import iso_day
from waqai.sources.decode import decode
from waqai.sources.items import BadSourceError, Given, Item, Snapshot, SourceError, SourceSettings, make_item, sha256


def read_text(blob: Blob, given: Given, settings: SourceSettings) -> Iterator[Item | SourceError]:
    """The one report of a text file, its characters as they are."""
    data = blob.read(settings.max_text)
    text = decode(data, blob.name)
    snapshot = Snapshot("text", sha256(data), "text/plain", blob.retrieved)
    yield make_item(text, blob.name, given, snapshot, url=blob.url)


def read_jsonl(blob: Blob, given: Given, settings: SourceSettings) -> Iterator[Item | SourceError]:
    """A report a line: ``text`` and optionally ``id title published outlet url``; a bad line is one error."""
    with blob.open() as stream:
        number, seen = 0, False
        while line := stream.readline(settings.max_text + 1):
            number += 1
            if not line.strip():
                continue
            seen = True
            where = f"{blob.name}, line {number}"
            if len(line) > settings.max_text:
                while line and not line.endswith(b"\n"):
                    line = stream.readline(settings.max_text)
                yield SourceError(where, "too_large", f"longer than the limit of {settings.max_text:,} bytes")
                continue
            yield json_line(line, where, given, settings)
    if not seen:
        raise BadSourceError(blob.name, "empty", "the file is empty")


def json_line(line: bytes, where: str, given: Given, settings: SourceSettings) -> Item | SourceError:
    """The report of one line, or what is wrong with it."""
    try:
        row = msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return SourceError(where, "malformed", f"not JSON: {error}")
    except RecursionError:
        return SourceError(where, "malformed", "not JSON that can be read: nested too deep")
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return SourceError(where, "columns", 'a line must be an object with a "text" string')
    if not row["text"].strip():
        return SourceError(where, "empty", "the text is empty")
    return from_row(row, where, "jsonl", given, settings)


def from_row(row: dict[str, Any], where: str, kind: str, given: Given, settings: SourceSettings) -> Item | SourceError:
    """A report from named fields; ``id`` becomes its source. A date that cannot be read is an error, not dropped."""
    published = None
    if row.get("published") not in (None, "") and not given.published:
        published = iso_day(row["published"], settings.date_format)
        if published is None:
            reason = f"the date {row['published']!r} is not an ISO date (YYYY-MM-DD); name its pattern with date_format"
            return SourceError(where, "date", reason)
    named = {key: str(row[key]) for key in ("title", "outlet", "url") if row.get(key) not in (None, "")}
    source = str(row["id"]) if row.get("id") not in (None, "") else where
    text = row["text"]
    try:
        snapshot = Snapshot(kind, sha256(text.encode("utf-8")))
    except UnicodeEncodeError:
        return SourceError(where, "encoding", "the text holds half a character (a lone surrogate)")
    return make_item(text, source, given, snapshot, published=published, basis="metadata", **named)
