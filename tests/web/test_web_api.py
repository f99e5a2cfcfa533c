"""The API: filters, pages, tags, errors, and its own description."""

from __future__ import annotations

from typing import Any

import pytest
from desk_seed import EXTRA
from litestar.testing import TestClient

from waqai.service import Desk, reviewing

LISTS = ("incidents", "tallies", "access", "claims", "reports")


@pytest.mark.parametrize("name", LISTS)
def test_lists_have_items_and_a_total(client: TestClient[Any], name: str) -> None:
    answer = client.get(f"/api/{name}?limit=2").json()
    assert 0 < len(answer["items"]) <= 2 and answer["total"] >= len(answer["items"])


def test_cursors_walk_the_whole_list_once(client: TestClient[Any]) -> None:
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(100):
        page = client.get("/api/incidents", params={"limit": 7, **({"cursor": cursor} if cursor else {})}).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == page["total"]


def test_filters_narrow(client: TestClient[Any]) -> None:
    everything = client.get("/api/incidents?limit=500").json()["total"]
    syria = client.get("/api/incidents?place=SY&limit=500").json()
    assert 0 < syria["total"] < everything and {i["country"] for i in syria["items"]} == {"SY"}
    fair = client.get("/api/incidents?grade=fair%2B&limit=500").json()["items"]
    assert {i["grade"] for i in fair} <= {"fair", "confirmed"}
    window = client.get("/api/incidents?from=2023-05-01&to=2023-05-31&limit=500").json()["items"]
    assert window and all(i["date_start"].startswith("2023-05") for i in window)


def test_a_tag_saves_an_unchanged_answer_and_a_decision_changes_it(client: TestClient[Any], desk: Desk) -> None:
    one = client.get("/api/incidents")
    same = client.get("/api/incidents", headers={"if-none-match": one.headers["etag"]})
    assert same.status_code == 304 and not same.content
    uid = reviewing.queue(desk, limit=1)[0][0].uid
    assert client.post(f"/api/records/{uid}/decisions", json={"action": "accept"}).status_code == 201
    changed = client.get("/api/incidents", headers={"if-none-match": one.headers["etag"]})
    assert changed.status_code == 200 and changed.headers["etag"] != one.headers["etag"]


@pytest.mark.parametrize(
    ("path", "status"),
    [("/api/incidents/nope", 404), ("/api/reports/0123456789abcdef", 404), ("/api/incidents?limit=0", 400),
     ("/api/incidents?from=later", 400), ("/api/incidents?box=a", 400), ("/api/incidents?cursor=x", 400),
     ("/api/access?on=nodate", 400), ("/api/search", 400), ("/api/nothing", 404)],
)  # fmt: skip
def test_errors_are_problem_details(client: TestClient[Any], path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "instance"} <= set(answer.json()) and answer.json()["status"] == status


def test_unknown_fields_are_refused_and_said_so_in_the_description(client: TestClient[Any]) -> None:
    assert client.post("/api/code", json={"text": "نص", "colour": "red"}).status_code == 400
    schemas = client.get("/api/schema/openapi.json").json()["components"]["schemas"]
    assert schemas["NewReport"]["additionalProperties"] is False


def test_code_keeps_nothing_and_reports_keeps_once(client: TestClient[Any]) -> None:
    body = {"text": EXTRA[0][2], "published": "2023-08-28"}
    before = client.get("/api/stats").json()["reports"]
    coded = client.post("/api/code", json=body).json()
    assert {r["kind"] for r in coded["records"]} == {"tally", "access"}
    assert client.get("/api/stats").json()["reports"] == before
    again = client.post("/api/reports", json=body).json()
    assert again["outcome"] in ("known", "sighted") and client.get("/api/stats").json()["reports"] == before


def test_a_correction_is_a_row_and_can_be_read_back(client: TestClient[Any], desk: Desk) -> None:
    uid = reviewing.queue(desk, kind="incident", limit=1)[0][0].uid
    sent = {"action": "correct", "field": "weapon", "value": "drone", "note": "seen in the text"}
    assert client.post(f"/api/records/{uid}/decisions", json=sent).status_code == 201
    view = client.get(f"/api/records/{uid}").json()
    assert view["record"]["weapon"] == "drone" and view["initial"]["weapon"] != "drone"
    assert view["history"][-1]["field"] == "weapon" and view["history"][-1]["by"] == "local"
    bad = {"action": "correct", "field": "weapon", "value": "spoon"}
    assert client.post(f"/api/records/{uid}/decisions", json=bad).status_code == 400


def test_merge_and_take_back(client: TestClient[Any]) -> None:
    ids = [i["id"] for i in client.get("/api/incidents?limit=2").json()["items"]]
    before = client.get("/api/incidents").json()["total"]
    made = client.post("/api/judgements", json={"verb": "merge", "incidents": ids, "note": "one story"}).json()
    assert client.get("/api/incidents").json()["total"] == before - 1
    old = [i for i in ids if client.get(f"/api/incidents/{i}").json()["incident"]["id"] != i]
    assert len(old) == 1, "an id from before the merge leads to the incident as it is now"
    assert client.delete(f"/api/judgements/{made['batch']}").status_code == 200
    assert client.get("/api/incidents").json()["total"] == before


def test_every_route_is_described(client: TestClient[Any]) -> None:
    schema = client.get("/api/schema/openapi.json").json()
    for path, verbs in schema["paths"].items():
        assert path.startswith("/api/"), path
        for verb, operation in verbs.items():
            assert operation.get("description"), (verb, path)
            for parameter in operation.get("parameters", []):
                known = (
                    parameter.get("description") or parameter["in"] == "path" or parameter["name"] in ("box", "lang")
                )
                assert known, (path, parameter["name"])


def test_the_page_of_the_api_names_every_route(client: TestClient[Any]) -> None:
    page = client.get("/en/api").text
    for path in client.get("/api/schema/openapi.json").json()["paths"]:
        assert path in page


def test_an_export_is_a_zip_and_an_unknown_profile_an_error(client: TestClient[Any]) -> None:
    answer = client.get("/api/export/hxl?place=SY")
    assert answer.status_code == 200 and answer.content[:2] == b"PK"
    assert client.get("/api/export/exe").status_code == 400


def test_incidents_come_in_the_order_asked_for(client: TestClient[Any]) -> None:
    first = client.get("/api/incidents?sort=deaths&limit=4").json()
    rest = client.get("/api/incidents", params={"sort": "deaths", "limit": 500, "cursor": first["next"]}).json()
    dead = [-1 if i["killed_best"] is None else i["killed_best"] for i in (*first["items"], *rest["items"])]
    assert dead == sorted(dead, reverse=True) and len(dead) == first["total"]
    assert client.get("/api/incidents?sort=size").status_code == 400


def test_the_desk_lists_incidents_in_an_order(client: TestClient[Any]) -> None:
    page = client.get("/en/incidents?sort=sources&place=SY").text
    assert "Order: Most sources" in page and 'name="sort" value="sources"' in page
    assert "sort=deaths" in page and "place=SY&amp;sort=grade" in page
    assert client.get("/en/incidents?sort=size").status_code == 400
