"""Phrases that a head word or a definite noun opens: known names, unknown ones, second mentions, roads."""

from __future__ import annotations

from waqai.lexicon.place_words import Head
from waqai.match.places_names import NameScanner
from waqai.match.places_raw import ARTICLE, DASHES, NO_UNKNOWN, OPENING, SITES, Entry, Raw, weak_name


class HeadScanner(NameScanner):
    """Reads what stands behind a head word."""

    def _phrase(self, i: int, entry: Entry) -> Raw | None:
        raise NotImplementedError

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

    def _also_headed(self, raw: Raw, k: int, head: Head | None) -> None:
        """«حي القاهرة» is the name of one quarter, and what another, called القاهرة alone, is written as."""
        inner = self._name(k + 1, self._key(k + 1), 1) if head is not None and k + 1 < len(self.tokens) else None
        if head is None or inner is None or inner[0] != raw.j:
            return
        known = {p.id for p in raw.rows}
        best = head.kinds[:1]
        raw.rows += tuple(p for p in self.gaz.named(inner[1]) if p.kind in best and p.id not in known)

    def _headed(self, k: int, raw: Raw, head: Head) -> Raw | None:
        """A head word and what it heads: a known name, a place phrase, or an unknown name."""
        h = k + 1
        if h < len(self.tokens) and self.tokens[h].text in OPENING:
            h += 1
        if h >= len(self.tokens) or self.tokens[h].kind != "word":
            return None
        word = self.tokens[h].key
        if self.tokens[h].text == "على" or word in self.words.hours and self._key(h + 1) in self.words.hour_of:
            return None  # «في كمين على طريق تدمر»، «في كمين صباح الأحد»: the word behind folds like a name
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
        if self._head_word(raw) in self.words.no_unknown:
            return None
        if quoted:
            return self._take_unknown(raw, h, quoted, head)
        if not self._can_name(word, raw, head):
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

    def _can_name(self, word: str, raw: Raw, head: Head) -> bool:
        words = self.words
        if word in words.openers:
            return True
        if len(word) < 3 or word in words.stop or word in words.not_names or word in words.closers:
            return False
        if self._told_of(word):
            return False
        definite = word.startswith(ARTICLE)
        if (definite and word in words.anaphora) or any(e.prep for e in self._entries(word)):
            return False
        if definite or head.id in ("village", "town", "city", "subdistrict"):
            return definite or not word.endswith(words.adjective_endings)
        if self._head_word(raw) in words.site_heads:
            return not word.endswith(words.plural_endings)
        return head.id == "district" and not word.endswith(("ه", *words.plural_endings))

    def _told_of(self, word: str) -> bool:
        """A verb that goes back to its head («قرية يقطنها», «بلدة هاجمها»), or an adjective in the accusative."""
        if word.startswith(ARTICLE):
            return False
        back = len(word) > 4 and word.endswith("ها")
        return back or word.endswith("ا") and word[:-1] in self.words.not_names

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
