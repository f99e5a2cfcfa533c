"""Pictures of every page of the desk, from the bundled samples: ``make screenshots`` writes docs/images.

The samples and the authored stories are read by the coder into a ledger of their own, which is served on loopback to a
Chromium. Needs the web extra, Playwright and the system's Chromium.
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import uvicorn

from waqai.ledger.engine import open_ledger
from waqai.ledger.stories import load_stories
from waqai.model import Report
from waqai.service import Desk, Filters, Page, catalogue, linked, reading, reviewing
from waqai.service.people import LOCAL
from waqai.web.app import create_app

ROOT = Path(__file__).parents[1]
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
SHOWN = "sy-campaign"  # the sample of the picture of the read page
NARROW = ("read", "incidents", "incident", "review")


def samples() -> list[Report]:
    """The bundled samples, the gold corpus's open reports, and the texts of the stories."""
    found = []
    for line in (ROOT / "samples" / "reports.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        found.append(
            Report(
                row["text"],
                row["id"],
                row.get("title"),
                row.get("outlet"),
                row.get("published"),
                "given",
                row.get("url"),
            )
        )
    for path in sorted((ROOT / "corpus" / "reports").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = (path.parent / gold["file"]).read_text("utf-8")
        found.append(Report(text, path.stem, None, gold.get("outlet"), gold.get("published"), "given"))
    stories = load_stories(ROOT / "corpus" / "stories")
    return found + [told.report for story in stories for told in story.reports]


def fill(desk: Desk) -> None:
    """Keep every sample, and review a few records so that the pages show work in progress."""
    for report in samples():
        try:
            reading.keep(desk, report)
        except Exception as error:  # a sample that cannot be kept leaves the others
            print(f"{report.source}: {error}", file=sys.stderr)
    items, _ = reviewing.queue(desk, limit=40)
    for item in items[3::4]:
        reviewing.decide(desk, item.uid, "accept", LOCAL)


def addresses(desk: Desk) -> dict[str, str]:
    """Every page by name."""
    incidents = linked.incident_list(desk, Filters(), Page(limit=400)).items
    best = max(incidents, key=lambda i: (i.grade == "contested", i.reports, i.killed_best or 0))
    tallies, _ = catalogue.compared(desk, Filters(), Page(limit=50))
    tally = max(tallies, key=lambda c: (c.problem is None, c.tally.low is not None, c.recorded or 0))
    report = max(reading.recent(desk, 400), key=lambda r: (r.source == SHOWN, r.records))
    queue, _ = reviewing.queue(desk, kind="incident", limit=60)
    record = max(queue, key=lambda q: (len(q.record.casualties) + len(q.record.actors), q.uid))
    return {
        "read": f"/reports/{report.id}", "incidents": "/incidents", "incident": f"/incidents/{best.id}", "tallies": "/tallies",
        "tally": f"/tallies/{tally.tally.record}", "access": "/access", "claims": "/claims", "review": f"/review/{record.uid}",
        "queue": "/review", "sources": "/sources", "search": "/search?q=%D9%82%D8%B5%D9%81", "api": "/api",
    }  # fmt: skip


def serve(desk: Desk) -> tuple[uvicorn.Server, str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(desk), host="127.0.0.1", port=port, log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.02)
    return server, f"http://127.0.0.1:{port}"


def shoot(site: str, pages: dict[str, str], out: Path) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for size, (width, height) in SIZES.items():
            context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
            page = context.new_page()
            for language in ("ar", "en"):
                for name, path in pages.items():
                    if size == "narrow" and name not in NARROW:
                        continue
                    page.goto(f"{site}/{language}{path}")
                    page.wait_for_load_state("networkidle")
                    page.wait_for_timeout(400)
                    settle(page, name)
                    file = out / f"{name}-{language}-{size}.png"
                    page.screenshot(path=file)
                    smaller(file)
        browser.close()


def settle(page: Any, name: str) -> None:
    """Put a page into the state worth a picture: on the read page, a record is pinned."""
    if name == "read" and page.locator(".trig.first").count() > 2:
        page.locator(".trig.first").nth(2).click()
        page.evaluate("() => scrollTo(0, 0)")
        page.wait_for_timeout(150)


def smaller(file: Path) -> None:
    """Fewer colours where Pillow is there to do it: the pictures are kept in the repository."""
    try:
        from PIL import Image
    except ImportError:
        return
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(file, optimize=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images")
    asked = parser.parse_args()
    if shutil.which("chromium") is None:
        raise SystemExit("no Chromium here: install the system's chromium package")
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(open_ledger(Path(folder) / "samples.db"))
        server, site = serve(desk)
        fill(desk)
        shoot(site, addresses(desk), asked.out)
        server.should_exit = True
    print(f"{len(list(asked.out.glob('*.png')))} pictures in {asked.out}")


if __name__ == "__main__":
    main()
