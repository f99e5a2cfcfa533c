"""Every page in both languages, and what it must say."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
from desk_help import LANGUAGES, form_token
from desk_seed import EXTRA
from litestar.testing import TestClient

from waqai import model
from waqai.service import Desk, Filters, Page, catalogue, linked, reading, reviewing, watching
from waqai.service.words import catalogue as words
from waqai.service.words import types_of, value_name
from waqai.web.app import create_app
from waqai.web.view import HERE

PAGES = ("/read", "/incidents", "/tallies", "/access", "/claims", "/review", "/sources", "/search", "/api")


def some(desk: Desk) -> dict[str, str]:
    """An address of every page of one thing."""
    incident = linked.incident_list(desk, Filters(), Page(limit=1)).items[0].id
    tally = catalogue.compared(desk, Filters(), Page(limit=1))[0][0].tally.record
    record = reviewing.queue(desk, limit=1)[0][0].uid
    report = reading.recent(desk, 1)[0].id
    return {"incident": f"/incidents/{incident}", "tally": f"/tallies/{tally}", "record": f"/review/{record}",
            "report": f"/reports/{report}"}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_answers_in_its_language(client: TestClient[Any], desk: Desk, language: str) -> None:
    for path in (
        *PAGES,
        *some(desk).values(),
        "/search?q=قصف",
        "/incidents?place=SY&grade=fair%2B",
        "/access?on=2023-08-29",
    ):
        page = client.get(f"/{language}{path}")
        assert page.status_code == 200, (path, page.text[:400])
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page.text, path
        other = "en" if language == "ar" else "ar"
        assert f'href="/{other}{path.split("?")[0]}' in page.text, f"{path}: no switch to the same page"


def test_words_of_templates_and_scripts_are_all_known() -> None:
    used: set[str] = set()
    for path in (HERE / "templates").glob("*.html"):
        used |= set(re.findall(r"""\bt\(["']([a-z_]+\.[a-z_0-9.]+)["']""", path.read_text("utf-8")))
    for path in HERE.rglob("*.py"):
        used |= set(re.findall(r"""view\.t\(["']([a-z_]+\.[a-z_0-9.]+)["']""", path.read_text("utf-8")))
    whole = {key for key in used if not key.endswith((".", "_"))}
    assert whole and not whole - set(words())


@pytest.mark.parametrize(
    ("group", "values"),
    [("kind", model.Kind), ("factuality", model.Factuality), ("weapon", model.Weapon), ("precision", model.Precision),
     ("harm", model.Harm), ("category", model.Category), ("role_in", model.Role), ("stance", model.Stance),
     ("sector", model.Sector), ("degree", model.Degree), ("qualifier", model.Qualifier),
     ("source_kind", model.SourceKind), ("initiator", model.InitiatorStatus), ("basis", model.DateBasis)],
)  # fmt: skip
def test_every_value_of_a_record_has_a_name_in_both_languages(group: str, values: Any) -> None:
    for value in get_args(values):
        assert re.search("[\u0621-\u064a]", value_name("ar", group, value)), (group, value)
        assert "_" not in value_name("en", group, value), (group, value)


def test_every_type_of_the_codebook_has_a_name_in_both_languages() -> None:
    for kind in ("incident", "access", "statement"):
        for type_ in types_of(kind):
            assert re.search("[\u0621-\u064a]", value_name("ar", "type", type_)), type_
            assert "_" not in value_name("en", "type", type_), type_


def test_no_words_in_both_languages_are_left_the_same() -> None:
    same = {key for key, (arabic, english) in words().items() if arabic == english and re.search("[a-z]{3}", english)}
    assert same <= {"api.ex_text"}


def test_an_unknown_language_or_page_is_not_found(client: TestClient[Any]) -> None:
    assert client.get("/fr/incidents").status_code == 404
    page = client.get("/ar/incidents/i000000000000")
    assert page.status_code == 404 and 'role="alert"' in page.text and 'dir="rtl"' in page.text


def test_a_bad_filter_is_a_clear_error(client: TestClient[Any]) -> None:
    for query in ("from=yesterday", "grade=excellent", "box=1,2,3", "offset=-1", "from=2024-01-02&to=2024-01-01"):
        assert client.get(f"/en/incidents?{query}").status_code == 400, query


def test_the_address_holds_the_columns_and_the_filters(client: TestClient[Any]) -> None:
    page = client.get("/en/incidents?cols=date,weapon&place=SY&type=ied_mine").text
    head = re.findall(r'<th scope="col" class="c-(\w+)"', page)
    assert head == ["date", "weapon"]
    assert page.count('aria-label="Remove') == 2


def test_a_drawn_box_keeps_what_lies_in_it(client: TestClient[Any], desk: Desk) -> None:
    found = linked.incident_list(desk, Filters(), Page(limit=200), "40,34,41,36").items
    assert found and all(40 <= (i.lon or 0) <= 41 and 34 <= (i.lat or 0) <= 36 for i in found)
    assert client.get("/ar/incidents?box=40,34,41,36").status_code == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_a_list_is_exported_as_it_is_seen(client: TestClient[Any], kind: str) -> None:
    answer = client.get(f"/ar/incidents/export?format={kind}&cols=date,place,killed&place=SY")
    assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"]
    if kind == "csv":
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert len(lines[0].split(",")) == 3 and len(lines) > 5
    assert client.get("/ar/incidents/export?format=exe").status_code == 400


def test_the_marked_text_is_the_text(client: TestClient[Any], desk: Desk) -> None:
    for row in reading.recent(desk, 100):
        page = client.get(f"/ar/reports/{row.id}").text
        marked = page.split("data-text>", 1)[1].split("</div>", 1)[0]
        plain = re.sub(r"<[^>]+>", "", marked)
        for entity, char in (("&#34;", '"'), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
            plain = plain.replace(entity, char)
        assert plain == reading.open_report(desk, row.id).text


def test_a_text_is_read_and_only_kept_when_asked(client: TestClient[Any], desk: Desk) -> None:
    token = form_token(client, "/ar/read")
    before = catalogue.stats(desk).reports
    sent = {"text": EXTRA[1][2], "published": "2023-05-31", "outlet": "x", "title": "", "_csrf": token}
    page = client.post("/ar/read", data=sent, files={"none": b""})
    assert page.status_code == 200 and "k-tally" in page.text
    assert catalogue.stats(desk).reports == before
    new = sent | {"text": "نص جديد لا سجلات فيه."}
    kept = client.post("/ar/read/keep", data=new, files={"none": b""}, follow_redirects=False)
    assert kept.status_code == 303 and catalogue.stats(desk).reports == before + 1


def test_an_unknown_publication_date_is_asked_for(client: TestClient[Any]) -> None:
    sent = {"text": "وقع أمس انفجار.", "_csrf": form_token(client, "/en/read")}
    page = client.post("/en/read", data=sent, files={"none": b""}).text
    assert "When was this published?" in page and 'name="published" required' in page


@pytest.mark.parametrize("profile", ["acled", "ucdp", "hxl", "geojson", "hapi", "parquet"])
def test_a_list_is_exported_in_every_profile(client: TestClient[Any], profile: str) -> None:
    answer = client.get(f"/ar/incidents/export?format={profile}&place=SY")
    assert answer.status_code == 200, answer.text[:300]
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert any(name.startswith(f"waqai-{profile}") for name in names) and any("licence" in name for name in names)


def test_the_watch_list_shows_what_failed(client: TestClient[Any], desk: Desk) -> None:
    class Outcome(NamedTuple):
        source: str
        reason: str | None

    feed = "http://feed.test/rss"
    list(watching.noted(desk, [Outcome(f"{feed}, item 1", None), Outcome(feed, "it does not answer")]))
    page = client.get("/en/sources").text
    assert "feed.test" in page and "it does not answer" in page
    list(watching.noted(desk, [Outcome("http://feed.test/articles/2", None)]))
    after = client.get("/en/sources").text
    assert "it does not answer" not in after and "taken: 2" in after


def test_a_packs_boundaries_are_drawn(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "own.geojson").write_text('{"type": "FeatureCollection", "features": [{"type": "Feature"}]}')
    with TestClient(create_app(desk, packs=[tmp_path]), base_url="http://localhost") as client:
        assert client.get("/map/packs.json").json()["features"] == [{"type": "Feature"}]
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "maps").mkdir()
    (tmp_path / "bad" / "maps" / "x.geojson").write_text("{}")
    with TestClient(create_app(desk, packs=[tmp_path / "bad"]), base_url="http://localhost") as client:
        assert client.get("/map/packs.json").status_code == 400
