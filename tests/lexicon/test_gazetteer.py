"""The gazetteer's tables, look-up, search and imports."""

from __future__ import annotations

import json
import pickle
import zipfile
from pathlib import Path

import pytest

from waqai.lexicon.gazetteer import COLUMNS, Gazetteer, load_gazetteer, name_key, tables
from waqai.lexicon.gazetteer_import import import_file
from waqai.lexicon.packs import BUILT_IN, LexiconError

REFERENCE = Path(__file__).parents[3] / "shared" / "geo"
PRECISIONS = {"point", "settlement", "near", "district", "governorate", "region", "country"}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def test_every_row_is_whole(gazetteer):
    for row in range(len(gazetteer.lines)):
        p = gazetteer.place(row)
        assert p.id and p.kind and p.name_en and p.name_ar, p.id
        assert p.precision in PRECISIONS, p.id
        if p.lat is not None:
            assert p.coord_source and -90 <= p.lat <= 90 and -180 <= p.lon <= 180, p.id


def test_ids_are_unique():
    ids = [line.split("\t")[0] for t in tables([BUILT_IN]) for line in t.read_text(encoding="utf-8").splitlines()[1:]]
    assert len(ids) == len(set(ids))


def test_a_borrowed_point_names_a_row_and_has_its_precision(gazetteer):
    coarse = {"settlement": 0, "point": 0, "district": 1, "governorate": 2, "region": 3, "country": 3}
    for row in range(len(gazetteer.lines)):
        p = gazetteer.place(row)
        if p.coord_source.startswith("parent:"):
            parent = gazetteer.get(p.coord_source.removeprefix("parent:"))
            assert parent is not None, p.id
            assert (p.lat, p.lon) == (parent.lat, parent.lon), p.id
            assert coarse[p.precision] >= coarse[parent.precision] or p.precision == "settlement", p.id


def test_admin_codes_are_units(gazetteer):
    for row in range(len(gazetteer.lines)):
        p = gazetteer.place(row)
        for code in (p.adm1, p.adm2, p.adm3):
            assert code is None or gazetteer.get(code) is not None, (p.id, code)


@pytest.mark.parametrize(
    ("country", "adm1", "adm2"),
    [("SY", 14, 62), ("IQ", 18, 101), ("YE", 22, 335), ("SD", 19, 189), ("PS", 2, 16), ("LB", 8, 26), ("LY", 3, 22),
     ("SO", 18, 74), ("EG", 27, 365), ("JO", 12, 0)],
)  # fmt: skip
def test_admin_units_are_complete(gazetteer, country, adm1, adm2):
    kinds = [gazetteer.place(n).kind for n in range(len(gazetteer.lines)) if gazetteer.place(n).country == country]
    assert (kinds.count("adm1"), kinds.count("adm2")) == (adm1, adm2)
    assert country != "SY" or kinds.count("adm3") == 272


def test_common_words_need_context(gazetteer):
    for word in ("السلام", "النصر", "الوحدة", "القاعدة", "الجديدة", "صالح", "سعد"):
        key = name_key(word)
        assert all(gazetteer.is_weak(key, p) for p in gazetteer.named(key) if p.kind != "country"), word


def test_search_finds_arabic_english_misspelt_and_codes(gazetteer):
    assert gazetteer.search("الحسكه")[0].adm1 == "SY08"
    assert gazetteer.search("Raqqa")[0].name_ar == "الرقة"
    assert gazetteer.search("الشدادى", limit=3)[0].adm1 == "SY08"
    assert gazetteer.search("طرابلس", country="ly")[0].country == "LY"
    assert gazetteer.search("YE15")[0].name_ar == "تعز"
    assert gazetteer.search("qqqqqq") == []


def test_pickled_it_answers_the_same(gazetteer):
    again = pickle.loads(pickle.dumps(gazetteer))
    assert again.named(name_key("كوباني")) == gazetteer.named(name_key("كوباني"))


def test_a_bad_table_names_the_file_and_line(tmp_path):
    table = tmp_path / "places" / "mine.tsv"
    table.parent.mkdir()
    table.write_text("\t".join(COLUMNS) + "\nx\ty\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"mine\.tsv:2"):
        load_gazetteer([tmp_path])


def imported(tmp_path: Path, name: str, text: str) -> tuple[Gazetteer, str]:
    source = tmp_path / name
    source.write_text(text, encoding="utf-8")
    report = import_file(source, tmp_path / "pack")
    return load_gazetteer([BUILT_IN, tmp_path / "pack"]), report.format


def test_import_geonames_dump(tmp_path):
    cells = ["999000001", "Qaryat", "Qaryat Tajribah", "قرية تجربة,تجربة الفوقا", "35.1", "40.2", "P", "PPL", "SY", "", "07",
             "", "", "", "120", "", "200", "Asia/Damascus", "2024-01-01"]  # fmt: skip
    g, kind = imported(tmp_path, "SY.txt", "\t".join(cells) + "\n")
    place = g.get("gn:999000001")
    assert kind == "geonames" and place is not None
    assert (place.kind, place.lat, place.needs_context) == ("village", 35.1, True)
    assert g.named(name_key("تجربة الفوقا")) == (place,)


def test_import_geonames_archive(tmp_path):
    row = "\t".join(["5", "A", "A", "اسم جديد", "1", "2", "P", "PPL", "LY", *[""] * 5, "0", "", "", "", ""])
    with zipfile.ZipFile(tmp_path / "LY.zip", "w") as z:
        z.writestr("readme.txt", "read me")
        z.writestr("LY.txt", row)
    assert import_file(tmp_path / "LY.zip", tmp_path / "pack").written == 1


def test_import_whosonfirst_table(tmp_path):
    head = "wof_id geonames_id wikidata placetype feature_code name_en name_ar names_ar_all names_other lat lon population region county adm_pcode gn_modified"
    row = [
        "77",
        "",
        "",
        "locality",
        "PPL",
        "Khirbat Test",
        "خربة الاختبار",
        "خربة الاختبار",
        "",
        "36.1",
        "37.2",
        "",
        "",
        "",
        "SY020000",
        "",
    ]
    g, kind = imported(tmp_path, "places.tsv", head.replace(" ", "\t") + "\n" + "\t".join(row) + "\n")
    place = g.get("wof:77")
    assert kind == "whosonfirst" and place is not None
    assert (place.adm1, place.adm2, place.adm3) == ("SY02", "SY0200", "SY020000")


COD = [
    ["ADM0_PCODE", "ADM1_EN", "ADM1_AR", "ADM1_PCODE", "ADM2_EN", "ADM2_AR", "ADM2_PCODE"],
    ["YE", "Taiz", "تعز", "YE15", "New District", "المديرية الجديدة", "YE1599"],
]


def test_import_cod_csv_and_workbook(tmp_path):
    g, kind = imported(tmp_path, "cod.csv", "\n".join(",".join(r) for r in COD) + "\n")
    unit = g.get("YE1599")
    assert kind == "cod" and unit is not None and (unit.kind, unit.adm1, unit.lat) == ("adm2", "YE15", None)
    assert g.get("YE15").lat is not None  # what the file lacks is kept
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in COD:
        book.active.append(row)
    book.save(tmp_path / "cod.xlsx")
    assert import_file(tmp_path / "cod.xlsx", tmp_path / "other").written == 2


def test_import_admin_geojson(tmp_path):
    square = [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]
    feature = {"type": "Feature", "properties": {"ADM2_PCODE": "IQG01Q99", "ADM2_EN": "X", "ADM2_AR": "قضاء س"},
               "geometry": {"type": "Polygon", "coordinates": square}}  # fmt: skip
    g, kind = imported(tmp_path, "a.geojson", json.dumps({"type": "FeatureCollection", "features": [feature]}))
    unit = g.get("IQG01Q99")
    assert kind == "geojson" and unit is not None
    assert (unit.lat, unit.lon, unit.adm1, unit.coord_source) == (1.0, 1.0, "IQG01", "import:centroid")


def test_an_unknown_format_names_the_file(tmp_path):
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"x\.csv"):
        import_file(tmp_path / "x.csv", tmp_path / "pack")
    with pytest.raises(LexiconError, match="no such file"):
        import_file(tmp_path / "none.csv", tmp_path / "pack")
    (tmp_path / "b.xlsx").write_bytes(b"no workbook")
    with pytest.raises(LexiconError, match=r"b\.xlsx"):
        import_file(tmp_path / "b.xlsx", tmp_path / "pack")


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference folder of place data is not here")
@pytest.mark.slow
def test_every_reference_file_loads(tmp_path, gazetteer):
    files = [f for f in sorted(REFERENCE.rglob("*")) if f.is_file() and f.suffix != ".md"]
    for n, path in enumerate(files):
        report = import_file(path, tmp_path / str(n), gazetteer)
        assert report.read == report.written + sum(report.skipped.values()), path
        load_gazetteer([tmp_path / str(n)])
