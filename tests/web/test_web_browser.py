"""The desk in a real Chromium: every page, both languages, wide and narrow; keys; no outside request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_help import LANGUAGES, PASSWORD, Team, serve_app
from desk_seed import EXTRA

from waqai.service import Desk, Filters, Page, catalogue, linked, reading, reviewing

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = {1440: 900, 390: 844}
PATHS = ("read", "incidents", "incident", "tallies", "tally", "access", "claims", "review", "record", "sources", "search",
         "report", "api")  # fmt: skip

pytestmark = pytest.mark.slow


class Tab:
    """A page of the browser that remembers what went wrong in it."""

    def __init__(self, browser: Any, site: str, width: int) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": WIDTHS[width]}, reduced_motion="reduce")
        self.page = self.context.new_page()
        self.site = site
        self.errors: list[str] = []
        self.outside: list[str] = []
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))
        self.page.on("request", lambda r: None if r.url.startswith((site, "data:")) else self.outside.append(r.url))

    def go(self, path: str) -> Any:
        self.page.goto(self.site + path)
        self.page.wait_for_load_state("networkidle")
        return self.page


@pytest.fixture
def tab(browser: Any, site: str) -> Iterator[Any]:
    made: list[Tab] = []

    def make(width: int = 1440) -> Tab:
        made.append(Tab(browser, site, width))
        return made[-1]

    yield make
    for each in made:
        each.context.close()
        assert not each.errors, each.errors
        assert not each.outside, each.outside


def address(desk: Desk, name: str) -> str:
    if name == "incident":
        rows = linked.incident_list(desk, Filters(grade="contested"), Page(limit=1)).items
        return f"/incidents/{rows[0].id}"
    if name == "tally":
        found = [c for c in catalogue.compared(desk, Filters(), Page(limit=9))[0] if not c.problem]
        return f"/tallies/{found[0].tally.record}"
    if name == "record":
        return f"/review/{reviewing.queue(desk, kind='incident', limit=1)[0][0].uid}"
    if name == "report":
        return f"/reports/{reading.recent(desk, 1)[0].id}"
    return {"search": "/search?q=%D9%82%D8%B5%D9%81"}.get(name, f"/{name}")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PATHS)
def test_a_page_is_whole_and_accessible(tab: Any, shared_desk: Desk, name: str, language: str, width: int) -> None:
    page = tab(width).go(f"/{language}{address(shared_desk, name)}")
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), "the page scrolls sideways"
    assert page.evaluate("document.fonts.check('16px Plex', 'ا')"), "the bundled font is not there"
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run `npm ci`")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    serious = [
        (v["id"], v["nodes"][0]["html"][:160], v["nodes"][0]["failureSummary"])
        for v in found
        if v["impact"] in ("serious", "critical")
    ]
    assert not serious, serious


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_switch_keeps_the_address(tab: Any, language: str) -> None:
    page = tab().go(f"/{language}/incidents?place=SY&from=2023-01-01")
    page.click("a[data-switch]")
    page.wait_for_load_state("networkidle")
    other = "en" if language == "ar" else "ar"
    assert page.url.endswith(f"/{other}/incidents?place=SY&from=2023-01-01")


def test_a_pasted_text_is_marked_hovered_and_pinned(tab: Any) -> None:
    page = tab().go("/ar/read")
    page.fill("textarea[name=text]", EXTRA[0][2])
    page.fill("input[name=published]", "2023-08-28")
    page.press("textarea[name=text]", "Control+Enter")
    page.wait_for_selector(".trig.first")
    assert page.locator(".records .card").count() == 4
    page.hover(".trig.k-tally")
    assert page.locator("#tip .card.k-tally").is_visible()
    page.click(".trig.k-tally")
    assert page.locator(".records .card.pinned.k-tally").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".card.pinned").count() == 0
    page.focus(".trig.k-access")
    page.keyboard.press("Enter")
    assert page.locator(".records .card.pinned.k-access").count() == 1


def test_the_timeline_by_keyboard_narrows_list_and_address(tab: Any) -> None:
    page = tab().go("/en/incidents")
    before = page.inner_text("#list-title .big")
    page.focus(".handle.from")
    for _ in range(12):
        page.keyboard.press("PageUp")
    page.wait_for_function("before => document.querySelector('#list-title .big').textContent !== before", arg=before)
    assert "from=" in page.url and page.locator(".chip").count() >= 1
    page.click("#whole")
    page.wait_for_function("before => document.querySelector('#list-title .big').textContent === before", arg=before)
    assert "from=" not in page.url


def test_brushing_by_pointer_and_going_back(tab: Any) -> None:
    page = tab().go("/en/incidents")
    box = page.locator("#timeline").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 40, steps=8)
    page.mouse.up()
    page.wait_for_selector(".chip")
    assert "from=" in page.url and "to=" in page.url
    page.go_back()
    page.wait_for_selector(".chip", state="detached")
    assert "from=" not in page.url


def test_an_area_is_drawn_on_the_map(tab: Any) -> None:
    page = tab().go("/ar/incidents")
    page.click("#draw")
    box = page.locator("#map").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.35, box["y"] + box["height"] * 0.25)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.75, steps=6)
    page.mouse.up()
    page.wait_for_selector(".chip")
    assert "box=" in page.url


def test_facets_columns_and_a_cluster(tab: Any) -> None:
    page = tab().go("/en/incidents")
    page.click(".facet a:has-text('Syria')")
    page.wait_for_selector(".facet a[aria-current]")
    assert "place=SY" in page.url
    page.click("text=Columns")
    page.uncheck("#columns input[value=weapon]") if page.is_checked("#columns input[value=weapon]") else page.check(
        "#columns input[value=weapon]"
    )
    page.click("#columns button")
    page.wait_for_selector("th.c-weapon")
    assert "cols=" in page.url


def test_review_by_keyboard_only(tab: Any, shared_desk: Desk) -> None:
    page = tab().go("/en/review")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-review]")
    uid = page.get_attribute("[data-review]", "data-review")
    page.keyboard.press("a")
    page.wait_for_url("**done=accept**")
    assert reviewing.case(shared_desk, uid).view.state == "reviewed"
    assert page.get_attribute("[data-review]", "data-review") != uid
    page.keyboard.press("u")
    page.wait_for_url("**done=undo**")
    assert reviewing.case(shared_desk, uid).view.state == "in_review"
    page.keyboard.press("j")
    page.wait_for_function("uid => document.querySelector('[data-review]')?.dataset.review !== uid", arg=uid)
    second = page.get_attribute("[data-review]", "data-review")
    page.keyboard.press("r")
    page.wait_for_url("**done=reject**")
    assert reviewing.case(shared_desk, second).view.part == "none"
    page.keyboard.press("k")


def test_a_field_is_corrected_from_the_selected_text(tab: Any, shared_desk: Desk) -> None:
    item = next(
        i
        for i in reviewing.queue(shared_desk, kind="incident", limit=90)[0]
        if i.record.place and i.record.place.id == "basira"
    )
    page = tab().go(f"/ar/review/{item.uid}")
    page.evaluate(
        """() => { const walk = document.createTreeWalker(document.querySelector('[data-text]'), NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) { const at = walk.currentNode.textContent.indexOf('البصيرة');
          if (at < 0) continue; const range = document.createRange();
          range.setStart(walk.currentNode, at); range.setEnd(walk.currentNode, at + 7);
          getSelection().removeAllRanges(); getSelection().addRange(range); return; } }"""
    )
    page.wait_for_selector("#pick:not([hidden])")
    page.click("[data-pick=place]")
    page.wait_for_selector("form[data-field=place].filled")
    page.click("form[data-field=place] button")
    page.wait_for_url("**done=correct**")
    after = reviewing.case(shared_desk, item.uid).view
    assert after.record.place and after.record.place.span and after.record.place.span.text == "البصيرة"
    assert after.history[-1].field == "place"
    assert page.locator(".history .diff").count() >= 1


def test_a_view_is_saved_and_found_again(tab: Any) -> None:
    page = tab().go("/en/incidents?place=SY")
    page.click("text=Export or save")
    page.fill(".save input[name=name]", "Syria")
    page.click(".save button")
    page.wait_for_selector("text=Saved views")
    page.click("ul.behind a:has-text('Syria')")
    page.wait_for_selector(".chip")
    assert page.url.endswith("place=SY")


def test_going_back_to_a_filtered_list_shows_the_whole_page(tab: Any) -> None:
    page = tab().go("/en/incidents")
    page.click(".facet a:has-text('Syria')")
    page.wait_for_selector(".chip")
    page.click("#linked tbody tr a >> nth=0")
    page.wait_for_selector(".inc-head")
    page.go_back()
    page.wait_for_selector("#linked-page .chip")
    assert page.locator("header.bar").is_visible() and page.url.endswith("place=SY")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_door_and_the_team_pages(browser: Any, desk: Desk, language: str) -> None:
    team = Team(desk)
    for site in serve_app(team.app):
        made = Tab(browser, site, 1440)
        page = made.go(f"/{language}/incidents")
        assert page.url == f"{site}/{language}/sign-in"
        page.fill("input[name=name]", "admin")
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector("nav.pages")
        for path in ("people", "keys"):
            page = made.go(f"/{language}/{path}")
            if AXE.exists():
                page.evaluate(AXE.read_text("utf-8"))
                found = page.evaluate("axe.run(document)")["violations"]
                assert not [v["id"] for v in found if v["impact"] in ("serious", "critical")], path
        page = made.go(f"/{language}/people")
        page.click(".judge button.primary")
        page.wait_for_selector(".secret")
        assert "/join/" in page.inner_text(".secret")
        page.click("details.who summary")
        page.click("details.who button")
        page.wait_for_url("**/sign-in")
        made.context.close()
        assert not made.errors and not made.outside, (made.errors, made.outside)
