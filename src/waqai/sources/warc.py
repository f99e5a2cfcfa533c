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
    """The HTML responses of a WARC stream."""
    warc = need("fastwarc.warc", blob.name, "sources", "web archives")
    kinds = warc.WarcRecordType.response | warc.WarcRecordType.resource
    records = iter(warc.ArchiveIterator(stream, record_types=kinds, parse_http=True))
    read, total, any_record = 0, 0, False
    while True:
        try:
            record = next(records)
            any_record = True
            address = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
            media = (record.http_content_type if record.is_http else record.headers.get("Content-Type")) or ""
            if not wanted(record, media):
                continue
            body = record.reader.read(settings.max_fetch + 1)
        except StopIteration:
            break
        except Exception as error:  # the reader raises many unrelated classes on damaged input
            yield SourceError(blob.name, "malformed", f"the archive is damaged after {read} page(s): {error}")
            return
        read, total = read + 1, total + len(body)
        if total > settings.max_file * 10:
            yield SourceError(
                blob.name, "unsafe_archive", f"more than {settings.max_file * 10:,} bytes when unpacked: stopped"
            )
            return
        yield archived(body, address, record, media, blob, given, settings)
    if not any_record:
        raise BadSourceError(blob.name, "malformed", "no WARC record found")


def wanted(record: Any, media: str) -> bool:
    """Whether a record is a page that was served well."""
    if media.split(";")[0].strip().lower() not in PAGES:
        return False
    status = record.http_headers.status_code if record.is_http and record.http_headers else 200
    return status is None or int(status) == 200


def archived(
    body: bytes, address: str, record: Any, media: str, blob: Blob, given: Given, settings: SourceSettings
) -> Item | SourceError:
    """The report of one archived page; ``retrieved`` is the time of the capture."""
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
