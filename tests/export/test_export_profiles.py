"""Every profile: columns, enumerations, codes and counts, checked by reading the files back."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sample_rows

from waqai.export import PROFILES, ROW_PROFILES, ExportError, export
from waqai.export import acled as acled_profile
from waqai.export import hxl as hxl_profile
from waqai.export import ucdp as ucdp_profile
from waqai.export.output import dictionary
from waqai.export.tables import actor_kinds, countries, enumerations, hxl_tags, types

SUFFIX = {
    "acled": ".csv",
    "ucdp": ".csv",
    "hxl": ".csv",
    "hapi": ".csv",
    "geojson": ".geojson",
    "parquet": ".parquet",
    "xlsx": ".xlsx",
}


def written(profile: str, folder: Path, internal: bool = False) -> list[Path]:
    if profile == "parquet":
        pytest.importorskip("pyarrow")
    if profile == "xlsx":
        pytest.importorskip("xlsxwriter")
    return export(profile, sample_rows.data(internal), folder / f"out{SUFFIX[profile]}")


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))


@pytest.mark.parametrize("profile", ROW_PROFILES)
def test_the_same_rows_give_the_same_bytes(profile: str, tmp_path: Path) -> None:
    first = [(p.name, p.read_bytes()) for p in written(profile, tmp_path / "a")]
    shuffled = sample_rows.data()
    shuffled.incidents.reverse()
    second = export(profile, shuffled, tmp_path / "b" / f"out{SUFFIX[profile]}")
    assert first == [(p.name, p.read_bytes()) for p in second]


@pytest.mark.parametrize("profile", ROW_PROFILES)
def test_a_dictionary_and_a_licence_go_beside(profile: str, tmp_path: Path) -> None:
    names = {path.name for path in written(profile, tmp_path)}
    assert {"out_dictionary.md", "out_licence.md"} <= names
    assert "مرصد الجزيرة" in (tmp_path / "out_licence.md").read_text("utf-8")


def test_every_column_is_in_the_dictionary(tmp_path: Path) -> None:
    assert set(acled_profile.COLUMNS) == set(dictionary()["acled"]["columns"])
    assert set(ucdp_profile.COLUMNS) == set(dictionary()["ucdp"]["columns"])
    assert set(hxl_profile.TAGS) == set(dictionary()["hxl"]["columns"])
    pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    described = set(dictionary()["parquet"]["columns"])
    for path in written("parquet", tmp_path):
        if path.suffix == ".parquet":
            assert set(pq.read_schema(path).names) <= described, path


# ACLED-style


def acled(tmp_path: Path) -> dict[str, dict[str, str]]:
    rows = rows_of(written("acled", tmp_path)[0])
    ids = {acled_profile.event_id(i, countries()[i.place.country].iso3): i.id for i in sample_rows.INCIDENTS if i.place}
    return {ids[row["event_id_cnty"]]: row for row in rows}


def test_acled_columns_and_enumerations(tmp_path: Path) -> None:
    rows = acled(tmp_path)
    allowed = enumerations()["acled"]
    inters = allowed["inter"]
    pairs = {f"{a}-{b}" for n, a in enumerate(inters) for b in inters[n:]} | {f"{a} only" for a in inters}
    isos = {c.iso_num for c in countries().values()}
    assert len(acled_profile.COLUMNS) == 31
    for row in rows.values():
        assert list(row) == list(acled_profile.COLUMNS)
        for column in (
            "disorder_type",
            "event_type",
            "civilian_targeting",
            "time_precision",
            "geo_precision",
            "source_scale",
        ):
            assert row[column] in allowed[column], (column, row[column])
        assert row["sub_event_type"] in allowed["sub_event_type"][row["event_type"]]
        assert row["inter1"] in inters and row["inter2"] in [*inters, ""]
        assert row["interaction"] in pairs
        assert row["iso"] in isos and row["fatalities"].isdigit()
        assert float(row["latitude"]) and float(row["longitude"])
        assert row["event_date"][:4] == row["year"]


def test_acled_conventions(tmp_path: Path) -> None:
    rows = acled(tmp_path)
    shelling = rows["i01"]
    assert (shelling["actor1"], shelling["inter1"]) == ("Turkish armed forces", "External/Other forces")
    assert (shelling["actor2"], shelling["inter2"]) == ("Civilians (Syria)", "Civilians")
    assert shelling["interaction"] == "Civilians-External/Other forces"
    assert shelling["fatalities"] == "3" and shelling["civilian_targeting"] == "Civilian targeting"
    assert rows["i04"]["fatalities"] == "11"  # tens is 10 here, and the attacker counts
    assert rows["i04"]["geo_precision"] == "2" and rows["i04"]["iso"] == "368"
    protest = rows["i06"]
    assert (protest["location"], protest["geo_precision"], protest["latitude"]) == ("Ar-Raqqa city", "3", "35.9528")
    assert (protest["actor1"], protest["disorder_type"]) == ("Protesters (Syria)", "Demonstrations")
    assert "arrests" in rows["i03"]["tags"] and rows["i03"]["actor1"] == "Unidentified Armed Group (Syria)"
    assert rows["i0c"]["time_precision"] == "3"


def test_acled_leaves_out_with_reasons(tmp_path: Path) -> None:
    rows = acled(tmp_path)
    left = {row["row_id"]: row["reason"] for row in rows_of(tmp_path / "out_left_out.csv")}
    assert set(left) | set(rows) == {i.id for i in sample_rows.INCIDENTS} | {t.id for t in sample_rows.TALLIES}
    assert not set(left) & set(rows)
    assert "court" in left["i0a"] and "date" in left["i08"] and "place" in left["i09"]


def test_every_codebook_type_has_a_valid_pair() -> None:
    allowed = enumerations()["acled"]["sub_event_type"]
    for kind in types().values():
        for event, sub in ((kind.acled_event, kind.acled_sub), (kind.acled_event_b, kind.acled_sub_b)):
            assert not event or sub in allowed[event], kind


def test_types_and_actor_kinds_cover_the_codebook() -> None:
    book = Path(__file__).parents[3] / "shared" / "codebook"
    if not book.exists():
        pytest.skip("the codebook's own folder is not here")
    listed = [line.split("\t") for line in (book / "types.tsv").read_text("utf-8").splitlines()[1:]]
    assert {row[0] for row in listed if row[1] == "incident"} == set(types())
    actors = [line.split("\t") for line in (book / "actors.tsv").read_text("utf-8").splitlines()[1:]]
    assert {part for row in actors for part in row[2].split("/")} - set(actor_kinds()) <= {""}


# UCDP-style


def ucdp(tmp_path: Path) -> dict[str, dict[str, str]]:
    return {row["relid"]: row for row in rows_of(written("ucdp", tmp_path)[0])}


def test_ucdp_columns_and_enumerations(tmp_path: Path) -> None:
    rows = ucdp(tmp_path)
    summaries = rows_of(tmp_path / "out_summary.csv")
    allowed = enumerations()["ucdp"]
    assert len(ucdp_profile.COLUMNS) == 49
    numbers = {c.gwno for c in countries().values()}
    for row in [*rows.values(), *summaries]:
        assert list(row) == list(ucdp_profile.COLUMNS)
        for column in allowed:
            assert row[column] in allowed[column], (column, row[column])
        assert all(row[c] == "" for c in row if c.endswith(("_dset_id", "_new_id")) or c == "id")
        parts = sum(int(row[c]) for c in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"))
        assert parts == int(row["best"]) >= 1
        assert int(row["low"]) <= int(row["best"]) <= int(row["high"])
        assert row["country_id"] in numbers and row["date_start"] <= row["date_end"]
        lat, lon = float(row["latitude"]), float(row["longitude"])
        assert row["geom_wkt"] == f"POINT ({row['longitude']} {row['latitude']})"
        assert int(row["priogrid_gid"]) == int((lat + 90) * 2) * 720 + int((lon + 180) * 2) + 1


def test_ucdp_conventions(tmp_path: Path) -> None:
    rows = ucdp(tmp_path)
    assert set(rows) == {"i01", "i02", "i04", "i07"}
    assert [rows["i01"][c] for c in ("type_of_violence", "deaths_civilians", "best", "gwnoa", "side_b")] == [
        "3",
        "4",
        "4",
        "640",
        "Civilians",
    ]
    assert [rows["i02"][c] for c in ("type_of_violence", "deaths_b", "best")] == ["2", "2", "2"]
    assert [rows["i04"][c] for c in ("type_of_violence", "deaths_a", "deaths_b", "best", "gwnob")] == [
        "1",
        "1",
        "20",
        "21",
        "645",
    ]
    assert rows["i07"]["country_id"] == "666" and rows["i07"]["country"] == "Palestine"
    left = {row["row_id"] for row in rows_of(tmp_path / "out_left_out.csv")}
    assert {"i0a", "i08", "i09", "t02"} <= left


def test_a_tally_is_a_summary_and_never_an_event(tmp_path: Path) -> None:
    assert "t01" not in ucdp(tmp_path)
    (summary,) = rows_of(tmp_path / "out_summary.csv")
    assert [summary[c] for c in ("relid", "event_clarity", "date_prec", "where_prec", "best", "date_start")] == [
        "t01", "2", "5", "4", "50", "2023-01-01",
    ]  # fmt: skip
    assert summary["latitude"] == "35.87"


# HXL


def test_hxl_tags_are_core_tags() -> None:
    assert {tag.split("+")[0] for tag in hxl_profile.TAGS.values()} <= hxl_tags()


def test_hxl_validates_with_libhxl(tmp_path: Path) -> None:
    hxl = pytest.importorskip("hxl", reason="libhxl is not installed")
    path = written("hxl", tmp_path)[0]
    source = hxl.data(str(path), hxl.InputOptions(allow_local=True))
    assert [column.display_tag for column in source.columns] == list(hxl_profile.TAGS.values())
    rows = list(source)
    assert len(rows) == len(sample_rows.INCIDENTS)
    assert rows[0].get("#adm1+code")
    schema = [
        ["#valid_tag", "#valid_required", "#valid_datatype", "#valid_severity"],
        ["#event+id", "true", "", "error"],
        ["#date+occurred", "", "date", "error"],
        ["#affected", "", "number", "error"],
        ["#geo+lat", "", "number", "error"],
        ["#geo+lon", "", "number", "error"],
    ]
    errors: list[Any] = []
    checker = hxl.schema(hxl.data(schema), callback=errors.append)
    assert checker.validate(source) and not errors


def test_hxl_leaves_what_is_not_stated_blank(tmp_path: Path) -> None:
    rows = {row["Event ID"]: row for row in rows_of(written("hxl", tmp_path)[0])}
    assert rows["#event+id"]["Killed"] == "#affected+killed"
    assert rows["i05"]["Killed"] == "" and rows["i06"]["Killed"] == "0" and rows["i01"]["Killed"] == "4"
    assert rows["i08"]["Date"] == "" and rows["i01"]["Governorate P-code"] == "SY11"


# HAPI-style


def test_hapi_aggregates(tmp_path: Path) -> None:
    rows = rows_of(written("hapi", tmp_path)[0])
    assert {row["event_type"] for row in rows} <= set(enumerations()["hapi"]["event_type"])
    mine = {row["event_type"]: row for row in rows if row["admin2_code"] == "SY1102"}
    assert (mine["political_violence"]["events"], mine["political_violence"]["fatalities"]) == ("4", "5")
    assert mine["civilian_targeting"]["events"] == "3"
    assert mine["political_violence"]["reference_period_end"] == "2023-08-31"
    (demonstration,) = [row for row in rows if row["event_type"] == "demonstration"]
    assert (demonstration["admin1_code"], demonstration["admin2_code"]) == ("SY11", "")


# GeoJSON

GEOJSON_SCHEMA = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "id", "geometry", "properties"],
                "properties": {
                    "type": {"const": "Feature"},
                    "id": {"type": "string"},
                    "properties": {"type": "object", "required": ["kind", "type"]},
                    "geometry": {
                        "oneOf": [
                            {"type": "null"},
                            {
                                "type": "object",
                                "required": ["type", "coordinates"],
                                "properties": {
                                    "type": {"const": "Point"},
                                    "coordinates": {
                                        "type": "array",
                                        "minItems": 2,
                                        "maxItems": 2,
                                        "prefixItems": [
                                            {"type": "number", "minimum": -180, "maximum": 180},
                                            {"type": "number", "minimum": -90, "maximum": 90},
                                        ],
                                    },
                                },
                            },
                        ]
                    },
                },
            },
        },
    },
}


def test_geojson_by_schema(tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    collection = json.loads(written("geojson", tmp_path)[0].read_text("utf-8"))
    jsonschema.validate(collection, GEOJSON_SCHEMA)
    features = {f["id"]: f for f in collection["features"]}
    assert features["i09"]["geometry"] is None
    assert features["i01"]["geometry"]["coordinates"] == [38.9539, 36.6975]
    assert len(features) == len(sample_rows.INCIDENTS) + len(sample_rows.ACCESS)


def test_geojson_loads_in_geopandas(tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    pytest.importorskip("pyogrio")
    frame = geopandas.read_file(written("geojson", tmp_path)[0], engine="pyogrio")
    assert len(frame) == 15 and frame.geometry.isna().sum() == 1
    assert str(frame.crs) == "EPSG:4326"


# Parquet


def test_parquet_with_polars_and_duckdb(tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    duckdb = pytest.importorskip("duckdb")
    path = written("parquet", tmp_path)[0]
    frame = polars.read_parquet(path)
    assert frame.height == len(sample_rows.INCIDENTS)
    assert frame.schema["date_start"] == polars.Date and frame.schema["killed_best"] == polars.Int64
    assert frame.filter(polars.col("id") == "i05")["killed_best"].to_list() == [None]
    assert frame.filter(polars.col("id") == "i06")["killed_best"].to_list() == [0]
    joined = duckdb.sql(
        f"select sum(people_best) from '{path}' i join '{tmp_path / 'out_casualties.parquet'}' c on c.row_id = i.id "
        "where c.harm = 'killed' and c.category not in ('total', 'perpetrator') and not c.subset"
    ).fetchall()
    assert joined == [(26,)]
    names = polars.read_parquet(tmp_path / "out_sources.parquet").columns
    assert "quote" not in names and "offsets" in names


# All of them


def test_a_wrong_profile_and_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="acled, ucdp"):
        export("excel", sample_rows.data(), tmp_path / "x")
    (tmp_path / "file").write_text("x")
    with pytest.raises(ExportError, match="cannot be written"):
        export("hxl", sample_rows.data(), tmp_path / "file" / "x.csv")


def test_an_empty_ledger_gives_empty_tables(tmp_path: Path) -> None:
    for profile in ROW_PROFILES:
        assert export(profile, type(sample_rows.data())(), tmp_path / profile / f"out{SUFFIX[profile]}")


def test_formulas_are_disarmed(tmp_path: Path) -> None:
    import msgspec

    bad = msgspec.structs.replace(sample_rows.source(1), outlet="=cmd|'/c calc'!A1")
    data = type(sample_rows.data())([msgspec.structs.replace(sample_rows.INCIDENTS[0], sources=[bad])])
    export("hxl", data, tmp_path / "out.csv")
    assert rows_of(tmp_path / "out.csv")[1]["Sources"].startswith("'=cmd")


def test_the_core_imports_no_heavy_library() -> None:
    heavy = "pyarrow xlsxwriter openpyxl weasyprint"
    code = f"import sys, waqai.export; print([n for n in {heavy.split()!r} if n in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_profiles_are_the_documented_ones() -> None:
    assert set(PROFILES) == {"acled", "ucdp", "hxl", "hapi", "geojson", "parquet", "xlsx", "jsonl", "gold"}


def test_whom_an_attack_or_a_targeted_killing_hit_decides_its_type() -> None:
    make = sample_rows.incident
    place = sample_rows.TELL_ABIAD
    sides = {"civil": [sample_rows.CIVILIANS], "armed": [sample_rows.SDF], "untold": []}
    found = {
        (type_, side): acled_profile.event_types(make("i0", type_, "2023-08-01", place, actors=actors))[0]
        for type_ in ("attack", "targeted_killing")
        for side, actors in sides.items()
    }
    assert found == {
        ("attack", "civil"): "Violence against civilians", ("attack", "armed"): "Battles", ("attack", "untold"): "Battles",
        ("targeted_killing", "civil"): "Violence against civilians", ("targeted_killing", "armed"): "Battles",
        ("targeted_killing", "untold"): "Violence against civilians",
    }  # fmt: skip
