"""Run ``waqai`` in this process as a shell would: arguments in, exit code out."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from waqai.cli import main


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The exit code of a command; its output is on the captured descriptors."""
    monkeypatch.setattr(sys, "argv", ["waqai", *arguments])
    try:
        main()
    except SystemExit as end:
        code: Any = end.code
        return int(code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0
