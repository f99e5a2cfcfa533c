"""Sources: from what people have (files, pages, feeds, archives, tables) to reports.

``read`` gives the reports of anything it is named, ``read_items`` each with the snapshot it was read from, ``watch``
keeps polling feeds. Heavy libraries are imported only when a file needs them.
"""

from waqai.sources.detect import KINDS
from waqai.sources.items import BadSourceError, Item, Snapshot, SourceError, SourceSettings
from waqai.sources.language import Language, detect
from waqai.sources.reading import read, read_items
from waqai.sources.watch import watch

__all__ = [
    "KINDS",
    "BadSourceError",
    "Item",
    "Language",
    "Snapshot",
    "SourceError",
    "SourceSettings",
    "detect",
    "read",
    "read_items",
    "watch",
]
