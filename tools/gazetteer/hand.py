"""The hand-written lists: names, their parent and kind; coordinates come from facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

HAND = Path(__file__).parent / "hand"


@dataclass(frozen=True)
class Entry:
    """One line's item: where it is (a P-code or a country), its kind and names; ``at`` names the town it is in."""

    country: str
    parent: str
    kind: str
    name_ar: str
    variants: tuple[str, ...]
    weak: tuple[str, ...]
    name_en: str
    at: str
    needs_context: bool


def _item(text: str, header: tuple[str, str, str]) -> Entry:
    names, _, tail = text.partition("=")
    tail, _, at = tail.partition("@")
    english, *after = [p.strip() for p in tail.split("/")]
    parts = [*(p.strip() for p in names.split("/")), *after]
    flag = parts[0].endswith("!") or english.endswith("!") or at.rstrip().endswith("!")
    first = parts[0].rstrip("!")
    weak = tuple(p.rstrip("!") for p in parts[1:] if p.endswith("!"))
    variants = tuple(p for p in parts[1:] if p and not p.endswith("!") and p != first)
    return Entry(*header, first, variants, weak, english.rstrip("!").strip(), at.strip().rstrip("!"), flag)


def entries(name: str) -> list[Entry]:
    """The items of a list: ``@ country parent kind`` heads the lines below it."""
    out: list[Entry] = []
    header = ("", "", "")
    for line in (HAND / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith("@ "):
            country, parent, kind = line[2:].split()
            header = (country, parent, kind)
        else:
            out.extend(_item(i, header) for i in re.split(", *", line.strip()) if "=" in i)
    return out


def table(name: str) -> list[dict[str, str]]:
    """A hand-written table with a header."""
    lines = (HAND / name).read_text(encoding="utf-8").splitlines()
    head = lines[0].split("\t")
    return [dict(zip(head, [*line.split("\t"), "", ""], strict=False)) for line in lines[1:] if line.strip()]


def assignments(name: str) -> list[tuple[str, list[str], bool]]:
    """Lines ``key=name/variant``; a trailing ! is a name that needs context."""
    out = []
    for line in (HAND / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            key, _, names = line.partition("=")
            parts = [p.strip() for p in names.split("/")]
            out.append((key.strip(), [p.rstrip("!") for p in parts], parts[0].endswith("!")))
    return out
