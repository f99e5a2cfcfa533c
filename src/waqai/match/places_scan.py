"""What could be a place: head words with names, bare names by longest match, nearness and direction, anaphors.

Nothing is decided here: ``places_link`` joins chains and pairs, ``places_settle`` chooses.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from waqai.lexicon.gazetteer import Gazetteer, Place
from waqai.lexicon.place_words import Head, PlaceTables
from waqai.text.tokens import Doc

ARTICLE = "ال"
OPENING, CLOSING, DASHES = frozenset("«\"“”'("), frozenset("»\"“”')"), frozenset("-–—/")
MAX_PRE = 4
SITES = frozenset({"site", "prison", "crossing", "dam", "oilfield", "base", "airport", "hospital", "camp"})
SETTLED = frozenset({"village", "town", "city", "neighbourhood", "camp", "district", "subdistrict"})
NO_UNKNOWN = frozenset({"governorate", "countryside", "desert", "road"})


class Entry(NamedTuple):
    """A token read as proclitics and a word that can open a place phrase."""

    prep: str
    skip: int
    word: str


class Raw:
    """A possible mention: tokens ``[i, j)``, the name at ``[name_i, name_j)``, the rows that bear it."""

    __slots__ = (
        "anaphor", "direction", "hashtag", "head", "head_i", "i", "j", "key", "name_i", "name_j", "nation", "near",
        "other", "paired", "parent", "part", "prep", "road", "rows", "skip", "unknown", "why",
    )  # fmt: skip

    def __init__(self, i: int, j: int, entry: Entry) -> None:
        self.i, self.j, self.skip, self.prep = i, j, entry.skip, entry.prep
        self.name_i, self.name_j = i, j
        self.head_i = -1
        self.key = ""
        self.head: Head | None = None
        self.rows: tuple[Place, ...] = ()
        self.unknown = self.near = self.direction = self.part = self.road = self.paired = False
        self.anaphor = ""
        self.hashtag = False
        self.nation: str | None = None
        self.parent: Raw | None = None
        self.other: Raw | None = None
        self.why: list[str] = []


@lru_cache(maxsize=65536)
def readings(key: str) -> tuple[Entry, ...]:
    """A folded token without proclitics, then behind each that it may carry.

    >>> [e.word for e in readings("للرقه")]
    ['للرقه', 'الرقه', 'لرقه']
    """
    found = [Entry("", 0, key)]
    heads = [("", key)]
    if len(key) > 2 and key[0] in "وف":
        heads.append((key[0], key[1:]))
        found.append(Entry(key[0], 1, key[1:]))
    for done, rest in heads:
        if rest.startswith("لل") and len(rest) > 4:
            found.append(Entry(done + "ل", len(done) + 1, ARTICLE + rest[2:]))
        if len(rest) > 2 and rest[0] in "بلك":
            found.append(Entry(done + rest[0], len(done) + 1, rest[1:]))
    return tuple(found)


class Scanner:
    """Reads one document."""

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

    def raws(self) -> Iterator[Raw]:
        """Every possible mention, left to right, none overlapping."""
        i = 0
        while i < len(self.tokens):
            raw = self.at(i) if self.tokens[i].kind == "word" else None
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

    def _word(self, k: int, i: int, entry: Entry) -> str:
        if k == i:
            return entry.word
        return self.tokens[k].key if k < len(self.tokens) and self.tokens[k].kind == "word" else ""

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
            return 2 if self._next(k) == "من" else 1
        if word in words.directions:
            raw.direction = True
            return 2 if self._next(k) == "من" else 1
        if word in words.parts and (word not in words.heads or self._next(k) in words.heads):
            raw.part = True
            return 1
        return 0

    def _next(self, k: int) -> str:
        return self.tokens[k + 1].key if k + 1 < len(self.tokens) else ""

    def _core(self, k: int, word: str, raw: Raw) -> Raw | None:
        head = self.words.heads.get(word)
        found = self._name(k, word, 2 if head or word in self.words.anaphora else 1)
        if found and not (head and self._head_names_more(k, found, head)):
            self._take(raw, k, found)
            raw.head = head
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

    def _head_names_more(self, k: int, found: tuple[int, str], head: Head) -> bool:
        """Whether head and name say more than the name that begins with the head word: «إقليم شبيلي السفلى»."""
        inner = self._name(k + 1, self._key(k + 1), 1) if k + 1 < len(self.tokens) else None
        if inner is None:
            return False
        if inner[0] > found[0]:
            return True
        if inner[0] < found[0] or head.id not in ("village", "town", "city"):
            return False
        units = all(p.kind.startswith("adm") for p in self.gaz.named(found[1]))
        return units or not all(self.gaz.is_weak(inner[1], p) for p in self.gaz.named(inner[1]))

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

    def _headed(self, k: int, raw: Raw, head: Head) -> Raw | None:
        """A head word and what it heads: a known name, a place phrase, or an unknown name."""
        h = k + 1
        if h < len(self.tokens) and self.tokens[h].text in OPENING:
            h += 1
        if h >= len(self.tokens) or self.tokens[h].kind != "word":
            return None
        word = self.tokens[h].key
        found = self._name(h, word, 2 if word in self.words.anaphora else 1)
        if not found or word in self.words.directions:
            inner = self._nested(h, word, head)
            if inner is not None:
                return self._wrap(raw, inner, head)
        if found and not self._longer(h, word, found):
            return self._headed_name(raw, h, found, head)
        return self._unknown(raw, h, word, head)

    def _longer(self, h: int, word: str, found: tuple[int, str]) -> bool:
        """«حي عين اللوزة»: the gazetteer has عين alone, the text says more."""
        return found[0] == h + 1 and word in self.words.openers and self._is_name_word(h + 1) and not (
            set(self._entries(self._key(h + 1))) and any(e.prep for e in self._entries(self._key(h + 1)))
        )  # fmt: skip

    def _headed_name(self, raw: Raw, h: int, found: tuple[int, str], head: Head) -> Raw | None:
        self._take(raw, h, found)
        raw.why.append(f"places.head.{head.id}")
        if head.many and head.id == "district" and weak_name(self.gaz, raw):
            return None
        fits = [p for p in raw.rows if p.kind in head.kinds]
        if fits and head.many and head.id == "neighbourhood":
            fits = [p for p in fits if p.kind == "city"] or fits
        if fits:
            raw.rows = tuple(fits)
        elif self._named_after(raw):
            raw.rows, raw.unknown = (), True
            raw.why.append("places.unknown.named_after")
        elif head.id in SITES or head.many:
            raw.part = True
        self._close(raw, h)
        if head.id == "countryside" or raw.part:
            self._direction_after(raw)
        return raw

    def _named_after(self, raw: Raw) -> bool:
        """A street or a mosque is named after a place more often than it is in it."""
        return self._head_word(raw) in self.words.named_after

    def _close(self, raw: Raw, h: int) -> None:
        """A quoted name takes its closing quote along."""
        opened = h > 0 and self.tokens[h - 1].text in OPENING
        if opened and raw.j < len(self.tokens) and self.tokens[raw.j].text in CLOSING:
            raw.j += 1

    def _direction_after(self, raw: Raw) -> None:
        """«ريف دير الزور الشمالي الشرقي»: the span takes the adjectives."""
        while raw.j < len(self.tokens) and self.tokens[raw.j].key in self.words.direction_adjectives:
            raw.j += 1

    def _nested(self, h: int, word: str, head: Head) -> Raw | None:
        """A place phrase behind a head word: «سوق مدينة الكومة», «مناطق شمال غرب سوريا»."""
        words = self.words
        opens = word in words.heads or word in words.directions or word in words.parts or word in words.anaphora
        if head.id == "road" or not opens:
            return None
        return self._phrase(h, Entry("", 0, word))

    def _wrap(self, raw: Raw, inner: Raw, head: Head) -> Raw:
        inner.i, inner.skip, inner.prep = raw.i, raw.skip, raw.prep
        inner.near, inner.direction = inner.near or raw.near, inner.direction or raw.direction
        inner.part = inner.part or head.id in SITES or head.many
        inner.why.append(f"places.head.{head.id}")
        return inner

    def _unknown(self, raw: Raw, h: int, word: str, head: Head) -> Raw | None:
        """A name the gazetteer lacks: one word, or an opener and the next, then closing adjectives."""
        if head.id in NO_UNKNOWN or (head.many and not self.tokens[raw.head_i].key.endswith("ي")):
            return None
        quoted = self._quoted(h)
        if quoted:
            return self._take_unknown(raw, h, quoted, head)
        if not self._can_name(word, head) or self._head_word(raw) in self.words.no_unknown:
            return None
        j = h + 1
        if word in self.words.openers and self._is_name_word(j):
            j += 1
        while j < len(self.tokens) and self.tokens[j].key in self.words.closers:
            j += 1
        return self._take_unknown(raw, h, j, head)

    def _take_unknown(self, raw: Raw, h: int, j: int, head: Head) -> Raw:
        raw.j, raw.unknown, raw.name_i, raw.name_j = j, True, h, j
        raw.key = " ".join(t.key for t in self.tokens[h:j])
        self._close(raw, h)
        raw.why.append(f"places.unknown.{head.id}")
        return raw

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

    def _head_word(self, raw: Raw) -> str:
        key = self.tokens[raw.head_i].key
        return key[raw.skip :] if raw.head_i == raw.i else key

    def _can_name(self, word: str, head: Head) -> bool:
        words = self.words
        if word in words.openers:
            return True
        if len(word) < 3 or word in words.stop or word in words.not_names or word in words.closers:
            return False
        definite = word.startswith(ARTICLE)
        if (definite and word in words.anaphora) or any(e.prep for e in self._entries(word)):
            return False
        if head.id in ("village", "town", "city", "subdistrict"):
            return definite or not word.endswith("يه")
        if head.id == "district":
            return definite or not word.endswith(("ه", "ات", "ين", "ون"))
        return definite

    def _is_name_word(self, k: int) -> bool:
        return k < len(self.tokens) and self.tokens[k].kind == "word" and self.tokens[k].key not in self.words.stop

    def _anaphor(self, k: int, word: str, raw: Raw) -> Raw | None:
        """A definite noun that stands for a place: «المدينة», «الريف الغربي», «العاصمة السورية دمشق»."""
        raw.anaphor = self.words.anaphora.get(word, "lands")
        if word in self.words.lands and self._key(k + 1) in self.words.nationality:
            raw.anaphor = "lands"
        raw.j = k + 1
        raw.why.append(f"places.anaphor.{raw.anaphor}")
        at = raw.j
        if at < len(self.tokens) and self.tokens[at].key in self.words.nationality:
            raw.nation = self.words.nationality[self.tokens[at].key]
            raw.j = at = at + 1
        elif raw.anaphor == "lands":
            return None
        if raw.anaphor == "city" and self._apposed(raw, at):
            return raw
        self._direction_after(raw)
        while raw.j < len(self.tokens) and self.tokens[raw.j].key in self.words.same:
            raw.j += 1
        return raw

    def _apposed(self, raw: Raw, at: int) -> bool:
        """«العاصمة دمشق», «العاصمة المؤقتة عدن»: the name after it is what is named."""
        for n in (at, at + 1):
            found = self._name(n, self._key(n), 1) if n < len(self.tokens) else None
            if found and any(p.kind in ("city", "town") for p in self.gaz.named(found[1])):
                self._take(raw, n, found)
                raw.rows = tuple(p for p in raw.rows if p.kind in ("city", "town"))
                raw.anaphor = ""
                return True
            if n >= len(self.tokens) or not self.tokens[n].key.startswith(ARTICLE):
                break
        return False

    def _key(self, k: int) -> str:
        return self.tokens[k].key if k < len(self.tokens) else ""

    def _road(self, raw: Raw, k: int) -> Raw | None:
        """«طريق الحسكة - القامشلي», «الطريق الواصل بين صيدا والجيزة»: one mention with both ends."""
        raw.road = True
        if raw.rows:
            return raw
        at = k + 1
        while self._key(at) in self.words.road_fillers:
            at += 1
        first = self._end(at)
        if first is None:
            return None
        self._take(raw, at, first)
        raw.why.append("places.road")
        at = raw.j
        if at < len(self.tokens) and self.tokens[at].text in DASHES:
            at += 1
        for entry in self._entries(self._key(at)) if at < len(self.tokens) else ():
            second = self._name(at, entry.word, 1) if entry.prep in ("", "و") else None
            if second and (entry.prep or self._settled(second[1])):
                raw.other = Raw(at, second[0], entry)
                self._take(raw.other, at, second)
                raw.j = second[0]
                break
        return None if raw.other is None and weak_name(self.gaz, raw) else raw

    def _end(self, at: int) -> tuple[int, str] | None:
        return self._name(at, self._key(at), 1) if at < len(self.tokens) and self.tokens[at].kind == "word" else None

    def _settled(self, key: str) -> bool:
        return any(p.level == 4 or p.kind.startswith("adm") for p in self.gaz.named(key))


def weak_name(gaz: Gazetteer, raw: Raw) -> bool:
    """Whether the name is a common word for every place that bears it."""
    return bool(raw.rows) and all(gaz.is_weak(raw.key, p) for p in raw.rows)
