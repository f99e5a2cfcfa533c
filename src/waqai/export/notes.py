"""Notes in Arabic and English made from values alone: no word of a report's text goes into them."""

from __future__ import annotations

from waqai.export.rows import Count, ExportIncident, Place, Toll, actors_of
from waqai.export.tables import Lang, country_name, label, labels, type_name

OUTSIDE_TOTALS = "perpetrator"


def words(lang: Lang) -> dict[str, str]:
    """The sentence parts of a language."""
    parts: dict[str, str] = labels()["note"][lang]
    return parts


def day_words(iso: str, lang: Lang) -> str:
    """A day written out.

    >>> day_words("2023-08-27", "en")
    '27 August 2023'
    """
    year, month, day = iso.split("-")
    return f"{int(day)} {labels()['months'][lang][int(month) - 1]} {year}"


def when(incident: ExportIncident, lang: Lang) -> str:
    """The date, the range, or that there is none."""
    part = words(lang)
    start, end = incident.date_start, incident.date_end or incident.date_start
    if start is None or end is None:
        if incident.reported:
            return part["when_unknown"].format(reported=day_words(incident.reported, lang))
        return part["when_none"]
    if start == end:
        return part["when_day"].format(date=day_words(start, lang))
    return part["when_range"].format(start=day_words(start, lang), end=day_words(end, lang))


def place_name(place: Place | None, lang: Lang) -> str:
    """``place (governorate, country)`` without saying a name twice; nothing for no place."""
    if place is None:
        return ""
    areas = [place.adm2, place.adm1]
    if lang == "en":
        names = [place.name_en or place.name_ar, *(a.name_en or a.name_ar for a in areas)]
    else:
        names = [place.name_ar or place.name_en, *(a.name_ar or a.name_en for a in areas)]
    known = list(dict.fromkeys(name for name in [*names, country_name(place.country, lang)] if name))
    comma = words(lang)["comma"]
    return known[0] + (f" ({comma.join(known[1:])})" if len(known) > 1 else "") if known else ""


def where(place: Place | None, lang: Lang) -> str:
    """In or near a place."""
    name = place_name(place, lang)
    if place is None or not name:
        return words(lang)["where_none"]
    return words(lang)["near" if place.precision == "near" else "where"].format(place=name)


def names_of(incident: ExportIncident, role: str, lang: Lang) -> str:
    """The parties in a role, joined."""
    names = [a.name_en if lang == "en" else a.name_ar for a in actors_of(incident, role) if a.id != "UNIDENT_ARMED"]
    return words(lang)["and"].join(dict.fromkeys(name for name in names if name))


def who(incident: ExportIncident, lang: Lang) -> list[str]:
    """Who did it, or that nobody is named, and against whom."""
    part = words(lang)
    doers, targets = names_of(incident, "initiator", lang), names_of(incident, "target", lang)
    unknown = incident.initiator_status == "unknown" or any(
        a.id == "UNIDENT_ARMED" for a in actors_of(incident, "initiator")
    )
    said = part["by"].format(actors=doers) if doers else part["by_unknown"] if unknown else part["by_none"]
    return [said, part["against"].format(actors=targets)] if targets else [said]


def count_words(count: Count, lang: Lang) -> str:
    """A count: a number, a range, or "at least"."""
    part = words(lang)
    if count.best is None:
        return "–"
    if count.open and count.low is not None:
        return part["at_least"].format(n=count.low)
    if count.low is not None and count.high is not None and count.low != count.high:
        return f"{count.best} ({part['range'].format(low=count.low, high=count.high)})"
    return str(count.best)


def harm_words(incident: ExportIncident, lang: Lang) -> list[str]:
    """Killed, injured and other harms with their categories."""
    part = words(lang)
    harms = {toll.harm: toll.count for toll in incident.tolls if toll.category == "total"}
    harms |= {
        harm: count
        for harm, count in (("killed", incident.killed), ("injured", incident.injured))
        if count.best is not None
    }
    said = []
    for harm, count in harms.items():
        if count.best == 0:
            said.append(part["zero"].format(harm=label("harm", harm, lang)))
        elif count.best is not None:
            text = part["counted"].format(harm=label("harm", harm, lang), count=count_words(count, lang))
            of_them = category_words([t for t in incident.tolls if t.harm == harm], lang)
            said.append(f"{text} ({of_them})" if of_them else text)
    if incident.attackers_killed.best:
        said.append(part["attacker"].format(count=count_words(incident.attackers_killed, lang)))
    return said or [part["none"]]


def category_words(tolls: list[Toll], lang: Lang) -> str:
    """``of them 1 children, 2 women``: the categories the reports name."""
    plain = ("total", "unspecified", OUTSIDE_TOTALS)
    parts = [
        f"{label('category', t.category, lang)} {count_words(t.count, lang)}"
        for t in tolls
        if t.category not in plain and t.count.best
    ]
    return words(lang)["of_them"].format(parts=words(lang)["comma"].join(parts)) if parts else ""


def note(incident: ExportIncident, lang: Lang) -> str:
    """The note of one incident."""
    part = words(lang)
    head = [when(incident, lang), type_name(incident.type, lang), where(incident.place, lang), *who(incident, lang)]
    if incident.factuality == "alleged":
        head.append(part["alleged"])
    backing = part["sources"].format(
        sources=incident.independent_sources or len({s.report for s in incident.sources}),
        reports=len({s.report for s in incident.sources}),
        grade=label("grade", incident.grade, lang),
    )
    sentences = [part["comma"].join(head), part["semicolon"].join(harm_words(incident, lang)), backing]
    return part["stop"].join(sentences) + "."
