"""The noun phrases of people: number, noun, what follows it, whose they are, what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from waqai.lexicon.people import Form, Noun, PeopleTables
from waqai.match.people_names import QUOTES, Names
from waqai.model import Category, Harm, Qualifier
from waqai.text.morph import splits
from waqai.text.tokens import Doc

MAX_ROLE = 10
PAIR = 2
REACH = 4
PEOPLE_ACTORS = ("CIVILIAN", "UNIDENT", "COMMUNAL", "CRIMINAL")
OWN_REACH = 45


class Numberish(Protocol):
    """What this reader needs of a number mention."""

    i: int
    j: int
    skip: int
    low: int | None
    high: int | None
    qualifier: Qualifier
    kind: str
    noun: int | None
    proclitics: str
    bound: bool


class Actorish(Protocol):
    """What this reader needs of an actor mention."""

    i: int
    j: int
    skip: int
    actor: str | None
    kind: str
    category: str | None
    prefix: str
    force: bool
    core: tuple[int, int]
    members: Category | None


class Reading(NamedTuple):
    """One reading of a token as a noun of people."""

    prefix: str
    skip: int
    definite: bool
    form: Form


class Draft:
    """A mention under construction; the fields of ``PeopleMention``."""

    __slots__ = (
        "actors", "category", "counted", "definite", "gender", "harm", "head", "high", "i", "inner", "j", "low", "named",
        "nationality", "noun", "number", "ordinal", "other", "parent", "prefix", "qualifier", "relation", "role",
        "skip", "unit", "why",
    )  # fmt: skip

    def __init__(self, i: int, j: int, skip: int, prefix: str, head: int) -> None:
        self.i, self.j, self.skip, self.prefix, self.head = i, j, skip, prefix, head
        self.low: int | None = 1
        self.high: int | None = 1
        self.qualifier: Qualifier = "exact"
        self.category: Category = "unspecified"
        self.unit: str = "person"
        self.harm: Harm | str = ""
        self.actors: list[str] = []
        self.relation: str | None = None
        self.parent: int | None = None
        self.definite = False
        self.number = "sg"
        self.gender = "m"
        self.named: list[tuple[int, int]] = []
        self.nationality: str | None = None
        self.role: tuple[int, int] | None = None
        self.ordinal = False
        self.other = False
        self.counted = False
        self.noun: Noun | None = None
        self.inner = head
        self.why: list[str] = []


def readings(key: str, t: PeopleTables) -> tuple[Reading, ...]:
    """The readings of a folded token as a noun of people; memoised in ``t.cache``."""
    cached = t.cache.get(key)
    if cached is not None:
        return cached  # type: ignore[return-value]
    found: list[Reading] = []
    for done, rest in splits(key):
        forms = t.forms.get(rest)
        if not forms or done.endswith("س"):
            continue
        definite = done.endswith("ال")
        prefix = done[:-2] if definite else done
        skip = len(key) - len(rest) if prefix.endswith("ل") and definite else len(prefix)
        found += [Reading(prefix, skip, definite or bool(f.suffix), f) for f in forms]
        if not done:
            break
    if len(t.cache) > 200_000:
        t.cache.clear()
    result = tuple(found)
    t.cache[key] = result
    return result


class Phrases:
    """One pass over a document."""

    def __init__(
        self, doc: Doc, tables: PeopleTables, numbers: Sequence[Numberish], actors: Sequence[Actorish]
    ) -> None:
        self.doc, self.t = doc, tables
        self.tokens, self.n = doc.tokens, len(doc.tokens)
        self.counts = {m.i: m for m in numbers if m.kind == "count" or m.kind == "population" and self._cued(m.i)}
        self.behind = {m.noun: m for m in numbers if m.kind == "count" and m.noun is not None and m.noun < m.i}
        self.in_number = {k for m in numbers if m.kind != "ordinal" for k in range(m.i, m.j)}
        self.last: Draft | None = None
        self.actor_at: dict[int, Actorish] = {}
        self.taken: set[int] = set()
        for a in actors:
            self.actor_at[a.core[0]] = a
            self.actor_at[a.i] = a
            if a.kind not in ("generic", "deixis", "adjective") and a.category not in PEOPLE_ACTORS:
                self.taken.update(range(a.core[0] + (a.core[0] == a.i), a.core[1]))
                if a.core[0] == a.i and not self._member(a.i):
                    self.taken.add(a.i)
        self.names = Names(doc, tables, self.taken)
        self.starts = {p.i for p in doc.parts}

    def _cued(self, k: int) -> bool:
        """A number right after بينهم counts some of those before, whatever they live in."""
        return self.word("subset", k - 1)

    def _member(self, k: int) -> bool:
        return any("member" in self.t.nouns[r.form.noun].flags for r in readings(self.key(k), self.t))

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
        if k == 0 or k in self.starts:
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

    # -- noun phrases -----------------------------------------------------------------------------------------

    def counted(self, m: Numberish) -> Draft | None:
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
        nation = self.t.nationalities.get(self.key(k))
        adjective = self.t.adjectives.get(self.key(k))
        plain = adjective is not None and adjective.effect == "plain" and adjective.number != "sg"
        if plain and not nation:
            nation = ("", "pl")
        if nation and nation[1] != "sg":
            draft.nationality, draft.head, draft.j, draft.noun = nation[0] or None, k, k + 1, self.t.nouns["person"]
            draft.why.append("people.nationality")
            self._after_noun(draft)
            return draft
        if self.word("of_them", k):
            draft.j, draft.head, draft.definite = k + 1, k, True
            draft.relation = "subset"
            draft.why.append("people.of_them")
            found = self._single_at(k + 1, counted=True)
            if found and found[0].form.number != "sg" and not found[0].definite:
                noun = self.t.nouns[found[0].form.noun]
                draft.category, draft.j, draft.noun = noun.category, found[1], noun  # type: ignore[assignment]
            self._pooled(draft)
            return draft
        if self.phrase("pooled_after", k):
            draft.j = k
            self._pooled(draft)
            return draft
        if self.key(k) == "من" and self._of(k, draft):
            return draft
        if self._other(k, draft):
            return draft
        return self._bare(m, draft)

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

    def _participle(self, k: int) -> bool:
        """A definite sound plural that no list has («407 من الرافضين للتسوية»); broken plurals like البساتين are things."""
        key = self.key(k)
        sound = key.startswith("ال") and key.endswith(("ين", "ون")) and len(key) > 6
        return sound and not (len(key) in (7, 8) and key[-4] == "ا" and key.endswith("ين"))

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

    def _bare(self, m: Numberish, draft: Draft) -> Draft | None:
        """A number whose noun is understood («قتل ثلاثة وأصيب خمسة»)."""
        k = m.j
        nextkey = self.key(k)
        opens = self.licensed(m.i) or self._after_link(m.i)
        if m.noun is not None and m.noun >= m.j and not self._is_link(k):
            return None
        if not opens or self.tokens[m.i].kind == "number" and m.low == m.high and m.low is not None and m.low > 10**6:
            return None
        if (
            nextkey
            and self.tokens[k].kind == "word"
            and not self._is_link(k)
            and nextkey not in self.t.words["stop_names"]
        ):
            if not any(d in ("ب", "و", "ل", "ف", "وب") for d, r in splits(nextkey)):
                return None
        draft.why.append("people.bare_number")
        return draft

    def _is_link(self, k: int) -> bool:
        key = self.key(k)
        if not key or self.tokens[k].kind == "punct":
            return True
        return key.startswith("و") or key in self.t.words["stop_names"] or key in self.t.words["links"]

    def _after_link(self, k: int) -> bool:
        before = self.key(k - 1)
        if before in self.t.words["partition"] or before in self.t.words["subset"] or before in ("و", ":", "،", "("):
            return True
        last = self.last
        return last is not None and last.counted and k - last.j <= REACH and self.key(k).startswith("و")

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
        draft.head, draft.j, draft.noun, draft.category = k, end, noun, noun.category  # type: ignore[assignment]
        draft.unit, draft.harm, draft.gender = noun.unit, noun.harm, reading.form.gender
        draft.definite = reading.definite
        if not counted:
            draft.number = reading.form.number
        self._after_noun(draft)
        return True

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
            if (counted and reading.prefix) or self._marbuta(k, reading):
                continue
            if counted and "definite" in noun.flags and not reading.definite and reading.form.number == "sg":
                continue
            return reading, k + 1
        return None

    def _marbuta(self, k: int, reading: Reading) -> bool:
        """Whether a ta marbuta is taken for the pronoun ه (مسؤولية is nobody's officials)."""
        return reading.form.suffix == "ه" and self.tokens[k].text.endswith("ة")

    # -- after the noun ---------------------------------------------------------------------------------------

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
        if "people.of" in d.why and self.word("home_words", d.j) and not d.definite:
            d.j += 1
        self._pooled(d)
        d.j = self.phrase("at_least_after", d.j) or d.j

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
            many = d.qualifier == "vague" and reading.form.number != "sg"
            if reading.prefix == "و" and (one or many) and other.unit == d.unit:
                if d.unit == "vehicle" or d.harm and other.harm and other.harm != d.harm:
                    d.harm = "killed_or_injured" if d.harm else d.harm
                    d.j += 1
                return

    def _complement(self, d: Draft) -> None:
        assert d.noun
        for c in self.t.complements.get(d.noun.id, ()):
            if all(self.key(d.j + n) == word for n, word in enumerate(c.keys)):
                d.category, d.j = c.category, d.j + len(c.keys)  # type: ignore[assignment]
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
        d.category = noun.category if noun.category != "unspecified" else d.category  # type: ignore[assignment]
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
            if reading.prefix or of and not reading.definite and reading.form.number not in ("pl", "dp"):
                continue
            return reading, k + 1
        return None

    def _adjectives(self, d: Draft) -> None:
        """Adjectives behind the noun: they settle a weak category, a nationality, «آخرين»."""
        assert d.noun
        while d.j < self.n and d.j not in self.taken:
            key = self.tokens[d.j].key
            nation = self.t.nationalities.get(key)
            if nation:
                d.nationality = nation[0]
                d.j += 1
                continue
            adjective = self.t.adjectives.get(key)
            if adjective is None or self._new_group(d, key):
                break
            if adjective.effect == "other":
                d.other = True
            elif adjective.category and self._may_settle(d):
                d.category = adjective.category  # type: ignore[assignment]
                d.why.append("people.adjective")
            if d.harm == "" and key in self.t.forms and self.t.nouns[self.t.forms[key][0].noun].harm:
                d.harm = self.t.nouns[self.t.forms[key][0].noun].harm
            d.j += 1

    def _new_group(self, d: Draft, key: str) -> bool:
        """An indefinite adjective behind a definite singular begins something else."""
        return d.definite and d.number == "sg" and not key.startswith("ال")

    def _may_settle(self, d: Draft) -> bool:
        assert d.noun
        return d.category in ("unspecified", "civilian") or "weak" in d.noun.flags and d.noun.category == "fighter"

    # -- whose they are ---------------------------------------------------------------------------------------

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
        if actor is None or actor.kind in ("generic", "unknown", "anaphoric") and k == d.j:
            return
        direct = k == d.j
        if direct and (actor.prefix not in ("", "ل") or d.definite and actor.prefix == "" or "rank" in d.noun.flags):
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

    def _join(self, d: Draft, actor: Actorish) -> None:
        """Add an actor and let it settle the category of plain members."""
        if actor.actor and actor.actor not in d.actors:
            d.actors.append(actor.actor)
        pool = any(w == "people.affiliation" for w in d.why)
        d.why.append("people.affiliation")
        if actor.members is None:
            return
        if d.noun and d.noun.id in ("employee", "volunteer"):
            d.category = actor.members if actor.members in ("aid_worker", "rescuer") else d.category
        elif d.noun and not d.noun.flags & {"weak", "member"}:
            return
        elif pool and d.noun and d.noun.category == "military":
            return
        elif pool:
            d.category = "forces"
        elif d.noun and d.noun.id == "enlisted":
            d.category = actor.members
        elif d.noun and d.noun.category == "military":
            d.category = "security" if actor.members == "security" else "military"
        elif d.category in ("fighter", "unspecified", "civilian", "forces"):
            d.category = actor.members

    # -- names and roles --------------------------------------------------------------------------------------

    def _name(self, d: Draft) -> None:
        """A personal name after a title, or after the office and organisation between them."""
        assert d.noun
        if d.number in ("du", "dp") and d.definite and self.names.end(d.j) > d.j:
            self._two_names(d)
        if d.number != "sg" or "title" not in d.noun.flags:
            return
        end = self.names.end_loose(d.j, sure=d.definite and not d.noun.flags & {"roleonly", "named"})
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
            or key.startswith(("ال", "لل"))
            and len(key) > 3
            or key in self.t.adjectives
        )

    # -- lone phrases -----------------------------------------------------------------------------------------

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

    def _other_affiliation(self, d: Draft) -> None:
        if self.key(d.j) == "من" and (actor := self.actor_at.get(d.j + 1)) and actor.force:
            self._take_actors(d.j + 1, d, plural=True)

    def lone(self, k: int) -> Draft | None:
        """A noun of people without a number before it."""
        phrase = self._phrase_at(k)
        for reading in (phrase[0],) if phrase else readings(self.key(k), self.t):
            if self._marbuta(k, reading):
                continue
            if reading.form.number == "dp" and self._marked_dual(k):
                reading = reading._replace(form=Form(reading.form.noun, "du", reading.form.gender, reading.form.suffix))
            noun = self.t.nouns[reading.form.noun]
            d = Draft(k, k + 1, reading.skip, reading.prefix, k)
            d.noun, d.category, d.unit, d.harm = noun, noun.category, noun.unit, noun.harm  # type: ignore[assignment]
            d.definite, d.number, d.gender = reading.definite, reading.form.number, reading.form.gender
            d.j = phrase[1] if phrase else k + 1
            d.why.append("people.noun")
            self._after_noun(d)
            if self._holds(d, reading):
                self._quantity(d, reading)
                return d
        return None

    def _marked_dual(self, k: int) -> bool:
        """Whether the writer vowelled the ending as a dual (متهمَين)."""
        span = self.doc.span(k, k + 1).text
        return any(mark + "ي" in span[-5:] for mark in "\u064e")

    def _holds(self, d: Draft, reading: Reading) -> bool:
        """Whether the noun is people here, and not an office, an adjective or part of an institution's name."""
        assert d.noun
        flags, before = d.noun.flags, self.key(d.i - 1)
        if d.i in self.behind or d.counted:
            return True
        if self._blocked(d, before) or {"suffixed"} & flags and not reading.form.suffix and d.number == "sg":
            return False
        if "suffixed" in flags and not reading.form.suffix and not d.named and d.number in ("pl", "sg"):
            return False
        if "definite" in flags and not reading.definite and d.number == "sg":
            return False
        if "hamza" in flags and d.noun.first not in self.tokens[d.i].text:
            return False
        if "subject" in flags and d.number == "sg":
            return before not in self.t.words["attack_nouns"] and before not in self.t.adjectives
        if flags >= {"rank", "named"} and (not d.named or d.role):
            return False
        if "verb" in flags and d.number == "sg" and (d.i == 0 or d.i in self.starts or self.key(d.j).startswith("ال")):
            return False
        if "construct" in flags and d.number == "sg" and not d.definite and not d.actors and self.key(d.j).startswith("ال"):
            return False
        if "licensed" in flags and (d.i in self.starts or d.i == 0 or not self.licensed(d.i)):
            return False
        if (
            "counted" in flags
            and "people.complement" not in d.why
            and d.number not in ("du",)
            and not ("weak" in flags and d.number == "pl" and d.unit == "person")
        ):
            return False
        if d.unit != "person" and d.number != "du":
            return False
        plain = not (d.named or d.actors or "people.complement" in d.why or "people.office" in d.why)
        if flags & {"named"} and plain and "people.office" not in d.why:
            return False
        if flags & {"roleonly"} and plain and not self.licensed(d.i):
            return False
        if "weakadj" in flags or "adj" in flags:
            return self._noun_not_adjective(d, plain)
        return not ("rank" in flags and plain and not self.licensed(d.i))

    def _blocked(self, d: Draft, before: str) -> bool:
        if before in self.t.words["quantifiers_skip"]:
            return True
        if not d.definite and d.number != "pl" or d.prefix:
            return False
        if d.i in self.starts:
            return False
        for done, rest in splits(before):
            if rest in self.t.words["institutions"] and not done.endswith("ال"):
                return True
        return False

    def _noun_not_adjective(self, d: Draft, plain: bool) -> bool:
        """A word that is also an adjective is a noun after a harm word, in the sound plural, or in a list."""
        if d.number in ("pl", "dp") and d.gender == "m":
            return True
        if d.prefix.startswith("و") and d.i and not d.definite:
            return self._after_people(d.i) or self.last is not None and self.last.j == d.i
        if d.gender == "f" and d.noun and d.noun.category in ("military", "fighter"):
            return False
        if d.definite and plain:
            return self.licensed(d.i) and d.gender == "m"
        return self.licensed(d.i) and (not d.prefix or not plain)

    def _after_people(self, k: int) -> bool:
        return any(r.form for r in readings(self.key(k - 1), self.t)) or self.key(k - 1) in self.t.adjectives

    def _quantity(self, d: Draft, reading: Reading) -> None:
        """How many a phrase without a number before it tells."""
        number = self.behind.get(d.head)
        if number:
            d.low, d.high, d.qualifier, d.counted = number.low, number.high, number.qualifier, True
            d.j = max(d.j, number.j)
            d.j = self.phrase("at_least_after", d.j) or d.j
            self._adjectives(d)
        elif d.counted or d.low != 1 or d.high != 1:
            return
        elif d.number == "du":
            d.low = d.high = PAIR
        elif d.number == "dp" and not d.definite:
            d.low, d.high, d.qualifier = PAIR, None, "dual_or_plural"
        elif d.number in ("pl", "dp"):
            d.low, d.high, d.qualifier = None if d.definite else PAIR, None, "vague"

    def others(self, k: int) -> Draft | None:
        """«آخرين», «آخر», «رابع» standing for people after a harm word."""
        opens = k == 0 or k in self.starts
        for done, rest in splits(self.key(k)):
            if done not in ("", "و", "ب", "ل", "وب", "ف"):
                continue
            sizes: tuple[tuple[str, int | None, Qualifier, str], ...] = (
                ("other_one", 1, "exact", "sg"),
                ("other_two", 2, "exact", "du"),
                ("other_dual_or_plural", None, "dual_or_plural", "dp"),
                ("other_many", None, "vague", "pl"),
                ("ordinals", 1, "exact", "sg"),
            )
            for group, high, qualifier, number in sizes:
                if rest in self.t.words[group] and (self.licensed(k) if not done else self._after_people(k)):
                    if opens and (group != "ordinals" or not readings(self.key(k + 1), self.t)):
                        return None
                    d = Draft(k, k + 1, len(done), done, k)
                    d.low, d.high, d.qualifier, d.number = high or PAIR, high, qualifier, number
                    d.other, d.ordinal = group != "ordinals", group == "ordinals"
                    d.why.append("people.ordinal" if d.ordinal else "people.other")
                    if d.ordinal and not self._ordinal(d):
                        return None
                    self._other_affiliation(d)
                    return d
        return None

    def _ordinal(self, d: Draft) -> bool:
        """«رابع لاجئ» is one refugee; «وجرح رابع» is one more; «رابع هجوم» is nobody."""
        k = d.j
        if self._noun(k, d, counted=True):
            d.head = k
            return True
        token = self.tokens[k] if k < self.n else None
        return token is None or token.kind != "word" or self._is_link(k) or token.key[0] in "بل"

    def nation(self, k: int) -> Draft | None:
        """A nationality standing for people («مقتل فلسطينيين»)."""
        for done, rest in splits(self.key(k)):
            nation = self.t.nationalities.get(rest)
            if nation is None or done.removesuffix("ال") not in ("", "و", "ب", "ل"):
                continue
            number = nation[1]
            if (
                not rest.endswith(("ون", "ين", "ان", "ي"))
                or number == "sg"
                and (done.endswith("ال") or not self.licensed(k))
            ):
                return None
            if number != "sg" and not (self.licensed(k) or done == "و"):
                return None
            prefix = done.removesuffix("ال")
            d = Draft(k, k + 1, len(prefix), prefix, k)
            d.nationality, d.number, d.definite = nation[0], number, done.endswith("ال")
            d.noun = self.t.nouns["person"]
            d.why.append("people.nationality")
            self._adjectives(d)
            self._quantity(d, Reading(prefix, 0, d.definite, Form("person", number, "m")))
            return d
        return None

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

    def named_only(self, k: int) -> Draft | None:
        """A personal name without a title."""
        for skip in (0, 1):
            key = self.key(k)[skip:]
            if skip and self.key(k)[0] not in "وبل" or not key:
                return None
            end = self.names.end(k, key)
            if end - k < PAIR:
                continue
            before = self.key(k - 1)
            if (
                any(r in self.t.words["institutions"] for _, r in splits(before))
                or end - k == PAIR
                and self.key(k + 1) == "الدين"
            ):
                return None
            d = Draft(k, end, skip, self.key(k)[:skip], k)
            d.named, d.definite = [(k, end)], True
            d.why.append("people.name")
            return d
        return None

    def run(self) -> list[Draft]:
        """All phrases, left to right."""
        found: list[Draft] = []
        k = 0
        while k < self.n:
            draft = self._at(k)
            if draft is None:
                k += 1
                continue
            found.append(draft)
            self.last = draft
            k = max(draft.j, k + 1)
        return found

    def _at(self, k: int) -> Draft | None:
        number = self.counts.get(k)
        if number is not None:
            return self.counted(number)
        token = self.tokens[k]
        if token.kind != "word" or k in self.taken or k in self.in_number:
            return None
        key = token.key
        kind = self.t.cache.get("~" + key)
        if kind is None:
            kind = self._kind(key)
            self.t.cache["~" + key] = kind
        if not kind:
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

    def _kind(self, key: str) -> str:
        """Which readers a folded word can start: noun, other, list, name, country."""
        t, found = self.t, ""
        if readings(key, t) or any(rest in t.phrases for _, rest in splits(key)):
            found += "n"
        rests = [rest for _, rest in splits(key)]
        groups = ("other_one", "other_two", "other_dual_or_plural", "other_many", "ordinals")
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


def phrases(doc: Doc, tables: PeopleTables, numbers: Sequence[Numberish], actors: Sequence[Actorish]) -> list[Draft]:
    """The people phrases of a document without their relations."""
    return Phrases(doc, tables, numbers, actors).run()
