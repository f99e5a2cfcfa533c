"""The lexicon: every pack compiled once, cached by fingerprint, then read by pure functions."""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

import waqai
from waqai.lexicon import actors, dates, events, gazetteer, numbers, people, place_words
from waqai.lexicon.packs import BUILT_IN, decode_toml, fingerprint, pack_files
from waqai.text.normalize import fold
from waqai.text.segment import Layout


class LayoutFile(msgspec.Struct, forbid_unknown_fields=True):
    """``layout.toml`` as an editor writes it."""

    glue_openers: list[str] = []
    topic_openers: list[str] = []
    boilerplate: list[str] = []
    boilerplate_blocks: list[str] = []
    source_openers: list[str] = []
    dateline_words: list[str] = []
    alert_openers: list[str] = []
    abbreviations: list[str] = []


class Lexicon:
    """All tables the coder reads. Picklable; never changed after it is loaded."""

    def __init__(self, packs: Sequence[Path], mark: str) -> None:
        self.fingerprint = mark
        self.layout = layout(packs)
        self.events = events.compile(packs)
        self.numbers = numbers.compile(packs)
        self.dates = dates.compile(packs)
        self.actors = actors.compile(packs)
        self.people = people.compile(packs)
        self.gazetteer = gazetteer.load_gazetteer(packs)
        self.places = place_words.PlaceTables(self.gazetteer, place_words.load_place_words())

    def is_word(self, key: str) -> bool:
        """Whether a folded token is a word of the event lexicon, behind any proclitics."""
        return self.events.index.known(key)


def layout(packs: Sequence[Path]) -> Layout:
    """The layout cues of some packs, folded."""
    found: dict[str, list[str]] = {}
    for path in pack_files(packs, "layout.toml"):
        file = decode_toml(path, LayoutFile)
        for name in LayoutFile.__struct_fields__:
            found.setdefault(name, []).extend(_fold_keep_space(w) for w in getattr(file, name))
    return Layout(
        glue_openers=tuple(found["glue_openers"]), topic_openers=tuple(found["topic_openers"]), boilerplate=tuple(found["boilerplate"]),
        boilerplate_blocks=tuple(found["boilerplate_blocks"]), source_openers=tuple(found["source_openers"]),
        dateline_words=frozenset(found["dateline_words"]), alert_openers=tuple(found["alert_openers"]),
        abbreviations=frozenset(found["abbreviations"]),
    )  # fmt: skip


def _fold_keep_space(word: str) -> str:
    return fold(word)


CACHED = 4  # compiled lexicons kept


def cache_folder() -> Path:
    """Where compiled lexicons are kept: ``WAQAI_CACHE``, else the user's cache folder."""
    given = os.environ.get("WAQAI_CACHE")
    base = Path(given) if given else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "waqai"
    return base


def load(packs: Sequence[Path] = (), cache: bool = True) -> Lexicon:
    """The built-in pack with ``packs`` laid over it. Raises :class:`~waqai.lexicon.packs.LexiconError`.

    A compiled copy is kept under its fingerprint; a copy that cannot be read or written is done without.
    """
    folders = [BUILT_IN, *packs]
    mark = fingerprint(folders, code_version())
    path = cache_folder() / f"lexicon-{mark}.pickle"
    if cache:
        with contextlib.suppress(Exception):
            return _read_cache(path, mark)
    lexicon = Lexicon(folders, mark)
    if cache:
        with contextlib.suppress(OSError):
            _write_cache(path, lexicon)
    return lexicon


def code_version() -> str:
    """The version of the code that compiles: its release and the state of the compiling modules."""
    folder = Path(__file__).parent
    stamps = [f"{p.name}:{p.stat().st_size}:{p.stat().st_mtime_ns}" for p in sorted(folder.glob("*.py"))]
    return waqai.__version__ + "|" + "|".join(stamps) if os.environ.get("WAQAI_DEV") else waqai.__version__


def _read_cache(path: Path, mark: str) -> Lexicon:
    was = gc.isenabled()
    gc.disable()  # half of the time would go into collecting what is being built
    try:
        found = pickle.loads(path.read_bytes())
    finally:
        if was:
            gc.enable()
    if not isinstance(found, Lexicon) or found.fingerprint != mark:
        raise ValueError(f"{path}: another lexicon")
    return found


def _write_cache(path: Path, lexicon: Lexicon) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(pickle.dumps(lexicon, protocol=5))
    Path(file.name).replace(path)
    _prune(path)


def _prune(newest: Path) -> None:
    """Keep the few newest compiled lexicons: each is several megabytes, and every changed row makes another."""
    stored = sorted(newest.parent.glob("lexicon-*.pickle"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in stored[CACHED:]:
        old.unlink(missing_ok=True)  # another process may have been first
