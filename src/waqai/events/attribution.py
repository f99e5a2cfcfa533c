"""Attribution: who is cited for what, innermost first, and whether they assert, deny, allege or relay."""

from __future__ import annotations

from waqai.events.clauses import is_verb
from waqai.events.draft import Draft, DraftSource
from waqai.events.reading import Reading, Sentence
from waqai.lexicon.index import Hit

REACH = 14  # tokens between a reporting word and its speaker


class Citation:
    """A reporting word with its speaker. It covers tokens ``[lo, hi)``; ``before`` marks «… بحسب فلان» after what it covers."""

    __slots__ = ("before", "hi", "lo", "source", "strong")

    def __init__(self, source: DraftSource, lo: int, hi: int, before: bool, strong: bool) -> None:
        self.source = source
        self.lo = lo
        self.hi = hi
        self.before = before
        self.strong = strong


def citations(
    reading: Reading, sentence: Sentence, last: DraftSource | None
) -> tuple[list[Citation], DraftSource | None]:
    """The citations of a sentence, and the speaker whom a following «وأضاف» goes on with."""
    found: list[Citation] = []
    says = _says(reading, sentence)
    for n, hit in enumerate(says):
        row = reading.events.says[hit.sense.id]
        end = says[n + 1].i if n + 1 < len(says) else sentence.j
        source = _surname(reading, hit, last) or _speaker(reading, hit, sentence, end, row.kind == "preposition")
        stance = row.stance
        if source is None and row.kind == "verb" and last is not None and hit.i - sentence.i <= 1:
            source = DraftSource(last.kind, last.name, last.role, last.actor, None, stance, last.span)
        if source is None:
            continue
        source.stance = (
            stance if stance != "relays" or source.kind in ("agency", "observatory", "outlet") else "asserts"
        )
        source.verb = reading.doc.span(hit.i, hit.j, hit.skip).text
        source = _continued(source, last)
        late = row.kind == "preposition" or (hit.i - sentence.i > 12 and not _complement_after(reading, hit, end))
        found.append(Citation(source, hit.i, end, late, row.kind == "verb"))
        if row.kind == "verb":
            last = source
    return found, last


def _surname(reading: Reading, hit: Hit, last: DraftSource | None) -> DraftSource | None:
    """«أكد شامي»: the surname of the speaker before, straight after the word."""
    if last is None or not last.name or hit.j >= len(reading.tokens):
        return None
    if reading.tokens[hit.j].text == last.name.split()[-1]:
        return DraftSource(last.kind, last.name, last.role, last.actor, None, last.stance, last.span)
    return None


def _says(reading: Reading, sentence: Sentence) -> list[Hit]:
    out: list[Hit] = []
    for hit in reading.of("say", sentence.i, sentence.j):
        row = reading.events.says[hit.sense.id]
        if row.kind == "noun" or (row.kind == "verb" and not is_verb(hit.sense.form) and hit.j - hit.i < 2):
            continue
        if hit.sense.form.endswith("+o") or reading.named[hit.i]:
            continue
        if out and hit.i < out[-1].j:
            continue
        out.append(hit)
    return out


def _complement_after(reading: Reading, hit: Hit, end: int) -> bool:
    return reading.has("clause", "complement", hit.j, end) or any(
        reading.tokens[k].text in (":", '"', "«", "“") for k in range(hit.j, end)
    )


def _speaker(reading: Reading, hit: Hit, sentence: Sentence, end: int, preposition: bool) -> DraftSource | None:
    """The first speaker-like mention after the word, or for a verb straight before it."""
    stop = min(end, hit.j + REACH)
    for k in range(hit.j, stop):
        if reading.has("clause", "complement", k, k + 1) and k > hit.j:
            break
        if reading.tokens[k].text in (":", "؛", "."):
            break
        source = _source_at(reading, k)
        if source is not None:
            return source
    if preposition:
        return None
    for k in range(hit.i - 1, max(sentence.i, hit.i - 10) - 1, -1):
        if reading.tokens[k].text in ("؛", "."):
            break
        source = _source_at(reading, k)
        if source is not None:
            return source
    return None


def _source_at(reading: Reading, k: int) -> DraftSource | None:
    speaker = getattr(reading, "speaker_at", {}).get(k)
    if speaker is not None:
        name = reading.doc.span(*speaker.name).text if speaker.name else None
        label = reading.doc.span(speaker.i, speaker.j, speaker.skip).text
        return DraftSource(
            speaker.kind,
            name or label,
            label if name else None,
            speaker.actor,
            None,
            "asserts",
            (speaker.i, speaker.j, speaker.skip),
        )
    actor = reading.actor_at.get(k)
    if actor is not None and actor.kind in ("name", "source", "anaphoric") and (actor.actor or actor.candidates):
        label = reading.doc.span(actor.i, actor.j, actor.skip).text
        return DraftSource(
            _kind(actor.category), label, None, actor.actor, None, "asserts", (actor.i, actor.j, actor.skip)
        )
    people = reading.people_at.get(k)
    if people is not None and people.harm is None and (people.named or people.role):
        name = reading.doc.span(*people.named[0]).text if people.named else None
        label = reading.doc.span(people.i, people.j, people.skip).text
        return DraftSource(
            "speaker",
            name or label,
            people.role,
            people.actors[0] if people.actors else None,
            None,
            "asserts",
            (people.i, people.j, people.skip),
        )
    return None


def _kind(category: str | None) -> str:
    if category == "MEDIA":
        return "agency"
    return "observatory" if category == "MONITOR" else "speaker"


def _continued(source: DraftSource, last: DraftSource | None) -> DraftSource:
    """«وأضاف شامي» is «فرهاد شامي» of before: a surname alone takes the full name and the organisation."""
    if last is not None and last.name and source.name and source.name != last.name and last.name.endswith(source.name):
        return DraftSource(
            last.kind, last.name, last.role, last.actor or source.actor, source.verb, source.stance, last.span
        )
    return source


def attribute(draft: Draft, cited: list[Citation], outlet: DraftSource | None) -> None:
    """Give a draft the sources that cover its trigger, innermost first, then the outlet."""
    at = draft.frame.i
    verbs = [c for c in cited if not c.before and c.lo <= at]
    after = [c for c in cited if c.before and c.lo > at] + [
        c for c in cited if c.before and c.lo <= at < c.hi and c.lo - draft.frame.sentence.i <= 2
    ]
    chosen = []
    if verbs:
        chosen.append(verbs[-1].source)
    elif after:
        chosen.append(after[0].source)
    elif cited and not cited[0].before and cited[0].lo > at:
        chosen.append(cited[0].source)
    relays = [c.source for c in cited if c.source.kind in ("agency", "observatory") and c.source not in chosen]
    draft.sources = [*chosen, *[r for r in relays if chosen][:1]]
    if outlet is not None:
        draft.sources.append(outlet)


def outlet_source(reading: Reading, outlet: str | None, source_name: str | None) -> DraftSource | None:
    """The outlet as the last link: the one given, else the one the text's source line names."""
    name = outlet or source_name
    return DraftSource("outlet", name, None, None, None, "relays") if name else None
