"""The second reader beside the rules: each coded report with what a model proposes added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from waqai.batch.outcomes import Coded, Outcome
from waqai.lexicon.load import load
from waqai.model import CodedReport, Problem, WaqaiError
from waqai.reader import Endpoint, ReaderError, ask, propose

__all__ = ["Endpoint", "endpoint", "second"]


def endpoint(model: str | None, base_url: str | None, key: str) -> Endpoint | None:
    """The model to ask, or None where none is named; raises ReaderError where one half is missing."""
    if not model and not base_url:
        return None
    if not model or not base_url:
        raise ReaderError("--second-reader MODEL and --base-url URL go together")
    if not base_url.startswith(("http://", "https://")):
        raise ReaderError(f"--base-url {base_url}: not an http(s) address")
    return Endpoint(model, base_url, key)


def second(
    outcomes: Iterable[Outcome],
    where: Endpoint,
    packs: Sequence[Path] = (),
    failed: Callable[[str], None] | None = None,
) -> Iterator[Outcome]:
    """Each outcome with the model's proposals. A model that fails leaves the report as the rules coded it.

    ``failed`` is told each failure; the report names it in its ``problems`` too. The missing extra is an error at once.
    """
    lexicon = load(packs)
    for one in outcomes:
        if not isinstance(one, Coded):
            yield one
            continue
        coded = one.coded()
        try:
            coded = propose(one.report, coded, ask(one.report, lexicon, where), lexicon).coded
        except ReaderError as error:
            if "needs an extra" in str(error):
                raise
            coded = _named(coded, error)
            if failed:
                failed(str(error))
        yield Coded(one.report, msgspec.json.encode(coded))


def _named(coded: CodedReport, error: WaqaiError) -> CodedReport:
    return msgspec.structs.replace(coded, problems=[*coded.problems, Problem("reader_failed", str(error))])
