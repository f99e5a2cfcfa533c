"""Personal names: given names and what may follow them, كنية, quoted names, and where a name stops."""

from __future__ import annotations

from waqai.lexicon.people import PeopleTables
from waqai.text.tokens import Doc

MAX_NAME = 5
SHORT = 3
ABD = "عبدال"  # عبدالله and its kin, written as one word
QUOTES = frozenset("\"«»“”„'")
ENDS = frozenset('.،؛,:!؟()[]"«»“”-–—|/')


class Names:
    """Reads names over one document; ``taken`` are tokens that belong to an actor's name."""

    def __init__(self, doc: Doc, tables: PeopleTables, taken: set[int]) -> None:
        self.tokens = doc.tokens
        self.n = len(doc.tokens)
        self.t = tables
        self.taken = taken
        self.stop = tables.words["stop_names"]

    def key(self, k: int) -> str:
        """The folded token at ``k``, empty outside the document."""
        return self.tokens[k].key if 0 <= k < self.n else ""

    def end(self, k: int, first: str = "", first_of_title: bool = False) -> int:
        """Where a name that begins at ``k`` ends, or ``k``; ``first`` is its first word without a conjunction."""
        key = first or self.key(k)
        if k >= self.n or k in self.taken or self.tokens[k].kind != "word":
            return k
        if self.tokens[k].text.endswith("ى") and len(key) <= SHORT:
            return k  # على folds to the same key as the name علي
        kind = self.t.particles.get(key)
        if kind in ("kunya", "of") and self._word(k + 1):
            return self._more(k, k + 2)
        if kind == "abd" and self.t.particles.get(self.key(k + 1)) == "suffix":
            return self._more(k, k + 2)
        if key.startswith(ABD) and len(key) > len(ABD) + 2:
            return self._more(k, k + 1)
        if key not in self.t.given or (key in self.t.doubtful and not first_of_title and not self._names_on(k + 1)):
            return k
        return self._more(k, k + 1)

    def _names_on(self, k: int) -> bool:
        """Whether what follows an everyday word shows that it is a name (سعيد محمد، عمر بن)."""
        after = self.key(k)
        return after in self.t.given or self.t.particles.get(after) is not None

    def end_loose(self, k: int, sure: bool = False) -> int:
        """As ``end``, where a name is likely: its first word may be unknown; ``sure`` after a definite title."""
        end = self.end(k, first_of_title=sure)
        if end > k or not self._word(k) or self._known(k):
            return end
        after = self.key(k + 1)
        name = after in self.t.given or self.t.particles.get(after) in ("kunya", "of", "abd")
        if name and k + 1 not in self.taken:
            return self._more(k, k + 1)
        if (
            sure
            and (after in ENDS or (after.startswith("ال") and len(after) > 4))
            and self._word(k + 1) | (after in ENDS)
        ):
            return self._more(k, k + 1)
        return k

    def _known(self, k: int) -> bool:
        key = self.key(k)
        if key.startswith("ال") or key in self.t.forms or key in self.t.adjectives or key in self.t.nationalities:
            return True
        if key[0] in "بلوف" and len(key) > SHORT:
            return True
        return key in self.t.words["role_words"] or key in self.t.words["links"] or (key[0] in "يت" and len(key) > 3)

    def _word(self, k: int) -> bool:
        token = self.tokens[k] if k < self.n else None
        return token is not None and token.kind == "word" and token.key not in self.stop and k not in self.taken

    def _more(self, start: int, k: int) -> int:
        while k < self.n and k - start < MAX_NAME and self._word(k):
            key = self.tokens[k].key
            kind = self.t.particles.get(key)
            if kind == "suffix":
                k += 1
            elif kind and self._word(k + 1) and key != "ابن":
                k += 2
            elif key in self.t.given or key.startswith(ABD) or self._surname(k):
                k += 1
            else:
                break
        return k

    def _surname(self, k: int) -> bool:
        """A word after a given name that closes the name: a nisba, an article, or the last before a stop."""
        key = self.tokens[k].key
        if key in self.t.forms or key.removeprefix("ال") in self.t.forms or key in self.t.adjectives:
            return False
        if key in self.t.nationalities:
            return key.startswith("ال") and key.endswith("ي") and self.key(k - 1) in self.t.given
        if key in self.t.words["role_words"]:
            return False
        if key.startswith("ال") and len(key) > 4:
            return True
        if key[0] in "وبل" and len(key) > 3:
            return False
        after = self.key(k + 1)
        return (key.endswith("ي") and key[0] not in "يت") or after in ENDS or not after

    def quoted(self, k: int) -> int:
        """The end of a quoted string of at most six words that opens at ``k`` (past the closing mark), or ``k``."""
        if self.key(k) not in QUOTES:
            return k
        for at in range(k + 2, min(k + 8, self.n)):
            if self.key(at) in QUOTES:
                return at + 1
        return k

    def past_age(self, k: int) -> int:
        """Past a bracket after a name: its age or its home."""
        if self.key(k) != "(":
            return k
        for at in range(k + 1, min(k + 9, self.n)):
            if self.key(at) == ")":
                return at + 1
        return k
