"""Clauses: where a sentence turns to something else, so that an argument is not taken from its neighbour."""

from __future__ import annotations

from waqai.events.reading import Reading, Sentence

VERB = ("perf", "impf", "pass", "jus")
VERBAL = frozenset({"trigger", "cue", "say"})
STRONG = frozenset("؛:.!?؟…")
COMMA = "،"


def is_verb(form: str) -> bool:
    """Whether a sense's form is a finite verb."""
    return form.startswith(VERB)


def finite_at(reading: Reading, k: int) -> bool:
    """Whether token ``k`` can be a finite verb of the lexicon."""
    return any(is_verb(h.sense.form) for h in reading.hits[k] if h.sense.kind in ("trigger", "cue", "say"))


def boundaries(reading: Reading, sentence: Sentence) -> list[int]:
    """The tokens at which a clause of the sentence begins, its first token included, its end last."""
    found = reading.clauses.get((sentence.i, sentence.j))
    if found is None:
        found = reading.clauses[sentence.i, sentence.j] = _boundaries(reading, sentence)
    return found


def _boundaries(reading: Reading, sentence: Sentence) -> list[int]:
    marks = [sentence.i]
    tokens, kinds = reading.tokens, reading.kinds
    for k in range(sentence.i + 1, sentence.j):
        if tokens[k].kind == "punct":
            if (
                tokens[k].text in STRONG
                and k + 1 < sentence.j
                and not tokens[k].glued | (tokens[k].text == ".")
                or tokens[k].text in ("؛", ":")
                and k + 1 < sentence.j
            ):
                marks.append(k + 1)
            continue
        if kinds[k] and not reading.in_place[k] and opens_clause(reading, k):  # «وادي» is a place, not و + أدى
            marks.append(k)
    return [*sorted(set(marks)), sentence.j]


def opens_clause(reading: Reading, k: int) -> bool:
    """Whether token ``k`` opens a clause: a conjoined verb, a verb after a comma, a subordinator."""
    kinds = reading.kinds[k]
    if "clause" in kinds:
        ids = {h.sense.id for h in reading.hits[k] if h.sense.kind == "clause"}
        if "subordinate" in ids or "complement" in ids:
            return True
        if "relative" in ids:
            # «الهجوم الذي استهدف …»: what follows still tells of the event
            return not any("trigger" in reading.kinds[n] for n in range(max(k - 4, 0), k))
        joined = any(h.pro[:1] in ("و", "ف") for h in reading.hits[k] if h.sense.kind == "clause")
        if joined or reading.tokens[k - 1].text in (COMMA, ","):
            return True
    if kinds.isdisjoint(VERBAL):
        return False
    before = reading.tokens[k - 1]
    after_mark = before.text in (COMMA, ",", "-", "–", "«")
    for h in reading.hits[k]:
        if (after_mark or h.pro[:1] in ("و", "ف")) and h.sense.kind in VERBAL and is_verb(h.sense.form):
            return True
    return False


def clause_of(marks: list[int], k: int) -> tuple[int, int]:
    """The clause ``[lo, hi)`` that holds token ``k``."""
    lo = marks[0]
    for mark in marks:
        if mark > k:
            return lo, mark
        lo = mark
    return lo, marks[-1]
