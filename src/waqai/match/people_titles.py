"""Names after titles, offices with their holder, lists of names."""

from __future__ import annotations

from waqai.match.people_draft import MAX_ROLE, PAIR, REACH, Draft
from waqai.match.people_owners import Owners
from waqai.text.morph import splits


class Titles(Owners):
    """Reads names and offices."""

    def _name(self, d: Draft) -> None:
        """A personal name after a title, or after the office and organisation between them."""
        assert d.noun
        if d.number in ("du", "dp") and d.definite and self.names.end(d.j) > d.j:
            self._two_names(d)
        if d.number != "sg" or "title" not in d.noun.flags:
            return
        end = self.names.end_loose(
            d.j, sure=d.definite and ("rank" in d.noun.flags or not d.noun.flags & {"roleonly", "named"})
        )
        if end > d.j:
            d.named.append((d.j, end))
            d.j = end
            d.why.append("people.named")
            return
        if self.names.quoted(d.j) > d.j and d.definite:
            end = self.names.quoted(d.j)
            d.named.append((d.j + 1, end - 1))
            d.j = end
            return
        self._office(d)

    def _two_names(self, d: Draft) -> None:
        """«الشقيقين محمد وخالد المصري»."""
        named, end = self._items(d.j)
        if len(named) == PAIR:
            d.named, d.j, d.number = named, end, "du"
            d.low = d.high = PAIR
            d.why.append("people.named")

    def _office(self, d: Draft) -> None:
        """«مدير المكتب الإعلامي لقوات … فلان»: what the office is, whose, and who holds it."""
        assert d.noun
        if not d.noun.flags & {"roleonly", "named"} and d.category not in ("commander", "official", "tribal"):
            return
        k, ranked = d.j, d.j
        while k < self.n and k - d.j < MAX_ROLE:
            end = self.names.end_loose(k)
            if end > k:
                d.role, d.named = (d.head, k), [*d.named, (k, end)]
                d.j = end
                d.why.append("people.office")
                return
            actor = self.actor_at.get(k)
            if actor and actor.i == k and actor.kind != "adjective":
                self._join(d, actor)
                k = ranked = actor.j
            elif self.word("stop_names", k) or not self._role_word(k):
                break
            else:
                ranked = k + 1 if not self.word("links", k) else ranked
                k += 1
        if ranked > d.j:
            d.role, d.j = (d.head, ranked), ranked
            d.why.append("people.office")

    def _role_word(self, k: int) -> bool:
        key = self.key(k)
        if self.tokens[k].kind != "word":
            return False
        return (
            key in self.t.words["role_words"]
            or (key.startswith(("ال", "لل")) and len(key) > 3)
            or key in self.t.adjectives
        )

    def _items(self, k: int) -> tuple[list[tuple[int, int]], int]:
        named: list[tuple[int, int]] = []
        end = k
        while k < self.n:
            key, skip = self.key(k), 0
            if key in ("و", "،", ":", "-"):
                k += 1
                continue
            if named and self.tokens[k].kind == "word" and key.startswith("و"):
                skip = 1
            at = self.names.quoted(k)
            inner = (k + 1, at - 1)
            if at == k:
                at = self.names.end(k, key[skip:])
                inner = (k, at)
            if at == k:
                break
            named.append(inner)
            end = k = self.names.past_age(at)
        return named, end

    def name_list(self, k: int) -> Draft | None:
        """«كل من "س" (20 عاما) و"ص"»: as many people as names."""
        start = self.phrase("name_lists", k)
        if not start:
            return None
        named, at = self._items(start)
        if not named:
            return None
        d = Draft(k, at, 0, "", named[0][0])
        d.low = d.high = len(named)
        d.named, d.number, d.definite, d.counted = named, "pl", True, True
        d.why.append("people.name_list")
        return d

    def named_only(self, k: int) -> Draft | None:
        """A personal name without a title."""
        for skip in (0, 1):
            key = self.key(k)[skip:]
            if (skip and self.key(k)[0] not in "وبل") or not key:
                return None
            if skip and self.key(k)[0] != "و" and len(key) <= REACH:
                return None  # لجان is no «ل + جان»
            end = self.names.end(k, key)
            if end - k < PAIR:
                continue
            before = self.key(k - 1)
            if any(r in self.t.words["institutions"] for _, r in splits(before)) or (
                end - k == PAIR and self.key(k + 1) == "الدين"
            ):
                return None
            d = Draft(k, end, skip, self.key(k)[:skip], k)
            d.named, d.definite = [(k, end)], True
            d.why.append("people.name")
            return d
        return None
