"""The full-form index: what a token, or a run of tokens, can be.

Every inflected form is generated when a pack is compiled, so look-up is one dictionary hit per way of reading
proclitics off a token, and a first-word table for multi-word entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

from waqai.text import morph
from waqai.text.normalize import fold
from waqai.text.tokens import Token


class Sense(NamedTuple):
    """One thing a form can be: the row ``id`` of a ``kind`` of entry, in a grammatical form.

    ``form`` is ``perf.3ms``, ``impf.3fs+o``, ``pass.3ms``, ``noun.sg``, ``noun.dual``, ``noun.pl``, ``noun.sg+p`` (with a pronoun) or ``word``.
    """

    kind: str
    id: str
    form: str


class Hit(NamedTuple):
    """A sense found at tokens ``[i, j)`` behind the proclitics ``pro`` (``skip`` letters of token ``i``)."""

    i: int
    j: int
    skip: int
    pro: str
    sense: Sense


_new = tuple.__new__  # makes a hit without a call in between, for there are hundreds in a report

Followers = dict[str, list[tuple[tuple[str, ...], Sense]]]
"""The phrases of one first word, by their second."""
_Heads = tuple[tuple[str, Followers], ...]
_Words = tuple[tuple[int, str, Sense], ...]
_Opening = tuple[_Heads, _Words, _Words]


class WordIndex:
    """Folded full forms to senses; picklable. Build with the ``add_*`` calls, read with :meth:`hits`."""

    def __init__(self) -> None:
        self.words: dict[str, tuple[Sense, ...]] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], Sense]]] = {}
        self.plain: set[str] = set()
        self._memo: dict[str, tuple[tuple[str, Sense], ...]] = {}
        self._heads: dict[str, _Opening] = {}
        self.followers: dict[str, Followers] = {}

    def __getstate__(self) -> dict[str, object]:
        return {
            "words": self.words, "phrases": self.phrases, "plain": self.plain, "_memo": {}, "_heads": {}, "followers": self.followers
        }  # fmt: skip

    def add(self, form: str, sense: Sense) -> None:
        """One folded form of ``sense``."""
        known = self.words.get(form, ())
        if not any(s.kind == sense.kind and s.id == sense.id and s.form[:4] == sense.form[:4] for s in known):
            self.words[form] = (*known, sense)

    def add_verb(self, written: str, kind: str, id_: str, passive: bool = False) -> None:
        """``written`` is ``perfect imperfect``, with ``!`` after an intransitive (no object pronouns), ``-`` for no imperfect.

        A passive row is written as its own verb.
        """
        perfect, imperfect, *marks = (fold(w) if w not in "!-" else w for w in written.split())
        forms = morph.verb_forms(
            perfect, imperfect if imperfect != "-" else "يي", objects=not passive and "!" not in marks
        )
        for form, feature in forms.items():
            tense, _, person = feature.partition(".")
            if imperfect == "-" and tense != "perf":
                continue
            self.add(form, Sense(kind, id_, f"{'pass' if passive else tense}.{person}"))

    def add_noun(self, written: str, kind: str, id_: str) -> None:
        """``written`` is ``singular [plural ...]``; ``-`` in place of the singular: plural only."""
        singular, *plurals = (fold(w) for w in written.split())
        if singular != "-":
            self.add(singular, Sense(kind, id_, "noun.sg"))
            for form in {singular + "ا"} if not singular.endswith(("ه", "ا", "ء")) else set[str]():
                self.add(form, Sense(kind, id_, "noun.sg"))
            for form in morph.noun_suffixed(singular):
                self.add(form, Sense(kind, id_, "noun.sg+p"))
        for plural in plurals:
            self.add(plural, Sense(kind, id_, "noun.pl"))
            if not plural.endswith(("ات", "ه", "ا", "ء", "ي", "ين", "ون")):
                self.add(plural + "ا", Sense(kind, id_, "noun.pl"))  # «جرفت السيول جسورا»
            for form in morph.noun_suffixed(plural):
                self.add(form, Sense(kind, id_, "noun.pl+p"))
        if singular != "-" and plurals:
            for form in morph.dual(singular):
                self.add(form, Sense(kind, id_, "noun.dual"))

    def add_phrase(self, written: str, kind: str, id_: str) -> None:
        """A word or words as written; ``a|b`` are alternatives, ``+word`` may carry the article (all or none)."""
        sense = Sense(kind, id_, "word")
        for words in expand(written):
            if len(words) == 1:
                self.add(words[0], sense)
            else:
                self.phrases.setdefault(words[0], []).append((words, sense))

    def finish(self) -> None:
        """Longest phrases first, and filed by their second word, once all rows are in."""
        for head, entries in self.phrases.items():
            entries.sort(key=lambda e: -len(e[0]))
            table: Followers = {}
            for words, sense in entries:
                table.setdefault(words[1], []).append((words, sense))
            self.followers[head] = table

    def known(self, key: str) -> bool:
        """Whether a folded token is a word of the index, behind any proclitics."""
        return key in self.plain or bool(self.senses(key)) or any(rest in self.plain for _, rest in morph.splits(key))

    def senses(self, key: str) -> tuple[tuple[str, Sense], ...]:
        """``(proclitics, sense)`` for every reading of a folded token."""
        found = self._memo.get(key)
        if found is None:
            if len(self._memo) > 200_000:
                self._memo.clear()
                self._heads.clear()
            found = self._memo[key] = tuple(self._read(key))
        return found

    def _read(self, key: str) -> Iterable[tuple[str, Sense]]:
        for pro, rest in morph.splits(key):
            for sense in self.words.get(rest, ()):
                if fits(pro, sense):
                    yield pro, sense

    def hits(self, tokens: Sequence[Token]) -> list[list[Hit]]:
        """For each token, the senses that begin there, multi-word ones first."""
        out: list[list[Hit]] = []
        known = self._heads
        for token in tokens:
            if token.kind != "word":
                out.append([])
                continue
            opening = known.get(token.key)
            if opening is None:
                opening = known[token.key] = self._opening(token.key)
            heads, words, unbound = opening
            i = token.i
            found = _phrase_hits(tokens, i, heads) if heads else []
            if words:
                # the ة of «إقامة» is no object pronoun, though it folds as one
                fit = unbound if token.text.endswith("ة") else words
                found += [_new(Hit, (i, i + 1, skip, pro, sense)) for skip, pro, sense in fit]
            out.append(found)
        return out

    def _opening(self, key: str) -> _Opening:
        """What can begin at a folded token: phrases, senses, and the senses without an object pronoun."""
        heads = tuple((pro, self.followers[rest]) for pro, rest in morph.splits(key) if rest in self.followers)
        words = tuple((skip_of(pro), pro, sense) for pro, sense in self.senses(key))
        return heads, words, tuple(w for w in words if not w[2].form.endswith("+o"))


def _phrase_hits(tokens: Sequence[Token], i: int, heads: _Heads) -> list[Hit]:
    """The phrases that begin at token ``i``, by what they can open with."""
    at = i + 1
    if at >= len(tokens):
        return []
    found = []
    after = tokens[at].key
    for pro, table in heads:
        for words, sense in (*table.get(after, ()), *(table.get(after[0], ()) if len(after) > 2 else ())):
            if all_match(tokens, at, words):
                size = len(words) - (words[-1] in PROCLITICS)
                found.append(Hit(i, i + size, skip_of(pro), pro, sense))
    return found


ARTICLE = morph.ARTICLE
PROCLITICS = frozenset(morph.PREPOSITIONS)


def skip_of(pro: str) -> int:
    """How many letters of a token its proclitics take, the article not counted (a trigger keeps it).

    >>> skip_of("وبال"), skip_of("لال"), skip_of("ال")
    (2, 1, 0)
    """
    return len(pro) - 2 if pro.endswith(ARTICLE) else len(pro)


def fits(pro: str, sense: Sense) -> bool:
    """Whether a form can stand behind these proclitics: no article on a verb, no سـ but on an imperfect."""
    if sense.form.startswith(("perf", "impf", "pass", "jus")):
        if pro.endswith(ARTICLE) or any(p in pro for p in "بك"):
            return False
        if pro.endswith("ل") and not sense.form.startswith("impf"):
            return False
        return "س" not in pro or sense.form.startswith(("impf", "pass"))
    if "س" in pro or (pro.endswith(ARTICLE) and sense.kind in ("clause", "prep", "say")):
        return False  # «الآن» is not ال + ان
    return not (pro.endswith(ARTICLE) and sense.form.endswith("+p"))


def all_match(tokens: Sequence[Token], at: int, words: tuple[str, ...]) -> bool:
    """Whether the words of a phrase after its first follow at token ``at``; a last ب or ل is the next token's proclitic."""
    if at + len(words) - 1 > len(tokens):
        return False
    for n, word in enumerate(words[1:]):
        key = tokens[at + n].key
        if key != word and not (word in PROCLITICS and n == len(words) - 2 and len(key) > 2 and key[0] == word):
            return False
    return True


def expand(written: str) -> list[tuple[str, ...]]:
    """Every word sequence of a written phrase (see :meth:`WordIndex.add_phrase`).

    >>> expand("+عبوة|عبوات +ناسفة")
    [('عبوه', 'ناسفه'), ('العبوه', 'الناسفه'), ('عبوات', 'ناسفه'), ('العبوات', 'الناسفه')]
    """
    out: list[tuple[str, ...]] = []
    slots = [part.split("|") for part in written.split()]
    for words in product(*slots):
        marked = [slot[0].startswith("+") for slot in slots]
        bare = [fold(w.removeprefix("+")) for w in words]
        out.append(tuple(bare))
        if any(marked):
            out.append(tuple(ARTICLE + w if m else w for w, m in zip(bare, marked, strict=True)))
    return out
