"""Codebook rule 17: what a reader is shown, page by page and route by route."""

from __future__ import annotations

import pytest
from desk_help import Team

from waqai.service import Filters, Page, catalogue, linked, reading, reviewing

PRIVATE = "محمود الخالد"


def addresses(team: Team) -> list[str]:
    desk = team.desk
    found = [f"/ar/incidents/{i.id}" for i in linked.incident_list(desk, Filters(), Page(limit=200)).items]
    found += [f"/api/incidents/{i.id}" for i in linked.incident_list(desk, Filters(), Page(limit=200)).items]
    for row in reading.recent(desk, 200):
        found += [f"/ar/reports/{row.id}", f"/api/reports/{row.id}"]
    found += [f"/ar/tallies/{c.tally.record}" for c in catalogue.compared(desk, Filters(), Page(limit=50))[0]]
    found += ["/ar/incidents", "/ar/tallies", "/ar/access", "/ar/claims", "/ar/claims?type=characterisation", "/ar/sources",
              "/ar/search?q=محمود", "/ar/search?q=الخالد", "/ar/search?in=reports", "/api/claims", "/api/claims?type=characterisation",
              "/api/reports?limit=200", "/api/search?q=محمود", "/api/incidents?limit=200", "/api/access", "/api/tallies",
              "/ar/incidents/points", "/api/points", "/api/outlets", "/ar/incidents/export?format=json"]  # fmt: skip
    return found


def test_a_reader_sees_no_private_name_and_no_words_of_a_report(team: Team) -> None:
    reports = [reading.open_report(team.desk, row.id) for row in reading.recent(team.desk, 200)]
    sentences = [
        r.record.evidence.text for report in reports for r in report.records if len(r.record.evidence.text) > 20
    ]
    with team.as_("reader") as client:
        for address in addresses(team):
            answer = client.get(address)
            assert answer.status_code == 200, (address, answer.text[:200])
            body = answer.text.replace("q=محمود", "").replace('value="محمود"', "").replace('value="الخالد"', "")
            assert PRIVATE not in body, address
            assert not [said for said in sentences if said in body], address


def test_a_coder_does_see_them(team: Team) -> None:
    with team.as_("coder") as client:
        seen = [a for a in addresses(team) if PRIVATE in client.get(a).text]
    assert any("/reports/" in a for a in seen)


def test_a_reader_cannot_find_out_whether_a_word_occurs(team: Team) -> None:
    with team.as_("reader") as client:
        for query in ("محمود", "كلمة-لا-توجد"):
            assert client.get(f"/api/incidents?query={query}").status_code == 400
        hit, miss = (client.get(f"/api/search?q={q}").json() for q in ("محمود", "زيزفون"))
        assert hit == miss
        assert client.get("/ar/incidents?query=محمود").text.count("<tr data-place") == client.get(
            "/ar/incidents"
        ).text.count("<tr data-place")
        assert client.get("/ar/incidents/points?query=محمود").json() == client.get("/ar/incidents/points").json()


def test_the_record_and_review_routes_are_not_a_readers(team: Team) -> None:
    uid = reviewing.queue(team.desk, limit=1)[0][0].uid
    with team.as_("reader") as client:
        for path in (f"/api/records/{uid}", f"/ar/review/{uid}", "/ar/review/guess?uid=x&start=0&end=1"):
            assert client.get(path).status_code == 403, path


@pytest.mark.parametrize("path", ["/api/points", "/ar/incidents/points"])
def test_a_camp_is_not_shown_at_its_own_place(team: Team, path: str) -> None:
    def camps(role: str) -> list[list[object]]:
        with team.as_(role) as client:
            return [p for p in client.get(path).json()["places"] if "camp" in str(p[2]).lower() or "Ain" in str(p[2])]

    exact, coarse = camps("coder"), camps("reader")
    assert exact and coarse
    jenin = next(p for p in coarse if "Jenin camp" in str(p[2]))
    assert jenin[5] == "near" and all(round(float(str(v)), 1) == float(str(v)) for v in jenin[3:5])


def test_lists_for_readers_coarsen_camps_too(team: Team) -> None:
    with team.as_("reader") as client:
        rows = [
            r for r in client.get("/api/incidents?limit=200").json()["items"] if "camp" in (r["place_en"] or "").lower()
        ]
        assert rows and all(r["precision"] == "near" and round(r["lat"], 1) == r["lat"] for r in rows)
        one = client.get(f"/api/incidents/{rows[0]['id']}").json()["incident"]["place"]
        assert one["precision"] == "near" and round(one["lat"], 1) == one["lat"]


def test_there_is_no_page_watch_or_alert_for_a_person(team: Team) -> None:
    paths = [str(route.path) for route in team.app.routes]
    assert not [p for p in paths if "person" in p or "watch" in p or "alert" in p]
