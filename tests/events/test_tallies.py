"""Totals and events: a corpus of sentences, each with the tallies and the counting events it must give."""

from __future__ import annotations

from pathlib import Path

import pytest

from waqai.lexicon.load import Lexicon, load
from waqai.model import Record, Report
from waqai.pipeline import code

CORPUS = Path(__file__).parents[2] / "corpus" / "phrases" / "tallies.tsv"


def rows() -> list[tuple[str, ...]]:
    lines = [x for x in CORPUS.read_text(encoding="utf-8").splitlines() if not x.startswith("#")]
    return [tuple(line.split("\t")) for line in lines[1:]]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def written(r: Record) -> str:
    """A tally in the form of the corpus: type, number of events, period, those harmed (``<`` a part of the entry before)."""
    out = [r.type]
    if r.event_count is not None:
        out.append(f"n={r.event_count.low}")
    if r.period is not None and r.period.start is not None:
        out.append(f"from={r.period.start} to={r.period.end}")
    for c in r.casualties:
        category = "" if c.category == "unspecified" else f"/{c.category}"
        out.append(f"{c.harm}={c.low}{category}{'<' if c.subset_of is not None else ''}")
    return " ".join(out)


@pytest.mark.parametrize(("published", "tallies", "events", "text"), rows())
def test_totals_and_events_are_told_apart(
    lexicon: Lexicon, published: str, tallies: str, events: str, text: str
) -> None:
    found = code(Report(text=text, source="x", published=published), lexicon).records
    assert sorted(written(r) for r in found if r.kind == "tally") == sorted(t for t in tallies.split("; ") if t != "-")
    if events != "*":
        counting = sorted(r.type for r in found if r.counts)
        assert counting == sorted(e for e in events.split(",") if e != "-")


def test_the_corpus_is_large_enough_on_both_sides() -> None:
    with_tally = [r for r in rows() if r[1] != "-"]
    assert len(with_tally) >= 120
    assert len(rows()) - len(with_tally) >= 80
