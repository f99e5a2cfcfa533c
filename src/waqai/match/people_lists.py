"""Which group is inside which: subsets (بينهم), partitions (هم، colon), and lists that go on with و."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from waqai.lexicon.people import PeopleTables
from waqai.match.people_draft import Draft
from waqai.text.tokens import Doc

REACH = 5
SENTENCE = 30
JOINTS = frozenset(["و", "،", ",", '"', "«", "»", "“", "”", "("])
BREAKS = frozenset([".", "؛", "!", "؟", ")"])


def relate(drafts: list[Draft], doc: Doc, tables: PeopleTables) -> None:
    """Fill in ``relation`` and ``parent`` of each draft from the words between it and the one before.

    Appositions are joined first («فلان، قائد …»); «آخرين» and a bare number then take the category of those before.
    """
    _appositions(drafts, doc)
    _relations(drafts, doc, tables)
    for n, d in enumerate(drafts):
        if d.other or d.ordinal or "people.bare_number" in d.why or "people.of_them" in d.why:
            _inherit(n, drafts, doc)


def _appositions(drafts: list[Draft], doc: Doc) -> None:
    """«العقيد فلان، قائد لواء …» is one man: the office after the comma is his."""
    n = 0
    while n + 1 < len(drafts):
        d, after = drafts[n], drafts[n + 1]
        gap = [t.key for t in doc.tokens[d.j : after.i]]
        office = after.noun is not None and (after.role or after.actors) and not after.prefix and after.number == "sg"
        if gap in (["،"], [","]) and d.named and not after.named and office and d.number == "sg" and d.low == 1:
            if d.category in ("unspecified", "military", "civilian"):
                d.category = after.category
            d.actors += [a for a in after.actors if a not in d.actors]
            d.role = after.role
            d.why.append("people.apposition")
            del drafts[n + 1]
            continue
        n += 1


def _same_sentence(a: Draft, b: Draft, doc: Doc) -> bool:
    return not any(t.key in (".", "؛", "!", "؟") for t in doc.tokens[a.j : b.i]) and b.i - a.j < SENTENCE


def _inherit(n: int, drafts: Sequence[Draft], doc: Doc) -> None:
    """What «آخرين» are: as those before them in the sentence, unless they are a part of a whole."""
    d = drafts[n]
    if d.category != "unspecified" or d.actors or (d.noun is not None and not d.other):
        return
    parent = drafts[d.parent] if d.parent is not None else None
    for before in [parent] if parent else reversed(drafts[:n]):
        if not _same_sentence(before, d, doc) and not parent:
            return
        if (
            before.category == "perpetrator"
            or (before.relation == "subset" and not parent)
            or before.unit != "person"
            or (before.definite and before.low is None)
        ):
            continue
        d.category, d.actors = before.category, list(before.actors)
        d.why.append("people.as_before")
        return


def _relations(drafts: Sequence[Draft], doc: Doc, tables: PeopleTables) -> None:
    current: tuple[Literal["subset", "partition"], int] | None = None
    for n, d in enumerate(drafts):
        if n == 0:
            continue
        gap = _gap(drafts[n - 1], d, doc)
        if "people.of_them" in d.why:
            d.parent = n - 1
            current = None
            continue
        cue = _cue(gap, tables)
        if cue and not (cue == "partition" and drafts[n - 1].low is None):
            current = (cue, n - 1)
        elif current and not _continues(gap, d) and not _elided(gap, d, current[0]):
            current = None
        if current:
            d.relation, d.parent = current
            _one(d, gap, tables)


def _gap(before: Draft, d: Draft, doc: Doc) -> list[str]:
    if d.i - before.j > 3 * REACH:
        return ["."]
    return [t.key for t in doc.tokens[before.j : d.i]]


def _cue(gap: list[str], tables: PeopleTables) -> Literal["subset", "partition"] | None:
    """The relation that the words just before a phrase announce."""
    if any(k in BREAKS and k != ")" for k in gap):
        return None
    tail = [k for k in gap[-3:] if k not in JOINTS or k == "،"]
    while tail and tail[-1] in tables.words["after_cue"]:
        if tail[-1] == ":" and len(tail) == 1:
            return "partition"
        tail.pop()
    if not tail:
        return "partition" if gap[-1:] == [":"] and len(gap) == 1 else None
    if tail[-1] in tables.words["subset"]:
        return "subset"
    if tail[-1] in tables.words["partition"]:
        return "partition"
    return "partition" if gap == [":"] else None


def _continues(gap: list[str], d: Draft) -> bool:
    """Whether a list goes on: only joints between, and a conjunction or comma."""
    inside = _drop_brackets(gap)
    if any(k not in JOINTS for k in inside):
        return False
    return d.prefix.startswith("و") or "و" in inside or "،" in inside


def _elided(gap: list[str], d: Draft, relation: str) -> bool:
    """«خمسة من المدينة وأربعة من ريفها»: the parts of a whole told by where they are from."""
    short = 0 < len(gap) <= REACH and gap[0] == "من" and not any(k in BREAKS for k in gap)
    return relation == "partition" and short and d.prefix == "و" and d.counted


def _drop_brackets(gap: list[str]) -> list[str]:
    if "(" in gap and ")" in gap and gap.index("(") < gap.index(")"):
        a, b = gap.index("("), gap.index(")")
        return gap[:a] + gap[b + 1 :]
    return gap


def _one(d: Draft, gap: list[str], tables: PeopleTables) -> None:
    """«أحدهما فتى»: the cue itself counts one."""
    if gap and gap[-1] in tables.words["one_of_them"]:
        d.low, d.high, d.qualifier = 1, 1, "exact"
