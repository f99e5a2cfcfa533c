"""One document under the people reader: its tokens, numbers and actors, and the small questions asked of them."""

from __future__ import annotations

from collections.abc import Sequence

from waqai.lexicon.people import Noun, PeopleTables
from waqai.match.actors import ActorMention
from waqai.match.numbers import NumberMention
from waqai.match.people_draft import PEOPLE_ACTORS, Draft, Reading, readings
from waqai.match.people_names import QUOTES, Names
from waqai.text.morph import splits
from waqai.text.tokens import Doc

TOLL_REACH = 9


class Base:
    """Tokens, numbers and actors of one document."""

    def __init__(
        self, doc: Doc, tables: PeopleTables, numbers: Sequence[NumberMention], actors: Sequence[ActorMention]
    ) -> None:
        self.doc, self.t = doc, tables
        self.tokens, self.n = doc.tokens, len(doc.tokens)
        self.counts = {m.i: m for m in numbers if m.kind == "count" or (m.kind == "population" and self._cued(m.i))}
        self.behind = {m.noun: m for m in numbers if m.kind == "count" and m.noun is not None and m.noun < m.i}
        self.in_number = {k for m in numbers if m.kind != "ordinal" for k in range(m.i, m.j)}
        self.last: Draft | None = None
        self.actor_at: dict[int, ActorMention] = {}
        self.taken: set[int] = set()
        for a in actors:
            self.actor_at[a.core[0]] = a
            self.actor_at[a.i] = a
            if a.kind not in ("generic", "deixis", "adjective") and a.category not in PEOPLE_ACTORS:
                self.taken.update(range(a.core[0] + (a.core[0] == a.i), a.core[1]))
                if a.core[0] == a.i and not self._member(a.i) and "actors.owned" not in a.why:
                    self.taken.add(a.i)
        self.names = Names(doc, tables, self.taken)
        self.starts = {p.i for p in doc.parts}

    def _member(self, k: int) -> bool:
        return any("member" in self.t.nouns[r.form.noun].flags for r in readings(self.key(k), self.t))

    def _cued(self, k: int) -> bool:
        """A number right after بينهم counts some of those before, whatever they live in."""
        return self.word("subset", k - 1)

    def key(self, k: int) -> str:
        """The folded token at ``k``, empty outside the document."""
        return self.tokens[k].key if 0 <= k < self.n else ""

    def word(self, group: str, k: int) -> bool:
        """Whether the token at ``k`` is in a word list."""
        return 0 <= k < self.n and self.tokens[k].key in self.t.words[group]

    def phrase(self, group: str, k: int) -> int:
        """The end of a listed phrase that begins at ``k``, or 0."""
        for keys in self.t.lists[group].get(self.key(k), ()):
            if all(self.key(k + n) == word for n, word in enumerate(keys)):
                return k + len(keys)
        return 0

    def licensed(self, k: int) -> bool:
        """Whether the word before ``k`` lets a lone noun be a person."""
        if k == 0 or k in self.starts or self._objective(k):
            return True
        before = self.key(k - 1)
        if before in QUOTES or before == "(":
            before = self.key(k - 2)
        if before in self.t.words["licensors"] or not before[-1:].isalpha():
            return True
        return any(
            rest in self.t.words["licensors"]
            for done, rest in splits(before)
            if done in ("و", "ب", "ف", "ل", "وب", "ول")
        )

    def _object_at(self, k: int) -> bool:
        """Whether the word at ``k`` has the tanwin of an object behind a word that has none: «مسلحون مدنيا», «مسلح شيخا»."""
        key, before = self.key(k), self.key(k - 1)
        if not key.endswith("ا") or before.endswith(("ا", "ى")) or key.startswith("ال"):
            return False
        adjective = self.t.adjectives.get(key) or self.t.nationalities.get(key)
        return adjective is None or key[:-1] in self.t.adjectives or key[:-1] in self.t.nationalities

    def _objective(self, k: int) -> bool:
        """Whether the word at ``k`` is the object of a verb whose subject is the group straight before it."""
        if not self._object_at(k):
            return False
        end = k
        while end and self.word("days_between", end - 1):
            end -= 1  # «قتل مسلحون أمس مدنيا»
        starts = [self.last.i] if self.last is not None and self.last.j == end and not self.last.prefix else []
        starts += [a.i for a in self.actor_at.values() if a.j == end]
        return any(n and n not in self.starts and self._harm_word(n - 1) for n in starts)

    def _harm_word(self, k: int) -> bool:
        """Whether the token at ``k`` is a verb of harm, whatever joins it."""
        return any(
            rest in self.t.words["killing_verbs"] for done, rest in splits(self.key(k)) if done in ("", "و", "ف")
        )

    def harmed(self, k: int) -> bool:
        """Whether the word before ``k`` is itself of harm, or a toll is what is told («ارتفعت الحصيلة إلى 27»)."""
        if k == 0 or k in self.starts:
            return False
        before = self.key(k - 1)
        if before in self.t.words["weak_licensors"]:
            return self._toll(max(k - TOLL_REACH, 0), k) or self._toll(k + 1, k + 3)
        return (self.licensed(k) and before[-1:].isalpha()) or self._toll(max(k - 3, 0), k)

    def _toll(self, lo: int, hi: int) -> bool:
        """Whether a word for a toll stands among the tokens ``[lo, hi)``."""
        keys = [self.key(n) for n in range(lo, hi)]
        if any(key in (".", "،", "؛") for key in keys):
            return False
        return any(r in self.t.words["toll"] for key in keys for _, r in splits(key))

    def _phrase_at(self, k: int) -> tuple[Reading, int] | None:
        for done, rest in splits(self.key(k)):
            for keys, form in self.t.phrases.get(rest, ()):
                if all(self.key(k + n) in (word, "ال" + word) for n, word in enumerate(keys) if n):
                    return Reading(
                        done.removesuffix("ال"), len(done.removesuffix("ال")), done.endswith("ال"), form
                    ), k + len(keys)
        return None

    def _single_at(self, k: int, counted: bool) -> tuple[Reading, int] | None:
        for reading in readings(self.key(k), self.t):
            noun = self.t.nouns[reading.form.noun]
            if (counted and reading.prefix) or self._marbuta(k, reading) or self._other_hamza(k, noun):
                continue
            if counted and "definite" in noun.flags and not reading.definite and reading.form.number == "sg":
                continue
            return reading, k + 1
        return None

    def _other_hamza(self, k: int, noun: Noun) -> bool:
        """Whether only folding makes the word a noun of people (أمام is no إمام)."""
        return "hamza" in noun.flags and noun.first not in self.tokens[k].text

    def _marbuta(self, k: int, reading: Reading) -> bool:
        """Whether a ta marbuta is taken for the pronoun ه (مسؤولية is nobody's officials)."""
        return reading.form.suffix == "ه" and self.tokens[k].text.endswith("ة")

    def _is_link(self, k: int) -> bool:
        key = self.key(k)
        if not key or self.tokens[k].kind == "punct":
            return True
        return key.startswith("و") or key in self.t.words["stop_names"] or key in self.t.words["links"]

    def _after_people(self, k: int) -> bool:
        return any(r.form for r in readings(self.key(k - 1), self.t)) or self.key(k - 1) in self.t.adjectives
