"""Names by longest match over the tokens of a document."""

from __future__ import annotations

from collections.abc import Collection

from waqai.lexicon.place_words import PlaceTables
from waqai.match.places_raw import CLOSING, DASHES, OPENING, Entry, Raw, readings
from waqai.text.tokens import Doc


class NameScanner:
    """What of a document's tokens is a name of the gazetteer."""

    def __init__(self, doc: Doc, tables: PlaceTables, blocked: Collection[int]) -> None:
        self.tokens = doc.tokens
        self.gaz, self.words = tables.gazetteer, tables.words
        self.memo = tables.memo
        self.text = doc.clean.text
        self.blocked = set(blocked) | self._not_places()

    def _entries(self, key: str) -> tuple[Entry, ...]:
        found = self.memo.get(key)
        if found is None:
            longest, firsts = self.gaz.longest, self.words.firsts
            fits = [e for e in readings(key) if e.word in longest or e.word in firsts]
            # بقرية is ب + قرية before it is the village Baqaryah
            found = tuple(sorted(fits, key=lambda e: e.word not in self.words.heads))
            self.memo[key] = found
        return found

    def _not_places(self) -> set[int]:
        out: set[int] = set()
        phrases = self.words.not_places
        for token in self.tokens:
            for entry in readings(token.key) if token.kind == "word" else ():
                for words in phrases.get(entry.word, ()):
                    rest = self.tokens[token.i + 1 : token.i + len(words)]
                    if tuple(t.key for t in rest) == words[1:]:
                        out.update(range(token.i, token.i + len(words)))
        return out

    def _word(self, k: int, i: int, entry: Entry) -> str:
        if k == i:
            return entry.word
        return self.tokens[k].key if k < len(self.tokens) and self.tokens[k].kind == "word" else ""

    def _next(self, k: int) -> str:
        return self.tokens[k + 1].key if k + 1 < len(self.tokens) else ""

    def _key(self, k: int) -> str:
        return self.tokens[k].key if k < len(self.tokens) else ""

    def _take(self, raw: Raw, k: int, found: tuple[int, str]) -> None:
        raw.j, raw.key = found
        raw.name_i, raw.name_j = k, raw.j
        raw.rows = self.gaz.named(raw.key)

    def _name(self, k: int, word: str, least: int) -> tuple[int, str] | None:
        """End and key of the longest name of at least ``least`` words that begins at token ``k``."""
        most = self.gaz.longest.get(word, 0)
        if most < least:
            return None
        keys, ends, at = [word], [k + 1], k + 1
        while len(keys) < most and at < len(self.tokens):
            token = self.tokens[at]
            if token.kind == "word" or token.kind in ("number", "latin"):
                keys.append(token.key)
                ends.append(at + 1)
            elif token.text not in DASHES:
                break
            at += 1
        for n in range(len(keys), least - 1, -1):
            key = " ".join(keys[:n])
            if key in self.gaz.names:
                return ends[n - 1], key
        return None

    def _head_word(self, raw: Raw) -> str:
        key = self.tokens[raw.head_i].key
        return key[raw.skip :] if raw.head_i == raw.i else key

    def _is_name_word(self, k: int) -> bool:
        return k < len(self.tokens) and self.tokens[k].kind == "word" and self.tokens[k].key not in self.words.stop

    def _close(self, raw: Raw, h: int) -> None:
        """A quoted name takes its closing quote along."""
        opened = h > 0 and self.tokens[h - 1].text in OPENING
        if opened and raw.j < len(self.tokens) and self.tokens[raw.j].text in CLOSING:
            raw.j += 1

    def _direction_after(self, raw: Raw) -> None:
        """«ريف دير الزور الشمالي الشرقي»: the span takes the adjectives."""
        while raw.j < len(self.tokens) and self.tokens[raw.j].key in self.words.direction_adjectives:
            raw.j += 1

    def _quoted(self, h: int) -> int:
        """End of a quoted name of up to four words that begins at ``h``; 0 if it is not quoted."""
        if self.tokens[h - 1].text not in OPENING:
            return 0
        for j in range(h + 1, min(h + 5, len(self.tokens))):
            if self.tokens[j].text in CLOSING:
                return j
            if self.tokens[j].kind != "word":
                return 0
        return 0
