"""Does resolution find the incidents a careful coder would make? Pairwise precision and recall on authored stories.

All stories go into one ledger, so that what belongs to two stories can be joined wrongly too. A pair is two records;
it is true when both tell the same incident by the gold, found when the ledger puts both into one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from waqai.ledger.engine import open_ledger
from waqai.ledger.families import kinship
from waqai.ledger.filters import LedgerError
from waqai.ledger.resolution_causes import Reading, cause
from waqai.ledger.rows import uids
from waqai.ledger.schema import edges, records
from waqai.ledger.store import ingest
from waqai.ledger.stories import Story, StoryReport, load_stories
from waqai.model import CodedReport, Record, Report

BINS = 5
Pair = tuple[str, str]


class Mistake(msgspec.Struct, frozen=True):
    """A pair wrongly joined or wrongly left apart, as ``report/record`` names, with its score if it has one, and of a
    pair left apart why (see ``resolution_causes``).
    """

    kind: str  # joined | apart
    a: str
    b: str
    score: float | None
    cause: str | None


class Bin(msgspec.Struct, frozen=True):
    """Scored pairs of one range of scores: how many, their mean score, and the share that is truly one incident."""

    pairs: int
    score: float
    true: float


class StoryScore(msgspec.Struct, frozen=True):
    """One story: its incidents by the gold and in the ledger, and its pairs."""

    id: str
    title: str
    incidents: int
    found: int
    true_pairs: int
    right_pairs: int


class Resolution(msgspec.Struct, frozen=True):
    """The score of a resolution. Precision is None when nothing was joined, recall when nothing was to join."""

    stories: int
    reports: int
    records: int
    true_pairs: int
    found_pairs: int
    right_pairs: int
    precision: float | None
    recall: float | None
    by_story: list[StoryScore]
    mistakes: list[Mistake]
    causes: dict[str, int]  # of the pairs left apart
    calibration: list[Bin]


def evaluate(
    stories: Iterable[Story], coder: Callable[[Report], CodedReport] | None = None, ledger: str = ":memory:"
) -> Resolution:
    """Ingest the stories into an empty ledger and score it: their gold coding, or ``coder``'s of their texts."""
    told = list(stories)
    gold: dict[str, str] = {}  # record -> incident, as the gold has it
    names: dict[str, str] = {}
    read: dict[str, Reading] = {}
    with open_ledger(ledger) as opened, opened.begin() as conn:
        for story in told:
            for item in story.reports:
                coded = item.coded if coder is None else coder(item.report)
                ingest(conn, item.report, coded, "evaluation", "2000-01-01T00:00:00+00:00")
                records_of = {r.id: r for r in item.coded.records}
                for uid, rid, label, match in _labels(item, coded):
                    gold[uid], names[uid] = f"{story.id}/{label}", f"{item.report.source}/{rid}"
                    read[uid] = Reading(records_of[rid], item.coded, match, coded)
        return _score(conn, told, gold, names, read)


def evaluate_folder(folder: Path, coder: Callable[[Report], CodedReport] | None = None) -> Resolution:
    """Score the stories of a folder (see ``load_stories``)."""
    return evaluate(load_stories(folder), coder)


def stories_folder() -> Path:
    """``corpus/stories`` of the working directory or of the checkout this runs from; LedgerError when neither has it."""
    for root in (Path.cwd(), Path(__file__).parents[3]):
        if (root / "corpus" / "stories" / "places.toml").exists():
            return root / "corpus" / "stories"
    raise LedgerError("corpus/stories: not here; resolution is scored in a checkout of the project, not in a package")


def figures(folder: Path | None = None, coder: Callable[[Report], CodedReport] | None = None) -> dict[str, Any]:
    """The score of a folder of stories (the project's own by default) as plain JSON values."""
    result: dict[str, Any] = msgspec.to_builtins(evaluate_folder(folder or stories_folder(), coder))
    return result


def _labels(item: StoryReport, coded: CodedReport) -> list[tuple[str, str, str, Record | None]]:
    """(ledger id, record id, incident, the coder's record) of each gold record; one that the coder missed keeps an id
    that no ledger has.
    """
    ids = uids(coded)
    given = {r.id: r for r in item.coded.records} if coded is item.coded else matches(item.coded.records, coded.records)
    found = []
    for rid, label in item.gold.items():
        match = given.get(rid)
        uid = ids[match.id] if match else f"missed:{item.coded.report.id[:16]}.{rid}"
        found.append((uid, rid, label, match))
    return found


def matches(gold: Sequence[Record], coded: Sequence[Record]) -> dict[str, Record]:
    """Gold record -> the coder's record of the same event, each used once: by the same trigger, else by the same
    type in the same evidence, else by a type that may be another word for it.
    """
    nearest = {c.id: min(gold, key=lambda g: _apart(g, c)).id for c in coded if gold}
    steps: tuple[Callable[[Record, Record], bool], ...] = (
        lambda g, c: _meet(g.trigger, c.trigger),
        lambda g, c: g.type == c.type and _meet(g.evidence, c.evidence) and nearest[c.id] == g.id,
        lambda g, c: kinship(g.type, c.type) is not None and _meet(g.evidence, c.evidence) and nearest[c.id] == g.id,
    )
    found: dict[str, Record] = {}
    used: set[str] = set()
    for same in steps:
        pairs = [(g, c) for g in gold for c in coded if g.kind == c.kind and same(g, c)]
        for g, c in sorted(pairs, key=lambda pair: _apart(*pair)):
            if g.id not in found and c.id not in used:
                found[g.id] = c
                used.add(c.id)
    return found


def _apart(g: Record, c: Record) -> int:
    """Characters between two triggers: of two events in one sentence, a record is of the one that stands nearest."""
    return abs(g.trigger.start - c.trigger.start)


def _meet(a: object, b: object) -> bool:
    return a.start < b.end and b.start < a.end  # type: ignore[attr-defined,no-any-return]


def _score(
    conn: Connection, told: list[Story], gold: dict[str, str], names: dict[str, str], read: dict[str, Reading]
) -> Resolution:
    rows = conn.execute(select(records.c.uid, records.c.incident_seq).where(records.c.part == "member"))
    found_in = {row.uid: row.incident_seq for row in rows}
    true = _pairs(gold)
    # A record the gold says nothing of is no mistake of resolution.
    found = _pairs({u: str(seq) for u, seq in found_in.items() if seq is not None and u in gold})
    right = true & found
    scores = {(r.a, r.b): r.score for r in conn.execute(select(edges.c.a, edges.c.b, edges.c.score))}
    mistakes = [Mistake("joined", names[a], names[b], scores.get((a, b)), None) for a, b in sorted(found - true)]
    for a, b in sorted(true - found):
        mistakes.append(Mistake("apart", names[a], names[b], scores.get((a, b)), cause(read[a], read[b])))
    return Resolution(
        stories=len(told), reports=sum(len(s.reports) for s in told), records=len(gold), true_pairs=len(true),
        found_pairs=len(found), right_pairs=len(right),
        precision=len(right) / len(found) if found else None, recall=len(right) / len(true) if true else None,
        by_story=[_story(s, gold, found_in, true, right) for s in told], mistakes=mistakes,
        causes=dict(Counter(m.cause for m in mistakes if m.cause).most_common()),
        calibration=_calibration({p: s for p, s in scores.items() if p[0] in gold and p[1] in gold}, true),
    )  # fmt: skip


def _story(
    story: Story, gold: dict[str, str], found_in: dict[str, int | None], true: set[Pair], right: set[Pair]
) -> StoryScore:
    mine = {u for u, label in gold.items() if label.split("/")[0] == story.id}
    return StoryScore(
        story.id, story.title, len({gold[u] for u in mine}), len({found_in.get(u) for u in mine}),
        sum(p[0] in mine for p in true), sum(p[0] in mine for p in right),
    )  # fmt: skip


def _pairs(label_of: dict[str, str]) -> set[Pair]:
    groups: dict[str, list[str]] = {}
    for uid, label in label_of.items():
        groups.setdefault(label, []).append(uid)
    return {pair for group in groups.values() for pair in combinations(sorted(group), 2)}


def _calibration(scores: dict[Pair, float], true: set[Pair]) -> list[Bin]:
    bins = []
    for number in range(BINS):
        low, high = number / BINS, (number + 1) / BINS
        inside = [(p, s) for p, s in scores.items() if low <= s < high or (high == 1 and s == 1)]
        if inside:
            mean = sum(s for _, s in inside) / len(inside)
            bins.append(Bin(len(inside), round(mean, 3), round(sum(p in true for p, _ in inside) / len(inside), 3)))
    return bins
