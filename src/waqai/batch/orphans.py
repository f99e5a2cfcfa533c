"""Processes that end with their parent.

A parent that is killed outright cannot stop its pool, and idle workers would wait for work for ever, each with a
lexicon in memory.
"""

from __future__ import annotations

import multiprocessing
import os
import threading


def end_with_parent() -> None:
    """In a worker process: end as soon as the parent is gone. Does nothing in a process that has none."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True, name="end-with-parent").start()
