"""Who may do what, and what a browser is kept from doing."""

from __future__ import annotations

from typing import Any

import pytest
from desk_help import PASSWORD, Team, form_token
from litestar.testing import TestClient

from waqai.service import Desk, Filters, Page, PeopleError, accounts, linked, reviewing
from waqai.service.people import LOCAL
from waqai.web.app import create_app


def first(desk: Desk) -> str:
    return reviewing.queue(desk, limit=1)[0][0].uid


def test_every_answer_carries_the_headers(client: TestClient[Any]) -> None:
    for path in ("/ar/incidents", "/api/stats", "/nothing", "/ar/nothing", "/api/incidents?limit=0"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy, path
        assert headers["x-content-type-options"] == "nosniff"


def test_pages_hold_no_inline_script_style_or_outside_address(client: TestClient[Any]) -> None:
    for path in ("/ar/incidents", "/en/read", "/ar/review", "/en/sources", "/ar/access", "/en/api"):
        page = client.get(path).text
        assert " style=" not in page and "<style" not in page and " onclick=" not in page, path
        assert "<script>" not in page and 'src="http' not in page and 'href="http' not in page, path


def test_a_form_without_its_token_is_refused(client: TestClient[Any], desk: Desk) -> None:
    token = form_token(client, "/ar/review")
    address, browser = f"/ar/review/{first(desk)}/decide", {"sec-fetch-site": "same-origin"}
    assert client.post(address, data={"action": "accept"}, headers=browser).status_code == 403
    assert client.post(address, data={"action": "accept", "_csrf": "x" * 43}, headers=browser).status_code == 403
    sent = client.post(address, data={"action": "accept", "_csrf": token}, headers=browser, follow_redirects=False)
    assert sent.status_code == 303


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "http://evil.test"}])
def test_another_site_cannot_send_forms_or_code(client: TestClient[Any], desk: Desk, headers: dict[str, str]) -> None:
    token = form_token(client, "/ar/review")
    data = {"action": "accept", "_csrf": token}
    assert client.post(f"/ar/review/{first(desk)}/decide", data=data, headers=headers).status_code == 403
    assert client.post("/api/code", json={"text": "نص"}, headers=headers).status_code == 403


def test_local_mode_answers_to_loopback_names_only(desk: Desk) -> None:
    with TestClient(create_app(desk), base_url="http://localhost") as client:
        assert client.get("/ar/incidents", headers={"host": "rebound.test"}).status_code == 403
        assert client.get("/ar/incidents", headers={"host": "127.0.0.1:8000"}).status_code == 200
        assert client.get("/ar/incidents", headers={"host": "[::1]:8000"}).status_code == 200


def test_nobody_is_led_to_the_door_and_the_api_says_401(team: Team) -> None:
    with team.as_(None) as client:
        page = client.get("/ar/incidents", follow_redirects=False)
        assert page.status_code in (302, 307) and page.headers["location"] == "/ar/sign-in"
        answer = client.get("/api/incidents")
        assert answer.status_code == 401 and answer.headers["content-type"] == "application/problem+json"
        assert (
            client.get("/ar/incidents/points").status_code in (200, 401)
            and "places" not in client.get("/ar/incidents/points").text
        )


PAGES_BY_ROLE = {
    "/ar/incidents": "reader", "/ar/search": "reader", "/ar/keys": "reader", "/ar/read": "coder", "/ar/review": "coder",
    "/ar/people": "admin",
}  # fmt: skip


@pytest.mark.parametrize("role", ["reader", "coder", "reviewer", "admin"])
def test_pages_open_by_role(team: Team, role: str) -> None:
    order = ("reader", "coder", "reviewer", "admin")
    with team.as_(role) as client:
        for path, needed in PAGES_BY_ROLE.items():
            allowed = order.index(role) >= order.index(needed)
            assert client.get(path).status_code == (200 if allowed else 403), (role, path)


def test_only_reviewers_merge_and_close(team: Team) -> None:
    ids = [i.id for i in linked.incident_list(team.desk, Filters(), Page(limit=2)).items]
    judgement = {"verb": "merge", "incidents": ids}
    for role, status in (("reader", 403), ("coder", 403), ("reviewer", 201)):
        key = accounts.new_key(team.desk, accounts.sign_in(team.desk, role, PASSWORD)[1], "test")
        with team.as_(None) as client:
            answer = client.post("/api/judgements", json=judgement, headers={"authorization": f"Bearer {key}"})
        assert answer.status_code == status, (role, answer.text)


def test_a_second_person_closes_what_was_reviewed(team: Team) -> None:
    uid = first(team.desk)
    reviewer = accounts.sign_in(team.desk, "reviewer", PASSWORD)[1]
    admin = accounts.sign_in(team.desk, "admin", PASSWORD)[1]
    reviewing.decide(team.desk, uid, "accept", reviewer)
    with pytest.raises(PeopleError, match="second person"):
        reviewing.decide(team.desk, uid, "finalise", reviewer)
    reviewing.decide(team.desk, uid, "finalise", admin)
    assert reviewing.case(team.desk, uid).view.state == "finalised"


def test_sign_in_opens_a_session_and_sign_out_ends_it(team: Team) -> None:
    with team.as_(None) as client:
        token = form_token(client, "/ar/sign-in")
        sent = {"name": "Coder", "password": PASSWORD, "_csrf": token}
        answer = client.post("/ar/sign-in", data=sent, follow_redirects=False)
        assert answer.status_code == 303
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie and "samesite=lax" in cookie.lower()
        assert client.get("/ar/read").status_code == 200
        held = client.cookies["waqai_session"]
        token = form_token(client, "/ar/read")
        client.post("/ar/sign-out", data={"_csrf": token}, follow_redirects=False)
        assert accounts.person_of(team.desk, held) is None


def test_wrong_passwords_close_the_door_for_a_while(team: Team) -> None:
    with team.as_(None) as client:
        token = form_token(client, "/en/sign-in")
        codes = [
            client.post("/en/sign-in", data={"name": "coder", "password": "wrong", "_csrf": token}).status_code
            for _ in range(9)
        ]
        assert codes == [401] * 8 + [429]
        same = client.post("/en/sign-in", data={"name": "nobody-here", "password": "wrong", "_csrf": token})
        assert same.status_code == 401 and "wrong" in same.text


def test_requests_are_limited_by_the_minute(desk: Desk) -> None:
    with TestClient(create_app(desk, team=True, per_minute=5), base_url="http://desk.test") as client:
        codes = [client.get("/en/sign-in").status_code for _ in range(7)]
    assert codes[:5] == [200] * 5 and codes[-1] == 429


def test_an_invitation_makes_one_account(team: Team) -> None:
    admin = accounts.sign_in(team.desk, "admin", PASSWORD)[1]
    token = accounts.invite(team.desk, admin, "coder")
    assert accounts.accept(team.desk, token, "new.person", PASSWORD).role == "coder"
    for bad in (token, "made-up"):
        with pytest.raises(PeopleError):
            accounts.accept(team.desk, bad, "another", PASSWORD)
    with pytest.raises(PeopleError, match="12 characters"):
        accounts.accept(team.desk, accounts.invite(team.desk, admin, "coder"), "short", "short")


def test_the_last_administrator_stays(team: Team) -> None:
    admin = accounts.sign_in(team.desk, "admin", PASSWORD)[1]
    with pytest.raises(PeopleError, match="last administrator"):
        accounts.change(team.desk, admin, admin.account or 0, role="reader")
    with pytest.raises(PeopleError, match="last administrator"):
        accounts.change(team.desk, admin, admin.account or 0, active=False)


def test_a_closed_account_has_no_session(team: Team) -> None:
    admin = accounts.sign_in(team.desk, "admin", PASSWORD)[1]
    token, coder = accounts.sign_in(team.desk, "coder", PASSWORD)
    accounts.change(team.desk, admin, coder.account or 0, active=False)
    assert accounts.person_of(team.desk, token) is None
    with pytest.raises(PeopleError):
        accounts.sign_in(team.desk, "coder", PASSWORD)


def test_secrets_are_not_in_the_ledger(team: Team) -> None:
    token, person = accounts.sign_in(team.desk, "coder", PASSWORD)
    key = accounts.new_key(team.desk, person, "k")
    with team.desk.ledger.read() as conn:
        rows = [
            tuple(r) for t in ("desk_sessions", "desk_accounts") for r in conn.exec_driver_sql(f"SELECT * FROM {t}")
        ]
    kept = repr(rows)
    assert token not in kept and key not in kept and PASSWORD not in kept and "$argon2id$" in kept


def test_what_matters_is_in_the_audit_log(team: Team) -> None:
    admin = accounts.sign_in(team.desk, "admin", PASSWORD)[1]
    accounts.invite(team.desk, admin, "reader")
    with pytest.raises(PeopleError):
        accounts.sign_in(team.desk, "coder", "wrong")
    actions = [row.action for row in accounts.audit_log(team.desk)]
    assert actions[0] == "sign-in refused" and {"invitation", "sign-in"} <= set(actions)


def test_local_mode_has_no_door(client: TestClient[Any]) -> None:
    assert client.get("/ar/sign-in").status_code == 404
    assert LOCAL.role == "admin"


def test_an_address_that_came_with_a_report_is_no_script(client: TestClient[Any], desk: Desk) -> None:
    from waqai.model import Report
    from waqai.service import reading

    for address, linked_ in (("javascript:alert(1)", False), ("https://outlet.test/1", True)):
        kept = reading.keep(desk, Report(f"نص {address}", "x", url=address))
        assert (f'href="{address}"' in client.get(f"/ar/reports/{kept.report_id}").text) is linked_


@pytest.mark.parametrize("name", ["..", "../../etc/passwd", "a\\..\\b.txt", ".hidden", "x" * 400 + ".txt", "é؟ض.txt"])
def test_an_uploaded_name_is_not_a_path(name: str) -> None:
    from waqai.service import reading

    found = list(reading.reports_of_file(name, "قُتل مدني في درعا اليوم بقصف مدفعي على البلدة.".encode()))
    assert len(found) == 1


def test_markup_in_a_report_stays_text(client: TestClient[Any], desk: Desk) -> None:
    from waqai.model import Report
    from waqai.service import reading

    text = 'انفجار <script>alert(1)</script> & "نص"'
    kept = reading.keep(desk, Report(text, "x", title="<b>t</b>", outlet="<i>o</i>"))
    for path in (f"/ar/reports/{kept.report_id}", "/ar/sources", "/ar/read"):
        page = client.get(path).text
        assert "<script>alert" not in page and "<b>t</b>" not in page and "<i>o</i>" not in page


def test_errors_of_pages_are_pages_in_their_language(team: Team, client: TestClient[Any]) -> None:
    with team.as_("reader") as reader:
        page = reader.get("/ar/read")
        assert page.status_code == 403 and 'dir="rtl"' in page.text and 'role="alert"' in page.text
        assert reader.get("/en/", follow_redirects=False).headers["location"] == "/en/incidents"
    for path in ("/en/nothing", "/ar/incidents/i000000000000"):
        page = client.get(path)
        assert page.status_code == 404 and 'role="alert"' in page.text, path


def test_an_ended_session_leads_a_part_of_a_page_to_the_door(team: Team) -> None:
    with team.as_(None) as client:
        answer = client.get("/ar/incidents", headers={"hx-request": "true"}, follow_redirects=False)
        assert answer.headers["hx-redirect"] == "/ar/sign-in" and not answer.content
