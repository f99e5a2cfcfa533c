"""GeoJSON (RFC 7946): incidents and access constraints as features; an unlocated one has a null geometry."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from waqai.export.flat import access_values, incident_values
from waqai.export.output import write_beside, write_bytes
from waqai.export.rows import ExportData, Place


def write(data: ExportData, out: Path) -> list[Path]:
    """Write the feature collection and what goes beside it."""
    features = [feature(i.id, i.place, {"kind": "incident", **incident_values(i)}) for i in data.incidents]
    features += [feature(a.id, a.place, {"kind": "access", **access_values(a)}) for a in data.access]
    collection = {"type": "FeatureCollection", "features": features}
    text = json.dumps(collection, ensure_ascii=False, indent=1, sort_keys=False) + "\n"
    return [write_bytes(out, text.encode("utf-8")), *write_beside("geojson", data, out)]


def feature(id_: str, place: Place | None, values: dict[str, Any]) -> dict[str, Any]:
    """One feature; longitude before latitude, as the format has it."""
    point = place is not None and place.lat is not None and place.lon is not None
    geometry = {"type": "Point", "coordinates": [round(place.lon, 6), round(place.lat, 6)]} if point and place else None  # type: ignore[arg-type]
    return {"type": "Feature", "id": id_, "geometry": geometry, "properties": values}
