"""The documents name every profile, kind and reason."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from waqai.export import PROFILES
from waqai.export.xlsx import REVIEW
from waqai.sources import KINDS
from waqai.sources.items import Code

DOCS = Path(__file__).parents[2] / "docs"


def test_exports_document() -> None:
    text = (DOCS / "exports.md").read_text("utf-8")
    assert not [p for p in PROFILES if f"| `{p}` |" not in text]
    assert not [c for c in REVIEW if f"`{c}`" not in text]


def test_sources_document() -> None:
    text = (DOCS / "sources.md").read_text("utf-8")
    assert not [k for k in KINDS if f"| `{k}` |" not in text]
    assert not [c for c in get_args(Code) if f"| `{c}` |" not in text]
