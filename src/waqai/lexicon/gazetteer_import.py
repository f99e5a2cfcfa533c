"""Importing place files into a user's pack: Who's-On-First-style tables, GeoNames dumps, OCHA COD tables, GeoJSON.

``import_file`` reads any of them, tells the format by its content, and writes one table of the pack; the pack's
rows join the built-in ones (see :func:`waqai.lexicon.gazetteer.load_gazetteer`).
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

import msgspec

from waqai.lexicon.gazetteer import COLUMNS, FOLDER, Gazetteer, load_gazetteer
from waqai.lexicon.gazetteer_formats import Draft, cod_rows, geojson_rows, geonames_rows, list_rows, unit_rows, wof_rows
from waqai.lexicon.packs import LexiconError
from waqai.lexicon.place_words import load_place_words
from waqai.text.normalize import fold, normalize

csv.field_size_limit(10**9)
LARGE = 10_000
GEONAMES_COLUMNS = 19
_TAB = re.compile(r"[\t\r\n]+")


class ImportReport(msgspec.Struct, frozen=True):
    """What an import did: the format it saw, rows read and written, those skipped by reason, and the table written."""

    source: str
    format: str
    read: int
    written: int
    skipped: dict[str, int]
    table: str


def import_file(path: Path, pack: Path, gazetteer: Gazetteer | None = None) -> ImportReport:
    """Import one file into ``pack``. Raises LexiconError, naming the file, if it is of no known format."""
    gazetteer = gazetteer or load_gazetteer()
    kind, rows = read(path)
    drafts = list(rows)
    skipped: Counter[str] = Counter()
    lines: dict[str, str] = {}
    openers = load_place_words().openers
    country = _main_country(drafts)
    for draft in drafts:
        draft.country = draft.country or country
        if draft.id in lines and draft.source.startswith("wof:"):
            draft.id = draft.source
        reason = _reason(draft, lines)
        if reason:
            skipped[reason] += 1
            continue
        lines[draft.id] = _line(draft, gazetteer, openers)
    table = pack / FOLDER / f"{re.sub('[^A-Za-z0-9_-]+', '-', path.stem)}.tsv"
    _write(table, lines.values())
    return ImportReport(str(path), kind, len(drafts), len(lines), dict(skipped), str(table))


def _write(table: Path, lines: Iterable[str]) -> None:
    table.parent.mkdir(parents=True, exist_ok=True)
    partial = table.with_suffix(".part")
    partial.write_text("\n".join(["\t".join(COLUMNS), *lines]) + "\n", encoding="utf-8")
    partial.replace(table)


def read(path: Path) -> tuple[str, Iterable[Draft]]:
    """The format of a file and its rows."""
    try:
        if path.suffix.lower() == ".xlsx":
            return "cod", _xlsx(path)
        if path.suffix.lower() == ".zip":
            return _zipped(path)
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise LexiconError(f"{path}: no such file") from error
    except (UnicodeDecodeError, zipfile.BadZipFile, IsADirectoryError) as error:
        raise LexiconError(f"{path}: {error}") from error
    return _from_text(text, path)


def _from_text(text: str, path: Path) -> tuple[str, Iterable[Draft]]:
    if text.lstrip()[:1] in ("{", "["):
        return _json(text, path)
    first = text.partition("\n")[0].rstrip("\r")
    if first.count("\t") == GEONAMES_COLUMNS - 1 and first.split("\t")[0].isdigit():
        return "geonames", list(geonames_rows(line.split("\t") for line in text.splitlines() if line))
    delimiter = "\t" if "\t" in first else ";" if first.count(";") > first.count(",") else ","
    table = io.StringIO(text)
    if delimiter == "\t":
        rows = list(csv.DictReader(table, delimiter=delimiter, quoting=csv.QUOTE_NONE))
    else:
        rows = list(csv.DictReader(table, delimiter=delimiter))
    header = set(rows[0]) if rows else set(first.split(delimiter))
    if {"wof_id", "name_ar", "lat"} <= header:
        return "whosonfirst", list(wof_rows(rows))
    if "pcode" in header:
        return "pcodes", list(unit_rows(rows))
    if any(re.fullmatch("(adm|admin)[0-4]_?pcode", str(h), re.IGNORECASE) for h in header):
        return "cod", list(cod_rows(rows))
    drafts = list(list_rows(text.splitlines()))
    if drafts:
        return "list", drafts
    raise LexiconError(
        f"{path}: not a place file of a known format (Who's-On-First-style TSV, GeoNames dump, OCHA COD table, GeoJSON)"
    )


def _json(text: str, path: Path) -> tuple[str, Iterable[Draft]]:
    try:
        data = msgspec.json.decode(text.encode())
    except msgspec.DecodeError as error:
        raise LexiconError(f"{path}: {error}") from error
    if isinstance(data, dict) and data.get("type") == "FeatureCollection":
        return "geojson", list(geojson_rows(data["features"], path.stem))
    if isinstance(data, list):
        from waqai.lexicon.gazetteer_formats import catalogue_rows

        return "catalogue", list(catalogue_rows(data))
    raise LexiconError(f"{path}: JSON, but neither a GeoJSON FeatureCollection nor a list of places")


def _zipped(path: Path) -> tuple[str, Iterable[Draft]]:
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if n.endswith(".txt") and not n.lower().startswith("readme")]
        if not names:
            raise LexiconError(f"{path}: no table in the archive")
        return _from_text(archive.read(names[0]).decode("utf-8-sig"), path)


def _xlsx(path: Path) -> Iterator[Draft]:
    try:
        load_workbook = import_module("openpyxl").load_workbook
    except ImportError as error:
        raise LexiconError(f"{path}: reading XLSX needs the 'sources' extra (pip install 'waqai[sources]')") from error
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises what its parsers raise
        raise LexiconError(f"{path}: {error}") from error
    for sheet in book.worksheets:
        rows = sheet.iter_rows(values_only=True)
        head = [str(c or "") for c in next(rows, ())]
        if any(re.fullmatch("(adm|admin)[0-4]_?pcode", h, re.IGNORECASE) for h in head):
            cells = ({h: "" if v is None else str(v) for h, v in zip(head, row, strict=False)} for row in rows)
            yield from cod_rows(cells)


def _main_country(drafts: Iterable[Draft]) -> str:
    """The country most rows name: that of the rows that name none."""
    named = Counter(d.country for d in drafts if d.country)
    return named.most_common(1)[0][0] if named else ""


def _reason(draft: Draft, taken: Mapping[str, str]) -> str:
    if not draft.id:
        return "no id"
    if not (draft.names_ar or draft.name_en):
        return "no name"
    if draft.kind.startswith("adm") and draft.id.startswith("wof:"):
        return "admin unit without a code"
    return "id of an earlier row" if draft.id in taken else ""


def _line(draft: Draft, gazetteer: Gazetteer, openers: frozenset[str]) -> str:
    """A draft as a line; what the built-in row of the same id knows besides is kept."""
    known = gazetteer.get(draft.id)
    names = [n for n in (_clean(n) for n in draft.names_ar) if n]
    kind, name_en, flag = draft.kind, draft.name_en, _needs_context(draft, names, openers)
    adm = [draft.adm1, draft.adm2, draft.adm3]
    if known is not None:
        names = [known.name_ar, *known.variants, *names]
        kind, name_en, flag = known.kind, known.name_en or name_en, known.needs_context
        adm = [a or b or "" for a, b in zip(adm, (known.adm1, known.adm2, known.adm3), strict=True)]
        if draft.lat is None:
            draft.lat, draft.lon, draft.source = known.lat, known.lon, known.coord_source
            draft.precision = known.precision
    adm = _checked(adm, gazetteer)
    first, others = (names[0], list(dict.fromkeys(n for n in names[1:] if n != names[0]))) if names else ("", [])
    point = ("", "", "") if draft.lat is None else (f"{draft.lat:.6g}", f"{draft.lon:.6g}", draft.source)
    parent = next((a for a in reversed(adm) if a and a != draft.id), draft.country)
    cells = (
        draft.id, kind, draft.country, *adm, *point, draft.precision, str(draft.population or ""), parent,
        "1" if flag else "", name_en, first, "|".join(others),
    )  # fmt: skip
    return "\t".join(_TAB.sub(" ", c).strip() for c in cells)


def _checked(adm: list[str], gazetteer: Gazetteer) -> list[str]:
    """The codes above a deeper code that the file leaves out, from the gazetteer's own units."""
    for code in reversed(adm):
        unit = gazetteer.get(code)
        if unit is not None:
            return [a or b or "" for a, b in zip(adm, (unit.adm1, unit.adm2, unit.adm3), strict=True)]
    return adm


def _clean(name: str) -> str:
    return re.sub(r"\s+", " ", normalize(name.replace("|", " ")).text).strip()


def _needs_context(draft: Draft, names: list[str], openers: frozenset[str]) -> bool:
    """A small place's single word, or a name that may be a person's, waits for a head word or its parent."""
    if draft.kind not in ("village", "town", "neighbourhood") or draft.population > LARGE or not names:
        return False
    words = fold(names[0]).split()
    return len(words) == 1 or words[0] not in openers
