"""Discourse: what a sentence is to those before it, and how the records of a report hang together."""

from __future__ import annotations

from waqai.events.draft import Draft
from waqai.events.reading import Reading, Sentence

QUOTES = frozenset("\"'«“”(.،…")


def is_background(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence is told as history: يذكر أن، وكان … قد، في وقت سابق من العام."""
    for hit in reading.of("cue", sentence.i, min(sentence.i + 6, sentence.j)):
        if reading.events.cues[hit.sense.id].category == "background":
            return True
    return False


def claimed(reading: Reading, sentence: Sentence, before: bool) -> bool:
    """Whether a sentence stands under a fact-check's «الادعاء» heading, which «الحقيقة» ends."""
    opens = [
        h.sense.id
        for h in reading.of("context", sentence.i, min(sentence.i + 3, sentence.j))
        if h.sense.id in ("claim_heading", "truth_heading")
    ]
    short = (
        sentence.heading
        or sentence.j - sentence.i <= 5
        or any(t.text == ":" for t in reading.tokens[sentence.i : sentence.i + 4])
    )
    if opens and short:
        return opens[0] == "claim_heading"
    return before


def opens_separately(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence says that it turns to another matter."""
    return any(
        reading.events.cues[h.sense.id].category == "separate"
        for h in reading.of("cue", sentence.i, min(sentence.i + 4, sentence.j))
    )


def link(drafts: list[Draft]) -> None:
    """Links between records of one report: parts of an operation, a denial and what it denies, causes."""
    operation = next(
        (d for d in drafts if d.type == "operation" and d.factuality == "asserted" and not d.background), None
    )
    for draft in drafts:
        if draft.type == "denial":
            denied = [
                d for d in drafts if d.factuality == "denied" and abs(d.frame.sentence.n - draft.frame.sentence.n) <= 1
            ]
            draft.links += [("denies", d) for d in denied[:1]]
        if operation is not None and draft.caused:
            draft.links.append(("caused_by", operation))
        if operation is None or draft is operation or draft.frame.i < operation.frame.i:
            continue
        if draft.type == "arrest" and draft.place is operation.place and draft.factuality == "asserted":
            draft.links.append(("part_of", operation))


def is_item(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence is an item of a list, set off by a bullet, a dash or a sign."""
    first = reading.tokens[sentence.i]
    return first.kind == "punct" and first.text not in QUOTES
