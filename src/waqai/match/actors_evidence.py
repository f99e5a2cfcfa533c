"""What speaks for each bearer of a shared name: places given, outlet, date, what else the text names and where."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Sequence

from waqai.lexicon.actors import Actor, ActorTables
from waqai.match.actors_raw import Raw
from waqai.text.normalize import fold
from waqai.text.tokens import Doc, Token

GIVEN_FIRST, GIVEN, OUTLET, NAMED, COUNTRY_WORD = 2.0, 1.0, 1.5, 1.0, 0.5
CAP = 3.0
THEATRE = 0.6
SAME_SIDE = 1.5
SAID_BEFORE = 3.0
LINE = 3.0


class Evidence:
    """What speaks for each country and side in one report."""

    def __init__(self, tables: ActorTables, date: str | None, outlet: str | None) -> None:
        self.t = tables
        self.date = date
        self.countries: Counter[str] = Counter()
        self.sides: Counter[str] = Counter()
        self.named: dict[str, int] = {}  # actor id → position of its last settled mention
        self.says: dict[str, str] = {}
        self.lines: dict[int, Counter[str]] = {}
        self.breaks: list[int] = []
        self.tokens: Sequence[Token] = ()
        self._outlet(outlet)

    def _outlet(self, outlet: str | None) -> None:
        actor = self.t.actors.get(self.t.outlets.get(fold(outlet or ""), ""))
        if not actor:
            return
        self.add(actor.countries, OUTLET)
        for flag in actor.flags:
            if flag.startswith("says="):
                name, _, meant = flag[5:].partition(":")
                self.says[fold(name)] = meant

    def add(self, countries: Iterable[str], weight: float) -> None:
        """Count evidence for countries, capped so that a chorus does not drown the rest."""
        for c in countries:
            if c not in ("INT", "ANY"):
                self.countries[c] = min(self.countries[c] + weight, CAP + 2 * GIVEN_FIRST)  # type: ignore[assignment]

    def line(self, i: int) -> int:
        """The line that token ``i`` stands in."""
        return bisect(self.breaks, self.tokens[i].start) if self.breaks else 0

    def mention(self, i: int, country: str) -> None:
        """A country's name or adjective at token ``i``."""
        self.add((country,), COUNTRY_WORD)
        self.lines.setdefault(self.line(i), Counter())[country] += 1

    def valid(self, actor: Actor) -> bool:
        """Whether the actor bore its name at the report's date."""
        if self.date is None:
            return True
        return actor.valid_from <= self.date and (not actor.valid_to or self.date < actor.valid_to)

    def score(self, actor: Actor, keys: tuple[str, ...], line: int = -1, tied: Iterable[str] = ()) -> float:
        """How much speaks for one bearer of a name in a line; ``tied`` are whom the text ties it to."""
        here = self.lines.get(line)
        own = max((self.countries[c] + (LINE * (here[c] > 0) if here else 0) for c in actor.countries), default=0)
        theatre = max((self.countries[c] for c in actor.theatres), default=0) * THEATRE
        total = max(own, theatre) + min(own, theatre) / 2
        if self.sides[actor.side]:
            total += SAME_SIDE
        if actor.id in self.named:
            total += SAID_BEFORE
        if any(p == actor.id or self.t.actors[p].side == actor.side for p in tied):
            total += SAID_BEFORE + CAP
        if self.says.get(keys[0]) == actor.id:
            total += SAID_BEFORE + CAP
        return total


def gather(raws: Sequence[Raw], doc: Doc, evidence: Evidence, countries: Sequence[str], nations: Sequence[int]) -> None:
    """The evidence of the places given and of what the text names without doubt."""
    t = evidence.t
    for n, code in enumerate(countries):
        evidence.add((code,), GIVEN_FIRST if n == 0 else GIVEN)
    for raw in raws:
        if everyday(raw, t):
            continue
        for key in raw.keys[1:]:
            if (adjective := t.adjectives.get(key)) and adjective.country:
                evidence.add((adjective.country,), COUNTRY_WORD)
        if len(raw.ids) == 1 and len(t.actors[raw.ids[0]].countries) > 1 and raw.guard in ("", '"'):
            evidence.sides[t.actors[raw.ids[0]].side] += 1
            continue
        sure = [i for i in raw.ids if evidence.valid(t.actors[i])] if len(raw.ids) > 1 else list(raw.ids)
        if len(sure) != 1 or raw.guard not in ("", '"', "#") or raw.roles:
            if raw.country:
                evidence.add((raw.country,), COUNTRY_WORD)
            continue
        actor = t.actors[sure[0]]
        if actor.category in ("MEDIA", "MONITOR"):
            evidence.add(actor.countries, COUNTRY_WORD)
            continue
        evidence.add(actor.countries[:1], NAMED)
        evidence.add(actor.theatres[:1], COUNTRY_WORD)
        if actor.side:
            evidence.sides[actor.side] += 1
    evidence.breaks, evidence.tokens = _breaks(doc.clean.text), doc.tokens
    for raw in raws:
        alone = len(raw.ids) == 1 and len(t.actors[raw.ids[0]].countries) == 1
        if alone and raw.guard in ("", "#") and t.actors[raw.ids[0]].category not in ("MEDIA", "MONITOR"):
            evidence.lines.setdefault(evidence.line(raw.i), Counter()).update(t.actors[raw.ids[0]].countries[:1])
    _country_words(doc, evidence, nations)


def _breaks(text: str) -> list[int]:
    """Where the lines of a text end: a digest of several countries has a line for each."""
    found: list[int] = []
    at = text.find("\n")
    while at >= 0:
        found.append(at)
        at = text.find("\n", at + 1)
    return found


def _country_words(doc: Doc, evidence: Evidence, nations: Sequence[int]) -> None:
    """Countries and nationalities that the text names, outside of actors' names."""
    cache, tokens = evidence.t.cache, doc.tokens
    for i in nations:
        for entry in cache.get(tokens[i].key, ()):
            if entry.adjective and entry.adjective.country:
                evidence.mention(i, entry.adjective.country)
            for keys, code in entry.countries:
                if len(keys) == 1 or (i + 1 < len(tokens) and tokens[i + 1].key == keys[1]):
                    evidence.mention(i, code)
                    break


def everyday(raw: Raw, tables: ActorTables) -> bool:
    """Whether a proclitic makes an everyday word of the name (بحماس)."""
    common = len(raw.keys) == 1 and raw.keys[0] in tables.words["common"]
    return common and raw.prefix[-1:] in ("ب", "ك") and not raw.headed
