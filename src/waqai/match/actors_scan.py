"""What could be an actor: names by longest match, composed forces, adjectives after an attack, side pronouns.

Nothing is decided here; ``actors_settle`` weighs the candidates.
"""

from __future__ import annotations

from waqai.lexicon.actors import ActorTables, Adjective
from waqai.lexicon.actors_names import Name
from waqai.match.actors_raw import OWNED, Entry, Raw, bear, entries, is_attack
from waqai.text.tokens import Doc, Token

MAX_MIDDLE = 3
GENERIC = "generic"
AND = "و"
MAX_UNIT_WORDS = 4
CLASS_ROLE = {
    "force": "mil",
    "post": "mil",
    "air": "mil",
    "member": "mil",
    "police": "police",
    "security": "sec",
    "government": "gov",
}


class Scanner:
    """One pass over a document's tokens."""

    def __init__(self, doc: Doc, tables: ActorTables) -> None:
        self.tokens: list[Token] = doc.tokens
        self.n = len(doc.tokens)
        self.t = tables
        self.quotes = tables.words["quotes"]
        self.joints = tables.words["joints"]
        self.nations: list[int] = []  # tokens that name a country or a nationality

    def key(self, k: int) -> str:
        """The folded token at ``k``, empty outside the document."""
        return self.tokens[k].key if 0 <= k < self.n else ""

    def _match(self, i: int, keys: tuple[str, ...]) -> int:
        """Where a name that begins at ``i`` ends, or 0."""
        k, opened = i + 1, 0
        for key in keys[1:]:
            while k < self.n and self.tokens[k].key != key and self.tokens[k].kind == "punct":
                mark = self.tokens[k].key
                if mark in self.quotes:
                    opened += 1
                elif mark not in self.joints:
                    return 0
                k += 1
            if k >= self.n or self.tokens[k].key != key:
                return 0
            k += 1
        if opened % 2 and self.key(k) in self.quotes:
            k += 1
        return k

    def names_at(self, i: int, entry: Entry) -> tuple[int, list[Name]]:
        """The longest names at ``i``: their end and every bearer."""
        best = 0
        found: list[Name] = []
        k = i + 1
        while k < self.n and self.tokens[k].kind == "punct" and k - i < MAX_MIDDLE:
            k += 1
        names = entry.seconds.get(self.tokens[k].key if k < self.n else "")
        for name in entry.seconds[""] if names is None else names:
            if len(name.keys) < (len(found[0].keys) if found else 0):
                break
            j = self._match(i, name.keys)
            if not j:
                continue
            if name.guard == '"' and not (self.key(i - 1) in self.quotes and self.key(j) in self.quotes):
                continue
            best = max(best, j)
            found.append(name)
        return best, found

    def _named(self, i: int, entry: Entry) -> Raw | None:
        j, names = self.names_at(i, entry)
        if not j:
            return None
        raw = Raw(i, j, entry, "name", "actors.name")
        bear(raw, names)
        self._nation_after(raw)
        if raw.roles == (GENERIC,):
            raw.kind, raw.roles, raw.guard, raw.why = "generic", (), "", ["actors.generic"]
        return raw

    def _nation_after(self, raw: Raw) -> None:
        """«وزارة الدفاع الهولندية», «وزير الخارجية الفرنسي»: the adjective says whose a shared office is."""
        if not raw.roles or raw.roles == (GENERIC,) or raw.j >= self.n:
            return
        adjective = self.t.adjectives.get(self.tokens[raw.j].key)
        if adjective and adjective.country and adjective.definite:
            raw.ids, raw.country, raw.guard = (), adjective.country, ""
            raw.j += 1

    def _country(self, i: int, entry: Entry) -> tuple[int, str]:
        for keys, code in entry.countries:
            j = self._match(i, keys)
            if j:
                return j, code
        return 0, ""

    def _owner(self, k: int, raw: Raw, prefixes: tuple[str, ...]) -> int:
        """Read a name, group adjective or country at ``k`` as whose the head is; gives the end or 0."""
        best = 0
        for entry in entries(self.key(k), self.t):
            if entry.prefix not in prefixes:
                continue
            j, names = self.names_at(k, entry)
            if j > best:
                best = j
                bear(raw, names)
                raw.core_i, raw.core_j, raw.country = k, j, None
            elif not best and entry.word in self.t.words["deixis_enemy"]:
                best, raw.kind = k + 1, "deixis"
                raw.core_i, raw.core_j, raw.country = k, k + 1, None
                raw.why.append("actors.enemy")
            elif not best and entry.adjective and entry.prefix == "":
                best = k + 1
                self._by_adjective(raw, entry.adjective)
                raw.core_i, raw.core_j = k, k + 1
            elif not best and entry.group == "units" and (unit := self._unit(k, entry)):
                best, raw.roles, raw.guard = unit.j, unit.roles, "*"
                raw.core_i, raw.core_j, raw.country = k, unit.j, None
            elif not best and (tribe := self._tribe(k, entry)):
                best, raw.roles, raw.core_i, raw.core_j, raw.country = tribe.j, tribe.roles, k, tribe.j, None
            elif not best and entry.group in ("anaphors", "generic"):
                best, raw.kind = k + 1, "anaphoric" if entry.group == "anaphors" else "generic"
                raw.core_i, raw.core_j, raw.country, raw.keys = k, k + 1, None, (entry.word,)
            elif not best and entry.countries:
                best, code = self._country(k, entry)
                if best:
                    raw.country, raw.core_i, raw.core_j = code, k, best
        return best

    def _by_adjective(self, raw: Raw, adjective: Adjective) -> None:
        raw.ids, raw.country = adjective.actors, adjective.country or None

    def _past_quotes(self, k: int) -> int:
        return k + 1 if self.key(k) in self.quotes else k

    def _middles(self, k: int, head: str) -> tuple[int, bool]:
        """Past the adjectives between a head and its owner; whether one says security."""
        security, start = False, k
        while k < self.n and k - start < MAX_MIDDLE + 1:
            key = self.tokens[k].key
            if key in self.t.words["middle"] and not any(len(n.keys) == 1 for n in self.t.names.get(key, ())):
                security = security or key in self.t.words["security_middle"]
            elif not (head == "air" and (self.tokens[k].kind in ("latin", "number") or key in self.joints)):
                break
            k += 1
        return k, security

    def _composed(self, i: int, entry: Entry) -> Raw | None:
        """A force put together from a head and whose it is (قوات الأمن العراقية، عناصر داعش، حاجز للأمن العام)."""
        k, security = self._middles(i + 1, entry.head)
        role = CLASS_ROLE.get(entry.head, "")
        role = "sec" if security and role == "mil" else role
        if role == "gov" and any(self.key(n) in self.t.words["military_middle"] for n in range(i + 1, k)):
            role = "mil"
        raw, end = self._owned_by(i, k, entry)
        if not end:
            return None
        if raw.core_i > i and self.key(end) in self.quotes and self.key(raw.core_i - 1) in self.quotes:
            end += 1
        raw.j = end
        if raw.roles and not raw.ids and entry.head == "movement":
            return None
        if raw.guard == "*" and not raw.country:
            self._nation_after(raw)
        return self._with_role(raw, role, entry)

    def _owned_by(self, i: int, k: int, entry: Entry) -> tuple[Raw, int]:
        """Whose a head at ``i`` is, told at once or after its adjectives end at ``k``; and where that ends."""
        raw, end = self._fresh(i, entry), 0
        for at in range(i + 1, k + 1):
            end = self._owner(self._past_quotes(at), raw, ("", "ل"))
            if end and self._broken(entry, raw):
                raw, end = self._fresh(i, entry), 0
            if end:
                return raw, end
        if self.key(k) == "ل" and self.key(k + 1) in self.quotes:
            end = self._owner(k + 2, raw, ("",))
        elif self.key(k) == "من" and entry.head in ("force", "member", "fighter", "air", "post"):
            end = self._owner(self._past_quotes(k + 1), raw, ("",))
            end = 0 if raw.country and not raw.ids else end
        return raw, end or self._affiliated(i, k, raw)

    def _with_role(self, raw: Raw, role: str, entry: Entry) -> Raw | None:
        """What service of a country a composed force is; a man called التركي and foreign fighters are none."""
        if raw.country and (entry.word in self.t.words["ranks"] or entry.head == "fighter"):
            return None
        if raw.guard == "#" and role and len(raw.ids) == 1:
            # «المدفعية السعودية»: the country's name is also its adjective
            raw.country, raw.ids, raw.guard = self.t.actors[raw.ids[0]].countries[0], (), ""
        if raw.country and raw.ids and role not in ("mil", ""):
            raw.ids = ()
        if raw.country and not raw.ids and not raw.roles:
            if not role:
                return None
            raw.roles = (role,)
        return raw

    def _broken(self, entry: Entry, raw: Raw) -> bool:
        """Whether a definite head stands before a bare name («اتهمت الحكومة جماعة …»): no construct, two names."""
        bare = self.key(raw.core_i) not in self.t.adjectives and not self.key(raw.core_i).startswith("ل")
        return entry.word.startswith("ال") and bare and not self.key(raw.core_i).startswith("ال")

    def _fresh(self, i: int, entry: Entry) -> Raw:
        raw = Raw(i, i + 1, entry, "name", "actors.composed")
        raw.head, raw.headed = entry.head, True
        return raw

    def _affiliated(self, i: int, k: int, raw: Raw) -> int:
        """«لواء … التابع لـ …»: an unknown unit told by whom it belongs to."""
        for at in range(k, min(k + MAX_UNIT_WORDS + 1, self.n)):
            token = self.tokens[at]
            leans = token.key in self.t.words["leans"]
            if leans or token.key in self.t.words["belongs"]:
                end = self._after_tie(at, raw)
                if not end and leans:
                    return self._of_somebody(i, at, raw)
                if end and leans:
                    raw.parents, raw.ids, raw.roles = raw.ids, (), ()
                    raw.why.append("actors.leans")
                elif end:
                    raw.why.append("actors.belongs")
                return end
            if (token.kind == "punct" and token.key not in self.quotes) or token.key in self.t.words["linkers"]:
                return 0
            if any(e.head and e.prefix.startswith(AND) for e in entries(token.key, self.t)):
                return 0
        return 0

    def _of_somebody(self, i: int, at: int, raw: Raw) -> int:
        """«القوات الموالية له»: a force told only by leaning on somebody the registry has not."""
        after = self.key(at + 1)
        if not after.startswith("ل") or raw.head not in ("force", "member", "fighter"):
            return 0
        raw.kind, raw.core_i, raw.core_j = "generic", i, at + 2
        raw.why = ["actors.leans_on_unknown"]
        return at + 2

    def _after_tie(self, at: int, raw: Raw) -> int:
        k = at + 1
        skipped = self.t.words["linkers"] | self.quotes
        while k < self.n and k < at + 5 and self.tokens[k].key in skipped:
            k += 1
        return self._owner(k, raw, ("", "ل", "ب"))

    def _extended(self, raw: Raw) -> Raw:
        """A named unit with «التابع لـ …» after it keeps that as its parent and is one mention."""
        if self.key(raw.j) not in self.t.words["belongs"]:
            return raw
        other = Raw(raw.j, raw.j, Entry("", 0, "", (), {"": ()}, "", None, (), ""), "name", "")
        end = self._after_tie(raw.j, other)
        if end and (other.ids or other.roles):
            raw.parents, raw.j = other.ids, end
            raw.why.append("actors.belongs")
        return raw

    def _attack_adjective(self, i: int, entry: Entry) -> Raw | None:
        """A nationality or group adjective that says whose the attack before it was (غارة جوية إسرائيلية)."""
        adjective = entry.adjective
        if adjective is None or entry.prefix:
            return None
        k = i - 1
        middle = self.t.words["middle"]
        while k >= 0 and i - k <= MAX_MIDDLE and (self.tokens[k].key in middle or self.tokens[k].key[1:] in middle):
            k -= 1
        if k < 0 or not is_attack(self.tokens[k].key, self.t):
            return None
        raw = Raw(i, i + 1, entry, "adjective", "actors.adjective")
        self._by_adjective(raw, adjective)
        if not raw.ids:
            raw.roles = ("mil",)
        raw.headed = True
        return raw

    def _grouped(self, i: int, entry: Entry) -> Raw | None:
        t, group = self.t, entry.group
        if group == "deixis":
            raw = Raw(i, i + 1, entry, "deixis", "actors.deixis")
            if entry.word in t.words["deixis_enemy"]:
                raw.why.append("actors.enemy")
            return raw
        if group == "generic":
            return Raw(i, i + 1, entry, "generic", "actors.generic")
        if group == OWNED and self.tokens[i].text.endswith("ة"):
            return None
        if group == OWNED:
            return Raw(i, i + 1, entry, "anaphoric", "actors.owned")
        unit = self._unit(i, entry) if group == "units" else None
        if unit or group not in ("units", "anaphors") or entry.word not in t.words["anaphors"]:
            return unit
        after = self.key(i + 1)
        j = i + 2 if after in t.words["anaphor_tail"] else i + 1
        if j == i + 1 and self._modified(entry.word, after):
            return None
        return Raw(i, j, entry, "anaphoric", "actors.anaphor")

    def _modified(self, head: str, after: str) -> bool:
        """Whether an adjective makes another body of it («الحركة الإسلامية», not «قطعت الهيئة الطرقات»)."""
        if not after.startswith("ال") or after in self.t.words["anaphor_next"]:
            return False
        feminine = head.endswith(("ه", "ات", "يا", "ا", "يب", "ويه"))
        return after.endswith("ه") if feminine else after.endswith("ي")

    def _area_police(self, i: int, entry: Entry) -> Raw | None:
        """«شرطة منطقة الرياض»: the police where the area is."""
        if entry.head != "police" or self.key(i + 1) not in self.t.words["areas"] or i + 2 >= self.n:
            return None
        raw = Raw(i, i + 3, entry, "name", "actors.area_police")
        raw.roles, raw.guard = ("police",), "*"
        return raw

    def _tribe(self, i: int, entry: Entry) -> Raw | None:
        """«قبيلة مراد», «عشيرة آل جويبر», «البو زياد»."""
        after = self.key(i + 1)
        if entry.head != "tribe" or after in self.t.words["linkers"] or not after.isalpha():
            return None
        if (entry.word.startswith("ال") and entry.word not in self.t.words["tribe_parts"]) or after[0] == AND:
            return None
        j = i + 2 + (self.key(i + 1) in self.t.words["tribe_parts"] and i + 2 < self.n)
        raw = Raw(i, j, entry, "name", "actors.tribe")
        raw.roles = ("tribe",)
        return raw

    def _ministry(self, i: int, entry: Entry) -> Raw | None:
        """A ministry that the registry has not («وزارة التربية»): the government's."""
        after = self.key(i + 1)
        if entry.word not in self.t.words["ministry"] or not after.startswith("ال"):
            return None
        raw = Raw(i, i + 2, entry, "name", "actors.ministry")
        raw.roles, raw.guard, raw.headed = ("gov",), "*", False
        self._nation_after(raw)
        return raw

    def _unit(self, i: int, entry: Entry) -> Raw | None:
        """A numbered unit of an army (الفوج الثالث، اللواء 28)."""
        k = i + 1
        while k < self.n and (self.tokens[k].key in self.t.words["ordinals"] or self.tokens[k].kind == "number"):
            k += 1
        if k == i + 1:
            return None
        raw = Raw(i, k, entry, "name", "actors.unit")
        raw.roles, raw.guard = ("mil",), "*"
        return raw

    def at(self, i: int, found: tuple[Entry, ...]) -> Raw | None:
        """The best mention that begins at ``i``."""
        best: Raw | None = None
        for entry in found:
            named = self._named(i, entry) if entry.names else None
            tries = [self._extended(named) if named else None]
            if entry.head:
                tries.append(self._composed(i, entry))
                tries += [self._ministry(i, entry), self._area_police(i, entry), self._tribe(i, entry)]
            for raw in tries:
                if raw and (best is None or raw.j > best.j):
                    best = raw
            if best is None and entry.adjective:
                best = self._attack_adjective(i, entry)
            if best is None and entry.group:
                best = self._grouped(i, entry)
        return best

    def run(self) -> list[Raw]:
        """All possible mentions, none overlapping."""
        found: list[Raw] = []
        cache, tokens, t = self.t.cache, self.tokens, self.t
        i = 0
        while i < self.n:
            key = tokens[i].key
            readings = cache.get(key)
            if readings is None:
                readings = entries(key, t)
            if readings:
                raw = self.at(i, readings)
                if any(e.countries or e.adjective for e in readings):
                    self.nations.append(i)
                if raw:
                    found.append(raw)
                    i = raw.j
                    continue
            i += 1
        return found


def scan(doc: Doc, tables: ActorTables) -> tuple[list[Raw], list[int]]:
    """Every possible actor mention of a document, in order, and the tokens that name countries."""
    scanner = Scanner(doc, tables)
    return scanner.run(), scanner.nations
