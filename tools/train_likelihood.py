"""Train the weights of ``data/likelihood.toml`` on coded reports, or only measure them by cross-validation.

    python tools/train_likelihood.py corpus/reports/r*.json [--write src/waqai/data/likelihood.toml]

Every incident that the coder gives is an example; it is true if a gold record of its report matches it. Reports, not
records, are dealt to the ten folds. Plain gradient descent, so that training needs no library.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from waqai import evaluate
from waqai.events import records
from waqai.events.likelihood import applies, features
from waqai.lexicon.likelihood import Likelihood
from waqai.lexicon.load import Lexicon, load
from waqai.model import Report
from waqai.pipeline import document, drafts_of, read

FOLDS = 10
ROUNDS = 600
RATE = 2.0
RIDGE = 5.0  # how strongly weights are kept small
RARE = 8  # a feature of fewer incidents is none


class Example(NamedTuple):
    """One incident the coder gave."""

    report: str
    features: dict[str, float]
    true: bool
    must: bool
    judged: bool


def examples(path: Path, lexicon: Lexicon) -> tuple[list[Example], int]:
    """The incidents of one report, and how many its gold says must be found."""
    gold, text = evaluate.read_gold(path)
    report = Report(text=text, source=gold["file"], published=gold.get("published"), outlet=gold.get("outlet"))
    reading = read(document(text, lexicon), lexicon, report)
    drafts = sorted(drafts_of(reading, report), key=lambda d: (d.frame.i, d.frame.j))
    given = [msgspec.to_builtins(r) for r in records.make(reading, drafts)]
    pairs = {j: gold["records"][i] for i, j in evaluate.matches(gold["records"], given)}
    out = []
    for j, draft in enumerate(drafts):
        if draft.kind == "incident":
            match = pairs.get(j)
            true = match is not None and match["kind"] == "incident"
            must = match is not None and true and bool(match.get("must", True))
            out.append(Example(str(path), features(reading, draft, drafts), true, must, applies(reading)))
    wanted = sum(g["kind"] == "incident" and g.get("must", True) for g in gold["records"])
    return out, wanted


def fit(rows: Sequence[Example], names: frozenset[str]) -> Likelihood:
    """The weights that make the rows most likely, kept small."""
    weights, speed, bias, drift = dict.fromkeys(sorted(names), 0.0), dict.fromkeys(names, 0.0), 1.0, 0.0
    for _ in range(ROUNDS):
        slope, lean = {k: RIDGE * w for k, w in weights.items()}, 0.0
        for row in rows:
            seen = {k: v for k, v in row.features.items() if k in names}
            miss = 1 / (1 + math.exp(-bias - sum(weights[k] * v for k, v in seen.items()))) - row.true
            lean += miss
            for k, v in seen.items():
                slope[k] += miss * v
        for k in weights:
            speed[k] = 0.9 * speed[k] - 0.1 * RATE * slope[k] / len(rows)
            weights[k] += speed[k]
        drift = 0.9 * drift - 0.1 * RATE * lean / len(rows)
        bias += drift
    return Likelihood(0.0, bias, weights)


def probability(model: Likelihood, row: Example) -> float:
    """What the model says of an incident."""
    total = model.bias + sum(model.weights.get(k, 0.0) * v for k, v in row.features.items())
    return 1 / (1 + math.exp(-total))


def frequent(rows: Sequence[Example]) -> frozenset[str]:
    """The features that enough incidents have."""
    count: dict[str, int] = {}
    for row in rows:
        for name in row.features:
            count[name] = count.get(name, 0) + 1
    return frozenset(k for k, n in count.items() if n >= RARE)


def cross_validated(rows: Sequence[Example]) -> list[float]:
    """For each row, what a model says that has not seen its report."""
    reports = sorted({r.report for r in rows})
    random.Random(1).shuffle(reports)
    fold = {name: n % FOLDS for n, name in enumerate(reports)}
    out = [0.0] * len(rows)
    for k in range(FOLDS):
        seen = [r for r in rows if fold[r.report] != k]
        model = fit(seen, frequent(seen))
        for n, row in enumerate(rows):
            if fold[row.report] == k:
                out[n] = probability(model, row)
    return out


def table(rows: Sequence[Example], said: Sequence[float], wanted: int) -> str:
    """Precision, recall and F1 of incidents at some thresholds."""
    lines = ["threshold  left out  of them true  precision  recall  F1"]
    for limit in (0.0, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5):
        kept = [r for r, p in zip(rows, said, strict=True) if p >= limit or not r.judged]
        lost = sum(r.true for r in rows) - sum(r.true for r in kept)
        precision = sum(r.true for r in kept) / len(kept)
        recall = sum(r.must for r in kept) / wanted
        f1 = 2 * precision * recall / (precision + recall)
        lines.append(f"{limit:9.2f} {len(rows) - len(kept):9} {lost:13} {precision:10.3f} {recall:7.3f}  {f1:.3f}")
    return "\n".join(lines)


def written(model: Likelihood, threshold: float) -> str:
    """The model as the data file, weights by name; those that round to nothing are left out."""
    head = (
        "# Weights of the helper that leaves out unlikely incidents (events/likelihood.py), written by\n"
        "# tools/train_likelihood.py: a positive weight makes an incident more likely. threshold = 0 turns it off.\n"
    )
    lines = [f'"{k}" = {w:.2f}' for k, w in sorted(model.weights.items()) if abs(w) >= 0.005]
    return head + f"threshold = {threshold}\nbias = {model.bias:.2f}\n\n[weights]\n" + "\n".join(lines) + "\n"


def main() -> None:
    """Measure, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--threshold", type=float, default=0.35)
    given = parser.parse_args()
    lexicon = load()
    lexicon.events.likelihood = Likelihood()
    rows: list[Example] = []
    groups: dict[Path, tuple[list[int], int]] = {}
    for path in given.gold:
        found, wanted = examples(path, lexicon)
        at, total = groups.get(path.parent, ([], 0))
        groups[path.parent] = (at + list(range(len(rows), len(rows) + len(found))), total + wanted)
        rows += found
    if given.write:
        given.write.write_text(written(fit(rows, frequent(rows)), given.threshold), "utf-8")
        return
    said = cross_validated(rows)
    for folder, (at, wanted) in groups.items():
        print(folder)
        print(table([rows[n] for n in at], [said[n] for n in at], wanted))


if __name__ == "__main__":
    main()
