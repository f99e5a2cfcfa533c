"""An open ledger with the coder beside it: what a surface works with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock

from waqai.ledger.engine import Ledger, open_ledger
from waqai.model import CodedReport, Report, WaqaiError

Coder = Callable[[Report], CodedReport]


class Desk:
    """A ledger, and the coder loaded the first time a text is to be coded.

    ``packs`` are folders of lexicon packs laid over the built-in one. ``coder`` and ``fingerprint`` replace the
    built-in coder where given (tests do so).
    """

    def __init__(
        self, ledger: Ledger, *, packs: Sequence[Path] = (), coder: Coder | None = None, fingerprint: str = "given"
    ) -> None:
        self.ledger = ledger
        self._packs = list(packs)
        self._coder = coder
        self._fingerprint = fingerprint
        self._lock = Lock()

    @classmethod
    def open(cls, location: str | Path, *, packs: Sequence[Path] = (), migrate: bool = False) -> Desk:
        """Open (or make) the ledger at a file or PostgreSQL address; raises LedgerError with the reason."""
        return cls(open_ledger(location, migrate=migrate), packs=packs)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the lexicon that codes here."""
        self._ready()
        return self._fingerprint

    def code(self, report: Report) -> CodedReport:
        """Code one report; nothing is kept."""
        return self._ready()(report)

    def close(self) -> None:
        """Give the ledger back."""
        self.ledger.close()

    def _ready(self) -> Coder:
        with self._lock:
            if self._coder is None:
                self._coder, self._fingerprint = _built_in(self._packs)
            return self._coder


def _built_in(packs: Sequence[Path]) -> tuple[Coder, str]:
    try:
        from waqai.lexicon.load import load
        from waqai.pipeline import code
    except ImportError as error:
        raise WaqaiError(f"the coder cannot be loaded: {error}") from error
    lexicon = load(packs)
    return (lambda report: code(report, lexicon)), lexicon.fingerprint
