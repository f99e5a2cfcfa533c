"""How far two codings of the same reports agree, value by value.

    PYTHONPATH=src python tools/agreement.py corpus/reports corpus/second

``GOLD_DIR`` holds the first coding, ``SECOND_DIR`` the second under the same file names. Records are matched and
compared exactly as ``waqai eval`` does it, with the second coding as the given side: recall over the first coder's
``must`` records, precision over all the second coder's. What the second coder gave no place, date or period counts as
none. ``--differences`` prints each difference; it quotes the reports, so it is for the terminal only.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from waqai.evaluate import HARMFUL, NOT_COUNTED, VALUES, Counter2, Judge, interval, matches

KINDS = ("incident", "access", "tally", "statement")


def filled(record: dict[str, Any]) -> dict[str, Any]:
    """A partial record with the keys the judge reads of a coded one; what is not there is none."""
    given = {"background": False, "casualties": [], "actors": [], "event_count": None, "period": None, **record}
    given["place"] = record.get("place")
    given["date"] = {"start": None, **(record.get("date") or {})}
    return given


def load(path: Path) -> dict[str, Any]:
    """One gold file."""
    gold: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return gold


def compare(gold_dir: Path, second_dir: Path) -> tuple[Judge, dict[str, Counter2], Counter[str]]:
    """The judge of all reports, the reverse recall by kind, and how matched records differ in counting."""
    judge = Judge()
    reverse = {kind: Counter2() for kind in KINDS}
    counting: Counter[str] = Counter()
    for path in sorted(second_dir.glob("*.json")):
        gold, second = load(gold_dir / path.name), load(path)
        given = {**second, "records": [filled(r) for r in second["records"]]}
        judge.report(gold, given)
        pairs = matches(gold["records"], given["records"])
        of_given = {j: gold["records"][i] for i, j in pairs}
        for j, record in enumerate(given["records"]):
            if record.get("must", True):
                reverse[record["kind"]].add(j in of_given and of_given[j]["kind"] == record["kind"])
        for i, j in pairs:
            a, b = counts(gold["records"][i]), counts(given["records"][j])
            counting[f"{'counts' if a else 'not'}/{'counts' if b else 'not'}"] += 1
    return judge, reverse, counting


def counts(record: dict[str, Any]) -> bool:
    """Whether a record would be a row of the ledger."""
    return record["kind"] in ("incident", "access") and record.get("factuality") not in NOT_COUNTED


def cell(c: Counter2 | None) -> str:
    """A rate with its counts and Wilson's interval, as a table cell."""
    if c is None or not c.total:
        return "–"
    low, high = interval(c.right, c.total)
    return f"{100 * c.right / c.total:.1f} % ({c.right}/{c.total}; {100 * low:.0f}–{100 * high:.0f})"


def table(judge: Judge, reverse: dict[str, Counter2], counting: Counter[str]) -> str:
    """The agreement as Markdown."""
    s = judge.groups["all"]
    lines = [f"{s.reports} reports, coded twice.", "", "| Records | Recall | Precision | Reverse recall |"]
    lines.append("|---|---|---|---|")
    for kind in KINDS:
        lines.append(f"| {kind} | {cell(s.found.get(kind))} | {cell(s.precise.get(kind))} | {cell(reverse[kind])} |")
    lines += ["", "| Value of matched records | Agreement |", "|---|---|"]
    lines += [f"| {value} | {cell(s.values.get(value))} |" for value in VALUES]
    same = Counter2(counting["counts/counts"] + counting["not/not"], sum(counting.values()))
    lines.append(f"| counts as an event | {cell(same)} |")
    lines += ["", "| The second coding, judged as if a program had made it | Harmful errors |", "|---|---|"]
    lines += [f"| {harm} | {s.harmful[harm]} |" for harm in HARMFUL]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold_dir", type=Path)
    parser.add_argument("second_dir", type=Path)
    parser.add_argument("--differences", action="store_true", help="also print every difference, with quotations")
    args = parser.parse_args()
    judge, reverse, counting = compare(args.gold_dir, args.second_dir)
    if not judge.groups:
        parser.error(f"{args.second_dir}: no coded reports")
    print(table(judge, reverse, counting))
    if args.differences:
        for f in judge.findings:
            print(f"\n{f.file} {f.what}\n  first:  {f.gold}\n  second: {f.given}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
