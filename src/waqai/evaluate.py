"""Scores against gold: harmful errors first, then detection and each value, by phenomenon and register.

A gold file is what ``records.md`` of the project's docs says: partial records, ``must`` where every careful coder would
give one. A key that is absent is not scored. Recall is over ``must``, precision over all; statements are scored apart.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from waqai.lexicon.load import Lexicon
from waqai.model import Report, WaqaiError
from waqai.pipeline import code

HARMFUL = ("tally_as_event", "uncounted_counted", "old_as_new", "initiator_invented", "deaths_overcounted")
NOT_COUNTED = frozenset({"denied", "planned", "foiled", "hypothetical", "generic"})
VALUES = (
    "type",
    "factuality",
    "background",
    "deaths",
    "place",
    "adm1",
    "date",
    "initiator",
    "target",
    "event_count",
    "period",
)


@dataclass
class Counter2:
    """Right of how many."""

    right: int = 0
    total: int = 0

    def add(self, ok: bool) -> None:
        """Count one value."""
        self.right += ok
        self.total += 1

    @property
    def rate(self) -> float | None:
        """The share that is right, or None of none."""
        return self.right / self.total if self.total else None


@dataclass
class Scores:
    """All counts of one group of reports."""

    reports: int = 0
    harmful: dict[str, int] = field(default_factory=lambda: dict.fromkeys(HARMFUL, 0))
    found: dict[str, Counter2] = field(default_factory=dict)  # kind → must records found
    precise: dict[str, Counter2] = field(default_factory=dict)  # kind → given records that gold has
    values: dict[str, Counter2] = field(default_factory=dict)

    def f1(self, kind: str) -> float | None:
        """Harmonic mean of precision (over all gold) and recall (over must)."""
        r, p = self.found.get(kind, Counter2()).rate, self.precise.get(kind, Counter2()).rate
        return None if r is None or p is None else (2 * p * r / (p + r) if p + r else 0.0)


@dataclass
class Finding:
    """One difference between a coded report and its gold, for people to read."""

    file: str
    what: str
    gold: str
    given: str


def overlap(a: dict[str, Any] | None, b: dict[str, Any] | None) -> bool:
    """Whether two spans share a character."""
    return bool(a and b and a["start"] < b["end"] and b["start"] < a["end"])


def matches(gold: list[dict[str, Any]], given: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """Pairs ``(gold, given)``, one to one: by trigger overlap, then by evidence overlap and type."""
    pairs: list[tuple[int, int]] = []
    tests = (
        lambda g, r: overlap(g.get("trigger"), r["trigger"]) and g["kind"] == r["kind"] and g["type"] == r["type"],
        lambda g, r: overlap(g.get("trigger"), r["trigger"]) and g["kind"] == r["kind"],
        lambda g, r: overlap(g.get("trigger"), r["trigger"]) and "statement" not in (g["kind"], r["kind"]),
        lambda g, r: overlap(g.get("evidence"), r["evidence"]) and g["kind"] == r["kind"] and g["type"] == r["type"],
    )
    for test in tests:
        for i, g in enumerate(gold):
            if any(p[0] == i for p in pairs):
                continue
            for j, r in enumerate(given):
                if not any(p[1] == j for p in pairs) and test(g, r):
                    pairs.append((i, j))
                    break
    return pairs


def killed(record: dict[str, Any]) -> tuple[int, int]:
    """The killed of a record, low and high, subsets and the attacker left out."""
    low = high = 0
    for c in record.get("casualties") or []:
        if c.get("harm") == "killed" and c.get("subset_of") is None and c.get("category") != "perpetrator":
            low += c.get("low") or 0
            high += c.get("high") if c.get("high") is not None else (c.get("low") or 0)
    return low, high


def ids(record: dict[str, Any], role: str) -> set[str]:
    """The registry ids of a role."""
    return {a["actor"] for a in record.get("actors") or [] if a.get("role") == role and a.get("actor")}


class Judge:
    """Scores one report after another into groups."""

    def __init__(self) -> None:
        self.groups: dict[str, Scores] = {}
        self.findings: list[Finding] = []

    def report(self, gold: dict[str, Any], coded: dict[str, Any]) -> None:
        """Score one coded report."""
        keys = [
            "all",
            f"register:{gold.get('register') or '?'}",
            *[f"phenomenon:{p}" for p in gold.get("phenomena", [])],
        ]
        scores = [self.groups.setdefault(k, Scores()) for k in keys]
        records, given = gold["records"], coded["records"]
        pairs = matches(records, given)
        for s in scores:
            s.reports += 1
        self._detection(gold, records, given, pairs, scores)
        for i, j in pairs:
            self._values(gold["file"], records[i], given[j], scores)
        self._harm(gold["file"], records, given, pairs, scores)

    def _note(self, file: str, what: str, gold: Any, given: Any) -> None:
        self.findings.append(Finding(file, what, str(gold), str(given)))

    def _detection(
        self,
        gold: dict[str, Any],
        records: list[dict[str, Any]],
        given: list[dict[str, Any]],
        pairs: list[tuple[int, int]],
        scores: list[Scores],
    ) -> None:
        by_gold = dict(pairs)
        by_given = {j: i for i, j in pairs}
        for i, g in enumerate(records):
            if g.get("must", True):
                ok = i in by_gold and given[by_gold[i]]["kind"] == g["kind"]
                for s in scores:
                    s.found.setdefault(g["kind"], Counter2()).add(ok)
                if not ok:
                    self._note(
                        gold["file"],
                        f"missed {g['kind']} {g['type']}",
                        (g.get("evidence") or g["trigger"])["text"],
                        given[by_gold[i]]["kind"] if i in by_gold else "",
                    )
        for j, r in enumerate(given):
            ok = j in by_given and records[by_given[j]]["kind"] == r["kind"]
            for s in scores:
                s.precise.setdefault(r["kind"], Counter2()).add(ok)
            if not ok:
                self._note(
                    gold["file"],
                    f"invented {r['kind']} {r['type']} {r['factuality']}",
                    records[by_given[j]]["kind"] if j in by_given else "",
                    r["trigger"]["text"] + " | " + r["evidence"]["text"],
                )

    def _values(self, file: str, g: dict[str, Any], r: dict[str, Any], scores: list[Scores]) -> None:
        if "statement" in (g["kind"], r["kind"]):
            return
        for name, expected, actual in compared(g, r):
            ok = expected == actual
            for s in scores:
                s.values.setdefault(name, Counter2()).add(ok)
            if not ok:
                self._note(file, f"{name} of {g['type']}", f"{expected}", f"{actual} | {r['evidence']['text']}")

    def _harm(
        self,
        file: str,
        records: list[dict[str, Any]],
        given: list[dict[str, Any]],
        pairs: list[tuple[int, int]],
        scores: list[Scores],
    ) -> None:
        by_given = {j: i for i, j in pairs}
        for j, r in enumerate(given):
            if not r["counts"]:
                continue
            g = records[by_given[j]] if j in by_given else None
            for harm in harms(g, r, records):
                for s in scores:
                    s.harmful[harm] += 1
                self._note(
                    file,
                    f"HARMFUL {harm}",
                    (g or {}).get("type", "no gold"),
                    r["trigger"]["text"] + " | " + r["evidence"]["text"],
                )


def harms(g: dict[str, Any] | None, r: dict[str, Any], records: list[dict[str, Any]]) -> Iterator[str]:
    """The harmful errors of one counting record."""
    if g is None:
        over = [
            x for x in records if overlap(x.get("trigger"), r["evidence"]) and overlap(x.get("evidence"), r["trigger"])
        ]
        if over and all(x["kind"] == "tally" for x in over) and r["kind"] == "incident":
            yield "tally_as_event"
        elif over and all(x.get("factuality") in NOT_COUNTED for x in over):
            yield "uncounted_counted"
        return
    if g["kind"] == "tally" and r["kind"] == "incident":
        yield "tally_as_event"
    if g.get("factuality") in NOT_COUNTED:
        yield "uncounted_counted"
    if (
        g.get("background")
        and not r["background"]
        and not (r["date"]["start"] and "date" in g and g["date"].get("start") == r["date"]["start"])
    ):
        yield "old_as_new"
    if "actors" in g and ids(r, "initiator") - ids(g, "initiator") - {"UNIDENT_ARMED"} and not _unnamed_initiator(g):
        yield "initiator_invented"
    if "casualties" in g and r["kind"] == "incident" and killed(r)[0] > max(killed(g)):
        yield "deaths_overcounted"


def _unnamed_initiator(g: dict[str, Any]) -> bool:
    return any(a.get("role") == "initiator" and not a.get("actor") for a in g.get("actors") or [])


def compared(g: dict[str, Any], r: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """``(value, expected, actual)`` for every value gold gives."""
    yield "type", g["type"], r["type"]
    if "factuality" in g:
        yield "factuality", g["factuality"], r["factuality"]
    if "background" in g:
        yield "background", g["background"], r["background"]
    if ("casualties" in g or g["kind"] == "incident" and r.get("casualties")) and "casualties" in g:
        yield "deaths", killed(g)[0], killed(r)[0]
    place = g.get("place")
    if place and r["kind"] == g["kind"]:
        if place.get("span"):
            yield (
                "place",
                True,
                bool(r["place"] and (overlap(place["span"], r["place"].get("span")) or _same_name(place, r["place"]))),
            )
        if place.get("adm1"):
            yield "adm1", place["adm1"], (r["place"] or {}).get("adm1")
    date = g.get("date")
    if date and "start" in date and g["kind"] != "tally":
        yield "date", date["start"], r["date"]["start"]
    if "actors" in g:
        if g["kind"] != "tally" or ids(g, "initiator"):
            yield "initiator", sorted(ids(g, "initiator")), sorted(ids(r, "initiator"))
        if ids(g, "target"):
            yield "target", True, bool(ids(g, "target") & ids(r, "target"))
    if g["kind"] == "tally":
        if g.get("event_count"):
            yield "event_count", g["event_count"].get("low"), (r.get("event_count") or {}).get("low")
        if g.get("period") and g["period"].get("start"):
            yield "period", g["period"]["start"], (r.get("period") or {}).get("start")


def _same_name(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return bool(a.get("span") and b.get("span") and a["span"]["text"] == b["span"]["text"])


def gold_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The gold files of some paths; a folder stands for its ``*.json``."""
    for path in paths:
        if path.is_dir():
            yield from sorted(path.glob("*.json"))
        elif path.exists():
            yield path
        else:
            raise WaqaiError(f"{path}: no such gold file")


def read_gold(path: Path) -> tuple[dict[str, Any], str]:
    """A gold file and its text."""
    try:
        gold = json.loads(path.read_text("utf-8"))
        text = (path.parent / gold["file"]).read_bytes().decode("utf-8").removeprefix("\ufeff")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WaqaiError(f"{path}: not a readable gold file: {error}") from error
    return gold, text


def code_gold(gold: dict[str, Any], text: str, lexicon: Lexicon) -> dict[str, Any]:
    """The coded form of a gold file's text, as plain values."""
    report = Report(
        text=text,
        source=gold["file"],
        published=gold.get("published"),
        outlet=gold.get("outlet"),
        title=gold.get("title"),
    )
    coded: dict[str, Any] = msgspec.to_builtins(code(report, lexicon))
    return coded


def evaluate(paths: Iterable[Path], lexicon: Lexicon) -> Judge:
    """Score every gold file under ``paths``."""
    judge = Judge()
    for path in gold_files(paths):
        gold, text = read_gold(path)
        judge.report(gold, code_gold(gold, text, lexicon))
    return judge


def interval(right: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a rate.

    >>> [round(x, 2) for x in interval(9, 10)]
    [0.6, 0.98]
    """
    if not total:
        return 0.0, 1.0
    z, p = 1.96, right / total
    centre = p + z * z / (2 * total)
    spread = z * math.sqrt(p * (1 - p) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return (centre - spread) / scale, (centre + spread) / scale


def as_json(judge: Judge) -> dict[str, Any]:
    """All counts and rates, by group."""
    out: dict[str, Any] = {}
    for key, s in judge.groups.items():
        out[key] = {
            "reports": s.reports,
            "harmful": s.harmful,
            "harmful_per_100": {k: round(100 * v / s.reports, 1) for k, v in s.harmful.items()},
            "detection": {
                kind: {"recall": _rate(s.found.get(kind)), "precision": _rate(s.precise.get(kind)), "f1": s.f1(kind)}
                for kind in ("incident", "access", "tally", "statement")
            },
            "values": {v: _rate(s.values.get(v)) for v in VALUES},
        }
    return out


def _rate(c: Counter2 | None) -> dict[str, Any]:
    if c is None or not c.total:
        return {"rate": None, "right": 0, "of": 0}
    low, high = interval(c.right, c.total)
    return {
        "rate": round(c.right / c.total, 3),
        "right": c.right,
        "of": c.total,
        "interval": [round(low, 3), round(high, 3)],
    }


def gains(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, float | None, float | None]]:
    """What changed between two runs' ``all`` groups: ``(figure, before, after)``."""
    rows: list[tuple[str, float | None, float | None]] = []
    a, b = before.get("all", {}), after.get("all", {})
    for harm in HARMFUL:
        rows.append((f"harmful {harm}", a.get("harmful", {}).get(harm), b.get("harmful", {}).get(harm)))
    for kind in ("incident", "access", "tally", "statement"):
        rows.append(
            (
                f"{kind} f1",
                a.get("detection", {}).get(kind, {}).get("f1"),
                b.get("detection", {}).get(kind, {}).get("f1"),
            )
        )
    for value in VALUES:
        rows.append(
            (value, a.get("values", {}).get(value, {}).get("rate"), b.get("values", {}).get(value, {}).get("rate"))
        )
    return [r for r in rows if r[1] != r[2]]
