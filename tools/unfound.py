"""The most frequent place-like and group-like strings of texts that find no entry.

``python -m tools.unfound FILE|FOLDER ... [--top 300]`` reads ``.jsonl`` (field ``text``), ``.toml`` stories and ``.txt``, prints how
many place-like and group-like strings found an entry, then for each kind: count, string, one context.

Place-like: a name behind a head word (قرية، حي، مطار…), behind a direction or nearness (قرب، شمال…), an unknown word
behind في after a word of an incident, a definite adjective that may be of a country or a town. Group-like: a name behind
a noun that opens groups' names (حركة، لواء…). Streets, mosques and schools have no rows and are left out.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from tools.gazetteer.names import common_word

from waqai.lexicon.place_words import Head, keys
from waqai.match import actors, places
from waqai.match.places_raw import ARTICLE, OPENING, SETTLED, readings
from waqai.match.places_scan import Scanner
from waqai.text.normalize import normalize
from waqai.text.tokens import Doc

WORDS = {k: keys(v) for k, v in tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")).items()}
BACK = 8  # words between an incident and its في
GROUP_WORDS = 3


Kind = Literal["place", "group"]
Found = tuple[Kind, int, int, bool]


class Seen(NamedTuple):
    """One place-like or group-like string, and whether it found an entry."""

    kind: Kind
    text: str
    hit: bool
    start: int
    end: int


class Reader:
    """Reads one text."""

    def __init__(self, text: str) -> None:
        self.doc = Doc(normalize(text), [], [])
        self.tokens = self.doc.tokens
        self.words = places.default_tables().words
        self.openers = {*self.words.heads, *self.words.directions, *self.words.near, *WORDS["group_heads"]}
        named = Counter(m.country for m in places.find(self.doc, places.default_tables()) if m.country)
        found = actors.find(self.doc, actors.default_tables(), countries=[c for c, _ in named.most_common(3)])
        self.groups = {i for m in found if m.actor or m.candidates or m.country for i in range(m.i, m.j)}
        self.vague = {i for m in found for i in range(m.i, m.j)} - self.groups
        inside = {i for m in found if not m.country_name for i in range(*m.core)}
        # the scanner's own readings, for a mention of a chain does not take in what it lies in
        raws = Scanner(self.doc, places.default_tables(), inside).raws()
        self.places = {i for r in raws if r.rows or r.anaphor for i in range(r.i, r.j)}

    def seen(self) -> Iterator[Seen]:
        """Every string of the kinds listed above, in order; a token is looked at once."""
        done: set[int] = set()
        for token in self.tokens:
            if token.kind != "word" or token.i in done:
                continue
            found = self._group(token.i) or self._place(token.i)
            if found is not None:
                kind, i, j, hit = found
                done.update(range(i, j))
                skip = next((e.skip for e in readings(token.key) if e.word in self.openers), 0)
                text = " ".join(t.text for t in self.tokens[i:j])[skip:]
                yield Seen(kind, text, hit, self.tokens[i].start, self.tokens[j - 1].end)

    def _key(self, k: int) -> str:
        return self.tokens[k].key if 0 <= k < len(self.tokens) and self.tokens[k].kind == "word" else ""

    def _opens(self, k: int, words: Iterable[str]) -> bool:
        return any(e.word in words for e in readings(self._key(k)))

    def _name_end(self, k: int) -> int:
        """End of the name that begins at ``k``; 0 where an ordinary word stands there."""
        key, words = self._key(k), self.words
        ordinary = words.stop | words.not_names | words.closers | words.anaphora.keys() | WORDS["plain"]
        if (
            len(key) < 3
            or key in ordinary
            or key in words.heads
            or any(e.prep and e.word in ordinary for e in readings(key))
        ):
            return 0
        j = k + 1
        if key in words.openers and self._key(j) and self._key(j) not in words.stop:
            j += 1
        while self._key(j) in words.closers:
            j += 1
        return j

    def _place(self, i: int) -> Found | None:
        words = self.words
        head = self._head(i)
        near = self._opens(i, words.directions | words.near)
        k = i + 1
        while near and self._key(k) in words.from_words | words.directions:
            k += 1
        if k < len(self.tokens) and self.tokens[k].text in OPENING:
            k += 1
        if not (head or near) or self._opens(k, words.heads):
            return self._bare(i) or self._nisba(i)
        j = self._name_end(k)
        hit = j > 0 and not self.places.isdisjoint(range(i, j))
        if not j or self._inside_group(k, j) or (not hit and self._ordinary(k, head)):
            return None
        return "place", i, j, hit

    def _head(self, i: int) -> Head | None:
        """The head word at ``i`` that opens one place's name."""
        words = self.words
        found = next((e.word for e in readings(self._key(i)) if e.word in words.heads), "")
        if found in words.named_after | words.no_unknown or self.tokens[i].text in words.not_heads:
            return None
        head = words.heads.get(found)
        return head if head and (not head.many or found.endswith("ي")) else None

    def _ordinary(self, k: int, head: Head | None) -> bool:
        """Whether what follows is no name: an indefinite noun or adjective (قاعدة جوية، قرب مبنى)."""
        key = self._key(k)
        if head is None or head.id not in SETTLED:
            return not key.startswith(ARTICLE) and key not in self.words.openers and common_word(self.tokens[k].text)
        return any(e.prep and e.word in self.words.heads for e in readings(key))

    def _inside_group(self, i: int, j: int) -> bool:
        return not (self.groups | self.vague).isdisjoint(range(i, j))

    def _bare(self, i: int) -> Found | None:
        """«مقتل … في X»: X is a place, known or unknown."""
        before = range(max(0, i - BACK), i)
        if self._key(i) not in WORDS["inside"] or not any(self._opens(k, WORDS["incidents"]) for k in before):
            return None
        j = self._name_end(i + 1)
        hit = not self.places.isdisjoint(range(i + 1, j)) if j else False
        if not j or self._inside_group(i + 1, j) or (not hit and common_word(self.tokens[i + 1].text)):
            return None
        return "place", i + 1, j, hit

    def _nisba(self, i: int) -> Found | None:
        after = self._key(i + 1)
        if self._key(i) not in WORDS["owners"] or not after.startswith("ال") or not after.endswith(("ي", "يه")):
            return None
        known = after in actors.default_tables().adjectives or after in self.words.nationality
        if not known and (common_word(self.tokens[i + 1].text) or after in self.words.not_names):
            return None
        return "place", i, i + 2, known or not self.places.isdisjoint(range(i, i + 2))

    def _group(self, i: int) -> Found | None:
        if not self._opens(i, WORDS["group_heads"]):
            return None
        k = i + 1
        if k < len(self.tokens) and self.tokens[k].text in OPENING:
            k += 1
        first = self._key(k)
        if len(first) < 2 or first in self.words.stop or i in self.vague:
            return None
        j = k + 1
        while j < k + GROUP_WORDS - 1 and len(self._key(j)) > 2 and self._key(j) not in self.words.stop:
            j += 1
        if i in self.groups or k in self.groups:
            return "group", i, j, True
        return None if self._opens(i, self.words.heads) else ("group", i, j, False)


def texts(paths: Iterable[Path]) -> Iterator[str]:
    """The texts of files and folders."""
    for path in paths:
        if path.is_dir():
            yield from texts(sorted(p for p in path.iterdir() if p.suffix in (".txt", ".toml", ".jsonl")))
        elif path.suffix == ".jsonl":
            yield from (json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines())
        elif path.suffix == ".toml":
            yield from (r["text"] for r in tomllib.loads(path.read_text(encoding="utf-8")).get("reports", []))
        else:
            yield path.read_text(encoding="utf-8")


class Counts:
    """How many strings found an entry, and those that did not."""

    def __init__(self) -> None:
        self.total: Counter[str] = Counter()
        self.hits: Counter[str] = Counter()
        self.missed: dict[str, Counter[str]] = {"place": Counter(), "group": Counter()}
        self.context: dict[str, str] = {}

    def read(self, text: str) -> None:
        """Add a text."""
        for s in Reader(text).seen():
            self.total[s.kind] += 1
            self.hits[s.kind] += s.hit
            if not s.hit:
                self.missed[s.kind][s.text] += 1
                self.context.setdefault(s.text, " ".join(text[max(0, s.start - 40) : s.end + 40].split()))


def main() -> None:
    """Print the rates and the lists."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--top", type=int, default=300)
    args = parser.parse_args()
    counts = Counts()
    for text in texts(args.paths):
        counts.read(text)
    for kind, missed in counts.missed.items():
        total, hits = counts.total[kind], counts.hits[kind]
        print(f"# {kind}: {total} strings, {hits} found an entry ({hits / max(1, total):.1%})")
        for text, n in missed.most_common(args.top):
            print(f"{kind}\t{n}\t{text}\t{counts.context[text]}")


if __name__ == "__main__":
    main()
