"""What is installed and usable on this machine, part by part."""

from __future__ import annotations

import importlib
import importlib.util
import os
import platform
import shutil
from collections.abc import Callable
from typing import Literal

import msgspec

import waqai
from waqai.ledger.engine import head, open_ledger, version
from waqai.lexicon.load import cache_folder, load
from waqai.model import WaqaiError
from waqai.settings import LEDGER

State = Literal["ok", "missing", "broken"]
# extra -> the modules that it brings
EXTRAS: dict[str, tuple[str, ...]] = {
    "sources": ("trafilatura", "feedparser", "fastwarc", "pypdfium2", "openpyxl"),
    "export": ("pyarrow", "xlsxwriter"),
    "brief": ("weasyprint",),
    "postgres": ("psycopg",),
    "web": ("litestar", "jinja2", "uvicorn", "argon2"),
    "cluster": ("ray", "pyarrow"),
    "reader": ("openai",),
}


class Finding(msgspec.Struct, frozen=True):
    """One part: ``missing`` is something optional that is not here, ``broken`` something that must work and does not."""

    part: str
    state: State
    detail: str


def look(location: str) -> list[Finding]:
    """Every part, the core first; ``location`` is the ledger to look at."""
    return [
        Finding("waqai", "ok", f"{waqai.__version__}, Python {platform.python_version()}"),
        _tried("lexicon", _lexicon),
        _tried("cache", _cache),
        _tried("ledger", lambda: _ledger(location)),
        *(_extra(name, modules) for name, modules in EXTRAS.items()),
        _pango(),
        _chromium(),
    ]


def _tried(part: str, check: Callable[[], tuple[State, str]]) -> Finding:
    try:
        return Finding(part, *check())
    except (WaqaiError, OSError) as error:
        return Finding(part, "broken", str(error))


def _lexicon() -> tuple[State, str]:
    found = load()
    return "ok", f"fingerprint {found.fingerprint}, {len(found.gazetteer):,} places"


def _cache() -> tuple[State, str]:
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    files = list(folder.glob("lexicon-*.pickle"))
    size = sum(f.stat().st_size for f in files) / 1e6
    usable = os.access(folder, os.W_OK)
    return (
        "ok" if usable else "missing"
    ), f"{folder}: {len(files)} compiled, {size:.0f} MB{'' if usable else ', not writable'}"


def _ledger(location: str) -> tuple[State, str]:
    try:
        with open_ledger(location, create=False) as ledger, ledger.read() as conn:
            kind = "SQLite" if ledger.is_sqlite else "PostgreSQL"
            return "ok", f"{kind}, schema {version(conn)} of {head()}"
    except WaqaiError as error:
        absent = "there is no ledger here" in str(error)
        return ("missing" if absent and location == LEDGER else "broken"), str(error)


def _extra(name: str, modules: tuple[str, ...]) -> Finding:
    absent = [module for module in modules if importlib.util.find_spec(module) is None]
    if absent:
        return Finding(f"extra {name}", "missing", f"no {', '.join(absent)}: pip install 'waqai[{name}]'")
    return Finding(f"extra {name}", "ok", ", ".join(modules))


def _pango() -> Finding:
    """WeasyPrint's system library: its import is the only honest test."""
    if importlib.util.find_spec("weasyprint") is None:
        return Finding("pdf briefs", "missing", "no weasyprint: pip install 'waqai[brief]'")
    try:
        importlib.import_module("weasyprint")
    except OSError as error:
        return Finding("pdf briefs", "missing", f"no Pango library: {str(error).splitlines()[0]}")
    return Finding("pdf briefs", "ok", "weasyprint with Pango")


def _chromium() -> Finding:
    found = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
    return Finding(
        "browser", "ok" if found else "missing", found or "no Chromium: browser tests and screenshots are left out"
    )
