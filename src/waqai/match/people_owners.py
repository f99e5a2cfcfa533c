"""Whose people are: members of a force, several forces pooled, a force told by no name."""

from __future__ import annotations

from waqai.match.actors import ActorMention
from waqai.match.people_base import Base
from waqai.match.people_draft import OWN_REACH, Draft, readings
from waqai.match.people_names import QUOTES


class Owners(Base):
    """Reads whose people are."""

    def _affiliation(self, d: Draft) -> None:
        """«من قوى الأمن», «في الشرطة», «تابعين لـ», «عناصر داعش»: whose the people are."""
        assert d.noun
        if self._own(d):
            return
        composed = self.actor_at.get(d.inner) or self.actor_at.get(d.head)
        at = d.inner if composed and composed.i == d.inner else d.head
        if composed and composed.category == "CIVILIAN":
            return
        plural = d.number != "sg"
        if composed and composed.i == at and composed.core[0] > at and composed.j >= d.j:
            self._join(d, composed)
            d.j = composed.j
            self._coordinated(d, plural)
            return
        if composed and composed.i == at == composed.core[0] and composed.j > d.j - 1 and composed.kind == "name":
            self._join(d, composed)
            d.j = max(d.j, composed.j)
            self._coordinated(d, plural)
            return
        k = self._past_links(d.j)
        actor = self.actor_at.get(k)
        if actor is None or (actor.kind in ("generic", "unknown", "anaphoric") and k == d.j):
            return
        direct = k == d.j
        if direct and (actor.prefix not in ("", "ل") or (d.definite and actor.prefix == "") or "rank" in d.noun.flags):
            return
        if direct and actor.kind in ("adjective", "source"):
            return
        if "kin" in d.noun.flags or d.unit != "person":
            return
        self._take_actors(k, d, plural)

    def _own(self, d: Draft) -> bool:
        """«3 من عناصره», «جنودها»: they are the force's that was named last before them."""
        assert d.noun
        if not d.noun.flags & {"member", "container"} and d.noun.id not in (
            "employee",
            "leaders",
            "commander",
            "leader",
        ):
            return False
        if not any(r.form.suffix in ("ه", "ها", "هم") for r in readings(self.key(d.inner), self.t)):
            return False
        for k in range(d.inner - 1, max(d.inner - OWN_REACH, -1), -1):
            actor = self.actor_at.get(k)
            if (
                actor
                and actor.i == k
                and actor.actor
                and actor.kind in ("name", "anaphoric", "adjective")
                and actor.members
            ):
                self._join(d, actor)
                d.why.append("people.own")
                return True
        return False

    def _past_links(self, k: int) -> int:
        at = k
        if self.word("toward", at):
            return at  # «نزوح آلاف إلى …» is where to
        while at < self.n and at - k < 4 and (self.word("links", at) or self.key(at) in QUOTES):
            at += 1
        return at

    def _take_actors(self, k: int, d: Draft, plural: bool) -> None:
        actor = self.actor_at[k]
        self._join(d, actor)
        d.j = actor.j
        self._coordinated(d, plural)

    def _coordinated(self, d: Draft, plural: bool) -> None:
        """More forces pooled under one number (من قوى الأمن و"قسد")."""
        while plural and d.j < self.n:
            k = d.j
            if self.key(k) in QUOTES:
                k += 1
            joined = self.key(k) == "و"
            k += joined
            while self.key(k) in QUOTES and joined:
                k += 1
            if (joined or self.key(k).startswith("و")) and self._forces(k, d):
                continue
            other = self.actor_at.get(k)
            if other is None or other.i != k or not other.force or not (joined or other.prefix == "و"):
                break
            if other.kind not in ("name", "anaphoric"):
                break
            self._join(d, other)
            d.j = other.j
        if self.key(d.j) in QUOTES and self.key(d.j - 2) in QUOTES:
            d.j += 1

    def _forces(self, k: int, d: Draft) -> bool:
        """Forces that are not named («52 من القوات المهاجمة», «والميليشيات الموالية لها»)."""
        key = self.key(k).removeprefix("و")
        if key not in self.t.words["force_groups"]:
            return False
        actor = self.actor_at.get(k)
        if actor and actor.i == k and actor.kind not in ("generic", "anaphoric"):
            return False
        d.category, d.j = "forces", k + 1
        while self.key(d.j).startswith("ال") and self.key(d.j) not in self.t.words["stop_names"]:
            d.j += 1
        if self.key(d.j) in self.t.words["with_them"]:
            d.j += 1
        return True

    def _participle(self, k: int) -> bool:
        """A definite sound plural that no list has («407 من الرافضين للتسوية»); broken plurals like البساتين are things."""
        key = self.key(k)
        sound = key.startswith("ال") and key.endswith(("ين", "ون")) and len(key) > 6
        return sound and not (len(key) in (7, 8) and key[-4] == "ا" and key.endswith("ين"))

    def _join(self, d: Draft, actor: ActorMention) -> None:
        """Add an actor and let it settle the category of plain members."""
        if actor.actor and actor.actor not in d.actors:
            d.actors.append(actor.actor)
        pool = any(w == "people.affiliation" for w in d.why)
        d.why.append("people.affiliation")
        if actor.members is None:
            return
        if d.noun and d.noun.id in ("employee", "volunteer"):
            d.category = actor.members if actor.members in ("aid_worker", "rescuer") else d.category
        elif (d.noun and not d.noun.flags & {"weak", "member"}) or (pool and d.noun and d.noun.category == "military"):
            return
        elif pool:
            d.category = "forces"
        elif d.noun and d.noun.id == "enlisted":
            d.category = actor.members
        elif d.noun and d.noun.category == "military":
            d.category = "security" if actor.members == "security" else "military"
        elif d.category in ("fighter", "unspecified", "civilian", "forces"):
            d.category = actor.members

    def _other_affiliation(self, d: Draft) -> None:
        if self.key(d.j) == "من" and (actor := self.actor_at.get(d.j + 1)) and actor.force:
            self._take_actors(d.j + 1, d, plural=True)
