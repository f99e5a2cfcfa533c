"""What kind of source something is, by what it holds first and its name second."""

from __future__ import annotations

import json
import zipfile
from pathlib import PurePath
from typing import Literal, get_args

from waqai.sources.archive import open_zip
from waqai.sources.blob import Blob
from waqai.sources.items import BadSourceError

SourceFormat = Literal["text", "html", "feed", "warc", "telegram", "jsonl", "csv", "parquet", "xlsx", "pdf"]
KINDS: tuple[SourceFormat, ...] = get_args(SourceFormat)
BY_SUFFIX: dict[str, SourceFormat] = {
    ".txt": "text", ".md": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".rss": "feed", ".atom": "feed",
    ".xml": "feed", ".warc": "warc", ".wacz": "warc", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv",
    ".parquet": "parquet", ".xlsx": "xlsx", ".pdf": "pdf",
}  # fmt: skip
MAGIC: tuple[tuple[bytes, SourceFormat], ...] = (
    (b"%PDF-", "pdf"), (b"PAR1", "parquet"), (b"WARC/", "warc"), (b"\xff\xfeP\0A\0R\0", "text"),
)  # fmt: skip


def detect_kind(blob: Blob) -> SourceFormat:
    """The kind of ``blob``; a file that is none of them is an error that names the kinds."""
    head = blob.head()
    for magic, kind in MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return zip_kind(blob)
    suffix = suffix_of(blob.name)
    if head.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd")) and ".warc" in blob.name.lower():
        return "warc"
    if head.startswith(b"{") and suffix not in BY_SUFFIX:
        return json_kind(head, blob.name)
    if suffix == ".json":
        return json_kind(head, blob.name)
    return by_markup(head, blob) or BY_SUFFIX.get(suffix) or plain(blob, suffix)


def suffix_of(name: str) -> str:
    """The last suffix in lower case, of a path or an address."""
    return PurePath(name.split("?")[0].split("#")[0]).suffix.lower()


def zip_kind(blob: Blob) -> SourceFormat:
    """A workbook or a web archive package, by its members."""
    with blob.open() as stream, open_zip(stream, blob.name) as package:
        names = safe_names(package)
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if any(".warc" in name.lower() for name in names):
        return "warc"
    raise BadSourceError(
        blob.name, "unknown_kind", "a zip file that is neither a workbook (XLSX) nor a web archive (WACZ)"
    )


def safe_names(package: zipfile.ZipFile) -> list[str]:
    """The first names of a package."""
    return package.namelist()[:10_000]


def json_kind(head: bytes, name: str) -> SourceFormat:
    """JSON Lines when the first line is a whole object with a text, else a Telegram export."""
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0]
    try:
        row = json.loads(first)
    except (ValueError, RecursionError):
        row = None
    if isinstance(row, dict) and "text" in row and "messages" not in row:
        return "jsonl"
    if b'"messages"' in head or b'"chats"' in head or b'"type"' in head:
        return "telegram"
    if first.startswith(b'{"') and b'"text"' in head:
        return "jsonl"
    raise BadSourceError(name, "unknown_kind", "JSON that is neither a Telegram export nor lines of reports")


def by_markup(head: bytes, blob: Blob) -> SourceFormat | None:
    """A feed or a page by its first tags or its media type."""
    start = head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip().lower()
    media = (blob.media_type or "").lower()
    if start.startswith(b"<"):
        if b"<rss" in start or b"<feed" in start or b"<rdf:rdf" in start:
            return "feed"
        if b"<html" in start or b"<!doctype html" in start or b"<body" in start or b"<head" in start:
            return "html"
    if "html" in media:
        return "html"
    return "feed" if "rss" in media or "atom" in media or "xml" in media else None


def plain(blob: Blob, suffix: str) -> SourceFormat:
    """Text, for a name without a suffix or what was typed or fetched as text."""
    if suffix in ("", ".text", ".log") or blob.path is None or (blob.media_type or "").startswith("text/plain"):
        return "text"
    reason = f"unknown kind of file {suffix!r}; say what it is with --as ({', '.join(KINDS)})"
    raise BadSourceError(blob.name, "unknown_kind", reason)
