"""Packs: folders of lexicon files. The built-in pack is the package's ``data`` folder; a team's overlay wins by id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from waqai.model import WaqaiError

T = TypeVar("T")

BUILT_IN = Path(__file__).resolve().parent.parent / "data"


class LexiconError(WaqaiError):
    """A lexicon file that cannot be used: the message names the file, the row and the reason."""


def pack_files(packs: Sequence[Path], pattern: str) -> Iterator[Path]:
    """The files of every pack that match, in pack order, then by name."""
    for pack in packs:
        yield from sorted(pack.glob(pattern))


def decode_toml(path: Path, kind: type[T]) -> T:
    """A TOML file as a typed row or table of rows."""
    try:
        return msgspec.toml.decode(path.read_bytes(), type=kind)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        raise LexiconError(f"{path}: {error}") from error


def overlay(rows: Sequence[Any]) -> list[Any]:
    """Rows by id, the last of an id winning, in order of first appearance."""
    by_id: dict[str, Any] = {}
    for row in rows:
        by_id[row.id] = row
    return list(by_id.values())


def fingerprint(packs: Sequence[Path], version: str) -> str:
    """Sixteen hexadecimal digits over every file of every pack and the version of the code that reads them."""
    digest = hashlib.sha256(version.encode())
    for pack in packs:
        if not pack.is_dir():
            raise LexiconError(f"{pack}: no such pack folder")
        for path in sorted(p for p in pack.rglob("*") if p.suffix in (".tsv", ".toml")):
            digest.update(path.relative_to(pack).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
