"""Which group is inside which: subsets (بينهم), partitions (هم، colon), and lists that go on with و."""

from __future__ import annotations

from collections.abc import Sequence

from waqai.lexicon.people import PeopleTables
from waqai.match.people_phrases import Draft
from waqai.text.tokens import Doc

REACH = 5
JOINTS = frozenset(["و", "،", ",", '"', "«", "»", "“", "”", "("])
BREAKS = frozenset([".", "؛", "!", "؟", ")"])


def relate(drafts: Sequence[Draft], doc: Doc, tables: PeopleTables) -> None:
    """Fill in ``relation`` and ``parent`` of each draft from the words between it and the one before."""
    current: tuple[str, int] | None = None
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
        elif current and not _continues(gap, d):
            current = None
        if current:
            d.relation, d.parent = current
            _one(d, gap, tables)


def _gap(before: Draft, d: Draft, doc: Doc) -> list[str]:
    if d.i - before.j > 3 * REACH:
        return ["."]
    return [t.key for t in doc.tokens[before.j : d.i]]


def _cue(gap: list[str], tables: PeopleTables) -> str | None:
    """The relation that the words just before a phrase announce."""
    if any(k in BREAKS and k != ")" for k in gap):
        return None
    tail = [k for k in gap[-3:] if k not in JOINTS or k == "،"]
    while tail and tail[-1] in ("على", "من", "كل", "الي", "إلى", "ايضا", ":"):
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


def _drop_brackets(gap: list[str]) -> list[str]:
    if "(" in gap and ")" in gap and gap.index("(") < gap.index(")"):
        a, b = gap.index("("), gap.index(")")
        return gap[:a] + gap[b + 1 :]
    return gap


def _one(d: Draft, gap: list[str], tables: PeopleTables) -> None:
    """«أحدهما فتى»: the cue itself counts one."""
    if gap and gap[-1] in tables.words["one_of_them"]:
        d.low, d.high, d.qualifier = 1, 1, "exact"
