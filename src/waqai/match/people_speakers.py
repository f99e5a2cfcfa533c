"""Whom a report cites: spokespersons by title and organisation, sources, witnesses, documents, agencies, reporters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from waqai.lexicon.people import PeopleTables
from waqai.match.actors import ActorMention
from waqai.match.people_names import Names
from waqai.text.morph import splits
from waqai.text.tokens import Doc

SpeakerKind = Literal["speaker", "document", "agency", "observatory", "outlet", "observation"]
MAX_TITLE = 12


class SpeakerMention(msgspec.Struct, frozen=True):
    """Somebody or something cited, at tokens ``[i, j)`` without ``skip`` letters; ``name`` is a token range."""

    i: int
    j: int
    skip: int
    name: tuple[int, int] | None
    role: str | None
    actor: str | None
    kind: SpeakerKind
    why: tuple[str, ...]


class _Speakers:
    def __init__(self, doc: Doc, tables: PeopleTables, actors: Sequence[ActorMention]) -> None:
        self.doc, self.t = doc, tables
        self.tokens, self.n = doc.tokens, len(doc.tokens)
        self.actor_at = {a.i: a for a in actors}
        taken = {k for a in actors if a.kind not in ("generic", "deixis") for k in range(a.core[0], a.core[1])}
        self.names = Names(doc, tables, taken)

    def key(self, k: int) -> str:
        return self.tokens[k].key if 0 <= k < self.n else ""

    def _strip(self, k: int, group: str) -> tuple[int, str] | None:
        """The proclitics before a listed word at ``k``: their length and text."""
        for done, rest in splits(self.key(k)):
            if rest in self.t.words[group] and done in ("", "و", "ل", "ف", "ب", "ول", "وب"):
                return len(done), done
            if done.endswith("ال") and "ال" + rest in self.t.words[group]:
                return len(self.key(k)) - len(rest) if done[:-2].endswith("ل") else len(done) - 2, done
        return None

    def _phrase(self, k: int, group: str) -> tuple[int, int] | None:
        """A listed phrase at ``k``: its end and the letters to skip."""
        for done, rest in splits(self.key(k)):
            if done not in ("", "و", "ل", "ف", "ب"):
                continue
            for keys in self.t.lists[group].get(rest, ()):
                if all(self.key(k + n) == w for n, w in enumerate(keys) if n):
                    return k + len(keys), len(done)
        return None

    def text(self, i: int, j: int, skip: int = 0) -> str:
        return self.doc.clean.text[self.tokens[i].start + skip : self.tokens[j - 1].end]

    def source(self, k: int) -> SpeakerMention | None:
        """«مصدر طبي», «مصادر محلية», «مصدر في وزارة الدفاع»."""
        found = self._strip(k, "sources")
        if not found:
            return None
        end, actor = k + 1, None
        while end < self.n and self.key(end) in self.t.words["source_adjectives"]:
            end += 1
        at = end + 1 if self.key(end) in self.t.words["source_of"] else end
        a = self.actor_at.get(at)
        if a and (at > end or a.prefix in ("ب", "ل")):
            end, actor = a.j, a.actor
        if end == k + 1 and not self._spoken(k):
            return None
        return SpeakerMention(
            k, end, found[0], None, self.text(k, end, found[0]), actor, "speaker", ("speakers.source",)
        )

    def titled(self, k: int) -> SpeakerMention | None:
        """A title, its office and organisation, and the name where there is one."""
        found = self._strip(k, "speaker_titles")
        if not found:
            return None
        at, ranked, actor = k + 1, k + 1, None
        while at < self.n and at - k < MAX_TITLE:
            end = self.names.end_loose(at)
            if end > at and not (actor is None and at == k + 1 and self.key(k) in self.t.words["stop_names"]):
                return SpeakerMention(
                    k, end, found[0], (at, end), self.text(k, at, found[0]), actor, "speaker", ("speakers.title",)
                )
            a = self.actor_at.get(at)
            if a and a.kind == "source" and a.prefix:
                break
            if a and a.kind not in ("adjective", "deixis", "generic"):
                actor = actor or a.actor
                at = ranked = a.j
            elif self._role_word(at):
                at += 1
                ranked = at if self.key(at - 1) not in self.t.words["links"] else ranked
            else:
                break
        if actor is None and not self._spoken(k):
            return None
        return SpeakerMention(
            k, ranked, found[0], None, self.text(k, ranked, found[0]), actor, "speaker", ("speakers.title",)
        )

    def _role_word(self, k: int) -> bool:
        key = self.key(k)
        if key in self.t.words["speaks_for"]:
            return True
        if key in self.t.words["stop_names"] or key in self.t.words["speech"] or self.tokens[k].kind != "word":
            return False
        return (
            key in self.t.words["role_words"]
            or (key.startswith(("ال", "لل")) and len(key) > 3)
            or key in self.t.words["source_adjectives"]
        )

    def _spoken(self, k: int) -> bool:
        """Whether a verb of saying stands right by."""
        around = [self.key(n) for n in (k - 1, k - 2, k + 1)]
        return any(r in self.t.words["speech"] for key in around for _, r in splits(key))

    def witness(self, k: int) -> SpeakerMention | None:
        """Witnesses, residents and activists where a verb of saying or بحسب stands by."""
        found = self._phrase(k, "witnesses")
        if not found or not self._spoken(k):
            return None
        end, skip = found
        while end < self.n and self.key(end) in self.t.words["source_adjectives"]:
            end += 1
        return SpeakerMention(k, end, skip, None, self.text(k, end, skip), None, "speaker", ("speakers.witness",))

    def document(self, k: int) -> SpeakerMention | None:
        """A statement or report, with whose it is."""
        found = self._strip(k, "documents")
        if not found:
            return None
        a = self.actor_at.get(k + 1)
        mine = a is not None and a.prefix in ("", "ل") and a.kind != "adjective"
        if not mine and not self._spoken(k) and self.key(k - 1) not in self.t.words["by_document"]:
            return None
        end = a.j if a and mine else k + 1
        return SpeakerMention(
            k,
            end,
            found[0],
            None,
            self.text(k, end, found[0]),
            a.actor if a and mine else None,
            "document",
            ("speakers.document",),
        )

    def reporter(self, k: int) -> SpeakerMention | None:
        """The outlet's own reporter."""
        found = self._strip(k, "outlet_persons")
        if not found:
            return None
        a = self.actor_at.get(k + 1)
        end = a.j if a else k + 1
        return SpeakerMention(
            k,
            end,
            found[0],
            None,
            self.text(k, end, found[0]),
            a.actor if a else None,
            "outlet",
            ("speakers.reporter",),
        )

    def organisation(self, k: int) -> SpeakerMention | None:
        """An agency, observatory or outlet of the registry."""
        a = self.actor_at.get(k)
        if a is None or a.kind != "source":
            return None
        kind: SpeakerKind = "observatory" if a.category == "MONITOR" else "agency"
        return SpeakerMention(a.i, a.j, a.skip, (a.i, a.j), None, a.actor, kind, ("speakers.registry",))

    def at(self, k: int, kind: str) -> SpeakerMention | None:
        """What is cited at token ``k``."""
        readers = {"s": self.source, "o": self.reporter, "d": self.document, "w": self.witness, "t": self.titled}
        for letter in kind:
            found = readers[letter](k)
            if found:
                return found
        return None

    def kind(self, key: str) -> str:
        """Which readers a folded word can start; memoised."""
        known = self.t.cites.get(key)
        if known is None:
            rests = {r for _, r in splits(key)} | {"ال" + r for d, r in splits(key) if d.endswith("ال")}
            groups = (("s", "sources"), ("o", "outlet_persons"), ("d", "documents"), ("t", "speaker_titles"))
            known = "".join(letter for letter, group in groups if rests & self.t.words[group])
            if any(r in self.t.lists["witnesses"] for r in rests):
                known = known.replace("t", "") + "w" + ("t" if "t" in known else "")
            self.t.cites[key] = known
        return known


def speakers(doc: Doc, tables: PeopleTables, actors: Sequence[ActorMention]) -> list[SpeakerMention]:
    """Everything citable in a document, in order."""
    reader = _Speakers(doc, tables, actors)
    found: list[SpeakerMention] = []
    cites, tokens, named = tables.cites, doc.tokens, reader.actor_at
    k = 0
    while k < reader.n:
        mention = reader.organisation(k) if k in named else None
        if mention is None:
            kind = cites.get(tokens[k].key)
            if kind is None:
                kind = reader.kind(tokens[k].key)
            mention = reader.at(k, kind) if kind else None
        if mention:
            found.append(mention)
            k = max(mention.j, k + 1)
        else:
            k += 1
    return found
