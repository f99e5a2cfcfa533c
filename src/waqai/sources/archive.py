"""Zip packages (WACZ, XLSX) opened with bounds, so that a small file cannot unpack into a disk full."""

from __future__ import annotations

import zipfile
from typing import IO, BinaryIO

from waqai.sources.items import BadSourceError, SourceSettings

CHUNK = 1 << 16


def open_zip(stream: BinaryIO, name: str) -> zipfile.ZipFile:
    """The package, or a clear error."""
    try:
        return zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError) as error:
        raise BadSourceError(name, "malformed", f"a damaged or truncated package: {error}") from None


def checked_members(package: zipfile.ZipFile, name: str, settings: SourceSettings) -> list[zipfile.ZipInfo]:
    """The members, refused whole when they claim to unpack beyond the limits."""
    members = package.infolist()
    total = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if (
        len(members) > 10_000
        or total > settings.max_file
        or (total > 10_000_000 and total / packed > settings.max_ratio)
    ):
        reason = f"a package of {packed:,} bytes that unpacks to {total:,}: refused as a zip bomb"
        raise BadSourceError(name, "unsafe_archive", reason)
    return members


def copy_bounded(source: IO[bytes], target: IO[bytes], limit: int, name: str) -> None:
    """Copy, counting what really comes out: a header may lie about it."""
    total = 0
    while chunk := source.read(CHUNK):
        total += len(chunk)
        if total > limit:
            raise BadSourceError(name, "unsafe_archive", f"more than {limit:,} bytes when unpacked: stopped")
        target.write(chunk)
