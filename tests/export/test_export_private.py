"""Rule 17, by scanning every file of every profile for what may not leave."""

from __future__ import annotations

import zipfile
from pathlib import Path

import msgspec
import pytest
import sample_rows
from test_export_profiles import SUFFIX, written

from waqai.export import ROW_PROFILES, export, export_gold, export_jsonl
from waqai.export.public import is_sensitive, public
from waqai.export.rows import Place
from waqai.model import ActorRef, CodedReport, DateRef, PlaceRef, Record, ReportHead, Segment, SourceRef, Span


def contents(path: Path) -> str:
    """What is in a file, packed or not, as text."""
    if path.suffix == ".parquet":
        pq = pytest.importorskip("pyarrow.parquet")
        return str(pq.read_table(path).to_pylist())
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as package:
            return "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    return path.read_text("utf-8")


@pytest.mark.parametrize("profile", ROW_PROFILES)
def test_no_name_no_word_and_no_camp_leaves(profile: str, tmp_path: Path) -> None:
    for path in written(profile, tmp_path):
        text = contents(path)
        for secret in (*sample_rows.SECRETS, "36.412", "38.765", "36.512", "38.912"):
            assert secret not in text, (path.name, secret)


@pytest.mark.parametrize("profile", ROW_PROFILES)
def test_internal_exports_hold_them_but_for_sexual_violence(profile: str, tmp_path: Path) -> None:
    data = sample_rows.data(internal=True)
    nameless = type(data)([i for i in data.incidents if i.type == "sexual_violence"], internal=True)
    for path in export(profile, nameless, tmp_path / f"out{SUFFIX[profile]}"):
        assert not [secret for secret in sample_rows.SECRETS if secret in contents(path)], path.name
    everything = "".join(contents(path) for path in written(profile, tmp_path / "all", internal=True))
    assert "ثلاثة شهداء ارتقوا" in everything
    assert "INTERNAL EXPORT" in everything


def test_camps_are_shown_at_their_settlement() -> None:
    rows = {i.id: i for i in public(sample_rows.data()).incidents}
    camp, clinic, town = rows["i03"].place, rows["i0b"].place, rows["i01"].place
    assert camp and clinic and town
    assert (camp.lat, camp.lon, camp.precision) == (36.39, 38.74, "settlement")
    assert (clinic.lat, clinic.lon, clinic.precision) == (36.5, 38.9, "near")
    assert (town.lat, town.lon) == (36.6975, 38.9539)


@pytest.mark.parametrize(
    ("en", "ar", "sensitive"),
    [
        ("Campania", "كامبانيا", False),
        ("Yarmouk Camp", "اليرموك", True),
        (None, "مستشفى الشفاء", True),
        ("Aleppo", "حلب", False),
    ],
)
def test_sensitive_by_name(en: str | None, ar: str, sensitive: bool) -> None:
    assert is_sensitive(Place("x", en, ar, "SY", "point")) is sensitive


def span(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words), words)


def coded_report(type_: str = "shelling") -> CodedReport:
    text = "قال خالد المرعي إن ثلاثة شهداء ارتقوا بقصف ميليشيا الغدر على مخيم الروضة."
    place = PlaceRef("sy-camp-1", "مخيم الروضة", "Al-Rawda camp", "SY", "SY11", None, None, *sample_rows.CAMP, "point", "stated", [], span(text, "مخيم الروضة"))  # fmt: skip
    record = Record(
        id="r1", kind="incident", type=type_, factuality="asserted", background=False, counts=True, name="سلمى الحامد",
        trigger=span(text, "قصف"), evidence=Span(0, len(text), text),
        actors=[ActorRef("initiator", "SNA", "ميليشيا الغدر", "stated", [], span(text, "ميليشيا الغدر")), ActorRef("target", None, "أبو قتادة الجار", "stated")],
        initiator_status="stated", place=place, other_places=[], date=DateRef(None, None, "day", "not_stated"),
        event_count=None, period=None, casualties=[], weapon=None, sector=None, degree=None, hours=None, until=None,
        exception=None, lifted=False, humanitarian=False, direction=None, judicial=False,
        sources=[SourceRef("speaker", "خالد المرعي", "ناطق", None, "قال", "asserts", span(text, "خالد المرعي"))], links=[],
        origin="rules", proposed=False, why=[],
    )  # fmt: skip
    head = ReportHead("f" * 64, "a.txt", None, "مرصد", "ثلاثة شهداء ارتقوا", "2023-08-28", "given", "ar", len(text))
    return CodedReport("waqai.coded-report/1", head, [Segment("sentence", 0, len(text))], [record], [])


def gold_of(report: CodedReport) -> tuple[str, dict[str, object]]:
    values = msgspec.to_builtins(report.records[0])
    return report.records[0].evidence.text, {"file": "f.txt", "published": None, "outlet": "مرصد", "records": [values]}


def test_coded_reports_leave_without_words(tmp_path: Path) -> None:
    written = export_jsonl([coded_report()], tmp_path / "out.jsonl") + export_gold(
        [gold_of(coded_report())], tmp_path / "out"
    )
    text = "".join(path.read_text("utf-8") for path in written)
    assert not [secret for secret in (*sample_rows.SECRETS, "36.412") if secret in text]
    assert {path.suffix for path in written} == {".jsonl", ".json", ".md"}
    (line,) = written[0].read_text("utf-8").splitlines()
    trigger = coded_report().records[0].trigger
    assert msgspec.json.decode(line)["records"][0]["trigger"] == {"start": trigger.start, "end": trigger.end}


def test_internal_coded_reports_keep_the_contract(tmp_path: Path) -> None:
    path = export_jsonl([coded_report()], tmp_path / "out.jsonl", internal=True)[0]
    assert msgspec.json.decode(path.read_bytes(), type=CodedReport) == coded_report()
    text, gold = export_gold([gold_of(coded_report())], tmp_path / "out", internal=True)[:2]
    record = msgspec.json.decode(gold.read_bytes())["records"][0]
    span = record["trigger"]
    assert text.read_text("utf-8")[span["start"] : span["end"]] == span["text"] == "قصف"


def test_sexual_violence_is_nameless_even_inside(tmp_path: Path) -> None:
    report = coded_report("sexual_violence")
    line = export_jsonl([report], tmp_path / "n.jsonl", internal=True)[0].read_text("utf-8").split('"records"')[1]
    gold = export_gold([gold_of(report)], tmp_path / "n", internal=True)[1].read_text("utf-8")
    assert not [secret for secret in sample_rows.SECRETS if secret in line + gold]
