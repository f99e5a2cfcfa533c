"""One side asserts, another denies: the event is alleged, and neither told as fact nor as denied."""

from __future__ import annotations

from waqai.events.draft import Draft
from waqai.events.reading import Reading
from waqai.lexicon.index import Hit

OBJECT_NEAR = 10  # tokens from «نفى» to what is denied
OPENING = 6  # tokens from the head of a sentence to a denial of the sentence before


def dispute(reading: Reading, drafts: list[Draft]) -> None:
    """Mark as alleged what the denial after it denies: «… ونفى الجيش ذلك», «الأمر الذي نفته دمشق»."""
    for n, denial in enumerate(drafts):
        if denial.type != "denial" or not _of_what_was_said(reading, denial):
            continue
        event = _denied(drafts[:n], denial)
        if event is not None and event.factuality == "asserted":
            event.factuality = "alleged"
            event.why.append(("disputed.denial", denial.frame.i, denial.frame.j))


def _of_what_was_said(reading: Reading, denial: Draft) -> bool:
    """Whether a denial points back («ذلك», «هذه الاتهامات», «نفته») rather than names what it denies."""
    frame = denial.frame
    if frame.verb and any(h.sense.id == "relative" or h.sense.id == "what" for h in _before(reading, frame.i)):
        return True
    end = min(frame.j + OBJECT_NEAR, frame.sentence.j)
    pointed = reading.of_row("context", "that_denied", frame.j, end)
    if not pointed:
        return False
    return not any(reading.tokens[k].kind == "punct" for k in range(frame.j, pointed[0].i))


def _before(reading: Reading, i: int) -> list[Hit]:
    return [*reading.of("clause", i - 1, i), *reading.of("context", i - 1, i)]


def _denied(before: list[Draft], denial: Draft) -> Draft | None:
    """The event told last before a denial, in its sentence or at the end of the one before."""
    for draft in reversed(before):
        if draft.kind in ("incident", "access") and not draft.background:
            gap = denial.frame.sentence.n - draft.frame.sentence.n
            near = gap == 0 or gap == 1 and denial.frame.i - denial.frame.sentence.i <= OPENING
            return draft if near else None
    return None
