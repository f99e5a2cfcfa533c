"""What could be a place: head words with names, bare names by longest match, nearness and direction, anaphors.

Nothing is decided here: ``places_link`` joins chains and pairs, ``places_settle`` chooses.
"""

from __future__ import annotations

from collections.abc import Iterator

from waqai.match.places_heads import HeadScanner
from waqai.match.places_raw import MAX_PRE, Entry, Raw


class Scanner(HeadScanner):
    """Reads one document."""

    def raws(self) -> Iterator[Raw]:
        """Every possible mention, left to right, none overlapping."""
        i, memo = 0, self.memo
        while i < len(self.tokens):
            token = self.tokens[i]
            # most words open nothing, which the memo knows
            raw = self.at(i) if token.kind == "word" and memo.get(token.key, True) else None
            if raw is None:
                i += 1
                continue
            start = self.tokens[raw.i].start
            end = self.tokens[raw.j - 1].end
            raw.hashtag = start > 0 and self.text[start - 1] == "#" and self.text[end : end + 1] != "_"
            yield raw
            i = raw.j

    def at(self, i: int) -> Raw | None:
        """The mention that begins at token ``i``."""
        if i >= len(self.tokens) or i in self.blocked or self.tokens[i].text in self.words.not_heads:
            return None
        for entry in self._entries(self.tokens[i].key):
            raw = self._phrase(i, entry)
            if raw is not None and self.blocked.isdisjoint(range(raw.i, raw.j)):
                return raw
        return None

    def _phrase(self, i: int, entry: Entry) -> Raw | None:
        """[nearness, direction or part words] (head name | name | anaphor)."""
        raw = Raw(i, i + 1, entry)
        k = i
        for _ in range(MAX_PRE):
            word = self._word(k, i, entry)
            if self._name(k, word, 2):
                break
            step = self._pre(k, word, raw)
            if not step:
                break
            k += step
        else:
            return None
        if k >= len(self.tokens) or (k > i and self.tokens[k].kind != "word"):
            return None
        return self._core(k, self._word(k, i, entry), raw)

    def _pre(self, k: int, word: str, raw: Raw) -> int:
        """How many tokens of nearness, direction or part of a place begin at ``k``; marks ``raw``."""
        words = self.words
        for phrase in words.near_phrases.get(word, ()):
            if tuple(t.key for t in self.tokens[k + 1 : k + len(phrase)]) == phrase[1:]:
                raw.near = True
                raw.i, raw.skip, raw.prep = k + len(phrase), 0, ""
                return len(phrase)
        if word in words.near:
            raw.near = True
            return 2 if self._next(k) in words.from_words else 1
        if word in words.directions:
            raw.direction = True
            return 2 if self._next(k) in words.from_words else 1
        if word in words.parts and (word not in words.heads or self._next(k) in words.heads):
            raw.part = True
            return 1
        return 0

    def _core(self, k: int, word: str, raw: Raw) -> Raw | None:
        head = self.words.heads.get(word)
        found = self._name(k, word, 2 if head or word in self.words.anaphora else 1)
        if found and not (head and self._head_names_more(k, found, head)):
            self._take(raw, k, found)
            raw.head = head
            self._also_headed(raw, k, head)
            raw.why.append("places.name")
            return self._road(raw, k) if head and head.id == "road" else raw
        if word in self.words.anaphora or word in self.words.lands:
            return self._anaphor(k, word, raw)
        if head:
            raw.head, raw.head_i = head, k
            if head.id == "road":
                return self._road(raw, k)
            return self._headed(k, raw, head)
        found = self._name(k, word, 1)
        if found:
            self._take(raw, k, found)
            raw.why.append("places.name")
            return raw
        return None
