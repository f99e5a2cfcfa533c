"""Bytes to read, wherever they are: a file, standard input, or something fetched."""

from __future__ import annotations

import importlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from waqai.sources.items import BadSourceError

HEAD = 4096


@dataclass(frozen=True)
class Blob:
    """A named source of bytes: ``data`` in memory, else the file at ``path``.

    ``url`` and ``retrieved`` (ISO time, UTC) are set for what was fetched.
    """

    name: str
    path: Path | None = None
    data: bytes | None = None
    url: str | None = None
    media_type: str | None = None
    retrieved: str | None = None

    def size(self) -> int:
        """Length in bytes."""
        return len(self.data) if self.data is not None else cast(Path, self.path).stat().st_size

    def open(self) -> BinaryIO:
        """A fresh binary stream at the beginning."""
        if self.data is not None:
            return io.BytesIO(self.data)
        try:
            return cast(Path, self.path).open("rb")
        except FileNotFoundError:
            raise BadSourceError(self.name, "missing", "no such file") from None
        except OSError as error:
            raise BadSourceError(self.name, "missing", error.strerror or str(error)) from None

    def head(self) -> bytes:
        """The first bytes, for telling what it is."""
        with self.open() as stream:
            return stream.read(HEAD)

    def read(self, limit: int) -> bytes:
        """All bytes, refused when there are none or more than ``limit``."""
        with self.open() as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise BadSourceError(self.name, "too_large", f"larger than the limit of {limit:,} bytes")
        if not data.strip():
            raise BadSourceError(self.name, "empty", "the file is empty")
        return data


def need(module: str, source: str, extra: str, what: str) -> Any:
    """Import a heavy library only when a file needs it; say which extra brings it when it is missing."""
    try:
        return importlib.import_module(module)
    except ImportError:
        reason = f"reading {what} needs an extra: pip install 'waqai[{extra}]'"
        raise BadSourceError(source, "needs_extra", reason) from None
