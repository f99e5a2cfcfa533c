"""The use cases around the coder: code what people name, explain it, score it, look words and places up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from waqai import evaluate
from waqai.batch import parallel
from waqai.batch.coder import default_factory
from waqai.batch.outcomes import Outcome, Progress
from waqai.lexicon.load import Lexicon, code_version, load
from waqai.lexicon.packs import BUILT_IN
from waqai.lexicon.packs import fingerprint as packs_fingerprint
from waqai.model import CodedReport, Report, WaqaiError
from waqai.pipeline import code
from waqai.sources import SourceError, read


def lexicon(packs: Sequence[Path] = ()) -> Lexicon:
    """The built-in lexicon with overlay packs."""
    return load(packs)


def fingerprint() -> str:
    """The fingerprint of the built-in lexicon."""
    return packs_fingerprint([BUILT_IN], code_version())


def reports(
    paths: Sequence[str], kind: str | None = None, published: str | None = None, outlet: str | None = None
) -> Iterator[Report | SourceError]:
    """The reports of everything named, in order, errors among them."""
    for path in paths:
        yield from read(path, kind=kind, published=published, outlet=outlet)


def code_all(
    paths: Sequence[str],
    *,
    kind: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    packs: Sequence[Path] = (),
    tell: Callable[[Progress], None] | None = None,
) -> Iterator[Outcome]:
    """The coded report of everything named, in order, on all cores where there are many."""
    items = reports(paths, kind, published, outlet)
    return parallel.code_many(items, default_factory(tuple(str(p) for p in packs)), tell=tell)


def code_text(report: Report, packs: Sequence[Path] = ()) -> CodedReport:
    """The coded form of one report."""
    return code(report, load(packs))


def one_report(path: str, published: str | None = None) -> Report:
    """The single report of a path; an error names what is wrong with it."""
    for item in read(path, published=published):
        if isinstance(item, SourceError):
            raise WaqaiError(str(item))
        return item
    raise WaqaiError(f"{path}: no report in it")


def score(gold: Sequence[Path], packs: Sequence[Path] = ()) -> evaluate.Judge:
    """Scores of the coder against gold files or folders."""
    return evaluate.evaluate(gold, load(packs))


def word(text: str, packs: Sequence[Path] = ()) -> list[dict[str, Any]]:
    """What a word can be and why: every reading of the event lexicon, with the row it comes from."""
    from waqai.text.normalize import fold

    table = load(packs).events
    rows = []
    for pro, sense in table.index.senses(fold(text)):
        rows.append(
            {
                "proclitics": pro,
                "kind": sense.kind,
                "row": sense.id,
                "form": sense.form,
                "type": _type_of(table, sense.kind, sense.id),
            }
        )
    return rows


def _type_of(table: Any, kind: str, id_: str) -> str | None:
    return table.triggers[id_].type if kind == "trigger" else None
