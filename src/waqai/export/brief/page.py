"""The page of a brief: one sheet in English and Arabic, then an annex with every incident and its sources."""

from __future__ import annotations

from html import escape
from importlib import resources

from waqai.export.brief.drawings import COLOURS, WIDE, attribution, bars_svg, map_svg, on_map
from waqai.export.brief.figures import GROUPS, Brief, Figure, group_of
from waqai.export.notes import count_words, day_words, note, place_name
from waqai.export.rows import ExportAccess, ExportIncident, ExportTally, Source
from waqai.export.tables import LANGS, Lang, label, labels, type_name
from waqai.export.ucdp import tally_deaths

SHOWN = 5
LISTED = 100


def words(key: str, lang: Lang, **values: object) -> str:
    """A phrase of the brief in one language, escaped."""
    return escape(label("brief", key, lang).format(**values))


def comma(lang: Lang) -> str:
    """The comma of a language with its space."""
    return str(labels()["note"][lang]["comma"])


def both(key: str, **values: object) -> str:
    """A phrase in both languages, each in its own direction."""
    return pair(label("brief", key, "en").format(**values), label("brief", key, "ar").format(**values))


def pair(en: str, ar: str) -> str:
    """Two texts side by side."""
    return f'<span class="en" lang="en" dir="ltr">{escape(en)}</span> <span class="ar" lang="ar" dir="rtl">{escape(ar)}</span>'


def html_page(brief: Brief) -> str:
    """The whole document; it needs nothing from outside."""
    style = resources.files("waqai").joinpath("data", "export", "brief.css").read_text("utf-8")
    title = f"{words('title', 'en')}: {escape(brief.place[0])}, {brief.start} – {brief.end}"
    left = [("map", map_svg(brief) + legend() + caveats(brief)), ("places", places(brief))]
    right = [("monthly" if brief.monthly else "weekly", bars_svg(brief)), ("in_force", access(brief))]
    right += [("claims", contested(brief)), ("tallies", tallies(brief))]
    columns = "".join(f'<div class="col">{"".join(section(*part) for part in side)}</div>' for side in (left, right))
    body = f"{header(brief)}{key_figures(brief)}<main>{columns}</main>{footer()}{annex(brief)}"
    return (
        f'<!DOCTYPE html>\n<html lang="en" dir="ltr"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{style}</style></head><body>{body}</body></html>\n'
    )


def header(brief: Brief) -> str:
    """The title in both languages."""
    sides = []
    for lang, place in zip(LANGS, brief.place, strict=True):
        start, end = day_words(brief.start.isoformat(), lang), day_words(brief.end.isoformat(), lang)
        direction = "ltr" if lang == "en" else "rtl"
        sides.append(
            f'<div class="{lang}" lang="{lang}" dir="{direction}"><p class="kind">{words("title", lang)}</p>'
            f"<h1>{escape(place)}</h1><p>{words('period', lang, start=start, end=end)}</p></div>"
        )
    return f"<header>{''.join(sides)}</header>"


def key_figures(brief: Brief) -> str:
    """The row of key figures, each leading to what stands behind it."""
    return f'<section class="figures">{"".join(figure(f) for f in brief.figures)}</section>'


def figure(f: Figure) -> str:
    """One key figure with its range."""
    spread = f'<span class="range"><bdi>{f.low:,}–{f.high:,}</bdi></span>' if f.low != f.high else ""
    return f'<a class="figure {f.key}" href="#f-{f.key}"><b><bdi>{f.best:,}</bdi></b>{spread}<small>{both(f.key)}</small></a>'


def section(key: str, body: str) -> str:
    """A block with its heading in both languages."""
    return f'<section class="{key}"><h2>{both(key)}</h2>{body}</section>'


def legend() -> str:
    """What the colours are."""
    items = [
        f'<li><i style="background:{COLOURS[g]}"></i>{pair(label("class", g, "en"), label("class", g, "ar"))}</li>'
        for g in GROUPS
    ]
    return f'<ul class="legend">{"".join(items)}<li>{both("size")}</li></ul>'


def caveats(brief: Brief) -> str:
    """What the pictures do not show."""
    placed = sum(
        i.place is not None and i.place.lat is not None and i.place.precision not in WIDE for i in brief.incidents
    )
    outside = placed - len(on_map(brief)[0])
    said = [("unlocated", len(brief.incidents) - placed), ("outside", outside)]
    said += [("undated", brief.undated), ("not_stated", brief.not_stated)]
    lines = [f"<li>{both(key, n=n)}</li>" for key, n in said if n]
    return f'<ul class="caveats">{"".join(lines)}</ul>' if lines else ""


def none() -> str:
    """That there is nothing."""
    return f'<p class="none">{both("none")}</p>'


def places(brief: Brief) -> str:
    """The table of places."""
    if not brief.places:
        return none()
    head = "".join(f"<th>{both(key)}</th>" for key in ("place", "incidents", "killed", "injured"))
    rows = "".join(
        f'<tr><td><a href="#{p.rows[0]}">{pair(p.en, p.ar)}</a></td><td>{p.incidents}</td><td>{p.killed}</td><td>{p.injured}</td></tr>'
        for p in brief.places
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def access(brief: Brief) -> str:
    """The constraints in force, the latest first."""
    shown = sorted(brief.access, key=lambda a: (a.since or "", a.id), reverse=True)
    if not shown:
        return none()
    return f"<ul>{''.join(f'<li>{access_line(a)}</li>' for a in shown[:SHOWN])}</ul>{more(len(shown), '#f-access')}"


def access_line(a: ExportAccess) -> str:
    """One constraint in both languages, leading to its sources."""
    said = [access_words(a, lang) for lang in LANGS]
    return f'<a href="#{a.id}">{pair(*said)}</a>'


def access_words(a: ExportAccess, lang: Lang) -> str:
    """What is closed, where, since when."""
    since = (
        label("brief", "since", lang).format(day=day_words(a.since, lang))
        if a.since
        else label("brief", "since_unknown", lang)
    )
    detail = comma(lang).join(filter(None, (label("sector", a.sector, lang), label("degree", a.degree, lang), a.hours)))
    what = type_name(a.type, lang) + (f" ({detail})" if detail else "")
    return comma(lang).join(filter(None, (what, place_name(a.place, lang), since)))


def more(count: int, target: str) -> str:
    """How many more there are in the annex."""
    return f'<p class="more"><a href="{target}">+ {count - SHOWN}</a></p>' if count > SHOWN else ""


def contested(brief: Brief) -> str:
    """Incidents a party denies or that are told in competing ways."""
    if not brief.contested:
        return none()
    lines = [f'<li><a href="#{i.id}">{pair(claim(i, "en"), claim(i, "ar"))}</a></li>' for i in brief.contested[-SHOWN:]]
    return f'<ul class="claims">{"".join(lines)}</ul>{more(len(brief.contested), "#f-contested")}'


def claim(i: ExportIncident, lang: Lang) -> str:
    """A contested incident and who disputes it."""
    said = [
        label("brief", key, lang).format(who=comma(lang).join(a.name_en if lang == "en" else a.name_ar for a in who))
        for key, who in (("denied", i.denied_by), ("claimed", i.claimed_by))
        if who
    ]
    parts = [day_words(i.date_start or i.reported or "", lang), type_name(i.type, lang), place_name(i.place, lang)]
    if i.killed.best is not None:
        parts.append(f"{label('harm', 'killed', lang)}: {count_words(i.killed, lang)}")
    return comma(lang).join(filter(None, [*parts, *said]))


def tallies(brief: Brief) -> str:
    """What sources count over a period, beside what the ledger holds for it."""
    counting = [t for t in brief.tallies if t.events or tally_deaths(t).best]
    if not counting:
        return none()
    counting.sort(key=lambda t: (t.ledger_events is None, -(tally_deaths(t).best or 0), t.id))
    head = "".join(f"<th>{both(key)}</th>" for key in ("source", "counted", "ledger"))
    return (
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(tally_row(t) for t in counting[:SHOWN])}</tbody></table>"
    )


def tally_row(t: ExportTally) -> str:
    """One tally."""
    outlets = ", ".join(dict.fromkeys(s.outlet for s in t.sources if s.outlet))
    counted = [unit("events_unit", t.events.best if t.events else None), unit("killed_unit", tally_deaths(t).best)]
    held = [unit("events_unit", t.ledger_events), unit("killed_unit", t.ledger_killed)]
    span = f"<bdi>{t.period_start or '…'} – {t.period_end or '…'}</bdi>"
    what = pair(type_name(t.type, "en"), type_name(t.type, "ar"))
    return (
        f'<tr><td><a href="#{t.id}">{escape(outlets) or "–"}</a><br><small>{what}<br>{span}</small></td>'
        f"<td>{'<br>'.join(filter(None, counted)) or '–'}</td><td>{'<br>'.join(filter(None, held)) or '–'}</td></tr>"
    )


def unit(key: str, n: int | None) -> str:
    """A number with its unit in both languages, nothing for none."""
    return "" if n is None else both(key, n=f"{n:,}")


def footer() -> str:
    """How the figures are made, and whose outlines the map is."""
    said = "".join(
        f'<div class="{lang}" lang="{lang}" dir="{dir_}">{words("method", lang)}</div>'
        for lang, dir_ in zip(LANGS, ("ltr", "rtl"), strict=True)
    )
    return f'<footer><div class="method">{said}</div><p>{attribution()}</p></footer>'


def annex(brief: Brief) -> str:
    """Every incident, constraint and tally of the page with its sources, and an index from figures to them."""
    number = {i.id: n for n, i in enumerate(brief.incidents, 1)}
    number |= {a.id: n for n, a in enumerate(brief.access, len(number) + 1)}
    number |= {t.id: n for n, t in enumerate(brief.tallies, len(number) + 1)}
    index = "".join(index_line(f, number) for f in brief.figures)
    rows = [row(i.id, number, note(i, "en"), note(i, "ar"), i.sources, COLOURS[group_of(i)]) for i in brief.incidents]
    rows += [
        row(a.id, number, access_words(a, "en"), access_words(a, "ar"), a.sources, "#B8860B") for a in brief.access
    ]
    rows += [
        row(t.id, number, type_name(t.type, "en"), type_name(t.type, "ar"), t.sources, "#444") for t in brief.tallies
    ]
    return (
        f'<section class="annex"><h2>{both("index")}</h2><dl class="index">{index}</dl>'
        f"<h2>{both('annex')}</h2><ol>{''.join(rows)}</ol></section>"
    )


def index_line(f: Figure, number: dict[str, int]) -> str:
    """A figure and the numbers of what stands behind it."""
    links = " ".join(f'<a href="#{r}">{number[r]}</a>' for r in f.rows)
    if len(f.rows) > LISTED and len(f.rows) == number[f.rows[-1]]:  # every incident: the whole list that follows
        links = f'<a href="#{f.rows[0]}">1</a>–<a href="#{f.rows[-1]}">{len(f.rows):,}</a>'
    return f'<dt id="f-{f.key}">{both(f.key)} <b><bdi>{f.best:,}</bdi></b></dt><dd>{links or "–"}</dd>'


def row(id_: str, number: dict[str, int], en: str, ar: str, sources: list[Source], colour: str) -> str:
    """One entry of the annex."""
    listed = "; ".join(source_link(s) for s in sources)
    return (
        f'<li id="{escape(id_)}" value="{number[id_]}" style="border-color:{colour}"><p lang="en" dir="ltr">{escape(en)}</p>'
        f'<p class="ar" lang="ar" dir="rtl">{escape(ar)}</p><p class="sources">{listed}</p></li>'
    )


def source_link(source: Source) -> str:
    """A source by outlet and day, linked where it has a web address; the report's id otherwise."""
    named = [f"<bdi>{escape(source.outlet)}</bdi>"] if source.outlet else []
    said = (
        " ".join([*named, f'<bdi dir="ltr">{source.published}</bdi>'] if source.published else named)
        or source.report[:12]
    )
    if source.url and source.url.startswith(("http://", "https://")):
        return f'<a href="{escape(source.url)}" rel="noopener noreferrer">{said}</a>'
    return f"{said} <small>{escape(source.report[:12])}</small>"
