"""The pictures of a brief as inline SVG: the map and the bars.

Arabic names stand over the map as HTML, because the PDF writer does not join Arabic letters inside SVG; sizes of
SVG text are attributes, because it does not read the page's style for them.
"""

from __future__ import annotations

import math
from collections import defaultdict
from html import escape

from waqai.export.brief.figures import GROUPS, Bar, Brief, Group, group_of
from waqai.export.brief.shapes import Frame, frame_of, layer, paths, towns
from waqai.export.notes import place_name
from waqai.export.rows import ExportIncident
from waqai.export.tables import label, labels

COLOURS: dict[Group, str] = {
    "battles": "#9E2A2B",
    "explosions": "#E07A1F",
    "civilians": "#6A3D8F",
    "demonstrations": "#2C7DA0",
    "other": "#6B7780",
}
MAP_SIZE = (460.0, 330.0)
BARS_SIZE = (460.0, 200.0)
COARSE = frozenset({"governorate", "region", "country"})
WIDE = frozenset({"region", "country"})


def on_map(brief: Brief) -> tuple[list[ExportIncident], Frame]:
    """The incidents that can be drawn, and the frame they are drawn in; those outside it are not among them."""
    located = [i for i in brief.incidents if i.place and i.place.lat is not None and i.place.precision not in WIDE]
    points = [(i.place.lon or 0.0, i.place.lat or 0.0) for i in located if i.place]
    frame = frame_of(points, *MAP_SIZE)
    return [i for i, point in zip(located, points, strict=True) if frame.holds(*point)], frame


def map_svg(brief: Brief) -> str:
    """The map: provinces, towns, and a circle for each place and group, its area by people killed."""
    located, frame = on_map(brief)
    parts = [f'<rect width="{frame.width:g}" height="{frame.height:g}" fill="#DCE6EC"/>']
    parts += [f'<path d="{d}" fill="#F7F4EC" stroke="none"/>' for _, d in paths("countries", frame) if d]
    parts += [
        f'<path d="{d}" fill="none" stroke="#C9BFA8" stroke-width=".7"/>' for _, d in paths("provinces", frame) if d
    ]
    parts += [
        f'<path d="{d}" fill="none" stroke="#8C8371" stroke-width="1.3"/>' for _, d in paths("countries", frame) if d
    ]
    named = towns(frame, 9)
    parts += [f'<circle cx="{x:.0f}" cy="{y:.0f}" r="1.8" fill="#5B5647"/>' for _, x, y in named]
    parts += circles(located, frame)
    said = escape(labels()["brief"]["map"][0])
    over = "".join(town(name["en"], name["ar"], x / frame.width, y / frame.height) for name, x, y in named)
    return f'<div class="map">{svg(frame.width, frame.height, parts, f"{said}: {len(located)}")}{over}</div>'


def svg(width: float, height: float, parts: list[str], title: str) -> str:
    """An SVG element that scales with the page."""
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" role="img" direction="ltr" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{title}</title>{"".join(parts)}</svg>'
    )


def town(en: str, ar: str, across: float, down: float) -> str:
    """A town's names over the map, at shares of its width and height."""
    where = f"left:{across:.2%};top:{down:.2%}"
    return f'<span class="town" style="{where}"><span lang="ar" dir="rtl">{escape(ar)}</span><br><span class="en">{escape(en)}</span></span>'


def circles(located: list[ExportIncident], frame: Frame) -> list[str]:
    """Circles, larger ones first so that smaller ones stay seen; a province's is hollow."""
    held: defaultdict[tuple[float, float, Group, bool], list[ExportIncident]] = defaultdict(list)
    for i in located:
        assert i.place is not None
        held[i.place.lat or 0.0, i.place.lon or 0.0, group_of(i), i.place.precision in COARSE].append(i)
    most = max((killed_in(here) for here in held.values()), default=0)
    drawn = []
    for (lat, lon, group, coarse), here in held.items():
        r = radius(killed_in(here), most)
        x, y = frame.xy(lon, lat)
        offset = GROUPS.index(group) - 2  # two groups at one place stand beside each other
        drawn.append((r, circle(x + offset * 2.5, y, r, group, coarse, here)))
    return [text for _, text in sorted(drawn, key=lambda pair: (-pair[0], pair[1]))]


def killed_in(here: list[ExportIncident]) -> int:
    """People killed in some incidents."""
    return sum(i.killed.best or 0 for i in here)


def radius(killed: int, most: int) -> float:
    """Pixels for a number of people killed: area grows with it, the largest of the map to 26."""
    return 4 + 22 * math.sqrt(killed / max(most, 100))


def circle(x: float, y: float, r: float, group: Group, coarse: bool, here: list[ExportIncident]) -> str:
    """One circle that leads to the first of its incidents."""
    colour = COLOURS[group]
    fill = "none" if coarse else colour
    killed = killed_in(here)
    said = f"{place_name(here[0].place, 'en')}: {len(here)} × {label('class', group, 'en')}, {killed} killed"
    dash = ' stroke-dasharray="3 2"' if coarse else ""
    return (
        f'<a href="#{here[0].id}"><circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{fill}" fill-opacity=".62" '
        f'stroke="{colour}" stroke-width="1.4"{dash}><title>{escape(said)}</title></circle></a>'
    )


def bars_svg(brief: Brief) -> str:
    """Incidents by group, stacked upwards, and people killed, downwards, for each week or month."""
    width, height = BARS_SIZE
    middle, top, bottom = height * 0.60, 12.0, height - 22
    most = max((sum(b.groups.values()) for b in brief.bars), default=0) or 1
    deaths = max((b.killed for b in brief.bars), default=0) or 1
    step = (width - 24) / max(1, len(brief.bars))
    parts = [f'<line x1="12" x2="{width - 12:g}" y1="{middle:g}" y2="{middle:g}" stroke="#8C8371"/>']
    every = max(1, math.ceil(len(brief.bars) / 9))
    for n, bar in enumerate(brief.bars):
        x = 12 + n * step + step * 0.14
        wide = min(step * 0.72, 46)
        x += (step * 0.72 - wide) / 2
        parts += stacked(bar, x, wide, middle - 14, (middle - 14 - top) / most)
        parts += below(bar, x, wide, middle + 2, (bottom - 14 - middle) / deaths)
        if n % every == 0:
            day = f"{bar.start:%Y-%m}" if brief.monthly else f"{bar.start.day}/{bar.start.month}"
            parts.append(
                f'<text class="axis" font-size="10" fill="#3B454B" x="{x + wide / 2:.0f}" y="{height - 6:.0f}" text-anchor="middle">{day}</text>'
            )
    parts.append(
        f'<text class="axis" font-size="10" fill="#3B454B" x="{width - 4:g}" y="{top:g}" text-anchor="end">{escape(labels()["brief"]["incidents"][0])} ▲</text>'
    )
    parts.append(
        f'<text class="axis" font-size="10" fill="#3B454B" x="{width - 4:g}" y="{bottom - 2:g}" text-anchor="end">{escape(labels()["brief"]["killed"][0])} ▼</text>'
    )
    return svg(width, height, parts, escape(labels()["brief"]["weekly"][0]))


def stacked(bar: Bar, x: float, wide: float, base: float, scale: float) -> list[str]:
    """The incidents of one bar, its number above."""
    total, y, parts = sum(bar.groups.values()), base + 14, []
    for group in GROUPS:
        tall = bar.groups[group] * scale
        y -= tall
        if tall:
            parts.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}" fill="{COLOURS[group]}"/>'
            )
    if total:
        parts.append(
            f'<text class="axis" font-size="10" font-weight="700" fill="#3B454B" x="{x + wide / 2:.0f}" y="{y - 3:.0f}" text-anchor="middle">{total}</text>'
        )
        return [f'<a href="#{bar.rows[0]}">{"".join(parts)}</a>']
    return []


def below(bar: Bar, x: float, wide: float, base: float, scale: float) -> list[str]:
    """People killed in one bar, its number below."""
    if not bar.killed:
        return []
    tall = bar.killed * scale
    return [
        f'<a href="#{bar.rows[0]}"><rect x="{x:.1f}" y="{base:.1f}" width="{wide:.1f}" height="{tall:.1f}" fill="#2B2B2B"/>'
        f'<text class="axis" font-size="10" fill="#3B454B" x="{x + wide / 2:.0f}" y="{base + tall + 10:.0f}" text-anchor="middle">{bar.killed:,}</text></a>'
    ]


def attribution() -> str:
    """Whose outlines the map is drawn from."""
    return escape(str(layer().get("attribution", "")))
