"""Waqai: Arabic news reports in; counted, placed, dated, attributed incident records out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["code", "find_actors", "find_places", "load", "read_dates", "read_numbers", "read_people"]

if TYPE_CHECKING:
    from waqai.lexicon.load import load
    from waqai.match.actors import find_actors
    from waqai.match.dates import read_dates
    from waqai.match.numbers import read_numbers
    from waqai.match.people import read_people
    from waqai.match.places import find_places
    from waqai.pipeline import code

_HOMES = {
    "code": "waqai.pipeline", "load": "waqai.lexicon.load", "find_actors": "waqai.match.actors", "find_places": "waqai.match.places",
    "read_dates": "waqai.match.dates", "read_numbers": "waqai.match.numbers", "read_people": "waqai.match.people",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """The readers and the coder, imported when first asked for, so that ``import waqai`` stays light."""
    if name in _HOMES:
        import importlib

        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(name)
