"""Evidence grades (codebook rule 6) and the independent sources they stand on."""

from __future__ import annotations

from waqai.ledger.copies import shown_origin
from waqai.ledger.parts import IndependentSource, Told, Voice

UNNAMED = "UNIDENT_ARMED"


def independent(told: list[Told]) -> list[IndependentSource]:
    """Original sources: records that share a source's name, or whose texts are copies, go back to one."""
    groups: list[tuple[set[str], list[str]]] = []
    for t in told:
        keys = {*t.origins, f"text:{t.copy_of or t.report_seq}"}
        touching = [g for g in groups if g[0] & keys]
        groups = [g for g in groups if not g[0] & keys]
        names = keys.union(*(g[0] for g in touching))
        groups.append((names, [*(r for g in touching for r in g[1]), t.report_id]))
    return [
        IndependentSource(sorted(k for k in names if not k.startswith("text:")), sorted(set(ids)))
        for names, ids in groups
    ]


def grade(
    told: list[Told], sources: list[IndependentSource], voices: list[Voice], discounted_by: str | None
) -> tuple[str, str]:
    """The grade and, in words, what it stands on. A denial never takes anything away but the agreement."""
    if discounted_by:
        return "discounted", f"a decision by {discounted_by}"
    denials = [v for v in voices if v.kind == "denial"]
    asserting = {name for source in sources for name in source.names}
    retracting = {v.origin for v in denials} & asserting
    if retracting and all(set(s.names) & retracting for s in sources):
        return "discounted", "its own source took it back: " + ", ".join(sorted(map(shown_origin, retracting)))
    if denials:
        return "contested", "denied by " + ", ".join(sorted({v.who for v in denials}))
    rivals = competing(told, voices)
    if rivals:
        return "contested", "the initiator is told differently: " + " against ".join(rivals)
    admitted = _admitted(told, voices)
    if admitted:
        return "confirmed", f"{admitted} says so itself"
    if len(sources) >= 2:
        return "fair", f"{len(sources)} independent sources"
    return "weak", "one source: " + (shown_origin(sources[0].names[0]) if sources else "none")


def competing(told: list[Told], voices: list[Voice]) -> list[str]:
    """Initiators that exclude each other, as two or more names; empty when the accounts agree."""
    stated = [
        {a.actor for a in t.record.actors if a.role == "initiator" and a.actor not in (None, UNNAMED)} for t in told
    ]
    stated += [{v.actor} for v in voices if v.kind == "claim" and v.actor]
    stated = [s for s in stated if s]
    if any(not one & two for one in stated for two in stated) and not _clash(told):
        return sorted({str(a) for s in stated for a in s})
    return []


def _clash(told: list[Told]) -> bool:
    """Which side of a clash began is told by each outlet in its own way: that is no competing claim."""
    return any(t.record.type in ("armed_clash", "communal_clash") for t in told)


def _admitted(told: list[Told], voices: list[Voice]) -> str | None:
    doers = {a.actor for t in told for a in t.record.actors if a.role == "initiator" and a.actor} - {UNNAMED}
    for voice in voices:
        if voice.kind == "claim" and voice.actor in doers:
            return voice.actor
    for t in told:
        for source in t.record.sources:
            if source.actor in doers and source.stance == "asserts":
                return source.actor
    return None
