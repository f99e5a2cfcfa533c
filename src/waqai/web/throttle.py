"""How many wrong passwords a name and address may send before the door closes for a while."""

from __future__ import annotations

import time
from threading import Lock

ALLOWED = 8
WINDOW = 900.0  # seconds
MAX_KEYS = 10_000


class Throttle:
    """Failures by key within the last WINDOW seconds."""

    def __init__(self, allowed: int = ALLOWED, window: float = WINDOW) -> None:
        self.allowed = allowed
        self.window = window
        self._failures: dict[str, list[float]] = {}
        self._lock = Lock()

    def closed(self, key: str) -> bool:
        """Whether the key has failed too often."""
        with self._lock:
            return len(self._recent(key)) >= self.allowed

    def failed(self, key: str) -> None:
        """Note a failure."""
        with self._lock:
            if len(self._failures) > MAX_KEYS:
                self._failures.clear()
            self._failures[key] = [*self._recent(key), time.monotonic()]

    def _recent(self, key: str) -> list[float]:
        since = time.monotonic() - self.window
        return [at for at in self._failures.get(key, []) if at > since]
