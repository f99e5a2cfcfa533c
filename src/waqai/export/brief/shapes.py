"""The map layer of a brief as SVG paths: provinces and countries within a frame, simplified to what can be seen."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

Ring = list[list[float]]
FAR = 12.0  # degrees
FARTHER = 1.6


class Frame(NamedTuple):
    """A map frame: west, south, east, north in degrees, and its size in pixels."""

    west: float
    south: float
    east: float
    north: float
    width: float
    height: float

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a point lies in the frame."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north

    def xy(self, lon: float, lat: float) -> tuple[float, float]:
        """A point in pixels."""
        x = (lon - self.west) / (self.east - self.west) * self.width
        return x, (self.north - lat) / (self.north - self.south) * self.height


@cache
def layer() -> dict[str, Any]:
    """The committed outlines (empty where the package has none)."""
    path = resources.files("waqai").joinpath("data", "map", "layer.json")
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return found


def frame_of(points: list[tuple[float, float]], width: float, height: float) -> Frame:
    """A frame round (lon, lat) points with a margin, at least a degree and a half high, in the pixels' proportion.

    Of many points a far outermost twentieth is left out: one event on another continent must not make the others
    too small to see.
    """
    lons, lats = inner([p[0] for p in points]) or [35.0, 46.0], inner([p[1] for p in points]) or [30.0, 37.5]
    middle_lon, middle_lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    squeeze = math.cos(math.radians(middle_lat))
    tall = max((max(lats) - min(lats)) * 1.25, 1.6, (max(lons) - min(lons)) * 1.25 * squeeze * height / width)
    wide = tall * width / height / squeeze
    return Frame(
        middle_lon - wide / 2, middle_lat - tall / 2, middle_lon + wide / 2, middle_lat + tall / 2, width, height
    )


def inner(values: list[float]) -> list[float]:
    """The values without the outermost twentieth on each side where those make the span much wider, else all."""
    ordered = sorted(values)
    cut = len(ordered) // 20
    kept = ordered[cut : len(ordered) - cut]
    if not kept or ordered[-1] - ordered[0] < max(FAR, FARTHER * (kept[-1] - kept[0])):
        return ordered
    return kept


def paths(kind: str, frame: Frame) -> Iterator[tuple[dict[str, Any], str]]:
    """The features of a kind that touch the frame: their properties and path."""
    for feature in layer().get(kind, {}).get("features", []):
        rings = [ring for ring in rings_of(feature["geometry"]) if touches(ring, frame)]
        if rings:
            yield feature["properties"], "".join(path(ring, frame) for ring in rings)


def rings_of(geometry: dict[str, Any]) -> list[Ring]:
    """The lines of a geometry."""
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind == "Polygon":
        return list(coordinates)
    if kind == "MultiPolygon":
        return [ring for polygon in coordinates for ring in polygon]
    return [coordinates] if kind == "LineString" else list(coordinates) if kind == "MultiLineString" else []


def touches(ring: Ring, frame: Frame) -> bool:
    """Whether a line's box meets the frame."""
    lons, lats = [p[0] for p in ring], [p[1] for p in ring]
    return max(lons) >= frame.west and min(lons) <= frame.east and max(lats) >= frame.south and min(lats) <= frame.north


def path(ring: Ring, frame: Frame) -> str:
    """A line as path commands, points nearer than a pixel left out, far ones held just outside the frame."""
    kept: list[tuple[int, int]] = []
    for lon, lat in ring:
        x, y = frame.xy(lon, lat)
        point = round(min(max(x, -60), frame.width + 60)), round(min(max(y, -60), frame.height + 60))
        if not kept or point != kept[-1]:
            kept.append(point)
    return "M" + "L".join(f"{x} {y}" for x, y in kept) + "Z" if len(kept) > 2 else ""


def towns(frame: Frame, most: int) -> list[tuple[dict[str, Any], float, float]]:
    """The largest towns in the frame, none so near to a larger one that their names would meet."""
    found: list[tuple[dict[str, Any], float, float]] = []
    features = sorted(layer().get("towns", {}).get("features", []), key=lambda f: -f["properties"].get("people", 0))
    for feature in features:
        x, y = frame.xy(*feature["geometry"]["coordinates"])
        inside = 30 < x < frame.width - 30 and 14 < y < frame.height - 10
        if inside and all(abs(x - ox) > 70 or abs(y - oy) > 22 for _, ox, oy in found):
            found.append((feature["properties"], x, y))
        if len(found) >= most:
            break
    return found
