"""Web archives: WARC (plain or compressed) and WACZ; each archived page is a report."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from waqai.sources.archive import checked_members, copy_bounded, open_zip
from waqai.sources.blob import Blob, need
from waqai.sources.html import page_item
from waqai.sources.items import BadSourceError, Given, Item, SourceError, SourceSettings

PAGES = ("text/html", "application/xhtml+xml")


def read_warc(blob: Blob, given: Given, settings: SourceSettings) -> Iterator[Item | SourceError]:
    """The pages of an archive in its order. A damaged end is an error after the pages before it."""
    if blob.size() == 0:
        raise BadSourceError(blob.name, "empty", "the file is empty")
    if blob.head().startswith(b"PK"):
        yield from read_wacz(blob, given, settings)
    else:
        with blob.open() as stream:
            yield from pages(stream, blob, given, settings)


def read_wacz(blob: Blob, given: Given, settings: SourceSettings) -> Iterator[Item | SourceError]:
    """The WARC files inside a WACZ package."""
    with blob.open() as stream, open_zip(stream, blob.name) as package:
        found = [m for m in checked_members(package, blob.name, settings) if ".warc" in m.filename.lower()]
        if not found:
            raise BadSourceError(blob.name, "malformed", "a WACZ package without a WARC file")
        for member in found:
            yield from from_member(package, member, blob, given, settings)


def from_member(
    package: zipfile.ZipFile, member: zipfile.ZipInfo, blob: Blob, given: Given, settings: SourceSettings
) -> Iterator[Item | SourceError]:
    """The pages of one archive of a package, by way of a temporary file (an archive is read by seeking)."""
    with tempfile.TemporaryFile() as copy:
        try:
            with package.open(member) as inner:
                copy_bounded(inner, copy, settings.max_file, f"{blob.name}, {member.filename}")
        except (zipfile.BadZipFile, OSError, EOFError) as error:
            yield SourceError(f"{blob.name}, {member.filename}", "malformed", f"a damaged package: {error}")
            return
        copy.seek(0)
        yield from pages(copy, blob, given, settings)


def pages(stream: BinaryIO, blob: Blob, given: Given, settings: SourceSettings) -> Iterator[Item | SourceError]:
    """The HTML responses of a WARC stream; damage is an error after the pages before it."""
    total = 0
    try:
        for record, media in records(stream, blob, settings):
            if wanted(record, media):
                body = record.reader.read(settings.max_fetch + 1)
                total += len(body)
                if total > settings.max_file * 10:
                    reason = f"more than {settings.max_file * 10:,} bytes when unpacked: stopped"
                    raise BadSourceError(blob.name, "unsafe_archive", reason)
                yield archived(body, record, media, blob, given, settings)
    except BadSourceError as error:
        yield SourceError(error.source, error.code, error.reason)
    except Exception as error:  # the reader raises many unrelated classes on damaged input
        yield SourceError(blob.name, "malformed", f"the archive is damaged: {error}")


def records(stream: BinaryIO, blob: Blob, settings: SourceSettings) -> Iterator[tuple[Any, str]]:
    """Records that may hold a page, with their media type.

    Each is read whole before its HTTP head is parsed, because the reader gives a record that the file's end cuts
    off as if it were whole.
    """
    warc = need("fastwarc.warc", blob.name, "sources", "web archives")
    kinds = warc.WarcRecordType
    number = 0
    for number, record in enumerate(warc.ArchiveIterator(stream, parse_http=False), 1):
        if not record.headers.get("WARC-Type"):
            raise BadSourceError(blob.name, "malformed", f"the archive is damaged: record {number} has no type")
        if record.record_type not in (kinds.response, kinds.resource):
            continue
        block = record.reader.read(settings.max_fetch * 2)
        if len(block) < min(record.content_length, settings.max_fetch * 2):
            raise BadSourceError(blob.name, "malformed", f"the archive is damaged: record {number} is cut off")
        record.set_bytes_content(block)
        if record.is_http:
            record.parse_http(auto_decode="all")
        yield record, (record.http_content_type if record.is_http else record.headers.get("Content-Type")) or ""
    if not number:
        raise BadSourceError(blob.name, "malformed", "no WARC record found")


def wanted(record: Any, media: str) -> bool:
    """Whether a record is a page that was served well."""
    if media.split(";")[0].strip().lower() not in PAGES:
        return False
    status = record.http_headers.status_code if record.is_http and record.http_headers else 200
    return status is None or int(status) == 200


def archived(
    body: bytes, record: Any, media: str, blob: Blob, given: Given, settings: SourceSettings
) -> Item | SourceError:
    """The report of one archived page; ``retrieved`` is the time of the capture."""
    address = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    name = address or f"{blob.name}, record {record.record_id}"
    if len(body) > settings.max_fetch:
        return SourceError(name, "too_large", f"larger than the limit of {settings.max_fetch:,} bytes")
    taken = record.record_date.isoformat(timespec="seconds") if record.record_date else None
    charset = f"{media}; charset={record.http_charset}" if record.is_http and record.http_charset else None
    page = Blob(name, Path(), body, address or None, charset, taken)
    try:
        return page_item(body, page, given, settings, kind="warc")
    except BadSourceError as error:
        return SourceError(error.source, error.code, error.reason, error.language)
