"""Libraries that only some profiles need."""

from __future__ import annotations

import importlib
from typing import Any

from waqai.export.output import ExportError


def need(module: str, profile: str, extra: str = "export") -> Any:
    """Import a library, or say which extra brings it."""
    try:
        return importlib.import_module(module)
    except ImportError:
        raise ExportError(f"{profile}: this export needs an extra: pip install 'waqai[{extra}]'") from None
