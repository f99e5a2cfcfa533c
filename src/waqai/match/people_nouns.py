"""What follows a noun of people: complements, adjectives, the noun inside it, a number behind it."""

from __future__ import annotations

from waqai.match.people_draft import PAIR, Draft, Reading, readings
from waqai.match.people_titles import Titles


class Nouns(Titles):
    """Reads a noun and what belongs to it."""

    def _noun(self, k: int, draft: Draft, counted: bool) -> bool:
        """Read a noun of people at ``k`` into the draft."""
        if k >= self.n or k in self.taken:
            return False
        found = self._phrase_at(k) or self._single_at(k, counted)
        if not found:
            return False
        reading, end = found
        noun = self.t.nouns[reading.form.noun]
        draft.inner = k
        draft.head, draft.j, draft.noun, draft.category = k, end, noun, noun.category
        draft.unit, draft.harm, draft.gender = noun.unit, noun.harm, reading.form.gender
        draft.definite = reading.definite
        if not counted:
            draft.number = reading.form.number
        self._after_noun(draft)
        return True

    def _after_noun(self, d: Draft) -> None:
        """Everything that belongs to the phrase behind its noun."""
        self._complement(d)
        self._contained(d)
        self._adjectives(d)
        self._affiliation(d)
        self._adjectives(d)
        self._name(d)
        self._twin(d)
        self._how_many(d)
        self._home(d)
        self._pooled(d)
        self._bound_behind(d)

    def _bound_behind(self, d: Draft) -> None:
        """«27 شخصا على الأقل»: a floor after the noun that the number reader did not reach."""
        end = self.phrase("at_least_after", d.j)
        if end and d.qualifier == "exact" and d.counted and self.phrase("floors", d.j):
            d.high, d.qualifier = None, "at_least"
        d.j = end or d.j

    def _home(self, d: Draft) -> None:
        """«من شباب القرية», «من أبناء قبيلة …», «أحد أفراد الخلية»: where or what those few are of."""
        assert d.noun
        if d.definite or "people.affiliation" in d.why:
            return
        if self.key(d.head - 1) == "من" and self.word("home_words", d.j):
            d.j += 1
        elif self.key(d.head - 1) == "من" and self.word("home_heads", d.j) and d.j + 1 < self.n:
            d.j += 2 + (self.t.particles.get(self.key(d.j + 1)) is not None)
        elif "container" in d.noun.flags and "body" not in d.noun.flags and self.word("group_nouns", d.j):
            d.j += 1
            d.category = "fighter" if self.word("gangs", d.j - 1) else "forces"

    def _pooled(self, d: Draft) -> None:
        pooled = self.phrase("pooled_after", d.j)
        if pooled:
            d.j, d.harm = pooled, "killed_or_injured"

    def _how_many(self, d: Draft) -> None:
        """A number behind the noun: «مجندين اثنين», «المهاجمين الستة», «أطفالهما الأربعة»."""
        m = self.counts.get(d.j)
        if d.counted or m is None or m.low != m.high or m.proclitics == "و":
            return
        two = m.low == PAIR and d.number in ("du", "dp")
        if m.noun is not None and m.noun >= m.j and not two:
            return
        if two or m.proclitics.endswith("ال") or self.key(m.i).startswith("ال"):
            d.low, d.high, d.qualifier, d.counted, d.j = m.low, m.high, "exact", True, m.j

    def _twin(self, d: Draft) -> None:
        """«عشرات الحافلات والسيارات», «عشرات القتلى والجرحى»: one number over two nouns."""
        assert d.noun
        if not d.counted or d.number != "pl" or not self.key(d.j).startswith("و"):
            return
        for reading in readings(self.key(d.j), self.t):
            other = self.t.nouns[reading.form.noun]
            one = reading.form.number == "sg" and self.key(d.j).endswith("ا") and bool(other.harm)
            one = one or (reading.form.number == "sg" and d.low is not None and d.low % 100 == 0 and not d.harm)
            many = d.qualifier == "vague" and reading.form.number != "sg"
            if reading.prefix == "و" and (one or many) and other.unit == d.unit:
                if not d.harm and not other.harm and one and d.unit == "person":
                    d.category, d.j = "unspecified", d.j + 1
                elif d.unit == "vehicle" or (d.harm and other.harm and other.harm != d.harm):
                    d.harm = "killed_or_injured" if d.harm else d.harm
                    d.j += 1
                return

    def _complement(self, d: Draft) -> None:
        assert d.noun
        for c in self.t.complements.get(d.noun.id, ()):
            if all(self.key(d.j + n) == word for n, word in enumerate(c.keys)):
                d.category, d.j = c.category, d.j + len(c.keys)
                d.why.append("people.complement")
                return

    def _contained(self, d: Draft) -> None:
        """«جثث خمسة مدنيين», «قتيل من المدنيين», «أفراد عائلة»: the noun inside says what they are."""
        assert d.noun
        flags = d.noun.flags
        k = d.j
        number = self.counts.get(k) if "container" in flags else None
        if number:
            d.low, d.high, d.qualifier, d.counted = number.low, number.high, number.qualifier, True
            k = number.j
        direct = ("container" in flags and not d.definite) or number is not None
        body = "body" in flags
        if not direct:
            if self.key(k) != "من" or "weak" not in flags or self.t.nouns[d.noun.id].unit != "person":
                return
            k += 1
        if k in self.taken and not (self.actor_at.get(k) and self._member(k)):
            return
        inner = self._inner(k, of=not direct)
        if inner is None:
            return
        reading, end = inner
        noun = self.t.nouns[reading.form.noun]
        if noun.unit != "person":
            d.j = end
            return
        d.category = noun.category if noun.category != "unspecified" else d.category
        harm, d.inner = d.harm or noun.harm, k
        d.noun, d.harm, d.j = noun, harm, end
        if not d.counted and not number and direct and reading.form.number != "sg":
            d.number = d.number if d.number == "du" else reading.form.number
        self._complement(d)
        d.why.append("people.contained")
        if body and direct:
            self._bodies(d, k if number is None else number.i, reading)

    def _bodies(self, d: Draft, k: int, reading: Reading) -> None:
        """«جثث ثلاثة شبان»: the dead are the young men; «جثتي رجل وزوجته»: one each."""
        if d.i == d.head:
            if reading.form.number == "sg" and d.number == "du":
                d.number = "sg"
            d.i = d.head = k
            d.skip, d.prefix, d.gender = 0, "", reading.form.gender

    def _inner(self, k: int, of: bool) -> tuple[Reading, int] | None:
        found = self._phrase_at(k)
        if found:
            return found
        for reading in readings(self.key(k), self.t):
            if reading.prefix or (of and not reading.definite and reading.form.number not in ("pl", "dp")):
                continue
            return reading, k + 1
        return None

    def _adjectives(self, d: Draft) -> None:
        """Adjectives behind the noun: they settle a weak category, a nationality, «آخرين»."""
        assert d.noun
        while d.j < self.n and d.j not in self.taken:
            key = self.tokens[d.j].key
            nation = self.t.nationalities.get(key)
            if nation and not (d.number in ("pl", "du") and self._object_at(d.j)):
                d.nationality = nation[0]
                d.j += 1
                continue
            adjective = self.t.adjectives.get(key)
            if adjective is None or self._new_group(d, key):
                break
            if adjective.effect == "other":
                d.other = True
            elif adjective.category and self._may_settle(d):
                d.category = adjective.category
                d.why.append("people.adjective")
            if d.harm == "" and key in self.t.forms and self.t.nouns[self.t.forms[key][0].noun].harm:
                d.harm = self.t.nouns[self.t.forms[key][0].noun].harm
            d.j += 1

    def _new_group(self, d: Draft, key: str) -> bool:
        """An indefinite adjective behind a definite singular begins something else, and so does one in another case."""
        return d.definite and d.number == "sg" and not key.startswith("ال") or self._object_at(d.j)

    def _may_settle(self, d: Draft) -> bool:
        assert d.noun
        return d.category in ("unspecified", "civilian") or ("weak" in d.noun.flags and d.noun.category == "fighter")
