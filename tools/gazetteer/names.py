"""Arabic and English names: cleaning, the script they are in, and how alike two romanisations are."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from simplemma import is_known

from waqai.text.normalize import fold, normalize

ARABIC = re.compile("[\u0621-\u064a]")
FOREIGN = re.compile("[\u0671-\u06d3\u06d5\u06f0-\u06ff\ufb50-\ufdff]")  # Persian, Kurdish, Urdu letters
LATIN = re.compile("[A-Za-z0-9()]")
_PERSIAN = str.maketrans({"ی": "ي", "ک": "ك", "ۀ": "ة", "ہ": "ه", "گ": "غ", "پ": "ب", "چ": "ش", "ژ": "ج", "ڤ": "ف"})
GENERIC = frozenset(
    [
        "تل",
        "عين",
        "كفر",
        "دير",
        "بيت",
        "خربة",
        "خربه",
        "خراب",
        "وادي",
        "رأس",
        "راس",
        "قلعة",
        "قلعه",
        "برج",
        "جسر",
        "بئر",
        "بير",
        "مزرعة",
        "مزرعه",
        "نهر",
        "معرة",
        "معره",
        "جبل",
        "خان",
        "عزبة",
        "كفور",
        "نجع",
        "عرب",
        "ود",
        "جب",
        "حوش",
        "دوير",
        "رسم",
        "حمام",
        "قصر",
        "سوق",
        "عقبة",
        "طور",
        "مشتى",
    ]
)


def clean_arabic(name: str) -> str:
    """A name without marks, controls and Persian letters, single-spaced."""
    return re.sub(r"\s+", " ", normalize(name.translate(_PERSIAN)).text.replace("(", " ").replace(")", " ")).strip()


def arabic_names(names: list[str]) -> list[str]:
    """The names in Arabic letters, those with no foreign letter first, cleaned, each spelling once."""
    found = [n for n in names if ARABIC.search(n) and not LATIN.search(n)]
    # «د مشق» stands before «دمشق» among GeoNames' alternates: a letter alone is a slip, kept as a variant
    found.sort(key=lambda n: bool(FOREIGN.search(n)) + (len(n.split()[0]) == 1))
    out: dict[str, str] = {}
    for name in found:
        cleaned = clean_arabic(name)
        if (
            not FOREIGN.search(cleaned)
            and 2 < len(cleaned) < 40
            and not cleaned.startswith("أن ")
            and not re.search("[،,;/]", cleaned)
        ):
            out.setdefault(fold(cleaned), cleaned)
    return list(out.values())


def plain(name: str) -> str:
    """An English name without diacritics, article and marks, for comparing."""
    text = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    text = re.sub("[^a-z0-9 -]", "", text.replace("-", " "))
    text = re.sub(r"\b(al|el|as|ash|at|ath|ad|adh|an|ar|az|es|ed|et)\b", " ", text)
    for old, new in (
        ("dh", "d"),
        ("th", "t"),
        ("aa", "a"),
        ("ee", "i"),
        ("oo", "u"),
        ("ou", "u"),
        ("o", "u"),
        ("e", "i"),
    ):
        text = text.replace(old, new)
    return re.sub(r"h\b", "", re.sub(r"\s+", " ", text).strip())


def ascii_name(name: str) -> str:
    """An English name in ASCII."""
    text = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return text.replace("‘", "").replace("’", "").replace("ʼ", "").encode("ascii", "ignore").decode().strip()


@lru_cache(maxsize=100_000)
def common_word(token: str) -> bool:
    """Whether a single word is one of the general vocabulary (with or without its article)."""
    bare = token[2:] if token.startswith("ال") and len(token) > 4 else token
    return is_known(token, lang="ar") or is_known(bare, lang="ar")


def dangerous(name: str, person_words: frozenset[str]) -> bool:
    """Whether a small place's name is too common to be matched without a head word or its parent."""
    tokens = name.split()
    key = fold(name)
    if len(tokens) == 1:
        return name in GENERIC or key in person_words or len(key) <= 4 or common_word(name)
    return tokens[0] not in GENERIC or len(key) <= 5
