"""Names by longest match over the tokens of a document."""

from __future__ import annotations

from collections.abc import Collection

from waqai.lexicon.place_words import PlaceTables
from waqai.match.places_raw import CLOSING, DASHES, OPENING, Entry, Raw, readings
from waqai.text.tokens import Doc

MEMO_SIZE = 200_000  # words; memory stays flat however many reports are read


class NameScanner:
    """What of a document's tokens is a name of the gazetteer."""

    def __init__(self, doc: Doc, tables: PlaceTables, blocked: Collection[int]) -> None:
        self.tokens = doc.tokens
        self.gaz, self.words = tables.gazetteer, tables.words
        self.memo, self.not_memo = tables.memo, tables.not_memo
        self.text = doc.clean.text
        self.blocked = set(blocked) | self._not_places()

    def _entries(self, key: str) -> tuple[Entry, ...]:
        found = self.memo.get(key)
        if found is None:
            longest, firsts, heads = self.gaz.longest, self.words.firsts, self.words.heads
            # «كسرت» is no «like Sirte»: a comparison is nowhere, so ك opens no place
            fits = [e for e in readings(key) if (e.word in longest or e.word in firsts) and e.prep[-1:] != "ك"]
            # بقرية is ب + قرية before it is the village Baqaryah
            found = tuple(sorted(fits, key=lambda e: e.word not in heads))
            if len(self.memo) > MEMO_SIZE:
                self.memo.clear()
            self.memo[key] = found
        return found

    def _not_places(self) -> set[int]:
        """Tokens of phrases that hold a place's name and are no place (فيلق القدس)."""
        out: set[int] = set()
        for token in self.tokens:
            for words in self._phrases(token.key):
                rest = self.tokens[token.i + 1 : token.i + len(words)]
                if tuple(t.key for t in rest) == words[1:]:
                    out.update(range(token.i, token.i + len(words)))
        return out

    def _phrases(self, key: str) -> tuple[tuple[str, ...], ...]:
        found = self.not_memo.get(key)
        if found is None:
            phrases = self.words.not_places
            found = tuple(p for e in readings(key) for p in phrases.get(e.word, ()))
            if len(self.not_memo) > MEMO_SIZE:
                self.not_memo.clear()
            self.not_memo[key] = found
        return found

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
        if most > 1:
            found = self._several(k, word, most)
            if found is not None:
                return found
        return (k + 1, word) if least == 1 and word in self.gaz.names else None

    def _several(self, k: int, word: str, most: int) -> tuple[int, str] | None:
        """The longest name of two words or more; a dash may stand between its words."""
        tokens, size = self.tokens, len(self.tokens)
        at = k + 2 if k + 1 < size and tokens[k + 1].text in DASHES else k + 1
        if at >= size or f"{word} {tokens[at].key}" not in self.gaz.openings:
            return None
        keys, ends = [word], [k + 1]
        while len(keys) < most and at < size:
            token = tokens[at]
            if token.kind != "punct":
                keys.append(token.key)
                ends.append(at + 1)
            elif token.text not in DASHES:
                break
            at += 1
        for n in range(len(keys), 1, -1):
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
