"""Which language a text is written in, well enough to set aside what is not Arabic and to name it.

Scripts are told by Unicode ranges; languages that share the Arabic script by the letters Arabic does not
write and by a few frequent words (``data/sources/languages.toml``). No probability is claimed.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from importlib import resources
from typing import NamedTuple

from waqai.sources.decode import is_arabic_letter

SAMPLE = 20_000
SCRIPTS = (
    ("Arabic", "\u0600", "\u06ff"),
    ("Latin", "A", "\u024f"),
    ("Cyrillic", "\u0400", "\u04ff"),
    ("Hebrew", "\u0590", "\u05ff"),
    ("Greek", "\u0370", "\u03ff"),
    ("Armenian", "\u0530", "\u058f"),
    ("Syriac", "\u0700", "\u074f"),
    ("Devanagari", "\u0900", "\u097f"),
    ("Han", "\u4e00", "\u9fff"),
)
BY_SCRIPT = {
    "Cyrillic": ("ru", "Russian"),
    "Hebrew": ("he", "Hebrew"),
    "Greek": ("el", "Greek"),
    "Han": ("zh", "Chinese"),
}


class Language(NamedTuple):
    """An ISO 639 code (``und`` when it cannot be told) and its English name."""

    code: str
    name: str


class Profile(NamedTuple):
    """What one language is known by."""

    language: Language
    letters: frozenset[str]
    words: frozenset[str]


UNKNOWN = Language("und", "no language that can be told")
ARABIC = Language("ar", "Arabic")


@cache
def profiles(script: str) -> tuple[Profile, ...]:
    """The languages of a script, from the data file."""
    table = tomllib.loads(resources.files("waqai").joinpath("data/sources/languages.toml").read_text("utf-8"))
    rows = table[f"{script}_script"].items()
    return tuple(
        Profile(Language(code, row["name"]), frozenset(row["letters"]), frozenset(row["words"])) for code, row in rows
    )


def script_of(text: str) -> str | None:
    """The script most letters belong to, None for a text without letters."""
    counts: Counter[str] = Counter()
    for char in text[:SAMPLE]:
        if char.isalpha():
            counts[
                "Arabic" if is_arabic_letter(char) else next((n for n, lo, hi in SCRIPTS if lo <= char <= hi), "other")
            ] += 1
    return counts.most_common(1)[0][0] if counts else None


def score(profile: Profile, letters: Counter[str], words: Counter[str]) -> float:
    """Evidence per thousand letters: a language's own letters, and three times its frequent words."""
    own = sum(letters[char] for char in profile.letters)
    frequent = sum(words[word] for word in profile.words)
    return (own + 3 * frequent) * 1000 / max(1, letters.total())


def best_of(script: str, text: str) -> Language:
    """The language of a script with the most evidence in ``text``."""
    sample = text[:SAMPLE].lower() if script == "latin" else text[:SAMPLE]
    letters = Counter(char for char in sample if char.isalpha())
    words = Counter("".join(char if char.isalpha() else " " for char in sample).split())
    ranked = sorted(((score(p, letters, words), p.language) for p in profiles(script)), key=lambda pair: -pair[0])
    return ranked[0][1] if ranked[0][0] > 0 else (ARABIC if script == "arabic" else UNKNOWN)


def detect(text: str) -> Language:
    """The language of ``text``.

    >>> detect("Shelling hit the market and the school in the town").code
    'en'
    """
    script = script_of(text)
    if script == "Arabic":
        return best_of("arabic", text)
    if script == "Latin":
        return best_of("latin", text)
    code, name = BY_SCRIPT.get(script or "", UNKNOWN)
    return Language(code, name if code != "und" else f"a text in {script} letters" if script else UNKNOWN.name)
