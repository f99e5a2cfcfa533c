"""The use cases of the lexicon and the gazetteer: check packs, look words and places up, import places."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from waqai.lexicon import events as event_rows
from waqai.lexicon.load import Lexicon, load
from waqai.lexicon.packs import BUILT_IN, LexiconError
from waqai.model import CodedReport, Report
from waqai.pipeline import code
from waqai.text.normalize import fold


def check(packs: Sequence[Path] = ()) -> list[str]:
    """What is wrong with the packs: files that do not load, and rules whose own examples they fail."""
    try:
        lexicon = load(packs, cache=False)
    except LexiconError as error:
        return [str(error)]
    wrong: list[str] = []
    for path, file in event_rows.read_types([BUILT_IN, *packs]):
        for row in file.trigger:
            wrong += [
                f"{path.name}: {row.id}: no {file.type} in its example «{e}»"
                for e in row.examples
                if not gives(lexicon, row.id, e)
            ]
            wrong += [
                f"{path.name}: {row.id}: counts its not_example «{e}»"
                for e in row.not_examples
                if counted(lexicon, row.id, e)
            ]
    return wrong


def coded(lexicon: Lexicon, sentence: str) -> CodedReport:
    """A sentence coded as a report of its own."""
    return code(Report(text=sentence, source="example"), lexicon)


def gives(lexicon: Lexicon, rule: str, sentence: str) -> bool:
    """Whether a rule makes, or takes part in, a record of the sentence."""
    return any(w.rule == rule for r in coded(lexicon, sentence).records for w in r.why)


def counted(lexicon: Lexicon, rule: str, sentence: str) -> bool:
    """Whether a rule makes a record of the sentence that counts (for a statement rule: any)."""
    found = [r for r in coded(lexicon, sentence).records if r.why and r.why[0].rule == rule]
    return any(r.counts or r.kind == "statement" for r in found)


def word(text: str, packs: Sequence[Path] = ()) -> list[dict[str, Any]]:
    """What a word or phrase can be in every table, and by which row."""
    lexicon = load(packs)
    key = fold(text)
    table = lexicon.events
    rows: list[dict[str, Any]] = []
    for pro, sense in table.index.senses(key):
        type_ = table.triggers[sense.id].type if sense.kind == "trigger" else None
        rows.append(
            {"table": sense.kind, "proclitics": pro, "form": sense.form, "row": sense.id, "type": type_, "note": None}
        )
    for place in lexicon.gazetteer.search(text, limit=5):
        rows.append(
            {
                "table": "place",
                "proclitics": "",
                "form": place.kind,
                "row": place.id,
                "type": None,
                "note": place.name_en,
            }
        )
    doc_rows = _mentions(lexicon, text)
    return rows + doc_rows


def _mentions(lexicon: Lexicon, text: str) -> list[dict[str, Any]]:
    from waqai.pipeline import document, read

    reading = read(document(text, lexicon), lexicon, Report(text=text, source="word"))
    rows: list[dict[str, Any]] = []
    for a in reading.actors:
        note = ", ".join(a.candidates) if a.actor is None else ", ".join(a.why)
        rows.append(
            {"table": "actor", "proclitics": a.prefix, "form": a.kind, "row": a.actor, "type": a.category, "note": note}
        )
    for p in reading.people:
        rows.append(
            {
                "table": "people",
                "proclitics": p.prefix,
                "form": p.number,
                "row": p.category,
                "type": p.harm,
                "note": f"{p.low}–{p.high}",
            }
        )
    for n in reading.numbers:
        rows.append(
            {
                "table": "number",
                "proclitics": n.proclitics,
                "form": n.kind,
                "row": ", ".join(n.why),
                "type": None,
                "note": f"{n.low}–{n.high}",
            }
        )
    return rows


def places(name: str, country: str | None = None, packs: Sequence[Path] = ()) -> list[dict[str, Any]]:
    """Places of a name, best first, as plain rows."""
    found = load(packs).gazetteer.search(name, country)
    fields = (
        "id",
        "name_en",
        "name_ar",
        "kind",
        "country",
        "adm1",
        "adm2",
        "adm3",
        "lat",
        "lon",
        "precision",
        "coord_source",
    )
    return [{f: getattr(p, f) for f in fields} for p in found]


def import_places(file: Path, pack: Path) -> list[str]:
    """Import a place file into a pack; what was taken, in lines to show."""
    from waqai.lexicon import gazetteer_import

    done = gazetteer_import.import_file(file, pack)
    return [str(done)]
