"""The desk over a large ledger: when the linked view can be used, and how smoothly its timeline brushes.

    python bench/ledger_lists.py --incidents 100000 --ledger /tmp/lists.db
    python bench/desk.py --ledger /tmp/lists.db

Needs the web extra, Playwright and a Chromium. The made-up incidents are given points around the region first.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import statistics
import threading
import time
from typing import Any

import uvicorn
from playwright.sync_api import sync_playwright
from sqlalchemy import text

from waqai.ledger.engine import open_ledger
from waqai.service import Desk
from waqai.web.app import create_app

USABLE = "() => document.querySelectorAll('#linked tbody tr').length > 0 && !!document.querySelector('#timeline .handle').style.left"
FRAMES = """async () => {
  const box = document.querySelector('#timeline').getBoundingClientRect();
  const target = document.querySelector('#timeline canvas');
  const at = (share) => ({clientX: box.left + box.width * share, clientY: box.top + 30, bubbles: true, button: 0, pointerId: 1});
  target.dispatchEvent(new PointerEvent('pointerdown', at(0.2)));
  const gaps = [];
  let last = performance.now();
  for (let n = 0; n < 120; n++) {
    window.dispatchEvent(new PointerEvent('pointermove', at(0.2 + n / 200)));
    await new Promise(requestAnimationFrame);
    const now = performance.now(); gaps.push(now - last); last = now;
  }
  return gaps;
}"""


def place_incidents(path: str) -> int:
    """Give incidents without a point one, by their place."""
    with open_ledger(path) as ledger, ledger.begin() as conn:
        conn.execute(text(
            "UPDATE incidents SET lat = 13 + (CAST(substr(place_id, 2) AS INTEGER) * 7919 % 23000) / 1000.0, "
            "lon = 30 + (CAST(substr(place_id, 2) AS INTEGER) * 104729 % 22000) / 1000.0 WHERE lat IS NULL"
        ))  # fmt: skip
        return int(conn.execute(text("SELECT COUNT(*) FROM incidents")).scalar_one())


def serve(path: str) -> tuple[uvicorn.Server, str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = create_app(Desk(open_ledger(path)))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.02)
    return server, f"http://127.0.0.1:{port}"


def measure(page: Any, address: str) -> dict[str, float]:
    started = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_function(USABLE)
    usable = time.perf_counter() - started
    page.wait_for_load_state("networkidle")
    return {"usable": usable, "all points drawn": time.perf_counter() - started}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ledger", required=True)
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args()
    print(f"{place_incidents(asked.ledger):,} incidents")
    server, site = serve(asked.ledger)
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        measure(page, f"{site}/ar/incidents")
        runs = [measure(page, f"{site}/ar/incidents") for _ in range(asked.times)]
        for name in runs[0]:
            values = sorted(run[name] for run in runs)
            print(f"{name}: median {statistics.median(values):.2f} s, worst {values[-1]:.2f} s")
        gaps = sorted(page.evaluate(FRAMES)[5:])
        print(
            f"brushing: frame median {gaps[len(gaps) // 2]:.0f} ms, 95th percentile {gaps[int(len(gaps) * 0.95)]:.0f} ms"
        )
        browser.close()
    server.should_exit = True


if __name__ == "__main__":
    main()
