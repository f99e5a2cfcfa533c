"""The noun phrases of people, left to right: a number and its noun, or a noun, a name, a list of names."""

from __future__ import annotations

from collections.abc import Sequence

from waqai.lexicon.people import PeopleTables
from waqai.match.actors import ActorMention
from waqai.match.numbers import NumberMention
from waqai.match.people_draft import PAIR, REACH, Draft, readings
from waqai.match.people_lone import Lone
from waqai.match.people_names import QUOTES
from waqai.text.morph import splits
from waqai.text.tokens import Doc

TEN = 10  # above it a counted noun is singular


class Phrases(Lone):
    """One pass over a document."""

    def counted(self, m: NumberMention) -> Draft | None:
        """A phrase that a number opens."""
        draft = Draft(m.i, m.j, m.skip, m.proclitics, m.i)
        draft.low, draft.high, draft.qualifier, draft.counted = m.low, m.high, m.qualifier, True
        draft.number = "sg" if m.low == m.high == 1 else "du" if m.low == m.high == PAIR else "pl"
        draft.why.append("people.counted")
        k = m.j
        while self.key(k) in QUOTES or self.key(k) in ("(", ")"):
            k += 1
        if m.noun is not None and m.j <= m.noun < m.j + 3 and self._noun(m.noun, draft, counted=True):
            return draft
        if self._noun(k, draft, counted=True):
            return draft
        if self._nation_counted(k, m, draft) or self._of_them(k, draft):
            return draft
        if self.phrase("pooled_after", k):
            draft.j = k
            self._pooled(draft)
            if self.key(draft.j) == "من" and draft.j + 1 in self.actor_at:
                self._take_actors(draft.j + 1, draft, plural=True)
            return draft
        if self.key(k) == "من" and self._of(k, draft):
            return draft
        if self._other(k, draft) or self._of_group(k, m, draft):
            return draft
        if self._untold_noun(m, draft):
            return draft
        return self._bare(m, draft)

    def _of_group(self, k: int, m: NumberMention, draft: Draft) -> bool:
        """«ثلاثة حوثيين»، «أكثر من ثلاثين حوثيا»: the group's own adjective is its counted member."""
        actor = self.actor_at.get(k)
        if (
            actor is None
            or not actor.force
            or actor.core[1] - actor.core[0] != 1
            or actor.kind not in ("name", "adjective")
        ):
            return False
        if m.kind != "count" or not self.key(k).endswith(("يين", "يون") if (m.low or 0) <= TEN else ("يا", "ي")):
            return False
        draft.head = k
        self._take_actors(k, draft, plural=True)
        draft.why.append("people.of_group")
        return True

    def _untold_noun(self, m: NumberMention, draft: Draft) -> bool:
        """«مقتل 12 مصليا»، «استشهد ثلاثة طباخين»: a counted noun no list holds, straight after a word of harm, is people."""
        k = m.j
        if m.kind != "count" or k >= self.n or self.tokens[k].kind != "word" or k in self.taken:
            return False
        key, before = self.key(k), self.key(m.i - 1)
        harm = any(r in self.t.words["strong_harm"] for done, r in splits(before) if done in ("", "و", "ب", "ف", "ل"))
        small = (m.low or 0) <= TEN
        shaped = len(key) > 3 and (small and not key.endswith("ا") or not small and key.endswith(("ا", "ه")))
        if not harm or not shaped or key.startswith("ال") or key in self.t.words["not_people"] or self._is_link(k):
            return False
        if key in self.t.words["stop_names"] or any(r in self.t.words["stop_names"] for _, r in splits(key)):
            return False
        draft.head, draft.j = k, k + 1
        draft.why.append("people.untold_noun")
        return True

    def _nation_counted(self, k: int, m: NumberMention, draft: Draft) -> bool:
        """«ثلاثة فلسطينيين», «خمسة أكراد», «عدد من كبار المسؤولين»."""
        nation = self.t.nationalities.get(self.key(k))
        adjective = self.t.adjectives.get(self.key(k))
        plain = adjective is not None and adjective.effect == "plain" and adjective.number != "sg"
        if plain and not nation:
            if self._noun(k + 1, draft, counted=True):
                return True
            nation = ("", "pl")
        if nation is None or (nation[1] == "sg" and (m.low or 0) <= TEN):
            return False
        draft.nationality, draft.head, draft.j, draft.noun = nation[0] or None, k, k + 1, self.t.nouns["person"]
        draft.why.append("people.nationality")
        self._after_noun(draft)
        return True

    def _of_them(self, k: int, draft: Draft) -> bool:
        """«خمسة منهم», «خمسة منهم أطفال»."""
        if not self.word("of_them", k):
            return False
        draft.j, draft.head, draft.definite = k + 1, k, True
        draft.relation = "subset"
        draft.why.append("people.of_them")
        found = self._single_at(k + 1, counted=True)
        if found and found[0].form.number != "sg" and not found[0].definite:
            noun = self.t.nouns[found[0].form.noun]
            draft.category, draft.j, draft.noun = noun.category, found[1], noun
        self._pooled(draft)
        return True

    def _of(self, k: int, draft: Draft) -> bool:
        """«5 من الإرهابيين», «3 من قسد», «ثلاثة من رفاقنا»."""
        at = k + 1
        while self.key(at) in QUOTES:
            at += 1
        draft.why.append("people.of")
        if self._noun(at, draft, counted=True):
            return True
        if self._forces(at, draft):
            return True
        if self._participle(at) and at not in self.taken and at not in self.actor_at:
            draft.head, draft.j, draft.definite = at, at + 1, True
            return True
        actor = self.actor_at.get(at)
        if actor is None:
            draft.why.pop()
            return False
        if not (actor.force or actor.members):
            return False
        self._take_actors(at, draft, plural=True)
        if actor.kind == "deixis":
            draft.j = at + 1
            draft.category = "fighter"
            draft.why.append("people.deixis")
        return True

    def _bare(self, m: NumberMention, draft: Draft) -> Draft | None:
        """A number whose noun is understood («قتل ثلاثة وأصيب خمسة»)."""
        k = m.j
        nextkey = self.key(k)
        if self.key(k - 1) == "من":
            return None
        opens = self.harmed(m.i) or self._after_link(m.i)
        if m.noun is not None and m.noun >= m.j and not self._is_link(k) and nextkey not in self.t.words["toll_next"]:
            return None
        if not opens or (self.tokens[m.i].kind == "number" and m.low == m.high and m.low is not None and m.low > 10**6):
            return None
        known = self.t.words["stop_names"] | self.t.words["toll_next"]
        if nextkey and self.tokens[k].kind == "word" and not self._is_link(k) and nextkey not in known:
            return None
        draft.why.append("people.bare_number")
        draft.j = self.phrase("at_least_after", draft.j) or draft.j
        return draft

    def _after_link(self, k: int) -> bool:
        before = self.key(k - 1)
        if before in self.t.words["partition"] or before in self.t.words["subset"]:
            return True
        last = self.last
        if last is None or not last.counted or k - last.j > REACH or last.unit != "person":
            return False
        return before in (":", "و") or (self.key(k).startswith("و") and "people.bare_number" in last.why)

    def _other(self, k: int, d: Draft) -> bool:
        """«آخرين» without a noun."""
        key = self.key(k)
        for group in ("other_one", "other_two", "other_dual_or_plural", "other_many"):
            if key in self.t.words[group]:
                d.other, d.head, d.j = True, k, k + 1
                d.why.append("people.other")
                self._other_affiliation(d)
                return True
        return False

    def run(self) -> list[Draft]:
        """All phrases, left to right."""
        found: list[Draft] = []
        kinds, counts, tokens = self.t.kinds, self.counts, self.tokens
        k = 0
        while k < self.n:
            kind = kinds.get(tokens[k].key)
            if kind is None:
                kind = kinds[tokens[k].key] = self._kind(k)
            draft = self._at(k, kind) if kind or k in counts else None
            if draft is None:
                k += 1
                continue
            found.append(draft)
            self.last = draft
            k = max(draft.j, k + 1)
        return found

    def _at(self, k: int, kind: str) -> Draft | None:
        number = self.counts.get(k)
        if number is not None:
            return self.counted(number)
        if k in self.taken or k in self.in_number:
            return None
        if "n" in kind and (draft := self.lone(k)):
            return draft
        if "o" in kind and (draft := self.others(k)):
            return draft
        if "k" in kind and (draft := self.name_list(k)):
            return draft
        if "g" in kind and (draft := self.named_only(k)):
            return draft
        return self.nation(k) if "c" in kind else None

    def _kind(self, k: int) -> str:
        """Which readers a folded word can start: noun, other, list, name, country."""
        t, found, key = self.t, "", self.tokens[k].key
        if self.tokens[k].kind != "word":
            return ""
        if readings(key, t) or any(rest in t.phrases for _, rest in splits(key)):
            found += "n"
        rests = [rest for _, rest in splits(key)]
        groups = ("other_one", "other_two", "other_dual_or_plural", "other_many", "ordinals", "one_of_them")
        if any(r in t.words[g] for r in rests for g in groups):
            found += "o"
        if key in t.lists["name_lists"]:
            found += "k"
        heads = (key, key[1:]) if key[0] in "وبل" else (key,)
        if any(h in t.given or t.particles.get(h) in ("kunya", "abd") for h in heads):
            found += "g"
        if any(r in t.nationalities for r in rests):
            found += "c"
        return found


def phrases(
    doc: Doc, tables: PeopleTables, numbers: Sequence[NumberMention], actors: Sequence[ActorMention]
) -> list[Draft]:
    """The people phrases of a document without their relations."""
    return Phrases(doc, tables, numbers, actors).run()
