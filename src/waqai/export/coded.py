"""Coded reports as JSON Lines, and as gold files that the coder is tested on.

Without ``internal`` (rule 17) they carry offsets and no words of the report: whoever holds the text reads them there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from waqai.export.output import ExportError, dictionary_bytes, licence_bytes, sibling, write_bytes
from waqai.export.public import is_sensitive, public_hours
from waqai.export.rows import ExportData, Place
from waqai.model import CodedReport

SPAN = {"start", "end", "text"}
NAMELESS = "sexual_violence"


def write_jsonl(reports: Iterable[CodedReport], out: Path, internal: bool) -> list[Path]:
    """Write one coded report a line, ordered by report id."""
    lines = [
        json.dumps(public_report(r, internal), ensure_ascii=False) for r in sorted(reports, key=lambda r: r.report.id)
    ]
    written = [write_bytes(out, "".join(f"{line}\n" for line in lines).encode("utf-8"))]
    return written + beside("jsonl", out, internal)


def write_gold(golds: Iterable[tuple[str, dict[str, Any]]], out: Path, internal: bool) -> list[Path]:
    """Write reviewed reports, each a (text, gold) pair, into the folder ``out``.

    ``internal`` writes the text beside its gold file, ready to be scored against; without it only offsets leave.
    """
    if out.suffix and not out.is_dir():
        raise ExportError(f"{out}: the gold profile writes a folder of files; give a folder")
    written = []
    for text, gold in sorted(golds, key=lambda pair: str(pair[1]["file"])):
        name = Path(str(gold["file"])).name
        if internal:
            written.append(write_bytes(out / name, text.encode("utf-8")))
        values = gold | {"records": [public_values(record, internal) for record in gold["records"]]}
        data = json.dumps(values, ensure_ascii=False, indent=1) + "\n"
        written.append(write_bytes((out / name).with_suffix(".json"), data.encode("utf-8")))
    return written + beside("gold", out / "gold", internal)


def beside(profile: str, out: Path, internal: bool) -> list[Path]:
    """The data dictionary and the licence note."""
    data = ExportData(internal=internal)
    return [
        write_bytes(sibling(out, "_dictionary.md"), dictionary_bytes(profile, data)),
        write_bytes(sibling(out, "_licence.md"), licence_bytes(profile, data)),
    ]


def public_report(report: CodedReport, internal: bool) -> dict[str, Any]:
    """A coded report as it may leave."""
    whole: dict[str, Any] = msgspec.to_builtins(report)
    if not internal:
        whole["report"]["title"] = None
        whole["problems"] = [{"code": p["code"], "message": ""} for p in whole["problems"]]
    whole["records"] = [public_values(record, internal) for record in whole["records"]]
    return whole


def public_values(values: dict[str, Any], internal: bool) -> dict[str, Any]:
    """A record without names and words; one of sexual violence has none even in internal exports."""
    if internal and values["type"] != NAMELESS:
        return values
    without: dict[str, Any] = wordless(values)
    without["name"] = None
    without["hours"] = public_hours(without.get("hours"))
    for actor in without.get("actors", []):
        actor["label"] = None
    for source in without.get("sources", []):
        source["name"] = source["role"] = source["verb"] = None
    for place in [without.get("place"), *without.get("other_places", [])]:
        if place:
            coarsen(place)
    return without


def wordless(value: Any) -> Any:
    """The same value with every span reduced to its offsets."""
    if isinstance(value, list):
        return [wordless(v) for v in value]
    if not isinstance(value, dict):
        return value
    if set(value) == SPAN:
        return {"start": value["start"], "end": value["end"]}
    return {key: wordless(inner) for key, inner in value.items()}


def coarsen(place: dict[str, Any]) -> None:
    """A camp, shelter or clinic at one decimal of a degree."""
    here = Place(place["id"], place["name_en"], place["name_ar"], place["country"], place["precision"])
    if place["lat"] is not None and is_sensitive(here):
        place["lat"], place["lon"], place["precision"] = round(place["lat"], 1), round(place["lon"], 1), "near"
